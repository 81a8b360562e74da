#include <markklar/project.h>

#include <markklar/plan.h>

#include "base/arena.h"
#include "base/text.h"
#include "config/reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What mk_project_new() really allocates.
struct owned {
    struct mk_project p; // first: the two are freed as one
    struct mk_arena arena;
};

static const char *const criteria[MK_C_COUNT] = {
    [MK_C_PLANSTATUS] = "planstatus",     [MK_C_ANVANDNING] = "anvandning",
    [MK_C_LEDIG_MARK] = "ledig_mark",     [MK_C_GENOMFORANDE] = "genomforande",
    [MK_C_KLASS] = "klass",               [MK_C_TURTATHET] = "turtathet",
};

const char *mk_criterion_key(enum mk_criterion c)
{
    return criteria[c];
}

bool mk_criterion_is_plan(enum mk_criterion c)
{
    return c != MK_C_KLASS && c != MK_C_TURTATHET;
}

const struct mk_map_entry *mk_input_map(const struct mk_input *in,
                                        const char *key)
{
    for (uint32_t i = 0; i < in->nmap; i++)
        if (strcmp(in->map[i].key, key) == 0)
            return &in->map[i];
    return NULL;
}

// ---- what was expected, in both languages --------------------------------

static const char *expected(enum mk_key_type t, enum mk_lang lang)
{
    static const struct {
        enum mk_key_type type;
        const char *text[2];
    } words[] = {
        {MK_K_BLOCK, {"ett block med nycklar", "a block of keys"}},
        {MK_K_INPUT, {"ett block med nycklar (fil:, falt: …)",
                      "a block of keys (fil:, falt: …)"}},
        {MK_K_TEXT, {"en text", "a text"}},
        {MK_K_KOMMUN, {"fyra siffror", "four digits"}},
        {MK_K_DATE, {"ett datum (2026-11-01)", "a date (2026-11-01)"}},
        {MK_K_DATE_AUTO, {"ett datum (2026-11-01) eller auto",
                          "a date (2026-11-01) or auto"}},
        {MK_K_CRS, {"ett koordinatsystem (EPSG:3007)",
                    "a coordinate system (EPSG:3007)"}},
        {MK_K_CRS_AUTO, {"ett koordinatsystem (EPSG:3007) eller auto",
                         "a coordinate system (EPSG:3007) or auto"}},
        {MK_K_BOOL, {"ja eller nej", "ja or nej"}},
        {MK_K_NUMBER, {"ett tal", "a number"}},
        {MK_K_FILE, {"en sökväg", "a path"}},
        {MK_K_FOLDER, {"en sökväg", "a path"}},
        {MK_K_ENCODING, {"en teckenkodning (UTF-8, CP1252 …)",
                         "an encoding (UTF-8, CP1252 …)"}},
        {MK_K_FIELDS, {"ett block av nyckel: fältnamn",
                       "a block of key: field name"}},
        {MK_K_FEEDS, {"en sökväg eller en lista av sökvägar",
                      "a path or a list of paths"}},
        {MK_K_SERVED, {"medel eller varje_timme", "medel or varje_timme"}},
        {MK_K_LETTERS, {"en lista av planbokstäver ([J, Z, U])",
                        "a list of use letters ([J, Z, U])"}},
        {MK_K_CURVE, {"en lista av punkter [x, värde]",
                      "a list of points [x, value]"}},
        {MK_K_LAYERS, {"ett block med nycklar (fil:, falt: …) eller en lista "
                       "av block",
                       "a block of keys (fil:, falt: …) or a list of blocks"}},
        {MK_K_RASTER, {"en sökväg till en GeoTIFF, eller {fil: …}",
                       "the path of a GeoTIFF, or {fil: …}"}},
        {MK_K_EFFECT, {"utesluter, minskar, flaggar eller uppgift",
                       "utesluter, minskar, flaggar or uppgift"}},
        {MK_K_CLASSES, {"en klass eller en lista av klasser",
                        "a class or a list of classes"}},
        {MK_K_MONTHS, {"fem tal i månader: [minst, P10, P50, P90, störst]",
                       "five numbers of months: [min, P10, P50, P90, max]"}},
        {MK_K_STREETS, {"ett block med nycklar (fil:, kalla: …) eller en "
                        "lista av block",
                        "a block of keys (fil:, kalla: …) or a list of "
                        "blocks"}},
        {MK_K_SOURCE, {"nvdb, topografi, osm eller egen",
                       "nvdb, topografi, osm or egen"}},
        {MK_K_CLOCK, {"ett klockslag (07:30)", "a time of day (07:30)"}},
        {MK_K_SHARES, {"en lista av en till åtta stigande procenttal mellan "
                       "1 och 99 ([50, 85])",
                       "a list of one to eight rising percentages between 1 "
                       "and 99 ([50, 85])"}},
        {MK_K_PLACES, {"en lista av platser ({namn: …, lon: …, lat: …})",
                       "a list of places ({namn: …, lon: …, lat: …})"}},
        {MK_K_CHANGES, {"en lista av block (linje:, andra: eller utga:)",
                        "a list of blocks (linje:, andra: or utga:)"}},
        {MK_K_MODE, {"tåg, tunnelbana, spårvagn, buss eller färja",
                     "tåg, tunnelbana, spårvagn, buss or färja"}},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].type == t)
            return words[i].text[lang];
    return "?";
}

