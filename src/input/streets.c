#include "input/streets.h"

#include "base/crs.h"
#include "base/sphere.h"
#include "input/gtfs_ids.h"
#include "input/source.h"
#include "input/street_guess.h"
#include "input/street_osm.h"
#include "input/street_rules.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KLASS, TYP, HASTIGHET, BARIGHET, RIKTNING, LANGD, WALK, KEYS = WALK + 4,
    MAXSPEED = KEYS, // a tag, no key
    WORD_FIELDS
};

static const char *const keys[WORD_FIELDS] = {
    "klass", "typ", "hastighet", "barighet", "riktning", "langd",
    "gang", "cykel", "bil", "lastbil", "maxspeed"};

#define CHUNK (1u << 20) // vertices that are moved by one call of PROJ
#define SHOWN 1000 // texts of one field that are listed

struct reading {
    struct mk_ctx *ctx;
    const struct mk_street_input *in;
    struct mk_source *s;
    struct mk_street_rules rules;
    struct mk_street_lines *out;
    struct mk_streets_told *told;
    struct mk_street_facts facts;
    enum mk_street_source source;
    struct mk_transform *to_working;
    struct mk_transform *to_lonlat; // NULL: lengths are those of the plane
    struct mk_arena texts;         // of one feature
    uint32_t moved_lines, moved_xy; // what lies in the working CRS already
    int tag[MK_OSM_TAGS], other_tags; // fields, -1 for none
    struct gtfs_ids classes;        // numbers of facts.classes, by text
    struct words {                  // texts that could not be read
        struct gtfs_ids ids;
        uint64_t *n;                // lines with each
        uint32_t cap;
    } bad[WORD_FIELDS];
};

// ---- notes ------------------------------------------------------------------

static void row_key(const struct reading *r, char key[256])
{
    snprintf(key, 256, "gator %s rad %llu", r->s->layer_name,
             (unsigned long long)r->s->row);
}

static void note_row(struct reading *r, enum mk_msg msg, const char *what)
{
    char key[256];
    row_key(r, key);
    mk_note(r->ctx, msg, key, what);
}

static void bad_word(struct reading *r, int key, const char *text)
{
    struct words *w = &r->bad[key];
    bool fresh;
    const uint32_t i = mk_gtfs_ids_add(&w->ids, &r->told->text, text,
                                       strlen(text), &fresh);
    MK_GROW(w->n, w->cap, (size_t)i + 1);
    w->n[i] = (fresh ? 0 : w->n[i]) + 1;
}

// A field with as many values as lines was hardly meant: its first are told.
static void note_more(struct reading *r, int key, uint32_t more,
                      uint64_t lines)
{
    char n[24], m[24];
    snprintf(n, sizeof n, "%u", more);
    snprintf(m, sizeof m, "%llu", (unsigned long long)lines);
    if (more)
        mk_note(r->ctx, MK_N_STREET_MORE, r->s->layer_name, keys[key], n, m);
}

static void note_words(struct reading *r, int key)
{
    struct words *w = &r->bad[key];
    uint32_t *order = mk_gtfs_ids_order(&w->ids);
    uint32_t more = 0;
    uint64_t lines = 0;
    for (uint32_t k = 0; k < w->ids.n; k++) {
        const uint32_t i = order[k];
        char n[24];
        snprintf(n, sizeof n, "%llu", (unsigned long long)w->n[i]);
        if (k < SHOWN) {
            mk_note(r->ctx, MK_N_STREET_WORD, r->s->layer_name,
                    w->ids.v[i].text, keys[key], n);
        } else {
            more++;
            lines += w->n[i];
        }
    }
    note_more(r, key, more, lines);
    free(order);
    free(w->n);
    mk_gtfs_ids_release(&w->ids);
}

static void note_bad_words(struct reading *r)
{
    for (int key = 0; key < WORD_FIELDS; key++)
        note_words(r, key);
}

static void open_text(struct reading *r, uint8_t open, struct mk_buf *out)
{
    static const char *const words[2][MK_GO_COUNT] = {
        {"gång", "cykel", "bil", "lastbil"},
        {"foot", "bicycle", "car", "lorry"}};
    const bool sv = mk_ctx_lang(r->ctx) == MK_SV;
    for (int g = 0; g < MK_GO_COUNT; g++)
        if (open & MK_GO_BIT(g))
            mk_buf_printf(out, "%s%s", out->len ? ", " : "",
                          words[sv ? 0 : 1][g]);
    if (!out->len)
        mk_buf_str(out, sv ? "stängd" : "closed");
}

