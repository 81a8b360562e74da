// The small files of a feed: everything but stop_times.txt.
#include "input/gtfs_feed.h"

#include "base/sphere.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NCOLS(cols) ((uint32_t)(sizeof(cols) / sizeof *(cols)))

static bool same(struct mk_csv_cell c, const char *word)
{
    return c.len == strlen(word) && memcmp(c.text, word, c.len) == 0;
}

// Find the id of column k in `ids`; when it is not there the row is skipped.
static uint32_t refer(struct gtfs_table *t, uint32_t k,
                      const struct gtfs_ids *ids, const char *in)
{
    const uint32_t i = mk_gtfs_ids_find(ids, t->cell[k].text, t->cell[k].len);
    if (i == GTFS_NONE)
        mk_gtfs_skip(t, MK_N_GTFS_REFERENCE, t->cols[k].name,
                     mk_gtfs_quote(t, k), in);
    return i;
}

// A new id from column k; GTFS_NONE when it is blank or there already.
static uint32_t fresh_id(struct gtfs_table *t, uint32_t k, struct gtfs_ids *ids)
{
    if (!t->cell[k].len) {
        mk_gtfs_skip_value(t, k);
        return GTFS_NONE;
    }
    bool fresh;
    const uint32_t i = mk_gtfs_ids_add(ids, &t->feed->scratch, t->cell[k].text,
                                       t->cell[k].len, &fresh);
    if (fresh)
        return i;
    mk_gtfs_skip(t, MK_N_GTFS_DUPLICATE, t->cols[k].name, mk_gtfs_quote(t, k),
                 NULL);
    return GTFS_NONE;
}

/* ---- agency.txt, feed_info.txt --------------------------------------- */

// A feed has one zone; of several, whatever the order, the first by name.
static void take_zone(struct gtfs_table *t)
{
    struct gtfs_feed *f = t->feed;
    if (!t->cell[1].len)
        return;
    const char *zone = mk_gtfs_text(t, 1);
    if (!f->zone) {
        f->zone = zone;
        return;
    }
    const int c = strcmp(zone, f->zone);
    const char *used = c < 0 ? zone : f->zone;
    if (c)
        mk_note(f->ctx, MK_N_GTFS_ZONES, f->label,
                c < 0 ? f->zone : zone, used);
    f->zone = used;
}

static enum mk_status read_agency(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {
        {"agency_id", GTFS_OPTIONAL}, {"agency_timezone", GTFS_OPTIONAL}};
    struct gtfs_table t;
    if (!mk_gtfs_has(f, "agency.txt"))
        return MK_OK;
    const enum mk_status st = mk_gtfs_open(f, "agency.txt", cols, NCOLS(cols),
                                           &t);
    if (st != MK_OK)
        return st;
    while (mk_gtfs_next(&t)) {
        if (t.cell[0].len && fresh_id(&t, 0, &f->agencies) == GTFS_NONE)
            continue;
        take_zone(&t);
    }
    return mk_gtfs_close(&t);
}

static enum mk_status read_feed_info(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {{"feed_version", GTFS_OPTIONAL}};
    struct gtfs_table t;
    if (!mk_gtfs_has(f, "feed_info.txt"))
        return MK_OK;
    const enum mk_status st = mk_gtfs_open(f, "feed_info.txt", cols, 1, &t);
    if (st != MK_OK)
        return st;
    if (mk_gtfs_next(&t) && t.cell[0].len)
        f->info.version =
            mk_arena_strn(f->kept, t.cell[0].text, t.cell[0].len);
    return mk_gtfs_close(&t);
}

/* ---- calendar.txt, calendar_dates.txt -------------------------------- */

static bool read_weekdays(struct gtfs_table *t, uint8_t *out)
{
    *out = 0;
    for (uint32_t k = 0; k < 7; k++) {
        if (!same(t->cell[k], "0") && !same(t->cell[k], "1")) {
            mk_gtfs_skip_value(t, k);
            return false;
        }
        if (t->cell[k].text[0] == '1')
            *out = (uint8_t)(*out | 1u << k);
    }
    return true;
}

