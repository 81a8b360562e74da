/** @file
 * What the readers of plan databases share: layers opened by the names their
 * maker gave them, and plans put together from pieces.
 */
#ifndef MK_PACKAGE_PARTS_H
#define MK_PACKAGE_PARTS_H

#include "input/plan_package.h"
#include "input/provisions.h"
#include "input/source.h"

/* The two kinds. */
enum mk_status mk_reference_read(struct mk_ctx *ctx,
                                 const struct mk_project *p,
                                 const struct mk_package_out *out) MK_CHECKED;
enum mk_status mk_rita_read(struct mk_ctx *ctx, const struct mk_project *p,
                            const struct mk_package_out *out) MK_CHECKED;

/** What an open file is. */
enum mk_package mk_package_of(GDALDatasetH ds);

/** Names of a file's layers, in the arena, sorted; of MK_PKG_REFERENCE those
 * that hold reference objects. */
enum mk_status mk_package_layers(struct mk_ctx *ctx, const struct mk_input *in,
                                 enum mk_package kind, struct mk_arena *a,
                                 const char ***names, uint32_t *n) MK_CHECKED;

/** A layer of a plan database; must stay where it is while open. */
#define MK_PKG_KEYS 32
struct mk_package_layer {
    struct mk_input in;
    struct mk_source *s;
    struct mk_map_entry map[MK_PKG_KEYS];
    struct mk_column column[MK_PKG_KEYS]; /**< by key; unmapped: not there */
    OGRFeatureH row;
    char key[96];                         /**< of the row, for notes */
    struct mk_arena text;                 /**< of the row */
};
/** Columns by name, "detaljplan_namn" also as "detaljplan.namn". Close with
 * mk_package_close(), also after a failure. */
enum mk_status mk_package_open(struct mk_ctx *ctx, const struct mk_input *file,
                               const char *layer, const char *const keys[],
                               int nkeys,
                               struct mk_package_layer *out) MK_CHECKED;
void mk_package_close(struct mk_package_layer *l);
/** The next row; false at the end. Texts live until the next call. */
bool mk_package_next(struct mk_ctx *ctx, struct mk_package_layer *l,
                     enum mk_status *st);
const char *mk_package_column(struct mk_ctx *ctx, struct mk_package_layer *l,
                              int key);
/** Months of a column, 0 when there are none. */
int16_t mk_package_months(const char *text);

/** Append the row's area to a set, always one geometry; noted when empty. */
void mk_package_area(struct mk_ctx *ctx, struct mk_package_layer *l,
                     struct mk_polyset *set);
/** Move a layer's set to another system and append it; empties it. */
enum mk_status mk_package_move(struct mk_ctx *ctx,
                               const struct mk_package_layer *l,
                               const char *to, struct mk_polyset *from,
                               struct mk_polyset *set) MK_CHECKED;

/** "1441-P15/4", "14-LER-1234" is the aktbeteckning, "LB33" the number. */
void mk_package_name_plan(struct mk_plan *p, const char *name);
/** The earliest of the dates in a text ("2021-03-04; 2022-01-10", a JSON
 * list) as text of 11; false when there is none. */
bool mk_package_earliest(const char *text, char out[11]);

/**
 * Outlines of the plans from pieces: geometry i of `pieces` belongs to plan
 * of[i]. Pieces that meet are united. A plan without any gets its use areas
 * together (`use_of`: plan of each use, or UINT32_MAX), and a note.
 */
void mk_package_outlines(struct mk_ctx *ctx, const struct mk_package_out *out,
                         const struct mk_polyset *pieces, const uint32_t *of,
                         const uint32_t *use_of);

#endif
