// The GeoJSON writer, read back with GDAL's reader: every value, null, letter
// and vertex must survive.
#include "near.h"

#include "output/geojson.h"
#include "sample.h"

#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <stdlib.h>
#include <time.h>

static struct sample s;

static int set_up(void **state)
{
    (void)state;
    GDALAllRegister();
    sample_make(&s);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sample_release(&s);
    return 0;
}

static GDALDatasetH open_text(const char *text, size_t n)
{
    static const char *const drivers[] = {"GeoJSON", NULL};
    VSILFILE *f = VSIFileFromMemBuffer(
        "/vsimem/t.geojson", (GByte *)(uintptr_t)text, n, FALSE);
    assert_non_null(f);
    VSIFCloseL(f);
    GDALDatasetH ds = GDALOpenEx("/vsimem/t.geojson", GDAL_OF_VECTOR, drivers,
                                 NULL, NULL);
    assert_non_null(ds);
    return ds;
}

static void close_text(GDALDatasetH ds)
{
    GDALClose(ds);
    VSIUnlink("/vsimem/t.geojson");
}

static void compare_value(OGRFeatureH f, int i, const struct mk_field *field,
                          struct mk_value v)
{
    const bool null = field->type == MK_T_TEXT ? !v.text
                                               : v.num == MK_UNKNOWN;
    assert_true(OGR_F_IsFieldSet(f, i)); // present, null or not
    assert_int_equal(OGR_F_IsFieldNull(f, i), null);
    if (null)
        return;
    int y, m, d, x;
    switch (field->type) {
    case MK_T_TEXT:
        assert_string_equal(OGR_F_GetFieldAsString(f, i), v.text);
        break;
    case MK_T_INT:
    case MK_T_BOOL:
        assert_true(OGR_F_GetFieldAsInteger64(f, i) == v.num);
        break;
    case MK_T_REAL:
        assert_true(OGR_F_GetFieldAsDouble(f, i) ==
                    mk_unfix(v.num, field->decimals));
        break;
    case MK_T_DATE:
        OGR_F_GetFieldAsDateTime(f, i, &y, &m, &d, &x, &x, &x, &x);
        assert_int_equal(y * 10000 + m * 100 + d, v.num);
        break;
    }
}

static void compare_geometry(OGRGeometryH g, const struct mk_poly *p,
                             double tol)
{
    assert_string_equal(OGR_G_GetGeometryName(g), "MULTIPOLYGON");
    assert_int_equal(OGR_G_GetGeometryCount(g), p->npart);
    for (uint32_t k = 0; k < p->npart; k++) {
        OGRGeometryH part = OGR_G_GetGeometryRef(g, (int)k);
        const uint32_t first = p->part[k];
        assert_int_equal(OGR_G_GetGeometryCount(part), p->part[k + 1] - first);
        for (uint32_t r = first; r < p->part[k + 1]; r++) {
            OGRGeometryH ring = OGR_G_GetGeometryRef(part, (int)(r - first));
            assert_int_equal(OGR_G_GetPointCount(ring),
                             p->ring[r + 1] - p->ring[r]);
            for (uint32_t v = p->ring[r]; v < p->ring[r + 1]; v++) {
                const int n = (int)(v - p->ring[r]);
                assert_near(OGR_G_GetX(ring, n), p->xy[2 * v], tol);
                assert_near(OGR_G_GetY(ring, n), p->xy[2 * v + 1], tol);
            }
        }
    }
}

static void write_layer(struct mk_buf *b, int epsg)
{
    struct mk_geojson_writer *w = mk_geojson_new(&mk_layer_mark, epsg);
    mk_geojson_head(b, w);
    for (uint32_t i = 0; i < SAMPLE_ROWS; i++) {
        const struct mk_poly g = mk_polyset_get(&s.poly, i);
        assert_true(mk_geojson_polygon(b, w, i == 0, &s.row[i], &s.tables,
                                       &g));
    }
    mk_geojson_foot(b, w);
    mk_geojson_free(w);
}

