/** @file
 * markklar.gpkg: the same layers in the working CRS, with their styles, and
 * tables that have no geometry. Written through GDAL.
 *
 * The same input gives the same bytes. A GeoPackage is written by one thread
 * at a time; mk_gpkg_close() must be called on the thread that called
 * mk_gpkg_new().
 */
#ifndef MK_GPKG_H
#define MK_GPKG_H

#include <markklar/ctx.h>
#include <markklar/field.h>
#include <markklar/geom.h>

struct mk_gpkg;
struct mk_gpkg_layer; /**< owned by its GeoPackage */

/** A column of a table without geometry. */
struct mk_column {
    const char *name;
    enum mk_type type;
    int decimals; /**< of MK_T_REAL */
};

/**
 * @param path  a new file (mk_set_temp_path())
 * @param crs   "EPSG:3006", or WKT
 * @param[out] out  end with mk_gpkg_close() or mk_gpkg_abort()
 */
enum mk_status mk_gpkg_new(struct mk_ctx *ctx, const char *path,
                           const char *crs, struct mk_gpkg **out) MK_CHECKED;

enum mk_status mk_gpkg_layer(struct mk_ctx *ctx, struct mk_gpkg *g,
                             const struct mk_layer_def *def,
                             struct mk_gpkg_layer **out) MK_CHECKED;
/** `columns` must live until the close. */
enum mk_status mk_gpkg_table(struct mk_ctx *ctx, struct mk_gpkg *g,
                             const char *name, const char *title,
                             const struct mk_column *columns, int ncolumns,
                             struct mk_gpkg_layer **out) MK_CHECKED;

/** @param poly  working CRS; NULL or without parts: no geometry */
enum mk_status mk_gpkg_polygon(struct mk_ctx *ctx, struct mk_gpkg_layer *l,
                               const void *record, const struct mk_tables *t,
                               const struct mk_poly *poly) MK_CHECKED;
enum mk_status mk_gpkg_point(struct mk_ctx *ctx, struct mk_gpkg_layer *l,
                             const void *record, const struct mk_tables *t,
                             struct mk_point p) MK_CHECKED;
/** @param values  one a column, as a field's getter gives them */
enum mk_status mk_gpkg_row(struct mk_ctx *ctx, struct mk_gpkg_layer *table,
                           const struct mk_value *values) MK_CHECKED;

/** The style that QGIS applies when the layer is opened (QML text, copied). */
void mk_gpkg_style(struct mk_gpkg_layer *l, const char *qml);

/** One more style of the layer, that the reader may choose by its name. */
void mk_gpkg_style_more(struct mk_gpkg_layer *l, const char *name,
                        const char *qml);

/** Index, style, close, reopen and count every layer; frees in any case. */
enum mk_status mk_gpkg_close(struct mk_ctx *ctx, struct mk_gpkg *g) MK_CHECKED;
/** Close without caring what is in the file; NULL is fine. */
void mk_gpkg_abort(struct mk_gpkg *g);

#endif
