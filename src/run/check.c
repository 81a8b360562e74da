// Validate every input without computing a score. All inputs are looked at,
// also when the first is bad; the outcome is the first failure's kind.
#include "run/check.h"

#include "input/ngp.h"
#include "input/plan_package.h"

#include <markklar/run.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *mk_check_word(const struct mk_check *x, const char *sv,
                          const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

#define W(sv, en) mk_check_word(x, sv, en)

// ---- one input's own context ---------------------------------------------------

static void begin_input(struct mk_check *x)
{
    x->own = mk_ctx_new(mk_ctx_lang(x->ctx));
}

// Alarms are told in words here; all notes go on to the caller.
static void end_input(struct mk_check *x)
{
    size_t n;
    const struct mk_note_row *v = mk_notes_sorted(x->own, &n);
    mk_doc_list(&x->doc, "anmarkningar", NULL);
    for (size_t i = 0; i < n; i++) {
        const bool alarm = mk_msg_severity(v[i].msg) == MK_SEV_ALARM;
        if (!alarm && i && v[i - 1].msg == v[i].msg)
            continue;
        mk_doc_row(&x->doc, NULL, alarm ? W("VARNING", "WARNING")
                                        : W("anmärkning", "note"));
        mk_doc_text(&x->doc, MK_L("kod", "", ""), mk_msg_code(v[i].msg));
        if (!alarm)
            mk_doc_int(&x->doc, MK_L("antal", "antal", "count"),
                       (int64_t)v[i].count);
        mk_doc_text(&x->doc, MK_L("var", alarm ? "" : "först:",
                                  alarm ? "" : "first:"), v[i].key);
        mk_doc_text(&x->doc, MK_L("text", "", ""), v[i].text);
        const char *advice = mk_msg_advice(v[i].msg, mk_ctx_lang(x->ctx));
        if (*advice)
            mk_doc_text(&x->doc, MK_L("gor", "gör så:", "do:"), advice);
        mk_doc_close(&x->doc);
    }
    mk_doc_close(&x->doc);
    mk_notes_merge(x->ctx, x->own);
    mk_ctx_free(x->own);
    x->own = NULL;
}

void mk_check_failed(struct mk_check *x, enum mk_status st)
{
    struct mk_buf b = {0};
    for (const char *p = mk_ctx_error(x->own); *p; p++) {
        if (*p == '\n')
            mk_buf_str(&b, "; ");
        else if (*p != ' ' || b.len == 0 || b.data[b.len - 1] != ' ')
            mk_buf_add(&b, p, 1);
    }
    mk_doc_text(&x->doc, MK_L("fel", "KAN INTE ANVÄNDAS", "CANNOT BE USED"),
                mk_buf_text(&b));
    mk_buf_release(&b);
    if (!x->failed++)
        x->first = st;
}

void mk_check_count(struct mk_check *x, struct mk_label l, enum mk_msg msg)
{
    mk_doc_int(&x->doc, l, (int64_t)mk_notes_count(x->own, msg));
}

// ---- what a file is ------------------------------------------------------------

static void put_extent(struct mk_check *x, struct mk_box e)
{
    const bool degrees = fabs(e.xmax) <= 361 && fabs(e.ymax) <= 361;
    const int decimals = degrees ? 5 : 1;
    mk_doc_row(&x->doc, "utbredning", W("utbredning", "extent"));
    mk_doc_fixed(&x->doc, MK_L("xmin", "öst", "east"),
                 mk_fix(e.xmin, decimals), decimals, "");
    mk_doc_fixed(&x->doc, MK_L("xmax", "till", "to"), mk_fix(e.xmax, decimals),
                 decimals, "");
    mk_doc_fixed(&x->doc, MK_L("ymin", "nord", "north"),
                 mk_fix(e.ymin, decimals), decimals, "");
    mk_doc_fixed(&x->doc, MK_L("ymax", "till", "to"), mk_fix(e.ymax, decimals),
                 decimals, "");
    mk_doc_close(&x->doc);
}

