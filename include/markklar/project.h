/** @file
 * The project file markklar.yaml, as read and checked.
 *
 * Keys and values are Swedish ASCII; see docs/projektfil.md for every key.
 * Texts are owned by the project; release with mk_project_free(). Paths are
 * resolved against the project file's folder.
 */
#ifndef MARKKLAR_PROJECT_H
#define MARKKLAR_PROJECT_H

#include <markklar/ctx.h>
#include <markklar/plan.h>
#include <markklar/readiness.h>
#include <markklar/scenario.h>
#include <markklar/transit.h>
#include <markklar/travel.h>
#include <markklar/value.h>

/** One value of a value table: as written in the file → ours. */
struct mk_map_value {
    const char *from, *to;
};

/** How one canonical key is filled: a field, a constant, or a field plus a
 * value table. Exactly one of field and constant is set. */
struct mk_map_entry {
    const char *key;      /**< canonical: "fast_id", "status", "bokstav" … */
    const char *field;
    const char *constant;
    struct mk_map_value *values;
    uint32_t nvalues;
    const char *other;    /**< value table's "annars"; NULL: keep the text */
    int line;
};

/** One input layer. `role` is its key under indata:. */
struct mk_input {
    const char *role;     /**< fastigheter, detaljplaner, anvandning, byggnader */
    const char *path;     /**< resolved */
    const char *path_given; /**< as written, for messages and korning.json */
    const char *layer;    /**< NULL: the only or first one */
    const char *crs;      /**< override, NULL: the file's own */
    const char *encoding; /**< override, NULL: found out */
    const char *where;    /**< urval: OGR attribute filter, or NULL */
    struct mk_map_entry *map;
    uint32_t nmap;
    int line;
};
const struct mk_map_entry *mk_input_map(const struct mk_input *in,
                                        const char *key);

/** A layer of a role beside plans, buildings and timetable. */
struct mk_layer_input {
    struct mk_input in;
    uint8_t role;         /**< enum mk_layer_role */
    uint8_t effect;       /**< 1 + enum mk_effect; 0 = the role's default */
    double buffer_m;      /**< NAN = the role's default */
    const char *name;     /**< namn; NULL = the role's text */
    const char *no_access; /**< vag: classes that give no access, "1;2" */
    bool complete;        /**< utredning, heltackande: ja: what is not there
                               was not done */
};

/** Where street lines come from: which rule table says who may pass
 * (docs/gatunat.md). */
enum mk_street_source {
    MK_SRC_GUESS,         /**< kalla left out: from layer and field names */
    MK_SRC_NVDB,
    MK_SRC_TOPOGRAFI,
    MK_SRC_OSM,
    MK_SRC_EGEN,
    MK_SRC_COUNT
};
/** Its word in the project file ("nvdb" …); "" for MK_SRC_GUESS. */
const char *mk_street_source_key(enum mk_street_source s);

/** Streets: one layer, or every layer that fits the wildcards of `lager`. */
struct mk_street_input {
    struct mk_input in;
    uint8_t source;       /**< enum mk_street_source */
    struct mk_input rules; /**< regler: own rule table, CSV; path NULL: ours */
    bool great_circle;    /**< storcirkel: lengths on a sphere, as OSM's tools
                               have them, instead of in the working CRS */
};

/** gangnat: how streets become a network and land is tied to it. */
struct mk_net_settings {
    double join_m;        /**< koppling_m, default 0.5 */
    double min_nodes;     /**< minsta_del, default 40 */
    double snap_m;        /**< sok_m, default 500 */
    double near_m;        /**< intill_m, default 30 */
    double flag_m;        /**< flagga_m, default 50 */
};

/** A place that journeys go to, WGS 84. */
struct mk_named_place {
    const char *name;
    double lon, lat;
};

/** restid: how one travels. Times of day are seconds after midnight. */
struct mk_travel_settings {
    double walk_kmh, cycle_kmh;
    double board_s;       /**< least time before every boarding */
    double change_max_m, access_max_m, egress_max_m;
    double max_rides;
    double max_trip_min;
    double window_min;    /**< departures each minute of it */
    int32_t depart_s;     /**< avgang: where the window begins */
    int32_t arrive_s;     /**< framme */
    int32_t shift_s;      /**< skift; -1: not given */
    int npercentiles;
    uint8_t percentile[MK_PERCENTILES]; /**< rising, 1-99 */
    double lorry_bk;      /**< lastbil_bk: weakest bearing class that a lorry
                               may use; 0: no minutes by lorry */
    bool cycle;           /**< cykel: nej → reach by bicycle is left out */
    struct mk_named_place *places; /**< the first one is the main one */
    uint32_t nplaces;
};

