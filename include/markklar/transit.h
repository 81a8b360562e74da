/** @file
 * The timetable, departures per stop area, and the access of a place.
 *
 * mk_gtfs_read() (input) makes a mk_timetable from one or several GTFS feeds;
 * mk_departures_count() and mk_day_choose() (analysis) read it, and
 * mk_router_build() (travel.h) the same arrays. mk_access_build() turns stop
 * areas with departures into an index in the working CRS; mk_access_measure()
 * asks it about one polygon.
 *
 * Order: stops, stop areas, patterns, trips and services are sorted by their
 * ids (feed number first), so that no file order reaches a result.
 */
#ifndef MARKKLAR_TRANSIT_H
#define MARKKLAR_TRANSIT_H

#include <markklar/boxtree.h>
#include <markklar/ctx.h>
#include <markklar/geom.h>
#include <markklar/grades.h>
#include <markklar/street.h>
#include <markklar/value.h>

/** Trafikslag; the order is that of reports. */
enum mk_mode {
    MK_MODE_TAG,        /**< rail: 2, 100-117, 300 … */
    MK_MODE_TUNNELBANA, /**< metro: 1, 401, 402 … */
    MK_MODE_SPARVAGN,   /**< tram: 0, 5, 12, 900-906 … */
    MK_MODE_BUSS,       /**< bus: 3, 11, 700-713, 716, 800, 200-209, 714 */
    MK_MODE_FARJA,      /**< ferry: 4, 1000-1021, 1200 */
    MK_MODE_ANROP,      /**< demand-responsive: 715, 717, 1500-1507; shown,
                             never counted as scheduled */
    MK_MODE_OVRIG,      /**< cable, funicular, unknown types; air is left out */
    MK_MODE_COUNT
};
const char *mk_mode_text(enum mk_mode m, enum mk_lang lang);
/** GTFS route_type, basic or extended, to a mode. Long-distance rail (101,
 * 102, 103, 105) sets *long_distance. @return MK_MODE_COUNT for air */
enum mk_mode mk_mode_from_route_type(int route_type, bool *long_distance);

#define MK_SERVICE_DAYS 512

/** The days a service runs: bit d = base_day + d. */
struct mk_service {
    uint64_t days[MK_SERVICE_DAYS / 64];
};

/** A stop (platform) as in stops.txt. */
struct mk_stop {
    const char *id, *name;
    double lon, lat;
    uint32_t area;       /**< index of its stop area */
    uint16_t feed;
};

/** A stop area: parent_station, else stop_areas.txt, else 9022… → 9021…,
 * else same name within 150 m. */
struct mk_stop_area {
    const char *id, *name;
    uint32_t first_stop, nstops; /**< into area_stops[] */
};

/** A pattern: one line, direction and mode, and one sequence of stops.
 * pickup/drop_off are the GTFS codes 0-3 per position. */
struct mk_pattern {
    uint32_t line;         /**< index into lines[] */
    uint8_t direction;     /**< direction_id 0 or 1; 2 = not said */
    uint32_t first_stop;   /**< into pattern_stops[] / pickup[] / drop_off[] */
    uint32_t nstops;
    uint32_t first_trip, ntrips; /**< trips sorted by first departure */
    uint8_t mode;          /**< enum mk_mode */
    bool long_distance;
    uint16_t feed;
};

/** A trip of a pattern. Times in seconds after noon minus 12 h of the service
 * day, may pass 86400; arr/dep of position k are times[2*(first_time + k)]
 * and the next. Never negative, never decreasing. */
struct mk_trip {
    uint32_t first_time;
    uint32_t service;      /**< index into services */
    /* frequencies.txt: 0 = an ordinary trip */
    int32_t freq_start, freq_end, freq_headway;
    bool freq_exact;
};

/** A line as travellers know it: route_short_name, else route_long_name, else
 * route_id, of one feed. */
struct mk_line {
    const char *name;
    uint16_t feed;
};

/** A row of transfers.txt between two stops: rows of a station are spread over
 * its stops, and of several that fit a pair the most specific one is kept
 * (GTFS reference, transfers.txt). Rows that name routes or trips are counted
 * and left out. */
struct mk_transfer {
    uint32_t from, to;     /**< stops */
    uint8_t type;          /**< 0 recommended, 1 timed, 2 min time, 3 none */
    int32_t min_s;         /**< type 2; -1 not given */
};

