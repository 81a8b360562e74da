/** @file
 * What lies between lines as read and a finished network: lines that are
 * open, the joints where they meet, and pieces from joint to joint. Private
 * to mk_net_build().
 *
 * Nothing here copies a coordinate: a path is a view of the lines as read.
 */
#ifndef MK_NET_PARTS_H
#define MK_NET_PARTS_H

#include <markklar/street.h>

#define MK_NO_JOINT UINT32_MAX

/** Vertices walked either way. */
struct mk_path {
    const double *at; /**< the first */
    ptrdiff_t step;   /**< 1 or -1, in vertices */
    uint32_t n;
};
/** Vertex k. Adding 0.0 makes -0.0 equal to 0.0 in every bit. */
static inline struct mk_point mk_path_get(const struct mk_path *p, uint32_t k)
{
    const double *v = p->at + 2 * p->step * (ptrdiff_t)k;
    return (struct mk_point){v[0] + 0.0, v[1] + 0.0};
}
struct mk_path mk_path_reversed(const struct mk_path *p);
/** Vertices first..first+n-1. */
struct mk_path mk_path_cut(const struct mk_path *p, uint32_t first, uint32_t n);
/** By vertices, then by number of them. */
int mk_path_compare(const struct mk_path *a, const struct mk_path *b);
int mk_point_compare(struct mk_point a, struct mk_point b);

/** A line that lets the traveller through, drawn so that no drawing
 * direction remains: it begins at its lower end. */
struct mk_open_line {
    struct mk_path path; /**< at least 2 vertices */
    double scale;        /**< mm a measured metre */
    bool way[2];         /**< along the path, and back */
    bool joins_inside;
    uint8_t kmh;         /**< 0 on foot and by bicycle */
};
/** @param[out] n  how many; free with free() */
struct mk_open_line *mk_open_lines(const struct mk_street_lines *lines,
                                   enum mk_go go,
                                   const struct mk_net_rules *rules,
                                   uint32_t *n);

/** Places where lines end or meet, and which of them are one node. */
struct mk_joints {
    uint32_t n;
    struct mk_point *at;  /**< distinct, in the order of nodes (street.h) */
    bool *end;            /**< a line ends there */
    uint32_t *node;       /**< of each joint */
    uint32_t nnodes;
    struct mk_point *node_at; /**< of each node, its lowest joint; in that order */
    uint32_t *slot, nslots;   /**< hash table of joints by coordinates */
    double join_m, cell_m;    /**< grid for what is near, hashed */
    uint32_t *bucket, *in_bucket, nbuckets;
};
void mk_joints_build(struct mk_joints *j, const struct mk_open_line *line,
                     uint32_t nlines, double join_m);
void mk_joints_release(struct mk_joints *j);
/** The joint with these coordinates, or MK_NO_JOINT. */
uint32_t mk_joints_get(const struct mk_joints *j, struct mk_point p);

/** A line's end within join_m of a segment. */
struct mk_near_end {
    uint32_t joint;
    double t;  /**< 0..1 along the segment */
    double d2; /**< m2 */
};
struct mk_near_ends {
    struct mk_near_end *v;
    uint32_t n, cap;
};
/** Line ends within join_m of a segment, added to `out`; one may come
 * twice. */
void mk_joints_near(const struct mk_joints *j, struct mk_point a,
                    struct mk_point b, struct mk_near_ends *out);

/** Part of a line between two nodes, the lower one first. */
struct mk_piece {
    uint32_t node[2];
    struct mk_path inner;      /**< vertices between */
    double head, tail, length; /**< mm: to the first of them, from the last,
                                    all of it */
    bool way[2];
    uint8_t kmh;
};
/** Cut lines where they meet; by nodes and shape, doubled ones once. Free with
 * free(). */
struct mk_piece *mk_pieces_build(const struct mk_open_line *line,
                                 uint32_t nlines, const struct mk_joints *j,
                                 uint32_t *n);

#endif
