#!/usr/bin/python3
"""The GeoPackage of Rita Detaljplan (schema 7). The parcel is 100 × 100 m and
the plan covers all of it: J and K on the western 60 m (6 000 m²), GATA on the
eastern 40 m, a height and prickmark as properties."""
import json

import files
import harness

P = "0c1f6c6e-4f0e-4a39-9a53-0e6b2c6e0001"
JK, GATA, EG, LINE = ("0c1f6c6e-4f0e-4a39-9a53-0e6b2c6e00%02d" % i
                      for i in (11, 12, 21, 22))
WEST, EAST, ALL = (0, 0, 60, 100), (60, 0, 100, 100), (0, 0, 100, 100)


def decision(**more):
    return None, {"detaljplan": P, "beslutstyp": "antagande av ny detaljplan",
                  "datumAntagande": "2021-01-20",
                  "datumLagakraft": "2022-01-10; 2021-03-04",
                  "genomforandetid": 60,
                  "genomforandetidStartar": "2021-03-04", **more}


def rule(i, table, area, text, **more):
    return None, {"objektidentitet": "0c1f6c6e-4f0e-4a39-9a53-0e6b2c6e01%02d"
                  % i, "detaljplan": P, "tabell": table, "yta": area,
                  "bestammelseformulering": text, **more}


def database(path, decisions=None, rules=(), west=(WEST,), letters="JK",
             outline=True):
    plan = {"objektidentitet": P, "kommun": "Ekåsa", "beteckning": "LB33",
            "namn": "Hallsås", "syfte": "Prov.", "status": "laga kraft",
            "datumStatusforandring": "2021-03-04", "typ": "detaljplan"}
    height = json.dumps([{"datatyp": "decimaltal", "variabelvarde": "9,5",
                          "vardetyp": "max", "enhet": "meter"}])
    own = {"objektidentitet": JK, "detaljplan": P}
    if letters:
        own["beteckning"] = letters
    return files.geopackage(path, {
        "hjalplinje": ("MultiLineString", []),
        "egenskap_linje": ("MultiLineString", [
            ("MULTI" + files.line(0, 0, 60, 0).replace("(", "((")
             .replace(")", "))"),
             {"objektidentitet": LINE, "detaljplan": P})]),
        "detaljplan": ("MultiPolygon",
                       [(files.areas(ALL) if outline else None, plan)]),
        "anvandning_yta": ("MultiPolygon", [
            (files.areas(*west), own),
            (files.areas(EAST), {"objektidentitet": GATA, "detaljplan": P,
                                 "beteckning": "GATA"})]),
        "egenskap_yta": ("MultiPolygon", [
            (files.areas((0, 0, 60, 10)), {
                "objektidentitet": EG, "detaljplan": P,
                "beteckning": "h1 prickmark", "symbol": "Prickmark"})]),
        "bestammelse": (None, [
            rule(1, "anvandning_yta", GATA, "Gata", beteckning="GATA"),
            rule(2, "egenskap_yta", EG, "Högsta nockhöjd är "
                 "[höjd:decimaltal] meter", beteckning="h",
                 beteckningsindex=1, bestammelsevarde=height),
            rule(3, "egenskap_linje", LINE, "Utfart får inte finnas"),
            *rules]),
        "beslutsinformation": (None, [decision()] if decisions is None
                               else decisions),
        "dokument": (None, []),
    }, epsg=3006)


