#include "output/style.h"

#include <markklar/compare.h>

#include "base/handles.h"

#include <stdio.h>
#include <string.h>

// One class of a legend. Numbers: lower and upper bound (both inclusive; the
// first class that fits wins, so the list goes from the highest down).
// Words: the value, NULL for all others.
struct legend_class {
    const char *value;
    int lower, upper;
    const char *sv, *en;
    const char *fill;      // "r,g,b,a"; of a hatch: the lines
    const char *brush;     // Qt's fill style, or OVER_SCORE
    const char *line;      // outline
    const char *pen;       // solid, dash, dot, "dash dot"
    const char *width;     // outline, mm
    const char *size;      // of a point, mm
};

// The colour of the score, with a light hatch over it.
#define OVER_SCORE "over score"

enum kind { GRADUATED, CATEGORISED };

struct label {
    const char *field; // or an expression
    bool expression;
    int size;          // points
    bool bold;
    int from_scale;    // 1:n and closer; 0 = always
    const char *keep;  // expression 0-10: which labels win over others
};

struct look {
    const struct mk_layer_def *layer;
    const char *file;  // NULL: that of the layer's name
    enum kind kind;
    const char *attribute;
    const struct legend_class *classes;
    size_t n;
    const char *opacity;
    struct label label;
    const char *tip_sv, *tip_en; // shown when the pointer rests
    bool visible, open;          // in the layer tree
    bool thin_afar;              // outlines give way when seen from afar
};

#define DARK "40,40,40,255"
#define THIN "60,60,60,160"

// ColorBrewer YlGnBu, five classes: safe for colour-blind readers, and the
// low end stays pale, so that what is worth looking at stands out on a light
// background map. (viridis ends in a yellow that draws the eye to the worst.)
#define SCORE_0 "255,255,204,255"
#define SCORE_1 "161,218,180,255"
#define SCORE_2 "65,182,196,255"
#define SCORE_3 "44,127,184,255"
#define SCORE_4 "37,52,148,255"

// What a place is drawn as is one word, so that each is drawn once. The words
// are those of the published fields where there is one; the order is that of
// what matters most for a reader who sees the map only.
#define UNKNOWN                                                         \
    "WHEN \"poang_max\" - \"poang\" > 40 THEN 'okänt' "
#define SCORE_STEPS                                                         \
    "WHEN \"poang\" >= 80 THEN '80' WHEN \"poang\" >= 60 THEN '60' "        \
    "WHEN \"poang\" >= 40 THEN '40' WHEN \"poang\" >= 20 THEN '20' "        \
    "ELSE '0' END"
#define NOT_FREE                                                            \
    "WHEN \"hinder\" LIKE 'upptagen%' OR "                                  \
    "\"markanv\" IN ('såld', 'markanvisad') THEN 'upptagen' "               \
    "WHEN \"hinder\" LIKE 'pågående plan%' THEN 'pågående plan' "

// An område answers with its best delområde. Where most of it lies outside
// plans in force that answer is not one for the whole, whatever it says.
#define MARK_WORD                                                           \
    "CASE WHEN \"poang\" IS NULL THEN 'utesluten' "                         \
    "WHEN \"planl_andel\" < 0.5 AND \"basta_del\" IS NOT NULL THEN "        \
    "'delvis planlagd' " NOT_FREE UNKNOWN SCORE_STEPS

#define VERKSAMHETSMARK_WORD                                                \
    "CASE WHEN \"poang\" IS NULL THEN 'utesluten' " NOT_FREE UNKNOWN    \
    "WHEN \"hinder\" LIKE 'delvis bebyggd%' THEN 'delvis bebyggd' "         \
    SCORE_STEPS

// The colour of the score under the hatch of what is partly built.
#define SCORE_COLOUR                                                        \
    "CASE WHEN \"poang\" >= 80 THEN '" SCORE_4 "' "                         \
    "WHEN \"poang\" >= 60 THEN '" SCORE_3 "' "                              \
    "WHEN \"poang\" >= 40 THEN '" SCORE_2 "' "                              \
    "WHEN \"poang\" >= 20 THEN '" SCORE_1 "' ELSE '" SCORE_0 "' END"

// A city has thousands of small pieces: from afar their outlines would be all
// that is seen.
#define OUTLINE_AT_SCALE                                                    \
    "CASE WHEN @map_scale > 50000 THEN 0.02 "                               \
    "WHEN @map_scale > 20000 THEN 0.1 END"

#define SCORE_CLASSES(line, width)                                          \
    {"80", 0, 0, "80–100 poäng", "80–100 points", SCORE_4, "solid",       \
     line, "solid", width, NULL},                                           \
    {"60", 0, 0, "60–80 poäng", "60–80 points", SCORE_3, "solid",         \
     line, "solid", width, NULL},                                           \
    {"40", 0, 0, "40–60 poäng", "40–60 points", SCORE_2, "solid",         \
     line, "solid", width, NULL},                                           \
    {"20", 0, 0, "20–40 poäng", "20–40 points", SCORE_1, "solid",         \
     line, "solid", width, NULL},                                           \
    {"0", 0, 0, "0–20 poäng", "0–20 points", SCORE_0, "solid",            \
     line, "solid", width, NULL}

// Vermilion of Okabe and Ito: told from blue and grey by every reader.
#define WARNING "213,94,0,255"
#define GREY "150,150,150,255"

