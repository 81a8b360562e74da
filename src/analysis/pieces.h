/** @file
 * Pieces of one område: what may become a delområde, and what it comes from.
 */
#ifndef MK_PIECES_H
#define MK_PIECES_H

#include "analysis/worker.h"

/** Where a piece comes from. */
struct mk_origin {
    uint8_t underlag; /**< enum mk_underlag */
    uint32_t plan;    /**< a plan in force, or an ongoing one */
    uint32_t part;    /**< as in struct mk_cell */
    int32_t source;   /**< feature of the context; -1 none */
    mk_useset uses;   /**< allowed or meant; 0 unknown */
};

struct mk_piece {
    struct mk_origin of;
    uint32_t geom;    /**< in the worker's pieces, one part */
    double area;      /**< 0: nothing was left */
};
struct mk_pieces {
    struct mk_piece *v;
    uint32_t n, cap;
};

/** Cut område g, which the worker's overlay is of, by a use area that shares
 * m2 with it: each contiguous piece is added. */
void mk_pieces_cut(struct mk_worker *w, const struct mk_poly *g,
                   const struct mk_poly *use, double use_area, double m2,
                   const struct mk_origin *of, struct mk_pieces *out);

/** Cut plans in force, and the pieces first .. end-1, out of those from end
 * on. */
void mk_pieces_subtract(struct mk_worker *w, uint32_t first, uint32_t end,
                        struct mk_pieces *out);

/** Put the n cells in w->order in the order in which they decide: plans of the
 * strongest status first, then the lower id. */
void mk_pieces_order(struct mk_worker *w, uint32_t n);

/** Cells in that order as pieces of g. Where all of one plan, part and uses are
 * less than a delområde there is none. */
void mk_pieces_from_cells(struct mk_worker *w, const struct mk_poly *g,
                          const struct mk_overlay_hit *hit, uint32_t n,
                          uint8_t underlag, struct mk_pieces *out);

#endif
