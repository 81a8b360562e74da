#include "input/tzif.h"

#include "base/arena.h"
#include "base/text.h"

#include <markklar/value.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "/usr/share/zoneinfo/"
#define FILE_MAX ((size_t)1 << 20) // the largest real one has 4 KiB
#define DAY_S 86400
#define HEADER 44

/* ---- the file --------------------------------------------------------- */

static uint32_t u32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
           (uint32_t)p[2] << 8 | p[3];
}

static int64_t i64(const unsigned char *p)
{
    return (int64_t)((uint64_t)u32(p) << 32 | u32(p + 4));
}

struct counts {
    uint32_t isut, isstd, leap, time, type, chars;
};

static bool read_counts(const unsigned char *p, size_t n, struct counts *c)
{
    if (n < HEADER || memcmp(p, "TZif", 4) != 0)
        return false;
    *c = (struct counts){u32(p + 20), u32(p + 24), u32(p + 28),
                         u32(p + 32), u32(p + 36), u32(p + 40)};
    return c->type > 0 && c->type <= 256 && c->time <= 1u << 16 &&
           c->leap <= 1u << 16 && c->chars <= 1u << 16 && c->isut <= 256 &&
           c->isstd <= 256;
}

// Bytes behind a header, with times of `width` bytes.
static size_t body_size(const struct counts *c, size_t width)
{
    return c->time * width + c->time + c->type * 6 + c->chars +
           c->leap * (width + 4) + c->isstd + c->isut;
}

static bool read_body(const unsigned char *p, const struct counts *c,
                      struct mk_tz *z)
{
    const unsigned char *which = p + (size_t)c->time * 8;
    const unsigned char *types = which + c->time;
    z->n = c->time;
    z->at = mk_alloc(z->n * sizeof *z->at);
    z->offset = mk_alloc(z->n * sizeof *z->offset);
    z->first = (int32_t)u32(types);
    for (uint32_t i = 0; i < z->n; i++) {
        z->at[i] = i64(p + (size_t)i * 8);
        if (which[i] >= c->type || (i && z->at[i] <= z->at[i - 1]))
            return false;
        z->offset[i] = (int32_t)u32(types + (size_t)which[i] * 6);
    }
    for (uint32_t i = 0; i < c->type; i++) {
        const int32_t o = (int32_t)u32(types + (size_t)i * 6);
        if (o < -2 * DAY_S || o > 2 * DAY_S)
            return false;
    }
    return true;
}

/* ---- its last line, as of the POSIX variable TZ ----------------------- */

