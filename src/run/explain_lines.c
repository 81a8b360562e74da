// Lines near a delområde: what the table `turer` holds of it.
#include "run/explain.h"

#include <stdio.h>

static const char *word(const struct mk_explain *x, const char *sv,
                        const char *en)
{
    return mk_doc_word(&x->doc, sv, en);
}

static void put_hours(struct mk_doc *d, const struct mk_line_call *c)
{
    char first[MK_CLOCK_SIZE], last[MK_CLOCK_SIZE];
    const bool any = c->first <= c->last;
    mk_doc_text(d, MK_L("forsta", "första", "first"),
                any ? mk_line_clock(c->first, first) : NULL);
    mk_doc_text(d, MK_L("sista", "sista", "last"),
                any ? mk_line_clock(c->last, last) : NULL);
}

static void put_line(struct mk_explain *x, const struct mk_line_near *near)
{
    struct mk_doc *d = &x->doc;
    const struct mk_line_call *c = &near->call;
    const struct mk_stop_area *areas = x->in.timetable.areas;
    const enum mk_mode mode = (enum mk_mode)c->mode;
    const double share = mk_line_demand_share(c);
    char heading[512];
    snprintf(heading, sizeof heading, "%s %s %s %s",
             mk_mode_text(mode, d->lang), c->line,
             word(x, "mot", "to"), areas[c->towards].name);
    mk_doc_row(d, NULL, heading);
    if (d->json) {
        mk_doc_text(d, MK_L("slag", "", ""), mk_mode_text(mode, MK_SV));
        mk_doc_text(d, MK_L("linje", "", ""), c->line);
        mk_doc_text(d, MK_L("riktning", "", ""), areas[c->towards].name);
    }
    mk_doc_text(d, MK_L("hpl_namn", "från", "from"), areas[c->area].name);
    mk_doc_fixed(d, MK_L("dep_h", "avgångar per timme", "departures an hour"),
                 mk_fix(c->dep / (double)MK_DAY_HOURS, 2), 2, "");
    put_hours(d, c);
    if (share > 0)
        mk_doc_fixed(d, MK_L("anrop_andel", "andel anropsstyrda",
                             "share demand-responsive"), mk_fix(share, 2), 2,
                     "");
    mk_doc_flag(d, MK_L("lordag", "lördag", "Saturday"), c->saturday);
    mk_doc_flag(d, MK_L("sondag", "söndag", "Sunday"), c->sunday);
    mk_doc_close(d);
}

void mk_explain_lines(struct mk_explain *x, const struct mk_poly *g,
                      const struct mk_walk_room *room)
{
    struct mk_doc *d = &x->doc;
    if (!x->in.lines)
        return;
    struct mk_lines_room *own = mk_lines_room_new(x->in.lines);
    const struct mk_line_near *near;
    const uint32_t n = mk_lines_near(x->in.lines, own, g, room->snap, room->n,
                                     &near);
    for (int b = 0; b < MK_NEAR_BOUNDS; b++) {
        char key[32], heading[64];
        snprintf(key, sizeof key, "linjer_%u", mk_near_bound[b]);
        snprintf(heading, sizeof heading,
                 word(x, "linjer inom %u m (§5.4)", "lines within %u m (§5.4)"),
                 mk_near_bound[b]);
        mk_doc_list(d, key, heading);
        for (uint32_t i = 0; i < n; i++)
            if (near[i].within[b])
                put_line(x, &near[i]);
        mk_doc_close(d);
    }
    mk_lines_room_free(own);
}
