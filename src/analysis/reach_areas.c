// The field is made tile by tile. Every street near a tile is laid over it and
// each grid point keeps what it needs of the streets around it: much cheaper
// than to look for the nearest street from every point. First over the points
// beside it, then over those that no street was beside.
#include "analysis/reach_areas.h"

#include "analysis/net_cost.h"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE 63                  // squares along a tile
#define POINTS (SIDE + 1)        // a row of them is a word of bits
#define TILE_M ((double)(SIDE * MK_REACH_STEP))
#define MM 1000
#define SLACK_M 1e-6             // a street just as far is not missed
#define FAR_MM INT32_MAX         // more than any way here
// Values beyond this, mm, are cut: a jump in the field (the street behind the
// houses) is drawn near what is reached, not halfway to infinity.
#define CUT_MM (2 * MK_REACH_STEP * MM)

// ---- one edge --------------------------------------------------------------

// A source's levels alone: most bound one or a few.
struct bound {
    const struct mk_nearest *nearest;
    uint32_t n, level[MK_CONTOUR_LEVELS];
    int64_t reach[MK_CONTOUR_LEVELS]; // mm, of level[i]
};

struct bounds {
    struct bound *v;
    uint32_t n, nlevels;
};

// How much of each level's bound is used up (mm, negative: within) where one
// comes to the edge: at its ends, and from sources on it.
struct edge_reach {
    int64_t end[2][MK_CONTOUR_LEVELS];
    struct on {
        uint32_t along;
        int64_t value[MK_CONTOUR_LEVELS];
    } *on;
    uint32_t non, cap;
    uint32_t n, level[MK_CONTOUR_LEVELS]; // those not cut all along the edge
};

// llround() is a call; here nothing is negative.
static int64_t whole_mm(double m)
{
    return (int64_t)(m * MM + 0.5);
}

static struct bounds bounds_of(const struct mk_reach_in *in)
{
    struct bounds all = {.nlevels = in->nlevels};
    all.v = mk_zalloc((size_t)in->nsources + 1, sizeof *all.v);
    for (uint32_t i = 0; i < in->nsources; i++) {
        const struct mk_reach_source *s = &in->source[i];
        struct bound *b = &all.v[all.n];
        b->nearest = s->nearest;
        b->n = 0;
        for (uint32_t k = 0; k < in->nlevels; k++)
            if (s->reach[k] >= 0) {
                b->level[b->n] = k;
                b->reach[b->n++] = whole_mm(s->reach[k]);
            }
        all.n += b->n > 0 && s->nearest->non > 0;
    }
    return all;
}

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void none(int64_t v[MK_CONTOUR_LEVELS], uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        v[k] = FAR_MM;
}

static void less_reach(const struct bound *b, uint32_t cost,
                       int64_t v[MK_CONTOUR_LEVELS])
{
    if (cost >= MK_NO_WAY)
        return;
    for (uint32_t i = 0; i < b->n; i++) {
        int64_t *at = &v[b->level[i]];
        *at = lesser(*at, cost - b->reach[i]);
    }
}

static void add_on(struct edge_reach *r, uint32_t nlevels,
                   const struct bound *b, const struct mk_snap *at)
{
    MK_GROW(r->on, r->cap, r->non + 1);
    struct on *on = &r->on[r->non++];
    on->along = at->along;
    none(on->value, nlevels);
    less_reach(b, at->connector, on->value);
}

static bool is_cut(const struct edge_reach *r, uint32_t level)
{
    bool cut = r->end[0][level] >= CUT_MM && r->end[1][level] >= CUT_MM;
    for (uint32_t i = 0; i < r->non && cut; i++)
        cut = r->on[i].value[level] >= CUT_MM;
    return cut;
}

static void reach_edge(const struct mk_net *net, const struct bounds *all,
                       uint32_t edge, struct edge_reach *r)
{
    const struct mk_net_edge *e = &net->edge[edge];
    r->non = r->n = 0;
    none(r->end[0], all->nlevels);
    none(r->end[1], all->nlevels);
    for (uint32_t i = 0; i < all->n; i++) {
        const struct bound *b = &all->v[i];
        const struct mk_nearest *n = b->nearest;
        less_reach(b, n->cost[e->from], r->end[0]);
        less_reach(b, n->cost[e->to], r->end[1]);
        for (uint32_t j = mk_sources_first(n->on, n->non, edge);
             j < n->non && n->on[j].at.edge == edge; j++)
            add_on(r, all->nlevels, b, &n->on[j].at);
    }
    for (uint32_t k = 0; k < all->nlevels; k++)
        if (!is_cut(r, k))
            r->level[r->n++] = k;
}

