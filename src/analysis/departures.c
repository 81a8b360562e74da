#include "analysis/timetable.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define DAY_S 86400

// Consecutive calls at one stop are one call, whose departure is the last
// one's; it takes passengers on when any of them does. The last call of all
// is no departure.
uint32_t mk_pattern_calls(const struct mk_timetable *tt,
                          const struct mk_pattern *p, struct mk_call *out)
{
    const uint32_t *stops = tt->pattern_stops + p->first_stop;
    const uint8_t *pickup = tt->pickup + p->first_stop;
    uint32_t n = 0;
    for (uint32_t k = 0; k < p->nstops;) {
        bool scheduled = false, demand = false;
        uint32_t end = k;
        for (; end < p->nstops && stops[end] == stops[k]; end++) {
            scheduled = scheduled || pickup[end] == 0;
            demand = demand || pickup[end] >= 2;
        }
        if (end < p->nstops && (scheduled || demand))
            out[n++] = (struct mk_call){tt->stops[stops[k]].area, end - 1,
                                     !scheduled || p->mode == MK_MODE_ANROP};
        k = end;
    }
    return n;
}

static void count(struct mk_area_traffic *a, const struct mk_pattern *p,
                  bool demand, int32_t time, uint32_t n)
{
    if (demand) {
        a->dep[MK_MODE_ANROP] += n;
        return;
    }
    a->dep[p->mode] += n;
    if (p->mode == MK_MODE_TAG && p->long_distance)
        a->dep_long_distance += n;
    a->dep_total += n;
    a->dep_hour[(time - MK_DAY_FROM_S) / 3600] += n;
}

uint32_t mk_departures_before(int64_t time, int32_t headway, uint32_t n,
                              int64_t limit)
{
    if (time >= limit)
        return 0;
    const int64_t k = (limit - time + headway - 1) / headway;
    return k < n ? (uint32_t)k : n;
}

// Departures of a frequency trip: from `time` every headway seconds, `n` of
// them; by the hour, since a headway may be a second.
static void count_frequency(struct mk_area_traffic *a,
                            const struct mk_pattern *p, bool demand,
                            int64_t time, int32_t headway, uint32_t n)
{
    uint32_t gone = mk_departures_before(time, headway, n, MK_DAY_FROM_S);
    for (int32_t t = MK_DAY_FROM_S; t < MK_DAY_TO_S; t += 3600) {
        const uint32_t so_far =
            mk_departures_before(time, headway, n, t + 3600);
        count(a, p, demand, t, so_far - gone);
        gone = so_far;
    }
}

static void count_trip(const struct mk_timetable *tt,
                       const struct mk_pattern *p, const struct mk_trip *t,
                       const struct mk_call *calls, uint32_t ncalls, int32_t bit,
                       struct mk_area_traffic *out)
{
    const int32_t *times = tt->times + (size_t)t->first_time * 2;
    const uint32_t n = mk_trip_departures(t);
    const int64_t shift = t->freq_headway ? t->freq_start - times[1] : 0;
    const int64_t longest = (int64_t)(n - 1) * t->freq_headway + shift;
    const int64_t last = longest + times[2 * (p->nstops - 1) + 1];
    // Service days whose trips reach into this one: today, yesterday, …
    for (int32_t back = 0; back * (int64_t)DAY_S <= last; back++) {
        if (!mk_service_runs(&tt->services[t->service], bit - back))
            continue;
        for (uint32_t k = 0; k < ncalls; k++) {
            const int64_t time = times[2 * calls[k].time_at + 1] + shift -
                                 back * (int64_t)DAY_S;
            struct mk_area_traffic *a = &out[calls[k].area];
            if (t->freq_headway)
                count_frequency(a, p, calls[k].demand, time, t->freq_headway,
                                n);
            else if (time >= MK_DAY_FROM_S && time < MK_DAY_TO_S)
                count(a, p, calls[k].demand, (int32_t)time, 1);
        }
    }
}

struct mk_category mk_area_category(const struct mk_grades *g,
                                    const struct mk_area_traffic *a)
{
    struct mk_category best = {
        mk_stop_category(g, MK_MODE_TAG, true, a->dep_long_distance),
        MK_MODE_TAG, true, a->dep_long_distance};
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        const uint8_t c =
            mk_stop_category(g, (enum mk_mode)m, false, a->dep[m]);
        if (c && (!best.category || c < best.category))
            best = (struct mk_category){c, (enum mk_mode)m, false, a->dep[m]};
    }
    return best;
}

static void sum_up(struct mk_area_traffic *a, const struct mk_grades *g)
{
    a->avg_h = mk_fix(a->dep_total / (double)MK_DAY_HOURS, 2);
    a->served_avg = a->dep_total >= MK_DAY_HOURS;
    a->served_hourly = true;
    for (int h = 0; h < MK_DAY_HOURS; h++)
        a->served_hourly = a->served_hourly && a->dep_hour[h] > 0;
    a->category = mk_area_category(g, a).category;
}

void mk_departures_count(const struct mk_timetable *tt, mk_date day,
                         const struct mk_grades *grades,
                         struct mk_area_traffic *out)
{
    memset(out, 0, tt->nareas * sizeof *out);
    const int32_t bit = mk_date_days(day) - mk_date_days(tt->base_day);
    struct mk_call *calls = NULL;
    uint32_t cap = 0;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        MK_GROW(calls, cap, p->nstops);
        const uint32_t n = mk_pattern_calls(tt, p, calls);
        for (uint32_t k = 0; k < p->ntrips; k++)
            count_trip(tt, p, &tt->trips[p->first_trip + k], calls, n, bit,
                       out);
    }
    free(calls);
    for (uint32_t k = 0; k < tt->nareas; k++)
        sum_up(&out[k], grades);
}
