// Delområden: contiguous pieces of an område with one deciding plan and one
// set of uses that allows business. GEOS is asked only where the quick ways
// (one holds the other; two simple rings in general position) do not serve.
#include "analysis/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The overlap is the whole of one of the two within this many m2.
#define WHOLE_M2 1e-3

struct piece {
    uint32_t plan;
    mk_useset uses;
    uint32_t geom; // in w->pieces
    double area;
};

struct pieces {
    struct piece *v;
    uint32_t n, cap;
};

// Each part of a geometry is a piece of its own.
static void push_parts(struct mk_worker *w, const struct mk_poly *g,
                       struct pieces *out, uint32_t plan, mk_useset uses)
{
    for (uint32_t p = 0; p < g->npart; p++) {
        struct mk_poly one = *g;
        one.part += p;
        one.npart = 1;
        const double area = mk_poly_part_area(g, p);
        MK_GROW(out->v, out->cap, out->n + 1);
        out->v[out->n++] = (struct piece){
            plan, uses, mk_polyset_add(&w->pieces, &one), area};
    }
}

static void push_geos(struct mk_worker *w, const GEOSGeometry *g,
                      struct pieces *out, uint32_t plan, mk_useset uses)
{
    mk_polyset_clear(&w->tmp);
    (void)mk_geos_append_parts(w->ctx, g, &w->tmp);
    const uint32_t i = mk_polyset_end(&w->tmp, 0);
    const struct mk_poly p = mk_polyset_get(&w->tmp, i);
    push_parts(w, &p, out, plan, uses);
}

static void note_failed(struct mk_worker *w, const struct mk_poly *g)
{
    char key[64];
    snprintf(key, sizeof key, "E%.0f N%.0f", g->box.xmin, g->box.ymin);
    mk_note(w->ctx, MK_N_OVERLAY, key, mk_ctx_geos_error(w->ctx));
}

// Part p of a geometry as a geometry of its own.
static struct mk_poly part_of(const struct mk_poly *g, uint32_t p)
{
    struct mk_poly one = *g;
    one.part += p;
    one.npart = 1;
    if (g->npart == 1)
        return one;
    one.box = mk_box_empty();
    const uint32_t r = one.part[0]; // the exterior spans the part
    for (uint32_t v = g->ring[r]; v < g->ring[r + 1]; v++) {
        const double *q = g->xy + 2 * (size_t)v;
        one.box = mk_box_join(one.box,
                              (struct mk_box){q[0], q[1], q[0], q[1]});
    }
    return one;
}

// The quick way, part by part: those of one geometry share no border, so what
// is cut of them never joins. False when some pair is not for it.
static bool clip_parts(struct mk_worker *w, const struct mk_poly *g,
                       const struct mk_poly *use)
{
    mk_polyset_clear(&w->tmp);
    for (uint32_t p = 0; p < g->npart; p++) {
        const struct mk_poly a = part_of(g, p);
        for (uint32_t q = 0; q < use->npart; q++) {
            const struct mk_poly b = part_of(use, q);
            if (mk_poly_clip(&a, &b, &w->tmp) < 0)
                return false;
        }
    }
    return true;
}

static void cut_exactly(struct mk_worker *w, const struct mk_poly *g,
                        const struct mk_poly *use, struct pieces *out,
                        uint32_t plan, mk_useset uses)
{
    GEOSContextHandle_t h = mk_ctx_geos(w->ctx);
    GEOSGeometry *a = mk_geos_from_poly(w->ctx, g);
    GEOSGeometry *b = mk_geos_from_poly(w->ctx, use);
    GEOSGeometry *both = a && b ? mk_geos_intersection(w->ctx, a, b) : NULL;
    if (both)
        push_geos(w, both, out, plan, uses);
    else
        note_failed(w, g);
    GEOSGeom_destroy_r(h, a);
    GEOSGeom_destroy_r(h, b);
    GEOSGeom_destroy_r(h, both);
}

// One område and one use area.
static void cut_one(struct mk_worker *w, const struct mk_poly *g,
                    const struct mk_poly *use, double use_area, double m2,
                    struct pieces *out, uint32_t plan, mk_useset uses)
{
    if (m2 >= use_area - WHOLE_M2) {
        push_parts(w, use, out, plan, uses);
    } else if (m2 >= w->overlay.area - WHOLE_M2) {
        push_parts(w, g, out, plan, uses);
    } else if (clip_parts(w, g, use)) {
        for (uint32_t k = 0; k < w->tmp.n; k++) {
            const struct mk_poly p = mk_polyset_get(&w->tmp, k);
            push_parts(w, &p, out, plan, uses);
        }
    } else {
        cut_exactly(w, g, use, out, plan, uses);
    }
}

