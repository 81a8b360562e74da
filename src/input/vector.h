/** @file
 * The only door to vector files: GDAL datasets behind a path gate and a list
 * of allowed drivers, fields by the project's map, geometry as flat arrays.
 */
#ifndef MK_VECTOR_H
#define MK_VECTOR_H

#include "base/arena.h"
#include "base/batch.h"

#include <markklar/building.h>
#include <markklar/ctx.h>
#include <markklar/plan.h>
#include <markklar/project.h>

/**
 * Is this the path of an ordinary file (or folder) on disk? URLs, /vsi…/,
 * "PG:", inline JSON and the like are refused, whatever GDAL would do.
 */
enum mk_status mk_path_check(struct mk_ctx *ctx, const char *path,
                             const char *given) MK_CHECKED;

/** Register the drivers markklar reads and writes, once a process. */
void mk_drivers_register(void);

struct mk_source;

/** Open one input; close with mk_source_close(). */
enum mk_status mk_source_open(struct mk_ctx *ctx, const struct mk_input *in,
                              struct mk_source **out) MK_CHECKED;
/** The same for a layer that may also hold lines or points, or be a table
 * without geometry. */
enum mk_status mk_source_open_any(struct mk_ctx *ctx,
                                  const struct mk_input *in,
                                  struct mk_source **out) MK_CHECKED;
/** The same for streets, which may also be OpenStreetMap's own file; its
 * layer must then be named. */
enum mk_status mk_source_open_streets(struct mk_ctx *ctx,
                                      const struct mk_input *in,
                                      struct mk_source **out) MK_CHECKED;
void mk_source_close(struct mk_source *s);

/** Its CRS as PROJ takes it: "EPSG:3007" or WKT; NULL for a table. */
const char *mk_source_crs(const struct mk_source *s);
/** Extent in its own CRS, axes already in the order east, north. */
struct mk_box mk_source_extent(const struct mk_source *s);
/** Number of features, or 0 when the driver would have to count. */
uint64_t mk_source_count(const struct mk_source *s);
const char *mk_source_layer(const struct mk_source *s);

/** One entry of the map against what the file has. */
struct mk_source_key {
    const struct mk_map_entry *map;
    const char *field;   /**< as the file spells it; NULL: a constant, the row
                              number "fid", or missing */
    bool missing;
    const uint64_t *met; /**< how often each value of the table was met; NULL
                              when the key has not been read */
};

/** What is to be said of a file, for check; before or after reading. */
struct mk_source_facts {
    const char *driver;
    const char *recoded; /**< text without stated encoding read as, or NULL */
    uint64_t rows;       /**< read so far */
    bool swapped;        /**< came as north, east */
    struct mk_source_key key[24];
    uint32_t nkeys;
};
void mk_source_describe(const struct mk_source *s,
                        struct mk_source_facts *out);
uint32_t mk_source_nfields(const struct mk_source *s);
const char *mk_source_field_name(const struct mk_source *s, uint32_t i);
const struct mk_input *mk_source_input(const struct mk_source *s);

/**
 * Fill the batch with up to `max_rows` områden or about a million vertices.
 * Geometry stays in the source's CRS.
 * @param[out] more  false when the layer has no more
 */
enum mk_status mk_parcels_read(struct mk_ctx *ctx, struct mk_source *s,
                               uint32_t max_rows, struct mk_batch *b,
                               bool *more) MK_CHECKED;

/** Plans as read, in file order; outline i belongs to plan i. */
struct mk_plans_raw {
    struct mk_plan *plans;
    uint32_t n, cap;
    struct mk_polyset outline;
    struct mk_arena text;
};
void mk_plans_raw_release(struct mk_plans_raw *p);
enum mk_status mk_plans_read(struct mk_ctx *ctx, struct mk_source *s,
                             struct mk_plans_raw *out) MK_CHECKED;

/** Use areas as read. */
struct mk_uses_raw {
    struct mk_use *uses;
    uint32_t n, cap;
    struct mk_polyset geom;
    struct mk_arena text;
};
void mk_uses_raw_release(struct mk_uses_raw *u);
enum mk_status mk_uses_read(struct mk_ctx *ctx, struct mk_source *s,
                            struct mk_uses_raw *out) MK_CHECKED;

enum mk_status mk_buildings_read(struct mk_ctx *ctx, struct mk_source *s,
                                 struct mk_buildings *out) MK_CHECKED;

#endif
