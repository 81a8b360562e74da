"""Distances along streets, for oracle.py.

Written from docs/method.md §5 and docs/gatunat.md, with shapely and networkx:
lines are cut and joined with dictionaries of coordinates, ways are found by
networkx, costs are metres in floating point (the program counts millimetres).
Reads layers of NVDB, and what is open on foot by the table in docs/gatunat.md.
"""
import collections
import fnmatch
import os
import re

import networkx
import pyproj
from osgeo import gdal
from shapely.geometry import LineString, Point, box
from shapely.ops import transform as shp_transform

from oracle import Index, fold, number

BESIDE_M = 2.0      # method.md §5: as near, all along
KEY_DECIMALS = 3
# NVDB's own names, docs/gatunat.md
NAMES = {'klass': ('KLASS', 'FunkVagklass'), 'typ': ('GCM_vagtyp', 'GCM_typ',
                                                     'GCMTYP'),
         'hastighet': ('Hogsta_tillatna_hastighet', 'HTHAST', 'HASTIGHET')}
GATUNAT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..',
                       'docs', 'gatunat.md')


def rule_table():
    """Rows of the table in docs/gatunat.md for NVDB: [(pattern, on foot)]."""
    rows = []
    with open(GATUNAT, encoding='utf-8') as f:
        for line in f:
            m = re.match(r'\| nvdb \| `([^`]*)` \| (\w+) \|', line)
            if m:
                rows.append((fold(m[1]), m[2]))
    assert rows
    return rows


class Rules:
    def __init__(self):
        self.rows = rule_table()

    def walked(self, klass, typ, speed):
        """The first row that fits the kind of path, else the class."""
        texts = (['typ ' + fold(typ)] if typ else []) + \
            ([fold(klass)] if klass else []) + ['*']
        for text in texts:
            for pattern, answer in self.rows:
                if pattern == text or text != '*' and \
                        not pattern.isdigit() and pattern != '*' and \
                        fnmatch.fnmatchcase(text, pattern):
                    return self.answer(answer, speed)
        return True

    @staticmethod
    def answer(word, speed):
        if word.isdigit():
            # without a speed of its own the line has that of its class,
            # which is over the limit for the classes that have one
            return speed is not None and speed <= int(word)
        return word == 'ja'


def read_lines(project, crs):
    """[LineString] open on foot, in the working CRS."""
    rules, lines = Rules(), []
    given = (project.doc['indata'] or {}).get('gator')
    for block in given if isinstance(given, list) else [given]:
        data = gdal.OpenEx(project.path(block['fil']), gdal.OF_VECTOR)
        for i in range(data.GetLayerCount()):
            layer = data.GetLayer(i)
            if not fnmatch.fnmatch(layer.GetName(), block.get('lager', '*')):
                continue
            own = pyproj.CRS.from_wkt(layer.GetSpatialRef().ExportToWkt())
            move = None if own.equals(crs) else \
                pyproj.Transformer.from_crs(own, crs, always_xy=True).transform
            lines += open_lines(layer, rules, move)
    return lines


def open_lines(layer, rules, move):
    definition = layer.GetLayerDefn()
    have = {definition.GetFieldDefn(i).GetName()
            for i in range(definition.GetFieldCount())}
    name = {key: next((n for n in names if n in have), None)
            for key, names in NAMES.items()}
    for f in layer:
        def text(key):
            return f.GetFieldAsString(name[key]) if name[key] and \
                f.IsFieldSetAndNotNull(name[key]) else None
        speed = text('hastighet')
        if rules.walked(text('klass'), text('typ'),
                        float(speed) if speed else None):
            g = f.GetGeometryRef()
            line = LineString([g.GetPoint_2D(i)
                               for i in range(g.GetPointCount())])
            yield shp_transform(move, line) if move else line


def key(xy):
    return round(xy[0], KEY_DECIMALS), round(xy[1], KEY_DECIMALS)