// Is any place on the edge within any bound?
static bool is_reached(const struct edge_reach *r)
{
    bool any = false;
    for (uint32_t i = 0; i < r->n; i++) {
        const uint32_t k = r->level[i];
        any = any || r->end[0][k] <= 0 || r->end[1][k] <= 0;
        for (uint32_t j = 0; j < r->non; j++)
            any = any || r->on[j].value[k] <= 0;
    }
    return any;
}

// The field on the edge, `along` mm from its first vertex, for r->level.
static void value_at(const struct mk_net_edge *e, uint32_t edge,
                     const struct edge_reach *r, uint32_t along,
                     int64_t v[MK_CONTOUR_LEVELS])
{
    const struct mk_snap here = {.edge = edge, .along = along};
    uint64_t part[2];
    mk_cost_to_ends(e, &here, true, part);
    none(v, r->n);
    for (int end = 0; end < 2; end++)
        for (uint32_t i = 0; part[end] != MK_NO_PART && i < r->n; i++)
            v[i] = lesser(v[i], r->end[end][r->level[i]] + (int64_t)part[end]);
    for (uint32_t j = 0; j < r->non; j++) {
        const struct mk_snap there = {.edge = edge,
                                      .along = r->on[j].along};
        const uint64_t way = mk_cost_between(e, &there, &here);
        for (uint32_t i = 0; way != MK_NO_PART && i < r->n; i++)
            v[i] = lesser(v[i], r->on[j].value[r->level[i]] + (int64_t)way);
    }
}

// ---- which tiles -----------------------------------------------------------

struct tiles {
    struct tile {
        int32_t y, x;
    } *v;
    size_t n, cap;
};

static int by_tile(const void *pa, const void *pb)
{
    const struct tile *a = pa, *b = pb;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return (a->x > b->x) - (a->x < b->x);
}

static void put_tile(struct tiles *t, int32_t x, int32_t y)
{
    if (t->n && t->v[t->n - 1].x == x && t->v[t->n - 1].y == y)
        return;
    MK_GROW(t->v, t->cap, t->n + 1);
    t->v[t->n++] = (struct tile){y, x};
}

static int32_t tile_of(double at)
{
    return (int32_t)floor(at / TILE_M);
}

static void put_box(struct tiles *t, struct mk_box b)
{
    for (int32_t y = tile_of(b.ymin); y <= tile_of(b.ymax); y++)
        for (int32_t x = tile_of(b.xmin); x <= tile_of(b.xmax); x++)
            put_tile(t, x, y);
}

static struct mk_box box_of(const double *xy, double margin)
{
    return mk_box_grow(mk_box_around(xy, 2), margin);
}

static void find_tiles(const struct mk_net *net, const struct bounds *all,
                       double margin, struct tiles *t)
{
    struct edge_reach r = {0};
    for (uint32_t i = 0; i < net->nedges; i++) {
        reach_edge(net, all, i, &r);
        if (!is_reached(&r))
            continue;
        const struct mk_net_edge *e = &net->edge[i];
        for (uint32_t k = e->first; k + 1 < e->first + e->n; k++)
            put_box(t, box_of(net->xy + 2 * (size_t)k, margin));
    }
    free(r.on);
    if (!t->n)
        return;
    qsort(t->v, t->n, sizeof *t->v, by_tile);
    size_t n = 1;
    for (size_t i = 1; i < t->n; i++)
        if (by_tile(&t->v[i], &t->v[n - 1]) != 0)
            t->v[n++] = t->v[i];
    t->n = n;
}

// ---- the field of one tile -------------------------------------------------

// What a grid point knows of the streets laid down so far.
struct spot {
    uint32_t edge;       // laid down last, where it comes nearest
    double d2, along_mm;
    double nearest;      // m, to any street
    bool close;          // one is within also_m: all such were tried
    int32_t v[MK_CONTOUR_LEVELS];
};

