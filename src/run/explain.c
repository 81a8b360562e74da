// The whole reckoning for one fastighet, made anew from the inputs.
#include "run/explain.h"

#include "run/lookup.h"

#include <markklar/field.h>

#include <stdlib.h>
#include <string.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

// ---- one place: what områden and delområden have in common ---------------------

static void identity(struct mk_explain *x, const struct mk_row *r)
{
    struct mk_doc *d = &x->doc;
    mk_doc_text(d, MK_L("fast_id", "fastighetens id", "property id"), r->fast_id);
    mk_doc_text(d, MK_L("fastighet", "beteckning", "designation"),
                r->fastighet);
    mk_doc_text(d, MK_L("kommunkod", "kommunkod", "municipality code"),
                r->kommunkod);
    mk_doc_text(d, MK_L("objekttyp", "objekttyp", "object type"),
                r->objekttyp);
    mk_doc_fixed(d, MK_L("omr_nr", "områdesnummer", "område number"),
                 r->omr_nr == INT32_MIN ? MK_UNKNOWN : r->omr_nr, 0, "");
    mk_doc_int(d, MK_L("rad", "rad i indata", "input row"),
               (int64_t)r->omr_row + 1);
}

static void verdict(struct mk_explain *x, const struct mk_row *r)
{
    struct mk_doc *d = &x->doc;
    mk_doc_text(d, MK_L("bedomning", "bedömning", "bedömning"),
                mk_bedomning_text((enum mk_bedomning)r->bedomning));
    if (r->bedomning == MK_BEDOMD)
        return;
    mk_doc_row(d, "utesluten", word(x, "orsak", "reason"));
    mk_doc_text(d, MK_L("orsak", "", ""),
                mk_reason_text((enum mk_reason)r->reason));
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"),
                mk_explain_reason(x, r));
    mk_doc_close(d);
}

// ---- delområden ----------------------------------------------------------------

static const struct {
    unsigned why;
    const char *sv, *en;
} unranked[] = {
    {MK_UR_UTESLUTEN, "den är inte bedömd (§4)", "it is not assessed (§4)"},
    {MK_UR_UPPTAGEN, "den är upptagen (§3)", "it is occupied (§3)"},
    {MK_UR_SALD, "marken är såld (§8)", "the land is sold (§8)"},
    {MK_UR_MARKANVISAD, "marken är markanvisad (§8)",
     "the land is allocated (markanvisad, §8)"},
    {MK_UR_INGEN_MARK, "mindre än 25 m² byggbar mark är kvar (§7)",
     "less than 25 m² of buildable land is left (§7)"},
    {MK_UR_UTAN_POANG, "poängen är inte känd (§6)",
     "its score is not known (§6)"},
};

static void why_no_rank(struct mk_explain *x, const struct mk_row *r)
{
    const unsigned why = mk_unranked(r);
    struct mk_buf b = {0};
    for (size_t i = 0; i < sizeof unranked / sizeof *unranked; i++)
        if (why & unranked[i].why)
            mk_buf_printf(&b, "%s%s", b.len ? "; " : "",
                          word(x, unranked[i].sv, unranked[i].en));
    mk_doc_text(&x->doc, MK_L("utan_rang", "utan rang för att",
                              "not ranked because"), mk_buf_text(&b));
    mk_buf_release(&b);
}

static void rank(struct mk_explain *x, const struct mk_row *r)
{
    struct mk_doc *d = &x->doc;
    if (r->rang <= 0) {
        mk_doc_text(d, MK_L("rang", "rang", "rank"), NULL);
        why_no_rank(x, r);
        return;
    }
    if (!d->json) {
        char text[64];
        snprintf(text, sizeof text, word(x, "plats %d av %llu%s",
                                         "%d of %llu%s"), (int)r->rang,
                 (unsigned long long)x->res.ranked,
                 !r->rang_shared ? "" : word(x, " (delad)", " (shared)"));
        mk_doc_text(d, MK_L("rang", "rang", "rank"), text);
        return;
    }
    mk_doc_row(d, "rang", "");
    mk_doc_int(d, MK_L("plats", "", ""), r->rang);
    mk_doc_int(d, MK_L("av", "", ""), (int64_t)x->res.ranked);
    mk_doc_flag(d, MK_L("delad", "", ""), r->rang_shared);
    mk_doc_close(d);
}

