// Time to byggklar: every step that is left with its row of the table, how
// they combine, and the months and days that come of it.
#include "run/explain.h"

#include "analysis/ready_time.h"

#include <math.h>
#include <stdio.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

// ---- words ------------------------------------------------------------------

static const char *step_word(const struct mk_explain *x, enum mk_step s)
{
    static const char *const english[MK_TS_COUNT] = {
        [MK_TS_KO] = "waiting for planuppdrag",
        [MK_TS_PLAN] = "planning until adoption",
        [MK_TS_LAGA_KRAFT] = "adoption to laga kraft",
        [MK_TS_MARK] = "acquiring the land",
        [MK_TS_UTREDNING] = "investigations",
        [MK_TS_FASTIGHET] = "forming the plot",
        [MK_TS_UTBYGGNAD] = "building street, water and sewer",
        [MK_TS_GF_START] = "start of the genomförandetid"};
    return word(x, mk_step_text(s), english[s]);
}

static const struct {
    const char *key, *sv, *en;
} row_names[MK_TD_COUNT] = {
    [MK_TD_OP] = {"op", "översiktsplan till planuppdrag",
                  "översiktsplan to planuppdrag"},
    [MK_TD_PLANBESKED] = {"planbesked", "planbesked till planuppdrag",
                          "planbesked to planuppdrag"},
    [MK_TD_UPPDRAG] = {"uppdrag", "planuppdrag till antagande",
                       "planuppdrag to adoption"},
    [MK_TD_SAMRAD] = {"samrad", "samråd till antagande",
                      "samråd to adoption"},
    [MK_TD_GRANSKNING] = {"granskning", "granskning till antagande",
                          "granskning to adoption"},
    [MK_TD_ANTAGEN] = {"antagen", "antagande till laga kraft utan"
                                  " överklagande",
                       "adoption to laga kraft without an appeal"},
    [MK_TD_OVERKLAGAN] = {"overklagan", "överklagande", "appeal"},
    [MK_TD_TILLSYN] = {"tillsyn", "länsstyrelsens prövning till laga kraft",
                       "review to laga kraft"},
    [MK_TD_SALJVILLIG] = {"saljvillig", "köp av en säljvillig ägare",
                          "buying from a willing owner"},
    [MK_TD_OPTION] = {"option", "köp med option", "buying with an option"},
    [MK_TD_UTREDNING] = {"utredning", "utredningar", "investigations"},
    [MK_TD_FASTIGHET] = {"fastighetsbildning", "fastighetsbildning",
                         "forming the plot"},
    [MK_TD_UTBYGGNAD_SAKNAS] = {"utbyggnad_saknas",
                                "utbyggnad av gata eller VA som saknas",
                                "building street or VA that is missing"},
    [MK_TD_UTBYGGNAD_PLANERAD] = {"utbyggnad_planerad",
                                  "utbyggnad av gata eller VA som är planerad",
                                  "building street or VA that is planned"}};

static bool own_row(const struct mk_explain *x, int row)
{
    for (int k = 0; k < 5; k++)
        if (x->project->durations.q[row][k] != mk_durations_default.q[row][k])
            return true;
    return false;
}

static const char *source(const struct mk_explain *x, int row)
{
    const char *sv = mk_duration_source((enum mk_duration)row);
    if (own_row(x, row))
        return word(x, "projektfilen (tid:)", "the project file (tid:)");
    switch (row) {
    case MK_TD_UPPDRAG:
        return word(x, sv, "SKR 2020–21: 60 % of the municipalities at most"
                           " 24 months");
    case MK_TD_SAMRAD:
        return word(x, sv, "SKR 2020–21: 68 % of the municipalities at most"
                           " 12 months");
    case MK_TD_ANTAGEN:
        return word(x, sv, "three weeks from the announcement");
    case MK_TD_OVERKLAGAN:
        return word(x, sv, "SKR: mark- och miljödomstol, 5.3 months on average"
                           " in 2018");
    default:
        return word(x, sv, "our convention");
    }
}

