/** @file
 * Durations as distributions on a fixed grid of a quarter of a month, 0 to
 * 240 months (docs/method.md §11). No random numbers.
 */
#ifndef MK_DIST_H
#define MK_DIST_H

#define MK_DIST_PER_MONTH 4
#define MK_DIST_LAST (240 * MK_DIST_PER_MONTH) /* what takes longer is here */
#define MK_DIST_CELLS (MK_DIST_LAST + 1)

/** f[i]: the share that is done after i quarters. */
struct mk_dist {
    double f[MK_DIST_CELLS];
};

/** What takes exactly so long. */
void mk_dist_point(struct mk_dist *out, int quarter);
/** Five points (0, 10, 50, 90, 100 %) joined by straight lines, months; after
 * `spent` months of it, at most mk_dist_latest(). */
void mk_dist_step(struct mk_dist *out, const double q[5], double spent);
/** The 95 % point. */
double mk_dist_latest(const double q[5]);

/** b after a; into a. */
void mk_dist_then(struct mk_dist *a, const struct mk_dist *b);
/** a and b at the same time: done when the last is; into a. */
void mk_dist_beside(struct mk_dist *a, const struct mk_dist *b);
/** b with this probability, otherwise a; into a. */
void mk_dist_mix(struct mk_dist *a, double share, const struct mk_dist *b);

/** The first quarter by which so large a share is done. */
int mk_dist_quarter(const struct mk_dist *d, double share);

#endif