// What makes it a delområde (method §2.3).
static void basis(struct mk_explain *x, const struct mk_row *r)
{
    struct mk_doc *d = &x->doc;
    struct mk_buf b = {0};
    mk_doc_row(d, "underlag", word(x, "underlag", "basis"));
    mk_doc_text(d, MK_L("varde", "", ""),
                mk_underlag_text((enum mk_underlag)r->ready.underlag));
    if (r->ready.underlag == MK_UL_PAGAENDE && r->pag_plan >= 0)
        mk_doc_text(d, MK_L("plan", "plan", "plan"),
                    mk_plan_label(&x->in.plans.plans[r->pag_plan]));
    if (r->ready.source >= 0) {
        mk_explain_feature_name(x, (uint32_t)r->ready.source, &b);
        mk_doc_text(d, MK_L("objekt", "yta", "area"), mk_buf_text(&b));
    }
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"),
                r->ready.underlag == MK_UL_DETALJPLAN
                    ? word(x, "en plan gäller här (§2.4)",
                           "a plan is in force here (§2.4)")
                    : word(x, "ingen plan gäller här; marken är tänkt för"
                              " verksamhet (§2.3)",
                           "no plan is in force here; the land is meant for"
                           " business (§2.3)"));
    mk_doc_close(d);
    mk_buf_release(&b);
}

// From provisions to time: asked of what judged it, with the same evidence.
static void judged(struct mk_explain *x, uint32_t k, const struct mk_poly *g)
{
    const struct mk_row *r = &x->res.dels[k];
    const struct mk_row *omr = x->res.kept;
    struct mk_evidence e;
    while (omr->omr_row != r->omr_row)
        omr++;
    mk_explain_provisions(x, r, g);
    mk_explain_byggbar(x, r, g);
    mk_explain_capacity(x, r, g);
    mk_worker_look(x->worker, g);
    mk_worker_evidence(x->worker, r, omr, g, &e);
    mk_explain_ready(x, r, &e);
    mk_explain_hinder_kinds(x, r);
    mk_explain_obstacles(x, k, &e);
    mk_explain_time(x, r, &e);
}

static void delomrade(struct mk_explain *x, uint32_t k)
{
    const struct mk_row *r = &x->res.dels[k];
    const struct mk_poly g = mk_results_kept_del(&x->res, k);
    struct mk_doc *d = &x->doc;
    char name[256], uses[256], heading[300];
    mk_row_name(r, r->del_nr, name);
    snprintf(heading, sizeof heading, "%s %s",
             word(x, "Delområde", "Delområde"), name);
    mk_doc_open(d, NULL, heading);
    if (d->json)
        mk_doc_text(d, MK_L("del_id", "", ""), name);
    basis(x, r);
    mk_doc_text(d, MK_L("plan", "avgörande plan", "deciding plan"),
                r->plan < 0 ? NULL
                            : mk_plan_label(&x->in.plans.plans[r->plan]));
    mk_doc_text(d, MK_L("anvandning", "användning", "use"),
                r->uses ? mk_use_text(r->uses, uses) : NULL);
    if (!r->uses)
        mk_doc_text(d, MK_L("okand", "okänd användning", "unknown use"),
                    word(x, "planen har bara sin avgränsning (§2)",
                         "the plan has only its outline (§2)"));
    mk_doc_fixed(d, MK_L("area_m2", "area", "area"), r->area, 1, "m²");
    verdict(x, r);
    mk_explain_buildings(x, r, &g);
    mk_explain_ongoing(x, r, &g);
    judged(x, k, &g);
    mk_explain_access(x, r, &g);
    mk_explain_points(x, r);
    rank(x, r);
    mk_doc_close(d);
}

// What told the best one from the one that came nearest to it.
static const char *why_best(const struct mk_explain *x, uint32_t best)
{
    const struct mk_row *b = &x->res.dels[best];
    enum mk_prefer last = MK_PREFER_FREE, why;
    bool others = false;
    for (uint32_t k = 0; k < x->res.ndels; k++) {
        const struct mk_row *r = &x->res.dels[k];
        if (k == best || r->omr_row != b->omr_row ||
            r->bedomning != MK_BEDOMD)
            continue;
        (void)mk_del_before(b, r, &why);
        last = why > last ? why : last;
        others = true;
    }
    if (!others)
        return word(x, "det enda som bedöms", "the only one assessed");
    switch (last) {
    case MK_PREFER_FREE:
        return word(x, "det enda som inte är upptaget (§6)",
                    "the only one not occupied (§6)");
    case MK_PREFER_POANG:
        return word(x, "högst poäng av dem som inte är upptagna (§6)",
                    "the highest score of those not occupied (§6)");
    case MK_PREFER_AREA:
        return word(x, "lika poäng: störst yta (§6)",
                    "equal score: the largest area (§6)");
    case MK_PREFER_NUMBER:
        break;
    }
    return word(x, "lika poäng och yta: lägst nummer (§6)",
                "equal score and area: the lowest number (§6)");
}

