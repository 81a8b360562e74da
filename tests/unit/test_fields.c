// The field tables: names fit for shapefile and TAB, words, nulls, and the
// page docs/falt.md made from them.
#include "near.h"

#include <markklar/compare.h>
#include <markklar/field.h>

#include "base/text.h"
#include "sample.h"

#include <stdlib.h>

static const struct mk_layer_def *const layers[] = {
    &mk_layer_mark, &mk_layer_verksamhetsmark, &mk_layer_byggbar,
    &mk_layer_infrastruktur, &mk_layer_gangnara, &mk_layer_cykelnara,
    &mk_layer_brister_mark, &mk_layer_brister_befolkning,
    &mk_layer_hallplatser, &mk_layer_detaljplaner, &mk_layer_jamforelse};
#define NLAYERS (sizeof layers / sizeof layers[0])

static struct sample s;

static int set_up(void **state)
{
    (void)state;
    sample_make(&s);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sample_release(&s);
    return 0;
}

static struct mk_value value(const struct mk_layer_def *l, const void *record,
                             const char *name, char *scratch)
{
    for (int i = 0; i < l->nfields; i++)
        if (strcmp(l->fields[i].name, name) == 0)
            return l->fields[i].get(record, &s.tables, scratch);
    fail_msg("no field %s in %s", name, l->name);
    return (struct mk_value){NULL, 0};
}

static const char *text(const struct mk_layer_def *l, const void *record,
                        const char *name)
{
    static char scratch[256];
    return value(l, record, name, scratch).text;
}

static mk_fixed num(const struct mk_layer_def *l, const void *record,
                    const char *name)
{
    char scratch[256];
    return value(l, record, name, scratch).num;
}

static void names_are_plain_and_differ_in_ten_characters(void **state)
{
    (void)state;
    for (size_t k = 0; k < NLAYERS; k++) {
        const struct mk_field *f = layers[k]->fields;
        for (int i = 0; i < layers[k]->nfields; i++) {
            for (const char *c = f[i].name; *c; c++)
                assert_true((*c >= 'a' && *c <= 'z') || *c == '_' ||
                            (c > f[i].name && *c >= '0' && *c <= '9'));
            assert_string_not_equal(f[i].name, "fid");
            assert_string_not_equal(f[i].name, "geom");
            for (int j = 0; j < i; j++)
                if (strncmp(f[i].name, f[j].name, 10) == 0)
                    fail_msg("%s: %s and %s", layers[k]->name, f[i].name,
                             f[j].name);
        }
    }
}

static void every_field_has_words_and_fits_its_type(void **state)
{
    (void)state;
    for (size_t k = 0; k < NLAYERS; k++)
        for (int i = 0; i < layers[k]->nfields; i++) {
            const struct mk_field *f = &layers[k]->fields[i];
            assert_true(f->get && f->doc && *f->doc);
            assert_true(f->doc[strlen(f->doc) - 1] == '.');
            assert_true(f->alias_sv && *f->alias_sv && *f->alias_en);
            assert_true(mk_utf8_valid(f->alias_sv, strlen(f->alias_sv)));
            if (f->type == MK_T_REAL)
                assert_in_range(f->decimals, 1, 7);
            else
                assert_int_equal(f->decimals, 0);
            const size_t n = strlen(f->name);
            if (n > 3 && strcmp(f->name + n - 3, "_m2") == 0)
                assert_non_null(strstr(f->alias_sv, // a price is by it
                                       strncmp(f->name, "pris", 4) == 0
                                           ? "/m²)" : "(m²)"));
        }
}

