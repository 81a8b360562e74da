// The area two polygons share, from their edges alone.
//
// Above every x a polygon is a set of intervals of y. Its indicator is
// sum s_e [y <= y_e(x)] over the edges e at that x, s_e = +1 for an edge that
// bounds it from above and -1 for one from below; with exteriors
// counter-clockwise and holes clockwise s_e is minus the direction of x. The
// product of two indicators integrates to
//
//     sum_a sum_b s_a s_b  integral of min(y_a, y_b) dx
//
// and since sum_a s_a = 0 above every x, min(y_a, y_b) may be replaced by
// min(y_a - y_b, 0): edges of `a` that pass above all of `b` then drop out,
// and what is summed stays small. No intersection point is ever built, so
// there is no degenerate case: shared borders and touching corners are only
// terms that cancel.
#include <markklar/geom.h>

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

enum {
    FEW = 96,            // edges of one side kept on the stack
    MANY_PAIRS = 4096,   // more than this is first cut into columns
    MAX_COLUMNS = 1 << 16,
};

// Narrower edges are upright: their term is below 1e-12 m times their height,
// and their slope would be noise.
static const double UPRIGHT = 1e-12;

// Shared areas below this (m2) are rounding along shared borders.
static const double NOISE = 1e-6;

// Edges as lines over x0..x1, x0 < x1, each field its own array so that the
// inner loop reads whole vectors.
struct edges {
    double *x0, *x1, *y0, *slope, *sign;
    uint32_t n;
};

struct edge {
    double x0, x1, y0, slope, sign;
};

// What of a side matters: x in lo..hi, y between below and above.
struct window {
    double lo, hi, below, above, ox, oy;
};

static struct edges edges_at(double *room, size_t cap)
{
    return (struct edges){room, room + cap, room + 2 * cap, room + 3 * cap,
                          room + 4 * cap, 0};
}

static struct edges edges_from(const struct edges *e, size_t first)
{
    return (struct edges){e->x0 + first, e->x1 + first, e->y0 + first,
                          e->slope + first, e->sign + first, 0};
}

static void put(struct edges *e, size_t i, struct edge v)
{
    e->x0[i] = v.x0;
    e->x1[i] = v.x1;
    e->y0[i] = v.y0;
    e->slope[i] = v.slope;
    e->sign[i] = v.sign;
}

// An edge from its western to its eastern end.
static bool matters(const double *from, const double *to,
                    const struct window *w)
{
    return (to[0] > w->lo) & (from[0] < w->hi) &
           ((from[1] < w->above) | (to[1] < w->above)) &
           ((from[1] > w->below) | (to[1] > w->below)) &
           (to[0] - from[0] > UPRIGHT);
}

static uint32_t count_edges(const struct mk_poly *g, const struct window *w)
{
    uint32_t n = 0;
    for (uint32_t r = g->part[0]; r < g->part[g->npart]; r++)
        for (uint32_t v = g->ring[r]; v + 1 < g->ring[r + 1]; v++) {
            const double *p = g->xy + 2 * (size_t)v;
            const bool east = p[0] < p[2];
            n += matters(p + 2 * !east, p + 2 * east, w);
        }
    return n;
}

// Written first and counted after: which edges matter, and which way they run,
// is as good as random, and a wrong guess costs more than a wasted store. An
// edge's ends are chosen by address, so that no compiler makes it a branch.
// Only those that are kept are divided. `e` has room for one more than
// count_edges() gave.
static void take_edges(const struct mk_poly *g, const struct window *w,
                       struct edges *e)
{
    for (uint32_t r = g->part[0]; r < g->part[g->npart]; r++)
        for (uint32_t v = g->ring[r]; v + 1 < g->ring[r + 1]; v++) {
            const double *p = g->xy + 2 * (size_t)v;
            const bool east = p[0] < p[2];
            const double *from = p + 2 * !east, *to = p + 2 * east;
            put(e, e->n, (struct edge){
                from[0] - w->ox, to[0] - w->ox, from[1] - w->oy,
                to[1] - from[1], 1 - 2 * (int)east});
            e->n += matters(from, to, w);
        }
    for (uint32_t i = 0; i < e->n; i++)
        e->slope[i] /= e->x1[i] - e->x0[i];
}

