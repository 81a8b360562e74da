// The GeoPackage of Rita Detaljplan: areas in layers of their own, provisions
// in a table with a row for each provision of an area.
#include "input/package_parts.h"

#include "base/text.h"
#include "input/gtfs_ids.h"
#include "input/ngp_catalogue.h"
#include "input/ngp_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOWHERE UINT32_MAX

/** A row of the table bestammelse. */
struct rule {
    const char *id, *plan, *area; // uuids
    const char *table;
    const char *letter, *index;   // beteckning and its running number
    const char *reference, *code, *text, *values;
    int16_t lasts, begins;
    uint32_t row;
    bool placed;
};

/** What a decision says of a plan. */
struct decision {
    bool any, ends;
    char laga_kraft[11];          // "" when not dated
    const char *laga_text, *adopted, *start, *months;
};

/** All decisions of a plan, so far. */
struct decided {
    struct decision best; // which gives it its dates
    const char *laga_kraft, *start, *months; // the first said of each
    bool differ;          // another than that was said
};

struct reader {
    struct mk_ctx *ctx;
    const struct mk_project *project;
    const struct mk_package_out *out;
    struct mk_catalogue catalogue;
    struct gtfs_ids ids;          // of plans; numbers as in out->plans
    struct decided *decided;      // by plan
    struct rule *rules;           // by area, then id
    uint32_t nrules, rules_cap;
    struct mk_arena text;         // of ids, decisions, rules
    struct mk_polyset pieces;     // outlines
    uint32_t *piece_of, pieces_cap;
    uint32_t *use_of, uses_cap;
    const char **layers;
    uint32_t nlayers;
};

static const char *const area_layers[] = {"egenskap_yta", "egenskap_linje",
                                          "egenskap_punkt"};

static bool has_layer(const struct reader *r, const char *name)
{
    for (uint32_t i = 0; i < r->nlayers; i++)
        if (mk_text_same(r->layers[i], name))
            return true;
    return false;
}

static const char *keep(struct reader *r, const char *s)
{
    return mk_arena_str(&r->text, s);
}

static const char *uuid(struct reader *r, const char *s)
{
    char id[40];
    return mk_uuid_norm(s, id) ? keep(r, id) : keep(r, s);
}

static uint32_t find_plan(const struct reader *r, const char *id)
{
    const uint32_t i =
        id ? mk_gtfs_ids_find(&r->ids, id, strlen(id)) : GTFS_NONE;
    return i == GTFS_NONE ? NOWHERE : i;
}

// ---- plans ----------------------------------------------------------------

enum { D_ID, D_NAME, D_TITLE, D_STATUS, D_TYPE, D_STAGE, D_KEYS };
static const char *const plan_keys[D_KEYS] = {
    "objektidentitet", "beteckning", "namn", "status", "typ",
    "datumStatusforandring"};

// A database has layers for all that is drawn in its plans; one without them is
// not the whole of it.
static bool has_areas(const struct reader *r)
{
    for (size_t i = 0; i < sizeof area_layers / sizeof *area_layers; i++)
        if (has_layer(r, area_layers[i]))
            return true;
    return false;
}

static void read_plan(struct reader *r, struct mk_package_layer *l)
{
    struct mk_plans_raw *raw = r->out->plans;
    const char *t[D_KEYS];
    for (int k = 0; k < D_KEYS; k++)
        t[k] = mk_package_column(r->ctx, l, k);
    char fallback[32];
    snprintf(fallback, sizeof fallback, "rad %llu",
             (unsigned long long)l->s->row);
    const char *id = t[D_ID] ? uuid(r, t[D_ID]) : fallback;
    bool fresh;
    const uint32_t i =
        mk_gtfs_ids_add(&r->ids, &r->text, id, strlen(id), &fresh);
    MK_GROW(r->piece_of, r->pieces_cap, r->pieces.n + 1);
    if (fresh) {
        MK_GROW(raw->plans, raw->cap, raw->n + 1);
        struct mk_plan *p = &raw->plans[raw->n++];
        *p = (struct mk_plan){
            .id = mk_arena_str(&raw->text, id),
            .namn = mk_arena_str(&raw->text, t[D_TITLE]),
            .status_text = mk_arena_str(&raw->text, t[D_STATUS]),
            .typ = mk_arena_str(&raw->text, t[D_TYPE]),
            .stage_text = mk_arena_str(&raw->text, t[D_STAGE]),
            .provisions_with_it = has_areas(r),
            .row = (uint32_t)l->s->row,
        };
        mk_package_name_plan(p, mk_arena_str(&raw->text, t[D_NAME]));
    }
    r->piece_of[r->pieces.n] = i;
    mk_package_area(r->ctx, l, &r->pieces);
}

