"""Inputs that are broken, odd or mean: refused with a message that names the
file and the remedy, or read right. Never a crash, never another file or the
network."""
import json
import os
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import unittest
import zipfile

from osgeo import gdal, ogr, osr

import harness as h

ogr.UseExceptions()
gdal.PushErrorHandler("CPLQuietErrorHandler")

E0, N0 = h.E0, h.N0


def srs(epsg):
    s = osr.SpatialReference()
    s.ImportFromEPSG(epsg)
    return s


class Hostile(h.Case):
    def score(self, project, *more):
        return h.run("score", project, "-o", self.path("ut"), "--overwrite",
                     *more)

    def good(self, project, *more):
        r = self.score(project, *more)
        self.assertEqual(0, r.code, r)
        self.assertEqual([], h.manifest_faults(self.path("ut")))
        return r

    def refused(self, project, *words, code=4):
        r = self.score(project)
        self.assertEqual(code, r.code, r)
        for w in words:
            self.assertIn(w, r.err, r)
        self.assertFalse(os.path.exists(self.path("ut", "mark.geojson")))
        self.assertLess(len(r.err), 2000, "a message, not a flood")
        return r

    def rows(self):
        return h.properties(self.path("ut"))

    def areas(self):
        return [p["area_m2"] for p in self.rows()]

    def layer(self, name, epsg=3006, driver="GPKG", kind=ogr.wkbMultiPolygon,
              lname="mark", fields=("fast",), options=()):
        ds = ogr.GetDriverByName(driver).CreateDataSource(self.path(name))
        lyr = ds.CreateLayer(lname, srs(epsg) if epsg else None, kind,
                             list(options))
        for f in fields:
            lyr.CreateField(ogr.FieldDefn(f, ogr.OFTString))
        return ds, lyr

    def add(self, lyr, wkt, *values):
        f = ogr.Feature(lyr.GetLayerDefn())
        for i, v in enumerate(values):
            f.SetField(i, v)
        if wkt:
            f.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        lyr.CreateFeature(f)


def wkt_square(e=E0, n=N0, side=100, z=""):
    pts = ((e, n), (e + side, n), (e + side, n + side), (e, n + side), (e, n))
    return "((%s))" % ",".join("%r %r%s" % (x, y, z) for x, y in pts)


class Paths(Hostile):
    def test_a_vrt_under_another_name_opens_nothing(self):
        secret = self.path("secret.geojson")
        h.write_geojson(secret, h.parcels(1))
        vrt = ('<OGRVRTDataSource><OGRVRTLayer name="mark"><SrcDataSource>%s'
               '</SrcDataSource><SrcLayer>secret</SrcLayer></OGRVRTLayer>'
               '</OGRVRTDataSource>' % secret)
        for ext in ("geojson", "shp", "gpkg", "vrt", "json", "fgb", "tab"):
            name = "mark." + ext
            with open(self.path(name), "w") as f:
                f.write(vrt)
            self.refused(h.write_project(self.dir, name), "I103", name)

    def test_other_formats_are_not_opened(self):
        ds, lyr = self.layer("mark.gml", driver="GML")
        self.add(lyr, "POLYGON" + wkt_square(), "Å 1:1")
        ds = lyr = None
        self.refused(h.write_project(self.dir, "mark.gml"), "I103")
        with open(self.path("mark.csv"), "w") as f:
            f.write("WKT,fast\n\"POLYGON%s\",x\n" % wkt_square())
        self.refused(h.write_project(self.dir, "mark.csv"), "I103")

    def test_addresses_databases_and_virtual_files_are_refused(self):
        h.write_geojson(self.path("mark.geojson"), h.parcels(1))
        for fil in ("http://localhost/mark.geojson",
                    "PG:dbname=x", "GeoJSON:mark.geojson",
                    "file:///etc/passwd", "GPKG:mark.gpkg",
                    "/vsicurl/http://localhost/mark.geojson",
                    "/vsizip/mark.zip", "/vsistdin/", "/vsimem/x",
                    "/vsisubfile/0_10,mark.geojson"):
            self.refused(h.write_project(self.dir, fil), "I102", fil)

    def test_data_is_not_a_path(self):
        for fil in (json.dumps({"type": "FeatureCollection", "features": []}),
                    "<OGRVRTDataSource></OGRVRTDataSource>", "[1]"):
            self.refused(h.write_project(self.dir, fil), "I102")

    def test_what_is_not_an_ordinary_file_is_refused_at_once(self):
        os.mkfifo(self.path("mark.geojson"))
        self.refused(h.write_project(self.dir), "I102", "mark.geojson")
        for fil in ("/dev/zero", "/dev/stdin", "/dev/null"):
            self.refused(h.write_project(self.dir, fil), "I102", fil)
        s = socket.socket(socket.AF_UNIX)
        self.addCleanup(s.close)
        s.bind(self.path("sock.gpkg"))
        self.refused(h.write_project(self.dir, "sock.gpkg"), "I102")
        os.mkdir(self.path("mapp.gpkg"))
        self.refused(h.write_project(self.dir, "mapp.gpkg"), "mapp.gpkg")
        self.refused(h.write_project(self.dir, "saknas.gpkg"), "I101",
                     "saknas.gpkg")
        os.symlink("hit", self.path("hit"))
        self.refused(h.write_project(self.dir, "hit"), "hit")

    def test_timetables_go_through_the_same_gate(self):
        h.write_geojson(self.path("mark.geojson"), h.parcels(1))
        for fil in ("http://localhost/gtfs.zip", "/vsicurl/http://x/g.zip"):
            self.refused(h.write_project(
                self.dir, more="  tidtabeller: [%s]\n" % h.quoted(fil)),
                "I102", fil)
        os.mkfifo(self.path("g.zip"))
        self.refused(h.write_project(self.dir, more="  tidtabeller: "
                                     "[g.zip]\n"), "I102", "g.zip")

    def test_a_folder_of_any_name_can_hold_the_files(self):
        # GDAL's virtual files begin with /vsi; a folder may be called so.
        folder = self.path("vsi", "vsizip")
        os.makedirs(folder)
        self.good(h.small_project(folder))

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed: "
                         "no look at what the program asks the network")
    def test_no_input_makes_the_program_call_anyone(self):
        server = socket.socket()
        self.addCleanup(server.close)
        server.bind(("127.0.0.1", 0))
        server.listen(5)
        url = "http://127.0.0.1:%d/x" % server.getsockname()[1]
        feats = h.parcels(1)
        h.write_geojson(self.path("link.geojson"), feats, epsg=None, crs={
            "type": "link", "properties": {"href": url, "type": "proj4"}})
        h.write_geojson(self.path("url.geojson"), feats, epsg=None, crs={
            "type": "url", "properties": {"url": url}})
        h.write_geojson(self.path("name.geojson"), feats, epsg=None, crs={
            "type": "name", "properties": {"name": url}})
        ds, lyr = self.layer("prj.shp", driver="ESRI Shapefile",
                             kind=ogr.wkbPolygon)
        self.add(lyr, "POLYGON" + wkt_square(), "Å 1:1")
        ds = lyr = None
        with open(self.path("prj.prj"), "w") as f:
            f.write(url)
        ds, lyr = self.layer("srs.gpkg")
        self.add(lyr, "MULTIPOLYGON(%s)" % wkt_square(), "Å 1:1")
        ds = lyr = None
        db = sqlite3.connect(self.path("srs.gpkg"))
        db.execute("update gpkg_spatial_ref_sys set organization='x', "
                   "organization_coordsys_id=1, definition=? where srs_id="
                   "3006", (url,))
        db.commit()
        db.close()
        os.mkdir(self.path("mapp"))
        for name in os.listdir(self.dir):
            if name.startswith(("link.", "url.", "prj.", "srs.")):
                shutil.copy(self.path(name), self.path("mapp"))
        runs = [("init", self.path("mapp"))]
        for name in ("link.geojson", "url.geojson", "name.geojson", "prj.shp",
                     "srs.gpkg"):
            runs.append(("score", h.write_project(
                self.dir, name, name=name + ".yaml"), "-o", self.path("ut")))
        for args in runs:
            log = self.path("trace")
            r = h.run(*args, prefix=(
                "strace", "-f", "-qq", "-o", log, "-e", "trace=network"),
                env=h.clean_env(ASAN_OPTIONS="detect_leaks=0",
                                PROJ_NETWORK="ON"))
            self.assertIn(r.code, (0, 4), (args, r))
            with open(log) as f:
                calls = [s for s in f if "(" in s and "+++" not in s]
            self.assertEqual([], calls, args)
        server.settimeout(0.01)
        self.assertRaises(socket.timeout, server.accept)


