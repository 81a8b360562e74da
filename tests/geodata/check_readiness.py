#!/usr/bin/python3
"""Are the answers of readiness in facit.csv those of the files?

    check_readiness.py GEODATA

Counts again from the files, with other libraries than the program's, what
README.md says was worked out by hand: byggbar mark, ownership,
infrastructure, investigations, ground and the months to byggklar of every
delområde that facit.csv has readiness for. From docs/method.md §7-§9 and
§11, for what Ekåsa holds; it is no second program.
"""
import csv
import datetime
import os
import sys

from osgeo import gdal, ogr
from shapely import wkb
from shapely.geometry import MultiPolygon, box
from shapely.ops import transform, unary_union

import pyproj

import ready_time

gdal.UseExceptions()
ogr.UseExceptions()
TODAY = datetime.date(2026, 11, 1)
IN_FORCE = {"Gällande", "Laga kraft"}
STAGES = {"Antagen, ej laga kraft", "Överklagad", "Överprövas av "
          "länsstyrelsen", "Pågående - granskning", "Pågående - samråd",
          "Pågående - planuppdrag"}
FOUR = {"Geoteknik", "Markmiljö", "Dagvatten", "Arkeologi"}
failures = []


def expect(good, *what):
    if not good:
        failures.append(" ".join(str(w) for w in what))


def read(path, name=None):
    """[(geometry in EPSG:3006, attributes)] of one layer."""
    ds = gdal.OpenEx(path, gdal.OF_VECTOR, open_options=["ENCODING=CP1252"]
                     if path.endswith(".shp") else [])
    layer = ds.GetLayerByName(name) if name else ds.GetLayer(0)
    system = layer.GetSpatialRef().GetName()
    move = pyproj.Transformer.from_crs(3007, 3006, always_xy=True).transform
    out = []
    for f in layer:
        g = f.GetGeometryRef().GetLinearGeometry()
        if g.IsEmpty():
            continue
        g = wkb.loads(bytes(g.ExportToWkb()))
        if "12" in system:
            g = transform(move, g)
        out.append((g, f.items()))
    return out


def pieces(g):
    return [p for p in getattr(g, "geoms", [g]) if p.area > 25]


def is_business(letters):
    """HJK e1, Jm; not GATA."""
    word = letters.split()[0]
    return len(word.rstrip("0123456789")) < 4 and \
        bool(set(word) & set("JZUKHCGORNV"))


