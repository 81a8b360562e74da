// The GeoPackage: the same bytes every time, every value, the index and the
// styles; and what happens when it cannot be written.
#include "near.h"
#include "temp.h"

#include "sample_set.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <sqlite3.h>

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static struct sample s;
static struct mk_ctx *ctx;
static char dir[TEMP_MAX], path[TEMP_MAX + 32];

static int set_up(void **state)
{
    (void)state;
    temp_dir_in(temp_quick_base(), dir);
    snprintf(path, sizeof path, "%s/markklar.gpkg", dir);
    ctx = mk_ctx_new(MK_SV);
    sample_make(&s);
    if (sample_write(ctx, &s, dir, 0) == MK_OK)
        return 0;
    print_error("%s\n", mk_ctx_error(ctx));
    return -1;
}

static int tear_down(void **state)
{
    (void)state;
    sample_release(&s);
    mk_ctx_free(ctx);
    temp_remove(dir);
    return 0;
}

static char *read_file(const char *name, size_t *n)
{
    FILE *f = fopen(name, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(*n);
    assert_int_equal(fread(p, 1, *n, f), *n);
    fclose(f);
    return p;
}

static void two_runs_give_the_same_bytes(void **state)
{
    (void)state;
    size_t na, nb;
    char *a = read_file(path, &na);
    sleep(1); // a clock in the file would show
    assert_int_equal(sample_write(ctx, &s, dir, 0), MK_OK);
    char *b = read_file(path, &nb);
    assert_int_equal(na, nb);
    assert_memory_equal(a, b, na);
    free(a);
    free(b);
}

static void every_value_and_vertex_is_there(void **state)
{
    (void)state;
    char scratch[256];
    GDALDatasetH ds = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(ds);
    OGRLayerH layer = GDALDatasetGetLayerByName(ds, "mark");
    assert_int_equal(OGR_L_GetGeomType(layer), wkbMultiPolygon);
    assert_string_equal(OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), NULL),
                        "3006");
    for (uint32_t i = 0; i < SAMPLE_ROWS; i++) {
        OGRFeatureH f = OGR_L_GetNextFeature(layer);
        assert_non_null(f);
        assert_int_equal(OGR_F_GetFID(f), i + 1);
        for (int k = 0; k < mk_layer_mark.nfields; k++) {
            const struct mk_field *field = &mk_layer_mark.fields[k];
            const struct mk_value v = field->get(&s.row[i], &s.tables,
                                                 scratch);
            const int at = OGR_F_GetFieldIndex(f, field->name);
            const bool null = field->type == MK_T_TEXT ? !v.text
                                                       : v.num == MK_UNKNOWN;
            assert_int_equal(OGR_F_IsFieldNull(f, at), null);
            if (null)
                continue;
            int y, m, d, x;
            if (field->type == MK_T_TEXT) {
                assert_string_equal(OGR_F_GetFieldAsString(f, at), v.text);
            } else if (field->type == MK_T_DATE) {
                OGR_F_GetFieldAsDateTime(f, at, &y, &m, &d, &x, &x, &x, &x);
                assert_int_equal(y * 10000 + m * 100 + d, v.num);
            } else {
                assert_true(OGR_F_GetFieldAsDouble(f, at) ==
                            mk_unfix(v.num, field->decimals));
            }
        }
        const struct mk_poly g = mk_polyset_get(&s.poly, i);
        OGRGeometryH geometry = OGR_F_GetGeometryRef(f);
        if (g.npart) {
            assert_int_equal(OGR_G_GetGeometryCount(geometry), g.npart);
            for (uint32_t k = 0; k < g.npart; k++) {
                OGRGeometryH ring = OGR_G_GetGeometryRef(
                    OGR_G_GetGeometryRef(geometry, (int)k), 0);
                const uint32_t r = g.part[k], v = g.ring[r];
                assert_int_equal(OGR_G_GetPointCount(ring),
                                 g.ring[r + 1] - v);
                for (int n = 0; n < OGR_G_GetPointCount(ring); n++) {
                    assert_true(OGR_G_GetX(ring, n) ==
                                g.xy[2 * (v + (uint32_t)n)]);
                    assert_true(OGR_G_GetY(ring, n) ==
                                g.xy[2 * (v + (uint32_t)n) + 1]);
                }
            }
        } else {
            assert_null(geometry);
        }
        OGR_F_Destroy(f);
    }
    GDALClose(ds);
}

