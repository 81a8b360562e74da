/** @file
 * What the files that assess an område share: one worker's tools.
 */
#ifndef MK_WORKER_H
#define MK_WORKER_H

#include "analysis/assess.h"
#include "base/handles.h"

/** A delområde candidate: one plan, one set of uses, the hits that make it. */
struct mk_group_hit {
    uint32_t plan;
    mk_useset uses;
    uint32_t first, n; /**< into mk_worker.member */
};

struct mk_worker {
    struct mk_ctx *ctx;
    const struct mk_assess_in *in;
    struct mk_hits hits;
    struct mk_overlay overlay;
    uint16_t *cell_groups;       /**< mk_use_groups() of every cell */
    struct mk_overlay_hit *order;
    uint32_t cap_order;
    struct mk_polyset pieces;    /**< scratch: pieces of one område */
    struct mk_polyset tmp;
    struct mk_context_hit *found; /**< of the context, over one delområde */
    uint32_t nfound, cap_found;
    struct mk_ready_cache *ways;
    struct mk_walk_room walk;    /**< access points of the place at hand */
    struct mk_journey_room *journey;
    struct mk_lines_room *lines;
    struct mk_place_times *times; /**< of the place at hand, one a named place */
};

/** Does an overlap count as covering (method §2.7)? */
bool mk_covers(double area, double m2);

/** The delområden of område i of the batch: appended to b->dels and
 * b->del_geom with identity, plan, uses, area and groups filled in. */
void mk_delomraden_find(struct mk_worker *w, struct mk_batch *b, uint32_t i);

/** What of the other layers lies over a place: found, nfound. */
void mk_worker_look(struct mk_worker *w, const struct mk_poly *g);

/** Byggbar mark and beredskap of delområde k of the batch (method §7-§11),
 * once its hinder on the ground is known: fills its `ready`, and adds to
 * b->byggbar and b->obstacles. */
void mk_worker_judge(struct mk_worker *w, struct mk_batch *b, uint32_t k,
                     const struct mk_row *omr, const struct mk_poly *g);

/** What made one delområde come before another (method §6), in this order. */
enum mk_prefer {
    MK_PREFER_FREE,   /**< not occupied */
    MK_PREFER_POANG,
    MK_PREFER_AREA,
    MK_PREFER_NUMBER
};
/** Does a come before b as basta_del? `*why` is what told them apart. */
bool mk_del_before(const struct mk_row *a, const struct mk_row *b,
                   enum mk_prefer *why);

/** The footprints among `hits` widened, overlaps once (8 segments a quarter);
 * NULL on failure. Caller destroys. */
GEOSGeometry *mk_buildings_widened(struct mk_ctx *ctx,
                                   const struct mk_buildbase *b,
                                   const struct mk_hits *hits, double by_m);

/** Building facts of a polygon: bebyggd, obebyggd; `home` when a home stands
 * there, `built` when any building does. Unknown without buildings. */
struct mk_built {
    mk_fixed bebyggd, obebyggd;
    bool home, built;
};
struct mk_built mk_built_measure(struct mk_worker *w, const struct mk_poly *g);

#endif
