// Land that is not planned yet, and plans that hold in part or for a time: what
// becomes a delområde, in which order, and what is said of it. An område is
// 100 m deep, so a strip of w metres is w x 100 m2. Rules: docs/method.md §2.3.
#include "town.h"

static mk_useset letters(const char *text)
{
    int unknown;
    return mk_use_read(text, &unknown);
}

// Delområde k, and that it is w metres of the område.
static const struct mk_row *del(const struct town *t, uint32_t k,
                                enum mk_underlag underlag, int w)
{
    assert_true(k < t->batch.ndels);
    const struct mk_row *r = &t->batch.dels[k];
    assert_int_equal(r->del_nr, k + 1);
    assert_int_equal(r->ready.underlag, underlag);
    assert_int_equal(r->area, w * 1000); // tenths of m2
    return r;
}

static void an_ongoing_plan_for_business_makes_a_delomrade(void **state)
{
    (void)state;
    for (int complete = 0; complete < 2; complete++) {
        struct town *t = town_new();
        t->project->plans_complete = complete;
        plan(t, "s", "Samråd", NULL, 0, 100);
        use(t, "s", "J", 0, 60);
        use(t, "s", "PARK", 60, 40);
        const struct mk_row *o = assess(t, 100);
        assert_int_equal(o->basta_del, 1);
        assert_int_equal(t->batch.ndels, 1);
        const struct mk_row *d = del(t, 0, MK_UL_PAGAENDE, 60);
        assert_int_equal(d->planstatus, MK_PS_SAMRAD);
        assert_int_equal(d->plan, -1);
        assert_string_equal(t->base.plans[d->pag_plan].id, "s");
        assert_true(d->uses == letters("J"));
        assert_true(d->pag_uses == letters("J PARK"));
        assert_int_equal(d->planl_andel, 0);
        assert_int_equal(d->hinder, MK_H_NONE);
        assert_int_equal(d->ready.source, -1);
        assert_true(d->group[MK_GROUP_INDUSTRI] ==
                    (complete ? 0 : MK_UNKNOWN));
        // 25 x 0.2 + 100 x 0.2, land unknown, no genomförandetid
        assert_int_equal(d->p_plan, 2500);
        town_free(t);
    }
}

static void an_ongoing_plan_without_known_business_makes_none(void **state)
{
    (void)state;
    static const char *const cases[] = {NULL, "B", "PARK"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct town *t = town_new();
        plan(t, "s", "Granskning", NULL, 0, 100);
        if (cases[i])
            use(t, "s", cases[i], 0, 100);
        assess(t, 100);
        assert_int_equal(t->batch.ndels, 0);
        town_free(t);
    }
    struct town *t = town_new(); // nor one that came to nothing
    plan(t, "s", "Avslutad", NULL, 0, 100);
    use(t, "s", "J", 0, 100);
    assess(t, 100);
    assert_int_equal(t->batch.ndels, 0);
    town_free(t);
}

static void a_plan_in_force_leaves_no_room(void **state)
{
    (void)state;
    // of homes; with business; with outline only
    static const char *const cases[] = {"B", "J", NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct town *t = town_new();
        plan(t, "p", "Gällande", "2020-01-01", 0, 40);
        if (cases[i])
            use(t, "p", cases[i], 0, 40);
        plan(t, "s", "Samråd", NULL, 0, 100);
        use(t, "s", "K", 0, 100);
        feature(t, MK_RO_OVERSIKTSPLAN, "op", "J", 0, 100);
        assess(t, 100);
        const bool homes = i == 0;
        assert_int_equal(t->batch.ndels, homes ? 1 : 2);
        if (!homes) // keeps its number, though it is the smaller
            del(t, 0, MK_UL_DETALJPLAN, 40);
        const struct mk_row *d = del(t, homes ? 0 : 1, MK_UL_PAGAENDE, 60);
        assert_int_equal(d->planstatus, MK_PS_SAMRAD);
        town_free(t);
    }
}

static void the_strongest_ongoing_plan_comes_first(void **state)
{
    (void)state;
    for (int same = 0; same < 2; same++) {
        struct town *t = town_new();
        plan(t, "b", same ? "Samråd" : "Granskning", NULL, 40, 60);
        use(t, "b", "K", 40, 60);
        plan(t, "a", "Samråd", NULL, 0, 60);
        use(t, "a", "J", 0, 60);
        assess(t, 100);
        // both are 60 m, 20 of them common; the same status: the lower id
        assert_int_equal(t->batch.ndels, 2);
        const struct mk_row *d = del(t, 0, MK_UL_PAGAENDE, 60);
        assert_true(d->uses == letters(same ? "J" : "K"));
        assert_true(del(t, 1, MK_UL_PAGAENDE, 40)->uses ==
                    letters(same ? "K" : "J"));
        town_free(t);
    }
}

