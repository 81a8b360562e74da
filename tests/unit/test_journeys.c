// Laws that journeys keep on any timetable, on pseudo-random ones, and a city
// whose journey times are arithmetic.
#include "street_net.h"
#include "near.h"

#include <markklar/travel.h>

#include <stdlib.h>
#include <string.h>

#define NETS 300
#define NSTOPS 12
#define MINUTES 40
#define START H(7, 0)

static uint32_t below(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

/* ---- pseudo-random nets ---------------------------------------------------- */

static void random_times(uint32_t *seed, uint32_t n, int32_t *times)
{
    int32_t at = START - 1800 + (int32_t)below(seed, 150) * 60;
    for (uint32_t k = 0; k < n; k++) {
        times[2 * k] = at;
        times[2 * k + 1] = at += (int32_t)below(seed, 3) * 20;
        at += (int32_t)below(seed, 12) * 60;
    }
}

static void random_pattern(uint32_t *seed, struct lines *l, uint32_t service)
{
    uint32_t stops[8];
    int32_t times[16];
    const uint32_t n = 2 + below(seed, 7);
    for (uint32_t k = 0; k < n; k++)
        stops[k] = below(seed, NSTOPS);
    struct mk_pattern *p = lines_pattern(l, stops, n);
    for (uint32_t k = 0; k < n; k++) {
        l->tt.pickup[p->first_stop + k] = below(seed, 10) ? 0 : 1;
        l->tt.drop_off[p->first_stop + k] = below(seed, 10) ? 0 : 1;
    }
    for (uint32_t i = 1 + below(seed, 8); i; i--) {
        random_times(seed, n, times);
        lines_trip(l, service, times);
    }
}

static struct lines *random_net(uint32_t seed)
{
    struct lines *l = lines_new(NSTOPS);
    const uint32_t service = lines_service(l, 1);
    for (uint32_t i = 4 + below(&seed, 10); i; i--)
        random_pattern(&seed, l, service);
    for (uint32_t a = 0; a < NSTOPS; a++)
        for (uint32_t b = 0; b < NSTOPS; b++)
            if (a != b && below(&seed, 8) == 0)
                lines_transfer(l, a, b, 2, 60 * (int32_t)below(&seed, 10));
    return l;
}

static struct mk_travel_rules random_rules(uint32_t seed)
{
    return (struct mk_travel_rules){.walk_ms = 1.25,
                                    .board_s = 30 * (int32_t)below(&seed, 4),
                                    .max_rides = 1 + (int)below(&seed, 4),
                                    .max_trip_s =
                                        1800 * (1 + (int32_t)below(&seed, 4))};
}

struct answers {
    int32_t arrive[NSTOPS][NSTOPS]; // from, at START
    int32_t leave[NSTOPS][NSTOPS];  // to, by START + 1 h
};

static void ask(const struct lines *l, const struct mk_travel_rules *rules,
                struct answers *out)
{
    struct mk_changes c;
    mk_changes_build(&l->tt, NULL, NULL, NULL, rules, true, &c);
    struct mk_router *r = mk_router_build(&l->tt, LINES_DAY, &c, rules);
    struct mk_ride_room *room = mk_ride_room_new(r);
    for (uint32_t s = 0; s < NSTOPS; s++) {
        const struct mk_stop_walk at = {s, 30};
        mk_ride_depart(r, room, &at, 1, START, out->arrive[s]);
        mk_ride_arrive(r, room, &at, 1, START + 3600, out->leave[s]);
    }
    mk_ride_room_free(room);
    mk_router_free(r);
    mk_changes_release(&c);
}

// No journey of `a` is better in `b`.
static void assert_no_worse(const struct answers *b, const struct answers *a)
{
    for (uint32_t s = 0; s < NSTOPS; s++)
        for (uint32_t t = 0; t < NSTOPS; t++) {
            assert_true(b->arrive[s][t] <= a->arrive[s][t]);
            assert_true(b->leave[s][t] >= a->leave[s][t]);
        }
}

static void more_trips_and_larger_limits_never_worsen(void **state)
{
    (void)state;
    int better = 0;
    for (uint32_t seed = 1; seed <= NETS; seed++) {
        struct lines *l = random_net(seed);
        struct mk_travel_rules rules = random_rules(seed), more = rules;
        struct answers a, b;
        ask(l, &rules, &a);
        more.max_trip_s += 900;
        ask(l, &more, &b);
        assert_no_worse(&b, &a);
        more = rules;
        more.max_rides++;
        ask(l, &more, &b);
        assert_no_worse(&b, &a);
        more = rules;
        more.board_s = 0;
        ask(l, &more, &b);
        assert_no_worse(&b, &a);
        uint32_t s = seed + NETS;
        random_pattern(&s, l, 0);
        ask(l, &rules, &b);
        assert_no_worse(&b, &a);
        better += memcmp(&a, &b, sizeof a) != 0;
        lines_free(l);
    }
    assert_true(better > NETS / 2);
}

// To be there by A from d: the one search says so when the other does.
static void forwards_and_backwards_agree(void **state)
{
    (void)state;
    int reached = 0;
    for (uint32_t seed = 1; seed <= NETS; seed++) {
        struct lines *l = random_net(seed);
        struct mk_travel_rules rules = random_rules(seed);
        rules.max_trip_s = 4 * 3600;
        struct answers a;
        ask(l, &rules, &a);
        for (uint32_t s = 0; s < NSTOPS; s++)
            for (uint32_t t = 0; t < NSTOPS; t++) {
                if (s == t)
                    continue; // walked: no ride is asked for
                const bool there = a.arrive[s][t] <= START + 3600 - 30;
                const bool left = a.leave[t][s] >= START + 30;
                assert_true(there == left);
                reached += there;
            }
        lines_free(l);
    }
    assert_true(reached > 10 * NETS);
}

/* ---- profiles ---------------------------------------------------------- */

// Minute by minute: the earliest arrival, then on foot to the place.
static void draw_forwards(const struct mk_router *r, struct mk_ride_room *room,
                          const struct mk_stop_walk *from, uint32_t nfrom,
                          const struct mk_stop_walk *to, uint32_t nto,
                          int32_t walk_s, int32_t longest, int32_t *out)
{
    for (int32_t i = 0; i < MINUTES; i++) {
        int32_t arrive[NSTOPS];
        mk_ride_depart(r, room, from, nfrom, START + 60 * i, arrive);
        out[i] = walk_s;
        for (uint32_t k = 0; k < nto; k++) {
            const int32_t at = arrive[to[k].stop];
            if (at != MK_NEVER && at + to[k].seconds - START - 60 * i < out[i])
                out[i] = at + to[k].seconds - START - 60 * i;
        }
        if (out[i] > longest)
            out[i] = MK_NEVER;
    }
}

static uint32_t random_walks(uint32_t *seed, struct mk_stop_walk *out)
{
    const uint32_t n = 1 + below(seed, 3);
    for (uint32_t i = 0; i < n; i++)
        out[i] = (struct mk_stop_walk){below(seed, NSTOPS),
                                       (int32_t)below(seed, 700)};
    return n;
}

static int32_t walk_by_stop(const struct mk_stop_walk *from, uint32_t nfrom,
                            const struct mk_stop_walk *to, uint32_t nto)
{
    int32_t least = MK_NEVER;
    for (uint32_t i = 0; i < nfrom; i++)
        for (uint32_t k = 0; k < nto; k++)
            if (from[i].stop == to[k].stop &&
                from[i].seconds + to[k].seconds < least)
                least = from[i].seconds + to[k].seconds;
    return least;
}

static int compare_draws(uint32_t seed)
{
    struct lines *l = random_net(seed);
    const struct mk_travel_rules rules = random_rules(seed);
    struct mk_changes c;
    mk_changes_build(&l->tt, NULL, NULL, NULL, &rules, true, &c);
    struct mk_router *r = mk_router_build(&l->tt, LINES_DAY, &c, &rules);
    struct mk_ride_room *room = mk_ride_room_new(r);
    struct mk_stop_walk from[3], to[3];
    const uint32_t nfrom = random_walks(&seed, from);
    const uint32_t nto = random_walks(&seed, to);
    const int32_t walk = walk_by_stop(from, nfrom, to, nto);
    int32_t want[MINUTES], got[MINUTES];
    struct mk_profile p;
    draw_forwards(r, room, from, nfrom, to, nto, walk, rules.max_trip_s, want);
    mk_profile_build(r, room, to, nto, START, START + 60 * MINUTES, &p);
    mk_profile_draws(r, &p, from, nfrom, walk, START, 60, MINUTES, got);
    int ridden = 0;
    for (int i = 0; i < MINUTES; i++) {
        assert_int_equal(got[i], want[i]);
        ridden += want[i] != walk && want[i] != MK_NEVER;
    }
    for (uint32_t s = 0; s < NSTOPS; s++)
        for (uint32_t k = p.first[s] + 1; k < p.first[s + 1]; k++) {
            assert_true(p.v[k].leave > p.v[k - 1].leave);
            assert_true(p.v[k].arrive > p.v[k - 1].arrive);
        }
    mk_profile_release(&p);
    mk_ride_room_free(room);
    mk_router_free(r);
    mk_changes_release(&c);
    lines_free(l);
    return ridden;
}

static void a_profile_is_the_search_of_every_minute(void **state)
{
    (void)state;
    int ridden = 0;
    for (uint32_t seed = 1; seed <= 4 * NETS; seed++)
        ridden += compare_draws(seed);
    assert_true(ridden > 10 * 4 * NETS);
}

/* ---- order, names and feeds ---------------------------------------------- */

// The same trips in patterns of one trip each, last pattern first, every other
// one from another feed and line, and stop s renamed to 11 - s.
static struct lines *turned_round(const struct lines *l)
{
    const struct mk_timetable *tt = &l->tt;
    struct lines *out = lines_new(NSTOPS);
    lines_service(out, 0);
    const uint32_t service = lines_service(out, 1);
    for (uint32_t i = tt->npatterns; i-- > 0;)
        for (uint32_t k = tt->patterns[i].ntrips; k-- > 0;) {
            const struct mk_pattern *p = &tt->patterns[i];
            uint32_t stops[8];
            for (uint32_t j = 0; j < p->nstops; j++)
                stops[j] = NSTOPS - 1 - tt->pattern_stops[p->first_stop + j];
            struct mk_pattern *q = lines_pattern(out, stops, p->nstops);
            q->feed = (uint16_t)(k % 2);
            q->line = k;
            memcpy(out->tt.pickup + q->first_stop, tt->pickup + p->first_stop,
                   p->nstops);
            memcpy(out->tt.drop_off + q->first_stop,
                   tt->drop_off + p->first_stop, p->nstops);
            const struct mk_trip *t = &tt->trips[p->first_trip + k];
            lines_trip(out, service, tt->times + 2 * t->first_time);
        }
    for (uint32_t k = tt->ntransfers; k-- > 0;) {
        const struct mk_transfer *t = &tt->transfers[k];
        lines_transfer(out, NSTOPS - 1 - t->from, NSTOPS - 1 - t->to, t->type,
                       t->min_s);
    }
    return out;
}

static void order_names_and_feeds_change_nothing(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= NETS; seed++) {
        struct lines *l = random_net(seed), *m = turned_round(l);
        const struct mk_travel_rules rules = random_rules(seed);
        struct answers a, b;
        ask(l, &rules, &a);
        ask(m, &rules, &b);
        for (uint32_t s = 0; s < NSTOPS; s++)
            for (uint32_t t = 0; t < NSTOPS; t++) {
                const uint32_t s2 = NSTOPS - 1 - s, t2 = NSTOPS - 1 - t;
                assert_int_equal(a.arrive[s][t], b.arrive[s2][t2]);
                assert_int_equal(a.leave[s][t], b.leave[s2][t2]);
            }
        lines_free(l);
        lines_free(m);
    }
}

