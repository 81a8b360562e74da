// The table of roles (docs/method.md §8) and the published words of what the
// other layers say.
#include <markklar/context.h>

static const struct {
    const char *key, *text;
    double buffer_m;
    enum mk_effect effect;
} roles[MK_RO_COUNT] = {
    [MK_RO_OVERSIKTSPLAN] = {"oversiktsplan", "översiktsplan", 0, MK_EF_FACT},
    [MK_RO_PLANBESKED] = {"planbesked", "planbesked", 0, MK_EF_FACT},
    [MK_RO_KOMMUNAGD] = {"kommunagd", "markägande", 0, MK_EF_FACT},
    [MK_RO_MARKANVISNING] = {"markanvisning", "markanvisning", 0, MK_EF_FACT},
    [MK_RO_VA] = {"va_omrade", "verksamhetsområde för VA", 0, MK_EF_FACT},
    [MK_RO_FIBER] = {"fiber", "fiber", 50, MK_EF_FACT},
    [MK_RO_EL] = {"el", "el", 1000, MK_EF_FACT},
    [MK_RO_VAG] = {"vag", "väg", 25, MK_EF_FACT},
    [MK_RO_STRANDSKYDD] = {"strandskydd", "strandskydd", 0, MK_EF_EXCLUDES},
    [MK_RO_NATUR] = {"natur", "skyddad natur", 0, MK_EF_EXCLUDES},
    [MK_RO_VATTENSKYDD] = {"vattenskydd", "vattenskydd", 0, MK_EF_FLAGS},
    [MK_RO_RIKSINTRESSE] = {"riksintresse", "riksintresse", 0, MK_EF_FLAGS},
    [MK_RO_OVERSVAMNING] = {"oversvamning", "översvämning", 0, MK_EF_REDUCES},
    [MK_RO_RAS] = {"ras", "ras och skred", 0, MK_EF_FLAGS},
    [MK_RO_FORORENING] = {"fororening", "förorening", 50, MK_EF_FLAGS},
    [MK_RO_FORNLAMNING] = {"fornlamning", "fornlämning", 0, MK_EF_REDUCES},
    [MK_RO_JORDBRUK] = {"jordbruk", "jordbruksmark", 0, MK_EF_FLAGS},
    [MK_RO_FARLIGT_GODS] = {"farligt_gods", "farligt gods", 150, MK_EF_FLAGS},
    [MK_RO_KRAFTLEDNING] = {"kraftledning", "kraftledning", 20, MK_EF_REDUCES},
    [MK_RO_BYGGNADSFRITT] = {"byggnadsfritt", "byggnadsfritt avstånd", 12,
                             MK_EF_REDUCES},
    [MK_RO_UTFARTSFORBUD] = {"utfartsforbud", "utfartsförbud", 5,
                             MK_EF_FLAGS},
    [MK_RO_TILLSTAND] = {"tillstand", "tillstånd", 0, MK_EF_FACT},
    [MK_RO_UTREDNING] = {"utredning", "utredning", 0, MK_EF_FACT},
    [MK_RO_BEGRANSNING] = {"begransningar", "begränsning", 0, MK_EF_FLAGS},
};

const char *mk_layer_role_key(enum mk_layer_role r)
{
    return roles[r].key;
}

const char *mk_layer_role_text(enum mk_layer_role r)
{
    return roles[r].text;
}

double mk_layer_role_buffer(enum mk_layer_role r)
{
    return roles[r].buffer_m;
}

enum mk_effect mk_layer_role_effect(enum mk_layer_role r)
{
    return roles[r].effect;
}

const char *mk_effect_text(enum mk_effect e)
{
    static const char *const text[MK_EF_COUNT] = {
        [MK_EF_FACT] = "uppgift",
        [MK_EF_FLAGS] = "flaggar",
        [MK_EF_REDUCES] = "minskar",
        [MK_EF_EXCLUDES] = "utesluter",
    };
    return text[e];
}

const char *mk_owner_text(enum mk_owner o)
{
    static const char *const text[MK_OW_COUNT] = {
        [MK_OW_OKAND] = "okänd",
        [MK_OW_KOMMUN] = "kommun",
        [MK_OW_STAT_REGION] = "stat/region",
        [MK_OW_PRIVAT] = "privat",
    };
    return text[o];
}

const char *mk_allocation_text(enum mk_allocation a)
{
    static const char *const text[MK_AN_COUNT] = {
        [MK_AN_OKAND] = "okänd",
        [MK_AN_LEDIG] = "ledig",
        [MK_AN_INTRESSE] = "intresseanmälan",
        [MK_AN_RESERVERAD] = "reserverad",
        [MK_AN_MARKANVISAD] = "markanvisad",
        [MK_AN_SALD] = "såld",
        [MK_AN_TOMTRATT] = "tomträtt/arrende",
    };
    return text[a];
}

const char *mk_study_text(enum mk_study s)
{
    static const char *const text[MK_UT_COUNT] = {
        [MK_UT_ANNAN] = "annan utredning",
        [MK_UT_OVERSIKTLIG] = "översiktlig utredning",
        [MK_UT_GEOTEKNIK] = "geoteknik",
        [MK_UT_MARKMILJO] = "markmiljö",
        [MK_UT_DAGVATTEN] = "dagvatten",
        [MK_UT_NATUR] = "natur",
        [MK_UT_ARKEOLOGI] = "arkeologi",
        [MK_UT_BULLER_RISK] = "buller och risk",
    };
    return text[s];
}
