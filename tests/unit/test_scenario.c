// Changes to a timetable written down by hand.
#include "near.h"

#include "base/arena.h"

#include <markklar/scenario.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define H(h, m) ((h) * 3600 + (m) * 60)
#define MONDAY 20250303
#define SATURDAY 20250308
#define WEEKDAYS UINT64_C(0x0f9f) // Mon-Fri of two weeks from a Monday
#define EVERY_DAY UINT64_C(0x3fff)

struct bench {
    struct mk_ctx *ctx;
    struct mk_timetable tt;
    uint32_t nplaced;
    struct mk_area_traffic out[16];
};

static void *grown(void *v, size_t n, size_t size)
{
    return mk_realloc(v, n, size);
}

// Stop areas A B C D E along a meridian, 1 km apart; day 0 is Monday.
static struct bench *bench_new(void)
{
    static const char *const name[] = {"Allén", "Backen", "Centrum", "Dalen",
                                       "Dalen"};
    static const char *const id[] = {"a", "b", "c", "d", "e"};
    struct bench *b = mk_zalloc(1, sizeof *b);
    struct mk_timetable *tt = &b->tt;
    b->ctx = mk_ctx_new(MK_SV);
    tt->nstops = tt->nareas = 5;
    tt->stops = mk_zalloc(5, sizeof *tt->stops);
    tt->areas = mk_zalloc(5, sizeof *tt->areas);
    tt->area_stops = mk_zalloc(5, sizeof *tt->area_stops);
    for (uint32_t i = 0; i < 5; i++) {
        tt->stops[i] = (struct mk_stop){id[i], name[i], 12,
                                        57.7 + i * 0.0089932, i, 0};
        tt->areas[i] = (struct mk_stop_area){id[i], name[i], i, 1};
        tt->area_stops[i] = i;
    }
    tt->feeds = mk_zalloc(1, sizeof *tt->feeds);
    tt->nfeeds = 1;
    tt->feeds[0] = (struct mk_feed_info){.path = "ett.zip",
                                         .first_day = MONDAY,
                                         .last_day = 20250316};
    tt->base_day = tt->first_day = MONDAY;
    tt->last_day = 20250316;
    tt->services = mk_zalloc(2, sizeof *tt->services);
    tt->nservices = 2;
    tt->services[0].days[0] = WEEKDAYS;
    tt->services[1].days[0] = EVERY_DAY;
    return b;
}

static void bench_free(struct bench *b)
{
    mk_timetable_release(&b->tt);
    mk_ctx_free(b->ctx);
    free(b);
}

static uint32_t add_line(struct bench *b, const char *name)
{
    struct mk_timetable *tt = &b->tt;
    tt->lines = grown(tt->lines, tt->nlines + 1, sizeof *tt->lines);
    tt->lines[tt->nlines] = (struct mk_line){name, 0};
    return tt->nlines++;
}

// A pattern over stops "ABC", 10 minutes from one to the next.
static void add_pattern(struct bench *b, uint32_t line, uint8_t direction,
                        const char *stops)
{
    struct mk_timetable *tt = &b->tt;
    const uint32_t n = (uint32_t)strlen(stops);
    tt->patterns = grown(tt->patterns, tt->npatterns + 1,
                         sizeof *tt->patterns);
    tt->patterns[tt->npatterns++] = (struct mk_pattern){
        .line = line, .direction = direction, .first_stop = b->nplaced,
        .nstops = n, .first_trip = tt->ntrips, .mode = MK_MODE_BUSS};
    tt->pattern_stops = grown(tt->pattern_stops, b->nplaced + n,
                              sizeof *tt->pattern_stops);
    tt->pickup = grown(tt->pickup, b->nplaced + n, 1);
    tt->drop_off = grown(tt->drop_off, b->nplaced + n, 1);
    for (uint32_t k = 0; k < n; k++, b->nplaced++) {
        tt->pattern_stops[b->nplaced] = (uint32_t)(stops[k] - 'A');
        tt->pickup[b->nplaced] = tt->drop_off[b->nplaced] = 0;
    }
}

