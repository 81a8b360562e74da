/** @file
 * What may be walked, cycled and driven, and how fast: a table by source and
 * class (docs/gatunat.md), ours or a planner's own CSV.
 */
#ifndef MK_STREET_RULES_H
#define MK_STREET_RULES_H

#include "base/arena.h"
#include "base/text.h"

#include <markklar/ctx.h>
#include <markklar/project.h>
#include <markklar/street.h>

#define MK_STREET_OPEN 255 /**< at any speed */

struct mk_street_rule {
    uint8_t source;             /**< enum mk_street_source */
    const char *klass;          /**< `*` is any text; "typ 11" is a number of
                                     the field typ */
    uint8_t most[MK_GO_COUNT];  /**< open where the speed, km/h, is at most
                                     this; 0: closed, MK_STREET_OPEN: open */
    uint8_t kmh;                /**< speed where the line has none; 0: none */
};

/** In order: the first row that fits decides. */
struct mk_street_rules {
    const struct mk_street_rule *v;
    size_t n;
};

struct mk_street_rules mk_street_rules_built_in(void);

/** A planner's own table; texts go to the arena. */
enum mk_status mk_street_rules_read(struct mk_ctx *ctx,
                                    const struct mk_input *csv,
                                    struct mk_arena *arena,
                                    struct mk_street_rules *out) MK_CHECKED;

/** The row of a class. A class that no row names gets the row `*` of its
 * source, where there is one, else what our own table has there.
 * @param[out] known  whether a row names it; may be NULL */
const struct mk_street_rule *
mk_street_rule_find(const struct mk_street_rules *rules,
                    enum mk_street_source source, const char *klass,
                    bool *known);

/** Ways open at a speed (0: the row's own), as MK_GO_BIT()s. */
uint8_t mk_street_rule_open(const struct mk_street_rule *rule, uint8_t kmh);

/** Our table as the Markdown of docs/gatunat.md. */
void mk_street_rules_doc(struct mk_buf *out);

#endif
