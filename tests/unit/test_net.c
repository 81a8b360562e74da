// Networks of streets: joining, snapping, searching. Places are in metres
// from (X0, Y0), costs in millimetres on foot.
#include "near.h"

#include <markklar/street.h>

#include <stdlib.h>
#include <string.h>

#define X0 320000.0
#define Y0 6400000.0
#define ALL 15

static const struct mk_net_rules plain = {.default_kmh = 36};

// n vertices as x, y, x, y …
static void add(struct mk_street_lines *s, struct mk_street_line line,
                uint32_t n, const double *xy)
{
    double *v = mk_street_lines_add(s, line, n);
    for (uint32_t k = 0; k < n; k++) {
        v[2 * k] = X0 + xy[2 * k];
        v[2 * k + 1] = Y0 + xy[2 * k + 1];
    }
}
#define ADD(s, line, ...)                                                   \
    add(s, line, sizeof((double[]){__VA_ARGS__}) / sizeof(double) / 2,      \
        (double[]){__VA_ARGS__})

static const struct mk_street_line both = {.forward = ALL, .backward = ALL};
static const struct mk_street_line osm = {
    .forward = ALL, .backward = ALL, .joins_inside = true};
static const struct mk_street_line one_way = {.forward = ALL};

static struct mk_net *built(struct mk_street_lines *s, enum mk_go go,
                            const struct mk_net_rules *rules)
{
    struct mk_net *net = mk_net_build(s, go, rules);
    mk_street_lines_release(s);
    return net;
}

static struct mk_snap at(const struct mk_net *net, double x, double y)
{
    struct mk_snap s = {0};
    const struct mk_point p = {X0 + x, Y0 + y};
    assert_true(mk_net_snap(net, p, 500, &s));
    return s;
}

static uint32_t way(const struct mk_net *net, struct mk_snap a,
                    struct mk_snap b)
{
    struct mk_search *s = mk_search_new(net);
    mk_search_run(s, &a, 1, false, MK_NO_WAY);
    const uint32_t there = mk_search_at(s, &b);
    mk_search_run(s, &b, 1, true, MK_NO_WAY);
    assert_int_equal(mk_search_at(s, &a), there); // costs to b
    mk_search_free(s);
    const uint32_t number = 7;
    struct mk_nearest near;
    uint32_t source = 0;
    mk_nearest_find(net, &a, &number, 1, false, MK_NO_WAY, &near);
    assert_int_equal(mk_nearest_at(&near, &b, &source), there);
    assert_int_equal(source, there == MK_NO_WAY ? 0 : 7);
    mk_nearest_release(&near);
    return there;
}

// ---- joining ---------------------------------------------------------------

static void crossing_without_a_shared_vertex_is_a_bridge(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, osm, 0, 0, 100, 0);
    ADD(&s, osm, 50, -50, 50, 50);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(net->nnodes, 4);
    assert_int_equal(net->nedges, 2);
    assert_int_equal(way(net, at(net, 0, 0), at(net, 50, 50)), MK_NO_WAY);
    mk_net_free(net);
}

static void inner_vertices_join_only_where_both_lines_say_so(void **state)
{
    (void)state;
    for (int joined = 0; joined < 2; joined++) {
        struct mk_street_lines s = {0};
        ADD(&s, osm, 0, 0, 50, 0, 100, 0);
        ADD(&s, joined ? osm : both, 50, -50, 50, 0, 50, 50);
        struct mk_net *net = built(&s, MK_GO_WALK, &plain);
        assert_int_equal(net->nnodes, joined ? 5 : 4);
        assert_int_equal(net->nedges, joined ? 4 : 2);
        assert_int_equal(way(net, at(net, 0, 0), at(net, 50, 50)),
                         joined ? 100000 : MK_NO_WAY);
        mk_net_free(net);
    }
}

static void minus_zero_is_zero(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    const double a[] = {-10, 0.0, 0.0, 0.0}, b[] = {-0.0, -0.0, 0, 10};
    memcpy(mk_street_lines_add(&s, both, 2), a, sizeof a);
    memcpy(mk_street_lines_add(&s, both, 2), b, sizeof b);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(net->nedges, 1);
    assert_int_equal(net->edge[0].length_mm, 20000);
    mk_net_free(net);
}