// A trip of the pattern added last.
static struct mk_trip *add_trip(struct bench *b, int32_t departure,
                                int32_t step, uint32_t service)
{
    struct mk_timetable *tt = &b->tt;
    struct mk_pattern *p = &tt->patterns[tt->npatterns - 1];
    tt->trips = grown(tt->trips, tt->ntrips + 1, sizeof *tt->trips);
    tt->times = grown(tt->times, 2 * ((size_t)tt->ntimes + p->nstops),
                      sizeof *tt->times);
    tt->trips[tt->ntrips] = (struct mk_trip){.first_time = tt->ntimes,
                                             .service = service};
    for (uint32_t k = 0; k < p->nstops; k++, tt->ntimes++)
        tt->times[2 * tt->ntimes] = tt->times[2 * tt->ntimes + 1] =
            departure + (int32_t)k * step;
    p->ntrips++;
    return &tt->trips[tt->ntrips++];
}

static void add_hourly(struct bench *b, uint32_t line, uint8_t direction,
                       const char *stops, uint32_t service)
{
    add_pattern(b, line, direction, stops);
    for (int h = 6; h < 20; h++)
        add_trip(b, H(h, 0), 600, service);
}

static void count(struct bench *b, mk_date day)
{
    assert_true(b->tt.nareas <= 16);
    mk_departures_count(&b->tt, day, mk_grades_orok(), b->out);
}

static enum mk_status apply(struct bench *b, struct mk_change c)
{
    c.where = "markklar.yaml:7";
    if (c.kind != MK_CH_LINE && !c.mode)
        c.mode = MK_MODE_COUNT;
    return mk_scenario_apply(b->ctx, &b->tt, &c, 1, MONDAY);
}

static struct mk_change headway(const char *line, int minutes, int32_t from,
                                int32_t to)
{
    return (struct mk_change){.kind = MK_CH_HEADWAY, .line = line,
                              .headway_s = minutes * 60, .from_s = from,
                              .to_s = to};
}

// Every trip's times never fall, and trips stand by pattern and departure.
static void check_whole(const struct mk_timetable *tt)
{
    uint32_t at = 0;
    for (uint32_t p = 0; p < tt->npatterns; p++) {
        const struct mk_pattern *q = &tt->patterns[p];
        int32_t before = INT32_MIN;
        assert_true(q->ntrips > 0);
        assert_int_equal(q->first_trip, at);
        for (uint32_t k = 0; k < q->ntrips; k++, at++) {
            const struct mk_trip *t = &tt->trips[at];
            const int32_t *x = tt->times + 2 * (size_t)t->first_time;
            const int32_t first = t->freq_headway ? t->freq_start : x[1];
            assert_true(t->first_time + q->nstops <= tt->ntimes);
            assert_true(t->service < tt->nservices);
            assert_true(first >= before);
            before = first;
            for (uint32_t i = 1; i < 2 * q->nstops; i++)
                assert_true(x[i] >= x[i - 1]);
        }
    }
    assert_int_equal(at, tt->ntrips);
}

/* ---- headways -------------------------------------------------------- */

// 14 departures each way before. Every 15 minutes 06:00-20:00 is 4 x 14 = 56
// each way: 56/14 = 4 an hour at an end, 112/14 = 8 in between.
static void a_headway_is_what_is_counted(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t line = add_line(b, "533");
    add_hourly(b, line, 0, "ABC", 0);
    add_hourly(b, line, 1, "CBA", 0);
    count(b, MONDAY);
    assert_int_equal(b->out[0].avg_h, 100);
    assert_int_equal(b->out[1].avg_h, 200);
    assert_int_equal(b->out[1].category, 6); // 28 departures, bus
    assert_int_equal(apply(b, headway("533", 15, H(6, 0), H(20, 0))), MK_OK);
    check_whole(&b->tt);
    count(b, MONDAY);
    assert_int_equal(b->out[0].avg_h, 400);
    assert_int_equal(b->out[1].avg_h, 800);
    assert_int_equal(b->out[2].avg_h, 400);
    assert_int_equal(b->out[1].category, 4); // 112 departures
    assert_int_equal(mk_class_at(mk_grades_orok(), 6, 100), 5); // E
    assert_int_equal(mk_class_at(mk_grades_orok(), 4, 100), 3); // C
    assert_int_equal(mk_notes_count(b->ctx, MK_N_SCENARIO), 1);
    bench_free(b);
}

