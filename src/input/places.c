#include "input/places.h"

#include "base/crs.h"
#include "input/source.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMN, ANTAL, KEYS };
#define MOST INT32_MAX // people in one place, and what a result can hold

static const char *const keys[KEYS] = {"namn", "antal"};

struct reading {
    struct mk_ctx *ctx;
    const struct mk_input *in;
    struct mk_source *s;
    bool counted;              // befolkning: a place without a count is none
    struct mk_places *out;
    uint32_t first;            // place of geometry 0
    struct mk_polyset areas;   // of every place, empty for a point
    struct mk_arena texts;
};

static void row_key(const struct reading *r, char key[256])
{
    snprintf(key, 256, "%s %s rad %llu", r->in->role, r->s->layer_name,
             (unsigned long long)r->s->row);
}

static bool first_point(OGRGeometryH g, double xy[2])
{
    const OGRwkbGeometryType type =
        g ? wkbFlatten(OGR_G_GetGeometryType(g)) : wkbNone;
    if (type == wkbMultiPoint || type == wkbGeometryCollection)
        return OGR_G_GetGeometryCount(g) > 0 &&
               first_point(OGR_G_GetGeometryRef(g, 0), xy);
    if (type != wkbPoint || OGR_G_IsEmpty(g))
        return false;
    xy[0] = OGR_G_GetX(g, 0);
    xy[1] = OGR_G_GetY(g, 0);
    return isfinite(xy[0]) && isfinite(xy[1]);
}

/** The feature's area goes to r->areas, empty when it is a point. */
static bool read_where(struct reading *r, OGRFeatureH f, double xy[2])
{
    const enum mk_geom_flaw flaw = mk_source_geometry(r->s, f, &r->areas);
    xy[0] = xy[1] = 0;
    if (flaw == MK_GEOM_FINE || flaw == MK_GEOM_RINGS)
        return true;
    if (flaw == MK_GEOM_NAN ||
        !first_point(OGR_F_GetGeometryRef(f), xy))
        return false;
    if (r->s->swap) {
        const double north = xy[0];
        xy[0] = xy[1];
        xy[1] = north;
    }
    return true;
}

/** @return whether the count can be used */
static bool read_weight(struct reading *r, OGRFeatureH f, double *out)
{
    *out = 1;
    if (!r->counted)
        return true;
    const char *text = mk_source_text(r->ctx, r->s, f, &r->s->column[ANTAL],
                                      &r->texts);
    return text && mk_text_number(text, out) && *out >= 0 && *out <= MOST;
}

static void add(struct reading *r, const double xy[2], double weight,
                const char *name)
{
    struct mk_places *p = r->out;
    uint32_t cap = p->cap, names = p->cap;
    struct pair {
        double xy[2];
    } *v = (struct pair *)p->xy;
    MK_GROW(p->weight, p->cap, p->n + 1);
    MK_GROW(v, cap, p->n + 1);
    MK_GROW(p->name, names, p->n + 1);
    p->xy = (double *)v;
    p->xy[2 * p->n] = xy[0];
    p->xy[2 * p->n + 1] = xy[1];
    p->weight[p->n] = weight;
    p->name[p->n++] = name;
}

static void read_place(struct reading *r, OGRFeatureH f)
{
    char key[256];
    double weight, xy[2];
    row_key(r, key);
    if (!read_weight(r, f, &weight)) {
        r->out->unknown++;
        mk_note(r->ctx, MK_N_PEOPLE_UNKNOWN, key, "");
        return;
    }
    if (!read_where(r, f, xy)) {
        mk_polyset_drop_geom(&r->areas);
        r->out->nowhere++;
        mk_note(r->ctx, MK_N_GEOM_EMPTY, key, "");
        return;
    }
    add(r, xy, weight,
        mk_source_text(r->ctx, r->s, f, &r->s->column[NAMN], &r->out->text));
}

// Both ways of being somewhere are moved, then one point is taken of each.
static enum mk_status move(struct reading *r, const char *working_crs)
{
    struct mk_places *p = r->out;
    struct mk_transform *t;
    const enum mk_status st =
        mk_transform_new(r->ctx, r->s->crs, working_crs, &t);
    if (st != MK_OK)
        return st;
    mk_transform_xy(t, p->xy + 2 * (size_t)r->first, p->n - r->first);
    mk_transform_set(t, &r->areas);
    mk_transform_free(t);
    uint32_t n = r->first;
    for (uint32_t i = r->first; i < p->n; i++) {
        const struct mk_poly g = mk_polyset_get(&r->areas, i - r->first);
        struct mk_point at = {p->xy[2 * i], p->xy[2 * i + 1]};
        if (g.npart)
            at = mk_poly_inside_point(&g);
        if (!isfinite(at.x) || !isfinite(at.y)) {
            p->nowhere++;
            mk_note(r->ctx, MK_N_GEOM_BAD, r->s->layer_name, working_crs);
            continue;
        }
        p->xy[2 * n] = at.x;
        p->xy[2 * n + 1] = at.y;
        p->weight[n] = p->weight[i];
        p->name[n] = p->name[i];
        n++;
    }
    p->n = n;
    return MK_OK;
}

