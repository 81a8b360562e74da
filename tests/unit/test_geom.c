// What is measured on flat polygons: against answers worked out by hand, and
// against GEOS on random shapes placed where Swedish coordinates are large.
#include "near.h"

#include <markklar/ctx.h>
#include <markklar/geom.h>

#include "base/handles.h"

#include <stdlib.h>
#include <string.h>

#define EAST 320000.0
#define NORTH 6400000.0
#define PI 3.14159265358979323846

static uint64_t seed;

static double uniform(double from, double to) // xorshift64*
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    const uint64_t r = seed * 2685821657736338717u;
    return from + (to - from) * ((double)(r >> 11) * 0x1p-53);
}

static uint32_t below(uint32_t n)
{
    return (uint32_t)uniform(0, n);
}

// A ring of n corners, closed here, moved to Swedish coordinates.
static void ring(struct mk_polyset *s, uint32_t n, const double *xy)
{
    double *to = mk_polyset_ring(s, n + 1);
    for (uint32_t k = 0; k <= n; k++) {
        to[2 * k] = EAST + xy[2 * (k % n)];
        to[2 * k + 1] = NORTH + xy[2 * (k % n) + 1];
    }
}

static void rect(struct mk_polyset *s, double x, double y, double w, double h)
{
    ring(s, 4, (double[]){x, y, x + w, y, x + w, y + h, x, y + h});
}

static void end(struct mk_polyset *s) // one part, one geometry
{
    const uint32_t first = s->npart;
    mk_polyset_end_part(s);
    mk_polyset_orient(s, first);
    mk_polyset_end(s, first);
}

// A ring around (x, y) with a corner in each of n sectors: always simple.
static void star(struct mk_polyset *s, double x, double y, double near,
                 double far, uint32_t n)
{
    double *to = mk_polyset_ring(s, n + 1);
    const double turn = uniform(0, 2 * PI);
    for (uint32_t k = 0; k < n; k++) {
        const double at = turn + (k + uniform(0, 0.8)) * 2 * PI / n;
        const double r = uniform(near, far);
        to[2 * k] = EAST + x + r * cos(at);
        to[2 * k + 1] = NORTH + y + r * sin(at);
    }
    memcpy(to + 2 * (size_t)n, to, 2 * sizeof *to);
}

// A star, perhaps with a hole, perhaps a second part, perhaps on a grid so
// coarse that corners and borders coincide (and some turn invalid).
static void random_shape(struct mk_polyset *s, double x, double y, double r)
{
    const uint32_t first = s->npart, kind = below(8);
    const uint32_t v = s->nvert;
    star(s, x, y, 0.4 * r, r, 3 + below(18));
    if (kind & 1)
        star(s, x, y, 0.05 * r, 0.15 * r, 3 + below(6));
    mk_polyset_end_part(s);
    if (kind & 2) {
        star(s, x + 2.1 * r, y, 0.4 * r, r, 3 + below(18));
        mk_polyset_end_part(s);
    }
    if (kind & 4)
        for (size_t k = 2 * (size_t)v; k < 2 * (size_t)s->nvert; k++)
            s->xy[k] = round(s->xy[k] * 8 / r) * r / 8;
    mk_polyset_orient(s, first);
    mk_polyset_end(s, first);
}

struct geos {
    struct mk_ctx *ctx;
    GEOSContextHandle_t h;
};

static int geos_up(void **state)
{
    struct geos *g = malloc(sizeof *g);
    assert_non_null(g);
    g->ctx = mk_ctx_new(MK_EN);
    g->h = mk_ctx_geos(g->ctx);
    *state = g;
    seed = 0x9E3779B97F4A7C15u;
    return 0;
}

static int geos_down(void **state)
{
    struct geos *g = *state;
    mk_ctx_free(g->ctx);
    free(g);
    return 0;
}

static double geos_area(struct geos *g, const GEOSGeometry *a)
{
    double area = -1;
    assert_int_equal(GEOSArea_r(g->h, a, &area), 1);
    return area;
}

