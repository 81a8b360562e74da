/** @file
 * What a run keeps until its end: the delområden, the size of each
 * fastighet, and the counts.
 */
#ifndef MK_RESULTS_H
#define MK_RESULTS_H

#include "base/arena.h"
#include "base/batch.h"

#include <markklar/row.h>

/** Land for business in plans in force or ongoing (tenths of m2) and people,
 * by what they lack. */
struct mk_gap_sums {
    bool land_known, people_known; /**< computed in this run */
    bool fiber_known;
    mk_fixed land, land_without, land_unknown;
    mk_fixed fiber, fiber_without, fiber_unknown;
    double people, people_without, people_unknown;
};

struct mk_results {
    /* while områden stream past, delområden are kept as the words in which
       they differ from the one before (results.c); whole after
       mk_results_finish() */
    uint64_t *packed;
    size_t npacked, cap_packed;
    struct mk_row last_del;
    struct mk_row *dels;
    uint32_t ndels;
    /* their geometry in whole steps of MK_KEPT_STEPS to the metre, half the
     * size: read with mk_results_geometry() */
    int32_t *geom;
    size_t ngeom, cap_geom;
    size_t *geom_at;      /**< where that of delområde i begins */
    size_t cap_geom_at;
    size_t *byggbar_at;   /**< and its byggbar mark; NULL: not computed */
    size_t cap_byggbar_at;
    struct mk_obstacle_row *obstacles; /**< by delområde */
    size_t nobstacles, cap_obstacles;
    struct mk_arena text;
    /* one entry an område: which fastighet, and its area in tenths of m2 */
    uint64_t *fast_key;   /**< 0: no fastighet known, never grouped */
    mk_fixed *fast_area;
    uint32_t nrows, cap_rows, cap_area;
    /* rows the caller wants back whole (explain): their input row numbers,
       rising; set before the run, filled by it */
    const uint32_t *keep;
    uint32_t nkeep;
    struct mk_row *kept;
    uint32_t nkept, cap_kept;
    struct mk_polyset kept_geom;  /**< geometry i belongs to kept[i] */
    /* and their delområden with the very geometry that was measured */
    uint32_t *kept_del;   /**< which of dels, rising */
    uint32_t nkept_dels, cap_kept_dels;
    struct mk_polyset kept_del_geom; /**< geometry i belongs to kept_del[i] */
    uint32_t *order;      /**< delområden in rank order */
    uint64_t count_bedomning[MK_BEDOMNING_COUNT];
    uint64_t count_reason[MK_REASON_COUNT];
    uint64_t ranked;
    /* of the områden assessed: those measured along streets, how they are
       tied to them, and whether a vehicle is of any use */
    uint64_t along, count_remark[MK_RM_COUNT], count_rides[3];
    struct mk_gap_sums gaps;
};

/** Take a batch's rows and delområden (copied), in input order. */
void mk_results_take(struct mk_results *r, const struct mk_batch *b);

/** 0.06 mm; a geometry more than 130 km across gets coarser steps. */
#define MK_KEPT_STEPS 16384

/** Append the geometry of delområde i. */
void mk_results_geometry(const struct mk_results *r, uint32_t i,
                         struct mk_polyset *out);

/** The geometry of delområde i as measured; its område must be kept. */
struct mk_poly mk_results_kept_del(const struct mk_results *r, uint32_t i);

/** Append the byggbar mark of delområde i, empty where nothing is left. Only
 * when byggbar_at is there. */
void mk_results_byggbar(const struct mk_results *r, uint32_t i,
                        struct mk_polyset *out);

/** After the last batch: delområden unpacked, size of each fastighet, rank,
 * rank order. */
void mk_results_finish(struct mk_results *r);

void mk_results_release(struct mk_results *r);

#endif
