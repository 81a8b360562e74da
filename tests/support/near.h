/** @file
 * cmocka with a double comparison (cmocka 1.1.5's own compares as float).
 */
#ifndef NEAR_H
#define NEAR_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static inline void assert_near_at(double a, double b, double tol,
                                  const char *file, int line)
{
    if (!(fabs(a - b) <= tol)) {
        print_error("%.12g is not within %g of %.12g\n", a, tol, b);
        _fail(file, line);
    }
}
#define assert_near(a, b, tol) assert_near_at(a, b, tol, __FILE__, __LINE__)

#endif
