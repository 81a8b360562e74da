// Circles around platforms as areas on the map: the served place, and the
// place of each class. Every circle of one call is the same regular polygon,
// scaled and moved, so the circles of one platform are nested exactly and a
// circle that another one covers can be told without GEOS.
#include "analysis/access_index.h"
#include "base/arena.h"
#include "base/handles.h"
#include "base/sets.h"

#include <math.h>
#include <stdlib.h>

#define SERVED_SEGMENTS 64 // a quarter
#define CLASS_SEGMENTS 16
#define SLIVER_M2 1.0
#define GRID_M 0.001
#define ALIKE_M 0.01   // circles nearer than this cross nowhere in particular
#define MARGIN_M 1e-4  // far above the rounding of a crossing

struct circle {
    double x, y, radius;
};

struct circles {
    struct circle *v;
    uint32_t n, cap;
};

// ---- the regular polygon ---------------------------------------------------

// One turn, closed: 4 x segments + 1 points on the unit circle. Quarters are
// copies of the first one, so the four axis points are exact.
static double *unit_circle(uint32_t segments)
{
    const uint32_t n = 4 * segments;
    double *xy = mk_zalloc((size_t)(n + 1) * 2, sizeof *xy);
    for (uint32_t k = 0; k < segments; k++) {
        const double t = acos(-1.0) / 2 * k / segments;
        const double c = k ? cos(t) : 1, s = k ? sin(t) : 0;
        const double quarter[4][2] = {{c, s}, {-s, c}, {-c, -s}, {s, -c}};
        for (uint32_t q = 0; q < 4; q++) {
            xy[2 * (q * segments + k)] = quarter[q][0];
            xy[2 * (q * segments + k) + 1] = quarter[q][1];
        }
    }
    xy[2 * n] = xy[0];
    xy[2 * n + 1] = xy[1];
    return xy;
}

static GEOSGeometry *circle_to_geos(GEOSContextHandle_t h,
                                    const struct circle *c,
                                    const double *unit, uint32_t segments,
                                    double *room)
{
    const uint32_t n = 4 * segments + 1;
    for (uint32_t k = 0; k < n; k++) {
        room[2 * k] = c->x + c->radius * unit[2 * k];
        room[2 * k + 1] = c->y + c->radius * unit[2 * k + 1];
    }
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(h, room, n, 0, 0);
    GEOSGeometry *ring = seq ? GEOSGeom_createLinearRing_r(h, seq) : NULL;
    return ring ? GEOSGeom_createPolygon_r(h, ring, NULL, 0) : NULL;
}

// ---- which circles matter --------------------------------------------------

// Regular n-gons of one orientation: the one of radius r at distance d lies in
// the one of radius R when it does so in R's inscribed circle.
static bool covers(const struct circle *big, const struct circle *small,
                   double inscribed)
{
    const double room = (big->radius - small->radius) * inscribed;
    const double dx = big->x - small->x, dy = big->y - small->y;
    return room >= 0 && dx * dx + dy * dy <= room * room;
}