static void put_calendar(struct gtfs_feed *f, uint32_t service,
                         struct gtfs_calendar c)
{
    MK_GROW(f->calendar, f->cap_calendar, service + 1);
    f->calendar[service] = c;
}

static enum mk_status read_calendar(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {
        {"monday", GTFS_REQUIRED},     {"tuesday", GTFS_REQUIRED},
        {"wednesday", GTFS_REQUIRED},  {"thursday", GTFS_REQUIRED},
        {"friday", GTFS_REQUIRED},     {"saturday", GTFS_REQUIRED},
        {"sunday", GTFS_REQUIRED},     {"service_id", GTFS_REQUIRED},
        {"start_date", GTFS_REQUIRED}, {"end_date", GTFS_REQUIRED},
    };
    struct gtfs_table t;
    const enum mk_status st = mk_gtfs_open(f, "calendar.txt", cols, NCOLS(cols),
                                           &t);
    if (st != MK_OK)
        return st;
    while (mk_gtfs_next(&t)) {
        struct gtfs_calendar c;
        if (!read_weekdays(&t, &c.weekdays))
            continue;
        if (!mk_gtfs_date(t.cell[8], &c.from)) {
            mk_gtfs_skip_value(&t, 8);
            continue;
        }
        if (!mk_gtfs_date(t.cell[9], &c.to) || c.to < c.from) {
            mk_gtfs_skip_value(&t, 9);
            continue;
        }
        const uint32_t service = fresh_id(&t, 7, &f->services);
        if (service != GTFS_NONE)
            put_calendar(f, service, c);
    }
    return mk_gtfs_close(&t);
}

static int by_service_day(const void *pa, const void *pb)
{
    const struct gtfs_exception *a = pa, *b = pb;
    if (a->service != b->service)
        return a->service < b->service ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

// The first of several rows for one service and day stands.
static void drop_equal_exceptions(struct gtfs_feed *f)
{
    if (f->nexceptions)
        qsort(f->exceptions, f->nexceptions, sizeof *f->exceptions,
              by_service_day);
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->nexceptions; i++) {
        const struct gtfs_exception e = f->exceptions[i];
        if (n && f->exceptions[n - 1].service == e.service &&
            f->exceptions[n - 1].day == e.day) {
            f->info.skipped_rows++;
            mk_gtfs_note(f, MK_N_GTFS_DUPLICATE, "calendar_dates.txt", e.line,
                         "service_id", f->services.v[e.service].text, NULL);
            continue;
        }
        f->exceptions[n++] = e;
    }
    f->nexceptions = n;
}

static enum mk_status read_calendar_dates(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {
        {"service_id", GTFS_REQUIRED},
        {"date", GTFS_REQUIRED},
        {"exception_type", GTFS_REQUIRED},
    };
    struct gtfs_table t;
    const enum mk_status st = mk_gtfs_open(f, "calendar_dates.txt", cols,
                                           NCOLS(cols), &t);
    if (st != MK_OK)
        return st;
    while (mk_gtfs_next(&t)) {
        struct gtfs_exception e = {.line = t.csv.line};
        uint32_t kind;
        if (!t.cell[0].len) {
            mk_gtfs_skip_value(&t, 0);
            continue;
        }
        if (!mk_gtfs_date(t.cell[1], &e.day)) {
            mk_gtfs_skip_value(&t, 1);
            continue;
        }
        if (!mk_gtfs_int(t.cell[2], 2, &kind) || kind == 0) {
            mk_gtfs_skip_value(&t, 2);
            continue;
        }
        bool fresh;
        e.added = kind == 1;
        e.service = mk_gtfs_ids_add(&f->services, &f->scratch, t.cell[0].text,
                                    t.cell[0].len, &fresh);
        if (fresh)
            put_calendar(f, e.service, (struct gtfs_calendar){0});
        MK_GROW(f->exceptions, f->cap_exceptions, f->nexceptions + 1);
        f->exceptions[f->nexceptions++] = e;
    }
    drop_equal_exceptions(f);
    return mk_gtfs_close(&t);
}

