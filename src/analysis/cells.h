/** @file
 * From use areas to cells: one place, one plan, one set of uses.
 */
#ifndef MK_CELLS_H
#define MK_CELLS_H

#include "analysis/planbase.h"

/** Fill plans' uses and the base's cells (plans in force only, disjoint
 * within a plan, ordered by plan, uses and place). */
void mk_cells_build(struct mk_ctx *ctx, const struct mk_planbase_in *in,
                    struct mk_planbase *b);

/** Once newer plans are cut away: find the cells of one plan and the same
 * business uses that share a border, and fill `joined` and `joined_as`. */
void mk_cells_join(struct mk_ctx *ctx, struct mk_planbase *b);

#endif
