// Beredskap of a delområde: axes, range, hinder and months, from evidence that
// is complete and in order but for what a test spoils (docs/method.md §9-§11).
#include "evidence.h"
#include "near.h"

#include "analysis/assess.h"

static int setup(void **state)
{
    static struct bench b;
    bench_begin(&b);
    *state = &b;
    return 0;
}

static int teardown(void **state)
{
    bench_end(*state);
    return 0;
}

// An axis from lo to hi, and what follows for the levels when it is the
// weakest.
static void assert_axis_at(struct bench *b, enum mk_axis a, int lo, int hi,
                           int line)
{
    const struct mk_ready *r = bench_judge(b);
    if (r->axis_lo[a] != lo || r->axis_hi[a] != hi)
        print_error("%s is %d-%d, not %d-%d\n", mk_axis_text(a), r->axis_lo[a],
                    r->axis_hi[a], lo, hi);
    _assert_int_equal(r->axis_lo[a], (unsigned)lo, __FILE__, line);
    _assert_int_equal(r->axis_hi[a], (unsigned)hi, __FILE__, line);
    _assert_int_equal(r->okanda >> a & 1, lo != hi, __FILE__, line);
}
#define assert_axis(b, a, lo, hi) assert_axis_at(b, a, lo, hi, __LINE__)

static void assert_levels(struct bench *b, int min, int max, int plan)
{
    const struct mk_ready *r = bench_judge(b);
    assert_int_equal(r->ber_min, min);
    assert_int_equal(r->ber_max, max);
    assert_int_equal(r->ber_plan, plan);
}

static void assert_months(struct bench *b, int p10, int p50, int p90)
{
    const struct mk_ready *r = bench_judge(b);
    assert_int_equal(r->klar_m[0], p10);
    assert_int_equal(r->klar_m[1], p50);
    assert_int_equal(r->klar_m[2], p90);
}
#define NONE (-1)

static void nothing_is_left_where_all_is_in_order(void **state)
{
    struct bench *b = *state;
    for (int a = 0; a < MK_AX_COUNT; a++)
        assert_axis(b, (enum mk_axis)a, 4, 4);
    assert_levels(b, 5, 5, 5);
    assert_months(b, 0, 0, 0);
    assert_int_equal(b->r.okanda, 0);
    assert_int_equal(b->r.hinder, 0);
    assert_int_equal(b->nfound, 0);
    assert_int_equal(b->r.bind, MK_TS_COUNT);
}

// ---- the five axes ----------------------------------------------------------

static void plan_in_force(void **state)
{
    struct bench *b = *state;
    static const enum mk_gf_lage begun[] = {
        MK_GF_OKAND, MK_GF_PAGAR, MK_GF_SANNOLIKT_UTGANGEN, MK_GF_UTGANGEN};
    for (size_t i = 0; i < sizeof begun / sizeof *begun; i++) {
        b->plan.gf_lage = begun[i];
        assert_axis(b, MK_AX_PLAN, 4, 4);
    }
    b->plan.gf_lage = MK_GF_EJ_BORJAT;
    assert_axis(b, MK_AX_PLAN, 3, 3);
    bench_evidence(b);
    b->e.condition_lov = true;
    assert_axis(b, MK_AX_PLAN, 3, 3);
    assert_int_equal(b->r.villkor, 1);
    b->e.condition_start = true;
    b->e.condition_lov = false;
    assert_axis(b, MK_AX_PLAN, 3, 3);
    assert_int_equal(b->r.villkor, 2);
    bench_evidence(b);
    b->e.byggbar = NAN; // not computed
    assert_axis(b, MK_AX_PLAN, 4, 4);
    b->e.byggbar = 25;
    assert_axis(b, MK_AX_PLAN, 4, 4);
    b->e.byggbar = 24.9;
    assert_axis(b, MK_AX_PLAN, 0, 0);
}

static void a_use_that_is_not_known_leaves_the_plan_open(void **state)
{
    struct bench *b = *state;
    b->e.use_known = false;
    assert_axis(b, MK_AX_PLAN, 0, 4);
    assert_levels(b, 1, 5, 0);
    b->e.condition_lov = true; // at most what it would be with a use
    assert_axis(b, MK_AX_PLAN, 0, 3);
    assert_levels(b, 1, 4, 0);
    b->e.byggbar = 0; // whatever its use
    assert_axis(b, MK_AX_PLAN, 0, 0);
}

static void ongoing_plans_by_their_status(void **state)
{
    struct bench *b = *state;
    static const struct {
        enum mk_planstatus status;
        int rung;
    } row[] = {{MK_PS_PABORJAD, 2},    {MK_PS_SAMRAD, 2},
               {MK_PS_GRANSKNING, 3},  {MK_PS_ANTAGEN, 3},
               {MK_PS_OVERKLAGAD, 3},  {MK_PS_TILLSYN, 3}};
    b->e.underlag = MK_UL_PAGAENDE;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        b->e.planstatus = row[i].status;
        assert_axis(b, MK_AX_PLAN, row[i].rung, row[i].rung);
        assert_levels(b, row[i].rung + 1, row[i].rung + 1, row[i].rung + 1);
    }
}

static void land_without_a_plan_by_what_makes_it(void **state)
{
    struct bench *b = *state;
    b->e.plan = NULL;
    b->e.underlag = MK_UL_OP;
    b->e.planstatus = MK_PS_EJ_PLANLAGT;
    assert_axis(b, MK_AX_PLAN, 1, 1);
    b->e.planstatus = MK_PS_AVSLUTAD;
    assert_axis(b, MK_AX_PLAN, 1, 1);
    b->e.underlag = MK_UL_PLANBESKED;
    assert_axis(b, MK_AX_PLAN, 2, 2);
}

static void a_plan_that_is_not_known_may_have_come_further(void **state)
{
    struct bench *b = *state;
    b->e.plan = NULL;
    b->e.plan_layer_complete = false;
    b->e.underlag = MK_UL_OP;
    b->e.planstatus = MK_PS_SAKNAS;
    assert_axis(b, MK_AX_PLAN, 1, 4); // the översiktsplan shows old plans too
    b->e.planstatus = MK_PS_UPPHAVD;
    assert_axis(b, MK_AX_PLAN, 1, 4);
    b->e.planstatus = MK_PS_GRANSKNING; // its uses are not known
    assert_axis(b, MK_AX_PLAN, 1, 3);
    b->e.planstatus = MK_PS_PABORJAD;
    assert_axis(b, MK_AX_PLAN, 1, 2);
    b->e.ongoing = &b->other; // they are: none is business
    assert_axis(b, MK_AX_PLAN, 1, 1);
    b->e.ongoing = NULL;
    b->e.underlag = MK_UL_PLANBESKED;
    assert_axis(b, MK_AX_PLAN, 2, 2);
    b->e.planstatus = MK_PS_SAKNAS; // it says that no plan allows this
    assert_axis(b, MK_AX_PLAN, 2, 2);
    b->e.planstatus = MK_PS_ANTAGEN;
    assert_axis(b, MK_AX_PLAN, 2, 3);
}

