/** @file
 * What the parts of the GTFS reader share: a feed being read, one of its
 * files as a table, and the timetable under construction.
 */
#ifndef MK_GTFS_FEED_H
#define MK_GTFS_FEED_H

#include "input/gtfs.h"

#include "base/arena.h"
#include "base/csv.h"
#include "input/gtfs_ids.h"
#include "input/read_ahead.h"

#include <cpl_vsi.h>

/* ---- a feed ---------------------------------------------------------- */

/** A row of stops.txt, of any location_type. */
struct gtfs_loc {
    const char *name;
    const char *parent_id; /**< NULL: none */
    double lon, lat;
    uint64_t line;
    uint32_t area;         /**< of stop_areas.txt, GTFS_NONE */
    uint32_t rank;         /**< by id within the feed */
    uint32_t stop;         /**< index in the timetable, GTFS_NONE */
    uint8_t type;
    bool placed;           /**< has a usable position */
    bool called;           /**< named by stop_times.txt */
};

/** A row of calendar.txt. */
struct gtfs_calendar {
    mk_date from, to;      /**< 0: no row, dates only */
    uint8_t weekdays;      /**< bit 0 = Monday */
};

/** A row of calendar_dates.txt. */
struct gtfs_exception {
    uint32_t service;      /**< in the feed */
    mk_date day;
    bool added;
    uint64_t line;
};

struct gtfs_route {
    const char *name;      /**< route_short_name, else long, else id */
    uint32_t line;         /**< index in the timetable; none when by air */
    uint8_t mode;          /**< MK_MODE_COUNT: air */
    bool long_distance;
};

struct gtfs_frequency {
    uint32_t trip;
    int32_t start, end, headway;
    bool exact;
};

struct gtfs_trip {
    uint32_t route, service;
    uint32_t first_call, ncalls;
    uint32_t first_frequency, nfrequencies;
    uint64_t line;         /**< of trips.txt */
    uint8_t direction;     /**< 0, 1; 2: not said */
};

/** A row of stop_times.txt. */
struct gtfs_call {
    uint32_t trip, loc, sequence, line;
    int32_t arr, dep;      /**< -1: not given */
    uint8_t pickup, drop_off;
};

struct gtfs_feed {
    struct mk_ctx *ctx;
    const char *path, *label; /**< label: last part of the path */
    char *root;               /**< VSI folder that holds the files */
    bool zip;
    uint64_t zip_bytes;
    uint16_t number;
    struct mk_feed_info info;
    struct mk_arena *kept;    /**< texts of the timetable */
    struct mk_arena scratch;  /**< gone with the feed */

    const char *zone;         /**< agency_timezone; NULL: none */
    struct gtfs_ids agencies, services, routes, locs, trips, areas;
    struct gtfs_calendar *calendar; /**< one a service */
    uint32_t cap_calendar;
    struct gtfs_exception *exceptions;
    uint32_t nexceptions, cap_exceptions;
    uint32_t first_service;         /**< in the timetable */
    uint32_t *service_rank;
    struct gtfs_route *route;
    uint32_t cap_route;
    struct gtfs_loc *loc;
    uint32_t cap_loc;
    const char **area_name;
    uint32_t cap_area;
    struct gtfs_trip *trip;
    uint32_t cap_trip;
    struct gtfs_frequency *frequencies;
    uint32_t nfrequencies, cap_frequencies;
    struct gtfs_call *calls;
    uint32_t ncalls, cap_calls;
    bool grouped;                   /**< each trip's calls stand together */
};

/** Check the path and find the folder that holds the files. */
enum mk_status mk_gtfs_feed_open(struct mk_ctx *ctx, const char *path,
                                 struct gtfs_feed *f);
void mk_gtfs_feed_close(struct gtfs_feed *f);
bool mk_gtfs_has(const struct gtfs_feed *f, const char *file);

/* ---- a table --------------------------------------------------------- */

#define GTFS_COLS 12
#define GTFS_QUOTE 64

struct gtfs_col {
    const char *name;
    enum { GTFS_OPTIONAL, GTFS_REQUIRED } need;
};

struct gtfs_table {
    struct gtfs_feed *feed;
    const char *file;
    const struct gtfs_col *cols;
    uint32_t ncols;
    int32_t at[GTFS_COLS];   /**< column -> cell, -1: not there */
    struct mk_csv_cell cell[GTFS_COLS]; /**< of the row, trimmed */
    uint32_t header_cells;
    uint64_t rows;
    uint64_t size, bytes;    /**< stated, read so far */
    struct mk_csv csv;
    VSILFILE *fp;
    struct mk_read_ahead *ahead; /**< NULL: too small to be worth a thread */
    enum mk_status status;
    struct mk_arena repaired; /**< cells of the row that were recoded */
    char quote[GTFS_QUOTE];
};

