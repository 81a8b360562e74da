#include "config/recognise.h"

#include "base/text.h"
#include "config/recognise_own.h"
#include "config/recognise_travel.h"

#include <stdlib.h>
#include <string.h>

// ---- how values look ---------------------------------------------------------

enum {
    LOOK_UUID = 1 << 0,
    LOOK_FNR = 1 << 1,         // nine digits
    LOOK_DESIGNATION = 1 << 2, // "HALLSÅS 2:261"
    LOOK_UNIT = 1 << 3,        // "2:261", "s:12", "2:261>2"
    LOOK_DATE = 1 << 4,
    LOOK_STATUS = 1 << 5,
    LOOK_LETTERS = 1 << 6,     // "J", "HJK e1", "GATA"
    LOOK_KOMMUN = 1 << 7,      // 3-4 digits, a municipality code
    LOOK_AKT = 1 << 8,         // "1441-P15/4", "14-LER-1234", "28-P89:138"
    LOOK_PARCEL = 1 << 9,      // "fastighetsområde", "SAMF"
    LOOK_BUILDING = 1 << 10,   // "Bostad", "Industri; Lager", 2061
    LOOK_YESNO = 1 << 11,
    LOOK_NUMBER = 1 << 12,
    LOOK_PLANTYPE = 1 << 13,
    LOOK_TOKEN = 1 << 14,      // no blanks within
    LOOK_WORDS = 1 << 15,      // letters, not a number
    LOOK_EMPTY = 1 << 16,      // no value at all
    LOOK_USES = 1 << 17,       // letters that cannot be somebody's initials
    LOOK_CODES = 1 << 18       // "e1", "e1 h2", "prickmark"
};

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(const char *s)
{
    return strspn(s, "0123456789");
}

static bool has(const char *folded, const char *part)
{
    return strstr(folded, part) != NULL;
}

static bool is_uuid(const char *s)
{
    const bool braces = *s == '{';
    s += braces;
    for (int i = 0; i < 36; i++) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s[i] != '-' : !s[i] || !strchr("0123456789abcdefABCDEF",
                                                  s[i]))
            return false;
    }
    return !s[36 + braces];
}

/** "2:261", "s:12", "6", "2:261>2", in brackets when uncertain. */
static bool is_unit(const char *s, bool *colon)
{
    if (*s == '(')
        s++;
    size_t n = digits(s);
    if (!n && (*s == 's' || *s == 'S' || strncmp(s, "ga", 2) == 0 ||
               strncmp(s, "fs", 2) == 0))
        n = *s == 's' || *s == 'S' ? 1 : 2;
    if (!n)
        return false;
    *colon = s[n] == ':';
    if (*colon) {
        s += n + 1;
        n = digits(s);
        if (!n)
            return false;
    } else if (!digit(*s)) {
        return false;
    }
    s += n;
    if (*s == '>' && digit(s[1]))
        s += 1 + digits(s + 1);
    return strspn(s, ")") == strlen(s);
}

static bool is_designation(const char *s, bool *colon)
{
    const char *last = strrchr(s, ' ');
    *colon = false;
    if (!last || last == s || digit(*s))
        return false;
    return is_unit(last + 1, colon);
}

static bool is_status(const char *f)
{
    static const char *const stems[] = {
        "laga", "galla", "overklag", "overprov", "tillsyn", "antag", "gransk",
        "utstall", "samrad", "uppdrag", "paborj", "pagaende", "program",
        "upphav", "avslut", "planbesked"};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (has(f, stems[i]))
            return true;
    return false;
}

// Allmän plats in words, as drawn on plan maps.
static bool is_place_word(const char *f)
{
    static const char *const words[] = {
        "gata", "lokalgata", "huvudgata", "industrigata", "natur", "park",
        "torg", "vag", "gc-vag", "gcvag", "skydd", "p-plats", "gangvag",
        "cykelvag", "anlagd park", "naturpark", "skyddsomrade"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t n = strlen(words[i]);
        if (strncmp(f, words[i], n) == 0 && !f[n + digits(f + n)])
            return true;
    }
    return false;
}

/** One word of a letter text. @return 1 use, 0 property code, -1 neither */
static int letter_token(const char *s, size_t n)
{
    char t[32], f[32];
    if (n >= sizeof t)
        return -1;
    memcpy(t, s, n);
    t[n] = '\0';
    mk_text_fold(t, f, sizeof f);
    if (t[0] >= 'A' && t[0] <= 'Z' && is_place_word(f))
        return 1;
    const size_t upper = strspn(t, "ABCDEFGHJKLMNOPQRSTUVWXYZ");
    const size_t lower = strspn(t + upper, "abcdefghjklmnopqrstuvxyz");
    const size_t num = digits(t + upper + lower);
    if (upper + lower + num != n || upper > 4 || lower > 1 || num > 2)
        return -1;
    return upper ? 1 : lower ? 0 : -1;
}

static bool is_letters(const char *s)
{
    bool use = false;
    while (*s) {
        s += strspn(s, " ,;+/()[]");
        const size_t n = strcspn(s, " ,;+/()[]");
        if (!n)
            break;
        const int t = letter_token(s, n);
        if (t < 0)
            return false;
        use = use || t > 0;
        s += n;
    }
    return use;
}

/** A lone J, B … or a word of allmän plats: what initials never are. */
static bool is_plain_use(const char *s)
{
    char f[64];
    mk_text_fold(s, f, sizeof f);
    return (strchr("BCHJKZ", *s) && *s && !s[1]) ||
           (is_letters(s) && is_place_word(f));
}

// Beteckningar of properties: "e1 h2", "nh 9", "prickmark".
static bool is_code(const char *s, size_t n)
{
    static const char *const words[] = {"prickmark", "prick", "korsmark",
                                        "kors", "ringmark", "nh", "th", "bh"};
    char t[16], f[16];
    if (n >= sizeof t)
        return false;
    memcpy(t, s, n);
    t[n] = '\0';
    mk_text_fold(t, f, sizeof f);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(f, words[i]) == 0)
            return true;
    const size_t lower = strspn(t, "abcdefghijklmnopqrstuvxyz");
    return lower && lower <= 2 && digits(t + lower) == n - lower && n > lower;
}

