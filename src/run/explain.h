/** @file
 * What the parts of explain share. Every figure is asked of the same
 * functions that score asks; nothing is reckoned here.
 */
#ifndef MK_EXPLAIN_H
#define MK_EXPLAIN_H

#include "analysis/worker.h"
#include "run/doc.h"
#include "run/stream.h"

struct mk_explain {
    struct mk_doc doc;
    struct mk_ctx *ctx;
    const struct mk_project *project;
    struct mk_inputs in;
    struct mk_results res;
    struct mk_worker *worker;
};

/** Plans, use and buildings of an område; buildings and ongoing plan of a
 * delområde. */
void mk_explain_plans(struct mk_explain *x, const struct mk_row *r,
                      const struct mk_poly *g);
void mk_explain_uses(struct mk_explain *x, const struct mk_row *r,
                     const struct mk_poly *g);
void mk_explain_buildings(struct mk_explain *x, const struct mk_row *r,
                          const struct mk_poly *g);
void mk_explain_ongoing(struct mk_explain *x, const struct mk_row *r,
                        const struct mk_poly *g);

/** Provisions of the deciding plan, byggbar mark line by line, capacity and
 * height of a delområde. */
void mk_explain_provisions(struct mk_explain *x, const struct mk_row *r,
                           const struct mk_poly *g);
void mk_explain_byggbar(struct mk_explain *x, const struct mk_row *r,
                        const struct mk_poly *g);
void mk_explain_capacity(struct mk_explain *x, const struct mk_row *r,
                         const struct mk_poly *g);

/** Beredskap, hinder and time to byggklar of a delområde. `e` is what it was
 * judged by; obstacles are those of delområde k. */
void mk_explain_ready(struct mk_explain *x, const struct mk_row *r,
                      const struct mk_evidence *e);
void mk_explain_obstacles(struct mk_explain *x, uint32_t k,
                          const struct mk_evidence *e);
void mk_explain_time(struct mk_explain *x, const struct mk_row *r,
                     const struct mk_evidence *e);
/** Kinds of hinder on one line, as the layers have them. */
void mk_explain_hinder_kinds(struct mk_explain *x, const struct mk_row *r);
/** Layer, name and id of a feature of another layer. */
void mk_explain_feature_name(const struct mk_explain *x, uint32_t i,
                             struct mk_buf *b);

/** The timetable and its day, once; what a place has. */
void mk_explain_day(struct mk_explain *x);
void mk_explain_access(struct mk_explain *x, const struct mk_row *r,
                       const struct mk_poly *g);

/** What is reached by timetable, bicycle and car. `room` holds how the place
 * is tied to the streets. */
void mk_explain_travel(struct mk_explain *x, const struct mk_poly *g,
                       const struct mk_walk_room *room);

/** Lines near a delområde, by distance. */
void mk_explain_lines(struct mk_explain *x, const struct mk_poly *g,
                      const struct mk_walk_room *room);

struct mk_score {
    mk_fixed poang, poang_max, p_plan, p_koll;
};
/** The score and its parts, in plain words. */
void mk_explain_scores(struct mk_explain *x, const struct mk_score *s);
/** Each criterion of the score. */
void mk_explain_points(struct mk_explain *x, const struct mk_row *r);

/** Why a row is left out, in words; NULL when it is not. */
const char *mk_explain_reason(const struct mk_explain *x,
                              const struct mk_row *r);

#endif
