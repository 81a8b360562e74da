/** @file
 * Make the benchmark's inputs: parcels, detaljplaner with use areas, streets,
 * people and a GTFS feed, as large as a municipality (S), a region (M) or
 * Sweden (L).
 *
 *     bench_data S|M|L FOLDER      everything
 *     bench_data S|M|L|U FOLDER tidtabell   the feed alone
 *
 * U is a feed of two million stop times of which only the first and the last
 * of a trip have a time.
 *
 * Land is two kinds of jittered grid, so that neighbours share their borders
 * vertex by vertex as a cadastre does: towns (small plots, one grid a town,
 * turned) and the countryside around them. Plans tile the towns; the use
 * areas of one plan are a grid of their own, never aligned with the plots.
 *
 * The same size gives the same data: every choice is a hash of what it is
 * about, never of the order in which things are made. docs/bench.md states
 * the densities and where they come from.
 */
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct size {
    const char *name;
    double x0, y0, width, height; // metres, EPSG:3006
    int parcels, plans, uses, stops, stop_times;
    int streets;
    double villages; // share of the countryside's squares where people live
    bool untimed;    // between the first and the last stop of a trip
};

static const struct size sizes[] = {
    {"S", 320000, 6400000, 16000, 16000, 21222, 393, 16407, 400, 40000,
     23785, 0.25, false},
    {"M", 300000, 6350000, 150000, 160000, 328861, 5983, 249891, 6000, 800000,
     360470, 0.12, false},
    {"L", 270000, 6150000, 500000, 900000, 3842062, 69774, 2917796, 60000,
     8000000, 2866081, 0.04, false},
    {"U", 300000, 6350000, 150000, 160000, 328861, 5983, 249891, 6000, 2000000,
     360470, 0.12, true},
};

#define USE_PITCH_M 36.0   // side of a use area
#define PLOT_PITCH_M 43.4  // side of a plot in a town
#define PLAN_SIDE 7        // a plan's grid is 7 x 7 places for use areas
#define LOT_M (PLAN_SIDE * USE_PITCH_M + 0.7 * USE_PITCH_M)
#define LOTS_A_TOWN 66     // a town of some 2 x 2.4 km
#define TURN_MAX 0.75      // radians; streets seldom run due north
#define KOMMUN_M 24000.0   // side of a municipality
#define PLOT_MIDS 2.65     // vertices between corners, mean an edge
#define USE_MIDS 1.5
#define MIDS_MAX 14        // 4 edges and 4 corners stay under 64 vertices
#define RING_MAX (4 * (MIDS_MAX + 1) + 1)

static void stop(const char *what)
{
    fprintf(stderr, "bench_data: %s\n", what);
    exit(1);
}

static void *must_alloc(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size);
    if (!p)
        stop("out of memory");
    return p;
}

struct path {
    char text[4096];
};

static struct path path_in(const char *folder, const char *name)
{
    struct path p;
    const int n = snprintf(p.text, sizeof p.text, "%s/%s", folder, name);
    if (n < 0 || (size_t)n >= sizeof p.text)
        stop("the folder's name is too long");
    return p;
}

// --- chance ---------------------------------------------------------------

// splitmix64's finaliser: neighbouring keys give unrelated numbers.
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static uint64_t hash(uint64_t seed, int64_t a, int64_t b, int64_t c)
{
    return mix(mix(mix(mix(seed) ^ (uint64_t)a) ^ (uint64_t)b) ^ (uint64_t)c);
}

static double unit(uint64_t h) // 0 <= u < 1
{
    return (double)(h >> 11) * 0x1p-53;
}

static double spread(uint64_t h) // -1 .. 1
{
    return 2 * unit(h) - 1;
}

// --- grids ----------------------------------------------------------------

struct grid {
    uint64_t seed;
    double x0, y0, cosine, sine;
    double pitch;
    double mids; // mean number of vertices between two corners
};

struct ring {
    int n;
    double x[RING_MAX], y[RING_MAX];
};

static double mm(double v) // a cadastre stores millimetres
{
    return round(v * 1000) / 1000;
}

static void grid_place(const struct grid *g, double u, double v, double *x,
                       double *y)
{
    *x = g->x0 + u * g->cosine - v * g->sine;
    *y = g->y0 + u * g->sine + v * g->cosine;
}

static void grid_corner(const struct grid *g, int i, int j, double *u,
                        double *v)
{
    *u = (i + 0.15 * spread(hash(g->seed, i, j, 1))) * g->pitch;
    *v = (j + 0.15 * spread(hash(g->seed, i, j, 2))) * g->pitch;
}

static void ring_add(struct ring *r, const struct grid *g, double u, double v)
{
    double x, y;
    grid_place(g, u, v, &x, &y);
    r->x[r->n] = mm(x);
    r->y[r->n++] = mm(y);
}

// The edge from corner (i, j) to the east (dir 0) or the north (dir 1), its
// first end but not its last; `back` walks it the other way. Vertices between
// the corners follow the chord in order and bend off it least near its ends,
// so edges that meet in a corner never cross.
static void ring_add_edge(struct ring *r, const struct grid *g, int i, int j,
                          int dir, bool back)
{
    double u0, v0, u1, v1;
    grid_corner(g, i, j, &u0, &v0);
    grid_corner(g, i + !dir, j + dir, &u1, &v1);
    const uint64_t h = hash(g->seed, i, j, 3 + dir);
    int mids = (int)(log(1 - unit(h)) / log(g->mids / (1 + g->mids)));
    if (mids > MIDS_MAX)
        mids = MIDS_MAX;
    for (int k = 0; k <= mids; k++) {
        const int at = back ? mids + 1 - k : k;
        const double t = at / (mids + 1.0);
        const double off =
            0.24 * t * (1 - t) * spread(mix(h + (uint64_t)at));
        ring_add(r, g, u0 + t * (u1 - u0) - off * (v1 - v0),
                 v0 + t * (v1 - v0) + off * (u1 - u0));
    }
}

static void ring_close(struct ring *r)
{
    r->x[r->n] = r->x[0];
    r->y[r->n++] = r->y[0];
}

static void cell_ring(const struct grid *g, int i, int j, struct ring *r)
{
    r->n = 0;
    ring_add_edge(r, g, i, j, 0, false);
    ring_add_edge(r, g, i + 1, j, 1, false);
    ring_add_edge(r, g, i, j + 1, 0, true);
    ring_add_edge(r, g, i, j, 1, true);
    ring_close(r);
}

