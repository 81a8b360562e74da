// Durations on the grid and the way to byggklar (docs/method.md §11), by hand.
#include "analysis/dist.h"
#include "analysis/ready_time.h"

#include "evidence.h"
#include "near.h"

// Quarters of 10, 50 and 90 %.
static void assert_quarters(struct mk_quarters got, int p10, int p50, int p90)
{
    assert_int_equal(got.q[0], p10);
    assert_int_equal(got.q[1], p50);
    assert_int_equal(got.q[2], p90);
}

static void assert_dist(const struct mk_dist *d, int p10, int p50, int p90)
{
    assert_int_equal(mk_dist_quarter(d, 0.1), p10);
    assert_int_equal(mk_dist_quarter(d, 0.5), p50);
    assert_int_equal(mk_dist_quarter(d, 0.9), p90);
}

// ---- distributions ----------------------------------------------------------

static const double even[5] = {0, 1, 2, 3, 4};
// Half after a quarter of a month, all after two.
static const double half_half[5] = {0.25, 0.25, 0.25, 0.5, 0.5};

static void a_step_is_straight_between_its_points(void **state)
{
    (void)state;
    struct mk_dist d;
    mk_dist_step(&d, even, 0);
    assert_dist(&d, 4, 8, 12); // months 1, 2, 3
    assert_near(d.f[2], 0.05, 1e-12); // half-way to 10 %
    assert_near(d.f[6], 0.3, 1e-12);  // half-way from 10 to 50 %
    assert_near(d.f[15], 0.975, 1e-12); // ¾ of the way from 90 to 100 %
    assert_near(d.f[16], 1, 0);
}

static void points_on_one_month_are_a_jump(void **state)
{
    (void)state;
    struct mk_dist d;
    mk_dist_step(&d, half_half, 0);
    assert_near(d.f[0], 0, 0);
    assert_near(d.f[1], 0.5, 0);
    assert_near(d.f[2], 1, 0);
    const double at_once[5] = {0, 0, 3, 6, 9};
    mk_dist_step(&d, at_once, 0);
    assert_near(d.f[0], 0.1, 1e-12); // one in ten takes no time at all
}

static void steps_after_each_other_add_up(void **state)
{
    (void)state; // ½ at 1, ½ at 2; twice: ¼ at 2, ½ at 3, ¼ at 4
    struct mk_dist a, b;
    mk_dist_step(&a, half_half, 0);
    b = a;
    mk_dist_then(&a, &b);
    assert_near(a.f[1], 0, 0);
    assert_near(a.f[2], 0.25, 1e-12);
    assert_near(a.f[3], 0.75, 1e-12);
    assert_near(a.f[4], 1, 1e-12);
    assert_dist(&a, 2, 3, 4);
    mk_dist_then(&a, &b); // ⅛ at 3, ⅜ at 4, ⅜ at 5, ⅛ at 6
    assert_near(a.f[3], 0.125, 1e-12);
    assert_near(a.f[4], 0.5, 1e-12);
    assert_dist(&a, 3, 4, 6);
}

static void steps_beside_each_other_wait_for_the_last(void **state)
{
    (void)state; // both at 1: ½ · ½
    struct mk_dist a, b;
    mk_dist_step(&a, half_half, 0);
    b = a;
    mk_dist_beside(&a, &b);
    assert_near(a.f[1], 0.25, 1e-12);
    assert_near(a.f[2], 1, 1e-12);
    assert_dist(&a, 1, 2, 2);
}

static void what_takes_longer_than_the_grid_is_at_its_end(void **state)
{
    (void)state;
    const double long_one[5] = {200, 200, 200, 200, 200};
    struct mk_dist a, b;
    mk_dist_step(&a, long_one, 0);
    b = a;
    mk_dist_then(&a, &b);
    assert_near(a.f[959], 0, 0);
    assert_dist(&a, 960, 960, 960);
}

static void time_spent_leaves_what_has_not_ended(void **state)
{
    (void)state; // after 2 of `even`: F(t) = (F(2 + t) - ½) / ½
    struct mk_dist d;
    mk_dist_step(&d, even, 2);
    assert_near(d.f[4], 0.8, 1e-12); // (0.9 - 0.5) / 0.5
    // 10 %: F(2 + t) = 0.55, t = 1/8; 50 %: 0.75, t = 5/8; 90 %: 0.95, t = 1½
    assert_dist(&d, 1, 3, 6);
}

