// markklar init on real files: what it writes must be a project file that
// reads, and say what it could not make out.
#include "near.h"
#include "temp.h"

#include <markklar/run.h>

#include "base/arena.h"
#include "base/text.h"

#include <dirent.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *new_folder(void)
{
    char *path = mk_alloc(TEMP_MAX);
    temp_dir(path);
    return path;
}

static void join(char out[512], const char *folder, const char *name)
{
    assert_true(snprintf(out, 512, "%s/%s", folder, name) < 512);
}

static void remove_folder(char *folder)
{
    temp_remove(folder);
    free(folder);
}

static void put(const char *folder, const char *name, const char *text)
{
    char path[512];
    join(path, folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static char *slurp(const char *folder, const char *name)
{
    char path[512];
    join(path, folder, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = mk_zalloc(1, 100000);
    assert_true(fread(text, 1, 99999, f) > 0);
    fclose(f);
    return text;
}

// A layer of squares: `cells` holds rows of `ncols` texts.
static void layer(const char *folder, const char *file, const char *driver,
                  int epsg, int ncols, const char *const names[], int nrows,
                  const char *const cells[])
{
    char path[512];
    join(path, folder, file);
    GDALAllRegister();
    GDALDatasetH ds = GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0,
                                 GDT_Unknown, NULL);
    assert_non_null(ds);
    OGRSpatialReferenceH srs = NULL;
    if (epsg) {
        srs = OSRNewSpatialReference(NULL);
        OSRImportFromEPSG(srs, epsg);
        OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    }
    const char *latin[] = {"ENCODING=ISO-8859-1", NULL};
    OGRLayerH l = GDALDatasetCreateLayer(
        ds, "lager", srs, wkbPolygon,
        strcmp(driver, "ESRI Shapefile") == 0 ? (char **)latin : NULL);
    assert_non_null(l);
    for (int i = 0; i < ncols; i++) {
        OGRFieldDefnH fd = OGR_Fld_Create(names[i], OFTString);
        assert_int_equal(OGR_L_CreateField(l, fd, 1), OGRERR_NONE);
        OGR_Fld_Destroy(fd);
    }
    for (int r = 0; r < nrows; r++) {
        OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(l));
        for (int i = 0; i < ncols; i++)
            OGR_F_SetFieldString(row, i, cells[r * ncols + i]);
        OGRGeometryH g = OGR_G_CreateGeometry(wkbPolygon);
        OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
        const double x = 166000 + 200 * r, y = 6405000;
        OGR_G_AddPoint_2D(ring, x, y);
        OGR_G_AddPoint_2D(ring, x, y + 100);
        OGR_G_AddPoint_2D(ring, x + 100, y + 100);
        OGR_G_AddPoint_2D(ring, x + 100, y);
        OGR_G_AddPoint_2D(ring, x, y);
        OGR_G_AddGeometryDirectly(g, ring);
        OGR_F_SetGeometryDirectly(row, g);
        assert_int_equal(OGR_L_CreateFeature(l, row), OGRERR_NONE);
        OGR_F_Destroy(row);
    }
    if (srs)
        OSRRelease(srs);
    GDALClose(ds);
}

// Run init; the summary is the caller's to free.
static char *init(const char *folder, enum mk_status want, bool overwrite)
{
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    const enum mk_status st = mk_init(ctx, folder, 20261101, overwrite, out);
    fclose(out);
    if (st != want)
        print_error("%s\n", mk_ctx_error(ctx));
    assert_int_equal(st, want);
    mk_ctx_free(ctx);
    return text;
}

static struct mk_project *project_of(const char *folder)
{
    char path[512];
    join(path, folder, "markklar.yaml");
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = NULL;
    const enum mk_status st = mk_project_read(ctx, path, &p);
    if (st != MK_OK)
        print_error("%s\n", mk_ctx_error(ctx));
    assert_int_equal(st, MK_OK);
    mk_ctx_free(ctx);
    return p;
}

static const char *field(const struct mk_input *in, const char *key)
{
    const struct mk_map_entry *e = mk_input_map(in, key);
    return !e ? "-" : e->field ? e->field : e->constant;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part)) {
        print_error("no '%s' in\n%s\n", part, text);
        fail();
    }
}

