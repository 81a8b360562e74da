#include "output/gpkg.h"

#include "base/arena.h"
#include "base/text.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// GDAL declares it for C++ only. Registering all drivers would open the door
// to formats that read other files and addresses.
void RegisterOGRGeoPackage(void);

// The one time of day in the file, so that equal input gives equal bytes.
#define FIXED_TIME "2000-01-01T00:00:00.000Z"

struct mk_gpkg_layer {
    struct mk_gpkg *gpkg;
    char *name;
    OGRLayerH layer;
    OGRFeatureH feature;              // reused for every row
    const struct mk_layer_def *def;   // or:
    const struct mk_column *columns;
    int n;
    uint64_t count;
    char *qml, *more_name, *more_qml;
};

struct mk_gpkg {
    char *path;
    GDALDatasetH ds;
    OGRSpatialReferenceH srs;
    struct mk_gpkg_layer **layer;
    size_t n, cap;
    struct mk_buf wkb;
    char error[512]; // GDAL's first complaint since the last look
};

static void CPL_STDCALL keep_error(CPLErr class, CPLErrorNum number,
                                   const char *text)
{
    (void)number;
    struct mk_gpkg *g = CPLGetErrorHandlerUserData();
    if (class >= CE_Warning && !g->error[0])
        snprintf(g->error, sizeof g->error, "%s", text);
}

static const char *const settings[][2] = {
    {"OGR_CURRENT_DATE", FIXED_TIME},
    // The set is not in place until it is verified: no journal is needed.
    {"OGR_SQLITE_JOURNAL", "OFF"},
    {"OGR_SQLITE_SYNCHRONOUS", "OFF"},
};
#define NSETTINGS (sizeof settings / sizeof settings[0])

// What the calling thread had set, to be given back.
struct config {
    char *before[NSETTINGS];
};

static void enter(struct mk_gpkg *g, struct config *c)
{
    g->error[0] = '\0';
    CPLPushErrorHandlerEx(keep_error, g);
    for (size_t i = 0; i < NSETTINGS; i++) {
        const char *v = CPLGetThreadLocalConfigOption(settings[i][0], NULL);
        c->before[i] = v ? CPLStrdup(v) : NULL;
        CPLSetThreadLocalConfigOption(settings[i][0], settings[i][1]);
    }
}

static void leave(struct config *c)
{
    for (size_t i = 0; i < NSETTINGS; i++) {
        CPLSetThreadLocalConfigOption(settings[i][0], c->before[i]);
        CPLFree(c->before[i]);
    }
    CPLPopErrorHandler();
}

static enum mk_status failed(struct mk_ctx *ctx, const struct mk_gpkg *g,
                             const char *what)
{
    return mk_fail(ctx, MK_E_OUT_GPKG, what, g->error[0] ? g->error : "GDAL");
}

static char *copy(const char *s)
{
    const size_t n = strlen(s) + 1;
    char *p = mk_alloc(n);
    memcpy(p, s, n);
    return p;
}

static enum mk_status create(struct mk_ctx *ctx, struct mk_gpkg *g,
                             const char *crs)
{
    g->srs = OSRNewSpatialReference(NULL);
    OSRSetAxisMappingStrategy(g->srs, OAMS_TRADITIONAL_GIS_ORDER);
    // Not OSRSetFromUserInput: that one opens files and fetches addresses.
    OGRErr err;
    if (strncmp(crs, "EPSG:", 5) == 0) {
        double code;
        err = mk_text_number(crs + 5, &code)
                  ? OSRImportFromEPSG(g->srs, (int)code)
                  : OGRERR_UNSUPPORTED_SRS;
    } else {
        char *wkt = (char *)(uintptr_t)crs;
        err = OSRImportFromWkt(g->srs, &wkt);
    }
    if (err != OGRERR_NONE)
        return failed(ctx, g, crs);
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    if (!driver) {
        RegisterOGRGeoPackage();
        driver = GDALGetDriverByName("GPKG");
    }
    if (!driver)
        return failed(ctx, g, "GPKG");
    const char *const options[] = {"VERSION=1.3", NULL};
    g->ds = GDALCreate(driver, g->path, 0, 0, 0, GDT_Unknown,
                       (CSLConstList)options);
    if (!g->ds)
        return failed(ctx, g, g->path);
    if (GDALDatasetStartTransaction(g->ds, FALSE) != OGRERR_NONE)
        return failed(ctx, g, "BEGIN");
    return MK_OK;
}

