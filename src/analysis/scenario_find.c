#include "analysis/scenario_find.h"

#include "base/sets.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN 5 // names in a message

// ---- stops

// Stop areas by id, else by exact name, else by name without regard to case
// and accents. An id of several feeds is the first one's.
static uint32_t match_areas(const struct mk_timetable *tt, const char *text,
                            uint32_t *out)
{
    for (uint32_t a = 0; a < tt->nareas; a++)
        if (strcmp(tt->areas[a].id, text) == 0) {
            out[0] = a;
            return 1;
        }
    uint32_t n = 0;
    for (uint32_t a = 0; a < tt->nareas; a++)
        if (strcmp(tt->areas[a].name, text) == 0)
            out[n++] = a;
    for (uint32_t a = 0; !n && a < tt->nareas; a++)
        if (mk_text_same(tt->areas[a].name, text))
            out[n++] = a;
    return n;
}

static void add_name(struct mk_buf *b, const char *name)
{
    mk_buf_printf(b, "%s'%s'", b->len ? ", " : "", name);
}

// Names that hold what was written, else the nearest one.
static void near_names(const struct mk_timetable *tt, const char *text,
                       struct mk_buf *b)
{
    char want[256], name[256];
    const char *last = "";
    size_t n = 0;
    const bool any = mk_text_fold(text, want, sizeof want) >= 3;
    for (uint32_t a = 0; any && n < SHOWN && a < tt->nareas; a++) {
        mk_text_fold(tt->areas[a].name, name, sizeof name);
        if (!strstr(name, want) || strcmp(last, tt->areas[a].name) == 0)
            continue;
        last = tt->areas[a].name;
        add_name(b, last);
        n++;
    }
    if (n)
        return;
    const char **words = mk_alloc(((size_t)tt->nareas + 1) * sizeof *words);
    for (uint32_t a = 0; a < tt->nareas; a++)
        words[a] = tt->areas[a].name;
    const char *near = mk_text_nearest(text, words, tt->nareas);
    if (near)
        add_name(b, near);
    free(words);
}

static enum mk_status no_such_stop(struct mk_ctx *ctx,
                                   const struct mk_timetable *tt,
                                   const struct mk_change *c,
                                   const char *text)
{
    struct mk_buf b = {0};
    near_names(tt, text, &b);
    const enum mk_status st =
        b.len ? mk_fail(ctx, MK_E_SCENARIO_STOP_NEAR, c->where, text,
                        mk_buf_text(&b))
              : mk_fail(ctx, MK_E_SCENARIO_STOP, c->where, text);
    mk_buf_release(&b);
    return st;
}

static enum mk_status several_stops(struct mk_ctx *ctx,
                                    const struct mk_timetable *tt,
                                    const struct mk_change *c,
                                    const char *text, const uint32_t *areas,
                                    uint32_t n)
{
    struct mk_buf b = {0};
    for (uint32_t i = 0; i < n && i < SHOWN; i++)
        mk_buf_printf(&b, "%s%s (%s)", b.len ? ", " : "",
                      tt->areas[areas[i]].id, tt->areas[areas[i]].name);
    if (n > SHOWN)
        mk_buf_str(&b, " …");
    const enum mk_status st = mk_fail(ctx, MK_E_SCENARIO_STOP_MANY, c->where,
                                      text, mk_buf_text(&b));
    mk_buf_release(&b);
    return st;
}

enum mk_status mk_scenario_stop(struct mk_ctx *ctx,
                                const struct mk_timetable *tt,
                                const struct mk_change *c, const char *text,
                                uint32_t *stop)
{
    uint32_t *areas = mk_alloc(((size_t)tt->nareas + 1) * sizeof *areas);
    const uint32_t n = match_areas(tt, text, areas);
    enum mk_status st = MK_OK;
    if (!n)
        st = no_such_stop(ctx, tt, c, text);
    else if (n > 1)
        st = several_stops(ctx, tt, c, text, areas, n);
    else
        *stop = tt->area_stops[tt->areas[areas[0]].first_stop];
    free(areas);
    return st;
}