static void planbesked_come_before_the_oversiktsplan(void **state)
{
    (void)state;
    struct town *t = town_new();
    t->project->plans_complete = true;
    plan(t, "far", "Gällande", "2020-01-01", 5000, 100);
    feature(t, MK_RO_OVERSIKTSPLAN, "A1", "J", 0, 100);
    feature(t, MK_RO_PLANBESKED, "PB7", NULL, 0, 30);
    feature(t, MK_RO_PLANBESKED, "PB8", "B", 30, 30); // for homes: none
    assess(t, 100);
    assert_int_equal(t->batch.ndels, 2);
    const struct mk_row *d = del(t, 0, MK_UL_PLANBESKED, 30);
    assert_int_equal(d->ready.source, 1);
    assert_true(d->uses == 0);
    assert_int_equal(d->planstatus, MK_PS_EJ_PLANLAGT);
    assert_int_equal(d->pag_plan, -1);
    assert_int_equal(d->group[MK_GROUP_INDUSTRI], 0);
    assert_int_equal(d->p_plan, 0); // use unknown: at its lowest
    const struct mk_row *op = del(t, 1, MK_UL_OP, 70);
    assert_int_equal(op->ready.source, 0);
    assert_true(op->uses == letters("J"));
    assert_int_equal(op->p_plan, 2000);
    town_free(t);
}

static void other_layers_do_without_a_plan_layer(void **state)
{
    (void)state;
    struct town *t = town_new();
    t->no_plan_layer = true;
    t->project->plans_complete = true;
    feature(t, MK_RO_OVERSIKTSPLAN, "A1", "J", 0, 100);
    const struct mk_row *o = assess(t, 120);
    assert_int_equal(t->batch.ndels, 1);
    const struct mk_row *d = del(t, 0, MK_UL_OP, 100);
    assert_int_equal(d->planstatus, MK_PS_SAKNAS);
    assert_true(d->group[MK_GROUP_INDUSTRI] == MK_UNKNOWN);
    assert_int_equal(d->planl_andel, -1);
    assert_int_equal(o->basta_del, 1);
    town_free(t);
}

// What holds is asked of the delområde, not of an område half of which is
// planned.
static void land_beside_a_plan_in_force_is_not_in_force(void **state)
{
    (void)state;
    struct town *t = town_new();
    t->project->plans_complete = true;
    plan(t, "p", "Gällande", "2020-01-01", 0, 50);
    use(t, "p", "J", 0, 50);
    plan(t, "s", "Samråd", NULL, 80, 20); // outline only
    feature(t, MK_RO_OVERSIKTSPLAN, "A1", NULL, 0, 100);
    const struct mk_row *o = assess(t, 100);
    assert_int_equal(o->planstatus, MK_PS_LAGA_KRAFT);
    assert_int_equal(t->batch.ndels, 2);
    const struct mk_row *d = del(t, 1, MK_UL_OP, 50);
    assert_int_equal(d->planstatus, MK_PS_SAMRAD);
    assert_int_equal(d->group[MK_GROUP_INDUSTRI], 0);
    assert_int_equal(d->planl_andel, 0);
    town_free(t);
}

static void a_plan_is_no_hinder_to_what_it_makes(void **state)
{
    (void)state;
    for (int other = 0; other < 2; other++) {
        struct town *t = town_new();
        plan(t, "a", "Samråd", NULL, 0, 100);
        use(t, "a", "J", 0, 100);
        plan(t, "b", "Granskning", NULL, 0, other ? 50 : 49);
        use(t, "b", "B", 0, other ? 50 : 49);
        assess(t, 100);
        const struct mk_row *d = del(t, 0, MK_UL_PAGAENDE, 100);
        assert_string_equal(t->base.plans[d->pag_plan].id, "a");
        assert_int_equal(d->hinder, other ? MK_H_PAGAENDE_PLAN : MK_H_NONE);
        town_free(t);
    }
}

