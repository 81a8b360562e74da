"""Parcels, plans, use areas and buildings as a planner has them."""
import datetime
import os
import uuid

from osgeo import gdal, ogr, osr

from ekasa.geometry import E0, N0, mapped, tidy

CURRENT_DATE = "2026-10-15T04:00:00.000Z"
NAMESPACE = uuid.UUID("5f0e9998-0000-4000-8000-000000009998")
KOMMUN, KOMMUNKOD, LAN = "EKÅSA", "9998", "99"


def srs(code):
    s = osr.SpatialReference()
    s.ImportFromEPSG(code)
    s.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return s


TM, ZONE, WGS84 = 3006, 3007, 4326


def transformer(target):
    tr = osr.CoordinateTransformation(srs(TM), srs(target))

    def go(x, y):
        a, b, _ = tr.TransformPoint(E0 + x, N0 + y)
        return a, b
    return go


def to_tm(g):
    """Local metres to SWEREF 99 TM; any ring, also an invalid one."""
    return mapped(g, lambda x, y: (E0 + x, N0 + y))


def new_gpkg(path):
    if os.path.exists(path):
        os.remove(path)
    return gdal.GetDriverByName("GPKG").Create(
        path, 0, 0, 0, gdal.GDT_Unknown,
        options=["ADD_GPKG_OGR_CONTENTS=YES", "VERSION=1.2"])


def fields(layer, spec):
    for name, typ, sub in spec:
        f = ogr.FieldDefn(name, typ)
        if sub is not None:
            f.SetSubType(sub)
        layer.CreateField(f)


S, I32, I64 = ogr.OFTString, ogr.OFTInteger, ogr.OFTInteger64


def write_parcels(k, path):
    ds = new_gpkg(path)
    layer = ds.CreateLayer("registerenhetsomradesyta", srs(TM),
                           ogr.wkbMultiPolygon, ["FID=fid",
                                                 "GEOMETRY_NAME=geom"])
    fields(layer, [
        ("objektidentitet", S, None), ("registerenhetsreferens", S, None),
        ("objekttyp", S, None), ("senastandrad", ogr.OFTDateTime, None),
        ("lanskod", S, None), ("kommunkod", S, None),
        ("kommunnamn", S, None), ("trakt", S, None), ("block", S, None),
        ("enhet", I64, None), ("omradesnummer", I32, ogr.OFSTInt16),
        ("samjelittera", S, None), ("osakertlage", I32, ogr.OFSTBoolean),
        ("etikett", S, None)])
    rows = []
    for p in k.parcels:
        name = "%s %s:%d" % (p.trakt, p.block, p.enhet)
        ident = uuid.uuid5(NAMESPACE, "%s>%d" % (name, p.part))
        rows.append((str(ident), str(uuid.uuid5(NAMESPACE, name)), p))
    ids = [r[0] for r in rows]
    assert len(set(ids)) == len(ids), "two områden with one designation"
    layer.StartTransaction()
    for ident, ref, p in sorted(rows, key=lambda r: r[0]):
        f = ogr.Feature(layer.GetLayerDefn())
        f["objektidentitet"], f["registerenhetsreferens"] = ident, ref
        f["objekttyp"] = p.kind
        day = int(ident[:4], 16) % 1500
        when = datetime.date(2022, 6, 1) + datetime.timedelta(days=day)
        f.SetField("senastandrad", when.year, when.month, when.day, 12, 0,
                   0.0, 100)
        f["lanskod"], f["kommunkod"], f["kommunnamn"] = LAN, KOMMUNKOD, KOMMUN
        f["trakt"], f["block"], f["enhet"] = p.trakt, p.block, p.enhet
        f["omradesnummer"] = p.part
        uncertain = p.kind.startswith("outrett")
        f["osakertlage"] = uncertain
        label = "%s:%d" % (p.block, p.enhet)
        if uncertain:
            label = "(%s)" % label
        if p.parts > 1:
            label += ">%d" % p.part
        f["etikett"] = label
        g = to_tm(p.geom)
        if p.trakt == "HÖGÅSA" and p.block == "9":
            if p.enhet == 2:
                g = ogr.CreateGeometryFromWkt(
                    "MULTISURFACE (CURVEPOLYGON (CIRCULARSTRING ("
                    "%d %d, %d %d, %d %d)))" % (
                        E0 + 7500, N0 + 7350, E0 + 7600, N0 + 7350,
                        E0 + 7500, N0 + 7350))
            elif p.enhet == 3:
                g.Set3D(True)
                r = g.GetGeometryRef(0).GetGeometryRef(0)
                for i in range(r.GetPointCount()):
                    x, y, _ = r.GetPoint(i)
                    r.SetPoint(i, x, y, 87.5)
            elif p.enhet == 4:
                g = ogr.Geometry(ogr.wkbMultiPolygon)
        f.SetGeometry(g)
        layer.CreateFeature(f)
    layer.CommitTransaction()
    ds = None


