/** @file
 * The thread's own GEOS and PROJ handles, made on first use.
 */
#ifndef MK_HANDLES_H
#define MK_HANDLES_H

#include <markklar/ctx.h>
#include <markklar/geom.h>

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
#include <proj.h>

/** Never NULL. GEOS's own messages are kept for mk_ctx_geos_error(). */
GEOSContextHandle_t mk_ctx_geos(struct mk_ctx *ctx);
/** The last GEOS message of this context, "" when none. */
const char *mk_ctx_geos_error(const struct mk_ctx *ctx);
/** Put other words in the place of that message. */
void mk_ctx_geos_reword(struct mk_ctx *ctx, const char *text);
/** Never NULL; network access is off. */
PJ_CONTEXT *mk_ctx_proj(struct mk_ctx *ctx);

/** GEOS geometry of a polyset view; NULL on failure. Caller destroys. */
GEOSGeometry *mk_geos_from_poly(struct mk_ctx *ctx, const struct mk_poly *g);
/** Append the polygonal parts of `g` to the set's open geometry (between a
 * noted first_part and mk_polyset_end()); oriented, closed. false on failure. */
bool mk_geos_append_parts(struct mk_ctx *ctx, const GEOSGeometry *g,
                          struct mk_polyset *set);

/** Overlay with OverlayNG; when full precision fails, on a 1 mm grid. NULL when
 * both fail or an operand is NULL. Caller destroys. */
GEOSGeometry *mk_geos_intersection(struct mk_ctx *ctx, const GEOSGeometry *a,
                                   const GEOSGeometry *b);
GEOSGeometry *mk_geos_difference(struct mk_ctx *ctx, const GEOSGeometry *a,
                                 const GEOSGeometry *b);
GEOSGeometry *mk_geos_union(struct mk_ctx *ctx, const GEOSGeometry *g);
/** Parts of geometry i that share a border or overlap become one; as they were
 * on failure. */
void mk_geos_unite_parts(struct mk_ctx *ctx, struct mk_polyset *set,
                         uint32_t i);

#endif