enum mk_status mk_gpkg_new(struct mk_ctx *ctx, const char *path,
                           const char *crs, struct mk_gpkg **out)
{
    struct mk_gpkg *g = mk_zalloc(1, sizeof *g);
    struct config c;
    *out = NULL;
    g->path = copy(path);
    enter(g, &c);
    const enum mk_status st = create(ctx, g, crs);
    leave(&c);
    if (st != MK_OK) {
        mk_gpkg_abort(g);
        return st;
    }
    *out = g;
    return MK_OK;
}

static bool add_column(OGRLayerH layer, const char *name, enum mk_type type)
{
    static const OGRFieldType ogr[] = {[MK_T_TEXT] = OFTString,
                                       [MK_T_INT] = OFTInteger64,
                                       [MK_T_REAL] = OFTReal,
                                       [MK_T_BOOL] = OFTInteger,
                                       [MK_T_DATE] = OFTDate};
    OGRFieldDefnH d = OGR_Fld_Create(name, ogr[type]);
    if (type == MK_T_BOOL)
        OGR_Fld_SetSubType(d, OFSTBoolean);
    const OGRErr err = OGR_L_CreateField(layer, d, FALSE);
    OGR_Fld_Destroy(d);
    return err == OGRERR_NONE;
}

static enum mk_status begin_layer(struct mk_ctx *ctx, struct mk_gpkg *g,
                                  struct mk_gpkg_layer *l, const char *title,
                                  OGRwkbGeometryType type)
{
    char **options = CSLSetNameValue(NULL, "IDENTIFIER", title);
    options = CSLSetNameValue(options, "GEOMETRY_NAME", "geom");
    options = CSLSetNameValue(options, "FID", "fid");
    l->layer = GDALDatasetCreateLayer(g->ds, l->name,
                                      type == wkbNone ? NULL : g->srs, type,
                                      options);
    CSLDestroy(options);
    if (!l->layer)
        return failed(ctx, g, l->name);
    for (int i = 0; i < l->n; i++) {
        const bool ok =
            l->def ? add_column(l->layer, l->def->fields[i].name,
                                l->def->fields[i].type)
                   : add_column(l->layer, l->columns[i].name,
                                l->columns[i].type);
        if (!ok)
            return failed(ctx, g, l->name);
    }
    l->feature = OGR_F_Create(OGR_L_GetLayerDefn(l->layer));
    return l->feature ? MK_OK : failed(ctx, g, l->name);
}

static struct mk_gpkg_layer *new_layer(struct mk_gpkg *g, const char *name)
{
    struct mk_gpkg_layer *l = mk_zalloc(1, sizeof *l);
    l->gpkg = g;
    l->name = copy(name);
    MK_GROW(g->layer, g->cap, g->n + 1);
    g->layer[g->n++] = l;
    return l;
}

enum mk_status mk_gpkg_layer(struct mk_ctx *ctx, struct mk_gpkg *g,
                             const struct mk_layer_def *def,
                             struct mk_gpkg_layer **out)
{
    struct mk_gpkg_layer *l = new_layer(g, def->name);
    l->def = def;
    l->n = def->nfields;
    const bool point = strcmp(def->geometry, "Point") == 0;
    struct config c;
    enter(g, &c);
    const enum mk_status st =
        begin_layer(ctx, g, l,
                    mk_ctx_lang(ctx) == MK_EN ? def->title_en : def->title_sv,
                    point ? wkbPoint : wkbMultiPolygon);
    leave(&c);
    *out = l;
    return st;
}

enum mk_status mk_gpkg_table(struct mk_ctx *ctx, struct mk_gpkg *g,
                             const char *name, const char *title,
                             const struct mk_column *columns, int ncolumns,
                             struct mk_gpkg_layer **out)
{
    struct mk_gpkg_layer *l = new_layer(g, name);
    l->columns = columns;
    l->n = ncolumns;
    struct config c;
    enter(g, &c);
    const enum mk_status st = begin_layer(ctx, g, l, title, wkbNone);
    leave(&c);
    *out = l;
    return st;
}

