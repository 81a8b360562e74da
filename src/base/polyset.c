#include <markklar/geom.h>

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void mk_polyset_clear(struct mk_polyset *set)
{
    set->nvert = set->nring = set->npart = set->n = 0;
}

void mk_polyset_release(struct mk_polyset *set)
{
    free(set->xy);
    free(set->ring);
    free(set->part);
    free(set->geom);
    free(set->box);
    *set = (struct mk_polyset){0};
}

void mk_polyset_shrink(struct mk_polyset *set)
{
    if (!set->n)
        return;
    set->cap_vert = set->nvert;
    set->xy = mk_realloc(set->xy, (size_t)set->nvert * 2, sizeof *set->xy);
    set->cap_ring = set->nring + 1;
    set->ring = mk_realloc(set->ring, set->cap_ring, sizeof *set->ring);
    set->cap_part = set->npart + 1;
    set->part = mk_realloc(set->part, set->cap_part, sizeof *set->part);
    set->cap = set->n;
    set->geom = mk_realloc(set->geom, set->n, sizeof *set->geom);
    set->box = mk_realloc(set->box, set->n, sizeof *set->box);
}

static uint32_t grown(uint32_t cap, uint32_t need)
{
    uint32_t c = cap ? cap : 64;
    while (c < need)
        c += c / 2;
    return c;
}

double *mk_polyset_ring(struct mk_polyset *set, uint32_t n)
{
    if (set->nvert + n > set->cap_vert) {
        set->cap_vert = grown(set->cap_vert, set->nvert + n);
        set->xy = mk_realloc(set->xy, (size_t)set->cap_vert * 2,
                             sizeof *set->xy);
    }
    MK_GROW(set->ring, set->cap_ring, set->nring + 2);
    set->ring[set->nring] = set->nvert;
    set->nvert += n;
    set->nring++;
    set->ring[set->nring] = set->nvert;
    return set->xy + 2 * (size_t)(set->nvert - n);
}

void mk_polyset_trim_ring(struct mk_polyset *set, uint32_t n)
{
    set->nvert -= n;
    set->ring[set->nring] = set->nvert;
}

void mk_polyset_drop_last_ring(struct mk_polyset *set)
{
    set->nring--;
    set->nvert = set->ring[set->nring];
}

void mk_polyset_end_part(struct mk_polyset *set)
{
    MK_GROW(set->part, set->cap_part, set->npart + 2);
    if (!set->npart)
        set->part[0] = 0;
    set->npart++;
    set->part[set->npart] = set->nring;
}

void mk_polyset_drop_open(struct mk_polyset *set)
{
    set->nring = set->npart ? set->part[set->npart] : 0;
    set->nvert = set->nring ? set->ring[set->nring] : 0;
}

void mk_polyset_rebox(struct mk_polyset *set, uint32_t i)
{
    struct mk_box b = mk_box_empty();
    const struct mk_span s = set->geom[i];
    for (uint32_t p = s.first_part; p < s.first_part + s.nparts; p++) {
        const uint32_t r = set->part[p]; // the exterior spans the part
        b = mk_box_join(b, mk_box_around(
            set->xy + 2 * (size_t)set->ring[r],
            set->ring[r + 1] - set->ring[r]));
    }
    set->box[i] = b;
}

uint32_t mk_polyset_end(struct mk_polyset *set, uint32_t first_part)
{
    if (set->n + 1 > set->cap) {
        set->cap = grown(set->cap, set->n + 1);
        set->geom = mk_realloc(set->geom, set->cap, sizeof *set->geom);
        set->box = mk_realloc(set->box, set->cap, sizeof *set->box);
    }
    const uint32_t i = set->n++;
    mk_polyset_end_replace(set, i, first_part);
    return i;
}

void mk_polyset_end_replace(struct mk_polyset *set, uint32_t i,
                            uint32_t first_part)
{
    set->geom[i] = (struct mk_span){first_part, set->npart - first_part};
    mk_polyset_rebox(set, i);
}

void mk_polyset_take(struct mk_polyset *to, struct mk_polyset *from)
{
    to->xy = from->xy;
    to->ring = from->ring;
    to->part = from->part;
    to->nvert = from->nvert;
    to->nring = from->nring;
    to->npart = from->npart;
    to->cap_vert = from->cap_vert;
    to->cap_ring = from->cap_ring;
    to->cap_part = from->cap_part;
    from->xy = NULL;
    from->ring = from->part = NULL;
    from->nvert = from->nring = from->npart = 0;
    from->cap_vert = from->cap_ring = from->cap_part = 0;
}

uint32_t mk_polyset_share(struct mk_polyset *to, const struct mk_polyset *from,
                          uint32_t i)
{
    const uint32_t k = mk_polyset_end(to, to->npart);
    to->geom[k] = from->geom[i];
    to->box[k] = from->box[i];
    return k;
}

