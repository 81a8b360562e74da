/** @file
 * Two sets of results side by side: the same land before and after.
 *
 * mk_published_read() (input) reads a folder that `score` wrote;
 * mk_compare_land() (analysis) pairs the land of two of them and says what
 * differs. Values are the published ones: integers of their last decimal.
 */
#ifndef MARKKLAR_COMPARE_H
#define MARKKLAR_COMPARE_H

#include <markklar/field.h>
#include <markklar/geom.h>

/** A value that was read: text of MK_T_TEXT (NULL = null), else num. */
union mk_datum {
    const char *text;
    mk_fixed num;
};

/** One layer as read; geometry i and shape i belong to row i. */
struct mk_published_layer {
    const struct mk_layer_def *def;
    bool *has;            /**< by field of def: the file has it */
    union mk_datum *cells; /**< n x def->nfields */
    uint32_t n, cap;
    struct mk_polyset geom;
    uint64_t *shape;      /**< alike for the same coordinates */
};

/** Something that a run was made of or with: "val.vikter.klass", "0.2500". */
struct mk_run_fact {
    const char *name, *value;
};

struct mk_published_set {
    const char *dir;
    struct mk_published_layer mark, parts; /**< mark and verksamhetsmark */
    struct mk_run_fact *facts;             /**< as korning.json has them */
    uint32_t nfacts, cap_facts;
    int epsg;                   /**< of the coordinates; 0: lon/lat */
    void *storage;                         /**< texts */
};
/** Field number `field` of a row, as a getter gives it. */
struct mk_value mk_published_value(const struct mk_published_layer *l,
                                   uint32_t row, int field);
void mk_published_release(struct mk_published_set *s);

/** What is set side by side; the order is that of columns. Those that a set
 * does not have are null. */
enum mk_measure {
    MK_ME_KLASS,  /**< 1-7 for A-G, 8 outside every class */
    MK_ME_K500,
    MK_ME_K400,
    MK_ME_KANDL,
    MK_ME_ARBKR_30,
    MK_ME_ARBKR_45,
    MK_ME_ARBKR_60,
    MK_ME_ARBKR_SKIFT,
    MK_ME_CYKEL_15,
    MK_ME_CYKEL_30,
    MK_ME_RESTID_P50,
    MK_ME_RESTID_P85,
    MK_ME_RESTIDSKVOT,
    MK_ME_BIL,
    MK_ME_TPL,    /**< by car to a trafikplats, minutes */
    MK_ME_TRAFIKPL, /**< the same way, metres */
    MK_ME_HPL,
    MK_ME_FAGEL,
    MK_ME_ANSLUT,
    MK_ME_AVG,
    MK_ME_POANG,
    MK_ME_RANG,
    MK_ME_COUNT
};

/** How a measure speaks of land being better or worse: the first group with
 * any difference decides. */
enum mk_measure_group {
    MK_MG_ACCESS,  /**< what can be reached, and the class */
    MK_MG_NEAREST, /**< of the nearest stop alone: a new stop that is nearer
                        may have fewer departures */
    MK_MG_WAY,     /**< of a way whose length or time is told above: the
                        shorter way may begin farther from the street */
    MK_MG_SCORE,
    MK_MG_NONE     /**< rank: others changed too */
};

struct mk_measure_def {
    const char *field;  /**< published name */
    enum mk_type type;
    int decimals;
    bool less_is_better;
    enum mk_measure_group group;
};
const struct mk_measure_def *mk_measure_get(enum mk_measure m);

enum mk_verdict {
    MK_VE_BETTER,  /**< bättre */
    MK_VE_WORSE,   /**< sämre */
    MK_VE_BOTH,    /**< bättre och sämre */
    MK_VE_OTHER,   /**< annat: other fields differ */
    MK_VE_NEW,     /**< tillkommer */
    MK_VE_GONE,    /**< utgår */
    MK_VE_COUNT
};
const char *mk_verdict_text(enum mk_verdict v, enum mk_lang lang);

/** Land that differs; a record of the layer jamforelse. */
struct mk_land_change {
    const struct mk_published_layer *before, *after; /**< of its kind */
    uint32_t before_row, after_row;   /**< UINT32_MAX: not there */
    bool part;                        /**< a delområde, not an område */
    uint8_t verdict;                  /**< enum mk_verdict */
    mk_fixed fore[MK_ME_COUNT], efter[MK_ME_COUNT], skillnad[MK_ME_COUNT];
    const char *fields;               /**< names of all that differ, "; " */
};
/** Its value of a published field, after when there, else before; null when
 * its layer has no such field. */
struct mk_value mk_land_value(const struct mk_land_change *c,
                              const char *field);

/** How many went up or down a class, and how much land that is. */
struct mk_class_moves {
    uint32_t same, up, down, added, gone;
    mk_fixed up_m2, down_m2; /**< planned for industri, tenths of m2 */
};

struct mk_comparison {
    struct mk_land_change *v; /**< most changed first */
    uint32_t n, cap;
    struct mk_class_moves omraden, delomraden;
    uint32_t verdict[MK_VE_COUNT];
    void *storage;
};
void mk_comparison_release(struct mk_comparison *c);

/**
 * Pair the land of two sets, by fastighet and område number, then by shape,
 * plan and number of the delområde, and list what differs: delområden, and
 * områden that have none in either set. Both sets must outlive the result.
 */
void mk_compare_land(const struct mk_published_set *before,
                     const struct mk_published_set *after,
                     struct mk_comparison *out);

/** The layer of struct mk_land_change. */
extern const struct mk_layer_def mk_layer_jamforelse;

#endif
