// One område from geometry to score: overlay, delområden, buildings, access,
// what leaves it out, points (docs/method.md, in its order).
#include "analysis/worker.h"

#include "analysis/access_index.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool mk_covers(double area, double m2)
{
    return m2 > 0 && m2 >= fmin(25, area / 2);
}

struct mk_worker *mk_worker_new(struct mk_ctx *ctx,
                                const struct mk_assess_in *in)
{
    struct mk_worker *w = mk_zalloc(1, sizeof *w);
    w->ctx = ctx;
    w->in = in;
    w->ways = mk_ready_cache_new();
    if (in->lines)
        w->lines = mk_lines_room_new(in->lines);
    if (in->journeys) {
        w->journey = mk_journey_room_new(in->journeys);
        w->times = mk_zalloc((size_t)in->project->travel.nplaces + 1,
                             sizeof *w->times);
    }
    if (in->plans) {
        const uint32_t n = in->plans->ncells + in->plans->nlater;
        w->cell_groups = mk_zalloc(n + 1, sizeof *w->cell_groups);
        for (uint32_t i = 0; i < n; i++)
            w->cell_groups[i] =
                (uint16_t)mk_use_groups(in->plans->cells[i].uses);
    }
    return w;
}

void mk_worker_free(struct mk_worker *w)
{
    if (!w)
        return;
    mk_hits_release(&w->hits);
    free(w->overlay.plans);
    free(w->overlay.cells);
    free(w->cell_groups);
    free(w->order);
    mk_polyset_release(&w->pieces);
    mk_polyset_release(&w->tmp);
    free(w->found);
    mk_ready_cache_free(w->ways);
    mk_walk_room_release(&w->walk);
    mk_journey_room_free(w->journey);
    mk_lines_room_free(w->lines);
    free(w->times);
    free(w);
}

static void row_init(struct mk_row *r, const struct mk_omrade *o,
                     uint32_t number)
{
    *r = (struct mk_row){
        .fast_id = o->fast_id, .fastighet = o->fastighet,
        .kommunkod = o->kommunkod, .objekttyp = o->objekttyp,
        .omr_row = number, .omr_nr = o->omr_nr,
        .plan = -1, .pag_plan = -1, .hpl = -1, .hpl_dm = -1,
        .served_500 = -1, .served_400 = -1,
        .area = MK_UNKNOWN, .blandad = MK_UNKNOWN, .bebyggd = MK_UNKNOWN,
        .obebyggd = MK_UNKNOWN, .planl_andel = -1,
        .poang = -1, .poang_max = -1, .p_plan = -1, .p_koll = -1,
        .kolln_andl = -1, .fast_area = MK_UNKNOWN,
    };
    for (int g = 0; g < MK_GROUP_COUNT; g++)
        r->group[g] = MK_UNKNOWN;
    mk_ready_init(&r->ready);
    mk_reach_init(&r->reach);
}

// The key of a note about an område: its designation and its row.
static void note_key(const struct mk_row *r, char *out, size_t cap)
{
    snprintf(out, cap, "fastigheter rad %u (%s)", r->omr_row + 1,
             r->fastighet ? r->fastighet : r->fast_id ? r->fast_id : "-");
}

static bool mend(struct mk_worker *w, struct mk_batch *b, uint32_t i)
{
    const uint8_t flaw = b->omr[i].flaw;
    const char *why = "";
    const enum mk_mended m = mk_geom_mend(w->ctx, &b->geom, i, &why);
    if (m == MK_MEND_FINE && flaw == MK_GEOM_FINE)
        return true;
    char key[256];
    note_key(&b->rows[i], key, sizeof key);
    if (m == MK_MEND_EMPTY) {
        if (flaw == MK_GEOM_NONE)
            mk_note(w->ctx, MK_N_GEOM_EMPTY, key, "");
        else
            mk_note(w->ctx, MK_N_GEOM_BAD, key,
                    flaw == MK_GEOM_NAN ? "NaN" : why);
        return false;
    }
    if (m == MK_MEND_REPAIRED)
        mk_note(w->ctx, MK_N_GEOM_REPAIRED, key, why);
    else
        mk_note(w->ctx, MK_N_GEOM_REPAIRED, key,
                flaw == MK_GEOM_NAN ? "NaN" : "ring");
    return true;
}

