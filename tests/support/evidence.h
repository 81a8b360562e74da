/** @file
 * Evidence of a delområde for which everything is known and in order, to be
 * spoilt one thing at a time.
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include <markklar/project.h>

#include <math.h>
#include <string.h>

#define TODAY 20261101
#define MOST 32

struct bench {
    struct mk_project project;
    struct mk_ready_cache *cache;
    struct mk_plan plan, other;
    struct mk_feature feature[MOST];
    struct mk_context_hit hit[MOST];
    struct mk_context context;
    struct mk_evidence e;
    struct mk_ready r;
    struct mk_obstacle found[MOST];
    uint32_t nfound;
};

static inline void bench_evidence(struct bench *b)
{
    static const enum mk_study four[] = {MK_UT_GEOTEKNIK, MK_UT_MARKMILJO,
                                         MK_UT_DAGVATTEN, MK_UT_ARKEOLOGI};
    b->plan = (struct mk_plan){.status = MK_PS_LAGA_KRAFT,
                               .gf_lage = MK_GF_PAGAR};
    b->context = (struct mk_context){.v = b->feature};
    b->e = (struct mk_evidence){
        .underlag = MK_UL_DETALJPLAN, .plan = &b->plan,
        .planstatus = MK_PS_LAGA_KRAFT, .use_known = true,
        .plan_layer_complete = true, .provisions_known = true,
        .buildings_known = true, .area = 8000, .omrade_area = 8000,
        .byggbar = 8000, .byggbar_largest = 8000,
        .owner = MK_OW_KOMMUN, .price = NAN,
        .gata = MK_ST_FINNS, .va = MK_ST_FINNS, .el = MK_ST_FINNS,
        .fiber = MK_ST_FINNS, .studies_given = true, .studies_complete = true, .permits_given = true,
        .context = &b->context, .hits = b->hit,
        .slope_pct = 2, .level_m = 1.4,
    };
    for (size_t i = 0; i < sizeof four / sizeof *four; i++) {
        b->e.study_done[four[i]] = true;
        b->e.study[four[i]] = 20220502;
    }
}

static inline void bench_begin(struct bench *b)
{
    memset(b, 0, sizeof *b);
    b->project.reference_date = TODAY;
    b->project.study_years = 10;
    b->project.durations = mk_durations_default;
    b->cache = mk_ready_cache_new();
    bench_evidence(b);
}

static inline void bench_end(struct bench *b)
{
    mk_ready_cache_free(b->cache);
}

/** One more feature over the delområde. */
static inline struct mk_feature *bench_layer(struct bench *b,
                                             enum mk_layer_role role,
                                             enum mk_effect effect, double m2)
{
    const uint32_t k = b->e.nhits++;
    b->feature[k] = (struct mk_feature){.role = (uint8_t)role,
                                        .effect = (uint8_t)effect,
                                        .value = NAN};
    b->hit[k] = (struct mk_context_hit){k, m2};
    return &b->feature[k];
}

static inline const struct mk_ready *bench_judge(struct bench *b)
{
    mk_ready_init(&b->r);
    b->nfound = mk_ready_judge(&b->project, b->cache, &b->e, &b->r, b->found,
                               MOST);
    return &b->r;
}

#endif
