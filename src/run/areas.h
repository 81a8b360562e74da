/** @file
 * Areas that are drawn and asked for by nothing else: served by class and by
 * mode, and by bicycle from stations.
 */
#ifndef MK_RUN_AREAS_H
#define MK_RUN_AREAS_H

#include "run/inputs.h"

struct mk_areas {
    struct mk_polyset klass; /**< A … G */
    struct mk_polyset mode;  /**< one a mode; none without streets */
    struct mk_polyset cycle; /**< one a band; none without bicycles or trains */
};
void mk_areas_release(struct mk_areas *a);

/** Draw them all; the timetable and the streets are read. `a` is empty. */
enum mk_status mk_areas_draw(struct mk_ctx *ctx, const struct mk_inputs *in,
                             struct mk_areas *a) MK_CHECKED;

/** Are those by bicycle drawn: bicycles are wanted, streets are there and a
 * train stops somewhere? */
bool mk_areas_by_cycle(const struct mk_inputs *in);

#endif
