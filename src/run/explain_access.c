// Transit: the day, the stop areas, and what each answer goes by.
#include "run/explain.h"

#include <math.h>
#include <stdio.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

static const char *weekday(const struct mk_explain *x, mk_date day)
{
    static const char *const name[7][2] = {
        {"måndag", "Monday"}, {"tisdag", "Tuesday"}, {"onsdag", "Wednesday"},
        {"torsdag", "Thursday"}, {"fredag", "Friday"}, {"lördag", "Saturday"},
        {"söndag", "Sunday"}};
    const int k = mk_date_weekday(day);
    return word(x, name[k][0], name[k][1]);
}

void mk_explain_day(struct mk_explain *x)
{
    struct mk_doc *d = &x->doc;
    const struct mk_day_choice *c = &x->in.day;
    if (x->in.scenario)
        mk_doc_text(d, MK_L("scenario", "scenario, ändrad tidtabell",
                            "scenario, timetable changed"), x->in.scenario);
    if (!x->in.have_timetable) {
        mk_doc_text(d, MK_L("tidtabell", "tidtabell", "timetable"), NULL);
        return;
    }
    mk_doc_row(d, "tidtabell", word(x, "tidtabell räknad för",
                                    "timetable counted for"));
    mk_doc_date(d, MK_L("dag", "", ""), c->day);
    if (c->day)
        mk_doc_text(d, MK_L("veckodag", "", ""), weekday(x, c->day));
    mk_doc_text(d, MK_L("tid", "", ""), "06:00:00–19:59:59");
    mk_doc_int(d, MK_L("turer", "turer", "trips"), c->active_trips);
    mk_doc_int(d, MK_L("turer_max", "flest turer någon dag",
                       "most trips of any day"), c->max_trips);
    mk_doc_text(d, MK_L("val", "vald:", "chosen:"),
                c->given
                    ? word(x, "angiven i projektfilen (kollektivtrafik.dag)",
                           "named in the project file (kollektivtrafik.dag)")
                    : word(x, "första tisdag–torsdag med det vanligaste"
                              " antalet turer (§5)",
                           "the first Tuesday-Thursday with the most common"
                           " number of trips (§5)"));
    mk_doc_close(d);
}

static void put_traffic(struct mk_explain *x, int32_t area)
{
    struct mk_doc *d = &x->doc;
    const struct mk_area_traffic *t = &x->in.traffic[area];
    mk_doc_row(d, "avgangar", word(x, "avgångar kl. 06–20, båda riktningarna",
                                   "departures 06-20, both directions"));
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        static const char *const keys[MK_MODE_COUNT] = {
            "tag", "tunnelbana", "sparvagn", "buss", "farja", "anrop",
            "ovrig"};
        const char *name = mk_mode_text((enum mk_mode)m, d->lang);
        if (t->dep[m])
            mk_doc_int(d, MK_L(keys[m], name, name), t->dep[m]);
    }
    mk_doc_int(d, MK_L("summa", "summa", "in all"), t->dep_total);
    mk_doc_fixed(d, MK_L("avg_h", "per timme (summa / 14)",
                         "an hour (sum / 14)"), t->avg_h, 2, "");
    mk_doc_close(d);
}

// Along streets, what the straight line would be.
static void put_straight(struct mk_explain *x, const struct mk_access *a,
                         mk_fixed straight)
{
    if (a->along)
        mk_doc_fixed(&x->doc, MK_L("fagel_m", "fågelvägen",
                                   "in a straight line"), straight, 1, "m");
}

static void nearest_stop(struct mk_explain *x, const struct mk_access *a)
{
    struct mk_doc *d = &x->doc;
    if (a->area < 0) {
        mk_doc_text(d, MK_L("hallplats", "närmaste hållplats",
                            "nearest stop"), NULL);
        return;
    }
    mk_doc_open(d, "hallplats", word(x, "närmaste hållplats med tidtabell",
                                     "nearest stop with a timetable"));
    mk_doc_text(d, MK_L("namn", "namn", "name"),
                x->in.timetable.areas[a->area].name);
    mk_doc_text(d, MK_L("id", "id", "id"),
                x->in.timetable.areas[a->area].id);
    mk_doc_fixed(d, MK_L("avstand_m", "avstånd", "distance"), a->dist, 1,
                 "m");
    put_straight(x, a, a->straight);
    put_traffic(x, a->area);
    mk_doc_close(d);
}

