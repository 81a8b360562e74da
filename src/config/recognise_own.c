// The other layers that no national product names: those that a municipality
// or a county keeps by names of its own. The name of the layer must say what it
// is, and so must a field, by its name and its values; where only one of them
// does, the layer is a guess and its planner decides.
#include "config/recognise_own.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define MAPS 4
#define WORDS 512

/**
 * Lists of words are parted by blanks, and folded. `names`: one stands in the
 * name of the layer, whose words are parted and enclosed by "_".
 */
struct own {
    enum mk_layer_role role;
    const char *names;
    struct {
        const char *key;
        const char *fields; // the first that is there, and reads as `values`
        const char *values; // its values hold one of these; "#" are numbers,
                            // "@" dates; NULL: any
        enum { SAYS_NOTHING, SAYS, SAYS_ALONE } says; // what the layer is:
                            // beside its name, or as a guess without
    } map[MAPS];
};

#define STATE "utbygg planer beslut befintlig finns saknas"

static const struct own owns[] = {
    {MK_RO_OVERSIKTSPLAN, "_op_ _fop_ oversiktsplan",
     {{"klass", "markklass huvudklass markanvandningsklass omradestyp klass "
       "kategori", NULL, SAYS},
      {"anvandning", "anvandning markanvandning planerad_anvandning", NULL,
       SAYS}}},
    {MK_RO_PLANBESKED, "planbesked planuppdrag",
     {{"anvandning", "anvandning andamal avser syfte", NULL, SAYS},
      {"datum", "datum beslutsdatum beskedsdatum besked_datum", "@", SAYS}}},
    {MK_RO_KOMMUNAGD,
     "markinnehav markagande markagare kommunagd kommunal_mark kommunens_mark",
     {{"agare", "agare agarkategori agartyp agarklass agandeform",
       "kommun stat region privat bolag", SAYS_ALONE},
      {"vilja", "vilja installning saljvilja", "salj option utbjud",
       SAYS_NOTHING},
      {"id", "agarnyckel", NULL, SAYS_NOTHING}}},
    {MK_RO_MARKANVISNING, "markanvis _tomt industritomt verksamhetstomt",
     {{"status", "status tomtstatus lage skede",
       "ledig intresse reserv markanvis sald saljs tomtratt arrend",
       SAYS_ALONE},
      {"till", "till till_datum reserverad_till giltig_till", "@",
       SAYS_NOTHING},
      {"pris", "pris pris_kvm pris_m2 kvmpris kr_m2 kr_kvm", "#",
       SAYS_NOTHING}}},
    {MK_RO_VA, "_va_ _vaomrade vaverksamhet vatten_och_avlopp",
     {{"status", "status utbyggnad skede", STATE, SAYS}}},
    {MK_RO_FIBER, "fiber bredband",
     {{"status", "status utbyggnad skede", STATE, SAYS}}},
    {MK_RO_EL, "_el_ elnat natstation fordelningsstation ledig_effekt",
     {{"mw", "mw ledig_mw effekt_mw mw_ledig ledig_effekt_mw", "#",
       SAYS_ALONE}}},
    {MK_RO_STRANDSKYDD, "strandskydd",
     {{"typ", "typ strandskyddstyp status", "upphav utvidg gener infor",
       SAYS}}},
    {MK_RO_VATTENSKYDD, "vattenskydd",
     {{"klass", "zon skyddszon skyddstyp", NULL, SAYS},
      {"namn", "namn objnamn vso_namn", NULL, SAYS},
      {"id", "nvrid", NULL, SAYS}}},
    {MK_RO_OVERSVAMNING, "oversvamning",
     {{"klass", "aterkomsttid klass scenario flode", NULL, SAYS}}},
    {MK_RO_RAS, "skred _ras_ stabilitet",
     {{"klass", "kategori klass zon_typ stabilitetszon", NULL, SAYS}}},
    {MK_RO_JORDBRUK, "jordbruk akermark",
     {{"id", "blockid block_id blocknr", NULL, SAYS_ALONE},
      {"klass", "agoslag", NULL, SAYS}}},
    {MK_RO_FARLIGT_GODS, "farligt_gods farligtgods _fago_",
     {{"namn", "led lednamn vagnr vagnummer namn", NULL, SAYS},
      {"klass", "ledtyp typ", NULL, SAYS}}},
    {MK_RO_KRAFTLEDNING, "kraftledning hogspanning luftledning",
     {{"klass", "spanning_kv spanning kv spanningsniva", NULL, SAYS_ALONE}}},
    {MK_RO_BYGGNADSFRITT, "byggnadsfri",
     {{"namn", "vag vagnr vagnummer namn", NULL, SAYS}}},
    {MK_RO_UTFARTSFORBUD, "egenskap utfart bestammelse",
     {{"id", "egenskapid egenskap_id objektidentitet", NULL, SAYS}}},
    {MK_RO_TILLSTAND, "tillstand miljoprov",
     {{"status", "status skede lage", "behov sokt ansok bevilj laga klart",
       SAYS},
      {"id", "arende arendenr arendenummer dnr diarienr", NULL,
       SAYS_NOTHING},
      {"datum", "datum beslutsdatum", "@", SAYS_NOTHING}}},
    {MK_RO_UTREDNING, "utredning undersokning",
     {{"slag", "slag utredningstyp utredning typ amne",
       "geotekn markmilj fororen mifo dagvatten natur arkeolog buller risk "
       "oversikt skrivbord", SAYS_ALONE},
      {"datum", "datum utford rapportdatum", "@", SAYS_NOTHING}}},
};
#define NOWNS (sizeof owns / sizeof *owns)

