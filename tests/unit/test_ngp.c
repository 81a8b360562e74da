// NGP deliveries: the JSON scanner, the catalogue, and what is kept of a
// delivery. Whole deliveries and damage are in tests/ngp.
#include "near.h"
#include "temp.h"

#include <markklar/project.h>

#include "base/text.h"
#include "input/json_lean.h"
#include "input/json_stream.h"
#include "input/ngp.h"
#include "input/ngp_catalogue.h"
#include "input/ngp_words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATA MK_SOURCE_DIR "/tests/ngp/data/"

static char *file_of(const char *text, size_t n)
{
    char *path = mk_alloc(TEMP_MAX);
    temp_file(path, text, n);
    return path;
}

static void remove_file(char *path)
{
    unlink(path);
    free(path);
}

// ---- the scanner ------------------------------------------------------------

// "member[index]=type;" of everything handed out, then "." or the message.
static void scan_as(const char *text, size_t n, bool lean, struct mk_buf *out)
{
    static const char *const names[] = {"x", NULL};
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    char *path = file_of(text, n);
    struct mk_json_stream *s = NULL;
    struct mk_json_item item;
    assert_int_equal(mk_json_open(ctx, path, "f", "features", &s), MK_OK);
    if (lean)
        mk_json_read_lean(s, names);
    enum mk_status st;
    while ((st = mk_json_next(ctx, s, &item)) == MK_OK && item.value)
        mk_buf_printf(out, "%s[%d]=%d;", item.member ? item.member : "",
                      (int)item.index, (int)json_typeof(item.value));
    if (st == MK_OK) {
        mk_buf_str(out, ".");
        assert_int_equal(mk_json_next(ctx, s, &item), MK_OK);
        assert_null(item.value); // the end stays the end
    } else {
        const char *code_end = strstr(mk_ctx_error(ctx), "]: ");
        assert_non_null(code_end);
        mk_buf_str(out, code_end + 3);
    }
    mk_json_close(s);
    remove_file(path);
    mk_ctx_free(ctx);
}

// Lean or not, the same is handed out, and faults stand in the same place.
static void scan(const char *text, size_t n, struct mk_buf *out)
{
    struct mk_buf lean = {0};
    out->len = 0;
    scan_as(text, n, false, out);
    scan_as(text, n, true, &lean);
    assert_string_equal(mk_buf_text(&lean), mk_buf_text(out));
    mk_buf_release(&lean);
}

static void gives(const char *text, const char *want)
{
    struct mk_buf b = {0};
    scan(text, strlen(text), &b);
    if (strncmp(mk_buf_text(&b), want, strlen(want)) != 0) {
        print_error("%s\ngives  %s\nnot    %s\n", text, b.data, want);
        fail();
    }
    mk_buf_release(&b);
}

static void the_scanner_splits_one_member_and_hands_out_the_rest(void **state)
{
    (void)state;
    gives("{\"a\": 1, \"features\": [{\"x\": \"]}\\\"\"}, [2], 3], \"b\": null}",
          "a[-1]=3;features[0]=0;features[1]=1;features[2]=3;b[-1]=7;.");
    gives("[1, {\"features\": [2]}]", "[0]=3;[1]=0;.");
    gives("{\"features\": []}", ".");
    gives("{}", ".");
    gives("[]\n", ".");
    gives("\xEF\xBB\xBF{\"a\":\"\xC3\xA5\"}", "a[-1]=2;.");
    gives("{\"features\": {\"a\": [1]}}", "features[-1]=0;.");
}

static void a_fault_has_its_line_and_column(void **state)
{
    (void)state;
    gives("", "'f', line 1, column 1: the file ends");
    gives("{\n \"a\": 1,\n \"b\" 2}", "a[-1]=3;'f', line 3, column 6:");
    gives("{\"features\": [1, 2}", "features[0]=3;features[1]=3;'f', line 1");
    gives("{\"features\": [1,]}", "features[0]=3;'f', line 1, column 17:");
    gives("{\"a\": 1} x", "a[-1]=3;'f', line 1, column 10: something follows");
    gives("{\"a\": {\"b\": 1,\n\"c\": tru}}", "'f', line 2, column");
    gives("{\"a\": {\"b\": 1, \"b\": 2}}", "'f', line 1, column 18: the same key");
    gives("{\"features\": [], \"features\": []}", "'f', line 1");
    gives("{\"a\": \"\\u0000\"}", "'f', line 1, column");
    gives("{\"a\": \"\xE5\"}", "'f', line 1, column 7: the text is not UTF-8");
    gives("{\"a\": 1e999}", "'f', line 1, column");
    gives("{\"a\": \"cut", "'f', line 1, column 11: the file ends");
    gives("{\"features\": [{\"x\": \"long\", \"coordinates\": [[[1, 2]]],\n"
          "\"y\": {\"a\": [\"b\"]},\n \"c\" 3}]}", "'f', line 3, column 6:");
    gives("plain", "'f', line 1, column 1: this is not JSON");
}

