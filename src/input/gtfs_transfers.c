// transfers.txt: between which stops one changes, and how long it takes.
#include "input/gtfs_feed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// A station with more pairs of stops than this is no station, and a timetable
// with more transfers is no timetable.
#define ROW_MAX (256u * 256u)
#define TOTAL_MAX (16u << 20)

enum { FROM, TO, TYPE, MIN_S, FROM_ROUTE, TO_ROUTE, FROM_TRIP, TO_TRIP, NCOLS };

static const struct gtfs_col cols[NCOLS] = {
    [FROM] = {"from_stop_id", GTFS_OPTIONAL},
    [TO] = {"to_stop_id", GTFS_OPTIONAL},
    [TYPE] = {"transfer_type", GTFS_OPTIONAL},
    [MIN_S] = {"min_transfer_time", GTFS_OPTIONAL},
    [FROM_ROUTE] = {"from_route_id", GTFS_OPTIONAL},
    [TO_ROUTE] = {"to_route_id", GTFS_OPTIONAL},
    [FROM_TRIP] = {"from_trip_id", GTFS_OPTIONAL},
    [TO_TRIP] = {"to_trip_id", GTFS_OPTIONAL},
};

// A pair of stops, and how many of the two ends the row named as stops.
struct pair {
    struct mk_transfer t;
    uint8_t specific;
};

struct spread {
    struct gtfs_feed *f;
    uint32_t *first, *stops; // station -> its stops, as they are in tt
    struct pair *pairs;
    uint32_t n, cap;
    uint64_t left_out;       // rows about some routes or trips only
};

/* ---- the stops of a station ------------------------------------------- */

static uint32_t station_of(const struct gtfs_feed *f, uint32_t i)
{
    const struct gtfs_loc *loc = &f->loc[i];
    if (loc->type == 1)
        return i; // one that trips call at is a stop of itself
    return loc->parent_id ? mk_gtfs_ids_find(&f->locs, loc->parent_id,
                                             strlen(loc->parent_id))
                          : GTFS_NONE;
}

static void list_station_stops(struct spread *s)
{
    const struct gtfs_feed *f = s->f;
    s->first = mk_zalloc((size_t)f->locs.n + 2, sizeof *s->first);
    s->stops = mk_alloc(f->locs.n * sizeof *s->stops);
    uint32_t *at = s->first + 1;
    for (uint32_t i = 0; i < f->locs.n; i++) {
        const uint32_t station = station_of(f, i);
        if (f->loc[i].stop != GTFS_NONE && station != GTFS_NONE)
            at[station + 1]++;
    }
    for (uint32_t i = 0; i < f->locs.n; i++)
        at[i + 1] += at[i];
    for (uint32_t i = 0; i < f->locs.n; i++) {
        const uint32_t station = station_of(f, i);
        if (f->loc[i].stop != GTFS_NONE && station != GTFS_NONE)
            s->stops[at[station]++] = f->loc[i].stop;
    }
}

struct ends {
    const uint32_t *v;
    uint32_t n;
    bool stop; // not a station
};

static struct ends ends_of(const struct spread *s, uint32_t loc)
{
    const struct gtfs_loc *l = &s->f->loc[loc];
    if (l->type == 1)
        return (struct ends){s->stops + s->first[loc],
                             s->first[loc + 1] - s->first[loc], false};
    return (struct ends){&l->stop, l->stop != GTFS_NONE, true};
}

/* ---- rows ------------------------------------------------------------- */

// GTFS_NONE: the row is left out, and why has been noted.
static uint32_t find_end(struct gtfs_table *t, uint32_t k)
{
    struct gtfs_feed *f = t->feed;
    if (!t->cell[k].len) {
        mk_gtfs_skip_value(t, k);
        return GTFS_NONE;
    }
    const uint32_t i =
        mk_gtfs_ids_find(&f->locs, t->cell[k].text, t->cell[k].len);
    if (i == GTFS_NONE) {
        mk_gtfs_skip(t, MK_N_GTFS_REFERENCE, cols[k].name, mk_gtfs_quote(t, k),
                     "stops.txt");
        return GTFS_NONE;
    }
    if (f->loc[i].type > 1) {
        mk_gtfs_skip_value(t, k);
        return GTFS_NONE;
    }
    return i;
}

static bool of_some_trips(const struct gtfs_table *t, uint32_t type)
{
    return type >= 4 || t->cell[FROM_ROUTE].len || t->cell[TO_ROUTE].len ||
           t->cell[FROM_TRIP].len || t->cell[TO_TRIP].len;
}