static const char *why_no_time(const struct mk_explain *x,
                               const struct mk_ready *r)
{
    if (r->axis_lo[MK_AX_PLAN] != r->axis_hi[MK_AX_PLAN])
        return word(x, "ges inte när axeln plan är okänd (§11)",
                    "not given when the axis plan is unknown (§11)");
    if (r->axis_hi[MK_AX_PLAN] == 0)
        return word(x, "ges inte när ingen plan är på väg eller planen inte"
                       " lämnar mark att bygga på (§11)",
                    "not given when no plan is on its way, or the plan leaves"
                    " no land to build on (§11)");
    return word(x, "ges inte när någon annan har marken (såld, markanvisad,"
                   " reserverad, tomträtt) eller ägaren inte vill sälja (§11)",
                "not given when somebody else has the land (sold, allocated,"
                " reserved, leased) or the owner will not sell (§11)");
}

// ---- one step ---------------------------------------------------------------

// As many decimals as the number has, at most six.
static int decimals_of(double v)
{
    int n = 1;
    while (n < 6 && fabs(mk_unfix(mk_fix(v, n), n) - v) > 1e-9)
        n++;
    return n;
}

static void exact(struct mk_explain *x, struct mk_label l, double v)
{
    mk_doc_fixed(&x->doc, l, mk_fix(v, decimals_of(v)), decimals_of(v), "");
}

// The row of the table, months at five points.
static void table_row(struct mk_explain *x, int row)
{
    static const struct mk_label at[5] = {
        {"min", "minst", "least"}, {"p10", "P10", "P10"},
        {"p50", "P50", "P50"}, {"p90", "P90", "P90"},
        {"max", "mest", "most"}};
    const double *q = x->project->durations.q[row];
    struct mk_doc *d = &x->doc;
    mk_doc_text(d, MK_L("rad", "tabellens rad:", "row of the table:"),
                d->json ? row_names[row].key
                        : word(x, row_names[row].sv, row_names[row].en));
    for (int k = 0; k < 5; k++)
        exact(x, at[k], q[k]);
    mk_doc_text(d, MK_L("kalla", "källa:", "source:"), source(x, row));
}

static mk_fixed months(int quarters)
{
    return (mk_fixed)quarters * 25; // hundredths
}

static void quarters(struct mk_explain *x, const struct mk_quarters *q)
{
    struct mk_doc *d = &x->doc;
    mk_doc_fixed(d, MK_L("kvar_p10", "kvar: P10", "left: P10"),
                 months(q->q[0]), 2, "");
    mk_doc_fixed(d, MK_L("kvar_p50", "P50", "P50"), months(q->q[1]), 2, "");
    mk_doc_fixed(d, MK_L("kvar_p90", "P90", "P90"), months(q->q[2]), 2,
                 word(x, "månader", "months"));
}

static void open_step(struct mk_explain *x, const char *key, const char *name)
{
    mk_doc_row(&x->doc, NULL, name);
    if (x->doc.json)
        mk_doc_text(&x->doc, MK_L("steg", "", ""), key);
}

// When the present stage began.
static mk_date stage_begun(const struct mk_evidence *e)
{
    return e->underlag == MK_UL_PLANBESKED ? e->planbesked_date
                                           : e->stage_since;
}

static void spent(struct mk_explain *x, const struct mk_step_left *left,
                  const struct mk_way *way, const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    if (!(left->spent > 0))
        return;
    mk_doc_date(d, MK_L("sedan", "pågår sedan", "under way since"),
                stage_begun(e));
    mk_doc_fixed(d, MK_L("gatt", "månader som gått", "months gone"),
                 mk_fix(way->spent, 2), 2, "");
    if (!left->overdue)
        return;
    exact(x, MK_L("raknas_gatt", "räknas som", "counted as"), left->spent);
    mk_doc_text(d, MK_L("anm", "obs:", "note:"),
                word(x, "har pågått längre än 95 av 100 gör; räknas som den"
                        " gränsen (§11)",
                     "has gone on for longer than 95 in 100; counted as that"
                     " limit (§11)"));
}

// A date that is waited for.
static void dated(struct mk_explain *x, enum mk_step s,
                  const struct mk_way *way, const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    const bool start = s == MK_TS_GF_START;
    mk_doc_date(d, MK_L("vantar_pa", "väntar på", "waits for"),
                !e->plan ? 0 : start ? e->plan->gf_start
                                     : e->plan->laga_kraft);
    mk_doc_fixed(d, MK_L("manader", "månader dit", "months until then"),
                 mk_fix(start ? way->start : way->dated, 2), 2, "");
}

