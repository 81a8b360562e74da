#include "analysis/gaps.h"

#include "analysis/walk_index.h"
#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

struct mk_gaps {
    const struct mk_access_index *index;
    const struct mk_walk_index *walk;
    struct mk_nearest served; // along streets, to >= 1 departure/h
};

static void find_served(struct mk_gaps *g)
{
    const struct mk_walk_index *w = g->walk;
    const struct mk_platform_tree *t = &g->index->reaching;
    struct mk_tied tied = {0};
    for (uint32_t i = 0; i < t->n; i++)
        if (t->platform[i].served)
            mk_tie(&tied, w->net, w->rules.stop_max_m, &t->platform[i]);
    mk_nearest_find(w->net, tied.snap, tied.area, tied.n, false,
                    MK_SEARCH_LIMIT_MM, &g->served);
    mk_tied_release(&tied);
}

struct mk_gaps *mk_gaps_new(const struct mk_access_index *index,
                            const struct mk_walk_index *walk)
{
    struct mk_gaps *g = mk_zalloc(1, sizeof *g);
    g->index = index;
    g->walk = walk;
    if (walk)
        find_served(g);
    return g;
}

void mk_gaps_free(struct mk_gaps *g)
{
    if (!g)
        return;
    mk_nearest_release(&g->served);
    free(g);
}

static bool within(mk_fixed dist)
{
    return dist != MK_UNKNOWN && dist <= MK_GAP_WITHIN_M * 10;
}

// Along streets; what stands inside is at hand whatever the streets say.
static void along_streets(const struct mk_gaps *g, struct mk_walk_room *room,
                          const struct mk_poly *land, struct mk_gap *gap)
{
    uint32_t best = MK_NO_WAY, area = UINT32_MAX;
    for (uint32_t i = 0; i < room->n; i++) {
        uint32_t a;
        const uint32_t mm = mk_nearest_at(&g->served, &room->snap[i], &a);
        if (mm < best || (mm == best && mm != MK_NO_WAY && a < area)) {
            best = mm;
            area = a;
        }
    }
    mk_fixed straight;
    const int32_t at =
        mk_access_nearest_served(g->index, land, MK_INSIDE_M, &straight);
    gap->along = true;
    if (at >= 0 && straight == 0) {
        gap->area = at;
        gap->dist = 0;
    } else if (best != MK_NO_WAY) {
        gap->area = (int32_t)area;
        gap->dist = mk_fix(best / 1000.0, 1);
    }
}

// The straight line is never longer than the way: what is too far by it is.
static void in_straight_line(const struct mk_gaps *g,
                             const struct mk_poly *land, struct mk_gap *gap)
{
    gap->area =
        mk_access_nearest_served(g->index, land, INFINITY, &gap->dist);
    if (gap->area < 0)
        gap->dist = MK_UNKNOWN;
}

// Distance to what is served; true when it is along streets or there are none.
static bool measure(const struct mk_gaps *g, struct mk_walk_room *room,
                    const struct mk_poly *land, struct mk_gap *gap)
{
    *gap = (struct mk_gap){MK_GAP_MISSING, -1, MK_UNKNOWN, false};
    if (!g->walk) {
        in_straight_line(g, land, gap);
        return true;
    }
    room->n = mk_net_snap_poly(g->walk->net, land, g->walk->rules.also_m,
                               g->walk->rules.max_m, &room->snap, &room->cap);
    if (room->n)
        along_streets(g, room, land, gap);
    else
        in_straight_line(g, land, gap);
    return room->n > 0;
}

static bool is_service(mk_klass klass)
{
    return klass && klass <= MK_GAP_KLASS;
}

// @param known  the distance is along streets, or there are none
static struct mk_gap decide(const struct mk_gaps *g,
                            const struct mk_poly *land, mk_klass klass,
                            bool known, struct mk_gap gap)
{
    struct mk_access straight = {0};
    if (!known)
        mk_access_measure(g->index, land, &straight);
    if (is_service(klass) || (known && within(gap.dist)))
        gap.state = MK_GAP_SERVED;
    else if (!known && (within(gap.dist) || is_service(straight.klass)))
        gap.state = MK_GAP_UNKNOWN;
    return gap;
}

struct mk_gap mk_gap_of_land(const struct mk_gaps *g,
                             struct mk_walk_room *room,
                             const struct mk_poly *land, mk_klass klass,
                             bool dist)
{
    struct mk_gap gap = {MK_GAP_SERVED, -1, MK_UNKNOWN, false};
    if (is_service(klass) && !dist)
        return gap;
    const bool known = measure(g, room, land, &gap);
    return decide(g, land, klass, known, gap);
}

struct mk_gap mk_gap_of_point(const struct mk_gaps *g,
                              struct mk_walk_room *room, struct mk_point p)
{
    const double xy[] = {p.x, p.y, p.x, p.y, p.x, p.y, p.x, p.y};
    const uint32_t ring[] = {0, 4}, part[] = {0, 1};
    const struct mk_poly dot = {xy, ring, part, 1, {p.x, p.y, p.x, p.y}};
    struct mk_gap gap;
    struct mk_access a = {0};
    const bool known = measure(g, room, &dot, &gap);
    // the class is asked only where the distance does not settle it
    if (!(known && within(gap.dist))) {
        if (g->walk)
            mk_walk_measure(g->walk, room, &dot, &a);
        else
            mk_access_measure(g->index, &dot, &a);
    }
    return decide(g, &dot, a.klass, known, gap);
}
