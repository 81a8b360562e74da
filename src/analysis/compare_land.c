#include <markklar/compare.h>

#include "base/arena.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
#define KLASS_OUTSIDE 8

// ---- reading a row

static int field_at(const struct mk_published_layer *l, const char *name)
{
    for (int i = 0; i < l->def->nfields; i++)
        if (strcmp(l->def->fields[i].name, name) == 0)
            return l->has[i] ? i : -1;
    return -1;
}

static union mk_datum cell(const struct mk_published_layer *l, uint32_t row,
                          int field)
{
    return l->cells[(size_t)row * l->def->nfields + field];
}

static const char *text_of(const struct mk_published_layer *l, uint32_t row,
                           const char *name)
{
    const int i = field_at(l, name);
    const char *t = i < 0 ? NULL : cell(l, row, i).text;
    return t ? t : "";
}

// Class and "served" are both null only without a timetable.
static mk_fixed klass_of(const struct mk_published_layer *l, uint32_t row)
{
    const char *k = text_of(l, row, "koll_klass");
    if (*k)
        return *k - 'A' + 1;
    const int served = field_at(l, "kolln_500");
    return served >= 0 && cell(l, row, served).num != MK_UNKNOWN
               ? KLASS_OUTSIDE : MK_UNKNOWN;
}

static mk_fixed measure(const struct mk_published_layer *l, uint32_t row,
                        enum mk_measure m)
{
    if (m == MK_ME_KLASS)
        return klass_of(l, row);
    const int i = field_at(l, mk_measure_get(m)->field);
    return i < 0 ? MK_UNKNOWN : cell(l, row, i).num;
}

// ---- pairing

// What land is known by. `group` is the område; within it shape, plan and
// name tell its delområden apart.
struct key {
    const char *group, *plan, *name;
    uint64_t shape;
    uint32_t row;
    uint32_t other; // row of the other set, or NONE
};

static struct key key_of(const struct mk_published_layer *l, uint32_t row,
                         struct mk_arena *a)
{
    const char *id = text_of(l, row, "fast_id");
    const int nr = field_at(l, "omr_nr");
    const mk_fixed n = nr < 0 ? MK_UNKNOWN : cell(l, row, nr).num;
    if (!*id)
        id = text_of(l, row, "fastighet");
    struct key k = {.plan = text_of(l, row, "plan_akt"),
                    .name = text_of(l, row, "del_id"),
                    .shape = l->shape[row], .row = row, .other = NONE};
    if (!*k.plan)
        k.plan = text_of(l, row, "plan_nr");
    // Land without a name is known by its shape alone.
    k.group = *id ? mk_arena_printf(a, "%s\x1f%lld", id, (long long)n)
                  : mk_arena_printf(a, "\x1f%016llx",
                                    (unsigned long long)k.shape);
    return k;
}

static int by_key(const void *pa, const void *pb)
{
    const struct key *a = pa, *b = pb;
    int c = strcmp(a->group, b->group);
    if (!c)
        c = strcmp(a->plan, b->plan);
    if (!c)
        c = strcmp(a->name, b->name);
    if (c)
        return c;
    if (a->shape != b->shape)
        return a->shape < b->shape ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static struct key *keys_of(const struct mk_published_layer *l,
                           struct mk_arena *a)
{
    struct key *v = mk_alloc(((size_t)l->n + 1) * sizeof *v);
    for (uint32_t i = 0; i < l->n; i++)
        v[i] = key_of(l, i, a);
    if (l->n)
        qsort(v, l->n, sizeof *v, by_key);
    return v;
}

enum pass { SHAPE_AND_PLAN, SHAPE, PLAN_AND_NAME, PASSES };

static bool alike(const struct key *a, const struct key *b, enum pass p)
{
    const bool shape = a->shape == b->shape;
    const bool plan = strcmp(a->plan, b->plan) == 0;
    switch (p) {
    case SHAPE_AND_PLAN: return shape && plan;
    case SHAPE: return shape;
    default: return plan && strcmp(a->name, b->name) == 0;
    }
}

static void join(struct key *a, struct key *b)
{
    a->other = b->row;
    b->other = a->row;
}

static uint32_t count_left(const struct key *v, uint32_t n, struct key **last,
                           struct key *base)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < n; i++)
        if (v[i].other == NONE) {
            left++;
            *last = base + i;
        }
    return left;
}

