/** @file
 * Published numbers, dates and unknowns.
 *
 * Every published number is an integer of its last decimal (area_m2 with one
 * decimal: tenths of a square metre), rounded once, here. Rank, explain and
 * match use these integers, so what is printed is what was compared.
 */
#ifndef MARKKLAR_VALUE_H
#define MARKKLAR_VALUE_H

#include <stdbool.h>
#include <stdint.h>

/** A number scaled by a power of ten, or MK_UNKNOWN. */
typedef int64_t mk_fixed;
#define MK_UNKNOWN INT64_MIN

/** Round half away from zero to `decimals` (0..7); not finite: MK_UNKNOWN. */
mk_fixed mk_fix(double value, int decimals);
/** Back to a double; MK_UNKNOWN gives NAN. */
double mk_unfix(mk_fixed value, int decimals);

/** A day as the number yyyymmdd; 0 is unknown. */
typedef int32_t mk_date;

/** Days since 1970-01-01 of a date; the date must be known. */
int32_t mk_date_days(mk_date d);
mk_date mk_date_from_days(int32_t days);
/** Day of week, 0 = Monday. */
int mk_date_weekday(mk_date d);
/** The date `months` later; the 31st becomes the month's last day. */
mk_date mk_date_add_months(mk_date d, int months);
bool mk_date_valid(mk_date d);
/**
 * Read a date as municipalities write it: 2019-05-02, 20190502, 2019/05/02,
 * 2019-05-02T00:00:00Z, dates with a time behind. Blank: 0 and true.
 * @return false when the text is not a date
 */
bool mk_date_read(const char *text, mk_date *out);
/** yyyy-mm-dd into a buffer of 11. */
const char *mk_date_write(mk_date d, char out[11]);

#endif
