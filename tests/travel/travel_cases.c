// Reads timetables as plain numbers and prints journeys, so that oracle.py can
// find the same ones in its own way. Only public functions are asked.
//
//   travel_cases < CASES
//
// A case: the day's bit; clock steps; services; patterns with their trips;
// transfers; rules; walks from and to; departure, deadline, minutes. Printed:
// arrivals, departures, draws, one line each.
#include "street_net.h"

#include <stdio.h>

#define NDAYS 6

static bool next(int32_t *out)
{
    char text[32];
    if (scanf("%31s", text) != 1)
        return false;
    *out = (int32_t)strtol(text, NULL, 10);
    return true;
}

static int32_t number(void)
{
    int32_t v;
    if (!next(&v))
        exit(2);
    return v;
}

static uint32_t count(void)
{
    return (uint32_t)number();
}

static void read_trip(struct lines *l, uint32_t nstops)
{
    int32_t times[64], start, end, headway;
    const uint32_t service = count();
    start = number();
    end = number();
    headway = number();
    for (uint32_t k = 0; k < 2 * nstops; k++)
        times[k] = number();
    struct mk_trip *t = lines_trip(l, service, times);
    t->freq_start = start;
    t->freq_end = end;
    t->freq_headway = headway;
}

static void read_pattern(struct lines *l)
{
    uint32_t stops[32];
    const uint8_t mode = (uint8_t)number();
    const uint32_t n = count();
    for (uint32_t k = 0; k < n; k++)
        stops[k] = count();
    struct mk_pattern *p = lines_pattern(l, stops, n);
    p->mode = mode;
    for (uint32_t k = 0; k < n; k++) {
        l->tt.pickup[p->first_stop + k] = (uint8_t)number();
        l->tt.drop_off[p->first_stop + k] = (uint8_t)number();
    }
    for (uint32_t ntrips = count(); ntrips; ntrips--)
        read_trip(l, n);
}

static struct lines *read_lines(uint32_t nstops)
{
    struct lines *l = lines_new(nstops);
    for (int d = 0; d < NDAYS; d++)
        l->tt.noon_step[d] = number();
    for (uint32_t n = count(); n; n--)
        lines_service(l, (uint64_t)number());
    for (uint32_t n = count(); n; n--)
        read_pattern(l);
    for (uint32_t n = count(); n; n--) {
        const uint32_t from = count(), to = count();
        const uint8_t type = (uint8_t)number();
        lines_transfer(l, from, to, type, number());
    }
    return l;
}

static uint32_t read_walks(struct mk_stop_walk *out)
{
    const uint32_t n = count();
    for (uint32_t i = 0; i < n; i++) {
        out[i].stop = count();
        out[i].seconds = number();
    }
    return n;
}

static void print(const int32_t *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        printf("%s%d", i ? " " : "", (int)v[i]);
    putchar('\n');
}

static void run_case(uint32_t nstops)
{
    int32_t out[64];
    struct mk_stop_walk from[8], to[8];
    const mk_date day = mk_date_from_days(mk_date_days(LINES_DAY) + number());
    struct lines *l = read_lines(nstops);
    struct mk_travel_rules rules = {.walk_ms = 1.25, .change_max_m = 1000};
    rules.board_s = number();
    rules.max_rides = (int)number();
    rules.max_trip_s = number();
    const uint32_t nfrom = read_walks(from), nto = read_walks(to);
    const int32_t depart = number(), deadline = number(), walk = number();
    const uint32_t minutes = count();
    struct mk_changes changes;
    mk_changes_build(&l->tt, NULL, NULL, NULL, &rules, true, &changes);
    struct mk_router *r = mk_router_build(&l->tt, day, &changes, &rules);
    struct mk_ride_room *room = mk_ride_room_new(r);
    mk_ride_depart(r, room, from, nfrom, depart, out);
    print(out, nstops);
    struct mk_profile p;
    mk_profile_build(r, room, to, nto, depart, depart + 60 * (int32_t)minutes,
                     &p);
    mk_ride_arrive(r, room, to, nto, deadline, out);
    print(out, nstops);
    mk_profile_draws(r, &p, from, nfrom, walk, depart, 60, minutes, out);
    print(out, minutes);
    mk_profile_release(&p);
    mk_ride_room_free(room);
    mk_router_free(r);
    mk_changes_release(&changes);
    lines_free(l);
}

int main(void)
{
    int32_t nstops;
    while (next(&nstops))
        run_case((uint32_t)nstops);
    return 0;
}
