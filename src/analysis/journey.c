// Journeys from land. The stops that land reaches on foot are found by one
// search from it; what lies beyond them is asked of the router (arbetskraft,
// backwards from the gate) or of profiles made once (named places).
#include "analysis/journey.h"

#include "analysis/net_around.h"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

#define MM 1000.0
#define STEP_S 60
// What may be kept around people, on foot and by bicycle each. With more of
// them than this holds, each piece of land is searched from instead.
#define AROUND_BYTES ((size_t)1 << 30)
static const int32_t worker_cutoff[3] = {1800, 2700, 3600};
static const int32_t shift_cutoff[1] = {2700};
static const int32_t cycle_cutoff[2] = {900, 1800};
// 2 GiB of links: 60 000 stops with 4 500 points each within reach.
#define LINKS_MOST (UINT32_C(1) << 28)

struct link {
    uint32_t point;
    int32_t seconds;
};

// One way of getting about, with the people tied to it.
struct tied_net {
    const struct mk_net *net;
    struct mk_snap *people;
    struct mk_around *around; // NULL: more than is kept
};

struct place {
    struct mk_profile profile;
    struct mk_nearest walk, cycle, car;
};

struct mk_journeys {
    struct mk_journey_in in;
    struct mk_travel_rules rules;
    struct mk_boxtree *stop_tree, *people_tree;
    struct mk_around *around_stops; // on foot; NULL as above
    struct tied_net walk, cycle;
    uint32_t *first;    // of stop s: link[first[s]] .. link[first[s + 1] - 1]
    struct link *link;
    struct place *place;
    struct mk_nearest junction, junction_lorry;
};

struct walks {
    struct mk_stop_walk *v;
    uint32_t n, cap;
};

struct mk_journey_room {
    struct mk_search *walk, *cycle; // where nothing is kept around people
    struct mk_around_room at_stops, on_foot, by_cycle;
    struct mk_ride_room *ride;
    struct mk_hits hits;
    struct walks from, to;      // stops that one leaves for, comes from
    int32_t *leave;             // of every stop
    int32_t *took;              // of every point: least seconds, MK_NEVER
    uint32_t *touched;          // points with one
    uint32_t ntouched;
    double *times, *weights;    // of the touched, for the sums
    bool rode;                  // somebody came sooner than on foot
    int32_t *draws;
    struct mk_snap *snap;       // on the cycle or the car network
    struct mk_snap *ties;       // on foot, when the caller has none
    uint32_t cap_snap, cap_ties;
};

struct mk_travel_rules mk_journey_rules(const struct mk_travel_settings *t)
{
    return (struct mk_travel_rules){
        .walk_ms = t->walk_kmh / 3.6,
        .cycle_ms = t->cycle_kmh / 3.6,
        .board_s = (int32_t)t->board_s,
        .change_max_m = t->change_max_m,
        .access_max_m = t->access_max_m,
        .egress_max_m = t->egress_max_m,
        .max_rides = (int)t->max_rides,
        .max_trip_s = (int32_t)(t->max_trip_min * 60),
    };
}

static uint32_t limit_mm(double metres)
{
    return (uint32_t)fmin(metres * MM, 2e9);
}

static struct mk_point point_of(const double *xy, uint32_t i)
{
    return (struct mk_point){xy[2 * (size_t)i], xy[2 * (size_t)i + 1]};
}

static struct mk_box box_of(struct mk_point p)
{
    return (struct mk_box){p.x, p.y, p.x, p.y};
}

// ---- building --------------------------------------------------------------

static double snap_max(const struct mk_journeys *j)
{
    return j->in.project->net.snap_m;
}

static uint32_t on_foot_mm(const struct mk_journeys *j)
{
    return limit_mm(worker_cutoff[2] * j->rules.walk_ms);
}

static uint32_t by_cycle_mm(const struct mk_journeys *j)
{
    return limit_mm(cycle_cutoff[1] * j->rules.cycle_ms);
}

// Land leaves for stops and is come to from stops; the wider of the two.
static uint32_t to_stops_mm(const struct mk_journeys *j)
{
    return limit_mm(fmax(j->rules.access_max_m, j->rules.egress_max_m));
}

