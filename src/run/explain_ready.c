// Beredskap: the five axes, each with the rule of its rung and what it goes
// by; the range that they give and what is not known.
#include "run/explain.h"

#include "analysis/judging.h"

#include <stdio.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

// A value that programs compare: the same in JSON of both languages.
static const char *value(const struct mk_explain *x, const char *sv,
                         const char *en)
{
    return x->doc.json ? sv : word(x, sv, en);
}

// ---- the rungs in words (method §9) -----------------------------------------

static const char *const rung[MK_AX_COUNT][5][2] = {
    [MK_AX_PLAN] = {
        {"inget är planlagt eller tänkt här; eller en plan gäller men lämnar"
         " under 25 m² byggbar mark",
         "nothing is planned or meant here; or a plan is in force but leaves"
         " under 25 m² of buildable land"},
        {"översiktsplanen pekar ut marken, mer är det inte",
         "the översiktsplan points the land out, and that is all"},
        {"samråd, eller planarbetet är påbörjat; eller ett planbesked",
         "samråd, or planning has begun; or a planbesked"},
        {"planen är antagen, överklagad, under länsstyrelsens prövning eller"
         " i granskning; eller den gäller men genomförandetiden har inte"
         " börjat eller lov eller startbesked väntar på villkor",
         "the plan is adopted, appealed, under or in public review; or it"
         " is in force but the genomförandetid has not begun or lov or"
         " startbesked waits for conditions"},
        {"planen gäller och tillåter verksamhet, genomförandetiden har börjat"
         " eller är inte känd, inga villkor väntar, och minst 25 m² är"
         " byggbar mark (om den är räknad)",
         "the plan is in force and allows business, the genomförandetid has"
         " begun or is not known, no conditions wait, and at least 25 m² is"
         " buildable land (if reckoned)"}},
    [MK_AX_RADIGHET] = {
        {"ägaren vill inte sälja, eller marken är såld",
         "the owner will not sell, or the land is sold"},
        {"marken är markanvisad till någon; eller ägaren (inte kommunen) är"
         " säljvillig men inget är avtalat",
         "the land is allocated to someone; or the owner (not the municipality) is"
         " willing to sell but nothing is agreed"},
        {"marken är reserverad, eller upplåten med tomträtt eller arrende;"
         " eller det finns en option",
         "the land is reserved, or let with tomträtt or arrende; or there is"
         " an option"},
        {"kommunen äger och marken är ledig, men delområdet är inte avstyckat"
         " eller någon har anmält intresse",
         "the municipality owns it and it is free, but the delområde is no plot of"
         " its own or someone has shown interest"},
        {"kommunen äger, marken är ledig och delområdet är minst 95 % av sitt"
         " område (avstyckat); eller ägaren bjuder ut den",
         "the municipality owns it, it is free and the delområde is at least 95 %"
         " of its område (a plot of its own); or the owner offers it"}},
    [MK_AX_INFRA] = {
        {"", ""},
        {"gata eller vatten och avlopp saknas",
         "street or water and sewer is missing"},
        {"gata eller vatten och avlopp är planerat men inte byggt, inget av"
         " dem saknas",
         "street or water and sewer is planned but not built, neither is"
         " missing"},
        {"gata, vatten och avlopp finns; el eller fiber saknas eller är"
         " planerad",
         "street, water and sewer are there; power or fibre is missing or"
         " planned"},
        {"gata, vatten och avlopp, el och fiber finns",
         "street, water and sewer, power and fibre are there"}},
    [MK_AX_UTREDNING] = {
        {"inga utredningar är gjorda", "no investigation has been made"},
        {"bara översiktliga utredningar är gjorda",
         "only investigations of the översiktlig kind have been made"},
        {"någon utredning är gjord, men inte alla av geoteknik, markmiljö,"
         " dagvatten och arkeologi",
         "some investigation has been made, but not all of geotechnics,"
         " soil, stormwater and archaeology"},
        {"geoteknik, markmiljö, dagvatten och arkeologi är gjorda, men någon"
         " är för gammal eller utan datum",
         "geotechnics, soil, stormwater and archaeology have been made, but"
         " one is too old or without a date"},
        {"geoteknik, markmiljö, dagvatten och arkeologi är gjorda och ingen är"
         " för gammal",
         "geotechnics, soil, stormwater and archaeology have been made and"
         " none is too old"}},
    [MK_AX_TILLSTAND] = {
        {"", ""},
        {"ett tillstånd behövs och är inte sökt; eller något skyddat ligger"
         " över marken och inget tillstånd är känt",
         "a permit is needed and not applied for; or something protected lies"
         " over the land and no permit is known"},
        {"ett tillstånd är sökt", "a permit is applied for"},
        {"tillståndet är beviljat men har inte laga kraft",
         "the permit is given but has not laga kraft"},
        {"inget känt behov av tillstånd, eller tillståndet är klart",
         "no need of a permit is known, or it is settled"}}};

