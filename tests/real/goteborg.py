#!/usr/bin/python3
"""Lantmäteriet's samples over Göteborg, with the traps files really have:
.cpg saying "ISO 88591" or nothing, no .prj, one id on several rows, Web
Mercator, lines where polygons are asked for.

    goteborg.py MARKKLAR DATA
"""
import collections
import os
import shutil
import sys
import tempfile

import yaml
from osgeo import gdal

from real import (areas, dbf, expect, finish, load, need, notes, project,
                  rows, run, same_areas, shapes, working)

BUILDINGS = 'CityModel_2019/CityModel'
MAP = 'create-uuid-propertymap/PropertyMap'
TWICE = 'duplicate-shp-uuids/by_14'
LAND = 'landuse/landuse_testdata'
ROADS = 'roadnetwork-central-gbg/vl_riks'


def score(program, folder, *given, **options):
    """Run score on a layer; the result folder, or the failed run."""
    out = os.path.join(folder, 'ut')
    done = run(program, 'score', project(folder, *given, **options), '-o',
               out, '--overwrite')
    return out if done.exit == 0 else done


def good(what, found):
    return expect(what + ': exit', getattr(found, 'exit', 0), 0)


def copy(data, name, folder, without=()):
    """The shapefile in a folder of the test's own, some parts left out."""
    for end in ('shp', 'shx', 'dbf', 'prj', 'cpg'):
        source = os.path.join(data, name + '.' + end)
        if end not in without and os.path.exists(source):
            shutil.copy(source, folder)
    return os.path.join(folder, os.path.basename(name) + '.shp')


def check_texts(what, found, table, column, key):
    wanted = [row[column] for row in table]
    expect('%s: texts of %s' % (what, column), [r[key] for r in found],
           wanted)
    return sum(any(c in 'åäöÅÄÖ' for c in w or '') for w in wanted)


def check_layer(program, data, folder, name, codec, epsg, fields, wanted):
    """Everything in the layer comes through: rows, texts, areas, system."""
    path = os.path.join(data, name + '.shp')
    out = score(program, folder, path, fields, **(
        {} if os.path.exists(path[:-3] + 'prj') else
        {'crs': 'EPSG:%d' % epsg}))
    if not good(name, out):
        return
    found, table = rows(out), dbf(path[:-3] + 'dbf', codec)
    expect(name + ': rows', len(found), len(table))
    accents = sum(check_texts(name, found, table, column, key)
                  for key, column in fields.items())
    geometries = shapes(path)
    worst = same_areas(name, [r['area_m2'] for r in found],
                       areas(geometries, epsg))
    expect(name + ': working system', working(out), 'EPSG:3006')
    expect(name + ': notes', notes(out), wanted)
    print('%s: %d rows, %d texts with å ä ö, largest difference %.3f m2' % (
        name, len(found), accents, worst))
    return found


def web_mercator(program, data, folder):
    """Areas are not those of the file's own system."""
    fields = {'fast_id': 'DETALJTYP', 'objekttyp': 'DETALJTYP'}
    found = check_layer(program, data, folder, LAND, 'utf-8', 3857, fields,
                        {'N107': 1})
    own = [g.area for g in shapes(os.path.join(data, LAND + '.shp'))]
    big = [(r['area_m2'], a) for r, a in zip(found or [], own) if a > 100]
    expect('Web Mercator: its areas are three to four times too large',
           [r for r in big if not 3 < r[1] / r[0] < 4], [])
    said = run(program, 'score', os.path.join(folder, 'markklar.yaml'), '-o',
               os.path.join(folder, 'ut'), '--overwrite', '--lang', 'en')
    expect('Web Mercator: both systems named', [
        w for w in ('EPSG:3006', 'EPSG:3857') if w not in said.err], [])


def encodings(program, data, folder):
    """Without a .cpg: bytes that are UTF-8 are that, others CP1252 with a
    note; teckenkodning: decides over the file."""
    fields = {'fastighet': 'ANDAMAL_1T', 'objekttyp': 'DETALJTYP'}
    silent = copy(data, TWICE, folder, without=('cpg',))
    for what, options, codec, wanted in (
            ('no .cpg', {}, 'cp1252', {'N104': 1}),
            ('teckenkodning', {'teckenkodning': 'CP850'}, 'cp850', {})):
        out = score(program, folder, silent, fields, **options)
        if good(what, out):
            for key, column in fields.items():
                check_texts(what, rows(out),
                            dbf(silent[:-3] + 'dbf', codec), column, key)
            expect(what + ': notes', notes(out), wanted)
    silent = copy(data, LAND, folder, without=('cpg',))
    out = score(program, folder, silent, {'objekttyp': 'DETALJTYP'})
    if good('UTF-8 without .cpg', out):
        check_texts('UTF-8 without .cpg', rows(out),
                    dbf(silent[:-3] + 'dbf', 'utf-8'), 'DETALJTYP',
                    'objekttyp')
        expect('UTF-8 without .cpg: notes', notes(out), {'N107': 1})


def no_prj(program, data, folder):
    path = os.path.join(data, BUILDINGS + '.shp')
    for command in ('score', 'check'):
        yaml_path = project(folder, path, {'fast_id': 'OBJEKT_ID'})
        more = ['-o', os.path.join(folder, 'ut')] if command == 'score' else []
        done = run(program, command, yaml_path, *more)
        expect('no .prj: exit of ' + command, done.exit, 4)
        expect('no .prj: %s says what to write' % command,
               'I105' in done.out + done.err and
               'crs: EPSG:' in done.out + done.err, True)
    done = score(program, folder, path, {'fast_id': 'OBJEKT_ID'},
                 crs='EPSG:4326')
    expect('metres taken as degrees', getattr(done, 'codes', None),
           collections.Counter(I106=1))