static void note_classes(struct reading *r)
{
    // NVDB's layer of paths has kinds (typ) and no classes
    const bool given = r->s->column[KLASS].map || r->s->column[TYP].map;
    if (!given && r->source != MK_SRC_EGEN)
        mk_note(r->ctx, MK_N_STREET_NO_CLASS, r->in->in.path_given,
                r->s->layer_name);
    for (uint32_t i = 0; given && i < r->facts.nclasses; i++) {
        const struct mk_street_class *c = &r->facts.classes[i];
        struct mk_buf open = {0};
        char n[24];
        if (c->known)
            continue;
        snprintf(n, sizeof n, "%llu", (unsigned long long)c->n);
        open_text(r, mk_street_rule_open(c->rule, 0), &open);
        mk_note(r->ctx, MK_N_STREET_CLASS, r->s->layer_name, c->text, n,
                mk_buf_text(&open));
        mk_buf_release(&open);
    }
}

// ---- classes ----------------------------------------------------------------

static struct mk_street_class *class_of(struct reading *r, const char *text)
{
    struct mk_street_facts *f = &r->facts;
    bool fresh;
    const uint32_t i = mk_gtfs_ids_add(&r->classes, &r->told->text, text,
                                       strlen(text), &fresh);
    if (fresh) {
        bool known;
        const struct mk_street_rule *rule =
            mk_street_rule_find(&r->rules, r->source, text, &known);
        // own lines without a class are as they should be
        known = known || (r->source == MK_SRC_EGEN && !*text);
        MK_GROW(f->classes, f->cap_classes, f->nclasses + 1);
        f->classes[f->nclasses++] = (struct mk_street_class){
            .text = r->classes.v[i].text,
            .known = known,
            .rule = rule,
        };
    }
    return &f->classes[i];
}

// The row of the line's kind where the table has it, else of its class; a kind
// that the table lacks is told where there is no class beside it.
static const struct mk_street_rule *rule_of(struct reading *r,
                                            const char *klass,
                                            const char *typ)
{
    char word[64];
    struct mk_street_class *c;
    if (typ) {
        const bool number = typ[strspn(typ, "0123456789")] == '\0';
        snprintf(word, sizeof word, "%s%s", number ? "typ " : "", typ);
        c = class_of(r, word);
        if (c->known || !klass) {
            c->n++;
            return c->rule;
        }
    }
    c = class_of(r, klass ? klass : "");
    c->n++;
    return c->rule;
}

static int by_text(const void *pa, const void *pb)
{
    const struct mk_street_class *a = pa, *b = pb;
    return strcmp(a->text, b->text);
}

// Kinds that decided nothing were only asked for.
static void sort_classes(struct mk_street_facts *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->nclasses; i++)
        if (f->classes[i].n)
            f->classes[n++] = f->classes[i];
    f->nclasses = n;
    if (n)
        qsort(f->classes, n, sizeof *f->classes, by_text);
}

static void list_few_classes(struct reading *r)
{
    struct mk_street_facts *f = &r->facts;
    uint64_t lines = 0;
    if (f->nclasses <= SHOWN)
        return;
    for (uint32_t i = SHOWN; i < f->nclasses; i++)
        lines += f->classes[i].n;
    note_more(r, KLASS, f->nclasses - SHOWN, lines);
    f->nclasses = SHOWN;
}

// ---- what a line says -------------------------------------------------------

static const char *text_of(struct reading *r, OGRFeatureH f, int key)
{
    return mk_source_text(r->ctx, r->s, f, &r->s->column[key], &r->texts);
}

static uint8_t read_speed(struct reading *r, OGRFeatureH f)
{
    const char *text = text_of(r, f, HASTIGHET);
    double v = 0;
    if (!text)
        return 0;
    if (!mk_text_number(text, &v) || v < 0 || v >= 255)
        bad_word(r, HASTIGHET, text);
    return v >= 1 && v < 255 ? (uint8_t)v : 0;
}

// "BK1", "1", "BK 4 särskilda villkor": the first digit; 0 is not known.
static uint8_t read_bearing(struct reading *r, OGRFeatureH f)
{
    const char *text = text_of(r, f, BARIGHET);
    if (!text)
        return 0;
    const char *digit = strpbrk(text, "0123456789");
    if (digit && *digit >= '1' && *digit <= '4')
        return (uint8_t)(*digit - '0');
    if (!digit || *digit != '0')
        bad_word(r, BARIGHET, text);
    return 0;
}

