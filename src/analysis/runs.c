// Which vehicles run: the trips of a pattern on the day and the days next to
// it, frequencies expanded, and parted so that none overtakes another.
#include "analysis/raptor.h"
#include "analysis/timetable.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define DAY_S 86400
#define PARTS_TRIED 64
#define SHORTEST_DAY_S 82800 // noon to noon when clocks go forward

static int32_t noon_step(const struct mk_timetable *tt, int32_t bit)
{
    const int32_t s = bit >= 0 && bit < MK_SERVICE_DAYS ? tt->noon_step[bit]
                                                        : 0;
    return s ? s : DAY_S;
}

static int32_t latest_time(const struct mk_timetable *tt)
{
    int32_t most = 0;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        for (uint32_t k = 0; p->nstops && k < p->ntrips; k++) {
            const struct mk_trip *t = &tt->trips[p->first_trip + k];
            const int32_t *times = tt->times + (size_t)t->first_time * 2;
            int32_t last = times[2 * p->nstops - 1];
            if (t->freq_headway)
                last += t->freq_end - times[1];
            most = last > most ? last : most;
        }
    }
    return most;
}

// Journeys start or end on the day, so they reach max_trip_s beyond it at
// both ends.
void mk_near_days_find(const struct mk_timetable *tt, mk_date day,
                       int32_t max_trip_s, struct mk_near_days *out)
{
    const int32_t own = mk_date_days(day) - mk_date_days(tt->base_day);
    const int32_t before = (latest_time(tt) + max_trip_s) / SHORTEST_DAY_S + 1;
    const int32_t after = (DAY_S + max_trip_s) / SHORTEST_DAY_S + 1;
    *out = (struct mk_near_days){.first = own - before,
                                 .n = before + 1 + after,
                                 .own = own,
                                 .from = -max_trip_s,
                                 .to = DAY_S + max_trip_s};
    out->shift = mk_zalloc((size_t)out->n, sizeof *out->shift);
    for (int32_t k = before - 1; k >= 0; k--)
        out->shift[k] = out->shift[k + 1] - noon_step(tt, out->first + k + 1);
    for (int32_t k = before + 1; k < out->n; k++)
        out->shift[k] = out->shift[k - 1] + noon_step(tt, out->first + k);
}

void mk_near_days_release(struct mk_near_days *d)
{
    free(d->shift);
    *d = (struct mk_near_days){0};
}

// A vehicle, when any of its time matters.
static void add_run(const struct mk_near_days *d, const int32_t *times,
                    uint32_t nstops, int32_t shift, struct mk_runs *out)
{
    if (times[2 * nstops - 1] + shift < d->from || times[0] + shift > d->to)
        return;
    MK_GROW(out->found, out->cap_found, out->n + 1);
    out->found[out->n++] = (struct mk_run){times, shift};
}

static bool add_trip(const struct mk_timetable *tt, const struct mk_trip *t,
                     uint32_t nstops, const struct mk_near_days *d,
                     size_t most, struct mk_runs *out)
{
    const int32_t *times = tt->times + (size_t)t->first_time * 2;
    const int32_t start = t->freq_headway ? t->freq_start - times[1] : 0;
    const uint32_t n = mk_trip_departures(t);
    for (int32_t k = 0; k < d->n; k++) {
        if (!mk_service_runs(&tt->services[t->service], d->first + k))
            continue;
        for (uint32_t j = 0; j < n && out->n <= most; j++)
            add_run(d, times, nstops,
                    d->shift[k] + start + (int32_t)j * t->freq_headway, out);
        if (d->first + k == d->own)
            out->own += n;
    }
    return out->n <= most;
}

// By departures, first position first; what is equal throughout is alike.
static int run_cmp(const void *pa, const void *pb, void *udata)
{
    const struct mk_run *a = pa, *b = pb;
    const uint32_t n = *(const uint32_t *)udata;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t k = i < n / 2 ? 2 * i + 1 : 2 * (i - n / 2);
        const int32_t x = a->times[k] + a->shift, y = b->times[k] + b->shift;
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static bool follows(const struct mk_run *a, const struct mk_run *b, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        if (b->times[k] + b->shift < a->times[k] + a->shift)
            return false;
    return true;
}

// Each run joins the first part whose latest run it follows at every stop, of
// the PARTS_TRIED newest. No real pattern has as many; one made of runs that
// all overtake one another has a part for each, and would ask them all.
static void part_runs(uint32_t ntimes, struct mk_runs *r)
{
    const struct mk_run *run = r->found;
    MK_GROW(r->part, r->cap_part, r->n);
    r->nparts = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        uint32_t p = r->nparts > PARTS_TRIED ? r->nparts - PARTS_TRIED : 0;
        while (p < r->nparts && !follows(&run[r->last[p]], &run[i], ntimes))
            p++;
        r->nparts += p == r->nparts;
        MK_GROW(r->last, r->cap_last, r->nparts);
        r->last[p] = i;
        r->part[i] = p;
    }
}

static void gather_parts(struct mk_runs *r)
{
    MK_GROW(r->v, r->cap, r->n);
    MK_GROW(r->first, r->cap_first, r->nparts + 2);
    memset(r->first, 0, (r->nparts + 2) * sizeof *r->first);
    for (uint32_t i = 0; i < r->n; i++)
        r->first[r->part[i] + 2]++;
    for (uint32_t p = 2; p < r->nparts + 2; p++)
        r->first[p] += r->first[p - 1];
    for (uint32_t i = 0; i < r->n; i++)
        r->v[r->first[r->part[i] + 1]++] = r->found[i];
}

bool mk_runs_find(const struct mk_timetable *tt, const struct mk_pattern *p,
                  const struct mk_near_days *days, size_t most,
                  struct mk_runs *out)
{
    uint32_t ntimes = 2 * p->nstops;
    out->n = out->own = out->nparts = 0;
    if (p->mode == MK_MODE_ANROP || p->nstops < 2)
        return true;
    for (uint32_t k = 0; k < p->ntrips; k++)
        if (!add_trip(tt, &tt->trips[p->first_trip + k], p->nstops, days, most,
                      out))
            return false;
    if (!out->n)
        return true;
    qsort_r(out->found, out->n, sizeof *out->found, run_cmp, &ntimes);
    part_runs(ntimes, out);
    gather_parts(out);
    return true;
}

void mk_runs_release(struct mk_runs *r)
{
    free(r->v);
    free(r->found);
    free(r->first);
    free(r->part);
    free(r->last);
    *r = (struct mk_runs){0};
}