static void values_across_blocks_and_too_large_ones(void **state)
{
    (void)state;
    struct mk_buf text = {0}, got = {0};
    mk_buf_str(&text, "{\"features\": [");
    for (int i = 0; i < 5; i++) { // 0.7 MB each, of blocks of 1 MiB
        mk_buf_str(&text, i ? ",\n\"" : "\"");
        for (int k = 0; k < 100000; k++)
            mk_buf_str(&text, "\\\"\xC3\xA5\\\\z");
        mk_buf_str(&text, "\"");
    }
    mk_buf_str(&text, "]}");
    scan(text.data, text.len, &got);
    assert_string_equal(mk_buf_text(&got), "features[0]=2;features[1]=2;"
                        "features[2]=2;features[3]=2;features[4]=2;.");
    text.len = 0;
    mk_buf_str(&text, "[\"");
    for (size_t k = 0; k <= MK_JSON_VALUE_BYTES / 16; k++)
        mk_buf_str(&text, "0123456789abcdef");
    mk_buf_str(&text, "\"]");
    scan(text.data, text.len, &got);
    assert_non_null(strstr(mk_buf_text(&got), "32 MiB"));
    text.len = 0;
    for (int k = 0; k < MK_JSON_DEPTH + 2; k++)
        mk_buf_str(&text, "[");
    scan(text.data, text.len, &got);
    assert_non_null(strstr(mk_buf_text(&got), "nested too deeply"));
    mk_buf_release(&text);
    mk_buf_release(&got);
}

// ---- lean values --------------------------------------------------------------

static const char *const passed_over[] = {"meta", "motiv", NULL};

static void leans(struct mk_json_lean *l, const char *text, const char *want)
{
    const bool lean = mk_json_lean_read(l, text, strlen(text));
    assert_string_equal(lean ? mk_buf_text(&l->text) : "as it is", want);
    if (!lean)
        assert_int_equal(l->areas.n, 0);
}

static void what_is_passed_over_is_null_and_areas_stand_apart(void **state)
{
    (void)state;
    struct mk_json_lean l = {.pass_over = passed_over};
    leans(&l, "{\"meta\" : {\"a\": [\"}\\\"\", 1]}, \"b\": \"meta\"}",
          "{\"meta\" : null, \"b\": \"meta\"}");
    leans(&l, "{\"motiv\": \"a \\\\\"}", "{\"motiv\": null}");
    leans(&l, "{\"motiv\": 12}", "{\"motiv\": 12}"); // for the parser
    leans(&l, "{\"meta\":}", "{\"meta\":}");         // to refuse
    leans(&l, "{\"motiv\": \"\xE5\"}", "as it is");
    leans(&l, "[{\"coordinates\": [[[1, 2.5], [-3.25, 4, 9], [0,0]],"
              "[[5, 6]]]}, {\"coordinates\":[ [[[7,8]]], [[[9,10]]] ]}]",
          "[{\"coordinates\": 0}, {\"coordinates\":3}]");
    assert_int_equal(l.areas.n, 2);
    const struct mk_poly a = mk_polyset_get(&l.areas, 0);
    const struct mk_poly b = mk_polyset_get(&l.areas, 1);
    assert_int_equal(a.npart, 1);
    assert_int_equal(mk_poly_vertices(&a), 4);
    assert_int_equal(a.part[1] - a.part[0], 2);
    assert_near(a.xy[2], -3.25, 0);
    assert_near(a.xy[3], 4, 0);
    assert_int_equal(b.npart, 2);
    assert_near(b.xy[2 * b.ring[b.part[1]] + 1], 10, 0);
    mk_json_lean_release(&l);
}

