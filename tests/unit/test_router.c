// Journeys on timetables of a few trips, worked out by hand.
#include "street_net.h"
#include "near.h"

#include <markklar/travel.h>

#include <stdlib.h>
#include <string.h>

#define MONDAY LINES_DAY
#define TUESDAY 20250304
#define NSTOPS 6
#define FAR (-MK_NEVER)

static const struct mk_travel_rules plain = {.walk_ms = 1.25,
                                             .change_max_m = 1000,
                                             .max_rides = 4,
                                             .max_trip_s = 2 * 3600};

// One router and a thread's room, with changes from transfers.txt alone.
struct desk {
    struct mk_changes changes;
    struct mk_router *router;
    struct mk_ride_room *room;
    int32_t out[NSTOPS];
};

static struct desk open_desk(const struct lines *l, mk_date day,
                             struct mk_travel_rules rules)
{
    struct desk d = {.router = NULL};
    mk_changes_build(&l->tt, NULL, NULL, NULL, &rules, true, &d.changes);
    d.router = mk_router_build(&l->tt, day, &d.changes, &rules);
    d.room = mk_ride_room_new(d.router);
    return d;
}

static void close_desk(struct desk *d)
{
    mk_ride_room_free(d->room);
    mk_router_free(d->router);
    mk_changes_release(&d->changes);
}

static const int32_t *depart(struct desk *d, uint32_t stop, int32_t walk,
                             int32_t at)
{
    const struct mk_stop_walk from = {stop, walk};
    memset(d->out, 0x55, sizeof d->out);
    mk_ride_depart(d->router, d->room, &from, 1, at, d->out);
    return d->out;
}

static const int32_t *arrive(struct desk *d, uint32_t stop, int32_t walk,
                             int32_t at)
{
    const struct mk_stop_walk to = {stop, walk};
    memset(d->out, 0x55, sizeof d->out);
    mk_ride_arrive(d->router, d->room, &to, 1, at, d->out);
    return d->out;
}

#define AT(...) ((int32_t[]){__VA_ARGS__})

static void one_ride_is_taken_when_it_is_still_there(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "012", s, AT(H(7, 0), H(7, 10), H(7, 20)));
    struct desk d = open_desk(l, MONDAY, plain);
    assert_int_equal(mk_router_trips(d.router), 1);
    // Leaving at 06:55 with five minutes to walk: just in time.
    const int32_t *a = depart(&d, 0, 300, H(6, 55));
    assert_int_equal(a[0], H(7, 0)); // on foot
    assert_int_equal(a[1], H(7, 10));
    assert_int_equal(a[2], H(7, 20));
    assert_int_equal(a[3], MK_NEVER);
    a = depart(&d, 0, 301, H(6, 55));
    assert_int_equal(a[1], MK_NEVER);
    // To be there by 07:24 with four minutes to walk: be at stop 1 at 07:10.
    const int32_t *b = arrive(&d, 2, 240, H(7, 24));
    assert_int_equal(b[2], H(7, 20));
    assert_int_equal(b[1], H(7, 10));
    assert_int_equal(b[0], H(7, 0));
    assert_int_equal(b[3], FAR);
    b = arrive(&d, 2, 241, H(7, 24));
    assert_int_equal(b[1], FAR);
    close_desk(&d);
    lines_free(l);
}

static void slack_comes_before_every_boarding(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "01", s, AT(H(7, 0), H(7, 10)));
    lines_run(l, "12", s, AT(H(7, 10) + 59, H(7, 20)));
    lines_run(l, "12", s, AT(H(7, 11), H(7, 30)));
    struct mk_travel_rules rules = plain;
    rules.board_s = 60;
    struct desk d = open_desk(l, MONDAY, rules);
    const int32_t *a = depart(&d, 0, 0, H(6, 59));
    assert_int_equal(a[1], H(7, 10));
    assert_int_equal(a[2], H(7, 30)); // 59 s is too little to change in
    assert_int_equal(depart(&d, 0, 0, H(6, 59) + 1)[1], MK_NEVER);
    const int32_t *b = arrive(&d, 2, 0, H(7, 30));
    assert_int_equal(b[1], H(7, 10)); // the later one, a minute before
    assert_int_equal(b[0], H(6, 59));
    assert_int_equal(arrive(&d, 2, 0, H(7, 29))[0], FAR);
    close_desk(&d);
    lines_free(l);
}

