#include "base/crs.h"

#include "base/arena.h"
#include "base/handles.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// From a SWEREF 99 zone to degrees PROJ is not asked for every point. Both
// coordinates are smooth enough that over a square of some kilometres a
// polynomial of the fourth degree in each direction, drawn through PROJ's own
// answers at 5 x 5 nodes, differs from PROJ by less than 1e-13 degrees, a
// millionth of the last decimal published (tests/unit/test_crs.c).
// Squares lie on a fixed grid, so a point's answer depends on nothing else.
enum {
    NODES = 5,
    SQUARE_M = 8192,
    SQUARES = 1024, // remembered; a county has some hundreds
};

struct square {
    int32_t column, row;
    enum { EMPTY, DRAWN, REFUSED } state; // refused: PROJ fails at a node
    double lonlat[NODES][NODES][2]; // coefficient of x^i y^j
};

struct mk_transform {
    PJ *pj; // NULL: nothing to do
    struct square *squares; // NULL: every point through PROJ
};

int mk_crs_epsg(const char *crs)
{
    double v;
    if (!crs || strncmp(crs, "EPSG:", 5) != 0 || !mk_text_number(crs + 5, &v))
        return 0;
    return (int)v;
}

// SWEREF 99 TM and the twelve local zones.
static bool is_sweref(const char *crs)
{
    const int epsg = mk_crs_epsg(crs);
    return epsg >= 3006 && epsg <= 3018;
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
    if (is_sweref(from) && strcmp(to, MK_CRS_LONLAT) == 0)
        (*out)->squares = mk_zalloc(SQUARES, sizeof *(*out)->squares);
    return MK_OK;
}

void mk_transform_free(struct mk_transform *t)
{
    if (t) {
        proj_destroy(t->pj);
        free(t->squares);
    }
    free(t);
}

static void through_proj(const struct mk_transform *t, double *xy, size_t n)
{
    proj_trans_generic(t->pj, PJ_FWD, xy, 2 * sizeof *xy, n, xy + 1,
                       2 * sizeof *xy, n, NULL, 0, 0, NULL, 0, 0);
}

// Values at -2, -1, 0, 1, 2 to the coefficients of the polynomial through
// them; `stride` doubles apart.
static void fit(double *v, size_t stride)
{
    const double a = v[0], b = v[stride], c = v[2 * stride];
    const double d = v[3 * stride], e = v[4 * stride];
    const double near = (d - c) + (b - c), far = (e - c) + (a - c);
    v[stride] = (8 * (d - b) - (e - a)) / 12;
    v[2 * stride] = (16 * near - far) / 24;
    v[3 * stride] = ((e - a) - 2 * (d - b)) / 12;
    v[4 * stride] = (far - 4 * near) / 24;
    v[0] = c;
}

static void draw(const struct mk_transform *t, struct square *s)
{
    const double step = SQUARE_M / (NODES - 1);
    double *v = s->lonlat[0][0];
    for (int i = 0; i < NODES; i++)
        for (int j = 0; j < NODES; j++) {
            s->lonlat[i][j][0] = (double)s->column * SQUARE_M + i * step;
            s->lonlat[i][j][1] = (double)s->row * SQUARE_M + j * step;
        }
    through_proj(t, v, NODES * NODES);
    s->state = DRAWN;
    for (int k = 0; k < 2 * NODES * NODES; k++)
        if (!isfinite(v[k]))
            s->state = REFUSED;
    for (int k = 0; k < 2 * NODES; k++)
        fit(v + k, 2 * NODES); // along x
    for (int i = 0; i < NODES; i++)
        for (int k = 0; k < 2; k++)
            fit(s->lonlat[i][0] + k, 2); // along y
}

static struct square *square_of(const struct mk_transform *t, int32_t column,
                                int32_t row)
{
    struct square *s =
        &t->squares[((uint32_t)column * 32u + (uint32_t)row) % SQUARES];
    if (s->state == EMPTY || s->column != column || s->row != row) {
        s->column = column;
        s->row = row;
        draw(t, s);
    }
    return s;
}

