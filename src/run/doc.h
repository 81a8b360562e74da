/** @file
 * Facts told once and written twice: as an indented text for people, or as
 * JSON with the same facts under stable keys.
 */
#ifndef MK_DOC_H
#define MK_DOC_H

#include "base/text.h"

#include <markklar/ctx.h>
#include <markklar/value.h>

#include <stdio.h>

#define MK_DOC_DEPTH 12

struct mk_doc {
    struct mk_buf out;
    enum mk_lang lang;
    bool json;
    int depth;        /**< of JSON levels */
    int indent;       /**< of text */
    struct {
        bool list;    /**< its members have no key */
        bool any;     /**< something has been put */
        bool row;     /**< one line of text */
        bool quiet;   /**< has no heading, so no indentation of its own */
    } level[MK_DOC_DEPTH];
};

/** Key in JSON, and its words in text; an empty word: the value alone. */
struct mk_label {
    const char *key, *sv, *en;
};
#define MK_L(key, sv, en) ((struct mk_label){key, sv, en})

void mk_doc_start(struct mk_doc *d, enum mk_lang lang, bool json);
/** End, write all of it to `out`, release. */
void mk_doc_finish(struct mk_doc *d, FILE *out);

/** One of two words, by the document's language. */
const char *mk_doc_word(const struct mk_doc *d, const char *sv,
                        const char *en);

/** A number inside a text of ours: with the comma of Swedish text, the point
 * of English text and of JSON. */
void mk_doc_number(const struct mk_doc *d, struct mk_buf *b, mk_fixed value,
                   int decimals);

/** A section: an object in JSON. @param heading  NULL: none in the text */
void mk_doc_open(struct mk_doc *d, const char *key, const char *heading);
/** The same, its facts on one line behind the heading. */
void mk_doc_row(struct mk_doc *d, const char *key, const char *heading);
/** Members follow, opened by mk_doc_open() or mk_doc_row() with key NULL. */
void mk_doc_list(struct mk_doc *d, const char *key, const char *heading);
void mk_doc_close(struct mk_doc *d);

/** NULL is null, "–" in the text. */
void mk_doc_text(struct mk_doc *d, struct mk_label l, const char *value);
/** MK_UNKNOWN is null. @param unit  for the text, may be "" */
void mk_doc_fixed(struct mk_doc *d, struct mk_label l, mk_fixed value,
                  int decimals, const char *unit);
void mk_doc_int(struct mk_doc *d, struct mk_label l, int64_t value);
/** 1 yes, 0 no, -1 unknown. */
void mk_doc_flag(struct mk_doc *d, struct mk_label l, int value);
/** 0 is null. */
void mk_doc_date(struct mk_doc *d, struct mk_label l, mk_date value);

#endif
