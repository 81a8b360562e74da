// a ∩ b for two simple rings that cross cleanly: follow `a` while it is
// inside `b`, change to `b` where it leaves, and back (Weiler and Atherton
// 1977). Everything near a special case (a vertex on the other's edge, edges
// that run along each other, crossings close together) is refused: GEOS has
// the exact answer, this has the fast one. Intersections of two polygons
// without holes have none either, so rings are all there is to find.
#include <markklar/boxtree.h>

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FEW = 96,            // edges of a side, and crossings, on the stack
    MANY_PAIRS = 16384,  // more than this goes through a tree
};

// Metres. Nearer than this is a special case.
static const double NEAR = 1e-7;
static const double CROSSINGS_APART = 1e-6;

struct side {
    const double *xy; // n + 1 vertices
    uint32_t n;       // edges
    uint32_t *near;   // edges that may meet the other side
    uint32_t nnear;
};

struct crossing {
    uint32_t edge[2]; // on a and on b
    double t[2];      // along those edges, 0..1
    double x, y;
    bool enters;      // a enters b here, and so b leaves a
    bool done;
};

struct crossings {
    struct crossing *v;
    uint32_t n, cap;
    struct crossing few[FEW];
};

enum relation { APART, CROSS, UNCLEAR };

static struct mk_box edge_box(const double *p)
{
    const bool east = p[0] < p[2], north = p[1] < p[3];
    return (struct mk_box){east ? p[0] : p[2], north ? p[1] : p[3],
                           east ? p[2] : p[0], north ? p[3] : p[1]};
}

static bool one_ring(const struct mk_poly *g)
{
    return g->npart == 1 && g->part[1] - g->part[0] == 1 &&
           g->ring[g->part[0] + 1] - g->ring[g->part[0]] >= 4;
}

// Signed distances of p and q from the line through e, times its length.
struct offsets {
    double p, q, length;
};

static struct offsets offsets_from(const double *e, const double *pq)
{
    const double ex = e[2] - e[0], ey = e[3] - e[1];
    return (struct offsets){
        ex * (pq[1] - e[1]) - ey * (pq[0] - e[0]),
        ex * (pq[3] - e[1]) - ey * (pq[2] - e[0]),
        sqrt(ex * ex + ey * ey)};
}

// +1 when p and q are clearly on one side, -1 when clearly on different ones.
static int sides(struct offsets o)
{
    const double tol = NEAR * o.length;
    if (!(fabs(o.p) > tol && fabs(o.q) > tol))
        return 0;
    return (o.p > 0) == (o.q > 0) ? 1 : -1;
}

static enum relation relate(const double *a, const double *b,
                            struct crossing *c)
{
    const struct offsets of_a = offsets_from(b, a);
    const int sa = sides(of_a);
    if (sa > 0)
        return APART;
    const struct offsets of_b = offsets_from(a, b);
    const int sb = sides(of_b);
    if (sb > 0)
        return APART;
    if (!sa || !sb)
        return UNCLEAR;
    c->t[0] = of_a.p / (of_a.p - of_a.q);
    c->t[1] = of_b.p / (of_b.p - of_b.q);
    c->x = a[0] + c->t[0] * (a[2] - a[0]);
    c->y = a[1] + c->t[0] * (a[3] - a[1]);
    c->enters = of_a.q > 0; // the inside of b is to the left of its edges
    c->done = false;
    return CROSS;
}

// Edges that come near the common box, which is all that can cross.
static void find_near(struct side *s, struct mk_box common)
{
    const double *p = s->xy;
    for (uint32_t k = 0; k < s->n; k++, p += 2) {
        const struct mk_box b = edge_box(p);
        s->near[s->nnear] = k;
        s->nnear += (b.xmin <= common.xmax) & (common.xmin <= b.xmax) &
                    (b.ymin <= common.ymax) & (common.ymin <= b.ymax);
    }
}

