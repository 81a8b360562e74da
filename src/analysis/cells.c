// Use areas find their plan, are put in an order of their own, and where two
// of one plan overlap the place becomes a cell with both uses.
#include "analysis/cells.h"

#include "analysis/findplan.h"
#include "analysis/parts.h"
#include "base/handles.h"
#include "base/sets.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct placed_of {
    const struct mk_planbase *b;
    const struct mk_polyset *geom;
};

// Those in force first.
static int placed_cmp(const void *pa, const void *pb, void *of)
{
    const struct mk_planbase *v = ((struct placed_of *)of)->b;
    const struct mk_polyset *geom = ((struct placed_of *)of)->geom;
    const struct mk_placed *a = pa, *b = pb;
    const bool fa = v->plans[a->plan].status == MK_PS_LAGA_KRAFT;
    const bool fb = v->plans[b->plan].status == MK_PS_LAGA_KRAFT;
    if (fa != fb)
        return fa ? -1 : 1;
    if (a->plan != b->plan)
        return a->plan < b->plan ? -1 : 1;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    if (a->uses != b->uses)
        return a->uses < b->uses ? -1 : 1;
    const double da[] = {a->box.xmin, a->box.ymin, a->box.xmax, a->box.ymax,
                         a->area};
    const double db[] = {b->box.xmin, b->box.ymin, b->box.xmax, b->box.ymax,
                         b->area};
    for (int i = 0; i < 5; i++)
        if (da[i] != db[i])
            return da[i] < db[i] ? -1 : 1;
    const struct mk_poly ga = mk_polyset_get(geom, a->row);
    const struct mk_poly gb = mk_polyset_get(geom, b->row);
    return mk_poly_cmp(&ga, &gb);
}

static void note_use(struct mk_ctx *ctx, enum mk_msg msg, uint32_t row,
                     const char *what)
{
    char key[64];
    snprintf(key, sizeof key, "anvandning rad %u", row + 1);
    mk_note(ctx, msg, key, what);
}

// A use holds within its plan's outline only. What reaches out by no more than
// border noise is left as it is.
static void trim_to_plan(struct mk_ctx *ctx, struct mk_polyset *set,
                         uint32_t i, const struct mk_planbase *b,
                         uint32_t plan)
{
    const struct mk_poly g = mk_polyset_get(set, i);
    const struct mk_poly outline = mk_polyset_get(&b->full, plan);
    if (!outline.npart)
        return;
    const double out = mk_poly_area(&g) - mk_poly_common_area(&g, &outline);
    if (out <= MK_USE_NOISE_M2)
        return;
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry *a = mk_geos_from_poly(ctx, &g);
    GEOSGeometry *o = mk_geos_from_poly(ctx, &outline);
    GEOSGeometry *in = mk_geos_intersection(ctx, a, o);
    const uint32_t first = set->npart;
    if (in && mk_geos_append_parts(ctx, in, set)) {
        struct mk_buf t = {0};
        mk_polyset_end_replace(set, i, first);
        mk_buf_fixed(&t, mk_fix(out, 1), 1);
        note_use(ctx, MK_N_USE_OUTSIDE, i, mk_buf_text(&t));
        mk_buf_release(&t);
    } else {
        note_use(ctx, MK_N_OVERLAY, i, mk_ctx_geos_error(ctx));
    }
    GEOSGeom_destroy_r(h, a);
    GEOSGeom_destroy_r(h, o);
    GEOSGeom_destroy_r(h, in);
}

// Read the letters and find the plan of every use area.
// A layer has few texts and many areas: what was read is remembered.
#define REMEMBERED 64
struct remembered {
    const char *text;
    mk_useset uses;
    int unknown;
};

static mk_useset read_text(struct remembered seen[REMEMBERED],
                           const char *text, int *unknown)
{
    if (!text)
        return mk_use_read(text, unknown);
    uint32_t h = 2166136261u; // FNV-1a
    for (const char *p = text; *p; p++)
        h = (h ^ (unsigned char)*p) * 16777619u;
    struct remembered *r = &seen[h % REMEMBERED];
    if (!r->text || strcmp(r->text, text) != 0) {
        *r = (struct remembered){.text = text};
        r->uses = mk_use_read(text, &r->unknown);
    }
    *unknown = r->unknown;
    return r->uses;
}

