#include "output/geojson.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Room that any number, date or vertex fits in with its punctuation.
#define SLACK 96

// Keys stand in one text as they look where all is null, so that fields that
// are null one after another are one piece of it.
struct key {
    const char *text; // ,"name":null (the first without its comma)
    size_t n;         // of it without the null
};

struct mk_geojson_writer {
    const struct mk_layer_def *layer;
    int epsg;
    double scale;
    struct key *key; // one more than there are fields: the end of the text
    struct mk_buf keys;
};

struct mk_geojson_writer *mk_geojson_new(const struct mk_layer_def *layer,
                                         int epsg)
{
    struct mk_geojson_writer *w = mk_zalloc(1, sizeof *w);
    w->layer = layer;
    w->epsg = epsg;
    w->scale = epsg ? 1e3 : 1e7;
    w->key = mk_zalloc((size_t)layer->nfields + 1, sizeof *w->key);
    for (int i = 0; i < layer->nfields; i++) {
        const size_t before = w->keys.len;
        mk_buf_str(&w->keys, i ? "," : "");
        mk_buf_json(&w->keys, layer->fields[i].name);
        mk_buf_str(&w->keys, ":");
        w->key[i].n = w->keys.len - before;
        mk_buf_str(&w->keys, "null");
    }
    w->key[0].text = w->keys.data;
    for (int i = 0; i < layer->nfields; i++)
        w->key[i + 1].text = w->key[i].text + w->key[i].n + strlen("null");
    return w;
}

void mk_geojson_free(struct mk_geojson_writer *w)
{
    if (!w)
        return;
    mk_buf_release(&w->keys);
    free(w->key);
    free(w);
}

void mk_geojson_head(struct mk_buf *b, const struct mk_geojson_writer *w)
{
    mk_buf_str(b, "{\"type\":\"FeatureCollection\",\"name\":");
    mk_buf_json(b, w->layer->name);
    if (w->epsg) {
        mk_buf_str(b, ",\n\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
                      "\"urn:ogc:def:crs:EPSG::");
        mk_buf_int(b, w->epsg);
        mk_buf_str(b, "\"}}");
    }
    mk_buf_str(b, ",\n\"features\":[");
}

void mk_geojson_foot(struct mk_buf *b, const struct mk_geojson_writer *w)
{
    (void)w;
    mk_buf_str(b, "\n]}\n");
}

// Where the next byte goes: the buffer's end held in two pointers, so that a
// number costs one comparison and no call.
struct cursor {
    struct mk_buf *b;
    char *to, *end;
};

static void cursor_load(struct cursor *c)
{
    c->to = mk_buf_room(c->b, 4096);
    c->end = c->b->data + c->b->cap;
}

static void cursor_store(struct cursor *c)
{
    c->b->len = (size_t)(c->to - c->b->data);
}

static inline void need(struct cursor *c, size_t n)
{
    if ((size_t)(c->end - c->to) < n) {
        cursor_store(c);
        mk_buf_room(c->b, n + 4096);
        c->to = c->b->data + c->b->len;
        c->end = c->b->data + c->b->cap;
    }
}

static inline void put(struct cursor *c, const char *s, size_t n)
{
    memcpy(c->to, s, n);
    c->to += n;
}
#define PUT(c, literal) put(c, literal, sizeof(literal) - 1)

static const char pairs[201] =
    "0001020304050607080910111213141516171819"
    "2021222324252627282930313233343536373839"
    "4041424344454647484950515253545556575859"
    "6061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

static inline char *put_pair(char *to, uint32_t v)
{
    memcpy(to, pairs + 2 * v, 2);
    return to + 2;
}

static inline char *put_whole(char *to, uint64_t v)
{
    char text[20], *p = text + sizeof text;
    for (; v >= 100; v /= 100)
        put_pair(p -= 2, (uint32_t)(v % 100));
    if (v >= 10)
        put_pair(p -= 2, (uint32_t)v);
    else
        *--p = (char)('0' + v);
    const size_t n = (size_t)(text + sizeof text - p);
    memcpy(to, p, n);
    return to + n;
}

static inline char *put_decimals(char *to, uint32_t v, int decimals)
{
    switch (decimals) {
    case 7:
        to = put_pair(to, v / 100000);
        to = put_pair(to, v / 1000 % 100);
        to = put_pair(to, v / 10 % 100);
        break;
    case 5:
        to = put_pair(to, v / 1000);
        to = put_pair(to, v / 10 % 100);
        break;
    case 3:
        to = put_pair(to, v / 10);
        break;
    case 6:
        to = put_pair(to, v / 10000); // fall through
    case 4:
        to = put_pair(to, v / 100 % 100); // fall through
    case 2:
        return put_pair(to, v % 100);
    default:
        break;
    }
    *to++ = (char)('0' + v % 10);
    return to;
}

