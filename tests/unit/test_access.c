// Access of a place: answers by hand, then the same answers as asking every
// stop, then class areas against the class of points.
#include "near.h"

#include <markklar/transit.h>

#include "base/handles.h"

#include <stdlib.h>
#include <string.h>

#define MAX_STOPS 400
#define EAST 330000.0
#define NORTH 6400000.0

// ---- scenes ----------------------------------------------------------------

struct scene {
    struct mk_stop stop[MAX_STOPS];
    double xy[2 * MAX_STOPS];
    struct mk_stop_area area[MAX_STOPS];
    struct mk_area_traffic traffic[MAX_STOPS];
    struct mk_timetable tt;
};

static struct scene *scene_new(void)
{
    struct scene *s = calloc(1, sizeof *s);
    s->tt.stops = s->stop;
    s->tt.areas = s->area;
    return s;
}

static struct mk_area_traffic *add_area(struct scene *s, enum mk_mode mode,
                                        uint32_t dep, uint8_t category)
{
    struct mk_area_traffic *t = &s->traffic[s->tt.nareas++];
    t->dep[mode] = dep;
    t->dep_total = mode == MK_MODE_ANROP ? 0 : dep;
    t->served_avg = t->dep_total >= 14;
    t->category = category;
    return t;
}

// A platform of the newest area, relative to the corner of the scene.
static void add_stop(struct scene *s, double x, double y)
{
    const uint32_t i = s->tt.nstops++;
    s->stop[i].area = s->tt.nareas - 1;
    s->xy[2 * i] = EAST + x;
    s->xy[2 * i + 1] = NORTH + y;
}

static void add_ring(struct mk_polyset *set, const double *xy, uint32_t n)
{
    double *to = mk_polyset_ring(set, n + 1);
    for (uint32_t k = 0; k <= n; k++) {
        to[2 * k] = EAST + xy[2 * (k % n)];
        to[2 * k + 1] = NORTH + xy[2 * (k % n) + 1];
    }
}

static void add_square(struct mk_polyset *set, double x, double y,
                       double side)
{
    const uint32_t first = set->npart;
    const double xy[] = {x, y, x + side, y, x + side, y + side, x, y + side};
    add_ring(set, xy, 4);
    mk_polyset_end_part(set);
    mk_polyset_end(set, first);
}

// The access of a square, lower left corner (x, y), 100 m a side.
static struct mk_access at_square(const struct scene *s, double x, double y,
                                  enum mk_served_rule rule)
{
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, rule,
                        mk_grades_orok());
    struct mk_polyset set = {0};
    add_square(&set, x, y, 100);
    const struct mk_poly g = mk_polyset_get(&set, 0);
    struct mk_access out;
    memset(&out, 0x5A, sizeof out);
    mk_access_measure(index, &g, &out);
    mk_polyset_release(&set);
    mk_access_free(index);
    return out;
}

// ---- by hand ---------------------------------------------------------------

static void class_bounds_are_inclusive(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_BUSS, 60, 4);
    add_stop(s, 0, 0);
    struct mk_access a = at_square(s, 300, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.klass, 3); // IV within 300 m: C
    assert_int_equal(a.klass_area, 0);
    assert_int_equal(a.klass_dist, 3000);
    assert_int_equal(a.area, 0);
    assert_int_equal(a.dist, 3000);
    assert_int_equal(a.mode_area[MK_MODE_BUSS], 0);
    assert_int_equal(a.mode_dist[MK_MODE_BUSS], 3000);
    a = at_square(s, 300.001, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.klass, 4); // beyond: D, though it prints as 300.0
    assert_int_equal(a.dist, 3000);
    assert_int_equal(at_square(s, 1250, -50, MK_SERVED_AVERAGE).klass, 7);
    a = at_square(s, 1250.01, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.klass, 0);
    assert_int_equal(a.klass_area, -1);
    assert_true(a.klass_dist == MK_UNKNOWN);
    assert_int_equal(a.dist, 12500); // the nearest has no bound
    free(s);
}