static bool is_codes(const char *s)
{
    bool any = false;
    while (*s) {
        s += strspn(s, " ,;+/");
        const size_t n = strcspn(s, " ,;+/");
        const bool value = any && strspn(s, "0123456789.%m") == n;
        if (n && !value && !is_code(s, n))
            return false;
        any = any || n;
        s += n;
    }
    return any;
}

static bool is_kommunkod(const char *s)
{
    double v;
    const size_t n = digits(s);
    return (n == 3 || n == 4) && !s[n] && mk_text_number(s, &v) && v >= 114 &&
           v <= 9999;
}

static bool is_akt(const char *s)
{
    size_t n = digits(s);
    if ((n != 2 && n != 4) || s[n] != '-')
        return false;
    s += n + 1;
    return strlen(s) >= 2 && !strchr(s, ' ') &&
           strpbrk(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && strpbrk(s, "0123456789");
}

static bool is_parcel(const char *f)
{
    return strncmp(f, "fastighet", 9) == 0 || strncmp(f, "samf", 4) == 0 ||
           strcmp(f, "fasto") == 0 || strcmp(f, "ospec") == 0 ||
           strncmp(f, "3dfast", 6) == 0 || strncmp(f, "3dsamf", 6) == 0 ||
           strncmp(f, "outrett", 7) == 0 || strncmp(f, "jarnvagso", 9) == 0 ||
           strncmp(f, "samjedelad", 10) == 0 || strncmp(f, "fiske", 5) == 0 ||
           strncmp(f, "ospecificerat", 13) == 0;
}

// Lantmäteriet's kinds of building, by word and by objekttypnr.
static const struct {
    const char *word, *stem, *number;
} buildings[] = {
    {"Bostad", "bostad", "2061"},
    {"Industri", "industri", "2062"},
    {"Samhällsfunktion", "samhallsfunktion", "2063"},
    {"Verksamhet", "verksamhet", "2064"},
    {"Ekonomibyggnad", "ekonomibyggnad", "2065"},
    {"Komplementbyggnad", "komplementbyggnad", "2066"},
    {"Övrig byggnad", "ovrig byggnad", "2067"},
};

static const char *building_word(const char *value)
{
    char f[128];
    mk_text_fold(value, f, sizeof f);
    for (size_t i = 0; i < sizeof buildings / sizeof *buildings; i++) {
        const size_t n = strlen(buildings[i].stem);
        // "Bostäder", "Verksamheter": a use of land, not a building
        if ((strncmp(f, buildings[i].stem, n) == 0 &&
             strncmp(f + n, "er", 2) != 0) ||
            strcmp(f, buildings[i].number) == 0)
            return buildings[i].word;
    }
    return NULL;
}

/** 1 yes, 0 no, -1 neither. */
static int yes_no(const char *f)
{
    static const char *const yes[] = {"ja", "j", "1", "true", "t", "yes", "y",
                                      "sant"};
    static const char *const no[] = {"nej", "n", "0", "false", "f", "no", "falskt"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcmp(f, yes[i]) == 0)
            return 1;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcmp(f, no[i]) == 0)
            return 0;
    return -1;
}

static bool is_plantype(const char *f)
{
    return has(f, "detaljplan") || has(f, "stadsplan") ||
           has(f, "byggnadsplan") || has(f, "avstyckningsplan") ||
           has(f, "omradesbest") || has(f, "tomtindelning");
}

static unsigned look_of(const char *s, bool *colon)
{
    char f[256];
    mk_text_fold(s, f, sizeof f);
    unsigned k = 0;
    double v;
    mk_date d;
    const bool number = mk_text_number(s, &v);
    *colon = false;
    if (is_uuid(s)) k |= LOOK_UUID;
    if (digits(s) == 9 && !s[9]) k |= LOOK_FNR;
    if (is_designation(s, colon)) k |= LOOK_DESIGNATION;
    if (!*colon && is_unit(s, colon)) k |= LOOK_UNIT;
    if (mk_date_read(s, &d) && d > 18000101) k |= LOOK_DATE;
    if (is_status(f)) k |= LOOK_STATUS;
    if (is_letters(s)) k |= LOOK_LETTERS;
    if (is_kommunkod(s)) k |= LOOK_KOMMUN;
    if (is_akt(s)) k |= LOOK_AKT;
    if (is_parcel(f)) k |= LOOK_PARCEL;
    if (building_word(s)) k |= LOOK_BUILDING;
    if (yes_no(f) >= 0) k |= LOOK_YESNO;
    if (is_plantype(f)) k |= LOOK_PLANTYPE;
    if (!strchr(s, ' ')) k |= LOOK_TOKEN;
    k |= number ? LOOK_NUMBER : LOOK_WORDS;
    return k;
}

/** What at least four in five of a field's values look like. */
static unsigned field_look(const struct mk_field_facts *f)
{
    if (!f->nvalues)
        return LOOK_EMPTY;
    uint32_t count[17] = {0}, colons = 0, uses = 0, codes = 0;
    for (uint32_t i = 0; i < f->nvalues; i++) {
        bool colon;
        const unsigned k = look_of(f->values[i], &colon);
        for (int b = 0; b < 17; b++)
            count[b] += (k >> b) & 1;
        colons += colon;
        uses += is_plain_use(f->values[i]);
        codes += is_codes(f->values[i]);
    }
    unsigned out = 0;
    for (int b = 0; b < 17; b++)
        if (count[b] * 5 >= f->nvalues * 4)
            out |= 1u << b;
    // "Storgatan 6" is an address; designations mostly have block:unit
    if (colons * 3 < f->nvalues)
        out &= ~(unsigned)(LOOK_DESIGNATION | LOOK_UNIT);
    if ((out & LOOK_LETTERS) && uses)
        out |= LOOK_USES;
    if (codes * 5 >= f->nvalues * 4)
        out |= LOOK_CODES;
    return out;
}

// ---- names ----------------------------------------------------------------

#define ALIASES 14

/**
 * How a canonical key is found.
 * `need`: the values must look like one of these, or there are none (0: any).
 * `alone`: values like this are enough, whatever the field is called.
 * An alias with '!' in front counts only when the values look like `alone`.
 */
