#include "input/gtfs_feed.h"

#include "base/text.h"

#include <cpl_conv.h>
#include <cpl_string.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const known_files[] = {
    "stops.txt", "routes.txt", "trips.txt", "stop_times.txt",
    "calendar.txt", "calendar_dates.txt",
};

/* ---- the feed -------------------------------------------------------- */

static bool file_at(const char *root, const char *file, uint64_t *size)
{
    struct mk_buf path = {0};
    mk_buf_printf(&path, "%s/%s", root, file);
    VSIStatBufL st;
    const bool found = VSIStatExL(mk_buf_text(&path), &st,
                                  VSI_STAT_EXISTS_FLAG | VSI_STAT_NATURE_FLAG |
                                      VSI_STAT_SIZE_FLAG) == 0 &&
                       VSI_ISREG(st.st_mode);
    if (found && size)
        *size = (uint64_t)st.st_size;
    mk_buf_release(&path);
    return found;
}

bool mk_gtfs_has(const struct gtfs_feed *f, const char *file)
{
    return file_at(f->root, file, NULL);
}

static bool has_any(const char *root)
{
    for (size_t i = 0; i < sizeof known_files / sizeof *known_files; i++)
        if (file_at(root, known_files[i], NULL))
            return true;
    return false;
}

// The one folder that holds the files, when they are not at the root; NULL
// when there is none or more than one.
static char *only_subfolder(const char *root)
{
    char **names = VSIReadDirEx(root, 1000);
    char *found = NULL;
    for (char **p = names; p && *p; p++) {
        if (**p == '.' || strcmp(*p, "__MACOSX") == 0 || strchr(*p, '/'))
            continue;
        struct mk_buf path = {0};
        mk_buf_printf(&path, "%s/%s", root, *p);
        if (!has_any(mk_buf_text(&path))) {
            mk_buf_release(&path);
        } else if (found) {
            mk_buf_release(&path);
            free(found);
            found = NULL;
            break;
        } else {
            found = path.data;
        }
    }
    CSLDestroy(names);
    return found;
}

static enum mk_status find_root(struct gtfs_feed *f)
{
    struct mk_buf root = {0};
    if (f->zip)
        mk_buf_printf(&root, "/vsizip/{%s}", f->path);
    else
        mk_buf_str(&root, f->path);
    mk_buf_text(&root);
    f->root = root.data;
    if (f->zip) {
        char **names = VSIReadDirEx(f->root, 1);
        const bool readable = names != NULL;
        CSLDestroy(names);
        if (!readable)
            return mk_fail(f->ctx, MK_E_GTFS_ARCHIVE, f->path);
    }
    if (has_any(f->root))
        return MK_OK;
    char *sub = only_subfolder(f->root);
    if (sub) {
        mk_note(f->ctx, MK_N_GTFS_SUBFOLDER, f->label,
                sub + strlen(f->root) + 1);
        free(f->root);
        f->root = sub;
    }
    return MK_OK;
}

// "feeds/skane.zip" and "feeds/skane.zip/" to "skane.zip".
static const char *last_part(struct mk_arena *a, const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    size_t from = n;
    while (from && path[from - 1] != '/')
        from--;
    return mk_arena_strn(a, path + from, n - from);
}

enum mk_status mk_gtfs_feed_open(struct mk_ctx *ctx, const char *path,
                                 struct gtfs_feed *f)
{
    f->ctx = ctx;
    f->path = path;
    f->label = last_part(&f->scratch, path);
    f->grouped = true;
    // A name that GDAL would take for a network address or another archive.
    if (strncmp(path, "/vsi", 4) == 0 || strstr(path, "://"))
        return mk_fail(ctx, MK_E_FILE_REFUSED, path, "/vsi, ://");
    struct stat st;
    if (stat(path, &st) != 0)
        return mk_fail(ctx, MK_E_FILE_MISSING, path);
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return mk_fail(ctx, MK_E_FILE_REFUSED, path, "fifo, device, socket");
    f->zip = S_ISREG(st.st_mode);
    f->zip_bytes = (uint64_t)st.st_size;
    f->info.path = mk_arena_str(f->kept, path);
    return find_root(f);
}

void mk_gtfs_feed_close(struct gtfs_feed *f)
{
    free(f->root);
    mk_arena_release(&f->scratch);
    mk_gtfs_ids_release(&f->agencies);
    mk_gtfs_ids_release(&f->services);
    mk_gtfs_ids_release(&f->routes);
    mk_gtfs_ids_release(&f->locs);
    mk_gtfs_ids_release(&f->trips);
    mk_gtfs_ids_release(&f->areas);
    free(f->calendar);
    free(f->exceptions);
    free(f->service_rank);
    free(f->route);
    free(f->loc);
    free(f->area_name);
    free(f->trip);
    free(f->frequencies);
    free(f->calls);
    *f = (struct gtfs_feed){0};
}

