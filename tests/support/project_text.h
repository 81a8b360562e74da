/** @file
 * Project files as texts: read, or refused with a line and words. Include
 * after near.h.
 */
#ifndef PROJECT_TEXT_H
#define PROJECT_TEXT_H

#include <markklar/project.h>

#include "base/arena.h"
#include "base/text.h"
#include "temp.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Write `text` to a file of its own; the caller unlinks and frees the name.
static inline char *file_of(const char *text, size_t n)
{
    char *path = mk_alloc(TEMP_MAX);
    temp_file(path, text, n);
    return path;
}

// Where the project file's folder is, as paths in it are resolved.
static inline const char *beside(const char *name)
{
    static char path[2 * TEMP_MAX];
    snprintf(path, sizeof path, "%s/%s", temp_base(), name);
    return path;
}

static inline struct mk_project *read_ok(struct mk_ctx *ctx, const char *text)
{
    char *path = file_of(text, strlen(text));
    struct mk_project *p = NULL;
    const enum mk_status st = mk_project_read(ctx, path, &p);
    unlink(path);
    free(path);
    if (st != MK_OK)
        print_error("%s\n", mk_ctx_error(ctx));
    assert_int_equal(st, MK_OK);
    return p;
}

// The text must be refused, with `:line: …words…` among what is said.
static inline void refused_bytes(const char *text, size_t n, int line,
                          const char *words)
{
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    char *path = file_of(text, n);
    struct mk_project *p = NULL;
    assert_int_equal(mk_project_read(ctx, path, &p), MK_ECONFIG);
    assert_null(p);
    struct mk_buf want = {0};
    mk_buf_printf(&want, "%s:%d: %s", path, line, words);
    if (!strstr(mk_ctx_error(ctx), mk_buf_text(&want))) {
        print_error("no '%s' in\n%s\n", want.data, mk_ctx_error(ctx));
        fail();
    }
    mk_buf_release(&want);
    unlink(path);
    free(path);
    mk_ctx_free(ctx);
}

static inline void refused(const char *text, int line, const char *words)
{
    refused_bytes(text, strlen(text), line, words);
}

#endif
