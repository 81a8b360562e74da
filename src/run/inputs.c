#include "run/inputs.h"

#include "input/gtfs.h"
#include "input/ngp.h"
#include "input/plan_apart.h"
#include "input/plan_package.h"
#include "input/provisions.h"
#include "run/ahead.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double mk_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void mk_inputs_release(struct mk_inputs *in)
{
    mk_ahead_free(in->ahead);
    mk_source_close(in->parcels);
    mk_provbase_release(&in->provisions);
    mk_planbase_release(&in->plans);
    mk_plans_raw_release(&in->plans_raw);
    mk_uses_raw_release(&in->uses_raw);
    mk_provisions_release(&in->provisions_raw);
    mk_ngp_release(&in->deliveries);
    mk_arena_release(&in->provisions_text);
    mk_buildbase_release(&in->buildings);
    mk_inputs_travel_release(in);
    mk_access_free(in->access);
    mk_zone_release(&in->served);
    mk_timetable_release(&in->timetable);
    mk_context_release(&in->context);
    mk_ground_free(in->ground);
    free(in->traffic);
    free(in->stop_xy);
    free(in->scenario);
    *in = (struct mk_inputs){0};
}

static void say_working(struct mk_ctx *ctx, const struct mk_inputs *in,
                        const char *own)
{
    const char *file = in->project->parcels.path_given;
    if (isnan(in->parcel_crs_off)) {
        mk_note(ctx, MK_N_WORKING_DEGREES, file, in->working_crs, own);
        return;
    }
    struct mk_buf off = {0};
    if (in->parcel_crs_off < 1e6)
        mk_buf_fixed(&off, mk_fix(in->parcel_crs_off, 2), 2);
    else
        mk_buf_str(&off, "> 100");
    mk_note(ctx, MK_N_WORKING_CRS, file, in->working_crs, own,
            mk_buf_text(&off));
    mk_buf_release(&off);
}

// SWEREF 99 TM is for Sweden, where its areas are at most 0.3 % off; what
// lies elsewhere would get areas that look right and are not.
static enum mk_status check_working(struct mk_ctx *ctx,
                                    const struct mk_inputs *in,
                                    const char *own)
{
    const struct mk_box e = mk_source_extent(in->parcels);
    struct mk_transform *t;
    const enum mk_status st =
        mk_transform_new(ctx, own, in->working_crs, &t);
    if (st != MK_OK)
        return st;
    double xy[8] = {e.xmin, e.ymin, e.xmax, e.ymin,
                    e.xmax, e.ymax, e.xmin, e.ymax};
    mk_transform_xy(t, xy, 4);
    mk_transform_free(t);
    struct mk_box there = mk_box_empty();
    bool reached = true;
    for (int i = 0; i < 4; i++) {
        reached = reached && isfinite(xy[2 * i]) && isfinite(xy[2 * i + 1]);
        there = mk_box_join(there, (struct mk_box){xy[2 * i], xy[2 * i + 1],
                                                   xy[2 * i], xy[2 * i + 1]});
    }
    const double off =
        reached ? mk_crs_areal_deviation(ctx, in->working_crs, there) : NAN;
    if (off <= 0.01)
        return MK_OK;
    struct mk_buf text = {0};
    if (isfinite(off) && off < 1e6)
        mk_buf_fixed(&text, mk_fix(off * 100, 1), 1);
    else
        mk_buf_str(&text, "> 100");
    mk_note(ctx, MK_A_WORKING_CRS_FAR, in->project->parcels.path_given,
            in->working_crs, mk_buf_text(&text));
    mk_buf_release(&text);
    return MK_OK;
}

static void tell_seen(struct mk_inputs *in, const struct mk_source *s)
{
    if (in->seen)
        in->seen(in->seen_udata, s);
}

// Open the parcels and settle where areas are computed.
enum mk_status mk_inputs_parcels(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    enum mk_status st = mk_source_open(ctx, &p->parcels, &in->parcels);
    if (st != MK_OK)
        return st;
    const char *own = mk_source_crs(in->parcels);
    if (p->working_crs && strcmp(p->working_crs, "auto") != 0) {
        in->working_crs = p->working_crs;
        return mk_crs_require_metres(ctx, p->working_crs);
    }
    st = mk_crs_working(ctx, own, mk_source_extent(in->parcels),
                        &in->working_crs, &in->parcel_crs_off);
    if (st == MK_OK && strcmp(in->working_crs, own) != 0) {
        say_working(ctx, in, own);
        st = check_working(ctx, in, own);
    }
    return st;
}

