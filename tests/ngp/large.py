"""Many plans: all of them read, and how long the reading took.

usage: large.py MARKKLAR PLANS PROVISIONS_A_PLAN [SECONDS]

2000 25 is 2 000 files with 50 000 provisions, about 200 MB; with SECONDS the
reading may not take longer. Fails when an object is lost.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile

import delivery as d

METADATA = {  # about what a planning tool writes for each geometry
    'lagesbestamningsmetodIPlan': {
        'typ': 'geodetiskMatning', 'metod': 'digitalisering på skärm',
        'beskrivning': 'Gränsen är digitaliserad ur grundkarta. ' * 6},
    'produktionsdokumentation': [
        {'namn': 'Grundkarta till detaljplan', 'beskrivning': 'x' * 300}],
}


def ring(x, y, w, h, n):
    """A rectangle of 4 n corners, on the boundary."""
    side = [i / n for i in range(n)]
    at = [(t, 0) for t in side] + [(1, t) for t in side] + \
         [(1 - t, 1) for t in side] + [(0, 1 - t) for t in side] + [(0, 0)]
    return {'type': 'Polygon', 'coordinates': [
        [[x + w * a + 0.123456789, y + h * b + 0.987654321] for a, b in at]]}


def area(x, y, w, h, n):
    g = d.geometri(ring(x, y, w, h, n))
    g['geometrimetadata'] = METADATA
    return [g]


def one_plan(i, count):
    x, y = 120000 + i % 50 * 900, 6380000 + i // 50 * 900
    name = f'P{i}'
    made = [d.plan(name, area(x, y, 800, 800, 60))]
    strip = 800 / count
    for k in range(count):
        letter = ('J', 'B', 'Z', 'GATA')[k % 4]
        motiv = {'motiv': 'Syftet är att ge mark för verksamheter. ' * 12}
        make = d.use if k % 2 == 0 else d.prick
        args = (letter,) if make is d.use else ()
        made.append(make(f'{name}/{k}', name, *args,
                         area(x, y + k * strip, 800, strip, 10),
                         planbestammelsebeskrivning=motiv))
    return d.collection(*made)


def parcel():
    return {'type': 'FeatureCollection',
            'crs': {'type': 'name',
                    'properties': {'name': 'urn:ogc:def:crs:EPSG::3007'}},
            'features': [{'type': 'Feature', 'properties': {'id': 'A'},
                          'geometry': d.square(120010, 6380010, 500)}]}


def main(markklar, plans, provisions, seconds='0'):
    plans, provisions = int(plans), int(provisions)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'leverans'))
        size = 0
        for i in range(plans):
            path = os.path.join(folder, 'leverans', f'plan_{i}.json')
            with open(path, 'w', encoding='utf-8') as f:
                json.dump(one_plan(i, provisions), f, ensure_ascii=False)
            size += os.path.getsize(path)
        d.write(os.path.join(folder, 'fast.geojson'), parcel())
        project = os.path.join(folder, 'p.yaml')
        d.write(project, 'referensdatum: 2026-11-01\nindata:\n'
                '  fastigheter: {fil: fast.geojson, falt: {fast_id: id}}\n'
                '  detaljplaner: {fil: leverans}\n')
        out = os.path.join(folder, 'out')
        done = subprocess.run(
            [markklar, 'score', project, '--out', out], capture_output=True,
            text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr)
        with open(os.path.join(out, 'korning.json'), encoding='utf-8') as f:
            run = json.load(f)
        with open(os.path.join(out, 'tider.json'), encoding='utf-8') as f:
            times = json.load(f)
        with open(os.path.join(out, 'mark.geojson'), encoding='utf-8') as f:
            mark = json.load(f)['features'][0]['properties']
    uses = provisions - provisions // 2
    assert run['antal']['planer'] == plans, run['antal']
    assert f'av {uses * plans} användningsbestämmelser' in done.stderr
    assert f'{provisions // 2 * plans} egenskapsbestämmelser' in done.stderr
    assert mark['industri_m2'] > 0 and mark['plan_nr'] == 'P0', mark
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f'{size / 1e6:.0f} MB, {plans * provisions} provisions; '
          f'peak {peak} MiB; {times}')
    if float(seconds):
        took = next(v for k, v in times.items() if 'plan' in k)
        assert took <= float(seconds), times


if __name__ == '__main__':
    main(*sys.argv[1:])
