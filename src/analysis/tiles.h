/** @file
 * Large polygons cut into tiles, so that asking what a small polygon shares
 * with one costs what lies near it and not the whole outline.
 */
#ifndef MK_TILES_H
#define MK_TILES_H

#include <markklar/geom.h>

/** Polygons with more vertices than this are cut. */
#define MK_TILE_OVER 256

struct mk_tile;

/** The tiles of the large polygons of a set; zero-initialised has none. */
struct mk_tiles {
    uint32_t *owner; /**< large polygons, ascending */
    uint32_t *root;  /**< the tile that is all of owner k */
    uint32_t nowners, cap_owner, cap_root;
    struct mk_tile *tile;
    uint32_t n, cap;
    struct mk_polyset edges; /**< for sums over edges only: not valid rings */
};

/** Cut what is large in `set`, which must outlive the tiles unchanged. */
void mk_tiles_build(const struct mk_polyset *set, struct mk_tiles *out);
void mk_tiles_release(struct mk_tiles *t);

/** mk_poly_common_area() of g and geometry i of the set that was cut; the sum
 * is taken in the order of the tiles. */
double mk_tiles_common_area(const struct mk_tiles *t,
                            const struct mk_polyset *set, uint32_t i,
                            const struct mk_poly *g);

#endif
