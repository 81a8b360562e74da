#include "analysis/served_areas.h"

#include "analysis/reach_areas.h"
#include "analysis/walk_index.h"
#include "base/arena.h"

#include <stdlib.h>

int mk_mode_walk_m(enum mk_mode mode)
{
    switch (mode) {
    case MK_MODE_TAG: case MK_MODE_TUNNELBANA: case MK_MODE_FARJA:
        return 1000;
    case MK_MODE_SPARVAGN: case MK_MODE_BUSS: case MK_MODE_OVRIG:
        return 500;
    case MK_MODE_ANROP: case MK_MODE_COUNT:
        break;
    }
    return 0;
}

// Levels 0 … 6 are the classes, the others a mode each.
enum {
    NLEVELS = MK_CLASSES + MK_MODE_COUNT,
    NSOURCES = MK_CATEGORIES + MK_MODE_COUNT
};
_Static_assert(NLEVELS <= MK_CONTOUR_LEVELS, "all levels in one go");

static void source_of(const struct mk_nearest *nearest,
                      struct mk_reach_source *s)
{
    s->nearest = nearest;
    for (int k = 0; k < NLEVELS; k++)
        s->reach[k] = -1;
}

static void take_geometries(const struct mk_polyset *from, uint32_t first,
                            uint32_t n, struct mk_polyset *to)
{
    for (uint32_t i = first; i < first + n; i++) {
        const struct mk_poly g = mk_polyset_get(from, i);
        mk_polyset_add(to, &g);
    }
}

void mk_walk_areas(const struct mk_walk_index *w, struct mk_polyset *classes,
                   struct mk_polyset *modes)
{
    struct mk_reach_source source[NSOURCES];
    struct mk_reach_in in = {.net = w->net, .source = source,
                             .nsources = NSOURCES, .nlevels = NLEVELS,
                             .also_m = w->rules.also_m};
    for (int c = 1; c <= MK_CATEGORIES; c++) {
        struct mk_reach_source *s = &source[c - 1];
        source_of(&w->category[c], s);
        for (int k = 1; k <= MK_CLASSES; k++)
            s->reach[k - 1] = w->index->reach[c][k];
    }
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        struct mk_reach_source *s = &source[MK_CATEGORIES + m];
        const int metres = mk_mode_walk_m((enum mk_mode)m);
        source_of(&w->mode[m], s);
        s->reach[MK_CLASSES + m] = metres ? metres : -1;
        in.begins |= 1u << (MK_CLASSES + m);
    }
    struct mk_polyset all = {0};
    mk_reach_areas(&in, &all);
    take_geometries(&all, 0, MK_CLASSES, classes);
    take_geometries(&all, MK_CLASSES, MK_MODE_COUNT, modes);
    mk_polyset_release(&all);
}

int mk_cycle_minutes(int band)
{
    return 5 * (band + 1);
}

void mk_cycle_areas(const struct mk_access_index *index,
                    const struct mk_net *cycle,
                    const struct mk_walk_rules *rules, double metres_a_second,
                    struct mk_polyset *out)
{
    const struct mk_platform_tree *trains = &index->mode[MK_MODE_TAG];
    struct mk_tied tied = {0};
    for (uint32_t i = 0; i < trains->n; i++)
        mk_tie(&tied, cycle, rules->stop_max_m, &trains->platform[i]);
    struct mk_reach_source source = {0};
    for (int i = 0; i < MK_CYCLE_BANDS; i++)
        source.reach[i] = mk_cycle_minutes(i) * 60 * metres_a_second;
    struct mk_nearest nearest;
    mk_nearest_find(cycle, tied.snap, tied.area, tied.n, false,
                    (uint32_t)(source.reach[MK_CYCLE_BANDS - 1] * 1000),
                    &nearest);
    source.nearest = &nearest;
    const struct mk_reach_in in = {
        .net = cycle, .source = &source, .nsources = 1,
        .nlevels = MK_CYCLE_BANDS, .also_m = rules->also_m};
    mk_reach_areas(&in, out);
    mk_nearest_release(&nearest);
    mk_tied_release(&tied);
}
