// The files of a run: which there are, in what order, in which system.
#include "run/output.h"

#include "output/style.h"
#include "run/areas.h"
#include "run/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 512

static const struct mk_column use_columns[] = {
    {"fast_id", MK_T_TEXT, 0},  {"omrade", MK_T_TEXT, 0},
    {"plan_nr", MK_T_TEXT, 0},  {"plan_akt", MK_T_TEXT, 0},
    {"bokstav", MK_T_TEXT, 0},  {"betydelse", MK_T_TEXT, 0},
    {"area_m2", MK_T_REAL, 1},
};
static const struct mk_column near_columns[] = {
    {"fast_id", MK_T_TEXT, 0}, {"omrade", MK_T_TEXT, 0},
    {"trafikslag", MK_T_TEXT, 0}, {"hpl_namn", MK_T_TEXT, 0},
    {"hpl_m", MK_T_REAL, 1}, {"fagel_m", MK_T_REAL, 1},
    {"avgangar", MK_T_INT, 0},
};

// A layer of the GeoPackage with the style QGIS applies by itself.
static enum mk_status styled_layer(struct mk_ctx *ctx, struct mk_gpkg *g,
                                   const struct mk_layer_def *def,
                                   struct mk_gpkg_layer **layer)
{
    const enum mk_status st = mk_gpkg_layer(ctx, g, def, layer);
    if (st != MK_OK)
        return st;
    struct mk_buf qml = {0};
    mk_style_qml(&qml, def, mk_ctx_lang(ctx));
    mk_gpkg_style(*layer, mk_buf_text(&qml));
    mk_buf_release(&qml);
    return MK_OK;
}

static enum mk_status begin_gpkg(struct mk_ctx *ctx,
                                 const struct mk_inputs *in,
                                 struct mk_output *out)
{
    const char *path;
    enum mk_status st =
        mk_set_temp_path(ctx, out->set, "markklar.gpkg", &path);
    if (st == MK_OK)
        st = mk_gpkg_new(ctx, path, in->working_crs, &out->gpkg);
    if (st == MK_OK)
        st = styled_layer(ctx, out->gpkg, &mk_layer_mark, &out->gpkg_mark);
    const bool sv = mk_ctx_lang(ctx) == MK_SV;
    if (st == MK_OK && in->have_plans)
        st = mk_gpkg_table(ctx, out->gpkg, "anvandning",
                           sv ? "Användning per område och plan"
                              : "Use by område and plan",
                           use_columns,
                           sizeof use_columns / sizeof *use_columns,
                           &out->gpkg_use);
    if (st == MK_OK && in->have_timetable)
        st = mk_gpkg_table(ctx, out->gpkg, "narmaste",
                           sv ? "Närmaste hållplats per trafikslag"
                              : "Nearest stop by mode",
                           near_columns,
                           sizeof near_columns / sizeof *near_columns,
                           &out->gpkg_near);
    if (st == MK_OK && in->journeys && in->spots.n)
        st = mk_output_travel_table(ctx, out->gpkg, &out->gpkg_trips);
    if (st == MK_OK && in->lines)
        st = mk_output_lines_table(ctx, out->gpkg, &out->gpkg_lines);
    return st;
}

