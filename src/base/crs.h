/** @file
 * Coordinate systems through PROJ: bulk transformation with east before
 * north, and whether areas may be computed in a system.
 */
#ifndef MK_CRS_H
#define MK_CRS_H

#include <markklar/ctx.h>
#include <markklar/geom.h>

struct mk_arena;

/** WGS 84 longitude, latitude in degrees. */
#define MK_CRS_LONLAT "EPSG:4326"
/** SWEREF 99 TM. */
#define MK_CRS_SWEREF_TM "EPSG:3006"

struct mk_transform;

/** From one CRS ("EPSG:n" or WKT) to another; belongs to the context's
 * thread. Free with mk_transform_free() before the context. */
enum mk_status mk_transform_new(struct mk_ctx *ctx, const char *from,
                                const char *to,
                                struct mk_transform **out) MK_CHECKED;
void mk_transform_free(struct mk_transform *t);
/** In place, n points; a point that cannot be transformed becomes infinite. */
void mk_transform_xy(const struct mk_transform *t, double *xy, size_t n);
/** A whole set, its boxes too. */
void mk_transform_set(const struct mk_transform *t, struct mk_polyset *set);

/** Which CRS areas are computed in: the given one when its areal scale is
 * within 0.2 % of 1 over the extent, otherwise SWEREF 99 TM.
 * @param[out] off_percent  largest deviation of the given one; NAN when it
 *                          is not a projected system */
enum mk_status mk_crs_working(struct mk_ctx *ctx, const char *crs,
                              struct mk_box extent, const char **out,
                              double *off_percent) MK_CHECKED;

/** Largest deviation of the areal scale from 1 at the corners, sides and
 * middle of an extent in that system; NAN when it is not projected. */
double mk_crs_areal_deviation(struct mk_ctx *ctx, const char *crs,
                              struct mk_box extent);

/** A compound system (EPSG:5845 = SWEREF 99 TM + RH 2000) without its heights,
 * "EPSG:n" where that has a number; anything else as it is. */
const char *mk_crs_horizontal(struct mk_ctx *ctx, const char *crs,
                              struct mk_arena *arena);

/** n of "EPSG:n", 0 for anything else. */
int mk_crs_epsg(const char *crs);

/** Fail unless `crs` is a plane system in metres: areas are computed, and
 * three decimals written, in no other. */
enum mk_status mk_crs_require_metres(struct mk_ctx *ctx,
                                     const char *crs) MK_CHECKED;

#endif