static bool geos_valid(struct geos *g, const struct mk_poly *p)
{
    GEOSGeometry *a = mk_geos_from_poly(g->ctx, p);
    const bool valid = a && GEOSisValid_r(g->h, a) == 1;
    GEOSGeom_destroy_r(g->h, a);
    return valid;
}

// Area of the intersection, and how many pieces with area it has.
static double geos_common(struct geos *g, const struct mk_poly *a,
                          const struct mk_poly *b, int *pieces)
{
    GEOSGeometry *ga = mk_geos_from_poly(g->ctx, a);
    GEOSGeometry *gb = mk_geos_from_poly(g->ctx, b);
    GEOSGeometry *gi = GEOSIntersection_r(g->h, ga, gb);
    assert_non_null(gi);
    *pieces = 0;
    for (int i = 0; i < GEOSGetNumGeometries_r(g->h, gi); i++)
        *pieces += geos_area(g, GEOSGetGeometryN_r(g->h, gi, i)) > 0;
    const double area = geos_area(g, gi);
    GEOSGeom_destroy_r(g->h, ga);
    GEOSGeom_destroy_r(g->h, gb);
    GEOSGeom_destroy_r(g->h, gi);
    return area;
}

static struct mk_point at(double x, double y)
{
    return (struct mk_point){EAST + x, NORTH + y};
}

static void holes_and_parts_count_in_areas(void **state)
{
    (void)state;
    struct mk_polyset s = {0};
    rect(&s, 0, 0, 100, 50);
    rect(&s, 10, 10, 20, 10);
    mk_polyset_end_part(&s);
    rect(&s, 200, 0, 3, 3);
    mk_polyset_end_part(&s);
    mk_polyset_orient(&s, 0);
    mk_polyset_end(&s, 0);
    mk_polyset_end(&s, s.npart); // empty
    const struct mk_poly g = mk_polyset_get(&s, 0), e = mk_polyset_get(&s, 1);
    assert_near(mk_poly_area(&g), 4809, 0);
    assert_near(mk_poly_part_area(&g, 0), 4800, 0);
    assert_near(mk_poly_part_area(&g, 1), 9, 0);
    assert_near(mk_poly_area(&e), 0, 0);
    assert_near(mk_poly_common_area(&g, &e), 0, 0);
    assert_near(mk_poly_common_area(&e, &g), 0, 0);
    assert_false(mk_poly_contains(&e, at(1, 1)));
    assert_true(isinf(mk_poly_distance(&e, at(1, 1))));
    mk_polyset_release(&s);
}

static void boundary_belongs_to_the_polygon_and_a_hole_does_not(void **state)
{
    (void)state;
    struct mk_polyset s = {0};
    rect(&s, 0, 0, 100, 50);
    rect(&s, 10, 10, 20, 10);
    end(&s);
    // An arrowhead, its top and bottom corners on lines that also pass
    // through other corners.
    ring(&s, 4, (double[]){200, 0, 210, 10, 200, 20, 205, 10});
    end(&s);
    const struct mk_poly g = mk_polyset_get(&s, 0), t = mk_polyset_get(&s, 1);
    const double in[][2] = {{0, 0}, {100, 50}, {0, 25}, {50, 0}, {50, 50},
                            {10, 10}, {30, 20}, {20, 10}, {20, 20}, {10, 15},
                            {5, 10}, {60, 20}};
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_true(mk_poly_contains(&g, at(in[i][0], in[i][1])));
    const double out[][2] = {{-1, 0}, {101, 50}, {20, 15}, {50, 50.001},
                             {11, 19}, {-5, 10}, {-5, 50}, {105, 0}};
    for (size_t i = 0; i < sizeof out / sizeof *out; i++)
        assert_false(mk_poly_contains(&g, at(out[i][0], out[i][1])));
    assert_true(mk_poly_contains(&t, at(200, 20)));
    assert_true(mk_poly_contains(&t, at(205, 10)));
    assert_false(mk_poly_contains(&t, at(204, 10)));
    assert_false(mk_poly_contains(&t, at(202, 20)));
    assert_false(mk_poly_contains(&t, at(202, 0)));
    mk_polyset_release(&s);
}

