// What the deciding plan says of a delområde, what is left to build on, and
// how much and how high.
#include "run/explain.h"

#include "analysis/capacity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

// The provisions of the deciding plan near the place; none without such a
// plan or such provisions.
static void provisions_near(const struct mk_explain *x, const struct mk_row *r,
                            const struct mk_poly *g, struct mk_hits *out)
{
    out->n = 0;
    if (r->plan >= 0 && x->in.assess.provisions)
        mk_provbase_near(x->in.assess.provisions, (uint32_t)r->plan, g, out);
}

// "e1", or its kind where the map has no beteckning.
static const char *short_name(const struct mk_provision *p)
{
    return p->code ? p->code : mk_pv_kind_text((enum mk_pv_kind)p->kind);
}

static const char *measure_word(const struct mk_explain *x,
                                const struct mk_provision *p)
{
    return p->measure == MK_PV_BTA
        ? word(x, "bruttoarea (BTA)", "gross floor area (BTA)")
        : word(x, "byggnadsarea (BYA)", "footprint (BYA)");
}

static const char *basis_word(const struct mk_explain *x,
                              const struct mk_provision *p)
{
    switch ((enum mk_pv_basis)p->basis) {
    case MK_PV_PROCENT:
        return word(x, "procent av fastighetens area",
                    "percent of the area of the fastighet");
    case MK_PV_M2:
        return word(x, "m² på hela bestämmelsens område",
                    "m² on all of the provision's place");
    case MK_PV_M2_FAST:
        break;
    }
    return word(x, "m² för varje fastighet", "m² for each fastighet");
}

static const char *bound_word(const struct mk_explain *x,
                              const struct mk_provision *p)
{
    switch ((enum mk_pv_bound)p->bound) {
    case MK_PV_MAX:
        return word(x, "högst", "at most");
    case MK_PV_MIN:
        return word(x, "minst (begränsar inte)", "at least (limits nothing)");
    case MK_PV_EXAKT:
        break;
    }
    return word(x, "precis", "exactly");
}

// ---- provisions -------------------------------------------------------------

static void usage(struct mk_explain *x, const struct mk_provision *p)
{
    struct mk_doc *d = &x->doc;
    mk_doc_text(d, MK_L("matt", "mått", "measure"), measure_word(x, p));
    mk_doc_text(d, MK_L("bas", "räknat i", "reckoned in"), basis_word(x, p));
    mk_doc_text(d, MK_L("omfattning", "inom", "within"),
                p->scope == MK_PV_ANVANDNINGSOMRADE
                    ? word(x, "användningsområdet", "the use area")
                    : word(x, "egenskapsområdet", "the provision's area"));
}

// What was read of it.
static void numbers(struct mk_explain *x, const struct mk_provision *p)
{
    struct mk_doc *d = &x->doc;
    const bool height = p->kind == MK_PV_HOJD;
    if (!height && p->kind != MK_PV_UTNYTTJANDE)
        return;
    mk_doc_text(d, MK_L("grans", "gräns", "bound"), bound_word(x, p));
    mk_doc_fixed(d, MK_L("tal", "tal", "number"), mk_fix(p->number, 2), 2,
                 "");
    if (!height)
        usage(x, p);
    else
        mk_doc_text(d, MK_L("hojd_slag", "slags höjd", "kind of height"),
                    mk_pv_height_text((enum mk_pv_height)p->height));
    if (height && p->absolute)
        mk_doc_text(d, MK_L("anm", "obs:", "note:"),
                    word(x, "höjd över nollplanet, inte över marken; används"
                            " inte som byggnadens höjd",
                         "a level over the zero plane, not over the ground;"
                         " not used as the height of a building"));
    if (p->accessory)
        mk_doc_text(d, MK_L("anm_komplement", "obs:", "note:"),
                    word(x, "gäller bara komplementbyggnad; begränsar inte"
                            " huvudbyggnaden",
                         "of komplementbyggnad only; limits no main"
                         " building"));
}

static void quoted(struct mk_doc *d, const char *text)
{
    struct mk_buf b = {0};
    if (text && !d->json)
        mk_buf_printf(&b, "”%s”", text);
    mk_doc_text(d, MK_L("lydelse", "lydelse", "wording"),
                b.len ? mk_buf_text(&b) : text);
    mk_buf_release(&b);
}

