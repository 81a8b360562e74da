// scenario: a list of changes to the timetable.
#include "config/reader.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The keys of a change, and with which of the three kinds each may stand.
enum { K_LINJE, K_ANDRA, K_UTGA, K_SLAG, K_VID, K_HALLPLATSER, K_RESTID, K_KMH,
       K_TURTATHET, K_FRAN, K_TILL, K_COUNT };
#define WITH(kind) (1u << (kind))
#define NEW WITH(MK_CH_LINE)
#define OTHER WITH(MK_CH_HEADWAY)
#define GONE WITH(MK_CH_REMOVE)
static const struct {
    const char *word;
    unsigned with;
} keys[K_COUNT] = {
    [K_LINJE] = {"linje", NEW},
    [K_ANDRA] = {"andra", OTHER},
    [K_UTGA] = {"utga", GONE},
    [K_SLAG] = {"slag", NEW | OTHER | GONE},
    [K_VID] = {"vid", OTHER | GONE},
    [K_HALLPLATSER] = {"hallplatser", NEW},
    [K_RESTID] = {"restid_min", NEW},
    [K_KMH] = {"kmh", NEW},
    [K_TURTATHET] = {"turtathet_min", NEW | OTHER},
    [K_FRAN] = {"fran", NEW | OTHER},
    [K_TILL] = {"till", NEW | OTHER},
};

struct block {
    struct mk_reader *r;
    const struct mk_yaml *at[K_COUNT];
    int line;
};

static const char *path_of(const struct block *b, int key)
{
    return mk_arena_printf(&b->r->problems.arena, "scenario.%s",
                           keys[key].word);
}

static void missing(const struct block *b, int key)
{
    mk_problem(&b->r->problems, b->line, MK_P_MISSING, path_of(b, key));
}

static void take_keys(struct block *b, const struct mk_yaml *map)
{
    const char *words[K_COUNT];
    for (int k = 0; k < K_COUNT; k++)
        words[k] = keys[k].word;
    for (const struct mk_yaml *c = map->first; c; c = c->next) {
        int k = 0;
        while (k < K_COUNT && !mk_key_same(c->key, words[k]))
            k++;
        if (k == K_COUNT)
            mk_read_unknown(b->r, c->line, c->key, words, K_COUNT);
        else if (mk_yaml_blank(c))
            mk_problem(&b->r->problems, c->line, MK_P_BLANK, path_of(b, k));
        else if (!b->at[k]) // a second one is said by the YAML reader
            b->at[k] = c;
    }
}

static bool take_kind(struct block *b, struct mk_change *c)
{
    int found = -1, n = 0;
    for (int k = K_LINJE; k <= K_UTGA; k++)
        if (b->at[k]) {
            found = k;
            n++;
        }
    if (n != 1) {
        mk_problem(&b->r->problems, b->line, MK_P_CHANGE_ONE, "");
        return false;
    }
    c->kind = (uint8_t)(MK_CH_LINE + found - K_LINJE);
    for (int k = 0; k < K_COUNT; k++)
        if (b->at[k] && !(keys[k].with & WITH(c->kind)))
            mk_problem(&b->r->problems, b->at[k]->line, MK_P_CHANGE_KEY,
                       keys[k].word, keys[found].word);
    return true;
}

static const char *text_at(struct block *b, int key)
{
    const struct mk_yaml *n = b->at[key];
    if (!n)
        return NULL;
    if (n->kind == MK_YAML_TEXT)
        return mk_arena_str(b->r->arena, n->text);
    mk_read_bad(b->r, n, path_of(b, key), MK_K_TEXT);
    return NULL;
}

static bool number_in(struct block *b, int key, const struct mk_yaml *n,
                      double min, double max, double *out)
{
    if (n->kind != MK_YAML_TEXT || !mk_text_number(n->text, out)) {
        mk_read_bad(b->r, n, path_of(b, key), MK_K_NUMBER);
        return false;
    }
    if (*out < min || *out > max) {
        char lo[16], hi[16];
        snprintf(lo, sizeof lo, "%d", (int)min);
        snprintf(hi, sizeof hi, "%d", (int)max);
        mk_problem(&b->r->problems, n->line, MK_P_RANGE, path_of(b, key), lo,
                   hi, n->text);
        return false;
    }
    return true;
}

