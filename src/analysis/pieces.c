// Pieces of an område, cut as cheaply as they can be. GEOS is asked only where
// the quick ways (one holds the other; two simple rings in general position) do
// not serve.
#include "analysis/pieces.h"

#include "analysis/nearby.h"

#include <stdio.h>
#include <stdlib.h>

// The overlap is the whole of one of the two within this many m2.
#define WHOLE_M2 1e-3
#define NEARBY_M 1.0 // beside an område

// Each part of a geometry is a piece of its own.
static void push_parts(struct mk_worker *w, const struct mk_poly *g,
                       const struct mk_origin *of, struct mk_pieces *out)
{
    for (uint32_t p = 0; p < g->npart; p++) {
        struct mk_poly one = *g;
        one.part += p;
        one.npart = 1;
        const double area = mk_poly_part_area(g, p);
        MK_GROW(out->v, out->cap, out->n + 1);
        out->v[out->n++] =
            (struct mk_piece){*of, mk_polyset_add(&w->pieces, &one), area};
    }
}

static void push_geos(struct mk_worker *w, const GEOSGeometry *g,
                      const struct mk_origin *of, struct mk_pieces *out)
{
    mk_polyset_clear(&w->tmp);
    (void)mk_geos_append_parts(w->ctx, g, &w->tmp);
    const uint32_t i = mk_polyset_end(&w->tmp, 0);
    const struct mk_poly p = mk_polyset_get(&w->tmp, i);
    push_parts(w, &p, of, out);
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
                        const struct mk_poly *use, const struct mk_origin *of,
                        struct mk_pieces *out)
{
    GEOSContextHandle_t h = mk_ctx_geos(w->ctx);
    GEOSGeometry *a = mk_geos_from_poly(w->ctx, g);
    GEOSGeometry *b = mk_geos_from_poly(w->ctx, use);
    GEOSGeometry *both = a && b ? mk_geos_intersection(w->ctx, a, b) : NULL;
    if (both)
        push_geos(w, both, of, out);
    else
        note_failed(w, g);
    GEOSGeom_destroy_r(h, a);
    GEOSGeom_destroy_r(h, b);
    GEOSGeom_destroy_r(h, both);
}

static void cut_part(struct mk_worker *w, const struct mk_poly *g,
                     const struct mk_poly *use, const struct mk_origin *of,
                     struct mk_pieces *out)
{
    if (!clip_parts(w, g, use)) {
        cut_exactly(w, g, use, of, out);
        return;
    }
    for (uint32_t k = 0; k < w->tmp.n; k++) {
        const struct mk_poly p = mk_polyset_get(&w->tmp, k);
        push_parts(w, &p, of, out);
    }
}

// Of many corners only those about g are looked at.
static void cut_large(struct mk_worker *w, const struct mk_poly *g,
                      const struct mk_poly *use, const struct mk_origin *of,
                      struct mk_pieces *out)
{
    struct mk_polyset near = {0};
    const bool found = mk_poly_nearby(
        w->ctx, use, mk_box_grow(g->box, NEARBY_M), &near);
    const struct mk_poly part = found ? mk_polyset_get(&near, 0) : *use;
    cut_part(w, g, &part, of, out);
    mk_polyset_release(&near);
}

void mk_pieces_cut(struct mk_worker *w, const struct mk_poly *g,
                   const struct mk_poly *use, double use_area, double m2,
                   const struct mk_origin *of, struct mk_pieces *out)
{
    if (m2 >= use_area - WHOLE_M2) {
        push_parts(w, use, of, out);
    } else if (m2 >= w->overlay.area - WHOLE_M2) {
        push_parts(w, g, of, out);
    } else if (mk_poly_vertices(use) > MK_TILE_OVER) {
        cut_large(w, g, use, of, out);
    } else {
        cut_part(w, g, use, of, out);
    }
}

// ---- cells ------------------------------------------------------------------

