/** @file
 * Why the operating system said no, in the reader's language. (strerror is
 * neither thread-safe nor Swedish.)
 */
#ifndef MK_OSERROR_H
#define MK_OSERROR_H

#include <markklar/ctx.h>

/** "write: disken är full". @param call  the call that failed
 * @param error  errno after it */
const char *mk_os_reason(enum mk_lang lang, const char *call, int error,
                         char out[128]);

#endif
