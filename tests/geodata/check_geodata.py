#!/usr/bin/python3
"""Checks on geodata/.

    check_geodata.py reproduces MAKE_SCRIPT FOLDER
    check_geodata.py contents FOLDER
    check_geodata.py facit-fails CHECK_FACIT

reproduces: the script makes the committed files, byte for byte.  With GDAL
or SQLite other than those the files were made with, the bytes may differ
without being wrong: exit 77 (skipped).
contents: what README.md promises of the files, and the plain figures of
facit.csv (areas, buildings, departures, distances to stops) counted again
from the files by other means than the program's.
facit-fails: check_facit.py accepts a right output and refuses each kind of
wrong one.
"""
import copy
import csv
import io
import json
import math
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

PARCELS = "fastighetsindelning_kn9998.gpkg"
MADE = ["anvandning.gpkg", "byggnader.gpkg", "detaljplaner.dbf",
        "detaljplaner.prj", "detaljplaner.shp", "detaljplaner.shx",
        "egenskaper.gpkg", PARCELS, "gtfs_ekasa.zip",
        "lager/befolkning.gpkg",
        "lager/ebh_objekt.dbf", "lager/ebh_objekt.prj",
        "lager/ebh_objekt.shp", "lager/ebh_objekt.shx",
        "lager/gator.gpkg", "lager/hojdmodell.tif", "lager/kommunen.gpkg",
        "lager/lansstyrelsen.gpkg", "lager/nvdb_99.gpkg",
        "lager/skyddad_natur.dbf", "lager/skyddad_natur.prj",
        "lager/skyddad_natur.shp", "lager/skyddad_natur.shx",
        "lager/strandskydd.geojson",
        "ngp/fastigheter/ay_9998.dbf", "ngp/fastigheter/ay_9998.prj",
        "ngp/fastigheter/ay_9998.shp", "ngp/fastigheter/ay_9998.shx",
        "ngp/katalog.json", "ngp/leverans/delayed.json",
        "ngp/leverans/for_a_time.json", "ngp/leverans/repealed.json",
        "ngp/leverans/two_areas.json", "ngp/leverans/two_decisions.json",
        "ngp/leverans/under_way.json"]
WRITTEN = ["README.md", "facit.csv", "facit_fagelvag.csv", "markklar.yaml",
           "markklar_fagelvag.yaml", "ngp/facit.csv", "ngp/markklar.yaml"]
MADE_WITH = ("3.6", "3.40")        # GDAL and SQLite of Debian 12
SCHOOL_DAY = "20260820"            # first Tuesday-Thursday of term

failures = []


def check(ok, *what):
    if not ok:
        failures.append(" ".join(str(w) for w in what))


def files(folder):
    """Paths of the files in a folder and those below it."""
    return sorted(os.path.relpath(os.path.join(where, name), folder)
                  for where, _, names in os.walk(folder) for name in names)


# ------------------------------------------------------------- reproduces

def reproduces(script, folder):
    from osgeo import gdal
    with tempfile.TemporaryDirectory() as tmp:
        for run in ("a", "b"):
            subprocess.run([sys.executable, script, os.path.join(tmp, run)],
                           check=True, stdout=subprocess.DEVNULL)
        for name in MADE:
            a, b, kept = (open(os.path.join(d, name), "rb").read() for d in
                          (os.path.join(tmp, "a"), os.path.join(tmp, "b"),
                           folder))
            check(a == b, name, "differs between two runs")
            check(a == kept, name, "is not what the script makes")
        made = files(os.path.join(tmp, "a"))
        check(made == sorted(MADE), "the script makes", made)
    versions = gdal.__version__, sqlite3.sqlite_version
    if failures and not all(v.startswith(w + ".") for v, w
                            in zip(versions, MADE_WITH)):
        print("skipped: made with GDAL %s, SQLite %s; here %s, %s" %
              (MADE_WITH + versions))
        print("\n".join(failures))
        sys.exit(77)


