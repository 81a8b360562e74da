// ÖV-Güteklassen as in ÖROK 2017: tab. 1 gives a stop its category, tab. 3
// gives a place its class.
#include <markklar/transit.h>

#include <stddef.h>

// Interval = 840 min / (departures / 2), so interval < m is 1680 < m dep: the
// rows are told apart without a division.
static int interval_row(uint32_t dep)
{
    const uint64_t d = dep;
    if (1680 < 5 * d)
        return 0;
    if (1680 <= 10 * d)
        return 1;
    if (1680 < 20 * d)
        return 2;
    if (1680 <= 40 * d)
        return 3;
    if (1680 <= 60 * d)
        return 4;
    if (1680 <= 120 * d)
        return 5;
    if (1680 <= 210 * d)
        return 6;
    return -1;
}

double mk_interval_minutes(uint32_t dep)
{
    return 1680 / (double)dep;
}

uint8_t mk_stop_category(enum mk_mode mode, bool long_distance, uint32_t dep)
{
    // Columns: long-distance rail; rail and metro; tram; bus and the rest.
    static const uint8_t category[7][4] = {
        {1, 1, 2, 3}, {1, 2, 3, 3}, {2, 3, 4, 4}, {3, 4, 5, 5},
        {4, 5, 6, 6}, {5, 6, 7, 7}, {0, 7, 8, 8},
    };
    const int row = interval_row(dep);
    if (row < 0)
        return 0;
    switch (mode) {
    case MK_MODE_TAG:
        return category[row][long_distance ? 0 : 1];
    case MK_MODE_TUNNELBANA:
        return category[row][1];
    case MK_MODE_SPARVAGN:
        return category[row][2];
    case MK_MODE_BUSS:
    case MK_MODE_FARJA:
    case MK_MODE_OVRIG:
        return category[row][3];
    case MK_MODE_ANROP:
    case MK_MODE_COUNT:
        break;
    }
    return 0;
}

mk_klass mk_class_at(uint8_t category, double distance_m)
{
    static const double bound[5] = {300, 500, 750, 1000, 1250};
    static const mk_klass klass[8][5] = {
        {1, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {2, 3, 4, 5, 6}, {3, 4, 5, 6, 7},
        {4, 5, 6, 7, 7}, {5, 6, 7, 0, 0}, {6, 7, 7, 0, 0}, {7, 7, 0, 0, 0},
    };
    if (category < 1 || category > 8)
        return 0;
    for (int i = 0; i < 5; i++)
        if (distance_m <= bound[i])
            return klass[category - 1][i];
    return 0;
}

const char *mk_klass_text(mk_klass k)
{
    static const char *const text[8] = {NULL, "A", "B", "C",
                                        "D",  "E", "F", "G"};
    return k < 8 ? text[k] : NULL;
}
