// Areas within reach along streets: shapes by hand, then bands of random
// fields as simple features, then areas against the class of points.
#include "near.h"

#include "analysis/gaps.h"
#include "analysis/reach_areas.h"
#include "analysis/served_areas.h"
#include "base/handles.h"

#include <stdlib.h>
#include <string.h>

#define EAST 320000.0
#define NORTH 6400000.0
#define ALL 15

static uint32_t seed = 1;

static uint32_t random_below(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

// ---- bands -----------------------------------------------------------------

// Valid, and no two bands with a common area.
static void assert_proper(const struct mk_polyset *set)
{
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    for (uint32_t i = 0; i < set->n; i++) {
        const struct mk_poly a = mk_polyset_get(set, i);
        GEOSGeometry *g = mk_geos_from_poly(ctx, &a);
        assert_int_equal(GEOSisValid_r(h, g), 1);
        GEOSGeom_destroy_r(h, g);
        for (uint32_t j = 0; j < i; j++) {
            const struct mk_poly b = mk_polyset_get(set, j);
            assert_near(mk_poly_common_area(&a, &b), 0, 1e-6);
        }
    }
    mk_ctx_free(ctx);
}

// One square of 4 x 4 points, its inner ones given.
static void bands_of(const int32_t inner[4], double least_m2,
                     struct mk_polyset *out)
{
    int32_t f[16];
    for (int i = 0; i < 16; i++)
        f[i] = 64;
    f[5] = inner[0];
    f[6] = inner[1];
    f[9] = inner[2];
    f[10] = inner[3];
    struct mk_contour *c = mk_contour_new(1, 0, 10);
    mk_contour_take(c, 0, 0, 3, f);
    mk_contour_bands(c, least_m2, out);
    mk_contour_free(c);
}

static void a_point_is_a_diamond(void **state)
{
    (void)state;
    struct mk_polyset set = {0};
    // -64 against 64: crossed halfway, 5 m from the point on all four sides.
    bands_of((int32_t[]){-64, 64, 64, 64}, 0, &set);
    struct mk_poly g = mk_polyset_get(&set, 0);
    assert_int_equal(g.npart, 1);
    assert_near(mk_poly_area(&g), 2 * 5 * 5, 1e-9);
    assert_near(g.box.xmin, 5, 1e-9);
    assert_near(g.box.ymax, 15, 1e-9);
    mk_polyset_clear(&set);
    // Two that meet across a square stay two.
    bands_of((int32_t[]){-64, 64, 64, -64}, 0, &set);
    g = mk_polyset_get(&set, 0);
    assert_int_equal(g.npart, 2);
    assert_near(mk_poly_area(&g), 100, 1e-9);
    mk_polyset_clear(&set);
    bands_of((int32_t[]){-64, 64, 64, 64}, 50.1, &set);
    assert_int_equal(set.n, 1); // there, but with nothing in it
    assert_int_equal(mk_polyset_get(&set, 0).npart, 0);
    mk_polyset_release(&set);
}

enum { SIDE = 24, LEVELS = 3 };

// Levels that are often equal, so that borders run together and part again.
static void random_field(int32_t *f)
{
    for (int y = 0; y <= SIDE; y++)
        for (int x = 0; x <= SIDE; x++) {
            int32_t *v = f + (y * (SIDE + 1) + x) * LEVELS;
            const bool rim = !x || !y || x == SIDE || y == SIDE;
            v[0] = rim ? 40 : (int32_t)random_below(7) * 20 - 50;
            for (int k = 1; k < LEVELS; k++)
                v[k] = rim ? 40 : v[k - 1] - (int32_t)random_below(3) * 20;
        }
}

static double area_of(const struct mk_polyset *set, uint32_t i)
{
    const struct mk_poly g = mk_polyset_get(set, i);
    return mk_poly_area(&g);
}

static void bands_are_simple_features(void **state)
{
    (void)state;
    int32_t f[(SIDE + 1) * (SIDE + 1) * LEVELS];
    for (int round = 0; round < 200; round++) {
        random_field(f);
        struct mk_polyset set = {0}, last = {0};
        struct mk_contour *c = mk_contour_new(LEVELS, 0, 10);
        mk_contour_take(c, -5, 7, SIDE, f);
        mk_contour_bands(c, 0, &set);
        mk_contour_free(c);
        assert_int_equal(set.n, LEVELS);
        assert_proper(&set);
        // The bands together are the area of the last level by itself.
        int32_t one[(SIDE + 1) * (SIDE + 1)];
        for (int i = 0; i < (SIDE + 1) * (SIDE + 1); i++)
            one[i] = f[i * LEVELS + LEVELS - 1];
        c = mk_contour_new(1, 0, 10);
        mk_contour_take(c, -5, 7, SIDE, one);
        mk_contour_bands(c, 0, &last);
        mk_contour_free(c);
        double sum = 0;
        for (uint32_t k = 0; k < LEVELS; k++)
            sum += area_of(&set, k);
        assert_near(sum, area_of(&last, 0), 1e-6);
        mk_polyset_release(&set);
        mk_polyset_release(&last);
    }
}

// Twice the area of a ring, positive for exteriors.
static double ring_area(const struct mk_poly *g, uint32_t r)
{
    double sum = 0;
    for (uint32_t k = g->ring[r]; k + 1 < g->ring[r + 1]; k++)
        sum += g->xy[2 * k] * g->xy[2 * k + 3] -
               g->xy[2 * k + 2] * g->xy[2 * k + 1];
    return sum / 2;
}

// With small islands and holes gone bands are still proper, and the first
// level, which has no other inside it, has neither islands nor holes below
// what was asked for.
static void small_ones_go_on_every_level(void **state)
{
    (void)state;
    int32_t f[(SIDE + 1) * (SIDE + 1) * LEVELS];
    int kept = 0;
    for (int round = 0; round < 100; round++) {
        random_field(f);
        struct mk_polyset set = {0};
        struct mk_contour *c = mk_contour_new(LEVELS, 0, 10);
        mk_contour_take(c, 0, 0, SIDE, f);
        mk_contour_bands(c, 300, &set);
        mk_contour_free(c);
        assert_proper(&set);
        const struct mk_poly first = mk_polyset_get(&set, 0);
        const uint32_t end = first.npart ? first.part[first.npart] : 0;
        for (uint32_t r = 0; r < end; r++, kept++)
            assert_true(fabs(ring_area(&first, r)) >= 300);
        mk_polyset_release(&set);
    }
    assert_true(kept > 100);
}

// ---- along streets ---------------------------------------------------------

static void add_street(struct mk_street_lines *s, double x0, double y0,
                       double x1, double y1)
{
    const struct mk_street_line line = {.forward = ALL, .backward = ALL};
    double *v = mk_street_lines_add(s, line, 2);
    v[0] = EAST + x0;
    v[1] = NORTH + y0;
    v[2] = EAST + x1;
    v[3] = NORTH + y1;
}

static struct mk_net *walking(struct mk_street_lines *s)
{
    const struct mk_net_rules rules = {.join_m = 0.5};
    struct mk_net *net = mk_net_build(s, MK_GO_WALK, &rules);
    mk_street_lines_release(s);
    return net;
}

// A straight street and a source on it: within 300 m are the points with
// |x| + |y| <= 300, and |y| <= 100 m, for farther from the street nothing is
// drawn. Four times the integral of 300 - y from 0 to 100: 100 000 m2.
static void a_street_is_a_cut_diamond(void **state)
{
    (void)state;
    struct mk_street_lines lines = {0};
    add_street(&lines, -1000, 0, 1000, 0);
    struct mk_net *net = walking(&lines);
    struct mk_snap at;
    assert_true(mk_net_snap(net, (struct mk_point){EAST, NORTH}, 1, &at));
    struct mk_nearest n;
    mk_nearest_find(net, &at, (uint32_t[]){0}, 1, false, 2000000, &n);
    const struct mk_reach_source source = {&n, {-1, 300, 600}};
    const struct mk_reach_in in = {.net = net, .source = &source,
                                   .nsources = 1, .nlevels = 3,
                                   .also_m = 30};
    struct mk_polyset set = {0};
    mk_reach_areas(&in, &set);
    assert_int_equal(set.n, 3);
    assert_near(area_of(&set, 0), 0, 0);
    assert_near(area_of(&set, 1), 100000, 500);
    // 600 m likewise: 4 (600 x 100 - 5 000) = 220 000, less those.
    assert_near(area_of(&set, 2), 120000, 1000);
    const struct mk_poly g = mk_polyset_get(&set, 1);
    assert_near(g.box.xmax, EAST + 300, 1);
    assert_near(g.box.ymax, NORTH + 100, 1);
    assert_proper(&set);
    mk_polyset_release(&set);
    mk_nearest_release(&n);
    mk_net_free(net);
}

// ---- against mk_walk_measure() ---------------------------------------------

#define STOPS 24
#define ACROSS 4000

struct town {
    struct mk_stop stop[STOPS];
    struct mk_stop_area area[STOPS];
    struct mk_area_traffic traffic[STOPS];
    double xy[2 * STOPS];
    struct mk_timetable tt;
    struct mk_net *net;
    struct mk_access_index *index;
    struct mk_walk_index *walk;
};

// Streets that hang together in a crooked way, with blocks of 70-350 m.
static void build_town(struct town *t, double also_m)
{
    struct mk_street_lines lines = {0};
    double x[16], y[16];
    int n = 0;
    for (double at = 0; at < ACROSS && n < 16; n++) {
        x[n] = at;
        y[n] = at + random_below(60);
        at += 70 + random_below(280);
    }
    for (int i = 0; i < n; i++)
        for (int k = 0; k < n; k++) {
            if (k + 1 < n && random_below(4))
                add_street(&lines, x[k], y[i], x[k + 1], y[i]);
            if (i + 1 < n && random_below(4))
                add_street(&lines, x[k], y[i], x[k], y[i + 1]);
        }
    t->net = walking(&lines);
    t->tt = (struct mk_timetable){.stops = t->stop, .nstops = STOPS,
                                  .areas = t->area, .nareas = STOPS};
    memset(t->traffic, 0, sizeof t->traffic);
    for (uint32_t i = 0; i < STOPS; i++) {
        t->stop[i].area = i;
        t->traffic[i].dep[MK_MODE_BUSS] = t->traffic[i].dep_total = 20;
        t->traffic[i].category = (uint8_t)(1 + random_below(8));
        t->xy[2 * i] = EAST + random_below(ACROSS);
        t->xy[2 * i + 1] = NORTH + random_below(ACROSS);
    }
    t->index = mk_access_build(&t->tt, t->traffic, t->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    const struct mk_walk_rules rules = {500, also_m, 500};
    t->walk = mk_walk_build(t->index, &t->tt, t->xy, t->net, &rules, NULL);
}

static void free_town(struct town *t)
{
    mk_walk_free(t->walk);
    mk_access_free(t->index);
    mk_net_free(t->net);
}

static mk_klass drawn_at(const struct mk_polyset *set, struct mk_point p)
{
    for (uint32_t k = 0; k < set->n; k++) {
        const struct mk_poly g = mk_polyset_get(set, k);
        if (g.npart && mk_poly_contains(&g, p))
            return (mk_klass)(k + 1);
    }
    return 0;
}

// The class there; 0 where it is too far to any street to be drawn.
static mk_klass measured_at(const struct town *t, struct mk_point p)
{
    const double xy[] = {p.x, p.y, p.x, p.y, p.x, p.y, p.x, p.y};
    const struct mk_poly dot = {xy, (uint32_t[]){0, 4}, (uint32_t[]){0, 1}, 1,
                                {p.x, p.y, p.x, p.y}};
    struct mk_walk_room room = {0};
    struct mk_access a;
    mk_walk_measure(t->walk, &room, &dot, &a);
    mk_walk_room_release(&room);
    return a.connector == MK_UNKNOWN || a.connector > 1000 ? 0 : a.klass;
}

// The class of a place with nothing else within one and a half squares (an
// area above what is left out as too small); -1: it has a border near.
static int class_all_around(const struct town *t, struct mk_point p)
{
    const mk_klass k = measured_at(t, p);
    for (int r = 1; r <= 6; r++)
        for (int i = 0; i < 8 * r; i++) {
            const double a = i * acos(-1.0) / (4 * r), d = r * 6.5;
            const struct mk_point q = {p.x + d * cos(a), p.y + d * sin(a)};
            if (measured_at(t, q) != k)
                return -1;
        }
    return k;
}

static void areas_have_the_class_of_their_points(void **state)
{
    (void)state;
    struct town t;
    int asked = 0, seen[MK_KLASS_COUNT] = {0};
    for (int town = 0; town < 6; town++) {
        build_town(&t, town % 2 ? 30 : -1);
        struct mk_polyset set = {0};
        struct mk_polyset modes = {0};
        mk_walk_areas(t.walk, &set, &modes);
        assert_int_equal(set.n, 7);
        assert_proper(&set);
        for (int i = 0; i < 1000; i++) {
            const struct mk_point p = {
                EAST - 300 + random_below(ACROSS + 600) + 0.37,
                NORTH - 300 + random_below(ACROSS + 600) + 0.41};
            const int k = class_all_around(&t, p);
            if (k < 0)
                continue;
            assert_int_equal(drawn_at(&set, p), k);
            if (k == 1) // A is never farther than 500 m: within a bus's walk
                assert_true(drawn_at(&modes, p) == MK_MODE_BUSS + 1);
            asked++;
            seen[k]++;
        }
        mk_polyset_release(&modes);
        mk_polyset_release(&set);
        free_town(&t);
    }
    assert_true(asked > 700);
    for (int k = 0; k < MK_KLASS_COUNT; k++)
        assert_true(seen[k] > 0);
}

// ---- gaps ------------------------------------------------------------------

static enum mk_gap_state gap_at(const struct mk_gaps *g, double x, double y)
{
    struct mk_walk_room room = {0};
    const struct mk_gap gap = mk_gap_of_point(
        g, &room, (struct mk_point){EAST + x, NORTH + y});
    mk_walk_room_release(&room);
    return gap.state;
}

// A street from west to east and at its middle a stop with 14 departures, one
// an hour, of category 7: F within 300 m, G within 750. Streets farther than
// 300 m from a place are not for it.
static void service_is_missing_by_the_way_one_walks(void **state)
{
    (void)state;
    struct town t = {0};
    struct mk_street_lines lines = {0};
    add_street(&lines, -2000, 0, 2000, 0);
    t.net = walking(&lines);
    t.tt = (struct mk_timetable){.stops = t.stop, .nstops = 1,
                                 .areas = t.area, .nareas = 1};
    t.traffic[0].dep[MK_MODE_BUSS] = t.traffic[0].dep_total = 14;
    t.traffic[0].served_avg = true;
    t.traffic[0].category = 7;
    t.xy[0] = EAST;
    t.xy[1] = NORTH;
    t.index = mk_access_build(&t.tt, t.traffic, t.xy, MK_SERVED_AVERAGE,
                              mk_grades_orok());
    const struct mk_walk_rules rules = {500, 30, 300};
    t.walk = mk_walk_build(t.index, &t.tt, t.xy, t.net, &rules, NULL);
    struct mk_gaps *g = mk_gaps_new(t.index, t.walk);
    assert_int_equal(gap_at(g, 500, 0), MK_GAP_SERVED);
    assert_int_equal(gap_at(g, 501, 0), MK_GAP_MISSING);
    // 350 along and 200 off: 550 m to walk, though 403 in a straight line.
    assert_int_equal(gap_at(g, 350, 200), MK_GAP_MISSING);
    // No street within 300 m: 400 m in a straight line says nothing, 600 does.
    assert_int_equal(gap_at(g, 0, 400), MK_GAP_UNKNOWN);
    assert_int_equal(gap_at(g, 0, 600), MK_GAP_MISSING);
    mk_gaps_free(g);
    g = mk_gaps_new(t.index, NULL); // no streets at all
    assert_int_equal(gap_at(g, 350, 200), MK_GAP_SERVED);
    assert_int_equal(gap_at(g, 0, 400), MK_GAP_SERVED);
    assert_int_equal(gap_at(g, 0, 600), MK_GAP_MISSING);
    mk_gaps_free(g);
    free_town(&t);
    // Category 4 gives E within 750 m and F within 1 000.
    t.traffic[0].category = 4;
    t.index = mk_access_build(&t.tt, t.traffic, t.xy, MK_SERVED_AVERAGE,
                              mk_grades_orok());
    g = mk_gaps_new(t.index, NULL);
    assert_int_equal(gap_at(g, 750, 0), MK_GAP_SERVED);
    assert_int_equal(gap_at(g, 751, 0), MK_GAP_MISSING);
    mk_gaps_free(g);
    mk_access_free(t.index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_is_a_diamond),
        cmocka_unit_test(bands_are_simple_features),
        cmocka_unit_test(small_ones_go_on_every_level),
        cmocka_unit_test(a_street_is_a_cut_diamond),
        cmocka_unit_test(areas_have_the_class_of_their_points),
        cmocka_unit_test(service_is_missing_by_the_way_one_walks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
