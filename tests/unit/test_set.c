// One run is one set: refusals, full disks, kills and rollbacks.
#include "near.h"
#include "temp.h"

#include "output/oserror.h"
#include "output/set.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The calls that change a disk pass through here, so that the n-th can fail,
// or the process die just before it.
enum fault { FAULT_NONE, FAULT_ONCE, FAULT_FROM, FAULT_KILL };
static enum fault fault_mode;
static int fault_left;
static bool fault_hit;

static void fault_arm(enum fault mode, int n)
{
    fault_mode = mode;
    fault_left = n;
    fault_hit = false;
}

static bool fault_disarm(void)
{
    fault_mode = FAULT_NONE;
    return fault_hit;
}

static bool fault(void)
{
    if (fault_mode == FAULT_NONE)
        return false;
    if (fault_left > 0)
        fault_left--;
    if (fault_left || (fault_mode == FAULT_ONCE && fault_hit))
        return false;
    if (fault_mode == FAULT_KILL)
        kill(getpid(), SIGKILL);
    fault_hit = true;
    errno = EIO;
    return true;
}

ssize_t write(int fd, const void *data, size_t n)
{
    return fault() ? -1 : syscall(SYS_write, fd, data, n);
}

int fsync(int fd)
{
    return fault() ? -1 : (int)syscall(SYS_fsync, fd);
}

int renameat(int from, const char *old, int to, const char *new)
{
    return fault() ? -1 : (int)syscall(SYS_renameat2, from, old, to, new, 0);
}

int renameat2(int from, const char *old, int to, const char *new,
              unsigned flags)
{
    return fault() ? -1
                   : (int)syscall(SYS_renameat2, from, old, to, new, flags);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    return fault() ? -1 : (int)syscall(SYS_linkat, from, old, to, new, flags);
}

int unlinkat(int fd, const char *name, int flags)
{
    return fault() ? -1 : (int)syscall(SYS_unlinkat, fd, name, flags);
}

int mkdirat(int fd, const char *name, mode_t mode)
{
    return fault() ? -1 : (int)syscall(SYS_mkdirat, fd, name, mode);
}

static char dir[TEMP_MAX];
static struct mk_ctx *ctx;

static int set_up(void **state)
{
    (void)state;
    temp_dir_in(temp_quick_base(), dir);
    ctx = mk_ctx_new(MK_SV);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    mk_ctx_free(ctx);
    temp_remove(dir);
    return 0;
}

static const char *at(const char *name)
{
    static char path[4][256];
    static int turn;
    char *p = path[turn++ % 4];
    snprintf(p, 256, "%s/%s", dir, name);
    return p;
}

static bool exists(const char *name)
{
    struct stat st;
    return lstat(at(name), &st) == 0;
}

