// What is served, as areas.
#include "analysis/served_areas.h"
#include "run/ahead.h"
#include "run/output.h"

static enum mk_status write_classes(struct mk_ctx *ctx, struct mk_output *out,
                                    const struct mk_inputs *in,
                                    const struct mk_polyset *areas)
{
    struct mk_small s = {.ctx = ctx, .in = in, .out = out,
                         .def = &mk_layer_infrastruktur};
    enum mk_status st = mk_small_begin(&s);
    for (uint32_t k = 0; st == MK_OK && k < areas->n; k++) {
        const struct mk_poly g = mk_polyset_get(areas, k);
        if (!g.npart)
            continue;
        const struct mk_class_area row = {(mk_klass)(k + 1),
                                          mk_fix(mk_poly_area(&g), 0),
                                          in->walk_index != NULL};
        st = mk_small_polygon(&s, &row, &g);
    }
    return mk_small_end(&s, st);
}

static enum mk_status write_modes(struct mk_ctx *ctx, struct mk_output *out,
                                  const struct mk_inputs *in,
                                  const struct mk_polyset *areas)
{
    struct mk_small s = {.ctx = ctx, .in = in, .out = out,
                         .def = &mk_layer_gangnara};
    enum mk_status st = mk_small_begin(&s);
    for (uint32_t m = 0; st == MK_OK && m < areas->n; m++) {
        const struct mk_poly g = mk_polyset_get(areas, m);
        if (!g.npart)
            continue;
        const struct mk_mode_area row = {(enum mk_mode)m,
                                         mk_mode_walk_m((enum mk_mode)m),
                                         mk_fix(mk_poly_area(&g), 0)};
        st = mk_small_polygon(&s, &row, &g);
    }
    return mk_small_end(&s, st);
}

static enum mk_status write_bands(struct mk_ctx *ctx, struct mk_output *out,
                                  const struct mk_inputs *in,
                                  const struct mk_polyset *areas)
{
    struct mk_small s = {.ctx = ctx, .in = in, .out = out,
                         .def = &mk_layer_cykelnara};
    enum mk_status st = mk_small_begin(&s);
    for (uint32_t i = 0; st == MK_OK && i < areas->n; i++) {
        const struct mk_poly g = mk_polyset_get(areas, i);
        if (!g.npart)
            continue;
        const struct mk_cycle_area row = {mk_cycle_minutes((int)i),
                                          mk_fix(mk_poly_area(&g), 0)};
        st = mk_small_polygon(&s, &row, &g);
    }
    return mk_small_end(&s, st);
}

enum mk_status mk_output_areas(struct mk_ctx *ctx, struct mk_output *out,
                               const struct mk_inputs *in)
{
    struct mk_areas areas = {0};
    enum mk_status st = in->ahead ? mk_ahead_areas(ctx, in->ahead, &areas)
                                  : mk_areas_draw(ctx, in, &areas);
    if (st == MK_OK)
        st = write_classes(ctx, out, in, &areas.klass);
    if (st == MK_OK && mk_output_makes(in, NULL, &mk_layer_gangnara))
        st = write_modes(ctx, out, in, &areas.mode);
    if (st == MK_OK && mk_output_makes(in, NULL, &mk_layer_cykelnara))
        st = write_bands(ctx, out, in, &areas.cycle);
    mk_areas_release(&areas);
    return st;
}