static void put_crs(struct mk_check *x, const struct mk_source *s)
{
    const char *crs = mk_source_crs(s);
    mk_doc_row(&x->doc, "crs", W("koordinatsystem", "coordinate system"));
    mk_doc_text(&x->doc, MK_L("system", "", ""),
                strlen(crs) < 32 ? crs : W("eget (WKT)", "its own (WKT)"));
    mk_doc_text(&x->doc, MK_L("kalla", "", ""),
                mk_source_input(s)->crs
                    ? W("angivet i projektfilen (crs:)",
                        "named in the project file (crs:)")
                    : W("enligt filen", "as the file says"));
    mk_doc_close(&x->doc);
}

static void put_fields(struct mk_check *x, const struct mk_source_facts *f)
{
    struct mk_doc *d = &x->doc;
    mk_doc_list(d, "falt", W("fält", "fields"));
    for (uint32_t i = 0; i < f->nkeys; i++) {
        const struct mk_source_key *k = &f->key[i];
        mk_doc_row(d, NULL, k->map->key);
        if (d->json)
            mk_doc_text(d, MK_L("nyckel", "", ""), k->map->key);
        if (k->map->constant)
            mk_doc_text(d, MK_L("konstant", "← alltid", "← always"),
                        k->map->constant);
        else
            mk_doc_text(d, MK_L("falt", "←", "←"),
                        k->field ? k->field : k->map->field);
        if (k->missing)
            mk_doc_text(d, MK_L("saknas", "", ""),
                        W("FINNS INTE I FILEN", "NOT IN THE FILE"));
        if (k->map->nvalues)
            mk_doc_int(d, MK_L("varden", "värden översatta:",
                               "values translated:"), k->map->nvalues);
        mk_doc_close(d);
    }
    mk_doc_close(d);
}

static bool is_used(const struct mk_source_facts *f, const char *name)
{
    for (uint32_t i = 0; i < f->nkeys; i++)
        if (f->key[i].field && strcmp(f->key[i].field, name) == 0)
            return true;
    return false;
}

static void field_names(const struct mk_source *s,
                        const struct mk_source_facts *unused_only,
                        struct mk_buf *b)
{
    const uint32_t n = mk_source_nfields(s);
    for (uint32_t i = 0; i < n; i++) {
        const char *name = mk_source_field_name(s, i);
        if (!unused_only || !is_used(unused_only, name))
            mk_buf_printf(b, "%s%s", b->len ? ", " : "", name);
    }
}

// Every field that is missing is told, not the first only.
static bool missing_fields(struct mk_check *x, const struct mk_source *s,
                           const struct mk_source_facts *f)
{
    struct mk_buf names = {0};
    bool any = false;
    field_names(s, NULL, &names);
    for (uint32_t i = 0; i < f->nkeys; i++) {
        if (!f->key[i].missing)
            continue;
        const enum mk_status st =
            mk_fail(x->own, MK_E_FIELD_MISSING, f->key[i].map->field,
                    mk_source_layer(s), mk_source_input(s)->path_given,
                    mk_buf_text(&names));
        mk_check_failed(x, st);
        x->failed -= any; // one input, however many fields
        any = true;
    }
    mk_buf_release(&names);
    return any;
}

static void describe(struct mk_check *x, const struct mk_source *s,
                     const struct mk_source_facts *f)
{
    struct mk_doc *d = &x->doc;
    struct mk_buf unused = {0};
    mk_doc_text(d, MK_L("lager", "lager", "layer"), mk_source_layer(s));
    mk_doc_text(d, MK_L("format", "format", "format"), f->driver);
    if (mk_source_crs(s))
        put_crs(x, s);
    if (!mk_box_is_empty(mk_source_extent(s)))
        put_extent(x, mk_source_extent(s));
    put_fields(x, f);
    field_names(s, f, &unused);
    mk_doc_text(d, MK_L("oanvanda_falt", "fält som inte används",
                        "fields not used"),
                unused.len ? mk_buf_text(&unused) : NULL);
    mk_buf_release(&unused);
}

