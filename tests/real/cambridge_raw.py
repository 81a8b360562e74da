#!/usr/bin/python3
"""A timetable whose stop_times name platforms that stops.txt lacks: the feed
of the city as it was published, before tests/cambridge completes it.

    cambridge_raw.py MARKKLAR DATA
"""
import csv
import io
import os
import sys
import tempfile
import zipfile

from real import expect, finish, load, need, notes, project, rows, run

STOP_TIMES = 19268


def dangling(feed):
    """Rows of stop_times, and those whose stop is not in stops.txt."""
    with zipfile.ZipFile(feed) as z:
        def table(name):
            text = z.read(name).decode('utf-8-sig')
            return csv.DictReader(io.StringIO(text, newline=''))
        stops = {row['stop_id'] for row in table('stops.txt')}
        calls = [row['stop_id'] for row in table('stop_times.txt')]
    return len(calls), sum(c not in stops for c in calls)


def main(program, data):
    feed = os.path.join(data, 'gtfs_mbta_commuter_rail.zip')
    parcels = os.path.join(data, 'parcels_fy2014.gpkg')
    need(feed, parcels)
    expect('what the feed is', dangling(feed), (STOP_TIMES, STOP_TIMES))
    words = '%d av %d' % (STOP_TIMES, STOP_TIMES)
    with tempfile.TemporaryDirectory() as folder:
        path = project(folder, parcels, {'fast_id': 'ML', 'fastighet': 'ML'},
                       more='  tidtabeller: ["%s"]\n'
                            'kollektivtrafik: {dag: 2025-06-03}\n' % feed)
        checked = run(program, 'check', path)
        expect('exit of check', checked.exit, 0)
        expect('check names the alarm', checked.codes['A401'] > 0, True)
        expect('check gives the figures', words in checked.out + checked.err,
               True)

        out = os.path.join(folder, 'ut')
        scored = run(program, 'score', path, '-o', out)
        expect('exit of score', scored.exit, 0)
        expect('score names the alarm', scored.codes['A401'], 1)
        expect('score gives the figures', words in scored.err, True)
        expect('the alarm stays with the result', notes(out).get('A401'), 1)
        told = load(out, 'korning.json')['tidtabell']['floden'][0]
        expect('stop_times without a stop', told['utan_hallplats'],
               STOP_TIMES)
        # No trip at all on the day: access is unknown, not poor.
        judged = [r for r in rows(out) if r['bedomning'] == 'bedömd']
        expect('parcels with access', sum(bool(r['kolln_500']) or
                                          r['hpl_m'] is not None
                                          for r in judged), 0)
        expect('class of a parcel', {r['koll_klass'] for r in judged}, {None})
        expect('no layer of stops', [
            name for name in ('hallplatser.geojson', 'infrastruktur.geojson')
            if os.path.exists(os.path.join(out, name))], [])
        strict = run(program, 'score', path, '-o', out, '--overwrite',
                     '--strict')
        expect('exit with --strict', strict.exit, 1)
        finish('%d stop_times, none with a stop' % STOP_TIMES)


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