static int64_t query(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    const int64_t v = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return v;
}

static void the_file_holds_index_styles_and_tables(void **state)
{
    (void)state;
    assert_int_equal(query("SELECT count(*) FROM rtree_mark_geom"),
                     SAMPLE_ROWS - 1);
    assert_int_equal(query("SELECT count(*) FROM gpkg_contents WHERE "
                           "data_type='features'"), 10);
    assert_int_equal(query("SELECT count(*) FROM gpkg_contents WHERE "
                           "table_name='anvandning' AND "
                           "data_type='attributes'"), 1);
    assert_int_equal(query("SELECT count(*) FROM layer_styles WHERE "
                           "useAsDefault=1 AND styleQML LIKE '%renderer-v2%' "
                           "AND update_time='2000-01-01T00:00:00.000Z'"), 10);
    // One layer has a second look, that is chosen by name.
    assert_int_equal(query("SELECT count(*) FROM layer_styles WHERE "
                           "useAsDefault=0"), 1);
    assert_int_equal(query("SELECT count(*) FROM layer_styles WHERE "
                           "useAsDefault=0 AND styleName='beredskap' AND "
                           "f_table_name='verksamhetsmark' AND "
                           "styleQML LIKE '%ber_min%'"), 1);
    assert_int_equal(query("SELECT count(*) FROM gpkg_contents WHERE "
                           "last_change<>'2000-01-01T00:00:00.000Z'"), 0);
    assert_int_equal(query("SELECT count(*) FROM anvandning WHERE "
                           "area_m2=1234.6 AND antal IS NULL AND "
                           "bokstav='J'"), 1);
    assert_int_equal(query("SELECT count(*) FROM pragma_integrity_check "
                           "WHERE integrity_check='ok'"), 1);
}

static void a_bad_coordinate_system_is_an_error(void **state)
{
    (void)state;
    static const char *const bad[] = {"EPSG:99999999", "EPSG:x", "", "nonsense",
                                      "/etc/passwd", "http://127.0.0.1:1/x"};
    char file[TEMP_MAX + 32];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mk_gpkg *g;
        snprintf(file, sizeof file, "%s/bad.gpkg", dir);
        assert_int_equal(mk_gpkg_new(ctx, file, bad[i], &g), MK_EOUTPUT);
        assert_null(g);
    }
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    struct mk_gpkg *g;
    assert_int_equal(mk_gpkg_new(ctx, "/nonexistent/x.gpkg", "EPSG:3006", &g),
                     MK_EOUTPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "O108"));
}

static void a_full_disk_is_an_error_wherever_it_fills(void **state)
{
    (void)state;
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    size_t whole;
    free(read_file(path, &whole));
    for (int part = 1; part < 8; part++) {
        small = before;
        small.rlim_cur = whole * (size_t)part / 8;
        setrlimit(RLIMIT_FSIZE, &small);
        const enum mk_status st = sample_write(ctx, &s, dir, 0);
        setrlimit(RLIMIT_FSIZE, &before);
        assert_int_equal(st, MK_EOUTPUT);
    }
    signal(SIGXFSZ, old);
    size_t after;
    free(read_file(path, &after));
    assert_int_equal(after, whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_runs_give_the_same_bytes),
        cmocka_unit_test(every_value_and_vertex_is_there),
        cmocka_unit_test(the_file_holds_index_styles_and_tables),
        cmocka_unit_test(a_bad_coordinate_system_is_an_error),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
        cmocka_unit_test(a_full_disk_is_an_error_wherever_it_fills),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
