// NGP domain objects to plans and use areas. A delivery is one plan and its
// provisions, or many; provisions find their plan by its uuid.
#include "input/ngp.h"

#include "base/crs.h"
#include "base/text.h"
#include "input/gtfs_ids.h"
#include "input/json_stream.h"
#include "input/ngp_catalogue.h"
#include "input/ngp_words.h"
#include "input/package_parts.h"
#include "input/plan_apart.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOWHERE UINT32_MAX
// A genomförandetid is 60 to 180 months; more than 50 years is a slip.
#define MOST_MONTHS 600

/** What is known of a plan, use or provision beside what is handed on. */
struct record {
    const char *id, *plan; // uuids; plan: of a provision
    int64_t version;
    uint32_t file, object;
    bool dropped;
    struct mk_ngp_extent extent;
};

struct records {
    struct record *v;
    uint32_t n, cap;
};

struct reader {
    struct mk_ctx *ctx;
    const struct mk_project *project;
    struct mk_ngp_frame frame;
    struct mk_catalogue catalogue;
    struct mk_plans_raw *plans;
    struct mk_uses_raw *uses;
    struct mk_ngp *ngp;
    struct records plan_rec, use_rec, other_rec; // as plans, uses, provisions
    struct gtfs_ids texts; // ids and wordings, each kept once
    struct mk_arena arena; // of the object being read
    const struct mk_ngp_files *files;
    uint32_t file;
    char label[256]; // of the object being read
};

void mk_ngp_release(struct mk_ngp *n)
{
    mk_provisions_release(&n->provisions);
    free(n->decisions);
    free(n->covered);
    mk_arena_release(&n->text);
    *n = (struct mk_ngp){0};
}

// ---- small things ---------------------------------------------------------

// A text that many objects share, kept once; NULL stays NULL.
static const char *once(struct reader *r, const char *s)
{
    if (!s || !*s)
        return NULL;
    const uint32_t i =
        mk_gtfs_ids_add(&r->texts, &r->ngp->text, s, strlen(s), &(bool){0});
    return r->texts.v[i].text;
}

static const char *uuid_of(struct reader *r, const json_t *o, const char *key)
{
    char id[40];
    return mk_uuid_norm(mk_json_text(o, key), id) ? once(r, id) : NULL;
}

static const char *text_of(struct mk_arena *a, const json_t *o,
                           const char *key)
{
    return mk_text_trimmed(a, mk_json_text(o, key), SIZE_MAX);
}

// Some writers put whole numbers in quotes.
static int64_t whole(const json_t *v, int64_t otherwise)
{
    double d;
    if (json_is_integer(v))
        return json_integer_value(v);
    if (json_is_real(v))
        d = json_real_value(v);
    else if (!json_is_string(v) ||
             !mk_text_number(json_string_value(v), &d))
        return otherwise;
    return d > -1e15 && d < 1e15 ? (int64_t)d : otherwise;
}

static void name_object(struct reader *r, int64_t index)
{
    snprintf(r->label, sizeof r->label, "%s objekt %" PRId64,
             r->files->v[r->file].label, index + 1);
}

static bool one_of(const char *s, const char *const words[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(s, words[i]) == 0)
            return true;
    return false;
}

static struct record *add_record(struct reader *r, struct records *to,
                                 const json_t *p, int64_t index)
{
    MK_GROW(to->v, to->cap, to->n + 1);
    struct record *rec = &to->v[to->n++];
    *rec = (struct record){
        .id = uuid_of(r, p, "objektidentitet"),
        .version = whole(json_object_get(p, "objektversion"), 0),
        .file = r->file, .object = (uint32_t)index + 1,
        .extent = mk_ngp_extent_empty(),
    };
    return rec;
}

// ---- plans ----------------------------------------------------------------

static mk_date date_of(const char *text)
{
    mk_date d = 0;
    return text && mk_date_read(text, &d) ? d : 0;
}

/** A decision's own dates, as read. */
struct decision {
    const json_t *json;
    mk_date laga_kraft, start;
    const char *laga_kraft_text; // the earliest, else the first as it stands
    int months;
    bool ends, dates_differ;
};

static void take_date(struct decision *d, const char *text)
{
    const mk_date day = date_of(text);
    if (day && d->laga_kraft && day != d->laga_kraft)
        d->dates_differ = true;
    if (day && (!d->laga_kraft || day < d->laga_kraft)) {
        d->laga_kraft = day;
        d->laga_kraft_text = text;
    } else if (!d->laga_kraft_text) {
        d->laga_kraft_text = text;
    }
}

// Some writers join dates in one text, "2025-02-03; 2026-03-04".
static void take_dates(struct reader *r, struct decision *d, const char *text)
{
    while (text && *text) {
        const size_t n = strcspn(text, ";,");
        if (n)
            take_date(d, mk_arena_strn(&r->arena, text, n));
        text += n + strspn(text + n, ";, ");
    }
}

// A count of months, 0 when not given or not one.
static int months_of(struct reader *r, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    const int64_t n = json_is_null(v) ? 0 : v ? whole(v, -1) : 0;
    if (n >= 0 && n <= MOST_MONTHS)
        return (int)n;
    const char *text = json_string_value(v);
    mk_note(r->ctx, MK_N_NGP_MONTHS, r->label, key,
            text ? text : mk_arena_printf(&r->arena, "%" PRId64, n));
    return 0;
}