// acc[j] gains the terms of edge `a` with every edge of `b`. With d the
// difference y_a - y_b at both ends of the common x range, the integral of
// min(d, 0) is width/2 (m- + M-) (M- - m-)/(M - m), where m <= M are the two
// ends and m-, M- the same cut at 0: the quotient is 1 below, 0 above, and
// the share of the width between when d changes sign. `tiny` makes 0/0 a 1.
// No branch and no sum across lanes: compilers turn this into vectors.
static void add_terms(struct edge a, const struct edges *b, uint32_t nb,
                      double *restrict acc)
{
    const double tiny = 1e-300, half = 0.5 * a.sign;
    const double *restrict bx0 = b->x0, *restrict bx1 = b->x1;
    const double *restrict by0 = b->y0, *restrict bk = b->slope;
    for (uint32_t j = 0; j < nb; j++) {
        const double l = a.x0 > bx0[j] ? a.x0 : bx0[j];
        const double r = a.x1 < bx1[j] ? a.x1 : bx1[j];
        const double dx = r - l, width = dx > 0 ? dx : 0;
        const double dl = (a.y0 - by0[j]) +
                          ((l - a.x0) * a.slope - (l - bx0[j]) * bk[j]);
        const double dr = dl + width * (a.slope - bk[j]);
        const double m = dl < dr ? dl : dr, M = dl < dr ? dr : dl;
        const double m0 = m < 0 ? m : 0, M0 = M < 0 ? M : 0;
        acc[j] += half * width * (m0 + M0) *
                  (((M0 - m0) + tiny) / ((M - m) + tiny));
    }
}

static double sum_of_pairs(const struct edges *a, uint32_t na,
                           const struct edges *b, uint32_t nb, double *acc)
{
    for (uint32_t j = 0; j < nb; j++)
        acc[j] = 0;
    for (uint32_t i = 0; i < na; i++)
        add_terms((struct edge){a->x0[i], a->x1[i], a->y0[i], a->slope[i],
                                a->sign[i]}, b, nb, acc);
    double sum = 0;
    for (uint32_t j = 0; j < nb; j++)
        sum += b->sign[j] * acc[j];
    return sum;
}

// Columns of equal width over lo..hi (local x).
struct columns {
    double lo, hi, width;
    uint32_t n;
};

static double column_x(const struct columns *c, uint32_t i)
{
    return i == c->n ? c->hi : c->lo + i * c->width;
}

static uint32_t column_of(const struct columns *c, double x)
{
    const double i = (x - c->lo) / c->width;
    if (!(i > 0))
        return 0;
    return i < c->n - 1 ? (uint32_t)i : c->n - 1;
}

// The first and last column an edge may reach; rounding may name one that it
// only touches, and a piece without width is harmless.
static void reach(const struct columns *c, const struct edges *e, uint32_t i,
                  uint32_t *first, uint32_t *last)
{
    *first = column_of(c, e->x0[i]);
    *last = column_of(c, e->x1[i]);
    while (*first && column_x(c, *first) > e->x0[i])
        (*first)--;
    while (*last + 1 < c->n && column_x(c, *last + 1) < e->x1[i])
        (*last)++;
}

// Cut every edge at the column borders and sort the pieces by column:
// column i has the pieces start[i] .. start[i+1]-1.
static struct edges cut_into_columns(const struct columns *c,
                                     const struct edges *e, size_t *start)
{
    for (uint32_t i = 0; i <= c->n; i++)
        start[i] = 0;
    uint32_t f, l;
    for (uint32_t i = 0; i < e->n; i++) {
        reach(c, e, i, &f, &l);
        for (uint32_t k = f; k <= l; k++)
            start[k + 1]++;
    }
    for (uint32_t k = 0; k < c->n; k++)
        start[k + 1] += start[k];
    const size_t n = start[c->n];
    struct edges out = edges_at(mk_zalloc(5 * n, sizeof(double)), n);
    for (uint32_t i = 0; i < e->n; i++) {
        reach(c, e, i, &f, &l);
        for (uint32_t k = f; k <= l; k++) {
            const double x0 = column_x(c, k), x1 = column_x(c, k + 1);
            const double from = e->x0[i] > x0 ? e->x0[i] : x0;
            put(&out, start[k]++, (struct edge){
                from, e->x1[i] < x1 ? e->x1[i] : x1,
                e->y0[i] + (from - e->x0[i]) * e->slope[i], e->slope[i],
                e->sign[i]});
        }
    }
    for (uint32_t k = c->n; k; k--) // back from ends to beginnings
        start[k] = start[k - 1];
    start[0] = 0;
    return out;
}