static void by_square(const struct mk_transform *t, double *p)
{
    const double cx = floor(p[0] / SQUARE_M), cy = floor(p[1] / SQUARE_M);
    const struct square *s = fabs(cx) < 1e6 && fabs(cy) < 1e6
        ? square_of(t, (int32_t)cx, (int32_t)cy) : NULL;
    if (!s || s->state != DRAWN) {
        through_proj(t, p, 1);
        return;
    }
    const double per_step = (NODES - 1.0) / SQUARE_M;
    const double x = (p[0] - cx * SQUARE_M) * per_step - 2;
    const double y = (p[1] - cy * SQUARE_M) * per_step - 2;
    double lon = 0, lat = 0;
    for (int i = NODES - 1; i >= 0; i--) {
        const double (*c)[2] = s->lonlat[i];
        const double u =
            (((c[4][0] * y + c[3][0]) * y + c[2][0]) * y + c[1][0]) * y;
        const double v =
            (((c[4][1] * y + c[3][1]) * y + c[2][1]) * y + c[1][1]) * y;
        lon = lon * x + (u + c[0][0]);
        lat = lat * x + (v + c[0][1]);
    }
    p[0] = lon;
    p[1] = lat;
}

void mk_transform_xy(const struct mk_transform *t, double *xy, size_t n)
{
    if (!t->pj || !n)
        return;
    if (!t->squares) {
        through_proj(t, xy, n);
        return;
    }
    for (size_t k = 0; k < n; k++)
        by_square(t, xy + 2 * k);
}

void mk_transform_set(const struct mk_transform *t, struct mk_polyset *set)
{
    if (!t->pj)
        return;
    mk_transform_xy(t, set->xy, set->nvert);
    for (uint32_t i = 0; i < set->n; i++)
        mk_polyset_rebox(set, i);
}

// The system without its heights, and without the datum shift that a file's
// WKT may carry.
static PJ *plane_part(PJ_CONTEXT *pc, PJ *pj)
{
    for (int depth = 0; pj && depth < 3; depth++) {
        const PJ_TYPE type = proj_get_type(pj);
        if (type != PJ_TYPE_COMPOUND_CRS && type != PJ_TYPE_BOUND_CRS)
            break;
        PJ *inner = type == PJ_TYPE_BOUND_CRS
                        ? proj_get_source_crs(pc, pj)
                        : proj_crs_get_sub_crs(pc, pj, 0);
        proj_destroy(pj);
        pj = inner;
    }
    return pj;
}

const char *mk_crs_horizontal(struct mk_ctx *ctx, const char *crs,
                              struct mk_arena *arena)
{
    PJ_CONTEXT *pc = mk_ctx_proj(ctx);
    PJ *whole = proj_create(pc, crs);
    PJ *flat = whole && proj_get_type(whole) == PJ_TYPE_COMPOUND_CRS
                   ? proj_crs_get_sub_crs(pc, whole, 0) : NULL;
    const char *out = crs;
    if (flat) {
        const char *name = proj_get_id_auth_name(flat, 0);
        const char *code = proj_get_id_code(flat, 0);
        const char *wkt = proj_as_wkt(pc, flat, PJ_WKT2_2019, NULL);
        if (name && code)
            out = mk_arena_printf(arena, "%s:%s", name, code);
        else if (wkt)
            out = mk_arena_str(arena, wkt);
    }
    proj_destroy(flat);
    proj_destroy(whole);
    return out;
}

// East before north: PROJ 9.1's proj_factors() gives nonsense for SWEREF 99,
// whose axes are north, east.
static PJ *turned(PJ_CONTEXT *pc, PJ *pj)
{
    PJ *east_first = pj ? proj_normalize_for_visualization(pc, pj) : NULL;
    if (!east_first)
        return pj;
    proj_destroy(pj);
    return east_first;
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

double mk_crs_areal_deviation(struct mk_ctx *ctx, const char *crs,
                              struct mk_box e)
{
    PJ_CONTEXT *pc = mk_ctx_proj(ctx);
    PJ *pj = turned(pc, plane_part(pc, proj_create(pc, crs)));
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
