#include "base/ready_fields.h"

#include <markklar/context.h>
#include <markklar/readiness.h>

#include <string.h>

static const struct mk_value none = {NULL, MK_UNKNOWN};

static struct mk_value known(int64_t v)
{
    return v < 0 ? none : mk_num(v);
}

static struct mk_value words(const char *s)
{
    return (struct mk_value){s && *s ? s : NULL, MK_UNKNOWN};
}

// "a; b" of the bits that are set; 256 bytes hold all of either list.
static struct mk_value joined(uint32_t bits, int n,
                              const char *(*text)(int), char *out)
{
    size_t len = 0;
    for (int i = 0; i < n; i++) {
        if (!(bits >> i & 1))
            continue;
        const char *s = text(i);
        const size_t k = strlen(s);
        if (len + k + 3 > 256)
            break;
        if (len) {
            memcpy(out + len, "; ", 2);
            len += 2;
        }
        memcpy(out + len, s, k);
        len += k;
    }
    out[len] = '\0';
    return words(out);
}

static const char *hinder_word(int i)
{
    return mk_hinder_kind_text((enum mk_hinder_kind)i);
}

#define READY(name, expr)                                                   \
    struct mk_value mk_ready_##name(const void *record,                     \
                                    const struct mk_tables *t,              \
                                    char *scratch)                          \
    {                                                                       \
        const struct mk_ready *r = &((const struct mk_row *)record)->ready; \
        (void)r;                                                            \
        (void)t;                                                            \
        (void)scratch;                                                      \
        return expr;                                                        \
    }
#define AXIS(name, a)                                                       \
    READY(name, r->ber_min && r->axis_lo[a] == r->axis_hi[a]                \
                    ? mk_num(r->axis_lo[a]) : none)
#define DATE(name, i)                                                       \
    READY(name, r->ber_min && r->klar_m[i] >= 0 && t->reference_date        \
                    ? mk_num(mk_date_add_months(t->reference_date,          \
                                                r->klar_m[i]))              \
                    : none)

READY(underlag, words(mk_underlag_text(r->underlag)))
READY(ber_min, r->ber_min ? mk_num(r->ber_min) : none)
READY(ber_max, r->ber_max ? mk_num(r->ber_max) : none)
READY(ber_plan, r->ber_plan ? mk_num(r->ber_plan) : none)
AXIS(ax_plan, MK_AX_PLAN)
AXIS(ax_radigh, MK_AX_RADIGHET)
AXIS(ax_infra, MK_AX_INFRA)
AXIS(ax_utredn, MK_AX_UTREDNING)
AXIS(ax_tillst, MK_AX_TILLSTAND)
READY(okanda, joined(r->okanda, MK_OK_COUNT, mk_unknown_text, scratch))
READY(hinder, joined(r->hinder, MK_HK_COUNT, hinder_word, scratch))
READY(agare, words(r->owner ? mk_owner_text(r->owner) : NULL))
READY(markanv,
      words(r->allocation ? mk_allocation_text(r->allocation) : NULL))
READY(pris, known(r->price))
READY(villkor, words(r->villkor == 3   ? "lov; startbesked"
                     : r->villkor == 2 ? "startbesked"
                     : r->villkor      ? "lov" : NULL))
READY(fiber, words(r->fiber == MK_ST_FINNS      ? "finns"
                   : r->fiber == MK_ST_PLANERAD ? "planerad"
                   : r->fiber == MK_ST_SAKNAS   ? "saknas" : NULL))
READY(byggbar, mk_num(r->byggbar))
READY(byggbar_largest, mk_num(r->byggbar_largest))
READY(bya, mk_num(r->bya))
READY(bta, mk_num(r->bta))
READY(hojd, known(r->hojd_dm))
READY(hojd_slag, words(r->hojd_dm < 0
                           ? NULL : mk_pv_height_text(r->hojd_slag)))
READY(lutning, known(r->slope_promille))
READY(niva, known(r->level_dm))
READY(m10, known(r->klar_m[0]))
READY(m50, known(r->klar_m[1]))
READY(m90, known(r->klar_m[2]))
DATE(p10, 0)
DATE(p50, 1)
DATE(p90, 2)
READY(steg, r->bind < MK_TS_COUNT ? words(mk_step_text(r->bind)) : none)
