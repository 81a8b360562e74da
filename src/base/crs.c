#include "base/crs.h"

#include "base/arena.h"
#include "base/handles.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct mk_transform {
    PJ *pj; // NULL: nothing to do
};

int mk_crs_epsg(const char *crs)
{
    double v;
    if (!crs || strncmp(crs, "EPSG:", 5) != 0 || !mk_text_number(crs + 5, &v))
        return 0;
    return (int)v;
}

static enum mk_status bad(struct mk_ctx *ctx, const char *crs)
{
    char shown[64];
    mk_text_trim(crs, shown, sizeof shown);
    return mk_fail(ctx, MK_E_CRS_BAD, shown);
}

enum mk_status mk_transform_new(struct mk_ctx *ctx, const char *from,
                                const char *to, struct mk_transform **out)
{
    *out = NULL;
    PJ *pj = NULL;
    if (strcmp(from, to) != 0) {
        PJ_CONTEXT *pc = mk_ctx_proj(ctx);
        PJ *a = proj_create(pc, from), *b = proj_create(pc, to);
        const char *wrong = !a ? from : !b ? to : NULL;
        if (!wrong) {
            PJ *raw = proj_create_crs_to_crs_from_pj(pc, a, b, NULL, NULL);
            pj = raw ? proj_normalize_for_visualization(pc, raw) : NULL;
            proj_destroy(raw);
            if (!pj)
                wrong = from;
        }
        proj_destroy(a);
        proj_destroy(b);
        if (wrong)
            return bad(ctx, wrong);
    }
    *out = mk_zalloc(1, sizeof **out);
    (*out)->pj = pj;
    return MK_OK;
}

void mk_transform_free(struct mk_transform *t)
{
    if (t)
        proj_destroy(t->pj);
    free(t);
}

void mk_transform_xy(const struct mk_transform *t, double *xy, size_t n)
{
    if (!t->pj || !n)
        return;
    proj_trans_generic(t->pj, PJ_FWD, xy, 2 * sizeof *xy, n, xy + 1,
                       2 * sizeof *xy, n, NULL, 0, 0, NULL, 0, 0);
}

void mk_transform_set(const struct mk_transform *t, struct mk_polyset *set)
{
    if (!t->pj)
        return;
    mk_transform_xy(t, set->xy, set->nvert);
    for (uint32_t i = 0; i < set->n; i++)
        mk_polyset_rebox(set, i);
}

static PJ *plane_part(PJ_CONTEXT *pc, PJ *pj)
{
    if (!pj || proj_get_type(pj) != PJ_TYPE_COMPOUND_CRS)
        return pj;
    PJ *plane = proj_crs_get_sub_crs(pc, pj, 0);
    proj_destroy(pj);
    return plane;
}

enum mk_status mk_crs_require_metres(struct mk_ctx *ctx, const char *crs)
{
    PJ_CONTEXT *pc = mk_ctx_proj(ctx);
    PJ *pj = plane_part(pc, proj_create(pc, crs));
    if (!pj)
        return bad(ctx, crs);
    double unit = 0;
    PJ *cs = proj_get_type(pj) == PJ_TYPE_PROJECTED_CRS
                 ? proj_crs_get_coordinate_system(pc, pj) : NULL;
    if (cs)
        proj_cs_get_axis_info(pc, cs, 0, NULL, NULL, NULL, &unit, NULL, NULL,
                              NULL);
    proj_destroy(cs);
    proj_destroy(pj);
    return fabs(unit - 1) < 1e-9 ? MK_OK
                                 : mk_fail(ctx, MK_E_CRS_NOT_METRES, crs);
}

// Largest deviation of the areal scale from 1 at the extent's corners, sides
// and middle; NAN when the system is not projected.
static double areal_deviation(struct mk_ctx *ctx, const char *crs,
                              struct mk_box e)
{
    PJ_CONTEXT *pc = mk_ctx_proj(ctx);
    PJ *pj = plane_part(pc, proj_create(pc, crs));
    double worst = NAN;
    struct mk_transform *t = NULL;
    if (pj && proj_get_type(pj) == PJ_TYPE_PROJECTED_CRS &&
        mk_transform_new(ctx, crs, MK_CRS_LONLAT, &t) == MK_OK) {
        worst = 0;
        for (int i = 0; i < 9; i++) {
            double xy[2] = {e.xmin + (e.xmax - e.xmin) * (i % 3) / 2,
                            e.ymin + (e.ymax - e.ymin) * (i / 3) / 2.0};
            mk_transform_xy(t, xy, 1);
            PJ_COORD c = proj_coord(proj_torad(xy[0]), proj_torad(xy[1]), 0, 0);
            const PJ_FACTORS f = proj_factors(pj, c);
            const double off = fabs(f.areal_scale - 1);
            if (!(f.areal_scale > 0))
                worst = INFINITY;
            else if (off > worst)
                worst = off;
        }
    }
    mk_transform_free(t);
    proj_destroy(pj);
    return worst;
}

enum mk_status mk_crs_working(struct mk_ctx *ctx, const char *crs,
                              struct mk_box extent, const char **out,
                              double *off_percent)
{
    *out = crs;
    *off_percent = 0;
    if (mk_box_is_empty(extent))
        return MK_OK;
    struct mk_transform *t;
    const enum mk_status st = mk_transform_new(ctx, crs, MK_CRS_LONLAT, &t);
    if (st != MK_OK)
        return st;
    mk_transform_free(t);
    const double off = areal_deviation(ctx, crs, extent);
    *off_percent = off * 100;
    if (!(off <= 0.002))
        *out = MK_CRS_SWEREF_TM;
    return MK_OK;
}
