#include <markklar/field.h>

#include "base/ready_fields.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

const char *mk_bedomning_text(enum mk_bedomning b)
{
    static const char *const text[MK_BEDOMNING_COUNT] = {
        [MK_BEDOMD] = "bedömd",
        [MK_UTESLUTEN] = "utesluten",
        [MK_EJ_BEDOMBAR] = "kan inte bedömas"};
    return text[b];
}

const char *mk_reason_text(enum mk_reason r)
{
    static const char *const text[MK_REASON_COUNT] = {
        [MK_R_GEOMETRI] = "geometri saknas",
        [MK_R_SAMFALLIGHET] = "samfällighet",
        [MK_R_JARNVAG] = "järnvägsområde",
        [MK_R_VATTEN] = "vattenområde",
        [MK_R_ALLMAN_PLATS] = "allmän plats",
        [MK_R_BOSTAD_PLAN] = "bostad (plan)",
        [MK_R_ANNAN] = "annan användning",
        [MK_R_BOSTAD_BYGGNAD] = "bostad (byggnad)"};
    return text[r];
}

// What a class means in a few words; NULL for 0.
static const char *klass_description(mk_klass k)
{
    static const char *const text[8] = {
        NULL,
        "A: tätast trafik, kort avstånd",
        "B: mycket tät trafik",
        "C: mycket god trafik",
        "D: god trafik",
        "E: mycket god grundtrafik",
        "F: god grundtrafik",
        "G: grundtrafik"};
    return k < 8 ? text[k] : NULL;
}

