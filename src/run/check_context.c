// The other layers that decide: what each class in them is read as, and how
// much of the terrain has a level.
#include "run/check.h"

#include "input/features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define W(sv, en) mk_check_word(x, sv, en)

// ---- classes and what they mean ---------------------------------------------

static const char *state_text(const struct mk_check *x, uint8_t state)
{
    switch (state) {
    case MK_ST_FINNS: return W("finns", "there");
    case MK_ST_PLANERAD: return W("planerad", "planned");
    case MK_ST_SAKNAS: return W("saknas", "missing");
    default: return W("okänd", "unknown");
    }
}

static const char *permit_text(const struct mk_check *x, uint8_t permit)
{
    switch (permit) {
    case MK_TI_BEHOV: return W("behov", "needed");
    case MK_TI_SOKT: return W("sökt", "applied for");
    case MK_TI_BEVILJAT: return W("beviljat", "granted");
    case MK_TI_KLART: return W("klart", "final");
    default: return W("okänt", "unknown");
    }
}

// What a feature is read as; roles whose effect is all they say go by it.
static const char *reading(const struct mk_check *x,
                           const struct mk_feature *f, char room[256])
{
    switch ((enum mk_layer_role)f->role) {
    case MK_RO_KOMMUNAGD:
        return mk_owner_text((enum mk_owner)f->code);
    case MK_RO_MARKANVISNING:
        return mk_allocation_text((enum mk_allocation)f->code);
    case MK_RO_VA: case MK_RO_FIBER: case MK_RO_EL: case MK_RO_VAG:
        return state_text(x, f->code);
    case MK_RO_TILLSTAND: return permit_text(x, f->code);
    case MK_RO_UTREDNING: return mk_study_text((enum mk_study)f->code);
    case MK_RO_OVERSIKTSPLAN: case MK_RO_PLANBESKED:
        return f->uses ? mk_use_text(f->uses, room)
                       : W("okänd användning", "use unknown");
    default: return mk_effect_text((enum mk_effect)f->effect);
    }
}

struct klass {
    const char *text, *read_as; // owned by the arena
    uint64_t n;
};

struct klasses {
    struct klass *v;
    uint32_t n, cap;
    struct mk_arena text;
};

static void count_one(struct klasses *k, const char *text,
                      const char *read_as)
{
    for (uint32_t i = 0; i < k->n; i++)
        if (strcmp(k->v[i].text, text) == 0 &&
            strcmp(k->v[i].read_as, read_as) == 0) {
            k->v[i].n++;
            return;
        }
    MK_GROW(k->v, k->cap, k->n + 1);
    k->v[k->n++] = (struct klass){mk_arena_str(&k->text, text),
                                  mk_arena_str(&k->text, read_as), 1};
}

static int by_text(const void *pa, const void *pb)
{
    const struct klass *a = pa, *b = pb;
    const int d = strcmp(a->text, b->text);
    return d ? d : strcmp(a->read_as, b->read_as);
}

// The class as written; stations go by their power.
static const char *class_text(const struct mk_check *x,
                              const struct mk_feature *f)
{
    if (f->role != MK_RO_EL || f->klass)
        return f->klass ? f->klass : "";
    return isnan(f->value)  ? W("inget tal i mw", "no number in mw")
           : f->value > 0 ? W("mer än 0 MW", "over 0 MW")
                          : W("0 MW", "0 MW");
}

#define SHOWN 60 // names of reserves are classes too

