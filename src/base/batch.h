/** @file
 * A batch of områden on its way through the machine: filled by the reader,
 * analysed and formatted by a worker, written in order, then used again.
 */
#ifndef MK_BATCH_H
#define MK_BATCH_H

#include "base/arena.h"
#include "base/text.h"

#include <markklar/lines.h>
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

/** Table rows of one område: m2 per use letter and plan; nearest stop area
 * per mode. Filled only when a GeoPackage is wanted. */
struct mk_use_row {
    uint32_t row;   /**< in the batch */
    uint32_t plan;
    uint8_t kind;   /**< row of the use table */
    mk_fixed area;  /**< tenths of m2 */
};
struct mk_near_row {
    uint32_t row;
    uint8_t mode;
    int32_t area;   /**< stop area */
    mk_fixed dist;  /**< decimetres */
    mk_fixed straight;
};

/** A line near one delområde. */
struct mk_line_row {
    uint32_t row;
    uint16_t del_nr;
    struct mk_line_near near;
};

/** Journeys from one place of land to one named place. */
struct mk_trip_row {
    uint32_t row;
    uint16_t del_nr; /**< 0: the område */
    uint16_t place;
    struct mk_place_times t;
};

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
    struct mk_polyset byggbar;  /**< of dels[i]; unused when not computed */
    struct mk_obstacle_row {
        uint32_t del;           /**< in dels */
        struct mk_obstacle o;
    } *obstacles;               /**< in order of del */
    uint32_t nobstacles, cap_obstacles;
    struct mk_use_row *uses;
    uint32_t nuses, cap_uses;
    struct mk_near_row *near;
    uint32_t nnear, cap_near;
    struct mk_line_row *lines;
    uint32_t nlines, cap_lines;
    struct mk_trip_row *trips;
    uint32_t ntrips, cap_trips;
    bool want_tables;
    struct mk_buf out;         /**< mark, as text ready to write */
    double *xy;                /**< coordinates on their way out */
    size_t cap_xy;
};

void mk_batch_clear(struct mk_batch *b);
void mk_batch_release(struct mk_batch *b);

#endif
