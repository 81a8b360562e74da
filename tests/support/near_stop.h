/** @file
 * A stop taken as a place: what the changes about it reach.
 */
#ifndef MK_NEAR_STOP_H
#define MK_NEAR_STOP_H

#include "base/arena.h"

#include <markklar/travel.h>

/** The stop itself, and the stops that a change reaches from it (`towards`:
 * from which a change reaches it). @return how many */
static inline uint32_t near_stop(const struct mk_changes *c, uint32_t stop,
                                 bool towards, struct mk_stop_walk **out,
                                 uint32_t *cap)
{
    uint32_t n = 0;
    for (uint32_t s = 0; s < c->nstops; s++) {
        const uint32_t from = towards ? s : stop, to = towards ? stop : s;
        MK_GROW(*out, *cap, n + c->nstops + 1);
        if (s == stop)
            (*out)[n++] = (struct mk_stop_walk){s, 0};
        for (uint32_t k = c->first[from]; k < c->first[from + 1]; k++)
            if (c->v[k].to == to)
                (*out)[n++] = (struct mk_stop_walk){s, c->v[k].seconds};
    }
    return n;
}

#endif