static struct decision read_decision(struct reader *r, const json_t *b)
{
    struct decision d = {.json = b};
    const json_t *dates = json_object_get(b, "datumLagakraft");
    if (!json_is_array(dates)) // as the schema has it; else one text
        take_dates(r, &d, json_string_value(dates));
    for (size_t i = 0; i < json_array_size(dates); i++)
        take_dates(r, &d, json_string_value(json_array_get(dates, i)));
    d.months = months_of(r, b, "genomforandetid");
    d.start = date_of(mk_json_text(b, "genomforandetidStartar"));
    char kind[64];
    const char *type = mk_json_text(b, "beslutstyp");
    mk_text_fold(type ? type : "", kind, sizeof kind);
    d.ends = strstr(kind, "upphav") || strstr(kind, "avslut");
    return d;
}

static void keep_decision(struct reader *r, const struct decision *d)
{
    struct mk_ngp *n = r->ngp;
    MK_GROW(n->decisions, n->decisions_cap, n->ndecisions + 1);
    n->decisions[n->ndecisions++] = (struct mk_ngp_decision){
        .plan = r->plans->n - 1,
        .laga_kraft = d->laga_kraft,
        .gf_start = d->start,
        .gf_tid = d->months,
        .ends = d->ends,
        .first_covered = n->ncovered,
        .ncovered =
            (uint32_t)json_array_size(json_object_get(d->json,
                                                      "planbestammelse")),
    };
    const json_t *list = json_object_get(d->json, "planbestammelse");
    for (size_t i = 0; i < json_array_size(list); i++) {
        char id[40];
        const char *s = json_string_value(json_array_get(list, i));
        MK_GROW(n->covered, n->covered_cap, n->ncovered + 1);
        n->covered[n->ncovered++] = mk_uuid_norm(s, id) ? once(r, id) : "";
    }
}

// Earliest laga kraft first; a dated decision before an undated one; those
// that repeal or close the plan last.
static bool goes_before(const struct decision *a, const struct decision *b)
{
    if (a->ends != b->ends)
        return b->ends;
    if (!a->laga_kraft || !b->laga_kraft)
        return a->laga_kraft && !b->laga_kraft;
    return a->laga_kraft < b->laga_kraft;
}

// The terms that decisions that were read before gave, the first of each.
static void add_terms(struct decision *said, const struct decision *d)
{
    if (d->ends)
        return;
    said->laga_kraft = said->laga_kraft ? said->laga_kraft : d->laga_kraft;
    said->months = said->months ? said->months : d->months;
    said->start = said->start ? said->start : d->start;
}

static bool terms_differ(const struct decision *a, const struct decision *b)
{
    if (a->ends || b->ends)
        return false;
    return (a->laga_kraft && b->laga_kraft &&
            a->laga_kraft != b->laga_kraft) ||
           (a->months && b->months && a->months != b->months) ||
           (a->start && b->start && a->start != b->start);
}

static void note_parts(struct reader *r, const struct mk_plan *p)
{
    struct mk_buf t = {0};
    mk_buf_str(&t, p->laga_kraft_text ? p->laga_kraft_text : "?");
    if (p->gf_tid_text)
        mk_buf_printf(&t, ", %s", p->gf_tid_text);
    mk_note(r->ctx, MK_N_NGP_PARTS, r->label, mk_buf_text(&t));
    mk_buf_release(&t);
}

static void read_decisions(struct reader *r, const json_t *o,
                           struct mk_plan *p)
{
    const json_t *list = json_object_get(o, "beslutsinformation");
    const bool single = json_is_object(list);
    const size_t n = single ? 1 : json_array_size(list);
    struct decision best = {0}, said = {0};
    bool differ = false;
    for (size_t i = 0; i < n; i++) {
        const json_t *b = single ? list : json_array_get(list, i);
        if (!json_is_object(b))
            continue;
        const struct decision d = read_decision(r, b);
        keep_decision(r, &d);
        differ = differ || (!d.ends && d.dates_differ) ||
                 terms_differ(&d, &said);
        add_terms(&said, &d);
        if (!best.json || goes_before(&d, &best))
            best = d;
    }
    if (!best.json) {
        mk_note(r->ctx, MK_N_NGP_NO_DECISION, r->label, "");
        return;
    }
    struct mk_arena *a = &r->plans->text;
    if (!best.ends)
        p->laga_kraft_text =
            mk_text_trimmed(a, best.laga_kraft_text, SIZE_MAX);
    p->antagen_text = text_of(a, best.json, "datumAntagande");
    p->gf_start_text = text_of(a, best.json, "genomforandetidStartar");
    if (best.months)
        p->gf_tid_text = mk_arena_printf(a, "%d", best.months);
    if (differ)
        note_parts(r, p);
}

static void check_word(struct reader *r, const char *text, const char *what,
                       const char *const words[], size_t n)
{
    if (!text)
        mk_note(r->ctx, MK_N_NGP_MISSING, r->label, what);
    else if (!one_of(text, words, n))
        mk_note(r->ctx, MK_N_NGP_WORD, r->label, text, what);
}

