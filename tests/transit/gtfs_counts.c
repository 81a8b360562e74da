// Reads feeds and prints what the timetable holds, one fact a line, for
// compare.py to hold against its own reckoning.
//
//   gtfs_counts DAY PATH...     DAY yyyymmdd, 0 = choose
#include <markklar/transit.h>

#include "input/gtfs.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void print_notes(struct mk_ctx *ctx)
{
    size_t n;
    const struct mk_note_row *rows = mk_notes_sorted(ctx, &n);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || rows[i].msg != rows[i - 1].msg)
            printf("note\t%s\t%" PRIu64 "\t%s\t%s\n",
                   mk_msg_code(rows[i].msg), rows[i].count, rows[i].key,
                   rows[i].text);
}

static void print_feeds(const struct mk_timetable *tt)
{
    for (uint32_t k = 0; k < tt->nfeeds; k++) {
        const struct mk_feed_info *f = &tt->feeds[k];
        printf("feed\t%" PRIu32 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
               "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
               "\t%" PRIu64 "\t%d\t%d\n",
               k, f->stops, f->routes, f->trips, f->stop_times,
               f->interpolated, f->duplicate_trips, f->dangling_stop_times,
               f->skipped_rows, (int)f->first_day, (int)f->last_day);
    }
    printf("total\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32
           "\t%" PRIu32 "\n",
           tt->nstops, tt->nareas, tt->npatterns, tt->ntrips, tt->ntimes);
}

static void print_areas(const struct mk_timetable *tt, mk_date day)
{
    struct mk_area_traffic *a = calloc(tt->nareas + 1, sizeof *a);
    mk_departures_count(tt, day, mk_grades_orok(), a);
    for (uint32_t k = 0; k < tt->nareas; k++) {
        printf("area\t%s\t%s\t%" PRIu32, tt->areas[k].id, tt->areas[k].name,
               tt->areas[k].nstops);
        for (int m = 0; m < MK_MODE_COUNT; m++)
            printf("\t%" PRIu32, a[k].dep[m]);
        printf("\t%" PRIu32 "\t%d\n", a[k].dep_total, a[k].category);
    }
    free(a);
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct mk_timetable tt;
    const double start = seconds(CLOCK_MONOTONIC);
    const enum mk_status st =
        mk_gtfs_read(ctx, (const char *const *)argv + 2, (uint32_t)argc - 2,
                     &tt);
    const double read = seconds(CLOCK_MONOTONIC);
    printf("status\t%d\n", st);
    if (st != MK_OK) {
        printf("error\t%s\n", mk_ctx_error(ctx));
    } else {
        struct mk_day_choice c;
        mk_day_choose(ctx, &tt, (mk_date)strtol(argv[1], NULL, 10), &c);
        printf("day\t%d\t%" PRIu32 "\t%" PRIu32 "\t%.6f\n", (int)c.day,
               c.active_trips, c.max_trips, c.active_services);
        print_feeds(&tt);
        print_areas(&tt, c.day);
    }
    print_notes(ctx);
    fprintf(stderr, "read %.3f s, day and departures %.3f s; cpu %.3f s\n",
            read - start, seconds(CLOCK_MONOTONIC) - read,
            seconds(CLOCK_PROCESS_CPUTIME_ID));
    mk_timetable_release(&tt);
    mk_ctx_free(ctx);
    return 0;
}
