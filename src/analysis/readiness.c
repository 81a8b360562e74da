// Five axes, from what is known of a delområde (docs/method.md §9).
#include "analysis/assess.h"
#include "analysis/judging.h"
#include "analysis/ready_time.h"
#include "base/text.h"

#include <markklar/project.h>

#include <math.h>
#include <string.h>

void mk_ready_init(struct mk_ready *r)
{
    memset(r, 0, sizeof *r); // padding too: rows are kept as words
    for (int a = 0; a < MK_AX_COUNT; a++)
        r->axis_hi[a] = 4;
    r->underlag = MK_UL_INGET;
    r->bind = MK_TS_COUNT;
    r->hojd_slag = MK_PV_HOJD_OKAND;
    r->klar_m[0] = r->klar_m[1] = r->klar_m[2] = -1;
    r->hojd_dm = r->slope_promille = r->level_dm = -1;
    r->price = r->source = -1;
    r->byggbar = r->byggbar_largest = r->bya = r->bta = MK_UNKNOWN;
}

// Where an axis stands: from lo to hi, known when they are the same.
struct span {
    uint8_t lo, hi;
};

static struct span exactly(int rung)
{
    return (struct span){(uint8_t)rung, (uint8_t)rung};
}

static struct span between(int lo, int hi)
{
    return (struct span){(uint8_t)lo, (uint8_t)(hi > lo ? hi : lo)};
}

// ---- plan -------------------------------------------------------------------


static int ongoing_rung(enum mk_planstatus s)
{
    return s >= MK_PS_GRANSKNING && s <= MK_PS_TILLSYN ? 3
           : mk_planstatus_ongoing(s)                  ? 2
                                                       : 0;
}

static struct span plan_in_force(const struct mk_evidence *e)
{
    if (e->byggbar < MK_NO_LAND_M2) // not when it is NAN
        return exactly(0);
    const bool later = e->plan && e->plan->gf_lage == MK_GF_EJ_BORJAT;
    const int rung = later || e->condition_lov || e->condition_start ? 3 : 4;
    return e->use_known ? exactly(rung) : between(0, rung);
}

// How far a plan may have come that is not known, or whose use is not.
static int unread_rung(const struct mk_evidence *e)
{
    if (e->planstatus == MK_PS_SAKNAS)
        return 4;
    if (mk_planstatus_ongoing((enum mk_planstatus)e->planstatus))
        return e->ongoing ? 0 : ongoing_rung(e->planstatus);
    return e->plan_layer_complete ? 0 : 4;
}

static struct span plan_axis(const struct mk_evidence *e)
{
    switch ((enum mk_underlag)e->underlag) {
    case MK_UL_DETALJPLAN:
        return plan_in_force(e);
    case MK_UL_PAGAENDE:
        return exactly(ongoing_rung(e->planstatus));
    case MK_UL_PLANBESKED: // it says itself that no plan allows this yet
        return between(2, unread_rung(e) < 4 ? unread_rung(e) : 2);
    case MK_UL_OP: // it may show what has long been planned
        return between(1, unread_rung(e));
    case MK_UL_INGET: case MK_UL_COUNT: break;
    }
    return e->planstatus == MK_PS_LAGA_KRAFT ? exactly(0)
                                             : between(0, unread_rung(e));
}

// ---- rådighet ---------------------------------------------------------------

struct mk_control mk_control_read(const struct mk_evidence *e,
                                  mk_date reference_date)
{
    struct mk_control c = {(enum mk_owner)e->owner,
                           (enum mk_allocation)e->allocation};
    if (c.allocation == MK_AN_RESERVERAD && e->reserved_until &&
        e->reserved_until < reference_date)
        c.allocation = MK_AN_LEDIG;
    if (c.owner == MK_OW_OKAND && c.allocation != MK_AN_OKAND)
        c.owner = MK_OW_KOMMUN;
    return c;
}

bool mk_own_plot(const struct mk_evidence *e)
{
    return e->area >= 0.95 * e->omrade_area;
}

static struct span by_will(enum mk_will w)
{
    switch (w) {
    case MK_WI_EJ_SALJVILLIG: return exactly(0);
    case MK_WI_SALJVILLIG: return exactly(1);
    case MK_WI_OPTION: return exactly(2);
    case MK_WI_UTBJUDEN: return exactly(4);
    case MK_WI_OKAND: case MK_WI_COUNT: break;
    }
    return between(0, 4);
}

