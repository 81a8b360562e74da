#include "run/pipeline.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>

enum state { FREE, FILLED, BUSY, DONE };

struct ring {
    const struct mk_pipeline *p;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    enum state *state;
    enum mk_status *status;
    uint32_t n;
    uint64_t filled, taken, committed; // counts; slot = count % n
    bool ended, committing, stop;
    enum mk_status result;
};

uint32_t mk_pipeline_slots(unsigned threads)
{
    return threads <= 1 ? 1 : threads + 2;
}

static void report(struct ring *r, uint32_t slot, enum mk_status st)
{
    r->result = st;
    r->stop = true;
    if (r->p->failed)
        r->p->failed(r->p->udata, slot, st);
}

static enum mk_status run_alone(const struct mk_pipeline *p)
{
    for (uint64_t seq = 0;; seq++) {
        bool more = false;
        enum mk_status st = p->produce(p->udata, 0, seq, &more);
        if (st == MK_OK && !more)
            return MK_OK;
        if (st == MK_OK)
            st = p->work(p->udata, 0);
        if (st == MK_OK)
            st = p->commit(p->udata, 0);
        if (st != MK_OK) {
            if (p->failed)
                p->failed(p->udata, 0, st);
            return st;
        }
    }
}

static void *reader(void *arg)
{
    struct ring *r = arg;
    pthread_mutex_lock(&r->lock);
    while (!r->stop) {
        const uint32_t slot = (uint32_t)(r->filled % r->n);
        if (r->state[slot] != FREE) {
            pthread_cond_wait(&r->changed, &r->lock);
            continue;
        }
        const uint64_t seq = r->filled;
        pthread_mutex_unlock(&r->lock);
        bool more = false;
        const enum mk_status st =
            r->p->produce(r->p->udata, slot, seq, &more);
        pthread_mutex_lock(&r->lock);
        if (st == MK_OK && !more)
            break;
        r->status[slot] = st;
        r->state[slot] = st == MK_OK ? FILLED : DONE;
        r->filled++;
        if (st != MK_OK) {
            // Nothing is left to work on in that slot; it fails in its turn.
            while (!r->stop && r->taken != seq)
                pthread_cond_wait(&r->changed, &r->lock);
            r->taken = seq + 1;
            break;
        }
        pthread_cond_broadcast(&r->changed);
    }
    r->ended = true;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

// Hand over whatever is ready, in order; one thread at a time does it.
static void commit_ready(struct ring *r)
{
    if (r->committing)
        return;
    r->committing = true;
    while (!r->stop && r->committed < r->filled) {
        const uint32_t slot = (uint32_t)(r->committed % r->n);
        if (r->state[slot] != DONE)
            break;
        enum mk_status st = r->status[slot];
        pthread_mutex_unlock(&r->lock);
        if (st == MK_OK)
            st = r->p->commit(r->p->udata, slot);
        pthread_mutex_lock(&r->lock);
        if (st != MK_OK)
            report(r, slot, st);
        r->state[slot] = FREE;
        r->committed++;
        pthread_cond_broadcast(&r->changed);
    }
    r->committing = false;
}

static void *worker(void *arg)
{
    struct ring *r = arg;
    pthread_mutex_lock(&r->lock);
    while (!r->stop) {
        const uint32_t slot = (uint32_t)(r->taken % r->n);
        if (r->taken < r->filled && r->state[slot] == FILLED) {
            r->taken++;
            r->state[slot] = BUSY;
            pthread_cond_broadcast(&r->changed);
            pthread_mutex_unlock(&r->lock);
            const enum mk_status st = r->p->work(r->p->udata, slot);
            pthread_mutex_lock(&r->lock);
            r->status[slot] = st;
            r->state[slot] = DONE;
            commit_ready(r);
        } else if (r->ended && r->taken >= r->filled) {
            commit_ready(r);
            if (r->committed >= r->filled || r->committing)
                break;
            pthread_cond_wait(&r->changed, &r->lock);
        } else {
            pthread_cond_wait(&r->changed, &r->lock);
        }
    }
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

enum mk_status mk_pipeline_run(const struct mk_pipeline *p)
{
    if (p->threads <= 1)
        return run_alone(p);
    struct ring r = {.p = p, .n = mk_pipeline_slots(p->threads)};
    r.state = mk_zalloc(r.n, sizeof *r.state);
    r.status = mk_zalloc(r.n, sizeof *r.status);
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.changed, NULL);
    // The reader comes last: until it runs nothing has been read, and the
    // work can still be done here instead when threads are not to be had.
    // Fewer workers than asked for will do.
    pthread_t *threads = mk_zalloc(p->threads + 1, sizeof *threads);
    unsigned started = 0;
    while (started < p->threads &&
           pthread_create(&threads[started], NULL, worker, &r) == 0)
        started++;
    const bool reading =
        started && pthread_create(&threads[started], NULL, reader, &r) == 0;
    if (!reading) {
        pthread_mutex_lock(&r.lock);
        r.stop = true;
        pthread_cond_broadcast(&r.changed);
        pthread_mutex_unlock(&r.lock);
    }
    for (unsigned i = 0; i < started + reading; i++)
        pthread_join(threads[i], NULL);
    if (!reading)
        r.result = run_alone(p);
    free(threads);
    free(r.state);
    free(r.status);
    pthread_cond_destroy(&r.changed);
    pthread_mutex_destroy(&r.lock);
    return r.result;
}
