#include "analysis/net_around.h"

#include "analysis/net_cost.h"
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
#define WORD 64

// What reaches a node, in blocks of four cache lines; the order is of no use.
enum { BLOCK = 31 };
struct block {
    uint32_t next, n;
    struct mk_at_hand at[BLOCK];
};

struct mk_around {
    const struct mk_net *net;
    uint32_t nplaces, limit;
    uint32_t *last;      // per node: its newest block
    struct block *block;
    uint32_t nblocks, cap_blocks;
    struct mk_source_on *on; // places tied, by edge
    uint32_t non;
};

// ---- building --------------------------------------------------------------

static void keep(struct mk_around *a, uint32_t node, struct mk_at_hand h)
{
    uint32_t b = a->last[node];
    if (b == NONE || a->block[b].n == BLOCK) {
        MK_GROW(a->block, a->cap_blocks, (size_t)a->nblocks + 1);
        a->block[a->nblocks].next = b;
        a->block[a->nblocks].n = 0;
        b = a->last[node] = a->nblocks++;
    }
    a->block[b].at[a->block[b].n++] = h;
}

static void search_from(struct mk_around *a, struct mk_search *s,
                        const struct mk_snap *from, uint32_t place)
{
    const uint32_t *node;
    mk_search_run(s, from, 1, false, a->limit);
    const uint32_t n = mk_search_nodes(s, &node);
    for (uint32_t i = 0; i < n; i++)
        keep(a, node[i],
             (struct mk_at_hand){place, mk_search_cost(s, node[i])});
}

static int by_edge(const void *x, const void *y)
{
    const struct mk_source_on *a = x, *b = y;
    if (a->at.edge != b->at.edge)
        return a->at.edge < b->at.edge ? -1 : 1;
    return (a->source > b->source) - (a->source < b->source);
}

struct mk_around *mk_around_build(const struct mk_net *net,
                                  const struct mk_snap *place, uint32_t n,
                                  uint32_t limit, size_t most)
{
    struct mk_around *a = mk_zalloc(1, sizeof *a);
    struct mk_search *s = mk_search_new(net);
    *a = (struct mk_around){.net = net, .nplaces = n, .limit = limit};
    a->last = mk_alloc(((size_t)net->nnodes + 1) * sizeof *a->last);
    for (uint32_t i = 0; i < net->nnodes; i++)
        a->last[i] = NONE;
    a->on = mk_alloc(((size_t)n + 1) * sizeof *a->on);
    bool fits = true;
    for (uint32_t i = 0; i < n && fits; i++) {
        if (place[i].edge == MK_NO_EDGE)
            continue;
        search_from(a, s, &place[i], i);
        a->on[a->non++] = (struct mk_source_on){place[i], i};
        fits = a->nblocks <= most / sizeof *a->block;
    }
    mk_search_free(s);
    qsort(a->on, a->non, sizeof *a->on, by_edge);
    if (fits)
        return a;
    mk_around_free(a);
    return NULL;
}

void mk_around_free(struct mk_around *a)
{
    if (!a)
        return;
    free(a->last);
    free(a->block);
    free(a->on);
    free(a);
}

// ---- asking ----------------------------------------------------------------

static void prepare(struct mk_around_room *room, const struct mk_around *a)
{
    if (room->cost)
        return;
    room->nplaces = a->nplaces;
    room->cost = mk_alloc(((size_t)a->nplaces + 1) * sizeof *room->cost);
    for (uint32_t i = 0; i < a->nplaces; i++)
        room->cost[i] = MK_NO_WAY;
    room->found = mk_zalloc((size_t)a->nplaces / WORD + 1,
                            sizeof *room->found);
}

void mk_around_room_release(struct mk_around_room *room)
{
    free(room->cost);
    free(room->found);
    free(room->node);
    free(room->hand);
    *room = (struct mk_around_room){0};
}

static void meet(struct mk_around_room *room, uint32_t place, uint64_t cost,
                 uint32_t limit)
{
    if (cost > limit || cost >= room->cost[place])
        return;
    const uint32_t word = place / WORD;
    room->cost[place] = (uint32_t)cost;
    room->found[word] |= (uint64_t)1 << place % WORD;
    room->low = word < room->low ? word : room->low;
    room->high = word > room->high ? word : room->high;
}

