// The other layers that decide, and the terrain.
#include "run/inputs.h"

#include "input/features.h"
#include "input/terrain.h"

// Where the parcels lie, in the working CRS: corners and middles of the sides,
// which between plane systems is within metres of the truth.
static enum mk_status parcels_box(struct mk_ctx *ctx,
                                  const struct mk_inputs *in,
                                  struct mk_box *out)
{
    const struct mk_box e = mk_source_extent(in->parcels);
    const double mx = (e.xmin + e.xmax) / 2, my = (e.ymin + e.ymax) / 2;
    double xy[16] = {e.xmin, e.ymin, mx, e.ymin, e.xmax, e.ymin, e.xmax, my,
                     e.xmax, e.ymax, mx, e.ymax, e.xmin, e.ymax, e.xmin, my};
    struct mk_transform *t;
    *out = mk_box_empty();
    if (mk_box_is_empty(e))
        return MK_OK;
    const enum mk_status st = mk_transform_new(
        ctx, mk_source_crs(in->parcels), in->working_crs, &t);
    if (st != MK_OK)
        return st;
    mk_transform_xy(t, xy, 8);
    mk_transform_free(t);
    for (int i = 0; i < 8; i++)
        *out = mk_box_join(*out, (struct mk_box){xy[2 * i], xy[2 * i + 1],
                                                 xy[2 * i], xy[2 * i + 1]});
    return MK_OK;
}

enum mk_status mk_inputs_ground(struct mk_ctx *ctx, struct mk_inputs *in)
{
    struct mk_box where;
    enum mk_status st = parcels_box(ctx, in, &where);
    if (st == MK_OK)
        st = mk_terrain_read(ctx, &in->project->ground, in->working_crs,
                             where, &in->ground);
    in->context.have_ground = in->ground != NULL;
    return st;
}

enum mk_status mk_inputs_context(struct mk_ctx *ctx, struct mk_inputs *in)
{
    const struct mk_project *p = in->project;
    const struct mk_seen seen = {in->seen, in->seen_udata};
    enum mk_status st = MK_OK;
    for (uint32_t i = 0; i < p->nlayers && st == MK_OK; i++)
        st = mk_features_read(ctx, &p->layers[i], in->working_crs, seen,
                              &in->context);
    if (st == MK_OK && p->nlayers)
        st = mk_context_build(ctx, &in->context);
    if (st == MK_OK && p->ground.path)
        st = mk_inputs_ground(ctx, in);
    return st;
}
