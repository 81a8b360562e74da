// Writes the sample town's set: make_sample FOLDER [EPSG]
#include "sample_set.h"

int main(int argc, char **argv)
{
    static struct sample s;
    if (argc < 2)
        return 2;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    sample_make(&s);
    const enum mk_status st =
        sample_write(ctx, &s, argv[1], argc > 2 ? atoi(argv[2]) : 0);
    if (st != MK_OK)
        fprintf(stderr, "%s\n", mk_ctx_error(ctx));
    sample_release(&s);
    mk_ctx_free(ctx);
    return (int)st;
}
