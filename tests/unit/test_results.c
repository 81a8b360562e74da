// What a run keeps of its delområden comes back as it was given.
#include "near.h"

#include "run/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 500 };

static uint32_t seed;

static uint32_t any(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

// Rows as they come: several of one område, much like the one before; and
// numbers of every kind: none, unknown, the area, the largest there is.
static void fill(struct mk_row *r, uint32_t k, char names[][24])
{
    static const mk_fixed odd[] = {0, -1, MK_UNKNOWN, INT64_MAX, 1, 4711};
    snprintf(names[k], sizeof names[k], "Almby 1:%u", k / 3);
    r->fastighet = names[k];
    r->fast_id = k % 7 ? NULL : names[k];
    r->kommunkod = k < N / 2 ? "1880" : "0180";
    r->omr_row = k / 3;
    r->omr_nr = k % 5 ? (int32_t)k : INT32_MIN;
    r->del_nr = (uint16_t)(k % 3 + 1);
    r->plan = (int32_t)any(3) - 1;
    r->uses = (mk_useset)1 << any(64);
    r->area = odd[any(6)];
    for (int g = 0; g < MK_GROUP_COUNT; g++)
        r->group[g] = any(2) ? r->area : odd[any(6)];
    r->bebyggd = odd[any(6)];
    r->poang = (int32_t)any(10001);
    r->served_400 = (int8_t)((int)any(3) - 1);
    r->kolln_andl = -1;
}

static void square(struct mk_polyset *set, double x, double y)
{
    const double xy[] = {x, y, x + 9, y, x + 9, y + 9.5, x, y + 9.5, x, y};
    memcpy(mk_polyset_ring(set, 5), xy, sizeof xy);
    mk_polyset_end_part(set);
    mk_polyset_end(set, set->npart - 1);
}

static void rows_come_back_field_by_field(void **state)
{
    (void)state;
    static char names[N][24];
    struct mk_row *dels = calloc(N, sizeof *dels);
    struct mk_row *rows = calloc(N, sizeof *rows);
    struct mk_batch b = {.rows = rows, .n = N / 3 + 1, .dels = dels};
    struct mk_results res = {0};
    for (uint32_t k = 0; k < N; k++)
        fill(&dels[k], k, names);
    for (uint32_t half = 0; half < 2; half++) { // what is kept spans batches
        b.dels = dels + half * (N / 2);
        b.ndels = N / 2;
        mk_polyset_clear(&b.del_geom);
        for (uint32_t k = 0; k < b.ndels; k++)
            square(&b.del_geom, 674000.25 + k, 6580000.5 + half);
        mk_results_take(&res, &b);
        b.n = 0;
    }
    mk_results_finish(&res);
    assert_int_equal(res.ndels, N);
    for (uint32_t k = 0; k < N; k++) {
        const struct mk_row *a = &dels[k], *c = &res.dels[k];
        assert_string_equal(a->fastighet, c->fastighet);
        assert_true(c->fastighet != a->fastighet); // a copy: batches go
        assert_int_equal(!a->fast_id, !c->fast_id);
        assert_string_equal(a->kommunkod, c->kommunkod);
        assert_null(c->objekttyp);
        assert_int_equal(a->omr_row, c->omr_row);
        assert_int_equal(a->omr_nr, c->omr_nr);
        assert_int_equal(a->del_nr, c->del_nr);
        assert_int_equal(a->plan, c->plan);
        assert_true(a->uses == c->uses && a->area == c->area);
        assert_memory_equal(a->group, c->group, sizeof a->group);
        assert_true(a->bebyggd == c->bebyggd);
        assert_int_equal(a->poang, c->poang);
        assert_int_equal(a->served_400, c->served_400);
        assert_int_equal(a->kolln_andl, c->kolln_andl);
    }
    struct mk_polyset out = {0};
    mk_results_geometry(&res, N - 1, &out);
    assert_int_equal(out.nvert, 5);
    assert_near(out.xy[0], 674000.25 + N / 2 - 1, 1e-9);
    assert_near(out.xy[5], 6580000.5 + 1 + 9.5, 1e-9);
    assert_true(out.xy[0] == out.xy[8] && out.xy[1] == out.xy[9]);
    mk_polyset_release(&out);
    mk_polyset_release(&b.del_geom);
    mk_results_release(&res);
    free(dels);
    free(rows);
}

// Prickmark may cover all of the first delområden of a run: no part of a
// polygon has been kept then, and theirs have none either.
static void nothing_left_to_build_on_comes_first(void **state)
{
    (void)state;
    struct mk_row dels[2] = {{.fastighet = "Almby 1:1", .del_nr = 1},
                             {.fastighet = "Almby 1:1", .del_nr = 2}};
    struct mk_batch b = {.dels = dels};
    struct mk_results res = {0};
    for (uint32_t half = 0; half < 2; half++) {
        mk_polyset_clear(&b.del_geom);
        mk_polyset_clear(&b.byggbar);
        square(&b.del_geom, 674000, 6580000);
        if (half)
            square(&b.byggbar, 674000, 6580000);
        else
            mk_polyset_end(&b.byggbar, b.byggbar.npart);
        b.dels = dels + half;
        b.ndels = 1;
        mk_results_take(&res, &b);
    }
    assert_int_equal(res.ndels, 2);
    struct mk_polyset out = {0};
    mk_results_byggbar(&res, 0, &out);
    mk_results_byggbar(&res, 1, &out);
    const struct mk_poly none = mk_polyset_get(&out, 0);
    const struct mk_poly all = mk_polyset_get(&out, 1);
    assert_int_equal(none.npart, 0);
    assert_int_equal(all.npart, 1);
    assert_near(mk_poly_area(&all), 9 * 9.5, 1e-6);
    mk_polyset_release(&out);
    mk_polyset_release(&b.del_geom);
    mk_polyset_release(&b.byggbar);
    mk_results_release(&res);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_left_to_build_on_comes_first),
        cmocka_unit_test(rows_come_back_field_by_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
