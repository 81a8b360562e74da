// What is left of the way to byggklar: which rows of the table of durations
// (docs/method.md §11), at best and at worst.
#include "analysis/judging.h"
#include "analysis/ready_time.h"

#include <markklar/project.h>

static void plan_left(const struct mk_evidence *e, struct mk_way *w)
{
    w->force = MK_TD_ANTAGEN;
    switch ((enum mk_underlag)e->underlag) {
    case MK_UL_OP:
        w->queue = MK_TD_OP;
        w->plan = MK_TD_UPPDRAG;
        return;
    case MK_UL_PLANBESKED:
        w->queue = MK_TD_PLANBESKED;
        w->plan = MK_TD_UPPDRAG;
        return;
    case MK_UL_PAGAENDE: break;
    default:
        w->force = -1;
        return;
    }
    switch ((enum mk_planstatus)e->planstatus) {
    case MK_PS_SAMRAD: w->plan = MK_TD_SAMRAD; break;
    case MK_PS_GRANSKNING: w->plan = MK_TD_GRANSKNING; break;
    case MK_PS_ANTAGEN: break;
    case MK_PS_OVERKLAGAD: w->force = MK_TD_OVERKLAGAN; break;
    case MK_PS_TILLSYN: w->force = MK_TD_TILLSYN; break;
    default: w->plan = MK_TD_UPPDRAG; break;
    }
}

static double months_until(mk_date day, mk_date today)
{
    return day > today ? mk_months_between(today, day) : 0;
}

static void dates_left(const struct mk_evidence *e, mk_date today,
                       struct mk_way *w)
{
    const mk_date since = e->underlag == MK_UL_PLANBESKED ? e->planbesked_date
                          : e->underlag == MK_UL_PAGAENDE ? e->stage_since
                                                          : 0;
    if (since && since < today)
        w->spent = mk_months_between(since, today);
    if (!e->plan)
        return;
    w->start = months_until(e->plan->gf_start, today);
    if (e->underlag == MK_UL_PAGAENDE && e->planstatus == MK_PS_ANTAGEN &&
        e->plan->laga_kraft > today) {
        w->dated = months_until(e->plan->laga_kraft, today);
        w->force = -1;
        w->spent = 0;
    }
}

// Streets, water and sewer, when what is not known is `unknown`.
static int8_t works_left(const struct mk_evidence *e, enum mk_state unknown)
{
    const uint8_t gata = e->gata ? e->gata : (uint8_t)unknown;
    const uint8_t va = e->va ? e->va : (uint8_t)unknown;
    if (gata == MK_ST_SAKNAS || va == MK_ST_SAKNAS)
        return MK_TD_UTBYGGNAD_SAKNAS;
    if (gata == MK_ST_PLANERAD || va == MK_ST_PLANERAD)
        return MK_TD_UTBYGGNAD_PLANERAD;
    return -1;
}

static void land_left(const struct mk_evidence *e, struct mk_control c,
                      struct mk_way *best, struct mk_way *worst)
{
    if (c.owner == MK_OW_KOMMUN)
        return;
    switch (c.owner == MK_OW_OKAND ? MK_WI_OKAND : (enum mk_will)e->will) {
    case MK_WI_OPTION:
        best->land = worst->land = MK_TD_OPTION;
        return;
    case MK_WI_SALJVILLIG:
        best->land = worst->land = MK_TD_SALJVILLIG;
        return;
    case MK_WI_OKAND:
        worst->land = MK_TD_SALJVILLIG;
        return;
    default:
        return;
    }
}

static bool exact(const struct mk_ready *r, enum mk_axis a)
{
    return r->axis_lo[a] == r->axis_hi[a];
}

bool mk_waits_for_something(const struct mk_evidence *e)
{
    return e->condition_lov || e->condition_start ||
           e->permit == MK_TI_BEHOV || e->permit == MK_TI_SOKT;
}

// Somebody else has it, for how long is not known.
static bool held(struct mk_control c)
{
    return c.allocation == MK_AN_RESERVERAD ||
           c.allocation == MK_AN_MARKANVISAD ||
           c.allocation == MK_AN_TOMTRATT || c.allocation == MK_AN_SALD;
}

static bool never_sold(const struct mk_evidence *e, struct mk_control c)
{
    return c.owner != MK_OW_KOMMUN && c.owner != MK_OW_OKAND &&
           e->will == MK_WI_EJ_SALJVILLIG;
}

bool mk_ready_ways(const struct mk_project *p, const struct mk_evidence *e,
                   const struct mk_ready *r, struct mk_way *best,
                   struct mk_way *worst)
{
    const struct mk_control control = mk_control_read(e, p->reference_date);
    if (!exact(r, MK_AX_PLAN) || r->axis_hi[MK_AX_PLAN] == 0 ||
        r->axis_hi[MK_AX_RADIGHET] == 0 || held(control) ||
        never_sold(e, control))
        return false;
    *best = (struct mk_way){.queue = -1, .plan = -1, .force = -1, .land = -1,
                            .study = -1, .plot = -1, .build = -1};
    plan_left(e, best);
    dates_left(e, p->reference_date, best);
    if (r->axis_hi[MK_AX_UTREDNING] < 3)
        best->study = MK_TD_UTREDNING;
    if (!mk_own_plot(e))
        best->plot = MK_TD_FASTIGHET;
    *worst = *best;
    if (r->axis_lo[MK_AX_UTREDNING] < 3)
        worst->study = MK_TD_UTREDNING;
    land_left(e, control, best, worst);
    best->build = works_left(e, MK_ST_FINNS);
    worst->build = works_left(e, MK_ST_SAKNAS);
    return true;
}
