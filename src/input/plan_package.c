#include "input/package_parts.h"

#include "base/crs.h"
#include "base/handles.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *mk_package_text(enum mk_package k)
{
    return k == MK_PKG_RITA        ? "Rita Detaljplan"
           : k == MK_PKG_REFERENCE ? "NGP:s referensobjekt"
                                   : "";
}

// ---- what a file is ---------------------------------------------------------

static bool one_is(const char *const names[], uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (mk_text_same(names[i], name))
            return true;
    return false;
}

// Every reference object says what it is and whose plan it belongs to, as
// nested objects or flattened.
static bool is_reference(const char *const fields[], uint32_t n)
{
    const bool type = one_is(fields, n, "feature_typ") ||
                      one_is(fields, n, "feature.typ") ||
                      one_is(fields, n, "feature");
    const bool plan = one_is(fields, n, "detaljplan_objektidentitet") ||
                      one_is(fields, n, "detaljplan.objektidentitet") ||
                      one_is(fields, n, "detaljplan");
    return type && plan;
}

static bool is_rita(const char *const layers[], uint32_t n)
{
    return one_is(layers, n, "detaljplan") &&
           one_is(layers, n, "anvandning_yta") &&
           one_is(layers, n, "bestammelse");
}

static int name_cmp(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GDALDatasetH open_quietly(const char *path)
{
    mk_drivers_register();
    struct mk_buf error = {0};
    CPLPushErrorHandlerEx(mk_source_quiet, &error);
    GDALDatasetH ds = mk_source_gdal_open(path, NULL);
    CPLPopErrorHandler();
    mk_buf_release(&error);
    return ds;
}

static bool holds_reference(OGRLayerH layer, struct mk_arena *a)
{
    OGRFeatureDefnH d = OGR_L_GetLayerDefn(layer);
    const uint32_t n = (uint32_t)OGR_FD_GetFieldCount(d);
    const char **names = mk_arena_alloc(a, (n + 1) * sizeof *names);
    for (uint32_t k = 0; k < n; k++)
        names[k] = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(d, (int)k));
    return is_reference(names, n);
}

/** The names, sorted, of all layers or those that hold reference objects. */
static uint32_t layer_names(GDALDatasetH ds, bool reference,
                            struct mk_arena *a, const char ***names)
{
    const int all = GDALDatasetGetLayerCount(ds);
    uint32_t n = 0;
    *names = mk_arena_alloc(a, ((size_t)all + 1) * sizeof **names);
    for (int i = 0; i < all; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(ds, i);
        if (!reference || holds_reference(layer, a))
            (*names)[n++] = mk_arena_str(a, OGR_L_GetName(layer));
    }
    if (n)
        qsort(*names, n, sizeof **names, name_cmp);
    return n;
}

enum mk_status mk_package_layers(struct mk_ctx *ctx, const struct mk_input *in,
                                 enum mk_package kind, struct mk_arena *a,
                                 const char ***names, uint32_t *n)
{
    GDALDatasetH ds = open_quietly(in->path);
    if (!ds)
        return mk_fail(ctx, MK_E_FILE_OPEN, in->path_given, "");
    *n = layer_names(ds, kind == MK_PKG_REFERENCE, a, names);
    GDALClose(ds);
    return MK_OK;
}

enum mk_package mk_package_of(GDALDatasetH ds)
{
    enum mk_package kind = MK_PKG_NONE;
    struct mk_arena a = {0};
    const char **names;
    const uint32_t n = layer_names(ds, false, &a, &names);
    if (is_rita(names, n))
        kind = MK_PKG_RITA;
    else if (layer_names(ds, true, &a, &names))
        kind = MK_PKG_REFERENCE;
    mk_arena_release(&a);
    return kind;
}

enum mk_status mk_package_recognise(struct mk_ctx *ctx,
                                    const struct mk_input *in,
                                    enum mk_package *out)
{
    *out = MK_PKG_NONE;
    if (in->layer || in->nmap)
        return MK_OK;
    const enum mk_status st = mk_path_check(ctx, in->path, in->path_given);
    if (st != MK_OK)
        return mk_within(ctx, st, in->role);
    GDALDatasetH ds = open_quietly(in->path);
    if (!ds)
        return MK_OK; // said by whoever opens it as a layer
    *out = mk_package_of(ds);
    GDALClose(ds);
    return MK_OK;
}

static void note_keys(struct mk_ctx *ctx, const struct mk_input *in,
                      enum mk_package kind)
{
    const char *what = in->where && in->encoding ? "urval:, teckenkodning:"
                       : in->where              ? "urval:"
                       : in->encoding           ? "teckenkodning:"
                                                : NULL;
    if (what)
        mk_note(ctx, MK_N_PACKAGE_KEYS, in->path_given, what,
                mk_package_text(kind));
}

