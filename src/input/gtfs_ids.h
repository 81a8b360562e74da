/** @file
 * Ids of one file to consecutive numbers, in the order they were first seen.
 */
#ifndef MK_GTFS_IDS_H
#define MK_GTFS_IDS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define GTFS_NONE UINT32_MAX

#define GTFS_ID_HEAD 20

struct gtfs_id {
    const char *text;
    uint32_t len;
    char head[GTFS_ID_HEAD]; /**< its first bytes: most ids are not longer,
                                  and to look at the text is a cache miss */
};

/** Zero-initialised is empty and ready. */
struct gtfs_ids {
    struct gtfs_id *v;
    uint32_t n, cap;
    struct gtfs_slot {
        uint32_t hash, index; /**< index + 1; 0 = free */
    } *slot;
    uint32_t nslots;
};

void mk_gtfs_ids_release(struct gtfs_ids *ids);
static inline bool mk_gtfs_id_is(const struct gtfs_id *id, const char *s,
                                 size_t n)
{
    return id->len == n &&
           memcmp(n <= GTFS_ID_HEAD ? id->head : id->text, s, n) == 0;
}
/** GTFS_NONE when it is not there. */
uint32_t mk_gtfs_ids_find(const struct gtfs_ids *ids, const char *s, size_t n);
/** Find or add; the text is copied to `texts`. */
uint32_t mk_gtfs_ids_add(struct gtfs_ids *ids, struct mk_arena *texts,
                         const char *s, size_t n, bool *fresh);
/** Numbers in the order of their ids (by byte); mk_alloc'd, free(). */
uint32_t *mk_gtfs_ids_order(const struct gtfs_ids *ids);

#endif
