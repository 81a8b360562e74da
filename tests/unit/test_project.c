// The project file: every default, every kind of fault with its line, and the
// documentation that is made from the same table.
#include "near.h"
#include "project_text.h"

#include <markklar/plan.h>

#include "base/arena.h"
#include "base/text.h"
#include "config/schema.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MINIMAL "referensdatum: 2026-11-01\n"                               \
                "indata: {fastigheter: {fil: x.gpkg}}\n"

static void defaults_are_those_of_the_method(void **state)
{
    (void)state;
    struct mk_project *p = mk_project_new();
    static const double weights[] = {0.20, 0.20, 0.15, 0.05, 0.25, 0.15};
    for (int c = 0; c < MK_C_COUNT; c++)
        assert_near(p->weight[c], weights[c], 0);
    static const double status[MK_PS_COUNT] = {
        [MK_PS_LAGA_KRAFT] = 100, [MK_PS_ANTAGEN] = 70, [MK_PS_TILLSYN] = 60,
        [MK_PS_OVERKLAGAD] = 50, [MK_PS_GRANSKNING] = 40,
        [MK_PS_SAMRAD] = 25, [MK_PS_PABORJAD] = 15};
    for (int s = 0; s < MK_PS_COUNT; s++)
        assert_near(p->value_planstatus[s], status[s], 0);
    static const double group[] = {100, 80, 60, 60, 40};
    for (int g = 0; g < 5; g++)
        assert_near(p->value_group[g], group[g], 0);
    static const double klass[] = {0, 100, 85, 70, 55, 40, 25, 10};
    for (int k = 0; k < 8; k++)
        assert_near(p->value_klass[k], klass[k], 0);
    assert_near(p->value_gf[MK_GF_PAGAR], 100, 0);
    assert_near(p->value_gf[MK_GF_SANNOLIKT_UTGANGEN], 60, 0);
    assert_near(p->value_gf[MK_GF_UTGANGEN], 60, 0);
    assert_near(p->value_gf[MK_GF_EJ_BORJAT], 50, 0);
    assert_true(p->value_gf[MK_GF_OKAND] < 0);
    assert_int_equal(p->value_ledig.n, 5);
    assert_near(p->value_ledig.x[3], 20000, 0);
    assert_near(p->value_ledig.y[3], 80, 0);
    assert_int_equal(p->value_turtathet.n, 5);
    assert_near(p->value_turtathet.x[1], 1, 0);
    assert_near(p->value_turtathet.y[1], 30, 0);
    assert_near(p->min_delomrade_m2, 25, 0);
    assert_near(p->min_ledig_m2, 1000, 0);
    assert_near(p->building_distance_m, 10, 0);
    assert_string_equal(p->verksamhetsmark_letters, "J, Z, U, Jm");
    assert_string_equal(p->working_crs, "auto");
    assert_int_equal(p->served_rule, MK_SERVED_AVERAGE);
    assert_true(p->gpkg);
    assert_false(p->plans_complete);
    assert_int_equal(p->day, 0);
    assert_null(p->out_crs);
    assert_null(p->parcels.path);
    mk_project_free(p);
    mk_project_free(NULL);
}

