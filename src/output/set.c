#include "output/set.h"

#include "base/arena.h"
#include "base/text.h"
#include "output/oserror.h"

#include <xxhash.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// Layout while a run goes on:
//   DIR/.markklar-arbete/ny/NAME       the new files
//   DIR/.markklar-arbete/gammal/NAME   the old ones, while moving
//   DIR/.markklar-arbete/ordning       the names in the order of moving
// DIR is locked (flock), so there is one such folder at most, and one that
// stands there without a lock is a killed run's.
#define WORK ".markklar-arbete"
#define NEW_DIR WORK "/ny"
#define OLD_DIR WORK "/gammal"
#define ORDER WORK "/ordning"
#define ORDER_TEMP WORK "/ordning.ny"

#define LOCK_FILE ".markklar-las" // where a folder cannot be locked itself

#define OUT_BUFFER (1 << 20)

enum file_kind { OWN, FOREIGN, DROP };

struct mk_out {
    const struct mk_set *set;
    char *name, *path;
    enum file_kind kind;
    int fd;               // OWN: open until sealed, otherwise -1
    char *buffer;
    size_t used;
    uint64_t size;        // bytes handed over to the system
    XXH3_state_t *hash;
    bool sealed;
    bool backed_up, moved; // while committing
};

struct mk_set {
    char *dir;
    int fd;               // of dir; holds the lock
    int lock_fd;          // of LOCK_FILE, or -1
    bool overwrite;
    bool made_dir;        // dir was not there before
    bool committed;
    bool has_work;        // the work folder is ours to remove
    bool keep_work;       // old files are in it and could not be put back
    struct mk_out **file;
    size_t n, cap;
    struct mk_set_entry *list;
    size_t nlist;
};

static enum mk_status fail_os(struct mk_ctx *ctx, enum mk_msg msg,
                              const char *subject, const char *call,
                              int error)
{
    char reason[128];
    mk_os_reason(mk_ctx_lang(ctx), call, error, reason);
    return mk_fail(ctx, msg, subject, reason);
}

static char *join(const char *dir, const char *name)
{
    const size_t n = strlen(dir), m = strlen(name);
    char *p = mk_alloc(n + m + 2);
    memcpy(p, dir, n);
    p[n] = '/';
    memcpy(p + n + 1, name, m + 1);
    return p;
}

