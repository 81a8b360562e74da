// What a provision that is not a use says: kind, then numbers
// (docs/method.md §2.2). Codes are those of Boverkets planbestämmelsekatalog
// ("DP_KM_Eg_Utnytt_StorstaAreaProc_ByggnadsEgen"), wordings those of BFS
// 2020:5 and of older plans. All is compared folded.
#include <markklar/provision.h>

#include "base/arena.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *mk_pv_kind_text(enum mk_pv_kind k)
{
    static const char *const text[MK_PV_KIND_COUNT] = {
        [MK_PV_OVRIG] = "övrig",
        [MK_PV_PRICKMARK] = "prickmark",
        [MK_PV_KORSMARK] = "korsmark",
        [MK_PV_RINGMARK] = "ringmark",
        [MK_PV_UTNYTTJANDE] = "utnyttjandegrad",
        [MK_PV_HOJD] = "höjd",
        [MK_PV_VILLKOR_LOV] = "villkor för lov",
        [MK_PV_VILLKOR_START] = "villkor för startbesked",
        [MK_PV_STRANDSKYDD] = "strandskydd upphävs",
        [MK_PV_UTFART] = "utfartsförbud",
        [MK_PV_MARKRESERVAT] = "markreservat",
        [MK_PV_TOMTSTORLEK] = "fastighetsstorlek",
        [MK_PV_SKYDD] = "skydd",
        [MK_PV_PLACERING] = "placering",
    };
    return text[k];
}

const char *mk_pv_how_text(enum mk_pv_how h)
{
    static const char *const text[MK_PV_HOW_COUNT] = {
        [MK_PV_BY_NOTHING] = "övrig", [MK_PV_BY_CATALOGUE] = "katalogkod",
        [MK_PV_BY_CATEGORY] = "kategori", [MK_PV_BY_MARK] = "beteckning",
        [MK_PV_BY_WORDING] = "formulering",
    };
    return text[h];
}

const char *mk_pv_height_text(enum mk_pv_height h)
{
    static const char *const text[] = {
        [MK_PV_BYGGNADSHOJD] = "byggnadshöjd", [MK_PV_NOCKHOJD] = "nockhöjd",
        [MK_PV_TOTALHOJD] = "totalhöjd", [MK_PV_VANINGAR] = "våningar",
        [MK_PV_HOJD_OKAND] = "höjd",
    };
    return text[h];
}

// ---- kind -------------------------------------------------------------------

struct rule {
    enum mk_pv_kind kind;
    const char *code[3];     // stands in the catalogue code
    const char *category[2]; // in its kategori
    const char *mark[6];     // is the beteckning, but for its running index
    const char *wording[8];  // stands in the wording
};

