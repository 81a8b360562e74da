// Which system areas are computed in, for the systems Swedish files come in.
#include "base/crs.h"
#include "near.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

// A square kilometre in Lerum, in the system of each test.
static const char *chosen(const char *crs, double x, double y, double *off)
{
    static char name[600];
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    const char *out;
    const struct mk_box e = {x, y, x + 1000, y + 1000};
    assert_int_equal(mk_crs_working(ctx, crs, e, &out, off), MK_OK);
    strncpy(name, out, sizeof name - 1);
    mk_ctx_free(ctx);
    return name;
}

static void swedish_systems_are_kept(void **state)
{
    (void)state;
    static const struct {
        const char *crs;
        double x, y, off_percent;
    } v[] = {
        // Areal scale from the Gauss-Kruger formulas: k0^2 (1 + (E/R)^2).
        {"EPSG:3006", 337625, 6406377, 0.0153},
        {"EPSG:3007", 166068, 6405698, 0.0007},
        {"EPSG:3009", -12400, 6406000, 0.0650},
        {"EPSG:3021", 1289671, 6410529, 0.1089},
        {"EPSG:5846", 166068, 6405698, 0.0007}, // with heights
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        double off;
        assert_string_equal(chosen(v[i].crs, v[i].x, v[i].y, &off), v[i].crs);
        assert_true(fabs(off - v[i].off_percent) < 0.002);
    }
}

static void heights_are_taken_off(void **state)
{
    (void)state;
    static const char *const v[][2] = {
        {"EPSG:5845", "EPSG:3006"}, {"EPSG:5846", "EPSG:3007"},
        {"EPSG:3006", "EPSG:3006"}, {"EPSG:4326", "EPSG:4326"},
        {"what is this", "what is this"},
    };
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct mk_arena arena = {0};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        assert_string_equal(mk_crs_horizontal(ctx, v[i][0], &arena), v[i][1]);
    mk_arena_release(&arena);
    mk_ctx_free(ctx);
}

// Older .prj files state RT 90 with its datum shift.
static void a_datum_shift_in_the_wkt_hides_nothing(void **state)
{
    (void)state;
    static const char rt90[] =
        "+proj=tmerc +lat_0=0 +lon_0=15.8082777777778 +k=1 +x_0=1500000 "
        "+y_0=0 +ellps=bessel +towgs84=414.1,41.3,603.1,-0.855,2.141,-7.023,0 "
        "+units=m +type=crs";
    double off;
    assert_string_equal(chosen(rt90, 1289671, 6410529, &off), rt90);
    assert_true(fabs(off - 0.1089) < 0.002);
}

static void what_stretches_areas_gives_way(void **state)
{
    (void)state;
    double off;
    assert_string_equal(chosen("EPSG:3857", 1365890, 7919156, &off),
                        MK_CRS_SWEREF_TM);
    assert_true(off > 250 && off < 251); // Web Mercator: 3.506 times
    assert_string_equal(chosen(MK_CRS_LONLAT, 12.27, 57.77, &off),
                        MK_CRS_SWEREF_TM);
    assert_true(isnan(off)); // degrees have no scale
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(swedish_systems_are_kept),
        cmocka_unit_test(heights_are_taken_off),
        cmocka_unit_test(a_datum_shift_in_the_wkt_hides_nothing),
        cmocka_unit_test(what_stretches_areas_gives_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
