// Streets from small files of each manner: who may pass, which way, how fast,
// where they lie, and what is said of those that are left out. What is
// expected was read by hand from docs/gatunat.md.
#include "near.h"
#include "temp.h"

#include "input/places.h"
#include "input/street_osm.h"
#include "input/streets.h"

#include <dirent.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TM "EPSG:32633"
#define W MK_GO_BIT(MK_GO_WALK)
#define C MK_GO_BIT(MK_GO_CYCLE)
#define K MK_GO_BIT(MK_GO_CAR)
#define L MK_GO_BIT(MK_GO_LORRY)
#define ALL (W | C | K | L)

// ---- files ------------------------------------------------------------------

struct dir {
    char path[TEMP_MAX];
};

static struct dir new_dir(void)
{
    struct dir d;
    temp_dir(d.path);
    return d;
}

static void in_dir(const struct dir *d, const char *name, char out[TEMP_MAX + 56])
{
    snprintf(out, TEMP_MAX + 56, "%s/%s", d->path, name);
}

static int files_in(const struct dir *d)
{
    DIR *dir = opendir(d->path);
    int n = 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
        n += e->d_name[0] != '.';
    closedir(dir);
    return n;
}

static void remove_dir(const struct dir *d)
{
    temp_remove(d->path);
}

#define FIELDS 4

struct row {
    const char *wkt;           // NULL: no geometry
    const char *text[FIELDS];
};

// Field names "KLASS:i" are whole numbers, others texts.
static void write_layer(const char *path, const char *driver,
                        const char *name, int epsg, OGRwkbGeometryType type,
                        const char *const fields[FIELDS],
                        const struct row *rows, size_t n)
{
    GDALAllRegister();
    GDALDatasetH ds = access(path, F_OK) == 0
        ? GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL)
        : GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown,
                     NULL);
    assert_non_null(ds);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, epsg);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH l = GDALDatasetCreateLayer(ds, name, srs, type, NULL);
    assert_non_null(l);
    for (int i = 0; i < FIELDS && fields[i]; i++) {
        char field[64];
        const size_t len = strcspn(fields[i], ":");
        snprintf(field, sizeof field, "%.*s", (int)len, fields[i]);
        OGRFieldDefnH fd =
            OGR_Fld_Create(field, fields[i][len] ? OFTInteger : OFTString);
        assert_int_equal(OGR_L_CreateField(l, fd, 1), OGRERR_NONE);
        OGR_Fld_Destroy(fd);
    }
    for (size_t r = 0; r < n; r++) {
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(l));
        OGRGeometryH g = NULL;
        if (rows[r].wkt) {
            char *wkt = strdup(rows[r].wkt), *at = wkt;
            assert_int_equal(OGR_G_CreateFromWkt(&at, srs, &g), OGRERR_NONE);
            // WKT has no word for it
            if (rows[r].text[0] && strcmp(rows[r].text[0], "NaN") == 0)
                OGR_G_SetPoint_2D(g, 1, NAN, 0);
            OGR_F_SetGeometryDirectly(f, g);
            free(wkt);
        }
        for (int i = 0; i < FIELDS; i++)
            if (rows[r].text[i])
                OGR_F_SetFieldString(f, i, rows[r].text[i]);
        assert_int_equal(OGR_L_CreateFeature(l, f), OGRERR_NONE);
        OGR_F_Destroy(f);
    }
    OSRRelease(srs);
    GDALClose(ds);
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    fclose(f);
}

// ---- reading ----------------------------------------------------------------

struct read {
    struct mk_ctx *ctx;
    struct mk_street_lines lines;
    struct mk_streets_told told;
};

static struct mk_street_input input(const char *path, const char *layer,
                                    enum mk_street_source source)
{
    return (struct mk_street_input){
        .in = {.role = "gator", .path = path, .path_given = path,
               .layer = layer},
        .source = (uint8_t)source};
}

static void read_streets(const struct mk_street_input *in, struct read *out)
{
    *out = (struct read){.ctx = mk_ctx_new(MK_SV)};
    const enum mk_status st = mk_streets_read(
        out->ctx, in, TM, (struct mk_seen){0}, &out->lines, &out->told);
    if (st != MK_OK)
        print_error("%s\n", mk_ctx_error(out->ctx));
    assert_int_equal(st, MK_OK);
}

static void release(struct read *r)
{
    mk_street_lines_release(&r->lines);
    mk_streets_told_release(&r->told);
    mk_ctx_free(r->ctx);
}

static const struct mk_street_line *line_at(const struct read *r, uint32_t i)
{
    assert_true(i < r->lines.nlines);
    return &r->lines.line[i];
}

static void passes(const struct mk_street_line *l, unsigned forward,
                   unsigned backward, int kmh)
{
    assert_int_equal(l->forward, forward);
    assert_int_equal(l->backward, backward);
    assert_int_equal(l->kmh, kmh);
}

// ---- NVDB -------------------------------------------------------------------

static const char *const nvdb_fields[FIELDS] = {
    "KLASS:i", "Hogsta_tillatna_hastighet:i", "Barighetsklass", "RIKTNING"};