static void provision(struct mk_explain *x, uint32_t i, double m2)
{
    const struct mk_provision *p = &x->in.assess.provisions->v[i];
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, NULL, short_name(p));
    if (d->json)
        mk_doc_text(d, MK_L("beteckning", "", ""), p->code);
    mk_doc_text(d, MK_L("slag", "slag", "kind"),
                mk_pv_kind_text((enum mk_pv_kind)p->kind));
    mk_doc_text(d, MK_L("last_av", "läst av", "read by"),
                mk_pv_how_text((enum mk_pv_how)p->how));
    mk_doc_text(d, MK_L("id", "id", "id"), p->id);
    mk_doc_fixed(d, MK_L("m2", "yta här", "area here"), mk_fix(m2, 1), 1,
                 "m²");
    if (p->geom == MK_PV_WHOLE_PLAN)
        mk_doc_text(d, MK_L("plats", "gäller i", "holds in"),
                    word(x, "hela planen", "the whole plan"));
    numbers(x, p);
    quoted(d, p->text);
    mk_doc_close(d);
}

void mk_explain_provisions(struct mk_explain *x, const struct mk_row *r,
                           const struct mk_poly *g)
{
    const struct mk_provbase *b = x->in.assess.provisions;
    struct mk_doc *d = &x->doc;
    struct mk_hits near = {0};
    if (r->plan < 0)
        return; // only those of a plan in force count
    provisions_near(x, r, g, &near);
    mk_doc_list(d, "bestammelser",
                word(x, "Bestämmelser i den avgörande planen (§2.2)",
                     "Provisions of the deciding plan (§2.2)"));
    for (uint32_t k = 0; k < near.n; k++) {
        const double m2 = mk_provbase_measure(b, near.v[k], g);
        if (mk_fix(m2, 1) > 0)
            provision(x, near.v[k], m2);
    }
    mk_doc_close(d);
    mk_hits_release(&near);
    if (!b || !b->known[r->plan])
        mk_doc_text(d, MK_L("bestammelser_okant", "bestämmelser", "provisions"),
                    word(x, "planens egenskapsbestämmelser är inte inlästa:"
                            " vad de förbjuder är inte känt (§2.2)",
                         "the plan's egenskapsbestämmelser were not read: what"
                         " they forbid is not known (§2.2)"));
}

// ---- byggbar mark -----------------------------------------------------------

// What it is that takes land, for a line of the reckoning.
static void taker(struct mk_explain *x, const struct mk_byggbar_step *s,
                  struct mk_buf *b)
{
    if (s->what == MK_BY_PROVISION) {
        const struct mk_provision *p = &x->in.assess.provisions->v[s->index];
        mk_buf_str(b, mk_pv_kind_text((enum mk_pv_kind)p->kind));
        if (p->id)
            mk_buf_printf(b, " (%s)", p->id);
    } else if (s->what == MK_BY_FEATURE) {
        mk_explain_feature_name(x, s->index, b);
    } else {
        mk_buf_str(b, word(x, "byggnader och marken inom ",
                           "buildings and the land within "));
        mk_doc_number(&x->doc, b, mk_fix(x->project->building_distance_m, 1),
                      1);
        mk_buf_str(b, word(x, " m från dem", " m of them"));
    }
}

// Lines are differences of rounded numbers, so that they add up as printed.
static void line(struct mk_explain *x, const char *what, mk_fixed *left,
                 mk_fixed after)
{
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, NULL, what);
    if (d->json)
        mk_doc_text(d, MK_L("vad", "", ""), what);
    mk_doc_fixed(d, MK_L("tar_m2", "tar", "takes"), *left - after, 1, "m²");
    mk_doc_fixed(d, MK_L("kvar_m2", "kvar", "left"), after, 1, "m²");
    if (*left == after)
        mk_doc_text(d, MK_L("anm", "obs:", "note:"),
                    word(x, "ligger där marken redan är räknad bort",
                         "lies where the land is taken already"));
    mk_doc_close(d);
    *left = after;
}

static void reckoning(struct mk_explain *x, const struct mk_row *r,
                      const struct mk_byggbar_step *steps, uint32_t n,
                      double dropped)
{
    struct mk_doc *d = &x->doc;
    mk_fixed left = r->area;
    const mk_fixed end = r->ready.byggbar;
    mk_doc_list(d, "rader", NULL);
    for (uint32_t k = 0; k < n; k++) {
        struct mk_buf b = {0};
        taker(x, &steps[k], &b);
        const bool last = k + 1 == n && !(dropped > 0);
        line(x, mk_buf_text(&b), &left, last ? end : mk_fix(steps[k].left, 1));
        mk_buf_release(&b);
    }
    if (dropped > 0)
        line(x, word(x, "bitar under 1 m² räknas bort",
                     "pieces under 1 m² fall away"), &left, end);
    mk_doc_close(d);
}

