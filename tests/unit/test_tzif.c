// Zone files: a file made by hand, and the system's own where there are any.
#include "near.h"

#include "input/tzif.h"

#include <stdlib.h>
#include <string.h>

/* A file with no table but two changes, and a last line. */
struct maker {
    unsigned char data[512];
    size_t n;
};

static void put32(struct maker *m, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        m->data[m->n++] = (unsigned char)(v >> shift);
}

static void put64(struct maker *m, int64_t v)
{
    put32(m, (uint32_t)((uint64_t)v >> 32));
    put32(m, (uint32_t)v);
}

static void header(struct maker *m, uint32_t times, uint32_t types)
{
    memcpy(m->data + m->n, "TZif2", 5);
    m->n += 20;
    put32(m, 0);
    put32(m, 0);
    put32(m, 0);
    put32(m, times);
    put32(m, types);
    put32(m, 4);
}

static void type(struct maker *m, int32_t offset)
{
    put32(m, (uint32_t)offset);
    m->n += 2;
}

// Offset 1 h; 2 h from second 1000; 1 h from second 2000; then the line.
static struct maker make(const char *line)
{
    struct maker m = {.n = 0};
    header(&m, 0, 1);
    type(&m, 0);
    m.n += 4; // "UTC\0" is not looked at
    header(&m, 2, 2);
    put64(&m, 1000);
    put64(&m, 2000);
    m.data[m.n++] = 1;
    m.data[m.n++] = 0;
    type(&m, 3600);
    type(&m, 7200);
    m.n += 4;
    m.data[m.n++] = '\n';
    memcpy(m.data + m.n, line, strlen(line));
    m.n += strlen(line);
    m.data[m.n++] = '\n';
    return m;
}

static struct mk_tz parsed(const char *line)
{
    const struct maker m = make(line);
    struct mk_tz z;
    assert_true(mk_tz_parse(m.data, m.n, &z));
    return z;
}

static void the_table_holds_between_its_changes(void **state)
{
    (void)state;
    struct mk_tz z = parsed("");
    assert_int_equal(mk_tz_offset(&z, -5000), 3600);
    assert_int_equal(mk_tz_offset(&z, 999), 3600);
    assert_int_equal(mk_tz_offset(&z, 1000), 7200);
    assert_int_equal(mk_tz_offset(&z, 1999), 7200);
    assert_int_equal(mk_tz_offset(&z, 2000), 3600);
    assert_int_equal(mk_tz_offset(&z, 4000000000), 3600);
    mk_tz_release(&z);
}

// 1 January 2040 is a Sunday, so 25 March, 84 days later, is one too, and the
// last of its month. Days since 1970: 70 x 365 + 17 leap days (1972-2036) + 84
// = 25651. Clocks change at 01:00 UTC.
#define MARCH_25_2040 (25651LL * 86400 + 3600)
// The last Sunday of October is the 28th, 217 days later.
#define OCTOBER_28_2040 (MARCH_25_2040 + 217LL * 86400)

static void the_last_line_holds_after_the_table(void **state)
{
    (void)state;
    struct mk_tz z = parsed("CET-1CEST,M3.5.0,M10.5.0/3");
    assert_int_equal(mk_tz_offset(&z, MARCH_25_2040 - 1), 3600);
    assert_int_equal(mk_tz_offset(&z, MARCH_25_2040), 7200);
    assert_int_equal(mk_tz_offset(&z, OCTOBER_28_2040 - 1), 7200);
    assert_int_equal(mk_tz_offset(&z, OCTOBER_28_2040), 3600);
    // 12:00 on the two days by the clock.
    assert_int_equal(mk_tz_offset_local(&z, 25651LL * 86400 + 43200), 7200);
    assert_int_equal(mk_tz_offset_local(&z, 25650LL * 86400 + 43200), 3600);
    mk_tz_release(&z);
}

static void other_ways_of_writing_it_are_read(void **state)
{
    (void)state;
    // Day 60 without leap days is 1 March: 2040-03-01 is day 25627.
    struct mk_tz z = parsed("<+0330>-3:30<+0430>,J60/0,J300/0");
    assert_int_equal(mk_tz_offset(&z, 25627LL * 86400 - 12600 - 1), 12600);
    assert_int_equal(mk_tz_offset(&z, 25627LL * 86400 - 12600), 16200);
    mk_tz_release(&z);
    // In the south summer is over the new year: from October to April.
    z = parsed("AEST-10AEDT,M10.1.0,M4.1.0/3");
    assert_int_equal(mk_tz_offset(&z, 25570LL * 86400), 39600);
    assert_int_equal(mk_tz_offset(&z, MARCH_25_2040 + 90 * 86400), 36000);
    mk_tz_release(&z);
    z = parsed("JST-9");
    assert_int_equal(mk_tz_offset(&z, MARCH_25_2040), 32400);
    mk_tz_release(&z);
}

static void a_line_that_cannot_be_read_is_not_followed(void **state)
{
    (void)state;
    static const char *const bad[] = {"CET", "CET-1CEST", "CET-999",
                                      "CET-1CEST,M13.1.0,M10.5.0",
                                      "CET-1CEST,M3.5.0,M10.5.0 x", "<CET-1"};
    for (size_t i = 0; i < 6; i++) {
        struct mk_tz z = parsed(bad[i]);
        assert_int_equal(mk_tz_offset(&z, MARCH_25_2040), 3600);
        mk_tz_release(&z);
    }
}

static void every_shortened_file_is_refused_or_read(void **state)
{
    (void)state;
    const struct maker m = make("CET-1CEST,M3.5.0,M10.5.0/3");
    const size_t body = m.n - strlen("\nCET-1CEST,M3.5.0,M10.5.0/3\n");
    for (size_t n = 0; n < m.n; n++) {
        unsigned char *cut = malloc(n + 1); // its end is the sanitizer's
        memcpy(cut, m.data, n);
        struct mk_tz z;
        assert_int_equal(mk_tz_parse(cut, n, &z), n >= body);
        mk_tz_release(&z);
        free(cut);
    }
}

static void counts_that_lie_are_refused(void **state)
{
    (void)state;
    for (size_t field = 20; field < 44; field += 4) {
        struct maker m = make("");
        memset(m.data + field, 0xFF, 4);
        struct mk_tz z;
        assert_false(mk_tz_parse(m.data, m.n, &z));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_holds_between_its_changes),
        cmocka_unit_test(the_last_line_holds_after_the_table),
        cmocka_unit_test(other_ways_of_writing_it_are_read),
        cmocka_unit_test(a_line_that_cannot_be_read_is_not_followed),
        cmocka_unit_test(every_shortened_file_is_refused_or_read),
        cmocka_unit_test(counts_that_lie_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
