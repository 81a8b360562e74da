// A stop's category and a place's class, by the tables of a project.
#include <markklar/transit.h>

#include <stddef.h>

// ÖROK's interval is 840 min / (departures / 2); it is compared without a
// division, so that a bound is met exactly.
#define MINUTES 1680.0

double mk_interval_minutes(uint32_t dep)
{
    return MINUTES / (double)dep;
}

static int column_of(enum mk_mode mode, bool long_distance)
{
    switch (mode) {
    case MK_MODE_TAG:
        return long_distance ? MK_GRADE_FAR : MK_GRADE_RAIL;
    case MK_MODE_TUNNELBANA:
        return MK_GRADE_METRO;
    case MK_MODE_SPARVAGN:
        return MK_GRADE_TRAM;
    case MK_MODE_BUSS:
        return MK_GRADE_BUS;
    case MK_MODE_FARJA:
        return MK_GRADE_FERRY;
    case MK_MODE_OVRIG:
        return MK_GRADE_OTHER;
    case MK_MODE_ANROP:
    case MK_MODE_COUNT:
        break;
    }
    return -1;
}

uint8_t mk_stop_category(const struct mk_grades *g, enum mk_mode mode,
                         bool long_distance, uint32_t dep)
{
    const int column = column_of(mode, long_distance);
    for (uint32_t i = 0; dep && column >= 0 && i < g->nrows; i++) {
        const double most = g->row[i].minutes * dep;
        if (MINUTES < most || (g->row[i].inclusive && MINUTES == most))
            return g->row[i].category[column];
    }
    return 0;
}

mk_klass mk_class_at(const struct mk_grades *g, uint8_t category,
                     double distance_m)
{
    if (category < 1 || category > MK_GRADE_CATEGORIES)
        return 0;
    for (uint32_t i = 0; i < g->nrings; i++)
        if (distance_m <= g->ring[i])
            return g->klass[category - 1][i];
    return 0;
}

const char *mk_klass_text(mk_klass k)
{
    static const char *const text[8] = {NULL, "A", "B", "C",
                                        "D",  "E", "F", "G"};
    return k < 8 ? text[k] : NULL;
}
