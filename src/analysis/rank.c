#include "analysis/assess.h"

#include <stdlib.h>
#include <string.h>

// What nobody can have, or build on, is not offered (method §6).
unsigned mk_unranked(const struct mk_row *row)
{
    const struct mk_ready *r = &row->ready;
    const bool little =
        r->byggbar != MK_UNKNOWN && r->byggbar < mk_fix(MK_NO_LAND_M2, 1);
    return (row->bedomning != MK_BEDOMD ? MK_UR_UTESLUTEN : 0u) |
           (row->hinder == MK_H_UPPTAGEN ? MK_UR_UPPTAGEN : 0u) |
           (r->allocation == MK_AN_SALD ? MK_UR_SALD : 0u) |
           (r->allocation == MK_AN_MARKANVISAD ? MK_UR_MARKANVISAD : 0u) |
           (little ? MK_UR_INGEN_MARK : 0u) |
           (row->poang < 0 ? MK_UR_UTAN_POANG : 0u);
}

static bool ranked(const struct mk_row *r)
{
    return !mk_unranked(r);
}

static int text_cmp(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int rank_cmp(const void *pa, const void *pb, void *rows)
{
    const struct mk_row *v = rows;
    const struct mk_row *a = &v[*(const uint32_t *)pa];
    const struct mk_row *b = &v[*(const uint32_t *)pb];
    if (ranked(a) != ranked(b))
        return ranked(a) ? -1 : 1;
    if (ranked(a) && a->poang != b->poang)
        return a->poang > b->poang ? -1 : 1;
    if (ranked(a) && a->area != b->area)
        return a->area > b->area ? -1 : 1;
    int c = text_cmp(a->fastighet, b->fastighet);
    if (!c)
        c = text_cmp(a->fast_id, b->fast_id);
    if (!c)
        c = (a->omr_nr > b->omr_nr) - (a->omr_nr < b->omr_nr);
    if (!c)
        c = (a->omr_row > b->omr_row) - (a->omr_row < b->omr_row);
    return c ? c : (a->del_nr > b->del_nr) - (a->del_nr < b->del_nr);
}

void mk_rank(struct mk_row *rows, uint32_t *index, uint32_t n)
{
    if (n)
        qsort_r(index, n, sizeof *index, rank_cmp, rows);
    for (uint32_t k = 0; k < n; k++) {
        struct mk_row *r = &rows[index[k]];
        r->rang = 0;
        if (!ranked(r))
            continue;
        struct mk_row *before = k ? &rows[index[k - 1]] : NULL;
        if (before && before->poang == r->poang) {
            r->rang = before->rang;
            r->rang_shared = before->rang_shared = true;
        } else {
            r->rang = (int32_t)k + 1;
        }
    }
}
