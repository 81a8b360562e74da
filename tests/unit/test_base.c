// Text, numbers, dates, notes: what everything else stands on.
#include "near.h"

#include <markklar/ctx.h>
#include <markklar/value.h>

#include "base/text.h"

#include <string.h>

static void number_takes_point_and_comma(void **state)
{
    (void)state;
    double v;
    assert_true(mk_text_number("0,35", &v));
    assert_near(v, 0.35, 0);
    assert_true(mk_text_number(" -12.5 ", &v));
    assert_near(v, -12.5, 0);
    assert_false(mk_text_number("1e3", &v));
    assert_false(mk_text_number("nan", &v));
    assert_false(mk_text_number("1,2,3", &v));
    assert_false(mk_text_number("", &v));
}

static void fold_joins_case_accents_and_composition(void **state)
{
    (void)state;
    assert_true(mk_text_same("ÖVERKLAGAD", "overklagad"));
    assert_true(mk_text_same("Antagande\xCC\x8A ", " antagande"));
    assert_true(mk_field_same("fastighets", "fastighetsbeteckning"));
    assert_false(mk_field_same("fastighet", "fastighetsbeteckning"));
}

static void recode_makes_valid_utf8(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    assert_string_equal(mk_text_recode("HJ\xC4LLSN\xC4S", &b), "CP1252");
    assert_string_equal(b.data, "HJÄLLSNÄS");
    b.len = 0;
    assert_string_equal(mk_text_recode("\x99VERBY", &b), "CP850");
    assert_string_equal(b.data, "ÖVERBY");
    mk_buf_release(&b);
    assert_false(mk_utf8_valid("\xC4", 1));
    assert_true(mk_utf8_valid("å", 2));
}

static void fixed_is_rounded_once_and_printed_whole(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    mk_buf_fixed(&b, mk_fix(-0.05, 1), 1);
    mk_buf_str(&b, " ");
    mk_buf_fixed(&b, mk_fix(1234567.891, 2), 2);
    mk_buf_str(&b, " ");
    mk_buf_fixed(&b, 7, 4);
    assert_string_equal(mk_buf_text(&b), "-0.1 1234567.89 0.0007");
    mk_buf_release(&b);
    assert_true(mk_fix(NAN, 1) == MK_UNKNOWN);
}

static void json_escapes_and_mends(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    mk_buf_json(&b, "a\"\\\n\xC4 å");
    assert_string_equal(mk_buf_text(&b), "\"a\\\"\\\\\\u000a\xEF\xBF\xBD å\"");
    mk_buf_release(&b);
}

static void dates_are_read_as_municipalities_write_them(void **state)
{
    (void)state;
    mk_date d;
    char t[11];
    assert_true(mk_date_read("20190502", &d) && d == 20190502);
    assert_true(mk_date_read("2019/5/2", &d) && d == 20190502);
    assert_true(mk_date_read("2019-05-02T00:00:00Z", &d) && d == 20190502);
    assert_true(mk_date_read(" ", &d) && d == 0);
    assert_false(mk_date_read("2019-02-29", &d));
    assert_false(mk_date_read("maj 2019", &d));
    assert_string_equal(mk_date_write(20190502, t), "2019-05-02");
    assert_int_equal(mk_date_add_months(20200131, 1), 20200229);
    assert_int_equal(mk_date_weekday(20261123), 0);
    for (int32_t day = -40000; day < 40000; day += 17)
        assert_int_equal(mk_date_days(mk_date_from_days(day)), day);
}

static void designations_meet(void **state)
{
    (void)state;
    char a[64], b[64];
    mk_fastighet_norm("del av Lerum  Hallsås 2:261 m.fl.", a, sizeof a);
    mk_fastighet_norm("LERUM HALLSÅS 2:261", b, sizeof b);
    assert_string_equal(a, b);
}

static void notes_are_counted_and_ordered(void **state)
{
    (void)state;
    struct mk_ctx *a = mk_ctx_new(MK_SV), *b = mk_ctx_new(MK_SV);
    mk_note(b, MK_N_GEOM_EMPTY, "rad 17", "");
    mk_note(a, MK_N_GEOM_EMPTY, "rad 9", "");
    mk_notes_merge(a, b);
    size_t n;
    const struct mk_note_row *r = mk_notes_sorted(a, &n);
    assert_int_equal(n, 2);
    assert_string_equal(r[0].key, "rad 9");
    assert_int_equal(r[1].count, 2);
    const enum mk_status st = mk_fail(a, MK_E_NO_CRS, "ytor", "in/a.shp");
    assert_int_equal(st, MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(a), "lagret 'ytor' i 'in/a.shp'"));
    mk_ctx_free(a);
    mk_ctx_free(b);
}

static void a_star_is_any_text(void **state)
{
    (void)state;
    assert_true(mk_text_fits("nvdb_dk_o_24_funkvagklass",
                             "nvdb*funkvagklass"));
    assert_true(mk_text_fits("abab", "*ab"));
    assert_true(mk_text_fits("", "**"));
    assert_true(mk_text_fits("a", "a*"));
    assert_false(mk_text_fits("nvdb", "nvdb*k"));
    assert_false(mk_text_fits("xnvdb", "nvdb*"));
    assert_false(mk_text_fits("", "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_star_is_any_text),
        cmocka_unit_test(number_takes_point_and_comma),
        cmocka_unit_test(fold_joins_case_accents_and_composition),
        cmocka_unit_test(recode_makes_valid_utf8),
        cmocka_unit_test(fixed_is_rounded_once_and_printed_whole),
        cmocka_unit_test(json_escapes_and_mends),
        cmocka_unit_test(dates_are_read_as_municipalities_write_them),
        cmocka_unit_test(designations_meet),
        cmocka_unit_test(notes_are_counted_and_ordered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