// The corners in an order that crosses itself.
static void cell_bow_tie(const struct grid *g, int i, int j, struct ring *r)
{
    static const int step[4][2] = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
    r->n = 0;
    for (int k = 0; k < 4; k++) {
        double u, v;
        grid_corner(g, i + step[k][0], j + step[k][1], &u, &v);
        ring_add(r, g, u, v);
    }
    ring_close(r);
}

static void cell_hole(const struct grid *g, int i, int j, struct ring *r)
{
    static const double step[4][2] = {{.4, .4}, {.4, .6}, {.6, .6}, {.6, .4}};
    r->n = 0;
    for (int k = 0; k < 4; k++)
        ring_add(r, g, (i + step[k][0]) * g->pitch,
                 (j + step[k][1]) * g->pitch);
    ring_close(r);
}

static double ring_area(const struct ring *r)
{
    double sum = 0;
    for (int k = 0; k + 1 < r->n; k++)
        sum += (r->x[k] - r->x[0]) * (r->y[k + 1] - r->y[0]) -
               (r->x[k + 1] - r->x[0]) * (r->y[k] - r->y[0]);
    return fabs(sum) / 2;
}

// --- towns ----------------------------------------------------------------

struct town {
    struct grid plots;
    int lots, lots_wide, lots_high;
    double cx, cy, reach; // centre and half the diagonal
};

struct world {
    const struct size *size;
    struct town *towns;
    int ntowns;
    struct grid country;
};

static void lay_out_towns(struct world *w)
{
    const struct size *s = w->size;
    w->ntowns = (s->plans + LOTS_A_TOWN - 1) / LOTS_A_TOWN;
    w->towns = must_alloc((size_t)w->ntowns, sizeof *w->towns);
    int wide = (int)ceil(sqrt(w->ntowns * s->width / s->height));
    const int high = (w->ntowns + wide - 1) / wide;
    const double dx = s->width / wide, dy = s->height / high;
    for (int t = 0; t < w->ntowns; t++) {
        struct town *town = &w->towns[t];
        town->lots = (int)((int64_t)(t + 1) * s->plans / w->ntowns -
                           (int64_t)t * s->plans / w->ntowns);
        town->lots_wide = (int)ceil(sqrt(town->lots));
        town->lots_high =
            (town->lots + town->lots_wide - 1) / town->lots_wide;
        const double a = town->lots_wide * LOT_M / 2;
        const double b = town->lots_high * LOT_M / 2;
        town->reach = hypot(a, b);
        const double slack_x = fmax(0, dx / 2 - town->reach);
        const double slack_y = fmax(0, dy / 2 - town->reach);
        town->cx = s->x0 + (t % wide + 0.5) * dx +
                   slack_x * spread(hash(11, t, 0, 0));
        town->cy = s->y0 + (t / wide + 0.5) * dy +
                   slack_y * spread(hash(12, t, 0, 0));
        const double turn = TURN_MAX * spread(hash(13, t, 0, 0));
        struct grid *g = &town->plots;
        *g = (struct grid){.seed = hash(14, t, 0, 0),
                           .cosine = cos(turn),
                           .sine = sin(turn),
                           .pitch = PLOT_PITCH_M,
                           .mids = PLOT_MIDS};
        g->x0 = town->cx - a * g->cosine + b * g->sine;
        g->y0 = town->cy - a * g->sine - b * g->cosine;
    }
}

static const struct town *town_at(const struct world *w, double x, double y,
                                  double margin)
{
    for (int t = 0; t < w->ntowns; t++) {
        const struct town *town = &w->towns[t];
        if (fabs(x - town->cx) > town->reach + margin ||
            fabs(y - town->cy) > town->reach + margin)
            continue;
        const struct grid *g = &town->plots;
        const double dx = x - town->cx, dy = y - town->cy;
        const double u = dx * g->cosine + dy * g->sine;
        const double v = dy * g->cosine - dx * g->sine;
        if (fabs(u) < town->lots_wide * LOT_M / 2 + margin &&
            fabs(v) < town->lots_high * LOT_M / 2 + margin)
            return town;
    }
    return NULL;
}

static bool near_town(const struct world *w, double x, double y, double margin)
{
    return town_at(w, x, y, margin) != NULL;
}

// --- parcels --------------------------------------------------------------

struct parcel {
    const struct grid *grid;
    int i, j, i2; // i2: a second skifte two cells to the east, or -1
    int kommun;
    uint64_t order;
};

struct parcels {
    struct parcel *v;
    int n, cap;
};

static int kommun_at(const struct world *w, const struct grid *g, int i, int j)
{
    const struct size *s = w->size;
    double x, y;
    grid_place(g, (i + 0.5) * g->pitch, (j + 0.5) * g->pitch, &x, &y);
    const int wide = (int)ceil(s->width / KOMMUN_M);
    return (int)((y - s->y0) / KOMMUN_M) * wide +
           (int)((x - s->x0) / KOMMUN_M);
}

static void parcels_add_row(struct parcels *p, const struct world *w,
                            const struct grid *g, int j, int n,
                            const bool *free_cell)
{
    bool *taken = must_alloc((size_t)n, sizeof *taken);
    for (int i = 0; i < n; i++) {
        if (taken[i] || !free_cell[i])
            continue;
        const uint64_t h = hash(g->seed, i, j, 6);
        const bool two = unit(h) < 0.031 && i + 2 < n && !taken[i + 2] &&
                         free_cell[i + 2];
        if (two)
            taken[i + 2] = true;
        if (p->n == p->cap) {
            p->cap += p->cap / 2 + 4096;
            p->v = realloc(p->v, (size_t)p->cap * sizeof *p->v);
            if (!p->v)
                stop("out of memory");
        }
        p->v[p->n++] = (struct parcel){.grid = g,
                                       .i = i,
                                       .j = j,
                                       .i2 = two ? i + 2 : -1,
                                       .kommun = kommun_at(w, g, i, j),
                                       .order = mix(h)};
    }
    free(taken);
}

static void add_town_plots(struct parcels *p, const struct world *w)
{
    for (int t = 0; t < w->ntowns; t++) {
        const struct town *town = &w->towns[t];
        const int wide = (int)(town->lots_wide * LOT_M / PLOT_PITCH_M);
        const int high = (int)(town->lots_high * LOT_M / PLOT_PITCH_M);
        bool *all = must_alloc((size_t)wide, sizeof *all);
        memset(all, true, (size_t)wide);
        for (int j = 0; j < high; j++)
            parcels_add_row(p, w, &town->plots, j, wide, all);
        free(all);
    }
}

