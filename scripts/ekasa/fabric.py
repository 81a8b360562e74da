"""The town and the country around the places that have answers."""
import math

from ekasa.geometry import (centroid, disc, parts, pieces, polygon, rect,
                            strip, union, warp_maker)
from ekasa.place import Ekasa
from ekasa.special import special_cases


def cut_lots(rng, x0, y0, x1, y1, front, rows):
    """Split a block into lots; yields (polygon points, index)."""
    depth = (y1 - y0) / rows
    for r in range(rows):
        n = max(1, round((x1 - x0) / (front * rng.uniform(0.9, 1.1))))
        edge = [x0 + (x1 - x0) * i / n for i in range(n + 1)]
        for i in range(1, n):
            edge[i] += rng.uniform(-0.08, 0.08) * (x1 - x0) / n
        for i in range(n):
            yield [(edge[i], y0 + r * depth), (edge[i + 1], y0 + r * depth),
                   (edge[i + 1], y0 + (r + 1) * depth),
                   (edge[i], y0 + (r + 1) * depth)]


def dense(box, step):
    """The outline of a box with a vertex every step metres or less."""
    x0, y0, x1, y1 = box
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1]):
        n = math.ceil(math.hypot(bx - ax, by - ay) / step)
        for i in range(n):
            yield ax + (bx - ax) * i / n, ay + (by - ay) * i / n


def villa_area(k, box, trakt, block0, plans, warp_size=18, front=34):
    """Villas along bending streets; the street land is one parcel."""
    rng = k.rng
    warp = warp_maker(rng, warp_size, 170)
    x0, y0, x1, y1 = box
    lots, blocks, block_no = [], [], 0
    y = y0 + 8
    while y + 60 < y1:
        depth = rng.uniform(68, 82)
        x = x0 + 8 + rng.uniform(0, 30)
        while x + 80 < x1 - 8:
            width = min(rng.uniform(120, 210), x1 - 8 - x)
            # the settlement is rounder than the box it is drawn in
            u = (2 * x + width - x0 - x1) / (x1 - x0)
            v = (2 * y + depth - y0 - y1) / (y1 - y0)
            if abs(u) ** 3 + abs(v) ** 3 > rng.uniform(0.75, 1.25):
                x += width + 9
                continue
            blocks.append((x, y, x + width, y + depth))
            block_no += 1
            roll = rng.random()
            if roll < 0.06:
                kind, rows, fr = "NATUR", 1, 400
            elif roll < 0.08:
                kind, rows, fr = "S", 1, 400
            elif roll < 0.11:
                kind, rows, fr = "B radhus", 2, 9
            else:
                kind, rows, fr = "B", 2, front
            for pts in cut_lots(rng, x, y, x + width, y + depth, fr, rows):
                g = polygon([warp(px, py) for px, py in pts])
                lots.append((g, kind, block_no))
            x += width + 9
        y += depth + 9
    outline = union(
        polygon([warp(px, py) for px, py in dense(
            (a - 9, b - 9, c + 9, d + 9), 12)]) for a, b, c, d in blocks)
    outline = union(polygon(p.GetGeometryRef(0).GetPoints())
                    for p in parts(outline))
    streets = outline.Difference(union(g for g, _, _ in lots))
    by_block = {}
    for g, kind, no in lots:
        by_block.setdefault((no, kind), []).append(g)
        if kind == "NATUR":
            k.parcel(g, trakt, block=str(block0))
            continue
        k.parcel(g, trakt, block=str(block0 + no))
        if kind == "S":
            k.house(g, "Samhällsfunktion", "Skola", 0.18, 8)
        elif rng.random() < 0.96:
            share = rng.uniform(110, 190) / g.GetArea()
            if kind == "B radhus":
                k.house(g, "Bostad", "Småhus radhus",
                        75 / g.GetArea(), 0.5)
            else:
                house = k.house(g, "Bostad", "Småhus friliggande", share, 3)
                if house is not None and rng.random() < 0.45:
                    # the garage stands in the corner of the lot
                    r = g.GetGeometryRef(0)
                    cx, cy = r.GetPoint_2D(rng.randrange(4))
                    mx, my = centroid(g)
                    f = 6.5 / math.hypot(mx - cx, my - cy)
                    gx, gy = cx + (mx - cx) * f, cy + (my - cy) * f
                    k.building(rect(gx - 3, gy - 3, gx + 3, gy + 3),
                               "Komplementbyggnad", "Garage", main=False)
    for part in pieces(streets):
        k.parcel(part, trakt, block=str(block0))
    # plans share the area between them, west to east
    for i, plan in enumerate(plans):
        lo = x0 + (x1 - x0) * i / len(plans) - (1000 if i == 0 else 0)
        hi = x0 + (x1 - x0) * (i + 1) / len(plans) + \
            (1000 if i == len(plans) - 1 else 0)
        kept = []
        for (no, kind), gs in by_block.items():
            g = union(gs)
            if lo <= centroid(g)[0] < hi:
                letters = {"B radhus": "B"}.get(kind, kind)
                plan.use(letters, g)
                kept.append(g)
        own = streets.Intersection(rect(lo, y0 - 500, hi, y1 + 500))
        # blocks across the line belong to one plan, the street follows
        plan.use("GATA", own)


