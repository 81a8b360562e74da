// A part is kept as a plan of its own with other dates: in force it decides
// over, and yields to, other plans by them; before that it is one more ongoing
// plan.
#include "analysis/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t mk_plan_whole(const struct mk_planbase *b, uint32_t i)
{
    return i < b->nplans ? i : b->part_of[i - b->nplans];
}

struct dated {
    uint32_t plan;
    struct mk_part dates;
};

static int dated_cmp(const void *pa, const void *pb)
{
    const struct dated *a = pa, *b = pb;
    if (a->plan != b->plan)
        return a->plan < b->plan ? -1 : 1;
    const mk_date da[] = {a->dates.laga_kraft, a->dates.gf_start,
                          a->dates.gf_slut};
    const mk_date db[] = {b->dates.laga_kraft, b->dates.gf_start,
                          b->dates.gf_slut};
    for (int i = 0; i < 3; i++)
        if (da[i] != db[i])
            return da[i] < db[i] ? -1 : 1;
    return 0;
}

// The part that a use area belongs to; false: none of its own. While the plan
// itself is not in force, its parts are not either.
static bool part_named(const struct mk_planbase *b, const struct mk_placed *u,
                       struct dated *out)
{
    const struct mk_part *d = u->dates;
    if (!d || !(d->laga_kraft || d->gf_start || d->gf_slut) ||
        b->plans[u->plan].status != MK_PS_LAGA_KRAFT)
        return false;
    *out = (struct dated){u->plan, *d};
    return true;
}

// All parts named, each once, by plan and dates.
static struct dated *list_parts(const struct mk_planbase *b,
                                const struct mk_placed *uses, uint32_t n,
                                uint32_t *count)
{
    struct dated *v = NULL, one;
    uint32_t cap = 0, named = 0;
    *count = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!part_named(b, &uses[i], &one))
            continue;
        MK_GROW(v, cap, named + 1);
        v[named++] = one;
    }
    if (named)
        qsort(v, named, sizeof *v, dated_cmp);
    for (uint32_t i = 0; i < named; i++)
        if (i == 0 || dated_cmp(&v[i], &v[*count - 1]) != 0)
            v[(*count)++] = v[i];
    return v;
}

void mk_parts_find(struct mk_planbase *b, struct mk_placed *uses, uint32_t n,
                   mk_date reference_date)
{
    uint32_t nparts;
    struct dated one, *part = list_parts(b, uses, n, &nparts);
    if (!nparts)
        return;
    b->nparts = nparts;
    b->plans = mk_realloc(b->plans, b->nplans + nparts, sizeof *b->plans);
    b->part_of = mk_zalloc(nparts, sizeof *b->part_of);
    for (uint32_t k = 0; k < nparts; k++) {
        b->part_of[k] = part[k].plan;
        b->plans[b->nplans + k] = mk_plan_in_part(
            &b->plans[part[k].plan], &part[k].dates, reference_date);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!part_named(b, &uses[i], &one))
            continue;
        const struct dated *found =
            bsearch(&one, part, nparts, sizeof *part, dated_cmp);
        const uint32_t p = b->nplans + (uint32_t)(found - part);
        if (b->plans[p].status == MK_PS_LAGA_KRAFT)
            uses[i].part = p;
        else
            uses[i].plan = p;
    }
    free(part);
}

uint32_t mk_parts_newer(const struct mk_planbase *b, uint32_t plan, uint32_t x,
                        uint32_t y)
{
    const mk_date dx = b->plans[x ? x : plan].laga_kraft;
    const mk_date dy = b->plans[y ? y : plan].laga_kraft;
    if (dx != dy)
        return dx > dy ? x : y;
    return x < y ? x : y;
}

// ---- where they hold --------------------------------------------------------

static int cell_cmp(const void *pa, const void *pb, void *cells)
{
    const struct mk_cell *v = cells;
    const uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    if (v[a].plan != v[b].plan)
        return v[a].plan < v[b].plan ? -1 : 1;
    if (v[a].part != v[b].part)
        return v[a].part < v[b].part ? -1 : 1;
    return a < b ? -1 : a > b;
}

// All cells by plan and part. A plan is in force, or it has later cells, so
// the two kinds are apart.
static uint32_t *order_cells(const struct mk_planbase *b)
{
    const uint32_t n = b->ncells + b->nlater;
    uint32_t *order = mk_zalloc((size_t)n + 1, sizeof *order);
    for (uint32_t c = 0; c < n; c++)
        order[c] = c;
    if (n)
        qsort_r(order, n, sizeof *order, cell_cmp, b->cells);
    return order;
}

