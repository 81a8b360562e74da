// Streets, and how one travels along them: the keys gator and restid.
#include "config/reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GATOR "indata.gator"

static const char *const sources[MK_SRC_COUNT] = {
    [MK_SRC_GUESS] = "",      [MK_SRC_NVDB] = "nvdb",
    [MK_SRC_TOPOGRAFI] = "topografi", [MK_SRC_OSM] = "osm",
    [MK_SRC_EGEN] = "egen",
};

const char *mk_street_source_key(enum mk_street_source s)
{
    return sources[s];
}

void mk_read_source(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, uint8_t *out)
{
    const size_t known = MK_SRC_COUNT - 1;
    const size_t at = mk_read_word(r, k, n, sources + 1, known);
    if (at < known)
        *out = (uint8_t)(1 + at);
}

static void read_street(struct mk_reader *r, const struct mk_key *k,
                        const struct mk_yaml *n)
{
    struct mk_street_input s = {.in = {.role = "gator", .line = n->line},
                                .rules = {.role = "regler"}};
    if (n->kind != MK_YAML_MAP) {
        mk_read_bad(r, n, k->path, k->type);
        return;
    }
    // A bad value is said by its reader; what is missing is another matter.
    const uint32_t before = r->problems.n;
    struct mk_key_set set = {.base = &s};
    set.keys = mk_street_schema(&set.n);
    mk_read_block(r, &set, n, GATOR);
    if (r->problems.n == before && !s.in.path)
        mk_problem(&r->problems, s.in.line, MK_P_NO_FILE, GATOR);
    MK_GROW(r->streets, r->cap_streets, r->nstreets + 1);
    r->streets[r->nstreets++] = s;
}

void mk_read_streets(struct mk_reader *r, const struct mk_key *k,
                     const struct mk_yaml *n)
{
    if (n->kind != MK_YAML_LIST) {
        read_street(r, k, n);
        return;
    }
    for (const struct mk_yaml *c = n->first; c; c = c->next)
        read_street(r, k, c);
}

void mk_streets_end(struct mk_reader *r)
{
    struct mk_project *p = r->p;
    const size_t size = r->nstreets * sizeof *p->streets;
    p->nstreets = r->nstreets;
    p->streets = mk_arena_alloc(r->arena, size + sizeof *p->streets);
    if (size)
        memcpy(p->streets, r->streets, size);
    free(r->streets);
    r->streets = NULL;
    r->nstreets = r->cap_streets = 0;
}

// ---- restid -----------------------------------------------------------------

static bool two_digits(const char *s, int most, int32_t *out)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return false;
    *out = (s[0] - '0') * 10 + s[1] - '0';
    return *out <= most;
}

void mk_read_clock(struct mk_reader *r, const struct mk_key *k,
                   const struct mk_yaml *n, int32_t *out)
{
    const char *t = n->text;
    char full[6];
    int32_t h, m;
    if (strlen(t) == 4) { // 7:30
        full[0] = '0';
        memcpy(full + 1, t, 5);
        t = full;
    }
    if (strlen(t) == 5 && (t[2] == ':' || t[2] == '.') &&
        two_digits(t, 23, &h) && two_digits(t + 3, 59, &m))
        *out = (h * 60 + m) * 60;
    else
        mk_read_bad(r, n, k->path, k->type);
}

void mk_read_shares(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, struct mk_travel_settings *out)
{
    uint8_t got[MK_PERCENTILES];
    int count = 0;
    double before = 0, v = 0;
    bool ok = n->kind == MK_YAML_LIST && n->n >= 1 && n->n <= MK_PERCENTILES;
    for (const struct mk_yaml *c = n->first; ok && c; c = c->next) {
        ok = c->kind == MK_YAML_TEXT && mk_text_number(c->text, &v) &&
             v > before && v <= 99 && v == floor(v);
        before = v;
        if (ok)
            got[count++] = (uint8_t)v;
    }
    if (!ok) {
        mk_read_bad(r, n, k->path, k->type);
        return;
    }
    memcpy(out->percentile, got, (size_t)count);
    out->npercentiles = count;
}

// A place that lacks something is of no use; each is said.
static bool place_is_whole(struct mk_reader *r, const struct mk_named_place *p,
                           int line)
{
    const uint32_t before = r->problems.n;
    if (!p->name)
        mk_problem(&r->problems, line, MK_P_MISSING, "restid.platser.namn");
    if (isnan(p->lon))
        mk_problem(&r->problems, line, MK_P_MISSING, "restid.platser.lon");
    if (isnan(p->lat))
        mk_problem(&r->problems, line, MK_P_MISSING, "restid.platser.lat");
    return r->problems.n == before;
}

// Tables know a place by its name.
static bool place_is_new(struct mk_reader *r,
                         const struct mk_travel_settings *t,
                         const struct mk_named_place *p, int line)
{
    for (uint32_t i = 0; i < t->nplaces; i++)
        if (strcmp(t->places[i].name, p->name) == 0) {
            mk_problem(&r->problems, line, MK_P_PLACE_TWICE, p->name);
            return false;
        }
    return true;
}

void mk_read_places(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, struct mk_travel_settings *out)
{
    if (n->kind != MK_YAML_LIST) {
        mk_read_bad(r, n, k->path, k->type);
        return;
    }
    out->places = mk_arena_alloc(r->arena, (n->n + 1) * sizeof *out->places);
    out->nplaces = 0;
    for (const struct mk_yaml *c = n->first; c; c = c->next) {
        struct mk_named_place place = {.lon = NAN, .lat = NAN};
        struct mk_key_set set = {.base = &place};
        set.keys = mk_place_schema(&set.n);
        if (c->kind != MK_YAML_MAP) {
            mk_read_bad(r, c, k->path, k->type);
            continue;
        }
        const uint32_t before = r->problems.n;
        mk_read_block(r, &set, c, k->path);
        if (r->problems.n == before && place_is_whole(r, &place, c->line) &&
            place_is_new(r, out, &place, c->line))
            out->places[out->nplaces++] = place;
    }
}
