/** @file
 * GeoJSON from a layer's field table, formatted into a buffer.
 *
 * RFC 7946 by default (WGS 84 lon/lat, 7 decimals); with an EPSG code the
 * 2008 form with a `crs` member and 3 decimals, for CAD and municipal work.
 * One feature a line; every property present, null when unknown. Workers may
 * share one writer: it is constant after it is made.
 *
 *     mk_geojson_head, mk_geojson_polygon | mk_geojson_point …,
 *     mk_geojson_foot
 */
#ifndef MK_GEOJSON_H
#define MK_GEOJSON_H

#include <markklar/field.h>
#include <markklar/geom.h>

#include "base/text.h"

struct mk_geojson_writer;

/** @param epsg  of the coordinates handed in; 0 = lon/lat degrees.
 * Free with mk_geojson_free(). */
struct mk_geojson_writer *mk_geojson_new(const struct mk_layer_def *layer,
                                         int epsg);
void mk_geojson_free(struct mk_geojson_writer *w);

void mk_geojson_head(struct mk_buf *b, const struct mk_geojson_writer *w);

/**
 * One feature with a MultiPolygon.
 * @param first  the file's first feature (no comma before it)
 * @param g      in output coordinates; NULL or without parts: null
 * @return false when a coordinate is not finite; nothing was then added
 */
bool mk_geojson_polygon(struct mk_buf *b, const struct mk_geojson_writer *w,
                        bool first, const void *record,
                        const struct mk_tables *t,
                        const struct mk_poly *g) MK_CHECKED;

/** One feature with a Point; otherwise as mk_geojson_polygon(). */
bool mk_geojson_point(struct mk_buf *b, const struct mk_geojson_writer *w,
                      bool first, const void *record,
                      const struct mk_tables *t,
                      struct mk_point p) MK_CHECKED;

void mk_geojson_foot(struct mk_buf *b, const struct mk_geojson_writer *w);

#endif
