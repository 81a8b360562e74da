// What has been in its stage for so long that its time says little: one note
// each, however many delområden it has.
#include "run/overdue.h"

#include <stdlib.h>
#include <string.h>

#define KEY 160

static void key_of(const struct mk_inputs *in, const struct mk_row *r,
                   char out[KEY])
{
    const struct mk_context *c = in->assess.context;
    if (r->ready.underlag == MK_UL_PAGAENDE && r->pag_plan >= 0) {
        snprintf(out, KEY, "detaljplaner %s",
                 mk_plan_label(&in->plans.plans[r->pag_plan]));
    } else if (c && r->ready.source >= 0) {
        const struct mk_feature *f = &c->v[r->ready.source];
        snprintf(out, KEY, "%s %s rad %u",
                 mk_layer_role_key((enum mk_layer_role)f->role),
                 c->layers[f->layer].name, f->row);
    } else {
        snprintf(out, KEY, "%s", r->fastighet ? r->fastighet : "?");
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

void mk_note_overdue(struct mk_ctx *ctx, const struct mk_inputs *in,
                     const struct mk_results *res)
{
    char (*keys)[KEY] = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t k = 0; k < res->ndels; k++) {
        if (!res->dels[k].ready.overdue)
            continue;
        char key[KEY];
        key_of(in, &res->dels[k], key);
        if (n && strcmp(keys[n - 1], key) == 0)
            continue; // neighbours mostly have the same plan
        MK_GROW(keys, cap, n + 1);
        memcpy(keys[n++], key, KEY);
    }
    if (n)
        qsort(keys, n, KEY, by_text);
    for (uint32_t i = 0; i < n; i++)
        if (!i || strcmp(keys[i - 1], keys[i]) != 0)
            mk_note(ctx, MK_N_OVERDUE, keys[i], "");
    free(keys);
}
