// Boxes in Hilbert order, sixteen to a node, levels one after another in one
// array: children of node i of a level are the items 16i .. 16i+15 of the
// level below, so no pointers are stored.
#include <markklar/boxtree.h>

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    NODE = 16,
    MAX_LEVELS = 9, // 16^8 = 2^32 items, and the items themselves
    GRID_BITS = 16,
    SMALL_SORT = 32,
    HEAP_ON_STACK = 128,
};

struct mk_boxtree {
    struct mk_box *box;  // all levels, items first
    uint32_t *item;      // index of each level-0 box in the caller's array
    size_t start[MAX_LEVELS];
    uint32_t count[MAX_LEVELS];
    int levels; // 0 when nothing is indexed
};

struct keyed {
    uint32_t key, index;
};

// Position on the Hilbert curve of a cell of a 2^16 by 2^16 grid. Quadrants
// are taken from the largest down; each turns the frame of the next.
static uint32_t hilbert(uint32_t x, uint32_t y)
{
    const uint32_t all = (1u << GRID_BITS) - 1;
    uint32_t key = 0;
    for (int bit = GRID_BITS - 1; bit >= 0; bit--) {
        const uint32_t rx = (x >> bit) & 1, ry = (y >> bit) & 1;
        key = key << 2 | ((3 * rx) ^ ry);
        // Mirror (masks, not branches: the bits are random), then swap.
        const uint32_t swap = ry - 1; // all ones when ry == 0
        const uint32_t flip = swap & (0 - rx) & all;
        x ^= flip;
        y ^= flip;
        const uint32_t t = (x ^ y) & swap;
        x ^= t;
        y ^= t;
    }
    return key;
}

static uint32_t cell(double v, double from, double scale)
{
    const double c = (v - from) * scale;
    const double top = (1u << GRID_BITS) - 1;
    if (!(c > 0)) // also when infinite bounds made it NaN
        return 0;
    return c < top ? (uint32_t)c : (uint32_t)top;
}

// Least significant digit first, 11 bits at a time; stable, so boxes in one
// cell stay in index order.
static void radix_sort(struct keyed *v, uint32_t n)
{
    enum { BITS = 11, RADIX = 1 << BITS };
    struct keyed *tmp = mk_zalloc(n, sizeof *tmp);
    struct keyed *from = v, *to = tmp;
    for (unsigned shift = 0; shift < 32; shift += BITS) {
        uint32_t at[RADIX] = {0};
        for (uint32_t i = 0; i < n; i++)
            at[(from[i].key >> shift) & (RADIX - 1)]++;
        uint32_t sum = 0;
        for (uint32_t d = 0; d < RADIX; d++) {
            const uint32_t c = at[d];
            at[d] = sum;
            sum += c;
        }
        for (uint32_t i = 0; i < n; i++)
            to[at[(from[i].key >> shift) & (RADIX - 1)]++] = from[i];
        struct keyed *t = from;
        from = to;
        to = t;
    }
    if (from != v)
        memcpy(v, from, n * sizeof *v);
    free(tmp);
}

static uint32_t hilbert_order(const struct mk_box *boxes, uint32_t n,
                              struct keyed *order)
{
    struct mk_box all = mk_box_empty();
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (mk_box_is_empty(boxes[i]) || !(boxes[i].ymin <= boxes[i].ymax))
            continue; // also what is not a number
        all = mk_box_join(all, boxes[i]);
        order[kept++].index = i;
    }
    const double cells = 1u << GRID_BITS;
    const double sx = cells / fmax(all.xmax - all.xmin, 1e-300);
    const double sy = cells / fmax(all.ymax - all.ymin, 1e-300);
    for (uint32_t k = 0; k < kept; k++) {
        const struct mk_box b = boxes[order[k].index];
        const double x = b.xmin + 0.5 * (b.xmax - b.xmin);
        const double y = b.ymin + 0.5 * (b.ymax - b.ymin);
        order[k].key = hilbert(cell(x, all.xmin, sx), cell(y, all.ymin, sy));
    }
    radix_sort(order, kept);
    return kept;
}