// What a file holds, "" when it is not there.
static const char *content(const char *name)
{
    static char text[256];
    FILE *f = fopen(at(name), "rb");
    text[0] = '\0';
    if (f) {
        text[fread(text, 1, 255, f)] = '\0';
        fclose(f);
    }
    return text;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(at(name), "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void assert_no_trace(void)
{
    assert_false(exists(".markklar-arbete"));
}

// a.geojson and b.gpkg and korning.json, all holding `text`.
static enum mk_status begin(struct mk_set **set, bool overwrite,
                            const char *text)
{
    static const char *const names[] = {"korning.json", "a.geojson"};
    enum mk_status st = mk_set_new(ctx, dir, overwrite, set);
    for (int i = 0; st == MK_OK && i < 2; i++) {
        struct mk_out *out;
        st = mk_set_file(ctx, *set, names[i], &out);
        if (st == MK_OK)
            st = mk_out_write(ctx, out, text, strlen(text));
    }
    const char *path = NULL;
    if (st == MK_OK)
        st = mk_set_temp_path(ctx, *set, "b.gpkg", &path);
    if (st == MK_OK) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        fputs(text, f);
        fclose(f);
    }
    return st;
}

static enum mk_status run(bool overwrite, const char *text)
{
    struct mk_set *set = NULL;
    enum mk_status st = begin(&set, overwrite, text);
    if (st == MK_OK)
        st = mk_set_commit(ctx, set);
    mk_set_free(set);
    return st;
}

static void assert_all(const char *text)
{
    assert_string_equal(content("a.geojson"), text);
    assert_string_equal(content("b.gpkg"), text);
    assert_string_equal(content("korning.json"), text);
}

static void a_set_arrives_whole_and_leaves_no_trace(void **state)
{
    (void)state;
    struct mk_set *set;
    assert_int_equal(begin(&set, false, "one"), MK_OK);
    assert_false(exists("a.geojson"));
    assert_false(exists("korning.json"));
    assert_int_equal(mk_set_commit(ctx, set), MK_OK);
    mk_set_free(set);
    assert_all("one");
    assert_no_trace();
}

static void an_abandoned_set_leaves_nothing(void **state)
{
    (void)state;
    struct mk_set *set;
    assert_int_equal(begin(&set, false, "one"), MK_OK);
    mk_set_free(set);
    assert_false(exists("a.geojson"));
    assert_no_trace();
}

static void missing_parents_are_made(void **state)
{
    (void)state;
    struct mk_set *set;
    assert_int_equal(mk_set_new(ctx, at("ny å/djup/mapp/"), false, &set),
                     MK_OK);
    assert_true(exists("ny å/djup/mapp"));
    mk_set_free(set);
}

static void a_folder_made_for_a_run_that_failed_is_taken_away(void **state)
{
    (void)state;
    struct mk_set *set;
    struct mk_out *f;
    assert_int_equal(mk_set_new(ctx, at("mapp"), false, &set), MK_OK);
    assert_int_equal(mk_set_file(ctx, set, "a.geojson", &f), MK_OK);
    mk_set_free(set);
    assert_false(exists("mapp"));
    // One that has got files of others stays, and so does one of before.
    assert_int_equal(mk_set_new(ctx, at("mapp"), false, &set), MK_OK);
    put("mapp/annat.txt", "mine");
    mk_set_free(set);
    assert_string_equal(content("mapp/annat.txt"), "mine");
    assert_int_equal(unlink(at("mapp/annat.txt")), 0);
    assert_int_equal(mk_set_new(ctx, at("mapp"), false, &set), MK_OK);
    mk_set_free(set);
    assert_true(exists("mapp"));
}

static void a_file_that_stands_there_is_refused_by_name(void **state)
{
    (void)state;
    put("a.geojson", "mine");
    assert_int_equal(run(false, "one"), MK_EOUTPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "a.geojson"));
    assert_non_null(strstr(mk_ctx_error(ctx), "--overwrite"));
    assert_string_equal(content("a.geojson"), "mine");
    assert_no_trace();
    assert_int_equal(run(true, "two"), MK_OK);
    assert_all("two");
}

static void a_file_that_appears_meanwhile_is_not_overwritten(void **state)
{
    (void)state;
    struct mk_set *set;
    assert_int_equal(begin(&set, false, "one"), MK_OK);
    put("b.gpkg", "mine");
    assert_int_equal(mk_set_commit(ctx, set), MK_EOUTPUT);
    mk_set_free(set);
    assert_string_equal(content("b.gpkg"), "mine");
    assert_false(exists("a.geojson"));
    assert_false(exists("korning.json"));
    assert_no_trace();
}

static void a_folder_in_the_way_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(mkdir(at("a.geojson"), 0777), 0);
    assert_int_equal(run(true, "one"), MK_EOUTPUT);
    assert_true(exists("a.geojson"));
    assert_no_trace();
}

static void the_list_names_size_and_hash(void **state)
{
    (void)state;
    struct mk_set *set;
    size_t n;
    struct mk_out *out;
    assert_int_equal(mk_set_new(ctx, dir, false, &set), MK_OK);
    assert_int_equal(mk_set_file(ctx, set, "z", &out), MK_OK);
    assert_int_equal(mk_set_file(ctx, set, "empty", &out), MK_OK);
    assert_int_equal(mk_set_seal(ctx, set), MK_OK);
    assert_int_equal(mk_out_write(ctx, out, "x", 1), MK_EINTERNAL);
    const struct mk_set_entry *e = mk_set_list(set, &n);
    assert_int_equal(n, 2);
    assert_string_equal(e[0].name, "empty");
    assert_int_equal(e[0].size, 0);
    // XXH3-64 of nothing, from the algorithm's specification.
    assert_true(e[0].xxh3 == 0x2D06800538D394C2ULL);
    mk_set_free(set);
}

