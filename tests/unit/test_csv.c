// The tokenizer: what RFC 4180 says, and what feeds do instead.
#include "near.h"

#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

struct source {
    const char *text;
    size_t len, at, step;
};

static size_t give(void *udata, char *buf, size_t n)
{
    struct source *s = udata;
    size_t k = s->len - s->at;
    k = k < n ? k : n;
    k = k < s->step ? k : s->step;
    memcpy(buf, s->text + s->at, k);
    s->at += k;
    return k;
}

// The whole text as one string: cells in <>, rows with their line, "BAD".
static char *all_rows(const char *text, size_t len, size_t step)
{
    struct source s = {text, len, 0, step};
    struct mk_csv csv;
    mk_csv_open(&csv, give, &s);
    char *out = calloc(1, 4 * len + 4096);
    char *p = out;
    enum mk_csv_row row;
    while ((row = mk_csv_next(&csv)) != MK_CSV_END) {
        p += snprintf(p, 24, "%d", (int)csv.line);
        if (row == MK_CSV_BAD) {
            p += snprintf(p, 8, "BAD");
            continue;
        }
        for (uint32_t i = 0; i < csv.ncells; i++) {
            *p++ = '<';
            memcpy(p, csv.cells[i].text, csv.cells[i].len);
            p += csv.cells[i].len;
            *p++ = '>';
        }
    }
    mk_csv_close(&csv);
    return out;
}

// The same however the text is cut into blocks.
static void assert_rows_n(const char *text, size_t len, const char *want)
{
    static const size_t steps[] = {1, 2, 3, 7, 1u << 20};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        char *got = all_rows(text, len, steps[i]);
        assert_string_equal(got, want);
        free(got);
    }
}

static void assert_rows(const char *text, const char *want)
{
    assert_rows_n(text, strlen(text), want);
}

static void rows_end_with_any_line_end_or_none(void **state)
{
    (void)state;
    assert_rows("a,b\r\nc,d\ne,f\rg,h", "1<a><b>2<c><d>3<e><f>4<g><h>");
    assert_rows("a,b\r\r\nc\n\n\nd\r", "1<a><b>3<c>6<d>");
    assert_rows("", "");
    assert_rows("\n", "");
    assert_rows("a,\n,\n", "1<a><>2<><>");
}

static void a_byte_order_mark_is_passed_over(void **state)
{
    (void)state;
    assert_rows("\xEF\xBB\xBFid,x\n1,2\n", "1<id><x>2<1><2>");
    assert_rows("\xEF\xBB\xBF", "");
    assert_rows("\xEF\xBB", "1<\xEF\xBB>");
}

static void quotes_keep_commas_line_ends_and_doubled_quotes(void **state)
{
    (void)state;
    assert_rows("\"a,b\",\"c\"\"d\",\"\"\nx\n",
                "1<a,b><c\"d><>2<x>");
    assert_rows("\"a\nb\r\nc\rd\",e\nf\n", "1<a\nb\r\nc\rd><e>5<f>");
    assert_rows("  \"a, b\" ,c\n", "1<a, b ><c>");
    assert_rows("5\" rail,\"x\"y,z\n", "1<5\" rail><xy><z>");
}

static void an_unclosed_quote_costs_one_line(void **state)
{
    (void)state;
    assert_rows("a,b\n1,\"open\n2,x\n3,y\n", "1<a><b>2BAD3<2><x>4<3><y>");
    // Also when the end of the text is far away.
    const size_t n = 200000;
    char *text = malloc(n + 64);
    size_t at = (size_t)snprintf(text, 64, "1,\"open\n");
    while (at < n)
        at += (size_t)snprintf(text + at, 64, "2,x\n");
    struct source s = {text, at, 0, 4096};
    struct mk_csv csv;
    mk_csv_open(&csv, give, &s);
    assert_int_equal(mk_csv_next(&csv), MK_CSV_BAD);
    uint64_t rows = 0;
    while (mk_csv_next(&csv) == MK_CSV_ROW) {
        assert_int_equal(csv.ncells, 2);
        rows++;
    }
    assert_int_equal(rows, (at - 8) / 4);
    assert_int_equal(csv.line, rows + 1);
    mk_csv_close(&csv);
    free(text);
}

