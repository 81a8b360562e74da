/** @file
 * The fields of beredskap that every row carries: byggbar mark, axes, hinder,
 * time. One list, used by `mark`, `verksamhetsmark` and `byggbar`.
 */
#ifndef MK_READY_FIELDS_H
#define MK_READY_FIELDS_H

#include <markklar/field.h>

#define MK_READY_GETTERS(X)                                                 \
    X(underlag) X(ber_min) X(ber_max) X(ber_plan) X(ax_plan) X(ax_radigh)   \
    X(ax_infra) X(ax_utredn) X(ax_tillst) X(okanda) X(hinder) X(agare)      \
    X(markanv) X(pris) X(villkor) X(fiber) X(byggbar) X(byggbar_largest)    \
    X(bya)                                                                  \
    X(bta) X(hojd) X(hojd_slag) X(lutning) X(niva) X(m10) X(m50) X(m90)     \
    X(p10) X(p50) X(p90) X(steg)

#define MK_READY_DECLARE(name)                                              \
    struct mk_value mk_ready_##name(const void *record,                     \
                                    const struct mk_tables *t,              \
                                    char *scratch);
MK_READY_GETTERS(MK_READY_DECLARE)
#undef MK_READY_DECLARE

// What may be built, in mark, verksamhetsmark and byggbar.
#define MK_BYGGBAR_FIELDS                                                   \
    {"byggbar_m2", MK_T_REAL, 1, "Byggbar mark (m²)", "Buildable land (m²)", \
     "Area less prickmark, what excludes or reduces, and buildings with "   \
     "their distance; null when not computed.", mk_ready_byggbar},          \
    {"byggb_st_m2", MK_T_REAL, 1, "Största byggbara del (m²)",              \
     "Largest buildable piece (m²)", "Largest contiguous piece of it.",     \
     mk_ready_byggbar_largest},                                             \
    {"bya_m2", MK_T_REAL, 1, "Största byggnadsarea (m²)",                   \
     "Largest footprint allowed (m²)",                                      \
     "Byggnadsarea that utnyttjandegrad allows; null when nothing limits it " \
     "everywhere.", mk_ready_bya},                                          \
    {"bta_m2", MK_T_REAL, 1, "Största bruttoarea (m²)",                     \
     "Largest gross floor area allowed (m²)",                               \
     "Bruttoarea that utnyttjandegrad allows; null likewise.",              \
     mk_ready_bta},                                                         \
    {"hojd_max", MK_T_REAL, 1, "Högsta höjd (m eller våningar)",            \
     "Largest height (m or storeys)",                                       \
     "Lowest of the highest heights allowed here; see hojd_slag.",          \
     mk_ready_hojd},                                                        \
    {"hojd_slag", MK_T_TEXT, 0, "Höjd, slag", "Kind of height",             \
     "byggnadshöjd, nockhöjd, totalhöjd or våningar.", mk_ready_hojd_slag}