static void build_level(struct mk_boxtree *t, int level)
{
    const struct mk_box *child = t->box + t->start[level - 1];
    const uint32_t n = t->count[level - 1];
    struct mk_box *node = t->box + t->start[level];
    for (uint32_t i = 0; i < t->count[level]; i++) {
        struct mk_box b = mk_box_empty();
        const size_t end = (size_t)i * NODE + NODE;
        for (size_t c = (size_t)i * NODE; c < end && c < n; c++)
            b = mk_box_join(b, child[c]);
        node[i] = b;
    }
}

struct mk_boxtree *mk_boxtree_build(const struct mk_box *boxes, uint32_t n)
{
    struct mk_boxtree *t = mk_zalloc(1, sizeof *t);
    struct keyed *order = mk_zalloc(n, sizeof *order);
    const uint32_t kept = hilbert_order(boxes, n, order);
    if (kept) {
        size_t total = 0;
        uint32_t c = kept;
        for (;;) {
            t->start[t->levels] = total;
            t->count[t->levels++] = c;
            total += c;
            if (c == 1)
                break;
            c = (c - 1) / NODE + 1;
        }
        t->box = mk_zalloc(total, sizeof *t->box);
        t->item = mk_zalloc(kept, sizeof *t->item);
        for (uint32_t k = 0; k < kept; k++) {
            t->item[k] = order[k].index;
            t->box[k] = boxes[order[k].index];
        }
        for (int l = 1; l < t->levels; l++)
            build_level(t, l);
    }
    free(order);
    return t;
}

struct mk_boxtree *mk_boxtree_points(const double *xy, const bool *keep,
                                     uint32_t n)
{
    struct mk_box *box = mk_alloc(((size_t)n + 1) * sizeof *box);
    for (uint32_t i = 0; i < n; i++) {
        const double x = xy[2 * (size_t)i], y = xy[2 * (size_t)i + 1];
        box[i] = isfinite(x) && isfinite(y) && (!keep || keep[i])
                     ? (struct mk_box){x, y, x, y}
                     : mk_box_empty();
    }
    struct mk_boxtree *tree = mk_boxtree_build(box, n);
    free(box);
    return tree;
}

void mk_boxtree_free(struct mk_boxtree *tree)
{
    if (!tree)
        return;
    free(tree->box);
    free(tree->item);
    free(tree);
}

void mk_hits_release(struct mk_hits *hits)
{
    free(hits->v);
    *hits = (struct mk_hits){0};
}

