/** @file
 * What is served along the streets, as areas: by class, by mode, and by
 * bicycle from railway stations. Each call appends one geometry a level
 * (empty ones too), drawn as reach_areas.h says.
 */
#ifndef MK_SERVED_AREAS_H
#define MK_SERVED_AREAS_H

#include <markklar/transit.h>

/** How far one walks to a mode, m: 1 000 to trains, metro and ferries, 500 to
 * the others (UN-Habitat, SDG 11.2.1); 0: not drawn (on demand). */
int mk_mode_walk_m(enum mk_mode mode);

/** On foot: classes A … G, which do not overlap, and the modes, which do; one
 * geometry each, modes in the order of enum mk_mode. Both in one go, for the
 * streets are the same. */
void mk_walk_areas(const struct mk_walk_index *w, struct mk_polyset *classes,
                   struct mk_polyset *modes);

#define MK_CYCLE_BANDS 3
/** Minutes of band i: 5, 10, 15. */
int mk_cycle_minutes(int band);
/** Bands of minutes by bicycle from stop areas with train departures. */
void mk_cycle_areas(const struct mk_access_index *index,
                    const struct mk_net *cycle,
                    const struct mk_walk_rules *rules, double metres_a_second,
                    struct mk_polyset *out);

#endif
