/** @file
 * What the files of config/ that read values share.
 */
#ifndef MK_READER_H
#define MK_READER_H

#include "config/problems.h"
#include "config/schema.h"
#include "config/yaml.h"

#include <markklar/project.h>

struct mk_reader {
    struct mk_project *p;
    struct mk_arena *arena;  /**< of the project */
    struct mk_problems problems;
    struct mk_arena scratch; /**< the YAML tree */
    int weights_line, changes_line;
    struct mk_layer_input *layers; /**< as met; mk_layers_end() takes them */
    uint32_t nlayers, cap_layers;
    struct mk_street_input *streets; /**< the same; mk_streets_end() */
    uint32_t nstreets, cap_streets;
};

/** Keys that may stand in a block, and the struct that their values go to. */
struct mk_key_set {
    const struct mk_key *keys;
    size_t n;
    void *base;
};

/** Read a block whose keys lie right below `prefix` in the set. */
void mk_read_block(struct mk_reader *r, const struct mk_key_set *set,
                   const struct mk_yaml *map, const char *prefix);
/** Say that a value is not of the type that its key wants. */
void mk_read_bad(struct mk_reader *r, const struct mk_yaml *node,
                 const char *path, enum mk_key_type t);
/** Which of the words a text is, or `nwords` (reported). */
size_t mk_read_word(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, const char *const words[],
                    size_t nwords);
/** Say that a key is not one of those that may stand there. */
void mk_read_unknown(struct mk_reader *r, int line, const char *key,
                     const char *const words[], size_t n);
/** A path as written and as resolved from the project file's folder. */
void mk_read_path(struct mk_reader *r, const char *text, struct mk_input *to);

/** The layers of a role: a block, or a list of blocks. */
void mk_read_layers(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n);
/** Classes of roads that give no access, "1;2". */
void mk_read_classes(struct mk_reader *r, const struct mk_key *k,
                     const struct mk_yaml *n, const char **out);
/** Months at 0, 10, 50, 90 and 100 %. */
void mk_read_months(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, double out[5]);
/** Changes to the timetable. */
void mk_read_changes(struct mk_reader *r, const struct mk_key *k,
                     const struct mk_yaml *n);
/** All roles are read: give the layers to the project, by role. */
void mk_layers_end(struct mk_reader *r);


/** gator: a block, or a list of blocks. */
void mk_read_streets(struct mk_reader *r, const struct mk_key *k,
                     const struct mk_yaml *n);
/** nvdb, topografi, osm or egen. */
void mk_read_source(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, uint8_t *out);
/** "07:30" as seconds after midnight. */
void mk_read_clock(struct mk_reader *r, const struct mk_key *k,
                   const struct mk_yaml *n, int32_t *out);
/** Percentages, rising. */
void mk_read_shares(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, struct mk_travel_settings *out);
/** restid.platser. */
void mk_read_places(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, struct mk_travel_settings *out);
/** The file is read: give the streets to the project. */
void mk_streets_end(struct mk_reader *r);

#endif
