"""init then score, on the sample data and on a renamed copy of it.

The copy has the names of the older Fastighetskartan (ay_<kommunkod>.shp), of a
municipal plan layer of shapefile heritage, and of the older building layer; its
encoding is not stated anywhere. Every property of every feature must agree with
that of the data as delivered, and with the project file written by hand.

usage: renamed.py MARKKLAR GEODATA
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import yaml
from osgeo import gdal

gdal.UseExceptions()

# target: (source, SELECT in SQLite's dialect, creation options)
COPIES = {
    'leverans/ay_9998.shp': (
        'fastighetsindelning_kn9998.gpkg',
        "SELECT geom, registerenhetsreferens AS FNR_FDS, "
        "kommunnamn || ' ' || trakt || ' ' || "
        "CASE WHEN block IS NULL THEN '' ELSE block || ':' END || enhet "
        "AS FASTIGHET, omradesnummer AS OMRNR, objekttyp AS DETALJTYP, "
        "kommunkod AS KOMMUNKOD FROM registerenhetsomradesyta",
        ['ENCODING=ISO-8859-1']),
    'Gallande_planer.shp': (
        'detaljplaner.shp',
        'SELECT geometry, PLANNR AS PLAN_, AKTBET AS LMAKT, PLANNAMN, '
        'PLANTYP, STATUS AS SKEDE, LAGAKRAFT AS LAGAKRAFT_, '
        'ANTAGEN AS BESLUTSDAT, GENOMF_FR AS GENOMF_FR, '
        'GENOMF_SLU AS GENOMF_SLU, '
        'GENOMF_TID AS GENOMFORAN FROM detaljplaner',
        ['ENCODING=UTF-8']),
    'kvartersmark.gpkg': (
        'anvandning.gpkg',
        'SELECT geom, PLANNR AS PLAN_, ANVANDNING AS BESTAMNING '
        'FROM anvandning', []),
    'by_99.shp': (
        'byggnader.gpkg',
        "SELECT geom, objektidentitet AS OBJEKT_ID, "
        "objekttyp || '; Ospecificerad' AS ANDAMAL_1T, "
        "CASE WHEN huvudbyggnad = 'Ja' THEN 'J' END AS HUVUDBYGGN, "
        "insamlingslage AS INSAM_LAGE FROM byggnad",
        ['ENCODING=ISO-8859-1']),
}


def rename_into(geodata, folder):
    os.makedirs(os.path.join(folder, 'leverans'))
    for target, (source, sql, options) in COPIES.items():
        path = os.path.join(folder, target)
        opened = gdal.OpenEx(
            os.path.join(geodata, source), gdal.OF_VECTOR,
            open_options=['ENCODING=CP1252'] if source.endswith('.shp')
            else [])
        driver = 'GPKG' if target.endswith('.gpkg') else 'ESRI Shapefile'
        made = gdal.VectorTranslate(
            path, opened, format=driver, SQLDialect='SQLite',
            SQLStatement=sql, layerCreationOptions=options)
        del made
        if options == ['ENCODING=ISO-8859-1']:  # leave the encoding unsaid
            os.remove(path[:-4] + '.cpg')
            with open(path[:-4] + '.dbf', 'r+b') as dbf:
                dbf.seek(29)
                dbf.write(b'\0')
    shutil.copy(os.path.join(geodata, 'gtfs_ekasa.zip'),
                os.path.join(folder, 'tidtabell.zip'))


# What the comparison is about; the other layers are compared in by_hand.py.
FOUND = ('fastigheter', 'detaljplaner', 'anvandning', 'byggnader',
         'tidtabeller')


def leave_found(path):
    with open(path, encoding='utf-8') as f:
        project = yaml.safe_load(f)
    project['indata'] = {k: project['indata'][k] for k in FOUND}
    project['indata']['detaljplaner']['falt'].pop('skede_datum', None)
    project.pop('restid', None)   # settings of layers that are left out
    project['referensdatum'] = str(project['referensdatum'])
    with open(path, 'w', encoding='utf-8') as f:
        yaml.safe_dump(project, f, allow_unicode=True)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f'{command}: {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout


def features(program, folder):
    """Score and read back: [(layer, properties)]."""
    path = os.path.join(folder, 'markklar.yaml')
    with open(path, encoding='utf-8') as f:
        text = f.read()
    # init writes today; the layer holds every plan, which no file can say
    text, dates = re.subn(r'(?m)^referensdatum: .*$',
                          'referensdatum: 2026-11-01', text)
    text, whole = re.subn(r'heltackande: (ja|nej|true|false)',
                          'heltackande: ja', text)
    assert dates == 1 and whole == 1, (dates, whole)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
    out = os.path.join(folder, 'resultat')
    run(program, 'score', path, '--out', out)
    found = []
    for layer in ('mark', 'verksamhetsmark', 'infrastruktur', 'hallplatser'):
        with open(os.path.join(out, layer + '.geojson'),
                  encoding='utf-8') as f:
            for one in json.load(f)['features']:
                found.append((layer, one['properties']))
    return found


def compare(name, want, got):
    if len(want) != len(got):
        sys.exit(f'{name}: {len(got)} features, not {len(want)}')
    wrong = [(a, b) for a, b in zip(want, got) if a != b]
    for (layer, a), (_, b) in wrong[:5]:
        print(name, layer, a.get('fastighet'),
              {k: (a[k], b.get(k)) for k in a if a[k] != b.get(k)})
    if wrong:
        sys.exit(f'{name}: {len(wrong)} of {len(want)} features differ')
    print(f'{name}: {len(got)} features agree')


def main(program, geodata):
    with tempfile.TemporaryDirectory() as top:
        by_hand, plain, renamed = (os.path.join(top, n) for n in
                                   ('by_hand', 'plain', 'renamed'))
        shutil.copytree(geodata, by_hand)
        shutil.copytree(geodata, plain)
        leave_found(os.path.join(by_hand, 'markklar.yaml'))
        os.remove(os.path.join(plain, 'markklar.yaml'))
        os.mkdir(renamed)
        rename_into(geodata, renamed)
        run(program, 'init', plain)
        run(program, 'init', renamed)
        for folder in (plain, renamed):
            leave_found(os.path.join(folder, 'markklar.yaml'))
        want = features(program, by_hand)
        assert len(want) > 1000, len(want)
        compare('as delivered', want, features(program, plain))
        compare('renamed', want, features(program, renamed))


if __name__ == '__main__':
    main(*sys.argv[1:])