enum mk_status mk_gtfs_read_calendar(struct gtfs_feed *f)
{
    const bool days = mk_gtfs_has(f, "calendar.txt");
    const bool dates = mk_gtfs_has(f, "calendar_dates.txt");
    if (!days && !dates)
        return mk_fail(f->ctx, MK_E_GTFS_FILE, f->path,
                       "calendar.txt/calendar_dates.txt");
    enum mk_status st = days ? read_calendar(f) : MK_OK;
    if (st == MK_OK && dates)
        st = read_calendar_dates(f);
    if (st == MK_OK)
        st = read_agency(f);
    if (st == MK_OK)
        st = read_feed_info(f);
    return st;
}

/* ---- routes.txt ------------------------------------------------------ */

// Other kinds than these are taken as "övrig" without a word.
static bool known_other(uint32_t type)
{
    return type == 6 || type == 7 || (type >= 1300 && type <= 1307) ||
           (type >= 1400 && type <= 1402) || (type >= 1600 && type <= 1605) ||
           (type >= 1700 && type <= 1702);
}

static enum mk_status read_routes(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {
        {"route_id", GTFS_REQUIRED},
        {"route_type", GTFS_REQUIRED},
        {"agency_id", GTFS_OPTIONAL},
        {"route_short_name", GTFS_OPTIONAL},
        {"route_long_name", GTFS_OPTIONAL},
    };
    struct gtfs_table t;
    const enum mk_status st = mk_gtfs_open(f, "routes.txt", cols, NCOLS(cols),
                                           &t);
    if (st != MK_OK)
        return st;
    while (mk_gtfs_next(&t)) {
        uint32_t type;
        if (!mk_gtfs_int(t.cell[1], INT32_MAX, &type)) {
            mk_gtfs_skip_value(&t, 1);
            continue;
        }
        const uint32_t i = fresh_id(&t, 0, &f->routes);
        if (i == GTFS_NONE)
            continue;
        const uint32_t named = t.cell[3].len ? 3 : t.cell[4].len ? 4 : 0;
        struct gtfs_route r = {.name = mk_arena_strn(
                                   f->kept, t.cell[named].text,
                                   t.cell[named].len)};
        r.mode = (uint8_t)mk_mode_from_route_type((int)type, &r.long_distance);
        if (r.mode == MK_MODE_OVRIG && !known_other(type))
            mk_gtfs_note(f, MK_N_GTFS_ROUTE_TYPE, t.file, t.csv.line,
                         mk_gtfs_quote(&t, 1), NULL, NULL);
        if (t.cell[2].len && f->agencies.n &&
            mk_gtfs_ids_find(&f->agencies, t.cell[2].text, t.cell[2].len) ==
                GTFS_NONE)
            mk_gtfs_note(f, MK_N_GTFS_AGENCY, t.file, t.csv.line,
                         mk_gtfs_quote(&t, 2), NULL, NULL);
        MK_GROW(f->route, f->cap_route, i + 1);
        f->route[i] = r;
    }
    f->info.routes = f->routes.n;
    return mk_gtfs_close(&t);
}

/* ---- stops.txt ------------------------------------------------------- */

enum { LOC_STOP = 0, LOC_STATION = 1 };

static bool near_origin(double lon, double lat)
{
    return fabs(lon) < 1e-6 && fabs(lat) < 1e-6;
}

