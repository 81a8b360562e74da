"""Many plans: all of them read, and how long the reading took.

usage: large.py MARKKLAR FILES PROVISIONS_A_FILE [SECONDS [MIB]]

2000 25 is 2 000 files with 50 000 provisions, about 200 MB; 1 200000 is one
file with 200 000, about 700 MB: a file of more than 1 000 holds several plans.
With SECONDS the reading may not take longer, with MIB the whole run not more
memory; 0: any. Fails when an object is lost.
"""
import json
import math
import os
import resource
import subprocess
import sys
import tempfile

import delivery as d

MOST_IN_PLAN = 1000
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


def features(i, count):
    """A plan of `count` provisions in a grid, uses and prickmark in turn."""
    x, y = 120000 + i % 50 * 900, 6380000 + i // 50 * 900
    name = f'P{i}'
    n = math.isqrt(count - 1) + 1
    cell = 800 / n
    motiv = {'motiv': 'Syftet är att ge mark för verksamheter. ' * 12}
    yield d.plan(name, area(x, y, 800, 800, 60))
    for k in range(count):
        letter = ('J', 'B', 'Z', 'GATA')[k % 4]
        make = d.use if k % 2 == 0 else d.prick
        args = (letter,) if make is d.use else ()
        yield make(f'{name}/{k}', name, *args,
                   area(x + k % n * cell, y + k // n * cell, cell, cell, 10),
                   planbestammelsebeskrivning=motiv)


def one_plan(i, count):
    return d.collection(*features(i, count))


def write_file(path, plans, count):
    """One feature at a time: a large delivery would take gigabytes here."""
    head = json.dumps(d.collection())
    with open(path, 'w', encoding='utf-8') as f:
        between = head[:-2]
        for i in plans:
            for feature in features(i, count):
                f.write(between)
                json.dump(feature, f, ensure_ascii=False)
                between = ',\n'
        f.write(head[-2:])


def write_all(folder, files, provisions):
    """The numbers of plans, of provisions in each, and of bytes."""
    each = -(-provisions // MOST_IN_PLAN)
    count = -(-provisions // each)
    size = 0
    for i in range(files):
        path = os.path.join(folder, f'leverans_{i}.json')
        write_file(path, range(i * each, (i + 1) * each), count)
        size += os.path.getsize(path)
    return files * each, count, size


def parcel():
    return {'type': 'FeatureCollection',
            'crs': {'type': 'name',
                    'properties': {'name': 'urn:ogc:def:crs:EPSG::3007'}},
            'features': [{'type': 'Feature', 'properties': {'id': 'A'},
                          'geometry': d.square(120010, 6380010, 500)}]}


def main(markklar, files, provisions, seconds='0', mib='0'):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'leverans'))
        plans, provisions, size = write_all(
            os.path.join(folder, 'leverans'), int(files), int(provisions))
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
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak, cpu = used.ru_maxrss // 1024, used.ru_utime + used.ru_stime
    print(f'{size / 1e6:.0f} MB, {plans} plans, {plans * provisions} '
          f'provisions: peak {peak} MiB, {cpu:.1f} s CPU in all; {times}')
    if float(seconds):
        assert times['planer_lasning_s'] <= float(seconds), times
    if float(mib):
        assert peak <= float(mib), peak


if __name__ == '__main__':
    main(*sys.argv[1:])
