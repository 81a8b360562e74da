// What is known of a delområde, from the layers over it. It is 100 x 100 m, so
// a strip of w metres is w x 100 m2; rules of docs/method.md §8 and §9.
#include "town.h"

#include "analysis/worker.h"

struct scene {
    struct town *t;
    struct mk_worker *w;
    struct mk_evidence e;
};

static struct scene begin(void)
{
    struct scene s = {.t = town_new()};
    plan(s.t, "p", "Gällande", "2020-01-01", 0, 100);
    use(s.t, "p", "J", 0, 100);
    return s;
}

// A strip of a role, w metres from x, that says `code`.
static struct mk_feature *strip(struct scene *s, enum mk_layer_role role,
                                int code, double x, double w)
{
    feature(s->t, role, NULL, NULL, x, w);
    struct mk_feature *f = &s->t->features[s->t->context.n - 1];
    f->code = (uint8_t)code;
    return f;
}

static const struct mk_evidence *gather(struct scene *s)
{
    struct town *t = s->t;
    assess(t, 100);
    assert_int_equal(t->batch.ndels, 1);
    const struct mk_poly g = mk_polyset_get(&t->batch.del_geom, 0);
    s->w = mk_worker_new(t->ctx, &t->in);
    mk_worker_look(s->w, &g);
    mk_worker_evidence(s->w, &t->batch.dels[0], &t->batch.rows[0], &g, &s->e);
    return &s->e;
}

static void end(struct scene *s)
{
    mk_worker_free(s->w);
    town_free(s->t);
}

static void without_layers_all_is_unknown(void **state)
{
    (void)state;
    struct scene s = begin();
    const struct mk_evidence *e = gather(&s);
    assert_int_equal(e->underlag, MK_UL_DETALJPLAN);
    assert_string_equal(e->plan->id, "p");
    assert_true(e->use_known);
    assert_false(e->provisions_known || e->buildings_known);
    assert_near(e->area, 10000, 1e-6);
    assert_near(e->omrade_area, 10000, 1e-6);
    assert_true(isnan(e->byggbar) && isnan(e->price));
    assert_true(isnan(e->slope_pct) && isnan(e->level_m));
    assert_int_equal(e->owner, MK_OW_OKAND);
    assert_int_equal(e->gata, MK_ST_OKAND);
    assert_int_equal(e->va, MK_ST_OKAND);
    assert_int_equal(e->nhits, 0);
    end(&s);
}

// 25 m2 count: 0.3 m is 30 m2, 0.2 m is 20.
static void only_overlaps_that_count_are_kept_in_order(void **state)
{
    (void)state;
    struct scene s = begin();
    strip(&s, MK_RO_NATUR, 0, 0, 0.2);
    strip(&s, MK_RO_NATUR, 0, 10, 0.3);
    strip(&s, MK_RO_NATUR, 0, 20, 0.2);
    strip(&s, MK_RO_NATUR, 0, 30, 40);
    const struct mk_evidence *e = gather(&s);
    assert_int_equal(e->nhits, 2);
    assert_int_equal(e->hits[0].feature, 1);
    assert_near(e->hits[0].m2, 30, 1e-6);
    assert_int_equal(e->hits[1].feature, 3);
    assert_near(e->hits[1].m2, 4000, 1e-6);
    end(&s);
}

// Of owners and of allocations the one with most of the place, and half of it;
// of two with half each the first.
static void who_has_most_of_the_land_owns_it(void **state)
{
    (void)state;
    static const struct {
        double first, second; // m from the west; the second goes on from there
        int owner;
    } t[] = {{40, 60, MK_OW_PRIVAT}, {50, 50, MK_OW_KOMMUN},
             {45, 49, MK_OW_OKAND}, {60, 40, MK_OW_KOMMUN}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct scene s = begin();
        strip(&s, MK_RO_KOMMUNAGD, MK_OW_KOMMUN, 0, t[i].first);
        strip(&s, MK_RO_KOMMUNAGD, MK_OW_PRIVAT, t[i].first, t[i].second)
            ->will = MK_WI_OPTION;
        const struct mk_evidence *e = gather(&s);
        assert_int_equal(e->owner, t[i].owner);
        assert_int_equal(e->will, t[i].owner == MK_OW_PRIVAT ? MK_WI_OPTION
                                                             : MK_WI_OKAND);
        end(&s);
    }
}

