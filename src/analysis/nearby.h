/** @file
 * Of a large polygon, what matters about one place.
 */
#ifndef MK_NEARBY_H
#define MK_NEARBY_H

#include "base/handles.h"

/** Append to `out` what is the same polygon as g within `box`, to the last
 * digit, but has few corners beyond it and may be anything there. It is valid.
 * `out` must not be the set that g is a view of.
 * @return false when it could not be made valid: nothing is to be said of it */
bool mk_poly_nearby(struct mk_ctx *ctx, const struct mk_poly *g,
                    struct mk_box box, struct mk_polyset *out) MK_CHECKED;

#endif
