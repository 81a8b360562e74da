// Which stop areas a place reaches. All answers for one polygon come from one
// walk through the platform tree, nearest branch first: every kind (a mode,
// served, a stop category) has a limit beyond which nothing can improve its
// answer, and a branch is entered only while it holds a kind whose limit
// reaches it.
#include "analysis/access_index.h"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
static double reach_of(uint8_t category, mk_klass k)
{
    double in = 0, out = REACH_MAX_M;
    const mk_klass at_door = mk_class_at(category, in);
    if (at_door == 0 || at_door > k)
        return -1;
    for (;;) {
        const double mid = in + (out - in) / 2;
        if (mid <= in || mid >= out)
            return in;
        const mk_klass at = mk_class_at(category, mid);
        if (at != 0 && at <= k)
            in = mid;
        else
            out = mid;
    }
}

static bool has_traffic(const struct mk_area_traffic *t)
{
    return t->dep_total > 0 || t->dep[MK_MODE_ANROP] > 0;
}

static mk_kinds kinds_of(const struct mk_area_traffic *t,
                         enum mk_served_rule rule)
{
    mk_kinds kinds = 0;
    for (int m = 0; m < MK_MODE_COUNT; m++)
        if (t->dep[m] > 0)
            kinds |= (mk_kinds)1 << m;
    if (rule == MK_SERVED_EVERY_HOUR ? t->served_hourly : t->served_avg)
        kinds |= (mk_kinds)1 << MK_KIND_SERVED;
    if (t->category >= 1 && t->category <= MK_CATEGORIES)
        kinds |= (mk_kinds)1 << (MK_KIND_CATEGORY_1 + t->category - 1);
    return kinds;
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
static void drop_doubles(struct mk_access_index *index)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < index->n; i++)
        if (n == 0 || by_place(&index->platform[n - 1],
                               &index->platform[i]) != 0)
            index->platform[n++] = index->platform[i];
    index->n = n;
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

static uint32_t grow_node(struct mk_access_index *index, uint32_t first,
                          uint32_t n)
{
    const uint32_t at = index->nnodes++;
    struct mk_platform *p = index->platform + first;
    struct mk_platform_node node = {
        .box = mk_box_empty(), .first = first, .n = n};
    for (uint32_t i = 0; i < n; i++) {
        node.box = mk_box_join(node.box, (struct mk_box){p[i].x, p[i].y,
                                                         p[i].x, p[i].y});
        node.kinds |= p[i].kinds;
    }
    if (n > MK_PLATFORM_LEAF) {
        const uint32_t half = n / 2;
        select_middle(p, n, half, node.box.ymax - node.box.ymin >
                                      node.box.xmax - node.box.xmin);
        grow_node(index, first, half);
        node.right = grow_node(index, first + half, n - half);
    }
    index->node[at] = node;
    return at;
}

struct mk_access_index *mk_access_build(const struct mk_timetable *tt,
                                        const struct mk_area_traffic *traffic,
                                        const double *xy,
                                        enum mk_served_rule rule)
{
    struct mk_access_index *index = mk_zalloc(1, sizeof *index);
    for (uint8_t c = 1; c <= MK_CATEGORIES; c++)
        for (mk_klass k = 0; k <= MK_CLASSES; k++)
            index->reach[c][k] = k ? reach_of(c, k) : -1;

    uint32_t cap = 0;
    for (uint32_t s = 0; s < tt->nstops; s++) {
        const uint32_t area = tt->stops[s].area;
        const double x = xy[2 * (size_t)s], y = xy[2 * (size_t)s + 1];
        if (area >= tt->nareas || !has_traffic(&traffic[area]) ||
            !isfinite(x) || !isfinite(y))
            continue;
        MK_GROW(index->platform, cap, index->n + 1);
        index->platform[index->n++] = (struct mk_platform){
            .x = x, .y = y, .area = area,
            .kinds = kinds_of(&traffic[area], rule),
            .category = traffic[area].category <= MK_CATEGORIES
                            ? traffic[area].category : 0};
    }
    if (index->n == 0)
        return index;
    qsort(index->platform, index->n, sizeof *index->platform, by_place);
    drop_doubles(index);
    // A leaf holds at least half of MK_PLATFORM_LEAF, a tree of L leaves has
    // 2L - 1 nodes: n nodes are enough from two platforms on.
    index->node = mk_zalloc(index->n + 1, sizeof *index->node);
    grow_node(index, 0, index->n);
    return index;
}

