/** @file
 * Travel by timetable: RAPTOR over one day, forwards and backwards, over a
 * window of departures; and sums of what is reached.
 *
 * RAPTOR: Delling, Pajor, Werneck, "Round-Based Public Transit Routing",
 * ALENEX 2012. Times are seconds after noon minus 12 hours of the day that is
 * travelled (GTFS time), so 07:30 is 27 000 on every day, also when clocks
 * change; trips of the days before reach in with the hours between their
 * noon and this one's (23 or 25 of 24 where clocks changed between).
 *
 * A mk_router is read by any number of threads; a mk_ride_room is one
 * thread's.
 */
#ifndef MARKKLAR_TRAVEL_H
#define MARKKLAR_TRAVEL_H

#include <markklar/street.h>
#include <markklar/transit.h>

#define MK_NEVER INT32_MAX  /**< not reached */

/** Where no streets are given, one walks the straight line times this (vår
 * konvention). */
#define MK_DETOUR 1.3

/** Walked (or given) changes between stops: CSR by stop, ascending. Symmetric
 * unless transfers.txt says otherwise. A stop's change to itself is free and
 * not listed. */
struct mk_changes {
    uint32_t *first;        /**< nstops + 1 */
    struct mk_hop { uint32_t to; int32_t seconds; } *v;
    uint32_t nstops;
};
void mk_changes_release(struct mk_changes *c);

struct mk_travel_rules {
    double walk_ms;         /**< gångfart, m/s, default 1.25 (4,5 km/h) */
    double cycle_ms;        /**< default 16 km/h / 3.6 */
    int32_t board_s;        /**< least time before every boarding, the first
                                 included; default 60 */
    double change_max_m;    /**< longest walked change, default 1000 */
    double access_max_m;    /**< longest walk to the first stop, default 2000 */
    double egress_max_m;    /**< and from the last, default 2000 */
    int max_rides;          /**< default 4 */
    int32_t max_trip_s;     /**< longest journey looked for, default 2 h */
};

/** Most changes that are walked: 60 000 stops with 280 others around each, and
 * with all that is made of them less than 1 GiB. */
#define MK_CHANGES_MAX ((size_t)1 << 24)

/**
 * Changes between stops along a network, at most rules->change_max_m; then
 * transfers.txt (tt->transfers): type 0 and 1 take what the walk takes, and
 * where none is known that of the straight line times 1.3; 2 its
 * min_transfer_time, 3 forbids; the more specific row wins (stop over
 * station). Without a network: straight line times 1.3 (vår konvention). With
 * `only_given`, transfers.txt alone, types 0 and 1 in 0 s. Nobody walks to or
 * from a stop where no trip calls.
 * @param stop_xy  working CRS, 2 doubles a stop
 * @return false, with nothing in `out`, when more than MK_CHANGES_MAX are
 *         walked
 */
bool mk_changes_build(const struct mk_timetable *tt, const struct mk_net *walk,
                      const struct mk_snap *stop_snap, const double *stop_xy,
                      const struct mk_travel_rules *rules, bool only_given,
                      struct mk_changes *out);

/** Most calls of the vehicles of one day: 1 GiB of a router. All of Sweden has
 * some millions. */
#define MK_ROUTER_TIMES_MAX ((size_t)1 << 26)

/** The timetable of one day, made ready for journeys that leave or arrive
 * on it: departures from 0 to 86 400, arrivals to 86 400 + max_trip_s.
 * @return NULL when there are more than MK_ROUTER_TIMES_MAX calls */
struct mk_router;
struct mk_router *mk_router_build(const struct mk_timetable *tt, mk_date day,
                                  const struct mk_changes *changes,
                                  const struct mk_travel_rules *rules);
void mk_router_free(struct mk_router *r);
/** Vehicles of the day's own service that are used (frequencies expanded,
 * demand-responsive ones left out). */
uint32_t mk_router_trips(const struct mk_router *r);

/** A stop and the seconds on foot to or from it. */
struct mk_stop_walk {
    uint32_t stop;
    int32_t seconds;
};

struct mk_ride_room;
struct mk_ride_room *mk_ride_room_new(const struct mk_router *r);
void mk_ride_room_free(struct mk_ride_room *room);

/**
 * Earliest arrival at every stop *by vehicle*, leaving the place at `depart`
 * on foot towards `from`; stops of `from` themselves count as reached on foot.
 * Changes are walked between two rides only: before the first and after the
 * last one walks to and from the place, once. So the way from a stop to a
 * place is added by the caller, also when the place is a stop.
 * @param[out] arrive  one a stop, MK_NEVER beyond depart + max_trip_s
 */
void mk_ride_depart(const struct mk_router *r, struct mk_ride_room *room,
                    const struct mk_stop_walk *from, uint32_t nfrom,
                    int32_t depart, int32_t *arrive);
/**
 * Latest departure by vehicle from every stop that still arrives at the place
 * by `deadline`, walking from `to` at the end; `to` themselves: on foot.
 * @param[out] leave  one a stop: the moment one must be there (the slack
 *                    before boarding included); -MK_NEVER: too far
 */