static void omrade_without_delomrade(void **state)
{
    struct bench *b = *state;
    b->e.underlag = MK_UL_INGET;
    b->e.plan = NULL;
    b->e.use_known = false;
    b->e.planstatus = MK_PS_EJ_PLANLAGT;
    assert_axis(b, MK_AX_PLAN, 0, 0);
    b->e.planstatus = MK_PS_LAGA_KRAFT; // for something else
    assert_axis(b, MK_AX_PLAN, 0, 0);
    b->e.planstatus = MK_PS_SAKNAS;
    assert_axis(b, MK_AX_PLAN, 0, 4);
    b->e.planstatus = MK_PS_SAMRAD;
    assert_axis(b, MK_AX_PLAN, 0, 2);
}

static void radighet_of_the_municipality(void **state)
{
    struct bench *b = *state;
    b->e.allocation = MK_AN_LEDIG;
    assert_axis(b, MK_AX_RADIGHET, 4, 4);
    b->e.area = 7600; // 95 % of 8000
    assert_axis(b, MK_AX_RADIGHET, 4, 4);
    b->e.area = 7599;
    assert_axis(b, MK_AX_RADIGHET, 3, 3);
    b->e.allocation = MK_AN_OKAND;
    assert_axis(b, MK_AX_RADIGHET, 3, 3);
    b->e.allocation = MK_AN_INTRESSE;
    assert_axis(b, MK_AX_RADIGHET, 3, 3);
    b->e.area = 8000;
    assert_axis(b, MK_AX_RADIGHET, 3, 3);
}

static void radighet_by_allocation_before_the_owner(void **state)
{
    struct bench *b = *state;
    static const enum mk_owner owner[] = {MK_OW_OKAND, MK_OW_KOMMUN,
                                          MK_OW_PRIVAT, MK_OW_STAT_REGION};
    for (size_t i = 0; i < sizeof owner / sizeof *owner; i++) {
        b->e.owner = owner[i];
        b->e.allocation = MK_AN_TOMTRATT;
        assert_axis(b, MK_AX_RADIGHET, 2, 2);
        b->e.allocation = MK_AN_RESERVERAD;
        assert_axis(b, MK_AX_RADIGHET, 2, 2);
        b->e.allocation = MK_AN_MARKANVISAD;
        assert_axis(b, MK_AX_RADIGHET, 1, 1);
        b->e.allocation = MK_AN_SALD;
        assert_axis(b, MK_AX_RADIGHET, 0, 0);
    }
}

static void a_reservation_holds_to_its_day(void **state)
{
    struct bench *b = *state;
    b->e.allocation = MK_AN_RESERVERAD;
    b->e.reserved_until = TODAY;
    assert_axis(b, MK_AX_RADIGHET, 2, 2);
    assert_int_equal(b->r.allocation, MK_AN_RESERVERAD);
    b->e.reserved_until = 20261031;
    assert_axis(b, MK_AX_RADIGHET, 4, 4);
    assert_int_equal(b->r.allocation, MK_AN_LEDIG);
    b->e.owner = MK_OW_OKAND; // only municipalities allocate
    assert_axis(b, MK_AX_RADIGHET, 4, 4);
    assert_int_equal(b->r.owner, MK_OW_OKAND);
}

static void radighet_of_others_by_their_will(void **state)
{
    struct bench *b = *state;
    static const int rung[MK_WI_COUNT] = {
        [MK_WI_EJ_SALJVILLIG] = 0, [MK_WI_SALJVILLIG] = 1,
        [MK_WI_OPTION] = 2, [MK_WI_UTBJUDEN] = 4};
    for (int o = MK_OW_STAT_REGION; o <= MK_OW_PRIVAT; o++) {
        b->e.owner = (uint8_t)o;
        for (int w = MK_WI_EJ_SALJVILLIG; w < MK_WI_COUNT; w++) {
            b->e.will = (uint8_t)w;
            assert_axis(b, MK_AX_RADIGHET, rung[w], rung[w]);
        }
        b->e.will = MK_WI_OKAND;
        assert_axis(b, MK_AX_RADIGHET, 0, 4);
        b->e.allocation = MK_AN_LEDIG; // says nothing of another's land
        assert_axis(b, MK_AX_RADIGHET, 0, 4);
        b->e.allocation = MK_AN_OKAND;
    }
    b->e.owner = MK_OW_OKAND;
    assert_axis(b, MK_AX_RADIGHET, 0, 4);
    b->e.owner = MK_OW_KOMMUN; // allocated, but how?
    b->e.allocation_unread = true;
    assert_axis(b, MK_AX_RADIGHET, 0, 4);
}

static void infrastruktur_by_what_is_there(void **state)
{
    struct bench *b = *state;
    enum { U = MK_ST_OKAND, S = MK_ST_SAKNAS, P = MK_ST_PLANERAD,
           F = MK_ST_FINNS };
    static const uint8_t row[][6] = {
        // gata, VA, el, fiber, low, high
        {F, F, F, F, 4, 4}, {F, F, S, F, 3, 3}, {F, F, F, P, 3, 3},
        {F, F, P, S, 3, 3}, {P, F, F, F, 2, 2}, {F, P, S, S, 2, 2},
        {S, F, F, F, 1, 1}, {F, S, F, F, 1, 1}, {P, S, F, F, 1, 1},
        {U, U, U, U, 1, 4}, {F, F, U, F, 3, 4}, {F, F, U, S, 3, 3},
        {F, U, F, F, 1, 4}, {U, P, F, F, 1, 2}, {U, S, U, U, 1, 1},
        {P, U, U, U, 1, 2}, {U, F, S, F, 1, 3}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        b->e.gata = row[i][0];
        b->e.va = row[i][1];
        b->e.el = row[i][2];
        b->e.fiber = row[i][3];
        assert_axis(b, MK_AX_INFRA, row[i][4], row[i][5]);
    }
}

