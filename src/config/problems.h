/** @file
 * What is wrong in a project file, gathered in one pass: a line number and
 * words for each, in the language of the run.
 */
#ifndef MK_PROBLEMS_H
#define MK_PROBLEMS_H

#include <markklar/ctx.h>

#include "base/arena.h"
#include "base/text.h"

enum mk_problem {
#define PROBLEM(id, sv, en) id,
#include "config/problems.def"
#undef PROBLEM
    MK_P_COUNT
};

struct mk_problems {
    enum mk_lang lang;
    struct mk_arena arena;
    struct mk_problem_row {
        int line;
        const char *text;
    } *v;
    uint32_t n, cap;
};
void mk_problems_release(struct mk_problems *p);

/** Add one; arguments are text for {0} {1} …, at most 4. */
#define mk_problem(p, line, id, ...)                                        \
    mk_problem_args(p, line, id, (const char *const[]){__VA_ARGS__, NULL})
void mk_problem_args(struct mk_problems *p, int line, enum mk_problem id,
                     const char *const args[]);

/** All of them by line, as "file:line: text", at most 100. */
void mk_problems_text(struct mk_problems *p, const char *file,
                      struct mk_buf *out);

#endif
