#!/usr/bin/python3
"""The layer `egenskaper`, and what is refused among plan files. The parcel is
100 × 100 m, and plan P1 with use J covers it."""
import json

import files
import harness

ALL = (0, 0, 100, 100)
PLANS = ("  detaljplaner:\n    fil: plan.geojson\n    falt: {nr: nr, status: "
         "status, laga_kraft: laga, skede_datum: skede}\n  anvandning:\n"
         "    fil: use.geojson\n    falt: {plan: plan, bokstav: bokstav}\n")
FIELDS = ("    falt: {plan: plan, beteckning: kod, text: text, varde: varde, "
          "enhet: enhet}\n")
GML = ('<?xml version="1.0"?>\n<DP_Data xmlns="http://www.sis.se/ss637040">'
       "<DP_Plan/></DP_Data>\n")


class Egenskaper(files.Case):
    def setUp(self):
        super().setUp()
        self.plans([(ALL, "P1")])
        self.uses([(ALL, "P1")])

    def plans(self, rows):
        files.geojson(self.path("plan.geojson"), [
            (files.area(*r), {"nr": n, "status": "laga kraft",
                              "laga": "2021-03-04", "skede": "2021-03-04"})
            for r, n in rows])

    def uses(self, rows):
        files.geojson(self.path("use.geojson"), [
            (files.area(*r), {"plan": n, "bokstav": "J"}) for r, n in rows])

    def layer(self, rows, name="egen.gpkg", kind="Unknown"):
        files.geopackage(self.path(name), {"egen": (kind, rows)})
        return "  egenskaper:\n    fil: %s\n" % name + FIELDS

    def row(self, code, **more):
        return {"plan": "P1", "kod": code, "text": "Text", "varde": "9,5",
                "enhet": "meter", **more}

    def count(self, more):
        """How many provisions check says that it read."""
        r = self.ok("check", self.project(PLANS + more), "--json")
        return json.loads(r.out)["egenskaper"]["bestammelser"]

    def test_a_row_of_three_is_three_and_lines_and_points_are_read(self):
        more = self.layer([
            (files.area(0, 0, 60, 10), self.row("e1 h2 prickmark")),
            (files.area(0, 10, 60, 20), self.row("korsmark")),
            (files.line(0, 0, 60, 0), self.row("utfart")),
            (files.point(5, 5), self.row("n1"))])
        self.assertEqual(self.count(more), 6)
        m = self.score(PLANS + more)[0]
        self.assertEqual(m["industri_m2"], 10000.0)
        made = harness.load(self.path("out"), "korning.json")
        self.assertIn("egen.gpkg", [i["fil"] for i in made["indata"]])

    def test_a_table_without_geometry_is_read(self):
        more = self.layer([(None, self.row("a1"))], kind=None)
        self.assertEqual(self.count(more), 1)
        self.score(PLANS + more)

    def test_an_area_not_drawn_is_noted(self):
        self.score(PLANS + self.layer([(None, self.row("prickmark"))],
                                      kind="Polygon"))
        self.assertIn("N102", self.notes())

    def test_values_that_cannot_be_told_apart_are_noted(self):
        self.score(PLANS + self.layer([
            (files.area(*ALL), self.row("e1 h2"))], kind="Polygon"))
        self.assertIn("N785", self.notes())

    def test_without_plans_it_is_no_use(self):
        self.fails(3, "indata.egenskaper", "check", self.project(
            self.layer([(files.area(*ALL), self.row("e1"))])))

    def test_gml_by_ss_637040_is_refused_in_every_role(self):
        harness_file = self.path("dp.gml")
        with open(harness_file, "w", encoding="utf-8") as f:
            f.write(GML)
        for more in ("  detaljplaner: {fil: dp.gml}\n",
                     PLANS.replace("use.geojson", "dp.gml"),
                     PLANS + "  egenskaper: {fil: dp.gml}\n"):
            self.fails(4, ["I705", "Detaljplan 4.1"], "score",
                       self.project(more), "--output", self.path("out"))

    def test_a_use_area_in_another_system_stops_the_run(self):
        """Zones beside one another differ by 75 km: moved that far, the area
        lies 75 000 - 100 m from its plan."""
        self.uses([(ALL, "P1"), ((75000, 0, 75100, 100), "P1")])
        self.fails(4, ["I773", "P1", "74 km", "anvandning rad 2"], "score",
                   self.project(PLANS), "--output", self.path("out"))

    def test_a_provision_in_another_system_stops_the_run(self):
        more = self.layer([(files.area(75000, 0, 75060, 10),
                            self.row("prickmark"))], kind="Polygon")
        self.fails(4, ["I773", "egenskaper rad 1"], "score",
                   self.project(PLANS + more), "--output", self.path("out"))

    def test_plans_far_apart_are_no_mixture(self):
        """A number used twice goes to the plan near by."""
        self.plans([(ALL, "P1"), ((75000, 0, 75100, 100), "P1")])
        self.uses([(ALL, "P1"), ((75000, 0, 75100, 100), "P1")])
        self.assertEqual(self.score(PLANS)[0]["industri_m2"], 10000.0)

    def test_init_finds_the_layer(self):
        self.layer([(files.area(0, 0, 60, 10), self.row("e1 h2")),
                    (files.area(0, 10, 60, 20), self.row("prickmark"))],
                   kind="Polygon")
        harness.small_project(self.dir)
        harness.os.remove(self.path("markklar.yaml"))
        self.ok("init", self.dir)
        with open(self.path("markklar.yaml"), encoding="utf-8") as f:
            block = f.read().split("\n  egenskaper:\n")[1].split("\n\n")[0]
        self.assertIn("fil: egen.gpkg", block)
        for line in ("beteckning: kod", "text: text", "varde: varde",
                     "enhet: enhet", "plan: plan"):
            self.assertIn(line, block)


if __name__ == "__main__":
    harness.main()
