// The comparison as a planner reads it on a terminal.
#include "run/compare_report.h"

#include "base/text.h"

#include <string.h>

static const char *word(enum mk_lang lang, const char *sv, const char *en)
{
    return lang == MK_EN ? en : sv;
}

// ---- the settings: what changed may be the ruler

static bool knows(const struct mk_published_set *s, const char *name)
{
    for (uint32_t i = 0; i < s->nfacts; i++)
        if (strcmp(s->facts[i].name, name) == 0)
            return true;
    return false;
}

static const char *value_of(const struct mk_published_set *s, const char *name)
{
    for (uint32_t i = 0; i < s->nfacts; i++)
        if (strcmp(s->facts[i].name, name) == 0)
            return s->facts[i].value;
    return "";
}

static void print_fact(enum mk_lang lang, const char *name, const char *a,
                       const char *b, FILE *out)
{
    const char *none = word(lang, "ingen", "none");
    fprintf(out, "  %s: %s → %s\n", name, *a ? a : none, *b ? b : none);
}

static uint32_t print_settings(enum mk_lang lang,
                               const struct mk_published_set *a,
                               const struct mk_published_set *b, FILE *out)
{
    uint32_t n = 0;
    for (int side = 0; side < 2; side++) {
        const struct mk_published_set *s = side ? b : a;
        for (uint32_t i = 0; i < s->nfacts; i++) {
            const char *name = s->facts[i].name;
            const char *x = value_of(a, name), *y = value_of(b, name);
            // What only the second has comes after, once.
            if (strcmp(x, y) == 0 || (side && knows(a, name)))
                continue;
            if (!n++)
                fprintf(out, "%s\n",
                        word(lang, "Körningarna skiljer sig i:",
                             "The runs differ in:"));
            print_fact(lang, name, x, y, out);
        }
    }
    if (!n)
        fprintf(out, "%s\n",
                word(lang, "Körningarna har samma inställningar och indata.",
                     "The runs have the same settings and inputs."));
    return n;
}

// ---- totals

static void hectares(struct mk_buf *b, mk_fixed tenths_m2)
{
    // tenths of m2 to tenths of ha
    mk_buf_fixed(b, (tenths_m2 + 5000) / 10000, 1);
    mk_buf_str(b, " ha");
}

static void print_moves(enum mk_lang lang, const char *what,
                        const struct mk_class_moves *m, bool land, FILE *out)
{
    struct mk_buf up = {0}, down = {0};
    if (land) {
        mk_buf_str(&up, " (");
        hectares(&up, m->up_m2);
        mk_buf_str(&up, ")");
        mk_buf_str(&down, " (");
        hectares(&down, m->down_m2);
        mk_buf_str(&down, ")");
    }
    fprintf(out,
            word(lang,
                 "%s: %u upp i klass%s, %u ner%s, %u oförändrade, %u "
                 "tillkommer, %u utgår\n",
                 "%s: %u up in class%s, %u down%s, %u unchanged, %u new, %u "
                 "gone\n"),
            what, m->up, mk_buf_text(&up), m->down, mk_buf_text(&down),
            m->same, m->added, m->gone);
    mk_buf_release(&up);
    mk_buf_release(&down);
}

static void print_totals(enum mk_lang lang, const struct mk_comparison *c,
                         FILE *out)
{
    print_moves(lang, word(lang, "Områden", "Områden"), &c->omraden, false,
                out);
    print_moves(lang,
                word(lang,
                     "Delområden (hektar planlagda för industri och "
                     "verksamheter)",
                     "Delområden (hectares planned for industry)"),
                &c->delomraden, true, out);
    fprintf(out, "%s:", word(lang, "Mark som skiljer", "Land that differs"));
    for (int v = 0; v < MK_VE_COUNT; v++)
        fprintf(out, "%s %u %s", v ? "," : "", c->verdict[v],
                mk_verdict_text((enum mk_verdict)v, lang));
    fprintf(out, "\n");
}

// ---- the table

struct column {
    const char *sv, *en;
    enum mk_measure m;
};

static const struct column columns[] = {
    {"klass", "class", MK_ME_KLASS},     {"hpl m", "stop m", MK_ME_HPL},
    {"avg/h", "dep/h", MK_ME_AVG},
    {"nära 500 m", "near 500 m", MK_ME_K500},
    {"restid min", "time min", MK_ME_RESTID_P50},
    {"arbetskraft 45 min", "workforce 45 min", MK_ME_ARBKR_45},
    {"poäng", "score", MK_ME_POANG},     {"rang", "rank", MK_ME_RANG}};
#define NCOLUMNS (sizeof columns / sizeof columns[0])

