/** @file
 * The files of a run while they are being made.
 */
#ifndef MK_RUN_OUTPUT_H
#define MK_RUN_OUTPUT_H

#include "output/geojson.h"
#include "output/gpkg.h"
#include "output/set.h"
#include "run/inputs.h"
#include "run/results.h"

#include <markklar/run.h>

struct mk_output {
    struct mk_set *set;
    int epsg;               /**< of the GeoJSON files, 0 = lon/lat */
    const char *crs;        /**< the same, for PROJ */
    struct mk_out *mark;
    struct mk_geojson_writer *mark_writer;
    struct mk_gpkg *gpkg;   /**< NULL: not wanted */
    struct mk_gpkg_layer *gpkg_mark, *gpkg_use, *gpkg_near, *gpkg_trips, *gpkg_lines;
};

/** Begin the set; end with mk_output_free(). */
enum mk_status mk_output_begin(struct mk_ctx *ctx, const struct mk_inputs *in,
                               const struct mk_run_options *opt,
                               struct mk_output *out) MK_CHECKED;
/** Every layer but mark, the styles, and the GeoPackage closed. */
enum mk_status mk_output_layers(struct mk_ctx *ctx,
                                const struct mk_inputs *in,
                                unsigned threads, struct mk_output *out,
                                struct mk_results *res) MK_CHECKED;
void mk_output_free(struct mk_output *out);

/** One batch into the GeoPackage: `mark`, and the rows of the tables
 * `anvandning`, `narmaste`, `restider` and `turer` that belong to it. */
enum mk_status mk_output_gpkg(struct mk_ctx *ctx, struct mk_output *out,
                              const struct mk_inputs *in,
                              const struct mk_batch *b) MK_CHECKED;

/** The tables `hinder` and `bestammelser` of the GeoPackage. */
enum mk_status mk_output_tables(struct mk_ctx *ctx, struct mk_output *out,
                                const struct mk_inputs *in,
                                const struct mk_results *res) MK_CHECKED;

/** The table `restider` of the GeoPackage, and one row of a batch in it. */
enum mk_status mk_output_travel_table(struct mk_ctx *ctx, struct mk_gpkg *gpkg,
                                      struct mk_gpkg_layer **table) MK_CHECKED;
enum mk_status mk_output_travel_row(struct mk_ctx *ctx,
                                    struct mk_gpkg_layer *table,
                                    const struct mk_inputs *in,
                                    const struct mk_batch *b,
                                    const struct mk_trip_row *r) MK_CHECKED;

/** The table `turer` of the GeoPackage, and one row of a batch in it. */
enum mk_status mk_output_lines_table(struct mk_ctx *ctx, struct mk_gpkg *gpkg,
                                     struct mk_gpkg_layer **table) MK_CHECKED;
enum mk_status mk_output_line_row(struct mk_ctx *ctx,
                                  struct mk_gpkg_layer *table,
                                  const struct mk_inputs *in,
                                  const struct mk_batch *b,
                                  const struct mk_line_row *r) MK_CHECKED;

/** A layer written one record at a time; zero but for the first four. */
struct mk_small {
    struct mk_ctx *ctx;
    const struct mk_inputs *in;
    struct mk_output *out;
    const struct mk_layer_def *def;
    struct mk_geojson_writer *writer;
    struct mk_out *file;
    struct mk_gpkg_layer *layer;
    struct mk_transform *to_out;
    struct mk_polyset tmp;
    struct mk_buf b;
    bool begun;
};
enum mk_status mk_small_begin(struct mk_small *s) MK_CHECKED;
enum mk_status mk_small_polygon(struct mk_small *s, const void *record,
                                const struct mk_poly *g) MK_CHECKED;
/** In any case, also after a failure. @return `st`, or what fails here */
enum mk_status mk_small_end(struct mk_small *s, enum mk_status st) MK_CHECKED;

/** Is the layer made in this run? */
bool mk_output_makes(const struct mk_inputs *in, const struct mk_results *res,
                     const struct mk_layer_def *d);

/** infrastruktur, gangnara and cykelnara. */
enum mk_status mk_output_areas(struct mk_ctx *ctx, struct mk_output *out,
                               const struct mk_inputs *in) MK_CHECKED;
/** brister_mark and brister_befolkning; their sums go to res->gaps. */
enum mk_status mk_output_gaps(struct mk_ctx *ctx, struct mk_output *out,
                              const struct mk_inputs *in,
                              struct mk_results *res) MK_CHECKED;

/** korning.json and tider.json. */
struct mk_timing {
    double load_s, stream_s, layers_s, total_s;
    unsigned threads;
};
enum mk_status mk_manifest_write(struct mk_ctx *ctx, struct mk_inputs *in,
                                 struct mk_output *out,
                                 struct mk_results *res,
                                 const struct mk_timing *t) MK_CHECKED;

#endif