static void check_words(struct reader *r, const struct mk_plan *p)
{
    // Detaljplan 4.1, planstatus and plantyp.
    static const char *const status[] = {
        "påbörjad", "samråd", "granskning", "antagen", "överklagad",
        "tillsyn", "laga kraft", "upphävd", "avslutad"};
    static const char *const type[] = {"avstyckningsplan", "byggnadsplan",
                                       "detaljplan", "stadsplan"};
    check_word(r, p->status_text, "status", status,
               sizeof status / sizeof *status);
    check_word(r, p->typ, "typ", type, sizeof type / sizeof *type);
}

// "Lerums kommun", "LERUM" and "Lerum" are one municipality.
static void kommun_norm(const char *s, char out[96])
{
    size_t n = mk_text_fold(s, out, 96);
    static const char *const ends[] = {" kommun", " stad"};
    for (size_t i = 0; i < 2; i++) {
        const size_t k = strlen(ends[i]);
        if (n > k && strcmp(out + n - k, ends[i]) == 0) {
            out[n -= k] = '\0';
            if (n > 1 && out[n - 1] == 's')
                out[--n] = '\0';
        }
    }
    if (n > 1 && out[n - 1] == 's') // Vännäs, Borås: on both sides alike
        out[n - 1] = '\0';
}

static void check_kommun(struct reader *r, const json_t *o)
{
    const char *stated = mk_json_text(o, "kommun");
    const struct mk_project *p = r->project;
    if (!stated) {
        mk_note(r->ctx, MK_N_NGP_MISSING, r->label, "kommun");
        return;
    }
    const bool code = strspn(stated, "0123456789") == 4 && !stated[4];
    const char *own = code ? p->kommunkod : p->kommun;
    if (!own)
        return;
    char a[96], b[96];
    kommun_norm(stated, a);
    kommun_norm(own, b);
    if (strcmp(a, b) != 0)
        mk_note(r->ctx, MK_N_NGP_KOMMUN, r->label, stated, own);
}

static enum mk_status read_plan(struct reader *r, const json_t *o,
                                int64_t index)
{
    struct mk_plans_raw *raw = r->plans;
    MK_GROW(raw->plans, raw->cap, raw->n + 1);
    struct mk_plan *p = &raw->plans[raw->n++];
    struct record *rec = add_record(r, &r->plan_rec, o, index);
    const char *name = text_of(&raw->text, o, "beteckning");
    *p = (struct mk_plan){
        .id = mk_arena_str(&raw->text, rec->id),
        .namn = text_of(&raw->text, o, "namn"),
        .typ = text_of(&raw->text, o, "typ"),
        .status_text = text_of(&raw->text, o, "status"),
        .stage_text = text_of(&raw->text, o, "datumStatusforandring"),
        .provisions_with_it = true,
        .row = rec->object,
    };
    mk_package_name_plan(p, name);
    if (!rec->id)
        mk_note(r->ctx, MK_N_NGP_MISSING, r->label, "objektidentitet");
    check_words(r, p);
    check_kommun(r, o);
    read_decisions(r, o, p);
    return mk_ngp_geometry_add(r->ctx, &r->frame,
                               json_object_get(o, "plangeometri"), r->label,
                               true, &raw->outline, &rec->extent);
}

// ---- provisions -----------------------------------------------------------

// The value of the first variable, which a wording like "[användning:text]"
// stands for.
static const char *first_value(const json_t *o)
{
    const json_t *v =
        json_array_get(json_object_get(o, "bestammelsevarde"), 0);
    return mk_json_text(v, "variabelvarde");
}

static const char *letter_of(struct reader *r, const json_t *o,
                             const char *reference, enum mk_ngp_by *by)
{
    bool older = false;
    const char *letter =
        reference ? mk_catalogue_letter(&r->catalogue, reference, &older)
                  : NULL;
    *by = older ? MK_NGP_BY_OLDER : MK_NGP_BY_CATALOGUE;
    if (letter)
        return letter;
    *by = MK_NGP_BY_TEXT;
    const char *text = mk_json_text(o, "bestammelseformulering");
    letter = mk_catalogue_code_letter(mk_json_text(o, "bestammelsekod"),
                                      &r->arena);
    if (!letter)
        letter = mk_ngp_word(text);
    if (!letter && text && strchr(text, '['))
        letter = mk_ngp_word(first_value(o));
    if (!letter)
        letter = mk_ngp_word(
            mk_json_text(o, "ursprungligBestammelseformulering"));
    if (letter)
        return letter;
    *by = MK_NGP_BY_NONE;
    return MK_USE_ANNAN;
}

// A use only above or below ground counts in full.
static void note_limits(struct reader *r, const json_t *o)
{
    const char *where = mk_json_text(o, "vertikalAvgransning");
    if (where && *where)
        mk_note(r->ctx, MK_N_NGP_LIMITED, r->label, where);
}

