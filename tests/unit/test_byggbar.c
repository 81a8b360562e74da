// Byggbar mark of one delområde of 100 x 100 m (10,000 m2) unless said, in
// plan 0 ("A", 0..200 x 0..100 m, 20,000 m2). Answers by hand.
#include "near.h"
#include "plot.h"

#define NO_PLAN UINT32_MAX

static struct plot *square(void)
{
    struct plot *p = plot_new();
    plot_plan(p, "A", "Laga kraft", 0, 0, 200, 100);
    plot_box(&p->land, 0, 0, 100, 100);
    return p;
}

static void byggbar_is(const struct plot *p, mk_fixed m2, mk_fixed largest)
{
    assert_int_equal(p->ready.byggbar, m2);
    assert_int_equal(p->ready.byggbar_largest, largest);
    assert_int_equal(p->out.n, 1);
}

static void where_nothing_lies_it_is_the_delomrade_itself(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "prickmark", NULL, 150, 0, 50, 100); // elsewhere
    plot_building(p, 120, 40, 10, 10); // 20 m away
    plot_measure(p, 0);
    byggbar_is(p, 100000, 100000);
    const struct mk_poly a = mk_polyset_get(&p->land, 0);
    const struct mk_poly b = mk_polyset_get(&p->out, 0);
    assert_int_equal(mk_poly_vertices(&a), mk_poly_vertices(&b));
    assert_memory_equal(a.xy, b.xy, 10 * sizeof(double)); // bit by bit
    plot_free(p);
}

// Neither does what only touches it cost a bit of the shape.
static void a_shared_border_takes_nothing(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "prickmark", NULL, 100, 0, 50, 100);
    plot_building(p, 110, 40, 10, 10); // exactly 10 m away
    plot_measure(p, 0);
    byggbar_is(p, 100000, 100000);
    const struct mk_poly a = mk_polyset_get(&p->land, 0);
    const struct mk_poly b = mk_polyset_get(&p->out, 0);
    assert_memory_equal(a.xy, b.xy, 10 * sizeof(double));
    plot_free(p);
}

static void prickmark_over_part_leaves_the_rest(void **state)
{
    (void)state;
    struct plot *p = square();
    // 40..60 m across: 2,000 m2 gone, 40 x 100 m on each side.
    plot_provision(p, "A", "prickmark", NULL, 40, 0, 20, 100);
    plot_measure(p, 0);
    byggbar_is(p, 80000, 40000);
    assert_near(plot_left(p), 8000, 1e-6);
    const struct mk_poly b = mk_polyset_get(&p->out, 0);
    assert_int_equal(b.npart, 2);
    plot_free(p);
}

static void prickmark_with_a_hole_leaves_the_hole(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_add(p, "A", "prickmark", NULL); // 60 x 60 with 40 x 40 in it: 2,000 m2
    plot_box_hole(&p->read.geom, 20, 20, 60, 60, 30, 30, 40, 40);
    plot_measure(p, 0);
    // Outside of it 10,000 - 3,600 = 6,400 (with a hole), inside 1,600.
    byggbar_is(p, 80000, 64000);
    plot_free(p);
}

static void land_with_a_hole_keeps_it(void **state)
{
    (void)state;
    struct plot *p = plot_new();
    plot_plan(p, "A", "Laga kraft", 0, 0, 100, 100);
    plot_box_hole(&p->land, 0, 0, 100, 100, 40, 40, 20, 20); // 9,600 m2
    plot_provision(p, "A", "prickmark", NULL, 0, 0, 50, 100);
    plot_measure(p, 0);
    byggbar_is(p, 48000, 48000); // 50 x 100 less 10 x 20
    plot_free(p);
}

// 10 x 10 m building in the middle of prickmark 40 x 40: what it and its
// distance of 10 m take lies within the prickmark and counts once.
static void a_building_on_prickmark_is_taken_once(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "prickmark", NULL, 30, 30, 40, 40);
    plot_building(p, 45, 45, 10, 10);
    plot_measure(p, 0);
    byggbar_is(p, 84000, 84000); // 10,000 - 1,600
    plot_free(p);
}

// A quarter circle of 8 segments and radius r: 8 triangles of sin(90/8) r2/2.
#define QUARTER(r) (8 * 0.5 * (r) * (r) * 0.19509032201612825)

static void a_building_takes_its_distance_too(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_building(p, 45, 45, 10, 10);
    plot_measure(p, 0);
    // 10 x 10, four sides of 10 x 10 and four quarters: 812.14 m2.
    const double taken = 500 + 4 * QUARTER(10);
    assert_near(taken, 812.14, 0.01);
    byggbar_is(p, mk_fix(10000 - taken, 1), mk_fix(10000 - taken, 1));
    plot_free(p);
}

