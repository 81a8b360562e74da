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

// Uses written out, folded; one to three words. From the table's own names and
// codes, and the wordings of the same kinds in Boverkets planbestämmelsekatalog
// (BFS 2020:5) and on older maps. NULL: a word that only carries the sentence
// ("Område för industri", "Öppet vattenområde").
static const struct {
    const char *words, *code;
} written[] = {
    {"industri", "J"}, {"industrier", "J"},
    {"verksamheter", "Z"}, {"verksamhet", "Z"}, {"partihandel", "Z"},
    {"smaindustri", "Jm"}, {"hantverk", "Jm"},
    {"upplag", "U"}, {"lager", "U"},
    {"kontor", "K"},
    {"detaljhandel", "H"}, {"handel", "H"},
    {"centrum", "C"}, {"centrumverksamhet", "C"}, {"centrumverksamheter", "C"},
    {"drivmedel", "G"}, {"drivmedelsforsaljning", "G"}, {"bensinstation", "G"},
    {"tillfallig vistelse", "O"}, {"hotell", "O"},
    {"besoksanlaggningar", "R"}, {"besoksanlaggning", "R"},
    {"friluftsliv och camping", "N"}, {"friluftsliv", "N"}, {"camping", "N"},
    {"hamn", "V"}, {"smabatshamn", "V"},
    {"bostader", "B"}, {"bostad", "B"}, {"bostadshus", "B"},
    {"flerbostadshus", "B"}, {"smahus", "B"},
    {"vattenomrade", "W"}, {"vatten", "W"},
    {"gata", "GATA"},
    {"vag", "VÄG"},
    {"gang", "GÅNG"}, {"gangvag", "GÅNG"},
    {"cykel", "CYKEL"}, {"cykelvag", "CYKEL"},
    {"gc-vag", "GC-VÄG"}, {"gang- och cykelvag", "GC-VÄG"},
    {"gcvag", "GCVÄG"},
    {"torg", "TORG"},
    {"park", "PARK"}, {"lekpark", "PARK"}, {"stadspark", "PARK"},
    {"natur", "NATUR"}, {"naturmark", "NATUR"},
    {"skydd", "SKYDD"},
    {"p-plats", "P-PLATS"}, {"parkering, allman plats", "P-PLATS"},
    {"odling", "ODLING"},
    {"begravning", "BEGRAVNING"}, {"begravningsplats", "BEGRAVNING"},
    {"allmant andamal", "A"}, {"allmanna andamal", "A"},
    {"vard", "D"},
    {"tekniska anlaggningar", "E"}, {"teknisk anlaggning", "E"},
    {"transformatorstation", "E"}, {"natstation", "E"},
    {"flygtrafik", "F"}, {"flygplats", "F"},
    {"odling och djurhallning", "L"}, {"djurhallning", "L"},
    {"parkering", "P"}, {"parkeringsplats", "P"}, {"parkeringshus", "P"},
    {"p-hus", "P"}, {"garage", "P"},
    {"kulturreservat", "Q"},
    {"skola", "S"}, {"skolor", "S"}, {"forskola", "S"},
    {"trafik", "T"}, {"jarnvag", "T"},
    {"begravning, gangtrafik", "X"}, {"gangtrafik", "X"},
    {"idrott", "Y"},
    {"omrade", NULL}, {"omraden", NULL}, {"mark", NULL},
    {"kvartersmark", NULL}, {"anvandning", NULL}, {"oppet", NULL},
};

static mk_useset bit(int row)
{
    return (mk_useset)1 << row;
}

static int find_code(const char *s, size_t n)
{
    for (int i = 0; i < ROW_ANNAN; i++)
        if (strlen(table[i].code) == n && memcmp(table[i].code, s, n) == 0)
            return i;
    return -1;
}

// Bytes of the letter at s, 0 when it is none: A-Z, the letters of Latin-1
// in UTF-8, and accents that stand after their letter.
static size_t letter(const char *s)
{
    const unsigned char a = (unsigned char)s[0];
    if (a < 0x80)
        return (a | 32) >= 'a' && (a | 32) <= 'z';
    const unsigned char b = (unsigned char)s[1];
    if (b < 0x80)
        return 0;
    if (a == 0xC3 && b != 0x97 && b != 0xB7)
        return 2;
    return a == 0xCC || (a == 0xCD && b < 0xB0) ? 2 : 0;
}

