#include <markklar/travel.h>

#include <math.h>

const char *mk_remark_text(enum mk_remark r)
{
    static const char *const text[MK_RM_COUNT] = {
        [MK_RM_FAR] = "långt till gata",
        [MK_RM_UNTIED] = "ej nåbar",
        [MK_RM_EDGE] = "kant",
        [MK_RM_DEMAND] = "anropsstyrt"};
    return text[r];
}

void mk_reach_init(struct mk_reach *r)
{
    *r = (struct mk_reach){
        .straight_dm = -1, .connector_dm = -1, .workers = {-1, -1, -1},
        .workers_shift = -1, .cyclists = {-1, -1}, .junction = -1,
        .junction_m = -1, .junction_s = -1, .lorry_s = -1, .p50 = -1,
        .p85 = -1, .car = -1, .ratio = -1};
}

// What a sum of doubles is off must not cost a second.
#define ROUNDING_S 1e-9

int32_t mk_seconds_on_way(double mm, double metres_per_s)
{
    return (int32_t)ceil(mm / 1000 / metres_per_s - ROUNDING_S);
}
