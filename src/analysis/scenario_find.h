/** @file
 * Which stop and which line a scenario means, or what to say when none, or
 * several, are meant.
 */
#ifndef MK_SCENARIO_FIND_H
#define MK_SCENARIO_FIND_H

#include "analysis/draft.h"

#include <markklar/scenario.h>

/** The stop that a name or id means: the first of its stop area. */
enum mk_status mk_scenario_stop(struct mk_ctx *ctx,
                                const struct mk_timetable *tt,
                                const struct mk_change *c, const char *text,
                                uint32_t *stop) MK_CHECKED;

/**
 * The patterns of the line that a change names.
 * @param[out] member  one a pattern of the timetable, zeroed by the caller
 */
enum mk_status mk_scenario_line(struct mk_ctx *ctx,
                                const struct mk_timetable *tt,
                                const struct mk_change *c,
                                bool *member) MK_CHECKED;

#endif
