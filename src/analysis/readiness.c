// Beredskap: five axes, the weakest decides; what stands in the way; the way
// that is left (docs/method.md §9-§11).
#include "analysis/assess.h"
#include "analysis/ready_time.h"

#include <math.h>
#include <string.h>

// What may be built on is no land to build on below this, m2 (method §9).
#define NO_LAND_M2 25
// So much of its område is the whole of it: avstyckad (method §9).
#define WHOLE_SHARE 0.95
// Mean slope above this is a hinder, percent (method §10).
#define STEEP_PCT 10

/** Low and high end of an axis. */
struct span {
    uint8_t lo, hi;
};

static struct span exactly(uint8_t level)
{
    return (struct span){level, level};
}

static const struct span unknown = {0, 4};

void mk_ready_init(struct mk_ready *r)
{
    *r = (struct mk_ready){
        .underlag = MK_UL_INGET, .bind = MK_TS_COUNT,
        .hojd_slag = MK_PV_HOJD_OKAND, .klar_m = {-1, -1, -1},
        .hojd_dm = -1, .price = -1, .slope_promille = -1, .level_dm = -1,
        .source = -1, .byggbar = MK_UNKNOWN, .byggbar_largest = MK_UNKNOWN,
        .bya = MK_UNKNOWN, .bta = MK_UNKNOWN,
    };
}

// ---- what several axes ask -----------------------------------------------------

static bool in_force(const struct mk_evidence *e)
{
    return e->underlag == MK_UL_DETALJPLAN;
}

// A reservation that has passed leaves the land free again.
static uint8_t allocation_today(const struct mk_project *p,
                                const struct mk_evidence *e)
{
    const bool passed = e->allocation == MK_AN_RESERVERAD &&
                        e->reserved_until &&
                        e->reserved_until < p->reference_date;
    return passed ? MK_AN_LEDIG : e->allocation;
}

// Only municipalities allocate land.
static uint8_t owner_of(const struct mk_project *p,
                        const struct mk_evidence *e)
{
    const uint8_t a = allocation_today(p, e);
    const bool offered = a == MK_AN_LEDIG || a == MK_AN_INTRESSE ||
                         a == MK_AN_RESERVERAD || a == MK_AN_TOMTRATT ||
                         a == MK_AN_MARKANVISAD;
    return e->owner == MK_OW_OKAND && offered ? MK_OW_KOMMUN : e->owner;
}

static bool parcelled(const struct mk_evidence *e)
{
    return e->area >= WHOLE_SHARE * e->omrade_area;
}

static const struct mk_feature *feature(const struct mk_evidence *e,
                                        uint32_t k)
{
    return &e->context->v[e->hits[k].feature];
}

static enum mk_effect effect(const struct mk_evidence *e, uint32_t k)
{
    return mk_effect_here(feature(e, k), in_force(e),
                          e->strandskydd_repealed);
}

static bool counts(const struct mk_evidence *e, uint32_t k)
{
    return mk_context_counts(e->hits[k].m2, e->area);
}

// ---- the axes ------------------------------------------------------------------

static struct span plan_in_force(const struct mk_evidence *e)
{
    if (!e->use_known)
        return unknown;
    if (e->byggbar < NO_LAND_M2)
        return exactly(0);
    if (e->condition_lov || e->condition_start ||
        (e->plan && e->plan->gf_lage == MK_GF_EJ_BORJAT))
        return exactly(3);
    return exactly(4);
}

static struct span plan_axis(const struct mk_evidence *e)
{
    switch ((enum mk_underlag)e->underlag) {
    case MK_UL_DETALJPLAN:
        return plan_in_force(e);
    case MK_UL_PAGAENDE:
        return exactly(e->planstatus >= MK_PS_GRANSKNING ? 3 : 2);
    case MK_UL_PLANBESKED:
        return exactly(2);
    case MK_UL_OP:
        return exactly(1);
    case MK_UL_INGET: case MK_UL_COUNT:
        break;
    }
    return e->planstatus == MK_PS_EJ_PLANLAGT ? exactly(0) : unknown;
}

static struct span private_land(const struct mk_evidence *e)
{
    switch ((enum mk_will)e->will) {
    case MK_WI_UTBJUDEN: return exactly(4);
    case MK_WI_OPTION: return exactly(2);
    case MK_WI_SALJVILLIG: return exactly(1);
    case MK_WI_EJ_SALJVILLIG: return exactly(0);
    case MK_WI_OKAND: case MK_WI_COUNT: break;
    }
    return unknown;
}

