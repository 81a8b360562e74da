// Rows of trips[] taken apart, changed, and put together again.
#include "analysis/draft.h"

#include "analysis/timetable.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

static bool is_workday(int weekday)
{
    return weekday < 5;
}

// Monday-Friday when the counted day is one of them, else that weekday, as
// long as the feeds last.
static struct mk_service changed_days(const struct mk_timetable *tt,
                                      mk_date day)
{
    struct mk_service s = {{0}};
    const int counted = mk_date_weekday(day);
    const int32_t base = mk_date_days(tt->base_day);
    for (int32_t k = 0; k < MK_SERVICE_DAYS; k++) {
        const mk_date d = mk_date_from_days(base + k);
        const int w = mk_date_weekday(d);
        const bool same =
            is_workday(counted) ? is_workday(w) : w == counted;
        if (same && d >= tt->first_day && d <= tt->last_day)
            s.days[k / 64] |= UINT64_C(1) << k % 64;
    }
    return s;
}

void mk_draft_begin(struct mk_draft *d, struct mk_timetable *tt, mk_date day)
{
    *d = (struct mk_draft){
        .tt = tt,
        .bit = mk_date_days(day) - mk_date_days(tt->base_day),
        .days = changed_days(tt, day),
        .days_service = MK_DRAFT_NONE,
        .nwithout = tt->nservices,
        .cap_times = (size_t)tt->ntimes * 2,
        .cap_services = tt->nservices,
        .cap_patterns = tt->npatterns,
        .cap_stops = tt->nstops,
        .cap_areas = tt->nareas,
        .cap_area_stops = tt->nstops,
        .cap_lines = tt->nlines,
        .feed = UINT16_MAX,
    };
    d->without = mk_alloc(((size_t)d->nwithout + 1) * sizeof *d->without);
    for (uint32_t s = 0; s < d->nwithout; s++)
        d->without[s] = MK_DRAFT_NONE;
    MK_GROW(d->v, d->cap, tt->ntrips + 1);
    for (uint32_t p = 0; p < tt->npatterns; p++) {
        const struct mk_pattern *q = &tt->patterns[p];
        if (q->first_stop + q->nstops > d->nplaced)
            d->nplaced = q->first_stop + q->nstops;
        for (uint32_t k = 0; k < q->ntrips; k++, d->n++)
            d->v[d->n] = (struct mk_draft_row){
                p, d->n, tt->trips[q->first_trip + k]};
    }
    d->cap_placed = d->nplaced;
}

// ---- questions about a row

int32_t mk_draft_departure(const struct mk_draft *d,
                           const struct mk_draft_row *r)
{
    return r->trip.freq_headway
               ? r->trip.freq_start
               : d->tt->times[(size_t)r->trip.first_time * 2 + 1];
}

bool mk_draft_runs(const struct mk_draft *d, const struct mk_draft_row *r)
{
    return mk_service_runs(&d->tt->services[r->trip.service], d->bit);
}

int32_t mk_draft_duration(const struct mk_draft *d,
                          const struct mk_draft_row *r)
{
    const int32_t *t = d->tt->times + (size_t)r->trip.first_time * 2;
    return t[2 * (size_t)(d->tt->patterns[r->pattern].nstops - 1)] - t[1];
}

// ---- days

static uint32_t add_service(struct mk_draft *d, const struct mk_service *s)
{
    struct mk_timetable *tt = d->tt;
    MK_GROW(tt->services, d->cap_services, tt->nservices + 1);
    tt->services[tt->nservices] = *s;
    return tt->nservices++;
}

static uint32_t days_service(struct mk_draft *d)
{
    if (d->days_service == MK_DRAFT_NONE)
        d->days_service = add_service(d, &d->days);
    return d->days_service;
}

// The service on the days that stay as they are; MK_DRAFT_NONE: none of them.
static uint32_t other_days(struct mk_draft *d, uint32_t service)
{
    struct mk_service s = d->tt->services[service];
    uint64_t changed = 0, left = 0;
    for (size_t k = 0; k < sizeof s.days / sizeof s.days[0]; k++) {
        changed |= s.days[k] & d->days.days[k];
        s.days[k] &= ~d->days.days[k];
        left |= s.days[k];
    }
    if (!changed)
        return service;
    if (!left)
        return MK_DRAFT_NONE;
    if (service >= d->nwithout)
        return add_service(d, &s);
    if (d->without[service] == MK_DRAFT_NONE)
        d->without[service] = add_service(d, &s);
    return d->without[service];
}

// ---- trips that go, and trips that come

