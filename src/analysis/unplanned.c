// What is meant where nothing is decided yet, the firmest intention first.
#include "analysis/unplanned.h"

#include <stdlib.h>

// Business cells of the ongoing plans over g, to w->order. @return how many
static uint32_t cells_over(struct mk_worker *w, const struct mk_poly *g)
{
    const struct mk_planbase *b = w->in->plans;
    const unsigned business = (1u << MK_GROUP_COUNT) - 1;
    uint32_t n = 0;
    mk_boxtree_query(b->later_tree, g->box, &w->hits);
    MK_GROW(w->order, w->cap_order, w->hits.n);
    for (uint32_t k = 0; k < w->hits.n; k++) {
        const uint32_t i = b->ncells + w->hits.v[k];
        if (!(w->cell_groups[i] & business))
            continue;
        const double m2 =
            mk_tiles_common_area(&b->cell_tiles, &b->cell_geom, i, g);
        if (m2 > 0)
            w->order[n++] = (struct mk_overlay_hit){i, m2};
    }
    mk_pieces_order(w, n);
    return n;
}

static void from_ongoing(struct mk_worker *w, const struct mk_poly *g,
                         struct mk_pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    const uint32_t first = out->n, n = cells_over(w, g);
    for (uint32_t i = 0, j; i < n; i = j) {
        const uint32_t plan = b->cells[w->order[i].index].plan, end = out->n;
        for (j = i + 1; j < n && b->cells[w->order[j].index].plan == plan;)
            j++;
        mk_pieces_from_cells(w, g, w->order + i, j - i, MK_UL_PAGAENDE, out);
        mk_pieces_subtract(w, first, end, out);
    }
}

// `first`: where the pieces begin that go before.
static void from_features(struct mk_worker *w, const struct mk_poly *g,
                          enum mk_layer_role role, enum mk_underlag underlag,
                          uint32_t first, struct mk_pieces *out)
{
    const struct mk_context *c = w->in->context;
    if (!c->given[role])
        return;
    mk_boxtree_query(c->tree, g->box, &w->hits);
    for (uint32_t k = 0; k < w->hits.n; k++) {
        const uint32_t i = w->hits.v[k], end = out->n;
        const struct mk_feature *f = &c->v[i];
        if (f->role != role || (f->uses && !mk_use_business(f->uses)))
            continue;
        const struct mk_poly area = mk_polyset_get(&c->geom, i);
        const double m2 = mk_tiles_common_area(c->tiles, &c->geom, i, g);
        if (m2 < w->in->project->min_delomrade_m2)
            continue;
        const struct mk_origin of = {(uint8_t)underlag, 0, 0, (int32_t)i,
                                     f->uses};
        mk_pieces_cut(w, g, &area, c->area[i], m2, &of, out);
        mk_pieces_subtract(w, first, end, out);
    }
}

void mk_unplanned_find(struct mk_worker *w, const struct mk_poly *g,
                       struct mk_pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    const struct mk_overlay *o = &w->overlay;
    const uint32_t first = out->n;
    if (o->area - o->force_m2 < w->in->project->min_delomrade_m2)
        return;
    if (b && b->later_tree && o->nplans)
        from_ongoing(w, g, out);
    if (!w->in->context)
        return;
    from_features(w, g, MK_RO_PLANBESKED, MK_UL_PLANBESKED, first, out);
    from_features(w, g, MK_RO_OVERSIKTSPLAN, MK_UL_OP, first, out);
}

// The strongest status of the plans that cover g, none of which is in force;
// `*settled` when it is known that no use is allowed by plan.
static enum mk_planstatus status_over(struct mk_worker *w,
                                      const struct mk_poly *g, bool *settled)
{
    const struct mk_planbase *b = w->in->plans;
    const struct mk_overlay *o = &w->overlay;
    const double area = mk_poly_area(g);
    enum mk_planstatus strongest = MK_PS_SAKNAS;
    *settled = b && w->in->project->plans_complete && !b->without_outline;
    bool covered = false;
    for (uint32_t k = 0; b && k < o->nplans; k++) {
        const uint32_t i = o->plans[k].index;
        const enum mk_planstatus s = b->plans[i].status;
        if (s == MK_PS_LAGA_KRAFT ||
            !mk_covers(area, mk_tiles_common_area(&b->force_tiles, &b->force,
                                                  i, g)))
            continue;
        covered = true;
        *settled = *settled && s != MK_PS_SAKNAS;
        strongest = s > strongest ? s : strongest;
    }
    return *settled && !covered ? MK_PS_EJ_PLANLAGT : strongest;
}

void mk_unplanned_fill(struct mk_worker *w, struct mk_row *r,
                       const struct mk_origin *of, const struct mk_poly *g)
{
    bool settled;
    const struct mk_planbase *b = w->in->plans;
    const enum mk_planstatus status = status_over(w, g, &settled);
    const bool ongoing = of->underlag == MK_UL_PAGAENDE;
    r->plan = -1;
    r->part = 0;
    r->planl_andel = b ? 0 : -1;
    r->planstatus = (uint8_t)(ongoing ? b->plans[of->plan].status : status);
    r->pag_plan = ongoing ? (int32_t)of->plan : -1;
    r->pag_uses = ongoing ? b->plans[of->plan].uses : 0;
    for (int k = 0; k < MK_GROUP_COUNT; k++)
        r->group[k] = settled ? 0 : MK_UNKNOWN;
    r->blandad = settled ? 0 : MK_UNKNOWN;
}
