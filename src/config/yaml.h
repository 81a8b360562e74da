/** @file
 * The part of YAML that a project file needs, as a tree with line numbers.
 *
 * Mappings, lists and texts; no anchors, aliases, tags or second documents.
 * Nothing is interpreted: `0180`, `nej` and `2026-11-01` are texts, and the
 * reader of a key decides what they mean.
 */
#ifndef MK_YAML_H
#define MK_YAML_H

#include "base/arena.h"
#include "config/problems.h"

enum mk_yaml_kind { MK_YAML_TEXT, MK_YAML_MAP, MK_YAML_LIST };

struct mk_yaml {
    enum mk_yaml_kind kind;
    int line;                 /**< 1-based, of the key if there is one */
    const char *key;          /**< NULL in a list and at the root */
    const char *text;         /**< MK_YAML_TEXT only */
    bool plain;               /**< written without quotes */
    uint32_t n;               /**< children */
    struct mk_yaml *first, *last, *next;
};

#define MK_YAML_MAX_BYTES (1024 * 1024)
#define MK_YAML_MAX_DEPTH 12
#define MK_YAML_MAX_NODES 20000 /**< looking for duplicates is quadratic */

/**
 * Parse a whole file's text. Duplicate keys are reported, and the first one
 * kept. @return the root, in the arena; NULL when the text is not YAML that
 * we read (reported)
 */
struct mk_yaml *mk_yaml_read(struct mk_arena *arena, const char *text,
                             size_t n, struct mk_problems *problems);

/** A text left blank: `key:`, `key: ~` or `key: null`. */
bool mk_yaml_blank(const struct mk_yaml *node);

/** Same key: folded, with `_` and `-` as blank ("laga_kraft", "Laga kraft"). */
bool mk_key_same(const char *a, const char *b);

#endif