// A street ends 0.4 m short of another's inside, and the next 0.3 m from its
// end; with a tolerance of 0.3 the first stays apart.
static void ends_join_within_the_tolerance(void **state)
{
    (void)state;
    static const double tolerance[] = {0, 0.35, 0.5};
    static const uint32_t expected[] = {MK_NO_WAY, MK_NO_WAY, 149600};
    for (int i = 0; i < 3; i++) {
        struct mk_net_rules rules = plain;
        struct mk_street_lines s = {0};
        rules.join_m = tolerance[i];
        ADD(&s, both, 0, 0, 100, 0);
        ADD(&s, both, 50, 0.4, 50, 50);
        ADD(&s, both, 50.3, 50, 100, 50);
        struct mk_net *net = built(&s, MK_GO_WALK, &rules);
        // 50 along the first, 49.6 up, 49.7 along the last; the gaps of 0.4
        // and 0.3 are not walked, and 0.3 of the last is not reached
        const uint32_t got = way(net, at(net, 0, 0), at(net, 100, 50));
        assert_int_equal(got, expected[i] == MK_NO_WAY ? MK_NO_WAY
                                                       : 50000 + 49600 + 49700);
        if (i == 1) // two ends met, so the last two are one edge
            assert_int_equal(net->nedges, 2);
        mk_net_free(net);
    }
}

// 400 streets end 0.05 m from one, 0.25 m from each other, far more than the
// usual cell is made for: all join it, and only it. Up the 200th one comes by
// 50 m of the street and 49.95 m of its own.
static void many_ends_in_a_few_places_all_join(void **state)
{
    (void)state;
    const struct mk_net_rules rules = {.join_m = 0.1, .default_kmh = 50};
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, 100.25, 0);
    for (int k = 1; k <= 400; k++)
        ADD(&s, both, 0.25 * k, 0.05, 0.25 * k, 50);
    struct mk_net *net = built(&s, MK_GO_WALK, &rules);
    assert_int_equal(net->nnodes, 2 + 2 * 400);
    assert_int_equal(net->nedges, 401 + 400);
    assert_in_range(way(net, at(net, 0, 0), at(net, 50, 50)), 99940, 99960);
    mk_net_free(net);
}

// A street ends on its own inside, one ends on a vertex of it, and with or
// without a tolerance they are joined there: a stalk, a ring, and a side
// street of 50 m each.
static void an_end_on_a_vertex_joins_whatever_the_tolerance(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct mk_net_rules rules = plain;
        struct mk_street_lines s = {0};
        rules.join_m = i & 1 ? 0.5 : 0;
        ADD(&s, i & 2 ? osm : both, 0, 0, 50, 0, 100, 0, 100, 50, 50, 50, 50,
            0);
        ADD(&s, both, 100, 50, 150, 50);
        struct mk_net *net = built(&s, MK_GO_WALK, &rules);
        assert_int_equal(net->nnodes, 4);
        assert_int_equal(net->nedges, 4);
        assert_int_equal(way(net, at(net, 0, 0), at(net, 150, 50)), 200000);
        assert_int_equal(way(net, at(net, 0, 0), at(net, 50, 50)), 100000);
        mk_net_free(net);
    }
}

static void what_lies_between_junctions_is_one_edge(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, 10, 0);
    ADD(&s, both, 20, 10, 10, 0, 10, 0); // drawn the other way, doubled vertex
    ADD(&s, both, 20, 10, 20, 30);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(net->nnodes, 2);
    assert_int_equal(net->nedges, 1);
    // 10 + sqrt(200) + 20 m
    assert_int_equal(net->edge[0].length_mm, 44142);
    assert_near(net->run_mm[net->edge[0].first + 1], 10000, 1);
    mk_net_free(net);
}

static void a_change_of_direction_or_speed_stays_a_node(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_street_line slow = both;
    slow.kmh = 18;
    ADD(&s, both, 0, 0, 10, 0);
    ADD(&s, slow, 10, 0, 20, 0);
    ADD(&s, one_way, 20, 0, 30, 0);
    struct mk_net *net = built(&s, MK_GO_CAR, &plain);
    assert_int_equal(net->nedges, 3);
    // 10 m at 36 km/h 1 s, at 18 2 s
    assert_int_equal(way(net, at(net, 0, 0), at(net, 30, 0)), 4000);
    assert_int_equal(way(net, at(net, 30, 0), at(net, 0, 0)), MK_NO_WAY);
    mk_net_free(net);
}