class Edge:
    """What lies between two nodes, as one line."""

    def __init__(self, points):
        if key(points[-1]) < key(points[0]):
            points = points[::-1]
        self.line = LineString(points)
        self.ends = key(points[0]), key(points[-1])
        self.length = self.line.length
        self.vertices = [(Point(p), self.line.project(Point(p)))
                         for p in points]


class Snap:
    """A stretch of an edge and the way to it."""

    def __init__(self, edge, first, last, connector):
        self.edge, self.first, self.last = edge, first, last
        self.connector = connector

    def to_ends(self):
        return self.first, self.edge.length - self.last


class Streets:
    def __init__(self, project, crs):
        net = project.doc.get('gangnat') or {}
        self.join = number(net.get('koppling_m', 0.5))
        self.least = int(number(net.get('minsta_del', 40)))
        self.farthest = number(net.get('sok_m', 500))
        self.also = number(net.get('intill_m', 30))
        self.edges = self.contracted(read_lines(project, crs))
        self.index = Index([e.line for e in self.edges])
        self.graph = networkx.Graph()
        for e in self.edges:
            a, b = e.ends
            known = self.graph.get_edge_data(a, b)
            if a != b and (not known or known['weight'] > e.length):
                self.graph.add_edge(a, b, weight=e.length)

    # -- joining
    def contracted(self, lines):
        touching = collections.defaultdict(list)
        for i, line in enumerate(lines):
            touching[key(line.coords[0])].append(i)
            touching[key(line.coords[-1])].append(i)
        self.check_ends(lines, touching)
        nodes = {k for k, v in touching.items() if len(v) != 2 or
                 v[0] == v[1]}
        edges, used = [], set()
        for start in sorted(nodes):
            for i in touching[start]:
                if i not in used:
                    edges.append(Edge(self.chain(lines, touching, nodes,
                                                 start, i, used)))
        for i, line in enumerate(lines):     # rings without any node
            if i not in used:
                start = key(line.coords[0])
                edges.append(Edge(self.chain(lines, touching, {start}, start,
                                             i, used)))
        return sorted(self.large(edges), key=lambda e: (e.ends,
                                                        e.line.coords[:]))

    @staticmethod
    def chain(lines, touching, nodes, start, i, used):
        points, at = [], start
        while True:
            used.add(i)
            part = list(lines[i].coords)
            if key(part[0]) != at:
                part.reverse()
            points += part[1:] if points else part
            at = key(part[-1])
            if at in nodes:
                return points
            i = next(j for j in touching[at] if j != i)

    def check_ends(self, lines, touching):
        """Lines that meet otherwise than end to end are not read here."""
        index = Index(lines)
        for end, own in touching.items():
            p = Point(end)
            for i in index.hits(p.buffer(self.join)):
                near = lines[i].distance(p)
                if i not in own and near <= self.join:
                    raise ValueError('a street ends beside another at %s'
                                     % (end,))

    def large(self, edges):
        graph = networkx.Graph(e.ends for e in edges)
        parts = list(networkx.connected_components(graph))
        most = max(len(p) for p in parts)
        kept = {n for p in parts if len(p) >= self.least or len(p) == most
                for n in p}
        return [e for e in edges if e.ends[0] in kept]

    # -- snapping
    def near(self, shape, reach):
        x0, y0, x1, y1 = shape.bounds
        reach += 1
        return self.index.hits(box(x0 - reach, y0 - reach, x1 + reach,
                                   y1 + reach))

    def snap_point(self, point):
        found = [(self.edges[i].line.distance(point), i)
                 for i in self.near(point, self.farthest)]
        if not found or min(found)[0] > self.farthest:
            return None
        d, i = min(found)
        along = self.edges[i].line.project(point)
        return Snap(self.edges[i], along, along, d)

    def snap_land(self, shape):
        out = []
        for i in self.near(shape, self.also):
            d = self.edges[i].line.distance(shape)
            if d <= self.also:
                out += self.snaps(self.edges[i], shape, d)
        if out:
            return out
        found = [(self.edges[i].line.distance(shape), i)
                 for i in self.near(shape, self.farthest)]
        if not found or min(found)[0] > self.farthest:
            return []
        d, i = min(found)
        return self.snaps(self.edges[i], shape, d)

    def snaps(self, edge, shape, d):
        if d == 0:
            runs = [edge.line.project(Point(p)) for p in
                    coordinates(edge.line.intersection(shape))]
            return [Snap(edge, r, r, 0.0)
                    for r in sorted({min(runs), max(runs)})]
        return self.beside(edge, shape, d + BESIDE_M)

    @staticmethod
    def beside(edge, shape, within):
        """The unbroken stretches of an edge between places that are near
        enough: its own vertices, and feet of the land's corners. Each is as
        far from the land as the farthest of its places."""
        corners = [Point(c) for c in coordinates(shape.boundary)]
        stretches = []
        for (a, run_a), (b, run_b) in zip(edge.vertices, edge.vertices[1:]):
            piece = LineString([a, b])
            if piece.distance(shape) > within:
                continue
            places = [(run_a + piece.project(p), piece.distance(p))
                      for p in corners if piece.distance(p) <= within
                      and 0 < piece.project(p) < piece.length]
            places += [(run, shape.distance(p))
                       for p, run in ((a, run_a), (b, run_b))
                       if shape.distance(p) <= within]
            if not places:
                continue
            first, last = min(places)[0], max(places)[0]
            far = max(d for _, d in places)
            if stretches and first <= stretches[-1][1] + 1e-6:
                far = max(far, stretches[-1][2])
                stretches[-1] = stretches[-1][0], last, far
            else:
                stretches.append((first, last, far))
        return [Snap(edge, *s) for s in stretches]

    # -- ways
    def from_places(self, places):
        """Least metres to every node from any of the snaps."""
        graph = self.graph
        best = {}
        for s in places:
            for node, part in zip(s.edge.ends, s.to_ends()):
                cost = s.connector + part
                best[node] = min(cost, best.get(node, cost))
        graph.add_node('start')
        for node, cost in best.items():
            graph.add_edge('start', node, weight=cost)
        found = networkx.single_source_dijkstra_path_length(graph, 'start')
        graph.remove_node('start')
        return found

    @staticmethod
    def metres(dist, places, land):
        """The least way from land, tied by its snaps, to the places that
        dist was found from."""
        best = None
        for s in land:
            ways = [dist[node] + part
                    for node, part in zip(s.edge.ends, s.to_ends())
                    if node in dist]
            ways += [p.connector + max(0.0, p.first - s.last,
                                       s.first - p.last)
                     for p in places if p.edge is s.edge]
            for way in ways:
                way += s.connector
                best = way if best is None else min(best, way)
        return best


def coordinates(shape):
    if hasattr(shape, 'geoms'):
        return [c for g in shape.geoms for c in coordinates(g)]
    if shape.geom_type == 'Polygon':
        return [c for r in [shape.exterior, *shape.interiors]
                for c in r.coords]
    return list(shape.coords)


class Walking:
    """Stop areas seen along the streets."""

    def __init__(self, streets, areas):
        self.streets, self.areas = streets, areas
        self.places = [[s for s in map(streets.snap_point, a.points) if s]
                       for a in areas]
        self.dist = [streets.from_places(p) if p else {} for p in self.places]

    def measure(self, shape):
        """({area number: metres}, connector) of a shape."""
        land = self.streets.snap_land(shape)
        found = {}
        for i, area in enumerate(self.areas):
            way = self.streets.metres(self.dist[i], self.places[i], land)
            if any(shape.distance(p) == 0 for p in area.points):
                way = 0.0
            if way is not None:
                found[i] = way
        return found, min((s.connector for s in land), default=None)
