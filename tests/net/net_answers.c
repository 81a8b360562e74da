// A network's answers as text, for a script to hold against its own.
// Standard input, one net after another:
//   net GO JOIN_M LIMIT NLINES NPLACES      GO: 0 on foot .. 3 by lorry
//   FORWARD BACKWARD KMH LENGTH_MM JOINS_INSIDE N x y x y …    a line
//   x y                                                        a place
// Out, for each net: a row "snap CONNECTOR x y" a place ("snap - 0 0" where it
// is not tied), then for every place "from", "to" and the costs at the
// others; then "nearest" and "nearest_to", cost and number of the nearest of
// the first two, at each place.
#include <markklar/street.h>

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 64 };

struct place {
    struct mk_snap at;
    bool tied;
};

static bool read_line(struct mk_street_lines *s)
{
    unsigned forward, backward, kmh, length_mm, joins, n;
    if (scanf("%u %u %u %u %u %u", &forward, &backward, &kmh, &length_mm,
              &joins, &n) != 6)
        return false;
    const struct mk_street_line line = {
        .forward = (uint8_t)(forward ? 15 : 0),
        .backward = (uint8_t)(backward ? 15 : 0), .kmh = (uint8_t)kmh,
        .length_mm = length_mm, .joins_inside = joins};
    double *xy = mk_street_lines_add(s, line, n);
    for (unsigned k = 0; k < 2 * n; k++)
        if (scanf("%lf", &xy[k]) != 1)
            return false;
    return true;
}

static void say(uint32_t cost)
{
    if (cost == MK_NO_WAY)
        printf(" -");
    else
        printf(" %u", cost);
}

static void search_from_each(const struct mk_net *net, const struct place *p,
                             unsigned n, bool backwards, uint32_t limit)
{
    struct mk_search *s = mk_search_new(net);
    for (unsigned i = 0; i < n; i++) {
        if (!p[i].tied)
            continue;
        mk_search_run(s, &p[i].at, 1, backwards, limit);
        printf(backwards ? "to" : "from");
        for (unsigned k = 0; k < n; k++)
            say(p[k].tied ? mk_search_at(s, &p[k].at) : MK_NO_WAY);
        printf("\n");
    }
    mk_search_free(s);
}

static void nearest_of_two(const struct mk_net *net, const struct place *p,
                           unsigned n, bool backwards, uint32_t limit)
{
    static const uint32_t number[] = {0, 1};
    const struct mk_snap from[] = {p[0].at, p[1].at};
    if (n < 2 || !p[0].tied || !p[1].tied)
        return;
    struct mk_nearest near;
    mk_nearest_find(net, from, number, 2, backwards, limit, &near);
    printf(backwards ? "nearest_to" : "nearest");
    for (unsigned k = 0; k < n; k++) {
        uint32_t source = 0;
        const uint32_t cost =
            p[k].tied ? mk_nearest_at(&near, &p[k].at, &source) : MK_NO_WAY;
        say(cost);
        if (cost != MK_NO_WAY)
            printf(" %u", source);
    }
    printf("\n");
    mk_nearest_release(&near);
}

static bool answer(void)
{
    struct mk_street_lines lines = {0};
    struct mk_net_rules rules = {.default_kmh = 36};
    struct place place[MOST];
    unsigned go, limit, nlines, nplaces;
    if (scanf(" net %u %lf %u %u %u", &go, &rules.join_m, &limit, &nlines,
              &nplaces) != 5 || nplaces > MOST)
        return false;
    for (unsigned i = 0; i < nlines; i++)
        if (!read_line(&lines))
            exit(1);
    struct mk_net *net = mk_net_build(&lines, (enum mk_go)go, &rules);
    for (unsigned i = 0; i < nplaces; i++) {
        struct mk_point p;
        if (scanf("%lf %lf", &p.x, &p.y) != 2)
            exit(1);
        place[i] = (struct place){.tied = false};
        place[i].tied = mk_net_snap(net, p, 1000, &place[i].at);
        const struct mk_snap *at = &place[i].at;
        if (place[i].tied)
            printf("snap %u %.17g %.17g\n", at->connector, at->x, at->y);
        else
            printf("snap - 0 0\n");
    }
    for (int b = 0; b < 2; b++)
        search_from_each(net, place, nplaces, b, limit);
    for (int b = 0; b < 2; b++)
        nearest_of_two(net, place, nplaces, b, limit);
    mk_net_free(net);
    mk_street_lines_release(&lines);
    return true;
}

int main(void)
{
    while (answer())
        continue;
    return 0;
}