static void files(const char *folder)
{
    const char *ay[] = {"FNR_FDS", "FASTIGHET", "OMRNR", "DETALJTYP"};
    layer(folder, "ay_1441.shp", "ESRI Shapefile", 0, 4, ay, 2,
          (const char *[]){"140012345", "LERUM HALLSÅS 2:261", "1",
                           "FASTIGHET", "140012346", "LERUM TORP S:12", "1",
                           "SAMF"});
    char cpg[512];
    join(cpg, folder, "ay_1441.cpg");
    unlink(cpg); // and the dbf's own mark for the encoding:
    char dbf[512];
    join(dbf, folder, "ay_1441.dbf");
    FILE *f = fopen(dbf, "r+b");
    assert_non_null(f);
    fseek(f, 29, SEEK_SET);
    fputc(0, f);
    fclose(f);
    const char *plan[] = {"PLAN_", "LMAKT", "PLANNAMN", "LAGAKRAFT_"};
    layer(folder, "gällande planer.gpkg", "GPKG", 3007, 4, plan, 2,
          (const char *[]){"LB33", "1441-P10/4", "Hulan", "2010-05-01",
                           "LB34", "14-LER-120", "Torp", " "});
    const char *use[] = {"PLAN_", "BESTAMNING"};
    layer(folder, "ytor.geojson", "GeoJSON", 3007, 2, use, 3,
          (const char *[]){"LB33", "J", "LB34", "JK e1", "LB34", "NATUR"});
    const char *odd[] = {"x"};
    layer(folder, "annat.gpkg", "GPKG", 3006, 1, odd, 1,
          (const char *[]){"hej"});
    put(folder, "trasig.shp", "detta är ingen shapefil");
    put(folder, "tabell.csv", "a;b\n");
    char gtfs[512];
    join(gtfs, folder, "gtfs");
    assert_int_equal(mkdir(gtfs, 0755), 0);
    put(gtfs, "stops.txt", "stop_id\n");
    put(gtfs, "trips.txt", "trip_id\n");
    char out[512]; // the results of an earlier run look like plans too
    join(out, folder, "a_out");
    assert_int_equal(mkdir(out, 0755), 0);
    put(out, "korning.json", "{}");
    layer(out, "detaljplaner.gpkg", "GPKG", 3007, 4, plan, 1,
          (const char *[]){"LB33", "1441-P10/4", "Hulan", "2010-05-01"});
}

static void a_folder_becomes_a_project_file(void **state)
{
    (void)state;
    char *folder = new_folder();
    files(folder);
    char *said = init(folder, MK_OK, false);
    struct mk_project *p = project_of(folder);
    assert_int_equal(p->reference_date, 20261101);
    assert_string_equal(p->kommunkod, "1441");
    assert_string_equal(p->parcels.path_given, "ay_1441.shp");
    assert_string_equal(p->parcels.encoding, "CP1252");
    assert_null(p->parcels.crs);
    assert_string_equal(field(&p->parcels, "fast_id"), "FNR_FDS");
    assert_string_equal(field(&p->parcels, "fastighet"), "FASTIGHET");
    assert_string_equal(field(&p->parcels, "omr_nr"), "OMRNR");
    assert_string_equal(field(&p->parcels, "objekttyp"), "DETALJTYP");
    assert_string_equal(field(&p->parcels, "kommunkod"), "1441");
    assert_string_equal(p->plans.path_given, "gällande planer.gpkg");
    assert_string_equal(field(&p->plans, "akt"), "LMAKT");
    assert_string_equal(field(&p->plans, "nr"), "PLAN_");
    assert_string_equal(field(&p->plans, "laga_kraft"), "LAGAKRAFT_");
    assert_string_equal(p->uses.path_given, "ytor.geojson");
    assert_string_equal(field(&p->uses, "bokstav"), "BESTAMNING");
    assert_string_equal(field(&p->uses, "plan"), "PLAN_");
    assert_null(p->buildings.path);
    assert_int_equal(p->nfeeds, 1);
    assert_string_equal(p->feeds[0].path_given, "gtfs");
    mk_project_free(p);

    has(said, "på fälten LMAKT, PLAN_, PLANNAMN, LAGAKRAFT_"); // each once
    has(said, "\nheltackande: nej – ");
    has(said, "\nnästa steg: läs igenom projektfilen och kör\n"
              "  markklar check '");
    has(said, "/markklar.yaml'\n  markklar score '");
    has(said, "byggnader: hittades inte");
    has(said, "annat.gpkg: kunde inte tolkas (fält: x)");
    has(said, "trasig.shp: gick inte att öppna");
    has(said, "tabell.csv: ett format som inte läses");
    has(said, "a_out: egna resultat av markklar");
    has(said, "OBS: koordinatsystemet är okänt; koordinaterna ser ut som en "
              "lokal zon");
    char *yaml = slurp(folder, "markklar.yaml");
    has(yaml, "    crs: # OKÄNT: filen saknar uppgift; koordinaterna ser ut "
              "som en lokal zon");
    has(yaml, "fastighet: FASTIGHET  # på namnet; t.ex. LERUM HALLSÅS 2:261");
    has(yaml, "# byggnader: ingen fil hittades.");
    free(yaml);
    free(said);
    remove_folder(folder);
}

