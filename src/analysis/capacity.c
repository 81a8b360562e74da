// Capacity (BYA, BTA) and height from the provisions over a place
// (docs/method.md §7).
#include "analysis/capacity.h"

#include "analysis/worker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct caps {
    struct mk_capacity_part *v;
    uint32_t n, cap;
};

static bool limits(const struct mk_provision *p, enum mk_pv_kind kind)
{
    return p->kind == kind && p->bound != MK_PV_MIN && !p->accessory &&
           p->number >= 0;
}

// The provision's own area.
static double own_area(const struct mk_assess_in *in, uint32_t i)
{
    const struct mk_provbase *b = in->provisions;
    const struct mk_poly p = b->v[i].geom == MK_PV_WHOLE_PLAN
        ? mk_polyset_get(&in->plans->full, b->plan[i])
        : mk_polyset_get(&b->geom, i);
    return mk_poly_area(&p);
}

static void add_cap(const struct mk_assess_in *in, uint32_t i,
                    const struct mk_poly *g, double area, struct caps *out)
{
    const struct mk_provision *p = &in->provisions->v[i];
    struct mk_capacity_part c = {
        .i = i, .here = mk_provbase_measure(in->provisions, i, g)};
    if (c.here <= MK_OVERLAP_M2)
        return;
    c.own = own_area(in, i);
    double m2 = p->number;
    if (p->basis == MK_PV_M2)
        m2 *= fmin(c.here / c.own, 1);
    c.everywhere = c.here >= area - MK_USE_NOISE_M2 ||
                   (p->scope == MK_PV_ANVANDNINGSOMRADE &&
                    mk_covers(area, c.here));
    c.place = c.everywhere ? area : c.here;
    c.density = p->basis == MK_PV_PROCENT ? p->number / 100 : m2 / c.place;
    MK_GROW(out->v, out->cap, out->n + 1);
    out->v[out->n++] = c;
}

static int strictest_first(const void *pa, const void *pb)
{
    const struct mk_capacity_part *a = pa, *b = pb;
    if (a->density != b->density)
        return a->density < b->density ? -1 : 1;
    return a->i < b->i ? -1 : a->i > b->i;
}

static bool apart(const struct mk_provbase *b, const struct caps *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        const struct mk_poly p = mk_polyset_get(&b->geom, c->v[i].i);
        for (uint32_t j = 0; j < i; j++) {
            const struct mk_poly q = mk_polyset_get(&b->geom, c->v[j].i);
            if (c->v[i].everywhere || c->v[j].everywhere ||
                mk_poly_common_area(&p, &q) > MK_USE_NOISE_M2)
                return false;
        }
    }
    return true;
}

// The strictest takes its place, the next what is left of its own, and so on.
// Returns the part that none of them holds; NAN when GEOS fails.
static double share_out(struct mk_ctx *ctx, const struct mk_provbase *b,
                        const struct mk_poly *g, double area, struct caps *c)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *land = mk_geos_from_poly(ctx, g);
    double rest = area;
    for (uint32_t k = 0; land && k < c->n; k++) {
        if (c->v[k].everywhere) {
            c->v[k].decides = rest;
            rest = 0;
            break;
        }
        const struct mk_poly p = mk_polyset_get(&b->geom, c->v[k].i);
        GEOSGeometry *place = mk_geos_from_poly(ctx, &p);
        GEOSGeometry *left = mk_geos_difference(ctx, land, place);
        GEOSGeom_destroy_r(h, place);
        GEOSGeom_destroy_r(h, land);
        land = left;
        double after = NAN;
        if (land && !GEOSArea_r(h, land, &after))
            after = NAN;
        c->v[k].decides = rest - after;
        rest = after;
    }
    if (!land)
        rest = NAN;
    GEOSGeom_destroy_r(h, land);
    return rest;
}

