#include <markklar/scenario.h>

#include "analysis/scenario_find.h"

#include "base/arena.h"
#include "base/sphere.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_S (24 * 3600) // of a new line, from end to end

// ---- in words

static void clock_text(int32_t s, char out[16])
{
    snprintf(out, 16, "%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60));
}

static void window_text(const struct mk_change *c, char out[40])
{
    char from[16], to[16];
    out[0] = '\0';
    if (c->from_s == MK_CHANGE_NO_TIME)
        return;
    clock_text(c->from_s, from);
    clock_text(c->to_s, to);
    snprintf(out, 40, " %s–%s", from, to);
}

const char *mk_change_text(const struct mk_change *c, enum mk_lang lang,
                           char out[160])
{
    char window[40], minutes[16];
    window_text(c, window);
    if (c->headway_s % 60)
        snprintf(minutes, sizeof minutes, "%d:%02d", (int)(c->headway_s / 60),
                 (int)(c->headway_s % 60));
    else
        snprintf(minutes, sizeof minutes, "%d", (int)(c->headway_s / 60));
    switch (c->kind) {
    case MK_CH_LINE:
        snprintf(out, 160, lang == MK_EN ? "new line %.60s every %s min%s"
                                         : "ny linje %.60s var %s min%s",
                 c->line, minutes, window);
        break;
    case MK_CH_HEADWAY:
        snprintf(out, 160, lang == MK_EN ? "line %.60s every %s min%s"
                                         : "linje %.60s var %s min%s",
                 c->line, minutes, window);
        break;
    default:
        snprintf(out, 160, lang == MK_EN ? "line %.60s taken away"
                                         : "linje %.60s utgår", c->line);
    }
    return out;
}

// ---- a new line

// Running time to the next stop: as given, else the straight line at the
// speed, in whole seconds.
static int32_t running_time(const struct mk_timetable *tt,
                            const struct mk_change *c, const uint32_t *stops,
                            uint32_t k)
{
    if (c->run_s)
        return c->run_s[k];
    const struct mk_stop *a = &tt->stops[stops[k]];
    const struct mk_stop *b = &tt->stops[stops[k + 1]];
    return (int32_t)lround(
        mk_sphere_metres(a->lon, a->lat, b->lon, b->lat) * 3.6 / c->kmh);
}

static enum mk_status find_stops(struct mk_ctx *ctx, struct mk_draft *d,
                                 const struct mk_change *c, uint32_t *stops)
{
    enum mk_status st = MK_OK;
    for (uint32_t k = 0; st == MK_OK && k < c->nstops; k++) {
        const struct mk_change_stop *s = &c->stops[k];
        if (isnan(s->lon))
            st = mk_scenario_stop(ctx, d->tt, c, s->name, &stops[k]);
        else
            stops[k] = mk_draft_stop(d, s->name, s->lon, s->lat);
    }
    return st;
}

static void add_direction(struct mk_draft *d, const struct mk_change *c,
                          uint32_t line, uint8_t direction,
                          const uint32_t *stops, const int32_t *offsets)
{
    const uint32_t p = mk_draft_pattern(d, line, direction, c->mode, stops,
                                        c->nstops);
    for (int32_t t = c->from_s; t < c->to_s; t += c->headway_s)
        mk_draft_trip(d, p, t, offsets);
}

// From the first stop to each of them.
static enum mk_status sum_times(struct mk_ctx *ctx,
                                const struct mk_timetable *tt,
                                const struct mk_change *c,
                                const uint32_t *stops, int32_t *there)
{
    for (uint32_t k = 1; k < c->nstops; k++) {
        const int32_t s = running_time(tt, c, stops, k - 1);
        if (s > LONGEST_S - there[k - 1])
            return mk_fail(ctx, MK_E_SCENARIO_LONG, c->where, c->line);
        there[k] = there[k - 1] + s;
    }
    return MK_OK;
}

static enum mk_status add_line(struct mk_ctx *ctx, struct mk_draft *d,
                               const struct mk_change *c)
{
    const uint32_t n = c->nstops;
    uint32_t *stops = mk_alloc(2 * (size_t)n * sizeof *stops);
    uint32_t *back = stops + n;
    int32_t *there = mk_zalloc(2 * (size_t)n, sizeof *there);
    int32_t *homeward = there + n;
    enum mk_status st = find_stops(ctx, d, c, stops);
    if (st == MK_OK)
        st = sum_times(ctx, d->tt, c, stops, there);
    if (st == MK_OK) {
        for (uint32_t k = 0; k < n; k++) {
            back[k] = stops[n - 1 - k];
            homeward[k] = there[n - 1] - there[n - 1 - k];
        }
        const uint32_t line = mk_draft_line(d, c->line);
        add_direction(d, c, line, 0, stops, there);
        add_direction(d, c, line, 1, back, homeward);
    }
    free(there);
    free(stops);
    return st;
}

// ---- another headway

// What one pattern of the line has on the counted day.
struct share {
    uint32_t pattern;
    uint8_t direction;
    uint32_t trips;    // departures in the window, or of the whole day
    uint32_t typical;  // row whose running times are copied
    uint32_t given;    // while departures are dealt out
};

struct window {
    int32_t from, to;
};

static bool row_counts(const struct mk_draft *d, const struct mk_draft_row *r,
                       struct window w)
{
    const int32_t t = mk_draft_departure(d, r);
    return mk_draft_runs(d, r) &&
           (r->trip.freq_headway ? t < w.to && r->trip.freq_end > w.from
                                 : t >= w.from && t < w.to);
}

static uint32_t departures_in(const struct mk_draft_row *r, struct window w)
{
    uint32_t n = 0;
    const struct mk_trip *t = &r->trip;
    if (!t->freq_headway)
        return 1;
    for (int32_t at = t->freq_start; at < t->freq_end; at += t->freq_headway)
        n += at >= w.from && at < w.to;
    return n;
}

struct timed {
    int32_t duration, departure;
    uint32_t row;
};

static int by_duration(const void *pa, const void *pb)
{
    const struct timed *a = pa, *b = pb;
    if (a->duration != b->duration)
        return a->duration < b->duration ? -1 : 1;
    if (a->departure != b->departure)
        return a->departure < b->departure ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

// The trips of one pattern in the window; the typical one has the median
// running time (the lower one of two).
static void measure_pattern(const struct mk_draft *d, struct window w,
                            const uint32_t *rows, uint32_t nrows,
                            struct share *s)
{
    struct timed *v = mk_alloc(((size_t)nrows + 1) * sizeof *v);
    uint32_t n = 0;
    s->trips = 0;
    for (uint32_t i = 0; i < nrows; i++) {
        const struct mk_draft_row *r = &d->v[rows[i]];
        if (r->pattern != s->pattern || !row_counts(d, r, w))
            continue;
        s->trips += departures_in(r, w);
        v[n++] = (struct timed){mk_draft_duration(d, r),
                                mk_draft_departure(d, r), rows[i]};
    }
    if (n) {
        qsort(v, n, sizeof *v, by_duration);
        s->typical = v[(n - 1) / 2].row;
    }
    free(v);
}

// Do two patterns go the same way? Pairs of stop areas that both have, in the
// same order less in the other.
static int same_way(const struct mk_timetable *tt, const struct mk_pattern *a,
                    const struct mk_pattern *b, uint32_t *place)
{
    int sum = 0;
    const uint32_t *sa = tt->pattern_stops + a->first_stop;
    const uint32_t *sb = tt->pattern_stops + b->first_stop;
    for (uint32_t k = 0; k < a->nstops; k++)
        place[tt->stops[sa[k]].area] = k + 1;
    uint32_t last = 0;
    for (uint32_t k = 0; k < b->nstops; k++) {
        const uint32_t at = place[tt->stops[sb[k]].area];
        if (at && last && at != last)
            sum += at > last ? 1 : -1;
        last = at ? at : last;
    }
    for (uint32_t k = 0; k < a->nstops; k++)
        place[tt->stops[sa[k]].area] = 0;
    return sum;
}

// Where the feed does not say a trip's direction it is found from the order
// of stops, against the pattern with most trips.
static void find_directions(const struct mk_timetable *tt, struct share *v,
                            uint32_t n)
{
    const struct mk_pattern *main = NULL;
    for (uint32_t i = 0; i < n; i++) {
        const struct mk_pattern *p = &tt->patterns[v[i].pattern];
        if (!main || p->ntrips > main->ntrips)
            main = p;
    }
    uint32_t *place = mk_zalloc((size_t)tt->nareas + 1, sizeof *place);
    for (uint32_t i = 0; i < n; i++) {
        const struct mk_pattern *p = &tt->patterns[v[i].pattern];
        const uint8_t as_main = main->direction < 2 ? main->direction : 0;
        v[i].direction =
            p->direction < 2 ? p->direction
            : same_way(tt, main, p, place) >= 0 ? as_main
                                                : (uint8_t)(1 - as_main);
    }
    free(place);
}

// Departures are dealt out so that each pattern has its share at every moment:
// the next one goes to the pattern farthest behind.
static struct share *next_share(struct share *v, uint32_t n, uint8_t direction,
                                uint32_t dealt, uint32_t all)
{
    struct share *best = NULL;
    int64_t behind = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].direction != direction || !v[i].trips)
            continue;
        const int64_t b = (int64_t)v[i].trips * (dealt + 1) -
                          (int64_t)v[i].given * all;
        if (!best || b > behind) {
            best = &v[i];
            behind = b;
        }
    }
    return best;
}

