"""The sample municipality's plans as municipal layers and as NGP deliveries:
every property of every feature of mark and verksamhetsmark must agree.

usage: same_figures.py MARKKLAR GEODATA [CATALOGUE]
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

from osgeo import gdal, ogr

import delivery as d

gdal.UseExceptions()

STATUS = {
    'Gällande': 'laga kraft', 'Laga kraft': 'laga kraft',
    'Pågående - samråd': 'samråd', 'Pågående - granskning': 'granskning',
    'Antagen, ej laga kraft': 'antagen', 'Överklagad': 'överklagad',
    'Pågående - planuppdrag': 'påbörjad', 'Upphävd': 'upphävd',
    'Ersatt - avslutad': 'upphävd', 'Avslutad': 'avslutad',
    'Överprövas av länsstyrelsen': 'tillsyn', 'Vilande': 'Vilande',
}
TYPES = {'Detaljplan', 'Stadsplan', 'Byggnadsplan'}


def months_between(start, end):
    """Whole months from start to the day after end; None when not whole."""
    (y, m, day), (y2, m2, day2) = start, end
    same = day2 == day - 1 or (day == 1 and day2 in (28, 29, 30, 31))
    return (y2 - y) * 12 + m2 - m + (day == 1) if same else None


def date(text):
    return tuple(int(t) for t in re.split('[-/]', text[:10])) if text else None


def polygons(geometry):
    g = json.loads(geometry.ExportToJson(['COORDINATE_PRECISION=15']))
    return [g['coordinates']] if g['type'] == 'Polygon' else g['coordinates']


def read_plans(geodata):
    ds = gdal.OpenEx(os.path.join(geodata, 'detaljplaner.shp'), gdal.OF_VECTOR,
                     open_options=['ENCODING=CP1252'])
    plans = []
    for f in ds.GetLayer(0):
        if f['PLANTYP'] not in TYPES:
            continue
        start, end = date(f['LAGAKRAFT']), date(f['GENOMF_SLU'])
        months = months_between(start, end) if start and end else None
        plans.append({
            'nr': f['PLANNR'], 'akt': f['AKTBET'], 'namn': f['PLANNAMN'],
            'typ': f['PLANTYP'], 'ord': f['STATUS'],
            'laga': '%04d-%02d-%02d' % start if start else None,
            'antagen': f['ANTAGEN'], 'tid': months,
            'areas': polygons(f.geometry())})
    return plans


def read_uses(geodata):
    ds = ogr.Open(os.path.join(geodata, 'anvandning.gpkg'))
    return [{'nr': f['PLANNR'], 'letters': f['ANVANDNING'],
             'words': f['BESTAMMELSE'].split(' + '),
             'areas': polygons(f.geometry())} for f in ds.GetLayer(0)]


def layer(path, name, fields, rows):
    driver = ogr.GetDriverByName('GPKG')
    ds = driver.CreateDataSource(path)
    srs = ogr.osr.SpatialReference()
    srs.ImportFromEPSG(3007)
    srs.SetAxisMappingStrategy(ogr.osr.OAMS_TRADITIONAL_GIS_ORDER)
    made = ds.CreateLayer(name, srs, ogr.wkbMultiPolygon)
    for key in fields:
        made.CreateField(ogr.FieldDefn(key, ogr.OFTString))
    for row in rows:
        f = ogr.Feature(made.GetLayerDefn())
        for key in fields:
            if row[key] is not None:
                f[key] = str(row[key])
        f.SetGeometry(ogr.CreateGeometryFromJson(json.dumps(
            {'type': 'MultiPolygon', 'coordinates': row['areas']})))
        made.CreateFeature(f)


def municipal(folder, plans, uses):
    rows = [{**p, 'id': d.ident(p['nr']), 'skede': '2024-01-01',
             'nr': None if p['akt'] else p['nr']} for p in plans]
    layer(os.path.join(folder, 'plan.gpkg'), 'plan',
          ['id', 'akt', 'nr', 'namn', 'typ', 'ord', 'laga', 'antagen', 'tid',
           'skede'], rows)
    known = {p['nr'] for p in plans}
    layer(os.path.join(folder, 'anv.gpkg'), 'anv', ['plan', 'bokstav'],
          [{'plan': d.ident(u['nr']), 'bokstav': u['letters'],
            'areas': u['areas']} for u in uses if u['nr'] in known])
    return ('  detaljplaner:\n    fil: plan.gpkg\n    falt: {id: id, akt: akt, '
            'nr: nr, namn: namn, typ: typ, status: ord, laga_kraft: laga, '
            'antagen: antagen, gf_tid: tid, skede_datum: skede}\n'
            '  anvandning:\n    fil: anv.gpkg\n'
            '    falt: {plan: plan, bokstav: bokstav}\n')


def areas(coordinates):
    return [d.geometri({'type': 'Polygon', 'coordinates': c})
            for c in coordinates]


REFERENCE = {text: uuid for letter, (uuid, text) in d.REFERENCE.items()
             if letter != 'J-2014'}


def deliveries(plans, uses):
    """{file name: delivery}, one a plan."""
    out = {}
    for p in plans:
        decision = d.beslut(p['laga'], p['tid'], datumAntagande=p['antagen'])
        features = [d.plan(
            p['nr'], areas(p['areas']), STATUS[p['ord']], p['typ'].lower(),
            [decision], namn=p['namn'], beteckning=p['akt'] or p['nr'])]
        for i, u in enumerate(uses):
            if u['nr'] != p['nr']:
                continue
            for word in u['words']:
                features.append(d.provision(
                    f'{p["nr"]}/{i}/{word}', p['nr'], 'användningsbestämmelse',
                    REFERENCE.get(word, d.NIL), word, areas(u['areas'])))
        out[f'{p["nr"]}.json'] = d.collection(*features)
    return out


def score(markklar, geodata, folder, block, name):
    with open(os.path.join(geodata, 'markklar.yaml'), encoding='utf-8') as f:
        text = f.read()
    head, rest = text.split('  # Kommunens planavgränsningar', 1)
    # buildings and timetable; the other layers have nothing to do with plans
    tail = rest[rest.index('  # Lantmäteriets byggnader.'):
                rest.index('  # Höjdmodell')] + \
        rest[rest.index('  # Tidtabell i GTFS.'):]
    whole = re.sub(r'(fil: |- )(fastighetsindelning|byggnader|gtfs|lager)',
                   lambda m: m[1] + os.path.abspath(geodata) + '/' + m[2],
                   head + block + tail)
    project = os.path.join(folder, name + '.yaml')
    d.write(project, whole)
    out = os.path.join(folder, 'out_' + name)
    done = subprocess.run([markklar, 'score', project, '--out', out],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f'{name}: {done.returncode}\n{done.stdout}{done.stderr}')
    result = {}
    for file in ('mark', 'verksamhetsmark'):
        with open(os.path.join(out, file + '.geojson'), encoding='utf-8') as f:
            result[file] = json.load(f)['features']
    return result


def same_place(a, b):
    """Where a ring begins may differ; what it bounds may not (0.01 m2)."""
    if a == b:
        return True
    if not a or not b:
        return False
    x, y = (ogr.CreateGeometryFromJson(json.dumps(g)) for g in (a, b))
    return x.SymDifference(y).Area() < 1.5e-12  # square degrees


def as_delivered(p):
    """Municipal layers know nothing of egenskapsbestämmelser; a delivery that
    holds none says that there are none."""
    unknown = (p.get('okanda') or '').split('; ')
    left = [w for w in unknown if w and w != 'egenskapsbestämmelser']
    return {**p, 'okanda': '; '.join(left) or None}


def compare(a, b, name):
    for file in a:
        if len(a[file]) != len(b[file]):
            sys.exit(f'{name}: {file} has {len(b[file])} features, not '
                     f'{len(a[file])}')
        for x, y in zip(a[file], b[file]):
            px, py = as_delivered(x['properties']), y['properties']
            off = {k: (px.get(k), py.get(k)) for k in {**px, **py}
                   if px.get(k) != py.get(k)}
            if off or not same_place(x['geometry'], y['geometry']):
                sys.exit(f'{name}: {file} {px["fastighet"]}: '
                         f'{off or "geometry"}')


def main(markklar, geodata, catalogue=None):
    plans, uses = read_plans(geodata), read_uses(geodata)
    assert len(plans) > 30 and len(uses) > 300
    made = deliveries(plans, uses)
    with tempfile.TemporaryDirectory() as folder:
        want = score(markklar, geodata, folder,
                     municipal(folder, plans, uses), 'kommun')
        business = sum(f['properties']['industri_m2'] or 0
                       for f in want['mark'])
        assert business > 100000, business
        assert any('egenskaps' in (f['properties']['okanda'] or '')
                   for f in want['mark'])
        os.mkdir(os.path.join(folder, 'leverans'))
        with zipfile.ZipFile(os.path.join(folder, 'leverans.zip'), 'w',
                             zipfile.ZIP_DEFLATED) as z:
            for name, value in made.items():
                d.write(os.path.join(folder, 'leverans', name), value)
                z.writestr('planer/' + name,
                           json.dumps(value, ensure_ascii=False))
        one = d.collection(*[f for value in made.values()
                             for f in value['features']])
        d.write(os.path.join(folder, 'alla.json'), one)
        one['features'].reverse()  # provisions before plans, mark last
        mark = one.pop('feature:mediatyp')
        d.write(os.path.join(folder, 'bakvant.json'),
                {**one, 'feature:mediatyp': mark})
        more = f'  planbestammelsekatalog: {catalogue}\n' if catalogue else ''
        for source in ('leverans', 'leverans.zip', 'alla.json',
                       'bakvant.json'):
            got = score(markklar, geodata, folder,
                        f'  detaljplaner:\n    fil: {source}\n{more}', 'ngp_' + source)
            compare(want, got, source)
    print(f'{len(plans)} plans, {len(want["mark"])} områden: the same figures')


if __name__ == '__main__':
    main(*sys.argv[1:])
