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

// What proj_factors() can use: the plan part of a compound system, the system
// under a datum shift that a file's WKT carries, and east before north. PROJ
// 9.1 gives nonsense for the SWEREF 99 systems, whose axes are north, east.
static PJ *projected_part(PJ_CONTEXT *pc, const char *crs)
{
    PJ *pj = proj_create(pc, crs);
    for (int depth = 0; pj && depth < 3; depth++) {
        const PJ_TYPE type = proj_get_type(pj);
        PJ *inner = NULL;
        if (type == PJ_TYPE_COMPOUND_CRS)
            inner = proj_crs_get_sub_crs(pc, pj, 0);
        else if (type == PJ_TYPE_BOUND_CRS)
            inner = proj_get_source_crs(pc, pj);
        else
            break;
        proj_destroy(pj);
        pj = inner;
    }
    PJ *turned = pj ? proj_normalize_for_visualization(pc, pj) : NULL;
    if (!turned)
        return pj;
    proj_destroy(pj);
    return turned;
}

double mk_crs_areal_deviation(struct mk_ctx *ctx, const char *crs,
                              struct mk_box e)
{
    PJ_CONTEXT *pc = mk_ctx_proj(ctx);
    PJ *pj = projected_part(pc, crs);
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
    const double off = mk_crs_areal_deviation(ctx, crs, extent);
    *off_percent = off * 100;
    if (!(off <= 0.002))
        *out = MK_CRS_SWEREF_TM;
    return MK_OK;
}
