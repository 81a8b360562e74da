// From what was read to what decides where.
#include "analysis/planbase.h"

#include "analysis/cells.h"
#include "analysis/parts.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mk_planbase_drop_geometry(struct mk_planbase *b)
{
    mk_polyset_release(&b->force);
    mk_tiles_release(&b->force_tiles);
    mk_polyset_release(&b->cell_geom);
    mk_tiles_release(&b->cell_tiles);
    mk_polyset_release(&b->joined);
    free(b->joined_as);
    mk_boxtree_free(b->tree);
    mk_boxtree_free(b->cell_tree);
    mk_boxtree_free(b->later_tree);
    b->joined_as = NULL;
    b->tree = b->cell_tree = b->later_tree = NULL;
}

void mk_planbase_release(struct mk_planbase *b)
{
    mk_planbase_drop_geometry(b);
    free(b->plans);
    free(b->part_of);
    mk_polyset_release(&b->full);
    free(b->cells);
    free(b->cell_area);
    *b = (struct mk_planbase){0};
}

// Områdesbestämmelser, planbesked and fastighetsindelning give no byggrätt.
static bool is_detaljplan(const struct mk_plan *p)
{
    static const char *const other[] = {"omradesbest", "planbesked",
                                        "tomtindel", "fastighetsindel"};
    char t[256];
    const char *const texts[] = {p->typ, p->status_text};
    for (int k = 0; k < 2; k++) {
        if (!texts[k])
            continue;
        mk_text_fold(texts[k], t, sizeof t);
        for (size_t i = 0; i < sizeof other / sizeof *other; i++)
            if (strstr(t, other[i]))
                return false;
    }
    return true;
}

struct order {
    const struct mk_plan *plan;
    uint32_t row;
};

static int text_cmp(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int by_id(const void *pa, const void *pb, void *outlines)
{
    const struct order *a = pa, *b = pb;
    const struct mk_poly ga = mk_polyset_get(outlines, a->row);
    const struct mk_poly gb = mk_polyset_get(outlines, b->row);
    const char *const ta[] = {a->plan->id, a->plan->akt, a->plan->nr,
                              a->plan->namn, a->plan->laga_kraft_text,
                              a->plan->status_text};
    const char *const tb[] = {b->plan->id, b->plan->akt, b->plan->nr,
                              b->plan->namn, b->plan->laga_kraft_text,
                              b->plan->status_text};
    for (size_t i = 0; i < sizeof ta / sizeof *ta; i++) {
        const int c = text_cmp(ta[i], tb[i]);
        if (c)
            return c;
    }
    const int c = mk_poly_cmp(&ga, &gb);
    return c ? c : a->row < b->row ? -1 : a->row > b->row;
}

// Detaljplaner only, each with an id, ordered by it; geometry along.
static void take_plans(struct mk_ctx *ctx, const struct mk_planbase_in *in,
                       struct mk_planbase *b)
{
    struct order *o = mk_zalloc(in->nplans + 1, sizeof *o);
    uint32_t n = 0;
    for (uint32_t i = 0; i < in->nplans; i++) {
        const struct mk_plan *p = &in->plans[i];
        char key[160];
        snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(p));
        if (is_detaljplan(p))
            o[n++] = (struct order){p, i};
        else
            mk_note(ctx, MK_N_PLAN_NOT_PLAN, key,
                    p->typ ? p->typ : p->status_text);
    }
    qsort_r(o, n, sizeof *o, by_id, in->outlines);
    b->plans = mk_zalloc(n + 1, sizeof *b->plans);
    b->nplans = n;
    for (uint32_t i = 0; i < n; i++) {
        b->plans[i] = *o[i].plan;
        struct mk_plan *p = &b->plans[i];
        if (!p->id)
            p->id = p->akt ? p->akt : p->nr ? p->nr : p->namn;
        mk_plan_interpret(ctx, p, in->reference_date);
        const struct mk_poly g = mk_polyset_get(in->outlines, o[i].row);
        if (!g.npart) {
            char key[160];
            snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(p));
            mk_note(ctx, MK_N_PLAN_NO_OUTLINE, key, "");
            b->without_outline++;
        }
        mk_polyset_add(&b->full, &g);
    }
    free(o);
}

