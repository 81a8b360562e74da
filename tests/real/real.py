"""What the tests on real data share: run the program, read what it wrote,
and read the same files without it."""
import collections
import json
import os
import re
import struct
import subprocess
import sys

import pyproj
from osgeo import gdal, ogr
from shapely import wkb
from shapely.ops import transform

gdal.UseExceptions()
ogr.UseExceptions()

SKIP = 77
EXITS = {0, 1, 2, 3, 4, 5, 6, 70}  # include/markklar/status.h
SWEREF_TM = 3006

failures = []


def expect(what, found, wanted):
    if found == wanted:
        return True
    failures.append(what)
    print('FAIL %s: %r, should be %r' % (what, found, wanted))
    return False


def finish(summary):
    print(summary)
    print('%d failures' % len(failures))
    sys.exit(1 if failures else 0)


def need(*paths):
    """Skip, saying so, unless all are there."""
    for path in paths:
        if not os.path.exists(path):
            print('skipped: no data at ' + path)
            sys.exit(SKIP)


Run = collections.namedtuple('Run', 'exit out err codes')


def run(program, *args):
    """Run it; whatever it was given, it may not crash."""
    done = subprocess.run([program, *args], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    name = ' '.join(os.path.basename(a) for a in args)
    expect(name + ': one of the documented exit codes',
           done.returncode in EXITS - {70}, True)
    out, err = done.stdout.decode('utf-8'), done.stderr.decode('utf-8')
    expect(name + ': sanitizers silent',
           'Sanitizer' in err or 'runtime error' in err, False)
    return Run(done.returncode, out, err,
               collections.Counter(re.findall(r'\[([A-Z]\d{3})\]', err)))


def project(folder, parcels, fields, layer=None, more='', **options):
    """A small project file; returns its path."""
    path = os.path.join(folder, 'markklar.yaml')
    lines = ['referensdatum: 2026-11-01', 'indata:', '  fastigheter:',
             '    fil: "%s"' % parcels]
    if layer:
        lines.append('    lager: "%s"' % layer)
    lines += ['    %s: %s' % o for o in options.items()]
    lines += ['    falt:'] + ['      %s: %s' % f for f in fields.items()]
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(lines) + '\n' + more)
    return path


def no_constant(word):
    raise ValueError(word + ' is not JSON')


def load(folder, name):
    """Strict UTF-8, strict JSON."""
    with open(os.path.join(folder, name), 'rb') as f:
        return json.loads(f.read().decode('utf-8'),
                          parse_constant=no_constant)


def rows(folder, name='mark.geojson'):
    """The properties of a layer, its geometries looked at on the way."""
    features = load(folder, name)['features']
    for feature in features:
        g = feature['geometry']
        if g is None:
            continue
        if g['type'] != 'MultiPolygon':
            expect(name + ': geometry', g['type'], 'MultiPolygon')
            continue
        for part in g['coordinates']:
            for ring in part:
                if ring[0] != ring[-1] or len(ring) < 4:
                    expect(name + ': a ring is closed', False, True)
                if not all(-180 <= x <= 180 and -90 <= y <= 90
                           for x, y in ring):
                    expect(name + ': degrees in range', False, True)
    return [f['properties'] for f in features]


def notes(folder):
    """Code → how many times korning.json says it was noted."""
    return {n['kod']: n['antal']
            for n in load(folder, 'korning.json')['anmarkningar']}


def working(folder):
    return load(folder, 'korning.json')['val']['arbets_crs']


def dbf(path, codec):
    """The text fields of a .dbf, decoded here and by nothing else."""
    with open(path, 'rb') as f:
        data = f.read()
    count, first, size = struct.unpack('<IHH', data[4:12])
    fields, at = [], 32
    while data[at] != 0x0d:
        fields.append((data[at:at + 11].split(b'\0')[0].decode('ascii'),
                       data[at + 16]))
        at += 32
    table = []
    for i in range(count):
        at = first + i * size + 1
        row = {}
        for name, width in fields:
            row[name] = data[at:at + width].decode(codec).strip(' \0') or None
            at += width
        table.append(row)
    return table


def shapes(path, layer=None):
    """Shapely geometry of each feature, None where there is none."""
    data = gdal.OpenEx(path, gdal.OF_VECTOR)
    source = data.GetLayerByName(layer) if layer else data.GetLayer(0)
    out = []
    for feature in source:
        g = feature.GetGeometryRef()
        if g is not None and g.HasCurveGeometry():
            g = g.GetLinearGeometry()
        out.append(None if g is None or g.IsEmpty()
                   else wkb.loads(bytes(g.ExportToWkb())))
    return out


def areas(geometries, epsg, target=SWEREF_TM):
    """Planar areas after moving every vertex from one system to another."""
    move = pyproj.Transformer.from_crs(epsg, target, always_xy=True).transform
    return [None if g is None
            else (g if epsg == target else transform(move, g)).area
            for g in geometries]


def same_areas(what, found, wanted, tolerance=0.05 + 1e-3, relative=1e-9):
    """Published areas have one decimal. Returns the largest difference."""
    expect(what + ': count', len(found), len(wanted))
    worst = 0.0
    for i, (a, b) in enumerate(zip(found, wanted)):
        if a is None or b is None:
            expect('%s: area of row %d' % (what, i + 1), a, b)
            continue
        worst = max(worst, abs(a - b))
        if abs(a - b) > tolerance + relative * b:
            expect('%s: area of row %d' % (what, i + 1), a, b)
    return worst
