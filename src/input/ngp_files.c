// Which files hold NGP deliveries, told by what stands in them.
#include "input/ngp.h"

#include "base/text.h"

#include <cpl_string.h>
#include <cpl_vsi.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEAD_BYTES (256u << 10)
// The mark may follow the features, but the first geometry member comes early:
// before it stand one plan's texts at most.
#define SEARCH_BYTES (8u << 20)
#define MAX_FILES 100000

// ---- one file -------------------------------------------------------------

static const char *find(const struct mk_buf *b, const char *word)
{
    return memmem(b->data, b->len, word, strlen(word));
}

static const char *skip_space(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p;
}

// The value of the first member of that name, wherever it is.
static const char *member(const struct mk_buf *b, const char *quoted)
{
    const char *end = b->data + b->len;
    const char *from = b->data;
    const size_t n = strlen(quoted);
    const char *p;
    while ((p = memmem(from, (size_t)(end - from), quoted, n)) != NULL) {
        p = skip_space(p + n, end);
        if (p < end && *p == ':') {
            p = skip_space(p + 1, end);
            return p < end ? p : NULL;
        }
        from = p;
    }
    return NULL;
}

static bool is_list(const struct mk_buf *b, const char *quoted)
{
    const char *v = member(b, quoted);
    return v && (*v == '[' || *v == '{');
}

static enum mk_ngp_format json_format(const struct mk_buf *b)
{
    static const char plan[] = "\"application/vnd.lm.detaljplan";
    static const char any[] = "\"application/vnd.lm.";
    const char *type = member(b, "\"feature:mediatyp\"");
    const size_t left = type ? (size_t)(b->data + b->len - type) : 0;
    if (left >= sizeof plan - 1 && memcmp(type, plan, sizeof plan - 1) == 0)
        return MK_NGP_DELIVERY;
    if (is_list(b, "\"plangeometri\"") || is_list(b, "\"bestammelsegeometri\""))
        return MK_NGP_DELIVERY;
    if (left >= sizeof any - 1 && memcmp(type, any, sizeof any - 1) == 0)
        return MK_NGP_OTHER;
    return MK_NGP_NO;
}

static enum mk_ngp_format xml_format(const struct mk_buf *b)
{
    if (find(b, "ss637040") || find(b, "DP_Data"))
        return MK_NGP_SS637040;
    if (find(b, "inspire.ec.europa.eu/schemas/plu") ||
        find(b, "//inspire.jrc.ec.europa.eu/schemas/plu"))
        return MK_NGP_PLU;
    return MK_NGP_NO;
}

static void read_more(VSILFILE *f, struct mk_buf *b, size_t upto)
{
    while (b->len < upto) {
        const size_t want = upto - b->len;
        const size_t got = VSIFReadL(mk_buf_room(b, want), 1, want, f);
        if (!got)
            break;
        b->len += got;
    }
}

enum outside { O_OTHER, O_JSON, O_XML, O_ZIP };

static enum outside outside_of(const struct mk_buf *b)
{
    const char *p = b->data, *end = p + b->len;
    if (b->len >= 4 && memcmp(p, "PK\3\4", 4) == 0)
        return O_ZIP;
    if (b->len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    p = skip_space(p, end);
    if (p == end)
        return O_OTHER;
    return *p == '{' || *p == '[' ? O_JSON : *p == '<' ? O_XML : O_OTHER;
}

static enum mk_ngp_format file_format(const char *path, bool *zip)
{
    *zip = false;
    VSILFILE *f = VSIFOpenL(path, "rb");
    if (!f)
        return MK_NGP_NO;
    struct mk_buf b = {0};
    enum mk_ngp_format format = MK_NGP_NO;
    read_more(f, &b, 4096);
    const enum outside kind = b.len ? outside_of(&b) : O_OTHER;
    *zip = kind == O_ZIP;
    if (kind == O_XML) {
        read_more(f, &b, HEAD_BYTES);
        format = xml_format(&b);
    } else if (kind == O_JSON) {
        static const size_t upto[] = {4096, HEAD_BYTES, SEARCH_BYTES};
        for (int i = 0; i < 3 && format == MK_NGP_NO; i++) {
            read_more(f, &b, upto[i]);
            format = json_format(&b);
            if (b.len < upto[i])
                break;
        }
    }
    VSIFCloseL(f);
    mk_buf_release(&b);
    return format;
}

// ---- folders and zips -----------------------------------------------------

static bool may_hold(const char *name)
{
    static const char *const ends[] = {".json", ".geojson", ".gml", ".xml"};
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    const size_t n = strlen(base);
    if (*base == '.' || strncmp(name, "__MACOSX/", 9) == 0)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t k = strlen(ends[i]);
        if (n > k && strcasecmp(base + n - k, ends[i]) == 0)
            return true;
    }
    return false;
}