static void distance_is_to_the_nearest_edge_also_of_a_hole(void **state)
{
    (void)state;
    struct mk_polyset s = {0};
    rect(&s, 0, 0, 100, 50);
    rect(&s, 10, 10, 20, 10);
    end(&s);
    const struct mk_poly g = mk_polyset_get(&s, 0);
    assert_near(mk_poly_distance(&g, at(50, 60)), 10, 0);
    assert_near(mk_poly_distance(&g, at(103, 54)), 5, 0);
    assert_near(mk_poly_distance(&g, at(50, 25)), 0, 0);
    assert_near(mk_poly_distance(&g, at(100, 50)), 0, 0);
    assert_near(mk_poly_distance(&g, at(20, 13)), 3, 0);
    mk_polyset_release(&s);
}

static void inside_point_is_in_the_widest_arm_of_the_largest_part(void **state)
{
    (void)state;
    struct mk_polyset s = {0};
    rect(&s, 500, 0, 1, 1);
    mk_polyset_end_part(&s);
    ring(&s, 8, (double[]){0, 0, 100, 0, 100, 60, 70, 60, 70, 10, 10, 10,
                           10, 60, 0, 60}); // a U, the right arm wider
    mk_polyset_end_part(&s);
    mk_polyset_orient(&s, 0);
    mk_polyset_end(&s, 0);
    const struct mk_poly g = mk_polyset_get(&s, 0);
    const struct mk_point p = mk_poly_inside_point(&g);
    assert_near(p.x, EAST + 85, 1e-9);
    assert_near(p.y, NORTH + 35, 1e-9);
    mk_polyset_release(&s);
}

// Rising: by box, then parts, rings, vertices, and last the vertices' places.
static void every_two_shapes_have_an_order(void **state)
{
    (void)state;
    struct mk_polyset s = {0};
    rect(&s, 0, 0, 4, 4);
    end(&s);
    ring(&s, 5, (double[]){0, 0, 2, 1, 4, 0, 4, 4, 0, 4});
    end(&s); // a corner more
    ring(&s, 5, (double[]){0, 0, 2, 2, 4, 0, 4, 4, 0, 4});
    end(&s); // the corner higher up
    rect(&s, 0, 0, 4, 4);
    ring(&s, 4, (double[]){1, 1, 1, 2, 2, 2, 2, 1});
    end(&s); // a ring more
    rect(&s, 0, 0, 4, 1);
    mk_polyset_end_part(&s);
    rect(&s, 0, 2, 4, 2);
    mk_polyset_end_part(&s);
    mk_polyset_end(&s, s.npart - 2); // a part more
    rect(&s, 0, 0, 5, 4); // a larger box
    end(&s);
    assert_int_equal(s.n, 6);
    for (uint32_t i = 0; i < s.n; i++) {
        const struct mk_poly a = mk_polyset_get(&s, i);
        for (uint32_t k = 0; k < s.n; k++) {
            const struct mk_poly b = mk_polyset_get(&s, k);
            const int d = mk_poly_cmp(&a, &b);
            assert_int_equal((d > 0) - (d < 0), (i > k) - (i < k));
        }
    }
    mk_polyset_release(&s);
}

