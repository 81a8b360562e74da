/** @file
 * A timetable put together in code, trip by trip; every trip is a pattern of
 * its own unless it is added to the one before.
 */
#ifndef MK_LINES_H
#define MK_LINES_H

#include "base/arena.h"

#include <markklar/travel.h>

#include <stdlib.h>

#define H(h, m) ((h)*3600 + (m)*60)
#define LINES_DAY 20250303 // bit 0: a Monday

struct lines {
    struct mk_timetable tt;
    uint32_t cap_patterns, cap_stops, cap_pickup, cap_drop, cap_trips,
        cap_times, cap_services, cap_transfers;
    uint32_t npos;
};

static inline struct lines *lines_new(uint32_t nstops)
{
    struct lines *l = mk_zalloc(1, sizeof *l);
    l->tt.nstops = nstops;
    l->tt.base_day = LINES_DAY;
    return l;
}

static inline void lines_free(struct lines *l)
{
    free(l->tt.patterns);
    free(l->tt.pattern_stops);
    free(l->tt.pickup);
    free(l->tt.drop_off);
    free(l->tt.trips);
    free(l->tt.times);
    free(l->tt.services);
    free(l->tt.transfers);
    free(l);
}

/** A service that runs on base_day + d for each bit d. */
static inline uint32_t lines_service(struct lines *l, uint64_t days)
{
    MK_GROW(l->tt.services, l->cap_services, l->tt.nservices + 1);
    l->tt.services[l->tt.nservices] = (struct mk_service){{days}};
    return l->tt.nservices++;
}

static inline struct mk_pattern *lines_pattern(struct lines *l,
                                               const uint32_t *stops,
                                               uint32_t n)
{
    struct mk_timetable *tt = &l->tt;
    MK_GROW(tt->patterns, l->cap_patterns, tt->npatterns + 1);
    MK_GROW(tt->pattern_stops, l->cap_stops, l->npos + n);
    MK_GROW(tt->pickup, l->cap_pickup, l->npos + n);
    MK_GROW(tt->drop_off, l->cap_drop, l->npos + n);
    for (uint32_t k = 0; k < n; k++) {
        tt->pattern_stops[l->npos + k] = stops[k];
        tt->pickup[l->npos + k] = tt->drop_off[l->npos + k] = 0;
    }
    struct mk_pattern *p = &tt->patterns[tt->npatterns++];
    *p = (struct mk_pattern){.first_stop = l->npos,
                             .nstops = n,
                             .first_trip = tt->ntrips,
                             .mode = MK_MODE_BUSS,
                             .direction = 2};
    l->npos += n;
    return p;
}

/** One more trip of the last pattern; `times` are arrivals and departures. */
static inline struct mk_trip *lines_trip(struct lines *l, uint32_t service,
                                         const int32_t *times)
{
    struct mk_timetable *tt = &l->tt;
    struct mk_pattern *p = &tt->patterns[tt->npatterns - 1];
    MK_GROW(tt->trips, l->cap_trips, tt->ntrips + 1);
    MK_GROW(tt->times, l->cap_times, 2 * (tt->ntimes + p->nstops));
    struct mk_trip *t = &tt->trips[tt->ntrips++];
    *t = (struct mk_trip){.first_time = tt->ntimes, .service = service};
    for (uint32_t k = 0; k < 2 * p->nstops; k++)
        tt->times[2 * tt->ntimes + k] = times[k];
    tt->ntimes += p->nstops;
    p->ntrips++;
    return t;
}

/** A pattern with one trip that stops for no time: stops as digits. */
static inline struct mk_trip *lines_run(struct lines *l, const char *stops,
                                        uint32_t service, const int32_t *at)
{
    uint32_t stop[16], n = 0;
    int32_t times[32];
    for (; stops[n]; n++) {
        stop[n] = (uint32_t)(stops[n] - '0');
        times[2 * n] = times[2 * n + 1] = at[n];
    }
    lines_pattern(l, stop, n);
    return lines_trip(l, service, times);
}

/** Rows are to be added by from, then to. */
static inline void lines_transfer(struct lines *l, uint32_t from, uint32_t to,
                                  uint8_t type, int32_t min_s)
{
    MK_GROW(l->tt.transfers, l->cap_transfers, l->tt.ntransfers + 1);
    l->tt.transfers[l->tt.ntransfers++] = (struct mk_transfer){from, to, type,
                                                               min_s};
}

#endif
