// The comparison as files: a layer, and tables.
#include "run/compare_report.h"

#include "output/geojson.h"
#include "output/gpkg.h"
#include "output/set.h"
#include "output/style.h"

#include <stdlib.h>
#include <string.h>

static const struct mk_layer_def *const layer = &mk_layer_jamforelse;
static const struct mk_tables no_tables = {.nplans = 0};

static struct mk_poly shape_of(const struct mk_land_change *c)
{
    return c->after_row != UINT32_MAX
               ? mk_polyset_get(&c->after->geom, c->after_row)
               : mk_polyset_get(&c->before->geom, c->before_row);
}

static enum mk_status write_file(struct mk_ctx *ctx, struct mk_set *set,
                                 const char *name, struct mk_buf *b)
{
    struct mk_out *f;
    enum mk_status st = mk_set_file(ctx, set, name, &f);
    if (st == MK_OK)
        st = mk_out_write(ctx, f, b->data, b->len);
    b->len = 0;
    return st;
}

static enum mk_status write_geojson(struct mk_ctx *ctx, struct mk_set *set,
                                    int epsg, const struct mk_comparison *c,
                                    struct mk_buf *b)
{
    struct mk_geojson_writer *w = mk_geojson_new(layer, epsg);
    enum mk_status st = MK_OK;
    mk_geojson_head(b, w);
    for (uint32_t i = 0; st == MK_OK && i < c->n; i++) {
        const struct mk_poly g = shape_of(&c->v[i]);
        if (!mk_geojson_polygon(b, w, i == 0, &c->v[i], &no_tables, &g))
            st = mk_fail(ctx, MK_E_CRS_RANGE, layer->name, "", "");
    }
    mk_geojson_foot(b, w);
    mk_geojson_free(w);
    return st == MK_OK ? write_file(ctx, set, "jamforelse.geojson", b) : st;
}

static enum mk_status write_gpkg(struct mk_ctx *ctx, struct mk_set *set,
                                 int epsg, const struct mk_comparison *c,
                                 const char *qml)
{
    struct mk_gpkg *g = NULL;
    struct mk_gpkg_layer *l;
    const char *path;
    char crs[24];
    snprintf(crs, sizeof crs, "EPSG:%d", epsg ? epsg : 4326);
    enum mk_status st = mk_set_temp_path(ctx, set, "jamforelse.gpkg", &path);
    if (st == MK_OK)
        st = mk_gpkg_new(ctx, path, crs, &g);
    if (st == MK_OK)
        st = mk_gpkg_layer(ctx, g, layer, &l);
    for (uint32_t i = 0; st == MK_OK && i < c->n; i++) {
        const struct mk_poly p = shape_of(&c->v[i]);
        st = mk_gpkg_polygon(ctx, l, &c->v[i], &no_tables, &p);
    }
    if (st == MK_OK) {
        mk_gpkg_style(l, qml);
        return mk_gpkg_close(ctx, g);
    }
    mk_gpkg_abort(g);
    return st;
}

static enum mk_status write_styles(struct mk_ctx *ctx, struct mk_set *set,
                                   int epsg, struct mk_buf *b)
{
    const struct mk_layer_def *const one[] = {layer};
    mk_style_qml(b, layer, mk_ctx_lang(ctx));
    enum mk_status st = write_file(ctx, set, "jamforelse.qml", b);
    if (st == MK_OK)
        st = mk_style_qlr(ctx, b, one, 1, epsg, false);
    return st == MK_OK ? write_file(ctx, set, "jamforelse.qlr", b) : st;
}

// ---- CSV: RFC 4180, UTF-8, decimal point, a null is nothing

static void put_text(struct mk_buf *b, const char *s)
{
    if (!strpbrk(s, ",\"\r\n")) {
        mk_buf_str(b, s);
        return;
    }
    mk_buf_str(b, "\"");
    for (; *s; s++) {
        if (*s == '"')
            mk_buf_str(b, "\"");
        mk_buf_add(b, s, 1);
    }
    mk_buf_str(b, "\"");
}

