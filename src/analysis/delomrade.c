// Delområden: contiguous pieces of an område with one deciding plan and one
// set of uses that allows business; where no plan is in force, what is meant.
#include "analysis/unplanned.h"

#include <stdio.h>
#include <stdlib.h>

// Business cells of plans in force.
static void cut_cells(struct mk_worker *w, const struct mk_poly *g,
                      struct mk_pieces *out)
{
    const struct mk_overlay *o = &w->overlay;
    const unsigned business = (1u << MK_GROUP_COUNT) - 1;
    uint32_t n = 0;
    MK_GROW(w->order, w->cap_order, o->ncells);
    for (uint32_t k = 0; k < o->ncells; k++)
        if (w->cell_groups[o->cells[k].index] & business)
            w->order[n++] = o->cells[k];
    mk_pieces_order(w, n);
    mk_pieces_from_cells(w, g, w->order, n, MK_UL_DETALJPLAN, out);
}

// Plans in force that are only an outline: business is possible, not known.
static void cut_outlines(struct mk_worker *w, const struct mk_poly *g,
                         struct mk_pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    const struct mk_overlay *o = &w->overlay;
    for (uint32_t k = 0; k < o->nplans; k++) {
        const uint32_t p = o->plans[k].index;
        if (b->plans[p].status != MK_PS_LAGA_KRAFT || b->plans[p].has_uses ||
            o->plans[k].m2 < w->in->project->min_delomrade_m2)
            continue;
        const struct mk_poly outline = mk_polyset_get(&b->force, p);
        const struct mk_origin of = {MK_UL_DETALJPLAN, p, 0, -1, 0};
        mk_pieces_cut(w, g, &outline, mk_poly_area(&outline), o->plans[k].m2,
                      &of, out);
    }
}

// Those of plans in force keep their numbers, whatever else is known.
static int piece_cmp(const void *pa, const void *pb, void *set)
{
    const struct mk_polyset *s = set;
    const struct mk_piece *a = pa, *b = pb;
    if (a->of.underlag != b->of.underlag)
        return a->of.underlag < b->of.underlag ? -1 : 1;
    const mk_fixed fa = mk_fix(a->area, 1), fb = mk_fix(b->area, 1);
    if (fa != fb)
        return fa > fb ? -1 : 1;
    if (a->of.plan != b->of.plan)
        return a->of.plan < b->of.plan ? -1 : 1;
    if (a->of.source != b->of.source)
        return a->of.source < b->of.source ? -1 : 1;
    if (a->of.uses != b->of.uses)
        return a->of.uses < b->of.uses ? -1 : 1;
    const struct mk_box x = s->box[a->geom], y = s->box[b->geom];
    if (x.xmin != y.xmin)
        return x.xmin < y.xmin ? -1 : 1;
    if (x.ymin != y.ymin)
        return x.ymin < y.ymin ? -1 : 1;
    return 0;
}

static void fill_groups(struct mk_row *r)
{
    const unsigned groups = mk_use_groups(r->uses);
    const unsigned mixed =
        groups & (((1u << MK_GROUP_COUNT) - 1) | 1u << MK_GROUP_BOSTAD);
    for (int g = 0; g < MK_GROUP_COUNT; g++)
        r->group[g] = !r->uses ? MK_UNKNOWN
                      : (groups >> g & 1) ? r->area : 0;
    r->blandad = !r->uses ? MK_UNKNOWN
                 : (mixed & (mixed - 1)) ? r->area : 0;
}

static void note_slivers(struct mk_worker *w, const struct mk_batch *b,
                         uint32_t i, double m2)
{
    char key[256], area[32];
    struct mk_buf t = {0};
    mk_buf_fixed(&t, mk_fix(m2, 1), 1);
    snprintf(area, sizeof area, "%s", mk_buf_text(&t));
    mk_buf_release(&t);
    const struct mk_omrade *o = &b->omr[i];
    snprintf(key, sizeof key, "%s",
             o->fastighet ? o->fastighet : o->fast_id ? o->fast_id : "?");
    mk_note(w->ctx, MK_N_SLIVER, key, area);
}

static void fill_planned(struct mk_row *r, const struct mk_origin *of)
{
    r->plan = (int32_t)of->plan;
    r->part = of->part;
    r->planstatus = MK_PS_LAGA_KRAFT;
    r->planl_andel = 10000;
    fill_groups(r);
}

static void add_del(struct mk_worker *w, struct mk_batch *b, uint32_t i,
                    const struct mk_piece *p, uint16_t nr)
{
    const struct mk_poly g = mk_polyset_get(&w->pieces, p->geom);
    mk_polyset_add(&b->del_geom, &g);
    MK_GROW(b->dels, b->cap_dels, b->ndels + 1);
    struct mk_row *r = &b->dels[b->ndels++];
    *r = b->rows[i];
    r->del_nr = nr;
    r->uses = p->of.uses;
    r->area = mk_fix(p->area, 1);
    r->ready.underlag = p->of.underlag;
    r->ready.source = p->of.source;
    if (p->of.underlag == MK_UL_DETALJPLAN)
        fill_planned(r, &p->of);
    else
        mk_unplanned_fill(w, r, &p->of, &g);
}

void mk_delomraden_find(struct mk_worker *w, struct mk_batch *b, uint32_t i)
{
    const struct mk_poly g = mk_polyset_get(&b->geom, i);
    struct mk_pieces found = {0};
    mk_polyset_clear(&w->pieces);
    if (w->overlay.force_m2 > 0) {
        cut_cells(w, &g, &found);
        cut_outlines(w, &g, &found);
    }
    mk_unplanned_find(w, &g, &found);
    if (found.n > 1)
        qsort_r(found.v, found.n, sizeof *found.v, piece_cmp, &w->pieces);
    double slivers = 0;
    uint16_t nr = 0;
    for (uint32_t k = 0; k < found.n; k++) {
        if (found.v[k].area < w->in->project->min_delomrade_m2)
            slivers += found.v[k].area;
        else
            add_del(w, b, i, &found.v[k], ++nr);
    }
    if (slivers > 0.05)
        note_slivers(w, b, i, slivers);
    free(found.v);
}
