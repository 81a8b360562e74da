// RAPTOR: in round k, the routes that pass a stop that round k - 1 made better
// are scanned once, from the first such stop on; then one changes on foot.
// A change follows a ride and a ride follows a change: a stop that was reached
// on foot is never walked on from, and so `rode` and `ready` are kept apart.
#include "analysis/raptor.h"

#include "base/arena.h"

#include <stdlib.h>

#define NONE UINT32_MAX
enum {
    TOUCHED = 1, // in touched[]
    MARKED = 2,  // in marked[]
    BETTER = 4,  // in better[]
    GAINED = 8   // in gained[]
};

static uint32_t most_rides(const struct mk_router *r)
{
    return r->rules.max_rides > 0 ? (uint32_t)r->rules.max_rides : 0;
}

struct mk_ride_room *mk_ride_room_new(const struct mk_router *r)
{
    struct mk_ride_room *room = mk_zalloc(1, sizeof *room);
    const size_t n = (size_t)r->nstops + 1;
    const size_t nroutes = (size_t)r->ahead.nroutes + 1;
    const size_t labels = n * (most_rides(r) + 1);
    room->router = r;
    room->side = &r->ahead;
    room->levels = 1;
    room->rode = mk_alloc(labels * sizeof *room->rode);
    room->ready = mk_alloc(labels * sizeof *room->ready);
    for (size_t i = 0; i < labels; i++)
        room->rode[i] = room->ready[i] = MK_NEVER;
    room->flag = mk_zalloc(n, sizeof *room->flag);
    room->touched = mk_zalloc(n, sizeof *room->touched);
    room->marked = mk_zalloc(n, sizeof *room->marked);
    room->better = mk_zalloc(n, sizeof *room->better);
    room->gained = mk_zalloc(n, sizeof *room->gained);
    room->queue = mk_zalloc(nroutes, sizeof *room->queue);
    room->start = mk_alloc(nroutes * sizeof *room->start);
    room->last = mk_zalloc(nroutes, sizeof *room->last);
    for (size_t i = 0; i < nroutes; i++)
        room->start[i] = NONE;
    return room;
}

void mk_ride_room_free(struct mk_ride_room *room)
{
    if (!room)
        return;
    free(room->rode);
    free(room->ready);
    free(room->flag);
    free(room->touched);
    free(room->marked);
    free(room->better);
    free(room->gained);
    free(room->queue);
    free(room->start);
    free(room->last);
    free(room);
}

static int32_t *level(const struct mk_ride_room *room, int32_t *labels,
                      uint32_t k)
{
    const uint32_t at = k < room->levels ? k : room->levels - 1;
    return labels + (size_t)at * room->router->nstops;
}

void mk_rounds_begin(struct mk_ride_room *room, const struct mk_side *side,
                     uint32_t levels)
{
    for (uint32_t k = 0; k < room->levels; k++) {
        int32_t *rode = level(room, room->rode, k);
        int32_t *ready = level(room, room->ready, k);
        for (uint32_t i = 0; i < room->ntouched; i++)
            rode[room->touched[i]] = ready[room->touched[i]] = MK_NEVER;
    }
    for (uint32_t i = 0; i < room->ntouched; i++)
        room->flag[room->touched[i]] = 0;
    room->ntouched = room->nmarked = room->nbetter = room->ngained = 0;
    room->side = side;
    room->levels = levels;
}

void mk_rounds_take_gained(struct mk_ride_room *room)
{
    for (uint32_t i = 0; i < room->ngained; i++)
        room->flag[room->gained[i]] &= (uint8_t)~GAINED;
    room->ngained = 0;
}

const int32_t *mk_rounds_rode(const struct mk_ride_room *room)
{
    return level(room, room->rode, room->levels - 1);
}

static void note(struct mk_ride_room *room, uint32_t stop, uint8_t which,
                 uint32_t *list, uint32_t *n)
{
    if (room->flag[stop] & which)
        return;
    room->flag[stop] |= which;
    list[(*n)++] = stop;
}

// What k rides give, more rides give as well.
static void lower(const struct mk_ride_room *room, int32_t *labels, uint32_t k,
                  uint32_t stop, int32_t time)
{
    for (; k < room->levels; k++) {
        int32_t *label = level(room, labels, k) + stop;
        if (*label <= time)
            return;
        *label = time;
    }
}

