#include <markklar/compare.h>

#include <string.h>

const struct mk_measure_def *mk_measure_get(enum mk_measure m)
{
    static const struct mk_measure_def table[MK_ME_COUNT] = {
        [MK_ME_KLASS] = {"koll_klass", MK_T_TEXT, 0, true, MK_MG_ACCESS},
        [MK_ME_K500] = {"kolln_500", MK_T_BOOL, 0, false, MK_MG_ACCESS},
        [MK_ME_K400] = {"kolln_400", MK_T_BOOL, 0, false, MK_MG_ACCESS},
        [MK_ME_KANDL] = {"kolln_andl", MK_T_REAL, 4, false, MK_MG_ACCESS},
        [MK_ME_ARBKR_30] = {"arbkr_30", MK_T_INT, 0, false, MK_MG_ACCESS},
        [MK_ME_ARBKR_45] = {"arbkr_45", MK_T_INT, 0, false, MK_MG_ACCESS},
        [MK_ME_ARBKR_60] = {"arbkr_60", MK_T_INT, 0, false, MK_MG_ACCESS},
        [MK_ME_ARBKR_SKIFT] = {"arbkr_skift", MK_T_INT, 0, false,
                               MK_MG_ACCESS},
        [MK_ME_CYKEL_15] = {"cykel_15", MK_T_INT, 0, false, MK_MG_ACCESS},
        [MK_ME_CYKEL_30] = {"cykel_30", MK_T_INT, 0, false, MK_MG_ACCESS},
        [MK_ME_RESTID_P50] = {"restid_p50", MK_T_INT, 0, true, MK_MG_ACCESS},
        [MK_ME_RESTID_P85] = {"restid_p85", MK_T_INT, 0, true, MK_MG_ACCESS},
        [MK_ME_RESTIDSKVOT] = {"restidskvot", MK_T_REAL, 2, true,
                               MK_MG_ACCESS},
        [MK_ME_BIL] = {"bil_min", MK_T_REAL, 1, true, MK_MG_ACCESS},
        [MK_ME_TPL] = {"tpl_min", MK_T_REAL, 1, true, MK_MG_ACCESS},
        [MK_ME_HPL] = {"hpl_m", MK_T_REAL, 1, true, MK_MG_NEAREST},
        [MK_ME_AVG] = {"avg_h", MK_T_REAL, 2, false, MK_MG_NEAREST},
        [MK_ME_FAGEL] = {"hpl_fagel_m", MK_T_REAL, 1, true, MK_MG_WAY},
        [MK_ME_ANSLUT] = {"anslut_m", MK_T_REAL, 1, true, MK_MG_WAY},
        [MK_ME_TRAFIKPL] = {"trafikpl_m", MK_T_INT, 0, true, MK_MG_WAY},
        [MK_ME_POANG] = {"poang", MK_T_REAL, 2, false, MK_MG_SCORE},
        [MK_ME_RANG] = {"rang", MK_T_INT, 0, true, MK_MG_NONE},
    };
    return &table[m];
}

const char *mk_verdict_text(enum mk_verdict v, enum mk_lang lang)
{
    static const char *const text[MK_VE_COUNT][2] = {
        [MK_VE_BETTER] = {"bättre", "better"},
        [MK_VE_WORSE] = {"sämre", "worse"},
        [MK_VE_BOTH] = {"bättre och sämre", "better and worse"},
        [MK_VE_OTHER] = {"annat", "other"},
        [MK_VE_NEW] = {"tillkommer", "new"},
        [MK_VE_GONE] = {"utgår", "gone"}};
    return text[v][lang];
}

struct mk_value mk_published_value(const struct mk_published_layer *l,
                                   uint32_t row, int field)
{
    const union mk_datum d = l->cells[(size_t)row * l->def->nfields + field];
    return l->def->fields[field].type == MK_T_TEXT
               ? (struct mk_value){d.text, MK_UNKNOWN}
               : (struct mk_value){NULL, d.num};
}

static struct mk_value value_of(const struct mk_published_layer *l,
                                uint32_t row, const char *field)
{
    for (int i = 0; i < l->def->nfields; i++)
        if (strcmp(l->def->fields[i].name, field) == 0)
            return mk_published_value(l, row, i);
    return (struct mk_value){NULL, MK_UNKNOWN};
}

struct mk_value mk_land_value(const struct mk_land_change *c, const char *field)
{
    return c->after_row != UINT32_MAX
               ? value_of(c->after, c->after_row, field)
               : value_of(c->before, c->before_row, field);
}

#define GETTER(name, expr)                                                  \
    static struct mk_value name(const void *record,                         \
                                const struct mk_tables *t, char *scratch)   \
    {                                                                       \
        const struct mk_land_change *c = record;                            \
        (void)t;                                                            \
        (void)scratch;                                                      \
        return expr;                                                        \
    }
