// Which lines are open to a traveller, each freed of its drawing direction.
#include "analysis/net_parts.h"

#include "base/arena.h"

#include <math.h>

// No working CRS reaches so far, m; beyond it the line is damaged.
#define FARTHEST 1e8

struct mk_path mk_path_reversed(const struct mk_path *p)
{
    struct mk_path r = *p;
    if (p->n)
        r.at = p->at + 2 * p->step * (ptrdiff_t)(p->n - 1);
    r.step = -p->step;
    return r;
}

struct mk_path mk_path_cut(const struct mk_path *p, uint32_t first, uint32_t n)
{
    struct mk_path r = *p;
    r.n = n;
    if (n)
        r.at = p->at + 2 * p->step * (ptrdiff_t)first;
    return r;
}

int mk_point_compare(struct mk_point a, struct mk_point b)
{
    if (a.x != b.x)
        return a.x < b.x ? -1 : 1;
    return (a.y > b.y) - (a.y < b.y);
}

int mk_path_compare(const struct mk_path *a, const struct mk_path *b)
{
    for (uint32_t k = 0; k < a->n && k < b->n; k++) {
        const int c = mk_point_compare(mk_path_get(a, k), mk_path_get(b, k));
        if (c)
            return c;
    }
    return (a->n > b->n) - (a->n < b->n);
}

// Metres; NaN where a coordinate is no place.
static double measured(const struct mk_path *p)
{
    double sum = 0;
    struct mk_point a = {0, 0};
    for (uint32_t k = 0; k < p->n; k++) {
        const struct mk_point b = mk_path_get(p, k);
        if (!(fabs(b.x) <= FARTHEST && fabs(b.y) <= FARTHEST))
            return NAN;
        if (k)
            sum += hypot(b.x - a.x, b.y - a.y);
        a = b;
    }
    return sum;
}

// BK4 (74 t) came last and bears most, then BK1 (64 t), BK2 and BK3.
static int weakness(uint8_t bearing)
{
    return bearing % 4;
}

static bool too_weak(const struct mk_street_line *line, enum mk_go go,
                     const struct mk_net_rules *rules)
{
    return go == MK_GO_LORRY && rules->lorry_bearing && line->bearing &&
           weakness(line->bearing) > weakness(rules->lorry_bearing);
}

// Speed that decides the cost; 0 where speed does not.
static uint8_t speed(const struct mk_street_line *line, enum mk_go go,
                     const struct mk_net_rules *rules)
{
    if (go != MK_GO_CAR && go != MK_GO_LORRY)
        return 0;
    return line->kmh ? line->kmh : rules->default_kmh;
}

static bool open_line(const struct mk_street_lines *lines, uint32_t i,
                      enum mk_go go, const struct mk_net_rules *rules,
                      struct mk_open_line *out)
{
    const struct mk_street_line *line = &lines->line[i];
    *out = (struct mk_open_line){
        .path = {lines->xy + 2 * (size_t)line->first, 1, line->n},
        .way = {line->forward & MK_GO_BIT(go), line->backward & MK_GO_BIT(go)},
        .joins_inside = line->joins_inside,
        .kmh = speed(line, go, rules)};
    if (line->n < 2 || !(out->way[0] || out->way[1]) ||
        too_weak(line, go, rules))
        return false;
    if ((go == MK_GO_CAR || go == MK_GO_LORRY) && !out->kmh)
        return false; // how long it takes is not known
    const struct mk_path back = mk_path_reversed(&out->path);
    if (mk_path_compare(&back, &out->path) < 0) {
        out->path = back;
        const bool way = out->way[0];
        out->way[0] = out->way[1];
        out->way[1] = way;
    }
    const double m = measured(&out->path);
    out->scale = line->length_mm ? line->length_mm / m : 1000;
    return m > 0;
}

struct mk_open_line *mk_open_lines(const struct mk_street_lines *lines,
                                   enum mk_go go,
                                   const struct mk_net_rules *rules,
                                   uint32_t *n)
{
    struct mk_open_line *v = mk_alloc(lines->nlines * sizeof *v);
    *n = 0;
    for (uint32_t i = 0; i < lines->nlines; i++)
        if (open_line(lines, i, go, rules, &v[*n]))
            ++*n;
    return v;
}
