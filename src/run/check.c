// Validate every input without computing.
#include "run/inputs.h"

#include <markklar/run.h>

enum mk_status mk_check(struct mk_ctx *ctx, const struct mk_project *project,
                        FILE *out)
{
    struct mk_inputs in;
    struct mk_batch b = {0};
    enum mk_status st = mk_inputs_load(ctx, project, &in);
    uint64_t rows = 0;
    bool more = st == MK_OK;
    while (st == MK_OK && more) {
        st = mk_parcels_read(ctx, in.parcels, 4096, &b, &more);
        rows += b.n;
        mk_polyset_mend(ctx, &b.geom, "fastigheter");
    }
    if (st == MK_OK)
        fprintf(out, "fastigheter: %llu områden\n", (unsigned long long)rows);
    mk_batch_release(&b);
    mk_inputs_release(&in);
    return st;
}
