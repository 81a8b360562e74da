"""The other layers as files: what the municipality, the county board, the
road administration and the museum each keep, in their own formats."""
import json
import math
import os
import struct

from osgeo import gdal, ogr

from ekasa.alvhult import corner
from ekasa.files import I32, S, TM, ZONE, fields, new_gpkg, srs, transformer
from ekasa.geometry import E0, N0, parts, tidy

DATE, REAL = ogr.OFTDate, ogr.OFTReal
AREAS, LINES, POINTS = ogr.wkbMultiPolygon, ogr.wkbLineString, ogr.wkbPoint

# file: its system, and its layers as (name, drawn as, geometry, fields)
PACKAGES = {
    "kommunen.gpkg": (ZONE, [
        ("markinnehav", "markinnehav", AREAS,
         [("AGARE", S), ("VILJA", S), ("AGARNYCKEL", S)]),
        ("markanvisning", "markanvisning", AREAS,
         [("STATUS", S), ("TILL", DATE), ("PRIS_KVM", I32)]),
        ("va_verksamhetsomrade", "va", AREAS, [("STATUS", S)]),
        ("fiber", "fiber", LINES, [("STATUS", S)]),
        ("natstation", "el", POINTS, [("LEDIG_MW", REAL)]),
        ("utredning", "utredning", AREAS, [("SLAG", S), ("DATUM", DATE)]),
        ("tillstand", "tillstand", AREAS, [("STATUS", S), ("ARENDE", S)]),
        ("op_markanvandning", "op", AREAS,
         [("MARKKLASS", S), ("ANVANDNING", S)]),
        ("planbesked", "planbesked", AREAS,
         [("DATUM", DATE), ("BESKED", S), ("ANVANDNING", S)]),
        ("skyddszon_takt", "skyddszon_takt", AREAS, [("NAMN", S)]),
        ("flyghinder", "flyghinder", AREAS, [("NAMN", S)])]),
    "nvdb_99.gpkg": (TM, [
        ("NVDB_DK_O_99_FunkVagklass", "vag", LINES, [("KLASS", I32)]),
        ("NVDB_DK_O_98_FunkVagklass", "vag_grannlan", LINES,
         [("KLASS", I32)]),
        ("NVDB_DK_O_99_Hastighetsgrans", "hastighet", LINES,
         [("HASTIGHET", I32)])]),
    "lansstyrelsen.gpkg": (TM, [
        ("vattenskyddsomrade", "vattenskydd", AREAS, [("NAMN", S)]),
        ("riksintresse", "riksintresse", AREAS,
         [("objnamn", S), ("kategori", S)]),
        ("oversvamning", "oversvamning", AREAS, [("return_period", I32)]),
        ("skred", "ras", AREAS, [("kategori", S)]),
        ("fornlamning", "fornlamning", AREAS,
         [("lamningsnummer", S), ("antikvariskbedomning", S)]),
        ("jordbruksblock", "jordbruk", AREAS, [("BLOCKID", S)]),
        ("farligt_gods", "farligt_gods", LINES, [("LED", S)]),
        ("kraftledning", "kraftledning", LINES, [("SPANNING_KV", I32)]),
        ("byggnadsfritt", "byggnadsfritt", LINES, [("VAG", S)])]),
}
SHAPEFILES = {
    "ebh_objekt": ("fororening", POINTS,
                   [("EBH_ID", I32, 10), ("RISKKLASS", S, 30),
                    ("P_BRANSCH", S, 40), ("STATUS", S, 40)]),
    "skyddad_natur": ("natur", ogr.wkbPolygon,
                      [("NVRID", S, 10), ("NAMN", S, 40),
                       ("SKYDDSTYP", S, 30)]),
}
SHAPE_PARTS = (".dbf", ".prj", ".shp", ".shx")


def placed(g, go):
    """A shape in another system; areas as tidy() makes them."""
    kind = ogr.GT_Flatten(g.GetGeometryType())
    if kind in (ogr.wkbPolygon, ogr.wkbMultiPolygon):
        return tidy(g, go)
    out = ogr.Geometry(kind)
    for i in range(g.GetPointCount()):
        out.AddPoint_2D(*(round(c, 3) for c in go(*g.GetPoint_2D(i))))
    return out


def mover(epsg):
    if epsg == TM:
        return lambda x, y: (E0 + x, N0 + y)
    return transformer(epsg)


def fill(layer, rows, go):
    for g, attributes in rows:
        f = ogr.Feature(layer.GetLayerDefn())
        for name, value in attributes.items():
            if value not in ("", None):
                f[name] = value
        f.SetGeometry(placed(g, go))
        layer.CreateFeature(f)


def package(path, epsg, layers, drawn):
    ds = new_gpkg(path)
    for name, key, kind, columns in layers:
        layer = ds.CreateLayer(name, srs(epsg), kind,
                               ["FID=fid", "GEOMETRY_NAME=geom"])
        fields(layer, [(c, t, None) for c, t in columns])
        layer.StartTransaction()
        fill(layer, drawn[key], mover(epsg))
        layer.CommitTransaction()
    ds = None


