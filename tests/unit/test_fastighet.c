// Which rows are one fastighet, and what is kept of them.
#include "run/results.h"
#include "near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>

struct name {
    const char *fast_id, *fastighet;
};

static void add_square(struct mk_polyset *set, double x)
{
    const double ring[] = {x, 0, x + 10, 0, x + 10, 10, x, 10, x, 0};
    const uint32_t first = set->npart;
    double *xy = mk_polyset_ring(set, 5);
    for (int i = 0; i < 10; i++)
        xy[i] = ring[i];
    mk_polyset_end_part(set);
    mk_polyset_end(set, first);
}

// One batch of rows of 100 m2, each with one delområde, taken and finished.
static struct mk_results taken(const struct name *v, uint32_t n)
{
    struct mk_results r = {0};
    struct mk_batch b = {.n = n};
    b.rows = calloc(n, sizeof *b.rows);
    b.dels = calloc(n, sizeof *b.dels);
    assert_true(b.rows && b.dels);
    for (uint32_t i = 0; i < n; i++) {
        b.rows[i] = (struct mk_row){.fast_id = v[i].fast_id,
                                    .fastighet = v[i].fastighet,
                                    .omr_row = i, .area = 1000};
        b.dels[i] = b.rows[i];
        b.dels[i].del_nr = 1;
        add_square(&b.geom, 20.0 * i);
        add_square(&b.del_geom, 20.0 * i);
    }
    b.ndels = n;
    mk_results_take(&r, &b);
    mk_results_finish(&r);
    free(b.rows);
    free(b.dels);
    mk_polyset_release(&b.geom);
    mk_polyset_release(&b.del_geom);
    return r;
}

static void parts(const struct mk_results *r, const uint32_t *want)
{
    for (uint32_t i = 0; i < r->ndels; i++) {
        assert_int_equal(r->dels[i].fast_delar, want[i]);
        assert_int_equal(r->dels[i].fast_area, 1000 * want[i]);
    }
}

static void parts_of_one_id_are_one_fastighet(void **state)
{
    (void)state;
    static const struct name v[] = {
        {"id-1", "BY 1:1"}, {"id-2", "BY 1:1"}, {"id-1", NULL}};
    struct mk_results r = taken(v, 3);
    parts(&r, (uint32_t[]){2, 1, 2});
    mk_results_release(&r);
}

static void a_placeholder_for_id_leaves_the_designation(void **state)
{
    (void)state;
    static const struct name v[] = {
        {"---", "By Trakt 1:2"}, {"0", "BY  TRAKT 1:2 "}, {NULL, "BY TRAKT 1:2"},
        {"---", "BY TRAKT 1:3"}};
    struct mk_results r = taken(v, 4);
    parts(&r, (uint32_t[]){3, 3, 3, 1});
    mk_results_release(&r);
}

static void placeholders_join_no_strangers(void **state)
{
    (void)state;
    static const struct name v[] = {
        {"---", "ROAD"}, {"---", "ROAD"}, {NULL, NULL}, {NULL, NULL}};
    struct mk_results r = taken(v, 4);
    parts(&r, (uint32_t[]){1, 1, 1, 1});
    mk_results_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_one_id_are_one_fastighet),
        cmocka_unit_test(a_placeholder_for_id_leaves_the_designation),
        cmocka_unit_test(placeholders_join_no_strangers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