bool mk_plan_newer(const struct mk_plan *plans, uint32_t a, uint32_t b)
{
    if (plans[a].laga_kraft != plans[b].laga_kraft)
        return plans[a].laga_kraft > plans[b].laga_kraft;
    return a < b;
}

// Plans and parts; a part has the id of its plan.
static int newer_first(const void *pa, const void *pb, void *planbase)
{
    const struct mk_planbase *v = planbase;
    const uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    const uint32_t wa = mk_plan_whole(v, a), wb = mk_plan_whole(v, b);
    if (v->plans[a].laga_kraft == v->plans[b].laga_kraft && wa != wb)
        return wa < wb ? -1 : 1;
    return a == b ? 0 : mk_plan_newer(v->plans, a, b) ? -1 : 1;
}

static void note_overlap(struct mk_ctx *ctx, const struct mk_plan *old,
                         const struct mk_plan *newer, double m2)
{
    char key[160], area[32];
    snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(old));
    struct mk_buf t = {0};
    mk_buf_fixed(&t, mk_fix(m2, 2), 2);
    snprintf(area, sizeof area, "%s", mk_buf_text(&t));
    mk_buf_release(&t);
    mk_note(ctx, MK_N_PLAN_OVERLAP, key, area, mk_plan_label(newer));
}

// Which newer plans in force lie over each plan: pairs (old, newer), grouped
// by old, newest first. Parts with dates of their own are plans here, and
// `held` says where each holds.
struct pairs {
    uint32_t (*v)[2];
    uint32_t n, cap;
};

static struct pairs find_overlaps(struct mk_ctx *ctx, struct mk_planbase *b,
                                  const struct mk_polyset *held)
{
    struct pairs out = {0};
    uint32_t *rank = mk_zalloc(held->n + 1, sizeof *rank);
    uint32_t *order = mk_zalloc(held->n + 1, sizeof *order);
    for (uint32_t i = 0; i < held->n; i++)
        order[i] = i;
    qsort_r(order, held->n, sizeof *order, newer_first, b);
    for (uint32_t k = 0; k < held->n; k++)
        rank[order[k]] = k;
    struct mk_boxtree *tree = mk_boxtree_build(held->box, held->n);
    struct mk_hits hits = {0};
    for (uint32_t i = 0; i < held->n; i++) {
        if (b->plans[i].status != MK_PS_LAGA_KRAFT)
            continue;
        const struct mk_poly g = mk_polyset_get(held, i);
        mk_boxtree_query(tree, g.box, &hits);
        for (uint32_t k = 0; k < hits.n; k++) {
            const uint32_t j = hits.v[k];
            if (j == i || b->plans[j].status != MK_PS_LAGA_KRAFT ||
                rank[j] > rank[i] ||
                mk_plan_whole(b, i) == mk_plan_whole(b, j))
                continue;
            const struct mk_poly q = mk_polyset_get(held, j);
            const double m2 = mk_poly_common_area(&g, &q);
            if (m2 <= MK_OVERLAP_M2)
                continue;
            b->overlaps++;
            b->overlap_m2 += m2;
            if (m2 > MK_NOTED_M2)
                note_overlap(ctx, &b->plans[i], &b->plans[j], m2);
            MK_GROW(out.v, out.cap, out.n + 1);
            out.v[out.n][0] = i;
            out.v[out.n++][1] = j;
        }
    }
    mk_hits_release(&hits);
    mk_boxtree_free(tree);
    free(rank);
    free(order);
    return out;
}

static void note_not_cut(struct mk_ctx *ctx, const struct mk_plan *p)
{
    char key[160];
    snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(p));
    mk_note(ctx, MK_N_OVERLAY, key, mk_ctx_geos_error(ctx));
}

struct cutting {
    struct mk_ctx *ctx;
    const struct mk_planbase *b;
    const struct mk_polyset *held;
    struct pairs pairs;
    uint32_t *first; // of a plan or part, in the pairs
};

