"""Who owns the land, what is there, what was investigated and what stands in
the way: the layers beside the plans."""
from osgeo import ogr

from ekasa.alvhult import AREA, corner, inside, land, names
from ekasa.geometry import rect, union

FOUR = ("Geoteknik", "Markmiljö", "Dagvatten", "Arkeologi")

# Alvhult: every plot is the municipality's, with street, water, fibre, power
# and four investigations of 2022. What is different, plot by plot:
OWNER = {"5:6": ("Privat", "Säljvillig"), "5:7": ("Privat", "Ej säljvillig"),
         "5:8": ("Privat", "Option"), "5:9": ("Privat", "Utbjuden"),
         "6:1": ("Privat", ""), "6:2": None, "6:3": ("Stat", ""),
         "11:5": ("Privat", "Säljvillig"), "11:8": None}
ALLOCATED = {"4:7": ("Ledig", "", 450), "4:8": ("Intresseanmälan", "", 425),
             "4:9": ("Reserverad", "2027-03-31", 400),
             "5:1": ("Reserverad", "2026-06-30", 400),
             "5:2": ("Reserverad", "", 400),
             "5:3": ("Markanvisad", "", 380), "5:4": ("Såld", "", 350),
             "5:5": ("Tomträtt/arrende", "", None), "11:8": ("Ledig", "", 500)}
WATER = {"6:5": "Planerat", "11:2": None, "11:3": "Planerat"}
STREET = {"6:4": "motorway", "11:2": None}
FIBRE = {"6:6": None}
STUDIED = {"6:8": [], "6:9": [("Geoteknik", "2022-05-02")],
           "7:1": [(s, "2012-05-02") for s in FOUR],
           "7:2": [("Översiktlig", "2022-05-02")],
           "7:3": [(s, "2022-05-02") for s in FOUR[:3]] +
                  [("Arkeologi", "")],
           "11:3": [("Geoteknik", "2022-05-02")]}
PERMIT = {"7:4": "Behov", "7:5": "Ansökt", "7:6": "Beviljat",
          "7:7": "Laga kraft", "8:3": "Beviljat"}


def draw(k):
    owners(k)
    allocations(k)
    networks(k)
    power(k)
    studies(k)
    permits(k)
    intentions(k)
    protected(k)
    risks(k)


def plots(table, default):
    """{value: area of the Alvhult plots that have it}, None left out."""
    found = {}
    for n in names():
        value = table.get(n, default)
        if value is not None:
            found.setdefault(value, []).append(land(n))
    return {v: union(g) for v, g in found.items()}


# ------------------------------------------------------------ who owns it

def owners(k):
    def own(geom, agare, vilja="", key=""):
        k.layer("markinnehav", geom, AGARE=agare, VILJA=vilja,
                AGARNYCKEL=key)

    other = union(land(n) for n in OWNER)
    own(AREA.Difference(other), "Kommun")
    for i, n in enumerate(OWNER):
        if OWNER[n]:
            own(land(n), *OWNER[n], "A%02d" % (i + 1))
    for g in (rect(5400, 1200, 6600, 2200), rect(6750, 940, 7970, 1510),
              rect(6160, 2516, 7000, 2666), rect(5080, 2516, 5280, 2616),
              rect(5380, 2516, 5850, 2616), rect(4400, 4080, 4520, 4130),
              rect(1150, 3340, 1250, 3440)):
        own(g, "Kommun")
    built = union(g for g, *_ in k.buildings)
    for p in k.parcels:
        if p.trakt == "ÄNGSVIK" and p.block in ("6", "8", "9"):
            # asked in the municipality's round of 2025; not all answered
            will = "Säljvillig" if not p.geom.Intersects(built) else \
                "" if p.enhet % 3 == 0 else "Ej säljvillig"
            own(p.geom, "Privat", will, "B%s%03d" % (p.block, p.enhet))
        elif p.trakt == "EKÅSA" and p.geom.Within(
                rect(4000, 3790, 5000, 3985)) and \
                not p.geom.Intersects(built):
            own(p.geom, "Kommun")
    own(rect(8100, 6950, 8200, 7050), "Privat", "Säljvillig", "C01")
    own(rect(2000, 950, 2100, 1050), "Privat", "", "C02")


def allocations(k):
    def allot(geom, status, till="", price=None):
        k.layer("markanvisning", geom, STATUS=status, TILL=till,
                PRIS_KVM=price)

    for n, what in ALLOCATED.items():
        allot(land(n), *what)
    for box, what in zip(
            [(6770, 960, 7330, 1100), (6770, 1100, 7130, 1240),
             (7130, 1100, 7330, 1240), (6770, 1240, 7330, 1370),
             (7350, 960, 7950, 1090), (7350, 1230, 7950, 1370),
             (7350, 1370, 7700, 1490), (7700, 1370, 7950, 1490)],
            [("Ledig", "", 400), ("Tomträtt/arrende",),
             ("Reserverad", "2027-06-30", 400), ("Markanvisad", "", 375),
             ("Ledig", "", 350), ("Intresseanmälan", "", 350), ("Såld",),
             ("Reserverad", "2025-12-31", 350)]):
        allot(rect(*box), *what)