// "05:30", "24:10": seconds of the service day.
static int32_t clock_at(struct block *b, int key)
{
    const struct mk_yaml *n = b->at[key];
    if (!n)
        return MK_CHANGE_NO_TIME;
    const char *s = n->text;
    int32_t h = 0, m = 0;
    const size_t digits = n->kind == MK_YAML_TEXT ? strspn(s, "0123456789")
                                                  : 0;
    bool good = digits >= 1 && digits <= 2 && s[digits] == ':' &&
                strspn(s + digits + 1, "0123456789") == 2 && !s[digits + 3];
    for (size_t i = 0; good && i < digits; i++)
        h = h * 10 + (s[i] - '0');
    if (good)
        m = (s[digits + 1] - '0') * 10 + (s[digits + 2] - '0');
    good = good && m < 60 && h * 60 + m <= 30 * 60;
    if (!good)
        mk_problem(&b->r->problems, n->line, MK_P_CHANGE_CLOCK,
                   path_of(b, key), n->kind == MK_YAML_TEXT ? s : "[…]");
    return good ? h * 3600 + m * 60 : MK_CHANGE_NO_TIME;
}

static void take_window(struct block *b, struct mk_change *c)
{
    c->from_s = clock_at(b, K_FRAN);
    c->to_s = clock_at(b, K_TILL);
    const bool needed = c->kind == MK_CH_LINE || b->at[K_FRAN] || b->at[K_TILL];
    if (needed && !b->at[K_FRAN])
        missing(b, K_FRAN);
    if (needed && !b->at[K_TILL])
        missing(b, K_TILL);
    if (c->from_s != MK_CHANGE_NO_TIME && c->to_s != MK_CHANGE_NO_TIME &&
        c->to_s <= c->from_s)
        mk_problem(&b->r->problems, b->at[K_TILL]->line, MK_P_CHANGE_WINDOW,
                   path_of(b, K_TILL), path_of(b, K_FRAN));
}

static void take_headway(struct block *b, struct mk_change *c)
{
    double minutes;
    if (!b->at[K_TURTATHET])
        missing(b, K_TURTATHET);
    else if (number_in(b, K_TURTATHET, b->at[K_TURTATHET], 1, 1440, &minutes))
        c->headway_s = (int32_t)lround(minutes * 60);
}

static void take_mode(struct block *b, struct mk_change *c)
{
    static const struct mk_key key = {.path = "scenario.slag",
                                      .type = MK_K_MODE};
    const char *words[MK_MODE_COUNT];
    c->mode = MK_MODE_COUNT;
    for (int m = 0; m < MK_MODE_COUNT; m++)
        words[m] = mk_mode_text((enum mk_mode)m, MK_SV);
    if (b->at[K_SLAG] && b->at[K_SLAG]->kind == MK_YAML_TEXT)
        c->mode = (uint8_t)mk_read_word(b->r, &key, b->at[K_SLAG], words,
                                        MK_MODE_COUNT);
    else if (b->at[K_SLAG])
        mk_read_bad(b->r, b->at[K_SLAG], key.path, key.type);
    else if (c->kind == MK_CH_LINE)
        missing(b, K_SLAG);
}

// ---- the stops of a new line, and the time between them

static bool read_place(struct block *b, const struct mk_yaml *map,
                       struct mk_change_stop *out)
{
    bool name = false, lon = false, lat = false;
    for (const struct mk_yaml *c = map->first; c; c = c->next) {
        if (c->kind != MK_YAML_TEXT || mk_yaml_blank(c))
            return false;
        if (mk_key_same(c->key, "namn")) {
            out->name = mk_arena_str(b->r->arena, c->text);
            name = true;
        } else if (mk_key_same(c->key, "lon")) {
            lon = mk_text_number(c->text, &out->lon) &&
                  fabs(out->lon) <= 180;
        } else if (mk_key_same(c->key, "lat")) {
            lat = mk_text_number(c->text, &out->lat) && fabs(out->lat) <= 90;
        } else {
            return false;
        }
    }
    return name && lon && lat;
}

static bool read_stop(struct block *b, const struct mk_yaml *n,
                      struct mk_change_stop *out)
{
    *out = (struct mk_change_stop){NULL, NAN, NAN};
    if (n->kind == MK_YAML_MAP)
        return read_place(b, n, out);
    if (n->kind != MK_YAML_TEXT || mk_yaml_blank(n))
        return false;
    out->name = mk_arena_str(b->r->arena, n->text);
    return true;
}

