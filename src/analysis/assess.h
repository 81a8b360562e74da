/** @file
 * Assessing områden: what plans, buildings and timetable say of each, and the
 * delområden found in it. Pure: everything comes in, rows go out.
 */
#ifndef MK_ASSESS_H
#define MK_ASSESS_H

#include "analysis/journey.h"
#include "analysis/planbase.h"
#include "analysis/tiles.h"
#include "base/batch.h"
#include "base/ground.h"

#include <markklar/lines.h>
#include <markklar/building.h>
#include <markklar/context.h>
#include <markklar/project.h>
#include <markklar/provision.h>
#include <markklar/readiness.h>
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

struct mk_assess_in;

/** Provisions ready to be asked (analysis/provbase.c): those of every plan,
 * ordered by plan, kind, id and place. */
struct mk_provbase {
    struct mk_provision *v;  /**< .geom is its own index, or MK_PV_WHOLE_PLAN */
    uint32_t *plan;          /**< index of its plan in the plan base */
    uint32_t n;
    struct mk_polyset geom;  /**< geometry i belongs to v[i]; empty for one
                                  that holds in the whole plan, and for one
                                  that has no area */
    struct mk_tiles tiles;
    struct mk_boxtree *tree; /**< over those of plans in force */
    uint32_t *first;         /**< of plan p: first[p] .. first[p + 1] - 1 */
    bool *known;             /**< plan p: some provision of it was read */
};
/** `in` is as read from files; its texts must outlive the base. What belongs
 * to no plan is noted and left out. */
enum mk_status mk_provbase_build(struct mk_ctx *ctx,
                                 const struct mk_provisions *in,
                                 const struct mk_planbase *plans,
                                 struct mk_provbase *out) MK_CHECKED;
void mk_provbase_release(struct mk_provbase *b);
/** The provisions of one kind of one plan: *first .. the number returned. */
uint32_t mk_provbase_query(const struct mk_provbase *b, uint32_t plan,
                           enum mk_pv_kind kind, uint32_t *first);
/** The provisions of one plan in force whose boxes meet `g`, rising. */
void mk_provbase_near(const struct mk_provbase *b, uint32_t plan,
                      const struct mk_poly *g, struct mk_hits *out);
/** m2 of `g` (a place of plan b->plan[i]) where provision i holds. */
double mk_provbase_measure(const struct mk_provbase *b, uint32_t i,
                           const struct mk_poly *g);
/** Do provisions of a kind hold on at least half of a place of the plan? */
bool mk_provbase_holds(struct mk_ctx *ctx, const struct mk_provbase *b,
                       uint32_t plan, enum mk_pv_kind kind,
                       const struct mk_poly *g);

/** Does the plan that decides (UINT32_MAX: none) repeal the strandskydd of a
 * place? Asked only where some of the hits is strandskydd. */
bool mk_strandskydd_repealed(struct mk_ctx *ctx, const struct mk_assess_in *in,
                             uint32_t plan, const struct mk_poly *g,
                             const struct mk_context_hit *hits, uint32_t n);

/** The effect that a feature has on one place (method §8).
 * @param in_force  a plan in force decides there
 * @param repealed  that plan repeals the strandskydd of the place */
enum mk_effect mk_effect_here(const struct mk_feature *f, bool in_force,
                              bool repealed);

/** Byggbar mark of one delområde (method §7): appended to `out` as one
 * geometry (empty when nothing is left); areas, capacity and height go to `r`,
 * unknown where it could not be cut, which is noted.
 * @param plan  that decides; UINT32_MAX: none in force
 * @param hits  of the context over `g` */
void mk_byggbar_measure(struct mk_ctx *ctx, const struct mk_assess_in *in,
                        const struct mk_poly *g, uint32_t plan,
                        const struct mk_context_hit *hits, uint32_t nhits,
                        struct mk_polyset *out, struct mk_ready *r);

