/** @file
 * Time to byggklar (docs/method.md §11): durations as distributions on a grid
 * of a quarter of a month, added up along the way. No random numbers.
 */
#ifndef MK_READY_TIME_H
#define MK_READY_TIME_H

#include <markklar/readiness.h>

/** Months from one day to another: whole months, and days as thirtieths. */
double mk_months_between(mk_date from, mk_date to);

/** Months by which a step is done with 10, 50 and 90 %, in quarters. */
struct mk_quarters {
    int16_t q[3];
};
/** Of one row of the table, `spent` months of it gone. */
struct mk_quarters mk_step_quarters(const struct mk_durations *d,
                                    enum mk_duration row, double spent);

/** Of the whole way; its answers are kept in `c`. The step that binds goes to
 * *bind (enum mk_step; MK_TS_COUNT when nothing is left to do). */
struct mk_quarters mk_way_quarters(struct mk_ready_cache *c,
                                   const struct mk_durations *d,
                                   const struct mk_way *way, uint8_t *bind);

/** Row of the table that is left of a step of the way, -1 none. */
int mk_way_row(const struct mk_way *way, enum mk_step s);
/** The spent months that count for that step (method §11: at most the 95 %
 * point of its row). `*over`: more have gone than that. */
double mk_way_spent(const struct mk_durations *d, const struct mk_way *way,
                    enum mk_step s, bool *over);

#endif
