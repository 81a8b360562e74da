// How byggbar mark and capacity came about: lines and parts of one delområde of
// 100 x 100 m (10,000 m2) in plan 0 ("A", 0..200 x 0..100 m). By hand.
#include "near.h"
#include "plot.h"

#include "analysis/capacity.h"

struct steps {
    struct mk_byggbar_step *v;
    uint32_t n;
    double dropped;
};

static struct plot *square(void)
{
    struct plot *p = plot_new();
    plot_plan(p, "A", "Laga kraft", 0, 0, 200, 100);
    plot_box(&p->land, 0, 0, 100, 100);
    return p;
}

static struct steps steps_of(struct plot *p)
{
    struct steps s = {0};
    const struct mk_poly g = mk_polyset_get(&p->land, 0);
    plot_measure(p, 0);
    assert_true(mk_byggbar_steps(p->ctx, &p->in, &g, 0, p->hit, p->nhits, &s.v,
                                 &s.n, &s.dropped));
    return s;
}

static void step_is(const struct steps *s, uint32_t k,
                    enum mk_byggbar_what what, double left)
{
    assert_true(k < s->n);
    assert_int_equal(s->v[k].what, what);
    assert_near(s->v[k].left, left, 1e-6);
}

static void where_nothing_is_taken_there_are_no_lines(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "prickmark", NULL, 150, 0, 50, 100); // elsewhere
    const struct steps s = steps_of(p);
    assert_int_equal(s.n, 0);
    assert_near(s.dropped, 0, 0);
    free(s.v);
    plot_free(p);
}

// Prickmark 40 x 40, korsmark 20 x 40 of which half lies on it, a reserve along
// the southern 10 m that meets neither, a building whose 10 m all lie on the
// prickmark: 1,600, 400, 1,000 and nothing.
static void each_takes_of_what_those_before_it_left(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_building(p, 45, 45, 10, 10);
    plot_provision(p, "A", "korsmark", NULL, 60, 30, 20, 40);
    plot_provision(p, "A", "prickmark", NULL, 30, 30, 40, 40);
    plot_feature(p, MK_RO_NATUR, MK_EF_EXCLUDES);
    plot_box(&p->context.geom, 0, 0, 100, 10);
    const struct steps s = steps_of(p);
    assert_int_equal(s.n, 4);
    step_is(&s, 0, MK_BY_PROVISION, 8400);
    step_is(&s, 1, MK_BY_PROVISION, 8000);
    step_is(&s, 2, MK_BY_FEATURE, 7000);
    step_is(&s, 3, MK_BY_BUILDINGS, 7000);
    assert_int_equal(p->in.provisions->v[s.v[0].index].kind,
                     MK_PV_PRICKMARK);
    assert_int_equal(p->in.provisions->v[s.v[1].index].kind, MK_PV_KORSMARK);
    assert_int_equal(s.v[2].index, 0);
    assert_int_equal(p->ready.byggbar, 70000);
    free(s.v);
    plot_free(p);
}

// Left: 0.9 x 1 m in a corner, and 1.1 x 1 m in another.
static void pieces_that_fall_away_are_summed(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "prickmark", NULL, 0, 1, 100, 99);
    plot_provision(p, "A", "prickmark", NULL, 0.9, 0, 98, 1);
    const struct steps s = steps_of(p);
    assert_int_equal(s.n, 2);
    step_is(&s, 1, MK_BY_PROVISION, 2.0);
    assert_near(s.dropped, 0.9, 1e-6);
    assert_int_equal(p->ready.byggbar, 11);
    free(s.v);
    plot_free(p);
}

static void prickmark_of_the_whole_plan_is_the_last_line(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_building(p, 45, 45, 10, 10);
    plot_whole(p, "A", "prickmark", NULL);
    const struct steps s = steps_of(p);
    assert_int_equal(s.n, 1);
    step_is(&s, 0, MK_BY_PROVISION, 0);
    free(s.v);
    plot_free(p);
}

// 50 % from 20 m on, 20 % up to 60 m, 10 % nowhere near: the strictest decides
// on its 6,000 m2, the other on the 4,000 that are left of its 8,000.
static void the_strictest_provision_decides_where_it_lies(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "e1", "Största byggnadsarea är 50 %", 20, 0, 80,
                   100);
    plot_provision(p, "A", "e2", "Största byggnadsarea är 20 %", 0, 0, 60,
                   100);
    plot_provision(p, "A", "e3", "Största byggnadsarea är 10 %", 150, 0, 10,
                   10);
    plot_measure(p, 0);
    const struct mk_poly g = mk_polyset_get(&p->land, 0);
    struct mk_hits near = {0};
    struct mk_capacity_part *v;
    uint32_t n;
    mk_provbase_near(p->in.provisions, 0, &g, &near);
    const double sum = mk_capacity_parts(p->ctx, &p->in, &g, &near, MK_PV_BYA,
                                         &v, &n);
    assert_near(sum, 3200, 1e-6); // 6,000 x 0.2 + 4,000 x 0.5
    assert_int_equal(n, 2);
    assert_near(v[0].density, 0.2, 1e-12);
    assert_near(v[0].decides, 6000, 1e-6);
    assert_near(v[1].here, 8000, 1e-6);
    assert_near(v[1].decides, 4000, 1e-6);
    free(v);
    mk_hits_release(&near);
    plot_free(p);
}

static void the_lowest_height_is_named(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "h1", "Högsta nockhöjd är 12 meter", 0, 0, 100,
                   100);
    plot_provision(p, "A", "h2", "Högsta nockhöjd är 9 meter", 0, 0, 50, 100);
    plot_measure(p, 0);
    const struct mk_poly g = mk_polyset_get(&p->land, 0);
    struct mk_hits near = {0};
    mk_provbase_near(p->in.provisions, 0, &g, &near);
    const int64_t i = mk_height_choose(p->in.provisions, &g, &near);
    assert_true(i >= 0);
    assert_string_equal(p->in.provisions->v[i].code, "h2");
    near.n = 0;
    assert_int_equal(mk_height_choose(p->in.provisions, &g, &near), -1);
    mk_hits_release(&near);
    plot_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_nothing_is_taken_there_are_no_lines),
        cmocka_unit_test(each_takes_of_what_those_before_it_left),
        cmocka_unit_test(pieces_that_fall_away_are_summed),
        cmocka_unit_test(prickmark_of_the_whole_plan_is_the_last_line),
        cmocka_unit_test(the_strictest_provision_decides_where_it_lies),
        cmocka_unit_test(the_lowest_height_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
