// The rules of docs/kollektivtrafik.md, one small feed each, answers by hand.
#include "near.h"
#include "temp.h"

#include <markklar/transit.h>

#include "base/text.h"
#include "input/gtfs.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- small feeds ------------------------------------------------------ */

// Stops A, B, C, 1 001 m apart to the north; one bus, weekdays of January
// 2025 (the 1st is a Wednesday).
static const char *const standard[5][2] = {
    {"stops.txt", "stop_id,stop_name,stop_lat,stop_lon\n"
                  "A,Alfa,58.000,12\nB,Beta,58.009,12\nC,Gamma,58.018,12\n"},
    {"routes.txt", "route_id,route_type\nR,3\n"},
    {"trips.txt", "route_id,service_id,trip_id\nR,V,T1\n"},
    {"stop_times.txt",
     "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
     "T1,07:00:00,07:00:00,A,1\nT1,07:10:00,07:11:00,B,2\n"
     "T1,07:20:00,07:20:00,C,3\n"},
    {"calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,"
                     "saturday,sunday,start_date,end_date\n"
                     "V,1,1,1,1,1,0,0,20250101,20250131\n"},
};

#define ST "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"

struct world {
    char dir[TEMP_MAX];
    struct mk_ctx *ctx;
    struct mk_timetable tt;
    char paths[4][TEMP_MAX + 56];
    const char *path[4];
    uint32_t n;
};

static void put_file(const char *folder, const char *name, const char *text,
                     size_t len)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *fp = fopen(path, "wb");
    assert_non_null(fp);
    assert_int_equal(fwrite(text, 1, len, fp), len);
    fclose(fp);
}

// Another feed: the standard one with some files exchanged (text NULL: left
// out). Pairs of name and text, ended by NULL.
static void feed(struct world *w, const char *const changes[])
{
    char *folder = w->paths[w->n];
    char dir[TEMP_MAX];
    memcpy(dir, w->dir, sizeof dir);
    snprintf(folder, sizeof w->paths[0], "%s/feed%u", dir, w->n);
    w->path[w->n++] = folder;
    mkdir(folder, 0777);
    for (size_t i = 0; i < 5; i++)
        put_file(folder, standard[i][0], standard[i][1],
                 strlen(standard[i][1]));
    for (; changes && *changes; changes += 2) {
        char path[2 * TEMP_MAX];
        snprintf(path, sizeof path, "%s/%s", folder, changes[0]);
        unlink(path);
        if (changes[1])
            put_file(folder, changes[0], changes[1], strlen(changes[1]));
    }
}
#define FEED(w, ...) feed(w, (const char *const[]){__VA_ARGS__, NULL, NULL})

static enum mk_status read_all(struct world *w)
{
    return mk_gtfs_read(w->ctx, w->path, w->n, &w->tt);
}

static void assert_read(struct world *w)
{
    const enum mk_status st = read_all(w);
    if (st != MK_OK)
        print_error("%s\n", mk_ctx_error(w->ctx));
    assert_int_equal(st, MK_OK);
}

// The notes but those about days beyond the horizon, "CODE key" each.
static const char *notes(struct world *w)
{
    static char text[4096];
    size_t n, at = 0;
    const struct mk_note_row *rows = mk_notes_sorted(w->ctx, &n);
    text[0] = '\0';
    for (size_t i = 0; i < n && at < sizeof text - 256; i++)
        at += (size_t)snprintf(text + at, 256, "%s%s %s", i ? "; " : "",
                               mk_msg_code(rows[i].msg), rows[i].key);
    return text;
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    temp_dir(w->dir);
    w->ctx = mk_ctx_new(MK_EN);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    mk_timetable_release(&w->tt);
    mk_ctx_free(w->ctx);
    temp_remove(w->dir);
    free(w);
    return 0;
}

// Times of the first trip, "arr/dep" in minutes and seconds after midnight.
static const char *first_times(const struct mk_timetable *tt)
{
    static char text[512];
    size_t at = 0;
    text[0] = '\0';
    for (uint32_t k = 0; k < tt->patterns[0].nstops; k++) {
        const int32_t *t =
            tt->times + 2 * ((size_t)tt->trips[0].first_time + k);
        at += (size_t)snprintf(text + at, 64, "%s%d:%02d/%d:%02d",
                               k ? " " : "", (int)t[0] / 60, (int)t[0] % 60,
                               (int)t[1] / 60, (int)t[1] % 60);
    }
    return text;
}

/* ---- files ------------------------------------------------------------ */

static void a_folder_gives_the_timetable(void **state)
{
    struct world *w = *state;
    FEED(w, NULL, NULL);
    assert_read(w);
    const struct mk_timetable *tt = &w->tt;
    assert_int_equal(tt->nstops, 3);
    assert_int_equal(tt->nareas, 3);
    assert_int_equal(tt->npatterns, 1);
    assert_int_equal(tt->ntrips, 1);
    assert_int_equal(tt->ntimes, 3);
    assert_int_equal(tt->nservices, 1);
    assert_string_equal(tt->stops[1].id, "B");
    assert_string_equal(tt->areas[1].name, "Beta");
    assert_near(tt->stops[1].lat, 58.009, 0);
    assert_string_equal(first_times(tt), "420:00/420:00 430:00/431:00 "
                                         "440:00/440:00");
    assert_int_equal(tt->patterns[0].mode, MK_MODE_BUSS);
    assert_int_equal(tt->base_day, 20250101);
    assert_int_equal(tt->first_day, 20250101);
    assert_int_equal(tt->last_day, 20250131);
    // Wednesday to Friday, then off on Saturday and Sunday.
    assert_int_equal(tt->services[0].days[0] & 0xFF, 0xE7);
    assert_int_equal(tt->feeds[0].stop_times, 3);
    assert_string_equal(notes(w), "");
}

static void columns_in_any_order_blanks_bom_and_crlf_are_taken(void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt",
         "\xEF\xBB\xBFwheelchair, stop_lon ,stop_lat,stop_name,stop_id\r\n"
         "1, 12 ,58.0,\" Alfa, x \",A\r\n,12,58.009,Beta, B \r\n"
         ",12,58.018,Gamma,C",
         "shapes.txt", "nonsense");
    assert_read(w);
    assert_int_equal(w->tt.ntrips, 1);
    assert_string_equal(w->tt.stops[0].name, "Alfa, x");
    assert_string_equal(notes(w), "");
}

static void what_is_required_is_named_when_missing(void **state)
{
    struct world *w = *state;
    static const char *const files[] = {"stops.txt", "routes.txt", "trips.txt",
                                        "stop_times.txt", "calendar.txt"};
    for (size_t i = 0; i < 5; i++) {
        w->n = 0;
        FEED(w, files[i], NULL);
        assert_int_equal(read_all(w), MK_EINPUT);
        assert_non_null(strstr(mk_ctx_error(w->ctx), "I401"));
        assert_non_null(strstr(mk_ctx_error(w->ctx), files[i]));
    }
    w->n = 0;
    FEED(w, "trips.txt", "route_id,Service_id,trip_id\nR,V,T1\n");
    assert_int_equal(read_all(w), MK_EINPUT);
    const char *e = mk_ctx_error(w->ctx);
    assert_non_null(strstr(e, "I402"));
    assert_non_null(strstr(e, "trips.txt"));
    assert_non_null(strstr(e, "'service_id'"));
    assert_non_null(strstr(e, "route_id, Service_id, trip_id"));
    w->n = 0;
    FEED(w, "stop_times.txt", "");
    assert_int_equal(read_all(w), MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(w->ctx), "'trip_id'"));
    assert_int_equal(w->tt.nstops, 0);
}