static void a_whole_file_is_read(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = read_ok(ctx,
        "\xEF\xBB\xBFmarkklar: 1\n"
        "kommun: {namn: Exempelby, kod: 0180}\n"
        "referensdatum: 2026-11-01\n"
        "arbets_crs: epsg:3007\n"
        "indata:\n"
        "  fastigheter:\n"
        "    fil: data/ay.shp\n"
        "    lager: ay\n"
        "    crs: EPSG:3007\n"
        "    teckenkodning: cp1252\n"
        "    urval: \"OMRTYP = 'F'\"\n"
        "    fält:\n"
        "      fast_id: FNR_FDS\n"
        "      kommunkod: {konstant: \"1441\"}\n"
        "      objekttyp:\n"
        "        falt: DETALJTYP\n"
        "        varden: {FASTIGHET: fastighetsområde, SAMF: samfällighet}\n"
        "        annars: övrigt\n"
        "  detaljplaner: {fil: /abs/plan.gpkg, heltackande: ja,\n"
        "    falt: {nr: , status: S}}\n"
        "  tidtabeller: [a.zip, {fil: b.zip}]\n"
        "kollektivtrafik: {dag: 2026-10-13, kolln_variant: varje timme}\n"
        "verksamhetsmark: [J, Z, K]\n"
        "varden: {planstatus: {laga kraft: 90, samråd: 20}}\n"
        "utdata: {katalog: ut, crs: EPSG:3007, gpkg: nej}\n");
    assert_string_equal(p->kommunkod, "0180");
    assert_int_equal(p->reference_date, 20261101);
    assert_string_equal(p->working_crs, "EPSG:3007");
    assert_string_equal(p->dir, "/tmp");
    assert_string_equal(p->parcels.path, beside("data/ay.shp"));
    assert_string_equal(p->parcels.path_given, "data/ay.shp");
    assert_string_equal(p->parcels.encoding, "CP1252");
    assert_string_equal(p->parcels.where, "OMRTYP = 'F'");
    assert_int_equal(p->parcels.nmap, 3);
    assert_string_equal(mk_input_map(&p->parcels, "fast_id")->field,
                        "FNR_FDS");
    const struct mk_map_entry *e = mk_input_map(&p->parcels, "kommunkod");
    assert_null(e->field);
    assert_string_equal(e->constant, "1441");
    e = mk_input_map(&p->parcels, "objekttyp");
    assert_int_equal(e->nvalues, 2);
    assert_string_equal(e->values[1].from, "SAMF");
    assert_string_equal(e->values[1].to, "samfällighet");
    assert_string_equal(e->other, "övrigt");
    assert_int_equal(e->line, 15);
    assert_string_equal(p->plans.path, "/abs/plan.gpkg");
    assert_true(p->plans_complete);
    assert_null(mk_input_map(&p->plans, "nr"));
    assert_string_equal(mk_input_map(&p->plans, "status")->field, "S");
    assert_int_equal(p->nfeeds, 2);
    assert_string_equal(p->feeds[1].path, beside("b.zip"));
    assert_int_equal(p->day, 20261013);
    assert_int_equal(p->served_rule, MK_SERVED_EVERY_HOUR);
    assert_string_equal(p->verksamhetsmark_letters, "J, Z, K");
    assert_near(p->value_planstatus[MK_PS_LAGA_KRAFT], 90, 0);
    assert_near(p->value_planstatus[MK_PS_SAMRAD], 20, 0);
    assert_near(p->value_planstatus[MK_PS_ANTAGEN], 70, 0);
    assert_string_equal(p->out_dir, beside("ut"));
    assert_string_equal(p->out_crs, "EPSG:3007");
    assert_false(p->gpkg);
    mk_project_free(p);

    p = read_ok(ctx, MINIMAL "kommun:\nvikter: {}\n");
    assert_null(p->kommun);
    assert_int_equal(p->nfeeds, 0);
    mk_project_free(p);
    p = read_ok(ctx, "referensdatum: 2026-11-01\nindata:\n"
                     "  fastigheter: {fil: x}\n  tidtabeller: t.zip\n");
    assert_int_equal(p->nfeeds, 1);
    assert_string_equal(p->feeds[0].path_given, "t.zip");
    mk_project_free(p);
    mk_ctx_free(ctx);
}

static void weights_are_normalised_and_it_is_said(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = read_ok(ctx, MINIMAL
        "vikter:\n  planstatus: 2\n  anvandning: 0,5\n  ledig_mark: 0.5\n"
        "  genomforande: 0\n  klass: 1\n  turtathet: 0\n");
    static const double w[] = {0.5, 0.125, 0.125, 0, 0.25, 0};
    for (int c = 0; c < MK_C_COUNT; c++)
        assert_near(p->weight[c], w[c], 1e-15);
    assert_int_equal(mk_notes_count(ctx, MK_N_WEIGHTS), 1);
    size_t n;
    const struct mk_note_row *rows = mk_notes_sorted(ctx, &n);
    assert_non_null(strstr(rows[0].text, "summerar till 4 "));
    assert_non_null(strstr(rows[0].text, "anvandning 0.125,"));
    assert_non_null(strstr(rows[0].key, ":3"));
    mk_project_free(p);
    mk_ctx_free(ctx);

    ctx = mk_ctx_new(MK_SV); // a sum of 1 says nothing
    p = read_ok(ctx, MINIMAL "vikter: {klass: 0.1, planstatus: 0.35}\n");
    assert_near(p->weight[MK_C_KLASS], 0.1, 0);
    assert_int_equal(mk_notes_count(ctx, MK_N_WEIGHTS), 0);
    mk_project_free(p);
    mk_ctx_free(ctx);
}

