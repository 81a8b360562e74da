#include <markklar/street.h>

#include "base/arena.h"

#include <stdlib.h>

double *mk_street_lines_add(struct mk_street_lines *s,
                            struct mk_street_line line, uint32_t n)
{
    MK_GROW(s->line, s->cap_lines, (size_t)s->nlines + 1);
    const size_t before = s->cap_xy, need = (size_t)s->nxy + n;
    size_t cap = before ? before : 64;
    while (cap < need)
        cap += cap / 2 + 1;
    if (cap != before) {
        s->xy = mk_realloc(s->xy, cap, 2 * sizeof *s->xy);
        s->cap_xy = (uint32_t)cap;
    }
    line.first = s->nxy;
    line.n = n;
    s->line[s->nlines++] = line;
    s->nxy += n;
    return s->xy + 2 * (size_t)line.first;
}

void mk_street_lines_release(struct mk_street_lines *s)
{
    free(s->xy);
    free(s->line);
    *s = (struct mk_street_lines){0};
}