// plan_*, planstatus, groups and uses of the whole område.
static void plan_fields(struct mk_worker *w, struct mk_row *r)
{
    const struct mk_planbase *b = w->in->plans;
    const struct mk_overlay *o = &w->overlay;
    const bool complete = w->in->project->plans_complete;
    r->planstatus = MK_PS_SAKNAS;
    if (!b)
        return;
    double best = 0;
    enum mk_planstatus strongest = MK_PS_SAKNAS;
    bool covered = false, unread = b->without_outline > 0;
    for (uint32_t k = 0; k < o->nplans; k++) {
        const struct mk_plan *p = &b->plans[o->plans[k].index];
        const double m2 = o->plans[k].m2;
        if (!mk_covers(o->area, m2))
            continue;
        covered = true;
        unread = unread || p->status == MK_PS_SAKNAS;
        if (p->status > strongest)
            strongest = p->status;
        if (p->status == MK_PS_LAGA_KRAFT && m2 > best + 1e-6) {
            best = m2;
            r->plan = (int32_t)o->plans[k].index;
        }
    }
    if (!covered && !unread && complete)
        strongest = MK_PS_EJ_PLANLAGT;
    r->planstatus = (uint8_t)strongest;
    r->planl_andel = (int32_t)mk_fix(fmin(o->force_m2 / o->area, 1), 4);
    // Where every plan is in the layer and none in force covers, no use is
    // allowed by plan, and that is known.
    const bool none = complete && !unread && strongest != MK_PS_LAGA_KRAFT;
    if (!o->use_known && !none)
        return;
    for (int g = 0; g < MK_GROUP_COUNT; g++)
        r->group[g] =
            o->use_known ? mk_fix(fmin(o->group_m2[g], o->area), 1) : 0;
    r->blandad = o->use_known ? mk_fix(fmin(o->blandad_m2, o->area), 1) : 0;
    for (int u = 0; u < 64; u++)
        if (mk_covers(o->area, o->letter_m2[u]))
            r->uses |= (mk_useset)1 << u;
}

// The ongoing plan: strongest status, then largest overlap, then lower id.
static void ongoing(struct mk_worker *w, struct mk_row *r, const double area,
                    const struct mk_overlay_hit *hits, uint32_t n)
{
    const struct mk_planbase *b = w->in->plans;
    double best = 0;
    for (uint32_t k = 0; k < n; k++) {
        const struct mk_plan *p = &b->plans[hits[k].index];
        if (!mk_planstatus_ongoing(p->status) || !mk_covers(area, hits[k].m2))
            continue;
        const struct mk_plan *q =
            r->pag_plan >= 0 ? &b->plans[r->pag_plan] : NULL;
        if (!q || p->status > q->status ||
            (p->status == q->status && hits[k].m2 > best + 1e-6)) {
            r->pag_plan = (int32_t)hits[k].index;
            r->pag_uses = p->uses;
            best = hits[k].m2;
        }
    }
}

// An ongoing plan may lie over part of the område only: measured again for
// the delområde itself. One that the delområde comes from is its ongoing plan.
static void ongoing_del(struct mk_worker *w, struct mk_row *del,
                        const struct mk_poly *g, double area)
{
    const struct mk_planbase *b = w->in->plans;
    uint32_t n = 0;
    MK_GROW(w->order, w->cap_order, w->overlay.nplans);
    struct mk_overlay_hit *hits = w->order;
    for (uint32_t k = 0; k < w->overlay.nplans; k++) {
        const uint32_t i = w->overlay.plans[k].index;
        if (!mk_planstatus_ongoing(b->plans[i].status))
            continue;
        hits[n++] = (struct mk_overlay_hit){
            i, mk_tiles_common_area(&b->force_tiles, &b->force, i, g)};
    }
    if (del->ready.underlag != MK_UL_PAGAENDE) {
        del->pag_plan = -1;
        del->pag_uses = 0;
        ongoing(w, del, area, hits, n);
    }
    for (uint32_t k = 0; k < n; k++) {
        const mk_useset uses = b->plans[hits[k].index].uses;
        if (uses && !mk_use_business(uses) && hits[k].m2 >= area / 2)
            del->hinder = MK_H_PAGAENDE_PLAN;
    }
}

static void measure_access(struct mk_worker *w, const struct mk_poly *g,
                           struct mk_access *a)
{
    if (w->in->walk)
        mk_walk_measure(w->in->walk, &w->walk, g, a);
    else
        mk_access_measure(w->in->access, g, a);
}

static int32_t decimetres(mk_fixed m)
{
    return m == MK_UNKNOWN || m > INT32_MAX ? -1 : (int32_t)m;
}

// Within the reach of the widest class the edge of the data may hide a shorter
// way or a better stop.
static bool at_edge(struct mk_box data, struct mk_box land, double reach_m)
{
    const struct mk_box b = mk_box_grow(land, reach_m);
    return b.xmin < data.xmin || b.ymin < data.ymin ||
           b.xmax > data.xmax || b.ymax > data.ymax;
}