static void only_files_and_folders_on_disk_are_opened(void **state)
{
    struct world *w = *state;
    static const char *const refused[] = {"/vsicurl/http://x/feed.zip",
                                          "https://x/feed.zip",
                                          "/vsizip/feed.zip"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(mk_gtfs_read(w->ctx, &refused[i], 1, &w->tt),
                         MK_EINPUT);
        assert_non_null(strstr(mk_ctx_error(w->ctx), "I102"));
    }
    const char *path = "/nowhere/feed.zip";
    assert_int_equal(mk_gtfs_read(w->ctx, &path, 1, &w->tt), MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(w->ctx), "I101"));
    path = "/dev/null";
    assert_int_equal(mk_gtfs_read(w->ctx, &path, 1, &w->tt), MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(w->ctx), "I102"));
    put_file(w->dir, "text.zip", "no zip at all", 13);
    snprintf(w->paths[0], sizeof w->paths[0], "%s/text.zip", w->dir);
    path = w->paths[0];
    assert_int_equal(mk_gtfs_read(w->ctx, &path, 1, &w->tt), MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(w->ctx), "I403"));
}

static void zip_file(const char *path, const char *prefix)
{
    void *zip = CPLCreateZip(path, NULL);
    assert_non_null(zip);
    char name[128];
    for (size_t i = 0; i < 5; i++) {
        snprintf(name, sizeof name, "%s%s", prefix, standard[i][0]);
        assert_int_equal(CPLCreateFileInZip(zip, name, NULL), CE_None);
        assert_int_equal(CPLWriteFileInZip(zip, standard[i][1],
                                           (int)strlen(standard[i][1])),
                         CE_None);
        CPLCloseFileInZip(zip);
    }
    assert_int_equal(CPLCreateFileInZip(zip, "__MACOSX/._stops.txt", NULL),
                     CE_None);
    CPLWriteFileInZip(zip, "junk", 4);
    CPLCloseFileInZip(zip);
    CPLCloseZip(zip);
}

static void a_zip_is_read_at_its_root_or_in_one_folder(void **state)
{
    struct world *w = *state;
    w->path[0] = w->paths[0];
    w->n = 1;
    snprintf(w->paths[0], sizeof w->paths[0], "%s/å rot.zip", w->dir);
    zip_file(w->paths[0], "");
    assert_read(w);
    assert_int_equal(w->tt.ntimes, 3);
    assert_string_equal(notes(w), "");
    mk_timetable_release(&w->tt);
    snprintf(w->paths[0], sizeof w->paths[0], "%s/sub.GTFS", w->dir);
    zip_file(w->paths[0], "skane/");
    assert_read(w);
    assert_int_equal(w->tt.ntimes, 3);
    assert_string_equal(notes(w), "N419 sub.GTFS");
}

static void a_bomb_in_a_zip_is_a_limit(void **state)
{
    struct world *w = *state;
    w->path[0] = w->paths[0];
    w->n = 1;
    snprintf(w->paths[0], sizeof w->paths[0], "%s/bomb.zip", w->dir);
    void *zip = CPLCreateZip(w->paths[0], NULL);
    CPLCreateFileInZip(zip, "calendar.txt", NULL);
    const size_t block = 1 << 20;
    char *lines = malloc(block);
    memset(lines, '\n', block);
    for (int k = 0; k < 102; k++)
        CPLWriteFileInZip(zip, lines, (int)block);
    CPLCloseFileInZip(zip);
    CPLCloseZip(zip);
    free(lines);
    assert_int_equal(read_all(w), MK_ELIMIT);
    assert_non_null(strstr(mk_ctx_error(w->ctx), "200:1"));
}

/* ---- rows ------------------------------------------------------------- */

static void bad_rows_are_left_out_and_listed_by_line(void **state)
{
    struct world *w = *state;
    FEED(w, "stop_times.txt",
         ST "T1,07:00:00,07:00:00,A,1\n"
            "T1,7:61:00,7:02:00,B,2\n"      // 3
            "T1,07:03:00,-07:03:00,B,2\n"   // 4
            "T1,07:04:00,07:04:00,B,-2\n"   // 5
            "TX,07:05:00,07:05:00,B,2\n"    // 6
            "T1,07:06:00,07:06:00,B,2,9\n"  // 7: extra cell, used
            "T1,07:08,07:08:00,B,2\n"       // 8
            "T1,07:20:00,07:20:00,C,3\n");
    assert_read(w);
    assert_string_equal(
        notes(w), "N401 feed0 stop_times.txt:3; N401 feed0 stop_times.txt:4; "
                  "N401 feed0 stop_times.txt:5; N401 feed0 stop_times.txt:8; "
                  "N403 feed0 stop_times.txt:6; N405 feed0 stop_times.txt:7");
    assert_string_equal(first_times(&w->tt),
                        "420:00/420:00 426:00/426:00 440:00/440:00");
    assert_int_equal(w->tt.feeds[0].skipped_rows, 5);
}

static void the_first_of_several_equal_ids_is_kept(void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt",
         "stop_id,stop_name,stop_lat,stop_lon\nA,Alfa,58.000,12\n"
         "A,Annan,59.000,12\nB,Beta,58.009,12\nC,Gamma,58.018,12\n",
         "trips.txt", "route_id,service_id,trip_id\nR,V,T1\nR,X,T1\nR,V,T1\n",
         "routes.txt", "route_id,route_type\nR,3\nR,0\n", "calendar_dates.txt",
         "service_id,date,exception_type\nV,20250102,2\nV,20250102,1\n");
    assert_read(w);
    assert_string_equal(w->tt.stops[0].name, "Alfa");
    assert_int_equal(w->tt.patterns[0].mode, MK_MODE_BUSS);
    assert_int_equal(w->tt.services[0].days[0] & 7, 5); // not on the 2nd
    assert_string_equal(notes(w),
                        "N402 feed0 calendar_dates.txt:3; "
                        "N402 feed0 routes.txt:3; N402 feed0 stops.txt:3; "
                        "N402 feed0 trips.txt:4; N403 feed0 trips.txt:3");
}

static void text_in_another_encoding_is_recoded(void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt",
         "stop_id,stop_name,stop_lat,stop_lon\nA,\xC5ngvik,58.000,12\n"
         "B,Bj\xC3\xB6rk,58.009,12\nC,Gamma,58.018,12\n");
    assert_read(w);
    assert_string_equal(w->tt.stops[0].name, "Ångvik");
    assert_string_equal(w->tt.stops[1].name, "Björk");
    assert_string_equal(notes(w), "N104 feed0 stops.txt:2");
}

static void nul_bytes_are_taken_away(void **state)
{
    struct world *w = *state;
    FEED(w, NULL, NULL);
    static const char text[] = "stop_id,stop_name,stop_lat,stop_lon\n"
                               "A,Al\0fa,58.000,12\nB,,58.009,12\n"
                               "C,Gamma,58.018,12\n";
    put_file(w->paths[0], "stops.txt", text, sizeof text - 1);
    assert_read(w);
    assert_string_equal(w->tt.stops[0].name, "Alfa");
    assert_string_equal(w->tt.areas[1].name, "B"); // no name: the id
    assert_string_equal(notes(w), "N407 feed0 stops.txt:2");
}

