// The whole reckoning for one fastighet.
#include "run/stream.h"

#include <markklar/field.h>

#include <string.h>

enum mk_status mk_explain(struct mk_ctx *ctx, const struct mk_project *project,
                          const char *fastighet, FILE *out)
{
    struct mk_inputs in;
    struct mk_results res = {0};
    const struct mk_run_options opt = {0};
    enum mk_status st = mk_inputs_load(ctx, project, &in);
    if (st == MK_OK)
        st = mk_stream_run(ctx, &in, &opt, 1, NULL, &res);
    if (st == MK_OK)
        mk_results_finish(&res);
    char want[512], have[512], name[256];
    mk_fastighet_norm(fastighet, want, sizeof want);
    for (uint32_t k = 0; k < res.ndels; k++) {
        mk_fastighet_norm(res.dels[k].fastighet ? res.dels[k].fastighet : "",
                          have, sizeof have);
        if (strcmp(want, have) == 0)
            fprintf(out, "%s\n",
                    mk_row_name(&res.dels[k], res.dels[k].del_nr, name));
    }
    mk_results_release(&res);
    mk_inputs_release(&in);
    return st;
}