static void everything_written_is_read_back(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    char scratch[256];
    write_layer(&b, 3006);
    assert_null(memchr(b.data, '\0', b.len));
    GDALDatasetH ds = open_text(b.data, b.len);
    OGRLayerH layer = GDALDatasetGetLayer(ds, 0);
    assert_string_equal(OGR_L_GetName(layer), "mark");
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), SAMPLE_ROWS);
    const char *code = OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), NULL);
    assert_string_equal(code, "3006");
    for (uint32_t i = 0; i < SAMPLE_ROWS; i++) {
        OGRFeatureH f = OGR_L_GetNextFeature(layer);
        assert_non_null(f);
        for (int k = 0; k < mk_layer_mark.nfields; k++) {
            const struct mk_field *field = &mk_layer_mark.fields[k];
            const int at = OGR_F_GetFieldIndex(f, field->name);
            assert_true(at >= 0);
            compare_value(f, at, field,
                          field->get(&s.row[i], &s.tables, scratch));
        }
        const struct mk_poly g = mk_polyset_get(&s.poly, i);
        if (g.npart)
            compare_geometry(OGR_F_GetGeometryRef(f), &g, 0.0005001);
        else
            assert_null(OGR_F_GetGeometryRef(f));
        OGR_F_Destroy(f);
    }
    close_text(ds);
    mk_buf_release(&b);
}

static void without_a_code_there_is_no_crs_member(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    struct mk_geojson_writer *w = mk_geojson_new(&mk_layer_hallplatser, 0);
    mk_geojson_head(&b, w);
    const struct mk_stop_row r = {1};
    assert_true(mk_geojson_point(&b, w, true, &r, &s.tables,
                                 (struct mk_point){12.26913334999,
                                                   57.77051235001}));
    mk_geojson_foot(&b, w);
    mk_geojson_free(w);
    const char *t = mk_buf_text(&b);
    assert_null(strstr(t, "crs"));
    assert_non_null(strstr(t, "\"coordinates\":[12.2691333,57.7705124]"));
    GDALDatasetH ds = open_text(b.data, b.len);
    OGRLayerH layer = GDALDatasetGetLayer(ds, 0);
    OGRFeatureH f = OGR_L_GetNextFeature(layer);
    assert_string_equal(OGR_F_GetFieldAsString(f, 1), "Hallsås");
    assert_int_equal(OGR_L_GetGeomType(layer), wkbPoint);
    OGR_F_Destroy(f);
    close_text(ds);
    mk_buf_release(&b);
}

static void an_empty_layer_is_a_valid_file(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    struct mk_geojson_writer *w = mk_geojson_new(&mk_layer_mark, 0);
    mk_geojson_head(&b, w);
    mk_geojson_foot(&b, w);
    mk_geojson_free(w);
    GDALDatasetH ds = open_text(b.data, b.len);
    assert_int_equal(OGR_L_GetFeatureCount(GDALDatasetGetLayer(ds, 0), 1), 0);
    close_text(ds);
    mk_buf_release(&b);
}

static OGRFeatureH one_named(const char *name, struct mk_buf *b,
                             GDALDatasetH *ds)
{
    struct mk_row r = s.row[1];
    r.fastighet = name;
    struct mk_geojson_writer *w = mk_geojson_new(&mk_layer_mark, 0);
    b->len = 0;
    mk_geojson_head(b, w);
    assert_true(mk_geojson_polygon(b, w, true, &r, &s.tables, NULL));
    mk_geojson_foot(b, w);
    mk_geojson_free(w);
    *ds = open_text(b->data, b->len);
    OGRFeatureH f = OGR_L_GetNextFeature(GDALDatasetGetLayer(*ds, 0));
    assert_non_null(f);
    return f;
}