static void an_existing_file_is_left_alone_unless_asked(void **state)
{
    (void)state;
    char *folder = new_folder();
    put(folder, "markklar.yaml", "min egen\n");
    free(init(folder, MK_EOUTPUT, false));
    char *text = slurp(folder, "markklar.yaml");
    assert_string_equal(text, "min egen\n");
    free(text);
    free(init(folder, MK_OK, true));
    mk_project_free(project_of(folder));
    int entries = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        entries += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    closedir(d);
    assert_int_equal(entries, 1); // no temporary stays
    remove_folder(folder);
}

static void without_parcels_there_is_a_marked_placeholder(void **state)
{
    (void)state;
    char *folder = new_folder();
    char *said = init(folder, MK_OK, false);
    has(said, "fastigheter: HITTADES INTE");
    has(said, "tidtabeller: hittades inte");
    has(said, "läs igenom projektfilen, fyll i fastigheterna och kör\n");
    assert_null(strstr(said, "heltackande")); // there are no plans
    char *yaml = slurp(folder, "markklar.yaml");
    has(yaml, "# INGA FASTIGHETER HITTADES.");
    struct mk_project *p = project_of(folder);
    assert_string_equal(p->parcels.path_given, "FYLL-I-SÖKVÄG.gpkg");
    mk_project_free(p);
    free(yaml);
    free(said);
    remove_folder(folder);
    free(init("/tmp/finns/inte", MK_EINPUT, false));
}

static void the_same_folder_gives_the_same_bytes(void **state)
{
    (void)state;
    char *folder = new_folder();
    files(folder);
    free(init(folder, MK_OK, false));
    char *a = slurp(folder, "markklar.yaml");
    free(init(folder, MK_OK, true));
    char *b = slurp(folder, "markklar.yaml");
    assert_string_equal(a, b);
    free(a);
    free(b);
    remove_folder(folder);
}

