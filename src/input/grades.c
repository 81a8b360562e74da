// The tables of transit grades as CSV.
#include <markklar/grades.h>
#include <markklar/project.h>

#include "base/csv.h"
#include "base/text.h"
#include "input/vector.h"

#include <stdio.h>
#include <string.h>

#define CELL_MAX 64

struct table {
    struct mk_ctx *ctx;
    const struct mk_input *in;
    struct mk_csv csv;
    struct mk_grades *g;
    uint32_t at[MK_GRADE_COLUMNS]; // cell of each column
    uint32_t minutes, inclusive;
};

static const char *const columns[MK_GRADE_COLUMNS] = {
    "fjarrtag", "tag", "tunnelbana", "sparvagn", "buss", "farja", "ovrig"};
// A column left out is that of the mode most like it.
static const int instead[MK_GRADE_COLUMNS] = {
    [MK_GRADE_FAR] = MK_GRADE_RAIL,   [MK_GRADE_RAIL] = -1,
    [MK_GRADE_METRO] = MK_GRADE_RAIL, [MK_GRADE_TRAM] = MK_GRADE_BUS,
    [MK_GRADE_BUS] = -1,              [MK_GRADE_FERRY] = MK_GRADE_BUS,
    [MK_GRADE_OTHER] = MK_GRADE_BUS};

static enum mk_status wrong(const struct table *t, const char *what,
                            const char *text)
{
    char line[24];
    snprintf(line, sizeof line, "%llu", (unsigned long long)t->csv.line);
    return mk_fail(t->ctx, MK_E_GRADES, t->in->path_given, line, what, text);
}

// A cell without the blanks around it; one that is too long is nobody's word.
static void cell(const struct table *t, uint32_t i, char out[CELL_MAX])
{
    out[0] = '\0';
    if (i >= t->csv.ncells || t->csv.cells[i].len >= CELL_MAX)
        return;
    const char *s = t->csv.cells[i].text;
    uint32_t n = t->csv.cells[i].len;
    for (; n && (*s == ' ' || *s == '\t'); n--)
        s++;
    for (; n && (s[n - 1] == ' ' || s[n - 1] == '\t'); n--)
        ;
    memcpy(out, s, n);
    out[n] = '\0';
}

static bool is_none(const char *s)
{
    return !*s || !strcmp(s, "-") || !strcmp(s, "–");
}