static void make_ready(struct mk_ride_room *room, uint32_t k, uint32_t stop,
                       int32_t time, bool look)
{
    if (room->levels == 1)
        room->ready[stop] = time;
    else
        lower(room, room->ready, k, stop, time);
    note(room, stop, TOUCHED, room->touched, &room->ntouched);
    if (look)
        note(room, stop, MARKED, room->marked, &room->nmarked);
}

void mk_rounds_start(struct mk_ride_room *room, uint32_t stop, int32_t time,
                     bool look)
{
    if (time <= room->bound && time < level(room, room->ready, 0)[stop])
        make_ready(room, 0, stop, time, look);
}

// ---- one round -------------------------------------------------------------

// The routes that pass a marked stop, and where each is boarded first and last.
static void queue_routes(struct mk_ride_room *room)
{
    const struct mk_side *s = room->side;
    room->nqueue = 0;
    for (uint32_t i = 0; i < room->nmarked; i++) {
        const uint32_t stop = room->marked[i];
        for (uint32_t j = s->first_at[stop]; j < s->first_at[stop + 1]; j++) {
            const struct mk_route_at at = s->at[j];
            if (room->start[at.route] == NONE) {
                room->queue[room->nqueue++] = at.route;
                room->start[at.route] = room->last[at.route] = at.pos;
            } else if (at.pos < room->start[at.route]) {
                room->start[at.route] = at.pos;
            } else if (at.pos > room->last[at.route]) {
                room->last[at.route] = at.pos;
            }
        }
    }
}