static void odd_names_and_values_come_back_as_they_were(void **state)
{
    (void)state;
    // Names and values that mean something to YAML, or would end a comment.
    char *folder = new_folder();
    const char *names[] = {"a: \"b\" # c", "- {x}", "ö\\n'&*!"};
    layer(folder, "fil # med: \"tecken\", [1].gpkg", "GPKG", 3007, 3, names, 2,
          (const char *[]){"HALLSÅS 2:261\nref: 1\xE2\x80\xA8x: 2\xC2\x85y: 3",
                           "FASTIGHET", "J", "TORP 1:4", "SAMF", "N"});
    const char *by[] = {"byggnadstyp", "huvudbyggnad"};
    layer(folder, "hus.gpkg", "GPKG", 3007, 2, by, 2,
          (const char *[]){"Bostad; \"x\": \t{y} \\ # z", "Y", "Industri",
                           "no"});
    free(init(folder, MK_OK, false));
    struct mk_project *p = project_of(folder);
    assert_string_equal(p->parcels.path_given,
                        "fil # med: \"tecken\", [1].gpkg");
    assert_string_equal(field(&p->parcels, "fastighet"), "a: \"b\" # c");
    assert_string_equal(field(&p->parcels, "objekttyp"), "- {x}");
    assert_string_equal(p->buildings.path_given, "hus.gpkg");
    const struct mk_map_entry *e = mk_input_map(&p->buildings, "typ");
    assert_int_equal(e->nvalues, 1);
    assert_string_equal(e->values[0].from, "Bostad; \"x\": \t{y} \\ # z");
    assert_string_equal(e->values[0].to, "Bostad");
    e = mk_input_map(&p->buildings, "huvudbyggnad");
    assert_int_equal(e->nvalues, 2);
    assert_string_equal(e->values[0].from, "Y");
    assert_string_equal(e->values[0].to, "Ja");
    mk_project_free(p);
    remove_folder(folder);
}

// A folder of links to the shared data, so that nothing is written there.
static char *linked(const char *const names[])
{
    char *folder = new_folder();
    for (; *names; names++) {
        char from[512], to[512];
        const char *slash = strrchr(*names, '/');
        join(from, MK_DATA_DIR, *names);
        join(to, folder, slash ? slash + 1 : *names);
        struct stat st;
        if (stat(from, &st) != 0) {
            remove_folder(folder);
            print_message("shared data is absent: %s\n", *names);
            return NULL;
        }
        assert_int_equal(symlink(from, to), 0);
    }
    return folder;
}

static void a_foreign_city_is_listed_and_nothing_is_invented(void **state)
{
    (void)state;
    char *folder = linked((const char *[]){"cambridge", NULL});
    if (!folder) {
        skip();
        return;
    }
    char *said = init(folder, MK_OK, false);
    has(said, "fastigheter: HITTADES INTE");
    has(said, "anvandning: hittades inte");
    has(said, "cambridge/zoning_districts.gpkg: kunde inte tolkas");
    has(said, "cambridge/parcels_fy2014.gpkg: kunde inte tolkas");
    has(said, "tidtabeller: cambridge/gtfs_mbta_commuter_rail.zip");
    mk_project_free(project_of(folder));
    free(said);
    remove_folder(folder);
}

static void lantmateriets_buildings_are_known_without_crs_and_cpg(
    void **state)
{
    (void)state;
    char *folder = linked((const char *[]){
        "goteborg-lantmateriet/CityModel_2019", "goteborg-lantmateriet/landuse",
        "goteborg-lantmateriet/road_network", NULL});
    if (!folder) {
        skip();
        return;
    }
    char *said = init(folder, MK_OK, false);
    has(said, "byggnader: CityModel_2019/CityModel.shp (466 objekt)");
    has(said, "OBS: koordinatsystemet är okänt; koordinaterna ser ut som "
              "SWEREF 99 TM, EPSG:3006");
    has(said, "landuse/landuse_testdata.shp: kunde inte tolkas");
    has(said, "gator: road_network/test_road.shp (topografi)");
    struct mk_project *p = project_of(folder);
    assert_string_equal(field(&p->buildings, "typ"), "ANDAMAL_1T");
    assert_string_equal(field(&p->buildings, "huvudbyggnad"), "HUVUDBYGGN");
    mk_project_free(p);
    free(said);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_becomes_a_project_file),
        cmocka_unit_test(an_existing_file_is_left_alone_unless_asked),
        cmocka_unit_test(without_parcels_there_is_a_marked_placeholder),
        cmocka_unit_test(the_same_folder_gives_the_same_bytes),
        cmocka_unit_test(odd_names_and_values_come_back_as_they_were),
        cmocka_unit_test(a_foreign_city_is_listed_and_nothing_is_invented),
        cmocka_unit_test(
            lantmateriets_buildings_are_known_without_crs_and_cpg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
