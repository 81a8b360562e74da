/** @file
 * The main stream: områden read in batches, assessed and formatted by
 * workers, committed in input order.
 */
#ifndef MK_STREAM_H
#define MK_STREAM_H

#include "output/geojson.h"
#include "output/set.h"
#include "run/inputs.h"
#include "run/output.h"
#include "run/results.h"

#include <markklar/run.h>

/** Read, assess and write every område; delområden and counts go to `res`.
 * @param out  NULL: nothing is written (explain) */
enum mk_status mk_stream_run(struct mk_ctx *ctx, struct mk_inputs *in,
                             const struct mk_run_options *opt,
                             unsigned threads, struct mk_output *out,
                             struct mk_results *res) MK_CHECKED;

#endif
