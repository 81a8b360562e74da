#include "input/json_stream.h"

#include "base/arena.h"
#include "base/text.h"
#include "input/json_lean.h"

#include <cpl_vsi.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK (1u << 20)

enum place { START, MEMBERS, ELEMENTS, ENDED };

struct mk_json_stream {
    const char *label, *split;
    VSILFILE *f;
    char *block;
    size_t pos, len;
    uint64_t before;      // bytes before the block
    uint64_t line, bol;   // line number, and offset of its first byte
    enum place place;
    bool root_array, split_seen, first;
    int64_t index;
    struct mk_buf text, member;
    const char *value_text; // in the block, or in `text` when it spans two
    size_t value_len;
    uint64_t text_line, text_column;
    json_t *value;
    struct mk_json_lean lean;
};

// ---- what is wrong, in both languages -------------------------------------

enum fault { F_END, F_SYNTAX, F_DUPLICATE, F_UTF8, F_NUMBER, F_NUL, F_DEPTH,
             F_TRAIL, F_MEMORY };

static const char *fault_text(enum fault f, enum mk_lang lang)
{
    static const char *const words[][2] = {
        [F_END] = {"filen slutar mitt i", "the file ends in the middle"},
        [F_SYNTAX] = {"det är inte JSON", "this is not JSON"},
        [F_DUPLICATE] = {"samma nyckel står två gånger",
                         "the same key stands twice"},
        [F_UTF8] = {"texten är inte UTF-8", "the text is not UTF-8"},
        [F_NUMBER] = {"talet är för stort", "the number is too large"},
        [F_NUL] = {"texten innehåller ett nolltecken",
                   "the text holds a NUL character"},
        [F_DEPTH] = {"för många nivåer i varandra", "nested too deeply"},
        [F_TRAIL] = {"något följer efter slutet",
                     "something follows after the end"},
        [F_MEMORY] = {"minnet räcker inte", "out of memory"},
    };
    return words[f][lang == MK_EN];
}

static enum fault fault_of(enum json_error_code code)
{
    switch (code) {
    case json_error_premature_end_of_input: return F_END;
    case json_error_duplicate_key: return F_DUPLICATE;
    case json_error_invalid_utf8: return F_UTF8;
    case json_error_numeric_overflow: return F_NUMBER;
    case json_error_null_character:
    case json_error_null_byte_in_key: return F_NUL;
    case json_error_stack_overflow: return F_DEPTH;
    case json_error_out_of_memory: return F_MEMORY;
    default: return F_SYNTAX;
    }
}

static enum mk_status off_at(struct mk_ctx *ctx, struct mk_json_stream *s,
                             enum fault f, uint64_t line, uint64_t column)
{
    char l[24], c[24];
    snprintf(l, sizeof l, "%" PRIu64, line);
    snprintf(c, sizeof c, "%" PRIu64, column);
    return mk_fail(ctx, MK_E_JSON, s->label, l, c,
                   fault_text(f, mk_ctx_lang(ctx)));
}

static enum mk_status off(struct mk_ctx *ctx, struct mk_json_stream *s,
                          enum fault f)
{
    return off_at(ctx, s, f, s->line, s->before + s->pos - s->bol + 1);
}

static enum mk_status too_large(struct mk_ctx *ctx, struct mk_json_stream *s,
                                const char *limit)
{
    return mk_fail(ctx, MK_E_LIMIT, limit, s->label);
}

// ---- bytes ----------------------------------------------------------------

static bool refill(struct mk_json_stream *s)
{
    s->before += s->len;
    s->pos = 0;
    s->len = VSIFReadL(s->block, 1, BLOCK, s->f);
    return s->len > 0;
}

static int peek(struct mk_json_stream *s)
{
    if (s->pos == s->len && !refill(s))
        return -1;
    return (unsigned char)s->block[s->pos];
}

static void step(struct mk_json_stream *s)
{
    if (s->block[s->pos] == '\n') {
        s->line++;
        s->bol = s->before + s->pos + 1;
    }
    s->pos++;
}

// The next byte that is not white space; -1 at the end.
static int token(struct mk_json_stream *s)
{
    int c;
    while ((c = peek(s)) == ' ' || c == '\n' || c == '\r' || c == '\t')
        step(s);
    return c;
}

// ---- a value's text -------------------------------------------------------

struct scan {
    unsigned depth;
    bool in_text, escaped, scalar, done, deep;
};