static void every_fault_has_its_line_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *more; // after the two lines of MINIMAL
        int line;
        const char *words;
    } cases[] = {
        {"vikter: {klas: 0.1}\n", 3, "okänd nyckel 'klas'; menade du 'klass'?"},
        {"xyzzy: 1\n", 3, "okänd nyckel 'xyzzy'; här kan stå: markklar, "},
        {"markklar: 2\n", 3, "projektfilens version är 2"},
        {"kommun: Lerum\n", 3, "'kommun' ska vara ett block med nycklar, "
                               "inte 'Lerum'"},
        {"kommun: {kod: 180}\n", 3, "'kommun.kod' ska vara fyra siffror, "
                                    "inte '180'; menade du '0180'?"},
        {"kommun: {kod: abcd}\n", 3, "'kommun.kod' ska vara fyra siffror"},
        {"arbets_crs: 3007\n", 3,
         "'arbets_crs' ska vara ett koordinatsystem (EPSG:3007) eller auto, "
         "inte '3007'; menade du 'EPSG:3007'?"},
        {"arbets_crs: sweref\n", 3, "'arbets_crs' ska vara ett koord"},
        {"kollektivtrafik: {dag: 2026-02-30}\n", 3,
         "'kollektivtrafik.dag' ska vara ett datum (2026-11-01) eller auto, "
         "inte '2026-02-30'"},
        {"kollektivtrafik:\n  kolln_variant: medl\n", 4,
         "'kollektivtrafik.kolln_variant' ska vara medel eller varje_timme, "
         "inte 'medl'; menade du 'medel'?"},
        {"utdata: {gpkg: kanske}\n", 3, "'utdata.gpkg' ska vara ja eller nej"},
        {"utdata: {gpkg: }\n", 3, "'utdata.gpkg' saknar värde"},
        {"utdata: {katalog: [a]}\n", 3, "'utdata.katalog' ska vara en sökväg"},
        {"troskelvarden:\n\n  ledig_min_m2: 1e3\n", 5,
         "'troskelvarden.ledig_min_m2' ska vara ett tal, inte '1e3'"},
        {"troskelvarden: {avstand_byggnad_m: -1}\n", 3,
         "'troskelvarden.avstand_byggnad_m' ska ligga mellan 0 och 1000, "
         "inte -1"},
        {"varden: {klass: {A: 101}}\n", 3,
         "'varden.klass.A' ska ligga mellan 0 och 100, inte 101"},
        {"vikter: {klass: 0,35}\n", 3,
         "decimalkommat i 'klass: 0,35' delar värdet i två; skriv klass: "
         "\"0,35\" med citattecken eller klass: 0.35"},
        {"vikter: {planstatus: 0, anvandning: 0, ledig_mark: 0, "
         "genomforande: 0, klass: 0, turtathet: 0}\n", 3,
         "vikterna summerar till 0"},
        {"verksamhetsmark: [J, 1]\n", 3, "'verksamhetsmark' ska vara en lista "
                                         "av planbokstäver"},
        {"verksamhetsmark: []\n", 3, "'verksamhetsmark' ska vara en lista"},
        {"varden: {turtathet: 3}\n", 3, "'varden.turtathet' ska vara en lista "
                                        "av punkter [x, värde], inte '3'"},
        {"varden: {turtathet: [[0, 0]]}\n", 3,
         "'varden.turtathet' ska ha 2 till 8 punkter, inte 1"},
        {"varden:\n  turtathet:\n    - [0, 0]\n    - [0,5, 10]\n", 6,
         "'varden.turtathet' ska vara en lista av punkter"},
        {"varden: {turtathet: [[0, 0], [2, 5], [2, 6]]}\n", 3,
         "'varden.turtathet': x ska öka från punkt till punkt, 2 följer på 2"},
        {"varden: {turtathet: [[0, 0], [1, 120]]}\n", 3,
         "'varden.turtathet' ska ligga mellan 0 och 100, inte 120"},
        {"vikter: {klass: 0.25}\nvikter: {klass: 0.25}\n", 4,
         "nyckeln 'vikter' finns redan på rad 3"},
        {"vikter: {klass: 0.25, Klass: 0.2}\n", 3,
         "nyckeln 'Klass' finns redan på rad 3"},
        {"kommun: &a {namn: X}\n", 3, "ankare och alias"},
        {"kommun: {namn: *a}\n", 3, "ankare och alias"},
        {"kommun: {namn: !!str X}\n", 3, "taggar (!) stöds inte"},
        {"kommun: !x {namn: X}\n", 3, "taggar (!) stöds inte"},
        {"---\nmarkklar: 1\n", 3, "filen får bara ha ett YAML-dokument"},
        {"? [a]\n: b\n", 3, "en nyckel ska vara en text"},
        {"kommun: [[[[[[[[[[[[[x]]]]]]]]]]]]]\n", 3,
         "mer än 12 nivåer i varandra"},
        {"kommun: {namn: \"X}\n", 3, "kan inte tolkas som YAML"},
        {"kommun:\n\tnamn: X\n", 4, "tabb kan inte stå i indraget"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mk_buf b = {0};
        mk_buf_str(&b, MINIMAL);
        mk_buf_str(&b, cases[i].more);
        refused(mk_buf_text(&b), cases[i].line, cases[i].words);
        mk_buf_release(&b);
    }
}

