#include "input/probe.h"

#include "base/text.h"
#include "input/package_parts.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <gdal_frmts.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

// Deeper than deliveries are put; a link to a folder is followed at the top
// only, so that none leads in circles.
#define DEEPEST 6

struct names {
    char **v;
    uint32_t n, cap;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void names_release(struct names *l)
{
    for (uint32_t i = 0; i < l->n; i++)
        free(l->v[i]);
    free(l->v);
}

static bool names_read(const char *folder, struct names *out)
{
    DIR *d = opendir(folder);
    if (!d)
        return false;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        const size_t n = strlen(e->d_name) + 1;
        MK_GROW(out->v, out->cap, out->n + 1);
        out->v[out->n] = mk_alloc(n);
        memcpy(out->v[out->n++], e->d_name, n);
    }
    closedir(d);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_name);
    return true;
}

static bool names_have(const struct names *l, const char *name)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i], name) == 0)
            return true;
    return false;
}

struct prober {
    const char *root;
    struct mk_folder_facts *f;
};

// ---- texts ----------------------------------------------------------------

/** UTF-8 copy; a dbf without stated encoding hands out raw bytes. */
static const char *utf8(struct mk_arena *a, struct mk_layer_facts *l,
                        const char *s)
{
    if (mk_utf8_valid(s, strlen(s)))
        return mk_arena_str(a, s);
    struct mk_buf b = {0};
    l->recoded = mk_text_recode(s, &b);
    const char *text = mk_arena_str(a, mk_buf_text(&b));
    mk_buf_release(&b);
    return text;
}

static void skip(struct prober *p, const char *file, enum mk_skip why,
                 const char *detail)
{
    struct mk_folder_facts *f = p->f;
    MK_GROW(f->skipped, f->skipped_cap, f->nskipped + 1);
    f->skipped[f->nskipped++] = (struct mk_skipped){
        mk_arena_str(&f->arena, file), why, mk_arena_str(&f->arena, detail)};
}

// ---- one layer ------------------------------------------------------------

static enum mk_geom_kind kind_of(OGRwkbGeometryType t)
{
    switch (OGR_GT_Flatten(t)) {
    case wkbNone: return MK_GK_NONE;
    case wkbPoint: case wkbMultiPoint: return MK_GK_POINT;
    case wkbLineString: case wkbMultiLineString: case wkbCircularString:
    case wkbCompoundCurve: case wkbMultiCurve: return MK_GK_LINE;
    case wkbPolygon: case wkbMultiPolygon: case wkbCurvePolygon:
    case wkbMultiSurface: case wkbPolyhedralSurface: case wkbTIN:
    case wkbTriangle: return MK_GK_POLYGON;
    default: return MK_GK_MIXED;
    }
}

static void value_seen(struct mk_arena *a, struct mk_layer_facts *l,
                       struct mk_field_facts *f, const char *raw)
{
    char t[512];
    if (!mk_text_trim(raw, t, sizeof t))
        return;
    // A long text was cut: not inside a character, which would look like text
    // that is not UTF-8.
    size_t n = strlen(t);
    if (n == sizeof t - 1) {
        while (n && ((unsigned char)t[n - 1] & 0xC0) == 0x80)
            n--;
        t[n - (n && (unsigned char)t[n - 1] >= 0xC0)] = '\0';
    }
    f->filled++;
    if (f->more)
        return;
    const char *text = utf8(a, l, t);
    for (uint32_t i = 0; i < f->nvalues; i++)
        if (strcmp(f->values[i], text) == 0)
            return;
    if (f->nvalues == MK_FACT_VALUES)
        f->more = true;
    else
        f->values[f->nvalues++] = text;
}

/** Rows: the values of each field, and what the geometries really are when
 * the layer only says "any". */
