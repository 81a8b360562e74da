#include "analysis/timetable.h"

#include "base/arena.h"

#include <stdlib.h>

void mk_timetable_drop_trips(struct mk_timetable *tt)
{
    free(tt->patterns);
    free(tt->pattern_stops);
    free(tt->pickup);
    free(tt->drop_off);
    free(tt->trips);
    free(tt->times);
    free(tt->services);
    free(tt->lines);
    free(tt->transfers);
    tt->lines = NULL;
    tt->transfers = NULL;
    tt->nlines = tt->ntransfers = 0;
    tt->patterns = NULL;
    tt->pattern_stops = NULL;
    tt->pickup = tt->drop_off = NULL;
    tt->trips = NULL;
    tt->times = NULL;
    tt->services = NULL;
    tt->npatterns = tt->ntrips = tt->ntimes = tt->nservices = 0;
}

void mk_timetable_release(struct mk_timetable *tt)
{
    mk_timetable_drop_trips(tt);
    free(tt->stops);
    free(tt->areas);
    free(tt->area_stops);
    free(tt->feeds);
    if (tt->storage)
        mk_arena_release(tt->storage);
    free(tt->storage);
    *tt = (struct mk_timetable){0};
}

bool mk_service_runs(const struct mk_service *s, int32_t bit)
{
    return bit >= 0 && bit < MK_SERVICE_DAYS &&
           (s->days[bit / 64] >> bit % 64 & 1);
}

uint32_t mk_trip_departures(const struct mk_trip *t)
{
    if (!t->freq_headway)
        return 1;
    return 1 + (uint32_t)((t->freq_end - t->freq_start - 1) / t->freq_headway);
}