static void calls_at_unknown_stops_raise_an_alarm(void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt",
         "stop_id,stop_name,stop_lat,stop_lon\nA,Alfa,58.000,12\n"
         "B,Beta,0,0\nC,Gamma,58.018,12\n",
         "stop_times.txt",
         ST "T1,07:00:00,07:00:00,A,1\nT1,07:10:00,07:10:00,B,2\n"
            "T1,07:15:00,07:15:00,Z,3\nT1,07:20:00,07:20:00,C,4\n");
    assert_read(w);
    assert_int_equal(w->tt.feeds[0].dangling_stop_times, 2);
    assert_int_equal(w->tt.nstops, 2);
    assert_int_equal(w->tt.ntimes, 2);
    assert_string_equal(notes(w),
                        "A401 feed0; N401 feed0 stops.txt:3; "
                        "N408 feed0 stop_times.txt:3; "
                        "N408 feed0 stop_times.txt:4");
    size_t n;
    assert_non_null(strstr(mk_notes_sorted(w->ctx, &n)[0].text,
                           "2 of 4 stop_times (50 %)"));
    assert_int_equal(mk_msg_severity(MK_A_GTFS_DANGLING), MK_SEV_ALARM);
}

/* ---- times ------------------------------------------------------------ */

static void missing_times_are_filled_in_by_distance(void **state)
{
    struct world *w = *state;
    // A-B 0.009 degrees, B-D 0.018, D-C 0.009: shares 1/4 and 3/4 of 8 min.
    FEED(w, "stops.txt",
         "stop_id,stop_name,stop_lat,stop_lon\nA,a,58.000,12\nB,b,58.009,12\n"
         "C,c,58.036,12\nD,d,58.027,12\n",
         "stop_times.txt",
         ST "T1,07:00:00,07:02:00,A,1\nT1,,,B,2\nT1, , ,D,3\n"
            "T1,07:10:00,,C,4\n");
    assert_read(w);
    assert_string_equal(first_times(&w->tt), "420:00/422:00 424:00/424:00 "
                                             "428:00/428:00 430:00/430:00");
    assert_int_equal(w->tt.feeds[0].interpolated, 2);
    assert_string_equal(notes(w), "N414 feed0");
}

static void calls_in_one_place_share_the_time_evenly(void **state)
{
    struct world *w = *state;
    FEED(w, "stop_times.txt",
         ST "T1,07:00:00,07:00:00,A,1\nT1,,,A,2\nT1,,,A,3\n"
            "T1,07:03:00,07:04:00,A,5\n");
    assert_read(w);
    assert_string_equal(first_times(&w->tt), "420:00/420:00 421:00/421:00 "
                                             "422:00/422:00 423:00/424:00");
}

static void one_of_arrival_and_departure_is_enough(void **state)
{
    struct world *w = *state;
    FEED(w, "stop_times.txt",
         ST "T1,,7:00:00,A,1\nT1,7:10:00,,B,2\nT1,7:20:00,,C,3\n");
    assert_read(w);
    assert_string_equal(first_times(&w->tt),
                        "420:00/420:00 430:00/430:00 440:00/440:00");
    assert_string_equal(notes(w), "");
}

static void trips_that_cannot_be_used_are_left_out(void **state)
{
    struct world *w = *state;
    FEED(w, "trips.txt",
         "route_id,service_id,trip_id\nR,V,T1\nR,V,T2\nR,V,T3\nR,V,T4\n"
         "R,V,T5\nR,V,T6\n",
         "stop_times.txt",
         ST "T1,,,A,1\nT1,07:10:00,07:10:00,B,2\n"          // untimed first
            "T2,07:00:00,07:00:00,A,1\nT2,,,B,2\n"          // untimed last
            "T3,07:00:00,07:05:00,A,1\nT3,07:04:00,07:04:00,B,2\n"
            "T4,07:00:00,07:00:00,A,1\nT4,07:10:00,07:09:00,B,2\n"
            "T5,07:00:00,07:00:00,A,1\n");                  // T6: no calls
    assert_read(w);
    assert_int_equal(w->tt.ntrips, 0);
    assert_string_equal(
        notes(w), "N411 feed0 stop_times.txt:2; N411 feed0 stop_times.txt:4; "
                  "N412 feed0 stop_times.txt:6; N412 feed0 stop_times.txt:8; "
                  "N413 feed0 stop_times.txt:10; N413 feed0 trips.txt:7; "
                        "A408 feed0");
}

static void times_run_past_midnight_up_to_999_hours(void **state)
{
    struct world *w = *state;
    FEED(w, "stop_times.txt",
         ST "T1,25:30:00,25:30:00,A,1\nT1,100:00:01,999:59:59,B,2\n"
            "T1,1000:00:00,1000:00:00,C,3\nT1,999:59:59,999:59:59,C,4\n");
    assert_read(w);
    assert_string_equal(first_times(&w->tt), "1530:00/1530:00 "
                                             "6000:01/59999:59 "
                                             "59999:59/59999:59");
    assert_string_equal(notes(w), "N401 feed0 stop_times.txt:4");
}

static void equal_sequence_numbers_are_put_in_order_of_time(void **state)
{
    struct world *w = *state;
    FEED(w, "stop_times.txt",
         ST "T1,07:00:00,07:00:00,A,1\nT1,07:20:00,07:20:00,C,2\n"
            "T1,07:10:00,07:10:00,B,2\n");
    assert_read(w);
    assert_string_equal(first_times(&w->tt),
                        "420:00/420:00 430:00/430:00 440:00/440:00");
    assert_string_equal(notes(w), "N410 feed0 stop_times.txt:4");
}

/* ---- days ------------------------------------------------------------- */

#define ZERO                                                                \
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"  \
    "start_date,end_date\nV,0,0,0,0,0,0,0,20250101,20250131\n"

static void an_all_zero_calendar_takes_its_days_from_the_dates(void **state)
{
    struct world *w = *state;
    static const char dates[] = "service_id,date,exception_type\n"
                                "V,20250110,1\nV,20250107,1\nV,20250108,2\n"
                                "W,20250301,1\n";
    FEED(w, "calendar.txt", ZERO, "calendar_dates.txt", dates);
    assert_read(w);
    assert_int_equal(w->tt.base_day, 20250107);
    assert_int_equal(w->tt.services[0].days[0], 1 | 1 << 3);
    assert_int_equal(w->tt.services[1].days[0], UINT64_C(1) << 53);
    assert_int_equal(w->tt.last_day, 20250301);
    assert_string_equal(notes(w), "");
    mk_timetable_release(&w->tt);
    w->n = 0;
    FEED(w, "calendar.txt", NULL, "calendar_dates.txt", dates);
    assert_read(w);
    assert_int_equal(w->tt.services[0].days[0], 1 | 1 << 3);
    assert_string_equal(notes(w), "");
}

static void days_count_from_the_first_that_has_a_trip(void **state)
{
    struct world *w = *state;
    // A row of 2019 that no trip names would push 2025 out of the masks.
    FEED(w, "calendar.txt",
         "service_id,monday,tuesday,wednesday,thursday,friday,saturday,"
         "sunday,start_date,end_date\nGAMMAL,1,1,1,1,1,1,1,20190101,20190630\n"
         "V,1,1,1,1,1,0,0,20250106,20250131\n",
         "calendar_dates.txt", "service_id,date,exception_type\n"
                               "GAMMAL,20190801,1\n");
    assert_read(w);
    assert_int_equal(w->tt.base_day, 20250106);
    assert_int_equal(w->tt.first_day, 20250106);
    assert_int_equal(w->tt.last_day, 20250131);
    assert_string_equal(notes(w), "");
}

