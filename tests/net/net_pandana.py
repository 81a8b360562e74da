"""Pandana's Seattle sample and the integers that its own tests expect.

Distances there are counts of edges from node to node: every edge is given a
length of one metre, and places are put on nodes. Expected: UDST/pandana,
tests/test_pandana.py, test_repeat_pois and get_connected_nodes.

usage: net_pandana.py NET_ANSWERS DATA
"""
import csv
import math
import os
import subprocess
import sys

FAR = 2_000_000_000
# two at the one place, one at the other, as the test there has them
POIS = ((-122.31, 47.60), (-122.32, 47.61))
# from each node: the nearest of three, the second and the third
EXPECTED = {"53114882": (7, 13, 13), "53114880": (6, 14, 14),
            "53227769": None}
CONNECTED = 477


def metres(lon, lat):
    return (lon + 122.3) * 111320 * math.cos(math.radians(47.6)), \
        (lat - 47.6) * 110574


def main():
    program, data = sys.argv[1:]
    if not os.path.isdir(data):
        print("no data")
        sys.exit(77)
    with open(f"{data}/nodes.csv", encoding="utf-8") as f:
        lonlat = {r["id"]: (float(r["x"]), float(r["y"]))
                  for r in csv.DictReader(f)}
    with open(f"{data}/edges.csv", encoding="utf-8") as f:
        edges = [(r["from"], r["to"]) for r in csv.DictReader(f)]
    poi = [min(lonlat, key=lambda n, p=p: math.dist(lonlat[n], p))
           for p in POIS]
    # 53227769 has no edge; asking nodes with one keeps snapping out of it
    asking = [n for n, e in EXPECTED.items() if e]
    connected = sorted({n for e in edges for n in e})
    rows = []
    for batch in range(0, len(connected), 50):
        places = [poi[0], poi[1]] + asking + connected[batch:batch + 50]
        rows.append(ask(program, lonlat, edges, places))
    for row in rows:
        for k, n in enumerate(asking):
            a, b = row[0][2 + k], row[1][2 + k]
            got = tuple(sorted((a, a, b)))
            if got != tuple(1000 * m for m in EXPECTED[n]):
                sys.exit(f"{n}: {got}, expected {EXPECTED[n]} edges")
    reached = sum(c is not None for row in rows for c in row[0][4:])
    if reached != CONNECTED:
        sys.exit(f"{reached} connected nodes, expected {CONNECTED}")
    if any("53227769" in e for e in edges):
        sys.exit("53227769 should have no edge")
    print(f"{len(asking)} nodes and {reached} connected agree")


def ask(program, lonlat, edges, places):
    """Cost in mm from each of the first two places to all."""
    text = [f"net 0 0 {FAR} {len(edges)} {len(places)}"]
    for a, b in edges:
        xy = " ".join("%.17g %.17g" % metres(*lonlat[n]) for n in (a, b))
        text.append(f"1 1 0 1000 0 2 {xy}")
    text += ["%.17g %.17g" % metres(*lonlat[n]) for n in places]
    out = subprocess.run([program], input="\n".join(text), text=True,
                         stdout=subprocess.PIPE, check=True).stdout
    snaps = [r.split() for r in out.splitlines() if r.startswith("snap")]
    if any(s[1] != "0" for s in snaps):
        sys.exit("a node is not on the network")
    rows = [r.split()[1:] for r in out.splitlines() if r.startswith("from")]
    return [[None if c == "-" else int(c) for c in r] for r in rows[:2]]


main()