static void time_beyond_the_95_percent_point_counts_as_that(void **state)
{
    (void)state; // 3½ of `even`: F(t) = (F(3½ + t) - 0.95) / 0.05
    struct mk_dist d;
    assert_near(mk_dist_latest(even), 3.5, 1e-12);
    mk_dist_step(&d, even, 100);
    // 0.955: t = 0.05; 0.975: t = ¼; 0.995: t = 0.45
    assert_dist(&d, 1, 1, 2);
    const double exact[5] = {5, 5, 5, 5, 5};
    mk_dist_step(&d, exact, 4);
    assert_dist(&d, 4, 4, 4); // one month is left
    mk_dist_step(&d, exact, 7);
    assert_dist(&d, 0, 0, 0); // it has passed: nothing is left
}

static void months_are_of_the_calendar_and_days_thirtieths(void **state)
{
    (void)state;
    assert_near(mk_months_between(20260501, 20261101), 6, 0);
    assert_near(mk_months_between(20261101, 20270615), 7 + 14 / 30.0, 1e-12);
    assert_near(mk_months_between(20251120, 20261101), 11 + 11 / 30.0, 1e-12);
    assert_int_equal(mk_quarters_months(0), 0);
    assert_int_equal(mk_quarters_months(1), 1);
    assert_int_equal(mk_quarters_months(4), 1);
    assert_int_equal(mk_quarters_months(5), 2);
}

// ---- ways -------------------------------------------------------------------

static const struct mk_way done = {-1, -1, -1, -1, -1, -1, -1, 0, 0, 0};

// Every step takes exactly so many months.
static void exact_durations(struct mk_durations *d)
{
    static const double months[MK_TD_COUNT] = {
        [MK_TD_OP] = 10, [MK_TD_PLANBESKED] = 3, [MK_TD_UPPDRAG] = 8,
        [MK_TD_SAMRAD] = 6, [MK_TD_GRANSKNING] = 4, [MK_TD_ANTAGEN] = 1,
        [MK_TD_OVERKLAGAN] = 5, [MK_TD_TILLSYN] = 2, [MK_TD_SALJVILLIG] = 12,
        [MK_TD_OPTION] = 2, [MK_TD_UTREDNING] = 7, [MK_TD_FASTIGHET] = 6,
        [MK_TD_UTBYGGNAD_SAKNAS] = 9, [MK_TD_UTBYGGNAD_PLANERAD] = 5};
    for (int i = 0; i < MK_TD_COUNT; i++)
        for (int k = 0; k < 5; k++)
            d->q[i][k] = months[i];
    d->appeal_share = 0;
}

static struct mk_quarters way_of(const struct mk_durations *d,
                                 const struct mk_way *way, uint8_t *bind)
{
    struct mk_ready_cache *c = mk_ready_cache_new();
    const struct mk_quarters q = mk_way_quarters(c, d, way, bind);
    uint8_t again;
    const struct mk_quarters kept = mk_way_quarters(c, d, way, &again);
    assert_memory_equal(&q, &kept, sizeof q);
    assert_int_equal(*bind, again);
    mk_ready_cache_free(c);
    return q;
}

static void nothing_left_takes_no_time_and_nothing_binds(void **state)
{
    (void)state;
    uint8_t bind;
    assert_quarters(way_of(&mk_durations_default, &done, &bind), 0, 0, 0);
    assert_int_equal(bind, MK_TS_COUNT);
}

static void plan_land_and_studies_run_together_then_plot_and_works(void **state)
{
    (void)state;
    struct mk_durations d;
    uint8_t bind;
    exact_durations(&d);
    struct mk_way w = done;
    w.queue = MK_TD_OP;
    w.plan = MK_TD_UPPDRAG;
    w.force = MK_TD_ANTAGEN;
    w.land = MK_TD_SALJVILLIG;
    w.study = MK_TD_UTREDNING;
    w.plot = MK_TD_FASTIGHET;
    w.build = MK_TD_UTBYGGNAD_SAKNAS;
    // max(10 + 8 + 1, 12, 7) + max(6, 9) = 28
    assert_quarters(way_of(&d, &w, &bind), 112, 112, 112);
    assert_int_equal(bind, MK_TS_KO); // 10 is the longest of 10, 8, 1 and 9
    w.queue = -1; // max(8 + 1, 12, 7) + 9 = 21: the plan does not bind
    assert_quarters(way_of(&d, &w, &bind), 84, 84, 84);
    assert_int_equal(bind, MK_TS_MARK);
    w.land = MK_TD_OPTION; // max(9, 2, 7) + 9 = 18; 8 and 1 and 9
    assert_quarters(way_of(&d, &w, &bind), 72, 72, 72);
    assert_int_equal(bind, MK_TS_UTBYGGNAD);
    w.plan = w.force = -1; // max(0, 2, 7) + 9 = 16
    w.build = MK_TD_UTBYGGNAD_PLANERAD; // 7 + max(6, 5) = 13
    assert_quarters(way_of(&d, &w, &bind), 52, 52, 52);
    assert_int_equal(bind, MK_TS_UTREDNING);
}

