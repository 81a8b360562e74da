// Terrain: slope and level difference of planes and steps whose answers are
// plain, and GeoTIFFs as they come.
#include "near.h"
#include "temp.h"

#include "analysis/assess.h"
#include "base/arena.h"
#include "base/crs.h"
#include "input/terrain.h"

#include <gdal.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define X0 320000.0
#define Y0 6400000.0
#define TM "EPSG:3006"

static struct mk_poly box_at(struct mk_polyset *set, double x, double y,
                             double w, double h)
{
    const double v[10] = {x,     y,     x + w, y,     x + w, y + h,
                          x,     y + h, x,     y};
    mk_polyset_clear(set);
    memcpy(mk_polyset_ring(set, 5), v, sizeof v);
    mk_polyset_end_part(set);
    return mk_polyset_get(set, mk_polyset_end(set, 0));
}

// 40 x 40 cells of 2 m, the south-west corner of the raster at X0, Y0.
enum { N = 40 };

static float *levels_of(double (*z)(double east, double north))
{
    float *v = mk_alloc(N * N * sizeof *v);
    for (int r = 0; r < N; r++)
        for (int c = 0; c < N; c++)
            v[r * N + c] = (float)z(2 * c + 1, 2 * (N - r) - 1);
    return v;
}

static struct mk_ground ground_of(double (*z)(double, double))
{
    return (struct mk_ground){.nx = N, .ny = N, .x0 = X0 + 1,
                              .y0 = Y0 + 2 * N - 1, .dx = 2, .dy = 2,
                              .z = levels_of(z)};
}

static double plane(double east, double north)
{
    return 100 + 0.03 * east - 0.04 * north;
}

// A plane of 3 % east and 4 % south is 5 % all over. Over 20 x 10 m from
// (10, 10) the cell centres lie at 11 … 29 and 11 … 19: the levels differ by
// 0.03 x 18 + 0.04 x 8 = 0.86 m.
static void a_plane_has_its_own_slope(void **state)
{
    (void)state;
    struct mk_ground m = ground_of(plane);
    struct mk_polyset set = {0};
    double slope, level;
    struct mk_poly g = box_at(&set, X0 + 10, Y0 + 10, 20, 10);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_near(slope, 5, 1e-3);  // levels are floats
    assert_near(level, 0.86, 1e-4);
    // a hole is not the place's: of 3 x 3 cells the middle one is left out,
    // and the levels differ as over all nine
    g = box_at(&set, X0 + 10, Y0 + 10, 6, 6);
    const double hole[10] = {X0 + 12, Y0 + 12, X0 + 12, Y0 + 14, X0 + 14,
                             Y0 + 14, X0 + 14, Y0 + 12, X0 + 12, Y0 + 12};
    m.z[(N - 1 - 6) * N + 6] = 500; // the middle cell
    memcpy(mk_polyset_ring(&set, 5), hole, sizeof hole);
    set.part[1] = 2;
    g = mk_polyset_get(&set, 0);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_near(level, 0.03 * 4 + 0.04 * 4, 1e-4);
    mk_polyset_release(&set);
    free(m.z);
}

static double step_at_40(double east, double north)
{
    (void)north;
    return east < 40 ? 10 : 14;
}

// Horn over a step of 4 m between columns: on each side of it the weighted
// difference is 4 x (1 + 2 + 1) / (8 x 2 m) = 100 %; elsewhere 0. Two columns
// of ten are 100 %: mean 20 %.
static void a_step_is_smoothed_as_horn_has_it(void **state)
{
    (void)state;
    struct mk_ground m = ground_of(step_at_40);
    struct mk_polyset set = {0};
    double slope, level;
    const struct mk_poly g = box_at(&set, X0 + 30, Y0 + 20, 20, 20);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_near(slope, 20, 1e-9);
    assert_near(level, 4, 1e-9);
    mk_polyset_release(&set);
    free(m.z);
}

static void less_than_half_known_is_unknown(void **state)
{
    (void)state;
    struct mk_ground m = ground_of(plane);
    struct mk_polyset set = {0};
    double slope, level;
    // of 20 columns 10 lie in the raster: half of the levels are known, but
    // the outermost column lacks neighbours, so less than half of the slopes
    struct mk_poly g = box_at(&set, X0 - 20, Y0 + 20, 40, 10);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_true(isnan(slope));
    assert_near(level, 0.03 * 18 + 0.04 * 8, 1e-4);
    g = box_at(&set, X0 - 22, Y0 + 20, 40, 10);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_true(isnan(slope) && isnan(level));
    g = box_at(&set, X0 + 5000, Y0, 40, 10);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_true(isnan(slope) && isnan(level));
    // no cell has its centre in it
    g = box_at(&set, X0 + 11.5, Y0 + 11.5, 1, 1);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_true(isnan(slope) && isnan(level));
    // cells without value, a third of the place, are left out: of rows at
    // 21, 23 and 25 the middle one has none, and no row has its neighbours
    for (int c = 0; c < N; c++)
        m.z[(N - 12) * N + c] = NAN;
    g = box_at(&set, X0 + 10, Y0 + 20, 10, 6);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_true(isnan(slope));
    assert_near(level, 0.03 * 8 + 0.04 * 4, 1e-4);
    mk_polyset_release(&set);
    free(m.z);
}

