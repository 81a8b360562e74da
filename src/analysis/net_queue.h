/** @file
 * What a search over the network has reached and not yet settled, cheapest
 * first. Costs out of the queue never fall, so what is far off waits unsorted
 * in buckets by cost, and only the nearest bucket is a heap (Denardo & Fox,
 * "Shortest-route methods: 1", 1979). A bucket is 1/1024 to 1/512 of the limit:
 * 2 m of a 1,500 m search. One without a limit gains little.
 */
#ifndef MK_NET_QUEUE_H
#define MK_NET_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MK_QUEUE_BUCKETS = 1024 };

/** Sorted by `key`, whose upper half is the cost; equal keys in any order. */
struct mk_queued {
    uint64_t key;
    uint32_t node;
    uint32_t next; // in its bucket, or of the free ones: index + 1
};

/** Begins zeroed; keeps its room from one search to the next. */
struct mk_queue {
    struct mk_queued *heap, *far;
    uint32_t nheap, cap_heap, nfar, cap_far, free;
    uint32_t now; // the bucket that is the heap
    unsigned shift;
    uint32_t first[MK_QUEUE_BUCKETS];
    uint64_t filled[MK_QUEUE_BUCKETS / 64];
};

/** Empties it for a search out to `limit`. */
void mk_queue_begin(struct mk_queue *q, uint32_t limit);
void mk_queue_release(struct mk_queue *q);
/** @param key  not cheaper than what was last taken, nor beyond the limit */
void mk_queue_push(struct mk_queue *q, uint64_t key, uint32_t node);
/** The least key. @return false when nothing is left */
bool mk_queue_pop(struct mk_queue *q, uint64_t *key, uint32_t *node);

#endif
