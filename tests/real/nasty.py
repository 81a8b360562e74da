#!/usr/bin/python3
"""Files that broke other programs (QGIS's and shp2pgsql's own test files),
each as parcels through score.

    nasty.py MARKKLAR DATA

What is expected of each stands in the tables below. Every file of the folder
is in one of them or refused for its kind, so a new file must be placed.
"""
import collections
import os
import shutil
import sys
import tempfile

from osgeo import gdal, ogr, osr

from real import (dbf, expect, finish, need, notes, project, rows, run,
                  same_areas, shapes, working)

# Kinds that are not opened, whatever is in them: I103.
REFUSED = {'gml', 'gfs', 'csv', 'qlr', 'xml', 'zip', 'jpg', 'txt', 'txtt',
           'csvt', 'pipe', 'quote', 'space', 'badquote', 'qml', 'qmd', 'dat',
           'id', 'map', 'cpg', 'prj', 'xyz', 'tif', 'asc'}
# Parts of a file that is tried under another name.
PARTS = {'shx', 'prj', 'cpg', 'dbf'}

# file: layers → what to expect of layers with polygons.
#   rows, of which unusable, codes in korning.json, working system
# The alarm A101 is right for each that has it: none lies in Sweden.
Q, P = 'nasty-qgis/', 'nasty-qgis/processing_custom/'
G, L = 'nasty-qgis/geometry_checker/', 'nasty-postgis-loader/'
DEGREES = {'N109': 1, 'A101': 1}
MERCATOR = {'N107': 1, 'A101': 1}
TM = 'EPSG:3006'





POLYGONS = {
    # fid only, EPSG:27700
    (Q + 'bug_31634_Multi_to_Singleparts_FID.gpkg', None):
        (4, 0, {}, 'EPSG:27700'),
    # arcs
    (Q + 'curved_polys.gpkg', None): (4, 0, DEGREES, TM),
    (Q + 'france_parts.shp', None): (4, 0, DEGREES, TM),
    # points and lines among the polygons
    (Q + 'mixed_types.TAB', None): (13, 10, dict(DEGREES, N102=10), TM),
    (Q + 'polys_overlapping.shp', None): (11, 0, DEGREES, TM),
    (Q + '3d/buildings.shp', None): (401, 0, {}, 'EPSG:27700'),
    (G + 'follow_ref.shp', None): (132, 0, {}, 'EPSG:21781'),
    (G + 'follow_subj.shp', None): (4, 0, {}, 'EPSG:21781'),
    (G + 'gap_layer.shp', None): (6, 0, DEGREES, TM),
    (G + 'gap_layer_point_in_poly.shp', None): (4, 0, {}, 'EPSG:2056'),
    (G + 'missing_vertex.gpkg', None): (6, 0, DEGREES, TM),
    (G + 'overlap_layer_tolerance_bug.shp', None): (2, 0, {}, 'EPSG:2056'),
    # self-crossing, and one row without geometry
    (G + 'polygon_layer.shp', None): (25, 1, dict(DEGREES, N101=3, N102=1),
                                      TM),
    (G + 'polygon_layer_empty_geometries.geojson', None):
        (4, 3, dict(DEGREES, N102=3), TM),
    # south of the equator, but near TM's meridian
    (P + 'dem_zones.geojson', None): (3, 0, {'N109': 1}, TM),
    # Z, and rows of EMPTY
    (P + 'multi_polys_with_empty_geoms.gpkg', None):
        (10, 2, {'N102': 2}, 'EPSG:3116'),
    (P + 'overlay0.geojson', None): (12, 0, MERCATOR, TM),
    (P + 'overlay1_a.geojson', None): (4, 0, MERCATOR, TM),
    (P + 'overlay1_b.geojson', None): (4, 0, MERCATOR, TM),
    (P + 'overlay2_a.geojson', None): (1, 0, MERCATOR, TM),
    (P + 'overlay2_b.geojson', None): (2, 0, MERCATOR, TM),
    (P + 'overlay3_a.geojson', None): (1, 0, MERCATOR, TM),
    (P + 'overlay3_b.geojson', None): (4, 0, MERCATOR, TM),
    (P + 'pol.gpkg', 'pol1'): (2, 0, {}, 'EPSG:2056'),
    (P + 'pol.gpkg', 'pol2'): (2, 0, {}, 'EPSG:2056'),
    (P + 'pol.gpkg', 'pol3'): (2, 0, {}, 'EPSG:2056'),
    (P + 'snap_geometries.geojson', None): (2, 0, MERCATOR, TM),
    (P + 'sumlinelengths.gpkg', 'polygons'): (1, 0, {}, 'EPSG:3117'),
    (P + 'zonal_stats.shp', None): (2, 0, {'N109': 1}, TM),
    (Q + 'projects/communes.gpkg', 'communes'): (20, 0, {}, 'EPSG:2154'),
}