static void utredning_by_kind_and_age(void **state)
{
    struct bench *b = *state;
    b->e.study[MK_UT_GEOTEKNIK] = 20161101; // ten years to the day
    assert_axis(b, MK_AX_UTREDNING, 4, 4);
    b->e.study[MK_UT_GEOTEKNIK] = 20161031;
    assert_axis(b, MK_AX_UTREDNING, 3, 3);
    b->project.study_years = 11.5;
    assert_axis(b, MK_AX_UTREDNING, 4, 4);
    b->e.study[MK_UT_GEOTEKNIK] = 0; // undated
    assert_axis(b, MK_AX_UTREDNING, 3, 3);
    b->e.study_done[MK_UT_ARKEOLOGI] = false;
    assert_axis(b, MK_AX_UTREDNING, 2, 2);
    memset(b->e.study_done, 0, sizeof b->e.study_done);
    b->e.study_done[MK_UT_ANNAN] = true; // another kind is a kind
    assert_axis(b, MK_AX_UTREDNING, 2, 2);
    memset(b->e.study_done, 0, sizeof b->e.study_done);
    b->e.study_done[MK_UT_OVERSIKTLIG] = true;
    assert_axis(b, MK_AX_UTREDNING, 1, 1);
    b->e.study_done[MK_UT_OVERSIKTLIG] = false;
    assert_axis(b, MK_AX_UTREDNING, 0, 0);
    b->e.studies_given = false;
    assert_axis(b, MK_AX_UTREDNING, 0, 4);
}

static void tillstand_by_permit(void **state)
{
    struct bench *b = *state;
    for (int p = MK_TI_BEHOV; p <= MK_TI_KLART; p++) {
        b->e.permit = (uint8_t)p;
        assert_axis(b, MK_AX_TILLSTAND, p, p);
    }
    b->e.permit = MK_TI_OKAND;
    b->e.permits_given = false;
    assert_axis(b, MK_AX_TILLSTAND, 1, 4);
}

static void tillstand_by_what_lies_there(void **state)
{
    struct bench *b = *state;
    static const enum mk_layer_role needs[] = {
        MK_RO_STRANDSKYDD, MK_RO_NATUR, MK_RO_VATTENSKYDD, MK_RO_FORNLAMNING};
    static const enum mk_layer_role needs_none[] = {
        MK_RO_RIKSINTRESSE, MK_RO_OVERSVAMNING, MK_RO_RAS, MK_RO_JORDBRUK,
        MK_RO_FARLIGT_GODS, MK_RO_KRAFTLEDNING, MK_RO_BEGRANSNING};
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        bench_evidence(b);
        bench_layer(b, needs[i], MK_EF_FLAGS, 800);
        assert_axis(b, MK_AX_TILLSTAND, 1, 1);
        b->e.permits_given = false; // a need is known, no permit is
        assert_axis(b, MK_AX_TILLSTAND, 1, 1);
        b->e.permit = MK_TI_BEVILJAT;
        assert_axis(b, MK_AX_TILLSTAND, 3, 3);
    }
    for (size_t i = 0; i < sizeof needs_none / sizeof *needs_none; i++) {
        bench_evidence(b);
        bench_layer(b, needs_none[i], MK_EF_FLAGS, 800);
        assert_axis(b, MK_AX_TILLSTAND, 4, 4);
    }
}

static void tillstand_of_classes_that_need_none(void **state)
{
    struct bench *b = *state;
    struct mk_feature *f =
        bench_layer(b, MK_RO_FORORENING, MK_EF_FLAGS, 800);
    for (int risk = 0; risk <= 4; risk++) {
        const int want = risk == 1 || risk == 2 ? 1 : 4;
        f->code = (uint8_t)risk;
        assert_axis(b, MK_AX_TILLSTAND, want, want);
    }
    f->role = MK_RO_FORNLAMNING;
    f->klass = "Övrig kulturhistorisk lämning";
    assert_axis(b, MK_AX_TILLSTAND, 4, 4);
    f->klass = "Fornlämning";
    assert_axis(b, MK_AX_TILLSTAND, 1, 1);
    f->role = MK_RO_STRANDSKYDD;
    f->effect = MK_EF_EXCLUDES;
    assert_axis(b, MK_AX_TILLSTAND, 1, 1);
    b->e.strandskydd_repealed = true;
    assert_axis(b, MK_AX_TILLSTAND, 4, 4);
    b->e.strandskydd_repealed = false;
    f->effect = MK_EF_FACT; // switched off by its type
    assert_axis(b, MK_AX_TILLSTAND, 4, 4);
}

// ---- ranges -----------------------------------------------------------------

static void the_weakest_axis_decides_at_both_ends(void **state)
{
    struct bench *b = *state;
    b->e.owner = MK_OW_OKAND;  // 0-4
    b->e.el = MK_ST_OKAND;     // 3-4
    assert_levels(b, 1, 5, 5);
    b->e.fiber = MK_ST_SAKNAS; // 3
    assert_levels(b, 1, 4, 5);
    b->e.va = MK_ST_PLANERAD;  // 2
    assert_levels(b, 1, 3, 5);
    b->e.owner = MK_OW_KOMMUN;
    assert_levels(b, 3, 3, 5);
    memset(b->e.study_done, 0, sizeof b->e.study_done);
    b->e.owner = MK_OW_OKAND;  // whatever it is, 0 is the weakest
    assert_levels(b, 1, 1, 5);
}

static void plans_alone_still_give_an_answer(void **state)
{
    struct bench *b = *state; // parcels and plans, no other layer
    b->e = (struct mk_evidence){
        .underlag = MK_UL_DETALJPLAN, .plan = &b->plan,
        .planstatus = MK_PS_LAGA_KRAFT, .use_known = true, .area = 8000,
        .omrade_area = 8000, .byggbar = NAN, .byggbar_largest = NAN,
        .price = NAN, .slope_pct = NAN, .level_m = NAN};
    assert_levels(b, 1, 5, 5);
    assert_int_equal(b->r.okanda,
                     1 << MK_AX_RADIGHET | 1 << MK_AX_INFRA |
                         1 << MK_AX_UTREDNING | 1 << MK_AX_TILLSTAND |
                         1 << MK_OK_EGENSKAPER | 1 << MK_OK_BYGGNADER);
    assert_int_equal(b->nfound, 0); // what is not known is no hinder
    // best: nothing is left; worst: land 2-36 beside investigations, then
    // streets 6-48: P90 by tests/ready/time_oracle.py
    assert_int_equal(b->r.klar_m[0], 0);
    assert_int_equal(b->r.klar_m[1], -1);
    assert_true(b->r.klar_m[2] > 36);
    assert_int_equal(b->r.bind, MK_TS_COUNT);
    assert_int_equal(b->r.price, -1);
    assert_int_equal(b->r.slope_promille, -1);
    assert_int_equal(b->r.level_dm, -1);
}

