"""Streets, who lives where, and the junctions of the motorway.

Links meet at their ends, as in NVDB: a line is cut wherever another has a
vertex. The railway is crossed by one road, at (4643, 3722), and by the
passage of Västerhults station; nothing else joins north and south. The
motorway passes over all but at its two junctions.
"""
import os

from osgeo import ogr

from ekasa.files import I32, S, TM, fields, new_gpkg, srs
from ekasa.geometry import E0, N0, rect
from ekasa.layers import fill, mover

COLUMNS = [4007, 4113, 4219, 4313, 4393, 4527, 4647, 4767, 4887, 4993]
ROWS = [3797, 3891, 3985, 4073, 4137, 4231, 4325, 4385]
ONE_WAY_ROW = 3891                 # eastward
ALVHULT_ROWS = [5172 + 140 * i for i in range(9)]
WITH = "Med"

# (KLASS, km/h, bearing class, direction, points)
ROADS = [
    # motorway, with a junction at Ekåsa and one at Storhamra
    (0, 110, "BK1", "", [(-5200, 200), (3980.769, 200), (17000, 200)]),
    (3, 70, "BK1", "", [(-5200, 200), (-5200, 1200)]),
    (3, 70, "BK1", "", [(17000, 200), (17000, 9000)]),
    # the road from the south, over the railway, to the town
    (3, 70, "BK1", "", [(3800, -900), (3900, -100), (3980.769, 200),
                        (4250, 1200), (4560, 2400), (4567.2, 2508),
                        (4600, 3000), (4640, 3660), (4647, 3797)]),
    # Handelsvägen, and Ängsvik north of it by one short street
    (4, 50, "BK1", "", [(4567.2, 2508), (5070, 2508), (6620, 2508),
                        (7000, 2508), (7050, 2300), (6900, 1800),
                        (6760, 1500)]),
    (6, 40, "BK1", "", [(5070, 2508), (5070, 2624)]),
    (7, 40, "BK1", "", [(4700, 2624), (5070, 2624), (6160, 2624)]),
    # Företagsparken and Söräng
    (6, 40, "BK1", "", [(6620, 2508), (6620, 1590), (6620, 1500),
                        (6760, 1500)]),
    (7, 40, "BK1", "", [(6620, 1590), (6250, 1590), (6250, 1350)]),
    (6, 40, "BK1", "", [(6760, 1500), (6760, 950), (7340, 950),
                        (7960, 950), (7960, 1500), (7340, 1500),
                        (6760, 1500)]),
    (6, 40, "BK1", WITH, [(7340, 950), (7340, 1500)]),
    # Nästorp is reached from the south only
    (5, 70, "BK2", "", [(7000, 2508), (7700, 2508), (7700, 4400),
                        (8300, 4700)]),
    # west: Västerhult and Björkåsen
    (5, 70, "BK2", "", [(4007, 4325), (3300, 4290), (2300, 4270),
                        (1500, 3760), (1335, 3660), (1080, 3560),
                        (800, 3480), (700, 3720), (520, 4200), (500, 4600),
                        (480, 5700), (640, 6275), (900, 6330), (880, 6970)]),
    (7, 40, "BK2", "", [(1335, 3660), (1335, 3320)]),
    (7, 40, "BK2", "", [(1080, 3560), (1080, 3320), (1200, 3320),
                        (1335, 3320)]),
    (8, 30, "BK2", "", [(1200, 3320), (1200, 3155)]),
    (7, 40, "BK2", "", [(640, 6275), (640, 6235), (1040, 6235)]),
    # north and east
    (5, 70, "BK2", "", [(4993, 4385), (5420, 4460), (5480, 5600),
                        (6300, 6300), (6650, 8200), (6700, 8900)]),
    (5, 70, "BK2", "", [(6300, 6300), (7510, 6942.231), (7600, 6990),
                        (9300, 7300), (17000, 9000)]),
    (6, 50, "BK2", "", [(5420, 4460), (5600, 4700), (5840, 4850),
                        (6040, 4960), (6130, 5140)]),
    (6, 50, "BK2", "", [(4313, 4385), (4330, 4640), (4250, 4900),
                        (4200, 5120), (4350, 5300), (4600, 5340)]),
    (6, 70, "BK3", "", [(5480, 5600), (4900, 7300), (5200, 7700)]),
    (7, 40, "BK2", "", [(7100, 7000), (7600, 7000), (8100, 7000)]),
    (7, 40, "BK2", "", [(7600, 6990), (7600, 7000)]),
    # Långöred, and on to Grannby
    (5, 70, "BK2", "", [(4250, 1200), (3000, 1120), (1500, 990),
                        (-100, 700), (-5200, 1200)]),
    # the forecourt of the station
    (7, 30, "BK2", "", [(4393, 3797), (4393, 3740), (4527, 3740),
                        (4647, 3740)]),
    (7, 30, "BK2", "", [(4527, 3740), (4527, 3797)]),
    # a ring on an island in the lake, without a bridge
    (9, 30, "", "", [(2100, 5950), (2200, 5950), (2200, 6050),
                     (2100, 6050), (2100, 5950)]),
]

# (GCM type as numbered in NVDB, points): 1 cykelbana, 11 gångbana, 17 trappa
PATHS = [
    (11, [(1200, 3155), (1200, 3060)]),     # below the railway
    (1, [(4993, 3985), (5420, 3985), (5420, 4460)]),
    (11, [(4700, 2624), (4600, 3000)]),
    (17, [(4993, 4137), (5007, 4137)]),
]


JUNCTIONS = {"Trafikplats Ekåsa": (3980.769, 200),
             "Trafikplats Storhamra": (17000, 200)}