static bool only_on_demand(const struct mk_access *a, double reach_m)
{
    const mk_fixed reach = mk_fix(reach_m, 1);
    const mk_fixed demand = a->mode_dist[MK_MODE_ANROP];
    return demand != MK_UNKNOWN && demand <= reach &&
           (a->dist == MK_UNKNOWN || a->dist > reach);
}

static void tied_fields(const struct mk_worker *w, struct mk_row *r,
                        const struct mk_poly *g, const struct mk_access *a)
{
    r->reach.along = a->along;
    r->reach.straight_dm = decimetres(a->straight);
    r->reach.connector_dm = decimetres(a->connector);
    const double reach_m = mk_grades_reach(w->in->access->grades);
    if (only_on_demand(a, reach_m))
        r->reach.remarks |= 1u << MK_RM_DEMAND;
    if (!a->along)
        return;
    if (at_edge(w->in->streets_box, g->box, reach_m) ||
        at_edge(w->in->stops_box, g->box, reach_m))
        r->reach.remarks |= 1u << MK_RM_EDGE;
    if (a->connector == MK_UNKNOWN)
        r->reach.remarks |= 1u << MK_RM_UNTIED;
    else if (a->connector > mk_fix(w->in->project->net.flag_m, 1))
        r->reach.remarks |= 1u << MK_RM_FAR;
}

static void journey_fields(struct mk_worker *w, struct mk_batch *b, uint32_t i,
                           struct mk_row *r, const struct mk_poly *g)
{
    if (!w->in->journeys)
        return;
    const bool tied = w->in->walk != NULL; // measured along streets just now
    mk_journeys_measure(w->in->journeys, w->journey, g,
                        tied ? w->walk.snap : NULL, tied ? w->walk.n : 0,
                        &r->reach, w->times);
    const uint32_t n = b->want_tables ? w->in->project->travel.nplaces : 0;
    MK_GROW(b->trips, b->cap_trips, b->ntrips + n);
    for (uint32_t k = 0; k < n; k++)
        b->trips[b->ntrips++] = (struct mk_trip_row){
            i, r->del_nr, (uint16_t)k, w->times[k]};
}

// For a table alone; the place has been tied to the streets.
static void line_rows(struct mk_worker *w, struct mk_batch *b, uint32_t i,
                      const struct mk_row *r, const struct mk_poly *g)
{
    if (!w->lines || !b->want_tables)
        return;
    const struct mk_line_near *near;
    const uint32_t n = mk_lines_near(w->in->lines, w->lines, g, w->walk.snap,
                                     w->in->walk ? w->walk.n : 0, &near);
    MK_GROW(b->lines, b->cap_lines, b->nlines + n);
    for (uint32_t k = 0; k < n; k++)
        b->lines[b->nlines++] =
            (struct mk_line_row){i, (uint16_t)r->del_nr, near[k]};
}

static void access_fields(const struct mk_worker *w, struct mk_row *r,
                          const struct mk_poly *g, const struct mk_access *a)
{
    tied_fields(w, r, g, a);
    r->hpl = a->area;
    r->hpl_dm = a->area < 0 ? -1 : decimetres(a->dist);
    r->klass = a->klass;
    r->served_500 = a->served_500;
    r->served_400 = a->served_400;
}

static double zone_share(struct mk_worker *w, const struct mk_zone *z,
                         const struct mk_poly *g, double area)
{
    double m2 = 0;
    mk_boxtree_query(z->tree, g->box, &w->hits);
    for (uint32_t k = 0; k < w->hits.n; k++)
        m2 += mk_tiles_common_area(&z->tiles, &z->geom, w->hits.v[k], g);
    return fmin(m2 / area, 1);
}

static void points(struct mk_worker *w, struct mk_row *r)
{
    struct mk_points p;
    mk_points_compute(w->in->project, r, w->in->plans, w->in->traffic, &p);
    r->poang = p.poang;
    r->poang_max = p.poang_max;
    r->p_plan = p.p_plan;
    r->p_koll = p.p_koll;
}

static void built_fields(struct mk_row *r, const struct mk_built *b)
{
    r->bebyggd = b->bebyggd;
    r->obebyggd = b->obebyggd;
}

// Unplanned land at least this large is judged although a home stands on it
// (vår konvention).
#define HOME_PLOT_M2 10000

static void say(struct mk_row *r, enum mk_hinder_kind k)
{
    r->ready.hinder |= 1u << k;
}