static void tie_people(const struct mk_journeys *j, const struct mk_net *net,
                       uint32_t limit, struct tied_net *out)
{
    const struct mk_people *p = j->in.people;
    out->net = net;
    out->people = mk_alloc(((size_t)p->n + 1) * sizeof *out->people);
    mk_net_snap_all(net, p->xy, p->n, snap_max(j), out->people);
    out->around =
        mk_around_build(net, out->people, p->n, limit, AROUND_BYTES);
}

// Without streets: a straight line, longer by the usual detour.
static uint32_t straight_mm(struct mk_point a, struct mk_point b)
{
    return (uint32_t)fmin(hypot(a.x - b.x, a.y - b.y) * MK_DETOUR * MM, 4e9);
}

// One walks a street both ways, so that ways to a stop are those from it.
static bool start_at_stop(const struct mk_journeys *j, struct mk_search *s,
                          uint32_t stop, uint32_t limit)
{
    if (!j->in.walk)
        return true;
    if (j->in.stop_snap[stop].edge == MK_NO_EDGE)
        return false;
    mk_search_run(s, &j->in.stop_snap[stop], 1, false, limit);
    return true;
}

// What lies farther in a straight line lies farther on foot.
static bool link_people(struct mk_journeys *j)
{
    const struct mk_people *p = j->in.people;
    const uint32_t n = j->in.tt->nstops;
    const uint32_t limit = limit_mm(j->rules.access_max_m);
    struct mk_search *s = j->in.walk ? mk_search_new(j->in.walk) : NULL;
    struct mk_hits hits = {0};
    uint32_t nlinks = 0, cap = 0;
    bool fits = true;
    j->first = mk_zalloc((size_t)n + 1, sizeof *j->first);
    for (uint32_t i = 0; i < n && fits; i++) {
        const struct mk_point at = point_of(j->in.stop_xy, i);
        hits.n = 0;
        if (isfinite(at.x) && start_at_stop(j, s, i, limit))
            mk_boxtree_query(j->people_tree,
                             mk_box_grow(box_of(at), j->rules.access_max_m),
                             &hits);
        for (uint32_t k = 0; k < hits.n; k++) {
            const uint32_t q = hits.v[k];
            const uint32_t mm =
                !s ? straight_mm(at, point_of(p->xy, q))
                : j->walk.people[q].edge == MK_NO_EDGE
                    ? MK_NO_WAY
                    : mk_search_at(s, &j->walk.people[q]);
            if (mm > limit)
                continue;
            MK_GROW(j->link, cap, nlinks + 1);
            j->link[nlinks++] =
                (struct link){q, mk_seconds_on_way(mm, j->rules.walk_ms)};
        }
        j->first[i + 1] = nlinks;
        fits = nlinks <= LINKS_MOST;
    }
    mk_hits_release(&hits);
    if (s)
        mk_search_free(s);
    return fits;
}

static void nearest_to(const struct mk_net *net, struct mk_point at,
                       double snap_m, double limit, struct mk_nearest *out)
{
    struct mk_snap s;
    const uint32_t source = 0;
    const bool tied = net && mk_net_snap(net, at, snap_m, &s);
    if (net)
        mk_nearest_find(net, &s, &source, tied, true,
                        (uint32_t)fmin(limit, 2e9), out);
}

// The stops from which a place is reached on foot.
static uint32_t stops_around(const struct mk_journeys *j,
                             const struct mk_nearest *walk,
                             struct mk_point at, struct mk_stop_walk *out)
{
    const uint32_t limit = limit_mm(j->rules.egress_max_m);
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->in.tt->nstops; i++) {
        const struct mk_point p = point_of(j->in.stop_xy, i);
        if (!isfinite(p.x) || fabs(p.x - at.x) > j->rules.egress_max_m ||
            fabs(p.y - at.y) > j->rules.egress_max_m)
            continue;
        uint32_t source;
        const uint32_t mm =
            !j->in.walk ? straight_mm(p, at)
            : j->in.stop_snap[i].edge == MK_NO_EDGE
                ? MK_NO_WAY
                : mk_nearest_at(walk, &j->in.stop_snap[i], &source);
        if (mm <= limit)
            out[n++] = (struct mk_stop_walk){
                i, mk_seconds_on_way(mm, j->rules.walk_ms)};
    }
    return n;
}

