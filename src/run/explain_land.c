// Plans, use and buildings, with the rule that each answer follows.
#include "run/explain.h"

#include <stdio.h>
#include <stdlib.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

// ---- one plan --------------------------------------------------------------

static const char *status_rule(const struct mk_explain *x,
                               const struct mk_plan *p)
{
    switch ((enum mk_status_rule)p->status_rule) {
    case MK_SR_WORD:
        return word(x, "läst av kommunens ord (§2.1)",
                    "read from the municipality's word (§2.1)");
    case MK_SR_DATE_ONLY:
        return word(x, "inget statusord men datum för laga kraft (§2.1)",
                    "no status word but a date of laga kraft (§2.1)");
    case MK_SR_FUTURE:
        return word(x, "laga kraft efter referensdatum räknas som antagen"
                       " (§2.2)",
                    "laga kraft after the reference date counts as antagen"
                    " (§2.2)");
    case MK_SR_UNREAD:
        break;
    }
    return word(x, "statusordet känns inte igen: planen räknas inte som"
                   " gällande (§2.1)",
                "the status word is not known: the plan does not count as"
                " in force (§2.1)");
}

static const char *gf_rule(const struct mk_explain *x,
                           const struct mk_plan *p)
{
    switch ((enum mk_gf_rule)p->gf_rule) {
    case MK_GR_STATED_END:
        return word(x, "slutdatum angivet (§2.5)", "end date stated (§2.5)");
    case MK_GR_LENGTH:
        return word(x, "start (annars laga kraft) plus angiven längd minus en"
                       " dag (§2.5)",
                    "start (else laga kraft) plus stated length less one day"
                    " (§2.5)");
    case MK_GR_NOT_BEGUN:
        return word(x, "angivet startdatum är inte nått (§2.5)",
                    "the stated start is still to come (§2.5)");
    case MK_GR_OLD_TYPE:
        return word(x, "härledd: äldre plantyp, genomförandetiden är slut"
                       " (§2.5)",
                    "derived: an older type of plan, its time is over (§2.5)");
    case MK_GR_UNDER_5:
        return word(x, "härledd: laga kraft för mindre än 5 år sedan (§2.5)",
                    "derived: laga kraft less than 5 years ago (§2.5)");
    case MK_GR_OVER_15:
        return word(x, "härledd: laga kraft för minst 15 år sedan (§2.5)",
                    "derived: laga kraft at least 15 years ago (§2.5)");
    case MK_GR_BETWEEN:
        return word(x, "inget angivet, laga kraft för 5–15 år sedan: okänd"
                       " (§2.5)",
                    "nothing stated, laga kraft 5-15 years ago: unknown"
                    " (§2.5)");
    case MK_GR_NO_DATE:
        break;
    }
    return word(x, "inget angivet och inget datum: okänd (§2.5)",
                "nothing stated and no date: unknown (§2.5)");
}

// What a plan means here, and why it decides or not.
static const char *role(const struct mk_explain *x, const struct mk_row *r,
                        uint32_t i, double area, double m2)
{
    const struct mk_plan *p = &x->in.plans.plans[i];
    const bool covers = mk_covers(area, m2);
    if (p->status == MK_PS_LAGA_KRAFT) {
        if (r->plan == (int32_t)i)
            return word(x, "gäller, och har störst yta av planerna som"
                           " gäller här (§2.4, §2.7)",
                        "in force, and the largest here of those in force"
                        " (§2.4, §2.7)");
        if (m2 <= 0)
            return word(x, "gäller, men nyare laga kraft avgör på hela ytan"
                           " (§2.4)",
                        "in force, but newer laga kraft decides all of its"
                        " place (§2.4)");
        if (!covers)
            return word(x, "gäller, men överlappar för lite för att täcka"
                           " området (§2.7)",
                        "in force, but overlaps too little to cover (§2.7)");
        return word(x, "gäller och avgör på sin del, som är mindre än en"
                       " annan plans (§2.4)",
                    "in force and decides its part, smaller than another's"
                    " (§2.4)");
    }
    if (mk_planstatus_ongoing(p->status)) {
        if (p->status_rule == MK_SR_FUTURE)
            return word(x, "gäller inte ännu på referensdatum (§2.2)",
                        "not in force yet on the reference date (§2.2)");
        if (!covers)
            return word(x, "pågår, men överlappar för lite för att täcka"
                           " området (§2.7)",
                        "ongoing, but overlaps too little to cover (§2.7)");
        return r->pag_plan == (int32_t)i
            ? word(x, "pågår, avgör inte; visas som pågående plan",
                   "ongoing, does not decide; shown as the ongoing plan")
            : word(x, "pågår, avgör inte; en annan pågående plan är starkare",
                   "ongoing, does not decide; another ongoing plan is"
                   " stronger");
    }
    if (p->status == MK_PS_SAKNAS)
        return word(x, "avgör inte: status okänd",
                    "does not decide: status unknown");
    return word(x, "avgör inte: gäller inte längre",
                "does not decide: no longer in force");
}

