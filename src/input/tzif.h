/** @file
 * A time zone of the system's zone files (RFC 9636, TZif), read without the
 * C library's one zone a process.
 */
#ifndef MK_TZIF_H
#define MK_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A rule of the year for when clocks change, as in the file's last line. */
struct mk_tz_rule {
    enum { MK_RULE_WEEKDAY, MK_RULE_JULIAN, MK_RULE_DAY } kind;
    int32_t month, week, day; /**< week 5: the last one; day: of the week or
                                   of the year */
    int32_t time;             /**< local seconds after midnight */
};

struct mk_tz {
    uint32_t n;
    int64_t *at;       /**< UTC seconds from which offset[] holds */
    int32_t *offset;   /**< seconds east of Greenwich */
    int32_t first;     /**< before at[0] */
    /* after at[n - 1], when the file says */
    bool rules, summer;
    int32_t normal_offset, summer_offset;
    struct mk_tz_rule to_summer, to_normal;
};

/** Find a zone such as Europe/Stockholm; false when there is none of that
 * name. Free with mk_tz_release(). */
bool mk_tz_open(const char *name, struct mk_tz *z);
/** The same from the bytes of a zone file. */
bool mk_tz_parse(const unsigned char *data, size_t n, struct mk_tz *z);
void mk_tz_release(struct mk_tz *z);
/** Seconds east of Greenwich at a moment. */
int32_t mk_tz_offset(const struct mk_tz *z, int64_t utc);
/** The same at a local clock time (as if UTC); where clocks skip or repeat it,
 * one of the two. */
int32_t mk_tz_offset_local(const struct mk_tz *z, int64_t local);

#endif