static void build_place(struct mk_journeys *j, uint32_t i,
                        struct mk_ride_room *ride, struct mk_stop_walk *around)
{
    const struct mk_travel_settings *t = &j->in.project->travel;
    const struct mk_point at = point_of(j->in.places->xy, i);
    struct place *p = &j->place[i];
    const double trip_s = j->rules.max_trip_s;
    nearest_to(j->in.walk, at, snap_max(j), trip_s * j->rules.walk_ms * MM,
               &p->walk);
    nearest_to(j->in.cycle, at, snap_max(j), trip_s * j->rules.cycle_ms * MM,
               &p->cycle);
    nearest_to(j->in.car, at, snap_max(j), trip_s * 1000, &p->car);
    if (!j->in.router)
        return;
    const uint32_t n = stops_around(j, &p->walk, at, around);
    mk_profile_build(j->in.router, ride, around, n, t->depart_s,
                     t->depart_s + (int32_t)(t->window_min * 60), &p->profile);
}

static void build_places(struct mk_journeys *j)
{
    const struct mk_spots *places = j->in.places;
    j->place = mk_zalloc((size_t)places->n + 1, sizeof *j->place);
    struct mk_ride_room *ride =
        j->in.router ? mk_ride_room_new(j->in.router) : NULL;
    const size_t stops = j->in.tt ? j->in.tt->nstops : 0;
    struct mk_stop_walk *around = mk_alloc((stops + 1) * sizeof *around);
    for (uint32_t i = 0; i < places->n; i++)
        build_place(j, i, ride, around);
    free(around);
    if (ride)
        mk_ride_room_free(ride);
}

static void find_junctions(const struct mk_journeys *j,
                           const struct mk_net *net, struct mk_nearest *out)
{
    const struct mk_spots *s = j->in.junctions;
    struct mk_snap *from = mk_zalloc((size_t)s->n + 1, sizeof *from);
    uint32_t *source = mk_zalloc((size_t)s->n + 1, sizeof *source), n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (mk_net_snap(net, point_of(s->xy, i), snap_max(j), &from[n]))
            source[n++] = i;
    mk_nearest_find(net, from, source, n, true, 2000000000u, out);
    free(from);
    free(source);
}

static bool build_people(struct mk_journeys *j)
{
    const struct mk_journey_in *in = &j->in;
    j->people_tree = mk_boxtree_points(in->people->xy, NULL, in->people->n);
    if (in->walk)
        tie_people(j, in->walk, on_foot_mm(j), &j->walk);
    if (in->cycle && in->project->travel.cycle)
        tie_people(j, in->cycle, by_cycle_mm(j), &j->cycle);
    return !in->router || link_people(j);
}

struct mk_journeys *mk_journeys_build(const struct mk_journey_in *in)
{
    struct mk_journeys *j = mk_zalloc(1, sizeof *j);
    j->in = *in;
    j->rules = mk_journey_rules(&in->project->travel);
    if (in->router)
        j->stop_tree = mk_boxtree_points(in->stop_xy, NULL, in->tt->nstops);
    if (in->router && in->walk)
        j->around_stops =
            mk_around_build(in->walk, in->stop_snap, in->tt->nstops,
                            to_stops_mm(j), AROUND_BYTES);
    if (in->people && !build_people(j)) {
        mk_journeys_free(j);
        return NULL;
    }
    if (in->places)
        build_places(j);
    if (in->junctions && in->car)
        find_junctions(j, in->car, &j->junction);
    if (in->junctions && in->lorry)
        find_junctions(j, in->lorry, &j->junction_lorry);
    return j;
}

void mk_journeys_free(struct mk_journeys *j)
{
    if (!j)
        return;
    for (uint32_t i = 0; j->place && i < j->in.places->n; i++) {
        mk_profile_release(&j->place[i].profile);
        mk_nearest_release(&j->place[i].walk);
        mk_nearest_release(&j->place[i].cycle);
        mk_nearest_release(&j->place[i].car);
    }
    free(j->place);
    mk_nearest_release(&j->junction);
    mk_nearest_release(&j->junction_lorry);
    mk_around_free(j->around_stops);
    mk_around_free(j->walk.around);
    mk_around_free(j->cycle.around);
    mk_boxtree_free(j->stop_tree);
    mk_boxtree_free(j->people_tree);
    free(j->walk.people);
    free(j->cycle.people);
    free(j->first);
    free(j->link);
    free(j);
}

