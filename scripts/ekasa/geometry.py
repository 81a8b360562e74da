"""Shapes in local metres: x east and y north of the place where (0, 0) lies
in EPSG:3006."""
import math

from osgeo import ogr

E0, N0 = 326000, 6401000          # where local (0, 0) lies in EPSG:3006


def ring(points):
    r = ogr.Geometry(ogr.wkbLinearRing)
    for x, y, *_ in points:
        r.AddPoint_2D(round(x, 3), round(y, 3))
    r.CloseRings()
    return r


def polygon(points):
    p = ogr.Geometry(ogr.wkbPolygon)
    p.AddGeometry(ring(points))
    return p


def rect(x0, y0, x1, y1):
    return polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def union(geoms):
    m = ogr.Geometry(ogr.wkbMultiPolygon)
    for g in geoms:
        for part in parts(g):
            m.AddGeometry(part)
    return m.UnionCascaded()


def parts(g):
    """The polygons of any areal geometry, as own copies."""
    kind = ogr.GT_Flatten(g.GetGeometryType())
    if kind == ogr.wkbPolygon:
        return [g.Clone()] if not g.IsEmpty() else []
    out = []
    for i in range(g.GetGeometryCount()):
        sub = g.GetGeometryRef(i)
        if ogr.GT_Flatten(sub.GetGeometryType()) in (
                ogr.wkbPolygon, ogr.wkbMultiPolygon,
                ogr.wkbGeometryCollection):
            out.extend(parts(sub))
    return out


def mapped(g, fn):
    """A copy of a polygon or multipolygon with every vertex through fn."""
    out = ogr.Geometry(ogr.wkbMultiPolygon)
    for p in parts(g):
        q = ogr.Geometry(ogr.wkbPolygon)
        for i in range(p.GetGeometryCount()):
            src = p.GetGeometryRef(i)
            q.AddGeometry(ring(
                fn(*src.GetPoint_2D(k))
                for k in range(src.GetPointCount() - 1)))
        out.AddGeometry(q)
    return out


def same(x, y):
    return x, y


def pieces(g):
    """The polygons of a geometry but for slivers that rounding made."""
    return [p for p in parts(g) if p.GetArea() > 1]


def tidy(g, fn=same):
    """mapped(), and what rounding to the millimetre broke mended."""
    out = mapped(union(pieces(g)), fn)
    for _ in range(4):
        if out.IsValid():
            return out
        out = mapped(union(pieces(out.MakeValid())), same)
    raise ValueError("cannot be mended: " + out.ExportToWkt()[:200])


def disc(x, y, r):
    return polygon([(x + r * math.cos(math.pi * i / 32),
                     y + r * math.sin(math.pi * i / 32)) for i in range(64)])


def centroid(g):
    c = g.Centroid()
    return c.GetX(), c.GetY()


def strip(points, width):
    """A corridor along a polyline, with flat ends."""
    half = width / 2
    left, right = [], []
    for i, (x, y) in enumerate(points):
        x0, y0 = points[max(i - 1, 0)]
        x1, y1 = points[min(i + 1, len(points) - 1)]
        length = math.hypot(x1 - x0, y1 - y0)
        nx, ny = -(y1 - y0) / length, (x1 - x0) / length
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    return polygon(left + right[::-1])


def warp_maker(rng, size, period):
    """A smooth displacement, so that streets bend as they do in a town."""
    waves = [(rng.uniform(0, 2 * math.pi), rng.uniform(0.8, 1.25) * period)
             for _ in range(4)]

    def warp(x, y):
        (a, p), (b, q), (c, r), (d, s) = waves
        return (x + size * (math.sin(y / p + a) + 0.5 * math.sin(x / q + b)),
                y + size * (math.sin(x / r + c) + 0.5 * math.sin(y / s + d)))
    return warp