static void served_is_compared_unrounded_and_inclusive(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_BUSS, 14, 6);
    add_stop(s, 0, 0);
    struct mk_access a = at_square(s, 500, -50, MK_SERVED_AVERAGE);
    assert_true(a.served_500);
    assert_false(a.served_400);
    a = at_square(s, 500.001, -50, MK_SERVED_AVERAGE);
    assert_false(a.served_500);
    assert_int_equal(a.dist, 5000);
    assert_true(at_square(s, 400, -50, MK_SERVED_AVERAGE).served_400);
    a = at_square(s, 400.001, -50, MK_SERVED_AVERAGE);
    assert_true(a.served_500);
    assert_false(a.served_400);
    // From a corner: 300, 400 and 500 m make a right angle.
    assert_true(at_square(s, 300, 400, MK_SERVED_AVERAGE).served_500);
    assert_false(at_square(s, 300, 400.001, MK_SERVED_AVERAGE).served_500);
    free(s);
}

static void a_stop_inside_is_at_distance_zero(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_TAG, 200, 1);
    add_stop(s, 0, 0);
    const struct mk_access a = at_square(s, -50, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.dist, 0);
    assert_int_equal(a.klass, 1);
    assert_int_equal(a.klass_dist, 0);
    assert_true(a.served_400 && a.served_500);
    free(s);
}

static void a_stop_in_a_hole_is_outside(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_BUSS, 60, 4);
    add_stop(s, 0, 0);
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    struct mk_polyset set = {0};
    const double shell[] = {-900, -900, 900, -900, 900, 900, -900, 900};
    const double hole[] = {-450, -450, -450, 450, 450, 450, 450, -450};
    add_ring(&set, shell, 4);
    add_ring(&set, hole, 4);
    mk_polyset_end_part(&set);
    mk_polyset_end(&set, 0);
    const struct mk_poly g = mk_polyset_get(&set, 0);
    struct mk_access a;
    mk_access_measure(index, &g, &a);
    assert_int_equal(a.dist, 4500);
    assert_int_equal(a.klass, 4);
    assert_true(a.served_500);
    assert_false(a.served_400);
    mk_polyset_release(&set);
    mk_access_free(index);
    free(s);
}

static void an_area_is_as_near_as_its_nearest_platform(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_BUSS, 60, 4);
    add_stop(s, -700, 0);
    add_stop(s, -120, 0);
    add_stop(s, -120, 0); // the same post again
    add_area(s, MK_MODE_BUSS, 60, 4);
    add_stop(s, -130, 0);
    const struct mk_access a = at_square(s, 0, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.area, 0);
    assert_int_equal(a.dist, 1200);
    free(s);
}

static void ties_go_to_the_lower_area(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_TAG, 9, 8);
    add_stop(s, 600, 0); // 500 m from the square
    for (int i = 0; i < 9; i++) { // all 200 m away, on both sides
        add_area(s, MK_MODE_BUSS, 60, 4);
        add_stop(s, i % 2 ? -200 : 300, i - 4);
    }
    struct mk_access a = at_square(s, 0, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.area, 1);
    assert_int_equal(a.mode_area[MK_MODE_BUSS], 1);
    assert_int_equal(a.klass_area, 1);
    assert_int_equal(a.mode_area[MK_MODE_TAG], 0);
    assert_int_equal(a.mode_dist[MK_MODE_TAG], 5000);
    // The square as wide as all: every stop inside, the lowest of each wins.
    for (uint32_t i = 0; i < s->tt.nstops; i++)
        s->xy[2 * i] = EAST + 50 - i;
    a = at_square(s, 0, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.area, 0);
    assert_int_equal(a.klass_area, 1);
    free(s);
}

static void the_class_is_the_best_not_the_nearest(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_BUSS, 9, 8); // at 100 m: G
    add_stop(s, -100, 0);
    add_area(s, MK_MODE_TAG, 100, 1); // at 1 200 m: D
    add_stop(s, 1300, 0);
    add_area(s, MK_MODE_BUSS, 60, 5); // at 250 m: D, and nearer
    add_stop(s, 0, 300);
    const struct mk_access a = at_square(s, 0, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.area, 0);
    assert_int_equal(a.klass, 4);
    assert_int_equal(a.klass_area, 2);
    assert_int_equal(a.klass_dist, 2500);
    free(s);
}