static enum mk_status read_use(struct reader *r, const json_t *o,
                               int64_t index)
{
    struct mk_uses_raw *raw = r->uses;
    struct record *rec = add_record(r, &r->use_rec, o, index);
    rec->plan = uuid_of(r, o, "detaljplan");
    const char *reference = uuid_of(r, o, "planbestammelsekatalogreferens");
    enum mk_ngp_by by;
    const char *letter = letter_of(r, o, reference, &by);
    r->ngp->use_by[by]++;
    if (by == MK_NGP_BY_NONE) {
        const char *text = mk_json_text(o, "bestammelseformulering");
        mk_note(r->ctx, MK_N_NGP_USE, r->label, text ? text : "",
                reference ? reference : "–");
    }
    if (!rec->plan)
        mk_note(r->ctx, MK_N_NGP_MISSING, r->label, "detaljplan");
    note_limits(r, o);
    MK_GROW(raw->uses, raw->cap, raw->n + 1);
    raw->uses[raw->n++] = (struct mk_use){
        .plan = rec->plan, .text = once(r, letter), .row = rec->object,
        .begins_after = (int16_t)months_of(r, o, "borjarGallaEfter"),
        .lasts = (int16_t)months_of(r, o, "giltighetstid")};
    return mk_ngp_geometry_add(r->ctx, &r->frame,
                               json_object_get(o, "bestammelsegeometri"),
                               r->label, true, &raw->geom, &rec->extent);
}

// What the catalogue says of a provision that is no use.
static enum mk_ngp_by look_up(struct reader *r, const json_t *o,
                              struct mk_provision *p)
{
    bool older = false;
    const char *reference = uuid_of(r, o, "planbestammelsekatalogreferens");
    const struct mk_catalogue_entry *e =
        reference ? mk_catalogue_get(&r->catalogue, reference, &older) : NULL;
    p->catalogue = once(r, mk_json_text(o, "bestammelsekod"));
    if (!e)
        return p->catalogue ? MK_NGP_BY_CATALOGUE
               : p->text    ? MK_NGP_BY_TEXT : MK_NGP_BY_NONE;
    p->code = once(r, e->mark);
    p->category = once(r, e->category);
    if (!p->catalogue)
        p->catalogue = once(r, e->code);
    return older ? MK_NGP_BY_OLDER : MK_NGP_BY_CATALOGUE;
}

// An administrative provision that is drawn nowhere holds in the whole plan, as
// does another that says so; a line has no area, and holds nowhere.
static bool of_whole_plan(const json_t *o, const json_t *items,
                          bool administrative)
{
    const bool drawn = json_is_object(items) || json_array_size(items) > 0;
    return !drawn && (administrative || mk_json_text(o, "reglerarDetaljplan"));
}

// Values and a wording with them are alike in many provisions.
static void read_wording(struct reader *r, const json_t *o,
                         struct mk_provision *p)
{
    const char *wording = mk_json_text(o, "bestammelseformulering");
    mk_pv_values(json_object_get(o, "bestammelsevarde"), &r->arena, p);
    wording = mk_pv_wording(wording, p, &r->arena);
    p->text = once(r, mk_pv_cut(r->ctx, wording, &r->arena, r->label));
    for (uint8_t i = 0; i < p->nvalues; i++) {
        struct mk_pv_value *v = &p->value[i];
        *v = (struct mk_pv_value){once(r, v->text), once(r, v->unit),
                                  once(r, v->bound)};
    }
}

static enum mk_status read_other(struct reader *r, const json_t *o,
                                 int64_t index, bool administrative)
{
    struct mk_provisions *out = &r->ngp->provisions;
    struct record *rec = add_record(r, &r->other_rec, o, index);
    const json_t *items = json_object_get(o, "bestammelsegeometri");
    const bool whole_plan = of_whole_plan(o, items, administrative);
    rec->plan = uuid_of(r, o, "detaljplan");
    MK_GROW(out->v, out->cap, out->n + 1);
    struct mk_provision *p = &out->v[out->n++];
    *p = (struct mk_provision){
        .id = rec->id, .plan = rec->plan, .row = rec->object,
        .geom = whole_plan ? MK_PV_WHOLE_PLAN : out->geom.n};
    read_wording(r, o, p);
    r->ngp->other_by[look_up(r, o, p)]++;
    if (!rec->plan)
        mk_note(r->ctx, MK_N_NGP_MISSING, r->label, "detaljplan");
    if (whole_plan) { // the set has one of each
        mk_polyset_end(&out->geom, out->geom.npart);
        return MK_OK;
    }
    return mk_ngp_geometry_add(r->ctx, &r->frame, items, r->label, false,
                               &out->geom, &rec->extent);
}

// ---- a file ---------------------------------------------------------------

static enum mk_status read_feature(struct reader *r, const json_t *feature,
                                   int64_t index)
{
    name_object(r, index);
    mk_arena_clear(&r->arena);
    const json_t *o = json_object_get(feature, "properties");
    const char *type = mk_json_text(o, "feature:typ");
    char kind[64];
    mk_text_fold(type ? type : "", kind, sizeof kind);
    if (!type && json_object_get(o, "plangeometri"))
        return read_plan(r, o, index);
    if (strcmp(kind, "detaljplan") == 0)
        return read_plan(r, o, index);
    if (strcmp(kind, "anvandningsbestammelse") == 0)
        return read_use(r, o, index);
    if (strcmp(kind, "egenskapsbestammelse") == 0)
        return read_other(r, o, index, false);
    if (strcmp(kind, "administrativ bestammelse") == 0)
        return read_other(r, o, index, true);
    mk_note(r->ctx, MK_N_NGP_OBJECT, r->label, type ? type : "");
    return MK_OK;
}