static void add_loc(struct gtfs_table *t)
{
    struct gtfs_feed *f = t->feed;
    uint32_t type = LOC_STOP;
    if (t->cell[4].len && !mk_gtfs_int(t->cell[4], 4, &type)) {
        mk_gtfs_skip_value(t, 4);
        return;
    }
    const uint32_t i = fresh_id(t, 0, &f->locs);
    if (i == GTFS_NONE)
        return;
    struct gtfs_loc loc = {.type = (uint8_t)type,
                           .line = t->csv.line,
                           .area = GTFS_NONE,
                           .stop = GTFS_NONE};
    uint32_t bad = GTFS_NONE;
    if (!mk_gtfs_degrees(t->cell[2], 90, &loc.lat))
        bad = 2;
    else if (!mk_gtfs_degrees(t->cell[3], 180, &loc.lon) ||
             near_origin(loc.lon, loc.lat))
        bad = 3;
    loc.placed = bad == GTFS_NONE;
    // Only of a stop is the position needed.
    if (!loc.placed && type == LOC_STOP)
        mk_gtfs_skip_value(t, bad);
    loc.name = mk_arena_strn(f->kept, t->cell[1].len ? t->cell[1].text : "",
                             t->cell[1].len);
    loc.parent_id = t->cell[5].len ? mk_gtfs_text(t, 5) : NULL;
    MK_GROW(f->loc, f->cap_loc, i + 1);
    f->loc[i] = loc;
}

static void check_parents(struct gtfs_feed *f)
{
    for (uint32_t i = 0; i < f->locs.n; i++) {
        struct gtfs_loc *loc = &f->loc[i];
        if (loc->type != LOC_STOP || !loc->parent_id)
            continue;
        const uint32_t p = mk_gtfs_ids_find(&f->locs, loc->parent_id,
                                            strlen(loc->parent_id));
        if (p != GTFS_NONE && f->loc[p].type == LOC_STATION)
            continue;
        mk_gtfs_note(f, MK_N_GTFS_PARENT, "stops.txt", loc->line,
                     loc->parent_id, NULL, NULL);
        loc->parent_id = NULL;
    }
}

static enum mk_status read_stops(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {
        {"stop_id", GTFS_REQUIRED},       {"stop_name", GTFS_OPTIONAL},
        {"stop_lat", GTFS_REQUIRED},      {"stop_lon", GTFS_REQUIRED},
        {"location_type", GTFS_OPTIONAL}, {"parent_station", GTFS_OPTIONAL},
    };
    struct gtfs_table t;
    const enum mk_status st = mk_gtfs_open(f, "stops.txt", cols, NCOLS(cols),
                                           &t);
    if (st != MK_OK)
        return st;
    while (mk_gtfs_next(&t))
        add_loc(&t);
    if (t.status == MK_OK) {
        check_parents(f);
        uint32_t *order = mk_gtfs_ids_order(&f->locs);
        for (uint32_t k = 0; k < f->locs.n; k++)
            f->loc[order[k]].rank = k;
        free(order);
    }
    return mk_gtfs_close(&t);
}

/* ---- areas.txt, stop_areas.txt --------------------------------------- */

// stop_areas.txt also holds fare zones; an area wider than this is no stop.
#define AREA_MAX_M 1500.0

static void put_area_name(struct gtfs_feed *f, uint32_t area, const char *name)
{
    MK_GROW(f->area_name, f->cap_area, area + 1);
    f->area_name[area] = name;
}

static enum mk_status read_area_names(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {{"area_id", GTFS_REQUIRED},
                                           {"area_name", GTFS_OPTIONAL}};
    struct gtfs_table t;
    const enum mk_status st = mk_gtfs_open(f, "areas.txt", cols, 2, &t);
    if (st != MK_OK)
        return st;
    while (mk_gtfs_next(&t)) {
        const uint32_t i = fresh_id(&t, 0, &f->areas);
        if (i != GTFS_NONE)
            put_area_name(f, i,
                          t.cell[1].len ? mk_arena_strn(f->kept,
                                                        t.cell[1].text,
                                                        t.cell[1].len)
                                        : NULL);
    }
    return mk_gtfs_close(&t);
}