#define HINDER_CLASSES(width)                                               \
    {"upptagen", 0, 0, "upptagen, såld eller markanvisad",                  \
     "occupied, sold or allocated", "90,90,90,255",                         \
     "diagonal_x", "90,90,90,255", "solid", width, NULL},                   \
    {"pågående plan", 0, 0, "pågående plan hindrar",                        \
     "an ongoing plan speaks against", WARNING, "f_diagonal", WARNING,       \
     "solid", width, NULL},                                                 \
    {"okänt", 0, 0, "okänt underlag", "basis unknown", "110,110,110,255",   \
     "dense6", "110,110,110,255", "solid", width, NULL}

static const struct legend_class mark_classes[] = {
    SCORE_CLASSES(THIN, "0.1"),
    {"delvis planlagd", 0, 0, "delvis planlagd – se Mark för näringsliv",
     "partly planned – see Land for business", "255,255,255,0", "no",
     "120,120,120,255", "solid", "0.1", NULL},
    HINDER_CLASSES("0.1"),
    {"utesluten", 0, 0, "utesluten eller kan inte bedömas",
     "left out or cannot be assessed", GREY, "b_diagonal", GREY, "solid",
     "0.1", NULL}};

static const struct legend_class verksamhetsmark_classes[] = {
    SCORE_CLASSES(DARK, "0.2"),
    {"delvis bebyggd", 0, 0, "delvis bebyggd", "partly built", SCORE_2,
     OVER_SCORE, DARK, "solid", "0.2", NULL},
    HINDER_CLASSES("0.2"),
    {"utesluten", 0, 0, "utesluten", "left out", GREY, "b_diagonal", GREY,
     "solid", "0.15", NULL}};

// One word for each level. Where other axes are not known the plan's level is
// drawn, hatched, and the label says the range; an asterisk says that the plan's
// egenskapsbestämmelser are not known.
// What is left out has a level too, but no one will build there.
#define BEREDSKAP_WORD                                                      \
    "CASE WHEN \"utesluten\" IS NOT NULL THEN 'utesluten' "                 \
    "WHEN \"hinder\" LIKE 'upptagen%' THEN 'upptagen' "                     \
    "WHEN \"ber_min\" IS NULL THEN 'okänd' "                                \
    "WHEN \"ber_min\" = \"ber_max\" THEN 'B' || \"ber_min\" "               \
    "WHEN \"ber_plan\" IS NULL THEN 'okänd' "                               \
    "ELSE 'plan B' || \"ber_plan\" END"
#define BEREDSKAP_LABEL                                                     \
    "CASE WHEN \"utesluten\" IS NOT NULL OR \"hinder\" LIKE 'upptagen%' "   \
    "THEN NULL WHEN \"ber_min\" = \"ber_max\" THEN 'B' || \"ber_min\" "     \
    "ELSE 'B' || \"ber_min\" || '–B' || \"ber_max\" END || "                \
    "CASE WHEN \"okanda\" LIKE '%egenskapsbestämmelser%' THEN '*' "         \
    "ELSE '' END"

// ColorBrewer RdYlBu, five classes: the ends are told apart by every reader.
#define LEVEL(b, sv, en, fill)                                              \
    {b, 0, 0, b " " sv, b " " en, fill, "solid", DARK, "solid", "0.2", NULL}
#define BY_PLAN(b, fill)                                                    \
    {"plan " b, 0, 0, b " enligt planen, annat underlag saknas",            \
     b " by the plan, other basis missing", fill, "dense4", DARK, "solid",  \
     "0.2", NULL}
static const struct legend_class beredskap_classes[] = {
    LEVEL("B5", "byggklar (*: egenskapsbestämmelser okända)",
          "ready to build (*: property provisions not known)",
          "44,123,182,255"),
    LEVEL("B4", "nästan klar", "nearly ready", "116,173,209,255"),
    LEVEL("B3", "på väg", "under way", "255,235,140,255"),
    LEVEL("B2", "tidigt", "early", "253,174,97,255"),
    LEVEL("B1", "långt kvar", "far from ready", "215,25,28,255"),
    BY_PLAN("B5", "44,123,182,255"),
    BY_PLAN("B4", "116,173,209,255"),
    BY_PLAN("B3", "235,205,60,255"),
    BY_PLAN("B2", "253,174,97,255"),
    BY_PLAN("B1", "215,25,28,255"),
    {"upptagen", 0, 0, "upptagen", "occupied", "90,90,90,255", "diagonal_x",
     "90,90,90,255", "solid", "0.2", NULL},
    {"okänd", 0, 0, "okänd", "unknown", "110,110,110,255", "dense6",
     "110,110,110,255", "solid", "0.15", NULL},
    {"utesluten", 0, 0, "utesluten", "left out", GREY, "b_diagonal", GREY,
     "solid", "0.15", NULL}};

// An outline, so that the level under it can be read.
static const struct legend_class byggbar_classes[] = {
    {"byggbar", 0, 0, "byggbar mark", "buildable land", "255,255,255,0", "no",
     "0,110,80,255", "dash", "0.5", NULL}};

// viridis in seven steps, darkest for A: not to be taken for the score.
#define KLASS(k, sv, en, fill)                                              \
    {k, 0, 0, k ": " sv, k ": " en, fill, "solid", "255,255,255,0",         \
     "no", "0", NULL}
