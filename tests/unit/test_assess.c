// Plans, uses and buildings of a few squares: what decides, what is left out,
// and what stays unknown. Answers by hand, rules of docs/method.md.
#include "town.h"

static void the_newest_plan_decides_where_two_lie(void **state)
{
    (void)state;
    struct town *t = town_new();
    plan(t, "old", "Gällande", "1990-01-01", 0, 100);
    plan(t, "new", "Gällande", "2020-01-01", 40, 100);
    use(t, "old", "J", 0, 100);
    use(t, "new", "B", 40, 100);
    const struct mk_row *r = assess(t, 100);
    assert_int_equal(r->group[MK_GROUP_INDUSTRI], 40000); // 40 x 100 m
    assert_string_equal(t->base.plans[r->plan].id, "new"); // 6,000 of 10,000
    assert_int_equal(t->batch.ndels, 1);
    assert_int_equal(t->batch.dels[0].area, 40000);
    town_free(t);
}

// The day before it is an ongoing plan, and its delområde says so.
static void in_force_on_the_day_itself_and_not_the_day_before(void **state)
{
    (void)state;
    for (int late = 0; late < 2; late++) {
        struct town *t = town_new();
        plan(t, "p", "Gällande", late ? "2026-11-02" : "2026-11-01", 0, 100);
        use(t, "p", "J", 0, 100);
        const struct mk_row *r = assess(t, 100);
        assert_int_equal(r->planstatus,
                         late ? MK_PS_ANTAGEN : MK_PS_LAGA_KRAFT);
        assert_int_equal(t->batch.ndels, 1);
        assert_int_equal(t->batch.dels[0].ready.underlag,
                         late ? MK_UL_PAGAENDE : MK_UL_DETALJPLAN);
        town_free(t);
    }
}

static void a_use_holds_within_its_own_plan_only(void **state)
{
    (void)state;
    struct town *t = town_new();
    plan(t, "old", "Gällande", "1990-01-01", 0, 50);
    plan(t, "new", "Gällande", "2020-01-01", 50, 50);
    use(t, "old", "J", 0, 100); // drawn before the new plan took half
    use(t, "new", "B", 50, 50);
    const struct mk_row *r = assess(t, 100);
    assert_int_equal(r->group[MK_GROUP_INDUSTRI], 50000);
    assert_int_equal(mk_notes_count(t->ctx, MK_N_USE_OUTSIDE), 1);
    town_free(t);
}

static void stacked_uses_count_in_each_group_and_are_said_mixed(void **state)
{
    (void)state;
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2020-01-01", 0, 100);
    use(t, "p", "J", 0, 60);
    use(t, "p", "K", 40, 60);
    const struct mk_row *r = assess(t, 100);
    assert_int_equal(r->group[MK_GROUP_INDUSTRI], 60000);
    assert_int_equal(r->group[MK_GROUP_KONTOR], 60000);
    assert_int_equal(r->blandad, 20000);
    assert_int_equal(t->batch.ndels, 3); // J, J and K, K
    town_free(t);
}

static void an_outline_only_plan_leaves_the_use_unknown(void **state)
{
    (void)state;
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2020-01-01", 0, 100);
    use(t, "p", "J", 0, 0); // no geometry: says nothing of the place
    const struct mk_row *r = assess(t, 100);
    assert_true(r->group[MK_GROUP_INDUSTRI] == MK_UNKNOWN);
    assert_int_equal(t->batch.ndels, 1);
    assert_int_equal(t->batch.dels[0].uses, 0);
    assert_true(r->poang_max > r->poang);
    town_free(t);
}

