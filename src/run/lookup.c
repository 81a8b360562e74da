#include "run/lookup.h"

#include "input/vector.h"

#include <stdlib.h>
#include <string.h>

#define SUGGESTIONS 5
#define LONGEST 64 // of a folded name that is compared letter by letter

struct name {
    const char *text;    // normalised designation, "" when there is none
    const char *fast_id; // "" when there is none
    uint32_t row;
    bool chosen;
};

struct names {
    struct name *v;
    uint32_t n, cap;
    struct mk_arena text;
};

void mk_found_release(struct mk_found *f)
{
    free(f->rows);
    *f = (struct mk_found){0};
}

static void names_release(struct names *names)
{
    free(names->v);
    mk_arena_release(&names->text);
}

static void take_names(struct names *names, const struct mk_batch *b)
{
    char norm[512];
    for (uint32_t i = 0; i < b->n; i++) {
        const struct mk_omrade *o = &b->omr[i];
        mk_fastighet_norm(o->fastighet ? o->fastighet : "", norm,
                          sizeof norm);
        MK_GROW(names->v, names->cap, names->n + 1);
        names->v[names->n++] = (struct name){
            mk_arena_str(&names->text, norm),
            mk_arena_str(&names->text, o->fast_id ? o->fast_id : ""),
            b->first_row + i, false};
    }
}

// Its own context: the run that follows reads the file again and says what
// is to be said of it once.
static enum mk_status read_names(struct mk_ctx *ctx,
                                 const struct mk_project *project,
                                 struct names *names)
{
    struct mk_ctx *own = mk_ctx_new(mk_ctx_lang(ctx));
    struct mk_source *s = NULL;
    struct mk_batch b = {0};
    bool more = true;
    enum mk_status st = mk_source_open(own, &project->parcels, &s);
    while (st == MK_OK && more) {
        st = mk_parcels_read(own, s, 4096, &b, &more);
        if (st == MK_OK)
            take_names(names, &b);
    }
    mk_batch_release(&b);
    mk_source_close(s);
    if (st != MK_OK)
        (void)mk_ctx_take_error(ctx, own, st);
    mk_ctx_free(own);
    return st;
}

static uint32_t choose_exact(struct names *names, const char *want,
                             const char *id)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < names->n; i++) {
        struct name *e = &names->v[i];
        e->chosen = (*want && strcmp(e->text, want) == 0) ||
                    (*e->fast_id && mk_text_same(e->fast_id, id));
        n += e->chosen;
    }
    return n;
}

// "HÖGÅSA 1:3" fits "EKÅSA HÖGÅSA 1:3"; what stands before is the kommun.
static uint32_t choose_short(struct names *names, const char *want)
{
    const size_t len = strlen(want);
    uint32_t n = 0;
    for (uint32_t i = 0; i < names->n; i++) {
        struct name *e = &names->v[i];
        const size_t have = strlen(e->text);
        e->chosen = len && have > len + 1 &&
                    e->text[have - len - 1] == ' ' &&
                    strcmp(e->text + have - len, want) == 0;
        n += e->chosen;
    }
    return n;
}

static int by_text(const void *pa, const void *pb)
{
    return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

// Distinct designations of the names, chosen ones only or all, sorted.
static const char **distinct(const struct names *names, bool chosen_only,
                             uint32_t *n)
{
    const char **v = mk_zalloc(names->n + 1, sizeof *v);
    uint32_t all = 0;
    for (uint32_t i = 0; i < names->n; i++)
        if (*names->v[i].text && (!chosen_only || names->v[i].chosen))
            v[all++] = names->v[i].text;
    if (all)
        qsort(v, all, sizeof *v, by_text);
    *n = 0;
    for (uint32_t i = 0; i < all; i++)
        if (*n == 0 || strcmp(v[*n - 1], v[i]) != 0)
            v[(*n)++] = v[i];
    return v;
}

// Letters to change, add or take away; a folded name is ASCII.
static uint32_t edits(const char *a, const char *b)
{
    uint32_t row[LONGEST + 1];
    const size_t nb = strlen(b);
    for (uint32_t j = 0; j <= nb; j++)
        row[j] = j;
    for (uint32_t i = 0; a[i]; i++) {
        uint32_t before = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < nb; j++) {
            const uint32_t same = before + (a[i] != b[j]);
            before = row[j + 1];
            uint32_t best = before < row[j] ? before + 1 : row[j] + 1;
            row[j + 1] = same < best ? same : best;
        }
    }
    return row[nb];
}

