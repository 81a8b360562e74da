/** @file
 * Which of many places lie within a limit of any place that is asked about:
 * one search from each place, before anything is asked.
 *
 * A search from a piece of land visits every node within reach, to find the
 * few people and stops tied to some of them. There is more land than there
 * are people's squares, so the searches are made from the squares and what
 * they found is kept at the nodes; land then reads the nodes beside it. The
 * costs are those of mk_search_at(), to the millimetre.
 */
#ifndef MK_NET_AROUND_H
#define MK_NET_AROUND_H

#include <markklar/street.h>

struct mk_around;
/**
 * @param place  n of them; those with edge MK_NO_EDGE are tied to nothing
 * @param limit  the highest cost from a place to where it is asked for, in the
 *               network's unit (mm, or ms by car)
 * @param most   bytes that may be kept
 * @return NULL when they would be more
 */
struct mk_around *mk_around_build(const struct mk_net *net,
                                  const struct mk_snap *place, uint32_t n,
                                  uint32_t limit, size_t most);
void mk_around_free(struct mk_around *a);

struct mk_at_hand {
    uint32_t place, cost;
};

/** One thread's; zero-initialised it is empty. */
struct mk_around_room {
    uint32_t *cost;              /**< per place; MK_NO_WAY between questions */
    uint64_t *found;             /**< a bit a place */
    uint32_t nplaces;
    uint32_t low, high;          /**< words of found[] in use, low .. high */
    struct mk_near_node {
        uint32_t node, cost;
    } *node;
    struct mk_at_hand *hand;
    uint32_t cap_node, cap_hand;
};
void mk_around_room_release(struct mk_around_room *room);

/**
 * The places from which one comes to any of `to` within the limit, and the
 * least cost, by place. Connectors at both ends are counted.
 * @param[out] out  valid until the room is next used
 */
uint32_t mk_around_find(const struct mk_around *a,
                        struct mk_around_room *room, const struct mk_snap *to,
                        uint32_t nto, const struct mk_at_hand **out);

#endif