static void nobody_boards_or_alights_where_it_is_not_for_all(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "0123", s, AT(H(7, 0), H(7, 10), H(7, 20), H(7, 30)));
    lines_run(l, "45", s, AT(H(7, 0), H(7, 10)));
    l->tt.patterns[1].mode = MK_MODE_ANROP;
    for (uint8_t code = 1; code <= 3; code++) {
        l->tt.drop_off[1] = l->tt.pickup[2] = code;
        struct desk d = open_desk(l, MONDAY, plain);
        assert_int_equal(mk_router_trips(d.router), 1);
        const int32_t *a = depart(&d, 0, 0, H(7, 0));
        assert_int_equal(a[1], MK_NEVER);
        assert_int_equal(a[2], H(7, 20));
        assert_int_equal(depart(&d, 1, 0, H(7, 0))[3], H(7, 30));
        assert_int_equal(depart(&d, 2, 0, H(7, 0))[3], MK_NEVER);
        assert_int_equal(depart(&d, 4, 0, H(7, 0))[5], MK_NEVER);
        const int32_t *b = arrive(&d, 3, 0, H(8, 0));
        assert_int_equal(b[2], FAR);
        assert_int_equal(b[1], H(7, 10));
        assert_int_equal(arrive(&d, 1, 0, H(8, 0))[0], FAR);
        assert_int_equal(arrive(&d, 5, 0, H(8, 0))[4], FAR);
        close_desk(&d);
    }
    lines_free(l);
}

static void trips_past_midnight_belong_to_the_next_day_too(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    // Monday's service only. 25:30 is 01:30 on Tuesday, 49:30 on Wednesday.
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "01", s, AT(H(25, 30), H(25, 40)));
    lines_run(l, "02", s, AT(H(49, 30), H(49, 40)));
    struct desk d = open_desk(l, MONDAY, plain);
    assert_int_equal(mk_router_trips(d.router), 2);
    assert_int_equal(depart(&d, 0, 0, H(24, 30))[1], H(25, 40));
    close_desk(&d);
    d = open_desk(l, TUESDAY, plain);
    assert_int_equal(mk_router_trips(d.router), 0);
    assert_int_equal(depart(&d, 0, 0, H(1, 0))[1], H(1, 40));
    assert_int_equal(arrive(&d, 1, 0, H(2, 0))[0], H(1, 30));
    assert_int_equal(depart(&d, 0, 0, H(1, 0))[2], MK_NEVER);
    close_desk(&d);
    d = open_desk(l, 20250305, plain);
    assert_int_equal(depart(&d, 0, 0, H(1, 0))[1], MK_NEVER);
    assert_int_equal(depart(&d, 0, 0, H(1, 0))[2], H(1, 40));
    close_desk(&d);
    lines_free(l);
}

static void the_next_day_is_reached_after_midnight(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    // Monday 23:30 to 23:50; Tuesday 00:10 to 00:20: 24:20 seen from Monday.
    lines_run(l, "01", lines_service(l, 1), AT(H(23, 30), H(23, 50)));
    lines_run(l, "12", lines_service(l, 2), AT(H(0, 10), H(0, 20)));
    struct desk d = open_desk(l, MONDAY, plain);
    assert_int_equal(mk_router_trips(d.router), 1);
    assert_int_equal(depart(&d, 0, 0, H(23, 0))[2], H(24, 20));
    close_desk(&d);
    // Seen from Tuesday, one leaves at 23:30 the day before.
    d = open_desk(l, TUESDAY, plain);
    assert_int_equal(arrive(&d, 2, 0, H(0, 30))[0], -H(0, 30));
    close_desk(&d);
    lines_free(l);
}