// Cut newer plans out of outline or cell `g`: what is left is appended to
// `out` as parts. False when there was nothing to cut and none was appended.
static bool cut_newer(const struct cutting *c, const struct mk_poly *g,
                      uint32_t plan, struct mk_polyset *out)
{
    struct mk_ctx *ctx = c->ctx;
    const struct pairs *p = &c->pairs;
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *rest = NULL;
    for (uint32_t k = c->first[plan]; k < p->n && p->v[k][0] == plan; k++) {
        const struct mk_poly q = mk_polyset_get(c->held, p->v[k][1]);
        if (mk_poly_common_area(g, &q) <= 0)
            continue;
        if (!rest)
            rest = mk_geos_from_poly(ctx, g);
        GEOSGeometry *cut = mk_geos_from_poly(ctx, &q);
        GEOSGeometry *left = mk_geos_difference(ctx, rest, cut);
        GEOSGeom_destroy_r(h, cut);
        if (!left)
            note_not_cut(ctx, &c->b->plans[plan]);
        if (left) {
            GEOSGeom_destroy_r(h, rest);
            rest = left;
        }
    }
    if (!rest)
        return false;
    (void)mk_geos_append_parts(ctx, rest, out);
    GEOSGeom_destroy_r(h, rest);
    return true;
}

static void cut_outlines(const struct cutting *c, struct mk_polyset *out)
{
    for (uint32_t i = 0; i < c->held->n; i++) {
        const struct mk_poly g = mk_polyset_get(c->held, i);
        const uint32_t part = out->npart;
        if (cut_newer(c, &g, i, out))
            mk_polyset_end(out, part);
        else
            mk_polyset_add(out, &g);
    }
}

static void cut_cells(const struct cutting *c, struct mk_planbase *b)
{
    for (uint32_t k = 0; k < b->ncells; k++) {
        const struct mk_cell *cell = &b->cells[k];
        const struct mk_poly g = mk_polyset_get(&b->cell_geom, k);
        const uint32_t part = b->cell_geom.npart;
        if (cut_newer(c, &g, cell->part ? cell->part : cell->plan,
                      &b->cell_geom))
            mk_polyset_end_replace(&b->cell_geom, k, part);
    }
}

static void cut_all(struct mk_ctx *ctx, struct mk_planbase *b)
{
    struct mk_polyset held = {0}, left = {0}; // stay empty without parts
    if (b->nparts)
        mk_parts_hold(ctx, b, &held);
    struct cutting c = {ctx, b, b->nparts ? &held : &b->full, {0}, NULL};
    c.pairs = find_overlaps(ctx, b, c.held);
    c.first = mk_zalloc(c.held->n + 1, sizeof *c.first);
    for (uint32_t i = 0, k = 0; i <= c.held->n; i++) {
        while (k < c.pairs.n && c.pairs.v[k][0] < i)
            k++;
        c.first[i] = k;
    }
    cut_outlines(&c, b->nparts ? &left : &b->force);
    if (b->nparts)
        mk_parts_unite(ctx, b, &left);
    cut_cells(&c, b);
    free(c.first);
    free(c.pairs.v);
    mk_polyset_release(&held);
    mk_polyset_release(&left);
}

enum mk_status mk_planbase_build(struct mk_ctx *ctx,
                                 const struct mk_planbase_in *in,
                                 struct mk_planbase *out)
{
    *out = (struct mk_planbase){0};
    mk_polyset_mend(ctx, in->outlines, "detaljplaner");
    if (in->nuses)
        mk_polyset_mend(ctx, in->use_geom, "anvandning");
    take_plans(ctx, in, out);
    mk_cells_build(ctx, in, out);
    if (in->nuses)
        mk_polyset_release(in->use_geom); // what decides is in the cells
    cut_all(ctx, out);
    mk_cells_join(ctx, out);
    const uint32_t ncells = out->ncells + out->nlater;
    out->cell_area = mk_zalloc(ncells + 1, sizeof *out->cell_area);
    for (uint32_t c = 0; c < ncells; c++) {
        const struct mk_poly g = mk_polyset_get(&out->cell_geom, c);
        out->cell_area[c] = mk_poly_area(&g);
    }
    mk_polyset_shrink(&out->full);
    mk_polyset_shrink(&out->force);
    mk_polyset_shrink(&out->cell_geom);
    mk_tiles_build(&out->force, &out->force_tiles);
    mk_tiles_build(&out->cell_geom, &out->cell_tiles);
    out->tree = mk_boxtree_build(out->force.box, out->nplans + out->nparts);
    out->cell_tree = mk_boxtree_build(out->cell_geom.box, out->ncells);
    if (out->nlater)
        out->later_tree = mk_boxtree_build(out->cell_geom.box + out->ncells,
                                           out->nlater);
    return MK_OK;
}
