// Areas, distances and containment of flat polygons. Every product is taken
// of differences: at seven million metres a product of whole coordinates has
// lost its last centimetres.
#include <markklar/geom.h>

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

struct ring {
    const double *xy;
    uint32_t n; // vertices, the closing one included
};

static struct ring ring_of(const struct mk_poly *g, uint32_t r)
{
    const uint32_t v = g->ring[r];
    return (struct ring){g->xy + 2 * (size_t)v, g->ring[r + 1] - v};
}

// Twice the signed area, around the ring's first vertex.
static double ring_area2(struct ring g)
{
    if (g.n < 4)
        return 0;
    const double ox = g.xy[0], oy = g.xy[1];
    double ax = g.xy[2] - ox, ay = g.xy[3] - oy, sum = 0;
    for (uint32_t k = 2; k < g.n; k++) {
        const double bx = g.xy[2 * (size_t)k] - ox;
        const double by = g.xy[2 * (size_t)k + 1] - oy;
        sum += ax * by - bx * ay;
        ax = bx;
        ay = by;
    }
    return sum;
}

double mk_poly_part_area(const struct mk_poly *g, uint32_t part)
{
    double sum = 0;
    for (uint32_t r = g->part[part]; r < g->part[part + 1]; r++)
        sum += ring_area2(ring_of(g, r));
    return 0.5 * sum;
}

double mk_poly_area(const struct mk_poly *g)
{
    double sum = 0;
    for (uint32_t p = 0; p < g->npart; p++)
        sum += mk_poly_part_area(g, p);
    return sum;
}

static int number_cmp(const double *a, const double *b, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return 0;
}

