// One plan's texts on a reference date: in force or not, and where its
// genomförandetid stands (docs/method.md §2.1, §2.2, §2.5).
#include "near.h"

#include <markklar/ctx.h>
#include <markklar/plan.h>

#include "analysis/planbase.h"

#include <string.h>

static int setup(void **state)
{
    *state = mk_ctx_new(MK_SV);
    return 0;
}

static int teardown(void **state)
{
    mk_ctx_free(*state);
    return 0;
}

static mk_date day(const char *text)
{
    mk_date d;
    assert_true(mk_date_read(text, &d));
    return d;
}

static struct mk_plan on(void *ctx, struct mk_plan p, const char *today)
{
    p.id = "LB1";
    mk_plan_interpret(ctx, &p, day(today));
    return p;
}

static void in_force_from_the_day_itself(void **state)
{
    const struct mk_plan p = {.status_text = "Gällande",
                              .laga_kraft_text = "2024-05-02"};
    assert_int_equal(on(*state, p, "2024-05-02").status, MK_PS_LAGA_KRAFT);
    assert_int_equal(on(*state, p, "2024-05-03").status, MK_PS_LAGA_KRAFT);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_FUTURE), 0);
    const struct mk_plan before = on(*state, p, "2024-05-01");
    assert_int_equal(before.status, MK_PS_ANTAGEN);
    assert_int_equal(before.status_rule, MK_SR_FUTURE);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_FUTURE), 1);
}

static void a_blank_word_with_a_date_is_in_force(void **state)
{
    static const char *const blanks[] = {NULL, "", " ", "\t", "\xC2\xA0"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        const struct mk_plan p = {.status_text = blanks[i],
                                  .laga_kraft_text = "2020-01-01"};
        const struct mk_plan now = on(*state, p, "2024-01-01");
        assert_int_equal(now.status, MK_PS_LAGA_KRAFT);
        assert_int_equal(now.status_rule, MK_SR_DATE_ONLY);
        assert_int_equal(on(*state, p, "2019-12-31").status, MK_PS_ANTAGEN);
    }
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_NO_STATUS), 0);
}

static void a_word_not_read_is_noted_and_never_in_force(void **state)
{
    static const char *const words[] = {"Ej gällande", "Inte gällande",
                                        "Historisk", "-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct mk_plan p = {.status_text = words[i],
                                  .laga_kraft_text = "2020-01-01"};
        const struct mk_plan now = on(*state, p, "2024-01-01");
        assert_int_equal(now.status, MK_PS_SAKNAS);
        assert_int_equal(now.status_rule, MK_SR_UNREAD);
        assert_int_equal(mk_notes_count(*state, MK_N_PLAN_NO_STATUS), i + 1);
    }
    size_t n;
    const struct mk_note_row *rows = mk_notes_sorted(*state, &n);
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(mk_msg_code(rows[i].msg), "N201");
        assert_non_null(strstr(rows[i].text, "används inte som gällande"));
    }
}

static void neither_word_nor_date_is_noted(void **state)
{
    const struct mk_plan p = on(*state, (struct mk_plan){0}, "2024-01-01");
    assert_int_equal(p.status, MK_PS_SAKNAS);
    assert_int_equal(p.gf_lage, MK_GF_OKAND);
    assert_int_equal(p.gf_rule, MK_GR_NO_DATE);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_NO_STATUS), 1);
}

static void a_date_not_read_is_no_date(void **state)
{
    const struct mk_plan p = on(
        *state, (struct mk_plan){.status_text = "", .laga_kraft_text = "våren"},
        "2024-01-01");
    assert_int_equal(p.status, MK_PS_SAKNAS);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_BAD_DATE), 1);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_NO_STATUS), 1);
}

static void in_force_without_a_date_is_noted(void **state)
{
    const struct mk_plan p = {.status_text = "Gällande"};
    assert_int_equal(on(*state, p, "2024-01-01").status, MK_PS_LAGA_KRAFT);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_NO_DATE), 1);
}

struct gf {
    const char *lk, *start, *end, *length, *typ, *today;
    enum mk_gf_lage lage;
    enum mk_gf_rule rule;
    const char *slut; // NULL: none
};

