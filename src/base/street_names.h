/** @file
 * Whose classes a layer of lines has, by the names of itself and of its
 * fields: read by input/street_guess, found by config/recognise_travel.
 */
#ifndef MK_STREET_NAMES_H
#define MK_STREET_NAMES_H

#include <markklar/project.h>

/** A layer as its names tell it, whoever holds them. */
struct mk_named_layer {
    const char *name;
    uint32_t nfields;
    const char *(*field)(const void *holder, uint32_t i);
    const void *holder;
};

/** A field name that deliveries of a source use for a key of gator. */
struct mk_street_name {
    enum mk_street_source source;
    const char *key, *field;
};
/** In order: of a key the first that a layer has. */
const struct mk_street_name *mk_street_names(size_t *n);

/** The field of this name, as the layer writes it; NULL: none. */
const char *mk_named_field(const struct mk_named_layer *l, const char *name);

/** Never MK_SRC_GUESS. */
enum mk_street_source mk_street_source_of(const struct mk_named_layer *l);

#endif