// A use for a limited time that is over, or one that has not begun, is not the
// use of the place. Both count from laga kraft, so of a plan or a part that is
// not in force nothing can be said, and it counts.
static bool holds_now(struct mk_ctx *ctx, const struct mk_use *u, uint32_t row,
                      const struct mk_plan *p, mk_date today)
{
    char day[11];
    if ((!u->lasts && !u->begins_after) || p->status != MK_PS_LAGA_KRAFT)
        return true;
    const mk_date from =
        u->part && u->part->laga_kraft ? u->part->laga_kraft : p->laga_kraft;
    if (from > today)
        return true;
    if (!from) {
        note_use(ctx, MK_N_USE_UNDATED, row, u->text);
        return true;
    }
    const mk_date begins = mk_date_add_months(from, u->begins_after);
    const mk_date ends = mk_date_add_months(from, u->lasts);
    if (begins > today)
        note_use(ctx, MK_N_USE_NOT_BEGUN, row, mk_date_write(begins, day));
    else if (u->lasts && ends <= today)
        note_use(ctx, MK_N_USE_OVER, row, mk_date_write(ends, day));
    else
        return true;
    return false;
}

// Each use area with its plan; those not of the place are noted and left.
static struct mk_placed *find_plans(struct mk_ctx *ctx,
                                    const struct mk_planbase_in *in,
                                    struct mk_planbase *b, uint32_t *n)
{
    struct mk_placed *out = mk_zalloc(in->nuses + 1, sizeof *out);
    struct mk_planfinder finder;
    struct remembered seen[REMEMBERED] = {{0}};
    mk_planfinder_build(b, &finder);
    *n = 0;
    for (uint32_t i = 0; i < in->nuses; i++) {
        const struct mk_use *u = &in->uses[i];
        const struct mk_poly g = mk_polyset_get(in->use_geom, i);
        int unknown = 0;
        mk_useset uses = read_text(seen, u->text, &unknown);
        if (unknown || !uses)
            note_use(ctx, MK_N_USE_UNKNOWN, i, u->text ? u->text : "");
        bool missed;
        const int64_t plan = mk_planfinder_get(&finder, u->plan, &g, &missed);
        if (missed)
            note_use(ctx, MK_N_USE_NO_PLAN, i, u->plan);
        if (plan < 0) {
            if (g.npart)
                note_use(ctx, MK_N_USE_NOWHERE, i, "");
            continue;
        }
        if (!g.npart) // a use without a place says nothing of the plan
            continue;
        struct mk_plan *p = &b->plans[plan];
        p->has_uses = p->has_uses || uses;
        if (uses && holds_now(ctx, u, i, p, in->reference_date))
            out[(*n)++] = (struct mk_placed){
                .plan = (uint32_t)plan, .row = i, .uses = uses,
                .dates = u->part};
    }
    mk_planfinder_release(&finder);
    return out;
}

// Of plans in force every use decides; of ongoing ones only those count that
// may become land for business.
static bool wanted(const struct mk_planbase *b, uint32_t plan)
{
    const struct mk_plan *p = &b->plans[plan];
    return p->status == MK_PS_LAGA_KRAFT || plan >= b->nplans ||
           (mk_planstatus_ongoing(p->status) && mk_use_business(p->uses));
}

static struct mk_placed *place_uses(struct mk_ctx *ctx,
                                    const struct mk_planbase_in *in,
                                    struct mk_planbase *b, uint32_t *n)
{
    uint32_t found, kept = 0;
    struct mk_placed *out = find_plans(ctx, in, b, &found);
    mk_parts_find(b, out, found, in->reference_date);
    for (uint32_t i = 0; i < found; i++)
        b->plans[out[i].plan].uses |= out[i].uses;
    for (uint32_t i = 0; i < found; i++) {
        struct mk_placed u = out[i];
        if (!wanted(b, u.plan))
            continue;
        trim_to_plan(ctx, in->use_geom, u.row, b, mk_plan_whole(b, u.plan));
        const struct mk_poly left = mk_polyset_get(in->use_geom, u.row);
        u.box = left.box;
        u.area = mk_poly_area(&left);
        out[kept++] = u;
    }
    struct placed_of of = {b, in->use_geom};
    if (kept)
        qsort_r(out, kept, sizeof *out, placed_cmp, &of);
    *n = kept;
    return out;
}