static void set_value(OGRFeatureH f, int i, enum mk_type type, int decimals,
                      struct mk_value v)
{
    if (type == MK_T_TEXT ? !v.text : v.num == MK_UNKNOWN) {
        OGR_F_SetFieldNull(f, i);
        return;
    }
    switch (type) {
    case MK_T_TEXT:
        OGR_F_SetFieldString(f, i, v.text);
        break;
    case MK_T_INT:
        OGR_F_SetFieldInteger64(f, i, v.num);
        break;
    case MK_T_REAL:
        OGR_F_SetFieldDouble(f, i, mk_unfix(v.num, decimals));
        break;
    case MK_T_BOOL:
        OGR_F_SetFieldInteger(f, i, v.num != 0);
        break;
    case MK_T_DATE: {
        const int d = (int)v.num;
        OGR_F_SetFieldDateTime(f, i, d / 10000, d / 100 % 100, d % 100, 0, 0,
                               0, 0);
        break;
    }
    }
}

// WKB in this machine's byte order.
static void put_u32(struct mk_buf *b, uint32_t v)
{
    mk_buf_add(b, (const char *)&v, sizeof v);
}

static void put_header(struct mk_buf *b, uint32_t type, uint32_t count)
{
    const uint16_t one = 1;
    const char little = (char)*(const unsigned char *)&one;
    mk_buf_add(b, &little, 1);
    put_u32(b, type);
    put_u32(b, count);
}

static void put_polygon(struct mk_buf *b, const struct mk_poly *g)
{
    b->len = 0;
    put_header(b, wkbMultiPolygon, g->npart);
    for (uint32_t p = 0; p < g->npart; p++) {
        put_header(b, wkbPolygon, g->part[p + 1] - g->part[p]);
        for (uint32_t r = g->part[p]; r < g->part[p + 1]; r++) {
            const uint32_t n = g->ring[r + 1] - g->ring[r];
            put_u32(b, n);
            mk_buf_add(b, (const char *)(g->xy + 2 * (size_t)g->ring[r]),
                       2 * sizeof(double) * n);
        }
    }
}

// Hand one feature over; `geometry` becomes the feature's.
static enum mk_status add_feature(struct mk_ctx *ctx, struct mk_gpkg_layer *l,
                                  OGRGeometryH geometry)
{
    struct mk_gpkg *g = l->gpkg;
    OGR_F_SetFID(l->feature, OGRNullFID);
    if (l->def && OGR_F_SetGeometryDirectly(l->feature, geometry) !=
                      OGRERR_NONE)
        return failed(ctx, g, l->name);
    g->error[0] = '\0';
    CPLPushErrorHandlerEx(keep_error, g);
    const OGRErr err = OGR_L_CreateFeature(l->layer, l->feature);
    CPLPopErrorHandler();
    if (err != OGRERR_NONE)
        return failed(ctx, g, l->name);
    l->count++;
    return MK_OK;
}

static void set_record(struct mk_gpkg_layer *l, const void *record,
                       const struct mk_tables *t)
{
    char scratch[256];
    for (int i = 0; i < l->n; i++) {
        const struct mk_field *f = &l->def->fields[i];
        set_value(l->feature, i, f->type, f->decimals,
                  f->get(record, t, scratch));
    }
}

enum mk_status mk_gpkg_polygon(struct mk_ctx *ctx, struct mk_gpkg_layer *l,
                               const void *record, const struct mk_tables *t,
                               const struct mk_poly *poly)
{
    OGRGeometryH geometry = NULL;
    set_record(l, record, t);
    if (poly && poly->npart) {
        struct mk_buf *b = &l->gpkg->wkb;
        put_polygon(b, poly);
        if (b->len > INT32_MAX ||
            OGR_G_CreateFromWkb(b->data, NULL, &geometry, (int)b->len) !=
                OGRERR_NONE)
            return failed(ctx, l->gpkg, l->name);
    }
    return add_feature(ctx, l, geometry);
}

enum mk_status mk_gpkg_point(struct mk_ctx *ctx, struct mk_gpkg_layer *l,
                             const void *record, const struct mk_tables *t,
                             struct mk_point p)
{
    set_record(l, record, t);
    OGRGeometryH geometry = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(geometry, 0, p.x, p.y);
    return add_feature(ctx, l, geometry);
}

