/** @file
 * A batch of områden on its way through the machine: filled by the reader,
 * analysed and formatted by a worker, written in order, then used again.
 */
#ifndef MK_BATCH_H
#define MK_BATCH_H

#include "base/arena.h"
#include "base/text.h"

#include <markklar/geom.h>
#include <markklar/row.h>

/** What is wrong with a geometry as read. */
enum mk_geom_flaw {
    MK_GEOM_FINE,
    MK_GEOM_NONE,  /**< no geometry, or one without area */
    MK_GEOM_RINGS, /**< rings of under 4 vertices dropped, or left open */
    MK_GEOM_NAN    /**< a coordinate is not a number */
};

/** One område as read; texts live in the batch. NULL = not given. */
struct mk_omrade {
    const char *fast_id, *fastighet, *kommunkod, *objekttyp;
    int32_t omr_nr; /**< INT32_MIN unknown */
    uint8_t flaw;   /**< enum mk_geom_flaw */
};

/** A delområde of the batch, with its geometry in `parts`. */
struct mk_batch {
    uint64_t seq;          /**< order of the batch */
    uint32_t first_row;    /**< row number of omr[0] in the input */
    uint32_t n, cap;
    struct mk_omrade *omr;
    struct mk_polyset geom; /**< geometry i belongs to omr[i] */
    struct mk_arena text;
    /* filled by the worker */
    struct mk_row *rows;       /**< n */
    struct mk_row *dels;       /**< delområden, in order of område */
    uint32_t ndels, cap_dels;
    struct mk_polyset del_geom; /**< geometry i belongs to dels[i] */
    struct mk_buf out;         /**< mark, as text ready to write */
    struct mk_buf scratch;
};

void mk_batch_clear(struct mk_batch *b);
void mk_batch_release(struct mk_batch *b);

#endif