static void nvdb_is_known_by_its_name_and_read_by_class(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"LINESTRING (0 0, 100 0)", {"0", "110", "BK1", NULL}},
        {"LINESTRING (0 10, 100 10)", {"0", "50", "BK4", NULL}},
        {"LINESTRING (0 20, 50 20, 100 20)", {"7", NULL, NULL, "mot"}},
        {"LINESTRING (0 30, 100 30)", {"9", "20", "BK2", "båda"}},
        {"LINESTRING (0 40, 100 40)", {NULL, NULL, NULL, NULL}},
    };
    static const struct row other[] = {
        {"LINESTRING (0 50, 100 50)", {"1", NULL, NULL, "snett"}}};
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "nvdb.gpkg", path);
    write_layer(path, "GPKG", "NVDB_DK_O_24_FunkVagklass", 32633,
                wkbLineString, nvdb_fields, rows, 5);
    write_layer(path, "GPKG", "NVDB_DK_O_23_FunkVagklass", 32633,
                wkbLineString, nvdb_fields, other, 1);
    write_layer(path, "GPKG", "NVDB_DK_O_24_Gatunamn", 32633, wkbLineString,
                nvdb_fields, other, 1);
    const struct mk_street_input in =
        input(path, "NVDB*FunkVagklass", MK_SRC_GUESS);
    struct read r;
    read_streets(&in, &r);
    // layers by name: 23 before 24
    assert_int_equal(r.told.n, 2);
    assert_string_equal(r.told.v[0].layer, "NVDB_DK_O_23_FunkVagklass");
    assert_int_equal(r.told.v[1].source, MK_SRC_NVDB);
    assert_true(r.told.v[1].guessed);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_SOURCE), 2);
    assert_int_equal(r.lines.nlines, 6);
    assert_int_equal(r.lines.nxy, 13);
    // class 1 without a speed counts as 90, over the 70 on foot; a word that
    // says no direction closes nothing
    passes(line_at(&r, 0), K | L, K | L, 90);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_WORD), 1);
    passes(line_at(&r, 1), K | L, K | L, 110);
    assert_int_equal(line_at(&r, 1)->bearing, 1);
    passes(line_at(&r, 2), ALL, ALL, 50); // class 0 through a village
    assert_int_equal(line_at(&r, 2)->bearing, 4);
    passes(line_at(&r, 3), W, ALL, 40); // cars only against the line
    assert_int_equal(line_at(&r, 3)->n, 3);
    assert_int_equal(line_at(&r, 3)->bearing, 0);
    passes(line_at(&r, 4), ALL, ALL, 20);
    passes(line_at(&r, 5), W | C, W | C, 0); // no class: a path
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_CLASS), 1);
    for (uint32_t i = 0; i < 6; i++)
        assert_false(line_at(&r, i)->joins_inside);
    const struct mk_street_facts *f = &r.told.v[1];
    assert_int_equal(f->rows, 5);
    assert_int_equal(f->open[MK_GO_WALK], 4);
    assert_int_equal(f->open[MK_GO_CAR], 4);
    assert_int_equal(f->one_way, 1);
    assert_int_equal(f->with_kmh, 3);
    assert_int_equal(f->with_bearing, 3);
    assert_int_equal(f->nclasses, 4); // "", 0, 7, 9
    assert_string_equal(f->classes[1].text, "0");
    assert_int_equal(f->classes[1].n, 2);
    assert_near(f->extent.xmax, 100, 0);
    assert_near(f->extent.ymax, 40, 0);
    release(&r);
    remove_dir(&d);
}

// The kind goes before the class where the table has it.
static void the_kind_of_a_path_goes_before_its_class(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"KLASS:i", "GCM_typ"};
    static const struct row rows[] = {
        {"LINESTRING (0 0, 1 0)", {"9", "11"}},          // gångbana
        {"LINESTRING (0 1, 1 1)", {"9", "Cykelbana"}},
        {"LINESTRING (0 2, 1 2)", {"9", "77"}},          // not in the table
        {"LINESTRING (0 3, 1 3)", {"3", "Motorväg"}},
        {"LINESTRING (0 4, 1 4)", {"9", "27"}},          // färja: left out
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "gcm", 32633, wkbLineString, fields, rows, 5);
    const struct mk_street_input in = input(path, NULL, MK_SRC_NVDB);
    struct read r;
    read_streets(&in, &r);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_SOURCE), 0);
    assert_int_equal(r.lines.nlines, 4);
    passes(line_at(&r, 0), W, W, 0);
    passes(line_at(&r, 1), W | C, W | C, 0);
    passes(line_at(&r, 2), ALL, ALL, 30);
    passes(line_at(&r, 3), K | L, K | L, 110);
    assert_int_equal(r.told.v[0].closed, 1);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_CLASS), 0);
    release(&r);
    remove_dir(&d);
}

