// The other layers from file to answer: points, lines and polygons read,
// moved, widened, put in order, and asked. Areas by hand.
#include "near.h"
#include "temp.h"

#include "analysis/assess.h"
#include "base/crs.h"
#include "input/features.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TM "EPSG:3006"
#define X0 320000.0
#define Y0 6400000.0

// GEOS draws a circle of 8 segments a quarter as a regular polygon of 32
// corners: 32/2 r² sin(360°/32) = 16 sin(11.25°) r².
#define CIRCLE(r) (16 * 0.19509032201612825 * (r) * (r))

struct row {
    const char *wkt;       // of the origin X0, Y0
    const char *text[3];
};

// A layer of a GeoPackage: fields A, B and C hold the texts.
static void write_layer(const char *path, const char *name, int epsg,
                        OGRwkbGeometryType type, const struct row *rows,
                        size_t n)
{
    GDALAllRegister();
    GDALDriverH gpkg = GDALGetDriverByName("GPKG");
    GDALDatasetH ds = access(path, F_OK) == 0
        ? GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL)
        : GDALCreate(gpkg, path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(ds);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, epsg);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH l = GDALDatasetCreateLayer(ds, name, srs, type, NULL);
    assert_non_null(l);
    const char *const names[] = {"A", "B", "C"};
    for (int i = 0; i < 3; i++) {
        OGRFieldDefnH fd = OGR_Fld_Create(names[i], OFTString);
        assert_int_equal(OGR_L_CreateField(l, fd, 1), OGRERR_NONE);
        OGR_Fld_Destroy(fd);
    }
    for (size_t r = 0; r < n; r++) {
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(l));
        OGRGeometryH g = NULL;
        char *wkt = strdup(rows[r].wkt), *at = wkt;
        if (*wkt) {
            assert_int_equal(OGR_G_CreateFromWkt(&at, srs, &g), OGRERR_NONE);
            OGR_F_SetGeometryDirectly(f, g);
        }
        for (int i = 0; i < 3; i++)
            if (rows[r].text[i])
                OGR_F_SetFieldString(f, i, rows[r].text[i]);
        assert_int_equal(OGR_L_CreateFeature(l, f), OGRERR_NONE);
        OGR_F_Destroy(f);
        free(wkt);
    }
    OSRRelease(srs);
    GDALClose(ds);
}

static void new_path(char path[TEMP_MAX])
{
    temp_dir(path);
    const size_t n = strlen(path);
    snprintf(path + n, TEMP_MAX - n, "/a.gpkg");
}

static void remove_path(char path[TEMP_MAX])
{
    *strrchr(path, '/') = '\0';
    temp_remove(path);
}

static const struct mk_map_entry fields[] = {
    {.key = "klass", .field = "A"},
    {.key = "id", .field = "B"},
    {.key = "namn", .field = "C"},
};

static struct mk_layer_input layer_of(enum mk_layer_role role,
                                      const char *path, const char *layer)
{
    return (struct mk_layer_input){
        .in = {.role = mk_layer_role_key(role), .path = path,
               .path_given = "a.gpkg", .layer = layer,
               .map = (struct mk_map_entry *)fields, .nmap = 3},
        .role = (uint8_t)role, .buffer_m = NAN};
}

static struct mk_context build(struct mk_ctx *ctx,
                               const struct mk_layer_input *in, size_t n)
{
    struct mk_context c = {0};
    for (size_t i = 0; i < n; i++) {
        const enum mk_status st =
            mk_features_read(ctx, &in[i], TM, (struct mk_seen){0}, &c);
        if (st != MK_OK)
            print_error("%s\n", mk_ctx_error(ctx));
        assert_int_equal(st, MK_OK);
    }
    assert_int_equal(mk_context_build(ctx, &c), MK_OK);
    return c;
}

static double area_of(const struct mk_context *c, uint32_t i)
{
    const struct mk_poly g = mk_polyset_get(&c->geom, i);
    return mk_poly_area(&g);
}

