// Marching squares, and rings made of the pieces of border they give. All
// places are whole 64ths of a step: what meets is equal, not nearly equal.
#include "analysis/contour.h"

#include "base/arena.h"

#include <markklar/boxtree.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PARTS 64         // of a side
#define BIAS (1 << 27)   // squares are counted from here, to be positive
#define INDEX_BITS 28

// A crossing: a side of a square (its south-west point, and whether it goes
// east or north) and how far along it. One number, so that nodes sort.
typedef uint64_t node_t;

// A piece of border in one square, the inside to its left.
struct piece {
    node_t from, to;
    uint64_t square;
};

struct pieces {
    struct piece *v;
    size_t n, cap;
};

struct mk_contour {
    uint32_t nlevels, begins;
    double step;
    struct pieces level[MK_CONTOUR_LEVELS];
    uint32_t *row[2]; // of the points of two rows: the levels that hold each
    uint32_t cap[2];
};

struct mk_contour *mk_contour_new(uint32_t nlevels, uint32_t begins,
                                  double step)
{
    struct mk_contour *c = mk_zalloc(1, sizeof *c);
    c->nlevels = nlevels;
    c->begins = begins | 1;
    c->step = step;
    return c;
}

void mk_contour_free(struct mk_contour *c)
{
    if (!c)
        return;
    for (uint32_t k = 0; k < c->nlevels; k++)
        free(c->level[k].v);
    free(c->row[0]);
    free(c->row[1]);
    free(c);
}

// ---- squares ---------------------------------------------------------------

enum { EAST, NORTH };

static uint64_t point_key(int32_t ix, int32_t iy)
{
    return (uint64_t)(iy + BIAS) << INDEX_BITS | (uint64_t)(ix + BIAS);
}

// Where the border crosses the side from (ix, iy): nearer the end whose value
// is nearer nought. `at` and `next` differ in being inside.
static node_t crossing(int32_t ix, int32_t iy, int way, int32_t at,
                       int32_t next)
{
    const double a = at, b = next;
    const long t = lround(PARTS * a / (a - b));
    const uint64_t part = t < 1 ? 1 : t > PARTS - 1 ? PARTS - 1 : (uint64_t)t;
    return (point_key(ix, iy) << 1 | (uint64_t)way) * PARTS + part;
}

static void put_piece(struct pieces *p, node_t from, node_t to,
                      uint64_t square)
{
    MK_GROW(p->v, p->cap, p->n + 1);
    p->v[p->n++] = (struct piece){from, to, square};
}

// Where side s is crossed; v: the values at the corners.
static node_t on_side(int32_t ix, int32_t iy, int s, const int32_t v[4])
{
    switch (s) {
    case 0: return crossing(ix, iy, EAST, v[0], v[1]);
    case 1: return crossing(ix + 1, iy, NORTH, v[1], v[2]);
    case 2: return crossing(ix, iy + 1, EAST, v[3], v[2]);
    default: return crossing(ix, iy, NORTH, v[0], v[3]);
    }
}

// Corners counter-clockwise from the south-west; side s leads from corner s
// to the next. A border begins where a side leaves the inside and ends on the
// next side, clockwise, that enters it: of two corners inside across a square
// each is cut off by itself, so what is inside on one level stays inside on
// the next.
static void take_square(struct pieces *p, int32_t ix, int32_t iy,
                        const int32_t v[4])
{
    bool in[4];
    for (int s = 0; s < 4; s++)
        in[s] = v[s] <= 0;
    for (int s = 0; s < 4; s++) {
        if (!in[s] || in[(s + 1) % 4])
            continue; // the border begins where a side leaves the inside
        int e = (s + 3) % 4;
        while (!(!in[e] && in[(e + 1) % 4]))
            e = (e + 3) % 4;
        put_piece(p, on_side(ix, iy, s, v), on_side(ix, iy, e, v),
                  point_key(ix, iy));
    }
}

// Which levels hold a point.
static uint32_t levels_in(const int32_t *v, uint32_t n)
{
    uint32_t in = 0;
    for (uint32_t k = 0; k < n; k++)
        in |= (uint32_t)(v[k] <= 0) << k;
    return in;
}

