// The project file's part about streets and travelling: what is read, and
// each fault with its line.
#include "near.h"
#include "project_text.h"

#define HEAD "referensdatum: 2026-11-01\n"                                  \
             "indata:\n"                                                    \
             "  fastigheter: {fil: x.gpkg}\n"

static void streets_come_as_written(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = read_ok(ctx, HEAD
        "  gator:\n"
        "    - {fil: nvdb.gpkg, lager: NVDB*FunkVagklass, kalla: NVDB,\n"
        "       regler: egna.csv, falt: {klass: KLASS, hastighet: HAST}}\n"
        "    - {fil: lerum.osm.pbf}\n"
        "  befolkning: {fil: b.gpkg, falt: {id: ruta, antal: ARB}}\n"
        "  trafikplatser: {fil: t.gpkg, falt: {namn: NAMN}}\n");
    assert_int_equal(p->nstreets, 2);
    assert_string_equal(p->streets[0].in.role, "gator");
    assert_string_equal(p->streets[0].in.path, beside("nvdb.gpkg"));
    assert_string_equal(p->streets[0].in.layer, "NVDB*FunkVagklass");
    assert_int_equal(p->streets[0].source, MK_SRC_NVDB);
    assert_string_equal(p->streets[0].rules.path, beside("egna.csv"));
    assert_string_equal(mk_input_map(&p->streets[0].in, "hastighet")->field,
                        "HAST");
    assert_int_equal(p->streets[1].source, MK_SRC_GUESS);
    assert_null(p->streets[1].rules.path);
    assert_string_equal(p->population.path_given, "b.gpkg");
    assert_string_equal(mk_input_map(&p->population, "antal")->field, "ARB");
    assert_string_equal(p->interchanges.role, "trafikplatser");
    mk_project_free(p);
    p = read_ok(ctx, HEAD "  gator: {fil: a.shp, kalla: egen}\n");
    assert_int_equal(p->nstreets, 1);
    assert_int_equal(p->streets[0].source, MK_SRC_EGEN);
    mk_project_free(p);
    p = read_ok(ctx, HEAD "  gator:\n");
    assert_int_equal(p->nstreets, 0);
    assert_null(p->population.path);
    mk_project_free(p);
    mk_ctx_free(ctx);
}

// The numbers of docs/projektfil.md, copied from there.
static void travelling_has_its_defaults(void **state)
{
    (void)state;
    struct mk_project *p = mk_project_new();
    assert_near(p->net.join_m, 0.5, 0);
    assert_near(p->net.min_nodes, 40, 0);
    assert_near(p->net.snap_m, 500, 0);
    assert_near(p->net.near_m, 30, 0);
    assert_near(p->net.flag_m, 50, 0);
    assert_near(p->travel.walk_kmh, 4.5, 0);
    assert_near(p->travel.cycle_kmh, 16, 0);
    assert_near(p->travel.board_s, 60, 0);
    assert_near(p->travel.change_max_m, 1000, 0);
    assert_near(p->travel.access_max_m, 2000, 0);
    assert_near(p->travel.egress_max_m, 2000, 0);
    assert_near(p->travel.max_rides, 4, 0);
    assert_near(p->travel.max_trip_min, 120, 0);
    assert_near(p->travel.window_min, 60, 0);
    assert_int_equal(p->travel.depart_s, 27000); // 7.5 × 3600
    assert_int_equal(p->travel.arrive_s, 28800); // 8 × 3600
    assert_int_equal(p->travel.shift_s, -1);
    assert_int_equal(p->travel.npercentiles, 2);
    assert_int_equal(p->travel.percentile[0], 50);
    assert_int_equal(p->travel.percentile[1], 85);
    assert_true(p->travel.cycle);
    assert_int_equal(p->travel.nplaces, 0);
    mk_project_free(p);
}

