/** @file
 * What was seen in a folder of files, before anything is taken for anything:
 * made by input/probe, judged by config/recognise, told by run/init.
 */
#ifndef MK_FACTS_H
#define MK_FACTS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum mk_geom_kind {
    MK_GK_NONE,
    MK_GK_POINT,
    MK_GK_LINE,
    MK_GK_POLYGON,
    MK_GK_MIXED
};

#define MK_FACT_VALUES 200  /**< distinct values kept of a field */
#define MK_FACT_ROWS 5000   /**< rows looked at in a layer */

struct mk_field_facts {
    const char *name;      /**< UTF-8 */
    const char **values;   /**< distinct, not blank, in the order met */
    uint32_t nvalues;
    bool more;             /**< there were others than those kept */
    uint32_t filled;       /**< rows looked at that had a value */
};

struct mk_layer_facts {
    const char *file;      /**< path from the folder */
    const char *name;
    bool only;             /**< the file has no other layer */
    const char *package;   /**< kind of plan database the file is, or NULL */
    enum mk_geom_kind geometry;
    int64_t count;
    uint32_t rows;         /**< looked at */
    const char *crs;       /**< "EPSG:3006", or NULL */
    const char *crs_name;  /**< as the file names it, or NULL: none stated */
    bool crs_degrees;      /**< longitude and latitude */
    bool has_extent;
    double extent[4];      /**< min x, min y, max x, max y */
    const char *recoded;   /**< text was not UTF-8 and read as this, or NULL */
    struct mk_field_facts *fields;
    uint32_t nfields;
};

/** A GeoTIFF that could be a terrain model. */
struct mk_raster_facts {
    const char *file;
    bool levels;           /**< one band of numbers with a fraction or a sign,
                                in a plane system, north up */
};

/** A file that is not read, and a word for why. */
enum mk_skip {
    MK_SKIP_FORMAT,        /**< a format that is not read */
    MK_SKIP_ZIP,           /**< a zip without a timetable */
    MK_SKIP_RASTER,        /**< a GeoTIFF, which may be a terrain model */
    MK_SKIP_RESULT,        /**< a folder of markklar's own results */
    MK_SKIP_PROJECT,       /**< a folder with a project file of its own */
    MK_SKIP_BROKEN         /**< could not be opened */
};

struct mk_folder_facts {
    struct mk_layer_facts *layers;
    uint32_t nlayers, layers_cap;
    const char **feeds;    /**< GTFS zips and folders, path from the folder */
    uint32_t nfeeds, feeds_cap;
    const char **osm;      /**< OpenStreetMap files, which are not opened */
    uint32_t nosm, osm_cap;
    struct mk_raster_facts *rasters;
    uint32_t nrasters, rasters_cap;
    struct mk_skipped {
        const char *file;
        enum mk_skip why;
        const char *detail;
    } *skipped;
    uint32_t nskipped, skipped_cap;
    struct mk_arena arena;
};

#endif
