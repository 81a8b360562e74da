#include "base/batch.h"

#include <markklar/building.h>

#include <stdlib.h>

void mk_batch_clear(struct mk_batch *b)
{
    b->n = b->ndels = b->nuses = b->nnear = b->nlines = b->ntrips = 0;
    b->nobstacles = 0;
    mk_polyset_clear(&b->geom);
    mk_polyset_clear(&b->del_geom);
    mk_polyset_clear(&b->byggbar);
    mk_arena_clear(&b->text);
    b->out.len = 0;
}

void mk_batch_release(struct mk_batch *b)
{
    free(b->omr);
    free(b->rows);
    free(b->dels);
    mk_polyset_release(&b->geom);
    mk_polyset_release(&b->del_geom);
    mk_polyset_release(&b->byggbar);
    free(b->obstacles);
    mk_arena_release(&b->text);
    mk_buf_release(&b->out);
    free(b->uses);
    free(b->near);
    free(b->lines);
    free(b->trips);
    free(b->xy);
    *b = (struct mk_batch){0};
}

void mk_buildings_release(struct mk_buildings *b)
{
    mk_polyset_release(&b->geom);
    free(b->home);
    *b = (struct mk_buildings){0};
}
