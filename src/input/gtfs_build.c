// From feeds to one timetable: service masks, stops, patterns and trips.
#include "input/gtfs_feed.h"

#include "base/sphere.h"

#include <xxhash.h>

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- services -------------------------------------------------------- */

static bool runs_on_weekday(const struct gtfs_calendar *c, int32_t day)
{
    const int wd = (day % 7 + 10) % 7; // 1970-01-01 was a Thursday
    return c->weekdays >> wd & 1;
}

// First day >= `day` of a calendar row, INT32_MAX when there is none.
static int32_t first_run(const struct gtfs_calendar *c, int32_t day)
{
    if (!c->from || !c->weekdays)
        return INT32_MAX;
    const int32_t from = mk_date_days(c->from), to = mk_date_days(c->to);
    if (day < from)
        day = from;
    for (int32_t k = 0; k < 7 && day + k <= to; k++)
        if (runs_on_weekday(c, day + k))
            return day + k;
    return INT32_MAX;
}

// Which services some trip names: a calendar row left behind from an earlier
// year, which none does, must not decide where the masks begin.
static bool *services_with_trips(const struct gtfs_feed *f)
{
    bool *used = mk_zalloc(f->services.n, sizeof *used);
    for (uint32_t i = 0; i < f->trips.n; i++)
        used[f->trip[i].service] = true;
    return used;
}

static int32_t earliest_of(const struct gtfs_feed *f, const bool *used)
{
    int32_t first = INT32_MAX;
    for (uint32_t i = 0; i < f->services.n; i++) {
        const int32_t d = used[i] ? first_run(&f->calendar[i], INT32_MIN / 2)
                                  : INT32_MAX;
        first = d < first ? d : first;
    }
    for (uint32_t i = 0; i < f->nexceptions; i++) {
        const struct gtfs_exception *e = &f->exceptions[i];
        const int32_t d = mk_date_days(e->day);
        if (used[e->service] && e->added && d < first)
            first = d;
    }
    return first;
}

static int32_t earliest_day(const struct gtfs_feed feeds[], uint32_t n)
{
    int32_t first = INT32_MAX;
    for (uint32_t k = 0; k < n; k++) {
        bool *used = services_with_trips(&feeds[k]);
        const int32_t d = earliest_of(&feeds[k], used);
        first = d < first ? d : first;
        free(used);
    }
    return first;
}

static void fill_mask(struct mk_service *s, const struct gtfs_calendar *c,
                      int32_t base)
{
    int32_t day = first_run(c, base);
    if (day == INT32_MAX)
        return;
    const int32_t to = mk_date_days(c->to);
    for (; day <= to && day < base + MK_SERVICE_DAYS; day++)
        if (runs_on_weekday(c, day))
            s->days[(day - base) / 64] |= UINT64_C(1) << (day - base) % 64;
}

static void apply_exception(struct mk_service *s, bool added, int32_t bit)
{
    const uint64_t one = UINT64_C(1) << bit % 64;
    if (added)
        s->days[bit / 64] |= one;
    else
        s->days[bit / 64] &= ~one;
}

static void feed_window(struct mk_feed_info *info, const struct mk_service *s,
                        uint32_t n, int32_t base)
{
    for (int32_t d = 0; d < MK_SERVICE_DAYS; d++) {
        uint64_t any = 0;
        for (uint32_t i = 0; i < n; i++)
            any |= s[i].days[d / 64] >> d % 64 & 1;
        if (!any)
            continue;
        info->last_day = mk_date_from_days(base + d);
        if (!info->first_day)
            info->first_day = info->last_day;
    }
}