// In the order in which they are tried. Conditions come first: what may not be
// built until something is done is not forbidden for good.
static const struct rule rules[] = {
    {MK_PV_VILLKOR_LOV, {"villkorlov"}, {"villkor for lov"}, {NULL},
     {"bygglov far ej ges", " lov far ej ges"}},
    {MK_PV_VILLKOR_START, {"villkorstart"}, {"villkor for startbesked"},
     {NULL}, {"startbesked far ej ges"}},
    {MK_PV_STRANDSKYDD, {"strandskydd"}, {"strandskydd"}, {NULL},
     {"strandskyddet ar upphavt", "strandskydd ar upphavt",
      "strandskyddet upphavs", "strandskydd upphavs",
      "strandskyddet ska vara upphavt", "upphavande av strandskydd"}},
    {MK_PV_PRICKMARK, {"prickmark", "_prick"}, {"prickmark"},
     {"prickmark", "prick"},
     {"prickmark", "punktprick", "far ej forses med byggnad",
      "far ej bebyggas", "byggnad far ej uppforas"}},
    {MK_PV_KORSMARK, {"korsmark", "_kors"}, {"korsmark"},
     {"korsmark", "kors"},
     {"korsmark", "endast forses med komplementbyggnad",
      "endast komplementbyggnad", "endast uthus", "endast forses med uthus",
      "annan byggnad an ", "andra byggnader an "}},
    {MK_PV_RINGMARK, {"ringmark", "_ring"}, {"ringmark"},
     {"ringmark", "ring"},
     {"ringmark", "endast forses med underjordisk",
      "endast byggas under mark", "endast bebyggas under mark"}},
    {MK_PV_UTNYTTJANDE, {"_utnytt_"}, {"utnyttjandegrad"}, {"e"},
     {"utnyttjandegrad", "byggnadsarea", "bruttoarea", "byggnadsyta",
      "vaningsyta"}},
    {MK_PV_HOJD, {"_hojd_"}, {"hojd pa byggnad"}, {"h", "nh", "th", "bh"},
     {"nockhojd", "totalhojd", "byggnadshojd", "hogsta hojd",
      "storre hojd an ", "vaning"}},
    {MK_PV_UTFART, {"utfart"}, {"utfartsforbud"}, {"utfartsforbud"},
     {"utfart far ej", "utfartsforbud"}},
    {MK_PV_MARKRESERVAT, {"markreservat"}, {"markreservat"},
     {"u", "l", "x", "z", "t", "g"}, {"markreservat"}},
    {MK_PV_TOMTSTORLEK, {"fastighetsstorlek"}, {"fastighetsstorlek"}, {"d"},
     {"minsta fastighetsstorlek", "storsta fastighetsstorlek",
      "minsta tomtstorlek"}},
    {MK_PV_SKYDD, {"_skydd_"}, {"skydd mot storningar"}, {"m"}, {NULL}},
    {MK_PV_PLACERING, {"placering"}, {"placering"}, {"p"}, {NULL}},
};
#define RULES (sizeof rules / sizeof *rules)

static bool has_any(const char *text, const char *const words[], size_t n)
{
    for (size_t i = 0; i < n && words[i]; i++)
        if (strstr(text, words[i]))
            return true;
    return false;
}

// Does the sentence go on with a comparison ("högre än", "närmare … än")? Then
// a building is limited and not forbidden.
static bool compares(const char *rest)
{
    const char *than = strstr(rest, " an ");
    const char *end = strchr(rest, '.');
    return than && (!end || than < end);
}

static bool denied(const char *rest)
{
    return strncmp(rest, " inte ", 6) == 0 || strncmp(rest, " ej ", 4) == 0 ||
           strncmp(rest, " icke ", 6) == 0;
}

static bool says(const struct rule *r, const char *wording)
{
    const size_t n = sizeof r->wording / sizeof *r->wording;
    for (size_t i = 0; i < n && r->wording[i]; i++) {
        const char *at = strstr(wording, r->wording[i]);
        if (!at)
            continue;
        const char *rest = at + strlen(r->wording[i]);
        if (!denied(rest) &&
            !(r->kind == MK_PV_PRICKMARK && compares(rest)))
            return true;
    }
    return false;
}

// "II" → 2; 0 when it is not a Roman numeral of I-VIII.
static int roman(const char *s)
{
    static const char *const numeral[] = {"I", "II", "III", "IV",
                                          "V", "VI", "VII", "VIII"};
    for (int i = 0; i < 8; i++)
        if (strcmp(s, numeral[i]) == 0)
            return i + 1;
    return 0;
}

// A beteckning without its running index and without a value behind it: "e1" →
// "e", "nh#" → "nh", "nh 9,5" → "nh". False when it is something else ("e1 a2",
// "E").
static bool stem(const char *code, char out[32])
{
    char t[64];
    size_t n = 0;
    if (!mk_text_trim(code, t, sizeof t))
        return false;
    while (t[n] >= 'a' && t[n] <= 'z' && n < 31) {
        out[n] = t[n];
        n++;
    }
    out[n] = '\0';
    const char *rest = t + n + strspn(t + n, "0123456789#");
    const bool value = rest[0] == ' ' &&
                       (rest[1] == '+' || (rest[1] >= '0' && rest[1] <= '9'));
    return n > 0 && (value || !*rest);
}

