"""The order of rows in the inputs changes nothing: every layer and table of
the sample municipality is shuffled, and each feature comes out the same."""
import csv
import io
import os
import random
import sqlite3
import sys
import unittest
import zipfile

from osgeo import gdal, ogr

import harness as h

ogr.UseExceptions()
# The sample has a MultiSurface in a layer of MultiPolygon, as is allowed.
gdal.PushErrorHandler("CPLQuietErrorHandler")

SEED = 20261101


def shuffle_layer(source, target, driver, rng, options=()):
    """Copy every layer of a file, layers and rows in another order."""
    src = ogr.Open(source)
    out = ogr.GetDriverByName(driver).CreateDataSource(target)
    layers = list(range(src.GetLayerCount()))
    rng.shuffle(layers)
    for i in layers:
        layer = src.GetLayer(i)
        defn = layer.GetLayerDefn()
        new = out.CreateLayer(layer.GetName(), layer.GetSpatialRef(),
                              layer.GetGeomType(), list(options))
        for k in range(defn.GetFieldCount()):
            new.CreateField(defn.GetFieldDefn(k))
        rows = [f.Clone() for f in layer]
        rng.shuffle(rows)
        if out.TestCapability(ogr.ODsCTransactions):
            out.StartTransaction()
        for row in rows:
            f = ogr.Feature(new.GetLayerDefn())
            f.SetFrom(row)
            f.SetFID(-1)
            new.CreateFeature(f)
        if out.TestCapability(ogr.ODsCTransactions):
            out.CommitTransaction()
    out = None


def shuffle_shapefile(source, target, rng):
    """Records of a .shp and .dbf in another order, byte for byte: GDAL would
    recode the texts on the way."""
    shp, shx, dbf = (h.read_bytes(source[:-3] + e)
                     for e in ("shp", "shx", "dbf"))
    n = (len(shx) - 100) // 8
    order = list(range(n))
    rng.shuffle(order)
    body, index, at = b"", b"", 50
    for new, old in enumerate(order):
        off = 2 * int.from_bytes(shx[100 + 8 * old:104 + 8 * old], "big")
        size = int.from_bytes(shx[104 + 8 * old:108 + 8 * old], "big")
        body += (new + 1).to_bytes(4, "big") + size.to_bytes(4, "big") + \
            shp[off + 8:off + 8 + 2 * size]
        index += at.to_bytes(4, "big") + size.to_bytes(4, "big")
        at += 4 + size
    head = int.from_bytes(dbf[8:10], "little")
    width = int.from_bytes(dbf[10:12], "little")
    rows = b"".join(dbf[head + width * i:head + width * (i + 1)]
                    for i in order)
    parts = {"shp": shp[:100] + body, "shx": shx[:100] + index,
             "dbf": dbf[:head] + rows + b"\x1a",
             "prj": h.read_bytes(source[:-3] + "prj")}
    assert len(parts["shp"]) == len(shp)
    for ext, data in parts.items():
        with open(target[:-3] + ext, "wb") as f:
            f.write(data)


def shuffle_feed(source, target, rng):
    with zipfile.ZipFile(source) as src, \
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        names = src.namelist()
        rng.shuffle(names)
        for name in names:
            text = src.read(name).decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text, newline="")))
            body = rows[1:]
            rng.shuffle(body)
            buf = io.StringIO(newline="")
            csv.writer(buf, lineterminator="\r\n").writerows([rows[0]] + body)
            out.writestr(name, buf.getvalue())


