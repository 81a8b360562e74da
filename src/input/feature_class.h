/** @file
 * What a feature of one of the other layers says, read from its texts
 * (docs/method.md §8). A word that is not known is noted and left unknown.
 */
#ifndef MK_FEATURE_CLASS_H
#define MK_FEATURE_CLASS_H

#include <markklar/context.h>
#include <markklar/ctx.h>
#include <markklar/project.h>

/** As written; NULL when blank or not mapped. */
struct mk_feature_text {
    const char *klass, *will, *until, *date, *price, *mw;
    bool has_class; /**< the layer has a field (or constant) for its class */
};

/** Effect, code, will, date and value of `f`, whose role and klass are set.
 * @param key  of the feature, for notes
 * @return utredning: set of enum mk_study that it holds, at least one; others:
 *         0 */
unsigned mk_feature_read(struct mk_ctx *ctx, const struct mk_layer_input *in,
                         const char *key, const struct mk_feature_text *t,
                         struct mk_feature *f);

/** vag: is the class one of those that give no access ("1;2")? */
bool mk_class_gives_no_access(const char *klass, const char *no_access);

#endif
