#include "input/street_rules.h"

#include "base/csv.h"
#include "input/vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- our table --------------------------------------------------------------
// Sources of every row: docs/gatunat.md, which the tests hold against this.

#define JA MK_STREET_OPEN
#define NEJ 0
#define NVDB(klass, ways, kmh) {MK_SRC_NVDB, klass, {ways}, kmh}
#define TOPO(klass, ways, kmh) {MK_SRC_TOPOGRAFI, klass, {ways}, kmh}
#define OSM(klass, ways, kmh) {MK_SRC_OSM, klass, {ways}, kmh}
#define WAYS(walk, cycle, car, lorry) walk, cycle, car, lorry
#define ROAD JA, JA, JA, JA
#define PATH JA, JA, NEJ, NEJ
#define FOOT JA, NEJ, NEJ, NEJ
#define MOTOR NEJ, NEJ, JA, JA
#define NONE NEJ, NEJ, NEJ, NEJ

static const struct mk_street_rule built_in[] = {
    NVDB("motorväg*", MOTOR, 110),
    NVDB("motortrafikled*", MOTOR, 100),
    NVDB("0", WAYS(60, 60, JA, JA), 100),
    NVDB("1", WAYS(70, 70, JA, JA), 90),
    NVDB("2", ROAD, 80),
    NVDB("3", ROAD, 80),
    NVDB("4", ROAD, 70),
    NVDB("5", ROAD, 70),
    NVDB("6", ROAD, 50),
    NVDB("7", ROAD, 40),
    NVDB("8", ROAD, 30),
    NVDB("9", ROAD, 30),
    NVDB("typ 1", PATH, 0),
    NVDB("typ 2", PATH, 0),
    NVDB("typ 3", PATH, 0),
    NVDB("typ 4", FOOT, 0),
    NVDB("typ 5", PATH, 0),
    NVDB("typ 8", PATH, 0),
    NVDB("typ 9", PATH, 0),
    NVDB("typ 10", FOOT, 0),
    NVDB("typ 11", FOOT, 0),
    NVDB("typ 12", FOOT, 0),
    NVDB("typ 13", PATH, 0),
    NVDB("typ 14", FOOT, 0),
    NVDB("typ 15", FOOT, 0),
    NVDB("typ 16", FOOT, 0),
    NVDB("typ 17", FOOT, 0),
    NVDB("typ 18", FOOT, 0),
    NVDB("typ 19", FOOT, 0),
    NVDB("typ 20", FOOT, 0),
    NVDB("typ 24", PATH, 0),
    NVDB("typ 25", PATH, 0),
    NVDB("typ 26", PATH, 0),
    NVDB("typ 27", NONE, 0),
    NVDB("typ 28", PATH, 0),
    NVDB("cykel*", PATH, 0),
    NVDB("gång- och cykel*", PATH, 0),
    NVDB("annan ej cykelbar*", FOOT, 0),
    NVDB("annan cykelbar*", PATH, 0),
    NVDB("gångbana*", FOOT, 0),
    NVDB("trottoar*", FOOT, 0),
    NVDB("övergångsställe*", FOOT, 0),
    NVDB("gatupassage*", PATH, 0),
    NVDB("trappa*", FOOT, 0),
    NVDB("perrong*", FOOT, 0),
    NVDB("hiss*", FOOT, 0),
    NVDB("torg*", PATH, 0),
    NVDB("färja*", NONE, 0),
    NVDB("*", PATH, 0),

    TOPO("motorväg*", MOTOR, 110),
    TOPO("501*", MOTOR, 110),
    TOPO("581*", MOTOR, 110),
    TOPO("motortrafikled*", MOTOR, 100),
    TOPO("mötesfri väg*", WAYS(70, 70, JA, JA), 100),
    TOPO("på- och avfartsväg*", MOTOR, 60),
    TOPO("5033", MOTOR, 60),
    TOPO("5036", MOTOR, 60),
    TOPO("5833", MOTOR, 60),
    TOPO("5836", MOTOR, 60),
    TOPO("allmän väg > 7 m*", ROAD, 80),
    TOPO("allmän väg*", ROAD, 70),
    TOPO("5021", ROAD, 80),
    TOPO("5022", ROAD, 80),
    TOPO("5821", ROAD, 80),
    TOPO("5822", ROAD, 80),
    TOPO("502*", ROAD, 70),
    TOPO("582*", ROAD, 70),
    TOPO("övergripande länk*", WAYS(70, 70, JA, JA), 70),
    TOPO("landsväg liten*", ROAD, 70),
    TOPO("landsväg*", ROAD, 80),
    TOPO("småväg enkel standard*", ROAD, 30),
    TOPO("småväg*", ROAD, 50),
    TOPO("huvudgata*", ROAD, 50),
    TOPO("lokalgata stor*", ROAD, 40),
    TOPO("lokalgata*", ROAD, 30),
    TOPO("gata, större*", ROAD, 50),
    TOPO("gata*", ROAD, 40),
    TOPO("504*", ROAD, 40),
    TOPO("584*", ROAD, 40),
    TOPO("bilväg*", ROAD, 40),
    TOPO("507*", ROAD, 40),
    TOPO("587*", ROAD, 40),
    TOPO("sämre bilväg*", ROAD, 30),
    TOPO("508*", ROAD, 30),
    TOPO("588*", ROAD, 30),
    TOPO("enskild väg*", ROAD, 40),
    TOPO("uppfartsväg*", ROAD, 20),
    TOPO("5091", ROAD, 20),
    TOPO("5891", ROAD, 20),
    TOPO("traktorväg*", PATH, 0),
    TOPO("parkväg*", PATH, 0),
    TOPO("cykelväg*", PATH, 0),
    TOPO("gång- och cykelväg*", PATH, 0),
    TOPO("gångväg*", FOOT, 0),
    TOPO("gångstig*", FOOT, 0),
    TOPO("stig*", FOOT, 0),
    TOPO("vandringsled*", FOOT, 0),
    TOPO("elljusspår*", FOOT, 0),
    TOPO("färj*", NONE, 0),
    TOPO("*", PATH, 0),

    OSM("motorway", MOTOR, 110),
    OSM("motorway_link", MOTOR, 60),
    OSM("trunk", MOTOR, 90),
    OSM("trunk_link", MOTOR, 60),
    OSM("primary", ROAD, 70),
    OSM("primary_link", ROAD, 50),
    OSM("secondary", ROAD, 60),
    OSM("secondary_link", ROAD, 50),
    OSM("tertiary", ROAD, 50),
    OSM("tertiary_link", ROAD, 40),
    OSM("unclassified", ROAD, 50),
    OSM("residential", ROAD, 40),
    OSM("living_street", ROAD, 10),
    OSM("service", ROAD, 20),
    OSM("services", ROAD, 20),
    OSM("rest_area", ROAD, 20),
    OSM("road", ROAD, 40),
    OSM("track", PATH, 0),
    OSM("path", PATH, 0),
    OSM("cycleway", PATH, 0),
    OSM("crossing", PATH, 0),
    OSM("pedestrian", FOOT, 0),
    OSM("footway", FOOT, 0),
    OSM("steps", FOOT, 0),
    OSM("corridor", FOOT, 0),
    OSM("elevator", FOOT, 0),
    OSM("bridleway", NONE, 0),
    OSM("platform", NONE, 0),
    OSM("construction", NONE, 0),
    OSM("proposed", NONE, 0),
    OSM("planned", NONE, 0),
    OSM("abandoned", NONE, 0),
    OSM("disused", NONE, 0),
    OSM("razed", NONE, 0),
    OSM("raceway", NONE, 0),
    OSM("escape", NONE, 0),
    OSM("busway", NONE, 0),
    OSM("bus_guideway", NONE, 0),
    OSM("*", PATH, 0),

    {MK_SRC_EGEN, "*", {ROAD}, 50},
};