static void of_equals_the_first_in_the_table_binds(void **state)
{
    (void)state;
    struct mk_durations d;
    uint8_t bind;
    exact_durations(&d);
    for (int k = 0; k < 5; k++)
        d.q[MK_TD_UTREDNING][k] = d.q[MK_TD_SALJVILLIG][k] =
            d.q[MK_TD_FASTIGHET][k] = 9;
    struct mk_way w = done;
    w.study = MK_TD_UTREDNING;
    w.build = MK_TD_UTBYGGNAD_SAKNAS; // 9 too
    w.plot = MK_TD_FASTIGHET;
    assert_quarters(way_of(&d, &w, &bind), 72, 72, 72);
    assert_int_equal(bind, MK_TS_UTREDNING);
    w.land = MK_TD_SALJVILLIG;
    way_of(&d, &w, &bind);
    assert_int_equal(bind, MK_TS_MARK);
    w.land = w.study = -1;
    way_of(&d, &w, &bind);
    assert_int_equal(bind, MK_TS_FASTIGHET);
}

static void an_appeal_is_a_branch(void **state)
{
    (void)state; // 1 month, or with the share of appeals 1 + 5
    struct mk_durations d;
    uint8_t bind;
    exact_durations(&d);
    struct mk_way w = done;
    w.force = MK_TD_ANTAGEN;
    d.appeal_share = 0.25;
    assert_quarters(way_of(&d, &w, &bind), 4, 4, 24);
    d.appeal_share = 0.05;
    assert_quarters(way_of(&d, &w, &bind), 4, 4, 4);
    d.appeal_share = 0.6;
    assert_quarters(way_of(&d, &w, &bind), 4, 24, 24);
    assert_int_equal(bind, MK_TS_LAGA_KRAFT);
    w.force = MK_TD_OVERKLAGAN; // the appeal alone
    assert_quarters(way_of(&d, &w, &bind), 20, 20, 20);
}

static void an_adopted_plan_by_the_table(void **state)
{
    (void)state;
    // F(¾) = ⅔ (0.5 + 0.4 · 0.05 / 0.3) = 0.378, F(½) = 0, F(1) = ⅔ · 0.9 =
    // 0.6: 10 % at 3 quarters, 50 % at 4. 90 % needs 70 % of those appealed:
    // the appeal alone has 70 % at 5.3 + ½ · 3.7 = 7.15, 29 quarters with
    // F 0.711, 28 with 0.684. The weeks before take 3 (0.567), 4 (0.333),
    // 5 (0.05) or 6 (0.05) quarters: at 32 quarters F of the appealed is
    // 0.567 · 0.711 + 0.333 · 0.684 + 0.05 · 0.657 + 0.05 · 0.630 = 0.695,
    // at 33 0.567 · 0.738 + 0.333 · 0.711 + 0.05 · 0.684 + 0.05 · 0.657 =
    // 0.722: 33.
    uint8_t bind;
    struct mk_way w = done;
    w.force = MK_TD_ANTAGEN;
    assert_quarters(way_of(&mk_durations_default, &w, &bind), 3, 4, 33);
}

static void a_date_is_waited_for(void **state)
{
    (void)state;
    struct mk_durations d;
    uint8_t bind;
    exact_durations(&d);
    struct mk_way w = done;
    w.start = 7 + 14 / 30.0; // at the next quarter: 7½
    assert_quarters(way_of(&d, &w, &bind), 30, 30, 30);
    assert_int_equal(bind, MK_TS_GF_START);
    w.build = MK_TD_UTBYGGNAD_SAKNAS; // 9 months: it has begun by then
    assert_quarters(way_of(&d, &w, &bind), 36, 36, 36);
    assert_int_equal(bind, MK_TS_UTBYGGNAD);
    w.dated = 1.5; // laga kraft on a day, then 9 months
    w.start = 0;
    assert_quarters(way_of(&d, &w, &bind), 42, 42, 42);
    w.build = -1;
    assert_quarters(way_of(&d, &w, &bind), 6, 6, 6);
    assert_int_equal(bind, MK_TS_LAGA_KRAFT);
}

