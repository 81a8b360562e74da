#!/usr/bin/python3
"""What check tells of the other layers, and what a run does with bad ones.
Small squares of 100 × 100 m around the harness's corner."""
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


class Told(harness.Case):
    def layer(self, name, feats, epsg=3006):
        harness.write_geojson(self.path(name), feats, epsg)

    def project(self, more):
        return harness.small_project(self.dir, more=more)

    def check(self, more, code=0):
        r = harness.run("check", self.project(more), "--json")
        self.assertEqual(r.code, code, r)
        return json.loads(r.out)

    def test_each_class_is_told_with_what_it_is_read_as(self):
        self.layer("mark2.geojson", [
            feature(polygon(square(E0, N0)), A="Kommunal"),
            feature(polygon(square(E0 + 100, N0)), A="kommunal"),
            feature(polygon(square(E0 + 200, N0)), A="Privat"),
            feature(polygon(square(E0 + 300, N0)), A="Kyrkan"),
            feature(None, A="Privat")])
        d = self.check("  kommunagd: {fil: mark2.geojson, namn: Innehav, "
                       "falt: {agare: A}}\n")
        (one,) = d["andra_lager"]
        self.assertEqual(one["roll"], "kommunagd")
        self.assertEqual(one["namn"], "Innehav")
        self.assertEqual(one["objekt"], 4)  # the fifth lies nowhere
        self.assertEqual(one["kallor"][0]["antal"], 5)
        self.assertEqual(one["kallor"][0]["utbredning"]["xmax"], E0 + 400)
        self.assertEqual(
            [(k["varde"], k["antal"], k["lases_som"])
             for k in one["klasser"]],
            [("Kommunal", 1, "kommun"), ("Kyrkan", 1, "okänd"),
             ("Privat", 1, "privat"), ("kommunal", 1, "kommun")])
        self.assertEqual(one["olasta"], 1)
        self.assertEqual(one["yta_ha"], 4.0)
        self.assertEqual([n["kod"] for n in one["anmarkningar"]],
                         ["N102", "N801"])
        self.assertIn("Kyrkan", one["anmarkningar"][1]["text"])

    def test_the_effect_of_each_feature_is_counted(self):
        self.layer("strand.geojson", [
            feature(polygon(square(E0, N0)), typ="utvidgat"),
            feature(polygon(square(E0, N0 + 200)), typ="upphävt i plan")])
        d = self.check("  strandskydd: {fil: strand.geojson, "
                       "falt: {typ: typ}}\n")
        (one,) = d["andra_lager"]
        self.assertEqual(one["verkan"], {"utesluter": 1, "uppgift": 1})
        # the general zone is not drawn: said where there is a layer
        self.assertIn("N805", [n["kod"] for n in one["anmarkningar"]])

    def test_a_bad_layer_hides_no_other(self):
        self.layer("p.geojson", [feature(point(E0, N0), k="2")])
        d = self.check(
            "  ras: {fil: borta.geojson}\n"
            "  natur: {fil: p.geojson}\n"
            "  fororening: {fil: p.geojson, falt: {riskklass: k}}\n"
            "  fornlamning: {fil: p.geojson, falt: {typ: slag}}\n", 4)
        by_role = {one["roll"]: one for one in d["andra_lager"]}
        self.assertIn("I101", by_role["ras"]["kallor"][0]["fel"])
        self.assertIn("I801", by_role["natur"]["kallor"][0]["fel"])
        self.assertIn("I108", by_role["fornlamning"]["kallor"][0]["fel"])
        self.assertEqual(by_role["fororening"]["objekt"], 1)
        self.assertEqual(by_role["fororening"]["buffert_m"], 50)
        self.assertEqual(d["resultat"]["fel"], 3)

    def test_a_run_stops_at_a_layer_that_cannot_be_used(self):
        self.layer("p.geojson", [feature(point(E0, N0))])
        out = self.path("out")
        p = self.project("  natur: {fil: p.geojson}\n")
        self.fails(4, ["I801", "natur", "ange buffert_m"], "score", p, "-o",
                   out)
        self.assertFalse(os.path.exists(out))
        p = self.project("  hojdmodell: p.geojson\n")
        self.fails(4, ["I804", "hojdmodell"], "score", p, "-o", out)
        p = self.project("  vag: {fil: p.geojson, lager: \"NVDB*\"}\n")
        self.fails(4, ["I104", "NVDB*"], "score", p, "-o", out)

    def test_rows_of_a_layer_may_come_in_any_order(self):
        rows = [feature(line((E0 - 50, N0 + 10 * i), (E0 + 500, N0 + 10 * i)),
                        k=str(i % 3)) for i in range(9)]
        results = []
        for turn in (rows, rows[::-1]):
            self.layer("v.geojson", turn)
            p = self.project("  vag: {fil: v.geojson, falt: {klass: k}, "
                             "ej_tillfart: [0]}\n"
                             "  kraftledning: {fil: v.geojson}\n")
            out = self.path("out%d" % len(results))
            self.ok("score", p, "-o", out)
            results.append({k: v for k, v in harness.data_files(out).items()
                            if k.endswith(".geojson")})
        self.assertEqual(results[0], results[1])


if __name__ == "__main__":
    harness.main()