static const char *rung_word(const struct mk_explain *x, enum mk_axis a, int i)
{
    return word(x, rung[a][i][0], rung[a][i][1]);
}

// ---- why an axis is not known -----------------------------------------------

static const char *plan_unknown(const struct mk_explain *x,
                                const struct mk_evidence *e)
{
    if (e->underlag == MK_UL_DETALJPLAN)
        return word(x, "planens användning är inte känd",
                    "the use of the plan is not known");
    if (mk_planstatus_ongoing((enum mk_planstatus)e->planstatus))
        return word(x, "en pågående plan vars användning inte är känd kan ha"
                       " kommit längre",
                    "an ongoing plan whose use is not known may have come"
                    " further");
    return word(x, "det är inte känt att ingen plan finns här, och en plan kan"
                   " ha kommit längre",
                "it is not known that there is no plan here, and one may have"
                " come further");
}

static const char *control_unknown(const struct mk_explain *x,
                                   const struct mk_evidence *e)
{
    if (e->allocation_unread)
        return word(x, "markanvisningens status gick inte att läsa",
                    "the status of the markanvisning could not be read");
    if (e->owner != MK_OW_OKAND)
        return word(x, "marken är inte kommunens, och det är inte känt om"
                       " ägaren vill sälja",
                    "the land is not the municipality's, and it is not known whether"
                    " the owner will sell");
    return word(x, "det är inte känt vem som äger marken",
                "it is not known who owns the land");
}

static const char *axis_unknown(const struct mk_explain *x, enum mk_axis a,
                                const struct mk_evidence *e)
{
    switch (a) {
    case MK_AX_PLAN:
        return plan_unknown(x, e);
    case MK_AX_RADIGHET:
        return control_unknown(x, e);
    case MK_AX_INFRA:
        return word(x, "det som är okänt räknas som saknat i det lägsta och"
                       " som framme i det högsta",
                    "what is unknown counts as missing in the lowest and as"
                    " there in the highest");
    case MK_AX_UTREDNING:
        return e->studies_given
            ? word(x, "lagret över utredningar sägs inte vara heltäckande:"
                      " fler kan vara gjorda",
                   "the layer of investigations is not said to be complete:"
                   " more may have been made")
            : word(x, "inget lager över utredningar",
                   "no layer of investigations");
    case MK_AX_TILLSTAND: case MK_AX_COUNT:
        break;
    }
    return word(x, "inget lager över tillstånd, och inget som ligger över"
                   " marken säger att ett behövs",
                "no layer of permits, and nothing that lies over the land says"
                " that one is needed");
}

// ---- what an axis goes by: facts --------------------------------------------

static void fact_row(struct mk_explain *x, const char *key, const char *heading,
                     const char *value)
{
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, NULL, heading);
    if (d->json)
        mk_doc_text(d, MK_L("vad", "", ""), key);
    mk_doc_text(d, MK_L("varde", "", ""), value);
    mk_doc_close(d);
}

