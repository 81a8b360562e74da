#include "analysis/net_queue.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { WAYS = 4, WORD = 64 }; // children of a heap entry; bits

void mk_queue_begin(struct mk_queue *q, uint32_t limit)
{
    q->nheap = q->nfar = q->free = q->now = 0;
    for (q->shift = 0; limit >> q->shift >= MK_QUEUE_BUCKETS;)
        q->shift++;
    memset(q->first, 0, sizeof q->first);
    memset(q->filled, 0, sizeof q->filled);
}

void mk_queue_release(struct mk_queue *q)
{
    free(q->heap);
    free(q->far);
    *q = (struct mk_queue){0};
}

static void sift_in(struct mk_queue *q, struct mk_queued e)
{
    MK_GROW(q->heap, q->cap_heap, (size_t)q->nheap + 1);
    struct mk_queued *h = q->heap;
    uint32_t i = q->nheap++;
    for (; i && e.key < h[(i - 1) / WAYS].key; i = (i - 1) / WAYS)
        h[i] = h[(i - 1) / WAYS];
    h[i] = e;
}

static struct mk_queued take_top(struct mk_queue *q)
{
    struct mk_queued *h = q->heap;
    const struct mk_queued top = h[0], last = h[--q->nheap];
    const uint32_t n = q->nheap;
    uint32_t i = 0;
    for (uint32_t c = 1; c < n; c = WAYS * i + 1) {
        uint32_t least = c;
        for (uint32_t k = c + 1; k < c + WAYS && k < n; k++)
            least = h[k].key < h[least].key ? k : least;
        if (h[least].key >= last.key)
            break;
        h[i] = h[least];
        i = least;
    }
    h[i] = last;
    return top;
}

static uint32_t free_slot(struct mk_queue *q)
{
    if (q->free) {
        const uint32_t slot = q->free - 1;
        q->free = q->far[slot].next;
        return slot;
    }
    MK_GROW(q->far, q->cap_far, (size_t)q->nfar + 1);
    return q->nfar++;
}

void mk_queue_push(struct mk_queue *q, uint64_t key, uint32_t node)
{
    const uint32_t b = (uint32_t)(key >> 32) >> q->shift;
    if (b <= q->now) {
        sift_in(q, (struct mk_queued){key, node, 0});
        return;
    }
    const uint32_t slot = free_slot(q);
    q->far[slot] = (struct mk_queued){key, node, q->first[b]};
    q->first[b] = slot + 1;
    q->filled[b / WORD] |= (uint64_t)1 << (b % WORD);
}

// The next bucket with anything in it becomes the heap.
static bool come_nearer(struct mk_queue *q)
{
    uint32_t w = q->now / WORD;
    while (w < MK_QUEUE_BUCKETS / WORD && !q->filled[w])
        w++;
    if (w == MK_QUEUE_BUCKETS / WORD)
        return false;
    const uint32_t b = w * WORD + (uint32_t)__builtin_ctzll(q->filled[w]);
    q->filled[w] &= q->filled[w] - 1;
    q->now = b;
    uint32_t last = 0;
    for (uint32_t s = q->first[b]; s; s = q->far[s - 1].next) {
        sift_in(q, q->far[s - 1]);
        last = s;
    }
    q->far[last - 1].next = q->free;
    q->free = q->first[b];
    return true;
}

bool mk_queue_pop(struct mk_queue *q, uint64_t *key, uint32_t *node)
{
    if (!q->nheap && !come_nearer(q))
        return false;
    const struct mk_queued e = take_top(q);
    *key = e.key;
    *node = e.node;
    return true;
}