static void the_neighbours_building_takes_as_well(void **state)
{
    (void)state;
    struct plot *p = square();
    // 4 m outside along the whole side: a strip of 6 m. What is rounded of it
    // lies above and below the land.
    plot_building(p, 104, 0, 20, 100);
    plot_measure(p, 0);
    byggbar_is(p, 94000, 94000);
    plot_free(p);
}

static void korsmark_and_ringmark_are_taken_unless_kept(void **state)
{
    (void)state;
    for (int keep = 0; keep < 2; keep++) {
        struct plot *p = square();
        p->project->cross_is_buildable = keep;
        plot_provision(p, "A", "prickmark", NULL, 0, 0, 100, 10);
        plot_provision(p, "A", "korsmark", NULL, 0, 10, 100, 10);
        plot_provision(p, "A", "ringmark", NULL, 0, 20, 100, 10);
        plot_measure(p, 0);
        byggbar_is(p, keep ? 90000 : 70000, keep ? 90000 : 70000);
        plot_free(p);
    }
}

static void only_the_deciding_plan_takes(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_plan(p, "B", "Laga kraft", 0, 0, 50, 100);
    plot_plan(p, "C", "Samråd", 0, 0, 100, 100);
    plot_provision(p, "B", "prickmark", NULL, 0, 0, 50, 100);
    plot_provision(p, "C", "prickmark", NULL, 0, 0, 100, 100);
    plot_measure(p, 0);
    byggbar_is(p, 100000, 100000);
    plot_free(p);
}

static void prickmark_of_the_whole_plan_leaves_nothing(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_whole(p, "A", "prickmark", NULL);
    plot_measure(p, 0);
    byggbar_is(p, 0, 0);
    const struct mk_poly b = mk_polyset_get(&p->out, 0);
    assert_int_equal(b.npart, 0);
    plot_free(p);
}

static void pieces_under_a_square_metre_fall_away(void **state)
{
    (void)state;
    struct plot *p = square();
    // Left: 0.9 x 1 m in a corner, and 1.1 x 1 m in another.
    plot_provision(p, "A", "prickmark", NULL, 0, 1, 100, 99);
    plot_provision(p, "A", "prickmark", NULL, 0.9, 0, 98, 1);
    plot_measure(p, 0);
    byggbar_is(p, 11, 11);
    plot_free(p);
}

static void features_take_by_their_effect(void **state)
{
    (void)state;
    static const struct {
        enum mk_layer_role role;
        enum mk_effect effect;
        mk_fixed in_force, elsewhere; // left
    } t[] = {
        {MK_RO_NATUR, MK_EF_EXCLUDES, 90000, 90000},
        {MK_RO_KRAFTLEDNING, MK_EF_REDUCES, 90000, 90000},
        {MK_RO_RIKSINTRESSE, MK_EF_FLAGS, 100000, 100000},
        {MK_RO_KOMMUNAGD, MK_EF_FACT, 100000, 100000},
        {MK_RO_OVERSVAMNING, MK_EF_REDUCES, 100000, 90000},
        {MK_RO_OVERSVAMNING, MK_EF_EXCLUDES, 90000, 90000},
        {MK_RO_FORNLAMNING, MK_EF_REDUCES, 100000, 90000},
        {MK_RO_STRANDSKYDD, MK_EF_EXCLUDES, 90000, 90000},
        {MK_RO_STRANDSKYDD, MK_EF_FACT, 100000, 100000}, // upphävt
        {MK_RO_BEGRANSNING, MK_EF_REDUCES, 90000, 90000},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        for (int planned = 0; planned < 2; planned++) {
            struct plot *p = square();
            plot_feature(p, t[i].role, t[i].effect);
            plot_box(&p->context.geom, 0, 0, 100, 10);
            plot_measure(p, planned ? 0 : NO_PLAN);
            const mk_fixed left = planned ? t[i].in_force : t[i].elsewhere;
            byggbar_is(p, left, left);
            plot_free(p);
        }
}

static void farmland_in_a_plan_is_no_hinder(void **state)
{
    (void)state;
    const struct mk_feature f = {.role = MK_RO_JORDBRUK,
                                 .effect = MK_EF_FLAGS};
    assert_int_equal(mk_effect_here(&f, false, false), MK_EF_FLAGS);
    assert_int_equal(mk_effect_here(&f, true, false), MK_EF_FACT);
}

// A power line along y = 50 widened by 20 m, as a reader gives it: a box with
// half circles of 16 segments at its ends, of which one lies on the land.
static void a_widened_line_takes_its_band(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_feature(p, MK_RO_KRAFTLEDNING, MK_EF_REDUCES);
    double xy[2 * 22];
    uint32_t n = 0;
    for (int k = 0; k <= 16; k++) { // round x = 60 from south to north
        const double a = (k - 8) * acos(-1.0) / 16;
        xy[n++] = 60 + 20 * cos(a);
        xy[n++] = 50 + 20 * sin(a);
    }
    xy[n++] = -50;
    xy[n++] = 70;
    xy[n++] = -50;
    xy[n++] = 30;
    xy[n] = xy[0];
    xy[n + 1] = xy[1];
    const uint32_t first = p->context.geom.npart;
    plot_ring(&p->context.geom, xy, n / 2 + 1);
    mk_polyset_end_part(&p->context.geom);
    mk_polyset_end(&p->context.geom, first);
    plot_measure(p, NO_PLAN);
    const double left = 10000 - 60 * 40 - 2 * QUARTER(20);
    assert_near(left, 6975.7, 0.05);
    byggbar_is(p, mk_fix(left, 1), mk_fix(left, 1));
    assert_near(plot_left(p), left, 0.05); // on the grid of 1 mm
    plot_free(p);
}

static void strandskydd_goes_where_the_plan_repeals_it(void **state)
{
    (void)state;
    static const struct {
        double w; // of the provision, m of 100
        mk_fixed left;
    } t[] = {{50, 100000}, {49, 80000}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct plot *p = square();
        plot_feature(p, MK_RO_STRANDSKYDD, MK_EF_EXCLUDES);
        plot_box(&p->context.geom, 0, 0, 20, 100);
        plot_provision(p, "A", "a1", "Strandskyddet är upphävt", 0, 0, t[i].w,
                       100);
        plot_measure(p, 0);
        byggbar_is(p, t[i].left, t[i].left);
        plot_free(p);
    }
}

// ---- capacity ---------------------------------------------------------------

static void capacity_is(const struct plot *p, mk_fixed bya, mk_fixed bta)
{
    assert_int_equal(p->ready.bya, bya);
    assert_int_equal(p->ready.bta, bta);
}

static void a_share_is_of_the_delomrade(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "e1", "Största byggnadsarea är 30 %", 0, 0, 200,
                   100);
    plot_whole(p, "A", "e2", "Största bruttoarea är 120 %");
    plot_measure(p, 0);
    capacity_is(p, 30000, 120000);
    plot_free(p);
}