// NVDB's layer of paths alone has kinds and no classes: a kind that the table
// lacks is told by name, and no field for klass is asked for.
static void a_layer_of_kinds_alone_lacks_no_class(void **state)
{
    (void)state;
    static const char *const kinds[FIELDS] = {"GCM_typ"};
    static const char *const neither[FIELDS] = {"NAMN"};
    static const struct row rows[] = {
        {"LINESTRING (0 0, 1 0)", {"11"}},               // gångbana
        {"LINESTRING (0 1, 1 1)", {"77"}},               // not in the table
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "gcm", 32633, wkbLineString, kinds, rows, 2);
    const struct mk_street_input in = input(path, NULL, MK_SRC_NVDB);
    struct read r;
    read_streets(&in, &r);
    passes(line_at(&r, 0), W, W, 0);
    passes(line_at(&r, 1), W | C, W | C, 0);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_NO_CLASS), 0);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_CLASS), 1);
    size_t n;
    const struct mk_note_row *v = mk_notes_sorted(r.ctx, &n);
    assert_int_equal(n, 1);
    assert_non_null(strstr(v[0].text, "'typ 77'"));
    release(&r);
    in_dir(&d, "b.gpkg", path);
    write_layer(path, "GPKG", "gcm", 32633, wkbLineString, neither, rows, 2);
    read_streets(&in, &r);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_NO_CLASS), 1);
    release(&r);
    remove_dir(&d);
}

// ---- Lantmäteriet -----------------------------------------------------------

static void topografi_is_read_by_category_or_code(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"KKOD:i", "KATEGORI",
                                               "BKLASS:i"};
    static const struct row rows[] = {
        {"LINESTRING (0 0, 1 0)", {"5011", "Motorväg, riksväg", "1"}},
        {"LINESTRING (0 1, 1 1)",
         {"5833", "På- och avfartsväg, i underfart/tunnel", "0"}},
        {"LINESTRING (0 2, 1 2)",
         {"5022", "Allmän väg > 7 m, ej riksväg", "2"}},
        {"LINESTRING (0 3, 1 3)", {"5029", "Allmän väg < 5 m", "1"}},
        {"LINESTRING (0 4, 1 4)", {"5045", "Gata, större, gatumitt", "0"}},
        {"LINESTRING (0 5, 1 5)", {"5040", "Gata", "0"}},
        {"LINESTRING (0 6, 1 6)", {"5082", "Sämre bilväg", "0"}},
        {"LINESTRING (0 7, 1 7)", {"5999", "Rymdväg", "0"}},
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "vl_riks.shp", path);
    write_layer(path, "ESRI Shapefile", "vl_riks", 32633, wkbLineString,
                fields, rows, 8);
    struct mk_street_input in = input(path, NULL, MK_SRC_GUESS);
    struct read r;
    read_streets(&in, &r);
    assert_int_equal(r.told.v[0].source, MK_SRC_TOPOGRAFI);
    assert_int_equal(r.lines.nlines, 8);
    passes(line_at(&r, 0), K | L, K | L, 110);
    assert_int_equal(line_at(&r, 0)->bearing, 1);
    passes(line_at(&r, 1), K | L, K | L, 60);
    assert_int_equal(line_at(&r, 1)->bearing, 0);
    passes(line_at(&r, 2), ALL, ALL, 80);
    passes(line_at(&r, 3), ALL, ALL, 70);
    passes(line_at(&r, 4), ALL, ALL, 50);
    passes(line_at(&r, 5), ALL, ALL, 40);
    passes(line_at(&r, 6), ALL, ALL, 30);
    passes(line_at(&r, 7), W | C, W | C, 0);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_CLASS), 1);
    release(&r);
    // by code: the same ways are open
    struct mk_map_entry map = {.key = "klass", .field = "KKOD"};
    in.in.map = &map;
    in.in.nmap = 1;
    read_streets(&in, &r);
    passes(line_at(&r, 0), K | L, K | L, 110);
    passes(line_at(&r, 1), K | L, K | L, 60);
    passes(line_at(&r, 2), ALL, ALL, 80);
    passes(line_at(&r, 3), ALL, ALL, 70);
    passes(line_at(&r, 7), W | C, W | C, 0);
    release(&r);
    remove_dir(&d);
}

// ---- own lines --------------------------------------------------------------

static void own_lines_are_open_unless_a_field_says_no(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"GANG", "BIL", "LEN", "HAST"};
    static const struct row rows[] = {
        {"LINESTRING (0 0, 1 0)", {NULL, NULL, NULL, NULL}},
        {"LINESTRING (0 1, 1 1)", {"nej", "Ja", "12,5", "30"}},
        {"LINESTRING (0 2, 1 2)", {"Ja", "kanske", NULL, "fort"}},
        {"MULTILINESTRING ((0 3, 1 3), (5 3, 6 3))", {NULL, "0", "7", NULL}},
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "stigar", 32633, wkbUnknown, fields, rows, 4);
    struct mk_map_entry map[] = {{.key = "gang", .field = "GANG"},
                                 {.key = "bil", .field = "BIL"},
                                 {.key = "langd", .field = "LEN"},
                                 {.key = "hastighet", .field = "HAST"}};
    struct mk_street_input in = input(path, NULL, MK_SRC_GUESS);
    in.in.map = map;
    in.in.nmap = 4;
    struct read r;
    read_streets(&in, &r);
    assert_int_equal(r.told.v[0].source, MK_SRC_EGEN);
    assert_int_equal(r.lines.nlines, 5); // the last is two
    passes(line_at(&r, 0), ALL, ALL, 50);
    assert_int_equal(line_at(&r, 0)->length_mm, 0);
    passes(line_at(&r, 1), C | K | L, C | K | L, 30);
    assert_int_equal(line_at(&r, 1)->length_mm, 12500);
    passes(line_at(&r, 2), ALL, ALL, 50);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_WORD), 2);
    passes(line_at(&r, 3), W | C | L, W | C | L, 50);
    // 7 m are the length of both parts together
    assert_int_equal(line_at(&r, 3)->length_mm, 0);
    assert_int_equal(line_at(&r, 4)->length_mm, 0);
    assert_near(r.lines.xy[2 * line_at(&r, 4)->first], 5, 0);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_CLASS), 0);
    release(&r);
    remove_dir(&d);
}

