/** @file
 * Where tests write: below TMPDIR, else below /tmp. Include after near.h.
 */
#ifndef TEMP_H
#define TEMP_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMP_MAX 200

static inline const char *temp_base(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && dir[0] == '/' && dir[1] && strlen(dir) < 100 ? dir : "/tmp";
}

/** In memory where there is such a place: hundreds of fsyncs are slow. */
static inline const char *temp_quick_base(void)
{
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : temp_base();
}

static inline void temp_dir_in(const char *base, char out[TEMP_MAX])
{
    snprintf(out, TEMP_MAX, "%s/mk_test_XXXXXX", base);
    assert_non_null(mkdtemp(out));
}

/** A new folder; remove with temp_remove(). */
static inline void temp_dir(char out[TEMP_MAX])
{
    temp_dir_in(temp_base(), out);
}

/** A new file of those bytes, straight below the base; the caller unlinks. */
static inline void temp_file(char out[TEMP_MAX], const char *text, size_t n)
{
    snprintf(out, TEMP_MAX, "%s/mk_test_XXXXXX", temp_base());
    const int fd = mkstemp(out);
    assert_true(fd >= 0);
    assert_true(write(fd, text, n) == (ssize_t)n);
    close(fd);
}

/** The folder and all in it, what a test has locked too; links are not
 * followed. */
static inline void temp_remove(const char *dir)
{
    chmod(dir, 0700);
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        struct stat st;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        const size_t n = strlen(dir) + strlen(e->d_name) + 2;
        char *path = malloc(n);
        assert_non_null(path);
        snprintf(path, n, "%s/%s", dir, e->d_name);
        assert_int_equal(lstat(path, &st), 0);
        if (S_ISDIR(st.st_mode))
            temp_remove(path);
        else
            assert_int_equal(unlink(path), 0);
        free(path);
    }
    closedir(d);
    assert_int_equal(rmdir(dir), 0);
}

#endif
