#include <markklar/value.h>

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

mk_fixed mk_fix(double value, int decimals)
{
    const double scaled = value * power[decimals];
    if (!(fabs(scaled) < 9e18))
        return MK_UNKNOWN;
    return (mk_fixed)llround(scaled);
}

double mk_unfix(mk_fixed value, int decimals)
{
    return value == MK_UNKNOWN ? NAN : (double)value / power[decimals];
}

// Days from civil and back: the proleptic Gregorian calendar with years that
// begin in March, so that the leap day comes last.
int32_t mk_date_days(mk_date d)
{
    int y = d / 10000;
    const int m = d / 100 % 100, day = d % 100;
    y -= m <= 2;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int yoe = y - era * 400;
    const int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

mk_date mk_date_from_days(int32_t z)
{
    z += 719468;
    const int era = (z >= 0 ? z : z - 146096) / 146097;
    const int doe = z - era * 146097;
    const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int mp = (5 * doy + 2) / 153;
    const int day = doy - (153 * mp + 2) / 5 + 1;
    const int m = mp < 10 ? mp + 3 : mp - 9;
    const int y = yoe + era * 400 + (m <= 2);
    return y * 10000 + m * 100 + day;
}

int mk_date_weekday(mk_date d)
{
    const int w = (mk_date_days(d) + 3) % 7; // 1970-01-01 was a Thursday
    return w < 0 ? w + 7 : w;
}

static int month_days(int y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0))
        return 29;
    return days[m - 1];
}

mk_date mk_date_add_months(mk_date d, int months)
{
    const int total = (d / 10000) * 12 + d / 100 % 100 - 1 + months;
    const int y = total / 12, m = total % 12 + 1;
    const int last = month_days(y, m);
    const int day = d % 100 < last ? d % 100 : last;
    return y * 10000 + m * 100 + day;
}

bool mk_date_valid(mk_date d)
{
    const int y = d / 10000, m = d / 100 % 100, day = d % 100;
    return y >= 1800 && y <= 2999 && m >= 1 && m <= 12 && day >= 1 &&
           day <= month_days(y, m);
}

bool mk_date_read(const char *text, mk_date *out)
{
    char t[64];
    *out = 0;
    if (!text || !mk_text_trim(text, t, sizeof t))
        return true;
    int part[3] = {0}, ndigits[3] = {0}, k = 0;
    const char *p = t;
    for (; *p && k < 3; p++) {
        if (*p >= '0' && *p <= '9') {
            part[k] = part[k] * 10 + (*p - '0');
            if (++ndigits[k] > 8)
                return false;
        } else if ((*p == '-' || *p == '/' || *p == '.') && ndigits[k]) {
            k++;
        } else {
            break;
        }
    }
    // What may follow: nothing, or a time of day.
    if (*p && *p != 'T' && *p != ' ')
        return false;
    mk_date d;
    if (k == 0 && ndigits[0] == 8)
        d = part[0];
    else if (k == 2 && ndigits[0] == 4 && ndigits[1] <= 2 && ndigits[1] &&
             ndigits[2] <= 2 && ndigits[2])
        d = part[0] * 10000 + part[1] * 100 + part[2];
    else
        return false;
    if (!mk_date_valid(d))
        return false;
    *out = d;
    return true;
}

const char *mk_date_write(mk_date d, char out[11])
{
    out[0] = '\0';
    if (d > 0 && d <= 99991231) {
        const unsigned u = (unsigned)d;
        for (int i = 0, pos = 9; i < 8; i++, pos--) {
            if (pos == 7 || pos == 4)
                pos--;
            static const unsigned tens[] = {1,     10,     100,     1000,
                                            10000, 100000, 1000000, 10000000};
            out[pos] = (char)('0' + u / tens[i] % 10);
        }
        out[4] = out[7] = '-';
        out[10] = '\0';
    }
    return out;
}