// Open, describe, close. @return whether the layer can be read
static bool look_at(struct mk_check *x, const struct mk_input *in)
{
    struct mk_source *s = NULL;
    struct mk_source_facts f;
    mk_doc_text(&x->doc, MK_L("fil", "fil", "file"), in->path_given);
    struct mk_ctx *notes = x->own; // told when the layer is read
    x->own = mk_ctx_new(mk_ctx_lang(x->ctx));
    const bool any = in == &x->project.provisions; // lines and points too
    const enum mk_status st = any ? mk_source_open_any(x->own, in, &s)
                                  : mk_source_open(x->own, in, &s);
    bool ok = st == MK_OK;
    if (ok) {
        mk_source_describe(s, &f);
        describe(x, s, &f);
        ok = !missing_fields(x, s, &f);
    } else {
        mk_check_failed(x, st);
    }
    mk_source_close(s);
    mk_ctx_free(x->own);
    x->own = notes;
    return ok;
}

bool mk_check_describe(struct mk_check *x, const struct mk_source *s)
{
    struct mk_source_facts f;
    mk_source_describe(s, &f);
    describe(x, s, &f);
    return !missing_fields(x, s, &f);
}

// ---- after reading -------------------------------------------------------------

static void unused_values(struct mk_check *x, const struct mk_source *s,
                          const struct mk_source_key *k)
{
    char key[256];
    snprintf(key, sizeof key, "%s falt: %s", mk_source_input(s)->role,
             k->map->key);
    for (uint32_t i = 0; k->met && i < k->map->nvalues; i++)
        if (!k->met[i])
            mk_note(x->own, MK_N_VALUE_UNUSED, key, k->map->values[i].from,
                    k->map->key);
}

void mk_check_seen(struct mk_check *x, const struct mk_source *s)
{
    const struct mk_input *in = mk_source_input(s);
    struct mk_source_facts f;
    mk_source_describe(s, &f);
    mk_doc_int(&x->doc, MK_L("antal", "antal objekt", "features"),
               (int64_t)f.rows);
    mk_doc_row(&x->doc, "teckenkodning", W("teckenkodning", "encoding"));
    mk_doc_text(&x->doc, MK_L("kod", "", ""),
                in->encoding ? in->encoding : f.recoded ? f.recoded : "UTF-8");
    mk_doc_text(&x->doc, MK_L("kalla", "", ""),
                in->encoding ? W("angiven i projektfilen",
                                 "named in the project file")
                : f.recoded  ? W("inte angiven i filen; texten är inte UTF-8",
                                 "not stated in the file; the text is not"
                                 " UTF-8")
                             : W("enligt filen", "as the file says"));
    mk_doc_close(&x->doc);
    for (uint32_t i = 0; i < f.nkeys && !x->one_of_many; i++)
        unused_values(x, s, &f.key[i]);
}

// The use areas have had a section of their own before the plans are read.
static void seen(void *check, const struct mk_source *s)
{
    struct mk_check *x = check;
    if (mk_source_input(s) != &x->project.uses)
        mk_check_seen(x, s);
}

// ---- the inputs, one by one ----------------------------------------------------

static void working_crs(struct mk_check *x)
{
    const char *given = x->given->working_crs;
    mk_doc_row(&x->doc, "berakningssystem", W("ytor räknas i",
                                              "areas computed in"));
    mk_doc_text(&x->doc, MK_L("system", "", ""), x->in.working_crs);
    if (given && strcmp(given, "auto") != 0) {
        mk_doc_text(&x->doc, MK_L("varfor", "", ""),
                    W("angivet i projektfilen", "named in the project file"));
    } else if (x->in.parcels) {
        if (isfinite(x->in.parcel_crs_off))
            mk_doc_fixed(&x->doc, MK_L("avvikelse_procent",
                                       "ytskalan i fastigheternas eget"
                                       " avviker högst",
                                       "areal scale of the parcels' own is"
                                       " off by at most"),
                         mk_fix(x->in.parcel_crs_off, 3), 3, "%");
        mk_doc_text(&x->doc, MK_L("varfor", "", ""),
                    W("eget system inom 0.2 %, annars SWEREF 99 TM",
                      "their own within 0.2 %, else SWEREF 99 TM"));
    } else {
        mk_doc_text(&x->doc, MK_L("varfor", "", ""),
                    W("antaget: fastigheterna kan inte läsas",
                      "assumed: the parcels cannot be read"));
    }
    mk_doc_close(&x->doc);
}

