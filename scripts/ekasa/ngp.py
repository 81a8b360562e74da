"""A second sample, Nyhult: plans as deliveries of domain objects in NGP's
format (Detaljplan 4.1), one file a plan, each in a system of its own.

Plot 1:U is 100 by 100 metres. References into Boverkets
planbestämmelsekatalog are real; a provision whose reference is not known
here has the nil uuid, and is read by its wording. What identifies the plans
is made from names.
"""
import json
import os
import uuid

from osgeo import gdal, ogr

from ekasa.files import I32, KOMMUN, KOMMUNKOD, NAMESPACE, S, TM, srs
from ekasa.geometry import E0, N0, rect
from ekasa.layers import SHAPE_PARTS, mover, placed

MEDIATYP = "application/vnd.lm.detaljplan.v4+json"
NIL = "00000000-0000-0000-0000-000000000000"
# Källa: Boverket, Planbestämmelsekatalogen (release 20251201), the entries
# that the deliveries refer to: uuid, beteckning, bestammelsekod, wording
CATALOGUE = {
    "J": ("a0f58fd5-a361-4002-a359-03474901c15f", "J", "DP_KM_J2",
          "Industri"),
    "Z": ("f2f8f7db-2d97-4ecc-a032-cd74071ef433", "Z#",
          "DP_KM_Z2_Partihandel", "Partihandel"),
    "K": ("c4399b3b-bf3d-42b6-8ff3-375294ac107b", "K#", "DP_KM_K2_Annan",
          "[användning:text]"),
    "H": ("ebb1230e-a42d-4640-b54f-697a1134afcd", "H#", "DP_KM_H2_Livs",
          "Detaljhandel med livsmedel"),
    "P": ("cea1a8c2-7fc9-4fb2-8b6f-944716a4aa55", "P", "DP_KM_P2",
          "Parkering"),
    "e": ("1c38a293-b48c-4572-a4a7-5a5d27697ea1", "e#",
          "DP_KM_Eg_Utnytt_StorstaAreaProc_ByggnadsEgen",
          "Största byggnadsarea är [utnyttjandegrad:decimaltal] % av "
          "fastighetsarean inom egenskapsområdet."),
}
# the industry of 2014 that J replaced
J_2014 = "6a078cd3-872c-4629-8719-62dbbbffb730"
USE, PROPERTY = "användningsbestämmelse", "egenskapsbestämmelse"
PLOTS = 11


def ident(name):
    return str(uuid.uuid5(NAMESPACE, "ngp " + name))


def plot(unit, x0=0, y0=0, x1=100, y1=100):
    x, y = 10000 + 150 * (unit - 1), 3000
    return rect(x + x0, y + y0, x + x1, y + y1)


# ----------------------------------------------------- geometry of objects

def described(typ, position, epsg, dimension=2):
    g = {"typ": typ, "koordinatsystemPlan": "EPSG:%d" % epsg,
         "dimension": dimension, "position": position}
    if dimension == 3:
        g["hojdsystem"] = "EPSG:5613"
    return {"geometri": g, "geometrimetadata": {}}


def outline(g, epsg):
    """The corners of a polygon in a system, closed."""
    moved = placed(g, mover(epsg))     # owns the ring
    r = moved.GetGeometryRef(0).GetGeometryRef(0)
    return [list(r.GetPoint_2D(i)) for i in range(r.GetPointCount())]


def area(g, epsg):
    return described("yta", {"type": "Polygon",
                             "coordinates": [outline(g, epsg)]}, epsg)


def body(g, epsg, low, high):
    """A kropp: floor, roof and a wall on every side."""
    ring = outline(g, epsg)
    faces = [[[[x, y, z] for x, y in ring]] for z in (low, high)]
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        faces.append([[[ax, ay, low], [bx, by, low], [bx, by, high],
                       [ax, ay, high], [ax, ay, low]]])
    return described("kropp", {"type": "MultiPolygon", "coordinates": faces},
                     epsg, 3)


def edge(g, epsg):
    """The southern side of a plot, as a line."""
    return described("linje", {"type": "LineString",
                               "coordinates": outline(g, epsg)[:2]}, epsg)


# ---------------------------------------------------------------- objects

def feature(properties):
    return {"type": "Feature", "id": properties["objektidentitet"],
            "geometry": None, "properties": properties}


