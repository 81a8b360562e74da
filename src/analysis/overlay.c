// How much of a polygon each plan and each use cell holds.
#include "analysis/worker.h"

#include <string.h>

static void add_hit(struct mk_overlay_hit **v, uint32_t *n, uint32_t *cap,
                    uint32_t index, double m2)
{
    MK_GROW(*v, *cap, *n + 1);
    (*v)[(*n)++] = (struct mk_overlay_hit){index, m2};
}

static void plan_hits(struct mk_worker *w, const struct mk_poly *g)
{
    struct mk_overlay *o = &w->overlay;
    const struct mk_planbase *b = w->in->plans;
    mk_boxtree_query(b->tree, g->box, &w->hits);
    for (uint32_t k = 0; k < w->hits.n; k++) {
        const uint32_t i = w->hits.v[k];
        const double m2 =
            mk_tiles_common_area(&b->force_tiles, &b->force, i, g);
        if (m2 <= 0)
            continue;
        add_hit(&o->plans, &o->nplans, &o->cap_plans, i, m2);
        if (b->plans[i].status == MK_PS_LAGA_KRAFT) {
            o->force_m2 += m2;
            o->use_known = o->use_known ||
                           (b->plans[i].has_uses && mk_covers(o->area, m2));
        }
    }
}

static void cell_hits(struct mk_worker *w, const struct mk_poly *g)
{
    struct mk_overlay *o = &w->overlay;
    const struct mk_planbase *b = w->in->plans;
    const unsigned business = (1u << MK_GROUP_COUNT) - 1;
    const unsigned yards =
        business | (1u << MK_GROUP_BOSTAD) | (1u << MK_GROUP_ANNAN);
    mk_boxtree_query(b->cell_tree, g->box, &w->hits);
    for (uint32_t k = 0; k < w->hits.n; k++) {
        const uint32_t i = w->hits.v[k];
        const double m2 =
            mk_tiles_common_area(&b->cell_tiles, &b->cell_geom, i, g);
        if (m2 <= 0)
            continue;
        add_hit(&o->cells, &o->ncells, &o->cap_cells, i, m2);
        const unsigned groups = w->cell_groups[i];
        for (int q = 0; q < MK_GROUP_ALL; q++)
            if (groups >> q & 1)
                o->group_m2[q] += m2;
        for (mk_useset u = b->cells[i].uses; u; u &= u - 1)
            o->letter_m2[__builtin_ctzll(u)] += m2;
        if ((groups & yards) == 1u << MK_GROUP_BOSTAD)
            o->home_m2 += m2;
        else if ((groups & yards) && !(groups & business))
            o->other_m2 += m2;
        const unsigned mixed = groups & (business | (1u << MK_GROUP_BOSTAD));
        if ((groups & business) && (mixed & (mixed - 1)))
            o->blandad_m2 += m2;
    }
}

const struct mk_overlay *mk_worker_overlay(struct mk_worker *w,
                                           const struct mk_poly *g)
{
    struct mk_overlay *o = &w->overlay;
    o->nplans = o->ncells = 0;
    o->force_m2 = o->blandad_m2 = o->home_m2 = o->other_m2 = 0;
    o->use_known = false;
    memset(o->group_m2, 0, sizeof o->group_m2);
    memset(o->letter_m2, 0, sizeof o->letter_m2);
    o->area = mk_poly_area(g);
    if (!w->in->plans || !g->npart)
        return o;
    plan_hits(w, g);
    if (o->force_m2 > 0)
        cell_hits(w, g);
    return o;
}
