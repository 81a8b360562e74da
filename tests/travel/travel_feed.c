// Journeys between all stops of a feed, for raptor_routing.py to hold against
// published ones. A stop is a place here: one may walk a change to and from it.
//
//   travel_feed DAY PATH
//
// trips N; arrive KIND FROM TO CLOCK CLOCK, leaving at 07:00: by a search
// forwards, and by the profile and draws that land is scored by; way KIND FROM
// TO LEAVE ARRIVE for all worth taking 07:00-08:00. KIND: given, with
// transfers.txt; none, without.
#include "near_stop.h"

#include "base/arena.h"
#include "input/gtfs.h"

#include <markklar/travel.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define FROM_S (7 * 3600)
#define TO_S (8 * 3600)

struct asking {
    const struct mk_timetable *tt;
    const char *kind;
    struct mk_changes changes;
    struct mk_router *router;
    struct mk_ride_room *room;
};

static void print(const struct asking *a, const char *what, uint32_t from,
                  uint32_t to)
{
    printf("%s\t%s\t%s\t%s", what, a->kind, a->tt->stops[from].id,
           a->tt->stops[to].id);
}

// The stops about a place, and how far each is to walk.
struct about {
    struct mk_stop_walk *v;
    uint32_t n, cap;
};

static void look_about(const struct asking *a, uint32_t stop, bool towards,
                       struct about *out)
{
    out->n = near_stop(&a->changes, stop, towards, &out->v, &out->cap);
}

// On foot all the way, by one stop about both places.
static int32_t on_foot(const struct about *from, const struct about *to)
{
    int32_t best = MK_NEVER;
    for (uint32_t i = 0; i < from->n; i++)
        for (uint32_t k = 0; k < to->n; k++)
            if (from->v[i].stop == to->v[k].stop &&
                from->v[i].seconds + to->v[k].seconds < best)
                best = from->v[i].seconds + to->v[k].seconds;
    return best;
}

static int32_t searched(const int32_t *arrive, const struct about *to)
{
    int32_t best = MK_NEVER;
    for (uint32_t i = 0; i < to->n; i++)
        if (arrive[to->v[i].stop] != MK_NEVER &&
            arrive[to->v[i].stop] + to->v[i].seconds < best)
            best = arrive[to->v[i].stop] + to->v[i].seconds;
    return best;
}

static int32_t drawn(const struct asking *a, const struct mk_profile *p,
                     const struct about *from, const struct about *to)
{
    int32_t took;
    mk_profile_draws(a->router, p, from->v, from->n, on_foot(from, to), FROM_S,
                     60, 1, &took);
    return took == MK_NEVER ? MK_NEVER : FROM_S + took;
}

static void print_ways(const struct asking *a, const struct mk_profile *p,
                       uint32_t from, const struct about *start, uint32_t to)
{
    for (uint32_t i = 0; i < start->n; i++) {
        const uint32_t s = start->v[i].stop;
        for (uint32_t k = p->first[s]; k < p->first[s + 1]; k++) {
            print(a, "way", from, to);
            printf("\t%" PRId32 "\t%" PRId32 "\n",
                   p->v[k].leave - start->v[i].seconds, p->v[k].arrive);
        }
    }
}

static void print_journeys(const struct asking *a, uint32_t to)
{
    struct about end = {0}, start = {0};
    struct mk_profile p;
    int32_t *arrive = mk_alloc((a->tt->nstops + 1) * sizeof *arrive);
    look_about(a, to, true, &end);
    mk_profile_build(a->router, a->room, end.v, end.n, FROM_S, TO_S, &p);
    for (uint32_t from = 0; from < a->tt->nstops; from++) {
        look_about(a, from, false, &start);
        mk_ride_depart(a->router, a->room, start.v, start.n, FROM_S, arrive);
        print(a, "arrive", from, to);
        printf("\t%" PRId32 "\t%" PRId32 "\n", searched(arrive, &end),
               drawn(a, &p, &start, &end));
        print_ways(a, &p, from, &start, to);
    }
    mk_profile_release(&p);
    free(arrive);
    free(start.v);
    free(end.v);
}

static void ask(struct mk_timetable *tt, mk_date day, const char *kind)
{
    const struct mk_travel_rules rules = {
        .walk_ms = 1.25, .max_rides = 8, .max_trip_s = 7200};
    struct asking a = {.tt = tt, .kind = kind};
    mk_changes_build(tt, NULL, NULL, NULL, &rules, true, &a.changes);
    a.router = mk_router_build(tt, day, &a.changes, &rules);
    a.room = mk_ride_room_new(a.router);
    printf("trips\t%" PRIu32 "\n", mk_router_trips(a.router));
    for (uint32_t s = 0; s < tt->nstops; s++)
        print_journeys(&a, s);
    mk_ride_room_free(a.room);
    mk_router_free(a.router);
    mk_changes_release(&a.changes);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct mk_timetable tt;
    const char *const paths[] = {argv[2]};
    const enum mk_status st = mk_gtfs_read(ctx, paths, 1, &tt);
    if (st == MK_OK) {
        const mk_date day = (mk_date)strtol(argv[1], NULL, 10);
        ask(&tt, day, "given");
        tt.ntransfers = 0;
        ask(&tt, day, "none");
        mk_timetable_release(&tt);
    }
    mk_ctx_free(ctx);
    return st != MK_OK;
}
