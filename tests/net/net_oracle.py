"""Random small nets: our answers against networkx's Dijkstra.

The script joins lines by itself, vertex by vertex, and splits a segment where
a place is tied to it. All lengths and speeds are such that every cost is a
whole number, so that answers are equal or wrong.

usage: net_oracle.py NET_ANSWERS
"""
import random
import subprocess
import sys

try:
    import networkx
except ImportError:
    print("networkx is not installed")
    sys.exit(77)

NETS = 1000
BLOCK = 20  # metres
ORIGIN = (320000, 6400000)
KMH = (18, 36, 72, 0)  # 0: the default, 36
WALK, CAR = 0, 2


def random_line(rng):
    """A walk on a lattice that may turn, cross and meet itself."""
    x, y = rng.randrange(5), rng.randrange(5)
    path = [(x, y)]
    for _ in range(rng.randint(1, 7)):
        dx, dy = rng.choice(((1, 0), (-1, 0), (0, 1), (0, -1)))
        x, y = x + dx, y + dy
        path.append((x, y))
    if abs(path[0][0] - x) + abs(path[0][1] - y) == 1:
        path.append(path[0])  # a ring
    ways = rng.choice(((1, 1), (1, 1), (1, 0), (0, 1)))
    measured = 1000 * BLOCK * (len(path) - 1)
    return {
        "xy": [(ORIGIN[0] + BLOCK * a, ORIGIN[1] + BLOCK * b) for a, b in path],
        "ways": ways,
        "kmh": rng.choice(KMH),
        "mm": rng.choice((0, 0, 0, 2 * measured)),
        "inside": rng.random() < 0.5,
    }


def random_net(rng):
    lines = [random_line(rng) for _ in range(rng.randint(1, 14))]
    if rng.random() < 0.3:  # one of them twice, the other way round
        twice = dict(rng.choice(lines))
        twice["xy"] = twice["xy"][::-1]
        twice["ways"] = twice["ways"][::-1]
        lines.append(twice)
    return lines


def vertex_nodes(lines):
    """Which vertices are one node: name of each (line, vertex)."""
    at, ends = {}, set()
    for i, line in enumerate(lines):
        for k, p in enumerate(line["xy"]):
            at.setdefault(p, []).append((i, k))
        ends.update((line["xy"][0], line["xy"][-1]))
    name = {}
    for p, here in at.items():
        for i, k in here:
            meets = p in ends or lines[i]["inside"]
            name[i, k] = ("shared", p) if meets else ("own", i, k)
    return name


def segments(lines, go):
    """(node, node, a, b, cost there, cost back), every segment of a line."""
    name, out = vertex_nodes(lines), []
    for i, line in enumerate(lines):
        per_m = 2000 if line["mm"] else 1000
        if go == CAR:
            per_m = per_m * 36 // (line["kmh"] or 36) // 10
        cost = BLOCK * per_m
        for k in range(len(line["xy"]) - 1):
            out.append((name[i, k], name[i, k + 1], line["xy"][k],
                        line["xy"][k + 1], cost if line["ways"][0] else None,
                        cost if line["ways"][1] else None))
    return out


def away(p, a, b):
    """Distance to a segment that lies along an axis."""
    dx = max(min(a[0], b[0]) - p[0], 0, p[0] - max(a[0], b[0]))
    dy = max(min(a[1], b[1]) - p[1], 0, p[1] - max(a[1], b[1]))
    return (dx * dx + dy * dy) ** 0.5


def random_places(rng, segs):
    """Places beside a segment, nearest to it and to no other."""
    places = []
    for _ in range(40):
        s = rng.randrange(len(segs))
        a, b = segs[s][2], segs[s][3]
        t, side = rng.randint(1, BLOCK - 1), rng.choice((-3, -1, 0, 2))
        dx, dy = (b[0] - a[0]) // BLOCK, (b[1] - a[1]) // BLOCK
        p = (a[0] + t * dx - side * dy, a[1] + t * dy + side * dx)
        rest = [away(p, *o[2:4]) for k, o in enumerate(segs) if k != s]
        if all(d > abs(side) + 0.5 for d in rest):
            on = (a[0] + t * dx, a[1] + t * dy)
            places.append((p, s, t, abs(side) * 1000, on))
        if len(places) == 6:
            break
    return places


