// What stands in the way of a delområde, one row for each thing, with who must
// act.
#include "run/explain.h"

#include <stdio.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

// ---- why, in words (method §4, §10) -----------------------------------------

static const char *plan_rule(const struct mk_explain *x,
                             const struct mk_evidence *e)
{
    if (e->underlag == MK_UL_DETALJPLAN)
        return word(x, "planen lämnar under 25 m² byggbar mark (§10)",
                    "the plan leaves under 25 m² of buildable land (§10)");
    return word(x, "ingen plan gäller, och planarbetet har inte nått"
                   " granskning (§10)",
                "no plan is in force, and planning has not reached public review"
                " (§10)");
}

static const char *procedure_rule(const struct mk_explain *x,
                                  enum mk_actor actor)
{
    if (actor == MK_AC_DOMSTOL)
        return word(x, "planen är överklagad (§10)",
                    "the plan is appealed (§10)");
    if (actor == MK_AC_LANSSTYRELSE)
        return word(x, "länsstyrelsen prövar planen (§10)",
                    "the länsstyrelse reviews the plan (§10)");
    return word(x, "lov eller startbesked väntar på villkor i planen (§10)",
                "lov or startbesked waits for conditions of the plan (§10)");
}

static const char *built_rule(const struct mk_explain *x,
                              enum mk_hinder_kind kind)
{
    switch (kind) {
    case MK_HK_UPPTAGEN:
        return word(x, "en byggnad står här och obebyggd yta är under"
                       " gränsen; rangordnas inte (§4)",
                    "a building stands here and unbuilt land is under the"
                    " limit; not ranked (§4)");
    case MK_HK_PAGAENDE:
        return word(x, "en pågående plan utan verksamhet täcker minst halva"
                       " delområdet (§4)",
                    "an ongoing plan without business covers at least half of"
                    " the delområde (§4)");
    case MK_HK_DELVIS:
        return word(x, "en byggnad står här, men nog obebyggd yta är kvar"
                       " (§4)",
                    "a building stands here, but enough unbuilt land is left"
                    " (§4)");
    default:
        return word(x, "ett bostadshus står här (§4)",
                    "a home stands here (§4)");
    }
}

static const char *services_rule(const struct mk_explain *x,
                                 enum mk_hinder_kind kind,
                                 const struct mk_evidence *e)
{
    if (kind == MK_HK_TILLFART)
        return word(x, "ingen väg som ger tillfart når hit (§10)",
                    "no road that gives access reaches here (§10)");
    if (kind == MK_HK_EL)
        return word(x, "ingen ledig el når hit (§10)",
                    "no power to spare reaches here (§10)");
    if (e->va == MK_ST_PLANERAD)
        return word(x, "vatten och avlopp är planerat men inte byggt (§10)",
                    "water and sewer are planned but not built (§10)");
    return word(x, "vatten och avlopp saknas (§10)",
                "water and sewer are missing (§10)");
}

static const char *fact_rule(const struct mk_explain *x,
                             const struct mk_row *r,
                             const struct mk_obstacle *o,
                             const struct mk_evidence *e)
{
    const enum mk_hinder_kind kind = (enum mk_hinder_kind)o->kind;
    switch (kind) {
    case MK_HK_PLAN:
        return plan_rule(x, e);
    case MK_HK_FORFARANDE:
        return procedure_rule(x, (enum mk_actor)o->actor);
    case MK_HK_AGANDE:
        return r->ready.allocation == MK_AN_RESERVERAD
            ? word(x, "marken är reserverad (§10)",
                   "the land is reserved (§10)")
            : word(x, "marken är lovad någon, eller ägaren har inte lovat"
                      " den (rådighet högst 1, §10)",
                   "the land is promised to someone, or its owner has promised"
                   " nothing (rådighet at most 1, §10)");
    case MK_HK_TILLFART: case MK_HK_VA: case MK_HK_EL:
        return services_rule(x, kind, e);
    case MK_HK_MARK:
        return word(x, "medellutningen är över 10 % (§10)",
                    "the mean slope is over 10 % (§10)");
    case MK_HK_RESERV:
        return word(x, "marken är markanvisad eller såld till ett företag"
                       " (§10)",
                    "the land is allocated or sold to a firm (§10)");
    default:
        return built_rule(x, kind);
    }
}

