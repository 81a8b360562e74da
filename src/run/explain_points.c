// The score, criterion by criterion: the contributions add up to poang.
#include "run/explain.h"

#include <math.h>
#include <stdio.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

// ---- what each value goes by ---------------------------------------------------

static void by_groups(const struct mk_explain *x, const struct mk_row *r,
                      struct mk_buf *b)
{
    static const char *const name[MK_GROUP_COUNT] = {
        "industri", "kontor", "handel", "centrum", "övrig näring"};
    if (!r->del_nr && r->group[0] != MK_UNKNOWN)
        mk_buf_str(b, word(x, "inget delområde med verksamhet",
                           "no delområde for business"));
    for (int g = 0; r->del_nr && g < MK_GROUP_COUNT; g++)
        if (r->group[g] != MK_UNKNOWN && r->group[g] > 0)
            mk_buf_printf(b, "%s%s", b->len ? ", " : "", name[g]);
}

static void by_land(const struct mk_explain *x, const struct mk_row *r,
                    struct mk_buf *b)
{
    const bool known = r->obebyggd != MK_UNKNOWN;
    mk_buf_str(b, known ? word(x, "obebyggt ", "unbuilt ")
                        : word(x, "högst hela ytan ", "at most the area "));
    mk_doc_number(&x->doc, b, known ? r->obebyggd : r->area, 1);
    mk_buf_str(b, " m²");
}

static void by_departures(const struct mk_explain *x, const struct mk_row *r,
                          struct mk_buf *b)
{
    if (!x->in.traffic || r->hpl < 0)
        return;
    mk_doc_number(&x->doc, b, x->in.traffic[r->hpl].avg_h, 2);
    mk_buf_str(b, word(x, " avgångar/h, ", " departures/h, "));
    mk_doc_number(&x->doc, b, r->hpl_dm, 1);
    mk_buf_str(b, word(x, " m bort (räknas till 1 000 m)",
                       " m away (counts up to 1 000 m)"));
}

static void basis(const struct mk_explain *x, const struct mk_row *r,
                  enum mk_criterion c, struct mk_buf *b)
{
    switch (c) {
    case MK_C_PLANSTATUS:
        mk_buf_str(b, mk_planstatus_text((enum mk_planstatus)r->planstatus));
        break;
    case MK_C_ANVANDNING:
        by_groups(x, r, b);
        break;
    case MK_C_LEDIG_MARK:
        by_land(x, r, b);
        break;
    case MK_C_GENOMFORANDE:
        if (r->plan >= 0)
            mk_buf_str(b, mk_gf_text(x->in.plans.plans[r->plan].gf_lage));
        else
            mk_buf_str(b, word(x, "ingen plan som gäller",
                               "no plan in force"));
        break;
    case MK_C_KLASS:
        if (x->in.traffic)
            mk_buf_str(b, r->klass ? mk_klass_text(r->klass)
                                   : word(x, "utanför klasserna",
                                          "outside the classes"));
        break;
    case MK_C_TURTATHET:
        by_departures(x, r, b);
        break;
    case MK_C_COUNT:
        break;
    }
}

static const char *why_unknown(const struct mk_explain *x,
                               enum mk_criterion c)
{
    switch (c) {
    case MK_C_PLANSTATUS:
        return word(x, "planuppgift saknas", "no plan information");
    case MK_C_ANVANDNING:
        return word(x, "användningen är inte känd i det planerna täcker",
                    "the use is not known in what the plans cover");
    case MK_C_LEDIG_MARK:
        return word(x, "inget byggnadslager: från 0 till värdet av hela ytan",
                    "no building layer: from 0 to the value of the area");
    case MK_C_GENOMFORANDE:
        return word(x, "genomförandetidens läge är inte känt",
                    "the state of the genomförandetid is not known");
    case MK_C_KLASS:
    case MK_C_TURTATHET:
        return word(x, "ingen tidtabell", "no timetable");
    case MK_C_COUNT:
        break;
    }
    return "";
}

