/** @file
 * Whose classes a layer of streets has, and which of its fields hold what,
 * where the project does not say.
 */
#ifndef MK_STREET_GUESS_H
#define MK_STREET_GUESS_H

#include "input/source.h"

/** By layer and field names; never MK_SRC_GUESS. */
enum mk_street_source mk_street_guess(const struct mk_source *s);

/** `in` with the usual fields of the source where the layer has them and the
 * project names no other; the map goes to the arena. */
void mk_street_fields(const struct mk_source *s, enum mk_street_source source,
                      struct mk_arena *arena, struct mk_input *in);

#endif