static int by_value(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort_indices(uint32_t *v, uint32_t n)
{
    if (n > SMALL_SORT) {
        qsort(v, n, sizeof *v, by_value);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        const uint32_t x = v[i];
        uint32_t j = i;
        for (; j && v[j - 1] > x; j--)
            v[j] = v[j - 1];
        v[j] = x;
    }
}

// One bit for each of at most NODE boxes that meets q. Without branches: which
// children meet is as good as random.
static unsigned meeting(const struct mk_box *b, unsigned n, struct mk_box q)
{
    unsigned bits = 0;
    for (unsigned i = 0; i < n; i++) {
        const unsigned m = (unsigned)(b[i].xmin <= q.xmax) &
                           (unsigned)(q.xmin <= b[i].xmax) &
                           (unsigned)(b[i].ymin <= q.ymax) &
                           (unsigned)(q.ymin <= b[i].ymax);
        bits |= m << i;
    }
    return bits;
}

static void collect(const struct mk_boxtree *t, int level, uint32_t node,
                    struct mk_box q, struct mk_hits *hits)
{
    const uint32_t first = node * NODE; // below count[level - 1], no overflow
    const uint32_t rest = t->count[level - 1] - first;
    const unsigned n = rest < NODE ? rest : NODE;
    unsigned bits = meeting(t->box + t->start[level - 1] + first, n, q);
    if (level == 1)
        MK_GROW(hits->v, hits->cap, (size_t)hits->n + NODE);
    for (; bits; bits &= bits - 1) {
        const uint32_t child = first + (uint32_t)__builtin_ctz(bits);
        if (level == 1)
            hits->v[hits->n++] = t->item[child];
        else
            collect(t, level - 1, child, q, hits);
    }
}

void mk_boxtree_query(const struct mk_boxtree *tree, struct mk_box box,
                      struct mk_hits *hits)
{
    hits->n = 0;
    if (!tree->levels || mk_box_is_empty(box))
        return;
    const int top = tree->levels - 1;
    if (!mk_box_meets(tree->box[tree->start[top]], box))
        return;
    if (top == 0) {
        MK_GROW(hits->v, hits->cap, 1);
        hits->v[hits->n++] = tree->item[0];
        return;
    }
    collect(tree, top, 0, box, hits);
    sort_indices(hits->v, hits->n);
}

double mk_box_distance(struct mk_box a, struct mk_box b)
{
    double dx = a.xmin - b.xmax, dy = a.ymin - b.ymax;
    dx = dx > b.xmin - a.xmax ? dx : b.xmin - a.xmax;
    dy = dy > b.ymin - a.ymax ? dy : b.ymin - a.ymax;
    if (dx <= 0)
        return dy > 0 ? dy : 0;
    return dy > 0 ? sqrt(dx * dx + dy * dy) : dx;
}

// What is still to be looked at, nearest first.
struct pending {
    double distance;
    uint32_t index; // the caller's index at level 0, else the node's
    int level;
};

struct heap {
    struct pending *v;
    uint32_t n, cap;
    struct pending first[HEAP_ON_STACK];
};

// At equal distance nodes come before items: all items of that distance are
// then in the heap before the first is visited, and leave it in index order.
static bool comes_before(const struct pending *a, const struct pending *b)
{
    if (a->distance != b->distance)
        return a->distance < b->distance;
    if (a->level != b->level)
        return a->level > b->level;
    return a->index < b->index;
}

static void heap_push(struct heap *h, struct pending p)
{
    if (h->n == h->cap) {
        const uint32_t cap = h->cap * 2;
        struct pending *old = h->v == h->first ? NULL : h->v;
        h->v = mk_realloc(old, cap, sizeof *h->v);
        if (!old)
            memcpy(h->v, h->first, sizeof h->first);
        h->cap = cap;
    }
    uint32_t i = h->n++;
    while (i && comes_before(&p, &h->v[(i - 1) / 2])) {
        h->v[i] = h->v[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    h->v[i] = p;
}

static struct pending heap_pop(struct heap *h)
{
    const struct pending top = h->v[0], last = h->v[--h->n];
    uint32_t i = 0;
    for (uint32_t c = 1; c < h->n; c = 2 * i + 1) {
        if (c + 1 < h->n && comes_before(&h->v[c + 1], &h->v[c]))
            c++;
        if (!comes_before(&h->v[c], &last))
            break;
        h->v[i] = h->v[c];
        i = c;
    }
    h->v[i] = last;
    return top;
}

static void push_children(const struct mk_boxtree *t, struct pending node,
                          struct mk_box box, double limit, struct heap *h)
{
    const int level = node.level - 1;
    const uint32_t first = node.index * NODE;
    const uint32_t n = t->count[level];
    for (uint32_t c = first; c < n && c - first < NODE; c++) {
        const double d = mk_box_distance(t->box[t->start[level] + c], box);
        if (d <= limit)
            heap_push(h, (struct pending){d, level ? c : t->item[c], level});
    }
}

void mk_boxtree_nearest(const struct mk_boxtree *tree, struct mk_box box,
                        double limit,
                        double (*visit)(void *udata, uint32_t item,
                                        double box_distance),
                        void *udata)
{
    if (!tree->levels || mk_box_is_empty(box))
        return;
    const int top = tree->levels - 1;
    struct heap h = {.cap = HEAP_ON_STACK};
    h.v = h.first;
    heap_push(&h, (struct pending){
        mk_box_distance(tree->box[tree->start[top]], box),
        top ? 0 : tree->item[0], top});
    while (h.n) {
        const struct pending p = heap_pop(&h);
        if (!(p.distance <= limit))
            break;
        if (p.level)
            push_children(tree, p, box, limit, &h);
        else
            limit = visit(udata, p.index, p.distance);
    }
    if (h.v != h.first)
        free(h.v);
}
