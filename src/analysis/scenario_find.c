#include "analysis/scenario_find.h"

#include "base/arena.h"
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

static enum mk_status no_such_line(struct mk_ctx *ctx,
                                   const struct mk_timetable *tt,
                                   const struct mk_change *c)
{
    const char **words = mk_alloc(((size_t)tt->nlines + 1) * sizeof *words);
    for (uint32_t i = 0; i < tt->nlines; i++)
        words[i] = tt->lines[i].name;
    const char *near = mk_text_nearest(c->line, words, tt->nlines);
    const enum mk_status st =
        near ? mk_fail(ctx, MK_E_SCENARIO_LINE_NEAR, c->where, c->line, near)
             : mk_fail(ctx, MK_E_SCENARIO_LINE, c->where, c->line);
    free(words);
    return st;
}

static uint32_t area_at(const struct mk_timetable *tt,
                        const struct mk_pattern *p, uint32_t k)
{
    return tt->stops[tt->pattern_stops[p->first_stop + k]].area;
}

static uint32_t root_of(uint32_t *up, uint32_t i)
{
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}

// Towns of one region each have a line 1: what shares no stop is not one line.
static uint32_t *connect(const struct mk_timetable *tt, const bool *member)
{
    uint32_t *up = mk_alloc(((size_t)tt->nareas + 1) * sizeof *up);
    for (uint32_t a = 0; a < tt->nareas; a++)
        up[a] = a;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        for (uint32_t k = 1; member[i] && k < p->nstops; k++) {
            const uint32_t a = root_of(up, area_at(tt, p, 0));
            const uint32_t b = root_of(up, area_at(tt, p, k));
            up[a > b ? a : b] = a > b ? b : a;
        }
    }
    return up;
}

static void add_ends(const struct mk_timetable *tt, const struct mk_pattern *p,
                     struct mk_buf *b)
{
    mk_buf_printf(b, "%s%s – %s", b->len ? "; " : "",
                  tt->areas[area_at(tt, p, 0)].name,
                  tt->areas[area_at(tt, p, p->nstops - 1)].name);
}

// The ends of each line's pattern with most trips.
static enum mk_status several_lines(struct mk_ctx *ctx,
                                    const struct mk_timetable *tt,
                                    const struct mk_change *c,
                                    const bool *member, uint32_t *up)
{
    struct mk_buf b = {0};
    uint32_t *best = mk_zalloc((size_t)tt->nareas + 1, sizeof *best);
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        uint32_t *at = &best[root_of(up, area_at(tt, &tt->patterns[i], 0))];
        if (member[i] && (!*at || tt->patterns[i].ntrips >
                                      tt->patterns[*at - 1].ntrips))
            *at = i + 1;
    }
    for (uint32_t a = 0, n = 0; a < tt->nareas && n < SHOWN; a++)
        if (best[a]) {
            add_ends(tt, &tt->patterns[best[a] - 1], &b);
            n++;
        }
    const enum mk_status st = mk_fail(ctx, MK_E_SCENARIO_LINE_MANY, c->where,
                                      c->line, mk_buf_text(&b));
    free(best);
    mk_buf_release(&b);
    return st;
}

// Keep what hangs together with the stop that tells lines apart.
static bool keep_via(const struct mk_timetable *tt, const char *via,
                     bool *member, uint32_t *up)
{
    uint32_t *areas = mk_alloc(((size_t)tt->nareas + 1) * sizeof *areas);
    bool *wanted = mk_zalloc((size_t)tt->nareas + 1, sizeof *wanted);
    const uint32_t n = match_areas(tt, via, areas);
    for (uint32_t i = 0; i < n; i++)
        wanted[root_of(up, areas[i])] = true;
    bool any = false;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        member[i] = member[i] &&
                    wanted[root_of(up, area_at(tt, &tt->patterns[i], 0))];
        any = any || member[i];
    }
    free(areas);
    free(wanted);
    return any;
}

static uint32_t count_lines(const struct mk_timetable *tt, const bool *member,
                            uint32_t *up)
{
    bool *seen = mk_zalloc((size_t)tt->nareas + 1, sizeof *seen);
    uint32_t n = 0;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        if (!member[i])
            continue;
        const uint32_t r = root_of(up, area_at(tt, &tt->patterns[i], 0));
        n += !seen[r];
        seen[r] = true;
    }
    free(seen);
    return n;
}

static bool is_meant(const struct mk_timetable *tt, const struct mk_change *c,
                     const struct mk_pattern *p)
{
    return p->line < tt->nlines &&
           mk_text_same(tt->lines[p->line].name, c->line) &&
           (c->mode == MK_MODE_COUNT || c->mode == p->mode);
}

enum mk_status mk_scenario_line(struct mk_ctx *ctx,
                                const struct mk_timetable *tt,
                                const struct mk_change *c, bool *member)
{
    bool any = false;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        member[i] = is_meant(tt, c, &tt->patterns[i]);
        any = any || member[i];
    }
    if (!any)
        return no_such_line(ctx, tt, c);
    uint32_t *up = connect(tt, member);
    enum mk_status st = MK_OK;
    if (c->via && !keep_via(tt, c->via, member, up))
        st = mk_fail(ctx, MK_E_SCENARIO_VIA, c->where, c->line, c->via);
    else if (count_lines(tt, member, up) > 1)
        st = several_lines(ctx, tt, c, member, up);
    free(up);
    return st;
}
