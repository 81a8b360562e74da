// Arbetskraft, trafikplats and travel times: what the journeys of score give.
#include "run/explain.h"

#include "analysis/journey.h"
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

static mk_fixed known(int32_t v)
{
    return v < 0 ? MK_UNKNOWN : v;
}

static void put_count(struct mk_doc *d, struct mk_label l, int32_t v)
{
    mk_doc_fixed(d, l, known(v), 0, "");
}

static void put_people(struct mk_explain *x, const struct mk_reach *r)
{
    struct mk_doc *d = &x->doc;
    if (r->workers[0] >= 0) {
        mk_doc_row(d, "arbetskraft",
                   word(x, "arbetskraft", "workforce"));
        put_count(d, MK_L("arbkr_30", "inom 30 min", "within 30 min"),
                  r->workers[0]);
        put_count(d, MK_L("arbkr_45", "inom 45 min", "within 45 min"),
                  r->workers[1]);
        put_count(d, MK_L("arbkr_60", "inom 60 min", "within 60 min"),
                  r->workers[2]);
        if (r->workers_shift >= 0)
            put_count(d, MK_L("arbkr_skift", "till skiftet, inom 45 min",
                              "for the shift, within 45 min"),
                      r->workers_shift);
        mk_doc_text(d, MK_L("regel", "regel:", "rule:"),
                    word(x, "framme i tid, hemifrån så sent det går (§5)",
                         "there in time, leaving home as late as"
                         " possible (§5)"));
        mk_doc_close(d);
    }
    if (r->cyclists[0] >= 0) {
        mk_doc_row(d, "cykel", word(x, "med cykel", "by bicycle"));
        put_count(d, MK_L("cykel_15", "inom 15 min", "within 15 min"),
                  r->cyclists[0]);
        put_count(d, MK_L("cykel_30", "inom 30 min", "within 30 min"),
                  r->cyclists[1]);
        mk_doc_close(d);
    }
}

static void put_junction(struct mk_explain *x, const struct mk_reach *r)
{
    struct mk_doc *d = &x->doc;
    if (r->junction < 0)
        return;
    mk_doc_row(d, "trafikplats", word(x, "trafikplats", "interchange"));
    mk_doc_text(d, MK_L("namn", "", ""), x->in.junctions.name[r->junction]);
    mk_doc_int(d, MK_L("trafikpl_m", "väg m", "road m"), r->junction_m);
    mk_doc_fixed(d, MK_L("tpl_min", "bil", "car"), known(r->junction_s), 1,
                 "min");
    if (x->in.lorry)
        mk_doc_fixed(d, MK_L("tpl_lb_min", "lastbil till närmaste",
                             "lorry to the nearest"), known(r->lorry_s), 1,
                     "min");
    mk_doc_close(d);
}

static void put_minutes(struct mk_doc *d, struct mk_label l, int32_t seconds)
{
    mk_doc_fixed(d, l,
                 seconds == MK_NEVER ? MK_UNKNOWN : mk_fix(seconds / 60.0, 1),
                 1, "min");
}

static void put_draws(struct mk_explain *x, const struct mk_place_times *t)
{
    const struct mk_travel_settings *s = &x->project->travel;
    for (int k = 0; k < s->npercentiles; k++) {
        char key[16], name[16];
        snprintf(key, sizeof key, "p%d", s->percentile[k]);
        snprintf(name, sizeof name, "p%d", s->percentile[k]);
        put_minutes(&x->doc, MK_L(key, name, name), t->draws[k]);
    }
}

static void put_place(struct mk_explain *x, uint32_t i,
                      const struct mk_place_times *t)
{
    struct mk_doc *d = &x->doc;
    mk_doc_row(d, NULL, x->in.spots.name[i]);
    if (d->json)
        mk_doc_text(d, MK_L("plats", "", ""), x->in.spots.name[i]);
    if (x->in.router)
        put_draws(x, t);
    put_minutes(d, MK_L("gang_min", "till fots", "on foot"), t->walk_s);
    put_minutes(d, MK_L("cykel_min", "cykel", "bicycle"), t->cycle_s);
    put_minutes(d, MK_L("bil_min", "bil", "car"), t->car_s);
    mk_doc_close(d);
}

static void put_places(struct mk_explain *x, const struct mk_reach *r,
                       const struct mk_place_times *times)
{
    struct mk_doc *d = &x->doc;
    if (!x->in.spots.n)
        return;
    if (x->in.router)
        mk_doc_list(d, "restider",
                    word(x, "restid till platser, av en avresa varje minut"
                            " (§5)",
                         "travel time to places, of one departure a minute"
                         " (§5)"));
    else
        mk_doc_list(d, "restider", word(x, "restid till platser (§5)",
                                        "travel time to places (§5)"));
    for (uint32_t i = 0; i < x->in.spots.n; i++)
        put_place(x, i, &times[i]);
    mk_doc_close(d);
    if (!x->in.router)
        return;
    mk_doc_fixed(d, MK_L("restidskvot", "restidskvot till den första",
                         "transit to car time, the first"), known(r->ratio),
                 2, "");
}

void mk_explain_travel(struct mk_explain *x, const struct mk_poly *g,
                       const struct mk_walk_room *room)
{
    if (!x->in.journeys)
        return;
    struct mk_reach reach;
    mk_reach_init(&reach);
    struct mk_place_times *times =
        mk_zalloc((size_t)x->in.spots.n + 1, sizeof *times);
    struct mk_journey_room *own = mk_journey_room_new(x->in.journeys);
    mk_journeys_measure(x->in.journeys, own, g, room->snap, room->n, &reach,
                        x->in.spots.n ? times : NULL);
    mk_journey_room_free(own);
    put_people(x, &reach);
    put_junction(x, &reach);
    put_places(x, &reach, times);
    free(times);
}