// How far into the block the value goes.
static size_t scan_block(struct mk_json_stream *s, struct scan *v)
{
    const char *const b = s->block;
    size_t p = s->pos;
    for (; p < s->len && !v->done && !v->deep; p++) {
        const char c = b[p];
        if (c == '\n') {
            s->line++;
            s->bol = s->before + p + 1;
        }
        if (v->in_text) {
            if (v->escaped)
                v->escaped = false;
            else if (c == '\\')
                v->escaped = true;
            else if (c == '"') {
                v->in_text = false;
                v->done = v->depth == 0;
            }
        } else if (c == '"') {
            v->in_text = true;
        } else if (c == '{' || c == '[') {
            v->deep = ++v->depth > MK_JSON_DEPTH;
        } else if (c == '}' || c == ']' || c == ',' || c == ' ' ||
                   c == '\n' || c == '\r' || c == '\t') {
            if (v->depth == 0) { // ends a number or a word, and is not of it
                if (c == '\n')
                    s->line--;
                v->done = true;
                break;
            }
            if (c == '}' || c == ']')
                v->done = --v->depth == 0;
        }
    }
    return p;
}

static enum mk_status capture(struct mk_ctx *ctx, struct mk_json_stream *s)
{
    struct scan v = {0};
    s->text.len = s->value_len = 0;
    s->text_line = s->line;
    s->text_column = s->before + s->pos - s->bol + 1;
    while (!v.done) {
        if (peek(s) < 0) {
            if (v.depth || v.in_text)
                return off(ctx, s, F_END);
            break;
        }
        const size_t end = scan_block(s, &v);
        s->value_text = s->block + s->pos;
        s->value_len = end - s->pos;
        if (!v.done || s->text.len)
            mk_buf_add(&s->text, s->value_text, s->value_len);
        s->pos = end;
        if (v.deep)
            return off(ctx, s, F_DEPTH);
        if (s->text.len > MK_JSON_VALUE_BYTES)
            return too_large(ctx, s, "32 MiB");
        if (s->before + s->pos > MK_JSON_FILE_BYTES)
            return too_large(ctx, s, "8 GiB");
    }
    if (s->text.len) {
        s->value_text = s->text.data;
        s->value_len = s->text.len;
    }
    return s->value_len ? MK_OK : off(ctx, s, F_SYNTAX);
}

static json_t *load(const char *text, size_t n, json_error_t *e)
{
    return json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, e);
}

// NULL where it is better read as it is: then no area stands apart.
static json_t *load_lean(struct mk_json_stream *s)
{
    json_error_t e;
    if (!s->lean.pass_over ||
        !mk_json_lean_read(&s->lean, s->value_text, s->value_len))
        return NULL;
    json_t *v = load(s->lean.text.data, s->lean.text.len, &e);
    if (!v)
        mk_polyset_clear(&s->lean.areas);
    return v;
}

static enum mk_status parse(struct mk_ctx *ctx, struct mk_json_stream *s,
                            bool lean)
{
    const enum mk_status st = capture(ctx, s);
    if (st != MK_OK)
        return st;
    json_error_t e;
    json_decref(s->value);
    s->value = lean ? load_lean(s) : NULL;
    if (!s->value)
        s->value = load(s->value_text, s->value_len, &e);
    if (s->value)
        return MK_OK;
    const uint64_t line = e.line > 0 ? (uint64_t)e.line : 1;
    const uint64_t column = e.column > 0 ? (uint64_t)e.column : 1;
    return off_at(ctx, s, fault_of(json_error_code(&e)),
                  s->text_line + line - 1,
                  line == 1 ? s->text_column + column - 1 : column);
}

// ---- the outermost value --------------------------------------------------

static enum mk_status the_end(struct mk_ctx *ctx, struct mk_json_stream *s)
{
    step(s);
    s->place = ENDED;
    return token(s) < 0 ? MK_OK : off(ctx, s, F_TRAIL);
}

// `,` before all but the first; *more is false at the closing bracket.
static enum mk_status next_of(struct mk_ctx *ctx, struct mk_json_stream *s,
                              char close, bool *more)
{
    int c = token(s);
    *more = c != close;
    if (!*more)
        return MK_OK;
    if (c < 0)
        return off(ctx, s, F_END);
    if (s->first) {
        s->first = false;
        return MK_OK;
    }
    if (c != ',')
        return off(ctx, s, F_SYNTAX);
    step(s);
    c = token(s);
    return c < 0 ? off(ctx, s, F_END)
           : c == close ? off(ctx, s, F_SYNTAX) : MK_OK;
}