// A trip a day earlier and later stays; Saturday is as it was.
static void what_is_outside_the_window_stays(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t line = add_line(b, "533");
    add_hourly(b, line, 0, "AB", 1);
    count(b, SATURDAY);
    const uint32_t saturday = b->out[0].dep_total;
    assert_int_equal(saturday, 14);
    // 06-08 stay (2), 08:00-10:00 every 30 minutes is 4, 10-19 stay (10).
    assert_int_equal(apply(b, headway("533", 30, H(8, 0), H(10, 0))), MK_OK);
    check_whole(&b->tt);
    count(b, MONDAY);
    assert_int_equal(b->out[0].dep_total, 16);
    assert_int_equal(b->out[0].dep_hour[2], 2);
    assert_int_equal(b->out[0].dep_hour[3], 2);
    assert_int_equal(b->out[0].dep_hour[4], 1);
    count(b, SATURDAY);
    assert_int_equal(b->out[0].dep_total, saturday);
    bench_free(b);
}

// 05:00 to 22:30 every half hour. 05:00 and 05:30 stay, 84 come 06-20, and
// 20:00 … 22:30, six, stay: 92 in all, of which 84 are counted 06-20.
static void a_frequency_is_cut_in_two(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    add_pattern(b, add_line(b, "5"), 0, "AB");
    struct mk_trip *t = add_trip(b, 0, 600, 1);
    t->freq_start = H(5, 0);
    t->freq_end = H(23, 0);
    t->freq_headway = 1800;
    assert_int_equal(apply(b, headway("5", 10, H(6, 0), H(20, 0))), MK_OK);
    check_whole(&b->tt);
    count(b, MONDAY);
    assert_int_equal(b->out[0].dep_total, 84);
    struct mk_day_choice c;
    mk_day_choose(b->ctx, &b->tt, MONDAY, &c);
    assert_int_equal(c.active_trips, 92);
    mk_day_choose(b->ctx, &b->tt, SATURDAY, &c);
    assert_int_equal(c.active_trips, 36);
    bench_free(b);
}

// Two trips of three go all the way. Of 12 departures 06-08 every 10 minutes
// 8 do: from B 8 go on, 12 leave A.
static void patterns_keep_their_shares(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t line = add_line(b, "7");
    add_pattern(b, line, 0, "AB");
    add_trip(b, H(6, 40), 600, 0);
    add_pattern(b, line, 0, "ABC");
    add_trip(b, H(6, 0), 600, 0);
    add_trip(b, H(6, 20), 600, 0);
    assert_int_equal(apply(b, headway("7", 10, H(6, 0), H(8, 0))), MK_OK);
    check_whole(&b->tt);
    count(b, MONDAY);
    assert_int_equal(b->out[0].dep_total, 12);
    assert_int_equal(b->out[1].dep_total, 8);
    bench_free(b);
}

// Three running times, 8, 10 and 20 minutes a stop: the median is copied.
static void the_typical_trip_is_the_median_one(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    add_pattern(b, add_line(b, "7"), 0, "AB");
    add_trip(b, H(6, 0), 20 * 60, 0);
    add_trip(b, H(6, 20), 8 * 60, 0);
    add_trip(b, H(6, 40), 10 * 60, 0);
    assert_int_equal(apply(b, headway("7", 20, H(6, 0), H(7, 0))), MK_OK);
    assert_int_equal(b->tt.ntrips, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const int32_t *t = b->tt.times + 2 * b->tt.trips[i].first_time;
        assert_int_equal(t[1], H(6, 20 * (int)i));
        assert_int_equal(t[2] - t[1], 10 * 60);
    }
    bench_free(b);
}

// Without a window the line keeps its hours, 06:00 to 19:00: 27 departures
// half an hour apart. Directions are found where the feed does not say.
static void the_whole_day_keeps_its_hours(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const uint32_t line = add_line(b, "533");
    add_hourly(b, line, 2, "ABC", 0);
    add_hourly(b, line, 2, "CBA", 0);
    assert_int_equal(apply(b, headway("533", 30, MK_CHANGE_NO_TIME,
                                      MK_CHANGE_NO_TIME)), MK_OK);
    count(b, MONDAY);
    assert_int_equal(b->out[0].dep_total, 27);
    assert_int_equal(b->out[1].dep_total, 54);
    assert_int_equal(b->out[2].dep_total, 27);
    bench_free(b);
}