/** Criteria of the score; the order is that of explain. */
enum mk_criterion {
    MK_C_PLANSTATUS,   /**< plan side: status of the plan */
    MK_C_ANVANDNING,   /**< plan side: best use group */
    MK_C_LEDIG_MARK,   /**< plan side: largest unbuilt piece, m2 */
    MK_C_GENOMFORANDE, /**< plan side: genomförandetid */
    MK_C_KLASS,        /**< transit side: class A-G */
    MK_C_TURTATHET,    /**< transit side: departures per hour */
    MK_C_COUNT
};
/** Key under vikter: ("planstatus" …). */
const char *mk_criterion_key(enum mk_criterion c);
/** True for those summed into p_plan, false for p_koll. */
bool mk_criterion_is_plan(enum mk_criterion c);

#define MK_ANCHORS 8
/** A fixed-anchor value function: straight lines between points, flat
 * outside. x rising, y 0-100. */
struct mk_value_function {
    int n;
    double x[MK_ANCHORS], y[MK_ANCHORS];
};

struct mk_project {
    const char *path;       /**< the project file */
    const char *dir;
    const char *kommun;     /**< name, or NULL */
    const char *kommunkod;  /**< 4 digits, or NULL */
    mk_date reference_date; /**< referensdatum, required */
    const char *working_crs; /**< "auto" or "EPSG:n" */

    struct mk_input parcels;      /**< path NULL when not given: an error */
    struct mk_input plans;        /**< path NULL: no plan layer */
    struct mk_input uses;
    struct mk_input buildings;
    struct mk_input catalogue; /**< planbestammelsekatalog; path NULL: none */
    struct mk_input provisions; /**< egenskaper; path NULL: none */
    struct mk_input ground;     /**< hojdmodell, GeoTIFF; path NULL: none */
    struct mk_layer_input *layers; /**< by role, then as written */
    uint32_t nlayers;
    bool plans_complete;    /**< heltackande: ja → `ej planlagt` may be said */
    struct mk_input *feeds; /**< tidtabeller */
    uint32_t nfeeds;
    struct mk_street_input *streets; /**< gator, as written */
    uint32_t nstreets;
    struct mk_input population;   /**< befolkning; path NULL: none */
    struct mk_input interchanges; /**< trafikplatser; path NULL: none */
    struct mk_net_settings net;        /**< gangnat */
    struct mk_travel_settings travel;  /**< restid */

    mk_date day;            /**< kollektivtrafik.dag, 0 = chosen */
    enum mk_served_rule served_rule;
    struct mk_input category_table; /**< kategoritabell; path NULL: ÖROK */
    struct mk_input class_table;    /**< klasstabell; path NULL: ÖROK */
    struct mk_change *changes; /**< scenario, as written; 0: the timetable as
                                    it is */
    uint32_t nchanges;

    /** Letters counted as planlagd verksamhetsmark, default the industri
     * group; printed beside every figure. */
    const char *verksamhetsmark_letters;

    double min_delomrade_m2;   /**< smaller pieces are slivers, default 25 */
    double min_ledig_m2;       /**< less unbuilt land = occupied, default 1000 */
    double building_distance_m; /**< default 10 */

    bool cross_is_buildable;   /**< byggbar.korsmark: ja */
    double study_years;        /**< utredning_giltig_ar, default 10 */
    struct mk_durations durations; /**< tid: */

    double weight[MK_C_COUNT]; /**< sum 1 after reading */
    double value_planstatus[MK_PS_COUNT]; /**< by enum mk_planstatus, 0-100 */
    double value_group[MK_GROUP_COUNT]; /**< by business group, 0-100 */
    double value_gf[MK_GF_COUNT]; /**< by enum mk_gf_lage; okand: MK unknown <0 */
    double value_klass[MK_KLASS_COUNT]; /**< by class, [0] = outside */
    struct mk_value_function value_ledig, value_turtathet;

    const char *out_dir;       /**< utdata.katalog, resolved, or NULL */
    const char *out_crs;       /**< NULL = RFC 7946 */
    bool gpkg;                 /**< default true */
};

/** A project with every default in place and no inputs. */
struct mk_project *mk_project_new(void);
void mk_project_free(struct mk_project *p);

/**
 * Read and check a project file. All problems are found in one pass and
 * reported together, each with file:line.
 * @param[out] out  free with mk_project_free(); NULL on failure
 */
enum mk_status mk_project_read(struct mk_ctx *ctx, const char *path,
                               struct mk_project **out) MK_CHECKED;

#endif
