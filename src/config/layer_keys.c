// Field keys of the layers beside plans, buildings and timetable, and which
// roles have them (docs/method.md §8).
#include "config/schema.h"

#include <string.h>

#define BIT(r) (1u << MK_RO_##r)
#define EVERY ((1u << MK_RO_COUNT) - 1)
#define MEANT (BIT(OVERSIKTSPLAN) | BIT(PLANBESKED))

static const struct {
    const char *key;
    uint32_t roles;
    bool is_class; // another word for klass
    const char *doc;
} keys[] = {
    {"id", EVERY, false, "identity; ties go by it"},
    {"namn", EVERY, false, "name, for explain and the table hinder"},
    {"klass", EVERY, false, "what the class is read from"},
    {"agare", BIT(KOMMUNAGD), true, "kommun, stat, region, privat"},
    {"vilja", BIT(KOMMUNAGD), false,
     "säljvillig, ej säljvillig, option, utbjuden"},
    {"status", BIT(MARKANVISNING), true,
     "ledig, intresseanmälan, reserverad, markanvisad, såld, tomträtt, "
     "arrende"},
    {"status", BIT(VA) | BIT(FIBER), true,
     "blank or utbyggt: there; planerat, beslutat: planned"},
    {"status", BIT(TILLSTAND), true,
     "behov, sökt, beviljat, laga kraft, klart"},
    {"typ", BIT(STRANDSKYDD), true,
     "upphävt, undantag, avvisat: does not hold"},
    {"typ", BIT(NATUR), true, "kind of protection"},
    {"typ", BIT(FORNLAMNING), true, "fornlämning; anything else only flags"},
    {"riskklass", BIT(FORORENING), true, "begins with 1, 2, 3 or 4"},
    {"slag", BIT(UTREDNING), true,
     "geoteknik, markmiljö, dagvatten, natur, arkeologi, buller, risk, "
     "översiktlig"},
    {"anvandning", MEANT, false,
     "use meant, letters or words; left out: klass is read as such"},
    {"till", BIT(MARKANVISNING), false, "date a reservation ends"},
    {"datum", MEANT | BIT(TILLSTAND) | BIT(UTREDNING), false,
     "date of the decision or the investigation"},
    {"pris", BIT(MARKANVISNING), false, "price, kr/m²"},
    {"mw", BIT(EL), false, "power to be had, MW"},
};
#define NKEYS (sizeof keys / sizeof *keys)

// MK_RO_COUNT: the role is none of these.
static enum mk_layer_role role_of(const char *role)
{
    int r = 0;
    while (r < MK_RO_COUNT &&
           strcmp(mk_layer_role_key((enum mk_layer_role)r), role) != 0)
        r++;
    return (enum mk_layer_role)r;
}

size_t mk_field_key_words(const char *role, const char *words[MK_FIELD_KEYS])
{
    const enum mk_layer_role layer = role_of(role);
    size_t n = 0, nfixed;
    const struct mk_field_key *fixed = mk_field_keys(&nfixed);
    for (size_t i = 0; i < nfixed; i++)
        if (n < MK_FIELD_KEYS && strcmp(fixed[i].role, role) == 0)
            words[n++] = fixed[i].key;
    for (size_t i = 0; layer < MK_RO_COUNT && i < NKEYS; i++)
        if (n < MK_FIELD_KEYS && keys[i].roles >> layer & 1)
            words[n++] = keys[i].key;
    return n;
}

const char *mk_field_key_canonical(const char *role, const char *word)
{
    const enum mk_layer_role layer = role_of(role);
    for (size_t i = 0; layer < MK_RO_COUNT && i < NKEYS; i++)
        if (keys[i].is_class && (keys[i].roles >> layer & 1) &&
            strcmp(keys[i].key, word) == 0)
            return "klass";
    return word;
}

static void put_roles(struct mk_buf *out, uint32_t roles)
{
    if (roles == EVERY) {
        mk_buf_str(out, "other layers");
        return;
    }
    bool any = false;
    for (int r = 0; r < MK_RO_COUNT; r++) {
        if (!(roles >> r & 1))
            continue;
        mk_buf_printf(out, "%s%s", any ? ", " : "",
                      mk_layer_role_key((enum mk_layer_role)r));
        any = true;
    }
}

void mk_layer_keys_doc(struct mk_buf *out)
{
    for (size_t i = 0; i < NKEYS; i++) {
        mk_buf_str(out, "| ");
        put_roles(out, keys[i].roles);
        mk_buf_printf(out, " | `%s` | %s%s |\n", keys[i].key,
                      keys[i].is_class ? "klass: " : "", keys[i].doc);
    }
}
