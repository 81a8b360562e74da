/** @file
 * What walk.c, walk_areas.c and gaps.c share: the nearest stop area of every
 * node of the walking network.
 */
#ifndef MK_WALK_INDEX_H
#define MK_WALK_INDEX_H

#include "analysis/access_index.h"

struct mk_walk_index {
    const struct mk_access_index *index;
    const struct mk_net *net;
    struct mk_walk_rules rules;
    struct mk_nearest mode[MK_MODE_COUNT];
    struct mk_nearest category[MK_CATEGORIES + 1]; // [0] is not used
    double *platform;    // x, y of the platforms with departures, by area
    uint32_t *first;     // of area a: first[a] .. first[a + 1] - 1
};

#endif
