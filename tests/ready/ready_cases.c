// Judges pseudo-random delområden and prints each with its judgement, one JSON
// object a line, in the words of docs/method.md, for time_oracle.py to judge
// again.
//
//   ready_cases COUNT           the same cases every time
//   ready_cases --time COUNT    nanoseconds a judgement, without layers
#include "evidence.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// Numerical Recipes' generator: the same on every machine.
static uint32_t below(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

static mk_date some_day(uint32_t *seed, mk_date from, mk_date to)
{
    const int32_t a = mk_date_days(from), b = mk_date_days(to);
    return mk_date_from_days(a + (int32_t)below(seed, (uint32_t)(b - a + 1)));
}

// ---- what is judged ---------------------------------------------------------

static void make_durations(uint32_t *s, struct mk_durations *d)
{
    *d = mk_durations_default;
    if (below(s, 2))
        return;
    for (int row = 0; row < MK_TD_COUNT; row++) {
        double at = below(s, 12) / 4.0;
        for (int k = 0; k < 5; k++) {
            d->q[row][k] = at;
            at += below(s, 4) ? below(s, 90) / 8.0 : 0; // often on one month
        }
    }
    d->appeal_share = below(s, 11) / 10.0;
}

static void make_plan(uint32_t *s, struct bench *b)
{
    struct mk_evidence *e = &b->e;
    e->underlag = (uint8_t)(below(s, 3) ? below(s, 2) : below(s, 5));
    e->planstatus = (uint8_t)below(s, MK_PS_COUNT);
    if (e->underlag == MK_UL_DETALJPLAN)
        e->planstatus = MK_PS_LAGA_KRAFT;
    if (e->underlag == MK_UL_PAGAENDE)
        e->planstatus = (uint8_t)(MK_PS_PABORJAD + below(s, 6));
    e->plan = e->underlag <= MK_UL_PAGAENDE ? &b->plan : NULL;
    e->ongoing = below(s, 4) ? NULL : &b->other;
    e->use_known = below(s, 8);
    e->plan_layer_complete = below(s, 2);
    e->provisions_known = below(s, 2);
    e->buildings_known = below(s, 2);
    e->condition_lov = !below(s, 5);
    e->condition_start = !below(s, 5);
    if (e->underlag != MK_UL_DETALJPLAN)
        e->condition_lov = e->condition_start = false;
    e->strandskydd_repealed = !below(s, 4);
    e->stage_since = below(s, 2) ? some_day(s, 20200101, 20270301) : 0;
    e->planbesked_date = below(s, 2) ? some_day(s, 20220101, 20270301) : 0;
    e->area = 100 + below(s, 10000);
    e->omrade_area = below(s, 2) ? e->area : e->area * (1 + below(s, 9) / 40.0);
    e->byggbar = below(s, 3) ? NAN : below(s, 12) ? e->area / 2 : 24;
    b->plan.gf_lage = MK_GF_PAGAR;
    b->plan.gf_start = below(s, 4) ? 0 : some_day(s, 20250101, 20281231);
    if (b->plan.gf_start > TODAY)
        b->plan.gf_lage = MK_GF_EJ_BORJAT;
    b->plan.laga_kraft = below(s, 4) ? 0 : some_day(s, 20261102, 20271231);
}

static void make_control(uint32_t *s, struct mk_evidence *e)
{
    e->owner = (uint8_t)below(s, MK_OW_COUNT);
    e->will = (uint8_t)below(s, MK_WI_COUNT);
    e->allocation = (uint8_t)(below(s, 2) ? below(s, MK_AN_COUNT) : 0);
    e->allocation_unread = e->allocation == MK_AN_OKAND && !below(s, 8);
    e->reserved_until = below(s, 2) ? some_day(s, 20261001, 20261201) : 0;
}

static void make_papers(uint32_t *s, struct mk_evidence *e)
{
    uint8_t *const state[] = {&e->gata, &e->va, &e->el, &e->fiber};
    for (int i = 0; i < 4; i++)
        *state[i] = (uint8_t)(below(s, 3) ? MK_ST_FINNS : below(s, 4));
    e->studies_given = below(s, 5);
    e->studies_complete = below(s, 3);
    const uint32_t done = below(s, 3);
    for (int k = 0; k < MK_UT_COUNT; k++) {
        e->study_done[k] = e->studies_given && (done == 2 || !below(s, 4));
        if (done == 0 && k != MK_UT_OVERSIKTLIG)
            e->study_done[k] = false;
        e->study[k] = e->study_done[k] && below(s, 12)
                          ? some_day(s, 20160601, TODAY) : 0;
    }
    e->permits_given = below(s, 2);
    e->permit = (uint8_t)(e->permits_given ? below(s, 5) : 0);
}

static void make_layers(uint32_t *s, struct bench *b)
{
    static const char *const typ[] = {NULL, "Fornlämning",
                                      "Övrig kulturhistorisk lämning"};
    b->e.nhits = 0;
    for (uint32_t n = below(s, 4); n > 0; n--) {
        struct mk_feature *f = bench_layer(
            b,
            (enum mk_layer_role)(MK_RO_STRANDSKYDD +
                                 below(s, MK_RO_TILLSTAND - MK_RO_STRANDSKYDD)),
            (enum mk_effect)below(s, 4), 30);
        if (f->role == MK_RO_FORORENING)
            f->code = (uint8_t)below(s, 5);
        if (f->role == MK_RO_FORNLAMNING)
            f->klass = typ[below(s, 3)];
    }
}

static void make_case(uint32_t *s, struct bench *b)
{
    bench_evidence(b);
    make_durations(s, &b->project.durations);
    b->project.study_years = 5 + below(s, 12) / 2.0;
    make_plan(s, b);
    make_control(s, &b->e);
    make_papers(s, &b->e);
    make_layers(s, b);
    b->e.slope_pct = below(s, 3) ? NAN : below(s, 2000) / 100.0;
    b->e.built = !below(s, 6);
    b->e.occupied = !b->e.built && !below(s, 6);
}

// ---- how it is told ---------------------------------------------------------

static void tell(const char *key, const char *word)
{
    if (word)
        printf("\"%s\":\"%s\",", key, word);
    else
        printf("\"%s\":null,", key);
}

static void tell_date(const char *key, mk_date d)
{
    char t[11];
    tell(key, d ? mk_date_write(d, t) : NULL);
}

static void tell_number(const char *key, double v)
{
    if (isnan(v))
        tell(key, NULL);
    else
        printf("\"%s\":%.17g,", key, v);
}

static void tell_bool(const char *key, bool v)
{
    printf("\"%s\":%s,", key, v ? "true" : "false");
}

static void tell_durations(const struct mk_durations *d)
{
    static const char *const key[MK_TD_COUNT] = {
        "op", "planbesked", "uppdrag", "samrad", "granskning", "antagen",
        "overklagan", "tillsyn", "saljvillig", "option", "utredning",
        "fastighetsbildning", "utbyggnad_saknas", "utbyggnad_planerad"};
    printf("\"tid\":{");
    for (int i = 0; i < MK_TD_COUNT; i++) {
        printf("%s\"%s\":[", i ? "," : "", key[i]);
        for (int k = 0; k < 5; k++)
            printf("%s%.17g", k ? "," : "", d->q[i][k]);
        printf("]");
    }
    printf("},\"overklagan_andel\":%.17g,", d->appeal_share);
}

static void tell_plan(const struct bench *b)
{
    const struct mk_evidence *e = &b->e;
    tell("underlag", mk_underlag_text((enum mk_underlag)e->underlag));
    tell("planstatus", mk_planstatus_text((enum mk_planstatus)e->planstatus));
    tell_bool("annan_plan_tar_bort", e->ongoing);
    tell_bool("anvandning_kand", e->use_known);
    tell_bool("heltackande", e->plan_layer_complete);
    tell_bool("egenskaper_kanda", e->provisions_known);
    tell_bool("byggnader_kanda", e->buildings_known);
    tell_bool("villkor", e->condition_lov || e->condition_start);
    tell_bool("strandskydd_upphavs", e->strandskydd_repealed);
    tell_date("skede_datum", e->stage_since);
    tell_date("planbesked_datum", e->planbesked_date);
    tell_date("gf_start", e->plan ? e->plan->gf_start : 0);
    tell_date("laga_kraft", e->plan ? e->plan->laga_kraft : 0);
    tell_number("area", e->area);
    tell_number("omrade", e->omrade_area);
    tell_number("byggbar", e->byggbar);
}

static void tell_rest(const struct bench *b)
{
    static const char *const owner[] = {NULL, "kommun", "stat/region",
                                        "privat"};
    static const char *const will[] = {NULL, "ej säljvillig", "säljvillig",
                                       "option", "utbjuden"};
    static const char *const deal[] = {
        NULL, "ledig", "intresseanmälan", "reserverad", "markanvisad", "såld",
        "tomträtt/arrende"};
    static const char *const state[] = {NULL, "saknas", "planerad", "finns"};
    static const char *const permit[] = {NULL, "behov", "sökt", "beviljat",
                                         "klart"};
    const struct mk_evidence *e = &b->e;
    tell("agare", owner[e->owner]);
    tell("vilja", will[e->will]);
    tell("markanv", e->allocation_unread ? "?" : deal[e->allocation]);
    tell_date("till", e->reserved_until);
    tell("gata", state[e->gata]);
    tell("va", state[e->va]);
    tell("el", state[e->el]);
    tell("fiber", state[e->fiber]);
    tell_bool("utredningar_givna", e->studies_given);
    tell_bool("utredningar_alla", e->studies_complete);
    tell_bool("tillstand_givna", e->permits_given);
    tell("tillstand", permit[e->permit]);
    tell_number("giltig_ar", b->project.study_years);
    tell_number("lutning", e->slope_pct);
    tell_bool("bebyggd", e->built);
    tell_bool("upptagen", e->occupied);
}

static void tell_studies(const struct mk_evidence *e)
{
    static const char *const kind[MK_UT_COUNT] = {
        "annan", "översiktlig", "geoteknik", "markmiljö", "dagvatten", "natur",
        "arkeologi", "buller/risk"};
    bool first = true;
    printf("\"utredningar\":{");
    for (int k = 0; k < MK_UT_COUNT; k++) {
        char t[11];
        if (!e->study_done[k])
            continue;
        printf("%s\"%s\":\"%s\"", first ? "" : ",", kind[k],
               mk_date_write(e->study[k], t));
        first = false;
    }
    printf("},");
}

static void tell_layers(const struct bench *b)
{
    static const char *const role[MK_RO_COUNT] = {
        [MK_RO_STRANDSKYDD] = "strandskydd", [MK_RO_NATUR] = "natur",
        [MK_RO_VATTENSKYDD] = "vattenskydd",
        [MK_RO_RIKSINTRESSE] = "riksintresse",
        [MK_RO_OVERSVAMNING] = "oversvamning", [MK_RO_RAS] = "ras",
        [MK_RO_FORORENING] = "fororening",
        [MK_RO_FORNLAMNING] = "fornlamning", [MK_RO_JORDBRUK] = "jordbruk",
        [MK_RO_FARLIGT_GODS] = "farligt_gods",
        [MK_RO_KRAFTLEDNING] = "kraftledning",
        [MK_RO_BYGGNADSFRITT] = "byggnadsfritt",
        [MK_RO_UTFARTSFORBUD] = "utfartsforbud"};
    static const char *const effect[] = {"uppgift", "flaggar", "minskar",
                                         "utesluter"};
    printf("\"lager\":[");
    for (uint32_t k = 0; k < b->e.nhits; k++) {
        const struct mk_feature *f = &b->feature[k];
        printf("%s[\"%s\",\"%s\",%d,\"%s\"]", k ? "," : "", role[f->role],
               effect[f->effect], f->code, f->klass ? f->klass : "");
    }
    printf("],");
}

// What the program says: axes, levels, unknowns, hinder with who must act,
// months, the step that binds.
static void tell_judgement(const struct bench *b)
{
    const struct mk_ready *r = &b->r;
    printf("\"svar\":{\"axlar\":[");
    for (int a = 0; a < MK_AX_COUNT; a++)
        printf("%s[%d,%d]", a ? "," : "", r->axis_lo[a], r->axis_hi[a]);
    printf("],\"ber\":[%d,%d,%d],\"okanda\":[", r->ber_min, r->ber_max,
           r->ber_plan);
    bool first = true;
    for (int i = 0; i < MK_OK_COUNT; i++)
        if (r->okanda >> i & 1) {
            printf("%s\"%s\"", first ? "" : ",", mk_unknown_text(i));
            first = false;
        }
    printf("],\"hinder\":[");
    for (uint32_t i = 0; i < b->nfound; i++)
        printf("%s[\"%s\",\"%s\",%d]", i ? "," : "",
               mk_hinder_kind_text((enum mk_hinder_kind)b->found[i].kind),
               mk_actor_text((enum mk_actor)b->found[i].actor),
               b->found[i].feature);
    printf("],\"klar\":[%d,%d,%d],", r->klar_m[0], r->klar_m[1], r->klar_m[2]);
    tell_bool("forsenad", r->overdue);
    const char *bind = mk_step_text((enum mk_step)r->bind);
    printf("\"steg\":%s%s%s}", bind ? "\"" : "", bind ? bind : "null",
           bind ? "\"" : "");
}

static void tell_case(const struct bench *b)
{
    printf("{");
    tell_durations(&b->project.durations);
    tell_plan(b);
    tell_rest(b);
    tell_studies(&b->e);
    tell_layers(b);
    tell_judgement(b);
    printf("}\n");
}

// ---- how long it takes ------------------------------------------------------

static int measure(long n)
{
    struct bench b;
    struct timespec from, to;
    bench_begin(&b);
    b.e = (struct mk_evidence){
        .underlag = MK_UL_DETALJPLAN, .plan = &b.plan,
        .planstatus = MK_PS_LAGA_KRAFT, .use_known = true, .area = 8000,
        .byggbar = NAN, .byggbar_largest = NAN, .price = NAN,
        .slope_pct = NAN, .level_m = NAN};
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long i = 0; i < n; i++) {
        b.e.omrade_area = i % 2 ? 16000 : 8000; // every other is a plot
        bench_judge(&b);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    bench_end(&b);
    printf("%.0f ns\n", ((double)(to.tv_sec - from.tv_sec) * 1e9 +
                         (double)(to.tv_nsec - from.tv_nsec)) / (double)n);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--time") == 0)
        return measure(strtol(argv[2], NULL, 10));
    const long n = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
    uint32_t seed = 20261101;
    for (long i = 0; i < n; i++) {
        struct bench b;
        bench_begin(&b);
        make_case(&seed, &b);
        bench_judge(&b);
        tell_case(&b);
        bench_end(&b);
    }
    return n > 0 ? 0 : 2;
}