enum mk_status mk_output_begin(struct mk_ctx *ctx, const struct mk_inputs *in,
                               const struct mk_run_options *opt,
                               struct mk_output *out)
{
    *out = (struct mk_output){0};
    const struct mk_project *p = in->project;
    const char *dir = opt->out_dir ? opt->out_dir : p->out_dir;
    if (!dir)
        return mk_fail(ctx, MK_E_USAGE,
                       mk_ctx_lang(ctx) == MK_SV
                           ? "ange -o KATALOG eller utdata: katalog:"
                           : "give -o FOLDER or utdata: katalog:");
    out->crs = opt->out_crs ? opt->out_crs : p->out_crs;
    if (out->crs && strcmp(out->crs, MK_CRS_LONLAT) != 0) {
        out->epsg = mk_crs_epsg(out->crs);
        if (!out->epsg)
            return mk_fail(ctx, MK_E_CRS_BAD, out->crs);
    } else {
        out->crs = MK_CRS_LONLAT;
    }
    // A system that will not do is found before a folder is made.
    enum mk_status st = out->epsg ? mk_crs_require_metres(ctx, out->crs)
                                  : MK_OK;
    if (st == MK_OK)
        st = mk_set_new(ctx, dir, opt->overwrite, &out->set);
    if (st == MK_OK)
        st = mk_set_file(ctx, out->set, "mark.geojson", &out->mark);
    out->mark_writer = mk_geojson_new(&mk_layer_mark, out->epsg);
    struct mk_buf b = {0};
    mk_geojson_head(&b, out->mark_writer);
    if (st == MK_OK)
        st = mk_out_write(ctx, out->mark, b.data, b.len);
    mk_buf_release(&b);
    if (st == MK_OK && opt->gpkg && p->gpkg)
        st = begin_gpkg(ctx, in, out);
    else if (st == MK_OK)
        st = mk_set_drop(ctx, out->set, "markklar.gpkg");
    return st;
}

void mk_output_free(struct mk_output *out)
{
    mk_gpkg_abort(out->gpkg);
    mk_geojson_free(out->mark_writer);
    mk_set_free(out->set);
    *out = (struct mk_output){0};
}

static enum mk_status use_row(struct mk_ctx *ctx, struct mk_output *out,
                              const struct mk_inputs *in,
                              const struct mk_batch *b,
                              const struct mk_use_row *u)
{
    char name[256];
    int n;
    const struct mk_use_kind *kinds = mk_use_table(&n);
    const struct mk_plan *p = &in->plans.plans[u->plan];
    const struct mk_value v[] = {
        mk_text(b->rows[u->row].fast_id),
        mk_text(mk_row_name(&b->rows[u->row], 0, name)), mk_text(p->nr),
        mk_text(p->akt), mk_text(kinds[u->kind].code),
        mk_text(kinds[u->kind].name),
        mk_num(u->area)};
    return mk_gpkg_row(ctx, out->gpkg_use, v);
}

static enum mk_status near_row(struct mk_ctx *ctx, struct mk_output *out,
                               const struct mk_inputs *in,
                               const struct mk_batch *b,
                               const struct mk_near_row *r)
{
    char name[256];
    const struct mk_value v[] = {
        mk_text(b->rows[r->row].fast_id),
        mk_text(mk_row_name(&b->rows[r->row], 0, name)),
        mk_text(mk_mode_text((enum mk_mode)r->mode, MK_SV)),
        mk_text(in->timetable.areas[r->area].name), mk_num(r->dist),
        mk_num(r->straight),
        mk_num(in->traffic[r->area].dep[r->mode])};
    return mk_gpkg_row(ctx, out->gpkg_near, v);
}

// The file's pages are given out as rows come, so the tables must be filled
// område by område: batch by batch, its bytes would tell the batch size.
enum mk_status mk_output_gpkg(struct mk_ctx *ctx, struct mk_output *out,
                              const struct mk_inputs *in,
                              const struct mk_batch *b)
{
    uint32_t use = 0, near = 0, trip = 0, line = 0;
    enum mk_status st = MK_OK;
    for (uint32_t i = 0; st == MK_OK && i < b->n; i++) {
        const struct mk_poly g = mk_polyset_get(&b->geom, i);
        st = mk_gpkg_polygon(ctx, out->gpkg_mark, &b->rows[i], &in->tables,
                             &g);
        for (; out->gpkg_use && st == MK_OK && use < b->nuses &&
               b->uses[use].row == i; use++)
            st = use_row(ctx, out, in, b, &b->uses[use]);
        for (; out->gpkg_near && st == MK_OK && near < b->nnear &&
               b->near[near].row == i; near++)
            st = near_row(ctx, out, in, b, &b->near[near]);
        for (; out->gpkg_trips && st == MK_OK && trip < b->ntrips &&
               b->trips[trip].row == i; trip++)
            st = mk_output_travel_row(ctx, out->gpkg_trips, in, b,
                                      &b->trips[trip]);
        for (; out->gpkg_lines && st == MK_OK && line < b->nlines &&
               b->lines[line].row == i; line++)
            st = mk_output_line_row(ctx, out->gpkg_lines, in, b,
                                    &b->lines[line]);
    }
    return st;
}

