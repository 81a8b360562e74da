#include "config/yaml.h"

#include <yaml.h>

#include <stdio.h>
#include <string.h>

struct reader {
    yaml_parser_t parser;
    struct mk_arena *arena;
    struct mk_problems *problems;
    struct mk_yaml *open[MK_YAML_MAX_DEPTH]; // from the root inwards
    int depth;
    uint32_t nodes;
    struct mk_yaml *root;
    // A key read, waiting for its value. Its line is the value's line too: a
    // block value starts on the line below, where nobody looks for a fault.
    const char *key;
    int key_line;
};

bool mk_yaml_blank(const struct mk_yaml *node)
{
    return node->kind == MK_YAML_TEXT && node->plain &&
           (!*node->text || strcmp(node->text, "~") == 0 ||
            strcmp(node->text, "null") == 0);
}

static void key_fold(const char *s, char *out, size_t cap)
{
    mk_text_fold(s, out, cap);
    for (char *p = out; *p; p++)
        if (*p == '_' || *p == '-')
            *p = ' ';
}

bool mk_key_same(const char *a, const char *b)
{
    char x[256], y[256];
    key_fold(a, x, sizeof x);
    key_fold(b, y, sizeof y);
    return strcmp(x, y) == 0;
}

static bool refuse(struct reader *r, int line, enum mk_problem id,
                   const char *arg)
{
    mk_problem(r->problems, line, id, arg);
    return false;
}

static void check_duplicate(struct reader *r, const struct mk_yaml *map,
                            const char *key, int line)
{
    for (const struct mk_yaml *c = map->first; c; c = c->next) {
        // Compared as written: in a value table 'J' and 'j' may both stand.
        if (c->key && strcmp(c->key, key) == 0) {
            char at[16];
            snprintf(at, sizeof at, "%d", c->line);
            mk_problem(r->problems, line, MK_P_DUPLICATE, key, at);
            return;
        }
    }
}

// Hang a node where the reader stands.
static struct mk_yaml *add(struct reader *r, enum mk_yaml_kind kind, int line)
{
    struct mk_yaml *node = mk_arena_alloc(r->arena, sizeof *node);
    *node = (struct mk_yaml){.kind = kind, .line = line, .text = ""};
    r->nodes++;
    if (!r->depth) {
        r->root = node;
        return node;
    }
    struct mk_yaml *up = r->open[r->depth - 1];
    if (up->kind == MK_YAML_MAP) {
        node->key = r->key;
        node->line = r->key_line;
        check_duplicate(r, up, node->key, node->line);
        r->key = NULL;
    }
    if (up->last)
        up->last->next = node;
    else
        up->first = node;
    up->last = node;
    up->n++;
    return node;
}

static bool awaits_key(const struct reader *r)
{
    return r->depth && r->open[r->depth - 1]->kind == MK_YAML_MAP && !r->key;
}

static bool open_block(struct reader *r, enum mk_yaml_kind kind,
                       const yaml_event_t *ev, int line)
{
    const bool map = kind == MK_YAML_MAP;
    if (map ? ev->data.mapping_start.anchor != NULL
            : ev->data.sequence_start.anchor != NULL)
        return refuse(r, line, MK_P_ANCHOR, "");
    if (map ? ev->data.mapping_start.tag != NULL
            : ev->data.sequence_start.tag != NULL)
        return refuse(r, line, MK_P_TAG, "");
    if (awaits_key(r))
        return refuse(r, line, MK_P_KEY, "");
    if (r->depth == MK_YAML_MAX_DEPTH) {
        char most[16];
        snprintf(most, sizeof most, "%d", MK_YAML_MAX_DEPTH);
        return refuse(r, line, MK_P_DEPTH, most);
    }
    struct mk_yaml *node = add(r, kind, line);
    r->open[r->depth++] = node;
    return true;
}