static const struct legend_class klass_classes[] = {
    KLASS("A", "tätast trafik, kort avstånd", "densest service, close by",
          "68,1,84,255"),
    KLASS("B", "mycket tät trafik", "very dense service", "68,58,131,255"),
    KLASS("C", "mycket god trafik", "very good service", "49,104,142,255"),
    KLASS("D", "god trafik", "good service", "33,145,140,255"),
    KLASS("E", "mycket god grundtrafik", "very good basic service",
          "53,183,121,255"),
    KLASS("F", "god grundtrafik", "good basic service", "144,215,67,255"),
    KLASS("G", "grundtrafik", "basic service", "253,231,37,255")};

// Okabe and Ito's colours, thin enough to see one mode through another.
#define WALK(word, sv, en, rgb)                                             \
    {word, 0, 0, sv, en, rgb ",70", "solid", rgb ",255", "solid", "0.5", NULL}
static const struct legend_class walk_classes[] = {
    WALK("tåg", "tåg, högst 1 000 m att gå", "train, at most 1,000 m on foot",
         "0,114,178"),
    WALK("tunnelbana", "tunnelbana, högst 1 000 m",
         "metro, at most 1,000 m", "86,180,233"),
    WALK("färja", "färja, högst 1 000 m", "ferry, at most 1,000 m",
         "204,121,167"),
    WALK("spårvagn", "spårvagn, högst 500 m", "tram, at most 500 m",
         "0,158,115"),
    WALK("buss", "buss, högst 500 m", "bus, at most 500 m", "230,159,0"),
    WALK("övrig trafik", "övrig trafik, högst 500 m", "other, at most 500 m",
         "110,110,110")};

// ColorBrewer Greens, darkest nearest.
#define CYCLE(minutes, sv, en, fill)                                        \
    {minutes, 0, 0, sv, en, fill, "solid", "255,255,255,0", "no", "0", NULL}
static const struct legend_class cycle_classes[] = {
    CYCLE("5", "högst 5 minuter till station", "at most 5 minutes to a station",
          "0,109,44,255"),
    CYCLE("10", "5–10 minuter", "5–10 minutes", "49,163,84,255"),
    CYCLE("15", "10–15 minuter", "10–15 minutes", "161,217,155,255")};

// Magenta is used for nothing else: what is missing.
#define MISSING "197,27,138,255"
static const struct legend_class land_gap_classes[] = {
    {"kollektivtrafik; fiber", 0, 0, "saknar kollektivtrafik och fiber",
     "lacks public transport and fibre", MISSING, "diagonal_x", MISSING,
     "solid", "0.7", NULL},
    {"kollektivtrafik", 0, 0, "saknar kollektivtrafik",
     "lacks public transport", MISSING, "b_diagonal", MISSING, "solid", "0.7",
     NULL},
    {"fiber", 0, 0, "saknar fiber", "lacks fibre", MISSING, "dense7", MISSING,
     "dash", "0.5", NULL}};

// ColorBrewer RdPu.
#define PEOPLE(lower, upper, sv, en, fill)                                  \
    {NULL, lower, upper, sv, en, fill, "solid", "255,255,255,200", "solid",  \
     "0.2", NULL}
static const struct legend_class people_gap_classes[] = {
    PEOPLE(200, 100000000, "minst 200 personer utan kollektivtrafik",
           "200 people or more without public transport", "122,1,119,255"),
    PEOPLE(50, 199, "50–199 personer", "50–199 people", "197,27,138,255"),
    PEOPLE(10, 49, "10–49 personer", "10–49 people", "247,104,161,255"),
    PEOPLE(0, 9, "1–9 personer", "1–9 people", "251,180,185,255")};

// Size tells how often; colour only helps.
#define STOP(lower, upper, sv, en, fill, size)                              \
    {NULL, lower, upper, sv, en, fill, "solid", DARK, "solid", "0.2", size}
static const struct legend_class stop_classes[] = {
    STOP(8, 100000, "minst 8 avgångar i timmen", "8 departures an hour or more",
         "0,0,0,255", "4"),
    STOP(4, 8, "4–8 avgångar i timmen", "4–8 departures an hour",
         "70,70,70,255", "3.2"),
    STOP(2, 4, "2–4 avgångar i timmen", "2–4 departures an hour",
         "130,130,130,255", "2.5"),
    STOP(1, 2, "1–2 avgångar i timmen", "1–2 departures an hour",
         "190,190,190,255", "2.1"),
    STOP(0, 1, "mindre än 1 avgång i timmen", "less than 1 departure an hour",
         "255,255,255,255", "1.7")};

// Outlines only, so that what lies under a plan can be read. In force solid,
// ongoing dashed (heavier the nearer it is to force), gone dotted.
#define PLAN(word, en, line, pen, width)                                    \
    {word, 0, 0, word, en, "255,255,255,0", "no", line, pen, width, NULL}
