/** @file
 * Where service is missing: no stop area with at least one departure an hour
 * within 500 m (along streets where there are streets), and no class better
 * than F. The one is what SCB counts, the other spares the land a little
 * farther from a station.
 */
#ifndef MK_GAPS_H
#define MK_GAPS_H

#include <markklar/transit.h>

#define MK_GAP_WITHIN_M 500
#define MK_GAP_KLASS 5 /**< E: the least class that is service */

enum mk_gap_state {
    MK_GAP_SERVED,
    MK_GAP_MISSING,
    MK_GAP_UNKNOWN /**< no street near: the way to the stop is not known */
};

struct mk_gap {
    enum mk_gap_state state;
    int32_t area;   /**< nearest stop area with >= 1 departure/h, -1 */
    mk_fixed dist;  /**< to it, 1 decimal of a metre; MK_UNKNOWN */
    bool along;     /**< that distance is along streets */
};

/** Read by any number of threads. Free with mk_gaps_free().
 * @param walk  NULL: straight lines */
struct mk_gaps;
struct mk_gaps *mk_gaps_new(const struct mk_access_index *index,
                            const struct mk_walk_index *walk);
void mk_gaps_free(struct mk_gaps *g);

/** A place whose class is known already (0 = outside every class).
 * @param dist  is the distance wanted where the class settles the state? */
struct mk_gap mk_gap_of_land(const struct mk_gaps *g,
                             struct mk_walk_room *room,
                             const struct mk_poly *land, mk_klass klass,
                             bool dist);
/** A point; its class is measured when it decides. */
struct mk_gap mk_gap_of_point(const struct mk_gaps *g,
                              struct mk_walk_room *room, struct mk_point p);

#endif