static int largest_first(const void *pa, const void *pb)
{
    const struct circle *a = pa, *b = pb;
    if (a->radius != b->radius)
        return a->radius > b->radius ? -1 : 1;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

static int by_x(const void *pa, const void *pb)
{
    const struct circle *a = pa, *b = pb;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return (a->radius < b->radius) - (a->radius > b->radius);
}

static bool covered_by_any(const struct circles *set, uint32_t i, double most,
                           double inscribed)
{
    const struct circle *c = &set->v[i];
    const double reach = most - c->radius;
    for (uint32_t j = i; j-- > 0 && c->x - set->v[j].x <= reach;)
        if (covers(&set->v[j], c, inscribed) &&
            largest_first(&set->v[j], c) <= 0)
            return true;
    for (uint32_t j = i + 1; j < set->n && set->v[j].x - c->x <= reach; j++)
        if (covers(&set->v[j], c, inscribed) &&
            largest_first(&set->v[j], c) < 0)
            return true;
    return false;
}

// What may be a cover of circle i: by direction, the circle that reaches
// farthest past i's centre. Radii are those of the inscribed circles.
static uint32_t pick_around(const struct circles *set, const bool *drop,
                            uint32_t i, double most, double inscribed,
                            struct circle pick[8])
{
    const struct circle *c = &set->v[i];
    double depth[8];
    for (uint32_t s = 0; s < 8; s++)
        depth[s] = -INFINITY;
    uint32_t lo = i;
    while (lo > 0 && c->x - set->v[lo - 1].x < c->radius + most)
        lo--;
    for (uint32_t j = lo;
         j < set->n && set->v[j].x - c->x < c->radius + most; j++) {
        const double dx = set->v[j].x - c->x, dy = set->v[j].y - c->y;
        const double r = set->v[j].radius * inscribed;
        if (j == i || drop[j] || fabs(dy) >= c->radius + r)
            continue;
        const double d = sqrt(dx * dx + dy * dy);
        const uint32_t sector =
            (dx > 0) + 2u * (dy > 0) + 4u * (fabs(dx) > fabs(dy));
        if (d < c->radius + r && r - d > depth[sector]) {
            depth[sector] = r - d;
            pick[sector] = (struct circle){set->v[j].x, set->v[j].y, r};
        }
    }
    uint32_t n = 0;
    for (uint32_t s = 0; s < 8; s++)
        if (depth[s] > -INFINITY)
            pick[n++] = pick[s];
    return n;
}

static bool inside(const struct circle *c, double x, double y, double by)
{
    const double r = c->radius - by, dx = x - c->x, dy = y - c->y;
    return r > 0 && dx * dx + dy * dy < r * r;
}

// The points where circles a and b cross; 0 when they do not, -1 when they
// are too alike to tell.
static int crossings(const struct circle *a, const struct circle *b,
                     double x[2], double y[2])
{
    const double dx = b->x - a->x, dy = b->y - a->y;
    const double d2 = dx * dx + dy * dy, d = sqrt(d2);
    if (d < ALIKE_M)
        return -1;
    if (d >= a->radius + b->radius || d <= fabs(a->radius - b->radius))
        return 0;
    const double t =
        (d2 + (a->radius - b->radius) * (a->radius + b->radius)) / (2 * d2);
    const double h2 = a->radius * a->radius / d2 - t * t;
    const double h = h2 > 0 ? sqrt(h2) : 0;
    for (int s = 0; s < 2; s++) {
        x[s] = a->x + t * dx - (s ? -h : h) * dy;
        y[s] = a->y + t * dy + (s ? -h : h) * dx;
    }
    return 2;
}

static bool in_another(const struct circle *c, uint32_t n, uint32_t a,
                       uint32_t b, double x, double y)
{
    for (uint32_t k = 1; k < n; k++)
        if (k != a && k != b && inside(&c[k], x, y, MARGIN_M))
            return true;
    return false;
}

// Whether discs 1 … n-1 cover disc 0. What they leave of it is bounded by
// arcs that bulge inwards, so it has corners, and a corner is a crossing of
// two of the circles that no third disc holds. No such corner: covered, when
// at least one disc reaches over the rim.
static bool covered_together(const struct circle *c, uint32_t n)
{
    bool over_rim = false;
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = a + 1; b < n; b++) {
            double x[2], y[2];
            const int m = crossings(&c[a], &c[b], x, y);
            if (m < 0)
                return false;
            for (int s = 0; s < m; s++)
                if ((a == 0 || inside(&c[0], x[s], y[s], -MARGIN_M)) &&
                    !in_another(c, n, a, b, x[s], y[s]))
                    return false;
            over_rim = over_rim || (a == 0 && m > 0);
        }
    }
    return over_rim;
}

// In a town most wide circles lie in those around them. What is left has the
// same union, and GEOS has half of the work. One circle at a time, against
// those that still stand.
static void drop_covered(struct circles *set, uint32_t segments)
{
    const double inscribed = cos(acos(-1.0) / (4 * segments));
    double most = 0;
    for (uint32_t i = 0; i < set->n; i++)
        most = fmax(most, set->v[i].radius);
    qsort(set->v, set->n, sizeof *set->v, by_x);
    bool *drop = mk_zalloc(set->n, sizeof *drop);
    for (uint32_t i = 0; i < set->n; i++)
        drop[i] = covered_by_any(set, i, most, inscribed);
    for (uint32_t i = 0; i < set->n; i++) {
        struct circle c[9];
        if (drop[i])
            continue;
        c[0] = set->v[i];
        const uint32_t n =
            1 + pick_around(set, drop, i, most, inscribed, c + 1);
        drop[i] = covered_together(c, n);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < set->n; i++)
        if (!drop[i])
            set->v[n++] = set->v[i];
    set->n = n;
    free(drop);
}

static void add_circle(struct circles *set, const struct mk_platform *p,
                       double radius)
{
    MK_GROW(set->v, set->cap, set->n + 1);
    set->v[set->n++] = (struct circle){p->x, p->y, radius};
}