static void put_one(struct mk_buf *b, enum mk_lang lang, enum mk_measure m,
                    mk_fixed v)
{
    const struct mk_measure_def *d = mk_measure_get(m);
    if (v == MK_UNKNOWN)
        mk_buf_str(b, "–");
    else if (m == MK_ME_KLASS)
        mk_buf_str(b, v > 7 ? word(lang, "ingen", "none")
                            : mk_klass_text((mk_klass)v));
    else if (d->type == MK_T_BOOL)
        mk_buf_str(b, v ? word(lang, "ja", "yes") : word(lang, "nej", "no"));
    else
        mk_buf_fixed(b, m == MK_ME_HPL ? (v + 5) / 10 : v,
                     m == MK_ME_HPL ? 0 : d->decimals);
}

// "E → C"; once when nothing changed.
static const char *cell_text(struct mk_buf *b, enum mk_lang lang,
                             const struct mk_land_change *c, enum mk_measure m)
{
    b->len = 0;
    put_one(b, lang, m, c->fore[m]);
    if (c->fore[m] != c->efter[m]) {
        mk_buf_str(b, " → ");
        put_one(b, lang, m, c->efter[m]);
    }
    return mk_buf_text(b);
}

static int width_of(const char *s)
{
    int n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

static void print_padded(FILE *out, const char *s, int width)
{
    const int n = width - width_of(s);
    fprintf(out, "%s%*s", s, n > 0 ? n : 0, "");
}

static const char *name_of(const struct mk_land_change *c, char scratch[256])
{
    return mk_layer_jamforelse.fields[0].get(c, NULL, scratch).text;
}

// A measure that neither set has is no column.
static bool is_known(const struct mk_comparison *c, enum mk_measure m)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].fore[m] != MK_UNKNOWN || c->v[i].efter[m] != MK_UNKNOWN)
            return true;
    return false;
}

struct table {
    enum mk_lang lang;
    const struct mk_comparison *c;
    uint32_t rows;
    int land, verdict, width[NCOLUMNS]; // 0: left out
};

static void measure_table(struct table *t)
{
    struct mk_buf b = {0};
    char scratch[256];
    t->land = width_of(word(t->lang, "mark", "land"));
    for (uint32_t i = 0; i < t->rows; i++) {
        const int w = width_of(name_of(&t->c->v[i], scratch));
        const int v = width_of(mk_verdict_text(
            (enum mk_verdict)t->c->v[i].verdict, t->lang));
        t->land = w > t->land ? w : t->land;
        t->verdict = v > t->verdict ? v : t->verdict;
    }
    for (size_t k = 0; k < NCOLUMNS; k++) {
        if (!is_known(t->c, columns[k].m))
            continue;
        t->width[k] = width_of(word(t->lang, columns[k].sv, columns[k].en));
        for (uint32_t i = 0; i < t->rows; i++) {
            const int w = width_of(
                cell_text(&b, t->lang, &t->c->v[i], columns[k].m));
            t->width[k] = w > t->width[k] ? w : t->width[k];
        }
    }
    mk_buf_release(&b);
}

// Texts of one line, padded to their columns but for the last one.
static void print_line(const struct table *t, const char *land,
                       const char *verdict, const struct mk_land_change *c,
                       FILE *out)
{
    struct mk_buf b = {0};
    print_padded(out, land, t->land + 2);
    int pad = t->verdict - width_of(verdict);
    fprintf(out, "%s", verdict);
    for (size_t k = 0; k < NCOLUMNS; k++) {
        if (!t->width[k])
            continue;
        const char *text =
            c ? cell_text(&b, t->lang, c, columns[k].m)
              : word(t->lang, columns[k].sv, columns[k].en);
        fprintf(out, "%*s  %s", pad, "", text);
        pad = t->width[k] - width_of(text);
    }
    fprintf(out, "\n");
    mk_buf_release(&b);
}

static void print_table(struct table *t, FILE *out)
{
    char scratch[256];
    measure_table(t);
    fprintf(out, "\n");
    print_line(t, word(t->lang, "mark", "land"), "", NULL, out);
    for (uint32_t i = 0; i < t->rows; i++) {
        const struct mk_land_change *c = &t->c->v[i];
        print_line(t, name_of(c, scratch),
                   mk_verdict_text((enum mk_verdict)c->verdict, t->lang), c,
                   out);
    }
}

void mk_compare_print(enum mk_lang lang, const struct mk_published_set *before,
                      const struct mk_published_set *after,
                      const struct mk_comparison *c, uint32_t rows,
                      FILE *out)
{
    print_settings(lang, before, after, out);
    fprintf(out, "\n");
    if (!c->n) {
        fprintf(out, "%s\n", word(lang, "Inget skiljer: all mark är lika.",
                                  "Nothing differs: all land is the same."));
        return;
    }
    print_totals(lang, c, out);
    struct table t = {.lang = lang, .c = c,
                      .rows = rows < c->n ? rows : c->n};
    print_table(&t, out);
    if (t.rows < c->n)
        fprintf(out, word(lang, "… och %u till (--rows visar fler)\n",
                          "… and %u more (--rows shows more)\n"),
                c->n - t.rows);
}
