// The same land before and after, in rows written by hand.
#include "near.h"

#include "base/arena.h"

#include <markklar/compare.h>

#include <stdlib.h>
#include <string.h>

struct bench {
    struct mk_published_set before, after;
    struct mk_comparison out;
};

static void begin(struct mk_published_layer *l, const struct mk_layer_def *def)
{
    l->def = def;
    l->has = mk_alloc((size_t)def->nfields);
    memset(l->has, true, (size_t)def->nfields);
    l->cells = mk_zalloc(16 * (size_t)def->nfields, sizeof *l->cells);
    l->shape = mk_zalloc(16, sizeof *l->shape);
}

static struct bench *bench_new(void)
{
    struct bench *b = mk_zalloc(1, sizeof *b);
    begin(&b->before.mark, &mk_layer_mark);
    begin(&b->after.mark, &mk_layer_mark);
    begin(&b->before.parts, &mk_layer_verksamhetsmark);
    begin(&b->after.parts, &mk_layer_verksamhetsmark);
    return b;
}

static void end(struct mk_published_layer *l)
{
    free(l->has);
    free(l->cells);
    free(l->shape);
}

static void bench_free(struct bench *b)
{
    mk_comparison_release(&b->out);
    end(&b->before.mark);
    end(&b->after.mark);
    end(&b->before.parts);
    end(&b->after.parts);
    free(b);
}

static void compare(struct bench *b)
{
    mk_comparison_release(&b->out);
    mk_compare_land(&b->before, &b->after, &b->out);
}

static union mk_datum *at(struct mk_published_layer *l, const char *field)
{
    for (int i = 0; i < l->def->nfields; i++)
        if (strcmp(l->def->fields[i].name, field) == 0)
            return &l->cells[(size_t)(l->n - 1) * l->def->nfields + i];
    fail_msg("no field %s", field);
    return NULL;
}

static void text(struct mk_published_layer *l, const char *field,
                 const char *value)
{
    at(l, field)->text = value;
}

static void number(struct mk_published_layer *l, const char *field,
                   mk_fixed value)
{
    at(l, field)->num = value;
}

// A row with all else null: known by name, number and shape. Served or not is
// known, so that no class is outside every class.
static void row(struct mk_published_layer *l, const char *name, int nr,
                uint64_t shape)
{
    l->n++;
    for (int i = 0; i < l->def->nfields; i++) {
        union mk_datum *d = at(l, l->def->fields[i].name);
        if (l->def->fields[i].type == MK_T_TEXT)
            d->text = NULL;
        else
            d->num = MK_UNKNOWN;
    }
    text(l, "fastighet", name);
    number(l, "omr_nr", nr);
    number(l, "kolln_500", 0);
    l->shape[l->n - 1] = shape;
}

static void part(struct mk_published_layer *l, const char *name,
                 const char *plan, const char *del_id, uint64_t shape)
{
    row(l, name, 1, shape);
    text(l, "plan_akt", plan);
    text(l, "del_id", del_id);
}

static void same_sets_have_no_difference(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    row(&b->before.mark, "A 1:1", 1, 1);
    row(&b->before.mark, "A 1:1", 2, 2);
    row(&b->after.mark, "A 1:1", 2, 2); // in another order
    row(&b->after.mark, "A 1:1", 1, 1);
    compare(b);
    assert_int_equal(b->out.n, 0);
    assert_int_equal(b->out.omraden.same, 2);
    bench_free(b);
}

// Outside to E is 8 - 5 = 3 steps up, G to A is 6; A to C is 2 down.
static void classes_go_up_and_down(void **state)
{
    (void)state;
    static const struct {
        const char *name, *fore, *efter;
        int steps;
        enum mk_verdict verdict;
    } cases[] = {{"A 1:1", "G", "A", 6, MK_VE_BETTER},
                 {"A 1:2", NULL, "E", 3, MK_VE_BETTER},
                 {"A 1:3", "A", "C", -2, MK_VE_WORSE}};
    struct bench *b = bench_new();
    for (size_t i = 0; i < 3; i++) {
        row(&b->before.mark, cases[i].name, 1, i);
        text(&b->before.mark, "koll_klass", cases[i].fore);
        row(&b->after.mark, cases[i].name, 1, i);
        text(&b->after.mark, "koll_klass", cases[i].efter);
        number(&b->after.mark, "industri_m2", 1000 * (mk_fixed)(i + 1));
    }
    compare(b);
    assert_int_equal(b->out.n, 3);
    for (size_t i = 0; i < 3; i++) { // most changed first
        assert_string_equal(mk_land_value(&b->out.v[i], "fastighet").text,
                            cases[i].name);
        assert_int_equal(b->out.v[i].skillnad[MK_ME_KLASS], cases[i].steps);
        assert_int_equal(b->out.v[i].verdict, cases[i].verdict);
    }
    assert_string_equal(b->out.v[0].fields, "industri_m2; koll_klass");
    assert_int_equal(b->out.omraden.up, 2);
    assert_int_equal(b->out.omraden.down, 1);
    assert_int_equal(b->out.omraden.up_m2, 3000);
    assert_int_equal(b->out.omraden.down_m2, 3000);
    bench_free(b);
}

