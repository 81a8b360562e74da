// What land reaches, on a grid of streets 500 m apart and a few vehicles:
// every time is arithmetic. On foot 4,5 km/h = 1.25 m/s, by bicycle 16 km/h.
//
//   S4 (0,3000)
//    |                         land on its corner (5100,10)
//   S0 (0,0) ------------ S1 (5000,0) ------------ S2 (8000,0)
//
// The land is 10 + 100 m = 88 s from S1.
#include "grid.h"
#include "street_net.h"

#include "analysis/journey.h"

#include <markklar/project.h>

#include <string.h>

#define MAX_PEOPLE 16
#define STOPS 4
enum { S0, S1, S2, S4 };

struct city {
    struct mk_project *project;
    struct lines *lines;
    double stop_xy[2 * STOPS];
    struct mk_snap stop_snap[STOPS];
    struct mk_street_lines streets;
    bool no_streets;
    double people_xy[2 * MAX_PEOPLE], weight[MAX_PEOPLE];
    struct mk_people people;
    double place_xy[2 * 2], junction_xy[2 * 2];
    struct mk_spots places, junctions;
    struct mk_polyset land;
    struct mk_place_times times[2];
};

static void put(double *xy, uint32_t i, double x, double y)
{
    xy[2 * i] = X0 + x;
    xy[2 * i + 1] = Y0 + y;
}

static struct city *city_new(void)
{
    struct city *c = calloc(1, sizeof *c);
    c->project = mk_project_new();
    c->project->net.near_m = 0;
    c->lines = lines_new(STOPS);
    lines_service(c->lines, 1);
    put(c->stop_xy, S0, 0, 0);
    put(c->stop_xy, S1, 5000, 0);
    put(c->stop_xy, S2, 8000, 0);
    put(c->stop_xy, S4, 0, 3000);
    c->people.xy = c->people_xy;
    c->people.weight = c->weight;
    c->places.xy = c->place_xy;
    c->junctions.xy = c->junction_xy;
    land_on_corner(&c->land, 5100, 10);
    return c;
}

static void city_free(struct city *c)
{
    mk_project_free(c->project);
    lines_free(c->lines);
    mk_street_lines_release(&c->streets);
    mk_polyset_release(&c->land);
    free(c);
}

static void people(struct city *c, double n, double x, double y)
{
    put(c->people_xy, c->people.n, x, y);
    c->weight[c->people.n++] = n * MK_PEOPLE_PARTS;
}

static void place(struct city *c, double x, double y)
{
    put(c->place_xy, c->places.n++, x, y);
}

static void junction(struct city *c, double x, double y)
{
    put(c->junction_xy, c->junctions.n++, x, y);
}

static void bus(struct city *c, const char *stops, int32_t leaves,
                int32_t arrives)
{
    lines_run(c->lines, stops, 0, (const int32_t[]){leaves, arrives});
}

static struct mk_net *network(struct city *c, enum mk_go go)
{
    struct mk_net_rules rules = grid_rules;
    rules.lorry_bearing = (uint8_t)c->project->travel.lorry_bk;
    return c->no_streets ? NULL : mk_net_build(&c->streets, go, &rules);
}

static void tie(struct city *c, const struct mk_net *walk)
{
    for (uint32_t s = 0; s < STOPS && walk; s++)
        if (!mk_net_snap(walk,
                         (struct mk_point){c->stop_xy[2 * s],
                                           c->stop_xy[2 * s + 1]},
                         500, &c->stop_snap[s]))
            c->stop_snap[s].edge = UINT32_MAX;
}

