// Seconds on foot, remarks, and what many journey times amount to.
#include "near.h"

#include <markklar/travel.h>

static void a_part_of_a_second_is_a_second(void **state)
{
    (void)state;
    const double walk = 4.5 / 3.6;
    assert_int_equal(mk_seconds_on_way(0, walk), 0);
    assert_int_equal(mk_seconds_on_way(1, walk), 1);
    assert_int_equal(mk_seconds_on_way(100000, walk), 80);
    assert_int_equal(mk_seconds_on_way(100001, walk), 81);
    // Whole seconds at speeds that no double holds: n s of 16 km/h.
    for (int n = 1; n <= 7200; n++)
        assert_int_equal(mk_seconds_on_way(n * 16e6 / 3600, 16 / 3.6), n);
}

static void nothing_is_known_of_a_place_at_first(void **state)
{
    (void)state;
    struct mk_reach r;
    mk_reach_init(&r);
    const int32_t v[] = {
        r.straight_dm, r.connector_dm, r.workers[0], r.workers[1],
        r.workers[2], r.workers_shift, r.cyclists[0], r.cyclists[1],
        r.junction, r.junction_m, r.junction_s, r.lorry_s, r.p50, r.p85,
        r.car, r.ratio};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        assert_int_equal(v[i], -1);
    assert_int_equal(r.remarks, 0);
    assert_int_equal(r.along, 0);
    assert_int_equal(r.rides, MK_RIDES_UNKNOWN);
}

static void remarks_have_their_words(void **state)
{
    (void)state;
    assert_string_equal(mk_remark_text(MK_RM_FAR), "långt till gata");
    assert_string_equal(mk_remark_text(MK_RM_UNTIED), "ej nåbar");
    assert_string_equal(mk_remark_text(MK_RM_EDGE), "kant");
    assert_string_equal(mk_remark_text(MK_RM_DEMAND), "anropsstyrt");
}

// Number ceil(p n / 100) of the sorted.
static void percentiles_are_elements(void **state)
{
    (void)state;
    int32_t five[] = {50, 20, MK_NEVER, 10, 30};
    assert_int_equal(mk_percentile(five, 5, 50), 30);
    assert_int_equal(mk_percentile(five, 5, 40), 20);
    assert_int_equal(mk_percentile(five, 5, 41), 30);
    assert_int_equal(mk_percentile(five, 5, 80), 50);
    assert_int_equal(mk_percentile(five, 5, 81), MK_NEVER);
    int32_t one[] = {7};
    assert_int_equal(mk_percentile(one, 1, 1), 7);
    assert_int_equal(mk_percentile(one, 1, 99), 7);
    assert_int_equal(mk_percentile(one, 0, 50), MK_NEVER);
    int32_t even[] = {4, 1, 3, 2};
    assert_int_equal(mk_percentile(even, 4, 50), 2); // the lower median
}

static void what_is_never_reached_is_in_no_sum(void **state)
{
    (void)state;
    const double times[] = {0, 1800, 1801, MK_NEVER};
    const double weights[] = {1, 2, 4, 8};
    assert_near(mk_reach_sum(times, weights, 4, 1800), 3, 0);
    assert_near(mk_reach_sum(times, weights, 4, 3e9), 7, 0);
    assert_near(mk_reach_sum(times, weights, 0, 1800), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_of_a_second_is_a_second),
        cmocka_unit_test(nothing_is_known_of_a_place_at_first),
        cmocka_unit_test(remarks_have_their_words),
        cmocka_unit_test(percentiles_are_elements),
        cmocka_unit_test(what_is_never_reached_is_in_no_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