void mk_access_free(struct mk_access_index *index)
{
    if (!index)
        return;
    free(index->platform);
    free(index->node);
    free(index);
}

// ---- measuring -------------------------------------------------------------

struct nearest {
    double dist; // unrounded
    uint32_t area;
};

struct quest {
    const struct mk_access_index *index;
    const struct mk_poly *g;
    double limit2[MK_KIND_COUNT]; // squares of what may still matter
    struct nearest mode[MK_MODE_COUNT];
    struct nearest best; // the stop area that gives the class
    mk_klass klass;
    double served;
};

static double limit_square(double limit)
{
    return limit < 0 ? -1 : (limit + SLACK_M) * (limit + SLACK_M);
}

static void limit_categories(struct quest *q)
{
    for (int c = 1; c <= MK_CATEGORIES; c++) {
        const double *reach = q->index->reach[c];
        double limit = reach[MK_CLASSES];
        if (q->klass) {
            // A better class, or the same one from nearer by.
            const double same = fmin(reach[q->klass], q->best.dist);
            limit = fmax(reach[q->klass - 1], same);
        }
        q->limit2[MK_KIND_CATEGORY_1 + c - 1] = limit_square(limit);
    }
}

static void quest_start(struct quest *q, const struct mk_access_index *index,
                        const struct mk_poly *g)
{
    q->index = index;
    q->g = g;
    q->klass = 0;
    q->served = INFINITY;
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        q->mode[m] = (struct nearest){INFINITY, UINT32_MAX};
        q->limit2[m] = INFINITY;
    }
    q->best = (struct nearest){INFINITY, UINT32_MAX};
    q->limit2[MK_KIND_SERVED] = limit_square(SERVED_FAR_M);
    limit_categories(q);
}

static bool wanted(const struct quest *q, mk_kinds kinds, double square)
{
    for (; kinds; kinds &= kinds - 1)
        if (square <= q->limit2[__builtin_ctz(kinds)])
            return true;
    return false;
}

static bool nearer(double dist, uint32_t area, const struct nearest *than)
{
    return dist < than->dist || (dist == than->dist && area < than->area);
}

static void meet_served(struct quest *q, double dist)
{
    if (dist >= q->served)
        return;
    q->served = dist;
    // Both flags set: no more to learn. The far one set: only the near one.
    if (dist <= SERVED_NEAR_M)
        q->limit2[MK_KIND_SERVED] = -1;
    else if (dist <= SERVED_FAR_M)
        q->limit2[MK_KIND_SERVED] = limit_square(SERVED_NEAR_M);
}

static void meet_category(struct quest *q, const struct mk_platform *p,
                          double dist)
{
    const mk_klass k = mk_class_at(p->category, dist);
    if (k == 0 || (q->klass && k > q->klass) ||
        (k == q->klass && !nearer(dist, p->area, &q->best)))
        return;
    q->klass = k;
    q->best = (struct nearest){dist, p->area};
    limit_categories(q);
}

static void meet(struct quest *q, const struct mk_platform *p)
{
    const double dist = mk_poly_distance(q->g, (struct mk_point){p->x, p->y});
    mk_kinds modes = p->kinds & (((mk_kinds)1 << MK_MODE_COUNT) - 1);
    for (; modes; modes &= modes - 1) {
        const int m = __builtin_ctz(modes);
        if (nearer(dist, p->area, &q->mode[m])) {
            q->mode[m] = (struct nearest){dist, p->area};
            q->limit2[m] = limit_square(dist);
        }
    }
    if (p->kinds & ((mk_kinds)1 << MK_KIND_SERVED))
        meet_served(q, dist);
    if (p->category)
        meet_category(q, p, dist);
}

