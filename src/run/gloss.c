// Published words in English, for whoever reads explain and check in it.
#include "run/gloss.h"

#include <string.h>

// The words are those of src/base; what says itself has none.
static const struct {
    const char *sv, *en;
} words[] = {
    // assessment and reasons
    {"bedömd", "assessed"},
    {"utesluten", "left out"},
    {"kan inte bedömas", "cannot be assessed"},
    {"geometri saknas", "no geometry"},
    {"samfällighet", "joint property unit"},
    {"järnvägsområde", "railway land"},
    {"vattenområde", "water"},
    {"allmän plats", "public place"},
    {"bostad (plan)", "housing by the plan"},
    {"annan användning", "other use"},
    {"bostad (byggnad)", "housing by its building"},
    // hinder
    {"plan", ""},
    {"risk", ""},
    {"fiber", "fibre"},
    {"upptagen", "occupied"},
    {"pågående plan", "ongoing plan"},
    {"delvis bebyggd", "partly built"},
    {"bostadshus", "a home"},
    {"rättsligt förfarande", "legal procedure"},
    {"ägande", "ownership"},
    {"tillfart", "access"},
    {"vatten och avlopp", "water and sewer"},
    {"el", "power"},
    {"förorening", "contamination"},
    {"markförhållanden", "ground"},
    {"natur och kultur", "nature and culture"},
    {"företagsreserv", "kept by a firm"},
    {"begränsning", "constraint"},
    {"uppgift", "fact only"},
    {"flaggar", "flags"},
    {"minskar", "reduces"},
    {"utesluter", "excludes"},
    // who must act, who owns
    {"kommun", "municipality"},
    {"markägare", "landowner"},
    {"länsstyrelse", "county board"},
    {"lantmäteri", "land survey"},
    {"nätägare", "grid owner"},
    {"väghållare", "road keeper"},
    {"domstol", "court"},
    {"företag", "firm"},
    {"stat/region", "state or region"},
    {"privat", "private"},
    {"okänd", "unknown"},
    {"ledig", "free"},
    {"intresseanmälan", "interest registered"},
    {"reserverad", "reserved"},
    {"markanvisad", "allocated"},
    {"såld", "sold"},
    {"tomträtt/arrende", "leased"},
    // plans
    {"detaljplan", "plan in force"},
    {"pågående detaljplan", "ongoing plan"},
    {"planbesked", "planning notice"},
    {"översiktsplan", "comprehensive plan"},
    {"planuppgift saknas", "no plan stated"},
    {"ej planlagt", "not planned"},
    {"avslutad", "closed"},
    {"upphävd", "repealed"},
    {"påbörjad", "begun"},
    {"samråd", "consultation"},
    {"granskning", "public review"},
    {"antagen", "adopted"},
    {"överklagad", "appealed"},
    {"tillsyn", "under review"},
    {"laga kraft", "in force"},
    {"ej börjat", "not begun"},
    {"pågår", "running"},
    {"sannolikt utgången", "probably run out"},
    {"utgången", "run out"},
    // provisions
    {"övrig", "other"},
    {"prickmark", "may not be built on"},
    {"korsmark", "minor buildings only"},
    {"ringmark", "underbuilt ground"},
    {"utnyttjandegrad", "degree of use"},
    {"höjd", "height"},
    {"byggnadshöjd", "height of the facade"},
    {"nockhöjd", "height of the ridge"},
    {"totalhöjd", "total height"},
    {"våningar", "storeys"},
    {"villkor för lov", "condition for a permit"},
    {"villkor för startbesked", "condition for starting"},
    {"strandskydd upphävs", "shore protection repealed"},
    {"markreservat", "land reserve"},
    {"fastighetsstorlek", "size of plot"},
    {"skydd", "protection"},
    {"placering", "placing"},
    {"katalogkod", "catalogue code"},
    {"kategori", "category"},
    {"beteckning", "designation"},
    {"formulering", "wording"},
    // axes and what is investigated
    {"rådighet", "control of the land"},
    {"infrastruktur", "infrastructure"},
    {"utredning", "investigations"},
    {"tillstånd", "permits"},
    {"egenskapsbestämmelser", "property provisions"},
    {"byggnader", "buildings"},
    {"annan utredning", "other investigation"},
    {"översiktlig utredning", "desk study"},
    {"geoteknik", "geotechnics"},
    {"markmiljö", "soil contamination"},
    {"dagvatten", "stormwater"},
    {"natur", "nature"},
    {"arkeologi", "archaeology"},
    {"buller och risk", "noise and risk"},
    // streets and stops
    {"långt till gata", "far from the street"},
    {"ej nåbar", "not reached by any street"},
    {"kant", "at the edge of the data"},
    {"anropsstyrt", "only on demand"},
    // layers
    {"markägande", "ownership"},
    {"markanvisning", "land allocation"},
    {"verksamhetsområde för VA", "area served by water and sewer"},
    {"väg", "road"},
    {"strandskydd", "shore protection"},
    {"skyddad natur", "protected nature"},
    {"vattenskydd", "water protection"},
    {"riksintresse", "national interest"},
    {"översvämning", "flooding"},
    {"ras och skred", "landslide"},
    {"fornlämning", "ancient remains"},
    {"jordbruksmark", "farmland"},
    {"farligt gods", "dangerous goods"},
    {"kraftledning", "power line"},
    {"byggnadsfritt avstånd", "building-free distance"},
    {"utfartsförbud", "no exit"},
};

static const char *english(const char *s, size_t n)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].sv) == n && memcmp(words[i].sv, s, n) == 0)
            return words[i].en;
    return NULL;
}

/** A sentence that has one of the words among its commas is no list. */
static bool all_known(const char *text)
{
    while (*text) {
        const size_t n = strcspn(text, ";,");
        if (!english(text, n))
            return false;
        text += n;
        text += strspn(text, ";, ");
    }
    return true;
}

void mk_gloss_put(struct mk_buf *b, const char *text)
{
    if (!all_known(text)) {
        mk_buf_str(b, text);
        return;
    }
    while (*text) {
        const char *end = text + strcspn(text, ";,");
        const size_t n = (size_t)(end - text);
        const char *en = english(text, n);
        mk_buf_add(b, text, n);
        if (*en)
            mk_buf_printf(b, " (%s)", en);
        const size_t between = strspn(end, ";, ");
        mk_buf_add(b, end, between);
        text = end + between;
    }
}