static void travelling_is_read(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = read_ok(ctx, HEAD
        "gangnat: {koppling_m: 0, minsta_del: 10, intill_m: 20}\n"
        "restid:\n"
        "  gang_kmh: 3,6\n"
        "  avgang: 14:00\n"
        "  skift: 6:05\n"
        "  percentiler: [25, 50, 75]\n"
        "  cykel: nej\n"
        "  platser:\n"
        "    - {namn: Göteborg C, lon: 11.97, lat: 57.71}\n"
        "    - {lat: \"57,66\", lon: 12.29, namn: Landvetter}\n");
    assert_near(p->net.join_m, 0, 0);
    assert_near(p->net.min_nodes, 10, 0);
    assert_near(p->net.near_m, 20, 0);
    assert_near(p->travel.walk_kmh, 3.6, 0);
    assert_int_equal(p->travel.depart_s, 50400);
    assert_int_equal(p->travel.shift_s, 21900); // 6 × 3600 + 5 × 60
    assert_int_equal(p->travel.npercentiles, 3);
    assert_int_equal(p->travel.percentile[2], 75);
    assert_false(p->travel.cycle);
    assert_int_equal(p->travel.nplaces, 2);
    assert_string_equal(p->travel.places[0].name, "Göteborg C");
    assert_near(p->travel.places[1].lat, 57.66, 0);
    mk_project_free(p);
    mk_ctx_free(ctx);
}

static void faults_have_their_line_and_words(void **state)
{
    (void)state;
    refused(HEAD "  gatr: {fil: a.gpkg}\n", 4,
            "okänd nyckel 'gatr'; menade du 'gator'?");
    refused(HEAD "  gator:\n    fil: a.gpkg\n    reglr: b.csv\n", 6,
            "okänd nyckel 'reglr'; menade du 'regler'?");
    refused(HEAD "  gator:\n    fil: a.gpkg\n    kalla: nvd\n", 6,
            "'indata.gator.kalla' ska vara nvdb, topografi, osm eller egen, "
            "inte 'nvd'; menade du 'nvdb'?");
    refused(HEAD "  gator:\n    fil: a.gpkg\n    falt: {hastighat: H}\n", 6,
            "okänd nyckel 'hastighat'; menade du 'hastighet'?");
    refused(HEAD "  gator: {lager: x}\n", 4, "'indata.gator' anger ingen fil");
    refused(HEAD "  gator: [{fil: a.gpkg}, b.gpkg]\n", 4,
            "'indata.gator' ska vara ett block med nycklar (fil:, kalla: …) "
            "eller en lista av block, inte 'b.gpkg'");
    refused(HEAD "  befolkning: {lager: x}\n", 4,
            "'indata.befolkning' anger ingen fil");
    refused(HEAD "  befolkning:\n    fil: a.gpkg\n    falt: {antl: N}\n", 6,
            "okänd nyckel 'antl'; menade du 'antal'?");
    refused(HEAD "gangnat: {kopling_m: 1}\n", 4,
            "okänd nyckel 'kopling_m'; menade du 'koppling_m'?");
    refused(HEAD "gangnat: {sok_m: 0}\n", 4,
            "'gangnat.sok_m' ska ligga mellan 1 och 20000, inte 0");
    refused(HEAD "restid: {avgang: \"24:00\"}\n", 4,
            "'restid.avgang' ska vara ett klockslag (07:30), inte '24:00'");
    refused(HEAD "restid: {framme: åtta}\n", 4,
            "'restid.framme' ska vara ett klockslag (07:30), inte 'åtta'");
    refused(HEAD "restid: {percentiler: [85, 50]}\n", 4,
            "'restid.percentiler' ska vara en lista av en till åtta stigande "
            "procenttal");
    refused(HEAD "restid: {percentiler: [50.5]}\n", 4,
            "'restid.percentiler' ska vara en lista");
    refused(HEAD "restid:\n  platser:\n    - {namn: A, lon: 11.9}\n", 6,
            "'restid.platser.lat' saknas");
    refused(HEAD "restid:\n  platser:\n    - {namn: A, lon: 191, lat: 57}\n",
            6, "'restid.platser.lon' ska ligga mellan -180 och 180, inte 191");
    refused(HEAD "restid: {platser: Centralen}\n", 4,
            "'restid.platser' ska vara en lista av platser");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streets_come_as_written),
        cmocka_unit_test(travelling_has_its_defaults),
        cmocka_unit_test(travelling_is_read),
        cmocka_unit_test(faults_have_their_line_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
