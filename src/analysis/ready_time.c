#include "analysis/ready_time.h"

#include "analysis/dist.h"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

double mk_months_between(mk_date from, mk_date to)
{
    const int months = (to / 10000 - from / 10000) * 12 + to / 100 % 100 -
                       from / 100 % 100;
    return months + (to % 100 - from % 100) / 30.0;
}

int mk_quarters_months(int quarters)
{
    return (quarters + MK_DIST_PER_MONTH - 1) / MK_DIST_PER_MONTH;
}

// A date that is waited for stands at the next quarter.
static int quarter_of(double months)
{
    const double q = ceil(months * MK_DIST_PER_MONTH - 1e-9);
    return q > MK_DIST_LAST ? MK_DIST_LAST : q > 0 ? (int)q : 0;
}

static struct mk_quarters quarters(const struct mk_dist *d)
{
    static const double share[3] = {0.1, 0.5, 0.9};
    struct mk_quarters out;
    for (int k = 0; k < 3; k++)
        out.q[k] = (int16_t)mk_dist_quarter(d, share[k]);
    return out;
}

// ---- one step ---------------------------------------------------------------

static int row_of(const struct mk_way *way, enum mk_step s)
{
    switch (s) {
    case MK_TS_KO: return way->queue;
    case MK_TS_PLAN: return way->plan;
    case MK_TS_LAGA_KRAFT: return way->force;
    case MK_TS_MARK: return way->land;
    case MK_TS_UTREDNING: return way->study;
    case MK_TS_FASTIGHET: return way->plot;
    case MK_TS_UTBYGGNAD: return way->build;
    case MK_TS_GF_START: case MK_TS_COUNT: break;
    }
    return -1;
}

// The date that a step waits for, in quarters from now.
static int date_of(const struct mk_way *way, enum mk_step s)
{
    return s == MK_TS_LAGA_KRAFT ? quarter_of(way->dated)
           : s == MK_TS_GF_START ? quarter_of(way->start)
                                 : 0;
}

// The step that has begun: the first that is left of the plan.
static enum mk_step present(const struct mk_way *way)
{
    return way->queue >= 0  ? MK_TS_KO
           : way->plan >= 0 ? MK_TS_PLAN
                            : MK_TS_LAGA_KRAFT;
}

// What a step takes, with its appeal as a branch; at once when none is left.
static void measure_step(const struct mk_durations *d,
                         const struct mk_way *way, enum mk_step s,
                         struct mk_dist *out)
{
    const int row = row_of(way, s);
    if (row < 0) {
        mk_dist_point(out, date_of(way, s));
        return;
    }
    mk_dist_step(out, d->q[row], s == present(way) ? way->spent : 0);
    if (row != MK_TD_ANTAGEN)
        return;
    struct mk_dist appealed = *out, appeal;
    mk_dist_step(&appeal, d->q[MK_TD_OVERKLAGAN], 0);
    mk_dist_then(&appealed, &appeal);
    mk_dist_mix(out, d->appeal_share, &appealed);
}

bool mk_way_overdue(const struct mk_durations *d, const struct mk_way *way)
{
    const int row = row_of(way, present(way));
    return row >= 0 && way->spent > mk_dist_latest(d->q[row]);
}

struct mk_step_left mk_way_step(const struct mk_durations *d,
                                const struct mk_way *way, enum mk_step s)
{
    const int row = row_of(way, s);
    struct mk_step_left out = {.left = row >= 0 || date_of(way, s) > 0,
                               .row = (int8_t)row,
                               .appeal = row == MK_TD_ANTAGEN};
    struct mk_dist f;
    measure_step(d, way, s, &f);
    out.own = quarters(&f);
    if (row >= 0 && s == present(way)) {
        out.overdue = mk_way_overdue(d, way);
        out.spent = fmin(way->spent, mk_dist_latest(d->q[row]));
    }
    return out;
}

// ---- the way ----------------------------------------------------------------

// Steps at the same time, and what is known of them so far.
struct tracks {
    struct mk_dist all;    // all of them are done
    int half;              // quarters by which half of the slowest is done
    enum mk_step from, to; // the steps of the slowest
};

// Half of each step on its own, in quarters.
struct halves {
    int of[MK_TS_COUNT];
};

// The first of equals stays the slowest.
static void add_track(struct tracks *t, const struct mk_dist *f,
                      enum mk_step from, enum mk_step to)
{
    const int half = mk_dist_quarter(f, 0.5);
    mk_dist_beside(&t->all, f);
    if (half <= t->half)
        return;
    t->half = half;
    t->from = from;
    t->to = to;
}

static void add_step(const struct mk_durations *d, const struct mk_way *way,
                     enum mk_step s, struct tracks *t, struct halves *half)
{
    struct mk_dist f;
    measure_step(d, way, s, &f);
    half->of[s] = mk_dist_quarter(&f, 0.5);
    add_track(t, &f, s, s);
}