static void the_layers_hold_the_agreed_fields_in_order(void **state)
{
    (void)state;
    static const char *const mark =
        "fast_id fastighet kommunkod omr_nr objekttyp area_m2 bedomning "
        "utesluten plan_akt plan_nr plan_namn planstatus lagakr_dat gf_lage "
        "gf_slut pag_plan pag_skede pag_anv anvandning industri_m2 kontor_m2 "
        "handel_m2 centrum_m2 ovrnar_m2 bland_m2 planl_andel bebyggd_m2 "
        "obebygg_m2 hpl_namn hpl_m hpl_fagel_m avst_slag anslut_m anm_koll "
        "avg_h koll_klass kolln_500 kolln_400 arbkr_30 arbkr_45 arbkr_60 "
        "arbkr_skift cykel_15 cykel_30 trafikpl_namn trafikpl_m tpl_min "
        "tpl_lb_min "
        "restid_p50 restid_p85 bil_min restidskvot "
        "poang poang_max p_plan p_koll basta_del hinder underlag ber_min "
        "ber_max ber_plan ax_plan ax_radigh ax_infra ax_utredn ax_tillst "
        "okanda agare markanv pris_m2 villkor fiber byggbar_m2 byggb_st_m2 "
        "bya_m2 "
        "bta_m2 hojd_max hojd_slag lutning nivaskilln klar_m10 klar_m50 "
        "klar_m90 klar_p10 klar_p50 klar_p90 klar_steg ";
    struct mk_buf b = {0};
    for (int i = 0; i < mk_layer_mark.nfields; i++)
        mk_buf_printf(&b, "%s ", mk_layer_mark.fields[i].name);
    assert_string_equal(mk_buf_text(&b), mark);
    mk_buf_release(&b);
    const struct mk_layer_def *v = &mk_layer_verksamhetsmark;
    assert_string_equal(v->fields[0].name, "del_id");
    assert_string_equal(v->fields[1].name, "rang");
    assert_int_equal(v->nfields, mk_layer_mark.nfields - 1 + 6);
    for (int i = 0; i < v->nfields; i++)
        assert_string_not_equal(v->fields[i].name, "basta_del");
}

static void an_unknown_row_gives_null_in_every_measured_field(void **state)
{
    (void)state;
    const struct mk_row *r = &s.row[5];
    char scratch[256];
    for (int i = 0; i < mk_layer_mark.nfields; i++) {
        const struct mk_field *f = &mk_layer_mark.fields[i];
        const struct mk_value v = f->get(r, &s.tables, scratch);
        const bool stated = strcmp(f->name, "bedomning") == 0 ||
                            strcmp(f->name, "utesluten") == 0 ||
                            strcmp(f->name, "planstatus") == 0;
        if (!stated && (v.text || v.num != MK_UNKNOWN))
            fail_msg("%s is not null", f->name);
    }
    assert_string_equal(text(&mk_layer_mark, r, "bedomning"),
                        "kan inte bedömas");
    assert_string_equal(text(&mk_layer_mark, r, "utesluten"),
                        "geometri saknas");
    assert_string_equal(text(&mk_layer_verksamhetsmark, r, "del_id"), "rad 6");
}

