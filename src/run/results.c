#include "run/results.h"

#include "analysis/assess.h"
#include "base/text.h"

#include <xxhash.h>

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

void mk_results_release(struct mk_results *r)
{
    free(r->packed);
    free(r->dels);
    free(r->geom);
    free(r->geom_at);
    free(r->byggbar_at);
    free(r->obstacles);
    mk_arena_release(&r->text);
    free(r->fast_key);
    free(r->fast_area);
    free(r->order);
    free(r->kept);
    mk_polyset_release(&r->kept_geom);
    free(r->kept_del);
    mk_polyset_release(&r->kept_del_geom);
    *r = (struct mk_results){0};
}

// Registers write "---", "0", "ROAD" or "okänd" where they know nothing: a name
// without any digit but 0 is nobody's and joins no strangers.
static const char *no_placeholder(const char *s)
{
    return s && strpbrk(s, "123456789") ? s : NULL;
}

// Rows are one fastighet by registerenhetsreferens/FNR, else by their full
// designation, however it is spaced; without either they are nobody's.
static uint64_t key_of(const struct mk_row *row)
{
    char norm[512];
    const char *s = no_placeholder(row->fast_id);
    if (!s && no_placeholder(row->fastighet)) {
        mk_fastighet_norm(row->fastighet, norm, sizeof norm);
        s = norm;
    }
    const uint64_t h = s ? XXH3_64bits(s, strlen(s)) : 0;
    return s && !h ? 1 : h;
}

static void take_row(struct mk_results *r, const struct mk_row *row)
{
    MK_GROW(r->fast_key, r->cap_rows, r->nrows + 1);
    MK_GROW(r->fast_area, r->cap_area, r->nrows + 1);
    r->fast_key[r->nrows] = key_of(row);
    r->fast_area[r->nrows] = row->area == MK_UNKNOWN ? 0 : row->area;
    r->nrows++;
    r->count_bedomning[row->bedomning]++;
    r->count_reason[row->reason]++;
    if (row->bedomning != MK_BEDOMD)
        return;
    r->count_rides[row->reach.rides]++;
    r->along += row->reach.along;
    for (int k = 0; k < MK_RM_COUNT; k++)
        r->count_remark[k] += row->reach.remarks >> k & 1;
}

static void keep_row(struct mk_results *r, const struct mk_row *row,
                     const struct mk_poly *g)
{
    MK_GROW(r->kept, r->cap_kept, r->nkept + 1);
    struct mk_row *to = &r->kept[r->nkept++];
    *to = *row;
    to->fast_id = mk_arena_str(&r->text, row->fast_id);
    to->fastighet = mk_arena_str(&r->text, row->fastighet);
    to->kommunkod = mk_arena_str(&r->text, row->kommunkod);
    to->objekttyp = mk_arena_str(&r->text, row->objekttyp);
    mk_polyset_add(&r->kept_geom, g);
}

// A delområde of an område that was kept.
static void keep_del(struct mk_results *r, uint32_t omr_row,
                     const struct mk_poly *g)
{
    for (uint32_t k = r->nkept; k-- > 0;) {
        if (r->kept[k].omr_row != omr_row)
            continue;
        MK_GROW(r->kept_del, r->cap_kept_dels, r->nkept_dels + 1);
        r->kept_del[r->nkept_dels++] = r->ndels - 1;
        mk_polyset_add(&r->kept_del_geom, g);
        return;
    }
}

static double steps_for(struct mk_box b)
{
    double steps = MK_KEPT_STEPS;
    while (fmax(b.xmax - b.xmin, b.ymax - b.ymin) * steps > INT32_MAX - 32768)
        steps /= 2;
    return steps;
}

// ---- rows, packed ----------------------------------------------------------
//
// A row is some 35 words, and most of them say little: the texts of the
// delområde before, groups that are 0 or the whole area. Two bits a word tell
// which; the others follow in full. Nothing is assumed of what a word means,
// so every row comes back bit for bit.

#define WORDS (sizeof(struct mk_row) / sizeof(uint64_t))
_Static_assert(sizeof(struct mk_row) % sizeof(uint64_t) == 0 && WORDS <= 64,
               "a row is whole words, and their codes fit in two");
#define CODES 2

enum { W_SAME, W_ZERO, W_AREA, W_FULL };

#define AREA_WORD (offsetof(struct mk_row, area) / sizeof(uint64_t))

