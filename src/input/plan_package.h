/** @file
 * Plan databases: files that hold plans, uses and provisions together, each
 * in the layers and names of its maker. Named as `detaljplaner: {fil: …}`
 * without layer or fields, they are known by what they hold.
 */
#ifndef MK_PLAN_PACKAGE_H
#define MK_PLAN_PACKAGE_H

#include "input/vector.h"

enum mk_package {
    MK_PKG_NONE,
    MK_PKG_REFERENCE, /**< NGP's reference objects: flat GeoJSON, or the
                           GeoPackage of the plugin NGP nedladdning */
    MK_PKG_RITA       /**< the GeoPackage of Rita Detaljplan */
};
/** "NGP:s referensobjekt", "Rita Detaljplan" */
const char *mk_package_text(enum mk_package k);

/** What a file is; a file that names a layer or fields is none. */
enum mk_status mk_package_recognise(struct mk_ctx *ctx,
                                    const struct mk_input *in,
                                    enum mk_package *out) MK_CHECKED;

/** Where what is read goes; all in `crs`. */
struct mk_package_out {
    const char *crs;
    struct mk_plans_raw *plans;
    struct mk_uses_raw *uses;
    struct mk_provisions *provisions;
    struct mk_arena *text; /**< of the provisions */
};
enum mk_status mk_package_read(struct mk_ctx *ctx, const struct mk_project *p,
                               enum mk_package kind,
                               const struct mk_package_out *out) MK_CHECKED;

#endif