// A hectare over cells of 1e-7 m has 1e18 of them, 1e9 rows: what the raster
// holds is no half of that, and it is known without counting all.
static void cells_beyond_the_raster_are_counted_until_they_decide(void **state)
{
    (void)state;
    struct mk_ground m = ground_of(plane);
    struct mk_polyset set = {0};
    double slope, level;
    m.dx = m.dy = 1e-7;
    const struct mk_poly g = box_at(&set, X0 - 50, Y0 - 50, 100, 100);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_true(isnan(slope) && isnan(level));
    mk_polyset_release(&set);
    free(m.z);
}

// Ten known rows with five unknown on either side are half known; a row more
// on either is too many.
static void rows_beyond_both_ends_count(void **state)
{
    (void)state;
    struct mk_ground m = ground_of(plane);
    struct mk_polyset set = {0};
    double slope, level;
    m.ny = 10; // centres from Y0 + 79 down to Y0 + 61
    struct mk_poly g = box_at(&set, X0 + 10, Y0 + 50, 10, 40); // 5 + 10 + 5
    mk_ground_measure(&m, &g, &slope, &level);
    assert_near(level, 0.03 * 8 + 0.04 * 18, 1e-4);
    g = box_at(&set, X0 + 10, Y0 + 48, 10, 42);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_true(isnan(level));
    g = box_at(&set, X0 + 10, Y0 + 50, 10, 42);
    mk_ground_measure(&m, &g, &slope, &level);
    assert_true(isnan(level));
    mk_polyset_release(&set);
    free(m.z);
}

// ---- files ------------------------------------------------------------------

struct tiff {
    int epsg, bands, nodata;
    double turn; // of the geotransform
    const char *driver;
    double cell;
};

static void write_tiff(const char *path, struct tiff t, double x, double y,
                       const float *z)
{
    GDALAllRegister();
    GDALDriverH mem = GDALGetDriverByName("MEM");
    GDALDatasetH ds =
        GDALCreate(mem, "", N, N, t.bands, GDT_Float32, NULL);
    double at[6] = {x, t.cell, t.turn, y + t.cell * N, t.turn, -t.cell};
    GDALSetGeoTransform(ds, at);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    if (t.epsg) {
        OSRImportFromEPSG(srs, t.epsg);
        GDALSetSpatialRef(ds, srs);
    }
    GDALRasterBandH band = GDALGetRasterBand(ds, 1);
    if (t.nodata)
        GDALSetRasterNoDataValue(band, t.nodata);
    assert_int_equal(GDALRasterIO(band, GF_Write, 0, 0, N, N, (void *)z, N, N,
                                  GDT_Float32, 0, 0), CE_None);
    GDALDatasetH copy = GDALCreateCopy(
        GDALGetDriverByName(t.driver ? t.driver : "GTiff"), path, ds, 0, NULL,
        NULL, NULL);
    assert_non_null(copy);
    GDALClose(copy);
    GDALClose(ds);
    OSRRelease(srs);
}

static void new_path(char path[TEMP_MAX])
{
    temp_dir(path);
    const size_t n = strlen(path);
    snprintf(path + n, TEMP_MAX - n, "/levels");
}

// GDAL puts an .aux.xml or a .prj beside it.
static void remove_path(char path[TEMP_MAX])
{
    *strrchr(path, '/') = '\0';
    temp_remove(path);
}

static const struct mk_box near_origin = {X0, Y0, X0 + 80, Y0 + 80};

static void a_geotiff_is_read_with_its_empty_cells(void **state)
{
    (void)state;
    char path[TEMP_MAX];
    float *z = levels_of(plane);
    z[0] = -9999; // the north-west corner
    z[1] = NAN;
    new_path(path);
    write_tiff(path, (struct tiff){3006, 1, -9999, 0, NULL, 2}, X0, Y0, z);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_input in = {.role = "hojdmodell", .path = path,
                                .path_given = "h.tif"};
    struct mk_ground *m;
    assert_int_equal(mk_terrain_read(ctx, &in, TM, near_origin, &m), MK_OK);
    assert_int_equal(m->nx, N);
    assert_int_equal(m->ny, N);
    assert_near(m->x0, X0 + 1, 0);
    assert_near(m->y0, Y0 + 79, 0);
    assert_true(isnan(m->z[0]));
    assert_true(isnan(m->z[1]));
    assert_near(m->z[N * N - 1], plane(79, 1), 1e-4);
    assert_int_equal(m->lattice.nx, 0);
    struct mk_polyset set = {0};
    double slope, level;
    const struct mk_poly g = box_at(&set, X0 + 10, Y0 + 10, 20, 10);
    mk_ground_measure(m, &g, &slope, &level);
    assert_near(slope, 5, 1e-3);
    mk_polyset_release(&set);
    mk_ground_free(m);
    mk_ctx_free(ctx);
    remove_path(path);
    free(z);
}

