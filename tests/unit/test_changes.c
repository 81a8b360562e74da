// scenario: in the project file.
#include "near.h"

#include "project_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HEAD                                                                \
    "referensdatum: 2026-11-01\n"                                           \
    "indata: {fastigheter: {fil: x}, tidtabeller: t.zip}\n"                 \
    "scenario:\n"

// Refused, with `words` somewhere in what is said.
static void read_bad(struct mk_ctx *ctx, const char *text, const char *words)
{
    char *path = file_of(text, strlen(text));
    struct mk_project *p = NULL;
    assert_int_equal(mk_project_read(ctx, path, &p), MK_ECONFIG);
    if (!strstr(mk_ctx_error(ctx), words)) {
        print_error("no '%s' in\n%s\n", words, mk_ctx_error(ctx));
        fail();
    }
    unlink(path);
    free(path);
}

static void every_kind_of_change_is_read(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_project *p = read_ok(ctx, HEAD
        "  - linje: X9\n"
        "    slag: spårvagn\n"
        "    hållplatser: [Centrum, 9021014001760000, {namn: Porten, lon: 12.04, lat: 57.74}]\n"
        "    restid_min: [6, 9.5]\n"
        "    turtäthet_min: 7.5\n"
        "    från: \"05:30\"\n"
        "    till: 24:10\n"
        "  - {andra: 533, turtathet_min: 10, vid: Centrum}\n"
        "  - {utga: 45, slag: buss}\n"
        "  - {linje: Y, slag: buss, hallplatser: [a, b], kmh: 30, "
        "turtathet_min: 60, fran: 6:00, till: 20:00}\n");
    assert_int_equal(p->nchanges, 4);
    const struct mk_change *c = &p->changes[0];
    assert_int_equal(c->kind, MK_CH_LINE);
    assert_int_equal(c->mode, MK_MODE_SPARVAGN);
    assert_string_equal(c->line, "X9");
    assert_int_equal(c->nstops, 3);
    assert_string_equal(c->stops[1].name, "9021014001760000");
    assert_true(isnan(c->stops[1].lon));
    assert_string_equal(c->stops[2].name, "Porten");
    assert_near(c->stops[2].lat, 57.74, 0);
    assert_int_equal(c->run_s[0], 360);
    assert_int_equal(c->run_s[1], 570);
    assert_int_equal(c->headway_s, 450);
    assert_int_equal(c->from_s, 19800); // 5.5 h
    assert_int_equal(c->to_s, 87000);   // 24 h 10 min
    assert_non_null(strstr(c->where, ":4"));
    char text[160];
    assert_string_equal(mk_change_text(c, MK_SV, text),
                        "ny linje X9 var 7:30 min 05:30–24:10");
    assert_string_equal(mk_change_text(&p->changes[1], MK_EN, text),
                        "line 533 every 10 min");
    assert_string_equal(p->changes[1].via, "Centrum");
    assert_int_equal(p->changes[1].from_s, MK_CHANGE_NO_TIME);
    assert_int_equal(p->changes[1].mode, MK_MODE_COUNT);
    assert_int_equal(p->changes[2].kind, MK_CH_REMOVE);
    assert_int_equal(p->changes[2].mode, MK_MODE_BUSS);
    assert_null(p->changes[3].run_s);
    assert_near(p->changes[3].kmh, 30, 0);
    mk_project_free(p);
    mk_ctx_free(ctx);
}

static void every_fault_of_a_change_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"  - {slag: buss}\n", ":4: varje ändring under scenario ska ha en"},
        {"  - {andra: 1, utga: 2}\n", "en av linje, andra och utga"},
        {"  - {utga: 1, turtathet_min: 5}\n",
         "'turtathet_min' hör inte till en ändring med 'utga'"},
        {"  - {andra: 1}\n", "'scenario.turtathet_min' saknas"},
        {"  - {andra: 1, turtathet_min: 0}\n", "mellan 1 och 1440"},
        {"  - {andra: 1, turtathet_min: 5, fran: \"6:00\"}\n",
         "'scenario.till' saknas"},
        {"  - {andra: 1, turtathet_min: 5, fran: \"6:60\", till: \"7:00\"}\n",
         "ett klockslag som 05:30"},
        {"  - {andra: 1, turtathet_min: 5, fran: \"8:00\", till: \"7:00\"}\n",
         "'scenario.till' ska vara senare än 'scenario.fran'"},
        {"  - {andra: 1, turtathe_min: 5}\n", "menade du 'turtathet_min'"},
        {"  - {utga: 1, slag: bus}\n", "menade du 'buss'"},
        {"  - {linje: 1, slag: buss, hallplatser: [a], kmh: 9, "
         "turtathet_min: 5, fran: 6:00, till: 7:00}\n",
         "minst två hållplatser"},
        {"  - {linje: 1, slag: buss, hallplatser: [a, {namn: b}], kmh: 9, "
         "turtathet_min: 5, fran: 6:00, till: 7:00}\n",
         "minst två hållplatser"},
        {"  - {linje: 1, slag: buss, hallplatser: [a, b, c], restid_min: [5], "
         "turtathet_min: 5, fran: 6:00, till: 7:00}\n",
         "'scenario.restid_min' ska ha 2 tal, ett mellan varje par av "
         "hållplatser, inte 1"},
        {"  - {linje: 1, slag: buss, hallplatser: [a, b], "
         "turtathet_min: 5, fran: 6:00, till: 7:00}\n",
         "antingen 'scenario.restid_min' eller 'scenario.kmh'"},
        {"  utga: 5\n", "en lista av block"},
    };
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1024];
        snprintf(text, sizeof text, HEAD "%s", cases[i].text);
        read_bad(ctx, text, cases[i].words);
    }
    read_bad(ctx, "referensdatum: 2026-11-01\nindata: {fastigheter: {fil: x}}\n"
                  "scenario: [{utga: 5}]\n",
             ":3: 'scenario' ändrar tidtabeller");
    mk_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_change_is_read),
        cmocka_unit_test(every_fault_of_a_change_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