static const struct legend_class plan_classes[] = {
    PLAN("laga kraft", "in force", "20,20,20,255", "solid", "0.5"),
    PLAN("tillsyn", "under review", "179,88,6,255", "dash", "0.6"),
    PLAN("överklagad", "appealed", "179,88,6,255", "dash", "0.6"),
    PLAN("antagen", "adopted", "179,88,6,255", "dash", "0.6"),
    PLAN("granskning", "public review", "84,39,136,255", "dash", "0.5"),
    PLAN("samråd", "consultation", "84,39,136,255", "dash", "0.4"),
    PLAN("påbörjad", "begun", "84,39,136,255", "dot", "0.4"),
    PLAN("upphävd", "repealed", "140,140,140,255", "dot", "0.3"),
    PLAN("avslutad", "closed", "140,140,140,255", "dot", "0.3"),
    {NULL, 0, 0, "planuppgift saknas", "not stated", "255,255,255,0", "no",
     "140,140,140,255", "dash dot", "0.3", NULL}};

// How far land goes up or down is what one looks for: a few more within reach
// is not four classes. klass_skilln is null where a class is unknown.
#define CHANGE_WORD                                                         \
    "CASE WHEN \"forandring\" NOT IN ('bättre', 'sämre') THEN "             \
    "\"forandring\" WHEN coalesce(\"klass_skilln\", 0) = 0 "                \
    "THEN \"forandring\" WHEN abs(\"klass_skilln\") = 1 "                   \
    "THEN \"forandring\" || ' 1' ELSE \"forandring\" || ' 2' END"

#define CHANGE(word, sv, en, fill, brush)                                   \
    {word, 0, 0, sv, en, fill, brush, DARK, "solid", "0.2", NULL}
static const struct legend_class change_classes[] = {
    CHANGE("bättre 2", "bättre, minst två klasser upp",
           "better, up two classes or more", "8,69,148,255", "solid"),
    CHANGE("bättre 1", "bättre, en klass upp", "better, up one class",
           "66,146,198,255", "solid"),
    CHANGE("bättre", "bättre i samma klass", "better in the same class",
           "189,215,231,255", "solid"),
    CHANGE("sämre", "sämre i samma klass", "worse in the same class",
           "253,208,162,255", "solid"),
    CHANGE("sämre 1", "sämre, en klass ner", "worse, down one class",
           "241,105,19,255", "solid"),
    CHANGE("sämre 2", "sämre, minst två klasser ner",
           "worse, down two classes or more", "140,45,4,255", "solid"),
    CHANGE("bättre och sämre", "bättre och sämre", "better and worse",
           "204,121,167,255", "solid"),
    CHANGE("tillkommer", "tillkommer", "new", "44,123,182,255", "dense4"),
    CHANGE("utgår", "utgår", "gone", WARNING, "dense4"),
    {"annat", 0, 0, "annat ändrat", "other changes", GREY, "b_diagonal", GREY,
     "solid", "0.15", NULL}};

#define CHANGED_CLASS                                                       \
    "CASE WHEN \"klass_fore\" <> \"klass_efter\" THEN "                     \
    "replace(\"klass_fore\", 'utanför', '–') || '→' || "                    \
    "replace(\"klass_efter\", 'utanför', '–') END"

// What it is called in the office, its name when there is room; what is gone is
// not named. Rank and level win where labels meet.
#define PLAN_LABEL                                                          \
    "CASE WHEN \"planstatus\" IN ('upphävd', 'avslutad') THEN NULL "        \
    "WHEN @map_scale < 5000 THEN array_to_string(array_filter(array("      \
    "coalesce(\"plan_nr\", \"plan_akt\"), \"plan_namn\"), "                 \
    "@element IS NOT NULL), '\\n') "                                        \
    "ELSE coalesce(\"plan_nr\", \"plan_akt\", \"plan_namn\") END"