struct mk_street_rules mk_street_rules_built_in(void)
{
    return (struct mk_street_rules){built_in,
                                    sizeof built_in / sizeof *built_in};
}

// ---- looking up -------------------------------------------------------------

static bool is_rest(const struct mk_street_rule *r)
{
    return strcmp(r->klass, "*") == 0;
}

static const struct mk_street_rule *
find(const struct mk_street_rules *rules, enum mk_street_source source,
     const char *folded, bool rest)
{
    char pattern[256];
    for (size_t i = 0; i < rules->n; i++) {
        const struct mk_street_rule *r = &rules->v[i];
        if (r->source != source || is_rest(r) != rest)
            continue;
        mk_text_fold(r->klass, pattern, sizeof pattern);
        if (rest || mk_text_fits(folded, pattern))
            return r;
    }
    return NULL;
}

const struct mk_street_rule *
mk_street_rule_find(const struct mk_street_rules *rules,
                    enum mk_street_source source, const char *klass,
                    bool *known)
{
    const struct mk_street_rules ours = mk_street_rules_built_in();
    char folded[256];
    mk_text_fold(klass ? klass : "", folded, sizeof folded);
    const struct mk_street_rule *r = find(rules, source, folded, false);
    if (known)
        *known = r != NULL;
    if (!r)
        r = find(rules, source, folded, true);
    return r ? r : find(&ours, source, folded, true);
}