# ---------------------------------------------------------- what is there

TOWN_STREETS = [
    (4, [(4574, 2508), (7000, 2508)]), (6, [(4700, 2624), (6160, 2624)]),
    (7, [(6210, 1350), (6210, 1590)]), (6, [(6760, 940), (6760, 1510)]),
    (6, [(6770, 950), (7970, 950)]), (6, [(6770, 1500), (7970, 1500)]),
    (6, [(7340, 960), (7340, 1490)]), (6, [(7960, 960), (7960, 1490)]),
    (7, [(1140, 3330), (1260, 3330)]), (7, [(640, 6235), (1040, 6235)]),
    (4, [(3900, -100), (4250, 1200), (4560, 2400), (4600, 3000),
         (4640, 3660)]),
    (5, [(6300, 6300), (7600, 6990), (9300, 7300)]),
    (5, [(3000, 1120), (1500, 990), (-100, 700)])]
CENTRE_X = (4113, 4219, 4313, 4393, 4527, 4647, 4767, 4887)
CENTRE_Y = (3797, 3891, 3985, 4073, 4137, 4231, 4325)
MOTORWAY = 0                       # funktionell vägklass
TOWN = [rect(3700, 2300, 7010, 5400), rect(500, 3200, 1400, 3800),
        rect(6740, 930, 7980, 1520), rect(5990, 1290, 6310, 1510),
        rect(540, 6200, 1200, 7000)]


def line(points):
    g = ogr.Geometry(ogr.wkbLineString)
    for x, y in points:
        g.AddPoint_2D(x, y)
    return g


def point(x, y):
    g = ogr.Geometry(ogr.wkbPoint)
    g.AddPoint_2D(x, y)
    return g


def networks(k):
    def road(klass, points, layer="vag"):
        k.layer(layer, line(points), KLASS=klass)

    for klass, points in TOWN_STREETS:
        road(klass, points)
    for x in CENTRE_X:
        road(7, [(x, 3790), (x, 4390)])
    for y in CENTRE_Y:
        road(7, [(4000, y), (5000, y)])
    # each plot of Alvhult has its bit of street, 8 m south of it; two have
    # none, and the motorway passes one of those
    for n in names():
        x, y = corner(n)
        if STREET.get(n, "street") == "street":
            road(7, [(x + 10, y - 8), (x + 70, y - 8)])
        elif STREET[n] == "motorway":
            road(MOTORWAY, [(x + 10, y - 8), (x + 70, y - 8)])
        if n not in FIBRE:
            k.layer("fiber", line([(x + 35, y + 15), (x + 45, y + 15)]),
                    STATUS="Utbyggt")
    # the neighbouring county, in a layer of its own
    road(4, [(9300, 5330), (9900, 5600)], "vag_grannlan")
    k.layer("hastighet", line([(4574, 2508), (7000, 2508)]), HASTIGHET=60)

    for g in TOWN:
        k.layer("va", g, STATUS="Utbyggt")
    k.layer("va", rect(6760, 370, 7510, 905), STATUS="Planerat")
    for status, g in plots(WATER, "Utbyggt").items():
        k.layer("va", g, STATUS=status)

    for points in ([(4574, 2508), (7000, 2508)], [(4700, 2624), (6160, 2624)],
                   [(6210, 1350), (6210, 1500)], [(6760, 940), (6760, 1510)],
                   [(7340, 960), (7340, 1490)], [(7960, 960), (7960, 1490)],
                   [(1140, 3330), (1260, 3330)]):
        k.layer("fiber", line(points), STATUS="Utbyggt")
    for y in CENTRE_Y:
        k.layer("fiber", line([(4000, y), (5000, y)]), STATUS="Utbyggt")
    k.layer("fiber", line([(640, 6235), (1040, 6235)]), STATUS="Planerat")


def power(k):
    """Nätstationer; each serves 400 m. Around plot 6:7 there are six, and
    none reaches it; the one beside it has no capacity left."""
    for x, y, mw in [
            (7700, 5930, 4), (8618, 5930, 4), (8160, 5445, 4),
            (8160, 6415, 4), (7700, 5500, 4), (7700, 6350, 4),
            (8160, 5990, 0),
            (4900, 2560, 12), (5500, 2560, 12), (6100, 2560, 12),
            (6700, 2560, 12), (6210, 1500, 20), (6900, 1200, 40),
            (7500, 1200, 40), (7800, 1200, 40), (4250, 4000, 6),
            (4750, 4000, 10), (4500, 4300, 4), (1200, 3300, 5),
            (850, 6270, 2), (8000, 7000, 1.5)]:
        k.layer("el", point(x, y), LEDIG_MW=mw)