#define TEXT_OF(name, field)                                                \
    GETTER(name, mk_text(mk_land_value(c, field).text))

// "LERUM HALLSÅS 2:261>2", as the other layers name it.
static struct mk_value land_name(const void *record, const struct mk_tables *t,
                                 char *scratch)
{
    const struct mk_land_change *c = record;
    (void)t;
    if (c->part)
        return mk_text(mk_land_value(c, "del_id").text);
    const mk_fixed nr = mk_land_value(c, "omr_nr").num;
    const struct mk_row row = {
        .fast_id = mk_land_value(c, "fast_id").text,
        .fastighet = mk_land_value(c, "fastighet").text,
        .omr_row = c->after_row != UINT32_MAX ? c->after_row : c->before_row,
        .omr_nr = nr == MK_UNKNOWN ? INT32_MIN : (int32_t)nr};
    return mk_text(mk_row_name(&row, 0, scratch));
}

TEXT_OF(land_fastighet, "fastighet")
TEXT_OF(land_akt, "plan_akt")
TEXT_OF(land_nr, "plan_nr")
TEXT_OF(land_status, "planstatus")
TEXT_OF(land_use, "anvandning")
GETTER(land_kind, mk_text(c->part ? "delområde" : "område"))
GETTER(land_verdict, mk_text(mk_verdict_text(c->verdict, MK_SV)))
GETTER(land_area, mk_num(mk_land_value(c, "area_m2").num))
GETTER(land_industri, mk_num(mk_land_value(c, "industri_m2").num))
GETTER(land_fields, mk_text(c->fields))

static struct mk_value klass(mk_fixed v)
{
    if (v == MK_UNKNOWN)
        return mk_text(NULL);
    return mk_text(v > 7 ? "utanför" : mk_klass_text((mk_klass)v));
}