// A designation may be longer than the scratch space: it gives way, never the
// numbers that tell the pieces apart.
const char *mk_row_name(const struct mk_row *row, unsigned del, char out[256])
{
    char tail[32] = "";
    size_t t = 0;
    if (row->omr_nr > 1)
        t += (size_t)snprintf(tail, sizeof tail, ">%d", (int)row->omr_nr);
    if (del)
        t += (size_t)snprintf(tail + t, sizeof tail - t, "-%u", del);
    const char *name = row->fastighet;
    if (!name || !*name)
        name = row->fast_id;
    if (!name || !*name) {
        snprintf(out, 256, "rad %lu%s", (unsigned long)row->omr_row + 1, tail);
        return out;
    }
    size_t n = strlen(name);
    if (n > 255 - t) {
        n = 255 - t;
        while (n && ((unsigned char)name[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(out, name, n);
    memcpy(out + n, tail, t + 1);
    return out;
}

// Getters. A null is {NULL, MK_UNKNOWN} whatever the type.
static const struct mk_value null_value = {NULL, MK_UNKNOWN};

// For numbers whose row member marks "none" with a negative.
static struct mk_value not_negative(int64_t v)
{
    return v < 0 ? null_value : mk_num(v);
}

static struct mk_value date(mk_date d)
{
    return d ? mk_num(d) : null_value;
}

static const char *way_word(bool along)
{
    return along ? "gångväg" : "fågelväg";
}

#define GETTER(name, type)                                                  \
    static struct mk_value name(const void *record,                         \
                                const struct mk_tables *t, char *scratch)   \
    {                                                                       \
        const type *r = record;                                             \
        (void)r;                                                            \
        (void)t;                                                            \
        (void)scratch;
#define END }
#define ROW(name, expr) GETTER(name, struct mk_row) return expr; END

static const struct mk_plan *plan_of(const struct mk_tables *t, int32_t i)
{
    return i >= 0 && (uint32_t)i < t->nplans ? &t->plans[i] : NULL;
}

// Genomförandetiden begins with laga kraft; before that there is none.
static bool has_gf(const struct mk_plan *p)
{
    return p && p->status == MK_PS_LAGA_KRAFT;
}

static const char *plan_label(const struct mk_plan *p)
{
    if (p->akt && *p->akt)
        return p->akt;
    return p->nr && *p->nr ? p->nr : p->id;
}

static struct mk_value uses_value(mk_useset uses, char *scratch)
{
    return uses ? mk_text(mk_use_text(uses, scratch)) : null_value;
}

// The words of a set of remarks, "; "-joined; they fit any scratch space.
static struct mk_value remarks_value(uint8_t bits, char *scratch)
{
    size_t at = 0;
    for (int k = 0; k < MK_RM_COUNT; k++)
        if (bits >> k & 1)
            at += (size_t)snprintf(scratch + at, 256 - at, "%s%s",
                                   at ? "; " : "",
                                   mk_remark_text((enum mk_remark)k));
    return at ? mk_text(scratch) : null_value;
}

ROW(row_fast_id, mk_text(r->fast_id))
ROW(row_fastighet, mk_text(r->fastighet))
ROW(row_kommunkod, mk_text(r->kommunkod))
ROW(row_omr_nr, r->omr_nr == INT32_MIN ? null_value : mk_num(r->omr_nr))
ROW(row_objekttyp, mk_text(r->objekttyp))
ROW(row_area, mk_num(r->area))
ROW(row_bedomning, mk_text(mk_bedomning_text(r->bedomning)))
ROW(row_utesluten, mk_text(mk_reason_text(r->reason)))
// Where nothing can be judged, nothing is said of the plan either.
ROW(row_planstatus,
    mk_text(r->bedomning == MK_EJ_BEDOMBAR
                   ? NULL : mk_planstatus_text(r->planstatus)))

#define PLAN(name, member, expr)                                            \
    GETTER(name, struct mk_row)                                             \
        const struct mk_plan *p = plan_of(t, r->member);                    \
        return p ? (expr) : null_value;                                     \
    END
PLAN(row_plan_akt, plan, mk_text(p->akt))
PLAN(row_plan_nr, plan, mk_text(p->nr))
PLAN(row_plan_namn, plan, mk_text(p->namn))
// Dates are those of the part, where it has its own.
#define DATED(name, expr)                                                   \
    GETTER(name, struct mk_row)                                             \
        const struct mk_plan *p =                                           \
            plan_of(t, r->part ? (int32_t)r->part : r->plan);               \
        return p ? (expr) : null_value;                                     \
    END
DATED(row_lagakr, date(p->laga_kraft))
DATED(row_gf_lage,
      has_gf(p) ? mk_text(mk_gf_text(p->gf_lage)) : null_value)
DATED(row_gf_slut, has_gf(p) ? date(p->gf_slut) : null_value)
PLAN(row_pag_plan, pag_plan, mk_text(plan_label(p)))
PLAN(row_pag_skede, pag_plan, mk_text(mk_planstatus_text(p->status)))
PLAN(row_pag_anv, pag_plan, uses_value(r->pag_uses, scratch))

ROW(row_anvandning, uses_value(r->uses, scratch))
ROW(row_industri, mk_num(r->group[MK_GROUP_INDUSTRI]))
ROW(row_kontor, mk_num(r->group[MK_GROUP_KONTOR]))
ROW(row_handel, mk_num(r->group[MK_GROUP_HANDEL]))
ROW(row_centrum, mk_num(r->group[MK_GROUP_CENTRUM]))
ROW(row_ovrnar, mk_num(r->group[MK_GROUP_OVRNAR]))
ROW(row_bland, mk_num(r->blandad))
ROW(row_planl, not_negative(r->planl_andel))
ROW(row_bebyggd, mk_num(r->bebyggd))
ROW(row_obebygg, mk_num(r->obebyggd))

static bool has_stop(const struct mk_row *r, const struct mk_tables *t)
{
    return r->hpl >= 0 && (uint32_t)r->hpl < t->nareas;
}
ROW(row_hpl_namn, has_stop(r, t) ? mk_text(t->areas[r->hpl].name)
                                 : null_value)
ROW(row_hpl_m, has_stop(r, t) ? not_negative(r->hpl_dm) : null_value)
ROW(row_avg_h, has_stop(r, t) ? mk_num(t->traffic[r->hpl].avg_h) : null_value)
ROW(row_hpl_straight, not_negative(r->reach.straight_dm))
ROW(row_along,
    has_stop(r, t) ? mk_text(way_word(r->reach.along)) : null_value)
ROW(row_connector, not_negative(r->reach.connector_dm))
ROW(row_remarks, remarks_value(r->reach.remarks, scratch))
ROW(row_workers30, not_negative(r->reach.workers[0]))
ROW(row_workers45, not_negative(r->reach.workers[1]))
ROW(row_workers60, not_negative(r->reach.workers[2]))
ROW(row_workers_shift, not_negative(r->reach.workers_shift))
ROW(row_cyclists15, not_negative(r->reach.cyclists[0]))
ROW(row_cyclists30, not_negative(r->reach.cyclists[1]))
ROW(row_junction,
    r->reach.junction >= 0 && (uint32_t)r->reach.junction < t->njunctions
        ? mk_text(t->junctions[r->reach.junction]) : null_value)
ROW(row_junction_m, not_negative(r->reach.junction_m))
ROW(row_junction_min, not_negative(r->reach.junction_s))
ROW(row_lorry_min, not_negative(r->reach.lorry_s))
ROW(row_p50, not_negative(r->reach.p50))
ROW(row_p85, not_negative(r->reach.p85))
ROW(row_car, not_negative(r->reach.car))
ROW(row_ratio, not_negative(r->reach.ratio))
ROW(row_klass, mk_text(mk_klass_text(r->klass)))
ROW(row_k500, not_negative(r->served_500))
ROW(row_k400, not_negative(r->served_400))
ROW(row_poang, not_negative(r->poang))
ROW(row_poang_max, not_negative(r->poang_max))
ROW(row_p_plan, not_negative(r->p_plan))
ROW(row_p_koll, not_negative(r->p_koll))
ROW(row_basta, r->basta_del ? mk_text(mk_row_name(r, r->basta_del, scratch))
                            : null_value)
ROW(row_del_id, mk_text(mk_row_name(r, r->del_nr, scratch)))
ROW(row_rang, r->rang > 0 ? mk_num(r->rang) : null_value)
ROW(row_delad, r->rang > 0 ? mk_num(r->rang_shared) : null_value)
ROW(row_kolln_andl, not_negative(r->kolln_andl))
ROW(row_fast_delar, r->fast_delar ? mk_num(r->fast_delar) : null_value)
ROW(row_fast_m2, r->fast_delar ? mk_num(r->fast_area) : null_value)

#define TEXT(n, sv, en, doc, get) {n, MK_T_TEXT, 0, sv, en, doc, get}
#define INT(n, sv, en, doc, get) {n, MK_T_INT, 0, sv, en, doc, get}
#define REAL(n, dec, sv, en, doc, get) {n, MK_T_REAL, dec, sv, en, doc, get}
#define BOOL(n, sv, en, doc, get) {n, MK_T_BOOL, 0, sv, en, doc, get}
#define DATE(n, sv, en, doc, get) {n, MK_T_DATE, 0, sv, en, doc, get}

// What mark and verksamhetsmark have in common, up to the score.
#define COMMON_FIELDS                                                       \
    TEXT("fast_id", "Fastighetens id", "Property id",                       \
         "Registerenhetsreferens or FNR, as in the input.", row_fast_id),   \
    TEXT("fastighet", "Fastighet", "Property",                              \
         "Full designation.", row_fastighet),                               \
    TEXT("kommunkod", "Kommunkod", "Municipality code",                     \
         "Four digits.", row_kommunkod),                                    \
    INT("omr_nr", "Områdesnummer", "Område number",                         \
        "Number of the område (skifte) within its fastighet.",              \
        row_omr_nr),                                                        \
    TEXT("objekttyp", "Objekttyp", "Object type",                           \
         "Object type as in the input.", row_objekttyp),                    \
    REAL("area_m2", 1, "Area (m²)", "Area (m²)",                            \
         "Area in the working CRS.", row_area),                             \
    TEXT("bedomning", "Bedömning", "Assessment",                            \
         "bedömd, utesluten (see utesluten) or kan inte bedömas (no "       \
         "usable geometry).", row_bedomning),                               \
    TEXT("utesluten", "Utesluten för", "Left out for",                      \
         "Why it is left out: geometri saknas, samfällighet, "              \
         "järnvägsområde, vattenområde, allmän plats, bostad (plan), "      \
         "annan användning, bostad (byggnad).", row_utesluten),             \
    TEXT("plan_akt", "Plan, aktbeteckning", "Plan file reference",          \
         "Aktbeteckning of the plan that decides.", row_plan_akt),          \
    TEXT("plan_nr", "Plan, kommunens nummer", "Plan number",                \
         "The municipality's own number of that plan.", row_plan_nr),       \
    TEXT("plan_namn", "Plan, namn", "Plan name",                            \
         "Name of that plan.", row_plan_namn),                              \
    TEXT("planstatus", "Planstatus", "Plan status",                         \
         "The nine national words, or ej planlagt, or planuppgift saknas.", \
         row_planstatus),                                                   \
    DATE("lagakr_dat", "Laga kraft, datum", "Date of legal force",          \
         "When that plan gained legal force.", row_lagakr),                 \
    TEXT("gf_lage", "Genomförandetid, läge", "Implementation period",       \
         "Where the genomförandetid stands on the reference date: okänd, "  \
         "ej börjat, pågår, sannolikt utgången, utgången.", row_gf_lage),   \
    DATE("gf_slut", "Genomförandetid, sista dag",                           \
         "Last day of implementation period",                               \
         "Last day of the genomförandetid, inclusive.", row_gf_slut),       \
    TEXT("pag_plan", "Pågående plan", "Ongoing plan",                       \
         "Aktbeteckning, else number, of an ongoing plan here.",            \
         row_pag_plan),                                                     \
    TEXT("pag_skede", "Pågående plan, skede", "Ongoing plan, stage",        \
         "Its stage, in the words of planstatus.", row_pag_skede),          \
    TEXT("pag_anv", "Pågående plan, användning", "Ongoing plan, uses",      \
         "All uses of the ongoing plan, as letters.", row_pag_anv),         \
    TEXT("anvandning", "Användning enligt plan", "Planned use",             \
         "Use letters of plans in force here; null when not known.",        \
         row_anvandning),                                                   \
    REAL("industri_m2", 1, "Planlagt för industri och verksamheter (m²)",   \
         "Planned for industry (m²)",                                       \
         "Area with industri (J, Z); stacked uses count in each group.",    \
         row_industri),                                                     \
    REAL("kontor_m2", 1, "Planlagt för kontor (m²)",                        \
         "Planned for offices (m²)", "Area with kontor (K).", row_kontor),  \
    REAL("handel_m2", 1, "Planlagt för handel (m²)",                        \
         "Planned for retail (m²)", "Area with handel (H).", row_handel),   \
    REAL("centrum_m2", 1, "Planlagt för centrum (m²)",                      \
         "Planned for centre uses (m²)", "Area with centrum (C).",          \
         row_centrum),                                                      \
    REAL("ovrnar_m2", 1, "Planlagt för övrig näring (m²)",                  \
         "Planned for other business (m²)",                                 \
         "Area with G, O, R, N or V.", row_ovrnar),                         \
    REAL("bland_m2", 1, "Blandad användning (m²)", "Mixed use (m²)",        \
         "Business land that has uses of several groups, B included.",      \
         row_bland),                                                        \
    REAL("planl_andel", 4, "Planlagd andel (0–1)",                          \
         "Share in plans in force (0–1)",                                   \
         "Share inside plans in force.", row_planl),                        \
    REAL("bebyggd_m2", 1, "Bebyggd area (m²)", "Built area (m²)",           \
         "Footprint of buildings inside; null without a building layer.",   \
         row_bebyggd),                                                      \
    REAL("obebygg_m2", 1, "Största obebyggda del (m²)",                     \
         "Largest unbuilt piece (m²)",                                      \
         "Largest contiguous piece that keeps its distance to every "       \
         "building; null without a building layer.", row_obebygg),          \
    TEXT("hpl_namn", "Närmaste hållplats", "Nearest stop",                  \
         "Nearest stop area with scheduled departures.", row_hpl_namn),     \
    REAL("hpl_m", 1, "Avstånd till hållplats (m)",                          \
         "Distance to stop (m)",                                            \
         "From the nearest point, 0 inside: along streets or in a straight " \
         "line, see avst_slag.", row_hpl_m),                                \
    REAL("hpl_fagel_m", 1, "Fågelvägen till samma hållplats (m)",           \
         "Straight line to the same stop (m)",                              \
         "Straight line to the stop area hpl_namn.", row_hpl_straight),     \
    TEXT("avst_slag", "Avståndet är", "Distance is",                        \
         "gångväg: along the streets of `gator`; fågelväg: straight line.", \
         row_along),                                                        \
    REAL("anslut_m", 1, "Från marken till närmaste gata (m)",               \
         "From the land to the nearest street (m)",                         \
         "Straight connector, part of hpl_m; null without streets, or "     \
         "when none is near enough.", row_connector),                       \
    TEXT("anm_koll", "Anmärkning om gator och hållplatser",                 \
         "Remark on streets and stops",                                     \
         "långt till gata; ej nåbar; kant (what it reaches touches the "    \
         "edge of the data); anropsstyrt.", row_remarks),                   \
    REAL("avg_h", 2, "Avgångar per timme, närmaste hållplats",              \
         "Departures per hour, nearest stop",                               \
         "Departures of that stop area an hour on a weekday 06–20, both "   \
         "directions, all scheduled modes.", row_avg_h),    \
    TEXT("koll_klass", "Kollektivtrafikklass A–G (ej energiklass)",         \
         "Public transport class A–G (not energy class)",                   \
         "By the tables of the project, ÖROK 2017's unless it names others; "  \
         "distance as avst_slag says; null outside every class.",           \
         row_klass),                                                        \
    BOOL("kolln_500", "Kollektivtrafiknära, 500 m (SCB/Kolada)",            \
         "Near public transport, 500 m (SCB/Kolada)",                       \
         "A stop area with at least 1 departure an hour within 500 m, "     \
         "always in a straight line.",                                      \
         row_k500),                                                         \
    BOOL("kolln_400", "Kollektivtrafiknära, 400 m (vår tolkning)",          \
         "Near public transport, 400 m (our reading)",                      \
         "The same within 400 m, always in a straight line: our reading of " \
         "the national goals.",                                             \
         row_k400),                                                         \
    INT("arbkr_30", "Arbetskraft inom 30 minuter",                          \
        "Workforce within 30 minutes",                                      \
        "People of befolkning who are here by restid.framme with transit "  \
        "or on foot, leaving home at most 30 minutes before.",              \
        row_workers30),                                                     \
    INT("arbkr_45", "Arbetskraft inom 45 minuter",                          \
        "Workforce within 45 minutes", "The same, 45 minutes.",             \
        row_workers45),                                                     \
    INT("arbkr_60", "Arbetskraft inom 60 minuter",                          \
        "Workforce within 60 minutes", "The same, 60 minutes.",             \
        row_workers60),                                                     \
    INT("arbkr_skift", "Arbetskraft inom 45 minuter till skiftet",          \
        "Workforce within 45 minutes of the shift",                         \
        "The same, 45 minutes before restid.skift.", row_workers_shift),    \
    INT("cykel_15", "Arbetskraft inom 15 minuter på cykel",                 \
        "Workforce within 15 minutes by bicycle",                           \
        "People of befolkning within 15 minutes by bicycle.",               \
        row_cyclists15),                                                    \
    INT("cykel_30", "Arbetskraft inom 30 minuter på cykel",                 \
        "Workforce within 30 minutes by bicycle", "The same, 30 minutes.",  \
        row_cyclists30),                                                    \
    TEXT("trafikpl_namn", "Närmaste trafikplats", "Nearest interchange",    \
         "Nearest of trafikplatser by car, by time.", row_junction),        \
    INT("trafikpl_m", "Väg till trafikplatsen (m)",                         \
        "Way to the interchange (m)", "Along the quickest way by car.",     \
        row_junction_m),                                                    \
    REAL("tpl_min", 1, "Bilminuter till trafikplatsen",                \
         "Minutes by car to the interchange",                               \
         "At the speeds of the streets, no queues.", row_junction_min),     \
    REAL("tpl_lb_min", 1, "Lastbilsminuter till närmaste trafikplats",      \
         "Minutes by lorry to the nearest interchange",                     \
         "On streets of the bearing class restid.lastbil_bk or a stronger " \
         "one; null when that is left out.", row_lorry_min),                \
    INT("restid_p50",                                                       \
        "Restid kollektivt till första platsen i projektfilen, median (min)", \
        "Transit minutes to the first place of the project file, median",   \
        "Median over departures each minute of the window; whole minutes, " \
        "truncated.", row_p50),                                             \
    INT("restid_p85",                                                       \
        "Restid kollektivt till första platsen i projektfilen, 85 % (min)", \
        "Transit minutes to the first place of the project file, 85 %",     \
        "What 85 % of the departures do not exceed.", row_p85),             \
    REAL("bil_min", 1, "Bilminuter till första platsen i projektfilen",       \
         "Minutes by car to the first place of the project file",           \
         "At the speeds of the streets, no queues.", row_car),              \
    REAL("restidskvot", 2, "Restidskvot kollektivt/bil",                    \
         "Travel time ratio transit/car", "restid_p50 over bil_min, "       \
         "before rounding.", row_ratio),                                    \
    REAL("poang", 2, "Poäng (0–100)", "Score (0–100)",                      \
         "Score with unknown values at their lowest; null when left out.",  \
         row_poang),                                                        \
    REAL("poang_max", 2, "Högsta möjliga poäng (0–100)",                    \
         "Highest possible score (0–100)",                                  \
         "Score with unknown values at their highest.", row_poang_max),     \
    REAL("p_plan", 2, "Poäng från plan och mark",                           \
         "Score from plan and land",                                        \
         "Part of poang; p_plan + p_koll = poang.", row_p_plan),            \
    REAL("p_koll", 2, "Poäng från kollektivtrafik",                         \
         "Score from public transport", "Part of poang.", row_p_koll)

static const struct mk_field mark_fields[] = {
    COMMON_FIELDS,
    TEXT("basta_del", "Bästa delområde", "Best delområde",
         "del_id of the delområde that gives access and score.", row_basta),
    MK_HINDER_FIELD, MK_READY_FIELDS};

static const struct mk_field verksamhetsmark_fields[] = {
    TEXT("del_id", "Delområde", "Delområde",
         "Designation and number; område number after > when above 1.",
         row_del_id),
    INT("rang", "Rang", "Rank",
        "1 is best; null when left out or occupied.", row_rang),
    BOOL("rang_delad", "Delad rang", "Shared rank",
         "Another delområde has the same rank.", row_delad),
    COMMON_FIELDS,
    MK_HINDER_FIELD, MK_READY_FIELDS,
    REAL("kolln_andl", 4, "Kollektivtrafiknära andel, 500 m (0–1)",
         "Share near public transport, 500 m (0–1)",
         "Share within 500 m of a stop area with at least 1 departure an "
         "hour, always in a straight line.", row_kolln_andl),
    INT("fast_delar", "Fastighetens områden (antal)",
        "Områden of the property (count)",
        "Input rows that belong to the fastighet.", row_fast_delar),
    REAL("fast_m2", 1, "Fastighetens area (m²)", "Area of the property (m²)",
         "Area of those rows together.", row_fast_m2)};

static const struct mk_field byggbar_fields[] = {
    TEXT("del_id", "Delområde", "Delområde", "As in verksamhetsmark.",
         row_del_id),
    TEXT("fastighet", "Fastighet", "Property", "Full designation.",
         row_fastighet),
    TEXT("plan_akt", "Plan, aktbeteckning", "Plan file reference",
         "Aktbeteckning of the plan that decides.", row_plan_akt),
    TEXT("plan_nr", "Plan, kommunens nummer", "Plan number",
         "The municipality's own number of that plan.", row_plan_nr),
    TEXT("anvandning", "Användning enligt plan", "Planned use",
         "Use letters; null when not known.", row_anvandning),
    MK_BYGGBAR_FIELDS};

#define SCENARIO_FIELD(get)                                                 \
    TEXT("scenario", "Scenario (ändrad tidtabell)",                         \
         "Scenario (changed timetable)",                                    \
         "What the project file changed in the timetable; null: as it is.", \
         get)

#define CLASS(name, expr) GETTER(name, struct mk_class_area) return expr; END
CLASS(class_klass, mk_text(mk_klass_text(r->klass)))
CLASS(class_text, mk_text(klass_description(r->klass)))
CLASS(class_area, mk_num(r->area))
CLASS(class_scenario, mk_text(t->scenario))
CLASS(class_along, mk_text(way_word(r->along)))

static const struct mk_field infrastruktur_fields[] = {
    TEXT("klass", "Kollektivtrafikklass A–G (ej energiklass)",
         "Public transport class A–G (not energy class)",
         "Class of the place; see avst_slag.", class_klass),
    TEXT("beskrivn", "Beskrivning", "Description",
         "What the class means (our own words).", class_text),
    INT("area_m2", "Area (m²)", "Area (m²)",
        "Area in the working CRS, whole m².", class_area),
    TEXT("avst_slag", "Avståndet är", "Distance is",
         "gångväg: along the streets of `gator`; fågelväg: straight line.",
         class_along),
    SCENARIO_FIELD(class_scenario)};

#define MODE(name, expr) GETTER(name, struct mk_mode_area) return expr; END
MODE(mode_word, mk_text(mk_mode_text(r->mode, MK_SV)))
MODE(mode_within, mk_num(r->within_m))
MODE(mode_m2, mk_num(r->area))

static const struct mk_field gangnara_fields[] = {
    TEXT("trafikslag", "Trafikslag", "Mode",
         "tåg, tunnelbana, spårvagn, buss, färja or övrig trafik.", mode_word),
    INT("inom_m", "Gångväg, högst (m)", "Walk, at most (m)",
        "1 000 m to trains, metro and ferries, 500 m to the others.",
        mode_within),
    INT("area_m2", "Area (m²)", "Area (m²)",
        "Area in the working CRS, whole m².", mode_m2)};

#define CYCLE(name, expr) GETTER(name, struct mk_cycle_area) return expr; END
CYCLE(cycle_minutes, mk_num(r->minutes))
CYCLE(cycle_m2, mk_num(r->area))

static const struct mk_field cykelnara_fields[] = {
    INT("minuter", "Cykelväg till station, högst (min)",
        "By bicycle to a station, at most (min)",
        "5, 10 or 15; what the band before reaches is not in it.",
        cycle_minutes),
    INT("area_m2", "Area (m²)", "Area (m²)",
        "Area in the working CRS, whole m².", cycle_m2)};

// What is asked of the delområde itself.
#define GAP_DEL(name, get)                                                  \
    GETTER(name, struct mk_land_gap) return get(r->del, t, scratch); END
#define GAP(name, expr) GETTER(name, struct mk_land_gap) return expr; END
GAP_DEL(gap_del_id, row_del_id)
GAP_DEL(gap_fastighet, row_fastighet)
GAP_DEL(gap_plan_akt, row_plan_akt)
GAP_DEL(gap_plan_nr, row_plan_nr)
GAP_DEL(gap_anvandning, row_anvandning)
GAP_DEL(gap_underlag, mk_ready_underlag)
GAP_DEL(gap_hinder, mk_ready_hinder)
GAP_DEL(gap_m2, row_area)
GAP_DEL(gap_byggbar, mk_ready_byggbar)
GAP_DEL(gap_klass, row_klass)
GAP_DEL(gap_hpl, row_hpl_namn)
GAP_DEL(gap_hpl_m, row_hpl_m)
GAP_DEL(gap_fiber, mk_ready_fiber)
GAP(gap_what, mk_text(r->transit && r->fiber ? "kollektivtrafik; fiber"
                         : r->transit           ? "kollektivtrafik"
                                                : "fiber"))
GAP(gap_served, r->area >= 0 ? mk_text(t->areas[r->area].name)
                             : null_value)
GAP(gap_served_m, r->area >= 0 ? mk_num(r->dist) : null_value)
GAP(gap_along, r->area >= 0 ? mk_text(way_word(r->along)) : null_value)

static const struct mk_field brister_mark_fields[] = {
    TEXT("del_id", "Delområde", "Delområde", "As in verksamhetsmark.",
         gap_del_id),
    TEXT("fastighet", "Fastighet", "Property", "Full designation.",
         gap_fastighet),
    TEXT("brist", "Saknar", "Lacks",
         "kollektivtrafik, fiber, or both joined with '; '.", gap_what),
    TEXT("underlag", "Underlag", "Basis",
         "detaljplan or pågående detaljplan.", gap_underlag),
    TEXT("plan_akt", "Plan, aktbeteckning", "Plan file reference",
         "Aktbeteckning of the plan that decides.", gap_plan_akt),
    TEXT("plan_nr", "Plan, kommunens nummer", "Plan number",
         "The municipality's own number of that plan.", gap_plan_nr),
    TEXT("anvandning", "Användning enligt plan", "Planned use",
         "Use letters; null when not known.", gap_anvandning),
    REAL("area_m2", 1, "Area (m²)", "Area (m²)", "Area of the delområde.",
         gap_m2),
    REAL("byggbar_m2", 1, "Byggbar mark (m²)", "Buildable land (m²)",
         "As in verksamhetsmark; null when not computed.", gap_byggbar),
    TEXT("hinder", "Hinder", "Obstacles", "As in verksamhetsmark.",
         gap_hinder),
    TEXT("koll_klass", "Kollektivtrafikklass A–G (ej energiklass)",
         "Public transport class A–G (not energy class)",
         "F, G or null where transit is lacking.", gap_klass),
    TEXT("hpl_namn", "Närmaste hållplats", "Nearest stop",
         "Nearest stop area with scheduled departures.", gap_hpl),
    REAL("hpl_m", 1, "Avstånd till hållplats (m)", "Distance to stop (m)",
         "As in verksamhetsmark.", gap_hpl_m),
    TEXT("tur_hpl", "Närmaste hållplats med minst en avgång i timmen",
         "Nearest stop with a departure an hour",
         "By kolln_variant; null when there is none.", gap_served),
    REAL("tur_m", 1, "Avstånd till hållplats med minst en avgång i timmen (m)",
         "Distance to a stop with a departure an hour (m)",
         "From the nearest point, see avst_slag.", gap_served_m),
    TEXT("avst_slag", "Det avståndet är", "That distance is",
         "gångväg or fågelväg (also where no street is near).", gap_along),
    TEXT("fiber", "Fiber", "Fibre",
         "finns, planerad or saknas; null unknown.", gap_fiber)};

#define PEOPLE(name, expr)                                                  \
    GETTER(name, struct mk_people_gap) return expr; END
PEOPLE(people_square, mk_text(r->name))
PEOPLE(people_without, mk_num(r->without))
PEOPLE(people_all, mk_num(r->people))
PEOPLE(people_share, r->people > 0
                         ? mk_num(mk_fix((double)r->without /
                                             (double)r->people, 4))
                         : null_value)

static const struct mk_field brister_befolkning_fields[] = {
    TEXT("ruta", "Kilometerruta", "Kilometre square",
         "South-west corner in the working CRS: km north, km east.",
         people_square),
    INT("bef_utan", "Personer i befolkning utan kollektivtrafik",
        "People of befolkning without public transport",
        "Of `befolkning`: those that lack service (docs/method.md §5.6).",
        people_without),
    INT("bef_alla", "Personer i befolkning i rutan",
        "People of befolkning in the square",
        "Those whose access is known.", people_all),
    REAL("andel_utan", 4, "Andel utan kollektivtrafik (0–1)",
         "Share without public transport (0–1)", "bef_utan / bef_alla.",
         people_share)};

#define STOP(name, expr)                                                    \
    GETTER(name, struct mk_stop_row)                                        \
        const struct mk_area_traffic *f = &t->traffic[r->area];             \
        (void)f;                                                            \
        return expr;                                                        \
    END
STOP(stop_id, mk_text(t->areas[r->area].id))
STOP(stop_namn, mk_text(t->areas[r->area].name))
STOP(stop_avg, mk_num(f->avg_h))
STOP(stop_tag, mk_num(f->dep[MK_MODE_TAG]))
STOP(stop_tunb, mk_num(f->dep[MK_MODE_TUNNELBANA]))
STOP(stop_sparv, mk_num(f->dep[MK_MODE_SPARVAGN]))
STOP(stop_buss, mk_num(f->dep[MK_MODE_BUSS]))
STOP(stop_farja, mk_num(f->dep[MK_MODE_FARJA]))
STOP(stop_anrop, mk_num(f->dep[MK_MODE_ANROP]))
STOP(stop_ovrig, mk_num(f->dep[MK_MODE_OVRIG]))
STOP(stop_kategori, f->category ? mk_num(f->category) : null_value)
STOP(stop_medel, mk_num(f->served_avg))
STOP(stop_timme, mk_num(f->served_hourly))
STOP(stop_scenario, mk_text(t->scenario))

static const struct mk_field hallplatser_fields[] = {
    TEXT("hpl_id", "Hållplatsens id", "Stop area id",
         "Stop area id of the timetable.", stop_id),
    TEXT("hpl_namn", "Hållplats", "Stop", "Name.", stop_namn),
    REAL("avg_h", 2, "Avgångar per timme (vardag 06–20)",
         "Departures per hour (weekday 06–20)",
         "Scheduled departures an hour, both directions.", stop_avg),
    INT("tag_dep", "Avgångar, tåg (vardag 06–20)",
        "Departures, train (weekday 06–20)",
        "Departures by train that weekday.", stop_tag),
    INT("tunb_dep", "Avgångar, tunnelbana (vardag 06–20)",
        "Departures, metro (weekday 06–20)", "By metro.", stop_tunb),
    INT("sparv_dep", "Avgångar, spårvagn (vardag 06–20)",
        "Departures, tram (weekday 06–20)", "By tram.", stop_sparv),
    INT("buss_dep", "Avgångar, buss (vardag 06–20)",
        "Departures, bus (weekday 06–20)", "By bus.", stop_buss),
    INT("farja_dep", "Avgångar, färja (vardag 06–20)",
        "Departures, ferry (weekday 06–20)", "By ferry.", stop_farja),
    INT("anrop_dep", "Avgångar, anropsstyrd trafik (vardag 06–20)",
        "Departures, on demand (weekday 06–20)",
        "On demand; never counted in avg_h.", stop_anrop),
    INT("ovrig_dep", "Avgångar, övrig trafik (vardag 06–20)",
        "Departures, other (weekday 06–20)",
        "Cable cars, funiculars, unknown types.", stop_ovrig),
    INT("kategori", "Hållplatskategori 1–8 (ÖROK)",
        "Stop category 1–8 (ÖROK)",
        "Best over modes; null when too few departures.", stop_kategori),
    BOOL("tur_medel", "Minst en avgång i timmen i snitt",
         "At least one departure an hour on average",
         "At least 14 departures 06–20.", stop_medel),
    BOOL("tur_timme", "Minst en avgång varje timme",
         "At least one departure every hour",
         "One or more in every clock hour 06–20.", stop_timme),
    SCENARIO_FIELD(stop_scenario)};

#define DP(name, expr)                                                      \
    GETTER(name, struct mk_plan_row)                                        \
        const struct mk_plan *p = &t->plans[r->plan];                       \
        (void)p;                                                            \
        return expr;                                                        \
    END
DP(dp_akt, mk_text(p->akt))
DP(dp_nr, mk_text(p->nr))
DP(dp_namn, mk_text(p->namn))
DP(dp_typ, mk_text(p->typ))
DP(dp_status, mk_text(mk_planstatus_text(p->status)))
DP(dp_status_urs, mk_text(p->status_text))
DP(dp_lagakr, date(p->laga_kraft))
DP(dp_gf_lage, has_gf(p) ? mk_text(mk_gf_text(p->gf_lage)) : null_value)
DP(dp_gf_slut, has_gf(p) ? date(p->gf_slut) : null_value)
DP(dp_gf_harledd, has_gf(p) ? mk_num(p->gf_derived) : null_value)
DP(dp_anv, uses_value(p->uses, scratch))
DP(dp_area, mk_num(r->area))
DP(dp_verks, mk_num(r->verksamhet))
DP(dp_byggbar, mk_num(r->byggbar))
DP(dp_m50, r->klar_m50 < 0 ? null_value : mk_num(r->klar_m50))
DP(dp_p50, r->klar_m50 < 0 || !t->reference_date
               ? null_value
               : date(mk_date_add_months(t->reference_date, r->klar_m50)))

static const struct mk_field detaljplaner_fields[] = {
    TEXT("plan_akt", "Aktbeteckning", "File reference",
         "Aktbeteckning.", dp_akt),
    TEXT("plan_nr", "Kommunens nummer", "Plan number",
         "The municipality's own number.", dp_nr),
    TEXT("plan_namn", "Namn", "Name", "Name of the plan.", dp_namn),
    TEXT("plan_typ", "Plantyp", "Type of plan",
         "Type as in the input (detaljplan, stadsplan …).", dp_typ),
    TEXT("planstatus", "Planstatus", "Plan status",
         "The nine national words; planuppgift saknas when not understood.",
         dp_status),
    TEXT("status_urs", "Kommunens statusord", "Status as given",
         "The municipality's own word.", dp_status_urs),
    DATE("lagakr_dat", "Laga kraft, datum", "Date of legal force",
         "When the plan gained legal force.", dp_lagakr),
    TEXT("gf_lage", "Genomförandetid, läge", "Implementation period",
         "okänd, ej börjat, pågår, sannolikt utgången or utgången; null "
         "before laga kraft.", dp_gf_lage),
    DATE("gf_slut", "Genomförandetid, sista dag",
         "Last day of implementation period", "Inclusive.", dp_gf_slut),
    BOOL("gf_harledd", "Genomförandetid härledd",
         "Implementation period derived",
         "True when no period is stated and gf_lage is derived.",
         dp_gf_harledd),
    TEXT("anvandning", "Användning enligt plan", "Planned use",
         "All use letters of the plan; null when not known.", dp_anv),
    REAL("area_m2", 1, "Area (m²)", "Area (m²)", "Area of the outline.",
         dp_area),
    REAL("verks_m2", 1, "Planlagd verksamhetsmark enligt projektet (m²)",
         "Planned business land, by the project (m²)",
         "Area with a use of `verksamhetsmark:` in the project file that "
         "this plan decides.", dp_verks),
    REAL("byggbar_m2", 1, "Byggbar mark kvar (m²)", "Buildable land left (m²)",
         "Of its delområden that are ranked (not left out, occupied, sold or "
         "allocated), together; null when there are none or not computed.",
         dp_byggbar),
    INT("klar_m50", "Första delen byggklar om (månader)",
        "First piece ready in (months)",
        "Least klar_m50 of those delområden; null when none is known.",
        dp_m50),
    DATE("klar_p50", "Första delen byggklar", "First piece ready",
         "Reference date + klar_m50.", dp_p50)};

#define LAYER(id, sv, en, geom)                                             \
    const struct mk_layer_def mk_layer_##id = {                             \
        #id, sv, en, geom, id##_fields,                                     \
        (int)(sizeof id##_fields / sizeof id##_fields[0])};
LAYER(mark, "Mark", "Land", "MultiPolygon")
LAYER(verksamhetsmark, "Mark för näringsliv (delområden)",
      "Land for business (delområden)", "MultiPolygon")
// The same rows as verksamhetsmark, drawn by how ready they are.
const struct mk_layer_def mk_layer_beredskap = {
    "beredskap", "Beredskap B1–B5 (delområden)",
    "Readiness B1–B5 (delområden)", "MultiPolygon", verksamhetsmark_fields,
    (int)(sizeof verksamhetsmark_fields / sizeof verksamhetsmark_fields[0])};
LAYER(byggbar, "Byggbar mark", "Buildable land", "MultiPolygon")
LAYER(infrastruktur, "Kollektivtrafik, klass A–G",
      "Public transport, class A–G", "MultiPolygon")
LAYER(hallplatser, "Hållplatser", "Stops", "Point")
LAYER(detaljplaner, "Detaljplaner", "Detaljplaner", "MultiPolygon")
LAYER(gangnara, "Gångavstånd till kollektivtrafik",
      "Walking distance to public transport", "MultiPolygon")
LAYER(cykelnara, "Cykelavstånd till station", "Cycling distance to stations",
      "MultiPolygon")
LAYER(brister_mark, "Brister: mark utan kollektivtrafik eller fiber",
      "Gaps: land without public transport or fibre", "MultiPolygon")
LAYER(brister_befolkning, "Brister: personer i befolkning utan kollektivtrafik",
      "Gaps: people of befolkning without public transport", "MultiPolygon")