struct field {
    const struct mk_reach_in *in;
    struct bounds bounds;
    double margin, x0, y0;
    bool beside;         // the first time over: what is within also_m
    uint64_t open[POINTS]; // by row: the points that streets are laid over
    struct spot *spot;   // POINTS x POINTS
    uint32_t *touched;   // by the edge being laid down
    uint32_t ntouched;
    uint32_t edge;
    struct edge_reach reach;
    int32_t *out;
};

static void clear(struct field *f, struct tile t)
{
    f->x0 = t.x * TILE_M;
    f->y0 = t.y * TILE_M;
    f->edge = MK_NO_EDGE;
    f->ntouched = 0;
    for (size_t i = 0; i < POINTS * POINTS; i++) {
        struct spot *s = &f->spot[i];
        s->edge = MK_NO_EDGE;
        s->nearest = INFINITY;
        s->close = false;
        for (uint32_t k = 0; k < f->in->nlevels; k++)
            s->v[k] = FAR_MM;
    }
}

// What the edge gives a point, d metres from it.
static void take_values(struct field *f, struct spot *s, double d)
{
    const struct edge_reach *r = &f->reach;
    if (!r->n)
        return;
    int64_t v[MK_CONTOUR_LEVELS];
    const int64_t connector = whole_mm(d);
    value_at(&f->in->net->edge[f->edge], f->edge, r,
             (uint32_t)(s->along_mm + 0.5), v);
    for (uint32_t i = 0; i < r->n; i++) {
        int32_t *at = &s->v[r->level[i]];
        *at = (int32_t)lesser(*at, v[i] + connector);
    }
}

static void settle_spot(struct field *f, struct spot *s)
{
    const double d = sqrt(s->d2);
    if (f->beside && d <= f->in->also_m) {
        s->close = true;
        s->nearest = d < s->nearest ? d : s->nearest;
        take_values(f, s, d);
    } else if (!f->beside && d < s->nearest) {
        s->nearest = d;
        for (uint32_t k = 0; k < f->in->nlevels; k++)
            s->v[k] = FAR_MM;
        take_values(f, s, d);
    }
}

// The edge is laid down: of all edges within also_m the best counts, of the
// others the nearest alone.
static void settle(struct field *f)
{
    if (f->ntouched)
        reach_edge(f->in->net, &f->bounds, f->edge, &f->reach);
    for (uint32_t i = 0; i < f->ntouched; i++)
        settle_spot(f, &f->spot[f->touched[i]]);
    f->ntouched = 0;
}

static void lay_on_spot(struct field *f, uint32_t at, double d2, double along)
{
    struct spot *s = &f->spot[at];
    if (s->edge != f->edge) {
        s->edge = f->edge;
        s->d2 = INFINITY;
        f->touched[f->ntouched++] = at;
    }
    if (d2 < s->d2) {
        s->d2 = d2;
        s->along_mm = along;
    }
}

static int to_index(double at, double origin, bool up)
{
    const double i = (at - origin) / MK_REACH_STEP;
    const double whole = up ? ceil(i) : floor(i);
    return whole < 0 ? (up ? 0 : -1) : whole > SIDE ? (up ? POINTS : SIDE)
                                                    : (int)whole;
}

static uint64_t bits(int first, int last)
{
    return UINT64_MAX << first & UINT64_MAX >> (SIDE - last);
}

// One straight piece of a street over the points it is near to.
static void lay_piece(struct field *f, uint32_t k, double margin)
{
    const struct mk_net *net = f->in->net;
    const double *a = net->xy + 2 * (size_t)k, *b = a + 2;
    const double ux = b[0] - a[0], uy = b[1] - a[1], uu = ux * ux + uy * uy;
    const double run = net->run_mm[k], length = net->run_mm[k + 1] - run;
    const double most = margin * margin;
    const struct mk_box box = box_of(a, margin);
    const int x0 = to_index(box.xmin, f->x0, true);
    const int x1 = to_index(box.xmax, f->x0, false);
    const int y0 = to_index(box.ymin, f->y0, true);
    const int y1 = to_index(box.ymax, f->y0, false);
    const double per_uu = uu > 0 ? 1 / uu : 0;
    for (int y = y0; y <= y1 && x0 <= x1; y++) {
        const double py = f->y0 + y * MK_REACH_STEP - a[1];
        for (uint64_t row = f->open[y] & bits(x0, x1); row; row &= row - 1) {
            const int x = __builtin_ctzll(row);
            const double px = f->x0 + x * MK_REACH_STEP - a[0];
            const double w = (px * ux + py * uy) * per_uu;
            const double t = w < 0 ? 0 : w > 1 ? 1 : w;
            const double dx = px - t * ux, dy = py - t * uy;
            const double d2 = dx * dx + dy * dy;
            if (d2 < most)
                lay_on_spot(f, (uint32_t)(y * POINTS + x), d2,
                            run + t * length);
        }
    }
}