static void hold_row(struct mk_contour *c, int i, const int32_t *at,
                     uint32_t npoints)
{
    for (uint32_t x = 0; x < npoints; x++, at += c->nlevels)
        c->row[i][x] = levels_in(at, c->nlevels);
}

// The squares between two rows; `at` is the south one's first point.
static void take_row(struct mk_contour *c, int32_t ix, int32_t iy,
                     uint32_t side, const int32_t *at)
{
    const uint32_t *south = c->row[0], *north = c->row[1];
    const uint32_t n = c->nlevels;
    const size_t row = (size_t)(side + 1) * n;
    for (uint32_t x = 0; x < side; x++, at += n) {
        const uint32_t all =
            south[x] & south[x + 1] & north[x] & north[x + 1];
        uint32_t border =
            (south[x] | south[x + 1] | north[x] | north[x + 1]) & ~all;
        for (; border; border &= border - 1) {
            const uint32_t k = (uint32_t)__builtin_ctz(border);
            const int32_t v[4] = {at[k], at[n + k], at[row + n + k],
                                  at[row + k]};
            take_square(&c->level[k], ix + (int32_t)x, iy, v);
        }
    }
}

void mk_contour_take(struct mk_contour *c, int32_t ix, int32_t iy,
                     uint32_t side, const int32_t *f)
{
    const size_t row = (size_t)(side + 1) * c->nlevels;
    for (int i = 0; i < 2; i++)
        MK_GROW(c->row[i], c->cap[i], side + 1);
    hold_row(c, 1, f, side + 1);
    for (uint32_t y = 0; y < side; y++, f += row) {
        uint32_t *const north = c->row[0];
        c->row[0] = c->row[1];
        c->row[1] = north;
        hold_row(c, 1, f + row, side + 1);
        take_row(c, ix, iy + (int32_t)y, side, f);
    }
}

// ---- following the border --------------------------------------------------

static int by_from(const void *pa, const void *pb)
{
    const struct piece *a = pa, *b = pb;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return (a->square > b->square) - (a->square < b->square);
}

static void sort(struct pieces *p)
{
    if (p->n)
        qsort(p->v, p->n, sizeof *p->v, by_from);
}

static size_t first_from(const struct pieces *p, node_t node)
{
    size_t low = 0, high = p->n;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (p->v[mid].from < node)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

// The piece that goes on from piece i; p->n: none does, what goes on was not
// taken. Where two borders touch two go on: the one in the same square bounds
// the same corner of the inside.
static size_t next_of(const struct pieces *p, size_t i)
{
    const node_t node = p->v[i].to;
    const size_t k = first_from(p, node);
    if (k == p->n || p->v[k].from != node)
        return p->n;
    const bool two = k + 1 < p->n && p->v[k + 1].from == node;
    return two && p->v[k + 1].square == p->v[i].square ? k + 1 : k;
}

static struct mk_point place(node_t node, double step)
{
    const uint64_t part = node % PARTS, key = node / PARTS;
    const int64_t mask = (1 << INDEX_BITS) - 1;
    const double ix = (double)((int64_t)(key >> 1) & mask) - BIAS;
    const double iy = (double)(key >> (1 + INDEX_BITS)) - BIAS;
    const double along = (double)part / PARTS;
    return (key & 1) == NORTH
               ? (struct mk_point){ix * step, (iy + along) * step}
               : (struct mk_point){(ix + along) * step, iy * step};
}

// Twice the area, the first node as origin.
static double doubled_area(const node_t *v, size_t n, double step)
{
    const struct mk_point o = place(v[0], step);
    double sum = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        const struct mk_point a = place(v[i], step), b = place(v[i + 1], step);
        sum += (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
    }
    return sum;
}

struct nodes {
    node_t *v;
    size_t n, cap;
};

static void put_node(struct nodes *s, node_t node)
{
    MK_GROW(s->v, s->cap, s->n + 1);
    s->v[s->n++] = node;
}

// Drop the loops of one level that are too small to be seen. An island or a
// hole of a better level within it is smaller still, so levels stay nested.
static void drop_small(struct pieces *p, double least_m2, double step)
{
    bool *seen = mk_zalloc(p->n + 1, sizeof *seen);
    size_t *loop = mk_zalloc(p->n + 1, sizeof *loop);
    struct nodes s = {0};
    sort(p);
    for (size_t i = 0; i < p->n; i++) {
        if (seen[i])
            continue;
        s.n = 0;
        for (size_t k = i; k < p->n && !seen[k]; k = next_of(p, k)) {
            seen[k] = true;
            loop[s.n] = k;
            put_node(&s, p->v[k].from);
        }
        if (fabs(doubled_area(s.v, s.n, step)) >= 2 * least_m2)
            continue;
        for (size_t k = 0; k < s.n; k++)
            p->v[loop[k]].square = UINT64_MAX;
    }
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].square != UINT64_MAX)
            p->v[n++] = p->v[i];
    p->n = n;
    free(s.v);
    free(loop);
    free(seen);
}

