#include "input/json_lean.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

void mk_json_lean_release(struct mk_json_lean *l)
{
    mk_polyset_release(&l->areas);
    mk_buf_release(&l->text);
    free(l->ring);
    *l = (struct mk_json_lean){0};
}

static const char *skip_space(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p;
}

// ---- coordinates ----------------------------------------------------------
// Each of these returns where it ended, or NULL when what stands there is not
// what it reads.

static const char *after(char c, const char *p, const char *end)
{
    p = skip_space(p, end);
    return p < end && *p == c ? p + 1 : NULL;
}

static const char *digits(const char *p, const char *end, int most,
                          uint64_t *out)
{
    const char *const from = p;
    *out = 0;
    for (; p < end && *p >= '0' && *p <= '9'; p++) {
        if (p - from == most)
            return NULL;
        *out = *out * 10 + (uint64_t)(*p - '0');
    }
    return p > from ? p : NULL;
}

// The nearest double while the digits make a whole number below 2^53; with more
// of them to a unit in the last place, 1e-9 m, and alike on every machine.
static double joined(uint64_t whole, uint64_t part, int decimals)
{
    static const double ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                                 1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                                 1e14, 1e15, 1e16, 1e17, 1e18};
    const double all = (double)whole * ten[decimals] + (double)part;
    return all < 0x1p53 ? all / ten[decimals]
                        : (double)whole + (double)part / ten[decimals];
}

static const char *number(const char *p, const char *end, double *out)
{
    uint64_t whole, part = 0;
    p = skip_space(p, end);
    const bool minus = p < end && *p == '-';
    const char *const first = p += minus;
    p = digits(p, end, 15, &whole);
    if (!p || (*first == '0' && p - first > 1))
        return NULL;
    const char *const point = p;
    if (p < end && *p == '.')
        p = digits(p + 1, end, 18, &part);
    if (!p)
        return NULL;
    const double v =
        joined(whole, part, p > point ? (int)(p - point) - 1 : 0);
    *out = minus ? -v : v;
    return p;
}

static const char *position(const char *p, const char *end, double xy[2])
{
    double height;
    p = after('[', p, end);
    p = p ? number(p, end, &xy[0]) : NULL;
    p = p ? after(',', p, end) : NULL;
    p = p ? number(p, end, &xy[1]) : NULL;
    while (p) {
        const char *const closed = after(']', p, end);
        if (closed)
            return closed;
        p = after(',', p, end);
        p = p ? number(p, end, &height) : NULL;
    }
    return NULL;
}

static const char *ring(struct mk_json_lean *l, const char *p, const char *end)
{
    uint32_t n = 0;
    p = after('[', p, end);
    while (p) {
        MK_GROW(l->ring, l->cap_ring, 2 * ((size_t)n + 1));
        p = position(p, end, l->ring + 2 * (size_t)n++);
        const char *const closed = p ? after(']', p, end) : NULL;
        if (closed) {
            memcpy(mk_polyset_ring(&l->areas, n), l->ring,
                   2 * sizeof *l->ring * n);
            return closed;
        }
        p = p ? after(',', p, end) : NULL;
    }
    return NULL;
}

static const char *polygon(struct mk_json_lean *l, const char *p,
                           const char *end)
{
    p = after('[', p, end);
    while (p) {
        p = ring(l, p, end);
        const char *const closed = p ? after(']', p, end) : NULL;
        if (closed) {
            mk_polyset_end_part(&l->areas);
            return closed;
        }
        p = p ? after(',', p, end) : NULL;
    }
    return NULL;
}

static const char *polygons(struct mk_json_lean *l, const char *p,
                            const char *end)
{
    p = after('[', p, end);
    while (p) {
        p = polygon(l, p, end);
        const char *const closed = p ? after(']', p, end) : NULL;
        if (closed)
            return closed;
        p = p ? after(',', p, end) : NULL;
    }
    return NULL;
}

