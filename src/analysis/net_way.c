// How long the nearest way is. Costs alone are kept of a search; the way is
// found again from them: the neighbour it came by is one whose cost and the
// edge between make up the node's own.
#include <markklar/street.h>

#include "analysis/net_cost.h"

struct trace {
    const struct mk_nearest *n;
    uint32_t source;
    uint64_t mm;
};

static uint32_t mm_to_end(const struct mk_net_edge *e,
                          const struct mk_snap *s, int end)
{
    return end == 0 ? s->along : e->length_mm - mk_snap_end(s);
}

static uint32_t mm_between(const struct mk_snap *a, const struct mk_snap *b)
{
    if (mk_snap_end(a) < b->along)
        return b->along - mk_snap_end(a);
    return mk_snap_end(b) < a->along ? a->along - mk_snap_end(b) : 0;
}

// The way begins at `node` when a place of the source, and the piece of its
// edge up to the node, cost just as much.
static bool begins_at(struct trace *t, uint32_t node)
{
    const struct mk_nearest *n = t->n;
    for (uint32_t i = 0; i < n->non; i++) {
        const struct mk_snap *s = &n->on[i].at;
        const struct mk_net_edge *e = &n->net->edge[s->edge];
        if (n->on[i].source != t->source)
            continue;
        uint64_t part[2];
        mk_cost_to_ends(e, s, n->backwards, part);
        for (int k = 0; k < 2; k++)
            if ((k ? e->to : e->from) == node && part[k] != MK_NO_PART &&
                mk_connector_cost(n->net->go, s->connector) + part[k] ==
                    n->cost[node]) {
                t->mm += s->connector;
                t->mm += mm_to_end(e, s, k);
                return true;
            }
    }
    return false;
}

static const struct mk_net_half *step(const struct trace *t, uint32_t node)
{
    const struct mk_nearest *n = t->n;
    const uint32_t *first = n->backwards ? n->net->out : n->net->in;
    const struct mk_net_half *half =
        n->backwards ? n->net->leave : n->net->enter;
    for (uint32_t i = first[node]; i < first[node + 1]; i++)
        if (half[i].cost && n->source[half[i].to] == t->source &&
            n->cost[half[i].to] != MK_NO_WAY &&
            (uint64_t)n->cost[half[i].to] + half[i].cost == n->cost[node])
            return &half[i];
    return NULL;
}

// Costs fall with every step, so the walk ends.
static void walk_back(struct trace *t, uint32_t node)
{
    while (!begins_at(t, node)) {
        const struct mk_net_half *h = step(t, node);
        if (!h)
            return;
        t->mm += t->n->net->edge[h->edge].length_mm;
        node = h->to;
    }
}

// A place of the source on the same edge, reached without passing a node.
static bool on_the_edge(struct trace *t, const struct mk_snap *to,
                        uint64_t cost)
{
    const struct mk_nearest *n = t->n;
    const struct mk_net_edge *e = &n->net->edge[to->edge];
    for (uint32_t i = mk_sources_first(n->on, n->non, to->edge);
         i < n->non && n->on[i].at.edge == to->edge; i++) {
        const struct mk_snap *s = &n->on[i].at;
        if (n->on[i].source != t->source)
            continue;
        const uint64_t part = n->backwards ? mk_cost_between(e, to, s)
                                           : mk_cost_between(e, s, to);
        if (part != MK_NO_PART &&
            part + mk_connector_cost(n->net->go, s->connector) == cost) {
            t->mm += s->connector;
            t->mm += mm_between(s, to);
            return true;
        }
    }
    return false;
}

uint64_t mk_nearest_way_mm(const struct mk_nearest *n,
                           const struct mk_snap *to)
{
    struct trace t = {.n = n};
    const uint32_t whole = mk_nearest_at(n, to, &t.source);
    if (whole == MK_NO_WAY)
        return 0;
    const uint64_t cost =
        whole - mk_connector_cost(n->net->go, to->connector);
    const struct mk_net_edge *e = &n->net->edge[to->edge];
    uint64_t part[2];
    t.mm = to->connector;
    if (on_the_edge(&t, to, cost))
        return t.mm;
    mk_cost_to_ends(e, to, !n->backwards, part);
    for (int k = 0; k < 2; k++) {
        const uint32_t node = k ? e->to : e->from;
        if (part[k] == MK_NO_PART || n->cost[node] == MK_NO_WAY ||
            n->source[node] != t.source || n->cost[node] + part[k] != cost)
            continue;
        t.mm += mm_to_end(e, to, k);
        walk_back(&t, node);
        return t.mm;
    }
    return 0;
}