// The border of what lies in one level and not in the one before. Where both
// have the same piece there is nothing between them.
static void between(const struct pieces *outer, const struct pieces *inner,
                    struct pieces *out)
{
    struct pieces all = {0};
    for (size_t i = 0; i < outer->n; i++)
        put_piece(&all, outer->v[i].from, outer->v[i].to,
                  outer->v[i].square);
    for (size_t i = 0; inner && i < inner->n; i++)
        put_piece(&all, inner->v[i].to, inner->v[i].from,
                  inner->v[i].square);
    sort(&all);
    out->n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const struct piece back = {all.v[i].to, all.v[i].from,
                                   all.v[i].square};
        if (!inner || !bsearch(&back, all.v, all.n, sizeof back, by_from))
            put_piece(out, all.v[i].from, all.v[i].to, all.v[i].square);
    }
    free(all.v);
}

// ---- rings -----------------------------------------------------------------

struct rings {
    node_t *node;
    size_t nnode, cap_node;
    struct ring {
        size_t first, n;
        double area; // negative: a hole
        struct mk_box box;
    } *v;
    size_t n, cap;
};

static void put_ring(struct rings *r, const node_t *v, size_t n, double step)
{
    const double area = doubled_area(v, n, step) / 2;
    if (area == 0)
        return;
    MK_GROW(r->v, r->cap, r->n + 1);
    MK_GROW(r->node, r->cap_node, r->nnode + n);
    memcpy(r->node + r->nnode, v, n * sizeof *v);
    struct mk_box box = mk_box_empty();
    for (size_t i = 0; i < n; i++) {
        const struct mk_point p = place(v[i], step);
        box = mk_box_join(box, (struct mk_box){p.x, p.y, p.x, p.y});
    }
    r->v[r->n++] = (struct ring){r->nnode, n, area, box};
    r->nnode += n;
}

// A ring that passes a place twice is two rings that touch there.
static void follow(const struct pieces *p, size_t start, bool *seen,
                   size_t *at, struct nodes *s, struct rings *out,
                   double step)
{
    s->n = 0;
    for (size_t k = start; k < p->n && !seen[k]; k = next_of(p, k)) {
        const node_t node = p->v[k].from;
        const size_t id = first_from(p, node);
        seen[k] = true;
        if (at[id]) {
            const size_t first = at[id] - 1;
            put_ring(out, s->v + first, s->n - first, step);
            for (size_t i = first; i < s->n; i++)
                at[first_from(p, s->v[i])] = 0;
            s->n = first;
        }
        put_node(s, node);
        at[id] = s->n;
    }
    put_ring(out, s->v, s->n, step);
    for (size_t i = 0; i < s->n; i++)
        at[first_from(p, s->v[i])] = 0;
}

static void follow_all(const struct pieces *p, struct rings *out, double step)
{
    bool *seen = mk_zalloc(p->n + 1, sizeof *seen);
    size_t *at = mk_zalloc(p->n + 1, sizeof *at);
    struct nodes s = {0};
    for (size_t i = 0; i < p->n; i++)
        if (!seen[i])
            follow(p, i, seen, at, &s, out, step);
    free(s.v);
    free(at);
    free(seen);
}

