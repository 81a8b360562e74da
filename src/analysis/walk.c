// Stop areas along the streets; one walks a street both ways. Each mode and
// each stop category has one search over the whole network from all of its
// platforms at once, so that a place only asks the edges it touches.
#include "analysis/net_cost.h"
#include "analysis/walk_index.h"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

#define MM 1000.0
#define WORD 64

// ---- building --------------------------------------------------------------

void mk_tie(struct mk_tied *t, const struct mk_net *net, double max_m,
            const struct mk_platform *p)
{
    struct mk_snap s;
    if (!mk_net_snap(net, (struct mk_point){p->x, p->y}, max_m, &s))
        return;
    MK_GROW(t->snap, t->cap_snap, t->n + 1);
    MK_GROW(t->area, t->cap_area, t->n + 1);
    t->snap[t->n] = s;
    t->area[t->n++] = p->area;
}

void mk_tied_release(struct mk_tied *t)
{
    free(t->snap);
    free(t->area);
    *t = (struct mk_tied){0};
}

static const struct mk_nearest *of_list(const struct mk_walk_index *w,
                                        uint32_t list)
{
    return list < MK_MODE_COUNT ? &w->mode[list]
                                : &w->category[list - MK_MODE_COUNT + 1];
}

static void search(struct mk_walk_index *w, uint32_t list, struct mk_tied *t)
{
    const bool by_mode = list < MK_MODE_COUNT;
    const struct mk_platform_tree *tree =
        by_mode ? &w->index->mode[list] : &w->index->reaching;
    const uint32_t category = by_mode ? 0 : list - MK_MODE_COUNT + 1;
    t->n = 0;
    for (uint32_t i = 0; i < tree->n; i++)
        if (by_mode || tree->platform[i].category == category)
            mk_tie(t, w->net, w->rules.stop_max_m, &tree->platform[i]);
    mk_nearest_find(w->net, t->snap, t->area, t->n, false, MK_SEARCH_LIMIT_MM,
                    by_mode ? &w->mode[list] : &w->category[category]);
    if (t->n)
        w->list[w->nlists++] = list;
}

static void note_edges(struct mk_walk_index *w, const struct mk_nearest *n)
{
    for (uint32_t i = 0; i < n->non; i++) {
        const uint32_t e = n->on[i].at.edge;
        w->has[e / WORD] |= (uint64_t)1 << e % WORD;
    }
}

// A node's answers stand together: a place asks for all of them.
static void keep_by_place(struct mk_walk_index *w)
{
    const uint32_t nodes = w->net->nnodes, n = w->nlists;
    w->node = mk_alloc(((size_t)nodes * n + 1) * sizeof *w->node);
    w->has = mk_zalloc((size_t)w->net->nedges / WORD + 1, sizeof *w->has);
    for (uint32_t k = 0; k < n; k++) {
        const struct mk_nearest *l = of_list(w, w->list[k]);
        for (uint32_t i = 0; i < nodes; i++)
            w->node[(size_t)i * n + k] =
                (struct mk_found){l->cost[i], l->source[i]};
        note_edges(w, l);
    }
}

// The platforms of each area, for the straight line to it.
static void list_platforms(struct mk_walk_index *w,
                           const struct mk_timetable *tt, const double *xy)
{
    w->first = mk_zalloc((size_t)tt->nareas + 2, sizeof *w->first);
    for (uint32_t s = 0; s < tt->nstops; s++)
        if (tt->stops[s].area < tt->nareas)
            w->first[tt->stops[s].area + 2]++;
    for (uint32_t a = 1; a <= tt->nareas; a++)
        w->first[a + 1] += w->first[a];
    w->platform = mk_zalloc((size_t)tt->nstops * 2 + 2, sizeof(double));
    for (uint32_t s = 0; s < tt->nstops; s++) {
        if (tt->stops[s].area >= tt->nareas)
            continue;
        const size_t k = w->first[tt->stops[s].area + 1]++;
        w->platform[2 * k] = xy[2 * (size_t)s];
        w->platform[2 * k + 1] = xy[2 * (size_t)s + 1];
    }
}