static void cells_are_taken_up_to_the_cap_and_not_beyond(void **state)
{
    (void)state;
    char *text = malloc(3 << 20);
    for (int quoted = 0; quoted < 2; quoted++) {
        for (int over = 0; over < 2; over++) {
            size_t at = 0;
            const size_t body = MK_CSV_FIELD_MAX - 2 * quoted + over;
            if (quoted)
                text[at++] = '"';
            memset(text + at, 'x', body);
            at += body;
            if (quoted)
                text[at++] = '"';
            memcpy(text + at, "\nnext\n", 6);
            at += 6;
            struct source s = {text, at, 0, 1 << 20};
            struct mk_csv csv;
            mk_csv_open(&csv, give, &s);
            assert_int_equal(mk_csv_next(&csv),
                             over ? MK_CSV_BAD : MK_CSV_ROW);
            if (!over)
                assert_int_equal(csv.cells[0].len, body);
            assert_int_equal(mk_csv_next(&csv), MK_CSV_ROW);
            assert_int_equal(csv.line, 2);
            assert_memory_equal(csv.cells[0].text, "next", 4);
            assert_int_equal(mk_csv_next(&csv), MK_CSV_END);
            mk_csv_close(&csv);
        }
    }
    free(text);
}

static void a_line_without_end_takes_no_memory(void **state)
{
    (void)state;
    // 3 MiB in one line, whose cells are all short: the row cap.
    const size_t n = 3 << 20;
    char *text = malloc(n + 8);
    for (size_t i = 0; i < n; i++)
        text[i] = i % 2 ? ',' : 'x';
    memcpy(text + n, "\nlast\n", 6);
    struct source s = {text, n + 6, 0, 1 << 16};
    struct mk_csv csv;
    mk_csv_open(&csv, give, &s);
    assert_int_equal(mk_csv_next(&csv), MK_CSV_BAD);
    assert_int_equal(mk_csv_next(&csv), MK_CSV_ROW);
    assert_int_equal(csv.line, 2);
    assert_memory_equal(csv.cells[0].text, "last", 4);
    mk_csv_close(&csv);
    free(text);
}

static void more_cells_than_are_kept_are_counted(void **state)
{
    (void)state;
    char text[2 * 1500];
    for (size_t i = 0; i + 1 < sizeof text; i += 2) {
        text[i] = 'a';
        text[i + 1] = ',';
    }
    struct source s = {text, sizeof text - 1, 0, 64};
    struct mk_csv csv;
    mk_csv_open(&csv, give, &s);
    assert_int_equal(mk_csv_next(&csv), MK_CSV_ROW);
    assert_int_equal(csv.ncells, MK_CSV_CELLS_MAX);
    assert_int_equal(csv.nfound, 1500);
    mk_csv_close(&csv);
}

static void nul_and_high_bytes_are_told(void **state)
{
    (void)state;
    struct source s = {"a\0b,\xC3\xA5\n", 7, 0, 100};
    struct mk_csv csv;
    mk_csv_open(&csv, give, &s);
    assert_int_equal(mk_csv_next(&csv), MK_CSV_ROW);
    assert_true(csv.nul);
    assert_true(csv.high);
    assert_int_equal(csv.cells[0].len, 3);
    assert_memory_equal(csv.cells[0].text, "a\0b", 3);
    mk_csv_close(&csv);
    s = (struct source){"plain\n", 6, 0, 100};
    mk_csv_open(&csv, give, &s);
    assert_int_equal(mk_csv_next(&csv), MK_CSV_ROW);
    assert_false(csv.nul);
    assert_false(csv.high);
    mk_csv_close(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_end_with_any_line_end_or_none),
        cmocka_unit_test(a_byte_order_mark_is_passed_over),
        cmocka_unit_test(quotes_keep_commas_line_ends_and_doubled_quotes),
        cmocka_unit_test(an_unclosed_quote_costs_one_line),
        cmocka_unit_test(cells_are_taken_up_to_the_cap_and_not_beyond),
        cmocka_unit_test(a_line_without_end_takes_no_memory),
        cmocka_unit_test(more_cells_than_are_kept_are_counted),
        cmocka_unit_test(nul_and_high_bytes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
