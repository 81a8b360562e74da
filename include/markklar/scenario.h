/** @file
 * What if: changes to a timetable that somebody wants to try, without a new
 * GTFS feed. The project file's `scenario:` is read into a list of changes,
 * and mk_scenario_apply() makes them on the timetable just read, so that what
 * counts departures and what routes see the same.
 *
 * Changed service runs Monday-Friday when the counted day is one of these,
 * else on that weekday; the feed's other days stay as they are. method.md
 * §5.1 says what each change does.
 */
#ifndef MARKKLAR_SCENARIO_H
#define MARKKLAR_SCENARIO_H

#include <markklar/transit.h>

enum mk_change_kind {
    MK_CH_LINE,    /**< a line that is new, both directions */
    MK_CH_HEADWAY, /**< a line of the timetable, at another headway */
    MK_CH_REMOVE   /**< a line of the timetable, gone on all days */
};

/** A stop of a new line: a stop area of the timetable by id or exact name, or
 * a place of its own. */
struct mk_change_stop {
    const char *name;
    double lon, lat;  /**< NAN: of the timetable */
};

/** A time that was not given. */
#define MK_CHANGE_NO_TIME INT32_MIN

struct mk_change {
    uint8_t kind;     /**< enum mk_change_kind */
    uint8_t mode;     /**< enum mk_mode; MK_MODE_COUNT: any */
    const char *line; /**< name, as travellers know it */
    const char *via;  /**< a stop that tells lines of one name apart; or NULL */
    const struct mk_change_stop *stops;
    uint32_t nstops;
    const int32_t *run_s; /**< nstops - 1 running times, or NULL: by kmh */
    double kmh;
    int32_t headway_s;
    int32_t from_s, to_s; /**< first departures from <= t < to, seconds of the
                               service day; MK_CHANGE_NO_TIME */
    const char *where;    /**< "markklar.yaml:41", for messages */
};

/**
 * Make the changes in their order. Stops and stop areas of new places, lines,
 * patterns and services come last in their arrays, as one more feed.
 * @param day  the counted day: what a line does on it is what changes
 * A stop or line that is not there, or may be several: fatal, with near names.
 */
enum mk_status mk_scenario_apply(struct mk_ctx *ctx, struct mk_timetable *tt,
                                 const struct mk_change *changes, uint32_t n,
                                 mk_date day) MK_CHECKED;

/** One change in a few words: "ny linje X9", "533 var 10:e minut 06:00–20:00".
 * @return out */
const char *mk_change_text(const struct mk_change *c, enum mk_lang lang,
                           char out[160]);

#endif
