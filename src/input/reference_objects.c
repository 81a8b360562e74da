// NGP's reference objects: one feature for each plan and for each provision of
// it, with what is known of the plan repeated. Properties are nested objects
// (GDAL hands them out as JSON texts) or flattened, "detaljplan_namn".
#include "input/package_parts.h"

#include "base/text.h"
#include "input/gtfs_ids.h"
#include "input/json_stream.h"
#include "input/ngp_catalogue.h"
#include "input/ngp_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- properties, however they are written ---------------------------------

enum { O_FEATURE, O_PLAN, O_PROVISION, O_COUNT };

static const char *const objects[O_COUNT] = {"feature", "detaljplan",
                                             "planbestammelse"};

enum {
    F_TYPE,
    F_PLAN, F_NAME, F_PLAN_CODE, F_STATUS, F_LAGA, F_PLAN_TYPE, F_STAGE,
    F_ADOPTED, F_GF_START, F_GF_LENGTH,
    F_ID, F_TEXT, F_REFERENCE, F_CATEGORY, F_KOD, F_CODE, F_LABEL, F_SYMBOL,
    F_LASTS, F_BEGINS, F_VALUES, F_VALUE, F_UNIT, F_BOUND,
    F_COUNT
};

static const struct {
    int object;
    const char *member, *flat;
} fields[F_COUNT] = {
#define FIELD(object, name, member) {object, member, name "_" member}
#define PLAN(member) FIELD(O_PLAN, "detaljplan", member)
#define PROVISION(member) FIELD(O_PROVISION, "planbestammelse", member)
    [F_TYPE] = FIELD(O_FEATURE, "feature", "typ"),
    [F_PLAN] = PLAN("objektidentitet"),
    [F_NAME] = PLAN("namn"),
    [F_PLAN_CODE] = PLAN("beteckning"),
    [F_STATUS] = PLAN("status"),
    [F_LAGA] = PLAN("datumLagakraft"),
    [F_PLAN_TYPE] = PLAN("typ"),
    [F_STAGE] = PLAN("datumStatusforandring"),
    [F_ADOPTED] = PLAN("datumAntagande"),
    [F_GF_START] = PLAN("genomforandetidStartar"),
    [F_GF_LENGTH] = PLAN("genomforandetid"),
    [F_ID] = PROVISION("objektidentitet"),
    [F_TEXT] = PROVISION("bestammelseformulering"),
    [F_REFERENCE] = PROVISION("planbestammelsekatalogreferens"),
    [F_CATEGORY] = PROVISION("kategori"),
    [F_KOD] = PROVISION("bestammelsekod"),
    [F_CODE] = PROVISION("beteckning"),
    [F_LABEL] = PROVISION("etikett"),
    [F_SYMBOL] = PROVISION("symbol"),
    [F_LASTS] = PROVISION("giltighetstid"),
    [F_BEGINS] = PROVISION("borjarGallaEfter"),
    [F_VALUES] = PROVISION("bestammelsevarde"),
    [F_VALUE] = PROVISION("bestammelsevarde_variabelvarde"),
    [F_UNIT] = PROVISION("bestammelsevarde_enhet"),
    [F_BOUND] = PROVISION("bestammelsevarde_vardetyp"),
};

#define COUNT_FIELD "antal_bestammelser"
enum { C_OBJECT = F_COUNT, C_MERGED = C_OBJECT + O_COUNT, C_COUNT };

/** One layer and the row being read. */
struct layer {
    struct mk_package_layer p;
    json_t *object[O_COUNT]; // of the row; NULL: none
    struct mk_polyset pieces, uses, provisions; // in the layer's system
};

/** What the objects of a plan hold beside what is handed on. */
struct held {
    bool provision; // a use or another
    bool left;      // one of them was not read
};

struct reader {
    struct mk_ctx *ctx;
    const struct mk_project *project;
    const struct mk_package_out *out;
    struct mk_catalogue catalogue;
    struct gtfs_ids ids;       // of plans; numbers as in out->plans
    struct mk_arena keep;      // theirs
    struct mk_polyset pieces;  // outlines as delivered
    uint32_t *piece_of, npieces, pieces_cap;
    uint32_t *use_of, uses_cap;
    struct held *held;         // by plan
    uint32_t held_cap;
    bool others;               // provisions that are no use, of any plan
};

