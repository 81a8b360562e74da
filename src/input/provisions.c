// Rows of provisions: taken apart where one row holds several.
#include "input/provisions.h"

#include "base/text.h"
#include "input/json_stream.h"
#include "input/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mk_provisions_release(struct mk_provisions *p)
{
    free(p->v);
    mk_polyset_release(&p->geom);
    *p = (struct mk_provisions){0};
}

void mk_provisions_merge(struct mk_provisions *to, struct mk_provisions *from)
{
    const uint32_t base = to->geom.n;
    for (uint32_t i = 0; i < from->geom.n; i++) {
        const struct mk_poly g = mk_polyset_get(&from->geom, i);
        mk_polyset_add(&to->geom, &g);
    }
    MK_GROW(to->v, to->cap, to->n + from->n);
    for (uint32_t i = 0; i < from->n; i++) {
        struct mk_provision p = from->v[i];
        p.geom += p.geom == MK_PV_WHOLE_PLAN ? 0 : base;
        to->v[to->n++] = p;
    }
    to->given = to->given || from->given;
    mk_provisions_release(from);
}

// ---- whose wording, whose value -------------------------------------------

/** Parts between `mark`; true when there are exactly n, none blank. */
static bool divide(const char *text, const char *mark, uint32_t n,
                   struct mk_arena *a, const char *out[])
{
    const size_t step = strlen(mark);
    uint32_t k = 0;
    for (const char *s = text; s; k++) {
        const char *end = strstr(s, mark);
        const size_t len = end ? (size_t)(end - s) : strlen(s);
        const char *part = k < n ? mk_text_trimmed(a, s, len) : NULL;
        if (!part)
            return false;
        out[k] = part;
        s = end ? end + step : NULL;
    }
    return k == n;
}

static bool word_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

// Where a beteckning stands as a word of its own.
static const char *find_code(const char *text, const struct mk_pv_code *c)
{
    for (const char *s = text; *s; s++)
        if (strncmp(s, c->at, c->name_len) == 0 &&
            (s == text || !word_char(s[-1])) && !word_char(s[c->name_len]))
            return s;
    return NULL;
}

// "e1: största byggnadsarea 30 % h1: högsta nockhöjd 9 m", cut at its codes.
static bool divide_at_codes(const char *text, const struct mk_pv_code *c,
                            uint32_t n, struct mk_arena *a,
                            const char *out[])
{
    const char *at[MK_PV_CODES];
    for (uint32_t i = 0; i < n; i++) {
        at[i] = find_code(text, &c[i]);
        if (!at[i])
            return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        const char *from = at[i] + c[i].name_len;
        const char *end = text + strlen(text);
        for (uint32_t k = 0; k < n; k++)
            if (at[k] > at[i] && at[k] < end)
                end = at[k];
        from += strspn(from, " \t:.,=-");
        out[i] = from < end
                     ? mk_text_trimmed(a, from, (size_t)(end - from)) : NULL;
        if (!out[i])
            return false;
    }
    return true;
}

/** A text of several provisions to each its own; what is the same for all
 * stays with all. @return false when it holds figures that are left out */
static bool share_out(const char *text, const struct mk_pv_code *c, uint32_t n,
                      struct mk_arena *a, const char *out[])
{
    static const char *const marks[] = {"\n", ";", " + ", "|"};
    for (size_t i = 0; text && i < sizeof marks / sizeof *marks; i++)
        if (divide(text, marks[i], n, a, out))
            return true;
    if (text && divide_at_codes(text, c, n, a, out))
        return true;
    const bool figures = text && strpbrk(text, "0123456789");
    for (uint32_t i = 0; i < n; i++)
        out[i] = figures ? NULL : text;
    return !figures;
}

// ---- one row ----------------------------------------------------------------

static struct mk_pv_value copy_value(struct mk_arena *a, struct mk_pv_value v)
{
    return (struct mk_pv_value){mk_arena_str(a, v.text),
                                mk_arena_str(a, v.unit),
                                mk_arena_str(a, v.bound)};
}

static struct mk_provision *append(struct mk_provisions *out)
{
    MK_GROW(out->v, out->cap, out->n + 1);
    return &out->v[out->n++];
}

