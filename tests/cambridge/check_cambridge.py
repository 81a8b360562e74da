#!/usr/bin/python3
"""Run markklar on Cambridge, check its figures against known ones.

    check_cambridge.py MARKKLAR DATA     run the program on the folder DATA,
                                         check, then compare with the oracle
    check_cambridge.py OUTDIR            check a finished run

Exit 77 where DATA is absent: ctest calls that skipped.

The known figures were counted apart from the program: 13,116 parcels of which
34 are invalid and one is empty; on Tuesday 2025-06-03 the timetable has 537
trips and Porter, the one station in the city, 30 departures 06-20; 636 parcels
lie within 500 m of it and 404 within 400 m. With plans 635 parcels are served
within 500 m: one takes its access from its best delområde, which lies past
500 m. So the program runs twice, without plans and with them.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.dirname(HERE))
import prepare_gtfs  # noqa: E402

SKIP = 77
PARCELS, INVALID, EMPTY = 13116, 34, 1
WITHIN_500, WITHIN_400 = 636, 404
WITHIN_500_BY_PIECE = 635
DAY, TRIPS = '2025-06-03', 537
PORTER_AVG_H = round(30 / 14, 2)

failures = []


def expect(what, found, wanted):
    ok = found == wanted
    print('%-4s %s: %r%s' % ('ok' if ok else 'FAIL', what, found,
                             '' if ok else ', should be %r' % (wanted,)))
    if not ok:
        failures.append(what)


def load(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8') as f:
        return json.load(f)


def note_count(run, code):
    """How many times korning.json says a note was made. The list may hold
    one entry per note or one per code with a count."""
    notes = [n for n in find_notes(run) if code in (n.get('kod'),
                                                    n.get('code'))]
    if len(notes) == 1:
        return notes[0].get('antal', notes[0].get('count', 1))
    return len(notes)


def find_notes(run):
    for key in ('noter', 'anmarkningar', 'notes'):
        if isinstance(run.get(key), list):
            return run[key]
    return []


def check_parcels(folder, within_500):
    """What holds with plans and without. Returns the judged rows."""
    rows = [f['properties'] for f in load(folder, 'mark.geojson')['features']]
    expect('features in mark', len(rows), PARCELS)
    judged = [r for r in rows if r['bedomning'] != 'kan inte bedömas']
    expect('parcels that cannot be judged', len(rows) - len(judged), EMPTY)
    expect('areas that are not positive',
           sum(not r['area_m2'] > 0 for r in judged), 0)
    expect('parcels served within 500 m',
           sum(bool(r['kolln_500']) for r in judged), within_500)
    expect('parcels served within 400 m',
           sum(bool(r['kolln_400']) for r in judged), WITHIN_400)
    served = {(r['hpl_namn'], r['avg_h']) for r in judged if r['kolln_500']}
    expect('what serves them', served, {('Porter', PORTER_AVG_H)})
    expect('Porter within 500 m but the flag says otherwise',
           sum(bool(r['kolln_500']) != (r['hpl_m'] < 500) for r in judged
               if r['hpl_namn'] == 'Porter' and r['hpl_m'] != 500), 0)
    expect('scores outside their bounds',
           sum(not 0 <= r['poang'] <= r['poang_max'] <= 100 for r in judged
               if r['poang'] is not None), 0)
    expect('scores of parcels left out',
           sum(r['poang'] is not None for r in rows
               if r['bedomning'] != 'bedömd'), 0)

    run = load(folder, 'korning.json')
    expect('notes of repaired geometry', note_count(run, 'N101'), INVALID)
    expect('notes of missing geometry', note_count(run, 'N102'), EMPTY)
    return judged


def check_without_plans(folder):
    judged = check_parcels(folder, WITHIN_500)
    expect('words of planstatus without plans',
           {r['planstatus'] for r in judged}, {'planuppgift saknas'})
    expect('groups of use without plans',
           {r['industri_m2'] for r in judged}, {None})
    land = load(folder, 'verksamhetsmark.geojson')['features']
    expect('delområden without plans', len(land), 0)


def check(folder):
    check_parcels(folder, WITHIN_500_BY_PIECE)
    land = [f['properties']
            for f in load(folder, 'verksamhetsmark.geojson')['features']]
    ranks = sorted(r['rang'] for r in land if r['rang'] is not None)
    expect('first rank', ranks[:1], [1])
    expect('ranks past the number ranked',
           sum(r > len(ranks) for r in ranks), 0)
    expect('delområden below 25 m2',
           sum(r['area_m2'] < 25 for r in land), 0)


def prepare(data, folder, plans=True):
    """The project file with its paths filled in; returns its path."""
    feed = os.path.join(folder, 'gtfs.zip')
    prepare_gtfs.prepare(os.path.join(data, 'gtfs_mbta_commuter_rail.zip'),
                         feed)
    with open(os.path.join(HERE, 'markklar.yaml.in'), encoding='utf-8') as f:
        text = f.read()
    if not plans:
        first = text.index('  detaljplaner:')
        text = text[:first] + text[text.index('  tidtabeller:'):]
    project = os.path.join(folder, 'markklar.yaml' if plans
                           else 'utan_planer.yaml')
    with open(project, 'w', encoding='utf-8') as f:
        f.write(text.replace('@DATA@', os.path.abspath(data))
                .replace('@FEED@', feed))
    return project


def run_once(program, project, out, checks):
    print('--', os.path.basename(project))
    done = subprocess.run([program, 'score', project, '-o', out,
                           '--overwrite'])
    expect('exit of score', done.returncode, 0)
    if done.returncode:
        return
    checks(out)
    sys.stdout.flush()
    done = subprocess.run([sys.executable, os.path.join(
        os.path.dirname(HERE), 'oracle.py'), project, out])
    expect('exit of the oracle', done.returncode, 0)


def run_all(program, data):
    if not os.path.exists(os.path.join(data, 'parcels_fy2014.gpkg')):
        print('skipped: no data in ' + data)
        return SKIP
    with tempfile.TemporaryDirectory() as folder:
        run_once(program, prepare(data, folder, plans=False),
                 os.path.join(folder, 'utan'), check_without_plans)
        run_once(program, prepare(data, folder), os.path.join(folder, 'med'),
                 check)
    return 1 if failures else 0


if __name__ == '__main__':
    if len(sys.argv) == 3:
        sys.exit(run_all(sys.argv[1], sys.argv[2]))
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    check(sys.argv[1])
    sys.exit(1 if failures else 0)
