// Byggbar mark: what is left of a delområde when all that no main building may
// stand on is cut out (docs/method.md §7).
#include "analysis/byggbar.h"

#include "analysis/capacity.h"
#include "analysis/nearby.h"
#include "analysis/worker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PIECE_M2 1.0 // smaller pieces fall away
#define GRID_M 0.001
// Under this many m2 nothing was cut: rounding of an overlay along a border.
#define NOTHING_M2 1e-6
#define NEARBY_M 1.0 // beside the land

static void take(struct mk_byggbar_job *j, GEOSGeometry *one,
                 enum mk_byggbar_what what, uint32_t index)
{
    if (!one) {
        j->failed = true;
        return;
    }
    MK_GROW(j->cut, j->cap_cut, j->ncut + 1);
    MK_GROW(j->from, j->cap_from, j->ncut + 1);
    j->from[j->ncut] = (struct mk_byggbar_step){what, index, 0};
    j->cut[j->ncut++] = one;
}

static const GEOSGeometry *land(struct mk_byggbar_job *j)
{
    if (!j->land)
        j->land = mk_geos_from_poly(j->ctx, j->g);
    return j->land;
}

// What lies on the land of a polygon of many corners.
static GEOSGeometry *on_land(struct mk_byggbar_job *j, const struct mk_poly *p)
{
    struct mk_polyset near = {0};
    const bool found = mk_poly_nearby(
        j->ctx, p, mk_box_grow(j->g->box, NEARBY_M), &near);
    const struct mk_poly part = found ? mk_polyset_get(&near, 0) : *p;
    GEOSGeometry *one = mk_geos_from_poly(j->ctx, &part);
    GEOSGeometry *on = mk_geos_intersection(j->ctx, land(j), one);
    GEOSGeom_destroy_r(mk_ctx_geos(j->ctx), one);
    mk_polyset_release(&near);
    return on;
}

// `m2` is what it takes of the land.
static void take_poly(struct mk_byggbar_job *j, const struct mk_poly *p,
                      double m2, enum mk_byggbar_what what, uint32_t index)
{
    GEOSContextHandle_t h = mk_ctx_geos(j->ctx);
    const bool whole = m2 >= j->area - NOTHING_M2;
    j->gone = j->gone || whole;
    take(j,
         whole ? land(j) ? GEOSGeom_clone_r(h, land(j)) : NULL
         : mk_poly_vertices(p) > MK_TILE_OVER ? on_land(j, p)
                                              : mk_geos_from_poly(j->ctx, p),
         what, index);
}

static bool forbids(const struct mk_provision *p, bool cross_is_buildable)
{
    return p->kind == MK_PV_PRICKMARK ||
           ((p->kind == MK_PV_KORSMARK || p->kind == MK_PV_RINGMARK) &&
            !cross_is_buildable);
}

static void take_provisions(struct mk_byggbar_job *j)
{
    const struct mk_provbase *b = j->in->provisions;
    for (uint32_t k = 0; k < j->found.n; k++) {
        const uint32_t i = j->found.v[k];
        if (!forbids(&b->v[i], j->in->project->cross_is_buildable))
            continue;
        if (b->v[i].geom == MK_PV_WHOLE_PLAN) {
            j->all = true;
            j->all_by = i;
            return;
        }
        const double m2 = mk_provbase_measure(b, i, j->g);
        if (m2 <= NOTHING_M2)
            continue;
        const struct mk_poly p = mk_polyset_get(&b->geom, i);
        take_poly(j, &p, m2, MK_BY_PROVISION, i);
    }
}

static void take_features(struct mk_byggbar_job *j,
                          const struct mk_context_hit *hits, uint32_t n)
{
    const struct mk_context *c = j->in->context;
    const bool in_force = j->plan != UINT32_MAX;
    const bool repealed =
        mk_strandskydd_repealed(j->ctx, j->in, j->plan, j->g, hits, n);
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t i = hits[k].feature;
        if (hits[k].m2 <= NOTHING_M2 ||
            mk_effect_here(&c->v[i], in_force, repealed) < MK_EF_REDUCES)
            continue;
        const struct mk_poly p = mk_polyset_get(&c->geom, i);
        take_poly(j, &p, hits[k].m2, MK_BY_FEATURE, i);
    }
}

static void take_buildings(struct mk_byggbar_job *j)
{
    const struct mk_buildbase *b = j->in->buildings;
    const double by = j->in->project->building_distance_m;
    struct mk_hits hits = {0};
    mk_boxtree_query(b->tree, mk_box_grow(j->g->box, by), &hits);
    if (hits.n)
        take(j, mk_buildings_widened(j->ctx, b, &hits, by), MK_BY_BUILDINGS,
             0);
    mk_hits_release(&hits);
}

// The land less all that is taken, as parts of geometry 0 of `left`. Full
// precision, so that areas are exact; a grid only where that fails.
static bool cut_out(struct mk_byggbar_job *j, struct mk_polyset *left)
{
    GEOSContextHandle_t h = mk_ctx_geos(j->ctx);
    GEOSGeometry *all = GEOSGeom_createCollection_r(
        h, GEOS_GEOMETRYCOLLECTION, j->cut, j->ncut);
    j->ncut = 0; // the collection has them
    GEOSGeometry *taken = mk_geos_union(j->ctx, all);
    GEOSGeometry *rest = mk_geos_difference(j->ctx, land(j), taken);
    const bool ok = rest && mk_geos_append_parts(j->ctx, rest, left);
    mk_polyset_end(left, 0);
    GEOSGeom_destroy_r(h, all);
    GEOSGeom_destroy_r(h, taken);
    GEOSGeom_destroy_r(h, rest);
    return ok;
}

