/** @file
 * What the files of input/ that read vector layers share.
 */
#ifndef MK_SOURCE_H
#define MK_SOURCE_H

#include "input/vector.h"

#include <cpl_error.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#define MK_COLUMN_FID (-2)

/** Where one canonical key comes from. */
struct mk_column {
    const struct mk_map_entry *map; /**< NULL: not given */
    int index;                      /**< field, MK_COLUMN_FID or -1 */
    OGRFieldType type;
    uint64_t *met;                  /**< how often each value was met */
};

struct mk_source {
    const struct mk_input *in;
    GDALDatasetH ds;
    OGRLayerH layer;
    const char *layer_name, *crs;
    struct mk_box extent;
    uint64_t count, row;
    bool swap, geographic, recode_said, begun;
    const char *recoded_as;  /**< texts without stated encoding, or NULL */
    int wanted[32], nwanted;
    struct mk_buf error, recoded;
    struct mk_arena text;
    struct mk_column column[16];
};

/** Look a key up in the map; a mapped field that is not there is fatal. */
enum mk_status mk_source_field(struct mk_ctx *ctx, struct mk_source *s,
                               const char *key, struct mk_column *out)
    MK_CHECKED;
/** Ignore the fields nobody asked for and go to the first feature. */
void mk_source_begin(struct mk_source *s);
/** Text of a column, trimmed, valid UTF-8, through the value table; NULL when
 * blank. Lives in `arena` or in the map. */
const char *mk_source_text(struct mk_ctx *ctx, struct mk_source *s,
                           OGRFeatureH f, const struct mk_column *c,
                           struct mk_arena *arena);
/** Append a feature's polygons as the set's next geometry. */
enum mk_geom_flaw mk_source_geometry(struct mk_source *s, OGRFeatureH f,
                                     struct mk_polyset *set);
/** Append a provision's area; empty for lines and points.
 * @return its place in the set; MK_PV_WHOLE_PLAN for a row of a table */
uint32_t mk_pv_geometry(struct mk_ctx *ctx, struct mk_source *s,
                        OGRFeatureH f, struct mk_polyset *set,
                        const char *key);
/** The next feature, or NULL; a read error becomes `*st`. */
OGRFeatureH mk_source_next(struct mk_ctx *ctx, struct mk_source *s,
                           enum mk_status *st);
/** "EPSG:n" when that is what it is, else WKT2 for PROJ; NULL for none. */
const char *mk_source_srs(OGRSpatialReferenceH srs, struct mk_arena *text);
void mk_source_quiet(CPLErr kind, CPLErrorNum number, const char *text);

/** What is said when GDAL has no reason of its own. */
#define MK_VECTOR_FORMATS "GPKG, SHP, GeoJSON, FlatGeobuf, TAB"

/** Open a file that the path gate has let through: only the formats we read,
 * and nothing that the file points to is fetched. NULL on failure. */
GDALDatasetH mk_source_gdal_open(const char *path,
                                 const char *const *open_options);

#endif
