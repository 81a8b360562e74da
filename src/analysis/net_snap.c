// Places tied to the street: the nearest point of an edge, to a point or to
// a polygon.
#include <markklar/street.h>

#include "base/arena.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

// Boxes are searched this much farther than the best so far, m: a tie is not
// lost to a rounding.
#define SLACK_M 1e-6
#define ROUNDING 1e-9
// An edge is beside a polygon as long as it is no more than this farther off
// than where it is nearest.
#define BESIDE_M 2

// Where an edge comes nearest: along it, and how far away that is.
struct nearest {
    uint32_t edge;
    double d2;          // m2
    double first, last; // mm along the edge; differ only where d2 is 0
    struct mk_point at_first, at_last;
};

static struct mk_point vertex(const struct mk_net *net, uint32_t k)
{
    return (struct mk_point){net->xy[2 * (size_t)k],
                             net->xy[2 * (size_t)k + 1]};
}

static uint32_t last_of(const struct mk_net *net, struct mk_net_seg seg)
{
    const struct mk_net_edge *e = &net->edge[seg.edge];
    const uint32_t last = e->first + e->n - 1;
    return last - seg.at > MK_NET_SEG_STEPS ? seg.at + MK_NET_SEG_STEPS : last;
}

static double run_at(const struct mk_net *net, uint32_t k, double t)
{
    return net->run_mm[k] + t * (net->run_mm[k + 1] - net->run_mm[k]);
}