static void assess_del(struct mk_worker *w, struct mk_batch *b, uint32_t i,
                       struct mk_row *r, const struct mk_poly *g)
{
    const double area = mk_poly_area(g);
    const struct mk_built built = mk_built_measure(w, g);
    built_fields(r, &built);
    if (w->overlay.nplans)
        ongoing_del(w, r, g, area);
    if (r->hinder == MK_H_PAGAENDE_PLAN)
        say(r, MK_HK_PAGAENDE);
    if (built.built && r->obebyggd != MK_UNKNOWN &&
        r->obebyggd < mk_fix(w->in->project->min_ledig_m2, 1))
        r->hinder = MK_H_UPPTAGEN;
    else if (built.built && r->hinder == MK_H_NONE)
        r->hinder = MK_H_DELVIS;
    // A home on a farm, where no plan is in force, is said as that.
    const bool farm = built.home && r->plan < 0 && area >= HOME_PLOT_M2;
    if (built.built)
        say(r, r->hinder == MK_H_UPPTAGEN ? MK_HK_UPPTAGEN
               : farm                     ? MK_HK_BOSTAD : MK_HK_DELVIS);
    if (w->in->access) {
        struct mk_access a;
        measure_access(w, g, &a);
        access_fields(w, r, g, &a);
    }
    journey_fields(w, b, i, r, g);
    line_rows(w, b, i, r, g);
    if (w->in->served)
        r->kolln_andl =
            (int32_t)mk_fix(zone_share(w, w->in->served, g, area), 4);
    if (built.home && !farm) {
        r->bedomning = MK_UTESLUTEN;
        r->reason = MK_R_BOSTAD_BYGGNAD;
        return;
    }
    if (farm && r->hinder == MK_H_DELVIS)
        r->hinder = MK_H_BOSTAD;
    points(w, r);
}

static bool type_has(const char *objekttyp, const char *part)
{
    char t[128];
    if (!objekttyp)
        return false;
    mk_text_fold(objekttyp, t, sizeof t);
    return strstr(t, part) != NULL;
}

// Knock-outs that the register's type decides.
static enum mk_reason by_type(const struct mk_row *r)
{
    if (type_has(r->objekttyp, "samf"))
        return MK_R_SAMFALLIGHET;
    if (type_has(r->objekttyp, "jarnvag"))
        return MK_R_JARNVAG;
    if (type_has(r->objekttyp, "vatten") || type_has(r->objekttyp, "fiske"))
        return MK_R_VATTEN;
    return MK_R_NONE;
}

// Knock-outs of an område with no delområde left.
static enum mk_reason by_use(const struct mk_overlay *o, bool home)
{
    const double half = o->area / 2;
    const double *m2 = o->group_m2;
    if (m2[MK_GROUP_VATTEN] >= half)
        return MK_R_VATTEN;
    if (m2[MK_GROUP_ALLMAN] >= half)
        return MK_R_ALLMAN_PLATS;
    if (o->home_m2 >= half)
        return MK_R_BOSTAD_PLAN;
    if (o->home_m2 + o->other_m2 >= half)
        return MK_R_ANNAN;
    // A farm is not left out for its farmhouse.
    const bool plot = mk_covers(o->area, o->force_m2) || o->area < HOME_PLOT_M2;
    return home && plot ? MK_R_BOSTAD_BYGGNAD : MK_R_NONE;
}

bool mk_del_before(const struct mk_row *a, const struct mk_row *b,
                   enum mk_prefer *why)
{
    const bool fa = a->hinder != MK_H_UPPTAGEN;
    const bool fb = b->hinder != MK_H_UPPTAGEN;
    *why = MK_PREFER_FREE;
    if (fa != fb)
        return fa;
    *why = MK_PREFER_POANG;
    if (a->poang != b->poang)
        return a->poang > b->poang;
    *why = MK_PREFER_AREA;
    if (a->area != b->area)
        return a->area > b->area;
    *why = MK_PREFER_NUMBER;
    return a->del_nr < b->del_nr;
}

static const struct mk_row *best_del(const struct mk_batch *b, uint32_t first)
{
    const struct mk_row *best = NULL;
    enum mk_prefer why;
    for (uint32_t k = first; k < b->ndels; k++)
        if (b->dels[k].bedomning == MK_BEDOMD &&
            (!best || mk_del_before(&b->dels[k], best, &why)))
            best = &b->dels[k];
    return best;
}

static void take_from_best(struct mk_row *r, const struct mk_row *best)
{
    r->basta_del = best->del_nr;
    r->hpl = best->hpl;
    r->hpl_dm = best->hpl_dm;
    r->klass = best->klass;
    r->served_500 = best->served_500;
    r->served_400 = best->served_400;
    r->reach = best->reach;
    r->poang = best->poang;
    r->poang_max = best->poang_max;
    r->p_plan = best->p_plan;
    r->p_koll = best->p_koll;
    r->hinder = best->hinder;
    r->ready = best->ready;
}

