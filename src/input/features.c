#include "input/features.h"

#include "base/crs.h"
#include "input/feature_class.h"
#include "input/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ID, NAMN, KLASS, VILJA, ANVANDNING, TILL, DATUM, PRIS, MW, KEYS };

static const char *const keys[KEYS] = {
    "id", "namn", "klass", "vilja", "anvandning", "till", "datum", "pris",
    "mw"};

struct reading {
    struct mk_ctx *ctx;
    const struct mk_layer_input *in;
    struct mk_source *s;
    struct mk_context *out;
    uint32_t layer;
    double buffer_m;
    struct mk_polyset geom, paths; // of this source, in its own system
    uint32_t first;                // feature of geometry 0
    uint64_t no_access;
};

static bool meant_for_use(const struct mk_layer_input *in)
{
    return in->role == MK_RO_OVERSIKTSPLAN || in->role == MK_RO_PLANBESKED;
}

// ---- points and lines -------------------------------------------------------

static void add_path(const struct mk_source *s, OGRGeometryH g,
                     struct mk_polyset *set, bool *finite)
{
    const int n = OGR_G_GetPointCount(g);
    if (n < 1)
        return;
    double *xy = mk_polyset_ring(set, (uint32_t)n);
    OGR_G_GetPoints(g, s->swap ? xy + 1 : xy, 16, s->swap ? xy : xy + 1, 16,
                    NULL, 0);
    for (int i = 0; i < 2 * n; i++)
        *finite = *finite && isfinite(xy[i]);
    mk_polyset_end_part(set);
}

static void add_paths(const struct mk_source *s, OGRGeometryH g,
                      struct mk_polyset *set, bool *finite)
{
    switch (wkbFlatten(OGR_G_GetGeometryType(g))) {
    case wkbPoint:
    case wkbLineString:
        add_path(s, g, set, finite);
        break;
    case wkbMultiPoint:
    case wkbMultiLineString:
    case wkbGeometryCollection: {
        const int n = OGR_G_GetGeometryCount(g);
        for (int i = 0; i < n; i++)
            add_paths(s, OGR_G_GetGeometryRef(g, i), set, finite);
        break;
    }
    default:
        break; // polygons are read as such
    }
}

/** @return whether there was a point or a line that can be used */
static bool read_paths(struct reading *r, OGRFeatureH f,
                       enum mk_geom_flaw *flaw)
{
    const uint32_t first = r->paths.npart;
    OGRGeometryH g = OGR_F_GetGeometryRef(f), linear = NULL;
    bool finite = true;
    if (g && OGR_G_HasCurveGeometry(g, FALSE)) {
        linear = OGR_G_GetLinearGeometry(g, 0, NULL);
        g = linear;
    }
    if (g)
        add_paths(r->s, g, &r->paths, &finite);
    OGR_G_DestroyGeometry(linear);
    mk_polyset_end(&r->paths, first);
    const bool any = r->paths.npart > first;
    if (any && finite)
        return true;
    mk_polyset_end_replace(&r->paths, r->paths.n - 1, r->paths.npart);
    if (any)
        *flaw = MK_GEOM_NAN;
    return false;
}

static void note_flaw(struct mk_ctx *ctx, const char *key,
                      enum mk_geom_flaw flaw)
{
    if (flaw == MK_GEOM_NONE)
        mk_note(ctx, MK_N_GEOM_EMPTY, key, "");
    else if (flaw == MK_GEOM_NAN)
        mk_note(ctx, MK_N_GEOM_BAD, key, "NaN");
    else if (flaw == MK_GEOM_RINGS)
        mk_note(ctx, MK_N_GEOM_REPAIRED, key, "ring");
}

