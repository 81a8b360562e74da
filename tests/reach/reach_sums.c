// Asks mk_reach_sum(). Input: a count and a cutoff, then as many lines of a
// time and a weight; again and again. Output: one sum a line.
#include <markklar/travel.h>

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    unsigned n;
    double cutoff;
    while (scanf("%u %lf", &n, &cutoff) == 2) {
        double *time = malloc((n + 1) * sizeof *time);
        double *weight = malloc((n + 1) * sizeof *weight);
        if (!time || !weight)
            return 1;
        for (unsigned i = 0; i < n; i++)
            if (scanf("%lf %lf", &time[i], &weight[i]) != 2)
                return 1;
        printf("%.17g\n", mk_reach_sum(time, weight, n, cutoff));
        free(time);
        free(weight);
    }
    return 0;
}
