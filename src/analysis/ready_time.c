#include "analysis/ready_time.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PER_MONTH 4      // the grid: a quarter of a month
#define LAST (240 * PER_MONTH) // what takes longer is put here
#define CELLS (LAST + 1)

static const double shares[5] = {0, 0.1, 0.5, 0.9, 1};
static const double asked[3] = {0.1, 0.5, 0.9};

// ---- one step --------------------------------------------------------------

// F(t): the five points joined by straight lines; where two stand on one month
// it jumps.
static double share_by(const double q[5], double t)
{
    double done = 0;
    for (int i = 0; i < 4; i++) {
        if (t >= q[i + 1])
            done = shares[i + 1];
        else if (t > q[i])
            done = shares[i] + (shares[i + 1] - shares[i]) * (t - q[i]) /
                                   (q[i + 1] - q[i]);
    }
    return done;
}

// Where 95 % are done: half way between the last two points.
static double latest(const double q[5])
{
    return (q[3] + q[4]) / 2;
}

// Cumulated shares at every point of the grid.
static void one_step(const double q[5], double spent, double out[CELLS])
{
    const double s = fmin(spent, latest(q)), gone = share_by(q, s);
    for (int i = 0; i < CELLS; i++)
        out[i] = (share_by(q, s + (double)i / PER_MONTH) - gone) / (1 - gone);
    out[LAST] = 1;
}

static void nothing_left(double out[CELLS])
{
    for (int i = 0; i < CELLS; i++)
        out[i] = 1;
}

// ---- steps together ----------------------------------------------------------

// One after the other. The mass of a cell stands at its upper end.
static void then(double a[CELLS], const double b[CELLS])
{
    double mass_a[CELLS], sum[CELLS] = {0};
    for (int i = 0; i < CELLS; i++)
        mass_a[i] = a[i] - (i ? a[i - 1] : 0);
    for (int i = 0; i < CELLS; i++)
        for (int k = i; mass_a[i] > 0 && k < CELLS; k++)
            sum[k] += mass_a[i] * b[k - i];
    memcpy(a, sum, sizeof sum);
    a[LAST] = 1;
}

// At the same time: done when the last one is.
static void beside(double a[CELLS], const double b[CELLS])
{
    for (int i = 0; i < CELLS; i++)
        a[i] *= b[i];
}

static int quarter(const double f[CELLS], double share)
{
    int i = 0;
    while (i < LAST && f[i] < share - 1e-9)
        i++;
    return i;
}

static struct mk_quarters quarters(const double f[CELLS])
{
    struct mk_quarters out;
    for (int k = 0; k < 3; k++)
        out.q[k] = (int16_t)quarter(f, asked[k]);
    return out;
}

struct mk_quarters mk_step_quarters(const struct mk_durations *d,
                                    enum mk_duration row, double spent)
{
    double f[CELLS];
    one_step(d->q[row], spent, f);
    return quarters(f);
}

// ---- the way -----------------------------------------------------------------

int mk_way_row(const struct mk_way *way, enum mk_step s)
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

// The step that has begun: the first of the plan's chain.
static enum mk_step present(const struct mk_way *way)
{
    return way->queue >= 0  ? MK_TS_KO
           : way->plan >= 0 ? MK_TS_PLAN
                            : MK_TS_LAGA_KRAFT;
}

double mk_way_spent(const struct mk_durations *d, const struct mk_way *way,
                    enum mk_step s, bool *over)
{
    const int row = mk_way_row(way, s);
    *over = false;
    if (row < 0 || s != present(way))
        return 0;
    *over = way->spent > latest(d->q[row]);
    return fmin(way->spent, latest(d->q[row]));
}

// A step of the way as it stands; the step to laga kraft with its appeal.
static void step(const struct mk_durations *d, const struct mk_way *way,
                 enum mk_step s, double out[CELLS])
{
    bool over;
    const int row = mk_way_row(way, s);
    if (row < 0) {
        nothing_left(out);
        return;
    }
    one_step(d->q[row], mk_way_spent(d, way, s, &over), out);
    if (row != MK_TD_ANTAGEN)
        return;
    double appeal[CELLS], appealed[CELLS];
    one_step(d->q[MK_TD_OVERKLAGAN], 0, appeal);
    memcpy(appealed, out, sizeof appealed);
    then(appealed, appeal);
    for (int i = 0; i < CELLS; i++)
        out[i] = (1 - d->appeal_share) * out[i] +
                 d->appeal_share * appealed[i];
}

// Steps a .. b that follow each other.
static void chain(const struct mk_durations *d, const struct mk_way *way,
                  enum mk_step a, enum mk_step b, double out[CELLS])
{
    nothing_left(out);
    for (int s = (int)a; s <= (int)b; s++) {
        double f[CELLS];
        if (mk_way_row(way, (enum mk_step)s) < 0)
            continue;
        step(d, way, (enum mk_step)s, f);
        then(out, f);
    }
}

