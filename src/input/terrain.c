#include "input/terrain.h"

#include "base/crs.h"
#include "input/source.h"

#include <gdal_frmts.h>

#include <math.h>
#include <pthread.h>
#include <string.h>

#define MOST_CELLS (64u * 1000 * 1000) // 256 MB of levels
#define LEAST_CELL_M 0.01 // finer is a wrong unit or a wrong placing
#define LATTICE_M 1000.0
#define MOST_NODES 2000                // along a side of the lattice
#define AROUND 2                       // cells read beside what is asked

struct raster {
    const struct mk_input *in;
    GDALDatasetH ds;
    GDALRasterBandH band;
    double at[6];  // GDAL's geotransform
    const char *crs;
    struct mk_arena text;
    struct mk_buf error;
};

// What is to be read of it, in cells.
struct window {
    int c, r, nc, nr;
};

static void register_geotiff(void)
{
    GDALRegister_GTiff();
}

static enum mk_status not_read(struct mk_ctx *ctx, struct raster *r,
                               const char *why)
{
    return mk_fail(ctx, MK_E_GROUND_FORMAT, r->in->path_given, why);
}

static enum mk_status open_raster(struct mk_ctx *ctx, struct raster *r)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static const char *const drivers[] = {"GTiff", NULL};
    const bool sv = mk_ctx_lang(ctx) == MK_SV;
    pthread_once(&once, register_geotiff);
    const enum mk_status st =
        mk_path_check(ctx, r->in->path, r->in->path_given);
    if (st != MK_OK)
        return st;
    r->ds = GDALOpenEx(r->in->path, GDAL_OF_RASTER | GDAL_OF_READONLY, drivers,
                       NULL, NULL);
    if (!r->ds)
        return not_read(ctx, r, r->error.len ? mk_buf_text(&r->error)
                                : sv ? "ett annat format" : "another format");
    if (GDALGetRasterCount(r->ds) != 1)
        return not_read(ctx, r, sv ? "filen har flera band"
                                   : "the file has several bands");
    r->band = GDALGetRasterBand(r->ds, 1);
    if (GDALGetGeoTransform(r->ds, r->at) != CE_None)
        return not_read(ctx, r, sv ? "filen säger inte var den ligger"
                                   : "the file does not say where it lies");
    if (r->at[2] != 0 || r->at[4] != 0 || !(r->at[1] > 0) || !(r->at[5] < 0))
        return mk_fail(ctx, MK_E_GROUND_PLACE, r->in->path_given);
    return MK_OK;
}

static enum mk_status find_crs(struct mk_ctx *ctx, struct raster *r)
{
    r->crs = r->in->crs ? r->in->crs
                        : mk_source_srs(GDALGetSpatialRef(r->ds), &r->text);
    if (!r->crs)
        return mk_fail(ctx, MK_E_NO_CRS, r->in->role, r->in->path_given);
    r->crs = mk_crs_horizontal(ctx, r->crs, &r->text);
    if (mk_crs_require_metres(ctx, r->crs) != MK_OK)
        return mk_fail(ctx, MK_E_GROUND_CRS, r->in->path_given, r->crs);
    return MK_OK;
}

// ---- which part -------------------------------------------------------------

static struct mk_box raster_box(const struct raster *r)
{
    return (struct mk_box){
        r->at[0], r->at[3] + r->at[5] * GDALGetRasterYSize(r->ds),
        r->at[0] + r->at[1] * GDALGetRasterXSize(r->ds), r->at[3]};
}

// The box around a box's sides when they are moved to another system; a point
// each tenth of a side, for a straight side may become bent.
static enum mk_status move_box(struct mk_ctx *ctx, const char *from,
                               const char *to, struct mk_box b,
                               struct mk_box *out)
{
    struct mk_transform *t;
    const enum mk_status st = mk_transform_new(ctx, from, to, &t);
    *out = mk_box_empty();
    if (st != MK_OK)
        return st;
    for (int i = 0; i <= 10; i++) {
        const double x = b.xmin + (b.xmax - b.xmin) * i / 10;
        const double y = b.ymin + (b.ymax - b.ymin) * i / 10;
        double xy[8] = {x, b.ymin, x, b.ymax, b.xmin, y, b.xmax, y};
        mk_transform_xy(t, xy, 4);
        for (int k = 0; k < 4; k++)
            *out = mk_box_join(*out, (struct mk_box){xy[2 * k], xy[2 * k + 1],
                                                     xy[2 * k], xy[2 * k + 1]});
    }
    mk_transform_free(t);
    return MK_OK;
}

