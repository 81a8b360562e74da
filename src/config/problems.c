#include "config/problems.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN 100

static const struct {
    const char *text[2]; // MK_SV, MK_EN
} words[] = {
#define PROBLEM(id, sv, en) [id] = {{sv, en}},
#include "config/problems.def"
#undef PROBLEM
};

void mk_problems_release(struct mk_problems *p)
{
    mk_arena_release(&p->arena);
    free(p->v);
    *p = (struct mk_problems){.lang = p->lang};
}

// What the file says, on one line and not endless.
static void quote(struct mk_buf *b, const char *s)
{
    for (size_t n = 0; *s; s++, n++) {
        const unsigned char c = (unsigned char)*s;
        if (n >= 400 && (c & 0xC0) != 0x80) { // not inside a character
            mk_buf_str(b, "…");
            return;
        }
        mk_buf_add(b, c < 0x20 || c == 0x7F ? " " : s, 1);
    }
}

static void fill(struct mk_buf *b, enum mk_problem id, enum mk_lang lang,
                 const char *const args[])
{
    size_t nargs = 0;
    while (nargs < 4 && args[nargs])
        nargs++;
    for (const char *c = words[id].text[lang]; *c; c++) {
        const size_t k = (size_t)(c[1] - '0');
        if (c[0] == '{' && c[1] >= '0' && c[1] <= '3' && c[2] == '}') {
            quote(b, k < nargs ? args[k] : "");
            c += 2;
        } else {
            mk_buf_add(b, c, 1);
        }
    }
}

void mk_problem_args(struct mk_problems *p, int line, enum mk_problem id,
                     const char *const args[])
{
    struct mk_buf b = {0};
    fill(&b, id, p->lang, args);
    MK_GROW(p->v, p->cap, p->n + 1);
    p->v[p->n++] = (struct mk_problem_row){
        line, mk_arena_str(&p->arena, mk_buf_text(&b))};
    mk_buf_release(&b);
}

// By line; within a line in the order found (qsort is not stable, but each
// text of a line is put in order too, so the result is the same every time).
static int by_line(const void *pa, const void *pb)
{
    const struct mk_problem_row *a = pa, *b = pb;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return strcmp(a->text, b->text);
}

void mk_problems_text(struct mk_problems *p, const char *file,
                      struct mk_buf *out)
{
    if (p->n)
        qsort(p->v, p->n, sizeof *p->v, by_line);
    for (uint32_t i = 0; i < p->n && i < SHOWN; i++)
        mk_buf_printf(out, "%s%s:%d: %s", i ? "\n" : "", file, p->v[i].line,
                      p->v[i].text);
    if (p->n > SHOWN) {
        struct mk_buf n = {0};
        mk_buf_int(&n, p->n - SHOWN);
        const char *const args[] = {mk_buf_text(&n), NULL};
        mk_buf_str(out, "\n");
        fill(out, MK_P_MORE, p->lang, args);
        mk_buf_release(&n);
    }
}
