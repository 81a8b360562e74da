#!/usr/bin/python3
"""Does the sample show every level of beredskap, and mostly say which?

    check_levels.py VERKSAMHETSMARK.geojson

Every level B1-B5 is met as an exact answer (ber_min = ber_max), and at least
a third of the delområden that are not left out have one.
"""
import json
import sys


def main(path):
    with open(path, encoding="utf-8") as f:
        pieces = [x["properties"] for x in json.load(f)["features"]]
    judged = [p for p in pieces if p["utesluten"] is None]
    exact = [p["ber_min"] for p in judged if p["ber_min"] == p["ber_max"]]
    met = {level: exact.count(level) for level in range(1, 6)}
    print("%d delområden, %d exact: %s" % (len(judged), len(exact), met))
    return 0 if all(met.values()) and len(exact) * 3 >= len(judged) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
