// The project file's part about other layers, terrain and time: what is read,
// and each fault with its line.
#include "near.h"
#include "project_text.h"

#include <markklar/context.h>

#define HEAD "referensdatum: 2026-11-01\n"                                  \
             "indata:\n"                                                    \
             "  fastigheter: {fil: x.gpkg}\n"

static const char *field_of(const struct mk_layer_input *l, const char *key)
{
    const struct mk_map_entry *m = mk_input_map(&l->in, key);
    return m ? m->field : NULL;
}

static void layers_come_by_role_then_as_written(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = read_ok(ctx, HEAD
        "  begransningar:\n"
        "    - {namn: Täkt, verkan: minskar, fil: b.gpkg, lager: takt}\n"
        "    - {namn: Flyg, verkan: flaggar, fil: b.gpkg, buffert_m: \"7,5\"}\n"
        "  vag:\n"
        "    - fil: nvdb.gpkg\n"
        "      lager: NVDB*FunkVagklass\n"
        "      ej_tillfart: [motorväg, 1]\n"
        "      falt: {klass: KLASS}\n"
        "    - {fil: egna.shp, teckenkodning: cp1252, ej_tillfart: E20}\n"
        "  kommunagd:\n"
        "    fil: mark.gpkg\n"
        "    crs: epsg:3007\n"
        "    urval: \"A = 1\"\n"
        "    falt: {id: NYCKEL, agare: AGARE, vilja: VILJA}\n"
        "  strandskydd:\n"
        "  hojdmodell: {fil: hojd.tif, crs: EPSG:3006}\n");
    assert_int_equal(p->nlayers, 5);
    const struct mk_layer_input *l = p->layers;
    // kommunagd before vag before begransningar: the order of the enum
    assert_int_equal(l[0].role, MK_RO_KOMMUNAGD);
    assert_string_equal(l[0].in.role, "kommunagd");
    assert_string_equal(l[0].in.path, beside("mark.gpkg"));
    assert_string_equal(l[0].in.path_given, "mark.gpkg");
    assert_string_equal(l[0].in.crs, "EPSG:3007");
    assert_string_equal(l[0].in.where, "A = 1");
    assert_int_equal(l[0].effect, 0);
    assert_true(isnan(l[0].buffer_m));
    assert_null(l[0].name);
    // agare is that layer's word for its class
    assert_string_equal(field_of(&l[0], "klass"), "AGARE");
    assert_string_equal(field_of(&l[0], "vilja"), "VILJA");
    assert_string_equal(field_of(&l[0], "id"), "NYCKEL");
    assert_int_equal(l[1].role, MK_RO_VAG);
    assert_string_equal(l[1].in.layer, "NVDB*FunkVagklass");
    assert_string_equal(l[1].no_access, "motorväg;1");
    assert_string_equal(l[2].in.path_given, "egna.shp");
    assert_string_equal(l[2].in.encoding, "CP1252");
    assert_string_equal(l[2].no_access, "E20");
    assert_string_equal(l[3].name, "Täkt");
    assert_int_equal(l[3].effect, 1 + MK_EF_REDUCES);
    assert_int_equal(l[4].effect, 1 + MK_EF_FLAGS);
    assert_near(l[4].buffer_m, 7.5, 0);
    assert_string_equal(p->ground.path, beside("hojd.tif"));
    assert_string_equal(p->ground.crs, "EPSG:3006");
    mk_project_free(p);
    p = read_ok(ctx, HEAD "  hojdmodell: /abs/h.tif\n");
    assert_string_equal(p->ground.path, "/abs/h.tif");
    assert_int_equal(p->nlayers, 0);
    mk_project_free(p);
    mk_ctx_free(ctx);
}

