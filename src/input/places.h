/** @file
 * Where people live and where one joins the main roads: points with a weight
 * or a name, in the working CRS. An area stands at a point inside it.
 */
#ifndef MK_PLACES_H
#define MK_PLACES_H

#include "input/features.h"

/** By x, then y, weight and name: row order is forgotten. Zero-initialised is
 * empty. */
struct mk_places {
    double *xy;          /**< 2 doubles a place */
    double *weight;      /**< people; 1 for a trafikplats */
    const char **name;   /**< NULL for none */
    uint32_t n, cap;
    uint32_t unknown;    /**< left out: no count, or one that is no number */
    uint32_t nowhere;    /**< left out: no place, or none that can be used */
    double total;        /**< of weight[] */
    struct mk_arena text;
};
void mk_places_release(struct mk_places *p);

/** befolkning: how many live at each place (falt: antal). */
enum mk_status mk_people_read(struct mk_ctx *ctx, const struct mk_input *in,
                              const char *working_crs, struct mk_seen seen,
                              struct mk_places *out) MK_CHECKED;
/** trafikplatser, with their names. */
enum mk_status mk_interchanges_read(struct mk_ctx *ctx,
                                    const struct mk_input *in,
                                    const char *working_crs,
                                    struct mk_seen seen,
                                    struct mk_places *out) MK_CHECKED;

#endif
