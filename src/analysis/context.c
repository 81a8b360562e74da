// The other layers made ready to be asked: polygons in a stable order, and
// what of them lies over a place (docs/method.md §8).
#include "analysis/assess.h"

#include "base/handles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUARTER_SEGMENTS 8

#define COUNTS_M2 25.0 // an overlap of this much counts on any place

void mk_context_release(struct mk_context *c)
{
    free(c->layers);
    free(c->v);
    free(c->area);
    mk_polyset_release(&c->geom);
    mk_polyset_release(&c->paths);
    if (c->text)
        mk_arena_release(c->text);
    free(c->text);
    mk_boxtree_free(c->tree);
    if (c->tiles)
        mk_tiles_release(c->tiles);
    free(c->tiles);
    *c = (struct mk_context){0};
}

static void feature_key(const struct mk_context *c, uint32_t i, char out[160])
{
    const struct mk_feature *f = &c->v[i];
    snprintf(out, 160, "%s %s rad %u",
             mk_layer_role_key((enum mk_layer_role)f->role),
             c->layers[f->layer].name, f->row);
}

static void mend(struct mk_ctx *ctx, struct mk_context *c, uint32_t i)
{
    const char *why = "";
    char key[160];
    const bool had = c->geom.geom[i].nparts > 0;
    const enum mk_mended m = mk_geom_mend(ctx, &c->geom, i, &why);
    feature_key(c, i, key);
    if (m == MK_MEND_REPAIRED)
        mk_note(ctx, MK_N_GEOM_REPAIRED, key, why);
    else if (m == MK_MEND_EMPTY && had)
        mk_note(ctx, MK_N_GEOM_BAD, key, why);
}

// ---- widening ---------------------------------------------------------------

static GEOSGeometry *path_to_geos(GEOSContextHandle_t h, const double *xy,
                                  uint32_t n)
{
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(h, xy, n, 0, 0);
    if (!seq)
        return NULL;
    return n == 1 ? GEOSGeom_createPoint_r(h, seq)
                  : GEOSGeom_createLineString_r(h, seq);
}

// Areas, lines and points of a feature together; NULL on failure.
static GEOSGeometry *whole_of(struct mk_ctx *ctx, const struct mk_poly *g,
                              const struct mk_poly *paths)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry **v =
        mk_zalloc((size_t)paths->npart + 1, sizeof(GEOSGeometry *));
    unsigned n = 0;
    bool ok = true;
    if (g->npart) {
        v[n] = mk_geos_from_poly(ctx, g);
        ok = v[n++] != NULL;
    }
    for (uint32_t p = 0; ok && p < paths->npart; p++) {
        const uint32_t k = paths->ring[paths->part[p]];
        v[n] = path_to_geos(h, paths->xy + 2 * (size_t)k,
                            paths->ring[paths->part[p] + 1] - k);
        ok = v[n++] != NULL;
    }
    GEOSGeometry *all = NULL;
    if (ok && n == 1) {
        all = v[0];
    } else if (ok) {
        all = GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, v, n);
    } else {
        for (unsigned i = 0; i < n; i++)
            GEOSGeom_destroy_r(h, v[i]);
    }
    free(v);
    return all;
}

static void widen(struct mk_ctx *ctx, struct mk_context *c, uint32_t i)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    const double by = c->layers[c->v[i].layer].buffer_m;
    const struct mk_poly g = mk_polyset_get(&c->geom, i);
    const struct mk_poly paths = mk_polyset_get(&c->paths, i);
    if (!(by > 0) || (!g.npart && !paths.npart))
        return;
    GEOSGeometry *narrow = whole_of(ctx, &g, &paths);
    GEOSGeometry *wide =
        narrow ? GEOSBuffer_r(h, narrow, by, QUARTER_SEGMENTS) : NULL;
    const uint32_t first = c->geom.npart;
    if (!wide || !mk_geos_append_parts(ctx, wide, &c->geom)) {
        char key[160];
        feature_key(c, i, key);
        mk_note(ctx, MK_N_GEOM_BAD, key, mk_ctx_geos_error(ctx));
    }
    mk_polyset_end_replace(&c->geom, i, first);
    GEOSGeom_destroy_r(h, narrow);
    GEOSGeom_destroy_r(h, wide);
}

// ---- uses that are meant ----------------------------------------------------

// Letters and words as in a plan; what is not known is unknown and not annan,
// for no plan has settled it.
static void read_uses(struct mk_ctx *ctx, struct mk_context *c, uint32_t i)
{
    struct mk_feature *f = &c->v[i];
    int unknown, none;
    const mk_useset annan = mk_use_read(MK_USE_ANNAN, &none);
    f->uses = mk_use_read(f->klass, &unknown);
    if (!unknown)
        return;
    char key[160];
    feature_key(c, i, key);
    mk_note(ctx, MK_N_CLASS_UNREAD, key, f->klass);
    f->uses &= ~annan;
}

// ---- order ------------------------------------------------------------------

struct order {
    const struct mk_context *c;
    struct mk_box box;
    uint32_t i;
};

