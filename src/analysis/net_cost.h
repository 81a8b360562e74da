/** @file
 * What it costs to go part of an edge, and from a place to the street.
 *
 * A place stands at S(along) on its edge, S rounded once; every cost along
 * the edge is a difference of two such, so parts add up to the whole.
 */
#ifndef MK_NET_COST_H
#define MK_NET_COST_H

#include <markklar/street.h>

#define MK_NO_PART UINT64_MAX /**< closed */

static inline bool mk_by_speed(enum mk_go go)
{
    return go == MK_GO_CAR || go == MK_GO_LORRY;
}

/** mm of connector; by car driven at 10 km/h, 360 ms a metre. */
static inline uint64_t mk_connector_cost(enum mk_go go, uint32_t mm)
{
    return mk_by_speed(go) ? ((uint64_t)mm * 36 + 50) / 100 : mm;
}

/** S: what the first `mm` of an edge cost, one way or the other. */
static inline uint64_t mk_cost_share(const struct mk_net_edge *e, int way,
                                     uint32_t mm)
{
    if (e->cost[way] == e->length_mm)
        return mm;
    return ((uint64_t)mm * e->cost[way] + e->length_mm / 2) / e->length_mm;
}

/** Where a place's stretch of its edge ends. */
static inline uint32_t mk_snap_end(const struct mk_snap *s)
{
    return s->along + s->span;
}

/** From a place on an edge to its end nodes [from, to]; with `arriving`,
 * from the nodes to the place. Who stands on a node is there, whichever way its
 * street is open. */
static inline void mk_cost_to_ends(const struct mk_net_edge *e,
                                   const struct mk_snap *s, bool arriving,
                                   uint64_t cost[2])
{
    const int low = arriving ? 0 : 1; // the way between `from` and the place
    const uint32_t end = mk_snap_end(s);
    cost[0] = s->along == 0              ? 0
              : e->cost[low] == MK_NO_WAY ? MK_NO_PART
                                          : mk_cost_share(e, low, s->along);
    cost[1] = end >= e->length_mm          ? 0
              : e->cost[!low] == MK_NO_WAY
                  ? MK_NO_PART
                  : e->cost[!low] - mk_cost_share(e, !low, end);
}

/** Straight along one edge from a to b. */
static inline uint64_t mk_cost_between(const struct mk_net_edge *e,
                                       const struct mk_snap *a,
                                       const struct mk_snap *b)
{
    if (a->along <= mk_snap_end(b) && b->along <= mk_snap_end(a))
        return 0;
    const int way = a->along < b->along ? 0 : 1;
    if (e->cost[way] == MK_NO_WAY)
        return MK_NO_PART;
    return way == 0 ? mk_cost_share(e, way, b->along) -
                          mk_cost_share(e, way, mk_snap_end(a))
                    : mk_cost_share(e, way, a->along) -
                          mk_cost_share(e, way, mk_snap_end(b));
}

#endif
