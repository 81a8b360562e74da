// Lines near a place: the stop areas within each bound, and of each line the
// stop with most departures.
#include <markklar/lines.h>

#include "analysis/timetable.h"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM 1000.0

const uint16_t mk_near_bound[MK_NEAR_BOUNDS] = {300, 500, 1000};

struct mk_lines {
    struct mk_lines_in in;
    struct mk_boxtree *tree; // over stops
};

struct mk_lines_room {
    struct mk_search *walk;
    struct mk_hits hits;
    double *metres;          // of every stop area; INFINITY: not near
    uint32_t *area;          // those that are near
    uint32_t nareas;
    struct mk_line_near *near;
    uint32_t n, cap;
};

struct mk_lines *mk_lines_new(const struct mk_lines_in *in)
{
    struct mk_lines *l = mk_zalloc(1, sizeof *l);
    l->in = *in;
    l->tree = mk_boxtree_points(in->stop_xy, NULL, in->tt->nstops);
    return l;
}

void mk_lines_free(struct mk_lines *l)
{
    if (l)
        mk_boxtree_free(l->tree);
    free(l);
}

struct mk_lines_room *mk_lines_room_new(const struct mk_lines *l)
{
    struct mk_lines_room *r = mk_zalloc(1, sizeof *r);
    const size_t n = (size_t)l->in.tt->nareas + 1;
    if (l->in.walk)
        r->walk = mk_search_new(l->in.walk);
    r->metres = mk_alloc(n * sizeof *r->metres);
    for (size_t i = 0; i < n; i++)
        r->metres[i] = INFINITY;
    r->area = mk_alloc(n * sizeof *r->area);
    return r;
}

void mk_lines_room_free(struct mk_lines_room *r)
{
    if (!r)
        return;
    if (r->walk)
        mk_search_free(r->walk);
    mk_hits_release(&r->hits);
    free(r->metres);
    free(r->area);
    free(r->near);
    free(r);
}

static double metres_to(const struct mk_lines *l, struct mk_lines_room *r,
                        const struct mk_poly *g, uint32_t stop)
{
    const double straight = mk_poly_distance(
        g, (struct mk_point){l->in.stop_xy[2 * (size_t)stop],
                             l->in.stop_xy[2 * (size_t)stop + 1]});
    if (!r->walk || straight == 0)
        return straight;
    if (l->in.stop_snap[stop].edge == MK_NO_EDGE)
        return INFINITY;
    const uint32_t mm = mk_search_at(r->walk, &l->in.stop_snap[stop]);
    return mm == MK_NO_WAY ? INFINITY : mm / MM;
}

static void find_areas(const struct mk_lines *l, struct mk_lines_room *r,
                       const struct mk_poly *g, const struct mk_snap *ties,
                       uint32_t nties)
{
    const double most = mk_near_bound[MK_NEAR_BOUNDS - 1];
    r->nareas = 0;
    mk_boxtree_query(l->tree, mk_box_grow(g->box, most), &r->hits);
    if (r->walk && r->hits.n)
        mk_search_run(r->walk, ties, nties, true, (uint32_t)(most * MM));
    for (uint32_t k = 0; k < r->hits.n; k++) {
        const uint32_t area = l->in.tt->stops[r->hits.v[k]].area;
        const double m = metres_to(l, r, g, r->hits.v[k]);
        if (area >= l->in.tt->nareas || m > most)
            continue;
        if (r->metres[area] == INFINITY)
            r->area[r->nareas++] = area;
        r->metres[area] = fmin(r->metres[area], m);
    }
}

static uint32_t departures(const struct mk_line_call *c)
{
    return c->dep + c->demand;
}

static int by_line(const void *pa, const void *pb)
{
    const struct mk_line_near *a = pa, *b = pb;
    const int c = mk_line_call_order(&a->call, &b->call);
    if (c)
        return c;
    if (departures(&a->call) != departures(&b->call))
        return departures(&a->call) > departures(&b->call) ? -1 : 1;
    if (a->metres != b->metres)
        return a->metres < b->metres ? -1 : 1;
    return (a->call.area > b->call.area) - (a->call.area < b->call.area);
}

static void gather(const struct mk_lines *l, struct mk_lines_room *r)
{
    const struct mk_line_calls *c = l->in.calls;
    r->n = 0;
    for (uint32_t k = 0; k < r->nareas; k++) {
        const uint32_t a = r->area[k];
        for (uint32_t i = c->first[a]; i < c->first[a + 1]; i++) {
            MK_GROW(r->near, r->cap, r->n + 1);
            r->near[r->n++] = (struct mk_line_near){
                .metres = r->metres[a], .call = c->v[i]};
        }
    }
    if (r->n)
        qsort(r->near, r->n, sizeof *r->near, by_line);
}

// Of one line's stops the first within each bound stands for it; those that
// stand for none are left out.
static void choose(struct mk_lines_room *r)
{
    bool found[MK_NEAR_BOUNDS] = {false};
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        struct mk_line_near near = r->near[i];
        bool any = false;
        if (i && mk_line_call_order(&r->near[i - 1].call, &near.call) != 0)
            memset(found, 0, sizeof found);
        for (int b = 0; b < MK_NEAR_BOUNDS; b++) {
            near.within[b] = !found[b] && near.metres <= mk_near_bound[b];
            found[b] = found[b] || near.within[b];
            any = any || near.within[b];
        }
        if (any)
            r->near[n++] = near;
    }
    r->n = n;
}

uint32_t mk_lines_near(const struct mk_lines *l, struct mk_lines_room *r,
                       const struct mk_poly *g, const struct mk_snap *ties,
                       uint32_t nties, const struct mk_line_near **out)
{
    find_areas(l, r, g, ties, nties);
    gather(l, r);
    choose(r);
    for (uint32_t k = 0; k < r->nareas; k++)
        r->metres[r->area[k]] = INFINITY;
    *out = r->near;
    return r->n;
}
