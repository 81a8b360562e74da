// Pieces joined to edges: where just two meet and nothing changes, there is
// no node. Pieces stand by nodes and shape, and nodes by coordinates, so all
// that follows from their order follows from the streets alone.
#include <markklar/street.h>

#include "analysis/net_cost.h"
#include "analysis/net_parts.h"
#include "base/sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 16 }; // sorted by insertion

struct draft {
    const struct mk_joints *joints;
    const struct mk_piece *piece;
    uint32_t npieces, nnodes;
    uint32_t *first, *end_of; // CSR by node: 2 * piece + which end
    bool *kept;               // nodes that stay nodes
    uint32_t *part;           // of each node: its lowest node
    bool *dropped;            // by part
    bool *used;               // pieces already in an edge
};

// ---- which nodes stay ------------------------------------------------------

static void meet(struct draft *d)
{
    d->first = mk_zalloc((size_t)d->nnodes + 1, sizeof *d->first);
    d->end_of = mk_alloc(2 * (size_t)d->npieces * sizeof *d->end_of);
    for (uint32_t i = 0; i < d->npieces; i++)
        for (int e = 0; e < 2; e++)
            d->first[d->piece[i].node[e]]++;
    uint32_t sum = 0;
    for (uint32_t k = 0; k < d->nnodes; k++)
        d->first[k] = sum += d->first[k];
    d->first[d->nnodes] = sum;
    for (uint32_t i = d->npieces; i-- > 0;)
        for (uint32_t e = 2; e-- > 0;)
            d->end_of[--d->first[d->piece[i].node[e]]] = 2 * i + e;
}

// Whether two pieces that meet at their ends p and q can be one edge.
static bool same_going(const struct draft *d, uint32_t p, uint32_t q)
{
    const struct mk_piece *a = &d->piece[p / 2], *b = &d->piece[q / 2];
    // way[0] leads from end 0: into the node if it is end 1
    const bool in_a = a->way[!(p & 1)], out_a = a->way[p & 1];
    const bool in_b = b->way[!(q & 1)], out_b = b->way[q & 1];
    return p / 2 != q / 2 && in_a == out_b && out_a == in_b &&
           a->kmh == b->kmh;
}

static void keep_nodes(struct draft *d)
{
    d->kept = mk_alloc(d->nnodes * sizeof *d->kept);
    for (uint32_t k = 0; k < d->nnodes; k++) {
        const uint32_t *e = d->end_of + d->first[k];
        const uint32_t n = d->first[k + 1] - d->first[k];
        d->kept[k] = n > 0 && !(n == 2 && same_going(d, e[0], e[1]));
    }
}

// ---- parts -----------------------------------------------------------------

static void find_parts(struct draft *d)
{
    d->part = mk_sets_new(d->nnodes);
    for (uint32_t i = 0; i < d->npieces; i++)
        mk_sets_join(d->part, d->piece[i].node[0], d->piece[i].node[1]);
    for (uint32_t k = 0; k < d->nnodes; k++)
        d->part[k] = mk_sets_root(d->part, k);
}

// Nodes of each part; a ring on its own keeps its lowest.
static uint32_t *count_nodes(struct draft *d)
{
    uint32_t *nodes = mk_zalloc(d->nnodes, sizeof *nodes);
    for (uint32_t k = 0; k < d->nnodes; k++)
        nodes[d->part[k]] += d->kept[k];
    for (uint32_t k = 0; k < d->nnodes; k++)
        if (d->part[k] == k && !nodes[k] && d->first[k + 1] > d->first[k]) {
            d->kept[k] = true;
            nodes[k] = 1;
        }
    return nodes;
}

// Most nodes, then longest, then lowest.
static uint32_t largest_part(const struct draft *d, const uint32_t *nodes,
                             const double *mm)
{
    uint32_t best = 0;
    for (uint32_t k = 1; k < d->nnodes; k++)
        if (nodes[k] > nodes[best] ||
            (nodes[k] == nodes[best] && mm[k] > mm[best]))
            best = k;
    return best;
}

static void drop_parts(struct draft *d, uint32_t min_nodes, struct mk_net *net)
{
    find_parts(d);
    uint32_t *nodes = count_nodes(d);
    double *mm = mk_zalloc(d->nnodes, sizeof *mm), dropped_mm = 0;
    for (uint32_t i = 0; i < d->npieces; i++)
        mm[d->part[d->piece[i].node[0]]] += d->piece[i].length;
    d->dropped = mk_zalloc(d->nnodes, sizeof *d->dropped);
    const uint32_t largest = largest_part(d, nodes, mm);
    for (uint32_t k = 0; k < d->nnodes; k++) {
        if (!nodes[k] || nodes[k] >= min_nodes || k == largest)
            continue;
        d->dropped[k] = true;
        net->dropped_parts++;
        net->dropped_nodes += nodes[k];
        dropped_mm += mm[k];
    }
    net->dropped_mm = (uint64_t)llround(fmin(dropped_mm, 1e18));
    free(nodes);
    free(mm);
}

