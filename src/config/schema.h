/** @file
 * Every key of the project file in one table: its type, default, bounds and
 * documentation, and where its value goes.
 */
#ifndef MK_SCHEMA_H
#define MK_SCHEMA_H

#include <markklar/plan.h>
#include <markklar/project.h>

#include "base/text.h"

enum mk_key_type {
    MK_K_BLOCK,   /**< keys below */
    MK_K_INPUT,   /**< keys below, of one struct mk_input */
    MK_K_VERSION,
    MK_K_TEXT,
    MK_K_KOMMUN,  /**< four digits */
    MK_K_DATE,
    MK_K_DATE_AUTO,
    MK_K_CRS,
    MK_K_CRS_AUTO,
    MK_K_BOOL,
    MK_K_NUMBER,
    MK_K_FILE,    /**< struct mk_input: path and path_given */
    MK_K_FOLDER,
    MK_K_ENCODING,
    MK_K_FIELDS,  /**< struct mk_input: map */
    MK_K_FEEDS,
    MK_K_SERVED,
    MK_K_LETTERS,
    MK_K_CURVE,
    MK_K_LAYERS,  /**< layers of the role `offset` */
    MK_K_RASTER,  /**< struct mk_input: a path, or a block */
    MK_K_EFFECT,
    MK_K_CLASSES,
    MK_K_MONTHS,  /**< five numbers */
    MK_K_STREETS, /**< gator: a block or a list of blocks */
    MK_K_SOURCE,  /**< kalla */
    MK_K_CLOCK,   /**< 07:30; int32_t seconds */
    MK_K_SHARES,  /**< percentiles: [50, 85] */
    MK_K_PLACES,  /**< [{namn, lon, lat}, …] */
    MK_K_CHANGES, /**< config/scenario_keys.c */
    MK_K_MODE     /**< a trafikslag, in a change */
};

struct mk_key {
    const char *path;  /**< "vikter.klass" */
    enum mk_key_type type;
    size_t offset;     /**< in struct mk_project; of a layer's keys, in
                            struct mk_layer_input */
    double min, max;   /**< MK_K_NUMBER */
    const char *def;   /**< as it would be written; NULL: none */
    const char *doc;   /**< English, one sentence */
};
const struct mk_key *mk_schema(size_t *n);

/** Keys of one layer beside plans, buildings and timetable; paths below its
 * role. `ej_tillfart` stands last: only roads have it. */
const struct mk_key *mk_layer_schema(size_t *n);

/** Keys of one layer of streets; paths below indata.gator, offsets in struct
 * mk_street_input. */
const struct mk_key *mk_street_schema(size_t *n);
/** Keys of one of restid.platser; offsets in struct mk_named_place. */
const struct mk_key *mk_place_schema(size_t *n);

/** A canonical field key of an input role. */
struct mk_field_key {
    const char *role, *key, *doc;
};
const struct mk_field_key *mk_field_keys(size_t *n);

#define MK_FIELD_KEYS 32 /**< at most, of one role */
/** The keys that may stand under falt: for a role. */
size_t mk_field_key_words(const char *role, const char *words[MK_FIELD_KEYS]);
/** The key that a word of falt: stands for: a layer's own word for its class
 * ("agare", "riskklass") is "klass". */
const char *mk_field_key_canonical(const char *role, const char *word);

/** Encodings that teckenkodning: takes. */
const char *const *mk_encodings(size_t *n);

/** The layers' field keys as rows of that table. */
void mk_layer_keys_doc(struct mk_buf *out);

/** The two tables as the Markdown of docs/projektfil.md. */
void mk_schema_doc(struct mk_buf *out);

#endif