/* ---- notes ----------------------------------------------------------- */

void mk_gtfs_note(struct gtfs_feed *f, enum mk_msg msg, const char *file,
                  uint64_t line, const char *a, const char *b, const char *c)
{
    // Eight million bad rows must not format eight million keys.
    if (mk_notes_count(f->ctx, msg) >= MK_NOTE_KEYS) {
        mk_note(f->ctx, msg, "", "");
        return;
    }
    struct mk_buf key = {0};
    mk_buf_printf(&key, "%s %s:%" PRIu64, f->label, file, line);
    mk_note(f->ctx, msg, mk_buf_text(&key), a, b, c);
    mk_buf_release(&key);
}

void mk_gtfs_skip(struct gtfs_table *t, enum mk_msg msg, const char *a,
                  const char *b, const char *c)
{
    t->feed->info.skipped_rows++;
    mk_gtfs_note(t->feed, msg, t->file, t->csv.line, a, b, c);
}

void mk_gtfs_skip_value(struct gtfs_table *t, uint32_t k)
{
    mk_gtfs_skip(t, MK_N_GTFS_VALUE, t->cols[k].name, mk_gtfs_quote(t, k),
                 NULL);
}

const char *mk_gtfs_quote(struct gtfs_table *t, uint32_t k)
{
    const struct mk_csv_cell c = t->cell[k];
    uint32_t n = c.len;
    if (n > GTFS_QUOTE - 4) {
        n = GTFS_QUOTE - 4;
        while (n && (c.text[n] & 0xC0) == 0x80)
            n--; // not in the middle of a letter
    }
    if (n)
        memcpy(t->quote, c.text, n);
    memcpy(t->quote + n, n < c.len ? "..." : "", n < c.len ? 4 : 1);
    return t->quote;
}

const char *mk_gtfs_text(struct gtfs_table *t, uint32_t k)
{
    return mk_arena_strn(&t->feed->scratch, t->cell[k].len ? t->cell[k].text
                                                           : "",
                         t->cell[k].len);
}

/* ---- a table --------------------------------------------------------- */

#define AHEAD_FROM ((uint64_t)8 << 20)