# --------------------------------------------------------------- contents

def facit(folder):
    """The answers in a straight line: distances along streets are counted
    again by tests/oracle.py."""
    out = {}
    for name in ("facit.csv", "facit_fagelvag.csv"):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for row in csv.DictReader(f):
                key = row["fastighet"], row["omr_nr"], row["del"]
                out.setdefault(key, {})[row["falt"]] = (row["varde"],
                                                        row["tolerans"])
    return out


def dbf_rows(path):
    """The bytes of a dbf, read without GDAL's idea of its encoding."""
    data = open(path, "rb").read()
    header = int.from_bytes(data[8:10], "little")
    size = int.from_bytes(data[10:12], "little")
    names, at = [], 32
    while data[at] != 0x0D:
        names.append((data[at:at + 11].split(b"\0")[0].decode("ascii"),
                      data[at + 16]))
        at += 32
    rows = []
    for i in range(int.from_bytes(data[4:8], "little")):
        at = header + i * size + 1
        row = {}
        for name, width in names:
            row[name] = data[at:at + width].decode("cp1252").strip()
            at += width
        rows.append(row)
    return data, rows


def departures_by_area(z, day):
    """Departures 06:00:00-19:59:59 per stop area number, demand-responsive
    and last calls left out; as counted on paper, per line of the file."""
    def table(name):
        return list(csv.DictReader(io.StringIO(
            z.read(name).decode("utf-8-sig"))))
    active = {r["service_id"] for r in table("calendar_dates.txt")
              if r["date"] == day and r["exception_type"] == "1"}
    trips = {r["trip_id"] for r in table("trips.txt")
             if r["service_id"] in active}
    calls = {}
    for r in table("stop_times.txt"):
        if r["trip_id"] in trips:
            calls.setdefault(r["trip_id"], []).append(r)
    count = {}
    for rows in calls.values():
        for r in rows[:-1]:
            if r["pickup_type"] != "0" or not r["departure_time"]:
                continue
            if "06:00:00" <= r["departure_time"] < "20:00:00":
                area = r["stop_id"][7:13]
                count[area] = count.get(area, 0) + 1
    return count, table("stops.txt"), table("calendar.txt")


