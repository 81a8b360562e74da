#include "input/ngp_catalogue.h"

#include "base/text.h"
#include "input/json_stream.h"
#include "input/ngp_words.h"
#include "input/vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A chain of releases is a few steps; a circle ends here too.
#define MAX_STEPS 32

bool mk_uuid_norm(const char *s, char out[40])
{
    size_t n = 0;
    out[0] = '\0';
    for (; s && *s; s++) {
        if (*s == '{' || *s == '}' || *s == ' ')
            continue;
        if (n == 39)
            return false;
        out[n++] = *s >= 'A' && *s <= 'F' ? (char)(*s + 32) : *s;
    }
    out[n] = '\0';
    return n > 0;
}

const char *mk_catalogue_code_letter(const char *code, struct mk_arena *a)
{
    if (!code || strncmp(code, "DP_", 3) != 0 || strstr(code, "_Eg_"))
        return NULL;
    const char *rest = code + 3;
    const bool public_place = strncmp(rest, "AP_", 3) == 0;
    if (!public_place && strncmp(rest, "KM_", 3) != 0 &&
        strncmp(rest, "VO_", 3) != 0)
        return NULL;
    rest += 3;
    if (public_place) {
        char *word = mk_arena_strn(a, rest, strcspn(rest, "_0123456789"));
        return mk_ngp_word_public(word);
    }
    size_t n = 0;
    while (rest[n] >= 'A' && rest[n] <= 'Z')
        n++;
    const bool whole = rest[n] == '\0' || rest[n] == '_' || rest[n] == '2';
    return n == 1 && whole ? mk_arena_strn(a, rest, 1) : NULL;
}

// "J#" to "J"; "-" and what begins with a small letter are no uses.
static const char *letter_of(const json_t *entry, struct mk_arena *a)
{
    const char *type = mk_json_text(entry, "bestammelsetyp");
    const json_t *type_id = json_object_get(entry, "bestammelsetypid");
    if (type ? !mk_text_same(type, "användningsbestämmelse")
             : json_is_integer(type_id) && json_integer_value(type_id) != 1)
        return NULL;
    const char *written = mk_json_text(entry, "beteckning");
    const size_t n = written ? strcspn(written, "#") : 0;
    if (n && *written != '-' && !(*written >= 'a' && *written <= 'z'))
        return mk_arena_strn(a, written, n);
    return mk_catalogue_code_letter(mk_json_text(entry, "bestammelsekod"), a);
}

// Each uuid of "a, b, c"; the first one goes to *first when asked for.
static void add_replaced(struct mk_catalogue *c, const char *list)
{
    while (list && *list) {
        const size_t n = strcspn(list, ",; ");
        char part[64], id[40];
        snprintf(part, sizeof part, "%.*s", (int)(n < 63 ? n : 63), list);
        if (n && mk_uuid_norm(part, id)) {
            MK_GROW(c->replaced, c->replaced_cap, c->nreplaced + 1);
            c->replaced[c->nreplaced++] = (struct mk_catalogue_old){
                mk_arena_str(&c->text, id), c->n};
        }
        list += n + strspn(list + n, ",; ");
    }
}

static const char *first_uuid(struct mk_catalogue *c, const char *list)
{
    char part[64], id[40];
    if (!list)
        return NULL;
    const size_t n = strcspn(list, ",; ");
    snprintf(part, sizeof part, "%.*s", (int)(n < 63 ? n : 63), list);
    return mk_uuid_norm(part, id) ? mk_arena_str(&c->text, id) : NULL;
}

// "e#" to "e"; a provision drawn as a symbol has no letter.
static const char *mark_of(const json_t *e, struct mk_arena *a)
{
    const char *written = mk_json_text(e, "beteckning");
    const size_t n = written ? strcspn(written, "#") : 0;
    if (n && *written != '-')
        return mk_arena_strn(a, written, n);
    return mk_arena_str(a, mk_json_text(e, "symbol"));
}

static void add_entry(struct mk_catalogue *c, const json_t *e)
{
    char id[40];
    if (!mk_uuid_norm(mk_json_text(e, "id"), id))
        return;
    MK_GROW(c->entries, c->cap, c->n + 1);
    const char *next = first_uuid(c, mk_json_text(e, "ersattsav"));
    if (!next)
        next = first_uuid(c, mk_json_text(e, "motsvarasavidag"));
    add_replaced(c, mk_json_text(e, "ersatter"));
    c->entries[c->n++] = (struct mk_catalogue_entry){
        .id = mk_arena_str(&c->text, id),
        .code = mk_arena_str(&c->text, mk_json_text(e, "bestammelsekod")),
        .category = mk_arena_str(&c->text, mk_json_text(e, "kategori")),
        .mark = mark_of(e, &c->text),
        .letter = letter_of(e, &c->text),
        .next = next,
    };
}

static int entry_cmp(const void *pa, const void *pb)
{
    const struct mk_catalogue_entry *a = pa, *b = pb;
    return strcmp(a->id, b->id);
}

static int old_cmp(const void *pa, const void *pb, void *entries)
{
    const struct mk_catalogue_old *a = pa, *b = pb;
    const struct mk_catalogue_entry *e = entries;
    const int c = strcmp(a->old, b->old);
    return c ? c : strcmp(e[a->entry].id, e[b->entry].id);
}

