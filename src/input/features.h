/** @file
 * Features of the other layers that decide: points, lines and polygons with
 * what they say, in the working CRS, not yet widened.
 */
#ifndef MK_FEATURES_H
#define MK_FEATURES_H

#include "input/vector.h"

#include <markklar/context.h>

/** Told of each source that has been read, before it is closed. */
struct mk_seen {
    void (*tell)(void *udata, const struct mk_source *s); /**< may be NULL */
    void *udata;
};

/** Append the features of one layer of the project, of every layer that fits
 * when `lager` has a wildcard; texts go to the context. */
enum mk_status mk_features_read(struct mk_ctx *ctx,
                                const struct mk_layer_input *in,
                                const char *working_crs, struct mk_seen seen,
                                struct mk_context *out) MK_CHECKED;

/** Names of the layers that an input means, in order of name: the one that
 * `lager` names (NULL: the only or first one), or all that fit its wildcards.
 * Kept in the arena. */
enum mk_status mk_layer_names(struct mk_ctx *ctx, const struct mk_input *in,
                              struct mk_arena *arena, const char ***names,
                              uint32_t *n) MK_CHECKED;

#endif
