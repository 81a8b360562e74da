// Two result folders side by side, from top to bottom.
#include "run/compare_report.h"

#include "input/published.h"

#include <sys/stat.h>

static bool is_same_folder(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

static const char *crs_name(int epsg, char out[24])
{
    snprintf(out, 24, epsg ? "EPSG:%d" : "RFC 7946", epsg);
    return out;
}

static enum mk_status check_systems(struct mk_ctx *ctx,
                                    const struct mk_published_set *a,
                                    const struct mk_published_set *b)
{
    char x[24], y[24];
    if (a->epsg == b->epsg)
        return MK_OK;
    return mk_fail(ctx, MK_E_COMPARE_CRS, crs_name(a->epsg, x),
                   crs_name(b->epsg, y));
}

enum mk_status mk_compare(struct mk_ctx *ctx, const char *before,
                          const char *after,
                          const struct mk_compare_options *opt, FILE *out)
{
    struct mk_published_set a = {0}, b = {0};
    struct mk_comparison c = {0};
    if (is_same_folder(before, after))
        return mk_fail(ctx, MK_E_COMPARE_SAME, before, after);
    enum mk_status st = mk_published_read(ctx, before, &a);
    if (st == MK_OK)
        st = mk_published_read(ctx, after, &b);
    if (st == MK_OK)
        st = check_systems(ctx, &a, &b);
    if (st == MK_OK) {
        mk_compare_land(&a, &b, &c);
        if (opt->out_dir)
            st = mk_compare_write(ctx, opt->out_dir, opt->overwrite, b.epsg,
                                  &c);
    }
    if (st == MK_OK)
        mk_compare_print(mk_ctx_lang(ctx), &a, &b, &c,
                         opt->rows ? opt->rows : 20, out);
    mk_comparison_release(&c);
    mk_published_release(&a);
    mk_published_release(&b);
    return st;
}