static void begin_row(struct reader *r, struct layer *l)
{
    for (int i = 0; i < O_COUNT; i++) {
        const char *t = mk_package_column(r->ctx, &l->p, C_OBJECT + i);
        l->object[i] = t && *t == '{' ? json_loads(t, 0, NULL) : NULL;
    }
}

static void end_row(struct layer *l)
{
    for (int i = 0; i < O_COUNT; i++)
        json_decref(l->object[i]);
}

static const char *json_scalar(const json_t *v, struct mk_arena *a)
{
    if (json_is_string(v))
        return *json_string_value(v) ? json_string_value(v) : NULL;
    if (!v || json_is_null(v))
        return NULL;
    char *t = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
    const char *text = mk_arena_str(a, t);
    free(t);
    return text;
}

/** Text of a property, until the next row; NULL when blank or not there. */
static const char *get(struct reader *r, struct layer *l, int f)
{
    if (l->p.column[f].map)
        return mk_package_column(r->ctx, &l->p, f);
    const json_t *o = l->object[fields[f].object];
    return json_scalar(json_object_get(o, fields[f].member), &l->p.text);
}

// ---- plans ----------------------------------------------------------------

// Each object repeats what is known of its plan. Where they differ, the
// choice must not hang on which object comes first.
static void agree(struct reader *r, const char *plan, const char **have,
                  const char *text)
{
    if (!text || (*have && strcmp(*have, text) == 0))
        return;
    const bool newer = !*have || strcmp(text, *have) > 0;
    if (*have)
        mk_note(r->ctx, MK_N_PLAN_VERSIONS, plan, newer ? *have : text,
                newer ? text : *have);
    if (newer)
        *have = mk_arena_str(&r->out->plans->text, text);
}

// Of several dates of laga kraft the earliest decides, in any object.
static void earliest(struct reader *r, struct mk_plan *p, const char *text)
{
    char day[11];
    if (!text)
        return;
    const char *date = mk_package_earliest(text, day) ? day : text;
    const char *had = p->laga_kraft_text;
    if (!had || strcmp(date, had) < 0)
        p->laga_kraft_text = mk_arena_str(&r->out->plans->text, date);
}

/** The plan that a row belongs to, made when new; UINT32_MAX: not named. */
static uint32_t plan_of(struct reader *r, struct layer *l)
{
    struct mk_plans_raw *raw = r->out->plans;
    const char *name = get(r, l, F_PLAN_CODE), *id = get(r, l, F_PLAN);
    char uuid[40];
    if (mk_uuid_norm(id, uuid))
        id = uuid;
    if (!id)
        id = name;
    if (!id)
        return UINT32_MAX;
    bool fresh;
    const uint32_t i =
        mk_gtfs_ids_add(&r->ids, &r->keep, id, strlen(id), &fresh);
    if (fresh) {
        MK_GROW(raw->plans, raw->cap, raw->n + 1);
        MK_GROW(r->held, r->held_cap, raw->n + 1);
        r->held[raw->n] = (struct held){0};
        raw->plans[raw->n++] = (struct mk_plan){
            .id = mk_arena_str(&raw->text, id), .row = (uint32_t)l->p.s->row};
    }
    struct mk_plan *p = &raw->plans[i];
    char key[160];
    snprintf(key, sizeof key, "detaljplaner %s", name ? name : id);
    const char *had = p->akt ? p->akt : p->nr;
    agree(r, key, &had, name);
    p->akt = p->nr = NULL;
    mk_package_name_plan(p, had);
    agree(r, key, &p->namn, get(r, l, F_NAME));
    agree(r, key, &p->typ, get(r, l, F_PLAN_TYPE));
    agree(r, key, &p->status_text, get(r, l, F_STATUS));
    agree(r, key, &p->stage_text, get(r, l, F_STAGE));
    agree(r, key, &p->antagen_text, get(r, l, F_ADOPTED));
    agree(r, key, &p->gf_start_text, get(r, l, F_GF_START));
    agree(r, key, &p->gf_tid_text, get(r, l, F_GF_LENGTH));
    earliest(r, p, get(r, l, F_LAGA));
    return i;
}

static void read_piece(struct reader *r, struct layer *l, uint32_t plan)
{
    MK_GROW(r->piece_of, r->pieces_cap, r->npieces + 1);
    r->piece_of[r->npieces++] = plan;
    mk_package_area(r->ctx, &l->p, &l->pieces);
}