static uint32_t add_row(struct mk_draft *d, uint32_t pattern,
                        struct mk_trip trip)
{
    MK_GROW(d->v, d->cap, d->n + 1);
    d->v[d->n] = (struct mk_draft_row){pattern, d->n, trip};
    return d->n++;
}

void mk_draft_remove(struct mk_draft *d, uint32_t row)
{
    d->v[row].pattern = MK_DRAFT_NONE;
}

// The part of a frequency before `from`, and the part from `to` on.
static void keep_ends(struct mk_draft *d, uint32_t pattern, struct mk_trip t,
                      int32_t from, int32_t to)
{
    struct mk_trip end = t;
    if (t.freq_start < from) {
        struct mk_trip begin = t;
        begin.freq_end = from;
        add_row(d, pattern, begin);
    }
    if (t.freq_start < to)
        end.freq_start += (to - t.freq_start + t.freq_headway - 1) /
                          t.freq_headway * t.freq_headway;
    if (end.freq_start < t.freq_end)
        add_row(d, pattern, end);
}

void mk_draft_cut(struct mk_draft *d, uint32_t row, int32_t from, int32_t to)
{
    const struct mk_draft_row r = d->v[row];
    const int32_t first = mk_draft_departure(d, &r);
    const int32_t after = r.trip.freq_headway ? r.trip.freq_end : first + 1;
    if (first >= to || after <= from)
        return;
    const uint32_t left = other_days(d, r.trip.service);
    if (left == r.trip.service)
        return; // it runs on other days only
    if (r.trip.freq_headway) {
        struct mk_trip changed = r.trip;
        // Days that change and on which it did not run are not given it.
        struct mk_service both = d->days;
        for (size_t k = 0; k < sizeof both.days / sizeof both.days[0]; k++)
            both.days[k] &= d->tt->services[r.trip.service].days[k];
        changed.service = add_service(d, &both);
        keep_ends(d, r.pattern, changed, from, to);
    }
    if (left == MK_DRAFT_NONE)
        mk_draft_remove(d, row);
    else
        d->v[row].trip.service = left;
}

static int32_t *new_times(struct mk_draft *d, uint32_t n, uint32_t *first)
{
    struct mk_timetable *tt = d->tt;
    *first = tt->ntimes;
    MK_GROW(tt->times, d->cap_times, ((size_t)tt->ntimes + n) * 2);
    tt->ntimes += n;
    return tt->times + (size_t)*first * 2;
}

void mk_draft_copy(struct mk_draft *d, uint32_t row, int32_t departure)
{
    const struct mk_draft_row r = d->v[row];
    const uint32_t n = d->tt->patterns[r.pattern].nstops;
    uint32_t first;
    int32_t *to = new_times(d, n, &first);
    const int32_t *from = d->tt->times + (size_t)r.trip.first_time * 2;
    const int32_t shift = departure - from[1];
    for (uint32_t k = 0; k < 2 * n; k++)
        to[k] = from[k] + shift < 0 ? 0 : from[k] + shift;
    add_row(d, r.pattern, (struct mk_trip){.first_time = first,
                                           .service = days_service(d)});
}

// ---- what is new: all of it in one feed, the last

static struct mk_feed_info *own_feed(struct mk_draft *d)
{
    struct mk_timetable *tt = d->tt;
    if (d->feed == UINT16_MAX) {
        d->feed = (uint16_t)tt->nfeeds;
        tt->feeds = mk_realloc(tt->feeds, (size_t)tt->nfeeds + 1,
                               sizeof *tt->feeds);
        tt->feeds[tt->nfeeds++] = (struct mk_feed_info){
            .path = "scenario", .version = "scenario",
            .first_day = tt->first_day, .last_day = tt->last_day};
    }
    return &tt->feeds[d->feed];
}

static const char *keep_text(struct mk_draft *d, const char *text)
{
    if (!d->tt->storage)
        d->tt->storage = mk_zalloc(1, sizeof(struct mk_arena));
    return mk_arena_str(d->tt->storage, text);
}

uint32_t mk_draft_line(struct mk_draft *d, const char *name)
{
    struct mk_timetable *tt = d->tt;
    struct mk_feed_info *feed = own_feed(d);
    for (uint32_t i = 0; i < tt->nlines; i++)
        if (tt->lines[i].feed == d->feed &&
            strcmp(tt->lines[i].name, name) == 0)
            return i;
    feed->routes++;
    MK_GROW(tt->lines, d->cap_lines, tt->nlines + 1);
    tt->lines[tt->nlines] = (struct mk_line){keep_text(d, name), d->feed};
    return tt->nlines++;
}