static bool letters(const char **s)
{
    const char *p = *s;
    if (*p == '<') {
        p = strchr(p, '>');
        if (!p)
            return false;
        *s = p + 1;
        return true;
    }
    while ((*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'))
        p++;
    const bool any = p > *s;
    *s = p;
    return any;
}

static bool number(const char **s, int32_t max, int32_t *out)
{
    const char *p = *s;
    *out = 0;
    while (*p >= '0' && *p <= '9' && *out <= max)
        *out = *out * 10 + (*p++ - '0');
    const bool any = p > *s;
    *s = p;
    return any && *out <= max;
}

// [+-]h[:mm[:ss]] in seconds.
static bool clock_time(const char **s, int32_t *out)
{
    const bool minus = **s == '-';
    if (**s == '-' || **s == '+')
        ++*s;
    int32_t h, m = 0, sec = 0;
    if (!number(s, 167, &h))
        return false;
    if (**s == ':') {
        ++*s;
        if (!number(s, 59, &m))
            return false;
        if (**s == ':') {
            ++*s;
            if (!number(s, 59, &sec))
                return false;
        }
    }
    *out = (h * 3600 + m * 60 + sec) * (minus ? -1 : 1);
    return true;
}

static bool skip(const char **s, char c)
{
    if (**s != c)
        return false;
    ++*s;
    return true;
}

static bool rule(const char **s, struct mk_tz_rule *r)
{
    *r = (struct mk_tz_rule){.time = 2 * 3600};
    if (!skip(s, ','))
        return false;
    if (skip(s, 'M')) {
        r->kind = MK_RULE_WEEKDAY;
        if (!number(s, 12, &r->month) || !r->month || !skip(s, '.') ||
            !number(s, 5, &r->week) || !r->week || !skip(s, '.') ||
            !number(s, 6, &r->day))
            return false;
    } else {
        r->kind = skip(s, 'J') ? MK_RULE_JULIAN : MK_RULE_DAY;
        if (!number(s, 365, &r->day))
            return false;
    }
    return !skip(s, '/') || clock_time(s, &r->time);
}

// "CET-1CEST,M3.5.0,M10.5.0/3"; the offsets have the other sign.
static bool read_rules(const char *s, struct mk_tz *z)
{
    if (!letters(&s) || !clock_time(&s, &z->normal_offset))
        return false;
    z->normal_offset = -z->normal_offset;
    z->rules = true;
    if (!*s)
        return true;
    z->rules = false;
    z->summer_offset = z->normal_offset + 3600;
    if (!letters(&s))
        return false;
    if (*s && *s != ',') {
        if (!clock_time(&s, &z->summer_offset))
            return false;
        z->summer_offset = -z->summer_offset;
    }
    z->rules = z->summer =
        rule(&s, &z->to_summer) && rule(&s, &z->to_normal) && !*s;
    return z->rules;
}

static bool parse(const unsigned char *data, size_t n, struct mk_tz *z)
{
    struct counts c;
    if (!read_counts(data, n, &c) || data[4] < '2')
        return false; // version 1 has 32-bit times only and no last line
    const size_t second = HEADER + body_size(&c, 4);
    if (second > n || !read_counts(data + second, n - second, &c))
        return false;
    const size_t from = second + HEADER, size = body_size(&c, 8);
    if (size > n - from || !read_body(data + from, &c, z))
        return false;
    // A line that cannot be read leaves the last offset standing.
    char line[128];
    const unsigned char *p = data + from + size;
    const size_t left = n - from - size;
    const unsigned char *end =
        left > 1 && *p == '\n' ? memchr(p + 1, '\n', left - 1) : NULL;
    if (!end || (size_t)(end - p - 1) >= sizeof line)
        return true;
    memcpy(line, p + 1, (size_t)(end - p - 1));
    line[end - p - 1] = '\0';
    read_rules(line, z);
    return true;
}

bool mk_tz_parse(const unsigned char *data, size_t n, struct mk_tz *z)
{
    *z = (struct mk_tz){0};
    if (parse(data, n, z))
        return true;
    mk_tz_release(z);
    return false;
}

// A feed must not name any file it likes.
static bool plain_name(const char *name)
{
    const size_t n = strlen(name);
    if (!n || n > 64 || *name == '/' || strstr(name, "..") ||
        strstr(name, "//"))
        return false;
    return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                        "0123456789_+-/") == n;
}

bool mk_tz_open(const char *name, struct mk_tz *z)
{
    *z = (struct mk_tz){0};
    if (!plain_name(name))
        return false;
    struct mk_buf path = {0};
    mk_buf_printf(&path, FOLDER "%s", name);
    FILE *fp = fopen(mk_buf_text(&path), "rb");
    mk_buf_release(&path);
    if (!fp)
        return false;
    unsigned char *data = mk_alloc(FILE_MAX);
    const size_t n = fread(data, 1, FILE_MAX, fp);
    fclose(fp);
    const bool ok = mk_tz_parse(data, n, z);
    free(data);
    return ok;
}

void mk_tz_release(struct mk_tz *z)
{
    free(z->at);
    free(z->offset);
    *z = (struct mk_tz){0};
}

/* ---- offsets ---------------------------------------------------------- */

static bool leap(int32_t y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

// Local seconds since 1970 at which a rule acts in a year.
static int64_t moment(const struct mk_tz_rule *r, int32_t year)
{
    const int32_t start = mk_date_days((mk_date)(year * 10000 + 101));
    int32_t day = start + r->day;
    if (r->kind == MK_RULE_JULIAN) { // 29 February is not counted
        day = start + r->day - 1 + (leap(year) && r->day > 59);
    } else if (r->kind == MK_RULE_WEEKDAY) {
        const int32_t first =
            mk_date_days((mk_date)(year * 10000 + r->month * 100 + 1));
        const int32_t next =
            r->month == 12
                ? mk_date_days((mk_date)((year + 1) * 10000 + 101))
                : mk_date_days(
                      (mk_date)(year * 10000 + (r->month + 1) * 100 + 1));
        const int32_t wd = ((first + 4) % 7 + 7) % 7; // Sunday 0
        day = first + (r->day - wd + 7) % 7 + (r->week - 1) * 7;
        while (day >= next)
            day -= 7;
    }
    return (int64_t)day * DAY_S + r->time;
}

static int32_t by_rules(const struct mk_tz *z, int64_t utc)
{
    if (!z->summer)
        return z->normal_offset;
    const int64_t local = utc + z->normal_offset;
    const int64_t days = local / DAY_S - (local % DAY_S < 0);
    const int32_t year = (int32_t)mk_date_from_days((int32_t)days) / 10000;
    const int64_t on = moment(&z->to_summer, year) - z->normal_offset;
    const int64_t off = moment(&z->to_normal, year) - z->summer_offset;
    const bool summer = on < off ? utc >= on && utc < off
                                 : utc >= on || utc < off; // in the south
    return summer ? z->summer_offset : z->normal_offset;
}

int32_t mk_tz_offset(const struct mk_tz *z, int64_t utc)
{
    uint32_t lo = 0, hi = z->n; // the first change after the moment
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (z->at[mid] <= utc)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == z->n && z->rules)
        return by_rules(z, utc);
    return lo ? z->offset[lo - 1] : z->first;
}

int32_t mk_tz_offset_local(const struct mk_tz *z, int64_t local)
{
    const int32_t near = mk_tz_offset(z, local);
    return mk_tz_offset(z, local - near);
}
