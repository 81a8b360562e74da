/** @file
 * What access.c and class_areas.c share: the platforms of stop areas with
 * traffic, in a small tree whose nodes know what can be found below them.
 *
 * One question asks for many nearest things at once (each mode, a served
 * area, each stop category). mk_boxtree finds by place alone; here a node
 * also carries a set of kinds, so that a branch without ferries is never
 * walked for a ferry, and one descent answers everything.
 */
#ifndef MK_ACCESS_INDEX_H
#define MK_ACCESS_INDEX_H

#include <markklar/transit.h>

#define MK_CATEGORIES 8
#define MK_CLASSES 7

/** A set of kinds: one bit a mode, then served, then one a category. */
typedef uint32_t mk_kinds;
enum {
    MK_KIND_SERVED = MK_MODE_COUNT,
    MK_KIND_CATEGORY_1,
    MK_KIND_COUNT = MK_KIND_CATEGORY_1 + MK_CATEGORIES
};
_Static_assert(MK_KIND_COUNT <= 32, "kinds fit one word");

struct mk_platform {
    double x, y;
    uint32_t area;
    mk_kinds kinds;   /**< of its stop area */
    uint8_t category; /**< of its stop area, 0 = none */
};

struct mk_platform_node {
    struct mk_box box;
    mk_kinds kinds;
    uint32_t first, n; /**< platforms below */
    uint32_t right;    /**< the left child follows its parent; 0 = leaf */
};

struct mk_access_index {
    struct mk_platform *platform;
    struct mk_platform_node *node;
    uint32_t n, nnodes;
    /** Greatest distance at which category c gives class k or a better one,
     * -1 when it never does; found by asking mk_class_at(). */
    double reach[MK_CATEGORIES + 1][MK_CLASSES + 1];
};

/** Below this many platforms a node is not split. */
#define MK_PLATFORM_LEAF 4
/** Halving 2^32 platforms needs no deeper tree. */
#define MK_PLATFORM_DEPTH 64

/** Square of the distance from a box to a point; 0 inside. */
static inline double mk_box_point_square(struct mk_box b, double x, double y)
{
    const double dx = x < b.xmin ? b.xmin - x : x > b.xmax ? x - b.xmax : 0;
    const double dy = y < b.ymin ? b.ymin - y : y > b.ymax ? y - b.ymax : 0;
    return dx * dx + dy * dy;
}

#endif