// Which of them decides where; returns the part that none of them holds.
static double decide(struct mk_ctx *ctx, const struct mk_provbase *b,
                     const struct mk_poly *g, double area, struct caps *c)
{
    double rest = area;
    if (c->n && c->v[0].everywhere) {
        c->v[0].decides = area;
        return 0;
    }
    if (!apart(b, c))
        return share_out(ctx, b, g, area, c);
    for (uint32_t k = 0; k < c->n; k++) {
        c->v[k].decides = c->v[k].place;
        rest -= c->v[k].place;
    }
    return rest;
}

// What they allow together; NAN when a part is without any limit: what may be
// built there is not known.
static double allowed(const struct caps *c, double area, double rest)
{
    double sum = 0;
    if (!c->n || !isfinite(rest) || mk_covers(area, rest))
        return NAN;
    for (uint32_t k = 0; k < c->n; k++)
        sum += c->v[k].density * c->v[k].decides;
    return sum;
}

double mk_capacity_parts(struct mk_ctx *ctx, const struct mk_assess_in *in,
                         const struct mk_poly *g, const struct mk_hits *found,
                         enum mk_pv_measure measure,
                         struct mk_capacity_part **out, uint32_t *n)
{
    const struct mk_provbase *b = in->provisions;
    const double area = mk_poly_area(g);
    struct caps c = {0};
    for (uint32_t k = 0; k < found->n; k++) {
        const uint32_t i = found->v[k];
        if (limits(&b->v[i], MK_PV_UTNYTTJANDE) && b->v[i].measure == measure)
            add_cap(in, i, g, area, &c);
    }
    if (c.n > 1)
        qsort(c.v, c.n, sizeof *c.v, strictest_first);
    *out = c.v;
    *n = c.n;
    const double rest = decide(ctx, b, g, area, &c);
    return allowed(&c, area, rest);
}

static mk_fixed capacity(struct mk_ctx *ctx, const struct mk_assess_in *in,
                         const struct mk_poly *g, const struct mk_hits *found,
                         enum mk_pv_measure measure)
{
    struct mk_capacity_part *part;
    uint32_t n;
    const double m2 =
        mk_capacity_parts(ctx, in, g, found, measure, &part, &n);
    free(part);
    return mk_fix(m2, 1);
}

// Metres go before storeys; then the lowest, then the kind first in order.
static bool lower(const struct mk_provision *a, const struct mk_provision *b)
{
    const bool sa = a->height == MK_PV_VANINGAR;
    const bool sb = b->height == MK_PV_VANINGAR;
    if (sa != sb)
        return sb;
    if (a->number != b->number)
        return a->number < b->number;
    return a->height < b->height;
}

// No building is higher; a number beyond it is a slip of the pen.
#define HIGHEST 1000

int64_t mk_height_choose(const struct mk_provbase *b, const struct mk_poly *g,
                         const struct mk_hits *found)
{
    const double area = mk_poly_area(g);
    int64_t best = -1;
    for (uint32_t k = 0; k < found->n; k++) {
        const struct mk_provision *p = &b->v[found->v[k]];
        if (!limits(p, MK_PV_HOJD) || p->absolute || p->number > HIGHEST ||
            p->height == MK_PV_HOJD_OKAND ||
            !mk_covers(area, mk_provbase_measure(b, found->v[k], g)))
            continue;
        if (best < 0 || lower(p, &b->v[best]))
            best = found->v[k];
    }
    return best;
}

void mk_capacity_measure(struct mk_ctx *ctx, const struct mk_assess_in *in,
                         const struct mk_poly *g, const struct mk_hits *found,
                         struct mk_ready *r)
{
    const int64_t height = mk_height_choose(in->provisions, g, found);
    r->bya = capacity(ctx, in, g, found, MK_PV_BYA);
    r->bta = capacity(ctx, in, g, found, MK_PV_BTA);
    if (height < 0)
        return;
    r->hojd_dm = (int16_t)mk_fix(in->provisions->v[height].number, 1);
    r->hojd_slag = in->provisions->v[height].height;
}
