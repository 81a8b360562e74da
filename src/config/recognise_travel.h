/** @file
 * Which layers of a folder are what one travels along and to: streets, people,
 * trafikplatser.
 */
#ifndef MK_RECOGNISE_TRAVEL_H
#define MK_RECOGNISE_TRAVEL_H

#include "config/recognise.h"

/** Fills `streets`, `people` and `interchanges`, and empties or rewords the
 * `left` of the layers. A layer of roads may also be one of the others. */
void mk_recognise_travel(const struct mk_folder_facts *facts,
                         struct mk_arena *arena, struct mk_recognised *out);

#endif