static void check_gf(void *ctx, const struct gf *g, size_t n)
{
    int wrong = 0;
    for (size_t i = 0; i < n; i++, g++) {
        const struct mk_plan p = on(
            ctx,
            (struct mk_plan){.status_text = "Gällande",
                             .laga_kraft_text = g->lk, .typ = g->typ,
                             .gf_start_text = g->start, .gf_slut_text = g->end,
                             .gf_tid_text = g->length},
            g->today);
        const mk_date slut = g->slut ? day(g->slut) : 0;
        const bool derived = g->rule >= MK_GR_OLD_TYPE;
        if (p.gf_lage == g->lage && p.gf_rule == g->rule &&
            p.gf_slut == slut && p.gf_derived == derived)
            continue;
        wrong++;
        print_error("row %zu on %s: %s by rule %d, end %d\n", i, g->today,
                    mk_gf_text(p.gf_lage), p.gf_rule, (int)p.gf_slut);
    }
    assert_int_equal(wrong, 0);
}
#define CHECK_GF(list) check_gf(*state, list, sizeof(list) / sizeof *(list))

static void a_stated_end_is_inclusive(void **state)
{
    static const struct gf list[] = {
        {"2010-01-01", NULL, "2020-06-30", NULL, NULL, "2020-06-29",
         MK_GF_PAGAR, MK_GR_STATED_END, "2020-06-30"},
        {"2010-01-01", NULL, "2020-06-30", NULL, NULL, "2020-06-30",
         MK_GF_PAGAR, MK_GR_STATED_END, "2020-06-30"},
        {"2010-01-01", NULL, "2020-06-30", NULL, NULL, "2020-07-01",
         MK_GF_UTGANGEN, MK_GR_STATED_END, "2020-06-30"},
        // the end decides over a length that says another
        {"2010-01-01", NULL, "2020-06-30", "60", NULL, "2020-06-30",
         MK_GF_PAGAR, MK_GR_STATED_END, "2020-06-30"},
        // and over the plan's age and type
        {"2023-01-01", NULL, "2023-06-30", NULL, "Stadsplan", "2024-01-01",
         MK_GF_UTGANGEN, MK_GR_STATED_END, "2023-06-30"},
    };
    CHECK_GF(list);
}

static void a_length_runs_from_the_start_to_the_day_before(void **state)
{
    static const struct gf list[] = {
        // fastighetsregistret's own example: 1989-05-14 to 1994-05-13
        {NULL, "1989-05-14", NULL, "60", NULL, "1994-05-13", MK_GF_PAGAR,
         MK_GR_LENGTH, "1994-05-13"},
        {NULL, "1989-05-14", NULL, "60", NULL, "1994-05-14", MK_GF_UTGANGEN,
         MK_GR_LENGTH, "1994-05-13"},
        {NULL, "1989-05-14", NULL, "60", NULL, "1989-05-14", MK_GF_PAGAR,
         MK_GR_LENGTH, "1994-05-13"},
        {NULL, "1989-05-14", NULL, "60", NULL, "1989-05-13", MK_GF_EJ_BORJAT,
         MK_GR_NOT_BEGUN, "1994-05-13"},
        // no start stated: from laga kraft; a stated start decides over it
        {"2015-03-01", NULL, NULL, "120", NULL, "2025-02-28", MK_GF_PAGAR,
         MK_GR_LENGTH, "2025-02-28"},
        {"2015-03-01", NULL, NULL, "120", NULL, "2025-03-01", MK_GF_UTGANGEN,
         MK_GR_LENGTH, "2025-02-28"},
        {"2015-03-01", "2016-03-01", NULL, "120", NULL, "2026-02-28",
         MK_GF_PAGAR, MK_GR_LENGTH, "2026-02-28"},
        // the last of a month with no such day in the month of the end
        {NULL, "2023-08-31", NULL, "30", NULL, "2026-02-27", MK_GF_PAGAR,
         MK_GR_LENGTH, "2026-02-27"},
        {NULL, "2023-08-31", NULL, "30", NULL, "2026-02-28", MK_GF_UTGANGEN,
         MK_GR_LENGTH, "2026-02-27"},
        // a start to come without any length
        {"2020-01-01", "2025-01-01", NULL, NULL, NULL, "2024-12-31",
         MK_GF_EJ_BORJAT, MK_GR_NOT_BEGUN, NULL},
    };
    CHECK_GF(list);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_YEARS), 0);
}