// ---- delområden: formatted by chunks on all threads, written in rank order

typedef void geometry_of(const struct mk_results *r, uint32_t i,
                         struct mk_polyset *out);

struct chunk {
    struct mk_buf out;
    struct mk_polyset geom;
    struct mk_ctx *ctx;
    struct mk_transform *to_out;
    uint32_t first, n;
};

struct del_job {
    struct mk_ctx *ctx;
    const struct mk_inputs *in;
    struct mk_output *out;
    const struct mk_results *res;
    const struct mk_layer_def *def;
    geometry_of *geometry;
    const uint32_t *row; // which delområden, in order
    uint32_t n, next;
    struct mk_geojson_writer *writer;
    struct mk_out *file;
    struct mk_gpkg_layer *layer;
    struct chunk *chunks;
};

static enum mk_status del_produce(void *udata, uint32_t slot, uint64_t seq,
                                  bool *more)
{
    struct del_job *j = udata;
    struct chunk *c = &j->chunks[slot];
    (void)seq;
    c->first = j->next;
    c->n = j->n - c->first < CHUNK ? j->n - c->first : CHUNK;
    j->next += c->n;
    *more = c->n > 0;
    return MK_OK;
}

static enum mk_status del_work(void *udata, uint32_t slot)
{
    struct del_job *j = udata;
    struct chunk *c = &j->chunks[slot];
    c->out.len = 0;
    mk_polyset_clear(&c->geom);
    for (uint32_t k = 0; k < c->n; k++)
        j->geometry(j->res, j->row[c->first + k], &c->geom);
    mk_transform_set(c->to_out, &c->geom);
    for (uint32_t k = 0; k < c->n; k++) {
        const struct mk_poly g = mk_polyset_get(&c->geom, k);
        if (!mk_geojson_polygon(&c->out, j->writer, c->first + k == 0,
                                &j->res->dels[j->row[c->first + k]],
                                &j->in->tables, &g))
            return mk_fail(c->ctx, MK_E_CRS_RANGE, j->def->name, "",
                           j->out->crs);
    }
    return MK_OK;
}

static enum mk_status del_commit(void *udata, uint32_t slot)
{
    struct del_job *j = udata;
    struct chunk *c = &j->chunks[slot];
    mk_notes_merge(j->ctx, c->ctx);
    enum mk_status st = mk_out_write(j->ctx, j->file, c->out.data, c->out.len);
    for (uint32_t k = 0; j->layer && st == MK_OK && k < c->n; k++) {
        const uint32_t i = j->row[c->first + k];
        mk_polyset_clear(&c->geom); // as published; here in the working CRS
        j->geometry(j->res, i, &c->geom);
        const struct mk_poly g = mk_polyset_get(&c->geom, 0);
        st = mk_gpkg_polygon(j->ctx, j->layer, &j->res->dels[i],
                             &j->in->tables, &g);
    }
    return st;
}

static void del_failed(void *udata, uint32_t slot, enum mk_status st)
{
    struct del_job *j = udata;
    if (*mk_ctx_error(j->chunks[slot].ctx))
        (void)mk_ctx_take_error(j->ctx, j->chunks[slot].ctx, st);
}

