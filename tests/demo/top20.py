#!/usr/bin/python3
"""Are the twenty best delområden places to build on?

    top20.py GEODATA OUTDIR

Looks at each from the raw inputs, read with other libraries and measured with
other code than the program's, and prints them as a table. None may be built
out, a home, a road, a school, water, a samfällighet or a railway.
"""
import json
import os
import re
import sys
import warnings

import pyproj
from osgeo import gdal, ogr
from shapely import wkb
from shapely.geometry import shape
from shapely.ops import transform, unary_union
from shapely.strtree import STRtree

BEST = 20
DISTANCE, FREE = 10.0, 1000.0  # method.md, 3 and 4
BUSINESS = {'J', 'Z', 'U', 'K', 'H', 'C', 'G', 'O', 'R', 'N', 'V', 'Jm'}
IN_FORCE = {'Gällande', 'Laga kraft'}
REFERENCE_DAY = '20261101'  # geodata/markklar.yaml

# shapely 1.8 announces what 2.0 changes in STRtree
warnings.filterwarnings('ignore', message='STRtree')
gdal.UseExceptions()
failures = []


def expect(what, good):
    if not good:
        failures.append(what)
        print('FAIL ' + what)


def read(path, encoding=None):
    """[(geometry in EPSG:3006, attributes)]; encoding: of its .dbf."""
    options = ['ENCODING=' + encoding] if encoding else []
    source = gdal.OpenEx(path, gdal.OF_VECTOR, open_options=options)
    layer = source.GetLayer(0)
    epsg = {'SWEREF99 TM': 3006, 'SWEREF99 12 00': 3007,
            'SWEREF99_12_00': 3007}[layer.GetSpatialRef().GetName()]
    move = pyproj.Transformer.from_crs(epsg, 3006, always_xy=True).transform
    out = []
    for feature in layer:
        g = feature.GetGeometryRef()
        if g is None or g.IsEmpty():
            continue
        if g.HasCurveGeometry():
            g = g.GetLinearGeometry()
        g = wkb.loads(bytes(ogr.ForceToMultiPolygon(g.Clone()).ExportToWkb()))
        g = g if epsg == 3006 else transform(move, g)
        out.append((g if g.is_valid else g.buffer(0), feature.items()))
    return out


class Layer:
    def __init__(self, rows):
        self.rows = rows
        self.tree = STRtree([g for g, _ in rows])
        self.at = {id(g): i for i, (g, _) in enumerate(rows)}

    def near(self, g):
        # shapely 1.8 answers with geometries, 2.0 with their numbers
        found = self.tree.query(g)
        return [self.rows[self.at[id(f)] if hasattr(f, 'area') else f]
                for f in found]


def letters(text):
    """{'H', 'J', 'K'} of "HJK e1"; words like NATUR stand for themselves."""
    first = text.split()[0]
    if re.fullmatch(r'[A-ZÅÄÖ]{4,}', first):
        return {first}
    return set(re.findall(r'[A-Z](?:m)?', first))


def largest_free(g, buildings):
    """Largest piece that keeps its distance to every building."""
    near = [b.buffer(DISTANCE, 8) for b, a in buildings.near(
        g.buffer(DISTANCE + 1)) if a['insamlingslage'] != 'Illustrativt läge']
    rest = g.difference(unary_union(near)) if near else g
    return max((p.area for p in getattr(rest, 'geoms', [rest])), default=0.0)


