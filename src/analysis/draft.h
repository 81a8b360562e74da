/** @file
 * A timetable while its trips are being changed.
 *
 *     mk_draft_begin, … mk_draft_end
 *
 * Between the two the timetable's own trips[] are not to be read: the draft's
 * rows are what it will have.
 */
#ifndef MK_DRAFT_H
#define MK_DRAFT_H

#include <markklar/transit.h>

#define MK_DRAFT_NONE UINT32_MAX

struct mk_draft_row {
    uint32_t pattern; /**< MK_DRAFT_NONE: taken away */
    uint32_t order;   /**< as met; the last tie */
    struct mk_trip trip;
};

struct mk_draft {
    struct mk_timetable *tt;
    struct mk_draft_row *v;
    uint32_t n, cap;
    int32_t bit;              /**< the counted day, from base_day */
    struct mk_service days;   /**< on which changed service runs */
    uint32_t days_service;    /**< its index; MK_DRAFT_NONE until needed */
    uint32_t *without;        /**< of a service: the one without `days` */
    uint32_t nwithout;
    uint32_t nplaced;         /**< pattern_stops[] in use */
    size_t cap_times, cap_services, cap_patterns, cap_stops, cap_areas,
        cap_area_stops, cap_lines, cap_placed;
    uint16_t feed;            /**< what is new belongs to it; UINT16_MAX:
                                   not made yet */
};

/** @param day  the counted day */
void mk_draft_begin(struct mk_draft *d, struct mk_timetable *tt, mk_date day);
/** Trips in their order, patterns without any gone; frees the draft. */
void mk_draft_end(struct mk_draft *d);

/** First departure of a row; of a frequency its first one. */
int32_t mk_draft_departure(const struct mk_draft *d,
                           const struct mk_draft_row *r);
/** Does it run on the counted day? */
bool mk_draft_runs(const struct mk_draft *d, const struct mk_draft_row *r);
/** Seconds from its first departure to its last arrival. */
int32_t mk_draft_duration(const struct mk_draft *d,
                          const struct mk_draft_row *r);

/** Take departures from <= t < to of a row away, on the days that change; a
 * frequency is cut in two. */
void mk_draft_cut(struct mk_draft *d, uint32_t row, int32_t from, int32_t to);
/** Take a row away on every day. */
void mk_draft_remove(struct mk_draft *d, uint32_t row);
/** A trip at `departure` with the running times of a row; days that change. */
void mk_draft_copy(struct mk_draft *d, uint32_t row, int32_t departure);

/** A line of the draft's own feed, new or met before. */
uint32_t mk_draft_line(struct mk_draft *d, const char *name);
/** A stop, and its area, at a place of its own; the same again for the same
 * name and place. */
uint32_t mk_draft_stop(struct mk_draft *d, const char *name, double lon,
                       double lat);
/** A pattern of a line; every stop takes on and lets off. */
uint32_t mk_draft_pattern(struct mk_draft *d, uint32_t line,
                          uint8_t direction, uint8_t mode,
                          const uint32_t *stops, uint32_t nstops);
/** A trip of such a pattern; offsets of its stops from the departure. */
void mk_draft_trip(struct mk_draft *d, uint32_t pattern, int32_t departure,
                   const int32_t *offsets);

#endif
