#include "run/ahead.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>

// Each part has a context of its own: one is read while the thread goes on
// with the other.
struct mk_ahead {
    pthread_t thread;
    struct mk_inputs *in;
    struct mk_ctx *ctx, *areas_ctx;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool ready, go_on, unwanted, joined;
    enum mk_status st, areas_st;
    struct mk_areas areas;
};

static void tell_ready(struct mk_ahead *a, enum mk_status st)
{
    pthread_mutex_lock(&a->lock);
    a->st = st;
    a->ready = true;
    pthread_cond_broadcast(&a->changed);
    pthread_mutex_unlock(&a->lock);
}

// Along streets there are areas only when these are read, by the caller.
static bool wait_to_go_on(struct mk_ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (!a->go_on && !a->unwanted)
        pthread_cond_wait(&a->changed, &a->lock);
    const bool go_on = !a->unwanted;
    pthread_mutex_unlock(&a->lock);
    return go_on;
}

static void *run(void *arg)
{
    struct mk_ahead *a = arg;
    const enum mk_status st = mk_inputs_timetable(a->ctx, a->in);
    tell_ready(a, st);
    if (st == MK_OK && wait_to_go_on(a))
        a->areas_st = mk_areas_draw(a->areas_ctx, a->in, &a->areas);
    mk_give_back(); // GEOS leaves a heap of this thread full of holes
    return NULL;
}

static void release(struct mk_ahead *a)
{
    mk_areas_release(&a->areas);
    mk_ctx_free(a->ctx);
    mk_ctx_free(a->areas_ctx);
    pthread_cond_destroy(&a->changed);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

struct mk_ahead *mk_ahead_start(struct mk_ctx *ctx, struct mk_inputs *in)
{
    struct mk_ahead *a = mk_zalloc(1, sizeof *a);
    a->in = in;
    a->go_on = in->project->nstreets == 0; // there is nothing to wait for
    a->ctx = mk_ctx_new(mk_ctx_lang(ctx));
    a->areas_ctx = mk_ctx_new(mk_ctx_lang(ctx));
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->changed, NULL);
    if (pthread_create(&a->thread, NULL, run, a) == 0)
        return a;
    release(a);
    return NULL;
}

enum mk_status mk_ahead_timetable(struct mk_ctx *ctx, struct mk_ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (!a->ready)
        pthread_cond_wait(&a->changed, &a->lock);
    const enum mk_status st = a->st;
    pthread_mutex_unlock(&a->lock);
    mk_notes_merge(ctx, a->ctx);
    return st == MK_OK ? st : mk_ctx_take_error(ctx, a->ctx, st);
}

static void tell(struct mk_ahead *a, bool *what)
{
    pthread_mutex_lock(&a->lock);
    *what = true;
    pthread_cond_broadcast(&a->changed);
    pthread_mutex_unlock(&a->lock);
}

void mk_ahead_go_on(struct mk_ahead *a)
{
    tell(a, &a->go_on);
}

static void join(struct mk_ahead *a)
{
    if (!a->joined)
        pthread_join(a->thread, NULL);
    a->joined = true;
}

enum mk_status mk_ahead_areas(struct mk_ctx *ctx, struct mk_ahead *a,
                              struct mk_areas *areas)
{
    join(a);
    *areas = a->areas;
    a->areas = (struct mk_areas){0};
    return a->areas_st == MK_OK
               ? MK_OK
               : mk_ctx_take_error(ctx, a->areas_ctx, a->areas_st);
}

void mk_ahead_free(struct mk_ahead *a)
{
    if (!a)
        return;
    tell(a, &a->unwanted); // after a failure nobody asks for the areas
    join(a);
    release(a);
}
