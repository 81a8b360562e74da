/** @file
 * A terrain model in memory: filled by input/terrain, asked by
 * analysis/slope.
 */
#ifndef MK_GROUND_H
#define MK_GROUND_H

#include <stdint.h>

/**
 * Levels of a raster, or of the window of it that is needed. Cell (c, r) has
 * its centre at x0 + c * dx, y0 - r * dy in the raster's own CRS.
 *
 * From the working CRS one comes to the raster's over a lattice of points
 * that PROJ has answered for, straight between them: between plane systems in
 * metres that is within a millimetre where points lie a kilometre apart, and
 * needs no handle of any thread.
 */
struct mk_ground {
    uint32_t nx, ny;
    double x0, y0, dx, dy; /**< dx, dy > 0, metres */
    float *z;              /**< by row from the north; NAN: no value */
    struct {
        double x0, y0, step; /**< working CRS */
        uint32_t nx, ny;     /**< 0: the two systems are the same */
        double *xy;          /**< of the raster, by row from the south */
    } lattice;
};

/** NULL is a harmless no-op. */
void mk_ground_free(struct mk_ground *g);

#endif
