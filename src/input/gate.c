#include "input/vector.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

// A scheme ("http:", "PG:", "GeoJSON:") of two letters or more; one letter
// would be a Windows drive.
static bool has_scheme(const char *p)
{
    size_t n = 0;
    while (isalnum((unsigned char)p[n]) || p[n] == '+' || p[n] == '-' ||
           p[n] == '.')
        n++;
    return n >= 2 && p[n] == ':';
}

enum mk_status mk_path_check(struct mk_ctx *ctx, const char *path,
                             const char *given)
{
    const bool sv = mk_ctx_lang(ctx) == MK_SV;
    if (has_scheme(given) || strstr(given, "://"))
        return mk_fail(ctx, MK_E_FILE_REFUSED, given,
                       sv ? "adresser och databaser hämtas inte"
                          : "addresses and databases are not fetched");
    if (strncmp(path, "/vsi", 4) == 0) // elsewhere it is a folder's name
        return mk_fail(ctx, MK_E_FILE_REFUSED, given,
                       sv ? "GDAL:s virtuella filer används inte"
                          : "GDAL's virtual files are not used");
    if (given[0] == '{' || given[0] == '<' || given[0] == '[')
        return mk_fail(ctx, MK_E_FILE_REFUSED, given,
                       sv ? "texten är data, inte en sökväg"
                          : "this is data, not a path");
    struct stat st;
    if (stat(path, &st) != 0)
        return mk_fail(ctx, MK_E_FILE_MISSING, given);
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return mk_fail(ctx, MK_E_FILE_REFUSED, given,
                       sv ? "inte en vanlig fil" : "not an ordinary file");
    return MK_OK;
}