static void common_area_of_simple_shapes_is_exact(void **state)
{
    (void)state;
    struct mk_polyset s = {0};
    rect(&s, 0, 0, 100, 100);                                    // 0
    end(&s);
    rect(&s, 50, 50, 100, 100);                                  // 1
    end(&s);
    rect(&s, 100, 0, 50, 100);                                   // 2: touches 0
    end(&s);
    ring(&s, 4, (double[]){50, -50, 150, 50, 50, 150, -50, 50}); // 3: diamond
    end(&s);
    rect(&s, 0, 0, 100, 100);                                    // 4: 0 with a
    rect(&s, 40, 40, 20, 20);                                    // hole
    end(&s);
    rect(&s, 45, 45, 10, 10);                                    // 5: in it
    end(&s);
    rect(&s, 20, 20, 60, 60);                                    // 6: around it
    end(&s);
    static const struct {
        uint32_t a, b;
        double area;
    } want[] = {
        {0, 0, 10000}, {0, 1, 2500}, {0, 2, 0}, {0, 3, 10000}, {1, 3, 5000},
        {0, 4, 9600}, {4, 4, 9600}, {4, 5, 0}, {0, 5, 100}, {4, 6, 3200},
        {2, 3, 2500}, {1, 2, 2500}, {3, 3, 20000},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const struct mk_poly a = mk_polyset_get(&s, want[i].a);
        const struct mk_poly b = mk_polyset_get(&s, want[i].b);
        assert_near(mk_poly_common_area(&a, &b), want[i].area, 1e-8);
        assert_near(mk_poly_common_area(&b, &a), want[i].area, 1e-8);
    }
    mk_polyset_release(&s);
}

// A quadrangle outside the first edge of g, with a vertex of its own on it.
static void neighbour(struct mk_polyset *s, const struct mk_poly *g)
{
    const double *v = g->xy + 2 * (size_t)g->ring[g->part[0]];
    const double x0 = v[0] - EAST, y0 = v[1] - NORTH;
    const double dx = v[2] - v[0], dy = v[3] - v[1], m = uniform(0.2, 0.8);
    ring(s, 5, (double[]){x0, y0, x0 + dy, y0 - dx, x0 + dx + dy, y0 + dy - dx,
                          x0 + dx, y0 + dy, x0 + m * dx, y0 + m * dy});
    end(s);
}

static void sliver(struct mk_polyset *s, double r)
{
    const double slope = uniform(-1, 1), w = pow(10, uniform(-4, -1));
    ring(s, 3, (double[]){-r, -slope * r, r, slope * r, r, slope * r + w});
    end(s);
}

static void common_area_agrees_with_geos(void **state)
{
    struct geos *g = *state;
    struct mk_polyset s = {0};
    int compared = 0, met = 0;
    for (int i = 0; i < 4000; i++) {
        mk_polyset_clear(&s);
        const double r = pow(10, uniform(0.5, 2.75));
        random_shape(&s, uniform(0, 50), uniform(0, 50), r);
        struct mk_poly a = mk_polyset_get(&s, 0);
        switch (below(8)) {
        case 0:
            mk_polyset_add(&s, &a);
            break;
        case 1:
            neighbour(&s, &a);
            break;
        case 2:
            sliver(&s, r);
            break;
        default:
            random_shape(&s, uniform(-r, r), uniform(-r, r),
                         r * uniform(0.3, 3));
        }
        a = mk_polyset_get(&s, 0);
        const struct mk_poly b = mk_polyset_get(&s, 1);
        if (!geos_valid(g, &a) || !geos_valid(g, &b))
            continue;
        int pieces;
        const double want = geos_common(g, &a, &b, &pieces);
        const double ab = mk_poly_common_area(&a, &b);
        assert_near(ab, want, 2e-4);
        assert_near(mk_poly_common_area(&b, &a), ab, 1e-9 * ab + 1e-8);
        assert_true(ab >= 0);
        compared++;
        met += ab > 0;
    }
    assert_true(compared > 2800 && met > 1700);
    mk_polyset_release(&s);
}

static void common_area_of_many_vertices_agrees_with_geos(void **state)
{
    struct geos *g = *state;
    struct mk_polyset s = {0};
    const uint32_t n[] = {5, 97, 300, 4000};
    for (int i = 0; i < 4; i++) {
        star(&s, 0, 0, 400, 500, n[i]);
        if (i == 2)
            star(&s, 0, 0, 100, 300, 150); // a hole
        end(&s);
    }
    for (uint32_t i = 0; i < 4; i++) {
        for (uint32_t j = 0; j < 4; j++) {
            const struct mk_poly a = mk_polyset_get(&s, i);
            const struct mk_poly b = mk_polyset_get(&s, j);
            int pieces;
            assert_near(mk_poly_common_area(&a, &b),
                        geos_common(g, &a, &b, &pieces), 2e-4);
        }
    }
    mk_polyset_release(&s);
}