void mk_polyset_drop_geom(struct mk_polyset *set)
{
    const struct mk_span last = set->geom[--set->n];
    if (last.first_part + last.nparts == set->npart) { // its storage is last
        set->npart = last.first_part;
        mk_polyset_drop_open(set);
    }
}

uint32_t mk_polyset_add(struct mk_polyset *set, const struct mk_poly *g)
{
    // A view of the set itself moves when the set grows: keep indices.
    const bool own = g->npart && g->xy == set->xy;
    const size_t at = own ? (size_t)(g->part - set->part) : 0;
    const uint32_t first = set->npart;
    for (uint32_t p = 0; p < g->npart; p++) {
        const uint32_t r0 = own ? set->part[at + p] : g->part[p];
        const uint32_t r1 = own ? set->part[at + p + 1] : g->part[p + 1];
        for (uint32_t r = r0; r < r1; r++) {
            const uint32_t v0 = own ? set->ring[r] : g->ring[r];
            const uint32_t v1 = own ? set->ring[r + 1] : g->ring[r + 1];
            double *to = mk_polyset_ring(set, v1 - v0);
            memcpy(to, (own ? set->xy : g->xy) + 2 * (size_t)v0,
                   (size_t)(v1 - v0) * 2 * sizeof *to);
        }
        mk_polyset_end_part(set);
    }
    return mk_polyset_end(set, first);
}

struct mk_poly mk_polyset_get(const struct mk_polyset *set, uint32_t i)
{
    const struct mk_span s = set->geom[i];
    return (struct mk_poly){set->xy, set->ring,
                            set->part ? set->part + s.first_part : NULL,
                            s.nparts, set->box[i]};
}

uint32_t mk_poly_vertices(const struct mk_poly *g)
{
    if (!g->npart)
        return 0;
    return g->ring[g->part[g->npart]] - g->ring[g->part[0]];
}

static double ring_area2(const double *xy, uint32_t n)
{
    const double x0 = xy[0], y0 = xy[1];
    double sum = 0;
    for (uint32_t k = 0; k + 1 < n; k++)
        sum += (xy[2 * k] - x0) * (xy[2 * k + 3] - y0) -
               (xy[2 * k + 2] - x0) * (xy[2 * k + 1] - y0);
    return sum;
}

static void ring_reverse(double *xy, uint32_t n)
{
    for (uint32_t i = 0, j = n - 1; i < j; i++, j--) {
        const double x = xy[2 * i], y = xy[2 * i + 1];
        xy[2 * i] = xy[2 * j];
        xy[2 * i + 1] = xy[2 * j + 1];
        xy[2 * j] = x;
        xy[2 * j + 1] = y;
    }
}

void mk_polyset_orient(struct mk_polyset *set, uint32_t first_part)
{
    for (uint32_t p = first_part; p < set->npart; p++) {
        for (uint32_t r = set->part[p]; r < set->part[p + 1]; r++) {
            const uint32_t v = set->ring[r], n = set->ring[r + 1] - v;
            double *xy = set->xy + 2 * (size_t)v;
            const bool want_ccw = r == set->part[p];
            if ((ring_area2(xy, n) > 0) != want_ccw)
                ring_reverse(xy, n);
        }
    }
}

struct mk_box mk_box_empty(void)
{
    return (struct mk_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

struct mk_box mk_box_around(const double *xy, uint32_t n)
{
    struct mk_box b = mk_box_empty();
    for (const double *p = xy; n--; p += 2) {
        b.xmin = p[0] < b.xmin ? p[0] : b.xmin;
        b.xmax = p[0] > b.xmax ? p[0] : b.xmax;
        b.ymin = p[1] < b.ymin ? p[1] : b.ymin;
        b.ymax = p[1] > b.ymax ? p[1] : b.ymax;
    }
    return b;
}

bool mk_box_is_empty(struct mk_box b)
{
    return !(b.xmin <= b.xmax);
}

struct mk_box mk_box_join(struct mk_box a, struct mk_box b)
{
    return (struct mk_box){a.xmin < b.xmin ? a.xmin : b.xmin,
                           a.ymin < b.ymin ? a.ymin : b.ymin,
                           a.xmax > b.xmax ? a.xmax : b.xmax,
                           a.ymax > b.ymax ? a.ymax : b.ymax};
}

struct mk_box mk_box_grow(struct mk_box a, double by)
{
    if (mk_box_is_empty(a))
        return a;
    return (struct mk_box){a.xmin - by, a.ymin - by, a.xmax + by, a.ymax + by};
}

bool mk_box_meets(struct mk_box a, struct mk_box b)
{
    return a.xmin <= b.xmax && b.xmin <= a.xmax && a.ymin <= b.ymax &&
           b.ymin <= a.ymax;
}