// Of use areas in order, those of the plan being worked on begin at `first`.
// The cells made when use area i was added are from[i] .. from[i + 1] - 1;
// they lie within its box, also when they are split.
struct work {
    struct mk_ctx *ctx;
    struct mk_planbase *b;
    const struct mk_placed *uses;
    uint32_t first, *from;
    struct mk_boxtree *tree; // over the use areas
    struct mk_hits hits;
    uint32_t cap;
    double *area;
    uint32_t area_cap;
};

// A cell may come this far out of the box when it is cut on a grid.
#define CUT_M 0.01

static void push_cell(struct work *w, struct mk_cell cell, double area)
{
    struct mk_planbase *b = w->b;
    MK_GROW(b->cells, w->cap, b->ncells + 1);
    MK_GROW(w->area, w->area_cap, b->ncells + 1);
    w->area[b->ncells] = area;
    b->cells[b->ncells++] = cell;
}

static void note_use_overlap(struct mk_ctx *ctx, const struct mk_plan *p,
                             double m2)
{
    char key[160];
    snprintf(key, sizeof key, "anvandning plan %s", mk_plan_label(p));
    struct mk_buf t = {0};
    mk_buf_fixed(&t, mk_fix(m2, 2), 2);
    mk_note(ctx, MK_N_USE_OVERLAP, key, mk_buf_text(&t));
    mk_buf_release(&t);
}

static double replace_geom(struct work *w, uint32_t i, GEOSGeometry *g)
{
    struct mk_polyset *set = &w->b->cell_geom;
    const uint32_t first = set->npart;
    if (g)
        (void)mk_geos_append_parts(w->ctx, g, set);
    mk_polyset_end_replace(set, i, first);
    const struct mk_poly p = mk_polyset_get(set, i);
    return mk_poly_area(&p);
}

// What holds where two uses of one plan lie: both, with the newer dates.
static struct mk_cell both_of(const struct mk_planbase *b, uint32_t c,
                              uint32_t d)
{
    struct mk_cell both = b->cells[c];
    both.uses |= b->cells[d].uses;
    both.part = mk_parts_newer(b, both.plan, both.part, b->cells[d].part);
    return both;
}

// Cell c and the newest cell `last` overlap in part: c keeps its own rest,
// a new cell takes what both have, and `last` keeps what only it has. The new
// cell is put before `last`, which stays last.
static uint32_t split(struct work *w, uint32_t c, uint32_t last)
{
    struct mk_planbase *b = w->b;
    GEOSContextHandle_t h = mk_ctx_geos(w->ctx);
    const struct mk_poly gc = mk_polyset_get(&b->cell_geom, c);
    const struct mk_poly gl = mk_polyset_get(&b->cell_geom, last);
    GEOSGeometry *a = mk_geos_from_poly(w->ctx, &gc);
    GEOSGeometry *u = mk_geos_from_poly(w->ctx, &gl);
    GEOSGeometry *both = mk_geos_intersection(w->ctx, a, u);
    GEOSGeometry *only_a = mk_geos_difference(w->ctx, a, u);
    GEOSGeometry *only_u = mk_geos_difference(w->ctx, u, a);
    if (both && only_a && only_u) {
        const struct mk_cell own = b->cells[last];
        b->cells[last] = both_of(b, c, last);
        w->area[c] = replace_geom(w, c, only_a);
        w->area[last] = replace_geom(w, last, both);
        const uint32_t first = b->cell_geom.npart;
        (void)mk_geos_append_parts(w->ctx, only_u, &b->cell_geom);
        const uint32_t i = mk_polyset_end(&b->cell_geom, first);
        const struct mk_poly g = mk_polyset_get(&b->cell_geom, i);
        push_cell(w, own, mk_poly_area(&g));
        last++;
    }
    GEOSGeom_destroy_r(h, a);
    GEOSGeom_destroy_r(h, u);
    GEOSGeom_destroy_r(h, both);
    GEOSGeom_destroy_r(h, only_a);
    GEOSGeom_destroy_r(h, only_u);
    return last;
}

// Overlaps matter where a use that allows business takes part.
static bool pair_matters(mk_useset a, mk_useset b)
{
    return a != b ? mk_use_business(a) || mk_use_business(b)
                  : mk_use_business(a);
}