static uint32_t *number_nodes(const struct draft *d, struct mk_net *net)
{
    uint32_t *number = mk_alloc(d->nnodes * sizeof *number);
    for (uint32_t k = 0; k < d->nnodes; k++)
        if (d->kept[k] && !d->dropped[d->part[k]])
            number[k] = net->nnodes++;
    net->node_xy = mk_alloc(net->nnodes * 2 * sizeof *net->node_xy);
    for (uint32_t k = 0; k < d->nnodes; k++)
        if (d->kept[k] && !d->dropped[d->part[k]]) {
            net->node_xy[2 * (size_t)number[k]] = d->joints->node_at[k].x;
            net->node_xy[2 * (size_t)number[k] + 1] = d->joints->node_at[k].y;
        }
    return number;
}

// ---- edges -----------------------------------------------------------------

static void add_vertex(struct mk_net *net, struct mk_point p, double run)
{
    net->xy[2 * (size_t)net->nxy] = p.x;
    net->xy[2 * (size_t)net->nxy + 1] = p.y;
    net->run_mm[net->nxy++] = run;
}

// A piece from its end `e` on, its beginning already there.
static void add_shape(const struct draft *d, uint32_t e, double from,
                      struct mk_net *net)
{
    const struct mk_piece *p = &d->piece[e / 2];
    const struct mk_path path = e & 1 ? mk_path_reversed(&p->inner) : p->inner;
    const double head = e & 1 ? p->tail : p->head;
    const double tail = e & 1 ? p->head : p->tail;
    // what its own metres are in mm: the layer may have given a length
    double inner_m = 0, run = head;
    struct mk_point a = {0, 0};
    for (uint32_t k = 0; k < path.n; k++) {
        const struct mk_point b = mk_path_get(&path, k);
        inner_m += k ? hypot(b.x - a.x, b.y - a.y) : 0;
        a = b;
    }
    const double inner_mm = p->length - head - tail;
    const double scale = inner_m > 0 ? fmax(inner_mm, 0) / inner_m : 0;
    for (uint32_t k = 0; k < path.n; k++) {
        const struct mk_point b = mk_path_get(&path, k);
        run += k ? scale * hypot(b.x - a.x, b.y - a.y) : 0;
        add_vertex(net, b, from + fmin(run, p->length));
        a = b;
    }
    add_vertex(net, d->joints->node_at[p->node[!(e & 1)]], from + p->length);
}

static uint32_t whole(double v)
{
    const double most = (double)(MK_NO_WAY - 1);
    return v < 1 ? 1 : v < most ? (uint32_t)llround(v) : MK_NO_WAY - 1;
}

// Milliseconds by car, millimetres else.
static uint32_t whole_cost(const struct mk_net *net, double mm, uint8_t kmh,
                           bool open)
{
    if (!open)
        return MK_NO_WAY;
    return whole(mk_by_speed(net->go) ? mm * 3.6 / kmh : mm);
}

static void turn_ring(struct mk_net *net, struct mk_net_edge *e)
{
    double *xy = net->xy + 2 * (size_t)e->first, *run = net->run_mm + e->first;
    for (uint32_t a = 0, b = e->n - 1; a < b; a++, b--)
        for (int c = 0; c < 2; c++) {
            const double v = xy[2 * a + c];
            xy[2 * a + c] = xy[2 * b + c];
            xy[2 * b + c] = v;
        }
    for (uint32_t a = 0, b = e->n - 1; a < b; a++, b--) {
        const double v = run[a];
        run[a] = run[b];
        run[b] = v;
    }
    for (uint32_t k = 0; k < e->n; k++)
        run[k] = e->length_mm - run[k];
    const uint32_t cost = e->cost[0];
    e->cost[0] = e->cost[1];
    e->cost[1] = cost;
}

// A ring may be drawn both ways round: the lower shape, then the cheaper.
static bool ring_is_turned(const struct mk_net *net,
                           const struct mk_net_edge *e)
{
    const struct mk_path p = {net->xy + 2 * (size_t)e->first, 1, e->n};
    const struct mk_path back = mk_path_reversed(&p);
    const int c = mk_path_compare(&back, &p);
    return c < 0 || (c == 0 && e->cost[1] < e->cost[0]);
}