#define COUNT(a) a, sizeof a / sizeof a[0]
static const struct look looks[] = {
    {&mk_layer_mark, NULL, CATEGORISED, MARK_WORD,
     COUNT(mark_classes), "0.65", {0},
     "<b>[% coalesce(\"fastighet\", \"fast_id\") %]</b><br>"
     "[% coalesce(\"poang\" || ' poäng', \"utesluten\", \"bedomning\") %]"
     "[% coalesce(', ' || \"hinder\", '') %]",
     "<b>[% coalesce(\"fastighet\", \"fast_id\") %]</b><br>"
     "[% coalesce(\"poang\" || ' points', \"utesluten\", \"bedomning\") %]"
     "[% coalesce(', ' || \"hinder\", '') %]",
     true, true, true},
    {&mk_layer_beredskap, "verksamhetsmark", CATEGORISED, BEREDSKAP_WORD,
     COUNT(beredskap_classes), "1",
     {BEREDSKAP_LABEL, true, 8, false, 25000, NULL},
     "<b>[% \"del_id\" %]</b><br>[% coalesce(\"utesluten\", "
     BEREDSKAP_LABEL ", 'okänd') %]"
     "[% coalesce('<br>okänt: ' || \"okanda\", '') %]"
     "[% coalesce('<br>hinder: ' || \"hinder\", '') %]"
     "[% coalesce('<br>byggklar ' || \"klar_p50\", '') %]",
     "<b>[% \"del_id\" %]</b><br>[% coalesce(\"utesluten\", "
     BEREDSKAP_LABEL ", 'unknown') %]"
     "[% coalesce('<br>not known: ' || \"okanda\", '') %]"
     "[% coalesce('<br>obstacles: ' || \"hinder\", '') %]"
     "[% coalesce('<br>ready ' || \"klar_p50\", '') %]",
     false, true, true},
    {&mk_layer_byggbar, NULL, CATEGORISED, "'byggbar'",
     COUNT(byggbar_classes), "1", {0},
     "<b>[% \"del_id\" %]</b><br>[% \"byggbar_m2\" %] m² byggbar mark",
     "<b>[% \"del_id\" %]</b><br>[% \"byggbar_m2\" %] m² buildable",
     false, true, false},
    {&mk_layer_verksamhetsmark, NULL, CATEGORISED, VERKSAMHETSMARK_WORD,
     COUNT(verksamhetsmark_classes), "1",
     {"rang", false, 9, true, 0, "10 / sqrt(\"rang\")"},
     "<b>[% \"del_id\" %]</b><br>[% coalesce('rang ' || \"rang\" || ', ' || "
     "\"poang\" || ' poäng', \"utesluten\", '') %]"
     "[% coalesce(' ' || \"hinder\", '') %]",
     "<b>[% \"del_id\" %]</b><br>[% coalesce('rank ' || \"rang\" || ', ' || "
     "\"poang\" || ' points', \"utesluten\", '') %]"
     "[% coalesce(' ' || \"hinder\", '') %]",
     true, true, true},
    {&mk_layer_infrastruktur, NULL, CATEGORISED, "klass", COUNT(klass_classes),
     "0.6", {0}, NULL, NULL, false, true,
     false},
    {&mk_layer_gangnara, NULL, CATEGORISED, "trafikslag", COUNT(walk_classes),
     "1", {0}, NULL, NULL, false, true, false},
    {&mk_layer_cykelnara, NULL, CATEGORISED, "minuter", COUNT(cycle_classes),
     "0.6", {0}, NULL, NULL, false, true, false},
    {&mk_layer_brister_mark, NULL, CATEGORISED, "brist",
     COUNT(land_gap_classes), "1",
     {"round(\"area_m2\" / 10000, 1) || ' ha'", true, 8, false, 25000,
      "10 * \"area_m2\" / (\"area_m2\" + 50000)"},
     "<b>[% \"del_id\" %]</b><br>saknar [% \"brist\" %]"
     "[% coalesce('<br>' || round(\"tur_m\") || ' m till ' || "
     "\"tur_hpl\", '') %]",
     "<b>[% \"del_id\" %]</b><br>lacks [% \"brist\" %]"
     "[% coalesce('<br>' || round(\"tur_m\") || ' m to ' || "
     "\"tur_hpl\", '') %]",
     false, true, true},
    {&mk_layer_brister_befolkning, NULL, GRADUATED, "bef_utan",
     COUNT(people_gap_classes), "0.75",
     {"bef_utan", false, 8, false, 100000, "10 - 10 / (1 + \"bef_utan\")"},
     "[% \"bef_utan\" %] av [% \"bef_alla\" %] personer utan "
     "kollektivtrafik",
     "[% \"bef_utan\" %] of [% \"bef_alla\" %] people without public "
     "transport",
     false, true, false},
    {&mk_layer_hallplatser, NULL, GRADUATED, "avg_h", COUNT(stop_classes), "1",
     {"hpl_namn", false, 8, false, 20000, NULL},
     "<b>[% \"hpl_namn\" %]</b><br>[% \"avg_h\" %] avgångar i timmen",
     "<b>[% \"hpl_namn\" %]</b><br>[% \"avg_h\" %] departures an hour",
     true, true, false},
    {&mk_layer_detaljplaner, NULL, CATEGORISED, "planstatus", COUNT(plan_classes),
     "1", {PLAN_LABEL, true, 7, false, 25000, "2"},
     "<b>[% coalesce(\"plan_nr\", \"plan_akt\") %]</b> [% \"plan_namn\" %]"
     "<br>[% \"planstatus\" %]",
     "<b>[% coalesce(\"plan_nr\", \"plan_akt\") %]</b> [% \"plan_namn\" %]"
     "<br>[% \"planstatus\" %]",
     true, true, false},
    {&mk_layer_jamforelse, NULL, CATEGORISED, CHANGE_WORD,
     COUNT(change_classes), "1",
     {CHANGED_CLASS, true, 8, true, 25000, "abs(\"klass_skilln\")"},
     "<b>[% \"namn\" %]</b><br>[% \"forandring\" %]"
     "[% coalesce('<br>klass ' || " CHANGED_CLASS ", '') %]"
     "[% coalesce('<br>restid ' || \"rt50_fore\" || ' → ' || "
     "\"rt50_efter\" || ' min', '') %]"
     "[% coalesce('<br>arbetskraft 45 min ' || \"ark45_fore\" || ' → ' || "
     "\"ark45_efter\", '') %]"
     "[% coalesce('<br>poäng ' || \"poang_fore\" || ' → ' || "
     "\"poang_efter\", '') %]",
     "<b>[% \"namn\" %]</b><br>[% \"forandring\" %]"
     "[% coalesce('<br>class ' || " CHANGED_CLASS ", '') %]"
     "[% coalesce('<br>travel time ' || \"rt50_fore\" || ' → ' || "
     "\"rt50_efter\" || ' min', '') %]"
     "[% coalesce('<br>workforce 45 min ' || \"ark45_fore\" || ' → ' || "
     "\"ark45_efter\", '') %]"
     "[% coalesce('<br>score ' || \"poang_fore\" || ' → ' || "
     "\"poang_efter\", '') %]",
     true, true, true},
};

static const struct look *look_of(const struct mk_layer_def *layer)
{
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
        if (looks[i].layer == layer)
            return &looks[i];
    return NULL;
}

