"""Journeys through the whole program: a small city made here, whose figures
are worked out by hand, the laws that they keep, and what is said of streets,
people and timetables that will not do.

    S4 (0,3000)
     |                        land on its corner (5100,10)
    S0 (0,0) ------------ S1 (5000,0) ------------ S2 (8000,0)

Streets lie 500 m apart, 0 to 8 000; on foot 4,5 km/h = 1.25 m/s. From the land
to S1 it is 10 + 100 m = 88 s. 2026-11-03 is a Tuesday.
"""
import os
import random
import sqlite3
import unittest
import zipfile

from osgeo import osr

import harness as h

E, N = h.E0, h.N0
STOPS = {"S0": (0, 0), "S1": (5000, 0), "S2": (8000, 0), "S4": (0, 3000)}
DAY = "2026-11-03"

_tm, _wgs = osr.SpatialReference(), osr.SpatialReference()
_tm.ImportFromEPSG(3006)
_wgs.ImportFromEPSG(4326)
for _s in (_tm, _wgs):
    _s.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
_to_wgs = osr.CoordinateTransformation(_tm, _wgs)


def lonlat(x, y):
    lon, lat, _ = _to_wgs.TransformPoint(E + x, N + y)
    return lon, lat


# ---- files

def clock(minutes):
    s = round(minutes * 60)
    return "%02d:%02d:%02d" % (s // 3600, s // 60 % 60, s % 60)


class Feed:
    """Lines of one feed; times are minutes after midnight."""
    def __init__(self, stops=None, name="a"):
        self.stops = dict(STOPS if stops is None else stops)
        self.name = name
        self.trips, self.modes, self.pickup = [], {}, {}
        self.days = {"v": (["1"] * 7, "20261001", "20261130")}

    def bus(self, line, calls, service="v", mode=3):
        self.modes[line] = mode
        self.trips.append((line, service, calls))
        return self

    def tables(self):
        rows = {"agency": [("agency_id", "agency_name", "agency_url",
                            "agency_timezone"),
                           ("1", "Bolaget", "https://example.com",
                            "Europe/Stockholm")]}
        rows["stops"] = [("stop_id", "stop_name", "stop_lat", "stop_lon")]
        for name, (x, y) in self.stops.items():
            lon, lat = lonlat(x, y)
            rows["stops"].append((name, "Hpl " + name, repr(lat), repr(lon)))
        rows["routes"] = [("route_id", "agency_id", "route_short_name",
                           "route_type")]
        rows["routes"] += [(r, "1", r, str(m)) for r, m in self.modes.items()]
        rows["calendar"] = [("service_id", "monday", "tuesday", "wednesday",
                             "thursday", "friday", "saturday", "sunday",
                             "start_date", "end_date")]
        rows["calendar"] += [(s, *d, a, b)
                             for s, (d, a, b) in self.days.items()]
        rows["trips"] = [("route_id", "service_id", "trip_id")]
        rows["stop_times"] = [("trip_id", "arrival_time", "departure_time",
                               "stop_id", "stop_sequence")]
        for i, (line, service, calls) in enumerate(self.trips):
            trip = "%s-%d" % (self.name, i)
            rows["trips"].append((line, service, trip))
            for k, (stop, at) in enumerate(calls):
                rows["stop_times"].append((trip, clock(at), clock(at), stop,
                                           str(k + 1)))
        return rows

    def write(self, path, rng=None):
        with zipfile.ZipFile(path, "w") as z:
            for name, rows in self.tables().items():
                body = rows[1:]
                if rng:
                    rng.shuffle(body)
                z.writestr(name + ".txt", "".join(
                    ",".join(r) + "\n" for r in [rows[0]] + body))


def line_of(points, **props):
    return h.feature({"type": "LineString", "coordinates": [
        [E + x, N + y] for x, y in points]}, **props)


def grid(n=16, step=500):
    """Pieces of street from crossing to crossing."""
    out = []
    for i in range(n + 1):
        for k in range(n):
            a, b, c = k * step, (k + 1) * step, i * step
            out += [line_of([(a, c), (b, c)], ja="ja"),
                    line_of([(c, a), (c, b)], ja="ja")]
    return out


def point_of(x, y, **props):
    return h.feature({"type": "Point", "coordinates": [E + x, N + y]}, **props)


def parcel(name, *corners):
    ring = [[E + x, N + y] for x, y in corners + corners[:1]]
    return h.feature(h.polygon([ring]), fast=name)


def on_corner(name, x, y):
    return parcel(name, (x, y), (x + 20, y + 20), (x, y + 20))


class City:
    """A project in a folder; every part may be changed before it is written."""
    def __init__(self):
        self.streets, self.people, self.junctions = grid(), [], []
        self.land = [on_corner("Åby 1:1", 5100, 10)]
        self.feeds = [Feed()]
        self.places = {"Målet": STOPS["S2"]}
        self.restid, self.gangnat = {}, {"intill_m": 0}
        self.day = DAY
        self.rng = None

    def rows(self, feats):
        feats = list(feats)
        if self.rng:
            self.rng.shuffle(feats)
        return feats

    def layer(self, folder, role, feats, falt):
        if not feats:
            return ""
        h.write_geojson(os.path.join(folder, role + ".geojson"),
                        self.rows(feats))
        return "  %s: {fil: %s.geojson%s}\n" % (role, role, falt)

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        h.write_geojson(os.path.join(folder, "fastigheter.geojson"), self.land)
        text = ("markklar: 1\nreferensdatum: 2026-11-01\nindata:\n"
                "  fastigheter: {fil: fastigheter.geojson, "
                "falt: {fastighet: fast}}\n")
        text += self.layer(folder, "gator", self.streets, ", kalla: egen")
        text += self.layer(folder, "befolkning", self.people,
                           ", falt: {antal: n}")
        text += self.layer(folder, "trafikplatser", self.junctions,
                           ", falt: {namn: namn}")
        names = []
        for i, feed in enumerate(self.feeds):
            names.append("f%d.zip" % i)
            feed.write(os.path.join(folder, names[-1]), self.rng)
        if names:
            text += "  tidtabeller: [%s]\n" % ", ".join(names)
            text += "kollektivtrafik: {dag: %s}\n" % self.day
        text += "gangnat: {%s}\n" % ", ".join(
            "%s: %s" % kv for kv in self.gangnat.items())
        text += "restid:\n" + "".join("  %s: %s\n" % kv
                                      for kv in self.restid.items())
        if self.places:
            text += "  platser:\n"
        for name, at in dict(self.places).items():
            lon, lat = lonlat(*at)
            text += "    - {namn: %s, lon: %r, lat: %r}\n" % (
                h.quoted(name.strip()), lon, lat)
        if not self.restid and not self.places:
            text += "  gang_kmh: 4.5\n"
        path = os.path.join(folder, "markklar.yaml")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path


def people(*rows):
    return [point_of(x, y, n=n) for n, x, y in rows]


def usual():
    """Buses from S0 at 07:30, and from S1 to S2 every ten minutes."""
    c = City()
    c.feeds[0].bus("1", [("S0", 450), ("S1", 465)])
    for at in range(420, 571, 10):
        c.feeds[0].bus("2", [("S1", at), ("S2", at + 12)])
    c.people = people((1, 100, 0), (2, 7340, 0), (4, 7341, 0), (8, 8000, 4000))
    return c


class Journeys(h.Case):
    """Shared: run a city and read its results."""
    def score(self, city, name="ut", *args, code=0):
        folder = self.path(name)
        project = city.write(self.path(name + "-in"))
        self.said = h.run("score", project, "-o", folder, *args)
        self.assertEqual(self.said.code, code, self.said)
        return folder

    def mark(self, city, name="ut"):
        (row,) = h.properties(self.score(city, name))
        return row

    def table(self, folder):
        with sqlite3.connect(os.path.join(folder, "markklar.gpkg")) as db:
            return db.execute("SELECT * FROM restider ORDER BY rowid"
                              ).fetchall()

    def manifest(self, folder):
        return h.load(folder, "korning.json")

    def codes(self, folder):
        return {a["kod"]: a for a in self.manifest(folder)["anmarkningar"]}


class ByHand(Journeys):
    # 1 comes by the bus of 07:30, 32:20 before eight; 2 walks 2 250 m, 4 a
    # metre more; 8 is 10 + 2900 + 4000 m off, 26 min by bicycle.
    def test_the_workforce_is_who_arrives_in_time(self):
        c = usual()
        m = self.mark(c)
        self.assertEqual([m[k] for k in ("arbkr_30", "arbkr_45", "arbkr_60",
                                         "arbkr_skift")], [2, 7, 7, None])
        # 15 min are 4 000 m, 30 are 8 000: 1 lives 5 010 m off.
        self.assertEqual([m["cykel_15"], m["cykel_30"]], [6, 15])
        c.feeds[0].bus("1", [("S0", 462), ("S1", 477)]) # 07:42: 20:20
        self.assertEqual(self.mark(c, "b")["arbkr_30"], 3)

    # 15 to 24 minutes, each six times: number 30 is a 19, number 51 a 23. By
    # car 10 m at 360 ms and 2 900 m at 50 km/h: 3.6 + 208.8 s.
    def test_times_to_a_place(self):
        folder = self.score(usual())
        (m,) = h.properties(folder)
        self.assertEqual([m[k] for k in ("restid_p50", "restid_p85", "bil_min",
                                         "restidskvot")],
                         [19, 23, 3.6, 5.35]) # 1 140 / 213
        # 213 s are 3.55 min, and 5.352 of them are 19.
        self.assertEqual([r[2:] for r in
                          (row[-8:] for row in self.table(folder))], [
            ("Målet", "kollektivt", 50, 19, 19.0, None),
            ("Målet", "kollektivt", 85, 23, 23.0, None),
            ("Målet", "till fots", None, 38, 38.8, None), # 2 328 s
            ("Målet", "cykel", None, 10, 10.9, None),     # 655 s
            ("Målet", "bil", None, 3, 3.6, 2910)])
        self.assertEqual([m["hpl_namn"], m["hpl_m"], m["hpl_fagel_m"],
                          m["avst_slag"], m["anslut_m"]],
                         ["Hpl S1", 110, 100.5, "gångväg", 10])

    # The nearest is 500 m off at 50 km/h, 39.6 s with the connector; a lorry
    # has no other way.
    def test_the_nearest_trafikplats(self):
        c = usual()
        c.junctions = [point_of(5600, 0, namn="Östra"),
                       point_of(0, 0, namn="Västra")]
        m = self.mark(c)
        self.assertEqual([m["trafikpl_namn"], m["trafikpl_m"], m["tpl_min"],
                          m["tpl_lb_min"]], ["Östra", 510, 0.7, None])
        c.restid["lastbil_bk"] = 1
        self.assertEqual(self.mark(c, "b")["tpl_lb_min"], 0.7)
        r = self.ok("explain", self.path("b-in", "markklar.yaml"), "Åby 1:1")
        self.assertIn("bil 0,7 min; lastbil till närmaste 0,7 min", r.out)

    # Straight lines x 1.3: 2 901.7 m and more to S2, the bus as before.
    def test_without_streets(self):
        c = usual()
        c.streets = []
        m = self.mark(c)
        self.assertEqual([m["avst_slag"], m["anslut_m"], m["bil_min"],
                          m["restidskvot"]], ["fågelväg", None, None, None])
        # 100 m to S0 are 130 m, 104 s: 07:27:16. S1 is 105 s off.
        self.assertEqual([m["arbkr_30"], m["arbkr_45"]], [0, 7])
        # 165 s to be at the stop and on: missed past 7:15 of ten.
        self.assertEqual([m["restid_p50"], m["restid_p85"]], [19, 23])


    # The ways are there, and no journey by timetable.
    def test_without_a_timetable(self):
        c = usual()
        c.feeds = []
        folder = self.score(c)
        (m,) = h.properties(folder)
        self.assertEqual([m[k] for k in ("restid_p50", "arbkr_60", "bil_min",
                                         "restidskvot", "cykel_15", "hpl_m")],
                         [None, None, 3.6, None, 6, None])
        self.assertEqual([r[-5:] for r in self.table(folder)], [
            ("till fots", None, 38, 38.8, None),
            ("cykel", None, 10, 10.9, None), ("bil", None, 3, 3.6, 2910)])
        r = self.ok("explain", self.path("ut-in", "markklar.yaml"),
                    "Åby 1:1")
        self.assertIn("till fots 38,8 min; cykel 10,9 min; bil 3,6 min",
                      r.out)
        self.assertNotIn("av en avresa varje minut", r.out)


# ---- laws

def random_city(seed, trips=40):
    rng = random.Random(seed)
    c = City()
    c.streets = grid(8, 400)
    stops = {"H%02d" % i: (rng.randrange(0, 3201, 25),
                           400 * rng.randrange(0, 9)) for i in range(24)}
    c.feeds = [Feed(stops)]
    names = sorted(stops)
    for i in range(trips):
        at, calls = rng.randrange(400, 520), []
        for s in rng.sample(names, rng.randrange(2, 6)):
            calls.append((s, at))
            at += rng.randrange(1, 7)
        c.feeds[0].bus("L%d" % (i % 9), calls)
    c.people = people(*[(rng.randrange(1, 90) / 10, rng.randrange(0, 3201),
                         400 * rng.randrange(0, 9)) for _ in range(150)])
    c.land = [on_corner("Åby 1:%d" % i, rng.randrange(50, 3100),
                        400 * rng.randrange(0, 8) + rng.randrange(5, 60))
              for i in range(12)]
    c.junctions = [point_of(800, 0, namn="A"), point_of(2400, 3200, namn="B")]
    c.places = {"Norr": (1600, 3200), "Öster": (3200, 1200)}
    c.restid = {"till_max_m": 400, "fran_max_m": 400, "byte_max_m": 300,
                "max_resor": 2, "max_restid_min": 60, "skift": '"07:30"'}
    return c


MORE = ["arbkr_30", "arbkr_45", "arbkr_60", "arbkr_skift"]
LESS = ["restid_p50", "restid_p85", "hpl_m"]


class Laws(Journeys):
    def no_worse(self, before, after, what):
        """How many figures are better."""
        better = 0
        for a, b in zip(before, after):
            for k in MORE:
                self.assertGreaterEqual(b[k], a[k], (what, k, a["fastighet"]))
                better += b[k] > a[k]
            for k in LESS:
                x, y = (9999 if r[k] is None else r[k] for r in (a, b))
                self.assertLessEqual(y, x, (what, k, a["fastighet"]))
                better += y < x
            self.assertLessEqual(b["koll_klass"] or "Z", a["koll_klass"] or
                                 "Z")
        return better

    def test_a_departure_more_never_worsens(self):
        better = 0
        for seed in range(4):
            few = h.properties(self.score(random_city(seed, 25),
                                          "a%d" % seed))
            c = random_city(seed, 25)
            c.feeds[0].trips += random_city(seed + 99, 12).feeds[0].trips
            more = h.properties(self.score(c, "b%d" % seed))
            better += self.no_worse(few, more, seed)
        self.assertGreater(better, 10)

    def test_a_larger_limit_never_worsens(self):
        base = h.properties(self.score(random_city(7)))
        better = 0
        for key, value in (("till_max_m", 900), ("fran_max_m", 900),
                           ("byte_max_m", 900), ("max_resor", 4),
                           ("max_restid_min", 90), ("pastigning_s", 0),
                           ("gang_kmh", 5)):
            c = random_city(7)
            c.restid[key] = value
            better += self.no_worse(
                base, h.properties(self.score(c, key)), key)
        self.assertGreater(better, 10)

    def same(self, a, b):
        x, y = h.data_files(a), h.data_files(b)
        # It names the input files, with their hashes.
        x.pop("korning.json")
        y.pop("korning.json")
        self.assertEqual(sorted(x), sorted(y))
        for name in x:
            self.assertTrue(x[name] == y[name], name + " differs")

    def test_the_order_of_rows_changes_no_byte(self):
        a = self.score(random_city(3), "a")
        c = random_city(3)
        c.rng = random.Random(1)
        self.same(a, self.score(c, "b"))
        self.assertGreater(len({m["arbkr_45"] for m in h.properties(a)}), 3)

    def test_a_street_drawn_backwards_is_the_same_street(self):
        a = self.score(random_city(3), "a")
        c = random_city(3)
        for f in c.streets[::3]:
            f["geometry"]["coordinates"].reverse()
        self.same(a, self.score(c, "b"))

    def test_threads_and_batches_change_no_byte(self):
        project = random_city(5).write(self.path("in"))
        sets = []
        for i, args in enumerate((["-j", "1"], ["-j", "2"], ["--batch-rows",
                                  "5"], ["-j", "4", "--batch-rows", "1"])):
            self.ok("score", project, "-o", self.path(str(i)), *args)
            sets.append(h.data_files(self.path(str(i))))
        for other in sets[1:]:
            self.assertEqual(sorted(sets[0]), sorted(other))
            for name, data in sets[0].items():
                self.assertTrue(data == other[name], name + " differs")

    # The stops of a feed in two stand in both, under one name.
    def test_a_feed_in_two_is_the_same_service(self):
        a = self.score(random_city(3), "a")
        c = random_city(3)
        one = c.feeds[0]
        two = Feed(one.stops, "b")
        two.modes = dict(one.modes)
        two.trips = [t for t in one.trips if t[0] > "L4"]
        one.trips = [t for t in one.trips if t[0] <= "L4"]
        for name, feeds in (("b", [one, two]), ("c", [two, one])):
            c.feeds = feeds
            b = self.score(c, name)
            self.assertEqual(h.properties(a), h.properties(b))
            self.assertEqual(self.table(a), self.table(b))


# ---- days

class Days(Journeys):
    def city(self, service_days, calls, day):
        c = City()
        c.places = {}
        c.people = people((1, 100, 0))
        c.day = day
        c.feeds[0].days = {"v": (service_days, "20260301", "20261130")}
        c.feeds[0].bus("1", calls)
        # Some bus that day, wherever the night before ends.
        c.feeds[0].days["alla"] = (["1"] * 7, "20260301", "20261130")
        c.feeds[0].bus("9", [("S2", 900), ("S1", 930)], "alla")
        return c

    # Saturday's bus of 31:30 is Sunday's 07:30; where the night has 23 hours
    # it is 08:30, and where it has 25 it is 06:30. Then it takes 32:20, an
    # hour more or none before eight.
    def test_a_night_that_clocks_change_moves_saturdays_trips(self):
        saturday = ["0"] * 5 + ["1", "0"]
        calls = [("S0", 31 * 60 + 30), ("S1", 31 * 60 + 45)]
        for day, framme, inside in (
                ("2026-11-08", "08:00", 1), ("2026-03-29", "08:00", 0),
                ("2026-03-29", "09:00", 1), ("2026-10-25", "08:00", 0),
                ("2026-10-25", "07:00", 1)):
            c = self.city(saturday, calls, day)
            c.restid["framme"] = '"%s"' % framme
            m = self.mark(c, day + framme[:2])
            self.assertEqual([m["arbkr_30"], m["arbkr_45"]], [0, inside],
                             (day, framme))

    # The clock of a Sunday is its own from one hour to the next.
    def test_sundays_own_trips_keep_their_hours(self):
        for day in ("2026-11-08", "2026-03-29", "2026-10-25"):
            c = self.city(["0"] * 6 + ["1"], [("S0", 450), ("S1", 465)], day)
            self.assertEqual(self.mark(c, day)["arbkr_45"], 1)

    # Monday's 24:10 is there at 00:25 on Tuesday: 32:20 before 00:40. What
    # leaves at 24:05 serves who sets out at 23:50.
    def test_trips_past_midnight_serve_both_days(self):
        c = self.city(["1"] + ["0"] * 6, [("S0", 1450), ("S1", 1465)], DAY)
        c.restid["framme"] = '"00:40"'
        m = self.mark(c)
        self.assertEqual([m["arbkr_30"], m["arbkr_45"]], [0, 1])
        c = self.city(["0", "1"] + ["0"] * 5, [("S1", 1445), ("S2", 1457)],
                      DAY)
        c.places = {"Målet": STOPS["S2"]}
        c.restid = {"avgang": '"23:50"', "fonster_min": 1}
        self.assertEqual(self.mark(c, "b")["restid_p50"], 27)

    # The second feed ends before the day: said, and nothing of it is used.
    def test_a_feed_that_has_ended_is_told_and_not_used(self):
        c = usual()
        old = Feed(name="gammal").bus("8", [("S0", 462), ("S1", 477)])
        old.days = {"v": (["1"] * 7, "20261001", "20261031")}
        alone = self.mark(c)
        c.feeds.append(old)
        folder = self.score(c, "b")
        (m,) = h.properties(folder)
        self.assertEqual(m, alone)
        self.assertIn("A406", self.codes(folder))
        c.day = "2026-10-27"
        self.assertEqual(self.mark(c, "c")["arbkr_30"], 3) # it ran then


# ---- what is said

class Said(Journeys):
    def test_land_without_streets_is_counted_and_said_once(self):
        c = usual()
        c.land += [on_corner("Åby 2:%d" % i, 3000, 9000 + 100 * i)
                   for i in range(3)]
        folder = self.score(c)
        said = self.codes(folder)
        self.assertEqual(said["A883"]["poster"], [
            ["gator", "3 av 4 områden har ingen gata inom 500 m"]])
        rows = h.properties(folder)
        self.assertIn("ej nåbar", rows[1]["anm_koll"])
        self.assertEqual([rows[1][k] for k in ("hpl_m", "restid_p50",
                                               "arbkr_60")], [None, None, 0])
        self.assertEqual(self.manifest(folder)["gator"]["omraden"]
                         ["ej nåbar"], 3)

    # Streets and stops reach 1 250 m farther on all sides, or they do not.
    def test_land_at_the_edge_of_the_data(self):
        c = usual()
        c.land = [on_corner("Åby 1:1", 5100, 1510)]
        c.feeds[0].stops["S9"] = (4000, 0)
        far = {"S10": (5000, 8000), "S11": (5000, -3000)}
        c.streets += [line_of([(5000, 0), (5000, -3000)])]
        c.feeds[0].stops.update(far)
        folder = self.score(c)
        (m,) = h.properties(folder)
        self.assertIsNone(m["anm_koll"])
        self.assertNotIn("A884", self.codes(folder))
        c.land = [on_corner("Åby 1:1", 1249, 1510)]
        folder = self.score(c, "b")
        self.assertEqual(h.properties(folder)[0]["anm_koll"], "kant")
        self.assertIn("1 av 1", self.codes(folder)["A884"]["poster"][0][1])
        c.land = [on_corner("Åby 1:1", 5100, 1510)]
        for name in far: # the stops end 1 250 m south, not 1 510
            c.feeds[0].stops[name] = (5000, 261 if name == "S11" else 8000)
        for name in ("S0", "S1", "S2", "S9"):
            x, _ = c.feeds[0].stops[name]
            c.feeds[0].stops[name] = (x, 261)
        folder = self.score(c, "c")
        self.assertEqual(h.properties(folder)[0]["anm_koll"], "kant")

    def test_transit_that_is_no_quicker_than_walking(self):
        c = City()
        c.feeds[0].bus("1", [("S0", 720), ("S1", 735)]) # at noon
        c.people = people((1, 100, 0))
        folder = self.score(c)
        self.assertIn("2026-11-03", self.codes(folder)["A885"]["poster"][0][1])
        self.assertNotIn("A885", self.codes(self.score(usual(), "b")))

    def test_land_that_only_has_buses_on_demand(self):
        for at, remark in (((6000, 0), "anropsstyrt"), ((6351, 0), None)):
            c = City()
            c.feeds[0].stops["SA"] = at
            c.feeds[0].stops["S1"] = (3849, 0) # 10 + 1 251 m
            c.feeds[0].bus("1", [("S1", 450), ("S0", 465)])
            c.feeds[0].bus("A", [("SA", 450), ("S2", 465)], mode=715)
            m = self.mark(c, str(at[0]))
            self.assertEqual(m["hpl_m"], 1261)
            got = (m["anm_koll"] or "").split("; ")
            self.assertEqual("anropsstyrt" in got, remark is not None)
            c.feeds[0].stops["S1"] = (3860, 0) # 1 250 m, within reach
            m = self.mark(c, "n%d" % at[0])
            self.assertNotIn("anropsstyrt", m["anm_koll"] or "")

    def test_stops_without_streets(self):
        c = usual()
        c.feeds[0].stops["SX"] = (4000, -501)
        c.feeds[0].bus("5", [("SX", 450), ("S1", 465)])
        folder = self.score(c)
        said = self.codes(folder) # traffic: S0, S1 and SX
        self.assertIn("Hpl SX (SX)", [p[0] for p in said["N882"]["poster"]])
        self.assertIn("1 av 3", said["A881"]["poster"][0][1])
        self.assertEqual(self.manifest(folder)["gator"]
                         ["hallplatser_utan_gata"], 1)
        self.assertIn("1 hållplatser utan gata", self.said.err)

    # 17 x 17 crossings, but the corners are bends, where two pieces are one.
    def test_what_was_read_is_summed_up(self):
        c = usual()
        n = len(c.streets)
        c.streets += [line_of([(20000 + 100 * i, 0), (20100 + 100 * i, 0)])
                      for i in range(3)]
        c.people += people((-3, 100, 0), ("", 100, 0), (0, 100, 0))
        c.junctions = [point_of(5600, 0, namn="Östra")]
        folder = self.score(c)
        k = self.manifest(folder)
        self.assertEqual(k["gator"]["linjer"], n + 3)
        self.assertEqual(k["gator"]["gang"],
                         {"korsningar": 17 * 17 - 4, "strackor": n - 4,
                          "losa_delar": 1, "losa_delar_m": 300})
        self.assertEqual(k["resor"], {
            "personer": 15, "bostadspunkter": 5, "utan_antal": 2,
            "utan_lage": 0, "platser": 1, "trafikplatser": 1})
        self.assertIn("%d gatulinjer, 1 lösa delar" % (n + 3), self.said.err)
        self.assertIn("15 personer i arbetskraften (2 bostadspunkter utan antal)",
                      self.said.err)
        roles = [i["roll"] for i in k["indata"]]
        for role in ("gator", "befolkning", "trafikplatser"):
            self.assertIn(role, roles)

    # Land is reached by bicycle with streets alone, trafikplatser by lorry
    # with no places: how fast is told all the same.
    def test_how_one_travels_is_told_without_people_or_places(self):
        c = usual()
        c.people, c.places = [], {}
        c.restid["cykel_kmh"] = 20
        told = self.manifest(self.score(c))["val"]["restid"]
        self.assertEqual([told["cykel_kmh"], told["lastbil_bk"]], [20, None])
        c.junctions = [point_of(5600, 0, namn="Östra")]
        c.restid["lastbil_bk"] = 2
        told = self.manifest(self.score(c, "b"))["val"]["restid"]
        self.assertEqual(told["lastbil_bk"], 2)

    def test_a_longest_journey_that_cuts_the_workforce(self):
        c = usual()
        c.restid["max_restid_min"] = 40
        folder = self.score(c)
        (m,) = h.properties(folder)
        self.assertEqual([m["arbkr_30"], m["arbkr_45"], m["arbkr_60"]],
                         [2, None, None])
        self.assertIn("45", self.codes(folder)["N885"]["poster"][0][1])
        c.restid["max_restid_min"] = 60
        self.assertNotIn("N885", self.codes(self.score(c, "b")))

    def test_a_place_that_will_not_do(self):
        c = usual()
        c.places = {"Målet": (8000, 0), "Målet ": (0, 0)} # written alike
        r = h.run("score", c.write(self.path("in")), "-o", self.path("ut"))
        self.assertEqual(r.code, 3, r)
        self.assertIn("platsen 'Målet' finns redan", r.err)
        c.places = {"Sjön": (8501, 0)}
        folder = self.score(c, "b")
        self.assertIn("Sjön", self.codes(folder)["N884"]["poster"][0][0])
        (m,) = h.properties(folder)
        self.assertEqual([m["restid_p50"], m["bil_min"]], [None, None])

    def test_no_median_asked_for(self):
        c = usual()
        c.restid["percentiler"] = "[40, 85]"
        (m,) = h.properties(self.score(c))
        self.assertEqual([m["restid_p50"], m["restid_p85"],
                          m["restidskvot"]], [None, 23, None])

    # 07:30 to 07:30: most minutes have no bus, and one walks 2 328 s.
    def test_a_window_of_a_day(self):
        c = usual()
        c.restid["fonster_min"] = 1440
        self.assertEqual(self.mark(c)["restid_p50"], 38)
        c.restid["fonster_min"] = 1441
        self.assertEqual(h.run("score", c.write(self.path("in")), "-o",
                               self.path("x")).code, 3)


if __name__ == "__main__":
    h.main()
