// A plan and its parts in force as one place, when some of it cannot be read.
#include "near.h"

#include "analysis/parts.h"

#include <stdlib.h>
#include <string.h>

static void box(struct mk_polyset *s, double x)
{
    const double v[10] = {x, 0, x + 10, 0, x + 10, 10, x, 10, x, 0};
    memcpy(mk_polyset_ring(s, 5), v, sizeof v);
    mk_polyset_end_part(s);
    mk_polyset_end(s, s->npart - 1);
}

// A ring of two vertices is no ring to GEOS.
static void broken(struct mk_polyset *s)
{
    const double v[4] = {0, 0, 0, 0};
    memcpy(mk_polyset_ring(s, 2), v, sizeof v);
    mk_polyset_end_part(s);
    mk_polyset_end(s, s->npart - 1);
}

// Plan and part of 100 m2 each, side by side: 200; with one of them broken,
// the other's 100 and a note.
static void what_cannot_be_united_is_noted_and_the_rest_holds(void **state)
{
    (void)state;
    for (int bad = -1; bad < 2; bad++) {
        struct mk_ctx *ctx = mk_ctx_new(MK_SV);
        struct mk_plan plans[2] = {
            {.id = "A", .status = MK_PS_LAGA_KRAFT},
            {.id = "A", .status = MK_PS_LAGA_KRAFT}};
        uint32_t part_of[1] = {0};
        struct mk_planbase b = {.plans = plans, .nplans = 1, .nparts = 1,
                                .part_of = part_of};
        struct mk_polyset left = {0};
        for (int i = 0; i < 2; i++) {
            if (i == bad)
                broken(&left);
            else
                box(&left, 10 * i);
        }
        mk_parts_unite(ctx, &b, &left);
        assert_int_equal(b.force.n, 2);
        const struct mk_poly g = mk_polyset_get(&b.force, 0);
        assert_near(mk_poly_area(&g), bad < 0 ? 200 : 100, 1e-9);
        assert_int_equal(b.force.geom[1].nparts, 0);
        assert_int_equal(mk_notes_count(ctx, MK_N_OVERLAY), bad >= 0);
        mk_polyset_release(&b.force);
        mk_polyset_release(&left);
        mk_ctx_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_united_is_noted_and_the_rest_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