static bool try_pair(const struct side *a, const struct side *b, uint32_t i,
                     uint32_t j, struct crossings *cs)
{
    struct crossing c = {.edge = {i, j}};
    switch (relate(a->xy + 2 * (size_t)i, b->xy + 2 * (size_t)j, &c)) {
    case UNCLEAR:
        return false;
    case CROSS:
        if (cs->n == cs->cap) {
            struct crossing *old = cs->v == cs->few ? NULL : cs->v;
            cs->cap *= 2;
            cs->v = mk_realloc(old, cs->cap, sizeof *cs->v);
            if (!old)
                memcpy(cs->v, cs->few, sizeof cs->few);
        }
        cs->v[cs->n++] = c;
        return true;
    case APART:
        break;
    }
    return true;
}

static bool cross_all(const struct side *a, const struct side *b,
                      struct crossings *cs)
{
    struct mk_box few[FEW], *box = few;
    if (b->nnear > FEW)
        box = mk_zalloc(b->nnear, sizeof *box);
    for (uint32_t j = 0; j < b->nnear; j++)
        box[j] = mk_box_grow(edge_box(b->xy + 2 * (size_t)b->near[j]), NEAR);
    bool clear = true;
    if ((uint64_t)a->nnear * b->nnear <= MANY_PAIRS) {
        for (uint32_t i = 0; clear && i < a->nnear; i++) {
            const struct mk_box q = edge_box(a->xy + 2 * (size_t)a->near[i]);
            for (uint32_t j = 0; clear && j < b->nnear; j++) {
                const bool meets = (box[j].xmin <= q.xmax) &
                                   (q.xmin <= box[j].xmax) &
                                   (box[j].ymin <= q.ymax) &
                                   (q.ymin <= box[j].ymax);
                clear = !meets || try_pair(a, b, a->near[i], b->near[j], cs);
            }
        }
    } else {
        struct mk_boxtree *tree = mk_boxtree_build(box, b->nnear);
        struct mk_hits hits = {0};
        for (uint32_t i = 0; clear && i < a->nnear; i++) {
            mk_boxtree_query(
                tree, edge_box(a->xy + 2 * (size_t)a->near[i]), &hits);
            for (uint32_t k = 0; clear && k < hits.n; k++)
                clear = try_pair(a, b, a->near[i], b->near[hits.v[k]], cs);
        }
        mk_hits_release(&hits);
        mk_boxtree_free(tree);
    }
    if (box != few)
        free(box);
    return clear;
}

static int along_a(const void *p, const void *q)
{
    const struct crossing *c = p, *d = q;
    if (c->edge[0] != d->edge[0])
        return c->edge[0] < d->edge[0] ? -1 : 1;
    return (c->t[0] > d->t[0]) - (c->t[0] < d->t[0]);
}

struct place { // of a crossing along b
    uint32_t edge, crossing;
    double t;
};

static int along_b(const void *p, const void *q)
{
    const struct place *c = p, *d = q;
    if (c->edge != d->edge)
        return c->edge < d->edge ? -1 : 1;
    return (c->t > d->t) - (c->t < d->t);
}

// Few as a rule, and then qsort() is mostly calls.
static void sort_along_a(struct crossing *v, uint32_t n)
{
    if (n > 16) {
        qsort(v, n, sizeof *v, along_a);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        const struct crossing c = v[i];
        uint32_t j = i;
        for (; j && along_a(&v[j - 1], &c) > 0; j--)
            v[j] = v[j - 1];
        v[j] = c;
    }
}

static void sort_along_b(struct place *v, uint32_t n)
{
    if (n > 16) {
        qsort(v, n, sizeof *v, along_b);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        const struct place c = v[i];
        uint32_t j = i;
        for (; j && along_b(&v[j - 1], &c) > 0; j--)
            v[j] = v[j - 1];
        v[j] = c;
    }
}

