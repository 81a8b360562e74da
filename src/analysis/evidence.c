// What is known of a delområde, gathered from every layer before it is judged
// (docs/method.md §8, §9).
#include "analysis/worker.h"

#include <math.h>

static void plan_evidence(struct mk_worker *w, const struct mk_row *del,
                          const struct mk_poly *g, struct mk_evidence *e)
{
    const struct mk_assess_in *in = w->in;
    e->underlag = del->ready.underlag;
    e->planstatus = del->planstatus;
    e->plan_layer_complete = in->project->plans_complete;
    e->use_known = mk_use_business(del->uses);
    if (!in->plans)
        return;
    const struct mk_plan *plans = in->plans->plans;
    if (del->ready.hinder >> MK_HK_PAGAENDE & 1 && del->pag_plan >= 0)
        e->ongoing = &plans[del->pag_plan];
    if (e->underlag == MK_UL_PAGAENDE && del->pag_plan >= 0)
        e->plan = &plans[del->pag_plan];
    if (e->underlag != MK_UL_DETALJPLAN || del->plan < 0)
        return;
    e->plan = &plans[del->part ? del->part : (uint32_t)del->plan];
    const struct mk_provbase *b = in->provisions;
    if (!b)
        return;
    const uint32_t plan = (uint32_t)del->plan;
    e->provisions_known = b->known[plan];
    e->condition_lov =
        mk_provbase_holds(w->ctx, b, plan, MK_PV_VILLKOR_LOV, g);
    e->condition_start =
        mk_provbase_holds(w->ctx, b, plan, MK_PV_VILLKOR_START, g);
    e->strandskydd_repealed =
        mk_strandskydd_repealed(w->ctx, in, plan, g, w->found, w->nfound);
}

// Only the hits that count are kept, in the order they had; the others are
// written over. @return how many
static uint32_t keep_counting(struct mk_context_hit *v, uint32_t n, double area)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (mk_context_counts(v[i].m2, area))
            v[kept++] = v[i];
    return kept;
}

// The feature of a role with the largest overlap; ties: the first. -1: none
// that counts and covers `share` of the place.
static int32_t largest(const struct mk_evidence *e, enum mk_layer_role role,
                       double share)
{
    int32_t best = -1;
    double most = 0;
    for (uint32_t k = 0; k < e->nhits; k++) {
        const struct mk_context_hit *h = &e->hits[k];
        if (e->context->v[h->feature].role != role ||
            h->m2 < share * e->area || h->m2 <= most + 1e-6)
            continue;
        most = h->m2;
        best = (int32_t)h->feature;
    }
    return best;
}

static void control_evidence(struct mk_evidence *e)
{
    const int32_t land = largest(e, MK_RO_KOMMUNAGD, 0.5);
    const int32_t deal = largest(e, MK_RO_MARKANVISNING, 0.5);
    if (land >= 0) {
        e->owner = e->context->v[land].code;
        e->will = e->context->v[land].will;
    }
    if (deal >= 0) {
        e->allocation = e->context->v[deal].code;
        e->allocation_unread = e->allocation == MK_AN_OKAND;
        e->reserved_until = e->context->v[deal].date;
        e->price = e->context->v[deal].value;
    }
}

// Of what is near, the best is used: a street beside the motorway gives
// access, a station with power beside one without.
static uint8_t best_state(const struct mk_evidence *e, enum mk_layer_role role)
{
    uint8_t best = MK_ST_SAKNAS;
    bool unread = !e->context->given[role];
    for (uint32_t k = 0; k < e->nhits; k++) {
        const struct mk_feature *f = &e->context->v[e->hits[k].feature];
        if (f->role != role)
            continue;
        unread |= f->code == MK_ST_OKAND;
        if (f->code > best)
            best = f->code;
    }
    return best == MK_ST_SAKNAS && unread ? MK_ST_OKAND : best;
}

static void infra_evidence(struct mk_evidence *e)
{
    const int32_t va = largest(e, MK_RO_VA, 0);
    e->gata = best_state(e, MK_RO_VAG);
    e->el = best_state(e, MK_RO_EL);
    e->fiber = best_state(e, MK_RO_FIBER);
    if (e->context->given[MK_RO_VA])
        e->va = va < 0 ? MK_ST_SAKNAS : e->context->v[va].code;
}

// The latest of each kind of investigation, and the permit that lags most.
// What is dated later has not been done.
static void papers_evidence(struct mk_evidence *e, mk_date today)
{
    e->studies_given = e->context->given[MK_RO_UTREDNING];
    e->studies_complete = e->context->complete[MK_RO_UTREDNING];
    e->permits_given = e->context->given[MK_RO_TILLSTAND];
    for (uint32_t k = 0; k < e->nhits; k++) {
        const struct mk_feature *f = &e->context->v[e->hits[k].feature];
        if (f->role == MK_RO_UTREDNING && f->date <= today) {
            e->study_done[f->code] = true;
            if (f->date > e->study[f->code])
                e->study[f->code] = f->date;
        }
        if (f->role == MK_RO_TILLSTAND && f->code != MK_TI_OKAND &&
            (e->permit == MK_TI_OKAND || f->code < e->permit))
            e->permit = f->code;
    }
}

void mk_worker_evidence(struct mk_worker *w, const struct mk_row *del,
                        const struct mk_row *omr, const struct mk_poly *g,
                        struct mk_evidence *e)
{
    const struct mk_ready *r = &del->ready;
    *e = (struct mk_evidence){
        .area = mk_poly_area(g),
        .omrade_area = mk_unfix(omr->area, 1),
        .byggbar = r->byggbar == MK_UNKNOWN ? NAN : mk_unfix(r->byggbar, 1),
        .byggbar_largest = r->byggbar_largest == MK_UNKNOWN
                               ? NAN : mk_unfix(r->byggbar_largest, 1),
        .built = r->hinder >> MK_HK_DELVIS & 1,
        .occupied = r->hinder >> MK_HK_UPPTAGEN & 1,
        .home = r->hinder >> MK_HK_BOSTAD & 1,
        .buildings_known = w->in->buildings,
        .price = NAN, .slope_pct = NAN, .level_m = NAN,
    };
    plan_evidence(w, del, g, e);
    const struct mk_context *c = w->in->context;
    if (c) {
        e->context = c;
        e->hits = w->found;
        e->nhits = keep_counting(w->found, w->nfound, e->area);
        control_evidence(e);
        papers_evidence(e, w->in->project->reference_date);
        infra_evidence(e);
        if (e->underlag == MK_UL_PLANBESKED && r->source >= 0)
            e->planbesked_date = c->v[r->source].date;
    }
    if (e->plan)
        e->stage_since = e->plan->stage_since;
    if (w->in->ground)
        mk_ground_measure(w->in->ground, g, &e->slope_pct, &e->level_m);
}