// Which newer plans hold the part that this one has lost.
static void newer_plans(struct mk_explain *x, uint32_t i,
                        const struct mk_poly *g)
{
    const struct mk_planbase *b = &x->in.plans;
    struct mk_doc *d = &x->doc;
    if (b->plans[i].status != MK_PS_LAGA_KRAFT)
        return;
    mk_doc_list(d, "nyare", NULL);
    for (uint32_t j = 0; j < b->nplans; j++) {
        if (j == i || b->plans[j].status != MK_PS_LAGA_KRAFT ||
            !mk_plan_newer(b->plans, j, i) ||
            !mk_box_meets(b->full.box[i], b->full.box[j]))
            continue;
        const struct mk_poly mine = mk_polyset_get(&b->full, i);
        const struct mk_poly other = mk_polyset_get(&b->full, j);
        const mk_fixed here = mk_fix(mk_poly_common_area(g, &other), 1);
        const mk_fixed both = mk_fix(mk_poly_common_area(&mine, &other), 1);
        if (here <= 0 || both <= 0)
            continue;
        mk_doc_row(d, NULL, word(x, "nyare plan som går före där de"
                                    " överlappar (§2.4)",
                                 "newer plan, which decides where they"
                                 " overlap (§2.4)"));
        mk_doc_text(d, MK_L("plan", "", ""), mk_plan_label(&b->plans[j]));
        mk_doc_date(d, MK_L("laga_kraft", "laga kraft", "laga kraft"),
                    b->plans[j].laga_kraft);
        mk_doc_fixed(d, MK_L("m2", "på området", "on the område"), here, 1,
                     "m²");
        mk_doc_close(d);
    }
    mk_doc_close(d);
}

static void plan_dates(struct mk_explain *x, const struct mk_plan *p)
{
    struct mk_doc *d = &x->doc;
    mk_doc_date(d, MK_L("laga_kraft", "laga kraft", "laga kraft"),
                p->laga_kraft);
    if (p->antagen)
        mk_doc_date(d, MK_L("antagen", "antagen", "adopted"), p->antagen);
    if (p->status != MK_PS_LAGA_KRAFT) { // it begins with laga kraft
        mk_doc_text(d, MK_L("genomforandetid", "genomförandetid",
                            "genomförandetid"), NULL);
        return;
    }
    mk_doc_row(d, "genomforandetid", word(x, "genomförandetid",
                                          "genomförandetid"));
    mk_doc_text(d, MK_L("lage", "", ""), mk_gf_text(p->gf_lage));
    if (p->gf_start)
        mk_doc_date(d, MK_L("start", "från", "from"), p->gf_start);
    mk_doc_date(d, MK_L("slut", "till och med", "to and including"),
                p->gf_slut);
    mk_doc_flag(d, MK_L("harledd", "härledd", "derived"), p->gf_derived);
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"), gf_rule(x, p));
    mk_doc_close(d);
}

