// Changes between stops: what is walked, then what transfers.txt says of it.
#include <markklar/travel.h>

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

#define MM 1000.0
enum { MIN_TIME = 2, FORBIDDEN = 3 }; // transfer_type

struct pair {
    uint32_t from;
    struct mk_hop to;
};

struct pairs {
    struct pair *v;
    size_t n, cap;
};

static void add(struct pairs *p, uint32_t from, uint32_t to, int32_t seconds)
{
    MK_GROW(p->v, p->cap, p->n + 1);
    p->v[p->n++] = (struct pair){from, {to, seconds}};
}

// ---- on foot ---------------------------------------------------------------

// Where some trip calls; nobody changes anywhere else.
static bool *served_stops(const struct mk_timetable *tt)
{
    bool *served = mk_zalloc((size_t)tt->nstops + 1, sizeof *served);
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        for (uint32_t k = 0; p->ntrips && k < p->nstops; k++)
            served[tt->pattern_stops[p->first_stop + k]] = true;
    }
    return served;
}

// What the searches of one timetable share.
struct walking {
    const struct mk_snap *snap;
    const double *xy;
    const struct mk_travel_rules *rules;
    struct mk_search *search; // NULL: straight lines
    double limit_mm;
};

static double metres_apart(const double *xy, uint32_t a, uint32_t b)
{
    return hypot(xy[2 * (size_t)a] - xy[2 * (size_t)b],
                 xy[2 * (size_t)a + 1] - xy[2 * (size_t)b + 1]);
}

// Millimetres on foot from the stop that was searched from; INFINITY: too far.
static double walk_mm(const struct walking *w, uint32_t from, uint32_t to)
{
    if (!w->search)
        return metres_apart(w->xy, from, to) * MK_DETOUR * MM;
    if (w->snap[to].edge == MK_NO_EDGE)
        return INFINITY;
    const uint32_t mm = mk_search_at(w->search, &w->snap[to]);
    return mm == MK_NO_WAY ? INFINITY : (double)mm;
}

// Stops within reach in a straight line are looked at; no way is shorter.
// Stops that stand on one another are many pairs: false beyond the limit.
static bool walk_from(const struct walking *w, const struct mk_boxtree *tree,
                      uint32_t from, struct mk_hits *hits, struct pairs *out)
{
    const double x = w->xy[2 * (size_t)from], y = w->xy[2 * (size_t)from + 1];
    if (!isfinite(x) || !isfinite(y) ||
        (w->search && w->snap[from].edge == MK_NO_EDGE))
        return true;
    if (w->search)
        mk_search_run(w->search, &w->snap[from], 1, false,
                      (uint32_t)w->limit_mm);
    mk_boxtree_query(
        tree, mk_box_grow((struct mk_box){x, y, x, y}, w->rules->change_max_m),
        hits);
    for (uint32_t i = 0; i < hits->n; i++) {
        const uint32_t to = hits->v[i];
        const double mm = walk_mm(w, from, to);
        if (to != from && mm <= w->limit_mm)
            add(out, from, to, mk_seconds_on_way(mm, w->rules->walk_ms));
    }
    return out->n <= MK_CHANGES_MAX;
}

static bool walk_all(const struct mk_timetable *tt, const struct mk_net *net,
                     const struct mk_snap *snap, const double *xy,
                     const struct mk_travel_rules *rules, struct pairs *out)
{
    struct walking w = {.snap = snap,
                        .xy = xy,
                        .rules = rules,
                        .search = net ? mk_search_new(net) : NULL,
                        .limit_mm = fmin(rules->change_max_m * MM, 2e9)};
    bool *served = served_stops(tt);
    struct mk_boxtree *tree = mk_boxtree_points(xy, served, tt->nstops);
    struct mk_hits hits = {0};
    bool fits = true;
    for (uint32_t i = 0; i < tt->nstops && fits; i++)
        if (served[i])
            fits = walk_from(&w, tree, i, &hits, out);
    mk_hits_release(&hits);
    mk_boxtree_free(tree);
    mk_search_free(w.search);
    free(served);
    return fits;
}

