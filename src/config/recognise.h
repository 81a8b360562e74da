/** @file
 * Which layer of a folder is what, and which field holds what.
 *
 * Pure: decides from what was seen (base/facts.h) alone. Names are compared
 * with those that Swedish files carry (Lantmäteriet's products, NGP, the
 * municipal layers of reference §1-2), values with how such values look. A
 * name counts only when the values do not speak against it.
 */
#ifndef MK_RECOGNISE_H
#define MK_RECOGNISE_H

#include <markklar/project.h>

#include "base/facts.h"

enum mk_role {
    MK_ROLE_FASTIGHETER,
    MK_ROLE_DETALJPLANER,
    MK_ROLE_ANVANDNING,
    MK_ROLE_EGENSKAPER,
    MK_ROLE_BYGGNADER,
    MK_ROLE_COUNT
};
const char *mk_role_key(enum mk_role r); /**< "fastigheter" … */

/** How sure: what a mapping rests on. */
enum mk_map_ground {
    MK_BY_NAME,
    MK_BY_VALUES,
    MK_BY_FILE_NAME,  /**< a constant: the municipality code in "ay_1441" */
    MK_BY_SHARED_VALUES /**< plans and use areas have these in common */
};

struct mk_mapped {
    const char *key;       /**< canonical */
    const struct mk_field_facts *field; /**< NULL: constant */
    const char *constant;
    enum mk_map_ground ground;
    struct mk_map_value *values; /**< value table, or none */
    uint32_t nvalues;
    const char *unread;    /**< values not understood, "a, b", or NULL */
};

struct mk_role_found {
    const struct mk_layer_facts *layer; /**< NULL: none found */
    const char *why;       /**< Swedish, what it was taken for the role on */
    struct mk_mapped map[16];
    uint32_t nmap;
    const char *unmapped;  /**< keys without a field, "a, b", or NULL */
    const char *unused;    /**< fields not used, or NULL */
};

/** One of the other layers that decide (docs/method.md §8). */
struct mk_other_found {
    uint8_t role;          /**< enum mk_layer_role */
    const char *lager;     /**< pattern of names; NULL: the layer's own */
    const char *urval;     /**< filter for the rows that count; NULL: all */
    const char *ej_tillfart; /**< class of road that gives no access, or NULL */
    struct mk_role_found found;
};

/** A block of gator. */
struct mk_street_found {
    const struct mk_layer_facts *layer; /**< its first; NULL: an OSM file */
    const char *file;
    const char *lager;     /**< pattern of names; NULL: the layer's own */
    int64_t count;         /**< lines, of all its layers */
    uint8_t source;        /**< enum mk_street_source */
    const char *why;       /**< Swedish: the fields, and what is read in them */
    const char *doubts;    /**< Swedish, or NULL */
};

struct mk_recognised {
    struct mk_role_found role[MK_ROLE_COUNT];
    struct mk_other_found *others; /**< by role, then as the folder has them */
    uint32_t nothers;
    const struct mk_raster_facts *levels; /**< the terrain model, or NULL */
    struct mk_street_found *streets;
    uint32_t nstreets;
    struct mk_role_found people, interchanges; /**< befolkning, trafikplatser */
    const char *people_doubts; /**< Swedish, or NULL */
    /** One per layer of the facts that got no role: Swedish, why not. */
    const char **left;
    bool *open; /**< one per layer: nothing speaks against another role */
    const char *kommunkod, *kommun; /**< when all parcels agree, else NULL */
};

/** Of the layers that have no role yet, those that are one of the other layers;
 * fills `others`, and empties or rewords their `left`. */
void mk_recognise_others(const struct mk_folder_facts *facts,
                         struct mk_arena *arena, struct mk_recognised *out);

/** Let a layer of streets serve as vag too. */
void mk_lend_road(const struct mk_layer_facts *l,
                  const struct mk_field_facts *klass, struct mk_arena *arena,
                  struct mk_recognised *out);

/** Texts are kept in the arena. */
void mk_recognise(const struct mk_folder_facts *facts, struct mk_arena *arena,
                  struct mk_recognised *out);

#endif