static void copy_row(struct mk_provision *to, struct mk_arena *a,
                     const struct mk_provision *p)
{
    *to = *p;
    to->id = mk_arena_str(a, p->id);
    to->plan = mk_arena_str(a, p->plan);
    to->code = mk_arena_str(a, p->code);
    to->catalogue = mk_arena_str(a, p->catalogue);
    to->category = mk_arena_str(a, p->category);
    to->text = mk_arena_str(a, p->text);
    for (uint8_t i = 0; i < p->nvalues; i++)
        to->value[i] = copy_value(a, p->value[i]);
}

// "30 %" in a beteckning: the number, and what follows it as its unit.
static struct mk_pv_value value_of(struct mk_arena *a,
                                   const struct mk_pv_code *c)
{
    const char *s = c->at + c->value;
    size_t n = 0;
    while (n < c->value_len && strchr("0123456789,.+-", s[n]))
        n++;
    return (struct mk_pv_value){
        mk_arena_strn(a, s, n), mk_text_trimmed(a, s + n, c->value_len - n),
        NULL};
}

// A value of its own column goes before one in the beteckning.
static void set_code(struct mk_provision *p, struct mk_arena *a,
                     const struct mk_pv_code *c)
{
    const bool index = c->name_len &&
                       strchr("0123456789", c->at[c->name_len - 1]);
    p->code = mk_arena_strn(a, c->at, index ? c->name_len : c->len);
    if (c->value_len && !p->nvalues)
        p->value[p->nvalues++] = value_of(a, c);
}

static void add_several(struct mk_ctx *ctx, struct mk_provisions *out,
                        struct mk_arena *a, const struct mk_provision *p,
                        const struct mk_pv_code *c, uint32_t n,
                        const char *key)
{
    const char *text[MK_PV_CODES], *value[MK_PV_CODES];
    const char *one = p->nvalues == 1 ? p->value[0].text : NULL;
    const bool shared = share_out(p->text, c, n, a, text);
    const bool valued = share_out(one, c, n, a, value) && p->nvalues < 2;
    if (!shared || !valued)
        mk_note(ctx, MK_N_PROV_SHARED, key, p->code);
    for (uint32_t i = 0; i < n; i++) {
        struct mk_provision *to = append(out);
        const struct mk_provision bare = {
            .id = p->id, .plan = p->plan, .catalogue = p->catalogue,
            .category = p->category, .geom = p->geom, .row = p->row};
        copy_row(to, a, &bare);
        to->text = mk_arena_str(a, text[i]);
        if (one && value[i])
            to->value[to->nvalues++] = copy_value(
                a, (struct mk_pv_value){value[i], p->value[0].unit,
                                        p->value[0].bound});
        set_code(to, a, &c[i]);
    }
}

const char *mk_pv_cut(struct mk_ctx *ctx, const char *text,
                      struct mk_arena *to, const char *key)
{
    if (!text || strnlen(text, MK_PV_WORDING + 1) <= MK_PV_WORDING)
        return text;
    size_t n = MK_PV_WORDING;
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80) // inside a letter
        n--;
    char most[16];
    snprintf(most, sizeof most, "%d", MK_PV_WORDING / 1024);
    mk_note(ctx, MK_N_PROV_LONG, key, most);
    return mk_arena_strn(to, text, n);
}

void mk_provisions_add(struct mk_ctx *ctx, struct mk_provisions *out,
                       struct mk_arena *text, const struct mk_provision *p,
                       const char *key)
{
    struct mk_pv_code c[MK_PV_CODES];
    const uint32_t n = mk_pv_codes(p->code, c);
    struct mk_provision row = *p;
    row.text = mk_pv_cut(ctx, p->text, text, key);
    out->given = true;
    if (n > 1) {
        add_several(ctx, out, text, &row, c, n, key);
        return;
    }
    struct mk_provision *to = append(out);
    copy_row(to, text, &row);
    if (n == 1)
        set_code(to, text, &c[0]);
}

// ---- NGP's values -----------------------------------------------------------

