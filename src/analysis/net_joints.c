// Where lines meet. Distinct coordinates are found by a hash table, what is
// merely near by a hashed grid; both hold joints in order of coordinates, so
// the order of lines leaves no trace.
#include "analysis/net_parts.h"

#include "base/sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELL_M = 64,           // about a street's segment
    LEAST_CELL_M = 1,
    CROWDED = 16,          // joints in a cell, as a joint sees it
    MANY_CELLS = 4096,     // beyond it, looking at all joints is cheaper
    BITS_A_VERTEX = 8,
};
#define EMPTY UINT32_MAX
#define LEFT_OUT (UINT32_MAX - 1) // in the hash table, but no joint

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t h = a * 0x9E3779B97F4A7C15u ^ (b + 0x632BE59BD9B4E019u);
    h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93u;
    h = (h ^ (h >> 29)) * 0xD6E8FEB86659FD93u;
    return h ^ (h >> 32);
}

static uint64_t hash_point(struct mk_point p)
{
    uint64_t x, y;
    memcpy(&x, &p.x, sizeof x);
    memcpy(&y, &p.y, sizeof y);
    return mix(x, y);
}

static uint32_t power_of_two(uint64_t least)
{
    uint64_t n = 16;
    while (n < least && n < (uint64_t)1 << 31)
        n *= 2;
    return (uint32_t)n;
}

// ---- which coordinates are joints ------------------------------------------

// Inner vertices that occur once are many and never joints: bits, set by
// hash, tell most of them before any is stored.
struct seen {
    uint64_t *once, *twice, mask;
};

static void see(struct seen *s, struct mk_point p)
{
    const uint64_t h = hash_point(p) & s->mask, bit = (uint64_t)1 << (h & 63);
    if (s->once[h >> 6] & bit)
        s->twice[h >> 6] |= bit;
    s->once[h >> 6] |= bit;
}

static bool seen_twice(const struct seen *s, struct mk_point p)
{
    const uint64_t h = hash_point(p) & s->mask;
    return s->twice[h >> 6] >> (h & 63) & 1;
}

static struct seen see_all(const struct mk_open_line *line, uint32_t nlines,
                           uint64_t ninner)
{
    const uint32_t bits = power_of_two(BITS_A_VERTEX * ninner + 64);
    struct seen s = {mk_zalloc(bits / 64 + 1, 8), mk_zalloc(bits / 64 + 1, 8),
                     bits - 1};
    for (uint32_t i = 0; i < nlines; i++)
        if (line[i].joins_inside)
            for (uint32_t k = 1; k + 1 < line[i].path.n; k++)
                see(&s, mk_path_get(&line[i].path, k));
    return s;
}

struct found {
    struct mk_point at;
    uint32_t index, inner; // order of finding; times an inner vertex
    bool end;
};

struct finding {
    struct found *v;
    uint32_t n, cap;
    uint32_t *slot, nslots;
};

static void widen(struct finding *f)
{
    free(f->slot);
    f->nslots = power_of_two((uint64_t)f->nslots * 2);
    f->slot = mk_alloc(f->nslots * sizeof *f->slot);
    memset(f->slot, 0xff, f->nslots * sizeof *f->slot);
    for (uint32_t i = 0; i < f->n; i++) {
        uint64_t h = hash_point(f->v[i].at) & (f->nslots - 1);
        while (f->slot[h] != EMPTY)
            h = (h + 1) & (f->nslots - 1);
        f->slot[h] = i;
    }
}

static struct found *find(struct finding *f, struct mk_point p)
{
    if (f->n >= f->nslots / 2)
        widen(f);
    uint64_t h = hash_point(p) & (f->nslots - 1);
    for (; f->slot[h] != EMPTY; h = (h + 1) & (f->nslots - 1)) {
        struct found *old = &f->v[f->slot[h]];
        if (old->at.x == p.x && old->at.y == p.y)
            return old;
    }
    MK_GROW(f->v, f->cap, (size_t)f->n + 1);
    f->slot[h] = f->n;
    f->v[f->n] = (struct found){p, f->n, 0, false};
    return &f->v[f->n++];
}

static void find_all(struct finding *f, const struct mk_open_line *line,
                     uint32_t nlines)
{
    uint64_t ninner = 0;
    for (uint32_t i = 0; i < nlines; i++) {
        const struct mk_path *p = &line[i].path;
        find(f, mk_path_get(p, 0))->end = true;
        find(f, mk_path_get(p, p->n - 1))->end = true;
        ninner += line[i].joins_inside ? p->n - 2 : 0;
    }
    if (!ninner)
        return;
    struct seen s = see_all(line, nlines, ninner);
    for (uint32_t i = 0; i < nlines; i++) {
        const struct mk_path *p = &line[i].path;
        for (uint32_t k = 1; line[i].joins_inside && k + 1 < p->n; k++)
            if (seen_twice(&s, mk_path_get(p, k)))
                find(f, mk_path_get(p, k))->inner++;
    }
    free(s.once);
    free(s.twice);
}

