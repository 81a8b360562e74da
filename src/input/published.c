#include "input/published.h"

#include "base/arena.h"
#include "base/text.h"
#include "input/json_stream.h"
#include "input/vector.h"

#include <jansson.h>
#include <xxhash.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void release_layer(struct mk_published_layer *l)
{
    free(l->has);
    free(l->cells);
    free(l->shape);
    mk_polyset_release(&l->geom);
}

void mk_published_release(struct mk_published_set *s)
{
    release_layer(&s->mark);
    release_layer(&s->parts);
    free(s->facts);
    if (s->storage)
        mk_arena_release(s->storage);
    free(s->storage);
    *s = (struct mk_published_set){0};
}

// ---- korning.json

static enum mk_status no_folder(struct mk_ctx *ctx, const char *dir,
                                const char *sv, const char *en)
{
    return mk_fail(ctx, MK_E_COMPARE_FOLDER, dir,
                   mk_ctx_lang(ctx) == MK_SV ? sv : en);
}

static enum mk_status read_manifest(struct mk_ctx *ctx, const char *dir,
                                    struct mk_arena *a, json_t **out)
{
    const char *path = mk_arena_printf(a, "%s/korning.json", dir);
    const enum mk_status st = mk_path_check(ctx, dir, dir);
    if (st != MK_OK)
        return st;
    json_error_t error;
    FILE *f = fopen(path, "rb");
    if (!f)
        return no_folder(ctx, dir, "korning.json saknas",
                         "korning.json is missing");
    *out = json_loadf(f, JSON_REJECT_DUPLICATES, &error);
    fclose(f);
    if (!*out)
        return no_folder(ctx, dir, "korning.json går inte att läsa",
                         "korning.json cannot be read");
    const char *program = mk_json_text(*out, "program");
    if (!program || strcmp(program, "markklar") != 0)
        return no_folder(ctx, dir, "korning.json är inte markklars",
                         "korning.json is not markklar's");
    return MK_OK;
}

static void add_fact(struct mk_published_set *s, const char *name,
                     const char *value)
{
    MK_GROW(s->facts, s->cap_facts, s->nfacts + 1);
    s->facts[s->nfacts++] = (struct mk_run_fact){
        mk_arena_str(s->storage, name), mk_arena_str(s->storage, value)};
}

// A number as korning.json writes it: jansson's own has 17 digits.
static const char *scalar(const json_t *v, char out[40])
{
    if (json_is_string(v))
        return json_string_value(v);
    if (json_is_boolean(v))
        return json_is_true(v) ? "true" : "false";
    struct mk_buf b = {0};
    if (json_is_integer(v))
        mk_buf_int(&b, json_integer_value(v));
    else if (json_is_real(v))
        mk_buf_fixed(&b, mk_fix(json_real_value(v), 4), 4);
    snprintf(out, 40, "%s", mk_buf_text(&b));
    mk_buf_release(&b);
    return out;
}

static void add_object(struct mk_published_set *s, const char *path,
                       const json_t *object)
{
    const char *key;
    json_t *v;
    char text[40];
    json_object_foreach((json_t *)(uintptr_t)object, key, v)
    {
        const char *name = mk_arena_printf(s->storage, "%s.%s", path, key);
        if (json_is_object(v))
            add_object(s, name, v);
        else if (!json_is_array(v))
            add_fact(s, name, scalar(v, text));
    }
}

// Inputs by role, numbered where a role has several.
static void add_inputs(struct mk_published_set *s, const json_t *list)
{
    const char *last = "";
    unsigned nr = 1;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *in = json_array_get(list, i);
        const char *role = mk_json_text(in, "roll");
        const char *file = mk_json_text(in, "fil");
        const char *layer = mk_json_text(in, "lager");
        const char *hash = mk_json_text(in, "xxh3");
        if (!role)
            continue;
        nr = strcmp(role, last) == 0 ? nr + 1 : 1;
        last = role;
        const char *name =
            nr > 1 ? mk_arena_printf(s->storage, "indata.%s.%u", role, nr)
                   : mk_arena_printf(s->storage, "indata.%s", role);
        add_fact(s, name,
                 mk_arena_printf(s->storage, "%s%s%s (%.8s)",
                                 file ? file : "?", layer ? ", " : "",
                                 layer ? layer : "", hash ? hash : ""));
    }
}

static void add_scenario(struct mk_published_set *s, const json_t *list)
{
    struct mk_buf b = {0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = mk_json_text(json_array_get(list, i), "andring");
        mk_buf_printf(&b, "%s%s", b.len ? "; " : "", text ? text : "?");
    }
    add_fact(s, "scenario", mk_buf_text(&b));
    mk_buf_release(&b);
}

