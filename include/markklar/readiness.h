/** @file
 * Beredskap: how ready a delområde is, what stands in the way and how long
 * it takes (docs/method.md §9-§11). Pure: evidence in, judgement out.
 */
#ifndef MARKKLAR_READINESS_H
#define MARKKLAR_READINESS_H

#include <markklar/context.h>
#include <markklar/plan.h>
#include <markklar/provision.h>

struct mk_project;

/** Where a delområde comes from. */
enum mk_underlag {
    MK_UL_DETALJPLAN, /**< a plan in force */
    MK_UL_PAGAENDE,   /**< an ongoing plan whose uses are known */
    MK_UL_PLANBESKED, /**< planbesked or planuppdrag */
    MK_UL_OP,         /**< översiktsplan */
    MK_UL_INGET,      /**< område without delområde */
    MK_UL_COUNT
};
/** "detaljplan", "pågående detaljplan", "planbesked", "översiktsplan"; NULL
 * for none */
const char *mk_underlag_text(enum mk_underlag u);

enum mk_axis {
    MK_AX_PLAN, MK_AX_RADIGHET, MK_AX_INFRA, MK_AX_UTREDNING, MK_AX_TILLSTAND,
    MK_AX_COUNT
};
const char *mk_axis_text(enum mk_axis a);

/** Less byggbar mark than this is no place for a building, m2 (vår
 * konvention). */
#define MK_NO_LAND_M2 25

/** Kinds of hinder; the order is that of publication. */
enum mk_hinder_kind {
    MK_HK_UPPTAGEN,     /**< built out */
    MK_HK_PAGAENDE,     /**< an ongoing plan removes the use */
    MK_HK_DELVIS,       /**< partly built */
    MK_HK_BOSTAD,       /**< a home stands there */
    MK_HK_PLAN,         /**< no plan in force, or it does not allow */
    MK_HK_FORFARANDE,   /**< legal procedure: appeal, review, villkor */
    MK_HK_AGANDE,       /**< ownership */
    MK_HK_TILLFART,     /**< access, also utfartsförbud */
    MK_HK_VA,
    MK_HK_EL,
    MK_HK_FORORENING,
    MK_HK_MARK,         /**< ground: slope, flood, landslide */
    MK_HK_NATUR_KULTUR, /**< nature, culture, water, strandskydd */
    MK_HK_RISK,         /**< farligt gods, power lines, byggnadsfritt */
    MK_HK_RESERV,       /**< allocated to or kept by a firm */
    MK_HK_BEGRANSNING,  /**< a generic constraint */
    MK_HK_COUNT
};
const char *mk_hinder_kind_text(enum mk_hinder_kind k);

/** Who must act. */
enum mk_actor {
    MK_AC_KOMMUN, MK_AC_MARKAGARE, MK_AC_LANSSTYRELSE, MK_AC_LANTMATERI,
    MK_AC_NATAGARE, MK_AC_VAGHALLARE, MK_AC_DOMSTOL, MK_AC_FORETAG,
    MK_AC_COUNT
};
const char *mk_actor_text(enum mk_actor a);

/** What is known of one delområde, gathered before it is judged. */
struct mk_evidence {
    uint8_t underlag;          /**< enum mk_underlag */
    const struct mk_plan *plan;/**< the deciding, or ongoing plan, or the part
                                    of it whose dates hold; or NULL */
    const struct mk_plan *ongoing; /**< one that would remove the use; NULL */
    uint8_t planstatus;        /**< enum mk_planstatus of its place */
    bool use_known;
    bool plan_layer_complete;
    bool provisions_known;     /**< provisions of its plan were read */
    bool buildings_known;
    bool condition_lov, condition_start;
    bool strandskydd_repealed;
    mk_date stage_since;       /**< when the present stage began; 0 unknown */
    mk_date planbesked_date;
    double area, omrade_area;  /**< m2; of it, of its område */
    double byggbar, byggbar_largest; /**< m2; NAN not computed */
    bool built, occupied, home;
    /* rådighet */
    uint8_t owner, will, allocation;
    mk_date reserved_until;
    bool allocation_unread;    /**< allocated, but its word was not read */
    double price;              /**< kr/m2; NAN */
    /* infrastructure: enum mk_state */
    uint8_t gata, va, el, fiber;
    /* studies: date of each kind done, 0 not; `studied` where the layer is
       given */
    bool studies_given, studies_complete; /**< the latter: what is not in the
                                    layers was not done (heltackande: ja) */
    mk_date study[MK_UT_COUNT];
    bool study_done[MK_UT_COUNT];
    bool permits_given;
    uint8_t permit;            /**< enum mk_permit, strongest need first */
    /* what lies over it and counts (method §8), by feature */
    const struct mk_context *context;
    const struct mk_context_hit *hits;
    uint32_t nhits;
    double slope_pct, level_m; /**< NAN unknown */
};

/** One thing in the way. */
struct mk_obstacle {
    uint8_t kind, actor;       /**< enum mk_hinder_kind, mk_actor */
    uint8_t effect;            /**< enum mk_effect */
    int32_t feature;           /**< of the context, -1 none */
    double m2;                 /**< of the delområde, 0 = all of it */
};

/** Steps of the way to byggklar. */
enum mk_step {
    MK_TS_KO,           /**< wait for planuppdrag */
    MK_TS_PLAN,         /**< to antagande */
    MK_TS_LAGA_KRAFT,   /**< antagande to laga kraft, appeal as a branch */
    MK_TS_MARK,         /**< land acquisition */
    MK_TS_UTREDNING,    /**< investigations */
    MK_TS_FASTIGHET,    /**< fastighetsbildning */
    MK_TS_UTBYGGNAD,    /**< streets, water and sewer */
    MK_TS_GF_START,     /**< genomförandetid begins */
    MK_TS_COUNT
};
/** "planarbete till antagande" …; NULL for MK_TS_COUNT */
const char *mk_step_text(enum mk_step s);