static const char *yes_no(const struct mk_explain *x, bool yes)
{
    return yes ? value(x, "ja", "yes") : value(x, "nej", "no");
}

static const char *state_word(const struct mk_explain *x, uint8_t state)
{
    switch ((enum mk_state)state) {
    case MK_ST_FINNS: return value(x, "finns", "there");
    case MK_ST_PLANERAD: return value(x, "planerad", "planned");
    case MK_ST_SAKNAS: return value(x, "saknas", "missing");
    case MK_ST_OKAND: break;
    }
    return value(x, "okänt", "unknown");
}

static void plan_status_fact(struct mk_explain *x, const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, NULL, word(x, "planens skede", "stage of the plan"));
    if (d->json)
        mk_doc_text(d, MK_L("vad", "", ""), "skede");
    mk_doc_text(d, MK_L("varde", "", ""),
                mk_planstatus_text((enum mk_planstatus)e->planstatus));
    if (e->plan) {
        mk_doc_text(d, MK_L("plan", "plan", "plan"), mk_plan_label(e->plan));
        mk_doc_date(d, MK_L("laga_kraft", "laga kraft", "laga kraft"),
                    e->plan->laga_kraft);
    }
    if (e->stage_since)
        mk_doc_date(d, MK_L("sedan", "i skedet sedan", "in the stage since"),
                    e->stage_since);
    mk_doc_close(d);
}

static void plan_in_force_facts(struct mk_explain *x,
                                const struct mk_evidence *e)
{
    const char *none = e->provisions_known ? word(x, "inget", "nothing")
                                           : word(x, "inte känt", "not known");
    if (e->plan)
        fact_row(x, "genomforandetid", word(x, "genomförandetid",
                                            "genomförandetid"),
                 mk_gf_text(e->plan->gf_lage));
    fact_row(x, "villkor", word(x, "villkor för", "conditions for"),
             e->condition_lov && e->condition_start
                 ? word(x, "lov och startbesked", "lov and startbesked")
             : e->condition_lov   ? "lov"
             : e->condition_start ? "startbesked" : none);
    fact_row(x, "anvandning_kand", word(x, "verksamhet är tillåten och känd",
                                        "business is allowed and known"),
             yes_no(x, e->use_known));
}

static void plan_facts(struct mk_explain *x, const struct mk_row *r,
                       const struct mk_evidence *e)
{
    struct mk_buf b = {0};
    plan_status_fact(x, e);
    if (e->underlag == MK_UL_DETALJPLAN) {
        plan_in_force_facts(x, e);
        if (r->ready.byggbar == MK_UNKNOWN)
            mk_buf_str(&b, word(x, "inte räknad", "not reckoned"));
        else
            mk_doc_number(&x->doc, &b, r->ready.byggbar, 1);
        if (r->ready.byggbar != MK_UNKNOWN)
            mk_buf_str(&b, " m²");
        fact_row(x, "byggbar", word(x, "byggbar mark", "buildable land"),
                 mk_buf_text(&b));
    } else {
        fact_row(x, "heltackande", word(x, "alla planer finns i planlagret",
                                        "all plans are in the plan layer"),
                 yes_no(x, e->plan_layer_complete));
    }
    if (e->ongoing)
        fact_row(x, "tar_bort", word(x, "pågående plan som tar bort"
                                        " verksamheten",
                                     "ongoing plan that removes the business"),
                 mk_plan_label(e->ongoing));
    mk_buf_release(&b);
}