static bool accent(const char *s)
{
    return letter(s) && ((unsigned char)*s == 0xCC || (unsigned char)*s == 0xCD);
}

static bool capital(const char *s)
{
    if ((unsigned char)s[0] == 0xC3)
        return (unsigned char)s[1] < 0x9F;
    return *s >= 'A' && *s <= 'Z';
}

// Bytes of the letters at s up to the first that is none.
static size_t run(const char *s)
{
    size_t n = 0, step;
    while ((step = letter(s + n)) != 0)
        n += step;
    return n;
}

// Bytes of the letters at s that are all capitals, or all small; *letters
// counts them.
static size_t run_of(const char *s, bool capitals, size_t *letters)
{
    size_t n = 0, step;
    *letters = 0;
    while ((step = letter(s + n)) != 0 &&
           (accent(s + n) || capital(s + n) == capitals)) {
        *letters += !accent(s + n);
        n += step;
    }
    return n;
}

#define NOT_WRITTEN (-2)
#define ONLY_CARRIES (-1)

static int row_of(size_t i)
{
    return written[i].code
        ? find_code(written[i].code, strlen(written[i].code))
        : ONLY_CARRIES;
}

// The longest entry that `folded` begins with; *len its bytes.
static int find_written(const char *folded, size_t *len)
{
    int row = NOT_WRITTEN;
    *len = 0;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        const size_t n = strlen(written[i].words);
        if (n > *len && written[i].words[0] == folded[0] &&
            strncmp(written[i].words, folded, n) == 0 &&
            !letter(folded + n)) {
            *len = n;
            row = row_of(i);
        }
    }
    return row;
}

// "Industriområde", "Bostadsändamål", "Parkmark": the word before the ending.
static int find_compound(const char *word)
{
    static const char *const ends[] = {"omrade", "omraden", "andamal", "mark"};
    const size_t n = strlen(word);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t end = strlen(ends[i]);
        char stem[64];
        if (n <= end + 2 || strcmp(word + n - end, ends[i]) != 0)
            continue;
        memcpy(stem, word, n - end);
        for (size_t m = n - end; m > 2; m--) { // with and without the linking s
            stem[m] = '\0';
            size_t len;
            const int row = find_written(stem, &len);
            if (row != NOT_WRITTEN && len == m)
                return row;
            if (stem[m - 1] != 's' || m < n - end)
                break;
        }
    }
    return NOT_WRITTEN;
}

static bool ends_in(const char *word, size_t n, const char *end)
{
    const size_t len = strlen(end);
    return n > len && memcmp(word + n - len, end, len) == 0;
}

