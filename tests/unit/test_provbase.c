// Which plan a provision belongs to, in what order they are kept, and whether
// they hold on a place.
#include "near.h"
#include "plot.h"

static const char *name_of(const struct plot *p, uint32_t i)
{
    return p->plans.plans[p->provisions.plan[i]].id;
}

static void a_provision_goes_to_the_plan_it_names(void **state)
{
    (void)state;
    struct plot *p = plot_new();
    plot_plan(p, "DP 1", "Laga kraft", 0, 0, 100, 100);
    plot_plan(p, "DP 2", "Laga kraft", 200, 0, 100, 100);
    plot_provision(p, "dp 2", "prickmark", NULL, 0, 0, 10, 10); // lies in 1
    plot_build(p);
    assert_int_equal(p->provisions.n, 1);
    assert_string_equal(name_of(p, 0), "DP 2");
    plot_free(p);
}

static void without_a_name_to_the_plan_that_holds_most_of_it(void **state)
{
    (void)state;
    struct plot *p = plot_new();
    plot_plan(p, "A", "Laga kraft", 0, 0, 100, 100);
    plot_plan(p, "B", "Laga kraft", 100, 0, 100, 100);
    plot_provision(p, NULL, "prickmark", NULL, 94, 0, 10, 10); // 60 and 40 m2
    plot_provision(p, "okänd", "e1", NULL, 194, 0, 6, 10);
    plot_build(p);
    assert_int_equal(p->provisions.n, 2);
    assert_string_equal(name_of(p, 0), "A");
    assert_string_equal(name_of(p, 1), "B");
    assert_int_equal(mk_notes_count(p->ctx, MK_N_PV_NO_PLAN), 1);
    plot_free(p);
}

static void of_no_plan_is_noted_and_left_out(void **state)
{
    (void)state;
    struct plot *p = plot_new();
    plot_plan(p, "A", "Laga kraft", 0, 0, 100, 100);
    plot_provision(p, NULL, "prickmark", NULL, 500, 0, 10, 10);
    plot_whole(p, NULL, "a1", "Bygglov får inte ges förrän vägen är byggd");
    plot_whole(p, "okänd", "e1", NULL);
    plot_build(p);
    assert_int_equal(p->provisions.n, 0);
    assert_int_equal(mk_notes_count(p->ctx, MK_N_PV_NOWHERE), 3);
    assert_int_equal(mk_notes_count(p->ctx, MK_N_PV_NO_PLAN), 1);
    assert_false(p->provisions.known[0]);
    plot_free(p);
}

static void all_plans_are_kept_and_those_in_force_are_asked(void **state)
{
    (void)state;
    struct plot *p = plot_new();
    plot_plan(p, "A", "Samråd", 0, 0, 100, 100);
    plot_plan(p, "B", "Laga kraft", 200, 0, 100, 100);
    plot_plan(p, "C", "Laga kraft", 400, 0, 100, 100);
    plot_provision(p, "A", "prickmark", NULL, 0, 0, 10, 10);
    plot_provision(p, "B", "prickmark", NULL, 200, 0, 10, 10);
    plot_whole(p, "B", "e1", "Största byggnadsarea är 30 %");
    plot_build(p);
    assert_int_equal(p->provisions.n, 3);
    assert_true(p->provisions.known[0]);
    assert_true(p->provisions.known[1]);
    assert_false(p->provisions.known[2]);
    struct mk_hits hits = {0};
    mk_boxtree_query(p->provisions.tree, p->outlines.box[0], &hits);
    assert_int_equal(hits.n, 0);
    // Over the corner: prickmark, and what holds in the whole plan.
    mk_boxtree_query(p->provisions.tree, p->provisions.geom.box[1], &hits);
    assert_int_equal(hits.n, 2);
    mk_hits_release(&hits);
    plot_free(p);
}

// Plan, kind, id, then place; the file's order does not matter.
static void order_does_not_come_from_the_file(void **state)
{
    (void)state;
    static const int orders[][5] = {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0},
                                    {2, 4, 0, 3, 1}};
    static const struct {
        const char *plan, *code, *id;
        double x;
    } t[5] = {{"A", "prickmark", "1", 0}, {"A", "prickmark", "2", 0},
              {"A", "prickmark", "2", 20}, {"A", "e1", "0", 0},
              {"B", "prickmark", "0", 200}};
    for (int k = 0; k < 3; k++) {
        struct plot *p = plot_new();
        plot_plan(p, "B", "Laga kraft", 200, 0, 100, 100);
        plot_plan(p, "A", "Laga kraft", 0, 0, 100, 100);
        for (int i = 0; i < 5; i++) {
            const int o = orders[k][i];
            plot_add(p, t[o].plan, t[o].code, NULL)->id = t[o].id;
            plot_box(&p->read.geom, t[o].x, 0, 10, 10);
        }
        plot_build(p);
        assert_int_equal(p->provisions.n, 5);
        for (uint32_t i = 0; i < 5; i++) { // t is in the order wanted
            assert_string_equal(name_of(p, i), t[i].plan);
            assert_string_equal(p->provisions.v[i].code, t[i].code);
            assert_string_equal(p->provisions.v[i].id, t[i].id);
            assert_near(p->provisions.geom.box[i].xmin, PLOT_E + t[i].x, 0);
            assert_int_equal(p->provisions.v[i].geom, i);
        }
        uint32_t first;
        assert_int_equal(mk_provbase_query(&p->provisions, 0, MK_PV_PRICKMARK,
                                           &first), 3);
        assert_int_equal(first, 0);
        const uint32_t end = mk_provbase_query(&p->provisions, 0, MK_PV_HOJD,
                                               &first);
        assert_int_equal(first, end); // none
        assert_int_equal(p->provisions.first[1], 4);
        assert_int_equal(p->provisions.first[2], 5);
        plot_free(p);
    }
}

