// Departures by line and last stop at each stop area.
#include <markklar/lines.h>

#include "analysis/timetable.h"
#include "base/arena.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_S 86400

struct building {
    const struct mk_timetable *tt;
    int32_t day, saturday, sunday; // bits of service days
    struct mk_line_calls *out;
    uint32_t cap;
};

static int by_line(const void *pa, const void *pb)
{
    const struct mk_line_call *a = pa, *b = pb;
    if (a->area != b->area)
        return a->area < b->area ? -1 : 1;
    return mk_line_call_order(a, b);
}

int mk_line_call_order(const struct mk_line_call *a,
                       const struct mk_line_call *b)
{
    if (a->mode != b->mode)
        return a->mode < b->mode ? -1 : 1;
    const int c = strcmp(a->line, b->line);
    if (c)
        return c;
    return (a->towards > b->towards) - (a->towards < b->towards);
}

// How many of n departures from `time` every headway lie in 06-20.
static uint32_t in_the_day(int64_t time, int32_t headway, uint32_t n)
{
    return mk_departures_before(time, headway, n, MK_DAY_TO_S) -
           mk_departures_before(time, headway, n, MK_DAY_FROM_S);
}

static void add_trip(const struct building *b, const struct mk_trip *t,
                     const struct mk_call *at, struct mk_line_call *c)
{
    const struct mk_service *s = &b->tt->services[t->service];
    const int32_t *times = b->tt->times + (size_t)t->first_time * 2;
    const uint32_t n = mk_trip_departures(t);
    const int32_t headway = t->freq_headway ? t->freq_headway : 1;
    const int64_t shift = t->freq_headway ? t->freq_start - times[1] : 0;
    const int64_t own = times[2 * (size_t)at->time_at + 1] + shift;
    const int64_t last = own + (int64_t)(n - 1) * headway;
    c->saturday = c->saturday || mk_service_runs(s, b->saturday);
    c->sunday = c->sunday || mk_service_runs(s, b->sunday);
    for (int32_t back = 0; back * (int64_t)DAY_S <= last; back++)
        if (mk_service_runs(s, b->day - back))
            *(at->demand ? &c->demand : &c->dep) +=
                in_the_day(own - back * (int64_t)DAY_S, headway, n);
    if (!mk_service_runs(s, b->day))
        return;
    if (own < c->first)
        c->first = (int32_t)own;
    if (last > c->last)
        c->last = (int32_t)last;
}

static void add_pattern(struct building *b, const struct mk_pattern *p,
                        const struct mk_call *calls, uint32_t n)
{
    const struct mk_timetable *tt = b->tt;
    const uint32_t end = tt->pattern_stops[p->first_stop + p->nstops - 1];
    for (uint32_t k = 0; k < n; k++) {
        struct mk_line_call c = {
            .area = calls[k].area, .line = tt->lines[p->line].name,
            .towards = tt->stops[end].area, .mode = p->mode,
            .first = INT32_MAX, .last = INT32_MIN};
        for (uint32_t i = 0; i < p->ntrips; i++)
            add_trip(b, &tt->trips[p->first_trip + i], &calls[k], &c);
        if (!c.dep && !c.demand && c.first > c.last && !c.saturday &&
            !c.sunday)
            continue;
        MK_GROW(b->out->v, b->cap, b->out->n + 1);
        b->out->v[b->out->n++] = c;
    }
}

static void join(struct mk_line_call *c, const struct mk_line_call *more)
{
    c->dep += more->dep;
    c->demand += more->demand;
    c->first = more->first < c->first ? more->first : c->first;
    c->last = more->last > c->last ? more->last : c->last;
    c->saturday = c->saturday || more->saturday;
    c->sunday = c->sunday || more->sunday;
}

// Several patterns of a line to one last stop are one row.
static void join_equal(struct mk_line_calls *o)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->n; i++) {
        if (n && by_line(&o->v[n - 1], &o->v[i]) == 0)
            join(&o->v[n - 1], &o->v[i]);
        else
            o->v[n++] = o->v[i];
    }
    o->n = n;
}

// Days until the next weekday `to` (Monday is 0), within the feeds' days.
static int32_t next_day(const struct mk_timetable *tt, mk_date day, int to)
{
    int ahead = (to - mk_date_weekday(day) + 7) % 7;
    const int32_t bit = mk_date_days(day) - mk_date_days(tt->base_day);
    const int32_t end = mk_date_days(tt->last_day) - mk_date_days(tt->base_day);
    return bit + ahead <= end ? bit + ahead : bit + ahead - 7;
}

void mk_line_calls_build(const struct mk_timetable *tt, mk_date day,
                         struct mk_line_calls *out)
{
    *out = (struct mk_line_calls){0};
    struct building b = {
        .tt = tt, .out = out,
        .day = mk_date_days(day) - mk_date_days(tt->base_day),
        .saturday = next_day(tt, day, 5), .sunday = next_day(tt, day, 6)};
    struct mk_call *calls = NULL;
    uint32_t cap = 0;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        MK_GROW(calls, cap, p->nstops);
        add_pattern(&b, p, calls, mk_pattern_calls(tt, p, calls));
    }
    free(calls);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_line);
    join_equal(out);
    out->first = mk_zalloc((size_t)tt->nareas + 1, sizeof *out->first);
    for (uint32_t i = 0; i < out->n; i++)
        out->first[out->v[i].area + 1]++;
    for (uint32_t a = 0; a < tt->nareas; a++)
        out->first[a + 1] += out->first[a];
}

void mk_line_calls_release(struct mk_line_calls *c)
{
    free(c->v);
    free(c->first);
    *c = (struct mk_line_calls){0};
}

double mk_line_demand_share(const struct mk_line_call *c)
{
    const double all = (double)c->dep + c->demand;
    return all > 0 ? c->demand / all : -1;
}

const char *mk_line_clock(int32_t seconds, char out[MK_CLOCK_SIZE])
{
    snprintf(out, MK_CLOCK_SIZE, "%02" PRId32 ":%02" PRId32, seconds / 3600,
             seconds / 60 % 60);
    return out;
}