bool mk_byggbar_falls_away(double m2)
{
    return m2 < PIECE_M2;
}

// Parts that do not fall away, as a geometry of `kept`; their area, and that of
// the largest.
static double keep(const struct mk_poly *left, struct mk_polyset *kept,
                   double *largest)
{
    double sum = 0;
    *largest = 0;
    const uint32_t first = kept->npart;
    for (uint32_t p = 0; p < left->npart; p++) {
        const double m2 = mk_poly_part_area(left, p);
        if (mk_byggbar_falls_away(m2))
            continue;
        for (uint32_t r = left->part[p]; r < left->part[p + 1]; r++) {
            const uint32_t n = left->ring[r + 1] - left->ring[r];
            const double *xy = left->xy + 2 * (size_t)left->ring[r];
            double *to = mk_polyset_ring(kept, n);
            for (uint32_t k = 0; k < 2 * n; k++)
                to[k] = xy[k];
        }
        mk_polyset_end_part(kept);
        sum += m2;
        *largest = fmax(*largest, m2);
    }
    mk_polyset_end(kept, first);
    return sum;
}

// The published shape is on a grid.
static void add_on_grid(struct mk_byggbar_job *j, const struct mk_poly *kept,
                        struct mk_polyset *out)
{
    GEOSContextHandle_t h = mk_ctx_geos(j->ctx);
    GEOSGeometry *raw = mk_geos_from_poly(j->ctx, kept);
    GEOSGeometry *on = raw ? GEOSGeom_setPrecision_r(h, raw, GRID_M, 0) : NULL;
    const uint32_t first = out->npart;
    if (on && mk_geos_append_parts(j->ctx, on, out) && out->npart > first)
        mk_polyset_end(out, first);
    else
        mk_polyset_add(out, kept);
    GEOSGeom_destroy_r(h, raw);
    GEOSGeom_destroy_r(h, on);
}

static void publish(struct mk_ready *r, double m2, double largest)
{
    r->byggbar = mk_fix(m2, 1);
    r->byggbar_largest = mk_fix(largest, 1);
}

static double largest_part(const struct mk_poly *g)
{
    double best = 0;
    for (uint32_t p = 0; p < g->npart; p++)
        best = fmax(best, mk_poly_part_area(g, p));
    return best;
}

static void note_failed(struct mk_byggbar_job *j)
{
    char key[64];
    snprintf(key, sizeof key, "E%.0f N%.0f", j->g->box.xmin, j->g->box.ymin);
    mk_note(j->ctx, MK_N_BYGGBAR, key, mk_ctx_geos_error(j->ctx));
}

static void measure(struct mk_byggbar_job *j, struct mk_polyset *out,
                    struct mk_ready *r)
{
    struct mk_polyset left = {0}, kept = {0};
    double m2 = 0, largest = 0;
    const bool nothing = j->all || j->gone;
    bool whole = !j->ncut && !j->failed && !nothing;
    if (!whole && !nothing) {
        j->failed = j->failed || !cut_out(j, &left);
        const struct mk_poly rest = mk_polyset_get(&left, 0);
        m2 = keep(&rest, &kept, &largest);
        whole = m2 >= j->area - NOTHING_M2;
    }
    if (j->failed) {
        note_failed(j);
        mk_polyset_end(out, out->npart);
    } else if (whole) { // nothing lies there: the delområde as it is
        mk_polyset_add(out, j->g);
        publish(r, j->area, largest_part(j->g));
    } else if (m2 > 0) {
        const struct mk_poly rest = mk_polyset_get(&kept, 0);
        add_on_grid(j, &rest, out);
        publish(r, m2, largest);
    } else {
        mk_polyset_end(out, out->npart);
        publish(r, 0, 0);
    }
    mk_polyset_release(&left);
    mk_polyset_release(&kept);
}

void mk_byggbar_job_begin(struct mk_byggbar_job *j, struct mk_ctx *ctx,
                          const struct mk_assess_in *in,
                          const struct mk_poly *g, uint32_t plan,
                          const struct mk_context_hit *hits, uint32_t nhits)
{
    *j = (struct mk_byggbar_job){.ctx = ctx, .in = in, .g = g, .plan = plan,
                                 .area = mk_poly_area(g)};
    if (plan != UINT32_MAX && in->provisions) {
        mk_provbase_near(in->provisions, plan, g, &j->found);
        take_provisions(j);
    }
    if (j->all)
        return;
    take_features(j, hits, nhits);
    if (in->buildings)
        take_buildings(j);
}

void mk_byggbar_job_release(struct mk_byggbar_job *j)
{
    GEOSContextHandle_t h = mk_ctx_geos(j->ctx);
    for (uint32_t k = 0; k < j->ncut; k++)
        GEOSGeom_destroy_r(h, j->cut[k]);
    free(j->cut);
    free(j->from);
    GEOSGeom_destroy_r(h, j->land);
    mk_hits_release(&j->found);
}

void mk_byggbar_measure(struct mk_ctx *ctx, const struct mk_assess_in *in,
                        const struct mk_poly *g, uint32_t plan,
                        const struct mk_context_hit *hits, uint32_t nhits,
                        struct mk_polyset *out, struct mk_ready *r)
{
    struct mk_byggbar_job j;
    r->byggbar = r->byggbar_largest = r->bya = r->bta = MK_UNKNOWN;
    r->hojd_dm = -1;
    r->hojd_slag = MK_PV_HOJD_OKAND;
    mk_byggbar_job_begin(&j, ctx, in, g, plan, hits, nhits);
    if (plan != UINT32_MAX && in->provisions)
        mk_capacity_measure(ctx, in, g, &j.found, r);
    measure(&j, out, r);
    mk_byggbar_job_release(&j);
}
