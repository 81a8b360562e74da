// Provisions find their plan and are put in an order of their own.
#include "analysis/assess.h"

#include "analysis/findplan.h"
#include "base/handles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mk_provbase_release(struct mk_provbase *b)
{
    free(b->v);
    free(b->plan);
    mk_polyset_release(&b->geom);
    mk_tiles_release(&b->tiles);
    mk_boxtree_free(b->tree);
    free(b->first);
    free(b->known);
    *b = (struct mk_provbase){0};
}

static const char *label(const struct mk_provision *p)
{
    return p->code ? p->code : p->text ? p->text : p->id ? p->id : "?";
}

static void note_row(struct mk_ctx *ctx, enum mk_msg msg,
                     const struct mk_provision *p, const char *what)
{
    char key[64];
    snprintf(key, sizeof key, "egenskaper rad %u", p->row);
    mk_note(ctx, msg, key, what);
}

// Geometry i of the result is that of provision i, mended; empty where it has
// none or holds in the whole plan.
static void take_geometry(struct mk_ctx *ctx, const struct mk_provisions *in,
                          struct mk_polyset *geom)
{
    for (uint32_t i = 0; i < in->n; i++) {
        const struct mk_provision *p = &in->v[i];
        if (p->geom == MK_PV_WHOLE_PLAN) {
            mk_polyset_end(geom, geom->npart);
            continue;
        }
        const struct mk_poly g = mk_polyset_get(&in->geom, p->geom);
        mk_polyset_add(geom, &g);
        const char *why = "";
        const enum mk_mended m = mk_geom_mend(ctx, geom, i, &why);
        if (m == MK_MEND_REPAIRED)
            note_row(ctx, MK_N_GEOM_REPAIRED, p, why);
        else if (m == MK_MEND_EMPTY && g.npart)
            note_row(ctx, MK_N_GEOM_BAD, p, why);
    }
}

struct placed {
    struct mk_provision p;
    uint32_t plan, row;
    struct mk_box box;
    double area;
};

static struct placed *place(struct mk_ctx *ctx, const struct mk_provisions *in,
                            const struct mk_planbase *plans,
                            const struct mk_polyset *geom, uint32_t *n)
{
    struct placed *out = mk_zalloc(in->n + 1, sizeof *out);
    struct mk_planfinder finder;
    mk_planfinder_build(plans, &finder);
    *n = 0;
    for (uint32_t i = 0; i < in->n; i++) {
        const struct mk_provision *p = &in->v[i];
        const struct mk_poly g = mk_polyset_get(geom, i);
        bool missed;
        const int64_t plan = mk_planfinder_get(&finder, p->plan, &g, &missed);
        if (missed)
            note_row(ctx, MK_N_PV_NO_PLAN, p, p->plan);
        if (plan < 0) {
            note_row(ctx, MK_N_PV_NOWHERE, p, label(p));
            continue;
        }
        struct placed *o = &out[(*n)++];
        *o = (struct placed){*p, (uint32_t)plan, i, g.box, mk_poly_area(&g)};
        mk_provision_read(&o->p);
        if (o->p.kind == MK_PV_UTFART && !g.npart &&
            p->geom != MK_PV_WHOLE_PLAN)
            note_row(ctx, MK_N_PV_LINE, p, label(p));
    }
    mk_planfinder_release(&finder);
    return out;
}

