/** @file
 * Assessing områden: what plans, buildings and timetable say of each, and the
 * delområden found in it. Pure: everything comes in, rows go out.
 */
#ifndef MK_ASSESS_H
#define MK_ASSESS_H

#include "analysis/planbase.h"
#include "analysis/tiles.h"
#include "base/batch.h"

#include <markklar/building.h>
#include <markklar/project.h>
#include <markklar/row.h>
#include <markklar/transit.h>

/** Buildings ready to be asked: valid, disjoint, indexed. */
struct mk_buildbase {
    struct mk_polyset geom;
    bool *home;
    double *area;           /**< of the footprint as drawn */
    struct mk_polyset whole; /**< footprints as drawn, of those cut */
    uint32_t *whole_as;     /**< of building i: 1 + its place there, 0 = uncut */
    struct mk_boxtree *tree;
};
/** Takes over the contents of `in`; order no longer depends on the file. */
void mk_buildbase_build(struct mk_ctx *ctx, struct mk_buildings *in,
                        struct mk_buildbase *out);
void mk_buildbase_release(struct mk_buildbase *b);

/** Areas indexed for "how much of this lies within". */
struct mk_zone {
    struct mk_polyset geom;
    struct mk_tiles tiles;
    struct mk_boxtree *tree;
};
void mk_zone_index(struct mk_zone *z);
void mk_zone_release(struct mk_zone *z);

/** Everything an assessment reads; parts that are not given are NULL. Shared
 * by all workers, never written. */
struct mk_assess_in {
    const struct mk_project *project;
    const struct mk_planbase *plans;
    const struct mk_buildbase *buildings;
    const struct mk_access_index *access;
    const struct mk_area_traffic *traffic;
    const struct mk_zone *served;  /**< within 500 m of a served stop */
};

/** What lies over one polygon. */
struct mk_overlay_hit {
    uint32_t index; /**< plan or cell */
    double m2;
};
struct mk_overlay {
    struct mk_overlay_hit *plans; /**< all that meet it, by index */
    uint32_t nplans, cap_plans;
    struct mk_overlay_hit *cells;
    uint32_t ncells, cap_cells;
    double area, force_m2;        /**< own area; within plans in force */
    double group_m2[MK_GROUP_ALL];
    double blandad_m2;
    double home_m2;               /**< B and no other kvartersmark use */
    double other_m2;              /**< kvartersmark that allows neither
                                       business nor only homes */
    double letter_m2[64];         /**< by row of the use table */
    bool use_known;               /**< some plan in force with uses covers */
};

/** One worker's own tools. Free with mk_worker_free(). */
struct mk_worker;
struct mk_worker *mk_worker_new(struct mk_ctx *ctx,
                                const struct mk_assess_in *in);
void mk_worker_free(struct mk_worker *w);

/** Overlay of one polygon; the result belongs to the worker. */
const struct mk_overlay *mk_worker_overlay(struct mk_worker *w,
                                           const struct mk_poly *g);

/** Assess every område of a batch whose geometry is in the working CRS: fills
 * rows, dels and del_geom; repairs geometry in place. */
void mk_worker_assess(struct mk_worker *w, struct mk_batch *b);

/** Score of a row: weights and values of docs/method.md §6. */
struct mk_points {
    double low[MK_C_COUNT], high[MK_C_COUNT]; /**< values 0-100 */
    int32_t contribution[MK_C_COUNT]; /**< hundredths, of `poang`; they add up */
    int32_t poang, poang_max, p_plan, p_koll;
};
/** @param plans    NULL when the project has no plan layer
 * @param traffic  NULL: transit is unknown */
void mk_points_compute(const struct mk_project *project,
                       const struct mk_row *row,
                       const struct mk_planbase *plans,
                       const struct mk_area_traffic *traffic,
                       struct mk_points *out);

/** Rank delområden by poang; the order of `rows` becomes rank order: ranked
 * first, ties by area, then designation; then those not ranked. `index` is
 * permuted, rows are only marked. */
void mk_rank(struct mk_row *rows, uint32_t *index, uint32_t n);

#endif
