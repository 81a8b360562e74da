/** @file
 * What a whole run says of streets and journeys, once all land is measured.
 */
#ifndef MK_TRAVEL_ALARMS_H
#define MK_TRAVEL_ALARMS_H

#include "run/inputs.h"
#include "run/results.h"

/** More than this share makes an alarm of what is otherwise a remark. */
#define MK_ALARM_SHARE 0.05

/** Land that no street reaches, land at the edge of the data, and transit that
 * is nowhere quicker than walking: each said once. */
void mk_note_travel(struct mk_ctx *ctx, const struct mk_inputs *in,
                    const struct mk_results *res);

#endif
