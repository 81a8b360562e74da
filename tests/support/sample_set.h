/** @file
 * The whole set of files of the sample town, as a run would write it.
 */
#ifndef SAMPLE_SET_H
#define SAMPLE_SET_H

#include "output/geojson.h"
#include "output/gpkg.h"
#include "output/set.h"
#include "output/style.h"
#include "sample.h"

#include "base/handles.h"

#include <stdlib.h>

#define SAMPLE_TRY(call)                                                    \
    do {                                                                    \
        const enum mk_status try_status = (call);                           \
        if (try_status != MK_OK)                                            \
            return try_status;                                              \
    } while (0)

struct sample_run {
    struct mk_ctx *ctx;
    struct mk_set *set;
    struct mk_gpkg *gpkg;
    struct sample *s;
    int epsg; // of the GeoJSON files; 0 = lon/lat
    PJ *pj;
    // Kept here so that they are freed wherever the writing stops.
    struct mk_buf b;
    struct mk_polyset out, piece_poly;
    struct mk_geojson_writer *w;
};

static inline void sample_lonlat(struct sample_run *r, double *xy, size_t n)
{
    if (r->pj)
        proj_trans_generic(r->pj, PJ_FWD, xy, 16, n, xy + 1, 16, n, NULL, 0, 0,
                           NULL, 0, 0);
}

static inline enum mk_status sample_bytes(struct sample_run *r,
                                          const char *name, struct mk_buf *b)
{
    struct mk_out *out;
    enum mk_status st = mk_set_file(r->ctx, r->set, name, &out);
    if (st == MK_OK)
        st = mk_out_write(r->ctx, out, b->data, b->len);
    b->len = 0;
    return st;
}

// One layer to GeoJSON, QML and GeoPackage. set == NULL: points.
static inline enum mk_status sample_layer(struct sample_run *r,
                                          const struct mk_layer_def *def,
                                          const void *records, size_t size,
                                          const struct mk_polyset *set,
                                          const struct mk_point *points,
                                          uint32_t n)
{
    struct mk_buf *b = &r->b;
    struct mk_gpkg_layer *layer;
    char name[64];
    mk_geojson_free(r->w);
    r->w = mk_geojson_new(def, r->epsg);
    const struct mk_geojson_writer *w = r->w;
    SAMPLE_TRY(mk_gpkg_layer(r->ctx, r->gpkg, def, &layer));
    mk_geojson_head(b, w);
    for (uint32_t i = 0; i < n; i++) {
        const void *record = (const char *)records + i * size;
        bool good;
        if (set) {
            const struct mk_poly g = mk_polyset_get(set, i);
            SAMPLE_TRY(mk_gpkg_polygon(r->ctx, layer, record, &r->s->tables,
                                       &g));
            mk_polyset_clear(&r->out);
            mk_polyset_add(&r->out, &g);
            sample_lonlat(r, r->out.xy, r->out.nvert);
            const struct mk_poly h = mk_polyset_get(&r->out, 0);
            good = mk_geojson_polygon(b, w, i == 0, record, &r->s->tables,
                                      &h);
        } else {
            double xy[2] = {points[i].x, points[i].y};
            SAMPLE_TRY(mk_gpkg_point(r->ctx, layer, record, &r->s->tables,
                                     points[i]));
            sample_lonlat(r, xy, 1);
            good = mk_geojson_point(b, w, i == 0, record, &r->s->tables,
                                    (struct mk_point){xy[0], xy[1]});
        }
        if (!good)
            return MK_EINTERNAL;
    }
    mk_geojson_foot(b, w);
    snprintf(name, sizeof name, "%s.geojson", def->name);
    SAMPLE_TRY(sample_bytes(r, name, b));
    mk_style_qml(b, def, mk_ctx_lang(r->ctx));
    mk_gpkg_style(layer, mk_buf_text(b));
    if (def == &mk_layer_verksamhetsmark) {
        struct mk_buf more = {0};
        mk_style_qml(&more, &mk_layer_beredskap, mk_ctx_lang(r->ctx));
        mk_gpkg_style_more(layer, "beredskap", mk_buf_text(&more));
        mk_buf_release(&more);
    }
    snprintf(name, sizeof name, "%s.qml", def->name);
    SAMPLE_TRY(sample_bytes(r, name, b));
    return MK_OK;
}

