/** @file
 * Bestämmelser that are not a use: what a plan says about how its land may
 * be built on (prickmark, utnyttjandegrad, höjd, villkor …).
 *
 * Readers fill identity, texts, values and geometry; mk_provision_read()
 * turns them into a kind and numbers (docs/method.md §2.2).
 */
#ifndef MARKKLAR_PROVISION_H
#define MARKKLAR_PROVISION_H

#include <markklar/geom.h>
#include <markklar/value.h>

enum mk_pv_kind {
    MK_PV_OVRIG,        /**< read and listed, decides nothing */
    MK_PV_PRICKMARK,    /**< no building may stand here */
    MK_PV_KORSMARK,     /**< komplementbyggnad only */
    MK_PV_RINGMARK,     /**< below ground only */
    MK_PV_UTNYTTJANDE,  /**< utnyttjandegrad: a share or m2 */
    MK_PV_HOJD,         /**< height */
    MK_PV_VILLKOR_LOV,  /**< villkor för lov */
    MK_PV_VILLKOR_START,/**< villkor för startbesked */
    MK_PV_STRANDSKYDD,  /**< strandskyddet upphävs */
    MK_PV_UTFART,       /**< utfartsförbud (a line) */
    MK_PV_MARKRESERVAT, /**< u, l, x, z, t, g */
    MK_PV_TOMTSTORLEK,  /**< fastighetsstorlek */
    MK_PV_SKYDD,        /**< m: protection against disturbance */
    MK_PV_PLACERING,
    MK_PV_KIND_COUNT
};
/** The published word: "prickmark", "utnyttjandegrad" … */
const char *mk_pv_kind_text(enum mk_pv_kind k);

enum mk_pv_measure { MK_PV_BYA, MK_PV_BTA };
enum mk_pv_basis {
    MK_PV_PROCENT, /**< percent of the fastighet's area (in the scope) */
    MK_PV_M2,      /**< m2 within the scope */
    MK_PV_M2_FAST  /**< m2 for each fastighet */
};
enum mk_pv_scope { MK_PV_EGENSKAPSOMRADE, MK_PV_ANVANDNINGSOMRADE };
enum mk_pv_bound { MK_PV_MAX, MK_PV_MIN, MK_PV_EXAKT };
enum mk_pv_height {
    MK_PV_BYGGNADSHOJD,
    MK_PV_NOCKHOJD,
    MK_PV_TOTALHOJD,
    MK_PV_VANINGAR,   /**< storeys, not metres */
    MK_PV_HOJD_OKAND
};
/** "byggnadshöjd", "nockhöjd", "totalhöjd", "våningar"; "höjd" */
const char *mk_pv_height_text(enum mk_pv_height h);

/** What told the kind. */
enum mk_pv_how {
    MK_PV_BY_NOTHING, /**< övrig */
    MK_PV_BY_CATALOGUE,
    MK_PV_BY_CATEGORY,
    MK_PV_BY_MARK,    /**< beteckning or symbol */
    MK_PV_BY_WORDING,
    MK_PV_HOW_COUNT
};
/** "övrig", "katalogkod", "kategori", "beteckning", "formulering" */
const char *mk_pv_how_text(enum mk_pv_how h);

/** Geometry of a provision without one of its own: the whole plan. */
#define MK_PV_WHOLE_PLAN UINT32_MAX

/** A value as written: "9,5", "meter", "max". */
struct mk_pv_value {
    const char *text, *unit, *bound;
};
#define MK_PV_VALUES 4

struct mk_provision {
    const char *id;        /**< uuid or row; may be NULL */
    const char *plan;      /**< id, akt or number of its plan; NULL: by place */
    const char *code;      /**< beteckning as on the map: "e1", "prickmark" */
    const char *catalogue; /**< bestammelsekod: "DP_KM_Eg_…"; may be NULL */
    const char *category;  /**< kategori in the catalogue; may be NULL */
    const char *text;      /**< wording with its values put in */
    struct mk_pv_value value[MK_PV_VALUES];
    uint8_t nvalues;
    uint32_t geom;         /**< in its set, or MK_PV_WHOLE_PLAN */
    uint32_t row;          /**< for messages */
    /* filled by mk_provision_read(): */
    uint8_t kind;          /**< enum mk_pv_kind */
    uint8_t how;           /**< enum mk_pv_how */
    uint8_t measure, basis, scope, bound, height;
    bool absolute;         /**< height over a zero plane (RH2000), not over
                                ground: never a building height */
    bool accessory;        /**< of komplementbyggnad only: limits no main
                                building */
    double number;         /**< NAN: none that could be read */
};

/** Provisions as read, in file order; geometry of areas in the working CRS
 * (lines and points have none: an empty geometry). Texts must outlive it. */
struct mk_provisions {
    struct mk_provision *v;
    uint32_t n, cap;
    struct mk_polyset geom;
    bool given;            /**< some source of provisions was read */
};

/** Kind and numbers from what is written: catalogue code, then category,
 * then code on the map, then wording. */
void mk_provision_read(struct mk_provision *p);

#endif