def shapefile(base, kind, columns, rows):
    for ext in SHAPE_PARTS + (".cpg",):
        if os.path.exists(base + ext):
            os.remove(base + ext)
    ds = gdal.GetDriverByName("ESRI Shapefile").Create(
        base + ".shp", 0, 0, 0, gdal.GDT_Unknown)
    layer = ds.CreateLayer(os.path.basename(base), srs(TM), kind,
                           ["ENCODING=CP1252",
                            "DBF_DATE_LAST_UPDATE=2026-10-15"])
    for name, typ, width in columns:
        f = ogr.FieldDefn(name, typ)
        f.SetWidth(width)
        layer.CreateField(f)
    fill(layer, rows, mover(TM))
    ds = None
    os.remove(base + ".cpg")           # language byte 0x57 says it all


def geojson(path, rows):
    """Strandskydd as saved from a service: metres, and a crs member."""
    go, features = mover(TM), []
    for g, attributes in rows:
        polygons = [[[list(p.GetGeometryRef(0).GetPoint_2D(i))
                      for i in range(p.GetGeometryRef(0).GetPointCount())]]
                    for p in parts(placed(g, go))]
        features.append({"type": "Feature", "properties": attributes,
                         "geometry": {"type": "MultiPolygon",
                                      "coordinates": polygons}})
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        json.dump({"type": "FeatureCollection", "name": "strandskydd",
                   "crs": {"type": "name", "properties": {
                       "name": "urn:ogc:def:crs:EPSG::3006"}},
                   "features": features}, f, ensure_ascii=False, indent=1)
        f.write("\n")


def write_provisions(k, path):
    """Bestämmelser that are not a use: areas and lines."""
    ds = new_gpkg(path)
    go = transformer(ZONE)
    columns = [("EGENSKAPID", S, None), ("PLANNR", S, None),
               ("BETECKNING", S, None), ("FORMULERING", S, None),
               ("VARDE", S, None), ("ENHET", S, None), ("KATEGORI", S, None),
               ("KOD", S, None)]

    def make(name, kind, rows):
        layer = ds.CreateLayer(name, srs(ZONE), kind,
                               ["FID=fid", "GEOMETRY_NAME=geom"])
        fields(layer, columns)
        layer.StartTransaction()
        fill(layer, rows, go)
        layer.CommitTransaction()

    make("egenskap_yta", AREAS, [
        (p.geom, {"EGENSKAPID": "Y%03d" % (i + 1), "PLANNR": p.plan,
                  "BETECKNING": p.code, "FORMULERING": p.text,
                  "VARDE": p.value, "ENHET": p.unit, "KATEGORI": p.kind,
                  "KOD": p.key}) for i, p in enumerate(k.provisions)])
    rows = []
    for i, (plan, points) in enumerate(k.no_exit):
        g = ogr.Geometry(ogr.wkbLineString)
        for x, y in points:
            g.AddPoint_2D(x, y)
        rows.append((g, {"EGENSKAPID": "L%03d" % (i + 1), "PLANNR": plan,
                         "BETECKNING": "utfartsförbud",
                         "FORMULERING": "Utfart får inte finnas"}))
    make("egenskap_linje", LINES, rows)
    ds = None


# ------------------------------------------------------------------ terrain

CELL = 10
WEST, SOUTH, EAST, NORTH = 6900, 6000, 8250, 6450
NONE = -9999.0


def ground(x, y):
    """Height of the land: 2 % up to the east, and two plots of their own."""
    for name, dx, dy in (("9:6", 0.0, 0.12), ("9:7", 0.03, 0.04)):
        px, py = corner(name)
        if px - CELL < x < px + 80 + CELL and py - CELL < y < py + 100 + CELL:
            return 80 + dx * (x - px) + dy * (y - py)
    return 60 + 0.02 * (x - WEST)


def write_terrain(path):
    """Cells of 10 m over a part of the municipality; a corner has none."""
    columns, rows = (EAST - WEST) // CELL, (NORTH - SOUTH) // CELL
    ds = gdal.GetDriverByName("GTiff").Create(
        path, columns, rows, 1, gdal.GDT_Float32,
        ["COMPRESS=DEFLATE", "PREDICTOR=3"])
    ds.SetProjection(srs(TM).ExportToWkt())
    ds.SetGeoTransform((E0 + WEST, CELL, 0, N0 + NORTH, 0, -CELL))
    band = ds.GetRasterBand(1)
    band.SetNoDataValue(NONE)
    for r in range(rows):
        y = NORTH - (r + 0.5) * CELL
        line = [NONE if math.hypot(c, r) < 12 else
                ground(WEST + (c + 0.5) * CELL, y) for c in range(columns)]
        band.WriteRaster(0, r, columns, 1,
                         buf_xsize=columns, buf_ysize=1,
                         buf_type=gdal.GDT_Float32,
                         buf_string=struct.pack("<%df" % columns, *line))
    ds = None


def write(k, folder):
    os.makedirs(folder, exist_ok=True)
    for name, (epsg, layers) in PACKAGES.items():
        package(os.path.join(folder, name), epsg, layers, k.layers)
    for name, (key, kind, columns) in SHAPEFILES.items():
        shapefile(os.path.join(folder, name), kind, columns, k.layers[key])
    geojson(os.path.join(folder, "strandskydd.geojson"),
            k.layers["strandskydd"])
    write_terrain(os.path.join(folder, "hojdmodell.tif"))
