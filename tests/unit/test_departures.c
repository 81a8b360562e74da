// Modes, the ÖROK tables, counting departures and choosing the day, on
// timetables written down by hand.
#include "near.h"

#include <markklar/transit.h>

#include <stdlib.h>
#include <string.h>

/* ---- modes and classes ----------------------------------------------- */

static void route_types_become_modes(void **state)
{
    (void)state;
    static const struct {
        int type;
        enum mk_mode mode;
        bool far;
    } cases[] = {
        {0, MK_MODE_SPARVAGN, false},   {1, MK_MODE_TUNNELBANA, false},
        {2, MK_MODE_TAG, false},        {3, MK_MODE_BUSS, false},
        {4, MK_MODE_FARJA, false},      {5, MK_MODE_SPARVAGN, false},
        {6, MK_MODE_OVRIG, false},      {7, MK_MODE_OVRIG, false},
        {11, MK_MODE_BUSS, false},      {12, MK_MODE_SPARVAGN, false},
        {100, MK_MODE_TAG, false},      {101, MK_MODE_TAG, true},
        {103, MK_MODE_TAG, true},       {104, MK_MODE_TAG, false},
        {105, MK_MODE_TAG, true},       {106, MK_MODE_TAG, false},
        {117, MK_MODE_TAG, false},      {118, MK_MODE_OVRIG, false},
        {200, MK_MODE_BUSS, false},     {300, MK_MODE_TAG, false},
        {400, MK_MODE_TAG, false},      {401, MK_MODE_TUNNELBANA, false},
        {402, MK_MODE_TUNNELBANA, false}, {403, MK_MODE_TAG, false},
        {405, MK_MODE_SPARVAGN, false}, {700, MK_MODE_BUSS, false},
        {714, MK_MODE_BUSS, false},     {715, MK_MODE_ANROP, false},
        {716, MK_MODE_BUSS, false},     {717, MK_MODE_ANROP, false},
        {800, MK_MODE_BUSS, false},     {900, MK_MODE_SPARVAGN, false},
        {906, MK_MODE_SPARVAGN, false}, {1000, MK_MODE_FARJA, false},
        {1100, MK_MODE_COUNT, false},   {1114, MK_MODE_COUNT, false},
        {1200, MK_MODE_FARJA, false},   {1300, MK_MODE_OVRIG, false},
        {1501, MK_MODE_ANROP, false},   {1700, MK_MODE_OVRIG, false},
        {9999, MK_MODE_OVRIG, false},   {-1, MK_MODE_OVRIG, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool far = !cases[i].far;
        assert_int_equal(mk_mode_from_route_type(cases[i].type, &far),
                         cases[i].mode);
        assert_int_equal(far, cases[i].far);
    }
    assert_string_equal(mk_mode_text(MK_MODE_FARJA, MK_SV), "färja");
    assert_string_equal(mk_mode_text(MK_MODE_TUNNELBANA, MK_EN), "metro");
}

// Departures at each bound of the interval rows: 840 / (dep / 2) minutes.
static void stop_categories_follow_table_1(void **state)
{
    (void)state;
    static const struct {
        uint32_t dep;
        uint8_t far, rail, tram, bus;
    } cases[] = {
        {337, 1, 1, 2, 3}, // 4.985 min
        {336, 1, 2, 3, 3}, // 5
        {168, 1, 2, 3, 3}, // 10
        {167, 2, 3, 4, 4}, // 10.06
        {85, 2, 3, 4, 4},  // 19.8
        {84, 3, 4, 5, 5},  // 20
        {42, 3, 4, 5, 5},  // 40
        {41, 4, 5, 6, 6},  // 41
        {28, 4, 5, 6, 6},  // 60
        {27, 5, 6, 7, 7},  // 62.2
        {14, 5, 6, 7, 7},  // 120
        {13, 0, 7, 8, 8},  // 129
        {8, 0, 7, 8, 8},   // 210
        {7, 0, 0, 0, 0},   // 240
        {0, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const uint32_t n = cases[i].dep;
        assert_int_equal(mk_stop_category(mk_grades_orok(), MK_MODE_TAG, true, n),
                         cases[i].far);
        assert_int_equal(mk_stop_category(mk_grades_orok(), MK_MODE_TAG, false, n),
                         cases[i].rail);
        assert_int_equal(mk_stop_category(mk_grades_orok(), MK_MODE_TUNNELBANA, false, n),
                         cases[i].rail);
        assert_int_equal(mk_stop_category(mk_grades_orok(), MK_MODE_SPARVAGN, false, n),
                         cases[i].tram);
        assert_int_equal(mk_stop_category(mk_grades_orok(), MK_MODE_BUSS, false, n),
                         cases[i].bus);
        assert_int_equal(mk_stop_category(mk_grades_orok(), MK_MODE_FARJA, false, n),
                         cases[i].bus);
        assert_int_equal(mk_stop_category(mk_grades_orok(), MK_MODE_OVRIG, false, n),
                         cases[i].bus);
        assert_int_equal(mk_stop_category(mk_grades_orok(), MK_MODE_ANROP, false, n), 0);
    }
}

static void classes_follow_table_3(void **state)
{
    (void)state;
    static const char *const table[8] = {"AABCD", "ABCDE", "BCDEF", "CDEFG",
                                         "DEFGG", "EFG--", "FGG--", "GG---"};
    static const double bound[5] = {300, 500, 750, 1000, 1250};
    for (uint8_t c = 1; c <= 8; c++)
        for (int i = 0; i < 5; i++) {
            const char want = table[c - 1][i];
            const mk_klass at = mk_class_at(mk_grades_orok(), c, bound[i]);
            assert_int_equal(at ? *mk_klass_text(at) : '-', want);
            // Just beyond the bound the next column holds.
            const char next = i < 4 ? table[c - 1][i + 1] : '-';
            const mk_klass past = mk_class_at(mk_grades_orok(), c, bound[i] + 1e-9);
            assert_int_equal(past ? *mk_klass_text(past) : '-', next);
        }
    assert_int_equal(mk_class_at(mk_grades_orok(), 0, 0), 0);
    assert_int_equal(mk_class_at(mk_grades_orok(), 9, 0), 0);
    assert_int_equal(mk_class_at(mk_grades_orok(), 1, 0), 1);
    assert_null(mk_klass_text(0));
    assert_null(mk_klass_text(8));
}

/* ---- a timetable by hand --------------------------------------------- */

#define H(h, m) ((h) * 3600 + (m) * 60)
#define MAX 64

// Stops 0, 1, 2 in an area each; day 0 is Monday 2025-03-03.
struct bench {
    struct mk_timetable tt;
    struct mk_stop stops[3];
    struct mk_stop_area areas[3];
    struct mk_pattern patterns[MAX];
    uint32_t pattern_stops[MAX];
    uint8_t pickup[MAX], drop_off[MAX];
    struct mk_trip trips[MAX];
    int32_t times[2 * MAX];
    struct mk_service services[MAX];
    struct mk_feed_info feeds[2];
    uint32_t nps;
    struct mk_area_traffic out[3];
};

static struct bench *bench_new(void)
{
    struct bench *b = calloc(1, sizeof *b);
    struct mk_timetable *tt = &b->tt;
    tt->stops = b->stops;
    tt->areas = b->areas;
    tt->nstops = tt->nareas = 3;
    for (uint32_t i = 0; i < 3; i++)
        b->stops[i].area = i;
    tt->patterns = b->patterns;
    tt->pattern_stops = b->pattern_stops;
    tt->pickup = b->pickup;
    tt->drop_off = b->drop_off;
    tt->trips = b->trips;
    tt->times = b->times;
    tt->services = b->services;
    tt->feeds = b->feeds;
    tt->nfeeds = 1;
    b->feeds[0].path = "ett.zip";
    b->feeds[1].path = "mapp/tva.zip";
    tt->base_day = tt->first_day = 20250303;
    tt->last_day = 20250314;
    b->feeds[0].first_day = b->feeds[1].first_day = tt->first_day;
    b->feeds[0].last_day = b->feeds[1].last_day = tt->last_day;
    return b;
}

static uint32_t add_service(struct bench *b, uint64_t days)
{
    b->services[b->tt.nservices].days[0] = days;
    return b->tt.nservices++;
}

// A pattern with one trip: stops as digits, departures in `dep`.
static struct mk_trip *add_trip(struct bench *b, enum mk_mode mode,
                                const char *stops, const int32_t *dep,
                                uint32_t service)
{
    struct mk_timetable *tt = &b->tt;
    const uint32_t n = (uint32_t)strlen(stops);
    tt->patterns[tt->npatterns++] =
        (struct mk_pattern){.first_stop = b->nps,
                            .nstops = n,
                            .first_trip = tt->ntrips,
                            .ntrips = 1,
                            .mode = (uint8_t)mode};
    for (uint32_t k = 0; k < n; k++)
        b->pattern_stops[b->nps++] = (uint32_t)(stops[k] - '0');
    struct mk_trip *t = &tt->trips[tt->ntrips++];
    *t = (struct mk_trip){.first_time = tt->ntimes, .service = service};
    for (uint32_t k = 0; k < n; k++, tt->ntimes++)
        tt->times[2 * tt->ntimes] = tt->times[2 * tt->ntimes + 1] = dep[k];
    return t;
}

static void count(struct bench *b, mk_date day)
{
    memset(b->out, 0x55, sizeof b->out);
    mk_departures_count(&b->tt, day, mk_grades_orok(), b->out);
}

static void the_last_call_and_no_pickup_are_not_departures(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    add_trip(b, MK_MODE_BUSS, "012",
             (int32_t[]){H(7, 0), H(7, 10), H(7, 20)}, add_service(b, 1));
    count(b, 20250303);
    assert_int_equal(b->out[0].dep[MK_MODE_BUSS], 1);
    assert_int_equal(b->out[1].dep_total, 1);
    assert_int_equal(b->out[2].dep_total, 0);
    assert_int_equal(b->out[0].dep_hour[1], 1);
    assert_int_equal(b->out[0].avg_h, 7); // 1/14 = 0.0714
    b->pickup[1] = 1;
    count(b, 20250303);
    assert_int_equal(b->out[0].dep_total, 1);
    assert_int_equal(b->out[1].dep_total, 0);
    assert_int_equal(b->out[1].dep[MK_MODE_ANROP], 0);
    count(b, 20250304); // not a day of the service
    assert_int_equal(b->out[0].dep_total, 0);
    free(b);
}

static void pickup_by_arrangement_is_shown_apart(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t s = add_service(b, 1);
    add_trip(b, MK_MODE_BUSS, "012",
             (int32_t[]){H(7, 0), H(7, 10), H(7, 20)}, s);
    b->pickup[0] = 2;
    b->pickup[1] = 3;
    add_trip(b, MK_MODE_ANROP, "01", (int32_t[]){H(8, 0), H(8, 10)}, s);
    count(b, 20250303);
    assert_int_equal(b->out[0].dep[MK_MODE_ANROP], 2);
    assert_int_equal(b->out[1].dep[MK_MODE_ANROP], 1);
    assert_int_equal(b->out[0].dep_total, 0);
    assert_int_equal(b->out[0].dep[MK_MODE_BUSS], 0);
    assert_int_equal(b->out[0].category, 0);
    free(b);
}

static void the_window_is_six_to_twenty_half_open(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t s = add_service(b, 1);
    static const int32_t at[] = {H(6, 0) - 1, H(6, 0), H(20, 0) - 1,
                                 H(20, 0)};
    for (size_t i = 0; i < 4; i++)
        add_trip(b, MK_MODE_TAG, "01", (int32_t[]){at[i], H(21, 0)}, s);
    count(b, 20250303);
    assert_int_equal(b->out[0].dep_total, 2);
    assert_int_equal(b->out[0].dep_hour[0], 1);
    assert_int_equal(b->out[0].dep_hour[13], 1);
    free(b);
}

static void trips_of_earlier_days_that_run_past_midnight_count(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    // Service on day 0 only: 31:00 is 07:00 on day 1, 55:00 on day 2.
    const uint32_t s = add_service(b, 1);
    add_trip(b, MK_MODE_BUSS, "01", (int32_t[]){H(31, 0), H(31, 5)}, s);
    add_trip(b, MK_MODE_BUSS, "01", (int32_t[]){H(55, 0), H(55, 5)}, s);
    count(b, 20250303);
    assert_int_equal(b->out[0].dep_total, 0);
    count(b, 20250304);
    assert_int_equal(b->out[0].dep_total, 1);
    count(b, 20250305);
    assert_int_equal(b->out[0].dep_total, 1);
    assert_int_equal(b->out[0].dep_hour[1], 1);
    count(b, 20250306);
    assert_int_equal(b->out[0].dep_total, 0);
    free(b);
}

static void frequencies_stand_for_each_departure(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    // Template 00:00 and 00:30; first departures 05:00, 05:20 … 07:40: nine.
    struct mk_trip *t = add_trip(b, MK_MODE_BUSS, "012",
                                 (int32_t[]){0, H(0, 30), H(1, 0)},
                                 add_service(b, 1));
    t->freq_start = H(5, 0);
    t->freq_end = H(8, 0);
    t->freq_headway = 20 * 60;
    count(b, 20250303);
    // At stop 0 from 06:00: six. At stop 1 05:30 … 08:10, from 06:10: seven.
    assert_int_equal(b->out[0].dep_total, 6);
    assert_int_equal(b->out[1].dep_total, 7);
    assert_int_equal(b->out[1].dep_hour[0], 3);
    assert_int_equal(b->out[1].dep_hour[2], 1);
    assert_int_equal(b->out[2].dep_total, 0);
    // The day after: none, although the template's times are small.
    count(b, 20250304);
    assert_int_equal(b->out[0].dep_total, 0);
    free(b);
}

static void two_calls_in_a_row_at_a_stop_are_one(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t s = add_service(b, 1);
    // 0 at 05:55 and again 06:05: one departure, at 06:05.
    add_trip(b, MK_MODE_BUSS, "001",
             (int32_t[]){H(5, 55), H(6, 5), H(6, 10)}, s);
    // Ends with two calls at 1: no departure from there.
    add_trip(b, MK_MODE_BUSS, "011",
             (int32_t[]){H(7, 0), H(7, 5), H(7, 6)}, s);
    count(b, 20250303);
    assert_int_equal(b->out[0].dep_total, 2);
    assert_int_equal(b->out[0].dep_hour[0], 1);
    assert_int_equal(b->out[1].dep_total, 0);
    // One of the two takes passengers: it is a departure.
    b->pickup[0] = 1;
    count(b, 20250303);
    assert_int_equal(b->out[0].dep_total, 2);
    b->pickup[1] = 1;
    count(b, 20250303);
    assert_int_equal(b->out[0].dep_total, 1);
    free(b);
}

static void served_needs_fourteen_or_one_in_every_hour(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t s = add_service(b, 1);
    for (int k = 0; k < 13; k++)
        add_trip(b, MK_MODE_BUSS, "01",
                 (int32_t[]){H(6 + k, 30), H(6 + k, 40)}, s);
    count(b, 20250303);
    assert_false(b->out[0].served_avg);
    assert_false(b->out[0].served_hourly);
    add_trip(b, MK_MODE_FARJA, "01", (int32_t[]){H(7, 0), H(7, 10)}, s);
    count(b, 20250303);
    assert_true(b->out[0].served_avg); // 14, but none from 19 to 20
    assert_false(b->out[0].served_hourly);
    assert_int_equal(b->out[0].avg_h, 100);
    add_trip(b, MK_MODE_BUSS, "01", (int32_t[]){H(19, 59), H(20, 5)}, s);
    count(b, 20250303);
    assert_true(b->out[0].served_hourly);
    // Bus alone decides: 14 of them, 120 minutes, category 7.
    assert_int_equal(b->out[0].dep[MK_MODE_BUSS], 14);
    assert_int_equal(b->out[0].category, 7);
    free(b);
}

static void long_distance_trains_count_as_trains_too(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t s = add_service(b, 1);
    for (int k = 0; k < 14; k++)
        add_trip(b, MK_MODE_TAG, "01", (int32_t[]){H(6 + k, 0), H(20, 0)}, s);
    b->patterns[0].long_distance = true;
    count(b, 20250303);
    assert_int_equal(b->out[0].dep_long_distance, 1);
    assert_int_equal(b->out[0].dep[MK_MODE_TAG], 14);
    assert_int_equal(b->out[0].category, 6);
    for (int k = 0; k < 14; k++)
        b->patterns[k].long_distance = true;
    count(b, 20250303);
    assert_int_equal(b->out[0].category, 5);
    free(b);
}

/* ---- the day --------------------------------------------------------- */

static void add_trips(struct bench *b, uint32_t service, int n)
{
    for (int k = 0; k < n; k++)
        add_trip(b, MK_MODE_BUSS, "01", (int32_t[]){H(7, k), H(8, 0)},
                 service);
}

static void the_day_is_the_first_usual_midweek_day(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct bench *b = bench_new();
    struct mk_day_choice c;
    // Weekdays of two weeks: bits 0-4 and 7-11. On Tuesday the 4th there is
    // one trip more: the usual count is that of the other five.
    add_trips(b, add_service(b, 0xF9F), 4);
    add_trips(b, add_service(b, 0x2), 1);
    mk_day_choose(ctx, &b->tt, 0, &c);
    assert_int_equal(c.day, 20250305);
    assert_int_equal(c.active_trips, 4);
    assert_int_equal(c.max_trips, 5);
    assert_near(c.active_services, 0.5, 0);
    assert_false(c.given);
    size_t n;
    mk_notes_sorted(ctx, &n);
    assert_int_equal(n, 0);
    free(b);
    mk_ctx_free(ctx);
}

static void days_with_little_service_are_outside_the_window(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct bench *b = bench_new();
    struct mk_day_choice c;
    // First week one trip a day, second week four: the window is the second.
    add_trips(b, add_service(b, 0x1F), 1);
    add_trips(b, add_service(b, 0xF80), 4);
    mk_day_choose(ctx, &b->tt, 0, &c);
    assert_int_equal(c.day, 20250311);
    free(b);
    // No Tuesday to Thursday at all: the day with most trips.
    b = bench_new();
    add_trips(b, add_service(b, 1 << 5), 3);
    add_trips(b, add_service(b, 1 << 6), 4);
    mk_day_choose(ctx, &b->tt, 0, &c);
    assert_int_equal(c.day, 20250309);
    free(b);
    mk_ctx_free(ctx);
}

static void a_given_day_is_kept_and_checked(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct bench *b = bench_new();
    struct mk_day_choice c;
    add_trips(b, add_service(b, 0xF9F), 4);
    mk_day_choose(ctx, &b->tt, 20250306, &c);
    assert_true(c.given);
    assert_int_equal(c.day, 20250306);
    size_t n;
    mk_notes_sorted(ctx, &n);
    assert_int_equal(n, 0);
    // Sunday: inside the window, nothing runs.
    mk_day_choose(ctx, &b->tt, 20250309, &c);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_OUTSIDE), 0);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_EMPTY), 1);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_FEED), 1);
    // The year after: outside, and the window is said.
    mk_day_choose(ctx, &b->tt, 20260305, &c);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_OUTSIDE), 1);
    const struct mk_note_row *rows = mk_notes_sorted(ctx, &n);
    bool said = false;
    for (size_t i = 0; i < n; i++)
        said = said || strstr(rows[i].text, "2025-03-03 to 2025-03-14");
    assert_true(said);
    free(b);
    mk_ctx_free(ctx);
}

