#include "input/ngp_geometry.h"

#include "base/crs.h"
#include "base/handles.h"
#include "base/text.h"
#include "input/json_stream.h"
#include "input/plan_apart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void mk_ngp_frame_release(struct mk_ngp_frame *f)
{
    for (int i = 0; i < MK_NGP_SYSTEMS; i++)
        mk_transform_free(f->by_system[i]);
    *f = (struct mk_ngp_frame){0};
}

struct mk_ngp_extent mk_ngp_extent_empty(void)
{
    return (struct mk_ngp_extent){.box = mk_box_empty()};
}

void mk_ngp_systems_text(unsigned systems, char out[160])
{
    size_t n = 0;
    out[0] = '\0';
    for (int i = 0; i < MK_NGP_SYSTEMS; i++)
        if (systems >> i & 1)
            n += (size_t)snprintf(out + n, 160 - n, "%sEPSG:%d",
                                  n ? ", " : "", 3006 + i);
}

// What became of one object; the first flaw is the one that is said.
struct work {
    struct mk_ctx *ctx;
    struct mk_ngp_frame *frame;
    const char *key;
    struct mk_polyset *set;
    bool faces;     // of bodies: their footprints overlap
    bool no_area;   // points or lines only, so far
    bool said;
};

static void flaw(struct work *w, enum mk_msg msg, const char *arg)
{
    if (!w->said)
        mk_note(w->ctx, msg, w->key, arg);
    w->said = true;
}

// ---- GeoJSON positions ----------------------------------------------------

// The n positions just filled in, of n + 1 that there is room for.
static bool close_ring(struct work *w, double *xy, size_t n)
{
    if (xy[0] == xy[2 * n - 2] && xy[1] == xy[2 * n - 1]) {
        mk_polyset_trim_ring(w->set, 1);
        if (n < 4) {
            flaw(w, MK_N_NGP_GEOM_BAD, "");
            mk_polyset_drop_last_ring(w->set);
            return false;
        }
    } else {
        xy[2 * n] = xy[0];
        xy[2 * n + 1] = xy[1];
    }
    return true;
}

static bool is_ring_size(struct work *w, size_t n)
{
    if (n >= 3 && n <= 50000000)
        return true;
    flaw(w, MK_N_NGP_GEOM_BAD, "");
    return false;
}

static bool read_ring(struct work *w, const json_t *ring)
{
    const size_t n = json_array_size(ring);
    if (!is_ring_size(w, n))
        return false;
    double *xy = mk_polyset_ring(w->set, (uint32_t)n + 1);
    for (size_t i = 0; i < n; i++) {
        const json_t *p = json_array_get(ring, i);
        const json_t *x = json_array_get(p, 0), *y = json_array_get(p, 1);
        if (!json_is_number(x) || !json_is_number(y)) {
            flaw(w, MK_N_NGP_GEOM_BAD, "");
            mk_polyset_drop_last_ring(w->set);
            return false;
        }
        xy[2 * i] = json_number_value(x);
        xy[2 * i + 1] = json_number_value(y);
    }
    return close_ring(w, xy, n);
}

// A face that stands upright has no footprint.
static bool is_upright(const struct work *w)
{
    const struct mk_polyset *s = w->set;
    const double *v = s->xy + 2 * (size_t)s->ring[s->nring - 1];
    const uint32_t n = s->nvert - s->ring[s->nring - 1];
    double twice = 0;
    for (uint32_t i = 0; i + 1 < n; i++)
        twice += (v[2 * i] - v[0]) * (v[2 * i + 3] - v[1]) -
                 (v[2 * i + 2] - v[0]) * (v[2 * i + 1] - v[1]);
    return fabs(twice) < 0.01;
}

static void read_polygon(struct work *w, const json_t *rings, bool face)
{
    const size_t n = json_array_size(rings);
    if (n == 0) {
        flaw(w, MK_N_NGP_GEOM_BAD, "");
        return;
    }
    if (!read_ring(w, json_array_get(rings, 0)))
        return;
    if (face && is_upright(w)) {
        mk_polyset_drop_last_ring(w->set);
        return;
    }
    for (size_t i = 1; i < n; i++)
        (void)read_ring(w, json_array_get(rings, i));
    mk_polyset_end_part(w->set);
}

static void read_list(struct work *w, const json_t *c, bool multi, bool face)
{
    const size_t n = multi ? json_array_size(c) : 1;
    if (n == 0)
        flaw(w, MK_N_NGP_GEOM_BAD, "");
    for (size_t i = 0; i < n; i++)
        read_polygon(w, multi ? json_array_get(c, i) : c, face);
}

// ---- the same, read apart (json_lean.h) -----------------------------------