// What is asked for may lack the kommun, so the name's tail counts as well.
static uint32_t unlike(const char *want, const char *name)
{
    char a[LONGEST], b[LONGEST];
    mk_text_fold(want, a, sizeof a);
    mk_text_fold(name, b, sizeof b);
    uint32_t best = edits(a, b);
    const char *tail = strchr(b, ' ');
    if (tail && strchr(tail + 1, ' ')) {
        const uint32_t short_one = edits(a, tail + 1);
        best = short_one < best ? short_one : best;
    }
    return best;
}

struct near {
    const char *text;
    uint32_t edits;
};

static void nearest(const struct names *names, const char *want,
                    struct mk_buf *out)
{
    uint32_t n, kept = 0;
    const char **v = distinct(names, false, &n);
    struct near best[SUGGESTIONS + 1];
    for (uint32_t i = 0; i < n; i++) {
        struct near e = {v[i], unlike(want, v[i])};
        uint32_t k = kept;
        for (; k > 0 && best[k - 1].edits > e.edits; k--)
            best[k] = best[k - 1];
        best[k] = e;
        kept += kept < SUGGESTIONS;
    }
    for (uint32_t k = 0; k < kept; k++)
        mk_buf_printf(out, "%s%s", k ? ", " : "", best[k].text);
    free(v);
}

static enum mk_status not_found(struct mk_ctx *ctx, const struct names *names,
                                const char *want, const char *norm)
{
    struct mk_buf b = {0};
    nearest(names, norm, &b);
    const enum mk_status st =
        mk_fail(ctx, MK_E_FASTIGHET, want, mk_buf_text(&b));
    mk_buf_release(&b);
    return st;
}

static enum mk_status check_one(struct mk_ctx *ctx, const struct names *names,
                                const char *want)
{
    uint32_t n;
    const char **v = distinct(names, true, &n);
    enum mk_status st = MK_OK;
    if (n > 1) {
        struct mk_buf b = {0};
        for (uint32_t i = 0; i < n && i < 20; i++)
            mk_buf_printf(&b, "%s%s", i ? ", " : "", v[i]);
        if (n > 20)
            mk_buf_str(&b, " …");
        st = mk_fail(ctx, MK_E_FASTIGHET_MANY, want, mk_buf_text(&b));
        mk_buf_release(&b);
    }
    free(v);
    return st;
}

// Rows are one fastighet by their fast_id, also those without designation.
static void choose_same_id(struct names *names)
{
    const char **ids = mk_zalloc(names->n + 1, sizeof *ids);
    uint32_t n = 0;
    for (uint32_t i = 0; i < names->n; i++)
        if (names->v[i].chosen && *names->v[i].fast_id)
            ids[n++] = names->v[i].fast_id;
    if (n)
        qsort(ids, n, sizeof *ids, by_text);
    for (uint32_t i = 0; n && i < names->n; i++)
        if (bsearch(&names->v[i].fast_id, ids, n, sizeof *ids, by_text))
            names->v[i].chosen = true;
    free(ids);
}

static enum mk_status choose(struct mk_ctx *ctx, struct names *names,
                             const char *want)
{
    char norm[512];
    mk_fastighet_norm(want, norm, sizeof norm);
    uint32_t n = choose_exact(names, norm, want);
    char *mark = strchr(norm, '>');
    if (!n && mark) { // the name of an område, as the map shows it
        *mark = '\0';
        n = choose_exact(names, norm, want);
    }
    if (!n)
        n = choose_short(names, norm);
    if (!n)
        return not_found(ctx, names, want, norm);
    return check_one(ctx, names, want);
}

enum mk_status mk_fastighet_find(struct mk_ctx *ctx,
                                 const struct mk_project *project,
                                 const char *want, struct mk_found *out)
{
    struct names names = {0};
    *out = (struct mk_found){0};
    enum mk_status st = read_names(ctx, project, &names);
    if (st == MK_OK)
        st = choose(ctx, &names, want);
    if (st == MK_OK) {
        choose_same_id(&names);
        for (uint32_t i = 0; i < names.n; i++) {
            if (!names.v[i].chosen)
                continue;
            MK_GROW(out->rows, out->cap, out->n + 1);
            out->rows[out->n++] = names.v[i].row;
        }
    }
    names_release(&names);
    return st;
}
