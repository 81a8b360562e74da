// stop_times.txt: the one file of millions of rows.
#include "input/gtfs_feed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { TRIP, ARRIVAL, DEPARTURE, STOP, SEQUENCE, PICKUP, DROP_OFF, NCOLS };

static const struct gtfs_col cols[NCOLS] = {
    [TRIP] = {"trip_id", GTFS_REQUIRED},
    [ARRIVAL] = {"arrival_time", GTFS_REQUIRED},
    [DEPARTURE] = {"departure_time", GTFS_REQUIRED},
    [STOP] = {"stop_id", GTFS_REQUIRED},
    [SEQUENCE] = {"stop_sequence", GTFS_REQUIRED},
    [PICKUP] = {"pickup_type", GTFS_OPTIONAL},
    [DROP_OFF] = {"drop_off_type", GTFS_OPTIONAL},
};

static bool read_code(struct gtfs_table *t, uint32_t k, uint8_t *out)
{
    uint32_t v = 0;
    if (t->cell[k].len && !mk_gtfs_int(t->cell[k], 3, &v)) {
        mk_gtfs_skip_value(t, k);
        return false;
    }
    *out = (uint8_t)v;
    return true;
}

// Rows of a trip mostly stand together: ask the index only when it changes.
static uint32_t find_trip(struct gtfs_table *t, uint32_t last)
{
    const struct gtfs_ids *ids = &t->feed->trips;
    const struct mk_csv_cell c = t->cell[TRIP];
    if (last != GTFS_NONE && mk_gtfs_id_is(&ids->v[last], c.text, c.len))
        return last;
    return mk_gtfs_ids_find(ids, c.text, c.len);
}

/* What has to be known about a stop for each of millions of rows, in a byte:
 * rows jump about among the stops, and all of them are not in the cache. */
enum {
    USE_UNKNOWN, // no usable position
    USE_OTHER,   // an entrance, a node, a boarding area
    USE_STOP,
    USE_STATION,
    USE_CALLED = 8
};

struct reading {
    struct gtfs_feed *f;
    struct gtfs_table t;
    uint8_t *use;      // per stop
    uint32_t *follows; // per stop: the one that followed it last; [n]: no stop
    uint32_t last_loc, last_trip;
    bool *seen;        // per trip
    uint64_t dangling;
};

static void begin(struct reading *r)
{
    struct gtfs_feed *f = r->f;
    const size_t n = (size_t)f->locs.n + 1;
    r->last_loc = f->locs.n;
    r->last_trip = GTFS_NONE;
    r->seen = mk_zalloc(f->trips.n, sizeof *r->seen);
    r->use = mk_zalloc(n, sizeof *r->use);
    r->follows = mk_alloc(n * sizeof *r->follows);
    memset(r->follows, 0xFF, n * sizeof *r->follows); // GTFS_NONE
    for (uint32_t i = 0; i < f->locs.n; i++)
        if (f->loc[i].placed)
            r->use[i] = f->loc[i].type == 0   ? USE_STOP
                        : f->loc[i].type == 1 ? USE_STATION
                                              : USE_OTHER;
}

static void end(struct reading *r)
{
    for (uint32_t i = 0; i < r->f->locs.n; i++)
        r->f->loc[i].called = r->use[i] & USE_CALLED;
    free(r->seen);
    free(r->use);
    free(r->follows);
}

// After one stop mostly comes the same one as the last time.
static uint32_t find_stop(const struct reading *r)
{
    const struct gtfs_ids *ids = &r->f->locs;
    const struct mk_csv_cell c = r->t.cell[STOP];
    const uint32_t guess = r->follows[r->last_loc];
    if (guess != GTFS_NONE && mk_gtfs_id_is(&ids->v[guess], c.text, c.len))
        return guess;
    return mk_gtfs_ids_find(ids, c.text, c.len);
}

// To be called when the row stands. The next guess is fetched while the next
// row is taken apart.
static void remember(struct reading *r, const struct gtfs_call *call)
{
    r->last_trip = call->trip;
    r->follows[r->last_loc] = call->loc;
    r->last_loc = call->loc;
    const uint32_t next = r->follows[call->loc];
    if (next != GTFS_NONE)
        __builtin_prefetch(&r->f->locs.v[next]);
}

static bool usable_stop(struct reading *r, uint32_t loc)
{
    struct gtfs_feed *f = r->f;
    if (loc == GTFS_NONE || r->use[loc] == USE_UNKNOWN) {
        r->dangling++;
        mk_gtfs_note(f, MK_N_GTFS_DANGLING, r->t.file, r->t.csv.line,
                     mk_gtfs_quote(&r->t, STOP), NULL, NULL);
        return false;
    }
    if (r->use[loc] == USE_OTHER) {
        mk_gtfs_skip_value(&r->t, STOP);
        return false;
    }
    return true;
}

// false: the row is left out, and why has been noted.
static bool read_call(struct reading *r, struct gtfs_call *call)
{
    struct gtfs_table *t = &r->t;
    for (uint32_t k = ARRIVAL; k <= DEPARTURE; k++) {
        int32_t *time = k == ARRIVAL ? &call->arr : &call->dep;
        if (!mk_gtfs_time(t->cell[k], time)) {
            mk_gtfs_skip_value(t, k);
            return false;
        }
    }
    if (!mk_gtfs_int(t->cell[SEQUENCE], INT32_MAX, &call->sequence)) {
        mk_gtfs_skip_value(t, SEQUENCE);
        return false;
    }
    if (!read_code(t, PICKUP, &call->pickup) ||
        !read_code(t, DROP_OFF, &call->drop_off))
        return false;
    call->loc = find_stop(r);
    if (!usable_stop(r, call->loc))
        return false;
    call->trip = find_trip(t, r->last_trip);
    if (call->trip == GTFS_NONE) {
        mk_gtfs_skip(t, MK_N_GTFS_REFERENCE, "trip_id", mk_gtfs_quote(t, TRIP),
                     "trips.txt");
        return false;
    }
    if (call->arr < 0)
        call->arr = call->dep;
    else if (call->dep < 0)
        call->dep = call->arr;
    return true;
}