static void what_is_not_known_of_the_plan_and_its_buildings(void **state)
{
    struct bench *b = *state;
    b->e.provisions_known = false;
    assert_int_equal(bench_judge(b)->okanda, 1 << MK_OK_EGENSKAPER);
    b->e.underlag = MK_UL_PAGAENDE; // provisions of a plan in force alone count
    b->e.planstatus = MK_PS_SAMRAD;
    assert_int_equal(bench_judge(b)->okanda, 0);
    b->e.buildings_known = false;
    assert_int_equal(bench_judge(b)->okanda, 1 << MK_OK_BYGGNADER);
    assert_string_equal(mk_unknown_text(MK_AX_PLAN), "plan");
    assert_string_equal(mk_unknown_text(MK_OK_EGENSKAPER),
                        "egenskapsbestämmelser");
    assert_string_equal(mk_unknown_text(MK_OK_BYGGNADER), "byggnader");
}

static void facts_are_published_as_rounded(void **state)
{
    struct bench *b = *state;
    b->e.price = 449.5;
    b->e.slope_pct = 5.04;
    b->e.level_m = 5.65;
    const struct mk_ready *r = bench_judge(b);
    assert_int_equal(r->price, 450);
    assert_int_equal(r->slope_promille, 50);
    assert_int_equal(r->level_dm, 57);
    b->e.level_m = 1e6; // more than a figure holds
    assert_int_equal(bench_judge(b)->level_dm, INT16_MAX);
}

// ---- hinder -----------------------------------------------------------------

// Exactly one hinder, of this kind and actor.
static void assert_only_at(struct bench *b, enum mk_hinder_kind kind,
                           enum mk_actor actor, enum mk_effect effect,
                           int line)
{
    bench_judge(b);
    if (b->nfound != 1 || b->found[0].kind != kind)
        print_error("%u hinder, the first %s, not %s\n", b->nfound,
                    b->nfound ? mk_hinder_kind_text(
                        (enum mk_hinder_kind)b->found[0].kind) : "-",
                    mk_hinder_kind_text(kind));
    _assert_int_equal(b->nfound, 1, __FILE__, line);
    _assert_int_equal(b->found[0].kind, kind, __FILE__, line);
    _assert_int_equal(b->found[0].actor, actor, __FILE__, line);
    _assert_int_equal(b->found[0].effect, effect, __FILE__, line);
    _assert_int_equal(b->r.hinder, 1u << kind, __FILE__, line);
}
#define assert_only(b, kind, actor, effect)                                 \
    assert_only_at(b, kind, actor, effect, __LINE__)
#define assert_fact(b, kind, actor) assert_only(b, kind, actor, MK_EF_FACT)

static void hinder_of_buildings_and_other_plans(void **state)
{
    struct bench *b = *state;
    b->e.occupied = true;
    assert_fact(b, MK_HK_UPPTAGEN, MK_AC_MARKAGARE);
    bench_evidence(b);
    b->e.ongoing = &b->other;
    assert_fact(b, MK_HK_PAGAENDE, MK_AC_KOMMUN);
    bench_evidence(b);
    b->e.built = true;
    assert_fact(b, MK_HK_DELVIS, MK_AC_MARKAGARE);
    bench_evidence(b);
    b->e.home = true;
    assert_fact(b, MK_HK_BOSTAD, MK_AC_MARKAGARE);
}

static void hinder_of_the_plan(void **state)
{
    struct bench *b = *state;
    b->e.byggbar = 0; // prickmark everywhere
    assert_fact(b, MK_HK_PLAN, MK_AC_KOMMUN);
    bench_evidence(b);
    b->e.condition_lov = b->e.condition_start = true;
    assert_fact(b, MK_HK_FORFARANDE, MK_AC_KOMMUN);
    bench_evidence(b);
    b->e.underlag = MK_UL_PAGAENDE;
    b->e.planstatus = MK_PS_OVERKLAGAD;
    assert_fact(b, MK_HK_FORFARANDE, MK_AC_DOMSTOL);
    b->e.planstatus = MK_PS_TILLSYN;
    assert_fact(b, MK_HK_FORFARANDE, MK_AC_LANSSTYRELSE);
    b->e.planstatus = MK_PS_SAMRAD;
    assert_fact(b, MK_HK_PLAN, MK_AC_KOMMUN);
    b->e.planstatus = MK_PS_GRANSKNING;
    assert_int_equal((bench_judge(b), b->nfound), 0);
    bench_evidence(b);
    b->e.use_known = false; // 0-4: not known to be in the way
    assert_int_equal((bench_judge(b), b->nfound), 0);
    b->e.underlag = MK_UL_OP; // another plan covers, its use not known
    b->e.planstatus = MK_PS_OVERKLAGAD;
    assert_int_equal((bench_judge(b), b->nfound), 0);
}

// §11: no time is given where a private owner will not sell, or where somebody
// else has the land.
static void land_that_is_not_to_be_had_has_no_time(void **state)
{
    static const enum mk_allocation held[] = {
        MK_AN_RESERVERAD, MK_AN_MARKANVISAD, MK_AN_TOMTRATT, MK_AN_SALD};
    struct bench *b = *state;
    for (size_t i = 0; i < 4; i++) {
        b->e.allocation = (uint8_t)held[i];
        bench_judge(b);
        for (int k = 0; k < 3; k++)
            assert_int_equal(b->r.klar_m[k], -1);
    }
    bench_evidence(b);
    b->e.owner = MK_OW_PRIVAT;
    b->e.will = MK_WI_EJ_SALJVILLIG;
    assert_int_equal((bench_judge(b), b->r.klar_m[0]), -1);
    b->e.will = MK_WI_OPTION;
    assert_true((bench_judge(b), b->r.klar_m[0]) >= 0);
}