// Countryside cells outside the towns, at a pitch that gives a few more than
// `wanted`; what is too much is left out evenly.
static void add_country(struct parcels *p, struct world *w, int wanted)
{
    const struct size *s = w->size;
    double land = s->width * s->height;
    for (int t = 0; t < w->ntowns; t++)
        land -= w->towns[t].lots_wide * LOT_M * w->towns[t].lots_high * LOT_M;
    const int before = p->n;
    struct grid *g = &w->country;
    for (double pitch = sqrt(land / wanted);; pitch *= 0.98) {
        *g = (struct grid){.seed = 21,
                           .x0 = s->x0 + pitch / 4,
                           .y0 = s->y0 + pitch / 4,
                           .cosine = 1,
                           .pitch = pitch,
                           .mids = PLOT_MIDS};
        const int wide = (int)((s->width - pitch / 2) / pitch);
        const int high = (int)((s->height - pitch / 2) / pitch);
        bool *open = must_alloc((size_t)wide, sizeof *open);
        p->n = before;
        for (int j = 0; j < high; j++) {
            for (int i = 0; i < wide; i++)
                open[i] = !near_town(w, g->x0 + (i + 0.5) * pitch,
                                     g->y0 + (j + 0.5) * pitch, pitch / 2);
            parcels_add_row(p, w, g, j, wide, open);
        }
        free(open);
        if (p->n - before >= wanted)
            break;
    }
    const int found = p->n - before;
    int kept = before;
    for (int k = 0; k < found; k++)
        if ((int64_t)(k + 1) * wanted / found > (int64_t)k * wanted / found)
            p->v[kept++] = p->v[before + k];
    p->n = kept;
}

static int by_kommun(const void *a, const void *b)
{
    const struct parcel *p = a, *q = b;
    if (p->kommun != q->kommun)
        return p->kommun < q->kommun ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

static OGRGeometryH polygon_of(const struct ring *outer,
                               const struct ring *hole)
{
    OGRGeometryH poly = OGR_G_CreateGeometry(wkbPolygon);
    const struct ring *rings[2] = {outer, hole};
    for (int k = 0; k < 2 && rings[k]; k++) {
        OGRGeometryH line = OGR_G_CreateGeometry(wkbLinearRing);
        OGR_G_SetPoints(line, rings[k]->n, rings[k]->x, sizeof(double),
                        rings[k]->y, sizeof(double), NULL, 0);
        OGR_G_AddGeometryDirectly(poly, line);
    }
    return poly;
}

struct tally {
    int64_t vertices;
    int low, high, multi, holed, crossed;
};

static OGRGeometryH parcel_geometry(const struct parcel *p, double *area,
                                    struct tally *t)
{
    OGRGeometryH multi = OGR_G_CreateGeometry(wkbMultiPolygon);
    const double luck = unit(hash(p->grid->seed, p->i, p->j, 7));
    const bool crossed = luck < 0.003 && p->i2 < 0;
    const bool holed = luck >= 0.003 && luck < 0.008;
    struct ring r, hole;
    if (crossed)
        cell_bow_tie(p->grid, p->i, p->j, &r);
    else
        cell_ring(p->grid, p->i, p->j, &r);
    *area = ring_area(&r);
    int n = r.n;
    if (holed) {
        cell_hole(p->grid, p->i, p->j, &hole);
        *area -= ring_area(&hole);
        n += hole.n;
    }
    OGR_G_AddGeometryDirectly(multi, polygon_of(&r, holed ? &hole : NULL));
    if (p->i2 >= 0) {
        cell_ring(p->grid, p->i2, p->j, &r);
        *area += ring_area(&r);
        n += r.n;
        OGR_G_AddGeometryDirectly(multi, polygon_of(&r, NULL));
    }
    t->vertices += n;
    t->low = t->low && t->low < n ? t->low : n;
    t->high = t->high > n ? t->high : n;
    t->multi += p->i2 >= 0;
    t->holed += holed;
    t->crossed += crossed;
    return multi;
}

// --- layers ---------------------------------------------------------------

static OGRSpatialReferenceH srs_new(int epsg)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    if (OSRImportFromEPSG(srs, epsg) != OGRERR_NONE)
        stop("PROJ does not know the coordinate system");
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

static GDALDatasetH gpkg_new(const char *path)
{
    VSIUnlink(path);
    GDALDatasetH ds =
        GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown,
                   NULL);
    if (!ds || GDALDatasetStartTransaction(ds, FALSE) != OGRERR_NONE)
        stop("cannot create a GeoPackage");
    return ds;
}

static void gpkg_close(GDALDatasetH ds)
{
    if (GDALDatasetCommitTransaction(ds) != OGRERR_NONE)
        stop("cannot write a GeoPackage");
    GDALClose(ds);
}

// `fields`: name and type in turn, a NULL name at the end.
static OGRLayerH layer_new(GDALDatasetH ds, const char *name,
                           OGRwkbGeometryType type, ...)
{
    OGRSpatialReferenceH srs = srs_new(3006);
    OGRLayerH layer = GDALDatasetCreateLayer(ds, name, srs, type, NULL);
    OSRRelease(srs);
    if (!layer)
        stop("cannot create a layer");
    va_list ap;
    va_start(ap, type);
    for (const char *field; (field = va_arg(ap, const char *));) {
        OGRFieldDefnH defn =
            OGR_Fld_Create(field, (OGRFieldType)va_arg(ap, int));
        if (OGR_L_CreateField(layer, defn, 0) != OGRERR_NONE)
            stop("cannot create a field");
        OGR_Fld_Destroy(defn);
    }
    va_end(ap);
    return layer;
}

static void put(OGRLayerH layer, OGRFeatureH f, OGRGeometryH geometry)
{
    OGR_F_SetGeometryDirectly(f, geometry);
    if (OGR_L_CreateFeature(layer, f) != OGRERR_NONE)
        stop("cannot write a feature");
    OGR_F_Destroy(f);
}