static void no_service_day_at_all_is_an_alarm(void **state)
{
    struct world *w = *state;
    FEED(w, "calendar.txt", ZERO);
    assert_read(w);
    assert_int_equal(w->tt.first_day, 0);
    assert_string_equal(notes(w), "A402 feed0");
}

static void days_beyond_512_are_left_out_with_a_note(void **state)
{
    struct world *w = *state;
    FEED(w, "calendar.txt",
         "service_id,monday,tuesday,wednesday,thursday,friday,saturday,"
         "sunday,start_date,end_date\n"
         "V,1,1,1,1,1,1,1,20250101,20261231\n"
         "W,1,1,1,1,1,1,1,20250101,20260527\n");
    assert_read(w);
    // 2025-01-01 + 511 days.
    assert_int_equal(w->tt.last_day, 20260527);
    assert_string_equal(notes(w), "N418 feed0");
    size_t n;
    assert_non_null(strstr(mk_notes_sorted(w->ctx, &n)[0].text,
                           "after 2026-05-27 are left out (1 services"));
}

static void frequencies_replace_the_template_trip(void **state)
{
    struct world *w = *state;
    FEED(w, "frequencies.txt",
         "trip_id,start_time,end_time,headway_secs,exact_times\n"
         "T1,09:00:00,10:00:00,600,1\nT1,06:00:00,07:00:00,1200,\n"
         "T1,10:00:00,11:00:00,0,1\nT1,12:00:00,11:00:00,60,0\n"
         "T9,09:00:00,10:00:00,600,1\n");
    assert_read(w);
    assert_int_equal(w->tt.ntrips, 2);
    assert_int_equal(w->tt.ntimes, 3); // both share the template's times
    assert_int_equal(w->tt.trips[0].freq_start, 6 * 3600);
    assert_int_equal(w->tt.trips[0].freq_headway, 1200);
    assert_false(w->tt.trips[0].freq_exact);
    assert_int_equal(w->tt.trips[1].freq_end, 10 * 3600);
    assert_true(w->tt.trips[1].freq_exact);
    assert_int_equal(w->tt.feeds[0].trips, 1);
    struct mk_area_traffic a[3];
    mk_departures_count(&w->tt, 20250107, mk_grades_orok(), a);
    assert_int_equal(a[0].dep_total, 3 + 6);
    assert_string_equal(notes(w),
                        "N401 feed0 frequencies.txt:4; "
                        "N401 feed0 frequencies.txt:5; "
                        "N403 feed0 frequencies.txt:6");
}

/* ---- routes and trips ------------------------------------------------- */

static void route_types_sort_trips_by_mode_and_air_is_left_out(void **state)
{
    struct world *w = *state;
    FEED(w, "routes.txt",
         "route_id,route_type\nR,101\nX,1501\nY,1100\nZ,4711\n",
         "trips.txt",
         "route_id,service_id,trip_id\nR,V,T1\nX,V,T2\nY,V,T3\nZ,V,T4\n",
         "stop_times.txt",
         ST "T1,07:00:00,07:00:00,A,1\nT1,07:10:00,07:10:00,B,2\n"
            "T2,07:00:00,07:00:00,A,1\nT2,07:10:00,07:10:00,B,2\n"
            "T3,07:00:00,07:00:00,A,1\nT3,07:10:00,07:10:00,B,2\n"
            "T4,07:00:00,07:00:00,A,1\nT4,07:10:00,07:10:00,B,2\n");
    assert_read(w);
    assert_int_equal(w->tt.npatterns, 3);
    assert_int_equal(w->tt.patterns[0].mode, MK_MODE_TAG);
    assert_true(w->tt.patterns[0].long_distance);
    assert_int_equal(w->tt.patterns[1].mode, MK_MODE_ANROP);
    assert_int_equal(w->tt.patterns[2].mode, MK_MODE_OVRIG);
    assert_string_equal(notes(w), "N416 feed0 routes.txt:5; N417 feed0; "
                                  "N428 feed0");
    struct mk_area_traffic a[3];
    mk_departures_count(&w->tt, 20250107, mk_grades_orok(), a);
    assert_int_equal(a[0].dep_total, 2);
    assert_int_equal(a[0].dep[MK_MODE_ANROP], 1);
    assert_int_equal(a[0].dep_long_distance, 1);
}

static void the_same_trip_twice_counts_once(void **state)
{
    struct world *w = *state;
    // T2 is T1 under a service with the same days; T3 has another day.
    static const char calendar[] =
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,"
        "sunday,start_date,end_date\nV,1,1,1,1,1,0,0,20250101,20250131\n"
        "V2,1,1,1,1,1,0,0,20250101,20250131\n"
        "V3,1,1,1,1,0,0,0,20250101,20250131\n";
    static const char times[] =
        ST "T1,07:00:00,07:00:00,A,1\nT1,07:10:00,07:10:00,B,2\n"
           "T2,07:00:00,07:00:00,A,5\nT2,07:10:00,07:10:00,B,9\n"
           "T3,07:00:00,07:00:00,A,1\nT3,07:10:00,07:10:00,B,2\n"
           "T4,07:00:00,07:00:00,A,1\nT4,07:10:01,07:10:01,B,2\n";
    static const char trips[] = "route_id,service_id,trip_id\nR,V,T1\n"
                                "R,V2,T2\nR,V3,T3\nR,V,T4\n";
    FEED(w, "calendar.txt", calendar, "trips.txt", trips, "stop_times.txt",
         times);
    assert_read(w);
    assert_int_equal(w->tt.ntrips, 3);
    assert_int_equal(w->tt.feeds[0].duplicate_trips, 1);
    assert_string_equal(notes(w), "N415 feed0; N428 feed0");
    mk_timetable_release(&w->tt);
    // A second feed with the same trips, and its stop A 10 m away: all go.
    FEED(w, "calendar.txt", calendar, "trips.txt", trips, "stop_times.txt",
         times, "stops.txt",
         "stop_id,stop_name,stop_lat,stop_lon\nA,Alfa,58.0001,12\n"
         "B,Beta,58.009,12\n");
    assert_read(w);
    assert_int_equal(w->tt.ntrips, 3);
    assert_int_equal(w->tt.feeds[1].duplicate_trips, 4);
    assert_int_equal(w->tt.feeds[1].stop_times, 0);
    mk_timetable_release(&w->tt);
    // The same ids in another town are other stops.
    w->n = 1;
    FEED(w, "calendar.txt", calendar, "trips.txt", trips, "stop_times.txt",
         times, "stops.txt",
         "stop_id,stop_name,stop_lat,stop_lon\nA,Alfa,59,12\nB,Beta,59.1,12\n");
    assert_read(w);
    assert_int_equal(w->tt.ntrips, 6);
}

/* ---- stop areas ------------------------------------------------------- */

static const char *area_list(const struct mk_timetable *tt)
{
    static char text[1024];
    size_t at = 0;
    text[0] = '\0';
    for (uint32_t k = 0; k < tt->nareas; k++) {
        const struct mk_stop_area *a = &tt->areas[k];
        at += (size_t)snprintf(text + at, 128, "%s%s %s(", k ? "; " : "",
                               a->id, a->name);
        for (uint32_t i = 0; i < a->nstops; i++)
            at += (size_t)snprintf(
                text + at, 64, "%s%s", i ? " " : "",
                tt->stops[tt->area_stops[a->first_stop + i]].id);
        at += (size_t)snprintf(text + at, 8, ")");
    }
    return text;
}

