#!/usr/bin/python3
"""Count what docs/bench.md states about the benchmark's inputs.

    bench_density.py FOLDER [--exact]

Boxes are read from the GeoPackages' own geometry headers and met through a
grid; --exact also asks GEOS which of the pairs really overlap.
"""
import os
import sqlite3
import struct
import sys
from collections import defaultdict

CELL_M = 100.0


def blobs(path, layer):
    with sqlite3.connect(path) as db:
        return [row[0] for row in db.execute(
            f'SELECT geom FROM "{layer}" ORDER BY fid')]


def box(blob):
    # GeoPackage binary: "GP", version, flags, srs, then xmin xmax ymin ymax.
    assert blob[:2] == b'GP' and blob[3] >> 1 & 7 == 1, 'no envelope'
    return struct.unpack_from('<4d', blob, 8)


def cells(b):
    for i in range(int(b[0] // CELL_M), int(b[1] // CELL_M) + 1):
        for j in range(int(b[2] // CELL_M), int(b[3] // CELL_M) + 1):
            yield i, j


def hit_pairs(parcels, uses):
    grid = defaultdict(list)
    for k, b in enumerate(uses):
        for cell in cells(b):
            grid[cell].append(k)
    for k, p in enumerate(parcels):
        near = {u for cell in cells(p) for u in grid.get(cell, ())}
        hits = [u for u in near
                if uses[u][0] <= p[1] and uses[u][1] >= p[0]
                and uses[u][2] <= p[3] and uses[u][3] >= p[2]]
        if hits:
            yield k, hits


def main():
    folder = sys.argv[1]
    parcels = blobs(os.path.join(folder, 'fastigheter.gpkg'), 'fastigheter')
    uses = blobs(os.path.join(folder, 'planer.gpkg'), 'anvandning')
    pairs = list(hit_pairs([box(b) for b in parcels],
                           [box(b) for b in uses]))
    n = sum(len(hits) for _, hits in pairs)
    print(f'parcels {len(parcels)}, use areas {len(uses)}')
    print(f'parcels whose box meets a use area\'s: {len(pairs)} '
          f'({100 * len(pairs) / len(parcels):.1f} %)')
    print(f'pairs of boxes that meet: {n} '
          f'({n / len(pairs):.1f} a parcel that has any)')
    if '--exact' not in sys.argv:
        return
    from shapely import wkb
    from shapely.prepared import prep
    shapes = [wkb.loads(b[40:]) for b in uses]
    apart = inside = touched = 0
    for k, hits in pairs:
        land = wkb.loads(parcels[k][40:]).buffer(0)
        ready = prep(land)
        met = [u for u in hits if ready.intersects(shapes[u])]
        apart += len(hits) - len(met)
        inside += sum(ready.contains(shapes[u]) for u in met)
        touched += bool(met)
    print(f'of those pairs {100 * apart / n:.1f} % are apart, '
          f'{100 * inside / n:.1f} % a use area wholly inside; '
          f'{100 * touched / len(parcels):.1f} % of the parcels are touched')


if __name__ == '__main__':
    main()