// The newest cell `*last` meets cell c, which is older. False when nothing of
// it is left.
static bool meet(struct work *w, uint32_t c, uint32_t *last)
{
    struct mk_planbase *b = w->b;
    const uint32_t l = *last;
    if (!pair_matters(b->cells[c].uses, b->cells[l].uses) ||
        !mk_box_meets(b->cell_geom.box[c], b->cell_geom.box[l]))
        return true;
    const struct mk_poly gc = mk_polyset_get(&b->cell_geom, c);
    const struct mk_poly gl = mk_polyset_get(&b->cell_geom, l);
    const double m2 = mk_poly_common_area(&gc, &gl);
    const bool same = b->cells[c].uses == b->cells[l].uses;
    if (m2 <= (same ? MK_OVERLAP_M2 : MK_USE_NOISE_M2))
        return true;
    if (m2 > MK_NOTED_M2)
        note_use_overlap(w->ctx, &b->plans[b->cells[l].plan], m2);
    const double tol = MK_OVERLAP_M2 + 1e-9 * m2;
    if (m2 >= w->area[c] - tol && m2 >= w->area[l] - tol) {
        b->cells[c] = both_of(b, c, l); // the same place
        mk_polyset_drop_geom(&b->cell_geom);
        b->ncells--;
        return false;
    }
    *last = split(w, c, l);
    return true;
}

// Cells made here are apart from each other: only older ones are met.
static void add_use(struct work *w, const struct mk_planbase_in *in,
                    uint32_t i)
{
    struct mk_planbase *b = w->b;
    const struct mk_placed *u = &w->uses[i];
    mk_polyset_share(&b->cell_geom, in->use_geom, u->row);
    push_cell(w, (struct mk_cell){u->plan, u->part, u->uses}, u->area);
    uint32_t last = b->ncells - 1;
    w->from[i] = last;
    mk_boxtree_query(w->tree, mk_box_grow(u->box, CUT_M), &w->hits);
    for (uint32_t k = 0; k < w->hits.n && w->hits.v[k] < i; k++) {
        const uint32_t older = w->hits.v[k];
        if (older < w->first)
            continue;
        for (uint32_t c = w->from[older]; c < w->from[older + 1]; c++)
            if (!meet(w, c, &last))
                return;
    }
}

static struct mk_boxtree *index_uses(const struct mk_placed *uses, uint32_t n)
{
    struct mk_box *box = mk_zalloc((size_t)n + 1, sizeof *box);
    for (uint32_t i = 0; i < n; i++)
        box[i] = uses[i].box;
    struct mk_boxtree *tree = mk_boxtree_build(box, n);
    free(box);
    return tree;
}

void mk_cells_build(struct mk_ctx *ctx, const struct mk_planbase_in *in,
                    struct mk_planbase *b)
{
    uint32_t n;
    uint32_t force = 0; // cells of plans in force, which come first
    struct mk_placed *uses = place_uses(ctx, in, b, &n);
    struct work w = {.ctx = ctx, .b = b, .uses = uses};
    w.from = mk_zalloc((size_t)n + 1, sizeof *w.from);
    w.tree = index_uses(uses, n);
    if (n) // use areas are many: the cells are made of their own vertices
        mk_polyset_take(&b->cell_geom, in->use_geom);
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || uses[i].plan != uses[i - 1].plan)
            w.first = i;
        add_use(&w, in, i);
        w.from[i + 1] = b->ncells;
        if (b->plans[uses[i].plan].status == MK_PS_LAGA_KRAFT)
            force = b->ncells;
    }
    b->nlater = b->ncells - force;
    b->ncells = force;
    mk_boxtree_free(w.tree);
    mk_hits_release(&w.hits);
    free(w.from);
    free(w.area);
    free(uses);
}

// ---- cells that share a border ---------------------------------------------

// Cells nearer than this are asked of GEOS, which joins what shares a border.
#define TOUCH_M 1e-3

// Is a vertex of `a` on or all but on `b`?
static bool reaches(const struct mk_poly *a, const struct mk_poly *b)
{
    const struct mk_box near = mk_box_grow(b->box, TOUCH_M);
    const uint32_t end = a->ring[a->part[a->npart]];
    for (uint32_t v = a->ring[a->part[0]]; v < end; v++) {
        const struct mk_point p = {a->xy[2 * (size_t)v],
                                   a->xy[2 * (size_t)v + 1]};
        if (mk_box_meets(near, (struct mk_box){p.x, p.y, p.x, p.y}) &&
            mk_poly_distance(b, p) <= TOUCH_M)
            return true;
    }
    return false;
}