static void read_rows(struct mk_arena *a, OGRLayerH layer,
                      struct mk_layer_facts *l)
{
    const bool any = l->geometry == MK_GK_MIXED;
    bool kinds[MK_GK_MIXED + 1] = {false};
    OGR_L_ResetReading(layer);
    for (; l->rows < MK_FACT_ROWS; l->rows++) {
        OGRFeatureH row = OGR_L_GetNextFeature(layer);
        if (!row)
            break;
        for (uint32_t i = 0; i < l->nfields; i++)
            if (OGR_F_IsFieldSetAndNotNull(row, (int)i))
                value_seen(a, l, &l->fields[i],
                           OGR_F_GetFieldAsString(row, (int)i));
        OGRGeometryH g = OGR_F_GetGeometryRef(row);
        if (g && any)
            kinds[kind_of(OGR_G_GetGeometryType(g))] = true;
        OGR_F_Destroy(row);
    }
    if (!any)
        return;
    int found = 0;
    for (int k = MK_GK_POINT; k <= MK_GK_MIXED; k++) {
        if (kinds[k]) {
            l->geometry = (enum mk_geom_kind)k;
            found++;
        }
    }
    if (found > 1)
        l->geometry = MK_GK_MIXED;
}

static void read_crs(struct mk_arena *a, OGRLayerH layer,
                     struct mk_layer_facts *l)
{
    OGRSpatialReferenceH given = OGR_L_GetSpatialRef(layer);
    if (!given)
        return;
    OGRSpatialReferenceH srs = OSRClone(given);
    const char *name = OSRGetName(srs);
    // A GeoPackage says "Undefined Cartesian SRS" for no system at all, and a
    // TAB file has a full definition without a name.
    if (!OSRIsLocal(srs) && !(name && strncasecmp(name, "Undefined", 9) == 0))
        l->crs_name = name && *name ? utf8(a, l, name) : "unnamed";
    l->crs_degrees = OSRIsGeographic(srs) != 0;
    const char *auth = OSRGetAuthorityName(srs, NULL);
    if (!auth && OSRAutoIdentifyEPSG(srs) == OGRERR_NONE)
        auth = OSRGetAuthorityName(srs, NULL);
    const char *code = OSRGetAuthorityCode(srs, NULL);
    if (auth && code && strcmp(auth, "EPSG") == 0)
        l->crs = mk_arena_printf(a, "EPSG:%s", code);
    OSRRelease(srs);
}

static void probe_layer(struct prober *p, const char *file, OGRLayerH layer,
                        bool only, const char *package)
{
    struct mk_folder_facts *f = p->f;
    struct mk_arena *a = &f->arena;
    OGRFeatureDefnH def = OGR_L_GetLayerDefn(layer);
    struct mk_layer_facts l = {.only = only, .package = package};
    l.file = mk_arena_str(a, file);
    l.name = utf8(a, &l, OGR_L_GetName(layer));
    l.geometry = kind_of(OGR_L_GetGeomType(layer));
    l.count = OGR_L_GetFeatureCount(layer, 1);
    l.nfields = (uint32_t)OGR_FD_GetFieldCount(def);
    l.fields = mk_arena_alloc(a, (l.nfields + 1) * sizeof *l.fields);
    for (uint32_t i = 0; i < l.nfields; i++) {
        OGRFieldDefnH fd = OGR_FD_GetFieldDefn(def, (int)i);
        l.fields[i] = (struct mk_field_facts){
            .name = utf8(a, &l, OGR_Fld_GetNameRef(fd)),
            .values = mk_arena_alloc(a, MK_FACT_VALUES * sizeof(char *))};
    }
    read_crs(a, layer, &l);
    OGREnvelope e;
    if (l.geometry != MK_GK_NONE && l.count > 0 &&
        OGR_L_GetExtent(layer, &e, 1) == OGRERR_NONE) {
        l.has_extent = true;
        memcpy(l.extent, (double[4]){e.MinX, e.MinY, e.MaxX, e.MaxY},
               sizeof l.extent);
    }
    read_rows(a, layer, &l);
    MK_GROW(f->layers, f->layers_cap, f->nlayers + 1);
    f->layers[f->nlayers++] = l;
}

// ---- one file -------------------------------------------------------------