static int hit_cmp(const void *pa, const void *pb, void *planbase)
{
    const struct mk_planbase *v = planbase;
    const struct mk_overlay_hit *a = pa, *b = pb;
    const struct mk_cell *x = &v->cells[a->index], *y = &v->cells[b->index];
    if (x->plan != y->plan)
        return x->plan < y->plan ? -1 : 1;
    if (x->uses != y->uses)
        return x->uses < y->uses ? -1 : 1;
    const uint32_t p = v->joined_as[a->index], q = v->joined_as[b->index];
    if (p != q)
        return p < q ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

// A run of hits that are one place: a cell, or cells that share a border.
static void cut_place(struct mk_worker *w, const struct mk_poly *g,
                      const struct mk_overlay_hit *hit, uint32_t n,
                      struct pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    const uint32_t cell = hit->index, joined = b->joined_as[cell];
    const struct mk_poly use = joined
        ? mk_polyset_get(&b->joined, joined - 1)
        : mk_polyset_get(&b->cell_geom, cell);
    double m2 = 0;
    for (uint32_t k = 0; k < n; k++)
        m2 += hit[k].m2;
    cut_one(w, g, &use, joined ? mk_poly_area(&use) : b->cell_area[cell], m2,
            out, b->cells[cell].plan, b->cells[cell].uses);
}

// Business cells, grouped by plan and uses.
static void cut_cells(struct mk_worker *w, const struct mk_poly *g,
                      struct pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    const struct mk_overlay *o = &w->overlay;
    const unsigned business = (1u << MK_GROUP_COUNT) - 1;
    uint32_t n = 0;
    MK_GROW(w->order, w->cap_order, o->ncells);
    for (uint32_t k = 0; k < o->ncells; k++)
        if (w->cell_groups[o->cells[k].index] & business)
            w->order[n++] = o->cells[k];
    if (n > 1)
        qsort_r(w->order, n, sizeof *w->order, hit_cmp, (void *)b);
    for (uint32_t i = 0, j; i < n; i = j) {
        const struct mk_cell *c = &b->cells[w->order[i].index];
        double m2 = 0;
        for (j = i; j < n; j++) {
            const struct mk_cell *d = &b->cells[w->order[j].index];
            if (d->plan != c->plan || d->uses != c->uses)
                break;
            m2 += w->order[j].m2;
        }
        if (m2 < w->in->project->min_delomrade_m2)
            continue; // cannot hold a delområde
        for (uint32_t k = i, next; k < j; k = next) {
            const uint32_t place = b->joined_as[w->order[k].index];
            next = k + 1;
            while (place && next < j &&
                   b->joined_as[w->order[next].index] == place)
                next++;
            cut_place(w, g, w->order + k, next - k, out);
        }
    }
}

// Plans in force that are only an outline: business is possible, not known.
static void cut_outlines(struct mk_worker *w, const struct mk_poly *g,
                         struct pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    const struct mk_overlay *o = &w->overlay;
    for (uint32_t k = 0; k < o->nplans; k++) {
        const uint32_t p = o->plans[k].index;
        if (b->plans[p].status != MK_PS_LAGA_KRAFT || b->plans[p].has_uses ||
            o->plans[k].m2 < w->in->project->min_delomrade_m2)
            continue;
        const struct mk_poly outline = mk_polyset_get(&b->force, p);
        cut_one(w, g, &outline, mk_poly_area(&outline), o->plans[k].m2, out,
                p, 0);
    }
}

static int piece_cmp(const void *pa, const void *pb, void *set)
{
    const struct mk_polyset *s = set;
    const struct piece *a = pa, *b = pb;
    const mk_fixed fa = mk_fix(a->area, 1), fb = mk_fix(b->area, 1);
    if (fa != fb)
        return fa > fb ? -1 : 1;
    if (a->plan != b->plan)
        return a->plan < b->plan ? -1 : 1;
    if (a->uses != b->uses)
        return a->uses < b->uses ? -1 : 1;
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

void mk_delomraden_find(struct mk_worker *w, struct mk_batch *b, uint32_t i)
{
    const struct mk_poly g = mk_polyset_get(&b->geom, i);
    struct pieces found = {0};
    mk_polyset_clear(&w->pieces);
    cut_cells(w, &g, &found);
    cut_outlines(w, &g, &found);
    if (found.n > 1)
        qsort_r(found.v, found.n, sizeof *found.v, piece_cmp, &w->pieces);
    double slivers = 0;
    uint16_t nr = 0;
    for (uint32_t k = 0; k < found.n; k++) {
        const struct piece *p = &found.v[k];
        if (p->area < w->in->project->min_delomrade_m2) {
            slivers += p->area;
            continue;
        }
        const struct mk_poly piece = mk_polyset_get(&w->pieces, p->geom);
        mk_polyset_add(&b->del_geom, &piece);
        MK_GROW(b->dels, b->cap_dels, b->ndels + 1);
        struct mk_row *r = &b->dels[b->ndels++];
        *r = b->rows[i];
        r->del_nr = ++nr;
        r->plan = (int32_t)p->plan;
        r->planstatus = MK_PS_LAGA_KRAFT;
        r->uses = p->uses;
        r->area = mk_fix(p->area, 1);
        r->planl_andel = 10000;
        fill_groups(r);
    }
    if (slivers > 0.05)
        note_slivers(w, b, i, slivers);
    free(found.v);
}
