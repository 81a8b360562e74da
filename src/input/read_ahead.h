/** @file
 * A file read by a thread of its own, some blocks ahead of who uses it: a
 * packed file is unpacked while what came before is understood.
 */
#ifndef MK_READ_AHEAD_H
#define MK_READ_AHEAD_H

#include <cpl_vsi.h>

#include <stddef.h>

struct mk_read_ahead;

/** Begin; `fp` is the thread's until mk_read_ahead_end(). NULL when there is
 * no thread to be had: read the file as usual. */
struct mk_read_ahead *mk_read_ahead_begin(VSILFILE *fp);
/** The next bytes, at most `n`, in one piece or more; 0 is the end. */
size_t mk_read_ahead(struct mk_read_ahead *r, char *buf, size_t n);
/** Stop, also before the end of the file. NULL is allowed. */
void mk_read_ahead_end(struct mk_read_ahead *r);

#endif
