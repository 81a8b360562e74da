/** @file
 * Polygons as flat arrays, and what is measured on them.
 *
 * Coordinates are metres in the working CRS, x east and y north. Rings are
 * stored closed (last vertex = first), exteriors counter-clockwise, holes
 * clockwise (RFC 7946 §3.1.6); a part is one exterior followed by its holes.
 * Functions that measure subtract a local origin before any product, so that
 * coordinates of seven million metres lose nothing.
 */
#ifndef MARKKLAR_GEOM_H
#define MARKKLAR_GEOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mk_point {
    double x, y;
};

/** Empty when xmin > xmax. */
struct mk_box {
    double xmin, ymin, xmax, ymax;
};

/**
 * A view of one multipolygon; points into a polyset and is valid until that
 * set grows. Vertex k of the set is xy[2k], xy[2k+1]. Part p (0..npart-1)
 * has the rings part[p] .. part[p+1]-1; ring r has the vertices
 * ring[r] .. ring[r+1]-1. All indices count from the set's own beginning.
 */
struct mk_poly {
    const double *xy;
    const uint32_t *ring;
    const uint32_t *part;
    uint32_t npart;
    struct mk_box box;
};

struct mk_span {
    uint32_t first_part, nparts;
};

/**
 * Many multipolygons in four arrays. Zero-initialised is empty and ready.
 * Built with mk_polyset_begin / _ring / _end_part / _end; release with
 * mk_polyset_release().
 */
struct mk_polyset {
    double *xy;
    uint32_t *ring; /**< nring + 1 entries once anything is in it */
    uint32_t *part; /**< npart + 1 entries */
    struct mk_span *geom;
    struct mk_box *box;
    uint32_t nvert, nring, npart, n;
    uint32_t cap_vert, cap_ring, cap_part, cap;
};

/** Forget the contents, keep the storage. */
void mk_polyset_clear(struct mk_polyset *set);
void mk_polyset_release(struct mk_polyset *set);
/** Give back storage beyond what is used. */
void mk_polyset_shrink(struct mk_polyset *set);

/** Room for a ring of `n` vertices; fill 2n doubles, closed. */
double *mk_polyset_ring(struct mk_polyset *set, uint32_t n);
/** Rings since the last part (exterior first) become one part. */
void mk_polyset_end_part(struct mk_polyset *set);
/** Parts since `first_part` (set->npart noted before) become geometry n. */
uint32_t mk_polyset_end(struct mk_polyset *set, uint32_t first_part);
/** The same, but they replace geometry i. */
void mk_polyset_end_replace(struct mk_polyset *set, uint32_t i,
                            uint32_t first_part);
/** Take back the last `n` vertices of the ring just added. */
void mk_polyset_trim_ring(struct mk_polyset *set, uint32_t n);
/** Take back the ring just added. */
void mk_polyset_drop_last_ring(struct mk_polyset *set);
/** Drop rings and vertices added since the last end_part. */
void mk_polyset_drop_open(struct mk_polyset *set);
/** Compute the box of geometry i anew (its vertices were moved). */
void mk_polyset_rebox(struct mk_polyset *set, uint32_t i);
/** Forget the last geometry (its index is free again). */
void mk_polyset_drop_geom(struct mk_polyset *set);
/** Move what `from` holds into the empty set `to`, but for the list of
 * geometries, which stays in `from` to be chosen from with
 * mk_polyset_share(). */
void mk_polyset_take(struct mk_polyset *to, struct mk_polyset *from);
/** Append geometry i of `from`, whose storage `to` has taken: no vertex is
 * copied. */
uint32_t mk_polyset_share(struct mk_polyset *to, const struct mk_polyset *from,
                          uint32_t i);
/** Append a copy of a geometry, also one of the same set. */
uint32_t mk_polyset_add(struct mk_polyset *set, const struct mk_poly *g);
struct mk_poly mk_polyset_get(const struct mk_polyset *set, uint32_t i);
/** A total order of geometries as they are written: by box, then by parts,
 * rings and vertices. 0 when they are the very same. */
int mk_poly_cmp(const struct mk_poly *a, const struct mk_poly *b);
/** Number of vertices of a geometry, closing ones included. */
uint32_t mk_poly_vertices(const struct mk_poly *g);
/** Turn exteriors counter-clockwise and holes clockwise, from part p on. */
void mk_polyset_orient(struct mk_polyset *set, uint32_t first_part);

struct mk_box mk_box_empty(void);
/** Around n points. */
struct mk_box mk_box_around(const double *xy, uint32_t n);
bool mk_box_is_empty(struct mk_box b);
struct mk_box mk_box_join(struct mk_box a, struct mk_box b);
struct mk_box mk_box_grow(struct mk_box a, double by);
bool mk_box_meets(struct mk_box a, struct mk_box b);

/** Area in m2; 0 for an empty geometry. */
double mk_poly_area(const struct mk_poly *g);
/** Area of one part (exterior less holes), m2. */
double mk_poly_part_area(const struct mk_poly *g, uint32_t part);
/** True when p is inside or on the boundary. */
bool mk_poly_contains(const struct mk_poly *g, struct mk_point p);
/** Distance in metres from p to the nearest point of g; 0 inside. */
double mk_poly_distance(const struct mk_poly *g, struct mk_point p);
/** A point inside the largest part: the middle of the widest horizontal chord
 * at about half its height. */
struct mk_point mk_poly_inside_point(const struct mk_poly *g);

/**
 * Area of the intersection, without building it: the sum over pairs of edges
 * of the integral of the lower edge. Both geometries must be valid; holes and
 * many parts are fine. Only edges near the common box are paired, and many
 * edges only with those above or below them, so the cost stays near the
 * number of vertices. Never negative; less than a square millimetre, the
 * rounding along shared borders, is 0.
 */
double mk_poly_common_area(const struct mk_poly *a, const struct mk_poly *b);

/**
 * A cheap proof that a geometry is valid (OGC simple features): rings closed
 * with at least 4 vertices, finite, no two edges of the geometry cross or
 * touch but at shared ends of neighbours, holes inside their exterior, parts
 * apart. May say false of a valid geometry (then ask GEOS); never true of an
 * invalid one.
 */
bool mk_poly_surely_valid(const struct mk_poly *g);

/**
 * The pieces of a ∩ b as real geometry, one polyset geometry a contiguous
 * piece, when both are one part without holes and meet in general position
 * (no vertex within 1e-7 m of the other's edges).
 * The sum of the pieces' areas is checked against mk_poly_common_area().
 * `out` must not be the set that a or b are views of.
 * @return number of pieces appended to `out` (0 when they do not meet), or
 *         -1 when the case is not general: nothing appended, ask GEOS
 */
int mk_poly_clip(const struct mk_poly *a, const struct mk_poly *b,
                 struct mk_polyset *out);

#endif