/* ---- lines that come and go ------------------------------------------ */

static void a_line_taken_away_is_gone_every_day(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    add_hourly(b, add_line(b, "1"), 0, "AB", 1);
    add_hourly(b, add_line(b, "2"), 0, "AB", 1);
    assert_int_equal(apply(b, (struct mk_change){.kind = MK_CH_REMOVE,
                                                 .line = "2"}), MK_OK);
    check_whole(&b->tt);
    assert_int_equal(b->tt.npatterns, 1);
    count(b, MONDAY);
    assert_int_equal(b->out[0].dep_total, 14);
    count(b, SATURDAY);
    assert_int_equal(b->out[0].dep_total, 14);
    bench_free(b);
}

static void place(struct mk_polyset *set, double x, double y)
{
    const double v[10] = {x, y, x + 10, y, x + 10, y + 10, x, y + 10, x, y};
    memcpy(mk_polyset_ring(set, 5), v, sizeof v);
    mk_polyset_end_part(set);
    mk_polyset_end(set, 0);
}

// Land 100 m from a new stop, 5 km from any other. A bus every 15 minutes
// 06-20 leaves the end of the line 56 times: category 5, class D.
static void a_new_line_gives_unserved_land_a_class(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    add_hourly(b, add_line(b, "1"), 0, "AB", 1);
    const struct mk_change_stop stops[] = {{"Nya porten", 12.1, 57.9},
                                           {"Centrum", NAN, NAN},
                                           {"a", NAN, NAN}};
    const int32_t run[] = {600, 300};
    assert_int_equal(
        apply(b, (struct mk_change){.kind = MK_CH_LINE, .line = "X9",
                                    .mode = MK_MODE_BUSS, .stops = stops,
                                    .nstops = 3, .run_s = run,
                                    .headway_s = 900, .from_s = H(6, 0),
                                    .to_s = H(20, 0)}), MK_OK);
    check_whole(&b->tt);
    assert_int_equal(b->tt.nareas, 6);
    count(b, MONDAY);
    assert_int_equal(b->out[5].avg_h, 400);  // the new end
    assert_int_equal(b->out[2].avg_h, 800);  // both ways
    assert_int_equal(b->out[0].avg_h, 500);  // 14 + 56 = 70
    count(b, SATURDAY);
    assert_int_equal(b->out[5].dep_total, 0);
    count(b, MONDAY);
    double xy[12] = {0};
    for (uint32_t i = 0; i < 6; i++)
        xy[2 * i] = i < 5 ? 20000 : 0;
    struct mk_polyset land = {0};
    place(&land, 100, 0);
    const struct mk_poly g = mk_polyset_get(&land, 0);
    struct mk_access_index *index =
        mk_access_build(&b->tt, b->out, xy, MK_SERVED_AVERAGE,
                        mk_grades_orok());
    struct mk_access a;
    mk_access_measure(index, &g, &a);
    assert_string_equal(mk_klass_text(a.klass), "D");
    assert_int_equal(a.dist, 1000);
    mk_access_free(index);
    mk_polyset_release(&land);
    bench_free(b);
}

// 1 000 m at 30 km/h is 120 s.
static void a_speed_gives_running_times(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    const struct mk_change_stop stops[] = {{"a", NAN, NAN}, {"b", NAN, NAN}};
    assert_int_equal(
        apply(b, (struct mk_change){.kind = MK_CH_LINE, .line = "X9",
                                    .mode = MK_MODE_BUSS, .stops = stops,
                                    .nstops = 2, .kmh = 30, .headway_s = 3600,
                                    .from_s = H(7, 0), .to_s = H(8, 0)}),
        MK_OK);
    assert_int_equal(b->tt.ntrips, 2);
    for (uint32_t i = 0; i < 2; i++) {
        const int32_t *t = b->tt.times + 2 * b->tt.trips[i].first_time;
        assert_int_equal(t[1], H(7, 0));
        assert_true(abs(t[2] - t[1] - 120) <= 1);
    }
    bench_free(b);
}

