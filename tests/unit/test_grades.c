// The tables of transit grades: those that are shipped, cell by cell, and what
// is refused.
#include <markklar/project.h>
#include <markklar/transit.h>

#include "near.h"
#include "temp.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TABLES MK_SOURCE_DIR "/tabeller/"

static enum mk_status read_pair(struct mk_ctx *ctx, const char *category,
                                const char *classes, struct mk_grades *g)
{
    struct mk_project *p = mk_project_new();
    p->category_table.path = p->category_table.path_given = category;
    p->class_table.path = p->class_table.path_given = classes;
    const enum mk_status st = mk_grades_read(ctx, p, g);
    mk_project_free(p);
    return st;
}

// Categories of a row as digits by column: fjarrtag, tag, tunnelbana,
// sparvagn, buss, farja, ovrig; 0 is none.
static void categories_are(const struct mk_grades *g, uint32_t dep,
                           const char *want)
{
    static const struct { enum mk_mode mode; bool far; } of[7] = {
        {MK_MODE_TAG, true},   {MK_MODE_TAG, false},
        {MK_MODE_TUNNELBANA, false}, {MK_MODE_SPARVAGN, false},
        {MK_MODE_BUSS, false}, {MK_MODE_FARJA, false},
        {MK_MODE_OVRIG, false}};
    for (int i = 0; i < 7; i++)
        assert_int_equal(mk_stop_category(g, of[i].mode, of[i].far, dep),
                         want[i] - '0');
    assert_int_equal(mk_stop_category(g, MK_MODE_ANROP, false, dep), 0);
}

static void classes_are(const struct mk_grades *g, const char *const *table,
                        uint8_t rows)
{
    for (uint8_t c = 1; c <= MK_GRADE_CATEGORIES; c++)
        for (uint32_t i = 0; i < g->nrings; i++) {
            const char want = c <= rows ? table[c - 1][i] : '-';
            const mk_klass in = mk_class_at(g, c, g->ring[i]);
            assert_int_equal(in ? *mk_klass_text(in) : '-', want);
            const mk_klass past = mk_class_at(g, c, g->ring[i] + 1e-9);
            const char next =
                c <= rows && i + 1 < g->nrings ? table[c - 1][i + 1] : '-';
            assert_int_equal(past ? *mk_klass_text(past) : '-', next);
        }
}

static void the_shipped_orok_is_the_built_in(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_grades g;
    const struct mk_grades *own = mk_grades_orok();
    assert_int_equal(read_pair(ctx, TABLES "orok_kategori.csv",
                               TABLES "orok_klass.csv", &g), MK_OK);
    assert_int_equal(g.nrows, own->nrows);
    for (uint32_t i = 0; i < g.nrows; i++) {
        assert_near(g.row[i].minutes, own->row[i].minutes, 0);
        assert_int_equal(g.row[i].inclusive, own->row[i].inclusive);
        assert_memory_equal(g.row[i].category, own->row[i].category,
                            sizeof g.row[i].category);
    }
    assert_int_equal(g.nrings, own->nrings);
    assert_memory_equal(g.ring, own->ring, sizeof g.ring);
    assert_memory_equal(g.klass, own->klass, sizeof g.klass);
    assert_string_equal(g.class_file, TABLES "orok_klass.csv");
    assert_int_equal(read_pair(ctx, NULL, NULL, &g), MK_OK);
    assert_memory_equal(g.klass, own->klass, sizeof g.klass);
    assert_null(g.category_file);
    mk_ctx_free(ctx);
}

// Bundesamt für Raumentwicklung: interval = 1680 / departures; rows < 5, 5-9,
// 10-19, 20-39 and 40-60 minutes.
static void the_swiss_rows(void **state)
{
    (void)state;
    static const char *const table[] = {"AABC", "ABCD", "BCD-", "CD--",
                                        "D---"};
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_grades g;
    assert_int_equal(read_pair(ctx, TABLES "schweiz_kategori.csv",
                               TABLES "schweiz_klass.csv", &g), MK_OK);
    categories_are(&g, 337, "1112222"); // 4.985 min
    categories_are(&g, 336, "1223333"); // 5
    categories_are(&g, 169, "1223333"); // 9.94
    categories_are(&g, 168, "2334444"); // 10
    categories_are(&g, 85, "2334444");  // 19.8
    categories_are(&g, 84, "3445555");  // 20
    categories_are(&g, 43, "3445555");  // 39.1
    categories_are(&g, 42, "4550000");  // 40
    categories_are(&g, 28, "4550000");  // 60
    categories_are(&g, 27, "0000000");  // 62.2
    assert_int_equal(g.nrings, 4);
    classes_are(&g, table, 5);
    assert_near(mk_grades_reach(&g), 1000, 0);
    mk_ctx_free(ctx);
}