// The pairs name entries by where they were; sorted pairs first, then sorted
// entries, by way of the ids.
static void sort(struct mk_catalogue *c)
{
    if (!c->n)
        return;
    const char **ids = mk_zalloc(c->nreplaced + 1, sizeof *ids);
    if (c->nreplaced)
        qsort_r(c->replaced, c->nreplaced, sizeof *c->replaced, old_cmp,
                c->entries);
    for (uint32_t i = 0; i < c->nreplaced; i++)
        ids[i] = c->entries[c->replaced[i].entry].id;
    qsort(c->entries, c->n, sizeof *c->entries, entry_cmp);
    for (uint32_t i = 0; i < c->nreplaced; i++) {
        const struct mk_catalogue_entry key = {.id = ids[i]};
        const struct mk_catalogue_entry *e =
            bsearch(&key, c->entries, c->n, sizeof *c->entries, entry_cmp);
        c->replaced[i].entry = (uint32_t)(e - c->entries);
    }
    free(ids);
}

static const struct mk_catalogue_entry *find(const struct mk_catalogue *c,
                                             const char *uuid)
{
    const struct mk_catalogue_entry key = {.id = uuid};
    return c->n ? bsearch(&key, c->entries, c->n, sizeof *c->entries,
                          entry_cmp)
                : NULL;
}

// The first pair of a replaced uuid, or of the next one.
static uint32_t first_pair(const struct mk_catalogue *c, const char *uuid)
{
    uint32_t lo = 0, hi = c->nreplaced;
    while (lo < hi) {
        const uint32_t mid = (lo + hi) / 2;
        if (strcmp(c->replaced[mid].old, uuid) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

// What replaced a uuid that is only known as replaced; NULL when nothing did
// or when several did, with different letters.
static const struct mk_catalogue_entry *
replacement(const struct mk_catalogue *c, const char *uuid)
{
    uint32_t lo = first_pair(c, uuid);
    const struct mk_catalogue_entry *found = NULL;
    for (; lo < c->nreplaced && strcmp(c->replaced[lo].old, uuid) == 0; lo++) {
        const struct mk_catalogue_entry *e =
            &c->entries[c->replaced[lo].entry];
        if (found && found->letter && e->letter &&
            strcmp(found->letter, e->letter) != 0)
            return NULL;
        if (!found || (!found->letter && e->letter))
            found = e;
    }
    return found;
}

const char *mk_catalogue_letter(const struct mk_catalogue *c, const char *uuid,
                                bool *older)
{
    *older = false;
    for (int steps = 0; uuid && steps < MAX_STEPS; steps++) {
        const struct mk_catalogue_entry *e = find(c, uuid);
        if (e && e->letter)
            return e->letter;
        *older = true;
        const struct mk_catalogue_entry *r = replacement(c, uuid);
        if (r && r->letter)
            return r->letter;
        uuid = e && e->next ? e->next : r ? r->id : NULL;
    }
    return NULL;
}

// Did provisions of several codes replace it? Then it is none of them.
static bool is_split(const struct mk_catalogue *c, const char *uuid)
{
    const char *code = NULL;
    uint32_t i = first_pair(c, uuid);
    for (; i < c->nreplaced && strcmp(c->replaced[i].old, uuid) == 0; i++) {
        const char *other = c->entries[c->replaced[i].entry].code;
        if (code && other && strcmp(code, other) != 0)
            return true;
        code = other ? other : code;
    }
    return false;
}

const struct mk_catalogue_entry *
mk_catalogue_get(const struct mk_catalogue *c, const char *uuid, bool *older)
{
    *older = false;
    for (int steps = 0; uuid && steps < MAX_STEPS; steps++) {
        const struct mk_catalogue_entry *e = find(c, uuid);
        if (e && (e->code || e->category || e->mark))
            return e;
        *older = true;
        const struct mk_catalogue_entry *r = replacement(c, uuid);
        if (r)
            return is_split(c, uuid) ? NULL : r;
        uuid = e ? e->next : NULL;
    }
    return NULL;
}

void mk_catalogue_release(struct mk_catalogue *c)
{
    free(c->entries);
    free(c->replaced);
    mk_arena_release(&c->text);
    *c = (struct mk_catalogue){0};
}

enum mk_status mk_catalogue_read(struct mk_ctx *ctx, const struct mk_input *in,
                                 struct mk_catalogue *out)
{
    *out = (struct mk_catalogue){0};
    struct mk_json_stream *s = NULL;
    enum mk_status st = mk_path_check(ctx, in->path, in->path_given);
    if (st == MK_OK)
        st = mk_json_open(ctx, in->path, in->path_given, "bestammelser", &s);
    struct mk_json_item item = {.index = -1};
    do {
        if (st == MK_OK)
            st = mk_json_next(ctx, s, &item);
        if (st == MK_OK && item.value && item.index >= 0)
            add_entry(out, item.value);
    } while (st == MK_OK && item.value);
    mk_json_close(s);
    if (st == MK_OK && !out->n)
        st = mk_fail(ctx, MK_E_NGP_CATALOGUE, in->path_given);
    if (st != MK_OK) {
        mk_catalogue_release(out);
        return mk_within(ctx, st, in->role);
    }
    sort(out);
    return MK_OK;
}