static const char *scalar(const json_t *v, struct mk_arena *a)
{
    if (json_is_string(v))
        return mk_text_trimmed(a, json_string_value(v), json_string_length(v));
    if (!json_is_number(v))
        return NULL;
    char *t = json_dumps(v, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    const char *text = mk_arena_str(a, t);
    free(t);
    return text;
}

static void add_value(const json_t *v, struct mk_arena *a,
                      struct mk_provision *p)
{
    const json_t *value =
        json_is_object(v) ? json_object_get(v, "variabelvarde") : v;
    const char *text = scalar(value, a);
    if (!text || p->nvalues == MK_PV_VALUES)
        return;
    p->value[p->nvalues++] = (struct mk_pv_value){
        text, scalar(json_object_get(v, "enhet"), a),
        scalar(json_object_get(v, "vardetyp"), a)};
}

void mk_pv_values(const json_t *list, struct mk_arena *text,
                  struct mk_provision *p)
{
    if (!json_is_array(list)) {
        add_value(list, text, p);
        return;
    }
    for (size_t i = 0; i < json_array_size(list); i++)
        add_value(json_array_get(list, i), text, p);
}

const char *mk_pv_wording(const char *text, const struct mk_provision *values,
                          struct mk_arena *to)
{
    if (!text)
        return NULL;
    struct mk_buf b = {0};
    for (uint8_t i = 0; i < values->nvalues; i++) {
        const char *open = strchr(text, '[');
        const char *close = open ? strchr(open, ']') : NULL;
        if (!close)
            break;
        mk_buf_add(&b, text, (size_t)(open - text));
        mk_buf_str(&b, values->value[i].text);
        text = close + 1;
    }
    mk_buf_str(&b, text);
    const char *whole = mk_arena_str(to, mk_buf_text(&b));
    mk_buf_release(&b);
    return whole;
}

// ---- the layer `egenskaper` -------------------------------------------------

enum { E_ID, E_PLAN, E_CODE, E_TEXT, E_VALUE, E_UNIT, E_CATEGORY,
       E_CATALOGUE, E_KEYS };

static const char *const keys[E_KEYS] = {
    "id", "plan", "beteckning", "text", "varde", "enhet", "kategori", "kod"};

uint32_t mk_pv_geometry(struct mk_ctx *ctx, struct mk_source *s,
                        OGRFeatureH feature, struct mk_polyset *set,
                        const char *key)
{
    if (!mk_source_crs(s))
        return MK_PV_WHOLE_PLAN;
    OGRGeometryH g = OGR_F_GetGeometryRef(feature);
    const bool none = !g || OGR_G_IsEmpty(g);
    const enum mk_geom_flaw flaw = mk_source_geometry(s, feature, set);
    if (flaw == MK_GEOM_NAN)
        mk_note(ctx, MK_N_GEOM_BAD, key, "NaN");
    else if (flaw == MK_GEOM_RINGS)
        mk_note(ctx, MK_N_GEOM_REPAIRED, key, "ring");
    else if (flaw == MK_GEOM_NONE && (none || OGR_G_GetDimension(g) == 2))
        mk_note(ctx, MK_N_GEOM_EMPTY, key, "");
    return set->n - 1;
}

static void read_row(struct mk_ctx *ctx, struct mk_source *s, OGRFeatureH f,
                     struct mk_arena *a, struct mk_provision *p)
{
    const char *t[E_KEYS];
    for (int k = 0; k < E_KEYS; k++)
        t[k] = mk_source_text(ctx, s, f, &s->column[k], a);
    *p = (struct mk_provision){
        .id = t[E_ID], .plan = t[E_PLAN], .code = t[E_CODE],
        .text = t[E_TEXT], .category = t[E_CATEGORY],
        .catalogue = t[E_CATALOGUE], .row = (uint32_t)s->row};
    if (t[E_VALUE])
        p->value[p->nvalues++] =
            (struct mk_pv_value){t[E_VALUE], t[E_UNIT], NULL};
}

enum mk_status mk_provisions_read(struct mk_ctx *ctx, struct mk_source *s,
                                  struct mk_arena *text,
                                  struct mk_provisions *out)
{
    enum mk_status st = MK_OK;
    struct mk_arena a = {0};
    for (int k = 0; k < E_KEYS && st == MK_OK; k++)
        st = mk_source_field(ctx, s, keys[k], &s->column[k]);
    out->given = true;
    OGRFeatureH f;
    while (st == MK_OK && (f = mk_source_next(ctx, s, &st)) != NULL) {
        struct mk_provision p;
        char key[64];
        mk_arena_clear(&a);
        snprintf(key, sizeof key, "%s rad %llu", s->in->role,
                 (unsigned long long)s->row);
        read_row(ctx, s, f, &a, &p);
        p.geom = mk_pv_geometry(ctx, s, f, &out->geom, key);
        mk_provisions_add(ctx, out, text, &p, key);
        OGR_F_Destroy(f);
    }
    mk_arena_release(&a);
    return mk_within(ctx, st, s->in->role);
}
