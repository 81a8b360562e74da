/** @file
 * What is said of two result folders, and what is written of them.
 */
#ifndef MK_COMPARE_REPORT_H
#define MK_COMPARE_REPORT_H

#include <markklar/compare.h>
#include <markklar/run.h>

/** Settings that differ, totals, and the table of land. */
void mk_compare_print(enum mk_lang lang, const struct mk_published_set *before,
                      const struct mk_published_set *after,
                      const struct mk_comparison *c, uint32_t rows,
                      FILE *out);

/** jamforelse.geojson with its style, .gpkg, .qlr, .csv and the CSV of every
 * field that differs: all of them, or none.
 * @param epsg  of the coordinates; 0: lon/lat */
enum mk_status mk_compare_write(struct mk_ctx *ctx, const char *dir,
                                bool overwrite, int epsg,
                                const struct mk_comparison *c) MK_CHECKED;

#endif