void mk_read_bad(struct mk_reader *r, const struct mk_yaml *node,
                 const char *path, enum mk_key_type t)
{
    const char *what = expected(t, r->problems.lang);
    if (node->kind == MK_YAML_TEXT)
        mk_problem(&r->problems, node->line, MK_P_EXPECTED, path, what,
                   node->text);
    else
        mk_problem(&r->problems, node->line, MK_P_SHAPE, path, what);
}

static void number_text(double v, char out[32])
{
    struct mk_buf b = {0};
    mk_buf_fixed(&b, mk_fix(v, 4), 4);
    size_t n = b.len; // 0.2000 → 0.2, 100.0000 → 100
    while (n && b.data[n - 1] == '0')
        n--;
    if (n && b.data[n - 1] == '.')
        n--;
    if (n > 31)
        n = 31;
    memcpy(out, b.data, n);
    out[n] = '\0';
    mk_buf_release(&b);
}

// ---- single values ---------------------------------------------------------

static const char *keep(struct mk_reader *r, const char *s)
{
    return mk_arena_str(r->arena, s);
}

/** A path of the file: absolute as it is, else from the file's folder. */
static const char *resolve(struct mk_reader *r, const char *path)
{
    if (*path == '/' || strcmp(r->p->dir, ".") == 0)
        return keep(r, path);
    return mk_arena_printf(r->arena, "%s%s%s", r->p->dir,
                           strcmp(r->p->dir, "/") == 0 ? "" : "/", path);
}

// "epsg:3007" → "EPSG:3007"; a bare number is answered with a suggestion.
static void read_crs(struct mk_reader *r, const struct mk_key *k,
                     const struct mk_yaml *n, const char **out)
{
    char t[32];
    mk_text_fold(n->text, t, sizeof t);
    const bool prefixed = strncmp(t, "epsg:", 5) == 0;
    const char *digits = prefixed ? t + 5 : t;
    const size_t len = strspn(digits, "0123456789");
    if (len >= 4 && len <= 6 && !digits[len]) {
        const char *crs = mk_arena_printf(r->arena, "EPSG:%s", digits);
        if (prefixed)
            *out = crs;
        else
            mk_problem(&r->problems, n->line, MK_P_EXPECTED_NEAR, k->path,
                       expected(k->type, r->problems.lang), n->text, crs);
    } else if (k->type == MK_K_CRS_AUTO && strcmp(t, "auto") == 0) {
        *out = "auto";
    } else {
        mk_read_bad(r, n, k->path, k->type);
    }
}

static void read_date(struct mk_reader *r, const struct mk_key *k,
                      const struct mk_yaml *n, mk_date *out)
{
    mk_date d = 0;
    if (k->type == MK_K_DATE_AUTO && mk_text_same(n->text, "auto"))
        *out = 0;
    else if (mk_date_read(n->text, &d) && d >= 19000101 && d <= 21991231)
        *out = d;
    else
        mk_read_bad(r, n, k->path, k->type);
}

static void read_kommun(struct mk_reader *r, const struct mk_key *k,
                        const struct mk_yaml *n, const char **out)
{
    const size_t len = strspn(n->text, "0123456789");
    if (len == 4 && !n->text[4]) {
        *out = keep(r, n->text);
    } else if (len == 3 && !n->text[3]) { // 0180 through a spreadsheet
        mk_problem(&r->problems, n->line, MK_P_EXPECTED_NEAR, k->path,
                   expected(k->type, r->problems.lang), n->text,
                   mk_arena_printf(&r->problems.arena, "0%s", n->text));
    } else {
        mk_read_bad(r, n, k->path, k->type);
    }
}

