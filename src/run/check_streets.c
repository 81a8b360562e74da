// Streets, people and trafikplatser: what each class lets through, how far the
// streets reach, and how many people there are.
#include "run/check.h"

#include "input/places.h"
#include "input/street_guess.h"
#include "input/streets.h"

#include <string.h>

#define W(sv, en) mk_check_word(x, sv, en)

// ---- classes ----------------------------------------------------------------

static void put_ways(struct mk_check *x, uint8_t open)
{
    const char *const words[MK_GO_COUNT] = {
        W("gång", "foot"), W("cykel", "bicycle"), W("bil", "car"),
        W("lastbil", "lorry")};
    struct mk_buf b = {0};
    for (int g = 0; g < MK_GO_COUNT; g++)
        if (open & MK_GO_BIT(g))
            mk_buf_printf(&b, "%s%s", b.len ? ", " : "", words[g]);
    mk_doc_text(&x->doc, MK_L("oppen_for", "öppen för", "open to"),
                b.len ? mk_buf_text(&b) : W("ingen", "nobody"));
    mk_buf_release(&b);
}

#define SHOWN 60

static void put_classes(struct mk_check *x, const struct mk_street_facts *f)
{
    struct mk_doc *d = &x->doc;
    mk_doc_list(d, "klasser", W("klasser och vem de släpper fram",
                                "classes and whom they let through"));
    for (uint32_t i = 0; i < f->nclasses && i < SHOWN; i++) {
        const struct mk_street_class *c = &f->classes[i];
        mk_doc_row(d, NULL, *c->text ? c->text : W("(tomt)", "(blank)"));
        if (d->json)
            mk_doc_text(d, MK_L("varde", "", ""), c->text);
        mk_doc_int(d, MK_L("antal", "antal", "count"), (int64_t)c->n);
        put_ways(x, mk_street_rule_open(c->rule, 0));
        mk_doc_fixed(d, MK_L("kmh", "", ""),
                     c->rule->kmh ? mk_fix(c->rule->kmh, 0) : MK_UNKNOWN, 0,
                     "km/h");
        if (!c->known)
            mk_doc_text(d, MK_L("okand", "", ""),
                        W("finns inte i regeltabellen",
                          "not in the rule table"));
        mk_doc_close(d);
    }
    mk_doc_close(d);
    if (f->nclasses > SHOWN)
        mk_doc_int(d, MK_L("fler_klasser", "fler klasser", "more classes"),
                   f->nclasses - SHOWN);
}

static void put_reach(struct mk_check *x, struct mk_box e)
{
    struct mk_doc *d = &x->doc;
    if (mk_box_is_empty(e))
        return;
    mk_doc_row(d, "rackvidd", W("gatorna når", "the streets reach"));
    mk_doc_fixed(d, MK_L("xmin", "öst", "east"), mk_fix(e.xmin, 1), 1, "");
    mk_doc_fixed(d, MK_L("xmax", "till", "to"), mk_fix(e.xmax, 1), 1, "");
    mk_doc_fixed(d, MK_L("ymin", "nord", "north"), mk_fix(e.ymin, 1), 1, "");
    mk_doc_fixed(d, MK_L("ymax", "till", "to"), mk_fix(e.ymax, 1), 1, "");
    mk_doc_close(d);
}

static void put_lines(struct mk_check *x, const struct mk_street_facts *f)
{
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, "kalla", W("lästa som", "read as"));
    mk_doc_text(d, MK_L("kalla", "", ""),
                mk_street_source_key((enum mk_street_source)f->source));
    mk_doc_text(d, MK_L("varfor", "", ""),
                f->guessed ? W("av lager- och fältnamn",
                               "from layer and field names")
                           : W("angivet i projektfilen",
                               "named in the project file"));
    mk_doc_close(d);
    mk_doc_row(d, "linjer", W("linjer", "lines"));
    mk_doc_int(d, MK_L("antal", "antal", "count"), (int64_t)f->lines);
    mk_doc_int(d, MK_L("brytpunkter", "brytpunkter", "vertices"),
               (int64_t)f->vertices);
    mk_doc_int(d, MK_L("gang", "gång", "foot"),
               (int64_t)f->open[MK_GO_WALK]);
    mk_doc_int(d, MK_L("cykel", "cykel", "bicycle"),
               (int64_t)f->open[MK_GO_CYCLE]);
    mk_doc_int(d, MK_L("bil", "bil", "car"), (int64_t)f->open[MK_GO_CAR]);
    mk_doc_int(d, MK_L("lastbil", "lastbil", "lorry"),
               (int64_t)f->open[MK_GO_LORRY]);
    mk_doc_int(d, MK_L("enkelriktade", "enkelriktade", "one way"),
               (int64_t)f->one_way);
    mk_doc_int(d, MK_L("stangda", "stängda, utelämnas", "closed, left out"),
               (int64_t)f->closed);
    mk_doc_close(d);
    mk_doc_row(d, "lagret_anger", W("lagret anger", "the layer states"));
    mk_doc_int(d, MK_L("hastighet", "hastighet", "speed"),
               (int64_t)f->with_kmh);
    mk_doc_int(d, MK_L("barighet", "bärighet", "bearing"),
               (int64_t)f->with_bearing);
    mk_doc_int(d, MK_L("langd", "längd", "length"),
               (int64_t)f->with_length);
    mk_doc_close(d);
    put_reach(x, f->extent);
    put_classes(x, f);
}