enum mk_status mk_gpkg_row(struct mk_ctx *ctx, struct mk_gpkg_layer *table,
                           const struct mk_value *values)
{
    for (int i = 0; i < table->n; i++)
        set_value(table->feature, i, table->columns[i].type,
                  table->columns[i].decimals, values[i]);
    return add_feature(ctx, table, NULL);
}

void mk_gpkg_style(struct mk_gpkg_layer *l, const char *qml)
{
    free(l->qml);
    l->qml = copy(qml);
}

void mk_gpkg_style_more(struct mk_gpkg_layer *l, const char *name,
                        const char *qml)
{
    free(l->more_name);
    free(l->more_qml);
    l->more_name = copy(name);
    l->more_qml = copy(qml);
}

// The table QGIS reads styles from and saves them in: columns, widths and the
// default are those it makes itself. It must be a registered table; QGIS 3.22
// does not look at others.
static const struct {
    const char *name;
    OGRFieldType type;
    int width;
} style_columns[] = {
    {"f_table_catalog", OFTString, 256}, {"f_table_schema", OFTString, 256},
    {"f_table_name", OFTString, 256},    {"f_geometry_column", OFTString, 256},
    {"styleName", OFTString, 30},        {"styleQML", OFTString, 0},
    {"styleSLD", OFTString, 0},          {"useAsDefault", OFTInteger, 0},
    {"description", OFTString, 0},       {"owner", OFTString, 30},
    {"ui", OFTString, 30},               {"update_time", OFTDateTime, 0},
};

static OGRLayerH add_style_table(struct mk_gpkg *g)
{
    const char *const options[] = {"FID=id", NULL};
    OGRLayerH table = GDALDatasetCreateLayer(g->ds, "layer_styles", NULL,
                                             wkbNone,
                                             (char **)(uintptr_t)options);
    for (size_t k = 0;
         table && k < sizeof style_columns / sizeof style_columns[0]; k++) {
        OGRFieldDefnH d = OGR_Fld_Create(style_columns[k].name,
                                         style_columns[k].type);
        OGR_Fld_SetWidth(d, style_columns[k].width);
        if (style_columns[k].type == OFTInteger)
            OGR_Fld_SetSubType(d, OFSTBoolean);
        if (style_columns[k].type == OFTDateTime)
            OGR_Fld_SetDefault(d, "CURRENT_TIMESTAMP");
        if (OGR_L_CreateField(table, d, FALSE) != OGRERR_NONE)
            table = NULL;
        OGR_Fld_Destroy(d);
    }
    return table;
}

static bool add_style(OGRLayerH table, const char *layer, const char *name,
                      const char *qml, bool by_default)
{
    OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(table));
    OGR_F_SetFieldString(f, 0, "");
    OGR_F_SetFieldString(f, 1, "");
    OGR_F_SetFieldString(f, 2, layer);
    OGR_F_SetFieldString(f, 3, "geom");
    OGR_F_SetFieldString(f, 4, name);
    OGR_F_SetFieldString(f, 5, qml);
    OGR_F_SetFieldString(f, 6, "");
    OGR_F_SetFieldInteger(f, 7, by_default);
    OGR_F_SetFieldString(f, 8, "");
    OGR_F_SetFieldString(f, 9, "");
    OGR_F_SetFieldDateTime(f, 11, 2000, 1, 1, 0, 0, 0, 100);
    const OGRErr err = OGR_L_CreateFeature(table, f);
    OGR_F_Destroy(f);
    return err == OGRERR_NONE;
}

static bool add_styles(struct mk_gpkg *g)
{
    OGRLayerH table = NULL;
    for (size_t i = 0; i < g->n; i++) {
        const struct mk_gpkg_layer *l = g->layer[i];
        if (!l->qml)
            continue;
        if (!table)
            table = add_style_table(g);
        if (!table || !add_style(table, l->name, "markklar", l->qml, true))
            return false;
        if (l->more_qml &&
            !add_style(table, l->name, l->more_name, l->more_qml, false))
            return false;
    }
    return true;
}