// ---- texts of merged provisions -------------------------------------------

// The plugin makes one row of provisions with the same place, and joins what
// differs with " + ".
#define JOINED " + "

static bool is_merged(struct reader *r, struct layer *l)
{
    double n;
    const char *t = mk_package_column(r->ctx, &l->p, C_MERGED);
    return t && mk_text_number(t, &n) && n > 1;
}

// Counted no further than one past what a row is taken apart into.
static uint32_t count_pieces(const char *text)
{
    uint32_t n = text != NULL;
    while (text && n <= MK_PV_CODES && (text = strstr(text, JOINED)) != NULL) {
        text += strlen(JOINED);
        n++;
    }
    return n;
}

/** How many provisions a row of this wording is; 0: more than a row is taken
 * apart into, noted. */
static uint32_t provisions_in(struct reader *r, struct layer *l,
                              const char *text)
{
    const uint32_t n = is_merged(r, l) ? count_pieces(text) : 1;
    if (n > MK_PV_CODES) {
        char most[16];
        snprintf(most, sizeof most, "%d", MK_PV_CODES);
        mk_note(r->ctx, MK_N_PACKAGE_MERGED, l->p.key, most);
        return 0;
    }
    return n ? n : 1;
}

/** A text to each of n its own; one of one piece is all of theirs, of another
 * number nobody's. */
static void share_out(struct layer *l, const char *text, uint32_t n,
                      const char *out[MK_PV_CODES])
{
    const uint32_t have = n > 1 ? count_pieces(text) : 1;
    for (uint32_t i = 0; i < n; i++) {
        out[i] = have == 1 || have == n ? text : NULL;
        const char *end = have > 1 && out[i] ? strstr(text, JOINED) : NULL;
        if (end) {
            out[i] = mk_arena_strn(&l->p.text, text, (size_t)(end - text));
            text = end + strlen(JOINED);
        }
    }
}

// ---- uses -----------------------------------------------------------------

static void provision_values(struct reader *r, struct layer *l,
                             struct mk_provision *p);

static const char *letter_of(struct reader *r, struct layer *l,
                             const char *reference, const char *code,
                             const char *text)
{
    char uuid[40];
    bool older;
    const char *letter =
        mk_uuid_norm(reference, uuid)
            ? mk_catalogue_letter(&r->catalogue, uuid, &older) : NULL;
    if (!letter)
        letter = mk_catalogue_code_letter(code, &l->p.text);
    if (!letter)
        letter = mk_ngp_word(text);
    if (!letter && text && strchr(text, '[')) {
        struct mk_provision p = {0};
        provision_values(r, l, &p);
        letter = mk_ngp_word(p.nvalues ? p.value[0].text : NULL);
    }
    if (!letter)
        mk_note(r->ctx, MK_N_PACKAGE_USE, l->p.key, text ? text : "");
    return letter ? letter : MK_USE_ANNAN;
}

// The catalogue's letter as the plugin wrote it, else found here.
static const char *letters(struct reader *r, struct layer *l)
{
    const char *written = get(r, l, F_CODE);
    if (written)
        return written;
    const char *whole = get(r, l, F_TEXT);
    const char *reference[MK_PV_CODES], *code[MK_PV_CODES], *text[MK_PV_CODES];
    const uint32_t n = provisions_in(r, l, whole);
    if (!n)
        return MK_USE_ANNAN;
    share_out(l, get(r, l, F_REFERENCE), n, reference);
    share_out(l, get(r, l, F_KOD), n, code);
    share_out(l, whole, n, text);
    struct mk_buf t = {0};
    for (uint32_t i = 0; i < n; i++)
        mk_buf_printf(&t, "%s%s", i ? ", " : "",
                      letter_of(r, l, reference[i], code[i], text[i]));
    const char *all = mk_arena_str(&l->p.text, mk_buf_text(&t));
    mk_buf_release(&t);
    return all;
}