static void what_is_no_line_is_counted_and_left_out(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"A"};
    static const struct row rows[] = {
        {"LINESTRING (0 0, 1 0)", {"x"}},
        {NULL, {"x"}},
        {"LINESTRING EMPTY", {"x"}},
        {"MULTILINESTRING EMPTY", {"x"}},
        {"LINESTRING (5 5, 5 5, 5 5)", {"x"}},
        {"LINESTRING (0 0, 9 0)", {"NaN"}},
        {"POINT (3 3)", {"x"}},
        {"POLYGON ((0 0, 1 0, 1 1, 0 0))", {"x"}},
        {"LINESTRING Z (7 0 55, 8 0 56)", {"x"}},
        {"COMPOUNDCURVE (CIRCULARSTRING (0 0, 1 1, 2 0))", {"x"}},
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "blandat", 32633, wkbUnknown, fields, rows, 10);
    const struct mk_street_input in = input(path, NULL, MK_SRC_EGEN);
    struct read r;
    read_streets(&in, &r);
    assert_int_equal(r.lines.nlines, 3);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_GEOM_EMPTY), 3);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_SHORT), 1);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_GEOM_BAD), 1);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_NOT_LINE), 2);
    // heights stay behind: two doubles a vertex
    assert_near(r.lines.xy[2 * line_at(&r, 1)->first], 7, 0);
    assert_near(r.lines.xy[2 * line_at(&r, 1)->first + 2], 8, 0);
    assert_true(line_at(&r, 2)->n > 3); // the arc as a line
    release(&r);
    remove_dir(&d);
}

static void layers_without_lines_are_refused(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"A"};
    static const struct row rows[] = {{"POINT (0 0)", {"x"}}};
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "punkter", 32633, wkbPoint, fields, rows, 1);
    const struct mk_street_input in = input(path, NULL, MK_SRC_EGEN);
    struct read r = {.ctx = mk_ctx_new(MK_SV)};
    assert_int_equal(mk_streets_read(r.ctx, &in, TM, (struct mk_seen){0},
                                     &r.lines, &r.told), MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(r.ctx), "I872"));
    release(&r);
    remove_dir(&d);
}

// UTM zone 33 has its middle meridian at 15°, where east is 500 000.
static void lines_come_to_the_working_system(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"A"};
    static const struct row rows[] = {
        {"LINESTRING (15 60, 15 61)", {"x"}},
        {"LINESTRING (15 95, 15 96)", {"x"}}, // beyond the pole
        {"LINESTRING (15 62, 15 63)", {"x"}},
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "l", 4326, wkbLineString, fields, rows, 1);
    struct mk_street_input in = input(path, NULL, MK_SRC_EGEN);
    struct read r;
    read_streets(&in, &r);
    assert_int_equal(r.lines.nlines, 1);
    assert_near(r.lines.xy[0], 500000, 1e-6);
    assert_near(r.lines.xy[2], 500000, 1e-6);
    // a degree of latitude there is 111.4 km; the scale 0.9996
    const double m = r.lines.xy[3] - r.lines.xy[1];
    assert_true(m > 111.3e3 && m < 111.5e3);
    release(&r);
    in_dir(&d, "b.gpkg", path);
    write_layer(path, "GPKG", "l", 3857, wkbLineString, fields, rows, 3);
    in.in.crs = "EPSG:4326"; // the file states a wrong one
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_street_lines lines = {0};
    struct mk_streets_told told = {0};
    // the extent tells that 96 is no latitude
    assert_int_equal(mk_streets_read(ctx, &in, TM, (struct mk_seen){0},
                                     &lines, &told), MK_EINPUT);
    assert_int_equal(lines.nlines, 0);
    mk_street_lines_release(&lines);
    mk_streets_told_release(&told);
    mk_ctx_free(ctx);
    remove_dir(&d);
}

// ---- own rules --------------------------------------------------------------