static void pack_row(struct mk_results *r, const struct mk_row *row)
{
    uint64_t now[WORDS], before[WORDS], codes[CODES] = {0};
    memcpy(now, row, sizeof now);
    memcpy(before, &r->last_del, sizeof before);
    MK_GROW(r->packed, r->cap_packed, r->npacked + CODES + WORDS);
    uint64_t *to = r->packed + r->npacked + CODES;
    for (size_t i = 0; i < WORDS; i++) {
        const uint64_t code = now[i] == before[i] ? W_SAME
                              : now[i] == 0       ? W_ZERO
                              : i > AREA_WORD && now[i] == now[AREA_WORD]
                                  ? W_AREA
                                  : W_FULL;
        codes[i / 32] |= code << 2 * (i % 32);
        *to = now[i];
        to += code == W_FULL;
    }
    memcpy(r->packed + r->npacked, codes, sizeof codes);
    r->npacked = (size_t)(to - r->packed);
    r->last_del = *row;
}

static void unpack_rows(struct mk_results *r)
{
    r->dels = mk_zalloc((size_t)r->ndels + 1, sizeof *r->dels);
    const uint64_t *from = r->packed;
    uint64_t now[WORDS] = {0};
    for (uint32_t k = 0; k < r->ndels; k++) {
        const uint64_t *codes = from;
        from += CODES;
        for (size_t i = 0; i < WORDS; i++) {
            const uint64_t code = codes[i / 32] >> 2 * (i % 32) & 3;
            if (code == W_FULL)
                now[i] = *from++;
            else if (code != W_SAME)
                now[i] = code == W_ZERO ? 0 : now[AREA_WORD];
        }
        memcpy(&r->dels[k], now, sizeof now);
    }
    free(r->packed);
    r->packed = NULL;
}

// ---- geometry, in whole steps ----------------------------------------------

// Origin in metres, steps to the metre, number of parts; for each part its
// number of rings; for each ring its number of vertices, and they themselves
// but for the last, which is the first once more.
// The origin is whole, so what two geometries share stays shared. Returns
// where it begins.
static size_t keep_geometry(struct mk_results *r, const struct mk_poly *g)
{
    const uint32_t n = mk_poly_vertices(g);
    const uint32_t rings =
        g->npart ? g->part[g->npart] - g->part[0] : 0; // nothing is left
    const size_t at = r->ngeom;
    MK_GROW(r->geom, r->cap_geom,
            r->ngeom + 4 + g->npart + rings + 2 * (size_t)n);
    const double x0 = g->npart ? floor(g->box.xmin) : 0;
    const double y0 = g->npart ? floor(g->box.ymin) : 0;
    const double steps = g->npart ? steps_for(g->box) : 1;
    int32_t *to = r->geom + r->ngeom;
    *to++ = (int32_t)x0;
    *to++ = (int32_t)y0;
    *to++ = ilogb(steps);
    *to++ = (int32_t)g->npart;
    for (uint32_t p = 0; p < g->npart; p++) {
        *to++ = (int32_t)(g->part[p + 1] - g->part[p]);
        for (uint32_t k = g->part[p]; k < g->part[p + 1]; k++) {
            *to++ = (int32_t)(g->ring[k + 1] - g->ring[k]);
            for (uint32_t v = g->ring[k]; v + 1 < g->ring[k + 1]; v++) {
                const double *xy = g->xy + 2 * (size_t)v;
                *to++ = (int32_t)((xy[0] - x0) * steps + 0.5);
                *to++ = (int32_t)((xy[1] - y0) * steps + 0.5);
            }
        }
    }
    r->ngeom = (size_t)(to - r->geom);
    return at;
}

static void append_geometry(const int32_t *from, struct mk_polyset *out)
{
    const double x0 = from[0], y0 = from[1], step = ldexp(1, -from[2]);
    const uint32_t first = out->npart;
    uint32_t parts = (uint32_t)from[3];
    for (from += 4; parts; parts--) {
        for (int32_t rings = *from++; rings; rings--) {
            const uint32_t n = (uint32_t)*from++;
            double *xy = mk_polyset_ring(out, n);
            const double *first_xy = xy;
            for (uint32_t v = 0; v + 1 < n; v++, from += 2, xy += 2) {
                xy[0] = x0 + from[0] * step;
                xy[1] = y0 + from[1] * step;
            }
            memcpy(xy, first_xy, 2 * sizeof *xy);
        }
        mk_polyset_end_part(out);
    }
    mk_polyset_end(out, first);
}

void mk_results_geometry(const struct mk_results *r, uint32_t i,
                         struct mk_polyset *out)
{
    append_geometry(r->geom + r->geom_at[i], out);
}