static int by_shape(const struct mk_polyset *set, uint32_t a, uint32_t b)
{
    const struct mk_poly g = mk_polyset_get(set, a);
    const struct mk_poly q = mk_polyset_get(set, b);
    return mk_poly_cmp(&g, &q);
}

// None before any.
static int by_value(double a, double b)
{
    if (isnan(a) || isnan(b))
        return !isnan(a) - !isnan(b);
    return (a > b) - (a < b);
}

static int by_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int by_box(struct mk_box a, struct mk_box b)
{
    const double da[] = {a.xmin, a.ymin, a.xmax, a.ymax};
    const double db[] = {b.xmin, b.ymin, b.xmax, b.ymax};
    for (int k = 0; k < 4; k++)
        if (da[k] != db[k])
            return da[k] < db[k] ? -1 : 1;
    return 0;
}

// Role, name of the layer, id, class, place; then all else that a result
// could show, so that rows of a file may come in any order. What is the same
// in all may come in either order: nothing tells which was first.
static int by_identity(const void *pa, const void *pb)
{
    const struct order *oa = pa, *ob = pb;
    const struct mk_context *c = oa->c;
    const struct mk_feature *a = &c->v[oa->i], *b = &c->v[ob->i];
    int d = (int)a->role - (int)b->role;
    if (!d)
        d = by_text(c->layers[a->layer].name, c->layers[b->layer].name);
    if (!d)
        d = by_text(a->id, b->id);
    if (!d)
        d = by_text(a->klass, b->klass);
    if (!d)
        d = by_box(oa->box, ob->box);
    if (!d)
        d = by_text(a->name, b->name);
    if (!d)
        d = (int)a->code - (int)b->code;
    if (!d)
        d = (int)a->will - (int)b->will;
    if (!d)
        d = (a->date > b->date) - (a->date < b->date);
    if (!d)
        d = by_value(a->value, b->value);
    if (!d)
        d = (int)a->effect - (int)b->effect;
    if (!d)
        d = by_shape(&c->geom, oa->i, ob->i);
    return d ? d : (oa->i > ob->i) - (oa->i < ob->i);
}

static void put_in_order(struct mk_context *c)
{
    struct order *o = mk_zalloc((size_t)c->n + 1, sizeof *o);
    for (uint32_t i = 0; i < c->n; i++)
        o[i] = (struct order){c, c->geom.box[i], i};
    if (c->n)
        qsort(o, c->n, sizeof *o, by_identity);
    struct mk_feature *v = mk_zalloc((size_t)c->n + 1, sizeof *v);
    struct mk_polyset geom = {0};
    for (uint32_t k = 0; k < c->n; k++) {
        const struct mk_poly g = mk_polyset_get(&c->geom, o[k].i);
        v[k] = c->v[o[k].i];
        mk_polyset_add(&geom, &g);
    }
    free(o);
    free(c->v);
    mk_polyset_release(&c->geom);
    c->v = v;
    c->cap = c->n + 1;
    c->geom = geom;
    mk_polyset_shrink(&c->geom);
}

// ---- public -----------------------------------------------------------------

enum mk_status mk_context_build(struct mk_ctx *ctx, struct mk_context *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        mend(ctx, c, i);
        widen(ctx, c, i);
        if (c->v[i].role == MK_RO_OVERSIKTSPLAN ||
            c->v[i].role == MK_RO_PLANBESKED)
            read_uses(ctx, c, i);
    }
    mk_polyset_release(&c->paths);
    put_in_order(c);
    c->area = mk_zalloc((size_t)c->n + 1, sizeof *c->area);
    for (uint32_t i = 0; i < c->n; i++) {
        const struct mk_poly g = mk_polyset_get(&c->geom, i);
        c->area[i] = mk_poly_area(&g);
    }
    c->tree = mk_boxtree_build(c->geom.box, c->n);
    c->tiles = mk_zalloc(1, sizeof *c->tiles);
    mk_tiles_build(&c->geom, c->tiles);
    c->subtracts = false;
    for (uint32_t i = 0; i < c->n; i++)
        c->subtracts = c->subtracts || c->v[i].effect >= MK_EF_REDUCES;
    if (c->given[MK_RO_STRANDSKYDD])
        mk_note(ctx, MK_N_STRANDSKYDD, "strandskydd", "");
    return MK_OK;
}

uint32_t mk_context_measure(const struct mk_context *c, const struct mk_poly *g,
                            struct mk_context_hit **hits, uint32_t *cap,
                            struct mk_hits *room)
{
    uint32_t n = 0;
    if (!c->tree || !g->npart)
        return 0;
    mk_boxtree_query(c->tree, g->box, room);
    for (uint32_t k = 0; k < room->n; k++) {
        const uint32_t i = room->v[k];
        const double m2 = mk_tiles_common_area(c->tiles, &c->geom, i, g);
        if (!(m2 > 0))
            continue;
        MK_GROW(*hits, *cap, n + 1);
        (*hits)[n++] = (struct mk_context_hit){i, m2};
    }
    return n;
}

bool mk_context_counts(double m2, double area)
{
    return m2 > 0 && m2 >= (area / 2 < COUNTS_M2 ? area / 2 : COUNTS_M2);
}