static void blocks_of_every_size_come_out_as_written(void **state)
{
    (void)state;
    struct mk_set *set;
    struct mk_out *out;
    const size_t big = 5 << 20;
    char *data = malloc(big), *back = malloc(big);
    for (size_t i = 0; i < big; i++)
        data[i] = (char)(i * 31 + i / 251);
    assert_int_equal(mk_set_new(ctx, dir, false, &set), MK_OK);
    assert_int_equal(mk_set_file(ctx, set, "a", &out), MK_OK);
    size_t done = 0;
    for (size_t n = 1; done < big; n = n * 3 + 1) {
        const size_t k = n < big - done ? n : big - done;
        assert_int_equal(mk_out_write(ctx, out, data + done, k), MK_OK);
        done += k;
    }
    assert_int_equal(mk_set_commit(ctx, set), MK_OK);
    mk_set_free(set);
    FILE *f = fopen(at("a"), "rb");
    assert_int_equal(fread(back, 1, big, f), big);
    assert_int_equal(fgetc(f), EOF);
    fclose(f);
    assert_memory_equal(data, back, big);
    free(data);
    free(back);
}

static void a_full_disk_is_said_and_the_old_set_stands(void **state)
{
    (void)state;
    assert_int_equal(run(false, "one"), MK_OK);
    struct rlimit before, small = {100000, 100000};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    struct mk_set *set;
    struct mk_out *out;
    char block[4096];
    memset(block, 'x', sizeof block);
    assert_int_equal(mk_set_new(ctx, dir, true, &set), MK_OK);
    assert_int_equal(mk_set_file(ctx, set, "a.geojson", &out), MK_OK);
    setrlimit(RLIMIT_FSIZE, &small);
    enum mk_status st = MK_OK;
    for (int i = 0; i < 1000 && st == MK_OK; i++)
        st = mk_out_write(ctx, out, block, sizeof block);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, old);
    assert_int_equal(st, MK_EOUTPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "a.geojson"));
    assert_non_null(strstr(mk_ctx_error(ctx), "write: "));
    mk_set_free(set);
    assert_all("one");
    assert_no_trace();
}

// The last bytes fail only when the buffer is flushed.
static void a_disk_that_fills_at_the_end_fails_the_commit(void **state)
{
    (void)state;
    assert_int_equal(run(false, "one"), MK_OK);
    struct rlimit before, small = {2, 2};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    struct mk_set *set;
    assert_int_equal(begin(&set, true, "two"), MK_OK);
    setrlimit(RLIMIT_FSIZE, &small);
    const enum mk_status st = mk_set_commit(ctx, set);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, old);
    assert_int_equal(st, MK_EOUTPUT);
    mk_set_free(set);
    assert_all("one");
    assert_no_trace();
}

static void bytes_changed_behind_our_back_are_found(void **state)
{
    (void)state;
    struct mk_set *set;
    struct mk_out *out;
    char path[256];
    assert_int_equal(mk_set_new(ctx, dir, false, &set), MK_OK);
    assert_int_equal(mk_set_file(ctx, set, "a", &out), MK_OK);
    char *block = calloc(1, 2 << 20); // more than the buffer: on disk at once
    assert_int_equal(mk_out_write(ctx, out, block, 2 << 20), MK_OK);
    snprintf(path, sizeof path, "%s/.markklar-arbete/ny/a", dir);
    const int fd = open(path, O_WRONLY);
    assert_int_equal(pwrite(fd, "x", 1, 77), 1);
    close(fd);
    free(block);
    assert_int_equal(mk_set_commit(ctx, set), MK_EOUTPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "O105"));
    mk_set_free(set);
    assert_false(exists("a"));
}

