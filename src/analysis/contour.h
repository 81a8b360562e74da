/** @file
 * Areas where a field is at or below nought, drawn on a square grid.
 *
 * A field has one or more levels, in series: in each series a level is no
 * higher than the one before, so their areas are nested, and what is drawn is
 * the bands between them. Marching
 * squares with linear interpolation; a border crosses a side of a square at
 * 1/64 … 63/64 of it, so that borders that come together meet in the very
 * same points and never cross.
 */
#ifndef MK_CONTOUR_H
#define MK_CONTOUR_H

#include <markklar/geom.h>

#define MK_CONTOUR_LEVELS 16

struct mk_contour;
/** @param begins  bit k: level k begins a series; level 0 always does
 * @param step  side of a square, m; squares begin at whole steps */
struct mk_contour *mk_contour_new(uint32_t nlevels, uint32_t begins,
                                  double step);
void mk_contour_free(struct mk_contour *c);

/**
 * Take side x side squares from square (ix, iy). Each square once; what is
 * not taken is outside.
 * @param f  (side + 1)² points, row by row from the south; of each its levels
 */
void mk_contour_take(struct mk_contour *c, int32_t ix, int32_t iy,
                     uint32_t side, const int32_t *f);

/** Append the bands, one geometry a level (empty ones too): level k is where
 * it is at or below nought and those before it in its series are above. Islands
 * and holes of a level smaller than `least_m2` are dropped and filled. Valid;
 * bands of a series touch but do not overlap. */
void mk_contour_bands(struct mk_contour *c, double least_m2,
                      struct mk_polyset *out);

#endif
