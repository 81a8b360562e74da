/** @file
 * One run is one set of files: all of them arrive, or none does.
 *
 * Files are made in a hidden folder inside the result folder (same file
 * system), so that what stands there stays whole while a run goes on.
 * mk_set_commit() reads every file back, fsyncs, and moves them into place,
 * korning.json last; a failure on the way puts the old files back. A run that
 * was killed while moving is undone by the next mk_set_new() on the folder.
 *
 *     mk_set_new → mk_set_file / mk_set_temp_path → mk_set_seal →
 *     mk_set_list → mk_set_file("korning.json") → mk_set_commit
 *
 * A set is used by one thread at a time; different files of it may be written
 * by different threads once they are made. Two runs never write in the same
 * folder at once: the second is refused.
 */
#ifndef MK_SET_H
#define MK_SET_H

#include <markklar/ctx.h>

struct mk_set;
struct mk_out;

/** The file that says what the set holds; moved into place last. */
#define MK_SET_MANIFEST "korning.json"

/** One file of a set, known after mk_set_seal(). */
struct mk_set_entry {
    const char *name;
    uint64_t size;
    uint64_t xxh3; /**< XXH3-64 of the bytes */
};

/**
 * Make ready to write a set in `dir` (made when missing, parents too), and
 * clear what killed runs left there.
 * @param overwrite  files that stand there may be replaced
 * @param[out] out   always free with mk_set_free(); NULL on failure
 */
enum mk_status mk_set_new(struct mk_ctx *ctx, const char *dir, bool overwrite,
                          struct mk_set **out) MK_CHECKED;

/**
 * Begin a file of the set. Refused when it stands there and overwrite is off.
 * @param name      plain file name
 * @param[out] out  owned by the set
 */
enum mk_status mk_set_file(struct mk_ctx *ctx, struct mk_set *set,
                           const char *name, struct mk_out **out) MK_CHECKED;

/** Append bytes: all of them, or the run has failed (disk full …). */
enum mk_status mk_out_write(struct mk_ctx *ctx, struct mk_out *out,
                            const void *data, size_t n) MK_CHECKED;

/**
 * A path for a file of the set that another library makes (GDAL). It keeps
 * the name and its extension; the file must be closed before mk_set_seal().
 * @param[out] path  owned by the set
 */
enum mk_status mk_set_temp_path(struct mk_ctx *ctx, struct mk_set *set,
                                const char *name, const char **path)
    MK_CHECKED;

/** A file that earlier runs may have left and this run does not make (an old
 * markklar.gpkg): it goes away when the set is committed. Refused like
 * mk_set_file() when it stands there and overwrite is off. */
enum mk_status mk_set_drop(struct mk_ctx *ctx, struct mk_set *set,
                           const char *name) MK_CHECKED;

/** Flush, read back and fsync the files so far: their sizes and hashes are
 * then known and they take no more bytes. */
enum mk_status mk_set_seal(struct mk_ctx *ctx, struct mk_set *set) MK_CHECKED;

/** Files sealed so far, by name. Valid until the set is freed. */
const struct mk_set_entry *mk_set_list(const struct mk_set *set, size_t *n);

/** Seal what is left and move everything into place. After a failure the
 * folder is as it was. */
enum mk_status mk_set_commit(struct mk_ctx *ctx, struct mk_set *set) MK_CHECKED;

/** Remove what was made (nothing after a commit) and free; NULL is fine. */
void mk_set_free(struct mk_set *set);

#endif