struct mk_timetable {
    struct mk_line *lines; /**< by feed, then name */
    uint32_t nlines;
    struct mk_transfer *transfers; /**< by from, to; no pair twice */
    uint32_t ntransfers;
    /** Seconds from noon of the day before to noon of base_day + d, in the
     * feeds' time zone: 86400, or 82800 and 90000 where clocks change. */
    int32_t noon_step[MK_SERVICE_DAYS];
    struct mk_stop *stops;
    uint32_t nstops;
    struct mk_stop_area *areas;
    uint32_t nareas;
    uint32_t *area_stops;
    struct mk_pattern *patterns;
    uint32_t npatterns;
    uint32_t *pattern_stops;
    uint8_t *pickup, *drop_off;
    struct mk_trip *trips;
    uint32_t ntrips;
    int32_t *times;
    uint32_t ntimes;       /**< stop_times kept */
    struct mk_service *services;
    uint32_t nservices;
    mk_date base_day;      /**< bit 0 of every service */
    mk_date first_day, last_day; /**< with any service */
    struct mk_feed_info {
        const char *path, *version;
        mk_date first_day, last_day;
        uint64_t stops, routes, trips, stop_times, interpolated,
            duplicate_trips, dangling_stop_times, skipped_rows;
    } *feeds;
    uint32_t nfeeds;
    void *storage;         /**< texts; freed with the timetable */
};
/** Free what a timetable holds (not the struct itself). */
void mk_timetable_release(struct mk_timetable *tt);
/** Free lines, patterns, trips, times, services and transfers once departures
 * are counted and a router is built; stops, stop areas and feeds stay. */
void mk_timetable_drop_trips(struct mk_timetable *tt);

/** Which weekday was chosen and why. */
struct mk_day_choice {
    mk_date day;
    uint32_t active_trips;   /**< frequencies expanded */
    uint32_t max_trips;      /**< of any day */
    double active_services;  /**< share of services active, 0-1 */
    bool given;              /**< named in the project, not chosen */
};

/**
 * The representative weekday: within the majority service window (MobilityData
 * TripCalendarUtil: trips per date sorted, element max(0.90 N, N-30), x 0.75),
 * the first Tuesday-Thursday whose trip count is the most common one among
 * them. Ties: the earlier date.
 * @param given  a date from the project, or 0
 */
void mk_day_choose(struct mk_ctx *ctx, const struct mk_timetable *tt,
                   mk_date given, struct mk_day_choice *out);

#define MK_DAY_FROM_S (6 * 3600)
#define MK_DAY_TO_S (20 * 3600)
#define MK_DAY_HOURS 14

/** Departures of one stop area 06:00:00 <= t < 20:00:00 of one weekday. */
struct mk_area_traffic {
    uint32_t dep[MK_MODE_COUNT];      /**< scheduled departures by mode */
    uint32_t dep_long_distance;       /**< part of dep[MK_MODE_TAG] */
    uint32_t dep_total;               /**< modes but MK_MODE_ANROP */
    uint32_t dep_hour[MK_DAY_HOURS];  /**< all scheduled modes, by clock hour */
    mk_fixed avg_h;                   /**< dep_total / 14, 2 decimals */
    bool served_avg;                  /**< dep_total >= 14 */
    bool served_hourly;               /**< every clock hour has one */
    uint8_t category;                 /**< stop category 1-8, 0 = none:
                                           the best over modes */
};

/**
 * Count departures per stop area: every call but a trip's last one and those
 * with pickup_type 1; pickup_type 2 and 3 and MK_MODE_ANROP count as demand-
 * responsive only. Trips of the day before that run past midnight count.
 * @param[out] out  one per stop area; caller's array of tt->nareas
 */
void mk_departures_count(const struct mk_timetable *tt, mk_date day,
                         const struct mk_grades *grades,
                         struct mk_area_traffic *out);

/** Class A-G as 1-7; 0 = outside every class. */
typedef uint8_t mk_klass;
#define MK_KLASS_COUNT 8
const char *mk_klass_text(mk_klass k); /**< "A".."G", NULL for 0 */

/** What a place has, from the nearest point of the geometry: in a straight
 * line (mk_access_measure()) or on foot along streets (mk_walk_measure()). */
struct mk_access {
    int32_t area;      /**< nearest stop area with scheduled departures, -1 */
    mk_fixed dist;     /**< to it, 1 decimal of a metre; 0 inside */
    mk_fixed straight; /**< straight line to that stop area */
    mk_klass klass;    /**< best over stop areas */
    int32_t klass_area;   /**< the stop area that gives the class, -1 */
    mk_fixed klass_dist;
    bool served_500, served_400; /**< a stop area of >= 1 departure/h within */
    int32_t mode_area[MK_MODE_COUNT]; /**< nearest with departures of a mode */
    mk_fixed mode_dist[MK_MODE_COUNT];
    mk_fixed mode_straight[MK_MODE_COUNT]; /**< straight line to the same */
    bool along;        /**< distances but the straight ones are along streets */
    mk_fixed connector; /**< along streets: straight from the place to the
                             nearest of them; unknown: none near enough */
};

struct mk_access_index;