static enum mk_status write_head(struct mk_ctx *ctx, struct mk_output *out,
                                 const char *name,
                                 const struct mk_geojson_writer *w,
                                 struct mk_out **file)
{
    enum mk_status st = mk_set_file(ctx, out->set, name, file);
    struct mk_buf b = {0};
    mk_geojson_head(&b, w);
    if (st == MK_OK)
        st = mk_out_write(ctx, *file, b.data, b.len);
    mk_buf_release(&b);
    return st;
}

static enum mk_status write_foot(struct mk_ctx *ctx, struct mk_out *file,
                                 const struct mk_geojson_writer *w)
{
    struct mk_buf b = {0};
    mk_geojson_foot(&b, w);
    const enum mk_status st = mk_out_write(ctx, file, b.data, b.len);
    mk_buf_release(&b);
    return st;
}

static enum mk_status del_run(struct del_job *j, unsigned threads)
{
    char name[64];
    snprintf(name, sizeof name, "%s.geojson", j->def->name);
    j->writer = mk_geojson_new(j->def, j->out->epsg);
    enum mk_status st = write_head(j->ctx, j->out, name, j->writer, &j->file);
    if (st == MK_OK && j->out->gpkg)
        st = styled_layer(j->ctx, j->out->gpkg, j->def, &j->layer);
    const uint32_t n = mk_pipeline_slots(threads);
    j->chunks = mk_zalloc(n, sizeof *j->chunks);
    for (uint32_t i = 0; i < n && st == MK_OK; i++) {
        struct chunk *c = &j->chunks[i];
        c->ctx = mk_ctx_new(mk_ctx_lang(j->ctx));
        st = mk_transform_new(c->ctx, j->in->working_crs, j->out->crs,
                              &c->to_out);
        if (st != MK_OK)
            st = mk_ctx_take_error(j->ctx, c->ctx, st);
    }
    const struct mk_pipeline p = {threads, j, del_produce, del_work,
                                  del_commit, del_failed};
    if (st == MK_OK)
        st = mk_pipeline_run(&p);
    if (st == MK_OK)
        st = write_foot(j->ctx, j->file, j->writer);
    for (uint32_t i = 0; i < n; i++) {
        mk_buf_release(&j->chunks[i].out);
        mk_polyset_release(&j->chunks[i].geom);
        mk_transform_free(j->chunks[i].to_out);
        mk_ctx_free(j->chunks[i].ctx);
    }
    free(j->chunks);
    mk_geojson_free(j->writer);
    return st;
}

static enum mk_status write_delomraden(struct mk_ctx *ctx,
                                       const struct mk_inputs *in,
                                       unsigned threads,
                                       struct mk_output *out,
                                       const struct mk_results *res)
{
    struct del_job j = {.ctx = ctx, .in = in, .out = out, .res = res,
                        .def = &mk_layer_verksamhetsmark,
                        .geometry = mk_results_geometry,
                        .row = res->order, .n = res->ndels};
    enum mk_status st = del_run(&j, threads);
    if (st != MK_OK || !j.layer)
        return st;
    struct mk_buf qml = {0};
    mk_style_qml(&qml, &mk_layer_beredskap, mk_ctx_lang(ctx));
    mk_gpkg_style_more(j.layer, "beredskap", mk_buf_text(&qml));
    mk_buf_release(&qml);
    return MK_OK;
}

// Where nothing is left to build on there is no feature.
static enum mk_status write_byggbar(struct mk_ctx *ctx,
                                    const struct mk_inputs *in,
                                    unsigned threads, struct mk_output *out,
                                    const struct mk_results *res)
{
    uint32_t *row = mk_zalloc(res->ndels + 1, sizeof *row);
    struct del_job j = {.ctx = ctx, .in = in, .out = out, .res = res,
                        .def = &mk_layer_byggbar,
                        .geometry = mk_results_byggbar, .row = row};
    for (uint32_t k = 0; k < res->ndels; k++)
        if (res->dels[res->order[k]].ready.byggbar > 0)
            row[j.n++] = res->order[k];
    const enum mk_status st = del_run(&j, threads);
    free(row);
    return st;
}

