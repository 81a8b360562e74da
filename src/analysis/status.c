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

// A folded text as words: runs of letters and digits.
#define MOST_WORDS 48
struct words {
    const char *at[MOST_WORDS];
    size_t len[MOST_WORDS];
    int n;
};

static bool word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

static void split(const char *t, struct words *w)
{
    w->n = 0;
    while (*t && w->n < MOST_WORDS) {
        size_t n = 0;
        while (word_byte(t[n]))
            n++;
        if (n) {
            w->at[w->n] = t;
            w->len[w->n++] = n;
        }
        t += n ? n : 1;
    }
}

static bool word_is(const struct words *w, int i, const char *word)
{
    return i < w->n && w->len[i] == strlen(word) &&
           memcmp(w->at[i], word, w->len[i]) == 0;
}

static bool among(const struct words *w, int i, const char *const *list)
{
    for (; *list; list++)
        if (word_is(w, i, *list))
            return true;
    return false;
}

// The first word that begins so; -1: none.
static int beginning(const struct words *w, const char *part)
{
    const size_t n = strlen(part);
    for (int i = 0; i < w->n; i++)
        if (w->len[i] >= n && memcmp(w->at[i], part, n) == 0)
            return i;
    return -1;
}

// What says that a thing is not so, or not so yet.
static const char *const not_so[] = {
    "ej",       "inte",     "icke",   "nej",    "ingen",    "inget",
    "saknar",   "saknas",   "annu",   "vantar", "invantar", "avvaktar",
    "vantas",   "invantas", "avvaktas", NULL};
// These speak of what follows only: "laga kraft före 2011" is in force.
static const char *const not_until[] = {"fore", "innan", NULL};
static const char *const no_longer[] = {"tidigare", "slutat", "slutar", NULL};

static bool negated_before(const struct words *w, int end)
{
    for (int i = 0; i < end; i++)
        if (among(w, i, not_so) || among(w, i, not_until))
            return true;
    return false;
}

// "ej laga kraft", "inväntar laga kraft"; and "laga kraft ej vunnen".
static enum mk_planstatus laga(const struct words *w, int i)
{
    if (negated_before(w, i))
        return MK_PS_ANTAGEN;
    const bool two = word_is(w, i, "laga") && word_is(w, i + 1, "kraft");
    if ((two || word_is(w, i, "lagakraft")) && among(w, i + 1 + two, not_so))
        return MK_PS_ANTAGEN;
    return MK_PS_LAGA_KRAFT;
}

static bool no_longer_said(const struct words *w)
{
    for (int i = 0; i < w->n; i++)
        if (among(w, i, no_longer))
            return true;
    return false;
}

// First match wins, so that "pågående - samråd" is samråd. A word that says
// the plan is not, or no more, in force comes before every word that says it
// is: read wrongly, that is the costly mistake.
enum mk_planstatus mk_planstatus_read(const char *text)
{
    struct row {
        const char *part;
        enum mk_planstatus status;
    };
    static const struct row before[] = {
        {"upphav", MK_PS_UPPHAVD},      {"upphor", MK_PS_UPPHAVD},
        {"avslut", MK_PS_AVSLUTAD},     {"overklag", MK_PS_OVERKLAGAD},
        {"overprov", MK_PS_TILLSYN},    {"tillsyn", MK_PS_TILLSYN},
    };
    static const struct row after[] = {
        {"antag", MK_PS_ANTAGEN},       {"gransk", MK_PS_GRANSKNING},
        {"utstall", MK_PS_GRANSKNING},  {"samrad", MK_PS_SAMRAD},
        {"uppdrag", MK_PS_PABORJAD},    {"paborj", MK_PS_PABORJAD},
        {"paga", MK_PS_PABORJAD},       {"program", MK_PS_PABORJAD},
    };
    // whole words: "gällande, ersätter plan 12" is in force
    static const char *const replaced[] = {"ersatt", "ersatts", "ersatta",
                                           NULL};
    char t[256];
    struct words w;
    if (!text)
        return MK_PS_SAKNAS;
    mk_text_fold(text, t, sizeof t);
    split(t, &w);
    for (int i = 0; i < w.n; i++)
        if (among(&w, i, replaced))
            return MK_PS_UPPHAVD;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (strstr(t, before[i].part))
            return before[i].status;
    const int at = beginning(&w, "laga");
    if (at >= 0)
        return laga(&w, at);
    if (negated_before(&w, w.n))
        return MK_PS_SAKNAS;
    if (beginning(&w, "galla") >= 0 || beginning(&w, "galler") >= 0)
        return no_longer_said(&w) ? MK_PS_SAKNAS : MK_PS_LAGA_KRAFT;
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        if (strstr(t, after[i].part))
            return after[i].status;
    return MK_PS_SAKNAS;
}
