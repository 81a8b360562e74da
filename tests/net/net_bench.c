// How long the network takes on a grid city: build, snap, search, nearest.
//   net_bench COLUMNS ROWS STOPS POLYGONS [FOLDER]
// Streets 100 m apart, each block side one line with two vertices inside.
// With a folder, the edges and where the stops are tied go there as CSV, for
// scripts/bench_net.py to search with other programs.
#include <markklar/street.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define X0 300000.0
#define Y0 6400000.0
#define BLOCK 100.0

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); // others may be busy
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double told(const char *what, double since)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("%-28s %7.3f s   peak %5ld MB\n", what, seconds() - since,
           use.ru_maxrss / 1024);
    return seconds();
}

static uint64_t seed = 88172645463325252u;

static double uniform(double to) // xorshift64*
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return to * ((double)(seed * 2685821657736338717u >> 11) * 0x1p-53);
}

static void street(struct mk_street_lines *s, double x, double y, double dx,
                   double dy)
{
    const struct mk_street_line line = {.forward = 15, .backward = 15,
                                        .kmh = 50};
    double *v = mk_street_lines_add(s, line, 4);
    for (int k = 0; k < 4; k++) {
        v[2 * k] = x + dx * k / 3;
        v[2 * k + 1] = y + dy * k / 3;
    }
}

static void city(struct mk_street_lines *s, int columns, int rows)
{
    for (int i = 0; i <= columns; i++)
        for (int k = 0; k <= rows; k++) {
            const double x = X0 + BLOCK * i, y = Y0 + BLOCK * k;
            if (i < columns)
                street(s, x, y, BLOCK, 0);
            if (k < rows)
                street(s, x, y, 0, BLOCK);
        }
}

static void snap_polygons(const struct mk_net *net, long n, double w, double h)
{
    struct mk_snap *at = NULL;
    uint32_t cap = 0;
    unsigned long found = 0;
    for (long i = 0; i < n; i++) {
        const double x = X0 + uniform(w), y = Y0 + uniform(h), a = 20;
        const double xy[] = {x, y, x + a, y, x + a, y + a / 2, x + a, y + a,
                             x + a / 2, y + a, x, y + a, x, y + a / 2, x, y};
        const uint32_t ring[] = {0, 8}, part[] = {0, 1};
        const struct mk_poly g = {xy, ring, part, 1, {x, y, x + a, y + a}};
        found += mk_net_snap_poly(net, &g, 30, 500, &at, &cap);
    }
    free(at);
    printf("%lu access points\n", found);
}

static void search_stops(const struct mk_net *net, const struct mk_snap *stop,
                         long n)
{
    struct mk_search *s = mk_search_new(net);
    unsigned long reached = 0;
    for (long i = 0; i < n; i++) {
        const uint32_t *nodes;
        mk_search_run(s, &stop[i], 1, false, 1500000);
        reached += mk_search_nodes(s, &nodes);
    }
    mk_search_free(s);
    printf("%lu nodes reached\n", reached);
}

static FILE *table(const char *folder, const char *name, const char *head)
{
    char path[4096];
    const int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = n > 0 && (size_t)n < sizeof path ? fopen(path, "w") : NULL;
    if (!f) {
        fprintf(stderr, "net_bench: cannot write %s/%s\n", folder, name);
        exit(1);
    }
    fprintf(f, "%s\n", head);
    return f;
}

static void write_tables(const char *folder, const struct mk_net *net,
                         const struct mk_snap *stop, long n)
{
    FILE *f = table(folder, "edges.csv", "id,source,target,cost,reverse_cost");
    for (uint32_t i = 0; i < net->nedges; i++) {
        const struct mk_net_edge *e = &net->edge[i];
        fprintf(f, "%u,%u,%u,%.3f,%.3f\n", i, e->from, e->to,
                e->cost[0] / 1000.0, e->cost[1] / 1000.0);
    }
    fclose(f);
    f = table(folder, "stops.csv", "node");
    for (long i = 0; i < n; i++)
        fprintf(f, "%u\n", net->edge[stop[i].edge].from);
    fclose(f);
}

int main(int argc, char **argv)
{
    const int columns = argc > 1 ? atoi(argv[1]) : 424;
    const int rows = argc > 2 ? atoi(argv[2]) : 424;
    const long stops = argc > 3 ? atol(argv[3]) : 6000;
    const long polygons = argc > 4 ? atol(argv[4]) : 330000;
    const struct mk_net_rules rules = {.join_m = 0.5, .min_nodes = 40,
                                       .default_kmh = 50};
    struct mk_street_lines lines = {0};
    double at = seconds();
    city(&lines, columns, rows);
    at = told("lines made", at);
    struct mk_net *net = mk_net_build(&lines, MK_GO_WALK, &rules);
    at = told("build", at);
    printf("%u nodes, %u edges\n", net->nnodes, net->nedges);
    mk_street_lines_release(&lines);
    at = seconds();
    snap_polygons(net, polygons, BLOCK * columns, BLOCK * rows);
    at = told("snap polygons", at);
    struct mk_snap *stop = calloc((size_t)stops + 1, sizeof *stop);
    uint32_t *number = calloc((size_t)stops + 1, sizeof *number);
    if (!stop || !number)
        return 1;
    for (long i = 0; i < stops; i++) {
        number[i] = (uint32_t)i;
        const struct mk_point p = {X0 + uniform(BLOCK * columns),
                                   Y0 + uniform(BLOCK * rows)};
        if (!mk_net_snap(net, p, 500, &stop[i]))
            return 1;
    }
    at = told("snap stops", at);
    search_stops(net, stop, stops);
    at = told("search 1,500 m from stops", at);
    struct mk_nearest nearest;
    mk_nearest_find(net, stop, number, (uint32_t)stops, false, MK_NO_WAY,
                    &nearest);
    told("nearest of all", at);
    if (argc > 5)
        write_tables(argv[5], net, stop, stops);
    mk_nearest_release(&nearest);
    free(stop);
    free(number);
    mk_net_free(net);
    return 0;
}