static void put_classes(struct mk_check *x, const struct mk_context *c)
{
    struct klasses k = {0};
    char room[256];
    for (uint32_t i = 0; i < c->n; i++)
        count_one(&k, class_text(x, &c->v[i]),
                  reading(x, &c->v[i], room));
    if (k.n)
        qsort(k.v, k.n, sizeof *k.v, by_text);
    mk_doc_list(&x->doc, "klasser", W("klasser och hur de läses",
                                      "classes and how they are read"));
    for (uint32_t i = 0; i < k.n && i < SHOWN; i++) {
        mk_doc_row(&x->doc, NULL, *k.v[i].text ? k.v[i].text
                                               : W("(tomt)", "(blank)"));
        if (x->doc.json)
            mk_doc_text(&x->doc, MK_L("varde", "", ""), k.v[i].text);
        mk_doc_int(&x->doc, MK_L("antal", "antal", "count"),
                   (int64_t)k.v[i].n);
        mk_doc_text(&x->doc, MK_L("lases_som", "läses som", "read as"),
                    k.v[i].read_as);
        mk_doc_close(&x->doc);
    }
    mk_doc_close(&x->doc);
    if (k.n > SHOWN)
        mk_doc_int(&x->doc, MK_L("fler_klasser", "fler klasser",
                                 "more classes"), k.n - SHOWN);
    free(k.v);
    mk_arena_release(&k.text);
}

// How much there is, where it says so.
static void put_power(struct mk_check *x, const struct mk_context *c)
{
    double least = INFINITY, most = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        if (c->v[i].role != MK_RO_EL || !(c->v[i].value > 0))
            continue;
        least = fmin(least, c->v[i].value);
        most = fmax(most, c->v[i].value);
    }
    if (!(most > 0))
        return;
    mk_doc_row(&x->doc, "ledig_effekt", W("ledig effekt", "power to be had"));
    mk_doc_fixed(&x->doc, MK_L("minst_mw", "minst", "least"),
                 mk_fix(least, 1), 1, "MW");
    mk_doc_fixed(&x->doc, MK_L("mest_mw", "mest", "most"), mk_fix(most, 1), 1,
                 "MW");
    mk_doc_close(&x->doc);
}

static void put_effects(struct mk_check *x, const struct mk_context *c)
{
    int64_t n[MK_EF_COUNT] = {0};
    double m2 = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        const struct mk_poly g = mk_polyset_get(&c->geom, i);
        n[c->v[i].effect]++;
        m2 += mk_poly_area(&g);
    }
    mk_doc_row(&x->doc, "verkan", W("verkan", "effect"));
    for (int e = MK_EF_COUNT - 1; e >= 0; e--) {
        const char *text = mk_effect_text((enum mk_effect)e);
        if (n[e])
            mk_doc_int(&x->doc, MK_L(text, text, text), n[e]);
    }
    mk_doc_close(&x->doc);
    mk_doc_fixed(&x->doc, MK_L("yta_ha", "yta, vidgad, objekt för objekt",
                               "area, widened, feature by feature"),
                 mk_fix(m2 / 10000, 1), 1, "ha");
}

// ---- one layer --------------------------------------------------------------

static void seen(void *check, const struct mk_source *s)
{
    mk_check_seen(check, s);
}

// Opened twice: what a file is must be told also when it cannot be read.
static bool look_at(struct mk_check *x, const struct mk_layer_input *l)
{
    struct mk_source *s = NULL;
    mk_doc_text(&x->doc, MK_L("fil", "fil", "file"), l->in.path_given);
    struct mk_ctx *notes = x->own; // told when the layer is read
    x->own = mk_ctx_new(mk_ctx_lang(x->ctx));
    const enum mk_status st = mk_source_open_any(x->own, &l->in, &s);
    bool ok = st == MK_OK;
    if (!ok)
        mk_check_failed(x, st);
    else if (mk_source_crs(s)) // a table fails when it is read
        ok = mk_check_describe(x, s);
    mk_source_close(s);
    mk_ctx_free(x->own);
    x->own = notes;
    return ok;
}

static bool read_one(struct mk_check *x, const struct mk_layer_input *l,
                     struct mk_context *c)
{
    if (!look_at(x, l))
        return false;
    const struct mk_seen tell = {seen, x};
    const enum mk_status st =
        mk_features_read(x->own, l, x->in.working_crs, tell, c);
    if (st != MK_OK)
        mk_check_failed(x, st);
    return st == MK_OK;
}