static void served(struct mk_explain *x, const struct mk_access *a,
                   const struct mk_poly *g)
{
    struct mk_doc *d = &x->doc;
    mk_fixed dist;
    const int32_t area =
        mk_access_nearest_served(x->in.access, g, INFINITY, &dist);
    mk_doc_row(d, "kollektivtrafiknara",
               word(x, "kollektivtrafiknära", "near transit"));
    mk_doc_flag(d, MK_L("kolln_500", "inom 500 m", "within 500 m"),
                a->served_500);
    mk_doc_flag(d, MK_L("kolln_400", "inom 400 m", "within 400 m"),
                a->served_400);
    mk_doc_text(d, MK_L("hallplats",
                        "fågelvägen närmaste med minst 1 avgång/h:",
                        "in a straight line nearest with at least"
                        " 1 departure/h:"),
                area < 0 ? NULL : x->in.timetable.areas[area].name);
    mk_doc_fixed(d, MK_L("avstand_m", "avstånd", "distance"), dist, 1, "m");
    if (area >= 0)
        mk_doc_int(d, MK_L("avgangar", "avgångar", "departures"),
                   x->in.traffic[area].dep_total);
    mk_doc_text(d, MK_L("regel", "regel:", "rule:"),
                x->project->served_rule == MK_SERVED_AVERAGE
                    ? word(x, "i medeltal minst 14 avgångar på 14 timmar (§5)",
                           "on average at least 14 departures in 14 hours"
                           " (§5)")
                    : word(x, "minst en avgång varje klocktimme (§5)",
                           "at least one departure every clock hour (§5)"));
    mk_doc_close(d);
}

// Whose tables the class goes by.
static void put_tables(struct mk_explain *x, bool reached)
{
    const struct mk_grades *g = &x->in.grades;
    struct mk_buf b = {0};
    mk_buf_str(&b, reached ? word(x, "bästa av alla hållplatser",
                                  "the best of all stops")
                           : word(x, "ingen hållplats når hit",
                                  "no stop reaches here"));
    mk_buf_str(&b, word(x, " enligt ", " by "));
    mk_buf_str(&b, g->category_file ? g->category_file : "ÖROK 2017 tab. 1");
    mk_buf_str(&b, word(x, " och ", " and "));
    mk_buf_str(&b, g->class_file ? g->class_file : "ÖROK 2017 tab. 3");
    mk_buf_str(&b, " (§5)");
    mk_doc_text(&x->doc, MK_L("regel", "regel:", "rule:"), mk_buf_text(&b));
    mk_buf_release(&b);
}

static void put_class(struct mk_explain *x, const struct mk_access *a)
{
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, "klass", word(x, "kollektivtrafikklass", "transit class"));
    mk_doc_text(d, MK_L("varde", "", ""), mk_klass_text(a->klass));
    if (a->klass_area >= 0) {
        const struct mk_category c =
            mk_area_category(&x->in.grades, &x->in.traffic[a->klass_area]);
        mk_doc_text(d, MK_L("hallplats", "av hållplatsen", "by the stop"),
                    x->in.timetable.areas[a->klass_area].name);
        mk_doc_text(d, MK_L("trafikslag", "med", "with"),
                    mk_mode_text(c.mode, d->lang));
        mk_doc_int(d, MK_L("avgangar", "avgångar", "departures"), c.dep);
        mk_doc_fixed(d, MK_L("intervall_min", "intervall 840/(avgångar/2) =",
                             "interval 840/(departures/2) ="),
                     mk_fix(mk_interval_minutes(c.dep), 1), 1, "min");
        mk_doc_int(d, MK_L("kategori", "kategori", "category"), c.category);
        mk_doc_fixed(d, MK_L("avstand_m", "avstånd", "distance"),
                     a->klass_dist, 1, "m");
    }
    put_tables(x, a->klass != 0);
    mk_doc_close(d);
}