static void feed_services(struct gtfs_build *b, struct gtfs_feed *f,
                          int32_t base)
{
    struct mk_timetable *tt = &b->tt;
    uint32_t *order = mk_gtfs_ids_order(&f->services);
    f->first_service = tt->nservices;
    f->service_rank = mk_alloc(f->services.n * sizeof *f->service_rank);
    struct mk_service *s = tt->services + f->first_service;
    bool *beyond = mk_zalloc(f->services.n, sizeof *beyond);
    bool *used = services_with_trips(f);
    for (uint32_t k = 0; k < f->services.n; k++) {
        const struct gtfs_calendar *c = &f->calendar[order[k]];
        f->service_rank[order[k]] = k;
        fill_mask(&s[k], c, base);
        beyond[k] = first_run(c, base + MK_SERVICE_DAYS) != INT32_MAX;
    }
    for (uint32_t i = 0; i < f->nexceptions; i++) {
        const struct gtfs_exception *e = &f->exceptions[i];
        const int32_t bit = mk_date_days(e->day) - base;
        const uint32_t k = f->service_rank[e->service];
        if (bit >= MK_SERVICE_DAYS)
            beyond[k] = beyond[k] || e->added;
        else if (bit >= 0)
            apply_exception(&s[k], e->added, bit);
    }
    uint32_t cut = 0;
    for (uint32_t k = 0; k < f->services.n; k++)
        cut += beyond[k] && used[order[k]];
    if (cut) {
        char date[11], n[16];
        mk_date_write(mk_date_from_days(base + MK_SERVICE_DAYS - 1), date);
        snprintf(n, sizeof n, "%" PRIu32, cut);
        mk_note(f->ctx, MK_N_GTFS_HORIZON, f->label, date, n);
    }
    feed_window(&f->info, s, f->services.n, base);
    if (!f->info.first_day)
        mk_note(f->ctx, MK_A_GTFS_NO_DAYS, f->label, "");
    tt->nservices += f->services.n;
    free(beyond);
    free(used);
    free(order);
}

void mk_gtfs_build_services(struct gtfs_build *b, struct gtfs_feed feeds[],
                            uint32_t n)
{
    struct mk_timetable *tt = &b->tt;
    size_t total = 0;
    for (uint32_t k = 0; k < n; k++)
        total += feeds[k].services.n;
    tt->services = mk_zalloc(total, sizeof *tt->services);
    int32_t base = earliest_day(feeds, n);
    if (base == INT32_MAX)
        base = 0;
    tt->base_day = mk_date_from_days(base);
    for (uint32_t k = 0; k < n; k++) {
        feed_services(b, &feeds[k], base);
        const struct mk_feed_info *i = &feeds[k].info;
        if (!i->first_day)
            continue;
        if (!tt->first_day || i->first_day < tt->first_day)
            tt->first_day = i->first_day;
        if (i->last_day > tt->last_day)
            tt->last_day = i->last_day;
    }
}

/* ---- stops ----------------------------------------------------------- */

static bool swedish_number(const char *id, const char *prefix)
{
    return strlen(id) == 16 && strncmp(id, prefix, 4) == 0 &&
           strspn(id, "0123456789") == 16;
}

static const char *name_of(const struct gtfs_feed *f, const char *id)
{
    const uint32_t i = mk_gtfs_ids_find(&f->locs, id, strlen(id));
    return i == GTFS_NONE || !f->loc[i].name[0] ? NULL : f->loc[i].name;
}

// What the feed itself says about which stop area a stop belongs to.
static struct gtfs_area_key area_key(struct gtfs_build *b,
                                     const struct gtfs_feed *f, uint32_t i)
{
    const struct gtfs_loc *loc = &f->loc[i];
    const char *id = f->locs.v[i].text;
    struct gtfs_area_key key = {0};
    if (loc->type == 1) { // a station that trips call at
        key.id = mk_arena_str(b->kept, id);
        key.name = name_of(f, id);
    } else if (loc->parent_id) {
        key.id = mk_arena_str(b->kept, loc->parent_id);
        key.name = name_of(f, loc->parent_id);
    } else if (loc->area != GTFS_NONE) {
        key.id = mk_arena_str(b->kept, f->areas.v[loc->area].text);
        key.name = f->area_name[loc->area];
    } else if (swedish_number(id, "9022")) {
        // Stop point 9022 rrr ssssss ppp of the stop area 9021 rrr ssssss 000.
        char *area = mk_arena_str(b->kept, id);
        area[3] = '1';
        memcpy(area + 13, "000", 3);
        key.id = area;
        key.name = name_of(f, area);
    }
    key.national = key.id && swedish_number(key.id, "9021");
    return key;
}