# No .prj: I105. With a crs: stated the first is read; the others have a .dbf
# without rows, and a shape without a row is no row.
NO_SYSTEM = {Q + 'multipatch.shp': True}
NO_SYSTEM.update((L + n + '.shp', False) for n in (
    'Polygon', 'PolygonM', 'PolygonZ', 'TSIPolygon', 'TSTIPolygon',
    'TSTPolygon'))

EMPTY = {(Q + 'domains.gpkg', 'test'), (Q + 'kbs.gpkg', 'belasteter_standort')}

# .dbf: column, text of the first row, codes beside N107. The bytes are put
# beside a polygon made here: most of these files hold points or nothing.
TEXTS = {
    Q + 'shapefile/iso-8859-1': ('text', 'äöü', {}),       # .cpg 88591
    Q + 'shapefile/iso-8859-1_ldid': ('text', 'äöü', {}),  # LDID 0x57
    Q + 'shapefile/latin1': ('text', 'äöü', {}),           # .cpg latin1
    Q + 'shapefile/system_encoding': ('text', 'äöü', {'N104': 1}),
    Q + 'shapefile/utf8': ('text', 'äöü', {}),             # .cpg UTF-8
    Q + 'shapefile/windows-1252': ('text', 'äöü', {}),     # .cpg 1252
    Q + 'shapefile/windows-1252_ldid': ('text', 'äöü', {}),  # LDID 0x58
    Q + 'shp_latin1': ('name', 'accents éàè', {'N104': 1}),
    L + 'Latin1': ('ADDRESS', 'Tårneby in Våler I Solør kommune',
                   {'N104': 1}),
    L + 'Latin1-implicit': ('ADDRESS', 'Tårneby in Våler I Solør kommune',
                            {}),
    L + 'mfile': ('ADD', 'This is Test 1', {}),
    L + 'CharNoWidth': ('NAMELSAD', 'Washington city', {}),
}


def score(program, folder, path, layer=None, fields=None, **options):
    out = os.path.join(folder, 'ut')
    shutil.rmtree(out, ignore_errors=True)
    done = run(program, 'score', project(folder, path, fields or
                                         {'fast_id': 'fid'}, layer,
                                         **options), '-o', out)
    if done.exit:
        expect(path + ': an error has a code',
               sum(done.codes.values()) >= 1 and
               done.err.startswith('markklar: '), True)
        expect(path + ': nothing written',
               os.listdir(out) if os.path.isdir(out) else [], [])
    return done, out


def check_polygons(program, data, folder):
    count = 0
    for (name, layer), (n, bad, codes, system) in POLYGONS.items():
        path = os.path.join(data, name)
        done, out = score(program, folder, path, layer)
        if not expect(name + ': exit', done.exit, 0):
            continue
        found = rows(out)
        expect(name + ': rows', len(found), n)
        expect(name + ': unusable', sum(
            r['bedomning'] == 'kan inte bedömas' for r in found), bad)
        expect(name + ': notes', notes(out), codes)
        expect(name + ': working system', working(out), system)
        if system != TM:  # areas as the file has them
            plain = shapes(path, layer)
            sound = [i for i, g in enumerate(plain) if g and g.is_valid]
            same_areas(name, [found[i]['area_m2'] for i in sound],
                       [plain[i].area for i in sound])
        count += n
    return count


def check_failures(program, data, folder):
    for name, readable in NO_SYSTEM.items():
        path = os.path.join(data, name)
        done, _ = score(program, folder, path)
        expect(name + ': without a system', (done.exit, dict(done.codes)),
               (4, {'I105': 1}))
        done, out = score(program, folder, path, crs='EPSG:3035')
        if not readable:
            expect(name + ': without rows', (done.exit, dict(done.codes)),
                   (4, {'I110': 1}))
        elif expect(name + ': with a system', done.exit, 0):
            expect(name + ': judged', [r['bedomning'] for r in rows(out)],
                   ['bedömd'])
    for name, layer in sorted(EMPTY):
        done, _ = score(program, folder, os.path.join(data, name), layer)
        expect(name + ': empty', (done.exit, dict(done.codes)),
               (4, {'I110': 1}))


def no_polygons(path):
    """Layers of points, lines or nothing, as (layer name, ...)."""
    source = gdal.OpenEx(path, gdal.OF_VECTOR)
    flat = [(source.GetLayer(i).GetName(), ogr.GT_Flatten(
        source.GetLayer(i).GetGeomType()))
        for i in range(source.GetLayerCount())]
    return [n for n, t in flat if n != 'layer_styles' and
            t not in (ogr.wkbUnknown, ogr.wkbPolygon, ogr.wkbMultiPolygon,
                      ogr.wkbCurvePolygon)]