static void text_survives_whatever_it_holds(void **state)
{
    (void)state;
    char lengths[400];
    static const char *const texts[] = {
        "å ä ö Å Ä Ö é", "\"", "\\", "a\"b\\c/d", "tab\there", "line\nbreak\r",
        "\x01\x1f", "€ 中 😀", "slut å", "</script>", "", "'"};
    struct mk_buf b = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        GDALDatasetH ds;
        OGRFeatureH f = one_named(texts[i], &b, &ds);
        const int at = OGR_F_GetFieldIndex(f, "fastighet");
        assert_string_equal(OGR_F_GetFieldAsString(f, at), texts[i]);
        OGR_F_Destroy(f);
        close_text(ds);
    }
    // Every length up to some blocks of the fast path, ending in an å.
    for (size_t n = 2; n < sizeof lengths; n++) {
        memset(lengths, 'x', n);
        memcpy(lengths + n - 2, "å", 3);
        GDALDatasetH ds;
        OGRFeatureH f = one_named(lengths, &b, &ds);
        const int at = OGR_F_GetFieldIndex(f, "fastighet");
        assert_string_equal(OGR_F_GetFieldAsString(f, at), lengths);
        OGR_F_Destroy(f);
        close_text(ds);
    }
    mk_buf_release(&b);
}

static void broken_utf8_becomes_the_replacement_character(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    static const char *const broken[] = {"a\xC4z", "\xC4", "a\xE5\xE4",
                                         "\xC0\x80", "\xED\xA0\x80"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        GDALDatasetH ds;
        OGRFeatureH f = one_named(broken[i], &b, &ds);
        assert_true(mk_utf8_valid(b.data, b.len));
        assert_non_null(strstr(OGR_F_GetFieldAsString(
                            f, OGR_F_GetFieldIndex(f, "fastighet")),
                        "\xEF\xBF\xBD"));
        OGR_F_Destroy(f);
        close_text(ds);
    }
    mk_buf_release(&b);
}

static struct mk_poly one_ring(struct mk_polyset *set, const double *xy,
                               uint32_t n)
{
    mk_polyset_clear(set);
    memcpy(mk_polyset_ring(set, n), xy, 2 * sizeof(double) * n);
    mk_polyset_end_part(set);
    mk_polyset_end(set, 0);
    return mk_polyset_get(set, 0);
}

static const char *coordinates(struct mk_buf *b, int epsg,
                               const struct mk_poly *g)
{
    struct mk_geojson_writer *w = mk_geojson_new(&mk_layer_infrastruktur,
                                                 epsg);
    const struct mk_class_area r = {1, 5, false};
    b->len = 0;
    assert_true(mk_geojson_polygon(b, w, true, &r, &s.tables, g));
    mk_geojson_free(w);
    return strstr(mk_buf_text(b), "\"coordinates\":");
}

static void vertices_made_equal_by_rounding_are_dropped(void **state)
{
    (void)state;
    struct mk_polyset set = {0};
    struct mk_buf b = {0};
    const double ring[] = {1, 1, 5, 1, 5.0001, 1.0002, 5, 4, 5, 4, 1, 4, 1, 1};
    struct mk_poly g = one_ring(&set, ring, 7);
    assert_string_equal(coordinates(&b, 3006, &g),
                        "\"coordinates\":[[[[1.000,1.000],[5.000,1.000],"
                        "[5.000,4.000],[1.000,4.000],[1.000,1.000]]]]}}");
    // The closing vertex stays equal to the first.
    const double tail[] = {1, 1, 5, 1, 5, 4, 1, 4, 1.0001, 1, 1, 1};
    g = one_ring(&set, tail, 6);
    assert_string_equal(coordinates(&b, 3006, &g),
                        "\"coordinates\":[[[[1.000,1.000],[5.000,1.000],"
                        "[5.000,4.000],[1.000,4.000],[1.000,1.000]]]]}}");
    mk_polyset_release(&set);
    mk_buf_release(&b);
}

