// Which stop areas a place reaches. The nearest of each mode is asked of that
// mode's tree. Class and served are asked together of one tree, nearest branch
// first: each category has a limit beyond which it cannot improve the class
// any more, and a branch is entered only while its best category reaches.
#include "analysis/access_index.h"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

// Boxes and polygons are measured by different sums. A micrometre of slack
// keeps a rounding of the box distance from hiding an equal platform.
#define SLACK_M 1e-6
#define SERVED_FAR_M 500.0
#define SERVED_NEAR_M 400.0
// Farther than any class goes, and farther than any stop is useful.
#define REACH_MAX_M 1e5

// ---- building --------------------------------------------------------------

// The tables speak through mk_class_at() alone; the bound is found by halving
// down to neighbouring doubles, so 300 m inclusive comes out as 300 exactly.
static double reach_of(const struct mk_grades *g, uint8_t category,
                       mk_klass k)
{
    double in = 0, out = REACH_MAX_M;
    const mk_klass at_door = mk_class_at(g, category, in);
    if (at_door == 0 || at_door > k)
        return -1;
    for (;;) {
        const double mid = in + (out - in) / 2;
        if (mid <= in || mid >= out)
            return in;
        const mk_klass at = mk_class_at(g, category, mid);
        if (at != 0 && at <= k)
            in = mid;
        else
            out = mid;
    }
}

static int by_place(const void *pa, const void *pb)
{
    const struct mk_platform *a = pa, *b = pb;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return (a->area > b->area) - (a->area < b->area);
}

// Feeds list the same post several times (one per line that calls there).
static void drop_doubles(struct mk_platform_tree *tree)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < tree->n; i++)
        if (n == 0 || by_place(&tree->platform[n - 1],
                               &tree->platform[i]) != 0)
            tree->platform[n++] = tree->platform[i];
    tree->n = n;
}

static double key_of(const struct mk_platform *p, bool by_y)
{
    return by_y ? p->y : p->x;
}

// Partition so that everything before `mid` is at or below what stands there
// and everything after at or above it (Hoare's selection).
static void select_middle(struct mk_platform *p, uint32_t n, uint32_t mid,
                          bool by_y)
{
    int64_t lo = 0, hi = (int64_t)n - 1;
    while (lo < hi) {
        const double pivot = key_of(&p[lo + (hi - lo) / 2], by_y);
        int64_t i = lo, j = hi;
        while (i <= j) {
            while (key_of(&p[i], by_y) < pivot)
                i++;
            while (key_of(&p[j], by_y) > pivot)
                j--;
            if (i <= j) {
                const struct mk_platform t = p[i];
                p[i++] = p[j];
                p[j--] = t;
            }
        }
        if (mid <= j)
            hi = j;
        else if (mid >= i)
            lo = i;
        else
            return;
    }
}

// 0 is no category, otherwise the lower the better.
static uint8_t better_category(uint8_t a, uint8_t b)
{
    return a && (!b || a < b) ? a : b;
}

static uint32_t grow_node(struct mk_platform_tree *tree, uint32_t first,
                          uint32_t n)
{
    const uint32_t at = tree->nnodes++;
    struct mk_platform *p = tree->platform + first;
    struct mk_platform_node node = {
        .box = mk_box_empty(), .first = first, .n = n};
    for (uint32_t i = 0; i < n; i++) {
        node.box = mk_box_join(node.box, (struct mk_box){p[i].x, p[i].y,
                                                         p[i].x, p[i].y});
        node.category = better_category(node.category, p[i].category);
        node.served = node.served || p[i].served;
    }
    if (n > MK_PLATFORM_LEAF) {
        const uint32_t half = n / 2;
        select_middle(p, n, half, node.box.ymax - node.box.ymin >
                                      node.box.xmax - node.box.xmin);
        grow_node(tree, first, half);
        node.right = grow_node(tree, first + half, n - half);
    }
    tree->node[at] = node;
    return at;
}

static void add_platform(struct mk_platform_tree *tree,
                         const struct mk_platform *p)
{
    MK_GROW(tree->platform, tree->cap, tree->n + 1);
    tree->platform[tree->n++] = *p;
}

