// The table `restider`: minutes from each place of land to each named place.
#include "run/output.h"

#include <math.h>

static const struct mk_column columns[] = {
    {"fast_id", MK_T_TEXT, 0},   {"omrade", MK_T_TEXT, 0},
    {"plats", MK_T_TEXT, 0},     {"fardsatt", MK_T_TEXT, 0},
    {"percentil", MK_T_INT, 0},  {"hela_min", MK_T_INT, 0},
    {"minuter", MK_T_REAL, 1},   {"meter", MK_T_INT, 0},
};

enum mk_status mk_output_travel_table(struct mk_ctx *ctx,
                                      struct mk_gpkg *gpkg,
                                      struct mk_gpkg_layer **table)
{
    return mk_gpkg_table(ctx, gpkg, "restider",
                         mk_ctx_lang(ctx) == MK_SV
                             ? "Restider till namngivna platser"
                             : "Travel times to named places",
                         columns, sizeof columns / sizeof *columns, table);
}

// What every row of one place of land and one named place has in common.
struct pair {
    struct mk_value fast_id, land, place;
};

static enum mk_status put(struct mk_ctx *ctx, struct mk_gpkg_layer *table,
                          const struct pair *p, const char *how, int percent,
                          int32_t seconds, uint32_t metres)
{
    const bool reached = seconds != MK_NEVER;
    const struct mk_value v[] = {
        p->fast_id, p->land, p->place, mk_text(how),
        mk_num(percent ? percent : MK_UNKNOWN),
        mk_num(reached ? seconds / 60 : MK_UNKNOWN),
        mk_num(reached ? mk_fix(seconds / 60.0, 1) : MK_UNKNOWN),
        mk_num(reached && metres != MK_NO_WAY ? (mk_fixed)metres
                                              : MK_UNKNOWN)};
    return mk_gpkg_row(ctx, table, v);
}

enum mk_status mk_output_travel_row(struct mk_ctx *ctx,
                                    struct mk_gpkg_layer *table,
                                    const struct mk_inputs *in,
                                    const struct mk_batch *b,
                                    const struct mk_trip_row *r)
{
    char name[256];
    const struct mk_travel_settings *t = &in->project->travel;
    const struct mk_row *row = &b->rows[r->row];
    const struct pair p = {mk_text(row->fast_id),
                           mk_text(mk_row_name(row, r->del_nr, name)),
                           mk_text(t->places[r->place].name)};
    enum mk_status st = MK_OK;
    for (int k = 0; k < t->npercentiles && in->router && st == MK_OK; k++)
        st = put(ctx, table, &p, "kollektivt", t->percentile[k],
                 r->t.draws[k], MK_NO_WAY);
    if (st == MK_OK && in->walk)
        st = put(ctx, table, &p, "till fots", 0, r->t.walk_s, MK_NO_WAY);
    if (st == MK_OK && in->cycle)
        st = put(ctx, table, &p, "cykel", 0, r->t.cycle_s, MK_NO_WAY);
    if (st == MK_OK && in->car)
        st = put(ctx, table, &p, "bil", 0, r->t.car_s, r->t.car_m);
    return st;
}
