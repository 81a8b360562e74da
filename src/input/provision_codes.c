// Beteckningar as municipalities write them, several in one text field.
#include "input/provisions.h"

#include "base/text.h"

#include <string.h>

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

static bool separator(char c)
{
    return c && strchr(" \t\r\n,;/+()", c);
}

static bool drawing_word(const char *s, size_t n)
{
    static const char *const words[] = {"prickmark", "prick", "korsmark",
                                        "kors", "ringmark", "ring"};
    char t[16], f[16];
    if (n >= sizeof t)
        return false;
    memcpy(t, s, n);
    t[n] = '\0';
    mk_text_fold(t, f, sizeof f);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(f, words[i]) == 0)
            return true;
    return false;
}

// "e", "nh" of small letters; storeys "IV"; a word of the map.
static bool code_word(const char *s, size_t n)
{
    size_t small = 0, roman = 0;
    while (small < n && s[small] >= 'a' && s[small] <= 'z')
        small++;
    while (roman < n && strchr("IVX", s[roman]))
        roman++;
    return (small == n && n <= 2) || (roman == n && n <= 4) ||
           drawing_word(s, n);
}

// Does a unit end the text, or a separator follow it?
static size_t unit_at(const char *s)
{
    static const char *const units[] = {"m²", "m2", "kvm", "m", "%", "°"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const size_t n = strlen(units[i]);
        if (strncmp(s, units[i], n) == 0 && (!s[n] || separator(s[n])))
            return n;
    }
    return 0;
}

/** Length of "9,5", "+45.0" at s; 0 when there is no number. */
static size_t number_at(const char *s)
{
    size_t n = *s == '+' || *s == '-';
    const size_t first = n;
    while (digit(s[n]))
        n++;
    if (n == first)
        return 0;
    if ((s[n] == ',' || s[n] == '.') && digit(s[n + 1]))
        for (n++; digit(s[n]);)
            n++;
    return n;
}

// A value after blanks, with its unit: "nh 9,5 m".
static void value_of(struct mk_pv_code *c)
{
    const char *s = c->at + c->name_len;
    const size_t blanks = strspn(s, " \t");
    const size_t n = number_at(s + blanks);
    if (!n || (!blanks && digit(s[0])))
        return;
    const char *end = s + blanks + n;
    const size_t gap = strspn(end, " ");
    const size_t unit = unit_at(end + gap);
    if (*end && !separator(*end) && !unit)
        return;
    c->value = (uint32_t)(c->name_len + blanks);
    c->value_len = (uint32_t)(n + (unit ? gap + unit : 0));
    c->len = c->value + c->value_len;
}

static bool code_at(const char *s, struct mk_pv_code *c)
{
    size_t n = 0;
    while (letter(s[n]))
        n++;
    if (!n || !code_word(s, n))
        return false;
    while (digit(s[n]))
        n++;
    *c = (struct mk_pv_code){.at = s, .len = (uint32_t)n,
                             .name_len = (uint32_t)n};
    value_of(c);
    return !s[c->len] || separator(s[c->len]);
}

uint32_t mk_pv_codes(const char *text, struct mk_pv_code out[MK_PV_CODES])
{
    uint32_t n = 0;
    for (const char *s = text; s && *s;) {
        if (separator(*s)) {
            s++;
            continue;
        }
        if (n == MK_PV_CODES || !code_at(s, &out[n]))
            return 0;
        s += out[n++].len;
    }
    return n;
}
