// Terrain under a polygon, cell by cell in the raster's own system
// (docs/method.md §8).
#include "analysis/assess.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

struct sums {
    uint64_t cells;           // centres in the polygon
    uint64_t known, sloped;   // of them with a level, with a slope
    double low, high, slope;  // slope: sum of percent
};

// ---- into the raster's system -----------------------------------------------

// Bilinear between the four nodes around; beyond the lattice the outermost go
// on, which only tells that a place lies outside.
static void move_point(const struct mk_ground *m, double *xy)
{
    const double u = (xy[0] - m->lattice.x0) / m->lattice.step;
    const double v = (xy[1] - m->lattice.y0) / m->lattice.step;
    const double c = fmin(fmax(floor(u), 0), m->lattice.nx - 2.0);
    const double r = fmin(fmax(floor(v), 0), m->lattice.ny - 2.0);
    const size_t row = (size_t)m->lattice.nx;
    const double *a = m->lattice.xy + 2 * ((size_t)r * row + (size_t)c);
    const double *b = a + 2 * row;
    const double s = u - c, t = v - r;
    for (int k = 0; k < 2; k++) {
        const double south = a[k] + s * (a[k + 2] - a[k]);
        const double north = b[k] + s * (b[k + 2] - b[k]);
        xy[k] = south + t * (north - south);
    }
}

static struct mk_poly moved(const struct mk_ground *m, const struct mk_poly *g,
                            struct mk_polyset *room)
{
    const uint32_t i = mk_polyset_add(room, g);
    if (m->lattice.nx)
        for (uint32_t k = 0; k < room->nvert; k++)
            move_point(m, room->xy + 2 * (size_t)k);
    mk_polyset_rebox(room, i);
    return mk_polyset_get(room, i);
}

// ---- cells ------------------------------------------------------------------

static double level(const struct mk_ground *m, int64_t c, int64_t r)
{
    if (c < 0 || r < 0 || c >= m->nx || r >= m->ny)
        return NAN;
    return m->z[(size_t)r * m->nx + (size_t)c];
}

// Horn (1981): weighted differences over the eight cells around; NAN when one
// of them, or the cell, has no value.
static double slope_pct(const struct mk_ground *m, int64_t c, int64_t r)
{
    const double nw = level(m, c - 1, r - 1), n = level(m, c, r - 1);
    const double ne = level(m, c + 1, r - 1), w = level(m, c - 1, r);
    const double e = level(m, c + 1, r), sw = level(m, c - 1, r + 1);
    const double s = level(m, c, r + 1), se = level(m, c + 1, r + 1);
    const double east =
        ((ne + 2 * e + se) - (nw + 2 * w + sw)) / (8 * m->dx);
    const double north =
        ((nw + 2 * n + ne) - (sw + 2 * s + se)) / (8 * m->dy);
    return 100 * sqrt(east * east + north * north);
}

static void take_cell(const struct mk_ground *m, int64_t c, int64_t r,
                      struct sums *s)
{
    const double z = level(m, c, r);
    if (isnan(z))
        return;
    s->low = s->known ? fmin(s->low, z) : z;
    s->high = s->known ? fmax(s->high, z) : z;
    s->known++;
    const double slope = slope_pct(m, c, r);
    if (!isnan(slope)) {
        s->slope += slope;
        s->sloped++;
    }
}

// ---- rows of a polygon ------------------------------------------------------

struct crossings {
    double *x;
    uint32_t n, cap;
};

static int by_value(const void *pa, const void *pb)
{
    const double a = *(const double *)pa, b = *(const double *)pb;
    return (a > b) - (a < b);
}

// Where the polygon's edges cross the line y; an edge holds its lower end.
static void cross(const struct mk_poly *g, double y, struct crossings *out)
{
    out->n = 0;
    for (uint32_t q = g->part[0]; q < g->part[g->npart]; q++) {
        for (uint32_t k = g->ring[q]; k + 1 < g->ring[q + 1]; k++) {
            const double *a = g->xy + 2 * (size_t)k, *b = a + 2;
            if ((a[1] <= y) == (b[1] <= y))
                continue;
            MK_GROW(out->x, out->cap, out->n + 1);
            out->x[out->n++] =
                a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
        }
    }
    if (out->n)
        qsort(out->x, out->n, sizeof *out->x, by_value);
}

// Cells of row r between x0 and x1. Beyond the raster they are only counted.
static void take_run(const struct mk_ground *m, int64_t r, double x0,
                     double x1, struct sums *s)
{
    const double first = ceil((x0 - m->x0) / m->dx);
    const double end = ceil((x1 - m->x0) / m->dx);
    if (!(end > first))
        return;
    s->cells += (uint64_t)(end - first);
    if (r < 0 || r >= m->ny)
        return;
    const int64_t c0 = (int64_t)fmax(first, 0);
    const int64_t c1 = (int64_t)fmin(end, m->nx);
    for (int64_t c = c0; c < c1; c++)
        take_cell(m, c, r, s);
}

static void take_row(const struct mk_ground *m, const struct mk_poly *g,
                     double r, struct crossings *x, struct sums *s)
{
    cross(g, m->y0 - r * m->dy, x);
    for (uint32_t k = 0; k + 1 < x->n; k += 2)
        take_run(m, (int64_t)r, x->x[k], x->x[k + 1], s);
}

// Is less than half known, whatever more there is of cells without a level?
static bool too_many(const struct sums *s)
{
    return s->cells > 2 * s->known;
}

// Rows of the raster first. Those beyond it, which may be any number, are
// counted until they decide.
static void take_polygon(const struct mk_ground *m, const struct mk_poly *g,
                         struct sums *s)
{
    const double top = ceil((m->y0 - g->box.ymax) / m->dy);
    const double bottom = floor((m->y0 - g->box.ymin) / m->dy);
    const double first = fmax(top, 0), last = fmin(bottom, m->ny - 1.0);
    struct crossings x = {0};
    for (double r = first; r <= last; r++)
        take_row(m, g, r, &x, s);
    for (double r = top; r <= fmin(bottom, -1) && !too_many(s); r++)
        take_row(m, g, r, &x, s);
    for (double r = fmax(top, m->ny); r <= bottom && !too_many(s); r++)
        take_row(m, g, r, &x, s);
    free(x.x);
}

void mk_ground_measure(const struct mk_ground *ground, const struct mk_poly *g,
                       double *slope, double *level_m)
{
    *slope = *level_m = NAN;
    if (!g->npart)
        return;
    struct mk_polyset room = {0};
    struct sums s = {0};
    const struct mk_poly there = moved(ground, g, &room);
    if (isfinite(there.box.xmin + there.box.ymin + there.box.xmax +
                 there.box.ymax))
        take_polygon(ground, &there, &s);
    mk_polyset_release(&room);
    if (s.sloped && s.sloped * 2 >= s.cells)
        *slope = s.slope / (double)s.sloped;
    if (s.known && s.known * 2 >= s.cells)
        *level_m = s.high - s.low;
}
