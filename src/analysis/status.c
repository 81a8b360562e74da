// What a municipality's words about a plan mean.
#include <markklar/plan.h>

#include "base/text.h"

#include <string.h>

const char *mk_planstatus_text(enum mk_planstatus s)
{
    static const char *const text[MK_PS_COUNT] = {
        [MK_PS_SAKNAS] = "planuppgift saknas",
        [MK_PS_EJ_PLANLAGT] = "ej planlagt",
        [MK_PS_AVSLUTAD] = "avslutad",
        [MK_PS_UPPHAVD] = "upphävd",
        [MK_PS_PABORJAD] = "påbörjad",
        [MK_PS_SAMRAD] = "samråd",
        [MK_PS_GRANSKNING] = "granskning",
        [MK_PS_ANTAGEN] = "antagen",
        [MK_PS_OVERKLAGAD] = "överklagad",
        [MK_PS_TILLSYN] = "tillsyn",
        [MK_PS_LAGA_KRAFT] = "laga kraft",
    };
    return text[s];
}

bool mk_planstatus_ongoing(enum mk_planstatus s)
{
    return s >= MK_PS_PABORJAD && s <= MK_PS_TILLSYN;
}

const char *mk_gf_text(enum mk_gf_lage g)
{
    static const char *const text[MK_GF_COUNT] = {
        [MK_GF_OKAND] = "okänd",
        [MK_GF_EJ_BORJAT] = "ej börjat",
        [MK_GF_PAGAR] = "pågår",
        [MK_GF_SANNOLIKT_UTGANGEN] = "sannolikt utgången",
        [MK_GF_UTGANGEN] = "utgången",
    };
    return text[g];
}

// First match wins, so that "pågående - samråd" is samråd and "antagen, ej
// laga kraft" is antagen.
enum mk_planstatus mk_planstatus_read(const char *text)
{
    static const struct {
        const char *part;
        enum mk_planstatus status;
    } words[] = {
        {"upphav", MK_PS_UPPHAVD},     {"avslut", MK_PS_AVSLUTAD},
        {"overklag", MK_PS_OVERKLAGAD}, {"overprov", MK_PS_OVERKLAGAD},
        {"tillsyn", MK_PS_TILLSYN},    {"ej laga", MK_PS_ANTAGEN},
        {"inte laga", MK_PS_ANTAGEN},  {"laga", MK_PS_LAGA_KRAFT},
        {"galla", MK_PS_LAGA_KRAFT},   {"antag", MK_PS_ANTAGEN},
        {"gransk", MK_PS_GRANSKNING},  {"utstall", MK_PS_GRANSKNING},
        {"samrad", MK_PS_SAMRAD},      {"uppdrag", MK_PS_PABORJAD},
        {"paborj", MK_PS_PABORJAD},    {"paga", MK_PS_PABORJAD},
        {"program", MK_PS_PABORJAD},
    };
    char t[256];
    if (!text)
        return MK_PS_SAKNAS;
    mk_text_fold(text, t, sizeof t);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(t, words[i].part))
            return words[i].status;
    return MK_PS_SAKNAS;
}