void mk_gtfs_build_stops(struct gtfs_build *b, struct gtfs_feed *f)
{
    struct mk_timetable *tt = &b->tt;
    uint32_t *order = mk_gtfs_ids_order(&f->locs);
    for (uint32_t k = 0; k < f->locs.n; k++) {
        struct gtfs_loc *loc = &f->loc[order[k]];
        if (!loc->placed ||
            !(loc->type == 0 || (loc->type == 1 && loc->called)))
            continue;
        MK_GROW(tt->stops, b->cap_stops, tt->nstops + 1);
        MK_GROW(b->key, b->cap_key, tt->nstops + 1);
        b->key[tt->nstops] = area_key(b, f, order[k]);
        tt->stops[tt->nstops] = (struct mk_stop){
            .id = mk_arena_str(b->kept, f->locs.v[order[k]].text),
            .name = loc->name,
            .lon = loc->lon,
            .lat = loc->lat,
            .feed = f->number,
        };
        loc->stop = tt->nstops++;
        f->info.stops++;
    }
    free(order);
}

/* ---- trips of one feed ----------------------------------------------- */

static void leave_out(struct gtfs_feed *f, uint32_t trip, enum mk_msg msg)
{
    const struct gtfs_trip *t = &f->trip[trip];
    f->info.skipped_rows += t->ncalls;
    if (t->ncalls)
        mk_gtfs_note(f, msg, "stop_times.txt", f->calls[t->first_call].line,
                     f->trips.v[trip].text, NULL, NULL);
    else
        mk_gtfs_note(f, msg, "trips.txt", t->line, f->trips.v[trip].text, NULL,
                     NULL);
}

static double between(const struct gtfs_feed *f, const struct gtfs_call *a,
                      const struct gtfs_call *b)
{
    const struct gtfs_loc *p = &f->loc[a->loc], *q = &f->loc[b->loc];
    return mk_sphere_metres(p->lon, p->lat, q->lon, q->lat);
}

// Times of the calls between the timed c[0] and c[n], by distance; evenly
// when all stand in one place.
static void interpolate(const struct gtfs_feed *f, struct gtfs_call *c,
                        uint32_t n)
{
    double total = 0;
    for (uint32_t k = 0; k < n; k++)
        total += between(f, &c[k], &c[k + 1]);
    const double span = (double)c[n].arr - c[0].dep;
    double gone = 0;
    for (uint32_t k = 1; k < n; k++) {
        gone += between(f, &c[k - 1], &c[k]);
        const double share = total > 0 ? gone / total : (double)k / n;
        c[k].arr = c[k].dep = c[0].dep + (int32_t)lround(span * share);
    }
}

// Fill in missing times; false when the trip cannot be used.
static bool mend_times(struct gtfs_feed *f, uint32_t trip)
{
    const struct gtfs_trip *t = &f->trip[trip];
    struct gtfs_call *c = f->calls + t->first_call;
    if (t->ncalls < 2) {
        leave_out(f, trip, MK_N_GTFS_SHORT_TRIP);
        return false;
    }
    if (c[0].dep < 0 || c[t->ncalls - 1].arr < 0) {
        leave_out(f, trip, MK_N_GTFS_UNTIMED);
        return false;
    }
    uint32_t timed = 0;
    uint64_t filled = 0;
    for (uint32_t k = 0; k < t->ncalls; k++) {
        if (c[k].arr < 0)
            continue;
        if (c[k].dep < c[k].arr || (k > 0 && c[k].arr < c[timed].dep)) {
            leave_out(f, trip, MK_N_GTFS_BACKWARDS);
            return false;
        }
        if (k > timed + 1) {
            interpolate(f, c + timed, k - timed);
            filled += k - timed - 1;
        }
        timed = k;
    }
    f->info.interpolated += filled;
    return true;
}