class Broken(Hostile):
    def test_an_empty_file(self):
        for name in ("mark.geojson", "mark.gpkg", "mark.shp", "mark.fgb"):
            open(self.path(name), "w").close()
            self.refused(h.write_project(self.dir, name), "I103", name)

    def test_an_empty_layer(self):
        h.write_geojson(self.path("mark.geojson"), [])
        self.refused(h.write_project(self.dir), "I1", "mark")
        ds, lyr = self.layer("mark.gpkg")
        ds = lyr = None
        self.refused(h.write_project(self.dir, "mark.gpkg"), "I110",
                     "mark.gpkg")

    def test_a_layer_that_is_empty_by_selection(self):
        h.write_geojson(self.path("mark.geojson"), h.parcels(2))
        self.refused(h.write_project(self.dir, extra="    urval: \"fast = "
                                     "'X'\"\n"), "I110")
        self.refused(h.write_project(self.dir, extra="    urval: \"((\"\n"),
                     "I109", "((")

    def test_a_cut_geopackage(self):
        ds, lyr = self.layer("hel.gpkg")
        for i in range(3000):
            self.add(lyr, "MULTIPOLYGON(%s)" % wkt_square(E0 + 100 * i),
                     "Åby 1:%d" % i)
        ds = lyr = None
        whole = h.read_bytes(self.path("hel.gpkg"))
        for part in (0.01, 0.3, 0.7, 0.99):
            with open(self.path("mark.gpkg"), "wb") as f:
                f.write(whole[:int(len(whole) * part)])
            self.refused(h.write_project(self.dir, "mark.gpkg"), "mark.gpkg")

    def test_a_page_of_a_geopackage_is_gone(self):
        ds, lyr = self.layer("mark.gpkg", options=["SPATIAL_INDEX=NO"])
        for i in range(3000):
            self.add(lyr, "MULTIPOLYGON(%s)" % wkt_square(E0 + 100 * i),
                     "Åby 1:%d" % i)
        ds = lyr = None
        db = sqlite3.connect(self.path("mark.gpkg"))
        try:
            page = max(p for p, in db.execute(
                "select pageno from dbstat where name='mark' and "
                "pagetype='leaf'"))
            size = db.execute("pragma page_size").fetchone()[0]
        except sqlite3.OperationalError:
            page, size = 200, 4096  # no dbstat: somewhere in the rows
        db.close()
        with open(self.path("mark.gpkg"), "r+b") as f:
            f.seek((page - 1) * size)
            f.write(b"\xff" * size)
        self.refused(h.write_project(self.dir, "mark.gpkg"), "I109",
                     "mark.gpkg")

    def test_a_cut_shapefile(self):
        ds, lyr = self.layer("hel.shp", driver="ESRI Shapefile",
                             kind=ogr.wkbPolygon)
        for i in range(50):
            self.add(lyr, "POLYGON" + wkt_square(E0 + 100 * i), "Å 1:%d" % i)
        ds = lyr = None
        for ext in ("shx", "dbf", "prj"):
            shutil.copy(self.path("hel." + ext), self.path("mark." + ext))
        whole = h.read_bytes(self.path("hel.shp"))
        p = h.write_project(self.dir, "mark.shp")
        for part in (0, 50, 100, len(whole) // 2):
            with open(self.path("mark.shp"), "wb") as f:
                f.write(whole[:part])
            self.refused(p, "mark.shp")
        # Without its table there are no names to be had.
        shutil.copy(self.path("hel.shp"), self.path("mark.shp"))
        os.unlink(self.path("mark.dbf"))
        self.refused(p, "I108", "fast")

    def test_geojson_cut_or_of_other_things(self):
        h.write_geojson(self.path("hel.geojson"), h.parcels(5))
        whole = h.read_bytes(self.path("hel.geojson"))
        p = h.write_project(self.dir)
        for data in (whole[:-3], whole[:len(whole) // 2], b"{}", b"[]", b"{",
                     b"null", b"\x00" * 100, b"[" * 100000,
                     b'{"type":"FeatureCollection","features":[' +
                     b'{"type":"Feature","geometry":' +
                     b'{"type":"GeometryCollection","geometries":[' * 3000):
            with open(self.path("mark.geojson"), "wb") as f:
                f.write(data)
            self.refused(p, "mark.geojson")

    def test_a_broken_timetable(self):
        whole = h.read_bytes(h.geodata("gtfs_ekasa.zip"))
        h.write_geojson(self.path("mark.geojson"), h.parcels(1))
        p = h.write_project(self.dir, more="  tidtabeller: [g.zip]\n")
        for data in (b"", b"PK", whole[:20000], whole[:-30],
                     b"\x00" * 5000, whole[20000:]):
            with open(self.path("g.zip"), "wb") as f:
                f.write(data)
            self.refused(p, "I403", "g.zip")
        with zipfile.ZipFile(self.path("g.zip"), "w") as z:
            z.writestr("../stops.txt", "stop_id\n1\n")
        self.refused(p, "I401", "g.zip")

    def test_a_zip_whose_bytes_are_not_what_it_says(self):
        whole = bytearray(h.read_bytes(h.geodata("gtfs_ekasa.zip")))
        for i in range(2000, len(whole) - 2000, 997):
            whole[i] ^= 0x55
        with open(self.path("g.zip"), "wb") as f:
            f.write(whole)
        h.write_geojson(self.path("mark.geojson"), h.parcels(1))
        self.refused(h.write_project(self.dir, more="  tidtabeller: "
                                     "[g.zip]\n"), "I109", "g.zip")


class Systems(Hostile):
    def test_geojson_in_sweref_that_does_not_say_so(self):
        h.write_geojson(self.path("mark.geojson"), h.parcels(2), epsg=None)
        p = h.write_project(self.dir)
        self.refused(p, "I106", "mark.geojson", "crs:", "EPSG:4326")
        # The remedy works.
        self.good(h.write_project(self.dir, extra="    crs: EPSG:3006\n"))
        self.assertEqual([10000.0, 10000.0], self.areas())

    def test_a_shapefile_without_prj(self):
        ds, lyr = self.layer("mark.shp", None, "ESRI Shapefile",
                             ogr.wkbPolygon)
        self.add(lyr, "POLYGON" + wkt_square(), "Åby 1:1")
        ds = lyr = None
        self.assertFalse(os.path.exists(self.path("mark.prj")))
        self.refused(h.write_project(self.dir, "mark.shp"), "I105",
                     "mark.shp", "crs:")
        self.good(h.write_project(self.dir, "mark.shp",
                                  extra="    crs: EPSG:3006\n"))
        self.assertEqual([10000.0], self.areas())

    def test_the_wrong_system_is_noticed(self):
        h.write_geojson(self.path("mark.geojson"),
                        [h.feature(h.polygon(h.square(12.1, 57.7, 0.01)),
                                   fast="Åby 1:1")])
        self.refused(h.write_project(self.dir), "I106", "EPSG:3006")

    def test_north_before_east_is_turned_and_said(self):
        for swapped in (False, True):
            ds, lyr = self.layer("mark.gpkg")
            x, y = (N0, E0) if swapped else (E0, N0)
            w, t = (60, 250) if swapped else (250, 60)
            self.add(lyr, "MULTIPOLYGON(((%r %r,%r %r,%r %r,%r %r,%r %r)))" % (
                x, y, x + w, y, x + w, y + t, x, y + t, x, y), "Åby 1:1")
            ds = lyr = None
            r = self.good(h.write_project(self.dir, "mark.gpkg"))
            self.assertEqual(swapped, "[N105]" in r.err, r)
            f = h.features(self.path("ut"))[0]
            if not swapped:
                want = f
            os.unlink(self.path("mark.gpkg"))
        self.assertEqual(15000.0, f["properties"]["area_m2"])
        self.assertEqual(want["properties"], f["properties"])
        self.assertEqual(
            sorted(want["geometry"]["coordinates"][0][0][:-1]),
            sorted(f["geometry"]["coordinates"][0][0][:-1]))

    def test_a_system_with_heights_is_checked_as_its_plan_part(self):
        ds, lyr = self.layer("grader.gpkg", epsg=5845)
        self.add(lyr, "POLYGON" + wkt_square(12, 57, 0.01), "Åby 1:1")
        ds = lyr = None
        self.refused(h.write_project(self.dir, "grader.gpkg"), "I106",
                     "EPSG:3006")
        ds, lyr = self.layer("mark.gpkg", epsg=5845)
        self.add(lyr, "POLYGON" + wkt_square(N0, E0), "Åby 1:1")
        ds = lyr = None
        r = self.good(h.write_project(self.dir, "mark.gpkg"))
        self.assertIn("[N105]", r.err)
        self.assertEqual([10000.0], self.areas())

    def test_the_number_of_a_part_stands_in_its_label(self):
        ds, lyr = self.layer("mark.gpkg", fields=("trakt", "etikett", "nr"))
        for i, label in enumerate(("2:261>2", "(2:262)>3", "2:263", ">x")):
            self.add(lyr, "POLYGON" + wkt_square(E0 + 200 * i), "ÅBY", label,
                     "7")
        ds = lyr = None
        falt = {"trakt": "trakt", "etikett": "etikett"}
        self.good(h.write_project(self.dir, "mark.gpkg", falt=falt))
        self.assertEqual([2, 3, None, None],
                         [p["omr_nr"] for p in self.rows()])
        # A field of its own comes before the label.
        self.good(h.write_project(self.dir, "mark.gpkg",
                                  falt=dict(falt, omr_nr="nr")))
        self.assertEqual([7] * 4, [p["omr_nr"] for p in self.rows()])

    def test_a_value_for_the_rest_is_not_for_blanks(self):
        ds, lyr = self.layer("mark.gpkg", fields=("fast", "typ"))
        for i, typ in enumerate(("F", "X", "", None)):
            self.add(lyr, "POLYGON" + wkt_square(E0 + 200 * i),
                     "Åby 1:%d" % i, *([typ] if typ is not None else []))
        ds = lyr = None
        path = h.write_project(self.dir, "mark.gpkg")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace("falt: {", "falt: {objekttyp: {falt: typ, "
                                 "varden: {F: fastighet}, annars: rest}, "))
        self.good(path)
        self.assertEqual(["fastighet", "rest", None, None],
                         [p["objekttyp"] for p in self.rows()])

    def test_degrees_give_square_metres(self):
        s, t = srs(3006), srs(4326)
        for x in (s, t):
            x.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        tr = osr.CoordinateTransformation(s, t)
        ring = [list(tr.TransformPoint(*p)[:2]) for p in h.square(E0, N0)[0]]
        h.write_geojson(self.path("mark.geojson"),
                        [h.feature(h.polygon([ring]), fast="Åby 1:1")],
                        epsg=None)
        self.good(h.write_project(self.dir))
        self.assertAlmostEqual(10000.0, self.areas()[0], delta=0.1)


class Shapes(Hostile):
    def gpkg(self, kind, *wkts):
        if os.path.exists(self.path("mark.gpkg")):
            os.unlink(self.path("mark.gpkg"))
        ds, lyr = self.layer("mark.gpkg", kind=kind)
        for i, wkt in enumerate(wkts):
            self.add(lyr, wkt, "Åby 1:%d" % (i + 1))
        ds = lyr = None
        return h.write_project(self.dir, "mark.gpkg")

    def test_heights_and_measures_are_left_behind(self):
        for word, z in (("Z", " 17"), ("M", " 3"), ("ZM", " 17 3")):
            self.good(self.gpkg(ogr.wkbUnknown, "MULTIPOLYGON %s (%s)" % (
                word, wkt_square(z=z))))
            self.assertEqual([10000.0], self.areas(), word)
            for p in h.features(self.path("ut"))[0]["geometry"][
                    "coordinates"][0][0]:
                self.assertEqual(2, len(p))

    def test_surfaces_of_every_kind(self):
        e, n = E0, N0
        circle = ("CURVEPOLYGON(CIRCULARSTRING(%r %r,%r %r,%r %r))" % (
            e, n, e + 200, n, e, n))
        half = ("CURVEPOLYGON(COMPOUNDCURVE((%r %r,%r %r),CIRCULARSTRING(%r "
                "%r,%r %r,%r %r)))" % (e, n, e + 200, n, e + 200, n, e + 100,
                                       n + 100, e, n))
        plain = "(%r %r,%r %r,%r %r,%r %r,%r %r)" % (
            e, n, e + 100, n, e + 100, n + 100, e, n + 100, e, n)
        self.good(self.gpkg(
            ogr.wkbUnknown, circle, half, "CURVEPOLYGON(%s)" % plain,
            "MULTISURFACE((%s))" % plain,
            "MULTISURFACE(%s)" % half,
            "GEOMETRYCOLLECTION(POINT(%r %r),POLYGON(%s))" % (e, n, plain),
            "MULTISURFACE((%s),%s)" % (plain, circle.replace(
                "%r" % e, "%r" % (e + 1000)).replace(
                    "%r" % (e + 200), "%r" % (e + 1200)))))
        a = self.areas()
        pi = 3.14159265
        # An arc is drawn in steps of 4 degrees: 0.08 % are cut off.
        self.assertAlmostEqual(a[0], pi * 1e4, delta=31)
        self.assertAlmostEqual(a[1], pi * 5e3, delta=16)
        self.assertEqual([10000.0] * 2, a[2:4])
        self.assertEqual(a[1], a[4])
        self.assertEqual(10000.0, a[5])
        self.assertAlmostEqual(a[6], 1e4 + pi * 1e4, delta=31)

    def test_what_has_no_area_cannot_be_judged(self):
        self.good(self.gpkg(
            ogr.wkbUnknown, "MULTIPOLYGON(%s)" % wkt_square(), None,
            "MULTIPOLYGON EMPTY", "POINT(%r %r)" % (E0, N0),
            "LINESTRING(%r %r,%r %r)" % (E0, N0, E0 + 9, N0),
            "POLYGON((%r %r,%r %r,%r %r))" % (E0, N0, E0, N0, E0, N0),
            "POLYGON((%r %r,%r %r,%r %r,%r %r))" % (
                E0, N0, E0 + 9, N0, E0 + 4, N0, E0, N0),
            "GEOMETRYCOLLECTION EMPTY"))
        p = self.rows()
        self.assertEqual(8, len(p))
        self.assertNotEqual("kan inte bedömas", p[0]["bedomning"])
        for q in p[1:]:
            self.assertEqual("kan inte bedömas", q["bedomning"], q)
            self.assertIsNone(q["poang"])

    def test_coordinates_that_are_no_numbers(self):
        nan, inf = float("nan"), float("inf")

        def blob(pts):
            ring = struct.pack("<BIII", 1, 3, 1, len(pts)) + b"".join(
                struct.pack("<dd", *p) for p in pts)
            return b"GP\x00\x01" + struct.pack("<i", 3006) + ring
        self.gpkg(ogr.wkbPolygon, *["POLYGON" + wkt_square()] * 4)
        ok = [(E0, N0), (E0 + 9, N0), (E0 + 9, N0 + 9), (E0, N0)]
        db = sqlite3.connect(self.path("mark.gpkg"))
        for name, in db.execute("select name from sqlite_master where "
                                "type='trigger'").fetchall():
            db.execute('drop trigger "%s"' % name)
        for fid, bad in ((2, (nan, N0)), (3, (E0, inf)), (4, (-inf, nan))):
            db.execute("update mark set geom=? where fid=?",
                       (blob([ok[0], bad] + ok[1:]), fid))
        db.commit()
        db.close()
        r = self.good(h.write_project(self.dir, "mark.gpkg"))
        p = self.rows()
        self.assertEqual(10000.0, p[0]["area_m2"])
        for q in p[1:]:
            self.assertEqual("kan inte bedömas", q["bedomning"], r)
        self.assertIn("[N103]", r.err)
        for text in ("1e400", "NaN", "\"x\"", "null"):
            with open(self.path("mark.geojson"), "w") as f:
                f.write('{"type":"FeatureCollection","crs":{"type":"name",'
                        '"properties":{"name":"EPSG:3006"}},"features":[{'
                        '"type":"Feature","properties":{"fast":"Å 1:1"},'
                        '"geometry":{"type":"Polygon","coordinates":[[[%r,'
                        '%r],[%s,%r],[%r,%r],[%r,%r]]]}},%s]}' % (
                            E0, N0, text, N0, E0, N0 + 9, E0, N0,
                            json.dumps(h.parcels(1)[0])))
            r = self.score(h.write_project(self.dir))
            self.assertIn(r.code, (0, 4), r)
            if r.code == 0:
                self.assertEqual("kan inte bedömas",
                                 self.rows()[0]["bedomning"], text)
            else:
                self.assertIn("mark.geojson", r.err)


def tiff_header(width, height, rows):
    """A GeoTIFF of 1 m cells over the parcels that claims a size, in strips
    of so many rows, and holds next to nothing."""
    tags = ((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 32),
            (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 400), (277, 3, 1, 1),
            (278, 4, 1, rows), (279, 4, 1, 1000), (339, 3, 1, 3),
            (33550, 12, 3, 250), (33922, 12, 6, 280), (34735, 3, 16, 330))
    head = struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + b"".join(
        struct.pack("<HHII", *t) for t in tags)
    scale = struct.pack("<3d", 1, 1, 0)
    tie = struct.pack("<6d", 0, 0, 0, E0 - 500, N0 + 500, 0)
    keys = struct.pack("<16H", 1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1,
                       3072, 0, 1, 3006)
    return head.ljust(250, b"\0") + scale.ljust(30, b"\0") + \
        tie.ljust(50, b"\0") + keys.ljust(70, b"\0") + b"\0" * 1000


class Layers(Hostile):
    """The other layers, egenskaper and the terrain model: a plan in force with
    use J covers the three parcels, so that they have something to say."""
    def setUp(self):
        super().setUp()
        h.write_geojson(self.path("mark.geojson"), h.parcels(3))
        lot = h.polygon([[[E0, N0], [E0 + 300, N0], [E0 + 300, N0 + 100],
                          [E0, N0 + 100], [E0, N0]]])
        h.write_geojson(self.path("plan.geojson"), [h.feature(
            lot, nr="P1", status="Laga kraft", datum="2020-01-01")])
        h.write_geojson(self.path("anv.geojson"),
                        [h.feature(lot, plan="P1", bokstav="J")])
        self.good(self.project(""))
        self.before = h.snapshot(self.path("ut"))
        self.assertIn("mark.geojson", self.before)

    def project(self, more):
        return h.write_project(
            self.dir, more="  detaljplaner: {fil: plan.geojson, falt: {id: "
            "nr, nr: nr, status: status, laga_kraft: datum}}\n"
            "  anvandning: {fil: anv.geojson, falt: {plan: plan, bokstav: "
            "bokstav}}\n" + more)

    def kept(self, more, *words, code=4):
        """Refused with these words, a remedy among them; the old set whole."""
        r = self.score(self.project(more))
        self.assertEqual(code, r.code, r)
        for w in words:
            self.assertIn(w, r.err, r)
        self.assertEqual(1, r.err.count("markklar: fel"), r)
        self.assertLess(len(r.err), 1000, "a message, not a flood")
        self.assertTrue(self.before == h.snapshot(self.path("ut")), r)
        return r

    def block(self, role, fil, **more):
        return "  %s: {fil: %s%s}\n" % (role, h.quoted(fil), "".join(
            ", %s: %s" % kv for kv in more.items()))

    def pieces(self):
        return {p["fastighet"]: p
                for p in h.properties(self.path("ut"), "verksamhetsmark")}

    def natur(self, name, *feats, **more):
        h.write_geojson(self.path(name), list(feats), **more)

    # ---- layers

    def test_a_layer_is_a_file(self):
        for fil in ("http://localhost/n.geojson", "WFS:http://localhost/n",
                    "/vsicurl/http://localhost/n.geojson", "PG:dbname=x"):
            for role in ("natur", "egenskaper", "hojdmodell"):
                self.kept(self.block(role, fil), "I102", fil, role,
                          "vanlig fil på disk")
        self.kept(self.block("natur", "saknas.gpkg"), "I101", "saknas.gpkg",
                  "natur", "rätta sökvägen")
        vrt = ('<OGRVRTDataSource><OGRVRTLayer name="v"><SrcDataSource>%s'
               '</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
               % self.path("mark.geojson"))
        for ext in ("vrt", "gpkg", "geojson"):
            with open(self.path("v." + ext), "w") as f:
                f.write(vrt)
            for more in ({}, {"lager": '"*"'}):
                self.kept(self.block("natur", "v." + ext, **more), "I103",
                          "v." + ext, "natur", "GPKG, SHP, GeoJSON")

    def test_a_pattern_that_fits_no_layer(self):
        self.natur("vagar.geojson", *h.parcels(1))
        self.kept(self.block("vag", "vagar.geojson",
                             lager='"NVDB*FunkVagklass"'),
                  "I104", "NVDB*FunkVagklass", "vagar", "(vag)", "sätt lager:")

    def test_points_and_lines_without_a_reach(self):
        point = {"type": "Point", "coordinates": [E0 + 50, N0 + 50]}
        line = {"type": "LineString", "coordinates": [[E0, N0],
                                                      [E0 + 9, N0]]}
        for name, g in (("punkt", point), ("linje", line)):
            fil = name + ".geojson"
            self.natur(fil, h.feature(g, typ="Naturreservat"))
            for role, more in (("natur", {}), ("natur", {"buffert_m": 0}),
                               ("fororening", {"buffert_m": 0})):
                self.kept(self.block(role, fil, **more), "I801", fil, role,
                          "ange buffert_m:")
        for reach in ("-1", "20001", ".nan", "x"):
            self.kept(self.block("natur", "punkt.geojson", buffert_m=reach),
                      "C602", "indata.natur.buffert_m", reach, code=3)
        # The remedy works. 10 m around a point in 8 segments a quarter is
        # 32 triangles of 10 × 10 × sin(360°/32) / 2: 312.14 m².
        self.good(self.project(self.block("natur", "punkt.geojson",
                                          buffert_m=10)))
        left = self.pieces()["Åby 1:1"]["byggbar_m2"]
        self.assertAlmostEqual(10000 - 312.14, left, delta=0.1)

    def test_a_layer_in_the_wrong_system_or_without_its_field(self):
        self.natur("grader.geojson",
                   h.feature(h.polygon(h.square(14, 57, 1)), typ="x"))
        self.kept(self.block("natur", "grader.geojson"), "I106",
                  "grader.geojson", "EPSG:3006", "natur", "sätt crs:")
        self.natur("tyst.geojson", *h.parcels(1), epsg=None)
        self.kept(self.block("natur", "tyst.geojson"), "I106", "tyst.geojson",
                  "sätt crs:")
        self.natur("n.geojson", *h.parcels(1))
        self.kept(self.block("natur", "n.geojson", falt="{typ: TYP}"), "I108",
                  "'TYP'", "fast", "natur", "rätta falt:")

    def test_coordinates_of_a_layer_that_are_no_numbers(self):
        nan, inf = float("nan"), float("inf")

        def blob(kind, *pts):
            form = {1: "<BI", 2: "<BII", 3: "<BIII"}[kind]
            counts = {1: (), 2: (len(pts),), 3: (1, len(pts))}[kind]
            return b"GP\0\1" + struct.pack("<i", 3006) + struct.pack(
                form, 1, kind, *counts) + b"".join(
                    struct.pack("<dd", *p) for p in pts)
        bad = (blob(3, (E0, N0), (nan, N0), (E0 + 9, N0 + 9), (E0, N0)),
               blob(3, (E0, N0), (E0 + 9, N0), (E0, -inf), (E0, N0)),
               blob(2, (E0, N0), (inf, N0)), blob(1, (nan, nan)))
        ds, lyr = self.layer("n.gpkg", kind=ogr.wkbUnknown, lname="n")
        for i in range(len(bad) + 1):
            # half of the second parcel, 100 × 50 m
            self.add(lyr, "POLYGON((%r %r,%r %r,%r %r,%r %r,%r %r))" % (
                E0 + 100, N0, E0 + 200, N0, E0 + 200, N0 + 50, E0 + 100,
                N0 + 50, E0 + 100, N0), "x")
        ds = lyr = None
        db = sqlite3.connect(self.path("n.gpkg"))
        for name, in db.execute("select name from sqlite_master where "
                                "type='trigger'").fetchall():
            db.execute('drop trigger "%s"' % name)
        for fid, b in enumerate(bad, 1):
            db.execute("update n set geom=? where fid=?", (b, fid))
        db.commit()
        db.close()
        r = self.good(self.project(self.block("natur", "n.gpkg")), "-v")
        for row in range(1, len(bad) + 1):
            self.assertIn("[N103] natur n rad %d:" % row, r.err)
        # What is left of the layer counts: 5,000 of 10,000 m².
        self.assertEqual({"Åby 1:1": 10000.0, "Åby 1:2": 5000.0,
                          "Åby 1:3": 10000.0},
                         {k: p["byggbar_m2"] for k, p in
                          self.pieces().items()})

    # ---- egenskaper

    def test_a_provision_of_a_plan_that_is_not_there(self):
        falt = "{id: id, plan: plan, beteckning: b}"
        for plan, at, notes, left in (
                ("P9", E0, ("N231",), 0.0),  # goes to the plan of the place
                ("P9", E0 + 9000, ("N231", "N232"), 10000.0),
                ("P1", E0, (), 0.0)):
            h.write_geojson(self.path("eg.geojson"), [h.feature(
                h.polygon(h.square(at, N0)), id="Q7", plan=plan,
                b="prickmark")])
            # One parcel of prickmark alone: nothing is left of the first
            # delområde of the run.
            for rows in ("", "fast = 'Åby 1:1'"):
                p = self.project(self.block("egenskaper", "eg.geojson",
                                            falt=falt))
                if rows:
                    with open(p, encoding="utf-8") as f:
                        text = f.read()
                    with open(p, "w", encoding="utf-8") as f:
                        f.write(text.replace(
                            "  fastigheter:\n", "  fastigheter:\n    urval: "
                            "%s\n" % h.quoted(rows)))
                r = self.good(p)
                for n in ("N231", "N232"):
                    said = "[%s] egenskaper rad 1: " % n in r.err
                    self.assertEqual(n in notes, said, r)
                if "N231" in notes:
                    self.assertIn("'P9'", r.err)
                found = {k: x["byggbar_m2"] for k, x in self.pieces().items()}
                self.assertEqual(left, found["Åby 1:1"], (plan, at))
                self.assertEqual(1 if rows else 3, len(found))

    def test_provisions_need_plans(self):
        h.write_geojson(self.path("eg.geojson"), h.parcels(1))
        h.small_project(self.dir)
        r = self.score(h.write_project(self.dir, more=self.block(
            "egenskaper", "eg.geojson")))
        self.assertEqual(3, r.code, r)
        self.assertIn("indata.egenskaper", r.err)
        self.assertIn("ange även indata.detaljplaner.fil", r.err)
        self.assertTrue(self.before == h.snapshot(self.path("ut")))

    # ---- the terrain model

    def tiff(self, name, epsg=3006, at=(E0 - 500, 10, 0, N0 + 500, 0, -10),
             bands=1, driver="GTiff"):
        """100 × 100 cells that rise by 1 m each 10 m to the east."""
        ds = gdal.GetDriverByName(driver).Create(self.path(name), 100, 100,
                                                 bands, gdal.GDT_Float32)
        if epsg:
            ds.SetProjection(srs(epsg).ExportToWkt())
        if at:
            ds.SetGeoTransform(at)
        row = struct.pack("<100f", *range(100))
        for b in range(bands):
            ds.GetRasterBand(b + 1).WriteRaster(0, 0, 100, 100, row * 100,
                                                buf_type=gdal.GDT_Float32)
        ds = None

    def test_a_terrain_model_that_is_none(self):
        with open(self.path("text.tif"), "w") as f:
            f.write("ncols 10\n")
        open(self.path("tom.tif"), "w").close()
        os.mkdir(self.path("mapp.tif"))
        self.tiff("hel.tif")
        with open(self.path("vrt.tif"), "w") as f:
            f.write('<VRTDataset rasterXSize="100" rasterYSize="100">'
                    '<VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
                    '<SourceFilename>%s</SourceFilename></SimpleSource>'
                    '</VRTRasterBand></VRTDataset>' % self.path("hel.tif"))
        self.tiff("annat.tif", driver="HFA")
        self.tiff("band.tif", bands=3)
        self.tiff("platslos.tif", at=None)
        for name in ("text", "tom", "mapp", "vrt", "annat", "band",
                     "platslos"):
            self.kept("  hojdmodell: %s.tif\n" % name, "I804", name + ".tif",
                      "(hojdmodell)", "gdal_translate")
        self.kept("  hojdmodell: saknas.tif\n", "I101", "saknas.tif")
        # The whole one is read: 1 m in 10 m is 10 %.
        self.good(self.project("  hojdmodell: hel.tif\n"))
        self.assertEqual([10.0] * 3,
                         [p["lutning"] for p in self.pieces().values()])

    def test_a_terrain_model_that_is_cut_off(self):
        self.tiff("hel.tif")
        whole = h.read_bytes(self.path("hel.tif"))
        for n in (4, 100, len(whole) // 2, len(whole) - 5):
            with open(self.path("kort.tif"), "wb") as f:
                f.write(whole[:n])
            self.kept("  hojdmodell: kort.tif\n",
                      "I804" if n < 1000 else "I806", "kort.tif",
                      "(hojdmodell)", "på nytt")

    def test_a_terrain_model_in_degrees_turned_or_without_a_system(self):
        degrees = (14, 0.001, 0, 57.8, 0, -0.001)
        self.tiff("tyst.tif", None, degrees)
        self.kept("  hojdmodell: tyst.tif\n", "I105", "tyst.tif",
                  "(hojdmodell)", "sätt crs:")
        self.tiff("grader.tif", 4258, degrees)
        self.kept("  hojdmodell: grader.tif\n", "I805", "grader.tif",
                  "EPSG:4258", "(hojdmodell)", "gdalwarp -t_srs")
        self.tiff("sned.tif", at=(E0, 10, 1, N0, 1, -10))
        self.kept("  hojdmodell: sned.tif\n", "I802", "sned.tif", "gdalwarp")
        # A system that is not its own is not noticed, but that it is far off.
        r = self.good(self.project("  hojdmodell: {fil: tyst.tif, crs: "
                                   "'EPSG:3006'}\n"))
        self.assertIn("[N806] tyst.tif", r.err)
        self.assertEqual([None] * 3,
                         [p["lutning"] for p in self.pieces().values()])

    def test_a_terrain_model_that_claims_to_be_huge(self):
        top = 2**31 - 1
        for size in ((top, top, top), (top, top, 1), (2**32 - 1, 2**32 - 1, 1),
                     (0, 0, 1), (100, 100, 0), (7000, 7000, 7000)):
            with open(self.path("stor.tif"), "wb") as f:
                f.write(tiff_header(*size))
            self.kept("  hojdmodell: stor.tif\n", "stor.tif", "[I80",
                      "(hojdmodell)", "på nytt")
        ds = gdal.GetDriverByName("GTiff").Create(
            self.path("gles.tif"), 2000000, 2000000, 1, gdal.GDT_Float32,
            ["SPARSE_OK=YES", "TILED=YES", "BIGTIFF=YES",
             "BLOCKXSIZE=16384", "BLOCKYSIZE=16384"])
        ds.SetProjection(srs(3006).ExportToWkt())
        ds.SetGeoTransform((E0 - 500, 0.001, 0, N0 + 500, 0, -0.001))
        ds = None
        self.kept("  hojdmodell: gles.tif\n", "I803", "gles.tif", "64",
                  "gdalwarp -tr")


class Words(Hostile):
    """å ä ö in texts, in names of fields, layers and files."""
    name = "ÅKERSBÄCK ÖRÅS 1:23é"

    def shapefile(self, encoded, codepage=0, cpg=None, field=b"FAST",
                  stem="mark"):
        ds, lyr = self.layer(stem + ".shp", driver="ESRI Shapefile",
                             kind=ogr.wkbPolygon, fields=("FAST",))
        self.add(lyr, "POLYGON" + wkt_square(), "x" * 40)
        ds = lyr = None
        dbf = bytearray(h.read_bytes(self.path(stem + ".dbf")))
        head = int.from_bytes(dbf[8:10], "little")
        dbf[29] = codepage
        dbf[32:43] = field.ljust(11, b"\0")
        width = len(dbf) - head - 1
        dbf[head + 1:head + 1 + 40] = encoded.ljust(40)
        self.assertGreater(width, 40)
        with open(self.path(stem + ".dbf"), "wb") as f:
            f.write(dbf)
        if os.path.exists(self.path(stem + ".cpg")):
            os.unlink(self.path(stem + ".cpg"))
        if cpg:
            with open(self.path(stem + ".cpg"), "w") as f:
                f.write(cpg)
        return h.write_project(self.dir, stem + ".shp",
                               falt={"fastighet": "FAST"})

    def test_texts_of_old_tables_come_out_right(self):
        # (bytes in, the dbf's own word, the .cpg's)
        for enc, codepage, cpg in (
                ("cp1252", 0, None), ("cp1252", 0x57, None),
                ("cp1252", 0, "CP1252"), ("cp1252", 0, "1252"),
                ("cp1252", 3, None), ("cp1252", 0, "ANSI 1252"),
                ("latin-1", 0, "ISO-8859-1"), ("latin-1", 0, "88591"),
                ("cp850", 2, None), ("cp850", 0, "850"),
                ("cp850", 0, "CP850"), ("cp850", 0, None),
                ("cp865", 0x66, None), ("utf-8", 0, "UTF-8"),
                ("utf-8", 0, None), ("utf-8", 0x57, "utf-8"),
                ):
            p = self.shapefile(self.name.encode(enc), codepage, cpg)
            self.good(p)
            self.assertEqual(self.name, self.rows()[0]["fastighet"],
                             (enc, codepage, cpg))

    def test_a_stated_encoding_is_followed(self):
        p = self.shapefile(self.name.encode("cp850"), 0x57)
        with open(p) as f:
            text = f.read()
        with open(p, "w") as f:
            f.write(text.replace("    falt:",
                                 "    teckenkodning: CP850\n    falt:"))
        self.good(p)
        self.assertEqual(self.name, self.rows()[0]["fastighet"])

    def test_bytes_that_are_no_text_still_give_utf8(self):
        for raw in (bytes(range(0x80, 0xA0)), b"\xff\xfe\xfd", b"\xc3",
                    b"a\x01b\x7f", "\u202eevil".encode(), b"\xed\xa0\x80"):
            self.good(self.shapefile(raw, 0, "UTF-8"))
            # Read strictly by harness.load; and no control characters.
            text = self.rows()[0]["fastighet"]
            self.assertTrue(text)
            h.load(self.path("ut"), "korning.json")

    def test_names_of_fields_with_letters_of_their_own(self):
        name = "Fåstighetsbeteckning åäö"
        feats = [h.feature(f["geometry"], **{name: "Åby 1:1",
                                             "Område nr": 7})
                 for f in h.parcels(1)]
        h.write_geojson(self.path("mark.geojson"), feats)
        for given in (name, name.upper(), name.lower()):
            self.good(h.write_project(self.dir, falt={
                "fastighet": given, "omr_nr": "område nr"}))
            self.assertEqual("Åby 1:1", self.rows()[0]["fastighet"])
            self.assertEqual(7, self.rows()[0]["omr_nr"])

    def test_names_of_fields_in_an_old_table(self):
        for enc, cpg in (("cp1252", None), ("cp1252", "1252"),
                         ("utf-8", "UTF-8"), ("cp850", "850")):
            self.shapefile(b"X 1:1", 0x57 if not cpg else 0, cpg,
                           "BETÄCKNING".encode(enc)[:10])
            r = self.score(h.write_project(
                self.dir, "mark.shp", falt={"fastighet": "BETÄCKNING"}))
            if enc == "utf-8":  # eleven bytes, cut to ten: not the same name
                self.assertEqual(4, r.code, r)
                self.assertIn("BETÄCKNIN", r.err)
                continue
            self.assertEqual(0, r.code, (enc, cpg, r.err))
            self.assertEqual("X 1:1", self.rows()[0]["fastighet"])

    def test_a_field_name_cut_to_ten_characters_is_found(self):
        self.shapefile(b"X 1:1", 0, None, b"FASTIGHETS")
        self.good(h.write_project(self.dir, "mark.shp",
                                  falt={"fastighet": "fastighetsbeteckning"}))
        self.assertEqual("X 1:1", self.rows()[0]["fastighet"])

    def test_a_field_that_is_not_there_is_named_beside_those_that_are(self):
        h.write_geojson(self.path("mark.geojson"), h.parcels(1))
        self.refused(h.write_project(self.dir, falt={"fastighet": "namn"}),
                     "I108", "'namn'", "fast", "falt")

    def test_layers_with_letters_of_their_own(self):
        ds = ogr.GetDriverByName("GPKG").CreateDataSource(
            self.path("Mark åäö.gpkg"))
        for lname, fast in (("annat", "Fel 1:1"), ("Fastigheter ÅÄÖ 2026",
                                                   "Rätt 1:1"),
                            ("a'b\"c; --", "Rätt 2:2")):
            lyr = ds.CreateLayer(lname, srs(3006), ogr.wkbMultiPolygon)
            lyr.CreateField(ogr.FieldDefn("fast", ogr.OFTString))
            self.add(lyr, "MULTIPOLYGON(%s)" % wkt_square(), fast)
        ds = lyr = None
        for given, fast in (("Fastigheter ÅÄÖ 2026", "Rätt 1:1"),
                            ("fastigheter åäö 2026", "Rätt 1:1"),
                            ("a'b\"c; --", "Rätt 2:2")):
            self.good(h.write_project(
                self.dir, "Mark åäö.gpkg",
                extra="    lager: %s\n" % h.quoted(given)))
            self.assertEqual([fast], [p["fastighet"] for p in self.rows()])
        shutil.rmtree(self.path("ut"))
        self.refused(h.write_project(self.dir, "Mark åäö.gpkg",
                                     extra="    lager: saknas\n"),
                     "I104", "'saknas'", "Fastigheter ÅÄÖ 2026")

    def test_texts_that_would_be_code_elsewhere_stay_text(self):
        evil = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>",
                "\"},{\"x\":\"", "a\\b/c", "tab\there", "två\nrader",
                "\u2028\u2029", "😀 Åby", "'; drop table mark; --",
                "{{7*7}} %s %n"]
        h.write_geojson(self.path("mark.geojson"), [
            h.feature(h.polygon(h.square(E0 + 100 * i, N0)), fast=t)
            for i, t in enumerate(evil)])
        self.good(h.write_project(self.dir))
        self.assertEqual(evil, [p["fastighet"] for p in self.rows()])
        db = sqlite3.connect(self.path("ut", "markklar.gpkg"))
        self.assertEqual(evil, [r[0] for r in db.execute(
            "select fastighet from mark order by fid")])
        db.close()


if __name__ == "__main__":
    h.main()