static void faults_of_inputs_and_field_maps_are_said(void **state)
{
    (void)state;
#define HEAD "referensdatum: 2026-11-01\nindata:\n  fastigheter:\n"         \
             "    fil: x\n"
    refused(HEAD "    teckenkodning: CP1525\n", 5,
            "'indata.fastigheter.teckenkodning' ska vara en teckenkodning "
            "(UTF-8, CP1252 …), inte 'CP1525'; menade du");
    refused(HEAD "    falt: {fastid: A}\n", 5,
            "okänd nyckel 'fastid'; menade du 'fast_id'?");
    refused(HEAD "    falt: {bokstav: A}\n", 5,
            "okänd nyckel 'bokstav'; här kan stå: fast_id, fastighet");
    refused(HEAD "    falt: A\n", 5,
            "'indata.fastigheter.falt' ska vara ett block av nyckel: "
            "fältnamn, inte 'A'");
    refused(HEAD "    falt: {fast_id: [A, B]}\n", 5,
            "'indata.fastigheter.falt.fast_id' ska vara en text");
    refused(HEAD "    falt:\n      fast_id: {falt: A, konstant: B}\n", 6,
            "'indata.fastigheter.falt.fast_id' ska ha antingen falt eller "
            "konstant");
    refused(HEAD "    falt:\n      fast_id: {varden: {a: b}}\n", 6,
            "'indata.fastigheter.falt.fast_id' ska ha antingen falt eller "
            "konstant");
    refused(HEAD "    falt:\n      fast_id: {konstant: B, annars: c}\n", 6,
            "'indata.fastigheter.falt.fast_id': varden och annars kräver falt");
    refused(HEAD "    falt:\n      fast_id: {falt: B, verden: {}}\n", 6,
            "okänd nyckel 'verden'; menade du 'varden'?");
    refused(HEAD "    falt:\n      fast_id: {falt: B, varden: x}\n", 6,
            "'indata.fastigheter.falt.fast_id' ska vara ett block");
    refused(HEAD "    falt: {fast_id: A, Fast-ID: B}\n", 5,
            "nyckeln 'Fast-ID' finns redan på rad 5");
    refused(HEAD "  byggnader:\n    lager: y\n", 5,
            "'indata.byggnader' anger ingen fil");
    refused(HEAD "  tidtabeller: [{fi: a}]\n", 5,
            "okänd nyckel 'fi'; här kan stå: fil");
    refused(HEAD "  tidtabeller: [{}]\n", 5,
            "'indata.tidtabeller' anger ingen fil");
    refused(HEAD "  tidtabeller: [[a]]\n", 5,
            "'indata.tidtabeller' ska vara en sökväg eller en lista");
}

static void what_is_missing_is_said(void **state)
{
    (void)state;
    refused("markklar: 1\n", 1, "'referensdatum' saknas");
    refused("markklar: 1\n", 1, "'indata.fastigheter.fil' saknas");
    refused("referensdatum: 2026-11-01\nindata:\n  fastigheter:\n"
            "    lager: x\n", 3, "'indata.fastigheter.fil' saknas");
    refused("referensdatum:\n", 1, "'referensdatum' saknar värde");
    refused("", 1, "filen är tom");
    refused("# bara en kommentar\n", 1, "filen är tom");
    refused("hej\n", 1, "'markklar.yaml' ska vara ett block med nycklar");
}

