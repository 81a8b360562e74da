// Use letters. Source of the letters and their meaning: BFS 2020:5 as quoted in
// Boverkets planbestämmelsekatalog (J Z K H C G E R B P T F W …); older maps
// (before 2011) also have U upplag, A allmänt ändamål, Y idrott, Q kulturreservat.
#include <markklar/plan.h>

#include "base/text.h"

#include <string.h>

static const struct mk_use_kind table[] = {
    {"J", "industri", MK_GROUP_INDUSTRI},
    {"Z", "verksamheter", MK_GROUP_INDUSTRI},
    {"Jm", "småindustri", MK_GROUP_INDUSTRI},
    {"U", "upplag", MK_GROUP_INDUSTRI},
    {"K", "kontor", MK_GROUP_KONTOR},
    {"H", "detaljhandel", MK_GROUP_HANDEL},
    {"C", "centrum", MK_GROUP_CENTRUM},
    {"G", "drivmedel", MK_GROUP_OVRNAR},
    {"O", "tillfällig vistelse", MK_GROUP_OVRNAR},
    {"R", "besöksanläggningar", MK_GROUP_OVRNAR},
    {"N", "friluftsliv och camping", MK_GROUP_OVRNAR},
    {"V", "hamn", MK_GROUP_OVRNAR},
    {"B", "bostäder", MK_GROUP_BOSTAD},
    {"W", "vattenområde", MK_GROUP_VATTEN},
    {"GATA", "gata", MK_GROUP_ALLMAN},
    {"VÄG", "väg", MK_GROUP_ALLMAN},
    {"GÅNG", "gångväg", MK_GROUP_ALLMAN},
    {"CYKEL", "cykelväg", MK_GROUP_ALLMAN},
    {"GC-VÄG", "gång- och cykelväg", MK_GROUP_ALLMAN},
    {"GCVÄG", "gång- och cykelväg", MK_GROUP_ALLMAN},
    {"TORG", "torg", MK_GROUP_ALLMAN},
    {"PARK", "park", MK_GROUP_ALLMAN},
    {"NATUR", "naturmark", MK_GROUP_ALLMAN},
    {"SKYDD", "skydd", MK_GROUP_ALLMAN},
    {"P-PLATS", "parkering, allmän plats", MK_GROUP_ALLMAN},
    {"ODLING", "odling", MK_GROUP_ALLMAN},
    {"BEGRAVNING", "begravningsplats", MK_GROUP_ALLMAN},
    {"A", "allmänt ändamål", MK_GROUP_ANNAN},
    {"D", "vård", MK_GROUP_ANNAN},
    {"E", "tekniska anläggningar", MK_GROUP_ANNAN},
    {"F", "flygtrafik", MK_GROUP_ANNAN},
    {"L", "odling och djurhållning", MK_GROUP_ANNAN},
    {"P", "parkering", MK_GROUP_ANNAN},
    {"Q", "kulturreservat", MK_GROUP_ANNAN},
    {"S", "skola", MK_GROUP_ANNAN},
    {"T", "trafik", MK_GROUP_ANNAN},
    {"X", "begravning, gångtrafik", MK_GROUP_ANNAN},
    {"Y", "idrott", MK_GROUP_ANNAN},
    {MK_USE_ANNAN, "annan eller okänd beteckning", MK_GROUP_ANNAN},
};
#define ROWS ((int)(sizeof table / sizeof *table))
#define ROW_ANNAN (ROWS - 1)
#define BUSINESS_ROWS 12 // the first ones, J to V

const struct mk_use_kind *mk_use_table(int *n)
{
    *n = ROWS;
    return table;
}

static int find_code(const char *s, size_t n)
{
    for (int i = 0; i < ROW_ANNAN; i++)
        if (strlen(table[i].code) == n && memcmp(table[i].code, s, n) == 0)
            return i;
    return -1;
}

// A letter of a code: A-Z, Å Ä Ö as two bytes, or the hyphen inside a word.
static size_t code_letter(const char *s)
{
    if (*s >= 'A' && *s <= 'Z')
        return 1;
    if ((unsigned char)s[0] == 0xC3 &&
        ((unsigned char)s[1] == 0x85 || (unsigned char)s[1] == 0x84 ||
         (unsigned char)s[1] == 0x96))
        return 2;
    if (*s == '-' && s[1] >= 'A' && s[1] <= 'Z')
        return 1;
    return 0;
}

// "LOKALGATA", "INDUSTRIGATA", "GENOMFARTSVÄG": a street all the same.
static int find_public_place(const char *s, size_t n)
{
    static const char *const ends[] = {"GATA", "VÄG", "PARK", "TORG", "NATUR"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t len = strlen(ends[i]);
        if (n > len && memcmp(s + n - len, ends[i], len) == 0)
            return find_code(ends[i], len);
    }
    return -1;
}

// A word of capitals is a code of its own ("GATA") or a row of letters ("JK").
static mk_useset read_word(const char *s, size_t n, int *unknown)
{
    const int whole = find_code(s, n);
    if (whole >= 0)
        return (mk_useset)1 << whole;
    const int place = n > 5 ? find_public_place(s, n) : -1;
    if (place >= 0)
        return (mk_useset)1 << place;
    mk_useset set = 0;
    bool missed = false;
    for (size_t i = 0; i < n; i++) {
        const int k = find_code(s + i, 1);
        if (k < 0)
            missed = true;
        else
            set |= (mk_useset)1 << k;
    }
    // "FÖRSKOLA" is not F and Ö and R …: a long word that is no code at all.
    if (missed || n > 5) {
        ++*unknown;
        return (mk_useset)1 << ROW_ANNAN;
    }
    return set;
}

mk_useset mk_use_read(const char *text, int *unknown)
{
    mk_useset set = 0;
    *unknown = 0;
    if (!text)
        return 0;
    if (strcmp(text, MK_USE_ANNAN) == 0) // known not to be known
        return (mk_useset)1 << ROW_ANNAN;
    for (const char *p = text; *p;) {
        size_t n = 0, step;
        while ((step = code_letter(p + n)) != 0)
            n += step;
        if (n && *p != '-') {
            if (n == 1 && *p == 'J' && p[1] == 'm')
                set |= (mk_useset)1 << find_code("Jm", 2);
            else
                set |= read_word(p, n, unknown);
            p += n;
            // running index and precision ("J1", "Jm", "J₂") belong to the word
            while ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
                p++;
        } else if (*p >= 'a' && *p <= 'z') {
            while ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
                p++; // a property: e1, p, n2
        } else {
            p++;
        }
    }
    if (!set && text[strspn(text, " \t")]) {
        set = (mk_useset)1 << ROW_ANNAN;
        ++*unknown;
    }
    return set;
}

unsigned mk_use_groups(mk_useset uses)
{
    unsigned groups = 0;
    for (int i = 0; i < ROWS; i++)
        if (uses >> i & 1)
            groups |= 1u << table[i].group;
    return groups;
}

bool mk_use_business(mk_useset uses)
{
    return (uses & (((mk_useset)1 << BUSINESS_ROWS) - 1)) != 0;
}

const char *mk_use_text(mk_useset uses, char out[256])
{
    size_t n = 0;
    for (int i = 0; i < ROWS; i++) {
        if (!(uses >> i & 1))
            continue;
        const size_t len = strlen(table[i].code);
        if (n + len + 3 > 256)
            break;
        if (n) {
            out[n++] = ',';
            out[n++] = ' ';
        }
        memcpy(out + n, table[i].code, len);
        n += len;
    }
    out[n] = '\0';
    return out;
}
