#!/usr/bin/python3
"""What check tells of streets, people and trafikplatser, and what it does with
bad ones."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "program"))
import harness  # noqa: E402
from harness import E0, N0, feature, polygon, square  # noqa: E402


def point(e, n):
    return {"type": "Point", "coordinates": [e, n]}


def line(*xy):
    return {"type": "LineString", "coordinates": [list(p) for p in xy]}


def street(i, **fields):
    return feature(line((E0, N0 + 10 * i), (E0 + 100, N0 + 10 * i)), **fields)


class Told(harness.Case):
    def layer(self, name, feats):
        harness.write_geojson(self.path(name), feats, 3006)

    def check(self, more, code=0):
        r = harness.run("check", harness.small_project(self.dir, more=more),
                        "--json")
        self.assertEqual(r.code, code, r)
        return json.loads(r.out)

    def test_whom_each_class_lets_through(self):
        self.layer("v.geojson", [
            street(0, KLASS=0, RIKTNING=None), street(1, KLASS=7),
            street(2, KLASS=7, RIKTNING="med"), street(3, KLASS=42)])
        d = self.check("  gator: {fil: v.geojson, kalla: nvdb}\n")
        (one,) = d["gator"]
        (layer,) = one["kallor"]
        self.assertEqual(layer["kalla"]["kalla"], "nvdb")
        self.assertEqual({f["nyckel"]: f["falt"] for f in layer["falt"]},
                         {"klass": "KLASS", "riktning": "RIKTNING"})
        self.assertEqual(layer["antal"], 4)
        lines = layer["linjer"]
        self.assertEqual([lines[k] for k in ("antal", "gang", "bil",
                                             "enkelriktade", "stangda")],
                         [4, 3, 3, 1, 0])
        self.assertEqual(layer["rackvidd"]["xmax"], E0 + 100)
        self.assertEqual(
            [(k["varde"], k["antal"], k["oppen_for"], k["kmh"], "okand" in k)
             for k in layer["klasser"]],
            [("0", 1, "bil, lastbil", 100, False),
             ("42", 1, "gång, cykel", None, True),
             ("7", 2, "gång, cykel, bil, lastbil", 40, False)])
        self.assertEqual([n["kod"] for n in one["anmarkningar"]], ["N872"])

    def test_a_guess_is_said(self):
        self.layer("v.geojson", [street(0, highway="footway")])
        d = self.check("  gator: {fil: v.geojson}\n")
        (one,) = d["gator"]
        self.assertIn("fältnamn", one["kallor"][0]["kalla"]["varfor"])
        (note,) = one["anmarkningar"]
        self.assertEqual(note["kod"], "N871")
        self.assertIn("osm", note["text"])

    def test_people_are_summed(self):
        self.layer("b.geojson", [
            feature(point(E0, N0), n=3),
            feature(polygon(square(E0, N0)), n=40),
            feature(point(E0, N0), n=None)])
        self.layer("t.geojson", [feature(point(E0, N0), namn="Mot")])
        d = self.check("  befolkning: {fil: b.geojson, falt: {antal: n}}\n"
                       "  trafikplatser: {fil: t.geojson, "
                       "falt: {namn: namn}}\n")
        self.assertEqual(d["befolkning"]["platser"], 2)
        self.assertEqual(d["befolkning"]["personer"], 43)
        self.assertEqual(d["befolkning"]["utan_antal"], 1)
        self.assertEqual([n["kod"] for n in d["befolkning"]["anmarkningar"]],
                         ["N878"])
        self.assertEqual(d["trafikplatser"]["platser"], 1)

    def test_bad_ones_are_told_and_hide_nothing(self):
        self.layer("v.geojson", [street(0, k="a")])
        self.layer("p.geojson", [feature(point(E0, N0), k="a")])
        with open(self.path("r.csv"), "w", encoding="utf-8") as f:
            f.write("kalla;klass;gang\n")
        d = self.check(
            "  gator:\n"
            "    - {fil: saknas.gpkg}\n"
            "    - {fil: p.geojson}\n"
            "    - {fil: v.geojson, falt: {klass: finns_inte}}\n"
            "    - {fil: v.geojson, regler: r.csv}\n"
            "    - {fil: v.geojson}\n"
            "  befolkning: {fil: p.geojson}\n", 4)
        said = [json.dumps(one) for one in d["gator"]]
        for text, code in zip(said, ["I101", "I872", "I108", "I871"]):
            self.assertIn(code, text)
        self.assertNotIn("\"fel\"", said[4])
        self.assertIn("I874", json.dumps(d["befolkning"]))
        self.assertEqual(d["resultat"]["fel"], 5)


if __name__ == "__main__":
    harness.main()