def look(feature, move, parcels, plans, uses, buildings):
    p = feature['properties']
    g = transform(move, shape(feature['geometry']))
    name = 'rang %s, %s' % (p['rang'], p['del_id'])
    # Published degrees have 7 decimals: about a centimetre.
    expect('%s: its area' % name, abs(g.area - p['area_m2']) <
           0.02 * g.length + 0.06)

    whole = [a for b, a in parcels.near(g)
             if b.intersection(g).area > 0.99 * g.area]
    expect('%s: lies in one parcel' % name, len(whole) == 1)
    kind = whole[0]['objekttyp'] if whole else ''
    for word in ('samf', 'järnväg', 'vatten', 'fiske'):
        expect('%s: is not "%s"' % (name, kind), word not in kind)

    plan = decides(plans, g)
    expect('%s: plan %s decides, published %s' % (name, plan, p['plan_nr']),
           plan is not None and plan == p['plan_nr'])
    found = {}  # use letter -> its area here
    for u, a in uses.near(g):
        if a['PLANNR'] != plan:
            continue
        m2 = u.intersection(g).area
        if m2 > 1:
            for letter in letters(a['ANVANDNING']):
                found[letter] = found.get(letter, 0) + m2
    business = sum(found[u] for u in found if u in BUSINESS)
    expect('%s: planned for business, not %s' % (name, sorted(found)),
           business > 0.9 * g.area)
    for word, gone in (('homes only', {'B'}), ('a school', {'S'}),
                       ('water', {'W'}),
                       ('a road or park', {u for u in found if len(u) > 3})):
        m2 = sum(found.get(u, 0) for u in gone)
        expect('%s: %s, %.0f m2' % (name, word, m2), m2 < 0.1 * g.area)

    for b, a in buildings.near(g):
        home = a['objekttyp'] == 'Bostad' and a['huvudbyggnad'] == 'Ja'
        if home and a['insamlingslage'] != 'Illustrativt läge':
            expect('%s: a home stands there' % name,
                   b.intersection(g).area < 0.5 * b.area)
    free = largest_free(g, buildings)
    expect('%s: %.0f m2 free' % (name, free), free >= FREE)
    expect('%s: free land as published, %.1f and %.1f' % (
        name, free, p['obebygg_m2']),
        abs(free - p['obebygg_m2']) < 0.02 * g.length + 0.06)
    return free


def decides(plans, g):
    """Number of the newest plan in force that covers the place."""
    there = [a for b, a in plans.near(g)
             if a['STATUS'] in IN_FORCE and
             b.intersection(g).area > 0.99 * g.area]
    dated = [(re.sub(r'\D', '', a['LAGAKRAFT'] or ''), a['PLANNR'])
             for a in there]
    known = [d for d in dated if d[0] <= REFERENCE_DAY]
    return max(known)[1] if known else None


def main(geodata, out):
    with open(os.path.join(out, 'verksamhetsmark.geojson'),
              encoding='utf-8') as f:
        features = json.load(f)['features']
    best = sorted((f for f in features if f['properties']['rang'] and
                   f['properties']['rang'] <= BEST),
                  key=lambda f: (f['properties']['rang'],
                                 f['properties']['del_id']))
    expect('at least twenty delområden, here %d' % len(best),
           len(best) >= BEST)
    parcels, uses, buildings = (
        Layer(read(os.path.join(geodata, name))) for name in (
            'fastighetsindelning_kn9998.gpkg', 'anvandning.gpkg',
            'byggnader.gpkg'))
    plans = Layer(read(os.path.join(geodata, 'detaljplaner.shp'), 'CP1252'))
    move = pyproj.Transformer.from_crs(4326, 3006, always_xy=True).transform
    print('| rang | delområde | m² | användning | plan | fritt m² | '
          'hållplats | klass | poäng |')
    print('|--:|---|--:|---|---|--:|---|---|--:|')
    for feature in best:
        p = feature['properties']
        free = look(feature, move, parcels, plans, uses, buildings)
        print('| %d | %s | %.0f | %s | %s | %.0f | %s, %.0f m | %s | %.2f |'
              % (p['rang'], p['del_id'], p['area_m2'], p['anvandning'],
                 p['plan_namn'] or p['plan_nr'], free, p['hpl_namn'],
                 p['hpl_m'], p['koll_klass'] or '–', p['poang']))
    print('%d delområden, %d failures' % (len(best), len(failures)))
    return 1 if failures else 0


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