// Everything that the land reaches; c->times is of the places. Without a line
// there is no timetable.
static struct mk_reach reached(struct city *c)
{
    const struct mk_travel_rules rules =
        mk_journey_rules(&c->project->travel);
    if (!c->streets.nlines && !c->no_streets)
        grid(&c->streets, 16, 500, false, -1);
    struct mk_net *net[MK_GO_COUNT];
    for (int g = 0; g < MK_GO_COUNT; g++)
        net[g] = network(c, (enum mk_go)g);
    tie(c, net[MK_GO_WALK]);
    struct mk_changes changes = {0};
    mk_changes_build(&c->lines->tt, net[MK_GO_WALK], c->stop_snap, c->stop_xy,
                     &rules, false, &changes);
    struct mk_router *router =
        c->lines->tt.ntrips
            ? mk_router_build(&c->lines->tt, LINES_DAY, &changes, &rules)
            : NULL;
    const struct mk_journey_in in = {
        .project = c->project, .tt = &c->lines->tt, .router = router,
        .stop_xy = c->stop_xy, .stop_snap = c->stop_snap,
        .walk = net[MK_GO_WALK], .cycle = net[MK_GO_CYCLE],
        .car = net[MK_GO_CAR],
        .lorry = c->project->travel.lorry_bk > 0 ? net[MK_GO_LORRY] : NULL,
        .people = c->people.n ? &c->people : NULL,
        .places = c->places.n ? &c->places : NULL,
        .junctions = c->junctions.n ? &c->junctions : NULL};
    struct mk_journeys *j = mk_journeys_build(&in);
    struct mk_journey_room *room = mk_journey_room_new(j);
    const struct mk_poly g = mk_polyset_get(&c->land, 0);
    struct mk_snap *ties = NULL;
    uint32_t cap = 0, n = 0;
    if (net[MK_GO_WALK] && router)
        n = mk_net_snap_poly(net[MK_GO_WALK], &g, 0, 500, &ties, &cap);
    struct mk_reach out;
    mk_reach_init(&out);
    mk_journeys_measure(j, room, &g, ties, n, &out, c->times);
    free(ties);
    mk_journey_room_free(room);
    mk_journeys_free(j);
    mk_router_free(router);
    mk_changes_release(&changes);
    for (int g2 = 0; g2 < MK_GO_COUNT; g2++)
        mk_net_free(net[g2]);
    return out;
}

static void assert_workers(const struct mk_reach *r, int32_t in30,
                           int32_t in45, int32_t in60)
{
    assert_int_equal(r->workers[0], in30);
    assert_int_equal(r->workers[1], in45);
    assert_int_equal(r->workers[2], in60);
}

// ---- arbetskraft -----------------------------------------------------------

// Nobody rides. 30 min on foot are 2 250 m, of which 10 lead to the street; a
// metre more is too far, also at 45 min (3 375 m) and 60 (4 500 m).
static void walking_all_the_way_counts(void **state)
{
    (void)state;
    struct city *c = city_new();
    bus(c, "13", H(12, 0), H(12, 30));
    people(c, 1, 7340, 0);
    people(c, 2, 7341, 0);
    people(c, 4, 8000, 465);    // 10 + 2900 + 465
    people(c, 8, 8000, 466);
    people(c, 16, 8000, 1590);  // 10 + 2900 + 1590
    people(c, 32, 8000, 1591);
    people(c, 64, 5100, 0);
    people(c, 64, 5100, 0);     // two houses in one place
    const struct mk_reach r = reached(c);
    assert_workers(&r, 129, 129 + 2 + 4, 129 + 6 + 8 + 16);
    assert_int_equal(r.workers_shift, -1);
    assert_int_equal(r.rides, MK_RIDES_NO_QUICKER);
    city_free(c);
}

// 07:30 from S0 is there 07:45, at the gate 07:46:28: that one waits there is
// part of the time. A minute before the bus, and 100 m = 80 s before that, one
// leaves home: 07:27:40, 32:20 before eight. With a bus at 07:42 it is 20:20.
static void waiting_at_the_gate_counts_and_a_later_bus_shortens(void **state)
{
    (void)state;
    for (int later = 0; later < 2; later++) {
        struct city *c = city_new();
        bus(c, "01", H(7, 30), H(7, 45));
        if (later)
            bus(c, "01", H(7, 42), H(7, 57));
        people(c, 1, 100, 0);
        const struct mk_reach r = reached(c);
        assert_workers(&r, later, 1, 1);
        assert_int_equal(r.rides, MK_RIDES_QUICKER);
        city_free(c);
    }
}