def centre(k):
    """The grid town between the railway and the villas."""
    rng = k.rng
    cols = [(4014, 4106), (4120, 4212), (4226, 4306), (4320, 4386),
            (4400, 4520), (4534, 4640), (4654, 4760), (4774, 4880),
            (4894, 4986)]
    rows = [(3804, 3884), (3898, 3978), (3992, 4066), (4080, 4130),
            (4144, 4224), (4238, 4318), (4332, 4380)]
    old = k.plan("EK01", "99-EKÅ-14", "Ekåsa centrum, stadsplan 1968",
                 "Stadsplan", "Gällande", "1968-11-22")
    new = k.plan("EK02", "9998-P13/2", "Stationsstaden", "Detaljplan",
                 "Gällande", "2013-05-16", "2013-04-09", "2023-05-15")
    taken = []
    no = 10
    for ci, (a, b) in enumerate(cols):
        for ri, (c, d) in enumerate(rows):
            block = rect(a, c, b, d)
            taken.append(block)
            if (ci, ri) in ((4, 2), (4, 3)):
                continue              # drawn among the special cases
            no += 1
            plan = new if ri < 2 else old
            if (ci, ri) in ((2, 4), (7, 5)):
                k.parcel(block, "EKÅSA", block="2")
                plan.use("PARK", block)
                continue
            for pts in cut_lots(rng, a, c, b, d, rng.choice([34, 50, 95]),
                                2 if d - c > 60 else 1):
                g = polygon(pts)
                k.parcel(g, "EKÅSA", block=str(no))
                far = abs(ci - 4) + abs(ri - 2)
                if ri < 2:
                    use = rng.choice(["K", "KC", "HK", "C", "P", "BC"])
                elif far <= 2:
                    use = rng.choice(["BC", "CH", "C", "BCK e1", "K"])
                else:
                    use = rng.choice(["B", "B", "B", "BC", "S", "D", "B"])
                plan.use(use, g)
                empty = 0.35 if ri < 2 else 0.06
                if use == "P" or rng.random() < empty:
                    continue
                if use.startswith("B"):
                    k.house(g, "Bostad", "Flerfamiljshus", 0.35, 3)
                elif use in ("S", "D"):
                    k.house(g, "Samhällsfunktion",
                            "Skola" if use == "S" else "Vårdcentral",
                            0.3, 4)
                else:
                    k.house(g, "Verksamhet", "Kontor" if "K" in use
                            else "Handel", 0.4, 3)
    box = rect(4000, 3790, 5000, 4390)
    streets = box.Difference(union(taken))
    for part in pieces(streets):
        k.parcel(part, "EKÅSA", block="2")
    new.use("GATA", streets.Intersection(rect(4000, 3790, 5000, 3985)))
    old.use("GATA", streets.Intersection(rect(4000, 3985, 5000, 4390)))