static void few_trips_or_a_silent_feed_give_alarms(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct bench *b = bench_new();
    struct mk_day_choice c;
    // On Tuesday the 4th one trip of the busiest day's five is 20 %, and one
    // service of five is 20 %: enough. A sixth trip makes it 16 %.
    add_trips(b, add_service(b, 1 << 1), 1);
    for (int k = 0; k < 4; k++)
        add_trips(b, add_service(b, 1 << 7), 1);
    add_service(b, 1 << 7); // without trips: not counted
    add_trips(b, 1, 1);
    mk_day_choose(ctx, &b->tt, 20250304, &c);
    assert_int_equal(c.max_trips, 5);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_THIN), 0);
    add_trips(b, 1, 1);
    mk_day_choose(ctx, &b->tt, 20250304, &c);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_THIN), 1);
    // A second feed whose only trip runs on the 10th.
    b->tt.nfeeds = 2;
    b->patterns[b->tt.npatterns - 1].feed = 1;
    mk_day_choose(ctx, &b->tt, 20250304, &c);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_FEED), 1);
    size_t n;
    const struct mk_note_row *rows = mk_notes_sorted(ctx, &n);
    for (size_t i = 0; i < n; i++)
        if (rows[i].msg == MK_A_DAY_FEED)
            assert_string_equal(rows[i].key, "tva.zip");
    free(b);
    mk_ctx_free(ctx);
}