static void read_use(struct reader *r, struct layer *l, uint32_t plan)
{
    struct mk_uses_raw *raw = r->out->uses;
    const char *id = plan == UINT32_MAX ? NULL
                                        : r->out->plans->plans[plan].id;
    MK_GROW(raw->uses, raw->cap, raw->n + 1);
    MK_GROW(r->use_of, r->uses_cap, raw->n + 1);
    r->use_of[raw->n] = plan;
    raw->uses[raw->n++] = (struct mk_use){
        .plan = mk_arena_str(&raw->text, id),
        .text = mk_arena_str(&raw->text, letters(r, l)),
        .row = (uint32_t)l->p.s->row,
        .lasts = mk_package_months(get(r, l, F_LASTS)),
        .begins_after = mk_package_months(get(r, l, F_BEGINS)),
    };
    mk_package_area(r->ctx, &l->p, &l->uses);
}

// ---- provisions -----------------------------------------------------------

static void provision_values(struct reader *r, struct layer *l,
                             struct mk_provision *p)
{
    const char *list = get(r, l, F_VALUES), *one = get(r, l, F_VALUE);
    const char *json = list ? list : one;
    json_t *v = json && (*json == '[' || *json == '{')
                    ? json_loads(json, 0, NULL) : NULL;
    if (v)
        mk_pv_values(v, &l->p.text, p);
    else if (json)
        p->value[p->nvalues++] = (struct mk_pv_value){
            json, get(r, l, F_UNIT), get(r, l, F_BOUND)};
    json_decref(v);
}

// "Prickmark (1949 - 2020)" to "Prickmark".
static const char *symbol_code(struct layer *l, const char *symbol)
{
    struct mk_pv_code c[MK_PV_CODES];
    if (!symbol)
        return NULL;
    const char *word =
        mk_arena_strn(&l->p.text, symbol, strcspn(symbol, " ("));
    return mk_pv_codes(word, c) == 1 ? word : NULL;
}

static void share_codes(struct reader *r, struct layer *l, uint32_t n,
                        const char *out[MK_PV_CODES])
{
    struct mk_pv_code c[MK_PV_CODES];
    const char *code = get(r, l, F_CODE);
    if (n == 1) {
        out[0] = code ? code : get(r, l, F_LABEL);
        if (!out[0])
            out[0] = symbol_code(l, get(r, l, F_SYMBOL));
        return;
    }
    // Sorted like the wordings, when none is missing.
    const bool each = mk_pv_codes(code, c) == n;
    for (uint32_t i = 0; i < n; i++)
        out[i] = each ? mk_arena_strn(&l->p.text, c[i].at, c[i].len) : NULL;
}

static uint32_t read_place(struct reader *r, struct layer *l)
{
    OGRGeometryH g = OGR_F_GetGeometryRef(l->p.row);
    if (!g || OGR_G_IsEmpty(g))
        return MK_PV_WHOLE_PLAN;
    return r->out->provisions->geom.n +
           mk_pv_geometry(r->ctx, l->p.s, l->p.row, &l->provisions, l->p.key);
}

static void read_provision(struct reader *r, struct layer *l, uint32_t plan)
{
    static const int shared[] = {F_ID, F_KOD, F_CATEGORY, F_TEXT};
    enum { ID, KOD, CATEGORY, TEXT, SHARED };
    const char *own[SHARED][MK_PV_CODES], *code[MK_PV_CODES];
    const uint32_t n = provisions_in(r, l, get(r, l, F_TEXT));
    r->others = true;
    if (!n && plan != UINT32_MAX)
        r->held[plan].left = true;
    if (!n)
        return;
    for (int k = 0; k < SHARED; k++)
        share_out(l, get(r, l, shared[k]), n, own[k]);
    share_codes(r, l, n, code);
    const uint32_t geom = read_place(r, l);
    for (uint32_t i = 0; i < n; i++) {
        struct mk_provision p = {
            .id = own[ID][i],
            .plan = plan == UINT32_MAX ? NULL
                                       : r->out->plans->plans[plan].id,
            .code = code[i], .catalogue = own[KOD][i],
            .category = own[CATEGORY][i],
            .geom = geom, .row = (uint32_t)l->p.s->row};
        if (n == 1)
            provision_values(r, l, &p);
        p.text = mk_pv_wording(own[TEXT][i], &p, &l->p.text);
        mk_provisions_add(r->ctx, r->out->provisions, r->out->text, &p,
                          l->p.key);
    }
}

// ---- the file -------------------------------------------------------------