// false: too many in all.
static bool spread_row(struct spread *s, struct gtfs_table *t,
                       struct mk_transfer row, uint32_t from, uint32_t to)
{
    const struct ends a = ends_of(s, from), b = ends_of(s, to);
    const uint64_t n = (uint64_t)a.n * b.n;
    if (n > ROW_MAX) {
        mk_gtfs_skip_value(t, a.n > b.n ? FROM : TO);
        return true;
    }
    if (s->n + n > TOTAL_MAX) {
        t->status = mk_fail(s->f->ctx, MK_E_LIMIT, "16777216",
                            "transfers.txt");
        return false;
    }
    MK_GROW(s->pairs, s->cap, s->n + n);
    for (uint32_t i = 0; i < a.n; i++)
        for (uint32_t k = 0; k < b.n; k++) {
            row.from = a.v[i];
            row.to = b.v[k];
            s->pairs[s->n++] =
                (struct pair){row, (uint8_t)(a.stop + b.stop)};
        }
    return true;
}

static bool read_row(struct spread *s, struct gtfs_table *t)
{
    uint32_t type = 0, min_s = 0;
    if (t->cell[TYPE].len && !mk_gtfs_int(t->cell[TYPE], 5, &type)) {
        mk_gtfs_skip_value(t, TYPE);
        return true;
    }
    if (of_some_trips(t, type)) {
        s->left_out++;
        return true;
    }
    struct mk_transfer row = {.type = (uint8_t)type, .min_s = -1};
    if (type == 2 && t->cell[MIN_S].len) {
        if (!mk_gtfs_int(t->cell[MIN_S], 999 * 3600, &min_s)) {
            mk_gtfs_skip_value(t, MIN_S);
            return true;
        }
        row.min_s = (int32_t)min_s;
    }
    const uint32_t from = find_end(t, FROM);
    if (from == GTFS_NONE)
        return true;
    const uint32_t to = find_end(t, TO);
    return to == GTFS_NONE || spread_row(s, t, row, from, to);
}

/* ---- one row a pair --------------------------------------------------- */

// The most specific first; of equals the one that asks most of the traveller:
// no change, a time, the longer time.
static int by_pair(const void *pa, const void *pb)
{
    const struct pair *a = pa, *b = pb;
    if (a->t.from != b->t.from)
        return a->t.from < b->t.from ? -1 : 1;
    if (a->t.to != b->t.to)
        return a->t.to < b->t.to ? -1 : 1;
    if (a->specific != b->specific)
        return a->specific > b->specific ? -1 : 1;
    if (a->t.type != b->t.type)
        return a->t.type > b->t.type ? -1 : 1;
    return (a->t.min_s < b->t.min_s) - (a->t.min_s > b->t.min_s);
}

static void keep(struct gtfs_build *b, struct spread *s)
{
    struct mk_timetable *tt = &b->tt;
    const uint32_t first = tt->ntransfers;
    if (s->n)
        qsort(s->pairs, s->n, sizeof *s->pairs, by_pair);
    for (uint32_t i = 0; i < s->n; i++) {
        const struct mk_transfer *t = &s->pairs[i].t;
        if (tt->ntransfers > first &&
            tt->transfers[tt->ntransfers - 1].from == t->from &&
            tt->transfers[tt->ntransfers - 1].to == t->to)
            continue;
        MK_GROW(tt->transfers, b->cap_transfers, tt->ntransfers + 1);
        tt->transfers[tt->ntransfers++] = *t;
    }
}

enum mk_status mk_gtfs_read_transfers(struct gtfs_build *b,
                                      struct gtfs_feed *f)
{
    struct gtfs_table t;
    if (!mk_gtfs_has(f, "transfers.txt"))
        return MK_OK;
    const enum mk_status st = mk_gtfs_open(f, "transfers.txt", cols, NCOLS,
                                           &t);
    if (st != MK_OK)
        return st;
    struct spread s = {.f = f};
    list_station_stops(&s);
    while (mk_gtfs_next(&t) && read_row(&s, &t))
        ;
    if (t.status == MK_OK)
        keep(b, &s);
    if (s.left_out) {
        char n[24], m[24];
        snprintf(n, sizeof n, "%" PRIu64, s.left_out);
        snprintf(m, sizeof m, "%" PRIu64, t.rows);
        mk_note(f->ctx, MK_N_GTFS_SOME_TRANSFERS, f->label, n, m);
    }
    free(s.first);
    free(s.stops);
    free(s.pairs);
    return mk_gtfs_close(&t);
}