static void grow_tree(struct mk_platform_tree *tree)
{
    if (tree->n == 0)
        return;
    qsort(tree->platform, tree->n, sizeof *tree->platform, by_place);
    drop_doubles(tree);
    // Leaves hold two platforms or more and L leaves make 2L - 1 nodes, so n
    // nodes are enough (one for a lone platform).
    tree->node = mk_zalloc(tree->n, sizeof *tree->node);
    grow_node(tree, 0, tree->n);
}

struct mk_access_index *mk_access_build(const struct mk_timetable *tt,
                                        const struct mk_area_traffic *traffic,
                                        const double *xy,
                                        enum mk_served_rule rule,
                                        const struct mk_grades *grades)
{
    struct mk_access_index *index = mk_zalloc(1, sizeof *index);
    index->grades = grades;
    for (uint8_t c = 1; c <= MK_CATEGORIES; c++)
        for (mk_klass k = 0; k <= MK_CLASSES; k++)
            index->reach[c][k] = k ? reach_of(grades, c, k) : -1;

    for (uint32_t s = 0; s < tt->nstops; s++) {
        struct mk_platform p = {.x = xy[2 * (size_t)s],
                                .y = xy[2 * (size_t)s + 1],
                                .area = tt->stops[s].area};
        if (p.area >= tt->nareas || !isfinite(p.x) || !isfinite(p.y))
            continue;
        const struct mk_area_traffic *t = &traffic[p.area];
        p.category = t->category <= MK_CATEGORIES ? t->category : 0;
        p.served = rule == MK_SERVED_EVERY_HOUR ? t->served_hourly
                                                : t->served_avg;
        for (int m = 0; m < MK_MODE_COUNT; m++)
            if (t->dep[m] > 0)
                add_platform(&index->mode[m], &p);
        if (t->dep_total > 0 && (p.category || p.served))
            add_platform(&index->reaching, &p);
    }
    for (int m = 0; m < MK_MODE_COUNT; m++)
        grow_tree(&index->mode[m]);
    grow_tree(&index->reaching);
    return index;
}

static void free_tree(struct mk_platform_tree *tree)
{
    free(tree->platform);
    free(tree->node);
}

void mk_access_free(struct mk_access_index *index)
{
    if (!index)
        return;
    for (int m = 0; m < MK_MODE_COUNT; m++)
        free_tree(&index->mode[m]);
    free_tree(&index->reaching);
    free(index);
}

// ---- walking a tree --------------------------------------------------------

// Nodes still to be looked at, the nearest on top.
struct walk {
    const struct mk_platform_node *nodes;
    struct mk_box box;
    uint32_t top;
    struct {
        uint32_t node;
        double square; // of the distance between the boxes
    } stack[MK_PLATFORM_DEPTH + 2];
};

static inline double box_square(struct mk_box a, struct mk_box b)
{
    const double x1 = a.xmin - b.xmax, x2 = b.xmin - a.xmax;
    const double y1 = a.ymin - b.ymax, y2 = b.ymin - a.ymax;
    double dx = x1 > x2 ? x1 : x2, dy = y1 > y2 ? y1 : y2;
    dx = dx > 0 ? dx : 0;
    dy = dy > 0 ? dy : 0;
    return dx * dx + dy * dy;
}

static inline double platform_square(struct mk_box b,
                                     const struct mk_platform *p)
{
    return box_square(b, (struct mk_box){p->x, p->y, p->x, p->y});
}

static inline void walk_push(struct walk *w, uint32_t node, double square)
{
    w->stack[w->top].node = node;
    w->stack[w->top++].square = square;
}

static inline void walk_start(struct walk *w,
                              const struct mk_platform_tree *tree,
                              struct mk_box box)
{
    w->nodes = tree->node;
    w->box = box;
    w->top = 0;
    if (tree->n)
        walk_push(w, 0, box_square(tree->node[0].box, box));
}

