/** @file
 * Look at every candidate file of a folder: its layers, fields and some of
 * their values. Nothing is judged here.
 */
#ifndef MK_PROBE_H
#define MK_PROBE_H

#include <markklar/ctx.h>

#include "base/facts.h"

/**
 * The folder and the folders below it, at most six down, each sorted by name;
 * not those with results or with a project file of their own. A file that
 * cannot be opened is listed, never fatal.
 * @param[out] out  release with mk_folder_facts_release()
 */
enum mk_status mk_probe_folder(struct mk_ctx *ctx, const char *folder,
                               struct mk_folder_facts *out) MK_CHECKED;
void mk_folder_facts_release(struct mk_folder_facts *f);

#endif
