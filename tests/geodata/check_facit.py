#!/usr/bin/python3
"""Compare an output folder's layers with geodata/facit.csv.

    check_facit.py MARK.geojson VERKSAMHETSMARK.geojson [FACIT.csv [OTHER.csv]]

OTHER.csv holds the answers that differ in another project file of the same
data: they take the place of those in FACIT.csv.
Every line of the table must be met: a fastighet, område, delområde or field
that is not there is as wrong as a wrong value.  Prints each miss; exit 1 if
there is any, 2 if an input cannot be read.
"""
import csv
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FACIT = os.path.join(HERE, "..", "..", "geodata", "facit.csv")
COLUMNS = ["fastighet", "omr_nr", "del", "falt", "varde", "tolerans"]


class Unusable(Exception):
    pass


def load_facit(path):
    with open(path, encoding="utf-8", newline="") as f:
        reader = csv.DictReader(f)
        if reader.fieldnames != COLUMNS:
            raise Unusable("%s: columns are %s" % (path, reader.fieldnames))
        rows = list(reader)
    if not rows:
        raise Unusable("%s: no rows" % path)
    seen = set()
    for n, row in enumerate(rows, 2):
        key = tuple(row[c] for c in COLUMNS[:4])
        if key in seen:
            raise Unusable("%s:%d: said twice: %s" % (path, n, key))
        seen.add(key)
    return rows


def in_place(rows, other):
    """The answers of one table, where another says nothing else."""
    changed = {tuple(r[c] for c in COLUMNS[:4]): r for r in other}
    out = [changed.pop(tuple(r[c] for c in COLUMNS[:4]), r) for r in rows]
    if changed:
        raise Unusable("answers of no line: %s" % sorted(changed))
    return out


def load_layer(path, key):
    """Features by key(properties); a key met twice is an error."""
    with open(path, encoding="utf-8") as f:
        doc = json.load(f)
    if doc.get("type") != "FeatureCollection" or not doc.get("features"):
        raise Unusable("%s: no features" % path)
    out = {}
    for feature in doc["features"]:
        p = feature["properties"]
        k = key(p)
        if k in out:
            raise Unusable("%s: two features for %s" % (path, k))
        out[k] = p
    return out


def area_key(p):
    return p["fastighet"], str(p["omr_nr"]), ""


def piece_key(p):
    # del_id is the designation and, last, the number within the område
    number = re.search(r"(\d+)$", p["del_id"])
    if not number:
        raise Unusable("del_id without a number: %r" % p["del_id"])
    return p["fastighet"], str(p["omr_nr"]), number.group(1)


def differs(want, tolerance, got):
    """None when alike, else what is wrong."""
    if want == "null":
        return None if got is None else "not null"
    if want in ("true", "false"):
        return None if got is (want == "true") else "other truth"
    if tolerance != "":
        if isinstance(got, bool) or not isinstance(got, (int, float)):
            return "not a number"
        # a hair more than the tolerance: decimal numbers are not exact
        if abs(got - float(want)) > float(tolerance) + 1e-9:
            return "off by %.4f, allowed %s" % (got - float(want), tolerance)
        return None
    return None if got == want else "other text"


def main():
    if len(sys.argv) not in (3, 4, 5):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        rows = load_facit(sys.argv[3] if len(sys.argv) > 3 else FACIT)
        if len(sys.argv) > 4:
            rows = in_place(rows, load_facit(sys.argv[4]))
        features = load_layer(sys.argv[1], area_key)
        features.update(load_layer(sys.argv[2], piece_key))
    except (OSError, ValueError, KeyError, Unusable) as e:
        print("check_facit: %s" % e, file=sys.stderr)
        return 2
    missed = 0
    for row in rows:
        key = row["fastighet"], row["omr_nr"], row["del"]
        where = "%s>%s%s" % (key[0], key[1],
                             " del " + key[2] if key[2] else "")
        if key not in features:
            wrong, got = "missing", None
        elif row["falt"] not in features[key]:
            wrong, got = "no such field", None
        else:
            got = features[key][row["falt"]]
            wrong = differs(row["varde"], row["tolerans"], got)
        if wrong:
            missed += 1
            print("%s: %s should be %s, is %s (%s)" % (
                where, row["falt"], row["varde"], json.dumps(
                    got, ensure_ascii=False), wrong))
    print("facit: %d of %d lines met" % (len(rows) - missed, len(rows)))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
