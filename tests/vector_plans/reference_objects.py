#!/usr/bin/python3
"""NGP's reference objects, nested as GeoJSON and flattened as the GeoPackage
of the plugin NGP nedladdning. The parcel is 100 × 100 m, and its plan covers
all of it: J on the western 60 m (6 000 m²), GATA on the eastern 40 m."""
import files
import harness

PLAN = {"objektidentitet": "0C1F6C6E-4F0E-4A39-9A53-0E6B2C6E0001",
        "namn": "Hallsås 2:261", "beteckning": "1441-P15/4",
        "status": "laga kraft", "datumLagakraft": ["2022-03-01", "2021-03-04"]}
J, GATA, ALL = (0, 0, 60, 100), (60, 0, 100, 100), (0, 0, 100, 100)


def nested(kind, provision=None, plan=PLAN):
    p = {"feature": {"typ": kind, "etikett": ""}, "detaljplan": plan,
         "title": plan["namn"]}
    if provision:
        p["planbestammelse"] = provision
    return p


def use(text, **more):
    return nested("användningsbestämmelse",
                  {"bestammelseformulering": text, "planbestammelsekatalog"
                   "referens": "00000000-0000-0000-0000-000000000000", **more})


def flat(kind, **more):
    return {"ngp_id": "x", "feature_typ": kind,
            "detaljplan_objektidentitet": PLAN["objektidentitet"],
            "detaljplan_namn": PLAN["namn"],
            "detaljplan_beteckning": PLAN["beteckning"],
            "detaljplan_status": PLAN["status"],
            "detaljplan_datumLagakraft": '["2022-03-01", "2021-03-04"]',
            **more}