def check_the_rest(program, data, folder):
    """Everything else says what it is; nothing is left untried."""
    seen = collections.Counter()
    placed = {name for name, _ in POLYGONS} | set(NO_SYSTEM) | {
        name for name, _ in EMPTY}
    for at, _, names in sorted(os.walk(data)):
        for file in sorted(names):
            path = os.path.join(at, file)
            name = os.path.relpath(path, data)
            kind = file.rsplit('.', 1)[-1].lower()
            if kind in PARTS and os.path.exists(path[:-3] + 'shp'):
                continue
            if kind in REFUSED:
                if not seen[kind]:  # one of each kind will do
                    done, _ = score(program, folder, path)
                    expect(name + ': refused', (done.exit, dict(done.codes)),
                           (4, {'I103': 1}))
                seen[kind] += 1
                continue
            layers = no_polygons(path)
            expect(name + ': placed in a table or without polygons',
                   bool(layers) or name in placed, True)
            for layer in layers[:1]:
                done, _ = score(program, folder, path, layer)
                expect('%s %s: not polygons' % (name, layer),
                       (done.exit, dict(done.codes)), (4, {'I112': 1}))
                seen['not polygons'] += 1
    return seen


def check_texts(program, data, folder):
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(3006)
    for name, (column, text, codes) in TEXTS.items():
        stem = os.path.join(data, name)
        made = os.path.join(folder, 'text.shp')
        for end in ('shp', 'shx', 'dbf', 'prj', 'cpg'):
            if os.path.exists(made[:-3] + end):
                os.remove(made[:-3] + end)
        source = ogr.GetDriverByName('ESRI Shapefile').CreateDataSource(made)
        layer = source.CreateLayer('text', srs, ogr.wkbPolygon)
        n = len(dbf(stem + '.dbf', 'latin-1'))
        for i in range(n):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkt(
                'POLYGON((%d 6400000,%d 6400090,%d 6400090,%d 6400000,'
                '%d 6400000))' % tuple(330000 + 100 * i + d
                                       for d in (0, 0, 90, 90, 0))))
            layer.CreateFeature(feature)
        del layer, source
        os.remove(made[:-3] + 'dbf')
        shutil.copy(stem + '.dbf', made[:-3] + 'dbf')
        if os.path.exists(made[:-3] + 'cpg'):
            os.remove(made[:-3] + 'cpg')
        if os.path.exists(stem + '.cpg'):
            shutil.copy(stem + '.cpg', made[:-3] + 'cpg')
        done, out = score(program, folder, made, fields={'fastighet': column})
        if expect(name + ': exit', done.exit, 0):
            found = rows(out)
            expect(name + ': text', found[0]['fastighet'], text)
            expect(name + ': notes', notes(out), codes)
            expect(name + ': areas', [r['area_m2'] for r in found],
                   [8100.0] * n)


def check_field_names(program, data, folder):
    """Names with blanks, hyphens, accents; found as the file spells them."""
    path = os.path.join(folder, 'namn.gpkg')
    source = ogr.GetDriverByName('GPKG').CreateDataSource(path)
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(3006)
    layer = source.CreateLayer('lager 1', srs, ogr.wkbPolygon)
    names = []
    for borrowed in (Q + 'bug_21100-wierd_field_names.gpkg',
                     Q + 'provider/bug_19826.gpkg'):
        old = ogr.Open(os.path.join(data, borrowed))
        defn = old.GetLayer(0).GetLayerDefn()
        names += [defn.GetFieldDefn(i).GetName()
                  for i in range(defn.GetFieldCount())]
    for name in names:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    for i, name in enumerate(names):
        feature.SetField(i, 'värde %d' % i)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(
        'POLYGON((330000 6400000,330000 6400090,330090 6400090,'
        '330090 6400000,330000 6400000))'))
    layer.CreateFeature(feature)
    del feature, layer, source
    for i, name in enumerate(names):
        done, out = score(program, folder, path, 'lager 1',
                          {'fastighet': '"%s"' % name})
        if expect('field "%s": exit' % name, done.exit, 0):
            expect('field "%s"' % name, rows(out)[0]['fastighet'],
                   'värde %d' % i)
    return names


def main(program, data):
    need(os.path.join(data, 'nasty-qgis'))
    gdal.PushErrorHandler('CPLQuietErrorHandler')
    with tempfile.TemporaryDirectory() as folder:
        count = check_polygons(program, data, folder)
        check_failures(program, data, folder)
        check_texts(program, data, folder)
        names = check_field_names(program, data, folder)
        seen = check_the_rest(program, data, folder)
    finish('%d layers with polygons (%d rows), %d without a system, '
           '%d encodings, %d odd field names, %d layers without polygons, '
           '%d files of other kinds' % (
               len(POLYGONS), count, len(NO_SYSTEM), len(TEXTS), len(names),
               seen.pop('not polygons'), sum(seen.values())))


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
