/** @file
 * Notes about plans and planbesked that are overdue (docs/method.md §11).
 */
#ifndef MK_RUN_OVERDUE_H
#define MK_RUN_OVERDUE_H

#include "run/inputs.h"
#include "run/results.h"

/** One note for each; after mk_results_finish(). */
void mk_note_overdue(struct mk_ctx *ctx, const struct mk_inputs *in,
                     const struct mk_results *res);

#endif