static void a_table_of_ones_own_takes_the_place_of_ours(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"KL", "V"};
    static const struct row rows[] = {
        {"LINESTRING (0 0, 1 0)", {"Stig", NULL}},
        {"LINESTRING (0 1, 1 1)", {"Genomfart norr", "60"}},
        {"LINESTRING (0 2, 1 2)", {"Genomfart söder", "40"}},
        {"LINESTRING (0 3, 1 3)", {"Annat", NULL}},
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56], csv[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    in_dir(&d, "r.csv", csv);
    write_layer(path, "GPKG", "l", 32633, wkbLineString, fields, rows, 4);
    write_text(csv, "\xef\xbb\xbfkalla,klass,gang,cykel,bil,lastbil,kmh\r\n"
                    "egen,stig,ja,nej,nej,nej,\r\n"
                    "nvdb,annat,nej,nej,ja,nej,90\r\n"
                    "egen,genomfart*,50,ja,ja,nej,70\r\n");
    struct mk_map_entry map[] = {{.key = "klass", .field = "KL"},
                                 {.key = "hastighet", .field = "V"}};
    struct mk_street_input in = input(path, NULL, MK_SRC_EGEN);
    in.in.map = map;
    in.in.nmap = 2;
    in.rules.path = in.rules.path_given = csv;
    struct read r;
    read_streets(&in, &r);
    passes(line_at(&r, 0), W, W, 0);
    passes(line_at(&r, 1), C | K, C | K, 60);
    passes(line_at(&r, 2), W | C | K, W | C | K, 40);
    // no row of egen names it, and none is *: ours, all open
    passes(line_at(&r, 3), ALL, ALL, 50);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_CLASS), 1);
    release(&r);
    static const struct {
        const char *text, *words;
    } bad[] = {
        {"kalla,klass,gang,cykel,bil\n", "rad 1: kolumnen lastbil"},
        {"kalla,klass,gang,cykel,bil,lastbil,kmh\nnvdx,1,ja,ja,ja,ja,\n",
         "rad 2: kolumnen kalla saknas eller går inte att läsa: 'nvdx'"},
        {"kalla,klass,gang,cykel,bil,lastbil,kmh\nnvdb,1,ja,jo,ja,ja,\n",
         "rad 2: kolumnen cykel saknas eller går inte att läsa: 'jo'"},
        {"kalla,klass,gang,cykel,bil,lastbil,kmh\nnvdb,1,ja,ja,ja,ja,fort\n",
         "rad 2: kolumnen kmh"},
        {"", "rad 0: kolumnen kalla"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        r = (struct read){.ctx = mk_ctx_new(MK_SV)};
        write_text(csv, bad[i].text);
        assert_int_equal(mk_streets_read(r.ctx, &in, TM, (struct mk_seen){0},
                                         &r.lines, &r.told), MK_EINPUT);
        if (!strstr(mk_ctx_error(r.ctx), bad[i].words))
            print_error("no '%s' in %s\n", bad[i].words,
                        mk_ctx_error(r.ctx));
        assert_non_null(strstr(mk_ctx_error(r.ctx), bad[i].words));
        release(&r);
    }
    remove_dir(&d);
}

// ---- OpenStreetMap ----------------------------------------------------------

static const char osm[] =
    "<osm version='0.6'>"
    "<node id='1' lat='60.0' lon='15.0' version='1'/>"
    "<node id='2' lat='60.001' lon='15.0' version='1'/>"
    "<node id='3' lat='60.002' lon='15.0' version='1'/>"
    "<node id='4' lat='60.002' lon='15.001' version='1'/>"
    // a one-way street, contraflow for bicycles
    "<way id='10' version='1'><nd ref='1'/><nd ref='2'/><nd ref='3'/>"
    "<tag k='highway' v='residential'/><tag k='oneway' v='yes'/>"
    "<tag k='oneway:bicycle' v='no'/><tag k='maxspeed' v='30'/></way>"
    // a private drive that may be walked
    "<way id='11' version='1'><nd ref='2'/><nd ref='4'/>"
    "<tag k='highway' v='service'/><tag k='access' v='private'/>"
    "<tag k='foot' v='yes'/></way>"
    // no street
    "<way id='12' version='1'><nd ref='3'/><nd ref='4'/>"
    "<tag k='waterway' v='stream'/></way>"
    // left out: lets nobody through
    "<way id='13' version='1'><nd ref='1'/><nd ref='4'/>"
    "<tag k='highway' v='construction'/></way>"
    // a square: closed and an area, still walked round
    "<way id='14' version='1'><nd ref='2'/><nd ref='3'/><nd ref='4'/>"
    "<nd ref='2'/><tag k='highway' v='pedestrian'/>"
    "<tag k='area' v='yes'/></way>"
    "</osm>\n";