static void put_value(struct mk_buf *b, enum mk_type type, int decimals,
                      struct mk_value v)
{
    char date[11];
    if (type == MK_T_TEXT)
        put_text(b, v.text ? v.text : "");
    else if (v.num == MK_UNKNOWN)
        return;
    else if (type == MK_T_DATE)
        mk_buf_str(b, mk_date_write((mk_date)v.num, date));
    else if (type == MK_T_BOOL)
        mk_buf_str(b, v.num ? "true" : "false");
    else
        mk_buf_fixed(b, v.num, decimals);
}

static enum mk_status write_csv(struct mk_ctx *ctx, struct mk_set *set,
                                const struct mk_comparison *c,
                                struct mk_buf *b)
{
    char scratch[256];
    for (int i = 0; i < layer->nfields; i++)
        mk_buf_printf(b, "%s%s", i ? "," : "", layer->fields[i].name);
    mk_buf_str(b, "\r\n");
    for (uint32_t k = 0; k < c->n; k++) {
        for (int i = 0; i < layer->nfields; i++) {
            const struct mk_field *f = &layer->fields[i];
            mk_buf_str(b, i ? "," : "");
            put_value(b, f->type, f->decimals,
                      f->get(&c->v[k], &no_tables, scratch));
        }
        mk_buf_str(b, "\r\n");
    }
    return write_file(ctx, set, "jamforelse.csv", b);
}

static bool is_listed(const char *list, const char *name)
{
    const size_t n = strlen(name);
    for (const char *p = list; p && (p = strstr(p, name)); p += n)
        if ((p == list || p[-1] == ' ') && (!p[n] || p[n] == ';'))
            return true;
    return false;
}

static void put_fields(struct mk_buf *b, const struct mk_land_change *c)
{
    char scratch[256];
    const struct mk_layer_def *def = c->before->def;
    const char *name = layer->fields[0].get(c, &no_tables, scratch).text;
    for (int i = 0; i < def->nfields; i++) {
        const struct mk_field *f = &def->fields[i];
        if (!is_listed(c->fields, f->name))
            continue;
        put_text(b, name);
        mk_buf_printf(b, ",%s,%s,", c->part ? "delområde" : "område",
                      f->name);
        put_value(b, f->type, f->decimals,
                  mk_published_value(c->before, c->before_row, i));
        mk_buf_str(b, ",");
        put_value(b, f->type, f->decimals,
                  mk_published_value(c->after, c->after_row, i));
        mk_buf_str(b, "\r\n");
    }
}

// Every published field that differs, a row each.
static enum mk_status write_all_fields(struct mk_ctx *ctx, struct mk_set *set,
                                       const struct mk_comparison *c,
                                       struct mk_buf *b)
{
    mk_buf_str(b, "namn,niva,falt,fore,efter\r\n");
    for (uint32_t k = 0; k < c->n; k++)
        if (c->v[k].fields)
            put_fields(b, &c->v[k]);
    return write_file(ctx, set, "jamforelse_falt.csv", b);
}

enum mk_status mk_compare_write(struct mk_ctx *ctx, const char *dir,
                                bool overwrite, int epsg,
                                const struct mk_comparison *c)
{
    struct mk_set *set;
    struct mk_buf b = {0}, qml = {0};
    mk_style_qml(&qml, layer, mk_ctx_lang(ctx));
    enum mk_status st = mk_set_new(ctx, dir, overwrite, &set);
    if (st == MK_OK)
        st = write_geojson(ctx, set, epsg, c, &b);
    if (st == MK_OK)
        st = write_styles(ctx, set, epsg, &b);
    if (st == MK_OK)
        st = write_csv(ctx, set, c, &b);
    if (st == MK_OK)
        st = write_all_fields(ctx, set, c, &b);
    if (st == MK_OK)
        st = write_gpkg(ctx, set, epsg, c, mk_buf_text(&qml));
    if (st == MK_OK)
        st = mk_set_commit(ctx, set);
    mk_set_free(set);
    mk_buf_release(&b);
    mk_buf_release(&qml);
    return st;
}