// ---- lines

// Patterns that a change may mean, and which of them are one line.
struct lines {
    const struct mk_timetable *tt;
    const struct mk_change *c;
    bool *member;  // one a pattern
    uint32_t *up;  // sets of patterns
};

static bool has_mode(const struct mk_change *c, const struct mk_pattern *p)
{
    return c->mode == MK_MODE_COUNT || c->mode == p->mode;
}

// Of lines that a change before has taken away only the name is left.
static enum mk_status no_such_line(struct mk_ctx *ctx,
                                   const struct mk_timetable *tt,
                                   const struct mk_change *c)
{
    bool *runs = mk_zalloc((size_t)tt->nlines + 1, sizeof *runs);
    const char **words = mk_alloc(((size_t)tt->nlines + 1) * sizeof *words);
    size_t n = 0;
    for (uint32_t i = 0; i < tt->npatterns; i++)
        if (has_mode(c, &tt->patterns[i]) && tt->patterns[i].line < tt->nlines)
            runs[tt->patterns[i].line] = true;
    for (uint32_t i = 0; i < tt->nlines; i++)
        if (runs[i])
            words[n++] = tt->lines[i].name;
    const char *near = mk_text_nearest(c->line, words, n);
    const enum mk_status st =
        near ? mk_fail(ctx, MK_E_SCENARIO_LINE_NEAR, c->where, c->line, near)
             : mk_fail(ctx, MK_E_SCENARIO_LINE, c->where, c->line);
    free(words);
    free(runs);
    return st;
}

static uint32_t area_at(const struct mk_timetable *tt,
                        const struct mk_pattern *p, uint32_t k)
{
    return tt->stops[tt->pattern_stops[p->first_stop + k]].area;
}

struct kind {
    uint32_t feed_mode, pattern;
};

static int by_kind(const void *pa, const void *pb)
{
    const struct kind *a = pa, *b = pb;
    if (a->feed_mode != b->feed_mode)
        return a->feed_mode < b->feed_mode ? -1 : 1;
    return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

static struct kind *kinds_of(const struct lines *l, uint32_t *n)
{
    struct kind *v = mk_alloc(((size_t)l->tt->npatterns + 1) * sizeof *v);
    *n = 0;
    for (uint32_t i = 0; i < l->tt->npatterns; i++) {
        const struct mk_pattern *p = &l->tt->patterns[i];
        if (l->member[i])
            v[(*n)++] = (struct kind){p->feed * 256u + p->mode, i};
    }
    if (*n)
        qsort(v, *n, sizeof *v, by_kind);
    return v;
}

// Towns of one region each have a line 1, and a tram 1 may call where a bus 1
// does: what shares no stop, or is of another mode or feed, is not one line.
static void connect(struct lines *l)
{
    const struct mk_timetable *tt = l->tt;
    uint32_t n;
    struct kind *v = kinds_of(l, &n);
    struct kind *met = mk_zalloc((size_t)tt->nareas + 1, sizeof *met);
    l->up = mk_sets_new(tt->npatterns);
    for (uint32_t a = 0; a < tt->nareas; a++)
        met[a].feed_mode = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const struct mk_pattern *p = &tt->patterns[v[i].pattern];
        for (uint32_t k = 0; k < p->nstops; k++) {
            struct kind *last = &met[area_at(tt, p, k)];
            if (last->feed_mode == v[i].feed_mode)
                mk_sets_join(l->up, last->pattern, v[i].pattern);
            *last = v[i];
        }
    }
    free(met);
    free(v);
}

static bool calls_at(const struct mk_timetable *tt, const struct mk_pattern *p,
                     const bool *wanted)
{
    for (uint32_t k = 0; k < p->nstops; k++)
        if (wanted[area_at(tt, p, k)])
            return true;
    return false;
}

