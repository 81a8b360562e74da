/** @file
 * English beside the published Swedish words, which stay as they are in the
 * layers so that what is read can be found there.
 */
#ifndef MK_RUN_GLOSS_H
#define MK_RUN_GLOSS_H

#include "base/text.h"

/** Append a text whose words, parted by ; or , and whole, are followed by what
 * they mean: "såld (sold)". */
void mk_gloss_put(struct mk_buf *b, const char *text);

#endif
