/** @file
 * How the layers look in QGIS (3.22 and later): colours, classes, labels and
 * field names, all from the field table.
 *
 * Colours are safe for colour-blind readers (YlGnBu for points, viridis for
 * classes); what is left out is hatched grey, what is built out crossed, what
 * an ongoing plan speaks against hatched vermilion. A place is drawn once, by
 * the first that holds: no score, (mark) mostly outside plans, hinder, unknown
 * to more than 40 points, score.
 */
#ifndef MK_STYLE_H
#define MK_STYLE_H

#include <markklar/ctx.h>
#include <markklar/field.h>

#include "base/text.h"

/** A layer's style as QML: the sidecar x.qml beside x.geojson, or a row of
 * layer_styles. */
void mk_style_qml(struct mk_buf *b, const struct mk_layer_def *layer,
                  enum mk_lang lang);

/**
 * markklar.qlr: one file to drag into QGIS that brings all layers, styled.
 * Paths are relative (./mark.geojson), so the folder may be moved.
 * @param layers  in drawing order, topmost first
 * @param epsg    of the GeoJSON files; 0 = lon/lat
 * @param scenario  the timetable was changed: every title says so
 */
enum mk_status mk_style_qlr(struct mk_ctx *ctx, struct mk_buf *b,
                            const struct mk_layer_def *const layers[],
                            size_t n, int epsg, bool scenario) MK_CHECKED;

#endif