/** Only what subtracts makes byggbar mark worth a figure (method §7). */
bool mk_byggbar_wanted(const struct mk_assess_in *in);

/** What takes land from byggbar mark, and what is left after it. */
enum mk_byggbar_what {
    MK_BY_PROVISION, /**< of the provision base */
    MK_BY_FEATURE,   /**< of the context */
    MK_BY_BUILDINGS  /**< all of them, with their distance */
};
struct mk_byggbar_step {
    uint8_t what;    /**< enum mk_byggbar_what */
    uint32_t index;
    double left;     /**< m2 */
};
/** The same reckoning line by line, in the order in which it is made:
 * provisions by kind, features by role, buildings. Takes what
 * mk_byggbar_measure() takes.
 * @param[out] out      *n steps; free it
 * @param[out] dropped  m2 of the pieces that then fall away
 * @return false when a geometry could not be cut */
bool mk_byggbar_steps(struct mk_ctx *ctx, const struct mk_assess_in *in,
                      const struct mk_poly *g, uint32_t plan,
                      const struct mk_context_hit *hits, uint32_t nhits,
                      struct mk_byggbar_step **out, uint32_t *n,
                      double *dropped);

/** Mean slope in percent (Horn 3 x 3) over the cells whose centre lies in `g`,
 * and highest less lowest level in metres; NAN where less than half of them is
 * known. */
void mk_ground_measure(const struct mk_ground *ground, const struct mk_poly *g,
                       double *slope_pct, double *level_m);

/** Order, widen, index what was read (method §8); used up. */
enum mk_status mk_context_build(struct mk_ctx *ctx,
                                struct mk_context *c) MK_CHECKED;
void mk_context_release(struct mk_context *c);
/** Features that meet a polygon with their m2, by feature; all of them, also
 * under the threshold. @return how many; *hits is reused (free it) */
uint32_t mk_context_measure(const struct mk_context *c, const struct mk_poly *g,
                            struct mk_context_hit **hits, uint32_t *cap,
                            struct mk_hits *room);
/** Whether an overlap counts (method §8). */
bool mk_context_counts(double m2, double area);

/** Everything an assessment reads; parts that are not given are NULL. Shared
 * by all workers, never written. */
struct mk_assess_in {
    const struct mk_project *project;
    const struct mk_planbase *plans;
    const struct mk_buildbase *buildings;
    const struct mk_access_index *access;
    const struct mk_walk_index *walk; /**< NULL: no streets */
    const struct mk_lines *lines;  /**< NULL: no timetable */
    const struct mk_journeys *journeys; /**< NULL: none asked for */
    struct mk_box streets_box;     /**< what the streets cover; empty: none */
    struct mk_box stops_box;       /**< and the stops; empty: none */
    const struct mk_area_traffic *traffic;
    const struct mk_zone *served;  /**< within 500 m of a served stop */
    const struct mk_provbase *provisions;
    const struct mk_context *context;
    const struct mk_ground *ground;
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

/** What is known of a delområde (or of an område without one), before it is
 * judged; hits and texts belong to the worker until the next call. `omr` is
 * its område's row. */
void mk_worker_evidence(struct mk_worker *w, const struct mk_row *del,
                        const struct mk_row *omr, const struct mk_poly *g,
                        struct mk_evidence *e);

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

/** Why a delområde has no rank: bits, 0 when it has one. */
enum {
    MK_UR_UTESLUTEN = 1 << 0,   /**< left out, or cannot be assessed */
    MK_UR_UPPTAGEN = 1 << 1,    /**< occupied */
    MK_UR_SALD = 1 << 2,
    MK_UR_MARKANVISAD = 1 << 3,
    MK_UR_INGEN_MARK = 1 << 4,  /**< byggbar mark under MK_NO_LAND_M2 */
    MK_UR_UTAN_POANG = 1 << 5   /**< its score is not known */
};
unsigned mk_unranked(const struct mk_row *row);

#endif