static void control_facts(struct mk_explain *x, const struct mk_row *r,
                          const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    fact_row(x, "agare", word(x, "ägarklass", "class of owner"),
             mk_owner_text((enum mk_owner)e->owner));
    fact_row(x, "markanvisning", word(x, "markanvisning",
                                      "land allocation"),
             r->ready.allocation
                 ? mk_allocation_text((enum mk_allocation)r->ready.allocation)
                 : NULL);
    mk_doc_row(d, NULL, word(x, "delområdets del av sitt område",
                             "share of its område"));
    if (d->json)
        mk_doc_text(d, MK_L("vad", "", ""), "andel_av_omradet");
    mk_doc_fixed(d, MK_L("varde", "", ""),
                 mk_fix(100 * e->area / e->omrade_area, 1), 1, "%");
    mk_doc_text(d, MK_L("betyder", "", ""),
                mk_own_plot(e) ? word(x, "räknas som avstyckat",
                                      "counts as a plot of its own")
                               : word(x, "inte avstyckat",
                                      "not a plot of its own"));
    mk_doc_close(d);
}

static void infra_facts(struct mk_explain *x, const struct mk_evidence *e)
{
    fact_row(x, "gata", word(x, "gata", "street"), state_word(x, e->gata));
    fact_row(x, "va", word(x, "vatten och avlopp", "water and sewer"),
             state_word(x, e->va));
    fact_row(x, "el", word(x, "el", "power"), state_word(x, e->el));
    fact_row(x, "fiber", word(x, "fiber", "fibre"), state_word(x, e->fiber));
}

static void study_facts(struct mk_explain *x, const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    for (int k = 0; k < MK_UT_COUNT; k++) {
        if (!e->study_done[k])
            continue;
        const char *name = mk_study_text((enum mk_study)k);
        mk_doc_row(d, NULL, name);
        if (d->json)
            mk_doc_text(d, MK_L("vad", "", ""), name);
        mk_doc_text(d, MK_L("varde", "", ""), word(x, "gjord", "done"));
        mk_doc_date(d, MK_L("datum", "senast", "latest"), e->study[k]);
        mk_doc_close(d);
    }
    if (e->studies_given) {
        struct mk_buf b = {0};
        fact_row(x, "heltackande", word(x, "alla utredningar finns i lagret",
                                        "all investigations are in the layer"),
                 yes_no(x, e->studies_complete));
        mk_doc_number(d, &b, mk_fix(x->project->study_years, 1), 1);
        mk_buf_str(&b, word(x, " år", " years"));
        fact_row(x, "giltig", word(x, "en utredning räknas i",
                                   "an investigation counts for"),
                 mk_buf_text(&b));
        mk_buf_release(&b);
    }
}

static const char *permit_word(const struct mk_explain *x, uint8_t permit)
{
    switch ((enum mk_permit)permit) {
    case MK_TI_BEHOV: return value(x, "behövs", "needed");
    case MK_TI_SOKT: return value(x, "sökt", "applied for");
    case MK_TI_BEVILJAT: return value(x, "beviljat", "given");
    case MK_TI_KLART: return value(x, "klart", "settled");
    case MK_TI_OKAND: break;
    }
    return value(x, "inget känt", "none known");
}

static void facts(struct mk_explain *x, enum mk_axis a, const struct mk_row *r,
                  const struct mk_evidence *e)
{
    switch (a) {
    case MK_AX_PLAN:
        plan_facts(x, r, e);
        break;
    case MK_AX_RADIGHET:
        control_facts(x, r, e);
        break;
    case MK_AX_INFRA:
        infra_facts(x, e);
        break;
    case MK_AX_UTREDNING:
        study_facts(x, e);
        break;
    case MK_AX_TILLSTAND:
        fact_row(x, "tillstand", word(x, "tillstånd", "permit"),
                 permit_word(x, e->permit));
        break;
    case MK_AX_COUNT:
        break;
    }
}

// ---- what an axis goes by: layers -------------------------------------------

void mk_explain_feature_name(const struct mk_explain *x, uint32_t i,
                             struct mk_buf *b)
{
    const struct mk_context *c = x->in.assess.context;
    const struct mk_feature *f = &c->v[i];
    mk_buf_str(b, c->layers[f->layer].name);
    if (f->name)
        mk_buf_printf(b, " %s", f->name);
    if (f->id)
        mk_buf_printf(b, " (%s)", f->id);
    if (!f->name && !f->id && f->klass)
        mk_buf_printf(b, " ”%s”", f->klass);
}

