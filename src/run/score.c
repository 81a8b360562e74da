// The main job, from top to bottom.
#include "run/output.h"
#include "run/overdue.h"
#include "run/stream.h"
#include "run/travel_alarms.h"
#include "run/twins.h"

#include <stdlib.h>
#include <unistd.h>

// OMP_NUM_THREADS is how batch systems say how many cores a job may use.
static unsigned thread_count(unsigned wanted)
{
    if (wanted)
        return wanted > 256 ? 256 : wanted;
    const char *omp = getenv("OMP_NUM_THREADS");
    double v;
    if (omp && mk_text_number(omp, &v) && v >= 1 && v <= 256)
        return (unsigned)v;
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > 256 ? 256 : (unsigned)cores;
}

static uint64_t street_lines(const struct mk_inputs *in)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < in->streets_told.n; i++)
        n += in->streets_told.v[i].lines;
    return n;
}

static double hectares(bool known, mk_fixed tenths)
{
    return known ? (double)tenths / 1e5 : -1;
}

static struct mk_run_summary summary(const struct mk_inputs *in,
                                     const struct mk_results *r)
{
    const struct mk_gap_sums *g = &r->gaps;
    return (struct mk_run_summary){
        .assessed = r->count_bedomning[MK_BEDOMD],
        .excluded = r->count_bedomning[MK_UTESLUTEN],
        .unassessable = r->count_bedomning[MK_EJ_BEDOMBAR],
        .pieces = r->ndels,
        .ranked = r->ranked,
        .land_ha = hectares(g->land_known, g->land),
        .land_without_ha = hectares(g->land_known, g->land_without),
        .land_unknown_ha = hectares(g->land_known, g->land_unknown),
        .land_fiber_ha = hectares(g->fiber_known, g->fiber),
        .land_fiber_unknown_ha = hectares(g->fiber_known, g->fiber_unknown),
        .people_asked = g->people_known ? g->people : -1,
        .people_without = g->people_known ? g->people_without : -1,
        .people_unserved_unknown = g->people_known ? g->people_unknown : -1,
        .streets = street_lines(in),
        .people = in->people_raw.total,
        .people_unknown = in->people_raw.unknown,
        .places = in->spots.n,
        .parts_dropped = in->walk ? in->walk->dropped_parts : 0,
        .stops_untied = in->stops_untied,
    };
}

enum mk_status mk_score(struct mk_ctx *ctx, const struct mk_project *project,
                        const struct mk_run_options *opt)
{
    struct mk_inputs in = {0};
    struct mk_output out = {0};
    struct mk_results res = {0};
    struct mk_timing t = {.threads = thread_count(opt->threads)};
    const double t0 = mk_clock();

    enum mk_status st = mk_inputs_load(ctx, project, t.threads > 1, &in);
    if (st == MK_OK)
        st = mk_output_begin(ctx, &in, opt, &out);
    t.load_s = mk_clock() - t0;
    if (st == MK_OK)
        st = mk_stream_run(ctx, &in, opt, t.threads, &out, &res);
    t.stream_s = mk_clock() - t0 - t.load_s;
    if (st == MK_OK) {
        // Nothing is measured any more: its room is there for the results.
        mk_planbase_drop_geometry(&in.plans);
        mk_zone_release(&in.served);
        mk_results_finish(&res);
        mk_note_overdue(ctx, &in, &res);
        mk_note_travel(ctx, &in, &res);
        mk_note_twins(ctx, &res);
        st = mk_output_layers(ctx, &in, t.threads, &out, &res);
    }
    t.total_s = mk_clock() - t0;
    t.layers_s = t.total_s - t.load_s - t.stream_s;
    if (st == MK_OK)
        st = mk_manifest_write(ctx, &in, &out, &res, &t);
    if (st == MK_OK)
        st = mk_set_commit(ctx, out.set);

    if (st == MK_OK && opt->summary)
        *opt->summary = summary(&in, &res);
    mk_results_release(&res);
    mk_output_free(&out);
    mk_inputs_release(&in);
    return st;
}