static enum mk_status to_working(struct mk_ctx *ctx,
                                 const struct mk_inputs *in,
                                 const struct mk_source *s,
                                 struct mk_polyset *set)
{
    struct mk_transform *t;
    const enum mk_status st =
        mk_transform_new(ctx, mk_source_crs(s), in->working_crs, &t);
    if (st != MK_OK)
        return st;
    mk_transform_set(t, set);
    mk_transform_free(t);
    return MK_OK;
}

// Plans and use areas come together, in the working CRS.
static enum mk_status read_deliveries(struct mk_ctx *ctx,
                                      struct mk_inputs *in)
{
    const enum mk_status st =
        mk_ngp_read(ctx, in->project, in->working_crs, &in->plans_raw,
                    &in->uses_raw, &in->deliveries);
    if (st == MK_OK)
        mk_provisions_merge(&in->provisions_raw, &in->deliveries.provisions);
    return st;
}

// A plan database has provisions too.
static enum mk_status read_package(struct mk_ctx *ctx, struct mk_inputs *in,
                                   enum mk_package kind)
{
    const struct mk_package_out out = {
        .crs = in->working_crs, .plans = &in->plans_raw,
        .uses = &in->uses_raw, .provisions = &in->provisions_raw,
        .text = &in->provisions_text};
    return mk_package_read(ctx, in->project, kind, &out);
}

static enum mk_status read_municipal(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    struct mk_source *s = NULL;
    enum mk_status st = mk_source_open(ctx, &p->plans, &s);
    if (st == MK_OK)
        st = mk_plans_read(ctx, s, &in->plans_raw);
    if (st == MK_OK)
        tell_seen(in, s);
    if (st == MK_OK)
        st = to_working(ctx, in, s, &in->plans_raw.outline);
    mk_source_close(s);
    if (st != MK_OK || !p->uses.path)
        return st;
    s = NULL;
    st = mk_source_open(ctx, &p->uses, &s);
    if (st == MK_OK)
        st = mk_uses_read(ctx, s, &in->uses_raw);
    if (st == MK_OK)
        tell_seen(in, s);
    if (st == MK_OK)
        st = to_working(ctx, in, s, &in->uses_raw.geom);
    mk_source_close(s);
    return st;
}

static enum mk_status read_plan_layers(struct mk_ctx *ctx,
                                       struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    enum mk_ngp_format format;
    enum mk_package package = MK_PKG_NONE;
    enum mk_status st = mk_ngp_recognise(ctx, &p->plans, &format);
    if (st == MK_OK && format == MK_NGP_DELIVERY)
        return read_deliveries(ctx, in);
    if (st == MK_OK && format == MK_NGP_NO)
        st = mk_package_recognise(ctx, &p->plans, &package);
    if (st == MK_OK)
        st = package != MK_PKG_NONE ? read_package(ctx, in, package)
                                    : read_municipal(ctx, in);
    if (st == MK_OK)
        st = mk_plans_check_apart(ctx, &in->plans_raw, &in->uses_raw,
                                  &in->provisions_raw);
    return st;
}

static void note_plans_without_uses(struct mk_ctx *ctx,
                                    const struct mk_planbase *b)
{
    for (uint32_t i = 0; i < b->nplans; i++) {
        const struct mk_plan *p = &b->plans[i];
        char key[160];
        if (p->status != MK_PS_LAGA_KRAFT || p->has_uses)
            continue;
        snprintf(key, sizeof key, "detaljplaner %s", mk_plan_label(p));
        mk_note(ctx, MK_N_PLAN_NO_USES, key, "");
    }
}

enum mk_status mk_inputs_plans(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const double t0 = mk_clock();
    enum mk_status st = read_plan_layers(ctx, in);
    const double t1 = mk_clock();
    if (st == MK_OK) {
        const struct mk_planbase_in raw = {
            .plans = in->plans_raw.plans,
            .nplans = in->plans_raw.n,
            .outlines = &in->plans_raw.outline,
            .uses = in->uses_raw.uses,
            .nuses = in->uses_raw.n,
            .use_geom = &in->uses_raw.geom,
            .reference_date = in->project->reference_date,
        };
        st = mk_planbase_build(ctx, &raw, &in->plans);
        if (st == MK_OK)
            note_plans_without_uses(ctx, &in->plans);
    }
    // The texts stay; what was read as geometry now lives in the plan base.
    mk_polyset_release(&in->plans_raw.outline);
    mk_uses_raw_release(&in->uses_raw);
    in->have_plans = st == MK_OK;
    in->read_plans_s = t1 - t0;
    in->prepare_s = mk_clock() - t1;
    return st;
}