def halls(k, x0, y0, x1, y1, typ, purpose):
    """A built-out plot: halls with lanes of less than 20 m between."""
    n = 2 if y1 - y0 > 120 else 1
    depth = (y1 - y0 - 16 - 18 * (n - 1)) / n
    for i in range(n):
        y = y0 + 8 + i * (depth + 18)
        k.building(rect(x0 + 8, y, x1 - 8, y + depth), typ, purpose,
                   main=i == 0)


def works(k):
    """Ängsvik's industrial area, the logistics park, two small ones."""
    rng = k.rng
    jz = k.plan("EK30", "99-ÄNG-103", "Ängsvik norra", "Detaljplan",
                "Gällande", "1996-04-17", "1996-03-19", "2006-04-16")
    south = k.plan("EK31", "9998-P17/9", "Ängsvik södra", "Detaljplan",
                   "Gällande", "2017-12-05", "2017-11-07", "2027-12-04")
    east = k.plan("EK32", "9998-P25/1", "Ängsvik östra", "Detaljplan",
                  "Laga kraft", "2025-02-18", "2025-01-21", "2035-02-17")
    park = k.plan("EK33", "9998-P23/6", "Söräng logistikpark", "Detaljplan",
                  "Gällande", "2023-11-14", "2023-10-17", "2033-11-13")
    small = k.plan("EK34", "99-BJÖ-19", "Björkåsens småindustri",
                   "Detaljplan", "Gällande", "1991-08-30", "1991-06-25",
                   "2001-08-29")

    def row(x0, x1, y0, y1, widths, plan, letters, block, built, inset=14):
        x, i = x0, 0
        while x < x1 - 0.5:
            w = widths[i % len(widths)]
            if x + w > x1 - 40:
                w = x1 - x
            g = rect(x, y0, x + w, y1)
            k.parcel(g, "ÄNGSVIK", block=block)
            use = letters[i % len(letters)]
            plan.use(use, g)
            if rng.random() < built:
                typ, purpose = ("Industri", "Annan industri") \
                    if use[0] in "JZ" else ("Verksamhet", "Handel")
                if block != "7" and rng.random() < 0.45:
                    halls(k, x, y0, x + w, y1, typ, purpose)
                else:
                    k.house(g, typ, purpose, rng.uniform(0.12, 0.35), inset)
            x, i = x + w, i + 1

    row(4700, 4980, 2516, 2616, [100, 80, 100], jz, ["J", "JK"], "6", 0.7)
    row(6160, 7000, 2516, 2666, [110, 160, 90, 140, 200, 140], east,
        ["Z", "J", "ZK", "HJK e1", "J1", "Z"], "7", 0.25)
    row(4700, 6160, 2632, 2782, [120, 90, 150, 110, 180, 100, 130], jz,
        ["J", "J", "JK", "J", "Jm", "J", "JG"], "8", 0.78)
    row(4700, 7000, 2350, 2500, [100, 140, 70, 210, 120, 160, 90], south,
        ["J", "Z", "J", "Z e1", "K", "JZ", "H"], "9", 0.55)

    streets = union([rect(4574, 2500, 7000, 2516),
                     rect(5060, 2516, 5080, 2616),
                     rect(4700, 2616, 6160, 2632)])
    k.parcel(streets, "ÄNGSVIK", "1:1")
    jz.use("INDUSTRIGATA", rect(4700, 2616, 6160, 2632))

    sizes = [(6770, 960, 7330, 1100), (6770, 1100, 7130, 1240),
             (7130, 1100, 7330, 1240), (6770, 1240, 7330, 1370),
             (7350, 960, 7950, 1090), (7350, 1090, 7650, 1230),
             (7650, 1090, 7950, 1230), (7350, 1230, 7950, 1370),
             (6770, 1370, 7330, 1490), (7350, 1370, 7700, 1490),
             (7700, 1370, 7950, 1490)]
    for i, box in enumerate(sizes):
        g = rect(*box)
        k.parcel(g, "SÖRÄNG", block="4")
        park.use("Z" if i % 3 else "JZ", g)
        if i in (1, 5, 8):
            k.house(g, "Industri", "Annan industri", 0.42, 16)
    road = union([rect(6750, 940, 6770, 1510), rect(7330, 960, 7350, 1490),
                  rect(6770, 940, 7970, 960), rect(6770, 1490, 7970, 1510),
                  rect(7950, 960, 7970, 1490)])
    k.parcel(road, "SÖRÄNG", block="4")
    park.use("GATA", road)

    for i, (x0, x1) in enumerate([(640, 700), (700, 790), (790, 880),
                                  (880, 940), (940, 1040)]):
        g = rect(x0, 6240, x1, 6310)
        k.parcel(g, "BJÖRKÅSEN", block="3")
        small.use("Jm" if i != 3 else "JG", g)
        if i in (0, 2):
            k.house(g, "Industri", "Annan industri", 0.3, 8)


