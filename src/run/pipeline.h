/** @file
 * Work that is produced in order, done by several threads at once, and
 * committed in order again. One producer, any workers; reading, computing and
 * writing overlap.
 */
#ifndef MK_PIPELINE_H
#define MK_PIPELINE_H

#include <markklar/status.h>

#include <stdbool.h>
#include <stdint.h>

/** Slots in the ring for a number of threads. */
uint32_t mk_pipeline_slots(unsigned threads);

struct mk_pipeline {
    unsigned threads;  /**< 1: everything on the calling thread */
    void *udata;
    /** Fill slot `slot` (called in order, by one thread at a time).
     * @param[out] more  false: nothing was filled, the end */
    enum mk_status (*produce)(void *udata, uint32_t slot, uint64_t seq,
                              bool *more);
    /** Work on a slot; a slot is touched by one thread at a time. */
    enum mk_status (*work)(void *udata, uint32_t slot);
    /** Take the result, in order, one at a time. */
    enum mk_status (*commit)(void *udata, uint32_t slot);
    /** Told of the first failure in order: which slot it was. May be NULL. */
    void (*failed)(void *udata, uint32_t slot, enum mk_status st);
};

/** Run to the end or to the first failure (first in order, not in time). */
enum mk_status mk_pipeline_run(const struct mk_pipeline *p) MK_CHECKED;

#endif
