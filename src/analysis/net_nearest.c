// One search from all sources at once: each node is settled with the least
// (cost, source), which is one integer, so ties need no thought of their own.
#include <markklar/street.h>

#include "analysis/net_cost.h"
#include "analysis/net_queue.h"
#include "base/arena.h"

#include <stdlib.h>

#define NO_LABEL UINT64_MAX

struct finding {
    const struct mk_net *net;
    uint64_t *label; // per node: cost << 32 | source
    struct mk_queue queue;
    uint64_t limit;
};

static void offer(struct finding *f, uint32_t node, uint64_t cost,
                  uint32_t source)
{
    const uint64_t label = cost << 32 | source;
    if (cost > f->limit || label >= f->label[node])
        return;
    f->label[node] = label;
    mk_queue_push(&f->queue, label, node);
}

static void begin(struct finding *f, const struct mk_snap *from,
                  const uint32_t *source, uint32_t nfrom, bool backwards)
{
    for (uint32_t i = 0; i < nfrom; i++) {
        const struct mk_net_edge *e = &f->net->edge[from[i].edge];
        const uint64_t c = mk_connector_cost(f->net->go, from[i].connector);
        uint64_t part[2];
        mk_cost_to_ends(e, &from[i], backwards, part);
        if (part[0] != MK_NO_PART)
            offer(f, e->from, c + part[0], source[i]);
        if (part[1] != MK_NO_PART)
            offer(f, e->to, c + part[1], source[i]);
    }
}

static void settle_all(struct finding *f, bool backwards)
{
    const uint32_t *first = backwards ? f->net->in : f->net->out;
    const struct mk_net_half *half =
        backwards ? f->net->enter : f->net->leave;
    uint64_t label;
    uint32_t node;
    while (mk_queue_pop(&f->queue, &label, &node)) {
        if (f->label[node] != label)
            continue; // reached more cheaply since
        for (uint32_t i = first[node]; i < first[node + 1]; i++)
            offer(f, half[i].to, (label >> 32) + half[i].cost,
                  (uint32_t)label);
    }
}

static int by_edge(const void *x, const void *y)
{
    const struct mk_source_on *a = x, *b = y;
    if (a->at.edge != b->at.edge)
        return a->at.edge < b->at.edge ? -1 : 1;
    if (a->at.along != b->at.along)
        return a->at.along < b->at.along ? -1 : 1;
    return (a->source > b->source) - (a->source < b->source);
}

void mk_nearest_find(const struct mk_net *net, const struct mk_snap *from,
                     const uint32_t *source, uint32_t nfrom, bool backwards,
                     uint32_t limit, struct mk_nearest *out)
{
    struct finding f = {.net = net};
    f.limit = limit < MK_NO_WAY ? limit : MK_NO_WAY - 1;
    f.label = mk_alloc(net->nnodes * sizeof *f.label);
    for (uint32_t k = 0; k < net->nnodes; k++)
        f.label[k] = NO_LABEL;
    mk_queue_begin(&f.queue, (uint32_t)f.limit);
    begin(&f, from, source, nfrom, backwards);
    settle_all(&f, backwards);
    mk_queue_release(&f.queue);
    *out = (struct mk_nearest){.net = net, .non = nfrom,
                               .backwards = backwards,
                               .limit = (uint32_t)f.limit};
    out->cost = mk_alloc(net->nnodes * sizeof *out->cost);
    out->source = mk_alloc(net->nnodes * sizeof *out->source);
    for (uint32_t k = 0; k < net->nnodes; k++) {
        out->cost[k] = (uint32_t)(f.label[k] >> 32); // NO_LABEL: MK_NO_WAY
        out->source[k] = (uint32_t)f.label[k];
    }
    free(f.label);
    out->on = mk_alloc(nfrom * sizeof *out->on);
    for (uint32_t i = 0; i < nfrom; i++)
        out->on[i] = (struct mk_source_on){from[i], source[i]};
    qsort(out->on, nfrom, sizeof *out->on, by_edge);
}

void mk_nearest_release(struct mk_nearest *n)
{
    free(n->cost);
    free(n->source);
    free(n->on);
    *n = (struct mk_nearest){0};
}

uint32_t mk_sources_first(const struct mk_source_on *on, uint32_t n,
                          uint32_t edge)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        const uint32_t mid = low + (high - low) / 2;
        if (on[mid].at.edge < edge)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

// The least (cost, source) so far.
struct best {
    uint64_t cost;
    uint32_t source;
};

static void consider(struct best *best, uint64_t cost, uint32_t source)
{
    if (cost < best->cost || (cost == best->cost && source < best->source))
        *best = (struct best){cost, source};
}

static void consider_node(const struct mk_nearest *n, uint32_t node,
                          uint64_t part, struct best *best)
{
    if (n->cost[node] != MK_NO_WAY && part != MK_NO_PART)
        consider(best, n->cost[node] + part, n->source[node]);
}

static void consider_edge(const struct mk_nearest *n, const struct mk_snap *to,
                          struct best *best)
{
    const struct mk_net_edge *e = &n->net->edge[to->edge];
    for (uint32_t i = mk_sources_first(n->on, n->non, to->edge);
         i < n->non && n->on[i].at.edge == to->edge; i++) {
        const struct mk_snap *f = &n->on[i].at;
        const uint64_t part = n->backwards ? mk_cost_between(e, to, f)
                                           : mk_cost_between(e, f, to);
        if (part != MK_NO_PART)
            consider(best,
                     part + mk_connector_cost(n->net->go, f->connector),
                     n->on[i].source);
    }
}

uint32_t mk_nearest_at(const struct mk_nearest *n, const struct mk_snap *to,
                       uint32_t *source)
{
    const struct mk_net_edge *e = &n->net->edge[to->edge];
    struct best best = {MK_NO_PART, UINT32_MAX};
    uint64_t part[2];
    mk_cost_to_ends(e, to, !n->backwards, part);
    consider_node(n, e->from, part[0], &best);
    consider_node(n, e->to, part[1], &best);
    consider_edge(n, to, &best);
    if (best.cost == MK_NO_PART)
        return MK_NO_WAY;
    best.cost += mk_connector_cost(n->net->go, to->connector);
    if (best.cost > n->limit)
        return MK_NO_WAY;
    *source = best.source;
    return (uint32_t)best.cost;
}
