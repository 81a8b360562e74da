#include "input/plan_apart.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int start_cmp(const void *pa, const void *pb)
{
    const double *a = pa, *b = pb;
    return a[0] < b[0] ? -1 : a[0] > b[0];
}

/** Widest gap between intervals, 0 when there is none. */
static double widest_gap(double (*span)[2], uint32_t n)
{
    qsort(span, n, sizeof *span, start_cmp);
    double gap = 0, end = span[0][1];
    for (uint32_t i = 1; i < n; i++) {
        gap = fmax(gap, span[i][0] - end);
        end = fmax(end, span[i][1]);
    }
    return isfinite(gap) ? gap : 0;
}

static double parts_apart(const struct mk_poly *g)
{
    const struct mk_box all = g->box;
    if (g->npart < 2 || (all.xmax - all.xmin <= MK_PLAN_APART_M &&
                         all.ymax - all.ymin <= MK_PLAN_APART_M))
        return 0;
    double (*x)[2] = mk_zalloc(g->npart, sizeof *x);
    double (*y)[2] = mk_zalloc(g->npart, sizeof *y);
    for (uint32_t p = 0; p < g->npart; p++) {
        const uint32_t r = g->part[p]; // the exterior holds the rest
        const struct mk_box b = mk_box_around(
            g->xy + 2 * (size_t)g->ring[r], g->ring[r + 1] - g->ring[r]);
        x[p][0] = b.xmin, x[p][1] = b.xmax;
        y[p][0] = b.ymin, y[p][1] = b.ymax;
    }
    const double gap =
        fmax(widest_gap(x, g->npart), widest_gap(y, g->npart));
    free(x);
    free(y);
    return gap;
}

double mk_plan_gap(struct mk_box a, struct mk_box b)
{
    if (mk_box_is_empty(a) || mk_box_is_empty(b))
        return 0;
    const double dx = fmax(a.xmin - b.xmax, b.xmin - a.xmax);
    const double dy = fmax(a.ymin - b.ymax, b.ymin - a.ymax);
    const double gap = fmax(dx, dy);
    return isfinite(gap) && gap > 0 ? gap : 0;
}

static enum mk_status apart(struct mk_ctx *ctx, const char *plan, double m,
                            const char *what)
{
    char km[32];
    snprintf(km, sizeof km, "%lld", (long long)(m / 1000));
    return mk_fail(ctx, MK_E_PLAN_MIXED, plan, km, what);
}

// ---- areas that name a plan -------------------------------------------------

/** Names of plans, folded like mk_text_same(), to their outlines. */
struct name {
    const char *folded;
    uint32_t plan;
};

struct names {
    struct name *v;
    uint32_t n, cap;
    struct mk_arena text;
};

static const char *folded(struct mk_arena *a, const char *s)
{
    char t[256];
    mk_text_fold(s, t, sizeof t);
    return mk_arena_str(a, t);
}

static int name_cmp(const void *pa, const void *pb)
{
    const struct name *a = pa, *b = pb;
    const int c = strcmp(a->folded, b->folded);
    return c ? c : a->plan < b->plan ? -1 : a->plan > b->plan;
}

static void names_build(const struct mk_plans_raw *plans, struct names *out)
{
    for (uint32_t i = 0; i < plans->n; i++) {
        const struct mk_plan *p = &plans->plans[i];
        const char *const called[] = {p->id, p->akt, p->nr};
        for (int k = 0; k < 3; k++) {
            if (!called[k])
                continue;
            MK_GROW(out->v, out->cap, out->n + 1);
            out->v[out->n++] =
                (struct name){folded(&out->text, called[k]), i};
        }
    }
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, name_cmp);
}

/** How far an area is from the nearest plan of that name; 0 when no plan has
 * it, or none of them an outline. */
static double from_named(const struct names *names,
                         const struct mk_plans_raw *plans, const char *name,
                         struct mk_box area)
{
    char t[256];
    mk_text_fold(name, t, sizeof t);
    uint32_t lo = 0, hi = names->n;
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (strcmp(names->v[mid].folded, t) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    double nearest = INFINITY;
    for (; lo < names->n && strcmp(names->v[lo].folded, t) == 0; lo++)
        nearest = fmin(nearest, mk_plan_gap(
            plans->outline.box[names->v[lo].plan], area));
    return isfinite(nearest) ? nearest : 0;
}

// Its parts from one another, and the whole from its plan.
static enum mk_status check_area(struct mk_ctx *ctx, const struct names *names,
                                 const struct mk_plans_raw *plans,
                                 const char *plan, struct mk_poly g,
                                 const char *role, uint32_t row)
{
    char what[64];
    snprintf(what, sizeof what, "%s rad %u", role, row);
    double m = parts_apart(&g);
    if (plan && m <= MK_PLAN_APART_M)
        m = from_named(names, plans, plan, g.box);
    return m > MK_PLAN_APART_M ? apart(ctx, plan ? plan : "", m, what)
                               : MK_OK;
}

static const char *label(const struct mk_plan *p)
{
    return p->nr ? p->nr : p->akt ? p->akt : p->id ? p->id
           : p->namn ? p->namn : "?";
}

enum mk_status mk_plans_check_apart(struct mk_ctx *ctx,
                                    const struct mk_plans_raw *plans,
                                    const struct mk_uses_raw *uses,
                                    const struct mk_provisions *provisions)
{
    enum mk_status st = MK_OK;
    for (uint32_t i = 0; i < plans->n && st == MK_OK; i++) {
        const struct mk_poly g = mk_polyset_get(&plans->outline, i);
        const double m = parts_apart(&g);
        char what[64];
        snprintf(what, sizeof what, "detaljplaner rad %u",
                 plans->plans[i].row);
        if (m > MK_PLAN_APART_M)
            st = apart(ctx, label(&plans->plans[i]), m, what);
    }
    struct names names = {0};
    names_build(plans, &names);
    for (uint32_t i = 0; i < uses->n && st == MK_OK; i++)
        st = check_area(ctx, &names, plans, uses->uses[i].plan,
                        mk_polyset_get(&uses->geom, i), "anvandning",
                        uses->uses[i].row);
    for (uint32_t i = 0; i < provisions->n && st == MK_OK; i++) {
        const struct mk_provision *p = &provisions->v[i];
        if (p->geom != MK_PV_WHOLE_PLAN)
            st = check_area(ctx, &names, plans, p->plan,
                            mk_polyset_get(&provisions->geom, p->geom),
                            "egenskaper", p->row);
    }
    free(names.v);
    mk_arena_release(&names.text);
    return st;
}