static int name_cmp(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/** Sorted names inside; free with CSLDestroy(). */
static char **names_in(const char *root, bool zip)
{
    char **all = zip ? VSIReadDirRecursive(root) : VSIReadDirEx(root, 0);
    const int n = CSLCount(all);
    if (n > 1)
        qsort(all, (size_t)n, sizeof *all, name_cmp);
    return all;
}

// Is it a folder or a zip? Then its root for VSI, else NULL.
static const char *root_of(const struct mk_input *in, bool zip,
                           struct mk_arena *a)
{
    VSIStatBufL st;
    if (zip)
        return mk_arena_printf(a, "/vsizip/{%s}", in->path);
    if (VSIStatL(in->path, &st) == 0 && VSI_ISDIR(st.st_mode))
        return mk_arena_str(a, in->path);
    return NULL;
}

// The strongest format in a folder or zip: one delivery makes it deliveries.
static enum mk_ngp_format root_format(const char *root, bool zip)
{
    enum mk_ngp_format found = MK_NGP_NO;
    char **names = names_in(root, zip);
    struct mk_buf path = {0};
    for (char **p = names; p && *p && found != MK_NGP_DELIVERY; p++) {
        bool inner;
        if (!may_hold(*p))
            continue;
        path.len = 0;
        mk_buf_printf(&path, "%s/%s", root, *p);
        const enum mk_ngp_format f = file_format(mk_buf_text(&path), &inner);
        if (f != MK_NGP_NO && (found == MK_NGP_NO || f == MK_NGP_DELIVERY))
            found = f;
    }
    mk_buf_release(&path);
    CSLDestroy(names);
    return found;
}

enum mk_status mk_ngp_recognise(struct mk_ctx *ctx, const struct mk_input *in,
                                enum mk_ngp_format *out)
{
    *out = MK_NGP_NO;
    const enum mk_status st = mk_path_check(ctx, in->path, in->path_given);
    if (st != MK_OK)
        return mk_within(ctx, st, in->role);
    bool zip;
    struct mk_arena a = {0};
    *out = file_format(in->path, &zip);
    const char *root = *out == MK_NGP_NO ? root_of(in, zip, &a) : NULL;
    if (root)
        *out = root_format(root, zip);
    mk_arena_release(&a);
    return MK_OK;
}

enum mk_status mk_ngp_refuse(struct mk_ctx *ctx, const struct mk_input *in)
{
    enum mk_ngp_format format;
    enum mk_status st = mk_ngp_recognise(ctx, in, &format);
    if (st != MK_OK)
        return st;
    switch (format) {
    case MK_NGP_NO: break;
    case MK_NGP_DELIVERY:
        st = mk_fail(ctx, MK_E_NGP_ROLE, in->path_given, in->role);
        break;
    case MK_NGP_OTHER:
        st = mk_fail(ctx, MK_E_NGP_OTHER, in->path_given);
        break;
    case MK_NGP_SS637040:
        st = mk_fail(ctx, MK_E_NGP_SS637040, in->path_given);
        break;
    case MK_NGP_PLU:
        st = mk_fail(ctx, MK_E_NGP_PLU, in->path_given);
        break;
    }
    return mk_within(ctx, st, in->role);
}

static void add_file(struct mk_ngp_files *f, const char *path,
                     const char *label)
{
    MK_GROW(f->v, f->cap, f->n + 1);
    f->v[f->n++] = (struct mk_ngp_file){mk_arena_str(&f->text, path),
                                        mk_arena_str(&f->text, label)};
}

enum mk_status mk_ngp_files_read(struct mk_ctx *ctx, const struct mk_input *in,
                                 struct mk_ngp_files *out)
{
    *out = (struct mk_ngp_files){0};
    bool zip, inner;
    enum mk_status st = mk_path_check(ctx, in->path, in->path_given);
    if (st != MK_OK)
        return st;
    (void)file_format(in->path, &zip);
    const char *root = root_of(in, zip, &out->text);
    if (!root) {
        add_file(out, in->path, in->path_given);
        return MK_OK;
    }
    char **names = names_in(root, zip);
    struct mk_buf path = {0};
    for (char **p = names; p && *p && st == MK_OK; p++) {
        if (!may_hold(*p))
            continue;
        path.len = 0;
        mk_buf_printf(&path, "%s/%s", root, *p);
        if (file_format(mk_buf_text(&path), &inner) != MK_NGP_DELIVERY)
            mk_note(ctx, MK_N_NGP_FILE, *p, "");
        else if (out->n == MAX_FILES)
            st = mk_fail(ctx, MK_E_LIMIT, "100 000", in->path_given);
        else
            add_file(out, mk_buf_text(&path), *p);
    }
    mk_buf_release(&path);
    CSLDestroy(names);
    return st;
}

void mk_ngp_files_release(struct mk_ngp_files *f)
{
    free(f->v);
    mk_arena_release(&f->text);
    *f = (struct mk_ngp_files){0};
}