/** Geometry and paths of a feature. @return whether it lies anywhere */
static bool read_place(struct reading *r, OGRFeatureH f, const char *key,
                       enum mk_status *st)
{
    enum mk_geom_flaw flaw = mk_source_geometry(r->s, f, &r->geom);
    if (read_paths(r, f, &flaw)) {
        if (!(r->buffer_m > 0))
            *st = mk_fail(r->ctx, MK_E_LAYER_BUFFER, r->s->layer_name,
                          r->in->in.path_given);
        if (flaw == MK_GEOM_NONE)
            flaw = MK_GEOM_FINE; // no polygon, and none wanted
    }
    note_flaw(r->ctx, key, flaw);
    return flaw != MK_GEOM_NONE && flaw != MK_GEOM_NAN;
}

static void drop_place(struct reading *r)
{
    mk_polyset_drop_geom(&r->geom);
    mk_polyset_drop_geom(&r->paths);
}

// ---- one feature ------------------------------------------------------------

static const char *text_of(struct reading *r, OGRFeatureH f, int key)
{
    return mk_source_text(r->ctx, r->s, f, &r->s->column[key], r->out->text);
}

static void add(struct reading *r, const struct mk_feature *f)
{
    MK_GROW(r->out->v, r->out->cap, r->out->n + 1);
    r->out->v[r->out->n++] = *f;
}

// A report of several kinds stands once for each.
static void add_studies(struct reading *r, struct mk_feature *f,
                        unsigned kinds)
{
    bool again = false;
    for (uint8_t k = 0; k < MK_UT_COUNT; k++) {
        if (!(kinds >> k & 1))
            continue;
        if (again) {
            const struct mk_poly g = mk_polyset_get(&r->geom, r->geom.n - 1);
            const struct mk_poly p =
                mk_polyset_get(&r->paths, r->paths.n - 1);
            mk_polyset_add(&r->geom, &g);
            mk_polyset_add(&r->paths, &p);
        }
        f->code = k;
        add(r, f);
        again = true;
    }
}

static void read_feature(struct reading *r, OGRFeatureH f,
                         enum mk_status *st)
{
    char key[256];
    snprintf(key, sizeof key, "%s %s rad %llu", r->in->in.role,
             r->s->layer_name, (unsigned long long)r->s->row);
    const char *klass = text_of(r, f, KLASS), *meant = text_of(r, f, ANVANDNING);
    if (meant_for_use(r->in) && r->s->column[ANVANDNING].map)
        klass = meant;
    if (mk_class_gives_no_access(klass, r->in->no_access)) {
        r->no_access++;
        return;
    }
    if (!read_place(r, f, key, st)) {
        drop_place(r);
        return;
    }
    const struct mk_feature_text t = {
        .klass = klass,
        .will = text_of(r, f, VILJA),
        .until = text_of(r, f, TILL),
        .date = text_of(r, f, DATUM),
        .price = text_of(r, f, PRIS),
        .mw = text_of(r, f, MW),
        .has_class = r->s->column[KLASS].map != NULL,
    };
    struct mk_feature one = {
        .role = r->in->role,
        .layer = r->layer,
        .row = (uint32_t)r->s->row,
        .id = text_of(r, f, ID),
        .name = text_of(r, f, NAMN),
        .klass = klass,
    };
    const unsigned kinds = mk_feature_read(r->ctx, r->in, key, &t, &one);
    if (kinds)
        add_studies(r, &one, kinds);
    else
        add(r, &one);
}

// ---- one source -------------------------------------------------------------

// Roles whose features say nothing without the field that holds their class.
static const char *needed_key(const struct reading *r)
{
    const struct mk_column *c = r->s->column;
    switch (r->in->role) {
    case MK_RO_MARKANVISNING:
    case MK_RO_TILLSTAND:
        return c[KLASS].map ? NULL : "status";
    case MK_RO_UTREDNING:
        return c[KLASS].map ? NULL : "slag";
    case MK_RO_EL:
        return c[MW].map ? NULL : "mw";
    default:
        return NULL;
    }
}