static void square_metres_go_by_the_part_of_the_provision(void **state)
{
    (void)state;
    struct plot *p = square();
    // 5,000 m2 on 200 x 100 m, of which the delområde is half.
    plot_provision(p, "A", "e1", "Största byggnadsarea är 5 000 m²", 0, 0, 200,
                   100);
    plot_measure(p, 0);
    capacity_is(p, 25000, MK_UNKNOWN);
    plot_free(p);
    p = square(); // the whole plan is 20,000 m2 too
    plot_whole(p, "A", "e1", "Största byggnadsarea är 5 000 m²");
    plot_measure(p, 0);
    capacity_is(p, 25000, MK_UNKNOWN);
    plot_free(p);
    p = square();
    plot_whole(p, "A", "e1", "Största byggnadsarea är 900 m² per fastighet");
    plot_measure(p, 0);
    capacity_is(p, 9000, MK_UNKNOWN);
    plot_free(p);
}

static void several_places_add_up_and_the_lowest_counts_on_one(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "e1", "Största byggnadsarea är 20 %", 0, 0, 40,
                   100);
    plot_provision(p, "A", "e2", "Största byggnadsarea är 50 %", 40, 0, 60,
                   100);
    plot_measure(p, 0);
    capacity_is(p, 38000, MK_UNKNOWN); // 4,000 x 0.2 + 6,000 x 0.5
    plot_free(p);
    p = square(); // 50 % from 20 m on, and 20 % up to 60 m
    plot_provision(p, "A", "e1", "Största byggnadsarea är 50 %", 20, 0, 80,
                   100);
    plot_provision(p, "A", "e2", "Största byggnadsarea är 20 %", 0, 0, 60,
                   100);
    plot_measure(p, 0);
    capacity_is(p, 32000, MK_UNKNOWN); // 6,000 x 0.2 + 4,000 x 0.5
    plot_free(p);
    p = square(); // 1,000 m2 on the first 20 m (half a metre for each), 30 %
                  // all over: 2,000 x 0.3 + 8,000 x 0.3
    plot_provision(p, "A", "e1", "Största byggnadsarea är 1000 m²", 0, 0, 20,
                   100);
    plot_whole(p, "A", "e2", "Största byggnadsarea är 30 %");
    plot_measure(p, 0);
    capacity_is(p, 30000, MK_UNKNOWN);
    plot_free(p);
    p = square(); // 100 m2 there, 30 % on the other 8,000
    plot_provision(p, "A", "e1", "Största byggnadsarea är 100 m²", 0, 0, 20,
                   100);
    plot_whole(p, "A", "e2", "Största byggnadsarea är 30 %");
    plot_measure(p, 0);
    capacity_is(p, 25000, MK_UNKNOWN);
    plot_free(p);
}

