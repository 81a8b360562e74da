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

// As it stands where a municipality has plans and parcels only.
static void judge_nothing(struct mk_ready *r)
{
    *r = (struct mk_ready){.klar_m = {-1, -1, -1}, .hojd_dm = -1,
                           .price = -1, .slope_promille = -1, .level_dm = -1,
                           .source = -1, .byggbar = MK_UNKNOWN,
                           .byggbar_largest = MK_UNKNOWN, .bya = MK_UNKNOWN,
                           .bta = MK_UNKNOWN};
    memset(r->axis_hi, 4, sizeof r->axis_hi);
    r->ber_min = 1;
    r->ber_max = 5;
}

static void judge(struct mk_ready *r)
{
    judge_nothing(r);
    r->axis_lo[any(MK_AX_COUNT)] = (uint8_t)any(5);
    r->ber_min = (uint8_t)(1 + any(5));
    r->okanda = (uint8_t)any(128);
    r->hinder = any(1u << MK_HK_COUNT);
    for (int k = 0; k < 3; k++)
        r->klar_m[k] = (int16_t)((int)any(242) - 1);
    r->price = (int32_t)any(5000) - 1;
    r->slope_promille = (int16_t)any(1000);
    r->byggbar = any(1000000);
    r->byggbar_largest = any(2) ? r->byggbar : 0;
    r->bta = any(2) ? MK_UNKNOWN : (mk_fixed)any(1000000);
}

static void a_judgement_comes_back(void **state)
{
    (void)state;
    static char names[N][24];
    struct mk_row *dels = calloc(N, sizeof *dels), row = {0};
    struct mk_batch b = {.rows = &row, .dels = dels};
    struct mk_results res = {0};
    for (uint32_t k = 0; k < N; k++) {
        fill(&dels[k], k, names);
        dels[k].omr_row = 0;
        judge(&dels[k].ready);
        square(&b.del_geom, 674000 + k, 6580000);
    }
    b.n = 1;
    b.ndels = N;
    mk_results_take(&res, &b);
    mk_results_finish(&res);
    for (uint32_t k = 0; k < N; k++)
        assert_memory_equal(&dels[k].ready, &res.dels[k].ready,
                            sizeof dels[k].ready);
    mk_polyset_release(&b.del_geom);
    mk_results_release(&res);
    free(dels);
}

// Words that N delområden take, packed, each with the judgement of `ready`.
static size_t words_packed(const struct mk_ready *ready)
{
    static char names[N][24];
    struct mk_row *dels = calloc(N, sizeof *dels);
    struct mk_batch b = {.dels = dels, .ndels = N};
    struct mk_results res = {0};
    seed = 1; // the same rows every time
    for (uint32_t k = 0; k < N; k++) {
        fill(&dels[k], k, names);
        dels[k].ready = *ready;
        square(&b.del_geom, 674000 + k, 6580000);
    }
    mk_results_take(&res, &b);
    const size_t n = res.npacked;
    mk_polyset_release(&b.del_geom);
    mk_results_release(&res);
    free(dels);
    return n;
}

// A region has 200,000 of them: what is not known of any is told once.
static void the_same_judgement_is_kept_once(void **state)
{
    (void)state;
    struct mk_ready nothing;
    judge_nothing(&nothing);
    const size_t blank = words_packed(&(struct mk_ready){0});
    const size_t unknown = words_packed(&nothing);
    assert_true(unknown > blank); // it is told
    assert_true(unknown - blank <= sizeof nothing / sizeof(uint64_t));
}

// Two batches of two; the second delområde has nothing left to build on.
static void byggbar_and_obstacles_find_their_delomrade(void **state)
{
    (void)state;
    struct mk_row dels[2] = {{.del_nr = 1}, {.del_nr = 2}}, row = {0};
    struct mk_obstacle_row met[] = {
        {0, {.kind = MK_HK_VA, .feature = -1}},
        {1, {.kind = MK_HK_RISK, .feature = 7, .m2 = 12.5}}};
    struct mk_batch b = {.rows = &row, .n = 1, .dels = dels, .ndels = 2,
                         .obstacles = met, .nobstacles = 2};
    struct mk_results res = {0};
    for (uint32_t batch = 0; batch < 2; batch++) {
        mk_polyset_clear(&b.del_geom);
        mk_polyset_clear(&b.byggbar);
        square(&b.del_geom, 674000 + batch, 6580000);
        square(&b.del_geom, 675000 + batch, 6580000);
        square(&b.byggbar, 674000.5 + batch, 6580000.5);
        mk_polyset_end(&b.byggbar, b.byggbar.npart);
        mk_results_take(&res, &b);
        b.n = 0;
    }
    mk_results_finish(&res);
    static const uint32_t del[] = {0, 1, 2, 3};
    assert_int_equal(res.nobstacles, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(res.obstacles[i].del, del[i]);
        assert_int_equal(res.obstacles[i].o.kind, met[i % 2].o.kind);
        assert_int_equal(res.obstacles[i].o.feature, met[i % 2].o.feature);
    }
    struct mk_polyset out = {0};
    for (uint32_t k = 0; k < 4; k++)
        mk_results_byggbar(&res, k, &out);
    assert_int_equal(out.n, 4);
    for (uint32_t k = 0; k < 4; k++)
        assert_int_equal(mk_polyset_get(&out, k).npart, k % 2 == 0);
    assert_near(mk_polyset_get(&out, 2).box.xmin, 674001.5, 1e-9);
    assert_near(mk_polyset_get(&out, 2).box.ymax, 6580010.0, 1e-9);
    mk_polyset_release(&out);
    mk_polyset_release(&b.del_geom);
    mk_polyset_release(&b.byggbar);
    mk_results_release(&res);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_back_field_by_field),
        cmocka_unit_test(a_judgement_comes_back),
        cmocka_unit_test(the_same_judgement_is_kept_once),
        cmocka_unit_test(byggbar_and_obstacles_find_their_delomrade),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