// ---- which circles belong together -----------------------------------------

// up[i] becomes the lowest index among the circles that hang together with i.
// The set is in order of x.
static void join_meeting(const struct circles *set, uint32_t *up)
{
    double most = 0;
    for (uint32_t i = 0; i < set->n; i++) {
        up[i] = i;
        most = fmax(most, set->v[i].radius);
    }
    for (uint32_t i = 0; i < set->n; i++) {
        const struct circle *a = &set->v[i];
        for (uint32_t j = i + 1; j < set->n; j++) {
            const struct circle *b = &set->v[j];
            const double dx = b->x - a->x, dy = b->y - a->y;
            const double reach = a->radius + b->radius;
            if (dx > a->radius + most)
                break;
            if (dx * dx + dy * dy <= reach * reach)
                mk_sets_join(up, i, j);
        }
    }
    for (uint32_t i = 0; i < set->n; i++)
        up[i] = mk_sets_root(up, i);
}

// Where each circle goes so that groups stand together, in order of their
// first circle: group g is order[start[g]] .. order[start[g + 1] - 1].
static uint32_t group_meeting(const struct circles *set, uint32_t *order,
                              uint32_t *start)
{
    uint32_t *up = mk_zalloc(set->n, sizeof *up);
    uint32_t *group = mk_zalloc(set->n, sizeof *group);
    join_meeting(set, up);
    uint32_t groups = 0;
    for (uint32_t i = 0; i < set->n; i++) {
        group[i] = up[i] == i ? groups++ : group[up[i]];
        start[group[i] + 1]++;
    }
    for (uint32_t g = 0; g < groups; g++)
        start[g + 1] += start[g];
    for (uint32_t i = set->n; i-- > 0;) // back to front keeps their order
        order[--start[group[i] + 1]] = i;
    // Filling moved each group's end back to its beginning.
    for (uint32_t g = 0; g < groups; g++)
        start[g] = start[g + 1];
    start[groups] = set->n;
    free(group);
    free(up);
    return groups;
}

// ---- GEOS, with a second attempt on a grid ---------------------------------

static bool usable(GEOSContextHandle_t h, const GEOSGeometry *g)
{
    return g && GEOSisValid_r(h, g) == 1;
}

static GEOSGeometry *unite(GEOSContextHandle_t h, const GEOSGeometry *many)
{
    GEOSGeometry *g = GEOSUnaryUnion_r(h, many);
    if (usable(h, g))
        return g;
    GEOSGeom_destroy_r(h, g);
    return GEOSUnaryUnionPrec_r(h, many, GRID_M);
}

static GEOSGeometry *subtract(GEOSContextHandle_t h, const GEOSGeometry *a,
                              const GEOSGeometry *b)
{
    GEOSGeometry *g = GEOSDifference_r(h, a, b);
    if (usable(h, g))
        return g;
    GEOSGeom_destroy_r(h, g);
    return GEOSDifferencePrec_r(h, a, b, GRID_M);
}

static enum mk_status fault(struct mk_ctx *ctx)
{
    return mk_fail(ctx, MK_E_INTERNAL, mk_ctx_geos_error(ctx));
}

struct drawing {
    const struct circles *set;
    uint32_t segments;
    double *unit, *room;
};

static void destroy_all(GEOSContextHandle_t h, GEOSGeometry **g, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        GEOSGeom_destroy_r(h, g[i]);
}

// The union of some circles; NULL on failure.
static GEOSGeometry *unite_circles(GEOSContextHandle_t h,
                                   const struct drawing *d,
                                   const uint32_t *which, uint32_t n)
{
    GEOSGeometry **g = mk_zalloc(n, sizeof *g);
    uint32_t made = 0;
    while (made < n) {
        g[made] = circle_to_geos(h, &d->set->v[which[made]], d->unit,
                                 d->segments, d->room);
        if (!g[made])
            break;
        made++;
    }
    GEOSGeometry *out = NULL;
    if (made < n) {
        destroy_all(h, g, made);
    } else if (n == 1) {
        out = g[0];
    } else {
        GEOSGeometry *many =
            GEOSGeom_createCollection_r(h, GEOS_MULTIPOLYGON, g, n);
        out = many ? unite(h, many) : NULL;
        GEOSGeom_destroy_r(h, many);
    }
    free(g);
    return out;
}

struct pieces {
    GEOSGeometry **v;
    uint32_t n, cap;
};

