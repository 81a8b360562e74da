/** @file
 * Text: UTF-8, comparing names as planners write them, strict numbers.
 * Nothing here depends on the locale.
 */
#ifndef MK_TEXT_H
#define MK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mk_arena;

/** A growable byte buffer. Zero-initialised is empty and ready. */
struct mk_buf {
    char *data; /**< NUL-terminated after mk_buf_text() only */
    size_t len, cap;
};
void mk_buf_release(struct mk_buf *b);
/** Room for `n` more bytes; returns where to write (then add to len). */
char *mk_buf_room(struct mk_buf *b, size_t n);
void mk_buf_add(struct mk_buf *b, const char *data, size_t n);
void mk_buf_str(struct mk_buf *b, const char *s);
void mk_buf_printf(struct mk_buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/** `value` / 10^decimals, without trailing zeros cut; "12.30". */
void mk_buf_fixed(struct mk_buf *b, int64_t value, int decimals);
void mk_buf_int(struct mk_buf *b, int64_t value);
/** A JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void mk_buf_json(struct mk_buf *b, const char *s);
/** XML text: & < > " ' escaped, control characters left out. */
void mk_buf_xml(struct mk_buf *b, const char *s);
const char *mk_buf_text(struct mk_buf *b);

bool mk_utf8_valid(const char *s, size_t n);
/** Decode CP1252 (CP850 when that would leave C1 controls) to UTF-8.
 * @return "CP1252" or "CP850" */
const char *mk_text_recode(const char *s, struct mk_buf *out);

/**
 * Fold for comparison: lower case, å ä → a, ö → o, é → e, decomposed accents
 * dropped, runs of space to one, ends trimmed. Always NUL-terminated.
 * @return length written, at most cap - 1
 */
size_t mk_text_fold(const char *s, char *out, size_t cap);
/** Equal after folding. */
bool mk_text_same(const char *a, const char *b);
/** Does a text fit a pattern where `*` is any text, also none? As they are:
 * fold both first. */
bool mk_text_fits(const char *text, const char *pattern);
/** Equal after folding, or, with a shapefile's 10 characters, on those. */
bool mk_field_same(const char *field, const char *alias);
/** The first n bytes at most without outer white space, copied; NULL when they
 * are blank or there is no text. */
const char *mk_text_trimmed(struct mk_arena *a, const char *s, size_t n);
/** Copy with outer white space gone into `out`; false when it is blank. */
bool mk_text_trim(const char *s, char *out, size_t cap);

/** A whole number or decimal with point or comma, nothing else around but
 * white space; no nan, inf, hex, exponent. */
bool mk_text_number(const char *s, double *out);

/** Which of `words` is nearest `s` (edit distance <= 2, or <= 1 for words of
 * 4 or less); NULL when none is near. */
const char *mk_text_nearest(const char *s, const char *const words[], size_t n);

/** Designation for comparison: upper case, "m.fl.", "m fl", "del av" and
 * doubled spaces gone ("LERUM HALLSÅS 2:261"). */
void mk_fastighet_norm(const char *s, char *out, size_t cap);

#endif