static enum mk_status begin(struct reading *r)
{
    enum mk_status st = MK_OK;
    if (!r->s->crs)
        return mk_fail(r->ctx, MK_E_NOT_AREAS, r->s->layer_name,
                       r->in->in.path_given,
                       mk_ctx_lang(r->ctx) == MK_SV
                           ? "en tabell utan geometri"
                           : "a table without geometry");
    for (int k = 0; k < KEYS && st == MK_OK; k++)
        st = mk_source_field(r->ctx, r->s, keys[k], &r->s->column[k]);
    const char *lacks = st == MK_OK ? needed_key(r) : NULL;
    if (lacks)
        mk_note(r->ctx, MK_N_LAYER_NO_CLASS, r->in->in.role,
                r->s->layer_name, lacks);
    return st;
}

static enum mk_status take_places(struct reading *r, const char *working_crs)
{
    struct mk_transform *t;
    const enum mk_status st =
        mk_transform_new(r->ctx, r->s->crs, working_crs, &t);
    if (st != MK_OK)
        return st;
    mk_transform_set(t, &r->geom);
    mk_transform_set(t, &r->paths);
    mk_transform_free(t);
    for (uint32_t i = 0; i < r->geom.n; i++) {
        const struct mk_poly g = mk_polyset_get(&r->geom, i);
        const struct mk_poly p = mk_polyset_get(&r->paths, i);
        mk_polyset_add(&r->out->geom, &g);
        mk_polyset_add(&r->out->paths, &p);
    }
    return MK_OK;
}

static enum mk_status read_source(struct reading *r, const char *working_crs)
{
    enum mk_status st = begin(r);
    OGRFeatureH f;
    while (st == MK_OK && (f = mk_source_next(r->ctx, r->s, &st)) != NULL) {
        read_feature(r, f, &st);
        OGR_F_Destroy(f);
    }
    if (st == MK_OK)
        st = take_places(r, working_crs);
    else
        r->out->n = r->first; // features without a place
    if (r->no_access) {
        char n[24];
        snprintf(n, sizeof n, "%llu", (unsigned long long)r->no_access);
        mk_note(r->ctx, MK_N_ROADS_NO_ACCESS, r->s->layer_name, n);
    }
    mk_polyset_release(&r->geom);
    mk_polyset_release(&r->paths);
    return mk_within(r->ctx, st, r->in->in.role);
}

static uint32_t add_layer(const struct mk_layer_input *in,
                          struct mk_context *out)
{
    if (!out->text)
        out->text = mk_zalloc(1, sizeof *out->text);
    const enum mk_layer_role role = (enum mk_layer_role)in->role;
    MK_GROW(out->layers, out->cap_layers, out->nlayers + 1);
    out->layers[out->nlayers] = (struct mk_context_layer){
        .role = in->role,
        .name = mk_arena_str(out->text, in->name ? in->name
                                                 : mk_layer_role_text(role)),
        .buffer_m = isnan(in->buffer_m) ? mk_layer_role_buffer(role)
                                        : in->buffer_m,
    };
    out->complete[in->role] =
        in->complete && (!out->given[in->role] || out->complete[in->role]);
    out->given[in->role] = true;
    return out->nlayers++;
}

enum mk_status mk_features_read(struct mk_ctx *ctx,
                                const struct mk_layer_input *in,
                                const char *working_crs, struct mk_seen seen,
                                struct mk_context *out)
{
    const uint32_t layer = add_layer(in, out);
    const char **names = NULL;
    uint32_t n = 0;
    enum mk_status st = mk_layer_names(ctx, &in->in, out->text, &names, &n);
    for (uint32_t i = 0; i < n && st == MK_OK; i++) {
        struct mk_layer_input one = *in; // told of: the source points at it
        struct reading r = {.ctx = ctx, .in = &one, .out = out,
                            .layer = layer, .first = out->n,
                            .buffer_m = out->layers[layer].buffer_m};
        one.in.layer = names[i];
        st = mk_source_open_any(ctx, &one.in, &r.s);
        if (st == MK_OK)
            st = read_source(&r, working_crs);
        if (st == MK_OK && seen.tell)
            seen.tell(seen.udata, r.s);
        mk_source_close(r.s);
    }
    return st;
}