// The same ground asked in another system: a polygon moved by PROJ to the
// working CRS must give what it gives in the raster's own.
static void ground_may_lie_in_another_system(void **state)
{
    (void)state;
    char path[TEMP_MAX];
    float *z = levels_of(plane);
    new_path(path);
    write_tiff(path, (struct tiff){3006, 1, 0, 0, NULL, 2}, X0, Y0, z);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_input in = {.role = "hojdmodell", .path = path,
                                .path_given = "h.tif"};
    struct mk_transform *t;
    struct mk_polyset set = {0};
    struct mk_ground *m;
    double slope, level;
    assert_int_equal(mk_transform_new(ctx, TM, "EPSG:3007", &t), MK_OK);
    (void)box_at(&set, X0 + 10.5, Y0 + 10.5, 19, 9);
    mk_transform_set(t, &set);
    mk_transform_free(t);
    const struct mk_poly g = mk_polyset_get(&set, 0);
    assert_int_equal(mk_terrain_read(ctx, &in, "EPSG:3007", g.box, &m),
                     MK_OK);
    assert_true(m->lattice.nx >= 2);
    mk_ground_measure(m, &g, &slope, &level);
    assert_near(slope, 5, 1e-3);
    assert_near(level, 0.86, 1e-4);
    mk_polyset_release(&set);
    mk_ground_free(m);
    mk_ctx_free(ctx);
    remove_path(path);
    free(z);
}

static void refused(struct tiff t, const char *code)
{
    char path[TEMP_MAX];
    float *z = levels_of(plane);
    new_path(path);
    write_tiff(path, t, X0, Y0, z);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_input in = {.role = "hojdmodell", .path = path,
                                .path_given = "h.tif"};
    struct mk_ground *m;
    assert_int_equal(mk_terrain_read(ctx, &in, TM, near_origin, &m),
                     MK_EINPUT);
    assert_null(m);
    if (!strstr(mk_ctx_error(ctx), code))
        print_error("%s\n", mk_ctx_error(ctx));
    assert_non_null(strstr(mk_ctx_error(ctx), code));
    mk_ctx_free(ctx);
    remove_path(path);
    free(z);
}

static void what_cannot_be_used_is_refused(void **state)
{
    (void)state;
    refused((struct tiff){3006, 2, 0, 0, NULL, 2}, "I804");   // two bands
    refused((struct tiff){3006, 1, 0, 0.1, NULL, 2}, "I802"); // turned
    refused((struct tiff){3006, 1, 0, 0, NULL, 0.009}, "I807");
    refused((struct tiff){0, 1, 0, 0, NULL, 2}, "I105");      // no system
    refused((struct tiff){4326, 1, 0, 0, NULL, 2}, "I805");   // degrees
    refused((struct tiff){3006, 1, 0, 0, "AAIGrid", 2}, "I804");
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_input none = {.role = "hojdmodell", .path = "/nowhere.tif",
                                  .path_given = "/nowhere.tif"};
    struct mk_ground *m;
    assert_int_equal(mk_terrain_read(ctx, &none, TM, near_origin, &m),
                     MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "I101"));
    mk_ctx_free(ctx);
}

static void a_model_elsewhere_is_noted_and_not_used(void **state)
{
    (void)state;
    char path[TEMP_MAX];
    float *z = levels_of(plane);
    new_path(path);
    write_tiff(path, (struct tiff){3006, 1, 0, 0, NULL, 2}, X0 + 5000, Y0, z);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_input in = {.role = "hojdmodell", .path = path,
                                .path_given = "h.tif"};
    struct mk_ground *m;
    assert_int_equal(mk_terrain_read(ctx, &in, TM, near_origin, &m), MK_OK);
    assert_null(m);
    assert_int_equal(mk_notes_count(ctx, MK_N_GROUND_OUTSIDE), 1);
    mk_ctx_free(ctx);
    remove_path(path);
    free(z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plane_has_its_own_slope),
        cmocka_unit_test(a_step_is_smoothed_as_horn_has_it),
        cmocka_unit_test(less_than_half_known_is_unknown),
        cmocka_unit_test(cells_beyond_the_raster_are_counted_until_they_decide),
        cmocka_unit_test(rows_beyond_both_ends_count),
        cmocka_unit_test(a_geotiff_is_read_with_its_empty_cells),
        cmocka_unit_test(ground_may_lie_in_another_system),
        cmocka_unit_test(what_cannot_be_used_is_refused),
        cmocka_unit_test(a_model_elsewhere_is_noted_and_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