static bool read_category(const char *s, uint8_t *out)
{
    static const char *const roman[MK_GRADE_CATEGORIES] = {
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII"};
    double v;
    *out = 0;
    for (uint8_t c = 0; c < MK_GRADE_CATEGORIES; c++)
        if (!strcmp(s, roman[c]))
            *out = (uint8_t)(c + 1);
    if (*out)
        return true;
    if (!mk_text_number(s, &v) || v < 1 || v > MK_GRADE_CATEGORIES ||
        v != (double)(int)v)
        return false;
    *out = (uint8_t)v;
    return true;
}

// ---- category by interval ---------------------------------------------------

static uint32_t find_column(const struct table *t, const char *name)
{
    char text[CELL_MAX];
    for (uint32_t i = 0; i < t->csv.ncells; i++) {
        cell(t, i, text);
        if (mk_text_same(text, name))
            return i;
    }
    return UINT32_MAX;
}

static enum mk_status category_heads(struct table *t)
{
    t->minutes = find_column(t, "till_min");
    t->inclusive = find_column(t, "inklusive");
    if (t->minutes == UINT32_MAX)
        return wrong(t, "till_min", "");
    for (int c = 0; c < MK_GRADE_COLUMNS; c++) {
        t->at[c] = find_column(t, columns[c]);
        if (t->at[c] == UINT32_MAX && instead[c] < 0)
            return wrong(t, columns[c], "");
    }
    for (int c = 0; c < MK_GRADE_COLUMNS; c++)
        if (t->at[c] == UINT32_MAX)
            t->at[c] = t->at[instead[c]];
    return MK_OK;
}

static enum mk_status category_row(struct table *t)
{
    struct mk_grades *g = t->g;
    char text[CELL_MAX];
    struct mk_grade_row row = {.inclusive = true};
    cell(t, t->minutes, text);
    if (!mk_text_number(text, &row.minutes) || !(row.minutes > 0) ||
        g->nrows == MK_GRADE_ROWS ||
        (g->nrows && row.minutes <= g->row[g->nrows - 1].minutes))
        return wrong(t, "till_min", text);
    cell(t, t->inclusive, text);
    if (mk_text_same(text, "nej"))
        row.inclusive = false;
    else if (*text && !mk_text_same(text, "ja"))
        return wrong(t, "inklusive", text);
    for (int c = 0; c < MK_GRADE_COLUMNS; c++) {
        cell(t, t->at[c], text);
        if (!is_none(text) && !read_category(text, &row.category[c]))
            return wrong(t, columns[c], text);
    }
    g->row[g->nrows++] = row;
    return MK_OK;
}

// ---- class by distance ------------------------------------------------------

static enum mk_status class_heads(struct table *t)
{
    struct mk_grades *g = t->g;
    char text[CELL_MAX];
    cell(t, 0, text);
    if (!mk_text_same(text, "kategori"))
        return wrong(t, "kategori", text);
    for (uint32_t i = 1; i < t->csv.ncells; i++) {
        double v;
        cell(t, i, text);
        if (g->nrings == MK_GRADE_RINGS || !mk_text_number(text, &v) ||
            !(v > 0) || v > 100000 ||
            (g->nrings && v <= g->ring[g->nrings - 1]))
            return wrong(t, "avstånd i första raden", text);
        g->ring[g->nrings++] = v;
    }
    return g->nrings ? MK_OK : wrong(t, "avstånd i första raden", "");
}

static enum mk_status class_row(struct table *t)
{
    struct mk_grades *g = t->g;
    char text[CELL_MAX];
    uint8_t category, before = 0;
    cell(t, 0, text);
    if (!read_category(text, &category) || g->klass[category - 1][0])
        return wrong(t, "kategori", text);
    uint8_t *klass = g->klass[category - 1];
    for (uint32_t i = 0; i < g->nrings; i++) {
        cell(t, i + 1, text);
        if (is_none(text)) {
            before = UINT8_MAX; // nothing farther out
            continue;
        }
        if (text[1] || text[0] < 'A' || text[0] > 'G' ||
            text[0] - 'A' + 1 < before)
            return wrong(t, "klass", text);
        before = klass[i] = (uint8_t)(text[0] - 'A' + 1);
    }
    return klass[0] ? MK_OK : wrong(t, "klass", "");
}

// ---- a file -----------------------------------------------------------------

typedef enum mk_status row_fn(struct table *t);

static enum mk_status read_rows(struct table *t, row_fn *heads, row_fn *body)
{
    enum mk_csv_row row = mk_csv_next(&t->csv);
    enum mk_status st =
        row == MK_CSV_ROW ? heads(t) : wrong(t, "första raden", "");
    uint32_t n = 0;
    for (; st == MK_OK && (row = mk_csv_next(&t->csv)) == MK_CSV_ROW; n++)
        st = body(t);
    if (st == MK_OK && (row == MK_CSV_BAD || n == 0))
        st = wrong(t, "rader", "");
    return st;
}

static size_t read_some(void *file, char *buf, size_t n)
{
    return fread(buf, 1, n, file);
}

static enum mk_status read_table(struct mk_ctx *ctx, const struct mk_input *in,
                                 const char *key, row_fn *heads, row_fn *body,
                                 struct mk_grades *g)
{
    struct table t = {.ctx = ctx, .in = in, .g = g};
    enum mk_status st = mk_path_check(ctx, in->path, in->path_given);
    if (st != MK_OK)
        return mk_within(ctx, st, key);
    FILE *f = fopen(in->path, "rb");
    if (!f)
        return mk_within(ctx, mk_fail(ctx, MK_E_FILE_MISSING,
                                      in->path_given), key);
    mk_csv_open(&t.csv, read_some, f);
    st = read_rows(&t, heads, body);
    mk_csv_close(&t.csv);
    fclose(f);
    return mk_within(ctx, st, key);
}

// A category that no row of the classes has would grade nothing.
static enum mk_status check_pair(struct mk_ctx *ctx, const struct mk_project *p,
                                 const struct mk_grades *g)
{
    for (uint32_t i = 0; i < g->nrows; i++)
        for (int c = 0; c < MK_GRADE_COLUMNS; c++) {
            const uint8_t k = g->row[i].category[c];
            if (!k || g->klass[k - 1][0])
                continue;
            char text[8];
            snprintf(text, sizeof text, "%u", k);
            return mk_fail(ctx, MK_E_GRADES_PAIR, text,
                           p->class_table.path ? p->class_table.path_given
                                               : "ÖROK 2017");
        }
    return MK_OK;
}

enum mk_status mk_grades_read(struct mk_ctx *ctx,
                              const struct mk_project *project,
                              struct mk_grades *out)
{
    const struct mk_project *p = project;
    enum mk_status st = MK_OK;
    *out = *mk_grades_orok();
    if (p->category_table.path) {
        memset(out->row, 0, sizeof out->row);
        out->nrows = 0;
        out->category_file = p->category_table.path_given;
        st = read_table(ctx, &p->category_table,
                        "kollektivtrafik.kategoritabell", category_heads,
                        category_row, out);
    }
    if (st == MK_OK && p->class_table.path) {
        memset(out->klass, 0, sizeof out->klass);
        out->nrings = 0;
        out->class_file = p->class_table.path_given;
        st = read_table(ctx, &p->class_table, "kollektivtrafik.klasstabell",
                        class_heads, class_row, out);
    }
    return st == MK_OK ? check_pair(ctx, p, out) : st;
}