static void drop_wide_areas(struct gtfs_feed *f)
{
    struct extent {
        double w, s, e, n;
    } *box = mk_alloc(f->areas.n * sizeof *box);
    bool *wide = mk_zalloc(f->areas.n, sizeof *wide);
    for (uint32_t a = 0; a < f->areas.n; a++)
        box[a] = (struct extent){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t i = 0; i < f->locs.n; i++) {
        const struct gtfs_loc *loc = &f->loc[i];
        if (loc->area == GTFS_NONE || !loc->placed)
            continue;
        struct extent *b = &box[loc->area];
        b->w = fmin(b->w, loc->lon);
        b->s = fmin(b->s, loc->lat);
        b->e = fmax(b->e, loc->lon);
        b->n = fmax(b->n, loc->lat);
    }
    for (uint32_t a = 0; a < f->areas.n; a++) {
        const struct extent b = box[a];
        if (!(b.w <= b.e) || mk_sphere_metres(b.w, b.s, b.e, b.n) <= AREA_MAX_M)
            continue;
        mk_note(f->ctx, MK_N_GTFS_WIDE_AREA, f->label, f->areas.v[a].text);
        wide[a] = true;
    }
    for (uint32_t i = 0; i < f->locs.n; i++)
        if (f->loc[i].area != GTFS_NONE && wide[f->loc[i].area])
            f->loc[i].area = GTFS_NONE;
    free(wide);
    free(box);
}

static enum mk_status read_stop_areas(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {{"area_id", GTFS_REQUIRED},
                                           {"stop_id", GTFS_REQUIRED}};
    struct gtfs_table t;
    const enum mk_status st = mk_gtfs_open(f, "stop_areas.txt", cols, 2, &t);
    if (st != MK_OK)
        return st;
    while (mk_gtfs_next(&t)) {
        if (!t.cell[0].len) {
            mk_gtfs_skip_value(&t, 0);
            continue;
        }
        const uint32_t i = refer(&t, 1, &f->locs, "stops.txt");
        if (i == GTFS_NONE)
            continue;
        bool fresh;
        const uint32_t a = mk_gtfs_ids_add(&f->areas, &f->scratch,
                                           t.cell[0].text, t.cell[0].len,
                                           &fresh);
        if (fresh)
            put_area_name(f, a, NULL);
        // A stop of several areas belongs to the one with the lowest id.
        uint32_t *area = &f->loc[i].area;
        if (*area == GTFS_NONE ||
            strcmp(f->areas.v[a].text, f->areas.v[*area].text) < 0)
            *area = a;
    }
    if (t.status == MK_OK)
        drop_wide_areas(f);
    return mk_gtfs_close(&t);
}

/* ---- trips.txt, frequencies.txt -------------------------------------- */

static uint8_t read_direction(struct gtfs_table *t, uint32_t k)
{
    uint32_t v = 2;
    if (t->cell[k].len && !mk_gtfs_int(t->cell[k], 1, &v)) {
        v = 2;
        mk_gtfs_note(t->feed, MK_N_GTFS_DIRECTION, t->file, t->csv.line,
                     mk_gtfs_quote(t, k), NULL, NULL);
    }
    return (uint8_t)v;
}

static enum mk_status read_trips(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {
        {"trip_id", GTFS_REQUIRED},
        {"route_id", GTFS_REQUIRED},
        {"service_id", GTFS_REQUIRED},
        {"direction_id", GTFS_OPTIONAL},
    };
    struct gtfs_table t;
    const enum mk_status st = mk_gtfs_open(f, "trips.txt", cols, NCOLS(cols),
                                           &t);
    if (st != MK_OK)
        return st;
    uint64_t air = 0;
    while (mk_gtfs_next(&t)) {
        struct gtfs_trip trip = {.line = t.csv.line};
        trip.route = refer(&t, 1, &f->routes, "routes.txt");
        if (trip.route == GTFS_NONE)
            continue;
        trip.service =
            refer(&t, 2, &f->services, "calendar.txt/calendar_dates.txt");
        if (trip.service == GTFS_NONE)
            continue;
        const uint32_t i = fresh_id(&t, 0, &f->trips);
        if (i == GTFS_NONE)
            continue;
        trip.direction = read_direction(&t, 3);
        air += f->route[trip.route].mode == MK_MODE_COUNT;
        MK_GROW(f->trip, f->cap_trip, i + 1);
        f->trip[i] = trip;
    }
    if (air) {
        char n[24];
        snprintf(n, sizeof n, "%" PRIu64, air);
        mk_note(f->ctx, MK_N_GTFS_AIR, f->label, n);
    }
    return mk_gtfs_close(&t);
}