// An integer of the last decimal as a decimal number.
static inline char *put_fixed(char *to, int64_t value, int decimals)
{
    static const uint32_t power[] = {1,      10,      100,     1000,
                                     10000,  100000,  1000000, 10000000};
    uint64_t v = (uint64_t)value;
    if (value < 0) {
        *to++ = '-';
        v = 0 - v;
    }
    if (!decimals)
        return put_whole(to, v);
    to = put_whole(to, v / power[decimals]);
    *to++ = '.';
    return put_decimals(to, (uint32_t)(v % power[decimals]), decimals);
}

static inline bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

// ASCII and two-byte letters (å ä ö) are copied as they are; at anything else
// (quotes, controls, longer or broken sequences) the careful way starts over.
static void put_text(struct cursor *c, const char *s)
{
    const char *const text = s;
    const size_t start = (size_t)(c->to - c->b->data);
    need(c, SLACK);
    *c->to++ = '"';
    for (;;) {
        need(c, SLACK);
        char *const stop = c->to + SLACK - 4;
        while (c->to < stop) {
            const unsigned char u = (unsigned char)*s;
            if (is_plain(u)) {
                *c->to++ = *s++;
            } else if (u >= 0xC2 && u < 0xE0 &&
                       ((unsigned char)s[1] & 0xC0) == 0x80) {
                put(c, s, 2);
                s += 2;
            } else if (!u) {
                *c->to++ = '"';
                return;
            } else {
                c->b->len = start;
                mk_buf_json(c->b, text);
                cursor_load(c);
                return;
            }
        }
    }
}

static inline bool is_null(const struct mk_field *f, struct mk_value v)
{
    return f->type == MK_T_TEXT ? !v.text : v.num == MK_UNKNOWN;
}

static void put_value(struct cursor *c, const struct mk_field *f,
                      struct mk_value v)
{
    switch (f->type) {
    case MK_T_TEXT:
        put_text(c, v.text);
        break;
    case MK_T_INT:
        c->to = put_fixed(c->to, v.num, 0);
        break;
    case MK_T_REAL:
        c->to = put_fixed(c->to, v.num, f->decimals);
        break;
    case MK_T_BOOL:
        if (v.num)
            PUT(c, "true");
        else
            PUT(c, "false");
        break;
    case MK_T_DATE: {
        const uint32_t d = (uint32_t)v.num;
        *c->to++ = '"';
        c->to = put_pair(c->to, d / 1000000 % 100);
        c->to = put_pair(c->to, d / 10000 % 100);
        *c->to++ = '-';
        c->to = put_pair(c->to, d / 100 % 100);
        *c->to++ = '-';
        c->to = put_pair(c->to, d % 100);
        *c->to++ = '"';
        break;
    }
    }
}

// Fields `from` up to `to`, all of them null.
static inline void put_nulls(struct cursor *c, const struct key *from,
                             const struct key *to)
{
    const size_t n = (size_t)(to->text - from->text);
    need(c, n + SLACK);
    put(c, from->text, n);
}

static void put_properties(struct cursor *c, const struct mk_geojson_writer *w,
                           bool first, const void *record,
                           const struct mk_tables *t)
{
    char scratch[256];
    need(c, SLACK);
    if (!first)
        *c->to++ = ',';
    PUT(c, "\n{\"type\":\"Feature\",\"properties\":{");
    const struct key *null = w->key; // from here on all were null
    for (int i = 0; i < w->layer->nfields; i++) {
        const struct mk_field *f = &w->layer->fields[i];
        const struct key *key = &w->key[i];
        const struct mk_value v = f->get(record, t, scratch);
        if (is_null(f, v))
            continue;
        put_nulls(c, null, key);
        need(c, key->n + SLACK);
        put(c, key->text, key->n);
        put_value(c, f, v);
        null = key + 1;
    }
    put_nulls(c, null, &w->key[w->layer->nfields]);
    need(c, SLACK);
    PUT(c, "},\"geometry\":");
}

struct vertex {
    int64_t x, y;
};

// False when not finite (or farther off than any place on Earth in mm).
static inline bool fix_vertex(const double *xy, double scale,
                              struct vertex *out)
{
    const double x = xy[0] * scale, y = xy[1] * scale;
    if (!(fabs(x) < 1e12 && fabs(y) < 1e12))
        return false;
    out->x = (int64_t)(x + (x < 0 ? -0.5 : 0.5));
    out->y = (int64_t)(y + (y < 0 ? -0.5 : 0.5));
    return true;
}