static void points_lines_and_polygons_are_widened(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"POINT (320000 6400000)", {NULL, "a"}},
        {"LINESTRING (320100 6400000, 320200 6400000)", {NULL, "b"}},
        {"POLYGON ((320300 6400000, 320400 6400000, 320400 6400100, "
         "320300 6400100, 320300 6400000))", {NULL, "c"}},
        {"MULTIPOINT (321000 6400000, 321500 6400000)", {NULL, "d"}},
        {"GEOMETRYCOLLECTION (POINT (322000 6400000), POLYGON (("
         "322500 6400000, 322600 6400000, 322600 6400100, 322500 6400100, "
         "322500 6400000)))", {NULL, "e"}},
        {"", {NULL, "f"}},
    };
    char path[TEMP_MAX];
    new_path(path);
    write_layer(path, "ledning", 3006, wkbUnknown, rows, 6);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_layer_input in =
        layer_of(MK_RO_KRAFTLEDNING, path, NULL); // 20 m
    struct mk_context c = build(ctx, &in, 1);
    assert_int_equal(c.n, 5); // a row without a place is left out
    assert_int_equal(mk_notes_count(ctx, MK_N_GEOM_EMPTY), 1);
    const double square = 100 * 100 + 4 * 100 * 20 + CIRCLE(20);
    assert_near(area_of(&c, 0), CIRCLE(20), 1e-6);
    assert_near(area_of(&c, 1), 100 * 40 + CIRCLE(20), 1e-6);
    assert_near(area_of(&c, 2), square, 1e-6);
    assert_near(area_of(&c, 3), 2 * CIRCLE(20), 1e-6);
    assert_near(area_of(&c, 4), CIRCLE(20) + square, 1e-6);
    assert_true(c.subtracts);
    assert_true(c.given[MK_RO_KRAFTLEDNING]);
    assert_false(c.given[MK_RO_VAG]);
    mk_context_release(&c);
    mk_ctx_free(ctx);
    remove_path(path);
}

static void what_has_no_area_needs_a_reach(void **state)
{
    (void)state;
    static const struct row rows[] = {{"POINT (320000 6400000)", {"x"}}};
    char path[TEMP_MAX];
    new_path(path);
    write_layer(path, "p", 3006, wkbPoint, rows, 1);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_context c = {0};
    struct mk_layer_input in = layer_of(MK_RO_FORNLAMNING, path, NULL);
    assert_int_equal(
        mk_features_read(ctx, &in, TM, (struct mk_seen){0}, &c), MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "I801"));
    assert_non_null(strstr(mk_ctx_error(ctx), "ange buffert_m"));
    mk_context_release(&c);
    in.buffer_m = 10;
    c = build(ctx, &in, 1);
    assert_near(area_of(&c, 0), CIRCLE(10), 1e-6);
    mk_context_release(&c);
    mk_ctx_free(ctx);
    remove_path(path);
}

// From SWEREF 99 12 00 a point must come where PROJ puts it, and reach as far
// in metres of the working CRS.
static void layers_come_from_their_own_systems(void **state)
{
    (void)state;
    static const struct row rows[] = {{"POINT (166068 6405698)", {"x"}}};
    char path[TEMP_MAX];
    new_path(path);
    write_layer(path, "p", 3007, wkbPoint, rows, 1);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_layer_input in = layer_of(MK_RO_EL, path, NULL);
    struct mk_context c = build(ctx, &in, 1);
    struct mk_transform *t;
    double xy[2] = {166068, 6405698};
    assert_int_equal(mk_transform_new(ctx, "EPSG:3007", TM, &t), MK_OK);
    mk_transform_xy(t, xy, 1);
    mk_transform_free(t);
    const struct mk_box b = c.geom.box[0];
    assert_near((b.xmin + b.xmax) / 2, xy[0], 1e-6);
    assert_near((b.ymin + b.ymax) / 2, xy[1], 1e-6);
    assert_near(b.xmax - b.xmin, 2000, 1e-6);
    mk_context_release(&c);
    mk_ctx_free(ctx);
    remove_path(path);
}

