/** @file
 * The main job as one call, and its siblings.
 *
 * Everything a call needs is in its arguments; calls share no state, so any
 * number may run in one process, on any threads.
 */
#ifndef MARKKLAR_RUN_H
#define MARKKLAR_RUN_H

#include <markklar/ctx.h>
#include <markklar/project.h>

#include <stdio.h>

/** How a run is carried out; nothing here changes a figure. */
struct mk_run_options {
    const char *out_dir;   /**< NULL: the project's utdata.katalog */
    const char *out_crs;   /**< NULL: the project's, else RFC 7946 */
    unsigned threads;      /**< 0 = cores (OMP_NUM_THREADS honoured) */
    uint32_t batch_rows;   /**< 0 = default */
    bool overwrite;
    bool gpkg;
    /** Called now and then with rows done and rows in all (0 unknown), from
     * any thread but never two at once; may be NULL. */
    void (*progress)(void *udata, uint64_t done, uint64_t total);
    void *progress_udata;
    /** Filled by mk_score() when it succeeds; may be NULL. */
    struct mk_run_summary *summary;
};

/** What came of a run, in figures. */
struct mk_run_summary {
    uint64_t assessed, excluded, unassessable; /**< områden */
    uint64_t pieces, ranked;                   /**< delområden */
    uint64_t streets;        /**< lines read */
    double people;           /**< of working age, all together */
    uint64_t people_unknown; /**< points without a count, left out */
    uint64_t places;         /**< that journeys go to */
    uint64_t parts_dropped;  /**< loose parts of the network on foot */
    uint64_t stops_untied;   /**< stops with traffic that no street reaches */
    /** Land for business in plans in force or ongoing, in ha, and people of
     * befolkning: all, without public transport, with fibre, and those of
     * which it is not known; all negative when not computed. */
    double land_ha, land_without_ha, land_unknown_ha;
    double land_fiber_ha, land_fiber_unknown_ha;
    double people_asked, people_without, people_unserved_unknown;
};

/** Read, compute, write the whole set. */
enum mk_status mk_score(struct mk_ctx *ctx, const struct mk_project *project,
                        const struct mk_run_options *opt) MK_CHECKED;

/** Validate every input without computing; findings become notes, and a
 * readable summary goes to `out`. A bad input hides nothing of the others;
 * the outcome is the first one's kind.
 * @param json  the same facts for programs */
enum mk_status mk_check(struct mk_ctx *ctx, const struct mk_project *project,
                        bool json, FILE *out) MK_CHECKED;

/** Print the whole reckoning for one fastighet to `out`, made anew from the
 * inputs. `fastighet`: full designation, designation without kommun when only
 * one fits, or fast_id; unknown or ambiguous names are MK_EINPUT.
 * @param json  the same facts for programs */
enum mk_status mk_explain(struct mk_ctx *ctx, const struct mk_project *project,
                          const char *fastighet, bool json,
                          FILE *out) MK_CHECKED;

struct mk_compare_options {
    const char *out_dir; /**< jamforelse.geojson, .gpkg, .csv … go here; NULL:
                              nothing is written */
    bool overwrite;
    uint32_t rows;       /**< land shown in the table, 0 = 20 */
};

/** Print what differs between two result folders to `out`: first what the
 * runs were made with, then the land. */
enum mk_status mk_compare(struct mk_ctx *ctx, const char *before,
                          const char *after,
                          const struct mk_compare_options *opt,
                          FILE *out) MK_CHECKED;

/** Look at the files in a folder, write `folder`/markklar.yaml with the
 * mapping found and what could not be mapped (also to `out`). `today` is the
 * reference date to write. */
enum mk_status mk_init(struct mk_ctx *ctx, const char *folder, mk_date today,
                       bool overwrite, FILE *out) MK_CHECKED;

/** "0.1.0". */
const char *mk_version(void);

#endif