// How the class of a feature was understood; NULL where it has none.
static const char *read_as(const struct mk_explain *x,
                           const struct mk_feature *f)
{
    switch (f->role) {
    case MK_RO_KOMMUNAGD:
        return mk_owner_text((enum mk_owner)f->code);
    case MK_RO_MARKANVISNING:
        return mk_allocation_text((enum mk_allocation)f->code);
    case MK_RO_VA: case MK_RO_FIBER: case MK_RO_EL:
        return state_word(x, f->code);
    case MK_RO_VAG:
        return f->code == MK_ST_SAKNAS ? word(x, "ger ingen tillfart",
                                              "gives no access")
                                       : word(x, "ger tillfart",
                                              "gives access");
    case MK_RO_STRANDSKYDD:
        return f->code == MK_ST_SAKNAS ? word(x, "gäller inte", "is off")
                                       : word(x, "gäller", "holds");
    case MK_RO_TILLSTAND:
        return permit_word(x, f->code);
    case MK_RO_UTREDNING:
        return mk_study_text((enum mk_study)f->code);
    default:
        return NULL;
    }
}

static const char *will_word(const struct mk_explain *x, uint8_t will)
{
    switch ((enum mk_will)will) {
    case MK_WI_EJ_SALJVILLIG:
        return value(x, "vill inte sälja", "will not sell");
    case MK_WI_SALJVILLIG: return value(x, "säljvillig", "willing to sell");
    case MK_WI_OPTION: return value(x, "option finns", "there is an option");
    case MK_WI_UTBJUDEN: return value(x, "utbjuden", "offered");
    case MK_WI_OKAND: case MK_WI_COUNT: break;
    }
    return NULL;
}

static bool may_need_permit(enum mk_layer_role role)
{
    return role == MK_RO_STRANDSKYDD || role == MK_RO_NATUR ||
           role == MK_RO_VATTENSKYDD || role == MK_RO_FORORENING ||
           role == MK_RO_FORNLAMNING;
}

static void feature_row(struct mk_explain *x, const struct mk_evidence *e,
                        uint32_t k)
{
    const struct mk_context *c = e->context;
    const struct mk_context_hit *h = &e->hits[k];
    const struct mk_feature *f = &c->v[h->feature];
    const char *role = mk_layer_role_text((enum mk_layer_role)f->role);
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, NULL, role);
    if (d->json)
        mk_doc_text(d, MK_L("vad", "", ""), role);
    mk_doc_text(d, MK_L("lager", "lager", "layer"), c->layers[f->layer].name);
    if (f->id)
        mk_doc_text(d, MK_L("id", "id", "id"), f->id);
    if (f->name)
        mk_doc_text(d, MK_L("namn", "namn", "name"), f->name);
    if (f->klass)
        mk_doc_text(d, MK_L("klass", "står som", "written as"), f->klass);
    if (read_as(x, f))
        mk_doc_text(d, MK_L("last_som", "läst som", "read as"), read_as(x, f));
    if (will_word(x, f->will))
        mk_doc_text(d, MK_L("vilja", "ägaren", "owner"),
                    will_word(x, f->will));
    if (f->date)
        mk_doc_date(d, MK_L("datum", "datum", "date"), f->date);
    if (c->layers[f->layer].buffer_m > 0)
        mk_doc_fixed(d, MK_L("rackvidd_m", "når", "reaches"),
                     mk_fix(c->layers[f->layer].buffer_m, 1), 1, "m");
    mk_doc_fixed(d, MK_L("m2", "överlapp", "overlap"), mk_fix(h->m2, 1), 1,
                 "m²");
    if (may_need_permit((enum mk_layer_role)f->role))
        mk_doc_flag(d, MK_L("behover_tillstand", "behöver tillstånd",
                            "needs a permit"), mk_hit_needs_permit(e, k));
    mk_doc_close(d);
}

