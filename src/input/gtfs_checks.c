// What is odd about whole feeds.
#include "input/gtfs_feed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// The days every feed holds, against those of each.
void mk_gtfs_check_windows(const struct gtfs_feed feeds[], uint32_t n)
{
    mk_date from = 0, to = 0;
    bool differ = false;
    for (uint32_t k = 0; k < n; k++) {
        const struct mk_feed_info *i = &feeds[k].info;
        if (!i->first_day)
            continue; // has its own alarm
        if (from)
            differ |= i->first_day != from || i->last_day != to;
        if (!from || i->first_day > from)
            from = i->first_day;
        if (!to || i->last_day < to)
            to = i->last_day;
    }
    for (uint32_t k = 0; differ && k < n; k++) {
        const struct mk_feed_info *i = &feeds[k].info;
        char first[11], last[11], all_first[11], all_last[11];
        if (!i->first_day || (i->first_day == from && i->last_day == to))
            continue;
        mk_date_write(i->first_day, first);
        mk_date_write(i->last_day, last);
        mk_date_write(from, all_first);
        mk_date_write(to, all_last);
        if (from > to)
            mk_note(feeds[k].ctx, MK_A_GTFS_APART, feeds[k].label, first,
                    last);
        else
            mk_note(feeds[k].ctx, MK_N_GTFS_WINDOW, feeds[k].label, first,
                    last, all_first, all_last);
    }
}

void mk_gtfs_check_unserved(const struct gtfs_build *b,
                            const struct gtfs_feed feeds[], uint32_t n)
{
    const struct mk_timetable *tt = &b->tt;
    bool *served = mk_zalloc(tt->nstops, sizeof *served);
    for (uint32_t i = 0; i < b->npattern_stops; i++)
        served[tt->pattern_stops[i]] = true;
    uint64_t *without = mk_zalloc(n, sizeof *without);
    for (uint32_t i = 0; i < tt->nstops; i++)
        without[tt->stops[i].feed] += !served[i];
    for (uint32_t k = 0; k < n; k++) {
        if (!without[k])
            continue;
        char some[24], all[24];
        snprintf(some, sizeof some, "%" PRIu64, without[k]);
        snprintf(all, sizeof all, "%" PRIu64, feeds[k].info.stops);
        mk_note(feeds[k].ctx,
                without[k] * 2 > feeds[k].info.stops ? MK_A_GTFS_UNSERVED
                                                     : MK_N_GTFS_UNSERVED,
                feeds[k].label, some, all);
    }
    free(without);
    free(served);
}
