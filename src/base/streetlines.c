#include <markklar/street.h>

#include "base/arena.h"

#include <stdlib.h>

double *mk_street_lines_add(struct mk_street_lines *s,
                            struct mk_street_line line, uint32_t n)
{
    // Pairs, so that the capacity counts vertices as nxy does.
    struct vertex {
        double xy[2];
    } *v = (struct vertex *)s->xy;
    MK_GROW(v, s->cap_xy, (size_t)s->nxy + n);
    s->xy = (double *)v;
    line.first = s->nxy;
    line.n = n;
    MK_GROW(s->line, s->cap_lines, (size_t)s->nlines + 1);
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