/** The rows that count, in roles whose layers hold others too. */
struct pick {
    enum mk_layer_role role;
    const char *fields, *values;
    bool must; // else a layer without the fields counts whole
};

static const struct pick picks[] = {
    {MK_RO_OVERSIKTSPLAN,
     "markklass huvudklass markanvandningsklass omradestyp klass kategori "
     "anvandning markanvandning planerad_anvandning",
     "verksamhet industri logistik", true},
    {MK_RO_PLANBESKED, "besked beslut status resultat", "positiv bifall",
     false},
    {MK_RO_UTFARTSFORBUD, "beteckning egenskap bestammelse formulering",
     "utfart", true},
};
#define NPICKS (sizeof picks / sizeof *picks)

static const struct pick *pick_of(enum mk_layer_role role)
{
    for (size_t i = 0; i < NPICKS; i++)
        if (picks[i].role == role)
            return &picks[i];
    return NULL;
}

// ---- words -------------------------------------------------------------------

/** The next word of a list. @return false at its end */
static bool next_word(const char **list, char out[64])
{
    *list += strspn(*list, " ");
    const size_t n = strcspn(*list, " ");
    if (!n || n > 63)
        return false;
    memcpy(out, *list, n);
    out[n] = '\0';
    *list += n;
    return true;
}

static bool holds_one(const char *folded, const char *list)
{
    char word[64];
    while (next_word(&list, word))
        if (strstr(folded, word))
            return true;
    return false;
}

/** "_va_verksamhetsomrade_": a file's name counts when it has one layer. */
static void words_of_name(const struct mk_layer_facts *l, char out[WORDS])
{
    struct mk_buf b = {0};
    const char *slash = strrchr(l->file, '/');
    const char *file = slash ? slash + 1 : l->file;
    const char *dot = strrchr(file, '.');
    mk_buf_printf(&b, "_%.*s_%s_",
                  l->only ? (int)(dot ? dot - file : (long)strlen(file)) : 0,
                  file, l->name);
    mk_text_fold(mk_buf_text(&b), out, WORDS);
    mk_buf_release(&b);
    for (char *p = out; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9')))
            *p = '_';
}

bool mk_own_called(const struct mk_layer_facts *l, const char *words)
{
    char name[WORDS];
    words_of_name(l, name);
    return holds_one(name, words);
}

// ---- fields ------------------------------------------------------------------

static bool reads_as(const char *value, const char *values)
{
    double number;
    mk_date date;
    if (strcmp(values, "#") == 0)
        return mk_text_number(value, &number);
    if (strcmp(values, "@") == 0)
        return mk_date_read(value, &date);
    char folded[256];
    mk_text_fold(value, folded, sizeof folded);
    return holds_one(folded, values);
}

/** Do four in five of a field's values read so? */
static bool field_reads_as(const struct mk_field_facts *f, const char *values)
{
    uint32_t n = 0;
    for (uint32_t i = 0; values && i < f->nvalues; i++)
        n += reads_as(f->values[i], values);
    return f->nvalues && (!values || n * 5 >= f->nvalues * 4);
}

const struct mk_field_facts *mk_own_field(const struct mk_layer_facts *l,
                                          const char *names,
                                          const char *values)
{
    char word[64];
    while (next_word(&names, word))
        for (uint32_t i = 0; i < l->nfields; i++)
            if (mk_field_same(l->fields[i].name, word) &&
                field_reads_as(&l->fields[i], values))
                return &l->fields[i];
    return NULL;
}

// ---- the rows that count -----------------------------------------------------

static uint32_t picked(const struct mk_field_facts *f, const char *values)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->nvalues; i++)
        n += reads_as(f->values[i], values);
    return n;
}

/** The first of the fields that has a row to pick. */
static const struct mk_field_facts *find_pick(const struct pick *k,
                                              const struct mk_layer_facts *l)
{
    const char *names = k->fields;
    char word[64];
    while (next_word(&names, word)) {
        const struct mk_field_facts *f = mk_own_field(l, word, NULL);
        if (f && picked(f, k->values))
            return f;
    }
    return NULL;
}

