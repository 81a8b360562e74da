/** @file
 * Boverkets planbestämmelsekatalog: what a reference stands for.
 *
 * A release as its API gives it ({"bestammelser": […]}) or the bare array.
 * Plans keep the references of the release they were made with; a later
 * release names what it replaced (ersatter) or what replaced it (ersattsav,
 * motsvarasavidag), and both ways are followed.
 */
#ifndef MK_NGP_CATALOGUE_H
#define MK_NGP_CATALOGUE_H

#include "base/arena.h"

#include <markklar/ctx.h>
#include <markklar/project.h>

struct mk_catalogue_entry {
    const char *id;      /**< uuid, lower case */
    const char *code;    /**< bestammelsekod, "DP_KM_Eg_…"; may be NULL */
    const char *category; /**< kategori; may be NULL */
    const char *mark;    /**< beteckning without its #, else symbol */
    const char *letter;  /**< "J", "GATA"; NULL: no use, or none stated */
    const char *next;    /**< uuid of what replaced it, or NULL */
};

struct mk_catalogue {
    struct mk_catalogue_entry *entries; /**< by id */
    uint32_t n, cap;
    struct mk_catalogue_old {
        const char *old;   /**< a replaced uuid */
        uint32_t entry;    /**< what replaced it */
    } *replaced;           /**< by old, then entry */
    uint32_t nreplaced, replaced_cap;
    struct mk_arena text;
};

enum mk_status mk_catalogue_read(struct mk_ctx *ctx, const struct mk_input *in,
                                 struct mk_catalogue *out) MK_CHECKED;
void mk_catalogue_release(struct mk_catalogue *c);

/**
 * The letter of a reference; NULL when the catalogue does not say, or says
 * several.
 * @param[out] older  true when it took a step from an older release
 */
const char *mk_catalogue_letter(const struct mk_catalogue *c, const char *uuid,
                                bool *older);

/**
 * What the catalogue says of a reference that is no use: followed to what
 * replaced it when the release does not hold it; NULL when nothing is found, or
 * several of different codes.
 */
const struct mk_catalogue_entry *
mk_catalogue_get(const struct mk_catalogue *c, const char *uuid, bool *older);

/** "DP_KM_J2_Lager" to "J", "DP_AP_Gata_Industri" to "GATA"; NULL for a
 * property's code or what is no code. */
const char *mk_catalogue_code_letter(const char *code, struct mk_arena *a);

/** uuid in lower case without braces into a buffer of 40; false when blank or
 * longer than a uuid. */
bool mk_uuid_norm(const char *s, char out[40]);

#endif