#define BOX(x, y, w, h)                                                     \
    "POLYGON ((" #x " " #y ", " #w " " #y ", " #w " " #h ", " #x " " #h     \
    ", " #x " " #y "))"
static const char square_a[] = BOX(320000, 6400000, 320100, 6400100);
static const char square_b[] = BOX(320200, 6400000, 320300, 6400100);

// NVDB holds a layer for each thing and county; those that fit are read, in
// order of name, whatever order the file has.
static void a_wildcard_reads_every_layer_that_fits(void **state)
{
    (void)state;
    static const struct row south[] = {
        {"LINESTRING (320000 6400000, 320100 6400000)", {"5", "s1"}},
        {"LINESTRING (320000 6400050, 320100 6400050)", {"0", "s2"}}};
    static const struct row north[] = {
        {"LINESTRING (320000 6410000, 320100 6410000)", {"7", "n1"}}};
    char path[TEMP_MAX];
    new_path(path);
    write_layer(path, "NVDB_DK_O_14_FunkVagklass", 3006, wkbLineString, south,
                2);
    write_layer(path, "NVDB_DK_O_14_Vagnummer", 3006, wkbLineString, south, 2);
    write_layer(path, "NVDB-12-FunkVagklass", 3006, wkbLineString, north, 1);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_layer_input in =
        layer_of(MK_RO_VAG, path, "nvdb*funkvägklass");
    in.no_access = "0;1";
    struct mk_context c = build(ctx, &in, 1);
    assert_int_equal(c.n, 2); // s2 gives no access
    assert_int_equal(c.nlayers, 1);
    assert_string_equal(c.v[0].id, "n1");
    assert_string_equal(c.v[1].id, "s1");
    assert_int_equal(c.v[1].code, MK_ST_FINNS);
    assert_near(area_of(&c, 1), 100 * 50 + CIRCLE(25), 1e-6);
    assert_int_equal(mk_notes_count(ctx, MK_N_ROADS_NO_ACCESS), 1);
    mk_context_release(&c);
    in.in.layer = "NVDB*Hastighet";
    c = (struct mk_context){0};
    assert_int_equal(
        mk_features_read(ctx, &in, TM, (struct mk_seen){0}, &c), MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "NVDB_DK_O_14_Vagnummer"));
    mk_context_release(&c);
    mk_ctx_free(ctx);
    remove_path(path);
}

// Role, layer, id, class, place: the file's order decides nothing.
static void order_is_that_of_roles_names_and_places(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {square_b, {"NR", "2", "b"}},
        {square_a, {"NR", "2", "a"}},
        {square_a, {"NR", "1", "c"}},
        {square_a, {"Biotop", "2", "d"}},
        {square_a, {"NR", NULL, "e"}},
    };
    // no id first, then 1, then 2 by class, then by place
    static const char *const want[] = {"e", "c", "d", "a", "b"};
    for (int turn = 0; turn < 2; turn++) {
        struct row mixed[5];
        for (int i = 0; i < 5; i++)
            mixed[i] = rows[turn ? 4 - i : i];
        char path[TEMP_MAX];
        new_path(path);
        write_layer(path, "n", 3006, wkbPolygon, mixed, 5);
        struct mk_ctx *ctx = mk_ctx_new(MK_SV);
        const struct mk_layer_input in[] = {
            layer_of(MK_RO_VATTENSKYDD, path, NULL),
            layer_of(MK_RO_NATUR, path, NULL)};
        struct mk_context c = build(ctx, in, 2);
        assert_int_equal(c.n, 10);
        for (int i = 0; i < 5; i++) {
            assert_int_equal(c.v[i].role, MK_RO_NATUR);
            assert_string_equal(c.v[i].name, want[i]);
            assert_string_equal(c.v[5 + i].name, want[i]);
        }
        assert_near(c.geom.box[4].xmin, X0 + 200, 0);
        mk_context_release(&c);
        mk_ctx_free(ctx);
        remove_path(path);
    }
}