static void read_bool(struct mk_reader *r, const struct mk_key *k,
                      const struct mk_yaml *n, bool *out)
{
    if (mk_text_same(n->text, "ja") || mk_text_same(n->text, "true"))
        *out = true;
    else if (mk_text_same(n->text, "nej") || mk_text_same(n->text, "false"))
        *out = false;
    else
        mk_read_bad(r, n, k->path, k->type);
}

static void read_number(struct mk_reader *r, const struct mk_key *k,
                        const struct mk_yaml *n, double *out)
{
    double v;
    if (!mk_text_number(n->text, &v)) {
        mk_read_bad(r, n, k->path, k->type);
    } else if (v < k->min || v > k->max) {
        char lo[32], hi[32];
        number_text(k->min, lo);
        number_text(k->max, hi);
        mk_problem(&r->problems, n->line, MK_P_RANGE, k->path, lo, hi,
                   n->text);
    } else {
        *out = v;
    }
}

size_t mk_read_word(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, const char *const words[],
                    size_t nwords)
{
    for (size_t i = 0; i < nwords; i++)
        if (mk_key_same(n->text, words[i]))
            return i;
    const char *near = mk_text_nearest(n->text, words, nwords);
    if (near)
        mk_problem(&r->problems, n->line, MK_P_EXPECTED_NEAR, k->path,
                   expected(k->type, r->problems.lang), n->text, near);
    else
        mk_read_bad(r, n, k->path, k->type);
    return nwords;
}

static void read_encoding(struct mk_reader *r, const struct mk_key *k,
                          const struct mk_yaml *n, const char **out)
{
    size_t nwords;
    const char *const *words = mk_encodings(&nwords);
    const size_t at = mk_read_word(r, k, n, words, nwords);
    if (at < nwords)
        *out = words[at];
}

static void read_effect(struct mk_reader *r, const struct mk_key *k,
                        const struct mk_yaml *n, uint8_t *out)
{
    const char *words[MK_EF_COUNT];
    for (size_t e = 0; e < MK_EF_COUNT; e++)
        words[e] = mk_effect_text((enum mk_effect)e);
    const size_t at = mk_read_word(r, k, n, words, MK_EF_COUNT);
    if (at < MK_EF_COUNT)
        *out = (uint8_t)(1 + at);
}

static void read_served(struct mk_reader *r, const struct mk_key *k,
                        const struct mk_yaml *n, enum mk_served_rule *out)
{
    static const char *const words[] = {"medel", "varje_timme"};
    const size_t at = mk_read_word(r, k, n, words, 2);
    if (at < 2)
        *out = at ? MK_SERVED_EVERY_HOUR : MK_SERVED_AVERAGE;
}

// ---- lists -----------------------------------------------------------------

// "J", "Jm", "GATA": a capital first, then letters.
static bool is_letter_code(const char *s)
{
    const size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz");
    return *s >= 'A' && *s <= 'Z' && !s[n] && n <= 8;
}

static void read_letters(struct mk_reader *r, const struct mk_key *k,
                         const struct mk_yaml *n, const char **out)
{
    const struct mk_yaml *first = n->kind == MK_YAML_LIST ? n->first : n;
    struct mk_buf b = {0};
    bool ok = n->kind != MK_YAML_MAP && first;
    for (const struct mk_yaml *c = first; ok && c;
         c = n->kind == MK_YAML_LIST ? c->next : NULL) {
        if (c->kind != MK_YAML_TEXT || !is_letter_code(c->text)) {
            mk_read_bad(r, c, k->path, k->type);
            mk_buf_release(&b);
            return;
        }
        mk_buf_printf(&b, "%s%s", b.len ? ", " : "", c->text);
    }
    if (ok)
        *out = keep(r, mk_buf_text(&b));
    else
        mk_read_bad(r, n, k->path, k->type);
    mk_buf_release(&b);
}

static bool read_point(const struct mk_yaml *pt, double *x, double *y)
{
    return pt->kind == MK_YAML_LIST && pt->n == 2 &&
           pt->first->kind == MK_YAML_TEXT && pt->last->kind == MK_YAML_TEXT &&
           mk_text_number(pt->first->text, x) &&
           mk_text_number(pt->last->text, y);
}