static void lines(struct mk_explain *x, const struct mk_row *r,
                  const struct mk_poly *g)
{
    struct mk_byggbar_step *steps;
    uint32_t n;
    double dropped;
    mk_worker_look(x->worker, g);
    const bool ok = mk_byggbar_steps(
        x->ctx, &x->in.assess, g,
        r->plan < 0 ? UINT32_MAX : (uint32_t)r->plan, x->worker->found,
        x->worker->nfound, &steps, &n, &dropped);
    mk_doc_fixed(&x->doc, MK_L("area_m2", "delområdets area",
                               "area of the delområde"), r->area, 1, "m²");
    if (ok)
        reckoning(x, r, steps, n, dropped);
    free(steps);
}

// Why the figure is an upper bound.
static void not_known(struct mk_explain *x, const struct mk_row *r)
{
    const uint8_t bits = r->ready.okanda;
    struct mk_doc *d = &x->doc;
    if (bits >> MK_OK_EGENSKAPER & 1)
        mk_doc_text(d, MK_L("okant_bestammelser", "högst så mycket",
                            "at most so much"),
                    word(x, "planens bestämmelser om prickmark och annat är"
                            " inte kända (§7)",
                         "the plan's provisions on prickmark and the like are"
                         " not known (§7)"));
    if (bits >> MK_OK_BYGGNADER & 1)
        mk_doc_text(d, MK_L("okant_byggnader", "högst så mycket",
                            "at most so much"),
                    word(x, "byggnaderna är inte kända (§7)",
                         "the buildings are not known (§7)"));
}

void mk_explain_byggbar(struct mk_explain *x, const struct mk_row *r,
                        const struct mk_poly *g)
{
    struct mk_doc *d = &x->doc;
    mk_doc_open(d, "byggbar",
                word(x, "Byggbar mark (§7): varje rad tar av det som raden"
                        " före lämnade",
                     "Buildable land (§7): each line takes of what the line"
                     " before left"));
    if (r->ready.byggbar != MK_UNKNOWN)
        lines(x, r, g);
    mk_doc_fixed(d, MK_L("byggbar_m2", "= byggbar mark", "= buildable land"),
                 r->ready.byggbar, 1, "m²");
    mk_doc_fixed(d, MK_L("byggb_st_m2", "största sammanhängande bit",
                         "largest contiguous piece"),
                 r->ready.byggbar_largest, 1, "m²");
    if (r->ready.byggbar == MK_UNKNOWN)
        mk_doc_text(d, MK_L("okant", "inte räknad", "not reckoned"),
                    mk_byggbar_wanted(&x->in.assess)
                        ? word(x, "ytan gick inte att skära; se anmärkningarna",
                               "the area could not be cut; see the notes")
                        : word(x, "projektfilen har inget som tar mark: varken"
                                  " byggnader, bestämmelser eller andra lager",
                               "the project file has nothing that takes land:"
                               " neither buildings, provisions nor other"
                               " layers"));
    else
        not_known(x, r);
    mk_doc_close(d);
}

// ---- how much, how high -----------------------------------------------------

static void part(struct mk_explain *x, const struct mk_capacity_part *c)
{
    const struct mk_provision *p = &x->in.assess.provisions->v[c->i];
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, NULL, short_name(p));
    if (d->json)
        mk_doc_text(d, MK_L("beteckning", "", ""), p->code);
    mk_doc_text(d, MK_L("id", "id", "id"), p->id);
    mk_doc_fixed(d, MK_L("tal", "tal", "number"), mk_fix(p->number, 2), 2,
                 "");
    mk_doc_text(d, MK_L("bas", "räknat i", "reckoned in"), basis_word(x, p));
    if (p->basis == MK_PV_M2) {
        mk_doc_fixed(d, MK_L("eget_m2", "på ett område om", "on a place of"),
                     mk_fix(c->own, 1), 1, "m²");
        mk_doc_fixed(d, MK_L("har_m2", "varav här", "of it here"),
                     mk_fix(c->here, 1), 1, "m²");
    }
    if (p->basis != MK_PV_PROCENT)
        mk_doc_fixed(d, MK_L("galler_m2", "gäller på", "holds on"),
                     mk_fix(c->place, 1), 1, "m²");
    mk_doc_fixed(d, MK_L("avgor_m2", "avgör på", "decides on"),
                 mk_fix(c->decides, 1), 1, "m²");
    mk_doc_fixed(d, MK_L("ger_m2", "= ger", "= gives"),
                 mk_fix(c->density * c->decides, 1), 1, "m²");
    mk_doc_close(d);
}

