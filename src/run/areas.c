#include "run/areas.h"

#include "analysis/served_areas.h"

void mk_areas_release(struct mk_areas *a)
{
    mk_polyset_release(&a->klass);
    mk_polyset_release(&a->mode);
    mk_polyset_release(&a->cycle);
}

bool mk_areas_by_cycle(const struct mk_inputs *in)
{
    if (!in->project->travel.cycle || !in->access)
        return false;
    for (uint32_t i = 0; i < in->timetable.nareas; i++)
        if (in->traffic[i].dep[MK_MODE_TAG])
            return true;
    return false;
}

static void along_streets(const struct mk_inputs *in, struct mk_areas *a)
{
    const struct mk_project *p = in->project;
    const struct mk_walk_rules rules = {
        .stop_max_m = p->net.snap_m, .also_m = p->net.near_m,
        .max_m = p->net.snap_m};
    mk_walk_areas(in->walk_index, &a->klass, &a->mode);
    if (in->cycle && mk_areas_by_cycle(in))
        mk_cycle_areas(in->access, in->cycle, &rules,
                       p->travel.cycle_kmh / 3.6, &a->cycle);
}

enum mk_status mk_areas_draw(struct mk_ctx *ctx, const struct mk_inputs *in,
                             struct mk_areas *a)
{
    if (!in->access)
        return MK_OK; // without departures there is nothing to draw around
    if (!in->walk_index)
        return mk_access_class_areas(ctx, in->access, &a->klass);
    along_streets(in, a);
    return MK_OK;
}