static void values_come_from_row_plan_and_stop(void **state)
{
    (void)state;
    struct mk_row r = s.row[3]; // plan 0, stop 3
    r.hpl = 1;
    const struct mk_layer_def *m = &mk_layer_mark;
    assert_string_equal(text(m, &r, "plan_akt"), "1441-P15/4");
    assert_int_equal(num(m, &r, "lagakr_dat"), 20190502);
    assert_string_equal(text(m, &r, "gf_lage"), "pågår");
    assert_string_equal(text(m, &r, "hpl_namn"), "Hallsås");
    assert_int_equal(num(m, &r, "avg_h"), 500);
    assert_int_equal(num(m, &r, "hpl_m"), r.hpl_dm);
    r.reach.straight_dm = 871;
    r.reach.connector_dm = 42;
    r.reach.workers[1] = 12345;
    r.reach.p50 = 27;
    assert_int_equal(num(m, &r, "hpl_fagel_m"), 871);
    assert_int_equal(num(m, &r, "anslut_m"), 42);
    assert_int_equal(num(m, &r, "arbkr_45"), 12345);
    assert_int_equal(num(m, &r, "arbkr_30"), MK_UNKNOWN);
    assert_int_equal(num(m, &r, "restid_p50"), 27);
    assert_string_equal(text(m, &r, "avst_slag"), "fågelväg");
    assert_null(text(m, &r, "anm_koll"));
    r.reach.along = 1;
    r.reach.remarks = 1u << MK_RM_FAR | 1u << MK_RM_EDGE;
    assert_string_equal(text(m, &r, "avst_slag"), "gångväg");
    assert_string_equal(text(m, &r, "anm_koll"), "långt till gata; kant");
    assert_int_equal(num(m, &r, "obebygg_m2"), r.obebyggd);
    assert_int_equal(num(m, &r, "bebyggd_m2"), r.bebyggd);
    assert_int_equal(num(m, &r, "kolln_500"), 0);
    assert_true(num(m, &r, "kolln_400") == MK_UNKNOWN);
    assert_string_equal(text(m, &r, "koll_klass"), "D");
    r.klass = 0;
    assert_null(text(m, &r, "koll_klass"));
    r.pag_plan = 3;
    assert_string_equal(text(m, &r, "pag_plan"), "LB51"); // no akt: number
    assert_string_equal(text(m, &r, "pag_skede"), "samråd");
    r.ready.hinder = 1u << MK_HK_UPPTAGEN | 1u << MK_HK_VA;
    assert_string_equal(text(m, &r, "hinder"),
                        "upptagen; vatten och avlopp");
    static const char *const groups[] = {"industri_m2", "kontor_m2",
                                         "handel_m2", "centrum_m2",
                                         "ovrnar_m2"};
    for (int g = 0; g < MK_GROUP_COUNT; g++) {
        r.group[g] = 1000 + g;
        assert_int_equal(num(m, &r, groups[g]), 1000 + g);
    }
}

static void a_plan_before_laga_kraft_has_no_genomforandetid(void **state)
{
    (void)state;
    const struct mk_layer_def *d = &mk_layer_detaljplaner;
    const struct mk_plan_row appealed = {2, 100, MK_UNKNOWN, MK_UNKNOWN, -1};
    assert_null(text(d, &appealed, "gf_lage"));
    assert_true(num(d, &appealed, "gf_harledd") == MK_UNKNOWN);
    assert_true(num(d, &appealed, "verks_m2") == MK_UNKNOWN);
    const struct mk_plan_row old = {1, 100, 70, 60, 14};
    assert_string_equal(text(d, &old, "gf_lage"), "utgången");
    assert_int_equal(num(d, &old, "gf_harledd"), 1);
    assert_int_equal(num(d, &old, "verks_m2"), 70);
    assert_int_equal(num(d, &old, "byggbar_m2"), 60);
    assert_int_equal(num(d, &old, "klar_p50"), 20280101); // 14 months on
    assert_true(num(d, &appealed, "klar_m50") == MK_UNKNOWN);
}

static void readiness_is_said_axis_by_axis_and_dated(void **state)
{
    (void)state;
    const struct mk_layer_def *v = &mk_layer_verksamhetsmark;
    struct mk_row r = s.row[3]; // B4 at least; rådighet may be better
    assert_string_equal(text(v, &r, "underlag"), "översiktsplan");
    assert_int_equal(num(v, &r, "ber_min"), 4);
    assert_int_equal(num(v, &r, "ber_max"), 5);
    assert_int_equal(num(v, &r, "ax_plan"), 3);
    assert_true(num(v, &r, "ax_radigh") == MK_UNKNOWN);
    assert_string_equal(text(v, &r, "okanda"), "rådighet; byggnader");
    assert_null(text(v, &r, "agare"));
    assert_null(text(v, &r, "klar_steg"));
    assert_int_equal(num(v, &r, "klar_m50"), 9);
    assert_int_equal(num(v, &r, "klar_p50"), 20270801); // 9 months on
    r.ready.owner = MK_OW_KOMMUN;
    r.ready.villkor = 3;
    r.ready.hojd_dm = 90;
    r.ready.hojd_slag = MK_PV_NOCKHOJD;
    r.ready.bind = MK_TS_FASTIGHET;
    r.ready.klar_m[1] = -1;
    assert_string_equal(text(v, &r, "agare"), "kommun");
    assert_string_equal(text(v, &r, "villkor"), "lov; startbesked");
    assert_int_equal(num(v, &r, "hojd_max"), 90);
    assert_string_equal(text(v, &r, "hojd_slag"), "nockhöjd");
    assert_string_equal(text(v, &r, "klar_steg"), "fastighetsbildning");
    assert_true(num(v, &r, "klar_p50") == MK_UNKNOWN);
}

