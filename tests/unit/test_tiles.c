// A polygon cut into tiles shares what the whole polygon shares.
#include "near.h"

#include "analysis/tiles.h"

#include <stdlib.h>

static uint32_t seed;

static double between(double lo, double hi)
{
    seed = seed * 1664525u + 1013904223u;
    return lo + (hi - lo) * (seed / 4294967296.0);
}

// A star around (x, y) with n vertices between two radii; clockwise for a hole.
static void star(struct mk_polyset *s, uint32_t n, double x, double y,
                 double near, double far, bool hole)
{
    double *xy = mk_polyset_ring(s, n + 1);
    for (uint32_t k = 0; k <= n; k++) {
        const uint32_t at = k == n ? 0 : k;
        const double angle = 6.283185307179586 * at / n;
        const double r = k == n ? 0 : between(near, far);
        xy[2 * k] = k == n ? xy[0] : x + r * cos(angle);
        xy[2 * k + 1] = k == n ? xy[1]
                               : y + (hole ? -r : r) * sin(angle);
    }
}

static const double E = 612345.5, N = 6701234.25;

// 900 vertices, a hole of 300, and a second part of 400 beside.
static void large(struct mk_polyset *s)
{
    star(s, 900, E, N, 700, 1000, false);
    star(s, 300, E + 50, N - 20, 150, 250, true);
    mk_polyset_end_part(s);
    star(s, 400, E + 2500, N, 300, 450, false);
    mk_polyset_end_part(s);
    mk_polyset_end(s, 0);
}

static struct mk_poly small(struct mk_polyset *s, double x, double y,
                            double size)
{
    mk_polyset_clear(s);
    star(s, 12, x, y, size / 2, size, false);
    mk_polyset_end_part(s);
    return mk_polyset_get(s, mk_polyset_end(s, 0));
}

static void the_shared_area_is_that_of_the_whole_polygon(void **state)
{
    (void)state;
    struct mk_polyset set = {0}, one = {0};
    struct mk_tiles tiles;
    seed = 3;
    large(&set);
    mk_tiles_build(&set, &tiles);
    assert_int_equal(tiles.nowners, 1);
    const struct mk_poly whole = mk_polyset_get(&set, 0);
    int some = 0, all = 0;
    for (int i = 0; i < 4000; i++) {
        const struct mk_poly g =
            small(&one, between(E - 1200, E + 3100),
                  between(N - 1200, N + 1200), i % 4 ? 40 : 600);
        const double want = mk_poly_common_area(&g, &whole);
        const double got = mk_tiles_common_area(&tiles, &set, 0, &g);
        assert_near(got, want, 1e-5);
        some += want > 0;
        all += want > 0 && fabs(want - mk_poly_area(&g)) < 1e-6;
    }
    assert_in_range(some, 1500, 3500);
    assert_in_range(all, 300, some - 500); // inside, and on the border
    const struct mk_poly self = mk_polyset_get(&set, 0);
    assert_near(mk_tiles_common_area(&tiles, &set, 0, &self),
                mk_poly_area(&self), 1e-4);
    mk_tiles_release(&tiles);
    mk_polyset_release(&set);
    mk_polyset_release(&one);
}

static void only_large_polygons_are_cut_and_each_keeps_its_own(void **state)
{
    (void)state;
    struct mk_polyset set = {0};
    struct mk_tiles tiles;
    seed = 5;
    for (int i = 0; i < 6; i++) {
        const uint32_t first = set.npart;
        star(&set, i % 2 ? 600 : 20, E + 3000 * i, N, 500, 900, false);
        mk_polyset_end_part(&set);
        mk_polyset_end(&set, first);
    }
    mk_tiles_build(&set, &tiles);
    assert_int_equal(tiles.nowners, 3);
    for (uint32_t i = 0; i < set.n; i++)
        for (uint32_t j = 0; j < set.n; j++) {
            const struct mk_poly g = mk_polyset_get(&set, j);
            const double want = i == j ? mk_poly_area(&g) : 0;
            assert_near(mk_tiles_common_area(&tiles, &set, i, &g), want,
                        1e-5);
        }
    mk_tiles_release(&tiles);
    mk_polyset_release(&set);
}

// Vertices on every line that could be cut along, and edges along them.
static void a_border_on_the_cut_is_counted_once(void **state)
{
    (void)state;
    struct mk_polyset set = {0}, one = {0};
    struct mk_tiles tiles;
    double *xy = mk_polyset_ring(&set, 4 * 128 + 1), *to = xy;
    for (int side = 0; side < 4; side++)
        for (int k = 0; k < 128; k++) {
            const double a = side < 2 ? k : 128 - k;
            *to++ = side == 0 ? a : side == 1 ? 128 : side == 2 ? a : 0;
            *to++ = side == 0 ? 0 : side == 1 ? a : side == 2 ? 128 : a;
        }
    to[0] = xy[0];
    to[1] = xy[1];
    mk_polyset_end_part(&set);
    mk_polyset_end(&set, 0);
    mk_tiles_build(&set, &tiles);
    assert_int_equal(tiles.nowners, 1);
    for (int x = -8; x < 136; x += 8) {
        double *q = mk_polyset_ring(&one, 5);
        const double v[10] = {x, 32, x + 16, 32, x + 16, 96, x, 96, x, 32};
        for (int k = 0; k < 10; k++)
            q[k] = v[k];
        const uint32_t first = one.npart;
        mk_polyset_end_part(&one);
        const struct mk_poly g =
            mk_polyset_get(&one, mk_polyset_end(&one, first));
        const double lo = x < 0 ? 0 : x, hi = x + 16 > 128 ? 128 : x + 16;
        assert_near(mk_tiles_common_area(&tiles, &set, 0, &g),
                    64 * (hi - lo), 1e-9);
    }
    mk_tiles_release(&tiles);
    mk_polyset_release(&set);
    mk_polyset_release(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shared_area_is_that_of_the_whole_polygon),
        cmocka_unit_test(only_large_polygons_are_cut_and_each_keeps_its_own),
        cmocka_unit_test(a_border_on_the_cut_is_counted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