def split(rng, g, target, out):
    """Divide land by bending lines until every piece is small enough."""
    if g.GetArea() <= target * rng.uniform(0.6, 1.9):
        out.append(g)
        return
    x0, x1, y0, y1 = g.GetEnvelope()
    along_x = (x1 - x0) * rng.uniform(0.85, 1.15) > (y1 - y0)
    lo, hi = (x0, x1) if along_x else (y0, y1)
    base = lo + (hi - lo) * rng.uniform(0.4, 0.6)
    a, b = (y0, y1) if along_x else (x0, x1)
    sway = (hi - lo) * 0.07
    line = [(base + rng.uniform(-sway, sway), a + (b - a) * t)
            for t in (-0.01, 0.3, 0.55, 0.8, 1.01)]
    line = [(lo - 10, line[0][1])] + line + [(lo - 10, line[-1][1])]
    half = polygon(line if along_x else [(q, p) for p, q in line])
    first, second = g.Intersection(half), g.Difference(half)
    for piece in parts(first) + parts(second):
        if piece.GetArea() > 1:
            split(rng, piece, target, out)


TRAKTER = {                       # seat of each rural trakt
    "EKÅSA": (4500, 4300), "ÄNGSVIK": (5700, 2200), "SÖRÄNG": (7400, 1000),
    "LÅNGÖRED": (1500, 1000), "VÄSTERHULT": (1300, 3300),
    "BJÖRKÅSEN": (900, 6600), "HÖGÅSA": (7600, 7000),
    "ÖSTRA SJÖHULT": (4500, 7200), "NÄSTORP": (7800, 4300),
    "TÅNGERYD": (3500, 1200)}


