// One delområde from measured to judged: what lies over it, what may be built
// on, how ready it is and what stands in the way (method §7-§11).
#include "analysis/worker.h"

#include <stdio.h>

// More hinder than this on one delområde are the same few, many times over.
#define MOST_OBSTACLES 256

bool mk_byggbar_wanted(const struct mk_assess_in *in)
{
    return in->buildings || in->provisions ||
           (in->context && in->context->subtracts);
}

static void note_failed(struct mk_worker *w, const struct mk_row *r)
{
    char key[256];
    snprintf(key, sizeof key, "fastigheter rad %u (%s)", r->omr_row + 1,
             r->fastighet ? r->fastighet : r->fast_id ? r->fast_id : "-");
    mk_note(w->ctx, MK_N_OVERLAY, key, mk_ctx_geos_error(w->ctx));
}

static void keep_obstacles(struct mk_batch *b, uint32_t k,
                           const struct mk_obstacle *v, uint32_t n)
{
    MK_GROW(b->obstacles, b->cap_obstacles, b->nobstacles + n);
    for (uint32_t i = 0; i < n; i++)
        b->obstacles[b->nobstacles++] = (struct mk_obstacle_row){k, v[i]};
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
    struct mk_obstacle found[MOST_OBSTACLES];
    mk_worker_look(w, g);
    if (mk_byggbar_wanted(in) &&
        mk_byggbar_measure(w->ctx, in, g,
                           r->plan < 0 ? UINT32_MAX : (uint32_t)r->plan,
                           w->found, w->nfound, &b->byggbar,
                           &r->ready) != MK_OK)
        note_failed(w, r);
    mk_worker_evidence(w, r, omr, g, &e);
    const uint32_t n = mk_ready_judge(in->project, w->ways, &e, &r->ready,
                                      found, MOST_OBSTACLES);
    keep_obstacles(b, k, found, n < MOST_OBSTACLES ? n : MOST_OBSTACLES);
}