static int clamp(double v, int most)
{
    return v < 0 ? 0 : v > most ? most : (int)v;
}

// Cells over a box of the raster's system, and some beside them.
static struct window window_over(const struct raster *r, struct mk_box b)
{
    const int nx = GDALGetRasterXSize(r->ds), ny = GDALGetRasterYSize(r->ds);
    const int c0 =
        clamp(floor((b.xmin - r->at[0]) / r->at[1]) - AROUND, nx);
    const int c1 = clamp(ceil((b.xmax - r->at[0]) / r->at[1]) + AROUND, nx);
    const int r0 =
        clamp(floor((b.ymax - r->at[3]) / r->at[5]) - AROUND, ny);
    const int r1 = clamp(ceil((b.ymin - r->at[3]) / r->at[5]) + AROUND, ny);
    return (struct window){c0, r0, c1 - c0, r1 - r0};
}

// Only of cells that are to be used: what lies elsewhere is told as that.
static enum mk_status require_coarse(struct mk_ctx *ctx,
                                     const struct raster *r)
{
    return fmin(r->at[1], -r->at[5]) < LEAST_CELL_M
               ? mk_fail(ctx, MK_E_GROUND_FINE, r->in->path_given)
               : MK_OK;
}

static enum mk_status choose_window(struct mk_ctx *ctx, struct raster *r,
                                    const char *working_crs,
                                    struct mk_box where, struct window *out)
{
    struct mk_box b;
    *out = (struct window){0};
    if (mk_box_is_empty(where))
        return MK_OK;
    const enum mk_status st = move_box(ctx, working_crs, r->crs, where, &b);
    if (st != MK_OK || !mk_box_meets(b, raster_box(r)))
        return st;
    const int nx = GDALGetRasterXSize(r->ds), ny = GDALGetRasterYSize(r->ds);
    *out = (struct window){0, 0, nx, ny};
    if ((double)nx * ny <= MOST_CELLS)
        return require_coarse(ctx, r);
    *out = window_over(r, b);
    const double cells = (double)out->nc * out->nr;
    if (cells <= MOST_CELLS)
        return require_coarse(ctx, r);
    char n[24], most[24];
    snprintf(n, sizeof n, "%.0f", ceil(cells / 1e6));
    snprintf(most, sizeof most, "%u", MOST_CELLS / 1000000);
    return mk_fail(ctx, MK_E_GROUND_LARGE, r->in->path_given, n, most);
}

// ---- levels -----------------------------------------------------------------

// Stored values to metres; what stands for "no value" becomes NAN.
static void clean(const struct raster *r, float *z, size_t n)
{
    int has_none, has_scale, has_offset;
    const double none = GDALGetRasterNoDataValue(r->band, &has_none);
    const double scale = GDALGetRasterScale(r->band, &has_scale);
    const double offset = GDALGetRasterOffset(r->band, &has_offset);
    for (size_t i = 0; i < n; i++) {
        if ((has_none && z[i] == (float)none) || !isfinite(z[i]))
            z[i] = NAN;
        else
            z[i] = (float)(z[i] * (has_scale ? scale : 1) +
                           (has_offset ? offset : 0));
    }
}