static struct span control_axis(const struct mk_evidence *e,
                                struct mk_control c)
{
    switch (c.allocation) {
    case MK_AN_SALD: return exactly(0);
    case MK_AN_MARKANVISAD: return exactly(1);
    case MK_AN_RESERVERAD: case MK_AN_TOMTRATT: return exactly(2);
    case MK_AN_OKAND: case MK_AN_LEDIG: case MK_AN_INTRESSE:
    case MK_AN_COUNT: break;
    }
    if (c.owner == MK_OW_OKAND || e->allocation_unread)
        return between(0, 4);
    if (c.owner != MK_OW_KOMMUN)
        return by_will((enum mk_will)e->will);
    return exactly(c.allocation == MK_AN_INTRESSE || !mk_own_plot(e) ? 3 : 4);
}

// ---- infrastruktur ----------------------------------------------------------

static uint8_t state_or(uint8_t state, enum mk_state unknown)
{
    return state == MK_ST_OKAND ? (uint8_t)unknown : state;
}

// The rung when what is not known is `unknown`.
static int infra_rung(const struct mk_evidence *e, enum mk_state unknown)
{
    const uint8_t gata = state_or(e->gata, unknown);
    const uint8_t va = state_or(e->va, unknown);
    if (gata == MK_ST_SAKNAS || va == MK_ST_SAKNAS)
        return 1;
    if (gata == MK_ST_PLANERAD || va == MK_ST_PLANERAD)
        return 2;
    return state_or(e->el, unknown) == MK_ST_FINNS &&
                   state_or(e->fiber, unknown) == MK_ST_FINNS
               ? 4 : 3;
}

// ---- utredning --------------------------------------------------------------

static const enum mk_study required[] = {MK_UT_GEOTEKNIK, MK_UT_MARKMILJO,
                                         MK_UT_DAGVATTEN, MK_UT_ARKEOLOGI};
#define NREQUIRED (sizeof required / sizeof *required)

static bool still_valid(mk_date done, const struct mk_project *p)
{
    const int months = (int)lround(p->study_years * 12);
    return done && mk_date_add_months(done, months) >= p->reference_date;
}

// A register that is not said to be complete may lack what was done.
static struct span known_studies(const struct mk_evidence *e, uint8_t rung)
{
    return e->studies_complete ? exactly(rung) : between(rung, 4);
}

static struct span study_axis(const struct mk_evidence *e,
                              const struct mk_project *p)
{
    size_t done = 0, valid = 0;
    bool some = false;
    if (!e->studies_given)
        return between(0, 4);
    for (size_t i = 0; i < NREQUIRED; i++) {
        done += e->study_done[required[i]];
        valid += e->study_done[required[i]] &&
                 still_valid(e->study[required[i]], p);
    }
    for (int k = 0; k < MK_UT_COUNT; k++)
        some |= e->study_done[k] && k != MK_UT_OVERSIKTLIG;
    if (done == NREQUIRED)
        return known_studies(e, valid == NREQUIRED ? 4 : 3);
    return known_studies(
        e, some ? 2 : e->study_done[MK_UT_OVERSIKTLIG] ? 1 : 0);
}

// ---- tillstånd --------------------------------------------------------------

enum mk_effect mk_hit_effect(const struct mk_evidence *e, uint32_t k)
{
    return mk_effect_here(&e->context->v[e->hits[k].feature],
                          e->underlag == MK_UL_DETALJPLAN,
                          e->strandskydd_repealed);
}

bool mk_hit_serious(const struct mk_evidence *e, uint32_t k)
{
    const uint8_t risk = e->context->v[e->hits[k].feature].code;
    return risk == 1 || risk == 2;
}

// Other remains than a fornlämning are left to the municipality.
static bool is_fornlamning(const struct mk_feature *f)
{
    char t[128];
    if (!f->klass)
        return true;
    mk_text_fold(f->klass, t, sizeof t);
    return strstr(t, "fornlamning");
}

bool mk_hit_needs_permit(const struct mk_evidence *e, uint32_t k)
{
    if (mk_hit_effect(e, k) == MK_EF_FACT)
        return false;
    const struct mk_feature *f = &e->context->v[e->hits[k].feature];
    switch (f->role) {
    case MK_RO_STRANDSKYDD: case MK_RO_NATUR: case MK_RO_VATTENSKYDD:
        return true;
    case MK_RO_FORNLAMNING:
        return is_fornlamning(f);
    case MK_RO_FORORENING:
        return mk_hit_serious(e, k);
    default:
        return false;
    }
}

static struct span permit_axis(const struct mk_evidence *e)
{
    if (e->permit != MK_TI_OKAND)
        return exactly(e->permit); // behov 1, sökt 2, beviljat 3, klart 4
    for (uint32_t k = 0; k < e->nhits; k++)
        if (mk_hit_needs_permit(e, k))
            return exactly(1);
    return e->permits_given ? exactly(4) : between(1, 4);
}

