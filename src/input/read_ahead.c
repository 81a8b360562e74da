#include "input/read_ahead.h"

#include "base/arena.h"

#include <cpl_error.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)1 << 20)
#define BLOCKS 4u

struct mk_read_ahead {
    VSILFILE *fp;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char *data;          // BLOCKS of BLOCK bytes
    size_t len[BLOCKS];  // 0: the end
    uint64_t filled, used; // blocks so far
    size_t pos;          // in the block being used
    bool stop;
};

// false: nobody wants more.
static bool wait_for_room(struct mk_read_ahead *r)
{
    pthread_mutex_lock(&r->lock);
    while (!r->stop && r->filled - r->used == BLOCKS)
        pthread_cond_wait(&r->changed, &r->lock);
    const bool go = !r->stop;
    pthread_mutex_unlock(&r->lock);
    return go;
}

static void *read_all(void *udata)
{
    struct mk_read_ahead *r = udata;
    size_t got = 1;
    CPLPushErrorHandler(CPLQuietErrorHandler); // handlers are a thread's own
    while (got && wait_for_room(r)) {
        const uint64_t k = r->filled % BLOCKS;
        got = VSIFReadL(r->data + k * BLOCK, 1, BLOCK, r->fp);
        pthread_mutex_lock(&r->lock);
        r->len[k] = got;
        r->filled++;
        pthread_cond_signal(&r->changed);
        pthread_mutex_unlock(&r->lock);
    }
    CPLPopErrorHandler();
    return NULL;
}

struct mk_read_ahead *mk_read_ahead_begin(VSILFILE *fp)
{
    struct mk_read_ahead *r = mk_zalloc(1, sizeof *r);
    r->fp = fp;
    r->data = mk_alloc(BLOCKS * BLOCK);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    if (pthread_create(&r->thread, NULL, read_all, r) == 0)
        return r;
    pthread_cond_destroy(&r->changed);
    pthread_mutex_destroy(&r->lock);
    free(r->data);
    free(r);
    return NULL;
}

size_t mk_read_ahead(struct mk_read_ahead *r, char *buf, size_t n)
{
    pthread_mutex_lock(&r->lock);
    while (r->filled == r->used)
        pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
    const uint64_t k = r->used % BLOCKS;
    const size_t left = r->len[k] - r->pos;
    if (!left)
        return 0; // the end stays in its block
    n = n < left ? n : left;
    memcpy(buf, r->data + k * BLOCK + r->pos, n);
    r->pos += n;
    if (r->pos == r->len[k]) {
        pthread_mutex_lock(&r->lock);
        r->used++;
        r->pos = 0;
        pthread_cond_signal(&r->changed);
        pthread_mutex_unlock(&r->lock);
    }
    return n;
}

void mk_read_ahead_end(struct mk_read_ahead *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    pthread_cond_destroy(&r->changed);
    pthread_mutex_destroy(&r->lock);
    free(r->data);
    free(r);
}