struct rule {
    enum mk_role role;
    const char *key;
    unsigned need, alone;
    const char *alias[ALIASES];
};

// Names from Lantmäteriet's products, NGP's reference objects, Rita
// Detaljplan, QDP2 and municipal layers. Within a role the order is that of
// the search: a field goes to the first key that claims it.
static const struct rule rules[] = {
    {MK_ROLE_FASTIGHETER, "fast_id", LOOK_TOKEN, LOOK_FNR | LOOK_UUID,
     {"registerenhetsreferens", "registerenhetsid", "fnr_fds", "fnr",
      "fastighetsnyckel", "fastnyckel", "objekt_id", "objektidentitet",
      "uuid", "externid"}},
    {MK_ROLE_FASTIGHETER, "fastighet", LOOK_DESIGNATION, LOOK_DESIGNATION,
     {"fastighetsbeteckning", "fastighet", "registerbeteckning", "fastbet",
      "fast_bet", "beteckning", "designation"}},
    {MK_ROLE_FASTIGHETER, "kommunkod", LOOK_KOMMUN, 0,
     {"kommunkod", "komkod", "kommun_kod", "kommunnr", "kommun"}},
    {MK_ROLE_FASTIGHETER, "kommunnamn", LOOK_WORDS, 0,
     {"kommunnamn", "kommun_namn", "kommun", "registeromrade"}},
    {MK_ROLE_FASTIGHETER, "trakt", LOOK_WORDS, 0, {"trakt", "traktnamn"}},
    {MK_ROLE_FASTIGHETER, "block", LOOK_TOKEN, 0, {"block"}},
    {MK_ROLE_FASTIGHETER, "enhet", LOOK_NUMBER, 0, {"enhet"}},
    {MK_ROLE_FASTIGHETER, "blockenhet", LOOK_UNIT, 0,
     {"blockenhet", "block_enhet"}},
    {MK_ROLE_FASTIGHETER, "etikett", LOOK_UNIT, LOOK_UNIT, {"etikett"}},
    {MK_ROLE_FASTIGHETER, "omr_nr", LOOK_NUMBER, 0,
     {"omradesnummer", "omrnr", "omr_nr", "skifte", "skiftesnr"}},
    {MK_ROLE_FASTIGHETER, "objekttyp", LOOK_WORDS, LOOK_PARCEL,
     {"objekttyp", "detaljtyp", "!omrtyp", "!typ"}},

    {MK_ROLE_DETALJPLANER, "id", LOOK_TOKEN, 0,
     {"detaljplan_objektidentitet", "plan_uuid", "planid", "plan_id",
      "objektidentitet", "objekt_id"}},
    {MK_ROLE_DETALJPLANER, "akt", 0, LOOK_AKT,
     {"aktbeteckning", "lmakt", "lm_akt", "akt", "aktbet", "akt_bet",
      "bestammelsebeteckning", "!beteckning", "!detaljplan_beteckning",
      "!planbeteckning"}},
    {MK_ROLE_DETALJPLANER, "nr", 0, 0,
     {"plannr", "plannummer", "plan_nr", "plan_", "planbeteckning", "dpnr",
      "dp_nr", "detaljplan_beteckning", "beteckning", "plan", "nr",
      "diarienr"}},
    {MK_ROLE_DETALJPLANER, "namn", LOOK_WORDS, 0,
     {"plannamn", "detaljplan_namn", "plan_namn", "bestammelsenamn", "namn",
      "benamning"}},
    {MK_ROLE_DETALJPLANER, "status", LOOK_STATUS, LOOK_STATUS,
     {"planstatus", "detaljplan_status", "status", "registerstatus", "skede",
      "planskede"}},
    {MK_ROLE_DETALJPLANER, "typ", LOOK_WORDS, LOOK_PLANTYPE,
     {"plantyp", "plan_typ", "!typ", "!objekttyp"}},
    {MK_ROLE_DETALJPLANER, "laga_kraft", LOOK_DATE, 0,
     {"datumlagakraft", "detaljplan_datumlagakraft", "lagakraftdatum",
      "lagakraft", "lagakraft_", "laga_kraft", "fix_lagakr", "lagakr",
      "lagakr_dat", "laga_kraft_datum"}},
    {MK_ROLE_DETALJPLANER, "antagen", LOOK_DATE, 0,
     {"datumantagande", "antagandedatum", "antagande", "antagen",
      "antagen_datum", "beslutsdatum", "beslutsdat"}},
    {MK_ROLE_DETALJPLANER, "gf_start", LOOK_DATE, 0,
     {"genomforandetidstartar", "genomforandetid_startar",
      "genomforandetidborjar", "genomf_start", "genomf_fr", "gf_start"}},
    {MK_ROLE_DETALJPLANER, "gf_slut", LOOK_DATE, 0,
     {"genomforandetidslutar", "genomforandetid_slutar", "genomf_slut",
      "genomf_tom", "genomf_t", "gf_slut", "genomforandetid"}},
    {MK_ROLE_DETALJPLANER, "gf_tid", LOOK_NUMBER, 0,
     {"genomforandetid", "genomftid", "genomf_tid", "gf_tid"}},
    {MK_ROLE_DETALJPLANER, "skede_datum", LOOK_DATE, 0,
     {"datumstatusforandring", "skede_datum", "skede_dat", "statusdatum",
      "status_datum"}},

    {MK_ROLE_ANVANDNING, "bokstav", LOOK_LETTERS, LOOK_USES,
     {"planbestammelse_beteckning", "anvandning", "beteckning", "bestamning",
      "bestammelse", "bokstav", "anvandningsslag",
      "planbestammelse_etikett", "etikett", "anv_kod"}},
    {MK_ROLE_ANVANDNING, "plan", 0, LOOK_AKT,
     {"detaljplan_objektidentitet", "detaljplan", "plan_uuid", "planid",
      "plan_id", "lmakt", "aktbeteckning", "akt", "plannr", "plannummer",
      "plan_", "plan", "detaljplan_beteckning"}},
    {MK_ROLE_ANVANDNING, "text", LOOK_WORDS, 0,
     {"bestammelseformulering", "planbestammelse_bestammelseformulering",
      "formulering", "bestammelsetext", "bestammelse"}},

    {MK_ROLE_EGENSKAPER, "id", LOOK_TOKEN, 0,
     {"best_uuid", "objektidentitet", "objekt_id", "egenskapid",
      "egenskap_id"}},
    {MK_ROLE_EGENSKAPER, "beteckning", LOOK_CODES, LOOK_CODES,
     {"beteckning", "egenskapsbeteckning", "egenskap", "bestammelse",
      "bestamning", "etikett"}},
    {MK_ROLE_EGENSKAPER, "plan", 0, LOOK_AKT,
     {"detaljplan", "plan_uuid", "planid", "plan_id", "lmakt",
      "aktbeteckning", "akt", "plannr", "plannummer", "plan_", "plan"}},
    {MK_ROLE_EGENSKAPER, "text", LOOK_WORDS, 0,
     {"bestammelseformulering", "formulering", "bestammelsetext",
      "egenskapstext", "text", "bestammelse"}},
    {MK_ROLE_EGENSKAPER, "kod", LOOK_TOKEN, 0, {"bestammelsekod", "kod"}},
    {MK_ROLE_EGENSKAPER, "kategori", LOOK_WORDS, 0, {"kategori"}},
    {MK_ROLE_EGENSKAPER, "varde", 0, 0, {"variabelvarde", "varde"}},
    {MK_ROLE_EGENSKAPER, "enhet", LOOK_WORDS, 0, {"enhet"}},

    {MK_ROLE_BYGGNADER, "typ", LOOK_BUILDING, LOOK_BUILDING,
     {"objekttyp", "andamal1", "andamal_1t", "andamal", "byggnadstyp",
      "objekttypnr", "husotyp", "detaljtyp"}},
    {MK_ROLE_BYGGNADER, "huvudbyggnad", LOOK_YESNO, 0,
     {"huvudbyggnad", "huvudbygg"}},
    {MK_ROLE_BYGGNADER, "lage", 0, 0,
     {"insamlingslage", "insam_lage"}},
};
#define NRULES (sizeof rules / sizeof *rules)