// ---- one layer --------------------------------------------------------------

static void seen(void *check, const struct mk_source *s)
{
    mk_check_seen(check, s);
}

// Opened twice: what a file is must be told also when it cannot be read. The
// usual fields of its source are found on the way.
static bool look_at(struct mk_check *x, struct mk_street_input *in,
                    struct mk_arena *arena)
{
    struct mk_source *s = NULL;
    struct mk_ctx *notes = x->own; // told when the layer is read
    mk_doc_text(&x->doc, MK_L("fil", "fil", "file"), in->in.path_given);
    x->own = mk_ctx_new(mk_ctx_lang(x->ctx));
    const enum mk_status st = mk_source_open_streets(x->own, &in->in, &s);
    bool ok = st == MK_OK;
    if (!ok) {
        mk_check_failed(x, st);
    } else if (mk_source_crs(s)) { // a table fails when it is read
        mk_street_fields(s, in->source ? (enum mk_street_source)in->source
                                       : mk_street_guess(s), arena, &in->in);
        ok = mk_check_describe(x, s);
    }
    mk_source_close(s);
    mk_ctx_free(x->own);
    x->own = notes;
    return ok;
}

static void read_layer(struct mk_check *x, struct mk_street_input *in,
                       struct mk_arena *arena)
{
    struct mk_street_lines lines = {0};
    struct mk_streets_told told = {0};
    if (!look_at(x, in, arena))
        return;
    const enum mk_status st =
        mk_streets_read(x->own, in, x->in.working_crs,
                        (struct mk_seen){seen, x}, &lines, &told);
    if (st != MK_OK)
        mk_check_failed(x, st);
    else if (told.n)
        put_lines(x, &told.v[0]);
    mk_street_lines_release(&lines);
    mk_streets_told_release(&told);
}

void mk_check_streets(struct mk_check *x, const struct mk_street_input *in)
{
    struct mk_arena a = {0};
    const char **names = NULL;
    uint32_t n = 0;
    const enum mk_status st =
        mk_street_layer_names(x->own, &in->in, &a, &names, &n);
    mk_doc_open(&x->doc, NULL, W("GATOR", "STREETS"));
    if (st != MK_OK)
        mk_check_failed(x, st);
    x->one_of_many = n > 1;
    mk_doc_list(&x->doc, "kallor", NULL);
    for (uint32_t i = 0; i < n; i++) {
        struct mk_street_input one = *in;
        one.in.layer = names[i];
        mk_doc_open(&x->doc, NULL, NULL);
        read_layer(x, &one, &a);
        mk_doc_close(&x->doc);
    }
    mk_doc_close(&x->doc);
    x->one_of_many = false;
    mk_arena_release(&a);
}

// ---- people and trafikplatser -----------------------------------------------

void mk_check_places(struct mk_check *x, const struct mk_input *in)
{
    const bool people = in == &x->given->population;
    struct mk_doc *d = &x->doc;
    struct mk_source *s = NULL;
    struct mk_places p = {0};
    const struct mk_seen tell = {seen, x};
    struct mk_ctx *notes = x->own; // told when it is read
    mk_doc_text(d, MK_L("fil", "fil", "file"), in->path_given);
    x->own = mk_ctx_new(mk_ctx_lang(x->ctx));
    enum mk_status st = mk_source_open_any(x->own, in, &s);
    bool ok = st == MK_OK;
    if (!ok)
        mk_check_failed(x, st);
    else if (mk_source_crs(s))
        ok = mk_check_describe(x, s);
    mk_source_close(s);
    mk_ctx_free(x->own);
    x->own = notes;
    if (!ok)
        return;
    st = people ? mk_people_read(x->own, in, x->in.working_crs, tell, &p)
                : mk_interchanges_read(x->own, in, x->in.working_crs, tell,
                                       &p);
    if (st != MK_OK)
        mk_check_failed(x, st);
    mk_doc_int(d, MK_L("platser", "platser som används", "places used"), p.n);
    if (people) {
        mk_doc_fixed(d, MK_L("personer", "personer", "people"),
                     mk_fix(p.total, 1), 1, "");
        mk_doc_int(d, MK_L("utan_antal", "utan antal", "without a count"),
                   p.unknown);
    }
    mk_doc_int(d, MK_L("utan_plats", "utan plats", "without a place"),
               p.nowhere);
    mk_places_release(&p);
}