// From the first to the last departure of a direction on the counted day.
static struct window whole_day(const struct mk_draft *d, const struct share *v,
                               uint32_t n, uint8_t direction,
                               const uint32_t *rows, uint32_t nrows)
{
    struct window w = {INT32_MAX, INT32_MIN};
    for (uint32_t i = 0; i < nrows; i++) {
        const struct mk_draft_row *r = &d->v[rows[i]];
        bool mine = false;
        for (uint32_t k = 0; k < n; k++)
            mine = mine || (v[k].pattern == r->pattern &&
                            v[k].direction == direction);
        if (!mine || !mk_draft_runs(d, r))
            continue;
        const struct mk_trip *t = &r->trip;
        const int32_t first = mk_draft_departure(d, r);
        const int32_t last =
            t->freq_headway ? first + (t->freq_end - 1 - first) /
                                          t->freq_headway * t->freq_headway
                            : first;
        w.from = first < w.from ? first : w.from;
        w.to = last + 1 > w.to ? last + 1 : w.to;
    }
    return w;
}

static uint32_t sum_trips(const struct share *v, uint32_t n, uint8_t direction)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += v[i].direction == direction ? v[i].trips : 0;
    return sum;
}

static const struct window any_time = {INT32_MIN, INT32_MAX};

// One direction: its trips in the window go, and copies of the typical ones
// come at the headway. Where it has none in the window, those of the whole
// day say which patterns it has.
static void change_direction(struct mk_draft *d, const struct mk_change *c,
                             struct share *v, uint32_t n, uint8_t direction,
                             const uint32_t *rows, uint32_t nrows)
{
    struct window w = {c->from_s, c->to_s};
    if (c->from_s == MK_CHANGE_NO_TIME)
        w = whole_day(d, v, n, direction, rows, nrows);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].direction == direction)
            measure_pattern(d, w, rows, nrows, &v[i]);
    if (!sum_trips(v, n, direction))
        for (uint32_t i = 0; i < n; i++)
            if (v[i].direction == direction)
                measure_pattern(d, any_time, rows, nrows, &v[i]);
    const uint32_t all = sum_trips(v, n, direction);
    if (!all)
        return; // it does not run in this direction on the counted day
    // Copied before the rows are cut: a cut row may be gone.
    uint32_t dealt = 0;
    for (int32_t t = w.from; t < w.to; t += c->headway_s, dealt++) {
        struct share *s = next_share(v, n, direction, dealt, all);
        mk_draft_copy(d, s->typical, t);
        s->given++;
    }
    for (uint32_t i = 0; i < nrows; i++) {
        const uint32_t p = d->v[rows[i]].pattern;
        for (uint32_t k = 0; k < n; k++)
            if (v[k].pattern == p && v[k].direction == direction) {
                mk_draft_cut(d, rows[i], w.from, w.to);
                break;
            }
    }
}