class Rita(files.Case):
    def read(self, **how):
        database(self.path("rita.gpkg"), **how)
        return self.score("  detaljplaner: {fil: rita.gpkg}\n")[0]

    def test_plan_uses_and_decision(self):
        m = self.read()
        self.assertEqual(m["industri_m2"], 6000.0)
        self.assertEqual(m["kontor_m2"], 6000.0)
        self.assertEqual(m["planstatus"], "laga kraft")
        self.assertEqual(m["plan_namn"], "Hallsås")
        plan, = self.plans()
        self.assertEqual(plan["plan_nr"], "LB33")
        # the earliest of the dates; 60 months from 2021-03-04 are over
        self.assertEqual(plan["lagakr_dat"], "2021-03-04")
        self.assertEqual(plan["gf_slut"], "2026-03-03")
        self.assertEqual(plan["gf_lage"], "utgången")
        self.assertEqual([d["area_m2"] for d in self.delomraden()], [6000.0])

    def test_letters_come_from_the_table_when_the_area_has_none(self):
        m = self.read(letters=None, rules=[
            rule(4, "anvandning_yta", JK, "Industri", bestammelsekod="DP_KM_J2"),
            rule(5, "anvandning_yta", JK, "Centrum")])
        self.assertEqual(m["industri_m2"], 6000.0)
        self.assertEqual(m["centrum_m2"], 6000.0)
        self.assertEqual(m["kontor_m2"], 0.0)

    def test_the_earliest_of_several_decisions(self):
        self.read(decisions=[
            decision(datumLagakraft="2024-05-01", genomforandetid=120,
                     genomforandetidStartar="2024-05-01"),
            decision(),
            decision(beslutstyp="antagande om upphävande",
                     datumLagakraft="2020-01-01")])
        plan, = self.plans()
        self.assertEqual(plan["lagakr_dat"], "2021-03-04")
        self.assertEqual(plan["gf_slut"], "2026-03-03")
        self.assertIn("N729", self.notes())

    def test_without_decisions_the_plan_has_no_dates(self):
        self.read(decisions=[])
        plan, = self.plans()
        self.assertEqual(plan["planstatus"], "laga kraft")
        self.assertIsNone(plan["lagakr_dat"])
        self.assertEqual(plan["gf_lage"], "okänd")
        self.assertIn("N728", self.notes())

    def test_an_area_in_two_parts(self):
        # 60 × 30 + 60 × 40 m
        m = self.read(west=((0, 0, 60, 30), (0, 60, 60, 100)))
        self.assertEqual(m["industri_m2"], 4200.0)

    def test_a_plan_not_drawn_has_the_outline_of_its_uses(self):
        m = self.read(outline=False, west=((0, 0, 50, 100),))
        self.assertEqual(m["planl_andel"], 0.9)
        self.assertIn("N782", self.notes())

    def test_a_provision_of_an_area_that_is_not_there_is_noted(self):
        self.read(rules=[rule(6, "egenskap_yta", "nowhere", "Text")])
        self.assertIn("N788", self.notes())

    def test_parts_in_two_systems_stop_the_run(self):
        database(self.path("rita.gpkg"), west=((0, 0, 60, 100),
                                               (75000, 0, 75060, 100)))
        # 75 000 m less the 60 m of the first part
        self.fails(4, ["I773", "74 km"], "score", self.project(
            "  detaljplaner: {fil: rita.gpkg}\n"), "--output",
            self.path("out"))

    def test_check_names_what_it_is(self):
        database(self.path("rita.gpkg"))
        r = self.ok("check", self.project(
            "  detaljplaner: {fil: rita.gpkg}\n"))
        self.assertIn("Rita Detaljplan", r.out)

    def test_init_finds_it(self):
        harness.small_project(self.dir)
        database(self.path("rita.gpkg"))
        harness.os.remove(self.path("markklar.yaml"))
        self.ok("init", self.dir)
        with open(self.path("markklar.yaml"), encoding="utf-8") as f:
            block = f.read().split("\n  detaljplaner:\n")[1].split("\n\n")[0]
        self.assertIn("fil: rita.gpkg", block)
        self.assertNotIn("lager:", block)
        self.assertNotIn("falt:", block)
        out = self.path("out")
        self.ok("score", self.path("markklar.yaml"), "--output", out)
        self.assertEqual(harness.properties(out)[0]["industri_m2"], 6000.0)


if __name__ == "__main__":
    harness.main()
