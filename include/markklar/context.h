/** @file
 * Other layers that decide: ownership, land allocation, utilities,
 * protection and risk. Each is a role with a field map and a default effect
 * (docs/method.md §8); all are optional.
 *
 * Every feature becomes polygons: points and lines, and polygons with a
 * distance to keep, are buffered when read (GEOS, 8 segments a quarter).
 */
#ifndef MARKKLAR_CONTEXT_H
#define MARKKLAR_CONTEXT_H

#include <markklar/boxtree.h>
#include <markklar/geom.h>
#include <markklar/plan.h>
#include <markklar/value.h>

enum mk_layer_role {
    MK_RO_OVERSIKTSPLAN, /**< areas for verksamheter: delområden (§2.8) */
    MK_RO_PLANBESKED,    /**< planbesked, planuppdrag: delområden (§2.8) */
    MK_RO_KOMMUNAGD,     /**< ownership class */
    MK_RO_MARKANVISNING,
    MK_RO_VA,            /**< va_omrade */
    MK_RO_FIBER,
    MK_RO_EL,            /**< power points with MW */
    MK_RO_VAG,           /**< roads */
    MK_RO_STRANDSKYDD,
    MK_RO_NATUR,
    MK_RO_VATTENSKYDD,
    MK_RO_RIKSINTRESSE,
    MK_RO_OVERSVAMNING,
    MK_RO_RAS,
    MK_RO_FORORENING,
    MK_RO_FORNLAMNING,
    MK_RO_JORDBRUK,
    MK_RO_FARLIGT_GODS,
    MK_RO_KRAFTLEDNING,
    MK_RO_BYGGNADSFRITT,
    MK_RO_UTFARTSFORBUD,
    MK_RO_TILLSTAND,     /**< permits */
    MK_RO_UTREDNING,     /**< investigations */
    MK_RO_BEGRANSNING,   /**< the generic constraint */
    MK_RO_COUNT
};
/** Key under indata: "kommunagd" …; text for planners "strandskydd". */
const char *mk_layer_role_key(enum mk_layer_role r);
const char *mk_layer_role_text(enum mk_layer_role r);
/** How far a feature of the role reaches unless buffert_m says, m. */
double mk_layer_role_buffer(enum mk_layer_role r);

enum mk_effect {
    MK_EF_FACT,     /**< says something, takes nothing */
    MK_EF_FLAGS,    /**< flaggar: listed as hinder, takes nothing */
    MK_EF_REDUCES,  /**< minskar: cut out of byggbar mark */
    MK_EF_EXCLUDES, /**< utesluter: cut out, and a hinder of its own */
    MK_EF_COUNT
};
/** "uppgift", "flaggar", "minskar", "utesluter" */
const char *mk_effect_text(enum mk_effect e);
/** What a feature of the role does unless verkan or its class says. */
enum mk_effect mk_layer_role_effect(enum mk_layer_role r);

/** Ownership class, never a name. */
enum mk_owner {
    MK_OW_OKAND, MK_OW_KOMMUN, MK_OW_STAT_REGION, MK_OW_PRIVAT, MK_OW_COUNT
};
const char *mk_owner_text(enum mk_owner o);
/** What a private owner wants. */
enum mk_will {
    MK_WI_OKAND, MK_WI_EJ_SALJVILLIG, MK_WI_SALJVILLIG, MK_WI_OPTION,
    MK_WI_UTBJUDEN, MK_WI_COUNT
};
enum mk_allocation {
    MK_AN_OKAND, MK_AN_LEDIG, MK_AN_INTRESSE, MK_AN_RESERVERAD,
    MK_AN_MARKANVISAD, MK_AN_SALD, MK_AN_TOMTRATT, MK_AN_COUNT
};
const char *mk_allocation_text(enum mk_allocation a);
/** State of something that may be there. */
enum mk_state { MK_ST_OKAND, MK_ST_SAKNAS, MK_ST_PLANERAD, MK_ST_FINNS };

/** One feature, read and understood. */
struct mk_feature {
    uint8_t role;        /**< enum mk_layer_role */
    uint8_t effect;      /**< enum mk_effect, after its class was read */
    uint8_t code;        /**< by role: enum mk_owner (kommunagd), mk_allocation
                              (markanvisning), mk_state (va_omrade, fiber, el;
                              vag and strandskydd: MK_ST_SAKNAS gives no access,
                              is switched off), mk_permit (tillstand), mk_study
                              (utredning); fororening: risk class 1-4, 0 none */
    uint8_t will;        /**< kommunagd: enum mk_will */
    uint32_t layer;      /**< which layer, for its name */
    uint32_t row;
    const char *id;      /**< as given, for explain and order; may be NULL */
    const char *name;    /**< may be NULL */
    const char *klass;   /**< the class as written (oversiktsplan, planbesked:
                              the use meant); may be NULL */
    mk_useset uses;      /**< oversiktsplan, planbesked: uses meant; 0 unknown */
    mk_date date;        /**< reserved until, decided, investigated; 0 none */
    double value;        /**< kr/m2, MW, m; NAN none */
};

/** tillstånd: where a permit stands. */
enum mk_permit {
    MK_TI_OKAND, MK_TI_BEHOV, MK_TI_SOKT, MK_TI_BEVILJAT, MK_TI_KLART
};
/** utredning: what was investigated. */
enum mk_study {
    MK_UT_ANNAN, MK_UT_OVERSIKTLIG, MK_UT_GEOTEKNIK, MK_UT_MARKMILJO,
    MK_UT_DAGVATTEN, MK_UT_NATUR, MK_UT_ARKEOLOGI, MK_UT_BULLER_RISK,
    MK_UT_COUNT
};
const char *mk_study_text(enum mk_study s);

/** One layer as the project names it. */
struct mk_context_layer {
    uint8_t role;
    const char *name;    /**< its namn, else the role's text */
    double buffer_m;
};

struct mk_arena;
struct mk_tiles;

/** All layers together. The reader appends features with their areas in
 * `geom` and their points and lines in `paths`; mk_context_build() makes
 * polygons of them, in a stable order (role, layer name, id, class, place),
 * and indexes them. Release with mk_context_release(). */
struct mk_context {
    struct mk_context_layer *layers;
    uint32_t nlayers, cap_layers;
    bool given[MK_RO_COUNT]; /**< the project has a layer of this role */
    bool complete[MK_RO_COUNT]; /**< every layer of the role is said to be */
    struct mk_feature *v;
    uint32_t n, cap;
    struct mk_polyset geom;  /**< geometry i belongs to v[i]; working CRS */
    struct mk_polyset paths; /**< as read, used up by building: of v[i], a part
                                  of one open ring for each line, of one vertex
                                  for each point */
    struct mk_arena *text;   /**< owns the texts of `v` and `layers` */
    double *area;            /**< of geometry i, m2 */
    struct mk_boxtree *tree;
    struct mk_tiles *tiles;  /**< of features of many corners */
    bool subtracts;          /**< some feature REDUCES or EXCLUDES */
    bool have_ground;        /**< a hojdmodell was read */
};

/** What lies over one polygon. */
struct mk_context_hit {
    uint32_t feature;
    double m2;
};

#endif