// Lines of every headway between every two stops: no stop area loses a
// departure, and none its category.
static void adding_departures_never_worsens(void **state)
{
    (void)state;
    static const char *const id[] = {"a", "b", "c", "d", "e"};
    struct bench *b = bench_new();
    const uint32_t line = add_line(b, "533");
    add_hourly(b, line, 0, "ABCD", 0);
    add_hourly(b, line, 1, "DCBA", 1);
    count(b, MONDAY);
    for (int i = 0; i < 20; i++) {
        struct mk_area_traffic before[16];
        memcpy(before, b->out, sizeof before);
        const struct mk_change_stop stops[] = {
            {id[i % 5], NAN, NAN}, {id[(i + 1 + i / 5) % 5], NAN, NAN}};
        assert_int_equal(
            apply(b, (struct mk_change){
                         .kind = MK_CH_LINE, .line = i % 2 ? "X1" : "X2",
                         .mode = MK_MODE_BUSS, .stops = stops, .nstops = 2,
                         .kmh = 20, .headway_s = 60 * (5 + 7 * i),
                         .from_s = H(5, 0), .to_s = H(23, 0)}), MK_OK);
        check_whole(&b->tt);
        count(b, MONDAY);
        for (uint32_t k = 0; k < 5; k++) {
            assert_true(b->out[k].dep_total >= before[k].dep_total);
            if (before[k].category) // 1 is the best, 0 none at all
                assert_in_range(b->out[k].category, 1, before[k].category);
        }
    }
    bench_free(b);
}

/* ---- what cannot be done --------------------------------------------- */

static void fails_with(struct bench *b, struct mk_change c, const char *code,
                       const char *words)
{
    assert_int_equal(apply(b, c), MK_ECONFIG);
    assert_non_null(strstr(mk_ctx_error(b->ctx), code));
    assert_non_null(strstr(mk_ctx_error(b->ctx), words));
    bench_free(b);
}

static void stops_that_are_not_there_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *name, *code, *words;
    } cases[] = {{"Bakken", "C952", "'Backen'"},
                 {"entrum", "C952", "'Centrum'"},
                 {"Dalen", "C953", "d (Dalen), e (Dalen)"},
                 {"Storgatan", "C951", "'Storgatan'"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct mk_change_stop stops[] = {{"a", NAN, NAN},
                                               {cases[i].name, NAN, NAN}};
        fails_with(bench_new(),
                   (struct mk_change){.kind = MK_CH_LINE, .line = "X9",
                                      .mode = MK_MODE_BUSS, .stops = stops,
                                      .nstops = 2, .kmh = 30,
                                      .headway_s = 900, .from_s = 0,
                                      .to_s = 900},
                   cases[i].code, cases[i].words);
    }
}

static void lines_that_are_not_one_are_told_apart(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    add_hourly(b, add_line(b, "533"), 0, "AB", 0);
    fails_with(b, headway("535", 15, H(6, 0), H(7, 0)), "C955", "'533'");
    b = bench_new();
    const uint32_t one = add_line(b, "1");
    add_hourly(b, one, 0, "AB", 0);
    add_hourly(b, one, 0, "CD", 0);
    struct mk_change c = headway("1", 30, H(6, 0), H(20, 0));
    c.via = "d";
    assert_int_equal(apply(b, c), MK_OK);
    count(b, MONDAY);
    assert_int_equal(b->out[0].dep_total, 14);
    assert_int_equal(b->out[2].dep_total, 28);
    c.via = NULL;
    fails_with(b, c, "C956", "Allén – Backen; Centrum – Dalen");
    b = bench_new();
    add_hourly(b, add_line(b, "1"), 0, "AB", 0);
    c.via = "c";
    fails_with(b, c, "C957", "'c'");
    b = bench_new();
    b->tt.services[0].days[0] = 1 << 5; // a Saturday only
    add_hourly(b, add_line(b, "1"), 0, "AB", 0);
    c.via = NULL;
    fails_with(b, c, "C958", "2025-03-03");
}