static void read_curve(struct mk_reader *r, const struct mk_key *k,
                       const struct mk_yaml *n, struct mk_value_function *out)
{
    if (n->kind != MK_YAML_LIST) {
        mk_read_bad(r, n, k->path, k->type);
        return;
    }
    if (n->n < 2 || n->n > MK_ANCHORS) {
        char count[16];
        snprintf(count, sizeof count, "%u", n->n);
        mk_problem(&r->problems, n->line, MK_P_CURVE_COUNT, k->path, count);
        return;
    }
    struct mk_value_function f = {0};
    for (const struct mk_yaml *pt = n->first; pt; pt = pt->next) {
        double x, y;
        if (!read_point(pt, &x, &y)) {
            mk_read_bad(r, pt, k->path, k->type);
            return;
        }
        if (y < 0 || y > 100) {
            mk_problem(&r->problems, pt->line, MK_P_RANGE, k->path, "0",
                       "100", pt->last->text);
            return;
        }
        if (f.n && x <= f.x[f.n - 1]) {
            char before[32];
            number_text(f.x[f.n - 1], before);
            mk_problem(&r->problems, pt->line, MK_P_CURVE_ORDER, k->path,
                       pt->first->text, before);
            return;
        }
        f.x[f.n] = x;
        f.y[f.n++] = y;
    }
    *out = f;
}

void mk_read_path(struct mk_reader *r, const char *text, struct mk_input *to)
{
    to->path = resolve(r, text);
    to->path_given = keep(r, text);
}

static void read_feed(struct mk_reader *r, const struct mk_key *k,
                      const struct mk_yaml *n)
{
    const struct mk_yaml *file = n;
    if (n->kind == MK_YAML_MAP) {
        file = NULL;
        for (const struct mk_yaml *c = n->first; c; c = c->next) {
            if (mk_key_same(c->key, "fil"))
                file = c;
            else
                mk_problem(&r->problems, c->line, MK_P_UNKNOWN, c->key,
                           "fil");
        }
        if (!file) {
            mk_problem(&r->problems, n->line, MK_P_NO_FILE, k->path);
            return;
        }
    }
    if (file->kind != MK_YAML_TEXT || mk_yaml_blank(file)) {
        mk_read_bad(r, file, k->path, k->type);
        return;
    }
    r->p->feeds[r->p->nfeeds++] = (struct mk_input){
        .role = "tidtabeller", .path = resolve(r, file->text),
        .path_given = keep(r, file->text), .line = n->line};
}

static void read_feeds(struct mk_reader *r, const struct mk_key *k,
                       const struct mk_yaml *n)
{
    const uint32_t most = n->kind == MK_YAML_LIST ? n->n : 1;
    r->p->feeds = mk_arena_alloc(r->arena, (most + 1) * sizeof *r->p->feeds);
    r->p->nfeeds = 0;
    if (n->kind == MK_YAML_LIST)
        for (const struct mk_yaml *c = n->first; c; c = c->next)
            read_feed(r, k, c);
    else if (!mk_yaml_blank(n))
        read_feed(r, k, n);
}

// ---- field maps ------------------------------------------------------------

void mk_read_unknown(struct mk_reader *r, int line, const char *key,
                     const char *const words[], size_t n)
{
    const char *near = mk_text_nearest(key, words, n);
    if (near) {
        mk_problem(&r->problems, line, MK_P_UNKNOWN_NEAR, key, near);
        return;
    }
    struct mk_buf all = {0};
    for (size_t i = 0; i < n; i++)
        mk_buf_printf(&all, "%s%s", i ? ", " : "", words[i]);
    mk_problem(&r->problems, line, MK_P_UNKNOWN, key, mk_buf_text(&all));
    mk_buf_release(&all);
}

static void read_map_values(struct mk_reader *r, const char *path,
                            const struct mk_yaml *n, struct mk_map_entry *e)
{
    if (n->kind != MK_YAML_MAP) {
        mk_read_bad(r, n, path, MK_K_BLOCK);
        return;
    }
    e->values = mk_arena_alloc(r->arena, (n->n + 1) * sizeof *e->values);
    for (const struct mk_yaml *c = n->first; c; c = c->next) {
        if (c->kind != MK_YAML_TEXT)
            mk_read_bad(r, c, path, MK_K_TEXT);
        else
            e->values[e->nvalues++] = (struct mk_map_value){
                keep(r, c->key), keep(r, c->text)};
    }
}

