#include "input/feature_class.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/** A word of a class: a word of the text begins with it, or is it. */
struct stem {
    const char *word; // folded; may be of two words
    bool whole;
    uint8_t code;
};

enum { NOT_READ = 0xFF };

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

static bool has_word(const char *folded, const char *word, bool whole)
{
    const size_t n = strlen(word);
    for (const char *p = folded; (p = strstr(p, word)) != NULL; p++)
        if ((p == folded || !in_word(p[-1])) && (!whole || !in_word(p[n])))
            return true;
    return false;
}

// "ej såld", "väntar på beslut": the word says that it is not so.
static bool is_negated(const char *folded)
{
    static const char *const words[] = {
        "ej", "inte", "icke", "nej", "ingen", "inget", "inga", "utan",
        "saknar", "saknas", "annu", "fore", "innan", "vantar", "invantar",
        "avvaktar"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_word(folded, words[i], true))
            return true;
    return false;
}

// Written out that nothing is known: nothing to note.
static bool says_nothing(const char *folded)
{
    static const char *const words[] = {
        "", "-", "?", "okand", "okant", "oklar", "oklart", "vet ej",
        "uppgift saknas", "ej angivet", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(folded, words[i]) == 0)
            return true;
    return false;
}

/** Codes whose stems a folded text holds, as bits. */
static unsigned codes_of(const char *folded, const struct stem *stems,
                         size_t n)
{
    unsigned set = 0;
    for (size_t i = 0; i < n; i++)
        if (has_word(folded, stems[i].word, stems[i].whole))
            set |= 1u << stems[i].code;
    return set;
}

// The one code of a text; NOT_READ when there is none, several or a negation.
// Where classes are steps of one way (`rising`) the highest counts: "beviljat,
// laga kraft".
static uint8_t code_of(const char *folded, const struct stem *stems, size_t n,
                       bool rising)
{
    const unsigned set = codes_of(folded, stems, n);
    if (!set || is_negated(folded) || (!rising && set & (set - 1)))
        return NOT_READ;
    uint8_t code = 0;
    while (set >> code > 1)
        code++;
    return code;
}

static uint8_t read_code(struct mk_ctx *ctx, const char *key, const char *text,
                         const struct stem *stems, size_t n, bool rising)
{
    char folded[256];
    mk_text_fold(text ? text : "", folded, sizeof folded);
    if (says_nothing(folded))
        return 0; // every enum begins with unknown
    const uint8_t code = code_of(folded, stems, n, rising);
    if (code != NOT_READ)
        return code;
    mk_note(ctx, MK_N_CLASS_UNREAD, key, text);
    return 0;
}
#define READ(ctx, key, text, stems, rising)                                 \
    read_code(ctx, key, text, stems, sizeof(stems) / sizeof *(stems), rising)

static mk_date read_date(struct mk_ctx *ctx, const char *key, const char *text)
{
    mk_date d = 0;
    if (text && !mk_date_read(text, &d)) {
        mk_note(ctx, MK_N_PLAN_BAD_DATE, key, text);
        return 0;
    }
    return d;
}

static double read_number(struct mk_ctx *ctx, const char *key,
                          const char *text)
{
    double v;
    if (!text)
        return NAN;
    if (mk_text_number(text, &v) && v >= 0)
        return v;
    mk_note(ctx, MK_N_LAYER_NUMBER, key, text);
    return NAN;
}

// ---- one role each ---------------------------------------------------------

static void read_owner(struct mk_ctx *ctx, const char *key,
                       const struct mk_feature_text *t, struct mk_feature *f)
{
    static const struct stem owners[] = {
        {"kommun", false, MK_OW_KOMMUN},
        {"stat", true, MK_OW_STAT_REGION},
        {"staten", false, MK_OW_STAT_REGION},
        {"statlig", false, MK_OW_STAT_REGION},
        {"region", false, MK_OW_STAT_REGION},
        {"privat", false, MK_OW_PRIVAT},
    };
    // "ej säljvillig" is a class of its own, so it is looked for first.
    static const struct stem wills[] = {
        {"saljvillig", false, MK_WI_SALJVILLIG},
        {"option", false, MK_WI_OPTION},
        {"utbjud", false, MK_WI_UTBJUDEN},
    };
    char folded[256];
    f->code = t->has_class ? READ(ctx, key, t->klass, owners, false)
                           : MK_OW_KOMMUN;
    mk_text_fold(t->will ? t->will : "", folded, sizeof folded);
    if (has_word(folded, "ej saljvillig", false) ||
        has_word(folded, "inte saljvillig", false))
        f->will = MK_WI_EJ_SALJVILLIG;
    else
        f->will = READ(ctx, key, t->will, wills, false);
}

