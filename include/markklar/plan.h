/** @file
 * Detaljplaner: what was read, and what decides where.
 *
 * The reader fills the raw texts and geometry (working CRS). mk_planbase_build()
 * interprets them once: status word, dates, genomförandetid, use letters; it
 * orders plans by id (never by file order) and makes the geometry that
 * decides: outlines of plans in force with newer plans cut away, and use
 * cells, each one place with one plan and one set of uses.
 */
#ifndef MARKKLAR_PLAN_H
#define MARKKLAR_PLAN_H

#include <markklar/boxtree.h>
#include <markklar/ctx.h>
#include <markklar/geom.h>
#include <markklar/value.h>

/** NGP's nine words (Detaljplan 4.1 planstatus) and our two; in this order
 * the legally stronger has the higher number. */
enum mk_planstatus {
    MK_PS_SAKNAS,     /**< planuppgift saknas */
    MK_PS_EJ_PLANLAGT,
    MK_PS_AVSLUTAD,
    MK_PS_UPPHAVD,
    MK_PS_PABORJAD,
    MK_PS_SAMRAD,
    MK_PS_GRANSKNING,
    MK_PS_ANTAGEN,
    MK_PS_OVERKLAGAD,
    MK_PS_TILLSYN,
    MK_PS_LAGA_KRAFT,
    MK_PS_COUNT
};
/** The published word: "laga kraft", "samråd", … */
const char *mk_planstatus_text(enum mk_planstatus s);
/** Samråd, granskning … tillsyn: work that may end in a plan. */
bool mk_planstatus_ongoing(enum mk_planstatus s);
/**
 * A municipality's own word ("Gällande", "Utställning", "Antagen, ej laga
 * kraft") to the national one. Negations are heard: "Ej gällande" is not
 * recognised. @return MK_PS_SAKNAS when not recognised
 */
enum mk_planstatus mk_planstatus_read(const char *text);

/** Where the genomförandetid stands on the reference date. */
enum mk_gf_lage {
    MK_GF_OKAND,
    MK_GF_EJ_BORJAT,
    MK_GF_PAGAR,
    MK_GF_SANNOLIKT_UTGANGEN, /**< derived: laga kraft >= 15 years ago */
    MK_GF_UTGANGEN,
    MK_GF_COUNT
};
const char *mk_gf_text(enum mk_gf_lage g);

/** By which rule of docs/method.md §2 a plan's status came about. */
enum mk_status_rule {
    MK_SR_WORD,      /**< the municipality's word */
    MK_SR_DATE_ONLY, /**< no word, but a date of laga kraft */
    MK_SR_FUTURE,    /**< laga kraft after the reference date: antagen */
    MK_SR_UNREAD     /**< a word not known; or neither word nor date */
};

/** By which rule the state of the genomförandetid came about. */
enum mk_gf_rule {
    MK_GR_STATED_END, /**< the end is stated */
    MK_GR_LENGTH,     /**< start (or laga kraft) + stated length - 1 day */
    MK_GR_NOT_BEGUN,  /**< the stated start is still to come */
    MK_GR_OLD_TYPE,   /**< stadsplan, byggnadsplan, avstyckningsplan */
    MK_GR_UNDER_5,    /**< nothing stated, laga kraft < 5 years ago */
    MK_GR_OVER_15,    /**< nothing stated, laga kraft >= 15 years ago */
    MK_GR_BETWEEN,    /**< nothing stated, 5-15 years: unknown */
    MK_GR_NO_DATE     /**< nothing stated and no date: unknown */
};

/** Groups in which use is counted. */
enum mk_use_group {
    MK_GROUP_INDUSTRI, /**< J Z (and older U, Jm) */
    MK_GROUP_KONTOR,   /**< K */
    MK_GROUP_HANDEL,   /**< H */
    MK_GROUP_CENTRUM,  /**< C */
    MK_GROUP_OVRNAR,   /**< G O R N V */
    MK_GROUP_COUNT,    /**< the groups that allow business */
    MK_GROUP_BOSTAD = MK_GROUP_COUNT, /**< B */
    MK_GROUP_ALLMAN,   /**< allmän plats: GATA, NATUR, PARK, TORG … */
    MK_GROUP_VATTEN,   /**< W */
    MK_GROUP_ANNAN,    /**< D S E P T F L Q X Y … and codes not known */
    MK_GROUP_ALL
};

/** Set of uses: bit i = row i of the use table. */
typedef uint64_t mk_useset;

/** One row of the use table. */
struct mk_use_kind {
    const char *code;         /**< "J", "GATA" */
    const char *name;         /**< "industri" */
    enum mk_use_group group;
};
/** The use table; its last row is MK_USE_ANNAN (a code not known). */
#define MK_USE_ANNAN "annan"
const struct mk_use_kind *mk_use_table(int *n);
/**
 * "JK", "HJK e1", "B, C", "GATA1", "Industri och kontor" → set (docs/method.md
 * §2.6). Lower-case property codes and what follows "ej" are left out; a text
 * without any use is annan; blank → 0; "annan" alone is its row.
 * @param[out] unknown  tokens not known, and 1 for a text without any use
 */
mk_useset mk_use_read(const char *text, int *unknown);
/** Sets of groups: bit i = enum mk_use_group i. */
unsigned mk_use_groups(mk_useset uses);
bool mk_use_business(mk_useset uses);
/** "B, C, J" in table order; into an arena-like caller buffer of 256. */
const char *mk_use_text(mk_useset uses, char out[256]);

/** One plan as read and as interpreted. Texts are owned by the plan set;
 * NULL when not given. */
struct mk_plan {
    const char *id;      /**< stable: objektidentitet, akt or number */
    const char *akt;     /**< aktbeteckning "1441-P15/4" */
    const char *nr;      /**< local number "LB33" */
    const char *namn;
    const char *typ;     /**< detaljplan, stadsplan, byggnadsplan … */
    const char *status_text; /**< the municipality's own word */
    const char *laga_kraft_text, *antagen_text;
    const char *gf_start_text, *gf_slut_text, *gf_tid_text;
    const char *stage_text; /**< skede_datum: when the present stage began */
    uint32_t row;        /**< row in its file, for messages only */
    bool provisions_with_it; /**< it came with all its provisions */
    /* interpreted by mk_planbase_build(): */
    enum mk_planstatus status;
    mk_date laga_kraft, antagen, gf_start, gf_slut; /**< slut inclusive */
    mk_date stage_since; /**< 0 unknown */
    enum mk_gf_lage gf_lage;
    bool gf_derived;     /**< not stated but derived; said in explain */
    uint8_t status_rule, gf_rule; /**< enum mk_status_rule, mk_gf_rule */
    bool has_uses;       /**< false: outline only, use unknown */
    mk_useset uses;      /**< all uses in it */
};

/** A part of a plan with dates of its own (NGP decisions that name
 * provisions); 0 = as the plan. */
struct mk_part {
    mk_date laga_kraft, gf_start, gf_slut;
};

/** One use area as read. */
struct mk_use {
    const char *plan;    /**< the plan's id, akt or number; NULL: by place */
    const char *text;    /**< letters as written */
    uint32_t row;
    const struct mk_part *part; /**< NULL: as the plan */
    int16_t begins_after; /**< months after laga kraft; 0 = at once */
    int16_t lasts;        /**< months from laga kraft; 0 = for good */
};

/** Where one plan and one set of uses hold. */
struct mk_cell {
    uint32_t plan;       /**< index into plans */
    uint32_t part;       /**< index into plans of the part with dates of its
                              own that holds here; 0: as the plan */
    mk_useset uses;
};

#endif
