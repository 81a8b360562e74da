#include "output/oserror.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int error;
    const char *sv, *en;
} reasons[] = {
    {ENOSPC, "disken är full", "the disk is full"},
    {EDQUOT, "diskkvoten är slut", "the disk quota is used up"},
    {EFBIG, "filen blir större än vad som är tillåtet",
     "the file grows beyond what is allowed"},
    {EACCES, "behörighet saknas", "permission denied"},
    {EPERM, "åtgärden är inte tillåten", "operation not permitted"},
    {EROFS, "filsystemet är skrivskyddat", "the file system is read-only"},
    {EIO, "läs- eller skrivfel på disken", "input or output error"},
    {ENOENT, "finns inte", "it does not exist"},
    {ENOTDIR, "en del av sökvägen är ingen mapp",
     "a part of the path is not a folder"},
    {EISDIR, "det är en mapp", "it is a folder"},
    {EEXIST, "finns redan", "it already exists"},
    {ENAMETOOLONG, "namnet är för långt", "the name is too long"},
    {EMFILE, "för många öppna filer", "too many open files"},
    {ENFILE, "för många öppna filer", "too many open files"},
    {EBUSY, "används av något annat", "it is in use"},
};

const char *mk_os_reason(enum mk_lang lang, const char *call, int error,
                         char out[128])
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error) {
            snprintf(out, 128, "%s: %s", call,
                     lang == MK_EN ? reasons[i].en : reasons[i].sv);
            return out;
        }
    const char *name = strerrorname_np(error);
    snprintf(out, 128, "%s: %s", call, name ? name : "?");
    return out;
}