static const char *const role_keys[MK_ROLE_COUNT] = {
    "fastigheter", "detaljplaner", "anvandning", "egenskaper", "byggnader"};

const char *mk_role_key(enum mk_role r)
{
    return role_keys[r];
}

/** Position of the first alias that a field carries, -1 none. */
static int alias_at(const struct rule *r, const char *field, unsigned look)
{
    for (int i = 0; i < ALIASES && r->alias[i]; i++) {
        const bool strict = r->alias[i][0] == '!';
        if (mk_field_same(field, r->alias[i] + strict) &&
            (!strict || (look & r->alone)))
            return i;
    }
    return -1;
}

/** The field of a layer that a rule's names lead to; -1 none. */
static int find_by_name(const struct rule *r, const struct mk_layer_facts *l,
                        const unsigned *look, const bool *taken)
{
    int best = -1, best_rank = ALIASES * 2;
    for (uint32_t i = 0; i < l->nfields; i++) {
        int rank = alias_at(r, l->fields[i].name, look[i]);
        if (rank < 0 || taken[i])
            continue;
        if (look[i] & LOOK_EMPTY)
            rank += ALIASES; // a field with values goes first
        else if (r->need && !(look[i] & r->need))
            continue;
        if (rank < best_rank) {
            best = (int)i;
            best_rank = rank;
        }
    }
    return best;
}

static int find_by_values(const struct rule *r, const struct mk_layer_facts *l,
                          const unsigned *look, const bool *taken)
{
    int best = -1, uuids = 0;
    for (uint32_t i = 0; r->alone && i < l->nfields; i++) {
        if (taken[i] || !(look[i] & r->alone))
            continue;
        // of two uuids nothing says which is the property's
        uuids += (look[i] & LOOK_UUID) != 0;
        if (uuids > 1)
            return -1;
        // several fields alike: the one with most values has most to say
        if (best < 0 || l->fields[i].nvalues > l->fields[best].nvalues)
            best = (int)i;
    }
    return best;
}

// ---- which layer is what ---------------------------------------------------

/** File and layer name together, folded. */
static void place_name(const struct mk_layer_facts *l, char *out, size_t cap)
{
    struct mk_buf b = {0};
    const char *slash = strrchr(l->file, '/');
    mk_buf_printf(&b, "|%s|%s", slash ? slash + 1 : l->file, l->name);
    mk_text_fold(mk_buf_text(&b), out, cap);
    mk_buf_release(&b);
}

static bool place_has(const char *place, const char *const parts[])
{
    for (; *parts; parts++)
        if (has(place, *parts))
            return true;
    return false;
}

