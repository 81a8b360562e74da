// A part is kept as a plan of its own with other dates: in force it decides
// over, and yields to, other plans by them; before that it is one more ongoing
// plan.
#include "analysis/parts.h"

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

// The union of the cells, in force or later ones, of a plan (part -1), or of a
// part.
static GEOSGeometry *place_of(struct mk_ctx *ctx, const struct mk_planbase *b,
                              uint32_t first, uint32_t n, uint32_t plan,
                              int64_t part)
{
    uint32_t *cell = mk_zalloc(n + 1, sizeof *cell), found = 0;
    for (uint32_t c = first; c < first + n; c++)
        if (b->cells[c].plan == plan &&
            (part < 0 || b->cells[c].part == part))
            cell[found++] = c;
    GEOSGeometry *out = mk_cells_union(ctx, b, cell, found);
    free(cell);
    return out;
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

// A part in force holds on its own cells, one that is not on its uses less
// what else is in force in the plan.
static GEOSGeometry *part_place(struct mk_ctx *ctx, const struct mk_planbase *b,
                                uint32_t part)
{
    const uint32_t plan = mk_plan_whole(b, part);
    if (b->plans[part].status == MK_PS_LAGA_KRAFT)
        return place_of(ctx, b, 0, b->ncells, plan, part);
    GEOSGeometry *own = place_of(ctx, b, b->ncells, b->nlater, part, -1);
    GEOSGeometry *rest = place_of(ctx, b, 0, b->ncells, plan, -1);
    own = less(ctx, own, rest);
    GEOSGeom_destroy_r(mk_ctx_geos(ctx), rest);
    return own;
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
    GEOSGeometry **part = mk_zalloc(b->nparts, sizeof(GEOSGeometry *));
    for (uint32_t k = 0; k < b->nparts; k++)
        part[k] = part_place(ctx, b, b->nplans + k);
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

// A plan's own place and those of its parts in force, k on, as one.
static void unite_plan(struct mk_ctx *ctx, struct mk_planbase *b,
                       const struct mk_polyset *left, uint32_t i, uint32_t k)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry **v = mk_zalloc(b->nparts + 1, sizeof(GEOSGeometry *));
    unsigned n = 0;
    struct mk_poly g = mk_polyset_get(left, i);
    v[n++] = mk_geos_from_poly(ctx, &g);
    for (; k < b->nparts && b->part_of[k] == i; k++) {
        g = mk_polyset_get(left, b->nplans + k);
        if (b->plans[b->nplans + k].status == MK_PS_LAGA_KRAFT)
            v[n++] = mk_geos_from_poly(ctx, &g);
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, v, n);
    GEOSGeometry *one = mk_geos_union(ctx, all);
    add_geos(ctx, one, &b->force);
    GEOSGeom_destroy_r(h, all);
    GEOSGeom_destroy_r(h, one);
    free(v);
}

void mk_parts_unite(struct mk_ctx *ctx, struct mk_planbase *b,
                    const struct mk_polyset *left)
{
    for (uint32_t i = 0, k = 0; i < b->nplans; i++) {
        const struct mk_poly g = mk_polyset_get(left, i);
        if (k == b->nparts || b->part_of[k] != i)
            mk_polyset_add(&b->force, &g);
        else
            unite_plan(ctx, b, left, i, k);
        while (k < b->nparts && b->part_of[k] == i)
            k++;
    }
    for (uint32_t p = b->nplans; p < b->nplans + b->nparts; p++) {
        const struct mk_poly g = mk_polyset_get(left, p);
        if (b->plans[p].status == MK_PS_LAGA_KRAFT)
            mk_polyset_end(&b->force, b->force.npart);
        else
            mk_polyset_add(&b->force, &g);
    }
}
