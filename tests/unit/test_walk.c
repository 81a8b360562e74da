// Stop areas along streets: answers by hand on a few streets.
#include "grid.h"

#include <markklar/transit.h>

#include <string.h>

#define MAX_STOPS 8
#define NONE UINT32_MAX

// ---- scenes ----------------------------------------------------------------

struct scene {
    struct mk_stop stop[MAX_STOPS];
    double xy[2 * MAX_STOPS];
    struct mk_stop_area area[MAX_STOPS];
    struct mk_area_traffic traffic[MAX_STOPS];
    struct mk_timetable tt;
    struct mk_street_lines streets;
    struct mk_walk_rules rules;
    struct mk_snap snap[MAX_STOPS];
    struct mk_polyset land;
};

// A river runs between the streets y = 0 and y = 100, which are 1 km long; the
// bridge is at their far end, and a blind alley leaves the first at x = 500.
static struct scene *river(void)
{
    struct scene *s = calloc(1, sizeof *s);
    s->tt.stops = s->stop;
    s->tt.areas = s->area;
    s->rules = (struct mk_walk_rules){.stop_max_m = 500, .max_m = 500};
    street(&s->streets, grid_open, 0, 0, 500, 0);
    street(&s->streets, grid_open, 500, 0, 1000, 0);
    street(&s->streets, grid_open, 500, 0, 500, -50);
    street(&s->streets, grid_open, 0, 100, 1000, 100);
    street(&s->streets, grid_open, 1000, 0, 1000, 100);
    return s;
}

// A stop area with one platform.
static void add_stop(struct scene *s, enum mk_mode mode, uint8_t category,
                     double x, double y)
{
    const uint32_t i = s->tt.nstops++;
    struct mk_area_traffic *t = &s->traffic[s->tt.nareas];
    s->stop[i].area = s->tt.nareas++;
    t->dep[mode] = 28;
    t->dep_total = mode == MK_MODE_ANROP ? 0 : 28;
    t->served_avg = t->dep_total >= 14;
    t->category = category;
    s->xy[2 * i] = X0 + x;
    s->xy[2 * i + 1] = Y0 + y;
}

// The access of the land of the scene, which is freed.
static struct mk_access measured(struct scene *s)
{
    struct mk_net *net = mk_net_build(&s->streets, MK_GO_WALK, &grid_rules);
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    struct mk_walk_index *w =
        mk_walk_build(index, &s->tt, s->xy, net, &s->rules, s->snap);
    struct mk_walk_room room = {0};
    const struct mk_poly g = mk_polyset_get(&s->land, 0);
    struct mk_access out;
    memset(&out, 0x5A, sizeof out);
    mk_walk_measure(w, &room, &g, &out);
    mk_walk_room_release(&room);
    mk_walk_free(w);
    mk_access_free(index);
    mk_net_free(net);
    mk_street_lines_release(&s->streets);
    mk_polyset_release(&s->land);
    return out;
}

// ---- nearest and class -----------------------------------------------------

// Over the river it is 95 m, but on foot 5 + 900 + 100 + 900; the other stop
// is 5 + 300 m off. Straight to it from the corner: hypot(300, 5) = 300.04,
// from (120, 25): hypot(280, 25) = 281.114.
static void the_nearest_stop_is_the_nearest_on_foot(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_BUSS, 1, 100, 100);
    add_stop(s, MK_MODE_BUSS, 4, 400, 0);
    land_on_corner(&s->land, 100, 5);
    const struct mk_access a = measured(s);
    assert_true(a.along);
    assert_int_equal(a.area, 1);
    assert_int_equal(a.dist, 3050);
    assert_int_equal(a.straight, 2811);
    assert_int_equal(a.connector, 50);
    assert_int_equal(a.mode_area[MK_MODE_BUSS], 1);
    assert_int_equal(a.mode_dist[MK_MODE_BUSS], 3050);
    assert_int_equal(a.mode_straight[MK_MODE_BUSS], 2811);
    assert_int_equal(a.mode_area[MK_MODE_TAG], -1);
    assert_true(a.mode_dist[MK_MODE_TAG] == MK_UNKNOWN);
    // Category I would be A in a straight line; IV at 305 m is D.
    assert_int_equal(a.klass, 4);
    assert_int_equal(a.klass_area, 1);
    assert_int_equal(a.klass_dist, 3050);
    assert_true(a.served_400); // straight, by definition
    free(s);
}

