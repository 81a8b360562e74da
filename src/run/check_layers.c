// What is in each input: counts that a planner can hold against what the
// municipality says it has delivered.
#include "run/check.h"

#include "input/gtfs.h"

#include <stdlib.h>
#include <string.h>

#define W(sv, en) mk_check_word(x, sv, en)

// ---- distinct words and how often ------------------------------------------------

struct word {
    const char *text;
    uint64_t n;
};

struct words {
    struct word *v;
    uint32_t n, cap;
    struct mk_arena text;
};

static void words_release(struct words *w)
{
    free(w->v);
    mk_arena_release(&w->text);
}

// Few distinct values are met, so a list is searched from end to end.
static void words_add(struct words *w, const char *text)
{
    text = text ? text : "";
    for (uint32_t i = 0; i < w->n; i++)
        if (strcmp(w->v[i].text, text) == 0) {
            w->v[i].n++;
            return;
        }
    MK_GROW(w->v, w->cap, w->n + 1);
    w->v[w->n++] = (struct word){mk_arena_str(&w->text, text), 1};
}

static int by_text(const void *pa, const void *pb)
{
    const struct word *a = pa, *b = pb;
    return strcmp(a->text, b->text);
}

static void words_sort(struct words *w)
{
    if (w->n)
        qsort(w->v, w->n, sizeof *w->v, by_text);
}

static void words_put(struct mk_check *x, struct words *w, const char *key,
                      const char *heading)
{
    struct mk_doc *d = &x->doc;
    words_sort(w);
    mk_doc_list(d, key, heading);
    for (uint32_t i = 0; i < w->n; i++) {
        mk_doc_row(d, NULL, *w->v[i].text ? w->v[i].text
                                          : W("(tomt)", "(blank)"));
        if (d->json)
            mk_doc_text(d, MK_L("varde", "", ""), w->v[i].text);
        mk_doc_int(d, MK_L("antal", "", ""), (int64_t)w->v[i].n);
        mk_doc_close(d);
    }
    mk_doc_close(d);
}

// Notes of one message about one layer; a context may hold those of two.
static int64_t about(struct mk_ctx *ctx, enum mk_msg msg, const char *role)
{
    size_t n;
    int64_t found = 0;
    const struct mk_note_row *v = mk_notes_sorted(ctx, &n);
    for (size_t i = 0; i < n; i++)
        found += v[i].msg == msg &&
                 strncmp(v[i].key, role, strlen(role)) == 0;
    return found;
}

static void put_geometry(struct mk_check *x, struct mk_ctx *ctx,
                         const char *role, uint64_t n)
{
    struct mk_doc *d = &x->doc;
    const int64_t repaired = about(ctx, MK_N_GEOM_REPAIRED, role);
    const int64_t empty = about(ctx, MK_N_GEOM_EMPTY, role);
    const int64_t bad = about(ctx, MK_N_GEOM_BAD, role);
    mk_doc_row(d, "geometri", W("geometri", "geometry"));
    mk_doc_int(d, MK_L("giltiga", "giltiga", "valid"),
               (int64_t)n - repaired - empty - bad);
    mk_doc_int(d, MK_L("lagade", "lagade", "repaired"), repaired);
    mk_doc_int(d, MK_L("saknas", "saknas", "missing"), empty);
    mk_doc_int(d, MK_L("oanvandbara", "oanvändbara", "unusable"), bad);
    mk_doc_close(d);
}

// ---- parcels -------------------------------------------------------------------

struct omr_id {
    const char *fast_id;
    int32_t nr;
    uint32_t row;
};

struct omr_ids {
    struct omr_id *v;
    uint32_t n, cap;
    struct mk_arena text;
};

static void mend_row(struct mk_check *x, struct mk_batch *b, uint32_t i,
                     const char *key)
{
    const char *why = "";
    const enum mk_mended m = mk_geom_mend(x->own, &b->geom, i, &why);
    const uint8_t flaw = b->omr[i].flaw;
    if (m == MK_MEND_EMPTY && flaw == MK_GEOM_NONE)
        mk_note(x->own, MK_N_GEOM_EMPTY, key, "");
    else if (m == MK_MEND_EMPTY)
        mk_note(x->own, MK_N_GEOM_BAD, key,
                flaw == MK_GEOM_NAN ? "NaN" : why);
    else if (m == MK_MEND_REPAIRED || flaw == MK_GEOM_RINGS)
        mk_note(x->own, MK_N_GEOM_REPAIRED, key,
                m == MK_MEND_REPAIRED ? why : "ring");
}