static enum mk_status begin(struct reading *r)
{
    enum mk_status st = MK_OK;
    if (!r->s->crs)
        st = mk_fail(r->ctx, MK_E_NO_CRS, r->s->layer_name,
                     r->in->path_given);
    if (st == MK_OK && r->counted && !mk_input_map(r->in, keys[ANTAL]))
        st = mk_fail(r->ctx, MK_E_PEOPLE_FIELD, r->s->layer_name);
    for (int k = 0; k < KEYS && st == MK_OK; k++)
        st = mk_source_field(r->ctx, r->s, keys[k], &r->s->column[k]);
    return st;
}

static enum mk_status read_places(struct reading *r, const char *working_crs)
{
    enum mk_status st = begin(r);
    OGRFeatureH f;
    while (st == MK_OK && (f = mk_source_next(r->ctx, r->s, &st)) != NULL) {
        read_place(r, f);
        OGR_F_Destroy(f);
        mk_arena_clear(&r->texts);
    }
    if (st == MK_OK)
        st = move(r, working_crs);
    else
        r->out->n = r->first;
    mk_polyset_release(&r->areas);
    mk_arena_release(&r->texts);
    return mk_within(r->ctx, st, r->in->role);
}

struct place {
    double x, y, weight;
    const char *name;
};

static int by_place(const void *pa, const void *pb)
{
    const struct place *a = pa, *b = pb;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    if (a->weight != b->weight)
        return a->weight < b->weight ? -1 : 1;
    return strcmp(a->name ? a->name : "", b->name ? b->name : "");
}

// Rows may come in any order: sums and ties go by where the places lie.
static void sort_places(struct mk_places *p)
{
    struct place *v = mk_alloc((p->n + 1) * sizeof *v);
    for (uint32_t i = 0; i < p->n; i++)
        v[i] = (struct place){p->xy[2 * i], p->xy[2 * i + 1], p->weight[i],
                              p->name[i]};
    if (p->n)
        qsort(v, p->n, sizeof *v, by_place);
    p->total = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        p->xy[2 * i] = v[i].x;
        p->xy[2 * i + 1] = v[i].y;
        p->weight[i] = v[i].weight;
        p->name[i] = v[i].name;
        p->total += v[i].weight;
    }
    free(v);
}

static enum mk_status read_input(struct mk_ctx *ctx,
                                 const struct mk_input *in, bool counted,
                                 const char *working_crs, struct mk_seen seen,
                                 struct mk_places *out)
{
    const char **names = NULL;
    uint32_t n = 0;
    enum mk_status st = mk_layer_names(ctx, in, &out->text, &names, &n);
    for (uint32_t i = 0; i < n && st == MK_OK; i++) {
        struct mk_input one = *in; // the source points at it
        struct reading r = {.ctx = ctx, .in = &one, .counted = counted,
                            .out = out, .first = out->n};
        one.layer = names[i];
        st = mk_source_open_any(ctx, &one, &r.s);
        if (st == MK_OK)
            st = read_places(&r, working_crs);
        if (st == MK_OK && seen.tell)
            seen.tell(seen.udata, r.s);
        mk_source_close(r.s);
    }
    if (st == MK_OK)
        sort_places(out);
    return st;
}

enum mk_status mk_people_read(struct mk_ctx *ctx, const struct mk_input *in,
                              const char *working_crs, struct mk_seen seen,
                              struct mk_places *out)
{
    return read_input(ctx, in, true, working_crs, seen, out);
}

enum mk_status mk_interchanges_read(struct mk_ctx *ctx,
                                    const struct mk_input *in,
                                    const char *working_crs,
                                    struct mk_seen seen,
                                    struct mk_places *out)
{
    return read_input(ctx, in, false, working_crs, seen, out);
}

void mk_places_release(struct mk_places *p)
{
    free(p->xy);
    free(p->weight);
    free(p->name);
    mk_arena_release(&p->text);
    *p = (struct mk_places){0};
}
