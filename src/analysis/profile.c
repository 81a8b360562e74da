// Every way worth taking to one target: rRAPTOR, mirrored. Deadlines are gone
// through in rising order and labels are kept from one to the next, so that a
// pass follows only what leaves later than all that arrives before.
#include "analysis/raptor.h"

#include "base/arena.h"

#include <stdlib.h>

// A moment at which a vehicle brings someone to the target.
struct moment {
    int32_t at;
    uint32_t near; // which of the stops around it
};

struct moments {
    struct moment *v;
    size_t n, cap;
};

struct found {
    uint32_t stop;
    struct mk_leg leg;
};

struct founds {
    struct found *v;
    size_t n, cap;
};

static int moment_cmp(const void *pa, const void *pb)
{
    const struct moment *a = pa, *b = pb;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->near > b->near) - (a->near < b->near);
}

// Later than `after` and no later than `last`; the mirrored side boards where
// a vehicle arrives.
static void list_moments(const struct mk_side *s, const struct mk_stop_walk *to,
                         uint32_t nto, int32_t after, int32_t last,
                         struct moments *out)
{
    for (uint32_t i = 0; i < nto; i++) {
        const uint32_t end = s->first_at[to[i].stop + 1];
        for (uint32_t k = s->first_at[to[i].stop]; k < end; k++) {
            const struct mk_route *r = &s->route[s->at[k].route];
            const int32_t *board = s->board + r->first_time +
                                   (size_t)s->at[k].pos * r->ntrips;
            for (uint32_t t = 0; t < r->ntrips; t++) {
                const int64_t at = (int64_t)to[i].seconds - board[t];
                if (at <= after || at > last)
                    continue;
                MK_GROW(out->v, out->cap, out->n + 1);
                out->v[out->n++] = (struct moment){(int32_t)at, i};
            }
        }
    }
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, moment_cmp);
}

// One deadline: all stops around the target may be alighted at, but only where
// a vehicle arrives just in time is there anything that was not found before.
static void pass(struct mk_ride_room *room, const struct mk_stop_walk *to,
                 uint32_t nto, const struct moment *m, size_t n,
                 struct founds *out)
{
    for (size_t i = 0; i < n; i++) {
        const struct mk_stop_walk *w = &to[m[i].near];
        mk_rounds_start(room, w->stop, w->seconds - m->at, true);
    }
    for (uint32_t i = 0; i < nto; i++)
        mk_rounds_start(room, to[i].stop, to[i].seconds - m->at, false);
    mk_rounds_run(room);
    const int32_t *rode = mk_rounds_rode(room);
    MK_GROW(out->v, out->cap, out->n + room->ngained);
    for (uint32_t i = 0; i < room->ngained; i++) {
        const uint32_t stop = room->gained[i];
        out->v[out->n++] = (struct found){stop, {-rode[stop], m->at}};
    }
    mk_rounds_take_gained(room);
}

// By stop, in the order of deadlines.
static void gather(const struct founds *f, uint32_t nstops,
                   struct mk_profile *out)
{
    out->first = mk_zalloc((size_t)nstops + 2, sizeof *out->first);
    out->v = mk_alloc((f->n + 1) * sizeof *out->v);
    for (size_t i = 0; i < f->n; i++)
        out->first[f->v[i].stop + 2]++;
    for (uint32_t i = 2; i < nstops + 2; i++)
        out->first[i] += out->first[i - 1];
    for (size_t i = 0; i < f->n; i++)
        out->v[out->first[f->v[i].stop + 1]++] = f->v[i].leg;
}

void mk_profile_build(const struct mk_router *r, struct mk_ride_room *room,
                      const struct mk_stop_walk *to, uint32_t nto,
                      int32_t from_s, int32_t to_s, struct mk_profile *out)
{
    const int32_t longest = r->rules.max_trip_s;
    const uint32_t levels = r->rules.max_rides > 0
                                ? (uint32_t)r->rules.max_rides + 1
                                : 1;
    struct moments m = {0};
    struct founds f = {0};
    list_moments(&r->back, to, nto, from_s, to_s + longest, &m);
    mk_rounds_begin(room, &r->back, levels);
    for (size_t i = 0, end; i < m.n; i = end) {
        for (end = i + 1; end < m.n && m.v[end].at == m.v[i].at;)
            end++;
        const int32_t first = m.v[i].at - longest;
        room->bound = -(first > from_s ? first : from_s);
        pass(room, to, nto, m.v + i, end - i, &f);
    }
    gather(&f, r->nstops, out);
    free(f.v);
    free(m.v);
}

void mk_profile_release(struct mk_profile *p)
{
    free(p->first);
    free(p->v);
    *p = (struct mk_profile){0};
}

// ---- asked from one origin -------------------------------------------------

// From one stop: legs and departures rise together.
static void draw_stop(const struct mk_leg *leg, const struct mk_leg *end,
                      int32_t walk_s, int32_t from_s, int32_t step_s,
                      uint32_t n, int32_t *out)
{
    for (uint32_t i = 0; i < n; i++) {
        const int32_t depart = from_s + (int32_t)i * step_s;
        while (leg < end && leg->leave < depart + walk_s)
            leg++;
        if (leg == end)
            return;
        if (leg->arrive - depart < out[i])
            out[i] = leg->arrive - depart;
    }
}

void mk_profile_draws(const struct mk_router *r, const struct mk_profile *p,
                      const struct mk_stop_walk *access, uint32_t naccess,
                      int32_t walk_s, int32_t from_s, int32_t step_s,
                      uint32_t n, int32_t *out)
{
    const int32_t longest = r->rules.max_trip_s;
    for (uint32_t i = 0; i < n; i++)
        out[i] = walk_s;
    for (uint32_t i = 0; i < naccess; i++)
        if (access[i].seconds <= longest)
            draw_stop(p->v + p->first[access[i].stop],
                      p->v + p->first[access[i].stop + 1], access[i].seconds,
                      from_s, step_s, n, out);
    for (uint32_t i = 0; i < n; i++)
        if (out[i] > longest)
            out[i] = MK_NEVER;
}
