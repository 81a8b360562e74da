// The tree of boxes against looking at every box.
#include "near.h"

#include <markklar/boxtree.h>

#include <stdlib.h>

static uint64_t seed = 0x2545F4914F6CDD1Du;

static double uniform(double from, double to) // xorshift64*
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    const uint64_t r = seed * 2685821657736338717u;
    return from + (to - from) * ((double)(r >> 11) * 0x1p-53);
}

// Whole metres, so that borders touch and distances tie.
static struct mk_box random_box(double extent, double size)
{
    const double x = floor(uniform(0, extent)), y = floor(uniform(0, extent));
    return (struct mk_box){320000 + x, 6400000 + y,
                           320000 + x + floor(uniform(0, size)),
                           6400000 + y + floor(uniform(0, size))};
}

static struct mk_box *random_boxes(uint32_t n)
{
    struct mk_box *v = calloc(n ? n : 1, sizeof *v);
    assert_non_null(v);
    for (uint32_t i = 0; i < n; i++)
        v[i] = i % 17 == 5 ? mk_box_empty() : random_box(1000, 40);
    return v;
}

static const uint32_t sizes[] = {0, 1, 2, 5, 15, 16, 17, 18, 256, 257, 4200};
enum { NSIZES = sizeof sizes / sizeof *sizes };

static void query_finds_every_box_that_meets_in_index_order(void **state)
{
    (void)state;
    struct mk_hits hits = {0};
    for (int s = 0; s < NSIZES; s++) {
        const uint32_t n = sizes[s];
        struct mk_box *v = random_boxes(n);
        struct mk_boxtree *t = mk_boxtree_build(v, n);
        for (int q = 0; q < 100; q++) {
            const struct mk_box box = random_box(1000, q ? 100 : 5000);
            mk_boxtree_query(t, box, &hits);
            uint32_t k = 0;
            for (uint32_t i = 0; i < n; i++) {
                if (mk_box_is_empty(v[i]) || !mk_box_meets(v[i], box))
                    continue;
                assert_true(k < hits.n);
                assert_int_equal(hits.v[k++], i);
            }
            assert_int_equal(k, hits.n);
        }
        mk_boxtree_query(t, mk_box_empty(), &hits);
        assert_int_equal(hits.n, 0);
        mk_boxtree_free(t);
        free(v);
    }
    mk_hits_release(&hits);
}

static void boxes_in_one_place_are_all_found(void **state)
{
    (void)state;
    enum { N = 1000 };
    struct mk_box v[N];
    for (int i = 0; i < N; i++)
        v[i] = (struct mk_box){5, 5, 5, 5};
    struct mk_boxtree *t = mk_boxtree_build(v, N);
    struct mk_hits hits = {0};
    mk_boxtree_query(t, (struct mk_box){0, 0, 5, 5}, &hits);
    assert_int_equal(hits.n, N);
    for (uint32_t i = 0; i < N; i++)
        assert_int_equal(hits.v[i], i);
    mk_boxtree_query(t, (struct mk_box){0, 0, 4, 9}, &hits);
    assert_int_equal(hits.n, 0);
    mk_hits_release(&hits);
    mk_boxtree_free(t);
}

static void distance_between_boxes_is_that_of_their_nearest_points(void **state)
{
    (void)state;
    const struct mk_box a = {0, 0, 10, 10};
    assert_near(mk_box_distance(a, (struct mk_box){13, 14, 20, 20}), 5, 0);
    assert_near(mk_box_distance(a, (struct mk_box){-9, -8, -3, -4}), 5, 0);
    assert_near(mk_box_distance(a, (struct mk_box){5, 12, 6, 13}), 2, 0);
    assert_near(mk_box_distance(a, (struct mk_box){-7, 2, -3, 3}), 3, 0);
    assert_near(mk_box_distance(a, (struct mk_box){10, 10, 12, 12}), 0, 0);
    assert_near(mk_box_distance(a, (struct mk_box){2, 2, 3, 3}), 0, 0);
    assert_true(isinf(mk_box_distance(a, mk_box_empty())));
}

struct seen {
    const struct mk_box *v;
    struct mk_box from;
    uint32_t *left;  // all items not yet visited, in the order wanted
    uint32_t nleft, at;
    uint32_t wanted; // stop after so many
    double limit;
};

static double check_visit(void *udata, uint32_t item, double box_distance)
{
    struct seen *s = udata;
    assert_true(s->at < s->nleft);
    assert_int_equal(item, s->left[s->at++]);
    assert_near(mk_box_distance(s->v[item], s->from), box_distance, 0);
    assert_true(box_distance <= s->limit);
    return s->at == s->wanted ? -1 : s->limit;
}

static const struct seen *sorting; // qsort() has no udata

static int by_distance(const void *p, const void *q)
{
    const uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
    const double da = mk_box_distance(sorting->v[a], sorting->from);
    const double db = mk_box_distance(sorting->v[b], sorting->from);
    if (da != db)
        return da < db ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void nearest_visits_by_distance_then_index(void **state)
{
    (void)state;
    for (int s = 0; s < NSIZES; s++) {
        const uint32_t n = sizes[s];
        struct mk_box *v = random_boxes(n);
        struct mk_boxtree *t = mk_boxtree_build(v, n);
        uint32_t *all = calloc(n ? n : 1, sizeof *all);
        assert_non_null(all);
        for (int q = 0; q < 12; q++) {
            struct seen seen = {.v = v, .from = random_box(1200, 30),
                                .left = all, .wanted = q % 3 ? UINT32_MAX : 7};
            seen.limit = q % 2 ? INFINITY : floor(uniform(0, 300));
            for (uint32_t i = 0; i < n; i++)
                if (mk_box_distance(v[i], seen.from) <= seen.limit &&
                    !mk_box_is_empty(v[i]))
                    all[seen.nleft++] = i;
            sorting = &seen;
            qsort(all, seen.nleft, sizeof *all, by_distance);
            mk_boxtree_nearest(t, seen.from, seen.limit, check_visit, &seen);
            const uint32_t want =
                seen.wanted < seen.nleft ? seen.wanted : seen.nleft;
            assert_int_equal(seen.at, want);
        }
        free(all);
        mk_boxtree_free(t);
        free(v);
    }
}

static double only_as_near(void *udata, uint32_t item, double box_distance)
{
    (void)item;
    int *visits = udata;
    ++*visits;
    return box_distance; // nothing farther than this one
}

static void nearest_stops_where_the_answer_shrinks(void **state)
{
    (void)state;
    struct mk_box v[100];
    for (int i = 0; i < 100; i++) // pairs at equal distances
        v[i] = (struct mk_box){i / 2 * 10 + 10, 0, i / 2 * 10 + 15, 5};
    struct mk_boxtree *t = mk_boxtree_build(v, 100);
    int visits = 0;
    mk_boxtree_nearest(t, (struct mk_box){0, 0, 1, 1}, INFINITY, only_as_near,
                       &visits);
    assert_int_equal(visits, 2);
    mk_boxtree_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(query_finds_every_box_that_meets_in_index_order),
        cmocka_unit_test(boxes_in_one_place_are_all_found),
        cmocka_unit_test(
            distance_between_boxes_is_that_of_their_nearest_points),
        cmocka_unit_test(nearest_visits_by_distance_then_index),
        cmocka_unit_test(nearest_stops_where_the_answer_shrinks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