static bool same_as_any(const char *text, const char *const words[])
{
    for (size_t i = 0; words[i]; i++)
        if (mk_text_same(text, words[i]))
            return true;
    return false;
}

// ja opens both ways, nej closes them, whatever the rule table says.
static void read_yes_no(struct reading *r, OGRFeatureH f, int go,
                        struct mk_street_line *line)
{
    static const char *const yes[] = {"ja", "j", "1", "true", "yes", "x",
                                      "sant", NULL};
    static const char *const no[] = {"nej", "n", "0", "false", "no", "falskt",
                                     NULL};
    const char *text = text_of(r, f, WALK + go);
    const uint8_t bit = (uint8_t)MK_GO_BIT(go);
    if (!text)
        return;
    if (same_as_any(text, yes)) {
        line->forward |= bit;
        line->backward |= bit;
    } else if (same_as_any(text, no)) {
        line->forward &= (uint8_t)~bit;
        line->backward &= (uint8_t)~bit;
    } else {
        bad_word(r, WALK + go, text);
    }
}

// One way for cars, lorries and bicycles; on foot one walks both ways.
static void read_direction(struct reading *r, OGRFeatureH f,
                           struct mk_street_line *line)
{
    static const char *const along[] = {"med", "framåt", "forward", "ft", "1",
                                        NULL};
    static const char *const against[] = {"mot", "bakåt", "backward", "tf",
                                          "-1", NULL};
    static const char *const both[] = {"båda", "both", "b", "0", NULL};
    const char *text = text_of(r, f, RIKTNING);
    if (!text || same_as_any(text, both))
        return;
    if (same_as_any(text, along))
        line->backward &= MK_GO_BIT(MK_GO_WALK);
    else if (same_as_any(text, against))
        line->forward &= MK_GO_BIT(MK_GO_WALK);
    else
        bad_word(r, RIKTNING, text);
}

static void read_length(struct reading *r, OGRFeatureH f,
                        struct mk_street_line *line)
{
    const char *text = text_of(r, f, LANGD);
    double m = 0;
    if (!text)
        return;
    if (mk_text_number(text, &m) && m > 0 && m < 4e6)
        line->length_mm = (uint32_t)llround(m * 1000);
    else
        bad_word(r, LANGD, text);
}

static void read_tags(const struct reading *r, OGRFeatureH f,
                      struct mk_osm_tags *t)
{
    memset(t, 0, sizeof *t);
    if (r->other_tags >= 0)
        mk_osm_tags_read(t, OGR_F_GetFieldAsString(f, r->other_tags));
    for (int i = 0; i < MK_OSM_TAGS; i++)
        if (r->tag[i] >= 0 && OGR_F_IsFieldSetAndNotNull(f, r->tag[i]))
            snprintf(t->v[i], sizeof t->v[i], "%s",
                     OGR_F_GetFieldAsString(f, r->tag[i]));
}

static void count_maxspeed(struct reading *r, const char *text)
{
    if (mk_osm_speed(text))
        r->facts.with_kmh++;
    else if (*text)
        bad_word(r, MAXSPEED, text);
}

/** @return whether it is a street at all */
static bool read_line(struct reading *r, OGRFeatureH f,
                      struct mk_street_line *line)
{
    const char *klass = text_of(r, f, KLASS);
    *line = (struct mk_street_line){0};
    if (r->source == MK_SRC_OSM) {
        struct mk_osm_tags t;
        if (!klass) // a river, a fence
            return false;
        read_tags(r, f, &t);
        mk_osm_way(rule_of(r, klass, NULL), &t, klass, line);
        count_maxspeed(r, t.v[MK_OSM_MAXSPEED]);
    } else {
        const struct mk_street_rule *rule =
            rule_of(r, klass, text_of(r, f, TYP));
        const uint8_t kmh = read_speed(r, f);
        line->forward = line->backward = mk_street_rule_open(rule, kmh);
        line->kmh = kmh ? kmh : rule->kmh;
        r->facts.with_kmh += kmh > 0;
    }
    if (r->s->column[BARIGHET].map)
        line->bearing = read_bearing(r, f);
    for (int g = 0; g < MK_GO_COUNT; g++)
        read_yes_no(r, f, g, line);
    read_direction(r, f, line);
    read_length(r, f, line);
    return true;
}

// ---- where it lies ----------------------------------------------------------