// What the figures were made with. Counts and notes follow from it.
static void gather_facts(struct mk_published_set *s, const json_t *root)
{
    static const char *const single[] = {"referensdatum", "kommun",
                                         "kommunkod"};
    char text[40];
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        add_fact(s, single[i], scalar(json_object_get(root, single[i]), text));
    add_scenario(s, json_object_get(root, "scenario"));
    add_object(s, "val", json_object_get(root, "val"));
    add_object(s, "tidtabell", json_object_get(root, "tidtabell"));
    add_inputs(s, json_object_get(root, "indata"));
    add_object(s, "versioner", json_object_get(root, "versioner"));
}

// "EPSG:3006" of val.geojson_crs; RFC 7946 is 0.
static int crs_of(const json_t *root)
{
    const char *crs =
        mk_json_text(json_object_get(root, "val"), "geojson_crs");
    double code = 0;
    if (crs && strncmp(crs, "EPSG:", 5) == 0)
        (void)mk_text_number(crs + 5, &code);
    return (int)code;
}

// ---- is a file the one that the run wrote?

static bool hash_file(const char *path, uint64_t *hash)
{
    FILE *f = fopen(path, "rb");
    XXH3_state_t *state = f ? XXH3_createState() : NULL;
    bool good = state != NULL;
    char *block = mk_alloc(1 << 20);
    size_t n;
    if (good)
        XXH3_64bits_reset(state);
    while (good && (n = fread(block, 1, 1 << 20, f)) > 0)
        XXH3_64bits_update(state, block, n);
    good = good && !ferror(f);
    if (good)
        *hash = XXH3_64bits_digest(state);
    if (state)
        XXH3_freeState(state);
    if (f)
        fclose(f);
    free(block);
    return good;
}

static enum mk_status check_file(struct mk_ctx *ctx, const json_t *root,
                                 const char *dir, const char *name,
                                 const char *path)
{
    const json_t *list = json_object_get(root, "filer");
    const char *want = NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *f = json_array_get(list, i);
        const char *file = mk_json_text(f, "namn");
        if (file && strcmp(file, name) == 0)
            want = mk_json_text(f, "xxh3");
    }
    if (!want)
        return mk_fail(ctx, MK_E_COMPARE_FOLDER, dir, name);
    uint64_t hash;
    char text[17];
    if (!hash_file(path, &hash))
        return mk_fail(ctx, MK_E_FILE_OPEN, path, "GeoJSON");
    snprintf(text, sizeof text, "%016llx", (unsigned long long)hash);
    return strcmp(text, want) == 0
               ? MK_OK : mk_fail(ctx, MK_E_COMPARE_MIXED, path);
}

// ---- a layer

struct reading {
    struct mk_published_layer *l;
    struct mk_arena *text;
    const char **last; // text of each field in the row before
    XXH3_state_t *hash;
};

// Plans and kommuner repeat from row to row: their texts are kept once.
static const char *keep_text(struct reading *r, int field, const char *text)
{
    if (!r->last[field] || strcmp(r->last[field], text) != 0)
        r->last[field] = mk_arena_str(r->text, text);
    return r->last[field];
}

static bool read_cell(struct reading *r, int i, const json_t *v,
                      union mk_datum *out)
{
    const struct mk_field *f = &r->l->def->fields[i];
    const bool none = !v || json_is_null(v);
    mk_date date = 0;
    if (f->type == MK_T_TEXT) {
        out->text = none ? NULL : json_is_string(v)
                           ? keep_text(r, i, json_string_value(v)) : NULL;
        return none || json_is_string(v);
    }
    out->num = MK_UNKNOWN;
    if (none)
        return true;
    if (f->type == MK_T_BOOL)
        out->num = json_is_true(v);
    else if (f->type == MK_T_DATE)
        out->num = json_is_string(v) &&
                           mk_date_read(json_string_value(v), &date) && date
                       ? date : MK_UNKNOWN;
    else if (json_is_number(v))
        out->num = mk_fix(json_number_value(v), f->decimals);
    return out->num != MK_UNKNOWN;
}