static void a_report_stands_once_for_each_investigation(void **state)
{
    (void)state;
    static const struct row rows[] = {{square_a, {"geoteknik, dagvatten"}}};
    char path[TEMP_MAX];
    new_path(path);
    write_layer(path, "u", 3006, wkbPolygon, rows, 1);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_layer_input in = layer_of(MK_RO_UTREDNING, path, NULL);
    struct mk_context c = build(ctx, &in, 1);
    assert_int_equal(c.n, 2);
    assert_int_equal(c.v[0].code, MK_UT_GEOTEKNIK);
    assert_int_equal(c.v[1].code, MK_UT_DAGVATTEN);
    assert_near(area_of(&c, 0), 10000, 1e-6);
    assert_near(area_of(&c, 1), 10000, 1e-6);
    mk_context_release(&c);
    mk_ctx_free(ctx);
    remove_path(path);
}

static mk_useset uses_of(const char *letters)
{
    int unknown;
    return mk_use_read(letters, &unknown);
}

static void uses_that_are_meant_are_read_as_in_plans(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {square_a, {"JK", "1"}},
        {square_a, {"Verksamhetsområde", "2"}},
        {square_a, {"Framtid", "3"}},
        {square_a, {NULL, "4"}},
    };
    char path[TEMP_MAX];
    new_path(path);
    write_layer(path, "p", 3006, wkbPolygon, rows, 4);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_layer_input in = layer_of(MK_RO_PLANBESKED, path, NULL);
    struct mk_context c = build(ctx, &in, 1);
    assert_true(c.v[0].uses == uses_of("J, K"));
    assert_true(c.v[1].uses == uses_of("Z"));
    assert_true(c.v[2].uses == 0); // not known is unknown, never annan
    assert_true(c.v[3].uses == 0);
    assert_int_equal(mk_notes_count(ctx, MK_N_CLASS_UNREAD), 1);
    mk_context_release(&c);
    mk_ctx_free(ctx);
    remove_path(path);
}

static void add_ring(struct mk_polyset *set, const double *xy, uint32_t n)
{
    const uint32_t first = set->npart;
    memcpy(mk_polyset_ring(set, n), xy, n * 2 * sizeof *xy);
    mk_polyset_end_part(set);
    mk_polyset_end(set, first);
}

static void add_box(struct mk_polyset *set, double x, double y, double w,
                    double h)
{
    const double v[10] = {X0 + x,     Y0 + y,     X0 + x + w, Y0 + y,
                          X0 + x + w, Y0 + y + h, X0 + x,     Y0 + y + h,
                          X0 + x,     Y0 + y};
    add_ring(set, v, 5);
}

static void what_lies_over_a_place_is_measured(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {square_a, {"NR", "1"}},
        {square_b, {"NR", "2"}},
        {"POINT (320050 6400050)", {"NR", "3"}},
    };
    char path[TEMP_MAX];
    new_path(path);
    write_layer(path, "n", 3006, wkbUnknown, rows, 3);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_layer_input in = layer_of(MK_RO_NATUR, path, NULL);
    in.buffer_m = 1;
    struct mk_context c = build(ctx, &in, 1);
    struct mk_polyset place = {0};
    add_box(&place, 50, 20, 30, 40); // wholly in 1, over half 3
    add_box(&place, 500, 0, 10, 10); // nowhere
    const struct mk_poly g = mk_polyset_get(&place, 0);
    const struct mk_poly far = mk_polyset_get(&place, 1);
    struct mk_context_hit *hits = NULL;
    struct mk_hits room = {0};
    uint32_t cap = 0;
    assert_int_equal(mk_context_measure(&c, &g, &hits, &cap, &room), 2);
    assert_int_equal(hits[0].feature, 0);
    assert_near(hits[0].m2, 1200, 1e-6);
    assert_int_equal(hits[1].feature, 2);
    assert_near(hits[1].m2, CIRCLE(1) / 2, 1e-6);
    assert_int_equal(mk_context_measure(&c, &far, &hits, &cap, &room), 0);
    free(hits);
    mk_hits_release(&room);
    mk_polyset_release(&place);
    mk_context_release(&c);
    mk_ctx_free(ctx);
    remove_path(path);
}