// A point, a line and whatever is wrong are the parser's; what was read of them
// is gone.
static void unusual_coordinates_are_left_in_the_text(void **state)
{
    (void)state;
    static const char *const lists[] = {
        "[1, 2]", "[[1, 2], [3, 4]]", "[]", "[[[]]]", "[[[1]]]", "[[[1, 2],]]",
        "[[[1, 2]], 3]", "[[[1, null]]]", "[[[1, \"2\"]]]", "[[[1, 02]]]",
        "[[[1, 2.]]]", "[[[1, .2]]]", "[[[1, +2]]]", "[[[1, 2e3]]]",
        "[[[1, -]]]", "[[[[1, 2]], [3, 4]]]", "[[[[[1, 2]]]]]",
        "[[[1, 1234567890123456]]]", "[[[1, 0.1234567890123456789]]]"};
    struct mk_json_lean l = {.pass_over = passed_over};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char text[128], want[128];
        snprintf(text, sizeof text, "{\"coordinates\": %s, \"b\": "
                 "{\"coordinates\": [[[5, 6]]]}}", lists[i]);
        snprintf(want, sizeof want, "{\"coordinates\": %s, \"b\": "
                 "{\"coordinates\": 0}}", lists[i]);
        leans(&l, text, want);
        assert_int_equal(l.areas.n, 1);
        assert_int_equal(l.areas.nvert, 1);
        assert_near(l.areas.xy[0], 5, 0);
    }
    // a number that would look like the place of an area
    leans(&l, "{\"coordinates\": [[[5, 6]]], \"b\": {\"coordinates\": 0}}",
          "as it is");
    mk_json_lean_release(&l);
}

static void numbers_are_the_nearest_or_one_step_off(void **state)
{
    (void)state;
    // The right-hand side is the compiler's own reading of the same digits.
    static const struct {
        const char *text;
        double exact, off;
    } numbers[] = {
        {"0.1", 0.1, 0}, {"-0.5", -0.5, 0}, {"6400000", 6400000, 0},
        {"150000.123", 150000.123, 0},
        {"6380000.987654321", 6380000.987654321, 0}, // 6380000987654321 < 2^53
        {"150000.12345678912", 150000.12345678912, 0x1p-36},
        {"6400000.1234567891234", 6400000.1234567891234, 0x1p-30},
    };
    struct mk_json_lean l = {.pass_over = passed_over};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[96];
        snprintf(text, sizeof text, "{\"coordinates\": [[[%s, 1]]]}",
                 numbers[i].text);
        leans(&l, text, "{\"coordinates\": 0}");
        assert_near(l.areas.xy[0], numbers[i].exact, numbers[i].off);
    }
    mk_json_lean_release(&l);
}

// ---- the catalogue ------------------------------------------------------------

#define J "a0f58fd5-a361-4002-a359-03474901c15f"
#define J_2014 "6a078cd3-872c-4629-8719-62dbbbffb730"
#define SKYDD_OLD "974a6dd6-6f92-498c-9d0e-076b0cb1ef0f"
#define PROPERTY "1c38a293-b48c-4572-a4a7-5a5d27697ea1"

static void catalogue_of(const char *path, struct mk_catalogue *c)
{
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_input in = {.role = "planbestammelsekatalog",
                                .path = path, .path_given = path};
    const enum mk_status st = mk_catalogue_read(ctx, &in, c);
    if (st != MK_OK)
        print_error("%s\n", mk_ctx_error(ctx));
    assert_int_equal(st, MK_OK);
    mk_ctx_free(ctx);
}

static void has_letter(const struct mk_catalogue *c, const char *uuid,
                       const char *letter, bool older)
{
    bool got;
    const char *l = mk_catalogue_letter(c, uuid, &got);
    assert_string_equal(l ? l : "-", letter);
    if (l)
        assert_int_equal(got, older);
}

static void has_code(const struct mk_catalogue *c, const char *uuid,
                     const char *code, bool older)
{
    bool got;
    const struct mk_catalogue_entry *e = mk_catalogue_get(c, uuid, &got);
    assert_string_equal(e ? e->code : "-", code);
    if (e)
        assert_int_equal(got, older);
}

static void references_are_found_in_their_release_and_older_ones(void **state)
{
    (void)state;
    struct mk_catalogue c;
    catalogue_of(DATA "katalog.json", &c);
    has_letter(&c, J, "J", false);
    has_letter(&c, J_2014, "J", true); // named in the ersatter of J
    has_letter(&c, SKYDD_OLD, "SKYDD", true); // second of two in a list
    has_letter(&c, "1eb32484-907c-4a85-aedd-1203f7c6cdc4", "J", false); // J#
    has_letter(&c, "83fb88cd-02b3-406f-8d87-098b40c8e992", "Z", false);
    has_letter(&c, PROPERTY, "-", false);
    has_letter(&c, "00000000-0000-0000-0000-000000000000", "-", false);
    mk_catalogue_release(&c);
}