class Town:
    def __init__(self, folder):
        def layer(name, file="kommunen.gpkg"):
            return read(os.path.join(folder, "lager", file), name)

        self.parcels = {}
        for g, a in read(os.path.join(
                folder, "fastighetsindelning_kn9998.gpkg")):
            name = "%s %s %s:%d" % (a["kommunnamn"], a["trakt"], a["block"],
                                    a["enhet"])
            self.parcels[name, a["omradesnummer"]] = g
        self.plans = [(g, a) for g, a in read(
            os.path.join(folder, "detaljplaner.shp"))
            if a["PLANTYP"] in ("Detaljplan", "Stadsplan", "Byggnadsplan")]
        self.uses = read(os.path.join(folder, "anvandning.gpkg"))
        self.provisions = read(os.path.join(folder, "egenskaper.gpkg"),
                               "egenskap_yta")
        self.buildings = [
            g for g, a in read(os.path.join(folder, "byggnader.gpkg"))
            if a["insamlingslage"] != "Illustrativt läge"]
        self.owners = layer("markinnehav")
        self.allocated = layer("markanvisning")
        self.water = layer("va_verksamhetsomrade")
        self.fibre = unary_union([g.buffer(50, 8) for g, a in layer("fiber")
                                  if a["STATUS"] == "Utbyggt"])
        self.power = unary_union([g.buffer(400, 8) for g, a in
                                  layer("natstation") if a["LEDIG_MW"] > 0])
        self.street = unary_union([
            g.buffer(25, 8) for g, a in layer("NVDB_DK_O_99_FunkVagklass",
                                              "nvdb_99.gpkg")
            if a["KLASS"] != 0])
        self.studies = layer("utredning")
        self.meant = [g for g, a in layer("op_markanvandning")
                      if a["MARKKLASS"].startswith("Verksamheter")] + \
            [g for g, a in layer("planbesked") if a["BESKED"] == "Positivt"
             and a["ANVANDNING"] != "Bostäder"]
        self.cut_always = unary_union(
            [g for g, a in read(os.path.join(folder, "lager",
                                             "strandskydd.geojson"))
             if not a["strandskyddstyp"].startswith("upphävt")] +
            [g for g, _ in read(os.path.join(folder, "lager",
                                             "skyddad_natur.shp"))] +
            [g.buffer(20, 8) for g, _ in layer("kraftledning",
                                               "lansstyrelsen.gpkg")] +
            [g.buffer(12, 8) for g, _ in layer("byggnadsfritt",
                                               "lansstyrelsen.gpkg")] +
            [g for g, _ in layer("skyddszon_takt")])
        self.cut_unplanned = unary_union(
            [g for g, _ in layer("oversvamning", "lansstyrelsen.gpkg")] +
            [g for g, _ in layer("fornlamning", "lansstyrelsen.gpkg")])
        self.ground = gdal.Open(os.path.join(folder, "lager",
                                             "hojdmodell.tif"))

    def delomraden(self, parcel):
        """[(geometry, plan or None, in force)]: newest plan first."""
        left, out = parcel, []
        near = [(g, a) for g, a in self.plans if g.intersects(parcel)]
        first = sorted((p for p in near if p[1]["STATUS"] in IN_FORCE),
                       key=lambda p: p[1]["LAGAKRAFT"] or "", reverse=True)
        later = [p for p in near if p[1]["STATUS"] in STAGES]
        for outline, plan in first + later:
            uses = [g for g, a in self.uses if a["PLANNR"] == plan["PLANNR"]
                    and is_business(a["ANVANDNING"])]
            known = [1 for _, a in self.uses if a["PLANNR"] == plan["PLANNR"]]
            ground = unary_union(uses) if known else outline
            for p in pieces(left.intersection(ground)):
                out.append((p, plan["PLANNR"], plan["STATUS"] in IN_FORCE))
            left = left.difference(outline.buffer(0.01))
        for g in self.meant:
            out += [(p, None, False) for p in pieces(left.intersection(g))]
            left = left.difference(g)
        return out

    def buildable(self, piece, plan, in_force):
        near = box(*piece.bounds).buffer(10)
        gone = [b.buffer(10, 8) for b in self.buildings if b.intersects(near)]
        repealed = False
        for g, a in self.provisions:
            if a["PLANNR"] != plan or not g.intersects(piece):
                continue
            if a["BETECKNING"] in ("prickmark", "korsmark", "ringmark") or \
                    a["FORMULERING"] == "Byggnad får inte uppföras":
                gone.append(g)
            repealed |= a["FORMULERING"] == "Strandskyddet är upphävt"
        if not repealed:
            gone.append(self.cut_always)
        if not in_force:
            gone.append(self.cut_unplanned)
        left = piece.difference(unary_union(gone))
        return [p for p in getattr(left, "geoms", [left]) if p.area >= 1]

    def infrastructure(self, piece):
        def there(g):
            return piece.intersection(g).area >= min(25, piece.area / 2)

        street = there(self.street)
        states = sorted((piece.intersection(g).area, a["STATUS"])
                        for g, a in self.water if there(g))
        water = states[-1][1] if states else None
        if not street or water is None:
            return 1
        if water == "Planerat":
            return 2
        return 4 if there(self.power) and there(self.fibre) else 3

    def owner(self, piece):
        owned = sorted((piece.intersection(g).area, a["AGARE"])
                       for g, a in self.owners if g.intersects(piece))
        if not owned or owned[-1][0] < piece.area / 2:
            return None
        return {"Kommun": "kommun", "Privat": "privat",
                "Stat": "stat/region"}[owned[-1][1]]

    def studied(self, piece):
        done = {}
        for g, a in self.studies:
            if piece.intersection(g).area >= min(25, piece.area / 2):
                done.setdefault(a["SLAG"], []).append(a["DATUM"])
        if not done:
            return 0
        if set(done) == {"Översiktlig"}:
            return 1
        if not FOUR <= set(done):
            return 2
        young = [any(d and d.replace("/", "-") >= "2016-11-01"
                     for d in done[s]) for s in FOUR]
        return 4 if all(young) else 3

    def slope(self, piece):
        """(mean slope in percent, level difference), None where unknown."""
        west, cell, _, north, _, _ = self.ground.GetGeoTransform()
        z = self.ground.ReadAsArray().astype(float)
        x0, y0, x1, y1 = piece.bounds
        inside, heights, slopes = 0, [], []
        for i in range(int((x1 - x0) / cell) + 1):
            for j in range(int((y1 - y0) / cell) + 1):
                cx = (int(x0 // cell) + i + 0.5) * cell
                cy = (int(y0 // cell) + j + 0.5) * cell
                if not piece.intersects(box(cx, cy, cx + 1e-6, cy + 1e-6)):
                    continue
                inside += 1
                c, r = int((cx - west) // cell), int((north - cy) // cell)
                if not (0 < c < z.shape[1] - 1 and 0 < r < z.shape[0] - 1) \
                        or z[r - 1:r + 2, c - 1:c + 2].min() < -9000:
                    continue
                a = z[r - 1:r + 2, c - 1:c + 2]
                dx = (a[:, 2] - a[:, 0]) @ [1, 2, 1] / (8 * cell)
                dy = (a[0] - a[2]) @ [1, 2, 1] / (8 * cell)
                heights.append(a[1, 1])
                slopes.append(100 * (dx * dx + dy * dy) ** 0.5)
        if len(slopes) * 2 < inside:
            return None, None
        return (sum(slopes) / len(slopes), max(heights) - min(heights))


def answers(folder):
    out = {}
    with open(os.path.join(folder, "facit.csv"), encoding="utf-8") as f:
        for r in csv.DictReader(f):
            if r["del"]:
                out.setdefault((r["fastighet"], int(r["omr_nr"]),
                                int(r["del"])), {})[r["falt"]] = (
                    None if r["varde"] == "null" else r["varde"],
                    float(r["tolerans"] or 0))
    return {k: v for k, v in out.items() if "underlag" in v}


def near(where, field, said, counted, slack=0.051):
    value, tolerance = said
    if value is None or counted is None:
        expect(value is None and counted is None, where, field, "facit",
               value, "counted", counted)
    else:
        expect(abs(float(value) - counted) <= tolerance + slack, where, field,
               "facit", value, "counted", counted)


def check_place(town, where, said):
    parcel = town.parcels[where[0], where[1]]
    found = town.delomraden(parcel)
    found.sort(key=lambda d: (not d[2], d[1] is None, -d[0].area))
    expect(len(found) >= where[2], where, "has", len(found), "delområden")
    if len(found) < where[2]:
        return
    piece, plan, in_force = found[where[2] - 1]
    if "area_m2" in said:
        near(where, "area_m2", said["area_m2"], piece.area)
    if "byggbar_m2" in said:
        left = town.buildable(piece, plan, in_force)
        near(where, "byggbar_m2", said["byggbar_m2"],
             MultiPolygon(left).area if left else 0.0)
        near(where, "byggb_st_m2", said["byggb_st_m2"],
             max((p.area for p in left), default=0.0))
    near(where, "ax_infra", said["ax_infra"], town.infrastructure(piece), 0)
    near(where, "ax_utredn", said["ax_utredn"], town.studied(piece), 0)
    if "agare" in said:
        expect(said["agare"][0] == town.owner(piece), where, "agare", "facit",
               said["agare"][0], "counted", town.owner(piece))
    if "lutning" in said:
        slope, level = town.slope(piece)
        near(where, "lutning", said["lutning"], slope)
        near(where, "nivaskilln", said["nivaskilln"], level)


def check_months(said):
    """Every answer in months is one of ready_time.py, or nothing is left."""
    ways = ready_time.answers()
    for where, fields in said.items():
        months = tuple(None if fields["klar_m" + p][0] is None
                       else int(fields["klar_m" + p][0])
                       for p in ("10", "50", "90"))
        want = ways.get((where[0], where[2]))
        expect(months == want if want else
               months in ((0, 0, 0), (None,) * 3),
               where, "months", months, "worked out", want)
    for place, number in ways:
        expect((place, 1, number) in said, "no facit for", place, number)


def check_levels(said):
    """The level is one more than the weakest axis, where all are known."""
    for where, fields in said.items():
        axes = [fields[a][0] for a in ("ax_plan", "ax_radigh", "ax_infra",
                                       "ax_utredn", "ax_tillst")]
        low = 1 + min(0 if a is None else int(a) for a in axes)
        high = 1 + min(4 if a is None else int(a) for a in axes)
        expect((int(fields["ber_min"][0]), int(fields["ber_max"][0])) ==
               (low, high), where, "level", low, high)
    levels = {f["ber_min"][0] for f in said.values()
              if f["ber_min"] == f["ber_max"]}
    expect(levels == set("12345"), "levels that are exact:", sorted(levels))


def main(folder):
    said = answers(folder)
    town = Town(folder)
    expect(len(said) >= 25, "places with readiness:", len(said))
    for where, fields in sorted(said.items()):
        check_place(town, where, fields)
    check_months(said)
    check_levels(said)
    for f in failures:
        print("FAILED", f)
    print("%d delområden, %d failures" % (len(said), len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
