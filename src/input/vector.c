// Opening a layer: what it is, where it lies, and which fields are wanted.
#include "input/source.h"

#include "base/crs.h"
#include "base/text.h"
#include "input/ngp.h"
#include "input/street_osm.h"

#include <cpl_conv.h>
#include <cpl_http.h>
#include <cpl_string.h>

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// GDAL declares these for C++ only.
void RegisterOGRShape(void);
void RegisterOGRGeoPackage(void);
void RegisterOGRGeoJSON(void);
void RegisterOGRFlatGeobuf(void);
void RegisterOGRTAB(void);
void RegisterOGROSM(void);

static const char *const drivers[] = {"GPKG", "ESRI Shapefile", "GeoJSON",
                                      "FlatGeobuf", "MapInfo File", NULL};
// Where streets are wanted: what else OpenStreetMap holds is not read.
static const char *const osm_driver[] = {"OSM", NULL};

static void register_all(void)
{
    RegisterOGRShape();
    RegisterOGRGeoPackage();
    RegisterOGRGeoJSON();
    RegisterOGRFlatGeobuf();
    RegisterOGRTAB();
    RegisterOGROSM();
}

void mk_drivers_register(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_all);
}

// GDAL's messages are kept for ours, never printed.
void mk_source_quiet(CPLErr kind, CPLErrorNum number, const char *text)
{
    struct mk_buf *b = CPLGetErrorHandlerUserData();
    (void)number;
    if (b && kind >= CE_Failure) {
        b->len = 0;
        mk_buf_str(b, text);
    }
}

const char *mk_source_crs(const struct mk_source *s)
{
    return s->crs;
}

struct mk_box mk_source_extent(const struct mk_source *s)
{
    return s->extent;
}

uint64_t mk_source_count(const struct mk_source *s)
{
    return s->count;
}

const char *mk_source_layer(const struct mk_source *s)
{
    return s->layer_name;
}

void mk_source_close(struct mk_source *s)
{
    if (!s)
        return;
    if (s->ds)
        GDALClose(s->ds);
    mk_buf_release(&s->error);
    mk_buf_release(&s->recoded);
    mk_arena_release(&s->text);
    free(s);
}

static void join(struct mk_buf *b, const char *name)
{
    if (b->len)
        mk_buf_str(b, ", ");
    mk_buf_str(b, name);
}

static enum mk_status find_layer(struct mk_ctx *ctx, struct mk_source *s)
{
    const struct mk_input *in = s->in;
    const int n = GDALDatasetGetLayerCount(s->ds);
    for (int i = 0; i < n && !s->layer; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(s->ds, i);
        if (in->layer ? mk_text_same(in->layer, OGR_L_GetName(layer))
                      : strcmp(OGR_L_GetName(layer), "layer_styles") != 0)
            s->layer = layer;
    }
    if (!s->layer) {
        struct mk_buf names = {0};
        for (int i = 0; i < n; i++)
            join(&names, OGR_L_GetName(GDALDatasetGetLayer(s->ds, i)));
        const enum mk_status st =
            mk_fail(ctx, MK_E_LAYER_MISSING, in->layer ? in->layer : "",
                    in->path_given, mk_buf_text(&names));
        mk_buf_release(&names);
        return st;
    }
    s->layer_name = mk_arena_str(&s->text, OGR_L_GetName(s->layer));
    if (in->where && OGR_L_SetAttributeFilter(s->layer, in->where) !=
                         OGRERR_NONE)
        return mk_fail(ctx, MK_E_READ, in->path_given, in->where);
    return MK_OK;
}

