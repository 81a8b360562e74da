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

/** A provision that limits how much is built: `density` of floor or footprint
 * a square metre. The strictest comes first. */
struct mk_capacity_part {
    uint32_t i;          /**< of the provision base */
    double here, own;    /**< m2 of it on the place; in all */
    double place;        /**< m2 of the place on which it holds */
    double density;
    double decides;      /**< m2 where it is the one that decides; 0: a
                              stricter one does everywhere */
    bool everywhere;     /**< it holds in all of the place */
};
/** What bya or bta comes of.
 * @param[out] out  *n of them; free it
 * @return m2; NAN when it is not known */
double mk_capacity_parts(struct mk_ctx *ctx, const struct mk_assess_in *in,
                         const struct mk_poly *g, const struct mk_hits *found,
                         enum mk_pv_measure measure,
                         struct mk_capacity_part **out, uint32_t *n);

/** The provision that decides the height of a place; -1 none. */
int64_t mk_height_choose(const struct mk_provbase *b, const struct mk_poly *g,
                         const struct mk_hits *found);

#endif