static void the_rule_decides_what_served_means(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct mk_area_traffic *t = add_area(s, MK_MODE_BUSS, 40, 5);
    add_stop(s, -300, 0);
    assert_true(at_square(s, 0, -50, MK_SERVED_AVERAGE).served_400);
    assert_false(at_square(s, 0, -50, MK_SERVED_EVERY_HOUR).served_500);
    t->served_hourly = true;
    assert_true(at_square(s, 0, -50, MK_SERVED_EVERY_HOUR).served_400);
    t->served_avg = false;
    assert_false(at_square(s, 0, -50, MK_SERVED_AVERAGE).served_500);
    free(s);
}

static void demand_responsive_is_shown_but_never_scheduled(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_ANROP, 90, 0);
    add_stop(s, -10, 0);
    add_area(s, MK_MODE_BUSS, 60, 4);
    add_stop(s, -800, 0);
    add_area(s, MK_MODE_BUSS, 0, 0); // a stop nothing calls at
    add_stop(s, -5, 0);
    const struct mk_access a = at_square(s, 0, -50, MK_SERVED_AVERAGE);
    assert_int_equal(a.area, 1);
    assert_int_equal(a.dist, 8000);
    assert_int_equal(a.mode_area[MK_MODE_ANROP], 0);
    assert_int_equal(a.mode_dist[MK_MODE_ANROP], 100);
    assert_int_equal(a.mode_area[MK_MODE_TAG], -1);
    assert_true(a.mode_dist[MK_MODE_TAG] == MK_UNKNOWN);
    assert_false(a.served_500);
    free(s);
}

static void assert_nothing(const struct mk_access *a)
{
    assert_int_equal(a->area, -1);
    assert_true(a->dist == MK_UNKNOWN);
    assert_int_equal(a->klass, 0);
    assert_int_equal(a->klass_area, -1);
    assert_true(a->klass_dist == MK_UNKNOWN);
    assert_false(a->served_500 || a->served_400);
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        assert_int_equal(a->mode_area[m], -1);
        assert_true(a->mode_dist[m] == MK_UNKNOWN);
    }
}

static void stops_without_a_place_and_empty_scenes_give_nothing(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct mk_access a = at_square(s, 0, 0, MK_SERVED_AVERAGE);
    assert_nothing(&a);
    add_area(s, MK_MODE_BUSS, 60, 4);
    add_stop(s, NAN, 0);
    add_stop(s, 0, INFINITY);
    a = at_square(s, 0, 0, MK_SERVED_AVERAGE);
    assert_nothing(&a);
    add_stop(s, -70, 50); // and now one that is somewhere
    a = at_square(s, 0, 0, MK_SERVED_AVERAGE);
    assert_int_equal(a.dist, 700);
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    const struct mk_poly none = {.box = mk_box_empty()};
    mk_access_measure(index, &none, &a);
    assert_nothing(&a);
    mk_access_free(index);
    mk_access_free(NULL);
    free(s);
}

// ---- against every stop ----------------------------------------------------

static uint64_t dice;

static uint32_t roll(uint32_t sides)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((dice >> 33) % sides);
}

// Half of all places on a 50 m lattice, so that distances tie.
static double place(double width)
{
    const double v = roll(1000000) * (width / 1e6);
    return roll(2) ? floor(v / 50) * 50 : v;
}

static void fill_scene(struct scene *s, uint32_t areas, double width)
{
    for (uint32_t i = 0; i < areas; i++) {
        const uint32_t kind = roll(100);
        const enum mk_mode mode =
            kind < 80   ? MK_MODE_BUSS
            : kind < 88 ? MK_MODE_TAG
            : kind < 94 ? MK_MODE_SPARVAGN
            : kind < 96 ? MK_MODE_ANROP
                        : MK_MODE_FARJA;
        const bool none = mode == MK_MODE_ANROP || roll(10) == 0;
        struct mk_area_traffic *t = add_area(
            s, mode, none && mode != MK_MODE_ANROP ? 0 : 1 + roll(40),
            none ? 0 : (uint8_t)(1 + roll(8)));
        if (roll(8) == 0 && !none) {
            t->dep[MK_MODE_BUSS] += 30;
            t->dep_total += 30;
            t->dep[MK_MODE_ANROP] += 2;
        }
        t->served_avg = t->dep_total >= 14;
        t->served_hourly = t->served_avg && roll(2);
        const double x = place(width), y = place(width);
        for (uint32_t k = roll(3) + 1; k > 0; k--)
            add_stop(s, x + 10 * roll(9), y + 10 * roll(9));
    }
}

