// What lies around places, found beforehand: held against answers by hand
// and against a search made on the spot.
#include "near.h"

#include "analysis/net_around.h"

#include <stdlib.h>

#define X0 320000.0
#define Y0 6400000.0
#define BLOCK 100
#define SIDE 6
#define ALL 15
#define ROOMY ((size_t)1 << 24)

static void street(struct mk_street_lines *s, int x, int y, int dx, int dy,
                   bool one_way)
{
    const struct mk_street_line line = {
        .forward = ALL, .backward = one_way ? 0 : ALL};
    double *v = mk_street_lines_add(s, line, 2);
    v[0] = X0 + BLOCK * x;
    v[1] = Y0 + BLOCK * y;
    v[2] = v[0] + BLOCK * dx;
    v[3] = v[1] + BLOCK * dy;
}

// SIDE x SIDE blocks; the row of streets at y = 0 leads eastwards only.
static struct mk_net *city(void)
{
    struct mk_street_lines s = {0};
    const struct mk_net_rules rules = {.default_kmh = 36};
    for (int x = 0; x <= SIDE; x++)
        for (int y = 0; y <= SIDE; y++) {
            if (x < SIDE)
                street(&s, x, y, 1, 0, y == 0);
            if (y < SIDE)
                street(&s, x, y, 0, 1, false);
        }
    struct mk_net *net = mk_net_build(&s, MK_GO_WALK, &rules);
    mk_street_lines_release(&s);
    return net;
}

static struct mk_snap at(const struct mk_net *net, double x, double y)
{
    struct mk_snap s = {0};
    assert_true(
        mk_net_snap(net, (struct mk_point){X0 + x, Y0 + y}, 500, &s));
    return s;
}

// Asked for at (250, 2), which is 2 m from the one-way row:
// 0 stands at (220, 0): 30 m along the row and 2 m of connector.
// 1 stands at (280, 0), past it: east to (300, 0) 20 m, up 100, west 100,
//   down 100 to (200, 0), 50 m along the row, connector 2: 372 m.
// 2 is tied to nothing. 3 stands at (200, 90), 4 m to the side: 4 + 90 down,
//   50 along, 2: 146 m.
static void what_is_around_comes_by_place(void **state)
{
    (void)state;
    struct mk_net *net = city();
    struct mk_snap place[4] = {at(net, 220, 0), at(net, 280, 0),
                               {.edge = UINT32_MAX}, at(net, 204, 90)};
    const struct mk_snap to = at(net, 250, 2);
    struct mk_around_room room = {0};
    const struct mk_at_hand *near;
    struct mk_around *a = mk_around_build(net, place, 4, 372000, ROOMY);
    assert_int_equal(mk_around_find(a, &room, &to, 1, &near), 3);
    assert_int_equal(near[0].place, 0);
    assert_int_equal(near[0].cost, 32000);
    assert_int_equal(near[1].place, 1);
    assert_int_equal(near[1].cost, 372000);
    assert_int_equal(near[2].place, 3);
    assert_int_equal(near[2].cost, 146000);
    mk_around_free(a);
    mk_around_room_release(&room);
    // a millimetre less, and the second is too far
    a = mk_around_build(net, place, 4, 371999, ROOMY);
    assert_int_equal(mk_around_find(a, &room, &to, 1, &near), 2);
    assert_int_equal(near[1].place, 3);
    mk_around_free(a);
    mk_around_room_release(&room);
    mk_net_free(net);
}

static uint32_t chance(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)*seed * below >> 32);
}

static struct mk_snap anywhere(const struct mk_net *net, uint32_t *seed)
{
    const double x = chance(seed, SIDE * BLOCK);
    return at(net, x, chance(seed, SIDE * BLOCK));
}

static void a_search_on_the_spot_finds_the_same(void **state)
{
    (void)state;
    enum { PLACES = 150, LIMIT = 330000 };
    uint32_t seed = 7, met = 0;
    struct mk_net *net = city();
    struct mk_search *s = mk_search_new(net);
    struct mk_snap place[PLACES], to[3];
    struct mk_around_room room = {0};
    for (int i = 0; i < PLACES; i++)
        place[i] = anywhere(net, &seed);
    struct mk_around *a = mk_around_build(net, place, PLACES, LIMIT, ROOMY);
    for (int turn = 0; turn < 200; turn++) {
        const struct mk_at_hand *near;
        const uint32_t nto = chance(&seed, 4);
        uint32_t k = 0;
        for (uint32_t i = 0; i < nto; i++)
            to[i] = anywhere(net, &seed);
        mk_search_run(s, to, nto, true, LIMIT);
        const uint32_t n = mk_around_find(a, &room, to, nto, &near);
        for (uint32_t i = 0; i < PLACES; i++) {
            const uint32_t cost = mk_search_at(s, &place[i]);
            if (cost == MK_NO_WAY)
                continue;
            assert_true(k < n);
            assert_int_equal(near[k].place, i);
            assert_int_equal(near[k++].cost, cost);
        }
        assert_int_equal(k, n);
        met += n;
    }
    assert_true(met > 1000);
    mk_around_free(a);
    mk_around_room_release(&room);
    mk_search_free(s);
    mk_net_free(net);
}

// A block holds 31 places; the city's 49 nodes are reached by all of 40.
static void more_than_may_be_kept_is_not_kept(void **state)
{
    (void)state;
    struct mk_net *net = city();
    struct mk_snap place[40];
    for (int i = 0; i < 40; i++)
        place[i] = at(net, 10.0 * i, 10.0 * i);
    assert_null(mk_around_build(net, place, 40, MK_NO_WAY, 1024));
    mk_net_free(net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_around_comes_by_place),
        cmocka_unit_test(a_search_on_the_spot_finds_the_same),
        cmocka_unit_test(more_than_may_be_kept_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