// Noon minus 12 h: on the day clocks go forward it is 23:00 the day before,
// and noon comes 23 h after the noon before it.
static void days_of_23_and_25_hours_move_the_days_before(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "01", s, AT(H(25, 30), H(25, 40)));
    l->tt.noon_step[1] = 82800;
    struct desk d = open_desk(l, TUESDAY, plain);
    assert_int_equal(depart(&d, 0, 0, H(1, 0))[1], H(2, 40));
    close_desk(&d);
    l->tt.noon_step[1] = 90000;
    d = open_desk(l, TUESDAY, plain);
    assert_int_equal(depart(&d, 0, 0, H(0, 0))[1], H(0, 40));
    close_desk(&d);
    // And the next day's trips: noon 23 h later, so 01:00 there is 24:00 here.
    lines_run(l, "02", lines_service(l, 2), AT(H(1, 0), H(1, 10)));
    l->tt.noon_step[1] = 82800;
    d = open_desk(l, MONDAY, plain);
    assert_int_equal(depart(&d, 0, 0, H(23, 30))[2], H(24, 10));
    close_desk(&d);
    lines_free(l);
}

static void days_without_service_have_no_trips(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    // Two feeds: one runs on days 0-1, the other on days 1-2.
    lines_run(l, "01", lines_service(l, 3), AT(H(7, 0), H(7, 10)));
    lines_run(l, "12", lines_service(l, 6), AT(H(7, 10), H(7, 20)));
    l->tt.patterns[1].feed = 1;
    static const struct {
        mk_date day;
        int32_t at1, at2;
        uint32_t trips;
    } cases[] = {
        {20250302, MK_NEVER, MK_NEVER, 0}, {20250303, H(7, 10), MK_NEVER, 1},
        {20250304, H(7, 10), H(7, 20), 2}, {20250305, MK_NEVER, MK_NEVER, 1},
        {20250306, MK_NEVER, MK_NEVER, 0}, {19700101, MK_NEVER, MK_NEVER, 0},
        {20991231, MK_NEVER, MK_NEVER, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct desk d = open_desk(l, cases[i].day, plain);
        assert_int_equal(mk_router_trips(d.router), cases[i].trips);
        const int32_t *a = depart(&d, 0, 0, H(7, 0));
        assert_int_equal(a[1], cases[i].at1);
        assert_int_equal(a[2], cases[i].at2);
        close_desk(&d);
    }
    lines_free(l);
}

static void frequencies_run_as_if_scheduled(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    // Template 05:00, 05:10, 05:30. Vehicles leave 06:00, 06:20, 06:40.
    struct mk_trip *t = lines_run(l, "012", s, AT(H(5, 0), H(5, 10), H(5, 30)));
    t->freq_start = H(6, 0);
    t->freq_end = H(7, 0);
    t->freq_headway = 1200;
    for (int exact = 0; exact < 2; exact++) {
        l->tt.trips[0].freq_exact = exact;
        struct desk d = open_desk(l, MONDAY, plain);
        assert_int_equal(mk_router_trips(d.router), 3);
        assert_int_equal(depart(&d, 0, 0, H(5, 0))[1], H(6, 10));
        assert_int_equal(depart(&d, 0, 0, H(6, 1))[2], H(6, 50));
        assert_int_equal(depart(&d, 0, 0, H(6, 40))[2], H(7, 10));
        assert_int_equal(depart(&d, 0, 0, H(6, 40) + 1)[2], MK_NEVER);
        assert_int_equal(arrive(&d, 2, 0, H(7, 9))[1], H(6, 30));
        close_desk(&d);
    }
    lines_free(l);
}

static void an_overtaking_trip_is_found(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    // One pattern; the express leaves last and is there first.
    static const uint32_t stops[] = {0, 1, 2};
    lines_pattern(l, stops, 3);
    lines_trip(l, s,
               AT(H(7, 0), H(7, 0), H(7, 30), H(7, 30), H(8, 0), H(8, 0)));
    lines_trip(l, s,
               AT(H(7, 5), H(7, 5), H(7, 35), H(7, 35), H(8, 5), H(8, 5)));
    lines_trip(l, s,
               AT(H(7, 10), H(7, 10), H(7, 20), H(7, 20), H(7, 25), H(7, 25)));
    struct desk d = open_desk(l, MONDAY, plain);
    const int32_t *a = depart(&d, 0, 0, H(6, 50));
    assert_int_equal(a[1], H(7, 20));
    assert_int_equal(a[2], H(7, 25));
    assert_int_equal(depart(&d, 1, 0, H(7, 21))[2], H(8, 0));
    assert_int_equal(arrive(&d, 2, 0, H(8, 0))[0], H(7, 10));
    assert_int_equal(arrive(&d, 2, 0, H(8, 0))[1], H(7, 30));
    close_desk(&d);
    lines_free(l);
}

// 200 runs, each leaving a second later than the one before and there a second
// sooner, 07:00:00 to 08:40:00 the first and 07:03:19 to 08:36:41 the last;
// then one that overtakes none.
static void runs_that_all_overtake_are_all_kept(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    static const uint32_t stops[] = {0, 1};
    lines_pattern(l, stops, 2);
    for (int32_t i = 0; i < 200; i++)
        lines_trip(l, s, AT(H(7, 0) + i, H(7, 0) + i, H(8, 40) - i,
                            H(8, 40) - i));
    lines_trip(l, s, AT(H(7, 10), H(7, 10), H(8, 50), H(8, 50)));
    struct desk d = open_desk(l, MONDAY, plain);
    assert_int_equal(mk_router_trips(d.router), 201);
    const int32_t first = H(8, 36) + 41, leave = H(7, 3) + 19;
    assert_int_equal(depart(&d, 0, 0, H(7, 0))[1], first);
    assert_int_equal(depart(&d, 0, 0, leave)[1], first);
    assert_int_equal(depart(&d, 0, 0, leave + 1)[1], H(8, 50));
    assert_int_equal(arrive(&d, 1, 0, H(8, 50))[0], H(7, 10));
    assert_int_equal(arrive(&d, 1, 0, H(8, 49))[0], leave);
    assert_int_equal(arrive(&d, 1, 0, first)[0], leave);
    assert_int_equal(arrive(&d, 1, 0, first - 1)[0], FAR);
    close_desk(&d);
    lines_free(l);
}

static void no_more_rides_than_allowed(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "01", s, AT(H(7, 0), H(7, 5)));
    lines_run(l, "12", s, AT(H(7, 5), H(7, 10)));
    lines_run(l, "23", s, AT(H(7, 10), H(7, 15)));
    lines_run(l, "03", s, AT(H(7, 1), H(7, 50)));
    static const int32_t at3[] = {MK_NEVER, H(7, 50), H(7, 50), H(7, 15)};
    static const int32_t at0[] = {FAR, H(7, 1), H(7, 1), H(7, 1)};
    static const int32_t by20[] = {FAR, FAR, FAR, H(7, 0)};
    for (int rides = 0; rides < 4; rides++) {
        struct mk_travel_rules rules = plain;
        rules.max_rides = rides;
        struct desk d = open_desk(l, MONDAY, rules);
        assert_int_equal(depart(&d, 0, 0, H(7, 0))[3], at3[rides]);
        assert_int_equal(arrive(&d, 3, 0, H(8, 0))[0], at0[rides]);
        assert_int_equal(arrive(&d, 3, 0, H(7, 20))[0], by20[rides]);
        close_desk(&d);
    }
    lines_free(l);
}