// Everything of a role that counts here.
static void layer_rows(struct mk_explain *x, enum mk_layer_role role,
                       const struct mk_evidence *e)
{
    uint32_t n = 0;
    if (!e->context || !e->context->given[role]) {
        fact_row(x, mk_layer_role_text(role), mk_layer_role_text(role),
                 word(x, "inget lager i projektfilen",
                      "no layer in the project file"));
        return;
    }
    for (uint32_t k = 0; k < e->nhits; k++) {
        if (e->context->v[e->hits[k].feature].role != role)
            continue;
        feature_row(x, e, k);
        n++;
    }
    if (!n)
        fact_row(x, mk_layer_role_text(role), mk_layer_role_text(role),
                 word(x, "inget i lagret når hit",
                      "nothing of the layer reaches here"));
}

static const enum mk_layer_role *roles_of(enum mk_axis a, int *n)
{
    static const enum mk_layer_role control[] = {MK_RO_KOMMUNAGD,
                                                 MK_RO_MARKANVISNING};
    static const enum mk_layer_role infra[] = {MK_RO_VAG, MK_RO_VA, MK_RO_EL,
                                               MK_RO_FIBER};
    static const enum mk_layer_role study[] = {MK_RO_UTREDNING};
    static const enum mk_layer_role permit[] = {
        MK_RO_TILLSTAND, MK_RO_STRANDSKYDD, MK_RO_NATUR, MK_RO_VATTENSKYDD,
        MK_RO_FORORENING, MK_RO_FORNLAMNING};
    switch (a) {
    case MK_AX_RADIGHET: *n = 2; return control;
    case MK_AX_INFRA: *n = 4; return infra;
    case MK_AX_UTREDNING: *n = 1; return study;
    case MK_AX_TILLSTAND: *n = 6; return permit;
    case MK_AX_PLAN: case MK_AX_COUNT: break;
    }
    *n = 0;
    return NULL;
}

// The area of an översiktsplan or planbesked that makes the delområde.
static void source_row(struct mk_explain *x, const struct mk_row *r,
                       const struct mk_evidence *e)
{
    for (uint32_t k = 0; k < e->nhits; k++)
        if ((int32_t)e->hits[k].feature == r->ready.source)
            feature_row(x, e, k);
}

// ---- one axis ---------------------------------------------------------------

static void level_exact(struct mk_explain *x, enum mk_axis a, int level)
{
    struct mk_doc *d = &x->doc;
    mk_doc_int(d, MK_L("niva", "nivå", "level"), level);
    mk_doc_text(d, MK_L("regel", "regel (§9)", "rule (§9)"),
                rung_word(x, a, level));
}

static void level_range(struct mk_explain *x, enum mk_axis a, int lo, int hi,
                        const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    mk_doc_text(d, MK_L("niva", "nivå", "level"), NULL);
    mk_doc_int(d, MK_L("niva_min", "lägst", "lowest"), lo);
    mk_doc_text(d, MK_L("regel_min", "regel för lägst (§9)",
                        "rule of the lowest (§9)"), rung_word(x, a, lo));
    mk_doc_int(d, MK_L("niva_max", "högst", "highest"), hi);
    mk_doc_text(d, MK_L("regel_max", "regel för högst (§9)",
                        "rule of the highest (§9)"), rung_word(x, a, hi));
    mk_doc_text(d, MK_L("okant", "okänt", "unknown"), axis_unknown(x, a, e));
}

static const char *axis_heading(const struct mk_explain *x, enum mk_axis a)
{
    static const char *const name[MK_AX_COUNT][2] = {
        [MK_AX_PLAN] = {"Axel plan", "Axis plan"},
        [MK_AX_RADIGHET] = {"Axel rådighet: vem har marken",
                            "Axis rådighet: who has the land"},
        [MK_AX_INFRA] = {"Axel infrastruktur",
                         "Axis infrastruktur: infrastructure"},
        [MK_AX_UTREDNING] = {"Axel utredning",
                             "Axis utredning: investigations"},
        [MK_AX_TILLSTAND] = {"Axel tillstånd", "Axis tillstånd: permits"}};
    return word(x, name[a][0], name[a][1]);
}