// Without a timetable class and served are both null: nothing is said.
static void what_is_unknown_is_not_outside(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    row(&b->before.mark, "A 1:1", 1, 1);
    number(&b->before.mark, "kolln_500", MK_UNKNOWN);
    row(&b->after.mark, "A 1:1", 1, 1);
    text(&b->after.mark, "koll_klass", "B");
    compare(b);
    assert_int_equal(b->out.n, 1);
    assert_true(b->out.v[0].fore[MK_ME_KLASS] == MK_UNKNOWN);
    assert_true(b->out.v[0].skillnad[MK_ME_KLASS] == MK_UNKNOWN);
    assert_int_equal(b->out.v[0].verdict, MK_VE_OTHER);
    assert_int_equal(b->out.omraden.up, 0);
    bench_free(b);
}

// A new stop that is nearer has fewer departures: the class decides, and
// where it is the same, land is both better and worse.
static void the_first_group_that_differs_decides(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    for (int i = 0; i < 2; i++) {
        struct mk_published_layer *l = i ? &b->after.mark : &b->before.mark;
        row(l, "A 1:1", 1, 1);
        text(l, "koll_klass", i ? "D" : "E");
        number(l, "hpl_m", i ? 1000 : 5000);
        number(l, "avg_h", i ? 200 : 400);
        row(l, "A 1:2", 1, 1);
        number(l, "hpl_m", i ? 1000 : 5000);
        number(l, "avg_h", i ? 200 : 400);
        number(l, "poang", i ? 900 : 1000);
        row(l, "A 1:3", 1, 1);
        number(l, "poang", i ? 900 : 1000);
    }
    compare(b);
    assert_int_equal(b->out.n, 3);
    assert_int_equal(b->out.v[0].verdict, MK_VE_BETTER);
    assert_int_equal(b->out.v[0].skillnad[MK_ME_HPL], -4000);
    assert_int_equal(b->out.v[1].verdict, MK_VE_BOTH);
    assert_int_equal(b->out.v[2].verdict, MK_VE_WORSE);
    assert_int_equal(b->out.verdict[MK_VE_BETTER], 1);
    bench_free(b);
}

// Plan P2 is new and cuts off a piece that comes first: what was 1 is now 2.
// The shape tells; the piece that grew a little keeps its number.
static void delomraden_are_known_by_shape_then_number(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    row(&b->before.mark, "A 1:1", 1, 99);
    text(&b->before.mark, "basta_del", "A 1:1-1");
    row(&b->after.mark, "A 1:1", 1, 99);
    text(&b->after.mark, "basta_del", "A 1:1-2");
    part(&b->before.parts, "A 1:1", "P1", "A 1:1-1", 10);
    number(&b->before.parts, "rang", 1);
    part(&b->before.parts, "A 1:1", "P1", "A 1:1-3", 30);
    number(&b->before.parts, "rang", 3);
    part(&b->after.parts, "A 1:1", "P2", "A 1:1-1", 20);
    part(&b->after.parts, "A 1:1", "P1", "A 1:1-2", 10);
    number(&b->after.parts, "rang", 5);
    part(&b->after.parts, "A 1:1", "P1", "A 1:1-3", 31);
    number(&b->after.parts, "rang", 3);
    compare(b);
    // 1 → 2 by its shape (rank 1 → 5), 3 by its number (nothing differs), and
    // the one of P2 is new. The område speaks through them.
    assert_int_equal(b->out.n, 2);
    assert_int_equal(b->out.v[0].verdict, MK_VE_OTHER);
    assert_int_equal(b->out.v[0].skillnad[MK_ME_RANG], 4);
    assert_string_equal(b->out.v[0].fields, "rang");
    assert_int_equal(b->out.v[1].verdict, MK_VE_NEW);
    assert_string_equal(mk_land_value(&b->out.v[1], "del_id").text,
                        "A 1:1-1");
    assert_int_equal(b->out.delomraden.added, 1);
    assert_int_equal(b->out.delomraden.same, 2);
    bench_free(b);
}

static void land_of_one_set_only_is_told(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    row(&b->before.mark, "A 1:1", 1, 1);
    row(&b->before.mark, NULL, 1, 7); // nameless: by shape
    row(&b->after.mark, NULL, 1, 7);
    row(&b->after.mark, "B 1:1", 1, 1);
    compare(b);
    assert_int_equal(b->out.n, 2);
    assert_int_equal(b->out.v[0].verdict, MK_VE_NEW);
    assert_string_equal(mk_land_value(&b->out.v[0], "fastighet").text,
                        "B 1:1");
    assert_int_equal(b->out.v[1].verdict, MK_VE_GONE);
    assert_int_equal(b->out.omraden.gone, 1);
    bench_free(b);
}