static void a_move_that_fails_puts_the_old_files_back(void **state)
{
    (void)state;
    assert_int_equal(run(false, "one"), MK_OK);
    struct mk_set *set;
    struct mk_out *out;
    assert_int_equal(begin(&set, true, "two"), MK_OK);
    assert_int_equal(mk_set_file(ctx, set, "c", &out), MK_OK);
    // A folder takes the place: neither link nor rename can replace it.
    assert_int_equal(mkdir(at("c"), 0777), 0);
    assert_int_equal(mk_set_commit(ctx, set), MK_EOUTPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "'c'"));
    mk_set_free(set);
    assert_all("one");
    assert_no_trace();
}

static void a_dropped_file_goes_only_with_the_commit(void **state)
{
    (void)state;
    put("old.gpkg", "old");
    struct mk_set *set;
    assert_int_equal(begin(&set, true, "one"), MK_OK);
    assert_int_equal(mk_set_drop(ctx, set, "old.gpkg"), MK_OK);
    assert_int_equal(mk_set_drop(ctx, set, "never.gpkg"), MK_OK);
    mk_set_free(set);
    assert_true(exists("old.gpkg"));
    assert_int_equal(begin(&set, true, "one"), MK_OK);
    assert_int_equal(mk_set_drop(ctx, set, "old.gpkg"), MK_OK);
    assert_int_equal(mk_set_drop(ctx, set, "never.gpkg"), MK_OK);
    assert_int_equal(mk_set_commit(ctx, set), MK_OK);
    mk_set_free(set);
    assert_false(exists("old.gpkg"));
    assert_all("one");
}

static void two_runs_do_not_share_a_folder(void **state)
{
    (void)state;
    struct mk_set *a, *b;
    assert_int_equal(begin(&a, false, "one"), MK_OK);
    assert_int_equal(mk_set_new(ctx, dir, false, &b), MK_EOUTPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), "O103"));
    assert_int_equal(mk_set_commit(ctx, a), MK_OK);
    mk_set_free(a);
    assert_all("one");
}

static void what_a_killed_run_left_is_removed(void **state)
{
    (void)state;
    const pid_t pid = fork();
    if (pid == 0) {
        struct mk_set *set;
        _exit(begin(&set, false, "one") == MK_OK ? 7 : 1);
    }
    int status;
    waitpid(pid, &status, 0);
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_true(exists(".markklar-arbete/ny/a.geojson"));
    assert_int_equal(run(false, "two"), MK_OK);
    assert_all("two");
    assert_int_equal(mk_notes_count(ctx, MK_N_OUT_CLEANED), 1);
    assert_no_trace();
}

// The set commits "two" over "one" (with a file that is new and one that goes
// away) while one system call after another fails.
static enum mk_status replace(void)
{
    struct mk_set *set = NULL;
    struct mk_out *out;
    enum mk_status st = begin(&set, true, "two");
    if (st == MK_OK)
        st = mk_set_file(ctx, set, "c", &out);
    if (st == MK_OK)
        st = mk_out_write(ctx, out, "two", 3);
    if (st == MK_OK)
        st = mk_set_drop(ctx, set, "d");
    if (st == MK_OK)
        st = mk_set_commit(ctx, set);
    mk_set_free(set);
    return st;
}

static void lay_out_one(void)
{
    assert_int_equal(run(true, "one"), MK_OK);
    unlink(at("c"));
    put("d", "one");
}

static void assert_whole(bool new)
{
    assert_all(new ? "two" : "one");
    assert_string_equal(content("c"), new ? "two" : "");
    assert_string_equal(content("d"), new ? "" : "one");
}

// A start without faults clears up; then one of the two sets stands whole.
static bool recovered_is_new(void)
{
    struct mk_set *set;
    assert_int_equal(mk_set_new(ctx, dir, true, &set), MK_OK);
    mk_set_free(set);
    assert_no_trace();
    const bool new = strcmp(content("korning.json"), "two") == 0;
    assert_whole(new);
    return new;
}

static void each_call_may_fail_once(void **state)
{
    (void)state;
    int n = 1, failures = 0;
    for (;; n++) {
        lay_out_one();
        fault_arm(FAULT_ONCE, n);
        const enum mk_status st = replace();
        if (!fault_disarm())
            break;
        assert_true(st == MK_OK || st == MK_EOUTPUT);
        failures += st != MK_OK;
        assert_whole(st == MK_OK);
        assert_int_equal(recovered_is_new(), st == MK_OK);
    }
    print_message("%d calls, %d of them fatal to the run\n", n - 1, failures);
    assert_in_range(failures, 20, 200);
}