// "LOKALGATA", "Industrigata", "GENOMFARTSVÄG": a street all the same. An
// "industripark" is no park; "STADSPARK" in capitals is a code of its map.
static int find_public_place(const char *word, bool capitals)
{
    static const struct {
        const char *end, *code;
        bool small_too;
    } ends[] = {{"gata", "GATA", true},  {"vag", "VÄG", true},
                {"torg", "TORG", true},  {"park", "PARK", false},
                {"natur", "NATUR", false}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if ((capitals || ends[i].small_too) &&
            ends_in(word, strlen(word), ends[i].end))
            return find_code(ends[i].code, strlen(ends[i].code));
    return NOT_WRITTEN;
}

// Older maps write the storeys beside the use, "J II", "BFIII". I is the letter
// of no use; V alone is one (hamn). @return length of the numeral that ends s
static size_t storeys(const char *s, size_t n)
{
    static const char *const words[] = {"VIII", "VII", "VI", "IV", "III",
                                        "II", "I"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t k = strlen(words[i]);
        if ((k == n || (k < n && *words[i] == 'I')) &&
            memcmp(s + n - k, words[i], k) == 0)
            return k;
    }
    return 0;
}

// A row of letters, each a code ("JK"). "FSKLUB" is no such row: what is that
// long, or holds a letter that is no code, is a word not known.
static mk_useset read_letters(const char *s, size_t n, int *unknown)
{
    mk_useset set = 0;
    bool missed = n > 5;
    for (size_t i = 0; i < n && !missed; i++) {
        const int k = find_code(s + i, 1);
        missed = k < 0;
        if (!missed)
            set |= bit(k);
    }
    if (!missed)
        return set;
    ++*unknown;
    return bit(ROW_ANNAN);
}

// The rest of an entry of several words ("tillfällig vistelse") in the text:
// past as many letters as the entry has.
static const char *past(const char *p, const char *folded, size_t len)
{
    size_t letters = 0;
    for (size_t i = 0; i < len; i++)
        letters += letter(folded + i) != 0;
    while (letters && *p) {
        const size_t step = letter(p);
        letters -= step && !accent(p);
        p += step ? step : 1;
    }
    while (accent(p))
        p += 2;
    return p;
}

struct reading {
    mk_useset set;
    int unknown;
    bool not_this; // "ej", "utan": until the next stop
};

static void take(struct reading *r, int row)
{
    if (row >= 0 && !r->not_this)
        r->set |= bit(row);
}

// "Jm", "JK", "B1", "Bn": capitals and at most one small letter.
static const char *take_codes(struct reading *r, const char *p, size_t n)
{
    const int jm = n == 1 && *p == 'J' && p[1] == 'm' ? find_code("Jm", 2) : -1;
    int unknown = 0;
    const size_t letters = n - storeys(p, n);
    const mk_useset set = jm >= 0    ? bit(jm)
                          : letters ? read_letters(p, letters, &unknown)
                                    : 0;
    if (!r->not_this) {
        r->set |= set;
        r->unknown += unknown;
    }
    size_t small;
    return p + n + run_of(p + n, false, &small);
}

static bool says_not(const char *folded, size_t n)
{
    static const char *const words[] = {"ej", "inte", "icke", "utan"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && memcmp(words[i], folded, n) == 0)
            return true;
    return false;
}

// The words from p on; returns where the next begin.
static const char *read_words(struct reading *r, const char *p)
{
    char folded[64], word[64];
    mk_text_fold(p, folded, sizeof folded);
    size_t len = 0, capitals, small;
    int row = find_written(folded, &len);
    if (row != NOT_WRITTEN) {
        take(r, row);
        return past(p, folded, len);
    }
    const size_t n = run(p), caps = run_of(p, true, &capitals);
    const size_t folded_n = run(folded);
    (void)run_of(p + caps, false, &small);
    if (caps < n && says_not(folded, folded_n)) { // "EJ" is two codes
        r->not_this = true;
        return p + n;
    }
    memcpy(word, folded, folded_n);
    word[folded_n] = '\0';
    row = find_compound(word);
    if (row == NOT_WRITTEN)
        row = find_public_place(word, caps == n);
    if (row != NOT_WRITTEN) {
        take(r, row);
        return p + n;
    }
    // "GC-bana", "K-märkt": the letters before the hyphen are no codes
    const bool hyphen = p[n] == '-' && letter(p + n + 1);
    if (capitals && small < 2 && !hyphen)
        return take_codes(r, p, caps);
    if (capitals && !r->not_this) {
        r->set |= bit(ROW_ANNAN);
        r->unknown++;
    }
    // what is left is a property ("e1", "prick") or a joining word ("och")
    return hyphen ? p + n + 1 + run(p + n + 1) : p + n;
}

// Running index and precision ("J1", "J1a", "e1n2") belong to the code.
static const char *past_index(const char *p)
{
    if (*p < '0' || *p > '9')
        return p;
    while ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
        p++;
    return p;
}

mk_useset mk_use_read(const char *text, int *unknown)
{
    struct reading r = {0};
    *unknown = 0;
    if (!text)
        return 0;
    if (strcmp(text, MK_USE_ANNAN) == 0) // known not to be known
        return (mk_useset)1 << ROW_ANNAN;
    for (const char *p = text; *p;) {
        if (letter(p) && !accent(p)) {
            p = past_index(read_words(&r, p));
            continue;
        }
        if (strchr(",;.:+/()", *p))
            r.not_this = false;
        p++;
    }
    if (!r.set && text[strspn(text, " \t\r\n")]) {
        r.set = bit(ROW_ANNAN);
        r.unknown++;
    }
    *unknown = r.unknown;
    return r.set;
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