static enum mk_status not_a_delivery(struct reader *r, const char *label,
                                     bool root_array)
{
    const bool sv = mk_ctx_lang(r->ctx) == MK_SV;
    const char *why =
        root_array ? (sv ? "ytterst står en lista, inte ett objekt"
                         : "the outermost value is a list, not an object")
                   : (sv ? "den är ingen FeatureCollection med features"
                         : "it is no FeatureCollection with features");
    return mk_fail(r->ctx, MK_E_NGP_TOP, label, why);
}

static enum mk_status read_member(struct reader *r, const char *label,
                                  const struct mk_json_item *item)
{
    const char *text = json_string_value(item->value);
    if (strcmp(item->member, "type") == 0 &&
        (!text || strcmp(text, "FeatureCollection") != 0))
        return not_a_delivery(r, label, false);
    if (strcmp(item->member, "features") == 0)
        return not_a_delivery(r, label, false); // there, but no list
    if (strcmp(item->member, "feature:mediatyp") == 0 &&
        (!text || strcmp(text, "application/vnd.lm.detaljplan.v4+json") != 0))
        mk_note(r->ctx, MK_N_NGP_VERSION, label, text ? text : "");
    return MK_OK;
}

// What no one asks for, and is most of a delivery.
static const char *const passed_over[] = {
    "geometrimetadata", "planbestammelsebeskrivning", "planbeskrivning",
    "planeringsunderlag", "kvalitetsbeskrivning", "beslutshandling",
    "grundkarta", "ursprungligGeometri", "syfte", "bbox", NULL};

static enum mk_status read_file(struct reader *r)
{
    const struct mk_ngp_file *file = &r->files->v[r->file];
    const uint32_t before = r->plan_rec.n + r->use_rec.n + r->other_rec.n;
    struct mk_json_stream *s = NULL;
    struct mk_json_item item = {.index = -1};
    enum mk_status st =
        mk_json_open(r->ctx, file->path, file->label, "features", &s);
    if (st == MK_OK) {
        mk_json_read_lean(s, passed_over);
        r->frame.areas = mk_json_areas(s);
    }
    do {
        if (st == MK_OK)
            st = mk_json_next(r->ctx, s, &item);
        if (st != MK_OK || !item.value)
            break;
        if (!item.member)
            st = not_a_delivery(r, file->label, true);
        else if (item.index >= 0)
            st = read_feature(r, item.value, item.index);
        else
            st = read_member(r, file->label, &item);
    } while (st == MK_OK);
    mk_json_close(s);
    r->frame.areas = NULL;
    if (st == MK_OK &&
        before == r->plan_rec.n + r->use_rec.n + r->other_rec.n)
        st = mk_fail(r->ctx, MK_E_NGP_NO_PLAN, file->label);
    return st;
}

// ---- the whole: each object once, each near its plan -----------------------

static int record_cmp(const void *pa, const void *pb, void *recs)
{
    const struct record *v = recs;
    const uint32_t ia = *(const uint32_t *)pa, ib = *(const uint32_t *)pb;
    const struct record *a = &v[ia], *b = &v[ib];
    const int c = strcmp(a->id ? a->id : "", b->id ? b->id : "");
    if (c)
        return c;
    if (a->version != b->version)
        return a->version > b->version ? -1 : 1;
    return ia < ib ? -1 : ia > ib;
}

/** Indices by id, newest version first; mk_alloc'd. */
static uint32_t *by_id(const struct records *recs)
{
    uint32_t *order = mk_zalloc(recs->n + 1, sizeof *order);
    for (uint32_t i = 0; i < recs->n; i++)
        order[i] = i;
    if (recs->n)
        qsort_r(order, recs->n, sizeof *order, record_cmp, recs->v);
    return order;
}

static void drop_older(struct reader *r, struct records *recs,
                       const uint32_t *order)
{
    const struct record *kept = NULL;
    for (uint32_t k = 0; k < recs->n; k++) {
        struct record *rec = &recs->v[order[k]];
        if (rec->dropped || !rec->id)
            continue;
        if (!kept || strcmp(rec->id, kept->id) != 0) {
            kept = rec;
            continue;
        }
        rec->dropped = true;
        char used[24], left[24];
        snprintf(used, sizeof used, "%" PRId64, kept->version);
        snprintf(left, sizeof left, "%" PRId64, rec->version);
        mk_note(r->ctx, MK_N_NGP_OLDER, rec->id, used, left);
    }
}