static void axis(struct mk_explain *x, enum mk_axis a, const struct mk_row *r,
                 const struct mk_evidence *e)
{
    const int lo = r->ready.axis_lo[a], hi = r->ready.axis_hi[a];
    struct mk_doc *d = &x->doc;
    int n;
    const enum mk_layer_role *roles = roles_of(a, &n);
    mk_doc_open(d, NULL, axis_heading(x, a));
    if (d->json)
        mk_doc_text(d, MK_L("axel", "", ""), mk_axis_text(a));
    if (lo == hi)
        level_exact(x, a, lo);
    else
        level_range(x, a, lo, hi, e);
    mk_doc_list(d, "grund", word(x, "går efter", "goes by"));
    facts(x, a, r, e);
    for (int k = 0; k < n; k++)
        layer_rows(x, roles[k], e);
    if (a == MK_AX_PLAN && r->ready.source >= 0)
        source_row(x, r, e);
    mk_doc_close(d);
    mk_doc_close(d);
}

// ---- the range --------------------------------------------------------------

// The axes that hold the level down.
static void weakest(struct mk_explain *x, struct mk_label l,
                    const uint8_t level[MK_AX_COUNT], uint8_t ber)
{
    struct mk_buf b = {0};
    for (int a = 0; a < MK_AX_COUNT; a++)
        if (level[a] + 1 == ber)
            mk_buf_printf(&b, "%s%s", b.len ? ", " : "",
                          mk_axis_text((enum mk_axis)a));
    mk_doc_text(&x->doc, l, mk_buf_text(&b));
    mk_buf_release(&b);
}

static void unknowns(struct mk_explain *x, const struct mk_ready *r)
{
    struct mk_buf b = {0};
    for (int i = 0; i < MK_OK_COUNT; i++)
        if (r->okanda >> i & 1)
            mk_buf_printf(&b, "%s%s", b.len ? "; " : "", mk_unknown_text(i));
    mk_doc_text(&x->doc, MK_L("okanda", "inte känt", "not known"),
                b.len ? mk_buf_text(&b) : NULL);
    mk_buf_release(&b);
}

static void range(struct mk_explain *x, const struct mk_ready *r)
{
    struct mk_doc *d = &x->doc;
    mk_doc_int(d, MK_L("ber_min", "beredskap lägst", "readiness at least"),
               r->ber_min);
    weakest(x, MK_L("svagast_min", "svagast i det lägsta",
                    "weakest in the lowest"), r->axis_lo,
            r->ber_min);
    mk_doc_int(d, MK_L("ber_max", "beredskap högst", "readiness at most"),
               r->ber_max);
    weakest(x, MK_L("svagast_max", "svagast i det högsta",
                    "weakest in the highest"), r->axis_hi,
            r->ber_max);
    mk_doc_fixed(d, MK_L("ber_plan", "beredskap bara efter planen",
                         "readiness by the plan alone"),
                 r->ber_plan ? r->ber_plan : MK_UNKNOWN, 0, "");
    unknowns(x, r);
}

void mk_explain_ready(struct mk_explain *x, const struct mk_row *r,
                      const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    mk_doc_open(d, "beredskap",
                word(x, "Beredskap 1–5 (§9): ett mer än den svagaste av fem"
                        " axlar 0–4",
                     "Readiness 1–5 (§9): one more than the weakest of five"
                     " axes 0–4"));
    range(x, &r->ready);
    mk_doc_list(d, "axlar", NULL);
    for (int a = 0; a < MK_AX_COUNT; a++)
        axis(x, (enum mk_axis)a, r, e);
    mk_doc_close(d);
    mk_doc_close(d);
}
