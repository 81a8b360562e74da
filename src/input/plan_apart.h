/** @file
 * Coordinates of two systems in one plan, seen by how far apart its parts
 * come out (docs/method.md §2.1).
 */
#ifndef MK_PLAN_APART_H
#define MK_PLAN_APART_H

#include "input/vector.h"

#include <markklar/provision.h>

/** Parts of one plan further apart than this, metres, east-west or
 * north-south, have coordinates of different systems: neighbouring zones differ
 * by 75 km at 60° N. */
#define MK_PLAN_APART_M 20000.0

/** The wider of the gaps between two boxes, east-west and north-south; 0 when
 * they meet or one is empty. */
double mk_plan_gap(struct mk_box a, struct mk_box b);

/** Fail when parts of a plan's outline, or an area that names the plan, lie
 * that far apart. Geometry in the working CRS. */
enum mk_status mk_plans_check_apart(struct mk_ctx *ctx,
                                    const struct mk_plans_raw *plans,
                                    const struct mk_uses_raw *uses,
                                    const struct mk_provisions *provisions)
    MK_CHECKED;

#endif