def graph(segs, places):
    g = networkx.MultiDiGraph()
    for s, (a, b, _, _, there, back) in enumerate(segs):
        stops = sorted({(t, ("place", on, t)) for _, on, t, _, _ in places
                        if on == s})
        stops = [(0, a)] + stops + [(BLOCK, b)]
        for (t0, u), (t1, v) in zip(stops, stops[1:]):
            g.add_nodes_from((u, v))
            for cost, tail, head in ((there, u, v), (back, v, u)):
                if cost is not None:
                    g.add_edge(tail, head, weight=cost * (t1 - t0) // BLOCK)
    return g


def expected(segs, places, go, limit):
    g = graph(segs, places)
    connector = [mm * 36 // 100 if go == CAR else mm for *_, mm, _ in places]
    n = range(len(places))
    name = [("place", s, t) for _, s, t, _, _ in places]
    cost = {}
    for i in n:
        reach = networkx.single_source_dijkstra_path_length(g, name[i])
        for k in n:
            c = reach.get(name[k])
            if c is not None:
                c += connector[i] + connector[k]
                cost[i, k] = c if c <= limit else None
    rows = [f"snap {mm} {x} {y}" for *_, mm, (x, y) in places]

    def text(c):
        return "-" if c is None else str(c)

    rows += [" ".join(["from"] + [text(cost.get((i, k))) for k in n])
             for i in n]
    rows += [" ".join(["to"] + [text(cost.get((k, i))) for k in n]) for i in n]
    if len(places) >= 2:
        for word, way in (("nearest", 1), ("nearest_to", -1)):
            row = [word]
            for k in n:
                both = [(cost.get((i, k)[::way]), i) for i in (0, 1)]
                row += map(str, min([b for b in both if b[0] is not None],
                                    default="-"))
            rows.append(" ".join(row))
    return rows


def as_text(lines, places, go, limit):
    out = [f"net {go} 0 {limit} {len(lines)} {len(places)}"]
    for line in lines:
        xy = " ".join(f"{x} {y}" for x, y in line["xy"])
        out.append(f"{line['ways'][0]} {line['ways'][1]} {line['kmh']} "
                   f"{line['mm']} {int(line['inside'])} {len(line['xy'])} {xy}")
    out += [f"{p[0]} {p[1]}" for p, *_ in places]
    return "\n".join(out) + "\n"


def main():
    rng = random.Random(4)
    asked, wanted, told, reached, same = [], [], [], 0, 0
    for i in range(NETS):
        lines = random_net(rng)
        go = rng.choice((WALK, CAR))
        limit = rng.choice((10**9, 60000, 9000))
        segs = segments(lines, go)
        places = random_places(rng, segs)
        rows = expected(segs, places, go, limit)
        asked.append(as_text(lines, places, go, limit))
        wanted += rows
        told += [i] * len(rows)
        reached += sum(c.isdigit() for r in rows if r.startswith("from")
                       for c in r.split()[1:])
        same += sum(a[1] == b[1] for a in places for b in places if a is not b)
    got = subprocess.run([sys.argv[1]], input="".join(asked), text=True,
                         stdout=subprocess.PIPE, check=True).stdout.splitlines()
    for i, want, have in zip(told, wanted, got):
        if want != have:
            print(f"net {i}\n{asked[i]}expected {want}\ngot      {have}")
            sys.exit(1)
    if len(got) != len(wanted):
        sys.exit(f"{len(got)} rows, expected {len(wanted)}")
    if reached < 10000 or same < 500:
        sys.exit(f"too little is tried: {reached} costs, {same} on one edge")
    print(f"{NETS} nets, {reached} costs equal, {same} pairs on one segment")


main()
