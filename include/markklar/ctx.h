/** @file
 * The run context: the message of a failure, the notes of a run, and the
 * handles that must not be shared between threads (GEOS, PROJ).
 *
 * One context per thread; there are no globals, so two runs may go on at the
 * same time. A context holds no data and no options.
 *
 * Messages: one table (include/markklar/messages/) gives each a stable code, a kind
 * and its Swedish and English words. `{0}` `{1}` … stand for the arguments,
 * all of them text. A fatal message is set once and handed up unchanged; what
 * was being done is added on the way with mk_within().
 *
 * Notes: what was repaired, skipped or looks wrong. They never stop a run.
 * Each is keyed by (message, feature key); mk_notes_sorted() puts them in an
 * order that no thread count changes.
 */
#ifndef MARKKLAR_CTX_H
#define MARKKLAR_CTX_H

#include <markklar/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mk_ctx;

enum mk_lang { MK_SV, MK_EN };

/** What a message is for. */
enum mk_severity {
    MK_SEV_ERROR, /**< fatal; the kind is the exit code */
    MK_SEV_ALARM, /**< the run goes on, but a figure may be misleading */
    MK_SEV_NOTE   /**< repaired, skipped or assumed; counted and listed */
};

enum mk_msg {
#define MK_MSG(id, code, sev, status, sv, en, sv_do, en_do) id,
#include <markklar/messages.def>
#undef MK_MSG
    MK_MSG_COUNT
};

/** @return a new context, never NULL; free with mk_ctx_free() */
struct mk_ctx *mk_ctx_new(enum mk_lang lang);

/** Free a context and its handles; NULL is a harmless no-op. */
void mk_ctx_free(struct mk_ctx *ctx);

enum mk_lang mk_ctx_lang(const struct mk_ctx *ctx);

/**
 * Set the fatal message. Arguments are text, at most 8, copied.
 * @return the kind that the table gives `msg`, to be returned at once
 */
#define mk_fail(ctx, msg, ...)                                              \
    mk_fail_args(ctx, msg, (const char *const[]){__VA_ARGS__, NULL})
enum mk_status mk_fail_args(struct mk_ctx *ctx, enum mk_msg msg,
                            const char *const args[]);

/** Add what was being done when `st` happened; returns `st`. MK_OK: no-op. */
enum mk_status mk_within(struct mk_ctx *ctx, enum mk_status st,
                         const char *what);

/** Move the fatal message of a worker's context into another. */
enum mk_status mk_ctx_take_error(struct mk_ctx *to, struct mk_ctx *from,
                                 enum mk_status st);

/** The fatal message as lines ready to print ("" when there is none). */
const char *mk_ctx_error(const struct mk_ctx *ctx);

/**
 * Count one diagnostic about one feature.
 * @param key  which feature: "fastigheter rad 17", "stops.txt:204"; copied.
 *             At most MK_NOTE_KEYS keys are kept a message, all are counted.
 */
#define mk_note(ctx, msg, key, ...)                                         \
    mk_note_args(ctx, msg, key, (const char *const[]){__VA_ARGS__, NULL})
void mk_note_args(struct mk_ctx *ctx, enum mk_msg msg, const char *key,
                  const char *const args[]);

/** One counted and listed diagnostic. */
struct mk_note_row {
    enum mk_msg msg;
    uint64_t count; /**< how many of this message in all */
    const char *key;
    const char *text; /**< in the context's language, without the key */
};

/** Move all notes of `from` into `to`; `from` is left without notes. */
void mk_notes_merge(struct mk_ctx *to, struct mk_ctx *from);

/**
 * Put the notes in their order: message, then key, then text.
 * @param[out] n  number of rows
 * @return rows; points into the context until the next note is added
 */
const struct mk_note_row *mk_notes_sorted(struct mk_ctx *ctx, size_t *n);

/** How many notes of one message there are. */
uint64_t mk_notes_count(const struct mk_ctx *ctx, enum mk_msg msg);

/** Stable code ("I203"), severity and advice text of a message. */
const char *mk_msg_code(enum mk_msg msg);
enum mk_severity mk_msg_severity(enum mk_msg msg);
enum mk_status mk_msg_status(enum mk_msg msg);
const char *mk_msg_advice(enum mk_msg msg, enum mk_lang lang);

/** Keys kept for each message; beyond that only the count grows. */
#define MK_NOTE_KEYS 10000

#endif