// The first cell, in that order, of this plan and this part or a higher one.
static uint32_t first_cell(const struct mk_planbase *b, const uint32_t *order,
                           uint32_t plan, uint32_t part)
{
    uint32_t lo = 0, hi = b->ncells + b->nlater;
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        const struct mk_cell *c = &b->cells[order[mid]];
        if (c->plan < plan || (c->plan == plan && c->part < part))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

// The union of a plan's cells in its parts from .. to, which are numbers of
// plans too; 0 is the plan itself.
static GEOSGeometry *place_of(struct mk_ctx *ctx, const struct mk_planbase *b,
                              const uint32_t *order, uint32_t plan,
                              uint32_t from, uint32_t to)
{
    const uint32_t first = first_cell(b, order, plan, from);
    const uint32_t end = first_cell(b, order, plan, to + 1);
    return mk_cells_union(ctx, b, order + first, end - first);
}

// `a` less `b`, each NULL for nothing; takes `a` over. What cannot be cut is
// left.
static GEOSGeometry *less(struct mk_ctx *ctx, GEOSGeometry *a,
                          const GEOSGeometry *b)
{
    GEOSGeometry *left = a && b ? mk_geos_difference(ctx, a, b) : NULL;
    if (!left)
        return a;
    GEOSGeom_destroy_r(mk_ctx_geos(ctx), a);
    return left;
}

// Where each part holds: one in force on its own cells, one that is not on its
// uses less what else is in force in the plan.
static GEOSGeometry **place_parts(struct mk_ctx *ctx,
                                  const struct mk_planbase *b)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry **out = mk_zalloc(b->nparts, sizeof(GEOSGeometry *));
    GEOSGeometry *whole = NULL; // in force of plan `of`
    uint32_t *order = order_cells(b), of = UINT32_MAX;
    const uint32_t all = b->nplans + b->nparts;
    for (uint32_t k = 0; k < b->nparts; k++) {
        const uint32_t part = b->nplans + k, plan = b->part_of[k];
        if (b->plans[part].status == MK_PS_LAGA_KRAFT) {
            out[k] = place_of(ctx, b, order, plan, part, part);
            continue;
        }
        if (plan != of) {
            GEOSGeom_destroy_r(h, whole);
            whole = place_of(ctx, b, order, plan, 0, all);
            of = plan;
        }
        out[k] = less(ctx, place_of(ctx, b, order, part, 0, all), whole);
    }
    GEOSGeom_destroy_r(h, whole);
    free(order);
    return out;
}

static void add_geos(struct mk_ctx *ctx, const GEOSGeometry *g,
                     struct mk_polyset *out)
{
    const uint32_t first = out->npart;
    if (g)
        (void)mk_geos_append_parts(ctx, g, out);
    mk_polyset_end(out, first);
}

void mk_parts_hold(struct mk_ctx *ctx, const struct mk_planbase *b,
                   struct mk_polyset *out)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry **part = place_parts(ctx, b);
    for (uint32_t i = 0, k = 0; i < b->nplans; i++) {
        const struct mk_poly g = mk_polyset_get(&b->full, i);
        if (k == b->nparts || b->part_of[k] != i) {
            mk_polyset_add(out, &g);
            continue;
        }
        GEOSGeometry *rest = mk_geos_from_poly(ctx, &g);
        for (; k < b->nparts && b->part_of[k] == i; k++)
            rest = less(ctx, rest, part[k]);
        add_geos(ctx, rest, out);
        GEOSGeom_destroy_r(h, rest);
    }
    for (uint32_t k = 0; k < b->nparts; k++) {
        add_geos(ctx, part[k], out);
        GEOSGeom_destroy_r(h, part[k]);
    }
    free(part);
}

static void note_not_united(struct mk_ctx *ctx, const struct mk_plan *p)
{
    char key[160];
    snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(p));
    mk_note(ctx, MK_N_OVERLAY, key, mk_ctx_geos_error(ctx));
}

// A plan's own place and those of its parts in force, k .. end-1, as one. What
// cannot be had is noted, and the others hold.
static void unite_plan(struct mk_ctx *ctx, struct mk_planbase *b,
                       const struct mk_polyset *left, uint32_t i, uint32_t k,
                       uint32_t end)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry **v =
        mk_zalloc((size_t)(end - k) + 1, sizeof(GEOSGeometry *));
    unsigned n = 0;
    struct mk_poly g = mk_polyset_get(left, i);
    v[n] = mk_geos_from_poly(ctx, &g);
    bool ok = v[n] != NULL;
    n += v[n] != NULL;
    for (; k < end; k++) {
        if (b->plans[b->nplans + k].status != MK_PS_LAGA_KRAFT)
            continue;
        g = mk_polyset_get(left, b->nplans + k);
        v[n] = mk_geos_from_poly(ctx, &g);
        ok = ok && v[n];
        n += v[n] != NULL;
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, v, n);
    GEOSGeometry *one = mk_geos_union(ctx, all);
    if (!ok || !one)
        note_not_united(ctx, &b->plans[i]);
    add_geos(ctx, one, &b->force);
    GEOSGeom_destroy_r(h, all);
    GEOSGeom_destroy_r(h, one);
    free(v);
}

void mk_parts_unite(struct mk_ctx *ctx, struct mk_planbase *b,
                    const struct mk_polyset *left)
{
    for (uint32_t i = 0, k = 0, end = 0; i < b->nplans; i++, k = end) {
        const struct mk_poly g = mk_polyset_get(left, i);
        while (end < b->nparts && b->part_of[end] == i)
            end++;
        if (end == k)
            mk_polyset_add(&b->force, &g);
        else
            unite_plan(ctx, b, left, i, k, end);
    }
    for (uint32_t p = b->nplans; p < b->nplans + b->nparts; p++) {
        const struct mk_poly g = mk_polyset_get(left, p);
        if (b->plans[p].status == MK_PS_LAGA_KRAFT)
            mk_polyset_end(&b->force, b->force.npart);
        else
            mk_polyset_add(&b->force, &g);
    }
}