static void openstreetmap_is_read_from_its_own_file(void **state)
{
    (void)state;
    const struct dir d = new_dir(), tmp = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.osm", path);
    write_text(path, osm);
    const char *before = getenv("TMPDIR");
    char *kept = before ? strdup(before) : NULL;
    assert_int_equal(setenv("TMPDIR", tmp.path, 1), 0);
    struct mk_street_input in = input(path, NULL, MK_SRC_GUESS);
    struct read r;
    read_streets(&in, &r);
    assert_int_equal(files_in(&tmp), 0); // GDAL's own files are gone
    assert_int_equal(files_in(&d), 1);
    assert_int_equal(r.told.n, 1);
    assert_int_equal(r.told.v[0].source, MK_SRC_OSM);
    assert_int_equal(r.told.v[0].rows, 4); // all but the stream
    assert_int_equal(r.told.v[0].closed, 1);
    assert_int_equal(r.lines.nlines, 3);
    passes(line_at(&r, 0), ALL, W | C, 30);
    assert_int_equal(line_at(&r, 0)->n, 3);
    passes(line_at(&r, 1), W, W, 20);
    passes(line_at(&r, 2), W, W, 0);
    assert_int_equal(line_at(&r, 2)->n, 4);
    // node 2 has the same coordinates in every way that meets there
    const double *a = r.lines.xy + 2 * (line_at(&r, 0)->first + 1);
    const double *b = r.lines.xy + 2 * line_at(&r, 1)->first;
    const double *c = r.lines.xy + 2 * line_at(&r, 2)->first;
    assert_near(a[0], b[0], 0);
    assert_near(a[1], b[1], 0);
    bool there = false; // a ring may begin anywhere and turn either way
    for (uint32_t i = 0; i < 4; i++)
        there = there || (c[2 * i] == a[0] && c[2 * i + 1] == a[1]);
    assert_true(there);
    assert_near(a[0], 500000, 1e-6); // at 15°
    for (uint32_t i = 0; i < 3; i++)
        assert_true(line_at(&r, i)->joins_inside);
    release(&r);
    in.in.where = "osm_id = '11'";
    read_streets(&in, &r);
    assert_int_equal(r.lines.nlines, 1);
    release(&r);
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    free(kept);
    remove_dir(&d);
    remove_dir(&tmp);
}

// A file that GDAL made of OpenStreetMap has most tags in one field.
static void tags_in_one_field_are_taken_apart(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"highway", "other_tags"};
    static const struct row rows[] = {
        {"LINESTRING (0 0, 1 0)",
         {"footway", "\"name\"=>\"x \\\"y\\\", z\",\"bicycle\"=>\"yes\""}},
        {"LINESTRING (0 1, 1 1)", {NULL, "\"barrier\"=>\"fence\""}},
        {"LINESTRING (0 2, 1 2)",
         {"tertiary", "\"oneway\"=>\"-1\",\"maxspeed\"=>\"30 mph\""}},
        {"LINESTRING (0 3, 1 3)", {"hyperway", NULL}},
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "lines", 32633, wkbLineString, fields, rows, 4);
    const struct mk_street_input in = input(path, NULL, MK_SRC_GUESS);
    struct read r;
    read_streets(&in, &r);
    assert_int_equal(r.told.v[0].source, MK_SRC_OSM);
    assert_int_equal(r.lines.nlines, 3);
    passes(line_at(&r, 0), W | C, W | C, 0);
    passes(line_at(&r, 1), W, ALL, 48); // 30 × 1.609 = 48.3
    passes(line_at(&r, 2), W | C, W | C, 0);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_CLASS), 1);
    release(&r);
    remove_dir(&d);
}

// Rows of the table give 60 to a secondary road and 50 to a tertiary one.
static void a_speed_that_cannot_be_read_is_noted(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"highway", "maxspeed"};
    static const struct row rows[] = {
        {"LINESTRING (0 0, 1 0)", {"secondary", "SE:urban"}},
        {"LINESTRING (0 1, 1 1)", {"tertiary", "SE:rural"}},
        {"LINESTRING (0 2, 1 2)", {"tertiary", "SE:motorway"}},
        {"LINESTRING (0 3, 1 3)", {"tertiary", "signals"}},
        {"LINESTRING (0 4, 1 4)", {"tertiary", "signals"}},
        {"LINESTRING (0 5, 1 5)", {"tertiary", "DK:urban"}},
        {"LINESTRING (0 6, 1 6)", {"tertiary", NULL}},
    };
    static const int kmh[] = {50, 70, 110, 50, 50, 50, 50};
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "lines", 32633, wkbLineString, fields, rows, 7);
    const struct mk_street_input in = input(path, NULL, MK_SRC_OSM);
    struct read r;
    read_streets(&in, &r);
    for (uint32_t i = 0; i < 7; i++)
        assert_int_equal(line_at(&r, i)->kmh, kmh[i]);
    assert_int_equal(r.told.v[0].with_kmh, 3);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_WORD), 2);
    release(&r);
    remove_dir(&d);
}

// Every line a class of its own, and every word for its direction one that
// nobody knows: the first 1 000 of each are told, and that there are 200 more.
static void of_very_many_classes_a_thousand_are_told(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"KL", "R"};
    enum { N = 1200 };
    struct row *rows = calloc(N, sizeof *rows);
    char (*text)[16] = calloc(N, sizeof *text);
    assert_true(rows && text);
    for (int i = 0; i < N; i++) {
        snprintf(text[i], sizeof *text, "gata %04d", N - 1 - i);
        rows[i] = (struct row){"LINESTRING (0 0, 1 0)", {text[i], text[i]}};
    }
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "l", 32633, wkbLineString, fields, rows, N);
    struct mk_map_entry map[] = {{.key = "klass", .field = "KL"},
                                 {.key = "riktning", .field = "R"}};
    struct mk_street_input in = input(path, NULL, MK_SRC_NVDB);
    in.in.map = map;
    in.in.nmap = 2;
    struct read r;
    read_streets(&in, &r);
    const struct mk_street_facts *f = &r.told.v[0];
    assert_int_equal(r.lines.nlines, N);
    assert_int_equal(f->nclasses, 1000);
    assert_string_equal(f->classes[0].text, "gata 0000");
    assert_string_equal(f->classes[999].text, "gata 0999");
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_CLASS), 1000);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_WORD), 1000);
    assert_int_equal(mk_notes_count(r.ctx, MK_N_STREET_MORE), 2);
    release(&r);
    remove_dir(&d);
    free(rows);
    free(text);
}