// The first plan of that uuid in `order`: the newest; NOWHERE when none.
static uint32_t find_plan(const struct reader *r, const uint32_t *order,
                          const char *uuid)
{
    uint32_t lo = 0, hi = r->plan_rec.n;
    while (lo < hi) {
        const uint32_t mid = (lo + hi) / 2;
        const char *id = r->plan_rec.v[order[mid]].id;
        if (strcmp(id ? id : "", uuid) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == r->plan_rec.n)
        return NOWHERE;
    const char *id = r->plan_rec.v[order[lo]].id;
    return id && strcmp(id, uuid) == 0 ? lo : NOWHERE;
}

// A provision delivered beside an older version of its plan goes with it.
static void drop_with_plan(struct reader *r, struct records *recs,
                           const uint32_t *plans)
{
    for (uint32_t i = 0; i < recs->n; i++) {
        struct record *rec = &recs->v[i];
        uint32_t k = rec->plan ? find_plan(r, plans, rec->plan) : NOWHERE;
        if (k == NOWHERE)
            continue;
        for (; k < r->plan_rec.n; k++) {
            const struct record *p = &r->plan_rec.v[plans[k]];
            if (!p->id || strcmp(p->id, rec->plan) != 0)
                break;
            if (p->file == rec->file) {
                rec->dropped = p->dropped;
                break;
            }
        }
    }
}

static enum mk_status check_near(struct reader *r, const struct records *recs,
                                 const uint32_t *plans)
{
    for (uint32_t i = 0; i < recs->n; i++) {
        const struct record *rec = &recs->v[i];
        const uint32_t k = rec->plan && !rec->dropped
                               ? find_plan(r, plans, rec->plan) : NOWHERE;
        if (k == NOWHERE)
            continue;
        const struct record *p = &r->plan_rec.v[plans[k]];
        const double m = mk_plan_gap(rec->extent.box, p->extent.box);
        if (m <= MK_PLAN_APART_M)
            continue;
        char names[160], km[32];
        mk_ngp_systems_text(rec->extent.systems | p->extent.systems, names);
        snprintf(km, sizeof km, "%lld", (long long)(m / 1000));
        r->file = rec->file;
        name_object(r, (int64_t)rec->object - 1);
        return mk_fail(r->ctx, MK_E_NGP_MIXED, r->label, km, names);
    }
    return MK_OK;
}

static void keep_geometries(struct mk_polyset *set, const struct records *recs)
{
    struct mk_polyset kept = {0};
    for (uint32_t i = 0; i < recs->n; i++) {
        if (recs->v[i].dropped)
            continue;
        const struct mk_poly g = mk_polyset_get(set, i);
        mk_polyset_add(&kept, &g);
    }
    mk_polyset_release(set);
    *set = kept;
}

static bool any_dropped(const struct records *recs)
{
    for (uint32_t i = 0; i < recs->n; i++)
        if (recs->v[i].dropped)
            return true;
    return false;
}

static void keep_plans(struct reader *r)
{
    struct mk_plans_raw *raw = r->plans;
    if (!any_dropped(&r->plan_rec))
        return;
    uint32_t *to = mk_zalloc(raw->n + 1, sizeof *to);
    uint32_t n = 0;
    keep_geometries(&raw->outline, &r->plan_rec);
    for (uint32_t i = 0; i < raw->n; i++) {
        to[i] = r->plan_rec.v[i].dropped ? NOWHERE : n;
        if (to[i] != NOWHERE)
            raw->plans[n++] = raw->plans[i];
    }
    raw->n = n;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->ngp->ndecisions; i++) {
        struct mk_ngp_decision d = r->ngp->decisions[i];
        d.plan = to[d.plan];
        if (d.plan != NOWHERE)
            r->ngp->decisions[kept++] = d;
    }
    r->ngp->ndecisions = kept;
    free(to);
}

static void keep_provisions(struct reader *r)
{
    if (any_dropped(&r->use_rec)) {
        uint32_t n = 0;
        keep_geometries(&r->uses->geom, &r->use_rec);
        for (uint32_t i = 0; i < r->uses->n; i++)
            if (!r->use_rec.v[i].dropped)
                r->uses->uses[n++] = r->uses->uses[i];
        r->uses->n = n;
    }
    if (any_dropped(&r->other_rec)) {
        uint32_t n = 0;
        struct mk_provisions *v = &r->ngp->provisions;
        keep_geometries(&v->geom, &r->other_rec);
        for (uint32_t i = 0; i < v->n; i++) {
            if (r->other_rec.v[i].dropped)
                continue;
            v->v[n] = v->v[i];
            if (v->v[n].geom != MK_PV_WHOLE_PLAN)
                v->v[n].geom = n;
            n++;
        }
        v->n = n;
    }
}

// ---- parts of a plan with dates of their own -------------------------------

static const struct mk_part *part_of(struct reader *r,
                                     const struct mk_ngp_decision *d)
{
    struct mk_part *p = mk_arena_alloc(&r->uses->text, sizeof *p);
    const mk_date start = d->gf_start ? d->gf_start : d->laga_kraft;
    *p = (struct mk_part){.laga_kraft = d->laga_kraft,
                          .gf_start = d->gf_start};
    // 1-15 are years (method §2.5).
    const int months = d->gf_tid > 15 ? d->gf_tid : 12 * d->gf_tid;
    if (start && months)
        p->gf_slut = mk_date_from_days(
            mk_date_days(mk_date_add_months(start, months)) - 1);
    return p;
}