// I at 5 + 700 m is B, VI at 5 + 100 is E: the far one gives the class, the
// near one is the nearest.
static void the_best_category_gives_the_class_from_farther(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_TAG, 1, 800, 0);
    add_stop(s, MK_MODE_BUSS, 6, 200, 0);
    land_on_corner(&s->land, 100, 5);
    struct mk_access a = measured(s);
    assert_int_equal(a.area, 1);
    assert_int_equal(a.dist, 1050);
    assert_int_equal(a.klass, 2);
    assert_int_equal(a.klass_area, 0);
    assert_int_equal(a.klass_dist, 7050);
    assert_int_equal(a.mode_dist[MK_MODE_TAG], 7050);
    free(s);
}

// Bounds hold to the millimetre, upwards inclusive: 300 m along is within.
static void class_bounds_are_inclusive_on_foot(void **state)
{
    (void)state;
    for (int beyond = 0; beyond < 2; beyond++) {
        struct scene *s = river();
        add_stop(s, MK_MODE_BUSS, 4, 395 + beyond * 0.002, 0);
        land_on_corner(&s->land, 100, 5);
        const struct mk_access a = measured(s);
        assert_int_equal(a.dist, 3000);
        assert_int_equal(a.klass, 3 + beyond);
        free(s);
    }
}

static void ties_go_to_the_lower_stop_area(void **state)
{
    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        struct scene *s = river();
        add_stop(s, MK_MODE_BUSS, 4, turned ? 500 : 100, 0);
        add_stop(s, MK_MODE_BUSS, 4, turned ? 100 : 500, 0);
        land_on_corner(&s->land, 300, 5);
        const struct mk_access a = measured(s);
        assert_int_equal(a.area, 0);
        assert_int_equal(a.dist, 2050);
        assert_int_equal(a.klass_area, 0);
        free(s);
    }
}

// Both platforms of one area are searched from: the nearer one counts.
static void an_area_is_as_near_as_its_nearest_platform(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_BUSS, 4, 900, 0);
    add_stop(s, MK_MODE_BUSS, 4, 250, 0);
    s->stop[1].area = 0;
    s->tt.nareas = 1;
    land_on_corner(&s->land, 100, 5);
    const struct mk_access a = measured(s);
    assert_int_equal(a.area, 0);
    assert_int_equal(a.dist, 1550);
    free(s);
}

// 5 + 400 + 50 along the alley, and 10 straight from its end.
static void a_stop_past_a_dead_end_is_reached_from_it(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_BUSS, 4, 500, -60);
    land_on_corner(&s->land, 100, 5);
    const struct mk_access a = measured(s);
    assert_int_equal(a.dist, 4650);
    assert_int_equal(s->snap[0].connector, 10000);
    free(s);
}

// Anropsstyrd is shown by its mode, and is not the nearest with traffic.
static void what_is_on_demand_is_not_scheduled(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_ANROP, 0, 120, 0);
    add_stop(s, MK_MODE_BUSS, 8, 300, 0);
    land_on_corner(&s->land, 100, 5);
    const struct mk_access a = measured(s);
    assert_int_equal(a.area, 1);
    assert_int_equal(a.mode_area[MK_MODE_ANROP], 0);
    assert_int_equal(a.mode_dist[MK_MODE_ANROP], 250);
    free(s);
}

// ---- ties to streets -------------------------------------------------------

// A site from 10 m north of the one street to 20 m south of the other.
static void add_site(struct scene *s)
{
    land(&s->land, 4, (const double[]){100, 10, 105, 40, 100, 80, 95, 40});
}

