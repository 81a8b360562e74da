#include "input/gtfs_ids.h"

#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

void mk_gtfs_ids_release(struct gtfs_ids *ids)
{
    free(ids->v);
    free(ids->slot);
    *ids = (struct gtfs_ids){0};
}

static uint32_t hash_of(const char *s, size_t n)
{
    return (uint32_t)XXH3_64bits(s, n);
}

// The slot that holds the text, or the free one where it would go.
static struct gtfs_slot *seek(const struct gtfs_ids *ids, uint32_t hash,
                              const char *s, size_t n)
{
    const uint32_t mask = ids->nslots - 1;
    for (uint32_t k = hash & mask;; k = (k + 1) & mask) {
        struct gtfs_slot *slot = &ids->slot[k];
        if (!slot->index)
            return slot;
        if (slot->hash == hash && mk_gtfs_id_is(&ids->v[slot->index - 1], s, n))
            return slot;
    }
}

uint32_t mk_gtfs_ids_find(const struct gtfs_ids *ids, const char *s, size_t n)
{
    if (!ids->nslots)
        return GTFS_NONE;
    return seek(ids, hash_of(s, n), s, n)->index - 1; // 0 - 1 = GTFS_NONE
}

static void widen(struct gtfs_ids *ids)
{
    struct gtfs_slot *old = ids->slot;
    const uint32_t nold = ids->nslots;
    ids->nslots = nold ? nold * 2 : 256;
    ids->slot = mk_zalloc(ids->nslots, sizeof *ids->slot);
    for (uint32_t k = 0; k < nold; k++) {
        if (!old[k].index)
            continue;
        uint32_t j = old[k].hash & (ids->nslots - 1);
        while (ids->slot[j].index)
            j = (j + 1) & (ids->nslots - 1);
        ids->slot[j] = old[k];
    }
    free(old);
}

uint32_t mk_gtfs_ids_add(struct gtfs_ids *ids, struct mk_arena *texts,
                         const char *s, size_t n, bool *fresh)
{
    if (ids->n * 2 >= ids->nslots)
        widen(ids);
    const uint32_t hash = hash_of(s, n);
    struct gtfs_slot *slot = seek(ids, hash, s, n);
    *fresh = !slot->index;
    if (*fresh) {
        MK_GROW(ids->v, ids->cap, ids->n + 1);
        struct gtfs_id *id = &ids->v[ids->n++];
        *id = (struct gtfs_id){mk_arena_strn(texts, s, n), (uint32_t)n, {0}};
        if (n <= GTFS_ID_HEAD)
            memcpy(id->head, s, n);
        *slot = (struct gtfs_slot){hash, ids->n};
    }
    return slot->index - 1;
}

static int by_text(const void *pa, const void *pb, void *udata)
{
    const struct gtfs_id *v = udata;
    return strcmp(v[*(const uint32_t *)pa].text, v[*(const uint32_t *)pb].text);
}

uint32_t *mk_gtfs_ids_order(const struct gtfs_ids *ids)
{
    uint32_t *order = mk_alloc(ids->n * sizeof *order);
    for (uint32_t i = 0; i < ids->n; i++)
        order[i] = i;
    if (ids->n)
        qsort_r(order, ids->n, sizeof *order, by_text, ids->v);
    return order;
}