static void few_services_are_thin_only_with_few_trips(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct bench *b = bench_new();
    struct mk_day_choice c;
    // One service of six on Tuesday, with half of the busiest day's trips.
    const uint32_t tuesday = add_service(b, 1 << 1);
    add_trips(b, tuesday, 3);
    for (int k = 0; k < 4; k++)
        add_trips(b, add_service(b, 1 << 7), 1);
    const uint32_t busy = add_service(b, 1 << 7);
    add_trips(b, busy, 2);
    mk_day_choose(ctx, &b->tt, 20250304, &c);
    assert_int_equal(c.max_trips, 6);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_THIN), 0);
    // Three of seven trips: less than half, and both figures are told.
    add_trips(b, busy, 1);
    mk_day_choose(ctx, &b->tt, 20250304, &c);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_THIN), 1);
    size_t n;
    const struct mk_note_row *rows = mk_notes_sorted(ctx, &n);
    assert_non_null(strstr(rows[0].text, "42 %"));
    assert_non_null(strstr(rows[0].text, "16 %"));
    // Four of seven: enough again, whatever the services.
    add_trips(b, tuesday, 1);
    mk_day_choose(ctx, &b->tt, 20250304, &c);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_THIN), 1);
    free(b);
    mk_ctx_free(ctx);
}