def town():
    """The grid of the centre: streets cross at every corner."""
    for x in COLUMNS:
        yield 8, 30, "BK2", "", [(x, y) for y in ROWS]
    for y in ROWS:
        yield (7, 40, "BK2", WITH if y == ONE_WAY_ROW else "",
               [(x, y) for x in COLUMNS])


def alvhult():
    """A street south of each row of plots, joined at both ends."""
    yield 6, 40, "BK1", "", [(7510, y) for y in ALVHULT_ROWS] + \
        [(7510, 6942.231)]
    yield 6, 40, "BK1", "", [(8410, y) for y in ALVHULT_ROWS]
    for y in ALVHULT_ROWS:
        yield 7, 40, "BK1", "", [(7510, y), (8410, y)]


def links(lines):
    """Each line cut where another one has a vertex."""
    count = {}
    for line in lines:
        for p in set(line[-1]):
            count[p] = count.get(p, 0) + 1
    for *what, points in lines:
        start = 0
        for i in range(1, len(points)):
            if i == len(points) - 1 or count[points[i]] > 1:
                yield (*what, points[start:i + 1])
                start = i


def drawn(points):
    g = ogr.Geometry(ogr.wkbLineString)
    for x, y in points:
        g.AddPoint_2D(x, y)
    return g


def point(x, y):
    g = ogr.Geometry(ogr.wkbPoint)
    g.AddPoint_2D(x, y)
    return g


def write_streets(path):
    roads = ROADS + list(town()) + list(alvhult())
    # roads and paths are cut by one another, and stay layers of their own
    whole = [("road", *r) for r in roads] + [("path", *p) for p in PATHS]
    rows = {"road": [], "path": []}
    for i, link in enumerate(links(whole)):
        ident = "9998:%05d" % (i + 1)
        if link[0] == "road":
            _, klass, speed, bearing, way, points = link
            rows["road"].append((drawn(points), {
                "ELEMENT_ID": ident, "KLASS": klass, "HTHAST": speed,
                "BAEIGHTSSS": bearing, "RIKTNING": way}))
        else:
            rows["path"].append((drawn(link[2]), {
                "ELEMENT_ID": ident, "GCMTYP": link[1]}))
    ds = new_gpkg(path)
    for name, what, columns in [
            ("NVDB_DK_O_99_Homogen", "road",
             [("ELEMENT_ID", S), ("KLASS", I32), ("HTHAST", I32),
              ("BAEIGHTSSS", S), ("RIKTNING", S)]),
            ("NVDB_DK_O_99_GCM_vagnat", "path",
             [("ELEMENT_ID", S), ("GCMTYP", I32)])]:
        layer = ds.CreateLayer(name, srs(TM), ogr.wkbLineString,
                               ["FID=fid", "GEOMETRY_NAME=geom"])
        fields(layer, [(c, t, None) for c, t in columns])
        layer.StartTransaction()
        fill(layer, rows[what], mover(TM))
        layer.CommitTransaction()
    write_junctions(ds)
    ds = None


def write_junctions(ds):
    layer = ds.CreateLayer("trafikplats", srs(TM), ogr.wkbPoint,
                           ["FID=fid", "GEOMETRY_NAME=geom"])
    fields(layer, [("NAMN", S, None)])
    layer.StartTransaction()
    fill(layer, [(point(*at), {"NAMN": name})
                 for name, at in JUNCTIONS.items()], mover(TM))
    layer.CommitTransaction()


# Squares of 250 m by their middle, and who of working age lives there.
PEOPLE = {
    (4125, 3875): 300, (4375, 3875): 200, (4625, 3875): 400,
    (4875, 3875): 300, (4125, 4125): 400, (4375, 4125): 500,
    (4625, 4125): 600, (4875, 4125): 300, (4375, 4375): 200,
    (4625, 4375): 200,
    (4125, 4625): 300, (4375, 4625): 400, (4625, 4625): 200,
    (4125, 4875): 300, (4375, 4875): 400, (4125, 5125): 200,
    (4375, 5125): 300, (4625, 5125): 200,
    (5625, 4625): 200, (5875, 4875): 300, (5875, 4625): 100,
    (875, 3375): 200, (875, 3625): 300, (1125, 3625): 100,
    (875, 6625): 100, (875, 6875): 100,
    (4875, 2875): 50, (4375, 1875): 30, (7625, 1125): 20,
    (1625, 1125): 40, (125, 625): 10, (3375, 1125): 15,
    (7625, 6875): 60, (9125, 7125): 30, (4875, 7375): 20,
    (7625, 4375): 30, (2125, 5875): 5,
    (-5125, 1125): 2000, (-5125, 1375): 1000,
    (17125, 9125): 3000, (16875, 8875): 2000,
}
def write_people(path):
    ds = new_gpkg(path)
    layer = ds.CreateLayer("rutor_250m", srs(TM), ogr.wkbMultiPolygon,
                           ["FID=fid", "GEOMETRY_NAME=geom"])
    fields(layer, [("Ruta", S, None), ("Bef_20_64", I32, None)])
    layer.StartTransaction()
    fill(layer, [(rect(x - 125, y - 125, x + 125, y + 125),
                  {"Ruta": "%d%d" % (E0 + x - 125, N0 + y - 125),
                   "Bef_20_64": n})
                 for (x, y), n in sorted(PEOPLE.items())], mover(TM))
    layer.CommitTransaction()
    ds = None


def write(folder):
    write_streets(os.path.join(folder, "gator.gpkg"))
    write_people(os.path.join(folder, "befolkning.gpkg"))