// From S1 it is 88 s to the gate: 07:58:32 is just in time.
static void the_walk_from_the_stop_must_be_done_by_the_hour(void **state)
{
    (void)state;
    for (int late = 0; late < 2; late++) {
        struct city *c = city_new();
        bus(c, "01", H(7, 40), H(7, 58) + 32 + late);
        people(c, 1, 0, 0);
        const struct mk_reach r = reached(c);
        assert_workers(&r, !late, !late, !late); // 07:39 from home
        city_free(c);
    }
}

// The slack before boarding is kept at the change too: in at 07:25, on at
// 07:26. Home at (0, 3100) is left 80 + 60 s before 07:10: 52:20 before eight.
static void a_change_needs_its_slack(void **state)
{
    (void)state;
    for (int slack = 60; slack <= 61; slack++) {
        struct city *c = city_new();
        c->project->travel.board_s = slack;
        bus(c, "30", H(7, 10), H(7, 25));
        bus(c, "01", H(7, 26), H(7, 45));
        people(c, 1, 0, 3100);
        const struct mk_reach r = reached(c);
        assert_workers(&r, 0, 0, slack == 60);
        city_free(c);
    }
}

// Home to stop by till_max_m, stop to gate by fran_max_m: 100 and 110 m.
static void each_end_has_its_own_limit(void **state)
{
    (void)state;
    static const struct {
        double access, egress;
        int32_t n;
    } limit[] = {{100, 110, 1}, {99, 2000, 0}, {2000, 109, 0}, {100, 109, 0}};
    for (size_t i = 0; i < sizeof limit / sizeof *limit; i++) {
        struct city *c = city_new();
        c->project->travel.access_max_m = limit[i].access;
        c->project->travel.egress_max_m = limit[i].egress;
        bus(c, "01", H(7, 30), H(7, 45));
        people(c, 1, 100, 0);
        const struct mk_reach r = reached(c);
        assert_workers(&r, 0, limit[i].n, limit[i].n);
        city_free(c);
    }
}

// 05:20 less 60 and 80 s is 42:20 before six.
static void a_shift_has_its_own_hour(void **state)
{
    (void)state;
    struct city *c = city_new();
    c->project->travel.shift_s = H(6, 0);
    bus(c, "01", H(5, 20), H(5, 40));
    people(c, 1, 100, 0);
    people(c, 2, 0, 200); // 160 s: 43:40
    people(c, 4, 0, 301); // 241 s: 45:01
    const struct mk_reach r = reached(c);
    assert_workers(&r, 0, 0, 0);
    assert_int_equal(r.workers_shift, 3);
    city_free(c);
}

// Journeys over 45 min are not looked for: who comes within 60 is not known.
static void what_is_longer_than_the_longest_journey_is_unknown(void **state)
{
    (void)state;
    struct city *c = city_new();
    c->project->travel.max_trip_min = 45;
    c->project->travel.shift_s = H(6, 0);
    bus(c, "01", H(7, 30), H(7, 45));
    people(c, 1, 100, 0);
    struct mk_reach r = reached(c);
    assert_workers(&r, 0, 1, -1);
    assert_int_equal(r.workers_shift, 0);
    c->project->travel.max_trip_min = 44;
    r = reached(c);
    assert_workers(&r, 0, -1, -1);
    assert_int_equal(r.workers_shift, -1);
    city_free(c);
}

