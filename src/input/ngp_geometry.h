/** @file
 * The geometries of NGP objects: each states its own coordinate system, and
 * all end up in the working one.
 */
#ifndef MK_NGP_GEOMETRY_H
#define MK_NGP_GEOMETRY_H

#include <markklar/ctx.h>
#include <markklar/geom.h>
#include <markklar/value.h>

#include <jansson.h>

/** EPSG:3006 - 3018, the systems that NGP's schema allows. */
#define MK_NGP_SYSTEMS 13

/** Where coordinates go. Zero-initialised, with `to` set, is ready. */
struct mk_ngp_frame {
    const char *to;
    const struct mk_polyset *areas; /**< of the object, mk_json_areas(); NULL:
                                         all coordinates stand in it */
    struct mk_transform *by_system[MK_NGP_SYSTEMS];
};
void mk_ngp_frame_release(struct mk_ngp_frame *f);

struct mk_ngp_extent {
    struct mk_box box;  /**< in the working system */
    unsigned systems;   /**< bit i: EPSG:3006 + i stated */
};
struct mk_ngp_extent mk_ngp_extent_empty(void);
/** "EPSG:3006, EPSG:3007" */
void mk_ngp_systems_text(unsigned systems, char out[160]);

/**
 * Append the areas of a plangeometri or bestammelsegeometri as the set's next
 * geometry, always one, maybe empty. Areas that touch or overlap are united;
 * a kropp is taken as its footprint; points and lines are passed over.
 * @param key   what is read, for messages
 * @param area  true: an object without area is noted
 */
enum mk_status mk_ngp_geometry_add(struct mk_ctx *ctx, struct mk_ngp_frame *f,
                                   const json_t *items, const char *key,
                                   bool area, struct mk_polyset *set,
                                   struct mk_ngp_extent *extent) MK_CHECKED;

#endif