static void a_farm_in_the_oversiktsplan_is_judged(void **state)
{
    (void)state;
    for (int farm = 0; farm < 2; farm++) {
        const int w = farm ? 100 : 99; // 1 ha, and a little less
        struct town *t = town_new();
        feature(t, MK_RO_OVERSIKTSPLAN, "A1", "J", 0, 200);
        building(t, true, 20, 10);
        assess(t, w);
        const struct mk_row *d = del(t, 0, MK_UL_OP, w);
        assert_int_equal(d->bedomning, farm ? MK_BEDOMD : MK_UTESLUTEN);
        assert_int_equal(d->hinder, farm ? MK_H_BOSTAD : MK_H_DELVIS);
        town_free(t);
    }
}

static void slivers_beside_a_plan_are_not_delomraden(void **state)
{
    (void)state;
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2020-01-01", 0.2, 500);
    use(t, "p", "B", 0.2, 500);
    feature(t, MK_RO_OVERSIKTSPLAN, "A1", "J", -50, 500);
    assess(t, 100); // 0.2 x 100 = 20 m2 are not in the plan
    assert_int_equal(t->batch.ndels, 0);
    town_free(t);
}

// ---- parts with dates of their own ------------------------------------------

static void a_part_has_its_own_dates(void **state)
{
    (void)state;
    static const struct mk_part later = {.laga_kraft = 20240301};
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2010-05-01", 0, 100);
    t->plans[0].gf_tid_text = "60";
    use(t, "p", "J", 0, 60);
    use(t, "p", "J", 60, 40)->part = &later;
    const struct mk_row *o = assess(t, 100);
    assert_int_equal(o->group[MK_GROUP_INDUSTRI], 100000);
    assert_int_equal(o->planl_andel, 10000);
    assert_string_equal(t->base.plans[o->plan].id, "p");
    assert_int_equal(t->batch.ndels, 2); // one border, two genomförandetider
    const struct mk_row *whole = del(t, 0, MK_UL_DETALJPLAN, 60);
    assert_int_equal(whole->part, 0);
    assert_int_equal(t->base.plans[whole->plan].gf_lage, MK_GF_UTGANGEN);
    const struct mk_row *part = del(t, 1, MK_UL_DETALJPLAN, 40);
    assert_int_equal(part->plan, whole->plan);
    const struct mk_plan *p = &t->base.plans[part->part];
    assert_string_equal(p->id, "p");
    assert_int_equal(p->laga_kraft, 20240301);
    assert_int_equal(p->gf_slut, 20290228); // 60 months - 1 day
    assert_int_equal(p->gf_lage, MK_GF_PAGAR);
    // utgången 60 and pågår 100, times 0.05
    assert_int_equal(part->p_plan - whole->p_plan, 200);
    town_free(t);
}

static void a_part_is_not_in_force_before_its_date(void **state)
{
    (void)state;
    static const struct mk_part later = {.laga_kraft = 20261102};
    for (int old = 0; old < 2; old++) {
        struct town *t = town_new();
        t->project->plans_complete = true;
        plan(t, "p", "Gällande", "2010-05-01", 0, 100);
        use(t, "p", "B", 0, 70);
        use(t, "p", "K", 60, 40)->part = &later; // 10 m of it over homes
        if (old) {
            plan(t, "o", "Gällande", "1990-01-01", 0, 100);
            use(t, "o", "J", 0, 100);
        }
        const struct mk_row *r = assess(t, 100);
        assert_int_equal(t->batch.ndels, 1);
        assert_int_equal(r->planl_andel, old ? 10000 : 7000);
        const struct mk_row *d = &t->batch.dels[0];
        assert_int_equal(d->area, 30000); // 70 - 100 m
        assert_int_equal(d->ready.underlag,
                         old ? MK_UL_DETALJPLAN : MK_UL_PAGAENDE);
        assert_true(d->uses == letters(old ? "J" : "K"));
        assert_int_equal(d->planstatus,
                         old ? MK_PS_LAGA_KRAFT : MK_PS_ANTAGEN);
        assert_string_equal(t->base.plans[d->pag_plan].id, "p");
        town_free(t);
    }
}

static void a_part_decides_by_its_own_date(void **state)
{
    (void)state;
    static const struct mk_part later = {.laga_kraft = 20220101};
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2010-05-01", 0, 100);
    use(t, "p", "J", 0, 50);
    use(t, "p", "K", 50, 50)->part = &later;
    plan(t, "q", "Gällande", "2015-01-01", 0, 100);
    use(t, "q", "H", 0, 100);
    const struct mk_row *o = assess(t, 100);
    assert_int_equal(o->group[MK_GROUP_INDUSTRI], 0);
    assert_int_equal(o->group[MK_GROUP_HANDEL], 50000);
    assert_int_equal(o->group[MK_GROUP_KONTOR], 50000);
    assert_int_equal(o->planl_andel, 10000); // nothing twice
    assert_int_equal(t->batch.ndels, 2);
    town_free(t);
}

