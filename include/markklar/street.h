/** @file
 * Streets: lines as read, a network for one way of travelling, and searches
 * along it.
 *
 * mk_streets_read() (input) makes mk_street_lines from any line layer; which
 * line lets whom through is its rule table's answer, not the network's.
 * mk_net_build() (analysis) joins them to a compact graph: junctions and
 * dead ends are nodes, what lies between two of them is one edge with its
 * shape. A place is tied to the nearest point of an *edge*, never to a node.
 *
 * Costs are integers, so that a sum does not depend on the order in which it
 * is made and equal ways are equal: millimetres along the street on foot and
 * by bicycle, milliseconds by car and lorry. The straight connector between a
 * place and the street is always part of the cost, in millimetres.
 *
 * A network is read by any number of threads; a mk_search is one thread's.
 */
#ifndef MARKKLAR_STREET_H
#define MARKKLAR_STREET_H

#include <markklar/boxtree.h>
#include <markklar/ctx.h>
#include <markklar/geom.h>

/** Ways of travelling. */
enum mk_go {
    MK_GO_WALK,
    MK_GO_CYCLE,
    MK_GO_CAR,
    MK_GO_LORRY,
    MK_GO_COUNT
};
#define MK_GO_BIT(g) (1u << (g))

/** One line as read. `xy` of its vertices stand in mk_street_lines. */
struct mk_street_line {
    uint32_t first, n;      /**< vertices */
    uint32_t length_mm;     /**< given by the layer; 0: measured */
    uint8_t forward, backward; /**< MK_GO_BIT()s let through each way */
    uint8_t kmh;            /**< car speed; 0: not known, see the rule table */
    uint8_t bearing;        /**< BK 1-4, 0 = not known */
    bool joins_inside;      /**< meets others also at inner vertices of equal
                                 coordinates (OSM); else at its ends only */
};

/** Lines of every layer, in the working CRS; zero-initialised is empty. */
struct mk_street_lines {
    double *xy;
    struct mk_street_line *line;
    uint32_t nxy, nlines;   /**< nxy counts vertices */
    uint32_t cap_xy, cap_lines;
};
/** Room for a line of `n` vertices; fill 2n doubles. */
double *mk_street_lines_add(struct mk_street_lines *s,
                            struct mk_street_line line, uint32_t n);
void mk_street_lines_release(struct mk_street_lines *s);

#define MK_NO_WAY UINT32_MAX /**< a cost that is never reached */

struct mk_net_edge {
    uint32_t from, to;      /**< nodes */
    uint32_t cost[2];       /**< from → to, to → from; MK_NO_WAY: closed */
    uint32_t length_mm;
    uint32_t first, n;      /**< shape, vertices into xy[] */
};
struct mk_net_half {        /**< leaving a node */
    uint32_t to, cost, edge;
};
/** Metres northwards in which nodes are numbered together (strip: y by this,
 * cut towards zero): what is near on the ground is near in memory, and a search
 * from a stop meets some six strips. */
#define MK_NET_STRIP_M 512
/** Segments of a shape that are snapped to together: a box each would make
 * the tree the largest part of a network. */
#define MK_NET_SEG_STEPS 4
struct mk_net_seg {         /**< piece of an edge's shape, for snapping */
    uint32_t edge, at;      /**< vertices at .. at + MK_NET_SEG_STEPS, or to
                                 the edge's last */
};

struct mk_net {
    enum mk_go go;
    uint32_t nnodes, nedges, nhalves, nxy;
    double *node_xy;        /**< 2 doubles a node, working CRS */
    uint32_t *out, *in;     /**< nnodes + 1: halves leaving / entering */
    struct mk_net_half *leave, *enter; /**< only open ones; of a node, by
                                 (to, cost, edge) */
    struct mk_net_edge *edge;
    double *xy;             /**< shapes, working CRS */
    double *run_mm;         /**< nxy: along the edge to each vertex, scaled so
                                 that the last one's is length_mm */
    struct mk_net_seg *seg;
    struct mk_boxtree *tree; /**< over seg[] */
    /* what was left out before anything was tied to the network */
    uint32_t dropped_parts, dropped_nodes;
    uint64_t dropped_mm;
};

struct mk_net_rules {
    double join_m;          /**< ends within this of another line's end, vertex
                                 or inside are joined to it; 0: equal
                                 coordinates only. An end always joins what has
                                 a vertex of its coordinates. The gap costs
                                 nothing, and moves the shape */
    uint32_t min_nodes;     /**< connected parts with fewer nodes are dropped
                                 (never the largest one); 0 or 1: none.
                                 Nodes as numbered, however lines are split */
    uint8_t default_kmh;    /**< where a line has none (car and lorry); 0: such
                                 a line is left out */
    uint8_t lorry_bearing;  /**< the weakest BK a lorry may use, of 4 (74 t), 1,
                                 2, 3; a line of unknown bearing is open;
                                 0: all */
};