// Points, lines and tables hold no land. A layer that does not say what it
// holds may have polygons.
static enum mk_status check_areas(struct mk_ctx *ctx, struct mk_source *s)
{
    const OGRwkbGeometryType flat =
        wkbFlatten(OGR_L_GetGeomType(s->layer));
    if (flat == wkbUnknown || flat == wkbGeometryCollection ||
        OGR_GT_IsSubClassOf(flat, wkbSurface) ||
        OGR_GT_IsSubClassOf(flat, wkbMultiSurface))
        return MK_OK;
    const bool sv = mk_ctx_lang(ctx) == MK_SV;
    const char *what = sv ? "linjer" : "lines";
    if (flat == wkbNone)
        what = sv ? "en tabell utan geometri" : "a table without geometry";
    else if (flat == wkbPoint || flat == wkbMultiPoint)
        what = sv ? "punkter" : "points";
    return mk_fail(ctx, MK_E_NOT_AREAS, s->layer_name, s->in->path_given,
                   what);
}

const char *mk_source_srs(OGRSpatialReferenceH srs, struct mk_arena *text)
{
    if (!srs)
        return NULL;
    const char *name = OSRGetAuthorityName(srs, NULL);
    const char *code = OSRGetAuthorityCode(srs, NULL);
    if (name && code && strcmp(name, "EPSG") == 0)
        return mk_arena_printf(text, "EPSG:%s", code);
    int matches = 0, *confidence = NULL;
    OGRSpatialReferenceH *found =
        OSRFindMatches(srs, NULL, &matches, &confidence);
    const char *crs = NULL;
    if (matches > 0 && confidence[0] >= 90) {
        name = OSRGetAuthorityName(found[0], NULL);
        code = OSRGetAuthorityCode(found[0], NULL);
        if (name && code)
            crs = mk_arena_printf(text, "%s:%s", name, code);
    }
    OSRFreeSRSArray(found);
    CPLFree(confidence);
    if (crs)
        return crs;
    char *wkt = NULL;
    const char *const opt[] = {"FORMAT=WKT2_2019", NULL};
    if (OSRExportToWktEx(srs, &wkt, opt) == OGRERR_NONE && wkt && *wkt)
        crs = mk_arena_str(text, wkt);
    CPLFree(wkt);
    return crs;
}

static const char *crs_of(struct mk_source *s, OGRSpatialReferenceH srs)
{
    return mk_source_srs(srs, &s->text);
}

static int sweref_code(const char *crs)
{
    double v;
    if (!crs || strncmp(crs, "EPSG:", 5) != 0 || !mk_text_number(crs + 5, &v))
        return 0;
    return v >= 3006 && v <= 3018 ? (int)v : 0;
}

static void box_text(struct mk_box b, struct mk_buf *out)
{
    const double v[4] = {b.xmin, b.ymin, b.xmax, b.ymax};
    for (int i = 0; i < 4; i++) {
        if (i)
            mk_buf_str(out, i == 2 ? " – " : " ");
        if (isfinite(v[i]) && fabs(v[i]) < 1e15)
            mk_buf_fixed(out, mk_fix(v[i], 1), 1);
        else
            mk_buf_str(out, v[i] < 0 ? "-∞" : "∞");
    }
}

// The extent tells swapped axes and a wrong system from a right one: in
// SWEREF 99 northings are 6.1-7.7 million and eastings under 1.1 million.
static enum mk_status check_range(struct mk_ctx *ctx, struct mk_source *s)
{
    const struct mk_box e = s->extent;
    if (mk_box_is_empty(e))
        return MK_OK;
    bool ok = true;
    if (sweref_code(s->crs)) {
        if (e.xmin > 5.5e6 && e.ymax < 1.5e6) {
            s->swap = true;
            s->extent = (struct mk_box){e.ymin, e.xmin, e.ymax, e.xmax};
            mk_note(ctx, MK_N_AXES_SWAPPED, s->in->path_given, "");
        } else {
            ok = e.ymin > 5.5e6 && e.ymax < 8e6 && e.xmin > -1e6 &&
                 e.xmax < 1.5e6;
        }
    } else if (s->geographic) {
        ok = e.xmin >= -181 && e.xmax <= 361 && e.ymin >= -91 && e.ymax <= 91;
    }
    if (ok)
        return MK_OK;
    struct mk_buf b = {0};
    box_text(e, &b);
    const enum mk_status st = mk_fail(ctx, MK_E_CRS_RANGE, s->in->path_given,
                                      mk_buf_text(&b), s->crs);
    mk_buf_release(&b);
    return st;
}