// A bus 1 of two feeds and a tram 1, all calling at B: none is meant until
// slag, or a stop that only one of them has, says which.
static void another_mode_or_feed_is_another_line(void **state)
{
    (void)state;
    struct mk_change c = headway("1", 30, H(6, 0), H(20, 0));
    struct bench *b = bench_new();
    const uint32_t one = add_line(b, "1");
    add_hourly(b, one, 0, "AB", 0);
    add_hourly(b, one, 0, "BC", 0);
    b->tt.patterns[1].mode = MK_MODE_SPARVAGN;
    c.mode = MK_MODE_SPARVAGN;
    assert_int_equal(apply(b, c), MK_OK);
    count(b, MONDAY);
    assert_int_equal(b->out[0].dep_total, 14);
    assert_int_equal(b->out[1].dep_total, 28);
    c.mode = 0;
    c.kind = MK_CH_REMOVE;
    fails_with(b, c, "C956",
               "Allén – Backen (buss); Backen – Centrum (spårvagn)");
    b = bench_new();
    b->tt.feeds = grown(b->tt.feeds, 2, sizeof *b->tt.feeds);
    b->tt.feeds[b->tt.nfeeds++] = (struct mk_feed_info){.path = "två.zip"};
    add_hourly(b, add_line(b, "1"), 0, "AB", 0);
    add_hourly(b, add_line(b, "1"), 0, "BC", 0);
    b->tt.patterns[1].feed = 1;
    c.via = "c";
    c.kind = MK_CH_HEADWAY;
    assert_int_equal(apply(b, c), MK_OK);
    count(b, MONDAY);
    assert_int_equal(b->out[1].dep_total, 28);
    c.via = "b";
    fails_with(b, c, "C956",
               "Allén – Backen (ett.zip); Backen – Centrum (två.zip)");
}

// 145 times 10 minutes is 24 h 10 min, 144 times 24 h; and 39 times half round
// the earth at 1 km/h is more seconds than 32 bits hold.
static void a_line_takes_no_more_than_a_day(void **state)
{
    (void)state;
    struct mk_change_stop stops[146];
    int32_t run[145];
    struct mk_change c = {.kind = MK_CH_LINE, .line = "X9",
                          .mode = MK_MODE_BUSS, .stops = stops,
                          .nstops = 146, .run_s = run, .headway_s = 3600,
                          .from_s = 0, .to_s = 3600};
    for (int i = 0; i < 146; i++)
        stops[i] = (struct mk_change_stop){i % 2 ? "a" : "b", NAN, NAN};
    for (int i = 0; i < 145; i++)
        run[i] = 600;
    fails_with(bench_new(), c, "C959", "'X9'");
    c.nstops = 145;
    struct bench *b = bench_new();
    assert_int_equal(apply(b, c), MK_OK);
    check_whole(&b->tt);
    bench_free(b);
    for (int i = 0; i < 40; i++)
        stops[i] = (struct mk_change_stop){"N", i % 2 ? 0 : 180, 0};
    c.nstops = 40;
    c.run_s = NULL;
    c.kmh = 1;
    fails_with(bench_new(), c, "C959", "'X9'");
}

// What was taken away is not what was meant.
static void a_line_taken_away_is_not_suggested(void **state)
{
    (void)state;
    struct bench *b = bench_new();
    add_hourly(b, add_line(b, "1"), 0, "AB", 0);
    const struct mk_change gone = {.kind = MK_CH_REMOVE, .line = "1"};
    assert_int_equal(apply(b, gone), MK_OK);
    fails_with(b, headway("1", 15, H(6, 0), H(7, 0)), "C954", "'1'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_headway_is_what_is_counted),
        cmocka_unit_test(what_is_outside_the_window_stays),
        cmocka_unit_test(a_frequency_is_cut_in_two),
        cmocka_unit_test(patterns_keep_their_shares),
        cmocka_unit_test(the_typical_trip_is_the_median_one),
        cmocka_unit_test(the_whole_day_keeps_its_hours),
        cmocka_unit_test(a_line_taken_away_is_gone_every_day),
        cmocka_unit_test(a_new_line_gives_unserved_land_a_class),
        cmocka_unit_test(a_speed_gives_running_times),
        cmocka_unit_test(adding_departures_never_worsens),
        cmocka_unit_test(stops_that_are_not_there_are_named),
        cmocka_unit_test(lines_that_are_not_one_are_told_apart),
        cmocka_unit_test(another_mode_or_feed_is_another_line),
        cmocka_unit_test(a_line_takes_no_more_than_a_day),
        cmocka_unit_test(a_line_taken_away_is_not_suggested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