static void the_longest_journey_is_counted_from_the_door(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "01", s, AT(H(7, 0), H(7, 50)));
    struct mk_travel_rules rules = plain;
    rules.max_trip_s = 3600;
    struct desk d = open_desk(l, MONDAY, rules);
    assert_int_equal(depart(&d, 0, 300, H(6, 50))[1], H(7, 50));
    assert_int_equal(depart(&d, 0, 300, H(6, 50) - 1)[1], MK_NEVER);
    assert_int_equal(arrive(&d, 1, 300, H(8, 0))[0], H(7, 0));
    assert_int_equal(arrive(&d, 1, 300, H(8, 0) + 1)[0], FAR);
    close_desk(&d);
    lines_free(l);
}

// Trip 0-1 arrives 07:10, stop 2's bus leaves 07:15 for stop 3, and stop 4
// lies a change from stop 2.
static void a_change_follows_a_ride_and_never_a_change(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "01", s, AT(H(7, 0), H(7, 10)));
    lines_run(l, "23", s, AT(H(7, 15), H(7, 20)));
    lines_run(l, "45", s, AT(H(7, 25), H(7, 30)));
    lines_transfer(l, 1, 2, 2, 300);
    lines_transfer(l, 2, 4, 2, 60);
    struct desk d = open_desk(l, MONDAY, plain);
    const int32_t *a = depart(&d, 0, 0, H(7, 0));
    assert_int_equal(a[3], H(7, 20));
    assert_int_equal(a[2], MK_NEVER); // nobody alights there
    assert_int_equal(a[5], MK_NEVER); // 1 - 2 - 4 is two changes
    // Nor is a change walked before the first ride or after the last.
    assert_int_equal(depart(&d, 1, 0, H(7, 0))[3], MK_NEVER);
    const int32_t *b = arrive(&d, 3, 0, H(7, 20));
    assert_int_equal(b[2], H(7, 15));
    assert_int_equal(b[1], FAR);
    assert_int_equal(b[0], H(7, 0));
    close_desk(&d);
    l->tt.transfers[0].min_s = 301;
    d = open_desk(l, MONDAY, plain);
    assert_int_equal(depart(&d, 0, 0, H(7, 0))[3], MK_NEVER);
    assert_int_equal(arrive(&d, 3, 0, H(7, 20))[0], FAR);
    close_desk(&d);
    lines_free(l);
}