static enum mk_status find_crs(struct mk_ctx *ctx, struct mk_source *s)
{
    OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(s->layer);
    s->extent = mk_box_empty();
    if (OGR_L_GetGeomType(s->layer) == wkbNone)
        return MK_OK; // a table lies nowhere
    s->crs = s->in->crs ? s->in->crs : crs_of(s, srs);
    if (!s->crs)
        return mk_fail(ctx, MK_E_NO_CRS, s->layer_name, s->in->path_given);
    s->crs = mk_crs_horizontal(ctx, s->crs, &s->text);
    s->geographic = s->in->crs ? strcmp(s->in->crs, "EPSG:4326") == 0
                               : OSRIsGeographic(srs) != 0;
    OGREnvelope e;
    if (OGR_L_GetExtent(s->layer, &e, TRUE) == OGRERR_NONE &&
        e.MinX <= e.MaxX)
        s->extent = (struct mk_box){e.MinX, e.MinY, e.MaxX, e.MaxY};
    return check_range(ctx, s);
}

static int field_index(OGRFeatureDefnH defn, const char *name)
{
    const int exact = OGR_FD_GetFieldIndex(defn, name);
    if (exact >= 0)
        return exact;
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++)
        if (mk_text_same(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i)),
                         name))
            return i;
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++)
        if (mk_field_same(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i)),
                          name))
            return i;
    return -1;
}

enum mk_status mk_source_field(struct mk_ctx *ctx, struct mk_source *s,
                               const char *key, struct mk_column *out)
{
    *out = (struct mk_column){.index = -1};
    const struct mk_map_entry *m = mk_input_map(s->in, key);
    if (!m)
        return MK_OK;
    out->map = m;
    out->met = mk_arena_alloc(&s->text, (m->nvalues + 1) * sizeof *out->met);
    memset(out->met, 0, (m->nvalues + 1) * sizeof *out->met);
    if (m->constant)
        return MK_OK;
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(s->layer);
    out->index = field_index(defn, m->field);
    if (out->index >= 0) {
        out->type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(defn, out->index));
        s->wanted[s->nwanted++] = out->index;
        return MK_OK;
    }
    if (mk_text_same(m->field, "fid")) { // the row number in the file
        out->index = MK_COLUMN_FID;
        return MK_OK;
    }
    struct mk_buf names = {0};
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++)
        join(&names, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i)));
    const enum mk_status st =
        mk_fail(ctx, MK_E_FIELD_MISSING, m->field, s->layer_name,
                s->in->path_given, mk_buf_text(&names));
    mk_buf_release(&names);
    return st;
}

static void describe_key(const struct mk_source *s,
                         const struct mk_map_entry *m,
                         struct mk_source_key *out)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(s->layer);
    const int i = m->field ? field_index(defn, m->field) : -1;
    *out = (struct mk_source_key){.map = m};
    if (i >= 0)
        out->field = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i));
    else
        out->missing = m->field && !mk_text_same(m->field, "fid");
    for (size_t k = 0; k < sizeof s->column / sizeof *s->column; k++)
        if (s->column[k].map == m)
            out->met = s->column[k].met;
}

void mk_source_describe(const struct mk_source *s,
                        struct mk_source_facts *out)
{
    *out = (struct mk_source_facts){
        .driver = GDALGetDriverShortName(GDALGetDatasetDriver(s->ds)),
        .recoded = s->recoded_as,
        .rows = s->row,
        .swapped = s->swap,
    };
    const uint32_t most = sizeof out->key / sizeof *out->key;
    for (uint32_t i = 0; i < s->in->nmap && out->nkeys < most; i++)
        describe_key(s, &s->in->map[i], &out->key[out->nkeys++]);
}

uint32_t mk_source_nfields(const struct mk_source *s)
{
    return (uint32_t)OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(s->layer));
}