def studies(k):
    def study(geom, slag, datum):
        k.layer("utredning", geom, SLAG=slag, DATUM=datum)

    found = {}
    for n in names():
        for what in STUDIED.get(n, [(s, "2022-05-02") for s in FOUR]):
            found.setdefault(what, []).append(land(n))
    for (slag, datum), g in sorted(found.items(), key=lambda f: f[0]):
        study(union(g), slag, datum)
    for slag, datum in [("Geoteknik", "2008-03-11"),
                        ("Markmiljö", "2008-06-02"),
                        ("Dagvatten", "2012-09-28"),
                        ("Arkeologi", "1995-10-17")]:
        study(rect(4690, 2340, 7005, 2790), slag, datum)
    for g, datum in [(rect(6750, 940, 7970, 1510), "2022-02-14"),
                     (rect(6160, 2516, 7000, 2666), "2023-10-03"),
                     (rect(6000, 1300, 6300, 1500), "2021-11-30")]:
        for slag in FOUR:
            study(g, slag, datum)
    study(rect(4000, 3790, 5000, 4390), "Översiktlig", "2019-04-08")
    study(rect(4000, 3790, 5000, 3985), "Markmiljö", "2020-01-20")


def permits(k):
    for n, status in PERMIT.items():
        k.layer("tillstand", land(n), STATUS=status,
                ARENDE="MPD 2026-%s" % n.replace(":", "0"))
    k.layer("tillstand", rect(7350, 1230, 7950, 1370), STATUS="Ansökt",
            ARENDE="MPD 2025-118")


# ------------------------------------------------------------ what is meant

def intentions(k):
    def meant(geom, klass, use=""):
        k.layer("op", geom, MARKKLASS=klass, ANVANDNING=use)

    works, homes = "Verksamheter och industri", "Sammanhängande bebyggelse"
    meant(land("4:2"), works)
    meant(land("4:5"), works, "Verksamheter")
    meant(rect(7500, 380, 7900, 900), works, "Verksamheter")
    meant(rect(7000, 4500, 7500, 4900), homes, "Bostäder")
    for geom, day, answer, use in [
            (land("4:3"), "2026-05-01", "Positivt", "Industri"),
            (land("4:4"), "2026-05-01", "Positivt", "Bostäder"),
            (rect(7900, 7200, 8100, 7350), "2026-03-10", "Positivt",
             "Friluftsliv och camping"),
            (rect(3400, 1500, 3600, 1600), "2025-12-02", "Negativt",
             "Industri")]:
        k.layer("planbesked", geom, DATUM=day, BESKED=answer, ANVANDNING=use)


# ------------------------------------------------------ what is in the way

def protected(k):
    for geom, typ in [(inside("7:8", 50, -10, 90, 110), "utvidgat"),
                      (inside("7:9"), "upphävt i plan"),
                      (inside("8:1"), "utvidgat"),
                      (rect(1000, 5000, 1300, 5400), "generellt, inritat")]:
        k.layer("strandskydd", geom, strandskyddstyp=typ, kommunkod="9998")
    k.layer("natur", inside("8:2", -10, -15, 90, 20), NVRID="9998001",
            NAMN="Alvhults lövskog", SKYDDSTYP="Naturreservat")
    k.layer("vattenskydd", inside("8:3"), NAMN="Alvhults vattentäkt")
    k.layer("riksintresse", inside("8:4"), objnamn="Alvhultsslätten",
            kategori="Kulturmiljövård")
    k.layer("fornlamning", inside("8:9", 20, 20, 60, 60),
            lamningsnummer="L2026:9001", antikvariskbedomning="Fornlämning")
    k.layer("fornlamning", inside("4:5", 0, 0, 30, 100),
            lamningsnummer="L2026:9002", antikvariskbedomning="Fornlämning")
    k.layer("jordbruk", inside("9:1"), BLOCKID="99980001")
    k.layer("jordbruk", inside("4:5"), BLOCKID="99980002")


def risks(k):
    k.layer("oversvamning", inside("8:5"), return_period=100)
    k.layer("oversvamning", inside("4:5", -5, -5, 85, 20), return_period=100)
    k.layer("ras", inside("8:6"), kategori="Aktsamhetsområde skred")
    for n, ident, risk, trade in [
            ("8:7", 990001, "2 - Stor risk", "Verkstadsindustri"),
            ("8:8", 990002, "3 - Måttlig risk", "Bensinstation")]:
        x, y = corner(n)
        k.layer("fororening", point(x + 40, y + 50), EBH_ID=ident,
                RISKKLASS=risk, P_BRANSCH=trade, STATUS="Inventering klar")
    x, y = corner("9:2")
    k.layer("kraftledning", line([(x + 40, y - 19), (x + 40, y + 119)]),
            SPANNING_KV=40)
    x, y = corner("11:7")
    k.layer("kraftledning", line([(x + 40, y - 19), (x + 40, y + 119)]),
            SPANNING_KV=40)
    x, y = corner("9:3")
    k.layer("byggnadsfritt", line([(x - 5, y - 2), (x + 85, y - 2)]),
            VAG="Länsväg 99")
    k.layer("farligt_gods", line([(7960, 900), (7960, 1600)]),
            LED="Sekundär transportled")
    k.layer("skyddszon_takt", inside("9:5", -8, -8, 20, 108),
            NAMN="Alvhults grustäkt")
    k.layer("flyghinder", inside("11:6"), NAMN="Inflygning Ekåsa flygfält")
