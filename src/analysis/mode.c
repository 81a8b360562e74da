#include <markklar/transit.h>

#include <stddef.h>

const char *mk_mode_text(enum mk_mode m, enum mk_lang lang)
{
    static const char *const text[MK_MODE_COUNT][2] = {
        [MK_MODE_TAG] = {"tåg", "rail"},
        [MK_MODE_TUNNELBANA] = {"tunnelbana", "metro"},
        [MK_MODE_SPARVAGN] = {"spårvagn", "tram"},
        [MK_MODE_BUSS] = {"buss", "bus"},
        [MK_MODE_FARJA] = {"färja", "ferry"},
        [MK_MODE_ANROP] = {"anropsstyrd trafik", "demand-responsive"},
        [MK_MODE_OVRIG] = {"övrig trafik", "other"},
    };
    return (unsigned)m < MK_MODE_COUNT ? text[m][lang] : "";
}

// Ranges of route types, the basic ones of GTFS and the extended ones that
// Nordic feeds use; the first range that holds a type decides.
static const struct range {
    int from, to;
    enum mk_mode mode;
} ranges[] = {
    {0, 0, MK_MODE_SPARVAGN},
    {1, 1, MK_MODE_TUNNELBANA},
    {2, 2, MK_MODE_TAG},
    {3, 3, MK_MODE_BUSS},
    {4, 4, MK_MODE_FARJA},
    {5, 5, MK_MODE_SPARVAGN},      // cable tram
    {11, 11, MK_MODE_BUSS},        // trolleybus
    {12, 12, MK_MODE_SPARVAGN},    // monorail
    {100, 117, MK_MODE_TAG},
    {200, 209, MK_MODE_BUSS},      // coach
    {300, 399, MK_MODE_TAG},       // suburban
    {401, 402, MK_MODE_TUNNELBANA},
    {405, 405, MK_MODE_SPARVAGN},  // monorail
    {400, 404, MK_MODE_TAG},       // urban railway
    {500, 500, MK_MODE_TUNNELBANA},
    {600, 600, MK_MODE_TUNNELBANA},
    {715, 715, MK_MODE_ANROP},     // demand and response bus
    {717, 717, MK_MODE_ANROP},     // share taxi, in feeds before 2020
    {700, 716, MK_MODE_BUSS},      // 714 is rail replacement
    {800, 800, MK_MODE_BUSS},      // trolleybus
    {900, 906, MK_MODE_SPARVAGN},
    {1000, 1021, MK_MODE_FARJA},
    {1100, 1114, MK_MODE_COUNT},   // air
    {1200, 1200, MK_MODE_FARJA},
    {1500, 1507, MK_MODE_ANROP},   // taxi
};

enum mk_mode mk_mode_from_route_type(int route_type, bool *long_distance)
{
    *long_distance = (route_type >= 101 && route_type <= 103) ||
                     route_type == 105;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (route_type >= ranges[i].from && route_type <= ranges[i].to)
            return ranges[i].mode;
    return MK_MODE_OVRIG;
}
