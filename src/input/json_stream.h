/** @file
 * A JSON file of any size, one value at a time.
 *
 * A light scanner walks the outermost object and hands out its members; the
 * members named as to be split are arrays whose elements are handed out one
 * by one, as are those of an outermost array. Each value is parsed by jansson
 * (duplicate keys, NUL and anything but UTF-8 are refused). What is held at a
 * time is one value: at most MK_JSON_VALUE_BYTES of text and its tree.
 */
#ifndef MK_JSON_STREAM_H
#define MK_JSON_STREAM_H

#include <markklar/ctx.h>
#include <markklar/geom.h>

#include <jansson.h>

/** A feature of an NGP delivery is some kilobytes; a plan with a coastline
 * some megabytes. jansson's tree takes about eight times its text. */
#define MK_JSON_VALUE_BYTES (32u << 20)
/** Nesting that a value may have; a multipolygon in a delivery has 12. */
#define MK_JSON_DEPTH 64
/** A whole file, read from disk or unpacked: against zip bombs. */
#define MK_JSON_FILE_BYTES (8ull << 30)

struct mk_json_stream;

struct mk_json_item {
    const char *member; /**< NULL: element of an outermost array */
    int64_t index;      /**< in the array that is split; -1: a whole member */
    json_t *value;      /**< freed by the next call; NULL: the end */
};

/**
 * @param path   as VSI takes it: a file, or one inside /vsizip/
 * @param label  what to call it in messages; kept by the caller
 * @param split  member to split ("features")
 */
enum mk_status mk_json_open(struct mk_ctx *ctx, const char *path,
                            const char *label, const char *split,
                            struct mk_json_stream **out) MK_CHECKED;
enum mk_status mk_json_next(struct mk_ctx *ctx, struct mk_json_stream *s,
                            struct mk_json_item *item) MK_CHECKED;
void mk_json_close(struct mk_json_stream *s);

/**
 * From here on, of the elements that are split, members of these names are
 * null and areas stand apart (json_lean.h), which takes a third of the time
 * and memory. An element with an error in it is read as it is.
 * @param pass_over  NULL at the end; kept by the caller
 */
void mk_json_read_lean(struct mk_json_stream *s, const char *const *pass_over);
/** The areas of the element just handed out. */
const struct mk_polyset *mk_json_areas(const struct mk_json_stream *s);

/** Text member of an object; NULL when absent, null, or not a text. */
const char *mk_json_text(const json_t *object, const char *key);

#endif
