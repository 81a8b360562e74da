#include "analysis/timetable.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Few services alone mean nothing: where each covers a handful of dates, as in
// Swedish feeds, few of them run on any day. Few trips do.
static bool is_thin(const struct mk_day_choice *c)
{
    const double trips = (double)c->active_trips / c->max_trips;
    return trips < 0.20 || (c->active_services < 0.20 && trips < 0.50);
}

struct days {
    uint32_t trips[MK_SERVICE_DAYS]; // frequencies expanded
    int32_t base;                    // days since 1970 of bit 0
};

static struct days count_days(const struct mk_timetable *tt)
{
    struct days d = {.base = mk_date_days(tt->base_day)};
    uint32_t *weight = mk_zalloc(tt->nservices, sizeof *weight);
    for (uint32_t i = 0; i < tt->ntrips; i++)
        weight[tt->trips[i].service] += mk_trip_departures(&tt->trips[i]);
    for (uint32_t s = 0; s < tt->nservices; s++)
        for (int32_t k = 0; weight[s] && k < MK_SERVICE_DAYS; k++)
            if (mk_service_runs(&tt->services[s], k))
                d.trips[k] += weight[s];
    free(weight);
    return d;
}

static int by_count(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

// The majority service window, as bits; false when no trip runs on any day.
static bool majority_window(const struct days *d, int32_t *from, int32_t *to)
{
    uint32_t sorted[MK_SERVICE_DAYS], n = 0;
    for (int32_t k = 0; k < MK_SERVICE_DAYS; k++)
        if (d->trips[k])
            sorted[n++] = d->trips[k];
    if (!n)
        return false;
    qsort(sorted, n, sizeof *sorted, by_count);
    uint32_t at = n * 9 / 10;
    if (n > 30 && n - 30 > at)
        at = n - 30;
    // count >= 0.75 x majority, in whole numbers; the threshold is cut to a
    // whole number as in the original.
    const uint32_t threshold = (uint32_t)((uint64_t)sorted[at] * 3 / 4);
    *from = -1;
    for (int32_t k = 0; k < MK_SERVICE_DAYS; k++) {
        if (!d->trips[k] || d->trips[k] < threshold)
            continue;
        if (*from < 0)
            *from = k;
        *to = k;
    }
    return true;
}

static bool midweek(const struct days *d, int32_t k)
{
    const int wd = mk_date_weekday(mk_date_from_days(d->base + k));
    return wd >= 1 && wd <= 3;
}

// The first Tuesday-Thursday with the trip count most of them have; without
// any in the window, its day with most trips. -1: no trips at all.
static int32_t choose(const struct days *d)
{
    int32_t from = 0, to = 0, best = -1;
    uint32_t best_n = 0;
    if (!majority_window(d, &from, &to))
        return -1;
    for (int32_t k = from; k <= to; k++) {
        if (!midweek(d, k) || !d->trips[k])
            continue;
        uint32_t n = 0;
        for (int32_t j = from; j <= to; j++)
            n += midweek(d, j) && d->trips[j] == d->trips[k];
        if (n > best_n) {
            best_n = n;
            best = k;
        }
    }
    for (int32_t k = from; best_n == 0 && k <= to; k++)
        if (best < 0 || d->trips[k] > d->trips[best])
            best = k;
    return best;
}

static double active_share(const struct mk_timetable *tt, int32_t bit)
{
    bool *used = mk_zalloc(tt->nservices, sizeof *used);
    uint32_t n = 0, active = 0;
    for (uint32_t i = 0; i < tt->ntrips; i++)
        used[tt->trips[i].service] = true;
    for (uint32_t s = 0; s < tt->nservices; s++) {
        n += used[s];
        active += used[s] && mk_service_runs(&tt->services[s], bit);
    }
    free(used);
    return n ? (double)active / n : 0;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

// Which feeds have a trip that day; those without give an alarm each.
static void check_feeds(struct mk_ctx *ctx, const struct mk_timetable *tt,
                        int32_t bit, const char *day)
{
    bool *runs = mk_zalloc(tt->nfeeds, sizeof *runs);
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        for (uint32_t k = 0; k < p->ntrips && !runs[p->feed]; k++)
            runs[p->feed] = mk_service_runs(
                &tt->services[tt->trips[p->first_trip + k].service], bit);
    }
    for (uint32_t f = 0; f < tt->nfeeds; f++) {
        const struct mk_feed_info *info = &tt->feeds[f];
        char from[11], to[11];
        // A feed without any day has had its own alarm when it was read.
        if (runs[f] || !info->first_day)
            continue;
        mk_date_write(info->first_day, from);
        mk_date_write(info->last_day, to);
        mk_note(ctx, MK_A_DAY_FEED, base_name(info->path), day, from, to);
    }
    free(runs);
}

static void check_day(struct mk_ctx *ctx, const struct mk_timetable *tt,
                      const struct mk_day_choice *c, int32_t bit)
{
    char day[11] = "-", from[11], to[11];
    if (c->day)
        mk_date_write(c->day, day);
    const bool outside =
        !tt->first_day || c->day < tt->first_day || c->day > tt->last_day;
    if (outside && tt->first_day) {
        mk_date_write(tt->first_day, from);
        mk_date_write(tt->last_day, to);
        mk_note(ctx, MK_A_DAY_OUTSIDE, day, day, from, to);
    }
    if (!c->active_trips) {
        mk_note(ctx, MK_A_DAY_EMPTY, day, day);
    } else if (is_thin(c)) {
        char trips[16], services[16];
        snprintf(trips, sizeof trips, "%d",
                 (int)((uint64_t)c->active_trips * 100 / c->max_trips));
        snprintf(services, sizeof services, "%d",
                 (int)(c->active_services * 100));
        mk_note(ctx, MK_A_DAY_THIN, day, day, trips, services);
    }
    if (!outside)
        check_feeds(ctx, tt, bit, day);
}

void mk_day_choose(struct mk_ctx *ctx, const struct mk_timetable *tt,
                   mk_date given, struct mk_day_choice *out)
{
    *out = (struct mk_day_choice){.day = given, .given = given != 0};
    const struct days d = count_days(tt);
    for (int32_t k = 0; k < MK_SERVICE_DAYS; k++)
        if (d.trips[k] > out->max_trips)
            out->max_trips = d.trips[k];
    int32_t bit = given ? mk_date_days(given) - d.base : choose(&d);
    if (!given)
        out->day = bit < 0 ? tt->first_day : mk_date_from_days(d.base + bit);
    if (bit >= 0 && bit < MK_SERVICE_DAYS)
        out->active_trips = d.trips[bit];
    out->active_services = active_share(tt, bit);
    check_day(ctx, tt, out, bit);
}
