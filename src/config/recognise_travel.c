#include "config/recognise_travel.h"

#include "base/street_names.h"
#include "base/text.h"
#include "config/recognise_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- streets: of which source ------------------------------------------------

// Two sources hold the same streets twice: one of them is taken, the first of
// these. OSM has the paths that NVDB's road network lacks.
enum kind { NO_STREETS, HOMOGEN, OSM, ROAD_CLASS, TOPOGRAFI, KINDS };

static const enum mk_street_source source_of[KINDS] = {
    [HOMOGEN] = MK_SRC_NVDB, [OSM] = MK_SRC_OSM, [ROAD_CLASS] = MK_SRC_NVDB,
    [TOPOGRAFI] = MK_SRC_TOPOGRAFI};

struct street {
    const struct mk_layer_facts *layer;
    uint32_t number;        // of the layer
    enum kind kind;         // of NVDB's paths: that of the roads beside them
    const char *field[5];   // what is read as klass, typ …
};
static const char *const keys[5] = {"klass", "typ", "hastighet", "barighet",
                                    "riktning"};
enum { KLASS, TYP, HASTIGHET, BARIGHET };

static const char *field_at(const void *holder, uint32_t i)
{
    const struct mk_layer_facts *l = holder;
    return l->fields[i].name;
}

static void find_fields(struct street *s, const struct mk_named_layer *l,
                        enum mk_street_source source)
{
    size_t n;
    const struct mk_street_name *usual = mk_street_names(&n);
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 5; k++)
            if (usual[i].source == source && !s->field[k] &&
                strcmp(usual[i].key, keys[k]) == 0)
                s->field[k] = mk_named_field(l, usual[i].field);
}

static bool begins_with_one(const char *text, const char *const list[])
{
    for (; *list; list++)
        if (strncmp(text, *list, strlen(*list)) == 0)
            return true;
    return false;
}

/** A class of a road or a path, as its source writes them. */
static bool is_street(const char *value, enum mk_street_source source)
{
    static const char *const osm[] = {
        "motorway", "trunk", "primary", "secondary", "tertiary",
        "unclassified", "residential", "living_street", "service", "track",
        "path", "footway", "cycleway", "pedestrian", "steps", "bridleway",
        NULL};
    static const char *const ways[] = {
        "allman vag", "bilvag", "cykelvag", "elljusspar", "enskild vag",
        "farj", "gang", "gata", "huvudgata", "landsvag", "lokalgata",
        "motesfri vag", "motor", "overgripande lank", "pa- och avfart",
        "parkvag", "samre bilvag", "smavag", "stig", "traktorvag",
        "uppfartsvag", "vag", "vandringsled", "50", "58", NULL};
    char f[128];
    mk_text_fold(value, f, sizeof f);
    if (source == MK_SRC_NVDB)
        return (f[0] >= '0' && f[0] <= '9' && !f[1]) ||
               begins_with_one(f, ways);
    return begins_with_one(f, source == MK_SRC_OSM ? osm : ways);
}

/** Are half of the values classes of streets? */
static bool holds_streets(const struct mk_layer_facts *l, const char *field,
                          enum mk_street_source source)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->nfields; i++) {
        const struct mk_field_facts *f = &l->fields[i];
        if (f->name != field)
            continue;
        for (uint32_t k = 0; k < f->nvalues; k++)
            n += is_street(f->values[k], source);
        return f->nvalues && 2 * n >= f->nvalues;
    }
    return false;
}

// NVDB gives each feature type a layer of its own; one of numbers or names of
// roads is no street layer, whatever its columns are called.
static bool names_streets(const char *layer)
{
    static const char *const words[] = {"klass", "homogen", "gcm", "nat",
                                        "slag",  "gator",   "vagar"};
    char f[256];
    mk_text_fold(layer, f, sizeof f);
    if (!strstr(f, "nvdb"))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(f, words[i]))
            return true;
    return false;
}

