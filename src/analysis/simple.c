// A cheap proof of validity. An orientation counts as known only when it
// exceeds the worst rounding of its own computation, so a "true" here is a
// statement about the coordinates as they stand, not about rounded ones.
#include <markklar/boxtree.h>

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

enum { FEW = 96 }; // edges of a part compared each with each, on the stack

struct edges {
    struct mk_box *box;
    uint32_t *vertex; // where the edge begins in the set
    uint32_t n;
};

// Sign of the area of a, b, c: +1 left turn, -1 right, 0 not provable. The
// bound is (3 + 16e)e of the summed magnitudes (Shewchuk 1997, "Adaptive
// precision floating-point arithmetic", ccwerrboundA), e = 2^-53.
static int turn(const double *a, const double *b, const double *c)
{
    const double l = (a[0] - c[0]) * (b[1] - c[1]);
    const double r = (a[1] - c[1]) * (b[0] - c[0]);
    const double det = l - r;
    const double bound = 3.3306690738754716e-16 * (fabs(l) + fabs(r));
    return (det > bound) - (det < -bound);
}

// Two edges without a common end that provably do not meet.
static bool apart(const double *a, const double *b)
{
    return turn(a, a + 2, b) * turn(a, a + 2, b + 2) > 0 ||
           turn(b, b + 2, a) * turn(b, b + 2, a + 2) > 0;
}

// Neighbours meet in q only: the second does not turn back along the first.
static bool goes_on(const double *p, const double *q, const double *r)
{
    const double ahead = (q[0] - p[0]) * (r[0] - q[0]) +
                         (q[1] - p[1]) * (r[1] - q[1]);
    const double size = fabs((q[0] - p[0]) * (r[0] - q[0])) +
                        fabs((q[1] - p[1]) * (r[1] - q[1]));
    return ahead > 1e-15 * size || turn(p, q, r) != 0;
}

// Add the ring's edges; repeated vertices are passed over (OGC allows them).
// false when it is not a closed ring of three or more different vertices.
static bool add_ring(const struct mk_poly *g, uint32_t ring, struct edges *e)
{
    const uint32_t v0 = g->ring[ring], v1 = g->ring[ring + 1];
    if (v1 - v0 < 4)
        return false;
    const double *xy = g->xy + 2 * (size_t)v0;
    const size_t last = 2 * (size_t)(v1 - v0 - 1);
    if (xy[0] != xy[last] || xy[1] != xy[last + 1])
        return false;
    const uint32_t before = e->n;
    bool finite = true;
    for (uint32_t v = v0; v + 1 < v1; v++, xy += 2) {
        const bool east = xy[0] < xy[2], north = xy[1] < xy[3];
        e->box[e->n] = (struct mk_box){
            east ? xy[0] : xy[2], north ? xy[1] : xy[3],
            east ? xy[2] : xy[0], north ? xy[3] : xy[1]};
        e->vertex[e->n] = v;
        finite &= isfinite(xy[0]) & isfinite(xy[1]);
        e->n += (xy[0] != xy[2]) | (xy[1] != xy[3]);
    }
    return finite && e->n - before >= 3;
}

// What is known of edges i < j of the list whose boxes meet. Neighbours share
// an end; first and last of a ring are neighbours too.
struct rings {
    const struct mk_poly *g;
    const struct edges *e;
    const uint32_t *first; // first edge of each ring, and one past the last
    uint32_t n;
};