static void appeal(struct mk_explain *x)
{
    const struct mk_durations *t = &x->project->durations;
    struct mk_doc *d = &x->doc;
    open_step(x, "överklagande", word(x, "kan överklagas", "may be appealed"));
    mk_doc_fixed(d, MK_L("andel", "med sannolikheten", "with the probability"),
                 mk_fix(t->appeal_share, 6), 6, "");
    table_row(x, MK_TD_OVERKLAGAN);
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"),
                word(x, "kommer då efter raden ovan", "then comes after the"
                                                      " row above"));
    mk_doc_close(d);
}

static void step(struct mk_explain *x, enum mk_step s, const struct mk_way *way,
                 const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    const struct mk_step_left left =
        mk_way_step(&x->project->durations, way, s);
    if (!left.left)
        return;
    open_step(x, mk_step_text(s), step_word(x, s));
    if (left.row >= 0) {
        table_row(x, left.row);
        spent(x, &left, way, e);
    } else {
        dated(x, s, way, e);
    }
    quarters(x, &left.own);
    if (left.appeal)
        mk_doc_text(d, MK_L("med", "med", "with"),
                    word(x, "överklagande inräknat", "an appeal counted in"));
    mk_doc_close(d);
    if (left.appeal)
        appeal(x);
}

// ---- a way ------------------------------------------------------------------

static bool nothing_left(const struct mk_way *w)
{
    return w->queue < 0 && w->plan < 0 && w->force < 0 && w->land < 0 &&
           w->study < 0 && w->plot < 0 && w->build < 0 && !(w->dated > 0) &&
           !(w->start > 0);
}

static void way(struct mk_explain *x, const char *key, const char *heading,
                const struct mk_way *w, const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    uint8_t bind;
    const struct mk_quarters q =
        mk_way_quarters(x->worker->ways, &x->project->durations, w, &bind);
    mk_doc_open(d, key, heading);
    mk_doc_list(d, "steg", NULL);
    for (int s = 0; s < MK_TS_COUNT; s++)
        step(x, (enum mk_step)s, w, e);
    mk_doc_close(d);
    if (nothing_left(w))
        mk_doc_text(d, MK_L("anm", "obs", "note"),
                    word(x, "inget av stegen är kvar; se ändå hinder ovan",
                         "no step is left; see the hinder above all the"
                         " same"));
    mk_doc_row(d, "hela", word(x, "alla steg tillsammans",
                               "all steps together"));
    quarters(x, &q);
    mk_doc_close(d);
    mk_doc_text(d, MK_L("avgor", "steg som avgör", "step that binds"),
                bind < MK_TS_COUNT ? d->json ? mk_step_text(bind)
                                             : step_word(x, bind)
                                   : NULL);
    mk_doc_close(d);
}

static bool same_way(const struct mk_way *a, const struct mk_way *b)
{
    return a->queue == b->queue && a->plan == b->plan &&
           a->force == b->force && a->land == b->land &&
           a->study == b->study && a->plot == b->plot && a->build == b->build;
}

static void ways(struct mk_explain *x, const struct mk_way *best,
                 const struct mk_way *worst, const struct mk_evidence *e)
{
    if (same_way(best, worst)) {
        way(x, "vag", word(x, "Det som är kvar (månader)",
                           "What is left (months)"), best, e);
        return;
    }
    way(x, "vag_bast", word(x, "Som bäst: det okända är redan klart (månader)",
                            "At best: what is unknown is done (months)"),
        best, e);
    way(x, "vag_samst",
        word(x, "Som sämst: det okända tar tabellens längsta tid (månader)",
             "At worst: what is unknown takes longest of the table (months)"),
        worst, e);
}

// ---- the answer -------------------------------------------------------------

static void answer(struct mk_explain *x, const char *key, const char *name,
                   int16_t m, const char *rule)
{
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, key, name);
    mk_doc_fixed(d, MK_L("manader", "", ""), m < 0 ? MK_UNKNOWN : m, 0,
                 word(x, "månader", "months"));
    mk_doc_date(d, MK_L("datum", "datum", "date"),
                m < 0 ? 0 : mk_date_add_months(x->project->reference_date, m));
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"), rule);
    mk_doc_close(d);
}