// A feature of each class of the legends of what is served and what is not.
static inline enum mk_status sample_served(struct sample_run *r,
                                           const struct mk_row *pieces,
                                           uint32_t n)
{
    struct sample *s = r->s;
    static const enum mk_mode mode[6] = {
        MK_MODE_TAG, MK_MODE_TUNNELBANA, MK_MODE_SPARVAGN,
        MK_MODE_BUSS, MK_MODE_FARJA, MK_MODE_OVRIG};
    struct mk_mode_area modes[6];
    for (int k = 0; k < 6; k++)
        modes[k] = (struct mk_mode_area){mode[k], 500, 1000};
    SAMPLE_TRY(sample_layer(r, &mk_layer_gangnara, modes, sizeof *modes,
                            &s->klass_poly, NULL, 6));
    struct mk_cycle_area bands[3];
    for (int k = 0; k < 3; k++)
        bands[k] = (struct mk_cycle_area){5 * (k + 1), 1000};
    SAMPLE_TRY(sample_layer(r, &mk_layer_cykelnara, bands, sizeof *bands,
                            &s->klass_poly, NULL, 3));
    struct mk_land_gap gaps[SAMPLE_ROWS];
    for (uint32_t k = 0; k < n; k++)
        gaps[k] = (struct mk_land_gap){&pieces[k], k % 3 < 2, k % 3 > 0,
                                       k % 2 ? 1 : -1, 6543, k % 4 > 1};
    SAMPLE_TRY(sample_layer(r, &mk_layer_brister_mark, gaps, sizeof *gaps,
                            &r->piece_poly, NULL, n));
    static const mk_fixed without[4] = {1, 10, 60, 900};
    struct mk_people_gap people[4];
    for (int k = 0; k < 4; k++)
        people[k] = (struct mk_people_gap){"6400_320", 1000, without[k]};
    return sample_layer(r, &mk_layer_brister_befolkning, people,
                        sizeof *people, &s->klass_poly, NULL, 4);
}

static inline enum mk_status sample_layers(struct sample_run *r)
{
    struct sample *s = r->s;
    static const struct mk_layer_def *const order[] = {
        &mk_layer_hallplatser, &mk_layer_brister_mark, &mk_layer_byggbar,
        &mk_layer_beredskap, &mk_layer_verksamhetsmark,
        &mk_layer_detaljplaner, &mk_layer_mark, &mk_layer_brister_befolkning,
        &mk_layer_gangnara, &mk_layer_cykelnara, &mk_layer_infrastruktur};
    struct mk_row pieces[SAMPLE_ROWS];
    struct mk_polyset *piece_poly = &r->piece_poly;
    uint32_t n = 0;
    for (uint32_t i = 8; i < SAMPLE_ROWS; i += 3) {
        pieces[n] = s->row[i];
        pieces[n].del_nr = 1;
        if (i % 4 == 0)
            pieces[n].ready.hinder =
                1u << (i % 3 ? MK_HK_UPPTAGEN : MK_HK_PAGAENDE);
        else if (pieces[n].poang >= 0)
            pieces[n].rang = (int32_t)n + 1;
        const uint32_t first = piece_poly->npart;
        sample_lot(piece_poly, SAMPLE_E + i % SAMPLE_SIDE * SAMPLE_STEP + 9,
                   SAMPLE_N + i / SAMPLE_SIDE * SAMPLE_STEP + 9, 60, (int)i);
        mk_polyset_end_part(piece_poly);
        mk_polyset_end(piece_poly, first);
        n++;
    }
    SAMPLE_TRY(sample_layer(r, &mk_layer_mark, s->row, sizeof *s->row,
                            &s->poly, NULL, SAMPLE_ROWS));
    SAMPLE_TRY(sample_layer(r, &mk_layer_verksamhetsmark, pieces,
                            sizeof *pieces, piece_poly, NULL, n));
    SAMPLE_TRY(sample_layer(r, &mk_layer_byggbar, pieces, sizeof *pieces,
                            piece_poly, NULL, n));
    struct mk_class_area klass[7];
    for (int k = 0; k < 7; k++)
        klass[k] = (struct mk_class_area){(mk_klass)(k + 1), 1000 * k,
                                         false};
    SAMPLE_TRY(sample_layer(r, &mk_layer_infrastruktur, klass, sizeof *klass,
                            &s->klass_poly, NULL, 7));
    SAMPLE_TRY(sample_served(r, pieces, n));
    struct mk_stop_row stops[5];
    for (uint32_t k = 0; k < 5; k++)
        stops[k].area = k;
    SAMPLE_TRY(sample_layer(r, &mk_layer_hallplatser, stops, sizeof *stops,
                            NULL, s->stop, 5));
    struct mk_plan_row plans[4];
    for (uint32_t k = 0; k < 4; k++)
        plans[k] = (struct mk_plan_row){k, 1234567, k ? MK_UNKNOWN : 98765,
                                        k ? MK_UNKNOWN : 45000, k ? -1 : 7};
    SAMPLE_TRY(sample_layer(r, &mk_layer_detaljplaner, plans, sizeof *plans,
                            &s->plan_poly, NULL, 4));
    SAMPLE_TRY(mk_style_qlr(r->ctx, &r->b, order,
                            sizeof order / sizeof *order, r->epsg, false));
    return sample_bytes(r, "markklar.qlr", &r->b);
}

