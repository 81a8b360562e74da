// What a feature of another layer does to one place (docs/method.md §8).
#include "analysis/assess.h"

bool mk_strandskydd_repealed(struct mk_ctx *ctx, const struct mk_assess_in *in,
                             uint32_t plan, const struct mk_poly *g,
                             const struct mk_context_hit *hits, uint32_t n)
{
    if (plan == UINT32_MAX || !in->provisions)
        return false;
    for (uint32_t k = 0; k < n; k++)
        if (in->context->v[hits[k].feature].role == MK_RO_STRANDSKYDD)
            return mk_provbase_holds(ctx, in->provisions, plan,
                                     MK_PV_STRANDSKYDD, g);
    return false;
}

enum mk_effect mk_effect_here(const struct mk_feature *f, bool in_force,
                              bool repealed)
{
    const enum mk_effect effect = (enum mk_effect)f->effect;
    if (effect == MK_EF_FACT)
        return effect;
    if (f->role == MK_RO_STRANDSKYDD && repealed)
        return MK_EF_FACT;
    if (!in_force)
        return effect;
    switch (f->role) {
    case MK_RO_OVERSVAMNING: // the plan has weighed them; only what the
    case MK_RO_FORNLAMNING:  // project says excludes still does
        return effect == MK_EF_REDUCES ? MK_EF_FLAGS : effect;
    case MK_RO_JORDBRUK: // the plan has taken it from farming
        return effect == MK_EF_FLAGS ? MK_EF_FACT : effect;
    default:
        return effect;
    }
}