static const struct rule *by_mark(const char *code)
{
    char folded[64], letters[32], trimmed[64];
    const size_t marks = sizeof rules->mark / sizeof *rules->mark;
    mk_text_fold(code, folded, sizeof folded);
    const bool index = stem(code, letters);
    const bool storeys =
        mk_text_trim(code, trimmed, sizeof trimmed) && roman(trimmed);
    for (size_t i = 0; i < RULES; i++) {
        if (storeys && rules[i].kind == MK_PV_HOJD)
            return &rules[i];
        for (size_t k = 0; k < marks && rules[i].mark[k]; k++) {
            const char *mark = rules[i].mark[k];
            // A word in any case; a letter is small, for capitals are uses.
            if ((index && strcmp(letters, mark) == 0) ||
                (strlen(mark) > 2 && strcmp(folded, mark) == 0))
                return &rules[i];
        }
    }
    return NULL;
}

// ---- texts ------------------------------------------------------------------

// A provision's texts folded, a space at each end; "" when not given.
struct texts {
    char *code, *category, *wording;
};

static char *folded(const char *s)
{
    const size_t n = s ? strlen(s) : 0;
    char *out = mk_alloc(2 * n + 16);
    out[0] = ' ';
    const size_t got = s ? mk_text_fold(s, out + 1, n + 8) : 0;
    memcpy(out + 1 + got, got ? " " : "", 2 - !got);
    return out;
}

static bool begins(const char *s, const char *word)
{
    return strncmp(s, word, strlen(word)) == 0;
}

// Words that law and plans use for the same, one way. None of them begins in
// what another ends with, so one pass from the left finds all; no word grows by
// more than a letter.
static char *reworded(char *s)
{
    static const char *const same[][2] = {
        {"far inte", "far ej"}, {"far icke", "far ej"},
        {" ma icke", " far ej"}, {" ma ej", " far ej"},
        {"byggnadsverk", "byggnad"}, {"beviljas", "ges"}, {"lamnas", "ges"},
        {"meddelas", "ges"},
    };
    const size_t n = sizeof same / sizeof *same;
    char *out = mk_alloc(2 * strlen(s) + 1), *to = out;
    for (const char *p = s; *p;) {
        size_t i = 0;
        while (i < n && (*p != same[i][0][0] || !begins(p, same[i][0])))
            i++;
        const char *put = i < n ? same[i][1] : p;
        const size_t len = i < n ? strlen(put) : 1;
        memcpy(to, put, len);
        to += len;
        p += i < n ? strlen(same[i][0]) : 1;
    }
    *to = '\0';
    free(s);
    return out;
}

static struct texts texts_of(const struct mk_provision *p)
{
    return (struct texts){folded(p->catalogue), folded(p->category),
                          reworded(folded(p->text))};
}

static void texts_release(struct texts *t)
{
    free(t->code);
    free(t->category);
    free(t->wording);
}

static void find_kind(struct mk_provision *p, const struct texts *t)
{
    p->kind = MK_PV_OVRIG;
    p->how = MK_PV_BY_NOTHING;
    for (int how = MK_PV_BY_CATALOGUE; how < MK_PV_HOW_COUNT; how++) {
        const struct rule *r = NULL;
        if (how == MK_PV_BY_MARK)
            r = p->code ? by_mark(p->code) : NULL;
        for (size_t i = 0; !r && i < RULES; i++) {
            const struct rule *q = &rules[i];
            if ((how == MK_PV_BY_CATALOGUE && has_any(t->code, q->code, 3)) ||
                (how == MK_PV_BY_CATEGORY &&
                 has_any(t->category, q->category, 2)) ||
                (how == MK_PV_BY_WORDING && says(q, t->wording)))
                r = q;
        }
        if (r) {
            p->kind = (uint8_t)r->kind;
            p->how = (uint8_t)how;
            return;
        }
    }
}

// ---- numbers ----------------------------------------------------------------

enum unit { NO_UNIT, PERCENT, SQUARE_METRES, METRES, STOREYS, OTHER_UNIT };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