/* ---- a city of arithmetic ------------------------------------------------ */

#define SIDE 5
#define BLOCK_S 150 // four blocks in ten minutes

// Rows run east and columns north, each from its first stop every `headway`
// seconds from 05:00 (columns: plus `phase`).
static struct lines *grid_city(int32_t row_headway, int32_t column_headway,
                               int32_t phase)
{
    struct lines *l = lines_new(SIDE * SIDE);
    const uint32_t service = lines_service(l, 1);
    for (uint32_t way = 0; way < 2; way++)
        for (uint32_t i = 0; i < SIDE; i++) {
            uint32_t stops[SIDE];
            int32_t times[2 * SIDE];
            const int32_t headway = way ? column_headway : row_headway;
            for (uint32_t k = 0; k < SIDE; k++)
                stops[k] = way ? k * SIDE + i : i * SIDE + k;
            lines_pattern(l, stops, SIDE);
            for (int32_t at = H(5, 0) + (way ? phase : 0); at < H(11, 0);
                 at += headway) {
                for (int32_t k = 0; k < SIDE; k++)
                    times[2 * k] = times[2 * k + 1] = at + k * BLOCK_S;
                lines_trip(l, service, times);
            }
        }
    return l;
}

// 60 departures, one a minute from 07:00, corner to corner with two rides.
static void cross_city(const struct lines *l, int32_t *draws)
{
    const struct mk_travel_rules rules = {
        .walk_ms = 1.25, .board_s = 60, .max_rides = 2, .max_trip_s = 7200};
    struct mk_changes c;
    mk_changes_build(&l->tt, NULL, NULL, NULL, &rules, true, &c);
    struct mk_router *r = mk_router_build(&l->tt, LINES_DAY, &c, &rules);
    struct mk_ride_room *room = mk_ride_room_new(r);
    const struct mk_stop_walk from = {0, 0}, to = {SIDE * SIDE - 1, 0};
    struct mk_profile p;
    mk_profile_build(r, room, &to, 1, H(7, 0), H(8, 0), &p);
    mk_profile_draws(r, &p, &from, 1, MK_NEVER, H(7, 0), 60, 60, draws);
    for (int32_t i = 0; i < 60; i++) {
        int32_t arrive[SIDE * SIDE];
        mk_ride_depart(r, room, &from, 1, H(7, i), arrive);
        assert_int_equal(arrive[to.stop] - H(7, i), draws[i]);
    }
    mk_profile_release(&p);
    mk_ride_room_free(room);
    mk_router_free(r);
    mk_changes_release(&c);
}