static void write_parcels(struct world *w, const char *folder)
{
    static const char *const trakt[] = {
        "ALBY",   "BJÖRKÅS", "EKEBY",   "FÅGELVIK", "GRANHULT", "HALLSÅS",
        "KÄRRA",  "LÖVÅSEN", "MOSSBY",  "NÄSET",    "RÅGÅRDEN", "SÖRBY",
        "TORSÅS", "VÄSTRA",  "ÅKERVIK", "ÄLGHULT",  "ÖRNÄS",    "ÖSTANÅ"};
    struct parcels p = {0};
    add_town_plots(&p, w);
    if (p.n >= w->size->parcels)
        stop("the towns alone have more plots than there are parcels");
    add_country(&p, w, w->size->parcels - p.n);
    // A file from a land register is in the order of its keys, not of place.
    qsort(p.v, (size_t)p.n, sizeof *p.v, by_kommun);

    GDALDatasetH ds = gpkg_new(path_in(folder, "fastigheter.gpkg").text);
    OGRLayerH layer = layer_new(ds, "fastigheter", wkbMultiPolygon,
                                "fastighet", OFTString, "kommun", OFTString,
                                "area", OFTReal, NULL);
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    const int ntrakt = (int)(sizeof trakt / sizeof *trakt);
    struct tally t = {0};
    for (int k = 0, nr = 0; k < p.n; k++, nr++) {
        if (k && p.v[k].kommun != p.v[k - 1].kommun)
            nr = 0;
        char name[80], kommun[16];
        snprintf(kommun, sizeof kommun, "%04d", 1001 + p.v[k].kommun);
        snprintf(name, sizeof name, "STAD%d %s %d:%d", p.v[k].kommun + 1,
                 trakt[nr % ntrakt], nr / ntrakt / 300 + 1,
                 nr / ntrakt % 300 + 1);
        double area;
        OGRGeometryH geometry = parcel_geometry(&p.v[k], &area, &t);
        OGRFeatureH f = OGR_F_Create(defn);
        OGR_F_SetFieldString(f, 0, name);
        OGR_F_SetFieldString(f, 1, kommun);
        OGR_F_SetFieldDouble(f, 2, round(area * 10) / 10);
        put(layer, f, geometry);
    }
    gpkg_close(ds);
    printf("parcels %d, vertices %.1f (%d-%d), multi-part %.1f %%, "
           "with a hole %.2f %%, invalid %.2f %%\n",
           p.n, (double)t.vertices / p.n, t.low, t.high, 100.0 * t.multi / p.n,
           100.0 * t.holed / p.n, 100.0 * t.crossed / p.n);
    free(p.v);
}

// --- plans ----------------------------------------------------------------

static const char *letter(uint64_t h)
{
    static const struct {
        const char *code;
        int percent;
    } mixture[] = {{"B", 37},    {"J", 7},      {"Z", 6},  {"K", 6},
                   {"H", 5},     {"C", 4},      {"GATA", 15},
                   {"NATUR", 14}, {"E", 6}};
    int at = (int)(unit(h) * 100);
    for (size_t k = 0;; k++)
        if ((at -= mixture[k].percent) < 0)
            return mixture[k].code;
}

// A plan outline: the lot, its sides bent outwards a little.
static void outline_ring(const struct grid *g, struct ring *r)
{
    static const int side[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    const double edge = PLAN_SIDE + 0.5, start = -0.25;
    double u = start, v = start;
    r->n = 0;
    for (int k = 0; k < 4; k++) {
        const int mids = (int)(4 * unit(hash(g->seed, k, 0, 8)));
        for (int m = 0; m <= mids; m++) {
            const double t = edge * m / (mids + 1.0);
            const double out =
                m ? 0.08 * unit(hash(g->seed, k, m, 9)) : 0;
            ring_add(r, g,
                     (u + side[k][0] * t + side[k][1] * out) * g->pitch,
                     (v + side[k][1] * t - side[k][0] * out) * g->pitch);
        }
        u += side[k][0] * edge;
        v += side[k][1] * edge;
    }
    ring_close(r);
}

// One plan in 33 is laid half over its neighbour: a later plan replaces part
// of an older one.
static struct grid plan_grid(const struct town *town, int lot, uint64_t seed)
{
    const bool shifted = unit(mix(seed + 1)) < 0.03;
    const double u = (lot % town->lots_wide + (shifted ? 0.5 : 0)) * LOT_M;
    const double v = lot / town->lots_wide * LOT_M;
    struct grid g = town->plots;
    g.seed = seed;
    g.pitch = USE_PITCH_M;
    g.mids = USE_MIDS;
    const double gap = 0.35 * USE_PITCH_M;
    grid_place(&town->plots, u + gap, v + gap, &g.x0, &g.y0);
    return g;
}

// How many use areas plan k has: the size's exact sum, 35 to 48 a plan.
static int uses_of_plan(const struct size *s, int k)
{
    const int even = (int)((int64_t)(k + 1) * s->uses / s->plans -
                           (int64_t)k * s->uses / s->plans);
    const int pair = k / 2 * 2;
    if (pair + 1 >= s->plans)
        return even;
    const int sway = (int)(7 * unit(hash(31, pair, 0, 0)));
    return k == pair ? even + sway : even - sway;
}

static void write_plans(const struct world *w, const char *folder)
{
    const struct size *s = w->size;
    GDALDatasetH ds = gpkg_new(path_in(folder, "planer.gpkg").text);
    OGRLayerH plans = layer_new(ds, "detaljplaner", wkbPolygon, "nr",
                                OFTString, "status", OFTString, "laga_kraft",
                                OFTString, NULL);
    OGRLayerH uses = layer_new(ds, "anvandning", wkbPolygon, "plan",
                               OFTString, "bokstav", OFTString, NULL);
    int64_t vertices = 0;
    int plan = 0, nuses = 0;
    for (int t = 0; t < w->ntowns; t++) {
        for (int lot = 0; lot < w->towns[t].lots; lot++, plan++) {
            const struct grid g =
                plan_grid(&w->towns[t], lot, hash(32, plan, 0, 0));
            char nr[32], date[48];
            snprintf(nr, sizeof nr, "DP%d", plan + 1);
            snprintf(date, sizeof date, "%d-%02d-%02d",
                     1950 + (int)(76 * unit(mix(g.seed + 2))),
                     1 + (int)(12 * unit(mix(g.seed + 3))),
                     1 + (int)(28 * unit(mix(g.seed + 4))));
            struct ring r;
            outline_ring(&g, &r);
            OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(plans));
            OGR_F_SetFieldString(f, 0, nr);
            OGR_F_SetFieldString(f, 1, "Gällande");
            OGR_F_SetFieldString(f, 2, date);
            put(plans, f, polygon_of(&r, NULL));
            int n = uses_of_plan(s, plan);
            if (n > PLAN_SIDE * PLAN_SIDE)
                stop("a plan has more use areas than places for them");
            nuses += n;
            for (int k = 0; k < n; k++) {
                const int i = k % PLAN_SIDE, j = k / PLAN_SIDE;
                cell_ring(&g, i, j, &r);
                vertices += r.n;
                f = OGR_F_Create(OGR_L_GetLayerDefn(uses));
                OGR_F_SetFieldString(f, 0, nr);
                OGR_F_SetFieldString(f, 1, letter(hash(g.seed, i, j, 10)));
                put(uses, f, polygon_of(&r, NULL));
            }
        }
    }
    gpkg_close(ds);
    printf("plans %d, use areas %d, vertices %.1f\n", plan, nuses,
           (double)vertices / nuses);
}

