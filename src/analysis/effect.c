// What a feature of another layer does at one place (docs/method.md §8).
#include "analysis/assess.h"

static uint8_t at_most(uint8_t effect, enum mk_effect most)
{
    return effect < most ? effect : (uint8_t)most;
}

enum mk_effect mk_effect_here(const struct mk_feature *f, bool in_force,
                              bool strandskydd_repealed)
{
    if (f->role == MK_RO_STRANDSKYDD && strandskydd_repealed)
        return MK_EF_FACT;
    if (!in_force)
        return (enum mk_effect)f->effect;
    switch (f->role) {
    case MK_RO_OVERSVAMNING: case MK_RO_FORNLAMNING: case MK_RO_RIKSINTRESSE:
        return (enum mk_effect)at_most(f->effect, MK_EF_FLAGS);
    case MK_RO_JORDBRUK:
        return MK_EF_FACT;
    default:
        return (enum mk_effect)f->effect;
    }
}