static void read_allocation(struct mk_ctx *ctx, const char *key,
                            const struct mk_feature_text *t,
                            struct mk_feature *f)
{
    static const struct stem classes[] = {
        {"ledig", false, MK_AN_LEDIG},
        {"intresse", false, MK_AN_INTRESSE},
        {"reserver", false, MK_AN_RESERVERAD},
        {"markanvis", false, MK_AN_MARKANVISAD},
        {"sald", true, MK_AN_SALD},
        {"salt", true, MK_AN_SALD},
        {"salda", true, MK_AN_SALD},
        {"tomtratt", false, MK_AN_TOMTRATT},
        {"arrende", false, MK_AN_TOMTRATT},
    };
    f->code = READ(ctx, key, t->klass, classes, false);
    f->date = read_date(ctx, key, t->until);
    f->value = read_number(ctx, key, t->price);
}

// Blank is built: a verksamhetsområde that says nothing more is one.
static void read_network(struct mk_ctx *ctx, const char *key,
                         const struct mk_feature_text *t, struct mk_feature *f)
{
    static const struct stem classes[] = {
        {"utbyggd", false, MK_ST_FINNS},
        {"utbyggt", false, MK_ST_FINNS},
        {"planer", false, MK_ST_PLANERAD},
        {"beslut", false, MK_ST_PLANERAD},
    };
    f->code = t->klass ? READ(ctx, key, t->klass, classes, false)
                       : MK_ST_FINNS;
}

static void read_power(struct mk_ctx *ctx, const char *key,
                       const struct mk_feature_text *t, struct mk_feature *f)
{
    f->value = read_number(ctx, key, t->mw);
    if (isnan(f->value))
        f->code = MK_ST_OKAND;
    else
        f->code = f->value > 0 ? MK_ST_FINNS : MK_ST_SAKNAS;
}

// Any type holds but those that switch it off.
static void read_shore(const struct mk_feature_text *t, struct mk_feature *f)
{
    char folded[256];
    mk_text_fold(t->klass ? t->klass : "", folded, sizeof folded);
    const bool off = (strstr(folded, "upphav") || strstr(folded, "undantag") ||
                      strstr(folded, "avvisa")) && !is_negated(folded);
    f->code = off ? MK_ST_SAKNAS : MK_ST_FINNS;
    if (off)
        f->effect = MK_EF_FACT;
}

// EBH: "2 - Stor risk". Classes 3 and 4 and sites not classed are listed only.
static void read_risk(struct mk_ctx *ctx, const char *key,
                      const struct mk_feature_text *t, struct mk_feature *f)
{
    char folded[64];
    mk_text_fold(t->klass ? t->klass : "", folded, sizeof folded);
    const char c = folded[0];
    if (c >= '1' && c <= '4' && !(folded[1] >= '0' && folded[1] <= '9'))
        f->code = (uint8_t)(c - '0');
    else if (!says_nothing(folded))
        mk_note(ctx, MK_N_CLASS_UNREAD, key, t->klass);
    if (f->code != 1 && f->code != 2)
        f->effect = MK_EF_FACT;
}

// RAÄ's other assessments ("Möjlig fornlämning") only flag.
static void read_remains(const struct mk_feature_text *t, struct mk_feature *f)
{
    char folded[256];
    mk_text_fold(t->klass ? t->klass : "", folded, sizeof folded);
    const bool is_one = strncmp(folded, "fornlamning", 11) == 0 &&
                        !in_word(folded[11]) && !is_negated(folded);
    if (!is_one && f->effect > MK_EF_FLAGS)
        f->effect = MK_EF_FLAGS;
}