static int median_of(const struct mk_durations *d, const struct mk_way *way,
                     enum mk_step s)
{
    double f[CELLS];
    step(d, way, s, f);
    return quarter(f, 0.5);
}

static int start_quarter(const struct mk_way *way)
{
    const double q = ceil(way->start * PER_MONTH - 1e-9);
    return q > LAST ? LAST : q > 0 ? (int)q : 0;
}

// The step with the largest median among those from a to b.
static void larger(const struct mk_durations *d, const struct mk_way *way,
                   enum mk_step a, enum mk_step b, int *most, uint8_t *bind)
{
    for (int s = (int)a; s <= (int)b; s++) {
        const int m = median_of(d, way, (enum mk_step)s);
        if (m > *most) {
            *most = m;
            *bind = (uint8_t)s;
        }
    }
}

// Of what is done at the same time the slowest binds: the plan's chain, the
// land or the investigations; after them the plot or the building-out.
static uint8_t binding(const struct mk_durations *d, const struct mk_way *way,
                       int plan_median, int total)
{
    uint8_t bind = MK_TS_COUNT;
    int most = 0;
    const int land = median_of(d, way, MK_TS_MARK);
    const int study = median_of(d, way, MK_TS_UTREDNING);
    if (start_quarter(way) && start_quarter(way) >= total)
        return MK_TS_GF_START;
    if (plan_median >= land && plan_median >= study)
        larger(d, way, MK_TS_KO, MK_TS_LAGA_KRAFT, &most, &bind);
    else
        larger(d, way, MK_TS_MARK, MK_TS_UTREDNING, &most, &bind);
    larger(d, way, MK_TS_FASTIGHET, MK_TS_UTBYGGNAD, &most, &bind);
    return bind;
}

static struct mk_quarters reckon(const struct mk_durations *d,
                                 const struct mk_way *way, uint8_t *bind)
{
    double f[CELLS], g[CELLS];
    chain(d, way, MK_TS_KO, MK_TS_LAGA_KRAFT, f);
    const int plan_median = quarter(f, 0.5);
    step(d, way, MK_TS_MARK, g);
    beside(f, g);
    step(d, way, MK_TS_UTREDNING, g);
    beside(f, g);
    double after[CELLS];
    step(d, way, MK_TS_FASTIGHET, after);
    step(d, way, MK_TS_UTBYGGNAD, g);
    beside(after, g);
    then(f, after);
    *bind = binding(d, way, plan_median, quarter(f, 0.5));
    struct mk_quarters out = quarters(f);
    for (int k = 0; k < 3; k++) // not before the genomförandetid begins
        if (out.q[k] < start_quarter(way))
            out.q[k] = (int16_t)start_quarter(way);
    return out;
}

double mk_months_between(mk_date from, mk_date to)
{
    const int months = (to / 10000 - from / 10000) * 12 +
                       to / 100 % 100 - from / 100 % 100;
    return months + (to % 100 - from % 100) / 30.0;
}

// ---- ways met before ---------------------------------------------------------

#define SLOTS 1024

struct slot {
    struct mk_way way;
    struct mk_quarters q;
    uint8_t bind;
    bool used;
};
struct mk_ready_cache {
    struct slot slot[SLOTS];
};

struct mk_ready_cache *mk_ready_cache_new(void)
{
    return mk_zalloc(1, sizeof(struct mk_ready_cache));
}

void mk_ready_cache_free(struct mk_ready_cache *c)
{
    free(c);
}

static bool same(const struct mk_way *a, const struct mk_way *b)
{
    return a->queue == b->queue && a->plan == b->plan &&
           a->force == b->force && a->land == b->land &&
           a->study == b->study && a->plot == b->plot &&
           a->build == b->build && a->spent == b->spent &&
           a->start == b->start;
}

static uint32_t slot_of(const struct mk_way *w)
{
    const int8_t small[] = {w->queue, w->plan, w->force, w->land,
                            w->study, w->plot, w->build};
    uint32_t h = 2166136261u; // FNV-1a
    for (size_t i = 0; i < sizeof small; i++)
        h = (h ^ (uint8_t)small[i]) * 16777619u;
    h = (h ^ (uint32_t)(int32_t)lrint(fmin(w->spent, 1e6) * 30)) * 16777619u;
    h = (h ^ (uint32_t)(int32_t)lrint(fmin(w->start, 1e6) * 30)) * 16777619u;
    return (h ^ h >> 15) % SLOTS;
}

struct mk_quarters mk_way_quarters(struct mk_ready_cache *c,
                                   const struct mk_durations *d,
                                   const struct mk_way *way, uint8_t *bind)
{
    struct slot *s = &c->slot[slot_of(way)];
    if (!s->used || !same(&s->way, way)) {
        s->way = *way;
        s->q = reckon(d, way, &s->bind);
        s->used = true;
    }
    *bind = s->bind;
    return s->q;
}