static void put_quoted(struct mk_buf *b, const char *s, char mark)
{
    mk_buf_add(b, &mark, 1);
    for (; *s; s++) {
        if (*s == mark)
            mk_buf_add(b, &mark, 1);
        mk_buf_add(b, s, 1);
    }
    mk_buf_add(b, &mark, 1);
}

/** A filter for the rows that count; NULL when all do. */
static const char *filter(enum mk_layer_role role,
                          const struct mk_layer_facts *l, struct mk_arena *a)
{
    const struct pick *k = pick_of(role);
    const struct mk_field_facts *f = k ? find_pick(k, l) : NULL;
    if (!f || (!f->more && f->filled == l->rows &&
               picked(f, k->values) == f->nvalues))
        return NULL;
    struct mk_buf b = {0};
    put_quoted(&b, f->name, '"');
    mk_buf_str(&b, " IN (");
    bool any = false;
    for (uint32_t i = 0; i < f->nvalues; i++) {
        if (!reads_as(f->values[i], k->values))
            continue;
        mk_buf_str(&b, any ? ", " : "");
        put_quoted(&b, f->values[i], '\'');
        any = true;
    }
    mk_buf_str(&b, ")");
    const char *text = mk_arena_str(a, mk_buf_text(&b));
    mk_buf_release(&b);
    return text;
}

/** Rows to pick that are not there speak against the layer. */
static bool lacks_rows(enum mk_layer_role role, const struct mk_layer_facts *l)
{
    const struct pick *k = pick_of(role);
    return k && !find_pick(k, l) &&
           (k->must || mk_own_field(l, k->fields, NULL));
}

// ---- layers ------------------------------------------------------------------

static bool is_map(const struct mk_layer_facts *l)
{
    return l->geometry != MK_GK_NONE && l->count > 0;
}

static void map_fields(const struct own *o, const struct mk_layer_facts *l,
                       struct mk_role_found *f)
{
    for (int i = 0; i < MAPS && o->map[i].key; i++) {
        const struct mk_field_facts *one =
            mk_own_field(l, o->map[i].fields, o->map[i].values);
        for (uint32_t k = 0; one && k < f->nmap; k++)
            if (f->map[k].field == one)
                one = NULL; // another key has it
        if (one)
            f->map[f->nmap++] = (struct mk_mapped){
                .key = o->map[i].key, .field = one, .ground = MK_BY_NAME};
    }
}

/** Does a field say what the layer is, `alone` without its name? */
static bool says(const struct own *o, const struct mk_layer_facts *l,
                 bool alone)
{
    for (int i = 0; i < MAPS && o->map[i].key; i++)
        if (o->map[i].says >= (alone ? SAYS_ALONE : SAYS) &&
            mk_own_field(l, o->map[i].fields, o->map[i].values))
            return true;
    return false;
}

/** Do its name and a field say that it is the role's, with rows that count? */
static bool fits(const struct own *o, const struct mk_layer_facts *l)
{
    char name[WORDS];
    words_of_name(l, name);
    return is_map(l) && holds_one(name, o->names) && says(o, l, false) &&
           !lacks_rows(o->role, l);
}

bool mk_is_own(const struct mk_layer_facts *l)
{
    bool is = false;
    for (size_t i = 0; !is && i < NOWNS; i++)
        is = fits(&owns[i], l);
    return is;
}

bool mk_recognise_own(const struct mk_layer_facts *l, enum mk_layer_role role,
                      struct mk_arena *arena, struct mk_other_found *out)
{
    for (size_t i = 0; i < NOWNS; i++) {
        if (owns[i].role != role || !fits(&owns[i], l))
            continue;
        *out = (struct mk_other_found){.role = (uint8_t)role,
                                       .found.layer = l,
                                       .urval = filter(role, l, arena)};
        map_fields(&owns[i], l, &out->found);
        return true;
    }
    return false;
}

const char *mk_guess_own(const struct mk_layer_facts *l,
                         struct mk_arena *arena)
{
    char name[WORDS];
    words_of_name(l, name);
    for (size_t i = 0; is_map(l) && i < NOWNS; i++) {
        const enum mk_layer_role role = owns[i].role;
        if (holds_one(name, owns[i].names) && role != MK_RO_UTFARTSFORBUD)
            return mk_arena_printf(
                arena, "kan vara %s på namnet, men inget fält säger det: "
                "skriv blocket om det stämmer", mk_layer_role_key(role));
    }
    for (size_t i = 0; is_map(l) && i < NOWNS; i++)
        if (says(&owns[i], l, true))
            return mk_arena_printf(
                arena, "kan vara %s på fälten, men namnet säger det inte: "
                "skriv blocket om det stämmer",
                mk_layer_role_key(owns[i].role));
    if (is_map(l) && holds_one(name, "skyddszon skyddsomrade hinder restrik"))
        return "kan vara en begränsning: skriv begransningar med namn och "
               "verkan om den ska räknas";
    return NULL;
}
