"""How the program is asked and how it answers: help, misuse, options, exit
codes, and the form of what it writes."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import harness as h

COMMANDS = ["score", "check", "init", "explain", "help", "version"]


class Help(h.Case):
    def test_help_is_on_stdout_and_in_both_languages(self):
        for args in (["help"], ["--help"], ["-h"]):
            sv, en = self.ok(*args), self.ok(*args, "--lang", "en")
            self.assertEqual(("", ""), (sv.err, en.err))
            for c in COMMANDS:
                self.assertIn("\n  %s " % c, sv.out)
                self.assertIn("\n  %s " % c, en.out)
            self.assertIn("Slutkoder", sv.out)
            self.assertIn("Exit codes", en.out)

    def test_each_command_has_its_help_and_the_options_are_in_it(self):
        options = {"score": ["-o, --output", "--overwrite", "-j, --jobs",
                             "--crs", "--no-gpkg", "--batch-rows", "--strict",
                             "--lang"],
                   "check": ["--strict", "--lang"],
                   "init": ["--overwrite", "--date"], "explain": ["--lang"]}
        for c in COMMANDS:
            sv = self.ok("help", c)
            en = self.ok("help", c, "--lang=en")
            self.assertTrue(sv.out.startswith("markklar %s" % c), sv)
            self.assertNotEqual(sv.out if c != "version" else "", en.out)
            for o in options.get(c, []):
                self.assertIn(o, sv.out)
                self.assertIn(o, en.out)
        for c in options:
            self.assertEqual(self.ok(c, "--help").out,
                             self.ok("help", c).out)
            self.assertEqual(self.ok(c, "-h", "--lang", "en").out,
                             self.ok("help", c, "--lang", "en").out)

    def test_the_version_is_one_line(self):
        for a in ("version", "--version", "-V"):
            self.assertRegex(self.ok(a).out, r"\Amarkklar \d+\.\d+\.\d+\n\Z")


class Misuse(h.Case):
    def wrong(self, words, *args):
        r = self.fails(2, ["[U001]"] + ([words] if isinstance(words, str)
                                        else words), *args)
        self.assertEqual("", r.out, "misuse belongs on stderr")
        return r

    def test_no_command_or_an_unknown_one(self):
        self.wrong("markklar help")
        self.wrong("'poäng'", "poäng")
        self.wrong("'scor'", "scor", "x.yaml")
        self.wrong("'nej'", "help", "nej")

    def test_an_argument_too_few_or_too_many(self):
        for c in ("score", "check", "init", "explain"):
            r = self.wrong("markklar help %s" % c, c)
            self.assertIn("ange", r.err)
        self.wrong("fastighet", "explain", "x.yaml")
        self.wrong("'y.yaml'", "score", "x.yaml", "y.yaml")
        self.wrong("'c'", "explain", "a", "b", "c")

    def test_an_unknown_option_with_a_guess_at_the_one_meant(self):
        self.wrong("menade du --overwrite?", "score", "x.yaml", "--overwrit")
        self.wrong("menade du --no-gpkg?", "score", "x.yaml", "--no-gpk")
        self.wrong("did you mean --batch-rows?", "score", "x.yaml",
                   "--batch-row=3", "--lang=en")
        r = self.wrong("'--zzz'", "score", "x.yaml", "--zzz")
        self.assertNotIn("menade du", r.err)
        self.wrong("'-z'", "check", "-z", "x.yaml")

    def test_an_option_without_its_value_or_with_one_too_many(self):
        self.wrong("saknar värde", "score", "x.yaml", "-o")
        self.wrong("saknar värde", "score", "x.yaml", "--output=")
        self.wrong("tar inget värde", "score", "x.yaml", "--overwrite=ja")
        self.wrong("lacks its value", "score", "x.yaml", "--lang=en", "--crs")

    def test_numbers_that_are_none(self):
        for j in ("0", "x", "257", "1.5", "-1", "99999999999999999999"):
            self.wrong("-j", "score", "x.yaml", "-j", j)
        for n in ("0", "4097", "1e3"):
            self.wrong("--batch-rows", "score", "x.yaml", "--batch-rows", n)
        self.wrong("--lang", "score", "x.yaml", "--lang", "fi")
        for d in ("2026-02-29", "igår"):
            self.wrong("--date", "init", self.dir, "--date", d)

    def test_a_result_folder_must_be_named(self):
        p = h.small_project(self.dir)
        r = h.run("score", p)
        self.assertEqual(2, r.code, r)
        self.assertIn("-o", r.err)

    def test_the_project_file_is_not_there_or_not_one(self):
        for c in (["score", "-o", self.path("ut")], ["check"]):
            self.fails(3, ["C601", "saknas.yaml"], c[0],
                       self.path("saknas.yaml"), *c[1:])
            self.fails(3, "C601", c[0], self.dir, *c[1:])
        with open(self.path("tom.yaml"), "w"):
            pass
        self.fails(3, ["C602", "tom.yaml"], "score", self.path("tom.yaml"),
                   "-o", self.path("ut"))
        self.fails(3, "C60", "explain", self.path("tom.yaml"), "X 1:1")
        self.assertFalse(os.path.exists(self.path("ut")))


class Asked(h.Case):
    def test_words_of_gdal_are_understood(self):
        p = h.small_project(self.dir)
        out = self.path("ut")
        for args in (["-o", out], ["--out", out, "-overwrite"],
                     ["--dst=" + out, "--overwrite", "-t_srs", "EPSG:3006"],
                     ["-o" + out, "--overwrite", "--t_srs=EPSG:3006"],
                     ["--output", out, "-overwrite", "-q", "-j2"],
                     ["--output=" + out, "--overwrite", "--num-threads", "2",
                      "--dst-crs", "EPSG:3006", "--quiet"]):
            self.ok("score", *args, p)
        self.assertIn(b"3006", h.read_bytes(os.path.join(out,
                                                         "mark.geojson")))

    def test_a_coordinate_system_that_is_none(self):
        p = h.small_project(self.dir)
        for crs in ("skräp", "EPSG:", "EPSG:999999", "EPSG:3006x",
                    "http://example.invalid/crs"):
            self.fails(4, ["I107", crs], "score", p, "-o", self.path("ut"),
                       "--crs", crs)
            self.assertFalse(os.path.exists(self.path("ut")), crs)

    def test_a_coordinate_system_in_degrees_feet_or_heights(self):
        p = h.small_project(self.dir)
        # SWEREF 99 in degrees, a height, geocentric, feet.
        for crs in ("EPSG:4258", "EPSG:5613", "EPSG:4984", "EPSG:2225"):
            self.fails(4, ["I111", crs], "score", p, "-o", self.path("ut"),
                       "--crs", crs)
            self.assertFalse(os.path.exists(self.path("ut")), crs)
        # With heights or not: the plane part is what is written.
        self.ok("score", p, "-o", self.path("ut"), "--crs", "EPSG:5845")
        with open(p, "a") as f:
            f.write("arbets_crs: EPSG:4326\n")
        self.fails(4, ["I111", "EPSG:4326"], "score", p, "-o",
                   self.path("ut2"))

    def test_odd_names_of_files_and_folders(self):
        names = ["med blanksteg", "åäö ÅÄÖ é", "-börjar med streck",
                 "två\nrader", "cit\"at'ion", "$(echo x); *?", "%s%n",
                 "r\u00e4ksm\u00f6rg\u00e5s.d", "a\u0308"]
        for i, name in enumerate(names):
            folder = self.path(str(i), name)
            os.makedirs(folder)
            h.write_geojson(os.path.join(folder, name + ".geojson"),
                            h.parcels(1))
            p = h.write_project(folder, name + ".geojson",
                                name=name + ".yaml")
            r = self.ok("score", "-o", name + ".ut", "--no-gpkg", "--",
                        os.path.basename(p), cwd=folder)
            out = os.path.join(folder, name + ".ut")
            self.assertEqual([], h.manifest_faults(out), r)
            m = h.load(out, "korning.json")
            self.assertEqual(name + ".geojson",
                             [x["fil"] for x in m["indata"]
                              if x["roll"] == "fastigheter"][0])

    def test_a_name_that_begins_with_a_streck_needs_two(self):
        h.small_project(self.dir, name="-p.yaml")
        self.fails(2, "'-p.yaml'", "score", "-p.yaml", "-o", "ut",
                   cwd=self.dir)
        self.ok("score", "-o", "ut", "--", "-p.yaml", cwd=self.dir)
        # An option's value may begin with one.
        self.ok("score", "-o", "-ut", "--", "-p.yaml", cwd=self.dir)
        self.assertTrue(os.path.isdir(self.path("-ut")))

    def test_strict_makes_notes_an_exit_code(self):
        p = h.small_project(self.dir)
        self.ok("score", p, "-o", self.path("a"), "--strict")
        bow = [[[h.E0, h.N0], [h.E0 + 50, h.N0 + 50], [h.E0 + 50, h.N0],
                [h.E0, h.N0 + 50], [h.E0, h.N0]]]
        h.write_geojson(self.path("mark.geojson"), h.parcels(1) + [
            h.feature(h.polygon(bow), fast="Åby 9:9")])
        self.ok("score", p, "-o", self.path("b"))
        r = self.fails(1, "N101", "score", p, "-o", self.path("c"),
                       "--strict")
        self.assertIn("Åby 9:9", r.err)
        self.assertRegex(r.err, r"lagad: ytan korsar sig själv vid "
                                r"450025(\.0*)? 6400025")
        # The set is written all the same.
        self.assertEqual(h.data_files(self.path("b")),
                         h.data_files(self.path("c")))
        self.fails(1, "N101", "check", p, "--strict")

    def test_quiet_says_nothing_and_verbose_says_all(self):
        bow = [[[h.E0, h.N0], [h.E0 + 50, h.N0 + 50], [h.E0 + 50, h.N0],
                [h.E0, h.N0 + 50], [h.E0, h.N0]]]
        h.write_geojson(self.path("mark.geojson"), [
            h.feature(h.polygon(bow), fast="Åby 9:%d" % i) for i in range(5)])
        p = h.write_project(self.dir)
        self.assertEqual("", self.ok("score", p, "-o", self.path("a"),
                                     "-q").err)
        some = self.ok("score", p, "-o", self.path("b"))
        every = self.ok("score", p, "-o", self.path("c"), "--verbose")
        self.assertEqual(1, some.err.count("[N101] fastigheter"), some)
        self.assertIn("5 i allt", some.err)
        for r, folder in ((some, "b"), (every, "c")):
            self.assertIn("\n0 rangordnade av 0 delområden; 5 områden bedömda,"
                          " 0 uteslutna, 0 kan inte bedömas\nskrev %s/ – öppna"
                          " %s/markklar.qlr i QGIS\n" % (
                              self.path(folder), self.path(folder)), r.err)
        self.assertEqual(5, every.err.count("[N101] fastigheter"), every)


def ring_area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2)
               in zip(ring, ring[1:])) / 2


class Written(h.Case):
    """The sample municipality's set, in both coordinate systems."""
    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.mkdtemp(prefix="markklar-test-")
        cls.lonlat = os.path.join(cls.top, "a")
        cls.local = os.path.join(cls.top, "b")
        for out, more in ((cls.lonlat, []),
                          (cls.local, ["--crs", "EPSG:3007", "--no-gpkg"])):
            r = h.run("score", h.geodata("markklar.yaml"), "-o", out, "-q",
                      *more)
            assert r.code == 0, r

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top, ignore_errors=True)

    def polygons(self, f):
        g = f["geometry"]
        if g is None:
            return []
        return [g["coordinates"]] if g["type"] == "Polygon" else \
            g["coordinates"] if g["type"] == "MultiPolygon" else []

    def points(self, f):
        g = f["geometry"]
        if g and g["type"] == "Point":
            return [g["coordinates"]]
        return [p for poly in self.polygons(f) for r in poly for p in r]

    def test_default_is_rfc_7946(self):
        for layer in h.LAYERS:
            doc = h.load(self.lonlat, layer + ".geojson")
            self.assertNotIn("crs", doc)
            self.assertTrue(doc["features"], layer)
            for f in doc["features"]:
                for p in self.points(f):
                    self.assertEqual(2, len(p))
                    self.assertTrue(10 < p[0] < 25 and 55 < p[1] < 70, p)

    def test_rings_are_closed_and_turn_right(self):
        for out in (self.lonlat, self.local):
            for layer in h.LAYERS:
                for f in h.features(out, layer):
                    for poly in self.polygons(f):
                        for i, ring in enumerate(poly):
                            self.assertEqual(ring[0], ring[-1])
                            self.assertGreaterEqual(len(ring), 4)
                            area = ring_area(ring)
                            self.assertTrue(area > 0 if i == 0 else area < 0,
                                            (layer, f["properties"], i))

    def test_a_chosen_system_is_named_and_has_three_decimals(self):
        import re
        for layer in h.LAYERS:
            doc = h.load(self.local, layer + ".geojson")
            self.assertIn("EPSG::3007", doc["crs"]["properties"]["name"])
            text = h.read_bytes(os.path.join(self.local,
                                             layer + ".geojson")).decode()
            places = set()
            for c in re.findall(r'"coordinates":([\[\]0-9.,\-]+)', text):
                places |= {len(x.partition(".")[2])
                           for x in re.findall(r"-?\d+\.?\d*", c)}
            self.assertLessEqual(max(places), 3)
            self.assertIn(3, places)
            for f in doc["features"]:
                for e, n in self.points(f):
                    self.assertTrue(5e4 < e < 3e5 and 6.3e6 < n < 6.5e6,
                                    (e, n))

    def test_the_figures_do_not_depend_on_the_system(self):
        for layer in h.LAYERS:
            self.assertEqual(h.properties(self.lonlat, layer),
                             h.properties(self.local, layer))

    def test_the_areas_drawn_are_the_areas_said(self):
        n = 0
        for f in h.features(self.local):
            said = f["properties"]["area_m2"]
            if said is None:
                self.assertIsNone(f["geometry"])
                continue
            drawn = sum(ring_area(r) for poly in self.polygons(f)
                        for r in poly)
            # Another zone, another scale: a thousandth; and a few mm.
            self.assertAlmostEqual(drawn, said, delta=0.001 * said + 2)
            n += 1
        self.assertGreater(n, 1000)

    def test_every_feature_has_every_property_in_one_order(self):
        for layer in h.LAYERS:
            names = {tuple(p) for p in h.properties(self.lonlat, layer)}
            self.assertEqual(1, len(names), layer)

    def test_every_text_file_is_utf8_and_every_json_is_strict(self):
        for out in (self.lonlat, self.local):
            for name, data in h.snapshot(out).items():
                if name.endswith(".gpkg"):
                    continue
                text = data.decode("utf-8")
                self.assertNotIn("\ufffd", text, name)
                if name.endswith("json"):
                    h.load(out, name)
                elif name.endswith((".qml", ".qlr")):
                    import xml.dom.minidom
                    xml.dom.minidom.parseString(data)
            self.assertEqual([], h.manifest_faults(out))

    def test_no_gpkg_takes_an_old_one_away(self):
        p = h.small_project(self.dir)
        out = self.path("ut")
        self.ok("score", p, "-o", out)
        self.assertIn("markklar.gpkg", h.snapshot(out))
        self.fails(5, "--overwrite", "score", p, "-o", out, "--no-gpkg")
        self.assertIn("markklar.gpkg", h.snapshot(out))
        self.ok("score", p, "-o", out, "--no-gpkg", "--overwrite")
        self.assertNotIn("markklar.gpkg", h.snapshot(out))
        self.assertEqual([], h.manifest_faults(out))

    def test_the_geopackage_holds_what_the_geojson_holds(self):
        from osgeo import ogr
        ogr.UseExceptions()
        ds = ogr.Open(os.path.join(self.lonlat, "markklar.gpkg"))
        for layer in h.LAYERS:
            lyr = ds.GetLayerByName(layer)
            rows = [{f.GetFieldDefnRef(i).GetName():
                     None if f.IsFieldNull(i) else f.GetField(i)
                     for i in range(f.GetFieldCount())} for f in lyr]
            want = h.properties(self.lonlat, layer)
            self.assertEqual(len(want), len(rows), layer)
            for a, b in zip(want, rows):
                for k in a:
                    x, y = a[k], b.get(k)
                    if isinstance(x, bool):  # SQLite has none
                        y = bool(y) if y is not None else None
                    elif k.endswith("_dat") or k.startswith("klar_p") or \
                            k == "gf_slut":
                        y = y and y.replace("/", "-")  # GDAL's way
                    if isinstance(x, float) and y is not None:
                        self.assertAlmostEqual(x, y, 6, (layer, k))
                    else:
                        self.assertEqual(x, y, (layer, k))


if __name__ == "__main__":
    h.main()
