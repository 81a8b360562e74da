// The clock changes of the feeds' time zone.
#include "input/gtfs_feed.h"

#include "input/tzif.h"

#include <string.h>

#define DAY_S 86400

// From noon to noon by the clock is a day; what the clock is moved forward is
// time that did not pass.
static void fill_steps(struct mk_timetable *tt, const struct mk_tz *z)
{
    const int64_t noon =
        (int64_t)mk_date_days(tt->base_day) * DAY_S + DAY_S / 2;
    int32_t before = mk_tz_offset_local(z, noon - DAY_S);
    for (int32_t d = 0; d < MK_SERVICE_DAYS; d++) {
        const int32_t now =
            mk_tz_offset_local(z, noon + (int64_t)d * DAY_S);
        tt->noon_step[d] = DAY_S + before - now;
        before = now;
    }
}

void mk_gtfs_build_clock(struct gtfs_build *b, const struct gtfs_feed feeds[],
                         uint32_t n)
{
    const char *zone = NULL;
    for (uint32_t k = 0; k < n; k++) {
        if (!zone)
            zone = feeds[k].zone;
        else if (feeds[k].zone && strcmp(feeds[k].zone, zone) != 0)
            mk_note(feeds[k].ctx, MK_N_GTFS_ZONES, feeds[k].label,
                    feeds[k].zone, zone);
    }
    for (int32_t d = 0; d < MK_SERVICE_DAYS; d++)
        b->tt.noon_step[d] = DAY_S;
    struct mk_tz z;
    if (!zone)
        return;
    if (!mk_tz_open(zone, &z)) {
        mk_note(feeds[0].ctx, MK_N_GTFS_ZONE, zone, zone);
        return;
    }
    fill_steps(&b->tt, &z);
    mk_tz_release(&z);
}
