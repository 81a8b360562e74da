/** @file
 * How a function says how it went, and the one table of exit codes.
 *
 * A kind exists only where a script would act differently. The text of an
 * error lives in the context (ctx.h); its words are in the message tables
 * under include/markklar/messages/.
 */
#ifndef MARKKLAR_STATUS_H
#define MARKKLAR_STATUS_H

/** Kind of outcome; the value is the program's exit code. */
enum mk_status {
    MK_OK = 0,        /**< done */
    MK_ENOTES = 1,    /**< done, but --strict and there were notes */
    MK_EUSAGE = 2,    /**< the command line is off */
    MK_ECONFIG = 3,   /**< the project file is off */
    MK_EINPUT = 4,    /**< an input file cannot be used */
    MK_EOUTPUT = 5,   /**< the result cannot be written */
    MK_ELIMIT = 6,    /**< memory or a stated limit ran out */
    MK_EINTERNAL = 70 /**< a fault of markklar's own */
};

/** A result of this type must be looked at. */
#define MK_CHECKED __attribute__((warn_unused_result))

#endif