static struct span control_axis(const struct mk_project *p,
                                const struct mk_evidence *e)
{
    const uint8_t allocation = allocation_today(p, e);
    switch ((enum mk_allocation)allocation) {
    case MK_AN_SALD: return exactly(0);
    case MK_AN_MARKANVISAD: return exactly(1);
    case MK_AN_TOMTRATT: case MK_AN_RESERVERAD: return exactly(2);
    default: break;
    }
    if (owner_of(p, e) != MK_OW_KOMMUN)
        return private_land(e);
    return exactly(allocation != MK_AN_INTRESSE && parcelled(e) ? 4 : 3);
}

static uint8_t infra_level(uint8_t gata, uint8_t va, uint8_t el,
                           uint8_t fiber)
{
    if (gata == MK_ST_SAKNAS || va == MK_ST_SAKNAS)
        return 1;
    if (gata == MK_ST_PLANERAD || va == MK_ST_PLANERAD)
        return 2;
    return el == MK_ST_FINNS && fiber == MK_ST_FINNS ? 4 : 3;
}

static uint8_t taken_as(uint8_t state, uint8_t when_unknown)
{
    return state == MK_ST_OKAND ? when_unknown : state;
}

static struct span infra_axis(const struct mk_evidence *e)
{
    struct span s;
    const uint8_t as[2] = {MK_ST_SAKNAS, MK_ST_FINNS};
    uint8_t level[2];
    for (int i = 0; i < 2; i++)
        level[i] = infra_level(taken_as(e->gata, as[i]),
                               taken_as(e->va, as[i]),
                               taken_as(e->el, as[i]),
                               taken_as(e->fiber, as[i]));
    s.lo = level[0];
    s.hi = level[1];
    return s;
}

static struct span study_axis(const struct mk_project *p,
                              const struct mk_evidence *e)
{
    static const enum mk_study four[] = {MK_UT_GEOTEKNIK, MK_UT_MARKMILJO,
                                         MK_UT_DAGVATTEN, MK_UT_ARKEOLOGI};
    bool all = true, fresh = true, some = false;
    if (!e->studies_given)
        return unknown;
    const int months = (int)lrint(p->study_years * 12);
    for (int i = 0; i < 4; i++) {
        const mk_date done = e->study[four[i]];
        all = all && e->study_done[four[i]];
        fresh = fresh && done &&
                mk_date_add_months(done, months) >= p->reference_date;
    }
    for (int k = MK_UT_GEOTEKNIK; k < MK_UT_COUNT; k++)
        some = some || e->study_done[k];
    if (all)
        return exactly(fresh ? 4 : 3);
    if (some)
        return exactly(2);
    return exactly(e->study_done[MK_UT_OVERSIKTLIG] ||
                   e->study_done[MK_UT_ANNAN]);
}

// Something that takes a permit of its own lies over the place.
static bool needs_permit(const struct mk_evidence *e)
{
    for (uint32_t k = 0; k < e->nhits; k++) {
        const struct mk_feature *f = feature(e, k);
        if (!counts(e, k) || effect(e, k) == MK_EF_FACT)
            continue;
        if (f->role == MK_RO_STRANDSKYDD || f->role == MK_RO_NATUR ||
            f->role == MK_RO_VATTENSKYDD || f->role == MK_RO_FORNLAMNING ||
            (f->role == MK_RO_FORORENING && (f->code == 1 || f->code == 2)))
            return true;
    }
    return false;
}

static struct span permit_axis(const struct mk_evidence *e)
{
    switch ((enum mk_permit)e->permit) {
    case MK_TI_KLART: return exactly(4);
    case MK_TI_BEVILJAT: return exactly(3);
    case MK_TI_SOKT: return exactly(2);
    case MK_TI_BEHOV: return exactly(1);
    case MK_TI_OKAND: break;
    }
    if (needs_permit(e))
        return exactly(1);
    return e->permits_given ? exactly(4) : (struct span){1, 4};
}

