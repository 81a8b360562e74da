// Layers of a file by a pattern: NVDB comes as NVDB_DK_O_24_FunkVagklass.
#include "input/features.h"
#include "input/source.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum mk_status nothing_fits(struct mk_ctx *ctx,
                                   const struct mk_input *in, GDALDatasetH ds)
{
    struct mk_buf all = {0};
    for (int i = 0; i < GDALDatasetGetLayerCount(ds); i++)
        mk_buf_printf(&all, "%s%s", i ? ", " : "",
                      OGR_L_GetName(GDALDatasetGetLayer(ds, i)));
    const enum mk_status st =
        mk_fail(ctx, MK_E_LAYER_MISSING, in->layer, in->path_given,
                mk_buf_text(&all));
    mk_buf_release(&all);
    return mk_within(ctx, st, in->role);
}

static enum mk_status names_of(struct mk_ctx *ctx, const struct mk_input *in,
                               GDALDatasetH ds, struct mk_arena *arena,
                               const char ***names, uint32_t *n)
{
    const int count = GDALDatasetGetLayerCount(ds);
    char pattern[256], name[256];
    mk_text_fold(in->layer, pattern, sizeof pattern);
    *names = mk_arena_alloc(arena, ((size_t)count + 1) * sizeof **names);
    *n = 0;
    for (int i = 0; i < count; i++) {
        const char *as_is = OGR_L_GetName(GDALDatasetGetLayer(ds, i));
        mk_text_fold(as_is, name, sizeof name);
        if (mk_text_fits(name, pattern))
            (*names)[(*n)++] = mk_arena_str(arena, as_is);
    }
    if (!*n)
        return nothing_fits(ctx, in, ds);
    qsort(*names, *n, sizeof **names, by_name);
    return MK_OK;
}

enum mk_status mk_layer_names(struct mk_ctx *ctx, const struct mk_input *in,
                              struct mk_arena *arena, const char ***names,
                              uint32_t *n)
{
    if (!in->layer || !strchr(in->layer, '*')) {
        *names = mk_arena_alloc(arena, sizeof **names);
        (*names)[0] = in->layer;
        *n = 1;
        return MK_OK;
    }
    enum mk_status st = mk_path_check(ctx, in->path, in->path_given);
    if (st != MK_OK)
        return mk_within(ctx, st, in->role);
    struct mk_buf error = {0};
    mk_drivers_register();
    CPLPushErrorHandlerEx(mk_source_quiet, &error);
    GDALDatasetH ds = mk_source_gdal_open(in->path, NULL);
    CPLPopErrorHandler();
    if (ds)
        st = names_of(ctx, in, ds, arena, names, n);
    else
        st = mk_within(ctx, mk_fail(ctx, MK_E_FILE_OPEN, in->path_given,
                                    error.len ? mk_buf_text(&error)
                                              : MK_VECTOR_FORMATS), in->role);
    if (ds)
        GDALClose(ds);
    mk_buf_release(&error);
    return st;
}