// A star around a centre; one in eight has a hole, one in eight a second part.
static void add_star(struct mk_polyset *set, double width)
{
    static const double sizes[] = {15, 40, 80, 200, 1500};
    const uint32_t first = set->npart, parts = roll(8) ? 1 : 2;
    for (uint32_t p = 0; p < parts; p++) {
        const double size = sizes[roll(5)];
        const double x = place(width), y = place(width);
        const bool hole = roll(8) == 0;
        for (int r = 0; r <= hole; r++) {
            const uint32_t n = 3 + roll(14);
            double xy[2 * 16];
            for (uint32_t k = 0; k < n; k++) {
                const double turn = 2 * acos(-1.0) * (r ? n - k : k) / n;
                const double far = r ? size * 0.1
                                     : size * (0.5 + roll(500) / 1000.0);
                xy[2 * k] = x + far * cos(turn);
                xy[2 * k + 1] = y + far * sin(turn);
            }
            add_ring(set, xy, n);
        }
        mk_polyset_end_part(set);
    }
    mk_polyset_end(set, first);
}

struct near {
    double dist;
    int32_t area;
};

static mk_fixed near_dist(struct near n)
{
    return n.area < 0 ? MK_UNKNOWN : mk_fix(n.dist, 1);
}

// By the words of the method: each area in its order, each of its platforms.
// @return the nearest that is served
static struct near ask_everyone(const struct scene *s,
                                enum mk_served_rule rule,
                                const struct mk_poly *g,
                                struct mk_access *out)
{
    struct near served = {INFINITY, -1}, all = {INFINITY, -1}, best = {INFINITY, -1};
    struct near mode[MK_MODE_COUNT];
    for (int m = 0; m < MK_MODE_COUNT; m++)
        mode[m] = all;
    *out = (struct mk_access){0};
    for (uint32_t a = 0; a < s->tt.nareas; a++) {
        const struct mk_area_traffic *t = &s->traffic[a];
        struct near me = {INFINITY, (int32_t)a};
        for (uint32_t i = 0; i < s->tt.nstops; i++)
            if (s->stop[i].area == a)
                me.dist = fmin(me.dist, mk_poly_distance(g,
                    (struct mk_point){s->xy[2 * i], s->xy[2 * i + 1]}));
        if (t->dep_total > 0 && me.dist < all.dist)
            all = me;
        for (int m = 0; m < MK_MODE_COUNT; m++)
            if (t->dep[m] > 0 && me.dist < mode[m].dist)
                mode[m] = me;
        if (rule == MK_SERVED_AVERAGE ? t->served_avg : t->served_hourly) {
            out->served_500 = out->served_500 || me.dist <= 500;
            out->served_400 = out->served_400 || me.dist <= 400;
            if (me.dist < served.dist)
                served = me;
        }
        const mk_klass k = mk_class_at(mk_grades_orok(), t->category, me.dist);
        if (k && (!out->klass || k < out->klass ||
                  (k == out->klass && me.dist < best.dist))) {
            out->klass = k;
            best = me;
        }
    }
    out->area = all.area;
    out->dist = near_dist(all);
    out->klass_area = best.area;
    out->klass_dist = near_dist(best);
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        out->mode_area[m] = mode[m].area;
        out->mode_dist[m] = near_dist(mode[m]);
    }
    return served;
}

static void assert_nearest_served(const struct mk_access_index *index,
                                  const struct mk_poly *g, struct near want)
{
    mk_fixed dist;
    assert_int_equal(mk_access_nearest_served(index, g, INFINITY, &dist),
                     want.area);
    assert_int_equal(dist, near_dist(want));
    if (want.area < 0 || want.dist < 1)
        return;
    assert_int_equal(mk_access_nearest_served(index, g, want.dist, &dist),
                     want.area);
    assert_int_equal(mk_access_nearest_served(index, g, want.dist - 1, &dist),
                     -1);
    assert_int_equal(dist, MK_UNKNOWN);
}

