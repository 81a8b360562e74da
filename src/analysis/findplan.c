// The plan that something names or lies in.
#include "analysis/findplan.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct mk_plan_name {
    char text[64]; // folded
    uint32_t plan;
};

static int name_cmp(const void *pa, const void *pb)
{
    const struct mk_plan_name *a = pa, *b = pb;
    const int c = strcmp(a->text, b->text);
    return c ? c : (a->plan > b->plan) - (a->plan < b->plan);
}

static void add_name(struct mk_planfinder *f, const char *text, uint32_t plan)
{
    if (!text)
        return;
    MK_GROW(f->names, f->cap, f->n + 1);
    struct mk_plan_name *e = &f->names[f->n];
    mk_text_fold(text, e->text, sizeof e->text);
    e->plan = plan;
    f->n += e->text[0] != '\0';
}

// In order, each name of a plan once.
static void order_names(struct mk_planfinder *f)
{
    uint32_t kept = 0;
    if (f->n)
        qsort(f->names, f->n, sizeof *f->names, name_cmp);
    for (uint32_t i = 0; i < f->n; i++)
        if (!kept || name_cmp(&f->names[i], &f->names[kept - 1]) != 0)
            f->names[kept++] = f->names[i];
    f->n = kept;
}

void mk_planfinder_build(const struct mk_planbase *b, struct mk_planfinder *f)
{
    *f = (struct mk_planfinder){.base = b};
    for (uint32_t i = 0; i < b->nplans; i++) {
        add_name(f, b->plans[i].id, i);
        add_name(f, b->plans[i].akt, i);
        add_name(f, b->plans[i].nr, i);
    }
    order_names(f);
    f->tree = mk_boxtree_build(b->full.box, b->nplans);
}

void mk_planfinder_release(struct mk_planfinder *f)
{
    free(f->names);
    mk_boxtree_free(f->tree);
    mk_hits_release(&f->hits);
    *f = (struct mk_planfinder){0};
}

// The plan named; when several share the name, the one that holds most.
static int64_t by_name(const struct mk_planfinder *f, const char *text,
                       const struct mk_poly *g, bool *alone)
{
    const struct mk_planbase *b = f->base;
    *alone = false;
    struct mk_plan_name key = {.plan = 0};
    mk_text_fold(text, key.text, sizeof key.text);
    uint32_t lo = 0, hi = f->n;
    while (lo < hi) {
        const uint32_t mid = (lo + hi) / 2;
        if (name_cmp(&f->names[mid], &key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    int64_t best = -1;
    double best_m2 = -1;
    for (; lo < f->n && strcmp(f->names[lo].text, key.text) == 0; lo++) {
        const uint32_t plan = f->names[lo].plan;
        *alone = best < 0 && (lo + 1 == f->n ||
                              strcmp(f->names[lo + 1].text, key.text) != 0);
        if (*alone)
            return plan;
        const struct mk_poly q = mk_polyset_get(&b->full, plan);
        const double m2 = mk_poly_common_area(g, &q);
        if (best < 0 || m2 > best_m2 + 1e-6) {
            best = plan;
            best_m2 = m2;
        }
    }
    return best;
}

// What belongs to one plan mostly stands together; a name that is one plan's
// alone need not be looked up again.
static int64_t by_name_again(struct mk_planfinder *f, const char *text,
                             const struct mk_poly *g)
{
    if (!f->last_alone || !f->last || strcmp(f->last, text) != 0) {
        f->last_plan = by_name(f, text, g, &f->last_alone);
        f->last = text;
    }
    return f->last_plan;
}

// A plan has a place first by force, then by how much of it it holds.
static bool better_place(const struct mk_planbase *b, uint32_t plan, double m2,
                         uint32_t best, double best_m2)
{
    const bool pf = b->plans[plan].status == MK_PS_LAGA_KRAFT;
    const bool bf = b->plans[best].status == MK_PS_LAGA_KRAFT;
    if (pf != bf)
        return pf;
    return m2 > best_m2 + 1e-6;
}

static int64_t by_place(struct mk_planfinder *f, const struct mk_poly *g)
{
    const struct mk_planbase *b = f->base;
    int64_t best = -1;
    double best_m2 = 0;
    mk_boxtree_query(f->tree, g->box, &f->hits);
    for (uint32_t k = 0; k < f->hits.n; k++) {
        const struct mk_poly q = mk_polyset_get(&b->full, f->hits.v[k]);
        const double m2 = mk_poly_common_area(g, &q);
        if (m2 > MK_OVERLAP_M2 &&
            (best < 0 || better_place(b, f->hits.v[k], m2, (uint32_t)best,
                                      best_m2))) {
            best = f->hits.v[k];
            best_m2 = m2;
        }
    }
    return best;
}

int64_t mk_planfinder_get(struct mk_planfinder *f, const char *name,
                          const struct mk_poly *g, bool *missed)
{
    const int64_t plan = name ? by_name_again(f, name, g) : -1;
    *missed = name && plan < 0;
    return plan < 0 && g->npart ? by_place(f, g) : plan;
}
