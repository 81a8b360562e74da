#include <markklar/ctx.h>

#include "base/arena.h"
#include "base/handles.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct message {
    const char *code;
    enum mk_severity severity;
    enum mk_status status;
    const char *text[2];   // MK_SV, MK_EN
    const char *advice[2];
};

static const struct message messages[] = {
#define MK_MSG(id, code, sev, st, sv, en, sv_do, en_do)                     \
    [id] = {code, sev, st, {sv, en}, {sv_do, en_do}},
#include <markklar/messages.def>
#undef MK_MSG
};

struct note {
    char *key, *text;
};

struct notes {
    struct note *v;
    uint32_t n, cap;
    uint64_t count;
};

struct mk_ctx {
    enum mk_lang lang;
    struct mk_buf error;
    struct notes notes[MK_MSG_COUNT];
    struct mk_note_row *sorted;
    GEOSContextHandle_t geos;
    char geos_error[256];
    PJ_CONTEXT *proj;
};

struct mk_ctx *mk_ctx_new(enum mk_lang lang)
{
    struct mk_ctx *ctx = mk_zalloc(1, sizeof *ctx);
    ctx->lang = lang;
    return ctx;
}

static void notes_clear(struct notes *n)
{
    for (uint32_t i = 0; i < n->n; i++) {
        free(n->v[i].key);
        free(n->v[i].text);
    }
    free(n->v);
    *n = (struct notes){0};
}

void mk_ctx_free(struct mk_ctx *ctx)
{
    if (!ctx)
        return;
    for (int i = 0; i < MK_MSG_COUNT; i++)
        notes_clear(&ctx->notes[i]);
    free(ctx->sorted);
    mk_buf_release(&ctx->error);
    if (ctx->geos)
        GEOS_finish_r(ctx->geos);
    if (ctx->proj)
        proj_context_destroy(ctx->proj);
    free(ctx);
}

enum mk_lang mk_ctx_lang(const struct mk_ctx *ctx)
{
    return ctx->lang;
}

// Copy `text` with {0}..{7} replaced by the arguments.
static void fill(struct mk_buf *b, const char *text, const char *const args[])
{
    size_t nargs = 0;
    while (args && nargs < 8 && args[nargs])
        nargs++;
    for (const char *p = text; *p; p++) {
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '7' && p[2] == '}') {
            const size_t k = (size_t)(p[1] - '0');
            if (k < nargs)
                mk_buf_str(b, args[k]);
            p += 2;
        } else {
            mk_buf_add(b, p, 1);
        }
    }
}

enum mk_status mk_fail_args(struct mk_ctx *ctx, enum mk_msg msg,
                            const char *const args[])
{
    const struct message *m = &messages[msg];
    struct mk_buf *b = &ctx->error;
    b->len = 0;
    mk_buf_printf(b, "%s [%s]: ", ctx->lang == MK_EN ? "error" : "fel",
                  m->code);
    fill(b, m->text[ctx->lang], args);
    if (m->advice[ctx->lang][0]) {
        mk_buf_str(b, "\n  ");
        fill(b, m->advice[ctx->lang], args);
    }
    return m->status;
}

enum mk_status mk_within(struct mk_ctx *ctx, enum mk_status st,
                         const char *what)
{
    if (st != MK_OK)
        mk_buf_printf(&ctx->error, "\n  (%s)", what);
    return st;
}

enum mk_status mk_ctx_take_error(struct mk_ctx *to, struct mk_ctx *from,
                                 enum mk_status st)
{
    to->error.len = 0;
    mk_buf_add(&to->error, from->error.data ? from->error.data : "",
               from->error.len);
    return st;
}

const char *mk_ctx_error(const struct mk_ctx *ctx)
{
    return ctx->error.len ? mk_buf_text((struct mk_buf *)&ctx->error) : "";
}

void mk_note_args(struct mk_ctx *ctx, enum mk_msg msg, const char *key,
                  const char *const args[])
{
    struct notes *n = &ctx->notes[msg];
    n->count++;
    if (n->n >= MK_NOTE_KEYS)
        return;
    struct mk_buf text = {0};
    fill(&text, messages[msg].text[ctx->lang], args);
    MK_GROW(n->v, n->cap, n->n + 1);
    n->v[n->n].key = mk_alloc(strlen(key) + 1);
    memcpy(n->v[n->n].key, key, strlen(key) + 1);
    mk_buf_text(&text);
    n->v[n->n].text = text.data;
    n->n++;
}

