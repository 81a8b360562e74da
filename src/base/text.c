#include "base/text.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mk_buf_release(struct mk_buf *b)
{
    free(b->data);
    *b = (struct mk_buf){0};
}

char *mk_buf_room(struct mk_buf *b, size_t n)
{
    if (b->len + n > b->cap) {
        size_t cap = b->cap ? b->cap : 256;
        while (cap < b->len + n)
            cap += cap / 2;
        b->data = mk_realloc(b->data, cap, 1);
        b->cap = cap;
    }
    return b->data + b->len;
}

void mk_buf_add(struct mk_buf *b, const char *data, size_t n)
{
    if (!n)
        return; // an empty buffer has nowhere to copy to
    memcpy(mk_buf_room(b, n), data, n);
    b->len += n;
}

void mk_buf_str(struct mk_buf *b, const char *s)
{
    mk_buf_add(b, s, strlen(s));
}

void mk_buf_printf(struct mk_buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n <= 0)
        return;
    char *to = mk_buf_room(b, (size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(to, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

const char *mk_buf_text(struct mk_buf *b)
{
    *mk_buf_room(b, 1) = '\0';
    return b->data;
}

static const char digit_pairs[201] =
    "0001020304050607080910111213141516171819"
    "2021222324252627282930313233343536373839"
    "4041424344454647484950515253545556575859"
    "6061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

// Digits of v, at least `min` of them, written to end before `end`.
static char *digits_before(char *end, uint64_t v, int min)
{
    char *p = end;
    while (v >= 100) {
        p -= 2;
        memcpy(p, digit_pairs + v % 100 * 2, 2);
        v /= 100;
    }
    if (v >= 10) {
        p -= 2;
        memcpy(p, digit_pairs + v * 2, 2);
    } else {
        *--p = (char)('0' + v);
    }
    while (end - p < min)
        *--p = '0';
    return p;
}

void mk_buf_fixed(struct mk_buf *b, int64_t value, int decimals)
{
    char text[32], *end = text + sizeof text;
    const uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char *p = digits_before(end, v, decimals + 1);
    char *to = mk_buf_room(b, 40);
    char *start = to;
    if (value < 0)
        *to++ = '-';
    const size_t whole = (size_t)(end - p) - (size_t)decimals;
    memcpy(to, p, whole);
    to += whole;
    if (decimals) {
        *to++ = '.';
        memcpy(to, p + whole, (size_t)decimals);
        to += decimals;
    }
    b->len += (size_t)(to - start);
}

void mk_buf_int(struct mk_buf *b, int64_t value)
{
    mk_buf_fixed(b, value, 0);
}

// Length of the UTF-8 sequence at s (of n bytes), 0 when invalid.
static size_t utf8_length(const unsigned char *s, size_t n)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    const size_t len = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (len > n)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
        (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0;
    return len;
}

bool mk_utf8_valid(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s;
    while (n) {
        const size_t len = utf8_length(p, n);
        if (!len)
            return false;
        p += len;
        n -= len;
    }
    return true;
}

void mk_buf_json(struct mk_buf *b, const char *s)
{
    static const char hex[] = "0123456789abcdef";
    size_t n = strlen(s);
    char *to = mk_buf_room(b, n * 6 + 2), *const start = to;
    *to++ = '"';
    const unsigned char *p = (const unsigned char *)s;
    while (n) {
        const unsigned char c = *p;
        if (c >= 0x20 && c < 0x80) {
            if (c == '"' || c == '\\')
                *to++ = '\\';
            *to++ = (char)c;
            p++;
            n--;
            continue;
        }
        if (c < 0x20) {
            memcpy(to, "\\u00", 4);
            to[4] = hex[c >> 4];
            to[5] = hex[c & 15];
            to += 6;
            p++;
            n--;
            continue;
        }
        const size_t len = utf8_length(p, n);
        if (!len) {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
            p++;
            n--;
            continue;
        }
        memcpy(to, p, len);
        to += len;
        p += len;
        n -= len;
    }
    *to++ = '"';
    b->len += (size_t)(to - start);
}

void mk_buf_xml(struct mk_buf *b, const char *s)
{
    for (; *s; s++) {
        switch (*s) {
        case '&': mk_buf_str(b, "&amp;"); break;
        case '<': mk_buf_str(b, "&lt;"); break;
        case '>': mk_buf_str(b, "&gt;"); break;
        case '"': mk_buf_str(b, "&quot;"); break;
        case '\'': mk_buf_str(b, "&#39;"); break;
        default:
            if ((unsigned char)*s >= 0x20 || *s == '\n' || *s == '\t')
                mk_buf_add(b, s, 1);
        }
    }
}

static void put_codepoint(struct mk_buf *b, unsigned cp)
{
    char *to = mk_buf_room(b, 3);
    if (cp < 0x80) {
        to[0] = (char)cp;
        b->len += 1;
    } else if (cp < 0x800) {
        to[0] = (char)(0xC0 | cp >> 6);
        to[1] = (char)(0x80 | (cp & 63));
        b->len += 2;
    } else {
        to[0] = (char)(0xE0 | cp >> 12);
        to[1] = (char)(0x80 | (cp >> 6 & 63));
        to[2] = (char)(0x80 | (cp & 63));
        b->len += 3;
    }
}

// CP1252 0x80-0x9F (0 = not assigned) and CP850 0x80-0xFF, as Unicode.
static const unsigned short cp1252_high[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
static const unsigned short cp850_high[128] = {
    0xC7, 0xFC, 0xE9, 0xE2, 0xE4, 0xE0, 0xE5, 0xE7, 0xEA, 0xEB, 0xE8, 0xEF,
    0xEE, 0xEC, 0xC4, 0xC5, 0xC9, 0xE6, 0xC6, 0xF4, 0xF6, 0xF2, 0xFB, 0xF9,
    0xFF, 0xD6, 0xDC, 0xF8, 0xA3, 0xD8, 0xD7, 0x192, 0xE1, 0xED, 0xF3, 0xFA,
    0xF1, 0xD1, 0xAA, 0xBA, 0xBF, 0xAE, 0xAC, 0xBD, 0xBC, 0xA1, 0xAB, 0xBB,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0xC1, 0xC2, 0xC0, 0xA9, 0x2563,
    0x2551, 0x2557, 0x255D, 0xA2, 0xA5, 0x2510, 0x2514, 0x2534, 0x252C,
    0x251C, 0x2500, 0x253C, 0xE3, 0xC3, 0x255A, 0x2554, 0x2569, 0x2566,
    0x2560, 0x2550, 0x256C, 0xA4, 0xF0, 0xD0, 0xCA, 0xCB, 0xC8, 0x131, 0xCD,
    0xCE, 0xCF, 0x2518, 0x250C, 0x2588, 0x2584, 0xA6, 0xCC, 0x2580, 0xD3,
    0xDF, 0xD4, 0xD2, 0xF5, 0xD5, 0xB5, 0xFE, 0xDE, 0xDA, 0xDB, 0xD9, 0xFD,
    0xDD, 0xAF, 0xB4, 0xAD, 0xB1, 0x2017, 0xBE, 0xB6, 0xA7, 0xF7, 0xB8, 0xB0,
    0xA8, 0xB7, 0xB9, 0xB3, 0xB2, 0x25A0, 0xA0};

// The DOS bytes of å ä ö Å Ä Ö (0x86 0x84 0x94 0x8F 0x8E 0x99) mean other
// things, or nothing, in CP1252; where one stands between letters it is DOS.
static bool looks_dos(const unsigned char *s)
{
    for (; *s; s++)
        if (*s == 0x86 || *s == 0x84 || *s == 0x94 || *s == 0x8F ||
            *s == 0x8E || *s == 0x99)
            return true;
    return false;
}

const char *mk_text_recode(const char *text, struct mk_buf *out)
{
    const unsigned char *s = (const unsigned char *)text;
    const bool dos = looks_dos(s);
    for (; *s; s++) {
        unsigned cp = *s;
        if (dos && cp >= 0x80)
            cp = cp850_high[cp - 0x80];
        else if (cp >= 0x80 && cp < 0xA0)
            cp = cp1252_high[cp - 0x80] ? cp1252_high[cp - 0x80] : 0xFFFD;
        put_codepoint(out, cp);
    }
    mk_buf_text(out);
    return dos ? "CP850" : "CP1252";
}

// Fold one two-byte UTF-8 sequence of Latin-1 or a combining accent:
// the ASCII letter, 0 to drop it, -1 to keep it.
static int fold_pair(unsigned char a, unsigned char b)
{
    if (a == 0xCC && b >= 0x80) // U+0300-033F combining
        return 0;
    if (a == 0xCD && b < 0xB0)
        return 0;
    if (a == 0xC2 && b == 0xA0)
        return ' ';
    if (a != 0xC3)
        return -1;
    const unsigned char c = b | 0x20; // lower case half
    if (c >= 0xA0 && c <= 0xA6)
        return 'a';
    if (c == 0xA7)
        return 'c';
    if (c >= 0xA8 && c <= 0xAB)
        return 'e';
    if (c >= 0xAC && c <= 0xAF)
        return 'i';
    if (c == 0xB1)
        return 'n';
    if ((c >= 0xB2 && c <= 0xB6) || c == 0xB8)
        return 'o';
    if (c >= 0xB9 && c <= 0xBC)
        return 'u';
    return -1;
}

size_t mk_text_fold(const char *s, char *out, size_t cap)
{
    size_t n = 0;
    bool space = false;
    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        int c = *p;
        unsigned char second = 0;
        if (c >= 0xC2 && c < 0xE0 && p[1]) {
            const int f = fold_pair(p[0], p[1]);
            if (f < 0)
                second = p[1];
            else
                c = f;
            p++;
            if (c == 0)
                continue;
        } else if (c >= 'A' && c <= 'Z') {
            c += 'a' - 'A';
        }
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            space = n > 0;
            continue;
        }
        if (n + 4 > cap)
            break;
        if (space)
            out[n++] = ' ';
        space = false;
        out[n++] = (char)c;
        if (second)
            out[n++] = (char)second;
    }
    if (cap)
        out[n < cap ? n : cap - 1] = '\0';
    return n;
}

bool mk_text_same(const char *a, const char *b)
{
    char x[256], y[256];
    mk_text_fold(a, x, sizeof x);
    mk_text_fold(b, y, sizeof y);
    return strcmp(x, y) == 0;
}

bool mk_text_fits(const char *text, const char *pattern)
{
    for (; *pattern; pattern++, text++) {
        if (*pattern == '*') {
            while (*pattern == '*')
                pattern++;
            while (*text && !mk_text_fits(text, pattern))
                text++;
            return mk_text_fits(text, pattern);
        }
        if (*text != *pattern)
            return false;
    }
    return !*text;
}

bool mk_field_same(const char *field, const char *alias)
{
    char x[256], y[256];
    const size_t nx = mk_text_fold(field, x, sizeof x);
    const size_t ny = mk_text_fold(alias, y, sizeof y);
    if (nx == ny)
        return memcmp(x, y, nx) == 0;
    return nx == 10 && ny > 10 && memcmp(x, y, 10) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

const char *mk_text_trimmed(struct mk_arena *a, const char *s, size_t n)
{
    n = s ? strnlen(s, n) : 0;
    while (n && is_space(*s))
        s++, n--;
    while (n && is_space(s[n - 1]))
        n--;
    return n ? mk_arena_strn(a, s, n) : NULL;
}

bool mk_text_trim(const char *s, char *out, size_t cap)
{
    while (is_space(*s))
        s++;
    size_t n = strlen(s);
    while (n && is_space(s[n - 1]))
        n--;
    if (n >= cap)
        n = cap - 1;
    memcpy(out, s, n);
    out[n] = '\0';
    return n > 0;
}

bool mk_text_number(const char *s, double *out)
{
    char t[64];
    if (!mk_text_trim(s, t, sizeof t))
        return false;
    const char *p = t;
    const bool neg = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    double v = 0, scale = 1;
    int digits = 0;
    bool point = false;
    for (; *p; p++) {
        if (*p >= '0' && *p <= '9') {
            v = v * 10 + (*p - '0');
            if (point)
                scale *= 10;
            if (++digits > 17)
                return false;
        } else if ((*p == '.' || *p == ',') && !point && digits) {
            point = true;
        } else {
            return false;
        }
    }
    if (!digits)
        return false;
    *out = (neg ? -v : v) / scale; // both exact below 2^53: correctly rounded
    return true;
}

static int edit_distance(const char *a, const char *b)
{
    const size_t na = strlen(a), nb = strlen(b);
    if (na > 60 || nb > 60)
        return 99;
    int row[64];
    for (size_t j = 0; j <= nb; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= na; i++) {
        int diag = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= nb; j++) {
            const int up = row[j];
            int best = diag + (a[i - 1] != b[j - 1]);
            if (up + 1 < best)
                best = up + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diag = up;
            row[j] = best;
        }
    }
    return row[nb];
}

const char *mk_text_nearest(const char *s, const char *const words[], size_t n)
{
    char x[64], y[64];
    mk_text_fold(s, x, sizeof x);
    const char *best = NULL;
    int best_d = strlen(x) <= 4 ? 2 : 3;
    for (size_t i = 0; i < n; i++) {
        mk_text_fold(words[i], y, sizeof y);
        const int d = edit_distance(x, y);
        if (d < best_d) {
            best_d = d;
            best = words[i];
        }
    }
    return best;
}

// Upper case of ASCII and of the Latin-1 letters in UTF-8.
static void upper(char *s)
{
    for (unsigned char *p = (unsigned char *)s; *p; p++) {
        if (*p >= 'a' && *p <= 'z')
            *p = (unsigned char)(*p - 32);
        else if (*p == 0xC3 && p[1] >= 0xA0 && p[1] <= 0xBE && p[1] != 0xB7) {
            p[1] = (unsigned char)(p[1] - 0x20);
            p++;
        }
    }
}

static void cut_word(char *s, const char *word)
{
    const size_t n = strlen(word);
    for (char *p; (p = strstr(s, word)) != NULL;)
        memmove(p, p + n, strlen(p + n) + 1);
}

void mk_fastighet_norm(const char *s, char *out, size_t cap)
{
    char t[512];
    mk_text_trim(s, t, sizeof t - 2);
    upper(t);
    cut_word(t, " M.FL.");
    cut_word(t, " M.FL");
    cut_word(t, " M FL");
    if (strncmp(t, "DEL AV ", 7) == 0)
        memmove(t, t + 7, strlen(t + 7) + 1);
    size_t n = 0;
    for (const char *p = t; *p && n + 1 < cap; p++)
        if (!is_space(*p) || (n && out[n - 1] != ' '))
            out[n++] = is_space(*p) ? ' ' : *p;
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
}