static void a_part_without_a_limit_makes_it_unknown(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "e1", "Största byggnadsarea är 30 %", 0, 0, 90,
                   100);
    plot_measure(p, 0);
    capacity_is(p, MK_UNKNOWN, MK_UNKNOWN);
    plot_free(p);
    p = square(); // 20 m2 beside it is border noise
    plot_provision(p, "A", "e1", "Största byggnadsarea är 30 %", 0, 0, 99.8,
                   100);
    plot_measure(p, 0);
    capacity_is(p, 29940, MK_UNKNOWN); // 9,980 x 0.3
    plot_free(p);
}

// "inom användningsområdet": the share is of all of the use, wherever in it
// the provision is drawn.
static void a_limit_of_the_use_area_holds_in_all_of_it(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_provision(p, "A", "e1",
                   "Största byggnadsarea är 30 % inom användningsområdet", 0,
                   0, 10, 10);
    plot_measure(p, 0);
    capacity_is(p, 30000, MK_UNKNOWN);
    plot_free(p);
}

static void minima_and_komplementbyggnad_limit_nothing(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_whole(p, "A", "e1", "Minsta byggnadsarea är 500 m²");
    plot_whole(p, "A", "e2", "Största byggnadsarea för garage är 40 m²");
    plot_whole(p, "A", "nh1", "Lägsta nockhöjd är 4 meter");
    plot_whole(p, "A", "nh2", "Högsta nockhöjd för uthus är 3 meter");
    plot_measure(p, 0);
    capacity_is(p, MK_UNKNOWN, MK_UNKNOWN);
    assert_int_equal(p->ready.hojd_dm, -1);
    plot_free(p);
}

static void the_lowest_height_over_ground_counts(void **state)
{
    (void)state;
    struct plot *p = square();
    plot_whole(p, "A", "II", NULL);
    plot_whole(p, "A", "nh1", "Högsta nockhöjd är 12,5 meter");
    plot_whole(p, "A", "th1", "Högsta totalhöjd är 9 meter över nollplan");
    plot_provision(p, "A", "bh1", "Högsta byggnadshöjd är 8,5 meter", 0, 0, 50,
                   100);
    plot_provision(p, "A", "nh2", "Högsta nockhöjd är 5 meter", 100, 0, 50,
                   100); // beside it
    plot_measure(p, 0);
    assert_int_equal(p->ready.hojd_dm, 85);
    assert_int_equal(p->ready.hojd_slag, MK_PV_BYGGNADSHOJD);
    plot_free(p);
    p = square();
    plot_whole(p, "A", "III", NULL);
    plot_whole(p, "A", "II", NULL);
    plot_measure(p, 0);
    assert_int_equal(p->ready.hojd_dm, 20); // two storeys
    assert_int_equal(p->ready.hojd_slag, MK_PV_VANINGAR);
    plot_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_nothing_lies_it_is_the_delomrade_itself),
        cmocka_unit_test(a_shared_border_takes_nothing),
        cmocka_unit_test(prickmark_over_part_leaves_the_rest),
        cmocka_unit_test(prickmark_with_a_hole_leaves_the_hole),
        cmocka_unit_test(land_with_a_hole_keeps_it),
        cmocka_unit_test(a_building_on_prickmark_is_taken_once),
        cmocka_unit_test(a_building_takes_its_distance_too),
        cmocka_unit_test(the_neighbours_building_takes_as_well),
        cmocka_unit_test(korsmark_and_ringmark_are_taken_unless_kept),
        cmocka_unit_test(only_the_deciding_plan_takes),
        cmocka_unit_test(prickmark_of_the_whole_plan_leaves_nothing),
        cmocka_unit_test(pieces_under_a_square_metre_fall_away),
        cmocka_unit_test(features_take_by_their_effect),
        cmocka_unit_test(farmland_in_a_plan_is_no_hinder),
        cmocka_unit_test(a_widened_line_takes_its_band),
        cmocka_unit_test(strandskydd_goes_where_the_plan_repeals_it),
        cmocka_unit_test(a_share_is_of_the_delomrade),
        cmocka_unit_test(square_metres_go_by_the_part_of_the_provision),
        cmocka_unit_test(several_places_add_up_and_the_lowest_counts_on_one),
        cmocka_unit_test(a_part_without_a_limit_makes_it_unknown),
        cmocka_unit_test(a_limit_of_the_use_area_holds_in_all_of_it),
        cmocka_unit_test(minima_and_komplementbyggnad_limit_nothing),
        cmocka_unit_test(the_lowest_height_over_ground_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