/** Points that one found key speaks for its role, by name and by values. */
static int key_points(const char *key, enum mk_role role, unsigned look,
                      bool by_name, int alias)
{
    static const struct {
        enum mk_role role;
        const char *key;
        int name, values;
        unsigned look; // extra points when the values look so
        int extra;
    } t[] = {
        {MK_ROLE_FASTIGHETER, "fast_id", 1, 1, LOOK_FNR, 2},
        {MK_ROLE_FASTIGHETER, "fastighet", 4, 4, 0, 0},
        {MK_ROLE_FASTIGHETER, "trakt", 2, 0, 0, 0},
        {MK_ROLE_FASTIGHETER, "blockenhet", 2, 1, 0, 0},
        {MK_ROLE_FASTIGHETER, "etikett", 1, 1, 0, 0},
        {MK_ROLE_FASTIGHETER, "enhet", 1, 0, 0, 0},
        {MK_ROLE_FASTIGHETER, "omr_nr", 2, 0, 0, 0},
        {MK_ROLE_FASTIGHETER, "objekttyp", 0, 0, LOOK_PARCEL, 3},
        {MK_ROLE_DETALJPLANER, "id", 0, 0, 0, 0},
        {MK_ROLE_DETALJPLANER, "akt", 2, 2, 0, 0},
        {MK_ROLE_DETALJPLANER, "nr", 1, 0, 0, 0},
        {MK_ROLE_DETALJPLANER, "namn", 1, 0, 0, 0},
        {MK_ROLE_DETALJPLANER, "status", 3, 3, 0, 0},
        {MK_ROLE_DETALJPLANER, "typ", 1, 2, 0, 0},
        {MK_ROLE_DETALJPLANER, "laga_kraft", 3, 0, 0, 0},
        {MK_ROLE_DETALJPLANER, "antagen", 1, 0, 0, 0},
        {MK_ROLE_DETALJPLANER, "gf_start", 2, 0, 0, 0},
        {MK_ROLE_DETALJPLANER, "gf_slut", 2, 0, 0, 0},
        {MK_ROLE_DETALJPLANER, "gf_tid", 2, 0, 0, 0},
        {MK_ROLE_ANVANDNING, "bokstav", 4, 2, 0, 0},
        {MK_ROLE_ANVANDNING, "plan", 2, 2, 0, 0},
        {MK_ROLE_ANVANDNING, "text", 2, 0, 0, 0},
        {MK_ROLE_EGENSKAPER, "beteckning", 4, 4, 0, 0},
        {MK_ROLE_EGENSKAPER, "plan", 1, 1, 0, 0},
        {MK_ROLE_EGENSKAPER, "text", 2, 0, 0, 0},
        {MK_ROLE_EGENSKAPER, "kod", 2, 0, 0, 0},
        {MK_ROLE_EGENSKAPER, "kategori", 1, 0, 0, 0},
        {MK_ROLE_EGENSKAPER, "varde", 1, 0, 0, 0},
        {MK_ROLE_BYGGNADER, "typ", 4, 4, 0, 0},
        {MK_ROLE_BYGGNADER, "huvudbyggnad", 3, 0, 0, 0},
        {MK_ROLE_BYGGNADER, "lage", 1, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        if (t[i].role != role || strcmp(t[i].key, key) != 0)
            continue;
        if (look & LOOK_EMPTY) // a name without a value says little
            return t[i].name > 2;
        // registerenhetsreferens and fnr are names of nothing else
        const int own = role == MK_ROLE_FASTIGHETER && by_name &&
                        strcmp(key, "fast_id") == 0 && alias <= 5 ? 3 : 0;
        return (by_name ? t[i].name : t[i].values) + own +
               ((look & t[i].look) ? t[i].extra : 0);
    }
    return 0;
}

static const char *const role_places[MK_ROLE_COUNT][9] = {
    {"fastighet", "registerenhet", "|ay_", "parcel", "skifte", NULL},
    {"detaljplan", "planomr", "planyt", "plangrans", "gallande_plan",
     "|plan", "|dp_", NULL},
    {"anvandning", "anvomr", "bestam", "kvarter", NULL},
    {"egenskap", "|eg_", NULL},
    {"byggnad", "bygg", "|by_", "|hus", "citymodel", "building", NULL}};

#define THRESHOLD 4

/** Map a layer's fields for a role. @return points for the role */
static int map_layer(const struct mk_layer_facts *l, enum mk_role role,
                     const unsigned *look, struct mk_role_found *out)
{
    bool *taken = mk_zalloc(l->nfields + 1, sizeof *taken);
    int points = 0;
    out->nmap = 0;
    for (int by_name = 1; by_name >= 0; by_name--) {
        for (size_t i = 0; i < NRULES; i++) {
            const struct rule *r = &rules[i];
            if (r->role != role)
                continue;
            bool done = false;
            for (uint32_t k = 0; k < out->nmap; k++)
                done = done || strcmp(out->map[k].key, r->key) == 0;
            const int at = done      ? -1
                           : by_name ? find_by_name(r, l, look, taken)
                                     : find_by_values(r, l, look, taken);
            if (at < 0)
                continue;
            taken[at] = true;
            out->map[out->nmap++] = (struct mk_mapped){
                .key = r->key, .field = &l->fields[at],
                .ground = by_name ? MK_BY_NAME : MK_BY_VALUES};
            points += key_points(r->key, role, look[at], by_name,
                                 alias_at(r, l->fields[at].name, look[at]));
        }
    }
    free(taken);
    char place[512];
    place_name(l, place, sizeof place);
    if (place_has(place, role_places[role]))
        points += role == MK_ROLE_BYGGNADER ? 4 : 2;
    // Without letters or wording there is nothing to read as use.
    bool letters = false;
    for (uint32_t k = 0; k < out->nmap; k++)
        letters = letters || strcmp(out->map[k].key, "bokstav") == 0;
    if (role == MK_ROLE_ANVANDNING && !letters)
        points = 0;
    // A wording alone may be anything: codes, or the name, must speak.
    bool codes = place_has(place, role_places[MK_ROLE_EGENSKAPER]);
    for (uint32_t k = 0; k < out->nmap; k++)
        codes = codes || strcmp(out->map[k].key, "beteckning") == 0;
    if (role == MK_ROLE_EGENSKAPER && !codes)
        points = 0;
    return l->geometry == MK_GK_POLYGON || l->geometry == MK_GK_MIXED ? points
                                                                      : 0;
}

static bool has_field(const struct mk_layer_facts *l, const char *name)
{
    for (uint32_t i = 0; i < l->nfields; i++)
        if (mk_text_same(l->fields[i].name, name))
            return true;
    return false;
}

static bool is_own_result(const struct mk_layer_facts *l)
{
    return has_field(l, "koll_klass") && has_field(l, "area_m2");
}

static bool is_ngp_object(const struct mk_layer_facts *l)
{
    return has_field(l, "plangeometri") || has_field(l, "bestammelsegeometri");
}

struct scores {
    int (*of)[MK_ROLE_COUNT]; // per layer
    uint32_t n;
    int best_total;
    int chosen[MK_ROLE_COUNT], now[MK_ROLE_COUNT]; // layer or -1
};

/** A layer may take a role that is not its best only when it is close: the
 * second of two parcel layers must not end up as buildings. */
static bool may_take(const struct scores *s, int layer, int role)
{
    int best = 0;
    for (int r = 0; r < MK_ROLE_COUNT; r++)
        if (s->of[layer][r] > best)
            best = s->of[layer][r];
    return s->of[layer][role] >= THRESHOLD && s->of[layer][role] * 2 >= best;
}

/** "Industri" in a layer of planbesked is no building: what is another layer by
 * name and field needs more than one field's values to be taken for it. */
static int unless_other(int points, const struct mk_layer_facts *l)
{
    return points < 2 * THRESHOLD && mk_is_own(l) ? 0 : points;
}

/** Points less for what lies deep: an old or partial delivery more often than
 * what the folder is about. Never so few that it is not seen. */
static int less_for_depth(int points, const struct mk_layer_facts *l)
{
    int depth = 0;
    for (const char *p = l->file; *p; p++)
        depth += *p == '/';
    const int left = points - (depth > 1 ? THRESHOLD * (depth - 1) : 0);
    return points < THRESHOLD ? points : left > THRESHOLD ? left : THRESHOLD;
}

// Every assignment of roles to different layers; the most points win, the
// first layer among equals. Few layers reach the threshold of a role.
static void assign(struct scores *s, int role, int total)
{
    if (role == MK_ROLE_COUNT) {
        if (total > s->best_total) {
            s->best_total = total;
            memcpy(s->chosen, s->now, sizeof s->chosen);
        }
        return;
    }
    int tried = 0;
    for (int l = 0; l < (int)s->n && tried < 24; l++) {
        bool free_layer = may_take(s, l, role);
        for (int r = 0; r < role; r++)
            free_layer = free_layer && s->now[r] != l;
        if (!free_layer)
            continue;
        tried++;
        s->now[role] = l;
        assign(s, role + 1, total + s->of[l][role]);
    }
    s->now[role] = -1;
    assign(s, role + 1, total);
}

// ---- what follows from the choice ------------------------------------------

static struct mk_mapped *mapped(struct mk_role_found *f, const char *key)
{
    for (uint32_t i = 0; i < f->nmap; i++)
        if (strcmp(f->map[i].key, key) == 0)
            return &f->map[i];
    return NULL;
}

static void unmap(struct mk_role_found *f, const char *key)
{
    struct mk_mapped *m = mapped(f, key);
    if (!m)
        return;
    f->nmap--;
    memmove(m, m + 1, (size_t)(&f->map[f->nmap] - m) * sizeof *m);
}

static uint32_t shared_values(const struct mk_field_facts *a,
                              const struct mk_field_facts *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->nvalues; i++)
        for (uint32_t k = 0; k < b->nvalues; k++)
            if (mk_text_same(a->values[i], b->values[k])) {
                n++;
                break;
            }
    return n;
}

