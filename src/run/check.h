/** @file
 * What the parts of check share: every input is looked at on its own, so that
 * one bad file hides nothing of the others.
 */
#ifndef MK_CHECK_H
#define MK_CHECK_H

#include "run/doc.h"
#include "run/inputs.h"

struct mk_check {
    struct mk_doc doc;
    struct mk_ctx *ctx;     /**< the caller's: gets all notes */
    struct mk_ctx *own;     /**< of the input being looked at */
    struct mk_project project; /**< a copy: parts that fail are taken out */
    const struct mk_project *given;
    struct mk_inputs in;
    bool one_of_many;       /**< of the layers of one input: what is not met in
                                 this may be met in another */
    uint32_t failed;        /**< inputs that cannot be used */
    enum mk_status first;   /**< kind of the first failure */
};

/** One of two words. */
const char *mk_check_word(const struct mk_check *x, const char *sv,
                          const char *en);
/** Say what is wrong with the input and count it; the message is taken from
 * x->own and forgotten there. */
void mk_check_failed(struct mk_check *x, enum mk_status st);
/** How many notes of a message this input has given. */
void mk_check_count(struct mk_check *x, struct mk_label l, enum mk_msg msg);

/** What is in each input, once it has been read; adds to the open section. */
void mk_check_parcels(struct mk_check *x);
void mk_check_plans(struct mk_check *x);
void mk_check_uses(struct mk_check *x);
/** Places in plans without a use; how much of a delivery the catalogue holds;
 * provisions by kind and by what told it. */
void mk_check_gaps(struct mk_check *x);
void mk_check_delivery(struct mk_check *x);
void mk_check_provisions(struct mk_check *x);
void mk_check_buildings(struct mk_check *x);
void mk_check_timetable(struct mk_check *x);
/** One of the other layers: opens its section, which the caller closes. */
void mk_check_layer(struct mk_check *x, const struct mk_layer_input *l);
void mk_check_ground(struct mk_check *x);
/** One input of streets: opens its section, which the caller closes. */
void mk_check_streets(struct mk_check *x, const struct mk_street_input *in);
/** befolkning or trafikplatser, of the project as given. */
void mk_check_places(struct mk_check *x, const struct mk_input *in);

/** What a file is, before it is read. @return whether its fields are there
 * (failures are said and counted) */
bool mk_check_describe(struct mk_check *x, const struct mk_source *s);

/** After reading: encoding found, rows, table values that were not met. */
void mk_check_seen(struct mk_check *x, const struct mk_source *s);

#endif