def lines(program, data, folder):
    done = score(program, folder, os.path.join(data, ROADS + '.shp'),
                 {'fast_id': 'KKOD'})
    expect('roads as parcels', getattr(done, 'codes', None),
           collections.Counter(I112=1))


def own_zone(program, data, folder):
    """The same land in SWEREF 99 12 00: computed there."""
    path = os.path.join(folder, 'zon.gpkg')
    gdal.VectorTranslate(path, os.path.join(data, TWICE + '.shp'),
                         dstSRS='EPSG:3007', format='GPKG')
    out = score(program, folder, path, {'fast_id': 'OBJEKT_ID'})
    if good('SWEREF 99 12 00', out):
        expect('SWEREF 99 12 00: working system', working(out), 'EPSG:3007')
        expect('SWEREF 99 12 00: notes', notes(out), {})
        same_areas('SWEREF 99 12 00', [r['area_m2'] for r in rows(out)],
                   areas(shapes(path), 3007, 3007))


def duplicates(program, data, folder):
    """One OBJEKT_ID on several rows: one fastighet of several områden, and
    the same område twice where a number says so."""
    path = os.path.join(data, TWICE + '.shp')
    geometries = shapes(path)
    table = dbf(path[:-3] + 'dbf', 'latin-1')
    times = collections.Counter(row['OBJEKT_ID'] for row in table)
    expect('duplicates: ids on several rows',
           sum(n > 1 for n in times.values()), 13)
    plan = os.path.join(folder, 'plan.geojson')
    gdal.VectorTranslate(plan, path, format='GeoJSON', SQLDialect='SQLite',
                         SQLStatement='SELECT ST_ConvexHull(ST_Collect('
                         'geometry)) AS geometry FROM by_14')
    more = ('  detaljplaner: {fil: "%s", falt: {id: {konstant: "1"}, '
            'status: {konstant: laga kraft}}}\n'
            '  anvandning: {fil: "%s", falt: {plan: {konstant: "1"}, '
            'bokstav: {konstant: J}}}\n' % (plan, plan))
    fields = {'fast_id': 'OBJEKT_ID'}
    out = score(program, folder, path, fields, more=more)
    if not good('duplicates', out):
        return
    land = rows(out, 'verksamhetsmark.geojson')
    expect('duplicates: delområden', len(land),
           sum(part.area >= 25 for g in geometries
               for part in getattr(g, 'geoms', [g])))
    expect('duplicates: områden of each fastighet',
           [r['del_id'] for r in land
            if r['fast_delar'] != times[r['fast_id']]], [])
    total = collections.Counter()
    for row, area in zip(table, areas(geometries, 3006)):
        total[row['OBJEKT_ID']] += area
    expect('duplicates: area of each fastighet',
           [r['del_id'] for r in land if abs(
               r['fast_m2'] - total[r['fast_id']]) >
            0.05 * times[r['fast_id']] + 1e-3], [])
    same = project(folder, path, dict(fields, omr_nr='{konstant: "1"}'))
    done = run(program, 'check', same)
    expect('duplicates: check', done.exit, 0)
    expect('duplicates: check tells of the same område twice',
           'N303' in done.out + done.err, True)


def init(program, data, folder):
    """What init makes of them; a system is never guessed."""
    for name in (BUILDINGS, LAND, ROADS):
        copy(data, name, folder)
    done = run(program, 'init', folder, '--date', '2026-11-01')
    expect('init: exit', done.exit, 0)
    with open(os.path.join(folder, 'markklar.yaml'), encoding='utf-8') as f:
        made = yaml.safe_load(f)
    buildings = made['indata'].get('byggnader') or {}
    expect('init: buildings', buildings.get('fil'), 'CityModel.shp')
    expect('init: system of the layer without .prj is left open',
           ('crs' in buildings, buildings.get('crs')), (True, None))
    expect('init: roads are nobody\'s', [
        role for role, i in made['indata'].items()
        if isinstance(i, dict) and i.get('fil') == 'vl_riks.shp'], [])


def main(program, data):
    need(*[os.path.join(data, n + '.shp')
           for n in (BUILDINGS, MAP, TWICE, LAND, ROADS)])
    fields = {'fast_id': 'OBJEKT_ID', 'fastighet': 'ANDAMAL_1T',
              'objekttyp': 'DETALJTYP'}
    with tempfile.TemporaryDirectory() as folder:
        # LDID 0x03 (Windows), .cpg "ISO 88591", LDID 0x03; the land cover
        # further down has .cpg "UTF-8"
        check_layer(program, data, folder, MAP, 'cp1252', 3006, fields, {})
        check_layer(program, data, folder, TWICE, 'latin-1', 3006, fields, {})
        check_layer(program, data, folder, BUILDINGS, 'cp1252', 3006, fields,
                    {})
        web_mercator(program, data, folder)
        for test in (encodings, no_prj, lines, own_zone, duplicates, init):
            inner = tempfile.mkdtemp(dir=folder)
            test(program, data, inner)
    finish('Göteborg')


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