// Chains over releases, a circle, and one old reference that was split; the
// ids are letters here, no uuids.
static void chains_are_followed_and_circles_end(void **state)
{
    (void)state;
    static const char text[] =
        "[{\"id\": \"a\", \"ersattsav\": \"b\"},"
        " {\"id\": \"b\", \"motsvarasavidag\": \"C\"},"
        " {\"id\": \"c\", \"beteckning\": \"J#\", \"ersatter\": \"x; y\"},"
        " {\"id\": \"d\", \"beteckning\": \"B\", \"ersatter\": \"y\"},"
        " {\"id\": \"e\", \"ersattsav\": \"f\"},"
        " {\"id\": \"f\", \"ersattsav\": \"e\"},"
        " {\"id\": \"g\", \"beteckning\": \"-\","
        "  \"bestammelsekod\": \"DP_KM_K2_Annan\"},"
        " {\"id\": \"l\", \"ersattsav\": \"m\"},"
        " {\"id\": \"m\", \"bestammelsekod\": \"DP_KM_Eg_Hojd_A\","
        "  \"ersatter\": \"n, o\"},"
        " {\"id\": \"p\", \"bestammelsekod\": \"DP_KM_Eg_Hojd_B\","
        "  \"ersatter\": \"o\"},"
        " {\"id\": \"h\", \"beteckning\": \"J\", \"bestammelsetypid\": 2},"
        " {\"id\": \"i\", \"ersatter\": \"j\"},"
        " {\"id\": \"k\", \"beteckning\": \"H\", \"ersatter\": \"i\"}, 7, {}]";
    char *path = file_of(text, sizeof text - 1);
    struct mk_catalogue c;
    catalogue_of(path, &c);
    has_letter(&c, "a", "J", true);
    has_letter(&c, "c", "J", false);
    has_letter(&c, "x", "J", true);
    has_letter(&c, "y", "-", false); // J and B both replaced it
    has_letter(&c, "e", "-", false);
    has_letter(&c, "g", "K", false); // by its code
    has_letter(&c, "h", "-", false); // a property
    has_letter(&c, "j", "H", true);  // j → i → k
    has_code(&c, "l", "DP_KM_Eg_Hojd_A", true); // l → m
    has_code(&c, "n", "DP_KM_Eg_Hojd_A", true); // in the ersatter of m
    has_code(&c, "o", "-", false); // of m and p, which differ
    has_code(&c, "p", "DP_KM_Eg_Hojd_B", false);
    has_code(&c, "zz", "-", false);
    mk_catalogue_release(&c);
    remove_file(path);
}

static void codes_and_wordings_give_letters(void **state)
{
    (void)state;
    struct mk_arena a = {0};
    static const char *const codes[][2] = {
        {"DP_KM_J2_Lager", "J"}, {"DP_KM_S", "S"}, {"DP_VO_W2_Bryggor", "W"},
        {"DP_AP_Gata_Industri", "GATA"}, {"DP_AP_Natur", "NATUR"},
        {"DP_KM_Eg_Utnytt_StorstaAreaProc_ByggnadsEgen", NULL},
        {"DP_PO_Eg_Adm_Aldre", NULL}, {"XX", NULL}, {"DP_KM_", NULL}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const char *l = mk_catalogue_code_letter(codes[i][0], &a);
        assert_string_equal(l ? l : "-", codes[i][1] ? codes[i][1] : "-");
    }
    assert_string_equal(mk_ngp_word("Industri"), "J");
    assert_string_equal(mk_ngp_word(" verksamheter. "), "Z");
    assert_string_equal(mk_ngp_word("Bostäder"), "B");
    assert_string_equal(mk_ngp_word("Väg"), "VÄG");
    assert_string_equal(mk_ngp_word("Lokalgata"), "GATA");
    assert_null(mk_ngp_word("Industri eller kontor"));
    assert_null(mk_ngp_word_public("Industri"));
    assert_null(mk_ngp_word(NULL));
    assert_null(mk_ngp_word(""));
    char id[40];
    assert_true(mk_uuid_norm("{A0F58FD5-A361-4002-A359-03474901C15F}", id));
    assert_string_equal(id, J);
    assert_false(mk_uuid_norm("", id));
    assert_false(mk_uuid_norm(NULL, id));
    mk_arena_release(&a);
}

