// Journeys between all stops of a feed, for raptor_routing.py to hold against
// published ones. A stop is a place here: one may walk a change to and from it.
//
//   travel_feed DAY PATH
//
// trips N; arrive KIND FROM TO CLOCK, leaving at 07:00; way KIND FROM TO LEAVE
// ARRIVE for all worth taking 07:00-08:00. KIND: given, with transfers.txt;
// none, without.
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

static void print_arrivals(const struct asking *a, uint32_t from)
{
    struct mk_stop_walk *near = NULL, *end = NULL;
    uint32_t cap_near = 0, cap_end = 0;
    int32_t *arrive = mk_alloc((a->tt->nstops + 1) * sizeof *arrive);
    const uint32_t n =
        mk_changes_query(&a->changes, from, false, &near, &cap_near);
    mk_ride_depart(a->router, a->room, near, n, FROM_S, arrive);
    for (uint32_t to = 0; to < a->tt->nstops; to++) {
        int32_t best = MK_NEVER;
        const uint32_t m =
            mk_changes_query(&a->changes, to, true, &end, &cap_end);
        for (uint32_t i = 0; i < m; i++)
            if (arrive[end[i].stop] != MK_NEVER &&
                arrive[end[i].stop] + end[i].seconds < best)
                best = arrive[end[i].stop] + end[i].seconds;
        print(a, "arrive", from, to);
        printf("\t%" PRId32 "\n", best);
    }
    free(arrive);
    free(near);
    free(end);
}

static void print_ways(const struct asking *a, uint32_t to)
{
    struct mk_stop_walk *near = NULL, *start = NULL;
    uint32_t cap_near = 0, cap_start = 0;
    struct mk_profile p;
    const uint32_t n =
        mk_changes_query(&a->changes, to, true, &near, &cap_near);
    mk_profile_build(a->router, a->room, near, n, FROM_S, TO_S, &p);
    for (uint32_t from = 0; from < a->tt->nstops; from++) {
        const uint32_t m =
            mk_changes_query(&a->changes, from, false, &start, &cap_start);
        for (uint32_t i = 0; i < m; i++) {
            const uint32_t s = start[i].stop;
            for (uint32_t k = p.first[s]; k < p.first[s + 1]; k++) {
                print(a, "way", from, to);
                printf("\t%" PRId32 "\t%" PRId32 "\n",
                       p.v[k].leave - start[i].seconds, p.v[k].arrive);
            }
        }
    }
    mk_profile_release(&p);
    free(near);
    free(start);
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
    for (uint32_t s = 0; s < tt->nstops; s++) {
        print_arrivals(&a, s);
        print_ways(&a, s);
    }
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