static void attr(struct mk_buf *b, const char *name, const char *value)
{
    mk_buf_str(b, " ");
    mk_buf_str(b, name);
    mk_buf_str(b, "=\"");
    mk_buf_xml(b, value);
    mk_buf_str(b, "\"");
}

static void element(struct mk_buf *b, const char *name, const char *text)
{
    mk_buf_printf(b, "<%s>", name);
    mk_buf_xml(b, text);
    mk_buf_printf(b, "</%s>\n", name);
}

static void prop(struct mk_buf *b, const char *key, const char *value)
{
    mk_buf_str(b, "<prop");
    attr(b, "k", key);
    attr(b, "v", value);
    mk_buf_str(b, "/>\n");
}

static void open_symbol_layer(struct mk_buf *b, const char *class)
{
    mk_buf_printf(b, "<layer class=\"%s\" enabled=\"1\" locked=\"0\" "
                     "pass=\"0\">\n", class);
}

// A veil under a hatch keeps it visible on a dark colour.
static void put_veil(struct mk_buf *b)
{
    open_symbol_layer(b, "SimpleFill");
    prop(b, "color", "255,255,255,170");
    prop(b, "outline_style", "no");
    prop(b, "style", "solid");
    mk_buf_str(b, "</layer>\n");
}

// Light lines over a colour that stays to be read.
static void put_light_hatch(struct mk_buf *b)
{
    open_symbol_layer(b, "SimpleFill");
    prop(b, "color", "255,255,255,200");
    prop(b, "outline_style", "no");
    prop(b, "style", "b_diagonal");
    mk_buf_str(b, "</layer>\n");
}

static bool is_over(const struct legend_class *c)
{
    return strcmp(c->brush, OVER_SCORE) == 0;
}

static bool is_hatch(const struct legend_class *c)
{
    return strcmp(c->brush, "solid") != 0 && strcmp(c->brush, "no") != 0 &&
           !is_over(c);
}

static void put_defined(struct mk_buf *b, const char *name,
                        const char *expression)
{
    mk_buf_str(b, "<Option type=\"Map\"");
    attr(b, "name", name);
    mk_buf_str(b, "><Option name=\"active\" type=\"bool\" value=\"true\"/>"
                  "<Option name=\"type\" type=\"int\" value=\"3\"/>"
                  "<Option name=\"expression\" type=\"QString\"");
    attr(b, "value", expression);
    mk_buf_str(b, "/></Option>\n");
}

// What an expression decides: the outline by scale, a colour by the score.
static void put_defined_all(struct mk_buf *b, const struct legend_class *c,
                            bool thin_afar)
{
    if (!thin_afar && !is_over(c))
        return;
    mk_buf_str(b, "<data_defined_properties><Option type=\"Map\">"
                  "<Option name=\"name\" type=\"QString\" value=\"\"/>"
                  "<Option name=\"properties\" type=\"Map\">\n");
    if (thin_afar)
        put_defined(b, "outlineWidth", OUTLINE_AT_SCALE);
    if (is_over(c))
        put_defined(b, "fillColor", SCORE_COLOUR);
    mk_buf_str(b, "</Option><Option name=\"type\" type=\"QString\" "
                  "value=\"collection\"/></Option>"
                  "</data_defined_properties>\n");
}

static void put_symbol(struct mk_buf *b, size_t i,
                       const struct legend_class *c, bool thin_afar)
{
    const bool point = c->size != NULL;
    mk_buf_printf(b,
                  "<symbol name=\"%zu\" type=\"%s\" alpha=\"1\" "
                  "clip_to_extent=\"1\" force_rhr=\"0\">\n",
                  i, point ? "marker" : "fill");
    if (is_hatch(c))
        put_veil(b);
    open_symbol_layer(b, point ? "SimpleMarker" : "SimpleFill");
    prop(b, "color", c->fill);
    prop(b, "outline_color", c->line);
    prop(b, "outline_style", c->pen);
    prop(b, "outline_width", c->width);
    prop(b, "outline_width_unit", "MM");
    prop(b, "joinstyle", "bevel");
    if (point) {
        prop(b, "name", "circle");
        prop(b, "size", c->size);
        prop(b, "size_unit", "MM");
    } else {
        prop(b, "style", is_over(c) ? "solid" : c->brush);
    }
    put_defined_all(b, c, thin_afar);
    mk_buf_str(b, "</layer>\n");
    if (is_over(c))
        put_light_hatch(b);
    mk_buf_str(b, "</symbol>\n");
}

static void put_class(struct mk_buf *b, const struct look *look, size_t i,
                      enum mk_lang lang)
{
    const struct legend_class *c = &look->classes[i];
    if (look->kind == GRADUATED) {
        mk_buf_printf(b, "<range lower=\"%d\" upper=\"%d\"", c->lower,
                      c->upper);
    } else {
        mk_buf_str(b, "<category type=\"string\"");
        attr(b, "value", c->value ? c->value : "");
    }
    mk_buf_printf(b, " symbol=\"%zu\" render=\"true\"", i);
    attr(b, "label", lang == MK_EN ? c->en : c->sv);
    mk_buf_str(b, "/>\n");
}