// The land of one område, from what is surest to what is least: the same
// shape and plan, the same shape, the same plan and number; and what is left
// when one of each is, if the plan is the same.
static void pair_group(struct key *a, uint32_t na, struct key *b, uint32_t nb)
{
    for (int p = 0; p < PASSES; p++)
        for (uint32_t i = 0; i < na; i++)
            for (uint32_t k = 0; a[i].other == NONE && k < nb; k++)
                if (b[k].other == NONE && alike(&a[i], &b[k], (enum pass)p))
                    join(&a[i], &b[k]);
    struct key *x = NULL, *y = NULL;
    if (count_left(a, na, &x, a) == 1 && count_left(b, nb, &y, b) == 1 &&
        strcmp(x->plan, y->plan) == 0)
        join(x, y);
}

static uint32_t group_end(const struct key *v, uint32_t from, uint32_t n)
{
    uint32_t i = from;
    while (i < n && strcmp(v[i].group, v[from].group) == 0)
        i++;
    return i;
}

static void pair_layers(struct key *a, uint32_t na, struct key *b, uint32_t nb)
{
    uint32_t i = 0, k = 0;
    while (i < na && k < nb) {
        const int c = strcmp(a[i].group, b[k].group);
        const uint32_t ie = group_end(a, i, na), ke = group_end(b, k, nb);
        if (c == 0)
            pair_group(a + i, ie - i, b + k, ke - k);
        i = c <= 0 ? ie : i;
        k = c >= 0 ? ke : k;
    }
}

// ---- what differs