static uint64_t hash_of_pattern(const struct mk_timetable *tt, uint32_t i)
{
    const struct mk_pattern *p = &tt->patterns[i];
    const uint64_t seed = (uint64_t)p->line << 32 | (uint64_t)p->feed << 8 |
                          (uint64_t)p->mode << 3 | p->long_distance << 2 |
                          p->direction;
    uint64_t h = XXH3_64bits_withSeed(tt->pattern_stops + p->first_stop,
                                      p->nstops * sizeof *tt->pattern_stops,
                                      seed);
    h = XXH3_64bits_withSeed(tt->pickup + p->first_stop, p->nstops, h);
    return XXH3_64bits_withSeed(tt->drop_off + p->first_stop, p->nstops, h);
}

static bool same_pattern(const struct mk_timetable *tt,
                         const struct mk_pattern *p, const struct mk_pattern *q)
{
    return p->nstops == q->nstops && p->mode == q->mode &&
           p->long_distance == q->long_distance && p->feed == q->feed &&
           p->line == q->line && p->direction == q->direction &&
           memcmp(tt->pattern_stops + p->first_stop,
                  tt->pattern_stops + q->first_stop,
                  p->nstops * sizeof *tt->pattern_stops) == 0 &&
           memcmp(tt->pickup + p->first_stop, tt->pickup + q->first_stop,
                  p->nstops) == 0 &&
           memcmp(tt->drop_off + p->first_stop, tt->drop_off + q->first_stop,
                  p->nstops) == 0;
}

static void widen_patterns(struct gtfs_build *b)
{
    b->npattern_slots = b->npattern_slots ? b->npattern_slots * 2 : 1024;
    free(b->pattern_slot);
    b->pattern_slot = mk_zalloc(b->npattern_slots, sizeof *b->pattern_slot);
    const uint32_t mask = b->npattern_slots - 1;
    for (uint32_t i = 0; i < b->tt.npatterns; i++) {
        uint32_t k = (uint32_t)hash_of_pattern(&b->tt, i) & mask;
        while (b->pattern_slot[k])
            k = (k + 1) & mask;
        b->pattern_slot[k] = i + 1;
    }
}

// The pattern of a trip: written behind the others, and kept there only when
// no other is the same.
static uint32_t find_pattern(struct gtfs_build *b, const struct gtfs_feed *f,
                             const struct gtfs_trip *t)
{
    struct mk_timetable *tt = &b->tt;
    if (tt->npatterns * 2 >= b->npattern_slots)
        widen_patterns(b);
    const uint32_t from = b->npattern_stops, n = t->ncalls;
    MK_GROW(tt->pattern_stops, b->cap_pattern_stops, from + n);
    MK_GROW(tt->pickup, b->cap_pickup, from + n);
    MK_GROW(tt->drop_off, b->cap_drop_off, from + n);
    for (uint32_t k = 0; k < n; k++) {
        const struct gtfs_call *c = &f->calls[t->first_call + k];
        tt->pattern_stops[from + k] = f->loc[c->loc].stop;
        tt->pickup[from + k] = c->pickup;
        tt->drop_off[from + k] = c->drop_off;
    }
    MK_GROW(tt->patterns, b->cap_patterns, tt->npatterns + 1);
    tt->patterns[tt->npatterns] = (struct mk_pattern){
        .line = f->route[t->route].line,
        .direction = t->direction,
        .first_stop = from,
        .nstops = n,
        .mode = f->route[t->route].mode,
        .long_distance = f->route[t->route].long_distance,
        .feed = f->number,
    };
    const uint32_t mask = b->npattern_slots - 1;
    uint32_t k = (uint32_t)hash_of_pattern(tt, tt->npatterns) & mask;
    for (; b->pattern_slot[k]; k = (k + 1) & mask)
        if (same_pattern(tt, &tt->patterns[b->pattern_slot[k] - 1],
                         &tt->patterns[tt->npatterns]))
            return b->pattern_slot[k] - 1;
    b->pattern_slot[k] = ++tt->npatterns;
    b->npattern_stops += n;
    return tt->npatterns - 1;
}