static void end_edge(struct mk_net *net, struct mk_net_edge *e, double mm)
{
    e->n = net->nxy - e->first;
    e->length_mm = whole(mm);
    double *run = net->run_mm + e->first;
    const double scale = mm > 0 ? e->length_mm / mm : 0;
    for (uint32_t k = 0; k < e->n; k++)
        run[k] = fmin(run[k] * scale, e->length_mm);
    run[e->n - 1] = e->length_mm;
    if (e->from == e->to && ring_is_turned(net, e))
        turn_ring(net, e);
}

// From the end `e` of a piece at a kept node to the next kept node.
static void add_edge(struct draft *d, uint32_t e, const uint32_t *number,
                     struct mk_net *net)
{
    const struct mk_piece *p = &d->piece[e / 2];
    struct mk_net_edge *out = &net->edge[net->nedges++];
    *out = (struct mk_net_edge){.from = number[p->node[e & 1]],
                                .first = net->nxy};
    const bool way[2] = {p->way[e & 1], p->way[!(e & 1)]};
    double mm = 0;
    add_vertex(net, d->joints->node_at[p->node[e & 1]], 0);
    for (;;) {
        p = &d->piece[e / 2];
        d->used[e / 2] = true;
        add_shape(d, e, mm, net);
        mm += p->length;
        const uint32_t node = p->node[!(e & 1)];
        if (d->kept[node]) {
            out->to = number[node];
            break;
        }
        const uint32_t *at = d->end_of + d->first[node];
        e = at[0] == (e ^ 1) ? at[1] : at[0];
    }
    for (int w = 0; w < 2; w++)
        out->cost[w] = whole_cost(net, mm, p->kmh, way[w]);
    end_edge(net, out, mm);
}

static void add_edges(struct draft *d, struct mk_net *net)
{
    uint32_t *number = number_nodes(d, net);
    size_t vertices = 0;
    for (uint32_t i = 0; i < d->npieces; i++)
        vertices += (size_t)d->piece[i].inner.n + 2;
    net->edge = mk_alloc(d->npieces * sizeof *net->edge);
    net->xy = mk_alloc(vertices * 2 * sizeof *net->xy);
    net->run_mm = mk_alloc(vertices * sizeof *net->run_mm);
    d->used = mk_zalloc(d->npieces, sizeof *d->used);
    for (uint32_t k = 0; k < d->nnodes; k++) {
        if (!d->kept[k] || d->dropped[d->part[k]])
            continue;
        for (uint32_t i = d->first[k]; i < d->first[k + 1]; i++)
            if (!d->used[d->end_of[i] / 2])
                add_edge(d, d->end_of[i], number, net);
    }
    net->edge = mk_realloc(net->edge, net->nedges, sizeof *net->edge);
    net->xy = mk_realloc(net->xy, net->nxy, 2 * sizeof *net->xy);
    net->run_mm = mk_realloc(net->run_mm, net->nxy, sizeof *net->run_mm);
    free(number);
}

static void drop_draft(struct draft *d)
{
    free(d->first);
    free(d->end_of);
    free(d->kept);
    free(d->part);
    free(d->dropped);
    free(d->used);
}

// ---- order of edges and halves ---------------------------------------------

struct shaped { // an edge, on its own for sorting
    struct mk_net_edge e;
    const double *xy;
};

static int by_shape(const void *x, const void *y)
{
    const struct shaped *a = x, *b = y;
    if (a->e.to != b->e.to)
        return a->e.to < b->e.to ? -1 : 1;
    const struct mk_path pa = {a->xy, 1, a->e.n}, pb = {b->xy, 1, b->e.n};
    const int c = mk_path_compare(&pa, &pb);
    if (c)
        return c;
    if (a->e.length_mm != b->e.length_mm)
        return a->e.length_mm < b->e.length_mm ? -1 : 1;
    for (int w = 0; w < 2; w++)
        if (a->e.cost[w] != b->e.cost[w])
            return a->e.cost[w] < b->e.cost[w] ? -1 : 1;
    return 0;
}

// Edges come by rising `from` already: only each node's own are sorted.
static void sort_edges(struct mk_net *net)
{
    struct shaped *v = NULL;
    uint32_t cap = 0;
    for (uint32_t a = 0, b; a < net->nedges; a = b) {
        for (b = a + 1; b < net->nedges; b++)
            if (net->edge[b].from != net->edge[a].from)
                break;
        MK_GROW(v, cap, b - a);
        for (uint32_t i = a; i < b; i++)
            v[i - a] = (struct shaped){
                net->edge[i], net->xy + 2 * (size_t)net->edge[i].first};
        qsort(v, b - a, sizeof *v, by_shape);
        for (uint32_t i = a; i < b; i++)
            net->edge[i] = v[i - a].e;
    }
    free(v);
}

