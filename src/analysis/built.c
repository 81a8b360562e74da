// Built and unbuilt land.
#include "analysis/worker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define QUARTER_SEGMENTS 8

static double largest_part(struct mk_worker *w, const GEOSGeometry *g)
{
    double best = 0;
    mk_polyset_clear(&w->tmp);
    const uint32_t first = w->tmp.npart;
    (void)mk_geos_append_parts(w->ctx, g, &w->tmp);
    const uint32_t i = mk_polyset_end(&w->tmp, first);
    const struct mk_poly p = mk_polyset_get(&w->tmp, i);
    for (uint32_t k = 0; k < p.npart; k++)
        best = fmax(best, mk_poly_part_area(&p, k));
    return best;
}

// The footprints among the hits as one collection of polygons.
static GEOSGeometry *collect(struct mk_ctx *ctx, const struct mk_buildbase *b,
                             const struct mk_hits *hits)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry **v = mk_zalloc(hits->n, sizeof(GEOSGeometry *));
    unsigned n = 0;
    for (uint32_t k = 0; k < hits->n; k++) {
        const struct mk_poly g = mk_polyset_get(&b->geom, hits->v[k]);
        GEOSGeometry *one = g.npart ? mk_geos_from_poly(ctx, &g) : NULL;
        if (one)
            v[n++] = one;
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, v, n);
    free(v);
    return all;
}

GEOSGeometry *mk_buildings_widened(struct mk_ctx *ctx,
                                   const struct mk_buildbase *b,
                                   const struct mk_hits *hits, double by_m)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *all = collect(ctx, b, hits);
    GEOSGeometry *wide =
        all ? GEOSBuffer_r(h, all, by_m, QUARTER_SEGMENTS) : NULL;
    GEOSGeom_destroy_r(h, all);
    return wide;
}

static void note_unknown(struct mk_worker *w, const struct mk_poly *g)
{
    char key[64];
    snprintf(key, sizeof key, "E%.0f N%.0f", g->box.xmin, g->box.ymin);
    mk_note(w->ctx, MK_N_OVERLAY, key, mk_ctx_geos_error(w->ctx));
}

// Largest contiguous piece at least the given distance from any building.
static mk_fixed unbuilt(struct mk_worker *w, const struct mk_poly *g)
{
    GEOSContextHandle_t h = mk_ctx_geos(w->ctx);
    double area = NAN;
    if (!w->hits.n) {
        area = 0;
        for (uint32_t k = 0; k < g->npart; k++)
            area = fmax(area, mk_poly_part_area(g, k));
        return mk_fix(area, 1);
    }
    GEOSGeometry *near_buildings =
        mk_buildings_widened(w->ctx, w->in->buildings, &w->hits,
                             w->in->project->building_distance_m);
    GEOSGeometry *land = mk_geos_from_poly(w->ctx, g);
    GEOSGeometry *free_land = near_buildings && land
        ? mk_geos_difference(w->ctx, land, near_buildings) : NULL;
    if (free_land)
        area = largest_part(w, free_land);
    else
        note_unknown(w, g);
    GEOSGeom_destroy_r(h, near_buildings);
    GEOSGeom_destroy_r(h, land);
    GEOSGeom_destroy_r(h, free_land);
    return mk_fix(area, 1);
}

// What lies on g of the footprint as drawn: where a building stands does not
// depend on which of two overlapping ones was cut.
static double whole_common(const struct mk_buildbase *b, uint32_t i,
                           const struct mk_poly *g)
{
    const struct mk_poly p = mk_polyset_get(&b->whole, b->whole_as[i] - 1);
    return mk_poly_common_area(g, &p);
}

struct mk_built mk_built_measure(struct mk_worker *w, const struct mk_poly *g)
{
    const struct mk_buildbase *b = w->in->buildings;
    struct mk_built out = {MK_UNKNOWN, MK_UNKNOWN, false, false};
    if (!b || !g->npart)
        return out;
    double m2 = 0;
    mk_boxtree_query(
        b->tree, mk_box_grow(g->box, w->in->project->building_distance_m),
        &w->hits);
    for (uint32_t k = 0; k < w->hits.n; k++) {
        const uint32_t i = w->hits.v[k];
        const struct mk_poly p = mk_polyset_get(&b->geom, i);
        const double common = mk_poly_common_area(g, &p);
        m2 += common;
        const double standing = b->whole_as[i] ? whole_common(b, i, g) : common;
        if (standing > 0 && standing >= b->area[i] / 2) {
            out.built = true;
            out.home = out.home || b->home[i];
        }
    }
    out.bebyggd = mk_fix(m2, 1);
    out.obebyggd = unbuilt(w, g);
    return out;
}
