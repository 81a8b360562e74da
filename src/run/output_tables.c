// Tables of the GeoPackage that belong to no område: what stands in the way of
// each delområde, and every provision that was read.
#include "run/output.h"

#include <math.h>
#include <stdlib.h>

// ---- hinder --------------------------------------------------------------------

static const struct mk_column hinder_columns[] = {
    {"del_id", MK_T_TEXT, 0}, {"fastighet", MK_T_TEXT, 0},
    {"slag", MK_T_TEXT, 0},   {"aktor", MK_T_TEXT, 0},
    {"verkan", MK_T_TEXT, 0}, {"lager", MK_T_TEXT, 0},
    {"objekt", MK_T_TEXT, 0}, {"klass", MK_T_TEXT, 0},
    {"area_m2", MK_T_REAL, 1},
};

static enum mk_status hinder_row(struct mk_ctx *ctx,
                                 struct mk_gpkg_layer *table,
                                 const struct mk_inputs *in,
                                 const struct mk_row *del,
                                 const struct mk_obstacle *o)
{
    char name[256];
    const struct mk_context *c = &in->context;
    const struct mk_feature *f = o->feature < 0 ? NULL : &c->v[o->feature];
    const struct mk_value v[] = {
        mk_text(mk_row_name(del, del->del_nr, name)), mk_text(del->fastighet),
        mk_text(mk_hinder_kind_text((enum mk_hinder_kind)o->kind)),
        mk_text(mk_actor_text((enum mk_actor)o->actor)),
        mk_text(mk_effect_text((enum mk_effect)o->effect)),
        mk_text(f ? c->layers[f->layer].name : NULL),
        mk_text(f ? f->name ? f->name : f->id : NULL),
        mk_text(f ? f->klass : NULL),
        mk_num(f ? mk_fix(o->m2, 1) : del->area),
    };
    return mk_gpkg_row(ctx, table, v);
}

// In rank order, as the delområden stand in their layer.
static enum mk_status write_hinder(struct mk_ctx *ctx, struct mk_output *out,
                                   const struct mk_inputs *in,
                                   const struct mk_results *res)
{
    struct mk_gpkg_layer *table;
    enum mk_status st = mk_gpkg_table(
        ctx, out->gpkg, "hinder",
        mk_ctx_lang(ctx) == MK_SV ? "Hinder per delområde"
                                  : "Obstacles by delområde",
        hinder_columns, sizeof hinder_columns / sizeof *hinder_columns,
        &table);
    size_t *first = mk_zalloc(res->ndels + 1, sizeof *first);
    for (size_t i = 0; i < res->nobstacles; i++)
        first[res->obstacles[i].del + 1]++;
    for (uint32_t k = 0; k < res->ndels; k++)
        first[k + 1] += first[k];
    for (uint32_t k = 0; k < res->ndels; k++) {
        const uint32_t d = res->order[k];
        for (size_t i = first[d]; st == MK_OK && i < first[d + 1]; i++)
            st = hinder_row(ctx, table, in, &res->dels[d],
                            &res->obstacles[i].o);
    }
    free(first);
    return st;
}

// ---- bestämmelser --------------------------------------------------------------

static const struct mk_column provision_columns[] = {
    {"plan_akt", MK_T_TEXT, 0},    {"plan_nr", MK_T_TEXT, 0},
    {"beteckning", MK_T_TEXT, 0},  {"slag", MK_T_TEXT, 0},
    {"formulering", MK_T_TEXT, 0}, {"varde", MK_T_REAL, 2},
    {"enhet", MK_T_TEXT, 0},       {"omfattning", MK_T_TEXT, 0},
    {"area_m2", MK_T_REAL, 1},     {"id", MK_T_TEXT, 0},
};

static const char *unit(const struct mk_provision *p)
{
    if (p->kind == MK_PV_HOJD)
        return p->height == MK_PV_VANINGAR ? "våningar" : "meter";
    if (p->kind != MK_PV_UTNYTTJANDE)
        return p->nvalues ? p->value[0].unit : NULL;
    return p->basis == MK_PV_PROCENT ? "procent"
           : p->basis == MK_PV_M2    ? "m²" : "m² per fastighet";
}

static const char *scope(const struct mk_provision *p, bool whole)
{
    if (whole)
        return "hela planen";
    return p->kind == MK_PV_UTNYTTJANDE && p->scope == MK_PV_ANVANDNINGSOMRADE
               ? "användningsområde" : "egenskapsområde";
}

static enum mk_status provision_row(struct mk_ctx *ctx,
                                    struct mk_gpkg_layer *table,
                                    const struct mk_inputs *in, uint32_t i)
{
    const struct mk_provbase *b = &in->provisions;
    const struct mk_provision *p = &b->v[i];
    const struct mk_plan *plan = &in->plans.plans[b->plan[i]];
    const struct mk_poly g = mk_polyset_get(&b->geom, i);
    const bool whole = p->geom == MK_PV_WHOLE_PLAN;
    const struct mk_value v[] = {
        mk_text(plan->akt), mk_text(plan->nr), mk_text(p->code),
        mk_text(mk_pv_kind_text((enum mk_pv_kind)p->kind)), mk_text(p->text),
        mk_num(isnan(p->number) ? MK_UNKNOWN : mk_fix(p->number, 2)),
        mk_text(isnan(p->number) ? NULL : unit(p)), mk_text(scope(p, whole)),
        mk_num(g.npart ? mk_fix(mk_poly_area(&g), 1) : MK_UNKNOWN),
        mk_text(p->id),
    };
    return mk_gpkg_row(ctx, table, v);
}

static enum mk_status write_provisions(struct mk_ctx *ctx,
                                       struct mk_output *out,
                                       const struct mk_inputs *in)
{
    struct mk_gpkg_layer *table;
    enum mk_status st = mk_gpkg_table(
        ctx, out->gpkg, "bestammelser",
        mk_ctx_lang(ctx) == MK_SV ? "Planbestämmelser som inte är användning"
                                  : "Provisions that are not uses",
        provision_columns,
        sizeof provision_columns / sizeof *provision_columns, &table);
    for (uint32_t i = 0; st == MK_OK && i < in->provisions.n; i++)
        st = provision_row(ctx, table, in, i);
    return st;
}

enum mk_status mk_output_tables(struct mk_ctx *ctx, struct mk_output *out,
                                const struct mk_inputs *in,
                                const struct mk_results *res)
{
    enum mk_status st = MK_OK;
    if (res->ndels)
        st = write_hinder(ctx, out, in, res);
    if (st == MK_OK && in->provisions.n)
        st = write_provisions(ctx, out, in);
    return st;
}
