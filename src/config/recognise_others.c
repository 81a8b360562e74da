// The other layers that decide, by the fields that only they have: national
// products whose names are the same in every municipality. Layers that each
// names for itself (ownership, allocation …) are in recognise_own.c.
#include "config/recognise.h"

#include "base/text.h"
#include "config/recognise_own.h"

#include <stdlib.h>
#include <string.h>

#define MAPS 3

struct sign {
    enum mk_layer_role role;
    const char *need[2];    // fields that must be there
    const char *name;       // text that its file or layer must have, or NULL
    const char *value;      // its class begins so in every row, or NULL
    const char *lager;      // pattern for layers that come in many, or NULL
    struct {
        const char *key, *field;
    } map[MAPS];            // the first is the class
};

// Names: Naturvårdsverket, länsstyrelsernas EBH, RAÄ, MSB, SGU, Försvarsmakten,
// Trafikverket. The more particular sign stands first.
static const struct sign signs[] = {
    {MK_RO_STRANDSKYDD, {"strandskyddstyp"}, NULL, NULL, NULL,
     {{"typ", "strandskyddstyp"}}},
    {MK_RO_VATTENSKYDD, {"NVRID", "SKYDDSTYP"}, NULL, "vattenskydd", NULL,
     {{"klass", "SKYDDSTYP"}, {"id", "NVRID"}, {"namn", "NAMN"}}},
    {MK_RO_NATUR, {"NVRID", "SKYDDSTYP"}, NULL, NULL, NULL,
     {{"typ", "SKYDDSTYP"}, {"id", "NVRID"}, {"namn", "NAMN"}}},
    {MK_RO_NATUR, {"SITE_CODE"}, NULL, NULL, NULL,
     {{"id", "SITE_CODE"}, {"namn", "NAMN"}}},
    {MK_RO_RIKSINTRESSE, {"kategori", "underkategori"}, NULL, NULL, NULL,
     {{"klass", "kategori"}, {"namn", "objnamn"}}},
    {MK_RO_RIKSINTRESSE, {NULL}, "riksintresse", NULL, NULL,
     {{"klass", "kategori"}, {"namn", "objnamn"}}},
    {MK_RO_OVERSVAMNING, {"return_period"}, NULL, NULL, NULL,
     {{"klass", "return_period"}}},
    {MK_RO_RAS, {"aktskre"}, NULL, NULL, NULL, {{"klass", "aktskre_tx"}}},
    {MK_RO_RAS, {"zon_typ", "kategori"}, NULL, NULL, NULL,
     {{"klass", "kategori"}}},
    {MK_RO_FORORENING, {"EBH_ID", "RISKKLASS"}, NULL, NULL, NULL,
     {{"riskklass", "RISKKLASS"}, {"id", "EBH_ID"}}},
    {MK_RO_FORNLAMNING, {"antikvariskbedomning"}, NULL, NULL, NULL,
     {{"typ", "antikvariskbedomning"}, {"id", "lamningsnummer"}}},
    {MK_RO_VAG, {"KLASS"}, "funkvagklass", NULL, "*FunkVagklass",
     {{"klass", "KLASS"}}},
};
#define NSIGNS (sizeof signs / sizeof *signs)

static const struct mk_field_facts *field_of(const struct mk_layer_facts *l,
                                             const char *name)
{
    for (uint32_t i = 0; name && i < l->nfields; i++)
        if (mk_field_same(l->fields[i].name, name))
            return &l->fields[i];
    return NULL;
}

static bool is_called(const struct mk_layer_facts *l, const char *part)
{
    char file[512], name[256];
    mk_text_fold(l->file, file, sizeof file);
    mk_text_fold(l->name, name, sizeof name);
    return strstr(file, part) || strstr(name, part);
}

static bool all_begin(const struct mk_field_facts *f, const char *folded)
{
    char v[128];
    bool all = f && f->nvalues > 0;
    for (uint32_t i = 0; all && i < f->nvalues; i++) {
        mk_text_fold(f->values[i], v, sizeof v);
        all = strncmp(v, folded, strlen(folded)) == 0;
    }
    return all;
}

static bool fits(const struct sign *s, const struct mk_layer_facts *l)
{
    for (int i = 0; i < 2; i++)
        if (s->need[i] && !field_of(l, s->need[i]))
            return false;
    if (s->name && !is_called(l, s->name))
        return false;
    return !s->value || all_begin(field_of(l, s->map[0].field), s->value);
}

static const struct sign *sign_of(const struct mk_layer_facts *l)
{
    if (l->geometry == MK_GK_NONE || !l->count)
        return NULL;
    for (size_t i = 0; i < NSIGNS; i++)
        if (fits(&signs[i], l))
            return &signs[i];
    return NULL;
}

// The fields that were used, as a reason; those that were not, as a list.
static void tell_fields(struct mk_role_found *f, struct mk_arena *a)
{
    struct mk_buf used = {0}, rest = {0};
    for (uint32_t i = 0; i < f->layer->nfields; i++) {
        const struct mk_field_facts *one = &f->layer->fields[i];
        bool mapped = false;
        for (uint32_t k = 0; k < f->nmap; k++)
            mapped = mapped || f->map[k].field == one;
        struct mk_buf *b = mapped ? &used : &rest;
        mk_buf_printf(b, "%s%s", b->len ? ", " : mapped ? "fälten " : "",
                      one->name);
    }
    f->why = used.len ? mk_arena_str(a, mk_buf_text(&used)) : "namnet";
    f->unused = rest.len ? mk_arena_str(a, mk_buf_text(&rest)) : NULL;
    mk_buf_release(&used);
    mk_buf_release(&rest);
}