static void parts_of_a_plan_that_is_not_in_force_are_not_either(void **state)
{
    (void)state;
    static const struct mk_part own = {.laga_kraft = 20200101};
    struct town *t = town_new();
    plan(t, "p", "Överklagad", NULL, 0, 100);
    use(t, "p", "J", 0, 100)->part = &own;
    assess(t, 100);
    assert_int_equal(t->base.nparts, 0);
    assert_int_equal(del(t, 0, MK_UL_PAGAENDE, 100)->planstatus,
                     MK_PS_OVERKLAGAD);
    town_free(t);
}

// ---- uses for a time --------------------------------------------------------

static void a_use_counts_from_its_first_month_to_its_last(void **state)
{
    (void)state;
    // laga kraft 2020-11-01; 72 months later is the reference date
    static const struct {
        int16_t begins_after, lasts;
        enum mk_msg note;
    } cases[] = {{0, 73, 0}, {0, 72, MK_N_USE_OVER},
                 {72, 0, 0}, {73, 0, MK_N_USE_NOT_BEGUN},
                 {12, 24, MK_N_USE_OVER}, {12, 100, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct town *t = town_new();
        plan(t, "p", "Gällande", "2020-11-01", 0, 100);
        struct mk_use *u = use(t, "p", "J", 0, 100);
        u->begins_after = cases[i].begins_after;
        u->lasts = cases[i].lasts;
        const struct mk_row *o = assess(t, 100);
        assert_int_equal(t->batch.ndels, cases[i].note ? 0 : 1);
        // what is over is known: 0, not null
        assert_int_equal(o->group[MK_GROUP_INDUSTRI],
                         cases[i].note ? 0 : 100000);
        if (cases[i].note)
            assert_int_equal(mk_notes_count(t->ctx, cases[i].note), 1);
        town_free(t);
    }
}

static void a_use_for_a_time_without_a_date_counts_and_is_noted(void **state)
{
    (void)state;
    struct town *t = town_new();
    plan(t, "p", "Gällande", NULL, 0, 100);
    use(t, "p", "J", 0, 100)->lasts = 12;
    assess(t, 100);
    assert_int_equal(t->batch.ndels, 1);
    assert_int_equal(mk_notes_count(t->ctx, MK_N_USE_UNDATED), 1);
    town_free(t);
}

// A use for a time inside a part counts from the part's date.
static void a_use_of_a_part_counts_from_the_part(void **state)
{
    (void)state;
    static const struct mk_part own = {.laga_kraft = 20250101};
    struct town *t = town_new();
    plan(t, "p", "Gällande", "2010-01-01", 0, 100);
    struct mk_use *u = use(t, "p", "J", 0, 100);
    u->part = &own;
    u->lasts = 24; // to 2027-01-01, not 2012-01-01
    assess(t, 100);
    assert_int_equal(t->batch.ndels, 1);
    town_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ongoing_plan_for_business_makes_a_delomrade),
        cmocka_unit_test(an_ongoing_plan_without_known_business_makes_none),
        cmocka_unit_test(a_plan_in_force_leaves_no_room),
        cmocka_unit_test(the_strongest_ongoing_plan_comes_first),
        cmocka_unit_test(planbesked_come_before_the_oversiktsplan),
        cmocka_unit_test(other_layers_do_without_a_plan_layer),
        cmocka_unit_test(land_beside_a_plan_in_force_is_not_in_force),
        cmocka_unit_test(a_plan_is_no_hinder_to_what_it_makes),
        cmocka_unit_test(a_farm_in_the_oversiktsplan_is_judged),
        cmocka_unit_test(slivers_beside_a_plan_are_not_delomraden),
        cmocka_unit_test(a_part_has_its_own_dates),
        cmocka_unit_test(a_part_is_not_in_force_before_its_date),
        cmocka_unit_test(a_part_decides_by_its_own_date),
        cmocka_unit_test(parts_of_a_plan_that_is_not_in_force_are_not_either),
        cmocka_unit_test(a_use_counts_from_its_first_month_to_its_last),
        cmocka_unit_test(a_use_for_a_time_without_a_date_counts_and_is_noted),
        cmocka_unit_test(a_use_of_a_part_counts_from_the_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