static void delomraden(struct mk_explain *x, const struct mk_row *r)
{
    struct mk_doc *d = &x->doc;
    char name[256];
    uint32_t best = UINT32_MAX, n = 0;
    mk_doc_list(d, "delomraden", word(x, "Delområden (§1)",
                                      "Delområden (§1)"));
    for (uint32_t k = 0; k < x->res.ndels; k++) {
        if (x->res.dels[k].omr_row != r->omr_row)
            continue;
        delomrade(x, k);
        n++;
        if (x->res.dels[k].del_nr == r->basta_del)
            best = k;
    }
    mk_doc_close(d);
    if (best == UINT32_MAX) {
        mk_doc_text(d, MK_L("basta_del", "bästa delområde", "best delområde"),
                    NULL);
        return;
    }
    mk_doc_row(d, "basta_del", word(x, "bästa delområde", "best delområde"));
    mk_doc_text(d, MK_L("del_id", "", ""),
                mk_row_name(r, r->basta_del, name));
    mk_doc_int(d, MK_L("antal", "antal delområden", "delområden in all"), n);
    mk_doc_text(d, MK_L("varfor", "varför:", "why:"), why_best(x, best));
    mk_doc_close(d);
}

// ---- områden -------------------------------------------------------------------

// The område answers with its best delområde; without one, with its own.
static void own_answer(struct mk_explain *x, const struct mk_row *r,
                       const struct mk_poly *g)
{
    struct mk_doc *d = &x->doc;
    if (!r->basta_del) {
        mk_explain_access(x, r, g);
        mk_explain_points(x, r);
        return;
    }
    mk_doc_open(d, "tas_fran_basta_del",
                word(x, "Tas från bästa delområde (§5)",
                     "Taken from the best delområde (§5)"));
    mk_explain_scores(x, &(struct mk_score){r->poang, r->poang_max,
                                            r->p_plan, r->p_koll});
    mk_doc_text(d, MK_L("klass", "kollektivtrafikklass", "transit class"), mk_klass_text(r->klass));
    mk_explain_hinder_kinds(x, r);
    mk_doc_close(d);
}

static void notes_about(struct mk_explain *x, const struct mk_row *r)
{
    struct mk_doc *d = &x->doc;
    size_t n;
    const struct mk_note_row *v = mk_notes_sorted(x->ctx, &n);
    char start[64];
    snprintf(start, sizeof start, "fastigheter rad %lu (",
             (unsigned long)r->omr_row + 1);
    mk_doc_list(d, "anmarkningar", word(x, "Anmärkningar", "Notes"));
    for (size_t i = 0; i < n; i++) {
        if (strncmp(v[i].key, start, strlen(start)) != 0 &&
            (!r->fastighet || strcmp(v[i].key, r->fastighet) != 0))
            continue;
        mk_doc_row(d, NULL, mk_msg_code(v[i].msg));
        if (d->json)
            mk_doc_text(d, MK_L("kod", "", ""), mk_msg_code(v[i].msg));
        mk_doc_text(d, MK_L("text", "", ""), v[i].text);
        mk_doc_close(d);
    }
    mk_doc_close(d);
}

static void omrade(struct mk_explain *x, uint32_t i)
{
    const struct mk_row *r = &x->res.kept[i];
    const struct mk_poly g = mk_polyset_get(&x->res.kept_geom, i);
    struct mk_doc *d = &x->doc;
    char name[256], heading[300];
    snprintf(heading, sizeof heading, "%s %s", word(x, "OMRÅDE", "OMRÅDE"),
             mk_row_name(r, 0, name));
    mk_doc_open(d, NULL, heading);
    identity(x, r);
    mk_doc_fixed(d, MK_L("area_m2", "area", "area"), r->area, 1, "m²");
    verdict(x, r);
    if (r->bedomning != MK_EJ_BEDOMBAR) {
        if (x->in.have_plans) {
            mk_explain_plans(x, r, &g);
            mk_explain_uses(x, r, &g);
        } else {
            mk_doc_text(d, MK_L("planer", "planer", "plans"),
                        word(x, "inget planlager i projektfilen",
                             "no plan layer in the project file"));
        }
        mk_explain_buildings(x, r, &g);
        delomraden(x, r);
        own_answer(x, r, &g);
    }
    notes_about(x, r);
    mk_doc_close(d);
}

// ---- the whole -----------------------------------------------------------------