static bool scalar(struct reader *r, const yaml_event_t *ev, int line)
{
    if (ev->data.scalar.anchor)
        return refuse(r, line, MK_P_ANCHOR, "");
    if (ev->data.scalar.tag)
        return refuse(r, line, MK_P_TAG, "");
    const char *text = (const char *)ev->data.scalar.value;
    const size_t n = ev->data.scalar.length;
    if (memchr(text, '\0', n)) // "\0" in quotes: it would cut the text short
        return refuse(r, line, MK_P_SYNTAX, "\\0");
    if (awaits_key(r)) {
        r->key = mk_arena_strn(r->arena, text, n);
        r->key_line = line;
        return true;
    }
    struct mk_yaml *node = add(r, MK_YAML_TEXT, line);
    node->text = mk_arena_strn(r->arena, text, n);
    node->plain = ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return true;
}

static bool event(struct reader *r, const yaml_event_t *ev)
{
    const int line = (int)ev->start_mark.line + 1;
    if (r->nodes > MK_YAML_MAX_NODES)
        return refuse(r, line, MK_P_NODES, "20000");
    switch (ev->type) {
    case YAML_DOCUMENT_START_EVENT:
        return !r->root || refuse(r, line, MK_P_DOCUMENTS, "");
    case YAML_ALIAS_EVENT:
        return refuse(r, line, MK_P_ANCHOR, "");
    case YAML_MAPPING_START_EVENT:
        return open_block(r, MK_YAML_MAP, ev, line);
    case YAML_SEQUENCE_START_EVENT:
        return open_block(r, MK_YAML_LIST, ev, line);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        r->depth--;
        return true;
    case YAML_SCALAR_EVENT:
        return scalar(r, ev, line);
    default:
        return true;
    }
}

// libyaml's own words are English; the usual slips are said in ours.
static void syntax_problem(struct reader *r, const char *text, size_t n)
{
    const yaml_parser_t *y = &r->parser;
    const char *why = y->problem ? y->problem : "?";
    if (y->error == YAML_READER_ERROR) {
        int line = 1;
        for (size_t i = 0; i < n && i < y->problem_offset; i++)
            line += text[i] == '\n';
        mk_problem(r->problems, line, MK_P_NOT_UTF8, "");
        return;
    }
    const size_t at = y->problem_mark.index;
    // A quote never closed is found at the end of the file; say where it opens.
    const bool quote = y->context && strstr(y->context, "quoted");
    const int line =
        (int)(quote ? y->context_mark.line : y->problem_mark.line) + 1;
    if (strstr(why, "cannot start any token") && at < n &&
        memchr(text, '\t', n))
        mk_problem(r->problems, line, MK_P_TAB, "");
    else
        mk_problem(r->problems, line, MK_P_SYNTAX, why);
}

struct mk_yaml *mk_yaml_read(struct mk_arena *arena, const char *text,
                             size_t n, struct mk_problems *problems)
{
    if (n > MK_YAML_MAX_BYTES) {
        mk_problem(problems, 1, MK_P_SIZE, "1 MiB");
        return NULL;
    }
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) { // Notepad's mark
        text += 3;
        n -= 3;
    }
    struct reader r = {.arena = arena, .problems = problems};
    if (!yaml_parser_initialize(&r.parser)) {
        mk_problem(problems, 1, MK_P_SYNTAX, "libyaml");
        return NULL;
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, n);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    bool ok = true;
    for (bool end = false; ok && !end;) {
        yaml_event_t ev;
        if (!yaml_parser_parse(&r.parser, &ev)) {
            syntax_problem(&r, text, n);
            ok = false;
            break;
        }
        end = ev.type == YAML_STREAM_END_EVENT;
        ok = event(&r, &ev);
        yaml_event_delete(&ev);
    }
    if (ok && !r.root)
        ok = refuse(&r, 1, MK_P_EMPTY, "");
    yaml_parser_delete(&r.parser);
    return ok ? r.root : NULL;
}