// Lists within one another before the first number.
static int levels(const char *p, const char *end)
{
    int n = 0;
    while (n < 5 && (p = after('[', p, end)) != NULL)
        n++;
    return n;
}

static const char *area(struct mk_json_lean *l, const char *p, const char *end,
                        bool *multi)
{
    const uint32_t first = l->areas.npart;
    const int n = levels(p, end);
    *multi = n == 4;
    p = n == 3 ? polygon(l, p, end) : n == 4 ? polygons(l, p, end) : NULL;
    mk_polyset_drop_open(&l->areas);
    mk_polyset_end(&l->areas, first);
    if (!p)
        mk_polyset_drop_geom(&l->areas);
    return p;
}

// ---- members --------------------------------------------------------------

// Past the closing quote of the text that begins at p.
static const char *text_end(const char *p, const char *end)
{
    const char *const from = p + 1;
    for (p = from; p < end && (p = memchr(p, '"', (size_t)(end - p))); p++) {
        const char *q = p;
        while (q > from && q[-1] == '\\')
            q--;
        if ((p - q) % 2 == 0)
            return p + 1;
    }
    return NULL;
}

// Past the text, object or list that begins at p.
static const char *value_end(const char *p, const char *end)
{
    int depth = 0;
    while (p && p < end) {
        if (*p == '"') {
            p = text_end(p, end);
        } else {
            depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
            p++;
        }
        if (!depth)
            return p;
    }
    return NULL;
}

static bool is_name(const char *p, size_t n, const char *name)
{
    return strlen(name) == n && memcmp(p, name, n) == 0;
}

static bool passed_over(const struct mk_json_lean *l, const char *p, size_t n)
{
    for (const char *const *name = l->pass_over; *name; name++)
        if (is_name(p, n, *name))
            return true;
    return false;
}

/** What is to stand in a member's place. */
enum instead { AS_IT_IS, NOTHING, AREA, GIVE_UP };

static enum instead read_member(struct mk_json_lean *l, const char *name,
                                size_t len, const char *value, const char *end,
                                const char **past, bool *multi)
{
    const char first = value < end ? *value : '\0';
    if (passed_over(l, name, len)) {
        if (first != '"' && first != '{' && first != '[')
            return AS_IT_IS;
        *past = value_end(value, end);
        return *past && mk_utf8_valid(value, (size_t)(*past - value))
                   ? NOTHING : GIVE_UP;
    }
    if (!is_name(name, len, "coordinates"))
        return AS_IT_IS;
    if (first != '[')
        return GIVE_UP; // a number there would look like one of ours
    *past = area(l, value, end, multi);
    return *past ? AREA : AS_IT_IS;
}

bool mk_json_lean_read(struct mk_json_lean *l, const char *text, size_t n)
{
    const char *const end = text + n;
    const char *copied = text, *p = text;
    mk_polyset_clear(&l->areas);
    l->text.len = 0;
    while (p < end && (p = memchr(p, '"', (size_t)(end - p))) != NULL) {
        const char *const name = p + 1, *past = NULL;
        bool multi = false;
        p = text_end(p, end);
        const char *colon = p ? after(':', p, end) : NULL;
        if (!p || !colon) {
            if (!p)
                break;
            continue; // a text, no name of a member
        }
        const char *const value = skip_space(colon, end);
        const enum instead what =
            read_member(l, name, (size_t)(p - 1 - name), value, end, &past,
                        &multi);
        if (what == GIVE_UP) {
            mk_polyset_clear(&l->areas);
            return false;
        }
        p = value;
        if (what == AS_IT_IS)
            continue;
        mk_buf_add(&l->text, copied, (size_t)(value - copied));
        if (what == NOTHING)
            mk_buf_str(&l->text, "null");
        else
            mk_buf_int(&l->text, 2 * ((int64_t)l->areas.n - 1) + multi);
        copied = p = past;
    }
    mk_buf_add(&l->text, copied, (size_t)(end - copied));
    return true;
}