/**
 * Join the lines that let `go` through to a network. The order of lines does
 * not matter: nodes are numbered by coordinates (strip of MK_NET_STRIP_M to the
 * north, then x, then y), edges by nodes and shape.
 * A line that is given twice counts once, open wherever one of the two is.
 * Lines of no length, and lines no longer than twice join_m whose ends fall
 * together, are dropped. A node also stays where the open directions or the
 * speed change, so that cost is even along an edge; an open edge costs at
 * least 1. Free with mk_net_free().
 */
struct mk_net *mk_net_build(const struct mk_street_lines *lines, enum mk_go go,
                            const struct mk_net_rules *rules);
void mk_net_free(struct mk_net *net);

/** Where a place is tied to the network. */
struct mk_snap {
    uint32_t edge;
    uint32_t along;      /**< mm from the edge's first vertex */
    uint32_t connector;  /**< mm, straight, from the place to that point */
    double x, y;         /**< that point */
    uint32_t span;       /**< mm of the edge from `along` on that are as near:
                              the frontage of land; 0 for a point */
};
#define MK_NO_EDGE UINT32_MAX /**< mk_snap.edge of a place tied to nothing */
/** The nearest edge point; ties: the westernmost, then the southernmost.
 * @return false when none lies within max_m */
bool mk_net_snap(const struct mk_net *net, struct mk_point p, double max_m,
                 struct mk_snap *out);
/** The same for n points, x and y each; edge MK_NO_EDGE where there is none.
 * @param[out] out  n of them */
void mk_net_snap_all(const struct mk_net *net, const double *xy, uint32_t n,
                     double max_m, struct mk_snap *out);
/**
 * Access points of a polygon: the nearest point of each edge within `also_m`
 * of it, and when there is none the nearest edge point within max_m, of every
 * edge that is as near: the nearest is often where several meet. What runs
 * beside the polygon, at most 2 m farther off than where it is nearest, is
 * reached all along (`span`, as far off as where it is farthest): a millimetre
 * must not decide at which corner one comes out. Connectors are measured from the polygon, 0 for what crosses or
 * lies in it; such an edge is reached both where it first meets the polygon
 * and where it last does. By edge, then along, rising.
 * @param[out] out  grown with MK_GROW
 * @return how many
 */
uint32_t mk_net_snap_poly(const struct mk_net *net, const struct mk_poly *g,
                          double also_m, double max_m, struct mk_snap **out,
                          uint32_t *cap);

/* ---- searching ---------------------------------------------------------- */

/** One thread's room for bounded searches; free with mk_search_free(). */
struct mk_search;
struct mk_search *mk_search_new(const struct mk_net *net);
void mk_search_free(struct mk_search *s);

/**
 * Dijkstra's search from one or several places at once, out to `limit`
 * (inclusive, in the network's cost, connectors included: 1000 a metre on foot
 * and by bicycle; by car and lorry driven at 10 km/h, 360 ms a metre, vår
 * konvention).
 * @param backwards  costs *to* the places instead of from them
 */
void mk_search_run(struct mk_search *s, const struct mk_snap *from,
                   uint32_t nfrom, bool backwards, uint32_t limit);
/** Nodes within the limit, in the order in which they were settled (by cost,
 * then node), and the cost of each. Valid until the next run. */
uint32_t mk_search_nodes(const struct mk_search *s, const uint32_t **nodes);
uint32_t mk_search_cost(const struct mk_search *s, uint32_t node);
/** Cost at a place tied to the network, its connector included, also where
 * it lies on the edge of a start; MK_NO_WAY beyond the limit. */
uint32_t mk_search_at(const struct mk_search *s, const struct mk_snap *to);

/** Of many sources, which is nearest to each node: one search for all. */
struct mk_nearest {
    const struct mk_net *net;
    uint32_t *cost;      /**< per node; MK_NO_WAY: none within the limit */
    uint32_t *source;    /**< per node; ties: the lower source */
    struct mk_source_on { /**< sources by edge, for places on the same edge */
        struct mk_snap at;
        uint32_t source;
    } *on;
    uint32_t non;
    bool backwards;
    uint32_t limit;
};
/** @param source  of from[i], any numbers; several places may share one.
 * Release with mk_nearest_release(). */
void mk_nearest_find(const struct mk_net *net, const struct mk_snap *from,
                     const uint32_t *source, uint32_t nfrom, bool backwards,
                     uint32_t limit, struct mk_nearest *out);
void mk_nearest_release(struct mk_nearest *n);
/** Of sources by edge: the index of the first on one, if it has any. */
uint32_t mk_sources_first(const struct mk_source_on *on, uint32_t n,
                          uint32_t edge);
/** The nearest source of a place. @return its cost; MK_NO_WAY for none, and
 * *source is left as it was */
uint32_t mk_nearest_at(const struct mk_nearest *n, const struct mk_snap *to,
                       uint32_t *source);
/**
 * Length of that nearest way, connectors included: costs by car are
 * milliseconds and say nothing of metres. The way is traced back node by node;
 * of ways that cost the same, one. For few sources: all are looked through.
 * @return millimetres; 0 when there is none
 */
uint64_t mk_nearest_way_mm(const struct mk_nearest *n,
                           const struct mk_snap *to);

#endif