static void rules(struct mk_explain *x)
{
    mk_doc_text(
        &x->doc, MK_L("regler", "Regler", "Rules"),
        word(x, "docs/method.md §1 mark, §2 planer, §3 byggnader, §4 vad som"
                " utesluts, §5 kollektivtrafik (kollektivtrafiknära enligt"
                " SCB/Kolada, klass enligt projektets tabeller, annars ÖROK"
                " 2017), §6 poäng, §7 byggbar mark, §8 andra lager, §9"
                " beredskap, §10 hinder, §11 tid; värden, vikter och"
                " trappsteg är vår konvention; värden, vikter och tider kan"
                " ändras i projektfilen",
             "docs/method.md §1 land, §2 plans, §3 buildings, §4 what is left"
             " out, §5 transit (near transit by SCB/Kolada, class by the"
             " project's tables, else ÖROK 2017), §6 score, §7 buildable"
             " land, §8 other layers, §9 readiness, §10 hinder, §11 time;"
             " values, weights and rungs are our convention; values, weights"
             " and times can be changed in the project file"));
}

static void heading(struct mk_explain *x)
{
    struct mk_doc *d = &x->doc;
    const struct mk_row *r = &x->res.kept[0];
    mk_fixed area = 0;
    for (uint32_t i = 0; i < x->res.nkept; i++)
        area = area == MK_UNKNOWN || x->res.kept[i].area == MK_UNKNOWN
            ? MK_UNKNOWN // a part would be taken for the whole
            : area + x->res.kept[i].area;
    mk_doc_text(d, MK_L("fastighet", "FASTIGHET", "FASTIGHET"),
                r->fastighet ? r->fastighet : r->fast_id);
    mk_doc_text(d, MK_L("raknat", "räknat", "reckoned"),
                word(x, "nu, på projektfilens indata; inget hämtas ur"
                        " tidigare resultatfiler",
                     "now, on the project file's inputs; nothing is taken"
                     " from earlier results"));
    mk_doc_text(d, MK_L("projektfil", "projektfil", "project file"),
                x->project->path);
    mk_doc_date(d, MK_L("referensdatum", "referensdatum", "reference date"),
                x->project->reference_date);
    mk_doc_text(d, MK_L("berakningssystem", "ytor räknas i",
                        "areas computed in"), x->in.working_crs);
    mk_explain_day(x);
    mk_doc_int(d, MK_L("antal_omraden", "områden", "områden"), x->res.nkept);
    mk_doc_fixed(d, MK_L("area_m2", "sammanlagd area", "area together"), area,
                 1, "m²");
}

// By number, those without one last; the file's order is nobody's concern.
static int by_number(const void *a, const void *b)
{
    const struct mk_row *p = *(const struct mk_row *const *)a;
    const struct mk_row *q = *(const struct mk_row *const *)b;
    const bool no_p = p->omr_nr == INT32_MIN, no_q = q->omr_nr == INT32_MIN;
    if (no_p != no_q)
        return no_p - no_q;
    if (p->omr_nr != q->omr_nr)
        return p->omr_nr < q->omr_nr ? -1 : 1;
    return (p->omr_row > q->omr_row) - (p->omr_row < q->omr_row);
}

static void all_omraden(struct mk_explain *x)
{
    const uint32_t n = x->res.nkept;
    const struct mk_row **order = mk_zalloc(n + 1, sizeof *order);
    for (uint32_t i = 0; i < n; i++)
        order[i] = &x->res.kept[i];
    qsort(order, n, sizeof *order, by_number);
    mk_doc_list(&x->doc, "omraden", NULL);
    for (uint32_t i = 0; i < n; i++)
        omrade(x, (uint32_t)(order[i] - x->res.kept));
    mk_doc_close(&x->doc);
    free(order);
}

static void tell(struct mk_explain *x, bool json, FILE *out)
{
    mk_doc_start(&x->doc, mk_ctx_lang(x->ctx), json);
    x->worker = mk_worker_new(x->ctx, &x->in.assess);
    heading(x);
    all_omraden(x);
    rules(x);
    mk_worker_free(x->worker);
    mk_doc_finish(&x->doc, out);
}

enum mk_status mk_explain(struct mk_ctx *ctx, const struct mk_project *project,
                          const char *fastighet, bool json, FILE *out)
{
    struct mk_explain x = {.ctx = ctx, .project = project};
    struct mk_found found = {0};
    const struct mk_run_options opt = {0};
    enum mk_status st = mk_fastighet_find(ctx, project, fastighet, &found);
    if (st == MK_OK)
        st = mk_inputs_load(ctx, project, false, &x.in);
    x.res.keep = found.rows;
    x.res.nkeep = found.n;
    if (st == MK_OK)
        st = mk_stream_run(ctx, &x.in, &opt, 1, NULL, &x.res);
    if (st == MK_OK && x.res.nkept == found.n) {
        mk_results_finish(&x.res);
        tell(&x, json, out);
    } else if (st == MK_OK) { // the file changed between the two readings
        st = mk_fail(ctx, MK_E_READ, project->parcels.path_given, fastighet);
    }
    mk_results_release(&x.res);
    mk_inputs_release(&x.in);
    mk_found_release(&found);
    return st;
}