// ---- room ------------------------------------------------------------------

static bool searches_on_foot(const struct mk_journeys *j)
{
    return (j->in.router && j->in.walk && !j->around_stops) ||
           (j->walk.people && !j->walk.around);
}

struct mk_journey_room *mk_journey_room_new(const struct mk_journeys *j)
{
    struct mk_journey_room *r = mk_zalloc(1, sizeof *r);
    const uint32_t points = j->in.people ? j->in.people->n : 0;
    const uint32_t stops = j->in.tt ? j->in.tt->nstops : 0;
    if (searches_on_foot(j))
        r->walk = mk_search_new(j->in.walk);
    if (j->cycle.people && !j->cycle.around)
        r->cycle = mk_search_new(j->in.cycle);
    if (j->in.router)
        r->ride = mk_ride_room_new(j->in.router);
    r->leave = mk_zalloc((size_t)stops + 1, sizeof *r->leave);
    r->took = mk_alloc(((size_t)points + 1) * sizeof *r->took);
    for (uint32_t i = 0; i < points; i++)
        r->took[i] = MK_NEVER;
    r->touched = mk_zalloc((size_t)points + 1, sizeof *r->touched);
    r->times = mk_zalloc((size_t)points + 1, sizeof *r->times);
    r->weights = mk_zalloc((size_t)points + 1, sizeof *r->weights);
    const uint32_t draws = (uint32_t)j->in.project->travel.window_min;
    r->draws = mk_zalloc((size_t)draws + 1, sizeof *r->draws);
    return r;
}

void mk_journey_room_free(struct mk_journey_room *r)
{
    if (!r)
        return;
    if (r->walk)
        mk_search_free(r->walk);
    if (r->cycle)
        mk_search_free(r->cycle);
    if (r->ride)
        mk_ride_room_free(r->ride);
    mk_around_room_release(&r->at_stops);
    mk_around_room_release(&r->on_foot);
    mk_around_room_release(&r->by_cycle);
    mk_hits_release(&r->hits);
    free(r->from.v);
    free(r->to.v);
    free(r->leave);
    free(r->took);
    free(r->touched);
    free(r->times);
    free(r->weights);
    free(r->draws);
    free(r->snap);
    free(r->ties);
    free(r);
}

// ---- people ----------------------------------------------------------------

static void reach_point(struct mk_journey_room *r, uint32_t point, int32_t took)
{
    if (r->took[point] == MK_NEVER)
        r->touched[r->ntouched++] = point;
    if (took < r->took[point])
        r->took[point] = took;
}

// Thousandths to whole people; more than a field holds is nobody's figure.
static int32_t whole_people(double thousandths)
{
    const double n = floor(thousandths / MK_PEOPLE_PARTS + 0.5);
    return n <= INT32_MAX ? (int32_t)n : -1;
}

// Sums over the people touched, and nobody is touched any more.
static void sum_people(const struct mk_journeys *j, struct mk_journey_room *r,
                       const int32_t *cutoff, int ncutoffs, int32_t *out)
{
    for (uint32_t k = 0; k < r->ntouched; k++) {
        const uint32_t q = r->touched[k];
        r->times[k] = r->took[q];
        r->weights[k] = j->in.people->weight[q];
        r->took[q] = MK_NEVER;
    }
    for (int c = 0; c < ncutoffs; c++)
        out[c] = whole_people(mk_reach_sum(r->times, r->weights, r->ntouched,
                                           cutoff[c]));
    r->ntouched = 0;
}

static bool stands_on(const struct mk_poly *g, struct mk_point p)
{
    return mk_box_meets(g->box, box_of(p)) && mk_poly_distance(g, p) == 0;
}