class Reference(files.Case):
    def check_one_plan(self, rows):
        self.assertEqual(len(rows), 1)
        m = rows[0]
        self.assertEqual(m["planstatus"], "laga kraft")
        self.assertEqual(m["industri_m2"], 6000.0)
        self.assertEqual(m["kontor_m2"], 0.0)
        self.assertEqual(m["plan_namn"], "Hallsås 2:261")
        self.assertEqual(m["plan_akt"], "1441-P15/4")
        # of two dates the earliest decides
        self.assertEqual(self.plans()[0]["lagakr_dat"], "2021-03-04")
        self.assertEqual([d["area_m2"] for d in self.delomraden()], [6000.0])
        self.assertIn("N781", self.notes())

    def test_nested_geojson(self):
        files.geojson(self.path("ref.geojson"), [
            (files.area(*ALL), nested("detaljplan")),
            (files.area(*J), use("Industri")),
            (files.area(*GATA), use("Lokalgata")),
            (files.area(0, 0, 60, 10), nested("egenskapsbestämmelse", {
                "bestammelseformulering": "Marken får inte förses med "
                "byggnad.", "kategori": "Begränsning av markens utnyttjande",
                "bestammelsevarde": []})),
        ])
        self.check_one_plan(self.score(
            "  detaljplaner: {fil: ref.geojson}\n"))

    def test_geopackage_of_the_plugin(self):
        files.geopackage(self.path("ngp.gpkg"), {
            "plan": ("Polygon", [(files.area(*ALL), flat("detaljplan"))]),
            "anvandning": ("Polygon", [
                (files.area(*J), flat(
                    "användningsbestämmelse", planbestammelse_beteckning="J",
                    antal_bestammelser=1)),
                (files.area(*GATA), flat(
                    "användningsbestämmelse",
                    planbestammelse_beteckning="CYKEL GATA",
                    antal_bestammelser=2))]),
            "egenskap_yta": ("Polygon", [(files.area(0, 0, 60, 10), flat(
                "egenskapsbestämmelse", planbestammelse_beteckning="e h",
                planbestammelse_bestammelseformulering="Största byggnadsarea "
                "är 30 % + Högsta nockhöjd är 9 meter",
                antal_bestammelser=2))]),
            "egenskap_linje": ("LineString", [(files.line(0, 0, 60, 0), flat(
                "egenskapsbestämmelse", planbestammelse_bestammelseformulering
                ="Utfart får inte finnas"))]),
            "egenskap_punkt": ("Point", [(files.point(5, 5), flat(
                "egenskapsbestämmelse"))]),
            "administrativ": ("Polygon", [(files.area(*ALL), flat(
                "administrativ bestämmelse"))]),
            "layer_styles": (None, [(None, {"f_table_name": "plan"})]),
        })
        self.check_one_plan(self.score("  detaljplaner: {fil: ngp.gpkg}\n"))

    def test_letters_of_one_place_stand_together(self):
        """B + C as two features with the same geometry, J + K as one."""
        files.geojson(self.path("ref.geojson"), [
            (files.area(*ALL), nested("detaljplan")),
            (files.area(*J), use("Industri", beteckning="JK")),
            (files.area(*GATA), use("Kontor")),
            (files.area(*GATA), use("Centrum")),
        ])
        m = self.score("  detaljplaner: {fil: ref.geojson}\n")[0]
        self.assertEqual(m["industri_m2"], 6000.0)
        self.assertEqual(m["kontor_m2"], 10000.0)
        self.assertEqual(m["centrum_m2"], 4000.0)

    def test_without_an_outline_the_uses_make_it(self):
        files.geojson(self.path("ref.geojson"), [
            (files.area(*J), use("Industri")),
            (files.area(60, 0, 80, 100), use("Natur")),
        ])
        m = self.score("  detaljplaner: {fil: ref.geojson}\n")[0]
        # 60 + 20 of 100 m
        self.assertEqual(m["planl_andel"], 0.8)
        self.assertEqual(m["industri_m2"], 6000.0)
        self.assertIn("N782", self.notes())

    def test_an_outline_in_parts_is_one_plan(self):
        files.geojson(self.path("ref.geojson"), [
            (files.area(0, 0, 50, 100), nested("detaljplan")),
            (files.area(50, 0, 90, 100), nested("detaljplan")),
            (files.area(*ALL), use("Industri")),
        ])
        m = self.score("  detaljplaner: {fil: ref.geojson}\n")[0]
        self.assertEqual(m["planl_andel"], 0.9)
        self.assertEqual(m["industri_m2"], 9000.0)
        self.assertEqual(len(self.plans()), 1)

    def test_the_order_of_the_objects_reaches_no_figure(self):
        rows = [(files.area(*ALL), nested("detaljplan")),
                (files.area(*J), use("Industri")),
                (files.area(*GATA), nested(
                    "användningsbestämmelse",
                    {"bestammelseformulering": "Natur"},
                    {**PLAN, "status": "antagen"}))]
        seen = []
        for i, order in enumerate((rows, rows[::-1])):
            files.geojson(self.path("ref.geojson"), order)
            seen.append((self.score("  detaljplaner: {fil: ref.geojson}\n"),
                         self.delomraden()))
            self.assertIn("N784", self.notes())
            harness.shutil.rmtree(self.path("out"))
        self.assertEqual(seen[0], seen[1])

    def test_a_layer_of_the_file_can_still_be_read_as_the_municipality_s(self):
        files.geopackage(self.path("ngp.gpkg"), {
            "plan": ("Polygon", [(files.area(*ALL), flat("detaljplan"))])})
        m = self.score(
            "  detaljplaner:\n    fil: ngp.gpkg\n    lager: plan\n"
            "    falt: {id: detaljplan_objektidentitet, status: "
            "detaljplan_status}\n")[0]
        self.assertEqual(m["planstatus"], "laga kraft")
        self.assertIsNone(m["plan_namn"])
        self.assertNotIn("N781", self.notes())

    def test_a_complete_layer_of_reference_objects_is_doubted(self):
        files.geojson(self.path("ref.geojson"), [
            (files.area(*ALL), nested("detaljplan"))])
        self.score("  detaljplaner: {fil: ref.geojson, heltackande: ja}\n")
        self.assertIn("N724", self.notes())

    def test_a_file_that_is_cut_off_is_refused(self):
        files.geopackage(self.path("ngp.gpkg"), {
            "plan": ("Polygon", [(files.area(*ALL), flat("detaljplan"))])})
        whole = harness.read_bytes(self.path("ngp.gpkg"))
        with open(self.path("ngp.gpkg"), "wb") as f:
            f.write(whole[:len(whole) // 2])
        self.fails(4, "ngp.gpkg", "score", self.project(
            "  detaljplaner: {fil: ngp.gpkg}\n"), "--output",
            self.path("out"))

    def test_use_areas_given_twice_are_refused(self):
        files.geojson(self.path("ref.geojson"), [
            (files.area(*ALL), nested("detaljplan"))])
        files.geojson(self.path("use.geojson"), [
            (files.area(*J), {"bokstav": "J"})])
        self.fails(3, ["C771", "use.geojson"], "score", self.project(
            "  detaljplaner: {fil: ref.geojson}\n  anvandning: "
            "{fil: use.geojson, falt: {bokstav: bokstav}}\n"),
            "--output", self.path("out"))

    def test_a_file_without_a_plan_is_refused(self):
        files.geojson(self.path("ref.geojson"), [
            (files.area(*ALL), {"feature": {"typ": "strandskydd"},
                                "detaljplan": None})])
        self.fails(4, "I772", "score", self.project(
            "  detaljplaner: {fil: ref.geojson}\n"), "--output",
            self.path("out"))


if __name__ == "__main__":
    harness.main()
