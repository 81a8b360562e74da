// What check tells of plans from within: places without a use, references that
// the catalogue holds, provisions by kind and by what told the kind.
#include "run/check.h"

#include <stdio.h>
#include <stdlib.h>

#define W(sv, en) mk_check_word(x, sv, en)

// Use areas may leave so much of their plan along borders (NGP warns of less
// only in its own tool).
#define GAP_M2 5.0

// m2 of each plan in force that no use area of its own lies on.
static double *uncovered(const struct mk_planbase *b)
{
    double *m2 = mk_zalloc(b->nplans + 1, sizeof *m2);
    for (uint32_t k = 0; k < b->nplans; k++) {
        const struct mk_poly g = mk_polyset_get(&b->force, k);
        if (b->plans[k].status == MK_PS_LAGA_KRAFT && b->plans[k].has_uses)
            m2[k] = mk_poly_area(&g);
    }
    for (uint32_t c = 0; c < b->ncells; c++)
        m2[b->cells[c].plan] -= b->cell_area[c];
    return m2;
}

void mk_check_gaps(struct mk_check *x)
{
    const struct mk_planbase *b = &x->in.plans;
    double *m2 = uncovered(b), all = 0;
    uint32_t n = 0, worst = 0;
    for (uint32_t k = 0; k < b->nplans; k++) {
        if (m2[k] <= GAP_M2)
            continue;
        n++;
        all += m2[k];
        worst = m2[k] > m2[worst] ? k : worst;
    }
    mk_doc_row(&x->doc, "luckor",
               W("gällande planer med ytor utan användning",
                 "plans in force with places without a use"));
    mk_doc_int(&x->doc, MK_L("planer", "antal", "count"), n);
    mk_doc_fixed(&x->doc, MK_L("m2", "tillsammans", "together"),
                 mk_fix(all, 1), 1, "m²");
    if (n)
        mk_doc_text(&x->doc, MK_L("storst", "störst i", "largest in"),
                    mk_plan_label(&b->plans[worst]));
    mk_doc_close(&x->doc);
    free(m2);
}

static void coverage(struct mk_check *x, const char *key, const char *heading,
                     const uint32_t by[MK_NGP_BY_COUNT])
{
    struct mk_doc *d = &x->doc;
    uint32_t all = 0;
    for (int i = 0; i < MK_NGP_BY_COUNT; i++)
        all += by[i];
    if (!all)
        return;
    const uint32_t known = by[MK_NGP_BY_CATALOGUE] + by[MK_NGP_BY_OLDER];
    mk_doc_row(d, key, heading);
    mk_doc_int(d, MK_L("antal", "antal", "count"), all);
    mk_doc_fixed(d, MK_L("procent", "i katalogen", "in the catalogue"),
                 mk_fix(100.0 * known / all, 1), 1, "%");
    mk_doc_int(d, MK_L("aldre", "därav genom äldre referens",
                       "of them by an older reference"), by[MK_NGP_BY_OLDER]);
    mk_doc_int(d, MK_L("formulering", "ur formuleringen", "from the wording"),
               by[MK_NGP_BY_TEXT]);
    mk_doc_int(d, MK_L("inte", "inte alls", "not at all"),
               by[MK_NGP_BY_NONE]);
    mk_doc_close(d);
}

void mk_check_delivery(struct mk_check *x)
{
    coverage(x, "katalog_anvandning", W("användningsbestämmelser",
                                        "use provisions"),
             x->in.deliveries.use_by);
    coverage(x, "katalog_ovriga", W("egenskapsbestämmelser och administrativa",
                                    "property and administrative provisions"),
             x->in.deliveries.other_by);
}

static void by_kind(struct mk_check *x)
{
    uint32_t n[MK_PV_KIND_COUNT] = {0};
    const struct mk_provbase *b = &x->in.provisions;
    for (uint32_t i = 0; i < b->n; i++)
        n[b->v[i].kind]++;
    mk_doc_open(&x->doc, "slag", W("slag", "kinds"));
    for (int k = 0; k < MK_PV_KIND_COUNT; k++) {
        const char *word = mk_pv_kind_text((enum mk_pv_kind)k);
        if (n[k])
            mk_doc_int(&x->doc, MK_L(word, word, word), n[k]);
    }
    mk_doc_close(&x->doc);
}

static void by_what(struct mk_check *x)
{
    uint32_t n[MK_PV_HOW_COUNT] = {0};
    const struct mk_provbase *b = &x->in.provisions;
    for (uint32_t i = 0; i < b->n; i++)
        n[b->v[i].how]++;
    mk_doc_row(&x->doc, "tolkade_av", W("slaget tolkat av", "kind told by"));
    for (int k = 0; k < MK_PV_HOW_COUNT; k++) {
        const char *word = mk_pv_how_text((enum mk_pv_how)k);
        mk_doc_int(&x->doc, MK_L(word, word, word), n[k]);
    }
    mk_doc_close(&x->doc);
}

// Beteckning and wording of the first that says nothing to the program.
static void unread(struct mk_check *x)
{
    const struct mk_provbase *b = &x->in.provisions;
    for (uint32_t i = 0; i < b->n; i++) {
        if (b->v[i].how != MK_PV_BY_NOTHING)
            continue;
        mk_doc_row(&x->doc, "forsta_ovrig", W("första övriga",
                                              "first of the others"));
        mk_doc_text(&x->doc, MK_L("plan", "plan", "plan"),
                    mk_plan_label(&x->in.plans.plans[b->plan[i]]));
        mk_doc_text(&x->doc, MK_L("beteckning", "", ""), b->v[i].code);
        mk_doc_text(&x->doc, MK_L("text", "", ""), b->v[i].text);
        mk_doc_close(&x->doc);
        return;
    }
}

void mk_check_provisions(struct mk_check *x)
{
    const enum mk_status st =
        mk_provbase_build(x->own, &x->in.provisions_raw, &x->in.plans,
                          &x->in.provisions);
    if (st != MK_OK) {
        mk_check_failed(x, st);
        return;
    }
    mk_doc_int(&x->doc, MK_L("antal", "antal", "count"), x->in.provisions.n);
    mk_check_count(x, MK_L("utan_plan", "hör inte till någon plan",
                           "belong to no plan"), MK_N_PV_NO_PLAN);
    by_kind(x);
    by_what(x);
    unread(x);
}
