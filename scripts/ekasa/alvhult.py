"""Alvhult: a business area of equal plots, one for each question of
beredskap. Plot B:U is 80 by 100 metres, columns 100 and rows 140 apart, so
that README.md can be worked out with pencil and nothing reaches a neighbour.
"""
from ekasa.geometry import pieces, rect, tidy, union
from ekasa.place import Provision

WEST, SOUTH = 7520, 5320           # corner of plot 2:1
AREA = rect(7500, 5150, 8420, 6490)
LETTERS = ["J", "Z", "Jm", "U", "K", "H", "C", "G", "O", "R", "N", "V",
           "A", "B", "D", "E", "F", "L", "P", "Q", "S", "T", "W", "X", "Y",
           "GATA", "VÄG", "GÅNG", "CYKEL", "GC-VÄG", "TORG", "PARK", "NATUR",
           "SKYDD", "P-PLATS", "ODLING", "BEGRAVNING"]
# ... of which plans of BFS 2020:5 have other words, or none
OLDER = {"U", "A", "Q", "X", "Y", "GC-VÄG"}
# in the stamfastighet 1:1, not yet plots of their own: name, width
UNDIVIDED = {"11:1": 80, "11:2": 70, "11:3": 60}


def corner(name):
    """South-west corner of plot "block:unit"; block 11 lies southernmost."""
    block, unit = map(int, name.split(":"))
    row = -1 if block == 11 else block - 2
    return WEST + 100 * (unit - 1), SOUTH + 140 * row


def inside(name, x0=0, y0=0, x1=80, y1=100):
    """A rectangle in metres from the corner of a plot; all of it."""
    x, y = corner(name)
    return rect(x + x0, y + y0, x + x1, y + y1)


def land(name):
    return inside(name, x1=UNDIVIDED.get(name, 80))


def names():
    return ["%d:%d" % (b, u) for b in [2, 3, 4, 5, 6, 7, 8, 9, 11]
            for u in range(1, 10)]


def draw(k):
    """The plots, and what is left of the farms that they were cut from."""
    for p in k.parcels:
        if not p.geom.IsEmpty() and p.geom.IsValid() and \
                p.geom.Intersects(AREA):
            left = pieces(p.geom.Difference(AREA))
            p.geom = tidy(union(left)) if left else None
    gone = {p.key() for p in k.parcels if p.geom is None}
    k.parcels = [p for p in k.parcels if p.geom is not None]
    for key in gone:
        for i, p in enumerate(q for q in k.parcels if q.key() == key):
            p.part = i + 1
    plots = [k.parcel(land(n), "ALVHULT", n) for n in names()
             if n not in UNDIVIDED]
    strip = [k.parcel(letter_land(i), "ALVHULT", "10:%d" % (i + 1))
             for i in range(len(LETTERS))]
    parent = k.parcel(rect(7500, 5150, 7810, 5300), "ALVHULT", "1:1")
    rest = AREA.Difference(union(p.geom for p in [parent] + plots + strip))
    k.parcel(rest, "ALVHULT", "s:1", kind="samfällighetsområde")
    k.count_parts()
    plans(k)
    provisions(k)
    buildings(k)


def letter_land(i):
    """One small plot for each letter and word of the tables."""
    return rect(7510 + 24 * i, 6440, 7534 + 24 * i, 6470)