class Shuffled(h.Case):
    @classmethod
    def setUpClass(cls):
        cls.longMessage = True

    def keyed(self, feats, key):
        out = {}
        for f in feats:
            k = key(f["properties"])
            self.assertNotIn(k, out, "two features for %s" % (k,))
            out[k] = f["properties"]
        return out

    def same(self, layer, key, a, b):
        want = self.keyed(h.features(a, layer), key)
        got = self.keyed(h.features(b, layer), key)
        self.assertEqual(sorted(want, key=str), sorted(got, key=str))
        wrong = ["%s %s: %s %r, shuffled %r" % (layer, k, name, want[k][name],
                                                got[k].get(name))
                 for k in want for name in want[k]
                 if want[k][name] != got[k].get(name)]
        self.assertEqual([], wrong[:20], "%d in all" % len(wrong))
        self.assertEqual([sorted(p) for p in want.values()],
                         [sorted(got[k]) for k in want])

    def shuffle_other_layers(self, rng):
        os.mkdir(self.path("in", "lager"))
        for name in sorted(os.listdir(h.geodata("lager"))):
            source = h.geodata(os.path.join("lager", name))
            target = self.path("in", os.path.join("lager", name))
            if name.endswith(".gpkg"):
                shuffle_layer(source, target, "GPKG", rng)
            elif name.endswith(".geojson"):
                shuffle_layer(source, target, "GeoJSON", rng,
                              ["RFC7946=NO", "COORDINATE_PRECISION=10"])
            elif name.endswith(".shp"):
                shuffle_shapefile(source, target, rng)
            elif name.endswith(".tif"):
                with open(target, "wb") as f:
                    f.write(h.read_bytes(source))

    def tables(self, folder):
        with sqlite3.connect(os.path.join(folder, "markklar.gpkg")) as db:
            return {t: db.execute("SELECT * FROM %s" % t).fetchall()
                    for t in ("hinder", "bestammelser")}

    def test_every_feature_is_the_same_when_all_rows_are_shuffled(self):
        rng = random.Random(SEED)
        os.mkdir(self.path("in"))
        for name in ("fastighetsindelning_kn9998", "anvandning", "byggnader"):
            shuffle_layer(h.geodata(name + ".gpkg"),
                          self.path("in", name + ".gpkg"), "GPKG", rng)
        shuffle_shapefile(h.geodata("detaljplaner.shp"),
                          self.path("in", "detaljplaner.shp"), rng)
        shuffle_feed(h.geodata("gtfs_ekasa.zip"),
                     self.path("in", "gtfs_ekasa.zip"), rng)
        shuffle_layer(h.geodata("egenskaper.gpkg"),
                      self.path("in", "egenskaper.gpkg"), "GPKG", rng)
        self.shuffle_other_layers(rng)
        with open(self.path("in", "markklar.yaml"), "wb") as f:
            f.write(h.read_bytes(h.geodata("markklar.yaml")))
        a, b = self.path("a"), self.path("b")
        self.ok("score", h.geodata("markklar.yaml"), "-o", a)
        self.ok("score", self.path("in", "markklar.yaml"), "-o", b)
        self.assertEqual(self.tables(a), self.tables(b))
        # They were shuffled indeed: mark is in the order of the input.
        self.assertNotEqual([p["fastighet"] for p in h.properties(a)],
                            [p["fastighet"] for p in h.properties(b)])
        self.same("mark", lambda p: (p["fastighet"], p["omr_nr"],
                                     p["area_m2"]), a, b)
        self.same("verksamhetsmark", lambda p: p["del_id"], a, b)
        self.same("detaljplaner", lambda p: (p["plan_nr"], p["plan_akt"],
                                             p["plan_namn"]),
                  a, b)
        # Where nothing is left of the input order, the files are the same.
        for layer in ("hallplatser", "infrastruktur", "verksamhetsmark",
                      "byggbar"):
            x, y = (h.read_bytes(os.path.join(d, layer + ".geojson"))
                    for d in (a, b))
            self.assertTrue(x == y, layer + ".geojson differs")

    def test_rows_alike_but_in_one_thing_come_in_one_order(self):
        """Pairs that nothing but a shape or a value tells apart, and without
        ids: forwards and backwards the files are the same."""
        e, n = h.E0, h.N0
        square = h.polygon(h.square(e, n))
        # The square less the triangle under its middle, and less the one over
        # it: the same box, the same 7,500 m2, the same number of corners.
        over = h.polygon([[[e, n], [e + 50, n + 50], [e + 100, n],
                           [e + 100, n + 100], [e, n + 100], [e, n]]])
        under = h.polygon([[[e, n], [e + 100, n], [e + 100, n + 100],
                            [e + 50, n + 50], [e, n + 100], [e, n]]])
        share = {"b": "e1", "v": "20", "e": "%", "k": "Utnyttjande"}
        files = {
            "fast": [h.feature(square, fast=1)],
            "plan": [h.feature(square, n="LB1", s="laga kraft",
                               d="2020-01-01")],
            "anv": [h.feature(under, n="LB1", b="J"),
                    h.feature(over, n="LB1", b="J")],
            "egen": [h.feature(square, **share),
                     h.feature(square, **dict(share, v="40")),
                     h.feature(square, **dict(share, e="m2")),
                     h.feature(square, **dict(share, k="Omfattning")),
                     h.feature(under, **share), h.feature(over, **share)],
            "hus": [h.feature(under), h.feature(over)],
            "egna": [h.feature(square), h.feature(under), h.feature(over)]}
        for turn in ("a", "b"):
            os.mkdir(self.path(turn))
            for name, rows in files.items():
                h.write_geojson(self.path(turn, name + ".geojson"),
                                rows if turn == "a" else rows[::-1])
            with open(self.path(turn, "p.yaml"), "w") as f:
                f.write("""markklar: 1
referensdatum: 2026-11-01
indata:
  fastigheter: {fil: fast.geojson, falt: {fast_id: fast}}
  detaljplaner: {fil: plan.geojson, falt: {nr: n, status: s, laga_kraft: d}}
  anvandning: {fil: anv.geojson, falt: {plan: n, bokstav: b}}
  egenskaper: {fil: egen.geojson, falt: {beteckning: b, varde: v, enhet: e,
    kategori: k}}
  byggnader: {fil: hus.geojson}
  begransningar:
    - {namn: Egen, verkan: flaggar, fil: egna.geojson}
""")
            self.ok("score", self.path(turn, "p.yaml"), "-o",
                    self.path(turn, "ut"))
        a, b = self.path("a", "ut"), self.path("b", "ut")
        tables = self.tables(a)
        self.assertGreater(len(tables["hinder"]), 2)
        self.assertEqual(len(tables["bestammelser"]), 6)
        self.assertEqual(tables, self.tables(b))
        for name in ["markklar.gpkg"] + [k + ".geojson" for k in h.LAYERS]:
            if os.path.exists(os.path.join(a, name)):
                x, y = (h.read_bytes(os.path.join(d, name)) for d in (a, b))
                self.assertTrue(x == y, name + " differs")


if __name__ == "__main__":
    h.main()