// The steps of the plan follow each other.
static void add_plan(const struct mk_durations *d, const struct mk_way *way,
                     struct tracks *t, struct halves *half)
{
    struct mk_dist chain, f;
    mk_dist_point(&chain, 0);
    for (int s = MK_TS_KO; s <= MK_TS_LAGA_KRAFT; s++) {
        measure_step(d, way, (enum mk_step)s, &f);
        half->of[s] = mk_dist_quarter(&f, 0.5);
        mk_dist_then(&chain, &f);
    }
    add_track(t, &chain, MK_TS_KO, MK_TS_LAGA_KRAFT);
}

// Among the steps of the slowest, one that takes longer than *most.
static void choose_longest(const struct tracks *t, const struct halves *half,
                           int *most, uint8_t *bind)
{
    for (int s = (int)t->from; s <= (int)t->to; s++)
        if (half->of[s] > *most) {
            *most = half->of[s];
            *bind = (uint8_t)s;
        }
}

// The plan beside land and investigations; after them the plot is made,
// beside streets and pipes; not before the genomförandetid begins.
static struct mk_quarters reckon(const struct mk_durations *d,
                                 const struct mk_way *way, uint8_t *bind)
{
    struct tracks first = {.half = -1}, then = {.half = -1};
    struct halves half;
    mk_dist_point(&first.all, 0);
    add_plan(d, way, &first, &half);
    add_step(d, way, MK_TS_MARK, &first, &half);
    add_step(d, way, MK_TS_UTREDNING, &first, &half);
    mk_dist_point(&then.all, 0);
    add_step(d, way, MK_TS_FASTIGHET, &then, &half);
    add_step(d, way, MK_TS_UTBYGGNAD, &then, &half);
    mk_dist_then(&first.all, &then.all);

    int most = 0;
    *bind = MK_TS_COUNT;
    choose_longest(&first, &half, &most, bind);
    choose_longest(&then, &half, &most, bind);
    const int start = quarter_of(way->start);
    if (start > mk_dist_quarter(&first.all, 0.5))
        *bind = MK_TS_GF_START;
    struct mk_dist begun;
    mk_dist_point(&begun, start);
    mk_dist_beside(&first.all, &begun);
    return quarters(&first.all);
}

// ---- ways met before --------------------------------------------------------

// Few ways are left to go: what an answer costs is paid once a way and thread.
struct slot {
    struct mk_way way;
    struct mk_quarters q;
    uint8_t bind;
    bool used;
};
struct mk_ready_cache {
    struct slot *slot;
    uint32_t n, cap; // cap is a power of two, n at most half of it
};

struct mk_ready_cache *mk_ready_cache_new(void)
{
    struct mk_ready_cache *c = mk_zalloc(1, sizeof *c);
    c->cap = 256;
    c->slot = mk_zalloc(c->cap, sizeof *c->slot);
    return c;
}

void mk_ready_cache_free(struct mk_ready_cache *c)
{
    if (!c)
        return;
    free(c->slot);
    free(c);
}

static bool same(const struct mk_way *a, const struct mk_way *b)
{
    return a->queue == b->queue && a->plan == b->plan &&
           a->force == b->force && a->land == b->land &&
           a->study == b->study && a->plot == b->plot &&
           a->build == b->build && a->spent == b->spent &&
           a->dated == b->dated && a->start == b->start;
}

// Months are whole days as thirtieths, so that no two are put together.
static uint64_t days_of(double months)
{
    return (uint64_t)llround(months * 30) & 0xFFFF;
}

static uint64_t mixed(const struct mk_way *w)
{
    const int8_t row[] = {w->queue, w->plan, w->force, w->land,
                          w->study, w->plot, w->build};
    uint64_t h = days_of(w->spent) | days_of(w->dated) << 16 |
                 days_of(w->start) << 32;
    for (size_t i = 0; i < sizeof row; i++)
        h = (h ^ (uint8_t)row[i]) * 0x9E3779B97F4A7C15u; // 2^64 / golden ratio
    return h ^ h >> 29;
}

// Where a way is, or would be put.
static struct slot *find_slot(const struct mk_ready_cache *c,
                              const struct mk_way *way)
{
    uint32_t i = (uint32_t)mixed(way) & (c->cap - 1);
    while (c->slot[i].used && !same(&c->slot[i].way, way))
        i = (i + 1) & (c->cap - 1);
    return &c->slot[i];
}

static void make_room(struct mk_ready_cache *c)
{
    struct mk_ready_cache more = {.n = c->n, .cap = c->cap * 2};
    more.slot = mk_zalloc(more.cap, sizeof *more.slot);
    for (uint32_t i = 0; i < c->cap; i++)
        if (c->slot[i].used)
            *find_slot(&more, &c->slot[i].way) = c->slot[i];
    free(c->slot);
    *c = more;
}

struct mk_quarters mk_way_quarters(struct mk_ready_cache *c,
                                   const struct mk_durations *d,
                                   const struct mk_way *way, uint8_t *bind)
{
    struct slot *s = find_slot(c, way);
    if (!s->used) {
        if (2 * (c->n + 1) > c->cap) {
            make_room(c);
            s = find_slot(c, way);
        }
        s->way = *way;
        s->q = reckon(d, way, &s->bind);
        s->used = true;
        c->n++;
    }
    *bind = s->bind;
    return s->q;
}
