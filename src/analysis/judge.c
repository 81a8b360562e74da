// One delområde from measured to judged: what lies over it, what may be built
// on, how ready it is and what stands in the way (method §7-§11).
#include "analysis/worker.h"

#include <stdlib.h>

// Room for hinder at first; there may be any number.
#define SOME_OBSTACLES 256

bool mk_byggbar_wanted(const struct mk_assess_in *in)
{
    return in->buildings || in->provisions ||
           (in->context && in->context->subtracts);
}

// Every hinder is kept: where there is not room for all, it is asked again.
static void judge(struct mk_worker *w, struct mk_batch *b, uint32_t k,
                  const struct mk_evidence *e)
{
    struct mk_obstacle some[SOME_OBSTACLES], *v = some;
    struct mk_ready *r = &b->dels[k].ready;
    const struct mk_project *p = w->in->project;
    const uint32_t n = mk_ready_judge(p, w->ways, e, r, some, SOME_OBSTACLES);
    if (n > SOME_OBSTACLES) {
        v = mk_zalloc(n, sizeof *v);
        (void)mk_ready_judge(p, w->ways, e, r, v, n);
    }
    MK_GROW(b->obstacles, b->cap_obstacles, b->nobstacles + n);
    for (uint32_t i = 0; i < n; i++)
        b->obstacles[b->nobstacles++] = (struct mk_obstacle_row){k, v[i]};
    if (v != some)
        free(v);
}

void mk_worker_look(struct mk_worker *w, const struct mk_poly *g)
{
    const struct mk_context *c = w->in->context;
    w->nfound = c ? mk_context_measure(c, g, &w->found, &w->cap_found,
                                       &w->hits)
                  : 0;
}

void mk_worker_judge(struct mk_worker *w, struct mk_batch *b, uint32_t k,
                     const struct mk_row *omr, const struct mk_poly *g)
{
    const struct mk_assess_in *in = w->in;
    struct mk_row *r = &b->dels[k];
    struct mk_evidence e;
    mk_worker_look(w, g);
    if (mk_byggbar_wanted(in))
        mk_byggbar_measure(w->ctx, in, g,
                           r->plan < 0 ? UINT32_MAX : (uint32_t)r->plan,
                           w->found, w->nfound, &b->byggbar, &r->ready);
    mk_worker_evidence(w, r, omr, g, &e);
    judge(w, b, k, &e);
}
