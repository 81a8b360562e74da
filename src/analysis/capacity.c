// Capacity (BYA, BTA) and height from the provisions over a place
// (docs/method.md §7).
#include "analysis/capacity.h"

#include "analysis/worker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// One provision that limits how much is built: `density` of floor or footprint
// a square metre of the `m2` on which it holds.
struct cap {
    uint32_t i;
    double m2, density;
    bool everywhere; // all of the place
};

struct caps {
    struct cap *v;
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
    struct cap c = {.i = i, .m2 = mk_provbase_measure(in->provisions, i, g)};
    if (c.m2 <= MK_OVERLAP_M2)
        return;
    double m2 = p->number;
    if (p->basis == MK_PV_M2)
        m2 *= fmin(c.m2 / own_area(in, i), 1);
    c.everywhere = c.m2 >= area - MK_USE_NOISE_M2 ||
                   (p->scope == MK_PV_ANVANDNINGSOMRADE &&
                    mk_covers(area, c.m2));
    if (c.everywhere)
        c.m2 = area;
    c.density = p->basis == MK_PV_PROCENT ? p->number / 100 : m2 / c.m2;
    MK_GROW(out->v, out->cap, out->n + 1);
    out->v[out->n++] = c;
}

static int strictest_first(const void *pa, const void *pb)
{
    const struct cap *a = pa, *b = pb;
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
// *rest is the part that none of them holds; NAN when GEOS fails.
static double share_out(struct mk_ctx *ctx, const struct mk_provbase *b,
                        const struct mk_poly *g, const struct caps *c,
                        double *rest)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *land = mk_geos_from_poly(ctx, g);
    double sum = 0;
    for (uint32_t k = 0; land && k < c->n; k++) {
        if (c->v[k].everywhere) {
            sum += c->v[k].density * *rest;
            *rest = 0;
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
        sum += c->v[k].density * (*rest - after);
        *rest = after;
    }
    if (!land)
        sum = *rest = NAN;
    GEOSGeom_destroy_r(h, land);
    return sum;
}

static double allowed(struct mk_ctx *ctx, const struct mk_provbase *b,
                      const struct mk_poly *g, double area,
                      const struct caps *c)
{
    double sum = 0, rest = area;
    if (!c->n)
        return NAN;
    if (c->v[0].everywhere)
        return c->v[0].density * area;
    if (apart(b, c)) {
        for (uint32_t k = 0; k < c->n; k++) {
            sum += c->v[k].density * c->v[k].m2;
            rest -= c->v[k].m2;
        }
    } else {
        sum = share_out(ctx, b, g, c, &rest);
    }
    // A part without any limit: what may be built there is not known.
    return mk_covers(area, rest) ? NAN : sum;
}

static mk_fixed capacity(struct mk_ctx *ctx, const struct mk_assess_in *in,
                         const struct mk_poly *g, double area,
                         const struct mk_hits *found,
                         enum mk_pv_measure measure)
{
    const struct mk_provbase *b = in->provisions;
    struct caps c = {0};
    for (uint32_t k = 0; k < found->n; k++) {
        const uint32_t i = found->v[k];
        if (limits(&b->v[i], MK_PV_UTNYTTJANDE) && b->v[i].measure == measure)
            add_cap(in, i, g, area, &c);
    }
    if (c.n > 1)
        qsort(c.v, c.n, sizeof *c.v, strictest_first);
    const double m2 = allowed(ctx, b, g, area, &c);
    free(c.v);
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

static void height(const struct mk_provbase *b, const struct mk_poly *g,
                   double area, const struct mk_hits *found,
                   struct mk_ready *r)
{
    const struct mk_provision *best = NULL;
    for (uint32_t k = 0; k < found->n; k++) {
        const struct mk_provision *p = &b->v[found->v[k]];
        if (!limits(p, MK_PV_HOJD) || p->absolute || p->number > HIGHEST ||
            p->height == MK_PV_HOJD_OKAND ||
            !mk_covers(area, mk_provbase_measure(b, found->v[k], g)))
            continue;
        if (!best || lower(p, best))
            best = p;
    }
    if (!best)
        return;
    r->hojd_dm = (int16_t)mk_fix(best->number, 1);
    r->hojd_slag = best->height;
}

void mk_capacity_measure(struct mk_ctx *ctx, const struct mk_assess_in *in,
                         const struct mk_poly *g, const struct mk_hits *found,
                         struct mk_ready *r)
{
    const double area = mk_poly_area(g);
    r->bya = capacity(ctx, in, g, area, found, MK_PV_BYA);
    r->bta = capacity(ctx, in, g, area, found, MK_PV_BTA);
    height(in->provisions, g, area, found, r);
}