static const char *capacity_rule(const struct mk_explain *x, uint32_t n,
                                 mk_fixed sum)
{
    if (!n)
        return word(x, "ingen bestämmelse om utnyttjandegrad med detta mått"
                       " gäller här",
                    "no provision on utnyttjandegrad of this measure holds"
                    " here");
    if (sum == MK_UNKNOWN)
        return word(x, "en del av delområdet har ingen sådan bestämmelse: hur"
                       " mycket som får byggas där är inte känt",
                    "a part of the delområde has no such provision: how much"
                    " may be built there is not known");
    return word(x, "där flera gäller räknas den som tillåter minst; olika"
                   " platser läggs ihop",
                "where several hold the one that allows least counts;"
                " different places add up");
}

static void capacity(struct mk_explain *x, const struct mk_poly *g,
                     const struct mk_hits *near, enum mk_pv_measure measure,
                     mk_fixed sum)
{
    const bool bta = measure == MK_PV_BTA;
    struct mk_doc *d = &x->doc;
    struct mk_capacity_part *v = NULL;
    uint32_t n = 0;
    if (near->n)
        (void)mk_capacity_parts(x->ctx, &x->in.assess, g, near, measure, &v,
                                &n);
    mk_doc_open(d, bta ? "bta" : "bya",
                bta ? word(x, "Största bruttoarea (BTA)",
                           "Largest gross floor area (BTA)")
                    : word(x, "Största byggnadsarea (BYA)",
                           "Largest footprint (BYA)"));
    mk_doc_list(d, "rader", NULL);
    for (uint32_t k = 0; k < n; k++)
        part(x, &v[k]);
    mk_doc_close(d);
    mk_doc_fixed(d, MK_L("m2", "= får byggas", "= may be built"), sum, 1,
                 "m²");
    mk_doc_text(d, MK_L("regel", "regel", "rule"), capacity_rule(x, n, sum));
    mk_doc_close(d);
    free(v);
}

static void height(struct mk_explain *x, const struct mk_row *r,
                   const struct mk_poly *g, const struct mk_hits *near)
{
    const struct mk_provbase *b = x->in.assess.provisions;
    struct mk_doc *d = &x->doc;
    const int64_t i = near->n ? mk_height_choose(b, g, near) : -1;
    if (i < 0) {
        mk_doc_text(d, MK_L("hojd", "högsta höjd", "largest height"), NULL);
        return;
    }
    mk_doc_row(d, "hojd", word(x, "högsta höjd", "largest height"));
    mk_doc_fixed(d, MK_L("hojd_max", "", ""), r->ready.hojd_dm, 1,
                 r->ready.hojd_slag == MK_PV_VANINGAR
                     ? word(x, "våningar", "storeys") : "m");
    mk_doc_text(d, MK_L("hojd_slag", "slag", "kind"),
                mk_pv_height_text((enum mk_pv_height)r->ready.hojd_slag));
    mk_doc_text(d, MK_L("beteckning", "av", "by"), short_name(&b->v[i]));
    mk_doc_text(d, MK_L("id", "id", "id"), b->v[i].id);
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"),
                word(x, "den lägsta av dem som täcker och inte är höjd över"
                        " nollplanet; meter går före våningar",
                     "the lowest of those that cover and are no level over"
                     " the zero plane; metres go before storeys"));
    mk_doc_close(d);
}

void mk_explain_capacity(struct mk_explain *x, const struct mk_row *r,
                         const struct mk_poly *g)
{
    struct mk_doc *d = &x->doc;
    struct mk_hits near = {0};
    if (r->plan < 0)
        return;
    provisions_near(x, r, g, &near);
    mk_doc_open(d, "kapacitet",
                word(x, "Hur mycket och hur högt planen låter bygga (§7)",
                     "How much and how high the plan lets one build (§7)"));
    capacity(x, g, &near, MK_PV_BYA, r->ready.bya);
    capacity(x, g, &near, MK_PV_BTA, r->ready.bta);
    height(x, r, g, &near);
    mk_doc_close(d);
    mk_hits_release(&near);
}
