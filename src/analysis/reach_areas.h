/** @file
 * Areas within reach along a network: a distance field on a grid, and the
 * areas where it does not pass a bound.
 */
#ifndef MK_REACH_AREAS_H
#define MK_REACH_AREAS_H

#include "analysis/contour.h"

#include <markklar/street.h>

/** Sides of the grid, m: what is drawn is right to about half of it. */
#define MK_REACH_STEP 25
/** Farther than this from every street nothing is drawn as reached: nobody
 * knows what lies between (vår konvention). */
#define MK_REACH_OFF 100
/** Islands and holes below this are left out, m2: the grid cannot tell. */
#define MK_REACH_LEAST 2500

/** What is nearest along the network, and how far away it may be for each
 * level, in metres, rising from level to level of a series; negative: at no
 * distance. */
struct mk_reach_source {
    const struct mk_nearest *nearest;
    double reach[MK_CONTOUR_LEVELS];
};

struct mk_reach_in {
    const struct mk_net *net;  /**< on foot or by bicycle: costs are mm */
    const struct mk_reach_source *source;
    uint32_t nsources, nlevels;
    uint32_t begins;           /**< bit k: level k begins a series of its own */
    double also_m;             /**< as mk_net_snap_poly() takes it */
};

/**
 * Append one geometry a level, as mk_contour_bands() does: where a source is
 * within its reach, the straight way to the street included, and not within
 * that of the level before it in its series. A point is tied to the street as mk_walk_measure()
 * ties one, but no farther than MK_REACH_OFF.
 */
void mk_reach_areas(const struct mk_reach_in *in, struct mk_polyset *out);

#endif
