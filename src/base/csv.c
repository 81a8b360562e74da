#include "base/csv.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)1 << 20)
#define CAP (2 * BLOCK)

void mk_csv_open(struct mk_csv *csv, mk_csv_read_fn *read, void *udata)
{
    *csv = (struct mk_csv){.read = read, .udata = udata, .next_line = 1};
    csv->buf = mk_alloc(CAP);
    csv->cells = mk_zalloc(MK_CSV_CELLS_MAX, sizeof *csv->cells);
    csv->quoted = mk_zalloc(MK_CSV_CELLS_MAX, sizeof *csv->quoted);
}

void mk_csv_close(struct mk_csv *csv)
{
    free(csv->buf);
    free(csv->cells);
    free(csv->quoted);
    *csv = (struct mk_csv){0};
}

static bool any_high(const char *s, size_t n)
{
    unsigned char all = 0;
    for (size_t i = 0; i < n; i++)
        all |= (unsigned char)s[i];
    return all >= 0x80;
}

// Move what is not yet used to the front and read on. The caller sees to it
// that less than BLOCK is left.
static void fill(struct mk_csv *c)
{
    const size_t left = c->end - c->pos;
    if (c->pos)
        memmove(c->buf, c->buf + c->pos, left);
    c->pos = 0;
    c->end = left;
    const size_t got = c->read(c->udata, c->buf + left, BLOCK);
    if (!got) {
        c->eof = true;
        return;
    }
    c->high = c->high || any_high(c->buf + left, got);
    c->nul = c->nul || memchr(c->buf + left, '\0', got) != NULL;
    c->end += got;
}

static void start(struct mk_csv *c)
{
    c->started = true;
    while (!c->eof && c->end < 3) // a pipe may give one byte at a time
        fill(c);
    if (c->end >= 3 && memcmp(c->buf, "\xEF\xBB\xBF", 3) == 0)
        c->pos = 3;
}

enum scan { SCAN_ROW, SCAN_MORE, SCAN_LONG };

struct scanner {
    const char *p, *end;
    const char *field; // where the cell being read begins
    uint64_t lines;    // line ends passed inside quotes
};

// From an opening quote to the byte behind its closing one. false: the text
// or the allowed length ends first.
static bool close_quote(struct scanner *s)
{
    const char *p = s->p + 1;
    for (; p < s->end; p++) {
        if (*p == '"') {
            if (p + 1 == s->end || p[1] != '"')
                break;
            p++;
        } else if (*p == '\n' || (*p == '\r' && p + 1 < s->end &&
                                  p[1] != '\n')) {
            s->lines++;
        }
        if ((size_t)(p - s->field) > MK_CSV_FIELD_MAX)
            return false;
    }
    if (p >= s->end)
        return false;
    s->p = p + 1;
    return true;
}

static void keep(struct mk_csv *c, const char *from, const char *to, bool quote)
{
    if (c->ncells < MK_CSV_CELLS_MAX) {
        c->cells[c->ncells] = (struct mk_csv_cell){
            c->buf + (from - c->buf), (uint32_t)(to - from)};
        c->quoted[c->ncells++] = quote;
    }
    c->nfound++;
}

// Split one row that begins at pos. On SCAN_ROW pos has moved behind it.
static enum scan scan_row(struct mk_csv *c, struct scanner *s)
{
    *s = (struct scanner){c->buf + c->pos, c->buf + c->end, NULL, 0};
    c->ncells = c->nfound = 0;
    for (;;) {
        s->field = s->p;
        bool quote = false;
        const char *q = s->p;
        while (q < s->end && *q == ' ')
            q++;
        if (q < s->end && *q == '"') {
            s->p = q;
            if (!close_quote(s))
                return (size_t)(s->end - s->field) > MK_CSV_FIELD_MAX ||
                               c->eof
                           ? SCAN_LONG
                           : SCAN_MORE;
            quote = true;
        }
        const char *p = s->p;
        while (p < s->end && *p != ',' && *p != '\n' && *p != '\r')
            p++;
        if ((size_t)(p - s->field) > MK_CSV_FIELD_MAX)
            return SCAN_LONG;
        // Only behind a CR can the next byte say where the row ends.
        if (!c->eof && (p == s->end || (*p == '\r' && p + 1 == s->end)))
            return SCAN_MORE;
        keep(c, s->field, p, quote);
        s->p = p;
        if (p == s->end)
            return SCAN_ROW;
        s->p++;
        if (*p == ',')
            continue;
        if (*p == '\r' && s->p < s->end && *s->p == '\n')
            s->p++;
        s->lines++;
        return SCAN_ROW;
    }
}

// Leave a row that cannot be used: on to the line after the one where the
// cell that broke it begins.
static void skip_line(struct mk_csv *c, const char *from)
{
    // Line ends inside earlier quoted cells of the row are passed as well.
    for (const char *p = c->buf + c->pos; p < from; p++)
        c->next_line += *p == '\n';
    c->pos = (size_t)(from - c->buf);
    for (;;) {
        while (c->pos < c->end && c->buf[c->pos] != '\n' &&
               c->buf[c->pos] != '\r')
            c->pos++;
        if (c->pos + 1 < c->end || c->eof)
            break;
        fill(c);
    }
    if (c->pos == c->end)
        return;
    c->pos += c->buf[c->pos] == '\r' && c->pos + 1 < c->end &&
                      c->buf[c->pos + 1] == '\n'
                  ? 2
                  : 1;
    c->next_line++;
}

// Take the quotes away, in place: what stood between them, and whatever
// stands behind them as it is.
static void unquote(struct mk_csv_cell *cell)
{
    const char *p = cell->text, *end = cell->text + cell->len;
    while (*p == ' ')
        p++;
    char *out = cell->text;
    for (p++; p < end; p++) {
        if (*p == '"') {
            if (p + 1 < end && p[1] == '"')
                p++;
            else
                break;
        }
        *out++ = *p;
    }
    for (p++; p < end; p++)
        *out++ = *p;
    cell->len = (uint32_t)(out - cell->text);
}

enum mk_csv_row mk_csv_next(struct mk_csv *c)
{
    if (!c->started)
        start(c);
    for (;;) {
        if (c->pos == c->end) {
            if (c->eof)
                return MK_CSV_END;
            fill(c);
            continue;
        }
        struct scanner s;
        enum scan got = scan_row(c, &s);
        if (got == SCAN_MORE && c->end - c->pos >= MK_CSV_ROW_MAX)
            got = SCAN_LONG;
        if (got == SCAN_MORE) {
            fill(c);
            continue;
        }
        c->line = c->next_line;
        if (got == SCAN_LONG) {
            skip_line(c, s.field);
            return MK_CSV_BAD;
        }
        c->pos = (size_t)(s.p - c->buf);
        c->next_line += s.lines;
        if (c->nfound == 1 && c->cells[0].len == 0)
            continue; // a blank line
        for (uint32_t i = 0; i < c->ncells; i++)
            if (c->quoted[i])
                unquote(&c->cells[i]);
        return MK_CSV_ROW;
    }
}
