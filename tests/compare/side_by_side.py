#!/usr/bin/python3
"""`scenario:` and `markklar compare` on three squares of land, 100 m each in a
row, and one bus line far away.

Worked out by hand: a new stop at the first square's south-western corner is
0, 100 and 200 m from the three. A bus every 15 minutes 06-20 leaves the end of
its line 4 x 14 = 56 times, 56 / 14 = 4.00 an hour; 840 / (56 / 2) = 30 minutes
between is row 20-40 of ÖROK's table, category 5 for a bus, class D to 300 m.
Outside every class is one step below G, so D is 4 steps up.
"""
import csv
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "program"))
import harness  # noqa: E402
from harness import Case, features, load, properties, read_bytes  # noqa: E402

FAR = (14.0, 57.5)  # some 10 km and more from the land


def write_gtfs(folder):
    """Line 1, both ways between two stops, each hour 06-19 on weekdays."""
    os.makedirs(folder)
    times = ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"]
    trips = ["route_id,service_id,trip_id,direction_id"]
    for way, stops in enumerate((("a", "b"), ("b", "a"))):
        for h in range(6, 20):
            name = "t%d_%02d" % (way, h)
            trips.append("r,v,%s,%d" % (name, way))
            for k, s in enumerate(stops):
                t = "%02d:%02d:00" % (h, 10 * k)
                times.append("%s,%s,%s,%s,%d" % (name, t, t, s, k + 1))
    tables = {
        "agency.txt": ["agency_id,agency_name,agency_url,agency_timezone",
                       "x,X,http://example.com,Europe/Stockholm"],
        "routes.txt": ["route_id,agency_id,route_short_name,route_long_name,"
                       "route_type", "r,x,1,,3"],
        "calendar.txt": ["service_id,monday,tuesday,wednesday,thursday,friday,"
                         "saturday,sunday,start_date,end_date",
                         "v,1,1,1,1,1,0,0,20261101,20261130"],
        "stops.txt": ["stop_id,stop_name,stop_lat,stop_lon",
                      "a,Fjärran torg,%f,%f" % (FAR[1], FAR[0]),
                      "b,Fjärran by,%f,%f" % (FAR[1] + 0.02, FAR[0])],
        "trips.txt": trips,
        "stop_times.txt": times,
    }
    for name, rows in tables.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write("\n".join(rows) + "\n")


class Base(Case):
    def setUp(self):
        super().setUp()
        write_gtfs(self.path("gtfs"))
        self.project = harness.small_project(
            self.dir, more="  tidtabeller: [gtfs]\n")
        self.ok("score", self.project, "-o", self.path("fore"))

    def corner(self):
        ring = features(self.path("fore"))[0]["geometry"]["coordinates"][0][0]
        return min(ring)  # westernmost, then southernmost

    def scenario(self, text, name="scenario.yaml"):
        with open(self.project, encoding="utf-8") as f:
            project = f.read()
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(project + "scenario:\n" + text)
        return path

    def new_line(self, headway=15):
        lon, lat = self.corner()
        return self.scenario(
            "  - linje: X9\n    slag: buss\n"
            "    hallplatser: [{namn: Nya porten, lon: %.7f, lat: %.7f}, "
            "Fjärran torg]\n    kmh: 40\n    turtathet_min: %d\n"
            "    fran: \"06:00\"\n    till: \"20:00\"\n" % (lon, lat, headway))


