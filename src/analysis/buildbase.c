// Buildings made valid and disjoint, so that a footprint counts once.
#include "analysis/assess.h"

#include "base/handles.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

void mk_buildbase_release(struct mk_buildbase *b)
{
    mk_polyset_release(&b->geom);
    free(b->home);
    free(b->area);
    mk_polyset_release(&b->whole);
    free(b->whole_as);
    mk_boxtree_free(b->tree);
    *b = (struct mk_buildbase){0};
}

void mk_zone_index(struct mk_zone *z)
{
    mk_tiles_build(&z->geom, &z->tiles);
    z->tree = mk_boxtree_build(z->geom.box, z->geom.n);
}

void mk_zone_release(struct mk_zone *z)
{
    mk_polyset_release(&z->geom);
    mk_tiles_release(&z->tiles);
    mk_boxtree_free(z->tree);
    *z = (struct mk_zone){0};
}

struct order {
    struct mk_box box;
    double area;
    bool home;
    uint32_t i;
};

static int by_place(const void *pa, const void *pb, void *geom)
{
    const struct order *a = pa, *b = pb;
    const double da[] = {a->box.xmin, a->box.ymin, a->box.xmax, a->box.ymax,
                         a->area};
    const double db[] = {b->box.xmin, b->box.ymin, b->box.xmax, b->box.ymax,
                         b->area};
    for (int k = 0; k < 5; k++)
        if (da[k] != db[k])
            return da[k] < db[k] ? -1 : 1;
    if (a->home != b->home)
        return a->home ? -1 : 1;
    const struct mk_poly ga = mk_polyset_get(geom, a->i);
    const struct mk_poly gb = mk_polyset_get(geom, b->i);
    const int c = mk_poly_cmp(&ga, &gb);
    return c ? c : a->i < b->i ? -1 : a->i > b->i;
}

// Cut what earlier buildings hold out of building i.
static void cut(struct mk_ctx *ctx, struct mk_buildbase *b, uint32_t i,
                uint32_t other, double m2)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    const struct mk_poly gi = mk_polyset_get(&b->geom, i);
    const struct mk_poly go = mk_polyset_get(&b->geom, other);
    GEOSGeometry *a = mk_geos_from_poly(ctx, &gi);
    GEOSGeometry *o = mk_geos_from_poly(ctx, &go);
    GEOSGeometry *rest = mk_geos_difference(ctx, a, o);
    if (rest) {
        if (!b->whole_as[i])
            b->whole_as[i] = 1 + mk_polyset_add(&b->whole, &gi);
        const uint32_t first = b->geom.npart;
        (void)mk_geos_append_parts(ctx, rest, &b->geom);
        mk_polyset_end_replace(&b->geom, i, first);
    }
    GEOSGeom_destroy_r(h, a);
    GEOSGeom_destroy_r(h, o);
    GEOSGeom_destroy_r(h, rest);
    if (!rest)
        return; // counted twice rather than not at all
    struct mk_buf t = {0};
    char key[64];
    snprintf(key, sizeof key, "byggnader E%.0f N%.0f", gi.box.xmin,
             gi.box.ymin);
    mk_buf_fixed(&t, mk_fix(m2, 2), 2);
    mk_note(ctx, MK_N_BUILDING_OVERLAP, key, mk_buf_text(&t));
    mk_buf_release(&t);
}

void mk_buildbase_build(struct mk_ctx *ctx, struct mk_buildings *in,
                        struct mk_buildbase *out)
{
    *out = (struct mk_buildbase){0};
    mk_polyset_mend(ctx, &in->geom, "byggnader");
    const uint32_t n = in->geom.n;
    struct order *o = mk_zalloc(n + 1, sizeof *o);
    for (uint32_t i = 0; i < n; i++) {
        const struct mk_poly g = mk_polyset_get(&in->geom, i);
        o[i] = (struct order){g.box, mk_poly_area(&g), in->home[i], i};
    }
    if (n)
        qsort_r(o, n, sizeof *o, by_place, &in->geom);
    out->home = mk_zalloc(n + 1, sizeof *out->home);
    out->area = mk_zalloc(n + 1, sizeof *out->area);
    out->whole_as = mk_zalloc(n + 1, sizeof *out->whole_as);
    for (uint32_t k = 0; k < n; k++) {
        const struct mk_poly g = mk_polyset_get(&in->geom, o[k].i);
        mk_polyset_add(&out->geom, &g);
        out->home[k] = in->home[o[k].i];
        out->area[k] = o[k].area;
    }
    free(o);
    mk_buildings_release(in);
    out->tree = mk_boxtree_build(out->geom.box, n);
    struct mk_hits hits = {0};
    for (uint32_t i = 0; i < n; i++) {
        mk_boxtree_query(out->tree, out->geom.box[i], &hits);
        for (uint32_t k = 0; k < hits.n && hits.v[k] < i; k++) {
            const struct mk_poly a = mk_polyset_get(&out->geom, i);
            const struct mk_poly b = mk_polyset_get(&out->geom, hits.v[k]);
            const double m2 = mk_poly_common_area(&a, &b);
            if (m2 > MK_OVERLAP_M2)
                cut(ctx, out, i, hits.v[k], m2);
        }
    }
    mk_hits_release(&hits);
    mk_polyset_shrink(&out->geom);
}