// In strips, south to north, and from west to east in each: what is near on
// the ground is near in memory, and waiting for that is most of a search.
static int by_place(const void *a, const void *b)
{
    const struct mk_point p = ((const struct found *)a)->at;
    const struct mk_point q = ((const struct found *)b)->at;
    const int64_t ps = (int64_t)(p.y / MK_NET_STRIP_M);
    const int64_t qs = (int64_t)(q.y / MK_NET_STRIP_M);
    return ps != qs ? (ps > qs) - (ps < qs) : mk_point_compare(p, q);
}

// Keeps what is a joint, in that order, and lets the hash table
// know the new numbers.
static void keep_joints(struct mk_joints *j, struct finding *f)
{
    uint32_t *number = mk_alloc(f->n * sizeof *number);
    if (f->n)
        qsort(f->v, f->n, sizeof *f->v, by_place);
    j->at = mk_alloc(f->n * sizeof *j->at);
    j->end = mk_alloc(f->n * sizeof *j->end);
    for (uint32_t i = 0; i < f->n; i++) {
        const bool joint = f->v[i].end || f->v[i].inner > 1;
        number[f->v[i].index] = joint ? j->n : LEFT_OUT;
        if (!joint)
            continue;
        j->at[j->n] = f->v[i].at;
        j->end[j->n++] = f->v[i].end;
    }
    for (uint32_t h = 0; h < f->nslots; h++)
        if (f->slot[h] != EMPTY)
            f->slot[h] = number[f->slot[h]];
    j->slot = f->slot;
    j->nslots = f->nslots;
    free(number);
    free(f->v);
}

uint32_t mk_joints_get(const struct mk_joints *j, struct mk_point p)
{
    uint64_t h = hash_point(p) & (j->nslots - 1);
    for (; j->slot[h] != EMPTY; h = (h + 1) & (j->nslots - 1)) {
        const uint32_t i = j->slot[h];
        if (i != LEFT_OUT && j->at[i].x == p.x && j->at[i].y == p.y)
            return i;
    }
    return MK_NO_JOINT;
}

// ---- what is near ----------------------------------------------------------

static int64_t cell_of(const struct mk_joints *j, double v)
{
    return (int64_t)floor(v / j->cell_m);
}

static uint32_t bucket_of(const struct mk_joints *j, int64_t x, int64_t y)
{
    // neighbours in a row stand together, and rows anywhere
    return (uint32_t)((uint64_t)x + mix((uint64_t)y, 0)) & (j->nbuckets - 1);
}

static void fill_grid(struct mk_joints *j)
{
    free(j->bucket);
    free(j->in_bucket);
    j->bucket = mk_zalloc((size_t)j->nbuckets + 1, sizeof *j->bucket);
    j->in_bucket = mk_alloc(j->n * sizeof *j->in_bucket);
    uint32_t *of = mk_alloc(j->n * sizeof *of);
    for (uint32_t i = 0; i < j->n; i++) {
        of[i] = bucket_of(j, cell_of(j, j->at[i].x), cell_of(j, j->at[i].y));
        j->bucket[of[i]]++;
    }
    uint32_t sum = 0;
    for (uint32_t b = 0; b < j->nbuckets; b++)
        j->bucket[b] = sum += j->bucket[b];
    j->bucket[j->nbuckets] = sum;
    for (uint32_t i = j->n; i-- > 0;)
        j->in_bucket[--j->bucket[of[i]]] = i;
    free(of);
}

static bool is_crowded(const struct mk_joints *j)
{
    double looks = 0; // of every joint at all in its cell
    for (uint32_t b = 0; b < j->nbuckets; b++) {
        const double n = j->bucket[b + 1] - j->bucket[b];
        looks += n * n;
    }
    return looks > (double)CROWDED * j->n;
}

// Where very many lines end in a few places the cells are smaller.
static void build_grid(struct mk_joints *j)
{
    const double least = fmax(LEAST_CELL_M, 2 * j->join_m);
    j->nbuckets = power_of_two(2 * (uint64_t)j->n);
    j->cell_m = fmax(CELL_M, least);
    fill_grid(j);
    while (j->cell_m > least && is_crowded(j)) {
        j->cell_m = fmax(j->cell_m / 2, least);
        fill_grid(j);
    }
}

static void unite_near(struct mk_joints *j, uint32_t i, uint32_t bucket)
{
    const struct mk_point p = j->at[i];
    for (uint32_t k = j->bucket[bucket]; k < j->bucket[bucket + 1]; k++) {
        const struct mk_point q = j->at[j->in_bucket[k]];
        const double dx = q.x - p.x, dy = q.y - p.y;
        if (dx * dx + dy * dy <= j->join_m * j->join_m)
            mk_sets_join(j->node, i, j->in_bucket[k]);
    }
}

