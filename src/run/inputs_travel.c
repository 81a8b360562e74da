// Streets, and the journeys along them and by timetable.
#include "run/areas.h"

#include "base/arena.h"
#include "base/text.h"
#include "run/travel_alarms.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>


bool mk_wants_journeys(const struct mk_project *p)
{
    return p->nfeeds && (p->population.path || p->travel.nplaces);
}

static bool wants_cycle_journeys(const struct mk_project *p)
{
    return p->travel.cycle && (p->population.path || p->travel.nplaces);
}

// ---- streets ---------------------------------------------------------------

static const char *go_word(struct mk_ctx *ctx, enum mk_go go)
{
    static const char *const word[MK_GO_COUNT][2] = {
        {"gående", "walking"}, {"cyklande", "cycling"}, {"bilar", "cars"},
        {"lastbilar", "lorries"}};
    return word[go][mk_ctx_lang(ctx) == MK_EN];
}

static struct mk_net *build_net(struct mk_ctx *ctx, const struct mk_inputs *in,
                                const struct mk_street_lines *lines,
                                enum mk_go go)
{
    const struct mk_net_rules rules = {
        .join_m = in->project->net.join_m,
        .min_nodes = (uint32_t)in->project->net.min_nodes,
        .default_kmh = 50,
        .lorry_bearing = (uint8_t)in->project->travel.lorry_bk,
    };
    struct mk_net *net = mk_net_build(lines, go, &rules);
    if (net->dropped_parts) {
        char parts[16], km[24];
        snprintf(parts, sizeof parts, "%" PRIu32, net->dropped_parts);
        snprintf(km, sizeof km, "%" PRIu64, net->dropped_mm / 1000000);
        mk_note(ctx, MK_N_STREET_PARTS, "gator", parts, go_word(ctx, go), km);
    }
    if (net->nedges)
        return net;
    mk_note(ctx, MK_A_NO_NETWORK, "gator", go_word(ctx, go));
    mk_net_free(net);
    return NULL;
}

static void extent(struct mk_inputs *in)
{
    in->streets_box = mk_box_empty();
    for (uint32_t i = 0; i < in->streets_told.n; i++)
        in->streets_box =
            mk_box_join(in->streets_box, in->streets_told.v[i].extent);
}

// The streets alone, and the networks made of them.
static enum mk_status read_streets(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    const struct mk_seen seen = {in->seen, in->seen_udata};
    const double t0 = mk_clock();
    struct mk_street_lines lines = {0};
    enum mk_status st = MK_OK;
    for (uint32_t i = 0; i < p->nstreets && st == MK_OK; i++)
        st = mk_streets_read(ctx, &p->streets[i], in->working_crs, seen,
                             &lines, &in->streets_told);
    in->read_streets_s = mk_clock() - t0;
    if (st == MK_OK) {
        extent(in);
        in->walk = build_net(ctx, in, &lines, MK_GO_WALK);
        if (wants_cycle_journeys(p) || mk_areas_by_cycle(in))
            in->cycle = build_net(ctx, in, &lines, MK_GO_CYCLE);
        if (p->interchanges.path || p->travel.nplaces)
            in->car = build_net(ctx, in, &lines, MK_GO_CAR);
        if (p->interchanges.path && p->travel.lorry_bk > 0)
            in->lorry = build_net(ctx, in, &lines, MK_GO_LORRY);
    }
    mk_street_lines_release(&lines);
    return st;
}

// ---- stops -----------------------------------------------------------------

static void note_far_stops(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_timetable *tt = &in->timetable;
    const double flag = in->project->net.flag_m;
    uint32_t served = 0;
    for (uint32_t i = 0; i < tt->nstops; i++) {
        if (!in->traffic[tt->stops[i].area].dep_total)
            continue;
        served++;
        const struct mk_snap *s = &in->stop_snap[i];
        const double m = s->connector / 1000.0;
        if (s->edge != MK_NO_EDGE && m <= flag)
            continue;
        if (s->edge == MK_NO_EDGE)
            in->stops_untied++;
        else
            in->stops_far++;
        char metres[24], key[256];
        snprintf(metres, sizeof metres, "%.0f",
                 s->edge == MK_NO_EDGE ? in->project->net.snap_m : m);
        snprintf(key, sizeof key, "%s (%s)", tt->stops[i].name,
                 tt->stops[i].id);
        mk_note(ctx, s->edge == MK_NO_EDGE ? MK_N_STOP_UNTIED : MK_N_STOP_FAR,
                key, metres);
    }
    const uint32_t far = in->stops_far + in->stops_untied;
    if (far <= MK_ALARM_SHARE * served)
        return;
    char n[16], of[16], limit[24];
    snprintf(n, sizeof n, "%" PRIu32, far);
    snprintf(of, sizeof of, "%" PRIu32, served);
    snprintf(limit, sizeof limit, "%.0f", flag);
    mk_note(ctx, MK_A_STOPS_FAR, "gator", n, of, limit);
}