static inline void walk_children(struct walk *w,
                                 const struct mk_platform_node *node)
{
    const uint32_t left = (uint32_t)(node - w->nodes) + 1;
    const uint32_t right = node->right;
    const double l2 = box_square(w->nodes[left].box, w->box);
    const double r2 = box_square(w->nodes[right].box, w->box);
    const bool left_first = l2 <= r2;
    walk_push(w, left_first ? right : left, left_first ? r2 : l2);
    walk_push(w, left_first ? left : right, left_first ? l2 : r2);
}

// ---- measuring -------------------------------------------------------------

struct nearest {
    double dist; // unrounded
    uint32_t area;
};

static const struct nearest nowhere = {INFINITY, UINT32_MAX};

static bool nearer(double dist, uint32_t area, const struct nearest *than)
{
    return dist < than->dist || (dist == than->dist && area < than->area);
}

static double limit_square(double limit)
{
    return limit < 0 ? -1 : (limit + SLACK_M) * (limit + SLACK_M);
}

static double distance(const struct mk_poly *g, const struct mk_platform *p)
{
    return mk_poly_distance(g, (struct mk_point){p->x, p->y});
}

// @param served  those with >= 1 departure/h alone
static struct nearest nearest_in(const struct mk_platform_tree *tree,
                                 const struct mk_poly *g, double within,
                                 bool served)
{
    struct nearest best = {within, UINT32_MAX};
    double limit2 = limit_square(within);
    struct walk w;
    walk_start(&w, tree, g->box);
    while (w.top > 0) {
        const struct mk_platform_node *node = &w.nodes[w.stack[--w.top].node];
        if (w.stack[w.top].square > limit2 || (served && !node->served))
            continue;
        if (node->right) {
            walk_children(&w, node);
            continue;
        }
        const struct mk_platform *p = tree->platform + node->first;
        for (uint32_t i = 0; i < node->n; i++) {
            if (served && !p[i].served)
                continue;
            // Once inside, a large parcel full of stops need not measure
            // each: only a lower index can win.
            if (platform_square(g->box, &p[i]) > limit2 ||
                (best.dist == 0 && best.area <= p[i].area))
                continue;
            const double dist = distance(g, &p[i]);
            if (nearer(dist, p[i].area, &best)) {
                best = (struct nearest){dist, p[i].area};
                limit2 = limit_square(dist);
            }
        }
    }
    return best.area == UINT32_MAX ? nowhere : best;
}

struct quest {
    const struct mk_access_index *index;
    double limit2[MK_CATEGORIES + 1]; // by best category; [0] never reaches
    double served_limit2;
    double most;         // no class is taken from farther off, m
    struct nearest best; // the stop area that gives the class
    mk_klass klass;
    double served;
};

// A limit covers its category and every worse one, whatever the tables say.
static void limit_categories(struct quest *q)
{
    double widest = -1;
    for (int c = MK_CATEGORIES; c >= 1; c--) {
        const double *reach = q->index->reach[c];
        double limit = reach[MK_CLASSES];
        if (q->klass) {
            // A better class, or the same one from nearer by.
            const double same = fmin(reach[q->klass], q->best.dist);
            limit = fmax(reach[q->klass - 1], same);
        }
        widest = fmax(widest, limit_square(fmin(limit, q->most)));
        q->limit2[c] = widest;
    }
}

static void meet_served(struct quest *q, double dist)
{
    if (dist >= q->served)
        return;
    q->served = dist;
    // Both flags set: no more to learn. The far one set: only the near one.
    if (dist <= SERVED_NEAR_M)
        q->served_limit2 = -1;
    else if (dist <= SERVED_FAR_M)
        q->served_limit2 = limit_square(SERVED_NEAR_M);
}

static void meet_category(struct quest *q, const struct mk_platform *p,
                          double dist)
{
    const mk_klass k = mk_class_at(q->index->grades, p->category, dist);
    if (dist > q->most || k == 0 || (q->klass && k > q->klass) ||
        (k == q->klass && !nearer(dist, p->area, &q->best)))
        return;
    q->klass = k;
    q->best = (struct nearest){dist, p->area};
    limit_categories(q);
}