static void take_stops(struct block *b, struct mk_change *c)
{
    const struct mk_yaml *list = b->at[K_HALLPLATSER];
    if (!list) {
        missing(b, K_HALLPLATSER);
        return;
    }
    bool good = list->kind == MK_YAML_LIST && list->n >= 2;
    struct mk_change_stop *v =
        mk_arena_alloc(b->r->arena, ((size_t)list->n + 1) * sizeof *v);
    int line = list->line;
    for (const struct mk_yaml *s = list->first; good && s; s = s->next) {
        line = s->line;
        good = read_stop(b, s, &v[c->nstops]);
        c->nstops += good;
    }
    c->stops = v;
    if (!good)
        mk_problem(&b->r->problems, line, MK_P_CHANGE_STOPS,
                   path_of(b, K_HALLPLATSER));
    if (!good)
        c->nstops = 0;
}

static void take_running_times(struct block *b, struct mk_change *c)
{
    const struct mk_yaml *list = b->at[K_RESTID];
    const bool one = list->kind == MK_YAML_TEXT;
    const uint32_t n = one ? 1 : list->n;
    if (c->nstops && n != c->nstops - 1) {
        char want[16], got[16];
        snprintf(want, sizeof want, "%u", c->nstops - 1);
        snprintf(got, sizeof got, "%u", n);
        mk_problem(&b->r->problems, list->line, MK_P_CHANGE_RUN,
                   path_of(b, K_RESTID), want, got);
        return;
    }
    int32_t *v = mk_arena_alloc(b->r->arena, ((size_t)n + 1) * sizeof *v);
    uint32_t i = 0;
    for (const struct mk_yaml *t = one ? list : list->first; t;
         t = one ? NULL : t->next) {
        double minutes;
        if (!number_in(b, K_RESTID, t, 0, 600, &minutes))
            return;
        v[i++] = (int32_t)lround(minutes * 60);
    }
    c->run_s = v;
}

static void take_speed(struct block *b, struct mk_change *c)
{
    if (!b->at[K_RESTID] == !b->at[K_KMH])
        mk_problem(&b->r->problems, b->line, MK_P_CHANGE_SPEED,
                   path_of(b, K_RESTID), path_of(b, K_KMH));
    else if (b->at[K_RESTID])
        take_running_times(b, c);
    else
        (void)number_in(b, K_KMH, b->at[K_KMH], 1, 400, &c->kmh);
}

// ---- one change, and all of them

static const char *place_of(struct mk_reader *r, int line)
{
    const char *slash = strrchr(r->p->path, '/');
    return mk_arena_printf(r->arena, "%s:%d", slash ? slash + 1 : r->p->path,
                           line);
}

static void read_change(struct mk_reader *r, const struct mk_key *k,
                        const struct mk_yaml *n)
{
    struct block b = {.r = r, .line = n->line};
    struct mk_change c = {.from_s = MK_CHANGE_NO_TIME,
                          .to_s = MK_CHANGE_NO_TIME};
    if (n->kind != MK_YAML_MAP) {
        mk_read_bad(r, n, k->path, k->type);
        return;
    }
    take_keys(&b, n);
    if (!take_kind(&b, &c))
        return;
    c.where = place_of(r, n->line);
    c.line = text_at(&b, K_LINJE + (c.kind - MK_CH_LINE));
    c.via = text_at(&b, K_VID);
    take_mode(&b, &c);
    if (c.kind != MK_CH_REMOVE) {
        take_headway(&b, &c);
        take_window(&b, &c);
    }
    if (c.kind == MK_CH_LINE) {
        take_stops(&b, &c);
        take_speed(&b, &c);
    }
    r->p->changes[r->p->nchanges++] = c;
}

void mk_read_changes(struct mk_reader *r, const struct mk_key *k,
                     const struct mk_yaml *n)
{
    if (n->kind != MK_YAML_LIST) {
        mk_read_bad(r, n, k->path, k->type);
        return;
    }
    r->p->changes =
        mk_arena_alloc(r->arena, ((size_t)n->n + 1) * sizeof *r->p->changes);
    for (const struct mk_yaml *c = n->first; c; c = c->next)
        read_change(r, k, c);
    r->changes_line = n->line;
}