static void lay_streets(struct field *f, double margin, struct mk_hits *hits)
{
    const struct mk_net *net = f->in->net;
    const struct mk_box box = {f->x0, f->y0, f->x0 + TILE_M, f->y0 + TILE_M};
    mk_boxtree_query(net->tree, mk_box_grow(box, margin), hits);
    for (uint32_t i = 0; i < hits->n; i++) { // by edge
        const struct mk_net_seg seg = net->seg[hits->v[i]];
        const struct mk_net_edge *e = &net->edge[seg.edge];
        if (seg.edge != f->edge) {
            settle(f);
            f->edge = seg.edge;
        }
        const uint32_t last = e->first + e->n - 1;
        for (uint32_t k = seg.at; k < last && k < seg.at + MK_NET_SEG_STEPS;
             k++)
            lay_piece(f, k, margin);
    }
    settle(f);
}

// A point that a street is beside asks no street farther off.
static void open_others(struct field *f)
{
    for (uint32_t y = 0; y < POINTS; y++) {
        f->open[y] = 0;
        for (uint32_t x = 0; x < POINTS; x++) {
            struct spot *s = &f->spot[y * POINTS + x];
            s->edge = MK_NO_EDGE;
            f->open[y] |= (uint64_t)!s->close << x;
        }
    }
    f->edge = MK_NO_EDGE;
}

static void make_field(struct field *f, struct tile t, struct mk_hits *hits)
{
    clear(f, t);
    memset(f->open, 0xff, sizeof f->open);
    f->beside = true;
    lay_streets(f, f->in->also_m + SLACK_M, hits);
    open_others(f);
    f->beside = false;
    lay_streets(f, f->margin, hits);
}

// Outside too is what lies too far from every street.
static void put_values(struct field *f)
{
    const uint32_t n = f->in->nlevels;
    for (size_t i = 0; i < POINTS * POINTS; i++) {
        const struct spot *s = &f->spot[i];
        const double off = fmin(s->nearest - MK_REACH_OFF, 2 * MK_REACH_STEP);
        const int32_t least = (int32_t)llround(off * MM);
        for (uint32_t k = 0; k < n; k++) {
            const int32_t v = s->v[k] > least ? s->v[k] : least;
            f->out[i * n + k] = v > CUT_MM    ? CUT_MM
                                : v < -CUT_MM ? -CUT_MM
                                              : v;
        }
    }
}

void mk_reach_areas(const struct mk_reach_in *in, struct mk_polyset *out)
{
    struct field f = {.in = in, .bounds = bounds_of(in)};
    // one step out of what is drawn, to tell where it ends
    f.margin = fmax(MK_REACH_OFF, in->also_m) + MK_REACH_STEP;
    f.spot = mk_zalloc(POINTS * POINTS, sizeof *f.spot);
    f.touched = mk_zalloc(POINTS * POINTS, sizeof *f.touched);
    f.out = mk_zalloc(POINTS * POINTS * in->nlevels, sizeof *f.out);
    struct tiles t = {0};
    struct mk_hits hits = {0};
    struct mk_contour *c = mk_contour_new(in->nlevels, in->begins, MK_REACH_STEP);
    find_tiles(in->net, &f.bounds, f.margin, &t);
    for (size_t i = 0; i < t.n; i++) {
        make_field(&f, t.v[i], &hits);
        put_values(&f);
        mk_contour_take(c, t.v[i].x * SIDE, t.v[i].y * SIDE, SIDE, f.out);
    }
    mk_contour_bands(c, MK_REACH_LEAST, out);
    mk_contour_free(c);
    mk_hits_release(&hits);
    free(t.v);
    free(f.reach.on);
    free(f.bounds.v);
    free(f.out);
    free(f.touched);
    free(f.spot);
}
