/** @file
 * A small made-up town for tests of what is written: rows with every kind of
 * value and null, plans, stop areas, and geometry in SWEREF 99 TM.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <markklar/field.h>
#include <markklar/geom.h>

#include <stdio.h>
#include <string.h>

#define SAMPLE_SIDE 8
#define SAMPLE_ROWS (SAMPLE_SIDE * SAMPLE_SIDE)
#define SAMPLE_E 336000.0
#define SAMPLE_N 6406000.0
#define SAMPLE_STEP 140.0

struct sample {
    struct mk_plan plans[4];
    struct mk_stop_area areas[5];
    struct mk_area_traffic traffic[5];
    struct mk_point stop[5];
    struct mk_tables tables;
    char name[SAMPLE_ROWS][64], id[SAMPLE_ROWS][32];
    struct mk_row row[SAMPLE_ROWS];
    struct mk_polyset poly; // geometry i belongs to row i; row 5 has none
    struct mk_polyset plan_poly, klass_poly;
};

static inline void sample_box(struct mk_polyset *set, double x, double y,
                              double w, double h, bool hole)
{
    double *xy = mk_polyset_ring(set, 5);
    const double in[10] = {x, y, x + w, y, x + w, y + h, x, y + h, x, y};
    const double out[10] = {x, y, x, y + h, x + w, y + h, x + w, y, x, y};
    memcpy(xy, hole ? out : in, sizeof in);
}

// A lot with slightly slanted sides, so that it looks like a place.
static inline void sample_lot(struct mk_polyset *set, double x, double y,
                              double s, int i)
{
    const double a = (i * 37 % 11) - 5, b = (i * 53 % 13) - 6;
    double *xy = mk_polyset_ring(set, 7);
    const double ring[14] = {x,           y,         x + s / 2,  y + b / 2,
                             x + s,       y + a,     x + s + b,  y + s,
                             x + s / 2,   y + s + a, x + a,      y + s + b,
                             x,           y};
    memcpy(xy, ring, sizeof ring);
}

// Every level from B1 to B5, exact and as a range, what is left to build on and
// the months to it.
static inline void sample_ready(struct mk_row *r, int i)
{
    mk_ready_init(&r->ready);
    r->ready.underlag = (uint8_t)(i % 4);
    r->ready.ber_min = (uint8_t)(1 + i % 5);
    r->ready.ber_max = (uint8_t)(i % 3 ? r->ready.ber_min : 5);
    r->ready.ber_plan = 5;
    for (int a = 0; a < MK_AX_COUNT; a++)
        r->ready.axis_lo[a] = r->ready.axis_hi[a] = r->ready.ber_min - 1;
    if (r->ready.ber_min != r->ready.ber_max) {
        r->ready.axis_hi[MK_AX_RADIGHET] = 4;
        r->ready.okanda = 1 << MK_AX_RADIGHET | 1 << MK_OK_BYGGNADER;
    }
    r->ready.byggbar = r->area / 2;
    r->ready.byggbar_largest = r->area / 4;
    for (int k = 0; k < 3; k++)
        r->ready.klar_m[k] = (int16_t)(i + 6 * k);
}

static inline void sample_row(struct sample *s, int i)
{
    struct mk_row *r = &s->row[i];
    snprintf(s->name[i], sizeof s->name[i], "LERUM HALLSÅS 2:%d", 200 + i);
    snprintf(s->id[i], sizeof s->id[i], "14-FNR-%04d", i);
    *r = (struct mk_row){
        .fast_id = s->id[i], .fastighet = s->name[i], .kommunkod = "1441",
        .objekttyp = i % 7 ? "Fastighet" : "Samfällighet",
        .omr_row = (uint32_t)i, .omr_nr = i % 5 ? 1 : 2,
        .bedomning = MK_BEDOMD, .planstatus = MK_PS_LAGA_KRAFT,
        .plan = i % 3, .pag_plan = i % 4 == 1 ? 3 : -1,
        .uses = (mk_useset)1 << (i % 4), .pag_uses = i % 4 == 1,
        .area = 123456 + i * 1000, .blandad = 0, .bebyggd = i * 11,
        .obebyggd = 90000 + i, .planl_andel = 9876, .hpl = i % 5,
        .hpl_dm = 1000 + i * 37, .klass = (mk_klass)(1 + i % 7),
        .served_500 = i % 3 != 0, .served_400 = (int8_t)(i % 3 - 1),
        .poang = (i * 997) % 10001, .basta_del = (uint16_t)(i % 2),
        .p_plan = 0, .p_koll = 0, .kolln_andl = 10000,
        .fast_delar = 2, .fast_area = 300000};
    sample_ready(r, i);
    mk_reach_init(&r->reach);
    r->poang_max = r->poang + 250 > 10000 ? 10000 : r->poang + 250;
    r->p_plan = r->poang / 2;
    r->p_koll = r->poang - r->p_plan;
    for (int g = 0; g < MK_GROUP_COUNT; g++)
        r->group[g] = g == i % MK_GROUP_COUNT ? r->area : 0;
    if (i % 7 == 0) {
        r->bedomning = MK_UTESLUTEN;
        r->reason = MK_R_SAMFALLIGHET;
        r->poang = r->poang_max = r->p_plan = r->p_koll = -1;
    }
    if (i == 5) { // all that can be unknown is
        *r = (struct mk_row){
            .omr_row = 5, .omr_nr = INT32_MIN, .bedomning = MK_EJ_BEDOMBAR,
            .reason = MK_R_GEOMETRI, .plan = -1, .pag_plan = -1,
            .area = MK_UNKNOWN, .blandad = MK_UNKNOWN, .bebyggd = MK_UNKNOWN,
            .obebyggd = MK_UNKNOWN, .planl_andel = -1, .hpl = -1,
            .hpl_dm = -1, .served_500 = -1, .served_400 = -1, .poang = -1,
            .poang_max = -1, .p_plan = -1, .p_koll = -1, .kolln_andl = -1};
        mk_ready_init(&r->ready);
        mk_reach_init(&r->reach);
        for (int g = 0; g < MK_GROUP_COUNT; g++)
            r->group[g] = MK_UNKNOWN;
    }
}

static inline void sample_geometry(struct sample *s)
{
    for (int i = 0; i < SAMPLE_ROWS; i++) {
        const uint32_t first = s->poly.npart;
        const double x = SAMPLE_E + i % SAMPLE_SIDE * SAMPLE_STEP;
        const double y = SAMPLE_N + i / SAMPLE_SIDE * SAMPLE_STEP;
        if (i != 5) {
            sample_lot(&s->poly, x, y, 110, i);
            if (i % 6 == 2)
                sample_box(&s->poly, x + 40, y + 40, 20, 20, true);
            mk_polyset_end_part(&s->poly);
        }
        if (i == 9) { // two parts
            sample_box(&s->poly, x + 120, y, 10, 60, false);
            mk_polyset_end_part(&s->poly);
        }
        mk_polyset_end(&s->poly, first);
    }
    for (int k = 0; k < 4; k++) {
        const uint32_t first = s->plan_poly.npart;
        sample_box(&s->plan_poly, SAMPLE_E - 30 + k * 300, SAMPLE_N - 30,
                   285, 700 + k * 100, false);
        mk_polyset_end_part(&s->plan_poly);
        mk_polyset_end(&s->plan_poly, first);
    }
    for (int k = 0; k < 7; k++) { // class k + 1; the fifth is nowhere
        const uint32_t first = s->klass_poly.npart;
        if (k != 4) {
            sample_box(&s->klass_poly, SAMPLE_E - 100 + k * 180,
                       SAMPLE_N - 100, 180, 1300, false);
            mk_polyset_end_part(&s->klass_poly);
        }
        mk_polyset_end(&s->klass_poly, first);
    }
}

static inline void sample_make(struct sample *s)
{
    memset(s, 0, sizeof *s);
    static const struct mk_plan plans[4] = {
        {.id = "a", .akt = "1441-P15/4", .nr = "LB33",
         .namn = "Hallsås \"norra\" & södra <verksamheter>",
         .typ = "detaljplan", .status_text = "Gällande",
         .status = MK_PS_LAGA_KRAFT, .laga_kraft = 20190502,
         .gf_slut = 20290501, .gf_lage = MK_GF_PAGAR, .has_uses = true,
         .uses = 4},
        {.id = "b", .akt = "14-LER-1201", .nr = "LB12", .namn = "Äldre plan",
         .typ = "stadsplan", .status = MK_PS_LAGA_KRAFT,
         .laga_kraft = 19671115, .gf_lage = MK_GF_UTGANGEN,
         .gf_derived = true},
        {.id = "c", .nr = "LB40", .namn = "Öster om vägen",
         .status_text = "Överklagad", .status = MK_PS_OVERKLAGAD},
        {.id = "d", .nr = "LB51", .namn = "Bostäder vid ån",
         .status_text = "Samråd", .status = MK_PS_SAMRAD, .uses = 1}};
    memcpy(s->plans, plans, sizeof plans);
    static const char *const stop[5][2] = {
        {"9021014017510000", "Lerum station"}, {"9021014017511000", "Hallsås"},
        {"9021014017512000", "Åvägen"}, {"9021014017513000", "Östra torget"},
        {"9021014017514000", "Sveavägen"}};
    static const unsigned dep[5] = {180, 70, 35, 20, 5};
    for (int i = 0; i < 5; i++) {
        s->areas[i] = (struct mk_stop_area){.id = stop[i][0],
                                            .name = stop[i][1]};
        s->traffic[i].dep[i ? MK_MODE_BUSS : MK_MODE_TAG] = dep[i];
        s->traffic[i].dep_total = dep[i];
        s->traffic[i].avg_h = mk_fix(dep[i] / 14.0, 2);
        s->traffic[i].served_avg = dep[i] >= 14;
        s->traffic[i].category = (uint8_t)(i < 4 ? i + 2 : 0);
        s->stop[i] = (struct mk_point){SAMPLE_E + 150 + i * 210,
                                       SAMPLE_N + 130 + i * 190};
    }
    s->tables = (struct mk_tables){
        .plans = s->plans, .nplans = 4, .areas = s->areas,
        .traffic = s->traffic, .nareas = 5, .reference_date = 20261101};
    for (int i = 0; i < SAMPLE_ROWS; i++)
        sample_row(s, i);
    sample_geometry(s);
}

static inline void sample_release(struct sample *s)
{
    mk_polyset_release(&s->poly);
    mk_polyset_release(&s->plan_poly);
    mk_polyset_release(&s->klass_poly);
}

#endif