// ---- the small layers, one record at a time

enum mk_status mk_small_begin(struct mk_small *s)
{
    char name[64];
    snprintf(name, sizeof name, "%s.geojson", s->def->name);
    s->writer = mk_geojson_new(s->def, s->out->epsg);
    enum mk_status st = mk_transform_new(s->ctx, s->in->working_crs,
                                         s->out->crs, &s->to_out);
    if (st == MK_OK)
        st = write_head(s->ctx, s->out, name, s->writer, &s->file);
    if (st == MK_OK && s->out->gpkg)
        st = styled_layer(s->ctx, s->out->gpkg, s->def, &s->layer);
    return st;
}

static enum mk_status small_flush(struct mk_small *s, bool ok)
{
    s->begun = true;
    if (!ok)
        return mk_fail(s->ctx, MK_E_CRS_RANGE, s->def->name, "",
                       s->out->crs);
    const enum mk_status st =
        mk_out_write(s->ctx, s->file, s->b.data, s->b.len);
    s->b.len = 0;
    return st;
}

enum mk_status mk_small_polygon(struct mk_small *s, const void *record,
                                const struct mk_poly *g)
{
    mk_polyset_clear(&s->tmp);
    mk_polyset_add(&s->tmp, g);
    mk_transform_set(s->to_out, &s->tmp);
    const struct mk_poly o = mk_polyset_get(&s->tmp, 0);
    enum mk_status st = small_flush(
        s, mk_geojson_polygon(&s->b, s->writer, !s->begun, record,
                              &s->in->tables, &o));
    if (st == MK_OK && s->layer)
        st = mk_gpkg_polygon(s->ctx, s->layer, record, &s->in->tables, g);
    return st;
}

static enum mk_status small_point(struct mk_small *s, const void *record,
                                  struct mk_point p)
{
    double xy[2] = {p.x, p.y};
    mk_transform_xy(s->to_out, xy, 1);
    enum mk_status st = small_flush(
        s, mk_geojson_point(&s->b, s->writer, !s->begun, record,
                            &s->in->tables,
                            (struct mk_point){xy[0], xy[1]}));
    if (st == MK_OK && s->layer)
        st = mk_gpkg_point(s->ctx, s->layer, record, &s->in->tables, p);
    return st;
}

enum mk_status mk_small_end(struct mk_small *s, enum mk_status st)
{
    if (st == MK_OK)
        st = write_foot(s->ctx, s->file, s->writer);
    mk_geojson_free(s->writer);
    mk_transform_free(s->to_out);
    mk_polyset_release(&s->tmp);
    mk_buf_release(&s->b);
    return st;
}

// A stop area stands at the mean of its platforms.
static enum mk_status write_hallplatser(struct mk_ctx *ctx,
                                        const struct mk_inputs *in,
                                        struct mk_output *out)
{
    const struct mk_timetable *tt = &in->timetable;
    struct mk_small s = {.ctx = ctx, .in = in, .out = out,
                      .def = &mk_layer_hallplatser};
    enum mk_status st = mk_small_begin(&s);
    for (uint32_t k = 0; st == MK_OK && k < tt->nareas; k++) {
        const struct mk_stop_area *a = &tt->areas[k];
        struct mk_point p = {0, 0};
        for (uint32_t i = 0; i < a->nstops; i++) {
            const uint32_t stop = tt->area_stops[a->first_stop + i];
            p.x += in->stop_xy[2 * stop] / a->nstops;
            p.y += in->stop_xy[2 * stop + 1] / a->nstops;
        }
        const struct mk_area_traffic *t = &in->traffic[k];
        if (!a->nstops || (!t->dep_total && !t->dep[MK_MODE_ANROP]))
            continue; // nothing stops there on the day
        const struct mk_stop_row row = {k};
        st = small_point(&s, &row, p);
    }
    return mk_small_end(&s, st);
}