static void read_row(struct reader *r, struct layer *l)
{
    const char *type = get(r, l, F_TYPE);
    char kind[64];
    mk_text_fold(type ? type : "", kind, sizeof kind);
    const bool plan = strcmp(kind, "detaljplan") == 0;
    const bool use = strcmp(kind, "anvandningsbestammelse") == 0;
    const bool provision = strcmp(kind, "egenskapsbestammelse") == 0 ||
                           strcmp(kind, "administrativ bestammelse") == 0;
    if (!plan && !use && !provision) {
        mk_note(r->ctx, MK_N_PACKAGE_OBJECT, l->p.key, type ? type : "");
        return;
    }
    const uint32_t of = plan_of(r, l);
    if (!plan && of != UINT32_MAX)
        r->held[of].provision = true;
    if (plan && of == UINT32_MAX)
        mk_note(r->ctx, MK_N_NGP_MISSING, l->p.key,
                "detaljplan.objektidentitet");
    else if (plan)
        read_piece(r, l, of);
    else if (use)
        read_use(r, l, of);
    else
        read_provision(r, l, of);
}

// A plan's provisions are objects of their own: they came with it where some of
// them did, unless the file holds uses only, or one of them was not read. An
// outline alone says nothing of them.
static void tell_provisions(struct reader *r)
{
    for (uint32_t i = 0; i < r->out->plans->n; i++)
        r->out->plans->plans[i].provisions_with_it =
            r->others && r->held[i].provision && !r->held[i].left;
}

static enum mk_status move_all(struct reader *r, struct layer *l)
{
    const struct mk_package_out *out = r->out;
    enum mk_status st =
        mk_package_move(r->ctx, &l->p, out->crs, &l->pieces, &r->pieces);
    if (st == MK_OK)
        st = mk_package_move(r->ctx, &l->p, out->crs, &l->uses,
                             &out->uses->geom);
    if (st == MK_OK)
        st = mk_package_move(r->ctx, &l->p, out->crs, &l->provisions,
                             &out->provisions->geom);
    return st;
}

static enum mk_status read_layer(struct reader *r, const char *name)
{
    const char *key[C_COUNT];
    for (int k = 0; k < F_COUNT; k++)
        key[k] = fields[k].flat;
    for (int k = 0; k < O_COUNT; k++)
        key[C_OBJECT + k] = objects[k];
    key[C_MERGED] = COUNT_FIELD;
    struct layer l = {0};
    enum mk_status st = mk_package_open(r->ctx, &r->project->plans, name, key,
                                        C_COUNT, &l.p);
    while (st == MK_OK && mk_package_next(r->ctx, &l.p, &st)) {
        begin_row(r, &l);
        read_row(r, &l);
        end_row(&l);
    }
    if (st == MK_OK)
        st = move_all(r, &l);
    mk_polyset_release(&l.pieces);
    mk_polyset_release(&l.uses);
    mk_polyset_release(&l.provisions);
    mk_package_close(&l.p);
    return st;
}

enum mk_status mk_reference_read(struct mk_ctx *ctx,
                                 const struct mk_project *p,
                                 const struct mk_package_out *out)
{
    struct reader r = {.ctx = ctx, .project = p, .out = out};
    const char **names = NULL;
    uint32_t n = 0;
    out->provisions->given = true;
    mk_note(ctx, MK_N_REFERENCE_OBJECTS, p->plans.path_given, "");
    if (p->plans_complete)
        mk_note(ctx, MK_N_NGP_COMPLETE, p->plans.path_given, "");
    enum mk_status st = mk_package_layers(ctx, &p->plans, MK_PKG_REFERENCE,
                                          &r.keep, &names, &n);
    if (st == MK_OK && p->catalogue.path)
        st = mk_catalogue_read(ctx, &p->catalogue, &r.catalogue);
    for (uint32_t i = 0; i < n && st == MK_OK; i++)
        st = read_layer(&r, names[i]);
    if (st == MK_OK) {
        tell_provisions(&r);
        mk_package_outlines(ctx, out, &r.pieces, r.piece_of, r.use_of);
    }
    mk_catalogue_release(&r.catalogue);
    mk_gtfs_ids_release(&r.ids);
    mk_arena_release(&r.keep);
    mk_polyset_release(&r.pieces);
    free(r.held);
    free(r.piece_of);
    free(r.use_of);
    return st;
}