static enum unit unit_at(const char *s)
{
    while (*s == ' ')
        s++;
    if (*s == '%' || begins(s, "procent"))
        return PERCENT;
    if (begins(s, "m2") || begins(s, "m\xC2\xB2") || begins(s, "kvm") ||
        begins(s, "kvadratmeter"))
        return SQUARE_METRES;
    if (begins(s, "meter") || (*s == 'm' && !is_letter(s[1]) && s[1] != '3'))
        return METRES;
    if (begins(s, "vaning"))
        return STOREYS;
    if (begins(s, "grader") || begins(s, "kubik") || begins(s, "m3") ||
        begins(s, "db") || begins(s, "ar "))
        return OTHER_UNIT;
    return NO_UNIT;
}

struct number {
    double v;
    enum unit unit;
    bool plus;       // a level: "+43,5"
};

// Digits at s; a space may part the thousands ("1 500").
static const char *digits(const char *s, double *v)
{
    const char *const first = s;
    for (*v = 0; is_digit(*s); s++)
        *v = *v * 10 + (*s - '0');
    if (s - first > 3 || s[0] != ' ' || !is_digit(s[1]) || !is_digit(s[2]) ||
        !is_digit(s[3]) || is_digit(s[4]))
        return s;
    *v = *v * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
    return s + 4;
}

// The next number of a folded text; NULL when there is none. What hangs on
// letters ("e1", "m2") and fractions ("1/3") are no numbers.
static const char *next_number(const char *s, struct number *out)
{
    for (; *s; s++) {
        if (is_letter(*s)) {
            while (is_letter(*s) || is_digit(*s))
                s++;
            s--;
            continue;
        }
        if (!is_digit(*s))
            continue;
        const char *const first = s;
        double scale = 1;
        s = digits(s, &out->v);
        if ((*s == ',' || *s == '.') && is_digit(s[1]))
            for (s++; is_digit(*s); s++) {
                scale *= 10;
                out->v = out->v * 10 + (*s - '0');
            }
        out->v /= scale;
        out->unit = unit_at(s);
        out->plus = first[-1] == '+';
        if (*s != '/' && first[-1] != '/')
            return s;
        s--;
    }
    return NULL;
}

// The first number of a text whose unit is one of a set (bit = enum unit).
static bool number_in(const char *text, unsigned units, struct number *out)
{
    const char *s = text + 1; // past the space before it
    while ((s = next_number(s, out)) != NULL)
        if (units >> out->unit & 1)
            return true;
    return false;
}

// A stated value: its own unit, or the one written behind it.
static bool read_value(const struct mk_pv_value *v, struct number *out)
{
    char *text = folded(v->text);
    const bool ok = number_in(text, ~0u, out);
    free(text);
    if (!ok || !v->unit)
        return ok;
    char *unit = folded(v->unit);
    enum unit u = unit_at(unit);
    if (u == NO_UNIT && unit[1] && !strstr(unit, "antal"))
        u = OTHER_UNIT;
    if (unit[1])
        out->unit = u;
    free(unit);
    return true;
}

// The number that says what the provision allows: of its values, else of its
// wording, the first in one of the units. `bound` is what its value says.
static bool find_number(const struct mk_provision *p, const struct texts *t,
                        unsigned units, struct number *out,
                        const char **bound)
{
    for (int k = 0; k < p->nvalues; k++) {
        if (!p->value[k].text || !read_value(&p->value[k], out) ||
            !(units >> out->unit & 1))
            continue;
        *bound = p->value[k].bound;
        return true;
    }
    return !p->nvalues && number_in(t->wording, units, out);
}

// ---- what the numbers mean --------------------------------------------------

// The word that stands first; -1 when none does.
static int first_word(const char *text, const char *const words[], int n)
{
    int best = -1;
    const char *at = NULL;
    for (int i = 0; i < n; i++) {
        const char *p = strstr(text, words[i]);
        if (p && (best < 0 || p < at)) {
            best = i;
            at = p;
        }
    }
    return best;
}

static int bound_in(const char *text)
{
    static const char *const words[] = {"hogst", "storst", "max",
                                        "lagst", "minst", "min ", "exakt"};
    static const enum mk_pv_bound bound[] = {
        MK_PV_MAX, MK_PV_MAX, MK_PV_MAX, MK_PV_MIN, MK_PV_MIN, MK_PV_MIN,
        MK_PV_EXAKT};
    const int i = first_word(text, words, 7);
    return i < 0 ? -1 : (int)bound[i];
}