/** Rows of the table of durations (docs/method.md §11). */
enum mk_duration {
    MK_TD_OP, MK_TD_PLANBESKED, MK_TD_UPPDRAG, MK_TD_SAMRAD, MK_TD_GRANSKNING,
    MK_TD_ANTAGEN, MK_TD_OVERKLAGAN, MK_TD_TILLSYN, MK_TD_SALJVILLIG,
    MK_TD_OPTION, MK_TD_UTREDNING, MK_TD_FASTIGHET, MK_TD_UTBYGGNAD_SAKNAS,
    MK_TD_UTBYGGNAD_PLANERAD, MK_TD_COUNT
};
/** Months at 0, 10, 50, 90 and 100 %, rising. */
struct mk_durations {
    double q[MK_TD_COUNT][5];
    double appeal_share;       /**< probability of appeal, 0-1 */
};
extern const struct mk_durations mk_durations_default;
/** Where the default of a row comes from, for planners. */
const char *mk_duration_source(enum mk_duration d);

/** What is not known: bits of mk_ready.okanda. The first are the axes. */
enum {
    MK_OK_EGENSKAPER = MK_AX_COUNT, /**< egenskapsbestämmelser of its plan */
    MK_OK_BYGGNADER,
    MK_OK_COUNT
};
/** "plan" … "tillstånd", "egenskapsbestämmelser", "byggnader" */
const char *mk_unknown_text(int bit);

/** What is left of the way to byggklar: rows of the table of durations, -1
 * where nothing is. */
struct mk_way {
    int8_t queue;     /**< MK_TD_OP, MK_TD_PLANBESKED */
    int8_t plan;      /**< MK_TD_UPPDRAG, _SAMRAD, _GRANSKNING */
    int8_t force;     /**< MK_TD_ANTAGEN (an appeal as a branch), or
                           MK_TD_OVERKLAGAN or MK_TD_TILLSYN alone */
    int8_t land, study, plot, build;
    double spent;     /**< months gone of the first step of the plan's chain */
    double dated;     /**< months until a laga kraft whose date is known, which
                           then is all that is left of the chain; 0 */
    double start;     /**< months until the genomförandetid begins; 0 */
};

/** The judgement, compact: one for every delområde of a region is held. Made
 * unknown by mk_ready_init(); its underlag, source and byggbar mark come from
 * those who found them, the rest from mk_ready_judge(). */
struct mk_ready {
    uint8_t axis_lo[MK_AX_COUNT], axis_hi[MK_AX_COUNT]; /**< 0-4; published
                                    when equal, otherwise unknown */
    uint8_t ber_min, ber_max;  /**< 1-5; 0 = not judged */
    uint8_t ber_plan;          /**< 1-5 by the plan axis alone; 0 unknown */
    uint8_t underlag;          /**< enum mk_underlag */
    uint8_t owner, allocation;
    uint8_t villkor;           /**< bit 0 lov, bit 1 startbesked */
    uint8_t okanda;            /**< bits: enum mk_axis, MK_OK_… */
    uint8_t bind;              /**< enum mk_step that binds P50; MK_TS_COUNT
                                    none, or not known */
    uint8_t hojd_slag;         /**< enum mk_pv_height */
    uint32_t hinder;           /**< bits: enum mk_hinder_kind */
    int16_t klar_m[3];         /**< months, P10 P50 P90; -1 unknown */
    int16_t hojd_dm;           /**< height allowed, decimetres (storeys x 10);
                                    -1 unknown */
    int32_t price;             /**< kr/m2, -1 unknown */
    int16_t slope_promille;    /**< mean slope, -1 unknown */
    int16_t level_dm;          /**< level difference, dm, -1 unknown */
    int32_t source;            /**< feature (planbesked, ÖP), -1 none */
    bool overdue;              /**< longer in its stage than 95 % of the row */
    uint8_t fiber;             /**< enum mk_state */
    mk_fixed byggbar, byggbar_largest; /**< tenths of m2; MK_UNKNOWN */
    mk_fixed bya, bta;         /**< capacity, tenths of m2; MK_UNKNOWN */
};
void mk_ready_init(struct mk_ready *r);

/** Answers about ways met before, all of one project; one for each thread. */
struct mk_ready_cache;
struct mk_ready_cache *mk_ready_cache_new(void);
void mk_ready_cache_free(struct mk_ready_cache *c);

/** Judge: axes, range, unknowns, time. Obstacles go to `out`, at most `cap`,
 * in order of publication (kind, then feature).
 * @return how many there are */
uint32_t mk_ready_judge(const struct mk_project *p, struct mk_ready_cache *c,
                        const struct mk_evidence *e, struct mk_ready *r,
                        struct mk_obstacle *out, uint32_t cap);

/** Does the plan hold lov or startbesked back, or is a permit not granted yet?
 * How long that takes is not known. */
bool mk_waits_for_something(const struct mk_evidence *e);

/** The way of a judged delområde, what is not known taken as done (`best`)
 * and as the worst of the table (`worst`).
 * @return false when no time is given */
bool mk_ready_ways(const struct mk_project *p, const struct mk_evidence *e,
                   const struct mk_ready *r, struct mk_way *best,
                   struct mk_way *worst);

#endif