// --- streets --------------------------------------------------------------

#define STREET_PITCH_M (2 * PLOT_PITCH_M) // a block is two plots deep
#define STREET_MIDS 2.0
#define STREET_KEPT 0.9 // what is missing makes ways longer than the grid's

struct street_layer {
    OGRLayerH layer;
    OGRFeatureDefnH defn;
    int n;
};

static void put_street(struct street_layer *s, const struct ring *r,
                       const char *klass)
{
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
    OGR_G_SetPoints(line, r->n, r->x, sizeof(double), r->y, sizeof(double),
                    NULL, 0);
    OGRFeatureH f = OGR_F_Create(s->defn);
    OGR_F_SetFieldString(f, 0, klass);
    put(s->layer, f, line);
    s->n++;
}

// Every third street of a town is a larger one; one in ten is for feet and
// bicycles only.
static const char *town_class(const struct grid *g, int i, int j, int dir)
{
    if ((dir ? i : j) % 3 == 0)
        return "7";
    return unit(hash(g->seed, i, j, 12 + dir)) < 0.1 ? "gång- och cykelbana"
                                                     : "8";
}

static bool kept(const struct grid *g, int i, int j, int dir)
{
    return unit(hash(g->seed, i, j, 14 + dir)) < STREET_KEPT;
}

static struct grid town_streets(const struct town *t)
{
    struct grid g = t->plots;
    g.seed = mix(g.seed + 50);
    g.pitch = STREET_PITCH_M;
    g.mids = STREET_MIDS;
    return g;
}

static int blocks_wide(const struct town *t)
{
    return (int)(t->lots_wide * LOT_M / STREET_PITCH_M);
}

static int blocks_high(const struct town *t)
{
    return (int)(t->lots_high * LOT_M / STREET_PITCH_M);
}

static void put_edge(struct street_layer *s, const struct grid *g, int i,
                     int j, int dir, const char *klass)
{
    struct ring r = {0};
    double u, v;
    ring_add_edge(&r, g, i, j, dir, false);
    grid_corner(g, i + !dir, j + dir, &u, &v);
    ring_add(&r, g, u, v);
    put_street(s, &r, klass);
}

static void put_town_streets(struct street_layer *s, const struct world *w)
{
    for (int t = 0; t < w->ntowns; t++) {
        const struct grid g = town_streets(&w->towns[t]);
        const int wide = blocks_wide(&w->towns[t]);
        const int high = blocks_high(&w->towns[t]);
        for (int j = 0; j <= high; j++)
            for (int i = 0; i <= wide; i++)
                for (int dir = 0; dir < 2; dir++)
                    if ((dir ? j < high : i < wide) && kept(&g, i, j, dir))
                        put_edge(s, &g, i, j, dir,
                                 town_class(&g, i, j, dir));
    }
}

static int clamp(double v, int most)
{
    return v < 0 ? 0 : v > most ? most : (int)round(v);
}

// A road that would enter a town ends in its nearest street corner.
static void put_link(struct street_layer *s, const struct town *t, double x,
                     double y)
{
    const struct grid g = town_streets(t);
    const double dx = x - g.x0, dy = y - g.y0;
    const int i = clamp((dx * g.cosine + dy * g.sine) / g.pitch,
                        blocks_wide(t));
    const int j = clamp((dy * g.cosine - dx * g.sine) / g.pitch,
                        blocks_high(t));
    struct ring r = {.n = 1, .x = {mm(x)}, .y = {mm(y)}};
    double u, v;
    grid_corner(&g, i, j, &u, &v);
    ring_add(&r, &g, u, v);
    put_street(s, &r, "5");
}

static void put_country_edge(struct street_layer *s, const struct world *w,
                             const struct grid *g, int i, int j, int dir)
{
    double u, v, x[2], y[2];
    const struct town *t[2];
    for (int k = 0; k < 2; k++) {
        grid_corner(g, i + (k && !dir), j + (k && dir), &u, &v);
        grid_place(g, u, v, &x[k], &y[k]);
        t[k] = town_at(w, x[k], y[k], STREET_PITCH_M);
    }
    if (!t[0] && !t[1])
        put_edge(s, g, i, j, dir, (dir ? i : j) % 8 ? "6" : "5");
    else if (!t[0])
        put_link(s, t[1], x[0], y[0]);
    else if (!t[1])
        put_link(s, t[0], x[1], y[1]);
}

static void put_country_roads(struct street_layer *s, const struct world *w)
{
    const struct size *z = w->size;
    double land = z->width * z->height;
    for (int t = 0; t < w->ntowns; t++)
        land -= w->towns[t].lots_wide * LOT_M * w->towns[t].lots_high * LOT_M;
    const double pitch =
        sqrt(2 * STREET_KEPT * land / fmax(z->streets - s->n, 1));
    const struct grid g = {.seed = 51,
                           .x0 = z->x0 + pitch / 4,
                           .y0 = z->y0 + pitch / 4,
                           .cosine = 1,
                           .pitch = pitch,
                           .mids = STREET_MIDS};
    const int wide = (int)((z->width - pitch / 2) / pitch);
    const int high = (int)((z->height - pitch / 2) / pitch);
    for (int j = 0; j <= high; j++)
        for (int i = 0; i <= wide; i++)
            for (int dir = 0; dir < 2; dir++)
                if ((dir ? j < high : i < wide) && kept(&g, i, j, dir))
                    put_country_edge(s, w, &g, i, j, dir);
}

static void write_streets(const struct world *w, const char *folder)
{
    GDALDatasetH ds = gpkg_new(path_in(folder, "gator.gpkg").text);
    struct street_layer s = {.layer = layer_new(ds, "gator", wkbLineString,
                                                "KLASS", OFTString, NULL)};
    s.defn = OGR_L_GetLayerDefn(s.layer);
    put_town_streets(&s, w);
    put_country_roads(&s, w);
    gpkg_close(ds);
    printf("streets %d\n", s.n);
}

// --- people ---------------------------------------------------------------

#define SQUARE_M 250.0