void mk_results_byggbar(const struct mk_results *r, uint32_t i,
                        struct mk_polyset *out)
{
    append_geometry(r->geom + r->byggbar_at[i], out);
}

struct mk_poly mk_results_kept_del(const struct mk_results *r, uint32_t i)
{
    uint32_t k = 0;
    while (k < r->nkept_dels && r->kept_del[k] != i)
        k++;
    return mk_polyset_get(&r->kept_del_geom, k);
}

// The same text as before is not kept again.
static const char *keep_text(struct mk_results *r, const char *s,
                             const char *before)
{
    if (s && before && strcmp(s, before) == 0)
        return before;
    return mk_arena_str(&r->text, s);
}

void mk_results_take(struct mk_results *r, const struct mk_batch *b)
{
    for (uint32_t i = 0; i < b->n; i++) {
        take_row(r, &b->rows[i]);
        if (r->nkept < r->nkeep && r->keep[r->nkept] == b->rows[i].omr_row) {
            const struct mk_poly g = mk_polyset_get(&b->geom, i);
            keep_row(r, &b->rows[i], &g);
        }
    }
    for (uint32_t k = 0; k < b->ndels; k++) {
        struct mk_row row = b->dels[k];
        const struct mk_row *before = &r->last_del;
        row.fast_id = keep_text(r, row.fast_id, before->fast_id);
        row.fastighet = keep_text(r, row.fastighet, before->fastighet);
        row.kommunkod = keep_text(r, row.kommunkod, before->kommunkod);
        row.objekttyp = keep_text(r, row.objekttyp, before->objekttyp);
        pack_row(r, &row);
        r->ndels++;
        const struct mk_poly g = mk_polyset_get(&b->del_geom, k);
        MK_GROW(r->geom_at, r->cap_geom_at, r->ndels);
        r->geom_at[r->ndels - 1] = keep_geometry(r, &g);
        keep_del(r, row.omr_row, &g);
        if (b->byggbar.n <= k)
            continue; // not computed in this run
        const struct mk_poly left = mk_polyset_get(&b->byggbar, k);
        MK_GROW(r->byggbar_at, r->cap_byggbar_at, r->ndels);
        r->byggbar_at[r->ndels - 1] = keep_geometry(r, &left);
    }
    MK_GROW(r->obstacles, r->cap_obstacles, r->nobstacles + b->nobstacles);
    for (uint32_t k = 0; k < b->nobstacles; k++) {
        r->obstacles[r->nobstacles] = b->obstacles[k];
        r->obstacles[r->nobstacles++].del += r->ndels - b->ndels;
    }
}

// What the områden of one fastighet come to; sums of integers, so that no order
// shows in them.
struct fastighet {
    uint64_t key; // 0: free
    mk_fixed area;
    uint32_t n;
};

static struct fastighet *find_fastighet(struct fastighet *table, size_t mask,
                                        uint64_t key)
{
    size_t i = key & mask; // the key is a hash already
    while (table[i].key && table[i].key != key)
        i = (i + 1) & mask;
    return &table[i];
}

// Number of områden and area of every fastighet that has a delområde.
static void size_fastigheter(struct mk_results *r)
{
    size_t mask = 15;
    while (mask < (size_t)r->nrows * 3 / 2)
        mask = mask * 2 + 1;
    struct fastighet *table = mk_zalloc(mask + 1, sizeof *table);
    for (uint32_t i = 0; i < r->nrows; i++) {
        if (!r->fast_key[i])
            continue;
        struct fastighet *f = find_fastighet(table, mask, r->fast_key[i]);
        f->key = r->fast_key[i];
        f->area += r->fast_area[i];
        f->n++;
    }
    for (uint32_t k = 0; k < r->ndels; k++) {
        struct mk_row *d = &r->dels[k];
        const uint64_t key = r->fast_key[d->omr_row];
        const struct fastighet own = {key, r->fast_area[d->omr_row], 1};
        const struct fastighet *f =
            key ? find_fastighet(table, mask, key) : &own;
        d->fast_delar = f->n;
        d->fast_area = f->area;
    }
    free(table);
}

void mk_results_finish(struct mk_results *r)
{
    unpack_rows(r);
    size_fastigheter(r);
    r->order = mk_zalloc(r->ndels + 1, sizeof *r->order);
    for (uint32_t k = 0; k < r->ndels; k++)
        r->order[k] = k;
    mk_rank(r->dels, r->order, r->ndels);
    for (uint32_t k = 0; k < r->ndels; k++)
        r->ranked += r->dels[k].rang > 0;
}