/** `{falt: STATUS, varden: {G: laga kraft}, annars: …}` or `{konstant: …}`. */
static void read_map_block(struct mk_reader *r, const char *path,
                           const struct mk_yaml *n, struct mk_map_entry *e)
{
    static const char *const words[] = {"falt", "konstant", "varden",
                                        "annars"};
    bool has_values = false;
    for (const struct mk_yaml *c = n->first; c; c = c->next) {
        size_t w = 0;
        while (w < 4 && !mk_key_same(c->key, words[w]))
            w++;
        if (w == 4)
            mk_read_unknown(r, c->line, c->key, words, 4);
        else if (w == 2)
            read_map_values(r, path, c, e);
        else if (c->kind != MK_YAML_TEXT)
            mk_read_bad(r, c, path, MK_K_TEXT);
        else if (w == 0)
            e->field = *c->text ? keep(r, c->text) : NULL;
        else if (w == 1)
            e->constant = keep(r, c->text);
        else
            e->other = keep(r, c->text);
        has_values = has_values || w == 2 || w == 3;
    }
    if (!e->field == !e->constant)
        mk_problem(&r->problems, n->line, MK_P_MAP_ONE, path);
    else if (e->constant && has_values)
        mk_problem(&r->problems, n->line, MK_P_MAP_VALUES, path);
}

static void read_field(struct mk_reader *r, const char *path, const char *key,
                       struct mk_input *in, const struct mk_yaml *n)
{
    struct mk_map_entry e = {.key = key, .line = n->line};
    const char *where = mk_arena_printf(&r->problems.arena, "%s.%s", path,
                                        n->key);
    if (n->kind == MK_YAML_LIST) {
        mk_read_bad(r, n, where, MK_K_TEXT);
        return;
    }
    if (n->kind == MK_YAML_TEXT) {
        if (!*n->text || mk_yaml_blank(n))
            return; // `nr:` left open: not mapped
        e.field = keep(r, n->text);
    } else {
        read_map_block(r, where, n, &e);
    }
    if (mk_input_map(in, e.key)) {
        char line[16];
        snprintf(line, sizeof line, "%d", mk_input_map(in, e.key)->line);
        mk_problem(&r->problems, n->line, MK_P_DUPLICATE, n->key, line);
        return;
    }
    in->map[in->nmap++] = e;
}

static void read_fields(struct mk_reader *r, const struct mk_key *k,
                        const struct mk_yaml *n, struct mk_input *in)
{
    if (n->kind != MK_YAML_MAP) {
        if (!mk_yaml_blank(n))
            mk_read_bad(r, n, k->path, k->type);
        return;
    }
    const char *words[MK_FIELD_KEYS];
    const size_t nwords = mk_field_key_words(in->role, words);
    in->map = mk_arena_alloc(r->arena, (n->n + 1) * sizeof *in->map);
    in->nmap = 0;
    for (const struct mk_yaml *c = n->first; c; c = c->next) {
        size_t i = 0;
        while (i < nwords && !mk_key_same(c->key, words[i]))
            i++;
        if (i == nwords)
            mk_read_unknown(r, c->line, c->key, words, nwords);
        else
            read_field(r, k->path, mk_field_key_canonical(in->role, words[i]),
                       in, c);
    }
}

// ---- the walk --------------------------------------------------------------

static void read_version(struct mk_reader *r, const struct mk_yaml *n)
{
    if (n->kind != MK_YAML_TEXT || strcmp(n->text, "1") != 0)
        mk_problem(&r->problems, n->line, MK_P_VERSION,
                   n->kind == MK_YAML_TEXT ? n->text : "?");
}

static void read_text(struct mk_reader *r, const struct mk_key *k,
                      const struct mk_yaml *n, void *to)
{
    switch (k->type) {
    case MK_K_TEXT:
        *(const char **)to = keep(r, n->text);
        break;
    case MK_K_FOLDER:
        *(const char **)to = resolve(r, n->text);
        break;
    case MK_K_FILE:
        mk_read_path(r, n->text, to);
        break;
    case MK_K_KOMMUN: read_kommun(r, k, n, to); break;
    case MK_K_DATE: case MK_K_DATE_AUTO: read_date(r, k, n, to); break;
    case MK_K_CRS: case MK_K_CRS_AUTO: read_crs(r, k, n, to); break;
    case MK_K_BOOL: read_bool(r, k, n, to); break;
    case MK_K_NUMBER: read_number(r, k, n, to); break;
    case MK_K_ENCODING: read_encoding(r, k, n, to); break;
    case MK_K_SERVED: read_served(r, k, n, to); break;
    case MK_K_EFFECT: read_effect(r, k, n, to); break;
    case MK_K_SOURCE: mk_read_source(r, k, n, to); break;
    case MK_K_CLOCK: mk_read_clock(r, k, n, to); break;
    default: break; // blocks and lists are read elsewhere
    }
}

