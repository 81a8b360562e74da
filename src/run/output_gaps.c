// Where service is missing: business land in plans in force or ongoing, and
// people.
#include "analysis/gaps.h"
#include "run/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SQUARE_M 1000.0

// ---- land ------------------------------------------------------------------

// Planned means by a detaljplan, in force or under way; what is left out is
// not for business.
static bool is_planned(const struct mk_row *d)
{
    return d->bedomning == MK_BEDOMD &&
           (d->ready.underlag == MK_UL_DETALJPLAN ||
            d->ready.underlag == MK_UL_PAGAENDE);
}

static void sum_land(struct mk_gap_sums *s, const struct mk_row *d,
                     enum mk_gap_state state)
{
    s->land += d->area;
    s->land_without += state == MK_GAP_MISSING ? d->area : 0;
    s->land_unknown += state == MK_GAP_UNKNOWN ? d->area : 0;
    switch (d->ready.fiber) {
    case MK_ST_FINNS: s->fiber += d->area; break;
    case MK_ST_OKAND: s->fiber_unknown += d->area; break;
    default: s->fiber_without += d->area; break; // planned is not there yet
    }
}

static enum mk_status write_land(struct mk_ctx *ctx, struct mk_output *out,
                                 const struct mk_inputs *in,
                                 const struct mk_gaps *gaps,
                                 struct mk_results *res)
{
    struct mk_small s = {.ctx = ctx, .in = in, .out = out,
                         .def = &mk_layer_brister_mark};
    struct mk_walk_room room = {0};
    struct mk_polyset geom = {0};
    enum mk_status st = mk_small_begin(&s);
    for (uint32_t k = 0; st == MK_OK && k < res->ndels; k++) {
        const uint32_t i = res->order[k];
        const struct mk_row *d = &res->dels[i];
        if (!is_planned(d))
            continue;
        mk_polyset_clear(&geom);
        mk_results_geometry(res, i, &geom);
        const struct mk_poly g = mk_polyset_get(&geom, 0);
        const bool fiber = d->ready.fiber == MK_ST_SAKNAS;
        const struct mk_gap gap =
            mk_gap_of_land(gaps, &room, &g, d->klass, fiber);
        const struct mk_land_gap row = {
            .del = d, .transit = gap.state == MK_GAP_MISSING, .fiber = fiber,
            .area = gap.area, .dist = gap.dist, .along = gap.along};
        sum_land(&res->gaps, d, gap.state);
        if (row.transit || row.fiber)
            st = mk_small_polygon(&s, &row, &g);
    }
    mk_polyset_release(&geom);
    mk_walk_room_release(&room);
    return mk_small_end(&s, st);
}

// ---- people ----------------------------------------------------------------

struct square {
    double x, y;  // km of its south-west corner
    size_t first; // the first point in it
    double people, without;
};

static int by_place(const void *pa, const void *pb)
{
    const struct square *a = pa, *b = pb;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return (a->x > b->x) - (a->x < b->x);
}

// Sums are made in the order of the points, so that they are the same always.
static int by_place_and_point(const void *pa, const void *pb)
{
    const struct square *a = pa, *b = pb;
    const int c = by_place(a, b);
    return c ? c : (a->first > b->first) - (a->first < b->first);
}

// One square a point, those whose access is not known left out.
static struct square *ask_points(const struct mk_inputs *in,
                                 const struct mk_gaps *gaps,
                                 struct mk_gap_sums *sums, size_t *n)
{
    struct square *v = mk_zalloc(in->people.n + 1, sizeof *v);
    struct mk_walk_room room = {0};
    *n = 0;
    for (size_t i = 0; i < in->people.n; i++) {
        const struct mk_point p = {in->people.xy[2 * i],
                                   in->people.xy[2 * i + 1]};
        const double weight = in->people.weight[i] / MK_PEOPLE_PARTS;
        const struct mk_gap gap = mk_gap_of_point(gaps, &room, p);
        sums->people += weight;
        if (gap.state == MK_GAP_UNKNOWN) {
            sums->people_unknown += weight;
            continue;
        }
        const double without = gap.state == MK_GAP_MISSING ? weight : 0;
        sums->people_without += without;
        v[(*n)++] = (struct square){floor(p.x / SQUARE_M),
                                    floor(p.y / SQUARE_M), i, weight,
                                    without};
    }
    mk_walk_room_release(&room);
    return v;
}

static size_t join_squares(struct square *v, size_t n)
{
    size_t m = 0;
    if (n)
        qsort(v, n, sizeof *v, by_place_and_point);
    for (size_t i = 0; i < n; i++) {
        if (m && by_place(&v[i], &v[m - 1]) == 0) {
            v[m - 1].people += v[i].people;
            v[m - 1].without += v[i].without;
        } else {
            v[m++] = v[i];
        }
    }
    return m;
}

static enum mk_status put_square(struct mk_small *s, const struct square *q)
{
    char name[64];
    snprintf(name, sizeof name, "%.0f_%.0f", q->y, q->x);
    const double x0 = q->x * SQUARE_M, y0 = q->y * SQUARE_M;
    const double x1 = x0 + SQUARE_M, y1 = y0 + SQUARE_M;
    const double xy[] = {x0, y0, x1, y0, x1, y1, x0, y1, x0, y0};
    const uint32_t ring[] = {0, 5}, part[] = {0, 1};
    const struct mk_poly g = {xy, ring, part, 1, {x0, y0, x1, y1}};
    const struct mk_people_gap row = {name, mk_fix(q->people, 0),
                                      mk_fix(q->without, 0)};
    return row.without > 0 ? mk_small_polygon(s, &row, &g) : MK_OK;
}

static enum mk_status write_people(struct mk_ctx *ctx, struct mk_output *out,
                                   const struct mk_inputs *in,
                                   const struct mk_gaps *gaps,
                                   struct mk_results *res)
{
    struct mk_small s = {.ctx = ctx, .in = in, .out = out,
                         .def = &mk_layer_brister_befolkning};
    enum mk_status st = mk_small_begin(&s);
    size_t n;
    struct square *v = ask_points(in, gaps, &res->gaps, &n);
    n = join_squares(v, n);
    for (size_t i = 0; st == MK_OK && i < n; i++)
        st = put_square(&s, &v[i]);
    free(v);
    return mk_small_end(&s, st);
}

enum mk_status mk_output_gaps(struct mk_ctx *ctx, struct mk_output *out,
                              const struct mk_inputs *in,
                              struct mk_results *res)
{
    struct mk_gap_sums *s = &res->gaps;
    s->land_known = mk_output_makes(in, res, &mk_layer_brister_mark);
    s->people_known = mk_output_makes(in, res, &mk_layer_brister_befolkning);
    s->fiber_known = s->land_known && in->context.given[MK_RO_FIBER];
    struct mk_gaps *gaps = mk_gaps_new(in->access, in->walk_index);
    enum mk_status st = MK_OK;
    if (s->land_known)
        st = write_land(ctx, out, in, gaps, res);
    if (st == MK_OK && s->people_known)
        st = write_people(ctx, out, in, gaps, res);
    mk_gaps_free(gaps);
    return st;
}
