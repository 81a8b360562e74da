#!/usr/bin/python3
"""Rows of one fastighet without områdesnummer share their del_id: told once a
name, with how many they are, whatever the order of the rows.

Åby 1:1 is three squares and Åby 1:2 one, all under plan P with use J: four
delområden, of which three are "Åby 1:1-1". With numbers 1, 2 and 3 they are
"Åby 1:1-1", "Åby 1:1>2-1" and "Åby 1:1>3-1".

usage: twins.py MARKKLAR ROOT
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "program"))
import harness  # noqa: E402
from harness import Case, feature, polygon, properties, square  # noqa: E402

E0, N0 = harness.E0, harness.N0
PLANS = ("  detaljplaner: {fil: plan.geojson, falt: {id: plan, nr: plan, "
         "status: skede}}\n"
         "  anvandning: {fil: anv.geojson, falt: {plan: plan, bokstav: b}}\n")


class Twins(Case):
    def told(self, order, falt=None):
        land = [feature(polygon(square(E0 + 100 * i, N0)), nr=i + 1,
                        fast="Åby 1:2" if i == 3 else "Åby 1:1")
                for i in order]
        harness.write_geojson(self.path("mark.geojson"), land)
        whole = polygon(square(E0 - 50, N0 - 50, 600))
        harness.write_geojson(self.path("plan.geojson"), [
            feature(whole, plan="P", skede="laga kraft")])
        harness.write_geojson(self.path("anv.geojson"), [
            feature(whole, plan="P", b="J")])
        path = harness.write_project(self.dir, falt=falt, more=PLANS)
        r = self.ok("score", path, "-v", "-o", self.path("ut"),
                    "--overwrite")
        names = sorted(p["del_id"] for p in
                       properties(self.path("ut"), "verksamhetsmark"))
        return names, [line for line in r.err.split("\n") if "N306" in line]

    def test_told_once(self):
        for order in ((0, 1, 2, 3), (3, 2, 1, 0)):
            names, notes = self.told(order)
            self.assertEqual(names, 3 * ["Åby 1:1-1"] + ["Åby 1:2-1"])
            self.assertEqual(len(notes), 1, notes)
            self.assertIn("Åby 1:1-1: 3 delområden har samma del_id",
                          notes[0])

    def test_numbers_tell_them_apart(self):
        names, notes = self.told((0, 1, 2, 3),
                                 {"fastighet": "fast", "omr_nr": "nr"})
        self.assertEqual(names, ["Åby 1:1-1", "Åby 1:1>2-1", "Åby 1:1>3-1",
                                 "Åby 1:2>4-1"])
        self.assertEqual(notes, [])


if __name__ == "__main__":
    harness.main()
