"""The places whose first answers README.md works out on paper."""
from osgeo import ogr

from ekasa.geometry import disc, polygon, rect, ring


def special_cases(k):
    """The places whose answers README.md works out on paper."""
    y0, y1 = 2516, 2616              # the north side of Handelsvägen
    row = [("3:1", 4980, 5060), ("5:1", 5080, 5280), ("5:2", 5280, 5380),
           ("5:3", 5380, 5500), ("5:4", 5500, 5650), ("5:5", 5650, 5730),
           ("5:6", 5730, 5850), ("5:7", 5850, 5950), ("5:8", 5950, 6000),
           ("5:9", 6000, 6080), ("5:10", 6080, 6160)]
    for name, a, b in row:
        k.parcel(rect(a, y0, b, y1), "ÄNGSVIK", name)

    def side(a, b):
        return rect(a, y0, b, y1)

    # EK11 and EK17 lie over older plans and reach 0.1 m outside them, so
    # that rounding leaves no hairline of the older plan along their edge

    k.plan("EK10", "99-ÄNG-87", "Ängsviks industriområde", "Stadsplan",
           "Gällande", "1987-05-04", "1987-03-12") \
        .use("J", side(4980, 5060)).use("J", side(5080, 5280)) \
        .use("GATA", side(5060, 5080))
    k.plan("EK11", "9998-P21/3", "Kontor vid Handelsvägen", "Detaljplan",
           "Gällande", "2021-06-15", "2021-05-18", "2031-06-14") \
        .use("K", rect(5200, y0 - 0.1, 5280, y1 + 0.1))
    k.plan("EK12", "99-ÄNG-214", "Ängsvik 5:2, verksamheter", "Detaljplan",
           "Gällande", "2008-03-10", "2008-02-12", "2018-03-09") \
        .use("Z", side(5280, 5380))
    k.plan("EK13", "9998-P16/5", "Handelsvägen", "Detaljplan", "Laga kraft",
           "2016-09-01", "2016-08-09", "2031-08-31") \
        .use("J", side(5380, 5590)).use("GATA", rect(4700, 2500, 7000, y0))
    k.plan("EK14", "", "Ängsviks trädgårdsstad", "Detaljplan",
           "Pågående - samråd").use("B", side(5380, 5500))
    k.plan("EK15", "9998-P19/1", "Handel i Ängsvik", "Detaljplan",
           "Gällande", "2019-02-20", "2019-01-22", "2029-02-19") \
        .use("H1 e2", side(5590, 5650))
    k.plan("EK16", "99-ÄNG-?", "Ängsvik, äldre plan utan datum",
           "Detaljplan", "Gällande").use("J", side(5650, 5730))
    k.plan("EK17", "9998-P11/8", "Naturstråket", "Detaljplan", "Gällande",
           "2011-11-30", "2011-10-25", "2021-11-29") \
        .use("NATUR", rect(5700, y0 - 0.1, 5730, y1 + 0.1))
    k.plan("EK18", "9998-P26/7", "Ängsvik 5:6", "Detaljplan", "Laga kraft",
           "2026-11-01", "2026-10-06", "2031-10-31") \
        .use("J", side(5730, 5850))
    k.plan("EK19", "9998-P16/8", "Ängsvik 5:7", "Detaljplan", "Gällande",
           "2016-11-02", "2016-10-04", "2026-11-01") \
        .use("Z", side(5850, 5950))
    k.plan("EK20", "9998-P23/2", "Ängsviks port", "Detaljplan", "Gällande",
           "2023-04-12", "2023-03-14", "2033-04-11") \
        .use("HK e1", side(5950, 6000)).use("JZ", side(6000, 6080))
    k.plan("EK21", "9998-P26/8", "Ängsvik 5:10", "Detaljplan", "Laga kraft",
           "2026-11-02", "2026-10-06", "2031-11-01") \
        .use("J", side(6080, 6160))

    # buildings of the row: built out, one as wide as its parcel, one whose
    # place is only illustrative, and two that overlap
    k.building(rect(4986, 2522, 5054, 2610), "Industri", "Annan industri")
    k.building(rect(5280, 2586, 5380, 2616), "Verksamhet", "Ospecificerad")
    k.building(rect(5740, 2526, 5840, 2606), "Industri", "Annan industri",
               illustrative=True)
    k.building(rect(5960, 2530, 5980, 2550), "Verksamhet", "Ospecificerad")
    k.building(rect(5970, 2540, 5990, 2560), "Verksamhet", "Ospecificerad",
               main=False)

    # the municipality's large stamfastighet
    k.parcel(rect(5400, 1200, 6600, 2200), "ÄNGSVIK", "2:1")
    k.plan("EK22", "9998-P24/4", "Ängsviks företagspark", "Detaljplan",
           "Gällande", "2024-06-19", "2024-05-21", "2034-06-18") \
        .use("J", rect(6000, 1350, 6200, 1500)) \
        .use("GATA", rect(6200, 1350, 6300, 1500)) \
        .use("NATUR", rect(6000, 1300, 6300, 1350))

    # the block between the square and Kyrkogatan
    k.parcel(rect(4400, 4080, 4460, 4130), "EKÅSA", "4:1")
    k.parcel(rect(4460, 4080, 4520, 4130), "EKÅSA", "4:2")
    k.parcel(rect(4400, 3992, 4520, 4066), "EKÅSA", "4:9")
    k.plan("EK23", "9998-P20/6", "Kvarteret Eken", "Detaljplan", "Gällande",
           "2020-10-05", "2020-09-08", "2030-10-04") \
        .use("BC", rect(4400, 4080, 4460, 4130)) \
        .use("B", rect(4460, 4080, 4520, 4130)) \
        .use("C", rect(4460, 4080, 4520, 4100)) \
        .use("TORG", rect(4400, 3992, 4520, 4066))

    # Högåsa: 499.5 m and 500.5 m from a stop with 14 departures
    k.parcel(rect(8100, 6950, 8200, 7050), "HÖGÅSA", "1:2")
    k.parcel(rect(7000, 6950, 7100, 7050), "HÖGÅSA", "1:3")
    k.plan("EK25", "99-HÖG-31", "Högåsa såg", "Detaljplan", "Gällande",
           "2012-06-01", "2012-04-24", tid=120) \
        .use("J", rect(8100, 6950, 8200, 7050))
    k.plan("EK24", "99-HÖG-7", "Högåsa, byggnadsplan 1974", "Byggnadsplan",
           "Gällande", "1974-02-11").outline = rect(7000, 6950, 7100, 7050)

    # Långöred: 499.5 m from a stop with 13; a fastighet in three skiften
    k.parcel(rect(2000, 950, 2100, 1050), "LÅNGÖRED", "2:1", 1)
    k.parcel(rect(2300, 900, 2500, 1000), "LÅNGÖRED", "2:1", 2)
    k.parcel(rect(2300, 1200, 2600, 1300), "LÅNGÖRED", "2:1", 3)
    k.parcel(rect(900, 300, 1300, 600), "LÅNGÖRED", "1:2")
    k.plan("EK26", "99-LÅN-12", "Långöreds verkstad", "Detaljplan",
           "Gällande", "2018-01-15", "2017-12-12", tid=10) \
        .use("J", rect(2000, 950, 2100, 1050))

    # Västerhult, by the railway station
    k.parcel(rect(1150, 3340, 1250, 3440), "VÄSTERHULT", "1:10")
    k.parcel(rect(1300, 3340, 1330, 3380), "VÄSTERHULT", "1:11")
    k.parcel(rect(1330, 3340, 1340, 3440), "VÄSTERHULT", "s:1",
             kind="samfällighetsområde")
    k.plan("EK27", "9998-P22/5", "Västerhults stationsområde", "Detaljplan",
           "Gällande", "2022-03-29", "2022-03-01", "2032-03-28") \
        .use("KC", rect(1150, 3340, 1250, 3440)) \
        .use("B", rect(1300, 3340, 1330, 3380)) \
        .use("GATA", rect(1330, 3340, 1340, 3440))
    k.building(rect(1309, 3355, 1321, 3365), "Bostad", "Småhus friliggande")
    k.building(rect(1322, 3342, 1328, 3348), "Komplementbyggnad", "Garage",
               main=False)

    # Östra Sjöhult, under a plan that is appealed (see EK42)
    k.parcel(rect(4400, 7000, 4500, 7100), "ÖSTRA SJÖHULT", "1:5")

    # geometry that needs care; the curve, the Z and the empty one are made
    # when written
    k.parcel(polygon([(7300, 7300), (7400, 7400), (7400, 7300),
                      (7300, 7400)]), "HÖGÅSA", "9:1")
    k.parcel(disc(7550, 7350, 50), "HÖGÅSA", "9:2")
    k.parcel(rect(7650, 7300, 7750, 7350), "HÖGÅSA", "9:3")
    k.parcel(ogr.Geometry(ogr.wkbPolygon), "HÖGÅSA", "9:4")
    k.parcel(polygon([(7300, 7450), (7400, 7450), (7400, 7500),
                      (7400, 7540), (7400, 7500), (7300, 7500)]),
             "HÖGÅSA", "9:5")
    yard = rect(7450, 7420, 7550, 7520)
    for x in (7480, 7500):            # two holes with one edge in common
        yard.AddGeometry(ring([(x, 7460), (x + 20, 7460), (x + 20, 7480),
                               (x, 7480)]))
    k.parcel(yard, "HÖGÅSA", "9:6")