static bool wanted(const struct quest *q, uint8_t category, bool served,
                   double square)
{
    return square <= q->limit2[category] ||
           (served && square <= q->served_limit2);
}

// Inside the polygon, with a class that no better category can raise.
static bool settled(const struct quest *q, const struct mk_platform *p)
{
    return q->best.dist == 0 && q->best.area <= p->area &&
           q->served_limit2 < 0 && q->klass <= mk_class_at(q->index->grades, p->category, 0);
}

static void reach_class(struct quest *q, const struct mk_poly *g)
{
    const struct mk_platform_tree *tree = &q->index->reaching;
    struct walk w;
    walk_start(&w, tree, g->box);
    while (w.top > 0) {
        const struct mk_platform_node *node = &w.nodes[w.stack[--w.top].node];
        if (!wanted(q, node->category, node->served, w.stack[w.top].square))
            continue;
        if (node->right) {
            walk_children(&w, node);
            continue;
        }
        const struct mk_platform *p = tree->platform + node->first;
        for (uint32_t i = 0; i < node->n; i++) {
            const double square = platform_square(g->box, &p[i]);
            if (!wanted(q, p[i].category, p[i].served, square) ||
                settled(q, &p[i]))
                continue;
            const double dist = distance(g, &p[i]);
            if (p[i].served)
                meet_served(q, dist);
            if (p[i].category)
                meet_category(q, &p[i], dist);
        }
    }
}

static int32_t area_of(const struct nearest *n)
{
    return n->area == UINT32_MAX ? -1 : (int32_t)n->area;
}

// mk_fix() makes the infinite distance of "none" unknown.
static mk_fixed dist_of(const struct nearest *n)
{
    return mk_fix(n->dist, 1);
}

static void measure_modes(const struct mk_access_index *index,
                          const struct mk_poly *g, double within,
                          struct mk_access *out)
{
    struct nearest scheduled = nowhere;
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        const struct nearest n =
            g->npart ? nearest_in(&index->mode[m], g, within, false)
                    : nowhere;
        out->mode_area[m] = area_of(&n);
        out->mode_dist[m] = out->mode_straight[m] = dist_of(&n);
        // Scheduled departures are those of every mode but demand-responsive,
        // so the nearest of any is the nearest of the nearest.
        if (m != MK_MODE_ANROP && nearer(n.dist, n.area, &scheduled))
            scheduled = n;
    }
    out->area = area_of(&scheduled);
    out->dist = out->straight = dist_of(&scheduled);
}

// @param within  of the nearest of each mode, m
// @param most    of the class, m
static void measure(const struct mk_access_index *index,
                    const struct mk_poly *g, double within, double most,
                    struct mk_access *out)
{
    measure_modes(index, g, within, out);
    out->along = false;
    out->connector = MK_UNKNOWN;
    struct quest q = {.index = index, .most = most, .best = nowhere,
                      .served = INFINITY, .served_limit2 = limit_square(SERVED_FAR_M)};
    q.limit2[0] = -1;
    limit_categories(&q);
    if (g->npart)
        reach_class(&q, g);
    out->klass = q.klass;
    out->klass_area = area_of(&q.best);
    out->klass_dist = dist_of(&q.best);
    out->served_500 = q.served <= SERVED_FAR_M;
    out->served_400 = q.served <= SERVED_NEAR_M;
}

void mk_access_measure(const struct mk_access_index *index,
                       const struct mk_poly *g, struct mk_access *out)
{
    measure(index, g, INFINITY, INFINITY, out);
}

void mk_access_measure_inside(const struct mk_access_index *index,
                              const struct mk_poly *g, struct mk_access *out)
{
    measure(index, g, MK_INSIDE_M, 0, out);
}

int32_t mk_access_nearest_served(const struct mk_access_index *index,
                                 const struct mk_poly *g, double within,
                                 mk_fixed *dist)
{
    const struct nearest best =
        g->npart ? nearest_in(&index->reaching, g, within, true) : nowhere;
    *dist = dist_of(&best);
    return area_of(&best);
}