static enum mk_status read_plans(struct reader *r)
{
    struct mk_package_layer l;
    struct mk_polyset set = {0};
    enum mk_status st = mk_package_open(r->ctx, &r->project->plans,
                                        "detaljplan", plan_keys, D_KEYS, &l);
    while (st == MK_OK && mk_package_next(r->ctx, &l, &st))
        read_plan(r, &l);
    if (st == MK_OK) {
        set = r->pieces;
        r->pieces = (struct mk_polyset){0};
        st = mk_package_move(r->ctx, &l, r->out->crs, &set, &r->pieces);
    }
    mk_polyset_release(&set);
    mk_package_close(&l);
    return st;
}

// ---- decisions --------------------------------------------------------------

enum { B_PLAN, B_KIND, B_ADOPTED, B_LAGA, B_LENGTH, B_START, B_KEYS };
static const char *const decision_keys[B_KEYS] = {
    "detaljplan", "beslutstyp", "datumAntagande", "datumLagakraft",
    "genomforandetid", "genomforandetidStartar"};

// Earliest laga kraft first; a dated decision before an undated one; those
// that repeal or close the plan last (docs/method.md §2.1). Equal ones by
// their terms, so that the order of the rows does not matter.
static int decision_cmp(const struct decision *a, const struct decision *b)
{
    if (a->ends != b->ends)
        return a->ends ? 1 : -1;
    if (!*a->laga_kraft != !*b->laga_kraft)
        return *a->laga_kraft ? -1 : 1;
    const char *const x[] = {a->laga_kraft, a->start, a->months, a->adopted,
                             a->laga_text};
    const char *const y[] = {b->laga_kraft, b->start, b->months, b->adopted,
                             b->laga_text};
    int c = 0;
    for (int i = 0; i < 5 && !c; i++)
        c = strcmp(x[i] ? x[i] : "", y[i] ? y[i] : "");
    return c;
}

// Two said different things when any of them said other than the first.
static bool other_than(const char **first, const char *text)
{
    if (!text || !*text)
        return false;
    if (!*first)
        *first = text;
    return strcmp(*first, text) != 0;
}

static void add_decision(struct reader *r, struct decided *to,
                         const struct decision *d)
{
    if (!d->ends) {
        const bool laga_kraft =
            other_than(&to->laga_kraft, keep(r, d->laga_kraft));
        const bool start = other_than(&to->start, d->start);
        const bool months = other_than(&to->months, d->months);
        to->differ = to->differ || laga_kraft || start || months;
    }
    if (!to->best.any || decision_cmp(d, &to->best) < 0)
        to->best = *d;
}

static void read_decision(struct reader *r, struct mk_package_layer *l)
{
    const char *t[B_KEYS];
    for (int k = 0; k < B_KEYS; k++)
        t[k] = mk_package_column(r->ctx, l, k);
    const uint32_t plan =
        find_plan(r, t[B_PLAN] ? uuid(r, t[B_PLAN]) : NULL);
    if (plan == NOWHERE) {
        mk_note(r->ctx, MK_N_NGP_MISSING, l->key, "detaljplan");
        return;
    }
    char kind[64];
    mk_text_fold(t[B_KIND] ? t[B_KIND] : "", kind, sizeof kind);
    struct decision d = {
        .any = true,
        .ends = strstr(kind, "upphav") || strstr(kind, "avslut"),
        .laga_text = keep(r, t[B_LAGA]), .adopted = keep(r, t[B_ADOPTED]),
        .start = keep(r, t[B_START]), .months = keep(r, t[B_LENGTH])};
    if (mk_package_earliest(t[B_LAGA], d.laga_kraft))
        d.laga_text = keep(r, d.laga_kraft);
    add_decision(r, &r->decided[plan], &d);
}

static void settle_plan(struct reader *r, uint32_t i)
{
    struct mk_arena *a = &r->out->plans->text;
    struct mk_plan *p = &r->out->plans->plans[i];
    const struct decision *d = &r->decided[i].best;
    char key[160];
    snprintf(key, sizeof key, "detaljplaner %s",
             p->nr ? p->nr : p->akt ? p->akt : p->id);
    if (!d->any) {
        mk_note(r->ctx, MK_N_NGP_NO_DECISION, key, "");
        return;
    }
    if (!d->ends)
        p->laga_kraft_text = mk_arena_str(a, d->laga_text);
    p->antagen_text = mk_arena_str(a, d->adopted);
    p->gf_start_text = mk_arena_str(a, d->start);
    p->gf_tid_text = mk_arena_str(a, d->months);
    if (r->decided[i].differ)
        mk_note(r->ctx, MK_N_NGP_PARTS, key,
                d->laga_text ? d->laga_text : "?");
}