// How far a point is along one network, INFINITY when out of reach. Who lives
// on the land is there, whatever the streets say.
static double mm_to_point(const struct mk_poly *g, const struct mk_search *s,
                          const struct mk_snap *tie, struct mk_point at)
{
    if (!s)
        return mk_poly_distance(g, at) * MK_DETOUR * MM;
    const uint32_t mm =
        tie->edge == MK_NO_EDGE ? MK_NO_WAY : mk_search_at(s, tie);
    if (mm == 0 || stands_on(g, at))
        return 0;
    return mm == MK_NO_WAY ? INFINITY : (double)mm;
}

// Those who come all the way along one network, within a time.
static void along_network(const struct mk_journeys *j,
                          struct mk_journey_room *r, const struct mk_poly *g,
                          const struct mk_search *s,
                          const struct mk_snap *people, double ms,
                          int32_t within_s)
{
    const double reach_m = within_s * ms;
    mk_boxtree_query(j->people_tree, mk_box_grow(g->box, reach_m), &r->hits);
    for (uint32_t k = 0; k < r->hits.n; k++) {
        const uint32_t q = r->hits.v[k];
        const double mm =
            mm_to_point(g, s, s ? &people[q] : NULL,
                        point_of(j->in.people->xy, q));
        if (mm <= reach_m * MM)
            reach_point(r, q, mk_seconds_on_way(mm, ms));
    }
}

// The same of what is kept around people.
static void from_around(const struct mk_journeys *j, struct mk_journey_room *r,
                        const struct mk_poly *g, const struct tied_net *net,
                        struct mk_around_room *room,
                        const struct mk_snap *ties, uint32_t nties, double ms,
                        int32_t within_s)
{
    const struct mk_at_hand *near;
    const double reach_mm = within_s * ms * MM;
    mk_boxtree_query(j->people_tree, g->box, &r->hits);
    for (uint32_t k = 0; k < r->hits.n; k++)
        if (stands_on(g, point_of(j->in.people->xy, r->hits.v[k])))
            reach_point(r, r->hits.v[k], 0);
    const uint32_t n = mk_around_find(net->around, room, ties, nties, &near);
    for (uint32_t k = 0; k < n; k++)
        if (near[k].cost <= reach_mm)
            reach_point(r, near[k].place, mk_seconds_on_way(near[k].cost, ms));
}

static void on_foot(const struct mk_journeys *j, struct mk_journey_room *r,
                    const struct mk_poly *g, const struct mk_snap *ties,
                    uint32_t nties, int32_t within_s)
{
    if (j->walk.around)
        from_around(j, r, g, &j->walk, &r->on_foot, ties, nties,
                    j->rules.walk_ms, within_s);
    else
        along_network(j, r, g, r->walk, j->walk.people, j->rules.walk_ms,
                      within_s);
}

// Those who come by vehicle and are here by the deadline.
static void by_vehicle(const struct mk_journeys *j, struct mk_journey_room *r,
                       int32_t deadline, int32_t most)
{
    const uint32_t *stop;
    const uint32_t n =
        mk_ride_arrive_within(j->in.router, r->ride, r->to.v, r->to.n,
                              deadline, most, r->leave, &stop);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t s = stop[i];
        for (uint32_t k = j->first[s]; k < j->first[s + 1]; k++) {
            const int32_t took = deadline - r->leave[s] + j->link[k].seconds;
            if (took > most || took >= r->took[j->link[k].point])
                continue;
            reach_point(r, j->link[k].point, took);
            r->rode = true;
        }
    }
}

// Journeys longer than the longest looked for are not known of, so neither is
// how many come within such a time.
static void workers(const struct mk_journeys *j, struct mk_journey_room *r,
                    const struct mk_poly *g, const struct mk_snap *ties,
                    uint32_t nties, int32_t deadline, const int32_t *cutoff,
                    int ncutoffs, int32_t *out)
{
    const int32_t most = cutoff[ncutoffs - 1];
    on_foot(j, r, g, ties, nties, most);
    by_vehicle(j, r, deadline, most);
    sum_people(j, r, cutoff, ncutoffs, out);
    for (int c = 0; c < ncutoffs; c++)
        if (cutoff[c] > j->rules.max_trip_s)
            out[c] = -1;
}

