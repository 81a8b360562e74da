/** @file
 * Streets and land put together in code, in metres from (X0, Y0).
 */
#ifndef MK_TEST_GRID_H
#define MK_TEST_GRID_H

#include "near.h"

#include <markklar/street.h>

#include <stdlib.h>

// Far out, so that precision is tried as well.
#define X0 320000.0
#define Y0 6400000.0
#define ALL_GO 15

static const struct mk_net_rules grid_rules = {.default_kmh = 36};
static const struct mk_street_line grid_open = {
    .forward = ALL_GO, .backward = ALL_GO, .kmh = 36, .joins_inside = true};

static inline void street(struct mk_street_lines *s,
                          struct mk_street_line line, double x, double y,
                          double to_x, double to_y)
{
    double *v = mk_street_lines_add(s, line, 2);
    v[0] = X0 + x;
    v[1] = Y0 + y;
    v[2] = X0 + to_x;
    v[3] = Y0 + to_y;
}

/** n + 1 streets each way, `step` m apart, open to all at 36 km/h; without the
 * row y = 0 (own_row) and the column of that number (-1: none), which the
 * caller then adds, piece by piece. */
static inline void grid(struct mk_street_lines *s, int n, double step,
                        bool own_row, int own_column)
{
    for (int i = 0; i <= n; i++)
        for (int k = 0; k < n; k++) {
            if (!(own_row && i == 0))
                street(s, grid_open, k * step, i * step, (k + 1) * step,
                       i * step);
            if (i != own_column)
                street(s, grid_open, i * step, k * step, i * step,
                       (k + 1) * step);
        }
}

static inline struct mk_point place_at(double x, double y)
{
    return (struct mk_point){X0 + x, Y0 + y};
}

/** A polygon of n corners, appended. */
static inline void land(struct mk_polyset *set, uint32_t n, const double *xy)
{
    const uint32_t first = set->npart;
    double *to = mk_polyset_ring(set, n + 1);
    for (uint32_t k = 0; k <= n; k++) {
        to[2 * k] = X0 + xy[2 * (k % n)];
        to[2 * k + 1] = Y0 + xy[2 * (k % n) + 1];
    }
    mk_polyset_end_part(set);
    mk_polyset_end(set, first);
}

/** A triangle that stands on its corner (x, y): nothing of it is as near to
 * what lies below, or to the left of it, as that corner. */
static inline void land_on_corner(struct mk_polyset *set, double x, double y)
{
    land(set, 3, (const double[]){x, y, x + 20, y + 20, x, y + 20});
}

static inline void land_square(struct mk_polyset *set, double x, double y,
                               double side)
{
    land(set, 4, (const double[]){x, y, x + side, y, x + side, y + side, x,
                                  y + side});
}

#endif
