"""Vector files of plans in the manner of their makers, written with GDAL.

Coordinates are those of harness.py: squares of 100 m around (E0, N0) in
SWEREF 99 TM.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "program"))
import harness  # noqa: E402
try:
    from osgeo import ogr, osr
except ImportError:
    sys.exit(77)

ogr.UseExceptions()
E0, N0 = harness.E0, harness.N0
TYPES = {int: ogr.OFTInteger, str: ogr.OFTString, float: ogr.OFTReal,
         list: ogr.OFTStringList}


def rect(x0, y0, x1, y1):
    """x0..x1, y0..y1 in metres from (E0, N0)."""
    return "((%s))" % ", ".join(
        "%f %f" % (E0 + x, N0 + y)
        for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)))


def area(*corners):
    return "POLYGON " + rect(*corners)


def areas(*rects):
    return "MULTIPOLYGON (%s)" % ", ".join(rect(*r) for r in rects)


def line(x0, y0, x1, y1):
    return "LINESTRING (%f %f, %f %f)" % (E0 + x0, N0 + y0, E0 + x1, N0 + y1)


def point(x, y):
    return "POINT (%f %f)" % (E0 + x, N0 + y)


def system(epsg):
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(epsg)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def geopackage(path, layers, epsg=3006):
    """layers: name → (geometry type or None, [(wkt or None, {field: value})])"""
    ds = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    for name, (kind, rows) in layers.items():
        layer = ds.CreateLayer(
            name, system(epsg) if kind else None,
            getattr(ogr, "wkb" + kind) if kind else ogr.wkbNone)
        fields = {}
        for _, values in rows:
            for k, v in values.items():
                fields.setdefault(k, type(v))
        for k, t in fields.items():
            layer.CreateField(ogr.FieldDefn(k, TYPES[t]))
        for wkt, values in rows:
            f = ogr.Feature(layer.GetLayerDefn())
            for k, v in values.items():
                f.SetField(k, v)
            if wkt:
                f.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
            layer.CreateFeature(f)
    ds = None
    return path


def geojson(path, rows, epsg=3006):
    """rows: [(wkt, properties)], properties nested as they come."""
    return harness.write_geojson(path, [
        {"type": "Feature", "properties": p,
         "geometry": json.loads(ogr.CreateGeometryFromWkt(w).ExportToJson())
         if w else None} for w, p in rows], epsg)


class Case(harness.Case):
    """One parcel of 100 × 100 m, and what markklar says of it."""

    def project(self, more, n=1):
        return harness.small_project(self.dir, n, more=more)

    def score(self, more, n=1):
        out = self.path("out")
        self.result = self.ok("score", self.project(more, n), "--output", out)
        return harness.properties(out)

    def delomraden(self):
        return harness.properties(self.path("out"), "verksamhetsmark")

    def plans(self):
        return harness.properties(self.path("out"), "detaljplaner")

    def notes(self):
        """Codes of the notes that the run left."""
        made = harness.load(self.path("out"), "korning.json")
        return {a["kod"]: a for a in made["anmarkningar"]}