def country(k):
    """Railway, roads, lake, farms and forest in what is left."""
    rng = k.rng
    border = []
    for i in range(96):
        t = 2 * math.pi * i / 96
        c, s = math.cos(t), math.sin(t)
        # a rounded rectangle with a coast of its own
        r = 1 / (abs(c) ** 5 + abs(s) ** 5) ** 0.2
        wave = 1 - 0.035 * (1 + math.sin(5 * t + 1) * math.sin(3 * t))
        border.append((4500 + 4480 * c * r * wave, 4000 + 3980 * s * r * wave))
    border = polygon(border)

    rail = strip([(-200, 2860), (0, 2900), (3000, 3500), (6000, 3900),
                  (9300, 5330)], 24)
    lake = []
    for i in range(120):
        t = 2 * math.pi * i / 120
        r = 1 + 0.16 * math.sin(3 * t + 0.7) + 0.09 * math.sin(7 * t) + \
            0.03 * math.sin(17 * t + 2)
        lake.append((2150 + 1000 * r * math.cos(t),
                     5950 + 780 * r * math.sin(t)))
    lake = polygon(lake)
    roads = [strip([(3900, -100), (4250, 1200), (4560, 2400),
                    (4600, 3000), (4640, 3660)], 18),
             strip([(5000, 4420), (5420, 4460), (5480, 5600), (6300, 6300),
                    (6650, 8200)], 16),
             strip([(6300, 6300), (7600, 6990), (9300, 7300)], 12),
             strip([(4250, 1200), (3000, 1120), (1500, 990), (-100, 700)],
                   12),
             strip([(7000, 2508), (7050, 2300), (6900, 1800), (6760, 1500)],
                   14),
             strip([(4010, 4310), (3300, 4290), (2300, 4270), (1500, 3760),
                    (1080, 3560)], 12),
             strip([(700, 3720), (520, 4200), (500, 4600), (480, 5700),
                    (640, 6275)], 12)]
    taken = union([p.geom for p in k.parcels if not p.geom.IsEmpty()
                   and p.geom.IsValid()] +
                  [rect(7300, 7300, 7400, 7400), rect(7300, 7450, 7400, 7500),
                   rect(7450, 7420, 7550, 7520)])

    def place(g, minus):
        return g.Intersection(border).Difference(minus)

    for part in pieces(place(rail, taken)):
        k.parcel(part, "EKÅSA", block="77", kind="järnvägsområde")
    taken = union([taken, rail])
    for g in roads:
        for part in parts(place(g, taken)):
            if part.GetArea() > 50:
                k.parcel(part, "EKÅSA", block="88")
        taken = union([taken, g])
    lake = place(lake, taken)
    bay = lake.Intersection(disc(1180, 6450, 420))
    fishing = lake.Intersection(disc(2900, 5400, 450)).Difference(bay)
    open_water = lake.Difference(bay).Difference(fishing)
    water = k.plan("EK35", "99-BJÖ-22", "Björkåsens småbåtshamn",
                   "Detaljplan", "Gällande", "1994-07-01", "1994-05-31",
                   "2004-06-30")
    for part in pieces(bay):
        k.parcel(part, "BJÖRKÅSEN", block="1")
        water.use("W1", part)
    for part in pieces(open_water):
        k.parcel(part, "BJÖRKÅSEN", block="s", kind="samfällighetsområde")
    for part in pieces(fishing):
        k.parcel(part, "BJÖRKÅSEN", block="5", kind="fiskelott")
    taken = union([taken, lake])

    rural = []
    for part in pieces(border.Difference(taken)):
        split(rng, part, 150000, rural)
    groups = {}
    for g in rural:
        if g.GetArea() < 1500:
            x, y = centroid(g)
            trakt = min(TRAKTER, key=lambda n: math.dist(TRAKTER[n], (x, y)))
            k.parcel(g, trakt, block="s", kind="samfällighetsområde")
            continue
        x, y = centroid(g)
        trakt = min(TRAKTER, key=lambda n: math.dist(TRAKTER[n], (x, y)))
        groups.setdefault(trakt, []).append(g)
    for trakt in TRAKTER:
        left = groups.get(trakt, [])
        rng.shuffle(left)
        unit = 20
        while left:
            unit += 1
            n = rng.choice([1, 1, 1, 2, 2, 3, 4])
            mine, left = left[:n], left[n:]
            for i, g in enumerate(mine):
                kind = "fastighetsområde"
                if n == 1 and rng.random() < 0.06:
                    kind = "outrett fastighetsområde"
                k.parcel(g, trakt, "1:%d" % unit, i + 1, kind)
            big = max(mine, key=lambda q: q.GetArea())
            if big.GetArea() > 20000 and rng.random() < 0.55:
                farm(k, big)