static int by_target(const void *x, const void *y)
{
    const struct mk_net_half *a = x, *b = y;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    if (a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    return (a->edge > b->edge) - (a->edge < b->edge);
}

static void sort_halves(struct mk_net_half *v, uint32_t n)
{
    if (n > FEW) {
        qsort(v, n, sizeof *v, by_target);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        const struct mk_net_half h = v[i];
        uint32_t k = i;
        for (; k && by_target(&v[k - 1], &h) > 0; k--)
            v[k] = v[k - 1];
        v[k] = h;
    }
}

// Halves by the node at one side of each open way; `enter`: by its head.
static void build_halves(struct mk_net *net, bool enter, uint32_t **first,
                         struct mk_net_half **half)
{
    uint32_t *at = mk_zalloc((size_t)net->nnodes + 1, sizeof *at);
    for (uint32_t i = 0; i < net->nedges; i++)
        for (int w = 0; w < 2; w++) {
            const struct mk_net_edge *e = &net->edge[i];
            if (e->cost[w] != MK_NO_WAY)
                at[w == enter ? e->from : e->to]++;
        }
    uint32_t sum = 0;
    for (uint32_t k = 0; k < net->nnodes; k++)
        at[k] = sum += at[k];
    at[net->nnodes] = net->nhalves = sum;
    struct mk_net_half *v = mk_alloc(sum * sizeof *v);
    for (uint32_t i = net->nedges; i-- > 0;)
        for (int w = 0; w < 2; w++) {
            const struct mk_net_edge *e = &net->edge[i];
            const bool of_from = w == enter;
            if (e->cost[w] != MK_NO_WAY)
                v[--at[of_from ? e->from : e->to]] = (struct mk_net_half){
                    of_from ? e->to : e->from, e->cost[w], i};
        }
    for (uint32_t k = 0; k < net->nnodes; k++)
        sort_halves(v + at[k], at[k + 1] - at[k]);
    *first = at;
    *half = v;
}

// ---- for snapping ----------------------------------------------------------

static void build_tree(struct mk_net *net)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < net->nedges; i++)
        n += (net->edge[i].n - 2) / MK_NET_SEG_STEPS + 1;
    struct mk_box *box = mk_alloc(n * sizeof *box);
    net->seg = mk_alloc(n * sizeof *net->seg);
    n = 0;
    for (uint32_t i = 0; i < net->nedges; i++) {
        const uint32_t last = net->edge[i].first + net->edge[i].n - 1;
        for (uint32_t at = net->edge[i].first; at < last;
             at += MK_NET_SEG_STEPS) {
            net->seg[n] = (struct mk_net_seg){i, at};
            box[n] = mk_box_empty();
            for (uint32_t k = at; k <= at + MK_NET_SEG_STEPS && k <= last;
                 k++) {
                const double x = net->xy[2 * (size_t)k];
                const double y = net->xy[2 * (size_t)k + 1];
                box[n] = mk_box_join(box[n], (struct mk_box){x, y, x, y});
            }
            n++;
        }
    }
    net->tree = mk_boxtree_build(box, n);
    free(box);
}

struct mk_net *mk_net_build(const struct mk_street_lines *lines, enum mk_go go,
                            const struct mk_net_rules *rules)
{
    struct mk_net *net = mk_zalloc(1, sizeof *net);
    struct mk_joints joints;
    struct draft d = {.joints = &joints};
    uint32_t nlines;
    net->go = go;
    struct mk_open_line *line = mk_open_lines(lines, go, rules, &nlines);
    mk_joints_build(&joints, line, nlines, rules->join_m);
    struct mk_piece *piece =
        mk_pieces_build(line, nlines, &joints, &d.npieces);
    free(line);
    d.piece = piece;
    d.nnodes = joints.nnodes;
    meet(&d);
    keep_nodes(&d);
    drop_parts(&d, rules->min_nodes, net);
    add_edges(&d, net);
    drop_draft(&d);
    free(piece);
    mk_joints_release(&joints);
    sort_edges(net);
    build_halves(net, false, &net->out, &net->leave);
    build_halves(net, true, &net->in, &net->enter);
    build_tree(net);
    return net;
}

void mk_net_free(struct mk_net *net)
{
    if (!net)
        return;
    free(net->node_xy);
    free(net->out);
    free(net->in);
    free(net->leave);
    free(net->enter);
    free(net->edge);
    free(net->xy);
    free(net->run_mm);
    free(net->seg);
    mk_boxtree_free(net->tree);
    free(net);
}