// What is left to build on and how soon, of each plan's delområden that can be
// had: those that are ranked.
static void sum_plans(const struct mk_results *res, struct mk_plan_row *rows)
{
    for (uint32_t k = 0; k < res->ndels; k++) {
        const struct mk_row *d = &res->dels[k];
        const int32_t plan = d->ready.underlag == MK_UL_PAGAENDE
                                 ? d->pag_plan : d->plan;
        if (plan < 0 || d->rang <= 0)
            continue;
        struct mk_plan_row *p = &rows[plan];
        const int32_t months = d->ready.klar_m[1];
        if (d->ready.byggbar != MK_UNKNOWN)
            p->byggbar = d->ready.byggbar +
                         (p->byggbar == MK_UNKNOWN ? 0 : p->byggbar);
        if (months >= 0 && (p->klar_m50 < 0 || months < p->klar_m50))
            p->klar_m50 = months;
    }
}

static struct mk_plan_row *plan_rows(const struct mk_inputs *in,
                                     const struct mk_results *res)
{
    const struct mk_planbase *b = &in->plans;
    const uint32_t all = b->nplans + b->nparts;
    struct mk_plan_row *rows = mk_zalloc(all + 1, sizeof *rows);
    double *m2 = mk_zalloc(all + 1, sizeof *m2);
    int unknown;
    const mk_useset counted =
        mk_use_read(in->project->verksamhetsmark_letters, &unknown);
    for (uint32_t c = 0; c < b->ncells; c++)
        if (b->cells[c].uses & counted)
            m2[b->cells[c].plan] += b->cell_area[c];
    for (uint32_t k = 0; k < all; k++) {
        const bool decides = b->plans[k].status == MK_PS_LAGA_KRAFT;
        rows[k] = (struct mk_plan_row){
            .plan = k, .byggbar = MK_UNKNOWN, .klar_m50 = -1,
            .verksamhet = decides && b->plans[k].has_uses ? mk_fix(m2[k], 1)
                                                          : MK_UNKNOWN};
    }
    free(m2);
    sum_plans(res, rows);
    for (uint32_t k = b->nplans; k < all; k++) { // ongoing parts, too
        const struct mk_plan_row *part = &rows[k];
        struct mk_plan_row *whole = &rows[mk_plan_whole(b, k)];
        if (part->byggbar != MK_UNKNOWN)
            whole->byggbar = part->byggbar + (whole->byggbar == MK_UNKNOWN
                                                  ? 0 : whole->byggbar);
        if (part->klar_m50 >= 0 && (whole->klar_m50 < 0 ||
                                    part->klar_m50 < whole->klar_m50))
            whole->klar_m50 = part->klar_m50;
    }
    return rows;
}

static enum mk_status write_detaljplaner(struct mk_ctx *ctx,
                                         const struct mk_inputs *in,
                                         struct mk_output *out,
                                         const struct mk_results *res)
{
    const struct mk_planbase *b = &in->plans;
    struct mk_plan_row *rows = plan_rows(in, res);
    struct mk_small s = {.ctx = ctx, .in = in, .out = out,
                      .def = &mk_layer_detaljplaner};
    enum mk_status st = mk_small_begin(&s);
    for (uint32_t k = 0; st == MK_OK && k < b->nplans; k++) {
        const struct mk_poly g = mk_polyset_get(&b->full, k);
        rows[k].area = mk_fix(mk_poly_area(&g), 1);
        st = mk_small_polygon(&s, &rows[k], &g);
    }
    free(rows);
    return mk_small_end(&s, st);
}

// ---- styles

// Topmost first. Plans are drawn as outlines, so they lie above the areas.
static const struct mk_layer_def *const drawn[] = {
    &mk_layer_hallplatser, &mk_layer_brister_mark, &mk_layer_byggbar,
    &mk_layer_beredskap, &mk_layer_verksamhetsmark, &mk_layer_detaljplaner,
    &mk_layer_mark, &mk_layer_brister_befolkning, &mk_layer_gangnara,
    &mk_layer_cykelnara, &mk_layer_infrastruktur};