static void add_run(struct gtfs_build *b, struct gtfs_feed *f, uint32_t trip)
{
    const struct gtfs_trip *t = &f->trip[trip];
    const struct gtfs_run run = {
        .first_time = b->tt.ntimes,
        .pattern = find_pattern(b, f, t),
        .service = f->first_service + f->service_rank[t->service],
        .first_frequency = b->nfrequencies,
        .nfrequencies = t->nfrequencies,
        .feed = f->number,
    };
    MK_GROW(b->tt.times, b->cap_times,
            ((size_t)b->tt.ntimes + t->ncalls) * 2);
    int32_t *out = b->tt.times + (size_t)b->tt.ntimes * 2;
    for (uint32_t k = 0; k < t->ncalls; k++) {
        *out++ = f->calls[t->first_call + k].arr;
        *out++ = f->calls[t->first_call + k].dep;
    }
    b->tt.ntimes += t->ncalls;
    MK_GROW(b->frequencies, b->cap_frequencies,
            b->nfrequencies + t->nfrequencies);
    for (uint32_t k = 0; k < t->nfrequencies; k++) {
        b->frequencies[b->nfrequencies] =
            f->frequencies[t->first_frequency + k];
        b->frequencies[b->nfrequencies++].trip = 0; // compared as bytes
    }
    MK_GROW(b->runs, b->cap_runs, b->nruns + 1);
    b->runs[b->nruns++] = run;
}

void mk_gtfs_build_runs(struct gtfs_build *b, struct gtfs_feed *f)
{
    uint32_t *order = mk_gtfs_ids_order(&f->trips);
    uint64_t calls = 0;
    for (uint32_t k = 0; k < f->trips.n; k++) {
        const struct gtfs_trip *t = &f->trip[order[k]];
        if (f->route[t->route].mode == MK_MODE_COUNT ||
            !mend_times(f, order[k]))
            continue;
        add_run(b, f, order[k]);
        calls += t->ncalls;
    }
    if (f->info.interpolated) {
        char n[24], m[24];
        snprintf(n, sizeof n, "%" PRIu64, f->info.interpolated);
        snprintf(m, sizeof m, "%" PRIu64, calls);
        mk_note(f->ctx, MK_N_GTFS_INTERPOLATED, f->label, n, m);
    }
    free(order);
}

/* ---- equal runs ------------------------------------------------------ */

// What decides whether two runs are the same one: stops of the same id in
// the same place, boarded and left alike, and services with the same days.
struct sameness {
    uint32_t *service;  // service -> first one with the same days
    uint32_t *pattern;  // pattern -> class of mode, stops and who may use them
};

#define SAME_STOP_M 150.0

static uint32_t *same_stops(const struct mk_timetable *tt,
                            struct mk_arena *scratch)
{
    struct gtfs_ids ids = {0};
    uint32_t *canon = mk_alloc(tt->nstops * sizeof *canon);
    uint32_t *first = mk_alloc(tt->nstops * sizeof *first);
    for (uint32_t i = 0; i < tt->nstops; i++) {
        const struct mk_stop *s = &tt->stops[i];
        bool fresh;
        const uint32_t k = mk_gtfs_ids_add(&ids, scratch, s->id, strlen(s->id),
                                           &fresh);
        if (fresh)
            first[k] = i;
        const struct mk_stop *o = &tt->stops[first[k]];
        canon[i] = mk_sphere_metres(s->lon, s->lat, o->lon, o->lat) <= SAME_STOP_M
                       ? first[k]
                       : i;
    }
    free(first);
    mk_gtfs_ids_release(&ids);
    return canon;
}