static void a_collapsed_ring_keeps_four_vertices(void **state)
{
    (void)state;
    struct mk_polyset set = {0};
    struct mk_buf b = {0};
    const double ring[] = {0, 0, 1e-4, 0, 1e-4, 1e-4, 0, 1e-4, 0, 0};
    const struct mk_poly g = one_ring(&set, ring, 5);
    assert_string_equal(coordinates(&b, 3006, &g),
                        "\"coordinates\":[[[[0.000,0.000],[0.000,0.000],"
                        "[0.000,0.000],[0.000,0.000]]]]}}");
    mk_polyset_release(&set);
    mk_buf_release(&b);
}

static void numbers_round_half_away_and_keep_their_sign(void **state)
{
    (void)state;
    struct mk_polyset set = {0};
    struct mk_buf b = {0};
    const double ring[] = {-0.00000004, -0.5,      179.99999996, 0.00000005,
                           -0.00000005, 12.345678, -0.00000004,  -0.5};
    const struct mk_poly g = one_ring(&set, ring, 4);
    assert_string_equal(
        coordinates(&b, 0, &g),
        "\"coordinates\":[[[[0.0000000,-0.5000000],[180.0000000,0.0000001],"
        "[-0.0000001,12.3456780],[0.0000000,-0.5000000]]]]}}");
    mk_polyset_release(&set);
    mk_buf_release(&b);
}

static void a_coordinate_that_is_no_number_writes_nothing(void **state)
{
    (void)state;
    struct mk_polyset set = {0};
    struct mk_buf b = {0};
    struct mk_geojson_writer *w = mk_geojson_new(&mk_layer_infrastruktur, 0);
    const struct mk_class_area r = {1, 5, false};
    const struct mk_stop_row stop = {0};
    static const double bad[] = {NAN, INFINITY, -INFINITY, 1e300};
    mk_buf_str(&b, "before");
    for (size_t i = 0; i < 4; i++) {
        const double ring[] = {0, 0, 1, 0, 1, bad[i], 0, 0};
        const struct mk_poly g = one_ring(&set, ring, 4);
        assert_false(mk_geojson_polygon(&b, w, true, &r, &s.tables, &g));
        assert_false(mk_geojson_point(&b, w, true, &stop, &s.tables,
                                      (struct mk_point){bad[i], 0}));
        assert_string_equal(mk_buf_text(&b), "before");
    }
    mk_geojson_free(w);
    mk_polyset_release(&set);
    mk_buf_release(&b);
}

static void one_feature_is_one_line(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    write_layer(&b, 3006);
    size_t lines = 0;
    for (const char *p = mk_buf_text(&b); (p = strchr(p, '\n')); p++)
        lines++;
    assert_int_equal(lines, SAMPLE_ROWS + 4);
    mk_buf_release(&b);
}

// A layer of one field of each type; bit i of its record: field i is known.
#define KNOWN(name, i, known)                                               \
    static struct mk_value name(const void *record,                         \
                                const struct mk_tables *t, char *scratch)   \
    {                                                                       \
        (void)t;                                                            \
        (void)scratch;                                                      \
        return *(const unsigned *)record >> (i) & 1                         \
                   ? (struct mk_value)known                                 \
                   : (struct mk_value){NULL, MK_UNKNOWN};                   \
    }
#define VALUE(text, num) {text, num}
KNOWN(get_text, 0, VALUE("å", MK_UNKNOWN))
KNOWN(get_int, 1, VALUE(NULL, 0))
KNOWN(get_real, 2, VALUE(NULL, -15))
KNOWN(get_bool, 3, VALUE(NULL, 0))
KNOWN(get_date, 4, VALUE(NULL, 20261130))