// The corner and the stop are hypot(100, 10) = 100.499 m apart: 130.648 by
// the detour, 105 s. 200 m from S0: 260, 208 s. So 07:25:32, 34:28 before.
// 1 730 m below the corner: 2 249 m, 1 799.2 s; 1 731: 2 250.3, too far.
static void without_streets_straight_lines_are_a_third_longer(void **state)
{
    (void)state;
    struct city *c = city_new();
    c->no_streets = true;
    bus(c, "01", H(7, 30), H(7, 58) + 15);
    people(c, 1, -200, 0);
    people(c, 2, 5100, -1720);
    people(c, 4, 5100, -1721);
    struct mk_reach r = reached(c);
    assert_workers(&r, 2, 1 + 2 + 4, 7);
    assert_int_equal(r.cyclists[0], -1);
    lines_free(c->lines);
    c->lines = lines_new(STOPS);
    lines_service(c->lines, 1);
    bus(c, "01", H(7, 30), H(7, 58) + 16); // a second too late
    r = reached(c);
    assert_workers(&r, 2, 2 + 4, 6);
    city_free(c);
}

// No street within 500 m: who lives on the land is there all the same.
static void who_lives_on_the_land_is_there(void **state)
{
    (void)state;
    struct city *c = city_new();
    mk_polyset_clear(&c->land);
    land_square(&c->land, 100, -900, 100);
    bus(c, "01", H(7, 30), H(7, 45));
    people(c, 1, 150, -850);
    people(c, 2, 150, 0);
    const struct mk_reach r = reached(c);
    assert_workers(&r, 1, 1, 1);
    assert_int_equal(r.cyclists[0], 1);
    city_free(c);
}

// Thousandths add up exactly; a sum that no field holds is unknown.
static void people_are_summed_exactly_and_never_cut(void **state)
{
    (void)state;
    struct city *c = city_new();
    bus(c, "01", H(7, 30), H(7, 45));
    for (int i = 0; i < 5; i++)
        people(c, 0.1, 5100 + i, 0);
    people(c, 0, 5100, 0);
    people(c, 2, 100, 0);
    people(c, 1e9, 7341, 0);
    people(c, 1e9, 7341, 0);
    people(c, 1e9, 7342, 0);
    struct mk_reach r = reached(c);
    assert_workers(&r, 1, -1, -1); // 0.5 is rounded up
    c->people.n -= 1;
    r = reached(c);
    assert_workers(&r, 1, 2000000003, 2000000003); // 2.5, too
    city_free(c);
}

// 15 min are 4 000 m and 30 are 8 000.
static void bicycles_come_within_15_and_30_minutes(void **state)
{
    (void)state;
    struct city *c = city_new();
    people(c, 1, 8000, 1090); // 10 + 2900 + 1090
    people(c, 2, 8000, 1091);
    people(c, 4, 8000, 5090);
    people(c, 8, 8000, 5091);
    const struct mk_reach r = reached(c);
    assert_int_equal(r.cyclists[0], 1);
    assert_int_equal(r.cyclists[1], 7);
    assert_workers(&r, -1, -1, -1); // there is no timetable
    assert_int_equal(r.rides, MK_RIDES_UNKNOWN);
    city_free(c);
}

// ---- places ----------------------------------------------------------------

// A bus every ten minutes that takes 12; 88 + 60 s from the door to boarding.
static void ten_minute_line(struct city *c)
{
    for (int32_t at = H(7, 0); at <= H(9, 30); at += 600)
        bus(c, "12", at, at + 720);
}