static bool inside(const struct rings *r, const struct ring *ring,
                   struct mk_point p, double step)
{
    bool in = false;
    struct mk_point a = place(r->node[ring->first + ring->n - 1], step);
    for (size_t i = 0; i < ring->n; i++) {
        const struct mk_point b = place(r->node[ring->first + i], step);
        if ((a.y > p.y) != (b.y > p.y) &&
            a.x + (p.y - a.y) * (b.x - a.x) / (b.y - a.y) > p.x)
            in = !in;
        a = b;
    }
    return in;
}

// The smallest exterior around the middle of one of the hole's pieces: they
// touch in nodes only, so it lies on none.
static size_t around(const struct rings *r, const struct mk_boxtree *tree,
                     const struct ring *hole, struct mk_hits *hits,
                     double step)
{
    const struct mk_point a = place(r->node[hole->first], step);
    const struct mk_point b = place(r->node[hole->first + 1], step);
    const struct mk_point p = {(a.x + b.x) / 2, (a.y + b.y) / 2};
    size_t best = SIZE_MAX;
    mk_boxtree_query(tree, (struct mk_box){p.x, p.y, p.x, p.y}, hits);
    for (uint32_t i = 0; i < hits->n; i++) {
        const struct ring *e = &r->v[hits->v[i]];
        if ((best == SIZE_MAX || e->area < r->v[best].area) &&
            inside(r, e, p, step))
            best = hits->v[i];
    }
    return best;
}

static void put_out(const struct rings *r, const struct ring *ring,
                    double step, struct mk_polyset *out)
{
    double *xy = mk_polyset_ring(out, (uint32_t)ring->n + 1);
    for (size_t i = 0; i <= ring->n; i++, xy += 2) {
        const struct mk_point p =
            place(r->node[ring->first + i % ring->n], step);
        xy[0] = p.x;
        xy[1] = p.y;
    }
}

static struct mk_boxtree *exteriors(const struct rings *r)
{
    struct mk_box *box = mk_zalloc(r->n + 1, sizeof *box);
    for (size_t i = 0; i < r->n; i++)
        box[i] = r->v[i].area > 0 ? r->v[i].box : mk_box_empty();
    struct mk_boxtree *tree = mk_boxtree_build(box, (uint32_t)r->n);
    free(box);
    return tree;
}

// Exteriors in the order in which they were found, each with its holes.
static void put_polygons(const struct rings *r, double step,
                         struct mk_polyset *out)
{
    struct mk_boxtree *tree = exteriors(r);
    struct mk_hits hits = {0};
    size_t *first = mk_zalloc(r->n + 1, sizeof *first); // hole + 1
    size_t *next = mk_zalloc(r->n + 1, sizeof *next);
    for (size_t i = r->n; i-- > 0;) {
        if (r->v[i].area > 0)
            continue;
        const size_t e = around(r, tree, &r->v[i], &hits, step);
        if (e == SIZE_MAX)
            continue;
        next[i] = first[e];
        first[e] = i + 1;
    }
    for (size_t e = 0; e < r->n; e++) {
        if (r->v[e].area < 0)
            continue;
        put_out(r, &r->v[e], step, out);
        for (size_t h = first[e]; h; h = next[h - 1])
            put_out(r, &r->v[h - 1], step, out);
        mk_polyset_end_part(out);
    }
    free(next);
    free(first);
    mk_hits_release(&hits);
    mk_boxtree_free(tree);
}

void mk_contour_bands(struct mk_contour *c, double least_m2,
                      struct mk_polyset *out)
{
    struct pieces border = {0};
    for (uint32_t k = 0; k < c->nlevels; k++) {
        drop_small(&c->level[k], least_m2, c->step);
        const bool first = c->begins >> k & 1;
        between(&c->level[k], first ? NULL : &c->level[k - 1], &border);
        struct rings r = {0};
        follow_all(&border, &r, c->step);
        const uint32_t part = out->npart;
        put_polygons(&r, c->step, out);
        mk_polyset_end(out, part);
        free(r.node);
        free(r.v);
    }
    free(border.v);
}