// Every role of method §8 takes its block, with its own word for the class.
static void every_role_and_its_own_word_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *role, *word;
    } t[] = {
        {"kommunagd", "agare"},      {"markanvisning", "status"},
        {"va_omrade", "status"},     {"fiber", "status"},
        {"el", NULL},                {"vag", NULL},
        {"strandskydd", "typ"},      {"natur", "typ"},
        {"vattenskydd", NULL},       {"riksintresse", NULL},
        {"oversvamning", NULL},      {"ras", NULL},
        {"fororening", "riskklass"}, {"fornlamning", "typ"},
        {"jordbruk", NULL},          {"farligt_gods", NULL},
        {"kraftledning", NULL},      {"byggnadsfritt", NULL},
        {"utfartsforbud", NULL},     {"tillstand", "status"},
        {"utredning", "slag"},       {"oversiktsplan", NULL},
        {"planbesked", NULL},
    };
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct mk_buf b = {0};
        mk_buf_printf(&b, HEAD "  %s: {fil: a.gpkg, falt: {%s: K}}\n",
                      t[i].role, t[i].word ? t[i].word : "klass");
        struct mk_project *p = read_ok(ctx, mk_buf_text(&b));
        assert_int_equal(p->nlayers, 1);
        assert_string_equal(
            mk_layer_role_key((enum mk_layer_role)p->layers[0].role),
            t[i].role);
        assert_string_equal(field_of(&p->layers[0], "klass"), "K");
        mk_project_free(p);
        mk_buf_release(&b);
    }
    mk_ctx_free(ctx);
}

static void faults_of_layers_have_their_line_and_words(void **state)
{
    (void)state;
    refused(HEAD "  strandskyd: {fil: a.gpkg}\n", 4,
            "okänd nyckel 'strandskyd'; menade du 'strandskydd'?");
    refused(HEAD "  natur:\n    fil: a.gpkg\n    bufert_m: 5\n", 6,
            "okänd nyckel 'bufert_m'; menade du 'buffert_m'?");
    refused(HEAD "  natur:\n    fil: a.gpkg\n    ej_tillfart: [1]\n", 6,
            "okänd nyckel 'ej_tillfart'; här kan stå: fil, lager");
    refused(HEAD "  natur:\n    fil: a.gpkg\n    verkan: utesluta\n", 6,
            "'indata.natur.verkan' ska vara utesluter, minskar, flaggar eller "
            "uppgift, inte 'utesluta'; menade du 'utesluter'?");
    refused(HEAD "  el: {fil: a.gpkg, buffert_m: 30000}\n", 4,
            "'indata.el.buffert_m' ska ligga mellan 0 och 20000, inte 30000");
    refused(HEAD "  el:\n    fil: a.gpkg\n    falt: {mv: EFFEKT}\n", 6,
            "okänd nyckel 'mv'; menade du 'mw'?");
    refused(HEAD "  kommunagd:\n    fil: a.gpkg\n"
                 "    falt:\n      agare: A\n      klass: B\n", 8,
            "nyckeln 'klass' finns redan på rad 7");
    refused(HEAD "  ras: {lager: x}\n", 4, "'indata.ras' anger ingen fil");
    refused(HEAD "  ras:\n    - {fil: a.gpkg}\n    - b.gpkg\n", 6,
            "'indata.ras' ska vara ett block med nycklar (fil:, falt: …) "
            "eller en lista av block, inte 'b.gpkg'");
    refused(HEAD "  begransningar:\n    - {fil: a.gpkg, verkan: flaggar}\n", 5,
            "'indata.begransningar.namn' saknas");
    refused(HEAD "  begransningar:\n    - {fil: a.gpkg, namn: A}\n", 5,
            "'indata.begransningar.verkan' saknas");
    refused(HEAD "  vag: {fil: a.gpkg, ej_tillfart: {a: b}}\n", 4,
            "'indata.vag.ej_tillfart' ska vara en klass eller en lista av "
            "klasser");
    refused(HEAD "  hojdmodell: {crs: EPSG:3006}\n", 4,
            "'indata.hojdmodell' anger ingen fil");
    refused(HEAD "  hojdmodell: [a.tif]\n", 4,
            "'indata.hojdmodell' ska vara en sökväg till en GeoTIFF");
}

