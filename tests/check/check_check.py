#!/usr/bin/python3
"""check_check.py MARKKLAR GEODATA: markklar check on the sample as it is, and
on copies with things broken, one by one and all at once."""
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

PARCELS = 'fastighetsindelning_kn9998.gpkg'
FEED = 'gtfs_ekasa.zip'


class Copy:
    """A copy of the sample that may be broken."""

    def __init__(self, markklar, geodata, folder):
        self.markklar, self.folder = markklar, folder
        shutil.copytree(geodata, folder)
        self.project = os.path.join(folder, 'markklar.yaml')

    def path(self, name):
        return os.path.join(self.folder, name)

    def edit(self, old, new):
        with open(self.project, encoding='utf-8') as f:
            text = f.read()
        if old not in text:
            raise SystemExit(f'the project file has no {old!r}')
        with open(self.project, 'w', encoding='utf-8') as f:
            f.write(text.replace(old, new, 1))

    def sql(self, name, *statements):
        db = sqlite3.connect(self.path(name))
        # Triggers of the spatial index call functions that only GDAL has.
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE "
                                     "type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        for s in statements:
            db.execute(s)
        db.commit()
        db.close()

    def feed(self, change):
        """Rewrite the files of the feed; change(name, text) -> text."""
        with zipfile.ZipFile(self.path(FEED)) as z:
            files = {n: z.read(n).decode() for n in z.namelist()}
        with zipfile.ZipFile(self.path(FEED), 'w') as z:
            for name, text in files.items():
                z.writestr(name, change(name, text))

    def check(self, *args):
        return subprocess.run([self.markklar, 'check', self.project, *args],
                              capture_output=True, text=True, check=False)


def section(text, name):
    """The lines of one section of the report."""
    m = re.search(rf'^{name}\n((?:  .*\n)*)', text, re.M)
    return m[1] if m else ''


# ---- what is broken, and what must be said of it -----------------------------

def no_prj(c):
    os.remove(c.path('detaljplaner.prj'))


def no_fields(c):
    c.edit('objekttyp: objekttyp', 'objekttyp: slag')
    c.edit('block: block', 'block: kvarter')


def wrong_path(c):
    c.edit('byggnader.gpkg', 'byggnadr.gpkg')


def no_feed(c):
    os.remove(c.path(FEED))


def wrong_layer(c):
    c.edit('lager: registerenhetsomradesyta', 'lager: ytor')


def wrong_crs(c):
    c.edit('fil: anvandning.gpkg', 'fil: anvandning.gpkg\n    crs: EPSG:3007')
    c.sql('anvandning.gpkg', "UPDATE gpkg_contents SET min_x = 17, max_x = 18,"
          " min_y = 58, max_y = 59")


def not_a_file(c):
    c.edit('fil: byggnader.gpkg', 'fil: https://example.org/b.gpkg')


def broken_zip(c):
    with open(c.path(FEED), 'wb') as f:
        f.write(b'PK not a zip')


def feed_lacks_file(c):
    with zipfile.ZipFile(c.path(FEED)) as z:
        files = {n: z.read(n) for n in z.namelist() if n != 'trips.txt'}
    with zipfile.ZipFile(c.path(FEED), 'w') as z:
        for name, data in files.items():
            z.writestr(name, data)


# name: (break, section, what the section must say, all of it)
FATAL = {
    'missing .prj': (no_prj, 'DETALJPLANER',
                     ('I105', "'detaljplaner'", "'detaljplaner.shp'",
                      'crs: EPSG:3007')),
    'missing fields': (no_fields, 'FASTIGHETER',
                       ('I108', "'slag'", "'kvarter'", PARCELS,
                        "'registerenhetsomradesyta'", 'rätta falt:',
                        'objekttyp')),
    'wrong path': (wrong_path, 'BYGGNADER',
                   ('I101', "'byggnadr.gpkg'", 'rätta sökvägen')),
    'feed gone': (no_feed, 'TIDTABELLER',
                  ('I101', FEED, 'rätta sökvägen')),
    'wrong layer': (wrong_layer, 'FASTIGHETER',
                    ('I104', "'ytor'", 'registerenhetsomradesyta',
                     'sätt lager:')),
    'degrees said to be metres': (wrong_crs, 'ANVÄNDNING',
                                  ('I106', 'anvandning.gpkg', 'EPSG:3007',
                                   'sätt crs:')),
    'an address': (not_a_file, 'BYGGNADER',
                   ('I102', 'https://example.org/b.gpkg')),
    'broken zip': (broken_zip, 'TIDTABELLER', ('I403', FEED)),
    'feed lacks a file': (feed_lacks_file, 'TIDTABELLER',
                          ('I401', FEED, 'trips.txt')),
}


def letters(c):
    c.sql('anvandning.gpkg', "UPDATE anvandning SET ANVANDNING = 'Å1Ä' "
          'WHERE rowid = (SELECT min(rowid) FROM anvandning)',
          "UPDATE anvandning SET PLANNR = 'EK999' "
          'WHERE rowid = (SELECT max(rowid) FROM anvandning)')