def plan(nr, name, status, areas, decisions):
    return feature({
        "feature:typ": "detaljplan", "objektidentitet": ident(nr),
        "objektversion": 1, "versionGiltigFran": "2026-10-15T06:00:00+02:00",
        "kommun": "Ekåsa", "beteckning": nr, "namn": name,
        "syfte": "Påhittad plan.", "status": status, "typ": "detaljplan",
        "plangeometri": areas, "beslutsinformation": decisions})


def decision(laga_kraft=None, months=None, starts=None, kind="antagande av "
             "ny detaljplan", **more):
    d = {"beslutstyp": kind}
    if laga_kraft:
        d["datumLagakraft"] = [laga_kraft]
    if months:
        d["genomforandetid"] = months
        d["genomforandetidStartar"] = starts or laga_kraft
    d.update(more)
    return d


def provision(nr, name, typ, reference, text, areas, **more):
    return feature({
        "feature:typ": typ, "detaljplan": ident(nr),
        "objektidentitet": ident(nr + " " + name), "objektversion": 1,
        "versionGiltigFran": "2026-10-15T06:00:00+02:00",
        "planbestammelsekatalogreferens": reference,
        "bestammelseformulering": text, "bestammelsegeometri": areas, **more})


def use(nr, name, letter, areas, **more):
    reference, _, _, text = CATALOGUE[letter]
    return provision(nr, name, USE, reference, text, areas, **more)


def value(text, datatyp="text", **more):
    return {"datatyp": datatyp, "variabelvarde": text, **more}


# ------------------------------------------------------------------ plans

def two_areas():
    """J on two places; a share, a condition, prickmark, a line."""
    nr, zone = "9998-P23/1", 3007
    one, two = area(plot(1), zone), area(plot(2), zone)
    reference, _, _, share = CATALOGUE["e"]
    return nr, [
        plan(nr, "Nyhult, två kvarter", "laga kraft", [one, two],
             [decision("2023-02-01", 120)]),
        use(nr, "J", "J", [one, two]),
        provision(nr, "e1", PROPERTY, reference, share, [one],
                  bestammelsevarde=[value(
                      "40", "decimaltal", beskrivning="utnyttjandegrad",
                      vardetyp="max", enhet="procent")]),
        provision(nr, "utfart", PROPERTY, NIL, "Utfartsförbud",
                  [edge(plot(1), zone)]),
        provision(nr, "a1", PROPERTY, NIL, "Bygglov får inte ges för "
                  "[åtgärd:text] förrän [skydds- eller "
                  "säkerhetsåtgärd:text].", [two], bestammelsevarde=[
                      value("industri", beskrivning="åtgärd"),
                      value("bullervallen är byggd", beskrivning="skydds- "
                            "eller säkerhetsåtgärd")]),
        provision(nr, "prick", PROPERTY, NIL, "Marken får inte förses med "
                  "byggnad.", [area(plot(2, 0, 0, 100, 20), zone)])]


def two_decisions():
    """Two parts, each with its own laga kraft; the later not yet."""
    nr = "9998-P24/2"
    early, late = area(plot(3), TM), area(plot(4), TM)
    return nr, [
        plan(nr, "Nyhult, i två steg", "laga kraft", [early, late], [
            decision("2024-03-01", 60, planbestammelse=[ident(nr + " Z")]),
            decision("2026-12-01", 120,
                     planbestammelse=[ident(nr + " K")])]),
        use(nr, "Z", "Z", [early]),
        use(nr, "K", "K", [late], bestammelsevarde=[
            value("Kontor", beskrivning="användning")])]


def delayed():
    """Genomförandetid that begins two years after laga kraft; a kropp."""
    nr, zone = "9998-P25/2", 3008
    west, east = area(plot(5), zone), area(plot(6), zone)
    return nr, [
        plan(nr, "Nyhult, senare", "laga kraft", [west, east],
             [decision("2025-05-05", 60, "2027-05-05")]),
        use(nr, "J", "J", [west]),
        use(nr, "H", "H", [body(plot(6), zone, 80.0, 95.5)])]