static int text_cmp(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int place_cmp(const struct placed *a, const struct placed *b)
{
    const double da[] = {a->box.xmin, a->box.ymin, a->box.xmax, a->box.ymax,
                         a->area};
    const double db[] = {b->box.xmin, b->box.ymin, b->box.xmax, b->box.ymax,
                         b->area};
    for (int i = 0; i < 5; i++)
        if (da[i] != db[i])
            return da[i] < db[i] ? -1 : 1;
    return 0;
}

// All that is written of them, which also tells what was read.
static int wording_cmp(const struct mk_provision *a,
                       const struct mk_provision *b)
{
    int c = text_cmp(a->code, b->code);
    if (!c)
        c = text_cmp(a->text, b->text);
    if (!c)
        c = text_cmp(a->catalogue, b->catalogue);
    if (!c)
        c = text_cmp(a->category, b->category);
    if (!c)
        c = (int)a->nvalues - (int)b->nvalues;
    for (int k = 0; !c && k < a->nvalues; k++) {
        const struct mk_pv_value *x = &a->value[k], *y = &b->value[k];
        c = text_cmp(x->text, y->text);
        if (!c)
            c = text_cmp(x->unit, y->unit);
        if (!c)
            c = text_cmp(x->bound, y->bound);
    }
    return c;
}

static int shape_cmp(const struct mk_polyset *geom, const struct placed *a,
                     const struct placed *b)
{
    const bool wa = a->p.geom == MK_PV_WHOLE_PLAN;
    const bool wb = b->p.geom == MK_PV_WHOLE_PLAN;
    const struct mk_poly g = mk_polyset_get(geom, a->row);
    const struct mk_poly q = mk_polyset_get(geom, b->row);
    return wa != wb ? wa - wb : mk_poly_cmp(&g, &q);
}

// What is the same in all may come in either order: nothing tells which was
// first.
static int placed_cmp(const void *pa, const void *pb, void *geom)
{
    const struct placed *a = pa, *b = pb;
    if (a->plan != b->plan)
        return a->plan < b->plan ? -1 : 1;
    if (a->p.kind != b->p.kind)
        return a->p.kind < b->p.kind ? -1 : 1;
    int c = text_cmp(a->p.id, b->p.id);
    if (!c)
        c = place_cmp(a, b);
    if (!c)
        c = wording_cmp(&a->p, &b->p);
    if (!c)
        c = shape_cmp(geom, a, b);
    return c ? c : a->row < b->row ? -1 : a->row > b->row;
}

// Where each is looked for; one that holds in the whole plan, all over it.
static void index_places(const struct mk_planbase *plans,
                         struct mk_provbase *out)
{
    struct mk_box *box = mk_zalloc(out->n + 1, sizeof *box);
    for (uint32_t i = 0; i < out->n; i++) {
        const uint32_t plan = out->plan[i];
        const bool whole = out->v[i].geom == MK_PV_WHOLE_PLAN;
        box[i] = plans->plans[plan].status != MK_PS_LAGA_KRAFT ? mk_box_empty()
                 : whole ? plans->full.box[plan] : out->geom.box[i];
    }
    out->tree = mk_boxtree_build(box, out->n);
    free(box);
    mk_tiles_build(&out->geom, &out->tiles);
}

enum mk_status mk_provbase_build(struct mk_ctx *ctx,
                                 const struct mk_provisions *in,
                                 const struct mk_planbase *plans,
                                 struct mk_provbase *out)
{
    *out = (struct mk_provbase){0};
    struct mk_polyset geom = {0};
    take_geometry(ctx, in, &geom);
    struct placed *o = place(ctx, in, plans, &geom, &out->n);
    if (out->n)
        qsort_r(o, out->n, sizeof *o, placed_cmp, &geom);
    out->v = mk_zalloc(out->n + 1, sizeof *out->v);
    out->plan = mk_zalloc(out->n + 1, sizeof *out->plan);
    out->first = mk_zalloc(plans->nplans + 1, sizeof *out->first);
    out->known = mk_zalloc(plans->nplans + 1, sizeof *out->known);
    for (uint32_t k = 0; k < plans->nplans; k++)
        out->known[k] = plans->plans[k].provisions_with_it;
    for (uint32_t i = 0; i < out->n; i++) {
        out->v[i] = o[i].p;
        if (o[i].p.geom != MK_PV_WHOLE_PLAN)
            out->v[i].geom = i;
        out->plan[i] = o[i].plan;
        out->known[o[i].plan] = true;
        const struct mk_poly g = mk_polyset_get(&geom, o[i].row);
        mk_polyset_add(&out->geom, &g);
    }
    for (uint32_t p = 0, i = 0; p <= plans->nplans; p++) {
        while (i < out->n && out->plan[i] < p)
            i++;
        out->first[p] = i;
    }
    free(o);
    mk_polyset_release(&geom);
    mk_polyset_shrink(&out->geom);
    index_places(plans, out);
    return MK_OK;
}

// The first of plan `p` whose kind is not under `kind`.
static uint32_t first_of(const struct mk_provbase *b, uint32_t p, int kind)
{
    uint32_t lo = b->first[p], hi = b->first[p + 1];
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (b->v[mid].kind < kind)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

uint32_t mk_provbase_query(const struct mk_provbase *b, uint32_t plan,
                           enum mk_pv_kind kind, uint32_t *first)
{
    *first = first_of(b, plan, (int)kind);
    return first_of(b, plan, (int)kind + 1);
}

void mk_provbase_near(const struct mk_provbase *b, uint32_t plan,
                      const struct mk_poly *g, struct mk_hits *out)
{
    uint32_t n = 0;
    mk_boxtree_query(b->tree, g->box, out);
    for (uint32_t k = 0; k < out->n; k++)
        if (b->plan[out->v[k]] == plan)
            out->v[n++] = out->v[k];
    out->n = n;
}

double mk_provbase_measure(const struct mk_provbase *b, uint32_t i,
                           const struct mk_poly *g)
{
    if (b->v[i].geom == MK_PV_WHOLE_PLAN)
        return mk_poly_area(g);
    if (!mk_box_meets(b->geom.box[i], g->box))
        return 0;
    return mk_tiles_common_area(&b->tiles, &b->geom, i, g);
}

// m2 of g where any of provisions first .. end-1 holds; -1 when it fails.
static double united(struct mk_ctx *ctx, const struct mk_provbase *b,
                     uint32_t first, uint32_t end, const struct mk_poly *g)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry **v = mk_zalloc(end - first, sizeof(GEOSGeometry *));
    unsigned n = 0;
    for (uint32_t i = first; i < end; i++) {
        const struct mk_poly p = mk_polyset_get(&b->geom, i);
        if (!p.npart || !mk_box_meets(p.box, g->box))
            continue;
        v[n] = mk_geos_from_poly(ctx, &p);
        n += v[n] != NULL;
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, v, n);
    free(v);
    GEOSGeometry *one = mk_geos_union(ctx, all);
    GEOSGeometry *land = mk_geos_from_poly(ctx, g);
    GEOSGeometry *on = mk_geos_intersection(ctx, land, one);
    double m2 = -1;
    if (on && !GEOSArea_r(h, on, &m2))
        m2 = -1;
    GEOSGeom_destroy_r(h, all);
    GEOSGeom_destroy_r(h, one);
    GEOSGeom_destroy_r(h, land);
    GEOSGeom_destroy_r(h, on);
    return m2;
}

bool mk_provbase_holds(struct mk_ctx *ctx, const struct mk_provbase *b,
                       uint32_t plan, enum mk_pv_kind kind,
                       const struct mk_poly *g)
{
    const double half = mk_poly_area(g) / 2 - 1e-6; // rounding of sums
    uint32_t first, n = 0;
    const uint32_t end = mk_provbase_query(b, plan, kind, &first);
    double sum = 0;
    for (uint32_t i = first; i < end; i++) {
        const double m2 = mk_provbase_measure(b, i, g);
        if (m2 > 0 && m2 >= half)
            return true;
        sum += m2;
        n += m2 > 0;
    }
    // Several together, where those that lie over each other count once.
    return n > 1 && sum >= half && united(ctx, b, first, end, g) >= half;
}
