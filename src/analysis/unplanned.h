/** @file
 * Land for business where no plan is in force: ongoing plans, planbesked,
 * översiktsplan (docs/method.md §2.3).
 */
#ifndef MK_UNPLANNED_H
#define MK_UNPLANNED_H

#include "analysis/pieces.h"

/** Such pieces of område g, which the worker's overlay is of; each cut by those
 * before it and by every plan in force. */
void mk_unplanned_find(struct mk_worker *w, const struct mk_poly *g,
                       struct mk_pieces *out);

/** What plans say of a delområde with geometry g made of such a piece; `r` is
 * a copy of its område's row with its area and uses. */
void mk_unplanned_fill(struct mk_worker *w, struct mk_row *r,
                       const struct mk_origin *of, const struct mk_poly *g);

#endif
