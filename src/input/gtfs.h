/** @file
 * GTFS feeds to a timetable. The rules are in docs/kollektivtrafik.md.
 */
#ifndef MK_GTFS_H
#define MK_GTFS_H

#include <markklar/transit.h>

/** Most bytes read of one file of a feed. */
#define MK_GTFS_FILE_MAX ((uint64_t)4 << 30)
/** A file larger than _FREE may not be more than _MAX times its archive. */
#define MK_GTFS_RATIO_FREE ((uint64_t)100 << 20)
#define MK_GTFS_RATIO_MAX 200u
/** Most rows of one file, ids of one kind, and bytes of text kept of a feed;
 * a country's timetable has a fifth of that. */
#define MK_GTFS_ROWS_MAX (1u << 26)
#define MK_GTFS_IDS_MAX (1u << 23)
#define MK_GTFS_TEXT_MAX ((size_t)1 << 30)
/** Most departures that the frequencies of a feed may stand for. */
#define MK_GTFS_EXPANDED_MAX (1u << 24)

/**
 * Read feeds, each a zip file or a folder on disk. Nothing is unpacked and
 * nothing is fetched. What is off in a row is noted and the row left out; a
 * required file or column that is missing is fatal.
 * @param[out] out  release with mk_timetable_release(); empty on failure
 */
enum mk_status mk_gtfs_read(struct mk_ctx *ctx, const char *const paths[],
                            uint32_t n, struct mk_timetable *out) MK_CHECKED;

#endif
