// The score: values of the criteria, their weights, and an interval where
// something is unknown (docs/method.md §6).
#include "analysis/assess.h"

#include <math.h>

struct span {
    double low, high;
};

static struct span known(double v)
{
    return (struct span){v, v};
}

static const struct span unknown = {0, 100};

static double value_at(const struct mk_value_function *f, double x)
{
    if (x <= f->x[0])
        return f->y[0];
    for (int i = 1; i < f->n; i++)
        if (x <= f->x[i])
            return f->y[i - 1] + (f->y[i] - f->y[i - 1]) *
                                     (x - f->x[i - 1]) /
                                     (f->x[i] - f->x[i - 1]);
    return f->y[f->n - 1];
}

static struct span planstatus(const struct mk_project *p,
                              const struct mk_row *r)
{
    return r->planstatus == MK_PS_SAKNAS
        ? unknown : known(p->value_planstatus[r->planstatus]);
}

// Where no plan is in force: the use that is meant, unknown when none is said.
static struct span meant(const struct mk_project *p, mk_useset uses)
{
    const unsigned groups = mk_use_groups(uses);
    double best = 0;
    for (int g = 0; g < MK_GROUP_COUNT; g++)
        if (groups >> g & 1)
            best = fmax(best, p->value_group[g]);
    return uses ? known(best) : unknown;
}

// A delområde with an outline-only plan has unknown use; so has an område
// where no use is known. An område without delområde has no business land to
// speak of, whatever sliver of it lies in a neighbour's use area.
static struct span anvandning(const struct mk_project *p,
                              const struct mk_row *r)
{
    double best = 0;
    bool any = false;
    if (r->del_nr && r->ready.underlag != MK_UL_DETALJPLAN)
        return meant(p, r->uses);
    for (int g = 0; g < MK_GROUP_COUNT; g++) {
        if (r->group[g] == MK_UNKNOWN)
            continue;
        any = true;
        if (r->del_nr && r->group[g] > 0 && p->value_group[g] > best)
            best = p->value_group[g];
    }
    return any ? known(best) : unknown;
}

// Square metres to the nearest are (100 m2): a rank must not hang on the
// millimetres by which two drawings of one border differ.
static double ares(mk_fixed tenths)
{
    return (double)((tenths + 500) / 1000) * 100;
}

static struct span ledig_mark(const struct mk_project *p,
                              const struct mk_row *r)
{
    if (r->obebyggd != MK_UNKNOWN)
        return known(value_at(&p->value_ledig, ares(r->obebyggd)));
    return (struct span){0, value_at(&p->value_ledig, ares(r->area))};
}

static struct span genomforande(const struct mk_project *p,
                                const struct mk_row *r,
                                const struct mk_planbase *plans)
{
    if (r->planstatus == MK_PS_SAKNAS)
        return unknown;
    if (r->planstatus != MK_PS_LAGA_KRAFT || r->plan < 0)
        return known(0);
    const uint32_t dates = r->part ? r->part : (uint32_t)r->plan;
    const enum mk_gf_lage g = plans->plans[dates].gf_lage;
    if (g != MK_GF_OKAND)
        return known(p->value_gf[g]);
    struct span s = known(p->value_gf[MK_GF_PAGAR]);
    for (int k = MK_GF_EJ_BORJAT; k < MK_GF_COUNT; k++) {
        s.low = fmin(s.low, p->value_gf[k]);
        s.high = fmax(s.high, p->value_gf[k]);
    }
    return s;
}

static struct span turtathet(const struct mk_project *p,
                             const struct mk_row *r,
                             const struct mk_area_traffic *traffic)
{
    if (!traffic)
        return unknown;
    if (r->hpl < 0 || r->hpl_dm > 10000)
        return known(value_at(&p->value_turtathet, 0));
    return known(value_at(&p->value_turtathet,
                          mk_unfix(traffic[r->hpl].avg_h, 2)));
}

// Hundredths that add up to `total`: each rounded down, the rest to those
// that lost most (the first among equals).
static void share_out(const double *exact, int32_t total, int32_t *out,
                      bool plan_side)
{
    double lost[MK_C_COUNT];
    int32_t sum = 0;
    for (int c = 0; c < MK_C_COUNT; c++) {
        if (mk_criterion_is_plan((enum mk_criterion)c) != plan_side)
            continue;
        out[c] = (int32_t)floor(exact[c] * 100 + 1e-9);
        lost[c] = exact[c] * 100 - out[c];
        sum += out[c];
    }
    for (; sum < total; sum++) {
        int best = -1;
        for (int c = 0; c < MK_C_COUNT; c++)
            if (mk_criterion_is_plan((enum mk_criterion)c) == plan_side &&
                (best < 0 || lost[c] > lost[best]))
                best = c;
        out[best]++;
        lost[best] -= 1;
    }
}

void mk_points_compute(const struct mk_project *project,
                       const struct mk_row *row,
                       const struct mk_planbase *plans,
                       const struct mk_area_traffic *traffic,
                       struct mk_points *out)
{
    const struct span s[MK_C_COUNT] = {
        [MK_C_PLANSTATUS] = planstatus(project, row),
        [MK_C_ANVANDNING] = anvandning(project, row),
        [MK_C_LEDIG_MARK] = ledig_mark(project, row),
        [MK_C_GENOMFORANDE] = genomforande(project, row, plans),
        [MK_C_KLASS] = traffic ? known(project->value_klass[row->klass])
                               : unknown,
        [MK_C_TURTATHET] = turtathet(project, row, traffic),
    };
    double exact[MK_C_COUNT], plan = 0, koll = 0, high = 0;
    for (int c = 0; c < MK_C_COUNT; c++) {
        out->low[c] = s[c].low;
        out->high[c] = s[c].high;
        exact[c] = project->weight[c] * s[c].low;
        high += project->weight[c] * s[c].high;
        if (mk_criterion_is_plan((enum mk_criterion)c))
            plan += exact[c];
        else
            koll += exact[c];
    }
    out->poang = (int32_t)mk_fix(plan + koll, 2);
    out->poang_max = (int32_t)mk_fix(high, 2);
    out->p_plan = (int32_t)mk_fix(plan, 2);
    out->p_koll = out->poang - out->p_plan;
    share_out(exact, out->p_plan, out->contribution, true);
    share_out(exact, out->p_koll, out->contribution, false);
}