// The first trip of a column that is still there at `time`; `n` when none is.
static uint32_t first_trip(const int32_t *board, uint32_t n, int32_t time)
{
    uint32_t from = 0, to = n;
    while (from < to) {
        const uint32_t mid = from + (to - from) / 2;
        if (board[mid] < time)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static void alight(struct mk_ride_room *room, uint32_t k, uint32_t stop,
                   int32_t time)
{
    if (room->levels == 1) {
        room->rode[stop] = time;
    } else {
        if (time < mk_rounds_rode(room)[stop])
            note(room, stop, GAINED, room->gained, &room->ngained);
        lower(room, room->rode, k, stop, time);
    }
    note(room, stop, TOUCHED, room->touched, &room->ntouched);
    note(room, stop, BETTER, room->better, &room->nbetter);
}

// A stop that the last round left as it was is not boarded at: its trip was
// scanned when its label was made.
static void scan_route(struct mk_ride_room *room, uint32_t k, uint32_t index,
                       int32_t *rode, const int32_t *ready)
{
    const struct mk_side *s = room->side;
    const struct mk_route *r = &s->route[index];
    const uint32_t *stop = s->stop + r->first_pos;
    const uint8_t *may = s->may + r->first_pos;
    const uint32_t none = r->ntrips;
    uint32_t trip = none;
    const int32_t *board = s->board + r->first_time;
    const int32_t *ride = s->alight + r->first_time;
    const uint32_t last = room->last[index];
    for (uint32_t p = room->start[index];
         p < r->npos && (trip != none || p <= last); p++) {
        if (trip != none) {
            const int32_t time = ride[(size_t)trip * r->npos + p];
            if (time > room->bound)
                trip = none; // and so at every stop that follows
            else if ((may[p] & MK_MAY_ALIGHT) && time < rode[stop[p]])
                alight(room, k, stop[p], time);
        }
        if (!(may[p] & MK_MAY_BOARD) || !(room->flag[stop[p]] & MARKED))
            continue;
        const int32_t *column = board + (size_t)p * none;
        if (trip == none || column[trip] >= ready[stop[p]])
            trip = first_trip(column, trip, ready[stop[p]]);
    }
    room->start[index] = NONE;
}

static void unmark(struct mk_ride_room *room)
{
    for (uint32_t i = 0; i < room->nmarked; i++)
        room->flag[room->marked[i]] &= (uint8_t)~MARKED;
    room->nmarked = 0;
}

static void change(struct mk_ride_room *room, uint32_t k)
{
    const struct mk_side *s = room->side;
    const int32_t *rode = level(room, room->rode, k);
    const int32_t *ready = level(room, room->ready, k);
    for (uint32_t i = 0; i < room->nbetter; i++) {
        const uint32_t stop = room->better[i];
        const int32_t time = rode[stop];
        if (time < ready[stop])
            make_ready(room, k, stop, time, true);
        for (uint32_t j = s->first_change[stop]; j < s->first_change[stop + 1];
             j++) {
            const int32_t at = time + s->change[j].seconds;
            if (at > room->bound)
                break; // they come by seconds
            if (at < ready[s->change[j].to])
                make_ready(room, k, s->change[j].to, at, true);
        }
    }
}

static void end_round(struct mk_ride_room *room)
{
    for (uint32_t i = 0; i < room->nbetter; i++)
        room->flag[room->better[i]] &= (uint8_t)~BETTER;
    room->nbetter = 0;
}

void mk_rounds_run(struct mk_ride_room *room)
{
    const uint32_t rides = most_rides(room->router);
    for (uint32_t k = 1; k <= rides && room->nmarked; k++) {
        queue_routes(room);
        for (uint32_t i = 0; i < room->nqueue; i++)
            scan_route(room, k, room->queue[i], level(room, room->rode, k),
                       level(room, room->ready, k - 1));
        unmark(room);
        if (k < rides)
            change(room, k);
        end_round(room);
    }
    unmark(room);
}

// ---- one moment ------------------------------------------------------------

// On foot to `near`, then by vehicle, in at most `longest`.
static void run_from(const struct mk_side *side, struct mk_ride_room *room,
                     const struct mk_stop_walk *near, uint32_t n, int32_t time,
                     int32_t longest)
{
    mk_rounds_begin(room, side, 1);
    room->bound = side->sign * time + longest;
    for (uint32_t i = 0; i < n; i++)
        if (near[i].seconds <= longest)
            mk_rounds_start(room, near[i].stop,
                            side->sign * time + near[i].seconds, true);
    mk_rounds_run(room);
}

// `out` in clock times.
static void search(const struct mk_side *side, struct mk_ride_room *room,
                   const struct mk_stop_walk *near, uint32_t n, int32_t time,
                   int32_t *out)
{
    const int32_t sign = side->sign, longest = room->router->rules.max_trip_s;
    run_from(side, room, near, n, time, longest);
    for (uint32_t i = 0; i < room->router->nstops; i++)
        out[i] = sign * MK_NEVER;
    for (uint32_t i = 0; i < room->ntouched; i++) {
        const uint32_t stop = room->touched[i];
        if (room->rode[stop] != MK_NEVER)
            out[stop] = sign * room->rode[stop];
    }
    for (uint32_t i = 0; i < n; i++) {
        int32_t *o = &out[near[i].stop];
        const int32_t at = sign * time + near[i].seconds;
        if (near[i].seconds <= longest && at < sign * *o)
            *o = sign * at;
    }
}

void mk_ride_depart(const struct mk_router *r, struct mk_ride_room *room,
                    const struct mk_stop_walk *from, uint32_t nfrom,
                    int32_t depart, int32_t *arrive)
{
    search(&r->ahead, room, from, nfrom, depart, arrive);
}

void mk_ride_arrive(const struct mk_router *r, struct mk_ride_room *room,
                    const struct mk_stop_walk *to, uint32_t nto,
                    int32_t deadline, int32_t *leave)
{
    search(&r->back, room, to, nto, deadline, leave);
}

uint32_t mk_ride_arrive_within(const struct mk_router *r,
                               struct mk_ride_room *room,
                               const struct mk_stop_walk *to, uint32_t nto,
                               int32_t deadline, int32_t within_s,
                               int32_t *leave, const uint32_t **reached)
{
    const int32_t most = r->rules.max_trip_s;
    const int32_t longest = within_s < most ? within_s : most;
    uint32_t n = 0;
    run_from(&r->back, room, to, nto, deadline, longest);
    for (uint32_t i = 0; i < nto; i++) // on foot is as good as by vehicle
        if (to[i].seconds <= longest &&
            to[i].seconds - deadline < room->rode[to[i].stop])
            room->rode[to[i].stop] = to[i].seconds - deadline;
    for (uint32_t i = 0; i < room->ntouched; i++) {
        const uint32_t stop = room->touched[i];
        if (room->rode[stop] == MK_NEVER)
            continue;
        leave[stop] = -room->rode[stop];
        room->better[n++] = stop;
    }
    *reached = room->better;
    return n;
}