static void a_line_given_twice_counts_once(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, 10, 0);
    ADD(&s, one_way, 10, 0, 10, 5, 20, 5);
    ADD(&s, one_way, 20, 5, 10, 5, 10, 0); // and back
    ADD(&s, both, 10, 0, 0, 0);
    ADD(&s, both, 7, 7, 7, 7); // of no length
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(net->nedges, 1);
    assert_int_equal(way(net, at(net, 20, 5), at(net, 0, 0)), 25000);
    mk_net_free(net);
}

// Two drawings of a street, 105 m by both, begin 0.3 m apart. To the bend the
// first has 52 500 mm, the other 105 000 * 50.696 / (50.696 + 51.186) =
// 52 247.5: the lesser stays, whichever comes first.
static void of_two_drawings_the_same_one_stays(void **state)
{
    (void)state;
    const struct mk_net_rules rules = {.join_m = 0.5, .default_kmh = 50};
    struct mk_street_line given = both;
    given.length_mm = 105000;
    for (int turned = 0; turned < 2; turned++) {
        struct mk_street_lines s = {0};
        if (!turned)
            ADD(&s, given, 0, 0, 50, 10, 100, 0);
        ADD(&s, given, 0.3, 0, 50, 10, 100.2, 0);
        if (turned)
            ADD(&s, given, 0, 0, 50, 10, 100, 0);
        struct mk_net *net = built(&s, MK_GO_WALK, &rules);
        assert_int_equal(net->nedges, 1);
        assert_near(net->run_mm[1], 52247.5, 0.5);
        mk_net_free(net);
    }
}

static void damaged_lines_are_left_out(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, NAN, 0);
    ADD(&s, both, 0, 0, 1e300, 0);
    ADD(&s, both, 3, 3);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    struct mk_snap snap;
    assert_int_equal(net->nedges, 0);
    assert_false(mk_net_snap(net, (struct mk_point){X0, Y0}, 1e9, &snap));
    mk_net_free(net);
}