#define STOPS                                                               \
    "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"

static void stop_areas_come_from_parents_tables_numbers_and_names(void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt",
         STOPS "S,Stationen,58,12,1,\nA,Läge A,58,12,0,S\n"
               "B,Läge B,58.5,12,,S\n"
               "E,Ingång,58,12,2,S\nC,Gamma,58.018,12,0,nix\n"
               "9022014002130001,Kaj,57,12,,\n9022014002130002,Kaj,57.1,12,,\n"
               "9021014002130000,Torget,,,1,\n"
               "P,Par,56,12,,\nQ,Par,56.0013,12,,\nR,Par,56.0026,12,,\n"
               "T,Par,56.0040,12,,\nU,Parken,56,12,,\n"
               "X,x,55,12,,\nY,y,55.001,12,,\n"
               "F,f,54,12,,\nG,g,54.1,12,,\n"
               "K,Kust,60,10,,\nL,Kust,60,10.0026,,\nM,Kust,60,10.0054,,\n"
               "V,Våg,10,179.9995,,\nW,Våg,10,-179.9995,,\n",
         "areas.txt", "area_id,area_name\nOmr,Området\nZon,Zon 1\n",
         "stop_areas.txt",
         "area_id,stop_id\nOmr,X\nOmr,Y\nZon,F\nZon,G\nZon,nix\nÖvr,X\n");
    assert_read(w);
    // P-Q-R hang together by 144.6 m steps; T is 155.7 m from R. A degree of
    // longitude is 55 597 m at 60 north: K-L 144.6 m, L-M 155.7 m. V-W are
    // 109.5 m apart over the antimeridian.
    assert_string_equal(
        area_list(&w->tt),
        "9021014002130000 Torget(9022014002130001 9022014002130002); "
        "C Gamma(C); F f(F); G g(G); K Kust(K L); M Kust(M); Omr Området(X Y); "
        "P Par(P Q R); S Stationen(A B); T Par(T); U Parken(U); V Våg(V W)");
    assert_string_equal(notes(w), "N403 feed0 stop_areas.txt:6; "
                                  "N420 feed0 stops.txt:6; N422 feed0; "
                                  "A408 feed0");
}

// A square of 40 x 40 stops of one name, 140 m apart north and east, is one
// area, whatever row of latitudes each is in; what stands 200 m off is not.
static void stops_of_one_name_are_joined_link_by_link(void **state)
{
    struct world *w = *state;
    struct mk_buf b = {0};
    mk_buf_str(&b, STOPS);
    for (int i = 0; i < 1600; i++) // 140 m: 111 195 m a degree, x cos 57
        mk_buf_printf(&b, "s%d,Rut,%.6f,%.6f,,\n", i,
                      57 + 0.001259 * (i / 40), 12 + 0.002312 * (i % 40));
    mk_buf_str(&b, "A,Rut,56.9982,12,,\nB,Rut,57,11.9967,,\n");
    FEED(w, "stops.txt", mk_buf_text(&b));
    mk_buf_release(&b);
    assert_read(w);
    assert_int_equal(w->tt.nareas, 3);
    assert_int_equal(w->tt.areas[2].nstops, 1600);
}

static void a_national_stop_area_spans_feeds_and_other_ids_do_not(void **state)
{
    struct world *w = *state;
    static const char stops[] =
        STOPS "9022014002130001,Kaj,57,12,,\nS,Stn,58,12,1,\nA,a,58,12,,S\n"
              "B,Beta,58.009,12,,\nC,c,59,12,,\n";
    FEED(w, "stops.txt", stops);
    FEED(w, "stops.txt", stops);
    assert_read(w);
    // Beta has no area of its own: its name joins it over the feeds.
    assert_string_equal(
        area_list(&w->tt),
        "9021014002130000 Kaj(9022014002130001 9022014002130001); "
        "B Beta(B B); C c(C C); S Stn(A); S Stn(A)");
}

static void a_station_that_trips_call_at_is_a_stop(void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt",
         STOPS "A,Alfa,58,12,1,\nB,Beta,58.009,12,1,\nC,Gamma,58.018,12,2,\n"
               "D,Delta,58.1,12,1,\n");
    assert_read(w);
    assert_string_equal(area_list(&w->tt), "A Alfa(A); B Beta(B)");
    assert_string_equal(notes(w), "N401 feed0 stop_times.txt:4; "
                                  "N409 feed0 stop_times.txt:2; "
                                  "N409 feed0 stop_times.txt:3");
}

/* ---- order ------------------------------------------------------------ */

// Rows of a text but the first, the last one first.
static void reversed(const char *text, struct mk_buf *out)
{
    const char *body = strchr(text, '\n') + 1;
    const char *end = text + strlen(text);
    mk_buf_add(out, text, (size_t)(body - text));
    while (end > body) {
        const char *p = end - 1;
        while (p > body && p[-1] != '\n')
            p--;
        mk_buf_add(out, p, (size_t)(end - p));
        end = p;
    }
    mk_buf_text(out);
}

// The rows but the first dealt like cards, so that no trip's rows stand
// together: row 7 k mod n for k = 0, 1, …
static void dealt(const char *text, struct mk_buf *out)
{
    const char *row[32];
    size_t n = 0;
    const char *body = strchr(text, '\n') + 1;
    mk_buf_add(out, text, (size_t)(body - text));
    for (const char *p = body; *p; p = strchr(p, '\n') + 1)
        row[n++] = p;
    assert_true(n % 7 != 0);
    for (size_t k = 0; k < n; k++) {
        const char *p = row[7 * k % n];
        mk_buf_add(out, p, (size_t)(strchr(p, '\n') + 1 - p));
    }
    mk_buf_text(out);
}

static void assert_same(const struct mk_timetable *a,
                        const struct mk_timetable *b)
{
    assert_int_equal(a->nstops, b->nstops);
    for (uint32_t i = 0; i < a->nstops; i++) {
        assert_string_equal(a->stops[i].id, b->stops[i].id);
        assert_int_equal(a->stops[i].area, b->stops[i].area);
    }
    assert_int_equal(a->nareas, b->nareas);
    for (uint32_t i = 0; i < a->nareas; i++)
        assert_string_equal(a->areas[i].id, b->areas[i].id);
    assert_int_equal(a->npatterns, b->npatterns);
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->npatterns; i++) {
        assert_int_equal(a->patterns[i].first_trip, b->patterns[i].first_trip);
        assert_int_equal(a->patterns[i].nstops, b->patterns[i].nstops);
        assert_int_equal(a->patterns[i].mode, b->patterns[i].mode);
        n += a->patterns[i].nstops;
    }
    assert_memory_equal(a->pattern_stops, b->pattern_stops,
                        n * sizeof *a->pattern_stops);
    assert_memory_equal(a->pickup, b->pickup, n);
    assert_int_equal(a->ntrips, b->ntrips);
    for (uint32_t i = 0; i < a->ntrips; i++) {
        assert_int_equal(a->trips[i].first_time, b->trips[i].first_time);
        assert_int_equal(a->trips[i].service, b->trips[i].service);
        assert_int_equal(a->trips[i].freq_start, b->trips[i].freq_start);
    }
    assert_int_equal(a->ntimes, b->ntimes);
    assert_memory_equal(a->times, b->times,
                        a->ntimes * 2 * sizeof *a->times);
    assert_int_equal(a->nservices, b->nservices);
    assert_memory_equal(a->services, b->services,
                        a->nservices * sizeof *a->services);
}