struct mk_walk_index *mk_walk_build(const struct mk_access_index *index,
                                    const struct mk_timetable *tt,
                                    const double *stop_xy,
                                    const struct mk_net *net,
                                    const struct mk_walk_rules *rules,
                                    struct mk_snap *stop_snap)
{
    struct mk_walk_index *w = mk_zalloc(1, sizeof *w);
    w->index = index;
    w->net = net;
    w->rules = *rules;
    struct mk_tied t = {0};
    for (uint32_t l = 0; l < MK_WALK_LISTS; l++)
        search(w, l, &t);
    mk_tied_release(&t);
    keep_by_place(w);
    list_platforms(w, tt, stop_xy);
    if (stop_snap)
        mk_net_snap_all(net, stop_xy, tt->nstops, rules->stop_max_m,
                        stop_snap);
    return w;
}

void mk_walk_free(struct mk_walk_index *w)
{
    if (!w)
        return;
    for (int m = 0; m < MK_MODE_COUNT; m++)
        mk_nearest_release(&w->mode[m]);
    for (uint8_t c = 1; c <= MK_CATEGORIES; c++)
        mk_nearest_release(&w->category[c]);
    free(w->node);
    free(w->has);
    free(w->platform);
    free(w->first);
    free(w);
}

void mk_walk_room_release(struct mk_walk_room *room)
{
    free(room->snap);
    *room = (struct mk_walk_room){0};
}

// ---- measuring -------------------------------------------------------------

static const struct mk_found nowhere = {MK_NO_WAY, UINT32_MAX};

static bool nearer(struct mk_found a, struct mk_found b)
{
    return a.mm < b.mm || (a.mm == b.mm && a.area < b.area);
}

static void offer(struct mk_found *best, uint64_t mm, uint32_t area)
{
    const struct mk_found f = {(uint32_t)mm, area};
    if (mm <= MK_SEARCH_LIMIT_MM && nearer(f, *best))
        *best = f;
}

static void offer_node(const struct mk_walk_index *w, uint32_t node,
                       uint64_t mm, struct mk_found *best)
{
    const struct mk_found *at = &w->node[(size_t)node * w->nlists];
    for (uint32_t k = 0; k < w->nlists; k++)
        if (at[k].mm != MK_NO_WAY)
            offer(&best[w->list[k]], mm + at[k].mm, at[k].area);
}

// Straight along the edge, without passing a node.
static void offer_list(const struct mk_nearest *n, const struct mk_snap *to,
                       struct mk_found *best)
{
    const struct mk_net_edge *e = &n->net->edge[to->edge];
    for (uint32_t i = mk_sources_first(n->on, n->non, to->edge);
         i < n->non && n->on[i].at.edge == to->edge; i++) {
        const struct mk_snap *f = &n->on[i].at;
        const uint64_t part = mk_cost_between(e, f, to);
        if (part != MK_NO_PART)
            offer(best, part + f->connector + to->connector,
                  n->on[i].source);
    }
}

static void offer_edge(const struct mk_walk_index *w,
                       const struct mk_snap *to, struct mk_found *best)
{
    if (!(w->has[to->edge / WORD] >> to->edge % WORD & 1))
        return;
    for (uint32_t k = 0; k < w->nlists; k++)
        offer_list(of_list(w, w->list[k]), to, &best[w->list[k]]);
}

// Of every list the nearest stop area, the lowest of those as near.
static void find_nearest(const struct mk_walk_index *w,
                         const struct mk_walk_room *room,
                         struct mk_found best[MK_WALK_LISTS])
{
    for (uint32_t l = 0; l < MK_WALK_LISTS; l++)
        best[l] = nowhere;
    for (uint32_t i = 0; i < room->n; i++) {
        const struct mk_snap *to = &room->snap[i];
        const struct mk_net_edge *e = &w->net->edge[to->edge];
        uint64_t part[2];
        mk_cost_to_ends(e, to, true, part);
        if (part[0] != MK_NO_PART)
            offer_node(w, e->from, part[0] + to->connector, best);
        if (part[1] != MK_NO_PART)
            offer_node(w, e->to, part[1] + to->connector, best);
        offer_edge(w, to, best);
    }
}

