/** @file
 * NGP domain objects (Nationell informationsspecifikation Detaljplan 4.1,
 * media type application/vnd.lm.detaljplan.v4+json): plans with their
 * provisions, in a file, a folder of files or a zip.
 *
 * The files look like GeoJSON but keep their geometries inside properties;
 * GDAL opens them and finds no geometry. Which files they are is told by what
 * they hold, never by their name.
 *
 * Memory: one feature at a time (json_stream.h) beside what is kept: 16 bytes
 * a vertex, some 350 bytes a provision, each wording and value once.
 */
#ifndef MK_NGP_H
#define MK_NGP_H

#include "input/ngp_geometry.h"
#include "input/provisions.h"
#include "input/vector.h"

enum mk_ngp_format {
    MK_NGP_NO,        /**< something else: GDAL's business */
    MK_NGP_DELIVERY,  /**< detaljplan domain objects */
    MK_NGP_OTHER,     /**< NGP domain objects of another theme */
    MK_NGP_SS637040,  /**< GML by SS 637040, areas as topology */
    MK_NGP_PLU        /**< INSPIRE Planned Land Use, GML */
};

/** What the file, folder or zip of an input holds. */
enum mk_status mk_ngp_recognise(struct mk_ctx *ctx, const struct mk_input *in,
                                enum mk_ngp_format *out) MK_CHECKED;
/** Fail when an input is any of the formats, with advice on what to do: for
 * whoever is about to open it as a vector layer. */
enum mk_status mk_ngp_refuse(struct mk_ctx *ctx,
                             const struct mk_input *in) MK_CHECKED;

/** Files of an input that hold deliveries, by name; folders and zips are
 * looked into, a folder's own folders are not. */
struct mk_ngp_files {
    struct mk_ngp_file {
        const char *path;  /**< as VSI takes it */
        const char *label; /**< for messages: "plan_12.json" */
    } *v;
    uint32_t n, cap;
    struct mk_arena text;
};
enum mk_status mk_ngp_files_read(struct mk_ctx *ctx, const struct mk_input *in,
                                 struct mk_ngp_files *out) MK_CHECKED;
void mk_ngp_files_release(struct mk_ngp_files *f);

/** A decision about a plan or, when it names provisions, a part of it. */
struct mk_ngp_decision {
    uint32_t plan;          /**< index into plans as read */
    mk_date laga_kraft;     /**< the earliest, 0 = not given */
    mk_date gf_start;
    int gf_tid;             /**< as written, 0 = not given */
    bool ends;              /**< repeals or closes the plan */
    uint32_t first_covered, ncovered; /**< uuids in `covered` */
};

/** How a provision was understood. */
enum mk_ngp_by {
    MK_NGP_BY_CATALOGUE,
    MK_NGP_BY_OLDER,  /**< the catalogue, from an older release's reference */
    MK_NGP_BY_TEXT,   /**< the wording */
    MK_NGP_BY_NONE,   /**< not found: annan; of others: nothing to go by */
    MK_NGP_BY_COUNT
};

/** What deliveries hold beside plans and use areas. Texts are its own. */
struct mk_ngp {
    struct mk_provisions provisions; /**< all but uses, in file order; working
                                          CRS */
    struct mk_ngp_decision *decisions;
    uint32_t ndecisions, decisions_cap;
    const char **covered;
    uint32_t ncovered, covered_cap;
    uint32_t nfiles;
    uint32_t use_by[MK_NGP_BY_COUNT], other_by[MK_NGP_BY_COUNT];
    struct mk_arena text;
};
void mk_ngp_release(struct mk_ngp *n);

/**
 * Read every delivery of the project's detaljplaner. Plans and use areas come
 * out as from municipal layers, but in `working_crs` already. An object that
 * cannot be used is left out with a note; a file that is cut off, or a plan
 * with coordinates of different systems, fails.
 */
enum mk_status mk_ngp_read(struct mk_ctx *ctx, const struct mk_project *p,
                           const char *working_crs,
                           struct mk_plans_raw *plans, struct mk_uses_raw *uses,
                           struct mk_ngp *out) MK_CHECKED;

#endif