static void each_call_may_fail_and_all_after_it(void **state)
{
    (void)state;
    int n = 1;
    for (;; n++) {
        lay_out_one();
        fault_arm(FAULT_FROM, n);
        const enum mk_status st = replace();
        if (!fault_disarm())
            break;
        assert_true(st == MK_OK || st == MK_EOUTPUT);
        // A run that failed may leave the new set, when even the way back
        // was barred after the last move; it is whole all the same.
        assert_true(recovered_is_new() || st != MK_OK);
    }
    assert_true(n > 20);
}

static void a_kill_before_any_call_leaves_a_whole_set(void **state)
{
    (void)state;
    int n = 1, news = 0;
    for (;; n++) {
        lay_out_one();
        const pid_t pid = fork();
        if (pid == 0) {
            fault_arm(FAULT_KILL, n);
            _exit(replace() == MK_OK ? 0 : 1);
        }
        int status;
        waitpid(pid, &status, 0);
        if (WIFEXITED(status)) {
            assert_int_equal(WEXITSTATUS(status), 0);
            break;
        }
        news += recovered_is_new();
    }
    print_message("%d kills, %d after the set was whole, %d undone\n", n - 1,
                  news, (int)mk_notes_count(ctx, MK_N_OUT_RESTORED));
    assert_true(mk_notes_count(ctx, MK_N_OUT_RESTORED) >= 5);
    assert_in_range(news, 1, n - 2);
}

// The killed run is put right by one that is killed, too.
static void a_kill_while_recovering_leaves_a_whole_set(void **state)
{
    (void)state;
    for (int first = 15; first < 60; first++)
        for (int second = 1;; second++) {
            lay_out_one();
            pid_t pid = fork();
            if (pid == 0) {
                fault_arm(FAULT_KILL, first);
                _exit(replace() == MK_OK ? 0 : 1);
            }
            int status;
            waitpid(pid, &status, 0);
            if (WIFEXITED(status))
                return;
            pid = fork();
            if (pid == 0) {
                struct mk_set *set;
                fault_arm(FAULT_KILL, second);
                _exit(mk_set_new(ctx, dir, true, &set) == MK_OK ? 0 : 1);
            }
            waitpid(pid, &status, 0);
            recovered_is_new();
            if (WIFEXITED(status))
                break;
        }
}

// Every state a commit passes through, made by hand.
static void each_half_moved_state_is_undone(void **state)
{
    (void)state;
    for (int moved = 0; moved <= 3; moved++) {
        put("a.geojson", moved > 0 ? "new" : "old");
        put("korning.json", "");
        unlink(at("korning.json"));
        unlink(at("c"));
        put("gone", "old");
        mkdir(at(".markklar-arbete"), 0777);
        mkdir(at(".markklar-arbete/ny"), 0777);
        mkdir(at(".markklar-arbete/gammal"), 0777);
        put(".markklar-arbete/gammal/korning.json", "old");
        put(".markklar-arbete/gammal/a.geojson", "old");
        rename(at("gone"), at(".markklar-arbete/gammal/gone"));
        put(".markklar-arbete/ordning",
            "-gone\n=a.geojson\n+c\n=korning.json\n");
        if (moved < 1)
            put(".markklar-arbete/ny/a.geojson", "new");
        if (moved < 2)
            put(".markklar-arbete/ny/c", "new");
        else
            put("c", "new");
        if (moved < 3)
            put(".markklar-arbete/ny/korning.json", "new");
        else
            put("korning.json", "new");
        struct mk_set *set;
        assert_int_equal(mk_set_new(ctx, dir, true, &set), MK_OK);
        mk_set_free(set);
        const char *expect = moved < 3 ? "old" : "new";
        assert_string_equal(content("a.geojson"), expect);
        assert_string_equal(content("korning.json"), expect);
        assert_string_equal(content("c"), moved < 3 ? "" : "new");
        assert_string_equal(content("gone"), moved < 3 ? "old" : "");
        assert_no_trace();
    }
    assert_int_equal(mk_notes_count(ctx, MK_N_OUT_RESTORED), 3);
}