// ---- deliveries -----------------------------------------------------------------

struct delivery {
    struct mk_ctx *ctx;
    struct mk_project *project;
    struct mk_plans_raw plans;
    struct mk_uses_raw uses;
    struct mk_ngp ngp;
    enum mk_status st;
};

static void deliver(struct delivery *d, const char *path, const char *crs,
                    bool catalogue)
{
    *d = (struct delivery){.ctx = mk_ctx_new(MK_SV),
                           .project = mk_project_new()};
    d->project->plans.path = d->project->plans.path_given = path;
    if (catalogue)
        d->project->catalogue.path = d->project->catalogue.path_given =
            DATA "katalog.json";
    d->st = mk_ngp_read(d->ctx, d->project, crs, &d->plans, &d->uses,
                        &d->ngp);
    if (d->st != MK_OK)
        print_message("%s\n", mk_ctx_error(d->ctx));
}

static void put_away(struct delivery *d)
{
    mk_plans_raw_release(&d->plans);
    mk_uses_raw_release(&d->uses);
    mk_ngp_release(&d->ngp);
    mk_project_free(d->project);
    mk_ctx_free(d->ctx);
}

static void a_delivery_becomes_plans_uses_and_provisions(void **state)
{
    (void)state;
    struct delivery d;
    deliver(&d, DATA "rita.json", "EPSG:3007", true);
    assert_int_equal(d.st, MK_OK);
    assert_int_equal(d.plans.n, 1);
    const struct mk_plan *p = &d.plans.plans[0];
    assert_string_equal(p->id, "11111111-aaaa-4bbb-8ccc-000000000001");
    assert_string_equal(p->akt, "9998-P25/3");
    assert_null(p->nr);
    assert_string_equal(p->status_text, "laga kraft");
    assert_string_equal(p->laga_kraft_text, "2025-02-03");
    assert_string_equal(p->antagen_text, "2025-01-09");
    assert_string_equal(p->gf_start_text, "2025-02-03");
    assert_string_equal(p->gf_tid_text, "60");
    const struct mk_poly outline = mk_polyset_get(&d.plans.outline, 0);
    assert_near(mk_poly_area(&outline), 60000, 1e-6);
    assert_int_equal(d.uses.n, 2); // J and K share a geometry
    assert_string_equal(d.uses.uses[0].text, "J, K");
    assert_string_equal(d.uses.uses[0].plan, p->id);
    assert_string_equal(d.uses.uses[1].text, "B");
    assert_int_equal(d.uses.geom.n, 2);
    assert_int_equal(d.ngp.use_by[MK_NGP_BY_CATALOGUE], 3);
    const struct mk_provisions *pv = &d.ngp.provisions;
    assert_int_equal(pv->n, 6);
    assert_int_equal(pv->geom.n, 6);
    assert_int_equal(d.ngp.other_by[MK_NGP_BY_CATALOGUE], 1);
    assert_int_equal(d.ngp.other_by[MK_NGP_BY_OLDER], 1);
    assert_int_equal(d.ngp.other_by[MK_NGP_BY_TEXT], 4);
    assert_true(pv->given && p->provisions_with_it);
    const struct mk_provision *e = &pv->v[0];
    assert_string_equal(e->code, "e");
    assert_string_equal(e->catalogue,
                        "DP_KM_Eg_Utnytt_StorstaAreaProc_ByggnadsEgen");
    assert_string_equal(e->category, "Utnyttjandegrad");
    assert_string_equal(e->text, "Största byggnadsarea är 37,5 % av"
                                 " fastighetsarean inom egenskapsområdet.");
    assert_string_equal(e->plan, p->id);
    assert_int_equal(e->nvalues, 1);
    assert_string_equal(e->value[0].text, "37,5");
    assert_string_equal(e->value[0].unit, "procent");
    assert_string_equal(e->value[0].bound, "max");
    const struct mk_poly area = mk_polyset_get(&pv->geom, e->geom);
    assert_near(mk_poly_area(&area), 40000, 1e-6);
    assert_string_equal(pv->v[1].code, "e"); // by an older reference
    assert_string_equal(pv->v[1].category, "Utnyttjandegrad");
    assert_string_equal(pv->v[2].text, "Högsta nockhöjd är 9,5 meter.");
    assert_null(pv->v[2].catalogue);
    assert_string_equal(pv->v[4].text, "Utfart får inte finnas.");
    assert_int_equal(pv->geom.geom[pv->v[4].geom].nparts, 0); // a line
    assert_string_equal(p->stage_text, "2025-02-03");
    assert_int_equal(d.ngp.ndecisions, 1);
    assert_int_equal(d.ngp.decisions[0].laga_kraft, 20250203);
    assert_int_equal(d.ngp.decisions[0].gf_tid, 60);
    put_away(&d);
}

