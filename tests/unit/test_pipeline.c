// Batches through the ring: every one once, in order, whatever threads there
// are to be had.
#include "run/pipeline.h"
#include "near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

// Threads the system still gives; this program's own pthread_create() stands
// before the library's.
static int threads_left;

int pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                   void *(*start)(void *), void *arg)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *found = dlsym(RTLD_NEXT, "pthread_create");
    memcpy(&real, &found, sizeof real);
    if (threads_left <= 0)
        return EAGAIN;
    threads_left--;
    return real(thread, attr, start, arg);
}

#define BATCHES 40
#define SLOTS 16

struct job {
    uint64_t in_slot[SLOTS];
    uint64_t out[BATCHES];
    uint32_t n, fail_at;
    enum mk_status told;
};

static enum mk_status produce(void *udata, uint32_t slot, uint64_t seq,
                              bool *more)
{
    struct job *j = udata;
    j->in_slot[slot] = seq;
    *more = seq < BATCHES;
    return MK_OK;
}

static enum mk_status work(void *udata, uint32_t slot)
{
    struct job *j = udata;
    if (j->fail_at && j->in_slot[slot] == j->fail_at)
        return MK_EINPUT;
    j->in_slot[slot] = j->in_slot[slot] * 3 + 1;
    return MK_OK;
}

static enum mk_status commit(void *udata, uint32_t slot)
{
    struct job *j = udata;
    j->out[j->n++] = j->in_slot[slot];
    return MK_OK;
}

static void failed(void *udata, uint32_t slot, enum mk_status st)
{
    (void)slot;
    ((struct job *)udata)->told = st;
}

static enum mk_status run(struct job *j, unsigned threads, int to_be_had)
{
    const struct mk_pipeline p = {threads, j, produce, work, commit, failed};
    assert_true(mk_pipeline_slots(threads) <= SLOTS);
    threads_left = to_be_had;
    return mk_pipeline_run(&p);
}

static void batches_are_handed_over_in_order(struct job *j, unsigned threads,
                                             int to_be_had)
{
    *j = (struct job){0};
    assert_int_equal(run(j, threads, to_be_had), MK_OK);
    assert_int_equal(j->n, BATCHES);
    for (uint32_t i = 0; i < BATCHES; i++)
        assert_int_equal(j->out[i], i * 3 + 1);
}

static void any_number_of_threads_gives_every_batch_once(void **state)
{
    (void)state;
    struct job j;
    for (unsigned threads = 1; threads <= 8; threads++)
        batches_are_handed_over_in_order(&j, threads, 100);
}

// None at all, workers but no reader, one worker and the reader, …
static void threads_that_are_not_to_be_had_are_done_without(void **state)
{
    (void)state;
    struct job j;
    for (int to_be_had = 0; to_be_had <= 5; to_be_had++)
        batches_are_handed_over_in_order(&j, 4, to_be_had);
}

static void a_batch_that_fails_ends_the_run_after_those_before_it(void **state)
{
    (void)state;
    for (int to_be_had = 0; to_be_had <= 5; to_be_had++) {
        struct job j = {.fail_at = 20};
        assert_int_equal(run(&j, 4, to_be_had), MK_EINPUT);
        assert_int_equal(j.n, 20);
        assert_int_equal(j.told, MK_EINPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_gives_every_batch_once),
        cmocka_unit_test(threads_that_are_not_to_be_had_are_done_without),
        cmocka_unit_test(a_batch_that_fails_ends_the_run_after_those_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