static struct street street_of(const struct mk_layer_facts *l, uint32_t number)
{
    struct street s = {.layer = l, .number = number};
    const struct mk_named_layer names = {l->name, l->nfields, field_at, l};
    const enum mk_street_source source = mk_street_source_of(&names);
    if (l->geometry != MK_GK_LINE || l->count <= 0 || source == MK_SRC_EGEN)
        return s;
    find_fields(&s, &names, source);
    const bool roads = s.field[KLASS] &&
                       holds_streets(l, s.field[KLASS], source);
    if (source == MK_SRC_OSM && roads)
        s.kind = OSM;
    else if (source == MK_SRC_TOPOGRAFI && roads)
        s.kind = TOPOGRAFI;
    else if (source == MK_SRC_NVDB && names_streets(l->name) &&
             (roads || s.field[TYP]))
        // a homogenised network has what is known of a road in one row
        s.kind = s.field[HASTIGHET] || s.field[BARIGHET] ? HOMOGEN
                                                         : ROAD_CLASS;
    return s;
}

// ---- streets: the blocks -------------------------------------------------------

struct streets {
    struct street *v;
    uint32_t n;
    bool *covered;   // by a block
    enum kind kind;  // that is taken
    bool paths;      // NVDB: paths are read beside the roads
};

static bool is_path(const struct street *s)
{
    return source_of[s->kind] == MK_SRC_NVDB && s->field[TYP];
}

static bool is_taken(const struct streets *all, const struct street *s)
{
    return s->kind == all->kind || (is_path(s) &&
                                    source_of[all->kind] == MK_SRC_NVDB);
}

static bool fits(const char *name, const char *pattern)
{
    char n[256], p[64];
    mk_text_fold(name, n, sizeof n);
    mk_text_fold(pattern, p, sizeof p);
    return mk_text_fits(n, p);
}

static const struct street *find_street(const struct streets *all,
                                        const struct mk_layer_facts *l)
{
    for (uint32_t i = 0; i < all->n; i++)
        if (all->v[i].layer == l)
            return &all->v[i];
    return NULL;
}

/** Does a pattern take several layers of the file, and streets alone? */
static bool pattern_holds(const struct mk_folder_facts *facts,
                          const struct streets *all, const char *file,
                          const char *pattern)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < facts->nlayers; i++) {
        const struct mk_layer_facts *l = &facts->layers[i];
        if (strcmp(l->file, file) != 0 || !fits(l->name, pattern))
            continue;
        const struct street *s = find_street(all, l);
        if (!s || !is_taken(all, s) || all->covered[s - all->v])
            return false;
        n++;
    }
    return n > 1;
}