// Take over the polygons of `g`: a group is one, but for circles that only
// just touch.
static bool take_polygons(GEOSContextHandle_t h, GEOSGeometry *g,
                          struct pieces *to)
{
    const int n = g ? GEOSGetNumGeometries_r(h, g) : -1;
    MK_GROW(to->v, to->cap, to->n + (n > 1 ? n : 1));
    if (n == 1 && GEOSGeomTypeId_r(h, g) == GEOS_POLYGON) {
        to->v[to->n++] = g;
        return true;
    }
    bool ok = n > 0;
    for (int i = 0; ok && i < n; i++) {
        to->v[to->n] = GEOSGeom_clone_r(h, GEOSGetGeometryN_r(h, g, i));
        ok = to->v[to->n] != NULL;
        to->n += ok;
    }
    GEOSGeom_destroy_r(h, g);
    return ok;
}

// The union of all circles as a multipolygon. GEOS unites in pairs, pairs of
// pairs and so on, and handles every vertex on each level; groups that do not
// meet spare most levels and are simply put side by side.
static GEOSGeometry *unite_groups(GEOSContextHandle_t h,
                                  const struct drawing *d)
{
    uint32_t *order = mk_zalloc(d->set->n, sizeof *order);
    uint32_t *start = mk_zalloc(d->set->n + 1, sizeof *start);
    const uint32_t groups = group_meeting(d->set, order, start);
    struct pieces pieces = {0};
    bool ok = true;
    for (uint32_t g = 0; ok && g < groups; g++)
        ok = take_polygons(h, unite_circles(h, d, order + start[g],
                                            start[g + 1] - start[g]),
                           &pieces);
    GEOSGeometry *out = NULL;
    if (ok)
        out = GEOSGeom_createCollection_r(h, GEOS_MULTIPOLYGON, pieces.v,
                                          pieces.n);
    else
        destroy_all(h, pieces.v, pieces.n);
    free(pieces.v);
    free(start);
    free(order);
    return out;
}

static GEOSGeometry *cover(struct mk_ctx *ctx, struct circles *set,
                           uint32_t segments)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    if (set->n == 0)
        return GEOSGeom_createEmptyPolygon_r(h);
    drop_covered(set, segments);
    struct drawing d = {set, segments, unit_circle(segments),
                        mk_zalloc((size_t)(4 * segments + 1) * 2,
                                  sizeof(double))};
    GEOSGeometry *out = unite_groups(h, &d);
    free(d.unit);
    free(d.room);
    return out;
}

// ---- the served area -------------------------------------------------------

// Each polygon of the union as a geometry of its own: a box tree over them
// prunes, and they share no place, so their common areas may be summed.
static bool append_each_polygon(struct mk_ctx *ctx, const GEOSGeometry *g,
                                struct mk_polyset *out)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    const int n = GEOSGetNumGeometries_r(h, g);
    for (int i = 0; i < n; i++) {
        const uint32_t first = out->npart;
        if (!mk_geos_append_parts(ctx, GEOSGetGeometryN_r(h, g, i), out))
            return false;
        if (out->npart > first)
            mk_polyset_end(out, first);
    }
    return true;
}

enum mk_status mk_access_served_area(struct mk_ctx *ctx,
                                     const struct mk_access_index *index,
                                     double radius_m, struct mk_polyset *out)
{
    struct circles set = {0};
    for (uint32_t i = 0; i < index->reaching.n; i++)
        if (index->reaching.platform[i].served)
            add_circle(&set, &index->reaching.platform[i], radius_m);
    GEOSGeometry *g = cover(ctx, &set, SERVED_SEGMENTS);
    free(set.v);
    const bool ok = g && append_each_polygon(ctx, g, out);
    GEOSGeom_destroy_r(mk_ctx_geos(ctx), g);
    return ok ? MK_OK : fault(ctx);
}

// ---- areas by class --------------------------------------------------------

static bool ring_is_sliver(GEOSContextHandle_t h, const GEOSGeometry *ring)
{
    GEOSGeometry *copy = GEOSGeom_clone_r(h, ring);
    GEOSGeometry *face = copy ? GEOSGeom_createPolygon_r(h, copy, NULL, 0)
                              : NULL;
    double area = SLIVER_M2;
    const bool measured = face && GEOSArea_r(h, face, &area);
    GEOSGeom_destroy_r(h, face);
    return measured && area < SLIVER_M2;
}