// Every hinder at once fits in the room a getter has.
static void all_hinder_fit(void **state)
{
    (void)state;
    struct mk_row r = s.row[3];
    r.ready.hinder = (1u << MK_HK_COUNT) - 1;
    const char *all = text(&mk_layer_mark, &r, "hinder");
    assert_int_equal(strncmp(all, "upptagen; pågående plan; ", 27), 0);
    assert_string_equal(all + strlen(all) - strlen("; begränsning"),
                        "; begränsning");
}

static void pieces_are_named_by_designation_area_and_number(void **state)
{
    (void)state;
    struct mk_row r = {.fastighet = "LERUM HALLSÅS 2:261", .omr_nr = 2,
                       .del_nr = 1, .basta_del = 3, .fast_id = "x"};
    assert_string_equal(text(&mk_layer_verksamhetsmark, &r, "del_id"),
                        "LERUM HALLSÅS 2:261>2-1");
    assert_string_equal(text(&mk_layer_mark, &r, "basta_del"),
                        "LERUM HALLSÅS 2:261>2-3");
    r.omr_nr = 1;
    assert_string_equal(text(&mk_layer_mark, &r, "basta_del"),
                        "LERUM HALLSÅS 2:261-3");
    r.basta_del = 0;
    assert_null(text(&mk_layer_mark, &r, "basta_del"));
    r.fastighet = "";
    assert_string_equal(text(&mk_layer_verksamhetsmark, &r, "del_id"), "x-1");
}

static void a_too_long_designation_keeps_its_number_and_stays_utf8(
    void **state)
{
    (void)state;
    for (size_t lead = 0; lead < 3; lead++) {
        char name[600];
        size_t n = lead;
        memset(name, 'x', lead);
        while (n < 500) {
            memcpy(name + n, "Å", 2);
            n += 2;
        }
        name[n] = '\0';
        const struct mk_row r = {.fastighet = name, .omr_nr = 12};
        char out[256];
        mk_row_name(&r, 345, out);
        assert_in_range(strlen(out), 250, 255);
        assert_true(mk_utf8_valid(out, strlen(out)));
        assert_string_equal(out + strlen(out) - 7, ">12-345");
    }
}

static void every_enum_has_its_word(void **state)
{
    (void)state;
    for (int i = 0; i < MK_BEDOMNING_COUNT; i++)
        assert_non_null(mk_bedomning_text((enum mk_bedomning)i));
    assert_null(mk_reason_text(MK_R_NONE));
    for (int i = 1; i < MK_REASON_COUNT; i++)
        assert_non_null(mk_reason_text((enum mk_reason)i));
    for (int k = 1; k <= 7; k++) {
        const struct mk_class_area c = {(mk_klass)k, 1, false};
        const char *t = text(&mk_layer_infrastruktur, &c, "beskrivn");
        assert_int_equal(t[0], text(&mk_layer_infrastruktur, &c, "klass")[0]);
    }
}

