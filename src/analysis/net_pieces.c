// Lines cut where they meet, from node to node.
#include "analysis/net_parts.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

enum { FEW = 12 }; // sorted by insertion

// Where a line is cut.
struct cut {
    uint32_t node;
    uint32_t seg; // the segment beginning at vertex seg,
    double t;     // 0 <= t < 1 of it
    double run;   // measured metres
    double d2;    // from the node's end; -1: a vertex that is a joint
};

struct cutting {
    const struct mk_joints *joints;
    struct cut *cut;
    uint32_t ncuts, cap_cuts;
    double *run; // metres to each vertex of the line
    uint32_t cap_run;
    struct mk_near_ends near;
    struct mk_piece *piece;
    uint32_t npieces, cap_pieces;
};

static void add_cut(struct cutting *c, struct cut cut)
{
    MK_GROW(c->cut, c->cap_cuts, (size_t)c->ncuts + 1);
    c->cut[c->ncuts++] = cut;
}

static void measure_runs(struct cutting *c, const struct mk_path *p)
{
    MK_GROW(c->run, c->cap_run, p->n);
    struct mk_point a = mk_path_get(p, 0);
    c->run[0] = 0;
    for (uint32_t k = 1; k < p->n; k++) {
        const struct mk_point b = mk_path_get(p, k);
        c->run[k] = c->run[k - 1] + hypot(b.x - a.x, b.y - a.y);
        a = b;
    }
}

// An end meets every vertex of its coordinates; vertices inside meet one
// another where both lines say so, else one passes over the other.
static void cut_at_vertices(struct cutting *c, const struct mk_open_line *line)
{
    for (uint32_t k = 1; k + 1 < line->path.n; k++) {
        const uint32_t j =
            mk_joints_get(c->joints, mk_path_get(&line->path, k));
        if (j != MK_NO_JOINT && (line->joins_inside || c->joints->end[j]))
            add_cut(c, (struct cut){c->joints->node[j], k, 0, c->run[k], -1});
    }
}

// The line's own ends, and what was joined to them, cut it at vertices only.
static void cut_near_ends(struct cutting *c, const struct mk_open_line *line,
                          const uint32_t ends[2])
{
    const struct mk_path *p = &line->path;
    for (uint32_t k = 0; k + 1 < p->n; k++) {
        c->near.n = 0;
        mk_joints_near(c->joints, mk_path_get(p, k), mk_path_get(p, k + 1),
                       &c->near);
        for (uint32_t i = 0; i < c->near.n; i++) {
            const struct mk_near_end e = c->near.v[i];
            struct cut cut = {c->joints->node[e.joint], k, e.t, 0, e.d2};
            cut.run = c->run[k] + e.t * (c->run[k + 1] - c->run[k]);
            if (e.d2 == 0 && (e.t <= 0 || e.t >= 1)) { // a vertex, once
                if (line->joins_inside || k == 0 || e.t > 0)
                    continue;
                cut.d2 = -1;
            }
            if (cut.d2 >= 0 && (cut.node == ends[0] || cut.node == ends[1]))
                continue;
            if (e.t >= 1) {
                cut.seg = k + 1;
                cut.t = 0;
            }
            add_cut(c, cut);
        }
    }
}

static int along(const struct cut *a, const struct cut *b)
{
    if (a->seg != b->seg)
        return a->seg < b->seg ? -1 : 1;
    return (a->t > b->t) - (a->t < b->t);
}

static int by_node(const void *x, const void *y)
{
    const struct cut *a = x, *b = y;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    if (a->d2 != b->d2)
        return a->d2 < b->d2 ? -1 : 1;
    return along(a, b);
}

static int by_place(const void *x, const void *y)
{
    const struct cut *a = x, *b = y;
    const int c = along(a, b);
    return c ? c : (a->node > b->node) - (a->node < b->node);
}

// A node cuts a line at each vertex that is its joint; where it is merely
// near, once, at the nearest point.
static void choose_cuts(struct cutting *c)
{
    uint32_t kept = 0;
    qsort(c->cut, c->ncuts, sizeof *c->cut, by_node);
    for (uint32_t i = 0; i < c->ncuts; i++) {
        const struct cut *cut = &c->cut[i];
        const bool again = kept && c->cut[kept - 1].node == cut->node;
        if (cut->d2 >= 0 && again)
            continue;
        c->cut[kept++] = *cut;
    }
    c->ncuts = kept;
    qsort(c->cut, c->ncuts, sizeof *c->cut, by_place);
}

static void turn(struct mk_piece *p)
{
    const struct mk_piece was = *p;
    p->node[0] = was.node[1];
    p->node[1] = was.node[0];
    p->inner = mk_path_reversed(&was.inner);
    p->head = was.tail;
    p->tail = was.head;
    p->way[0] = was.way[1];
    p->way[1] = was.way[0];
}