// Keep the lines that call at the stop that tells lines apart.
static bool keep_via(struct lines *l)
{
    const struct mk_timetable *tt = l->tt;
    uint32_t *areas = mk_alloc(((size_t)tt->nareas + 1) * sizeof *areas);
    bool *wanted = mk_zalloc((size_t)tt->nareas + 1, sizeof *wanted);
    bool *calls = mk_zalloc((size_t)tt->npatterns + 1, sizeof *calls);
    const uint32_t n = match_areas(tt, l->c->via, areas);
    for (uint32_t i = 0; i < n; i++)
        wanted[areas[i]] = true;
    bool any = false;
    for (uint32_t i = 0; i < tt->npatterns; i++)
        if (l->member[i] && calls_at(tt, &tt->patterns[i], wanted))
            calls[mk_sets_root(l->up, i)] = any = true;
    for (uint32_t i = 0; i < tt->npatterns; i++)
        l->member[i] = l->member[i] && calls[mk_sets_root(l->up, i)];
    free(areas);
    free(wanted);
    free(calls);
    return any;
}

static uint32_t count_lines(const struct lines *l)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->tt->npatterns; i++)
        n += l->member[i] && l->up[i] == i;
    return n;
}

// "Allén – Backen (buss, ett.zip)"; mode and feed where they tell apart.
static void add_ends(struct mk_ctx *ctx, const struct lines *l,
                     const struct mk_pattern *p, bool modes, bool feeds,
                     struct mk_buf *b)
{
    const struct mk_timetable *tt = l->tt;
    mk_buf_printf(b, "%s%s – %s", b->len ? "; " : "",
                  tt->areas[area_at(tt, p, 0)].name,
                  tt->areas[area_at(tt, p, p->nstops - 1)].name);
    if (modes || feeds)
        mk_buf_printf(b, " (%s%s%s)",
                      modes ? mk_mode_text((enum mk_mode)p->mode,
                                           mk_ctx_lang(ctx)) : "",
                      modes && feeds ? ", " : "",
                      feeds ? tt->feeds[p->feed].path : "");
}

// The ends of each line's pattern with most trips.
static enum mk_status several_lines(struct mk_ctx *ctx, const struct lines *l)
{
    const struct mk_timetable *tt = l->tt;
    const struct mk_pattern *any = NULL;
    struct mk_buf b = {0};
    bool modes = false, feeds = false;
    uint32_t *best = mk_zalloc((size_t)tt->npatterns + 1, sizeof *best);
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        if (!l->member[i])
            continue;
        uint32_t *at = &best[mk_sets_root(l->up, i)];
        if (!*at || p->ntrips > tt->patterns[*at - 1].ntrips)
            *at = i + 1;
        any = any ? any : p;
        modes = modes || p->mode != any->mode;
        feeds = feeds || p->feed != any->feed;
    }
    for (uint32_t i = 0, n = 0; i < tt->npatterns && n < SHOWN; i++)
        if (best[i]) {
            add_ends(ctx, l, &tt->patterns[best[i] - 1], modes, feeds, &b);
            n++;
        }
    const enum mk_status st = mk_fail(ctx, MK_E_SCENARIO_LINE_MANY,
                                      l->c->where, l->c->line,
                                      mk_buf_text(&b));
    free(best);
    mk_buf_release(&b);
    return st;
}

static bool is_meant(const struct mk_timetable *tt, const struct mk_change *c,
                     const struct mk_pattern *p)
{
    return p->line < tt->nlines &&
           mk_text_same(tt->lines[p->line].name, c->line) && has_mode(c, p);
}

enum mk_status mk_scenario_line(struct mk_ctx *ctx,
                                const struct mk_timetable *tt,
                                const struct mk_change *c, bool *member)
{
    struct lines l = {tt, c, member, NULL};
    bool any = false;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        member[i] = is_meant(tt, c, &tt->patterns[i]);
        any = any || member[i];
    }
    if (!any)
        return no_such_line(ctx, tt, c);
    connect(&l);
    enum mk_status st = MK_OK;
    if (c->via && !keep_via(&l))
        st = mk_fail(ctx, MK_E_SCENARIO_VIA, c->where, c->line, c->via);
    else if (count_lines(&l) > 1)
        st = several_lines(ctx, &l);
    free(l.up);
    return st;
}
