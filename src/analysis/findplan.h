/** @file
 * Which plan something belongs to: the one it names, else the one that holds
 * most of it.
 */
#ifndef MK_FINDPLAN_H
#define MK_FINDPLAN_H

#include "analysis/planbase.h"

struct mk_plan_name;

struct mk_planfinder {
    const struct mk_planbase *base;
    struct mk_plan_name *names;
    uint32_t n, cap;
    struct mk_boxtree *tree;
    struct mk_hits hits;
    const char *last;  /**< the name asked for before */
    int64_t last_plan; /**< and its plan, when that name is one plan's alone */
    bool last_alone;
};
/** Over plans, their names and their outlines as read; points into the base.
 * Release with mk_planfinder_release(). */
void mk_planfinder_build(const struct mk_planbase *b, struct mk_planfinder *f);
void mk_planfinder_release(struct mk_planfinder *f);

/**
 * The plan with this id, aktbeteckning or number; of several, the one that
 * holds most of `g`. Without a name, or with one that no plan has, the plan of
 * the place: in force before others, then the one that holds most.
 * @param name    NULL: by place
 * @param[out] missed  no plan has that name
 * @return index into the base's plans, -1 when there is none
 */
int64_t mk_planfinder_get(struct mk_planfinder *f, const char *name,
                          const struct mk_poly *g, bool *missed);

#endif