static void put_renderer(struct mk_buf *b, const struct look *look,
                         enum mk_lang lang)
{
    const bool graduated = look->kind == GRADUATED;
    const char *list = graduated ? "ranges" : "categories";
    mk_buf_printf(b,
                  "<renderer-v2 type=\"%s\" forceraster=\"0\" "
                  "symbollevels=\"0\" enableorderby=\"0\" "
                  "referencescale=\"-1\"%s",
                  graduated ? "graduatedSymbol" : "categorizedSymbol",
                  graduated ? " graduatedMethod=\"GraduatedColor\"" : "");
    attr(b, "attr", look->attribute);
    mk_buf_printf(b, ">\n<%s>\n", list);
    for (size_t i = 0; i < look->n; i++)
        put_class(b, look, i, lang);
    mk_buf_printf(b, "</%s>\n<symbols>\n", list);
    for (size_t i = 0; i < look->n; i++)
        put_symbol(b, i, &look->classes[i], look->thin_afar);
    mk_buf_str(b, "</symbols>\n</renderer-v2>\n");
}

static void put_labels(struct mk_buf *b, const struct look *look)
{
    const struct label *l = &look->label;
    if (!l->field)
        return;
    const bool point = strcmp(look->layer->geometry, "Point") == 0;
    mk_buf_str(b, "<labeling type=\"simple\">\n<settings "
                  "calloutType=\"simple\">\n");
    mk_buf_printf(b, "<text-style isExpression=\"%d\"", l->expression);
    attr(b, "fieldName", l->field);
    mk_buf_printf(b,
                  " fontFamily=\"Open Sans\" fontSize=\"%d\" "
                  "fontSizeUnit=\"Point\" fontWeight=\"%d\" "
                  "textColor=\"20,20,20,255\" textOpacity=\"1\" "
                  "multilineHeight=\"1\" blendMode=\"0\">\n"
                  "<text-buffer bufferDraw=\"1\" bufferSize=\"0.9\" "
                  "bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" "
                  "bufferOpacity=\"1\" bufferJoinStyle=\"128\" "
                  "bufferNoFill=\"1\" bufferBlendMode=\"0\"/>\n"
                  "</text-style>\n<text-format addDirectionSymbol=\"0\"/>\n",
                  l->size, l->bold ? 75 : 50);
    // Points: around (6 = ordered positions); areas: horizontal inside (1 =
    // over the centroid).
    mk_buf_printf(b,
                  "<placement placement=\"%d\" dist=\"%s\" distUnits=\"MM\" "
                  "centroidInside=\"1\" centroidWhole=\"0\" quadOffset=\"4\" "
                  "priority=\"%d\"/>\n",
                  point ? 6 : 1, point ? "1" : "0", point ? 3 : 8);
    mk_buf_printf(b,
                  "<rendering drawLabels=\"1\" obstacle=\"1\" "
                  "scaleVisibility=\"%d\" scaleMin=\"%d\" scaleMax=\"%d\" "
                  "fontLimitPixelSize=\"0\" displayAll=\"0\"/>\n",
                  l->from_scale != 0, 0, l->from_scale);
    // Where labels collide the first in `keep` order stays.
    if (l->keep) {
        mk_buf_str(b, "<dd_properties><Option type=\"Map\">"
                      "<Option name=\"properties\" type=\"Map\">"
                      "<Option name=\"Priority\" type=\"Map\">"
                      "<Option name=\"active\" type=\"bool\" "
                      "value=\"true\"/>"
                      "<Option name=\"type\" type=\"int\" value=\"3\"/>"
                      "<Option name=\"expression\" type=\"QString\"");
        attr(b, "value", l->keep);
        mk_buf_str(b, "/></Option></Option></Option></dd_properties>\n");
    }
    mk_buf_str(b, "</settings>\n</labeling>\n");
}

// What QML and a layer of a QLR have in common.
static void put_style(struct mk_buf *b, const struct look *look,
                      enum mk_lang lang)
{
    const struct mk_layer_def *layer = look->layer;
    mk_buf_str(b, "<flags><Identifiable>1</Identifiable><Removable>1"
                  "</Removable><Searchable>1</Searchable></flags>\n");
    put_renderer(b, look, lang);
    put_labels(b, look);
    mk_buf_str(b, "<blendMode>0</blendMode>\n"
                  "<featureBlendMode>0</featureBlendMode>\n");
    element(b, "layerOpacity", look->opacity);
    mk_buf_str(b, "<aliases>\n");
    for (int i = 0; i < layer->nfields; i++) {
        const struct mk_field *f = &layer->fields[i];
        mk_buf_printf(b, "<alias index=\"%d\"", i);
        attr(b, "field", f->name);
        attr(b, "name", lang == MK_EN ? f->alias_en : f->alias_sv);
        mk_buf_str(b, "/>\n");
    }
    mk_buf_str(b, "</aliases>\n");
    const char *tip = lang == MK_EN ? look->tip_en : look->tip_sv;
    if (tip)
        element(b, "mapTip", tip);
}

static void put_flags(struct mk_buf *b, const struct look *look)
{
    mk_buf_printf(b,
                  " version=\"3.22.0\" styleCategories=\"AllStyleCategories\""
                  " labelsEnabled=\"%d\" hasScaleBasedVisibilityFlag=\"0\""
                  " simplifyDrawingHints=\"%d\" simplifyDrawingTol=\"1\""
                  " simplifyMaxScale=\"1\" simplifyAlgorithm=\"0\""
                  " simplifyLocal=\"1\" readOnly=\"0\"",
                  look->label.field != NULL,
                  strcmp(look->layer->geometry, "Point") != 0);
}

