/** @file
 * Comma-separated text (RFC 4180) as a stream of rows.
 *
 * A row's cells point into the reader's own buffer: nothing is allocated per
 * row or per cell. Takes what feeds really hold: a byte order mark, line ends
 * CRLF, LF or CR, quotes doubled inside quotes, line breaks inside quotes,
 * blanks before a quote, NUL bytes, a last line without an end. A quote that
 * is never closed costs its own line, not the rest of the file.
 */
#ifndef MK_CSV_H
#define MK_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MK_CSV_FIELD_MAX 65536u         /**< bytes of one cell */
#define MK_CSV_ROW_MAX (1u << 20)       /**< bytes of one row */
#define MK_CSV_CELLS_MAX 1024u          /**< cells beyond are dropped */

/** A cell: not NUL-terminated, valid until the next row is asked for. */
struct mk_csv_cell {
    char *text; /**< may be written to, within its length */
    uint32_t len;
};

enum mk_csv_row {
    MK_CSV_END,
    MK_CSV_ROW,
    MK_CSV_BAD /**< a cell or the row is too long, or a quote never closed */
};

/** Put up to `n` bytes into `buf`; 0 is the end of the text. */
typedef size_t mk_csv_read_fn(void *udata, char *buf, size_t n);

struct mk_csv {
    struct mk_csv_cell *cells;
    uint32_t ncells;   /**< kept, at most MK_CSV_CELLS_MAX */
    uint32_t nfound;   /**< in the text */
    uint64_t line;     /**< where the row begins, from 1 */
    bool high;         /**< a byte >= 0x80 has been seen in the text */
    bool nul;          /**< a NUL byte has been seen */
    /* the reader's own */
    mk_csv_read_fn *read;
    void *udata;
    char *buf;
    bool *quoted;      /**< per cell: has a quote to take away */
    size_t pos, end;
    uint64_t next_line;
    bool started, eof;
};

void mk_csv_open(struct mk_csv *csv, mk_csv_read_fn *read, void *udata);
void mk_csv_close(struct mk_csv *csv);
/** The next row that is not blank. */
enum mk_csv_row mk_csv_next(struct mk_csv *csv);

#endif