def farm(k, g):
    """A dwelling and a barn at a place inside the land."""
    p = g.PointOnSurface()
    x, y = p.GetX(), p.GetY()
    for dx, dy, w, h, typ, purpose in (
            (0, 0, 14, 9, "Bostad", "Småhus friliggande"),
            (32, 6, 30, 13, "Ekonomibyggnad", "Ospecificerad")):
        b = rect(x + dx, y + dy, x + dx + w, y + dy + h)
        if b.Within(g):
            k.building(b, typ, purpose)


def other_plans(k):
    """Work under way, and records that are not detaljplaner."""
    k.plan("EK40", "", "Söräng logistikpark, etapp 2", "Detaljplan",
           "Pågående - granskning").use("Z", rect(6770, 380, 7330, 900)) \
        .use("NATUR", rect(7330, 380, 7500, 900))
    k.plan("EK41", "", "Nästorps verksamhetsområde", "Detaljplan",
           "Antagen, ej laga kraft", "", "2026-09-22") \
        .use("JZ", rect(7600, 4000, 8000, 4250)) \
        .use("GATA", rect(7600, 3980, 8000, 4000))
    k.plan("EK42", "", "Östra Sjöhult, bostäder", "Detaljplan",
           "Överklagad", "", "2026-03-17").use("B", rect(4300, 6900, 4700,
                                                         7150))
    k.plan("EK43", "", "Tångeryds industri", "Detaljplan",
           "Pågående - planuppdrag").outline = rect(3400, 800, 3800, 1150)
    k.plan("EK44", "99-TÅN-3", "Tångeryd, upphävd byggnadsplan",
           "Byggnadsplan", "Upphävd", "1961-05-05") \
        .use("J", rect(3000, 1400, 3200, 1550))
    k.plan("EK45", "9998-P02/1", "Områdesbestämmelser för Björkåsens by",
           "Områdesbestämmelser", "Gällande", "2002-02-14") \
        .outline = rect(560, 6330, 1500, 7050)
    k.plan("EK46", "", "Planbesked, Högåsa camping", "Planbesked",
           "Planbesked positivt").outline = rect(7900, 7200, 8100, 7350)
    k.plan("EK47", "99-EKÅ-9", "Tomtindelning för kv. Eken", "Tomtindelning",
           "Gällande", "1969-03-03").outline = rect(4400, 4080, 4520, 4130)
    k.plan("EK48", "99-EKÅ-60", "Ekåsa, äldre plan söder om järnvägen",
           "Byggnadsplan", "Ersatt - avslutad", "1955-06-01") \
        .outline = rect(4660, 2800, 5200, 3000)


def build():
    k = Ekasa()
    special_cases(k)
    centre(k)
    works(k)
    villa_area(k, (3760, 4470, 4860, 5330), "EKÅSA", 100,
               [k.plan("EK03", "99-EKÅ-21", "Norra Ekåsa, Åsgatan",
                       "Stadsplan", "Gällande", "1962-10-08"),
                k.plan("EK04", "99-EKÅ-48", "Norra Ekåsa, Ekebacken",
                       "Byggnadsplan", "Gällande", "1978-01-19")])
    villa_area(k, (5540, 4560, 6120, 5120), "NÄSTORP", 10,
               [k.plan("EK05", "99-NÄS-4", "Östra Ekåsa", "Detaljplan",
                       "Gällande", "1989-09-12", "1989-08-15",
                       "1999-09-11")])
    villa_area(k, (560, 3240, 1080, 3740), "VÄSTERHULT", 10,
               [k.plan("EK06", "99-VÄS-8", "Västerhults egnahem",
                       "Byggnadsplan", "Gällande", "1949-06-30")])
    villa_area(k, (600, 6380, 1160, 6960), "BJÖRKÅSEN", 10,
               [k.plan("EK07", "99-BJÖ-2", "Björkåsens fritidsby",
                       "Byggnadsplan", "Gällande", "1966-03-21")],
               front=34)
    other_plans(k)
    country(k)
    k.count_parts()
    return k