// How long a condition or a permit takes is not known: only the best case has a
// time.
static void what_waits_has_the_best_time_only(void **state)
{
    struct bench *b = *state;
    b->e.condition_lov = true;
    bench_judge(b);
    assert_int_equal(b->r.klar_m[0], 0);
    assert_int_equal(b->r.klar_m[1], -1);
    assert_int_equal(b->r.klar_m[2], -1);
    bench_evidence(b);
    b->e.permit = MK_TI_SOKT;
    assert_int_equal((bench_judge(b), b->r.klar_m[2]), -1);
    b->e.permit = MK_TI_BEVILJAT;
    assert_int_equal((bench_judge(b), b->r.klar_m[2]), 0);
}

// A register that may lack some of what was done leaves the axis open upwards.
static void studies_of_a_register_not_complete_are_a_range(void **state)
{
    struct bench *b = *state;
    b->e.studies_complete = false;
    for (int k = 0; k < MK_UT_COUNT; k++)
        b->e.study_done[k] = false;
    bench_judge(b);
    assert_int_equal(b->r.axis_lo[MK_AX_UTREDNING], 0);
    assert_int_equal(b->r.axis_hi[MK_AX_UTREDNING], 4);
    b->e.study_done[MK_UT_NATUR] = true;
    bench_judge(b);
    assert_int_equal(b->r.axis_lo[MK_AX_UTREDNING], 2);
    assert_int_equal(b->r.axis_hi[MK_AX_UTREDNING], 4);
}

static void hinder_of_ownership(void **state)
{
    struct bench *b = *state;
    b->e.allocation = MK_AN_RESERVERAD;
    assert_fact(b, MK_HK_AGANDE, MK_AC_MARKAGARE);
    b->e.allocation = MK_AN_TOMTRATT;
    assert_int_equal((bench_judge(b), b->nfound), 0);
    b->e.allocation = MK_AN_MARKANVISAD;
    bench_judge(b);
    assert_int_equal(b->nfound, 2);
    assert_int_equal(b->found[0].kind, MK_HK_AGANDE);
    assert_int_equal(b->found[1].kind, MK_HK_RESERV);
    assert_int_equal(b->found[1].actor, MK_AC_FORETAG);
    b->e.allocation = MK_AN_SALD;
    bench_judge(b);
    assert_int_equal(b->r.hinder, 1u << MK_HK_AGANDE | 1u << MK_HK_RESERV);
    bench_evidence(b);
    b->e.owner = MK_OW_PRIVAT;
    assert_int_equal((bench_judge(b), b->nfound), 0); // not known
    b->e.will = MK_WI_SALJVILLIG;
    assert_fact(b, MK_HK_AGANDE, MK_AC_MARKAGARE);
    b->e.will = MK_WI_OPTION;
    assert_int_equal((bench_judge(b), b->nfound), 0);
}

static void hinder_of_what_is_missing(void **state)
{
    struct bench *b = *state;
    b->e.gata = MK_ST_SAKNAS;
    assert_fact(b, MK_HK_TILLFART, MK_AC_VAGHALLARE);
    bench_evidence(b);
    b->e.va = MK_ST_SAKNAS;
    assert_fact(b, MK_HK_VA, MK_AC_KOMMUN);
    b->e.va = MK_ST_PLANERAD;
    assert_fact(b, MK_HK_VA, MK_AC_KOMMUN);
    bench_evidence(b);
    b->e.el = MK_ST_SAKNAS;
    assert_fact(b, MK_HK_EL, MK_AC_NATAGARE);
    bench_evidence(b);
    b->e.fiber = MK_ST_SAKNAS; // no hinder: it follows the street
    b->e.el = MK_ST_OKAND;
    b->e.gata = b->e.va = MK_ST_OKAND;
    assert_int_equal((bench_judge(b), b->nfound), 0);
}

static void hinder_of_the_ground(void **state)
{
    struct bench *b = *state;
    b->e.slope_pct = 10.04; // published as 10.0
    assert_int_equal((bench_judge(b), b->nfound), 0);
    b->e.slope_pct = 10.05; // 10.1
    assert_fact(b, MK_HK_MARK, MK_AC_KOMMUN);
}