// Two cells are apart when no vertex of either comes near the other and no
// edges cross.
static bool touch(const struct mk_poly *a, const struct mk_poly *b)
{
    return mk_box_meets(mk_box_grow(a->box, TOUCH_M), b->box) &&
           (reaches(a, b) || reaches(b, a) || mk_poly_common_area(a, b) > 0);
}

// Cells that hang together: up[i] leads to the first of them, next[i] is the
// one after i, 0 for the last.
struct chains {
    uint32_t *up, *next;
};

static bool alike(const struct mk_cell *c, const struct mk_cell *d)
{
    return c->plan == d->plan && c->uses == d->uses && c->part == d->part;
}

static void link_touching(const struct mk_planbase *b, uint32_t n,
                          struct chains *to)
{
    struct mk_boxtree *tree = mk_boxtree_build(b->cell_geom.box, n);
    struct mk_hits hits = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (!mk_use_business(b->cells[i].uses))
            continue;
        const struct mk_poly g = mk_polyset_get(&b->cell_geom, i);
        mk_boxtree_query(tree, mk_box_grow(g.box, TOUCH_M), &hits);
        for (uint32_t k = 0; k < hits.n && hits.v[k] < i; k++) {
            const uint32_t j = hits.v[k];
            const struct mk_poly q = mk_polyset_get(&b->cell_geom, j);
            if (mk_sets_root(to->up, i) != mk_sets_root(to->up, j) &&
                alike(&b->cells[i], &b->cells[j]) && touch(&g, &q))
                mk_sets_join(to->up, i, j);
        }
    }
    mk_hits_release(&hits);
    mk_boxtree_free(tree);
}

// In rising order after the first.
static void chain(uint32_t n, struct chains *to)
{
    for (uint32_t i = n; i-- > 0;) {
        const uint32_t first = mk_sets_root(to->up, i);
        if (first == i)
            continue;
        to->next[i] = to->next[first];
        to->next[first] = i;
    }
}

GEOSGeometry *mk_cells_union(struct mk_ctx *ctx, const struct mk_planbase *b,
                             const uint32_t *cell, uint32_t n)
{
    GEOSContextHandle_t h = mk_ctx_geos(ctx);
    GEOSGeometry **v = mk_zalloc(n + 1, sizeof(GEOSGeometry *));
    unsigned made = 0;
    for (uint32_t k = 0; k < n; k++) {
        const struct mk_poly g = mk_polyset_get(&b->cell_geom, cell[k]);
        GEOSGeometry *one = mk_geos_from_poly(ctx, &g);
        if (one)
            v[made++] = one;
    }
    GEOSGeometry *all = made
        ? GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, v, made)
        : NULL;
    free(v);
    GEOSGeometry *out = all ? mk_geos_union(ctx, all) : NULL;
    GEOSGeom_destroy_r(h, all);
    return out;
}

// Give the cells from i on their union; where it cannot be made they stay
// neighbours.
static void join(struct mk_ctx *ctx, struct mk_planbase *b, uint32_t i,
                 const uint32_t *next, struct mk_hits *room)
{
    room->n = 0;
    for (uint32_t k = i; k || !room->n; k = next[k]) {
        MK_GROW(room->v, room->cap, room->n + 1);
        room->v[room->n++] = k;
    }
    GEOSGeometry *all = mk_cells_union(ctx, b, room->v, room->n);
    const uint32_t part = b->joined.npart;
    const bool made = all && mk_geos_append_parts(ctx, all, &b->joined);
    GEOSGeom_destroy_r(mk_ctx_geos(ctx), all);
    if (!made)
        return;
    const uint32_t number = 1 + mk_polyset_end(&b->joined, part);
    for (uint32_t k = 0; k < room->n; k++)
        b->joined_as[room->v[k]] = number;
}

void mk_cells_join(struct mk_ctx *ctx, struct mk_planbase *b)
{
    const uint32_t n = b->ncells + b->nlater;
    struct chains c = {mk_sets_new(n),
                       mk_zalloc((size_t)n + 1, sizeof *c.next)};
    struct mk_hits room = {0};
    b->joined_as = mk_zalloc((size_t)n + 1, sizeof *b->joined_as);
    link_touching(b, n, &c);
    chain(n, &c);
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t i = mk_sets_root(c.up, k);
        if (i != k && c.next[i] == k)
            join(ctx, b, i, c.next, &room);
    }
    mk_hits_release(&room);
    free(c.up);
    free(c.next);
    mk_polyset_shrink(&b->joined);
}