static void a_site_between_two_streets_is_left_by_either(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_BUSS, 4, 150, 100);
    add_site(s);
    // By the nearest street alone: 10 + 900 + 100 + 850.
    assert_int_equal(measured(s).dist, 18600);
    free(s);
    s = river();
    s->rules.also_m = 30;
    add_stop(s, MK_MODE_BUSS, 4, 150, 100);
    add_site(s);
    const struct mk_access a = measured(s);
    assert_int_equal(a.dist, 700); // 20 + 50
    assert_int_equal(a.connector, 100); // of the nearest street
    free(s);
}

static void land_far_from_streets_reaches_nothing(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_BUSS, 4, 100, 450);
    land_square(&s->land, 100, 700, 50); // 600 m off, the stop 250
    const struct mk_access a = measured(s);
    assert_true(a.along);
    assert_int_equal(a.area, -1);
    assert_true(a.dist == MK_UNKNOWN);
    assert_true(a.straight == MK_UNKNOWN);
    assert_true(a.connector == MK_UNKNOWN);
    assert_int_equal(a.klass, 0);
    assert_int_equal(a.klass_area, -1);
    assert_true(a.served_500); // which is straight
    free(s);
}

static void a_stop_far_from_streets_is_not_reached(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_BUSS, 1, 100, 601); // 501 m off
    add_stop(s, MK_MODE_BUSS, 8, 100, 600);
    land_on_corner(&s->land, 100, 105);
    const struct mk_access a = measured(s);
    assert_int_equal(s->snap[0].edge, NONE);
    assert_int_not_equal(s->snap[1].edge, NONE);
    assert_int_equal(a.area, 1);
    assert_int_equal(a.dist, 5050);
    free(s);
}

// The land has no street, so that what stands on it is all there is: VI at
// 0 m is E, whatever category I within 300 m of it would give by air.
static void a_stop_on_the_land_is_at_hand_without_streets(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_TAG, 1, 120, 950);
    add_stop(s, MK_MODE_BUSS, 6, 120, 750);
    land_square(&s->land, 100, 700, 100);
    const struct mk_access a = measured(s);
    assert_int_equal(a.area, 1);
    assert_int_equal(a.dist, 0);
    assert_int_equal(a.straight, 0);
    assert_int_equal(a.klass, 5);
    assert_int_equal(a.klass_area, 1);
    assert_int_equal(a.klass_dist, 0);
    assert_int_equal(a.mode_area[MK_MODE_TAG], -1);
    free(s);
}

// Of two on the land the better category, and for the distance the lower one.
static void of_stops_on_the_land_the_best_counts(void **state)
{
    (void)state;
    struct scene *s = river();
    add_stop(s, MK_MODE_BUSS, 7, 120, 710);
    add_stop(s, MK_MODE_BUSS, 3, 150, 750);
    add_stop(s, MK_MODE_BUSS, 3, 130, 730);
    land_square(&s->land, 100, 700, 100);
    const struct mk_access a = measured(s);
    assert_int_equal(a.area, 0);
    assert_int_equal(a.klass, 2); // III at hand is B
    assert_int_equal(a.klass_area, 1);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_stop_is_the_nearest_on_foot),
        cmocka_unit_test(the_best_category_gives_the_class_from_farther),
        cmocka_unit_test(class_bounds_are_inclusive_on_foot),
        cmocka_unit_test(ties_go_to_the_lower_stop_area),
        cmocka_unit_test(an_area_is_as_near_as_its_nearest_platform),
        cmocka_unit_test(a_stop_past_a_dead_end_is_reached_from_it),
        cmocka_unit_test(what_is_on_demand_is_not_scheduled),
        cmocka_unit_test(a_site_between_two_streets_is_left_by_either),
        cmocka_unit_test(land_far_from_streets_reaches_nothing),
        cmocka_unit_test(a_stop_far_from_streets_is_not_reached),
        cmocka_unit_test(a_stop_on_the_land_is_at_hand_without_streets),
        cmocka_unit_test(of_stops_on_the_land_the_best_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
