// Rows of one fastighet without områdesnummer name their delområden alike.
// Numbers of our own would look like Lantmäteriet's, and be other ones as soon
// as a parcel is sold: it is told instead.
#include "run/twins.h"

#include <markklar/field.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const struct mk_row *r)
{
    const char *name = r->fastighet && *r->fastighet ? r->fastighet
                                                     : r->fast_id;
    return name ? name : "";
}

// What mk_row_name() makes a name of; nameless rows have their row number.
static int by_name(const void *pa, const void *pb)
{
    const struct mk_row *a = *(const struct mk_row *const *)pa;
    const struct mk_row *b = *(const struct mk_row *const *)pb;
    const int c = strcmp(text_of(a), text_of(b));
    const int32_t x = a->omr_nr > 1 ? a->omr_nr : 0;
    const int32_t y = b->omr_nr > 1 ? b->omr_nr : 0;
    if (c)
        return c;
    if (x != y)
        return x < y ? -1 : 1;
    return (a->del_nr > b->del_nr) - (a->del_nr < b->del_nr);
}

void mk_note_twins(struct mk_ctx *ctx, const struct mk_results *res)
{
    const struct mk_row **v = mk_alloc((res->ndels + 1) * sizeof *v);
    uint32_t n = 0;
    for (uint32_t k = 0; k < res->ndels; k++)
        if (*text_of(&res->dels[k]))
            v[n++] = &res->dels[k];
    if (n)
        qsort(v, n, sizeof *v, by_name);
    for (uint32_t i = 0, end; i < n; i = end) {
        char name[256], count[16];
        for (end = i + 1; end < n && by_name(&v[i], &v[end]) == 0;)
            end++;
        if (end - i < 2)
            continue;
        snprintf(count, sizeof count, "%u", (unsigned)(end - i));
        mk_note(ctx, MK_N_DEL_TWINS, mk_row_name(v[i], v[i]->del_nr, name),
                count);
    }
    free(v);
}