static void by_mode(struct mk_explain *x, const struct mk_access *a)
{
    struct mk_doc *d = &x->doc;
    mk_doc_list(d, "per_trafikslag", word(x, "närmaste per trafikslag",
                                          "nearest of each mode"));
    for (int m = 0; m < MK_MODE_COUNT; m++) {
        if (a->mode_area[m] < 0)
            continue;
        const char *name = mk_mode_text((enum mk_mode)m, d->lang);
        mk_doc_row(d, NULL, name);
        if (d->json)
            mk_doc_text(d, MK_L("trafikslag", "", ""), name);
        mk_doc_text(d, MK_L("hallplats", "", ""),
                    x->in.timetable.areas[a->mode_area[m]].name);
        mk_doc_fixed(d, MK_L("avstand_m", "avstånd", "distance"),
                     a->mode_dist[m], 1, "m");
        put_straight(x, a, a->mode_straight[m]);
        mk_doc_int(d, MK_L("avgangar", "avgångar", "departures"),
                   x->in.traffic[a->mode_area[m]].dep[m]);
        mk_doc_close(d);
    }
    mk_doc_close(d);
}

// How the land is tied to the streets.
static void tied(struct mk_explain *x, const struct mk_row *r,
                 const struct mk_access *a)
{
    struct mk_doc *d = &x->doc;
    struct mk_buf b = {0};
    for (int k = 0; k < MK_RM_COUNT; k++)
        if (r->reach.remarks & (1u << k))
            mk_buf_printf(&b, "%s%s", b.len ? "; " : "",
                          mk_remark_text((enum mk_remark)k));
    if (a->along)
        mk_doc_fixed(d, MK_L("anslut_m", "från marken till närmaste gata",
                             "from the land to the nearest street"),
                     a->connector, 1, "m");
    if (b.len)
        mk_doc_text(d, MK_L("anmarkning", "anmärkning", "remark"),
                    mk_buf_text(&b));
    mk_buf_release(&b);
}

// There are ways on foot, by bicycle and by car without a timetable too.
static void reached(struct mk_explain *x, const struct mk_row *r,
                    const struct mk_poly *g, const struct mk_walk_room *room)
{
    if (r->del_nr || r->bedomning == MK_BEDOMD)
        mk_explain_travel(x, g, room);
}

static void measured(struct mk_explain *x, const struct mk_row *r,
                     const struct mk_poly *g)
{
    struct mk_access a;
    struct mk_walk_room room = {0};
    if (x->in.walk_index)
        mk_walk_measure(x->in.walk_index, &room, g, &a);
    else
        mk_access_measure(x->in.access, g, &a);
    tied(x, r, &a);
    nearest_stop(x, &a);
    served(x, &a, g);
    if (r->del_nr)
        mk_doc_fixed(&x->doc, MK_L("kolln_andl",
                             "andel inom 500 m från en sådan hållplats",
                             "share within 500 m of such a stop"),
                     r->kolln_andl < 0 ? MK_UNKNOWN : r->kolln_andl, 4, "");
    put_class(x, &a);
    by_mode(x, &a);
    if (r->del_nr)
        mk_explain_lines(x, g, &room);
    reached(x, r, g, &room);
    mk_walk_room_release(&room);
}

void mk_explain_access(struct mk_explain *x, const struct mk_row *r,
                       const struct mk_poly *g)
{
    struct mk_doc *d = &x->doc;
    mk_doc_open(d, "kollektivtrafik",
                x->in.walk_index
                    ? word(x, "Kollektivtrafik (§5, längs gatorna)",
                           "Transit (§5, along the streets)")
                    : word(x, "Kollektivtrafik (§5, rak linje)",
                           "Transit (§5, straight line)"));
    if (x->in.have_timetable) {
        measured(x, r, g);
    } else {
        const struct mk_walk_room none = {0};
        mk_doc_text(d, MK_L("okand", "okänt", "unknown"),
                    x->in.timetable_read
                        ? word(x, "ingen tur går den dag som räknas",
                               "no trip runs on the day counted")
                        : word(x, "ingen tidtabell i projektfilen",
                               "no timetable in the project file"));
        reached(x, r, g, &none);
    }
    mk_doc_close(d);
}