static void stops_extent(struct mk_inputs *in)
{
    in->stops_box = mk_box_empty();
    for (uint32_t i = 0; i < in->timetable.nstops; i++) {
        const double x = in->stop_xy[2 * (size_t)i];
        const double y = in->stop_xy[2 * (size_t)i + 1];
        if (isfinite(x) && isfinite(y))
            in->stops_box =
                mk_box_join(in->stops_box, (struct mk_box){x, y, x, y});
    }
}

static void tie_stops(struct mk_ctx *ctx, struct mk_inputs *in)
{
    stops_extent(in);
    const struct mk_net_settings *net = &in->project->net;
    const struct mk_walk_rules rules = {
        .stop_max_m = net->snap_m, .also_m = net->near_m,
        .max_m = net->snap_m};
    in->stop_snap =
        mk_zalloc((size_t)in->timetable.nstops + 1, sizeof *in->stop_snap);
    in->walk_index = mk_walk_build(in->access, &in->timetable, in->stop_xy,
                                   in->walk, &rules, in->stop_snap);
    note_far_stops(ctx, in);
}

// ---- journeys --------------------------------------------------------------

static enum mk_status place_spots(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_travel_settings *t = &in->project->travel;
    struct mk_transform *to;
    const enum mk_status st =
        mk_transform_new(ctx, MK_CRS_LONLAT, in->working_crs, &to);
    if (st != MK_OK)
        return st;
    in->spots = (struct mk_spots){
        .name = mk_zalloc((size_t)t->nplaces + 1, sizeof(char *)),
        .xy = mk_zalloc((size_t)t->nplaces * 2 + 2, sizeof(double)),
        .n = t->nplaces};
    for (uint32_t i = 0; i < t->nplaces; i++) {
        in->spots.name[i] = t->places[i].name;
        in->spots.xy[2 * (size_t)i] = t->places[i].lon;
        in->spots.xy[2 * (size_t)i + 1] = t->places[i].lat;
    }
    mk_transform_xy(to, in->spots.xy, t->nplaces);
    mk_transform_free(to);
    return MK_OK;
}

static void note_untied_places(struct mk_ctx *ctx, const struct mk_inputs *in)
{
    const double most = in->project->net.snap_m;
    for (uint32_t i = 0; in->walk && i < in->spots.n; i++) {
        const struct mk_point p = {in->spots.xy[2 * (size_t)i],
                                   in->spots.xy[2 * (size_t)i + 1]};
        struct mk_snap s;
        if (mk_net_snap(in->walk, p, most, &s))
            continue;
        char metres[24];
        snprintf(metres, sizeof metres, "%.0f", most);
        mk_note(ctx, MK_N_PLACE_UNTIED, in->spots.name[i], metres);
    }
}

static enum mk_status build_router(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_travel_rules rules =
        mk_journey_rules(&in->project->travel);
    struct mk_changes changes;
    if (!mk_changes_build(&in->timetable, in->walk, in->stop_snap, in->stop_xy,
                          &rules, false, &changes))
        return mk_fail(ctx, MK_E_LIMIT, "2^24", "byte_max_m");
    in->router =
        mk_router_build(&in->timetable, in->day.day, &changes, &rules);
    mk_changes_release(&changes);
    return in->router ? MK_OK : mk_fail(ctx, MK_E_LIMIT, "2^26", "tidtabeller");
}

