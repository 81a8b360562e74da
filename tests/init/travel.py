"""init on streets, people, trafikplatser and timetables in small files made
here: what is taken, what is told, and that the commented settings are the
defaults.

usage: travel.py MARKKLAR GEODATA
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import yaml
from osgeo import ogr, osr

ogr.UseExceptions()
sweref = osr.SpatialReference()
sweref.ImportFromEPSG(3006)

LINE = 'LINESTRING (330000 6400000, 330100 6400000)'
POINT = 'POINT (330000 6400000)'
SQUARE = ('POLYGON ((330000 6400000, 330000 6400250, 330250 6400250, '
          '330250 6400000, 330000 6400000))')
KINDS = {LINE: ogr.wkbLineString, POINT: ogr.wkbPoint, SQUARE: ogr.wkbPolygon}


class Folder:
    """A folder of small files, and what init says of it."""

    def __init__(self, program, top, name):
        self.program, self.path = program, os.path.join(top, name)
        os.mkdir(self.path)

    def at(self, name):
        return os.path.join(self.path, name)

    def layer(self, file, name, where, rows):
        """rows: a list of {field: number or text}, all at one place."""
        driver = ogr.GetDriverByName('GPKG')
        path = self.at(file)
        made = (ogr.Open(path, 1) if os.path.exists(path)
                else driver.CreateDataSource(path))
        layer = made.CreateLayer(name, sweref, KINDS[where])
        for field, value in rows[0].items():
            layer.CreateField(ogr.FieldDefn(
                field, ogr.OFTInteger64 if isinstance(value, int)
                else ogr.OFTString))
        for values in rows:
            row = ogr.Feature(layer.GetLayerDefn())
            for field, value in values.items():
                row[field] = value
            row.SetGeometry(ogr.CreateGeometryFromWkt(where))
            layer.CreateFeature(row)

    def zip(self, name, *members):
        with zipfile.ZipFile(self.at(name), 'w') as z:
            for member in members:
                z.writestr(member, 'a,b\n')

    def init(self):
        done = subprocess.run([self.program, 'init', self.path],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        with open(self.at('markklar.yaml'), encoding='utf-8') as f:
            self.text = f.read()
        self.found = yaml.safe_load(self.text)['indata']
        return done.stdout

    def told(self, words):
        return re.sub(r'\n\s*# ', ' ', self.text).find(words) >= 0


FUNK = [{'ELEMENT_ID': '1', 'KLASS': 4}, {'ELEMENT_ID': '2', 'KLASS': 7}]
HOMOGEN = [dict(row, HTHAST=50) for row in FUNK]
GCM = [{'ELEMENT_ID': '3', 'GCMTYP': 11}]
SPEED = [{'ELEMENT_ID': '1', 'HTHAST': 50}]


def check_road_class(f):
    """FunkVagklass serves vag and gator, and its doubts are told."""
    f.layer('nvdb.gpkg', 'NVDB_DK_O_14_FunkVagklass', LINE, FUNK)
    f.layer('nvdb.gpkg', 'NVDB_DK_O_14_Hastighetsgrans', LINE, SPEED)
    out = f.init()
    assert f.found['gator'] == [
        {'fil': 'nvdb.gpkg', 'lager': 'NVDB_DK_O_14_FunkVagklass',
         'kalla': 'nvdb'}], f.found
    assert f.found['vag'][0]['fil'] == 'nvdb.gpkg', f.found
    assert f.told('OSÄKERT: hastighet och bärighet saknas, och gång- och '
                  'cykelvägar'), f.text
    assert 'osäkert: hastighet och bärighet' in out, out
    assert '#gangnat:' in f.text


def check_homogen(f):
    """Two counties, and paths: patterns that leave the speeds out."""
    for county in (14, 15):
        f.layer('nvdb.gpkg', f'NVDB_DK_O_{county}_Homogen', LINE, HOMOGEN)
        f.layer('nvdb.gpkg', f'NVDB_DK_O_{county}_GCM_vagnat', LINE, GCM)
    f.layer('nvdb.gpkg', 'NVDB_DK_O_14_Hastighetsgrans', LINE, SPEED)
    f.layer('klass.gpkg', 'FunkVagklass', LINE, FUNK)
    f.init()
    assert [g['lager'] for g in f.found['gator']] == [
        'NVDB*Homogen*', 'NVDB*GCM*'], f.found['gator']
    assert not f.told('OSÄKERT'), f.text
    # the road classes of one delivery are not laid on those of another
    assert [v['fil'] for v in f.found['vag']] == ['klass.gpkg'], f.found
    read_back(f)


def check_homogen_alone(f):
    """It serves vag too: a block a layer, as its paths have no class."""
    f.layer('nvdb.gpkg', 'NVDB_DK_O_14_Homogen', LINE, HOMOGEN)
    f.layer('nvdb.gpkg', 'NVDB_DK_O_14_GCM_vagnat', LINE, GCM)
    f.init()
    assert [g['lager'] for g in f.found['gator']] == ['NVDB*'], f.found
    vag = f.found['vag']
    assert [v['lager'] for v in vag] == ['NVDB_DK_O_14_Homogen'], vag
    assert vag[0]['falt']['klass']['falt'] == 'KLASS', vag
    assert vag[0]['ej_tillfart'] == ['motorväg'], vag
    read_back(f)


def check_topografi(f):
    """Road lines by what they hold; a railway and water by the same fields
    are none."""
    f.layer('topo.gpkg', 'vaglinje', LINE,
            [{'objekttypnr': 1804, 'objekttyp': 'Landsväg'},
             {'objekttypnr': 1805, 'objekttyp': 'Lokalgata'}])
    f.layer('topo.gpkg', 'jarnvag', LINE,
            [{'objekttypnr': 1890, 'objekttyp': 'Järnväg'}])
    f.layer('topo.gpkg', 'hl', LINE, [{'KKOD': 421}])
    f.init()
    assert f.found['gator'] == [{'fil': 'topo.gpkg', 'lager': 'vaglinje',
                                 'kalla': 'topografi'}], f.found
    assert f.told('OSÄKERT: hastigheter saknas'), f.text
    assert 'topo.gpkg lager jarnvag: linjer som inte' in f.text, f.text


OSM = """<?xml version="1.0"?>
<osm version="0.6" generator="by hand">
  <node id="1" lat="57.7" lon="12.1"/>
  <node id="2" lat="57.7" lon="12.2"/>
  <way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way>