uint32_t mk_draft_stop(struct mk_draft *d, const char *name, double lon,
                       double lat)
{
    struct mk_timetable *tt = d->tt;
    struct mk_feed_info *feed = own_feed(d);
    for (uint32_t i = 0; i < tt->nstops; i++)
        if (tt->stops[i].feed == d->feed && tt->stops[i].lon == lon &&
            tt->stops[i].lat == lat && strcmp(tt->stops[i].name, name) == 0)
            return i;
    const char *text = keep_text(d, name);
    const char *id = mk_arena_printf(tt->storage, "scenario:%s", name);
    feed->stops++;
    MK_GROW(tt->areas, d->cap_areas, tt->nareas + 1);
    MK_GROW(tt->stops, d->cap_stops, tt->nstops + 1);
    MK_GROW(tt->area_stops, d->cap_area_stops, tt->nstops + 1);
    tt->areas[tt->nareas] = (struct mk_stop_area){id, text, tt->nstops, 1};
    tt->stops[tt->nstops] = (struct mk_stop){id, text, lon, lat, tt->nareas++,
                                             d->feed};
    tt->area_stops[tt->nstops] = tt->nstops;
    return tt->nstops++;
}

uint32_t mk_draft_pattern(struct mk_draft *d, uint32_t line,
                          uint8_t direction, uint8_t mode,
                          const uint32_t *stops, uint32_t nstops)
{
    struct mk_timetable *tt = d->tt;
    own_feed(d);
    const size_t need = (size_t)d->nplaced + nstops;
    if (need > d->cap_placed) {
        d->cap_placed = need * 2;
        tt->pattern_stops = mk_realloc(tt->pattern_stops, d->cap_placed,
                                       sizeof *tt->pattern_stops);
        tt->pickup = mk_realloc(tt->pickup, d->cap_placed, 1);
        tt->drop_off = mk_realloc(tt->drop_off, d->cap_placed, 1);
    }
    memcpy(tt->pattern_stops + d->nplaced, stops, nstops * sizeof *stops);
    memset(tt->pickup + d->nplaced, 0, nstops);
    memset(tt->drop_off + d->nplaced, 0, nstops);
    MK_GROW(tt->patterns, d->cap_patterns, tt->npatterns + 1);
    tt->patterns[tt->npatterns] = (struct mk_pattern){
        .line = line, .direction = direction, .first_stop = d->nplaced,
        .nstops = nstops, .mode = mode, .feed = d->feed};
    d->nplaced += nstops;
    return tt->npatterns++;
}

void mk_draft_trip(struct mk_draft *d, uint32_t pattern, int32_t departure,
                   const int32_t *offsets)
{
    const uint32_t n = d->tt->patterns[pattern].nstops;
    uint32_t first;
    int32_t *to = new_times(d, n, &first);
    for (uint32_t k = 0; k < n; k++)
        to[2 * k] = to[2 * k + 1] = departure + offsets[k];
    add_row(d, pattern, (struct mk_trip){.first_time = first,
                                         .service = days_service(d)});
    struct mk_feed_info *feed = own_feed(d);
    feed->trips++;
    feed->stop_times += n;
}

// ---- together again

static int by_departure(const void *pa, const void *pb, void *udata)
{
    const struct mk_draft *d = udata;
    const struct mk_draft_row *a = pa, *b = pb;
    if (a->pattern != b->pattern)
        return a->pattern < b->pattern ? -1 : 1;
    const int32_t ta = a->pattern == MK_DRAFT_NONE ? 0
                                                   : mk_draft_departure(d, a);
    const int32_t tb = a->pattern == MK_DRAFT_NONE ? 0
                                                   : mk_draft_departure(d, b);
    if (ta != tb)
        return ta < tb ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

void mk_draft_end(struct mk_draft *d)
{
    struct mk_timetable *tt = d->tt;
    if (d->n)
        qsort_r(d->v, d->n, sizeof *d->v, by_departure, d);
    tt->trips = mk_realloc(tt->trips, (size_t)d->n + 1, sizeof *tt->trips);
    tt->ntrips = 0;
    uint32_t kept = 0;
    for (uint32_t p = 0; p < tt->npatterns; p++) {
        struct mk_pattern q = tt->patterns[p];
        q.first_trip = tt->ntrips;
        while (tt->ntrips < d->n && d->v[tt->ntrips].pattern == p) {
            tt->trips[tt->ntrips] = d->v[tt->ntrips].trip;
            tt->ntrips++;
        }
        q.ntrips = tt->ntrips - q.first_trip;
        if (q.ntrips)
            tt->patterns[kept++] = q;
    }
    tt->npatterns = kept;
    free(d->v);
    free(d->without);
    *d = (struct mk_draft){0};
}