static int by_trip_start(const void *pa, const void *pb)
{
    const struct gtfs_frequency *a = pa, *b = pb;
    if (a->trip != b->trip)
        return a->trip < b->trip ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    if (a->headway != b->headway)
        return a->headway < b->headway ? -1 : 1;
    return a->exact - b->exact;
}

static enum mk_status read_frequencies(struct gtfs_feed *f)
{
    static const struct gtfs_col cols[] = {
        {"trip_id", GTFS_REQUIRED},      {"start_time", GTFS_REQUIRED},
        {"end_time", GTFS_REQUIRED},     {"headway_secs", GTFS_REQUIRED},
        {"exact_times", GTFS_OPTIONAL},
    };
    struct gtfs_table t;
    const enum mk_status st = mk_gtfs_open(f, "frequencies.txt", cols,
                                           NCOLS(cols), &t);
    if (st != MK_OK)
        return st;
    uint64_t expanded = 0;
    while (mk_gtfs_next(&t)) {
        struct gtfs_frequency q = {0};
        uint32_t headway, exact = 0;
        uint32_t bad = GTFS_NONE;
        if (!mk_gtfs_time(t.cell[1], &q.start) || q.start < 0)
            bad = 1;
        else if (!mk_gtfs_time(t.cell[2], &q.end) || q.end <= q.start)
            bad = 2;
        else if (!mk_gtfs_int(t.cell[3], INT32_MAX, &headway) || !headway)
            bad = 3;
        else if (t.cell[4].len && !mk_gtfs_int(t.cell[4], 1, &exact))
            bad = 4;
        if (bad != GTFS_NONE) {
            mk_gtfs_skip_value(&t, bad);
            continue;
        }
        q.trip = refer(&t, 0, &f->trips, "trips.txt");
        if (q.trip == GTFS_NONE)
            continue;
        q.headway = (int32_t)headway;
        q.exact = exact;
        expanded += 1 + (uint32_t)((q.end - q.start - 1) / q.headway);
        if (expanded > MK_GTFS_EXPANDED_MAX) {
            t.status = mk_fail(f->ctx, MK_E_LIMIT, "16777216",
                               t.file);
            break;
        }
        MK_GROW(f->frequencies, f->cap_frequencies, f->nfrequencies + 1);
        f->frequencies[f->nfrequencies++] = q;
    }
    if (f->nfrequencies)
        qsort(f->frequencies, f->nfrequencies, sizeof *f->frequencies,
              by_trip_start);
    for (uint32_t i = f->nfrequencies; i-- > 0;) {
        struct gtfs_trip *trip = &f->trip[f->frequencies[i].trip];
        trip->first_frequency = i;
        trip->nfrequencies++;
    }
    return mk_gtfs_close(&t);
}

enum mk_status mk_gtfs_read_tables(struct gtfs_feed *f)
{
    enum mk_status st = read_routes(f);
    if (st == MK_OK)
        st = read_stops(f);
    if (st == MK_OK && mk_gtfs_has(f, "stop_areas.txt")) {
        if (mk_gtfs_has(f, "areas.txt"))
            st = read_area_names(f);
        if (st == MK_OK)
            st = read_stop_areas(f);
    }
    if (st == MK_OK)
        st = read_trips(f);
    if (st == MK_OK && mk_gtfs_has(f, "frequencies.txt"))
        st = read_frequencies(f);
    return st;
}
