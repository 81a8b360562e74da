/** @file
 * Small questions about a timetable, shared by counting and day choice.
 */
#ifndef MK_TIMETABLE_H
#define MK_TIMETABLE_H

#include <markklar/lines.h>
#include <markklar/transit.h>

/** Does the service run on base_day + bit? Days outside the masks: no. */
bool mk_service_runs(const struct mk_service *s, int32_t bit);

/** How many vehicles a trip stands for: 1, or what its frequency gives. */
uint32_t mk_trip_departures(const struct mk_trip *t);

/** A call that is counted: where it is in the pattern, and how. */
struct mk_call {
    uint32_t area;
    uint32_t time_at; /**< position whose departure it is */
    bool demand;      /**< pickup only after a call to the operator */
};
/** Calls of a pattern that are departures. @param[out] out  room for nstops */
uint32_t mk_pattern_calls(const struct mk_timetable *tt,
                          const struct mk_pattern *p, struct mk_call *out);
/** How many of time, time + headway, ... (n of them) are before `limit`. */
uint32_t mk_departures_before(int64_t time, int32_t headway, uint32_t n,
                              int64_t limit);

/** Mode, line, last stop. */
int mk_line_call_order(const struct mk_line_call *a,
                       const struct mk_line_call *b);

#endif