static enum mk_status check_provisions(struct mk_ctx *ctx,
                                       const struct mk_inputs *in,
                                       const struct mk_provisions *read)
{
    const struct mk_plans_raw plans = {.plans = in->plans.plans,
                                       .n = in->plans.nplans,
                                       .outline = in->plans.full};
    const struct mk_uses_raw none = {0};
    return mk_plans_check_apart(ctx, &plans, &none, read);
}

// Provisions from a layer of their own come after those of a delivery or a
// plan database.
enum mk_status mk_inputs_provisions(struct mk_ctx *ctx, struct mk_inputs *in)
{
    struct mk_source *s = NULL;
    struct mk_provisions read = {0};
    enum mk_status st =
        mk_source_open_any(ctx, &in->project->provisions, &s);
    if (st == MK_OK)
        st = mk_provisions_read(ctx, s, &in->provisions_text, &read);
    if (st == MK_OK)
        tell_seen(in, s);
    if (st == MK_OK && mk_source_crs(s))
        st = to_working(ctx, in, s, &read.geom);
    mk_source_close(s);
    if (st == MK_OK && in->have_plans)
        st = check_provisions(ctx, in, &read);
    if (st == MK_OK)
        mk_provisions_merge(&in->provisions_raw, &read);
    mk_provisions_release(&read);
    return st;
}

enum mk_status mk_inputs_buildings(struct mk_ctx *ctx, struct mk_inputs *in)
{
    struct mk_source *s = NULL;
    struct mk_buildings raw = {0};
    enum mk_status st = mk_source_open(ctx, &in->project->buildings, &s);
    if (st == MK_OK)
        st = mk_buildings_read(ctx, s, &raw);
    if (st == MK_OK)
        tell_seen(in, s);
    if (st == MK_OK)
        st = to_working(ctx, in, s, &raw.geom);
    mk_source_close(s);
    if (st == MK_OK)
        mk_buildbase_build(ctx, &raw, &in->buildings);
    mk_buildings_release(&raw);
    in->have_buildings = st == MK_OK;
    return st;
}

static enum mk_status place_stops(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_timetable *tt = &in->timetable;
    struct mk_transform *t;
    const enum mk_status st =
        mk_transform_new(ctx, MK_CRS_LONLAT, in->working_crs, &t);
    if (st != MK_OK)
        return st;
    in->stop_xy = mk_zalloc((size_t)tt->nstops * 2 + 2, sizeof(double));
    for (uint32_t i = 0; i < tt->nstops; i++) {
        in->stop_xy[2 * i] = tt->stops[i].lon;
        in->stop_xy[2 * i + 1] = tt->stops[i].lat;
    }
    mk_transform_xy(t, in->stop_xy, tt->nstops);
    mk_transform_free(t);
    return MK_OK;
}

// A scenario is for the day that the timetable as it is would be judged by: a
// line taken away does not move it. What is said of the day is said once, of
// the timetable that is counted.
static enum mk_status apply_scenario(struct mk_ctx *ctx,
                                     const struct mk_project *p,
                                     struct mk_timetable *tt, mk_date *day)
{
    struct mk_ctx *silent = mk_ctx_new(mk_ctx_lang(ctx));
    struct mk_day_choice as_it_is;
    mk_day_choose(silent, tt, p->day, &as_it_is);
    mk_ctx_free(silent);
    *day = as_it_is.day;
    return mk_scenario_apply(ctx, tt, p->changes, p->nchanges, *day);
}

