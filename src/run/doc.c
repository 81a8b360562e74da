#include "run/doc.h"

#include "run/gloss.h"

const char *mk_doc_word(const struct mk_doc *d, const char *sv, const char *en)
{
    return d->lang == MK_EN ? en : sv;
}

void mk_doc_number(const struct mk_doc *d, struct mk_buf *b, mk_fixed value,
                   int decimals)
{
    const size_t from = b->len;
    mk_buf_fixed(b, value, decimals);
    if (d->json || d->lang == MK_EN)
        return;
    for (size_t i = from; i < b->len; i++)
        if (b->data[i] == '.')
            b->data[i] = ',';
}

// Published words are Swedish: whoever reads English is told what they mean.
static void put_words(struct mk_doc *d, const char *text)
{
    if (d->lang == MK_EN)
        mk_gloss_put(&d->out, text);
    else
        mk_buf_str(&d->out, text);
}

static void new_line(struct mk_doc *d, int indent)
{
    mk_buf_str(&d->out, "\n");
    for (int i = 0; i < indent; i++)
        mk_buf_str(&d->out, "  ");
}

static void put_null(struct mk_doc *d)
{
    mk_buf_str(&d->out, d->json ? "null" : "–");
}

// What stands before any member: comma, line, key.
static void json_member(struct mk_doc *d, const char *key)
{
    const int k = d->depth;
    if (d->level[k].any)
        mk_buf_str(&d->out, ",");
    if (!d->level[k].row)
        new_line(d, k + 1);
    else if (d->level[k].any)
        mk_buf_str(&d->out, " ");
    d->level[k].any = true;
    if (!d->level[k].list) {
        mk_buf_json(&d->out, key);
        mk_buf_str(&d->out, ": ");
    }
}

static void text_indent(struct mk_doc *d)
{
    for (int i = 0; i < d->indent; i++)
        mk_buf_str(&d->out, "  ");
}

static void push(struct mk_doc *d, const char *key, bool list, bool row,
                 bool quiet)
{
    if (d->json) {
        json_member(d, key);
        mk_buf_str(&d->out, list ? "[" : "{");
    }
    d->level[d->depth].any = true;
    if (d->depth + 1 < MK_DOC_DEPTH)
        d->depth++;
    d->level[d->depth].list = list;
    d->level[d->depth].any = false;
    d->level[d->depth].row = row;
    d->level[d->depth].quiet = quiet;
}

static void section(struct mk_doc *d, const char *key, const char *heading,
                    bool list)
{
    push(d, key, list, false, heading == NULL);
    if (d->json || !heading)
        return;
    text_indent(d);
    mk_buf_printf(&d->out, "%s\n", heading);
    d->indent++;
}

void mk_doc_start(struct mk_doc *d, enum mk_lang lang, bool json)
{
    *d = (struct mk_doc){.lang = lang, .json = json};
    if (json)
        mk_buf_str(&d->out, "{");
}

void mk_doc_finish(struct mk_doc *d, FILE *out)
{
    if (d->json)
        mk_buf_str(&d->out, "\n}\n");
    fwrite(d->out.data, 1, d->out.len, out);
    mk_buf_release(&d->out);
}

void mk_doc_open(struct mk_doc *d, const char *key, const char *heading)
{
    section(d, key, heading, false);
}

void mk_doc_list(struct mk_doc *d, const char *key, const char *heading)
{
    section(d, key, heading, true);
}

void mk_doc_row(struct mk_doc *d, const char *key, const char *heading)
{
    push(d, key, false, true, true);
    if (d->json)
        return;
    text_indent(d);
    put_words(d, heading);
    mk_buf_str(&d->out, ": ");
}

void mk_doc_close(struct mk_doc *d)
{
    const int k = d->depth--;
    if (!d->json) {
        if (d->level[k].row)
            mk_buf_str(&d->out, "\n");
        if (d->level[k].list && !d->level[k].any && !d->level[k].quiet) {
            text_indent(d);
            put_null(d);
            mk_buf_str(&d->out, "\n");
        }
        d->indent -= !d->level[k].quiet;
        return;
    }
    if (!d->level[k].row && d->level[k].any)
        new_line(d, k);
    mk_buf_str(&d->out, d->level[k].list ? "]" : "}");
}

static void begin_fact(struct mk_doc *d, struct mk_label l)
{
    if (d->json) {
        json_member(d, l.key);
        return;
    }
    const char *word = mk_doc_word(d, l.sv, l.en);
    if (!d->level[d->depth].row) {
        text_indent(d);
        mk_buf_printf(&d->out, "%s%s", word, *word ? ": " : "");
        return;
    }
    if (d->level[d->depth].any)
        mk_buf_str(&d->out, "; ");
    d->level[d->depth].any = true;
    mk_buf_printf(&d->out, "%s%s", word, *word ? " " : "");
}

static void end_fact(struct mk_doc *d)
{
    if (!d->json && !d->level[d->depth].row)
        mk_buf_str(&d->out, "\n");
}

void mk_doc_text(struct mk_doc *d, struct mk_label l, const char *value)
{
    begin_fact(d, l);
    if (!value)
        put_null(d);
    else if (d->json)
        mk_buf_json(&d->out, value);
    else
        put_words(d, value);
    end_fact(d);
}

void mk_doc_fixed(struct mk_doc *d, struct mk_label l, mk_fixed value,
                  int decimals, const char *unit)
{
    begin_fact(d, l);
    if (value == MK_UNKNOWN)
        put_null(d);
    else
        mk_doc_number(d, &d->out, value, decimals);
    if (value != MK_UNKNOWN && !d->json && *unit)
        mk_buf_printf(&d->out, " %s", unit);
    end_fact(d);
}

void mk_doc_int(struct mk_doc *d, struct mk_label l, int64_t value)
{
    begin_fact(d, l);
    mk_buf_int(&d->out, value);
    end_fact(d);
}

void mk_doc_flag(struct mk_doc *d, struct mk_label l, int value)
{
    begin_fact(d, l);
    if (value < 0)
        put_null(d);
    else if (d->json)
        mk_buf_str(&d->out, value ? "true" : "false");
    else
        mk_buf_str(&d->out, value ? mk_doc_word(d, "ja", "yes")
                                  : mk_doc_word(d, "nej", "no"));
    end_fact(d);
}

void mk_doc_date(struct mk_doc *d, struct mk_label l, mk_date value)
{
    char day[11];
    mk_doc_text(d, l, value ? mk_date_write(value, day) : NULL);
}