static inline enum mk_status sample_table(struct sample_run *r)
{
    static const struct mk_column columns[] = {{"del_id", MK_T_TEXT, 0},
                                               {"bokstav", MK_T_TEXT, 0},
                                               {"area_m2", MK_T_REAL, 1},
                                               {"antal", MK_T_INT, 0}};
    struct mk_gpkg_layer *t;
    SAMPLE_TRY(mk_gpkg_table(r->ctx, r->gpkg, "anvandning",
                             "Användning per område", columns, 4, &t));
    for (int i = 0; i < 3; i++) {
        const struct mk_value v[] = {{r->s->name[i], MK_UNKNOWN},
                                     {i ? "J" : NULL, MK_UNKNOWN},
                                     {NULL, 12345 + i},
                                     {NULL, i == 1 ? MK_UNKNOWN : i}};
        SAMPLE_TRY(mk_gpkg_row(r->ctx, t, v));
    }
    return MK_OK;
}

/** Write the sample's set into `dir`. */
static inline enum mk_status sample_write(struct mk_ctx *ctx, struct sample *s,
                                          const char *dir, int epsg)
{
    struct sample_run r = {.ctx = ctx, .s = s, .epsg = epsg};
    const char *path;
    PJ *pj = NULL;
    if (!epsg) {
        pj = proj_create_crs_to_crs(mk_ctx_proj(ctx), "EPSG:3006",
                                    "OGC:CRS84", NULL);
        r.pj = proj_normalize_for_visualization(mk_ctx_proj(ctx), pj);
        proj_destroy(pj);
    }
    enum mk_status st = mk_set_new(ctx, dir, true, &r.set);
    if (st == MK_OK)
        st = mk_set_temp_path(ctx, r.set, "markklar.gpkg", &path);
    if (st == MK_OK)
        st = mk_gpkg_new(ctx, path, "EPSG:3006", &r.gpkg);
    if (st == MK_OK)
        st = sample_layers(&r);
    if (st == MK_OK)
        st = sample_table(&r);
    if (st == MK_OK)
        st = mk_gpkg_close(ctx, r.gpkg);
    else
        mk_gpkg_abort(r.gpkg);
    if (st == MK_OK)
        st = mk_set_seal(ctx, r.set);
    r.b.len = 0;
    mk_buf_str(&r.b, "{}\n");
    if (st == MK_OK)
        st = sample_bytes(&r, MK_SET_MANIFEST, &r.b);
    if (st == MK_OK)
        st = mk_set_commit(ctx, r.set);
    mk_buf_release(&r.b);
    mk_polyset_release(&r.out);
    mk_polyset_release(&r.piece_poly);
    mk_geojson_free(r.w);
    mk_set_free(r.set);
    proj_destroy(r.pj);
    return st;
}

#endif