static const char *effect_rule(const struct mk_explain *x,
                               const struct mk_obstacle *o)
{
    switch ((enum mk_effect)o->effect) {
    case MK_EF_EXCLUDES:
        return word(x, "ytan får inte bebyggas och är borträknad ur byggbar"
                       " mark (§8)",
                    "the area must not be built on and is taken from buildable"
                    " land (§8)");
    case MK_EF_REDUCES:
        return word(x, "ytan är borträknad ur byggbar mark (§8)",
                    "the area is taken from buildable land (§8)");
    case MK_EF_FLAGS: case MK_EF_FACT: case MK_EF_COUNT:
        break;
    }
    return word(x, "tar ingen mark, men måste redas ut (§8)",
                "takes no land, but must be settled (§8)");
}

// ---- the rows ---------------------------------------------------------------

// The figure that the rule goes by.
static void measure(struct mk_explain *x, const struct mk_row *r,
                    const struct mk_obstacle *o)
{
    struct mk_doc *d = &x->doc;
    if (o->kind == MK_HK_UPPTAGEN)
        mk_doc_fixed(d, MK_L("grans_m2", "gräns", "limit"),
                     mk_fix(x->project->min_ledig_m2, 1), 1, "m²");
    if (o->kind == MK_HK_MARK && o->feature < 0)
        mk_doc_fixed(d, MK_L("lutning", "lutning", "slope"),
                     r->ready.slope_promille, 1, "%");
}

static void obstacle(struct mk_explain *x, const struct mk_row *r,
                     const struct mk_obstacle *o, const struct mk_evidence *e)
{
    const char *kind = mk_hinder_kind_text((enum mk_hinder_kind)o->kind);
    struct mk_doc *d = &x->doc;
    struct mk_buf name = {0};
    mk_doc_row(d, NULL, kind);
    if (d->json)
        mk_doc_text(d, MK_L("slag", "", ""), kind);
    mk_doc_text(d, MK_L("aktor", "måste agera:", "must act:"),
                mk_actor_text((enum mk_actor)o->actor));
    mk_doc_text(d, MK_L("verkan", "verkan", "effect"),
                mk_effect_text((enum mk_effect)o->effect));
    if (o->feature >= 0) {
        mk_explain_feature_name(x, (uint32_t)o->feature, &name);
        mk_doc_text(d, MK_L("objekt", "på grund av", "because of"),
                    mk_buf_text(&name));
        mk_doc_fixed(d, MK_L("m2", "överlapp", "overlap"), mk_fix(o->m2, 1),
                     1, "m²");
    } else {
        mk_doc_text(d, MK_L("var", "gäller", "holds for"),
                    word(x, "hela delområdet", "all of the delområde"));
    }
    measure(x, r, o);
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"),
                o->feature >= 0 ? effect_rule(x, o)
                                : fact_rule(x, r, o, e));
    mk_doc_close(d);
    mk_buf_release(&name);
}

void mk_explain_obstacles(struct mk_explain *x, uint32_t k,
                          const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    const struct mk_row *r = &x->res.dels[k];
    mk_doc_list(d, "hinder", word(x, "Hinder (§10)", "Hinder (§10)"));
    for (size_t i = 0; i < x->res.nobstacles; i++)
        if (x->res.obstacles[i].del == k)
            obstacle(x, r, &x->res.obstacles[i].o, e);
    mk_doc_close(d);
}

void mk_explain_hinder_kinds(struct mk_explain *x, const struct mk_row *r)
{
    struct mk_buf b = {0};
    for (int i = 0; i < MK_HK_COUNT; i++)
        if (r->ready.hinder >> i & 1)
            mk_buf_printf(&b, "%s%s", b.len ? "; " : "",
                          mk_hinder_kind_text((enum mk_hinder_kind)i));
    mk_doc_text(&x->doc, MK_L("hinder_slag", "hinder i korthet",
                              "hinder in short"),
                b.len ? mk_buf_text(&b) : NULL);
    mk_buf_release(&b);
}
