// Lines as travellers know them: routes of one name are one line.
#include "input/gtfs_feed.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *pa, const void *pb, void *udata)
{
    const struct gtfs_route *route = udata;
    return strcmp(route[*(const uint32_t *)pa].name,
                  route[*(const uint32_t *)pb].name);
}

void mk_gtfs_build_lines(struct gtfs_build *b, struct gtfs_feed *f)
{
    struct mk_timetable *tt = &b->tt;
    uint32_t *order = mk_alloc(f->routes.n * sizeof *order);
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->routes.n; i++)
        if (f->route[i].mode != MK_MODE_COUNT) // not by air
            order[n++] = i;
    if (n)
        qsort_r(order, n, sizeof *order, by_name, f->route);
    const uint32_t first = tt->nlines;
    for (uint32_t k = 0; k < n; k++) {
        struct gtfs_route *r = &f->route[order[k]];
        if (tt->nlines == first ||
            strcmp(tt->lines[tt->nlines - 1].name, r->name) != 0) {
            MK_GROW(tt->lines, b->cap_lines, tt->nlines + 1);
            tt->lines[tt->nlines++] = (struct mk_line){r->name, f->number};
        }
        r->line = tt->nlines - 1;
    }
    free(order);
}
