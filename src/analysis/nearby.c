// A corner is left out when it and the corners on either side of it lie beyond
// the same side of the box: the edge drawn past it stays beyond that side, so
// how often a ring goes around a point in the box is unchanged. No corner is
// moved and none is added, so what is then cut of it is what would have been
// cut of the whole.
#include "analysis/nearby.h"

#include "analysis/planbase.h"

#include <string.h>

// Beyond which sides of the box a point lies, a bit for each.
static unsigned beyond(struct mk_box b, const double *p)
{
    return (p[0] < b.xmin) | (p[0] > b.xmax) << 1 | (p[1] < b.ymin) << 2 |
           (p[1] > b.ymax) << 3;
}

// @return how many of the n vertices were kept, the closing one included
static uint32_t thin(struct mk_box box, const double *xy, uint32_t n,
                     double *to)
{
    uint32_t kept = 1;
    memcpy(to, xy, 2 * sizeof *to);
    unsigned last = beyond(box, xy), here = beyond(box, xy + 2);
    for (uint32_t k = 1; k + 1 < n; k++) {
        const double *p = xy + 2 * (size_t)k;
        const unsigned next = beyond(box, p + 2);
        if (!(last & here & next)) {
            memcpy(to + 2 * (size_t)kept++, p, 2 * sizeof *to);
            last = here;
        }
        here = next;
    }
    memcpy(to + 2 * (size_t)kept++, xy, 2 * sizeof *to);
    return kept;
}

// A ring of less than three corners holds nothing. @return was it added?
static bool add_ring(struct mk_box box, const struct mk_poly *g, uint32_t r,
                     struct mk_polyset *out)
{
    const uint32_t n = g->ring[r + 1] - g->ring[r];
    double *to = mk_polyset_ring(out, n);
    const uint32_t kept =
        n < 4 ? 0 : thin(box, g->xy + 2 * (size_t)g->ring[r], n, to);
    if (kept < 4) {
        mk_polyset_drop_last_ring(out);
        return false;
    }
    mk_polyset_trim_ring(out, n - kept);
    return true;
}

bool mk_poly_nearby(struct mk_ctx *ctx, const struct mk_poly *g,
                    struct mk_box box, struct mk_polyset *out)
{
    const char *why;
    const uint32_t first = out->npart;
    for (uint32_t p = 0; p < g->npart; p++) {
        uint32_t r = g->part[p];
        if (!add_ring(box, g, r, out))
            continue; // its holes are no nearer
        while (++r < g->part[p + 1])
            (void)add_ring(box, g, r, out);
        mk_polyset_end_part(out);
    }
    mk_polyset_orient(out, first);
    const uint32_t i = mk_polyset_end(out, first);
    return out->npart == first ||
           mk_geom_mend(ctx, out, i, &why) != MK_MEND_EMPTY;
}