static bool finish(struct mk_gpkg *g)
{
    if (!add_styles(g))
        return false;
    for (size_t i = 0; i < g->n; i++) {
        OGR_F_Destroy(g->layer[i]->feature);
        g->layer[i]->feature = NULL;
        // Builds the spatial index that was put off.
        if (OGR_L_SyncToDisk(g->layer[i]->layer) != OGRERR_NONE)
            return false;
    }
    if (GDALDatasetCommitTransaction(g->ds) != OGRERR_NONE)
        return false;
    // GDALClose returns nothing in this version; its complaints are enough.
    GDALDatasetH ds = g->ds;
    g->ds = NULL;
    GDALClose(ds);
    return !g->error[0];
}

// Rows of a table without geometry, counted by the database: one of millions of
// rows takes too long to read back, and has nothing in it that can be invalid.
// UINT64_MAX when they cannot be counted.
static uint64_t count_table(GDALDatasetH ds, const char *name)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT count(fid) FROM \"%s\"", name);
    OGRLayerH answer = GDALDatasetExecuteSQL(ds, sql, NULL, NULL);
    OGRFeatureH f = answer ? OGR_L_GetNextFeature(answer) : NULL;
    const uint64_t n =
        f ? (uint64_t)OGR_F_GetFieldAsInteger64(f, 0) : UINT64_MAX;
    if (f)
        OGR_F_Destroy(f);
    if (answer)
        GDALDatasetReleaseResultSet(ds, answer);
    return n;
}

// How many rows can be read, geometry and all; the fields are passed over to
// save time.
static uint64_t count_rows(OGRLayerH layer)
{
    char **fields = NULL;
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++)
        fields = CSLAddString(
            fields, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i)));
    OGR_L_SetIgnoredFields(layer, (const char **)(uintptr_t)fields);
    CSLDestroy(fields);
    uint64_t n = 0;
    OGRFeatureH f;
    OGR_L_ResetReading(layer);
    while ((f = OGR_L_GetNextFeature(layer))) {
        OGR_F_Destroy(f);
        n++;
    }
    return n;
}

static uint64_t rows_of(GDALDatasetH ds, const struct mk_gpkg_layer *l)
{
    OGRLayerH layer = GDALDatasetGetLayerByName(ds, l->name);
    if (!layer)
        return UINT64_MAX;
    return l->def ? count_rows(layer) : count_table(ds, l->name);
}

// Open what was written and count, not trusting any stored number.
static bool verify(struct mk_gpkg *g)
{
    const char *const drivers[] = {"GPKG", NULL};
    GDALDatasetH ds = GDALOpenEx(g->path, GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                 drivers, NULL, NULL);
    if (!ds)
        return false;
    bool good = true;
    for (size_t i = 0; good && i < g->n; i++) {
        const uint64_t n = rows_of(ds, g->layer[i]);
        good = n == g->layer[i]->count;
        if (n == UINT64_MAX && !g->error[0])
            snprintf(g->error, sizeof g->error, "%s: ?", g->layer[i]->name);
        if (!good && !g->error[0])
            snprintf(g->error, sizeof g->error, "%s: %llu ≠ %llu",
                     g->layer[i]->name, (unsigned long long)n,
                     (unsigned long long)g->layer[i]->count);
    }
    GDALClose(ds);
    return good && !g->error[0];
}

enum mk_status mk_gpkg_close(struct mk_ctx *ctx, struct mk_gpkg *g)
{
    struct config c;
    enum mk_status st = MK_OK;
    enter(g, &c);
    if (!finish(g))
        st = failed(ctx, g, "COMMIT");
    else if (!verify(g))
        st = failed(ctx, g, "SELECT");
    leave(&c);
    mk_gpkg_abort(g);
    return st;
}

void mk_gpkg_abort(struct mk_gpkg *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->n; i++) {
        struct mk_gpkg_layer *l = g->layer[i];
        if (l->feature)
            OGR_F_Destroy(l->feature);
        free(l->name);
        free(l->qml);
        free(l->more_name);
        free(l->more_qml);
        free(l);
    }
    if (g->ds) {
        struct config c;
        enter(g, &c);
        GDALDatasetRollbackTransaction(g->ds);
        GDALClose(g->ds);
        leave(&c);
    }
    if (g->srs)
        OSRRelease(g->srs);
    mk_buf_release(&g->wkb);
    free(g->layer);
    free(g->path);
    free(g);
}