static void a_given_length_is_the_edge_s_length(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_street_line given = both;
    given.length_mm = 150000; // 100 m as drawn
    ADD(&s, given, 0, 0, 60, 0, 100, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(net->edge[0].length_mm, 150000);
    assert_int_equal(at(net, 60, 0).along, 90000);
    assert_int_equal(at(net, 80, 3).along, 120000);
    assert_int_equal(way(net, at(net, 60, 0), at(net, 80, 3)), 33000);
    mk_net_free(net);
}

static void small_parts_are_dropped_but_never_the_largest(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_net_rules rules = plain;
    rules.min_nodes = 5;
    ADD(&s, both, 0, 0, 100, 0);       // 2 nodes
    ADD(&s, both, 0, 50, 50, 50);      // 4 nodes, a star
    ADD(&s, both, 50, 50, 100, 50);
    ADD(&s, both, 50, 50, 50, 100);
    ADD(&s, both, 0, 200, 9, 200, 9, 209, 0, 200); // a ring on its own, 1 node
    struct mk_net *net = built(&s, MK_GO_WALK, &rules);
    assert_int_equal(net->nnodes, 4);
    assert_int_equal(net->dropped_parts, 2);
    assert_int_equal(net->dropped_nodes, 3);
    // 100 m and 9 + 9 + sqrt(162) = 30.728 m
    assert_int_equal(net->dropped_mm, 130728);
    assert_int_equal(at(net, 50, 0).connector, 50000); // up to the star
    mk_net_free(net);
}

static void a_lorry_keeps_off_weak_roads(void **state)
{
    (void)state;
    struct mk_net_rules rules = {.default_kmh = 50, .lorry_bearing = 2};
    // BK4 is for 74 t, BK1 for 64: it is the strongest.
    static const bool open[] = {true, true, true, false, true};
    for (uint8_t bk = 0; bk <= 4; bk++) {
        struct mk_street_lines s = {0};
        struct mk_street_line line = both;
        line.bearing = bk;
        ADD(&s, line, 0, 0, 10, 0);
        struct mk_net *net = built(&s, MK_GO_LORRY, &rules);
        assert_int_equal(net->nedges, open[bk]);
        mk_net_free(net);
    }
}

// ---- the same edge ---------------------------------------------------------

static void places_on_one_edge_go_straight(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, 100, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(way(net, at(net, 20, 4), at(net, 70, -6)), 60000);
    assert_int_equal(way(net, at(net, 70, 0), at(net, 20, 0)), 50000);
    mk_net_free(net);
}

static void a_ring_is_gone_round_the_shorter_way(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, 100, 0, 100, 100, 0, 100, 0, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(net->nnodes, 1);
    assert_int_equal(net->nedges, 1);
    assert_int_equal(way(net, at(net, 10, 0), at(net, 0, 20)), 30000);
    assert_int_equal(way(net, at(net, 10, 0), at(net, 100, 50)), 140000);
    mk_net_free(net);
}

// Two streets between the same junctions: from one end of the long one to its
// other end, the short one is the way.
static void the_way_round_may_be_shorter(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, -10, 0, 0, 0);
    ADD(&s, both, 0, 0, 100, 0);
    ADD(&s, both, 0, 0, 0, 200, 100, 200, 100, 0);
    ADD(&s, both, 100, 0, 110, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(net->nedges, 4);
    assert_int_equal(way(net, at(net, 0, 30), at(net, 100, 40)), 170000);
    mk_net_free(net);
}

static void against_a_one_way_street_one_goes_round(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, one_way, 0, 0, 100, 0);
    ADD(&s, one_way, 100, 0, 100, 50, 0, 50, 0, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(way(net, at(net, 20, 0), at(net, 70, 0)), 50000);
    // the ring is 300 m
    assert_int_equal(way(net, at(net, 70, 0), at(net, 20, 0)), 250000);
    assert_int_equal(way(net, at(net, 50, 50), at(net, 60, 50)), 290000);
    mk_net_free(net);
}

// ---- costs -----------------------------------------------------------------

// Tied where a street that may only be driven away from here meets others: one
// is at the node all the same, and comes and goes by the others.
static void on_a_node_every_open_street_may_be_used(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, one_way, 0, 0, -100, 0); // the lowest edge
    ADD(&s, both, 0, 0, 100, 0);
    ADD(&s, both, 0, 0, 0, 100);
    struct mk_net *net = built(&s, MK_GO_CAR, &plain);
    struct mk_snap node = at(net, 0, 0);
    const uint32_t there = way(net, at(net, 50, 0), node);
    for (uint32_t e = 0; e < net->nedges; e++) {
        node.edge = e;
        const double *first = net->xy + 2 * (size_t)net->edge[e].first;
        node.along = first[0] == X0 && first[1] == Y0 ? 0
                                                      : net->edge[e].length_mm;
        assert_int_equal(way(net, at(net, 50, 0), node), there);
        assert_int_equal(way(net, node, at(net, 0, 50)),
                         way(net, at(net, 0, 0), at(net, 0, 50)));
    }
    assert_true(there < 10000);
    mk_net_free(net);
}

static void a_car_takes_its_time(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, 1000, 0);
    struct mk_net *net = built(&s, MK_GO_CAR, &plain);
    assert_int_equal(net->edge[0].cost[0], 100000); // 1 km at 36 km/h
    // 10 m of connector at 10 km/h 3.6 s, then 500 m in 50 s
    assert_int_equal(way(net, at(net, 200, 10), at(net, 700, 0)), 53600);
    mk_net_free(net);
}

// ---- snapping --------------------------------------------------------------

static void ties_go_west_then_south(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 20, 100, 20);
    ADD(&s, both, 0, 0, 100, 0);
    ADD(&s, both, 200, 0, 210, 10, 220, 0); // a roof: both slopes as near
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    const struct mk_snap between = at(net, 40, 10);
    assert_int_equal(between.edge, 0);
    assert_near(between.y, Y0, 0);
    const struct mk_snap roof = at(net, 210, 0);
    assert_near(roof.x, X0 + 205, 1e-6);
    mk_net_free(net);
    // though the eastern street begins in a strip to the south
    ADD(&s, both, -10, 1000, -10, 1030);
    ADD(&s, both, 10, 400, 10, 1030);
    net = built(&s, MK_GO_WALK, &plain);
    assert_near(at(net, 0, 1010).x, X0 - 10, 0);
    mk_net_free(net);
}