// A field that one of the sets lacks does not differ.
static void fields_of_both_sets_are_compared(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    row(&b->before.mark, "A 1:1", 1, 1);
    row(&b->after.mark, "A 1:1", 1, 1);
    number(&b->after.mark, "klar_m50", 12);
    compare(b);
    assert_int_equal(b->out.n, 1);
    assert_string_equal(b->out.v[0].fields, "klar_m50");
    for (int i = 0; i < mk_layer_mark.nfields; i++)
        if (strcmp(mk_layer_mark.fields[i].name, "klar_m50") == 0)
            b->before.mark.has[i] = false;
    compare(b);
    assert_int_equal(b->out.n, 0);
    bench_free(b);
}

// What is set side by side is of the type that is published.
static void measures_are_published_fields(void **state)
{
    (void)state;
    int found = 0;
    for (int m = 0; m < MK_ME_COUNT; m++) {
        const struct mk_measure_def *d = mk_measure_get((enum mk_measure)m);
        for (int i = 0; i < mk_layer_verksamhetsmark.nfields; i++) {
            const struct mk_field *f = &mk_layer_verksamhetsmark.fields[i];
            if (strcmp(f->name, d->field) != 0)
                continue;
            assert_int_equal(f->type, d->type);
            assert_int_equal(f->decimals, d->decimals);
            found++;
        }
    }
    assert_int_equal(found, MK_ME_COUNT);
}

// More people, and less time and way, are better, each on its own.
static void travel_has_a_direction(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        int better; // the change that is
    } cases[] = {
        {"arbkr_30", 1},    {"arbkr_45", 1},    {"arbkr_60", 1},
        {"arbkr_skift", 1}, {"cykel_15", 1},    {"cykel_30", 1},
        {"restid_p50", -1}, {"restid_p85", -1}, {"restidskvot", -1},
        {"bil_min", -1},    {"tpl_min", -1},    {"trafikpl_m", -1},
        {"hpl_m", -1},      {"hpl_fagel_m", -1}, {"anslut_m", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench *b = bench_new();
        for (int after = 0; after < 2; after++) {
            struct mk_published_layer *l =
                after ? &b->after.mark : &b->before.mark;
            row(l, "A 1:1", 1, 1);
            number(l, cases[i].field, 100 + after * cases[i].better);
            row(l, "A 1:2", 1, 1);
            number(l, cases[i].field, 100 - after * cases[i].better);
            row(l, "A 1:3", 1, 1);
            number(l, cases[i].field, after ? 100 : MK_UNKNOWN);
        }
        compare(b);
        assert_int_equal(b->out.n, 3);
        assert_int_equal(b->out.v[0].verdict, MK_VE_BETTER);
        assert_int_equal(b->out.v[1].verdict, MK_VE_WORSE);
        assert_int_equal(b->out.v[2].verdict, MK_VE_OTHER);
        bench_free(b);
    }
}

// The quicker way to a trafikplats is longer, the shorter way to the stop
// begins farther from the street: land is better, not both.
static void parts_of_a_way_come_after_it(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    for (int after = 0; after < 2; after++) {
        struct mk_published_layer *l = after ? &b->after.mark
                                             : &b->before.mark;
        row(l, "A 1:1", 1, 1);
        number(l, "tpl_min", after ? 50 : 80);
        number(l, "trafikpl_m", after ? 5000 : 4000);
        row(l, "A 1:2", 1, 1);
        number(l, "hpl_m", after ? 3000 : 5000);
        number(l, "anslut_m", after ? 400 : 10);
        number(l, "hpl_fagel_m", after ? 2900 : 2000);
    }
    compare(b);
    assert_int_equal(b->out.n, 2);
    assert_int_equal(b->out.v[0].verdict, MK_VE_BETTER);
    assert_int_equal(b->out.v[1].verdict, MK_VE_BETTER);
    bench_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_sets_have_no_difference),
        cmocka_unit_test(classes_go_up_and_down),
        cmocka_unit_test(what_is_unknown_is_not_outside),
        cmocka_unit_test(the_first_group_that_differs_decides),
        cmocka_unit_test(delomraden_are_known_by_shape_then_number),
        cmocka_unit_test(land_of_one_set_only_is_told),
        cmocka_unit_test(fields_of_both_sets_are_compared),
        cmocka_unit_test(measures_are_published_fields),
        cmocka_unit_test(travel_has_a_direction),
        cmocka_unit_test(parts_of_a_way_come_after_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