def contents(folder):
    from osgeo import ogr, osr
    ogr.UseExceptions()
    check(files(folder) == sorted(MADE + WRITTEN), "files:", files(folder))
    size = sum(os.path.getsize(os.path.join(folder, f)) for f in MADE)
    check(size < 5e6, "size", size)

    # plans: CP1252, nothing that says so
    data, plans = dbf_rows(os.path.join(folder, "detaljplaner.dbf"))
    check(data[29] == 0, "language driver id", data[29])
    check("Pågående - samråd".encode("cp1252") in data, "no CP1252 text")
    check(len({p["PLANNR"] for p in plans}) == len(plans), "plan numbers")
    plan = {p["PLANNR"]: p for p in plans}
    check({"Gällande", "Laga kraft", "Pågående - samråd",
           "Pågående - granskning", "Pågående - planuppdrag",
           "Antagen, ej laga kraft", "Upphävd", "Överklagad", "Avslutad",
           "Överprövas av länsstyrelsen", "Vilande"} <=
          {p["STATUS"] for p in plans}, "status words")

    # parcels
    want = facit(folder)
    ds = ogr.Open(os.path.join(folder, PARCELS))
    layer = ds.GetLayerByName("registerenhetsomradesyta")
    parcels, kinds, refs = {}, {}, {}
    invalid = empty = curved = raised = 0
    from osgeo import gdal
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    for f in layer:
        name = "%s %s %s:%d" % (f["kommunnamn"], f["trakt"], f["block"],
                                f["enhet"])
        g = f.GetGeometryRef().Clone()
        curved += g.HasCurveGeometry()
        raised += g.Is3D()
        empty += g.IsEmpty()
        g = g.GetLinearGeometry()
        invalid += not g.IsValid()
        key = name, str(f["omradesnummer"])
        check(key not in parcels, "twice:", key)
        parcels[key] = g
        kinds[f["objekttyp"]] = kinds.get(f["objekttyp"], 0) + 1
        refs.setdefault(f["registerenhetsreferens"], set()).add(name)
    gdal.PopErrorHandler()
    check(1800 <= len(parcels) <= 2400, "områden:", len(parcels))
    check((invalid, empty, curved, raised) == (3, 1, 1, 1),
          "invalid, empty, curved, raised:", invalid, empty, curved, raised)
    check(all(len(names) == 1 for names in refs.values()), "references")
    for kind in ("fastighetsområde", "samfällighetsområde", "järnvägsområde",
                 "fiskelott", "outrett fastighetsområde"):
        check(kinds.get(kind), "none of", kind)

    buildings = []
    bds = ogr.Open(os.path.join(folder, "byggnader.gpkg"))
    for f in bds.GetLayer(0):
        if f["insamlingslage"] != "Illustrativt läge":
            buildings.append(f.GetGeometryRef().Clone())
    check(len(buildings) == bds.GetLayer(0).GetFeatureCount() - 1,
          "one building has an illustrative position")

    with zipfile.ZipFile(os.path.join(folder, "gtfs_ekasa.zip")) as z:
        check(z.read("stops.txt").startswith(b"\xef\xbb\xbf"), "no BOM")
        count, stops, calendar = departures_by_area(z, SCHOOL_DAY)
        lov = departures_by_area(z, "20260818")[0]
    check(all(r[d] == "0" for r in calendar
              for d in ("monday", "wednesday", "sunday")), "calendar")
    check(count["000232"] == 14 and count["000236"] == 13,
          "departures", count["000232"], count["000236"])
    check(lov["000232"] < 14, "no school holiday timetable")

    wgs, tm = osr.SpatialReference(), osr.SpatialReference()
    wgs.ImportFromEPSG(4326)
    tm.ImportFromEPSG(3006)
    for s in (wgs, tm):
        s.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    tr = osr.CoordinateTransformation(wgs, tm)
    platforms = []
    for r in stops:
        if r["location_type"] == "0" and r["stop_id"][7:13] in count:
            p = ogr.Geometry(ogr.wkbPoint)
            x, y, _ = tr.TransformPoint(float(r["stop_lon"]),
                                        float(r["stop_lat"]))
            p.AddPoint_2D(x, y)
            platforms.append((r["stop_id"][7:13], r["stop_name"], p))

    def near(key, falt, got):
        value, tolerance = want[key][falt]
        check(abs(got - float(value)) <= float(tolerance) + 0.051, key, falt,
              "facit", value, "counted", got)

    for key, fields in want.items():
        place = key[0], key[1]
        check(place in parcels, "facit names", place)
        if place not in parcels or key[2]:
            continue
        g = parcels[place]
        if "area_m2" in fields and g.IsValid() and not g.IsEmpty():
            near(key, "area_m2", g.GetArea())
        if "bebyggd_m2" in fields:
            u = ogr.Geometry(ogr.wkbPolygon)
            for b in buildings:
                if b.Intersects(g):
                    u = u.Union(b.Intersection(g))
            near(key, "bebyggd_m2", u.GetArea())
        if "plan_nr" in fields and fields["plan_nr"][0] != "null":
            p = plan[fields["plan_nr"][0]]
            if "lagakr_dat" in fields:
                text = fields["lagakr_dat"][0].replace("-", "")
                # dBASE keeps a date not given as zeros or blanks
                check(p["LAGAKRAFT"].strip("0") == text.replace("null", "")
                      .strip("0"), key,
                      "laga kraft", p["LAGAKRAFT"])
        # an område has the access of its best delområde: measured here only
        # when that is all of it
        piece = want.get(place + ("1",), {}).get("area_m2")
        if "hpl_m" in fields and (piece is None or
                                  piece[0] == fields["area_m2"][0]):
            d, area, name = min((q.Distance(g), a, n)
                                for a, n, q in platforms)
            near(key, "hpl_m", d)
            if "hpl_namn" in fields:
                check(name == fields["hpl_namn"][0], key, "nearest", name)
            if "avg_h" in fields:
                check(math.isclose(round(count[area] / 14, 2),
                                   float(fields["avg_h"][0])), key,
                      "departures", count[area])


