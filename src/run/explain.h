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

/** Plans, use and buildings of an område; buildings and hinder of a
 * delområde. */
void mk_explain_plans(struct mk_explain *x, const struct mk_row *r,
                      const struct mk_poly *g);
void mk_explain_uses(struct mk_explain *x, const struct mk_row *r,
                     const struct mk_poly *g);
void mk_explain_buildings(struct mk_explain *x, const struct mk_row *r,
                          const struct mk_poly *g);
void mk_explain_hinder(struct mk_explain *x, const struct mk_row *r,
                       const struct mk_poly *g);

/** The timetable and its day, once; what a place has. */
void mk_explain_day(struct mk_explain *x);
void mk_explain_access(struct mk_explain *x, const struct mk_row *r,
                       const struct mk_poly *g);

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
