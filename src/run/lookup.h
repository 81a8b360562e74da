/** @file
 * Which rows are the fastighet that somebody asks for.
 */
#ifndef MK_LOOKUP_H
#define MK_LOOKUP_H

#include <markklar/project.h>

/** Input rows (0-based, rising) of one fastighet. */
struct mk_found {
    uint32_t *rows;
    uint32_t n, cap;
};
void mk_found_release(struct mk_found *f);

/**
 * Read the names of all parcels and find one: the full designation, else the
 * fast_id, else the designation without its kommun when only one fits. A
 * name of an område or a delområde ("… 1:3>2-1") finds its fastighet.
 * Not found, or several: fatal, with the nearest names.
 */
enum mk_status mk_fastighet_find(struct mk_ctx *ctx,
                                 const struct mk_project *project,
                                 const char *want,
                                 struct mk_found *out) MK_CHECKED;

#endif