// The plan's own decision names nothing; the change of 2025 names one use.
static void what_a_decision_names_has_its_dates(void **state)
{
    (void)state;
    struct delivery d;
    deliver(&d, DATA "qdp2_delar.json", "EPSG:3007", true);
    assert_int_equal(d.st, MK_OK);
    const struct mk_plan *p = &d.plans.plans[0];
    assert_string_equal(p->id, "33333333-aaaa-4bbb-8ccc-000000000001");
    assert_string_equal(p->laga_kraft_text, "2020-03-30");
    assert_string_equal(p->gf_tid_text, "120");
    assert_int_equal(d.uses.n, 2);
    assert_null(d.uses.uses[0].part);
    assert_int_equal(d.uses.uses[0].lasts, 0);
    const struct mk_part *part = d.uses.uses[1].part;
    assert_non_null(part);
    assert_int_equal(part->laga_kraft, 20250602); // the earlier of its two
    assert_int_equal(part->gf_start, 0);
    assert_int_equal(part->gf_slut, 20300601); // 60 months, less a day
    assert_int_equal(d.uses.uses[1].lasts, 180);
    const struct mk_provision *e = &d.ngp.provisions.v[0];
    assert_string_equal(e->value[0].text, "40.5"); // a number, no list
    assert_string_equal(e->code, "e");
    const struct mk_poly area =
        mk_polyset_get(&d.ngp.provisions.geom, e->geom);
    assert_int_equal(area.npart, 1); // two squares side by side
    assert_near(mk_poly_area(&area), 40000, 1e-6);
    put_away(&d);
}

static void areas_side_by_side_are_one_and_years_stay_as_written(void **state)
{
    (void)state;
    struct delivery d;
    deliver(&d, DATA "qdp2.json", "EPSG:3007", false);
    assert_int_equal(d.st, MK_OK);
    assert_int_equal(d.plans.n, 1);
    const struct mk_plan *p = &d.plans.plans[0];
    assert_string_equal(p->nr, "LB33"); // no aktbeteckning
    assert_string_equal(p->id, "22222222-aaaa-4bbb-8ccc-000000000001");
    assert_null(p->laga_kraft_text);
    assert_string_equal(p->gf_tid_text, "10");
    const struct mk_poly outline = mk_polyset_get(&d.plans.outline, 0);
    assert_int_equal(outline.npart, 1);
    assert_near(mk_poly_area(&outline), 60000, 1e-6);
    assert_true(mk_poly_surely_valid(&outline));
    assert_int_equal(d.uses.n, 1);
    assert_string_equal(d.uses.uses[0].text, "H");
    assert_int_equal(d.ngp.use_by[MK_NGP_BY_TEXT], 1);
    put_away(&d);
}