static uint32_t *rows_of(const struct mk_draft *d, const bool *member,
                         uint32_t *n)
{
    uint32_t *rows = NULL;
    size_t cap = 0;
    *n = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        const uint32_t p = d->v[i].pattern;
        if (p == MK_DRAFT_NONE || !member[p])
            continue;
        MK_GROW(rows, cap, *n + 1);
        rows[(*n)++] = i;
    }
    return rows;
}

static bool any_runs(const struct mk_draft *d, const uint32_t *rows,
                     uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (mk_draft_runs(d, &d->v[rows[i]]))
            return true;
    return false;
}

static void change_headway(struct mk_draft *d, const struct mk_change *c,
                           const bool *member, const uint32_t *rows,
                           uint32_t nrows)
{
    const struct mk_timetable *tt = d->tt;
    struct share *v = mk_alloc(((size_t)tt->npatterns + 1) * sizeof *v);
    uint32_t n = 0;
    for (uint32_t p = 0; p < tt->npatterns; p++)
        if (member[p])
            v[n++] = (struct share){.pattern = p};
    find_directions(tt, v, n);
    for (uint8_t direction = 0; direction < 2; direction++)
        change_direction(d, c, v, n, direction, rows, nrows);
    free(v);
}

// A line of the timetable, at another headway or gone.
static enum mk_status change_line(struct mk_ctx *ctx, struct mk_draft *d,
                                  const struct mk_change *c, mk_date day)
{
    bool *member = mk_zalloc((size_t)d->tt->npatterns + 1, sizeof *member);
    enum mk_status st = mk_scenario_line(ctx, d->tt, c, member);
    uint32_t n = 0;
    uint32_t *rows = st == MK_OK ? rows_of(d, member, &n) : NULL;
    if (st == MK_OK && c->kind == MK_CH_REMOVE) {
        for (uint32_t i = 0; i < n; i++)
            mk_draft_remove(d, rows[i]);
    } else if (st == MK_OK && any_runs(d, rows, n)) {
        change_headway(d, c, member, rows, n);
    } else if (st == MK_OK) {
        char text[11];
        st = mk_fail(ctx, MK_E_SCENARIO_IDLE, c->where, c->line,
                     mk_date_write(day, text));
    }
    free(rows);
    free(member);
    return st;
}