// Access points of land on a network, in r->snap.
static uint32_t tie_on(const struct mk_journeys *j, struct mk_journey_room *r,
                       const struct mk_net *net, const struct mk_poly *g)
{
    const struct mk_net_settings *s = &j->in.project->net;
    return mk_net_snap_poly(net, g, s->near_m, s->snap_m, &r->snap,
                            &r->cap_snap);
}

static void cyclists(const struct mk_journeys *j, struct mk_journey_room *r,
                     const struct mk_poly *g, uint32_t nties, int32_t out[2])
{
    if (j->cycle.around) {
        from_around(j, r, g, &j->cycle, &r->by_cycle, r->snap, nties,
                    j->rules.cycle_ms, cycle_cutoff[1]);
    } else {
        mk_search_run(r->cycle, r->snap, nties, true, by_cycle_mm(j));
        along_network(j, r, g, r->cycle, j->cycle.people, j->rules.cycle_ms,
                      cycle_cutoff[1]);
    }
    sum_people(j, r, cycle_cutoff, 2, out);
}

// ---- places ----------------------------------------------------------------

// The cheapest of several access points to the nearest source.
struct least {
    uint32_t cost, source;
    const struct mk_snap *tie;
};

static struct least least(const struct mk_nearest *n,
                          const struct mk_snap *ties, uint32_t nties)
{
    struct least best = {MK_NO_WAY, UINT32_MAX, NULL};
    for (uint32_t i = 0; n->net && i < nties; i++) {
        uint32_t s = UINT32_MAX;
        const uint32_t cost = mk_nearest_at(n, &ties[i], &s);
        if (cost < best.cost || (cost == best.cost && s < best.source))
            best = (struct least){cost, s, &ties[i]};
    }
    return best;
}

static int32_t seconds_or_never(uint32_t cost, double per_s)
{
    return cost == MK_NO_WAY ? MK_NEVER : (int32_t)ceil(cost / per_s - 1e-9);
}

static int32_t walk_to_place(const struct mk_journeys *j, uint32_t i,
                             const struct mk_poly *g,
                             const struct mk_snap *ties, uint32_t nties)
{
    if (j->in.walk)
        return seconds_or_never(least(&j->place[i].walk, ties, nties).cost,
                                j->rules.walk_ms * MM);
    const double m = mk_poly_distance(g, point_of(j->in.places->xy, i));
    const int32_t s = mk_seconds_on_way(m * MK_DETOUR * MM, j->rules.walk_ms);
    return s <= j->rules.max_trip_s ? s : MK_NEVER;
}

static void by_transit(const struct mk_journeys *j, struct mk_journey_room *r,
                       uint32_t i, struct mk_place_times *out)
{
    const struct mk_travel_settings *t = &j->in.project->travel;
    const uint32_t n = (uint32_t)t->window_min;
    for (int k = 0; k < t->npercentiles; k++)
        out->draws[k] = MK_NEVER;
    if (!j->in.router)
        return;
    mk_profile_draws(j->in.router, &j->place[i].profile, r->from.v,
                     r->from.n, out->walk_s, t->depart_s, STEP_S, n,
                     r->draws);
    for (uint32_t k = 0; k < n; k++)
        r->rode = r->rode || r->draws[k] < out->walk_s;
    for (int k = 0; k < t->npercentiles; k++)
        out->draws[k] = mk_percentile(r->draws, n, t->percentile[k]);
}

static void to_places(const struct mk_journeys *j, struct mk_journey_room *r,
                      const struct mk_poly *g, const struct mk_snap *ties,
                      uint32_t nties, struct mk_place_times *times)
{
    for (uint32_t i = 0; i < j->in.places->n; i++) {
        times[i].walk_s = walk_to_place(j, i, g, ties, nties);
        by_transit(j, r, i, &times[i]);
    }
}

static void by_cycle(const struct mk_journeys *j, struct mk_journey_room *r,
                     const struct mk_poly *g, struct mk_reach *reach,
                     struct mk_place_times *times)
{
    const uint32_t n = tie_on(j, r, j->in.cycle, g);
    if (j->in.people && j->in.project->travel.cycle)
        cyclists(j, r, g, n, reach->cyclists);
    for (uint32_t i = 0; j->place && i < j->in.places->n; i++)
        times[i].cycle_s =
            seconds_or_never(least(&j->place[i].cycle, r->snap, n).cost,
                             j->rules.cycle_ms * MM);
}