// The tables without geometry; tests/qgis compares their columns.
static void print_tables(struct mk_buf *b)
{
    mk_buf_str(
        b,
        "\n## Tables of markklar.gpkg\n\n"
        "Tables without geometry. `fast_id` and `omrade` (designation, "
        "with the område number\nafter > when above 1) join `anvandning`, "
        "`narmaste` and `restider` to `mark`,\n`del_id` joins `turer` and "
        "`hinder` to `verksamhetsmark`.\n\n"
        "### Table anvandning\n\n"
        "One row for each plan in force and each of its uses on an område; "
        "only with a plan layer.\n\n"
        "| column | type | meaning |\n|---|---|---|\n"
        "| fast_id | text | As in mark. |\n"
        "| omrade | text | The område. |\n"
        "| plan_nr | text | The municipality's own number of the plan. |\n"
        "| plan_akt | text | Its aktbeteckning. |\n"
        "| bokstav | text | One use letter. |\n"
        "| betydelse | text | What it means. |\n"
        "| area_m2 | number, 1 decimal | Area of the område with that use; "
        "stacked uses have a row each. |\n\n"
        "### Table narmaste\n\n"
        "One row for each mode that has a stop area near an område; only "
        "with a timetable.\n\n"
        "| column | type | meaning |\n|---|---|---|\n"
        "| fast_id | text | As in mark. |\n"
        "| omrade | text | The område. |\n"
        "| trafikslag | text | Mode. |\n"
        "| hpl_namn | text | Nearest stop area with departures by that "
        "mode. |\n"
        "| hpl_m | number, 1 decimal | Distance to it (m): along the "
        "streets, else straight. |\n"
        "| fagel_m | number, 1 decimal | Straight line to it (m). |\n"
        "| avgangar | integer | Departures by that mode 06–20. |\n\n"
        "### Table restider\n\n"
        "One row for each named place of `restid` and way to get there from "
        "an område or delområde; only with streets or a timetable.\n\n"
        "| column | type | meaning |\n|---|---|---|\n"
        "| fast_id | text | As in mark. |\n"
        "| omrade | text | The område, or the delområde's del_id. |\n"
        "| plats | text | Name of the place. |\n"
        "| fardsatt | text | kollektivt, till fots, cykel or bil. |\n"
        "| percentil | integer | Of the departures, for kollektivt; else "
        "null. |\n"
        "| hela_min | integer | Whole minutes, cut; null when not reached. "
        "|\n"
        "| minuter | number, 1 decimal | Minutes. |\n"
        "| meter | integer | Way by car (m); else null. |\n\n"
        "### Table turer\n\n"
        "One row for each line, last stop and stop area near a delområde "
        "(docs/method.md §5.4); only with a timetable. `\"inom_500\"` chooses "
        "the lines within 500 m, one row each.\n\n"
        "| column | type | meaning |\n|---|---|---|\n"
        "| del_id | text | The delområde. |\n"
        "| fastighet | text | Full designation. |\n"
        "| inom_300 | true/false | Of the line's stops within 300 m this one "
        "has most departures. |\n"
        "| inom_500 | true/false | The same within 500 m. |\n"
        "| inom_1000 | true/false | The same within 1,000 m. |\n"
        "| slag | text | Mode. |\n"
        "| linje | text | Line. |\n"
        "| riktning | text | Its last stop. |\n"
        "| hpl_namn | text | The stop. |\n"
        "| dep_h | number, 2 decimals | Scheduled departures an hour there, "
        "06–20. |\n"
        "| forsta | text | First departure of the day. |\n"
        "| sista | text | Last one; 24:10 is ten past midnight. |\n"
        "| anrop_andel | number, 2 decimals | Share of departures that are "
        "demand-responsive. |\n"
        "| lordag | true/false | Runs the Saturday after the counted day. "
        "|\n"
        "| sondag | true/false | Runs the Sunday after it. |\n\n"
        "### Table hinder\n\n"
        "One row for each thing that stands in the way of a delområde "
        "(docs/method.md §10).\n\n"
        "| column | type | meaning |\n|---|---|---|\n"
        "| del_id | text | The delområde. |\n"
        "| fastighet | text | Full designation. |\n"
        "| slag | text | Kind, as in `hinder` of the layers. |\n"
        "| aktor | text | Who must act. |\n"
        "| verkan | text | What it does to byggbar mark: utesluter, minskar, "
        "flaggar, uppgift. |\n"
        "| lager | text | Layer it comes from; null: from the plan, the "
        "buildings or what is missing. |\n"
        "| objekt | text | Name, else id, of the feature. |\n"
        "| klass | text | Its class as written. |\n"
        "| area_m2 | number, 1 decimal | Area of the delområde it concerns. "
        "|\n\n"
        "### Table bestammelser\n\n"
        "One row for each provision that is not a use, of every plan; only "
        "where some were read.\n\n"
        "| column | type | meaning |\n|---|---|---|\n"
        "| plan_akt | text | Aktbeteckning of its plan. |\n"
        "| plan_nr | text | The municipality's own number of it. |\n"
        "| beteckning | text | As on the plan map. |\n"
        "| slag | text | Kind (docs/method.md §2.2). |\n"
        "| formulering | text | Wording with its values. |\n"
        "| varde | number, 2 decimals | The number that was read. |\n"
        "| enhet | text | What it counts: procent, m², m² per fastighet, "
        "meter, våningar. |\n"
        "| omfattning | text | egenskapsområde, användningsområde or hela "
        "planen. |\n"
        "| area_m2 | number, 1 decimal | Its area; null for a line, and for "
        "what holds in the whole plan. |\n"
        "| id | text | As given. |\n");
}