static int by_place(const void *pa, const void *pb)
{
    const double *a = pa, *b = pb;
    for (int k = 0; k < 3; k++)
        if (a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return 0;
}

// By place, not as in the file; counts in whole parts.
static void order_people(struct mk_inputs *in)
{
    const struct mk_places *raw = &in->people_raw;
    double *row = mk_alloc(((size_t)raw->n * 3 + 3) * sizeof *row);
    for (size_t i = 0; i < raw->n; i++) {
        row[3 * i] = raw->xy[2 * i];
        row[3 * i + 1] = raw->xy[2 * i + 1];
        row[3 * i + 2] = floor(raw->weight[i] * MK_PEOPLE_PARTS + 0.5);
    }
    qsort(row, raw->n, 3 * sizeof *row, by_place);
    for (size_t i = 0; i < raw->n; i++) {
        raw->xy[2 * i] = row[3 * i];
        raw->xy[2 * i + 1] = row[3 * i + 1];
        raw->weight[i] = row[3 * i + 2];
    }
    free(row);
    in->people =
        (struct mk_people){.xy = raw->xy, .weight = raw->weight, .n = raw->n};
}

static enum mk_status read_people(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    const struct mk_seen seen = {in->seen, in->seen_udata};
    enum mk_status st = MK_OK;
    if (p->population.path)
        st = mk_people_read(ctx, &p->population, in->working_crs, seen,
                            &in->people_raw);
    if (st == MK_OK && p->interchanges.path)
        st = mk_interchanges_read(ctx, &p->interchanges, in->working_crs,
                                  seen, &in->junctions_raw);
    if (st != MK_OK)
        return st;
    order_people(in);
    in->junctions = (struct mk_spots){.name = in->junctions_raw.name,
                                      .xy = in->junctions_raw.xy,
                                      .n = in->junctions_raw.n};
    return MK_OK;
}

static void note_bound(struct mk_ctx *ctx, const struct mk_project *p)
{
    static const int within[] = {30, 45, 60};
    char least[8], longest[24];
    int i = 0;
    while (i < 3 && within[i] <= p->travel.max_trip_min)
        i++;
    if (i == 3 || !p->population.path)
        return;
    snprintf(least, sizeof least, "%d", within[i]);
    snprintf(longest, sizeof longest, "%.0f", floor(p->travel.max_trip_min));
    mk_note(ctx, MK_N_WORKERS_BOUND, "restid", least, longest);
}

static enum mk_status build_journeys(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    const struct mk_journey_in j = {
        .project = p, .tt = &in->timetable, .router = in->router,
        .stop_xy = in->stop_xy, .stop_snap = in->stop_snap,
        .walk = in->walk, .car = in->car,
        .cycle = wants_cycle_journeys(p) ? in->cycle : NULL,
        .lorry = in->lorry,
        .people = p->population.path ? &in->people : NULL,
        .places = in->spots.n ? &in->spots : NULL,
        .junctions = p->interchanges.path ? &in->junctions : NULL};
    in->journeys = mk_journeys_build(&j);
    return in->journeys ? MK_OK
                        : mk_fail(ctx, MK_E_LIMIT, "2^28", "befolkning");
}

static void index_lines(struct mk_inputs *in)
{
    const struct mk_lines_in l = {
        .calls = &in->line_calls, .tt = &in->timetable,
        .stop_xy = in->stop_xy, .walk = in->walk,
        .stop_snap = in->stop_snap};
    in->lines = mk_lines_new(&l);
}

enum mk_status mk_inputs_streets(struct mk_ctx *ctx, struct mk_inputs *in)
{
    if (!in->project->nstreets)
        return MK_OK;
    const enum mk_status st = read_streets(ctx, in);
    if (st == MK_OK && in->walk && in->access)
        tie_stops(ctx, in);
    return st;
}

enum mk_status mk_inputs_travel(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    enum mk_status st = read_people(ctx, in);
    if (st == MK_OK && p->travel.nplaces)
        st = place_spots(ctx, in);
    if (st != MK_OK)
        return st;
    note_untied_places(ctx, in);
    if (in->access && mk_wants_journeys(p)) {
        note_bound(ctx, p);
        st = build_router(ctx, in);
        if (st != MK_OK)
            return st;
    }
    mk_timetable_drop_trips(&in->timetable);
    if (in->access)
        index_lines(in);
    return in->router || in->car || in->lorry ||
                   (wants_cycle_journeys(p) && in->cycle)
               ? build_journeys(ctx, in) : MK_OK;
}

void mk_inputs_travel_release(struct mk_inputs *in)
{
    mk_lines_free(in->lines);
    mk_line_calls_release(&in->line_calls);
    mk_journeys_free(in->journeys);
    mk_router_free(in->router);
    mk_walk_free(in->walk_index);
    mk_net_free(in->walk);
    mk_net_free(in->cycle);
    mk_net_free(in->car);
    mk_net_free(in->lorry);
    mk_streets_told_release(&in->streets_told);
    mk_places_release(&in->people_raw);
    mk_places_release(&in->junctions_raw);
    free(in->spots.name);
    free(in->spots.xy);
    free(in->stop_snap);
}