const char *mk_source_field_name(const struct mk_source *s, uint32_t i)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(s->layer);
    return OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, (int)i));
}

const struct mk_input *mk_source_input(const struct mk_source *s)
{
    return s->in;
}

void mk_source_begin(struct mk_source *s)
{
    char **ignore = NULL;
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(s->layer);
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++) {
        bool wanted = s->in->where != NULL;
        for (int k = 0; k < s->nwanted; k++)
            wanted = wanted || s->wanted[k] == i;
        if (!wanted)
            ignore = CSLAddString(
                ignore, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i)));
    }
    OGR_L_SetIgnoredFields(s->layer, (const char **)ignore);
    CSLDestroy(ignore);
    OGR_L_ResetReading(s->layer);
}

// Does a text that is not UTF-8 come out of the first thousand rows? Then the
// file does not say its encoding and is read as CP1252 (or CP850).
const char *mk_source_text(struct mk_ctx *ctx, struct mk_source *s,
                           OGRFeatureH f, const struct mk_column *c,
                           struct mk_arena *arena)
{
    if (!c->map)
        return NULL;
    if (c->map->constant)
        return c->map->constant;
    const char *text;
    char number[32];
    if (c->index == MK_COLUMN_FID) {
        snprintf(number, sizeof number, "%lld", (long long)OGR_F_GetFID(f));
        text = number;
    } else if (!OGR_F_IsFieldSetAndNotNull(f, c->index)) {
        text = "";
    } else {
        text = OGR_F_GetFieldAsString(f, c->index);
    }
    while (*text == ' ' || *text == '\t')
        text++;
    size_t n = strlen(text);
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t' ||
                 text[n - 1] == '\n' || text[n - 1] == '\r'))
        n--;
    if (n && !mk_utf8_valid(text, n)) {
        s->recoded.len = 0;
        const char *as = mk_text_recode(text, &s->recoded);
        if (!s->recode_said)
            mk_note(ctx, MK_N_TEXT_RECODED, s->in->path_given, as);
        s->recode_said = true;
        s->recoded_as = as;
        text = mk_buf_text(&s->recoded);
        n = strlen(text);
        while (n && text[n - 1] == ' ')
            n--;
    }
    if (c->map->nvalues || c->map->other) {
        char plain[256];
        snprintf(plain, sizeof plain, "%.*s", (int)(n < 255 ? n : 255), text);
        for (uint32_t i = 0; i < c->map->nvalues; i++)
            if (mk_text_same(plain, c->map->values[i].from)) {
                c->met[i]++;
                return c->map->values[i].to;
            }
        if (c->map->other && n) // a blank is no value that lacks a row
            return c->map->other;
    }
    return n ? mk_arena_strn(arena, text, n) : NULL;
}

// GDAL fetches the coordinate system that a GeoJSON's "crs" links to. No file
// may make the program call anyone.
static CPLHTTPResult *no_network(const char *url, CSLConstList options,
                                 GDALProgressFunc progress, void *udata,
                                 CPLHTTPFetchWriteFunc write, void *write_arg,
                                 void *user)
{
    (void)options, (void)progress, (void)udata, (void)write, (void)write_arg;
    (void)user, (void)url;
    // NULL would mean that GDAL may try by itself.
    CPLHTTPResult *r = CPLCalloc(1, sizeof *r);
    r->nStatus = 1;
    r->pszErrBuf = CPLStrdup("nothing is fetched");
    return r;
}

static GDALDatasetH open_with(const char *path, const char *const *allowed,
                              const char *const *open_options)
{
    CPLHTTPPushFetchCallback(no_network, NULL);
    GDALDatasetH ds = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                 allowed, open_options, NULL);
    CPLHTTPPopFetchCallback();
    return ds;
}

GDALDatasetH mk_source_gdal_open(const char *path,
                                 const char *const *open_options)
{
    return open_with(path, drivers, open_options);
}

