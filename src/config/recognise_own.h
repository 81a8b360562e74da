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

/** The first of the fields, words parted by blanks, that is there and whose
 * values read as `values` ("#" numbers, "@" dates, words; NULL: any). */
const struct mk_field_facts *mk_own_field(const struct mk_layer_facts *l,
                                          const char *names,
                                          const char *values);
/** Is one of the words in its name, or in its file's when that has no other
 * layer? The words of the name are parted and enclosed by "_". */
bool mk_own_called(const struct mk_layer_facts *l, const char *words);

#endif