static void add_call(struct reading *r, const struct gtfs_call *call)
{
    struct gtfs_feed *f = r->f;
    if (f->route[f->trip[call->trip].route].mode == MK_MODE_COUNT)
        return; // by air
    if (call->trip != r->last_trip && r->seen[call->trip])
        f->grouped = false;
    r->seen[call->trip] = true;
    remember(r, call);
    if (r->use[call->loc] == USE_STATION) // the first call there
        mk_gtfs_note(f, MK_N_GTFS_STATION_CALL, r->t.file, r->t.csv.line,
                     f->locs.v[call->loc].text, NULL, NULL);
    r->use[call->loc] |= USE_CALLED;
    MK_GROW(f->calls, f->cap_calls, f->ncalls + 1);
    f->calls[f->ncalls++] = *call;
}

// Where each trip's calls are, once they stand together.
static void index_trips(struct gtfs_feed *f)
{
    for (uint32_t i = 0; i < f->ncalls; i++) {
        struct gtfs_trip *trip = &f->trip[f->calls[i].trip];
        if (!trip->ncalls++)
            trip->first_call = i;
    }
}

// Bring each trip's calls together, in the order of the file.
static void group_calls(struct gtfs_feed *f)
{
    uint32_t *next = mk_zalloc((size_t)f->trips.n + 1, sizeof *next);
    for (uint32_t i = 0; i < f->ncalls; i++)
        next[f->calls[i].trip + 1]++;
    for (uint32_t i = 0; i < f->trips.n; i++)
        next[i + 1] += next[i];
    struct gtfs_call *out = mk_alloc(f->ncalls * sizeof *out);
    for (uint32_t i = 0; i < f->ncalls; i++)
        out[next[f->calls[i].trip]++] = f->calls[i];
    free(f->calls);
    free(next);
    f->calls = out;
    f->cap_calls = f->ncalls;
}

static int by_sequence(const void *pa, const void *pb, void *udata)
{
    const struct gtfs_call *a = pa, *b = pb;
    const struct gtfs_loc *loc = udata;
    if (a->sequence != b->sequence)
        return a->sequence < b->sequence ? -1 : 1;
    if (a->arr != b->arr)
        return a->arr < b->arr ? -1 : 1;
    if (a->dep != b->dep)
        return a->dep < b->dep ? -1 : 1;
    const uint32_t ra = loc[a->loc].rank, rb = loc[b->loc].rank;
    if (ra != rb)
        return ra < rb ? -1 : 1;
    if (a->pickup != b->pickup)
        return a->pickup < b->pickup ? -1 : 1;
    return (a->drop_off > b->drop_off) - (a->drop_off < b->drop_off);
}

static void order_trip(struct gtfs_feed *f, const struct gtfs_trip *trip)
{
    struct gtfs_call *c = f->calls + trip->first_call;
    uint32_t k = 1;
    while (k < trip->ncalls && c[k - 1].sequence < c[k].sequence)
        k++;
    if (k >= trip->ncalls)
        return;
    qsort_r(c, trip->ncalls, sizeof *c, by_sequence, f->loc);
    for (k = 1; k < trip->ncalls; k++) {
        if (c[k - 1].sequence != c[k].sequence)
            continue;
        const uint32_t line =
            c[k].line > c[k - 1].line ? c[k].line : c[k - 1].line;
        char n[16];
        snprintf(n, sizeof n, "%" PRIu32, c[k].sequence);
        mk_gtfs_note(f, MK_N_GTFS_SEQUENCE, "stop_times.txt", line,
                     f->trips.v[c[k].trip].text, n, NULL);
    }
}

static void alarm_dangling(struct gtfs_feed *f, uint64_t dangling,
                           uint64_t rows)
{
    char n[24], m[24], share[24];
    snprintf(n, sizeof n, "%" PRIu64, dangling);
    snprintf(m, sizeof m, "%" PRIu64, rows);
    // Rounded up: one row in a million must not read "0 %".
    snprintf(share, sizeof share, "%" PRIu64,
             (dangling * 100 + rows - 1) / rows);
    mk_note(f->ctx, MK_A_GTFS_DANGLING, f->label, n, m, share);
}

enum mk_status mk_gtfs_read_times(struct gtfs_feed *f)
{
    struct reading r = {.f = f};
    const enum mk_status st = mk_gtfs_open(f, "stop_times.txt", cols, NCOLS,
                                           &r.t);
    if (st != MK_OK)
        return st;
    begin(&r);
    while (mk_gtfs_next(&r.t)) {
        struct gtfs_call call = {.line = (uint32_t)r.t.csv.line};
        if (read_call(&r, &call))
            add_call(&r, &call);
    }
    end(&r);
    if (r.t.status != MK_OK)
        return mk_gtfs_close(&r.t);
    f->info.dangling_stop_times = r.dangling;
    if (r.dangling)
        alarm_dangling(f, r.dangling, r.t.rows);
    if (!f->grouped)
        group_calls(f);
    index_trips(f);
    for (uint32_t i = 0; i < f->trips.n; i++)
        order_trip(f, &f->trip[i]);
    return mk_gtfs_close(&r.t);
}
