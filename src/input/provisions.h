/** @file
 * Provisions as files have them: one row may hold several, "e1 h2 prickmark",
 * and values may stand beside the wording.
 */
#ifndef MK_PROVISIONS_H
#define MK_PROVISIONS_H

#include "base/arena.h"
#include "input/vector.h"

#include <markklar/ctx.h>
#include <markklar/provision.h>

#include <jansson.h>

/** Most beteckningar that one row is taken apart into. */
#define MK_PV_CODES 24

/** One beteckning of a text; points into it. */
struct mk_pv_code {
    const char *at;
    uint32_t len;        /**< as written: "e1", "nh 9", "prickmark" */
    uint32_t name_len;   /**< without a value that follows: "e1", "nh" */
    uint32_t value, value_len; /**< from `at`; 0 long: none */
};
/**
 * "e1 h2 prickmark" to three, "nh 9,5" to one, "e1 30 %" to one with its
 * value; the words of a wording are none.
 * @return how many; 0 when the text is not made of beteckningar alone
 */
uint32_t mk_pv_codes(const char *text, struct mk_pv_code out[MK_PV_CODES]);

/** Most bytes of a wording; no plan's is near it. */
#define MK_PV_WORDING (64 * 1024)
/** The wording when it is no longer than that, else its beginning, in `to`;
 * noted. NULL stays NULL. */
const char *mk_pv_cut(struct mk_ctx *ctx, const char *text,
                      struct mk_arena *to, const char *key);

/**
 * Append a row: as many provisions as its code has beteckningar, all of its
 * geometry. Wording and value go with the beteckning they belong to; where
 * that cannot be seen, a wording with figures is left out (and noted), so that
 * no value is put on the wrong provision. A wording is cut by mk_pv_cut().
 * @param p     texts are copied to `text`
 * @param key   which row, for the note
 */
void mk_provisions_add(struct mk_ctx *ctx, struct mk_provisions *out,
                       struct mk_arena *text, const struct mk_provision *p,
                       const char *key);

/** bestammelsevarde of NGP ({variabelvarde, enhet, vardetyp}, one or a list)
 * to values; texts are copied. */
void mk_pv_values(const json_t *list, struct mk_arena *text,
                  struct mk_provision *p);
/** The wording with "[höjd:decimaltal]" and its like replaced by the values
 * in their order; copied. NULL stays NULL. */
const char *mk_pv_wording(const char *text, const struct mk_provision *values,
                          struct mk_arena *to);

/** Read a layer `egenskaper`: appended in the layer's own system. */
enum mk_status mk_provisions_read(struct mk_ctx *ctx, struct mk_source *s,
                                  struct mk_arena *text,
                                  struct mk_provisions *out) MK_CHECKED;
void mk_provisions_release(struct mk_provisions *p);
/** Append those of `from`, which is used up; their texts stay where they
 * are. */
void mk_provisions_merge(struct mk_provisions *to, struct mk_provisions *from);

#endif
