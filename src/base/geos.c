// Between flat arrays and GEOS. GDAL 3.6's C API has no direct export, and
// flat arrays are the geometry here, so sequences are copied in bulk.
#include "base/arena.h"
#include "base/handles.h"

#include <stdlib.h>

static GEOSGeometry *ring_to_geos(GEOSContextHandle_t h, const double *xy,
                                  uint32_t n)
{
    GEOSCoordSequence *seq =
        GEOSCoordSeq_copyFromBuffer_r(h, xy, n, 0, 0);
    return seq ? GEOSGeom_createLinearRing_r(h, seq) : NULL;
}

static GEOSGeometry *part_to_geos(GEOSContextHandle_t h,
                                  const struct mk_poly *g, uint32_t p)
{
    const uint32_t r0 = g->part[p], r1 = g->part[p + 1];
    GEOSGeometry *shell = NULL;
    GEOSGeometry **holes = r1 - r0 > 1
        ? mk_zalloc(r1 - r0 - 1, sizeof *holes) : NULL;
    bool ok = true;
    for (uint32_t r = r0; r < r1; r++) {
        const uint32_t v = g->ring[r];
        GEOSGeometry *ring = ring_to_geos(h, g->xy + 2 * (size_t)v,
                                          g->ring[r + 1] - v);
        ok = ok && ring;
        if (r == r0)
            shell = ring;
        else
            holes[r - r0 - 1] = ring;
    }
    GEOSGeometry *out = NULL;
    if (ok) {
        out = GEOSGeom_createPolygon_r(h, shell, holes, r1 - r0 - 1);
    } else {
        GEOSGeom_destroy_r(h, shell);
        for (uint32_t i = 0; i + 1 < r1 - r0; i++)
            GEOSGeom_destroy_r(h, holes[i]);
    }
    free(holes);
    return out;
}

GEOSGeometry *mk_geos_from_poly(struct mk_ctx *ctx, const struct mk_poly *g)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    if (g->npart == 0)
        return GEOSGeom_createEmptyPolygon_r(h);
    if (g->npart == 1)
        return part_to_geos(h, g, 0);
    GEOSGeometry **parts = mk_zalloc(g->npart, sizeof *parts);
    bool ok = true;
    for (uint32_t p = 0; p < g->npart; p++) {
        parts[p] = part_to_geos(h, g, p);
        ok = ok && parts[p];
    }
    GEOSGeometry *out = NULL;
    if (ok)
        out = GEOSGeom_createCollection_r(h, GEOS_MULTIPOLYGON, parts,
                                          g->npart);
    else
        for (uint32_t p = 0; p < g->npart; p++)
            GEOSGeom_destroy_r(h, parts[p]);
    free(parts);
    return out;
}

static bool append_ring(GEOSContextHandle_t h, const GEOSGeometry *ring,
                        struct mk_polyset *set)
{
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(h, ring);
    unsigned n = 0;
    if (!seq || !GEOSCoordSeq_getSize_r(h, seq, &n) || n < 4)
        return false;
    return GEOSCoordSeq_copyToBuffer_r(h, seq, mk_polyset_ring(set, n), 0, 0);
}

static bool append_polygon(GEOSContextHandle_t h, const GEOSGeometry *g,
                           struct mk_polyset *set)
{
    if (GEOSisEmpty_r(h, g))
        return true;
    if (!append_ring(h, GEOSGetExteriorRing_r(h, g), set))
        return false;
    const int holes = GEOSGetNumInteriorRings_r(h, g);
    for (int i = 0; i < holes; i++)
        if (!append_ring(h, GEOSGetInteriorRingN_r(h, g, i), set))
            return false;
    mk_polyset_end_part(set);
    return true;
}

bool mk_geos_append_parts(struct mk_ctx *ctx, const GEOSGeometry *g,
                          struct mk_polyset *set)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    const uint32_t first = set->npart;
    bool ok = true;
    switch (GEOSGeomTypeId_r(h, g)) {
    case GEOS_POLYGON:
        ok = append_polygon(h, g, set);
        break;
    case GEOS_MULTIPOLYGON:
    case GEOS_GEOMETRYCOLLECTION: {
        const int n = GEOSGetNumGeometries_r(h, g);
        for (int i = 0; ok && i < n; i++)
            ok = mk_geos_append_parts(ctx, GEOSGetGeometryN_r(h, g, i), set);
        break;
    }
    default: // points and lines have no area
        break;
    }
    if (ok)
        mk_polyset_orient(set, first);
    else
        mk_polyset_drop_open(set);
    return ok;
}

#define GRID_M 0.001

GEOSGeometry *mk_geos_intersection(struct mk_ctx *ctx, const GEOSGeometry *a,
                                   const GEOSGeometry *b)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    if (!a || !b)
        return NULL;
    GEOSGeometry *g = GEOSIntersection_r(h, a, b);
    return g ? g : GEOSIntersectionPrec_r(h, a, b, GRID_M);
}

GEOSGeometry *mk_geos_difference(struct mk_ctx *ctx, const GEOSGeometry *a,
                                 const GEOSGeometry *b)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    if (!a || !b)
        return NULL;
    GEOSGeometry *g = GEOSDifference_r(h, a, b);
    return g ? g : GEOSDifferencePrec_r(h, a, b, GRID_M);
}

GEOSGeometry *mk_geos_union(struct mk_ctx *ctx, const GEOSGeometry *g)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    if (!g)
        return NULL;
    GEOSGeometry *u = GEOSUnaryUnion_r(h, g);
    return u ? u : GEOSUnaryUnionPrec_r(h, g, GRID_M);
}

void mk_geos_unite_parts(struct mk_ctx *ctx, struct mk_polyset *set,
                         uint32_t i)
{
    const struct mk_poly g = mk_polyset_get(set, i);
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *raw = mk_geos_from_poly(ctx, &g);
    GEOSGeometry *one = raw ? mk_geos_union(ctx, raw) : NULL;
    const uint32_t first = set->npart;
    if (one && mk_geos_append_parts(ctx, one, set) && set->npart > first)
        mk_polyset_end_replace(set, i, first);
    GEOSGeom_destroy_r(h, one);
    GEOSGeom_destroy_r(h, raw);
}