static void up_to_fifteen_is_years_and_noted(void **state)
{
    static const struct gf years[] = {
        {"2010-01-01", NULL, NULL, "5", NULL, "2014-12-31", MK_GF_PAGAR,
         MK_GR_LENGTH, "2014-12-31"},
        {"2010-01-01", NULL, NULL, "15", NULL, "2025-01-01", MK_GF_UTGANGEN,
         MK_GR_LENGTH, "2024-12-31"},
    };
    CHECK_GF(years);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_YEARS), 2);
    static const struct gf months[] = {
        {"2010-01-01", NULL, NULL, "16", NULL, "2011-04-30", MK_GF_PAGAR,
         MK_GR_LENGTH, "2011-04-30"},
        {"2010-01-01", NULL, NULL, "180", NULL, "2024-12-31", MK_GF_PAGAR,
         MK_GR_LENGTH, "2024-12-31"},
        {"2010-01-01", NULL, NULL, "0", NULL, "2012-01-01", MK_GF_PAGAR,
         MK_GR_UNDER_5, NULL}, // no length at all
    };
    CHECK_GF(months);
    assert_int_equal(mk_notes_count(*state, MK_N_PLAN_YEARS), 2);
}

static void nothing_stated_is_derived_at_exactly_five_and_fifteen(void **state)
{
    static const struct gf list[] = {
        {"2010-05-02", NULL, NULL, NULL, NULL, "2010-05-02", MK_GF_PAGAR,
         MK_GR_UNDER_5, NULL},
        {"2010-05-02", NULL, NULL, NULL, NULL, "2015-05-01", MK_GF_PAGAR,
         MK_GR_UNDER_5, NULL},
        {"2010-05-02", NULL, NULL, NULL, NULL, "2015-05-02", MK_GF_OKAND,
         MK_GR_BETWEEN, NULL},
        {"2010-05-02", NULL, NULL, NULL, NULL, "2025-05-01", MK_GF_OKAND,
         MK_GR_BETWEEN, NULL},
        {"2010-05-02", NULL, NULL, NULL, NULL, "2025-05-02",
         MK_GF_SANNOLIKT_UTGANGEN, MK_GR_OVER_15, NULL},
        {NULL, NULL, NULL, NULL, NULL, "2025-05-02", MK_GF_OKAND,
         MK_GR_NO_DATE, NULL},
    };
    CHECK_GF(list);
}

static void the_old_kinds_of_plan_have_run_out(void **state)
{
    static const struct gf list[] = {
        {"1962-01-01", NULL, NULL, NULL, "Stadsplan", "2024-01-01",
         MK_GF_UTGANGEN, MK_GR_OLD_TYPE, NULL},
        {NULL, NULL, NULL, NULL, "byggnadsplan", "2024-01-01",
         MK_GF_UTGANGEN, MK_GR_OLD_TYPE, NULL},
        {NULL, NULL, NULL, NULL, "AVSTYCKNINGSPLAN", "2024-01-01",
         MK_GF_UTGANGEN, MK_GR_OLD_TYPE, NULL},
        {"1962-01-01", NULL, NULL, NULL, "detaljplan", "2024-01-01",
         MK_GF_SANNOLIKT_UTGANGEN, MK_GR_OVER_15, NULL},
    };
    CHECK_GF(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        TEST(in_force_from_the_day_itself),
        TEST(a_blank_word_with_a_date_is_in_force),
        TEST(a_word_not_read_is_noted_and_never_in_force),
        TEST(neither_word_nor_date_is_noted),
        TEST(a_date_not_read_is_no_date),
        TEST(in_force_without_a_date_is_noted),
        TEST(a_stated_end_is_inclusive),
        TEST(a_length_runs_from_the_start_to_the_day_before),
        TEST(up_to_fifteen_is_years_and_noted),
        TEST(nothing_stated_is_derived_at_exactly_five_and_fifteen),
        TEST(the_old_kinds_of_plan_have_run_out),
    };
    return cmocka_run_group_tests_name("interpret", tests, NULL, NULL);
}