// Statistics Sweden's squares: 250 m, only those where somebody lives.
static void write_people(const struct world *w, const char *folder)
{
    const struct size *s = w->size;
    GDALDatasetH ds = gpkg_new(path_in(folder, "befolkning.gpkg").text);
    OGRLayerH layer = layer_new(ds, "rutor", wkbPoint, "ruta", OFTString,
                                "antal", OFTInteger, NULL);
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    int squares = 0;
    int64_t people = 0;
    for (int j = 0; j < (int)(s->height / SQUARE_M); j++)
        for (int i = 0; i < (int)(s->width / SQUARE_M); i++) {
            const double x = s->x0 + (i + 0.5) * SQUARE_M;
            const double y = s->y0 + (j + 0.5) * SQUARE_M;
            const uint64_t h = hash(61, i, j, 0);
            const bool town = near_town(w, x, y, SQUARE_M / 2);
            if (!town && unit(h) >= s->villages)
                continue;
            const int n = town ? 20 + (int)(260 * unit(mix(h + 1)))
                               : 1 + (int)(12 * unit(mix(h + 1)));
            char name[32];
            snprintf(name, sizeof name, "%.0f%.0f", x - SQUARE_M / 2,
                     y - SQUARE_M / 2);
            OGRFeatureH f = OGR_F_Create(defn);
            OGR_F_SetFieldString(f, 0, name);
            OGR_F_SetFieldInteger(f, 1, n);
            OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
            OGR_G_SetPoint_2D(point, 0, x, y);
            put(layer, f, point);
            squares++;
            people += n;
        }
    gpkg_close(ds);
    printf("populated squares %d, people %.0f\n", squares, (double)people);
}

// --- timetable ------------------------------------------------------------

#define CALLS_A_TRIP 20
#define TRIPS_A_SERVICE 20

struct out {
    VSILFILE *f;
};

static struct out out_open(const char *zip, const char *name)
{
    struct out o = {VSIFOpenL(CPLSPrintf("/vsizip/%s/%s", zip, name), "wb")};
    if (!o.f)
        stop("cannot write the timetable");
    return o;
}

static void out_line(struct out *o, const char *fmt, ...)
{
    char line[256];
    va_list ap;
    va_start(ap, fmt);
    const int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof line ||
        VSIFWriteL(line, 1, (size_t)n, o->f) != (size_t)n)
        stop("cannot write the timetable");
}

static void out_close(struct out *o)
{
    if (VSIFCloseL(o->f) != 0)
        stop("cannot write the timetable");
}

// Stop areas k of a town: six of seven inside it, the others up to 6 km out.
static void station_place(const struct world *w, int station, double *x,
                          double *y)
{
    const struct size *s = w->size;
    const struct town *town = &w->towns[station % w->ntowns];
    const uint64_t h = hash(41, station, 0, 0);
    const double u = spread(mix(h + 1)), v = spread(mix(h + 2));
    const bool out = station / w->ntowns % 7 == 6;
    const double a = out ? 6000 : town->lots_wide * LOT_M / 2;
    const double b = out ? 6000 : town->lots_high * LOT_M / 2;
    grid_place(&(struct grid){.x0 = town->cx,
                              .y0 = town->cy,
                              .cosine = town->plots.cosine,
                              .sine = town->plots.sine},
               u * a, v * b, x, y);
    *x = fmin(fmax(*x, s->x0 + 50), s->x0 + s->width - 50);
    *y = fmin(fmax(*y, s->y0 + 50), s->y0 + s->height - 50);
}

static void write_stops(const struct world *w, const char *zip)
{
    OGRSpatialReferenceH from = srs_new(3006), to = srs_new(4326);
    OGRCoordinateTransformationH ct = OCTNewCoordinateTransformation(from, to);
    if (!ct)
        stop("cannot make a coordinate transformation");
    struct out o = out_open(zip, "stops.txt");
    out_line(&o, "stop_id,stop_name,stop_lat,stop_lon,location_type,"
                 "parent_station,platform_code\r\n");
    const int stations = w->size->stops / 2;
    for (int k = 0; k < stations; k++) {
        double x[3], y[3];
        station_place(w, k, &x[0], &y[0]);
        x[1] = x[0] + 12, y[1] = y[0] + 5;
        x[2] = x[0] - 12, y[2] = y[0] - 5;
        if (!OCTTransform(ct, 3, x, y, NULL))
            stop("cannot transform a stop");
        out_line(&o, "9021099%06d000,Hållplats %d,%.6f,%.6f,1,,\r\n", k, k + 1,
                 y[0], x[0]);
        for (int p = 1; p <= 2; p++)
            out_line(&o,
                     "9022099%06d%03d,Hållplats %d,%.6f,%.6f,0,"
                     "9021099%06d000,%c\r\n",
                     k, p, k + 1, y[p], x[p], k, 'A' + p - 1);
    }
    out_close(&o);
    OCTDestroyCoordinateTransformation(ct);
    OSRRelease(from);
    OSRRelease(to);
}

// --- lines ----------------------------------------------------------------

#define LINES_A_TOWN 8
#define TOWN_LINES 6 // the others go on to a town beside this one

struct line {
    int station[CALLS_A_TRIP];
    int minutes[CALLS_A_TRIP]; // to the next one
};

// A station and how far along a line it lies.
struct beside {
    int station;
    double off, along;
};

static int by_off(const void *pa, const void *pb)
{
    const struct beside *a = pa, *b = pb;
    if (a->off != b->off)
        return a->off < b->off ? -1 : 1;
    return a->station - b->station;
}

static int by_along(const void *pa, const void *pb)
{
    const struct beside *a = pa, *b = pb;
    if (a->along != b->along)
        return a->along < b->along ? -1 : 1;
    return a->station - b->station;
}

// `n` stations of a town beside a line through its middle, in the order the
// line passes them. One that other lines call at is put off to the side, so
// that every station has a line.
static void stations_beside(const struct world *w, int town, double angle,
                            int n, int *used, int *out)
{
    const int stations = w->size->stops / 2;
    const int here = (stations - town + w->ntowns - 1) / w->ntowns;
    if (here < n)
        stop("a town has fewer stations than a line calls at");
    struct beside *v = must_alloc((size_t)here, sizeof *v);
    for (int k = 0; k < here; k++) {
        const int station = town + k * w->ntowns;
        double x, y;
        station_place(w, station, &x, &y);
        x -= w->towns[town].cx, y -= w->towns[town].cy;
        v[k] = (struct beside){
            station, fabs(y * cos(angle) - x * sin(angle)) +
                         1000.0 * used[station],
            x * cos(angle) + y * sin(angle)};
    }
    qsort(v, (size_t)here, sizeof *v, by_off);
    qsort(v, (size_t)n, sizeof *v, by_along);
    for (int k = 0; k < n; k++) {
        out[k] = v[k].station;
        used[out[k]]++;
    }
    free(v);
}

