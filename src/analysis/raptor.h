/** @file
 * What the router's parts share: the day's trips laid out for scanning, and
 * the rounds that scan them.
 *
 * Searching backwards in time is searching forwards in a mirror: clock times
 * negated, stops of a route and its trips in reverse, changes turned round.
 * So a router has two *sides*, and one search serves both. Times of a side
 * are clock times x its sign.
 */
#ifndef MK_RAPTOR_H
#define MK_RAPTOR_H

#include <markklar/travel.h>

#define MK_MAY_BOARD 1u
#define MK_MAY_ALIGHT 2u

/** Trips along the same stops of which none overtakes another. */
struct mk_route {
    uint32_t first_pos, npos; /**< into stop[] and may[] */
    uint32_t ntrips;
    size_t first_time;        /**< into board[] and alight[] */
};

/** A route's position at which one may board. */
struct mk_route_at {
    uint32_t route, pos;
};

struct mk_side {
    int32_t sign;             /**< 1 forwards, -1 mirrored */
    struct mk_route *route;
    uint32_t nroutes;
    uint32_t *stop;           /**< per position */
    uint8_t *may;
    /** The last moment at which one must be at the stop to board, and the
     * moment at which one stands there after alighting; neither falls from
     * trip to trip. The slack before boarding is part of them, so the search
     * knows of none. One looks for a trip at a stop, and then follows it: trip
     * t at position p is board[first_time + p * ntrips + t] and
     * alight[first_time + t * npos + p]. */
    int32_t *board, *alight;
    uint32_t *first_at;       /**< of stop s: at[first_at[s]] … */
    struct mk_route_at *at;
    uint32_t *first_change;
    struct mk_hop *change; /**< of a stop by seconds, then stop */
};

struct mk_router {
    struct mk_travel_rules rules;
    uint32_t nstops, ntrips; /**< ntrips: of the day itself */
    struct mk_side ahead, back;
};

/** What a vehicle does that day: a trip's times moved by `shift`. */
struct mk_run {
    const int32_t *times;     /**< arrival, departure of each position */
    int32_t shift;
};

/** The runs of one pattern, parted so that no run overtakes another of its
 * part: v[first[p]] .. v[first[p + 1] - 1], by time. */
struct mk_runs {
    struct mk_run *v, *found;
    uint32_t n, cap, cap_found;
    uint32_t *part, cap_part; /**< of each run found */
    uint32_t *last, cap_last; /**< the latest run of each part */
    uint32_t *first, cap_first;
    uint32_t nparts;
    uint32_t own;             /**< how many of them are the day's own */
};

/** Days whose trips can be met on a day's journeys. */
struct mk_near_days {
    int32_t first, n;         /**< bits of the services' masks */
    int32_t own;              /**< the day itself */
    int32_t *shift;           /**< n: noon of it after noon of the own day */
    int32_t from, to;         /**< times that matter */
};
void mk_near_days_find(const struct mk_timetable *tt, mk_date day,
                       int32_t max_trip_s, struct mk_near_days *out);
void mk_near_days_release(struct mk_near_days *d);

/** @return false when there are more than `most` of them; the rest is then
 * not looked for. */
bool mk_runs_find(const struct mk_timetable *tt, const struct mk_pattern *p,
                  const struct mk_near_days *days, size_t most,
                  struct mk_runs *out);
void mk_runs_release(struct mk_runs *r);

/* ---- rounds ------------------------------------------------------------- */

/**
 * One thread's labels, times of the side that is searched. Level k holds what
 * at most k rides give; a search that starts afresh needs one level only, as
 * its rounds come in that order, a profile one for each number of rides.
 */
struct mk_ride_room {
    const struct mk_router *router;
    const struct mk_side *side;
    int32_t *rode;               /**< arrived by vehicle; levels x nstops */
    int32_t *ready;              /**< can board, having ridden or walked */
    uint32_t levels;             /**< 1 or max_rides + 1 */
    int32_t bound;               /**< nothing later is wanted */
    uint8_t *flag;               /**< of stops */
    uint32_t *touched, ntouched; /**< stops with a label */
    uint32_t *marked, nmarked;   /**< whose `ready` the last round lowered */
    uint32_t *better, nbetter;   /**< whose `rode` this round lowered */
    uint32_t *start, *last;      /**< of routes to scan: the first and the
                                      last position to board at */
    uint32_t *queue, nqueue;     /**< routes to scan */
    uint32_t *gained, ngained;   /**< with several levels: stops whose last
                                      one became better */
};

/** Forget all labels. */
void mk_rounds_begin(struct mk_ride_room *room, const struct mk_side *side,
                     uint32_t levels);
/** One can board at `stop` from `time` on before any ride. With `look`, the
 * next run looks for a vehicle there. */
void mk_rounds_start(struct mk_ride_room *room, uint32_t stop, int32_t time,
                     bool look);
/** Ride, change, ride … from the stops started, up to the bound. */
void mk_rounds_run(struct mk_ride_room *room);
/** Arrivals with the most rides, one a stop. */
const int32_t *mk_rounds_rode(const struct mk_ride_room *room);
/** The gained stops have been seen to. */
void mk_rounds_take_gained(struct mk_ride_room *room);

#endif