def plans(k):
    area = k.plan("EK50", "9998-P23/3", "Alvhults verksamhetsområde",
                  "Detaljplan", "Gällande", "2023-05-10", "2023-04-11",
                  "2033-05-09")
    for n in names():
        block, unit = map(int, n.split(":"))
        if 5 <= block <= 9 or n in ("4:7", "4:8", "4:9", "11:5", "11:6",
                                    "11:7", "11:8"):
            area.use("J", land(n))
    area.use("J", inside("11:9", x1=40))
    blocks = k.plan("EK51", "9998-P22/8", "Alvhult, kvarteret Mätstocken",
                    "Detaljplan", "Laga kraft", "2022-09-01", "2022-08-04",
                    "2032-08-31")
    for u in range(1, 10):
        blocks.use("J", land("2:%d" % u))
    k.plan("EK52", "9998-P24/1", "Alvhult vid trafikplatsen", "Detaljplan",
           "Gällande", "2024-02-01", "2024-01-09", "2034-01-31") \
        .use("J", land("3:1")).use("Z", land("3:2"))
    late = k.plan("EK53", "9998-P26/4", "Alvhult, senare etapp", "Detaljplan",
                  "Laga kraft", "2026-06-15", "2026-05-19", "2037-06-14") \
        .use("J", land("3:3"))
    late.start = "2027-06-15"
    for n, nr, name, status, antagen in [
            ("3:4", "EK54", "antagen", "Antagen, ej laga kraft",
             "2026-10-20"),
            ("3:5", "EK55", "överklagad", "Överklagad", "2026-05-12"),
            ("3:6", "EK56", "överprövad", "Överprövas av länsstyrelsen",
             "2026-06-09"),
            ("3:7", "EK57", "granskning", "Pågående - granskning", ""),
            ("3:8", "EK58", "samråd", "Pågående - samråd", ""),
            ("3:9", "EK59", "planuppdrag", "Pågående - planuppdrag", "")]:
        k.plan(nr, "", "Alvhult, " + name, "Detaljplan", status, "",
               antagen).use("J", land(n))
    k.plan("EK60", "99-ALV-1", "Alvhults såg, byggnadsplan", "Byggnadsplan",
           "Upphävd", "1958-04-14").use("J", land("4:1"))
    k.plan("EK61", "", "Alvhult, avslutat planarbete", "Detaljplan",
           "Avslutad").use("J", land("4:2"))
    k.plan("EK62", "", "Alvhult, vilande ärende", "Detaljplan", "Vilande") \
        .use("J", land("4:6"))
    k.plan("EK63", "9998-P25/4", "Alvhult södra", "Detaljplan", "Gällande",
           "2025-03-20", "2025-02-25", "2035-03-19") \
        .use("J", land("11:1")).use("J", land("11:2")).use("JK", land("11:4"))
    k.plan("EK64", "", "Alvhult södra, etapp 2", "Detaljplan",
           "Pågående - samråd").use("J", land("11:3"))
    k.plans["EK64"].stage = "2026-05-01"
    letters = k.plan("EK65", "9998-P21/9", "Alvhults bokstäver", "Detaljplan",
                     "Gällande", "2021-12-01", "2021-11-02", "2031-11-30")
    older = k.plan("EK66", "99-ALV-4", "Alvhult, avstyckningsplan 1944",
                   "Avstyckningsplan", "Gällande", "1944-09-08")
    for i, letter in enumerate(LETTERS):
        (older if letter in OLDER else letters).use(letter, letter_land(i))