static void nothing_is_tied_beyond_the_farthest(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, 100, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    struct mk_snap snap;
    const struct mk_point p = {X0 + 50, Y0 + 30};
    assert_true(mk_net_snap(net, p, 30, &snap));
    assert_false(mk_net_snap(net, p, 29.999, &snap));
    assert_false(mk_net_snap(net, p, -1, &snap));
    mk_net_free(net);
}

static uint32_t snap_box(const struct mk_net *net, double x0, double y0,
                         double x1, double y1, struct mk_snap **out,
                         uint32_t *cap)
{
    const double xy[] = {X0 + x0, Y0 + y0, X0 + x1, Y0 + y0, X0 + x1, Y0 + y1,
                         X0 + x0, Y0 + y1, X0 + x0, Y0 + y0};
    const uint32_t ring[] = {0, 5}, part[] = {0, 1};
    const struct mk_poly g = {
        xy, ring, part, 1, {X0 + x0, Y0 + y0, X0 + x1, Y0 + y1}};
    return mk_net_snap_poly(net, &g, 30, 100, out, cap);
}

static void a_polygon_is_reached_from_each_street_near_it(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_snap *v = NULL;
    uint32_t cap = 0;
    ADD(&s, both, 0, 0, 300, 0);   // through it
    ADD(&s, both, 0, 60, 300, 60); // 20 m above
    ADD(&s, both, 0, 95, 300, 95); // 55 m above
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    // 100..180 by -10..40: the first street both in and out, the second once,
    // the third is too far
    assert_int_equal(snap_box(net, 100, -10, 180, 40, &v, &cap), 3);
    assert_int_equal(v[0].edge, 0);
    assert_int_equal(v[0].along, 100000);
    assert_int_equal(v[0].connector, 0);
    assert_int_equal(v[1].edge, 0);
    assert_int_equal(v[1].along, 180000);
    assert_int_equal(v[1].connector, 0);
    assert_int_equal(v[2].edge, 1);
    assert_int_equal(v[2].along, 100000); // as near all along it
    assert_int_equal(v[2].span, 80000);
    assert_int_equal(v[2].connector, 20000);
    // none within 30: the nearest, 55 - 10 below the third
    assert_int_equal(snap_box(net, 100, 130, 180, 140, &v, &cap), 1);
    assert_int_equal(v[0].edge, 2);
    assert_int_equal(v[0].connector, 35000);
    assert_int_equal(snap_box(net, 100, 200, 180, 240, &v, &cap), 0);
    free(v);
    mk_net_free(net);
}

// Beyond what is also taken the nearest is a node of three streets: one comes
// out on all of them, whichever is numbered first.
static void a_node_that_is_nearest_is_left_by_all_its_streets(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_snap *v = NULL;
    uint32_t cap = 0;
    ADD(&s, both, 100, 100, 0, 0);
    ADD(&s, both, 100, 100, 99, 0); // runs beside the land for a while
    ADD(&s, both, 100, 100, 50, 200);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(snap_box(net, 140, 80, 200, 120, &v, &cap), 3);
    uint32_t beside = 0;
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(v[i].edge, i);
        assert_in_range(v[i].connector, 40000, 40000 + 2000);
        beside += v[i].span > 0;
    }
    assert_in_range(beside, 1, 3);
    assert_int_equal(way(net, v[0], at(net, 100, 100)), 40000);
    free(v);
    mk_net_free(net);
}

