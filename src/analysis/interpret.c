// One plan's own texts: status, dates, genomförandetid (docs/method.md §2).
#include "analysis/planbase.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const char *mk_plan_label(const struct mk_plan *p)
{
    return p->nr ? p->nr : p->akt ? p->akt : p->id ? p->id
           : p->namn ? p->namn : "?";
}

static mk_date read_date(struct mk_ctx *ctx, const struct mk_plan *p,
                         const char *text)
{
    mk_date d = 0;
    if (!mk_date_read(text, &d)) {
        char key[160];
        snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(p));
        mk_note(ctx, MK_N_PLAN_BAD_DATE, key, text);
    }
    return d;
}

static bool blank(const char *text)
{
    char t[8];
    return !text || mk_text_fold(text, t, sizeof t) == 0;
}

// A date of laga kraft speaks only where no word does: a word that is not
// read may say the opposite, and guessing "in force" is the costly mistake.
static void status(struct mk_ctx *ctx, struct mk_plan *p, mk_date today)
{
    char key[160], day[11];
    snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(p));
    p->status = mk_planstatus_read(p->status_text);
    p->status_rule = MK_SR_WORD;
    if (p->laga_kraft && blank(p->status_text)) {
        p->status = MK_PS_LAGA_KRAFT;
        p->status_rule = MK_SR_DATE_ONLY;
    }
    if (p->status == MK_PS_SAKNAS) {
        p->status_rule = MK_SR_UNREAD;
        mk_note(ctx, MK_N_PLAN_NO_STATUS, key,
                p->status_text ? p->status_text : "");
    }
    if (p->status != MK_PS_LAGA_KRAFT)
        return;
    if (!p->laga_kraft) {
        mk_note(ctx, MK_N_PLAN_NO_DATE, key, "");
    } else if (p->laga_kraft > today) { // in force on the day itself
        mk_note(ctx, MK_N_PLAN_FUTURE, key, mk_date_write(p->laga_kraft, day));
        p->status = MK_PS_ANTAGEN;
        p->status_rule = MK_SR_FUTURE;
    }
}

// Stated length in months; 1-15 can only be years (PBL 4 kap 21 §: 5-15 years).
static int stated_months(const struct mk_plan *p, bool *years)
{
    double v;
    *years = false;
    if (!p->gf_tid_text || !mk_text_number(p->gf_tid_text, &v) || v < 1 ||
        v > 600)
        return 0;
    *years = v <= 15;
    return (int)(*years ? v * 12 : v);
}

static mk_date day_before(mk_date d)
{
    return mk_date_from_days(mk_date_days(d) - 1);
}

// Which rule speaks when neither end nor length is stated.
static enum mk_gf_rule derived(const struct mk_plan *p, mk_date today)
{
    static const char *const old[] = {"stadsplan", "byggnadsplan",
                                      "avstyckningsplan"};
    char typ[64] = "";
    if (p->typ)
        mk_text_fold(p->typ, typ, sizeof typ);
    for (size_t i = 0; i < sizeof old / sizeof *old; i++)
        if (strstr(typ, old[i]))
            return MK_GR_OLD_TYPE;
    if (!p->laga_kraft)
        return MK_GR_NO_DATE;
    if (today < mk_date_add_months(p->laga_kraft, 60))
        return MK_GR_UNDER_5;
    if (today >= mk_date_add_months(p->laga_kraft, 180))
        return MK_GR_OVER_15;
    return MK_GR_BETWEEN;
}

static enum mk_gf_lage state_of(enum mk_gf_rule rule, mk_date end,
                                mk_date today)
{
    switch (rule) {
    case MK_GR_STATED_END:
    case MK_GR_LENGTH:
        return today <= end ? MK_GF_PAGAR : MK_GF_UTGANGEN;
    case MK_GR_NOT_BEGUN:
        return MK_GF_EJ_BORJAT;
    case MK_GR_OLD_TYPE:
        return MK_GF_UTGANGEN;
    case MK_GR_UNDER_5:
        return MK_GF_PAGAR;
    case MK_GR_OVER_15:
        return MK_GF_SANNOLIKT_UTGANGEN;
    case MK_GR_BETWEEN:
    case MK_GR_NO_DATE:
        break;
    }
    return MK_GF_OKAND;
}

// Of a plan with the start and the end that are stated.
static void genomforandetid(struct mk_plan *p, mk_date today)
{
    bool years;
    const int months = stated_months(p, &years);
    const mk_date start = p->gf_start ? p->gf_start : p->laga_kraft;
    enum mk_gf_rule rule = MK_GR_STATED_END;
    if (!p->gf_slut && months && start) {
        p->gf_slut = day_before(mk_date_add_months(start, months));
        rule = MK_GR_LENGTH;
    }
    if (p->gf_start && today < p->gf_start) {
        rule = MK_GR_NOT_BEGUN;
    } else if (!p->gf_slut) {
        rule = derived(p, today);
        p->gf_derived = true;
    }
    p->gf_rule = (uint8_t)rule;
    p->gf_lage = state_of(rule, p->gf_slut, today);
}

void mk_plan_interpret(struct mk_ctx *ctx, struct mk_plan *p,
                       mk_date reference_date)
{
    p->laga_kraft = read_date(ctx, p, p->laga_kraft_text);
    p->antagen = read_date(ctx, p, p->antagen_text);
    p->stage_since = read_date(ctx, p, p->stage_text);
    status(ctx, p, reference_date);
    p->gf_start = read_date(ctx, p, p->gf_start_text);
    p->gf_slut = read_date(ctx, p, p->gf_slut_text);
    bool years;
    if (stated_months(p, &years) && years) {
        char key[160];
        snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(p));
        mk_note(ctx, MK_N_PLAN_YEARS, key, p->gf_tid_text);
    }
    genomforandetid(p, reference_date);
}

struct mk_plan mk_plan_in_part(const struct mk_plan *plan,
                               const struct mk_part *dates,
                               mk_date reference_date)
{
    struct mk_plan p = *plan;
    if (dates->laga_kraft)
        p.laga_kraft = dates->laga_kraft;
    if (p.status == MK_PS_LAGA_KRAFT && p.laga_kraft > reference_date) {
        p.status = MK_PS_ANTAGEN;
        p.status_rule = MK_SR_FUTURE;
    }
    // The plan's own start says nothing of a part that came into force later.
    if (dates->gf_start)
        p.gf_start = dates->gf_start;
    else if (dates->laga_kraft && p.gf_start < p.laga_kraft)
        p.gf_start = 0;
    p.gf_slut = 0;
    (void)mk_date_read(plan->gf_slut_text, &p.gf_slut);
    if (dates->gf_slut)
        p.gf_slut = dates->gf_slut;
    p.gf_derived = false;
    genomforandetid(&p, reference_date);
    return p;
}
