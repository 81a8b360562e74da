/** @file
 * What is taken from a delområde before it is byggbar mark (docs/method.md §7).
 * Shared by the figure (byggbar.c) and its reckoning line by line
 * (byggbar_steps.c), so that both take away the very same geometry.
 */
#ifndef MK_BYGGBAR_H
#define MK_BYGGBAR_H

#include "analysis/assess.h"
#include "base/handles.h"

struct mk_byggbar_job {
    struct mk_ctx *ctx;
    const struct mk_assess_in *in;
    const struct mk_poly *g;
    double area;
    uint32_t plan;           /**< UINT32_MAX none */
    struct mk_hits found;    /**< provisions of the plan whose boxes meet g */
    GEOSGeometry *land;      /**< g, when it was needed */
    GEOSGeometry **cut;      /**< what is taken away */
    struct mk_byggbar_step *from; /**< of cut i: what it is */
    uint32_t ncut, cap_cut, cap_from;
    bool all;                /**< all is taken, by provision all_by */
    uint32_t all_by;
    bool gone;               /**< one of those cut takes all */
    bool failed;             /**< GEOS could not */
};

/** Find all that is taken. Release with mk_byggbar_job_release(). */
void mk_byggbar_job_begin(struct mk_byggbar_job *j, struct mk_ctx *ctx,
                          const struct mk_assess_in *in,
                          const struct mk_poly *g, uint32_t plan,
                          const struct mk_context_hit *hits, uint32_t nhits);
void mk_byggbar_job_release(struct mk_byggbar_job *j);

/** Is a piece of what is left too small to count? */
bool mk_byggbar_falls_away(double m2);

#endif