static int count_cmp(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int part_cmp(const struct mk_poly *a, const struct mk_poly *b,
                    uint32_t part)
{
    const uint32_t r = a->part[part], q = b->part[part];
    const uint32_t n = a->part[part + 1] - r;
    int d = count_cmp(n, b->part[part + 1] - q);
    for (uint32_t k = 0; !d && k < n; k++) {
        const struct ring x = ring_of(a, r + k), y = ring_of(b, q + k);
        d = count_cmp(x.n, y.n);
        if (!d)
            d = number_cmp(x.xy, y.xy, 2 * (size_t)x.n);
    }
    return d;
}

int mk_poly_cmp(const struct mk_poly *a, const struct mk_poly *b)
{
    const double x[] = {a->box.xmin, a->box.ymin, a->box.xmax, a->box.ymax};
    const double y[] = {b->box.xmin, b->box.ymin, b->box.xmax, b->box.ymax};
    int d = number_cmp(x, y, 4);
    if (!d)
        d = count_cmp(a->npart, b->npart);
    for (uint32_t p = 0; !d && p < a->npart; p++)
        d = part_cmp(a, b, p);
    return d;
}

static bool in_box(struct mk_box b, struct mk_point p)
{
    return b.xmin <= p.x && p.x <= b.xmax && b.ymin <= p.y && p.y <= b.ymax;
}

enum where { OUTSIDE, INSIDE, BOUNDARY };

// Parity of the edges to the right of p, over all rings: holes undo their
// exterior, and parts of a valid geometry never share an inner point.
static enum where locate(const struct mk_poly *g, struct mk_point p)
{
    bool inside = false;
    const uint32_t end = g->part[g->npart];
    for (uint32_t r = g->part[0]; r < end; r++) {
        const struct ring g1 = ring_of(g, r);
        if (!g1.n)
            continue;
        double ax = g1.xy[0] - p.x, ay = g1.xy[1] - p.y;
        for (uint32_t k = 1; k < g1.n; k++) {
            const double bx = g1.xy[2 * (size_t)k] - p.x;
            const double by = g1.xy[2 * (size_t)k + 1] - p.y;
            if ((ay > 0) != (by > 0)) {
                const double side = ax * by - bx * ay;
                if (side == 0)
                    return BOUNDARY;
                inside ^= (side > 0) == (by > 0);
            } else if (ay == 0 && (ax == 0 || (by == 0 && (ax > 0) !=
                                                          (bx > 0)))) {
                return BOUNDARY; // on a local top vertex or a level edge
            }
            ax = bx;
            ay = by;
        }
    }
    return inside ? INSIDE : OUTSIDE;
}

bool mk_poly_contains(const struct mk_poly *g, struct mk_point p)
{
    return g->npart && in_box(g->box, p) && locate(g, p) != OUTSIDE;
}

// Smallest squared distance from p to the ring's edges, or `best`. The
// division waits until an edge is known to be nearer.
static double ring_distance2(struct ring g, struct mk_point p, double best)
{
    if (!g.n)
        return best;
    double ax = g.xy[0] - p.x, ay = g.xy[1] - p.y;
    double a2 = ax * ax + ay * ay;
    best = a2 < best ? a2 : best;
    for (uint32_t k = 1; k < g.n; k++) {
        const double bx = g.xy[2 * (size_t)k] - p.x;
        const double by = g.xy[2 * (size_t)k + 1] - p.y;
        const double b2 = bx * bx + by * by;
        best = b2 < best ? b2 : best;
        const double ex = bx - ax, ey = by - ay, len2 = ex * ex + ey * ey;
        const double along = -(ax * ex + ay * ey);
        if (along > 0 && along < len2) {
            const double side = ax * ey - ay * ex;
            if (side * side < best * len2)
                best = side * side / len2;
        }
        ax = bx;
        ay = by;
    }
    return best;
}

double mk_poly_distance(const struct mk_poly *g, struct mk_point p)
{
    if (mk_poly_contains(g, p))
        return 0;
    double best = INFINITY;
    for (uint32_t part = 0; part < g->npart; part++) // holes too: p may be in
        for (uint32_t r = g->part[part]; r < g->part[part + 1]; r++)
            best = ring_distance2(ring_of(g, r), p, best);
    return sqrt(best);
}

// A height near the middle of the part that passes between its vertices.
static double chord_height(const struct mk_poly *g, uint32_t part)
{
    const struct ring e = ring_of(g, g->part[part]);
    double lo = INFINITY, hi = -INFINITY;
    for (uint32_t k = 0; k < e.n; k++) {
        const double y = e.xy[2 * (size_t)k + 1];
        lo = y < lo ? y : lo;
        hi = y > hi ? y : hi;
    }
    const double mid = lo + 0.5 * (hi - lo);
    double below = lo, above = hi;
    for (uint32_t r = g->part[part]; r < g->part[part + 1]; r++) {
        const struct ring h = ring_of(g, r);
        for (uint32_t k = 0; k < h.n; k++) {
            const double y = h.xy[2 * (size_t)k + 1];
            if (y <= mid)
                below = y > below ? y : below;
            else
                above = y < above ? y : above;
        }
    }
    return below + 0.5 * (above - below);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static uint32_t largest_part(const struct mk_poly *g)
{
    uint32_t best = 0;
    double most = -1;
    for (uint32_t p = 0; p < g->npart; p++) {
        const double area = mk_poly_part_area(g, p);
        if (area > most) {
            most = area;
            best = p;
        }
    }
    return best;
}

struct mk_point mk_poly_inside_point(const struct mk_poly *g)
{
    if (!g->npart || !mk_poly_vertices(g))
        return (struct mk_point){NAN, NAN};
    const uint32_t part = largest_part(g);
    const double y = chord_height(g, part);
    double few[64], *x = few;
    const uint32_t r0 = g->part[part], r1 = g->part[part + 1];
    const uint32_t most = g->ring[r1] - g->ring[r0];
    if (most > sizeof few / sizeof *few)
        x = mk_zalloc(most, sizeof *x);
    uint32_t n = 0;
    for (uint32_t r = r0; r < r1; r++) {
        const struct ring e = ring_of(g, r);
        for (uint32_t k = 0; k + 1 < e.n; k++) {
            const double *a = e.xy + 2 * (size_t)k, *b = a + 2;
            if ((a[1] > y) != (b[1] > y))
                x[n++] = a[0] + (b[0] - a[0]) * ((y - a[1]) / (b[1] - a[1]));
        }
    }
    if (n > 2)
        qsort(x, n, sizeof *x, by_value);
    // Without a chord (no area) any of its points will do.
    const double *v = ring_of(g, r0).xy;
    struct mk_point p = {v[0], v[1]};
    double widest = -1;
    for (uint32_t k = 0; k + 1 < n; k += 2) {
        const double w = fabs(x[k + 1] - x[k]);
        if (w > widest) {
            widest = w;
            p = (struct mk_point){0.5 * (x[k] + x[k + 1]), y};
        }
    }
    if (x != few)
        free(x);
    return p;
}