// A stop walked to early is still worth riding to when one must walk on.
static void a_ride_to_where_one_can_walk_opens_its_changes(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "012", s, AT(H(7, 0), H(7, 5), H(7, 10)));
    lines_run(l, "34", s, AT(H(7, 20), H(7, 30)));
    lines_transfer(l, 1, 2, 2, 60); // at 2 by 07:06, on foot
    lines_transfer(l, 2, 3, 2, 60); // only from the bus at 07:10
    struct desk d = open_desk(l, MONDAY, plain);
    assert_int_equal(depart(&d, 0, 0, H(7, 0))[4], H(7, 30));
    assert_int_equal(arrive(&d, 4, 0, H(7, 30))[0], H(7, 0));
    close_desk(&d);
    lines_free(l);
}

// A vehicle a second all day, 86 400 of them: at 10 stops 864 000 calls, at
// 1 000 stops 86 400 000, over 2^26 = 67 108 864.
static void calls_without_end_are_a_limit(void **state)
{
    (void)state;
    static const uint32_t nstops[] = {10, 1000};
    static uint32_t stop[1000];
    static int32_t times[2000];
    for (uint32_t k = 0; k < 1000; k++) {
        stop[k] = k;
        times[2 * k] = times[2 * k + 1] = (int32_t)k;
    }
    const struct mk_changes none = {
        .first = mk_zalloc(1001, sizeof *none.first), .nstops = 1000};
    for (int i = 0; i < 2; i++) {
        struct lines *l = lines_new(1000);
        const uint32_t s = lines_service(l, 1);
        lines_pattern(l, stop, nstops[i]);
        struct mk_trip *t = lines_trip(l, s, times);
        t->freq_end = H(24, 0);
        t->freq_headway = 1;
        struct mk_router *r = mk_router_build(&l->tt, MONDAY, &none, &plain);
        if (i == 0)
            assert_int_equal(mk_router_trips(r), 86400);
        else
            assert_null(r);
        mk_router_free(r);
        lines_free(l);
    }
    free(none.first);
}

/* ---- changes ------------------------------------------------------------- */

static int32_t change(const struct mk_changes *c, uint32_t from, uint32_t to)
{
    for (uint32_t k = c->first[from]; k < c->first[from + 1]; k++)
        if (c->v[k].to == to)
            return c->v[k].seconds;
    return -1;
}