uint8_t mk_street_rule_open(const struct mk_street_rule *rule, uint8_t kmh)
{
    uint8_t open = 0;
    if (!kmh)
        kmh = rule->kmh;
    for (int g = 0; g < MK_GO_COUNT; g++)
        if (rule->most[g] == MK_STREET_OPEN ||
            (rule->most[g] && kmh <= rule->most[g]))
            open |= (uint8_t)MK_GO_BIT(g);
    return open;
}

// ---- a planner's own --------------------------------------------------------

enum { KALLA, KLASS, GANG, CYKEL, BIL, LASTBIL, KMH, COLUMNS };

static const char *const columns[COLUMNS] = {
    "kalla", "klass", "gang", "cykel", "bil", "lastbil", "kmh"};

struct table {
    struct mk_ctx *ctx;
    const struct mk_input *in;
    struct mk_arena *arena;
    struct mk_csv csv;
    FILE *file;
    uint32_t at[COLUMNS]; // cell of each column
    struct mk_street_rule *v;
    uint32_t n, cap;
};

static size_t read_some(void *file, char *buf, size_t n)
{
    return fread(buf, 1, n, file);
}

static enum mk_status wrong(const struct table *t, const char *what,
                            const char *text)
{
    char line[24];
    snprintf(line, sizeof line, "%llu", (unsigned long long)t->csv.line);
    return mk_fail(t->ctx, MK_E_STREET_RULES, t->in->path_given, line, what,
                   text);
}

static const char *cell(const struct table *t, int column)
{
    if (t->at[column] >= t->csv.ncells)
        return "";
    const struct mk_csv_cell c = t->csv.cells[t->at[column]];
    return mk_arena_strn(t->arena, c.text, c.len);
}

static enum mk_status read_heads(struct table *t)
{
    if (mk_csv_next(&t->csv) != MK_CSV_ROW)
        return wrong(t, "kalla", "");
    for (int k = 0; k < COLUMNS; k++) {
        uint32_t i = 0;
        while (i < t->csv.ncells &&
               !mk_text_same(mk_arena_strn(t->arena, t->csv.cells[i].text,
                                           t->csv.cells[i].len), columns[k]))
            i++;
        if (i == t->csv.ncells && k != KMH)
            return wrong(t, columns[k], "");
        t->at[k] = i;
    }
    return MK_OK;
}