/** Fit to name a plan: mapped as its id, akt or number, or else unmapped and
 * different in (nearly) every row. */
static bool names_plans(struct mk_role_found *plans,
                        const struct mk_field_facts *f)
{
    for (uint32_t i = 0; i < plans->nmap; i++)
        if (plans->map[i].field == f)
            return !strcmp(plans->map[i].key, "id") ||
                   !strcmp(plans->map[i].key, "akt") ||
                   !strcmp(plans->map[i].key, "nr");
    return f->more || f->nvalues * 10 >= f->filled * 9;
}

struct link {
    const struct mk_field_facts *use, *plan;
    uint32_t n; // values in common
};

/** How a field of a use layer and the plan layer meet best. Half of what
 * could agree must, so that a few chance hits do not count. */
static struct link best_link(struct mk_role_found *plans,
                             const struct mk_field_facts *use)
{
    struct link best = {.use = use};
    const struct mk_layer_facts *l = plans->layer;
    for (uint32_t i = 0; i < l->nfields; i++) {
        const struct mk_field_facts *f = &l->fields[i];
        if (!names_plans(plans, f))
            continue;
        const uint32_t n = shared_values(use, f);
        if (n > best.n && n >= 2 && n * 2 >= use->nvalues) {
            best.plan = f;
            best.n = n;
        }
    }
    return best;
}

/** The field of a use layer that names plans of the plan layer. */
static struct link find_link(struct mk_role_found *uses,
                             struct mk_role_found *plans)
{
    const struct mk_mapped *letters = mapped(uses, "bokstav");
    if (!letters)
        letters = mapped(uses, "beteckning");
    const struct mk_mapped *now = mapped(uses, "plan");
    struct link best = {0};
    if (now)
        best = best_link(plans, now->field);
    for (uint32_t i = 0; i < uses->layer->nfields; i++) {
        const struct mk_field_facts *f = &uses->layer->fields[i];
        if (letters && letters->field == f)
            continue;
        const struct link k = best_link(plans, f);
        if (k.n > best.n)
            best = k;
    }
    return best;
}

static void add_mapped(struct mk_role_found *f, const char *key,
                       const struct mk_field_facts *field)
{
    f->map[f->nmap++] = (struct mk_mapped){
        .key = key, .field = field, .ground = MK_BY_SHARED_VALUES};
}

static void link_uses(struct mk_role_found *uses, struct mk_role_found *plans)
{
    const struct link k = find_link(uses, plans);
    if (!k.n)
        return;
    bool known = false;
    for (uint32_t i = 0; i < plans->nmap; i++)
        known = known || plans->map[i].field == k.plan;
    if (!known && !mapped(plans, "nr"))
        add_mapped(plans, "nr", k.plan);
    else if (!known)
        return; // a number is there already, and it is not what they share
    const struct mk_mapped *now = mapped(uses, "plan");
    if (now && now->field == k.use)
        return;
    unmap(uses, "plan");
    for (uint32_t i = 0; i < uses->nmap; i++)
        if (uses->map[i].field == k.use)
            unmap(uses, uses->map[i].key);
    add_mapped(uses, "plan", k.use);
}

/** A plan must have something stable to be called by. */
static void give_plans_an_id(struct mk_role_found *f)
{
    if (mapped(f, "id"))
        return;
    static const char *const keys[] = {"akt", "nr", "namn"};
    for (int k = 0; k < 3; k++) {
        const struct mk_mapped *m = mapped(f, keys[k]);
        // a plan a row: values that repeat or run out are no identity
        if (m && m->field->filled == f->layer->rows) {
            struct mk_mapped id = *m;
            id.key = "id";
            memmove(f->map + 1, f->map, f->nmap * sizeof *f->map);
            f->map[0] = id;
            f->nmap++;
            return;
        }
    }
}