static void plan(struct mk_explain *x, const struct mk_row *r, uint32_t i,
                 const struct mk_poly *g, double area, double m2)
{
    const struct mk_plan *p = &x->in.plans.plans[i];
    struct mk_doc *d = &x->doc;
    char heading[160];
    snprintf(heading, sizeof heading, "plan %s", mk_plan_label(p));
    mk_doc_open(d, NULL, heading);
    mk_doc_text(d, MK_L("nr", "nummer", "number"), p->nr);
    mk_doc_text(d, MK_L("akt", "aktbeteckning", "akt"), p->akt);
    mk_doc_text(d, MK_L("namn", "namn", "name"), p->namn);
    if (p->typ)
        mk_doc_text(d, MK_L("typ", "typ", "type"), p->typ);
    mk_doc_row(d, "status", "status");
    mk_doc_text(d, MK_L("tolkad", "", ""), mk_planstatus_text(p->status));
    mk_doc_text(d, MK_L("kommunens_ord", "kommunens ord:",
                        "the municipality's word:"), p->status_text);
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"), status_rule(x, p));
    mk_doc_close(d);
    plan_dates(x, p);
    mk_doc_row(d, "overlapp", word(x, "överlapp", "overlap"));
    mk_doc_fixed(d, MK_L("m2", "", ""), mk_fix(m2, 1), 1, "m²");
    mk_doc_fixed(d, MK_L("andel", "andel", "share"), mk_fix(m2 / area, 4), 4,
                 "");
    mk_doc_close(d);
    newer_plans(x, i, g);
    mk_doc_text(d, MK_L("roll", "betydelse här", "role here"),
                role(x, r, i, area, m2));
    mk_doc_close(d);
}

// ---- all plans of an område ------------------------------------------------

static double hit_of(const struct mk_overlay *o, uint32_t i)
{
    for (uint32_t k = 0; k < o->nplans; k++)
        if (o->plans[k].index == i)
            return o->plans[k].m2;
    return 0;
}

static const char *planstatus_rule(const struct mk_explain *x,
                                   const struct mk_row *r)
{
    if (!x->in.have_plans)
        return word(x, "inget planlager i projektfilen",
                    "no plan layer in the project file");
    if (r->planstatus == MK_PS_LAGA_KRAFT)
        return word(x, "en plan som gäller täcker området (§2.7)",
                    "a plan in force covers the område (§2.7)");
    if (r->planstatus == MK_PS_EJ_PLANLAGT)
        return word(x, "ingen plan täcker, och planlagret är heltäckande",
                    "no plan covers, and the plan layer is complete");
    if (r->planstatus == MK_PS_SAKNAS)
        return word(x, "ingen plan täcker, och planlagret är inte"
                       " heltäckande",
                    "no plan covers, and the plan layer is not complete");
    return word(x, "ingen plan som gäller täcker; starkaste status av dem"
                   " som täcker",
                "no plan in force covers; the strongest status of those that"
                " do");
}

static void ongoing(struct mk_explain *x, const struct mk_row *r, double area,
                    double m2)
{
    struct mk_doc *d = &x->doc;
    char uses[256];
    const struct mk_plan *p = &x->in.plans.plans[r->pag_plan];
    mk_doc_row(d, "pagaende_plan", word(x, "pågående plan", "ongoing plan"));
    mk_doc_text(d, MK_L("plan", "", ""), mk_plan_label(p));
    mk_doc_text(d, MK_L("skede", "skede", "stage"),
                mk_planstatus_text(p->status));
    mk_doc_text(d, MK_L("anvandning", "användning", "use"),
                r->pag_uses ? mk_use_text(r->pag_uses, uses) : NULL);
    mk_doc_fixed(d, MK_L("m2", "överlapp", "overlap"), mk_fix(m2, 1), 1,
                 "m²");
    mk_doc_fixed(d, MK_L("andel", "andel", "share"), mk_fix(m2 / area, 4), 4,
                 "");
    mk_doc_flag(d, MK_L("hinder", "hinder", "hinder"),
                r->ready.hinder >> MK_HK_PAGAENDE & 1);
    mk_doc_close(d);
}

void mk_explain_plans(struct mk_explain *x, const struct mk_row *r,
                      const struct mk_poly *g)
{
    const struct mk_planbase *b = &x->in.plans;
    const struct mk_overlay *o = mk_worker_overlay(x->worker, g);
    struct mk_doc *d = &x->doc;
    mk_doc_list(d, "planer", word(x, "Planer", "Plans"));
    for (uint32_t i = 0; i < b->nplans; i++) {
        if (!mk_box_meets(b->full.box[i], g->box))
            continue;
        const struct mk_poly q = mk_polyset_get(&b->full, i);
        const double m2 = hit_of(o, i);
        if (mk_fix(m2, 1) > 0 || mk_fix(mk_poly_common_area(g, &q), 1) > 0)
            plan(x, r, i, g, o->area, m2);
    }
    mk_doc_close(d);
    mk_doc_row(d, "planstatus", "planstatus");
    mk_doc_text(d, MK_L("varde", "", ""),
                mk_planstatus_text((enum mk_planstatus)r->planstatus));
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"), planstatus_rule(x, r));
    mk_doc_close(d);
    mk_doc_text(d, MK_L("plan", "plan som anges", "plan given"),
                r->plan < 0 ? NULL : mk_plan_label(&b->plans[r->plan]));
    mk_doc_fixed(d, MK_L("planl_andel", "andel inom planer som gäller",
                         "share in plans in force"),
                 r->planl_andel < 0 ? MK_UNKNOWN : r->planl_andel, 4, "");
    if (r->pag_plan >= 0)
        ongoing(x, r, o->area, hit_of(o, (uint32_t)r->pag_plan));
}