static enum mk_status read_decisions(struct reader *r)
{
    struct mk_package_layer l = {0};
    enum mk_status st = MK_OK;
    r->decided = mk_zalloc(r->ids.n + 1, sizeof *r->decided);
    if (has_layer(r, "beslutsinformation")) {
        st = mk_package_open(r->ctx, &r->project->plans, "beslutsinformation",
                             decision_keys, B_KEYS, &l);
        while (st == MK_OK && mk_package_next(r->ctx, &l, &st))
            read_decision(r, &l);
    }
    for (uint32_t i = 0; i < r->ids.n && st == MK_OK; i++)
        settle_plan(r, i);
    mk_package_close(&l);
    return st;
}

// ---- the table of provisions ------------------------------------------------

enum { R_ID, R_PLAN, R_TABLE, R_AREA, R_LETTER, R_INDEX, R_REFERENCE, R_CODE,
       R_TEXT, R_VALUES, R_LASTS, R_BEGINS, R_KEYS };
static const char *const rule_keys[R_KEYS] = {
    "objektidentitet", "detaljplan", "tabell", "yta", "beteckning",
    "beteckningsindex", "planbestammelsekatalogreferens", "bestammelsekod",
    "bestammelseformulering", "bestammelsevarde", "giltighetstid",
    "borjarGallaEfter"};

static int rule_cmp(const void *pa, const void *pb)
{
    const struct rule *a = pa, *b = pb;
    const int c = strcmp(a->area, b->area);
    if (c)
        return c;
    const int d = strcmp(a->id ? a->id : "", b->id ? b->id : "");
    return d ? d : a->row < b->row ? -1 : a->row > b->row;
}

static void read_rule(struct reader *r, struct mk_package_layer *l)
{
    const char *t[R_KEYS];
    for (int k = 0; k < R_KEYS; k++)
        t[k] = mk_package_column(r->ctx, l, k);
    MK_GROW(r->rules, r->rules_cap, r->nrules + 1);
    r->rules[r->nrules++] = (struct rule){
        .id = uuid(r, t[R_ID]), .plan = uuid(r, t[R_PLAN]),
        .area = t[R_AREA] ? uuid(r, t[R_AREA]) : "",
        .table = keep(r, t[R_TABLE] ? t[R_TABLE] : ""),
        .letter = t[R_LETTER] ? mk_arena_strn(&r->text, t[R_LETTER],
                                              strcspn(t[R_LETTER], "#"))
                              : NULL,
        .index = keep(r, t[R_INDEX]), .reference = keep(r, t[R_REFERENCE]),
        .code = keep(r, t[R_CODE]), .text = keep(r, t[R_TEXT]),
        .values = keep(r, t[R_VALUES]),
        .lasts = mk_package_months(t[R_LASTS]),
        .begins = mk_package_months(t[R_BEGINS]),
        .row = (uint32_t)l->s->row};
}

static enum mk_status read_rules(struct reader *r)
{
    struct mk_package_layer l;
    enum mk_status st = mk_package_open(r->ctx, &r->project->plans,
                                        "bestammelse", rule_keys, R_KEYS, &l);
    while (st == MK_OK && mk_package_next(r->ctx, &l, &st))
        read_rule(r, &l);
    if (r->nrules)
        qsort(r->rules, r->nrules, sizeof *r->rules, rule_cmp);
    mk_package_close(&l);
    return st;
}