enum mk_status mk_package_read(struct mk_ctx *ctx, const struct mk_project *p,
                               enum mk_package kind,
                               const struct mk_package_out *out)
{
    const char *file = p->plans.path_given;
    if (p->uses.path)
        return mk_fail(ctx, MK_E_PACKAGE_USES, file, mk_package_text(kind),
                       p->uses.path_given);
    note_keys(ctx, &p->plans, kind);
    enum mk_status st = kind == MK_PKG_RITA ? mk_rita_read(ctx, p, out)
                                            : mk_reference_read(ctx, p, out);
    if (st == MK_OK && !out->plans->n)
        st = mk_fail(ctx, MK_E_PACKAGE_EMPTY, file, mk_package_text(kind));
    return mk_within(ctx, st, p->plans.role);
}

// ---- layers -----------------------------------------------------------------

static void map_column(struct mk_package_layer *l, const char *key)
{
    char dotted[96];
    snprintf(dotted, sizeof dotted, "%s", key);
    char *line = strchr(dotted, '_');
    if (line)
        *line = '.';
    for (uint32_t i = 0; i < mk_source_nfields(l->s); i++) {
        const char *name = mk_source_field_name(l->s, i);
        if (!mk_text_same(name, key) && !mk_text_same(name, dotted))
            continue;
        l->map[l->in.nmap++] =
            (struct mk_map_entry){.key = key, .field = name};
        return;
    }
}

enum mk_status mk_package_open(struct mk_ctx *ctx, const struct mk_input *file,
                               const char *layer, const char *const keys[],
                               int nkeys, struct mk_package_layer *out)
{
    *out = (struct mk_package_layer){
        .in = {.role = file->role, .path = file->path,
               .path_given = file->path_given, .layer = layer,
               .crs = file->crs}};
    out->in.map = out->map;
    enum mk_status st = mk_source_open_any(ctx, &out->in, &out->s);
    for (int k = 0; k < nkeys && st == MK_OK; k++) {
        map_column(out, keys[k]);
        st = mk_source_field(ctx, out->s, keys[k], &out->column[k]);
    }
    return st;
}

void mk_package_close(struct mk_package_layer *l)
{
    if (l->row)
        OGR_F_Destroy(l->row);
    mk_source_close(l->s);
    mk_arena_release(&l->text);
    *l = (struct mk_package_layer){0};
}

bool mk_package_next(struct mk_ctx *ctx, struct mk_package_layer *l,
                     enum mk_status *st)
{
    if (l->row)
        OGR_F_Destroy(l->row);
    mk_arena_clear(&l->text);
    l->row = *st == MK_OK ? mk_source_next(ctx, l->s, st) : NULL;
    snprintf(l->key, sizeof l->key, "%.60s rad %llu", l->s->layer_name,
             (unsigned long long)l->s->row);
    return l->row != NULL;
}

const char *mk_package_column(struct mk_ctx *ctx, struct mk_package_layer *l,
                              int key)
{
    return mk_source_text(ctx, l->s, l->row, &l->column[key], &l->text);
}

int16_t mk_package_months(const char *text)
{
    double v;
    return text && mk_text_number(text, &v) && v >= 1 && v < 12000
               ? (int16_t)v : 0;
}

void mk_package_area(struct mk_ctx *ctx, struct mk_package_layer *l,
                     struct mk_polyset *set)
{
    const enum mk_geom_flaw flaw = mk_source_geometry(l->s, l->row, set);
    if (flaw == MK_GEOM_NONE)
        mk_note(ctx, MK_N_GEOM_EMPTY, l->key, "");
    else if (flaw == MK_GEOM_NAN)
        mk_note(ctx, MK_N_GEOM_BAD, l->key, "NaN");
    else if (flaw == MK_GEOM_RINGS)
        mk_note(ctx, MK_N_GEOM_REPAIRED, l->key, "ring");
}

// ---- texts ------------------------------------------------------------------

void mk_package_name_plan(struct mk_plan *p, const char *name)
{
    const size_t digits = name ? strspn(name, "0123456789") : 0;
    const bool akt = (digits == 2 || digits == 4) &&
                     (name[digits] == '-' ||
                      (name[digits] >= 'A' && name[digits] <= 'Z' &&
                       name[digits + 1] == '-'));
    if (akt)
        p->akt = name;
    else
        p->nr = name;
}