# ------------------------------------------------------------ facit-fails

def facit_fails(checker):
    table = "fastighet,omr_nr,del,falt,varde,tolerans\n" \
            "A B 1:1,1,,area_m2,100,0.1\nA B 1:1,1,,plan_nr,X,\n" \
            "A B 1:1,1,,pag_plan,null,\nA B 1:1,1,,kolln_500,true,\n" \
            "A B 1:1,1,1,rang,3,0\n"
    mark = {"fastighet": "A B 1:1", "omr_nr": 1, "area_m2": 100.1,
            "plan_nr": "X", "pag_plan": None, "kolln_500": True}
    piece = {"fastighet": "A B 1:1", "omr_nr": 1, "del_id": "A B 1:1-1",
             "rang": 3}

    def run(mark_rows, piece_rows, text=table):
        with tempfile.TemporaryDirectory() as tmp:
            paths = [os.path.join(tmp, n) for n in ("m", "v", "f")]
            for path, rows in zip(paths, (mark_rows, piece_rows)):
                with open(path, "w", encoding="utf-8") as f:
                    json.dump({"type": "FeatureCollection", "features": [
                        {"type": "Feature", "geometry": None,
                         "properties": r} for r in rows]}, f)
            with open(paths[2], "w", encoding="utf-8") as f:
                f.write(text)
            return subprocess.run([sys.executable, checker] + paths,
                                  capture_output=True).returncode

    def changed(row, **kw):
        row = copy.deepcopy(row)
        for k, v in kw.items():
            if v == "gone":
                del row[k]
            else:
                row[k] = v
        return row

    check(run([mark], [piece]) == 0, "a right output is refused")
    for name, m, p, code in [
            ("area", changed(mark, area_m2=100.2), piece, 1),
            ("area as text", changed(mark, area_m2="100"), piece, 1),
            ("area null", changed(mark, area_m2=None), piece, 1),
            ("text", changed(mark, plan_nr="Y"), piece, 1),
            ("not null", changed(mark, pag_plan=""), piece, 1),
            ("false", changed(mark, kolln_500=False), piece, 1),
            ("1 for true", changed(mark, kolln_500=1), piece, 1),
            ("no field", changed(mark, plan_nr="gone"), piece, 1),
            ("no fastighet", changed(mark, fastighet="A B 1:2"), piece, 1),
            ("other part", changed(mark, omr_nr=2), piece, 1),
            ("rank", mark, changed(piece, rang=4), 1),
            ("no delområde", mark, changed(piece, del_id="A B 1:1-2"), 1)]:
        check(run([m], [p]) == code, "not noticed:", name)
    check(run([mark, mark], [piece]) == 2, "not noticed: a feature twice")
    check(run([mark], []) == 2, "not noticed: an empty layer")
    check(run([mark], [piece], table.split("\n")[0]) == 2,
          "not noticed: an empty facit")


def main():
    jobs = {"reproduces": (reproduces, 2), "contents": (contents, 1),
            "facit-fails": (facit_fails, 1)}
    if len(sys.argv) < 2 or sys.argv[1] not in jobs or \
            len(sys.argv) != 2 + jobs[sys.argv[1]][1]:
        sys.exit(__doc__)
    jobs[sys.argv[1]][0](*sys.argv[2:])
    for f in failures:
        print("FAILED", f)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