void mk_ride_arrive(const struct mk_router *r, struct mk_ride_room *room,
                    const struct mk_stop_walk *to, uint32_t nto,
                    int32_t deadline, int32_t *leave);
/**
 * The same for those who leave at most `within_s` before the deadline, for a
 * caller with many targets: nothing is done for stops that are not reached.
 * @param[in,out] leave  one a stop; set for the stops reached and no others
 * @param[out] reached   which they are, in no order; the room's
 * @return how many
 */
uint32_t mk_ride_arrive_within(const struct mk_router *r,
                               struct mk_ride_room *room,
                               const struct mk_stop_walk *to, uint32_t nto,
                               int32_t deadline, int32_t within_s,
                               int32_t *leave, const uint32_t **reached);

/**
 * For one target, every way worth taking: of each stop the pairs (be there
 * at, arrive at) for which no later departure arrives earlier, for arrivals
 * that serve departures from `from_s` to `to_s`. Made backwards, one pass for
 * each moment at which the target can be reached.
 */
struct mk_profile {
    uint32_t *first;     /**< nstops + 1 */
    struct mk_leg { int32_t leave, arrive; } *v; /**< of a stop, leave rising,
                                                      arrive rising */
};
void mk_profile_build(const struct mk_router *r, struct mk_ride_room *room,
                      const struct mk_stop_walk *to, uint32_t nto,
                      int32_t from_s, int32_t to_s, struct mk_profile *out);
void mk_profile_release(struct mk_profile *p);

/**
 * Journey times of one origin, one a departure from `from_s` in steps of
 * `step_s` (n of them): the least of walking all the way and of every access
 * stop's best leg.
 * @param walk_s  on foot all the way, MK_NEVER
 * @param[out] out  n seconds, MK_NEVER where there is none in max_trip_s
 */
void mk_profile_draws(const struct mk_router *r, const struct mk_profile *p,
                      const struct mk_stop_walk *access, uint32_t naccess,
                      int32_t walk_s, int32_t from_s, int32_t step_s,
                      uint32_t n, int32_t *out);

/** Element ceil(percent / 100 x n) - 1 of the draws sorted (as R5 does; the
 * lower median for 50); MK_NEVER sorts last. Reorders `draws`. */
int32_t mk_percentile(int32_t *draws, uint32_t n, int percent);

/** Remarks on how a place is tied to streets and stops (field anm_koll). */
enum mk_remark {
    MK_RM_FAR,       /**< långt till gata: the connector is long */
    MK_RM_UNTIED,    /**< ej nåbar: no street near enough */
    MK_RM_EDGE,      /**< kant: what it reaches touches the data's edge */
    MK_RM_DEMAND,    /**< anropsstyrt: all stops near are demand-responsive */
    MK_RM_COUNT
};
const char *mk_remark_text(enum mk_remark r);

/** Is any journey looked for quicker with a vehicle than on foot? */
enum mk_rides {
    MK_RIDES_UNKNOWN, /**< none was looked for */
    MK_RIDES_NO_QUICKER,
    MK_RIDES_QUICKER
};

/** What a place reaches, in published numbers; -1 is unknown. Held in every
 * row. */
struct mk_reach {
    int32_t straight_dm;  /**< straight line to the nearest stop area */
    int32_t connector_dm; /**< from the place to the nearest street */
    int32_t workers[3];   /**< arbetskraft within 30, 45, 60 minutes */
    int32_t workers_shift; /**< within 45 minutes to the shift */
    int32_t cyclists[2];  /**< within 15, 30 minutes by bicycle */
    int32_t junction;     /**< nearest trafikplats, index */
    int32_t junction_m;
    int32_t junction_s;   /**< tenths of a minute */
    int32_t lorry_s;      /**< to the first trafikplats by lorry, the same */
    int32_t p50, p85;     /**< whole minutes to the first place, truncated */
    int32_t car;          /**< tenths of a minute to it */
    int32_t ratio;        /**< restidskvot, hundredths */
    uint8_t along;        /**< 1: distances along streets */
    uint8_t remarks;      /**< bits of enum mk_remark */
    uint8_t rides;        /**< enum mk_rides */
};
void mk_reach_init(struct mk_reach *r);

/** Whole seconds that a way takes, upwards: a part of a second short is too
 * late for the bus. */
int32_t mk_seconds_on_way(double mm, double metres_per_s);

#define MK_PERCENTILES 8
/** Journeys to one named place; seconds, MK_NEVER: none in max_restid_min. */
struct mk_place_times {
    int32_t draws[MK_PERCENTILES]; /**< the project's percentiles */
    int32_t walk_s, cycle_s, car_s;
    uint32_t car_m;                /**< MK_NO_WAY */
};

/** What is reached: the sum of weights whose time is at most `cutoff` (both
 * in the same unit; MK_NEVER never is). Active or passive is which times one
 * gives it. Sums in the given order. */
double mk_reach_sum(const double *times, const double *weights, uint32_t n,
                    double cutoff);

#endif