// 27 km/h in a town, 66 km/h between towns.
static void time_line(const struct world *w, struct line *l)
{
    for (int k = 0; k + 1 < CALLS_A_TRIP; k++) {
        double ax, ay, bx, by;
        station_place(w, l->station[k], &ax, &ay);
        station_place(w, l->station[k + 1], &bx, &by);
        const double m = 1.2 * hypot(bx - ax, by - ay);
        l->minutes[k] = 1 + (int)(m / (m > 4000 ? 1100 : 450));
    }
}

// The town beside this one that line `k` goes on to, or this one itself.
static int town_beyond(const struct world *w, int town, int k)
{
    const struct size *s = w->size;
    const int wide = (int)ceil(sqrt(w->ntowns * s->width / s->height));
    if (k == TOWN_LINES && town % wide + 1 < wide && town + 1 < w->ntowns)
        return town + 1;
    return k > TOWN_LINES && town + wide < w->ntowns ? town + wide : town;
}

static struct line *lay_out_lines(const struct world *w)
{
    int *used = must_alloc((size_t)w->size->stops, sizeof *used);
    struct line *lines = must_alloc((size_t)w->ntowns * LINES_A_TOWN,
                                    sizeof *lines);
    for (int r = 0; r < w->ntowns * LINES_A_TOWN; r++) {
        const int town = r % w->ntowns;
        const int beyond = town_beyond(w, town, r / w->ntowns);
        const struct town *a = &w->towns[town], *b = &w->towns[beyond];
        const int n = beyond == town ? CALLS_A_TRIP : CALLS_A_TRIP / 2;
        const double angle =
            beyond == town ? acos(-1) * unit(hash(44, r, 0, 0))
                           : atan2(b->cy - a->cy, b->cx - a->cx);
        stations_beside(w, town, angle, n, used, lines[r].station);
        if (beyond != town)
            stations_beside(w, beyond, angle, n, used, lines[r].station + n);
        time_line(w, &lines[r]);
    }
    free(used);
    return lines;
}

// --- services -------------------------------------------------------------

// Which days a service runs, 0 = Monday. Three in four run on a Tuesday.
static bool service_runs(int service, int weekday)
{
    static const char *const weeks[] = {"1111100", "1111100", "1111000",
                                        "0000111"};
    static const char *const ends[] = {"0000010", "0000001", "0000011"};
    const char *days =
        service % 4 < 3 ? weeks[service / 4 % 3]
                        : service / 4 % 4 == 3 ? weeks[3]
                                               : ends[service / 4 % 4];
    return days[weekday] == '1';
}

static void write_services(int nservices, const char *zip)
{
    // Thursday 1 October to Saturday 12 December 2026; no calendar.txt: in
    // Swedish feeds every running day is a row of calendar_dates.txt.
    static const int length[] = {31, 30, 12};
    struct out o = out_open(zip, "calendar_dates.txt");
    out_line(&o, "service_id,date,exception_type\r\n");
    for (int s = 0; s < nservices; s++) {
        int weekday = 3;
        for (int m = 0; m < 3; m++)
            for (int d = 1; d <= length[m]; d++, weekday = (weekday + 1) % 7)
                if (service_runs(s, weekday))
                    out_line(&o, "%d,2026%02d%02d,1\r\n", s + 1, 10 + m, d);
    }
    out_close(&o);
}

// --- the feed -------------------------------------------------------------

// Two starts in three fall in the peaks of a working day.
static int start_of(int trip)
{
    const uint64_t h = hash(43, trip, 0, 0);
    const double u = unit(mix(h + 1));
    const double hour = u < 0.33   ? 6 + 3 * unit(mix(h + 2))
                        : u < 0.66 ? 15 + 3 * unit(mix(h + 2))
                                   : 5 + 19 * unit(mix(h + 2));
    return (int)(hour * 60);
}

static void write_trip(struct out *o, const struct size *s,
                       const struct line *line, int trip, int back)
{
    int at = start_of(trip);
    for (int c = 0; c < CALLS_A_TRIP; c++) {
        const int step = back ? CALLS_A_TRIP - 1 - c : c;
        char clock[32] = "";
        if (!s->untimed || c == 0 || c == CALLS_A_TRIP - 1)
            snprintf(clock, sizeof clock, "%02d:%02d:00", at / 60, at % 60);
        out_line(o, "%d,%s,%s,9022099%06d%03d,%d,0,0\r\n", trip + 1, clock,
                 clock, line->station[step], back + 1, c + 1);
        if (c + 1 < CALLS_A_TRIP)
            at += line->minutes[back ? step - 1 : step];
    }
}

// As feeds are exported: line by line, and each way on its own.
static int *trips_by_line(int ntrips, int nroutes)
{
    int *order = malloc((size_t)ntrips * sizeof *order), n = 0;
    if (!order)
        stop("out of memory");
    for (int r = 0; r < 2 * nroutes; r++)
        for (int t = r / 2 + r % 2 * nroutes; t < ntrips; t += 2 * nroutes)
            order[n++] = t;
    return order;
}