bool mk_package_earliest(const char *text, char out[11])
{
    static const char part[] = "0123456789-/";
    mk_date first = 0;
    while (text && *text) {
        const size_t n = strspn(text, part);
        char t[16];
        mk_date d;
        snprintf(t, sizeof t, "%.*s", (int)(n < 15 ? n : 15), text);
        if (n >= 8 && mk_date_read(t, &d) && (!first || d < first))
            first = d;
        text += n ? n : 1;
    }
    if (first)
        mk_date_write(first, out);
    return first != 0;
}

// ---- geometry -----------------------------------------------------------------

enum mk_status mk_package_move(struct mk_ctx *ctx,
                               const struct mk_package_layer *l,
                               const char *to, struct mk_polyset *from,
                               struct mk_polyset *set)
{
    struct mk_transform *t = NULL;
    if (mk_source_crs(l->s)) { // of a table every geometry is empty
        const enum mk_status st =
            mk_transform_new(ctx, mk_source_crs(l->s), to, &t);
        if (st != MK_OK)
            return st;
        mk_transform_set(t, from);
    }
    mk_transform_free(t);
    for (uint32_t i = 0; i < from->n; i++) {
        const struct mk_poly g = mk_polyset_get(from, i);
        mk_polyset_add(set, &g);
    }
    mk_polyset_release(from);
    return MK_OK;
}

static void add_parts(struct mk_polyset *set, const struct mk_poly *g)
{
    for (uint32_t p = 0; p < g->npart; p++) {
        for (uint32_t r = g->part[p]; r < g->part[p + 1]; r++) {
            const uint32_t n = g->ring[r + 1] - g->ring[r];
            memcpy(mk_polyset_ring(set, n), g->xy + 2 * (size_t)g->ring[r],
                   2 * sizeof(double) * n);
        }
        mk_polyset_end_part(set);
    }
}

// Pieces that share a border or overlap make one area.
static void unite(struct mk_ctx *ctx, struct mk_polyset *set, uint32_t i)
{
    const struct mk_poly g = mk_polyset_get(set, i);
    if (g.npart > 1 && !mk_poly_surely_valid(&g))
        mk_geos_unite_parts(ctx, set, i);
}

/** A geometry and the plan that it belongs to. */
struct by_plan {
    uint32_t plan, i;
};

static int by_plan_cmp(const void *pa, const void *pb)
{
    const struct by_plan *a = pa, *b = pb;
    if (a->plan != b->plan)
        return a->plan < b->plan ? -1 : 1;
    return a->i < b->i ? -1 : a->i > b->i;
}

/** In order of plan, then as they came; free(). */
static struct by_plan *by_plan(const uint32_t *of, uint32_t n)
{
    struct by_plan *v = mk_zalloc(n + 1, sizeof *v);
    for (uint32_t i = 0; i < n; i++)
        v[i] = (struct by_plan){of[i], i};
    if (n)
        qsort(v, n, sizeof *v, by_plan_cmp);
    v[n] = (struct by_plan){UINT32_MAX, n}; // ends every plan's run
    return v;
}

// @return whether the plan had any
static bool gather(const struct mk_polyset *from, const struct by_plan **at,
                   uint32_t plan, struct mk_polyset *to)
{
    const uint32_t first = to->npart;
    for (; (*at)->plan == plan; (*at)++) {
        const struct mk_poly g = mk_polyset_get(from, (*at)->i);
        add_parts(to, &g);
    }
    return to->npart > first;
}

void mk_package_outlines(struct mk_ctx *ctx, const struct mk_package_out *out,
                         const struct mk_polyset *pieces, const uint32_t *of,
                         const uint32_t *use_of)
{
    struct mk_polyset *to = &out->plans->outline;
    struct by_plan *own = by_plan(of, pieces->n);
    struct by_plan *used = by_plan(use_of, out->uses->n);
    const struct by_plan *o = own, *u = used;
    for (uint32_t i = 0; i < out->plans->n; i++) {
        const uint32_t first = to->npart;
        const bool outlined = gather(pieces, &o, i, to);
        while (outlined && u->plan == i)
            u++;
        const bool by_uses =
            !outlined && gather(&out->uses->geom, &u, i, to);
        unite(ctx, to, mk_polyset_end(to, first));
        if (by_uses) {
            const struct mk_plan *p = &out->plans->plans[i];
            char key[160];
            snprintf(key, sizeof key, "detaljplaner %s",
                     p->nr ? p->nr : p->akt ? p->akt : p->id ? p->id : "?");
            mk_note(ctx, MK_N_PLAN_FROM_USES, key, "");
        }
    }
    free(own);
    free(used);
}
