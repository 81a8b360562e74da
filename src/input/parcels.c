// Områden: rows of fastighetsindelningen (registerenhetsomradesyta, the older
// ay_<kommunkod>, or any polygon layer with a field map).
#include "input/source.h"

#include <stdio.h>
#include <string.h>

#define MAX_BATCH_VERTICES 1000000

enum { FAST_ID, FASTIGHET, KOMMUNKOD, KOMMUNNAMN, TRAKT, BLOCK, ENHET,
       BLOCKENHET, ETIKETT, OMR_NR, OBJEKTTYP, KEYS };

static const char *const keys[KEYS] = {
    "fast_id", "fastighet", "kommunkod", "kommunnamn", "trakt", "block",
    "enhet", "blockenhet", "etikett", "omr_nr", "objekttyp"};

static enum mk_status columns(struct mk_ctx *ctx, struct mk_source *s)
{
    for (int k = 0; k < KEYS; k++) {
        const enum mk_status st =
            mk_source_field(ctx, s, keys[k], &s->column[k]);
        if (st != MK_OK)
            return st;
    }
    return MK_OK;
}

// "2:261>2" → "2:261"; parentheses mark an uncertain designation.
static size_t etikett_unit(const char *etikett, char *out, size_t cap)
{
    size_t n = 0;
    for (; *etikett && *etikett != '>' && n + 1 < cap; etikett++)
        if (*etikett != '(' && *etikett != ')')
            out[n++] = *etikett;
    out[n] = '\0';
    return n;
}

// "2:261>2" → 2: which part of the property, where no field of its own says.
static bool etikett_part(const char *etikett, double *out)
{
    const char *mark = etikett ? strchr(etikett, '>') : NULL;
    char digits[16];
    if (!mark)
        return false;
    mark += 1 + strspn(mark + 1, " ");
    const size_t n = strspn(mark, "0123456789");
    snprintf(digits, sizeof digits, "%.*s", (int)(n < 15 ? n : 15), mark);
    return n && mk_text_number(digits, out);
}

// KOMMUN TRAKT BLOCK:ENHET from its pieces, when no field holds the whole.
static const char *compose(struct mk_ctx *ctx, struct mk_source *s,
                           OGRFeatureH f, struct mk_arena *arena)
{
    struct mk_column *c = s->column;
    const char *kommun = mk_source_text(ctx, s, f, &c[KOMMUNNAMN], arena);
    const char *trakt = mk_source_text(ctx, s, f, &c[TRAKT], arena);
    if (!trakt)
        return NULL;
    char unit[64] = "";
    const char *whole = mk_source_text(ctx, s, f, &c[BLOCKENHET], arena);
    const char *label = mk_source_text(ctx, s, f, &c[ETIKETT], arena);
    if (whole) {
        snprintf(unit, sizeof unit, "%s", whole);
    } else if (c[ENHET].map) {
        const char *block = mk_source_text(ctx, s, f, &c[BLOCK], arena);
        const char *enhet = mk_source_text(ctx, s, f, &c[ENHET], arena);
        if (enhet)
            snprintf(unit, sizeof unit, "%s%s%s", block ? block : "",
                     block ? ":" : "", enhet);
    } else if (label) {
        etikett_unit(label, unit, sizeof unit);
    }
    if (!unit[0])
        return NULL;
    return mk_arena_printf(arena, "%s%s%s %s", kommun ? kommun : "",
                           kommun ? " " : "", trakt, unit);
}

// Leading zeros are lost where the code was kept as a number (180 → 0180).
static const char *kommunkod(const char *s, struct mk_arena *arena)
{
    if (!s)
        return NULL;
    const size_t n = strspn(s, "0123456789");
    if (n == 0 || n >= 4 || s[n])
        return s;
    return mk_arena_printf(arena, "%.*s%s", (int)(4 - n), "0000", s);
}

static void read_row(struct mk_ctx *ctx, struct mk_source *s, OGRFeatureH f,
                     struct mk_batch *b, struct mk_omrade *o)
{
    struct mk_column *c = s->column;
    struct mk_arena *a = &b->text;
    o->fast_id = mk_source_text(ctx, s, f, &c[FAST_ID], a);
    o->fastighet = c[FASTIGHET].map
        ? mk_source_text(ctx, s, f, &c[FASTIGHET], a)
        : compose(ctx, s, f, a);
    o->kommunkod =
        kommunkod(mk_source_text(ctx, s, f, &c[KOMMUNKOD], a), a);
    o->objekttyp = mk_source_text(ctx, s, f, &c[OBJEKTTYP], a);
    double v;
    bool numbered;
    if (c[OMR_NR].map) {
        const char *nr = mk_source_text(ctx, s, f, &c[OMR_NR], a);
        numbered = nr && mk_text_number(nr, &v);
    } else {
        numbered =
            etikett_part(mk_source_text(ctx, s, f, &c[ETIKETT], a), &v);
    }
    o->omr_nr = numbered && v >= 0 && v < 1e9 ? (int32_t)v : INT32_MIN;
    o->flaw = (uint8_t)mk_source_geometry(s, f, &b->geom);
}

static enum mk_status nothing(struct mk_ctx *ctx, const struct mk_source *s)
{
    return mk_fail(ctx, MK_E_NO_FEATURES, s->layer_name, s->in->path_given);
}

enum mk_status mk_parcels_read(struct mk_ctx *ctx, struct mk_source *s,
                               uint32_t max_rows, struct mk_batch *b,
                               bool *more)
{
    enum mk_status st = MK_OK;
    mk_batch_clear(b);
    if (!s->begun)
        st = columns(ctx, s);
    b->first_row = (uint32_t)s->row;
    *more = false;
    while (st == MK_OK && b->n < max_rows &&
           b->geom.nvert < MAX_BATCH_VERTICES) {
        OGRFeatureH f = mk_source_next(ctx, s, &st);
        if (!f)
            return st == MK_OK && s->row == 0 ? nothing(ctx, s) : st;
        MK_GROW(b->omr, b->cap, b->n + 1);
        read_row(ctx, s, f, b, &b->omr[b->n]);
        b->n++;
        OGR_F_Destroy(f);
    }
    *more = true;
    return st;
}