static struct mk_point point_at(const struct mk_net *net, uint32_t k, double t)
{
    const struct mk_point a = vertex(net, k), b = vertex(net, k + 1);
    if (t >= 1) // not a hair beside it
        return b;
    return (struct mk_point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

static uint32_t whole_mm(double mm)
{
    const double most = (double)(MK_NO_WAY - 1);
    return mm < most ? (uint32_t)llround(mm) : MK_NO_WAY - 1;
}

static struct mk_snap snap_of(const struct nearest *n, bool last)
{
    const struct mk_point p = last ? n->at_last : n->at_first;
    return (struct mk_snap){.edge = n->edge,
                            .along = whole_mm(last ? n->last : n->first),
                            .connector = whole_mm(1000 * sqrt(n->d2)),
                            .x = p.x, .y = p.y};
}

// All of it, from first to last.
static struct mk_snap stretch_of(const struct nearest *n)
{
    struct mk_snap s = snap_of(n, false);
    s.span = whole_mm(n->last) - s.along;
    return s;
}

// fmin() and fmax() are calls, for what is not a number; here all are numbers.
static double lesser(double a, double b)
{
    return a < b ? a : b;
}

static double greater(double a, double b)
{
    return a > b ? a : b;
}

// Squared distance from p to the segment 0..u, and where on it.
static double to_segment(double px, double py, double ux, double uy, double *t)
{
    const double uu = ux * ux + uy * uy;
    *t = uu > 0 ? lesser(greater((px * ux + py * uy) / uu, 0), 1) : 0;
    // from the nearer end, so that a shared vertex is as far from each edge
    const double dx = *t < 1 ? px - *t * ux : px - ux;
    const double dy = *t < 1 ? py - *t * uy : py - uy;
    return dx * dx + dy * dy;
}

static void take_nearer(const struct mk_net *net, struct nearest *best,
                        uint32_t edge, uint32_t k, double t, double d2)
{
    if (d2 > best->d2)
        return;
    const double run = run_at(net, k, t);
    if (d2 == best->d2 && edge == best->edge && run >= best->first)
        return;
    const struct mk_point p = point_at(net, k, t);
    *best = (struct nearest){edge, d2, run, run, p, p};
}

// ---- a point ---------------------------------------------------------------

struct from_point {
    const struct mk_net *net;
    struct mk_point p;
    struct nearest best;
};

// Of points as near the westernmost, then the southernmost: how edges happen to
// be numbered must not decide which street is used. Where edges share the point
// it is the lower one's.
static bool comes_first(const struct nearest *best, struct mk_point p,
                        uint32_t edge, double run)
{
    const struct mk_point q = best->at_first;
    if (best->edge == UINT32_MAX)
        return true;
    if (p.x != q.x || p.y != q.y)
        return p.x != q.x ? p.x < q.x : p.y < q.y;
    return edge < best->edge || (edge == best->edge && run < best->first);
}

static void take_point(const struct mk_net *net, struct nearest *best,
                       uint32_t edge, uint32_t k, double t, double d2)
{
    if (d2 > best->d2)
        return;
    const struct mk_point p = point_at(net, k, t);
    const double run = run_at(net, k, t);
    if (d2 < best->d2 || comes_first(best, p, edge, run))
        *best = (struct nearest){edge, d2, run, run, p, p};
}

static double visit_point(void *udata, uint32_t item, double box_distance)
{
    struct from_point *f = udata;
    const struct mk_net_seg seg = f->net->seg[item];
    const uint32_t last = last_of(f->net, seg);
    (void)box_distance;
    for (uint32_t k = seg.at; k < last; k++) {
        const struct mk_point a = vertex(f->net, k);
        const struct mk_point b = vertex(f->net, k + 1);
        double t;
        const double bx = b.x - a.x, by = b.y - a.y;
        double d2 = to_segment(f->p.x - a.x, f->p.y - a.y, bx, by, &t);
        if (t >= 1)
            d2 = (f->p.x - b.x) * (f->p.x - b.x) +
                 (f->p.y - b.y) * (f->p.y - b.y);
        take_point(f->net, &f->best, seg.edge, k, t, d2);
    }
    return sqrt(f->best.d2) + SLACK_M;
}

static struct nearest nothing_within(double max_m)
{
    return (struct nearest){.edge = UINT32_MAX,
                            .d2 = max_m >= 0 ? lesser(max_m * max_m, DBL_MAX)
                                             : -1};
}

bool mk_net_snap(const struct mk_net *net, struct mk_point p, double max_m,
                 struct mk_snap *out)
{
    struct from_point f = {net, p, nothing_within(max_m)};
    const struct mk_box box = {p.x, p.y, p.x, p.y};
    if (!(f.best.d2 >= 0))
        return false;
    mk_boxtree_nearest(net->tree, box, max_m + SLACK_M, visit_point, &f);
    if (f.best.edge == UINT32_MAX)
        return false;
    *out = snap_of(&f.best, false);
    return true;
}

void mk_net_snap_all(const struct mk_net *net, const double *xy, uint32_t n,
                     double max_m, struct mk_snap *out)
{
    for (uint32_t i = 0; i < n; i++)
        if (!mk_net_snap(net, (struct mk_point){xy[2 * (size_t)i],
                                                xy[2 * (size_t)i + 1]},
                         max_m, &out[i]))
            out[i].edge = MK_NO_EDGE;
}

// ---- a polygon -------------------------------------------------------------

// A segment of a street held against the rings of a polygon; everything
// relative to its first vertex.
struct probe {
    struct mk_point a;
    double ux, uy;
    struct mk_box box;    // of the segment
    double cut;           // what is farther off than this is not asked, m2
    double d2, t;         // nearest so far
    double t_in, t_out;   // crossings; t_in > t_out: none
    double beside_d2;     // nearness that counts as beside, < 0: not asked
    double t_first, t_last; // beside from, to; t_first > t_last: nowhere
    double beside_most;   // the farthest that counted, m2
    double end_d2[2];     // from the segment's own ends
};

static void probe_beside(struct probe *s, double d2, double t)
{
    if (d2 > s->beside_d2)
        return;
    s->t_first = lesser(s->t_first, t);
    s->t_last = greater(s->t_last, t);
    s->beside_most = greater(s->beside_most, d2);
}

static void probe_nearer(struct probe *s, double d2, double t)
{
    if (d2 > s->d2 || (d2 == s->d2 && t >= s->t))
        return;
    s->d2 = d2;
    s->t = t;
    if (s->beside_d2 < 0) // a tie is not lost to a rounding
        s->cut = lesser(s->cut, d2 * (1 + ROUNDING) + ROUNDING);
}

static void probe_cross(struct probe *s, double t)
{
    s->t_in = lesser(s->t_in, t);
    s->t_out = greater(s->t_out, t);
}

// Does a ray from (x, y) to the east meet the ring's edge p-q?
static bool ray_meets(double x, double y, double px, double py, double qx,
                      double qy)
{
    if ((py > y) == (qy > y))
        return false;
    return px + (y - py) * (qx - px) / (qy - py) > x;
}

// What lies apart is told by boxes: most of a polygon is far from a street.
static bool too_far(const struct probe *s, double px, double py, double qx,
                    double qy)
{
    const double x = greater(lesser(px, qx) - s->box.xmax,
                             s->box.xmin - greater(px, qx));
    const double y = greater(lesser(py, qy) - s->box.ymax,
                             s->box.ymin - greater(py, qy));
    const double dx = greater(x, 0), dy = greater(y, 0);
    return dx * dx + dy * dy > s->cut;
}

static void probe_edge(struct probe *s, double px, double py, double qx,
                       double qy)
{
    const double vx = qx - px, vy = qy - py;
    const double det = s->ux * vy - s->uy * vx;
    if (det != 0) {
        const double t = (px * vy - py * vx) / det;
        const double w = (px * s->uy - py * s->ux) / det;
        if (t >= 0 && t <= 1 && w >= 0 && w <= 1)
            probe_cross(s, t);
    }
    double t, w;
    const double from_p = to_segment(px, py, s->ux, s->uy, &t);
    probe_nearer(s, from_p, t);
    if (t > 0 && t < 1)
        probe_beside(s, from_p, t);
    const double from_a = to_segment(-px, -py, vx, vy, &w);
    const double from_b = to_segment(s->ux - px, s->uy - py, vx, vy, &w);
    probe_nearer(s, from_a, 0);
    probe_nearer(s, from_b, 1);
    s->end_d2[0] = lesser(s->end_d2[0], from_a);
    s->end_d2[1] = lesser(s->end_d2[1], from_b);
}

static void probe_ring(struct probe *s, const double *xy, uint32_t n)
{
    double px = xy[0] - s->a.x, py = xy[1] - s->a.y;
    for (uint32_t k = 1; k < n; k++) {
        const double qx = xy[2 * (size_t)k] - s->a.x;
        const double qy = xy[2 * (size_t)k + 1] - s->a.y;
        if (!too_far(s, px, py, qx, qy))
            probe_edge(s, px, py, qx, qy);
        px = qx;
        py = qy;
    }
}

static bool in_box(struct mk_box box, double x, double y)
{
    return x >= box.xmin && x <= box.xmax && y >= box.ymin && y <= box.ymax;
}

// Is the point (x, y) from `a` inside?
static bool inside(const struct mk_poly *g, struct mk_point a, double x,
                   double y)
{
    bool in = false;
    for (uint32_t r = g->part[0]; r < g->part[g->npart]; r++)
        for (uint32_t k = g->ring[r] + 1; k < g->ring[r + 1]; k++) {
            const double *p = &g->xy[2 * (size_t)k - 2];
            in ^= ray_meets(x, y, p[0] - a.x, p[1] - a.y, p[2] - a.x,
                            p[3] - a.y);
        }
    return in;
}

static void probe_rings(struct probe *s, const struct mk_poly *g)
{
    if (!g->npart)
        return;
    for (uint32_t r = g->part[0]; r < g->part[g->npart]; r++)
        if (g->ring[r] < g->ring[r + 1])
            probe_ring(s, &g->xy[2 * (size_t)g->ring[r]],
                       g->ring[r + 1] - g->ring[r]);
    probe_beside(s, s->end_d2[0], 0);
    probe_beside(s, s->end_d2[1], 1);
    if (in_box(g->box, s->a.x, s->a.y) && inside(g, s->a, 0, 0))
        probe_cross(s, 0);
    if (in_box(g->box, s->a.x + s->ux, s->a.y + s->uy) &&
        inside(g, s->a, s->ux, s->uy))
        probe_cross(s, 1);
}

// What lies in the polygon or crosses it is reached both where it comes in
// and where it goes out.
static void take_contact(const struct mk_net *net, struct nearest *best,
                         uint32_t edge, uint32_t k, const struct probe *s)
{
    take_nearer(net, best, edge, k, s->t_in, 0);
    if (best->edge != edge || best->d2 > 0)
        return;
    const double run = run_at(net, k, s->t_out);
    if (run > best->last) {
        best->last = run;
        best->at_last = point_at(net, k, s->t_out);
    }
}

// @param reach  metres: what is farther off is of no interest
static struct probe probe_of(struct mk_point a, struct mk_point b,
                             double reach, double beside_d2)
{
    const double ux = b.x - a.x, uy = b.y - a.y;
    return (struct probe){.a = a, .ux = ux, .uy = uy,
                          .box = {lesser(ux, 0), lesser(uy, 0),
                                  greater(ux, 0), greater(uy, 0)},
                          .cut = reach * reach,
                          .d2 = INFINITY, .t = INFINITY,
                          .t_in = INFINITY, .t_out = -INFINITY,
                          .beside_d2 = beside_d2,
                          .t_first = INFINITY, .t_last = -INFINITY,
                          .end_d2 = {INFINITY, INFINITY}};
}

static struct mk_box box_around(struct mk_point a, struct mk_point b)
{
    return (struct mk_box){lesser(a.x, b.x), lesser(a.y, b.y),
                           greater(a.x, b.x), greater(a.y, b.y)};
}

static void hold_against(const struct mk_net *net, struct mk_net_seg seg,
                         const struct mk_poly *g, struct nearest *best)
{
    const uint32_t last = last_of(net, seg);
    for (uint32_t k = seg.at; k < last; k++) {
        const struct mk_point a = vertex(net, k), b = vertex(net, k + 1);
        const double reach = sqrt(best->d2) + SLACK_M;
        if (mk_box_distance(box_around(a, b), g->box) > reach)
            continue;
        struct probe s = probe_of(a, b, reach, -1);
        probe_rings(&s, g);
        if (s.t_in <= s.t_out)
            take_contact(net, best, seg.edge, k, &s);
        else if (s.d2 < INFINITY)
            take_nearer(net, best, seg.edge, k, s.t, s.d2);
    }
}

struct from_poly {
    const struct mk_net *net;
    const struct mk_poly *g;
    struct nearest best;
};

static double visit_poly(void *udata, uint32_t item, double box_distance)
{
    struct from_poly *f = udata;
    (void)box_distance;
    hold_against(f->net, f->net->seg[item], f->g, &f->best);
    return sqrt(f->best.d2) + SLACK_M;
}

static struct mk_snap *more(struct mk_snap **out, uint32_t *cap,
                            uint32_t count)
{
    MK_GROW(*out, *cap, (size_t)count + 1);
    return *out + count;
}

// Each unbroken stretch of the nearest edge that runs beside the polygon. All
// of it is as far off as its farthest corner, so that no way is shorter than
// the straight line.
static uint32_t put_beside(const struct mk_net *net, const struct mk_poly *g,
                           const struct nearest *n, uint32_t count,
                           struct mk_snap **out, uint32_t *cap)
{
    const struct mk_net_edge *e = &net->edge[n->edge];
    const double reach = sqrt(n->d2) + BESIDE_M;
    struct nearest stretch = {.last = -1};
    for (uint32_t k = e->first; k + 1 < e->first + e->n; k++) {
        const struct mk_point a = vertex(net, k), b = vertex(net, k + 1);
        if (mk_box_distance(box_around(a, b), g->box) > reach)
            continue;
        struct probe s = probe_of(a, b, reach + SLACK_M, reach * reach);
        probe_rings(&s, g);
        if (s.t_first > s.t_last)
            continue;
        const double first = run_at(net, k, s.t_first);
        if (first > stretch.last || stretch.last < 0) {
            if (stretch.last >= 0)
                *more(out, cap, count++) = stretch_of(&stretch);
            const struct mk_point p = point_at(net, k, s.t_first);
            stretch = (struct nearest){.edge = n->edge, .d2 = s.beside_most,
                                       .first = first, .at_first = p};
        }
        stretch.d2 = greater(stretch.d2, s.beside_most);
        stretch.last = run_at(net, k, s.t_last);
    }
    *more(out, cap, count++) = stretch_of(&stretch);
    return count;
}

static uint32_t put(const struct mk_net *net, const struct mk_poly *g,
                    const struct nearest *n, uint32_t count,
                    struct mk_snap **out, uint32_t *cap)
{
    if (n->edge == UINT32_MAX)
        return count;
    if (n->d2 > 0)
        return put_beside(net, g, n, count, out, cap);
    *more(out, cap, count++) = snap_of(n, false);
    if (whole_mm(n->last) > whole_mm(n->first))
        *more(out, cap, count++) = snap_of(n, true);
    return count;
}

// Segments come by edge, so one edge's nearest is put when the next begins.
static uint32_t snap_near(const struct mk_net *net, const struct mk_poly *g,
                          double also_m, struct mk_snap **out, uint32_t *cap)
{
    struct mk_hits hits = {0};
    struct nearest best = nothing_within(also_m);
    uint32_t count = 0, edge = UINT32_MAX;
    mk_boxtree_query(net->tree, mk_box_grow(g->box, also_m + SLACK_M), &hits);
    for (uint32_t i = 0; i < hits.n; i++) {
        const struct mk_net_seg seg = net->seg[hits.v[i]];
        if (seg.edge != edge) {
            count = put(net, g, &best, count, out, cap);
            best = nothing_within(also_m);
            edge = seg.edge;
        }
        hold_against(net, seg, g, &best);
    }
    mk_hits_release(&hits);
    return put(net, g, &best, count, out, cap);
}

uint32_t mk_net_snap_poly(const struct mk_net *net, const struct mk_poly *g,
                          double also_m, double max_m, struct mk_snap **out,
                          uint32_t *cap)
{
    if (!g->npart || mk_box_is_empty(g->box))
        return 0;
    const uint32_t count =
        also_m >= 0 ? snap_near(net, g, also_m, out, cap) : 0;
    struct from_poly f = {net, g, nothing_within(max_m)};
    if (count || !(f.best.d2 >= 0))
        return count;
    mk_boxtree_nearest(net->tree, g->box, max_m + SLACK_M, visit_poly, &f);
    if (f.best.edge == UINT32_MAX)
        return 0;
    // and the other edges of a node that is nearest
    return snap_near(net, g, sqrt(f.best.d2) + SLACK_M, out, cap);
}