// A rollback that was itself killed: the old file is back and its backup is
// gone; it must not be taken for one that had no predecessor.
static void undoing_twice_does_no_harm(void **state)
{
    (void)state;
    put("a.geojson", "old");
    mkdir(at(".markklar-arbete"), 0777);
    mkdir(at(".markklar-arbete/ny"), 0777);
    put(".markklar-arbete/ordning", "=a.geojson\n=korning.json\n");
    put(".markklar-arbete/ny/korning.json", "new");
    struct mk_set *set;
    assert_int_equal(mk_set_new(ctx, dir, true, &set), MK_OK);
    mk_set_free(set);
    assert_string_equal(content("a.geojson"), "old");
}

static void a_folder_without_permission_is_named(void **state)
{
    (void)state;
    if (geteuid() == 0) {
        put("file", "x"); // root may write anywhere: use a file as a parent
        struct mk_set *set;
        assert_int_equal(mk_set_new(ctx, at("file/sub"), false, &set),
                         MK_EOUTPUT);
        assert_null(set);
        assert_non_null(strstr(mk_ctx_error(ctx), "file/sub"));
        return;
    }
    chmod(dir, 0555);
    struct mk_set *set;
    assert_int_equal(mk_set_new(ctx, dir, false, &set), MK_EOUTPUT);
    assert_non_null(strstr(mk_ctx_error(ctx), dir));
}

static void names_that_leave_the_folder_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"../a", "a/b", "", ".hidden", "a\nb"};
    struct mk_set *set;
    struct mk_out *out;
    assert_int_equal(mk_set_new(ctx, dir, false, &set), MK_OK);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(mk_set_file(ctx, set, bad[i], &out), MK_EINTERNAL);
    assert_int_equal(mk_set_file(ctx, set, "a", &out), MK_OK);
    assert_int_equal(mk_set_file(ctx, set, "a", &out), MK_EINTERNAL);
    mk_set_free(set);
}

static void reasons_name_the_call(void **state)
{
    (void)state;
    char out[128];
    assert_string_equal(mk_os_reason(MK_SV, "write", ENOSPC, out),
                        "write: disken är full");
    assert_string_equal(mk_os_reason(MK_EN, "fsync", EIO, out),
                        "fsync: input or output error");
    assert_string_equal(mk_os_reason(MK_SV, "rename", EXDEV, out),
                        "rename: EXDEV");
    assert_string_equal(mk_os_reason(MK_SV, "x", 99999, out), "x: ?");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_set_arrives_whole_and_leaves_no_trace),
        TEST(an_abandoned_set_leaves_nothing),
        TEST(missing_parents_are_made),
        TEST(a_folder_made_for_a_run_that_failed_is_taken_away),
        TEST(a_file_that_stands_there_is_refused_by_name),
        TEST(a_file_that_appears_meanwhile_is_not_overwritten),
        TEST(a_folder_in_the_way_is_an_error),
        TEST(the_list_names_size_and_hash),
        TEST(blocks_of_every_size_come_out_as_written),
        TEST(a_full_disk_is_said_and_the_old_set_stands),
        TEST(a_disk_that_fills_at_the_end_fails_the_commit),
        TEST(bytes_changed_behind_our_back_are_found),
        TEST(a_move_that_fails_puts_the_old_files_back),
        TEST(a_dropped_file_goes_only_with_the_commit),
        TEST(two_runs_do_not_share_a_folder),
        TEST(what_a_killed_run_left_is_removed),
        TEST(each_call_may_fail_once),
        TEST(each_call_may_fail_and_all_after_it),
        TEST(a_kill_before_any_call_leaves_a_whole_set),
        TEST(a_kill_while_recovering_leaves_a_whole_set),
        TEST(each_half_moved_state_is_undone),
        TEST(undoing_twice_does_no_harm),
        TEST(a_folder_without_permission_is_named),
        TEST(names_that_leave_the_folder_are_refused),
        TEST(reasons_name_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