// The polygon without its pinholes; NULL on failure.
static GEOSGeometry *without_pinholes(GEOSContextHandle_t h,
                                      const GEOSGeometry *polygon)
{
    const int n = GEOSGetNumInteriorRings_r(h, polygon);
    GEOSGeometry **holes = mk_zalloc((size_t)n + 1, sizeof *holes);
    uint32_t kept = 0;
    bool ok = n >= 0;
    for (int i = 0; ok && i < n; i++) {
        const GEOSGeometry *ring = GEOSGetInteriorRingN_r(h, polygon, i);
        if (ring_is_sliver(h, ring))
            continue;
        holes[kept] = GEOSGeom_clone_r(h, ring);
        ok = holes[kept++] != NULL;
    }
    GEOSGeometry *shell =
        ok ? GEOSGeom_clone_r(h, GEOSGetExteriorRing_r(h, polygon)) : NULL;
    GEOSGeometry *out = NULL;
    if (shell)
        out = GEOSGeom_createPolygon_r(h, shell, holes, kept);
    else
        for (uint32_t i = 0; i < kept; i++)
            GEOSGeom_destroy_r(h, holes[i]);
    free(holes);
    return out;
}

static bool is_sliver(GEOSContextHandle_t h, const GEOSGeometry *polygon)
{
    double area;
    return GEOSisEmpty_r(h, polygon) == 1 ||
           (GEOSArea_r(h, polygon, &area) && area < SLIVER_M2);
}

// The multipolygon less pinholes and slivers; consumes `g`, NULL on failure.
// A pinhole of a cover is filled in every wider cover too, where it is smaller
// still: what is left over is never claimed twice.
static GEOSGeometry *cleaned(GEOSContextHandle_t h, GEOSGeometry *g)
{
    if (!g)
        return NULL;
    const int n = GEOSGetNumGeometries_r(h, g);
    GEOSGeometry **parts = mk_zalloc((size_t)(n > 0 ? n : 0) + 1,
                                     sizeof *parts);
    uint32_t kept = 0;
    bool ok = n >= 0;
    for (int i = 0; ok && i < n; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(h, g, i);
        if (GEOSGeomTypeId_r(h, part) != GEOS_POLYGON || is_sliver(h, part))
            continue;
        parts[kept] = without_pinholes(h, part);
        ok = parts[kept] != NULL;
        kept += ok;
    }
    GEOSGeom_destroy_r(h, g);
    GEOSGeometry *out = NULL;
    if (ok)
        out = GEOSGeom_createCollection_r(h, GEOS_MULTIPOLYGON, parts, kept);
    else
        for (uint32_t i = 0; i < kept; i++)
            GEOSGeom_destroy_r(h, parts[i]);
    free(parts);
    return out;
}

// The place whose class is k or better.
static GEOSGeometry *class_cover(struct mk_ctx *ctx,
                                 const struct mk_access_index *index,
                                 mk_klass k)
{
    struct circles set = {0};
    for (uint32_t i = 0; i < index->reaching.n; i++) {
        const struct mk_platform *p = &index->reaching.platform[i];
        const double radius = p->category ? index->reach[p->category][k] : -1;
        if (radius > 0)
            add_circle(&set, p, radius);
    }
    GEOSGeometry *g = cover(ctx, &set, CLASS_SEGMENTS);
    free(set.v);
    return cleaned(mk_ctx_geos(ctx), g);
}

static bool append_class(struct mk_ctx *ctx, const GEOSGeometry *cover_k,
                         const GEOSGeometry *better, struct mk_polyset *out)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *g = better ? subtract(h, cover_k, better)
                             : GEOSGeom_clone_r(h, cover_k);
    g = cleaned(h, g);
    const uint32_t first = out->npart;
    const bool ok = g && mk_geos_append_parts(ctx, g, out);
    GEOSGeom_destroy_r(h, g);
    if (ok)
        mk_polyset_end(out, first);
    return ok;
}

enum mk_status mk_access_class_areas(struct mk_ctx *ctx,
                                     const struct mk_access_index *index,
                                     struct mk_polyset *out)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *better = NULL;
    bool ok = true;
    for (mk_klass k = 1; ok && k <= MK_CLASSES; k++) {
        GEOSGeometry *cover_k = class_cover(ctx, index, k);
        ok = cover_k && append_class(ctx, cover_k, better, out);
        GEOSGeom_destroy_r(h, better);
        better = cover_k;
    }
    GEOSGeom_destroy_r(h, better);
    return ok ? MK_OK : fault(ctx);
}
