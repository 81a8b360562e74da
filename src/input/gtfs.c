#include "input/gtfs.h"

#include "input/gtfs_feed.h"

#include <cpl_error.h>

#include <inttypes.h>
#include <stdlib.h>

static enum mk_status read_feeds(struct mk_ctx *ctx, const char *const paths[],
                                 uint32_t n, struct gtfs_feed feeds[],
                                 struct gtfs_build *b)
{
    // Days and trips first: masks of all feeds count from the first day that
    // has a trip in any of them.
    for (uint32_t k = 0; k < n; k++) {
        feeds[k].number = (uint16_t)k;
        feeds[k].kept = b->kept;
        enum mk_status st = mk_gtfs_feed_open(ctx, paths[k], &feeds[k]);
        if (st == MK_OK)
            st = mk_gtfs_read_calendar(&feeds[k]);
        if (st == MK_OK)
            st = mk_gtfs_read_tables(&feeds[k]);
        if (st != MK_OK)
            return st;
    }
    mk_gtfs_build_services(b, feeds, n);
    mk_gtfs_build_clock(b, feeds, n);
    mk_gtfs_check_windows(feeds, n);
    for (uint32_t k = 0; k < n; k++) {
        struct gtfs_feed *f = &feeds[k];
        enum mk_status st = mk_gtfs_read_times(f);
        if (st != MK_OK)
            return st;
        mk_gtfs_build_stops(b, f);
        st = mk_gtfs_read_transfers(b, f);
        if (st != MK_OK)
            return st;
        mk_gtfs_build_lines(b, f);
        mk_gtfs_build_runs(b, f);
        free(f->calls); // the largest part, not needed any more
        f->calls = NULL;
    }
    mk_gtfs_check_unserved(b, feeds, n);
    mk_gtfs_build_areas(b);
    mk_gtfs_build_trips(b, feeds);
    return MK_OK;
}

static void note_same_trips(const struct gtfs_feed *f)
{
    if (!f->info.duplicate_trips)
        return;
    char n[24];
    snprintf(n, sizeof n, "%" PRIu64, f->info.duplicate_trips);
    mk_note(f->ctx, MK_N_GTFS_SAME_TRIPS, f->label, n);
}

enum mk_status mk_gtfs_read(struct mk_ctx *ctx, const char *const paths[],
                            uint32_t n, struct mk_timetable *out)
{
    *out = (struct mk_timetable){0};
    if (n > UINT16_MAX)
        return mk_fail(ctx, MK_E_LIMIT, "65535", "tidtabeller");
    struct gtfs_build b = {.kept = mk_zalloc(1, sizeof *b.kept)};
    struct gtfs_feed *feeds = mk_zalloc(n, sizeof *feeds);
    b.tt.storage = b.kept;
    // GDAL would print to stderr what is said in our own words.
    CPLPushErrorHandler(CPLQuietErrorHandler);
    const enum mk_status st = read_feeds(ctx, paths, n, feeds, &b);
    CPLPopErrorHandler();
    if (st == MK_OK) {
        b.tt.feeds = mk_zalloc(n, sizeof *b.tt.feeds);
        b.tt.nfeeds = n;
        for (uint32_t k = 0; k < n; k++) {
            note_same_trips(&feeds[k]);
            b.tt.feeds[k] = feeds[k].info;
        }
    }
    for (uint32_t k = 0; k < n; k++)
        mk_gtfs_feed_close(&feeds[k]);
    free(feeds);
    free(b.pattern_slot);
    free(b.runs);
    free(b.frequencies);
    free(b.key);
    if (st == MK_OK)
        *out = b.tt;
    else
        mk_timetable_release(&b.tt);
    return st;
}
