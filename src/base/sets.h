/** @file
 * Sets that are joined, one of which every number 0..n-1 belongs to: up[] of
 * each leads to the lowest of its set, by which the set is known.
 */
#ifndef MK_SETS_H
#define MK_SETS_H

#include "base/arena.h"

#include <stdint.h>

/** n sets of one. Free with free(). */
static inline uint32_t *mk_sets_new(uint32_t n)
{
    uint32_t *up = mk_alloc(((size_t)n + 1) * sizeof *up);
    for (uint32_t i = 0; i < n; i++)
        up[i] = i;
    return up;
}

/** The lowest of i's set. */
static inline uint32_t mk_sets_root(uint32_t *up, uint32_t i)
{
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}

static inline void mk_sets_join(uint32_t *up, uint32_t a, uint32_t b)
{
    a = mk_sets_root(up, a);
    b = mk_sets_root(up, b);
    up[a > b ? a : b] = a > b ? b : a;
}

#endif