def provisions(k):
    """What the plans say about how the land may be built on."""
    def say(plan, code, text, geom, value="", unit="", kind="", key=""):
        k.provisions.append(Provision(plan, code, text, geom, value, unit,
                                      kind, key))

    quiet = "Verksamheten får inte vara störande för omgivningen"
    for nr in ["EK50", "EK52", "EK53", "EK54", "EK55", "EK56", "EK57",
               "EK58", "EK59", "EK63", "EK64"]:
        say(nr, "m1", quiet, k.plans[nr].area(), kind="Skydd mot störningar")

    def share(code, percent, geom):
        say("EK51", code, "Största byggnadsarea är %d %% av fastighetsarean "
            "inom egenskapsområdet" % percent, geom, str(percent), "procent",
            "Utnyttjandegrad")

    def ridge(code, metres, geom):
        say("EK51", code, "Högsta nockhöjd är %d meter" % metres, geom,
            str(metres), "meter", "Höjd på byggnadsverk")

    share("e1", 40, land("2:1"))
    ridge("h1", 12, land("2:1"))
    say("EK51", "prickmark", "Marken får inte förses med byggnad",
        inside("2:2", -1, -1, 81, 10))
    # neither code nor category: the wording has to do
    say("EK51", "", "Byggnad får inte uppföras", inside("2:3", -1, -1, 81,
                                                        101))
    say("EK51", "korsmark", "Marken får endast förses med "
        "komplementbyggnad", inside("2:4", 60, -1, 81, 101))
    say("EK51", "ringmark", "Marken får endast förses med underjordisk "
        "byggnad", inside("2:4", -1, -1, 10, 101))
    say("EK51", "e2", "Största bruttoarea är 5000 m² inom "
        "användningsområdet", land("2:5"), "5000", "kvadratmeter",
        "Utnyttjandegrad", "DP_KM_Eg_Utnytt_StorstaAreaKvm_BruttoAnv")
    say("EK51", "e3", "Minsta byggnadsarea är 500 m² inom "
        "användningsområdet", land("2:5"), "500", "kvadratmeter",
        "Utnyttjandegrad")
    say("EK51", "bh1", "Högsta byggnadshöjd är 9,5 meter", land("2:5"),
        "9,5", "meter", "Höjd på byggnadsverk")
    west, east = inside("2:6", 0, 0, 40, 100), inside("2:6", 40, 0, 80, 100)
    share("e4", 50, west)
    share("e5", 25, east)
    ridge("nh1", 12, west)
    ridge("nh2", 8, east)
    share("e6", 40, inside("2:7", 0, 0, 40, 100))
    say("EK51", "III", "Högsta antal våningar är 3", land("2:7"), "3",
        "antal")
    say("EK51", "e7", "Största byggnadsarea är 1500 m² per fastighet",
        land("2:8"), "1500", "kvadratmeter", "Utnyttjandegrad")
    say("EK51", "nh3", "Högsta nockhöjd är 84 meter över angivet nollplan",
        land("2:8"), "84", "meter", "Höjd på byggnadsverk")
    share("e8", 40, land("2:9"))
    share("e9", 30, land("2:9"))
    ridge("nh4", 10, land("2:9"))
    say("EK51", "II", "Högsta antal våningar är 2", land("2:9"), "2", "antal")
    say("EK51", "u1", "Markreservat för allmännyttiga underjordiska "
        "ledningar", inside("2:9", 0, 90, 80, 100),
        kind="Markreservat för allmännyttiga ändamål")
    say("EK51", "p1", "Byggnad ska placeras minst 6 meter från gata",
        land("2:9"), "6", "meter", "Placering")
    say("EK51", "d1", "Minsta fastighetsstorlek är 2000 m²", land("2:9"),
        "2000", "kvadratmeter", "Fastighetsstorlek")

    permit = "Bygglov får inte ges förrän trafikplats Alvhult är utbyggd"
    for plan, n in (("EK52", "3:1"), ("EK52", "3:2"), ("EK50", "11:5")):
        say(plan, "a1", permit, land(n), kind="Villkor för lov")
    say("EK52", "a2", "Startbesked får inte ges förrän markens förorening "
        "är avhjälpt", land("3:2"), kind="Villkor för startbesked")
    say("EK50", "a3", "Strandskyddet är upphävt", land("8:1"))
    say("EK50", "prickmark", "Marken får inte förses med byggnad",
        inside("11:7", -1, -1, 81, 20))
    x, y = corner("9:4")
    k.no_exit.append(("EK50", [(x, y), (x + 80, y)]))
    handelsvagen(say)


def handelsvagen(say):
    """The older places have provisions in three of their plans."""
    say("EK11", "e1", "Största bruttoarea är 12000 m² inom egenskapsområdet",
        rect(5200, 2516, 5280, 2616), "12000", "kvadratmeter",
        "Utnyttjandegrad")
    say("EK13", "prickmark", "Marken får inte bebyggas",
        rect(5379, 2515, 5590, 2522))
    say("EK18", "e1", "Största byggnadsarea är 30 % av fastighetsarean inom "
        "egenskapsområdet", rect(5730, 2516, 5850, 2616), "30", "procent",
        "Utnyttjandegrad")
    say("EK18", "nh1", "Högsta nockhöjd är 15 meter",
        rect(5730, 2516, 5850, 2616), "15", "meter", "Höjd på byggnadsverk")


def buildings(k):
    k.building(inside("2:2", 20, 5, 50, 25), "Verksamhet", "Ospecificerad")
    k.building(inside("11:6", 20, 20, 60, 50), "Industri", "Annan industri")