// Leaving r minutes past a departure, the next one is 10 - r off; past 7 it is
// missed and the one after is 20 - r off. So 15 to 24 minutes, each six times
// an hour: number 30 of 60 is a 19, number 51 a 23.
// By car: 10 m to the street at 360 ms/m, 2 900 m at 10 m/s: 293.6 s.
static void a_headway_gives_its_percentiles(void **state)
{
    (void)state;
    struct city *c = city_new();
    ten_minute_line(c);
    place(c, 8000, 0);
    struct mk_reach r = reached(c);
    assert_int_equal(c->times[0].draws[0], 19 * 60);
    assert_int_equal(c->times[0].draws[1], 23 * 60);
    assert_int_equal(r.p50, 19);
    assert_int_equal(r.p85, 23);
    assert_int_equal(c->times[0].walk_s, 2328); // 2 910 m
    assert_int_equal(c->times[0].cycle_s, 655); // 654.75
    assert_int_equal(c->times[0].car_s, 294);
    assert_int_equal(c->times[0].car_m, 2910);
    assert_int_equal(r.car, 49);
    assert_int_equal(r.ratio, 388); // 1140 / 294 = 3.878
    assert_int_equal(r.rides, MK_RIDES_QUICKER);
    c->project->travel.percentile[0] = 40; // number 24: an 18
    r = reached(c);
    assert_int_equal(c->times[0].draws[0], 18 * 60);
    assert_int_equal(r.p50, -1); // not asked for
    assert_int_equal(r.p85, 23);
    assert_int_equal(r.ratio, -1);
    city_free(c);
}

// S2 is 300 m = 240 s from the second place, so 19 + 4 minutes; by till_max_m
// of 109 no stop is near enough, and one walks: 3 210 m.
static void the_walk_at_either_end_is_limited(void **state)
{
    (void)state;
    struct city *c = city_new();
    ten_minute_line(c);
    place(c, 8000, 300);
    c->project->travel.access_max_m = 110;
    c->project->travel.egress_max_m = 300;
    assert_int_equal(reached(c).p50, 23);
    c->project->travel.egress_max_m = 299;
    assert_int_equal(reached(c).p50, 42); // 2 568 s
    c->project->travel.egress_max_m = 300;
    c->project->travel.access_max_m = 109;
    assert_int_equal(reached(c).p50, 42);
    c->project->travel.max_trip_min = 42; // 2 520 s
    const struct mk_reach r = reached(c);
    assert_int_equal(r.p50, -1);
    assert_int_equal(r.rides, MK_RIDES_NO_QUICKER);
    city_free(c);
}

static void two_places_have_times_of_their_own(void **state)
{
    (void)state;
    struct city *c = city_new();
    ten_minute_line(c);
    place(c, 5100, 0);
    place(c, 8000, 0);
    const struct mk_reach r = reached(c);
    assert_int_equal(c->times[0].draws[0], 8); // 10 m
    assert_int_equal(c->times[1].draws[0], 19 * 60);
    assert_int_equal(r.p50, 0);
    city_free(c);
}

// No street within 500 m of it.
static void a_place_outside_the_streets_is_not_reached(void **state)
{
    (void)state;
    struct city *c = city_new();
    ten_minute_line(c);
    place(c, 8501, 0);
    const struct mk_reach r = reached(c);
    assert_int_equal(r.p50, -1);
    assert_int_equal(r.car, -1);
    assert_int_equal(c->times[0].walk_s, MK_NEVER);
    assert_int_equal(c->times[0].car_m, MK_NO_WAY);
    city_free(c);
}

// The same ways without any timetable, and no journey by it.
static void without_a_timetable_there_are_still_streets(void **state)
{
    (void)state;
    struct city *c = city_new();
    place(c, 8000, 0);
    const struct mk_reach r = reached(c);
    assert_int_equal(c->times[0].draws[0], MK_NEVER);
    assert_int_equal(c->times[0].walk_s, 2328);
    assert_int_equal(c->times[0].car_s, 294);
    assert_int_equal(r.p50, -1);
    assert_int_equal(r.car, 49);
    assert_int_equal(r.ratio, -1);
    city_free(c);
}

// Most minutes of a day have no bus to come: one walks, 2 328 s.
static void a_window_may_be_a_whole_day(void **state)
{
    (void)state;
    struct city *c = city_new();
    ten_minute_line(c);
    c->project->travel.depart_s = 0;
    c->project->travel.window_min = 1440;
    place(c, 8000, 0);
    assert_int_equal(reached(c).p50, 38);
    city_free(c);
}

// ---- by car ----------------------------------------------------------------

