#include "analysis/dist.h"

#include <math.h>
#include <string.h>

// Sums of products end a hair below a share that is met exactly.
#define HAIR 1e-9

void mk_dist_point(struct mk_dist *out, int quarter)
{
    for (int i = 0; i < MK_DIST_CELLS; i++)
        out->f[i] = i >= quarter;
}

// F(t); where points stand on one month it jumps, to the highest of them.
static double share_by(const double q[5], double t)
{
    static const double share[5] = {0, 0.1, 0.5, 0.9, 1};
    if (t >= q[4])
        return 1;
    for (int i = 3; i >= 0; i--)
        if (t >= q[i])
            return share[i] + (share[i + 1] - share[i]) * (t - q[i]) /
                                  (q[i + 1] - q[i]);
    return 0;
}

double mk_dist_latest(const double q[5])
{
    return q[3] + (q[4] - q[3]) / 2;
}

void mk_dist_step(struct mk_dist *out, const double q[5], double spent)
{
    const double s = spent > 0 ? fmin(spent, mk_dist_latest(q)) : 0;
    // what is still going on has not ended yet
    const double gone = spent > 0 ? share_by(q, s) : 0;
    if (gone >= 1) { // points on one month, and it has passed
        mk_dist_point(out, 0);
        return;
    }
    for (int i = 0; i < MK_DIST_CELLS; i++) {
        const double t = s + (double)i / MK_DIST_PER_MONTH;
        out->f[i] = (share_by(q, t) - gone) / (1 - gone);
    }
    out->f[MK_DIST_LAST] = 1;
}

void mk_dist_then(struct mk_dist *a, const struct mk_dist *b)
{
    struct mk_dist sum;
    memset(&sum, 0, sizeof sum);
    for (int i = 0; i < MK_DIST_CELLS; i++) {
        const double mass = a->f[i] - (i ? a->f[i - 1] : 0);
        if (mass <= 0)
            continue;
        for (int k = i; k < MK_DIST_CELLS; k++)
            sum.f[k] += mass * b->f[k - i];
    }
    sum.f[MK_DIST_LAST] = 1;
    *a = sum;
}

void mk_dist_beside(struct mk_dist *a, const struct mk_dist *b)
{
    for (int i = 0; i < MK_DIST_CELLS; i++)
        a->f[i] *= b->f[i];
}

void mk_dist_mix(struct mk_dist *a, double share, const struct mk_dist *b)
{
    for (int i = 0; i < MK_DIST_CELLS; i++)
        a->f[i] = (1 - share) * a->f[i] + share * b->f[i];
}

int mk_dist_quarter(const struct mk_dist *d, double share)
{
    int i = 0;
    while (i < MK_DIST_LAST && d->f[i] < share - HAIR)
        i++;
    return i;
}
