// Which stops make one stop area.
#include "input/gtfs_feed.h"

#include "base/sets.h"
#include "base/sphere.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME_NAME_M 150.0

/* ---- sets of stops ----------------------------------------------------- */

// Stops for which the feed names the same area. An id counts within its feed;
// a Swedish stop area number in every feed.
static void join_by_id(const struct gtfs_build *b, uint32_t *up)
{
    struct mk_arena scratch = {0};
    struct gtfs_ids ids = {0};
    struct mk_buf text = {0};
    uint32_t *first = mk_alloc(b->tt.nstops * sizeof *first);
    for (uint32_t i = 0; i < b->tt.nstops; i++) {
        if (!b->key[i].id)
            continue;
        text.len = 0;
        if (!b->key[i].national)
            mk_buf_printf(&text, "%u ", b->tt.stops[i].feed);
        mk_buf_str(&text, b->key[i].id);
        bool fresh;
        const uint32_t k = mk_gtfs_ids_add(&ids, &scratch, text.data, text.len,
                                           &fresh);
        if (fresh)
            first[k] = i;
        else
            mk_sets_join(up, first[k], i);
    }
    free(first);
    mk_buf_release(&text);
    mk_gtfs_ids_release(&ids);
    mk_arena_release(&scratch);
}

/* ---- the others: the same name, near each other ----------------------- */

#define STEP_DEG 0.0014 // of a great circle, a little more than 150 m

// A stop in its row of latitudes STEP_DEG high. One beside the antimeridian
// stands on both sides of it.
struct named {
    const char *name;
    int32_t row;
    double lon;
    uint32_t stop;
};

struct names {
    struct named *v;
    uint32_t n, cap;
};

static int by_name(const void *pa, const void *pb)
{
    const struct named *a = pa, *b = pb;
    const int c = strcmp(a->name, b->name);
    if (c)
        return c;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->lon != b->lon)
        return a->lon < b->lon ? -1 : 1;
    return (a->stop > b->stop) - (a->stop < b->stop);
}

// Degrees of longitude that are more than 150 m, in a row and those beside it.
static double lon_step(int32_t row)
{
    const double rad = 3.14159265358979323846 / 180;
    const double most = (abs(row) + 2) * STEP_DEG;
    const double across = most < 90 ? cos(most * rad) : 0;
    return across > STEP_DEG / 30 ? STEP_DEG / across : 360;
}

static void list_names(const struct gtfs_build *b, struct names *out)
{
    for (uint32_t i = 0; i < b->tt.nstops; i++) {
        const struct mk_stop *s = &b->tt.stops[i];
        if (b->key[i].id || !s->name[0])
            continue;
        const int32_t row = (int32_t)floor(s->lat / STEP_DEG);
        MK_GROW(out->v, out->cap, out->n + 2);
        out->v[out->n++] = (struct named){s->name, row, s->lon, i};
        if (s->lon > 180 - lon_step(row))
            out->v[out->n++] = (struct named){s->name, row, s->lon - 360, i};
    }
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_name);
}

static void join_near(const struct mk_stop *stops, uint32_t a, uint32_t b,
                      uint32_t *up)
{
    const struct mk_stop *p = &stops[a], *q = &stops[b];
    if (mk_sets_root(up, a) == mk_sets_root(up, b))
        return; // many stops in one place are soon one set
    if (mk_sphere_metres(p->lon, p->lat, q->lon, q->lat) <= SAME_NAME_M)
        mk_sets_join(up, a, b);
}

// Those in the same row are a little way on; those in the next one are found
// by going along both rows together.
static void join_by_name(const struct gtfs_build *b, uint32_t *up)
{
    struct names s = {0};
    list_names(b, &s);
    uint32_t beside = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        const struct named *p = &s.v[i];
        const double step = lon_step(p->row);
        for (uint32_t k = i + 1; k < s.n; k++) {
            const struct named *q = &s.v[k];
            if (q->row != p->row || q->lon - p->lon > step ||
                strcmp(q->name, p->name) != 0)
                break;
            join_near(b->tt.stops, p->stop, q->stop, up);
        }
        const struct named west = {p->name, p->row + 1, p->lon - step, 0};
        while (beside < s.n && by_name(&s.v[beside], &west) < 0)
            beside++;
        for (uint32_t k = beside; k < s.n; k++) {
            const struct named *q = &s.v[k];
            if (q->row != p->row + 1 || q->lon - p->lon > step ||
                strcmp(q->name, p->name) != 0)
                break;
            join_near(b->tt.stops, p->stop, q->stop, up);
        }
    }
    free(s.v);
}

static int by_feed_and_id(const void *pa, const void *pb, void *udata)
{
    const struct mk_timetable *tt = udata;
    const struct mk_stop_area *a = pa, *b = pb;
    const uint16_t fa = tt->stops[a->first_stop].feed;
    const uint16_t fb = tt->stops[b->first_stop].feed;
    if (fa != fb)
        return fa < fb ? -1 : 1;
    const int c = strcmp(a->id, b->id);
    return c ? c : (a->first_stop > b->first_stop) -
                       (a->first_stop < b->first_stop);
}

// One area for each set; first_stop is its lowest stop for the time being.
static void make_areas(struct gtfs_build *b, uint32_t *up)
{
    struct mk_timetable *tt = &b->tt;
    uint32_t *area = mk_alloc(tt->nstops * sizeof *area);
    tt->areas = mk_zalloc(tt->nstops, sizeof *tt->areas);
    for (uint32_t i = 0; i < tt->nstops; i++) {
        const uint32_t r = mk_sets_root(up, i);
        const struct gtfs_area_key *key = &b->key[i];
        if (r == i) {
            area[i] = tt->nareas++;
            tt->areas[area[i]] = (struct mk_stop_area){
                .id = key->id ? key->id : tt->stops[i].id, .first_stop = i};
        }
        struct mk_stop_area *a = &tt->areas[area[r]];
        if (!a->name && key->name && key->name[0])
            a->name = key->name;
    }
    free(area);
    for (uint32_t k = 0; k < tt->nareas; k++) {
        struct mk_stop_area *a = &tt->areas[k];
        const char *stop = tt->stops[a->first_stop].name;
        if (!a->name)
            a->name = stop[0] ? stop : a->id;
    }
}

void mk_gtfs_build_areas(struct gtfs_build *b)
{
    struct mk_timetable *tt = &b->tt;
    uint32_t *up = mk_sets_new(tt->nstops);
    join_by_id(b, up);
    join_by_name(b, up);
    make_areas(b, up);
    if (tt->nareas)
        qsort_r(tt->areas, tt->nareas, sizeof *tt->areas, by_feed_and_id, tt);
    for (uint32_t k = 0; k < tt->nareas; k++)
        tt->stops[tt->areas[k].first_stop].area = k;
    for (uint32_t i = 0; i < tt->nstops; i++) {
        tt->stops[i].area = tt->stops[mk_sets_root(up, i)].area;
        tt->areas[tt->stops[i].area].nstops++;
    }
    tt->area_stops = mk_alloc(tt->nstops * sizeof *tt->area_stops);
    uint32_t at = 0;
    for (uint32_t k = 0; k < tt->nareas; k++) {
        tt->areas[k].first_stop = at;
        at += tt->areas[k].nstops;
        tt->areas[k].nstops = 0;
    }
    for (uint32_t i = 0; i < tt->nstops; i++) {
        struct mk_stop_area *a = &tt->areas[tt->stops[i].area];
        tt->area_stops[a->first_stop + a->nstops++] = i;
    }
    free(up);
}