// ---- use -------------------------------------------------------------------

static const char *const group_keys[MK_GROUP_ALL] = {
    "industri", "kontor", "handel", "centrum", "ovrnar",
    "bostad", "allman_plats", "vatten", "annan"};

static const char *group_name(const struct mk_explain *x, int g)
{
    static const char *const name[MK_GROUP_ALL][2] = {
        {"industri", "industry"}, {"kontor", "offices"},
        {"handel", "retail"}, {"centrum", "centre"},
        {"övrig näring", "other business"}, {"bostad", "housing"},
        {"allmän plats", "public place"}, {"vatten", "water"},
        {"annan", "other"}};
    return word(x, name[g][0], name[g][1]);
}

static void meaning(const struct mk_explain *x, mk_useset uses,
                    struct mk_buf *b)
{
    int n;
    const struct mk_use_kind *t = mk_use_table(&n);
    for (int i = 0; i < n; i++) {
        if (!(uses >> i & 1))
            continue;
        mk_buf_printf(b, "%s%s", b->len ? ", " : "", t[i].name);
        if (t[i].group != MK_GROUP_ANNAN)
            mk_buf_printf(b, " (%s)", group_name(x, (int)t[i].group));
    }
}

static void cell(struct mk_explain *x, const struct mk_overlay_hit *hit)
{
    const struct mk_cell *c = &x->in.plans.cells[hit->index];
    struct mk_doc *d = &x->doc;
    struct mk_buf b = {0};
    char letters[256], heading[420];
    mk_use_text(c->uses, letters);
    snprintf(heading, sizeof heading, "plan %s",
             mk_plan_label(&x->in.plans.plans[c->plan]));
    meaning(x, c->uses, &b);
    mk_doc_row(d, NULL, heading);
    if (d->json)
        mk_doc_text(d, MK_L("plan", "", ""),
                    mk_plan_label(&x->in.plans.plans[c->plan]));
    mk_doc_text(d, MK_L("bokstav", "", ""), letters);
    mk_doc_text(d, MK_L("betydelse", "=", "="), mk_buf_text(&b));
    mk_doc_fixed(d, MK_L("m2", "yta", "area"), mk_fix(hit->m2, 2), 2, "m²");
    mk_doc_close(d);
    mk_buf_release(&b);
}

static void groups(struct mk_explain *x, const struct mk_row *r,
                   const struct mk_overlay *o)
{
    struct mk_doc *d = &x->doc;
    mk_doc_open(d, "grupper",
                word(x, "summa per grupp (överlappande användningar räknas i"
                        " varje grupp, §2.6)",
                     "sum by group (stacked uses count in each, §2.6)"));
    for (int g = 0; g < MK_GROUP_ALL; g++) {
        const mk_fixed v = g < MK_GROUP_COUNT ? r->group[g]
            : r->group[0] == MK_UNKNOWN ? MK_UNKNOWN
                                        : mk_fix(o->group_m2[g], 1);
        const char *name = group_name(x, g);
        mk_doc_fixed(d, MK_L(group_keys[g], name, name), v, 1, "m²");
    }
    mk_doc_fixed(d, MK_L("blandad", "blandad verksamhetsmark",
                         "mixed business land"), r->blandad, 1, "m²");
    if (r->group[0] == MK_UNKNOWN)
        mk_doc_text(d, MK_L("okand", "okänd", "unknown"),
                    word(x, "ingen plan med kända användningsytor gäller här"
                            " (§2.6)",
                         "no plan with known use areas is in force here"
                         " (§2.6)"));
    mk_doc_close(d);
}

