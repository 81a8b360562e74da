#!/usr/bin/python3
"""Streets nobody on this project made: check's counts against the same files
read by other means (an OpenStreetMap reader of the test's own, the .dbf and
.shp byte by byte, the .gpkg by SQLite).

    streets.py MARKKLAR DATA
"""
import collections
import json
import os
import shutil
import sqlite3
import struct
import sys
import tempfile

from osmpbf import ways
from real import dbf, expect, finish, need, project, run

POA = 'porto-alegre/poa_osm.pbf'
OSLO = 'osm-nordic/oslo-east-filtered.osm.pbf'
LUND = 'osm-nordic/lund-station-sweden.osm.pbf'
CAMBRIDGE = 'cambridge/centerlines.gpkg'
CENTRAL = 'goteborg-lantmateriet/roadnetwork-central-gbg/vl_riks'
TORSLANDA = 'goteborg-lantmateriet/roadnetwork-torslanda/vl_riks'
TEST_ROAD = 'goteborg-lantmateriet/road_network/test_road'

# What R5 walks on: every highway but these …
NO_FOOTPATH = {'motorway', 'motorway_link', 'trunk', 'trunk_link', 'proposed',
               'construction', 'platform', 'bridleway'}
YES = {'yes', 'designated', 'permissive'}


def walkable(tags):
    """… unless a tag says no."""
    return (tags['highway'] not in NO_FOOTPATH and tags.get('foot') != 'no' and
            (tags.get('access') not in ('no', 'private') or
             tags.get('foot') in YES))


def check(program, folder, path, crs, lon, lat, more=''):
    """The one layer of streets as check tells of it."""
    square = [[lon, lat], [lon + .001, lat], [lon + .001, lat + .001],
              [lon, lat]]
    parcels = os.path.join(folder, 'mark.geojson')
    with open(parcels, 'w', encoding='utf-8') as f:
        json.dump({'type': 'FeatureCollection', 'features': [
            {'type': 'Feature', 'properties': {'id': 'a'},
             'geometry': {'type': 'Polygon', 'coordinates': [square]}}]}, f)
    done = run(program, 'check', '--json', project(
        folder, parcels, {'fast_id': 'id'},
        more='  gator: {fil: "%s"%s}\narbets_crs: %s\n' % (path, more, crs)))
    expect(path + ': exit', done.exit, 0)
    return json.loads(done.out)['gator'][0]['kallor'][0]


def highways(path):
    return [(tags, n) for tags, n in ways(path) if 'highway' in tags]


def check_osm(program, data, folder, name, crs, lon, lat):
    path = os.path.join(data, name)
    wanted = highways(path)
    before = sorted(os.listdir(folder))
    found = check(program, folder, path, crs, lon, lat)
    expect(name + ': kalla', found['kalla']['kalla'], 'osm')
    expect(name + ': ways', found['antal'], len(wanted))
    expect(name + ': kept and closed', found['linjer']['antal'] +
           found['linjer']['stangda'], len(wanted))
    expect(name + ': classes',
           {k['varde']: k['antal'] for k in found['klasser']},
           collections.Counter(tags['highway'] for tags, _ in wanted))
    expect(name + ': files left behind', set(os.listdir(folder)) -
           set(before), {'mark.geojson', 'markklar.yaml'} - set(before))
    return found, wanted


def osm(program, data, folder):
    found, wanted = check_osm(program, data, folder, POA, 'EPSG:32722',
                              -51.2, -30.03)
    expect('Porto Alegre: walkable as R5 has it', found['linjer']['gang'],
           sum(walkable(tags) for tags, _ in wanted))
    expect('Porto Alegre: speeds stated', found['lagret_anger']['hastighet'],
           sum('maxspeed' in tags for tags, _ in wanted))
    found, wanted = check_osm(program, data, folder, OSLO, 'EPSG:25832',
                              10.8, 59.91)
    # Trunk roads with foot=yes are open, foot=private closes.
    expect('Oslo: on foot', found['linjer']['gang'], sum(
        (walkable(tags) or (tags['highway'].startswith('trunk') and
                            tags.get('foot') in YES)) and
        tags.get('foot') != 'private' for tags, _ in wanted))
    found, wanted = check_osm(program, data, folder, LUND, 'EPSG:3006',
                              13.18, 55.7)
    expect('Lund: planned is no street', found['linjer']['gang'], sum(
        walkable(tags) and tags['highway'] != 'planned'
        for tags, _ in wanted))


