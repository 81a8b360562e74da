// What many journey times amount to.
#include <markklar/travel.h>

#include <stdlib.h>

static int seconds_cmp(const void *pa, const void *pb)
{
    const int32_t a = *(const int32_t *)pa, b = *(const int32_t *)pb;
    return (a > b) - (a < b);
}

int32_t mk_percentile(int32_t *draws, uint32_t n, int percent)
{
    if (!n)
        return MK_NEVER;
    qsort(draws, n, sizeof *draws, seconds_cmp);
    const int64_t up = ((int64_t)percent * n + 99) / 100;
    const int64_t at = up < 1 ? 0 : up > n ? n - 1 : up - 1;
    return draws[at];
}

double mk_reach_sum(const double *times, const double *weights, uint32_t n,
                    double cutoff)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        if (times[i] <= cutoff && times[i] < MK_NEVER)
            sum += weights[i];
    return sum;
}