// Edges of one side above an x, on average.
static double depth(const struct columns *c, const struct edges *e)
{
    double sum = 0;
    for (uint32_t i = 0; i < e->n; i++)
        sum += (e->x1[i] < c->hi ? e->x1[i] : c->hi) -
               (e->x0[i] > c->lo ? e->x0[i] : c->lo);
    return sum / (c->hi - c->lo);
}

// Pairs far apart in x contribute nothing. As many columns as leave about as
// many new pieces as there were edges.
static double sum_by_columns(const struct edges *a, const struct edges *b,
                             const struct window *w)
{
    struct columns c = {w->lo - w->ox, w->hi - w->ox, 0, 1};
    const double n = ((double)a->n + b->n) / (depth(&c, a) + depth(&c, b));
    if (n > 1)
        c.n = n < MAX_COLUMNS ? (uint32_t)n : MAX_COLUMNS;
    c.width = (c.hi - c.lo) / c.n;
    size_t *sa = mk_zalloc((size_t)c.n + 1, sizeof *sa);
    size_t *sb = mk_zalloc((size_t)c.n + 1, sizeof *sb);
    struct edges pa = cut_into_columns(&c, a, sa);
    struct edges pb = cut_into_columns(&c, b, sb);
    double *acc = mk_zalloc(sb[c.n], sizeof *acc);
    double sum = 0;
    for (uint32_t k = 0; k < c.n; k++) {
        const struct edges ca = edges_from(&pa, sa[k]);
        const struct edges cb = edges_from(&pb, sb[k]);
        sum += sum_of_pairs(&ca, (uint32_t)(sa[k + 1] - sa[k]), &cb,
                            (uint32_t)(sb[k + 1] - sb[k]), acc);
    }
    free(pa.x0);
    free(pb.x0);
    free(acc);
    free(sa);
    free(sb);
    return sum;
}

// Edges of one side that matter, on the stack when they are few.
static struct edges edges_of(const struct mk_poly *g, const struct window *w,
                             double *few)
{
    size_t cap = FEW;
    if (mk_poly_vertices(g) > FEW) {
        const size_t n = (size_t)count_edges(g, w) + 1;
        cap = n > FEW ? n : FEW;
    }
    struct edges e = edges_at(
        cap > FEW ? mk_zalloc(5 * cap, sizeof(double)) : few, cap);
    take_edges(g, w, &e);
    return e;
}

double mk_poly_common_area(const struct mk_poly *a, const struct mk_poly *b)
{
    if (!a->npart || !b->npart)
        return 0;
    const struct mk_box A = a->box, B = b->box;
    struct window w = {A.xmin > B.xmin ? A.xmin : B.xmin,
                       A.xmax < B.xmax ? A.xmax : B.xmax, -1e300, B.ymax,
                       0, 0};
    if (!(w.lo < w.hi) || !(A.ymin < B.ymax) || !(B.ymin < A.ymax))
        return 0;
    // Coordinates less an origin inside the common box, whole metres: exact.
    w.ox = trunc(w.lo);
    w.oy = trunc(A.ymin > B.ymin ? A.ymin : B.ymin);
    double few_a[5 * FEW], few_b[5 * FEW], few_acc[FEW];
    struct edges ea = edges_of(a, &w, few_a);
    w.above = 1e300;
    w.below = A.ymin;
    struct edges eb = edges_of(b, &w, few_b);
    double area = 0;
    if (!ea.n || !eb.n)
        ; // nothing above, or nothing below
    else if ((uint64_t)ea.n * eb.n > MANY_PAIRS || eb.n > FEW)
        area = sum_by_columns(&ea, &eb, &w);
    else
        area = sum_of_pairs(&ea, ea.n, &eb, eb.n, few_acc);
    if (ea.x0 != few_a)
        free(ea.x0);
    if (eb.x0 != few_b)
        free(eb.x0);
    return area > NOISE ? area : 0;
}