static bool sure(struct mk_polyset *s)
{
    const struct mk_poly g = mk_polyset_get(s, s->n - 1);
    return mk_poly_surely_valid(&g);
}

static void ordinary_shapes_are_proven_valid(void **state)
{
    (void)state;
    seed = 42;
    struct mk_polyset s = {0};
    for (int i = 0; i < 500; i++) { // also rings that go through the tree
        mk_polyset_clear(&s);
        star(&s, 0, 0, 30, 100, 3 + below(i % 10 ? 40 : 400));
        end(&s);
        assert_true(sure(&s));
    }
    mk_polyset_clear(&s);
    rect(&s, 0, 0, 100, 100);
    rect(&s, 10, 10, 20, 20);
    rect(&s, 35, 10, 20, 20);
    mk_polyset_end_part(&s);
    rect(&s, 101, 0, 100, 100);
    mk_polyset_end_part(&s);
    mk_polyset_orient(&s, 0);
    mk_polyset_end(&s, 0);
    assert_true(sure(&s));
    ring(&s, 6, (double[]){0, 0, 10, 0, 10, 0, 10, 10, 10, 10, 0, 0});
    end(&s); // repeated vertices, also across the closing one
    assert_true(sure(&s));
    mk_polyset_release(&s);
}

static void broken_shapes_are_not_proven_valid(void **state)
{
    (void)state;
    static const struct {
        uint32_t n;
        double xy[14];
    } bad[] = {
        {4, {0, 0, 10, 10, 10, 0, 0, 10}},                     // bow-tie
        {5, {0, 0, 10, 0, 10, 10, 20, 10, 10, 10}},            // spike
        {4, {0, 0, 10, 0, 5, 0, 5, 5}},                        // fold
        {3, {0, 0, 10, 10, 20, 20}},                           // no area
        {3, {0, 0, 10, 10, 0, 0}},                             // two corners
        {7, {0, 0, 10, 0, 10, 10, 5, 0, 3, 5, 2, 5, 0, 10}},   // touches
        {4, {0, 0, NAN, 0, 10, 10, 0, 10}},
        {4, {0, 0, INFINITY, 0, 10, 10, 0, 10}},
    };
    struct mk_polyset s = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ring(&s, bad[i].n, bad[i].xy);
        end(&s);
        assert_false(sure(&s));
    }
    static const double hole[][4] = {
        {-5, 10, 20, 20}, // crosses the border
        {0, 10, 20, 20},  // runs along it
        {200, 0, 5, 5},   // outside
        {12, 12, 5, 5},   // inside another hole
        {30, 20, 5, 5},   // shares a border with another hole
    };
    for (size_t i = 0; i < sizeof hole / sizeof *hole; i++) {
        rect(&s, 0, 0, 100, 100);
        rect(&s, 10, 10, 20, 20);
        rect(&s, hole[i][0], hole[i][1], hole[i][2], hole[i][3]);
        end(&s);
        assert_false(sure(&s));
    }
    rect(&s, 0, 0, 100, 100); // parts that overlap
    mk_polyset_end_part(&s);
    rect(&s, 50, 50, 100, 100);
    mk_polyset_end_part(&s);
    mk_polyset_end(&s, s.npart - 2);
    assert_false(sure(&s));
    double *open = mk_polyset_ring(&s, 4);
    memcpy(open, (double[]){0, 0, 10, 0, 10, 10, 0, 10}, 8 * sizeof *open);
    end(&s);
    assert_false(sure(&s));
    mk_polyset_release(&s);
}