static void a_timetable_without_days_gives_no_departures(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct bench *b = bench_new();
    struct mk_day_choice c;
    b->tt.first_day = b->tt.last_day = 0;
    add_trips(b, add_service(b, 0), 1);
    mk_day_choose(ctx, &b->tt, 0, &c);
    assert_int_equal(c.day, 0);
    assert_int_equal(c.active_trips, 0);
    assert_int_equal(mk_notes_count(ctx, MK_A_DAY_EMPTY), 1);
    count(b, c.day);
    assert_int_equal(b->out[0].dep_total, 0);
    free(b);
    mk_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(route_types_become_modes),
        cmocka_unit_test(stop_categories_follow_table_1),
        cmocka_unit_test(classes_follow_table_3),
        cmocka_unit_test(the_last_call_and_no_pickup_are_not_departures),
        cmocka_unit_test(pickup_by_arrangement_is_shown_apart),
        cmocka_unit_test(the_window_is_six_to_twenty_half_open),
        cmocka_unit_test(trips_of_earlier_days_that_run_past_midnight_count),
        cmocka_unit_test(frequencies_stand_for_each_departure),
        cmocka_unit_test(two_calls_in_a_row_at_a_stop_are_one),
        cmocka_unit_test(served_needs_fourteen_or_one_in_every_hour),
        cmocka_unit_test(long_distance_trains_count_as_trains_too),
        cmocka_unit_test(the_day_is_the_first_usual_midweek_day),
        cmocka_unit_test(days_with_little_service_are_outside_the_window),
        cmocka_unit_test(a_given_day_is_kept_and_checked),
        cmocka_unit_test(few_trips_or_a_silent_feed_give_alarms),
        cmocka_unit_test(few_services_are_thin_only_with_few_trips),
        cmocka_unit_test(a_timetable_without_days_gives_no_departures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
