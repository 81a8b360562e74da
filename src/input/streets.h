/** @file
 * Streets from any layer of lines, or from OpenStreetMap's own file: who may
 * pass, which way and how fast, in the working CRS (docs/gatunat.md).
 */
#ifndef MK_STREETS_H
#define MK_STREETS_H

#include "input/features.h"
#include "input/street_rules.h"

#include <markklar/street.h>

/** A class as met, and what it was read as. */
struct mk_street_class {
    const char *text;    /**< "" for blank */
    bool known;          /**< a row of the rule table names it */
    uint64_t n;          /**< lines */
    const struct mk_street_rule *rule; /**< that row, or the one for the
                                            rest */
};

/** What was read of one layer. */
struct mk_street_facts {
    const char *layer;
    uint8_t source;      /**< enum mk_street_source, never MK_SRC_GUESS */
    bool guessed;
    uint64_t rows;       /**< features that are streets at all */
    uint64_t lines;      /**< kept; a feature of several parts is several */
    uint64_t vertices;
    uint64_t closed;     /**< lines that let nobody through: left out */
    uint64_t open[MK_GO_COUNT]; /**< kept lines, at least one way */
    uint64_t one_way;    /**< to cars */
    uint64_t with_kmh, with_bearing, with_length; /**< given by the layer */
    struct mk_box extent; /**< working CRS; streets reach far outside the
                               municipality and none is cut away */
    struct mk_street_class *classes; /**< by text */
    uint32_t nclasses, cap_classes;
};

/** Layers as read, in that order. Zero-initialised is empty. */
struct mk_streets_told {
    struct mk_street_facts *v;
    uint32_t n, cap;
    struct mk_arena text;
};
void mk_streets_told_release(struct mk_streets_told *t);

/**
 * Append the lines of one input of the project: of every layer that fits when
 * `lager` has a wildcard. Lines without length or with coordinates that are
 * not numbers are noted and left out.
 * @param told  grows by one for each layer
 */
enum mk_status mk_streets_read(struct mk_ctx *ctx,
                               const struct mk_street_input *in,
                               const char *working_crs, struct mk_seen seen,
                               struct mk_street_lines *out,
                               struct mk_streets_told *told) MK_CHECKED;

/** Names of the layers that an input of streets means; OpenStreetMap's ways
 * are in one, `lines`. */
enum mk_status mk_street_layer_names(struct mk_ctx *ctx,
                                     const struct mk_input *in,
                                     struct mk_arena *arena,
                                     const char ***names,
                                     uint32_t *n) MK_CHECKED;

#endif