static void unite_ends(struct mk_joints *j)
{
    const double r = j->join_m;
    for (uint32_t i = 0; i < j->n; i++) {
        if (!j->end[i])
            continue;
        const int64_t x1 = cell_of(j, j->at[i].x + r);
        const int64_t y1 = cell_of(j, j->at[i].y + r);
        for (int64_t x = cell_of(j, j->at[i].x - r); x <= x1; x++)
            for (int64_t y = cell_of(j, j->at[i].y - r); y <= y1; y++)
                unite_near(j, i, bucket_of(j, x, y));
    }
}

static void number_nodes(struct mk_joints *j)
{
    uint32_t *number = mk_alloc(j->n * sizeof *number);
    j->node_at = mk_alloc(j->n * sizeof *j->node_at);
    for (uint32_t i = 0; i < j->n; i++) {
        const uint32_t r = mk_sets_root(j->node, i);
        if (r == i)
            j->node_at[j->nnodes] = j->at[i];
        number[i] = r == i ? j->nnodes++ : number[r];
    }
    free(j->node);
    j->node = number;
}

void mk_joints_build(struct mk_joints *j, const struct mk_open_line *line,
                     uint32_t nlines, double join_m)
{
    *j = (struct mk_joints){.join_m = join_m > 0 ? join_m : 0};
    struct finding f = {.nslots = 512};
    widen(&f);
    find_all(&f, line, nlines);
    keep_joints(j, &f);
    j->node = mk_sets_new(j->n);
    if (j->join_m > 0) {
        build_grid(j);
        unite_ends(j);
    }
    number_nodes(j);
}

void mk_joints_release(struct mk_joints *j)
{
    free(j->at);
    free(j->end);
    free(j->node);
    free(j->node_at);
    free(j->slot);
    free(j->bucket);
    free(j->in_bucket);
    *j = (struct mk_joints){0};
}

// ---- ends near a segment ---------------------------------------------------

static void near_one(const struct mk_joints *j, uint32_t i, struct mk_point a,
                     struct mk_point b, struct mk_near_ends *out)
{
    if (!j->end[i])
        return;
    const double ux = b.x - a.x, uy = b.y - a.y;
    const double px = j->at[i].x - a.x, py = j->at[i].y - a.y;
    const double uu = ux * ux + uy * uy;
    const double on = uu > 0 ? (px * ux + py * uy) / uu : 0;
    const double t = on < 0 ? 0 : on < 1 ? on : 1; // fmin() is a call
    // at the far end measured from it, so that equal places are at 0
    const double dx = t < 1 ? px - t * ux : j->at[i].x - b.x;
    const double dy = t < 1 ? py - t * uy : j->at[i].y - b.y;
    const double d2 = dx * dx + dy * dy;
    if (d2 > j->join_m * j->join_m)
        return;
    MK_GROW(out->v, out->cap, (size_t)out->n + 1);
    out->v[out->n++] = (struct mk_near_end){i, t, d2};
}

static void near_in_cell(const struct mk_joints *j, int64_t x, int64_t y,
                         struct mk_point a, struct mk_point b,
                         struct mk_near_ends *out)
{
    const uint32_t k = bucket_of(j, x, y);
    for (uint32_t i = j->bucket[k]; i < j->bucket[k + 1]; i++)
        near_one(j, j->in_bucket[i], a, b, out);
}

// The columns of cells that a segment passes through, within one row.
static void near_in_row(const struct mk_joints *j, int64_t y,
                        struct mk_point a, struct mk_point b,
                        struct mk_near_ends *out)
{
    const double r = j->join_m;
    double x0 = fmin(a.x, b.x), x1 = fmax(a.x, b.x);
    const double low = (double)y * j->cell_m - r;
    const double high = low + j->cell_m + 2 * r;
    if (fabs(b.y - a.y) > j->cell_m) { // clip it to the row
        const double slope = (b.x - a.x) / (b.y - a.y);
        const double xl = a.x + (low - a.y) * slope;
        const double xh = a.x + (high - a.y) * slope;
        x0 = fmax(x0, fmin(xl, xh));
        x1 = fmin(x1, fmax(xl, xh));
    }
    const int64_t last = cell_of(j, x1 + r);
    for (int64_t x = cell_of(j, x0 - r); x <= last; x++)
        near_in_cell(j, x, y, a, b, out);
}

void mk_joints_near(const struct mk_joints *j, struct mk_point a,
                    struct mk_point b, struct mk_near_ends *out)
{
    const double r = j->join_m;
    const double cells = (fabs(b.x - a.x) + fabs(b.y - a.y)) / j->cell_m;
    if (cells > MANY_CELLS) {
        for (uint32_t i = 0; i < j->n; i++)
            near_one(j, i, a, b, out);
        return;
    }
    const int64_t last = cell_of(j, fmax(a.y, b.y) + r);
    for (int64_t y = cell_of(j, fmin(a.y, b.y) - r); y <= last; y++)
        near_in_row(j, y, a, b, out);
}