static inline void put_vertex(struct cursor *c, struct vertex v, bool metric)
{
    *c->to++ = '[';
    // Constant decimals let the compiler make two straight-line versions.
    c->to = metric ? put_fixed(c->to, v.x, 3) : put_fixed(c->to, v.x, 7);
    *c->to++ = ',';
    c->to = metric ? put_fixed(c->to, v.y, 3) : put_fixed(c->to, v.y, 7);
    *c->to++ = ']';
}

// Vertices that rounding has made equal to the one before are dropped, as
// long as the ring keeps the four that make it one.
static bool put_ring(struct cursor *c, const struct mk_geojson_writer *w,
                     const double *xy, uint32_t n)
{
    struct vertex last = {0, 0}, v;
    uint32_t written = 0;
    need(c, SLACK);
    *c->to++ = '[';
    for (uint32_t k = 0; k < n; k++) {
        if (!fix_vertex(xy + 2 * (size_t)k, w->scale, &v))
            return false;
        if (written && v.x == last.x && v.y == last.y &&
            written + (n - 1 - k) >= 4)
            continue;
        need(c, SLACK);
        if (written++)
            *c->to++ = ',';
        put_vertex(c, v, w->epsg != 0);
        last = v;
    }
    need(c, SLACK);
    *c->to++ = ']';
    return true;
}

// A hole narrower than the last decimal has become a line, or turned over:
// then it is no hole any more.
static bool hole_is_gone(const struct mk_geojson_writer *w, const double *xy,
                         uint32_t n)
{
    struct vertex first, a, b;
    double twice = 0;
    if (!n || !fix_vertex(xy, w->scale, &first))
        return false;
    a = first;
    for (uint32_t k = 1; k < n; k++, a = b) {
        if (!fix_vertex(xy + 2 * (size_t)k, w->scale, &b))
            return false;
        twice += (double)(a.x - first.x) * (double)(b.y - first.y) -
                 (double)(b.x - first.x) * (double)(a.y - first.y);
    }
    return twice >= 0;
}

static bool put_multipolygon(struct cursor *c,
                             const struct mk_geojson_writer *w,
                             const struct mk_poly *g)
{
    PUT(c, "{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (uint32_t p = 0; p < g->npart; p++) {
        need(c, SLACK);
        if (p)
            *c->to++ = ',';
        *c->to++ = '[';
        for (uint32_t r = g->part[p]; r < g->part[p + 1]; r++) {
            const double *xy = g->xy + 2 * (size_t)g->ring[r];
            const uint32_t n = g->ring[r + 1] - g->ring[r];
            if (r > g->part[p] && hole_is_gone(w, xy, n))
                continue;
            need(c, SLACK);
            if (r > g->part[p])
                *c->to++ = ',';
            if (!put_ring(c, w, xy, n))
                return false;
        }
        need(c, SLACK);
        *c->to++ = ']';
    }
    PUT(c, "]}");
    return true;
}

// End the feature, or take back all of it.
static bool finish(struct cursor *c, bool good, size_t before)
{
    if (!good) {
        c->b->len = before;
        return false;
    }
    need(c, SLACK);
    *c->to++ = '}';
    cursor_store(c);
    return true;
}

bool mk_geojson_polygon(struct mk_buf *b, const struct mk_geojson_writer *w,
                        bool first, const void *record,
                        const struct mk_tables *t, const struct mk_poly *g)
{
    const size_t before = b->len;
    struct cursor c = {.b = b};
    cursor_load(&c);
    put_properties(&c, w, first, record, t);
    bool good = true;
    if (g && g->npart)
        good = put_multipolygon(&c, w, g);
    else
        PUT(&c, "null");
    return finish(&c, good, before);
}

bool mk_geojson_point(struct mk_buf *b, const struct mk_geojson_writer *w,
                      bool first, const void *record,
                      const struct mk_tables *t, struct mk_point p)
{
    const size_t before = b->len;
    const double xy[2] = {p.x, p.y};
    struct vertex v;
    if (!fix_vertex(xy, w->scale, &v))
        return false;
    struct cursor c = {.b = b};
    cursor_load(&c);
    put_properties(&c, w, first, record, t);
    PUT(&c, "{\"type\":\"Point\",\"coordinates\":");
    put_vertex(&c, v, w->epsg != 0);
    PUT(&c, "}");
    return finish(&c, true, before);
}