class Scenario(Base):
    def test_a_new_line(self):
        r = self.ok("score", self.new_line(), "-o", self.path("efter"))
        self.assertIn("[N951] scenario.yaml:", r.err)
        self.assertIn("ny linje X9 var 15 min 06:00–20:00 (28 turer före, "
                      "140 efter", r.err)  # 56 each way more
        for i, p in enumerate(properties(self.path("efter"))):
            self.assertEqual(p["koll_klass"], "D")
            self.assertEqual(p["avg_h"], 4.0)
            self.assertEqual(p["hpl_namn"], "Nya porten")
            # 7 decimals of a degree are a centimetre.
            self.assertAlmostEqual(p["hpl_m"], 100 * i, delta=0.1)
        for p in properties(self.path("fore")):
            self.assertIsNone(p["koll_klass"])

    def test_the_set_says_so(self):
        self.ok("score", self.new_line(), "-o", self.path("efter"))
        words = "ny linje X9 var 15 min 06:00–20:00"
        for layer in ("infrastruktur", "hallplatser"):
            for p in properties(self.path("efter"), layer):
                self.assertEqual(p["scenario"], words)
            for p in properties(self.path("fore"), layer):
                self.assertIsNone(p["scenario"])
        said = load(self.path("efter"), "korning.json")["scenario"]
        self.assertEqual([s["andring"] for s in said], [words])
        self.assertIsNone(load(self.path("fore"), "korning.json")["scenario"])
        qlr = read_bytes(self.path("efter", "markklar.qlr")).decode()
        self.assertIn("klass A–G – SCENARIO", qlr)
        self.assertNotIn("SCENARIO", read_bytes(
            self.path("fore", "markklar.qlr")).decode())
        r = self.ok("explain", self.path("scenario.yaml"), "Åby 1:1")
        self.assertIn(words, r.out)

    def test_threads_make_no_difference(self):
        p = self.new_line()
        self.ok("score", p, "-o", self.path("en"), "-j", "1")
        self.ok("score", p, "-o", self.path("tva"), "-j", "2")
        self.assertEqual(harness.data_files(self.path("en")),
                         harness.data_files(self.path("tva")))

    def test_a_line_of_the_feed_at_another_headway(self):
        # 28 departures each way 06-20 of one end: 28 / 14 = 2.00 an hour.
        p = self.scenario("  - {andra: 1, turtathet_min: 30, fran: 6:00, "
                          "till: 20:00}\n")
        self.ok("score", p, "-o", self.path("efter"))
        for folder, want in (("fore", 1.0), ("efter", 2.0)):
            stops = properties(self.path(folder), "hallplatser")
            self.assertEqual([s["avg_h"] for s in stops], [want, want])
        days = [load(self.path(f), "korning.json")["tidtabell"]["dag"]
                for f in ("fore", "efter")]
        self.assertEqual(days[0], days[1])

    def test_a_line_taken_away(self):
        p = self.scenario(
            open(self.new_line(), encoding="utf-8").read().split(
                "scenario:\n")[1] + "  - {utga: 1}\n", "utan.yaml")
        self.ok("score", p, "-o", self.path("efter"))
        stops = {s["hpl_namn"]: s["avg_h"] for s in
                 properties(self.path("efter"), "hallplatser")}
        self.assertEqual(stops, {"Fjärran torg": 4.0, "Nya porten": 4.0})

    def test_names_that_are_not_there(self):
        p = self.scenario("  - {linje: X, slag: buss, hallplatser: [a, "
                          "Fjärran}, kmh: 40, turtathet_min: 15, fran: 6:00, "
                          "till: 7:00}\n".replace("Fjärran}", "Fjärran]"))
        self.fails(3, ["C952", "'Fjärran torg', 'Fjärran by'"], "score", p,
                   "-o", self.path("x"))
        p = self.scenario("  - {utga: 77}\n")
        self.fails(3, ["C95", "'77'"], "score", p, "-o", self.path("x"))
        self.assertFalse(os.path.exists(self.path("x")))