/** Values that the program's own words replace: J → Ja, 2061 → Bostad. */
static void value_table(struct mk_mapped *m, enum mk_role role,
                        struct mk_arena *a)
{
    const bool type = role == MK_ROLE_BYGGNADER && !strcmp(m->key, "typ");
    const bool main_b = !strcmp(m->key, "huvudbyggnad");
    const bool status = !strcmp(m->key, "status");
    if (!m->field || !(type || main_b || status))
        return;
    const struct mk_field_facts *f = m->field;
    m->values = mk_arena_alloc(a, (f->nvalues + 1) * sizeof *m->values);
    struct mk_buf unread = {0};
    for (uint32_t i = 0; i < f->nvalues; i++) {
        const char *v = f->values[i];
        char t[256];
        mk_text_fold(v, t, sizeof t);
        const int yn = main_b ? yes_no(t) : -1;
        const char *to = type       ? building_word(v)
                         : main_b   ? (yn == 1 ? "Ja" : yn == 0 ? "Nej" : NULL)
                         : is_status(t) ? v : NULL;
        if (!to)
            mk_buf_printf(&unread, "%s%s", unread.len ? ", " : "", v);
        else if (strcmp(to, v) != 0)
            m->values[m->nvalues++] = (struct mk_map_value){v, to};
    }
    if (unread.len)
        m->unread = mk_arena_str(a, mk_buf_text(&unread));
    mk_buf_release(&unread);
}

/** "ay_1441.shp", "fastighetsindelning_kn1441": the code in the name. */
static const char *code_in_name(const struct mk_layer_facts *l,
                                struct mk_arena *a)
{
    char place[512];
    place_name(l, place, sizeof place);
    for (const char *p = place; *p; p++) {
        const size_t n = digits(p);
        char code[5] = "";
        if (n == 4)
            memcpy(code, p, 4);
        // a year is no code, though 1980 would pass for one
        if (n == 4 && is_kommunkod(code) && p > place &&
            (p[-1] == '_' || p[-1] == 'n') &&
            strncmp(code, "20", 2) != 0 && strncmp(code, "19", 2) != 0)
            return mk_arena_str(a, code);
        if (n)
            p += n - 1;
    }
    return NULL;
}

static void municipality(struct mk_recognised *out, struct mk_arena *a)
{
    struct mk_role_found *f = &out->role[MK_ROLE_FASTIGHETER];
    if (!f->layer)
        return;
    const struct mk_mapped *code = mapped(f, "kommunkod");
    const struct mk_mapped *name = mapped(f, "kommunnamn");
    if (!code && code_in_name(f->layer, a)) {
        f->map[f->nmap++] = (struct mk_mapped){
            .key = "kommunkod", .constant = code_in_name(f->layer, a),
            .ground = MK_BY_FILE_NAME};
        code = &f->map[f->nmap - 1];
    }
    if (code && code->constant)
        out->kommunkod = code->constant;
    else if (code && code->field->nvalues == 1)
        out->kommunkod = strlen(code->field->values[0]) == 3
                             ? mk_arena_printf(a, "0%s",
                                               code->field->values[0])
                             : code->field->values[0];
    if (name && name->field->nvalues == 1)
        out->kommun = name->field->values[0];
}

/** The keys without a field and the fields without a key, for the comments. */
static void list_rest(struct mk_role_found *f, enum mk_role role,
                      struct mk_arena *a)
{
    struct mk_buf keys = {0}, fields = {0};
    for (size_t i = 0; i < NRULES; i++)
        if (rules[i].role == role && !mapped(f, rules[i].key))
            mk_buf_printf(&keys, "%s%s", keys.len ? ", " : "", rules[i].key);
    for (uint32_t i = 0; i < f->layer->nfields; i++) {
        bool used = false;
        for (uint32_t k = 0; k < f->nmap; k++)
            used = used || f->map[k].field == &f->layer->fields[i];
        if (!used)
            mk_buf_printf(&fields, "%s%s", fields.len ? ", " : "",
                          f->layer->fields[i].name);
    }
    f->unmapped = keys.len ? mk_arena_str(a, mk_buf_text(&keys)) : NULL;
    f->unused = fields.len ? mk_arena_str(a, mk_buf_text(&fields)) : NULL;
    mk_buf_release(&keys);
    mk_buf_release(&fields);
}

/** "fälten fnr_fds, fastighet; namnet ay_1441.shp". */
static const char *reason(const struct mk_role_found *f, enum mk_role role,
                          struct mk_arena *a)
{
    struct mk_buf b = {0};
    char place[512];
    place_name(f->layer, place, sizeof place);
    for (uint32_t i = 0; i < f->nmap; i++) {
        bool told = !f->map[i].field; // one field may serve two keys
        for (uint32_t k = 0; !told && k < i; k++)
            told = f->map[k].field == f->map[i].field;
        if (!told)
            mk_buf_printf(&b, "%s%s", b.len ? ", " : "fälten ",
                          f->map[i].field->name);
    }
    if (place_has(place, role_places[role]))
        mk_buf_printf(&b, "%snamnet", b.len ? "; " : "");
    const char *text = mk_arena_str(a, mk_buf_text(&b));
    mk_buf_release(&b);
    return text;
}

static const char *why_left(const struct mk_layer_facts *l, const int *of,
                            struct mk_arena *a)
{
    if (is_own_result(l))
        return "ett eget resultat av markklar";
    if (is_ngp_object(l))
        return "NGP-leverans (domänobjekt): skriv detaljplaner: {fil: …} med "
               "filen eller dess mapp";
    if (l->package)
        return mk_arena_printf(a, "plandatabas (%s): skriv detaljplaner: "
                               "{fil: …} med filen", l->package);
    if (l->geometry == MK_GK_NONE)
        return "en tabell utan geometri";
    if (!l->count)
        return "lagret är tomt";
    if (l->geometry == MK_GK_POINT || l->geometry == MK_GK_LINE)
        return l->geometry == MK_GK_POINT ? "punkter som inte kunde tolkas"
                                          : "linjer som inte kunde tolkas";
    for (int r = 0; r < MK_ROLE_COUNT; r++)
        if (of[r] >= THRESHOLD)
            return mk_arena_printf(a, "kunde också vara %s; ett annat lager "
                                   "passade bättre", role_keys[r]);
    return "kunde inte tolkas";
}