static enum mk_pv_bound find_bound(const struct texts *t, const char *stated,
                                   enum mk_pv_bound otherwise)
{
    char *own = folded(stated);
    int b = bound_in(own);
    free(own);
    if (b < 0)
        b = bound_in(t->code);
    if (b < 0)
        b = bound_in(t->wording);
    return b < 0 ? otherwise : (enum mk_pv_bound)b;
}

// A limit for komplementbyggnad alone says nothing of the main building; one
// that says how much of a larger area they may be does.
static bool is_accessory(const struct texts *t)
{
    static const char *const words[] = {"komplementbyggnad", "uthus",
                                        "garage", "carport"};
    static const char *const part[] = {"huvudbyggnad", "varav", "inklusive",
                                       "utover"};
    return strstr(t->code, "komplement") ||
           (has_any(t->wording, words, 4) && !has_any(t->wording, part, 4));
}

static enum unit unit_by_code(const char *code)
{
    return strstr(code, "proc") ? PERCENT
           : strstr(code, "kvm") ? SQUARE_METRES : NO_UNIT;
}

// A value without a unit has that of the catalogue code, else the one that its
// wording names.
static enum unit unit_elsewhere(const struct texts *t)
{
    static const char *const words[] = {"%", "procent", "m2", "m\xC2\xB2",
                                        "kvm", "kvadratmeter"};
    const enum unit u = unit_by_code(t->code);
    const int i = u == NO_UNIT ? first_word(t->wording, words, 6) : -1;
    return u != NO_UNIT ? u : i < 0 ? NO_UNIT : i < 2 ? PERCENT
           : SQUARE_METRES;
}

static enum mk_pv_measure find_measure(const struct texts *t)
{
    static const char *const words[] = {"bruttoarea", "vaningsyta",
                                        "byggnadsarea", "byggnadsyta"};
    if (strstr(t->code, "brutto"))
        return MK_PV_BTA;
    if (strstr(t->code, "_byggnads"))
        return MK_PV_BYA;
    const int i = first_word(t->wording, words, 4);
    return i == 0 || i == 1 ? MK_PV_BTA : MK_PV_BYA;
}

static bool ends_with(const char *s, const char *end)
{
    const size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

static void read_utnyttjande(struct mk_provision *p, const struct texts *t)
{
    const unsigned stated = 1u << PERCENT | 1u << SQUARE_METRES;
    const char *bound = NULL;
    struct number n;
    p->measure = (uint8_t)find_measure(t);
    p->scope = strstr(t->wording, "anvandningsomrad") ||
                       ends_with(t->code, "anv ")
                   ? MK_PV_ANVANDNINGSOMRADE : MK_PV_EGENSKAPSOMRADE;
    p->accessory = is_accessory(t);
    enum unit u = NO_UNIT;
    if (find_number(p, t, stated, &n, &bound))
        u = n.unit;
    else if (find_number(p, t, 1u << NO_UNIT, &n, &bound))
        u = unit_elsewhere(t);
    p->bound = (uint8_t)find_bound(t, bound, MK_PV_MAX);
    if (u == NO_UNIT)
        return; // a number of nothing
    p->number = n.v;
    p->basis = u == PERCENT ? MK_PV_PROCENT
               : strstr(t->wording, "per fastighet") ||
                       strstr(t->wording, "per tomt")
                   ? MK_PV_M2_FAST : MK_PV_M2;
}

static enum mk_pv_height find_height(const struct mk_provision *p,
                                     const struct texts *t)
{
    static const char *const words[] = {"byggnadshojd", "nockhojd",
                                        "totalhojd", "vaning"};
    static const char *const marks[] = {"bh", "nh", "th"};
    char letters[32], code[64];
    int i = first_word(t->code, words, 4);
    if (i < 0)
        i = first_word(t->wording, words, 4);
    for (int k = 0; i < 0 && k < 3; k++)
        if (p->code && stem(p->code, letters) && strcmp(letters, marks[k]) == 0)
            i = k;
    if (i < 0 && p->code && mk_text_trim(p->code, code, sizeof code) &&
        roman(code))
        i = MK_PV_VANINGAR;
    return i < 0 ? MK_PV_HOJD_OKAND : (enum mk_pv_height)i;
}

// "två våningar", "II våningar": what stands before the word, 0 when nothing
// that counts. A lone "i" is the preposition.
static int storeys_in_words(const char *wording)
{
    static const char *const words[][2] = {
        {" en vaning", ""}, {" tva vaning", " ii vaning"},
        {" tre vaning", " iii vaning"}, {" fyra vaning", " iv vaning"},
        {" fem vaning", " v vaning"}, {" sex vaning", " vi vaning"},
        {" sju vaning", " vii vaning"}, {" atta vaning", " viii vaning"}};
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 2; k++)
            if (words[i][k][0] && strstr(wording, words[i][k]))
                return i + 1;
    return 0;
}