static struct sameness find_sameness(const struct mk_timetable *tt,
                                     struct mk_arena *scratch)
{
    struct sameness s;
    struct gtfs_ids ids = {0};
    bool fresh;
    s.service = mk_alloc(tt->nservices * sizeof *s.service);
    for (uint32_t i = 0; i < tt->nservices; i++)
        s.service[i] = mk_gtfs_ids_add(&ids, scratch,
                                       (const char *)tt->services[i].days,
                                       sizeof tt->services[i].days, &fresh);
    mk_gtfs_ids_release(&ids);

    uint32_t *canon = same_stops(tt, scratch);
    uint32_t *key = NULL;
    size_t cap = 0;
    s.pattern = mk_alloc(tt->npatterns * sizeof *s.pattern);
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        MK_GROW(key, cap, 2 * (size_t)p->nstops + 1);
        uint32_t *to = key;
        *to++ = p->mode;
        for (uint32_t k = p->first_stop; k < p->first_stop + p->nstops; k++) {
            *to++ = canon[tt->pattern_stops[k]];
            *to++ = (uint32_t)tt->pickup[k] << 8 | tt->drop_off[k];
        }
        s.pattern[i] = mk_gtfs_ids_add(&ids, scratch, (const char *)key,
                                       (size_t)(to - key) * sizeof *key,
                                       &fresh);
    }
    mk_gtfs_ids_release(&ids);
    free(key);
    free(canon);
    return s;
}

static bool same_run(const struct gtfs_build *b, const struct sameness *s,
                     const struct gtfs_run *p, const struct gtfs_run *q)
{
    if (s->pattern[p->pattern] != s->pattern[q->pattern] ||
        s->service[p->service] != s->service[q->service] ||
        p->nfrequencies != q->nfrequencies)
        return false;
    for (uint32_t k = 0; k < p->nfrequencies; k++) {
        const struct gtfs_frequency *x =
            &b->frequencies[p->first_frequency + k];
        const struct gtfs_frequency *y =
            &b->frequencies[q->first_frequency + k];
        if (x->start != y->start || x->end != y->end ||
            x->headway != y->headway || x->exact != y->exact)
            return false;
    }
    return memcmp(b->tt.times + p->first_time * 2,
                  b->tt.times + q->first_time * 2,
                  (size_t)b->tt.patterns[p->pattern].nstops * 2 *
                      sizeof *b->tt.times) == 0;
}

static uint64_t hash_of_run(const struct gtfs_build *b,
                            const struct sameness *s, const struct gtfs_run *r)
{
    uint64_t h = (uint64_t)s->pattern[r->pattern] << 32 |
                 s->service[r->service];
    for (uint32_t k = 0; k < r->nfrequencies; k++) {
        const struct gtfs_frequency *q =
            &b->frequencies[r->first_frequency + k];
        const int32_t said[] = {q->start, q->end, q->headway, q->exact};
        h = XXH3_64bits_withSeed(said, sizeof said, h);
    }
    return XXH3_64bits_withSeed(b->tt.times + r->first_time * 2,
                                (size_t)b->tt.patterns[r->pattern].nstops * 2 *
                                    sizeof *b->tt.times,
                                h);
}