/** Open a file that is there and find its columns. */
enum mk_status mk_gtfs_open(struct gtfs_feed *f, const char *file,
                            const struct gtfs_col cols[], uint32_t ncols,
                            struct gtfs_table *t);
/** The next usable row into t->cell[]; false at the end or on a failure. */
bool mk_gtfs_next(struct gtfs_table *t);
/** @return how the reading went */
enum mk_status mk_gtfs_close(struct gtfs_table *t);

/** Note something about a line of a file; cheap when the list is full. */
void mk_gtfs_note(struct gtfs_feed *f, enum mk_msg msg, const char *file,
                  uint64_t line, const char *a, const char *b, const char *c);
/** The same about the current row, which is counted as skipped. */
void mk_gtfs_skip(struct gtfs_table *t, enum mk_msg msg, const char *a,
                  const char *b, const char *c);
/** The current row is skipped because of its column k. */
void mk_gtfs_skip_value(struct gtfs_table *t, uint32_t k);
/** A cell as it is quoted in a note: its beginning. Until the next one. */
const char *mk_gtfs_quote(struct gtfs_table *t, uint32_t k);
/** A cell as text of the feed's scratch memory. */
const char *mk_gtfs_text(struct gtfs_table *t, uint32_t k);

/** Whole number 0 .. max, digits only. */
bool mk_gtfs_int(struct mk_csv_cell c, uint32_t max, uint32_t *out);
/** Decimal degrees within +-limit. */
bool mk_gtfs_degrees(struct mk_csv_cell c, double limit, double *out);
/** yyyymmdd. */
bool mk_gtfs_date(struct mk_csv_cell c, mk_date *out);
/** H:MM:SS up to 999 hours; blank gives -1. */
bool mk_gtfs_time(struct mk_csv_cell c, int32_t *out);

/* ---- the parts, in the order they run -------------------------------- */

/** calendar.txt, calendar_dates.txt, agency.txt, feed_info.txt. */
enum mk_status mk_gtfs_read_calendar(struct gtfs_feed *f);
/** routes.txt, stops.txt, areas, trips.txt, frequencies.txt. */
enum mk_status mk_gtfs_read_tables(struct gtfs_feed *f);
/** stop_times.txt, grouped by trip and put in order. */
enum mk_status mk_gtfs_read_times(struct gtfs_feed *f);

/** A trip before patterns are sorted and equal runs removed. */
struct gtfs_run {
    const char *id;
    uint64_t first_time;   /**< into times[], in calls */
    uint32_t pattern, service;
    uint32_t first_frequency, nfrequencies;
    uint16_t feed;
    bool dropped;
};

struct gtfs_build {
    struct mk_timetable tt;
    struct mk_arena *kept;
    uint32_t cap_stops, cap_patterns, cap_lines, cap_transfers;
    uint32_t npattern_stops, cap_pattern_stops, cap_pickup, cap_drop_off;
    uint32_t *pattern_slot; /**< hash table: pattern + 1 */
    uint32_t npattern_slots;
    struct gtfs_run *runs;
    uint32_t nruns, cap_runs;
    struct gtfs_frequency *frequencies;
    uint32_t nfrequencies, cap_frequencies;
    uint64_t cap_times;
    /* per stop, for areas */
    struct gtfs_area_key {
        const char *id;    /**< NULL: by name */
        const char *name;  /**< NULL: the stop's */
        bool national;     /**< the id means the same in every feed */
    } *key;
    uint32_t cap_key;
};

/** Service masks of all feeds. */
void mk_gtfs_build_services(struct gtfs_build *b, struct gtfs_feed feeds[],
                            uint32_t n);
/** The stops of a feed, by id. */
void mk_gtfs_build_stops(struct gtfs_build *b, struct gtfs_feed *f);
/** Its lines; before the trips. */
void mk_gtfs_build_lines(struct gtfs_build *b, struct gtfs_feed *f);
/** transfers.txt between its stops; after they are built. */
enum mk_status mk_gtfs_read_transfers(struct gtfs_build *b,
                                      struct gtfs_feed *f);
/** Feeds of different times, and stops where nothing calls; before equal runs
 * are removed. */
void mk_gtfs_check_windows(const struct gtfs_feed feeds[], uint32_t n);
void mk_gtfs_check_unserved(const struct gtfs_build *b,
                            const struct gtfs_feed feeds[], uint32_t n);
/** Clock changes, once the first day is known. */
void mk_gtfs_build_clock(struct gtfs_build *b, const struct gtfs_feed feeds[],
                         uint32_t n);
/** Its trips: times filled in and checked, patterns found. */
void mk_gtfs_build_runs(struct gtfs_build *b, struct gtfs_feed *f);
/** Stop areas of all stops. */
void mk_gtfs_build_areas(struct gtfs_build *b);
/** Equal runs removed, patterns and trips in their order. */
void mk_gtfs_build_trips(struct gtfs_build *b, struct gtfs_feed feeds[]);

#endif