static void count_line(struct mk_street_facts *f,
                       const struct mk_street_line *l)
{
    const uint8_t car = MK_GO_BIT(MK_GO_CAR);
    for (int g = 0; g < MK_GO_COUNT; g++)
        f->open[g] += ((l->forward | l->backward) & MK_GO_BIT(g)) != 0;
    f->one_way += ((l->forward ^ l->backward) & car) != 0;
    f->with_bearing += l->bearing > 0;
}

// Vertices as GDAL has them; heights and measures stay behind.
static void add_line(struct reading *r, OGRGeometryH g,
                     const struct mk_street_line *line)
{
    const int n = OGR_G_GetPointCount(g);
    struct mk_street_lines *out = r->out;
    if (n < 1) {
        note_row(r, MK_N_GEOM_EMPTY, "");
        return;
    }
    double *xy = mk_street_lines_add(out, *line, (uint32_t)n);
    double *x = r->s->swap ? xy + 1 : xy, *y = r->s->swap ? xy : xy + 1;
    OGR_G_GetPoints(g, x, 16, y, 16, NULL, 0);
    bool finite = true, moves = false;
    for (int i = 0; i < 2 * n; i++) {
        finite = finite && isfinite(xy[i]);
        moves = moves || xy[i] != xy[i & 1];
    }
    if (finite && moves)
        return;
    out->nlines--;
    out->nxy -= (uint32_t)n;
    if (!finite)
        note_row(r, MK_N_GEOM_BAD, "NaN");
    else
        note_row(r, MK_N_STREET_SHORT, "");
}

static void add_any(struct reading *r, OGRGeometryH g,
                    const struct mk_street_line *line)
{
    switch (wkbFlatten(OGR_G_GetGeometryType(g))) {
    case wkbLineString:
        add_line(r, g, line);
        break;
    case wkbMultiLineString:
    case wkbGeometryCollection: {
        const int n = OGR_G_GetGeometryCount(g);
        if (n == 0)
            note_row(r, MK_N_GEOM_EMPTY, "");
        struct mk_street_line part = *line;
        if (n > 1)
            part.length_mm = 0; // given for all of them together
        for (int i = 0; i < n; i++)
            add_any(r, OGR_G_GetGeometryRef(g, i), &part);
        break;
    }
    default:
        note_row(r, MK_N_STREET_NOT_LINE, "");
        break;
    }
}

static void add_feature(struct reading *r, OGRFeatureH f,
                        const struct mk_street_line *line)
{
    OGRGeometryH g = OGR_F_GetGeometryRef(f), linear = NULL;
    if (g && OGR_G_HasCurveGeometry(g, FALSE)) {
        linear = OGR_G_GetLinearGeometry(g, 0, NULL);
        g = linear;
    }
    if (g)
        add_any(r, g, line);
    else
        note_row(r, MK_N_GEOM_EMPTY, "");
    OGR_G_DestroyGeometry(linear);
}

// ---- to the working CRS -----------------------------------------------------

static bool all_finite(const double *xy, uint32_t n)
{
    for (size_t i = 0; i < 2 * (size_t)n; i++)
        if (!isfinite(xy[i]))
            return false;
    return true;
}

static void widen(struct mk_box *b, const double *xy, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        b->xmin = fmin(b->xmin, xy[2 * i]);
        b->xmax = fmax(b->xmax, xy[2 * i]);
        b->ymin = fmin(b->ymin, xy[2 * i + 1]);
        b->ymax = fmax(b->ymax, xy[2 * i + 1]);
    }
}

// Lengths of the lines read since the last time, before they are moved.
static void measure_on_sphere(struct reading *r)
{
    struct mk_street_lines *o = r->out;
    const size_t n = o->nxy - r->moved_xy;
    double *deg = mk_alloc((2 * n + 2) * sizeof *deg);
    if (n)
        memcpy(deg, o->xy + 2 * (size_t)r->moved_xy, 16 * n);
    mk_transform_xy(r->to_lonlat, deg, (uint32_t)n);
    for (uint32_t i = r->moved_lines; i < o->nlines; i++) {
        struct mk_street_line *l = &o->line[i];
        const double *xy = deg + 2 * (size_t)(l->first - r->moved_xy);
        double mm = 0;
        for (uint32_t k = 1; k < l->n; k++)
            mm += 1000 * mk_sphere_metres(xy[2 * k - 2], xy[2 * k - 1],
                                          xy[2 * k], xy[2 * k + 1]);
        if (!l->length_mm && mm < UINT32_MAX)
            l->length_mm = (uint32_t)lround(fmax(mm, 1));
    }
    free(deg);
}

