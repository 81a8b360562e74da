// Byggbar mark line by line: what each thing takes of what those before it
// left (docs/method.md §7).
#include "analysis/byggbar.h"

#include <stdlib.h>

// m2 of the pieces that fall away.
static double too_small(struct mk_ctx *ctx, const GEOSGeometry *rest, bool *ok)
{
    struct mk_polyset left = {0};
    double sum = 0;
    *ok = mk_geos_append_parts(ctx, rest, &left);
    mk_polyset_end(&left, 0);
    const struct mk_poly g = mk_polyset_get(&left, 0);
    for (uint32_t p = 0; p < g.npart; p++) {
        const double m2 = mk_poly_part_area(&g, p);
        if (mk_byggbar_falls_away(m2))
            sum += m2;
    }
    mk_polyset_release(&left);
    return sum;
}

static bool cut_one(struct mk_byggbar_job *j, uint32_t k)
{
    GEOSContextHandle_t h = mk_ctx_geos(j->ctx);
    GEOSGeometry *left = mk_geos_difference(j->ctx, j->land, j->cut[k]);
    GEOSGeom_destroy_r(h, j->land);
    j->land = left;
    return left && GEOSArea_r(h, left, &j->from[k].left);
}

static bool cut_all(struct mk_byggbar_job *j, double *dropped)
{
    bool ok = !j->failed;
    if (ok && !j->land)
        j->land = mk_geos_from_poly(j->ctx, j->g);
    ok = ok && j->land;
    for (uint32_t k = 0; ok && k < j->ncut; k++)
        ok = cut_one(j, k);
    if (ok && j->ncut && !j->all)
        *dropped = too_small(j->ctx, j->land, &ok);
    return ok;
}

bool mk_byggbar_steps(struct mk_ctx *ctx, const struct mk_assess_in *in,
                      const struct mk_poly *g, uint32_t plan,
                      const struct mk_context_hit *hits, uint32_t nhits,
                      struct mk_byggbar_step **out, uint32_t *n,
                      double *dropped)
{
    struct mk_byggbar_job j;
    *dropped = 0;
    mk_byggbar_job_begin(&j, ctx, in, g, plan, hits, nhits);
    const bool ok = cut_all(&j, dropped);
    *n = j.ncut + j.all;
    *out = mk_zalloc((size_t)*n + 1, sizeof **out);
    for (uint32_t k = 0; k < j.ncut; k++)
        (*out)[k] = j.from[k];
    if (j.all) // a provision that holds in the whole plan leaves nothing
        (*out)[j.ncut] =
            (struct mk_byggbar_step){MK_BY_PROVISION, j.all_by, 0};
    mk_byggbar_job_release(&j);
    return ok;
}
