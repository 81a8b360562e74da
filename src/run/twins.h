/** @file
 * Notes about delområden of different rows that have the same del_id
 * (docs/method.md §6).
 */
#ifndef MK_RUN_TWINS_H
#define MK_RUN_TWINS_H

#include "run/results.h"

/** One note for each such name; after mk_results_finish(). */
void mk_note_twins(struct mk_ctx *ctx, const struct mk_results *res);

#endif