static void a_broken_geometry_is_mended_and_noted(void **state)
{
    (void)state;
    struct plot *p = plot_new();
    plot_plan(p, "A", "Laga kraft", 0, 0, 100, 100);
    plot_add(p, "A", "prickmark", NULL);
    // A bow tie: two triangles of 25 m2 that meet at (5, 5).
    const double bow[10] = {0, 0, 10, 0, 0, 10, 10, 10, 0, 0};
    const uint32_t first = p->read.geom.npart;
    plot_ring(&p->read.geom, bow, 5);
    mk_polyset_end_part(&p->read.geom);
    mk_polyset_end(&p->read.geom, first);
    plot_build(p);
    const struct mk_poly g = mk_polyset_get(&p->provisions.geom, 0);
    assert_near(mk_poly_area(&g), 50, 1e-6);
    assert_int_equal(mk_notes_count(p->ctx, MK_N_GEOM_REPAIRED), 1);
    plot_free(p);
}

// A line (utfartsförbud) has no area and holds on no area, unlike what has no
// geometry at all.
static void without_area_is_not_the_whole_plan(void **state)
{
    (void)state;
    struct plot *p = plot_new();
    plot_plan(p, "A", "Laga kraft", 0, 0, 100, 100);
    plot_add(p, "A", "a1", "Bygglov får inte ges förrän vägen är byggd");
    mk_polyset_end(&p->read.geom, p->read.geom.npart);
    plot_whole(p, "A", "a2", "Startbesked får inte ges förrän marken är "
                             "sanerad");
    plot_box(&p->land, 0, 0, 50, 50);
    plot_build(p);
    const struct mk_poly g = mk_polyset_get(&p->land, 0);
    assert_false(mk_provbase_holds(p->ctx, &p->provisions, 0,
                                   MK_PV_VILLKOR_LOV, &g));
    assert_true(mk_provbase_holds(p->ctx, &p->provisions, 0,
                                  MK_PV_VILLKOR_START, &g));
    plot_free(p);
}

static bool repealed(double w1, double x2, double w2)
{
    struct plot *p = plot_new();
    const char *text = "Strandskyddet är upphävt";
    plot_plan(p, "A", "Laga kraft", 0, 0, 100, 100);
    plot_provision(p, "A", "a1", text, 0, 0, w1, 100);
    if (w2 > 0)
        plot_provision(p, "A", "a1", text, x2, 0, w2, 100);
    plot_box(&p->land, 0, 0, 100, 100);
    plot_build(p);
    const struct mk_poly g = mk_polyset_get(&p->land, 0);
    const bool yes = mk_provbase_holds(p->ctx, &p->provisions, 0,
                                       MK_PV_STRANDSKYDD, &g);
    plot_free(p);
    return yes;
}

static void holds_on_half_of_the_place_counted_once(void **state)
{
    (void)state;
    assert_true(repealed(50, 0, 0));
    assert_false(repealed(49.9, 0, 0));
    assert_true(repealed(25, 70, 25));   // 25 + 25 of 100 m
    assert_false(repealed(30, 0, 30));   // the same 30 m twice
    assert_false(repealed(30, 10, 30));  // 0-40 m together
    assert_true(repealed(30, 20, 30));   // 0-50 m together
}

// The outline of a large provision is cut into tiles; asking it says the same.
static void a_provision_of_many_corners_is_measured_the_same(void **state)
{
    (void)state;
    struct plot *p = plot_new();
    plot_plan(p, "A", "Laga kraft", 0, 0, 1000, 1000);
    plot_add(p, "A", "prickmark", NULL);
    enum { STEPS = 400 }; // a stair of 400 steps of 1 m: under the diagonal
    double xy[2 * (2 * STEPS + 3)];
    uint32_t n = 0;
    xy[n++] = 0;
    xy[n++] = 0;
    xy[n++] = STEPS;
    xy[n++] = 0;
    for (int k = STEPS; k > 0; k--) {
        xy[n++] = k;
        xy[n++] = STEPS - k + 1;
        xy[n++] = k - 1;
        xy[n++] = STEPS - k + 1;
    }
    xy[n++] = 0;
    xy[n++] = 0;
    const uint32_t first = p->read.geom.npart;
    plot_ring(&p->read.geom, xy, n / 2);
    mk_polyset_end_part(&p->read.geom);
    mk_polyset_end(&p->read.geom, first);
    plot_box(&p->land, 0, 0, 10, 1000);
    plot_build(p);
    assert_int_equal(p->provisions.tiles.nowners, 1);
    const struct mk_poly g = mk_polyset_get(&p->land, 0);
    // Columns of 400, 399 … 391 m2: 10 x 395.5.
    assert_near(mk_provbase_measure(&p->provisions, 0, &g), 3955, 1e-6);
    plot_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_provision_goes_to_the_plan_it_names),
        cmocka_unit_test(without_a_name_to_the_plan_that_holds_most_of_it),
        cmocka_unit_test(of_no_plan_is_noted_and_left_out),
        cmocka_unit_test(all_plans_are_kept_and_those_in_force_are_asked),
        cmocka_unit_test(order_does_not_come_from_the_file),
        cmocka_unit_test(a_broken_geometry_is_mended_and_noted),
        cmocka_unit_test(without_area_is_not_the_whole_plan),
        cmocka_unit_test(holds_on_half_of_the_place_counted_once),
        cmocka_unit_test(a_provision_of_many_corners_is_measured_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
