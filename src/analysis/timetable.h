/** @file
 * Small questions about a timetable, shared by counting and day choice.
 */
#ifndef MK_TIMETABLE_H
#define MK_TIMETABLE_H

#include <markklar/transit.h>

/** Does the service run on base_day + bit? Days outside the masks: no. */
bool mk_service_runs(const struct mk_service *s, int32_t bit);

/** How many vehicles a trip stands for: 1, or what its frequency gives. */
uint32_t mk_trip_departures(const struct mk_trip *t);

#endif