static uint32_t ring_with(const struct rings *s, uint32_t edge)
{
    uint32_t lo = 0, hi = s->n;
    while (hi - lo > 1) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (s->first[mid] <= edge)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

static bool pair_is_fine(const struct rings *s, uint32_t i, uint32_t j)
{
    const double *a = s->g->xy + 2 * (size_t)s->e->vertex[i];
    const double *b = s->g->xy + 2 * (size_t)s->e->vertex[j];
    const uint32_t ring = ring_with(s, i);
    const uint32_t end = s->first[ring + 1];
    if (j == i + 1 && j < end)
        return goes_on(a, b, b + 2);
    if (i == s->first[ring] && j + 1 == end)
        return goes_on(b, a, a + 2);
    return apart(a, b);
}

static bool all_with_all(const struct rings *s)
{
    const struct mk_box *box = s->e->box;
    const uint32_t n = s->e->n;
    for (uint32_t i = 0; i + 1 < n; i++) {
        const struct mk_box q = box[i];
        for (uint32_t j = i + 1; j < n; j++) {
            // & not &&: one rarely taken branch a pair.
            const bool meets = (box[j].xmin <= q.xmax) &
                               (q.xmin <= box[j].xmax) &
                               (box[j].ymin <= q.ymax) &
                               (q.ymin <= box[j].ymax);
            if (meets && !pair_is_fine(s, i, j))
                return false;
        }
    }
    return true;
}

static bool all_by_tree(const struct rings *s)
{
    struct mk_boxtree *tree = mk_boxtree_build(s->e->box, s->e->n);
    struct mk_hits hits = {0};
    bool fine = true;
    for (uint32_t i = 0; fine && i < s->e->n; i++) {
        mk_boxtree_query(tree, s->e->box[i], &hits);
        for (uint32_t k = 0; fine && k < hits.n; k++)
            fine = hits.v[k] <= i || pair_is_fine(s, i, hits.v[k]);
    }
    mk_hits_release(&hits);
    mk_boxtree_free(tree);
    return fine;
}

enum side { OUTSIDE, INSIDE, UNPROVEN };

static enum side side_of(const struct rings *s, uint32_t ring,
                         const double *p)
{
    bool inside = false;
    for (uint32_t i = s->first[ring]; i < s->first[ring + 1]; i++) {
        const double *a = s->g->xy + 2 * (size_t)s->e->vertex[i];
        if ((a[1] > p[1]) == (a[3] > p[1]))
            continue;
        const int t = turn(a, a + 2, p);
        if (!t)
            return UNPROVEN;
        inside ^= (t > 0) == (a[3] > p[1]);
    }
    return inside ? INSIDE : OUTSIDE;
}

static struct mk_box ring_box(const struct rings *s, uint32_t ring)
{
    struct mk_box b = mk_box_empty();
    for (uint32_t i = s->first[ring]; i < s->first[ring + 1]; i++)
        b = mk_box_join(b, s->e->box[i]);
    return b;
}

// No two rings meet, so one vertex of a hole speaks for all of it.
static bool holes_are_placed(const struct rings *s)
{
    if (s->n < 2)
        return true;
    struct mk_box *box = mk_zalloc(s->n, sizeof *box);
    for (uint32_t r = 0; r < s->n; r++)
        box[r] = ring_box(s, r);
    bool fine = true;
    for (uint32_t h = 1; fine && h < s->n; h++) {
        const double *p = s->g->xy +
                          2 * (size_t)s->e->vertex[s->first[h]];
        fine = side_of(s, 0, p) == INSIDE;
        for (uint32_t o = 1; fine && o < s->n; o++)
            fine = o == h || !mk_box_meets(box[o], box[h]) ||
                   side_of(s, o, p) == OUTSIDE;
    }
    free(box);
    return fine;
}

static bool edges_are_fine(const struct rings *s)
{
    return s->e->n <= FEW ? all_with_all(s) : all_by_tree(s);
}

static bool one_ring_valid(const struct mk_poly *g, uint32_t ring,
                           struct edges *e)
{
    if (!add_ring(g, ring, e))
        return false;
    const uint32_t first[2] = {0, e->n};
    const struct rings s = {g, e, first, 1};
    return edges_are_fine(&s);
}

static bool rings_valid(const struct mk_poly *g, uint32_t r0, uint32_t r1,
                        struct edges *e)
{
    uint32_t *first = mk_zalloc((size_t)(r1 - r0) + 1, sizeof *first);
    bool fine = true;
    for (uint32_t r = r0; fine && r < r1; r++) {
        fine = add_ring(g, r, e);
        first[r - r0 + 1] = e->n;
    }
    const struct rings s = {g, e, first, r1 - r0};
    fine = fine && edges_are_fine(&s) && holes_are_placed(&s);
    free(first);
    return fine;
}

static bool part_valid(const struct mk_poly *g, uint32_t part)
{
    const uint32_t r0 = g->part[part], r1 = g->part[part + 1];
    const uint32_t n = g->ring[r1] - g->ring[r0];
    if (n < 4)
        return false;
    struct mk_box few_box[FEW];
    uint32_t few_vertex[FEW];
    struct edges e = {few_box, few_vertex, 0};
    if (n > FEW) {
        e.box = mk_zalloc(n, sizeof *e.box);
        e.vertex = mk_zalloc(n, sizeof *e.vertex);
    }
    const bool fine = r1 - r0 == 1 ? one_ring_valid(g, r0, &e)
                                   : rings_valid(g, r0, r1, &e);
    if (n > FEW) {
        free(e.box);
        free(e.vertex);
    }
    return fine;
}

static struct mk_box part_box(const struct mk_poly *g, uint32_t part)
{
    const uint32_t r = g->part[part];
    struct mk_box b = mk_box_empty();
    for (uint32_t v = g->ring[r]; v < g->ring[r + 1]; v++) {
        const double *p = g->xy + 2 * (size_t)v;
        b = mk_box_join(b, (struct mk_box){p[0], p[1], p[0], p[1]});
    }
    return b;
}

// Parts count as apart when their boxes are.
static bool parts_apart(const struct mk_poly *g)
{
    struct mk_box *box = mk_zalloc(g->npart, sizeof *box);
    for (uint32_t p = 0; p < g->npart; p++)
        box[p] = part_box(g, p);
    struct mk_boxtree *tree = mk_boxtree_build(box, g->npart);
    struct mk_hits hits = {0};
    bool fine = true;
    for (uint32_t p = 0; fine && p < g->npart; p++) {
        mk_boxtree_query(tree, box[p], &hits);
        fine = hits.n == 1;
    }
    mk_hits_release(&hits);
    mk_boxtree_free(tree);
    free(box);
    return fine;
}

bool mk_poly_surely_valid(const struct mk_poly *g)
{
    for (uint32_t p = 0; p < g->npart; p++)
        if (g->part[p + 1] == g->part[p] || !part_valid(g, p))
            return false;
    return g->npart < 2 || parts_apart(g);
}