// The first of that uuid or of the next one.
static uint32_t find_use(const struct reader *r, const uint32_t *order,
                         const char *uuid)
{
    uint32_t lo = 0, hi = r->use_rec.n;
    while (lo < hi) {
        const uint32_t mid = (lo + hi) / 2;
        const char *id = r->use_rec.v[order[mid]].id;
        if (strcmp(id ? id : "", uuid) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void give_part(struct reader *r, const struct mk_ngp_decision *d,
                      const uint32_t *uses)
{
    const struct mk_part *part = NULL;
    for (uint32_t k = 0; k < d->ncovered; k++) {
        const char *uuid = r->ngp->covered[d->first_covered + k];
        uint32_t i = *uuid ? find_use(r, uses, uuid) : r->use_rec.n;
        for (; i < r->use_rec.n; i++) {
            const struct record *rec = &r->use_rec.v[uses[i]];
            if (!rec->id || strcmp(rec->id, uuid) != 0)
                break;
            part = part ? part : part_of(r, d);
            r->uses->uses[uses[i]].part = part;
        }
    }
}

static int decision_cmp(const void *pa, const void *pb, void *decisions)
{
    const struct mk_ngp_decision *v = decisions;
    const uint32_t ia = *(const uint32_t *)pa, ib = *(const uint32_t *)pb;
    const struct mk_ngp_decision *a = &v[ia], *b = &v[ib];
    if (a->plan != b->plan)
        return a->plan < b->plan ? -1 : 1;
    if (a->laga_kraft != b->laga_kraft)
        return a->laga_kraft < b->laga_kraft ? -1 : 1;
    return ia < ib ? -1 : ia > ib;
}

// Where a plan has several decisions, what each names has its dates; a use
// that several name has those of the latest. An older version of a plan has no
// say.
static void give_parts(struct reader *r, const uint32_t *uses)
{
    const struct mk_ngp *n = r->ngp;
    uint32_t *order = mk_zalloc(n->ndecisions + 1, sizeof *order);
    for (uint32_t i = 0; i < n->ndecisions; i++)
        order[i] = i;
    if (n->ndecisions)
        qsort_r(order, n->ndecisions, sizeof *order, decision_cmp,
                n->decisions);
    for (uint32_t i = 0; i < n->ndecisions; i++) {
        const struct mk_ngp_decision *d = &n->decisions[order[i]];
        const bool before = i && n->decisions[order[i - 1]].plan == d->plan;
        const bool after = i + 1 < n->ndecisions &&
                           n->decisions[order[i + 1]].plan == d->plan;
        const bool old = r->plan_rec.v[d->plan].dropped;
        if ((before || after) && !old && !d->ends && d->laga_kraft)
            give_part(r, d, uses);
    }
    free(order);
}

// ---- several uses of one place --------------------------------------------

struct same {
    const struct reader *r;
    const struct mk_polyset *geom;
};

static int part_cmp(const struct mk_part *a, const struct mk_part *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    if (a->laga_kraft != b->laga_kraft)
        return a->laga_kraft < b->laga_kraft ? -1 : 1;
    if (a->gf_start != b->gf_start)
        return a->gf_start < b->gf_start ? -1 : 1;
    return (a->gf_slut > b->gf_slut) - (a->gf_slut < b->gf_slut);
}

static int time_cmp(const struct mk_use *a, const struct mk_use *b)
{
    if (a->begins_after != b->begins_after)
        return a->begins_after < b->begins_after ? -1 : 1;
    if (a->lasts != b->lasts)
        return a->lasts < b->lasts ? -1 : 1;
    return part_cmp(a->part, b->part);
}

static int place_cmp(const void *pa, const void *pb, void *udata)
{
    const struct same *u = udata;
    const uint32_t ia = *(const uint32_t *)pa, ib = *(const uint32_t *)pb;
    const struct record *a = &u->r->use_rec.v[ia], *b = &u->r->use_rec.v[ib];
    int c = strcmp(a->plan ? a->plan : "", b->plan ? b->plan : "");
    if (!c)
        c = time_cmp(&u->r->uses->uses[ia], &u->r->uses->uses[ib]);
    if (c)
        return c;
    const struct mk_poly ga = mk_polyset_get(u->geom, ia);
    const struct mk_poly gb = mk_polyset_get(u->geom, ib);
    const uint32_t na = mk_poly_vertices(&ga), nb = mk_poly_vertices(&gb);
    if (na != nb || ga.npart != gb.npart)
        return na != nb ? (na < nb ? -1 : 1) : ga.npart < gb.npart ? -1 : 1;
    return na ? memcmp(ga.xy + 2 * (size_t)ga.ring[ga.part[0]],
                       gb.xy + 2 * (size_t)gb.ring[gb.part[0]],
                       2 * sizeof(double) * na)
              : 0;
}

static int place_order(const void *pa, const void *pb, void *udata)
{
    const uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    const int c = place_cmp(pa, pb, udata);
    return c ? c : a < b ? -1 : a > b;
}

static int letter_cmp(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The letters of v[0..n) become those of v[0], as a municipal layer has them.
static void stack(struct reader *r, const uint32_t *v, uint32_t n)
{
    const char **letters = mk_zalloc(n, sizeof *letters);
    struct mk_buf t = {0};
    for (uint32_t i = 0; i < n; i++) {
        letters[i] = r->uses->uses[v[i]].text;
        r->use_rec.v[v[i]].dropped = i > 0;
    }
    qsort(letters, n, sizeof *letters, letter_cmp);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || strcmp(letters[i], letters[i - 1]) != 0)
            mk_buf_printf(&t, "%s%s", i ? ", " : "", letters[i]);
    r->uses->uses[v[0]].text = once(r, mk_buf_text(&t));
    mk_buf_release(&t);
    free(letters);
}

// A combination of uses is delivered as one provision each, with the very
// same geometry; what holds at other times stays apart.
static void stack_uses(struct reader *r)
{
    uint32_t *v = mk_zalloc(r->use_rec.n + 1, sizeof *v);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->use_rec.n; i++)
        if (!r->use_rec.v[i].dropped && r->uses->geom.geom[i].nparts &&
            strcmp(r->uses->uses[i].text, MK_USE_ANNAN) != 0)
            v[n++] = i;
    struct same same = {r, &r->uses->geom};
    if (n)
        qsort_r(v, n, sizeof *v, place_order, &same);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n; end++)
            if (place_cmp(&v[i], &v[end], &same) != 0)
                break;
        if (end - i > 1)
            stack(r, v + i, end - i);
    }
    free(v);
}