void mk_notes_merge(struct mk_ctx *to, struct mk_ctx *from)
{
    for (int i = 0; i < MK_MSG_COUNT; i++) {
        struct notes *a = &to->notes[i], *b = &from->notes[i];
        a->count += b->count;
        for (uint32_t k = 0; k < b->n; k++) {
            if (a->n < MK_NOTE_KEYS) {
                MK_GROW(a->v, a->cap, a->n + 1);
                a->v[a->n++] = b->v[k];
            } else {
                free(b->v[k].key);
                free(b->v[k].text);
            }
        }
        free(b->v);
        *b = (struct notes){0};
    }
}

// Digits compare as numbers, so that "rad 9" comes before "rad 17".
static int natural(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        if (*a >= '0' && *a <= '9' && *b >= '0' && *b <= '9') {
            char *ea, *eb;
            const unsigned long long x = strtoull(a, &ea, 10);
            const unsigned long long y = strtoull(b, &eb, 10);
            if (x != y)
                return x < y ? -1 : 1;
            a = ea - 1;
            b = eb - 1;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        }
    }
    return (*a != 0) - (*b != 0);
}

static int note_cmp(const void *pa, const void *pb)
{
    const struct note *a = pa, *b = pb;
    int c = natural(a->key, b->key);
    if (!c)
        c = strcmp(a->key, b->key);
    return c ? c : strcmp(a->text, b->text);
}

const struct mk_note_row *mk_notes_sorted(struct mk_ctx *ctx, size_t *n)
{
    size_t total = 0;
    for (int i = 0; i < MK_MSG_COUNT; i++)
        total += ctx->notes[i].n;
    free(ctx->sorted);
    ctx->sorted = mk_zalloc(total + 1, sizeof *ctx->sorted);
    size_t k = 0;
    for (int i = 0; i < MK_MSG_COUNT; i++) {
        struct notes *m = &ctx->notes[i];
        if (m->n)
            qsort(m->v, m->n, sizeof *m->v, note_cmp);
        for (uint32_t j = 0; j < m->n; j++)
            ctx->sorted[k++] = (struct mk_note_row){
                (enum mk_msg)i, m->count, m->v[j].key, m->v[j].text};
    }
    *n = total;
    return ctx->sorted;
}

uint64_t mk_notes_count(const struct mk_ctx *ctx, enum mk_msg msg)
{
    return ctx->notes[msg].count;
}

const char *mk_msg_code(enum mk_msg msg)
{
    return messages[msg].code;
}

enum mk_severity mk_msg_severity(enum mk_msg msg)
{
    return messages[msg].severity;
}

enum mk_status mk_msg_status(enum mk_msg msg)
{
    return messages[msg].status;
}

const char *mk_msg_advice(enum mk_msg msg, enum mk_lang lang)
{
    return messages[msg].advice[lang];
}

static void geos_message(const char *text, void *udata)
{
    struct mk_ctx *ctx = udata;
    snprintf(ctx->geos_error, sizeof ctx->geos_error, "%s", text);
}

GEOSContextHandle_t mk_ctx_geos(struct mk_ctx *ctx)
{
    if (!ctx->geos) {
        ctx->geos = GEOS_init_r();
        GEOSContext_setErrorMessageHandler_r(ctx->geos, geos_message, ctx);
        GEOSContext_setNoticeMessageHandler_r(ctx->geos, geos_message, ctx);
    }
    return ctx->geos;
}

const char *mk_ctx_geos_error(const struct mk_ctx *ctx)
{
    return ctx->geos_error;
}

void mk_ctx_geos_reword(struct mk_ctx *ctx, const char *text)
{
    snprintf(ctx->geos_error, sizeof ctx->geos_error, "%s", text);
}

PJ_CONTEXT *mk_ctx_proj(struct mk_ctx *ctx)
{
    if (!ctx->proj) {
        ctx->proj = proj_context_create();
        proj_context_set_enable_network(ctx->proj, 0);
        proj_log_level(ctx->proj, PJ_LOG_NONE);
    }
    return ctx->proj;
}