static void probe_vector(struct prober *p, const char *file, const char *path)
{
    // A folder from elsewhere must not be able to make GDAL open a database,
    // a service or another file.
    GDALDatasetH ds = mk_source_gdal_open(path, NULL);
    if (!ds) {
        const char *dot = strrchr(file, '.');
        if (dot && strcasecmp(dot, ".json") == 0)
            return; // most .json files are no maps
        const char *why = CPLGetLastErrorMsg();
        skip(p, file, MK_SKIP_BROKEN,
             mk_utf8_valid(why, strlen(why)) ? why : "");
        return;
    }
    const int n = GDALDatasetGetLayerCount(ds);
    const enum mk_package kind = mk_package_of(ds);
    const char *package = kind == MK_PKG_NONE ? NULL : mk_package_text(kind);
    for (int i = 0; i < n; i++)
        probe_layer(p, file, GDALDatasetGetLayer(ds, i), n == 1, package);
    GDALClose(ds);
}

/** One band of levels on a plane system: what a terrain model is read as. */
static bool holds_levels(GDALDatasetH ds)
{
    double t[6];
    if (GDALGetRasterCount(ds) != 1 || GDALGetGeoTransform(ds, t) != CE_None ||
        t[2] != 0 || t[4] != 0 || t[5] >= 0)
        return false;
    const GDALDataType kind =
        GDALGetRasterDataType(GDALGetRasterBand(ds, 1));
    OGRSpatialReferenceH srs = GDALGetSpatialRef(ds);
    return kind != GDT_Byte && !GDALDataTypeIsComplex(kind) &&
           (!srs || !OSRIsGeographic(srs));
}

static void probe_raster(struct prober *p, const char *file, const char *path)
{
    static const char *const allowed[] = {"GTiff", NULL};
    struct mk_folder_facts *f = p->f;
    GDALDatasetH ds = GDALOpenEx(path, GDAL_OF_RASTER | GDAL_OF_READONLY,
                                 allowed, NULL, NULL);
    if (!ds) {
        skip(p, file, MK_SKIP_BROKEN, "");
        return;
    }
    MK_GROW(f->rasters, f->rasters_cap, f->nrasters + 1);
    f->rasters[f->nrasters++] = (struct mk_raster_facts){
        .file = mk_arena_str(&f->arena, file), .levels = holds_levels(ds)};
    GDALClose(ds);
}

static bool is_one_of(const char *ext, const char *const list[])
{
    for (; *list; list++)
        if (strcasecmp(ext, *list) == 0)
            return true;
    return false;
}

/** A zip with stops.txt and trips.txt, also in a folder of their own. */
static bool zip_has_timetable(const char *path)
{
    char *in = CPLStrdup(CPLSPrintf("/vsizip/{%s}", path));
    char **list = VSIReadDirRecursive(in);
    bool stops = false, trips = false;
    for (char **e = list; e && *e; e++) {
        const char *slash = strrchr(*e, '/');
        const char *name = slash ? slash + 1 : *e;
        if (strncmp(*e, "__MACOSX", 8) == 0)
            continue;
        stops = stops || strcmp(name, "stops.txt") == 0;
        trips = trips || strcmp(name, "trips.txt") == 0;
    }
    CSLDestroy(list);
    CPLFree(in);
    return stops && trips;
}

static void add_feed(struct prober *p, const char *file)
{
    struct mk_folder_facts *f = p->f;
    MK_GROW(f->feeds, f->feeds_cap, f->nfeeds + 1);
    f->feeds[f->nfeeds++] = mk_arena_str(&f->arena, file);
}

/** The start of either of OpenStreetMap's formats. Counting what is in them
 * would take as long as reading them. */
static bool is_osm(const char *path)
{
    char head[256] = {0};
    FILE *f = fopen(path, "rb");
    const size_t n = f ? fread(head, 1, sizeof head - 1, f) : 0;
    if (f)
        fclose(f);
    for (size_t i = 0; i + 4 < n; i++)
        if (memcmp(head + i, "<osm", 4) == 0 ||
            (i + 9 < n && memcmp(head + i, "OSMHeader", 9) == 0))
            return true;
    return false;
}

static void probe_osm(struct prober *p, const char *file, const char *path)
{
    struct mk_folder_facts *f = p->f;
    if (!is_osm(path)) {
        skip(p, file, MK_SKIP_BROKEN, "");
        return;
    }
    MK_GROW(f->osm, f->osm_cap, f->nosm + 1);
    f->osm[f->nosm++] = mk_arena_str(&f->arena, file);
}