static void tags_open_and_close(void **state)
{
    (void)state;
    static const struct {
        const char *highway, *tags;
        unsigned forward, backward;
    } t[] = {
        {"residential", "", ALL, ALL},
        {"motorway", "", K | L, 0},
        {"motorway", "\"foot\"=>\"yes\",\"oneway\"=>\"no\"", K | L, K | L},
        {"motorway_link", "", K | L, K | L},
        {"trunk", "", K | L, K | L},
        {"trunk", "\"foot\"=>\"designated\"", W | K | L, W | K | L},
        {"trunk_link", "\"bicycle\"=>\"yes\"", C | K | L, C | K | L},
        {"residential", "\"foot\"=>\"no\"", C | K | L, C | K | L},
        {"residential", "\"access\"=>\"private\"", 0, 0},
        {"residential", "\"access\"=>\"no\",\"foot\"=>\"yes\"", W, W},
        {"residential", "\"access\"=>\"no\",\"motor_vehicle\"=>\"yes\"",
         K | L, K | L},
        {"residential", "\"access\"=>\"destination\"", ALL, ALL},
        {"footway", "\"access\"=>\"yes\"", W, W}, // opens nothing
        {"footway", "\"bicycle\"=>\"designated\"", W | C, W | C},
        {"cycleway", "\"bicycle\"=>\"dismount\"", W, W},
        {"service", "\"vehicle\"=>\"no\"", W, W},
        {"service", "\"vehicle\"=>\"no\",\"bicycle\"=>\"yes\"", W | C, W | C},
        {"service", "\"motor_vehicle\"=>\"private\"", W | C, W | C},
        {"tertiary", "\"hgv\"=>\"no\"", W | C | K, W | C | K},
        {"tertiary", "\"motorcar\"=>\"no\"", W | C | L, W | C | L},
        {"tertiary", "\"junction\"=>\"roundabout\"", ALL, W},
        {"tertiary", "\"oneway\"=>\"yes\"", ALL, W},
        {"tertiary", "\"oneway\"=>\"reverse\"", W, ALL},
        {"tertiary", "\"oneway\"=>\"yes\",\"cycleway\"=>\"opposite_lane\"",
         ALL, W | C},
        {"cycleway", "\"oneway\"=>\"yes\"", W | C, W},
        {"residential", "\"oneway:bicycle\"=>\"yes\"", ALL, W | K | L},
        {"platform", "\"foot\"=>\"yes\"", 0, 0},
        {"bridleway", "", 0, 0},
        {"proposed", "", 0, 0},
        {"steps", "", W, W},
    };
    const struct mk_street_rules rules = mk_street_rules_built_in();
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct mk_osm_tags tags = {0};
        struct mk_street_line l = {0};
        mk_osm_tags_read(&tags, t[i].tags);
        mk_osm_way(mk_street_rule_find(&rules, MK_SRC_OSM, t[i].highway,
                                       NULL), &tags, t[i].highway, &l);
        if (l.forward != t[i].forward || l.backward != t[i].backward)
            print_error("%s %s\n", t[i].highway, t[i].tags);
        assert_int_equal(l.forward, t[i].forward);
        assert_int_equal(l.backward, t[i].backward);
    }
}

static void broken_tags_are_read_as_far_as_they_go(void **state)
{
    (void)state;
    static const char *const t[] = {
        "", "\"", "\"a", "\"a\"", "\"a\"=>", "\"a\"=>\"", "\"foot\"=>\"no",
        "\"foot\"=>\"\\", "\"\\", "foot=>no", "\"x\"=>NULL"};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct mk_osm_tags tags = {0};
        mk_osm_tags_read(&tags, t[i]);
        assert_string_equal(tags.v[MK_OSM_FOOT], "");
    }
    struct mk_osm_tags tags = {0};
    mk_osm_tags_read(&tags, "\"name\"=>\"0123456789012345678901234567890123"
                            "456789\",\"foot\"=>\"no\"");
    assert_string_equal(tags.v[MK_OSM_FOOT], "no");
}

// ---- people and trafikplatser -----------------------------------------------