static enum mk_status settle(struct reader *r)
{
    uint32_t *plans = by_id(&r->plan_rec);
    uint32_t *uses = by_id(&r->use_rec), *others = by_id(&r->other_rec);
    drop_older(r, &r->plan_rec, plans);
    drop_with_plan(r, &r->use_rec, plans);
    drop_with_plan(r, &r->other_rec, plans);
    drop_older(r, &r->use_rec, uses);
    drop_older(r, &r->other_rec, others);
    enum mk_status st = check_near(r, &r->use_rec, plans);
    if (st == MK_OK)
        st = check_near(r, &r->other_rec, plans);
    if (st == MK_OK)
        give_parts(r, uses);
    free(plans);
    free(uses);
    free(others);
    if (st == MK_OK) {
        stack_uses(r);
        keep_plans(r);
        keep_provisions(r);
    }
    return st;
}

// ---- what is said of the whole --------------------------------------------

static void note_keys(struct reader *r)
{
    const struct mk_input *in = &r->project->plans;
    const struct {
        bool given;
        const char *key;
    } keys[] = {{in->layer, "lager"}, {in->crs, "crs"},
                {in->encoding, "teckenkodning"}, {in->where, "urval"},
                {in->nmap, "falt"}};
    struct mk_buf t = {0};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].given)
            mk_buf_printf(&t, "%s%s:", t.len ? ", " : "", keys[i].key);
    if (t.len)
        mk_note(r->ctx, MK_N_NGP_KEYS, in->path_given, mk_buf_text(&t));
    mk_buf_release(&t);
    if (r->project->plans_complete)
        mk_note(r->ctx, MK_N_NGP_COMPLETE, in->path_given, "");
}

// A delivery that the catalogue explains whole needs no remark.
static void note_share(struct reader *r, enum mk_msg msg, const uint32_t *by)
{
    uint32_t total = 0;
    for (int i = 0; i < MK_NGP_BY_COUNT; i++)
        total += by[i];
    char t[MK_NGP_BY_COUNT + 1][16];
    snprintf(t[0], sizeof t[0], "%" PRIu32, total);
    for (int i = 0; i < MK_NGP_BY_COUNT; i++)
        snprintf(t[i + 1], sizeof t[0], "%" PRIu32, by[i]);
    if (total > by[MK_NGP_BY_CATALOGUE])
        mk_note(r->ctx, msg, r->project->plans.path_given, t[0], t[1], t[2],
                t[3], t[4]);
}

static void reader_release(struct reader *r)
{
    mk_ngp_frame_release(&r->frame);
    mk_catalogue_release(&r->catalogue);
    mk_gtfs_ids_release(&r->texts);
    mk_arena_release(&r->arena);
    free(r->plan_rec.v);
    free(r->use_rec.v);
    free(r->other_rec.v);
}

// The use areas outlive what was interned for the reading.
static void own_texts(struct mk_uses_raw *uses)
{
    for (uint32_t i = 0; i < uses->n; i++) {
        struct mk_use *u = &uses->uses[i];
        u->plan = mk_arena_str(&uses->text, u->plan);
        u->text = mk_arena_str(&uses->text, u->text);
    }
}

enum mk_status mk_ngp_read(struct mk_ctx *ctx, const struct mk_project *p,
                           const char *working_crs,
                           struct mk_plans_raw *plans, struct mk_uses_raw *uses,
                           struct mk_ngp *out)
{
    *out = (struct mk_ngp){0};
    struct mk_ngp_files files = {0};
    struct reader r = {.ctx = ctx, .project = p, .frame.to = working_crs,
                       .plans = plans, .uses = uses, .ngp = out,
                       .files = &files};
    if (p->uses.path)
        return mk_fail(ctx, MK_E_NGP_USES, p->plans.path_given,
                       p->uses.path_given);
    enum mk_status st = mk_ngp_files_read(ctx, &p->plans, &files);
    if (st == MK_OK && p->catalogue.path)
        st = mk_catalogue_read(ctx, &p->catalogue, &r.catalogue);
    for (; r.file < files.n && st == MK_OK; r.file++)
        st = read_file(&r);
    if (st == MK_OK && !r.plan_rec.n)
        st = mk_fail(ctx, MK_E_NGP_NO_PLAN, p->plans.path_given);
    if (st == MK_OK)
        st = settle(&r);
    if (st == MK_OK) {
        out->nfiles = files.n;
        own_texts(uses);
        note_keys(&r);
        note_share(&r, MK_N_NGP_USE_SHARE, out->use_by);
        note_share(&r, MK_N_NGP_OTHER_SHARE, out->other_by);
        out->provisions.given = true;
    }
    reader_release(&r);
    mk_ngp_files_release(&files);
    return mk_within(ctx, st, p->plans.role);
}