static bool read_shape(struct reading *r, const json_t *geometry,
                       const struct mk_polyset *areas)
{
    struct mk_published_layer *l = r->l;
    const json_t *at = json_object_get(geometry, "coordinates");
    if (json_is_null(geometry)) {
        mk_polyset_end(&l->geom, l->geom.npart);
        l->shape[l->n] = 0;
        return true;
    }
    const json_int_t place = json_is_integer(at) ? json_integer_value(at) : -1;
    if (place < 0 || place / 2 >= areas->n)
        return false;
    const struct mk_poly g = mk_polyset_get(areas, (uint32_t)(place / 2));
    mk_polyset_add(&l->geom, &g);
    XXH3_64bits_reset(r->hash);
    for (uint32_t p = 0; p < g.npart; p++)
        for (uint32_t k = g.part[p]; k < g.part[p + 1]; k++) {
            const uint32_t n = g.ring[k + 1] - g.ring[k];
            XXH3_64bits_update(r->hash, &n, sizeof n);
            XXH3_64bits_update(r->hash, g.xy + 2 * (size_t)g.ring[k],
                               2 * sizeof(double) * n);
        }
    l->shape[l->n] = XXH3_64bits_digest(r->hash);
    return true;
}

static void room_for_row(struct mk_published_layer *l)
{
    if (l->n < l->cap)
        return;
    l->cap = l->cap ? l->cap * 2 : 1024;
    l->cells = mk_realloc(l->cells, (size_t)l->cap * l->def->nfields,
                          sizeof *l->cells);
    l->shape = mk_realloc(l->shape, l->cap, sizeof *l->shape);
}

// Every property is in every feature: the first tells which a file has.
static bool read_row(struct reading *r, const json_t *feature,
                     const struct mk_polyset *areas)
{
    struct mk_published_layer *l = r->l;
    const json_t *props = json_object_get(feature, "properties");
    room_for_row(l);
    union mk_datum *row = l->cells + (size_t)l->n * l->def->nfields;
    for (int i = 0; i < l->def->nfields; i++) {
        const json_t *v = json_object_get(props, l->def->fields[i].name);
        if (l->n == 0)
            l->has[i] = v != NULL;
        if (!read_cell(r, i, v, &row[i]))
            return false;
    }
    if (!json_is_object(props) ||
        !read_shape(r, json_object_get(feature, "geometry"), areas))
        return false;
    l->n++;
    return true;
}

static enum mk_status read_rows(struct mk_ctx *ctx, struct reading *r,
                                const char *path)
{
    static const char *const nothing[] = {NULL};
    struct mk_json_stream *s = NULL;
    struct mk_json_item item = {0};
    enum mk_status st = mk_json_open(ctx, path, path, "features", &s);
    if (st == MK_OK)
        mk_json_read_lean(s, nothing);
    while (st == MK_OK) {
        st = mk_json_next(ctx, s, &item);
        if (st != MK_OK || !item.value)
            break;
        if (item.index < 0 || read_row(r, item.value, mk_json_areas(s)))
            continue;
        char nr[24];
        snprintf(nr, sizeof nr, "%lld", (long long)item.index + 1);
        st = mk_fail(ctx, MK_E_COMPARE_ROW, path, nr);
    }
    mk_json_close(s);
    return st;
}

static enum mk_status read_layer(struct mk_ctx *ctx, const json_t *root,
                                 struct mk_published_set *set,
                                 const struct mk_layer_def *def,
                                 struct mk_published_layer *l)
{
    const char *name = mk_arena_printf(set->storage, "%s.geojson", def->name);
    const char *path = mk_arena_printf(set->storage, "%s/%s", set->dir, name);
    *l = (struct mk_published_layer){.def = def};
    l->has = mk_zalloc((size_t)def->nfields, sizeof *l->has);
    enum mk_status st = check_file(ctx, root, set->dir, name, path);
    if (st != MK_OK)
        return st;
    struct reading r = {.l = l, .text = set->storage,
                        .last = mk_zalloc((size_t)def->nfields,
                                          sizeof *r.last),
                        .hash = XXH3_createState()};
    st = r.hash ? read_rows(ctx, &r, path)
                : mk_fail(ctx, MK_E_INTERNAL, "XXH3_createState");
    for (int i = 0; l->n == 0 && i < def->nfields; i++)
        l->has[i] = true; // an empty layer lacks nothing
    if (r.hash)
        XXH3_freeState(r.hash);
    free(r.last);
    return st;
}

enum mk_status mk_published_read(struct mk_ctx *ctx, const char *dir,
                                 struct mk_published_set *out)
{
    *out = (struct mk_published_set){.storage =
                                         mk_zalloc(1,
                                                   sizeof(struct mk_arena))};
    out->dir = mk_arena_str(out->storage, dir);
    json_t *root = NULL;
    enum mk_status st = read_manifest(ctx, dir, out->storage, &root);
    if (st == MK_OK) {
        gather_facts(out, root);
        out->epsg = crs_of(root);
        st = read_layer(ctx, root, out, &mk_layer_mark, &out->mark);
    }
    if (st == MK_OK)
        st = read_layer(ctx, root, out, &mk_layer_verksamhetsmark,
                        &out->parts);
    json_decref(root);
    return st;
}