// Settings that may be left blank: `crs:` means not given.
static bool may_be_blank(enum mk_key_type t)
{
    return t == MK_K_TEXT || t == MK_K_CRS || t == MK_K_ENCODING ||
           t == MK_K_FOLDER || t == MK_K_FIELDS || t == MK_K_FEEDS ||
           t == MK_K_KOMMUN || t == MK_K_FILE || t == MK_K_BLOCK ||
           t == MK_K_INPUT || t == MK_K_LAYERS || t == MK_K_RASTER ||
           t == MK_K_CLASSES || t == MK_K_STREETS || t == MK_K_SOURCE ||
           t == MK_K_PLACES;
}

// A path, or a block with the few keys that a raster has.
static void read_raster(struct mk_reader *r, const struct mk_key_set *set,
                        const struct mk_key *k, const struct mk_yaml *n,
                        struct mk_input *to)
{
    to->line = n->line;
    if (n->kind == MK_YAML_TEXT)
        mk_read_path(r, n->text, to);
    else if (n->kind == MK_YAML_MAP)
        mk_read_block(r, set, n, k->path);
    else
        mk_read_bad(r, n, k->path, k->type);
}

static void read_key(struct mk_reader *r, const struct mk_key_set *set,
                     const struct mk_key *k, const struct mk_yaml *n)
{
    if (mk_yaml_blank(n)) {
        if (!may_be_blank(k->type))
            mk_problem(&r->problems, n->line, MK_P_BLANK, k->path);
        return;
    }
    if (strcmp(k->path, "vikter") == 0)
        r->weights_line = n->line;
    void *to = (char *)set->base + k->offset;
    switch (k->type) {
    case MK_K_INPUT:
        ((struct mk_input *)to)->line = n->line;
        mk_read_block(r, set, n, k->path);
        break;
    case MK_K_BLOCK: mk_read_block(r, set, n, k->path); break;
    case MK_K_RASTER: read_raster(r, set, k, n, to); break;
    case MK_K_LAYERS: mk_read_layers(r, k, n); break;
    case MK_K_CLASSES: mk_read_classes(r, k, n, to); break;
    case MK_K_MONTHS: mk_read_months(r, k, n, to); break;
    case MK_K_STREETS: mk_read_streets(r, k, n); break;
    case MK_K_SHARES: mk_read_shares(r, k, n, to); break;
    case MK_K_PLACES: mk_read_places(r, k, n, to); break;
    case MK_K_CHANGES: mk_read_changes(r, k, n); break;
    case MK_K_VERSION: read_version(r, n); break;
    case MK_K_FIELDS: read_fields(r, k, n, to); break;
    case MK_K_FEEDS: read_feeds(r, k, n); break;
    case MK_K_LETTERS: read_letters(r, k, n, to); break;
    case MK_K_CURVE: read_curve(r, k, n, to); break;
    default:
        if (n->kind == MK_YAML_TEXT)
            read_text(r, k, n, to);
        else
            mk_read_bad(r, n, k->path, k->type);
    }
}

/** The part of a path below `prefix`, or NULL when it is not right below. */
static const char *below(const char *path, const char *prefix)
{
    const size_t n = strlen(prefix);
    if (strncmp(path, prefix, n) != 0 || (n && path[n] != '.'))
        return NULL;
    const char *name = path + n + (n > 0);
    return strchr(name, '.') ? NULL : name;
}

// `{a: 0,35}` is to YAML the key a with 0 and a key 35 without value.
static bool is_split_number(const struct mk_yaml *before,
                            const struct mk_yaml *n)
{
    double v;
    return before && before->kind == MK_YAML_TEXT && mk_yaml_blank(n) &&
           before->plain && mk_text_number(before->text, &v) &&
           n->key[strspn(n->key, "0123456789")] == '\0' && *n->key;
}

void mk_read_block(struct mk_reader *r, const struct mk_key_set *set,
                   const struct mk_yaml *map, const char *prefix)
{
    if (map->kind != MK_YAML_MAP) {
        mk_read_bad(r, map, *prefix ? prefix : "markklar.yaml", MK_K_BLOCK);
        return;
    }
    const struct mk_key *keys = set->keys;
    const size_t n = set->n;
    size_t nwords = 0;
    const char **words =
        mk_arena_alloc(&r->scratch, (n + 1) * sizeof *words);
    const struct mk_yaml **taken = mk_arena_alloc(&r->scratch,
                                                  (n + 1) * sizeof *taken);
    memset(taken, 0, (n + 1) * sizeof *taken);
    for (size_t i = 0; i < n; i++)
        if (below(keys[i].path, prefix))
            words[nwords++] = below(keys[i].path, prefix);
    const struct mk_yaml *before = NULL;
    for (const struct mk_yaml *c = map->first; c; before = c, c = c->next) {
        size_t i = 0;
        while (i < n && !(below(keys[i].path, prefix) &&
                          mk_key_same(c->key, below(keys[i].path, prefix))))
            i++;
        if (i < n && taken[i]) {
            char line[16];
            snprintf(line, sizeof line, "%d", taken[i]->line);
            // the same spelling was reported by the YAML reader already
            if (strcmp(taken[i]->key, c->key) != 0)
                mk_problem(&r->problems, c->line, MK_P_DUPLICATE, c->key,
                           line);
        } else if (i < n) {
            taken[i] = c;
            read_key(r, set, &keys[i], c);
        } else if (is_split_number(before, c)) {
            mk_problem(&r->problems, c->line, MK_P_SPLIT, before->key,
                       before->text, c->key);
        } else {
            mk_read_unknown(r, c->line, c->key, words, nwords);
        }
    }
}