def for_a_time():
    """Uses that have ended, that have not begun, and that still run."""
    nr, zone = "9998-P22/4", 3007
    places = [area(plot(u), zone) for u in (7, 8, 9)]
    return nr, [
        plan(nr, "Nyhult, tillfälligt", "laga kraft", places,
             [decision("2022-03-01", 180)]),
        use(nr, "J, slut", "J", places[:1], giltighetstid=48),
        use(nr, "P, nu", "P", places[1:2], giltighetstid=72),
        use(nr, "J, sedan", "J", places[1:2], borjarGallaEfter=72),
        use(nr, "Z, ännu", "Z", places[2:], giltighetstid=60)]


def repealed():
    nr, zone = "9998-P12/3", 3007
    there = area(plot(10), zone)
    return nr, [
        plan(nr, "Nyhult, upphävd", "upphävd", [there],
             [decision("2012-06-01", 120),
              decision("2026-02-02", kind="antagande om upphävande")]),
        use(nr, "J", "J", [there])]


def under_way():
    """Samråd; the reference is that of an older release."""
    nr, there = "9998-Nyhult", area(plot(11), TM)
    return nr, [
        plan(nr, "Nyhult, nästa etapp", "samråd", [there],
             [{"datumPaborjat": "2025-11-20"}]),
        provision(nr, "J", USE, J_2014, "Industri", [there])]


# ---------------------------------------------------------------- writing

def dump(path, what):
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        json.dump(what, f, ensure_ascii=False, indent=1)
        f.write("\n")


def catalogue():
    out = []
    for reference, sign, code, text in CATALOGUE.values():
        kind = 2 if sign.startswith("e") else 1
        entry = {"id": reference, "beteckning": sign, "bestammelsekod": code,
                 "bestammelsetypid": kind,
                 "bestammelsetyp": "Egenskapsbestämmelse" if kind == 2
                 else "Användningsbestämmelse",
                 "anvandningsform": "Kvartersmark",
                 "bestammelseformulering": text}
        if kind == 2:
            entry["kategori"] = "Utnyttjandegrad"
        if code == "DP_KM_J2":
            entry["ersatter"] = J_2014
        out.append(entry)
    return {"id": 7, "namn": "20251201", "kalla": "Källa: Boverket, "
            "Planbestämmelsekatalogen (urval)", "bestammelser": out}


def write_plots(base):
    """Parcels in the older schema, as municipal databases still have them."""
    for ext in SHAPE_PARTS + (".cpg",):
        if os.path.exists(base + ext):
            os.remove(base + ext)
    ds = gdal.GetDriverByName("ESRI Shapefile").Create(
        base + ".shp", 0, 0, 0, gdal.GDT_Unknown)
    layer = ds.CreateLayer(os.path.basename(base), srs(TM), ogr.wkbPolygon,
                           ["ENCODING=CP1252",
                            "DBF_DATE_LAST_UPDATE=2026-10-15"])
    for name, typ, width in [("FNR_FDS", S, 9), ("FASTIGHET", S, 60),
                             ("DETALJTYP", S, 10), ("KOMMUNKOD", S, 4),
                             ("OMRNR", I32, 4)]:
        f = ogr.FieldDefn(name, typ)
        f.SetWidth(width)
        layer.CreateField(f)
    for u in range(1, PLOTS + 1):
        f = ogr.Feature(layer.GetLayerDefn())
        f["FNR_FDS"] = "9998%05d" % u
        f["FASTIGHET"] = "%s NYHULT 1:%d" % (KOMMUN, u)
        f["DETALJTYP"], f["KOMMUNKOD"], f["OMRNR"] = "FASTIGHET", KOMMUNKOD, 1
        f.SetGeometry(placed(plot(u), lambda x, y: (E0 + x, N0 + y)))
        layer.CreateFeature(f)
    ds = None
    os.remove(base + ".cpg")


def write(folder):
    os.makedirs(os.path.join(folder, "leverans"), exist_ok=True)
    for make in (two_areas, two_decisions, delayed, for_a_time, repealed,
                 under_way):
        _, features = make()
        name = make.__name__ + ".json"
        dump(os.path.join(folder, "leverans", name), {
            "type": "FeatureCollection", "feature:mediatyp": MEDIATYP,
            "features": features})
    dump(os.path.join(folder, "katalog.json"), catalogue())
    os.makedirs(os.path.join(folder, "fastigheter"), exist_ok=True)
    write_plots(os.path.join(folder, "fastigheter", "ay_9998"))