void mk_explain_uses(struct mk_explain *x, const struct mk_row *r,
                     const struct mk_poly *g)
{
    const struct mk_overlay *o = mk_worker_overlay(x->worker, g);
    struct mk_doc *d = &x->doc;
    char uses[256];
    mk_doc_open(d, "anvandning", word(x, "Användning i planer som gäller",
                                      "Use in plans in force"));
    mk_doc_list(d, "ytor", NULL);
    for (uint32_t k = 0; k < o->ncells; k++)
        if (mk_fix(o->cells[k].m2, 1) > 0) // less is border noise
            cell(x, &o->cells[k]);
    mk_doc_close(d);
    groups(x, r, o);
    mk_doc_text(d, MK_L("bokstaver", "användning som täcker",
                        "use that covers"),
                r->uses ? mk_use_text(r->uses, uses) : NULL);
    mk_doc_close(d);
}

// ---- buildings, what leaves out ----------------------------------------------

void mk_explain_buildings(struct mk_explain *x, const struct mk_row *r,
                          const struct mk_poly *g)
{
    struct mk_doc *d = &x->doc;
    mk_doc_open(d, "byggnader", word(x, "Byggnader (§3)", "Buildings (§3)"));
    mk_doc_fixed(d, MK_L("bebyggd_m2", "bebyggd yta", "built"), r->bebyggd,
                 1, "m²");
    mk_doc_fixed(d, MK_L("obebygg_m2", "största obebyggda yta",
                         "largest unbuilt piece"), r->obebyggd, 1, "m²");
    if (x->in.have_buildings) {
        const struct mk_built built = mk_built_measure(x->worker, g);
        mk_doc_fixed(d, MK_L("avstand_m", "avstånd till byggnad minst",
                             "distance to a building at least"),
                     mk_fix(x->project->building_distance_m, 1), 1, "m");
        mk_doc_flag(d, MK_L("byggnad_star", "en byggnad står här",
                            "a building stands here"), built.built);
        mk_doc_flag(d, MK_L("bostad_star", "ett bostadshus står här",
                            "a home stands here"), built.home);
    } else {
        mk_doc_text(d, MK_L("okand", "okänt", "unknown"),
                    word(x, "inget byggnadslager i projektfilen",
                         "no building layer in the project file"));
    }
    mk_doc_close(d);
}

void mk_explain_ongoing(struct mk_explain *x, const struct mk_row *r,
                        const struct mk_poly *g)
{
    if (r->pag_plan < 0)
        return;
    const struct mk_overlay *o = mk_worker_overlay(x->worker, g);
    ongoing(x, r, o->area, hit_of(o, (uint32_t)r->pag_plan));
}

const char *mk_explain_reason(const struct mk_explain *x,
                              const struct mk_row *r)
{
    switch ((enum mk_reason)r->reason) {
    case MK_R_GEOMETRI:
        return word(x, "ingen användbar geometri (§4)",
                    "no usable geometry (§4)");
    case MK_R_SAMFALLIGHET:
        return word(x, "objekttypen är en samfällighet (§4)",
                    "the object type is a samfällighet (§4)");
    case MK_R_JARNVAG:
        return word(x, "objekttypen är järnvägsområde (§4)",
                    "the object type is railway land (§4)");
    case MK_R_VATTEN:
        return word(x, "objekttypen är vatten eller fiske, eller minst"
                       " halva området är användning W (§4)",
                    "the object type is water or fishing, or at least half"
                    " is use W (§4)");
    case MK_R_ALLMAN_PLATS:
        return word(x, "inget delområde, och minst halva området är allmän"
                       " plats (§4)",
                    "no delområde, and at least half is a public place (§4)");
    case MK_R_BOSTAD_PLAN:
        return word(x, "inget delområde, minst halva området är bostad (B)"
                       " och ingen annan kvartersmark täcker (§4)",
                    "no delområde, at least half is housing (B) and no other"
                    " kvartersmark use covers (§4)");
    case MK_R_ANNAN:
        return word(x, "inget delområde, och minst halva området är"
                       " kvartersmark med annan användning (§4)",
                    "no delområde, and at least half is kvartersmark of"
                    " another use (§4)");
    case MK_R_BOSTAD_BYGGNAD:
        return word(x, "ett bostadshus (huvudbyggnad Bostad) står här (§4)",
                    "a home (main building of type Bostad) stands here (§4)");
    case MK_R_NONE:
    case MK_REASON_COUNT:
        break;
    }
    return NULL;
}
