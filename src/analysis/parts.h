/** @file
 * Parts of a plan that have dates of their own: which there are, and where
 * they hold (docs/method.md §2.3).
 */
#ifndef MK_PARTS_H
#define MK_PARTS_H

#include "analysis/cells.h"

/** Add the parts that use areas of plans in force name to the base's plans,
 * and give each use area its part. Those of a part that is not in force go
 * over to it, as to an ongoing plan. */
void mk_parts_find(struct mk_planbase *b, struct mk_placed *uses, uint32_t n,
                   mk_date reference_date);

/** Of a plan and its parts (0: the plan itself), the one whose dates hold
 * where both lie: the newer laga kraft, else the lower. */
uint32_t mk_parts_newer(const struct mk_planbase *b, uint32_t plan, uint32_t x,
                        uint32_t y);

/** Where each plan and, after them, each part holds before newer plans are cut
 * away: geometry i of `out` is that of plan i of the base. Nothing overlaps
 * within one plan. Asks the cells as built. */
void mk_parts_hold(struct mk_ctx *ctx, const struct mk_planbase *b,
                   struct mk_polyset *out);

/** Once newer plans are cut out of each of those: fill the base's `force`. */
void mk_parts_unite(struct mk_ctx *ctx, struct mk_planbase *b,
                    const struct mk_polyset *left);

#endif
