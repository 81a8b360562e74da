// Time of journeys in a generated city of 6 050 stops and 0.6 M stop times a
// day. Run by hand:  travel_bench [SEARCHES]
#include "street_net.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#define SIDE 55
#define APART_M 400
#define CALLS 30
#define NLINES 192

static uint32_t below(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// A place has a platform for each direction, 20 m from one another.
static double *place_stops(void)
{
    double *xy = mk_zalloc(2 * 2 * SIDE * SIDE, sizeof *xy);
    for (uint32_t i = 0; i < 2 * SIDE * SIDE; i++) {
        xy[2 * i] = i / 2 % SIDE * APART_M + i % 2 * 20;
        xy[2 * i + 1] = (double)(i / 2 / SIDE * APART_M);
    }
    return xy;
}

static int32_t turn(uint32_t *seed, int32_t at, int32_t *step)
{
    if (below(seed, 8) == 0)
        *step = (int32_t)below(seed, 3) - 1;
    const int32_t to = at + *step;
    if (to >= 0 && to < SIDE)
        return to;
    *step = -*step;
    return at + *step;
}

static void add_line(struct lines *l, uint32_t service, uint32_t *seed)
{
    uint32_t place[CALLS], stops[CALLS];
    int32_t x = (int32_t)below(seed, SIDE), y = (int32_t)below(seed, SIDE);
    int32_t dx = (int32_t)below(seed, 3) - 1, dy = dx ? 0 : 1;
    int32_t run[CALLS] = {0}, times[2 * CALLS];
    for (int k = 0; k < CALLS; k++) {
        place[k] = (uint32_t)(y * SIDE + x);
        run[k] = k ? run[k - 1] + 60 + (int32_t)below(seed, 60) : 0;
        x = turn(seed, x, &dx);
        y = turn(seed, y, &dy);
    }
    static const int32_t headways[] = {600, 900, 1200, 1800, 1800, 3600};
    const int32_t headway = headways[below(seed, 6)];
    for (uint32_t way = 0; way < 2; way++) {
        for (int k = 0; k < CALLS; k++)
            stops[k] = 2 * place[way ? CALLS - 1 - k : k] + way;
        lines_pattern(l, stops, CALLS);
        int32_t at = H(5, 0) + (int32_t)below(seed, (uint32_t)headway);
        for (; at < H(23, 0); at += headway) {
            for (int k = 0; k < CALLS; k++)
                times[2 * k] = times[2 * k + 1] =
                    at + (way ? run[CALLS - 1] - run[CALLS - 1 - k] : run[k]);
            lines_trip(l, service, times);
        }
    }
}

static uint32_t near_place(const double *xy, uint32_t n, double x, double y,
                           double most, struct mk_stop_walk *out)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n && k < 256; i++) {
        const double m = hypot(xy[2 * i] - x, xy[2 * i + 1] - y) * 1.3;
        if (m <= most)
            out[k++] = (struct mk_stop_walk){i, (int32_t)(m / 1.25)};
    }
    return k;
}

int main(int argc, char **argv)
{
    const uint32_t searches = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10)
                                       : 1000;
    uint32_t seed = 1, near = 0, reached = 0;
    struct lines *l = lines_new(2 * SIDE * SIDE);
    const uint32_t service = lines_service(l, 1);
    for (int k = 0; k < NLINES; k++)
        add_line(l, service, &seed);
    double *xy = place_stops();
    struct mk_travel_rules rules = {.walk_ms = 1.25,
                                    .board_s = 60,
                                    .change_max_m = 1000,
                                    .max_rides = 4,
                                    .max_trip_s = 3600};
    struct mk_changes c;
    double t = now();
    mk_changes_build(&l->tt, NULL, NULL, xy, &rules, false, &c);
    printf("stops %u, stop_times %u, changes %u in %.3f s\n", l->tt.nstops,
           l->tt.ntimes, c.first[c.nstops], now() - t);
    t = now();
    struct mk_router *r = mk_router_build(&l->tt, LINES_DAY, &c, &rules);
    printf("router in %.3f s\n", now() - t);
    struct mk_ride_room *room = mk_ride_room_new(r);
    int32_t *leave = mk_zalloc(l->tt.nstops, sizeof *leave);
    struct mk_stop_walk to[256];
    double spent = 0;
    for (uint32_t i = 0; i < searches; i++) {
        const uint32_t n = near_place(xy, l->tt.nstops,
                                      below(&seed, SIDE * APART_M),
                                      below(&seed, SIDE * APART_M), 1500, to);
        near += n;
        t = now();
        mk_ride_arrive(r, room, to, n, H(8, 0), leave);
        spent += now() - t;
        for (uint32_t s = 0; s < l->tt.nstops; s++)
            reached += leave[s] > -MK_NEVER;
    }
    printf("backwards, 60 min: %.3f ms, from %.1f stops to %.0f\n",
           spent / searches * 1e3, (double)near / searches,
           (double)reached / searches);
    rules.max_trip_s = 7200;
    mk_router_free(r);
    mk_ride_room_free(room);
    r = mk_router_build(&l->tt, LINES_DAY, &c, &rules);
    room = mk_ride_room_new(r);
    const uint32_t n = near_place(xy, l->tt.nstops, SIDE * APART_M / 2.0,
                                  SIDE * APART_M / 2.0, 2000, to);
    struct mk_profile p;
    t = now();
    mk_profile_build(r, room, to, n, H(7, 30), H(8, 30), &p);
    printf("profile, 07:30-08:30, 2 h: %.3f s, %u legs\n", now() - t,
           p.first[l->tt.nstops]);
    mk_profile_release(&p);
    mk_ride_room_free(room);
    mk_router_free(r);
    mk_changes_release(&c);
    free(leave);
    free(xy);
    lines_free(l);
    return 0;
}