static void write_timetable(const struct world *w, const char *folder)
{
    const struct size *s = w->size;
    const struct path path = path_in(folder, "tidtabell.zip");
    const char *zip = path.text;
    VSIUnlink(zip);
    // GDAL writes one member after the other; the archive must stay open.
    VSILFILE *archive = VSIFOpenL(CPLSPrintf("/vsizip/%s", zip), "wb");
    if (!archive)
        stop("cannot write the timetable");
    const int stations = s->stops / 2, nroutes = w->ntowns * LINES_A_TOWN;
    const int ntrips = s->stop_times / CALLS_A_TRIP;
    const int nservices = (ntrips + TRIPS_A_SERVICE - 1) / TRIPS_A_SERVICE;

    struct out o = out_open(zip, "agency.txt");
    out_line(&o, "agency_id,agency_name,agency_url,agency_timezone\r\n"
                 "1,Provtrafiken,https://example.org/,Europe/Stockholm\r\n");
    out_close(&o);
    write_stops(w, zip);
    o = out_open(zip, "routes.txt");
    out_line(&o, "route_id,agency_id,route_short_name,route_type\r\n");
    for (int r = 0; r < nroutes; r++)
        out_line(&o, "%d,1,%d,700\r\n", r + 1, r / w->ntowns + 1);
    out_close(&o);
    o = out_open(zip, "trips.txt");
    out_line(&o, "route_id,service_id,trip_id,direction_id\r\n");
    int *order = trips_by_line(ntrips, nroutes);
    for (int k = 0; k < ntrips; k++) {
        const int t = order[k];
        out_line(&o, "%d,%d,%d,%d\r\n", t % nroutes + 1,
                 (int)(hash(42, t, 0, 0) % (uint64_t)nservices) + 1, t + 1,
                 t / nroutes % 2);
    }
    out_close(&o);

    o = out_open(zip, "stop_times.txt");
    out_line(&o, "trip_id,arrival_time,departure_time,stop_id,"
                 "stop_sequence,pickup_type,drop_off_type\r\n");
    struct line *lines = lay_out_lines(w);
    int64_t tuesday = 0;
    for (int k = 0; k < ntrips; k++) {
        const int t = order[k];
        write_trip(&o, s, &lines[t % nroutes], t, t / nroutes % 2);
        const int service =
            (int)(hash(42, t, 0, 0) % (uint64_t)nservices);
        tuesday += service_runs(service, 1) ? CALLS_A_TRIP : 0;
    }
    free(order);
    free(lines);
    out_close(&o);
    write_services(nservices, zip);
    VSIFCloseL(archive);
    printf("stops %d in %d stop areas, trips %d, stop_times %d, on a Tuesday "
           "%.0f %%\n",
           s->stops, stations, ntrips, ntrips * CALLS_A_TRIP,
           100.0 * (double)tuesday / (ntrips * (double)CALLS_A_TRIP));
}

// --- project --------------------------------------------------------------

static const char project_text[] =
    "# Benchmark inputs made by scripts/bench_data.c.\n"
    "markklar: 1\n"
    "referensdatum: 2026-11-01\n"
    "indata:\n"
    "  fastigheter:\n"
    "    fil: fastigheter.gpkg\n"
    "    falt:\n"
    "      fastighet: fastighet\n"
    "      kommunkod: kommun\n"
    "  detaljplaner:\n"
    "    fil: planer.gpkg\n"
    "    lager: detaljplaner\n"
    "    falt:\n"
    "      nr: nr\n"
    "      status: status\n"
    "      laga_kraft: laga_kraft\n"
    "  anvandning:\n"
    "    fil: planer.gpkg\n"
    "    lager: anvandning\n"
    "    falt:\n"
    "      plan: plan\n"
    "      bokstav: bokstav\n"
    "  tidtabeller:\n"
    "    - tidtabell.zip\n"
    "%s%s"
    "troskelvarden:\n"
    "  delomrade_min_m2: 25\n"
    "  ledig_min_m2: 1000\n"
    "  avstand_byggnad_m: 10\n"
    "%s";

static const char streets_text[] = "  gator:\n"
                                   "    fil: gator.gpkg\n"
                                   "    kalla: nvdb\n"
                                   "    falt:\n"
                                   "      klass: KLASS\n";

static const char people_text[] = "  befolkning:\n"
                                  "    fil: befolkning.gpkg\n"
                                  "    falt:\n"
                                  "      antal: antal\n";

static void write_project(const char *folder, const char *name,
                          const char *streets, const char *people,
                          const char *travel)
{
    char text[4096];
    const int n = snprintf(text, sizeof text, project_text, streets, people,
                           travel);
    VSILFILE *f = VSIFOpenL(path_in(folder, name).text, "wb");
    if (n < 0 || (size_t)n >= sizeof text || !f ||
        VSIFWriteL(text, 1, (size_t)n, f) != (size_t)n || VSIFCloseL(f) != 0)
        stop("cannot write a project file");
}

// Named places: the middles of two towns.
static void travel_text(const struct world *w, char *text, size_t room)
{
    const struct town *a = &w->towns[w->ntowns / 2], *b = &w->towns[0];
    double x[] = {a->cx, b->cx}, y[] = {a->cy, b->cy};
    OGRSpatialReferenceH from = srs_new(3006), to = srs_new(4326);
    OGRCoordinateTransformationH ct = OCTNewCoordinateTransformation(from, to);
    if (!ct || !OCTTransform(ct, 2, x, y, NULL))
        stop("cannot transform a place");
    const int n = snprintf(
        text, room,
        "restid:\n"
        "  platser:\n"
        "    - {namn: Mellanstad C, lon: %.6f, lat: %.6f}\n"
        "    - {namn: Söderstad C, lon: %.6f, lat: %.6f}\n",
        x[0], y[0], x[1], y[1]);
    if (n < 0 || (size_t)n >= room)
        stop("the places do not fit");
    OCTDestroyCoordinateTransformation(ct);
    OSRRelease(from);
    OSRRelease(to);
}

// The same job as it is, along streets, with arbetskraft, with named places.
static void write_projects(const struct world *w, const char *folder)
{
    char travel[512];
    travel_text(w, travel, sizeof travel);
    write_project(folder, "markklar.yaml", "", "", "");
    write_project(folder, "gator.yaml", streets_text, "", "");
    write_project(folder, "arbetskraft.yaml", streets_text, people_text, "");
    write_project(folder, "restid.yaml", streets_text, people_text, travel);
}

int main(int argc, char **argv)
{
    const struct size *size = NULL;
    const bool feed_alone = argc == 4 && strcmp(argv[3], "tidtabell") == 0;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        if ((argc == 3 || feed_alone) && strcmp(argv[1], sizes[k].name) == 0)
            size = &sizes[k];
    if (!size || (size->untimed && !feed_alone)) {
        fprintf(stderr, "usage: bench_data S|M|L FOLDER\n"
                        "       bench_data S|M|L|U FOLDER tidtabell\n");
        return 2;
    }
    GDALAllRegister();
    // GeoPackages carry their day of writing; a fixed one keeps them equal.
    CPLSetConfigOption("OGR_CURRENT_DATE", "2026-11-01T00:00:00.000Z");
    struct world world = {.size = size};
    lay_out_towns(&world);
    write_timetable(&world, argv[2]);
    if (!feed_alone) {
        write_parcels(&world, argv[2]);
        write_plans(&world, argv[2]);
        write_streets(&world, argv[2]);
        write_people(&world, argv[2]);
        write_projects(&world, argv[2]);
    }
    free(world.towns);
    return 0;
}
