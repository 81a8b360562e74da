/** @file
 * A terrain model: one band of a GeoTIFF, into memory.
 */
#ifndef MK_TERRAIN_H
#define MK_TERRAIN_H

#include "base/ground.h"

#include <markklar/ctx.h>
#include <markklar/geom.h>
#include <markklar/project.h>

/**
 * Read a GeoTIFF, whole when it has at most 64 million cells, else the window
 * that covers `where`.
 * @param where     of the parcels, in the working CRS
 * @param[out] out  free with mk_ground_free(); NULL on failure, and when the
 *                  model does not reach `where` (noted)
 */
enum mk_status mk_terrain_read(struct mk_ctx *ctx, const struct mk_input *in,
                               const char *working_crs, struct mk_box where,
                               struct mk_ground **out) MK_CHECKED;

#endif