static void people_are_all_there_and_the_unknown_are_counted(void **state)
{
    (void)state;
    static const char *const fields[FIELDS] = {"N", "NAMN"};
    static const struct row rows[] = {
        {"POINT (10 20)", {"7", "a"}},
        {"MULTIPOINT ((30 40))", {"2,5", NULL}},
        // a U whose middle lies outside it
        {"POLYGON ((0 0, 30 0, 30 30, 20 30, 20 10, 10 10, 10 30, 0 30, "
         "0 0))", {"100", NULL}},
        {"POINT (1 1)", {NULL, NULL}},
        {"POINT (1 1)", {"många", NULL}},
        {"POINT (1 1)", {"-3", NULL}},
        {"POINT (1 1)", {"0", NULL}},
        {NULL, {"9", NULL}},
        {"POINT (1 1)", {"1e18", NULL}},
        {"POINT (1 1)", {"2147483648", NULL}}, // 2^31: one too many
        {"POINT (1 1)", {"nan", NULL}},
        {"POINT (1 1)", {"inf", NULL}},
    };
    const struct dir d = new_dir();
    char path[TEMP_MAX + 56];
    in_dir(&d, "a.gpkg", path);
    write_layer(path, "GPKG", "l", 32633, wkbUnknown, fields, rows, 12);
    struct mk_map_entry map[] = {{.key = "antal", .field = "N"},
                                 {.key = "namn", .field = "NAMN"}};
    struct mk_input in = {.role = "befolkning", .path = path,
                          .path_given = path, .map = map, .nmap = 1};
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_places p = {0};
    assert_int_equal(mk_people_read(ctx, &in, TM, (struct mk_seen){0}, &p),
                     MK_OK);
    assert_int_equal(p.n, 4);
    assert_near(p.total, 109.5, 0); // 7 + 2.5 + 100 + 0
    assert_int_equal(p.unknown, 7);
    assert_int_equal(p.nowhere, 1);
    assert_int_equal(mk_notes_count(ctx, MK_N_PEOPLE_UNKNOWN), 7);
    // west to east: (1, 1), the points at 10 and 30, and the U among them
    assert_near(p.xy[0], 1, 0);
    assert_near(p.weight[0], 0, 0);
    uint32_t u = 0;
    while (p.weight[u] != 100)
        assert_true(++u < p.n);
    for (uint32_t i = 1; i < p.n; i++)
        assert_true(p.xy[2 * i] >= p.xy[2 * i - 2]);
    assert_near(p.xy[2 * (u == 3 ? 2 : 3)], 30, 0);
    const double x = p.xy[2 * u], y = p.xy[2 * u + 1]; // in one of its bars
    assert_true(y > 0 && y < 30 && x > 0 && x < 30);
    assert_true(y <= 10 || x <= 10 || x >= 20);
    mk_places_release(&p);
    in.nmap = 0;
    assert_int_equal(mk_people_read(ctx, &in, TM, (struct mk_seen){0}, &p),
                     MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "antal:"));
    mk_places_release(&p);
    in.role = "trafikplatser";
    in.map = map + 1;
    in.nmap = 1;
    assert_int_equal(mk_interchanges_read(ctx, &in, TM, (struct mk_seen){0},
                                          &p), MK_OK);
    assert_int_equal(p.n, 11);
    for (uint32_t i = 0; i < p.n; i++) // "a" stands at (10, 20)
        assert_int_equal(p.name[i] != NULL,
                         p.xy[2 * i] == 10 && p.xy[2 * i + 1] == 20);
    mk_places_release(&p);
    mk_ctx_free(ctx);
    remove_dir(&d);
}

// ---- the documentation ------------------------------------------------------

static void the_documentation_has_the_rule_table(void **state)
{
    (void)state;
    FILE *f = fopen(MK_SOURCE_DIR "/docs/gatunat.md", "rb");
    assert_non_null(f);
    struct mk_buf doc = {0}, table = {0};
    size_t got;
    do {
        got = fread(mk_buf_room(&doc, 65536), 1, 65536, f);
        doc.len += got;
    } while (got);
    fclose(f);
    mk_street_rules_doc(&table);
    assert_non_null(strstr(mk_buf_text(&doc), mk_buf_text(&table)));
    mk_buf_release(&doc);
    mk_buf_release(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nvdb_is_known_by_its_name_and_read_by_class),
        cmocka_unit_test(the_kind_of_a_path_goes_before_its_class),
        cmocka_unit_test(a_layer_of_kinds_alone_lacks_no_class),
        cmocka_unit_test(topografi_is_read_by_category_or_code),
        cmocka_unit_test(own_lines_are_open_unless_a_field_says_no),
        cmocka_unit_test(what_is_no_line_is_counted_and_left_out),
        cmocka_unit_test(layers_without_lines_are_refused),
        cmocka_unit_test(lines_come_to_the_working_system),
        cmocka_unit_test(a_table_of_ones_own_takes_the_place_of_ours),
        cmocka_unit_test(openstreetmap_is_read_from_its_own_file),
        cmocka_unit_test(tags_in_one_field_are_taken_apart),
        cmocka_unit_test(a_speed_that_cannot_be_read_is_noted),
        cmocka_unit_test(of_very_many_classes_a_thousand_are_told),
        cmocka_unit_test(tags_open_and_close),
        cmocka_unit_test(broken_tags_are_read_as_far_as_they_go),
        cmocka_unit_test(people_are_all_there_and_the_unknown_are_counted),
        cmocka_unit_test(the_documentation_has_the_rule_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