// Departures an hour in both directions, 24, 12, 6, 4, 2, 1, are intervals of
// 5, 10, 20, 30, 60, 120 minutes; 14 hours of them are 336 ... 14 departures.
static void the_rows_of_baden_wurttemberg(void **state)
{
    (void)state;
    static const char *const table[] = {"AABCD", "ABCDE", "BCDEF", "CDEFG",
                                        "DEFG-", "EFG--", "FG---"};
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_grades g;
    assert_int_equal(read_pair(ctx, TABLES "baden_wurttemberg_kategori.csv",
                               TABLES "baden_wurttemberg_klass.csv", &g),
                     MK_OK);
    categories_are(&g, 336, "1111222");
    categories_are(&g, 335, "1122333");
    categories_are(&g, 168, "1122333");
    categories_are(&g, 167, "2233444");
    categories_are(&g, 84, "2233444");
    categories_are(&g, 83, "3344555");
    categories_are(&g, 56, "3344555");
    categories_are(&g, 55, "4455666");
    categories_are(&g, 28, "4455666");
    categories_are(&g, 27, "5566777");
    categories_are(&g, 14, "5566777");
    categories_are(&g, 13, "0000000");
    assert_near(g.ring[1], 400, 0);
    classes_are(&g, table, 7);
    mk_ctx_free(ctx);
}

// ---- a planner's own --------------------------------------------------------

static enum mk_status read_texts(const char *category, const char *classes,
                                 struct mk_grades *g)
{
    const char *const text[2] = {category, classes};
    char path[2][TEMP_MAX];
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    for (int i = 0; i < 2; i++)
        temp_file(path[i], text[i] ? text[i] : "",
                  text[i] ? strlen(text[i]) : 0);
    const enum mk_status st = read_pair(ctx, category ? path[0] : NULL,
                                        classes ? path[1] : NULL, g);
    for (int i = 0; i < 2; i++)
        unlink(path[i]);
    mk_ctx_free(ctx);
    return st;
}

static void a_column_left_out_is_its_likes(void **state)
{
    (void)state;
    struct mk_grades g;
    assert_int_equal(read_texts("buss, till_min ,tag\r\n4,15,2\r\n,30,3\r\n",
                                NULL, &g), MK_OK);
    categories_are(&g, 112, "2224444"); // 15 min, inclusive when not said
    categories_are(&g, 111, "3330000");
    assert_int_equal(mk_class_at(&g, 4, 300), 3);
    assert_null(g.class_file);
}

static void what_is_wrong_is_refused(void **state)
{
    (void)state;
    static const char *const category[] = {
        "", "till_min,tag,buss\n", "tag,buss\n1,1\n", "till_min,buss\n5,1\n",
        "till_min,tag,buss\nx,1,1\n", "till_min,tag,buss\n0,1,1\n",
        "till_min,tag,buss\n10,1,1\n10,2,2\n",
        "till_min,tag,buss\n20,1,1\n10,2,2\n",
        "till_min,tag,buss\n5,9,1\n", "till_min,tag,buss\n5,1.5,1\n",
        "till_min,tag,buss\n5,IX,1\n",
        "till_min,inklusive,tag,buss\n5,kanske,1,1\n"};
    static const char *const classes[] = {
        "", "kategori,300\n", "klass,300\n1,A\n", "kategori\n1\n",
        "kategori,300,300\n1,A,B\n", "kategori,500,300\n1,A,B\n",
        "kategori,x\n1,A\n", "kategori,300\n9,A\n", "kategori,300\n1,H\n",
        "kategori,300\n1,a1\n", "kategori,300,500\n1,B,A\n",
        "kategori,300,500,750\n1,A,–,B\n", "kategori,300\n1,–\n",
        "kategori,300\n1,A\n1,B\n"};
    struct mk_grades g;
    for (size_t i = 0; i < sizeof category / sizeof *category; i++)
        assert_int_equal(read_texts(category[i], NULL, &g), MK_EINPUT);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        assert_int_equal(read_texts(NULL, classes[i], &g), MK_EINPUT);
    // ÖROK's categories go to VIII: a table of one class lacks them
    assert_int_equal(read_texts(NULL, "kategori,300\n1,A\n", &g), MK_EINPUT);
    assert_int_equal(read_texts("till_min,tag,buss\n60,1,1\n",
                                "kategori,300\n1,A\n", &g), MK_OK);
}

static void a_file_that_is_not_there(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_grades g;
    assert_int_equal(read_pair(ctx, "/nowhere/x.csv", NULL, &g), MK_EINPUT);
    mk_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_orok_is_the_built_in),
        cmocka_unit_test(the_swiss_rows),
        cmocka_unit_test(the_rows_of_baden_wurttemberg),
        cmocka_unit_test(a_column_left_out_is_its_likes),
        cmocka_unit_test(what_is_wrong_is_refused),
        cmocka_unit_test(a_file_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