static bool read_all(struct mk_check *x, const struct mk_layer_input *l,
                     struct mk_context *c)
{
    struct mk_arena a = {0};
    const char **names = NULL;
    uint32_t n = 0;
    const enum mk_status st = mk_layer_names(x->own, &l->in, &a, &names, &n);
    bool ok = st == MK_OK;
    if (!ok)
        mk_check_failed(x, st);
    x->one_of_many = n > 1;
    mk_doc_list(&x->doc, "kallor", NULL);
    for (uint32_t i = 0; i < n; i++) {
        struct mk_layer_input one = *l;
        one.in.layer = names[i];
        mk_doc_open(&x->doc, NULL, NULL);
        ok = read_one(x, &one, c) && ok;
        mk_doc_close(&x->doc);
    }
    mk_doc_close(&x->doc);
    x->one_of_many = false;
    mk_arena_release(&a);
    return ok;
}

void mk_check_layer(struct mk_check *x, const struct mk_layer_input *l)
{
    const enum mk_layer_role role = (enum mk_layer_role)l->role;
    struct mk_doc *d = &x->doc;
    struct mk_context c = {0};
    struct mk_buf heading = {0};
    mk_buf_printf(&heading, "%s: %s", W("LAGER", "LAYER"),
                  mk_layer_role_key(role));
    if (l->name)
        mk_buf_printf(&heading, " – %s", l->name);
    mk_doc_open(d, NULL, mk_buf_text(&heading));
    mk_buf_release(&heading);
    if (d->json)
        mk_doc_text(d, MK_L("roll", "", ""), mk_layer_role_key(role));
    mk_doc_text(d, MK_L("namn", "kallas", "called"),
                l->name ? l->name : mk_layer_role_text(role));
    mk_doc_fixed(d, MK_L("buffert_m", "når", "reaches"),
                 mk_fix(isnan(l->buffer_m) ? mk_layer_role_buffer(role)
                                           : l->buffer_m, 1), 1, "m");
    if (read_all(x, l, &c)) {
        const enum mk_status st = mk_context_build(x->own, &c);
        if (st != MK_OK)
            mk_check_failed(x, st);
        mk_doc_int(d, MK_L("objekt", "objekt som används", "features used"),
                   c.n);
        put_classes(x, &c);
        put_power(x, &c);
        put_effects(x, &c);
        mk_check_count(x, MK_L("olasta", "klasser som inte känns igen",
                               "classes that are not known"),
                       MK_N_CLASS_UNREAD);
    }
    mk_context_release(&c);
}

// ---- terrain ----------------------------------------------------------------

static void put_ground(struct mk_check *x, const struct mk_ground *g)
{
    struct mk_doc *d = &x->doc;
    const size_t n = (size_t)g->nx * g->ny;
    double low = NAN, high = NAN;
    int64_t known = 0;
    for (size_t i = 0; i < n; i++) {
        low = fmin(low, g->z[i]);
        high = fmax(high, g->z[i]);
        known += !isnan(g->z[i]);
    }
    mk_doc_row(d, "celler", W("celler", "cells"));
    mk_doc_int(d, MK_L("antal", "antal", "count"), (int64_t)n);
    mk_doc_int(d, MK_L("med_hojd", "med höjd", "with a level"), known);
    mk_doc_fixed(d, MK_L("sida_m", "sida", "side"), mk_fix(g->dx, 2), 2, "m");
    mk_doc_close(d);
    mk_doc_row(d, "hojd", W("höjd", "level"));
    mk_doc_fixed(d, MK_L("lagst", "lägst", "lowest"), mk_fix(low, 1), 1, "m");
    mk_doc_fixed(d, MK_L("hogst", "högst", "highest"), mk_fix(high, 1), 1,
                 "m");
    mk_doc_close(d);
}

void mk_check_ground(struct mk_check *x)
{
    mk_doc_text(&x->doc, MK_L("fil", "fil", "file"),
                x->given->ground.path_given);
    if (!x->in.parcels)
        return; // where it is needed is not known
    const enum mk_status st = mk_inputs_ground(x->own, &x->in);
    if (st != MK_OK)
        mk_check_failed(x, st);
    else if (x->in.ground)
        put_ground(x, x->in.ground);
}