// ---- defaults, cross checks, weights ---------------------------------------

static struct mk_key_set whole_file(struct mk_reader *r)
{
    struct mk_key_set set = {.base = r->p};
    set.keys = mk_schema(&set.n);
    return set;
}

static void read_defaults(struct mk_reader *r)
{
    const struct mk_key_set set = whole_file(r);
    for (size_t i = 0; i < set.n; i++) {
        const char *def = set.keys[i].def;
        if (!def)
            continue;
        const struct mk_yaml *node =
            mk_yaml_read(&r->scratch, def, strlen(def), &r->problems);
        if (node)
            read_key(r, &set, &set.keys[i], node);
    }
    r->p->durations = mk_durations_default;
    r->p->value_gf[MK_GF_OKAND] = -1; // unknown: lowest to highest of the rest
}

struct mk_project *mk_project_new(void)
{
    struct owned *o = mk_zalloc(1, sizeof *o);
    struct mk_project *p = &o->p;
    p->path = p->dir = ".";
    p->parcels.role = "fastigheter";
    p->plans.role = "detaljplaner";
    p->uses.role = "anvandning";
    p->provisions.role = "egenskaper";
    p->buildings.role = "byggnader";
    p->catalogue.role = "planbestammelsekatalog";
    p->ground.role = "hojdmodell";
    p->category_table.role = "kategoritabell";
    p->class_table.role = "klasstabell";
    p->population.role = "befolkning";
    p->interchanges.role = "trafikplatser";
    p->travel.shift_s = -1;
    struct mk_reader r = {.p = p, .arena = &o->arena};
    read_defaults(&r);
    mk_arena_release(&r.scratch);
    mk_problems_release(&r.problems);
    return p;
}

void mk_project_free(struct mk_project *p)
{
    if (!p)
        return;
    struct owned *o = (struct owned *)p;
    mk_arena_release(&o->arena);
    free(o);
}

static void check_whole(struct mk_reader *r)
{
    const struct mk_project *p = r->p;
    if (!p->reference_date) {
        // said once: a date that could not be read is already in the list
        bool said = false;
        for (uint32_t i = 0; i < r->problems.n; i++)
            said = said || strstr(r->problems.v[i].text, "'referensdatum'");
        if (!said)
            mk_problem(&r->problems, 1, MK_P_MISSING, "referensdatum");
    }
    if (!p->parcels.path)
        mk_problem(&r->problems, p->parcels.line ? p->parcels.line : 1,
                   MK_P_MISSING, "indata.fastigheter.fil");
    if (p->uses.path && !p->plans.path && !p->plans.line)
        mk_problem(&r->problems, p->uses.line, MK_P_NO_PLANS,
                   p->uses.role);
    if (p->provisions.path && !p->plans.path && !p->plans.line)
        mk_problem(&r->problems, p->provisions.line, MK_P_NO_PLANS,
                   p->provisions.role);
    const struct mk_input *const rest[] = {&p->plans, &p->uses,
                                           &p->provisions, &p->buildings,
                                           &p->population, &p->interchanges};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        if (rest[i]->line && !rest[i]->path)
            mk_problem(&r->problems, rest[i]->line, MK_P_NO_FILE,
                       mk_arena_printf(&r->problems.arena, "indata.%s",
                                       rest[i]->role));
    }
    if (p->nchanges && !p->nfeeds)
        mk_problem(&r->problems, r->changes_line, MK_P_CHANGE_FEEDS, "");
    if (p->ground.line && !p->ground.path)
        mk_problem(&r->problems, p->ground.line, MK_P_NO_FILE,
                   "indata.hojdmodell");
}