/** The rules of an area: *n from the one returned. */
static struct rule *rules_of(struct reader *r, const char *area, uint32_t *n)
{
    uint32_t lo = 0, hi = r->nrules;
    *n = 0;
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (strcmp(r->rules[mid].area, area) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (*area && lo + *n < r->nrules &&
           strcmp(r->rules[lo + *n].area, area) == 0)
        r->rules[lo + (*n)++].placed = true;
    return r->rules + lo;
}

// bestammelsevarde is a JSON text, as in deliveries.
static void read_values(struct reader *r, const struct rule *rule,
                        struct mk_provision *p)
{
    json_t *v = rule->values ? json_loads(rule->values, 0, NULL) : NULL;
    if (v)
        mk_pv_values(v, &r->text, p);
    json_decref(v);
}

// ---- uses -----------------------------------------------------------------

enum { A_ID, A_PLAN, A_LETTER, A_SYMBOL, A_KEYS };
static const char *const area_keys[A_KEYS] = {"objektidentitet", "detaljplan",
                                              "beteckning", "symbol"};

static const char *letter_of(struct reader *r, const struct rule *rule)
{
    char id[40];
    bool older;
    const char *letter = rule->letter;
    if (letter && *letter >= 'A' && *letter <= 'Z')
        return letter;
    letter = mk_uuid_norm(rule->reference, id)
                 ? mk_catalogue_letter(&r->catalogue, id, &older) : NULL;
    if (!letter)
        letter = mk_catalogue_code_letter(rule->code, &r->text);
    if (!letter)
        letter = mk_ngp_word(rule->text);
    if (!letter && rule->text && strchr(rule->text, '[')) {
        struct mk_provision p = {0};
        read_values(r, rule, &p);
        letter = mk_ngp_word(p.nvalues ? p.value[0].text : NULL);
    }
    return letter;
}

static void put_letter(struct reader *r, struct mk_buf *t,
                       const struct rule *rule, const char *key)
{
    const char *letter = letter_of(r, rule);
    if (!letter)
        mk_note(r->ctx, MK_N_PACKAGE_USE, key, rule->text ? rule->text : "");
    mk_buf_printf(t, "%s%s", t->len ? ", " : "",
                  letter ? letter : MK_USE_ANNAN);
}

static void add_use(struct reader *r, struct mk_package_layer *l,
                    struct mk_polyset *set, struct mk_use use,
                    struct mk_buf *letters)
{
    struct mk_uses_raw *raw = r->out->uses;
    const uint32_t plan = find_plan(r, use.plan);
    MK_GROW(raw->uses, raw->cap, raw->n + 1);
    MK_GROW(r->use_of, r->uses_cap, raw->n + 1);
    r->use_of[raw->n] = plan;
    use.plan = mk_arena_str(&raw->text, use.plan);
    use.text = mk_arena_str(&raw->text, mk_buf_text(letters));
    use.row = (uint32_t)l->s->row;
    raw->uses[raw->n++] = use;
    letters->len = 0;
    mk_package_area(r->ctx, l, set);
}

static bool limited(const struct rule *rule)
{
    return rule->lasts || rule->begins;
}

// One use area with all its letters; a use for a time is one of its own.
static void read_use_area(struct reader *r, struct mk_package_layer *l,
                          struct mk_polyset *set)
{
    const char *id = uuid(r, mk_package_column(r->ctx, l, A_ID));
    const char *plan = uuid(r, mk_package_column(r->ctx, l, A_PLAN));
    const char *written = mk_package_column(r->ctx, l, A_LETTER);
    uint32_t n;
    const struct rule *rules = rules_of(r, id ? id : "", &n);
    struct mk_buf t = {0};
    bool any_limit = false;
    for (uint32_t i = 0; i < n; i++)
        any_limit = any_limit || limited(&rules[i]);
    if (written && !any_limit)
        mk_buf_str(&t, written);
    for (uint32_t i = 0; i < n && (!written || any_limit); i++)
        if (!limited(&rules[i]))
            put_letter(r, &t, &rules[i], l->key);
    if (t.len || !any_limit)
        add_use(r, l, set, (struct mk_use){.plan = plan}, &t);
    for (uint32_t i = 0; i < n; i++) {
        if (!limited(&rules[i]))
            continue;
        put_letter(r, &t, &rules[i], l->key);
        add_use(r, l, set,
                (struct mk_use){.plan = plan, .lasts = rules[i].lasts,
                                .begins_after = rules[i].begins}, &t);
    }
    mk_buf_release(&t);
}

static enum mk_status read_uses(struct reader *r)
{
    struct mk_package_layer l;
    struct mk_polyset set = {0};
    enum mk_status st =
        mk_package_open(r->ctx, &r->project->plans, "anvandning_yta",
                        area_keys, A_KEYS, &l);
    while (st == MK_OK && mk_package_next(r->ctx, &l, &st))
        read_use_area(r, &l, &set);
    if (st == MK_OK)
        st = mk_package_move(r->ctx, &l, r->out->crs, &set,
                             &r->out->uses->geom);
    mk_polyset_release(&set);
    mk_package_close(&l);
    return st;
}

// ---- provisions -----------------------------------------------------------

static void add_rule(struct reader *r, const struct rule *rule,
                     const char *plan, uint32_t geom, const char *key)
{
    const bool index = rule->index && strcmp(rule->index, "0") != 0;
    struct mk_provision p = {
        .id = rule->id, .plan = rule->plan ? rule->plan : plan,
        .code = rule->letter && index
                    ? mk_arena_printf(&r->text, "%s%s", rule->letter,
                                      rule->index)
                    : rule->letter,
        .catalogue = rule->code, .geom = geom, .row = rule->row};
    read_values(r, rule, &p);
    p.text = mk_pv_wording(rule->text, &p, &r->text);
    mk_provisions_add(r->ctx, r->out->provisions, r->out->text, &p, key);
}

static void read_area(struct reader *r, struct mk_package_layer *l,
                      struct mk_polyset *set)
{
    const char *id = uuid(r, mk_package_column(r->ctx, l, A_ID));
    const char *plan = uuid(r, mk_package_column(r->ctx, l, A_PLAN));
    const char *code = mk_package_column(r->ctx, l, A_LETTER);
    uint32_t n;
    const struct rule *rules = rules_of(r, id ? id : "", &n);
    const uint32_t geom =
        r->out->provisions->geom.n +
        mk_pv_geometry(r->ctx, l->s, l->row, set, l->key);
    for (uint32_t i = 0; i < n; i++)
        add_rule(r, &rules[i], plan, geom, l->key);
    if (n)
        return;
    const struct mk_provision p = {
        .id = id, .plan = plan, .geom = geom, .row = (uint32_t)l->s->row,
        .code = code ? code : mk_package_column(r->ctx, l, A_SYMBOL)};
    if (p.code)
        mk_provisions_add(r->ctx, r->out->provisions, r->out->text, &p,
                          l->key);
}

static enum mk_status read_areas(struct reader *r, const char *layer)
{
    struct mk_package_layer l;
    struct mk_polyset set = {0};
    enum mk_status st = mk_package_open(r->ctx, &r->project->plans, layer,
                                        area_keys, A_KEYS, &l);
    while (st == MK_OK && mk_package_next(r->ctx, &l, &st))
        read_area(r, &l, &set);
    if (st == MK_OK)
        st = mk_package_move(r->ctx, &l, r->out->crs, &set,
                             &r->out->provisions->geom);
    mk_polyset_release(&set);
    mk_package_close(&l);
    return st;
}

// A provision of no area holds in the whole plan; one of an area that is not
// there is left out.
static void place_rest(struct reader *r)
{
    for (uint32_t i = 0; i < r->nrules; i++) {
        const struct rule *rule = &r->rules[i];
        char key[64];
        snprintf(key, sizeof key, "bestammelse rad %u", rule->row);
        if (rule->placed)
            continue;
        if (*rule->area || mk_text_same(rule->table, "anvandning_yta"))
            mk_note(r->ctx, MK_N_PACKAGE_AREA, key, rule->area);
        else
            add_rule(r, rule, rule->plan, MK_PV_WHOLE_PLAN, key);
    }
}

// ---- the file -------------------------------------------------------------

static enum mk_status read_all(struct reader *r)
{
    enum mk_status st = read_plans(r);
    if (st == MK_OK)
        st = read_decisions(r);
    if (st == MK_OK)
        st = read_rules(r);
    if (st == MK_OK)
        st = read_uses(r);
    for (size_t i = 0; i < sizeof area_layers / sizeof *area_layers; i++)
        if (st == MK_OK && has_layer(r, area_layers[i]))
            st = read_areas(r, area_layers[i]);
    if (st == MK_OK) {
        place_rest(r);
        mk_package_outlines(r->ctx, r->out, &r->pieces, r->piece_of,
                            r->use_of);
    }
    return st;
}

enum mk_status mk_rita_read(struct mk_ctx *ctx, const struct mk_project *p,
                            const struct mk_package_out *out)
{
    struct reader r = {.ctx = ctx, .project = p, .out = out};
    out->provisions->given = true;
    enum mk_status st = mk_package_layers(ctx, &p->plans, MK_PKG_RITA,
                                          &r.text, &r.layers, &r.nlayers);
    if (st == MK_OK && p->catalogue.path)
        st = mk_catalogue_read(ctx, &p->catalogue, &r.catalogue);
    if (st == MK_OK)
        st = read_all(&r);
    mk_catalogue_release(&r.catalogue);
    mk_gtfs_ids_release(&r.ids);
    mk_polyset_release(&r.pieces);
    mk_arena_release(&r.text);
    free(r.decided);
    free(r.rules);
    free(r.piece_of);
    free(r.use_of);
    return st;
}