// Stops at 0, 100, 500 and 900 m on a line and one without a position; 1.3 x
// 100 m at 1.25 m/s is 104 s, 400 m is 416 s, 500 m 520 s, 800 m over 1 km.
static void changes_are_walked_and_then_told(void **state)
{
    (void)state;
    static const double xy[] = {0, 0, 100, 0, 500, 0, 900, 0, NAN, NAN};
    struct lines *l = lines_new(5);
    struct mk_changes c;
    lines_run(l, "01234", lines_service(l, 1), AT(0, 60, 120, 180, 240));
    mk_changes_build(&l->tt, NULL, NULL, xy, &plain, false, &c);
    assert_int_equal(c.nstops, 5);
    assert_int_equal(c.first[5], 8);
    assert_int_equal(change(&c, 0, 1), 104);
    assert_int_equal(change(&c, 1, 0), 104);
    assert_int_equal(change(&c, 0, 2), 520);
    assert_int_equal(change(&c, 1, 2), 416);
    assert_int_equal(change(&c, 2, 3), 416);
    assert_int_equal(change(&c, 1, 3), -1);
    assert_int_equal(change(&c, 0, 0), -1);
    mk_changes_release(&c);
    lines_transfer(l, 0, 0, 2, 180);  // a stop's change to itself is free
    lines_transfer(l, 0, 1, 0, -1);   // recommended: as walked
    lines_transfer(l, 0, 2, 3, -1);   // forbidden
    lines_transfer(l, 0, 3, 1, -1);   // timed, too far: 1.3 x 900 m, 936 s
    lines_transfer(l, 0, 4, 0, -1);   // nobody knows how far
    lines_transfer(l, 1, 0, 2, 30);   // told, shorter
    lines_transfer(l, 1, 2, 2, 900);  // told, longer
    lines_transfer(l, 2, 0, 2, -1);   // type 2 without a time: as walked
    lines_transfer(l, 3, 4, 2, 7201); // longer than any journey
    lines_transfer(l, 4, 0, 4, -1);   // in-seat: not a change
    mk_changes_build(&l->tt, NULL, NULL, xy, &plain, false, &c);
    assert_int_equal(change(&c, 0, 0), -1);
    assert_int_equal(change(&c, 0, 1), 104);
    assert_int_equal(change(&c, 0, 2), -1);
    assert_int_equal(change(&c, 0, 3), 936);
    assert_int_equal(change(&c, 0, 4), -1);
    assert_int_equal(change(&c, 1, 0), 30);
    assert_int_equal(change(&c, 1, 2), 900);
    assert_int_equal(change(&c, 2, 0), 520);
    assert_int_equal(change(&c, 2, 1), 416);
    assert_int_equal(change(&c, 3, 4), -1);
    assert_int_equal(change(&c, 4, 0), -1);
    mk_changes_release(&c);
    mk_changes_build(&l->tt, NULL, NULL, NULL, &plain, true, &c);
    assert_int_equal(change(&c, 0, 1), 0);
    assert_int_equal(change(&c, 0, 2), -1);
    assert_int_equal(change(&c, 0, 3), 0);
    assert_int_equal(change(&c, 1, 0), 30);
    assert_int_equal(change(&c, 2, 1), -1);
    mk_changes_release(&c);
    lines_free(l);
}

// One street, 300 m north and then 400 m east. Stops at both ends are 500 m
// apart in a straight line and 700 m on foot, 560 s; one 10 m beside the
// street, 200 m into its eastern part, is 510 m from the start: 408 s, and
// 210 m from the end: 168 s. The last stop is tied to no street.
static void changes_go_along_streets(void **state)
{
    (void)state;
    static const double street[] = {0, 0, 0, 300, 400, 300};
    static const double xy[] = {0, 0, 400, 300, 200, 310, 0, 10};
    struct mk_street_lines lines = {0};
    double *v = mk_street_lines_add(
        &lines,
        (struct mk_street_line){.forward = MK_GO_BIT(MK_GO_WALK),
                                .backward = MK_GO_BIT(MK_GO_WALK)},
        3);
    memcpy(v, street, sizeof street);
    const struct mk_net_rules rules = {.min_nodes = 0};
    struct mk_net *net = mk_net_build(&lines, MK_GO_WALK, &rules);
    struct mk_snap snap[4];
    for (uint32_t i = 0; i < 4; i++)
        assert_true(mk_net_snap(
            net, (struct mk_point){xy[2 * i], xy[2 * i + 1]}, 50, &snap[i]));
    snap[3].edge = UINT32_MAX;
    struct lines *l = lines_new(4);
    lines_run(l, "0123", lines_service(l, 1), AT(0, 60, 120, 180));
    struct mk_travel_rules walk = plain;
    struct mk_changes c;
    mk_changes_build(&l->tt, net, snap, xy, &walk, false, &c);
    assert_int_equal(c.first[4], 6);
    assert_int_equal(change(&c, 0, 1), 560);
    assert_int_equal(change(&c, 1, 0), 560);
    assert_int_equal(change(&c, 0, 2), 408);
    assert_int_equal(change(&c, 2, 1), 168);
    mk_changes_release(&c);
    walk.change_max_m = 699;
    mk_changes_build(&l->tt, net, snap, xy, &walk, false, &c);
    assert_int_equal(change(&c, 0, 1), -1);
    assert_int_equal(change(&c, 0, 2), 408);
    mk_changes_release(&c);
    lines_free(l);
    mk_net_free(net);
    mk_street_lines_release(&lines);
}