// A plan in TM whose use is in the zone 12 00, at the very same place.
static void each_geometry_is_moved_from_its_own_system(void **state)
{
    (void)state;
    static const char form[] =
        "{\"type\": \"FeatureCollection\", \"features\": [{\"properties\": {"
        "\"feature:typ\": \"detaljplan\", \"objektidentitet\": \"p\","
        "\"kommun\": \"X\", \"status\": \"samråd\", \"typ\": \"detaljplan\","
        "\"beslutsinformation\": [{}], \"plangeometri\": [{\"geometri\": {"
        "\"typ\": \"yta\", \"koordinatsystemPlan\": \"EPSG:3006\","
        "\"position\": {\"type\": \"Polygon\", \"coordinates\": [["
        "[337125, 6405877], [338125, 6405877], [338125, 6406877],"
        "[337125, 6406877], [337125, 6405877]]]}}}]}}, {\"properties\": {"
        "\"feature:typ\": \"användningsbestämmelse\", \"detaljplan\": \"P\","
        "\"bestammelseformulering\": \"Kontor\", \"bestammelsegeometri\": [{"
        "\"geometri\": {\"typ\": \"yta\","
        "\"koordinatsystemPlan\": \"EPSG:3007\","
        "\"position\": {\"type\": \"Polygon\", \"coordinates\": [["
        "[166018, 6405648], [166118, 6405648], [166118, 6405748],"
        "[166018, 6405748], [166018, 6405648]]]}}}]}}]}";
    char *path = file_of(form, sizeof form - 1);
    struct delivery d;
    deliver(&d, path, "EPSG:3006", false);
    assert_int_equal(d.st, MK_OK);
    // 57.77 N 12.27 E: 337625 6406377 in TM, 166068 6405698 in the zone
    const struct mk_poly use = mk_polyset_get(&d.uses.geom, 0);
    const struct mk_poly plan = mk_polyset_get(&d.plans.outline, 0);
    assert_near((use.box.xmin + use.box.xmax) / 2, 337625, 2);
    assert_near((use.box.ymin + use.box.ymax) / 2, 6406377, 2);
    assert_near(mk_poly_common_area(&use, &plan), mk_poly_area(&use), 1e-6);
    put_away(&d);
    remove_file(path);
}

static enum mk_ngp_format format_of(const char *text)
{
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    char *path = file_of(text, strlen(text));
    const struct mk_input in = {.role = "detaljplaner", .path = path,
                                .path_given = path};
    enum mk_ngp_format f;
    assert_int_equal(mk_ngp_recognise(ctx, &in, &f), MK_OK);
    assert_int_equal(mk_ngp_refuse(ctx, &in),
                     f == MK_NGP_NO ? MK_OK : MK_EINPUT);
    remove_file(path);
    mk_ctx_free(ctx);
    return f;
}

static void deliveries_are_known_by_what_they_hold(void **state)
{
    (void)state;
    assert_int_equal(format_of(""), MK_NGP_NO);
    assert_int_equal(format_of("{\"type\": \"FeatureCollection\"}"),
                     MK_NGP_NO);
    assert_int_equal(format_of("{\"feature:mediatyp\" :\n"
                               "\"application/vnd.lm.detaljplan.v4+json\"}"),
                     MK_NGP_DELIVERY);
    assert_int_equal(format_of("{\"bestammelsegeometri\" : [ ]}"),
                     MK_NGP_DELIVERY);
    // a text that speaks of it, and a search hit that links to one
    assert_int_equal(format_of("{\"a\": \"plangeometri\"}"), MK_NGP_NO);
    assert_int_equal(format_of("{\"assets\": {\"type\": "
                               "\"application/vnd.lm.detaljplan.v4+json\"}}"),
                     MK_NGP_NO);
    assert_int_equal(format_of("{\"feature:mediatyp\": "
                               "\"application/vnd.lm.strandskydd.v1+json\"}"),
                     MK_NGP_OTHER);
    assert_int_equal(format_of("<x:DP_Data xmlns:x='http://www.sis.se/"
                               "ss637040'/>"), MK_NGP_SS637040);
    assert_int_equal(format_of("<a b='http://inspire.ec.europa.eu/schemas/"
                               "plu/4.0'/>"), MK_NGP_PLU);
    assert_int_equal(format_of("<kml/>"), MK_NGP_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scanner_splits_one_member_and_hands_out_the_rest),
        cmocka_unit_test(a_fault_has_its_line_and_column),
        cmocka_unit_test(values_across_blocks_and_too_large_ones),
        cmocka_unit_test(what_is_passed_over_is_null_and_areas_stand_apart),
        cmocka_unit_test(unusual_coordinates_are_left_in_the_text),
        cmocka_unit_test(numbers_are_the_nearest_or_one_step_off),
        cmocka_unit_test(references_are_found_in_their_release_and_older_ones),
        cmocka_unit_test(chains_are_followed_and_circles_end),
        cmocka_unit_test(codes_and_wordings_give_letters),
        cmocka_unit_test(a_delivery_becomes_plans_uses_and_provisions),
        cmocka_unit_test(what_a_decision_names_has_its_dates),
        cmocka_unit_test(areas_side_by_side_are_one_and_years_stay_as_written),
        cmocka_unit_test(each_geometry_is_moved_from_its_own_system),
        cmocka_unit_test(deliveries_are_known_by_what_they_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