static const char *criterion_name(const struct mk_explain *x,
                                  enum mk_criterion c)
{
    static const char *const name[MK_C_COUNT][2] = {
        [MK_C_PLANSTATUS] = {"planstatus", "plan status"},
        [MK_C_ANVANDNING] = {"användning", "use"},
        [MK_C_LEDIG_MARK] = {"ledig mark", "unbuilt land"},
        [MK_C_GENOMFORANDE] = {"genomförandetid", "genomförandetid"},
        [MK_C_KLASS] = {"kollektivtrafikklass", "transit class"},
        [MK_C_TURTATHET] = {"turtäthet", "frequency of service"}};
    return word(x, name[c][0], name[c][1]);
}

static const char *side(const struct mk_explain *x, enum mk_criterion c)
{
    const bool plan = mk_criterion_is_plan(c);
    if (x->doc.json)
        return plan ? "p_plan" : "p_koll";
    return plan ? word(x, "plan och mark", "plan and land")
                : word(x, "kollektivtrafik", "public transport");
}

void mk_explain_scores(struct mk_explain *x, const struct mk_score *s)
{
    struct mk_doc *d = &x->doc;
    mk_doc_fixed(d, MK_L("p_plan", "från plan och mark",
                         "from plan and land"), s->p_plan, 2, "");
    mk_doc_fixed(d, MK_L("p_koll", "från kollektivtrafik",
                         "from public transport"), s->p_koll, 2, "");
    mk_doc_fixed(d, MK_L("poang", "poäng", "score"), s->poang, 2, "");
    mk_doc_fixed(d, MK_L("poang_max", "poäng som mest", "score at most"),
                 s->poang_max, 2, "");
}

// ---- the table -----------------------------------------------------------------

static void criterion(struct mk_explain *x, const struct mk_row *r,
                      const struct mk_points *p, enum mk_criterion c)
{
    struct mk_doc *d = &x->doc;
    struct mk_buf b = {0};
    basis(x, r, c, &b);
    mk_doc_row(d, NULL, criterion_name(x, c));
    if (d->json)
        mk_doc_text(d, MK_L("kriterium", "", ""), mk_criterion_key(c));
    mk_doc_fixed(d, MK_L("varde", "värde", "value"), mk_fix(p->low[c], 2), 2,
                 "");
    if (p->high[c] > p->low[c])
        mk_doc_fixed(d, MK_L("varde_max", "till", "to"),
                     mk_fix(p->high[c], 2), 2, "");
    mk_doc_fixed(d, MK_L("vikt", "× vikt", "× weight"),
                 mk_fix(x->project->weight[c], 6), 6, "");
    mk_doc_fixed(d, MK_L("bidrag", "= bidrag", "= contribution"),
                 p->contribution[c], 2, "");
    mk_doc_text(d, MK_L("sida", "räknas till", "counts to"), side(x, c));
    if (b.len)
        mk_doc_text(d, MK_L("grund", "grund:", "by:"), mk_buf_text(&b));
    if (p->high[c] > p->low[c])
        mk_doc_text(d, MK_L("okant", "okänt:", "unknown:"),
                    why_unknown(x, c));
    mk_doc_close(d);
    mk_buf_release(&b);
}

void mk_explain_points(struct mk_explain *x, const struct mk_row *r)
{
    struct mk_doc *d = &x->doc;
    struct mk_points p;
    if (r->poang < 0) {
        mk_doc_text(d, MK_L("poang", "poäng", "score"), NULL);
        return;
    }
    mk_points_compute(x->project, r, x->in.assess.plans, x->in.traffic, &p);
    mk_doc_open(d, "poang", word(x, "Poäng (§6): bidragen summerar till"
                                    " poängen",
                                 "Score (§6): the contributions add up"));
    mk_doc_list(d, "kriterier", NULL);
    for (int c = 0; c < MK_C_COUNT; c++)
        criterion(x, r, &p, (enum mk_criterion)c);
    mk_doc_close(d);
    mk_explain_scores(x, &(struct mk_score){p.poang, p.poang_max, p.p_plan,
                                            p.p_koll});
    mk_doc_close(d);
}
