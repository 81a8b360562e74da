/** @file
 * Which of the other layers a municipality's or a county's own layer is.
 */
#ifndef MK_RECOGNISE_OWN_H
#define MK_RECOGNISE_OWN_H

#include "config/recognise.h"

/** Is it a layer of the role, by its name and by a field? Fills its fields and
 * filter. */
bool mk_recognise_own(const struct mk_layer_facts *l, enum mk_layer_role role,
                      struct mk_arena *arena, struct mk_other_found *out);

/** Is it a layer of any of the roles? */
bool mk_is_own(const struct mk_layer_facts *l);

/** What one hint says of a layer, Swedish; NULL: none does. */
const char *mk_guess_own(const struct mk_layer_facts *l,
                         struct mk_arena *arena);

#endif