// Crossings in order along both rings. Position k along b holds the crossing
// at[k].crossing; rank[i] is the position of crossing i.
struct order {
    struct place *at;
    uint32_t *rank;
};

// Around either ring entering and leaving alternate, and no two crossings in
// a row are close: otherwise rounding has misjudged something.
static bool well_ordered(const struct crossings *cs, const struct order *o)
{
    if (cs->n % 2)
        return false;
    const double least = CROSSINGS_APART * CROSSINGS_APART;
    for (uint32_t k = 0; k < cs->n; k++) {
        const uint32_t next = k + 1 < cs->n ? k + 1 : 0;
        const struct crossing *c = &cs->v[k], *d = &cs->v[next];
        const struct crossing *e = &cs->v[o->at[k].crossing];
        const struct crossing *f = &cs->v[o->at[next].crossing];
        const double ax = d->x - c->x, ay = d->y - c->y;
        const double bx = f->x - e->x, by = f->y - e->y;
        if (c->enters == d->enters || e->enters == f->enters ||
            !(ax * ax + ay * ay > least) || !(bx * bx + by * by > least))
            return false;
    }
    return true;
}

// Number of ring vertices passed between two crossings, going forward.
static uint32_t passed(const struct side *s, const struct crossing *from,
                       const struct crossing *to, int which)
{
    const uint32_t f = from->edge[which], t = to->edge[which];
    if (f == t)
        return from->t[which] < to->t[which] ? 0 : s->n;
    return t > f ? t - f : s->n - f + t;
}

static double *copy_vertices(const struct side *s, uint32_t after, uint32_t n,
                             double *to)
{
    for (uint32_t k = after + 1; n; k++, n--, to += 2)
        memcpy(to, s->xy + 2 * (size_t)(k < s->n ? k : k - s->n),
               2 * sizeof *to);
    return to;
}

// Once around a piece, beginning where a enters b. With `to` the vertices are
// written; the return value is how many there are, the closing one included.
static uint32_t walk(const struct side *a, const struct side *b,
                     struct crossings *cs, const struct order *o,
                     uint32_t start, double *to)
{
    uint32_t n = 1, i = start;
    do {
        struct crossing *in = &cs->v[i];
        struct crossing *out = &cs->v[i + 1 < cs->n ? i + 1 : 0];
        const uint32_t at = o->rank[out - cs->v] + 1;
        i = o->at[at < cs->n ? at : 0].crossing;
        struct crossing *back = &cs->v[i];
        const uint32_t na = passed(a, in, out, 0);
        const uint32_t nb = passed(b, out, back, 1);
        if (to) {
            *to++ = in->x;
            *to++ = in->y;
            to = copy_vertices(a, in->edge[0], na, to);
            *to++ = out->x;
            *to++ = out->y;
            to = copy_vertices(b, out->edge[1], nb, to);
            in->done = true;
        }
        n += 2 + na + nb;
    } while (i != start);
    if (to) {
        *to++ = cs->v[start].x;
        *to++ = cs->v[start].y;
    }
    return n;
}

// Append all pieces; false when one does not prove to be a simple ring.
static bool append_pieces(const struct side *a, const struct side *b,
                          struct crossings *cs, const struct order *o,
                          struct mk_polyset *out)
{
    for (uint32_t i = 0; i < cs->n; i++) {
        if (!cs->v[i].enters || cs->v[i].done)
            continue;
        const uint32_t first = out->npart;
        const uint32_t n = walk(a, b, cs, o, i, NULL);
        walk(a, b, cs, o, i, mk_polyset_ring(out, n));
        mk_polyset_end_part(out);
        const struct mk_poly piece =
            mk_polyset_get(out, mk_polyset_end(out, first));
        if (!(mk_poly_area(&piece) > 0) || !mk_poly_surely_valid(&piece))
            return false;
    }
    return true;
}