static void hinder_of_other_layers(void **state)
{
    struct bench *b = *state;
    static const struct {
        enum mk_layer_role role;
        enum mk_hinder_kind kind;
        enum mk_actor actor;
    } row[] = {
        {MK_RO_UTFARTSFORBUD, MK_HK_TILLFART, MK_AC_KOMMUN},
        {MK_RO_OVERSVAMNING, MK_HK_MARK, MK_AC_KOMMUN},
        {MK_RO_RAS, MK_HK_MARK, MK_AC_KOMMUN},
        {MK_RO_STRANDSKYDD, MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
        {MK_RO_NATUR, MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
        {MK_RO_VATTENSKYDD, MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
        {MK_RO_RIKSINTRESSE, MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
        {MK_RO_FORNLAMNING, MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE},
        {MK_RO_FARLIGT_GODS, MK_HK_RISK, MK_AC_KOMMUN},
        {MK_RO_KRAFTLEDNING, MK_HK_RISK, MK_AC_NATAGARE},
        {MK_RO_BYGGNADSFRITT, MK_HK_RISK, MK_AC_VAGHALLARE},
        {MK_RO_BEGRANSNING, MK_HK_BEGRANSNING, MK_AC_KOMMUN},
        {MK_RO_KOMMUNAGD, MK_HK_BEGRANSNING, MK_AC_KOMMUN}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        bench_evidence(b);
        bench_layer(b, row[i].role, MK_EF_FLAGS, 812.5);
        assert_only(b, row[i].kind, row[i].actor, MK_EF_FLAGS);
        assert_int_equal(b->found[0].feature, 0);
        assert_near(b->found[0].m2, 812.5, 0);
        b->feature[0].effect = MK_EF_FACT;
        assert_int_equal((bench_judge(b), b->nfound), 0);
    }
}

static void inside_a_plan_in_force_some_only_flag(void **state)
{
    struct bench *b = *state;
    bench_layer(b, MK_RO_OVERSVAMNING, MK_EF_REDUCES, 800);
    assert_only(b, MK_HK_MARK, MK_AC_KOMMUN, MK_EF_FLAGS);
    b->feature[0].effect = MK_EF_EXCLUDES; // the project says so
    assert_only(b, MK_HK_MARK, MK_AC_KOMMUN, MK_EF_EXCLUDES);
    bench_evidence(b);
    bench_layer(b, MK_RO_JORDBRUK, MK_EF_FLAGS, 800);
    assert_int_equal((bench_judge(b), b->nfound), 0);
    b->e.underlag = MK_UL_PAGAENDE; // granskning: the plan is no hinder
    b->e.planstatus = MK_PS_GRANSKNING;
    assert_only(b, MK_HK_NATUR_KULTUR, MK_AC_LANSSTYRELSE, MK_EF_FLAGS);
    b->feature[0].role = MK_RO_OVERSVAMNING;
    b->feature[0].effect = MK_EF_REDUCES;
    assert_only(b, MK_HK_MARK, MK_AC_KOMMUN, MK_EF_REDUCES);
    bench_evidence(b);
    bench_layer(b, MK_RO_KRAFTLEDNING, MK_EF_REDUCES, 800);
    assert_only(b, MK_HK_RISK, MK_AC_NATAGARE, MK_EF_REDUCES);
}

static void contamination_by_its_risk_class(void **state)
{
    struct bench *b = *state;
    struct mk_feature *f =
        bench_layer(b, MK_RO_FORORENING, MK_EF_FLAGS, 800);
    for (int risk = 0; risk <= 4; risk++) {
        f->code = (uint8_t)risk;
        if (risk == 1 || risk == 2)
            assert_only(b, MK_HK_FORORENING, MK_AC_MARKAGARE, MK_EF_FLAGS);
        else
            assert_int_equal((bench_judge(b), b->nfound), 0);
    }
    f->effect = MK_EF_REDUCES; // the project lets it take land
    assert_only(b, MK_HK_FORORENING, MK_AC_MARKAGARE, MK_EF_REDUCES);
}

static void hinder_come_by_kind_then_feature(void **state)
{
    struct bench *b = *state;
    bench_layer(b, MK_RO_NATUR, MK_EF_EXCLUDES, 30);      // 0
    bench_layer(b, MK_RO_RIKSINTRESSE, MK_EF_FLAGS, 40);  // 1
    bench_layer(b, MK_RO_RAS, MK_EF_FLAGS, 50);           // 2
    bench_layer(b, MK_RO_UTFARTSFORBUD, MK_EF_FLAGS, 60); // 3
    bench_layer(b, MK_RO_BEGRANSNING, MK_EF_REDUCES, 70); // 4
    b->e.gata = MK_ST_SAKNAS;
    b->e.slope_pct = 12;
    b->e.built = true;
    static const int want[][2] = {
        {MK_HK_DELVIS, -1}, {MK_HK_TILLFART, -1}, {MK_HK_TILLFART, 3},
        {MK_HK_MARK, -1}, {MK_HK_MARK, 2}, {MK_HK_NATUR_KULTUR, 0},
        {MK_HK_NATUR_KULTUR, 1}, {MK_HK_BEGRANSNING, 4}};
    const uint32_t n = sizeof want / sizeof *want;
    bench_judge(b);
    assert_int_equal(b->nfound, n);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(b->found[i].kind, want[i][0]);
        assert_int_equal(b->found[i].feature, want[i][1]);
    }
    // no room for all: counted still, and none written outside it
    struct mk_obstacle two[3] = {[2] = {.kind = 99}};
    const uint32_t all =
        mk_ready_judge(&b->project, b->cache, &b->e, &b->r, two, 2);
    assert_int_equal(all, n);
    assert_int_equal(two[1].kind, MK_HK_TILLFART);
    assert_int_equal(two[2].kind, 99);
    assert_true(b->r.hinder >> MK_HK_BEGRANSNING & 1);
}

static void judging_again_changes_nothing(void **state)
{
    struct bench *b = *state;
    b->e.owner = MK_OW_PRIVAT;
    b->e.built = true;
    b->e.va = MK_ST_PLANERAD;
    bench_layer(b, MK_RO_NATUR, MK_EF_EXCLUDES, 30);
    const struct mk_ready first = *bench_judge(b);
    struct mk_ready again = first;
    mk_ready_judge(&b->project, b->cache, &b->e, &again, b->found, MOST);
    assert_memory_equal(&first, &again, sizeof first);
    struct mk_ready_cache *other = mk_ready_cache_new();
    struct mk_ready fresh;
    mk_ready_init(&fresh);
    mk_ready_judge(&b->project, other, &b->e, &fresh, b->found, MOST);
    mk_ready_cache_free(other);
    assert_memory_equal(&first, &fresh, sizeof first);
}

// ---- months -----------------------------------------------------------------

static void months_of_one_step_are_those_of_its_row(void **state)
{
    struct bench *b = *state;
    b->e.owner = MK_OW_PRIVAT;
    b->e.will = MK_WI_SALJVILLIG;
    assert_months(b, 4, 9, 18);
    assert_int_equal(b->r.bind, MK_TS_MARK);
    b->e.will = MK_WI_OPTION;
    assert_months(b, 1, 2, 4);
    b->e.will = MK_WI_UTBJUDEN;
    assert_months(b, 0, 0, 0);
    bench_evidence(b);
    b->e.va = MK_ST_SAKNAS;
    assert_months(b, 12, 18, 30);
    assert_int_equal(b->r.bind, MK_TS_UTBYGGNAD);
    b->e.va = MK_ST_PLANERAD;
    assert_months(b, 3, 9, 12);
    bench_evidence(b);
    b->e.area = 4000;
    assert_months(b, 3, 6, 12);
    assert_int_equal(b->r.bind, MK_TS_FASTIGHET);
    bench_evidence(b);
    b->e.study_done[MK_UT_GEOTEKNIK] = false;
    assert_months(b, 3, 6, 12);
    assert_int_equal(b->r.bind, MK_TS_UTREDNING);
    bench_evidence(b);
    b->e.study[MK_UT_GEOTEKNIK] = 0; // rung 3: nothing to investigate
    assert_months(b, 0, 0, 0);
    bench_evidence(b);
    b->e.underlag = MK_UL_PAGAENDE;
    b->e.planstatus = MK_PS_TILLSYN;
    assert_months(b, 2, 5, 10);
    assert_int_equal(b->r.bind, MK_TS_LAGA_KRAFT);
    b->e.planstatus = MK_PS_OVERKLAGAD; // F(5.25) 0.491: 5.5 months
    assert_months(b, 3, 6, 9);
    b->e.planstatus = MK_PS_ANTAGEN; // quarters 3, 4, 33 (test_ready_time)
    assert_months(b, 1, 1, 9);
}

static void the_step_that_binds_a_longer_way(void **state)
{
    struct bench *b = *state;
    b->e.underlag = MK_UL_OP; // 24, 24 and 1 months: the first of equals
    b->e.plan = NULL;
    b->e.planstatus = MK_PS_EJ_PLANLAGT;
    assert_int_equal(bench_judge(b)->bind, MK_TS_KO);
    b->e.underlag = MK_UL_PLANBESKED; // 12, 24, 1
    assert_int_equal(bench_judge(b)->bind, MK_TS_PLAN);
    b->e.va = MK_ST_SAKNAS; // 18 after it
    assert_int_equal(bench_judge(b)->bind, MK_TS_PLAN);
    b->e.underlag = MK_UL_PAGAENDE; // 4 and 1; 18 after it
    b->e.planstatus = MK_PS_GRANSKNING;
    assert_int_equal(bench_judge(b)->bind, MK_TS_UTBYGGNAD);
    b->e.va = MK_ST_FINNS;
    b->e.owner = MK_OW_PRIVAT; // 9 beside some 6 of the plan
    b->e.will = MK_WI_SALJVILLIG;
    assert_int_equal(bench_judge(b)->bind, MK_TS_MARK);
}

static void two_plans_in_one_stage_differ_by_their_dates(void **state)
{
    struct bench *b = *state;
    b->e.underlag = MK_UL_PAGAENDE;
    b->e.planstatus = MK_PS_SAMRAD;
    for (int k = 0; k < 5; k++) // leave samråd (4 7 12 24 42) alone
        b->project.durations.q[MK_TD_ANTAGEN][k] = 0;
    b->project.durations.appeal_share = 0;
    assert_months(b, 7, 12, 24);
    b->e.stage_since = TODAY;
    assert_months(b, 7, 12, 24);
    b->e.stage_since = 20251101; // 12 months, half: to 0.55, 0.75, 0.95
    // 12 + 12 / 8 = 13.5; 12 + 12 · 5/8 = 19.5; 33
    assert_months(b, 2, 8, 21);
    assert_false(b->r.overdue);
    b->e.stage_since = 20241101; // 24 months, 0.9: to 0.91, 0.95, 0.99
    assert_months(b, 2, 9, 17); // 25.8, 33, 40.2 less 24
    b->e.stage_since = 19991101; // longer than 95 %, 33: to 0.955 0.975 0.995
    assert_months(b, 1, 5, 9); // 33.9, 37.5, 41.1 less 33
    assert_true(b->r.overdue);
    b->e.stage_since = 20270101; // to come: nothing is spent
    assert_months(b, 7, 12, 24);
}

static void a_planbesked_ages_from_its_date(void **state)
{
    struct bench *b = *state;
    b->e.underlag = MK_UL_PLANBESKED;
    b->e.plan = NULL;
    b->e.planstatus = MK_PS_EJ_PLANLAGT;
    // planbesked (1 4 12 30 60), uppdrag, laga kraft: too long for pencil, so
    // counted by the distributions of tests/ready/time_oracle.py
    assert_months(b, 25, 44, 74);
    b->e.stage_since = 20260501; // of no plan: not its date
    assert_months(b, 25, 44, 74);
    b->e.planbesked_date = 20260501;
    assert_months(b, 22, 41, 71);
    b->e.planbesked_date = 20240501; // the few that take 30 take long
    assert_months(b, 25, 44, 68);
}

static void parts_that_are_not_known_are_done_at_best(void **state)
{
    struct bench *b = *state;
    b->e.owner = MK_OW_PRIVAT;
    assert_months(b, 0, NONE, 18); // at worst säljvillig
    assert_int_equal(b->r.bind, MK_TS_COUNT); // the two ways name another
    bench_evidence(b);
    b->e.studies_given = false;
    assert_months(b, 0, NONE, 12);
    bench_evidence(b);
    b->e.gata = MK_ST_OKAND;
    assert_months(b, 0, NONE, 30);
    b->e.va = MK_ST_PLANERAD; // at best planned, at worst missing
    assert_months(b, 3, NONE, 30);
    assert_int_equal(b->r.bind, MK_TS_UTBYGGNAD); // either way
    b->e.va = MK_ST_SAKNAS; // nothing hangs on the street
    assert_months(b, 12, 18, 30);
    bench_evidence(b);
    b->e.el = b->e.fiber = MK_ST_OKAND; // not of byggklar
    b->e.permits_given = false;
    assert_months(b, 0, 0, 0);
}

static void what_is_not_known_may_not_matter_at_half(void **state)
{
    struct bench *b = *state; // land takes 4 months at most, samråd 4 at least
    for (int k = 0; k < 5; k++)
        b->project.durations.q[MK_TD_SALJVILLIG][k] = k;
    b->e.underlag = MK_UL_PAGAENDE;
    b->e.planstatus = MK_PS_SAMRAD;
    b->e.owner = MK_OW_OKAND;
    const int16_t half = bench_judge(b)->klar_m[1];
    b->e.owner = MK_OW_KOMMUN;
    assert_int_equal(bench_judge(b)->klar_m[1], half);
    assert_true(half > 12);
    assert_int_equal(b->r.bind, MK_TS_PLAN);
}

static void no_time_where_no_way_leads(void **state)
{
    struct bench *b = *state;
    b->e.use_known = false;
    assert_months(b, NONE, NONE, NONE);
    bench_evidence(b);
    b->e.byggbar = 0;
    assert_months(b, NONE, NONE, NONE);
    bench_evidence(b);
    b->e.allocation = MK_AN_SALD;
    assert_months(b, NONE, NONE, NONE);
    bench_evidence(b);
    b->e.owner = MK_OW_PRIVAT;
    b->e.will = MK_WI_EJ_SALJVILLIG;
    assert_months(b, NONE, NONE, NONE);
    bench_evidence(b);
    b->e.underlag = MK_UL_OP;
    b->e.planstatus = MK_PS_SAKNAS; // 1-4
    assert_months(b, NONE, NONE, NONE);
    b->e.underlag = MK_UL_INGET;
    b->e.planstatus = MK_PS_EJ_PLANLAGT;
    assert_months(b, NONE, NONE, NONE);
    assert_int_equal(b->r.bind, MK_TS_COUNT);
}

static void dates_to_come(void **state)
{
    struct bench *b = *state;
    b->plan.gf_lage = MK_GF_EJ_BORJAT;
    b->plan.gf_start = 20270615; // 7 months and 14 days: 7½
    assert_months(b, 8, 8, 8);
    assert_int_equal(b->r.bind, MK_TS_GF_START);
    b->e.area = 4000; // fastighetsbildning 3, 6, 12 meanwhile
    assert_months(b, 8, 8, 12);
    bench_evidence(b);
    b->e.underlag = MK_UL_PAGAENDE;
    b->e.planstatus = MK_PS_ANTAGEN; // laga kraft on a day to come
    b->plan.laga_kraft = 20261201;
    assert_months(b, 1, 1, 1);
    assert_int_equal(b->r.bind, MK_TS_LAGA_KRAFT);
    b->e.area = 4000; // ... then fastighetsbildning
    assert_months(b, 4, 7, 13);
    b->e.area = 8000;
    b->plan.gf_start = 20270301;
    assert_months(b, 4, 4, 4);
    b->plan.laga_kraft = 0; // an appeal may outlast the stated start
    assert_months(b, 4, 4, 9);
}

static void durations_of_the_project_are_used(void **state)
{
    struct bench *b = *state;
    const double mine[5] = {1, 2, 3, 4, 5};
    memcpy(b->project.durations.q[MK_TD_FASTIGHET], mine, sizeof mine);
    b->e.area = 4000;
    assert_months(b, 2, 3, 4);
}

// ---- cases of a municipality -----------------------------------------------

static void a_municipal_plot_for_sale(void **state)
{
    struct bench *b = *state;
    b->e.allocation = MK_AN_LEDIG;
    b->e.price = 450;
    assert_levels(b, 5, 5, 5);
    assert_int_equal(b->r.price, 450);
    b->e.el = MK_ST_SAKNAS; // the same, without power
    assert_levels(b, 4, 4, 5);
    assert_fact(b, MK_HK_EL, MK_AC_NATAGARE);
    assert_months(b, 0, 0, 0); // power is not of byggklar
}

static void private_land_of_the_oversiktsplan(void **state)
{
    struct bench *b = *state;
    b->e.underlag = MK_UL_OP;
    b->e.plan = NULL;
    b->e.use_known = false;
    b->e.planstatus = MK_PS_EJ_PLANLAGT;
    b->e.owner = MK_OW_PRIVAT;
    b->e.gata = b->e.va = MK_ST_SAKNAS;
    memset(b->e.study_done, 0, sizeof b->e.study_done);
    assert_levels(b, 1, 1, 2); // no study: B1 whatever the owner wants
    assert_int_equal(b->r.okanda, 1 << MK_AX_RADIGHET);
    assert_int_equal(b->r.hinder, 1u << MK_HK_PLAN | 1u << MK_HK_TILLFART |
                                      1u << MK_HK_VA);
    // the plan, four years, hides both land and investigations at half
    assert_true(b->r.klar_m[1] > 48);
    assert_int_equal(b->r.bind, MK_TS_KO);
}

static void prickmark_everywhere_under_a_building(void **state)
{
    struct bench *b = *state;
    b->e.byggbar = b->e.byggbar_largest = 0;
    b->e.occupied = true;
    assert_levels(b, 1, 1, 1);
    assert_fact(b, MK_HK_UPPTAGEN, MK_AC_MARKAGARE); // not its plan
    assert_months(b, NONE, NONE, NONE);
    b->e.underlag = MK_UL_OP; // built out before any plan
    b->e.planstatus = MK_PS_EJ_PLANLAGT;
    bench_judge(b);
    assert_int_equal(b->r.hinder, 1u << MK_HK_UPPTAGEN | 1u << MK_HK_PLAN);
}

static void words_are_those_of_the_method(void **state)
{
    (void)state;
    assert_string_equal(mk_underlag_text(MK_UL_PAGAENDE),
                        "pågående detaljplan");
    assert_null(mk_underlag_text(MK_UL_INGET));
    assert_string_equal(mk_actor_text(MK_AC_LANSSTYRELSE), "länsstyrelse");
    assert_string_equal(mk_step_text(MK_TS_UTBYGGNAD),
                        "utbyggnad av gata och VA");
    assert_null(mk_step_text(MK_TS_COUNT));
    for (int k = 0; k < MK_HK_COUNT; k++)
        assert_non_null(mk_hinder_kind_text((enum mk_hinder_kind)k));
    for (int d = 0; d < MK_TD_COUNT; d++)
        assert_non_null(mk_duration_source((enum mk_duration)d));
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(nothing_is_left_where_all_is_in_order),
        T(plan_in_force),
        T(a_use_that_is_not_known_leaves_the_plan_open),
        T(ongoing_plans_by_their_status),
        T(land_without_a_plan_by_what_makes_it),
        T(a_plan_that_is_not_known_may_have_come_further),
        T(omrade_without_delomrade),
        T(radighet_of_the_municipality),
        T(radighet_by_allocation_before_the_owner),
        T(a_reservation_holds_to_its_day),
        T(radighet_of_others_by_their_will),
        T(infrastruktur_by_what_is_there),
        T(utredning_by_kind_and_age),
        T(tillstand_by_permit),
        T(tillstand_by_what_lies_there),
        T(tillstand_of_classes_that_need_none),
        T(the_weakest_axis_decides_at_both_ends),
        T(plans_alone_still_give_an_answer),
        T(what_is_not_known_of_the_plan_and_its_buildings),
        T(facts_are_published_as_rounded),
        T(hinder_of_buildings_and_other_plans),
        T(hinder_of_the_plan),
        T(land_that_is_not_to_be_had_has_no_time),
        T(what_waits_has_the_best_time_only),
        T(studies_of_a_register_not_complete_are_a_range),
        T(hinder_of_ownership),
        T(hinder_of_what_is_missing),
        T(hinder_of_the_ground),
        T(hinder_of_other_layers),
        T(inside_a_plan_in_force_some_only_flag),
        T(contamination_by_its_risk_class),
        T(hinder_come_by_kind_then_feature),
        T(judging_again_changes_nothing),
        T(months_of_one_step_are_those_of_its_row),
        T(the_step_that_binds_a_longer_way),
        T(two_plans_in_one_stage_differ_by_their_dates),
        T(a_planbesked_ages_from_its_date),
        T(parts_that_are_not_known_are_done_at_best),
        T(what_is_not_known_may_not_matter_at_half),
        T(no_time_where_no_way_leads),
        T(dates_to_come),
        T(durations_of_the_project_are_used),
        T(a_municipal_plot_for_sale),
        T(private_land_of_the_oversiktsplan),
        T(prickmark_everywhere_under_a_building),
        T(words_are_those_of_the_method),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