static void parcels(struct mk_check *x)
{
    begin_input(x);
    mk_doc_open(&x->doc, "fastigheter", W("FASTIGHETER", "PARCELS"));
    if (look_at(x, &x->project.parcels)) {
        const enum mk_status st = mk_inputs_parcels(x->own, &x->in);
        if (st == MK_OK)
            mk_check_parcels(x);
        else
            mk_check_failed(x, st);
    }
    end_input(x);
    mk_doc_close(&x->doc);
    if (!x->in.working_crs)
        x->in.working_crs = MK_CRS_SWEREF_TM;
}

// NGP deliveries and plan databases are no vector layer, and bring their use
// areas along.
static bool is_delivery(struct mk_check *x)
{
    enum mk_ngp_format format = MK_NGP_NO;
    enum mk_package package = MK_PKG_NONE;
    struct mk_ctx *quiet = mk_ctx_new(mk_ctx_lang(x->ctx));
    enum mk_status st =
        mk_ngp_recognise(quiet, &x->project.plans, &format);
    if (st == MK_OK && format == MK_NGP_NO)
        st = mk_package_recognise(quiet, &x->project.plans, &package);
    mk_ctx_free(quiet);
    if (st != MK_OK ||
        (format != MK_NGP_DELIVERY && package == MK_PKG_NONE))
        return false;
    mk_doc_text(&x->doc, MK_L("fil", "fil", "file"),
                x->project.plans.path_given);
    mk_doc_text(&x->doc, MK_L("format", "format", "format"),
                package != MK_PKG_NONE
                    ? mk_package_text(package)
                    : W("NGP-leverans, Detaljplan 4.1 (JSON)",
                        "NGP delivery, Detaljplan 4.1 (JSON)"));
    return true;
}

// Both plan layers are opened first: a bad one must not hide the other.
static void plans(struct mk_check *x)
{
    if (!x->given->plans.path)
        return;
    const bool uses = x->given->uses.path != NULL;
    begin_input(x);
    mk_doc_open(&x->doc, "anvandning", W("ANVÄNDNING", "USE AREAS"));
    if (!uses)
        mk_doc_text(&x->doc, MK_L("fil", "fil", "file"), NULL);
    else if (!look_at(x, &x->project.uses))
        x->project.uses.path = NULL;
    if (x->project.uses.path)
        mk_check_uses(x);
    end_input(x);
    mk_doc_close(&x->doc);

    begin_input(x);
    mk_doc_open(&x->doc, "detaljplaner", W("DETALJPLANER", "PLANS"));
    if (is_delivery(x) || look_at(x, &x->project.plans)) {
        const enum mk_status st = mk_inputs_plans(x->own, &x->in);
        if (st == MK_OK)
            mk_check_plans(x);
        else
            mk_check_failed(x, st);
    }
    end_input(x);
    mk_doc_close(&x->doc);
}

// What the plans say of how their land may be built on, wherever it was read.
static void all_provisions(struct mk_check *x)
{
    if (!x->in.have_plans || !x->in.provisions_raw.given)
        return;
    begin_input(x);
    mk_doc_open(&x->doc, "bestammelser", W("BESTÄMMELSER", "ALL PROVISIONS"));
    mk_check_provisions(x);
    end_input(x);
    mk_doc_close(&x->doc);
}

static void provisions(struct mk_check *x)
{
    if (!x->given->provisions.path)
        return;
    begin_input(x);
    mk_doc_open(&x->doc, "egenskaper", W("EGENSKAPER", "PROVISIONS"));
    if (look_at(x, &x->project.provisions)) {
        const uint32_t before = x->in.provisions_raw.n;
        const enum mk_status st = mk_inputs_provisions(x->own, &x->in);
        if (st != MK_OK)
            mk_check_failed(x, st);
        else
            mk_doc_int(&x->doc, MK_L("bestammelser", "bestämmelser",
                                     "provisions"),
                       x->in.provisions_raw.n - before);
    }
    end_input(x);
    mk_doc_close(&x->doc);
}

static void buildings(struct mk_check *x)
{
    if (!x->given->buildings.path)
        return;
    begin_input(x);
    mk_doc_open(&x->doc, "byggnader", W("BYGGNADER", "BUILDINGS"));
    if (look_at(x, &x->project.buildings)) {
        const enum mk_status st = mk_inputs_buildings(x->own, &x->in);
        if (st == MK_OK)
            mk_check_buildings(x);
        else
            mk_check_failed(x, st);
    }
    end_input(x);
    mk_doc_close(&x->doc);
}