static bool pieces_of_crossings(const struct side *a, const struct side *b,
                                struct crossings *cs, struct mk_polyset *out)
{
    struct place few_at[FEW];
    uint32_t few_rank[FEW];
    struct order o = {few_at, few_rank};
    if (cs->n > FEW) {
        o.at = mk_zalloc(cs->n, sizeof *o.at);
        o.rank = mk_zalloc(cs->n, sizeof *o.rank);
    }
    sort_along_a(cs->v, cs->n);
    for (uint32_t i = 0; i < cs->n; i++)
        o.at[i] = (struct place){cs->v[i].edge[1], i, cs->v[i].t[1]};
    sort_along_b(o.at, cs->n);
    for (uint32_t k = 0; k < cs->n; k++)
        o.rank[o.at[k].crossing] = k;
    const bool fine = well_ordered(cs, &o) && append_pieces(a, b, cs, &o, out);
    if (cs->n > FEW) {
        free(o.at);
        free(o.rank);
    }
    return fine;
}

static void whole_or_nothing(const struct mk_poly *a, const struct mk_poly *b,
                             const struct side *sa, const struct side *sb,
                             struct mk_polyset *out)
{
    if (mk_poly_contains(b, (struct mk_point){sa->xy[0], sa->xy[1]}))
        mk_polyset_add(out, a);
    else if (mk_poly_contains(a, (struct mk_point){sb->xy[0], sb->xy[1]}))
        mk_polyset_add(out, b);
}

static struct side side_of(const struct mk_poly *g, uint32_t *few)
{
    const uint32_t v = g->ring[g->part[0]];
    const uint32_t n = g->ring[g->part[0] + 1] - v - 1;
    return (struct side){g->xy + 2 * (size_t)v, n,
                         n > FEW ? mk_zalloc(n, sizeof *few) : few, 0};
}

static bool append_clipped(const struct mk_poly *a, const struct mk_poly *b,
                           struct mk_box common, struct mk_polyset *out)
{
    uint32_t few_a[FEW], few_b[FEW];
    struct side sa = side_of(a, few_a), sb = side_of(b, few_b);
    struct crossings cs;
    cs.v = cs.few;
    cs.n = 0;
    cs.cap = FEW;
    find_near(&sa, common);
    find_near(&sb, common);
    bool fine = cross_all(&sa, &sb, &cs);
    if (fine && cs.n)
        fine = pieces_of_crossings(&sa, &sb, &cs, out);
    else if (fine)
        whole_or_nothing(a, b, &sa, &sb, out);
    if (cs.v != cs.few)
        free(cs.v);
    if (sa.near != few_a)
        free(sa.near);
    if (sb.near != few_b)
        free(sb.near);
    return fine;
}

static bool areas_agree(const struct mk_poly *a, const struct mk_poly *b,
                        const struct mk_polyset *out, uint32_t from)
{
    double sum = 0;
    for (uint32_t i = from; i < out->n; i++) {
        const struct mk_poly piece = mk_polyset_get(out, i);
        sum += mk_poly_area(&piece);
    }
    const double want = mk_poly_common_area(a, b);
    return fabs(sum - want) <= 1e-6 * want + 1e-4;
}

int mk_poly_clip(const struct mk_poly *a, const struct mk_poly *b,
                 struct mk_polyset *out)
{
    if (!a->npart || !b->npart || !mk_box_meets(a->box, b->box))
        return 0;
    if (!one_ring(a) || !one_ring(b))
        return -1;
    const struct mk_box A = a->box, B = b->box;
    const struct mk_box common = mk_box_grow((struct mk_box){
        fmax(A.xmin, B.xmin), fmax(A.ymin, B.ymin),
        fmin(A.xmax, B.xmax), fmin(A.ymax, B.ymax)}, NEAR);
    const uint32_t n = out->n, npart = out->npart;
    if (append_clipped(a, b, common, out) && areas_agree(a, b, out, n))
        return (int)(out->n - n);
    out->n = n; // take back what was appended
    out->npart = npart;
    mk_polyset_drop_open(out);
    return -1;
}