static void read_storeys(struct mk_provision *p, const struct texts *t,
                         const char **bound)
{
    struct number n;
    char code[64];
    const bool counts = strstr(t->wording, "antal") || strstr(t->code, "antal");
    if (find_number(p, t, 1u << STOREYS, &n, bound) ||
        ((p->nvalues || counts) &&
         find_number(p, t, 1u << NO_UNIT, &n, bound)))
        p->number = n.v;
    else if (storeys_in_words(t->wording))
        p->number = storeys_in_words(t->wording);
    else if (p->code && mk_text_trim(p->code, code, sizeof code) &&
             roman(code))
        p->number = roman(code);
}

// A level above the sea and not a height over ground.
static bool is_absolute(const struct texts *t, const struct number *n)
{
    static const char *const words[] = {"nollplan", "rh2000", "rh 2000",
                                        "m.o.h", " moh "};
    static const char *const ground[] = {" mark", " medelmark", " gata",
                                         " gatu", " trottoar"};
    if (n->plus || strstr(t->code, "nollplan") || has_any(t->wording, words, 5))
        return true;
    const char *over = strstr(t->wording, "meter over");
    if (!over)
        return false;
    over += strlen("meter over");
    for (int i = 0; i < 5; i++)
        if (begins(over, ground[i]))
            return false;
    return true;
}

static void read_hojd(struct mk_provision *p, const struct texts *t)
{
    const char *bound = NULL;
    struct number n = {0};
    p->height = (uint8_t)find_height(p, t);
    p->accessory = is_accessory(t);
    if (p->height == MK_PV_VANINGAR) {
        read_storeys(p, t, &bound);
    } else if (find_number(p, t, 1u << METRES, &n, &bound) ||
               find_number(p, t, 1u << NO_UNIT, &n, &bound)) {
        p->number = n.v;
        p->absolute = is_absolute(t, &n);
    }
    p->bound = (uint8_t)find_bound(t, bound, MK_PV_MAX);
}

static void read_tomtstorlek(struct mk_provision *p, const struct texts *t)
{
    const char *bound = NULL;
    struct number n;
    if (find_number(p, t, 1u << SQUARE_METRES, &n, &bound) ||
        find_number(p, t, 1u << NO_UNIT, &n, &bound))
        p->number = n.v;
    p->basis = MK_PV_M2;
    p->bound = (uint8_t)find_bound(t, bound, MK_PV_MIN);
}

void mk_provision_read(struct mk_provision *p)
{
    struct texts t = texts_of(p);
    p->measure = MK_PV_BYA;
    p->basis = MK_PV_M2;
    p->scope = MK_PV_EGENSKAPSOMRADE;
    p->bound = MK_PV_MAX;
    p->height = MK_PV_HOJD_OKAND;
    p->absolute = p->accessory = false;
    p->number = NAN;
    find_kind(p, &t);
    if (p->kind == MK_PV_UTNYTTJANDE)
        read_utnyttjande(p, &t);
    else if (p->kind == MK_PV_HOJD)
        read_hojd(p, &t);
    else if (p->kind == MK_PV_TOMTSTORLEK)
        read_tomtstorlek(p, &t);
    texts_release(&t);
}