static void assert_same_access(const struct mk_access *a,
                               const struct mk_access *b)
{
    assert_int_equal(a->area, b->area);
    assert_int_equal(a->dist, b->dist);
    assert_int_equal(a->klass, b->klass);
    assert_int_equal(a->klass_area, b->klass_area);
    assert_int_equal(a->klass_dist, b->klass_dist);
    assert_int_equal(a->served_500, b->served_500);
    assert_int_equal(a->served_400, b->served_400);
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        assert_int_equal(a->mode_area[m], b->mode_area[m]);
        assert_int_equal(a->mode_dist[m], b->mode_dist[m]);
    }
}

static void measuring_equals_asking_every_stop(void **state)
{
    (void)state;
    dice = 20260101;
    uint32_t classes = 0, served = 0;
    for (int round = 0; round < 50; round++) {
        const double width = round % 2 ? 6000 : 25000;
        const enum mk_served_rule rule =
            round % 3 ? MK_SERVED_AVERAGE : MK_SERVED_EVERY_HOUR;
        struct scene *s = scene_new();
        fill_scene(s, 1 + roll(100), width);
        struct mk_access_index *index =
            mk_access_build(&s->tt, s->traffic, s->xy, rule,
                        mk_grades_orok());
        struct mk_polyset set = {0};
        for (int i = 0; i < 200; i++) {
            mk_polyset_clear(&set);
            add_star(&set, width);
            const struct mk_poly g = mk_polyset_get(&set, 0);
            struct mk_access got, want;
            memset(&got, 0x5A, sizeof got);
            mk_access_measure(index, &g, &got);
            assert_nearest_served(index, &g,
                                  ask_everyone(s, rule, &g, &want));
            assert_same_access(&got, &want);
            classes |= 1u << got.klass;
            served |= 1u << (got.served_500 + got.served_400);
        }
        mk_polyset_release(&set);
        mk_access_free(index);
        free(s);
    }
    // The scenes were rich enough to mean something.
    assert_int_equal(classes, 0xFF);
    assert_int_equal(served, 7);
}

// ---- areas -----------------------------------------------------------------

// Classes that the point could have if every distance were off by 2 m.
static void point_classes(const struct scene *s, struct mk_point p,
                          mk_klass *near, mk_klass *at, mk_klass *far)
{
    mk_klass *out[] = {near, at, far};
    for (int v = 0; v < 3; v++) {
        mk_klass best = 0;
        for (uint32_t i = 0; i < s->tt.nstops; i++) {
            const double d =
                hypot(p.x - s->xy[2 * i], p.y - s->xy[2 * i + 1]);
            const mk_klass k = mk_class_at(mk_grades_orok(), 
                s->traffic[s->stop[i].area].category, fmax(0, d + 2 * (v - 1)));
            if (k && (!best || k < best))
                best = k;
        }
        *out[v] = best;
    }
}

// Asks a lattice of points which class area holds them.
// @return the classes seen, as bits
static uint32_t ask_lattice(const struct scene *s)
{
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct mk_polyset set = {0};
    assert_int_equal(mk_access_class_areas(ctx, index, &set), MK_OK);
    assert_int_equal(set.n, 7);
    uint32_t asked = 0, seen = 0;
    for (int i = 0; i < 60 * 60; i++) {
        const struct mk_point p = {EAST - 1500 + i % 60 * 203.3,
                                   NORTH - 1500 + i / 60 * 203.3};
        mk_klass near, at, far;
        point_classes(s, p, &near, &at, &far);
        if (near != at || far != at)
            continue;
        asked++;
        seen |= 1u << at;
        for (uint32_t k = 0; k < 7; k++) {
            const struct mk_poly g = mk_polyset_get(&set, k);
            assert_int_equal(g.npart && mk_poly_contains(&g, p), k + 1 == at);
        }
    }
    assert_true(asked > 2000);
    mk_polyset_release(&set);
    mk_ctx_free(ctx);
    mk_access_free(index);
    return seen;
}

