/** @file
 * The plans made ready to be asked: interpreted, ordered by id, with the
 * geometry that decides. Built once, then only read, by any thread.
 */
#ifndef MK_PLANBASE_H
#define MK_PLANBASE_H

#include "analysis/tiles.h"
#include "base/arena.h"

#include <markklar/boxtree.h>
#include <markklar/plan.h>

/** Overlaps up to this many m2 are border noise (registerkarta and
 * plan borders come from different digitisations). */
#define MK_OVERLAP_M2 0.01

/** Use areas of one plan may overlap this much along their borders (NGP
 * tolerates 10 cm) before the place is taken to have both uses. */
#define MK_USE_NOISE_M2 1.0
/** Overlaps of plans in force over this many m2 are listed in the notes. */
#define MK_NOTED_M2 1.0

struct mk_planbase {
    struct mk_plan *plans;     /**< by id; after them, by plan and dates, the
                                    parts that have dates of their own */
    uint32_t nplans, nparts;
    uint32_t *part_of;         /**< of part nplans + k: its plan */
    struct mk_polyset full;    /**< outline of plan i, as read */
    struct mk_polyset force;   /**< in force: outline less newer plans and less
                                    parts not in force; other plans, and parts
                                    not in force: their own outline; parts in
                                    force: empty, they are in their plan's */
    struct mk_tiles force_tiles;
    struct mk_boxtree *tree;   /**< over `force` */
    struct mk_cell *cells;     /**< of plans in force, disjoint; after them,
                                    as drawn, those of ongoing plans */
    double *cell_area;
    uint32_t ncells, nlater;   /**< in force; ongoing */
    struct mk_polyset cell_geom;
    struct mk_tiles cell_tiles;
    struct mk_boxtree *cell_tree;  /**< over those in force */
    struct mk_boxtree *later_tree; /**< over the others: item k is cell
                                        ncells + k; NULL: there are none */
    uint32_t without_outline;  /**< detaljplaner whose outline was unusable */
    uint32_t overlaps;         /**< pairs of plans in force that overlap */
    double overlap_m2;         /**< their overlaps together */
    struct mk_polyset joined;  /**< unions of cells that share a border */
    uint32_t *joined_as;       /**< of a cell: 1 + its union, 0 = alone */
};

/** What was read, in any order; geometry in the working CRS. The texts must
 * outlive the plan base; outlines are mended in place, and `use_geom` is used
 * up. */
struct mk_planbase_in {
    const struct mk_plan *plans;
    uint32_t nplans;
    struct mk_polyset *outlines;
    const struct mk_use *uses;
    uint32_t nuses;
    struct mk_polyset *use_geom;
    mk_date reference_date;
};

/** Interpret and order. Release with mk_planbase_release(). */
enum mk_status mk_planbase_build(struct mk_ctx *ctx,
                                 const struct mk_planbase_in *in,
                                 struct mk_planbase *out) MK_CHECKED;
void mk_planbase_release(struct mk_planbase *b);
/** Free what only an assessment asks: geometry but `full`, and the trees. */
void mk_planbase_drop_geometry(struct mk_planbase *b);

/** Does plan a decide over plan b where both are in force (method §2.4)? The
 * newer date; dated before undated; then the lower index. */
bool mk_plan_newer(const struct mk_plan *plans, uint32_t a, uint32_t b);

/** The plan that a plan or a part belongs to. */
uint32_t mk_plan_whole(const struct mk_planbase *b, uint32_t i);

/** What to call a plan in messages: number, else akt, else id. */
const char *mk_plan_label(const struct mk_plan *p);

/** Interpret one plan's texts (status, dates, genomförandetid). */
void mk_plan_interpret(struct mk_ctx *ctx, struct mk_plan *p,
                       mk_date reference_date);

/** An interpreted plan as it holds in a part with dates of its own. */
struct mk_plan mk_plan_in_part(const struct mk_plan *plan,
                               const struct mk_part *dates,
                               mk_date reference_date);

/** How a geometry fared. */
enum mk_mended { MK_MEND_FINE, MK_MEND_REPAIRED, MK_MEND_EMPTY };

/** Make geometry i of a set valid (GEOS MakeValid, structure; polygonal parts
 * kept). The reason for a repair goes to *why (points into the context). */
enum mk_mended mk_geom_mend(struct mk_ctx *ctx, struct mk_polyset *set,
                            uint32_t i, const char **why);
/** Mend a whole set; notes are keyed "<role> rad <n>". */
void mk_polyset_mend(struct mk_ctx *ctx, struct mk_polyset *set,
                     const char *role);

#endif