</osm>
"""


def check_osm(f):
    """Taken unopened, before road lines without paths, which are told."""
    with open(f.at('utdrag.osm'), 'w', encoding='utf-8') as out:
        out.write(OSM)
    with open(f.at('trasig.osm.pbf'), 'wb') as out:
        out.write(b'no map at all')
    f.layer('nvdb.gpkg', 'NVDB_FunkVagklass', LINE, FUNK)
    f.layer('topo.gpkg', 'vaglinje', LINE, [{'KKOD': 5021}])
    f.init()
    assert f.found['gator'] == [{'fil': 'utdrag.osm', 'kalla': 'osm'}]
    assert [v['fil'] for v in f.found['vag']] == ['nvdb.gpkg']
    assert f.told('OSÄKERT: filen öppnades inte'), f.text
    assert ('topo.gpkg: kan också vara gator (topografi); de togs ur '
            'utdrag.osm') in f.text, f.text
    assert 'trasig.osm.pbf: gick inte att öppna' in f.text, f.text
    read_back(f)


def check_own_lines(f):
    f.layer('stigar.gpkg', 'stigar', LINE, [{'namn': 'Runt sjön'}])
    f.layer('ledning.gpkg', 'ledning', LINE, [{'namn': 'Vatten'}])
    f.init()
    assert 'gator' not in f.found
    assert f.told('gator: inga hittades; avstånden blir fågelväg'), f.text
    assert 'stigar.gpkg: kan vara gator på namnet' in f.text, f.text
    assert 'ledning.gpkg: linjer som inte' in f.text, f.text
    assert '#gangnat:' not in f.text


SCB = [{'rutid_scb': '3300006400000', 'beftotalt': n} for n in (12, 30)]


def check_people(f):
    """Working age before everybody, people before jobs and towns."""
    f.layer('a.gpkg', 'befolkning_1km_2024', SQUARE, SCB)
    f.layer('b.gpkg', 'rutor_250m', SQUARE,
            [{'Ruta': '3300006400000', 'Bef_20_64': 7, 'Antal': 9}])
    f.layer('c.gpkg', 'arbetsplatser', SQUARE,
            [{'Ruta': '3300006400000', 'Antal': 100}])
    f.layer('d.gpkg', 'Tatorter_2023', SQUARE, [{'tatort': 'A', 'bef': 900}])
    f.layer('e.gpkg', 'brunnar', POINT, [{'Antal': 3}])
    f.init()
    assert f.found['befolkning'] == {
        'fil': 'b.gpkg', 'falt': {'id': 'Ruta', 'antal': 'Bef_20_64'}}
    assert 'a.gpkg: kan också vara befolkning' in f.text, f.text
    for name in 'cde':
        assert f'{name}.gpkg: kan också' not in f.text, f.text
    assert not f.told('OSÄKERT'), f.text


def check_everybody(f):
    f.layer('a.gpkg', 'befolkning_1km_2024', SQUARE, SCB)
    f.layer('c.gpkg', 'arbetsplatser', SQUARE,
            [{'Ruta': '3300006400000', 'Antal': 100}])
    out = f.init()
    assert f.found['befolkning']['falt'] == {'id': 'rutid_scb',
                                             'antal': 'beftotalt'}
    assert f.told('OSÄKERT: fältet har nog alla'), f.text
    assert 'osäkert: fältet har nog alla' in out, out


def check_no_people(f):
    """Words where numbers should be, jobs and towns are not people."""
    f.layer('a.gpkg', 'befolkning', SQUARE, [{'beftotalt': 'sekretess'}])
    f.layer('c.gpkg', 'arbetsplatser', SQUARE,
            [{'Ruta': '3300006400000', 'Antal': 100}])
    f.layer('d.gpkg', 'Tatorter_2023', SQUARE, [{'tatort': 'A', 'bef': 900}])
    f.init()
    assert 'befolkning' not in f.found
    assert f.told('befolkning: ingen fil hittades'), f.text
    assert 'arbetskraft räknas först när befolkning finns' in f.text


def check_interchanges(f):
    """By the layer's name before the values' words."""
    f.layer('a.gpkg', 'punkter', POINT,
            [{'OBJEKT': 'Trafikplats Alingsås V'},
             {'OBJEKT': 'Trafikplats Alingsås Ö'}])
    f.layer('b.gpkg', 'trafikplatser', POINT, [{'ID': 1, 'NAMN': 'Norr'}])
    f.layer('c.gpkg', 'platser', POINT,
            [{'SORT': 'Trafikplats'}, {'SORT': 'Rastplats'},
             {'SORT': 'Färjeläge'}])
    f.layer('d.gpkg', 'trafikplatsytor', SQUARE, [{'NAMN': 'Norr'}])
    f.init()
    assert f.found['trafikplatser'] == {'fil': 'b.gpkg',
                                        'falt': {'namn': 'NAMN'}}, f.found
    assert 'a.gpkg: kan också vara trafikplatser' in f.text, f.text
    assert ('c.gpkg: har trafikplatser bland annat i fältet SORT: skriv '
            'trafikplatser med urval') in f.text, f.text
    assert 'd.gpkg: kan vara trafikplatser, men har inte punkter' in f.text


def check_words(f):
    f.layer('a.gpkg', 'punkter', POINT,
            [{'TYP': 'trafikplats', 'OBJEKT': 'Trafikplats A'},
             {'TYP': 'trafikplats', 'OBJEKT': 'Trafikplats B'}])
    f.init()
    assert f.found['trafikplatser'] == {'fil': 'a.gpkg',
                                        'falt': {'namn': 'OBJEKT'}}, f.found


def check_nameless(f):
    f.layer('trafikplatser.gpkg', 'lager', POINT, [{'NR': 7}])
    f.init()
    assert f.found['trafikplatser'] == {'fil': 'trafikplatser.gpkg'}
    assert f.told('OSÄKERT: inget fält har namnet'), f.text


def check_feeds(f):
    os.mkdir(f.at('tag'))
    f.zip('buss.zip', 'stops.txt', 'trips.txt')
    f.zip('tag/tag.zip', 'gtfs/stops.txt', 'gtfs/trips.txt')
    f.zip('kartor.zip', 'karta.shp')
    f.init()
    assert f.found['tidtabeller'] == ['buss.zip', 'tag/tag.zip'], f.found
    assert f.told('OSÄKERT: de läses ihop'), f.text
    os.remove(f.at('markklar.yaml'))
    os.remove(f.at('buss.zip'))
    f.init()
    assert f.found['tidtabeller'] == ['tag/tag.zip'], f.found
    assert not f.told('OSÄKERT'), f.text


def read_back(f):
    """check reads what was written, once the parcels are filled in."""
    path = f.at('markklar.yaml')
    f.layer('mark.gpkg', 'mark', SQUARE, [{'nyckel': '1', 'namn': 'A 1:1'}])
    text = f.text.replace('FYLL-I-SÖKVÄG.gpkg', 'mark.gpkg')
    text = text.replace('fast_id:', 'fast_id: nyckel')
    text = text.replace('fastighet:', 'fastighet: namn')
    with open(path, 'w', encoding='utf-8') as out:
        out.write(text)
    done = subprocess.run([f.program, 'check', path], capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'GATOR' in done.stdout.upper(), done.stdout


def check_settings(f, geodata):
    """The commented settings are the defaults: the run says the same with
    their # taken away, but for the shift and the places."""
    for name in ('fastighetsindelning_kn9998.gpkg', 'gtfs_ekasa.zip'):
        shutil.copy(os.path.join(geodata, name), f.path)
    f.layer('nvdb.gpkg', 'NVDB_DK_O_14_Homogen', LINE, HOMOGEN)
    f.layer('folk.gpkg', 'befolkning', SQUARE, SCB)
    f.init()
    bare = re.sub(r'(?m)^#(?=\w|  \S|    -)', '', f.text)
    with open(f.at('alla.yaml'), 'w', encoding='utf-8') as out:
        out.write(bare)
    settings = yaml.safe_load(bare)
    assert set(settings['gangnat']) == {'koppling_m', 'minsta_del', 'sok_m',
                                        'intill_m', 'flagga_m'}, settings
    assert len(settings['restid']) == 15, settings['restid']
    assert len(settings['restid']['platser']) == 2
    made = []
    for name in ('markklar', 'alla'):
        out = f.at('ut_' + name)
        done = subprocess.run([f.program, 'score', f.at(name + '.yaml'),
                               '--out', out], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        with open(os.path.join(out, 'korning.json'), encoding='utf-8') as one:
            made.append(json.load(one)['val'])
    for key in ('gangnat', 'restid'):
        a, b = made[0][key], made[1][key]
        for k in a:
            assert k in ('skift', 'platser') or a[k] == b[k], (k, a, b)
        more = {'lastbil_bk'} if key == 'restid' else set() # no default
        assert set(a) == set(settings[key]) | more, a
    assert made[0]['restid']['lastbil_bk'] is None
    assert made[1]['restid']['skift'] == '06:00'
    assert made[1]['restid']['platser'].startswith('Göteborg C (11.973')


def main(program, geodata):
    tests = {k: v for k, v in globals().items() if k.startswith('check_')}
    with tempfile.TemporaryDirectory() as top:
        for name, test in tests.items():
            f = Folder(program, top, name)
            test(*(f, geodata) if name == 'check_settings' else (f,))
            print(name, 'ok')


if __name__ == '__main__':
    main(*sys.argv[1:])