static void the_order_of_rows_changes_nothing(void **state)
{
    struct world *w = *state;
    const char *files[][2] = {
        {"stops.txt", STOPS "A,Par,58,12,,\nB,Par,58.001,12,,\n"
                            "C,Par,58.002,12,,\nS,Stn,59,12,1,\n"
                            "D,d,59,12,,S\nE,e,59.1,12,,S\n"},
        {"routes.txt", "route_id,route_type\nR,3\nQ,100\n"},
        {"trips.txt", "route_id,service_id,trip_id\nR,V,T1\nR,W,T2\nQ,V,T3\n"
                      "R,V,T4\nR,V,T5\nQ,W,T6\n"},
        {"calendar.txt",
         "service_id,monday,tuesday,wednesday,thursday,friday,saturday,"
         "sunday,start_date,end_date\nV,1,1,1,1,1,0,0,20250101,20250131\n"
         "W,0,0,0,0,0,1,1,20250101,20250131\n"},
        {"calendar_dates.txt", "service_id,date,exception_type\n"
                               "V,20250106,2\nW,20250106,1\n"},
        {"frequencies.txt", "trip_id,start_time,end_time,headway_secs\n"
                            "T4,06:00:00,07:00:00,600\n"
                            "T4,07:00:00,08:00:00,300\n"},
        {"stop_times.txt",
         ST "T1,07:00:00,07:00:00,A,1\nT1,,,B,2\nT1,07:20:00,07:20:00,D,3\n"
            "T2,07:00:00,07:00:00,A,1\nT2,,,B,2\nT2,07:20:00,07:20:00,D,3\n"
            "T3,06:00:00,06:00:00,D,1\nT3,06:30:00,06:31:00,E,2\n"
            "T4,00:00:00,00:00:00,C,1\nT4,00:09:00,00:09:00,D,2\n"
            "T5,06:00:00,06:00:00,A,1\nT5,06:10:00,06:10:00,B,2\n"
            "T5,06:20:00,06:20:00,D,3\nT6,05:00:00,05:00:00,D,10\n"
            "T6,05:30:00,05:30:00,E,20\n"},
    };
    const char *changes[16] = {NULL};
    struct mk_buf turned[7] = {{0}};
    for (int i = 0; i < 7; i++) {
        changes[2 * i] = files[i][0];
        changes[2 * i + 1] = files[i][1];
    }
    feed(w, changes);
    assert_read(w);
    struct mk_timetable first = w->tt;
    assert_int_equal(first.ntrips, 7);
    assert_int_equal(first.npatterns, 3);
    for (int i = 0; i < 7; i++) {
        reversed(files[i][1], &turned[i]);
        changes[2 * i + 1] = turned[i].data;
    }
    w->n = 0;
    feed(w, changes);
    assert_read(w);
    assert_same(&first, &w->tt);
    mk_timetable_release(&w->tt);
    turned[6].len = 0;
    dealt(files[6][1], &turned[6]);
    changes[13] = turned[6].data;
    w->n = 0;
    feed(w, changes);
    assert_read(w);
    assert_same(&first, &w->tt);
    // T1 and T5 share a pattern, the earlier one first.
    const struct mk_pattern *p = &first.patterns[1];
    assert_int_equal(p->ntrips, 3);
    assert_int_equal(first.times[2 * first.trips[p->first_trip].first_time],
                     6 * 3600);
    mk_timetable_release(&first);
    for (int i = 0; i < 7; i++)
        mk_buf_release(&turned[i]);
}

/* ---- lines, transfers, clocks ------------------------------------------ */

#define TWO_TRIPS                                                            \
    ST "T1,07:00:00,07:00:00,A,1\nT1,07:10:00,07:10:00,B,2\n"              \
       "T2,08:00:00,08:00:00,A,1\nT2,08:10:00,08:10:00,B,2\n"              \
       "T3,09:00:00,09:00:00,A,1\nT3,09:10:00,09:10:00,B,2\n"

static void a_line_is_a_name_and_a_pattern_has_one_line_and_direction(
    void **state)
{
    struct world *w = *state;
    // Two routes called 7 are one line; the third is called by its long name,
    // the fourth by its id. All over the same stops.
    FEED(w, "routes.txt",
         "route_id,route_type,route_short_name,route_long_name\n"
         "R1,3,7,Norra\nR2,3,7,\nR3,3,,Ringlinjen\nR4,3,,\n",
         "trips.txt",
         "route_id,service_id,trip_id,direction_id\n"
         "R1,V,T1,0\nR2,V,T2,0\nR3,V,T3,1\nR4,V,T4,\nR1,V,T5,1\nR1,V,T6,2\n",
         "stop_times.txt",
         TWO_TRIPS "T4,10:00:00,10:00:00,A,1\nT4,10:10:00,10:10:00,B,2\n"
                   "T5,11:00:00,11:00:00,A,1\nT5,11:10:00,11:10:00,B,2\n"
                   "T6,12:00:00,12:00:00,A,1\nT6,12:10:00,12:10:00,B,2\n");
    assert_read(w);
    const struct mk_timetable *tt = &w->tt;
    assert_int_equal(tt->nlines, 3);
    assert_string_equal(tt->lines[0].name, "7");
    assert_string_equal(tt->lines[1].name, "R4");
    assert_string_equal(tt->lines[2].name, "Ringlinjen");
    // Line 7: there (T1, T2), back (T5), not said (T6: 2 is no direction).
    static const uint32_t want[5][3] = {
        {0, 0, 2}, {0, 1, 1}, {0, 2, 1}, {1, 2, 1}, {2, 1, 1}};
    assert_int_equal(tt->npatterns, 5);
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(tt->patterns[i].line, want[i][0]);
        assert_int_equal(tt->patterns[i].direction, want[i][1]);
        assert_int_equal(tt->patterns[i].ntrips, want[i][2]);
    }
    // Nothing calls at C.
    assert_string_equal(notes(w), "N424 feed0 trips.txt:7; N428 feed0");
}

static void the_same_run_on_two_lines_still_counts_once(void **state)
{
    struct world *w = *state;
    FEED(w, "routes.txt",
         "route_id,route_type,route_short_name\nR1,3,7\nR2,3,8\n", "trips.txt",
         "route_id,service_id,trip_id\nR1,V,T1\nR2,V,T2\n", "stop_times.txt",
         ST "T1,07:00:00,07:00:00,A,1\nT1,07:10:00,07:10:00,B,2\n"
            "T2,07:00:00,07:00:00,A,1\nT2,07:10:00,07:10:00,B,2\n");
    assert_read(w);
    assert_int_equal(w->tt.ntrips, 1);
    assert_string_equal(w->tt.lines[w->tt.patterns[0].line].name, "7");
}