static uint32_t metres(const struct mk_nearest *n, const struct mk_snap *tie)
{
    return (uint32_t)((mk_nearest_way_mm(n, tie) + 500) / 1000);
}

static int32_t tenths_of_minute(uint32_t ms)
{
    return (int32_t)lround(ms / 6000.0);
}

static void by_car(const struct mk_journeys *j, struct mk_journey_room *r,
                   const struct mk_poly *g, struct mk_reach *reach,
                   struct mk_place_times *times)
{
    const uint32_t n = tie_on(j, r, j->in.car, g);
    for (uint32_t i = 0; j->place && i < j->in.places->n; i++) {
        const struct least c = least(&j->place[i].car, r->snap, n);
        times[i].car_s = seconds_or_never(c.cost, 1000);
        if (c.tie)
            times[i].car_m = metres(&j->place[i].car, c.tie);
    }
    const struct least c = least(&j->junction, r->snap, n);
    if (!c.tie)
        return;
    reach->junction = (int32_t)c.source;
    reach->junction_s = tenths_of_minute(c.cost);
    reach->junction_m = (int32_t)metres(&j->junction, c.tie);
}

// The trafikplats that a lorry comes to first may be another one.
static void by_lorry(const struct mk_journeys *j, struct mk_journey_room *r,
                     const struct mk_poly *g, struct mk_reach *reach)
{
    const uint32_t n = tie_on(j, r, j->in.lorry, g);
    const struct least c = least(&j->junction_lorry, r->snap, n);
    if (c.tie)
        reach->lorry_s = tenths_of_minute(c.cost);
}

// ---- one place of land -----------------------------------------------------

static void add_walk(struct walks *w, uint32_t stop, int32_t seconds)
{
    MK_GROW(w->v, w->cap, w->n + 1);
    w->v[w->n++] = (struct mk_stop_walk){stop, seconds};
}

static uint32_t mm_to_stop(const struct mk_journeys *j,
                           const struct mk_journey_room *r,
                           const struct mk_poly *g, uint32_t stop)
{
    const struct mk_point at = point_of(j->in.stop_xy, stop);
    if (!j->in.walk)
        return (uint32_t)fmin(mk_poly_distance(g, at) * MK_DETOUR * MM, 4e9);
    if (stands_on(g, at))
        return 0;
    return j->in.stop_snap[stop].edge == MK_NO_EDGE
               ? MK_NO_WAY
               : mk_search_at(r->walk, &j->in.stop_snap[stop]);
}

static void add_stop(const struct mk_journeys *j, struct mk_journey_room *r,
                     uint32_t stop, uint32_t mm)
{
    const int32_t seconds = mk_seconds_on_way(mm, j->rules.walk_ms);
    if (mm <= limit_mm(j->rules.access_max_m))
        add_walk(&r->from, stop, seconds);
    if (mm <= limit_mm(j->rules.egress_max_m))
        add_walk(&r->to, stop, seconds);
}

// Without streets, or where nothing is kept around stops.
static void search_stops(const struct mk_journeys *j,
                         struct mk_journey_room *r, const struct mk_poly *g)
{
    const double widest = fmax(j->rules.access_max_m, j->rules.egress_max_m);
    mk_boxtree_query(j->stop_tree, mk_box_grow(g->box, widest), &r->hits);
    for (uint32_t k = 0; k < r->hits.n; k++)
        add_stop(j, r, r->hits.v[k], mm_to_stop(j, r, g, r->hits.v[k]));
}

// Stops within reach on foot, to leave from and to come to; one that stands on
// the land is at hand.
static void find_stops(const struct mk_journeys *j, struct mk_journey_room *r,
                       const struct mk_poly *g, const struct mk_snap *ties,
                       uint32_t nties)
{
    r->from.n = r->to.n = 0;
    if (!j->around_stops) {
        search_stops(j, r, g);
        return;
    }
    mk_boxtree_query(j->stop_tree, g->box, &r->hits);
    for (uint32_t k = 0; k < r->hits.n; k++)
        if (stands_on(g, point_of(j->in.stop_xy, r->hits.v[k])))
            add_stop(j, r, r->hits.v[k], 0);
    const struct mk_at_hand *near;
    const uint32_t n =
        mk_around_find(j->around_stops, &r->at_stops, ties, nties, &near);
    for (uint32_t k = 0; k < n; k++)
        add_stop(j, r, near[k].place, near[k].cost);
}