static void class_areas_are_where_points_have_the_class(void **state)
{
    (void)state;
    dice = 7;
    struct scene *s = scene_new();
    fill_scene(s, 40, 9000);
    assert_int_equal(ask_lattice(s), 0xFF);
    free(s);
    // Towns, where most circles lie within their neighbours'.
    for (int round = 0; round < 8; round++) {
        s = scene_new();
        fill_scene(s, 110, round % 2 ? 9000 : 5000);
        for (uint32_t a = 0; a < s->tt.nareas; a++)
            if (s->traffic[a].category && round < 6)
                s->traffic[a].category = (uint8_t)(4 + roll(2) * (round / 2));
        assert_true(ask_lattice(s) & 1);
        free(s);
    }
}

static double common_area(struct mk_ctx *ctx, const GEOSGeometry *a,
                          const GEOSGeometry *b)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    double area = INFINITY;
    GEOSGeometry *both = GEOSIntersection_r(h, a, b);
    assert_non_null(both);
    GEOSArea_r(h, both, &area);
    GEOSGeom_destroy_r(h, both);
    return area;
}

static void class_areas_are_valid_whole_and_apart(void **state)
{
    (void)state;
    dice = 11;
    struct scene *s = scene_new();
    fill_scene(s, 130, 12000);
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    struct mk_polyset set = {0};
    assert_int_equal(mk_access_class_areas(ctx, index, &set), MK_OK);
    GEOSGeometry *g[7];
    for (uint32_t k = 0; k < 7; k++) {
        const struct mk_poly p = mk_polyset_get(&set, k);
        g[k] = mk_geos_from_poly(ctx, &p);
        assert_non_null(g[k]);
        assert_int_equal(GEOSisValid_r(h, g[k]), 1);
        for (int i = 0; i < GEOSGetNumGeometries_r(h, g[k]); i++) {
            double area = 0;
            GEOSArea_r(h, GEOSGetGeometryN_r(h, g[k], i), &area);
            assert_true(area >= 1);
        }
        for (uint32_t j = 0; j < k; j++)
            assert_near(common_area(ctx, g[j], g[k]), 0, 1e-3);
    }
    for (uint32_t k = 0; k < 7; k++)
        GEOSGeom_destroy_r(h, g[k]);
    mk_polyset_release(&set);
    mk_ctx_free(ctx);
    mk_access_free(index);
    free(s);
}

static double ngon_area(double radius, int n)
{
    return 0.5 * n * radius * radius * sin(2 * acos(-1.0) / n);
}

static double area_of(const struct mk_polyset *set, uint32_t i)
{
    const struct mk_poly g = mk_polyset_get(set, i);
    return mk_poly_area(&g);
}

static void one_stop_makes_rings_and_missing_classes_are_empty(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_BUSS, 30, 6); // E to 300, F to 500, G to 750 m
    add_stop(s, 0, 0);
    add_stop(s, 0, 0);
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_polyset set = {0};
    assert_int_equal(mk_access_class_areas(ctx, index, &set), MK_OK);
    assert_int_equal(set.n, 7);
    for (uint32_t k = 0; k < 4; k++)
        assert_int_equal(mk_polyset_get(&set, k).npart, 0);
    assert_near(area_of(&set, 4), ngon_area(300, 64), 0.01);
    assert_near(area_of(&set, 5), ngon_area(500, 64) - ngon_area(300, 64),
                0.01);
    assert_near(area_of(&set, 6), ngon_area(750, 64) - ngon_area(500, 64),
                0.01);
    mk_polyset_release(&set);
    mk_ctx_free(ctx);
    mk_access_free(index);
    free(s);
}

static void the_served_area_is_circles_around_served_platforms(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    add_area(s, MK_MODE_BUSS, 30, 6);
    add_stop(s, 0, 0);
    add_stop(s, 600, 0); // the two circles of one area meet
    add_area(s, MK_MODE_BUSS, 14, 7);
    add_stop(s, 5000, 0);
    add_area(s, MK_MODE_BUSS, 13, 7); // under one an hour
    add_stop(s, 9000, 0);
    add_area(s, MK_MODE_ANROP, 99, 0);
    add_stop(s, 12000, 0);
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_polyset set = {0};
    add_square(&set, -9000, 0, 10); // something was there before
    assert_int_equal(mk_access_served_area(ctx, index, 500, &set), MK_OK);
    assert_int_equal(set.n, 3);
    // Two discs of radius r at distance d: 2 r2 acos(d/2r) - d/2 sqrt(4r2-d2)
    const double r = 500, d = 600;
    const double lens =
        2 * r * r * acos(d / (2 * r)) - d / 2 * sqrt(4 * r * r - d * d);
    const double disc = acos(-1.0) * r * r;
    const bool swapped = mk_polyset_get(&set, 1).box.xmin > EAST + 1000;
    assert_near(area_of(&set, swapped ? 1 : 2), ngon_area(r, 256), 0.01);
    assert_near(area_of(&set, swapped ? 2 : 1), 2 * disc - lens, 200);
    assert_int_equal(mk_polyset_get(&set, 1).npart, 1);
    mk_polyset_release(&set);
    mk_ctx_free(ctx);
    mk_access_free(index);
    free(s);
}