// The numbers of docs/method.md §11, copied from there.
static void times_are_those_of_the_method_unless_said(void **state)
{
    (void)state;
    static const double table[MK_TD_COUNT][5] = {
        {6, 12, 24, 60, 96},  {1, 4, 12, 30, 60},  {8, 12, 24, 42, 72},
        {4, 7, 12, 24, 42},   {1, 2, 4, 9, 18},    {0.7, 0.7, 0.7, 1, 1.5},
        {2, 3, 5.3, 9, 18},   {1, 2, 5, 10, 18},   {2, 4, 9, 18, 36},
        {0.5, 1, 2, 4, 8},    {2, 3, 6, 12, 18},   {2, 3, 6, 12, 24},
        {6, 12, 18, 30, 48},  {1, 3, 9, 12, 24}};
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = read_ok(ctx, HEAD
        "byggbar: {korsmark: ja}\n"
        "beredskap: {utredning_giltig_ar: 5}\n"
        "tid:\n"
        "  samråd: [1, 2, 2, \"4,5\", 240]\n"
        "  utbyggnad_planerad: [0, 0, 0, 0, 0]\n"
        "  överklagan_andel: 0,25\n");
    for (int row = 0; row < MK_TD_COUNT; row++)
        for (int i = 0; i < 5; i++)
            if (row != MK_TD_SAMRAD && row != MK_TD_UTBYGGNAD_PLANERAD)
                assert_near(p->durations.q[row][i], table[row][i], 0);
    static const double samrad[] = {1, 2, 2, 4.5, 240};
    for (int i = 0; i < 5; i++) {
        assert_near(p->durations.q[MK_TD_SAMRAD][i], samrad[i], 0);
        assert_near(p->durations.q[MK_TD_UTBYGGNAD_PLANERAD][i], 0, 0);
    }
    assert_near(p->durations.appeal_share, 0.25, 0);
    assert_true(p->cross_is_buildable);
    assert_near(p->study_years, 5, 0);
    mk_project_free(p);
    p = mk_project_new();
    assert_near(p->durations.appeal_share, 1.0 / 3, 0);
    assert_near(p->durations.q[MK_TD_SAMRAD][2], 12, 0);
    assert_near(p->study_years, 10, 0);
    assert_false(p->cross_is_buildable);
    mk_project_free(p);
    mk_ctx_free(ctx);
}

static void faults_of_times_have_their_line_and_words(void **state)
{
    (void)state;
    refused(HEAD "tid:\n  op: [1, 2, 3, 4]\n", 5,
            "'tid.op' ska vara fem tal i månader: [minst, P10, P50, P90, "
            "störst]");
    refused(HEAD "tid:\n  op: 12\n", 5, "'tid.op' ska vara fem tal i månader");
    refused(HEAD "tid:\n  op: [1, 2, tre, 4, 5]\n", 5,
            "'tid.op' ska vara ett tal, inte 'tre'");
    refused(HEAD "tid:\n  op:\n    [1, 3,\n     2, 4, 5]\n", 7,
            "'tid.op': månaderna får inte minska, 2 följer på 3");
    refused(HEAD "tid:\n  op: [1, 2, 3, 4, 241]\n", 5,
            "'tid.op' ska ligga mellan 0 och 240, inte 241");
    refused(HEAD "tid: {overklagan_andel: 1.5}\n", 4,
            "'tid.overklagan_andel' ska ligga mellan 0 och 1, inte 1.5");
    refused(HEAD "tid: {planbesed: [1, 2, 3, 4, 5]}\n", 4,
            "okänd nyckel 'planbesed'; menade du 'planbesked'?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_come_by_role_then_as_written),
        cmocka_unit_test(every_role_and_its_own_word_are_known),
        cmocka_unit_test(faults_of_layers_have_their_line_and_words),
        cmocka_unit_test(times_are_those_of_the_method_unless_said),
        cmocka_unit_test(faults_of_times_have_their_line_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
