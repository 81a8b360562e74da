"""Cumulative and passive accessibility against published values.

expected.csv has what the R package accessibility publishes for the same
travel times. The sums are the program's own; nothing is added up here.
"""
import csv
import gzip
import os
import re
import subprocess
import sys

RELATIVE = 1e-6
# which column counts, and whether one travels from the zone or to it
MEASURES = {"cumulative_cutoff": "from_id",
            "cumulative_cutoff_passive": "to_id"}


def read(path):
    with open(path) as f:
        return list(csv.DictReader(f))


def wanted(row):
    """weight column and cutoff of 'schools<=30min active'"""
    return re.match(r"(\w+)<=(\d+)min", row["parameters"]).groups()


def main():
    sums, data = sys.argv[1:3]
    if not os.path.isdir(data):
        print("skipped: %s is not here" % data)
        return 77
    rows = [r for r in read(os.path.join(data, "expected.csv"))
            if r["measure"] in MEASURES]
    zones = {r["id"]: r for r in
             read(os.path.join(data, "land_use_data.csv"))}
    ends = {(MEASURES[r["measure"]], r["id"]): [] for r in rows}
    with gzip.open(os.path.join(data, "travel_matrix.csv.gz"), "rt") as f:
        for t in csv.DictReader(f):
            for end, other in (("from_id", "to_id"), ("to_id", "from_id")):
                if (end, t[end]) in ends:
                    ends[end, t[end]].append((t["travel_time"], t[other]))
    asked = []
    for r in rows:
        weight, cutoff = wanted(r)
        times = ends[MEASURES[r["measure"]], r["id"]]
        asked.append("%d %s\n" % (len(times), cutoff))
        asked += ["%s %s\n" % (t, zones[other][weight])
                  for t, other in times]
    got = subprocess.run([sums], input="".join(asked), check=True, text=True,
                         stdout=subprocess.PIPE).stdout.split()
    wrong = 0
    for r, g in zip(rows, got, strict=True):
        if abs(float(g) - float(r["value"])) > \
                RELATIVE * max(1.0, abs(float(r["value"]))):
            print("differs:", r["measure"], r["parameters"], r["id"],
                  r["value"], g)
            wrong += 1
    print("%d of %d agree" % (len(rows) - wrong, len(rows)))
    return 1 if wrong or len(rows) < 15 else 0


sys.exit(main())