#define MK_READY_FIELDS                                                     \
    {"underlag", MK_T_TEXT, 0, "Underlag", "Basis",                         \
     "Where the delområde comes from: detaljplan, pågående detaljplan, "    \
     "planbesked, översiktsplan.", mk_ready_underlag},                      \
    {"ber_min", MK_T_INT, 0, "Beredskap, lägst (1–5)",                      \
     "Readiness, at least (1–5)",                                           \
     "1 + the weakest axis, what is unknown at its worst.",                 \
     mk_ready_ber_min},                                                     \
    {"ber_max", MK_T_INT, 0, "Beredskap, högst (1–5)",                      \
     "Readiness, at most (1–5)", "The same, what is unknown at its best.",  \
     mk_ready_ber_max},                                                     \
    {"ber_plan", MK_T_INT, 0, "Beredskap enligt plan (1–5)",                \
     "Readiness by plan (1–5)", "By the plan axis alone; null unknown.",    \
     mk_ready_ber_plan},                                                    \
    {"ax_plan", MK_T_INT, 0, "Plan (0–4)", "Plan (0–4)",                    \
     "Axis plan; null when not known, as the other axes.",                  \
     mk_ready_ax_plan},                                                     \
    {"ax_radigh", MK_T_INT, 0, "Rådighet (0–4)", "Site control (0–4)",      \
     "Axis rådighet: ownership and markanvisning.", mk_ready_ax_radigh},    \
    {"ax_infra", MK_T_INT, 0, "Infrastruktur (0–4)",                        \
     "Infrastructure (0–4)", "Axis infrastruktur: gata, VA, el, fiber.",    \
     mk_ready_ax_infra},                                                    \
    {"ax_utredn", MK_T_INT, 0, "Utredning (0–4)", "Investigations (0–4)",   \
     "Axis utredning.", mk_ready_ax_utredn},                                \
    {"ax_tillst", MK_T_INT, 0, "Tillstånd (0–4)", "Permits (0–4)",          \
     "Axis tillstånd.", mk_ready_ax_tillst},                                \
    {"okanda", MK_T_TEXT, 0, "Okänt underlag", "Not known",                 \
     "What is not known, joined with '; '.", mk_ready_okanda},              \
    {"agare", MK_T_TEXT, 0, "Ägare (klass)", "Owner (class)",               \
     "kommun, stat/region or privat; null unknown. Never a name.",          \
     mk_ready_agare},                                                       \
    {"markanv", MK_T_TEXT, 0, "Markanvisning", "Land allocation",           \
     "ledig, intresseanmälan, reserverad, markanvisad, såld, "              \
     "tomträtt/arrende; null unknown.", mk_ready_markanv},                  \
    {"pris_m2", MK_T_INT, 0, "Pris (kr/m²)", "Price (SEK/m²)",              \
     "Price stated with the markanvisning.", mk_ready_pris},                \
    {"villkor", MK_T_TEXT, 0, "Villkor för", "Conditions for",              \
     "The plan holds lov or startbesked back until something is done.",     \
     mk_ready_villkor},                                                     \
    {"fiber", MK_T_TEXT, 0, "Fiber", "Fibre",                               \
     "finns, planerad or saknas, by the layers `fiber`; null unknown.",     \
     mk_ready_fiber},                                                       \
    MK_BYGGBAR_FIELDS,                                                      \
    {"lutning", MK_T_REAL, 1, "Medellutning (%)", "Mean slope (%)",         \
     "Mean slope by the hojdmodell; null unknown.", mk_ready_lutning},      \
    {"nivaskilln", MK_T_REAL, 1, "Nivåskillnad (m)",                        \
     "Level difference (m)", "Highest less lowest level.", mk_ready_niva},  \
    {"klar_m10", MK_T_INT, 0, "Byggklar om, tidigt (månader)",              \
     "Ready in, early (months)",                                            \
     "Months to byggklar, 10 % likelihood; what is unknown taken as done.", \
     mk_ready_m10},                                                         \
    {"klar_m50", MK_T_INT, 0, "Byggklar om, mitten (månader)",              \
     "Ready in, median (months)",                                           \
     "50 %; null when what is unknown decides.", mk_ready_m50},             \
    {"klar_m90", MK_T_INT, 0, "Byggklar om, sent (månader)",                \
     "Ready in, late (months)",                                             \
     "90 %; what is unknown taken as the worst.", mk_ready_m90},            \
    {"klar_p10", MK_T_DATE, 0, "Byggklar, tidigt", "Ready, early",          \
     "Reference date + klar_m10.", mk_ready_p10},                           \
    {"klar_p50", MK_T_DATE, 0, "Byggklar, mitten", "Ready, median",         \
     "Reference date + klar_m50.", mk_ready_p50},                           \
    {"klar_p90", MK_T_DATE, 0, "Byggklar, sent", "Ready, late",             \
     "Reference date + klar_m90.", mk_ready_p90},                           \
    {"klar_steg", MK_T_TEXT, 0, "Steg som avgör tiden",                     \
     "Step that binds",                                                     \
     "The longest step of those that bind; null when nothing is left, or "  \
     "what is unknown decides.", mk_ready_steg}

#define MK_HINDER_FIELD                                                     \
    {"hinder", MK_T_TEXT, 0, "Hinder", "Obstacles",                         \
     "What stands in the way, joined with '; ': see docs/method.md §10.",   \
     mk_ready_hinder}

#endif