// The other layers that decide, as the project has them, and the terrain.
static void other_layers(struct mk_check *x)
{
    const struct mk_project *p = x->given;
    if (p->nlayers)
        mk_doc_list(&x->doc, "andra_lager", NULL);
    for (uint32_t i = 0; i < p->nlayers; i++) {
        begin_input(x);
        mk_check_layer(x, &p->layers[i]);
        end_input(x);
        mk_doc_close(&x->doc);
    }
    if (p->nlayers)
        mk_doc_close(&x->doc);
    if (!p->ground.path)
        return;
    begin_input(x);
    mk_doc_open(&x->doc, "hojdmodell", W("HÖJDMODELL", "TERRAIN"));
    mk_check_ground(x);
    end_input(x);
    mk_doc_close(&x->doc);
}

static void places(struct mk_check *x, const struct mk_input *in,
                   const char *heading)
{
    if (!in->path)
        return;
    begin_input(x);
    mk_doc_open(&x->doc, in->role, heading);
    mk_check_places(x, in);
    end_input(x);
    mk_doc_close(&x->doc);
}

// Streets, and what is reached along them.
static void streets(struct mk_check *x)
{
    const struct mk_project *p = x->given;
    if (p->nstreets)
        mk_doc_list(&x->doc, "gator", NULL);
    for (uint32_t i = 0; i < p->nstreets; i++) {
        begin_input(x);
        mk_check_streets(x, &p->streets[i]);
        end_input(x);
        mk_doc_close(&x->doc);
    }
    if (p->nstreets)
        mk_doc_close(&x->doc);
    places(x, &p->population, W("BEFOLKNING", "POPULATION"));
    places(x, &p->interchanges, W("TRAFIKPLATSER", "INTERCHANGES"));
}

static void timetable(struct mk_check *x)
{
    if (!x->given->nfeeds)
        return;
    begin_input(x);
    mk_doc_open(&x->doc, "tidtabeller", W("TIDTABELLER", "TIMETABLES"));
    mk_check_timetable(x);
    end_input(x);
    mk_doc_close(&x->doc);
}

static void conclude(struct mk_check *x)
{
    uint64_t n = 0;
    const char *text = W("alla indata kan användas",
                         "every input can be used");
    for (int i = 0; i < MK_MSG_COUNT; i++)
        n += mk_notes_count(x->ctx, (enum mk_msg)i);
    mk_doc_row(&x->doc, "resultat", W("RESULTAT", "RESULT"));
    if (x->failed)
        mk_doc_int(&x->doc, MK_L("fel", "indata som inte kan användas:",
                                 "inputs that cannot be used:"), x->failed);
    else
        mk_doc_text(&x->doc, MK_L("text", "", ""), text);
    mk_doc_int(&x->doc, MK_L("anmarkningar", "anmärkningar:", "notes:"),
               (int64_t)n);
    mk_doc_close(&x->doc);
}

enum mk_status mk_check(struct mk_ctx *ctx, const struct mk_project *project,
                        bool json, FILE *out)
{
    struct mk_check x = {.ctx = ctx, .given = project, .project = *project};
    x.in = (struct mk_inputs){.project = &x.project, .seen = seen,
                              .seen_udata = &x};
    mk_doc_start(&x.doc, mk_ctx_lang(ctx), json);
    mk_doc_text(&x.doc, MK_L("projektfil", "projektfil", "project file"),
                project->path);
    mk_doc_date(&x.doc, MK_L("referensdatum", "referensdatum",
                             "reference date"), project->reference_date);
    parcels(&x);
    working_crs(&x);
    plans(&x);
    provisions(&x);
    all_provisions(&x);
    buildings(&x);
    other_layers(&x);
    streets(&x);
    timetable(&x);
    conclude(&x);
    mk_doc_finish(&x.doc, out);
    mk_inputs_release(&x.in);
    if (!x.failed)
        return MK_OK;
    char n[16];
    snprintf(n, sizeof n, "%u", x.failed);
    (void)mk_fail(ctx, MK_E_CHECK, n);
    return x.first;
}