static struct mk_other_found by_sign(const struct sign *s,
                                     const struct mk_layer_facts *l)
{
    struct mk_other_found o = {.role = (uint8_t)s->role, .lager = s->lager,
                               .found.layer = l};
    for (int i = 0; i < MAPS && s->map[i].key; i++) {
        const struct mk_field_facts *f = field_of(l, s->map[i].field);
        if (f)
            o.found.map[o.found.nmap++] = (struct mk_mapped){
                .key = s->map[i].key, .field = f, .ground = MK_BY_NAME};
    }
    return o;
}

// Funktionell vägklass 0 is the motorways and the like: no way out of a plot.
static void mark_motorways(struct mk_other_found *o)
{
    static struct mk_map_value motorway[] = {{"0", "motorväg"}};
    for (uint32_t i = 0; o->role == MK_RO_VAG && i < o->found.nmap; i++) {
        struct mk_mapped *m = &o->found.map[i];
        if (strcmp(m->key, "klass") != 0)
            continue;
        m->values = motorway;
        m->nvalues = 1;
        o->ej_tillfart = motorway[0].to;
    }
}

/** Is it a layer of the role? */
static bool find(const struct mk_layer_facts *l, enum mk_layer_role role,
                 struct mk_arena *arena, struct mk_other_found *out)
{
    const struct sign *s = sign_of(l);
    if (!s)
        return mk_recognise_own(l, role, arena, out);
    if (s->role != role)
        return false;
    *out = by_sign(s, l);
    mark_motorways(out);
    return true;
}

// NVDB has a layer a county: one block with a pattern reads them all.
static bool taken_by_pattern(const struct mk_recognised *out,
                             const struct mk_other_found *o)
{
    for (uint32_t i = 0; i < out->nothers; i++)
        if (o->lager && out->others[i].lager == o->lager &&
            strcmp(out->others[i].found.layer->file,
                   o->found.layer->file) == 0)
            return true;
    return false;
}

// What has no area, in a role without a reach, would stop the run.
static bool lacks_reach(const struct mk_other_found *o)
{
    return o->found.layer->geometry != MK_GK_POLYGON &&
           !(mk_layer_role_buffer((enum mk_layer_role)o->role) > 0);
}

// @return why the layer is left after all, or NULL
static const char *take(struct mk_recognised *out, struct mk_other_found *o,
                        struct mk_arena *arena)
{
    if (lacks_reach(o))
        return mk_arena_printf(
            arena, "kan vara %s, men har punkter eller linjer: skriv "
            "blocket med buffert_m",
            mk_layer_role_key((enum mk_layer_role)o->role));
    if (taken_by_pattern(out, o))
        return NULL;
    tell_fields(&o->found, arena);
    out->others[out->nothers++] = *o;
    return NULL;
}

void mk_lend_road(const struct mk_layer_facts *l,
                  const struct mk_field_facts *klass, struct mk_arena *arena,
                  struct mk_recognised *out)
{
    struct mk_other_found o = {.role = MK_RO_VAG, .found.layer = l};
    o.found.map[o.found.nmap++] = (struct mk_mapped){
        .key = "klass", .field = klass, .ground = MK_BY_NAME};
    mark_motorways(&o);
    tell_fields(&o.found, arena);
    uint32_t at = out->nothers++;
    for (; at && out->others[at - 1].role > MK_RO_VAG; at--)
        out->others[at] = out->others[at - 1];
    out->others[at] = o;
}

// A raster of levels that is also called so; of several nothing says which.
static const struct mk_raster_facts *
find_levels(const struct mk_folder_facts *facts)
{
    static const char *const words[] = {"hojd", "terrang", "dem_", "dtm",
                                        "markmodell"};
    const struct mk_raster_facts *only = NULL;
    for (uint32_t i = 0; i < facts->nrasters; i++) {
        const struct mk_raster_facts *r = &facts->rasters[i];
        char name[512];
        mk_text_fold(r->file, name, sizeof name);
        bool called = false;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            called = called || strstr(name, words[k]);
        if (!called || !r->levels)
            continue;
        if (only)
            return NULL;
        only = r;
    }
    return only;
}

void mk_recognise_others(const struct mk_folder_facts *facts,
                         struct mk_arena *arena, struct mk_recognised *out)
{
    const uint32_t n = facts->nlayers;
    bool *found = mk_zalloc(n + 1, sizeof *found);
    out->others = mk_arena_alloc(arena, (n + 1) * sizeof *out->others);
    for (int role = 0; role < MK_RO_COUNT; role++) {
        for (uint32_t i = 0; i < n; i++) {
            const struct mk_layer_facts *l = &facts->layers[i];
            struct mk_other_found o;
            if (!out->open[i] || found[i] ||
                !find(l, (enum mk_layer_role)role, arena, &o))
                continue;
            found[i] = true;
            out->left[i] = take(out, &o, arena);
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        const char *guess = out->open[i] && !found[i]
                                ? mk_guess_own(&facts->layers[i], arena)
                                : NULL;
        if (guess)
            out->left[i] = guess;
    }
    free(found);
    out->levels = find_levels(facts);
}