static void print_page(struct mk_buf *b)
{
    static const char *const types[] = {
        [MK_T_TEXT] = "text", [MK_T_INT] = "integer", [MK_T_REAL] = "number",
        [MK_T_BOOL] = "true/false", [MK_T_DATE] = "date"};
    mk_buf_str(b, "# Fields of the published layers\n\n"
                  "Made from the table in `src/base/fields.c` (rebuild with "
                  "`MK_UPDATE=1 ctest -R test_fields`).\nNames are the same "
                  "in GeoJSON and GeoPackage and differ in their first 10 "
                  "characters.\nUnknown is null, never absent and never 0.\n");
    for (size_t k = 0; k < NLAYERS; k++) {
        const struct mk_layer_def *l = layers[k];
        mk_buf_printf(b, "\n## %s\n\n%s – %s. %s.\n\n"
                         "| field | type | QGIS | meaning |\n|---|---|---|---|\n",
                      l->name, l->title_sv, l->title_en, l->geometry);
        for (int i = 0; i < l->nfields; i++) {
            const struct mk_field *f = &l->fields[i];
            mk_buf_printf(b, "| `%s` | %s", f->name, types[f->type]);
            if (f->decimals)
                mk_buf_printf(b, ", %d decimal%s", f->decimals,
                              f->decimals > 1 ? "s" : "");
            mk_buf_printf(b, " | %s | %s |\n", f->alias_sv, f->doc);
        }
    }
    print_tables(b);
    mk_buf_text(b);
}

static void the_documentation_is_what_the_table_says(void **state)
{
    (void)state;
    const char *path = MK_SOURCE_DIR "/docs/falt.md";
    struct mk_buf page = {0}, file = {0};
    print_page(&page);
    if (getenv("MK_UPDATE")) {
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(page.data, 1, page.len, out), page.len);
        assert_int_equal(fclose(out), 0);
    }
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t got;
    while ((got = fread(mk_buf_room(&file, 4096), 1, 4096, in)) > 0)
        file.len += got;
    fclose(in);
    assert_string_equal(mk_buf_text(&file), page.data);
    mk_buf_release(&page);
    mk_buf_release(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_plain_and_differ_in_ten_characters),
        cmocka_unit_test(every_field_has_words_and_fits_its_type),
        cmocka_unit_test(the_layers_hold_the_agreed_fields_in_order),
        cmocka_unit_test(an_unknown_row_gives_null_in_every_measured_field),
        cmocka_unit_test(values_come_from_row_plan_and_stop),
        cmocka_unit_test(a_plan_before_laga_kraft_has_no_genomforandetid),
        cmocka_unit_test(readiness_is_said_axis_by_axis_and_dated),
        cmocka_unit_test(all_hinder_fit),
        cmocka_unit_test(pieces_are_named_by_designation_area_and_number),
        cmocka_unit_test(
            a_too_long_designation_keeps_its_number_and_stays_utf8),
        cmocka_unit_test(every_enum_has_its_word),
        cmocka_unit_test(the_documentation_is_what_the_table_says),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