static void take(struct mk_recognised *out, enum mk_role role,
                 const struct mk_layer_facts *l, const unsigned *look)
{
    out->role[role].layer = l;
    map_layer(l, role, look, &out->role[role]);
}

/** No use layer by itself: one whose letters and plan names fit the plan
 * layer, or the plan layer, when it has letters too. */
static void find_uses_of_plans(const struct mk_folder_facts *facts,
                               const struct scores *s, unsigned *const *look,
                               struct mk_recognised *out)
{
    struct mk_role_found *plans = &out->role[MK_ROLE_DETALJPLANER];
    const int plan_at = s->chosen[MK_ROLE_DETALJPLANER];
    if (plan_at < 0 || s->chosen[MK_ROLE_ANVANDNING] >= 0)
        return;
    for (uint32_t i = 0; i < s->n; i++) {
        bool used = s->of[i][MK_ROLE_ANVANDNING] == 0;
        for (int r = 0; r < MK_ROLE_COUNT; r++)
            used = used || s->chosen[r] == (int)i;
        struct mk_role_found uses = {.layer = &facts->layers[i]};
        if (used)
            continue;
        map_layer(uses.layer, MK_ROLE_ANVANDNING, look[i], &uses);
        if (find_link(&uses, plans).n) {
            out->role[MK_ROLE_ANVANDNING] = uses;
            return;
        }
    }
    if (s->of[plan_at][MK_ROLE_ANVANDNING] >= THRESHOLD)
        take(out, MK_ROLE_ANVANDNING, plans->layer, look[plan_at]);
}

// No plan layer: a plan database gives plans, uses and provisions. Beside one
// it is left, for the municipality's layer has the older plans too.
static void find_package(const struct mk_folder_facts *facts,
                         struct scores *s, struct mk_recognised *out)
{
    if (s->chosen[MK_ROLE_DETALJPLANER] >= 0)
        return;
    for (uint32_t i = 0; i < facts->nlayers; i++) {
        const struct mk_layer_facts *l = &facts->layers[i];
        if (!l->package || l->geometry == MK_GK_NONE)
            continue;
        out->role[MK_ROLE_DETALJPLANER].layer = l;
        s->chosen[MK_ROLE_ANVANDNING] = -1;
        s->chosen[MK_ROLE_EGENSKAPER] = -1;
        return;
    }
}

static bool is_used(const struct mk_recognised *r,
                    const struct mk_layer_facts *l)
{
    const struct mk_layer_facts *plans = r->role[MK_ROLE_DETALJPLANER].layer;
    if (plans && plans->package && strcmp(plans->file, l->file) == 0)
        return true; // a plan database is taken whole
    for (int k = 0; k < MK_ROLE_COUNT; k++)
        if (r->role[k].layer == l)
            return true;
    return false;
}

void mk_recognise(const struct mk_folder_facts *facts, struct mk_arena *arena,
                  struct mk_recognised *out)
{
    *out = (struct mk_recognised){0};
    const uint32_t n = facts->nlayers;
    struct scores s = {.n = n, .chosen = {-1, -1, -1, -1, -1}};
    s.of = mk_zalloc(n + 1, sizeof *s.of);
    unsigned **look = mk_zalloc(n + 1, sizeof *look);
    for (uint32_t i = 0; i < n; i++) {
        const struct mk_layer_facts *l = &facts->layers[i];
        look[i] = mk_arena_alloc(arena, (l->nfields + 1) * sizeof **look);
        for (uint32_t k = 0; k < l->nfields; k++)
            look[i][k] = field_look(&l->fields[k]);
        struct mk_role_found scrap;
        for (int r = 0; r < MK_ROLE_COUNT; r++)
            if (!is_own_result(l) && !is_ngp_object(l) && !l->package &&
                l->count)
                s.of[i][r] = less_for_depth(
                    unless_other(map_layer(l, (enum mk_role)r, look[i],
                                           &scrap), l), l);
    }
    assign(&s, 0, 0);
    find_package(facts, &s, out);
    for (int r = 0; r < MK_ROLE_COUNT; r++)
        if (s.chosen[r] >= 0)
            take(out, (enum mk_role)r, &facts->layers[s.chosen[r]],
                 look[s.chosen[r]]);
    find_uses_of_plans(facts, &s, look, out);
    struct mk_role_found *plans = &out->role[MK_ROLE_DETALJPLANER];
    struct mk_role_found *uses = &out->role[MK_ROLE_ANVANDNING];
    struct mk_role_found *provisions = &out->role[MK_ROLE_EGENSKAPER];
    if (plans->layer && uses->layer)
        link_uses(uses, plans);
    if (plans->layer && provisions->layer)
        link_uses(provisions, plans);
    if (plans->layer)
        give_plans_an_id(plans);
    municipality(out, arena);
    for (int r = 0; r < MK_ROLE_COUNT; r++) {
        struct mk_role_found *f = &out->role[r];
        if (!f->layer)
            continue;
        if (f->layer->package) { // its fields are known
            f->why = mk_arena_printf(arena, "att filen är en plandatabas (%s)",
                                     f->layer->package);
            continue;
        }
        for (uint32_t k = 0; k < f->nmap; k++)
            value_table(&f->map[k], (enum mk_role)r, arena);
        list_rest(f, (enum mk_role)r, arena);
        f->why = reason(f, (enum mk_role)r, arena);
    }
    out->left = mk_arena_alloc(arena, (n + 1) * sizeof *out->left);
    out->open = mk_arena_alloc(arena, (n + 1) * sizeof *out->open);
    for (uint32_t i = 0; i < n; i++) {
        const struct mk_layer_facts *l = &facts->layers[i];
        out->left[i] = is_used(out, l) ? NULL : why_left(l, s.of[i], arena);
        out->open[i] = out->left[i] && !is_own_result(l) &&
                       !is_ngp_object(l) && !l->package;
    }
    free(s.of);
    free(look);
    mk_recognise_others(facts, arena, out);
    mk_recognise_travel(facts, arena, out);
}
