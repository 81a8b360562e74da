/** @file
 * A packed, static tree of boxes (Hilbert order), built once and then only
 * read, by any number of threads.
 */
#ifndef MARKKLAR_BOXTREE_H
#define MARKKLAR_BOXTREE_H

#include <markklar/geom.h>

struct mk_boxtree;

/** Index boxes 0..n-1 (copied; empty boxes are never found). Free with
 * mk_boxtree_free(). */
struct mk_boxtree *mk_boxtree_build(const struct mk_box *boxes, uint32_t n);
/** Index points 0..n-1, x and y each; those that are not finite, or for which
 * `keep` (may be NULL: all) is false, are never found. */
struct mk_boxtree *mk_boxtree_points(const double *xy, const bool *keep,
                                     uint32_t n);
void mk_boxtree_free(struct mk_boxtree *tree);

/** A growable list of found indices, reused between queries. */
struct mk_hits {
    uint32_t *v;
    uint32_t n, cap;
};
void mk_hits_release(struct mk_hits *hits);

/** Indices of all boxes that meet `box`, in ascending index order. */
void mk_boxtree_query(const struct mk_boxtree *tree, struct mk_box box,
                      struct mk_hits *hits);

/** Distance between two boxes, 0 when they meet. */
double mk_box_distance(struct mk_box a, struct mk_box b);

/**
 * Visit items in order of growing distance between their box and `box`.
 * `visit` returns the distance beyond which nothing more is wanted (it may
 * shrink as better answers are found); it starts at `limit`. Equal distances
 * are visited in ascending index order.
 */
void mk_boxtree_nearest(const struct mk_boxtree *tree, struct mk_box box,
                        double limit,
                        double (*visit)(void *udata, uint32_t item,
                                        double box_distance),
                        void *udata);

#endif
