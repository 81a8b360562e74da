/** @file
 * Time to byggklar (docs/method.md §11): how long what is left of a way takes,
 * and what each of its steps takes.
 */
#ifndef MK_READY_TIME_H
#define MK_READY_TIME_H

#include <markklar/readiness.h>

/** Months from one day to another: of the calendar, and days as thirtieths. */
double mk_months_between(mk_date from, mk_date to);

/** Quarters of a month by which 10, 50 and 90 % are done. */
struct mk_quarters {
    int16_t q[3];
};
/** Whole months, rounded up. */
int mk_quarters_months(int quarters);

/** Of the whole way; kept in `c`, which must have met no other durations. The
 * step that binds goes to *bind (enum mk_step; MK_TS_COUNT: nothing is
 * left). */
struct mk_quarters mk_way_quarters(struct mk_ready_cache *c,
                                   const struct mk_durations *d,
                                   const struct mk_way *way, uint8_t *bind);

/** Have more months gone of the present stage than 95 % of its row take? */
bool mk_way_overdue(const struct mk_durations *d, const struct mk_way *way);

/** One step of a way, for explain. */
struct mk_step_left {
    bool left;      /**< otherwise nothing is, and all is 0 */
    int8_t row;     /**< of the table of durations; -1: a date is waited for */
    bool appeal;    /**< with a share of appeals after it */
    bool overdue;   /**< more months have gone than `spent`, the 95 % point */
    double spent;   /**< months of it that have gone, as counted */
    struct mk_quarters own;
};
struct mk_step_left mk_way_step(const struct mk_durations *d,
                                const struct mk_way *way, enum mk_step s);

#endif