static enum mk_status read_levels(struct mk_ctx *ctx, struct raster *r,
                                  struct window w, struct mk_ground *g)
{
    g->nx = (uint32_t)w.nc;
    g->ny = (uint32_t)w.nr;
    g->dx = r->at[1];
    g->dy = -r->at[5];
    g->x0 = r->at[0] + (w.c + 0.5) * g->dx;
    g->y0 = r->at[3] - (w.r + 0.5) * g->dy;
    g->z = mk_alloc((size_t)w.nc * (size_t)w.nr * sizeof *g->z);
    if (GDALRasterIO(r->band, GF_Read, w.c, w.r, w.nc, w.nr, g->z, w.nc, w.nr,
                     GDT_Float32, 0, 0) != CE_None)
        return mk_fail(ctx, MK_E_GROUND_READ, r->in->path_given,
                       r->error.len ? mk_buf_text(&r->error) : "GDAL");
    clean(r, g->z, (size_t)w.nc * (size_t)w.nr);
    return MK_OK;
}

// ---- from the working CRS ---------------------------------------------------

// Nodes over what was read, and one step around; further apart where a raster
// is so large that they would be too many.
static enum mk_status make_lattice(struct mk_ctx *ctx, const struct raster *r,
                                   const char *working_crs,
                                   struct mk_ground *g)
{
    const struct mk_box mine = {g->x0, g->y0 - g->dy * g->ny,
                                g->x0 + g->dx * g->nx, g->y0};
    struct mk_box b;
    struct mk_transform *t;
    if (strcmp(r->crs, working_crs) == 0)
        return MK_OK;
    enum mk_status st = move_box(ctx, r->crs, working_crs, mine, &b);
    if (st == MK_OK)
        st = mk_transform_new(ctx, working_crs, r->crs, &t);
    if (st != MK_OK)
        return st;
    const double side = fmax(b.xmax - b.xmin, b.ymax - b.ymin);
    g->lattice.step = fmax(LATTICE_M, side / MOST_NODES);
    g->lattice.x0 = b.xmin - g->lattice.step;
    g->lattice.y0 = b.ymin - g->lattice.step;
    g->lattice.nx = (uint32_t)((b.xmax - b.xmin) / g->lattice.step) + 4;
    g->lattice.ny = (uint32_t)((b.ymax - b.ymin) / g->lattice.step) + 4;
    const size_t n = (size_t)g->lattice.nx * g->lattice.ny;
    g->lattice.xy = mk_alloc(n * 2 * sizeof(double));
    double *to = g->lattice.xy;
    for (uint32_t i = 0; i < g->lattice.ny; i++) {
        for (uint32_t k = 0; k < g->lattice.nx; k++) {
            *to++ = g->lattice.x0 + k * g->lattice.step;
            *to++ = g->lattice.y0 + i * g->lattice.step;
        }
    }
    mk_transform_xy(t, g->lattice.xy, n);
    mk_transform_free(t);
    return MK_OK;
}

static enum mk_status read_raster(struct mk_ctx *ctx, struct raster *r,
                                  const char *working_crs, struct mk_box where,
                                  struct mk_ground **out)
{
    struct window w;
    enum mk_status st = open_raster(ctx, r);
    if (st == MK_OK)
        st = find_crs(ctx, r);
    if (st == MK_OK)
        st = choose_window(ctx, r, working_crs, where, &w);
    if (st != MK_OK)
        return st;
    if (w.nc < 1 || w.nr < 1) {
        mk_note(ctx, MK_N_GROUND_OUTSIDE, r->in->path_given, "");
        return MK_OK;
    }
    struct mk_ground *g = mk_zalloc(1, sizeof *g);
    st = read_levels(ctx, r, w, g);
    if (st == MK_OK)
        st = make_lattice(ctx, r, working_crs, g);
    if (st == MK_OK)
        *out = g;
    else
        mk_ground_free(g);
    return st;
}

enum mk_status mk_terrain_read(struct mk_ctx *ctx, const struct mk_input *in,
                               const char *working_crs, struct mk_box where,
                               struct mk_ground **out)
{
    struct raster r = {.in = in};
    *out = NULL;
    CPLPushErrorHandlerEx(mk_source_quiet, &r.error);
    const enum mk_status st = read_raster(ctx, &r, working_crs, where, out);
    if (r.ds)
        GDALClose(r.ds);
    CPLPopErrorHandler();
    mk_buf_release(&r.error);
    mk_arena_release(&r.text);
    return mk_within(ctx, st, in->role);
}
