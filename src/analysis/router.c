// The timetable of one day laid out for scanning, once for each direction of
// time.
#include "analysis/raptor.h"

#include "base/arena.h"

#include <stdlib.h>

// How full a side's arrays are, and how large.
struct caps {
    uint32_t route, npos, stop, may;
    size_t ntimes, board, alight;
};

// ---- routes ----------------------------------------------------------------

// Passengers that the timetable takes on without being asked first; mirrored,
// one boards where others alight.
static uint8_t may_at(const struct mk_timetable *tt, const struct mk_pattern *p,
                      uint32_t k, bool mirrored)
{
    const bool on = tt->pickup[p->first_stop + k] == 0 && k + 1 < p->nstops;
    const bool off = tt->drop_off[p->first_stop + k] == 0 && k > 0;
    return (uint8_t)(((mirrored ? off : on) ? MK_MAY_BOARD : 0) |
                     ((mirrored ? on : off) ? MK_MAY_ALIGHT : 0));
}

static void add_positions(struct mk_side *s, struct caps *c,
                          const struct mk_timetable *tt,
                          const struct mk_pattern *p)
{
    MK_GROW(s->stop, c->stop, c->npos + p->nstops);
    MK_GROW(s->may, c->may, c->npos + p->nstops);
    for (uint32_t i = 0; i < p->nstops; i++) {
        const uint32_t k = s->sign > 0 ? i : p->nstops - 1 - i;
        s->stop[c->npos] = tt->pattern_stops[p->first_stop + k];
        s->may[c->npos++] = may_at(tt, p, k, s->sign < 0);
    }
}

static void add_times(struct mk_side *s, struct caps *c, uint32_t npos,
                      const struct mk_run *run, uint32_t n, int32_t slack)
{
    const size_t need = c->ntimes + (size_t)npos * n;
    MK_GROW(s->board, c->board, need);
    MK_GROW(s->alight, c->alight, need);
    for (uint32_t t = 0; t < n; t++) {
        const struct mk_run *r = &run[s->sign > 0 ? t : n - 1 - t];
        for (uint32_t p = 0; p < npos; p++) {
            const uint32_t k = s->sign > 0 ? p : npos - 1 - p;
            const int32_t here = r->times[2 * k] + r->shift;
            const int32_t go = r->times[2 * k + 1] + r->shift - slack;
            s->board[c->ntimes + (size_t)p * n + t] = s->sign > 0 ? go : -here;
            s->alight[c->ntimes + (size_t)t * npos + p] = s->sign > 0 ? here
                                                                      : -go;
        }
    }
    c->ntimes = need;
}

static void add_route(struct mk_side *s, struct caps *c,
                      const struct mk_timetable *tt, const struct mk_pattern *p,
                      const struct mk_run *run, uint32_t n, int32_t slack)
{
    MK_GROW(s->route, c->route, s->nroutes + 1);
    s->route[s->nroutes++] = (struct mk_route){.first_pos = c->npos,
                                               .npos = p->nstops,
                                               .ntrips = n,
                                               .first_time = c->ntimes};
    add_positions(s, c, tt, p);
    add_times(s, c, p->nstops, run, n, slack);
}

static bool add_routes(struct mk_router *r, const struct mk_timetable *tt,
                       mk_date day)
{
    struct caps ahead = {0}, back = {0};
    struct mk_runs runs = {0};
    struct mk_near_days days;
    const int32_t slack = r->rules.board_s;
    mk_near_days_find(tt, day, r->rules.max_trip_s, &days);
    bool fits = true;
    for (uint32_t i = 0; i < tt->npatterns; i++) {
        const struct mk_pattern *p = &tt->patterns[i];
        const size_t left = MK_ROUTER_TIMES_MAX - ahead.ntimes;
        fits = mk_runs_find(tt, p, &days, p->nstops ? left / p->nstops : 0,
                            &runs);
        if (!fits)
            break;
        r->ntrips += runs.own;
        for (uint32_t k = 0; k < runs.nparts; k++) {
            const struct mk_run *first = runs.v + runs.first[k];
            const uint32_t n = runs.first[k + 1] - runs.first[k];
            add_route(&r->ahead, &ahead, tt, p, first, n, slack);
            add_route(&r->back, &back, tt, p, first, n, slack);
        }
    }
    mk_near_days_release(&days);
    mk_runs_release(&runs);
    return fits;
}

