#include "run/stream.h"

#include "run/pipeline.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_ROWS 1024

// One slot of the ring has its own context and tools, so that notes are
// merged in input order and nothing is shared.
struct slot {
    struct mk_batch batch;
    struct mk_ctx *ctx;
    struct mk_worker *worker;
    struct mk_transform *to_working, *to_out;
};

struct stream {
    struct mk_ctx *ctx;
    struct mk_inputs *in;
    const struct mk_run_options *opt;
    struct mk_output *out;
    struct mk_results *res;
    struct slot *slots;
    uint32_t nslots;
    uint64_t done;
};

static enum mk_status produce(void *udata, uint32_t slot, uint64_t seq,
                              bool *more)
{
    struct stream *s = udata;
    struct slot *k = &s->slots[slot];
    const uint32_t rows = s->opt->batch_rows ? s->opt->batch_rows
                                             : DEFAULT_ROWS;
    bool not_last;
    const enum mk_status st =
        mk_parcels_read(k->ctx, s->in->parcels, rows, &k->batch, &not_last);
    k->batch.seq = seq;
    *more = k->batch.n > 0;
    return st;
}

// Coordinates as published, in a copy: the originals are still needed.
static struct mk_poly outward(struct slot *k, const struct mk_poly *g)
{
    struct mk_poly o = *g;
    o.xy = k->batch.xy;
    return o;
}

static enum mk_status format_mark(struct stream *s, struct slot *k)
{
    struct mk_batch *b = &k->batch;
    MK_GROW(b->xy, b->cap_xy, (size_t)b->geom.nvert * 2 + 2);
    memcpy(b->xy, b->geom.xy ? b->geom.xy : (double[2]){0},
           (size_t)b->geom.nvert * 2 * sizeof *b->xy);
    mk_transform_xy(k->to_out, b->xy, b->geom.nvert);
    for (uint32_t i = 0; i < b->n; i++) {
        const struct mk_poly g = mk_polyset_get(&b->geom, i);
        const struct mk_poly o = outward(k, &g);
        if (!mk_geojson_polygon(&b->out, s->out->mark_writer,
                                b->first_row + i == 0, &b->rows[i],
                                &s->in->tables, &o))
            return mk_fail(k->ctx, MK_E_CRS_RANGE,
                           s->in->project->parcels.path_given, "",
                           s->out->crs);
    }
    return MK_OK;
}

static enum mk_status work(void *udata, uint32_t slot)
{
    struct stream *s = udata;
    struct slot *k = &s->slots[slot];
    mk_transform_set(k->to_working, &k->batch.geom);
    k->batch.want_tables = s->out && s->out->gpkg;
    mk_worker_assess(k->worker, &k->batch);
    return s->out ? format_mark(s, k) : MK_OK;
}

static enum mk_status commit(void *udata, uint32_t slot)
{
    struct stream *s = udata;
    struct slot *k = &s->slots[slot];
    mk_notes_merge(s->ctx, k->ctx);
    mk_results_take(s->res, &k->batch);
    enum mk_status st = MK_OK;
    if (s->out) {
        st = mk_out_write(s->ctx, s->out->mark, k->batch.out.data,
                          k->batch.out.len);
        if (st == MK_OK && s->out->gpkg)
            st = mk_output_gpkg(s->ctx, s->out, s->in, &k->batch);
    }
    s->done += k->batch.n;
    if (s->opt->progress)
        s->opt->progress(s->opt->progress_udata, s->done,
                         mk_source_count(s->in->parcels));
    return st;
}

static void failed(void *udata, uint32_t slot, enum mk_status st)
{
    struct stream *s = udata;
    if (*mk_ctx_error(s->slots[slot].ctx))
        (void)mk_ctx_take_error(s->ctx, s->slots[slot].ctx, st);
}

static enum mk_status slot_init(struct stream *s, struct slot *k)
{
    k->ctx = mk_ctx_new(mk_ctx_lang(s->ctx));
    k->worker = mk_worker_new(k->ctx, &s->in->assess);
    const char *from = mk_source_crs(s->in->parcels);
    enum mk_status st = mk_transform_new(k->ctx, from, s->in->working_crs,
                                         &k->to_working);
    if (st == MK_OK && s->out)
        st = mk_transform_new(k->ctx, s->in->working_crs, s->out->crs,
                              &k->to_out);
    return st == MK_OK ? st : mk_ctx_take_error(s->ctx, k->ctx, st);
}

static void slot_release(struct slot *k)
{
    mk_transform_free(k->to_working);
    mk_transform_free(k->to_out);
    mk_worker_free(k->worker);
    mk_batch_release(&k->batch);
    mk_ctx_free(k->ctx);
}

enum mk_status mk_stream_run(struct mk_ctx *ctx, struct mk_inputs *in,
                             const struct mk_run_options *opt,
                             unsigned threads, struct mk_output *out,
                             struct mk_results *res)
{
    struct stream s = {.ctx = ctx, .in = in, .opt = opt, .out = out,
                       .res = res};
    s.nslots = mk_pipeline_slots(threads);
    s.slots = mk_zalloc(s.nslots, sizeof *s.slots);
    enum mk_status st = MK_OK;
    for (uint32_t i = 0; i < s.nslots && st == MK_OK; i++)
        st = slot_init(&s, &s.slots[i]);
    const struct mk_pipeline p = {threads, &s, produce, work, commit, failed};
    if (st == MK_OK)
        st = mk_pipeline_run(&p);
    for (uint32_t i = 0; i < s.nslots; i++)
        slot_release(&s.slots[i]);
    free(s.slots);
    return st;
}