// Nulls stand wherever they may: first, last, alone, beside others, all.
static void every_pattern_of_nulls_is_written_field_by_field(void **state)
{
    (void)state;
    static const struct mk_field fields[] = {
        {"a", MK_T_TEXT, 0, "", "", "", get_text},
        {"bb", MK_T_INT, 0, "", "", "", get_int},
        {"ccc", MK_T_REAL, 1, "", "", "", get_real},
        {"dd", MK_T_BOOL, 0, "", "", "", get_bool},
        {"e", MK_T_DATE, 0, "", "", "", get_date}};
    static const char *const known[] = {"\"å\"", "0", "-1.5", "false",
                                        "\"2026-11-30\""};
    const struct mk_layer_def layer = {"x", "", "", "MultiPolygon", fields, 5};
    struct mk_geojson_writer *w = mk_geojson_new(&layer, 0);
    struct mk_buf b = {0}, expected = {0};
    for (unsigned mask = 0; mask < 32; mask++) {
        b.len = expected.len = 0;
        mk_buf_str(&expected, "\n{\"type\":\"Feature\",\"properties\":{");
        for (unsigned i = 0; i < 5; i++)
            mk_buf_printf(&expected, "%s\"%s\":%s", i ? "," : "",
                          fields[i].name,
                          mask >> i & 1 ? known[i] : "null");
        mk_buf_str(&expected, "},\"geometry\":null}");
        assert_true(mk_geojson_polygon(&b, w, true, &mask, NULL, NULL));
        assert_string_equal(mk_buf_text(&b), mk_buf_text(&expected));
    }
    mk_geojson_free(w);
    mk_buf_release(&b);
    mk_buf_release(&expected);
}

// Not a test of speed (machines differ); prints what MK_BENCH asks for.
static void the_pace_is_printed_on_demand(void **state)
{
    (void)state;
    if (!getenv("MK_BENCH")) {
        skip();
        return;
    }
    struct mk_polyset set = {0};
    double ring[34];
    for (int i = 0; i < 17; i++) {
        ring[2 * i] = 12.26 + 0.01 * cos(i % 16 * 0.3927);
        ring[2 * i + 1] = 57.77 + 0.01 * sin(i % 16 * 0.3927);
    }
    const struct mk_poly g = one_ring(&set, ring, 17);
    struct mk_geojson_writer *w = mk_geojson_new(&mk_layer_mark, 0);
    struct mk_buf b = {0};
    struct timespec a, z;
    const int n = 500000;
    size_t bytes = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    for (int i = 0; i < n; i++) {
        if (b.len > 8 << 20) {
            bytes += b.len;
            b.len = 0;
        }
        assert_true(mk_geojson_polygon(&b, w, false, &s.row[i % SAMPLE_ROWS],
                                       &s.tables, &g));
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &z);
    const double t = (double)(z.tv_sec - a.tv_sec) +
                     (double)(z.tv_nsec - a.tv_nsec) * 1e-9;
    print_message("%d features of %d fields and 17 vertices: %.2f s, "
                  "%.2f M/s, %.0f MB/s\n", n, mk_layer_mark.nfields, t,
                  n / t * 1e-6, (double)(bytes + b.len) / t * 1e-6);
    mk_geojson_free(w);
    mk_buf_release(&b);
    mk_polyset_release(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_written_is_read_back),
        cmocka_unit_test(without_a_code_there_is_no_crs_member),
        cmocka_unit_test(an_empty_layer_is_a_valid_file),
        cmocka_unit_test(text_survives_whatever_it_holds),
        cmocka_unit_test(broken_utf8_becomes_the_replacement_character),
        cmocka_unit_test(vertices_made_equal_by_rounding_are_dropped),
        cmocka_unit_test(a_collapsed_ring_keeps_four_vertices),
        cmocka_unit_test(numbers_round_half_away_and_keep_their_sign),
        cmocka_unit_test(a_coordinate_that_is_no_number_writes_nothing),
        cmocka_unit_test(one_feature_is_one_line),
        cmocka_unit_test(every_pattern_of_nulls_is_written_field_by_field),
        cmocka_unit_test(the_pace_is_printed_on_demand),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
