/** @file
 * A few squares of plans, uses, buildings and one område, for tests of what is
 * made of them. Metres from a far corner of the map.
 */
#ifndef MK_TEST_TOWN_H
#define MK_TEST_TOWN_H

#include "near.h"

#include "analysis/assess.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct town {
    struct mk_ctx *ctx;
    struct mk_project *project;
    struct mk_plan plans[128];
    uint32_t nplans;
    struct mk_polyset outlines;
    struct mk_use uses[32];
    uint32_t nuses;
    struct mk_polyset use_geom;
    struct mk_buildings raw;
    struct mk_planbase base;
    struct mk_buildbase built;
    bool no_plan_layer;
    struct mk_feature features[320];
    struct mk_context context;
    struct mk_assess_in in;
    struct mk_batch batch;
};

// Far out, so that precision is tried as well.
#define X0 320000.0
#define Y0 6400000.0

static inline void add_box(struct mk_polyset *set, double x, double y,
                           double w, double h)
{
    const uint32_t first = set->npart;
    const double v[10] = {X0 + x,     Y0 + y,     X0 + x + w, Y0 + y,
                          X0 + x + w, Y0 + y + h, X0 + x,     Y0 + y + h,
                          X0 + x,     Y0 + y};
    memcpy(mk_polyset_ring(set, 5), v, sizeof v);
    mk_polyset_end_part(set);
    mk_polyset_end(set, first);
}

static inline void add_nothing(struct mk_polyset *set)
{
    mk_polyset_end(set, set->npart);
}

static inline struct town *town_new(void)
{
    struct town *t = calloc(1, sizeof *t);
    t->ctx = mk_ctx_new(MK_SV);
    t->project = mk_project_new();
    t->project->reference_date = 20261101;
    return t;
}

static inline void town_free(struct town *t)
{
    mk_planbase_release(&t->base);
    mk_buildbase_release(&t->built);
    mk_polyset_release(&t->outlines);
    mk_polyset_release(&t->use_geom);
    mk_buildings_release(&t->raw);
    mk_boxtree_free(t->context.tree);
    free(t->context.area);
    mk_polyset_release(&t->context.geom);
    mk_batch_release(&t->batch);
    mk_project_free(t->project);
    mk_ctx_free(t->ctx);
    free(t);
}

static inline void plan(struct town *t, const char *id, const char *status,
                        const char *laga_kraft, double x, double w)
{
    t->plans[t->nplans++] = (struct mk_plan){
        .id = id, .nr = id, .status_text = status,
        .laga_kraft_text = laga_kraft};
    if (w > 0)
        add_box(&t->outlines, x, 0, w, 100);
    else
        add_nothing(&t->outlines);
}

static inline struct mk_use *use(struct town *t, const char *of,
                                 const char *letters, double x, double w)
{
    t->uses[t->nuses++] = (struct mk_use){.plan = of, .text = letters};
    if (w > 0)
        add_box(&t->use_geom, x, 0, w, 100);
    else
        add_nothing(&t->use_geom);
    return &t->uses[t->nuses - 1];
}

// An area of another layer; they come in order of role and id.
static inline void feature(struct town *t, enum mk_layer_role role,
                           const char *id, const char *letters, double x,
                           double w)
{
    int unknown;
    t->features[t->context.n++] = (struct mk_feature){
        .role = (uint8_t)role, .id = id,
        .uses = mk_use_read(letters, &unknown), .value = NAN};
    t->context.given[role] = true;
    add_box(&t->context.geom, x, 0, w, 100);
}

static inline void building(struct town *t, bool home, double x, double w)
{
    t->raw.home = realloc(t->raw.home, t->raw.geom.n + 1);
    t->raw.home[t->raw.geom.n] = home;
    add_box(&t->raw.geom, x, 40, w, 20);
}

// Assess one område 0..w by 0..100; its row, and its delområden in the batch.
static inline const struct mk_row *assess(struct town *t, double w)
{
    const struct mk_planbase_in raw = {
        .plans = t->plans, .nplans = t->nplans, .outlines = &t->outlines,
        .uses = t->uses, .nuses = t->nuses, .use_geom = &t->use_geom,
        .reference_date = t->project->reference_date};
    assert_int_equal(mk_planbase_build(t->ctx, &raw, &t->base), MK_OK);
    t->in = (struct mk_assess_in){
        .project = t->project, .plans = t->no_plan_layer ? NULL : &t->base};
    if (t->context.n) {
        t->context.v = t->features;
        t->context.area = calloc(t->context.n, sizeof(double));
        for (uint32_t i = 0; i < t->context.n; i++) {
            const struct mk_poly g = mk_polyset_get(&t->context.geom, i);
            t->context.area[i] = mk_poly_area(&g);
        }
        t->context.tree =
            mk_boxtree_build(t->context.geom.box, t->context.n);
        t->in.context = &t->context;
    }
    if (t->raw.geom.n) {
        mk_buildbase_build(t->ctx, &t->raw, &t->built);
        t->in.buildings = &t->built;
    }
    struct mk_batch *b = &t->batch;
    b->omr = calloc(1, sizeof *b->omr);
    b->n = b->cap = 1;
    b->omr[0] = (struct mk_omrade){.fastighet = "EK 1:1",
                                   .omr_nr = INT32_MIN};
    add_box(&b->geom, 0, 0, w, 100);
    struct mk_worker *worker = mk_worker_new(t->ctx, &t->in);
    mk_worker_assess(worker, b);
    mk_worker_free(worker);
    return &b->rows[0];
}

#endif
