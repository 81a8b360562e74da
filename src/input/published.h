/** @file
 * A folder that `score` wrote, read back: what the run was made of, and the
 * land of `mark` and `verksamhetsmark`.
 */
#ifndef MK_PUBLISHED_H
#define MK_PUBLISHED_H

#include <markklar/compare.h>
#include <markklar/ctx.h>

/**
 * Read korning.json and the two layers. A file that is not the one whose hash
 * korning.json has is refused: the folder is mixed.
 * @param[out] out  release with mk_published_release() in any case
 */
enum mk_status mk_published_read(struct mk_ctx *ctx, const char *dir,
                                 struct mk_published_set *out) MK_CHECKED;

#endif
