/** @file
 * From use areas to cells: one place, one plan, one set of uses.
 */
#ifndef MK_CELLS_H
#define MK_CELLS_H

#include "analysis/planbase.h"
#include "base/handles.h"

/** A use area that has found its plan. */
struct mk_placed {
    uint32_t plan, part;        /**< as in struct mk_cell */
    uint32_t row;               /**< in use_geom */
    mk_useset uses;
    const struct mk_part *dates; /**< its own; NULL: as the plan */
    struct mk_box box;
    double area;
};

/** Fill plans' uses and the base's cells (plans in force, then ongoing ones
 * that allow business; disjoint within a plan, ordered by plan, part, uses and
 * place). */
void mk_cells_build(struct mk_ctx *ctx, const struct mk_planbase_in *in,
                    struct mk_planbase *b);

/** The union of n cells; NULL when there is none. Caller destroys. */
GEOSGeometry *mk_cells_union(struct mk_ctx *ctx, const struct mk_planbase *b,
                             const uint32_t *cell, uint32_t n);

/** Once newer plans are cut away: find the cells of one plan and the same
 * business uses that share a border, and fill `joined` and `joined_as`. */
void mk_cells_join(struct mk_ctx *ctx, struct mk_planbase *b);

#endif