// 4 097 served stops in one place are 4 097 x 4 096 = 16 781 312 pairs, over
// 2^24 = 16 777 216; when one of them has no trip there are none to it.
static void only_served_stops_are_walked_and_not_without_end(void **state)
{
    (void)state;
    enum { N = 4097 };
    static double xy[2 * N];
    static uint32_t stop[N];
    static int32_t times[2 * N];
    for (uint32_t k = 0; k < N; k++)
        stop[k] = k;
    struct lines *l = lines_new(N);
    struct mk_changes c;
    assert_true(mk_changes_build(&l->tt, NULL, NULL, xy, &plain, false, &c));
    assert_int_equal(c.first[N], 0); // without trips
    mk_changes_release(&c);
    const uint32_t s = lines_service(l, 1);
    lines_pattern(l, stop, 3);
    lines_trip(l, s, times);
    assert_true(mk_changes_build(&l->tt, NULL, NULL, xy, &plain, false, &c));
    assert_int_equal(c.first[N], 6);
    assert_int_equal(change(&c, 2, 0), 0);
    assert_int_equal(change(&c, 2, 3), -1);
    mk_changes_release(&c);
    lines_pattern(l, stop, N);
    lines_trip(l, s, times);
    assert_false(mk_changes_build(&l->tt, NULL, NULL, xy, &plain, false, &c));
    assert_null(c.v);
    mk_changes_release(&c);
    lines_free(l);
}

/* ---- profiles and sums --------------------------------------------------- */

static void a_profile_keeps_what_nothing_later_beats(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "01", s, AT(H(7, 0), H(7, 30)));
    lines_run(l, "01", s, AT(H(7, 10), H(7, 20)));
    lines_run(l, "01", s, AT(H(7, 40), H(8, 0)));
    lines_run(l, "01", s, AT(H(6, 50), H(7, 5)));
    struct desk d = open_desk(l, MONDAY, plain);
    const struct mk_stop_walk to = {1, 120};
    struct mk_profile p;
    mk_profile_build(d.router, d.room, &to, 1, H(7, 0), H(8, 0), &p);
    // 07:00 arrives after 07:10 does; 06:50 leaves before the window.
    assert_int_equal(p.first[1] - p.first[0], 2);
    const struct mk_leg *leg = p.v + p.first[0];
    assert_int_equal(leg[0].leave, H(7, 10));
    assert_int_equal(leg[0].arrive, H(7, 22));
    assert_int_equal(leg[1].leave, H(7, 40));
    assert_int_equal(leg[1].arrive, H(8, 2));
    // Three minutes to the stop; 25 on foot all the way.
    const struct mk_stop_walk access = {0, 180};
    int32_t out[5];
    mk_profile_draws(d.router, &p, &access, 1, 1500, H(7, 0), 600, 5, out);
    assert_int_equal(out[0], 22 * 60); // 07:00 -> 07:22
    assert_int_equal(out[1], 1500);    // 07:10 -> 08:02 is 52
    assert_int_equal(out[2], 1500);
    assert_int_equal(out[3], 1500); // 07:30 -> 08:02 is 32
    assert_int_equal(out[4], 1500); // 07:40: gone
    mk_profile_draws(d.router, &p, &access, 1, MK_NEVER, H(7, 0), 600, 5, out);
    assert_int_equal(out[1], 52 * 60);
    assert_int_equal(out[3], 32 * 60);
    assert_int_equal(out[4], MK_NEVER);
    mk_profile_release(&p);
    close_desk(&d);
    lines_free(l);
}

