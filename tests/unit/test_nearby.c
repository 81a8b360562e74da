// What matters of a large polygon about one place is the same as in the whole.
#include "near.h"

#include "analysis/nearby.h"

#include <stdlib.h>
#include <string.h>

static const double E = 320000, N = 6400000;

static void rect(struct mk_polyset *s, double x, double y, double w, double h)
{
    const double v[10] = {x,     y,     x + w, y,     x + w, y + h,
                          x,     y + h, x,     y};
    memcpy(mk_polyset_ring(s, 5), v, sizeof v);
    mk_polyset_end_part(s);
    mk_polyset_end(s, s->npart - 1);
}

// A comb of 200 teeth of 1 x 50 m, 2 m apart, with a back 10 m deep; its ring
// begins at the back's south-east corner and goes by the teeth from the east.
static void comb(struct mk_polyset *s)
{
    double *to = mk_polyset_ring(s, 803);
    const double *first = to;
    *to++ = E + 400, *to++ = N - 10;
    for (int i = 199; i >= 0; i--) {
        const double x = E + 2 * i;
        const double tooth[8] = {x + 1, N, x + 1, N + 50, x, N + 50, x, N};
        memcpy(to, tooth, sizeof tooth);
        to += 8;
    }
    *to++ = E, *to++ = N - 10;
    *to++ = first[0], *to++ = first[1];
    mk_polyset_end_part(s);
    mk_polyset_end(s, s->npart - 1);
}

// Of the box 199.5 .. 204.5 by -1 .. 51 the teeth that stand at 200 and 202
// hold 50 m2 each, the one at 204 half of that, the back 5 m2: 130. Kept are
// the 4 + 4 + 2 corners of those teeth in the box, the one beside them to the
// east and to the west, the back's two, and the closing one: 15 of 803.
static void of_a_comb_a_few_teeth_are_kept(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_polyset whole = {0}, place = {0}, near = {0};
    comb(&whole);
    rect(&place, E + 199.5, N - 1, 5, 52);
    const struct mk_poly g = mk_polyset_get(&whole, 0);
    const struct mk_poly p = mk_polyset_get(&place, 0);
    assert_true(mk_poly_nearby(ctx, &g, p.box, &near));
    const struct mk_poly n = mk_polyset_get(&near, 0);
    assert_int_equal(mk_poly_vertices(&n), 15);
    assert_near(mk_poly_common_area(&n, &p), 130, 1e-6);
    mk_polyset_release(&whole);
    mk_polyset_release(&place);
    mk_polyset_release(&near);
    mk_ctx_free(ctx);
}

// All around the box, and nowhere near it.
static void around_and_away(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_polyset whole = {0}, place = {0}, near = {0};
    rect(&whole, E, N, 100, 100);
    rect(&place, E + 40, N + 40, 10, 10);
    rect(&place, E + 140, N + 40, 10, 10);
    const struct mk_poly g = mk_polyset_get(&whole, 0);
    const struct mk_poly in = mk_polyset_get(&place, 0);
    assert_true(mk_poly_nearby(ctx, &g, in.box, &near));
    assert_true(mk_poly_nearby(ctx, &g, place.box[1], &near));
    const struct mk_poly n = mk_polyset_get(&near, 0);
    assert_near(mk_poly_common_area(&n, &in), 100, 1e-6);
    assert_int_equal(near.geom[1].nparts, 0);
    mk_polyset_release(&whole);
    mk_polyset_release(&place);
    mk_polyset_release(&near);
    mk_ctx_free(ctx);
}

static uint32_t seed;

static double between(double lo, double hi)
{
    seed = seed * 1664525u + 1013904223u;
    return lo + (hi - lo) * (seed / 4294967296.0);
}

// A ring of n corners around (x, y) between two radii; clockwise for a hole.
static void star(struct mk_polyset *s, uint32_t n, double x, double y,
                 double near, double far, bool hole)
{
    double *xy = mk_polyset_ring(s, n + 1);
    for (uint32_t k = 0; k < n; k++) {
        const double angle = 2 * acos(-1) * k / n, r = between(near, far);
        xy[2 * k] = x + r * cos(angle);
        xy[2 * k + 1] = y + (hole ? -r : r) * sin(angle);
    }
    memcpy(xy + 2 * (size_t)n, xy, 2 * sizeof *xy);
}

// The area in which the two differ within the place.
static double difference(struct mk_ctx *ctx, const struct mk_poly *a,
                         const struct mk_poly *b, const struct mk_poly *place)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *v[] = {mk_geos_from_poly(ctx, a), mk_geos_from_poly(ctx, b),
                         mk_geos_from_poly(ctx, place)};
    GEOSGeometry *x = mk_geos_intersection(ctx, v[0], v[2]);
    GEOSGeometry *y = mk_geos_intersection(ctx, v[1], v[2]);
    assert_true(x && y);
    GEOSGeometry *d = GEOSSymDifference_r(h, x, y);
    double m2 = NAN;
    assert_int_equal(GEOSArea_r(h, d, &m2), 1);
    for (int i = 0; i < 3; i++)
        GEOSGeom_destroy_r(h, v[i]);
    GEOSGeom_destroy_r(h, x);
    GEOSGeom_destroy_r(h, y);
    GEOSGeom_destroy_r(h, d);
    return m2;
}

// Two parts, one with a hole, edges of hundreds of metres to and fro: a place
// anywhere holds the same of what is near as of the whole.
static void any_place_holds_the_same(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_polyset whole = {0}, place = {0}, near = {0};
    seed = 11;
    star(&whole, 900, E, N, 500, 1000, false);
    star(&whole, 300, E + 50, N - 20, 150, 350, true);
    mk_polyset_end_part(&whole);
    star(&whole, 400, E + 2500, N, 300, 450, false);
    mk_polyset_end_part(&whole);
    mk_polyset_end(&whole, 0);
    const struct mk_poly g = mk_polyset_get(&whole, 0);
    uint32_t partly = 0;
    for (int i = 0; i < 2000; i++) {
        mk_polyset_clear(&place);
        mk_polyset_clear(&near);
        rect(&place, E + between(-1100, 3000), N + between(-1100, 1100),
             between(5, 300), between(5, 300));
        const struct mk_poly p = mk_polyset_get(&place, 0);
        const double want = mk_poly_common_area(&g, &p);
        if (!mk_poly_nearby(ctx, &g, p.box, &near)) {
            assert_near(want, 0, 1e-6); // nothing is left only of nothing
            continue;
        }
        const struct mk_poly n = mk_polyset_get(&near, 0);
        assert_near(mk_poly_common_area(&n, &p), want, 1e-6);
        if (want > 0 && want < mk_poly_area(&p) - 1) {
            assert_near(difference(ctx, &g, &n, &p), 0, 1e-6);
            partly++;
        }
    }
    assert_true(partly > 500);
    mk_polyset_release(&whole);
    mk_polyset_release(&place);
    mk_polyset_release(&near);
    mk_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_comb_a_few_teeth_are_kept),
        cmocka_unit_test(around_and_away),
        cmocka_unit_test(any_place_holds_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