static void leave_out(struct mk_row *r, enum mk_reason reason)
{
    r->bedomning = MK_UTESLUTEN;
    r->reason = (uint8_t)reason;
    r->hinder = MK_H_NONE;
    mk_ready_init(&r->ready);
    r->poang = r->poang_max = r->p_plan = r->p_koll = -1;
}

// Table rows of the whole område: each use letter of each plan on its own.
static void use_rows(struct mk_worker *w, struct mk_batch *b, uint32_t i)
{
    const struct mk_overlay *o = &w->overlay;
    int kinds;
    (void)mk_use_table(&kinds);
    double m2[64] = {0};
    for (uint32_t k = 0; k < o->ncells; k++) {
        const struct mk_cell *c = &w->in->plans->cells[o->cells[k].index];
        for (int u = 0; u < kinds; u++)
            if (c->uses >> u & 1)
                m2[u] += o->cells[k].m2;
        const bool last = k + 1 == o->ncells ||
            w->in->plans->cells[o->cells[k + 1].index].plan != c->plan;
        for (int u = 0; last && u < kinds; u++) {
            const mk_fixed area = mk_fix(m2[u], 1);
            m2[u] = 0;
            if (area <= 0)
                continue;
            MK_GROW(b->uses, b->cap_uses, b->nuses + 1);
            b->uses[b->nuses++] =
                (struct mk_use_row){i, c->plan, (uint8_t)u, area};
        }
    }
}

// And the nearest stop area of each mode.
static void near_rows(struct mk_batch *b, uint32_t i,
                      const struct mk_access *a)
{
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        if (a->mode_area[m] < 0)
            continue;
        MK_GROW(b->near, b->cap_near, b->nnear + 1);
        b->near[b->nnear++] = (struct mk_near_row){
            i, (uint8_t)m, a->mode_area[m], a->mode_dist[m],
            a->mode_straight[m]};
    }
}

static void assess(struct mk_worker *w, struct mk_batch *b, uint32_t i)
{
    struct mk_row *r = &b->rows[i];
    const uint32_t first = b->ndels;
    row_init(r, &b->omr[i], b->first_row + i);
    if (!mend(w, b, i)) {
        r->bedomning = MK_EJ_BEDOMBAR;
        r->reason = MK_R_GEOMETRI;
        return;
    }
    struct mk_poly g = mk_polyset_get(&b->geom, i);
    const struct mk_overlay *o = mk_worker_overlay(w, &g);
    r->area = mk_fix(o->area, 1);
    plan_fields(w, r);
    if (w->in->plans)
        ongoing(w, r, o->area, o->plans, o->nplans);
    if (b->want_tables)
        use_rows(w, b, i);
    const enum mk_reason type = by_type(r);
    if (type == MK_R_NONE)
        mk_delomraden_find(w, b, i);
    for (uint32_t k = first; k < b->ndels; k++) {
        const struct mk_poly d = mk_polyset_get(&b->del_geom, k);
        assess_del(w, b, i, &b->dels[k], &d);
        mk_worker_judge(w, b, k, r, &d);
    }
    const struct mk_built built = mk_built_measure(w, &g);
    built_fields(r, &built);
    const struct mk_row *best = best_del(b, first);
    struct mk_access a;
    const bool access = w->in->access && (!best || b->want_tables);
    if (access)
        measure_access(w, &g, &a);
    if (access && b->want_tables)
        near_rows(b, i, &a);
    if (best) {
        take_from_best(r, best);
        return;
    }
    if (access)
        access_fields(w, r, &g, &a);
    const enum mk_reason reason =
        type != MK_R_NONE ? type : by_use(o, built.home);
    if (reason != MK_R_NONE)
        leave_out(r, reason);
    else {
        if (built.home) {
            r->hinder = MK_H_BOSTAD;
            say(r, MK_HK_BOSTAD);
        }
        journey_fields(w, b, i, r, &g);
        points(w, r);
    }
}

void mk_worker_assess(struct mk_worker *w, struct mk_batch *b)
{
    b->rows = mk_realloc(b->rows, b->n + 1, sizeof *b->rows);
    b->ndels = b->nobstacles = 0;
    mk_polyset_clear(&b->del_geom);
    mk_polyset_clear(&b->byggbar);
    for (uint32_t i = 0; i < b->n; i++)
        assess(w, b, i);
}
