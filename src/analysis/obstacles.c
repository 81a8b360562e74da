// What stands in the way of a delområde, and who must act (docs/method.md §10).
#include "analysis/judging.h"

#define STEEP_PROMILLE 100 // mean slope over 10 %

struct list {
    struct mk_obstacle *out;
    uint32_t n, cap, kinds;
};

static void add(struct list *l, enum mk_hinder_kind kind, enum mk_actor actor,
                enum mk_effect effect, int32_t feature, double m2)
{
    l->kinds |= 1u << kind;
    if (l->n < l->cap)
        l->out[l->n] = (struct mk_obstacle){(uint8_t)kind, (uint8_t)actor,
                                            (uint8_t)effect, feature, m2};
    l->n++;
}

// One that is said of all of the delområde, and takes nothing of it.
static void add_fact(struct list *l, enum mk_hinder_kind kind,
                     enum mk_actor actor, bool holds)
{
    if (holds)
        add(l, kind, actor, MK_EF_FACT, -1, 0);
}

// Which hinder a feature of a role is, and who must act.
struct role_hinder {
    enum mk_hinder_kind kind;
    enum mk_actor actor;
};

static struct role_hinder hinder_of(enum mk_layer_role role)
{
    switch (role) {
    case MK_RO_UTFARTSFORBUD:
        return (struct role_hinder){MK_HK_TILLFART, MK_AC_KOMMUN};
    case MK_RO_FORORENING:
        return (struct role_hinder){MK_HK_FORORENING, MK_AC_MARKAGARE};
    case MK_RO_OVERSVAMNING: case MK_RO_RAS:
        return (struct role_hinder){MK_HK_MARK, MK_AC_KOMMUN};
    case MK_RO_STRANDSKYDD: case MK_RO_NATUR: case MK_RO_VATTENSKYDD:
    case MK_RO_RIKSINTRESSE: case MK_RO_FORNLAMNING: case MK_RO_JORDBRUK:
        return (struct role_hinder){MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE};
    case MK_RO_FARLIGT_GODS:
        return (struct role_hinder){MK_HK_RISK, MK_AC_KOMMUN};
    case MK_RO_KRAFTLEDNING:
        return (struct role_hinder){MK_HK_RISK, MK_AC_NATAGARE};
    case MK_RO_BYGGNADSFRITT:
        return (struct role_hinder){MK_HK_RISK, MK_AC_VAGHALLARE};
    default: // the generic one, and a fact that the project lets take land
        return (struct role_hinder){MK_HK_BEGRANSNING, MK_AC_KOMMUN};
    }
}

// Risk classes 3 and 4 are listed only, unless the project lets them take land.
static bool stands_in_the_way(const struct mk_evidence *e, uint32_t k,
                              enum mk_effect effect)
{
    if (effect != MK_EF_FLAGS)
        return effect != MK_EF_FACT;
    return e->context->v[e->hits[k].feature].role != MK_RO_FORORENING ||
           mk_hit_serious(e, k);
}

static void add_features(struct list *l, enum mk_hinder_kind kind,
                         const struct mk_evidence *e)
{
    for (uint32_t k = 0; k < e->nhits; k++) {
        const struct mk_context_hit *hit = &e->hits[k];
        const struct role_hinder h = hinder_of(
            (enum mk_layer_role)e->context->v[hit->feature].role);
        if (h.kind != kind)
            continue;
        const enum mk_effect effect = mk_hit_effect(e, k);
        if (stands_in_the_way(e, k, effect))
            add(l, kind, h.actor, effect, (int32_t)hit->feature, hit->m2);
    }
}

static void add_built(struct list *l, const struct mk_evidence *e)
{
    add_fact(l, MK_HK_UPPTAGEN, MK_AC_MARKAGARE, e->occupied);
    add_fact(l, MK_HK_PAGAENDE, MK_AC_KOMMUN, e->ongoing);
    add_fact(l, MK_HK_DELVIS, MK_AC_MARKAGARE, e->built);
    add_fact(l, MK_HK_BOSTAD, MK_AC_MARKAGARE, e->home);
}

static void add_plan(struct list *l, const struct mk_evidence *e,
                     const struct mk_ready *r)
{
    const bool own = e->underlag == MK_UL_PAGAENDE;
    // What is built out is not held back by its plan.
    add_fact(l, MK_HK_PLAN, MK_AC_KOMMUN,
             r->axis_hi[MK_AX_PLAN] <= 2 &&
                 !(e->occupied && e->underlag == MK_UL_DETALJPLAN));
    add_fact(l, MK_HK_FORFARANDE, MK_AC_DOMSTOL,
             own && e->planstatus == MK_PS_OVERKLAGAD);
    add_fact(l, MK_HK_FORFARANDE, MK_AC_LANSSTYRELSE,
             own && e->planstatus == MK_PS_TILLSYN);
    add_fact(l, MK_HK_FORFARANDE, MK_AC_KOMMUN,
             e->condition_lov || e->condition_start);
}

uint32_t mk_obstacles_find(const struct mk_evidence *e,
                           const struct mk_ready *r, struct mk_obstacle *out,
                           uint32_t cap, uint32_t *kinds)
{
    struct list l = {.out = out, .cap = cap};
    const bool held = r->allocation == MK_AN_MARKANVISAD ||
                      r->allocation == MK_AN_SALD;
    add_built(&l, e);
    add_plan(&l, e, r);
    add_fact(&l, MK_HK_AGANDE, MK_AC_MARKAGARE,
             r->axis_hi[MK_AX_RADIGHET] <= 1 ||
                 r->allocation == MK_AN_RESERVERAD);
    add_fact(&l, MK_HK_TILLFART, MK_AC_VAGHALLARE, e->gata == MK_ST_SAKNAS);
    add_features(&l, MK_HK_TILLFART, e);
    add_fact(&l, MK_HK_VA, MK_AC_KOMMUN,
             e->va == MK_ST_SAKNAS || e->va == MK_ST_PLANERAD);
    add_fact(&l, MK_HK_EL, MK_AC_NATAGARE, e->el == MK_ST_SAKNAS);
    add_features(&l, MK_HK_FORORENING, e);
    add_fact(&l, MK_HK_MARK, MK_AC_KOMMUN,
             r->slope_promille > STEEP_PROMILLE);
    add_features(&l, MK_HK_MARK, e);
    add_features(&l, MK_HK_NATUR_KULTUR, e);
    add_features(&l, MK_HK_RISK, e);
    add_fact(&l, MK_HK_RESERV, MK_AC_FORETAG, held);
    add_features(&l, MK_HK_BEGRANSNING, e);
    *kinds = l.kinds;
    return l.n;
}