static void drop_same_runs(struct gtfs_build *b, struct gtfs_feed feeds[])
{
    struct mk_arena scratch = {0};
    const struct sameness s = find_sameness(&b->tt, &scratch);
    uint32_t nslots = 1024;
    while (nslots < b->nruns * 2)
        nslots *= 2;
    uint32_t *slot = mk_zalloc(nslots, sizeof *slot);
    for (uint32_t i = 0; i < b->nruns; i++) {
        struct gtfs_run *r = &b->runs[i];
        uint32_t k = (uint32_t)hash_of_run(b, &s, r) & (nslots - 1);
        while (slot[k] && !same_run(b, &s, r, &b->runs[slot[k] - 1]))
            k = (k + 1) & (nslots - 1);
        r->dropped = slot[k] != 0;
        if (r->dropped)
            feeds[r->feed].info.duplicate_trips++;
        else
            slot[k] = i + 1;
    }
    free(slot);
    free(s.service);
    free(s.pattern);
    mk_arena_release(&scratch);
}

/* ---- patterns and trips in their order ------------------------------- */

static int compare_stops(const uint32_t *a, uint32_t na, const uint32_t *b,
                         uint32_t nb)
{
    for (uint32_t k = 0; k < na && k < nb; k++)
        if (a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return (na > nb) - (na < nb);
}

static int by_stops(const void *pa, const void *pb, void *udata)
{
    const struct mk_timetable *tt = udata;
    const struct mk_pattern *a = &tt->patterns[*(const uint32_t *)pa];
    const struct mk_pattern *b = &tt->patterns[*(const uint32_t *)pb];
    if (a->feed != b->feed)
        return a->feed < b->feed ? -1 : 1;
    if (a->mode != b->mode)
        return a->mode < b->mode ? -1 : 1;
    if (a->long_distance != b->long_distance)
        return a->long_distance ? 1 : -1;
    int c = compare_stops(tt->pattern_stops + a->first_stop, a->nstops,
                          tt->pattern_stops + b->first_stop, b->nstops);
    if (!c)
        c = memcmp(tt->pickup + a->first_stop, tt->pickup + b->first_stop,
                   a->nstops);
    if (!c)
        c = memcmp(tt->drop_off + a->first_stop, tt->drop_off + b->first_stop,
                   a->nstops);
    if (!c)
        c = (a->line > b->line) - (a->line < b->line);
    return c ? c : a->direction - b->direction;
}

// A row of trips[] to be: a run, and one of its frequencies if it has any.
struct row {
    uint32_t pattern; // rank
    int32_t first;    // departure
    uint32_t run, frequency;
};

static int by_departure(const void *pa, const void *pb)
{
    const struct row *a = pa, *b = pb;
    if (a->pattern != b->pattern)
        return a->pattern < b->pattern ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->run != b->run)
        return a->run < b->run ? -1 : 1;
    return (a->frequency > b->frequency) - (a->frequency < b->frequency);
}

static struct row *list_rows(const struct gtfs_build *b, const uint32_t *rank,
                             uint32_t *n)
{
    struct row *rows = NULL;
    uint32_t cap = 0;
    *n = 0;
    for (uint32_t i = 0; i < b->nruns; i++) {
        const struct gtfs_run *r = &b->runs[i];
        if (r->dropped)
            continue;
        struct row row = {rank[r->pattern], b->tt.times[r->first_time * 2 + 1],
                          i, GTFS_NONE};
        if (!r->nfrequencies) {
            MK_GROW(rows, cap, *n + 1);
            rows[(*n)++] = row;
        }
        for (uint32_t k = 0; k < r->nfrequencies; k++) {
            row.frequency = r->first_frequency + k;
            row.first = b->frequencies[row.frequency].start;
            MK_GROW(rows, cap, *n + 1);
            rows[(*n)++] = row;
        }
    }
    if (*n)
        qsort(rows, *n, sizeof *rows, by_departure);
    return rows;
}