// Two trips of the same stops and times, one of which nobody may board at A:
// the other one's departure counts, whichever has the lower id. A third, that
// is like the first throughout, is left out; nor is one that may not be left
// at B the same.
static void trips_boarded_differently_are_not_the_same(void **state)
{
    struct world *w = *state;
    static const char *const trips = "route_id,service_id,trip_id\n"
                                     "R,V,%s\nR,V,%s\nR,V,T3\nR,V,T4\n";
    static const char *const times =
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,"
        "pickup_type,drop_off_type\n"
        "%s,07:00:00,07:00:00,A,1,1,0\n%s,07:10:00,07:10:00,B,2,0,0\n"
        "%s,07:00:00,07:00:00,A,1,0,0\n%s,07:10:00,07:10:00,B,2,0,0\n"
        "T3,07:00:00,07:00:00,A,1,1,0\nT3,07:10:00,07:10:00,B,2,0,0\n"
        "T4,07:00:00,07:00:00,A,1,1,0\nT4,07:10:00,07:10:00,B,2,0,1\n";
    for (int turned = 0; turned < 2; turned++) {
        const char *shut = turned ? "T2" : "T1", *open = turned ? "T1" : "T2";
        char rows[128], calls[512];
        snprintf(rows, sizeof rows, trips, shut, open);
        snprintf(calls, sizeof calls, times, shut, shut, open, open);
        w->n = 0;
        FEED(w, "trips.txt", rows, "stop_times.txt", calls);
        assert_read(w);
        assert_int_equal(w->tt.ntrips, 3);
        assert_int_equal(w->tt.feeds[0].duplicate_trips, 1);
        struct mk_area_traffic a[3];
        mk_departures_count(&w->tt, 20250107, mk_grades_orok(), a);
        assert_int_equal(a[0].dep_total, 1);
        mk_timetable_release(&w->tt);
    }
}

// Lines of two feeds are two lines, also of one name.
static void lines_belong_to_their_feed(void **state)
{
    struct world *w = *state;
    FEED(w, NULL, NULL);
    FEED(w, "stop_times.txt",
         ST "T1,07:30:00,07:30:00,A,1\nT1,07:40:00,07:40:00,B,2\n");
    assert_read(w);
    assert_int_equal(w->tt.nlines, 2);
    assert_int_equal(w->tt.lines[1].feed, 1);
    assert_string_equal(w->tt.lines[1].name, "R");
    assert_int_equal(w->tt.patterns[1].line, 1);
}

static const char *transfer_list(const struct mk_timetable *tt)
{
    static char text[1024];
    size_t at = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < tt->ntransfers; i++) {
        const struct mk_transfer *t = &tt->transfers[i];
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s-%s:%d/%d",
                               i ? " " : "", tt->stops[t->from].id,
                               tt->stops[t->to].id, t->type, (int)t->min_s);
    }
    return text;
}

#define STATION                                                              \
    "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"     \
    "S,Stat,58.000,12,1,\nA,Alfa,58.000,12,0,S\nB,Beta,58.009,12,0,S\n"      \
    "C,Gamma,58.018,12,0,\nE,Entre,58.000,12,2,S\n"
#define TRANSFERS "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"

static void transfers_of_a_station_are_its_stops_and_the_nearest_word_wins(
    void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt", STATION, "transfers.txt",
         TRANSFERS "S,S,2,180\nA,B,2,300\nS,C,0,\nA,C,3,\nC,B,1,\n"
                   "C,B,2,60\nC,B,2,90\n");
    assert_read(w);
    // A-A, B-A, B-B from the station's row, A-B from its own; A-C is
    // forbidden, B-C the station's. Of three equals for C-B the longest time.
    assert_string_equal(transfer_list(&w->tt),
                        "A-A:2/180 A-B:2/300 A-C:3/-1 B-A:2/180 B-B:2/180 "
                        "B-C:0/-1 C-B:2/90");
    assert_string_equal(notes(w), "");
}

static void the_order_of_transfers_changes_nothing(void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt", STATION, "transfers.txt",
         TRANSFERS "C,B,2,90\nA,C,3,\nC,B,2,60\nS,C,0,\nA,B,2,300\nC,B,1,\n"
                   "S,S,2,180\n");
    assert_read(w);
    assert_string_equal(transfer_list(&w->tt),
                        "A-A:2/180 A-B:2/300 A-C:3/-1 B-A:2/180 B-B:2/180 "
                        "B-C:0/-1 C-B:2/90");
}

static void transfers_of_routes_and_trips_are_counted_and_left_out(
    void **state)
{
    struct world *w = *state;
    FEED(w, "stops.txt", STATION, "transfers.txt",
         "from_stop_id,to_stop_id,transfer_type,min_transfer_time,"
         "from_route_id,to_trip_id\n"
         "A,B,2,60,R,\nA,B,2,90,,T1\nA,B,4,,,\nA,B,5,,,\nA,B,0,,,\n"
         "A,X,0,,,\nA,E,0,,,\nA,,0,,,\nA,B,6,,,\nA,B,2,-5,,\n");
    assert_read(w);
    assert_string_equal(transfer_list(&w->tt), "A-B:0/-1");
    // Unknown stop, an entrance, none, an unknown type, a negative time.
    assert_string_equal(notes(w),
                        "N401 feed0 transfers.txt:8; N401 feed0 "
                        "transfers.txt:9; N401 feed0 transfers.txt:10; N401 "
                        "feed0 transfers.txt:11; N403 feed0 transfers.txt:7; "
                        "N423 feed0");
    size_t n;
    const struct mk_note_row *rows = mk_notes_sorted(w->ctx, &n);
    assert_string_equal(rows[n - 1].text,
                        "4 of 10 rows of transfers.txt are about some routes "
                        "or trips only and are left out");
}

#define MARCH                                                                \
    "calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,"   \
                    "saturday,sunday,start_date,end_date\n"                  \
                    "V,1,1,1,1,1,1,1,20250328,20251231\n"

static void clocks_change_between_two_noons(void **state)
{
    struct world *w = *state;
    if (access("/usr/share/zoneinfo/Europe/Stockholm", R_OK) != 0)
        skip();
    // Base day 28 March 2025. Clocks go forward on Sunday the 30th, bit 2, and
    // back on 26 October: two days short of seven months later, of 31 + 30 +
    // 31 + 30 + 31 + 31 + 30 = 214 days.
    FEED(w, MARCH, "agency.txt",
         "agency_id,agency_timezone\nX,Europe/Stockholm\n");
    assert_read(w);
    for (int32_t d = 0; d < 300; d++)
        assert_int_equal(w->tt.noon_step[d], d == 2     ? 82800
                                             : d == 212 ? 90000
                                                        : 86400);
    assert_string_equal(notes(w), "");
}

static void an_unknown_zone_is_noted_and_has_whole_days(void **state)
{
    struct world *w = *state;
    static const char *const bad[] = {"Europe/Lerum", "../../etc/passwd",
                                      "/etc/localtime", "Europe"};
    for (size_t i = 0; i < 4; i++) {
        char agency[128];
        snprintf(agency, sizeof agency, "agency_id,agency_timezone\nX,%s\n",
                 bad[i]);
        w->n = 0;
        FEED(w, MARCH, "agency.txt", agency);
        assert_read(w);
        assert_int_equal(w->tt.noon_step[2], 86400);
        assert_int_equal(mk_notes_count(w->ctx, MK_N_GTFS_ZONE), i + 1);
        mk_timetable_release(&w->tt);
    }
}

static void of_several_zones_the_first_feeds_is_used(void **state)
{
    struct world *w = *state;
    if (access("/usr/share/zoneinfo/Europe/Stockholm", R_OK) != 0)
        skip();
    FEED(w, MARCH, "agency.txt", "agency_timezone\nEurope/Stockholm\n");
    FEED(w, MARCH, "agency.txt", "agency_timezone\nAsia/Tokyo\n");
    assert_read(w);
    assert_int_equal(w->tt.noon_step[2], 82800);
    assert_string_equal(notes(w), "N415 feed1; N426 feed1");
}

/* ---- alarms about whole feeds ------------------------------------------ */

