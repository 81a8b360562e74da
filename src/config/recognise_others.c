// The other layers that decide, by the fields that only they have: national
// products whose names are the same in every municipality. A municipality's
// own layers (ownership, allocation …) have no such names and are left for its
// planner to write.
#include "config/recognise.h"

#include "base/text.h"

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
    {MK_RO_RIKSINTRESSE, {NULL}, "riksintresse", NULL, NULL, {{NULL, NULL}}},
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

static void take(struct mk_recognised *out, const struct sign *s,
                 const struct mk_layer_facts *l, struct mk_arena *a)
{
    struct mk_other_found *o = &out->others[out->nothers++];
    *o = (struct mk_other_found){.role = (uint8_t)s->role,
                                 .lager = s->lager, .found.layer = l};
    for (int i = 0; i < MAPS && s->map[i].key; i++) {
        const struct mk_field_facts *f = field_of(l, s->map[i].field);
        if (f)
            o->found.map[o->found.nmap++] = (struct mk_mapped){
                .key = s->map[i].key, .field = f, .ground = MK_BY_NAME};
    }
    tell_fields(&o->found, a);
}

// NVDB has a layer a county: one block with a pattern reads them all.
static bool taken_by_pattern(const struct mk_recognised *out,
                             const struct sign *s,
                             const struct mk_layer_facts *l)
{
    for (uint32_t i = 0; i < out->nothers; i++)
        if (s->lager && out->others[i].lager == s->lager &&
            strcmp(out->others[i].found.layer->file, l->file) == 0)
            return true;
    return false;
}

// What has no area, in a role without a reach, would stop the run.
static bool lacks_reach(const struct sign *s, const struct mk_layer_facts *l)
{
    return l->geometry != MK_GK_POLYGON &&
           !(mk_layer_role_buffer(s->role) > 0);
}

void mk_recognise_others(const struct mk_folder_facts *facts,
                         struct mk_arena *arena, struct mk_recognised *out)
{
    out->others =
        mk_arena_alloc(arena, (facts->nlayers + 1) * sizeof *out->others);
    for (int role = 0; role < MK_RO_COUNT; role++) {
        for (uint32_t i = 0; i < facts->nlayers; i++) {
            const struct mk_layer_facts *l = &facts->layers[i];
            const struct sign *s = out->left[i] ? sign_of(l) : NULL;
            if (!s || (int)s->role != role)
                continue;
            if (lacks_reach(s, l)) {
                out->left[i] = mk_arena_printf(
                    arena, "kan vara %s, men har punkter eller linjer: skriv "
                    "blocket med buffert_m", mk_layer_role_key(s->role));
                continue;
            }
            if (!taken_by_pattern(out, s, l))
                take(out, s, l, arena);
            out->left[i] = NULL;
        }
    }
}