// The driver is told which tags and which layer are wanted, else it gathers
// all the others meanwhile, and takes closed ways that are areas (a square)
// for polygons. What it stores of its own is unlinked as soon as
// it is made; without a place named it would be the current folder.
static GDALDatasetH open_osm(const struct mk_input *in)
{
    struct mk_buf text = {0};
    char name[64], sql[64];
    mk_osm_config(&text);
    snprintf(name, sizeof name, "/vsimem/markklar_%p.ini", (const void *)in);
    VSILFILE *f = VSIFileFromMemBuffer(name, (GByte *)text.data, text.len,
                                       FALSE);
    if (f)
        VSIFCloseL(f);
    char **options = CSLSetNameValue(NULL, "CONFIG_FILE", name);
    const bool placed = CPLGetConfigOption("CPL_TMPDIR", NULL) ||
                        CPLGetConfigOption("TMPDIR", NULL);
    if (!placed)
        CPLSetThreadLocalConfigOption("CPL_TMPDIR", P_tmpdir);
    GDALDatasetH ds =
        open_with(in->path, osm_driver, (const char *const *)options);
    snprintf(sql, sizeof sql, "SET interest_layers = %.30s", in->layer);
    if (ds)
        GDALDatasetExecuteSQL(ds, sql, NULL, NULL);
    if (!placed)
        CPLSetThreadLocalConfigOption("CPL_TMPDIR", NULL);
    CSLDestroy(options);
    VSIUnlink(name);
    mk_buf_release(&text);
    return ds;
}

enum wanted { AREAS, ANYTHING, STREETS };

static enum mk_status open_source(struct mk_ctx *ctx,
                                  const struct mk_input *in,
                                  enum wanted wanted, struct mk_source **out)
{
    *out = NULL;
    mk_drivers_register();
    // GDAL would open an NGP delivery and find no geometry in it.
    enum mk_status st = mk_ngp_refuse(ctx, in);
    if (st != MK_OK)
        return st;
    struct mk_source *s = mk_zalloc(1, sizeof *s);
    s->in = in;
    char **open_options = NULL;
    if (in->encoding) {
        const size_t n = strlen(in->path);
        if (n > 4 && (strcasecmp(in->path + n - 4, ".shp") == 0 ||
                      strcasecmp(in->path + n - 4, ".dbf") == 0))
            open_options = CSLSetNameValue(NULL, "ENCODING", in->encoding);
    }
    CPLPushErrorHandlerEx(mk_source_quiet, &s->error);
    s->ds = wanted == STREETS && mk_osm_is_file(in->path)
                ? open_osm(in)
                : mk_source_gdal_open(in->path,
                                      (const char *const *)open_options);
    CSLDestroy(open_options);
    if (!s->ds)
        st = mk_fail(ctx, MK_E_FILE_OPEN, in->path_given,
                     s->error.len ? mk_buf_text(&s->error)
                                  : MK_VECTOR_FORMATS);
    if (st == MK_OK)
        st = find_layer(ctx, s);
    if (st == MK_OK && wanted == AREAS)
        st = check_areas(ctx, s);
    if (st == MK_OK)
        st = find_crs(ctx, s);
    if (st == MK_OK) {
        const GIntBig n = OGR_L_GetFeatureCount(s->layer, FALSE);
        s->count = n > 0 ? (uint64_t)n : 0;
    }
    CPLPopErrorHandler();
    if (st != MK_OK) {
        mk_source_close(s);
        return mk_within(ctx, st, in->role);
    }
    *out = s;
    return MK_OK;
}

enum mk_status mk_source_open(struct mk_ctx *ctx, const struct mk_input *in,
                              struct mk_source **out)
{
    return open_source(ctx, in, AREAS, out);
}

enum mk_status mk_source_open_any(struct mk_ctx *ctx,
                                  const struct mk_input *in,
                                  struct mk_source **out)
{
    return open_source(ctx, in, ANYTHING, out);
}

enum mk_status mk_source_open_streets(struct mk_ctx *ctx,
                                      const struct mk_input *in,
                                      struct mk_source **out)
{
    return open_source(ctx, in, STREETS, out);
}