static void weights_note(struct mk_ctx *ctx, struct mk_reader *r, double sum)
{
    struct mk_buf all = {0}, key = {0};
    char t[32];
    for (int c = 0; c < MK_C_COUNT; c++) {
        number_text(r->p->weight[c], t);
        mk_buf_printf(&all, "%s%s %s", c ? ", " : "", criteria[c], t);
    }
    number_text(sum, t);
    mk_buf_printf(&key, "%s:%d", r->p->path, r->weights_line);
    mk_note(ctx, MK_N_WEIGHTS, mk_buf_text(&key), t, mk_buf_text(&all));
    mk_buf_release(&all);
    mk_buf_release(&key);
}

// Weights become shares of their sum. A sum that differs from 1 by rounding
// (0.1 + 0.2 …) is 1 to whoever wrote it.
static void normalise_weights(struct mk_ctx *ctx, struct mk_reader *r)
{
    double sum = 0;
    for (int c = 0; c < MK_C_COUNT; c++)
        sum += r->p->weight[c];
    if (sum <= 0) {
        mk_problem(&r->problems, r->weights_line, MK_P_WEIGHTS, "");
        return;
    }
    if (mk_fix(sum, 6) == mk_fix(1, 6))
        return;
    for (int c = 0; c < MK_C_COUNT; c++)
        r->p->weight[c] /= sum;
    if (!r->problems.n)
        weights_note(ctx, r, sum);
}

// ---- the file --------------------------------------------------------------

static const char *open_reason(int e, enum mk_lang lang)
{
    static const struct {
        int e;
        const char *text[2];
    } words[] = {
        {ENOENT, {"filen finns inte", "the file does not exist"}},
        {EACCES, {"åtkomst nekad", "permission denied"}},
        {EISDIR, {"det är en mapp", "it is a folder"}},
        {0, {"läsfel", "read error"}},
    };
    size_t i = 0;
    while (words[i].e && words[i].e != e)
        i++;
    return words[i].text[lang];
}

/** The whole file, or one byte more than we accept. */
static int read_all(const char *path, struct mk_buf *out)
{
    errno = 0;
    FILE *f = fopen(path, "rb");
    if (!f)
        return errno ? errno : EIO;
    size_t got;
    do {
        char *to = mk_buf_room(out, 65536);
        got = fread(to, 1, 65536, f);
        out->len += got;
    } while (got && out->len <= MK_YAML_MAX_BYTES);
    const int e = ferror(f) ? (errno ? errno : EIO) : 0;
    fclose(f);
    return e;
}

static void set_place(struct mk_reader *r, const char *path)
{
    const char *slash = strrchr(path, '/');
    r->p->path = keep(r, path);
    if (slash == path)
        r->p->dir = "/";
    else if (slash)
        r->p->dir = mk_arena_strn(r->arena, path, (size_t)(slash - path));
}

static enum mk_status fail_with_list(struct mk_ctx *ctx, struct mk_reader *r)
{
    struct mk_buf list = {0};
    char n[16];
    snprintf(n, sizeof n, "%u", r->problems.n);
    mk_problems_text(&r->problems, r->p->path, &list);
    const enum mk_status st =
        mk_fail(ctx, MK_E_PROJECT, r->p->path, n, mk_buf_text(&list));
    mk_buf_release(&list);
    return st;
}

enum mk_status mk_project_read(struct mk_ctx *ctx, const char *path,
                               struct mk_project **out)
{
    *out = NULL;
    struct mk_buf text = {0};
    const int e = read_all(path, &text);
    if (e) {
        mk_buf_release(&text);
        return mk_fail(ctx, MK_E_PROJECT_OPEN, path,
                       open_reason(e, mk_ctx_lang(ctx)));
    }
    struct mk_project *p = mk_project_new();
    struct mk_reader r = {.p = p, .arena = &((struct owned *)p)->arena,
                       .problems.lang = mk_ctx_lang(ctx), .weights_line = 1};
    set_place(&r, path);
    const struct mk_yaml *root =
        mk_yaml_read(&r.scratch, text.data ? text.data : "", text.len,
                     &r.problems);
    if (root) {
        const struct mk_key_set set = whole_file(&r);
        mk_read_block(&r, &set, root, "");
        mk_layers_end(&r);
        mk_streets_end(&r);
        check_whole(&r);
        normalise_weights(ctx, &r);
    }
    enum mk_status st = MK_OK;
    if (r.problems.n) {
        st = fail_with_list(ctx, &r);
        mk_project_free(p);
    } else {
        *out = p;
    }
    mk_problems_release(&r.problems);
    mk_arena_release(&r.scratch);
    mk_buf_release(&text);
    return st;
}
