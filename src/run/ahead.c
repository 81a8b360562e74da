#include "run/ahead.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>

enum stage { TIMETABLE, STREETS, AREAS, STAGES };

// Each part has a context of its own: one is read while the thread goes on
// with the other.
struct mk_ahead {
    pthread_t thread;
    struct mk_inputs *in;
    struct mk_ctx *ctx[STAGES];
    enum mk_status st[STAGES];
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int ready; // stages that are
    bool unwanted, joined;
    struct mk_areas areas;
};

// After a failure there is nothing more to wait for.
// @return false when it failed, or nobody wants more
static bool tell_ready(struct mk_ahead *a, enum stage stage, enum mk_status st)
{
    pthread_mutex_lock(&a->lock);
    for (int k = stage; k < STAGES; k++)
        a->st[k] = st;
    a->ready = st == MK_OK ? (int)stage + 1 : STAGES;
    pthread_cond_broadcast(&a->changed);
    const bool go_on = st == MK_OK && !a->unwanted;
    pthread_mutex_unlock(&a->lock);
    return go_on;
}

static void *run(void *arg)
{
    struct mk_ahead *a = arg;
    struct mk_inputs *in = a->in;
    if (tell_ready(a, TIMETABLE, mk_inputs_timetable(a->ctx[TIMETABLE], in)) &&
        tell_ready(a, STREETS, mk_inputs_streets(a->ctx[STREETS], in)))
        tell_ready(a, AREAS, mk_areas_draw(a->ctx[AREAS], in, &a->areas));
    mk_give_back(); // GEOS leaves a heap of this thread full of holes
    return NULL;
}

static void release(struct mk_ahead *a)
{
    mk_areas_release(&a->areas);
    for (int k = 0; k < STAGES; k++)
        mk_ctx_free(a->ctx[k]);
    pthread_cond_destroy(&a->changed);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

struct mk_ahead *mk_ahead_start(struct mk_ctx *ctx, struct mk_inputs *in)
{
    struct mk_ahead *a = mk_zalloc(1, sizeof *a);
    a->in = in;
    for (int k = 0; k < STAGES; k++)
        a->ctx[k] = mk_ctx_new(mk_ctx_lang(ctx));
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->changed, NULL);
    if (pthread_create(&a->thread, NULL, run, a) == 0)
        return a;
    release(a);
    return NULL;
}

static enum mk_status wait_for(struct mk_ctx *ctx, struct mk_ahead *a,
                               enum stage stage)
{
    pthread_mutex_lock(&a->lock);
    while (a->ready <= (int)stage)
        pthread_cond_wait(&a->changed, &a->lock);
    const enum mk_status st = a->st[stage];
    pthread_mutex_unlock(&a->lock);
    mk_notes_merge(ctx, a->ctx[stage]);
    return st == MK_OK ? st : mk_ctx_take_error(ctx, a->ctx[stage], st);
}

enum mk_status mk_ahead_timetable(struct mk_ctx *ctx, struct mk_ahead *a)
{
    return wait_for(ctx, a, TIMETABLE);
}

enum mk_status mk_ahead_streets(struct mk_ctx *ctx, struct mk_ahead *a)
{
    return wait_for(ctx, a, STREETS);
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
    const enum mk_status st = wait_for(ctx, a, AREAS);
    join(a);
    *areas = a->areas;
    a->areas = (struct mk_areas){0};
    return st;
}

void mk_ahead_free(struct mk_ahead *a)
{
    if (!a)
        return;
    pthread_mutex_lock(&a->lock);
    a->unwanted = true; // after a failure nobody asks for the rest
    pthread_mutex_unlock(&a->lock);
    join(a);
    release(a);
}