// The first row is closed eastwards from x = 5 000: 100 m back, 500 up, 3 000
// along and 500 down, 4 100 m and 10 to the street: 413.6 s.
static void a_one_way_street_is_gone_round(void **state)
{
    (void)state;
    struct city *c = city_new();
    struct mk_street_line west = grid_open;
    west.forward = MK_GO_BIT(MK_GO_WALK);
    grid(&c->streets, 16, 500, true, -1);
    street(&c->streets, grid_open, 0, 0, 5000, 0);
    street(&c->streets, west, 5000, 0, 8000, 0);
    place(c, 8000, 0);
    place(c, 0, 0); // 5 100 m, as the street goes: 513.6 s
    const struct mk_reach r = reached(c);
    assert_int_equal(c->times[0].car_s, 414);
    assert_int_equal(c->times[0].car_m, 4110);
    assert_int_equal(r.car, 69);
    assert_int_equal(c->times[1].car_s, 514);
    assert_int_equal(c->times[1].car_m, 5110);
    assert_int_equal(c->times[0].walk_s, 2328); // on foot both ways
    city_free(c);
}

// T0 is 500 m off at 5 m/s: 103.6 s with the connector. T1 is 100 m at 5 and
// 1 500 at 20 m/s: 20 + 75 + 3.6 = 98.6 s, 1 610 m. A lorry that needs BK1 may
// not go up the column, which is BK2, and comes to T0: 1.7 min.
static void the_nearest_trafikplats_is_so_by_time(void **state)
{
    (void)state;
    struct city *c = city_new();
    struct mk_street_line slow = grid_open, fast = grid_open;
    slow.kmh = 18;
    fast.kmh = 72;
    fast.bearing = 2;
    grid(&c->streets, 16, 500, true, 10);
    for (int k = 0; k < 16; k++) {
        street(&c->streets, slow, k * 500, 0, (k + 1) * 500, 0);
        street(&c->streets, fast, 5000, k * 500, 5000, (k + 1) * 500);
    }
    junction(c, 5600, 0);
    junction(c, 5000, 1500);
    struct mk_reach r = reached(c);
    assert_int_equal(r.junction, 1);
    assert_int_equal(r.junction_s, 16);
    assert_int_equal(r.junction_m, 1610);
    assert_int_equal(r.lorry_s, -1);
    c->project->travel.lorry_bk = 1;
    r = reached(c);
    assert_int_equal(r.junction, 1);
    assert_int_equal(r.lorry_s, 17);
    c->project->travel.lorry_bk = 2;
    assert_int_equal(reached(c).lorry_s, 16);
    city_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walking_all_the_way_counts),
        cmocka_unit_test(waiting_at_the_gate_counts_and_a_later_bus_shortens),
        cmocka_unit_test(the_walk_from_the_stop_must_be_done_by_the_hour),
        cmocka_unit_test(a_change_needs_its_slack),
        cmocka_unit_test(each_end_has_its_own_limit),
        cmocka_unit_test(a_shift_has_its_own_hour),
        cmocka_unit_test(what_is_longer_than_the_longest_journey_is_unknown),
        cmocka_unit_test(without_streets_straight_lines_are_a_third_longer),
        cmocka_unit_test(who_lives_on_the_land_is_there),
        cmocka_unit_test(people_are_summed_exactly_and_never_cut),
        cmocka_unit_test(bicycles_come_within_15_and_30_minutes),
        cmocka_unit_test(a_headway_gives_its_percentiles),
        cmocka_unit_test(the_walk_at_either_end_is_limited),
        cmocka_unit_test(two_places_have_times_of_their_own),
        cmocka_unit_test(a_place_outside_the_streets_is_not_reached),
        cmocka_unit_test(without_a_timetable_there_are_still_streets),
        cmocka_unit_test(a_window_may_be_a_whole_day),
        cmocka_unit_test(a_one_way_street_is_gone_round),
        cmocka_unit_test(the_nearest_trafikplats_is_so_by_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