// ---- one after the other

static uint32_t trips_on_day(const struct mk_draft *d)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n; i++)
        if (d->v[i].pattern != MK_DRAFT_NONE && mk_draft_runs(d, &d->v[i]))
            n += departures_in(&d->v[i], any_time);
    return n;
}

static void say_change(struct mk_ctx *ctx, const struct mk_change *c,
                       uint32_t before, uint32_t after)
{
    char text[160], b[16], a[16];
    snprintf(b, sizeof b, "%u", before);
    snprintf(a, sizeof a, "%u", after);
    mk_note(ctx, MK_N_SCENARIO, c->where,
            mk_change_text(c, mk_ctx_lang(ctx), text), b, a);
}

enum mk_status mk_scenario_apply(struct mk_ctx *ctx, struct mk_timetable *tt,
                                 const struct mk_change *changes, uint32_t n,
                                 mk_date day)
{
    enum mk_status st = MK_OK;
    uint16_t feed = UINT16_MAX;
    // A change is made on a whole timetable, so that one may change what
    // another has made.
    for (uint32_t i = 0; st == MK_OK && i < n; i++) {
        struct mk_draft d;
        mk_draft_begin(&d, tt, day);
        d.feed = feed;
        const uint32_t before = trips_on_day(&d);
        st = changes[i].kind == MK_CH_LINE
                 ? add_line(ctx, &d, &changes[i])
                 : change_line(ctx, &d, &changes[i], day);
        if (st == MK_OK)
            say_change(ctx, &changes[i], before, trips_on_day(&d));
        feed = d.feed;
        mk_draft_end(&d);
    }
    return st;
}