static void a_frontage_is_left_where_it_suits(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_snap *v = NULL;
    uint32_t cap = 0;
    ADD(&s, both, 0, 0, 500, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(snap_box(net, 100, 8, 300, 90, &v, &cap), 1);
    // in front of it: straight out; beyond a corner: along the street
    assert_int_equal(way(net, v[0], at(net, 210, -3)), 8000 + 3000);
    assert_int_equal(way(net, v[0], at(net, 420, 0)), 8000 + 120000);
    assert_int_equal(way(net, at(net, 40, 0), v[0]), 60000 + 8000);
    struct mk_nearest n;
    const struct mk_snap stop = at(net, 420, 0);
    const uint32_t source = 7;
    uint32_t found = 0;
    mk_nearest_find(net, &stop, &source, 1, false, 1000000, &n);
    assert_int_equal(mk_nearest_at(&n, &v[0], &found), 128000);
    assert_int_equal(found, 7);
    assert_int_equal(mk_nearest_way_mm(&n, &v[0]), 128000);
    mk_nearest_release(&n);
    free(v);
    mk_net_free(net);
}

// One corner 10 m off the street, the next 11.9 m: beside it all along, and
// 11.9 m from it. The far one of a land that turns away by more than 2 m is
// not.
static void a_frontage_may_be_askew_by_two_metres(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_snap *v = NULL;
    uint32_t cap = 0;
    ADD(&s, both, 0, 0, 500, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    for (int k = 0; k < 2; k++) {
        const double y1 = k ? 12.1 : 11.9;
        const double xy[] = {X0 + 100, Y0 + 10, X0 + 200, Y0 + y1,
                             X0 + 200, Y0 + 50, X0 + 100, Y0 + 50,
                             X0 + 100, Y0 + 10};
        const uint32_t ring[] = {0, 5}, part[] = {0, 1};
        const struct mk_poly g = {
            xy, ring, part, 1, {X0 + 100, Y0 + 10, X0 + 200, Y0 + 50}};
        assert_int_equal(mk_net_snap_poly(net, &g, 30, 100, &v, &cap), 1);
        assert_int_equal(v[0].along, 100000);
        assert_int_equal(v[0].span, k ? 0 : 100000);
        assert_int_equal(v[0].connector, k ? 10000 : 11900);
    }
    free(v);
    mk_net_free(net);
}

// A street round a corner 14.1 m from the land's: two stretches, 10 m off.
static void a_street_round_a_corner_is_two_frontages(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_snap *v = NULL;
    uint32_t cap = 0;
    ADD(&s, both, 0, 0, 500, 0, 500, 400);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(snap_box(net, 100, 10, 490, 90, &v, &cap), 2);
    assert_int_equal(v[0].along, 100000);
    assert_int_equal(v[0].span, 390000);
    assert_int_equal(v[0].connector, 10000);
    assert_int_equal(v[1].along, 510000);
    assert_int_equal(v[1].span, 80000);
    assert_int_equal(v[1].connector, 10000);
    free(v);
    mk_net_free(net);
}

static void a_street_that_ends_inside_a_polygon_touches_it(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    struct mk_snap *v = NULL;
    uint32_t cap = 0;
    ADD(&s, both, 0, 0, 10, 0, 20, 0, 30, 0, 40, 0, 50, 0, 60, 0);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    assert_int_equal(snap_box(net, 35, -9, 90, 9, &v, &cap), 2);
    assert_int_equal(v[0].along, 35000);
    assert_int_equal(v[1].along, 60000);
    // all of it inside
    assert_int_equal(snap_box(net, -5, -9, 90, 9, &v, &cap), 2);
    assert_int_equal(v[0].along, 0);
    assert_int_equal(v[1].along, 60000);
    free(v);
    mk_net_free(net);
}

// ---- a city ----------------------------------------------------------------

enum { SIDE = 9, BLOCK = 100, RIVER = 4 };

// Streets every 100 m, 9 by 9. A river between the columns 4 and 5 has one
// bridge, at y = 0. A motorway for cars crosses over it all; a dead end leads
// north from (0, 800); an island lies to the east.
static void city(struct mk_street_lines *s)
{
    struct mk_street_line motorway = both;
    motorway.forward = motorway.backward = MK_GO_BIT(MK_GO_CAR);
    for (int i = 0; i < SIDE; i++)
        for (int k = 0; k < SIDE; k++) {
            const double x = BLOCK * i, y = BLOCK * k;
            if (k + 1 < SIDE)
                ADD(s, both, x, y, x, y + BLOCK);
            if (i + 1 < SIDE && (i != RIVER || k == 0))
                ADD(s, both, x, y, x + BLOCK, y);
        }
    ADD(s, motorway, 0, 750, 800, 750);
    ADD(s, both, 0, 800, 0, 950);
    ADD(s, both, 1000, 0, 1000, 50);
}

static void the_city_is_walked_block_by_block(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    city(&s);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    const struct mk_snap home = at(net, 130, 205);
    // 30 + 5 m of connector: at (130, 200). To (370, 600): 240 + 400
    assert_int_equal(way(net, home, at(net, 370, 600)), 645000);
    // over the bridge: 200 down, 470 east to (600, 0), 700 up
    assert_int_equal(way(net, home, at(net, 600, 700)), 1375000);
    // to the dead end's end: 130 west, 600 north, 150 on
    assert_int_equal(way(net, home, at(net, 0, 950)), 885000);
    assert_int_equal(way(net, home, at(net, 1000, 20)), MK_NO_WAY);
    // the motorway is no footpath: the place beside it is tied to x = 800
    assert_int_equal(at(net, 795, 750).connector, 5000);
    mk_net_free(net);
}

static void a_larger_limit_never_shrinks_reach(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    city(&s);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    struct mk_search *all = mk_search_new(net), *some = mk_search_new(net);
    const struct mk_snap from = at(net, 200, 200);
    const uint32_t *nodes;
    uint32_t before = 0;
    mk_search_run(all, &from, 1, false, MK_NO_WAY);
    for (uint32_t limit = 0; limit <= 1600000; limit += 50000) {
        mk_search_run(some, &from, 1, false, limit);
        const uint32_t n = mk_search_nodes(some, &nodes);
        assert_true(n >= before);
        before = n;
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t cost = mk_search_cost(some, nodes[i]);
            assert_true(cost <= limit);
            assert_int_equal(cost, mk_search_cost(all, nodes[i]));
            if (i) { // by cost, then node
                const uint32_t last = mk_search_cost(some, nodes[i - 1]);
                assert_true(last < cost ||
                            (last == cost && nodes[i - 1] < nodes[i]));
            }
        }
        // within 200 m: this corner, 4 at 100 m and 8 at 200 m
        if (limit == 200000)
            assert_int_equal(n, 13);
    }
    // limits are met exactly
    const struct mk_snap to = at(net, 350, 200);
    mk_search_run(some, &from, 1, false, 150000);
    assert_int_equal(mk_search_at(some, &to), 150000);
    mk_search_run(some, &from, 1, false, 149999);
    assert_int_equal(mk_search_at(some, &to), MK_NO_WAY);
    mk_search_free(all);
    mk_search_free(some);
    mk_net_free(net);
}

static bool same(const void *a, const void *b, size_t n)
{
    return memcmp(a, b, n) == 0;
}

// 57 = 3 * 19 is prime to the number of lines: every one once, elsewhere.
static void the_order_of_lines_changes_nothing(void **state)
{
    (void)state;
    struct mk_street_lines s = {0}, shuffled = {0};
    const struct mk_net_rules rules = {.join_m = 0.5, .default_kmh = 50};
    city(&s);
    ADD(&s, both, 250, 0.3, 250, 99.8); // joined to two insides
    ADD(&s, both, 600, 300, 650, 350, 700, 300);
    ADD(&s, both, 700, 300, 650, 250, 600, 300);
    ADD(&s, both, 700, 300, 650, 250, 600, 300);
    for (uint32_t i = 0; i < s.nlines; i++) {
        const struct mk_street_line l = s.line[(i * 57 + 11) % s.nlines];
        memcpy(mk_street_lines_add(&shuffled, l, l.n), s.xy + 2 * l.first,
               2 * l.n * sizeof *s.xy);
    }
    assert_true(s.nlines % 3 && s.nlines % 19);
    struct mk_net *a = built(&s, MK_GO_CAR, &rules);
    struct mk_net *b = built(&shuffled, MK_GO_CAR, &rules);
    assert_int_equal(a->nnodes, b->nnodes);
    assert_int_equal(a->nedges, b->nedges);
    assert_int_equal(a->nhalves, b->nhalves);
    assert_int_equal(a->nxy, b->nxy);
    assert_true(same(a->node_xy, b->node_xy, 16 * (size_t)a->nnodes));
    assert_true(same(a->edge, b->edge, a->nedges * sizeof *a->edge));
    assert_true(same(a->leave, b->leave, a->nhalves * sizeof *a->leave));
    assert_true(same(a->enter, b->enter, a->nhalves * sizeof *a->enter));
    assert_true(same(a->xy, b->xy, 16 * (size_t)a->nxy));
    assert_true(same(a->run_mm, b->run_mm, 8 * (size_t)a->nxy));
    for (uint32_t k = 1; k < a->nnodes; k++) { // numbered by strips
        const double *p = a->node_xy + 2 * k;
        const int before = (int)(p[-1] / MK_NET_STRIP_M);
        const int strip = (int)(p[1] / MK_NET_STRIP_M);
        assert_true(before < strip ||
                    (before == strip && (p[-2] < p[0] ||
                     (p[-2] == p[0] && p[-1] < p[1]))));
    }
    // from one joined inside up 49.7 m at 50 km/h, 72 ms a metre
    assert_int_equal(way(a, at(a, 250, 0.3), at(a, 250, 50)), 3578);
    mk_net_free(a);
    mk_net_free(b);
}

// ---- nearest ---------------------------------------------------------------

static void the_nearest_source_wins_and_ties_go_to_the_lower(void **state)
{
    (void)state;
    struct mk_street_lines s = {0};
    ADD(&s, both, 0, 0, 100, 0);
    ADD(&s, both, 100, 0, 200, 0);
    ADD(&s, both, 100, 0, 100, 100);
    struct mk_net *net = built(&s, MK_GO_WALK, &plain);
    const struct mk_snap from[] = {at(net, 150, 0), at(net, 50, 0),
                                   at(net, 30, 0)};
    const uint32_t number[] = {9, 4, 2};
    struct mk_nearest near;
    uint32_t source;
    mk_nearest_find(net, from, number, 3, false, 120000, &near);
    const struct mk_snap north = at(net, 100, 60), left = at(net, 40, 0),
                         right = at(net, 190, 0), far = at(net, 100, 71);
    assert_int_equal(mk_nearest_at(&near, &north, &source), 110000);
    assert_int_equal(source, 4); // 9 is as near
    assert_int_equal(mk_nearest_at(&near, &left, &source), 10000);
    assert_int_equal(source, 2); // on its own edge, 4 is as near
    assert_int_equal(mk_nearest_at(&near, &right, &source), 40000);
    assert_int_equal(source, 9);
    assert_int_equal(mk_nearest_at(&near, &far, &source), MK_NO_WAY);
    mk_nearest_release(&near);
    mk_net_free(net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crossing_without_a_shared_vertex_is_a_bridge),
        cmocka_unit_test(inner_vertices_join_only_where_both_lines_say_so),
        cmocka_unit_test(minus_zero_is_zero),
        cmocka_unit_test(ends_join_within_the_tolerance),
        cmocka_unit_test(many_ends_in_a_few_places_all_join),
        cmocka_unit_test(an_end_on_a_vertex_joins_whatever_the_tolerance),
        cmocka_unit_test(what_lies_between_junctions_is_one_edge),
        cmocka_unit_test(a_change_of_direction_or_speed_stays_a_node),
        cmocka_unit_test(a_line_given_twice_counts_once),
        cmocka_unit_test(of_two_drawings_the_same_one_stays),
        cmocka_unit_test(damaged_lines_are_left_out),
        cmocka_unit_test(a_given_length_is_the_edge_s_length),
        cmocka_unit_test(small_parts_are_dropped_but_never_the_largest),
        cmocka_unit_test(a_lorry_keeps_off_weak_roads),
        cmocka_unit_test(places_on_one_edge_go_straight),
        cmocka_unit_test(a_ring_is_gone_round_the_shorter_way),
        cmocka_unit_test(the_way_round_may_be_shorter),
        cmocka_unit_test(against_a_one_way_street_one_goes_round),
        cmocka_unit_test(on_a_node_every_open_street_may_be_used),
        cmocka_unit_test(a_car_takes_its_time),
        cmocka_unit_test(ties_go_west_then_south),
        cmocka_unit_test(nothing_is_tied_beyond_the_farthest),
        cmocka_unit_test(a_polygon_is_reached_from_each_street_near_it),
        cmocka_unit_test(a_node_that_is_nearest_is_left_by_all_its_streets),
        cmocka_unit_test(a_frontage_is_left_where_it_suits),
        cmocka_unit_test(a_frontage_may_be_askew_by_two_metres),
        cmocka_unit_test(a_street_round_a_corner_is_two_frontages),
        cmocka_unit_test(a_street_that_ends_inside_a_polygon_touches_it),
        cmocka_unit_test(the_city_is_walked_block_by_block),
        cmocka_unit_test(a_larger_limit_never_shrinks_reach),
        cmocka_unit_test(the_order_of_lines_changes_nothing),
        cmocka_unit_test(the_nearest_source_wins_and_ties_go_to_the_lower),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