def write_plans(k, folder):
    """A shapefile as municipal systems export it: CP1252 text, no .cpg,
    language byte 0, 10-character names."""
    base = os.path.join(folder, "detaljplaner")
    for ext in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
        if os.path.exists(base + ext):
            os.remove(base + ext)
    ds = gdal.GetDriverByName("ESRI Shapefile").Create(
        base + ".shp", 0, 0, 0, gdal.GDT_Unknown)
    layer = ds.CreateLayer("detaljplaner", srs(ZONE), ogr.wkbPolygon,
                           ["ENCODING=CP1252",
                            "DBF_DATE_LAST_UPDATE=2026-10-15"])
    for name, typ, width in [
            ("PLANNR", S, 10), ("AKTBET", S, 24), ("PLANNAMN", S, 60),
            ("PLANTYP", S, 24), ("STATUS", S, 30),
            ("LAGAKRAFT", ogr.OFTDate, 10), ("ANTAGEN", S, 10),
            ("GENOMF_FR", ogr.OFTDate, 10), ("GENOMF_SLU", ogr.OFTDate, 10),
            ("GENOMF_TID", I32, 4), ("SKEDE_DAT", ogr.OFTDate, 10)]:
        f = ogr.FieldDefn(name, typ)
        f.SetWidth(width)
        layer.CreateField(f)
    go = transformer(ZONE)
    for plan in sorted(k.plans.values(), key=lambda p: p.nr):
        f = ogr.Feature(layer.GetLayerDefn())
        f["PLANNR"], f["PLANNAMN"], f["PLANTYP"] = (plan.nr, plan.namn,
                                                    plan.typ)
        f["STATUS"] = plan.status
        if plan.akt:
            f["AKTBET"] = plan.akt
        if plan.laga:
            f["LAGAKRAFT"] = plan.laga
        if plan.antagen:
            f["ANTAGEN"] = plan.antagen
        if plan.start:
            f["GENOMF_FR"] = plan.start
        if plan.slut:
            f["GENOMF_SLU"] = plan.slut
        if plan.tid is not None:
            f["GENOMF_TID"] = plan.tid
        if plan.stage:
            f["SKEDE_DAT"] = plan.stage
        f.SetGeometry(tidy(plan.area(), go))
        layer.CreateFeature(f)
    ds = None
    if os.path.exists(base + ".cpg"):
        os.remove(base + ".cpg")
    with open(base + ".dbf", "r+b") as dbf:
        dbf.seek(29)                  # language driver id
        dbf.write(b"\0")


USE_TEXT = {"J": "Industri", "Z": "Verksamheter", "K": "Kontor",
            "H": "Detaljhandel", "C": "Centrum", "B": "Bostäder",
            "S": "Skola", "D": "Vård", "P": "Parkering", "G": "Drivmedel",
            "W": "Vattenområde", "Jm": "Småindustri", "GATA": "Gata",
            "INDUSTRIGATA": "Industrigata", "NATUR": "Natur",
            "PARK": "Park", "TORG": "Torg", "U": "Upplag",
            "O": "Tillfällig vistelse", "R": "Besöksanläggningar",
            "N": "Friluftsliv och camping", "V": "Hamn",
            "A": "Allmänt ändamål", "E": "Tekniska anläggningar",
            "F": "Flygtrafik", "L": "Odling och djurhållning",
            "Q": "Kulturreservat", "T": "Trafik", "X": "Begravning",
            "Y": "Idrott", "VÄG": "Väg", "GÅNG": "Gång", "CYKEL": "Cykel",
            "GC-VÄG": "Gång- och cykelväg", "SKYDD": "Skydd",
            "P-PLATS": "P-plats", "ODLING": "Odling",
            "BEGRAVNING": "Begravningsplats"}


def use_text(letters):
    word = letters.split()[0].rstrip("0123456789")
    if word in USE_TEXT:
        return USE_TEXT[word]
    return " + ".join(USE_TEXT[c] for c in word)


def write_uses(k, path):
    ds = new_gpkg(path)
    layer = ds.CreateLayer("anvandning", srs(ZONE), ogr.wkbMultiPolygon,
                           ["FID=fid", "GEOMETRY_NAME=geom"])
    fields(layer, [("PLANNR", S, None), ("ANVANDNING", S, None),
                   ("BESTAMMELSE", S, None)])
    go = transformer(ZONE)
    layer.StartTransaction()
    for plan in sorted(k.plans.values(), key=lambda p: p.nr):
        for letters, g in plan.uses:
            f = ogr.Feature(layer.GetLayerDefn())
            f["PLANNR"], f["ANVANDNING"] = plan.nr, letters
            f["BESTAMMELSE"] = use_text(letters)
            f.SetGeometry(tidy(g, go))
            layer.CreateFeature(f)
    layer.CommitTransaction()
    ds = None


BUILDING_TYPES = {"Bostad": 2061, "Industri": 2062, "Samhällsfunktion": 2063,
                  "Verksamhet": 2064, "Ekonomibyggnad": 2065,
                  "Komplementbyggnad": 2066, "Övrig byggnad": 2067}


def write_buildings(k, path):
    ds = new_gpkg(path)
    layer = ds.CreateLayer("byggnad", srs(TM), ogr.wkbMultiPolygon,
                           ["FID=fid", "GEOMETRY_NAME=geom"])
    fields(layer, [("objektidentitet", S, None),
                   ("objekttypnr", I32, None), ("objekttyp", S, None),
                   ("andamal1", S, None), ("huvudbyggnad", S, None),
                   ("insamlingslage", S, None)])
    layer.StartTransaction()
    for i, (g, typ, purpose, main, illustrative) in enumerate(k.buildings):
        f = ogr.Feature(layer.GetLayerDefn())
        f["objektidentitet"] = str(uuid.uuid5(NAMESPACE, "byggnad %d" % i))
        f["objekttypnr"], f["objekttyp"] = BUILDING_TYPES[typ], typ
        f["andamal1"] = "%s;%s" % (typ, purpose)
        f["huvudbyggnad"] = "Ja" if main else "Nej"
        f["insamlingslage"] = "Illustrativt läge" if illustrative \
            else "Fasad" if i % 3 else "Takkant"
        f.SetGeometry(to_tm(g))
        layer.CreateFeature(f)
    layer.CommitTransaction()
    ds = None