static bool copy_ring(struct work *w, const struct mk_poly *g, uint32_t r)
{
    const size_t n = g->ring[r + 1] - g->ring[r];
    if (!is_ring_size(w, n))
        return false;
    double *xy = mk_polyset_ring(w->set, (uint32_t)n + 1);
    memcpy(xy, g->xy + 2 * (size_t)g->ring[r], 2 * n * sizeof *xy);
    return close_ring(w, xy, n);
}

static void copy_polygon(struct work *w, const struct mk_poly *g, uint32_t p,
                         bool face)
{
    uint32_t r = g->part[p];
    if (!copy_ring(w, g, r))
        return;
    if (face && is_upright(w)) {
        mk_polyset_drop_last_ring(w->set);
        return;
    }
    while (++r < g->part[p + 1])
        (void)copy_ring(w, g, r);
    mk_polyset_end_part(w->set);
}

static void copy_area(struct work *w, json_int_t place, bool multi, bool face)
{
    const struct mk_polyset *areas = w->frame->areas;
    if (!areas || place < 0 || place / 2 >= areas->n || place % 2 != multi) {
        flaw(w, MK_N_NGP_GEOM_BAD, "");
        return;
    }
    const struct mk_poly g = mk_polyset_get(areas, (uint32_t)(place / 2));
    for (uint32_t p = 0; p < g.npart; p++)
        copy_polygon(w, &g, p, face);
}

static void read_position(struct work *w, const json_t *position, bool face)
{
    const char *type = mk_json_text(position, "type");
    const json_t *c = json_object_get(position, "coordinates");
    const bool multi = type && strcmp(type, "MultiPolygon") == 0;
    if (!type) {
        flaw(w, MK_N_NGP_GEOM_BAD, "");
    } else if (multi || strcmp(type, "Polygon") == 0) {
        if (json_is_integer(c))
            copy_area(w, json_integer_value(c), multi, face);
        else
            read_list(w, c, multi, face);
    } else if (strcmp(type, "GeometryCollection") == 0) {
        const json_t *g = json_object_get(position, "geometries");
        for (size_t i = 0; i < json_array_size(g); i++)
            read_position(w, json_array_get(g, i), face);
    } else if (strstr(type, "Point") || strstr(type, "LineString")) {
        w->no_area = true;
    } else {
        flaw(w, MK_N_NGP_GEOM_BAD, type);
    }
}

// ---- coordinate systems ---------------------------------------------------

// "EPSG:3006" - "EPSG:3018" to 0 - 12, else -1. Some writers have the number
// alone, or a URN.
static int system_of(const char *text)
{
    const char *colon = strrchr(text, ':');
    const char *digits = colon ? colon + 1 : text;
    if (digits != text && !strcasestr(text, "epsg:"))
        return -1;
    double code;
    if (strspn(digits, "0123456789") != 4 || digits[4] ||
        !mk_text_number(digits, &code))
        return -1;
    return code >= 3006 && code <= 3018 ? (int)code - 3006 : -1;
}

// Of the vertices from `first`.
static struct mk_box vertex_box(const struct mk_polyset *s, uint32_t first)
{
    return mk_box_around(s->xy + 2 * (size_t)first, s->nvert - first);
}

// Sweden's eastings are 266 000 - 920 000 m in SWEREF 99 TM, and within some
// 70 km of the 150 000 of its meridian in a local zone.
static bool fits(struct mk_box b, int system)
{
    const double xmin = system == 0 ? 200000 : 0;
    const double xmax = system == 0 ? 1000000 : 300000;
    return b.xmin >= xmin && b.xmax <= xmax && b.ymin >= 6.0e6 &&
           b.ymax <= 7.8e6;
}

static void box_text(struct mk_box b, struct mk_buf *out)
{
    const double v[4] = {b.xmin, b.ymin, b.xmax, b.ymax};
    for (int i = 0; i < 4; i++) {
        mk_buf_str(out, i == 2 ? " – " : i ? " " : "");
        mk_buf_fixed(out, mk_fix(v[i], 1), 1);
    }
}

static void swap_axes(struct mk_polyset *s, uint32_t first)
{
    for (uint32_t v = first; v < s->nvert; v++) {
        const double x = s->xy[2 * (size_t)v];
        s->xy[2 * (size_t)v] = s->xy[2 * (size_t)v + 1];
        s->xy[2 * (size_t)v + 1] = x;
    }
}