static size_t read_block(void *udata, char *buf, size_t n)
{
    struct gtfs_table *t = udata;
    if (t->status != MK_OK)
        return 0;
    const size_t got = t->ahead ? mk_read_ahead(t->ahead, buf, n)
                                : VSIFReadL(buf, 1, n, t->fp);
    t->bytes += got;
    struct gtfs_feed *f = t->feed;
    if (t->bytes > MK_GTFS_FILE_MAX)
        t->status = mk_fail(f->ctx, MK_E_LIMIT, "4 GiB", f->path);
    else if (f->zip && t->bytes > MK_GTFS_RATIO_FREE &&
             t->bytes / MK_GTFS_RATIO_MAX > f->zip_bytes)
        t->status = mk_fail(f->ctx, MK_E_LIMIT, "200:1", f->path);
    else if (!got && t->bytes < t->size)
        t->status = mk_fail(f->ctx, MK_E_READ, f->path, t->file);
    return t->status == MK_OK ? got : 0;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct mk_csv_cell trimmed(struct mk_csv_cell c)
{
    while (c.len && blank(c.text[0])) {
        c.text++;
        c.len--;
    }
    while (c.len && blank(c.text[c.len - 1]))
        c.len--;
    return c;
}

// Cells in the row's order, for the message about a missing column.
static void list_header(const struct gtfs_table *t, struct mk_buf *b)
{
    for (uint32_t i = 0; i < t->csv.ncells && i < 40; i++) {
        const struct mk_csv_cell c = trimmed(t->csv.cells[i]);
        if (i)
            mk_buf_str(b, ", ");
        for (uint32_t k = 0; k < c.len && k < 60; k++)
            mk_buf_add(b, c.text[k] >= ' ' && c.text[k] < 0x7F ? &c.text[k]
                                                               : "?", 1);
    }
}

static bool utf16(const struct mk_csv *csv)
{
    const struct mk_csv_cell c =
        csv->ncells ? csv->cells[0] : (struct mk_csv_cell){0};
    return c.len >= 2 && (memcmp(c.text, "\xFF\xFE", 2) == 0 ||
                          memcmp(c.text, "\xFE\xFF", 2) == 0 ||
                          !c.text[0] != !c.text[1]);
}

static enum mk_status read_header(struct gtfs_table *t)
{
    struct gtfs_feed *f = t->feed;
    const enum mk_csv_row row = mk_csv_next(&t->csv);
    if (t->status != MK_OK)
        return t->status;
    if (row != MK_CSV_ROW)
        t->csv.ncells = 0;
    if (utf16(&t->csv))
        return mk_fail(f->ctx, MK_E_GTFS_UTF16, f->path, t->file);
    t->header_cells = t->csv.nfound;
    for (uint32_t k = 0; k < t->ncols; k++) {
        t->at[k] = -1;
        const size_t n = strlen(t->cols[k].name);
        for (uint32_t i = t->csv.ncells; i-- > 0;) {
            const struct mk_csv_cell c = trimmed(t->csv.cells[i]);
            if (c.len == n && memcmp(c.text, t->cols[k].name, n) == 0)
                t->at[k] = (int32_t)i;
        }
        if (t->at[k] >= 0 || t->cols[k].need == GTFS_OPTIONAL)
            continue;
        struct mk_buf b = {0};
        list_header(t, &b);
        const enum mk_status st = mk_fail(f->ctx, MK_E_GTFS_COLUMN, f->path,
                                          t->file, t->cols[k].name,
                                          mk_buf_text(&b));
        mk_buf_release(&b);
        return st;
    }
    if (row == MK_CSV_END)
        mk_gtfs_note(f, MK_N_GTFS_EMPTY_FILE, t->file, 1, NULL, NULL, NULL);
    return MK_OK;
}

enum mk_status mk_gtfs_open(struct gtfs_feed *f, const char *file,
                            const struct gtfs_col cols[], uint32_t ncols,
                            struct gtfs_table *t)
{
    *t = (struct gtfs_table){
        .feed = f, .file = file, .cols = cols, .ncols = ncols};
    if (!file_at(f->root, file, &t->size))
        return mk_fail(f->ctx, MK_E_GTFS_FILE, f->path, file);
    struct mk_buf path = {0};
    mk_buf_printf(&path, "%s/%s", f->root, file);
    t->fp = VSIFOpenL(mk_buf_text(&path), "rb");
    mk_buf_release(&path);
    if (!t->fp)
        return mk_fail(f->ctx, MK_E_READ, f->path, file);
    if (t->size >= AHEAD_FROM)
        t->ahead = mk_read_ahead_begin(t->fp);
    mk_csv_open(&t->csv, read_block, t);
    t->status = read_header(t);
    return t->status != MK_OK ? mk_gtfs_close(t) : MK_OK;
}

// Whether there is nothing to mend: neither NUL nor a byte above ASCII. Most
// cells of a file that has such bytes somewhere.
static bool plain(struct mk_csv_cell c)
{
    unsigned char odd = 0;
    for (uint32_t i = 0; i < c.len; i++)
        odd |= (unsigned char)(c.text[i] - 1) >= 0x7F;
    return !odd;
}

// NUL bytes out, other encodings to UTF-8; each row is noted once.
static void mend(struct gtfs_table *t)
{
    bool nul = false;
    const char *recoded = NULL;
    mk_arena_clear(&t->repaired);
    for (uint32_t k = 0; k < t->ncols; k++) {
        struct mk_csv_cell *c = &t->cell[k];
        if (plain(*c))
            continue;
        if (memchr(c->text, '\0', c->len)) {
            uint32_t n = 0;
            for (uint32_t i = 0; i < c->len; i++)
                if (c->text[i])
                    c->text[n++] = c->text[i];
            c->len = n;
            nul = true;
        }
        if (!mk_utf8_valid(c->text, c->len)) {
            struct mk_buf b = {0};
            recoded = mk_text_recode(
                mk_arena_strn(&t->repaired, c->text, c->len), &b);
            c->text = mk_arena_strn(&t->repaired, b.data, b.len);
            c->len = (uint32_t)b.len;
            mk_buf_release(&b);
        }
    }
    if (nul)
        mk_gtfs_note(t->feed, MK_N_GTFS_NUL, t->file, t->csv.line, NULL, NULL,
                     NULL);
    if (recoded)
        mk_gtfs_note(t->feed, MK_N_TEXT_RECODED, t->file, t->csv.line, recoded,
                     NULL, NULL);
}

static void note_cells(struct gtfs_table *t)
{
    char found[24], header[24];
    snprintf(found, sizeof found, "%" PRIu32, t->csv.nfound);
    snprintf(header, sizeof header, "%" PRIu32, t->header_cells);
    mk_gtfs_note(t->feed, MK_N_GTFS_CELLS, t->file, t->csv.line, found, header,
                 NULL);
}

// A small archive may hold a file that fills the memory.
static bool within_limits(struct gtfs_table *t)
{
    const struct gtfs_feed *f = t->feed;
    const char *limit = NULL;
    if (t->rows >= MK_GTFS_ROWS_MAX)
        limit = "67108864";
    else if (f->locs.n > MK_GTFS_IDS_MAX || f->trips.n > MK_GTFS_IDS_MAX ||
             f->routes.n > MK_GTFS_IDS_MAX || f->areas.n > MK_GTFS_IDS_MAX ||
             f->services.n > MK_GTFS_IDS_MAX ||
             f->agencies.n > MK_GTFS_IDS_MAX)
        limit = "8388608";
    else if (f->scratch.total + f->kept->total > MK_GTFS_TEXT_MAX)
        limit = "1 GiB";
    if (limit)
        t->status = mk_fail(f->ctx, MK_E_LIMIT, limit, t->file);
    return !limit;
}

bool mk_gtfs_next(struct gtfs_table *t)
{
    enum mk_csv_row row;
    while ((row = mk_csv_next(&t->csv)) == MK_CSV_BAD) {
        t->rows++;
        mk_gtfs_skip(t, MK_N_GTFS_BROKEN, NULL, NULL, NULL);
    }
    if (row == MK_CSV_END || !within_limits(t))
        return false;
    t->rows++;
    for (uint32_t k = 0; k < t->ncols; k++) {
        const int32_t i = t->at[k];
        t->cell[k] = i >= 0 && (uint32_t)i < t->csv.ncells
                         ? trimmed(t->csv.cells[i])
                         : (struct mk_csv_cell){0};
    }
    if (t->csv.nfound != t->header_cells)
        note_cells(t);
    if (t->csv.high || t->csv.nul)
        mend(t);
    return true;
}

enum mk_status mk_gtfs_close(struct gtfs_table *t)
{
    mk_read_ahead_end(t->ahead);
    t->ahead = NULL;
    if (t->fp)
        VSIFCloseL(t->fp);
    mk_csv_close(&t->csv);
    mk_arena_release(&t->repaired);
    t->fp = NULL;
    return t->status;
}

/* ---- values ---------------------------------------------------------- */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

bool mk_gtfs_int(struct mk_csv_cell c, uint32_t max, uint32_t *out)
{
    uint64_t v = 0;
    if (c.len == 0 || c.len > 10)
        return false;
    for (uint32_t i = 0; i < c.len; i++) {
        if (!digit(c.text[i]))
            return false;
        v = v * 10 + (uint64_t)(c.text[i] - '0');
    }
    *out = (uint32_t)v;
    return v <= max;
}

bool mk_gtfs_degrees(struct mk_csv_cell c, double limit, double *out)
{
    static const double power[] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,
                                   1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15};
    uint32_t i = c.len && (c.text[0] == '-' || c.text[0] == '+');
    const bool negative = i && c.text[0] == '-';
    int64_t v = 0;
    uint32_t seen = 0, whole = 0, decimals = 0;
    bool point = false;
    for (; i < c.len; i++) {
        if (c.text[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (!digit(c.text[i]) || (!point && ++whole > 3))
            return false;
        seen++;
        // Some feeds write more digits than a double holds: leave them.
        if (seen <= 15) {
            v = v * 10 + (c.text[i] - '0');
            decimals += point;
        }
    }
    if (!seen)
        return false;
    *out = (double)v / power[decimals] * (negative ? -1 : 1);
    return fabs(*out) <= limit;
}

bool mk_gtfs_date(struct mk_csv_cell c, mk_date *out)
{
    uint32_t v;
    if (c.len != 8 || !mk_gtfs_int(c, 99999999, &v))
        return false;
    *out = (mk_date)v;
    return mk_date_valid(*out);
}

bool mk_gtfs_time(struct mk_csv_cell c, int32_t *out)
{
    *out = -1;
    if (c.len == 0)
        return true;
    if (c.len < 7 || c.len > 9)
        return false;
    const char *tail = c.text + c.len - 6; // ":MM:SS"
    if (tail[0] != ':' || tail[3] != ':' || !digit(tail[1]) ||
        !digit(tail[2]) || !digit(tail[4]) || !digit(tail[5]) ||
        tail[1] > '5' || tail[4] > '5')
        return false;
    int32_t hours = 0;
    for (const char *p = c.text; p < tail; p++) {
        if (!digit(*p))
            return false;
        hours = hours * 10 + (*p - '0');
    }
    *out = hours * 3600 + ((tail[1] - '0') * 10 + tail[2] - '0') * 60 +
           (tail[4] - '0') * 10 + tail[5] - '0';
    return true;
}