static enum mk_status element(struct mk_ctx *ctx, struct mk_json_stream *s,
                              struct mk_json_item *item)
{
    bool more;
    enum mk_status st = next_of(ctx, s, ']', &more);
    if (st != MK_OK || !more) {
        if (st == MK_OK && s->root_array)
            return the_end(ctx, s);
        if (st == MK_OK) {
            step(s);
            s->place = MEMBERS;
            s->first = false;
        }
        return st;
    }
    st = parse(ctx, s, true);
    if (st == MK_OK)
        *item = (struct mk_json_item){
            s->root_array ? NULL : mk_buf_text(&s->member), s->index++,
            s->value};
    return st;
}

static enum mk_status member_name(struct mk_ctx *ctx, struct mk_json_stream *s)
{
    if (peek(s) != '"')
        return off(ctx, s, F_SYNTAX);
    enum mk_status st = parse(ctx, s, false);
    if (st != MK_OK)
        return st;
    s->member.len = 0;
    mk_buf_str(&s->member, json_string_value(s->value));
    const int c = token(s);
    if (c != ':')
        return off(ctx, s, c < 0 ? F_END : F_SYNTAX);
    step(s);
    return token(s) < 0 ? off(ctx, s, F_END) : MK_OK;
}

static enum mk_status member(struct mk_ctx *ctx, struct mk_json_stream *s,
                             struct mk_json_item *item)
{
    bool more;
    enum mk_status st = next_of(ctx, s, '}', &more);
    if (st == MK_OK && !more)
        return the_end(ctx, s);
    if (st == MK_OK)
        st = member_name(ctx, s);
    if (st != MK_OK)
        return st;
    if (strcmp(mk_buf_text(&s->member), s->split) == 0) {
        if (s->split_seen)
            return off(ctx, s, F_DUPLICATE);
        s->split_seen = true;
        if (peek(s) == '[') {
            step(s);
            s->place = ELEMENTS;
            s->first = true;
            return MK_OK;
        }
    }
    st = parse(ctx, s, false);
    if (st == MK_OK)
        *item = (struct mk_json_item){mk_buf_text(&s->member), -1, s->value};
    return st;
}

static enum mk_status start(struct mk_ctx *ctx, struct mk_json_stream *s)
{
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};
    (void)peek(s);
    if (s->len >= 3 && memcmp(s->block, mark, 3) == 0) {
        s->pos = 3; // a byte order mark, which PowerShell likes to write
        s->bol = 3;
    }
    const int c = token(s);
    if (c != '{' && c != '[')
        return off(ctx, s, c < 0 ? F_END : F_SYNTAX);
    step(s);
    s->root_array = c == '[';
    s->place = s->root_array ? ELEMENTS : MEMBERS;
    s->first = true;
    return MK_OK;
}

enum mk_status mk_json_next(struct mk_ctx *ctx, struct mk_json_stream *s,
                            struct mk_json_item *item)
{
    *item = (struct mk_json_item){.index = -1};
    enum mk_status st = MK_OK;
    while (st == MK_OK && !item->value && s->place != ENDED) {
        switch (s->place) {
        case START: st = start(ctx, s); break;
        case MEMBERS: st = member(ctx, s, item); break;
        case ELEMENTS: st = element(ctx, s, item); break;
        case ENDED: break;
        }
    }
    return st;
}

enum mk_status mk_json_open(struct mk_ctx *ctx, const char *path,
                            const char *label, const char *split,
                            struct mk_json_stream **out)
{
    *out = NULL;
    VSILFILE *f = VSIFOpenL(path, "rb");
    if (!f)
        return mk_fail(ctx, MK_E_FILE_OPEN, label, "JSON");
    struct mk_json_stream *s = mk_zalloc(1, sizeof *s);
    s->label = label;
    s->split = split;
    s->f = f;
    s->block = mk_alloc(BLOCK);
    s->line = 1;
    *out = s;
    return MK_OK;
}

void mk_json_close(struct mk_json_stream *s)
{
    if (!s)
        return;
    json_decref(s->value);
    VSIFCloseL(s->f);
    free(s->block);
    mk_buf_release(&s->text);
    mk_buf_release(&s->member);
    mk_json_lean_release(&s->lean);
    free(s);
}

void mk_json_read_lean(struct mk_json_stream *s, const char *const *pass_over)
{
    s->lean.pass_over = pass_over;
}

const struct mk_polyset *mk_json_areas(const struct mk_json_stream *s)
{
    return &s->lean.areas;
}

const char *mk_json_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}
