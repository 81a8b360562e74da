/** @file
 * What walk.c, served_areas.c and gaps.c share: platforms tied to streets, and
 * the nearest stop area of every node of the walking network.
 */
#ifndef MK_WALK_INDEX_H
#define MK_WALK_INDEX_H

#include "analysis/access_index.h"

/** A search must end before a cost can overflow; nobody walks 2 000 km. */
#define MK_SEARCH_LIMIT_MM 2000000000u

/** Platforms tied to a street, with their stop areas. Zero-initialised is
 * empty and ready. */
struct mk_tied {
    struct mk_snap *snap;
    uint32_t *area;
    uint32_t n, cap_snap, cap_area;
};
/** One more, unless it is farther than max_m from every street. */
void mk_tie(struct mk_tied *t, const struct mk_net *net, double max_m,
            const struct mk_platform *p);
void mk_tied_release(struct mk_tied *t);

/** What is searched for: each mode, then each category. */
enum { MK_WALK_LISTS = MK_MODE_COUNT + MK_CATEGORIES };

struct mk_found {
    uint32_t mm, area;
};

struct mk_walk_index {
    const struct mk_access_index *index;
    const struct mk_net *net;
    struct mk_walk_rules rules;
    struct mk_nearest mode[MK_MODE_COUNT];
    struct mk_nearest category[MK_CATEGORIES + 1]; // [0] is not used
    /* the same by place, for land that asks for all at once */
    uint32_t list[MK_WALK_LISTS], nlists; // those with a platform tied
    struct mk_found *node; // nlists a node: what each list has nearest
    uint64_t *has;         // a bit an edge: some platform is tied to it
    double *platform;    // x, y of the platforms with departures, by area
    uint32_t *first;     // of area a: first[a] .. first[a + 1] - 1
};

#endif