static void the_served_area_agrees_with_the_flag(void **state)
{
    (void)state;
    dice = 3;
    struct scene *s = scene_new();
    fill_scene(s, 80, 8000);
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_EVERY_HOUR,
                        mk_grades_orok());
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct mk_polyset set = {0}, dot = {0};
    assert_int_equal(mk_access_served_area(ctx, index, 500, &set), MK_OK);
    assert_true(set.n > 1);
    uint32_t in = 0, out = 0;
    for (int i = 0; i < 2000; i++) {
        // A square of a centimetre, away from the border by 10 cm or more.
        mk_polyset_clear(&dot);
        const double x = place(8000), y = place(8000);
        add_square(&dot, x, y, 0.01);
        const struct mk_poly g = mk_polyset_get(&dot, 0);
        struct mk_access a;
        mk_access_measure(index, &g, &a);
        const struct mk_point p = {EAST + x, NORTH + y};
        bool inside = false;
        double border = INFINITY;
        for (uint32_t k = 0; k < set.n; k++) {
            const struct mk_poly part = mk_polyset_get(&set, k);
            inside = inside || mk_poly_contains(&part, p);
        }
        for (uint32_t k = 0; k < s->tt.nstops; k++)
            if (s->traffic[s->stop[k].area].served_hourly)
                border = fmin(border,
                              fabs(500 - hypot(p.x - s->xy[2 * k],
                                               p.y - s->xy[2 * k + 1])));
        if (border < 0.1)
            continue;
        assert_int_equal(inside, a.served_500);
        in += inside;
        out += !inside;
    }
    assert_true(in > 100 && out > 100);
    mk_polyset_release(&set);
    mk_polyset_release(&dot);
    mk_ctx_free(ctx);
    mk_access_free(index);
    free(s);
}

static void no_stops_make_no_areas(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct mk_access_index *index =
        mk_access_build(&s->tt, s->traffic, s->xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_polyset set = {0};
    assert_int_equal(mk_access_served_area(ctx, index, 500, &set), MK_OK);
    assert_int_equal(set.n, 0);
    assert_int_equal(mk_access_class_areas(ctx, index, &set), MK_OK);
    assert_int_equal(set.n, 7);
    assert_int_equal(set.npart, 0);
    mk_polyset_release(&set);
    mk_ctx_free(ctx);
    mk_access_free(index);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(class_bounds_are_inclusive),
        cmocka_unit_test(served_is_compared_unrounded_and_inclusive),
        cmocka_unit_test(a_stop_inside_is_at_distance_zero),
        cmocka_unit_test(a_stop_in_a_hole_is_outside),
        cmocka_unit_test(an_area_is_as_near_as_its_nearest_platform),
        cmocka_unit_test(ties_go_to_the_lower_area),
        cmocka_unit_test(the_class_is_the_best_not_the_nearest),
        cmocka_unit_test(the_rule_decides_what_served_means),
        cmocka_unit_test(demand_responsive_is_shown_but_never_scheduled),
        cmocka_unit_test(stops_without_a_place_and_empty_scenes_give_nothing),
        cmocka_unit_test(measuring_equals_asking_every_stop),
        cmocka_unit_test(class_areas_are_where_points_have_the_class),
        cmocka_unit_test(class_areas_are_valid_whole_and_apart),
        cmocka_unit_test(one_stop_makes_rings_and_missing_classes_are_empty),
        cmocka_unit_test(the_served_area_is_circles_around_served_platforms),
        cmocka_unit_test(the_served_area_agrees_with_the_flag),
        cmocka_unit_test(no_stops_make_no_areas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