static void judge_axes(const struct mk_project *p,
                       const struct mk_evidence *e, struct mk_ready *r)
{
    const struct span axis[MK_AX_COUNT] = {
        [MK_AX_PLAN] = plan_axis(e),
        [MK_AX_RADIGHET] = control_axis(p, e),
        [MK_AX_INFRA] = infra_axis(e),
        [MK_AX_UTREDNING] = study_axis(p, e),
        [MK_AX_TILLSTAND] = permit_axis(e),
    };
    uint8_t lo = 4, hi = 4;
    r->okanda = 0;
    for (int a = 0; a < MK_AX_COUNT; a++) {
        r->axis_lo[a] = axis[a].lo;
        r->axis_hi[a] = axis[a].hi;
        lo = axis[a].lo < lo ? axis[a].lo : lo;
        hi = axis[a].hi < hi ? axis[a].hi : hi;
        if (axis[a].lo != axis[a].hi)
            r->okanda |= (uint8_t)(1u << a);
    }
    r->ber_min = lo + 1;
    r->ber_max = hi + 1;
    r->ber_plan = axis[MK_AX_PLAN].lo == axis[MK_AX_PLAN].hi
                      ? axis[MK_AX_PLAN].lo + 1 : 0;
    if (in_force(e) && !e->provisions_known)
        r->okanda |= 1u << MK_OK_EGENSKAPER;
    if (!e->buildings_known)
        r->okanda |= 1u << MK_OK_BYGGNADER;
}

// ---- hinder --------------------------------------------------------------------

struct found {
    struct mk_obstacle *out;
    uint32_t n, cap;
    uint32_t kinds;
};

static void add(struct found *f, enum mk_hinder_kind kind,
                enum mk_actor actor, enum mk_effect effect, int32_t feature,
                double m2)
{
    f->kinds |= 1u << kind;
    if (f->n < f->cap)
        f->out[f->n] = (struct mk_obstacle){(uint8_t)kind, (uint8_t)actor,
                                            (uint8_t)effect, feature, m2};
    f->n++;
}

static void fact(struct found *f, enum mk_hinder_kind kind,
                 enum mk_actor actor)
{
    add(f, kind, actor, MK_EF_FACT, -1, 0);
}