// ---- the judgement ----------------------------------------------------------

static void set_axes(const struct span axis[MK_AX_COUNT],
                     const struct mk_evidence *e, struct mk_ready *r)
{
    r->ber_min = r->ber_max = 5;
    r->okanda = 0;
    for (int a = 0; a < MK_AX_COUNT; a++) {
        r->axis_lo[a] = axis[a].lo;
        r->axis_hi[a] = axis[a].hi;
        if (axis[a].lo + 1 < r->ber_min)
            r->ber_min = (uint8_t)(axis[a].lo + 1);
        if (axis[a].hi + 1 < r->ber_max)
            r->ber_max = (uint8_t)(axis[a].hi + 1);
        if (axis[a].lo != axis[a].hi)
            r->okanda |= (uint8_t)(1u << a);
    }
    if (e->underlag == MK_UL_DETALJPLAN && !e->provisions_known)
        r->okanda |= 1u << MK_OK_EGENSKAPER;
    if (!e->buildings_known)
        r->okanda |= 1u << MK_OK_BYGGNADER;
    const struct span plan = axis[MK_AX_PLAN];
    r->ber_plan = plan.lo == plan.hi ? (uint8_t)(plan.lo + 1) : 0;
}

// A figure as published; -1 when it is not known.
static int32_t rounded(double value, int decimals, int32_t most)
{
    const mk_fixed f = mk_fix(value, decimals);
    return f == MK_UNKNOWN || f < 0 ? -1 : f > most ? most : (int32_t)f;
}

static void set_facts(const struct mk_evidence *e, struct mk_control c,
                      struct mk_ready *r)
{
    r->owner = e->owner;
    r->allocation = (uint8_t)c.allocation;
    r->villkor = (uint8_t)(e->condition_lov | e->condition_start << 1);
    r->fiber = e->fiber;
    r->price = rounded(e->price, 0, INT32_MAX);
    r->slope_promille = (int16_t)rounded(e->slope_pct, 1, INT16_MAX);
    r->level_dm = (int16_t)rounded(e->level_m, 1, INT16_MAX);
}

// What is not known counts as done at 10 % and as the worst at 90 %.
static void set_time(const struct mk_project *p, struct mk_ready_cache *c,
                     const struct mk_evidence *e, struct mk_ready *r)
{
    struct mk_way best, worst;
    uint8_t bind_best, bind_worst;
    r->klar_m[0] = r->klar_m[1] = r->klar_m[2] = -1;
    r->bind = MK_TS_COUNT;
    r->overdue = false;
    if (!mk_ready_ways(p, e, r, &best, &worst))
        return;
    const struct mk_quarters lo =
        mk_way_quarters(c, &p->durations, &best, &bind_best);
    const struct mk_quarters hi =
        mk_way_quarters(c, &p->durations, &worst, &bind_worst);
    r->klar_m[0] = (int16_t)mk_quarters_months(lo.q[0]);
    r->klar_m[2] = (int16_t)mk_quarters_months(hi.q[2]);
    if (mk_quarters_months(lo.q[1]) == mk_quarters_months(hi.q[1]))
        r->klar_m[1] = (int16_t)mk_quarters_months(hi.q[1]);
    if (bind_best == bind_worst)
        r->bind = bind_best;
    if (mk_waits_for_something(e)) {
        r->klar_m[1] = r->klar_m[2] = -1;
        r->bind = MK_TS_COUNT;
    }
    r->overdue = mk_way_overdue(&p->durations, &best);
}

uint32_t mk_ready_judge(const struct mk_project *p, struct mk_ready_cache *c,
                        const struct mk_evidence *e, struct mk_ready *r,
                        struct mk_obstacle *out, uint32_t cap)
{
    const struct mk_control control = mk_control_read(e, p->reference_date);
    const struct span axis[MK_AX_COUNT] = {
        [MK_AX_PLAN] = plan_axis(e),
        [MK_AX_RADIGHET] = control_axis(e, control),
        [MK_AX_INFRA] = between(infra_rung(e, MK_ST_SAKNAS),
                                infra_rung(e, MK_ST_FINNS)),
        [MK_AX_UTREDNING] = study_axis(e, p),
        [MK_AX_TILLSTAND] = permit_axis(e),
    };
    set_axes(axis, e, r);
    set_facts(e, control, r);
    set_time(p, c, e, r);
    return mk_obstacles_find(e, r, out, cap, &r->hinder);
}
