/** @file
 * The one table of published fields: names, types, decimals, aliases and
 * documentation. GeoJSON, GeoPackage, QGIS styles and docs/falt.md are all
 * made from it.
 *
 * Names are ASCII, lower case, and differ in their first 10 characters
 * (planners export to shapefile and TAB).
 */
#ifndef MARKKLAR_FIELD_H
#define MARKKLAR_FIELD_H

#include <markklar/row.h>

enum mk_type {
    MK_T_TEXT,
    MK_T_INT,
    MK_T_REAL, /**< number with fixed decimals */
    MK_T_BOOL,
    MK_T_DATE
};

/** A value of a field. Text: `text`, NULL = null. Other types: `num`,
 * MK_UNKNOWN = null; REAL is scaled by 10^decimals, DATE is yyyymmdd. */
struct mk_value {
    const char *text;
    mk_fixed num;
};
/** Text; blank is null. */
static inline struct mk_value mk_text(const char *s)
{
    return (struct mk_value){s && *s ? s : NULL, MK_UNKNOWN};
}
static inline struct mk_value mk_num(mk_fixed v)
{
    return (struct mk_value){NULL, v};
}

/** A record being published: whatever its layer's getters read. */
struct mk_field {
    const char *name;
    enum mk_type type;
    int decimals;
    const char *alias_sv, *alias_en;
    const char *doc;   /**< one English sentence for docs/falt.md */
    /** @param scratch  256 bytes for text made on the spot */
    struct mk_value (*get)(const void *record, const struct mk_tables *t,
                           char *scratch);
};

/** One published layer. */
struct mk_layer_def {
    const char *name;        /**< "mark" */
    const char *title_sv, *title_en;
    const char *geometry;    /**< "MultiPolygon" or "Point" */
    const struct mk_field *fields;
    int nfields;
};

/** The published words, always Swedish: "bedömd", "samfällighet". NULL for
 * MK_R_NONE. */
const char *mk_bedomning_text(enum mk_bedomning b);
const char *mk_reason_text(enum mk_reason r);
/** Name of an område ("LERUM HALLSÅS 2:261>2") or, with del > 0, of its
 * delområde ("…>2-1"): fastighet, else fast_id, else "rad N". */
const char *mk_row_name(const struct mk_row *row, unsigned del,
                        char out[256]);

/** mark, verksamhetsmark and byggbar take struct mk_row; the others the struct
 * named below. */
extern const struct mk_layer_def mk_layer_mark;
extern const struct mk_layer_def mk_layer_verksamhetsmark;
/** A second look at verksamhetsmark, not a file of its own. */
extern const struct mk_layer_def mk_layer_beredskap;
extern const struct mk_layer_def mk_layer_byggbar;
extern const struct mk_layer_def mk_layer_infrastruktur;
extern const struct mk_layer_def mk_layer_hallplatser;
extern const struct mk_layer_def mk_layer_detaljplaner;
extern const struct mk_layer_def mk_layer_gangnara;
extern const struct mk_layer_def mk_layer_cykelnara;
extern const struct mk_layer_def mk_layer_brister_mark;
extern const struct mk_layer_def mk_layer_brister_befolkning;

/** A row of infrastruktur: the place of one class. */
struct mk_class_area {
    mk_klass klass;
    mk_fixed area; /**< m2, no decimals */
    bool along;    /**< along streets */
};
/** A row of gangnara: the place within walking distance of a mode. */
struct mk_mode_area {
    enum mk_mode mode;
    int within_m;
    mk_fixed area; /**< m2, no decimals */
};
/** A row of cykelnara: a band of minutes by bicycle from stations. */
struct mk_cycle_area {
    int minutes;   /**< at most */
    mk_fixed area; /**< m2, no decimals */
};
/** A row of brister_mark: a delområde and what it lacks. */
struct mk_land_gap {
    const struct mk_row *del;
    bool transit, fiber; /**< lacking */
    int32_t area;        /**< nearest stop area with >= 1 departure/h, -1 */
    mk_fixed dist;       /**< to it, tenths of a metre; MK_UNKNOWN */
    bool along;          /**< along streets */
};
/** A row of brister_befolkning: people of a square of one kilometre. */
struct mk_people_gap {
    const char *name;    /**< "6400_320": km north and east of its corner */
    mk_fixed people, without; /**< whole people */
};
/** A row of hallplatser. */
struct mk_stop_row {
    uint32_t area;  /**< stop area index */
};
/** A row of detaljplaner. */
struct mk_plan_row {
    uint32_t plan;
    mk_fixed area;            /**< outline, tenths of m2 */
    mk_fixed verksamhet;      /**< planlagd verksamhetsmark that this plan
                                   decides, tenths of m2; MK_UNKNOWN */
    mk_fixed byggbar;         /**< of its delområden not left out */
    int32_t klar_m50;         /**< the least of them, months; -1 unknown */
};

#endif