static void bytes_that_are_not_text_are_refused(void **state)
{
    (void)state;
    refused("kommun:\n  namn: H\xE4rryda\n", 2, "texten är inte UTF-8");
    refused("kommun: {namn: \"a\\0b\"}\n", 1, "kan inte tolkas som YAML");
    refused_bytes("\xFF\xFEr\0e\0", 6, 1, "texten är inte UTF-8");
    refused_bytes("a: b\0c\n", 7, 1, "texten är inte UTF-8");
    char *big = mk_alloc(1100000);
    memset(big, '#', 1100000);
    refused_bytes(big, 1100000, 1, "filen är större än 1 MiB");
    big[0] = '['; // thirty thousand values
    for (int i = 1; i < 90001; i += 3)
        memcpy(big + i, "a, ", 3);
    memcpy(big + 90001, " ]", 2);
    refused_bytes(big, 90003, 1, "filen har fler än 20000 värden");
    free(big);
}

static void all_faults_come_in_one_pass_by_line(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    static const char text[] = "indata: {fastigheter: {crs: x}}\n"
                               "vikter: {a: 1}\n"
                               "utdata: {gpkg: x, crs: y}\n";
    char *path = file_of(text, sizeof text - 1);
    struct mk_project *p;
    assert_int_equal(mk_project_read(ctx, path, &p), MK_ECONFIG);
    const char *e = mk_ctx_error(ctx);
    assert_non_null(strstr(e, "has 6 faults\n"));
    const char *at = e;
    static const char *const order[] = {":1: ", ":1: ", ":1: ", ":2: ",
                                        ":3: ", ":3: "};
    for (size_t i = 0; i < 6; i++) {
        at = strstr(at, order[i]);
        assert_non_null(at);
        at++;
    }
    unlink(path);
    assert_int_equal(mk_project_read(ctx, path, &p), MK_ECONFIG);
    assert_non_null(strstr(mk_ctx_error(ctx), "the file does not exist"));
    assert_int_equal(mk_project_read(ctx, "/tmp", &p), MK_ECONFIG);
    assert_non_null(strstr(mk_ctx_error(ctx), "it is a folder"));
    free(path);
    mk_ctx_free(ctx);
}

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = mk_zalloc(1, 200000);
    assert_true(fread(text, 1, 199999, f) > 0);
    fclose(f);
    return text;
}

static void the_documentation_has_the_table_and_an_example_that_reads(
    void **state)
{
    (void)state;
    char *doc = slurp(MK_SOURCE_DIR "/docs/projektfil.md");
    struct mk_buf table = {0};
    mk_schema_doc(&table);
    if (!strstr(doc, mk_buf_text(&table))) {
        print_error("docs/projektfil.md should hold:\n%s\n", table.data);
        fail();
    }
    mk_buf_release(&table);
    char *from = strstr(doc, "```yaml\n");
    assert_non_null(from);
    from += 8;
    char *to = strstr(from, "```");
    assert_non_null(to);
    *to = '\0';
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = read_ok(ctx, from);
    // an example of every key says the defaults, and says them rightly
    struct mk_project *d = mk_project_new();
    for (int c = 0; c < MK_C_COUNT; c++)
        assert_near(p->weight[c], d->weight[c], 0);
    assert_memory_equal(p->value_klass, d->value_klass, sizeof d->value_klass);
    assert_memory_equal(p->value_planstatus, d->value_planstatus,
                        sizeof d->value_planstatus);
    assert_memory_equal(p->value_gf, d->value_gf, sizeof d->value_gf);
    assert_memory_equal(p->value_group, d->value_group,
                        sizeof d->value_group);
    assert_memory_equal(&p->value_ledig, &d->value_ledig,
                        sizeof d->value_ledig);
    mk_project_free(d);
    mk_project_free(p);
    mk_ctx_free(ctx);
    free(doc);
}

static void use_areas_need_plans(void **state)
{
    (void)state;
    refused(HEAD "  anvandning: {fil: yta.gpkg}\n", 5,
            "'indata.anvandning' hör till planer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_those_of_the_method),
        cmocka_unit_test(a_whole_file_is_read),
        cmocka_unit_test(use_areas_need_plans),
        cmocka_unit_test(weights_are_normalised_and_it_is_said),
        cmocka_unit_test(every_fault_has_its_line_and_words),
        cmocka_unit_test(faults_of_inputs_and_field_maps_are_said),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(bytes_that_are_not_text_are_refused),
        cmocka_unit_test(all_faults_come_in_one_pass_by_line),
        cmocka_unit_test(
            the_documentation_has_the_table_and_an_example_that_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