/** Which hinder a feature of a role is, and who must act. */
static const struct {
    uint8_t kind, actor;
} by_role[MK_RO_COUNT] = {
    [MK_RO_STRANDSKYDD] = {MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
    [MK_RO_NATUR] = {MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
    [MK_RO_VATTENSKYDD] = {MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
    [MK_RO_RIKSINTRESSE] = {MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
    [MK_RO_OVERSVAMNING] = {MK_HK_MARK, MK_AC_KOMMUN},
    [MK_RO_RAS] = {MK_HK_MARK, MK_AC_KOMMUN},
    [MK_RO_FORORENING] = {MK_HK_FORORENING, MK_AC_MARKAGARE},
    [MK_RO_FORNLAMNING] = {MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
    [MK_RO_JORDBRUK] = {MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
    [MK_RO_FARLIGT_GODS] = {MK_HK_RISK, MK_AC_KOMMUN},
    [MK_RO_KRAFTLEDNING] = {MK_HK_RISK, MK_AC_NATAGARE},
    [MK_RO_BYGGNADSFRITT] = {MK_HK_RISK, MK_AC_VAGHALLARE},
    [MK_RO_UTFARTSFORBUD] = {MK_HK_TILLFART, MK_AC_KOMMUN},
    [MK_RO_BEGRANSNING] = {MK_HK_BEGRANSNING, MK_AC_KOMMUN},
};

static bool hinders(const struct mk_evidence *e, uint32_t k)
{
    const struct mk_feature *f = feature(e, k);
    if (!counts(e, k) || effect(e, k) == MK_EF_FACT)
        return false;
    return f->role != MK_RO_FORORENING || f->code == 1 || f->code == 2;
}

static void features_of(struct found *out, const struct mk_evidence *e,
                        enum mk_hinder_kind kind)
{
    for (uint32_t k = 0; k < e->nhits; k++)
        if (by_role[feature(e, k)->role].kind == kind && hinders(e, k))
            add(out, kind, (enum mk_actor)by_role[feature(e, k)->role].actor,
                effect(e, k), (int32_t)e->hits[k].feature, e->hits[k].m2);
}

static void on_the_ground(struct found *f, const struct mk_evidence *e)
{
    if (e->occupied)
        fact(f, MK_HK_UPPTAGEN, MK_AC_MARKAGARE);
    if (e->ongoing)
        fact(f, MK_HK_PAGAENDE, MK_AC_KOMMUN);
    if (e->built && !e->occupied)
        fact(f, MK_HK_DELVIS, MK_AC_MARKAGARE);
    if (e->home)
        fact(f, MK_HK_BOSTAD, MK_AC_MARKAGARE);
}

static void by_law(struct found *f, const struct mk_evidence *e,
                   const struct mk_ready *r)
{
    if (r->axis_hi[MK_AX_PLAN] <= 2)
        fact(f, MK_HK_PLAN, MK_AC_KOMMUN);
    if (e->underlag == MK_UL_PAGAENDE && e->planstatus == MK_PS_OVERKLAGAD)
        fact(f, MK_HK_FORFARANDE, MK_AC_DOMSTOL);
    if (e->underlag == MK_UL_PAGAENDE && e->planstatus == MK_PS_TILLSYN)
        fact(f, MK_HK_FORFARANDE, MK_AC_LANSSTYRELSE);
    if (e->condition_lov || e->condition_start)
        fact(f, MK_HK_FORFARANDE, MK_AC_KOMMUN);
}

static void by_owner(struct found *f, const struct mk_project *p,
                     const struct mk_evidence *e, const struct mk_ready *r)
{
    if (r->axis_hi[MK_AX_RADIGHET] <= 1 ||
        allocation_today(p, e) == MK_AN_RESERVERAD)
        fact(f, MK_HK_AGANDE, MK_AC_MARKAGARE);
}

static void by_infra(struct found *f, const struct mk_evidence *e)
{
    if (e->gata == MK_ST_SAKNAS)
        fact(f, MK_HK_TILLFART, MK_AC_VAGHALLARE);
    features_of(f, e, MK_HK_TILLFART);
    if (e->va == MK_ST_SAKNAS || e->va == MK_ST_PLANERAD)
        fact(f, MK_HK_VA, MK_AC_KOMMUN);
    if (e->el == MK_ST_SAKNAS)
        fact(f, MK_HK_EL, MK_AC_NATAGARE);
}

static void judge_hinder(const struct mk_project *p,
                         const struct mk_evidence *e, struct mk_ready *r,
                         struct found *f)
{
    const uint8_t allocation = allocation_today(p, e);
    on_the_ground(f, e);
    by_law(f, e, r);
    by_owner(f, p, e, r);
    by_infra(f, e);
    features_of(f, e, MK_HK_FORORENING);
    if (e->slope_pct > STEEP_PCT)
        fact(f, MK_HK_MARK, MK_AC_KOMMUN);
    features_of(f, e, MK_HK_MARK);
    features_of(f, e, MK_HK_NATUR_KULTUR);
    features_of(f, e, MK_HK_RISK);
    if (allocation == MK_AN_MARKANVISAD || allocation == MK_AN_SALD)
        fact(f, MK_HK_RESERV, MK_AC_FORETAG);
    features_of(f, e, MK_HK_BEGRANSNING);
    r->hinder = f->kinds;
}

// ---- the way to byggklar ---------------------------------------------------------

static void plan_way(const struct mk_project *p, const struct mk_evidence *e,
                     struct mk_way *w)
{
    mk_date since = e->stage_since;
    w->force = MK_TD_ANTAGEN;
    switch ((enum mk_underlag)e->underlag) {
    case MK_UL_OP:
        w->queue = MK_TD_OP;
        w->plan = MK_TD_UPPDRAG;
        since = 0;
        break;
    case MK_UL_PLANBESKED:
        w->queue = MK_TD_PLANBESKED;
        w->plan = MK_TD_UPPDRAG;
        since = e->planbesked_date;
        break;
    case MK_UL_PAGAENDE:
        switch ((enum mk_planstatus)e->planstatus) {
        case MK_PS_SAMRAD: w->plan = MK_TD_SAMRAD; break;
        case MK_PS_GRANSKNING: w->plan = MK_TD_GRANSKNING; break;
        case MK_PS_ANTAGEN: break;
        case MK_PS_OVERKLAGAD: w->force = MK_TD_OVERKLAGAN; break;
        case MK_PS_TILLSYN: w->force = MK_TD_TILLSYN; break;
        default: w->plan = MK_TD_UPPDRAG; break;
        }
        break;
    default:
        w->force = -1;
        if (e->plan && e->plan->gf_lage == MK_GF_EJ_BORJAT)
            w->start = mk_months_between(p->reference_date,
                                         e->plan->gf_start);
        return;
    }
    if (since)
        w->spent = fmax(mk_months_between(since, p->reference_date), 0);
}

// What is left of getting the land; `unknown_as`: when the will is not known.
static int8_t land_left(const struct mk_project *p,
                        const struct mk_evidence *e, int8_t unknown_as)
{
    if (owner_of(p, e) == MK_OW_KOMMUN)
        return -1;
    switch ((enum mk_will)e->will) {
    case MK_WI_UTBJUDEN: return -1;
    case MK_WI_OPTION: return MK_TD_OPTION;
    case MK_WI_SALJVILLIG: return MK_TD_SALJVILLIG;
    default: return unknown_as;
    }
}

static int8_t build_left(const struct mk_evidence *e, uint8_t unknown_as)
{
    const uint8_t gata = taken_as(e->gata, unknown_as);
    const uint8_t va = taken_as(e->va, unknown_as);
    if (gata == MK_ST_SAKNAS || va == MK_ST_SAKNAS)
        return MK_TD_UTBYGGNAD_SAKNAS;
    return gata == MK_ST_PLANERAD || va == MK_ST_PLANERAD
               ? MK_TD_UTBYGGNAD_PLANERAD : -1;
}

// Nobody gets the land, or nobody knows what the plan says.
static bool no_way(const struct mk_project *p, const struct mk_evidence *e,
                   const struct mk_ready *r)
{
    return r->axis_lo[MK_AX_PLAN] != r->axis_hi[MK_AX_PLAN] ||
           r->axis_hi[MK_AX_PLAN] == 0 ||
           allocation_today(p, e) == MK_AN_SALD ||
           (owner_of(p, e) != MK_OW_KOMMUN &&
            e->will == MK_WI_EJ_SALJVILLIG);
}

bool mk_ready_ways(const struct mk_project *p, const struct mk_evidence *e,
                   const struct mk_ready *r, struct mk_way *best,
                   struct mk_way *worst)
{
    if (no_way(p, e, r))
        return false;
    *best = (struct mk_way){.queue = -1, .plan = -1, .land = -1, .study = -1,
                            .plot = parcelled(e) ? -1 : MK_TD_FASTIGHET};
    plan_way(p, e, best);
    *worst = *best;
    best->land = land_left(p, e, -1);
    worst->land = land_left(p, e, MK_TD_SALJVILLIG);
    best->study = r->axis_hi[MK_AX_UTREDNING] >= 3 ? -1 : MK_TD_UTREDNING;
    worst->study = r->axis_lo[MK_AX_UTREDNING] >= 3 ? -1 : MK_TD_UTREDNING;
    best->build = build_left(e, MK_ST_FINNS);
    worst->build = build_left(e, MK_ST_SAKNAS);
    return true;
}

static int16_t whole_months(int16_t quarters)
{
    return (int16_t)((quarters + 3) / 4);
}

static void judge_time(const struct mk_project *p, struct mk_ready_cache *c,
                       const struct mk_evidence *e, struct mk_ready *r)
{
    struct mk_way best, worst;
    uint8_t bind_best, bind_worst;
    r->bind = MK_TS_COUNT;
    r->klar_m[0] = r->klar_m[1] = r->klar_m[2] = -1;
    if (!mk_ready_ways(p, e, r, &best, &worst))
        return;
    const struct mk_quarters low =
        mk_way_quarters(c, &p->durations, &best, &bind_best);
    const struct mk_quarters high =
        mk_way_quarters(c, &p->durations, &worst, &bind_worst);
    r->klar_m[0] = whole_months(low.q[0]);
    r->klar_m[2] = whole_months(high.q[2]);
    if (low.q[1] != high.q[1])
        return;
    r->klar_m[1] = whole_months(low.q[1]);
    if (bind_best == bind_worst)
        r->bind = bind_best;
}

// ---- the whole -----------------------------------------------------------------

static void keep_facts(const struct mk_project *p,
                       const struct mk_evidence *e, struct mk_ready *r)
{
    r->owner = owner_of(p, e);
    r->allocation = allocation_today(p, e);
    r->villkor = (uint8_t)(e->condition_lov | e->condition_start << 1);
    r->price = isnan(e->price) ? -1 : (int32_t)mk_fix(e->price, 0);
    r->slope_promille = isnan(e->slope_pct)
                            ? -1 : (int16_t)mk_fix(e->slope_pct, 1);
    r->level_dm = isnan(e->level_m) ? -1 : (int16_t)mk_fix(e->level_m, 1);
}

uint32_t mk_ready_judge(const struct mk_project *p, struct mk_ready_cache *c,
                        const struct mk_evidence *e, struct mk_ready *r,
                        struct mk_obstacle *out, uint32_t cap)
{
    struct found f = {.out = out, .cap = cap};
    keep_facts(p, e, r);
    judge_axes(p, e, r);
    judge_hinder(p, e, r, &f);
    judge_time(p, c, e, r);
    return f.n;
}
