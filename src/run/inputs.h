/** @file
 * Everything a run holds in memory: plans, buildings, timetable, made ready.
 * The parcels are opened, not read: they are streamed.
 */
#ifndef MK_INPUTS_H
#define MK_INPUTS_H

#include "analysis/assess.h"
#include "analysis/journey.h"
#include "base/crs.h"
#include "input/ngp.h"
#include "input/places.h"
#include "input/streets.h"
#include "input/vector.h"

#include <markklar/project.h>

struct mk_inputs {
    const struct mk_project *project;
    struct mk_source *parcels;
    const char *working_crs;
    double parcel_crs_off;       /**< percent; why the working CRS differs */
    bool have_plans, have_buildings;
    bool have_timetable;         /**< departures are known: `access`, `traffic`
                                      and `served` are made */
    bool timetable_read;         /**< also when no trip runs on the day */
    struct mk_plans_raw plans_raw;
    struct mk_uses_raw uses_raw;
    struct mk_provisions provisions_raw; /**< of deliveries and `egenskaper` */
    struct mk_arena provisions_text;     /**< their texts */
    struct mk_ngp deliveries;            /**< keeps the texts of NGP's */
    struct mk_planbase plans;
    struct mk_buildbase buildings;
    struct mk_provbase provisions;       /**< made of provisions_raw */
    struct mk_context context;           /**< the other layers */
    struct mk_ground *ground;            /**< hojdmodell; NULL: none */
    struct mk_timetable timetable;
    struct mk_day_choice day;
    struct mk_grades grades;
    struct mk_area_traffic *traffic;
    char *scenario;              /**< changes made to it, in the published
                                      words; NULL: none */
    double *stop_xy;             /**< stops in the working CRS */
    struct mk_line_calls line_calls;
    struct mk_lines *lines;      /**< what of them is near a place */
    struct mk_access_index *access;
    struct mk_zone served;
    /* streets and journeys (inputs_travel.c); NULL and 0: there are none */
    struct mk_streets_told streets_told;
    struct mk_box streets_box, stops_box; /**< what they cover */
    uint32_t stops_far, stops_untied; /**< of those with traffic: long way to
                                           the street, and no street */
    struct mk_net *walk, *cycle, *car, *lorry;
    struct mk_snap *stop_snap;   /**< stops on `walk` */
    struct mk_walk_index *walk_index;
    struct mk_router *router;
    struct mk_places people_raw, junctions_raw;
    struct mk_people people;
    struct mk_spots spots, junctions;
    struct mk_journeys *journeys;
    struct mk_assess_in assess;
    struct mk_tables tables;
    struct mk_ahead *ahead;      /**< run/ahead.h; NULL: on this thread */
    /** Told of each layer when it has been read, before it is closed; may be
     * NULL (check). */
    void (*seen)(void *udata, const struct mk_source *s);
    void *seen_udata;
    double read_plans_s, prepare_s, read_gtfs_s, read_streets_s; /**< for tider.json */
};

/** Read and prepare; release with mk_inputs_release() in any case.
 * @param apart  with a timetable: it, the streets and then the areas on a
 *               thread of their own; `in` must then stay where it is */
enum mk_status mk_inputs_load(struct mk_ctx *ctx,
                              const struct mk_project *project, bool apart,
                              struct mk_inputs *in) MK_CHECKED;
void mk_inputs_release(struct mk_inputs *in);

/** The steps of mk_inputs_load(), each on its own: `in` is zeroed but for
 * `project` (and `seen`); the parcels come first, for they settle the working
 * CRS. */
enum mk_status mk_inputs_parcels(struct mk_ctx *ctx,
                                 struct mk_inputs *in) MK_CHECKED;
enum mk_status mk_inputs_plans(struct mk_ctx *ctx,
                               struct mk_inputs *in) MK_CHECKED;
/** The layer `egenskaper`, after the plans. */
enum mk_status mk_inputs_provisions(struct mk_ctx *ctx,
                                    struct mk_inputs *in) MK_CHECKED;
enum mk_status mk_inputs_buildings(struct mk_ctx *ctx,
                                   struct mk_inputs *in) MK_CHECKED;
enum mk_status mk_inputs_timetable(struct mk_ctx *ctx,
                                   struct mk_inputs *in) MK_CHECKED;

/** The other layers and the terrain model, into `context` and `ground`. */
enum mk_status mk_inputs_context(struct mk_ctx *ctx,
                                 struct mk_inputs *in) MK_CHECKED;

/** Streets, their networks and, with a timetable that is read, its stops tied
 * to them. */
enum mk_status mk_inputs_streets(struct mk_ctx *ctx,
                                 struct mk_inputs *in) MK_CHECKED;
/** What is reached along the streets and by the timetable, once both are read:
 * the timetable's trips are dropped at the end. */
enum mk_status mk_inputs_travel(struct mk_ctx *ctx,
                                struct mk_inputs *in) MK_CHECKED;
void mk_inputs_travel_release(struct mk_inputs *in);
/** Does the project ask for journeys by timetable? */
bool mk_wants_journeys(const struct mk_project *p);

/** The terrain model alone. */
enum mk_status mk_inputs_ground(struct mk_ctx *ctx,
                                struct mk_inputs *in) MK_CHECKED;

/** Seconds of a monotonic clock. */
double mk_clock(void);

#endif