// One thing wrong with a ring that was right, or nothing.
static void damage(double *p, uint32_t n)
{
    const size_t i = 1 + below(n - 2), j = 1 + below(n - 2);
    double *a = p + 2 * i;
    const double *b = p + 2 * j;
    switch (below(6)) {
    case 0: // the same vertex twice
        memmove(a, b, 2 * sizeof *a);
        break;
    case 1: // a vertex on an edge
        a[0] = (b[0] + b[2]) / 2;
        a[1] = (b[1] + b[3]) / 2;
        break;
    case 2: // out and back
        if (i + 2 < n)
            memcpy(a + 2, a - 2, 2 * sizeof *a);
        break;
    case 3: // out of place
        a[0] += uniform(-80, 80);
        a[1] += uniform(-80, 80);
        break;
    case 4: // a repeated vertex is no fault
        memcpy(a, a - 2, 2 * sizeof *a);
        break;
    default:
        break;
    }
}

static void grid_ring(struct mk_polyset *s, uint32_t n, uint32_t cells)
{
    double xy[16];
    for (uint32_t k = 0; k < n; k++) {
        xy[2 * k] = 10.0 * below(cells);
        xy[2 * k + 1] = 10.0 * below(cells);
    }
    ring(s, n, xy);
}

// A slanted square with a hole that has a corner on the border, or the last
// bits of a coordinate off it: rounded orientations are wrong here.
static void hole_at_border(struct mk_polyset *s)
{
    const double a = uniform(1, 100), b = uniform(1, 100);
    const double t = uniform(0.1, 0.9), u = uniform(0.1, 0.9);
    ring(s, 4, (double[]){0, 0, a, b, a - b, b + a, -b, a});
    ring(s, 3, (double[]){t * a, t * b, t * a - u * b, t * b + u * a,
                          t * a - 0.5 * b + 0.05 * a,
                          t * b + 0.5 * a + 0.05 * b});
    const double ulp = 0x1p-30 * ((double)below(7) - 3);
    double *hole = s->xy + 2 * (size_t)s->ring[1];
    hole[1] += ulp;
    hole[7] += ulp; // the closing vertex
}

// A notch whose tip lies within the last bits of the edge (-12, -36) to
// (24, 72): near the origin coordinates are so fine that a rounded
// orientation gets its side wrong (after Kettner et al. 2008, "Classroom
// examples of robustness problems in geometric computations").
static void notch_at_edge(struct mk_polyset *s)
{
    const double x = 0.5 + below(64) * 0x1p-53;
    const double y = 1.5 + below(96) * 0x1p-52;
    memcpy(mk_polyset_ring(s, 6),
           (double[]){-12, -36, 24, 72, 0, 72, x, y, -13, 0, -12, -36},
           12 * sizeof(double));
}

static void what_is_proven_valid_is_valid_in_geos(void **state)
{
    struct geos *g = *state;
    struct mk_polyset s = {0};
    int proven = 0, invalid = 0, valid = 0;
    for (int i = 0; i < 5000; i++) {
        mk_polyset_clear(&s);
        const uint32_t kind = below(5);
        switch (kind) {
        case 4:
            notch_at_edge(&s);
            mk_polyset_end_part(&s);
            break;
        case 0:
            hole_at_border(&s);
            mk_polyset_end_part(&s);
            break;
        case 1: // corners of a small grid: every kind of touching
            grid_ring(&s, 3 + below(5), 2 + below(5));
            if (below(3) == 0)
                grid_ring(&s, 3 + below(2), 6);
            mk_polyset_end_part(&s);
            if (below(3) == 0) {
                grid_ring(&s, 3 + below(2), 8);
                mk_polyset_end_part(&s);
            }
            break;
        default: {
            const uint32_t n = below(10) ? 5 + below(50) : 97 + below(100);
            star(&s, 0, 0, 40, 100, n);
            const uint32_t holes = below(3);
            for (uint32_t k = 0; k < holes; k++)
                star(&s, uniform(-20, 20), uniform(-20, 20), 3, 12, 5);
            damage(s.xy, n);
            mk_polyset_end_part(&s);
        }
        }
        mk_polyset_end(&s, 0);
        const struct mk_poly p = mk_polyset_get(&s, 0);
        const bool is = geos_valid(g, &p), claim = mk_poly_surely_valid(&p);
        assert_true(is || !claim);
        if (kind == 4) // too close to be provable as often as not
            continue;
        proven += claim;
        valid += is;
        invalid += !is;
    }
    // Both kinds were met, and the cheap proof settles nearly all.
    assert_true(invalid > 1000 && valid > 1000);
    assert_true(proven * 10 > valid * 9);
    mk_polyset_release(&s);
}