static mk_fixed dist_of(struct mk_found f)
{
    return f.mm == MK_NO_WAY ? MK_UNKNOWN : mk_fix(f.mm / MM, 1);
}

static int32_t area_of(struct mk_found f)
{
    return f.mm == MK_NO_WAY ? -1 : (int32_t)f.area;
}

static mk_fixed straight_to(const struct mk_walk_index *w,
                            const struct mk_poly *g, int32_t area)
{
    if (area < 0)
        return MK_UNKNOWN;
    double least = INFINITY;
    for (uint32_t k = w->first[area]; k < w->first[area + 1]; k++)
        least = fmin(least, mk_poly_distance(g, (struct mk_point){
                                w->platform[2 * (size_t)k],
                                w->platform[2 * (size_t)k + 1]}));
    return mk_fix(least, 1);
}

// What stands inside is at hand whatever the streets say.
static struct mk_found or_inside(struct mk_found f, int32_t area, mk_fixed straight)
{
    const struct mk_found here = {0, (uint32_t)area};
    return area >= 0 && straight == 0 && nearer(here, f) ? here : f;
}

static void measure_modes(const struct mk_walk_index *w,
                          const struct mk_found near[MK_WALK_LISTS],
                          const struct mk_poly *g, struct mk_access *a)
{
    struct mk_found scheduled = nowhere;
    a->straight = MK_UNKNOWN;
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        const struct mk_found f =
            or_inside(near[m], a->mode_area[m], a->mode_dist[m]);
        a->mode_area[m] = area_of(f);
        a->mode_dist[m] = dist_of(f);
        a->mode_straight[m] = straight_to(w, g, a->mode_area[m]);
        if (m != MK_MODE_ANROP && f.mm != MK_NO_WAY && nearer(f, scheduled)) {
            scheduled = f;
            a->straight = a->mode_straight[m];
        }
    }
    a->area = area_of(scheduled);
    a->dist = dist_of(scheduled);
}

static bool better(mk_klass k, struct mk_found f, mk_klass than,
                   struct mk_found best)
{
    if (k == 0 || than == 0)
        return k != 0;
    return k < than || (k == than && nearer(f, best));
}

struct best_class {
    mk_klass klass;
    struct mk_found at;
};

static void meet(const struct mk_access_index *index, struct best_class *best,
                 uint8_t category, struct mk_found f)
{
    const mk_klass k =
        f.mm == MK_NO_WAY ? 0
                          : mk_class_at(index->grades, category, f.mm / MM);
    if (better(k, f, best->klass, best->at))
        *best = (struct best_class){k, f};
}

// `a` has the class of what stands inside.
static void measure_class(const struct mk_walk_index *w,
                          const struct mk_found near[MK_WALK_LISTS],
                          struct mk_access *a)
{
    struct best_class best = {0, nowhere};
    if (a->klass)
        best = (struct best_class){a->klass, {0, (uint32_t)a->klass_area}};
    for (uint8_t c = 1; c <= MK_CATEGORIES; c++)
        meet(w->index, &best, c, near[MK_MODE_COUNT + c - 1]);
    a->klass = best.klass;
    a->klass_area = best.klass ? area_of(best.at) : -1;
    a->klass_dist = best.klass ? dist_of(best.at) : MK_UNKNOWN;
}

static mk_fixed least_connector(const struct mk_walk_room *room)
{
    uint32_t least = MK_NO_WAY;
    for (uint32_t i = 0; i < room->n; i++)
        if (room->snap[i].connector < least)
            least = room->snap[i].connector;
    return least == MK_NO_WAY ? MK_UNKNOWN : mk_fix(least / MM, 1);
}

void mk_walk_measure(const struct mk_walk_index *w, struct mk_walk_room *room,
                     const struct mk_poly *g, struct mk_access *out)
{
    struct mk_found near[MK_WALK_LISTS];
    mk_access_measure_inside(w->index, g, out);
    room->n = g->npart ? mk_net_snap_poly(w->net, g, w->rules.also_m,
                                          w->rules.max_m, &room->snap,
                                          &room->cap)
                       : 0;
    find_nearest(w, room, near);
    measure_modes(w, near, g, out);
    measure_class(w, near, out);
    out->along = true;
    out->connector = least_connector(room);
}