static void probe_file(struct prober *p, const char *file, const char *path)
{
    static const char *const vector[] = {"gpkg", "shp", "geojson", "json",
                                         "fgb", "tab", "mif", NULL};
    static const char *const raster[] = {"tif", "tiff", NULL};
    static const char *const osm[] = {"pbf", "osm", NULL};
    static const char *const other[] = {
        "gml", "dwg", "dxf", "dgn", "kml", "kmz", "gdb", "mdb", "sqlite",
        "csv", "xlsx", "xls", "parquet", "gz", "7z", "rar", NULL};
    const char *dot = strrchr(file, '.');
    if (!dot)
        return;
    if (strcasecmp(dot + 1, "zip") == 0) {
        if (zip_has_timetable(path))
            add_feed(p, file);
        else
            skip(p, file, MK_SKIP_ZIP, "");
    } else if (is_one_of(dot + 1, vector)) {
        probe_vector(p, file, path);
    } else if (is_one_of(dot + 1, raster)) {
        probe_raster(p, file, path);
    } else if (is_one_of(dot + 1, osm)) {
        probe_osm(p, file, path);
    } else if (is_one_of(dot + 1, other)) {
        skip(p, file, MK_SKIP_FORMAT, "");
    } // side files (.dbf, .prj …) and texts are no news
}

// ---- the folder -----------------------------------------------------------

static void probe_names(struct prober *p, const char *sub, int depth,
                        const struct names *l);

static void probe_sub(struct prober *p, const char *sub, const char *path,
                      int depth)
{
    const char *dot = strrchr(sub, '.');
    struct names l = {0};
    if (dot && strcasecmp(dot, ".gdb") == 0)
        skip(p, sub, MK_SKIP_FORMAT, "");
    else if (names_read(path, &l) && names_have(&l, "korning.json"))
        skip(p, sub, MK_SKIP_RESULT, "");
    else if (names_have(&l, "markklar.yaml"))
        skip(p, sub, MK_SKIP_PROJECT, "");
    else
        probe_names(p, sub, depth, &l);
    names_release(&l);
}

static void probe_entry(struct prober *p, const char *sub, int depth,
                        const char *name)
{
    struct mk_buf file = {0}, path = {0};
    mk_buf_printf(&file, "%s%s%s", sub, *sub ? "/" : "", name);
    mk_buf_printf(&path, "%s/%s", p->root, mk_buf_text(&file));
    mk_buf_text(&path);
    struct stat st, link;
    if (stat(path.data, &st) != 0 || lstat(path.data, &link) != 0) {
        // gone since it was listed, or a dangling link
    } else if (S_ISREG(st.st_mode)) {
        probe_file(p, file.data, path.data);
    } else if (S_ISDIR(st.st_mode) && depth < DEEPEST &&
               !(S_ISLNK(link.st_mode) && depth)) {
        probe_sub(p, file.data, path.data, depth + 1);
    }
    mk_buf_release(&file);
    mk_buf_release(&path);
}

static void probe_names(struct prober *p, const char *sub, int depth,
                        const struct names *l)
{
    if (names_have(l, "stops.txt") && names_have(l, "trips.txt"))
        add_feed(p, *sub ? sub : ".");
    for (uint32_t i = 0; i < l->n; i++)
        probe_entry(p, sub, depth, l->v[i]);
}

enum mk_status mk_probe_folder(struct mk_ctx *ctx, const char *folder,
                               struct mk_folder_facts *out)
{
    *out = (struct mk_folder_facts){0};
    struct names l = {0};
    if (!names_read(folder, &l))
        return mk_fail(ctx, MK_E_INIT_FOLDER, folder);
    mk_drivers_register();
    GDALRegister_GTiff();
    CPLPushErrorHandler(CPLQuietErrorHandler);
    struct prober p = {folder, out};
    probe_names(&p, "", 0, &l);
    CPLPopErrorHandler();
    names_release(&l);
    return MK_OK;
}

void mk_folder_facts_release(struct mk_folder_facts *f)
{
    free(f->layers);
    free(f->feeds);
    free(f->osm);
    free(f->skipped);
    free(f->rasters);
    mk_arena_release(&f->arena);
    *f = (struct mk_folder_facts){0};
}
