/** @file
 * What land reaches by timetable, bicycle and car: arbetskraft by the start
 * of the working day, and minutes to named places (docs/method.md §5).
 *
 * mk_journeys_build() prepares what every place of land shares: who lives
 * where and how far they walk to each stop, and, backwards from each named
 * place, every way worth taking. mk_journeys_measure() asks for one polygon.
 */
#ifndef MK_JOURNEY_H
#define MK_JOURNEY_H

#include <markklar/project.h>
#include <markklar/travel.h>

/** A weight counts people in these parts and is whole, so that sums are exact
 * and no order shows in them. */
#define MK_PEOPLE_PARTS 1000

/** Points with a weight, in the working CRS. */
struct mk_people {
    double *xy;
    double *weight; /**< people x MK_PEOPLE_PARTS, whole */
    uint32_t n;
};

/** Named points, in the working CRS. */
struct mk_spots {
    const char **name;
    double *xy;
    uint32_t n;
};

/** Everything must outlive the journeys. NULL and 0: there is none. */
struct mk_journey_in {
    const struct mk_project *project;
    const struct mk_timetable *tt;
    const struct mk_router *router;
    const double *stop_xy; /**< working CRS, 2 doubles a stop */
    const struct mk_snap *stop_snap; /**< on `walk`; edge MK_NO_EDGE: none */
    const struct mk_net *walk, *cycle, *car, *lorry;
    const struct mk_people *people;
    const struct mk_spots *places;
    const struct mk_spots *junctions;
};

struct mk_journeys;
/** @return NULL when there are too many people within reach of stops: 2^28
 * pairs, 2 GiB. Free with mk_journeys_free(). */
struct mk_journeys *mk_journeys_build(const struct mk_journey_in *in);
void mk_journeys_free(struct mk_journeys *j);

/** One thread's room. */
struct mk_journey_room;
struct mk_journey_room *mk_journey_room_new(const struct mk_journeys *j);
void mk_journey_room_free(struct mk_journey_room *room);

/**
 * @param ties, nties  access points of `g` on the walking network; NULL:
 *                     found here
 * @param reach        workers, cyclists, junction and the first place's times
 *                     are filled in; the rest is left
 *                     (the arbetskraft within a time longer than the longest
 *                     journey stays unknown)
 * @param times        one a place; NULL when there are no places
 */
void mk_journeys_measure(const struct mk_journeys *j,
                         struct mk_journey_room *room,
                         const struct mk_poly *g, const struct mk_snap *ties,
                         uint32_t nties, struct mk_reach *reach,
                         struct mk_place_times *times);

/** The rules of `restid` as routing takes them. */
struct mk_travel_rules mk_journey_rules(const struct mk_travel_settings *t);

#endif