def parts(path):
    """Lines and vertices of a shapefile, from its bytes."""
    with open(path, 'rb') as f:
        data = f.read()
    lines = vertices = 0
    at = 100
    while at < len(data):
        words, kind = struct.unpack('>i', data[at + 4:at + 8])[0], \
            struct.unpack('<i', data[at + 8:at + 12])[0]
        if kind in (3, 13, 23):
            n, m = struct.unpack('<ii', data[at + 44:at + 52])
            lines, vertices = lines + n, vertices + m
        at += 8 + 2 * words
    return lines, vertices


def lantmateriet(program, data, folder):
    for name, codec in ((CENTRAL, 'latin-1'), (TORSLANDA, 'latin-1'),
                        (TEST_ROAD, 'utf-8')):
        path = os.path.join(data, name)
        table = dbf(path + '.dbf', codec)
        lines, vertices = parts(path + '.shp')
        found = check(program, folder, path + '.shp', 'EPSG:3006', 11.97,
                      57.7)
        expect(name + ': kalla', found['kalla']['kalla'], 'topografi')
        expect(name + ': rows', found['antal'], len(table))
        expect(name + ': lines', found['linjer']['antal'], lines)
        expect(name + ': vertices', found['linjer']['brytpunkter'], vertices)
        expect(name + ': classes',
               {k['varde']: k['antal'] for k in found['klasser']},
               collections.Counter(row['KATEGORI'] for row in table))
        expect(name + ': every class is in the table',
               [k['varde'] for k in found['klasser'] if 'okand' in k], [])
        motor = {k['varde'] for k in found['klasser']
                 if 'gång' not in k['oppen_for']}
        expect(name + ': no footpaths', motor, {
            row['KATEGORI'] for row in table
            if row['KATEGORI'].startswith(('Motorväg', 'På- och avfart'))})
        expect(name + ': bearing', found['lagret_anger']['barighet'],
               sum(row.get('BKLASS') in ('1', '2', '3', '4')
                   for row in table))


def cambridge(program, data, folder):
    path = os.path.join(data, CAMBRIDGE)
    copy = shutil.copy(path, folder) # SQLite may want to write beside it
    with sqlite3.connect(copy) as db:
        count = db.execute('SELECT count(*) FROM centerlines').fetchone()[0]
    found = check(program, folder, path, 'EPSG:26986', -71.1, 42.37)
    expect('Cambridge: kalla', found['kalla']['kalla'], 'egen')
    expect('Cambridge: rows', found['antal'], count)
    expect('Cambridge: all open', found['linjer']['gang'],
           found['linjer']['antal'])


def cut_short(program, data, folder):
    """A download that was broken off is said, and nothing made of it."""
    path = os.path.join(folder, 'avbruten.osm.pbf')
    with open(os.path.join(data, POA), 'rb') as f:
        whole = f.read()
    with open(path, 'wb') as f:
        f.write(whole[:len(whole) * 2 // 3])
    done = run(program, 'check', project(
        folder, os.path.join(folder, 'mark.geojson'), {'fast_id': 'id'},
        more='  gator: {fil: avbruten.osm.pbf}\n'))
    expect('cut short: exit', done.exit, 4)
    expect('cut short: said', 'avbruten.osm.pbf' in done.out, True)


def main():
    program, data = sys.argv[1:3]
    need(*(os.path.join(data, n) for n in (
        POA, OSLO, LUND, CAMBRIDGE, CENTRAL + '.shp', TORSLANDA + '.shp',
        TEST_ROAD + '.shp')))
    folder = tempfile.mkdtemp(prefix='markklar-real-')
    try:
        osm(program, data, folder)
        lantmateriet(program, data, folder)
        cambridge(program, data, folder)
        cut_short(program, data, folder)
    finally:
        shutil.rmtree(folder)
    finish('streets of seven files')


main()