#define DRAWN (sizeof drawn / sizeof *drawn)

static enum mk_status write_text(struct mk_ctx *ctx, struct mk_output *out,
                                 const char *name, struct mk_buf *b)
{
    struct mk_out *file;
    enum mk_status st = mk_set_file(ctx, out->set, name, &file);
    if (st == MK_OK)
        st = mk_out_write(ctx, file, b->data, b->len);
    b->len = 0;
    return st;
}

bool mk_output_makes(const struct mk_inputs *in, const struct mk_results *res,
                     const struct mk_layer_def *d)
{
    if (d == &mk_layer_byggbar)
        return res->byggbar_at != NULL;
    if (d == &mk_layer_hallplatser || d == &mk_layer_infrastruktur)
        return in->have_timetable;
    if (d == &mk_layer_brister_mark)
        return in->have_timetable && res->ndels;
    if (d == &mk_layer_brister_befolkning)
        return in->have_timetable && in->project->population.path;
    if (d == &mk_layer_gangnara)
        return in->walk_index != NULL;
    if (d == &mk_layer_cykelnara)
        return in->walk_index && in->cycle && mk_areas_by_cycle(in);
    if (d == &mk_layer_detaljplaner)
        return in->have_plans;
    return true;
}

static enum mk_status write_styles(struct mk_ctx *ctx,
                                   const struct mk_inputs *in,
                                   struct mk_output *out,
                                   const struct mk_results *res)
{
    const enum mk_lang lang = mk_ctx_lang(ctx);
    const struct mk_layer_def *made[DRAWN];
    size_t n = 0;
    struct mk_buf b = {0};
    enum mk_status st = MK_OK;
    char name[64];
    for (size_t i = 0; i < DRAWN && st == MK_OK; i++) {
        snprintf(name, sizeof name, "%s.qml", drawn[i]->name);
        if (mk_output_makes(in, res, drawn[i])) {
            made[n++] = drawn[i];
            mk_style_qml(&b, drawn[i], lang);
            st = write_text(ctx, out, name, &b);
        } else {
            st = mk_set_drop(ctx, out->set, name);
            snprintf(name, sizeof name, "%s.geojson", drawn[i]->name);
            if (st == MK_OK)
                st = mk_set_drop(ctx, out->set, name);
        }
    }
    if (st == MK_OK) {
        st = mk_style_qlr(ctx, &b, made, n, out->epsg, in->scenario != NULL);
        if (st == MK_OK)
            st = write_text(ctx, out, "markklar.qlr", &b);
    }
    mk_buf_release(&b);
    return st;
}

enum mk_status mk_output_layers(struct mk_ctx *ctx,
                                const struct mk_inputs *in,
                                unsigned threads, struct mk_output *out,
                                struct mk_results *res)
{
    enum mk_status st = write_foot(ctx, out->mark, out->mark_writer);
    if (st == MK_OK)
        st = write_delomraden(ctx, in, threads, out, res);
    if (st == MK_OK && res->byggbar_at)
        st = write_byggbar(ctx, in, threads, out, res);
    if (st == MK_OK && in->have_timetable)
        st = mk_output_areas(ctx, out, in);
    if (st == MK_OK && in->have_timetable)
        st = write_hallplatser(ctx, in, out);
    if (st == MK_OK && in->have_plans)
        st = write_detaljplaner(ctx, in, out, res);
    if (st == MK_OK && in->have_timetable)
        st = mk_output_gaps(ctx, out, in, res);
    if (st == MK_OK)
        st = write_styles(ctx, in, out, res);
    if (st == MK_OK && out->gpkg)
        st = mk_output_tables(ctx, out, in, res);
    if (st == MK_OK && out->gpkg) {
        st = mk_gpkg_close(ctx, out->gpkg);
        out->gpkg = NULL;
    }
    return st;
}
