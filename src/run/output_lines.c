// The table `turer`: lines near each delområde.
#include "run/output.h"

#include <stdio.h>

// One row a line and stop, not one a distance: most stops stand for a line
// within two or three of them, and this is the longest table there is.
_Static_assert(MK_NEAR_BOUNDS == 3, "a column each, named as mk_near_bound");
static const struct mk_column columns[] = {
    {"del_id", MK_T_TEXT, 0},      {"fastighet", MK_T_TEXT, 0},
    {"inom_300", MK_T_BOOL, 0},    {"inom_500", MK_T_BOOL, 0},
    {"inom_1000", MK_T_BOOL, 0},   {"slag", MK_T_TEXT, 0},
    {"linje", MK_T_TEXT, 0},       {"riktning", MK_T_TEXT, 0},
    {"hpl_namn", MK_T_TEXT, 0},    {"dep_h", MK_T_REAL, 2},
    {"forsta", MK_T_TEXT, 0},      {"sista", MK_T_TEXT, 0},
    {"anrop_andel", MK_T_REAL, 2}, {"lordag", MK_T_BOOL, 0},
    {"sondag", MK_T_BOOL, 0},
};

enum mk_status mk_output_lines_table(struct mk_ctx *ctx, struct mk_gpkg *gpkg,
                                     struct mk_gpkg_layer **table)
{
    return mk_gpkg_table(ctx, gpkg, "turer",
                         mk_ctx_lang(ctx) == MK_SV
                             ? "Linjer nära delområden"
                             : "Lines near delområden",
                         columns, sizeof columns / sizeof *columns, table);
}

enum mk_status mk_output_line_row(struct mk_ctx *ctx,
                                  struct mk_gpkg_layer *table,
                                  const struct mk_inputs *in,
                                  const struct mk_batch *b,
                                  const struct mk_line_row *r)
{
    char name[256], first[MK_CLOCK_SIZE], last[MK_CLOCK_SIZE];
    const struct mk_row *row = &b->rows[r->row];
    const struct mk_line_call *c = &r->near.call;
    const struct mk_stop_area *areas = in->timetable.areas;
    const double share = mk_line_demand_share(c);
    const struct mk_value v[] = {
        mk_text(mk_row_name(row, r->del_nr, name)), mk_text(row->fastighet),
        mk_num(r->near.within[0]), mk_num(r->near.within[1]),
        mk_num(r->near.within[2]),
        mk_text(mk_mode_text((enum mk_mode)c->mode, MK_SV)), mk_text(c->line),
        mk_text(areas[c->towards].name), mk_text(areas[c->area].name),
        mk_num(mk_fix(c->dep / (double)MK_DAY_HOURS, 2)),
        mk_text(c->first <= c->last ? mk_line_clock(c->first, first) : NULL),
        mk_text(c->first <= c->last ? mk_line_clock(c->last, last) : NULL),
        mk_num(share < 0 ? MK_UNKNOWN : mk_fix(share, 2)),
        mk_num(c->saturday), mk_num(c->sunday)};
    return mk_gpkg_row(ctx, table, v);
}