static int32_t whole_minutes(int32_t seconds)
{
    return seconds == MK_NEVER ? -1 : seconds / 60;
}

static int percentile_at(const struct mk_travel_settings *t, int percent)
{
    for (int k = 0; k < t->npercentiles; k++)
        if (t->percentile[k] == percent)
            return k;
    return -1;
}

static void first_place(const struct mk_journeys *j,
                        const struct mk_place_times *p, struct mk_reach *r)
{
    const struct mk_travel_settings *t = &j->in.project->travel;
    const int k50 = percentile_at(t, 50), k85 = percentile_at(t, 85);
    r->p50 = k50 < 0 ? -1 : whole_minutes(p->draws[k50]);
    r->p85 = k85 < 0 ? -1 : whole_minutes(p->draws[k85]);
    r->car = p->car_s == MK_NEVER ? -1 : (int32_t)lround(p->car_s / 6.0);
    if (k50 >= 0 && p->draws[k50] != MK_NEVER && r->car > 0)
        r->ratio = (int32_t)lround(100.0 * p->draws[k50] / p->car_s);
}

static uint32_t tie_land(const struct mk_journeys *j,
                         struct mk_journey_room *room,
                         const struct mk_poly *g)
{
    const struct mk_net_settings *net = &j->in.project->net;
    return mk_net_snap_poly(j->in.walk, g, net->near_m, net->snap_m,
                            &room->ties, &room->cap_ties);
}

// One search on foot serves stops, people and places.
static void walk_out(const struct mk_journeys *j, struct mk_journey_room *room,
                     const struct mk_snap *ties, uint32_t nties)
{
    const uint32_t stops_mm = to_stops_mm(j);
    const uint32_t people_mm = j->in.people ? on_foot_mm(j) : 0;
    mk_search_run(room->walk, ties, nties, true,
                  stops_mm > people_mm ? stops_mm : people_mm);
}

static void all_workers(const struct mk_journeys *j,
                        struct mk_journey_room *room, const struct mk_poly *g,
                        const struct mk_snap *ties, uint32_t nties,
                        struct mk_reach *reach)
{
    const struct mk_travel_settings *t = &j->in.project->travel;
    workers(j, room, g, ties, nties, t->arrive_s, worker_cutoff, 3,
            reach->workers);
    if (t->shift_s >= 0)
        workers(j, room, g, ties, nties, t->shift_s, shift_cutoff, 1,
                &reach->workers_shift);
}

void mk_journeys_measure(const struct mk_journeys *j,
                         struct mk_journey_room *room,
                         const struct mk_poly *g, const struct mk_snap *ties,
                         uint32_t nties, struct mk_reach *reach,
                         struct mk_place_times *times)
{
    const uint32_t nplaces = j->place ? j->in.places->n : 0;
    for (uint32_t i = 0; i < nplaces; i++)
        times[i] = (struct mk_place_times){.walk_s = MK_NEVER,
            .cycle_s = MK_NEVER, .car_s = MK_NEVER, .car_m = MK_NO_WAY};
    room->rode = false;
    if (j->in.walk && !ties) {
        nties = tie_land(j, room, g);
        ties = room->ties;
    }
    if (room->walk)
        walk_out(j, room, ties, nties);
    if (j->in.router)
        find_stops(j, room, g, ties, nties);
    if (j->in.router && j->in.people)
        all_workers(j, room, g, ties, nties, reach);
    if (nplaces)
        to_places(j, room, g, ties, nties, times);
    if (j->in.cycle)
        by_cycle(j, room, g, reach, times);
    if (j->in.car)
        by_car(j, room, g, reach, times);
    if (j->in.lorry)
        by_lorry(j, room, g, reach);
    if (nplaces)
        first_place(j, &times[0], reach);
    if (j->in.router)
        reach->rides = room->rode ? MK_RIDES_QUICKER : MK_RIDES_NO_QUICKER;
}