// Inside the polygon every distance is 0 and only a lower index can win: a
// large parcel with a hundred platforms need not measure each of them.
static bool settled(const struct quest *q, const struct mk_platform *p)
{
    mk_kinds open = p->kinds;
    for (mk_kinds k = open; k; k &= k - 1) {
        const int b = __builtin_ctz(k);
        const bool done =
            b < MK_MODE_COUNT
                ? q->mode[b].dist == 0 && q->mode[b].area <= p->area
            : b == MK_KIND_SERVED
                ? q->limit2[b] < 0
                : q->best.dist == 0 && q->best.area <= p->area &&
                      q->klass <= mk_class_at(p->category, 0);
        if (done)
            open &= ~((mk_kinds)1 << b);
    }
    return open == 0;
}

static void meet_leaf(struct quest *q, const struct mk_platform_node *leaf)
{
    const struct mk_platform *p = q->index->platform + leaf->first;
    for (uint32_t i = 0; i < leaf->n; i++) {
        const double square = mk_box_point_square(q->g->box, p[i].x, p[i].y);
        if (wanted(q, p[i].kinds, square) &&
            (square > 0 || !settled(q, &p[i])))
            meet(q, &p[i]);
    }
}

static double box_square(struct mk_box a, struct mk_box b)
{
    const double dx = fmax(0, fmax(a.xmin - b.xmax, b.xmin - a.xmax));
    const double dy = fmax(0, fmax(a.ymin - b.ymax, b.ymin - a.ymax));
    return dx * dx + dy * dy;
}

static void walk(struct quest *q)
{
    struct {
        uint32_t node;
        double square;
    } stack[MK_PLATFORM_DEPTH + 2];
    const struct mk_platform_node *nodes = q->index->node;
    uint32_t top = 0;
    stack[top].node = 0;
    stack[top++].square = box_square(nodes[0].box, q->g->box);
    while (top > 0) {
        const uint32_t at = stack[--top].node;
        const struct mk_platform_node *node = &nodes[at];
        if (!wanted(q, node->kinds, stack[top].square))
            continue;
        if (!node->right) {
            meet_leaf(q, node);
            continue;
        }
        uint32_t near = at + 1, far = node->right;
        double near2 = box_square(nodes[near].box, q->g->box);
        double far2 = box_square(nodes[far].box, q->g->box);
        if (far2 < near2) {
            const uint32_t t = near;
            near = far;
            far = t;
            const double t2 = near2;
            near2 = far2;
            far2 = t2;
        }
        stack[top].node = far;
        stack[top++].square = far2;
        stack[top].node = near;
        stack[top++].square = near2;
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

void mk_access_measure(const struct mk_access_index *index,
                       const struct mk_poly *g, struct mk_access *out)
{
    struct quest q;
    quest_start(&q, index, g);
    if (index->n && g->npart)
        walk(&q);

    struct nearest scheduled = {INFINITY, UINT32_MAX};
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        out->mode_area[m] = area_of(&q.mode[m]);
        out->mode_dist[m] = dist_of(&q.mode[m]);
        // Scheduled departures are those of every mode but demand-responsive,
        // so the nearest of any is the nearest of the nearest.
        if (m != MK_MODE_ANROP &&
            nearer(q.mode[m].dist, q.mode[m].area, &scheduled))
            scheduled = q.mode[m];
    }
    out->area = area_of(&scheduled);
    out->dist = dist_of(&scheduled);
    out->klass = q.klass;
    out->klass_area = area_of(&q.best);
    out->klass_dist = dist_of(&q.best);
    out->served_500 = q.served <= SERVED_FAR_M;
    out->served_400 = q.served <= SERVED_NEAR_M;
}