// What was read since the last time is moved in one go; a line that does not
// come through leaves its place to the next.
static void move_chunk(struct reading *r)
{
    struct mk_street_lines *o = r->out;
    uint32_t line = r->moved_lines, vertex = r->moved_xy;
    if (r->to_lonlat)
        measure_on_sphere(r);
    mk_transform_xy(r->to_working, o->xy + 2 * (size_t)vertex,
                    o->nxy - vertex);
    for (uint32_t i = line; i < o->nlines; i++) {
        struct mk_street_line l = o->line[i];
        double *to = o->xy + 2 * (size_t)vertex;
        const double *from = o->xy + 2 * (size_t)l.first;
        if (!all_finite(from, l.n)) {
            mk_note(r->ctx, MK_N_STREET_FAR, r->s->layer_name, "");
            continue;
        }
        if (to != from)
            memmove(to, from, 16 * (size_t)l.n);
        widen(&r->facts.extent, to, l.n);
        count_line(&r->facts, &l);
        r->facts.with_length += l.length_mm > 0 && !r->to_lonlat;
        l.first = vertex;
        vertex += l.n;
        o->line[line++] = l;
    }
    o->nlines = r->moved_lines = line;
    o->nxy = r->moved_xy = vertex;
}

// ---- one source -------------------------------------------------------------

static int want_field(struct mk_source *s, const char *a, const char *b)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(s->layer);
    int i = OGR_FD_GetFieldIndex(defn, a);
    if (i < 0)
        i = OGR_FD_GetFieldIndex(defn, b);
    if (i >= 0)
        s->wanted[s->nwanted++] = i;
    return i;
}

static void want_tags(struct reading *r)
{
    r->other_tags = -1;
    for (int i = 0; i < MK_OSM_TAGS; i++)
        r->tag[i] = -1;
    if (r->source != MK_SRC_OSM)
        return;
    for (enum mk_osm_tag i = 0; i < MK_OSM_TAGS; i++)
        r->tag[i] = want_field(r->s, mk_osm_tag_key(i), mk_osm_tag_field(i));
    r->other_tags = want_field(r->s, "other_tags", "other_tags");
}

// Of OpenStreetMap's own file only streets are made to features at all.
static enum mk_status choose_ways(struct reading *r)
{
    struct mk_buf where = {0};
    enum mk_status st = MK_OK;
    if (!mk_osm_is_file(r->in->in.path))
        return MK_OK;
    if (r->in->in.where)
        mk_buf_printf(&where, "(%s) AND ", r->in->in.where);
    mk_buf_str(&where, "highway IS NOT NULL");
    if (OGR_L_SetAttributeFilter(r->s->layer, mk_buf_text(&where)) !=
        OGRERR_NONE)
        st = mk_fail(r->ctx, MK_E_READ, r->in->in.path_given, where.data);
    mk_buf_release(&where);
    return st;
}

static enum mk_status begin(struct reading *r)
{
    const OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(r->s->layer));
    enum mk_status st = MK_OK;
    if (!r->s->crs || type == wkbPoint || type == wkbMultiPoint ||
        type == wkbPolygon || type == wkbMultiPolygon)
        return mk_fail(r->ctx, MK_E_STREET_NOT_LINES, r->s->layer_name,
                       r->in->in.path_given);
    for (int k = 0; k < KEYS && st == MK_OK; k++)
        st = mk_source_field(r->ctx, r->s, keys[k], &r->s->column[k]);
    want_tags(r);
    if (st == MK_OK)
        st = choose_ways(r);
    return st;
}

static enum mk_status read_features(struct reading *r)
{
    enum mk_status st = MK_OK;
    struct mk_street_line line;
    OGRFeatureH f;
    while (st == MK_OK &&
           (f = mk_source_next(r->ctx, r->s, &st)) != NULL) {
        if (read_line(r, f, &line)) {
            r->facts.rows++;
            if (line.forward | line.backward)
                add_feature(r, f, &line);
            else
                r->facts.closed++;
        }
        OGR_F_Destroy(f);
        mk_arena_clear(&r->texts);
        if (r->out->nxy - r->moved_xy >= CHUNK)
            move_chunk(r);
        if (r->out->nxy > UINT32_MAX / 2)
            st = mk_fail(r->ctx, MK_E_STREET_MANY, r->in->in.path_given);
    }
    return st;
}

