/** @file
 * One delområde with what plans, buildings and other layers lay over it, put
 * together by hand. Coordinates are metres from a far corner of the map, so
 * that precision is tried as well.
 */
#ifndef PLOT_H
#define PLOT_H

#include "analysis/assess.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PLOT_E 320000.0
#define PLOT_N 6400000.0
#define PLOT_MOST 32

struct plot {
    struct mk_ctx *ctx;
    struct mk_project *project;
    struct mk_plan plan[PLOT_MOST];
    uint32_t nplans;
    struct mk_polyset outlines, no_uses;
    struct mk_planbase plans;
    struct mk_provision raw[PLOT_MOST];
    struct mk_provisions read;
    struct mk_provbase provisions;
    struct mk_buildings raw_buildings;
    struct mk_buildbase buildings;
    struct mk_feature feature[PLOT_MOST];
    struct mk_context context;
    struct mk_context_hit hit[PLOT_MOST];
    uint32_t nhits;
    struct mk_assess_in in;
    struct mk_polyset land; // geometry 0 is the delområde
    struct mk_polyset out;
    struct mk_ready ready;
};

static inline void plot_ring(struct mk_polyset *set, const double *xy,
                             uint32_t n)
{
    double *to = mk_polyset_ring(set, n);
    for (uint32_t k = 0; k < n; k++) {
        to[2 * k] = PLOT_E + xy[2 * k];
        to[2 * k + 1] = PLOT_N + xy[2 * k + 1];
    }
}

// A geometry of one box; with a hole when hw > 0.
static inline void plot_box_hole(struct mk_polyset *set, double x, double y,
                                 double w, double h, double hx, double hy,
                                 double hw, double hh)
{
    const uint32_t first = set->npart;
    const double v[10] = {x, y, x + w, y, x + w, y + h, x, y + h, x, y};
    const double k[10] = {hx, hy, hx, hy + hh, hx + hw, hy + hh,
                          hx + hw, hy, hx, hy};
    plot_ring(set, v, 5);
    if (hw > 0)
        plot_ring(set, k, 5);
    mk_polyset_end_part(set);
    mk_polyset_end(set, first);
}

static inline void plot_box(struct mk_polyset *set, double x, double y,
                            double w, double h)
{
    plot_box_hole(set, x, y, w, h, 0, 0, 0, 0);
}

static inline struct plot *plot_new(void)
{
    struct plot *p = calloc(1, sizeof *p);
    p->ctx = mk_ctx_new(MK_SV);
    p->project = mk_project_new();
    p->project->reference_date = 20261101;
    p->read.v = p->raw;
    p->context.v = p->feature;
    return p;
}

static inline void plot_free(struct plot *p)
{
    mk_planbase_release(&p->plans);
    mk_provbase_release(&p->provisions);
    mk_buildbase_release(&p->buildings);
    mk_buildings_release(&p->raw_buildings);
    mk_polyset_release(&p->outlines);
    mk_polyset_release(&p->read.geom);
    mk_polyset_release(&p->context.geom);
    mk_polyset_release(&p->land);
    mk_polyset_release(&p->out);
    mk_project_free(p->project);
    mk_ctx_free(p->ctx);
    free(p);
}

static inline void plot_plan(struct plot *p, const char *id,
                             const char *status, double x, double y, double w,
                             double h)
{
    p->plan[p->nplans++] = (struct mk_plan){
        .id = id, .nr = id, .status_text = status,
        .laga_kraft_text = "2015-01-01"};
    plot_box(&p->outlines, x, y, w, h);
}

// The provision just added, with geometry still to be added (or .geom set).
static inline struct mk_provision *plot_add(struct plot *p, const char *plan,
                                            const char *code,
                                            const char *text)
{
    struct mk_provision *v = &p->raw[p->read.n];
    *v = (struct mk_provision){.plan = plan, .code = code, .text = text,
                               .row = p->read.n,
                               .geom = p->read.geom.n};
    p->read.n++;
    return v;
}

static inline void plot_whole(struct plot *p, const char *plan,
                              const char *code, const char *text)
{
    plot_add(p, plan, code, text)->geom = MK_PV_WHOLE_PLAN;
}

static inline void plot_provision(struct plot *p, const char *plan,
                                  const char *code, const char *text, double x,
                                  double y, double w, double h)
{
    plot_add(p, plan, code, text);
    plot_box(&p->read.geom, x, y, w, h);
}

static inline void plot_building(struct plot *p, double x, double y, double w,
                                 double h)
{
    struct mk_buildings *b = &p->raw_buildings;
    b->home = realloc(b->home, b->geom.n + 1);
    b->home[b->geom.n] = false;
    plot_box(&b->geom, x, y, w, h);
}

// A feature of another layer; its hit is measured when the plot is.
static inline void plot_feature(struct plot *p, enum mk_layer_role role,
                                enum mk_effect effect)
{
    p->feature[p->context.n++] =
        (struct mk_feature){.role = (uint8_t)role, .effect = (uint8_t)effect};
}

static inline void plot_build(struct plot *p)
{
    const struct mk_planbase_in raw = {
        .plans = p->plan, .nplans = p->nplans, .outlines = &p->outlines,
        .use_geom = &p->no_uses,
        .reference_date = p->project->reference_date};
    if (mk_planbase_build(p->ctx, &raw, &p->plans) != MK_OK ||
        mk_provbase_build(p->ctx, &p->read, &p->plans, &p->provisions) !=
            MK_OK)
        abort();
    p->in = (struct mk_assess_in){.project = p->project, .plans = &p->plans};
    if (p->read.n)
        p->in.provisions = &p->provisions;
    if (p->raw_buildings.geom.n) {
        mk_buildbase_build(p->ctx, &p->raw_buildings, &p->buildings);
        p->in.buildings = &p->buildings;
    }
    if (p->context.n)
        p->in.context = &p->context;
}

// Build all and measure the land as one delområde of plan `plan` (its index by
// id; UINT32_MAX none).
static inline void plot_measure(struct plot *p, uint32_t plan)
{
    plot_build(p);
    const struct mk_poly g = mk_polyset_get(&p->land, 0);
    for (uint32_t i = 0; i < p->context.n; i++) {
        const struct mk_poly f = mk_polyset_get(&p->context.geom, i);
        const double m2 = mk_poly_common_area(&f, &g);
        if (m2 > 0)
            p->hit[p->nhits++] = (struct mk_context_hit){i, m2};
    }
    mk_byggbar_measure(p->ctx, &p->in, &g, plan, p->hit, p->nhits, &p->out,
                       &p->ready);
}

static inline double plot_left(const struct plot *p)
{
    const struct mk_poly g = mk_polyset_get(&p->out, 0);
    return mk_poly_area(&g);
}

#endif
