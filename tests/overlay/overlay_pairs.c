// overlay_pairs N: N made-up pairs of polygons with slivers, holes and shared
// borders. What the program says they have in common, and what it leaves of
// the one when the other is taken away, is held against GEOS, which gets the
// same doubles by another way and no code of ours. Exit 0 when all agree to
// 0.01 m2; the worst of each kind is printed.
#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include "analysis/assess.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALLOWED_M2 0.01
// A grid of 1 mm moves a border by no more than half its diagonal.
#define GRID_SHIFT_M 0.00071
#define EAST 319876.0
#define NORTH 6401234.0
#define MOST_RINGS 24
#define MOST_VERTICES 64

// ---- shapes -----------------------------------------------------------------

// A polygon of several parts: ring 0 of a part is its exterior.
struct shape {
    double xy[MOST_RINGS][2 * MOST_VERTICES];
    int n[MOST_RINGS];    // vertices, closing one included
    bool hole[MOST_RINGS];
    int rings;
};

// splitmix64: the same pairs everywhere.
static uint64_t next_bits(uint64_t *s)
{
    uint64_t z = *s += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static double between(uint64_t *s, double lo, double hi)
{
    return lo + (hi - lo) * (double)(next_bits(s) >> 11) * 0x1p-53;
}

static int whole(uint64_t *s, int lo, int hi)
{
    return lo + (int)(next_bits(s) % (uint64_t)(hi - lo + 1));
}

static void vertex(struct shape *g, double x, double y)
{
    double *to = g->xy[g->rings] + 2 * g->n[g->rings]++;
    to[0] = x;
    to[1] = y;
}

static void close_ring(struct shape *g, bool hole)
{
    vertex(g, g->xy[g->rings][0], g->xy[g->rings][1]);
    g->hole[g->rings++] = hole;
}

// A star: one vertex in each of n directions, so it never crosses itself. A
// hole is the same star, smaller.
static void star(struct shape *g, uint64_t *s, double x, double y,
                 double radius, double hole)
{
    const int n = whole(s, 4, 40);
    double r[40];
    for (int k = 0; k < n; k++)
        r[k] = radius * between(s, 0.4, 1);
    for (int pass = 0; pass < (hole > 0 ? 2 : 1); pass++) {
        for (int k = 0; k < n; k++) {
            const double a = 2 * acos(-1.0) * k / n;
            const double f = pass ? hole : 1;
            vertex(g, x + f * r[k] * cos(a), y + f * r[k] * sin(a));
        }
        close_ring(g, pass > 0);
    }
}

static void box(struct shape *g, double x, double y, double w, double h)
{
    vertex(g, x, y);
    vertex(g, x + w, y);
    vertex(g, x + w, y + h);
    vertex(g, x, y + h);
    close_ring(g, false);
}

static double hole_or_none(uint64_t *s)
{
    return whole(s, 0, 1) ? between(s, 0.2, 0.9) : 0;
}

// Two stars that meet somewhere, holes and all.
static void two_stars(uint64_t *s, struct shape *a, struct shape *b)
{
    star(a, s, 0, 0, between(s, 20, 300), hole_or_none(s));
    star(b, s, between(s, -200, 200), between(s, -200, 200),
         between(s, 20, 300), hole_or_none(s));
}

// The land on either side of a crooked line, which both have corner by corner;
// a band that overlaps, one that leaves a gap, or neither.
static void shared_border(uint64_t *s, struct shape *a, struct shape *b)
{
    const int n = whole(s, 2, 25);
    double line[25][2];
    for (int k = 0; k < n; k++) {
        line[k][0] = between(s, -20, 20);
        line[k][1] = 10.0 * k;
    }
    const double top = line[n - 1][1];
    const double shift = whole(s, 0, 2) ? 0 : between(s, -0.05, 0.05);
    vertex(a, -80, 0);
    for (int k = 0; k < n; k++)
        vertex(a, line[k][0], line[k][1]);
    vertex(a, -80, top);
    close_ring(a, false);
    vertex(b, 80, top);
    for (int k = n - 1; k >= 0; k--)
        vertex(b, line[k][0] + shift, line[k][1]);
    vertex(b, 80, 0);
    close_ring(b, false);
}

// The same star digitised twice, some millimetres to centimetres apart: their
// difference is slivers only.
static void digitised_twice(uint64_t *s, struct shape *a, struct shape *b)
{
    star(a, s, 0, 0, between(s, 20, 300), hole_or_none(s));
    const double off = pow(10, between(s, -4, -1));
    for (int r = 0; r < a->rings; r++) {
        const double f = 1 + off / 300 * between(s, -1, 1);
        for (int k = 0; k + 1 < a->n[r]; k++)
            vertex(b, a->xy[r][2 * k] * f, a->xy[r][2 * k + 1] * f);
        close_ring(b, a->hole[r]);
    }
}

// A star with a hole, and what fills the hole; or the star without it; or the
// star itself.
static void hole_and_filling(uint64_t *s, struct shape *a, struct shape *b)
{
    star(a, s, 0, 0, between(s, 20, 300), between(s, 0.2, 0.9));
    const int which = whole(s, 0, 2);
    if (which == 2) {
        *b = *a;
        return;
    }
    const int r = which ? 0 : 1;
    memcpy(b->xy[0], a->xy[r], sizeof b->xy[0]);
    b->n[0] = a->n[r];
    b->rings = 1;
}

// Narrow strips at a slant, apart from each other, over a star.
static void strips(uint64_t *s, struct shape *a, struct shape *b)
{
    star(a, s, 0, 0, between(s, 50, 300), hole_or_none(s));
    const double turn = between(s, 0, 3), c = cos(turn), d = sin(turn);
    const int n = whole(s, 1, 8);
    for (int k = 0; k < n; k++) {
        const double y = -100 + 25.0 * k, h = between(s, 0.002, 1);
        const double v[4][2] = {{-400, y}, {400, y}, {400, y + h},
                                {-400, y + h}};
        for (int i = 0; i < 4; i++)
            vertex(b, v[i][0] * c - v[i][1] * d, v[i][0] * d + v[i][1] * c);
        close_ring(b, false);
    }
}

// Boxes on whole metres: collinear borders, corners on edges, many parts.
static void boxes(uint64_t *s, struct shape *a, struct shape *b)
{
    for (int i = 0; i < 2; i++) {
        struct shape *g = i ? b : a;
        const int n = whole(s, 1, 6);
        for (int k = 0; k < n; k++)
            box(g, 12.0 * k + whole(s, 0, 3), whole(s, 0, 10),
                whole(s, 1, 8), whole(s, 1, 12));
    }
}

static const struct kind {
    const char *name;
    void (*make)(uint64_t *s, struct shape *a, struct shape *b);
} kinds[] = {
    {"two stars", two_stars},
    {"shared border", shared_border},
    {"digitised twice", digitised_twice},
    {"hole and filling", hole_and_filling},
    {"strips", strips},
    {"boxes", boxes},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

// To its place on the map; every other pair on the millimetres of a register.
static void put_down(struct shape *g, bool millimetres)
{
    for (int r = 0; r < g->rings; r++)
        for (int k = 0; k < 2 * g->n[r]; k++) {
            double v = g->xy[r][k] + (k % 2 ? NORTH : EAST);
            g->xy[r][k] = millimetres ? round(v * 1000) / 1000 : v;
        }
}

// ---- by GEOS alone ----------------------------------------------------------

static GEOSGeometry *geos_ring(GEOSContextHandle_t h, const struct shape *g,
                               int r)
{
    GEOSCoordSequence *q = GEOSCoordSeq_create_r(h, (unsigned)g->n[r], 2);
    for (int k = 0; k < g->n[r]; k++)
        GEOSCoordSeq_setXY_r(h, q, (unsigned)k, g->xy[r][2 * k],
                             g->xy[r][2 * k + 1]);
    return GEOSGeom_createLinearRing_r(h, q);
}

static GEOSGeometry *geos_of(GEOSContextHandle_t h, const struct shape *g)
{
    GEOSGeometry *part[MOST_RINGS];
    unsigned n = 0;
    for (int r = 0, end; r < g->rings; r = end) {
        GEOSGeometry *hole[MOST_RINGS];
        for (end = r + 1; end < g->rings && g->hole[end]; end++)
            hole[end - r - 1] = geos_ring(h, g, end);
        part[n++] = GEOSGeom_createPolygon_r(h, geos_ring(h, g, r), hole,
                                             (unsigned)(end - r - 1));
    }
    return GEOSGeom_createCollection_r(h, GEOS_MULTIPOLYGON, part, n);
}

static long double ring_area(GEOSContextHandle_t h, const GEOSGeometry *ring)
{
    const GEOSCoordSequence *q = GEOSGeom_getCoordSeq_r(h, ring);
    unsigned n = 0;
    GEOSCoordSeq_getSize_r(h, q, &n);
    long double sum = 0;
    double x0, y0, x1, y1;
    for (unsigned k = 0; k + 1 < n; k++) {
        GEOSCoordSeq_getXY_r(h, q, k, &x0, &y0);
        GEOSCoordSeq_getXY_r(h, q, k + 1, &x1, &y1);
        sum += ((long double)x0 - EAST) * ((long double)y1 - NORTH) -
               ((long double)x1 - EAST) * ((long double)y0 - NORTH);
    }
    return fabsl(sum) / 2;
}

// Area of the polygons of at least `least` m2.
static double geos_area(GEOSContextHandle_t h, const GEOSGeometry *g,
                        double least)
{
    if (GEOSGeomTypeId_r(h, g) == GEOS_POLYGON) {
        if (GEOSisEmpty_r(h, g))
            return 0;
        long double m2 = ring_area(h, GEOSGetExteriorRing_r(h, g));
        for (int k = 0; k < GEOSGetNumInteriorRings_r(h, g); k++)
            m2 -= ring_area(h, GEOSGetInteriorRingN_r(h, g, k));
        return m2 < least ? 0 : (double)m2;
    }
    double sum = 0;
    const int type = GEOSGeomTypeId_r(h, g);
    if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION)
        for (int k = 0; k < GEOSGetNumGeometries_r(h, g); k++)
            sum += geos_area(h, GEOSGetGeometryN_r(h, g, k), least);
    return sum;
}

// ---- by the program ---------------------------------------------------------

static void add_shape(struct mk_polyset *set, const struct shape *g)
{
    const uint32_t first = set->npart;
    for (int r = 0; r < g->rings; r++) {
        memcpy(mk_polyset_ring(set, (uint32_t)g->n[r]), g->xy[r],
               2 * sizeof(double) * (size_t)g->n[r]);
        if (r + 1 == g->rings || !g->hole[r + 1])
            mk_polyset_end_part(set);
    }
    mk_polyset_orient(set, first);
    mk_polyset_end(set, first);
}

struct run {
    struct mk_ctx *ctx;
    struct mk_project *project;
    GEOSContextHandle_t geos;
    double worst_common[KINDS], worst_left[KINDS];
    int faults;
};

static void fault(struct run *t, uint64_t pair, const char *what, double ours,
                  double theirs)
{
    if (t->faults++ < 20)
        printf("pair %" PRIu64 " (%s): %s: %.6f, GEOS %.6f\n", pair,
               kinds[pair % KINDS].name, what, ours, theirs);
}

static double border_of(const struct mk_poly *g)
{
    double sum = 0;
    for (uint32_t r = g->part[0]; r < g->part[g->npart]; r++)
        for (uint32_t k = g->ring[r] + 1; k < g->ring[r + 1]; k++) {
            const double *p = g->xy + 2 * (size_t)k;
            sum += hypot(p[0] - p[-2], p[1] - p[-1]);
        }
    return sum;
}

// What is left of a when b, and on every third pair c too, lies over it.
static void try_byggbar(struct run *t, uint64_t pair,
                        const struct mk_polyset *set, uint32_t taken,
                        double expected)
{
    const struct mk_poly a = mk_polyset_get(set, 0);
    struct mk_feature f[2] = {{.role = MK_RO_BEGRANSNING,
                               .effect = MK_EF_REDUCES},
                              {.role = MK_RO_NATUR,
                               .effect = MK_EF_EXCLUDES}};
    struct mk_context c = {.v = f, .n = taken};
    struct mk_context_hit hits[2];
    for (uint32_t k = 0; k < taken; k++) {
        const struct mk_poly g = mk_polyset_get(set, 1 + k);
        mk_polyset_add(&c.geom, &g);
        hits[k] = (struct mk_context_hit){k, mk_poly_common_area(&a, &g)};
    }
    const struct mk_assess_in in = {.project = t->project, .context = &c};
    struct mk_polyset out = {0};
    struct mk_ready r = {0};
    mk_byggbar_measure(t->ctx, &in, &a, UINT32_MAX, hits, taken, &out, &r);
    if (r.byggbar == MK_UNKNOWN)
        fault(t, pair, "not measured", NAN, expected);
    // Published to a tenth: it must be what some area within 0.01 rounds to.
    if (r.byggbar < mk_fix(fmax(expected - ALLOWED_M2, 0), 1) ||
        r.byggbar > mk_fix(expected + ALLOWED_M2, 1))
        fault(t, pair, "left", mk_unfix(r.byggbar, 1), expected);
    const struct mk_poly left = mk_polyset_get(&out, 0);
    const double border = left.npart ? border_of(&left) : 0;
    const double off = fabs(mk_poly_area(&left) - expected);
    if (off > ALLOWED_M2 + GRID_SHIFT_M * border)
        fault(t, pair, "shape", mk_poly_area(&left), expected);
    t->worst_left[pair % KINDS] = fmax(
        t->worst_left[pair % KINDS],
        fabs(mk_unfix(r.byggbar, 1) - expected));
    mk_polyset_release(&out);
    mk_polyset_release(&c.geom);
}

static void try_pair(struct run *t, uint64_t pair)
{
    static const struct shape empty;
    struct shape s[3] = {empty, empty, empty};
    uint64_t seed = pair * 7919 + 17;
    const uint32_t taken = pair / KINDS % 3 == 0 ? 2 : 1;
    kinds[pair % KINDS].make(&seed, &s[0], &s[1]);
    star(&s[2], &seed, between(&seed, -100, 100), between(&seed, -100, 100),
         between(&seed, 10, 100), 0);
    struct mk_polyset set = {0};
    GEOSGeometry *g[3];
    for (int k = 0; k < 3; k++) {
        put_down(&s[k], pair / KINDS % 2);
        add_shape(&set, &s[k]);
        g[k] = geos_of(t->geos, &s[k]);
        if (GEOSisValid_r(t->geos, g[k]) != 1)
            fault(t, pair, "made-up shape is not valid", k, 0);
    }
    const struct mk_poly a = mk_polyset_get(&set, 0);
    const struct mk_poly b = mk_polyset_get(&set, 1);
    GEOSGeometry *both = GEOSIntersection_r(t->geos, g[0], g[1]);
    const double common = geos_area(t->geos, both, 0);
    const double ours = mk_poly_common_area(&a, &b);
    if (!(fabs(ours - common) <= ALLOWED_M2))
        fault(t, pair, "common", ours, common);
    if (!(fabs(mk_poly_common_area(&b, &a) - common) <= ALLOWED_M2))
        fault(t, pair, "common, turned", mk_poly_common_area(&b, &a), common);
    t->worst_common[pair % KINDS] =
        fmax(t->worst_common[pair % KINDS], fabs(ours - common));
    GEOSGeometry *left = GEOSDifference_r(t->geos, g[0], g[1]);
    if (taken == 2) {
        GEOSGeometry *less = GEOSDifference_r(t->geos, left, g[2]);
        GEOSGeom_destroy_r(t->geos, left);
        left = less;
    }
    try_byggbar(t, pair, &set, taken, geos_area(t->geos, left, 1));
    GEOSGeom_destroy_r(t->geos, both);
    GEOSGeom_destroy_r(t->geos, left);
    for (int k = 0; k < 3; k++)
        GEOSGeom_destroy_r(t->geos, g[k]);
    mk_polyset_release(&set);
}

int main(int argc, char **argv)
{
    const uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    struct run t = {.ctx = mk_ctx_new(MK_EN), .project = mk_project_new(),
                    .geos = GEOS_init_r()};
    for (uint64_t pair = 0; pair < n; pair++)
        try_pair(&t, pair);
    for (int k = 0; k < KINDS; k++)
        printf("%-17s common off by at most %.2e m2, left by %.3f m2 "
               "(rounded to 0.1)\n",
               kinds[k].name, t.worst_common[k], t.worst_left[k]);
    printf("%" PRIu64 " pairs, %d do not agree\n", n, t.faults);
    GEOS_finish_r(t.geos);
    mk_project_free(t.project);
    mk_ctx_free(t.ctx);
    return n == 0 || t.faults > 0;
}