static void ej_planlagt_only_where_that_is_known(void **state)
{
    (void)state;
    static const struct {
        bool complete, unread, without_outline;
        int status;
    } cases[] = {
        {true, false, false, MK_PS_EJ_PLANLAGT},
        {false, false, false, MK_PS_SAKNAS},
        {true, true, false, MK_PS_SAKNAS},
        {true, false, true, MK_PS_SAKNAS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct town *t = town_new();
        t->project->plans_complete = cases[i].complete;
        plan(t, "far", "Gällande", "2020-01-01", 5000, 100);
        if (cases[i].unread)
            plan(t, "odd", "xyz", NULL, 0, 100);
        if (cases[i].without_outline)
            plan(t, "lost", "Gällande", "2020-01-01", 0, 0);
        const struct mk_row *r = assess(t, 100);
        assert_int_equal(r->planstatus, cases[i].status);
        assert_true((r->group[MK_GROUP_INDUSTRI] == 0) ==
                    (cases[i].status == MK_PS_EJ_PLANLAGT));
        town_free(t);
    }
}

static void other_uses_and_homes_leave_an_omrade_out(void **state)
{
    (void)state;
    static const struct {
        const char *letters;
        int reason;
    } cases[] = {{"B", MK_R_BOSTAD_PLAN}, {"S", MK_R_ANNAN},
                 {"NATUR", MK_R_ALLMAN_PLATS}, {"W", MK_R_VATTEN},
                 {"BC", MK_R_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct town *t = town_new();
        plan(t, "p", "Gällande", "2020-01-01", 0, 100);
        use(t, "p", cases[i].letters, 0, 100);
        const struct mk_row *r = assess(t, 100);
        assert_int_equal(r->reason, cases[i].reason);
        assert_true((r->poang < 0) == (cases[i].reason != MK_R_NONE));
        town_free(t);
    }
}

static void a_farm_is_not_left_out_for_its_farmhouse(void **state)
{
    (void)state;
    for (int farm = 0; farm < 2; farm++) {
        struct town *t = town_new();
        plan(t, "far", "Gällande", "2020-01-01", 5000, 100);
        building(t, true, 20, 10);
        const struct mk_row *r = assess(t, farm ? 200 : 50);
        assert_int_equal(r->reason, farm ? MK_R_NONE : MK_R_BOSTAD_BYGGNAD);
        assert_int_equal(r->hinder, farm ? MK_H_BOSTAD : MK_H_NONE);
        town_free(t);
    }
}

static void a_home_under_another_footprint_is_still_a_home(void **state)
{
    (void)state;
    for (int home_first = 0; home_first < 2; home_first++) {
        struct town *t = town_new();
        plan(t, "p", "Gällande", "2020-01-01", 0, 100);
        use(t, "p", "J", 0, 100);
        building(t, home_first, 20, 10);
        building(t, !home_first, 20, 10); // the same place
        const struct mk_row *r = assess(t, 100);
        assert_int_equal(r->reason, MK_R_BOSTAD_BYGGNAD);
        assert_int_equal(r->bebyggd, 2000); // counted once
        town_free(t);
    }
}

static void built_land_is_occupied_or_said_to_be_built_on(void **state)
{
    (void)state;
    for (int large = 0; large < 2; large++) {
        struct town *t = town_new();
        plan(t, "p", "Gällande", "2020-01-01", 0, 1000);
        use(t, "p", "J", 0, 1000);
        building(t, false, 5, 20);
        assess(t, large ? 200 : 30);
        const struct mk_row *d = &t->batch.dels[0];
        assert_int_equal(d->hinder, large ? MK_H_DELVIS : MK_H_UPPTAGEN);
        town_free(t);
    }
}

static void any_of_many_ongoing_plans_may_be_the_hinder(void **state)
{
    (void)state;
    static char id[100][8];
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2020-01-01", 0, 100);
    use(t, "p", "J", 0, 100);
    for (int i = 0; i < 100; i++) {
        snprintf(id[i], sizeof id[i], "s%03d", i);
        plan(t, id[i], "Samråd", NULL, 0, 100);
    }
    plan(t, "z", "Granskning", NULL, 0, 100);
    use(t, "z", "B", 0, 100);
    const struct mk_row *r = assess(t, 100);
    assert_string_equal(t->base.plans[r->pag_plan].id, "z");
    const struct mk_row *d = &t->batch.dels[0];
    assert_string_equal(t->base.plans[d->pag_plan].id, "z");
    assert_int_equal(d->hinder, MK_H_PAGAENDE_PLAN);
    town_free(t);
}

static void slivers_are_not_delomraden(void **state)
{
    (void)state;
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2020-01-01", 0, 1000);
    use(t, "p", "J", 99.8, 100); // 0.2 x 100 m inside
    assess(t, 100);
    assert_int_equal(t->batch.ndels, 0);
    assert_int_equal(mk_notes_count(t->ctx, MK_N_SLIVER), 0); // under the limit
    town_free(t);
}

static void contributions_add_up_and_unknown_widens(void **state)
{
    (void)state;
    struct mk_project *p = mk_project_new();
    struct mk_plan one = {.status = MK_PS_LAGA_KRAFT, .gf_lage = MK_GF_OKAND};
    struct mk_planbase b = {.plans = &one, .nplans = 1};
    struct mk_row r = {.del_nr = 1, .planstatus = MK_PS_LAGA_KRAFT,
                       .area = 123456, .obebyggd = MK_UNKNOWN, .hpl = -1};
    r.group[MK_GROUP_KONTOR] = 123456;
    struct mk_points q;
    mk_points_compute(p, &r, &b, NULL, &q);
    int32_t sum = 0;
    for (int c = 0; c < MK_C_COUNT; c++) {
        sum += q.contribution[c];
        assert_true(q.low[c] <= q.high[c]);
    }
    assert_int_equal(sum, q.poang);
    assert_int_equal(q.p_plan + q.p_koll, q.poang);
    // 20 + 0.2 x 80 + 0.15 x 0 + 0.05 x 50, nothing known of transit
    assert_int_equal(q.poang, 3850);
    // 12,300 m2 to the nearest are: 50 + 7,300 / 15,000 x 30 = 64.6
    assert_int_equal(q.poang_max, 2000 + 1600 + 969 + 500 + 4000);
    mk_project_free(p);
}

static void equal_points_share_the_rank(void **state)
{
    (void)state;
    struct mk_row r[5] = {
        {.poang = 5000, .area = 10, .fastighet = "A"},
        {.poang = 7000, .area = 10, .fastighet = "B"},
        {.poang = 5000, .area = 20, .fastighet = "C"},
        {.poang = 9000, .hinder = MK_H_UPPTAGEN, .fastighet = "D"},
        {.poang = 4000, .fastighet = "E"},
    };
    uint32_t index[5] = {0, 1, 2, 3, 4};
    for (int i = 0; i < 5; i++)
        mk_ready_init(&r[i].ready);
    mk_rank(r, index, 5);
    const uint32_t order[5] = {1, 2, 0, 4, 3};
    assert_memory_equal(index, order, sizeof order);
    assert_int_equal(r[1].rang, 1);
    assert_int_equal(r[2].rang, 2);
    assert_int_equal(r[0].rang, 2);
    assert_true(r[0].rang_shared && r[2].rang_shared && !r[1].rang_shared);
    assert_int_equal(r[4].rang, 4);
    assert_int_equal(r[3].rang, 0);
}

// What somebody else has, or where nothing may be built, is not offered.
static void land_that_is_taken_has_no_rank(void **state)
{
    (void)state;
    struct mk_row r[6] = {
        {.poang = 9000, .fastighet = "A"}, {.poang = 8000, .fastighet = "B"},
        {.poang = 7000, .fastighet = "C"}, {.poang = 6000, .fastighet = "D"},
        {.poang = 5000, .fastighet = "E"}, {.poang = 4000, .fastighet = "F"},
    };
    uint32_t index[6] = {0, 1, 2, 3, 4, 5};
    for (int i = 0; i < 6; i++)
        mk_ready_init(&r[i].ready);
    r[0].ready.allocation = MK_AN_SALD;
    r[1].ready.allocation = MK_AN_MARKANVISAD;
    r[2].ready.byggbar = 249; // 24.9 m2
    r[3].ready.byggbar = 250;
    r[4].ready.allocation = MK_AN_RESERVERAD;
    mk_rank(r, index, 6);
    const int32_t rang[6] = {0, 0, 0, 1, 2, 3};
    for (int i = 0; i < 6; i++)
        assert_int_equal(r[i].rang, rang[i]);
}

// 300 strips of nature, 1 m wide and so 100 m2 each, fill the place.
static void every_hinder_is_kept_however_many_there_are(void **state)
{
    (void)state;
    enum { MANY = 300 };
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2020-01-01", 0, MANY);
    use(t, "p", "J", 0, MANY);
    for (int i = 0; i < MANY; i++) {
        feature(t, MK_RO_NATUR, NULL, NULL, i, 1);
        t->features[i].effect = MK_EF_FLAGS;
    }
    assess(t, MANY);
    assert_int_equal(t->batch.ndels, 1);
    int32_t found = 0;
    for (uint32_t i = 0; i < t->batch.nobstacles; i++) {
        const struct mk_obstacle_row *r = &t->batch.obstacles[i];
        assert_int_equal(r->del, 0);
        if (r->o.kind != MK_HK_NATUR_KULTUR)
            continue;
        assert_int_equal(r->o.feature, found++); // by feature
        assert_near(r->o.m2, 100, 1e-6);
    }
    assert_int_equal(found, MANY);
    town_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_hinder_is_kept_however_many_there_are),
        cmocka_unit_test(land_that_is_taken_has_no_rank),
        cmocka_unit_test(the_newest_plan_decides_where_two_lie),
        cmocka_unit_test(in_force_on_the_day_itself_and_not_the_day_before),
        cmocka_unit_test(a_use_holds_within_its_own_plan_only),
        cmocka_unit_test(stacked_uses_count_in_each_group_and_are_said_mixed),
        cmocka_unit_test(an_outline_only_plan_leaves_the_use_unknown),
        cmocka_unit_test(ej_planlagt_only_where_that_is_known),
        cmocka_unit_test(other_uses_and_homes_leave_an_omrade_out),
        cmocka_unit_test(a_farm_is_not_left_out_for_its_farmhouse),
        cmocka_unit_test(a_home_under_another_footprint_is_still_a_home),
        cmocka_unit_test(built_land_is_occupied_or_said_to_be_built_on),
        cmocka_unit_test(any_of_many_ongoing_plans_may_be_the_hinder),
        cmocka_unit_test(slivers_are_not_delomraden),
        cmocka_unit_test(contributions_add_up_and_unknown_widens),
        cmocka_unit_test(equal_points_share_the_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
