// OGR geometry to flat arrays: curves become lines, Z and M are left behind,
// rings are closed and turned, whatever has no area is passed over.
#include "input/source.h"

#include <math.h>

OGRFeatureH mk_source_next(struct mk_ctx *ctx, struct mk_source *s,
                           enum mk_status *st)
{
    if (!s->begun) {
        mk_source_begin(s);
        s->begun = true;
    }
    CPLPushErrorHandlerEx(mk_source_quiet, &s->error);
    CPLErrorReset();
    OGRFeatureH f = OGR_L_GetNextFeature(s->layer);
    // A row that comes with an error is one of a file that was cut short.
    if (CPLGetLastErrorType() >= CE_Failure) {
        *st = mk_fail(ctx, MK_E_READ, s->in->path_given,
                      CPLGetLastErrorMsg());
        OGR_F_Destroy(f);
        f = NULL;
    }
    CPLPopErrorHandler();
    s->row += f != NULL;
    return f;
}

static void worse(enum mk_geom_flaw *flaw, enum mk_geom_flaw seen)
{
    if (seen > *flaw)
        *flaw = seen;
}

// One ring; false when it has no area to speak of (dropped).
static bool add_ring(struct mk_source *s, OGRGeometryH ring,
                     struct mk_polyset *set, enum mk_geom_flaw *flaw)
{
    const int n = OGR_G_GetPointCount(ring);
    if (n < 3) {
        worse(flaw, MK_GEOM_RINGS);
        return false;
    }
    double *xy = mk_polyset_ring(set, (uint32_t)n + 1);
    double *x = s->swap ? xy + 1 : xy, *y = s->swap ? xy : xy + 1;
    OGR_G_GetPoints(ring, x, 16, y, 16, NULL, 0);
    bool finite = true;
    for (int i = 0; i < 2 * n; i++)
        finite = finite && isfinite(xy[i]);
    if (!finite) {
        worse(flaw, MK_GEOM_NAN);
        mk_polyset_drop_last_ring(set);
        return false;
    }
    if (xy[0] == xy[2 * n - 2] && xy[1] == xy[2 * n - 1]) {
        mk_polyset_trim_ring(set, 1); // closed already
        if (n < 4) {
            worse(flaw, MK_GEOM_RINGS);
            mk_polyset_drop_last_ring(set);
            return false;
        }
    } else {
        xy[2 * n] = xy[0];
        xy[2 * n + 1] = xy[1];
        worse(flaw, MK_GEOM_RINGS);
    }
    return true;
}

static void add_polygon(struct mk_source *s, OGRGeometryH g,
                        struct mk_polyset *set, enum mk_geom_flaw *flaw)
{
    const int rings = OGR_G_GetGeometryCount(g);
    if (rings == 0 || !add_ring(s, OGR_G_GetGeometryRef(g, 0), set, flaw))
        return;
    for (int i = 1; i < rings; i++)
        (void)add_ring(s, OGR_G_GetGeometryRef(g, i), set, flaw);
    mk_polyset_end_part(set);
}

static void add_any(struct mk_source *s, OGRGeometryH g,
                    struct mk_polyset *set, enum mk_geom_flaw *flaw)
{
    switch (wkbFlatten(OGR_G_GetGeometryType(g))) {
    case wkbPolygon:
    case wkbTriangle:
        add_polygon(s, g, set, flaw);
        break;
    case wkbMultiPolygon:
    case wkbGeometryCollection:
    case wkbPolyhedralSurface:
    case wkbTIN: {
        const int n = OGR_G_GetGeometryCount(g);
        for (int i = 0; i < n; i++)
            add_any(s, OGR_G_GetGeometryRef(g, i), set, flaw);
        break;
    }
    default:
        break; // points and lines have no area
    }
}

enum mk_geom_flaw mk_source_geometry(struct mk_source *s, OGRFeatureH f,
                                     struct mk_polyset *set)
{
    const uint32_t first = set->npart;
    enum mk_geom_flaw flaw = MK_GEOM_FINE;
    OGRGeometryH g = OGR_F_GetGeometryRef(f);
    OGRGeometryH linear = NULL;
    // By type: a MultiSurface of straight polygons has no curve in it.
    if (g && OGR_G_HasCurveGeometry(g, FALSE)) {
        linear = OGR_G_GetLinearGeometry(g, 0, NULL);
        g = linear;
    }
    if (g)
        add_any(s, g, set, &flaw);
    OGR_G_DestroyGeometry(linear);
    mk_polyset_orient(set, first);
    mk_polyset_end(set, first);
    if (set->npart == first && flaw != MK_GEOM_NAN)
        return MK_GEOM_NONE;
    return flaw;
}