def parcels_twice(c):
    c.sql(PARCELS, 'UPDATE registerenhetsomradesyta SET '
          'registerenhetsreferens = (SELECT registerenhetsreferens FROM '
          'registerenhetsomradesyta ORDER BY rowid LIMIT 1), '
          'omradesnummer = (SELECT omradesnummer FROM '
          'registerenhetsomradesyta ORDER BY rowid LIMIT 1) WHERE rowid = '
          '(SELECT rowid FROM registerenhetsomradesyta ORDER BY rowid LIMIT '
          '1 OFFSET 1)',
          'UPDATE registerenhetsomradesyta SET registerenhetsreferens = NULL,'
          ' trakt = NULL WHERE rowid = (SELECT max(rowid) FROM '
          'registerenhetsomradesyta)')


def unused_value(c):
    c.edit('status: STATUS', 'status: {falt: STATUS, varden: '
           '{Gällande: laga kraft, Gallrad: upphävd}}')


def unread_word(c):
    c.edit('status: STATUS', 'status: {falt: STATUS, varden: '
           '{Upphävd: Kanske}}')
    c.edit('laga_kraft: ', '# laga_kraft: ')


def day_outside(c):
    c.edit('dag: auto', 'dag: 2031-01-07')


def dangling(c):
    def change(name, text):
        if name != 'stops.txt':
            return text
        rows = list(csv.reader(io.StringIO(text)))
        kept = [rows[0]] + [r for i, r in enumerate(rows[1:]) if i % 4]
        out = io.StringIO()
        csv.writer(out).writerows(kept)
        return out.getvalue()
    c.feed(change)


NOTED = {
    'letters and a plan not there': (
        letters, 'ANVÄNDNING', ('Å1Ä: 1',)),
    'a plan not there': (
        letters, 'DETALJPLANER',
        ('användningsytor vars plan inte finns: 1', 'N212', 'EK999')),
    'duplicate and nameless': (
        parcels_twice, 'FASTIGHETER',
        ('utan fast_id och beteckning: 1',
         'dubbletter av fast_id och områdesnummer: 1', 'N302', 'N303')),
    'value never met': (
        unused_value, 'DETALJPLANER', ("N301", "'Gallrad'",
                                       'kontrollera stavningen')),
    'a status word that is not read': (
        unread_word, 'DETALJPLANER',
        ('Kanske: antal ',
         '; läses inte: planen räknas inte som gällande')),
    'day outside': (
        day_outside, 'TIDTABELLER',
        ('VARNING: A403', '2031-01-07', 'kollektivtrafik.dag')),
    'dangling stops': (
        dangling, 'TIDTABELLER', ('VARNING: A401', 'stop_times.txt')),
}

CLEAN = {
    'FASTIGHETER': ('lager: registerenhetsomradesyta', 'format: GPKG',
                    'koordinatsystem: EPSG:3006; enligt filen',
                    'fast_id: ← registerenhetsreferens',
                    'fält som inte används: objektidentitet',
                    'samfällighetsområde: ', 'lagade 3; saknas 1'),
    'DETALJPLANER': ('format: ESRI Shapefile', 'teckenkodning: CP1252',
                     'Antagen, ej laga kraft: antal 2; läses som antagen',
                     'inte detaljplan, utelämnas: 3',
                     'gällande planer som överlappar: par ',
                     'gällande utan användningsytor (okänd användning): 1'),
    'ANVÄNDNING': ('bokstav: ← ANVANDNING', 'utan användning: 0'),
    # counted with SQL in kommunen.gpkg: 20 of the 21 stations have power left
    'LAGER: el': ('    0 MW: antal 1; läses som saknas',
                  'mer än 0 MW: antal 20; läses som finns',
                  'ledig effekt: minst 1,5 MW; mest 40,0 MW'),
    'BYGGNADER': ('typ: ← objekttyp', 'bostadshus (huvudbyggnad): ',
                  'i illustrativt läge, utelämnas: 1'),
    'TIDTABELLER': ('gtfs_ekasa.zip: gäller ', 'dag som räknas: ',
                    'vald av markklar', 'hållplatser: antal '),
}


def numbers(text):
    text = re.sub(r'(?<=\d),(?=\d)', '.', text)  # the Swedish comma
    return sorted(re.findall(r'\d+(?:\.\d+)?', text))


def no_doubles(pairs):
    keys = [k for k, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f'a key twice among {keys}')
    return dict(pairs)


