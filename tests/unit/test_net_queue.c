// The queue of a search, against sorting.
#include "near.h"

#include "analysis/net_queue.h"

#include <stdlib.h>

static uint64_t seed = 88172645463325252u;

static uint32_t below(uint32_t n) // xorshift64*
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed * 2685821657736338717u >> 32) * n >> 32);
}

static int by_key(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

enum { MANY = 3000 };

static uint64_t key_within(uint32_t limit, uint64_t least)
{
    const uint32_t from = (uint32_t)(least >> 32);
    const uint32_t room = limit - from;
    const uint32_t cost =
        from + (room == UINT32_MAX ? below(room) : below(room + 1));
    const uint64_t key = (uint64_t)cost << 32 | below(4);
    return key < least ? least : key;
}

// As a search does: what is taken leads to what costs as much or more.
static void push_and_pop(struct mk_queue *q, uint32_t limit)
{
    static uint64_t in[MANY], out[MANY];
    uint32_t n = 0, taken = 0, node;
    uint64_t key = 0;
    mk_queue_begin(q, limit);
    for (; n < 10; n++) {
        in[n] = key_within(limit, 0);
        mk_queue_push(q, in[n], (uint32_t)(in[n] % 1009));
    }
    while (mk_queue_pop(q, &key, &node)) {
        assert_int_equal(node, key % 1009); // what was pushed with it
        out[taken++] = key;
        for (uint32_t k = below(4); k > 0 && n < MANY; k--) {
            in[n] = key_within(limit, key);
            mk_queue_push(q, in[n], (uint32_t)(in[n] % 1009));
            n++;
        }
    }
    assert_int_equal(taken, n);
    qsort(in, n, sizeof *in, by_key);
    assert_memory_equal(in, out, n * sizeof *in);
}

static void the_least_comes_first(void **state)
{
    (void)state;
    static const uint32_t limits[] = {0,    1,       1023,       1024,
                                      1025, 1500000, 2000000000, UINT32_MAX - 1};
    struct mk_queue *q = calloc(1, sizeof *q);
    assert_non_null(q);
    for (int again = 0; again < 20; again++)
        for (size_t k = 0; k < sizeof limits / sizeof *limits; k++)
            push_and_pop(q, limits[k]);
    mk_queue_release(q);
    free(q);
}

static void what_an_ended_search_left_is_gone(void **state)
{
    (void)state;
    struct mk_queue *q = calloc(1, sizeof *q);
    assert_non_null(q);
    uint64_t key;
    uint32_t node;
    mk_queue_begin(q, 5000);
    for (uint32_t k = 0; k < 100; k++)
        mk_queue_push(q, (uint64_t)(50 * k) << 32, k);
    assert_true(mk_queue_pop(q, &key, &node));
    mk_queue_begin(q, 700);
    assert_false(mk_queue_pop(q, &key, &node));
    mk_queue_push(q, (uint64_t)700 << 32 | 3, 8);
    assert_true(mk_queue_pop(q, &key, &node));
    assert_int_equal(node, 8);
    assert_false(mk_queue_pop(q, &key, &node));
    mk_queue_release(q);
    free(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_comes_first),
        cmocka_unit_test(what_an_ended_search_left_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