static void add_piece(struct cutting *c, const struct mk_open_line *line,
                      const struct cut *a, const struct cut *b)
{
    const uint32_t first = a->seg + 1, end = b->t > 0 ? b->seg + 1 : b->seg;
    const uint32_t n = end > first ? end - first : 0;
    const double m = b->run - a->run;
    // swallowed by a join
    if (a->node == b->node && (!n || m <= 2 * c->joints->join_m))
        return;
    struct mk_piece p = {
        .node = {a->node, b->node},
        .inner = mk_path_cut(&line->path, first, n),
        .head = line->scale * (n ? c->run[first] - a->run : m),
        .tail = line->scale * (n ? b->run - c->run[end - 1] : m),
        .length = line->scale * m,
        .way = {line->way[0], line->way[1]},
        .kmh = line->kmh};
    const struct mk_path back = mk_path_reversed(&p.inner);
    if (p.node[0] > p.node[1] ||
        (p.node[0] == p.node[1] && mk_path_compare(&back, &p.inner) < 0))
        turn(&p);
    MK_GROW(c->piece, c->cap_pieces, (size_t)c->npieces + 1);
    c->piece[c->npieces++] = p;
}

static void cut_line(struct cutting *c, const struct mk_open_line *line)
{
    const struct mk_joints *j = c->joints;
    const uint32_t last = line->path.n - 1;
    const uint32_t ends[2] = {
        j->node[mk_joints_get(j, mk_path_get(&line->path, 0))],
        j->node[mk_joints_get(j, mk_path_get(&line->path, last))]};
    measure_runs(c, &line->path);
    c->ncuts = 0;
    if (line->joins_inside || j->join_m <= 0)
        cut_at_vertices(c, line);
    if (j->join_m > 0)
        cut_near_ends(c, line, ends);
    if (c->ncuts)
        choose_cuts(c);
    struct cut from = {ends[0], 0, 0, 0, -1};
    for (uint32_t i = 0; i < c->ncuts; i++) {
        add_piece(c, line, &from, &c->cut[i]);
        from = c->cut[i];
    }
    const struct cut end = {ends[1], last, 0, c->run[last], -1};
    add_piece(c, line, &from, &end);
}

// ---- order, and doubled ones ---------------------------------------------

static int by_shape(const void *x, const void *y)
{
    const struct mk_piece *a = x, *b = y;
    if (a->node[1] != b->node[1])
        return a->node[1] < b->node[1] ? -1 : 1;
    const int c = mk_path_compare(&a->inner, &b->inner);
    if (c)
        return c;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return (a->kmh > b->kmh) - (a->kmh < b->kmh);
}

// Ends that were joined may lie apart, so one shape may be measured in two
// ways; of doubled ones the first is kept.
static int in_full(const void *x, const void *y)
{
    const struct mk_piece *a = x, *b = y;
    const int c = by_shape(a, b);
    if (c)
        return c;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    if (a->tail != b->tail)
        return a->tail < b->tail ? -1 : 1;
    const int wa = a->way[0] + 2 * a->way[1], wb = b->way[0] + 2 * b->way[1];
    return wa - wb;
}

static void sort_pieces(struct mk_piece *v, uint32_t n)
{
    if (n > FEW) {
        qsort(v, n, sizeof *v, in_full);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        const struct mk_piece p = v[i];
        uint32_t k = i;
        for (; k && in_full(&v[k - 1], &p) > 0; k--)
            v[k] = v[k - 1];
        v[k] = p;
    }
}

// By first node; into a new array.
static struct mk_piece *by_first_node(struct mk_piece *v, uint32_t n,
                                      uint32_t nnodes)
{
    uint32_t *at = mk_zalloc((size_t)nnodes + 1, sizeof *at);
    struct mk_piece *out = mk_alloc(n * sizeof *out);
    for (uint32_t i = 0; i < n; i++)
        at[v[i].node[0] + 1]++;
    for (uint32_t k = 0; k < nnodes; k++)
        at[k + 1] += at[k];
    for (uint32_t i = 0; i < n; i++)
        out[at[v[i].node[0]]++] = v[i];
    uint32_t from = 0;
    for (uint32_t k = 0; k < nnodes; k++) {
        sort_pieces(out + from, at[k] - from);
        from = at[k];
    }
    free(at);
    free(v);
    return out;
}

// The same street drawn twice, perhaps once for each way, is one.
static uint32_t merge_doubled(struct mk_piece *v, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct mk_piece *last = kept ? &v[kept - 1] : NULL;
        if (last && last->node[0] == v[i].node[0] && !by_shape(last, &v[i])) {
            last->way[0] |= v[i].way[0];
            last->way[1] |= v[i].way[1];
        } else {
            v[kept++] = v[i];
        }
    }
    return kept;
}

struct mk_piece *mk_pieces_build(const struct mk_open_line *line,
                                 uint32_t nlines, const struct mk_joints *j,
                                 uint32_t *n)
{
    struct cutting c = {.joints = j};
    for (uint32_t i = 0; i < nlines; i++)
        cut_line(&c, &line[i]);
    free(c.cut);
    free(c.run);
    free(c.near.v);
    c.piece = by_first_node(c.piece, c.npieces, j->nnodes);
    *n = merge_doubled(c.piece, c.npieces);
    return c.piece;
}