// ja, nej, or the highest speed at which it is open.
static bool read_limit(const char *text, uint8_t *out)
{
    double v;
    if (mk_text_same(text, "ja"))
        *out = MK_STREET_OPEN;
    else if (mk_text_same(text, "nej"))
        *out = 0;
    else if (mk_text_number(text, &v) && v >= 1 && v < MK_STREET_OPEN)
        *out = (uint8_t)v;
    else
        return false;
    return true;
}

static enum mk_status read_rule(struct table *t)
{
    struct mk_street_rule r = {.klass = cell(t, KLASS)};
    const char *source = cell(t, KALLA), *kmh = cell(t, KMH);
    double v = 0;
    for (int s = MK_SRC_NVDB; s < MK_SRC_COUNT; s++)
        if (mk_text_same(source,
                         mk_street_source_key((enum mk_street_source)s)))
            r.source = (uint8_t)s;
    if (!r.source)
        return wrong(t, "kalla", source);
    if (!*r.klass)
        return wrong(t, "klass", "");
    for (int g = 0; g < MK_GO_COUNT; g++)
        if (!read_limit(cell(t, GANG + g), &r.most[g]))
            return wrong(t, columns[GANG + g], cell(t, GANG + g));
    if (*kmh && (!mk_text_number(kmh, &v) || v < 0 || v >= 255))
        return wrong(t, "kmh", kmh);
    r.kmh = (uint8_t)v;
    MK_GROW(t->v, t->cap, t->n + 1);
    t->v[t->n++] = r;
    return MK_OK;
}

static enum mk_status read_table(struct table *t)
{
    enum mk_status st = read_heads(t);
    enum mk_csv_row row = MK_CSV_ROW;
    while (st == MK_OK && (row = mk_csv_next(&t->csv)) == MK_CSV_ROW)
        st = read_rule(t);
    if (st == MK_OK && row == MK_CSV_BAD)
        st = wrong(t, "klass", "");
    return st;
}

enum mk_status mk_street_rules_read(struct mk_ctx *ctx,
                                    const struct mk_input *csv,
                                    struct mk_arena *arena,
                                    struct mk_street_rules *out)
{
    struct table t = {.ctx = ctx, .in = csv, .arena = arena};
    enum mk_status st = mk_path_check(ctx, csv->path, csv->path_given);
    if (st != MK_OK)
        return mk_within(ctx, st, "regler");
    t.file = fopen(csv->path, "rb");
    if (!t.file)
        return mk_within(ctx, mk_fail(ctx, MK_E_FILE_MISSING,
                                      csv->path_given), "regler");
    mk_csv_open(&t.csv, read_some, t.file);
    st = read_table(&t);
    mk_csv_close(&t.csv);
    fclose(t.file);
    if (st == MK_OK) {
        const size_t size = t.n * sizeof *t.v;
        struct mk_street_rule *v = mk_arena_alloc(arena, size + sizeof *v);
        if (size)
            memcpy(v, t.v, size);
        *out = (struct mk_street_rules){v, t.n};
    }
    free(t.v);
    return mk_within(ctx, st, "regler");
}

// ---- for the documentation --------------------------------------------------

static void put_limit(struct mk_buf *out, uint8_t most)
{
    if (most && most != MK_STREET_OPEN)
        mk_buf_printf(out, " %u |", most);
    else
        mk_buf_str(out, most ? " ja |" : " nej |");
}

void mk_street_rules_doc(struct mk_buf *out)
{
    mk_buf_str(out, "| kalla | klass | gang | cykel | bil | lastbil | kmh |\n"
                    "|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++) {
        const struct mk_street_rule *r = &built_in[i];
        mk_buf_printf(out, "| %s | `%s` |",
                      mk_street_source_key((enum mk_street_source)r->source),
                      r->klass);
        for (int g = 0; g < MK_GO_COUNT; g++)
            put_limit(out, r->most[g]);
        if (r->kmh)
            mk_buf_printf(out, " %u |\n", r->kmh);
        else
            mk_buf_str(out, "  |\n");
    }
}