// A feature of many corners is asked through tiles. A comb of 200 teeth, each
// 1 m wide and 2 m apart: a place over 100 of them shares half of itself.
static void features_of_many_corners_are_asked_in_tiles(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_context c = {.n = 1, .nlayers = 1};
    c.v = mk_zalloc(1, sizeof *c.v);
    c.layers = mk_zalloc(1, sizeof *c.layers);
    c.v[0].role = c.layers[0].role = MK_RO_NATUR;
    c.layers[0].name = "n";
    double *xy = mk_zalloc(803 * 2, sizeof *xy);
    uint32_t n = 0;
    xy[n++] = X0 + 400, xy[n++] = Y0 - 10; // the back of the comb
    for (int i = 199; i >= 0; i--) { // from the east, teeth point north
        const double x = X0 + 2 * i;
        xy[n++] = x + 1, xy[n++] = Y0;
        xy[n++] = x + 1, xy[n++] = Y0 + 50;
        xy[n++] = x, xy[n++] = Y0 + 50;
        xy[n++] = x, xy[n++] = Y0;
    }
    xy[n++] = X0, xy[n++] = Y0 - 10;
    xy[n++] = xy[0], xy[n++] = xy[1];
    add_ring(&c.geom, xy, n / 2);
    mk_polyset_end(&c.paths, 0);
    free(xy);
    assert_int_equal(mk_context_build(ctx, &c), MK_OK);
    assert_int_equal(c.tiles->nowners, 1);
    struct mk_polyset place = {0};
    add_box(&place, 100, 10, 200, 20);
    const struct mk_poly g = mk_polyset_get(&place, 0);
    struct mk_context_hit *hits = NULL;
    struct mk_hits room = {0};
    uint32_t cap = 0;
    assert_int_equal(mk_context_measure(&c, &g, &hits, &cap, &room), 1);
    assert_near(hits[0].m2, 2000, 1e-6);
    free(hits);
    mk_hits_release(&room);
    mk_polyset_release(&place);
    mk_context_release(&c);
    mk_ctx_free(ctx);
}

static void an_overlap_counts_from_25_m2_or_half_the_place(void **state)
{
    (void)state;
    assert_true(mk_context_counts(25, 1000));
    assert_false(mk_context_counts(24.9, 1000));
    assert_true(mk_context_counts(10, 20));
    assert_false(mk_context_counts(9.9, 20));
    assert_false(mk_context_counts(0, 0));
}

static void bad_geometry_is_mended_and_said(void **state)
{
    (void)state;
    // a bow tie: two triangles of 50 x 100 / 2
    static const struct row rows[] = {
        {"POLYGON ((320000 6400000, 320100 6400100, 320100 6400000, "
         "320000 6400100, 320000 6400000))", {"NR", "1"}}};
    char path[TEMP_MAX];
    new_path(path);
    write_layer(path, "n", 3006, wkbPolygon, rows, 1);
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_layer_input in = layer_of(MK_RO_NATUR, path, NULL);
    struct mk_context c = build(ctx, &in, 1);
    assert_near(area_of(&c, 0), 5000, 1e-6);
    assert_int_equal(mk_notes_count(ctx, MK_N_GEOM_REPAIRED), 1);
    mk_context_release(&c);
    mk_ctx_free(ctx);
    remove_path(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_lines_and_polygons_are_widened),
        cmocka_unit_test(what_has_no_area_needs_a_reach),
        cmocka_unit_test(layers_come_from_their_own_systems),
        cmocka_unit_test(a_wildcard_reads_every_layer_that_fits),
        cmocka_unit_test(order_is_that_of_roles_names_and_places),
        cmocka_unit_test(a_report_stands_once_for_each_investigation),
        cmocka_unit_test(uses_that_are_meant_are_read_as_in_plans),
        cmocka_unit_test(what_lies_over_a_place_is_measured),
        cmocka_unit_test(features_of_many_corners_are_asked_in_tiles),
        cmocka_unit_test(an_overlap_counts_from_25_m2_or_half_the_place),
        cmocka_unit_test(bad_geometry_is_mended_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