def clean_problems(c):
    r = c.check()
    if r.returncode:
        yield f'clean: exit {r.returncode}, {r.stderr}'
    for name, want in CLEAN.items():
        have = section(r.stdout, name)
        for text in want:
            if text not in have:
                yield f'clean {name}: no {text!r} in\n{have}'
    if 'KAN INTE' in r.stdout or 'VARNING' in r.stdout:
        yield f'clean data is complained of:\n{r.stdout}'
    if 'alla indata kan användas' not in r.stdout:
        yield 'clean: no verdict'
    rows = sqlite3.connect(c.path(PARCELS)).execute(
        'SELECT count(*) FROM registerenhetsomradesyta').fetchone()[0]
    if f'antal objekt: {rows}\n' not in section(r.stdout, 'FASTIGHETER'):
        yield f'clean: not {rows} parcels'
    en = c.check('--lang', 'en')
    if numbers(en.stdout) != numbers(r.stdout):
        yield 'Swedish and English do not give the same numbers'
    if 'every input can be used' not in en.stdout:
        yield 'no English verdict'
    data = json.loads(c.check('--json').stdout, object_pairs_hook=no_doubles)
    if data['fastigheter']['antal'] != rows:
        yield 'JSON: number of parcels'
    if c.check('--strict').returncode != 1:
        yield '--strict with notes is not exit 1'


def said(name, text, stated, code, want_code):
    for w in stated:
        if w not in text:
            yield f'{name}: no {w!r} in\n{text}'
    if code != want_code:
        yield f'{name}: exit {code}, not {want_code}'


def broken_problems(copy):
    for name, (harm, where, want) in FATAL.items():
        c = copy()
        harm(c)
        r = c.check()
        yield from said(name, section(r.stdout, where),
                        ('KAN INTE ANVÄNDAS', *want), r.returncode, 4)
        if 'inte kan användas: 1;' not in r.stdout or 'I303' not in r.stderr:
            yield f'{name}: not counted as one\n{r.stdout[-200:]}{r.stderr}'
        for other in CLEAN:
            if other != where and 'KAN INTE' in section(r.stdout, other):
                yield f'{name}: {other} is blamed'
    for name, (harm, where, want) in NOTED.items():
        c = copy()
        harm(c)
        r = c.check()
        yield from said(name, section(r.stdout, where), want, r.returncode,
                        0)


def together_problems(c):
    """Everything at once: each is told in the same pass."""
    harms = ('missing .prj', 'missing fields', 'wrong path', 'feed gone',
             'degrees said to be metres')
    for name in harms:
        FATAL[name][0](c)
    r = c.check()
    for name in harms:
        _, where, want = FATAL[name]
        yield from said('together, ' + name, section(r.stdout, where), want,
                        r.returncode, 4)
    if f'inte kan användas: {len(harms)};' not in r.stdout:
        yield f'together: not counted as {len(harms)}'
    en = c.check('--lang', 'en')
    if en.stdout.count('CANNOT BE USED') != len(harms) + 1: # two fields
        yield f'together, English:\n{en.stdout}'


def delivered(folder):
    """Uses and other provisions of the deliveries, and how many of them name
    what the catalogue holds, or held under an older name: counted here."""
    with open(os.path.join(folder, 'katalog.json'), encoding='utf-8') as f:
        entries = json.load(f)['bestammelser']
    now = {e['id'] for e in entries}
    older = {u.strip() for e in entries
             for u in (e.get('ersatter') or '').split(',')}
    found = {'use': [0, 0, 0], 'other': [0, 0, 0]}
    for name in os.listdir(os.path.join(folder, 'leverans')):
        with open(os.path.join(folder, 'leverans', name),
                  encoding='utf-8') as f:
            for o in json.load(f)['features']:
                o = o['properties']
                kind = o.get('feature:typ', 'detaljplan')
                if kind == 'detaljplan':
                    continue
                n = found['use' if kind.startswith('anv') else 'other']
                ref = o.get('planbestammelsekatalogreferens', '').strip('{}')
                n[0] += 1
                n[1] += ref in now or ref in older
                n[2] += ref in older and ref not in now
    return found


def coverage_problems(markklar, geodata):
    folder = os.path.join(geodata, 'ngp')
    done = subprocess.run(
        [markklar, 'check', os.path.join(folder, 'markklar.yaml'), '--json'],
        capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    plans = told['detaljplaner']
    for key, what in (('katalog_anvandning', 'use'),
                      ('katalog_ovriga', 'other')):
        count, known, older = delivered(folder)[what]
        got = plans[key]
        want = (count, round(100 * known / count, 1), older)
        if (got['antal'], got['procent'], got['aldre']) != want:
            yield f'{key}: {got}, not {want}'
    # geodata/README.md, Nyhult: one hectare's use is over, or not begun.
    if plans['luckor']['planer'] != 1 or \
            abs(plans['luckor']['m2'] - 10000) > 1:
        yield f'gaps of plans: {plans["luckor"]}'
    kinds = told['bestammelser']['slag']
    if sum(kinds.values()) != delivered(folder)['other'][0]:
        yield f'provisions by kind: {kinds}'


def main(markklar, geodata):
    with tempfile.TemporaryDirectory() as folder:
        made = []

        def copy():
            made.append(1)
            return Copy(markklar, geodata,
                        os.path.join(folder, str(len(made))))
        found = [*clean_problems(copy()), *broken_problems(copy),
                 *together_problems(copy()),
                 *coverage_problems(markklar, geodata)]
    for what in found:
        print(what)
    sys.exit(1 if found else 0)


if __name__ == '__main__':
    main(*sys.argv[1:])
