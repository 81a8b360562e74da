#!/usr/bin/python3
"""The 290 municipalities of Sweden, in degrees, as parcels.

    kommuner.py MARKKLAR DATA
"""
import os
import sys
import tempfile

from real import (areas, expect, finish, load, need, notes, project, rows,
                  run, same_areas, working)
from shapely.geometry import shape

MUNICIPALITIES = 290


def main(program, data):
    source = os.path.join(data, 'swedish_municipalities.geojson')
    need(source)
    wanted = load(data, 'swedish_municipalities.geojson')['features']
    with tempfile.TemporaryDirectory() as folder:
        path = project(folder, source, {
            'fast_id': 'id', 'fastighet': 'kom_namn', 'kommunkod': 'id'})
        out = os.path.join(folder, 'ut')
        expect('exit', run(program, 'score', path, '-o', out).exit, 0)
        found = rows(out)
        expect('features', len(found), MUNICIPALITIES)
        expect('names', [r['fastighet'] for r in found],
               [f['properties']['kom_namn'] for f in wanted])
        expect('Lerum', [r['fastighet'] for r in found
                         if r['kommunkod'] == '1441'], ['Lerum'])
        expect('codes are four digits',
               [r['kommunkod'] for r in found if len(r['kommunkod']) != 4],
               [])
        expect('working system', working(out), 'EPSG:3006')
        # Degrees have no scale: a note of their own, and the systems named.
        noted = notes(out)
        repaired = sum(not shape(f['geometry']).is_valid for f in wanted)
        expect('notes', noted, dict(
            {'N109': 1}, **({'N101': repaired} if repaired else {})))
        mended = {i for i, f in enumerate(wanted)
                  if not shape(f['geometry']).is_valid}
        plain = areas([shape(f['geometry']) for f in wanted], 4326)
        keep = [i for i in range(len(wanted)) if i not in mended]
        worst = same_areas('SWEREF 99 TM', [found[i]['area_m2'] for i in keep],
                           [plain[i] for i in keep])
        lerum = next(r for r in found if r['kommunkod'] == '1441')
        finish('%d municipalities, %d of them repaired, largest difference '
               '%.3f m2; Lerum %.1f km2' % (len(found), len(mended), worst,
                                            lerum['area_m2'] / 1e6))


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