/** How `served` is read: SCB/Kolada do not say (reference §1.5). */
enum mk_served_rule { MK_SERVED_AVERAGE, MK_SERVED_EVERY_HOUR };

/**
 * Index the stop areas that have departures.
 * @param xy  stops in the working CRS, 2 doubles each, tt order; kept by the
 *            caller only during the call
 * @param grades  must outlive what is returned
 * Free with mk_access_free().
 */
struct mk_access_index *mk_access_build(const struct mk_timetable *tt,
                                        const struct mk_area_traffic *traffic,
                                        const double *xy,
                                        enum mk_served_rule rule,
                                        const struct mk_grades *grades);
void mk_access_free(struct mk_access_index *index);

/** Measure one polygon; distances go to the nearest platform of an area.
 * Thread-safe. Ties go to the lower stop area index. */
void mk_access_measure(const struct mk_access_index *index,
                       const struct mk_poly *g, struct mk_access *out);

/* ---- on foot along streets ---------------------------------------------- */

/** Stop areas seen along a walking network; read by any number of threads. */
struct mk_walk_index;
struct mk_walk_rules {
    double stop_max_m;  /**< a platform farther from every street is not tied
                             to them */
    double also_m, max_m; /**< mk_net_snap_poly() of a place */
};
/**
 * Tie the platforms of `index` to the network and find, for each mode and each
 * category, the nearest stop area of every node: one search each.
 * @param net, index  must outlive what is returned
 * @param stop_xy     working CRS, 2 doubles a stop
 * @param[out] stop_snap  one a stop of tt, edge MK_NO_EDGE where it is tied
 *                        to no street; caller's array, may be NULL
 * Free with mk_walk_free().
 */
struct mk_walk_index *mk_walk_build(const struct mk_access_index *index,
                                    const struct mk_timetable *tt,
                                    const double *stop_xy,
                                    const struct mk_net *net,
                                    const struct mk_walk_rules *rules,
                                    struct mk_snap *stop_snap);
void mk_walk_free(struct mk_walk_index *w);

/** Room for one thread's access points; zero is ready. */
struct mk_walk_room {
    struct mk_snap *snap;
    uint32_t n, cap; /**< those of the place measured last */
};
void mk_walk_room_release(struct mk_walk_room *room);

/**
 * Measure one polygon: nearest stop areas and class along streets, `served_*`
 * and the straight distances in a straight line. A place inside which a
 * platform stands is at 0 m from it, streets or no streets. Ties go to the
 * lower stop area index.
 */
void mk_walk_measure(const struct mk_walk_index *w, struct mk_walk_room *room,
                     const struct mk_poly *g, struct mk_access *out);

/** The nearest stop area with >= 1 departure/h, in a straight line: what
 * mk_access.served_500 and _400 go by. Ties go to the lower index.
 * @param within     metres, INFINITY for whatever the distance
 * @param[out] dist  1 decimal of a metre
 * @return its index, -1 when there is none */
int32_t mk_access_nearest_served(const struct mk_access_index *index,
                                 const struct mk_poly *g, double within,
                                 mk_fixed *dist);

/**
 * The place served at >= 1 departure/h within `radius_m`: circles of 64
 * segments a quarter around platforms, united by GEOS. Appends one geometry a
 * polygon, so that a box tree over them prunes; they do not overlap.
 */
enum mk_status mk_access_served_area(struct mk_ctx *ctx,
                                     const struct mk_access_index *index,
                                     double radius_m, struct mk_polyset *out);

/**
 * Areas by class: geometry k of `out` is the place whose best class is k+1
 * (A..G), valid, not overlapping; empty geometry where a class has none.
 * `out` must be empty. Circles have 16 segments a quarter, which is a map's
 * accuracy (within 1.6 m at 1 250 m); measure with mk_access_measure(). Pieces
 * and gaps under 1 m2 are left out.
 */
enum mk_status mk_access_class_areas(struct mk_ctx *ctx,
                                     const struct mk_access_index *index,
                                     struct mk_polyset *out);

/** Category of a stop with `dep` departures 06-20 both directions. */
uint8_t mk_stop_category(const struct mk_grades *g, enum mk_mode mode,
                         bool long_distance, uint32_t dep);
/** ÖROK's interval: 840 / (departures / 2) minutes; infinite for none. */
double mk_interval_minutes(uint32_t dep);
/** Category of a stop area, the best over its modes, and which one gives it
 * with how many departures (long-distance trains have their own column and
 * are trains as well). */
struct mk_category {
    uint8_t category; /**< 0 = none */
    enum mk_mode mode;
    bool long_distance;
    uint32_t dep;
};
struct mk_category mk_area_category(const struct mk_grades *g,
                                    const struct mk_area_traffic *a);
/** Class at a distance in metres from a stop of a category. */
mk_klass mk_class_at(const struct mk_grades *g, uint8_t category,
                     double distance_m);

#endif
