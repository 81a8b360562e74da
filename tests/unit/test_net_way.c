// How long the nearest way is. On foot a cost is a length, so the two must be
// one; by car the lengths are worked out by hand.
#include "grid.h"

#include <string.h>

#define NETS 60
#define PLACES 40

static uint32_t below(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

// Pieces of a grid at random, some of them one way, with corners between.
static struct mk_net *random_net(uint32_t seed, enum mk_go go)
{
    struct mk_street_lines s = {0};
    for (int i = 0; i < 90; i++) {
        struct mk_street_line line = grid_open;
        const double x = below(&seed, 8) * 50.0, y = below(&seed, 8) * 50.0;
        const bool up = below(&seed, 2);
        if (below(&seed, 4) == 0)
            line.backward = 0;
        line.kmh = (uint8_t)(18 * (1 + below(&seed, 4)));
        street(&s, line, x, y, x + (up ? 0 : 50), y + (up ? 50 : 0));
    }
    struct mk_net *net = mk_net_build(&s, go, &grid_rules);
    mk_street_lines_release(&s);
    return net;
}

static struct mk_snap random_place(uint32_t *seed, const struct mk_net *net)
{
    struct mk_snap s = {0};
    const struct mk_point p = place_at(below(seed, 45000) / 100.0,
                                       below(seed, 45000) / 100.0);
    assert_true(mk_net_snap(net, p, 1000, &s));
    return s;
}

// Costs, connectors and lengths are all millimetres on a bicycle.
static int compare_ways(uint32_t seed, bool backwards)
{
    struct mk_net *net = random_net(seed, MK_GO_CYCLE);
    struct mk_snap from[5];
    uint32_t source[5] = {3, 1, 1, 7, 0};
    int reached = 0;
    for (int i = 0; i < 5; i++)
        from[i] = random_place(&seed, net);
    struct mk_nearest n;
    mk_nearest_find(net, from, source, 5, backwards, MK_NO_WAY, &n);
    for (int i = 0; i < PLACES; i++) {
        const struct mk_snap at = random_place(&seed, net);
        uint32_t which;
        const uint32_t cost = mk_nearest_at(&n, &at, &which);
        const uint64_t mm = mk_nearest_way_mm(&n, &at);
        assert_int_equal(mm, cost == MK_NO_WAY ? 0 : cost);
        reached += cost != MK_NO_WAY;
    }
    mk_nearest_release(&n);
    mk_net_free(net);
    return reached;
}

static void a_cost_in_millimetres_is_the_length(void **state)
{
    (void)state;
    int reached = 0;
    for (uint32_t seed = 1; seed <= NETS; seed++)
        for (int backwards = 0; backwards < 2; backwards++)
            reached += compare_ways(seed, backwards);
    assert_true(reached > NETS * PLACES);
}

// No way is quicker than its length at 72 km/h (20 m/s, 20 mm/ms), nor slower
// than at 18; connectors at 10 km/h are slower than that. A millisecond an
// edge is rounding.
static void by_car_length_and_time_fit(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= NETS; seed++) {
        uint32_t s = seed;
        struct mk_net *net = random_net(seed, MK_GO_CAR);
        const struct mk_snap from = random_place(&s, net);
        const uint32_t source = 0;
        struct mk_nearest n;
        mk_nearest_find(net, &from, &source, 1, true, MK_NO_WAY, &n);
        for (int i = 0; i < PLACES; i++) {
            const struct mk_snap at = random_place(&s, net);
            uint32_t which;
            const uint32_t cost = mk_nearest_at(&n, &at, &which);
            const uint64_t mm = mk_nearest_way_mm(&n, &at);
            if (cost == MK_NO_WAY) {
                assert_int_equal(mm, 0);
                continue;
            }
            const uint64_t tied = (uint64_t)from.connector + at.connector;
            const double driven = (double)(mm - tied);
            const double ms = cost - 0.36 * (double)tied;
            assert_true(mm >= tied);
            assert_true(driven <= ms * 20 + 2000);
            assert_true(driven >= ms * 5 - 2000);
        }
        mk_nearest_release(&n);
        mk_net_free(net);
    }
}

// 300 m at 5 m/s take 60 s, round by 100 + 300 + 100 m at 20 m/s 25: the long
// way is the quick one.
static void the_length_is_that_of_the_quickest_way(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_street_line slow = grid_open, fast = grid_open;
    slow.kmh = 18;
    fast.kmh = 72;
    street(&s, slow, 0, 0, 300, 0);
    street(&s, fast, 0, 0, 0, 100);
    street(&s, fast, 0, 100, 300, 100);
    street(&s, fast, 300, 100, 300, 0);
    struct mk_net *net = mk_net_build(&s, MK_GO_CAR, &grid_rules);
    mk_street_lines_release(&s);
    struct mk_snap from, to;
    const uint32_t source = 4;
    uint32_t which;
    assert_true(mk_net_snap(net, place_at(-2, 0), 10, &from));
    assert_true(mk_net_snap(net, place_at(303, 0), 10, &to));
    struct mk_nearest n;
    mk_nearest_find(net, &from, &source, 1, false, MK_NO_WAY, &n);
    // 720 + 25 000 + 1 080 ms
    assert_int_equal(mk_nearest_at(&n, &to, &which), 26800);
    assert_int_equal(mk_nearest_way_mm(&n, &to), 505000);
    mk_nearest_release(&n);
    mk_net_free(net);
}

// Both on one street of 100 m at 10 m/s, closed backwards: ahead 30 m; back
// there is no way, but for a bicycle that may, 30 m.
static void places_on_one_edge(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_street_line line = grid_open;
    line.backward = MK_GO_BIT(MK_GO_CYCLE);
    street(&s, line, 0, 0, 100, 0);
    for (int go = MK_GO_CYCLE; go <= MK_GO_CAR; go++) {
        struct mk_net *net = mk_net_build(&s, (enum mk_go)go, &grid_rules);
        struct mk_snap a, b;
        const uint32_t source = 0;
        struct mk_nearest n;
        assert_true(mk_net_snap(net, place_at(20, 1), 10, &a));
        assert_true(mk_net_snap(net, place_at(50, 2), 10, &b));
        mk_nearest_find(net, &a, &source, 1, false, MK_NO_WAY, &n);
        assert_int_equal(mk_nearest_way_mm(&n, &b), 33000);
        mk_nearest_release(&n);
        mk_nearest_find(net, &b, &source, 1, false, MK_NO_WAY, &n);
        assert_int_equal(mk_nearest_way_mm(&n, &a),
                         go == MK_GO_CAR ? 0 : 33000);
        mk_nearest_release(&n);
        mk_net_free(net);
    }
    mk_street_lines_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cost_in_millimetres_is_the_length),
        cmocka_unit_test(by_car_length_and_time_fit),
        cmocka_unit_test(the_length_is_that_of_the_quickest_way),
        cmocka_unit_test(places_on_one_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
