// SWEREF 99 to degrees without asking PROJ for every point, held to PROJ.
#include "near.h"

#include <markklar/ctx.h>

#include "base/crs.h"
#include "base/handles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Degrees; the last published decimal is 1e-7.
#define MOST_OFF 2e-11

static int setup(void **state)
{
    *state = mk_ctx_new(MK_EN);
    return 0;
}

static int teardown(void **state)
{
    mk_ctx_free(*state);
    return 0;
}

static PJ *proj_from(struct mk_ctx *ctx, const char *crs)
{
    PJ_CONTEXT *pc = mk_ctx_proj(ctx);
    PJ *raw = proj_create_crs_to_crs(pc, crs, MK_CRS_LONLAT, NULL);
    PJ *pj = proj_normalize_for_visualization(pc, raw);
    proj_destroy(raw);
    return pj;
}

static double between(uint32_t *seed, double lo, double hi)
{
    *seed = *seed * 1664525u + 1013904223u;
    return lo + (hi - lo) * (*seed / 4294967296.0);
}

static double worst_in(struct mk_ctx *ctx, const char *crs, double east0,
                       double east1)
{
    struct mk_transform *t;
    assert_int_equal(mk_transform_new(ctx, crs, MK_CRS_LONLAT, &t), MK_OK);
    PJ *pj = proj_from(ctx, crs);
    uint32_t seed = 1;
    double worst = 0;
    for (int i = 0; i < 20000; i++) {
        double xy[2] = {between(&seed, east0, east1),
                        between(&seed, 6.0e6, 7.8e6)};
        const PJ_COORD want =
            proj_trans(pj, PJ_FWD, proj_coord(xy[0], xy[1], 0, 0));
        mk_transform_xy(t, xy, 1);
        worst = fmax(worst, fabs(xy[0] - want.xy.x));
        worst = fmax(worst, fabs(xy[1] - want.xy.y));
    }
    proj_destroy(pj);
    mk_transform_free(t);
    return worst;
}

static void degrees_are_projs_over_every_zone_and_beside_it(void **state)
{
    // TM: all of Sweden is 250-930 km east; the zones are 1.5 degrees wide,
    // 150 km is their middle, and a county's data may lie three zones off.
    const double tm = worst_in(*state, MK_CRS_SWEREF_TM, 1e5, 1.1e6);
    assert_in_range((long)(tm * 1e15), 0, (long)(MOST_OFF * 1e15));
    for (int epsg = 3007; epsg <= 3018; epsg++) {
        char crs[16];
        snprintf(crs, sizeof crs, "EPSG:%d", epsg);
        const double off = worst_in(*state, crs, -1.5e5, 4.5e5);
        assert_in_range((long)(off * 1e15), 0, (long)(MOST_OFF * 1e15));
    }
}

static void a_point_no_square_can_hold_is_projs_too(void **state)
{
    struct mk_transform *t;
    assert_int_equal(mk_transform_new(*state, MK_CRS_SWEREF_TM,
                                      MK_CRS_LONLAT, &t), MK_OK);
    double xy[] = {1e30, 6.5e6, NAN, 6.5e6, 500000, 6.5e6};
    mk_transform_xy(t, xy, 3);
    assert_false(isfinite(xy[0]) && isfinite(xy[1]));
    assert_false(isfinite(xy[2]) && isfinite(xy[3]));
    assert_near(xy[4], 15, 1e-9); // on the central meridian
    mk_transform_free(t);
}

static void the_answer_does_not_depend_on_what_was_asked_before(void **state)
{
    struct mk_transform *a, *b;
    assert_int_equal(mk_transform_new(*state, "EPSG:3007", MK_CRS_LONLAT, &a),
                     MK_OK);
    assert_int_equal(mk_transform_new(*state, "EPSG:3007", MK_CRS_LONLAT, &b),
                     MK_OK);
    uint32_t seed = 7;
    double xy[2 * 3000], copy[2 * 3000];
    for (int i = 0; i < 3000; i++) {
        xy[2 * i] = copy[2 * i] = between(&seed, -1e6, 2e6);
        xy[2 * i + 1] = copy[2 * i + 1] = between(&seed, 6e6, 7.8e6);
    }
    mk_transform_xy(a, xy, 3000);
    for (int i = 3000; i-- > 0;)
        mk_transform_xy(b, copy + 2 * (size_t)i, 1);
    assert_memory_equal(xy, copy, sizeof xy);
    mk_transform_free(a);
    mk_transform_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            degrees_are_projs_over_every_zone_and_beside_it, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_point_no_square_can_hold_is_projs_too, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_answer_does_not_depend_on_what_was_asked_before, setup,
            teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
