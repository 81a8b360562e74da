/** @file
 * Which lines call where, and what of them is near a place: the raw facts
 * behind departures and classes (table `turer`, docs/method.md §5.4).
 */
#ifndef MARKKLAR_LINES_H
#define MARKKLAR_LINES_H

#include <markklar/street.h>
#include <markklar/transit.h>

/** One line towards one last stop, as it calls at one stop area. */
struct mk_line_call {
    uint32_t area;         /**< where it calls */
    const char *line;      /**< its name */
    uint32_t towards;      /**< stop area of the last stop */
    uint8_t mode;
    uint32_t dep;          /**< scheduled departures 06-20 */
    uint32_t demand;       /**< demand-responsive ones */
    int32_t first, last;   /**< of the day's own service, seconds of GTFS;
                                first > last: none */
    bool saturday, sunday; /**< runs the Saturday, the Sunday after the day */
};

/** Calls by stop area, then mode, line and last stop. */
struct mk_line_calls {
    struct mk_line_call *v;
    uint32_t n;
    uint32_t *first;       /**< of stop area a: v[first[a]] .. */
};
/** Line names stay the timetable's; the rest does not need its trips. */
void mk_line_calls_build(const struct mk_timetable *tt, mk_date day,
                         struct mk_line_calls *out);
void mk_line_calls_release(struct mk_line_calls *c);

#define MK_NEAR_BOUNDS 3
/** 300, 500 and 1 000 m. */
extern const uint16_t mk_near_bound[MK_NEAR_BOUNDS];

/** A line near a place. Of its stop areas within a bound the one with most
 * departures stands for it, of equal ones the nearest, of those the lower. */
struct mk_line_near {
    bool within[MK_NEAR_BOUNDS]; /**< it stands for the line within that bound;
                                at least one is set */
    double metres;         /**< to that stop area: along streets where there
                                are any, else straight */
    struct mk_line_call call;
};

struct mk_lines_in {
    const struct mk_line_calls *calls;
    const struct mk_timetable *tt;
    const double *stop_xy; /**< working CRS, 2 doubles a stop */
    const struct mk_net *walk;       /**< NULL: straight lines */
    const struct mk_snap *stop_snap; /**< edge MK_NO_EDGE: tied to none */
};
/** What every place of land asks; what `in` points to must outlive it. */
struct mk_lines;
struct mk_lines *mk_lines_new(const struct mk_lines_in *in);
void mk_lines_free(struct mk_lines *l);
/** One thread's room. */
struct mk_lines_room;
struct mk_lines_room *mk_lines_room_new(const struct mk_lines *l);
void mk_lines_room_free(struct mk_lines_room *r);

/**
 * Lines near a polygon by mode, line and last stop, of one line the stop area
 * with most departures first.
 * @param ties, nties  its access points on the walking network
 * @param[out] out  the room's, until asked again
 * @return how many
 */
uint32_t mk_lines_near(const struct mk_lines *l, struct mk_lines_room *r,
                       const struct mk_poly *g, const struct mk_snap *ties,
                       uint32_t nties, const struct mk_line_near **out);

/** Share of demand-responsive departures; -1 when there are none at all. */
double mk_line_demand_share(const struct mk_line_call *c);

#define MK_CLOCK_SIZE 16
/** Seconds of GTFS as 07:05; 24:10 is ten past midnight. @return out */
const char *mk_line_clock(int32_t seconds, char out[MK_CLOCK_SIZE]);

#endif
