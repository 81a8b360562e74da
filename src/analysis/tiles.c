// A polygon is halved along the longer side of its box until the halves are
// small, each ring on its own (Sutherland and Hodgman 1974). What that leaves
// along a cut, edges that run there and back, adds nothing to a sum over
// signed edges, and such sums are all that is taken of a tile.
#include "analysis/tiles.h"

#include "base/arena.h"

#include <stdlib.h>

enum {
    LEAF_VERTICES = 48,
    MAX_DEPTH = 40, // each cut halves a side: under a millimetre
};

struct mk_tile {
    struct mk_box box;
    uint32_t half[2]; // 0 = nothing there
    uint32_t edges;   // geometry of a leaf
    bool leaf, full;  // full: the tile is all of its box
};

struct cut {
    int axis; // 0 = x
    double at;
    int side; // which half is kept: -1 below `at`, +1 above
};

static double past(const struct cut *c, const double *p)
{
    return c->side * (p[c->axis] - c->at);
}

static double *put(double *to, double x, double y)
{
    to[0] = x;
    to[1] = y;
    return to + 2;
}

// From p to q over the cut. Always from the lower end to the higher, so that
// both halves get the same point.
static double *put_crossing(double *to, const struct cut *c, const double *p,
                            const double *q)
{
    const double *lo = p[c->axis] < q[c->axis] ? p : q;
    const double *hi = lo == p ? q : p;
    const int other = 1 - c->axis;
    const double t = (c->at - lo[c->axis]) / (hi[c->axis] - lo[c->axis]);
    const double v = lo[other] + t * (hi[other] - lo[other]);
    return c->axis ? put(to, v, c->at) : put(to, c->at, v);
}

static void cut_ring(const struct cut *c, const double *xy, uint32_t n,
                     struct mk_polyset *out)
{
    const uint32_t most = 2 * n + 1;
    double *const first = mk_polyset_ring(out, most), *to = first;
    for (uint32_t k = 0; k + 1 < n; k++, xy += 2) {
        const double d = past(c, xy), e = past(c, xy + 2);
        if (d >= 0)
            to = put(to, xy[0], xy[1]);
        if ((d > 0 && e < 0) || (d < 0 && e > 0))
            to = put_crossing(to, c, xy, xy + 2);
    }
    const uint32_t got = (uint32_t)(to - first) / 2;
    if (got < 3) {
        mk_polyset_drop_last_ring(out);
        return;
    }
    put(to, first[0], first[1]);
    mk_polyset_trim_ring(out, most - got - 1);
    mk_polyset_end_part(out); // one a ring: all count for the box
}

static struct mk_poly cut_poly(const struct cut *c, const struct mk_poly *g,
                               struct mk_polyset *out)
{
    for (uint32_t r = g->part[0]; r < g->part[g->npart]; r++)
        cut_ring(c, g->xy + 2 * (size_t)g->ring[r],
                 g->ring[r + 1] - g->ring[r], out);
    return mk_polyset_get(out, mk_polyset_end(out, 0));
}

static double box_area(struct mk_box b)
{
    return (b.xmax - b.xmin) * (b.ymax - b.ymin);
}

static uint32_t build(struct mk_tiles *t, const struct mk_poly *g, int depth)
{
    const double room = g->npart ? box_area(g->box) : 0;
    if (!(room > 0))
        return 0;
    MK_GROW(t->tile, t->cap, t->n + 1);
    const uint32_t i = t->n++;
    struct mk_tile me = {.box = g->box};
    me.full = mk_poly_area(g) >= room * (1 - 1e-12);
    me.leaf = me.full || depth == MAX_DEPTH ||
              mk_poly_vertices(g) <= LEAF_VERTICES;
    if (me.leaf) {
        me.edges = mk_polyset_add(&t->edges, g);
    } else {
        const double w = g->box.xmax - g->box.xmin;
        const double h = g->box.ymax - g->box.ymin;
        struct cut c = {w < h, w < h ? g->box.ymin + 0.5 * h
                                     : g->box.xmin + 0.5 * w, 0};
        for (int k = 0; k < 2; k++) {
            struct mk_polyset half = {0};
            c.side = k ? 1 : -1;
            const struct mk_poly one = cut_poly(&c, g, &half);
            me.half[k] = build(t, &one, depth + 1);
            mk_polyset_release(&half);
        }
    }
    t->tile[i] = me;
    return i;
}

void mk_tiles_build(const struct mk_polyset *set, struct mk_tiles *out)
{
    *out = (struct mk_tiles){.n = 1}; // tile 0 stands for nothing
    for (uint32_t i = 0; i < set->n; i++) {
        const struct mk_poly g = mk_polyset_get(set, i);
        if (mk_poly_vertices(&g) <= MK_TILE_OVER)
            continue;
        MK_GROW(out->owner, out->cap_owner, out->nowners + 1);
        MK_GROW(out->root, out->cap_root, out->nowners + 1);
        out->owner[out->nowners] = i;
        out->root[out->nowners++] = build(out, &g, 0);
    }
    mk_polyset_shrink(&out->edges);
}

void mk_tiles_release(struct mk_tiles *t)
{
    free(t->owner);
    free(t->root);
    free(t->tile);
    mk_polyset_release(&t->edges);
    *t = (struct mk_tiles){0};
}

static bool holds(struct mk_box a, struct mk_box b)
{
    return a.xmin <= b.xmin && b.xmax <= a.xmax && a.ymin <= b.ymin &&
           b.ymax <= a.ymax;
}

static double common(const struct mk_tiles *t, uint32_t i,
                     const struct mk_poly *g)
{
    const struct mk_tile *me = &t->tile[i];
    if (!i || !mk_box_meets(me->box, g->box))
        return 0;
    if (me->full && holds(me->box, g->box))
        return mk_poly_area(g);
    if (!me->leaf)
        return common(t, me->half[0], g) + common(t, me->half[1], g);
    const struct mk_poly part = mk_polyset_get(&t->edges, me->edges);
    return mk_poly_common_area(g, &part);
}

double mk_tiles_common_area(const struct mk_tiles *t,
                            const struct mk_polyset *set, uint32_t i,
                            const struct mk_poly *g)
{
    const struct mk_poly p = mk_polyset_get(set, i);
    if (mk_poly_vertices(&p) <= MK_TILE_OVER)
        return mk_poly_common_area(g, &p);
    uint32_t lo = 0, hi = t->nowners;
    while (hi - lo > 1) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (t->owner[mid] <= i)
            lo = mid;
        else
            hi = mid;
    }
    return common(t, t->root[lo], g);
}
