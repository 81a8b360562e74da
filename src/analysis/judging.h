/** @file
 * What the files that judge a delområde share (docs/method.md §9-§11).
 */
#ifndef MK_JUDGING_H
#define MK_JUDGING_H

#include <markklar/readiness.h>

/** Owner and allocation as they count: a reservation that has passed is
 * ledig, and what is allocated is the municipality's unless another is known
 * to own it. */
struct mk_control {
    enum mk_owner owner;
    enum mk_allocation allocation;
};
struct mk_control mk_control_read(const struct mk_evidence *e,
                                  mk_date reference_date);

/** Is the delområde a plot of its own (at least 95 % of its område)? */
bool mk_own_plot(const struct mk_evidence *e);

/** What hit k does at this place. */
enum mk_effect mk_hit_effect(const struct mk_evidence *e, uint32_t k);
/** Förorening that is a hinder: risk class 1 or 2. */
bool mk_hit_serious(const struct mk_evidence *e, uint32_t k);
/** Does what hit k is need a permit? */
bool mk_hit_needs_permit(const struct mk_evidence *e, uint32_t k);

/** Hinder by kind, then feature; to `out`, at most `cap`. The axes of `r` are
 * judged, its slope is known or not. @return how many there are */
uint32_t mk_obstacles_find(const struct mk_evidence *e,
                           const struct mk_ready *r, struct mk_obstacle *out,
                           uint32_t cap, uint32_t *kinds);

#endif
