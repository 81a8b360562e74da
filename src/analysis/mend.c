// Validity: a cheap proof first, GEOS only for what it does not clear.
#include "analysis/planbase.h"

#include "base/handles.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// What GEOS 3.11 finds wrong with a polygon. It says "REASON at or near point
// X Y"; the place is kept.
static const char *const reasons[][2] = {
    {"Ring Self-intersection", "ytans gräns rör vid sig själv"},
    {"Self-intersection", "ytan korsar sig själv"},
    {"Hole lies outside shell", "ett hål ligger utanför ytan"},
    {"Holes are nested", "hål ligger i varandra"},
    {"Nested shells", "delytor ligger i varandra"},
    {"Duplicate Rings", "samma ring finns två gånger"},
    {"Interior is disconnected", "ytans inre hänger inte ihop"},
    {"Too few points in geometry component", "för få punkter i en ring"},
    {"Invalid Coordinate", "en koordinat är inget tal"},
    {"Ring is not closed", "en ring är inte sluten"},
    {"IllegalArgumentException: Invalid number of points in LinearRing",
     "för få punkter i en ring"},
};

static const char *reason(struct mk_ctx *ctx)
{
    static const char place[] = " at or near point ";
    const char *said = mk_ctx_geos_error(ctx);
    const size_t n = sizeof reasons / sizeof *reasons;
    size_t i = 0;
    if (mk_ctx_lang(ctx) == MK_EN)
        return said;
    while (i < n && strncmp(said, reasons[i][0], strlen(reasons[i][0])) != 0)
        i++;
    if (i == n)
        return said;
    const char *at = strstr(said, place);
    char text[200];
    snprintf(text, sizeof text, "%s%s%s", reasons[i][1], at ? " vid " : "",
             at ? at + sizeof place - 1 : "");
    mk_ctx_geos_reword(ctx, text);
    return mk_ctx_geos_error(ctx);
}

enum mk_mended mk_geom_mend(struct mk_ctx *ctx, struct mk_polyset *set,
                            uint32_t i, const char **why)
{
    const struct mk_poly g = mk_polyset_get(set, i);
    if (!g.npart)
        return MK_MEND_EMPTY;
    if (!isfinite(g.box.xmin + g.box.ymin + g.box.xmax + g.box.ymax)) {
        // Outside of what the projection reaches: half of it is no area.
        *why = "inf";
        mk_polyset_end_replace(set, i, set->npart);
        return MK_MEND_EMPTY;
    }
    if (mk_poly_surely_valid(&g))
        return MK_MEND_FINE;
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *raw = mk_geos_from_poly(ctx, &g);
    *why = "GEOS";
    if (raw && GEOSisValid_r(h, raw) == 1) {
        GEOSGeom_destroy_r(h, raw);
        return MK_MEND_FINE;
    }
    *why = reason(ctx);
    // The structure method keeps a hole that touches its exterior a hole.
    GEOSMakeValidParams *how = GEOSMakeValidParams_create_r(h);
    GEOSMakeValidParams_setMethod_r(h, how, GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(h, how, 0);
    GEOSGeometry *valid =
        raw ? GEOSMakeValidWithParams_r(h, raw, how) : NULL;
    GEOSMakeValidParams_destroy_r(h, how);
    const uint32_t first = set->npart;
    const bool ok = valid && mk_geos_append_parts(ctx, valid, set);
    mk_polyset_end_replace(set, i, first);
    GEOSGeom_destroy_r(h, valid);
    GEOSGeom_destroy_r(h, raw);
    return ok && set->npart > first ? MK_MEND_REPAIRED : MK_MEND_EMPTY;
}

void mk_polyset_mend(struct mk_ctx *ctx, struct mk_polyset *set,
                     const char *role)
{
    const uint32_t n = set->n;
    for (uint32_t i = 0; i < n; i++) {
        const char *why = "";
        const bool had = set->geom[i].nparts > 0;
        const enum mk_mended m = mk_geom_mend(ctx, set, i, &why);
        if (m == MK_MEND_FINE || (m == MK_MEND_EMPTY && !had))
            continue;
        char key[128];
        snprintf(key, sizeof key, "%s rad %u", role, i + 1);
        if (m == MK_MEND_REPAIRED)
            mk_note(ctx, MK_N_GEOM_REPAIRED, key, why);
        else
            mk_note(ctx, MK_N_GEOM_BAD, key, why);
    }
}
