/** @file
 * What access.c and class_areas.c share: small trees of the platforms of stop
 * areas with traffic. A tree of its own for each mode, so that the only ferry
 * within 50 km is found without passing a thousand bus stops; one more for
 * what has a reach, where a node knows the best category below it.
 */
#ifndef MK_ACCESS_INDEX_H
#define MK_ACCESS_INDEX_H

#include <markklar/transit.h>

#define MK_CATEGORIES MK_GRADE_CATEGORIES
#define MK_CLASSES 7

struct mk_platform {
    double x, y;
    uint32_t area;
    uint8_t category; /**< of its stop area, 0 = none */
    bool served;      /**< its stop area has >= 1 departure/h by the rule */
};

struct mk_platform_node {
    struct mk_box box;
    uint32_t first, n; /**< platforms below */
    uint32_t right;    /**< the left child follows its parent; 0 = leaf */
    uint8_t category;  /**< the best below, 0 = none */
    bool served;       /**< any below */
};

struct mk_platform_tree {
    struct mk_platform *platform;
    struct mk_platform_node *node;
    uint32_t n, cap, nnodes;
};

struct mk_access_index {
    const struct mk_grades *grades;
    struct mk_platform_tree mode[MK_MODE_COUNT];
    struct mk_platform_tree reaching; /**< with a category, or served */
    /** Greatest distance at which category c gives class k or a better one,
     * -1 when it never does; found by asking mk_class_at(). */
    double reach[MK_CATEGORIES + 1][MK_CLASSES + 1];
};

/** A published distance of 0.0 m is at most this. */
#define MK_INSIDE_M 0.1

/** mk_access_measure() where distances are then taken along streets: of the
 * modes only what is published as 0.0 m away is looked for, and the class is
 * that of what stands inside. */
void mk_access_measure_inside(const struct mk_access_index *index,
                              const struct mk_poly *g, struct mk_access *out);

/** Below this many platforms a node is not split. */
#define MK_PLATFORM_LEAF 4
/** Halving 2^32 platforms needs no deeper tree. */
#define MK_PLATFORM_DEPTH 64

#endif