static int hit_cmp(const void *pa, const void *pb, void *planbase)
{
    const struct mk_planbase *v = planbase;
    const struct mk_overlay_hit *a = pa, *b = pb;
    const struct mk_cell *x = &v->cells[a->index], *y = &v->cells[b->index];
    if (x->plan != y->plan) {
        const enum mk_planstatus sx = v->plans[x->plan].status;
        const enum mk_planstatus sy = v->plans[y->plan].status;
        if (sx != sy)
            return sx > sy ? -1 : 1;
        const uint32_t p = mk_plan_whole(v, x->plan);
        const uint32_t q = mk_plan_whole(v, y->plan);
        if (p != q)
            return p < q ? -1 : 1;
        return x->plan < y->plan ? -1 : 1;
    }
    if (x->uses != y->uses)
        return x->uses < y->uses ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    const uint32_t p = v->joined_as[a->index], q = v->joined_as[b->index];
    if (p != q)
        return p < q ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

void mk_pieces_order(struct mk_worker *w, uint32_t n)
{
    if (n > 1)
        qsort_r(w->order, n, sizeof *w->order, hit_cmp, (void *)w->in->plans);
}

// A run of hits that are one place: a cell, or cells that share a border.
static void cut_place(struct mk_worker *w, const struct mk_poly *g,
                      const struct mk_overlay_hit *hit, uint32_t n,
                      uint8_t underlag, struct mk_pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    const struct mk_cell *cell = &b->cells[hit->index];
    const uint32_t joined = b->joined_as[hit->index];
    const struct mk_poly use = joined
        ? mk_polyset_get(&b->joined, joined - 1)
        : mk_polyset_get(&b->cell_geom, hit->index);
    double m2 = 0;
    for (uint32_t k = 0; k < n; k++)
        m2 += hit[k].m2;
    const struct mk_origin of = {underlag, cell->plan, cell->part, -1,
                                 cell->uses};
    mk_pieces_cut(w, g, &use,
                  joined ? mk_poly_area(&use) : b->cell_area[hit->index], m2,
                  &of, out);
}

static bool together(const struct mk_cell *c, const struct mk_cell *d)
{
    return c->plan == d->plan && c->uses == d->uses && c->part == d->part;
}

void mk_pieces_from_cells(struct mk_worker *w, const struct mk_poly *g,
                          const struct mk_overlay_hit *hit, uint32_t n,
                          uint8_t underlag, struct mk_pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    for (uint32_t i = 0, j; i < n; i = j) {
        double m2 = 0;
        for (j = i; j < n && together(&b->cells[hit[i].index],
                                      &b->cells[hit[j].index]); j++)
            m2 += hit[j].m2;
        if (m2 < w->in->project->min_delomrade_m2)
            continue; // cannot hold a delområde
        for (uint32_t k = i, next; k < j; k = next) {
            const uint32_t place = b->joined_as[hit[k].index];
            next = k + 1;
            while (place && next < j && b->joined_as[hit[next].index] == place)
                next++;
            cut_place(w, g, hit + k, next - k, underlag, out);
        }
    }
}

// ---- what goes before -------------------------------------------------------

// `rest` (NULL: all of g) less q; NULL on failure.
static GEOSGeometry *less(struct mk_worker *w, const struct mk_poly *g,
                          GEOSGeometry *rest, const struct mk_poly *q)
{
    GEOSContextHandle_t h = mk_ctx_geos(w->ctx);
    if (!rest)
        rest = mk_geos_from_poly(w->ctx, g);
    GEOSGeometry *cut = mk_geos_from_poly(w->ctx, q);
    GEOSGeometry *left = mk_geos_difference(w->ctx, rest, cut);
    GEOSGeom_destroy_r(h, rest);
    GEOSGeom_destroy_r(h, cut);
    return left;
}

// Is q to be cut out of g? Less is border noise.
static bool is_over(const struct mk_poly *g, const struct mk_poly *q)
{
    return mk_box_meets(g->box, q->box) &&
           mk_poly_common_area(g, q) > MK_OVERLAP_M2;
}

// Cut everything that goes before out of piece k: pieces first .. end-1 of
// `out`, and plans in force. What is left is added, and k made empty.
static void subtract_one(struct mk_worker *w, uint32_t k, uint32_t first,
                         uint32_t end, struct mk_pieces *out)
{
    const struct mk_planbase *b = w->in->plans;
    const struct mk_overlay *o = &w->overlay;
    const struct mk_origin of = out->v[k].of;
    const struct mk_poly g = mk_polyset_get(&w->pieces, out->v[k].geom);
    GEOSGeometry *rest = NULL;
    bool cut = false, failed = false;
    for (uint32_t i = 0; i < o->nplans + (end - first) && !failed; i++) {
        struct mk_poly q;
        if (i >= o->nplans) {
            const struct mk_piece *p = &out->v[first + i - o->nplans];
            if (p->area <= 0)
                continue;
            q = mk_polyset_get(&w->pieces, p->geom);
        } else if (b->plans[o->plans[i].index].status == MK_PS_LAGA_KRAFT) {
            q = mk_polyset_get(&b->force, o->plans[i].index);
        } else {
            continue;
        }
        if (!is_over(&g, &q))
            continue;
        rest = less(w, &g, rest, &q);
        cut = true;
        failed = !rest;
    }
    if (failed)
        note_failed(w, &g);
    if (rest)
        push_geos(w, rest, &of, out);
    if (cut)
        out->v[k].area = 0;
    GEOSGeom_destroy_r(mk_ctx_geos(w->ctx), rest);
}

void mk_pieces_subtract(struct mk_worker *w, uint32_t first, uint32_t end,
                        struct mk_pieces *out)
{
    const uint32_t n = out->n;
    for (uint32_t k = end; k < n; k++)
        subtract_one(w, k, first, end, out);
}