// ---- transfers.txt ---------------------------------------------------------

// What decides how long a row's change takes.
struct telling {
    const struct mk_timetable *tt;
    const double *xy; // NULL: rows alone, which take no time of themselves
    double walk_ms;
};

// A change that a row allows though no walk of it is known: too far, or a stop
// tied to no street. -1: not even where the stops are is known.
static int32_t unwalked(const struct telling *t, uint32_t from, uint32_t to)
{
    if (!t->xy)
        return 0;
    const double m = metres_apart(t->xy, from, to);
    return isfinite(m) ? mk_seconds_on_way(m * MK_DETOUR * MM, t->walk_ms) : -1;
}

// Seconds that a row gives a pair that is walked in `walk`, -1 for no change.
static int32_t given(const struct telling *by, const struct mk_transfer *t,
                     int32_t walk)
{
    if (t->type == FORBIDDEN)
        return -1;
    if (t->type == MIN_TIME && t->min_s >= 0)
        return t->min_s;
    return walk < 0 ? unwalked(by, t->from, t->to) : walk;
}

static bool before(uint32_t a_from, uint32_t a_to, uint32_t b_from,
                   uint32_t b_to)
{
    return a_from != b_from ? a_from < b_from : a_to < b_to;
}

// Both come by from and to: merged, a row over a walk.
static void merge(const struct pairs *walked, const struct telling *by,
                  struct pairs *out)
{
    size_t i = 0;
    for (uint32_t k = 0; k < by->tt->ntransfers; k++) {
        const struct mk_transfer *t = &by->tt->transfers[k];
        if (t->type > FORBIDDEN || t->from == t->to)
            continue;
        while (i < walked->n &&
               before(walked->v[i].from, walked->v[i].to.to, t->from, t->to)) {
            const struct pair *p = &walked->v[i++];
            add(out, p->from, p->to.to, p->to.seconds);
        }
        int32_t walk = -1;
        if (i < walked->n && walked->v[i].from == t->from &&
            walked->v[i].to.to == t->to)
            walk = walked->v[i++].to.seconds;
        const int32_t seconds = given(by, t, walk);
        if (seconds >= 0)
            add(out, t->from, t->to, seconds);
    }
    for (; i < walked->n; i++)
        add(out, walked->v[i].from, walked->v[i].to.to,
            walked->v[i].to.seconds);
}

// A change that takes longer than the longest journey is none.
static void by_stop(const struct pairs *p, uint32_t nstops, int32_t longest,
                    struct mk_changes *out)
{
    *out = (struct mk_changes){.first = mk_zalloc((size_t)nstops + 1,
                                                  sizeof *out->first),
                               .v = mk_alloc((p->n + 1) * sizeof *out->v),
                               .nstops = nstops};
    uint32_t n = 0;
    size_t i = 0;
    for (uint32_t s = 0; s < nstops; s++) {
        for (; i < p->n && p->v[i].from == s; i++)
            if (p->v[i].to.seconds <= longest)
                out->v[n++] = p->v[i].to;
        out->first[s + 1] = n;
    }
}

bool mk_changes_build(const struct mk_timetable *tt, const struct mk_net *walk,
                      const struct mk_snap *stop_snap, const double *stop_xy,
                      const struct mk_travel_rules *rules, bool only_given,
                      struct mk_changes *out)
{
    struct pairs walked = {0}, all = {0};
    const struct telling by = {tt, only_given ? NULL : stop_xy,
                               rules->walk_ms};
    *out = (struct mk_changes){0};
    bool fits = only_given ||
                walk_all(tt, walk, stop_snap, stop_xy, rules, &walked);
    if (fits)
        merge(&walked, &by, &all);
    fits = fits && all.n <= UINT32_MAX; // what first[] can count
    if (fits)
        by_stop(&all, tt->nstops, rules->max_trip_s, out);
    free(walked.v);
    free(all.v);
    return fits;
}

void mk_changes_release(struct mk_changes *c)
{
    free(c->first);
    free(c->v);
    *c = (struct mk_changes){0};
}