// By which rule a share came about: same where nothing is unknown.
static const char *answer_rule(const struct mk_explain *x, int which, bool same,
                               bool waits)
{
    if (waits && which > 0)
        return word(x, "ges inte: något väntas in (se ovan)",
                    "not given: something is waited for (see above)");
    if (same)
        return word(x, "uppåt till hela månader", "up to whole months");
    if (which == 1)
        return word(x, "ges när bäst och sämst är lika i hela månader",
                    "given when best and worst are the same in whole months");
    return which == 0 ? word(x, "som bäst, uppåt till hela månader",
                             "at best, up to whole months")
                      : word(x, "som sämst, uppåt till hela månader",
                             "at worst, up to whole months");
}

static void answers(struct mk_explain *x, const struct mk_ready *r, bool same,
                    bool waits)
{
    static const char *const key[3] = {"p10", "p50", "p90"};
    const char *name[3] = {
        word(x, "byggklar tidigt (P10)", "ready early (P10)"),
        word(x, "byggklar i mitten (P50)", "ready in the middle (P50)"),
        word(x, "byggklar sent (P90)", "ready late (P90)")};
    for (int i = 0; i < 3; i++)
        answer(x, key[i], name[i], r->klar_m[i],
               answer_rule(x, i, same, waits));
    mk_doc_text(&x->doc, MK_L("klar_steg", "steg som avgör tiden",
                              "step that binds the time"),
                r->bind >= MK_TS_COUNT ? NULL
                : x->doc.json          ? mk_step_text(r->bind)
                                       : step_word(x, r->bind));
}

static const char *combined(const struct mk_explain *x)
{
    return word(x, "planens steg följer på varandra; markförvärv och"
                   " utredningar går bredvid planen; när de alla är klara"
                   " kommer fastighetsbildning och utbyggnad, bredvid"
                   " varandra; inget är klart innan genomförandetiden har"
                   " börjat. Steg bredvid varandra: sannolikheterna att vara"
                   " klar gångras; steg efter varandra: tiderna läggs ihop, i"
                   " fjärdedels månader (§11)",
                "the steps of the plan follow each other; acquiring the land"
                " and investigations go beside the plan; when all of them are"
                " done come forming the plot and building, beside each other;"
                " nothing is ready before the genomförandetid has begun. Steps"
                " beside each other: the likelihoods of being done multiply;"
                " one after the other: times add up, in quarters of a month"
                " (§11)");
}

void mk_explain_time(struct mk_explain *x, const struct mk_row *r,
                     const struct mk_evidence *e)
{
    struct mk_doc *d = &x->doc;
    struct mk_way best, worst;
    mk_doc_open(d, "tid",
                word(x, "Tid till byggklar (§11): plan med laga kraft, egen"
                        " tomt, gata och VA vid gränsen; bygglov är inte med",
                     "Time to byggklar (§11): plan in force, a plot of its"
                     " own, street and VA at its border; building permit not"
                     " in it"));
    if (!mk_ready_ways(x->project, e, &r->ready, &best, &worst)) {
        mk_doc_text(d, MK_L("ges_inte", "tid", "time"),
                    why_no_time(x, &r->ready));
        mk_doc_close(d);
        return;
    }
    ways(x, &best, &worst, e);
    mk_doc_text(d, MK_L("p_betyder", "P10, P50, P90", "P10, P50, P90"),
                word(x, "så lång tid tar det högst för en av tio, för hälften"
                        " och för nio av tio",
                     "so long does it take at most for one in ten, for half"
                     " and for nine in ten"));
    mk_doc_text(d, MK_L("vagning", "så läggs stegen ihop",
                        "how the steps combine"), combined(x));
    if (mk_waits_for_something(e))
        mk_doc_text(d, MK_L("vantar", "väntar", "waits"),
                    word(x, "planens villkor eller ett tillstånd är inte"
                            " uppfyllt; hur länge det tar är inte känt, så"
                            " bara P10 ges, som om det vore klart (§11)",
                         "a condition of the plan or a permit is not met;"
                         " how long it takes is not known, so only P10 is"
                         " given, as if it were (§11)"));
    answers(x, &r->ready, same_way(&best, &worst),
            mk_waits_for_something(e));
    mk_doc_close(d);
}