static bool exists_at(int dirfd, const char *name)
{
    struct stat st;
    return fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

// mkdir -p. A folder that is there already is fine.
// `made`: the last one was not there before.
static int make_folders(const char *path, bool *made)
{
    char *p = mk_alloc(strlen(path) + 1);
    memcpy(p, path, strlen(path) + 1);
    int error = 0;
    for (char *s = p + 1; !error; s++) {
        if (*s != '/' && *s != '\0')
            continue;
        const char c = *s;
        *s = '\0';
        *made = mkdir(p, 0777) == 0;
        if (!*made && errno != EEXIST && errno != EISDIR) {
            // A parent we may not write in can still be one that exists.
            struct stat st;
            const int mkdir_error = errno;
            if (stat(p, &st) != 0 || !S_ISDIR(st.st_mode))
                error = mkdir_error;
        }
        *s = c;
        if (!c)
            break;
    }
    free(p);
    return error;
}

// Remove a folder of plain files (and sub-folders of them, two deep).
static void remove_tree(int dirfd, const char *name, int depth)
{
    if (unlinkat(dirfd, name, 0) == 0 || errno == ENOENT)
        return;
    const int fd = openat(dirfd, name,
                          O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (!d) {
        if (fd >= 0)
            close(fd);
        return;
    }
    const struct dirent *e;
    while ((e = readdir(d)))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
            depth > 0)
            remove_tree(fd, e->d_name, depth - 1);
    closedir(d);
    unlinkat(dirfd, name, AT_REMOVEDIR);
}

static void in_folder(const char *folder, const char *name, struct mk_buf *b)
{
    b->len = 0;
    mk_buf_printf(b, "%s/%s", folder, name);
    mk_buf_text(b);
}

// Read the order file of a killed run; NULL when it never began to move.
static char *read_order(int dirfd)
{
    const int fd = openat(dirfd, ORDER, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct mk_buf b = {0};
    ssize_t got;
    do {
        got = read(fd, mk_buf_room(&b, 4096), 4096);
        if (got > 0)
            b.len += (size_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    close(fd);
    mk_buf_text(&b);
    return b.data;
}

// Undo one file of a commit that stopped half-way. Each line of the order
// file tells what was there before: '-' a file to be taken away, '=' one to be
// replaced, '+' nothing. A backup was made before anything took the old file's
// place, so where there is none the old file is still, or again, in place.
static bool undo_line(int dirfd, const char *line, struct mk_buf *b)
{
    const char *name = line + 1;
    in_folder(OLD_DIR, name, b);
    if (exists_at(dirfd, b->data))
        return renameat(dirfd, b->data, dirfd, name) == 0;
    if (*line != '+')
        return true;
    in_folder(NEW_DIR, name, b);
    return exists_at(dirfd, b->data) || unlinkat(dirfd, name, 0) == 0 ||
           errno == ENOENT;
}

// The order file's last line is the file that completes the set.
static bool was_completed(int dirfd, const char *order, struct mk_buf *b)
{
    size_t n = strlen(order);
    while (n && order[n - 1] == '\n')
        n--;
    const char *last = order + n;
    while (last > order && last[-1] != '\n')
        last--;
    b->len = 0;
    mk_buf_str(b, NEW_DIR "/");
    if (n)
        mk_buf_add(b, last + 1, (size_t)(order + n - last - 1));
    return n && !exists_at(dirfd, mk_buf_text(b));
}

// A killed run's work folder: when it had begun to move files and had not got
// to the last one, put the old ones back. Doing it twice does no harm.
static enum mk_status recover(struct mk_ctx *ctx, struct mk_set *set)
{
    if (!exists_at(set->fd, WORK))
        return MK_OK;
    struct mk_buf b = {0};
    char *order = read_order(set->fd);
    const bool restore = order && !was_completed(set->fd, order, &b);
    int error = 0;
    for (char *line = order; restore && *line;) {
        char *end = strchr(line, '\n');
        if (!end)
            break;
        *end = '\0';
        if (!undo_line(set->fd, line, &b) && !error)
            error = errno;
        line = end + 1;
    }
    mk_buf_release(&b);
    free(order);
    if (error)
        return fail_os(ctx, MK_E_OUT_DIR, set->dir, "rename", error);
    if (restore)
        fsync(set->fd);
    remove_tree(set->fd, WORK, 2);
    mk_note(ctx, restore ? MK_N_OUT_RESTORED : MK_N_OUT_CLEANED, set->dir, "");
    return MK_OK;
}

static enum mk_status lock_folder(struct mk_ctx *ctx, struct mk_set *set)
{
    if (flock(set->fd, LOCK_EX | LOCK_NB) == 0)
        return MK_OK;
    if (errno != EWOULDBLOCK) {
        // Network file systems lock only files that are open for writing.
        set->lock_fd = openat(set->fd, LOCK_FILE,
                              O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (set->lock_fd >= 0 && flock(set->lock_fd, LOCK_EX | LOCK_NB) == 0)
            return MK_OK;
    }
    if (errno == EWOULDBLOCK)
        return mk_fail(ctx, MK_E_OUT_BUSY, set->dir);
    char reason[128];
    mk_note(ctx, MK_N_OUT_UNLOCKED, set->dir,
            mk_os_reason(mk_ctx_lang(ctx), "flock", errno, reason));
    return MK_OK;
}

static enum mk_status open_folder(struct mk_ctx *ctx, struct mk_set *set)
{
    const int error = make_folders(set->dir, &set->made_dir);
    if (error)
        return fail_os(ctx, MK_E_OUT_DIR, set->dir, "mkdir", error);
    set->fd = open(set->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (set->fd < 0)
        return fail_os(ctx, MK_E_OUT_DIR, set->dir, "open", errno);
    enum mk_status st = lock_folder(ctx, set);
    if (st == MK_OK)
        st = recover(ctx, set);
    if (st != MK_OK)
        return st;
    if (mkdirat(set->fd, WORK, 0777) != 0)
        return fail_os(ctx, MK_E_OUT_DIR, set->dir, "mkdir", errno);
    set->has_work = true;
    if (mkdirat(set->fd, NEW_DIR, 0777) != 0)
        return fail_os(ctx, MK_E_OUT_DIR, set->dir, "mkdir", errno);
    return MK_OK;
}

enum mk_status mk_set_new(struct mk_ctx *ctx, const char *dir, bool overwrite,
                          struct mk_set **out)
{
    *out = NULL;
    struct mk_set *set = mk_zalloc(1, sizeof *set);
    set->fd = set->lock_fd = -1;
    set->overwrite = overwrite;
    size_t n = strlen(dir);
    while (n > 1 && dir[n - 1] == '/')
        n--;
    set->dir = mk_alloc(n + 2);
    memcpy(set->dir, n ? dir : ".", n ? n : 1);
    set->dir[n ? n : 1] = '\0';
    const enum mk_status st = open_folder(ctx, set);
    if (st != MK_OK) {
        mk_set_free(set);
        return st;
    }
    *out = set;
    return MK_OK;
}

// What stands at a name must be absent, or an ordinary file that may go.
static enum mk_status check_target(struct mk_ctx *ctx, struct mk_set *set,
                                   const char *name)
{
    char *path = join(set->dir, name);
    struct stat s;
    enum mk_status st = MK_OK;
    if (lstat(path, &s) != 0) {
        if (errno != ENOENT)
            st = fail_os(ctx, MK_E_OUT_WRITE, path, "stat", errno);
    } else if (S_ISDIR(s.st_mode)) {
        st = fail_os(ctx, MK_E_OUT_WRITE, path, "stat", EISDIR);
    } else if (!set->overwrite) {
        st = mk_fail(ctx, MK_E_OUT_EXISTS, path);
    }
    free(path);
    return st;
}

static enum mk_status add_file(struct mk_ctx *ctx, struct mk_set *set,
                               const char *name, enum file_kind kind,
                               struct mk_out **out)
{
    *out = NULL;
    if (!*name || *name == '.' || strpbrk(name, "/\n"))
        return mk_fail(ctx, MK_E_INTERNAL, name);
    for (size_t i = 0; i < set->n; i++)
        if (strcmp(set->file[i]->name, name) == 0)
            return mk_fail(ctx, MK_E_INTERNAL, name);
    const enum mk_status st = check_target(ctx, set, name);
    if (st != MK_OK)
        return st;
    struct mk_out *f = mk_zalloc(1, sizeof *f);
    struct mk_buf b = {0};
    in_folder(NEW_DIR, name, &b);
    f->set = set;
    f->name = mk_alloc(strlen(name) + 1);
    memcpy(f->name, name, strlen(name) + 1);
    f->path = join(set->dir, b.data);
    mk_buf_release(&b);
    f->kind = kind;
    f->fd = -1;
    MK_GROW(set->file, set->cap, set->n + 1);
    set->file[set->n++] = f;
    *out = f;
    return MK_OK;
}

enum mk_status mk_set_file(struct mk_ctx *ctx, struct mk_set *set,
                           const char *name, struct mk_out **out)
{
    struct mk_out *f;
    const enum mk_status st = add_file(ctx, set, name, OWN, &f);
    *out = f;
    if (st != MK_OK)
        return st;
    f->fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (f->fd < 0)
        return fail_os(ctx, MK_E_OUT_WRITE, f->name, "open", errno);
    f->buffer = mk_alloc(OUT_BUFFER);
    f->hash = XXH3_createState();
    if (!f->hash)
        return mk_fail(ctx, MK_E_INTERNAL, "XXH3_createState");
    XXH3_64bits_reset(f->hash);
    return MK_OK;
}

enum mk_status mk_set_temp_path(struct mk_ctx *ctx, struct mk_set *set,
                                const char *name, const char **path)
{
    struct mk_out *f;
    const enum mk_status st = add_file(ctx, set, name, FOREIGN, &f);
    *path = f ? f->path : NULL;
    return st;
}

enum mk_status mk_set_drop(struct mk_ctx *ctx, struct mk_set *set,
                           const char *name)
{
    struct mk_out *f;
    return add_file(ctx, set, name, DROP, &f);
}

static enum mk_status write_all(struct mk_ctx *ctx, struct mk_out *f,
                                const char *p, size_t n)
{
    XXH3_64bits_update(f->hash, p, n);
    while (n) {
        const ssize_t got = write(f->fd, p, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) // 0 would spin for ever
            return fail_os(ctx, MK_E_OUT_WRITE, f->name, "write",
                           got < 0 ? errno : ENOSPC);
        p += got;
        n -= (size_t)got;
        f->size += (uint64_t)got;
    }
    return MK_OK;
}

static enum mk_status flush(struct mk_ctx *ctx, struct mk_out *f)
{
    const size_t n = f->used;
    f->used = 0;
    return write_all(ctx, f, f->buffer, n);
}

enum mk_status mk_out_write(struct mk_ctx *ctx, struct mk_out *f,
                            const void *data, size_t n)
{
    if (f->kind != OWN || f->fd < 0)
        return mk_fail(ctx, MK_E_INTERNAL, f->name);
    if (n > OUT_BUFFER - f->used) {
        const enum mk_status st = flush(ctx, f);
        if (st != MK_OK)
            return st;
    }
    if (n >= OUT_BUFFER)
        return write_all(ctx, f, data, n);
    memcpy(f->buffer + f->used, data, n);
    f->used += n;
    return MK_OK;
}

// Hash and size of what the file system gives back.
static enum mk_status read_back(struct mk_ctx *ctx, const struct mk_out *f,
                                int fd, uint64_t *size, uint64_t *hash)
{
    XXH3_state_t *state = XXH3_createState();
    if (!state)
        return mk_fail(ctx, MK_E_INTERNAL, "XXH3_createState");
    char *block = mk_alloc(OUT_BUFFER);
    enum mk_status st = MK_OK;
    *size = 0;
    XXH3_64bits_reset(state);
    for (;;) {
        const ssize_t got = read(fd, block, OUT_BUFFER);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            st = fail_os(ctx, MK_E_OUT_VERIFY, f->name, "read", errno);
        if (got <= 0)
            break;
        XXH3_64bits_update(state, block, (size_t)got);
        *size += (uint64_t)got;
    }
    *hash = XXH3_64bits_digest(state);
    XXH3_freeState(state);
    free(block);
    return st;
}

static enum mk_status verify(struct mk_ctx *ctx, struct mk_out *f,
                             struct mk_set_entry *entry)
{
    const int fd = open(f->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return fail_os(ctx, MK_E_OUT_VERIFY, f->name, "open", errno);
    enum mk_status st = read_back(ctx, f, fd, &entry->size, &entry->xxh3);
    if (st == MK_OK && f->kind == OWN) {
        if (entry->size != f->size) {
            char text[64];
            snprintf(text, sizeof text, "%llu ≠ %llu byte",
                     (unsigned long long)entry->size,
                     (unsigned long long)f->size);
            st = mk_fail(ctx, MK_E_OUT_VERIFY, f->name, text);
        } else if (entry->xxh3 != XXH3_64bits_digest(f->hash)) {
            st = mk_fail(ctx, MK_E_OUT_VERIFY, f->name, "XXH3");
        }
    }
    if (st == MK_OK && fsync(fd) != 0)
        st = fail_os(ctx, MK_E_OUT_WRITE, f->name, "fsync", errno);
    close(fd);
    return st;
}

static enum mk_status close_own(struct mk_ctx *ctx, struct mk_out *f)
{
    enum mk_status st = flush(ctx, f);
    if (st == MK_OK && fsync(f->fd) != 0)
        st = fail_os(ctx, MK_E_OUT_WRITE, f->name, "fsync", errno);
    if (close(f->fd) != 0 && st == MK_OK)
        st = fail_os(ctx, MK_E_OUT_WRITE, f->name, "close", errno);
    f->fd = -1;
    free(f->buffer);
    f->buffer = NULL;
    return st;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct mk_set_entry *)a)->name,
                  ((const struct mk_set_entry *)b)->name);
}

enum mk_status mk_set_seal(struct mk_ctx *ctx, struct mk_set *set)
{
    set->list = mk_realloc(set->list, set->n + 1, sizeof *set->list);
    for (size_t i = 0; i < set->n; i++) {
        struct mk_out *f = set->file[i];
        if (f->sealed || f->kind == DROP)
            continue;
        struct mk_set_entry entry = {.name = f->name};
        enum mk_status st = f->fd >= 0 ? close_own(ctx, f) : MK_OK;
        if (st == MK_OK)
            st = verify(ctx, f, &entry);
        if (st != MK_OK)
            return st;
        f->sealed = true;
        set->list[set->nlist++] = entry;
    }
    if (set->nlist)
        qsort(set->list, set->nlist, sizeof *set->list, by_name);
    return MK_OK;
}

const struct mk_set_entry *mk_set_list(const struct mk_set *set, size_t *n)
{
    *n = set->nlist;
    return set->list;
}

static int move_rank(const struct mk_out *f)
{
    if (f->kind == DROP)
        return 0;
    return strcmp(f->name, MK_SET_MANIFEST) == 0 ? 2 : 1;
}

// The order in which files are moved: those that go away, then the new ones
// as they were made, the manifest last.
static void order_files(struct mk_set *set)
{
    for (size_t i = 1; i < set->n; i++) {
        struct mk_out *f = set->file[i];
        size_t k = i;
        for (; k && move_rank(set->file[k - 1]) > move_rank(f); k--)
            set->file[k] = set->file[k - 1];
        set->file[k] = f;
    }
}

static char order_mark(const struct mk_set *set, const struct mk_out *f)
{
    if (f->kind == DROP)
        return '-';
    return exists_at(set->fd, f->name) ? '=' : '+';
}

// @return the call that failed, or NULL; errno tells why
static const char *write_order_file(struct mk_set *set, const struct mk_buf *b)
{
    const int fd = openat(set->fd, ORDER_TEMP,
                          O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return "open";
    const char *call = NULL;
    for (size_t at = 0; !call && at < b->len;) {
        const ssize_t got = write(fd, b->data + at, b->len - at);
        if (got > 0)
            at += (size_t)got;
        else if (got == 0 || errno != EINTR)
            call = "write";
    }
    if (!call && fsync(fd) != 0)
        call = "fsync";
    const int error = errno;
    close(fd);
    errno = error;
    if (!call && renameat(set->fd, ORDER_TEMP, set->fd, ORDER) != 0)
        call = "rename";
    return call;
}

// Note down what is about to be moved, before anything is: whoever finds the
// folder after a kill can then undo it.
static enum mk_status write_order(struct mk_ctx *ctx, struct mk_set *set)
{
    struct mk_buf b = {0};
    for (size_t i = 0; i < set->n; i++)
        mk_buf_printf(&b, "%c%s\n", order_mark(set, set->file[i]),
                      set->file[i]->name);
    const char *call = write_order_file(set, &b);
    const int error = errno;
    mk_buf_release(&b);
    if (call)
        return fail_os(ctx, MK_E_OUT_DIR, set->dir, call, error);
    const int fd = openat(set->fd, WORK, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd); // what cannot be synced can still be undone after a kill
        close(fd);
    }
    return MK_OK;
}

// Keep the old file. A link leaves it in its place until the new one takes
// it in one step; where there are no links it must be moved away.
static int back_up(struct mk_set *set, struct mk_out *f, bool move)
{
    struct mk_buf b = {0};
    struct stat st;
    // A folder could be moved away like a file, and be lost with the rest.
    if (fstatat(set->fd, f->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISDIR(st.st_mode))
        return EISDIR;
    in_folder(OLD_DIR, f->name, &b);
    int error = 0;
    if (!move && linkat(set->fd, f->name, set->fd, b.data, 0) == 0)
        f->backed_up = true;
    else if (move || errno == EPERM || errno == EOPNOTSUPP ||
             errno == EMLINK || errno == ENOSYS)
        error = renameat(set->fd, f->name, set->fd, b.data) == 0 ? 0 : errno;
    else
        error = errno;
    if (error == ENOENT)
        error = 0; // nothing stood there
    else if (!error)
        f->backed_up = true;
    mk_buf_release(&b);
    return error;
}

static int move_in(struct mk_set *set, struct mk_out *f)
{
    struct mk_buf b = {0};
    in_folder(NEW_DIR, f->name, &b);
    int result = -1;
    bool plain = set->overwrite;
    if (!plain) {
        // Nothing may have appeared at the name since we looked.
        result = renameat2(set->fd, b.data, set->fd, f->name,
                           RENAME_NOREPLACE);
        plain = result != 0 && (errno == EINVAL || errno == ENOSYS);
    }
    if (plain)
        result = renameat(set->fd, b.data, set->fd, f->name);
    const int error = result == 0 ? 0 : errno;
    f->moved = !error;
    mk_buf_release(&b);
    return error;
}

// The last file goes back to where it was made, so that a kill during the
// rollback can still be told from a finished commit; the others make way for
// the old ones in one step.
static int put_back(struct mk_set *set, struct mk_out *f, bool last,
                    struct mk_buf *b)
{
    if (f->moved && (last || !f->backed_up)) {
        in_folder(NEW_DIR, f->name, b);
        if (renameat(set->fd, f->name, set->fd, b->data) != 0)
            return errno;
    }
    f->moved = false;
    if (!f->backed_up)
        return 0;
    in_folder(OLD_DIR, f->name, b);
    if (renameat(set->fd, b->data, set->fd, f->name) != 0)
        return errno;
    f->backed_up = false;
    return 0;
}

// Undo what the commit has done so far, newest first.
// @return the first name that could not be put back, or NULL
static const char *roll_back(struct mk_set *set, int *error)
{
    const char *failed = NULL;
    struct mk_buf b = {0};
    for (size_t i = set->n; i-- > 0;) {
        const int e = put_back(set, set->file[i], i + 1 == set->n, &b);
        if (e && !failed) {
            failed = set->file[i]->name;
            *error = e;
        }
    }
    mk_buf_release(&b);
    return failed;
}

static enum mk_status undo(struct mk_ctx *ctx, struct mk_set *set,
                           const char *name, const char *call, int error)
{
    int back_error = 0;
    const char *failed = roll_back(set, &back_error);
    fsync(set->fd);
    if (!failed)
        return fail_os(ctx, MK_E_OUT_MOVE, name, call, error);
    set->keep_work = true;
    char reason[128];
    char *kept = join(set->dir, OLD_DIR);
    const enum mk_status st =
        mk_fail(ctx, MK_E_OUT_RESTORE, name, failed,
                mk_os_reason(mk_ctx_lang(ctx), "rename", back_error, reason),
                kept);
    free(kept);
    return st;
}

// The old manifest goes first and the new one comes last: in between the
// folder does not claim to hold a set.
static enum mk_status move_all(struct mk_ctx *ctx, struct mk_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        struct mk_out *f = set->file[i];
        const int error = move_rank(f) == 1 ? 0 : back_up(set, f, true);
        if (error)
            return undo(ctx, set, f->name, "rename", error);
    }
    for (size_t i = 0; i < set->n; i++) {
        struct mk_out *f = set->file[i];
        if (f->kind == DROP)
            continue;
        int error = f->backed_up || !set->overwrite ? 0
                                                    : back_up(set, f, false);
        if (error)
            return undo(ctx, set, f->name, "link", error);
        error = move_in(set, f);
        if (error)
            return undo(ctx, set, f->name, "rename", error);
    }
    if (fsync(set->fd) != 0)
        return undo(ctx, set, set->dir, "fsync", errno);
    return MK_OK;
}

enum mk_status mk_set_commit(struct mk_ctx *ctx, struct mk_set *set)
{
    order_files(set);
    enum mk_status st = mk_set_seal(ctx, set);
    if (st != MK_OK)
        return st;
    if (mkdirat(set->fd, OLD_DIR, 0777) != 0)
        return fail_os(ctx, MK_E_OUT_DIR, set->dir, "mkdir", errno);
    st = write_order(ctx, set);
    if (st == MK_OK)
        st = move_all(ctx, set);
    set->committed = st == MK_OK;
    return st;
}

static void free_file(struct mk_out *f)
{
    if (f->fd >= 0)
        close(f->fd);
    if (f->hash)
        XXH3_freeState(f->hash);
    free(f->buffer);
    free(f->path);
    free(f->name);
    free(f);
}

void mk_set_free(struct mk_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->n; i++)
        free_file(set->file[i]);
    if (set->has_work && !set->keep_work)
        remove_tree(set->fd, WORK, 2);
    if (set->made_dir && !set->committed) {
        // Nothing came of the run, so nothing is left of it; a folder that
        // has got files of others is not empty and stays.
        if (set->lock_fd >= 0)
            unlinkat(set->fd, LOCK_FILE, 0);
        rmdir(set->dir);
    }
    if (set->lock_fd >= 0)
        close(set->lock_fd);
    if (set->fd >= 0)
        close(set->fd); // lets go of the lock
    free(set->file);
    free(set->list);
    free(set->dir);
    free(set);
}