static bool is_identity(const char *name)
{
    static const char *const names[] = {"fast_id", "fastighet", "omr_nr",
                                        "kommunkod", "del_id", "basta_del"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool same_cell(enum mk_type t, union mk_datum a, union mk_datum b)
{
    if (t != MK_T_TEXT)
        return a.num == b.num;
    return (!a.text && !b.text) ||
           (a.text && b.text && strcmp(a.text, b.text) == 0);
}

static const char *list_fields(const struct mk_land_change *c,
                               struct mk_arena *a)
{
    const struct mk_layer_def *def = c->before->def;
    struct mk_buf b = {0};
    for (int i = 0; i < def->nfields; i++) {
        const struct mk_field *f = &def->fields[i];
        if (c->before->has[i] && c->after->has[i] && !is_identity(f->name) &&
            !same_cell(f->type, cell(c->before, c->before_row, i),
                       cell(c->after, c->after_row, i)))
            mk_buf_printf(&b, "%s%s", b.len ? "; " : "", f->name);
    }
    const char *text = b.len ? mk_arena_str(a, mk_buf_text(&b)) : NULL;
    mk_buf_release(&b);
    return text;
}

static void set_measures(struct mk_land_change *c)
{
    for (int m = 0; m < MK_ME_COUNT; m++) {
        const enum mk_measure me = (enum mk_measure)m;
        mk_fixed f = MK_UNKNOWN, e = MK_UNKNOWN;
        if (c->before_row != NONE)
            f = measure(c->before, c->before_row, me);
        if (c->after_row != NONE)
            e = measure(c->after, c->after_row, me);
        c->fore[m] = f;
        c->efter[m] = e;
        c->skillnad[m] = f == MK_UNKNOWN || e == MK_UNKNOWN ? MK_UNKNOWN
                         : m == MK_ME_KLASS ? f - e : e - f;
    }
}

// A measure that only one set knows says nothing of better or worse. The
// difference of classes is steps up already.
static int judge(const struct mk_land_change *c, enum mk_measure m)
{
    const mk_fixed d = c->skillnad[m];
    if (d == MK_UNKNOWN || d == 0)
        return 0;
    const bool less = mk_measure_get(m)->less_is_better && m != MK_ME_KLASS;
    return (d > 0) == less ? -1 : 1;
}

static enum mk_verdict verdict_of(const struct mk_land_change *c)
{
    if (c->before_row == NONE)
        return MK_VE_NEW;
    if (c->after_row == NONE)
        return MK_VE_GONE;
    for (int g = 0; g < MK_MG_NONE; g++) {
        bool better = false, worse = false;
        for (int m = 0; m < MK_ME_COUNT; m++) {
            const int j = (int)mk_measure_get((enum mk_measure)m)->group == g
                              ? judge(c, (enum mk_measure)m) : 0;
            better = better || j > 0;
            worse = worse || j < 0;
        }
        if (better || worse)
            return !worse ? MK_VE_BETTER : !better ? MK_VE_WORSE : MK_VE_BOTH;
    }
    return MK_VE_OTHER;
}

static void count_move(struct mk_class_moves *n, const struct mk_land_change *c)
{
    const mk_fixed d = c->skillnad[MK_ME_KLASS];
    if (c->before_row == NONE) {
        n->added++;
    } else if (c->after_row == NONE) {
        n->gone++;
    } else if (d == MK_UNKNOWN || d == 0) {
        n->same++;
    } else {
        const mk_fixed m2 = mk_land_value(c, "industri_m2").num;
        *(d > 0 ? &n->up : &n->down) += 1;
        if (m2 != MK_UNKNOWN)
            *(d > 0 ? &n->up_m2 : &n->down_m2) += m2;
    }
}

// An område with delområden speaks through them.
static bool has_parts(const struct mk_land_change *c)
{
    return (c->before_row != NONE &&
            *text_of(c->before, c->before_row, "basta_del")) ||
           (c->after_row != NONE &&
            *text_of(c->after, c->after_row, "basta_del"));
}

static void take(struct mk_comparison *out, struct mk_land_change c)
{
    set_measures(&c);
    count_move(c.part ? &out->delomraden : &out->omraden, &c);
    if (!c.part && has_parts(&c))
        return;
    const bool both = c.before_row != NONE && c.after_row != NONE;
    if (both)
        c.fields = list_fields(&c, out->storage);
    if (both && !c.fields)
        return;
    c.verdict = (uint8_t)verdict_of(&c);
    out->verdict[c.verdict]++;
    MK_GROW(out->v, out->cap, out->n + 1);
    out->v[out->n++] = c;
}

static void compare_layers(const struct mk_published_layer *before,
                           const struct mk_published_layer *after, bool part,
                           struct mk_comparison *out)
{
    struct mk_arena text = {0};
    struct key *a = keys_of(before, &text), *b = keys_of(after, &text);
    pair_layers(a, before->n, b, after->n);
    struct mk_land_change c = {.before = before, .after = after,
                               .part = part};
    for (uint32_t i = 0; i < after->n; i++) {
        c.after_row = b[i].row;
        c.before_row = b[i].other;
        take(out, c);
    }
    for (uint32_t i = 0; i < before->n; i++) {
        c.after_row = NONE;
        c.before_row = a[i].row;
        if (a[i].other == NONE)
            take(out, c);
    }
    free(a);
    free(b);
    mk_arena_release(&text);
}

// ---- most changed first

static mk_fixed size_of(const struct mk_land_change *c, enum mk_measure m)
{
    const mk_fixed d = c->skillnad[m];
    return d == MK_UNKNOWN ? 0 : d < 0 ? -d : d;
}

static int by_text(const struct mk_land_change *a,
                   const struct mk_land_change *b, const char *field)
{
    const char *x = mk_land_value(a, field).text;
    const char *y = mk_land_value(b, field).text;
    return strcmp(x ? x : "", y ? y : "");
}

static uint64_t shape_of(const struct mk_land_change *c)
{
    return c->after_row != NONE ? c->after->shape[c->after_row]
                                : c->before->shape[c->before_row];
}

static int by_change(const void *pa, const void *pb)
{
    static const enum mk_measure order[] = {
        MK_ME_KLASS, MK_ME_RESTID_P50, MK_ME_ARBKR_45, MK_ME_POANG, MK_ME_AVG,
        MK_ME_HPL};
    const struct mk_land_change *a = pa, *b = pb;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const mk_fixed x = size_of(a, order[i]), y = size_of(b, order[i]);
        if (x != y)
            return x > y ? -1 : 1;
    }
    if (a->verdict != b->verdict)
        return a->verdict < b->verdict ? -1 : 1;
    if (a->part != b->part)
        return a->part ? -1 : 1;
    int c = by_text(a, b, "fastighet");
    if (!c)
        c = by_text(a, b, "fast_id");
    if (!c)
        c = by_text(a, b, "del_id");
    if (c)
        return c;
    const mk_fixed x = mk_land_value(a, "omr_nr").num;
    const mk_fixed y = mk_land_value(b, "omr_nr").num;
    if (x != y)
        return x < y ? -1 : 1;
    const uint64_t s = shape_of(a), t = shape_of(b);
    return (s > t) - (s < t);
}

void mk_comparison_release(struct mk_comparison *c)
{
    free(c->v);
    if (c->storage)
        mk_arena_release(c->storage);
    free(c->storage);
    *c = (struct mk_comparison){0};
}

void mk_compare_land(const struct mk_published_set *before,
                     const struct mk_published_set *after,
                     struct mk_comparison *out)
{
    *out = (struct mk_comparison){.storage =
                                      mk_zalloc(1, sizeof(struct mk_arena))};
    compare_layers(&before->parts, &after->parts, true, out);
    compare_layers(&before->mark, &after->mark, false, out);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_change);
}