static void clip_gives_whole_shapes_and_corners(void **state)
{
    (void)state;
    struct mk_polyset s = {0}, out = {0};
    rect(&s, 0, 0, 100, 100);   // 0
    end(&s);
    rect(&s, 60, 70, 100, 100); // 1: over a corner of 0
    end(&s);
    rect(&s, 10, 10, 20, 20);   // 2: inside 0
    end(&s);
    rect(&s, 200, 0, 10, 10);   // 3: elsewhere
    end(&s);
    rect(&s, 100, 0, 50, 100);  // 4: along the border of 0
    end(&s);
    ring(&s, 8, (double[]){-5, -5, 105, -5, 105, 50, 80, 50, 80, -1, 20, -1,
                           20, 50, -5, 50}); // 5: two arms over 0
    end(&s);
    rect(&s, 0, 0, 100, 100);   // 6: has a hole
    rect(&s, 40, 40, 5, 5);
    end(&s);
    ring(&s, 7, (double[]){-50, -50, 40, -50, 50, 20, 60, -50, 150, -50,
                           150, 150, -50, 150}); // 7: around 0 but a notch
    end(&s);
    rect(&s, 100 - 5e-8, 20, 50, 50); // 8: barely over 0
    end(&s);
    static const struct {
        uint32_t a, b;
        int pieces;
        double area;
    } want[] = {
        {0, 1, 1, 1200}, {1, 0, 1, 1200}, {0, 2, 1, 400}, {2, 0, 1, 400},
        {0, 3, 0, 0}, {0, 4, -1, 0}, {0, 0, -1, 0}, {0, 5, 2, 2000},
        {5, 0, 2, 2000}, {6, 1, -1, 0},
        {0, 7, 1, 10000 - 400. / 7}, {7, 0, 1, 10000 - 400. / 7}, {0, 8, -1, 0},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const struct mk_poly a = mk_polyset_get(&s, want[i].a);
        const struct mk_poly b = mk_polyset_get(&s, want[i].b);
        mk_polyset_clear(&out);
        assert_int_equal(mk_poly_clip(&a, &b, &out), want[i].pieces);
        double sum = 0;
        for (uint32_t k = 0; k < out.n; k++) {
            const struct mk_poly p = mk_polyset_get(&out, k);
            sum += mk_poly_area(&p);
        }
        assert_near(sum, want[i].area, 1e-6);
        assert_int_equal(out.n, want[i].pieces > 0 ? want[i].pieces : 0);
    }
    // What was in the set before stays, and a refusal leaves nothing behind.
    const struct mk_poly a = mk_polyset_get(&s, 0), b = mk_polyset_get(&s, 1),
                         c = mk_polyset_get(&s, 4);
    mk_polyset_clear(&out);
    assert_int_equal(mk_poly_clip(&a, &b, &out), 1);
    const uint32_t nvert = out.nvert, nring = out.nring;
    assert_int_equal(mk_poly_clip(&a, &c, &out), -1);
    assert_int_equal(out.n, 1);
    assert_int_equal(out.nvert, nvert);
    assert_int_equal(out.nring, nring);
    mk_polyset_release(&s);
    mk_polyset_release(&out);
}

