/** @file
 * One row of the result: an område or a delområde, in published numbers.
 *
 * Rows are small, so that all delområden of a region can be held: what
 * belongs to a plan or a stop area is an index, not a copy.
 */
#ifndef MARKKLAR_ROW_H
#define MARKKLAR_ROW_H

#include <markklar/plan.h>
#include <markklar/readiness.h>
#include <markklar/transit.h>
#include <markklar/travel.h>
#include <markklar/value.h>

enum mk_bedomning {
    MK_BEDOMD,      /**< bedömd */
    MK_UTESLUTEN,   /**< utesluten: a knock-out, see enum mk_reason */
    MK_EJ_BEDOMBAR, /**< kan inte bedömas: no usable geometry */
    MK_BEDOMNING_COUNT
};

/** Why an område is left out, in the order in which reasons are tried. */
enum mk_reason {
    MK_R_NONE,
    MK_R_GEOMETRI,     /**< geometri saknas */
    MK_R_SAMFALLIGHET,
    MK_R_JARNVAG,
    MK_R_VATTEN,
    MK_R_ALLMAN_PLATS,
    MK_R_BOSTAD_PLAN,  /**< B only */
    MK_R_ANNAN,        /**< another known use: school, care, parking … */
    MK_R_BOSTAD_BYGGNAD, /**< a huvudbyggnad Bostad stands there */
    MK_REASON_COUNT
};

/** What speaks against a piece though it is not left out. */
enum mk_hinder {
    MK_H_NONE,
    MK_H_UPPTAGEN,       /**< built out: less unbuilt land than the threshold */
    MK_H_PAGAENDE_PLAN,  /**< an ongoing plan would remove the business use */
    MK_H_DELVIS,         /**< a building stands there, but enough land is left */
    MK_H_BOSTAD,         /**< a large unplanned område with a home on it */
    MK_HINDER_COUNT
};

struct mk_row {
    /* identity; texts live in the batch (område) or in the run (delområde) */
    const char *fast_id, *fastighet, *kommunkod, *objekttyp;
    uint32_t omr_row;      /**< input row, 0-based */
    int32_t omr_nr;        /**< INT32_MIN unknown */
    uint16_t del_nr;       /**< delområde 1.. of its område; 0 = the område */
    uint16_t basta_del;    /**< område: del_nr of its best delområde, 0 none */
    uint8_t bedomning;     /**< enum mk_bedomning */
    uint8_t reason;        /**< enum mk_reason */
    uint8_t planstatus;    /**< enum mk_planstatus */
    uint8_t hinder;        /**< enum mk_hinder */
    int32_t plan;          /**< deciding plan, index, -1 none */
    uint32_t part;         /**< delområde: index of the part of that plan whose
                                dates hold, 0 none */
    int32_t pag_plan;      /**< ongoing plan (or part), index, -1 none */
    mk_useset uses, pag_uses;
    /* land, tenths of a square metre */
    mk_fixed area;
    mk_fixed group[MK_GROUP_COUNT]; /**< stacked uses count in each group */
    mk_fixed blandad;      /**< of business land, with uses of several groups
                                (B included) */
    mk_fixed bebyggd, obebyggd;
    int32_t planl_andel;   /**< 4 decimals; share in a plan in force; -1 unknown */
    /* access */
    int32_t hpl;           /**< stop area index, -1 none or no timetable */
    int32_t hpl_dm;        /**< decimetres; -1 */
    uint8_t klass;         /**< mk_klass */
    int8_t served_500, served_400; /**< 0, 1, -1 unknown */
    struct mk_reach reach; /**< område: of its best delområde */
    /* score, hundredths; -1 = none */
    int32_t poang, poang_max, p_plan, p_koll;
    /* delområden only */
    int32_t rang;          /**< 0 = not ranked */
    bool rang_shared;      /**< another has the same rank */
    int32_t kolln_andl;    /**< 4 decimals, -1 unknown */
    uint32_t fast_delar;   /**< områden of the fastighet */
    mk_fixed fast_area;    /**< their area together */
    struct mk_ready ready; /**< område: of its best delområde */
};

/** What a row's indices point at; one per run, kept by the caller. */
struct mk_tables {
    const struct mk_plan *plans;
    uint32_t nplans;       /**< parts with dates of their own included */
    const struct mk_stop_area *areas;
    const struct mk_area_traffic *traffic;
    uint32_t nareas;
    const char *const *junctions; /**< names of trafikplatser, NULL entries */
    uint32_t njunctions;
    mk_date reference_date;
    const char *scenario;  /**< changes made to the timetable; NULL: none */
};

#endif