// Of each stop, the routes that can be boarded there.
static void list_by_stop(struct mk_side *s, uint32_t nstops)
{
    uint32_t n = 0;
    s->first_at = mk_zalloc((size_t)nstops + 2, sizeof *s->first_at);
    for (uint32_t i = 0; i < s->nroutes; i++)
        for (uint32_t k = 0; k < s->route[i].npos; k++) {
            const uint32_t at = s->route[i].first_pos + k;
            if (s->may[at] & MK_MAY_BOARD) {
                s->first_at[s->stop[at] + 2]++;
                n++;
            }
        }
    for (uint32_t i = 2; i < nstops + 2; i++)
        s->first_at[i] += s->first_at[i - 1];
    s->at = mk_zalloc((size_t)n + 1, sizeof *s->at);
    for (uint32_t i = 0; i < s->nroutes; i++)
        for (uint32_t k = 0; k < s->route[i].npos; k++) {
            const uint32_t at = s->route[i].first_pos + k;
            if (s->may[at] & MK_MAY_BOARD)
                s->at[s->first_at[s->stop[at] + 1]++] = (struct mk_route_at){i,
                                                                             k};
        }
}

// ---- changes ---------------------------------------------------------------

static int change_cmp(const void *pa, const void *pb)
{
    const struct mk_hop *a = pa, *b = pb;
    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static void add_changes(struct mk_side *s, const struct mk_changes *c)
{
    const uint32_t n = c->nstops;
    const bool turned = s->sign < 0;
    s->first_change = mk_zalloc((size_t)n + 2, sizeof *s->first_change);
    s->change = mk_zalloc((size_t)c->first[n] + 1, sizeof *s->change);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = c->first[i]; k < c->first[i + 1]; k++)
            s->first_change[(turned ? c->v[k].to : i) + 2]++;
    for (uint32_t i = 2; i < n + 2; i++)
        s->first_change[i] += s->first_change[i - 1];
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = c->first[i]; k < c->first[i + 1]; k++) {
            const struct mk_hop *v = &c->v[k];
            s->change[s->first_change[(turned ? v->to : i) + 1]++] =
                (struct mk_hop){turned ? i : v->to, v->seconds};
        }
    for (uint32_t i = 0; i < n; i++)
        qsort(s->change + s->first_change[i],
              s->first_change[i + 1] - s->first_change[i], sizeof *s->change,
              change_cmp);
}

// ---- the whole -------------------------------------------------------------

struct mk_router *mk_router_build(const struct mk_timetable *tt, mk_date day,
                                  const struct mk_changes *changes,
                                  const struct mk_travel_rules *rules)
{
    struct mk_router *r = mk_zalloc(1, sizeof *r);
    r->rules = *rules;
    r->nstops = tt->nstops;
    r->ahead.sign = 1;
    r->back.sign = -1;
    if (!add_routes(r, tt, day)) {
        mk_router_free(r);
        return NULL;
    }
    struct mk_side *const side[] = {&r->ahead, &r->back};
    for (int i = 0; i < 2; i++) {
        list_by_stop(side[i], r->nstops);
        add_changes(side[i], changes);
    }
    return r;
}

static void side_release(struct mk_side *s)
{
    free(s->route);
    free(s->stop);
    free(s->may);
    free(s->board);
    free(s->alight);
    free(s->first_at);
    free(s->at);
    free(s->first_change);
    free(s->change);
}

void mk_router_free(struct mk_router *r)
{
    if (!r)
        return;
    side_release(&r->ahead);
    side_release(&r->back);
    free(r);
}

uint32_t mk_router_trips(const struct mk_router *r)
{
    return r->ntrips;
}