static void clip_agrees_with_geos(void **state)
{
    struct geos *g = *state;
    struct mk_polyset s = {0}, out = {0};
    int refused = 0, several = 0;
    for (int i = 0; i < 1500; i++) {
        mk_polyset_clear(&s);
        mk_polyset_clear(&out);
        const bool big = i % 200 == 0; // through the tree
        star(&s, 0, 0, 30, 100, big ? 400 : 3 + below(20));
        end(&s);
        star(&s, uniform(-90, 90), uniform(-90, 90), 20, 100,
             big ? 300 : 3 + below(14));
        end(&s);
        const struct mk_poly a = mk_polyset_get(&s, 0);
        const struct mk_poly b = mk_polyset_get(&s, 1);
        const int n = mk_poly_clip(&a, &b, &out);
        if (n < 0) {
            refused++;
            continue;
        }
        int pieces;
        const double want = geos_common(g, &a, &b, &pieces);
        assert_int_equal(n, pieces);
        assert_int_equal(n, out.n);
        several += n > 1;
        double sum = 0;
        for (uint32_t k = 0; k < out.n; k++) {
            const struct mk_poly p = mk_polyset_get(&out, k);
            assert_true(geos_valid(g, &p));
            const double area = mk_poly_area(&p);
            assert_true(area > 0); // counter-clockwise
            int same;
            assert_near(geos_common(g, &p, &a, &same), area, 1e-4);
            assert_near(geos_common(g, &p, &b, &same), area, 1e-4);
            sum += area;
        }
        assert_near(sum, want, 2e-4);
    }
    assert_true(refused < 20 && several > 100);
    mk_polyset_release(&s);
    mk_polyset_release(&out);
}

static void points_agree_with_geos(void **state)
{
    struct geos *g = *state;
    struct mk_polyset s = {0};
    int in = 0, out = 0;
    for (int i = 0; i < 3000; i++) {
        mk_polyset_clear(&s);
        const double r = pow(10, uniform(0.5, 2.75));
        random_shape(&s, 0, 0, r);
        const struct mk_poly a = mk_polyset_get(&s, 0);
        if (!geos_valid(g, &a))
            continue;
        assert_true(mk_poly_contains(&a, mk_poly_inside_point(&a)));
        const struct mk_point p = at(uniform(-2, 2) * r, uniform(-1, 1) * r);
        GEOSCoordSequence *seq =
            GEOSCoordSeq_copyFromArrays_r(g->h, &p.x, &p.y, NULL, NULL, 1);
        GEOSGeometry *gp = GEOSGeom_createPoint_r(g->h, seq);
        GEOSGeometry *ga = mk_geos_from_poly(g->ctx, &a);
        double d;
        assert_int_equal(GEOSDistance_r(g->h, ga, gp, &d), 1);
        assert_near(mk_poly_distance(&a, p), d, 1e-8);
        assert_near(mk_poly_area(&a), geos_area(g, ga), 1e-7);
        const bool within = GEOSIntersects_r(g->h, ga, gp) == 1;
        assert_int_equal(mk_poly_contains(&a, p), within);
        in += within;
        out += !within;
        GEOSGeom_destroy_r(g->h, ga);
        GEOSGeom_destroy_r(g->h, gp);
    }
    assert_true(in > 500 && out > 500);
    mk_polyset_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holes_and_parts_count_in_areas),
        cmocka_unit_test(boundary_belongs_to_the_polygon_and_a_hole_does_not),
        cmocka_unit_test(distance_is_to_the_nearest_edge_also_of_a_hole),
        cmocka_unit_test(inside_point_is_in_the_widest_arm_of_the_largest_part),
        cmocka_unit_test(every_two_shapes_have_an_order),
        cmocka_unit_test(common_area_of_simple_shapes_is_exact),
        cmocka_unit_test_setup_teardown(common_area_agrees_with_geos, geos_up,
                                        geos_down),
        cmocka_unit_test_setup_teardown(
            common_area_of_many_vertices_agrees_with_geos, geos_up, geos_down),
        cmocka_unit_test(ordinary_shapes_are_proven_valid),
        cmocka_unit_test(broken_shapes_are_not_proven_valid),
        cmocka_unit_test_setup_teardown(what_is_proven_valid_is_valid_in_geos,
                                        geos_up, geos_down),
        cmocka_unit_test(clip_gives_whole_shapes_and_corners),
        cmocka_unit_test_setup_teardown(clip_agrees_with_geos, geos_up,
                                        geos_down),
        cmocka_unit_test_setup_teardown(points_agree_with_geos, geos_up,
                                        geos_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