static void what_is_said_of_an_allocation_is_kept(void **state)
{
    (void)state;
    struct scene s = begin();
    struct mk_feature *f =
        strip(&s, MK_RO_MARKANVISNING, MK_AN_RESERVERAD, 0, 55);
    f->date = 20270601;
    f->value = 450;
    const struct mk_evidence *e = gather(&s);
    assert_int_equal(e->allocation, MK_AN_RESERVERAD);
    assert_false(e->allocation_unread);
    assert_int_equal(e->reserved_until, 20270601);
    assert_near(e->price, 450, 0);
    end(&s);
    s = begin();
    strip(&s, MK_RO_MARKANVISNING, MK_AN_OKAND, 0, 55);
    assert_true(gather(&s)->allocation_unread);
    end(&s);
}

// Of roads, power and fibre the best that is near; of water and sewers what
// has most of the place. A layer that reaches nowhere near says saknas.
static void infrastructure_is_the_best_that_is_near(void **state)
{
    (void)state;
    struct scene s = begin();
    strip(&s, MK_RO_VA, MK_ST_FINNS, 0, 40);
    strip(&s, MK_RO_VA, MK_ST_PLANERAD, 40, 60);
    strip(&s, MK_RO_FIBER, MK_ST_OKAND, 0, 10);
    strip(&s, MK_RO_FIBER, MK_ST_SAKNAS, 0, 90);
    strip(&s, MK_RO_EL, MK_ST_FINNS, 500, 10); // far away
    strip(&s, MK_RO_VAG, MK_ST_SAKNAS, 0, 90); // a motorway
    strip(&s, MK_RO_VAG, MK_ST_FINNS, 90, 10); // a street
    const struct mk_evidence *e = gather(&s);
    assert_int_equal(e->va, MK_ST_PLANERAD);
    assert_int_equal(e->fiber, MK_ST_OKAND); // one that was not read
    assert_int_equal(e->el, MK_ST_SAKNAS);
    assert_int_equal(e->gata, MK_ST_FINNS);
    end(&s);
}

// The latest of a kind counts, and none dated after the day of reference; of
// permits the one that is least far.
static void papers_are_the_latest_and_permits_the_least_far(void **state)
{
    (void)state;
    struct scene s = begin(); // the day is 2026-11-01
    strip(&s, MK_RO_TILLSTAND, MK_TI_KLART, 0, 50);
    strip(&s, MK_RO_TILLSTAND, MK_TI_SOKT, 50, 20);
    strip(&s, MK_RO_TILLSTAND, MK_TI_OKAND, 70, 30);
    strip(&s, MK_RO_UTREDNING, MK_UT_GEOTEKNIK, 0, 100)->date = 20200101;
    strip(&s, MK_RO_UTREDNING, MK_UT_GEOTEKNIK, 0, 30)->date = 20230101;
    strip(&s, MK_RO_UTREDNING, MK_UT_MARKMILJO, 0, 100)->date = 20261102;
    strip(&s, MK_RO_UTREDNING, MK_UT_NATUR, 0, 100); // undated
    const struct mk_evidence *e = gather(&s);
    assert_true(e->studies_given && e->permits_given);
    assert_false(e->studies_complete);
    assert_true(e->study_done[MK_UT_GEOTEKNIK]);
    assert_int_equal(e->study[MK_UT_GEOTEKNIK], 20230101);
    assert_false(e->study_done[MK_UT_MARKMILJO]);
    assert_true(e->study_done[MK_UT_NATUR]);
    assert_int_equal(e->study[MK_UT_NATUR], 0);
    assert_int_equal(e->permit, MK_TI_SOKT);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_layers_all_is_unknown),
        cmocka_unit_test(only_overlaps_that_count_are_kept_in_order),
        cmocka_unit_test(who_has_most_of_the_land_owns_it),
        cmocka_unit_test(what_is_said_of_an_allocation_is_kept),
        cmocka_unit_test(infrastructure_is_the_best_that_is_near),
        cmocka_unit_test(papers_are_the_latest_and_permits_the_least_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
