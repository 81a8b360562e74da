// Dijkstra's search, bounded. The queue is never told of a lower cost: the
// old entry is passed over when it comes up. Costs carry the number of their
// run, so nothing is cleared between.
#include <markklar/street.h>

#include "analysis/net_cost.h"
#include "analysis/net_queue.h"
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

// All that a search asks of a node, side by side: most of its time is waiting
// for memory.
struct stand {
    uint32_t cost, run; // the cost is valid when run is the present one
    uint32_t out, in;   // as in mk_net
};

struct mk_search {
    const struct mk_net *net;
    struct stand *node; // nnodes + 1
    uint32_t run;
    uint32_t *settled, nsettled;
    struct mk_queue queue; // by cost, then node
    struct mk_snap *start; // by edge
    uint32_t nstarts, cap_starts;
    uint64_t limit;
    bool backwards;
};

struct mk_search *mk_search_new(const struct mk_net *net)
{
    struct mk_search *s = mk_zalloc(1, sizeof *s);
    s->net = net;
    s->node = mk_alloc(((size_t)net->nnodes + 1) * sizeof *s->node);
    for (uint32_t k = 0; k <= net->nnodes; k++)
        s->node[k] = (struct stand){0, 0, net->out[k], net->in[k]};
    s->settled = mk_alloc(net->nnodes * sizeof *s->settled);
    return s;
}

void mk_search_free(struct mk_search *s)
{
    if (!s)
        return;
    free(s->node);
    free(s->settled);
    mk_queue_release(&s->queue);
    free(s->start);
    free(s);
}

static void offer(struct mk_search *s, uint32_t node, uint64_t cost)
{
    struct stand *at = &s->node[node];
    if (cost > s->limit || (at->run == s->run && at->cost <= cost))
        return;
    at->cost = (uint32_t)cost;
    at->run = s->run;
    __builtin_prefetch(s->backwards ? s->net->enter + at->in
                                    : s->net->leave + at->out);
    mk_queue_push(&s->queue, cost << 32 | node, node);
}

static void settle_all(struct mk_search *s)
{
    const struct mk_net *net = s->net;
    const struct mk_net_half *half = s->backwards ? net->enter : net->leave;
    uint64_t key;
    uint32_t node;
    while (mk_queue_pop(&s->queue, &key, &node)) {
        const uint32_t cost = (uint32_t)(key >> 32);
        const struct stand *at = &s->node[node];
        if (at->cost != cost)
            continue; // reached more cheaply since
        s->settled[s->nsettled++] = node;
        uint32_t i = s->backwards ? at->in : at->out;
        const uint32_t end = s->backwards ? at[1].in : at[1].out;
        for (; i < end; i++)
            offer(s, half[i].to, (uint64_t)cost + half[i].cost);
    }
}

static int by_edge(const void *x, const void *y)
{
    const struct mk_snap *a = x, *b = y;
    if (a->edge != b->edge)
        return a->edge < b->edge ? -1 : 1;
    return (a->along > b->along) - (a->along < b->along);
}

static void begin(struct mk_search *s, const struct mk_snap *from,
                  uint32_t nfrom, bool backwards, uint32_t limit)
{
    if (++s->run == 0) { // numbers come round: forget the old ones
        for (uint32_t k = 0; k < s->net->nnodes; k++)
            s->node[k].run = 0;
        s->run = 1;
    }
    s->nsettled = 0;
    s->backwards = backwards;
    s->limit = limit < MK_NO_WAY ? limit : MK_NO_WAY - 1;
    mk_queue_begin(&s->queue, (uint32_t)s->limit);
    MK_GROW(s->start, s->cap_starts, nfrom);
    if (nfrom)
        memcpy(s->start, from, nfrom * sizeof *from);
    s->nstarts = nfrom;
    if (nfrom > 1)
        qsort(s->start, nfrom, sizeof *s->start, by_edge);
}

void mk_search_run(struct mk_search *s, const struct mk_snap *from,
                   uint32_t nfrom, bool backwards, uint32_t limit)
{
    begin(s, from, nfrom, backwards, limit);
    for (uint32_t i = 0; i < nfrom; i++) {
        const struct mk_net_edge *e = &s->net->edge[from[i].edge];
        const uint64_t c = mk_connector_cost(s->net->go, from[i].connector);
        uint64_t part[2];
        mk_cost_to_ends(e, &from[i], backwards, part);
        if (part[0] != MK_NO_PART)
            offer(s, e->from, c + part[0]);
        if (part[1] != MK_NO_PART)
            offer(s, e->to, c + part[1]);
    }
    settle_all(s);
}

uint32_t mk_search_nodes(const struct mk_search *s, const uint32_t **nodes)
{
    *nodes = s->settled;
    return s->nsettled;
}

uint32_t mk_search_cost(const struct mk_search *s, uint32_t node)
{
    const struct stand *at = &s->node[node];
    return s->run && at->run == s->run ? at->cost : MK_NO_WAY;
}

static uint32_t first_start_on(const struct mk_search *s, uint32_t edge)
{
    uint32_t low = 0, high = s->nstarts;
    while (low < high) {
        const uint32_t mid = low + (high - low) / 2;
        if (s->start[mid].edge < edge)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// Straight along the edge, without passing a node.
static uint64_t on_edge(const struct mk_search *s, const struct mk_snap *to)
{
    const struct mk_net_edge *e = &s->net->edge[to->edge];
    uint64_t best = MK_NO_PART;
    for (uint32_t i = first_start_on(s, to->edge);
         i < s->nstarts && s->start[i].edge == to->edge; i++) {
        const struct mk_snap *f = &s->start[i];
        const uint64_t part = s->backwards ? mk_cost_between(e, to, f)
                                           : mk_cost_between(e, f, to);
        if (part != MK_NO_PART)
            best = least(best,
                         part + mk_connector_cost(s->net->go, f->connector));
    }
    return best;
}

static uint64_t by_node(const struct mk_search *s, uint32_t node, uint64_t part)
{
    const uint32_t cost = mk_search_cost(s, node);
    return cost == MK_NO_WAY || part == MK_NO_PART ? MK_NO_PART : cost + part;
}

uint32_t mk_search_at(const struct mk_search *s, const struct mk_snap *to)
{
    const struct mk_net_edge *e = &s->net->edge[to->edge];
    uint64_t part[2];
    mk_cost_to_ends(e, to, !s->backwards, part);
    uint64_t best = on_edge(s, to);
    best = least(best, by_node(s, e->from, part[0]));
    best = least(best, by_node(s, e->to, part[1]));
    if (best == MK_NO_PART)
        return MK_NO_WAY;
    best += mk_connector_cost(s->net->go, to->connector);
    return best <= s->limit ? (uint32_t)best : MK_NO_WAY;
}