static void the_start_is_a_floor_under_each_quantile(void **state)
{
    (void)state; // granskning alone, 2, 4 and 9 months; begins in 5
    struct mk_durations d = mk_durations_default;
    uint8_t bind;
    for (int k = 0; k < 5; k++)
        d.q[MK_TD_ANTAGEN][k] = 0;
    d.appeal_share = 0;
    struct mk_way w = done;
    w.plan = MK_TD_GRANSKNING;
    w.force = MK_TD_ANTAGEN;
    assert_quarters(way_of(&d, &w, &bind), 8, 16, 36);
    w.start = 5;
    assert_quarters(way_of(&d, &w, &bind), 20, 20, 36);
    assert_int_equal(bind, MK_TS_GF_START);
    w.start = 4; // no later than half of the rest: that binds
    way_of(&d, &w, &bind);
    assert_int_equal(bind, MK_TS_PLAN);
}

static void the_present_stage_alone_is_conditioned(void **state)
{
    (void)state; // planbesked 1 4 12 30 60, 12 months spent: half is over
    struct mk_way w = done;
    w.queue = MK_TD_PLANBESKED;
    w.plan = MK_TD_UPPDRAG;
    w.force = MK_TD_ANTAGEN;
    w.spent = 12;
    const struct mk_durations *d = &mk_durations_default;
    const struct mk_step_left ko = mk_way_step(d, &w, MK_TS_KO);
    // 0.55: 12 + 18 / 8 = 14.25, 9 quarters; 0.75: 12 + 18 · 5 / 8 = 23.25,
    // 45; 0.95: 45, 132
    assert_quarters(ko.own, 9, 45, 132);
    assert_true(ko.left);
    assert_int_equal(ko.row, MK_TD_PLANBESKED);
    assert_near(ko.spent, 12, 0);
    assert_false(ko.overdue);
    const struct mk_step_left plan = mk_way_step(d, &w, MK_TS_PLAN);
    assert_quarters(plan.own, 48, 96, 168);
    assert_near(plan.spent, 0, 0);
    const struct mk_step_left force = mk_way_step(d, &w, MK_TS_LAGA_KRAFT);
    assert_true(force.appeal);
    assert_false(mk_way_step(d, &w, MK_TS_MARK).left);
    w.spent = 70;
    assert_true(mk_way_step(d, &w, MK_TS_KO).overdue);
    assert_near(mk_way_step(d, &w, MK_TS_KO).spent, 45, 0);
    assert_true(mk_way_overdue(d, &w));
}

static void a_date_is_a_step_without_a_row(void **state)
{
    (void)state;
    struct mk_way w = done;
    w.start = 2;
    const struct mk_step_left s =
        mk_way_step(&mk_durations_default, &w, MK_TS_GF_START);
    assert_true(s.left);
    assert_int_equal(s.row, -1);
    assert_quarters(s.own, 8, 8, 8);
}

static void many_ways_are_kept_apart(void **state)
{
    (void)state; // more than the cache begins with: it grows
    struct mk_durations d;
    exact_durations(&d);
    struct mk_ready_cache *c = mk_ready_cache_new();
    for (int round = 0; round < 2; round++)
        for (int days = 0; days < 300; days++) {
            struct mk_way w = done;
            uint8_t bind;
            w.start = days / 30.0;
            w.build = days % 2 ? MK_TD_UTBYGGNAD_PLANERAD : -1; // 5 months
            const int start = (days * 4 + 29) / 30;
            const int want = days % 2 && start < 20 ? 20 : start;
            assert_quarters(mk_way_quarters(c, &d, &w, &bind), want, want,
                            want);
        }
    mk_ready_cache_free(c);
    mk_ready_cache_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_straight_between_its_points),
        cmocka_unit_test(points_on_one_month_are_a_jump),
        cmocka_unit_test(steps_after_each_other_add_up),
        cmocka_unit_test(steps_beside_each_other_wait_for_the_last),
        cmocka_unit_test(what_takes_longer_than_the_grid_is_at_its_end),
        cmocka_unit_test(time_spent_leaves_what_has_not_ended),
        cmocka_unit_test(time_beyond_the_95_percent_point_counts_as_that),
        cmocka_unit_test(months_are_of_the_calendar_and_days_thirtieths),
        cmocka_unit_test(nothing_left_takes_no_time_and_nothing_binds),
        cmocka_unit_test(
            plan_land_and_studies_run_together_then_plot_and_works),
        cmocka_unit_test(of_equals_the_first_in_the_table_binds),
        cmocka_unit_test(an_appeal_is_a_branch),
        cmocka_unit_test(an_adopted_plan_by_the_table),
        cmocka_unit_test(a_date_is_waited_for),
        cmocka_unit_test(the_start_is_a_floor_under_each_quantile),
        cmocka_unit_test(the_present_stage_alone_is_conditioned),
        cmocka_unit_test(a_date_is_a_step_without_a_row),
        cmocka_unit_test(many_ways_are_kept_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