enum mk_status mk_inputs_timetable(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    const double t0 = mk_clock();
    const char **paths = mk_zalloc(p->nfeeds, sizeof *paths);
    enum mk_status st = MK_OK;
    for (uint32_t i = 0; i < p->nfeeds && st == MK_OK; i++) {
        paths[i] = p->feeds[i].path;
        st = mk_path_check(ctx, p->feeds[i].path, p->feeds[i].path_given);
    }
    if (st == MK_OK)
        st = mk_gtfs_read(ctx, paths, p->nfeeds, &in->timetable);
    free(paths);
    in->read_gtfs_s = mk_clock() - t0;
    if (st != MK_OK)
        return st;
    struct mk_timetable *tt = &in->timetable;
    in->timetable_read = true;
    st = mk_grades_read(ctx, p, &in->grades);
    if (st != MK_OK)
        return st;
    mk_date day = p->day;
    if (p->nchanges)
        st = apply_scenario(ctx, p, tt, &day);
    if (st != MK_OK)
        return st;
    mk_day_choose(ctx, tt, day, &in->day);
    in->day.given = p->day != 0;
    if (!in->day.active_trips) {
        // A day without a trip says nothing about how well a place is served:
        // transit is unknown, which the alarm just given explains.
        mk_timetable_drop_trips(tt);
        return MK_OK;
    }
    in->traffic = mk_zalloc(tt->nareas + 1, sizeof *in->traffic);
    mk_departures_count(tt, in->day.day, &in->grades, in->traffic);
    mk_line_calls_build(tt, in->day.day, &in->line_calls);
    if (!mk_wants_journeys(p))
        mk_timetable_drop_trips(tt);
    st = place_stops(ctx, in);
    if (st != MK_OK)
        return st;
    in->access = mk_access_build(tt, in->traffic, in->stop_xy, p->served_rule,
                                 &in->grades);
    st = mk_access_served_area(ctx, in->access, 500, &in->served.geom);
    if (st == MK_OK)
        mk_zone_index(&in->served);
    in->have_timetable = st == MK_OK;
    return st;
}

static char *scenario_text(const struct mk_project *p)
{
    char text[160];
    struct mk_buf b = {0};
    for (uint32_t i = 0; i < p->nchanges; i++)
        mk_buf_printf(&b, "%s%s", i ? "; " : "",
                      mk_change_text(&p->changes[i], MK_SV, text));
    return p->nchanges ? (mk_buf_text(&b), b.data) : NULL;
}

enum mk_status mk_inputs_load(struct mk_ctx *ctx,
                              const struct mk_project *project, bool apart,
                              struct mk_inputs *in)
{
    *in = (struct mk_inputs){.project = project};
    in->scenario = scenario_text(project);
    enum mk_status st = mk_inputs_parcels(ctx, in);
    if (st == MK_OK && project->nfeeds && apart)
        in->ahead = mk_ahead_start(ctx, in);
    if (st == MK_OK && project->plans.path)
        st = mk_inputs_plans(ctx, in);
    if (st == MK_OK && project->provisions.path)
        st = mk_inputs_provisions(ctx, in);
    if (st == MK_OK && in->have_plans && in->provisions_raw.given)
        st = mk_provbase_build(ctx, &in->provisions_raw, &in->plans,
                               &in->provisions);
    if (st == MK_OK && project->buildings.path)
        st = mk_inputs_buildings(ctx, in);
    if (st == MK_OK)
        st = mk_inputs_context(ctx, in);
    // Notes and errors come in this order on any number of threads.
    if (st == MK_OK && project->nfeeds)
        st = in->ahead ? mk_ahead_timetable(ctx, in->ahead)
                       : mk_inputs_timetable(ctx, in);
    if (st == MK_OK)
        st = in->ahead ? mk_ahead_streets(ctx, in->ahead)
                       : mk_inputs_streets(ctx, in);
    if (st == MK_OK)
        st = mk_inputs_travel(ctx, in);
    mk_give_back();
    in->assess = (struct mk_assess_in){
        .project = project,
        .plans = in->have_plans ? &in->plans : NULL,
        .buildings = in->have_buildings ? &in->buildings : NULL,
        .access = in->access,
        .walk = in->walk_index,
        .lines = in->lines,
        .journeys = in->journeys,
        .streets_box = in->walk ? in->streets_box : mk_box_empty(),
        .stops_box = in->stops_box,
        .traffic = in->traffic,
        .served = in->have_timetable ? &in->served : NULL,
        .provisions = in->have_plans && in->provisions_raw.given
                          ? &in->provisions : NULL,
        .context = project->nlayers ? &in->context : NULL,
        .ground = in->ground,
    };
    in->tables = (struct mk_tables){
        .plans = in->plans.plans,
        .nplans = in->plans.nplans + in->plans.nparts,
        .areas = in->timetable.areas,
        .traffic = in->traffic,
        .nareas = in->timetable.nareas,
        .junctions = in->junctions.name,
        .njunctions = in->junctions.n,
        .reference_date = project->reference_date,
        .scenario = in->scenario,
    };
    return st;
}
