/** @file
 * A JSON value's text made lean before it is parsed. Most of a delivery is
 * descriptions that nobody asks for and coordinates; a tree of them costs
 * many times what they hold.
 *
 * Members that are passed over become null: only their brackets, quotes and
 * UTF-8 are looked at. Coordinates of a Polygon or MultiPolygon ("coordinates"
 * with three or four levels of lists) become numbers at once; anything unusual
 * among them leaves the list to the parser, which says what is wrong.
 */
#ifndef MK_JSON_LEAN_H
#define MK_JSON_LEAN_H

#include "base/text.h"

#include <markklar/geom.h>

/** Zero-initialised, with `pass_over` set, is ready. */
struct mk_json_lean {
    const char *const *pass_over; /**< names of members, NULL at the end; kept
                                       by the caller */
    struct mk_polyset areas;      /**< rings as written, maybe not closed */
    struct mk_buf text;
    double *ring;                 /**< being read: x, y, x, y … */
    uint32_t cap_ring;
};
void mk_json_lean_release(struct mk_json_lean *l);

/**
 * Fill `text` and `areas` anew. In the text a list of coordinates is a whole
 * number: twice its place in `areas`, and 1 more for a MultiPolygon.
 * @return false when the value is better read as it is; `areas` is empty then
 */
bool mk_json_lean_read(struct mk_json_lean *l, const char *text, size_t n);

#endif