static void add_node(struct mk_around_room *room, uint32_t *n, uint32_t node,
                     uint64_t cost, uint32_t limit)
{
    if (cost > limit) // closed (MK_NO_PART), or too far
        return;
    MK_GROW(room->node, room->cap_node, (size_t)*n + 1);
    room->node[(*n)++] = (struct mk_near_node){node, (uint32_t)cost};
}

static int by_node(const void *x, const void *y)
{
    const struct mk_near_node *a = x, *b = y;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return (a->cost > b->cost) - (a->cost < b->cost);
}

// The nodes beside the asking place, each with its least cost.
static uint32_t nodes_beside(const struct mk_around *a,
                             struct mk_around_room *room,
                             const struct mk_snap *to, uint32_t nto)
{
    uint32_t n = 0, m = 0;
    for (uint32_t i = 0; i < nto; i++) {
        const struct mk_net_edge *e = &a->net->edge[to[i].edge];
        const uint64_t c = mk_connector_cost(a->net->go, to[i].connector);
        uint64_t part[2];
        mk_cost_to_ends(e, &to[i], true, part);
        for (int k = 0; k < 2; k++)
            if (part[k] != MK_NO_PART)
                add_node(room, &n, k ? e->to : e->from, c + part[k],
                         a->limit);
    }
    if (n > 1)
        qsort(room->node, n, sizeof *room->node, by_node);
    for (uint32_t i = 0; i < n; i++)
        if (!m || room->node[m - 1].node != room->node[i].node)
            room->node[m++] = room->node[i];
    return m;
}

static void read_node(const struct mk_around *a, struct mk_around_room *room,
                      struct mk_near_node from)
{
    for (uint32_t b = a->last[from.node]; b != NONE; b = a->block[b].next)
        for (uint32_t i = 0; i < a->block[b].n; i++) {
            const struct mk_at_hand *h = &a->block[b].at[i];
            meet(room, h->place, (uint64_t)from.cost + h->cost, a->limit);
        }
}

// Straight along the edge, without passing a node.
static void read_edge(const struct mk_around *a, struct mk_around_room *room,
                      const struct mk_snap *to)
{
    const struct mk_net_edge *e = &a->net->edge[to->edge];
    for (uint32_t i = mk_sources_first(a->on, a->non, to->edge);
         i < a->non && a->on[i].at.edge == to->edge; i++) {
        const struct mk_snap *f = &a->on[i].at;
        const uint64_t part = mk_cost_between(e, f, to);
        if (part != MK_NO_PART)
            meet(room, a->on[i].source,
                 part + mk_connector_cost(a->net->go, f->connector) +
                     mk_connector_cost(a->net->go, to->connector),
                 a->limit);
    }
}

// What was found, by place; and nothing is found any more.
static uint32_t take(struct mk_around_room *room)
{
    uint32_t n = 0;
    for (uint32_t w = room->low; w <= room->high; w++) {
        uint64_t bits = room->found[w];
        room->found[w] = 0;
        for (uint32_t p = w * WORD; bits; p++, bits >>= 1) {
            if (!(bits & 1))
                continue;
            MK_GROW(room->hand, room->cap_hand, (size_t)n + 1);
            room->hand[n++] = (struct mk_at_hand){p, room->cost[p]};
            room->cost[p] = MK_NO_WAY;
        }
    }
    return n;
}

uint32_t mk_around_find(const struct mk_around *a,
                        struct mk_around_room *room, const struct mk_snap *to,
                        uint32_t nto, const struct mk_at_hand **out)
{
    prepare(room, a);
    room->low = a->nplaces / WORD;
    room->high = 0;
    const uint32_t n = nodes_beside(a, room, to, nto);
    for (uint32_t i = 0; i < n; i++)
        read_node(a, room, room->node[i]);
    for (uint32_t i = 0; i < nto; i++)
        read_edge(a, room, &to[i]);
    const uint32_t found = take(room);
    *out = room->hand;
    return found;
}