// Patterns that still have trips, in their order; rank[] says where each one
// went.
static void sort_patterns(struct gtfs_build *b, uint32_t *rank)
{
    struct mk_timetable *tt = &b->tt;
    uint32_t *order = mk_alloc(tt->npatterns * sizeof *order);
    bool *used = mk_zalloc(tt->npatterns, sizeof *used);
    uint32_t n = 0, nstops = 0;
    for (uint32_t i = 0; i < b->nruns; i++)
        used[b->runs[i].pattern] |= !b->runs[i].dropped;
    for (uint32_t i = 0; i < tt->npatterns; i++)
        if (used[i]) {
            order[n++] = i;
            nstops += tt->patterns[i].nstops;
        }
    if (n)
        qsort_r(order, n, sizeof *order, by_stops, tt);
    struct mk_pattern *patterns = mk_alloc(n * sizeof *patterns);
    uint32_t *stops = mk_alloc(nstops * sizeof *stops);
    uint8_t *pickup = mk_alloc(nstops), *drop_off = mk_alloc(nstops);
    uint32_t at = 0;
    for (uint32_t k = 0; k < n; k++) {
        struct mk_pattern p = tt->patterns[order[k]];
        memcpy(stops + at, tt->pattern_stops + p.first_stop,
               p.nstops * sizeof *stops);
        memcpy(pickup + at, tt->pickup + p.first_stop, p.nstops);
        memcpy(drop_off + at, tt->drop_off + p.first_stop, p.nstops);
        p.first_stop = at;
        at += p.nstops;
        patterns[k] = p;
        rank[order[k]] = k;
    }
    free(tt->patterns);
    free(tt->pattern_stops);
    free(tt->pickup);
    free(tt->drop_off);
    free(order);
    free(used);
    tt->patterns = patterns;
    tt->npatterns = n;
    tt->pattern_stops = stops;
    tt->pickup = pickup;
    tt->drop_off = drop_off;
}

void mk_gtfs_build_trips(struct gtfs_build *b, struct gtfs_feed feeds[])
{
    struct mk_timetable *tt = &b->tt;
    drop_same_runs(b, feeds);
    uint32_t *rank = mk_alloc(tt->npatterns * sizeof *rank);
    sort_patterns(b, rank);
    uint32_t nrows;
    struct row *rows = list_rows(b, rank, &nrows);
    tt->trips = mk_alloc(nrows * sizeof *tt->trips);
    tt->ntrips = nrows;
    int32_t *times = mk_alloc((size_t)tt->ntimes * 2 * sizeof *times);
    uint32_t *moved = mk_alloc(b->nruns * sizeof *moved);
    for (uint32_t i = 0; i < b->nruns; i++)
        moved[i] = GTFS_NONE;
    uint32_t ntimes = 0;
    for (uint32_t i = 0; i < nrows; i++) {
        const struct gtfs_run *r = &b->runs[rows[i].run];
        struct mk_pattern *p = &tt->patterns[rows[i].pattern];
        struct mk_feed_info *info = &feeds[r->feed].info;
        if (moved[rows[i].run] == GTFS_NONE) {
            memcpy(times + (size_t)ntimes * 2, tt->times + r->first_time * 2,
                   (size_t)p->nstops * 2 * sizeof *times);
            moved[rows[i].run] = ntimes;
            ntimes += p->nstops;
            info->trips++;
            info->stop_times += p->nstops;
        }
        struct mk_trip trip = {.first_time = moved[rows[i].run],
                               .service = r->service};
        if (rows[i].frequency != GTFS_NONE) {
            const struct gtfs_frequency *q = &b->frequencies[rows[i].frequency];
            trip.freq_start = q->start;
            trip.freq_end = q->end;
            trip.freq_headway = q->headway;
            trip.freq_exact = q->exact;
        }
        if (!p->ntrips++)
            p->first_trip = i;
        tt->trips[i] = trip;
    }
    free(tt->times);
    free(moved);
    free(rows);
    free(rank);
    tt->times = times;
    tt->ntimes = ntimes;
}