// All lines leave on the hour, :20 and :40. With the minute before boarding one
// waits 1-20 minutes, rides 10, changes 10 later and rides 10: 31-50 minutes,
// each three times in the hour.
static void synchronised_lines_give_uniform_times(void **state)
{
    (void)state;
    struct lines *l = grid_city(1200, 1200, 0);
    int32_t draws[60], count[51] = {0};
    cross_city(l, draws);
    for (int i = 0; i < 60; i++) {
        assert_int_equal(draws[i] % 60, 0);
        assert_in_range(draws[i] / 60, 31, 50);
        count[draws[i] / 60]++;
    }
    for (int m = 31; m <= 50; m++)
        assert_int_equal(count[m], 3);
    // Sorted, 31 has places 0-2, 32 places 3-5, …: place 29 is 40 minutes,
    // place 50 (ceil(0.85 x 60) - 1) is 47.
    assert_int_equal(mk_percentile(draws, 60, 50), 40 * 60);
    assert_int_equal(mk_percentile(draws, 60, 85), 47 * 60);
    lines_free(l);
}

// Rows every 20 minutes from :00, columns every 15 from :07. Rows first: at
// the corner :10, :30, :50, so the column leaves at :22, :37, :52 (52 - 50 is
// two minutes, one is needed) and arrives ten later: :32, :47, :62. Columns
// first: leaving :07, :22, :37, :52, at the other corner :17, :32, :47, :62,
// rows at :20, :40, :60, :80: arriving :30, :50, :70, :90. Of the two the one
// that is there first; everything again an hour later.
static void lines_out_of_step_give_what_a_clock_gives(void **state)
{
    (void)state;
    static const int32_t rows[][2] = {{0, 32}, {20, 47}, {40, 62}};
    static const int32_t columns[][2] = {{7, 30}, {22, 50}, {37, 70}, {52, 90}};
    struct lines *l = grid_city(1200, 900, 420);
    int32_t draws[60];
    cross_city(l, draws);
    for (int32_t i = 0; i < 60; i++) {
        int32_t best = 1000;
        for (int32_t hour = 0; hour <= 60; hour += 60) {
            for (int k = 0; k < 3; k++)
                if (rows[k][0] + hour >= i + 1 && rows[k][1] + hour < best)
                    best = rows[k][1] + hour;
            for (int k = 0; k < 4; k++)
                if (columns[k][0] + hour >= i + 1 &&
                    columns[k][1] + hour < best)
                    best = columns[k][1] + hour;
        }
        assert_int_equal(draws[i], (best - i) * 60);
    }
    assert_int_equal(draws[0], 30 * 60);  // the :07 column, there at :30
    assert_int_equal(draws[7], 40 * 60);  // the :20 row, there at :47
    assert_int_equal(draws[59], 31 * 60); // the next hour's :07, at :30
    lines_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_trips_and_larger_limits_never_worsen),
        cmocka_unit_test(forwards_and_backwards_agree),
        cmocka_unit_test(a_profile_is_the_search_of_every_minute),
        cmocka_unit_test(order_names_and_feeds_change_nothing),
        cmocka_unit_test(synchronised_lines_give_uniform_times),
        cmocka_unit_test(lines_out_of_step_give_what_a_clock_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
