/** @file
 * What needs no plans, on a thread of its own: the timetable, the access index
 * and the streets while plans are read, then the areas that are drawn, which
 * nothing but their own layers ask for.
 */
#ifndef MK_RUN_AHEAD_H
#define MK_RUN_AHEAD_H

#include "run/areas.h"

/** Begin with mk_inputs_timetable(); the parcels are open. `in` stays where
 * it is until mk_ahead_free().
 * @return NULL when no thread is to be had: the caller does the work */
struct mk_ahead *mk_ahead_start(struct mk_ctx *ctx, struct mk_inputs *in);

/** Wait for the timetable; its notes go to `ctx`. Once. */
enum mk_status mk_ahead_timetable(struct mk_ctx *ctx,
                                  struct mk_ahead *a) MK_CHECKED;

/** Wait for the streets, after a timetable that could be read. Once. */
enum mk_status mk_ahead_streets(struct mk_ctx *ctx,
                                struct mk_ahead *a) MK_CHECKED;

/** Wait for the areas and take them over. Once, after mk_ahead_streets(). */
enum mk_status mk_ahead_areas(struct mk_ctx *ctx, struct mk_ahead *a,
                              struct mk_areas *areas) MK_CHECKED;

/** End the thread, whatever it is at. NULL is fine. */
void mk_ahead_free(struct mk_ahead *a);

#endif