GETTER(klass_fore, klass(c->fore[MK_ME_KLASS]))
GETTER(klass_efter, klass(c->efter[MK_ME_KLASS]))
GETTER(klass_skilln, mk_num(c->skillnad[MK_ME_KLASS]))
#define MEASURE(stem, m)                                                    \
    GETTER(stem##_fore, mk_num(c->fore[m]))                                 \
    GETTER(stem##_efter, mk_num(c->efter[m]))                               \
    GETTER(stem##_skilln, mk_num(c->skillnad[m]))
MEASURE(k500, MK_ME_K500)
MEASURE(k400, MK_ME_K400)
MEASURE(kandl, MK_ME_KANDL)
MEASURE(ark30, MK_ME_ARBKR_30)
MEASURE(ark45, MK_ME_ARBKR_45)
MEASURE(ark60, MK_ME_ARBKR_60)
MEASURE(arksk, MK_ME_ARBKR_SKIFT)
MEASURE(cyk15, MK_ME_CYKEL_15)
MEASURE(cyk30, MK_ME_CYKEL_30)
MEASURE(rt50, MK_ME_RESTID_P50)
MEASURE(rt85, MK_ME_RESTID_P85)
MEASURE(kvot, MK_ME_RESTIDSKVOT)
MEASURE(bil, MK_ME_BIL)
MEASURE(tpl, MK_ME_TPL)
MEASURE(trplm, MK_ME_TRAFIKPL)
MEASURE(hpl, MK_ME_HPL)
MEASURE(fagel, MK_ME_FAGEL)
MEASURE(ansl, MK_ME_ANSLUT)
MEASURE(avg, MK_ME_AVG)
MEASURE(poang, MK_ME_POANG)
MEASURE(rang, MK_ME_RANG)

#define TEXT(n, sv, en, doc, get) {n, MK_T_TEXT, 0, sv, en, doc, get}
#define REAL(n, sv, en, doc, get) {n, MK_T_REAL, 1, sv, en, doc, get}
// Before, after and the difference (after less before) of one measure.
#define TRIPLE(stem, type, dtype, dec, field, sv, en)                       \
    {#stem "_fore", type, dec, sv ", före", en ", before",                  \
     field " of the first set.", stem##_fore},                              \
    {#stem "_efter", type, dec, sv ", efter", en ", after",                 \
     field " of the second set.", stem##_efter},                            \
    {#stem "_skilln", dtype, dec, sv ", skillnad", en ", difference",       \
     field ": after less before; null unless both are known.",              \
     stem##_skilln}
#define COUNTED(stem, field, sv, en)                                        \
    TRIPLE(stem, MK_T_INT, MK_T_INT, 0, field, sv, en)
#define MEASURED(stem, dec, field, sv, en)                                  \
    TRIPLE(stem, MK_T_REAL, MK_T_REAL, dec, field, sv, en)

static const struct mk_field fields[] = {
    TEXT("namn", "Mark", "Land", "del_id, or the område's name.", land_name),
    TEXT("niva", "Nivå", "Level",
         "delområde, or område where neither set has a delområde.",
         land_kind),
    TEXT("forandring", "Förändring", "Change",
         "bättre, sämre, bättre och sämre, annat, tillkommer (in the second "
         "set only) or utgår (in the first only); docs/method.md §12.",
         land_verdict),
    TEXT("fastighet", "Fastighet", "Property", "Full designation.",
         land_fastighet),
    TEXT("plan_akt", "Plan, aktbeteckning", "Plan file reference",
         "Of the plan that decides.", land_akt),
    TEXT("plan_nr", "Plan, kommunens nummer", "Plan number",
         "The municipality's own number of it.", land_nr),
    TEXT("planstatus", "Planstatus", "Plan status", "As in the sets.",
         land_status),
    TEXT("anvandning", "Användning enligt plan", "Planned use",
         "Use letters.", land_use),
    REAL("area_m2", "Area (m²)", "Area (m²)", "Area.", land_area),
    REAL("industri_m2", "Planlagt för industri och verksamheter (m²)",
         "Planned for industry (m²)", "Area with industri (J, Z).",
         land_industri),
    {"klass_fore", MK_T_TEXT, 0, "Kollektivtrafikklass, före",
     "Public transport class, before",
     "koll_klass of the first set; utanför outside every class; null when "
     "there was no timetable.", klass_fore},
    {"klass_efter", MK_T_TEXT, 0, "Kollektivtrafikklass, efter",
     "Public transport class, after", "The same of the second set.",
     klass_efter},
    {"klass_skilln", MK_T_INT, 0, "Kollektivtrafikklass, steg upp",
     "Public transport class, steps up",
     "Steps from before to after; above 0 is better.", klass_skilln},
    TRIPLE(k500, MK_T_BOOL, MK_T_INT, 0, "kolln_500",
           "Kollektivtrafiknära 500 m", "Near public transport 500 m"),
    TRIPLE(k400, MK_T_BOOL, MK_T_INT, 0, "kolln_400",
           "Kollektivtrafiknära 400 m", "Near public transport 400 m"),
    MEASURED(kandl, 4, "kolln_andl", "Kollektivtrafiknära andel",
             "Share near public transport"),
    COUNTED(ark30, "arbkr_30", "Arbetskraft 30 min", "Workforce 30 min"),
    COUNTED(ark45, "arbkr_45", "Arbetskraft 45 min", "Workforce 45 min"),
    COUNTED(ark60, "arbkr_60", "Arbetskraft 60 min", "Workforce 60 min"),
    COUNTED(arksk, "arbkr_skift", "Arbetskraft till skift",
            "Workforce for the shift"),
    COUNTED(cyk15, "cykel_15", "Arbetskraft cykel 15 min",
            "Workforce by bicycle 15 min"),
    COUNTED(cyk30, "cykel_30", "Arbetskraft cykel 30 min",
            "Workforce by bicycle 30 min"),
    COUNTED(rt50, "restid_p50", "Restid P50 (min)", "Travel time P50 (min)"),
    COUNTED(rt85, "restid_p85", "Restid P85 (min)", "Travel time P85 (min)"),
    MEASURED(kvot, 2, "restidskvot", "Restidskvot", "Travel time ratio"),
    MEASURED(bil, 1, "bil_min", "Biltid (min)", "Time by car (min)"),
    MEASURED(tpl, 1, "tpl_min", "Biltid till trafikplats (min)",
             "Time by car to interchange (min)"),
    COUNTED(trplm, "trafikpl_m", "Väg till trafikplats (m)",
            "Way to interchange (m)"),
    MEASURED(hpl, 1, "hpl_m", "Avstånd till hållplats (m)",
             "Distance to stop (m)"),
    MEASURED(fagel, 1, "hpl_fagel_m", "Fågelväg till hållplats (m)",
             "Straight line to stop (m)"),
    MEASURED(ansl, 1, "anslut_m", "Från marken till gata (m)",
             "From the land to a street (m)"),
    MEASURED(avg, 2, "avg_h", "Avgångar per timme", "Departures per hour"),
    MEASURED(poang, 2, "poang", "Poäng", "Score"),
    COUNTED(rang, "rang", "Rang", "Rank"),
    TEXT("andrade", "Ändrade fält", "Fields that differ",
         "Names of all published fields that differ, joined with '; '.",
         land_fields)};

const struct mk_layer_def mk_layer_jamforelse = {
    "jamforelse", "Jämförelse", "Comparison", "MultiPolygon", fields,
    (int)(sizeof fields / sizeof fields[0])};