// NVDB has a layer a county and a kind of fact.
static const char *pattern_of(const struct mk_folder_facts *facts,
                              const struct streets *all, const char *file)
{
    static const char *const patterns[] = {"NVDB*", "NVDB*Homogen*",
                                           "NVDB*FunkVagklass", "NVDB*GCM*"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (source_of[all->kind] == MK_SRC_NVDB &&
            pattern_holds(facts, all, file, patterns[i]))
            return patterns[i];
    return NULL;
}

static const char *fields_text(const struct street *s, struct mk_arena *a)
{
    struct mk_buf b = {0};
    for (int k = 0; k < 5; k++)
        if (s->field[k])
            mk_buf_printf(&b, "%s%s ← %s", b.len ? ", " : "", keys[k],
                          s->field[k]);
    const char *text = mk_arena_str(a, mk_buf_text(&b));
    mk_buf_release(&b);
    return text;
}

static const char *doubts(const struct streets *all, const struct street *s)
{
    if (is_path(s))
        return NULL;
    if (all->kind == OSM)
        return "det som ritats av frivilliga kan saknas";
    if (all->kind == TOPOGRAFI)
        return "hastigheter saknas: klassens förval räknas; linjer som korsar "
               "varandra utan ände där hänger inte ihop";
    if (all->kind == ROAD_CLASS)
        return all->paths ? "hastighet och bärighet saknas: klassens förval "
                            "räknas"
                          : "hastighet och bärighet saknas, och gång- och "
                            "cykelvägar: vägen till fots blir för lång";
    return all->paths ? NULL : "gång- och cykelvägar saknas: vägen till fots "
                               "blir för lång";
}

static void add_block(const struct mk_folder_facts *facts,
                      struct streets *all, struct street *s,
                      struct mk_arena *a, struct mk_recognised *out)
{
    const char *pattern = pattern_of(facts, all, s->layer->file);
    struct mk_street_found f = {.layer = s->layer, .file = s->layer->file,
                                .lager = pattern, .doubts = doubts(all, s),
                                .source = source_of[all->kind]};
    struct mk_buf why = {0};
    for (uint32_t i = s->number; i < all->n; i++) {
        struct street *t = &all->v[i];
        if (all->covered[i] || !is_taken(all, t) ||
            (t != s && (!pattern || !fits(t->layer->name, pattern) ||
                        strcmp(t->layer->file, f.file) != 0)))
            continue;
        all->covered[i] = true;
        out->left[i] = NULL;
        f.count += t->layer->count;
        const char *one = fields_text(t, a);
        if (!strstr(mk_buf_text(&why), one))
            mk_buf_printf(&why, "%s%s", why.len ? "; " : "", one);
    }
    f.why = mk_arena_str(a, mk_buf_text(&why));
    mk_buf_release(&why);
    out->streets[out->nstreets++] = f;
}

static void add_osm_files(const struct mk_folder_facts *facts,
                          struct mk_recognised *out)
{
    for (uint32_t i = 0; i < facts->nosm; i++)
        out->streets[out->nstreets++] = (struct mk_street_found){
            .file = facts->osm[i], .source = MK_SRC_OSM,
            .why = "formatet OpenStreetMap",
            .doubts = "filen öppnades inte: kontrollera att den täcker "
                      "kommunen"};
}

/** The best kind that the folder has roads of. */
static enum kind best_kind(const struct mk_folder_facts *facts,
                           const struct streets *all)
{
    enum kind best = facts->nosm ? OSM : KINDS;
    for (uint32_t i = 0; i < all->n; i++) {
        const struct street *s = &all->v[i];
        if (s->kind && s->field[KLASS] && s->kind < best)
            best = s->kind;
    }
    return best == KINDS ? NO_STREETS : best;
}

static void tell_the_rest(const struct streets *all, struct mk_arena *a,
                          struct mk_recognised *out)
{
    for (uint32_t i = 0; i < all->n; i++) {
        const struct street *s = &all->v[i];
        char what[64];
        snprintf(what, sizeof what, "kan också vara gator (%s)",
                 mk_street_source_key(source_of[s->kind]));
        if (!s->kind || all->covered[i] || !out->left[i])
            continue;
        out->left[i] = all->kind
            ? mk_arena_printf(a, "%s; de togs ur %s, och två källor lägger "
                              "samma gator på varandra", what,
                              out->streets[0].file)
            : "kan vara gång- och cykelvägar, men vägnätet saknas";
    }
}

// NVDB's road network also tells which land has a road; where a layer of
// FunkVagklass was found for that, it stays.
static void lend_roads(const struct streets *all, struct mk_arena *a,
                       struct mk_recognised *out)
{
    for (uint32_t i = 0; i < out->nothers; i++)
        if (out->others[i].role == MK_RO_VAG)
            return;
    for (uint32_t i = 0; i < all->n; i++) {
        const struct street *s = &all->v[i];
        if (all->covered[i] && s->field[KLASS] &&
            source_of[s->kind] == MK_SRC_NVDB)
            mk_lend_road(s->layer, mk_own_field(s->layer, "klass "
                                                "funkvagklass "
                                                "klass_funkvagklass", NULL),
                         a, out);
    }
}

static void find_streets(const struct mk_folder_facts *facts,
                         struct mk_arena *a, struct mk_recognised *out)
{
    struct streets all = {.n = facts->nlayers};
    all.v = mk_zalloc(all.n + 1, sizeof *all.v);
    all.covered = mk_zalloc(all.n + 1, sizeof *all.covered);
    for (uint32_t i = 0; i < all.n; i++)
        if (out->open[i])
            all.v[i] = street_of(&facts->layers[i], i);
    all.kind = best_kind(facts, &all);
    for (uint32_t i = 0; i < all.n; i++)
        all.paths = all.paths || is_path(&all.v[i]);
    if (all.kind == OSM && facts->nosm)
        add_osm_files(facts, out); // the same streets as shapefiles: told
    else
        for (uint32_t i = 0; all.kind && i < all.n; i++)
            if (is_taken(&all, &all.v[i]) && !all.covered[i])
                add_block(facts, &all, &all.v[i], a, out);
    lend_roads(&all, a, out);
    tell_the_rest(&all, a, out);
    free(all.v);
    free(all.covered);
}

// ---- people --------------------------------------------------------------------

#define AT_WORK "bef_20_64 bef20_64 ald20_64 ald_20_64 alder_20_64 " \
    "alder20_64 bef_16_64 ald16_64 alder_16_64 arbetsfor_alder arbetsfor " \
    "forvarvsarbetande sysselsatta nattbefolkning"
#define ALL "beftotalt bef_totalt bef_tot beftot totalt folkmangd " \
    "invanare population befolkning bef antal_personer antal_bef antal"
#define PLAIN "totalt antal bef population" // names of other counts too
#define SQUARE "rutid_scb ruta rutid ruta_id rutid_inspire"

struct people {
    const struct mk_layer_facts *layer;
    const struct mk_field_facts *antal, *id;
    bool at_work;
};

static struct people people_of(const struct mk_layer_facts *l)
{
    struct people p = {0};
    const bool plane = l->geometry == MK_GK_POINT ||
                       l->geometry == MK_GK_POLYGON;
    const struct mk_field_facts *some = mk_own_field(l, AT_WORK, "#");
    const struct mk_field_facts *all = mk_own_field(l, ALL, "#");
    if (!plane || l->count <= 0 || !(some || all) ||
        mk_own_called(l, "arbetsplats anstall dagbef bostad byggnad"))
        return p;
    p.id = mk_own_field(l, SQUARE, NULL);
    const bool called = mk_own_called(l, "befolkning folkmangd invanar "
                                         "_bef_ _rutor ruta_");
    if (!p.id && !called && !some && mk_own_field(l, PLAIN, "#") == all)
        return p;
    p.layer = l;
    p.at_work = some;
    p.antal = some ? some : all;
    if (!p.id)
        p.id = mk_own_field(l, "id objektid objekt_id", NULL);
    return p;
}

// Counts of working age before counts of everybody, small squares first.
static bool is_better(const struct people *a, const struct people *b)
{
    if (a->at_work != b->at_work)
        return a->at_work;
    return a->layer->count > b->layer->count;
}

static void take_people(const struct people *p, struct mk_arena *a,
                        struct mk_recognised *out)
{
    struct mk_role_found *f = &out->people;
    f->layer = p->layer;
    if (p->id)
        f->map[f->nmap++] = (struct mk_mapped){.key = "id", .field = p->id,
                                               .ground = MK_BY_NAME};
    f->map[f->nmap++] = (struct mk_mapped){.key = "antal", .field = p->antal,
                                           .ground = MK_BY_NAME};
    f->why = mk_arena_printf(a, "fälten %s%s%s", p->id ? p->id->name : "",
                             p->id ? ", " : "", p->antal->name);
    if (!p->at_work)
        out->people_doubts = "fältet har nog alla, inte bara de i "
                             "arbetsför ålder: då räknas arbetskraften för "
                             "stor";
}

static void find_people(const struct mk_folder_facts *facts,
                        struct mk_arena *a, struct mk_recognised *out)
{
    struct people best = {0};
    for (uint32_t i = 0; i < facts->nlayers; i++) {
        struct people p = {0};
        if (out->open[i] && out->left[i])
            p = people_of(&facts->layers[i]);
        if (!p.layer)
            continue;
        if (!best.layer || is_better(&p, &best))
            best = p;
        out->left[i] = "kan också vara befolkning; ett annat lager passade "
                       "bättre";
    }
    if (!best.layer)
        return;
    out->left[best.layer - facts->layers] = NULL;
    take_people(&best, a, out);
}

// ---- trafikplatser -------------------------------------------------------------

/** The field whose values hold the word, the one with most of them. */
static const struct mk_field_facts *
field_with_word(const struct mk_layer_facts *l, bool all)
{
    const struct mk_field_facts *best = NULL;
    for (uint32_t i = 0; i < l->nfields; i++) {
        const struct mk_field_facts *f = &l->fields[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < f->nvalues; k++) {
            char v[256];
            mk_text_fold(f->values[k], v, sizeof v);
            n += strstr(v, "trafikplats") != NULL;
        }
        if (n && (!all || 5 * n >= 4 * f->nvalues) &&
            (!best || f->nvalues > best->nvalues))
            best = f;
    }
    return best;
}

static void take_interchanges(const struct mk_layer_facts *l, bool called,
                              struct mk_arena *a, struct mk_recognised *out)
{
    struct mk_role_found *f = &out->interchanges;
    const struct mk_field_facts *name = mk_own_field(
        l, "namn trafikplatsnamn tpl_namn tplnamn trafikplats benamning "
        "objektnamn name", NULL);
    const struct mk_field_facts *word = field_with_word(l, true);
    f->layer = l;
    f->why = called ? "namnet"
                    : mk_arena_printf(a, "ordet i fältet %s", word->name);
    if (!name)
        name = word;
    if (name)
        f->map[f->nmap++] = (struct mk_mapped){.key = "namn", .field = name,
                                               .ground = MK_BY_NAME};
}

static void find_interchanges(const struct mk_folder_facts *facts,
                              struct mk_arena *a, struct mk_recognised *out)
{
    for (int by_name = 1; by_name >= 0; by_name--)
        for (uint32_t i = 0; i < facts->nlayers; i++) {
            const struct mk_layer_facts *l = &facts->layers[i];
            const bool called = mk_own_called(l, "trafikplats");
            if (!out->open[i] || !out->left[i] || l->count <= 0 ||
                by_name != called || (!called && !field_with_word(l, false)))
                continue;
            if (l->geometry != MK_GK_POINT)
                out->left[i] = "kan vara trafikplatser, men har inte "
                               "punkter";
            else if (!called && !field_with_word(l, true))
                out->left[i] = mk_arena_printf(
                    a, "har trafikplatser bland annat i fältet %s: skriv "
                    "trafikplatser med urval",
                    field_with_word(l, false)->name);
            else if (out->interchanges.layer)
                out->left[i] = "kan också vara trafikplatser; ett annat "
                               "lager passade bättre";
            else {
                take_interchanges(l, called, a, out);
                out->left[i] = NULL;
            }
        }
}

// ---- guesses -------------------------------------------------------------------

// Own lines say nothing of who may use them.
static void guess_own_streets(const struct mk_folder_facts *facts,
                              struct mk_recognised *out)
{
    for (uint32_t i = 0; i < facts->nlayers; i++) {
        const struct mk_layer_facts *l = &facts->layers[i];
        if (out->open[i] && out->left[i] && l->geometry == MK_GK_LINE &&
            l->count > 0 && !mk_own_called(l, "gatunamn") &&
            mk_own_called(l, "_gator_ gatunat gangnat vagnat gangvag "
                             "cykelvag _gc_ gcvag gc_vag gangstig _stigar_ "
                             "vaglinje vagmitt"))
            out->left[i] = "kan vara gator på namnet: skriv gator med kalla: "
                           "egen om det stämmer (öppna för alla)";
    }
}

void mk_recognise_travel(const struct mk_folder_facts *facts,
                         struct mk_arena *arena, struct mk_recognised *out)
{
    out->streets = mk_arena_alloc(
        arena, (facts->nlayers + facts->nosm + 1) * sizeof *out->streets);
    guess_own_streets(facts, out);
    find_streets(facts, arena, out);
    find_people(facts, arena, out);
    find_interchanges(facts, arena, out);
}