// Vertices from `first` on: seen to lie where their system says, then moved
// to the working one.
static enum mk_status place_vertices(struct work *w, uint32_t first,
                                     int system)
{
    struct mk_polyset *s = w->set;
    struct mk_box b = vertex_box(s, first);
    if (b.xmin > 5.5e6 && b.ymax < 1.5e6) {
        swap_axes(s, first);
        mk_note(w->ctx, MK_N_AXES_SWAPPED, w->key, "");
        b = vertex_box(s, first);
    }
    char crs[24];
    snprintf(crs, sizeof crs, "EPSG:%d", 3006 + system);
    if (!fits(b, system)) {
        struct mk_buf t = {0};
        box_text(b, &t);
        const enum mk_status st = mk_fail(w->ctx, MK_E_NGP_RANGE, w->key,
                                          mk_buf_text(&t), crs);
        mk_buf_release(&t);
        return st;
    }
    struct mk_transform **t = &w->frame->by_system[system];
    if (!*t) {
        const enum mk_status st =
            mk_transform_new(w->ctx, crs, w->frame->to, t);
        if (st != MK_OK)
            return st;
    }
    mk_transform_xy(*t, s->xy + 2 * (size_t)first, s->nvert - first);
    return MK_OK;
}

static enum mk_status far_apart(struct work *w, double m, unsigned systems)
{
    char names[160], km[32];
    mk_ngp_systems_text(systems, names);
    snprintf(km, sizeof km, "%lld", (long long)(m / 1000));
    return mk_fail(w->ctx, MK_E_NGP_MIXED, w->key, km, names);
}

// ---- one item, one object -------------------------------------------------

static enum mk_status read_item(struct work *w, const json_t *item,
                                struct mk_ngp_extent *extent)
{
    const json_t *g = json_object_get(item, "geometri");
    const json_t *position = json_object_get(g, "position");
    const char *kind = mk_json_text(g, "typ");
    if (!json_is_object(g)) {
        flaw(w, MK_N_NGP_GEOM_BAD, "");
        return MK_OK;
    }
    if (!json_is_object(position)) {
        flaw(w, MK_N_NGP_POSITION, "");
        return MK_OK;
    }
    const json_t *stated = json_object_get(g, "koordinatsystemPlan");
    char number[24] = "";
    if (json_is_integer(stated))
        snprintf(number, sizeof number, "%lld",
                 (long long)json_integer_value(stated));
    const char *name = json_is_string(stated) ? json_string_value(stated)
                                              : number;
    const int system = system_of(name);
    if (system < 0) {
        flaw(w, MK_N_NGP_SYSTEM, name);
        return MK_OK;
    }
    const bool face = kind && (strcmp(kind, "kropp") == 0 ||
                               strcmp(kind, "multikropp") == 0);
    const uint32_t first = w->set->nvert;
    read_position(w, position, face);
    mk_polyset_drop_open(w->set);
    if (w->set->nvert == first)
        return MK_OK;
    w->faces = w->faces || face;
    const enum mk_status st = place_vertices(w, first, system);
    if (st != MK_OK)
        return st;
    const struct mk_box b = vertex_box(w->set, first);
    const unsigned bit = 1u << system;
    const double m = mk_plan_gap(b, extent->box);
    if (m > MK_PLAN_APART_M && !(extent->systems & bit))
        return far_apart(w, m, extent->systems | bit);
    extent->box = mk_box_join(extent->box, b);
    extent->systems |= bit;
    return MK_OK;
}

// Items that share a border or overlap make one area.
static void unite(struct work *w, uint32_t i)
{
    const struct mk_poly g = mk_polyset_get(w->set, i);
    if (g.npart > 1 && (w->faces || !mk_poly_surely_valid(&g)))
        mk_geos_unite_parts(w->ctx, w->set, i);
}

enum mk_status mk_ngp_geometry_add(struct mk_ctx *ctx, struct mk_ngp_frame *f,
                                   const json_t *items, const char *key,
                                   bool area, struct mk_polyset *set,
                                   struct mk_ngp_extent *extent)
{
    struct work w = {.ctx = ctx, .frame = f, .key = key, .set = set};
    const uint32_t first = set->npart;
    enum mk_status st = MK_OK;
    if (json_is_object(items)) { // one item, not put in an array
        st = read_item(&w, items, extent);
    } else {
        if (json_array_size(items) == 0)
            flaw(&w, MK_N_NGP_NO_GEOM, "");
        for (size_t i = 0; i < json_array_size(items) && st == MK_OK; i++)
            st = read_item(&w, json_array_get(items, i), extent);
    }
    mk_polyset_orient(set, first);
    const bool none = set->npart == first;
    const uint32_t i = mk_polyset_end(set, first);
    if (st != MK_OK)
        return st;
    if (none && area && w.no_area)
        flaw(&w, MK_N_NGP_NO_AREA, "");
    unite(&w, i);
    return MK_OK;
}