static void end(struct reading *r, uint32_t first_line, uint32_t first_xy)
{
    struct mk_street_facts *f = &r->facts;
    move_chunk(r);
    f->lines = r->out->nlines - first_line;
    f->vertices = r->out->nxy - first_xy;
    sort_classes(f);
    list_few_classes(r);
    note_classes(r);
    if (f->lines && !f->open[MK_GO_WALK])
        mk_note(r->ctx, MK_N_STREET_NONE, r->in->in.path_given,
                r->s->layer_name);
}

static enum mk_status read_source(struct reading *r, const char *working_crs)
{
    const uint32_t nlines = r->out->nlines, nxy = r->out->nxy;
    r->moved_lines = nlines;
    r->moved_xy = nxy;
    enum mk_status st = begin(r);
    if (st == MK_OK)
        st = mk_transform_new(r->ctx, r->s->crs, working_crs, &r->to_working);
    if (st == MK_OK && r->in->great_circle)
        st = mk_transform_new(r->ctx, r->s->crs, MK_CRS_LONLAT,
                              &r->to_lonlat);
    if (st == MK_OK)
        st = read_features(r);
    if (st == MK_OK) {
        end(r, nlines, nxy);
    } else {
        r->out->nlines = nlines;
        r->out->nxy = nxy;
    }
    note_bad_words(r);
    mk_gtfs_ids_release(&r->classes);
    mk_transform_free(r->to_working);
    mk_transform_free(r->to_lonlat);
    mk_arena_release(&r->texts);
    return st;
}

// Say whose classes they are, where the project does not.
static void settle_source(struct reading *r, struct mk_street_input *one)
{
    r->source = (enum mk_street_source)one->source;
    r->facts = (struct mk_street_facts){.extent = mk_box_empty()};
    if (!one->source) {
        r->source = mk_street_guess(r->s);
        r->facts.guessed = true;
        mk_note(r->ctx, MK_N_STREET_SOURCE, one->in.path_given,
                r->s->layer_name, mk_street_source_key(r->source));
    }
    r->facts.source = (uint8_t)r->source;
    r->facts.layer = mk_arena_str(&r->told->text, r->s->layer_name);
    mk_street_fields(r->s, r->source, &r->told->text, &one->in);
}

static enum mk_status read_layer(struct reading *r,
                                 struct mk_street_input *one,
                                 const char *working_crs, struct mk_seen seen)
{
    enum mk_status st = mk_source_open_streets(r->ctx, &one->in, &r->s);
    if (st != MK_OK)
        return st;
    settle_source(r, one);
    st = mk_within(r->ctx, read_source(r, working_crs), "gator");
    MK_GROW(r->told->v, r->told->cap, r->told->n + 1);
    r->told->v[r->told->n++] = r->facts;
    if (st == MK_OK && seen.tell)
        seen.tell(seen.udata, r->s);
    mk_source_close(r->s);
    return st;
}

// ---- one input --------------------------------------------------------------

enum mk_status mk_street_layer_names(struct mk_ctx *ctx,
                                     const struct mk_input *in,
                                     struct mk_arena *arena,
                                     const char ***names, uint32_t *n)
{
    if (!mk_osm_is_file(in->path) || in->layer)
        return mk_layer_names(ctx, in, arena, names, n);
    *names = mk_arena_alloc(arena, sizeof **names);
    **names = "lines";
    *n = 1;
    return MK_OK;
}

enum mk_status mk_streets_read(struct mk_ctx *ctx,
                               const struct mk_street_input *in,
                               const char *working_crs, struct mk_seen seen,
                               struct mk_street_lines *out,
                               struct mk_streets_told *told)
{
    struct mk_street_rules rules = mk_street_rules_built_in();
    const char **names = NULL;
    uint32_t n = 0;
    enum mk_status st =
        mk_street_layer_names(ctx, &in->in, &told->text, &names, &n);
    if (st == MK_OK && in->rules.path)
        st = mk_street_rules_read(ctx, &in->rules, &told->text, &rules);
    for (uint32_t i = 0; i < n && st == MK_OK; i++) {
        struct mk_street_input one = *in; // the source points at it
        struct reading r = {.ctx = ctx, .in = &one, .rules = rules,
                            .out = out, .told = told};
        one.in.layer = names[i];
        st = read_layer(&r, &one, working_crs, seen);
    }
    return st;
}

void mk_streets_told_release(struct mk_streets_told *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        free(t->v[i].classes);
    free(t->v);
    mk_arena_release(&t->text);
    *t = (struct mk_streets_told){0};
}