#define WINDOW(from, to)                                                     \
    "calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,"   \
                    "saturday,sunday,start_date,end_date\n"                  \
                    "V,1,1,1,1,1,1,1," from "," to "\n"

static void feeds_of_different_times_are_said(void **state)
{
    struct world *w = *state;
    FEED(w, WINDOW("20250101", "20250131"));
    FEED(w, WINDOW("20250120", "20250228"));
    assert_read(w);
    size_t n;
    const struct mk_note_row *rows = mk_notes_sorted(w->ctx, &n);
    assert_int_equal(n, 2);
    assert_string_equal(rows[0].text, "the timetable holds 2025-01-01 to "
                                      "2025-01-31, all of them together "
                                      "2025-01-20 to 2025-01-31");
    assert_string_equal(rows[1].key, "feed1");
    // A day that only the first one holds: the other's alarm.
    struct mk_day_choice c;
    mk_day_choose(w->ctx, &w->tt, 20250107, &c);
    assert_string_equal(notes(w), "A406 feed1; N427 feed0; N427 feed1");
}

static void feeds_without_a_common_day_are_an_alarm(void **state)
{
    struct world *w = *state;
    FEED(w, WINDOW("20250101", "20250131"));
    FEED(w, WINDOW("20250201", "20250228"));
    assert_read(w);
    assert_string_equal(notes(w), "A407 feed0; A407 feed1");
}

static void feeds_of_one_time_give_no_note(void **state)
{
    struct world *w = *state;
    FEED(w, WINDOW("20250101", "20250131"));
    FEED(w, WINDOW("20250101", "20250131"));
    assert_read(w);
    assert_string_equal(notes(w), "N415 feed1");
}

static void stops_without_a_trip_are_counted(void **state)
{
    struct world *w = *state;
    // One of three is a note, two of four (not more than half) as well, three
    // of five an alarm.
    static const char *const more[] = {"", "D,d,59,12\n",
                                       "D,d,59,12\nE,e,59.1,12\n"};
    static const enum mk_msg want[] = {
        MK_N_GTFS_UNSERVED, MK_N_GTFS_UNSERVED, MK_A_GTFS_UNSERVED};
    for (size_t i = 0; i < 3; i++) {
        char stops[256];
        snprintf(stops, sizeof stops, "%s%s", standard[0][1], more[i]);
        w->n = 0;
        mk_ctx_free(w->ctx);
        w->ctx = mk_ctx_new(MK_EN);
        FEED(w, "stops.txt", stops, "stop_times.txt",
             ST "T1,07:00:00,07:00:00,A,1\nT1,07:10:00,07:10:00,B,2\n");
        assert_read(w);
        size_t n;
        const struct mk_note_row *rows = mk_notes_sorted(w->ctx, &n);
        assert_int_equal(n, 1);
        assert_int_equal(rows[0].msg, want[i]);
        assert_int_equal(rows[0].text[0], '1' + (int)i);
        mk_timetable_release(&w->tt);
    }
}

static void utf16_is_named(void **state)
{
    struct world *w = *state;
    FEED(w, NULL, NULL);
    static const char text[] = "\xFF\xFEs\0t\0o\0p\0_\0i\0d\0";
    put_file(w->path[0], "stops.txt", text, sizeof text - 1);
    assert_int_equal(read_all(w), MK_EINPUT);
    assert_non_null(strstr(mk_ctx_error(w->ctx), "I404"));
}

static void frequencies_without_end_are_a_limit(void **state)
{
    struct world *w = *state;
    // 195 rows of a day by the second: 195 x 86400 = 16 848 000, over 2^24.
    struct mk_buf b = {0};
    mk_buf_str(&b, "trip_id,start_time,end_time,headway_secs\n");
    for (int i = 0; i < 194; i++)
        mk_buf_str(&b, "T1,00:00:00,24:00:00,1\n");
    FEED(w, "frequencies.txt", mk_buf_text(&b));
    assert_read(w); // 16 761 600: below
    // At A and B, 06-20, one a second from each of 194 rows.
    struct mk_area_traffic a[3];
    mk_departures_count(&w->tt, 20250107, mk_grades_orok(), a);
    assert_int_equal(a[0].dep_total, 194 * 14 * 3600);
    assert_int_equal(a[1].dep_hour[13], 194 * 3600);
    assert_int_equal(a[2].dep_total, 0);
    mk_timetable_release(&w->tt);
    mk_buf_str(&b, "T1,00:00:00,24:00:00,1\n");
    w->n = 0;
    FEED(w, "frequencies.txt", mk_buf_text(&b));
    mk_buf_release(&b);
    assert_int_equal(read_all(w), MK_ELIMIT);
}

static void no_feed_is_an_empty_timetable(void **state)
{
    struct world *w = *state;
    assert_read(w);
    assert_int_equal(w->tt.nstops, 0);
    struct mk_day_choice c;
    mk_day_choose(w->ctx, &w->tt, 0, &c);
    assert_int_equal(c.active_trips, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_folder_gives_the_timetable),
        T(columns_in_any_order_blanks_bom_and_crlf_are_taken),
        T(what_is_required_is_named_when_missing),
        T(only_files_and_folders_on_disk_are_opened),
        T(a_zip_is_read_at_its_root_or_in_one_folder),
        T(a_bomb_in_a_zip_is_a_limit),
        T(bad_rows_are_left_out_and_listed_by_line),
        T(the_first_of_several_equal_ids_is_kept),
        T(text_in_another_encoding_is_recoded),
        T(nul_bytes_are_taken_away),
        T(calls_at_unknown_stops_raise_an_alarm),
        T(missing_times_are_filled_in_by_distance),
        T(calls_in_one_place_share_the_time_evenly),
        T(one_of_arrival_and_departure_is_enough),
        T(trips_that_cannot_be_used_are_left_out),
        T(times_run_past_midnight_up_to_999_hours),
        T(equal_sequence_numbers_are_put_in_order_of_time),
        T(an_all_zero_calendar_takes_its_days_from_the_dates),
        T(days_count_from_the_first_that_has_a_trip),
        T(no_service_day_at_all_is_an_alarm),
        T(days_beyond_512_are_left_out_with_a_note),
        T(frequencies_replace_the_template_trip),
        T(route_types_sort_trips_by_mode_and_air_is_left_out),
        T(the_same_trip_twice_counts_once),
        T(stop_areas_come_from_parents_tables_numbers_and_names),
        T(stops_of_one_name_are_joined_link_by_link),
        T(a_national_stop_area_spans_feeds_and_other_ids_do_not),
        T(a_station_that_trips_call_at_is_a_stop),
        T(the_order_of_rows_changes_nothing),
        T(a_line_is_a_name_and_a_pattern_has_one_line_and_direction),
        T(the_same_run_on_two_lines_still_counts_once),
        T(trips_boarded_differently_are_not_the_same),
        T(lines_belong_to_their_feed),
        T(transfers_of_a_station_are_its_stops_and_the_nearest_word_wins),
        T(the_order_of_transfers_changes_nothing),
        T(transfers_of_routes_and_trips_are_counted_and_left_out),
        T(clocks_change_between_two_noons),
        T(an_unknown_zone_is_noted_and_has_whole_days),
        T(of_several_zones_the_first_feeds_is_used),
        T(feeds_of_different_times_are_said),
        T(feeds_without_a_common_day_are_an_alarm),
        T(feeds_of_one_time_give_no_note),
        T(stops_without_a_trip_are_counted),
        T(utf16_is_named),
        T(frequencies_without_end_are_a_limit),
        T(no_feed_is_an_empty_timetable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