class Compared(Base):
    def compare(self, *args):
        return self.ok("compare", self.path("fore"), self.path("efter"), *args)

    def test_what_differs(self):
        self.ok("score", self.new_line(), "-o", self.path("efter"))
        r = self.compare("-o", self.path("ut"))
        self.assertIn("scenario: ingen → ny linje X9", r.out)
        self.assertIn("Områden: 3 upp i klass, 0 ner, 0 oförändrade", r.out)
        self.assertLess(r.out.index("scenario:"), r.out.index("Områden:"))
        self.assertIn("ingen → D", r.out)
        changed = features(self.path("ut"), "jamforelse")
        self.assertEqual(len(changed), 3)
        for f in changed:
            p = f["properties"]
            self.assertEqual(f["geometry"]["type"], "MultiPolygon")
            self.assertEqual((p["klass_fore"], p["klass_efter"],
                              p["klass_skilln"]), ("utanför", "D", 4))
            self.assertEqual(p["forandring"], "bättre")
            self.assertEqual(p["avg_efter"], 4.0)
            self.assertIn("koll_klass", p["andrade"].split("; "))
            self.assertEqual(round(p["hpl_fore"] + p["hpl_skilln"], 1),
                             p["hpl_efter"])
        with open(self.path("ut", "jamforelse.csv"), encoding="utf-8",
                  newline="") as f:
            rows = list(csv.DictReader(f))
        self.assertEqual([r["namn"] for r in rows],
                         [f["properties"]["namn"] for f in changed])
        self.assertEqual({r["klass_efter"] for r in rows}, {"D"})
        with open(self.path("ut", "jamforelse_falt.csv"), encoding="utf-8",
                  newline="") as f:
            fields = list(csv.DictReader(f))
        self.assertEqual(
            sorted({(r["fore"], r["efter"]) for r in fields
                    if r["falt"] == "koll_klass"}), [("", "D")])
        for name in ("jamforelse.gpkg", "jamforelse.qml", "jamforelse.qlr"):
            self.assertTrue(os.path.exists(self.path("ut", name)))

    def test_turned_round_it_is_worse(self):
        self.ok("score", self.new_line(), "-o", self.path("efter"))
        r = self.ok("compare", self.path("efter"), self.path("fore"),
                    "-o", self.path("ut"), "--lang", "en")
        self.assertIn("scenario: ny linje X9", r.out)
        self.assertIn("Områden: 0 up in class, 3 down", r.out)
        for p in properties(self.path("ut"), "jamforelse"):
            self.assertEqual((p["forandring"], p["klass_skilln"]),
                             ("sämre", -4))

    def test_other_tables_of_classes_are_told(self):
        """What a class means is an input like any other: the tables are in
        korning.json, and a cell that is changed shows."""
        tables = os.path.join(harness.SOURCE, "tabeller")
        for name in ("kategori", "klass"):
            shutil.copy(os.path.join(tables, "orok_%s.csv" % name),
                        self.path(name + ".csv"))
        with open(self.project, "a", encoding="utf-8") as f:
            f.write("kollektivtrafik: {kategoritabell: kategori.csv, "
                    "klasstabell: klass.csv}\n")
        self.ok("score", self.project, "-o", self.path("efter"))
        said = load(self.path("efter"), "korning.json")["indata"]
        self.assertEqual([(i["roll"], i["fil"]) for i in said[-2:]],
                         [("kategoritabell", "kategori.csv"),
                          ("klasstabell", "klass.csv")])
        with open(self.path("klass.csv"), encoding="utf-8") as f:
            text = f.read()
        with open(self.path("klass.csv"), "w", encoding="utf-8") as f:
            f.write(text.replace("VIII,G,G", "VIII,G,–"))
        self.ok("score", self.project, "-o", self.path("igen"))
        r = self.ok("compare", self.path("efter"), self.path("igen"))
        self.assertIn("indata.klasstabell", r.out)
        self.assertNotIn("indata.kategoritabell", r.out)

    def test_equal_sets(self):
        shutil.copytree(self.path("fore"), self.path("efter"))
        r = self.compare("-o", self.path("ut"))
        self.assertIn("samma inställningar och indata", r.out)
        self.assertIn("Inget skiljer", r.out)
        doc = load(self.path("ut"), "jamforelse.geojson")
        self.assertEqual((doc["type"], doc["features"]),
                         ("FeatureCollection", []))

    def test_the_same_bytes_again(self):
        self.ok("score", self.new_line(20), "-o", self.path("efter"))
        a, b = (self.compare("-o", self.path(n)) for n in ("u1", "u2"))
        self.assertEqual(a.out, b.out)
        self.assertEqual(harness.snapshot(self.path("u1")),
                         harness.snapshot(self.path("u2")))

    def test_an_earlier_comparison_stays(self):
        self.ok("score", self.new_line(), "-o", self.path("efter"))
        self.compare("-o", self.path("ut"))
        before = harness.snapshot(self.path("ut"))
        self.fails(5, "O10", "compare", self.path("fore"), self.path("efter"),
                   "-o", self.path("ut"))
        self.assertEqual(harness.snapshot(self.path("ut")), before)
        self.compare("-o", self.path("ut"), "--overwrite")

    def test_rows_of_the_table(self):
        self.ok("score", self.new_line(), "-o", self.path("efter"))
        self.assertIn("… och 2 till", self.compare("--rows", "1").out)
        self.assertFalse(os.path.exists(self.path("ut")))


class Refused(Base):
    def refuse(self, code, words, name="efter"):
        self.fails(code, words, "compare", self.path("fore"), self.path(name))

    def test_a_mixed_folder(self):
        shutil.copytree(self.path("fore"), self.path("efter"))
        with open(self.path("efter", "mark.geojson"), "a") as f:
            f.write(" ")
        self.refuse(4, ["I972", "mark.geojson"])

    def test_no_result_folder(self):
        os.makedirs(self.path("efter"))
        self.refuse(4, ["I971", "korning.json"])
        self.refuse(4, "I1", name="finns_inte")
        with open(self.path("efter", "korning.json"), "w") as f:
            json.dump({"program": "annat"}, f)
        self.refuse(4, "I971")

    def test_systems_and_the_same_folder(self):
        self.ok("score", self.project, "-o", self.path("efter"), "--crs",
                "EPSG:3006")
        self.refuse(4, ["I973", "EPSG:3006"])
        self.refuse(2, "U002", name="fore/../fore")


if __name__ == "__main__":
    harness.main()