// To the place at 0, or ten minutes on foot from 1. With three rides 3 - 2 - 1
// - 0 is there at 07:58; with two one walks from 1 at 07:55. The pass for 08:00
// starts at 1 (a bus is there at 07:50) knowing that who rides on from 1 may
// be there at 07:56: that ride must count.
static void a_profile_counts_rides_from_pass_to_pass(void **state)
{
    (void)state;
    struct lines *l = lines_new(NSTOPS);
    const uint32_t s = lines_service(l, 1);
    lines_run(l, "10", s, AT(H(7, 56), H(7, 58)));
    lines_run(l, "21", s, AT(H(7, 53), H(7, 55)));
    lines_run(l, "32", s, AT(H(7, 51), H(7, 52)));
    lines_run(l, "41", s, AT(H(7, 40), H(7, 50)));
    const struct mk_stop_walk to[] = {{0, 0}, {1, 600}};
    static const int32_t there[] = {H(8, 5), H(7, 58)};
    for (int k = 0; k < 2; k++) {
        struct mk_travel_rules rules = plain;
        rules.max_rides = 2 + k;
        struct desk d = open_desk(l, MONDAY, rules);
        struct mk_profile p;
        mk_profile_build(d.router, d.room, to, 2, H(7, 0), H(8, 0), &p);
        assert_int_equal(p.first[4] - p.first[3], 1);
        assert_int_equal(p.v[p.first[3]].leave, H(7, 51));
        assert_int_equal(p.v[p.first[3]].arrive, there[k]);
        mk_profile_release(&p);
        close_desk(&d);
    }
    lines_free(l);
}

static void percentiles_are_those_of_r5(void **state)
{
    (void)state;
    int32_t v[] = {50, 10, MK_NEVER, 30, 20, 40};
    // ceil(p / 100 x 6) - 1: 50 -> 2, 85 -> 5, 25 -> 1, 1 -> 0, 67 -> 4.
    assert_int_equal(mk_percentile(v, 6, 50), 30);
    assert_int_equal(mk_percentile(v, 6, 85), MK_NEVER);
    assert_int_equal(mk_percentile(v, 6, 25), 20);
    assert_int_equal(mk_percentile(v, 6, 1), 10);
    assert_int_equal(mk_percentile(v, 6, 67), 50);
    assert_int_equal(mk_percentile(v, 6, 100), MK_NEVER);
    assert_int_equal(mk_percentile(v, 1, 50), 10);
    assert_int_equal(mk_percentile(v, 0, 50), MK_NEVER);
}

static void what_is_reached_at_the_cutoff_counts(void **state)
{
    (void)state;
    static const double t[] = {10, 30, 30.5, MK_NEVER, NAN};
    static const double w[] = {1, 20, 300, 4000, 50000};
    assert_near(mk_reach_sum(t, w, 5, 30), 21, 0);
    assert_near(mk_reach_sum(t, w, 5, 9.99), 0, 0);
    assert_near(mk_reach_sum(t, w, 5, INFINITY), 321, 0);
    assert_near(mk_reach_sum(t, w, 0, 30), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_ride_is_taken_when_it_is_still_there),
        cmocka_unit_test(slack_comes_before_every_boarding),
        cmocka_unit_test(nobody_boards_or_alights_where_it_is_not_for_all),
        cmocka_unit_test(trips_past_midnight_belong_to_the_next_day_too),
        cmocka_unit_test(the_next_day_is_reached_after_midnight),
        cmocka_unit_test(days_of_23_and_25_hours_move_the_days_before),
        cmocka_unit_test(days_without_service_have_no_trips),
        cmocka_unit_test(frequencies_run_as_if_scheduled),
        cmocka_unit_test(an_overtaking_trip_is_found),
        cmocka_unit_test(runs_that_all_overtake_are_all_kept),
        cmocka_unit_test(no_more_rides_than_allowed),
        cmocka_unit_test(the_longest_journey_is_counted_from_the_door),
        cmocka_unit_test(a_change_follows_a_ride_and_never_a_change),
        cmocka_unit_test(a_ride_to_where_one_can_walk_opens_its_changes),
        cmocka_unit_test(calls_without_end_are_a_limit),
        cmocka_unit_test(changes_are_walked_and_then_told),
        cmocka_unit_test(changes_go_along_streets),
        cmocka_unit_test(only_served_stops_are_walked_and_not_without_end),
        cmocka_unit_test(a_profile_keeps_what_nothing_later_beats),
        cmocka_unit_test(a_profile_counts_rides_from_pass_to_pass),
        cmocka_unit_test(percentiles_are_those_of_r5),
        cmocka_unit_test(what_is_reached_at_the_cutoff_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
