/** @file
 * The two tables that grade transit: a stop's category by mode and interval,
 * and a place's class by category and distance (ÖV-Güteklassen). ÖROK 2017 is
 * built in; others are CSV files (docs/kollektivtrafik.md §10, `tabeller/`).
 */
#ifndef MARKKLAR_GRADES_H
#define MARKKLAR_GRADES_H

#include <markklar/ctx.h>

#define MK_GRADE_CATEGORIES 8
#define MK_GRADE_ROWS 32   /**< at most, of intervals */
#define MK_GRADE_RINGS 16  /**< at most, of distances */

/** Columns of the first table. */
enum mk_grade_column {
    MK_GRADE_FAR,   /**< fjarrtag: long-distance trains */
    MK_GRADE_RAIL,  /**< tag: all trains */
    MK_GRADE_METRO, /**< tunnelbana */
    MK_GRADE_TRAM,  /**< sparvagn */
    MK_GRADE_BUS,   /**< buss */
    MK_GRADE_FERRY, /**< farja */
    MK_GRADE_OTHER, /**< ovrig */
    MK_GRADE_COLUMNS
};

struct mk_grades {
    struct mk_grade_row {
        double minutes;    /**< interval up to this */
        bool inclusive;
        uint8_t category[MK_GRADE_COLUMNS]; /**< 1 best; 0: none */
    } row[MK_GRADE_ROWS];  /**< rising */
    uint32_t nrows;
    double ring[MK_GRADE_RINGS]; /**< m, rising, inclusive */
    uint32_t nrings;
    /** Class 1-7 by category - 1 and ring, never better farther out; 0: none */
    uint8_t klass[MK_GRADE_CATEGORIES][MK_GRADE_RINGS];
    /** Whose the tables are: NULL is ÖROK 2017's, else the file as given. */
    const char *category_file, *class_file;
};

/** ÖROK 2017, tab. 1 and tab. 3. */
const struct mk_grades *mk_grades_orok(void);

/** Distance at which the widest class ends, m. */
double mk_grades_reach(const struct mk_grades *g);

struct mk_project;
/** The tables of a project; those that it does not name are ÖROK's. Texts are
 * the project's, which must outlive them. */
enum mk_status mk_grades_read(struct mk_ctx *ctx,
                              const struct mk_project *project,
                              struct mk_grades *out);

#endif