void mk_style_qml(struct mk_buf *b, const struct mk_layer_def *layer,
                  enum mk_lang lang)
{
    const struct look *look = look_of(layer);
    mk_buf_str(b, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' "
                  "'SYSTEM'>\n<qgis");
    put_flags(b, look);
    mk_buf_str(b, ">\n");
    put_style(b, look, lang);
    mk_buf_printf(b, "<layerGeometryType>%d</layerGeometryType>\n</qgis>\n",
                  strcmp(layer->geometry, "Point") == 0 ? 0 : 2);
}

static const char *title_of(const struct mk_layer_def *layer,
                            enum mk_lang lang)
{
    return lang == MK_EN ? layer->title_en : layer->title_sv;
}

static const char *file_of(const struct look *look)
{
    return look->file ? look->file : look->layer->name;
}

// A layer of a changed timetable says so wherever its name is read.
static void put_title(struct mk_buf *b, const struct look *look,
                      enum mk_lang lang, bool scenario)
{
    mk_buf_printf(b, "%s%s", title_of(look->layer, lang),
                  scenario ? " – SCENARIO" : "");
}

static void put_tree_layer(struct mk_buf *b, const struct look *look,
                           enum mk_lang lang, bool scenario)
{
    mk_buf_str(b, "<layer-tree-layer providerKey=\"ogr\"");
    mk_buf_printf(b, " id=\"markklar_%s\" source=\"./%s.geojson\"",
                  look->layer->name, file_of(look));
    struct mk_buf title = {0};
    put_title(&title, look, lang, scenario);
    attr(b, "name", mk_buf_text(&title));
    mk_buf_release(&title);
    attr(b, "checked", look->visible ? "Qt::Checked" : "Qt::Unchecked");
    mk_buf_printf(b, " expanded=\"%d\"><customproperties/>"
                     "</layer-tree-layer>\n", look->open);
}

static void put_map_layer(struct mk_buf *b, const struct look *look,
                          const char *srs, enum mk_lang lang, bool scenario)
{
    const struct mk_layer_def *layer = look->layer;
    const bool point = strcmp(layer->geometry, "Point") == 0;
    mk_buf_str(b, "<maplayer type=\"vector\"");
    put_flags(b, look);
    mk_buf_printf(b, " geometry=\"%s\" wkbType=\"%s\">\n",
                  point ? "Point" : "Polygon", layer->geometry);
    mk_buf_printf(b, "<id>markklar_%s</id>\n"
                     "<datasource>./%s.geojson</datasource>\n",
                  layer->name, file_of(look));
    struct mk_buf title = {0};
    put_title(&title, look, lang, scenario);
    element(b, "layername", mk_buf_text(&title));
    mk_buf_release(&title);
    mk_buf_str(b, srs);
    mk_buf_str(b, "<provider encoding=\"UTF-8\">ogr</provider>\n");
    put_style(b, look, lang);
    mk_buf_str(b, "</maplayer>\n");
}

// QGIS needs the whole definition: a code alone gives a layer that says the
// right name and lies in the wrong place.
static bool put_srs(struct mk_buf *b, PJ_CONTEXT *proj, int epsg)
{
    char code[32];
    snprintf(code, sizeof code, "EPSG:%d", epsg);
    PJ *crs = proj_create(proj, code);
    const char *const options[] = {"MULTILINE=NO", NULL};
    const char *wkt = crs ? proj_as_wkt(proj, crs, PJ_WKT2_2019, options)
                          : NULL;
    if (wkt) {
        mk_buf_str(b, "<srs><spatialrefsys>");
        element(b, "wkt", wkt);
        element(b, "authid", code);
        mk_buf_str(b, "</spatialrefsys></srs>\n");
    }
    proj_destroy(crs);
    return wkt != NULL;
}

enum mk_status mk_style_qlr(struct mk_ctx *ctx, struct mk_buf *b,
                            const struct mk_layer_def *const layers[],
                            size_t n, int epsg, bool scenario)
{
    const enum mk_lang lang = mk_ctx_lang(ctx);
    struct mk_buf srs = {0};
    if (!put_srs(&srs, mk_ctx_proj(ctx), epsg ? epsg : 4326))
        return mk_fail(ctx, MK_E_INTERNAL, "proj_as_wkt");
    mk_buf_str(b, "<!DOCTYPE qgis-layer-definition>\n<qlr>\n"
                  "<layer-tree-group name=\"\" checked=\"Qt::Checked\" "
                  "expanded=\"1\"><customproperties/>\n"
                  "<layer-tree-group name=\"markklar\" "
                  "checked=\"Qt::Checked\" expanded=\"1\">"
                  "<customproperties/>\n");
    for (size_t i = 0; i < n; i++)
        put_tree_layer(b, look_of(layers[i]), lang, scenario);
    mk_buf_str(b, "</layer-tree-group>\n</layer-tree-group>\n<maplayers>\n");
    for (size_t i = 0; i < n; i++)
        put_map_layer(b, look_of(layers[i]), mk_buf_text(&srs), lang,
                      scenario);
    mk_buf_str(b, "</maplayers>\n</qlr>\n");
    mk_buf_release(&srs);
    return MK_OK;
}