static void take_row(struct mk_check *x, struct mk_batch *b, uint32_t i,
                     struct omr_ids *ids, struct words *types)
{
    const struct mk_omrade *o = &b->omr[i];
    const uint32_t row = b->first_row + i;
    const char *name = o->fastighet ? o->fastighet : o->fast_id;
    char key[256];
    snprintf(key, sizeof key, "fastigheter rad %u (%s)", row + 1,
             name ? name : "-");
    mend_row(x, b, i, key);
    words_add(types, o->objekttyp);
    if (!name)
        mk_note(x->own, MK_N_PARCEL_NAMELESS, key, "");
    if (!o->fast_id || o->omr_nr == INT32_MIN)
        return;
    MK_GROW(ids->v, ids->cap, ids->n + 1);
    ids->v[ids->n++] = (struct omr_id){
        mk_arena_str(&ids->text, o->fast_id), o->omr_nr, row};
}

static int by_omr(const void *pa, const void *pb)
{
    const struct omr_id *a = pa, *b = pb;
    const int c = strcmp(a->fast_id, b->fast_id);
    if (c)
        return c;
    if (a->nr != b->nr)
        return a->nr < b->nr ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static void note_twice(struct mk_check *x, struct omr_ids *ids)
{
    if (ids->n)
        qsort(ids->v, ids->n, sizeof *ids->v, by_omr);
    for (uint32_t i = 1; i < ids->n; i++) {
        const struct omr_id *a = &ids->v[i - 1], *b = &ids->v[i];
        if (a->nr != b->nr || strcmp(a->fast_id, b->fast_id) != 0)
            continue;
        char key[64], nr[16];
        snprintf(key, sizeof key, "fastigheter rad %u", b->row + 1);
        snprintf(nr, sizeof nr, "%d", (int)b->nr);
        mk_note(x->own, MK_N_PARCEL_TWICE, key, nr, b->fast_id);
    }
}

static enum mk_status read_parcels(struct mk_check *x, struct omr_ids *ids,
                                   struct words *types)
{
    struct mk_batch b = {0};
    struct mk_transform *t = NULL;
    bool more = true;
    enum mk_status st = mk_transform_new(
        x->own, mk_source_crs(x->in.parcels), x->in.working_crs, &t);
    while (st == MK_OK && more) {
        st = mk_parcels_read(x->own, x->in.parcels, 4096, &b, &more);
        if (st != MK_OK)
            break;
        mk_transform_set(t, &b.geom);
        for (uint32_t i = 0; i < b.n; i++)
            take_row(x, &b, i, ids, types);
    }
    mk_transform_free(t);
    mk_batch_release(&b);
    return st;
}

void mk_check_parcels(struct mk_check *x)
{
    struct omr_ids ids = {0};
    struct words types = {0};
    const enum mk_status st = read_parcels(x, &ids, &types);
    if (st == MK_OK) {
        uint64_t rows = 0;
        for (uint32_t i = 0; i < types.n; i++)
            rows += types.v[i].n;
        note_twice(x, &ids);
        mk_check_seen(x, x->in.parcels);
        put_geometry(x, x->own, "fastigheter", rows);
        words_put(x, &types, "objekttyper", W("objekttyper", "object types"));
        mk_check_count(x, MK_L("namnlosa", "utan fast_id och beteckning",
                               "with neither fast_id nor designation"),
                       MK_N_PARCEL_NAMELESS);
        mk_check_count(x, MK_L("dubbletter",
                               "dubbletter av fast_id och områdesnummer",
                               "duplicates of fast_id and område number"),
                       MK_N_PARCEL_TWICE);
    } else {
        mk_check_failed(x, st);
    }
    free(ids.v);
    mk_arena_release(&ids.text);
    words_release(&types);
}

// ---- use areas -----------------------------------------------------------------

static enum mk_status read_uses(struct mk_check *x, struct mk_ctx *quiet,
                                struct mk_source **s, struct mk_uses_raw *raw)
{
    struct mk_transform *t = NULL;
    enum mk_status st = mk_source_open(quiet, &x->project.uses, s);
    if (st == MK_OK)
        st = mk_uses_read(quiet, *s, raw);
    if (st == MK_OK)
        st = mk_transform_new(quiet, mk_source_crs(*s), x->in.working_crs,
                              &t);
    if (st != MK_OK)
        return st;
    mk_transform_set(t, &raw->geom);
    mk_transform_free(t);
    mk_polyset_mend(quiet, &raw->geom, "anvandning");
    return MK_OK;
}

static void put_letters(struct mk_check *x, const struct mk_uses_raw *raw)
{
    struct words unknown = {0};
    int64_t blank = 0;
    for (uint32_t i = 0; i < raw->n; i++) {
        int n = 0;
        const mk_useset uses = mk_use_read(raw->uses[i].text, &n);
        if (n)
            words_add(&unknown, raw->uses[i].text);
        blank += !uses && !n;
    }
    words_put(x, &unknown, "okanda_bokstaver",
              W("användningar som inte känns igen (räknas som annan)",
                "uses that are not known (count as annan)"));
    mk_doc_int(&x->doc, MK_L("tomma", "utan användning", "without a use"),
               blank);
    words_release(&unknown);
}

// Read on their own, so that they are told also when the plans cannot be
// read. Their notes come when they are put in their plans.
void mk_check_uses(struct mk_check *x)
{
    struct mk_ctx *quiet = mk_ctx_new(mk_ctx_lang(x->ctx));
    struct mk_source *s = NULL;
    struct mk_uses_raw raw = {0};
    const enum mk_status st = read_uses(x, quiet, &s, &raw);
    if (st == MK_OK) {
        mk_check_seen(x, s);
        put_geometry(x, quiet, "anvandning", raw.n);
        put_letters(x, &raw);
    } else {
        (void)mk_ctx_take_error(x->own, quiet, st);
        mk_check_failed(x, st);
        x->project.uses.path = NULL;
    }
    mk_source_close(s);
    mk_uses_raw_release(&raw);
    mk_ctx_free(quiet);
}

// ---- plans ---------------------------------------------------------------------

// What a word leads to: the statuses that plans with it got, which dates may
// decide as well (docs/method.md §2).
static void put_reading(struct mk_check *x, const char *word)
{
    const struct mk_planbase *b = &x->in.plans;
    uint64_t count[MK_PS_COUNT] = {0};
    int outcomes = 0;
    struct mk_buf got = {0};
    for (uint32_t i = 0; i < b->nplans; i++) {
        const char *text = b->plans[i].status_text;
        if (strcmp(text ? text : "", word) == 0)
            count[b->plans[i].status]++;
    }
    for (int s = 0; s < MK_PS_COUNT; s++)
        outcomes += count[s] > 0;
    for (int s = MK_PS_COUNT - 1; s > MK_PS_SAKNAS; s--) {
        if (!count[s])
            continue;
        mk_buf_printf(&got, "%s%s", got.len ? ", " : "",
                      mk_planstatus_text((enum mk_planstatus)s));
        if (outcomes > 1)
            mk_buf_printf(&got, " (%llu)", (unsigned long long)count[s]);
    }
    if (got.len)
        mk_doc_text(&x->doc, MK_L("lases_som", "läses som", "read as"),
                    mk_buf_text(&got));
    if (count[MK_PS_SAKNAS])
        mk_doc_text(&x->doc, MK_L("lases_inte", "läses inte:", "not read:"),
                    W("planen räknas inte som gällande",
                      "the plan does not count as in force"));
    if (!outcomes)
        mk_doc_text(&x->doc, MK_L("anvands_inte", "används inte:",
                                  "not used:"),
                    W("inte en detaljplan", "not a detaljplan"));
    mk_buf_release(&got);
}

static void status_words(struct mk_check *x)
{
    struct mk_doc *d = &x->doc;
    struct words words = {0};
    for (uint32_t i = 0; i < x->in.plans_raw.n; i++)
        words_add(&words, x->in.plans_raw.plans[i].status_text);
    words_sort(&words);
    mk_doc_list(d, "statusord", W("statusord och hur de läses",
                                  "status words and how they are read"));
    for (uint32_t i = 0; i < words.n; i++) {
        mk_doc_row(d, NULL, *words.v[i].text ? words.v[i].text
                                             : W("(tomt)", "(blank)"));
        if (d->json)
            mk_doc_text(d, MK_L("ord", "", ""), words.v[i].text);
        mk_doc_int(d, MK_L("antal", "antal", "count"),
                   (int64_t)words.v[i].n);
        put_reading(x, words.v[i].text);
        mk_doc_close(d);
    }
    mk_doc_close(d);
    words_release(&words);
}

static void count_plans(struct mk_check *x)
{
    struct mk_doc *d = &x->doc;
    const struct mk_planbase *b = &x->in.plans;
    uint64_t count[MK_PS_COUNT] = {0}, outline = 0, undated = 0;
    for (uint32_t i = 0; i < b->nplans; i++) {
        const struct mk_plan *p = &b->plans[i];
        count[p->status]++;
        undated += p->laga_kraft == 0;
        outline += p->status == MK_PS_LAGA_KRAFT && !p->has_uses;
    }
    mk_doc_row(d, "status", W("planer efter status på referensdatum",
                              "plans by status on the reference date"));
    for (int s = MK_PS_COUNT - 1; s >= 0; s--) {
        const char *text = mk_planstatus_text((enum mk_planstatus)s);
        if (count[s])
            mk_doc_int(d, MK_L(text, text, text), (int64_t)count[s]);
    }
    mk_doc_close(d);
    mk_doc_int(d, MK_L("inte_detaljplan", "inte detaljplan, utelämnas",
                       "not a detaljplan, left out"),
               (int64_t)x->in.plans_raw.n - b->nplans);
    mk_doc_int(d, MK_L("utan_datum", "utan datum för laga kraft",
                       "without a date of laga kraft"), (int64_t)undated);
    mk_check_count(x, MK_L("gallande_utan_datum",
                           "därav gällande, som ordnas sist",
                           "of which in force, ordered last"),
                   MK_N_PLAN_NO_DATE);
    mk_check_count(x, MK_L("okand_status", "status känns inte igen",
                           "status not known"), MK_N_PLAN_NO_STATUS);
    mk_check_count(x, MK_L("olasbara_datum", "datum som inte går att läsa",
                           "dates that cannot be read"), MK_N_PLAN_BAD_DATE);
    mk_doc_int(d, MK_L("utan_anvandning",
                       "gällande utan användningsytor (okänd användning)",
                       "in force without use areas (use unknown)"),
               (int64_t)outline);
}

void mk_check_plans(struct mk_check *x)
{
    struct mk_doc *d = &x->doc;
    put_geometry(x, x->own, "detaljplaner", x->in.plans_raw.n);
    status_words(x);
    count_plans(x);
    mk_doc_row(d, "overlapp", W("gällande planer som överlappar",
                                "plans in force that overlap"));
    mk_doc_int(d, MK_L("par", "par", "pairs"), x->in.plans.overlaps);
    mk_doc_fixed(d, MK_L("m2", "tillsammans", "together"),
                 mk_fix(x->in.plans.overlap_m2, 1), 1, "m²");
    mk_doc_close(d);
    mk_doc_flag(d, MK_L("heltackande", "heltäckande", "complete"),
                x->project.plans_complete);
    mk_check_gaps(x);
    mk_check_delivery(x);
    if (!x->project.uses.path)
        return;
    mk_check_count(x, MK_L("ytor_plan_saknas",
                           "användningsytor vars plan inte finns",
                           "use areas whose plan is not there"),
                   MK_N_USE_NO_PLAN);
    mk_check_count(x, MK_L("ytor_utanfor", "användningsytor utanför planer",
                           "use areas outside every plan"),
                   MK_N_USE_NOWHERE);
    mk_check_count(x, MK_L("ytor_overlapp",
                           "överlapp mellan ytor i samma plan",
                           "overlaps of areas in one plan"),
                   MK_N_USE_OVERLAP);
}

// ---- buildings -----------------------------------------------------------------

void mk_check_buildings(struct mk_check *x)
{
    const struct mk_buildbase *b = &x->in.buildings;
    int64_t homes = 0;
    for (uint32_t i = 0; i < b->geom.n; i++)
        homes += b->home[i];
    put_geometry(x, x->own, "byggnader", b->geom.n);
    mk_doc_int(&x->doc, MK_L("bostader", "bostadshus (huvudbyggnad)",
                             "homes (main building)"), homes);
    mk_check_count(x, MK_L("illustrativa", "i illustrativt läge, utelämnas",
                           "at an illustrative place, left out"),
                   MK_N_BUILDING_ILLUSTRATIVE);
    mk_check_count(x, MK_L("overlapp", "byggnader som överlappar",
                           "buildings that overlap"), MK_N_BUILDING_OVERLAP);
}

// ---- timetables ----------------------------------------------------------------

static void put_feeds(struct mk_check *x)
{
    struct mk_doc *d = &x->doc;
    const struct mk_timetable *tt = &x->in.timetable;
    mk_doc_list(d, "lasta", NULL);
    for (uint32_t i = 0; i < tt->nfeeds; i++) {
        const struct mk_feed_info *f = &tt->feeds[i];
        mk_doc_row(d, NULL, x->project.feeds[i].path_given);
        if (d->json)
            mk_doc_text(d, MK_L("fil", "", ""),
                        x->project.feeds[i].path_given);
        mk_doc_date(d, MK_L("fran", "gäller", "holds"), f->first_day);
        mk_doc_date(d, MK_L("till", "till", "to"), f->last_day);
        mk_doc_text(d, MK_L("version", "version", "version"), f->version);
        mk_doc_int(d, MK_L("hallplatslagen", "hållplatslägen", "stops"),
                   (int64_t)f->stops);
        mk_doc_int(d, MK_L("linjer", "linjer", "routes"),
                   (int64_t)f->routes);
        mk_doc_int(d, MK_L("turer", "turer", "trips"), (int64_t)f->trips);
        mk_doc_int(d, MK_L("uppehall", "uppehåll", "calls"),
                   (int64_t)f->stop_times);
        mk_doc_int(d, MK_L("hoppade_rader", "rader som hoppades över",
                           "rows skipped"), (int64_t)f->skipped_rows);
        mk_doc_int(d, MK_L("losa_uppehall", "uppehåll utan hållplats",
                           "calls without a stop"),
                   (int64_t)f->dangling_stop_times);
        mk_doc_close(d);
    }
    mk_doc_close(d);
}

static void put_day(struct mk_check *x)
{
    struct mk_doc *d = &x->doc;
    const struct mk_day_choice *c = &x->in.day;
    int64_t with = 0, served = 0;
    for (uint32_t i = 0; x->in.traffic && i < x->in.timetable.nareas; i++) {
        with += x->in.traffic[i].dep_total > 0;
        served += x->in.traffic[i].served_avg;
    }
    mk_doc_row(d, "dag", W("dag som räknas", "day counted"));
    mk_doc_date(d, MK_L("dag", "", ""), c->day);
    mk_doc_text(d, MK_L("val", "", ""),
                c->given ? W("angiven i projektfilen",
                             "named in the project file")
                         : W("vald av markklar", "chosen by markklar"));
    mk_doc_int(d, MK_L("turer", "turer", "trips"), c->active_trips);
    mk_doc_int(d, MK_L("turer_max", "flest någon dag", "most of any day"),
               c->max_trips);
    mk_doc_fixed(d, MK_L("trafikscheman", "andel trafikscheman som går",
                         "share of services that run"),
                 mk_fix(c->active_services, 2), 2, "");
    mk_doc_close(d);
    mk_doc_row(d, "hallplatser", W("hållplatser", "stop areas"));
    mk_doc_int(d, MK_L("antal", "antal", "count"), x->in.timetable.nareas);
    mk_doc_int(d, MK_L("med_avgangar", "med avgångar", "with departures"),
               with);
    mk_doc_int(d, MK_L("minst_en_per_timme", "med minst 1 avgång/h",
                       "with at least 1 departure/h"), served);
    mk_doc_close(d);
}

static bool feed_there(struct mk_check *x, const struct mk_input *f)
{
    const enum mk_status st =
        mk_path_check(x->own, f->path, f->path_given);
    if (st != MK_OK)
        mk_check_failed(x, mk_within(x->own, st, f->role ? f->role
                                                         : "tidtabeller"));
    return st == MK_OK;
}

// Read one by one, which tells every feed that is bad.
static void find_bad_feeds(struct mk_check *x)
{
    for (uint32_t i = 0; i < x->project.nfeeds; i++) {
        struct mk_timetable tt = {0};
        const enum mk_status st =
            mk_gtfs_read(x->own, &x->project.feeds[i].path, 1, &tt);
        if (st != MK_OK)
            mk_check_failed(x, st);
        mk_timetable_release(&tt);
    }
}

void mk_check_timetable(struct mk_check *x)
{
    struct mk_input *there =
        mk_zalloc(x->given->nfeeds + 1, sizeof *there);
    x->project.feeds = there;
    x->project.nfeeds = 0;
    for (uint32_t i = 0; i < x->given->nfeeds; i++)
        if (feed_there(x, &x->given->feeds[i]))
            there[x->project.nfeeds++] = x->given->feeds[i];
    if (x->project.nfeeds) {
        const enum mk_status st = mk_inputs_timetable(x->own, &x->in);
        const uint32_t before = x->failed;
        if (st == MK_OK) {
            put_feeds(x);
            put_day(x);
        } else {
            find_bad_feeds(x);
            if (x->failed == before)
                mk_check_failed(x, st);
        }
    }
    x->project.feeds = NULL;
    x->project.nfeeds = 0;
    free(there);
}
