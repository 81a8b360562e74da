#include "run/travel_alarms.h"

#include <inttypes.h>
#include <stdio.h>

static bool many(uint64_t n, uint64_t of)
{
    return (double)n > MK_ALARM_SHARE * (double)of;
}

static void note_ties(struct mk_ctx *ctx, const struct mk_inputs *in,
                      const struct mk_results *res)
{
    const uint64_t untied = res->count_remark[MK_RM_UNTIED];
    const uint64_t edge = res->count_remark[MK_RM_EDGE];
    char n[24], of[24], limit[24];
    snprintf(of, sizeof of, "%" PRIu64, res->along);
    snprintf(limit, sizeof limit, "%.0f", in->project->net.snap_m);
    snprintf(n, sizeof n, "%" PRIu64, untied);
    if (many(untied, res->along))
        mk_note(ctx, MK_A_LAND_UNTIED, "gator", n, of, limit);
    snprintf(n, sizeof n, "%" PRIu64, edge);
    if (many(edge, res->along))
        mk_note(ctx, MK_A_LAND_EDGE, "gator", n, of);
}

void mk_note_travel(struct mk_ctx *ctx, const struct mk_inputs *in,
                    const struct mk_results *res)
{
    note_ties(ctx, in, res);
    if (res->count_rides[MK_RIDES_QUICKER] ||
        !res->count_rides[MK_RIDES_NO_QUICKER])
        return;
    char day[11];
    mk_note(ctx, MK_A_ONLY_WALKING, "restid", mk_date_write(in->day.day, day));
}