static void read_permit(struct mk_ctx *ctx, const char *key,
                        const struct mk_feature_text *t, struct mk_feature *f)
{
    static const struct stem classes[] = {
        {"behov", false, MK_TI_BEHOV},
        {"sokt", true, MK_TI_SOKT},
        {"ansokt", true, MK_TI_SOKT},
        {"ansokan", false, MK_TI_SOKT},
        {"bevilja", false, MK_TI_BEVILJAT},
        {"laga kraft", false, MK_TI_KLART},
        {"lagakraft", false, MK_TI_KLART},
        {"klar", true, MK_TI_KLART},
        {"klart", true, MK_TI_KLART},
    };
    f->code = READ(ctx, key, t->klass, classes, true);
    f->date = read_date(ctx, key, t->date);
}

// One report may hold several investigations ("geoteknik och dagvatten"), but
// what is översiktlig is no more than that.
static unsigned read_studies(struct mk_ctx *ctx, const char *key,
                             const struct mk_feature_text *t,
                             struct mk_feature *f)
{
    static const struct stem kinds[] = {
        {"oversiktlig", false, MK_UT_OVERSIKTLIG},
        {"skrivbord", false, MK_UT_OVERSIKTLIG},
        {"geotekn", false, MK_UT_GEOTEKNIK},
        {"markmiljo", false, MK_UT_MARKMILJO},
        {"miljoteknisk mark", false, MK_UT_MARKMILJO},
        {"fororen", false, MK_UT_MARKMILJO},
        {"mifo", false, MK_UT_MARKMILJO},
        {"dagvatten", false, MK_UT_DAGVATTEN},
        {"natur", false, MK_UT_NATUR},
        {"arkeolog", false, MK_UT_ARKEOLOGI},
        {"buller", false, MK_UT_BULLER_RISK},
        {"risk", false, MK_UT_BULLER_RISK},
    };
    char folded[256];
    f->date = read_date(ctx, key, t->date);
    mk_text_fold(t->klass ? t->klass : "", folded, sizeof folded);
    unsigned set = codes_of(folded, kinds, sizeof kinds / sizeof *kinds);
    if (is_negated(folded))
        set = 0;
    if (set >> MK_UT_OVERSIKTLIG & 1)
        set = 1u << MK_UT_OVERSIKTLIG;
    if (!set && !says_nothing(folded))
        mk_note(ctx, MK_N_CLASS_UNREAD, key, t->klass);
    return set ? set : 1u << MK_UT_ANNAN;
}

unsigned mk_feature_read(struct mk_ctx *ctx, const struct mk_layer_input *in,
                         const char *key, const struct mk_feature_text *t,
                         struct mk_feature *f)
{
    const enum mk_layer_role role = (enum mk_layer_role)in->role;
    f->effect = in->effect ? (uint8_t)(in->effect - 1)
                           : (uint8_t)mk_layer_role_effect(role);
    f->value = NAN;
    switch (role) {
    case MK_RO_KOMMUNAGD: read_owner(ctx, key, t, f); break;
    case MK_RO_MARKANVISNING: read_allocation(ctx, key, t, f); break;
    case MK_RO_VA: case MK_RO_FIBER: read_network(ctx, key, t, f); break;
    case MK_RO_EL: read_power(ctx, key, t, f); break;
    case MK_RO_VAG: f->code = MK_ST_FINNS; break;
    case MK_RO_STRANDSKYDD: read_shore(t, f); break;
    case MK_RO_FORORENING: read_risk(ctx, key, t, f); break;
    case MK_RO_FORNLAMNING: read_remains(t, f); break;
    case MK_RO_TILLSTAND: read_permit(ctx, key, t, f); break;
    case MK_RO_UTREDNING: return read_studies(ctx, key, t, f);
    case MK_RO_OVERSIKTSPLAN: case MK_RO_PLANBESKED:
        f->date = read_date(ctx, key, t->date);
        break;
    default: break; // no class decides
    }
    return 0;
}

bool mk_class_gives_no_access(const char *klass, const char *no_access)
{
    if (!klass || !no_access)
        return false;
    while (*no_access) {
        char one[128];
        const size_t n = strcspn(no_access, ";");
        if (n < sizeof one) {
            memcpy(one, no_access, n);
            one[n] = '\0';
            if (mk_text_same(one, klass))
                return true;
        }
        no_access += n + (no_access[n] == ';');
    }
    return false;
}
