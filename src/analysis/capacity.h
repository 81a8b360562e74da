/** @file
 * How much, and how high, a plan lets one build on a place.
 */
#ifndef MK_CAPACITY_H
#define MK_CAPACITY_H

#include "analysis/assess.h"

/** bya, bta and height of a place (method §7), to `r`.
 * @param found  provisions of the plan that decides whose boxes meet `g` */
void mk_capacity_measure(struct mk_ctx *ctx, const struct mk_assess_in *in,
                         const struct mk_poly *g, const struct mk_hits *found,
                         struct mk_ready *r);

#endif
