"""The oracle tried on a small world whose answers were worked out by hand,
and on the same world computed wrongly, which the comparison must notice.

Run by `oracle.py --selftest`. Distances in metres; the world lies at
X0, Y0 in EPSG:3006 and is drawn here from 0, 0.
"""
import contextlib
import io
import json
import math
import os
import sys
import tempfile
import zipfile

import pyproj

import oracle as o
import oracle_beredskap
import oracle_beredskap_selftest

X0, Y0 = 340000, 6400000
REFERENCE = '2024-05-31'


def ring(points):
    return [[X0 + x, Y0 + y] for x, y in points + points[:1]]


def square(x, y, w, h):
    return {'type': 'Polygon', 'coordinates': [
        ring([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])]}


def save(folder, name, rows, epsg=3006):
    """A GeoJSON file; epsg None is RFC 7946, longitude and latitude."""
    doc = {'type': 'FeatureCollection', 'features': [
        {'type': 'Feature', 'properties': p, 'geometry': g}
        for p, g in rows]}
    if epsg:
        doc['crs'] = {'type': 'name', 'properties': {
            'name': 'urn:ogc:def:crs:EPSG::%d' % epsg}}
    with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
        json.dump(doc, f)


# ---------------------------------------------------------------- the world
PARCELS = [
    # A: uses J on 0-50, K on 25-50: two pieces of 2500 m2
    ({'namn': 'A 1:1', 'typ': 'FASTIGHET'}, square(0, 0, 100, 100)),
    # B: an old plan J under the whole, a newer plan B over the east half
    ({'namn': 'B 1:1', 'typ': None}, square(200, 0, 100, 100)),
    # C: only an ongoing plan; a home stands there
    ({'namn': 'C 1:1', 'typ': None}, square(400, 0, 100, 100)),
    # D: a bow-tie: two triangles of 2500 m2 when mended
    ({'namn': 'D 1:1', 'typ': None},
     {'type': 'Polygon', 'coordinates': [
         ring([(600, 0), (700, 100), (700, 0), (600, 100)])]}),
    ({'namn': 'E S:1', 'typ': 'SAMF'}, square(800, 0, 100, 100)),
    ({'namn': 'F 1:1', 'typ': None}, None),
    # G: use Z, laga kraft on the reference date, built out
    ({'namn': 'G 1:1', 'typ': None}, square(1000, 0, 100, 100)),
    # H: a plan reaches in 0.1 m
    ({'namn': 'H 1:1', 'typ': None}, square(1200, 0, 100, 100)),
    # I: an ongoing plan on 40 m, a planbesked on 30, översiktsplan on the rest
    ({'namn': 'I 1:1', 'typ': None}, square(1400, 0, 100, 100)),
]
PLANS = [
    ({'id': 'P1', 'nr': 'LB1', 'status': 'Laga kraft', 'typ': 'detaljplan',
      'lk': '2019-06-01', 'tid': '60'}, square(0, 0, 100, 100)),
    ({'id': 'P0', 'nr': 'LB0', 'status': 'Gällande', 'typ': 'stadsplan',
      'lk': '19650101', 'tid': None}, square(200, 0, 100, 100)),
    ({'id': 'P2', 'nr': 'LB2', 'status': None, 'typ': 'detaljplan',
      'lk': '2015-01-01', 'tid': None}, square(250, 0, 50, 100)),
    ({'id': 'P3', 'nr': 'LB3', 'status': 'Samråd', 'typ': 'detaljplan',
      'lk': None, 'tid': None}, square(400, 0, 100, 100)),
    ({'id': 'P4', 'nr': 'LB4', 'status': 'laga kraft', 'typ': 'detaljplan',
      'lk': REFERENCE, 'tid': '5'}, square(1000, 0, 100, 100)),
    ({'id': 'P5', 'nr': 'LB5', 'status': 'laga kraft',
      'typ': 'områdesbestämmelser', 'lk': '2020-01-01', 'tid': None},
     square(590, -10, 120, 120)),
    ({'id': 'P6', 'nr': 'LB6', 'status': 'laga kraft', 'typ': 'detaljplan',
      'lk': '2001-01-01', 'tid': None}, square(1299.9, 0, 100, 100)),
    ({'id': 'P7', 'nr': 'LB7', 'status': 'Granskning', 'typ': 'detaljplan',
      'lk': None, 'tid': None}, square(1460, 0, 40, 100)),
]
USES = [
    ({'plan': 'P1', 'bokstav': 'J e1'}, square(0, 0, 50, 100)),
    ({'plan': 'LB1', 'bokstav': 'K'}, square(25, 0, 25, 100)),
    ({'plan': 'P0', 'bokstav': 'J'}, square(200, 0, 100, 100)),
    ({'plan': 'P2', 'bokstav': 'B'}, square(250, 0, 50, 100)),
    ({'plan': 'P3', 'bokstav': 'H'}, square(400, 0, 100, 100)),
    ({'plan': None, 'bokstav': 'Z1'}, square(1000, 0, 100, 100)),
    ({'plan': 'P6', 'bokstav': 'J'}, square(1299.9, 0, 100, 100)),
    ({'plan': 'P7', 'bokstav': 'K'}, square(1460, 0, 40, 100)),
]
PLANBESKED = [({'id': '7', 'anv': None}, square(1400, 0, 30, 100)),
              ({'id': '8', 'anv': 'B'}, square(1430, 0, 30, 100))]
OVERSIKTSPLAN = [({'id': 'A', 'anv': 'J'}, square(1390, -10, 100, 120))]
BUILDINGS = [
    ({'typ': 'Bostad; småhus', 'huvud': 'Ja', 'lage': None},
     square(440, 40, 20, 20)),
    ({'typ': 'Industri', 'huvud': 'Ja', 'lage': None},
     square(1010, 10, 80, 80)),
    ({'typ': 'Bostad', 'huvud': 'Ja', 'lage': 'Illustrativt läge'},
     square(10, 10, 20, 20)),
]
PROJECT = '''
referensdatum: %s
indata:
  fastigheter:
    fil: mark.json
    falt: {fastighet: namn, objekttyp: typ}
  detaljplaner:
    fil: plan.json
    heltackande: ja
    falt: {id: id, nr: nr, status: status, typ: typ, laga_kraft: lk,
           gf_tid: tid}
  anvandning:
    fil: anv.json
    falt: {plan: plan, bokstav: bokstav}
  byggnader:
    fil: bygg.json
    falt: {typ: typ, huvudbyggnad: huvud, lage: lage}
  planbesked: {fil: pb.json, falt: {id: id, anvandning: anv}}
  oversiktsplan: [{fil: op.json, falt: {id: id, anvandning: anv}}]
  tidtabeller: [{fil: gtfs.zip}]
''' % REFERENCE

# U1 is one and a half times as far from Sörby as T1 is, so that an untimed
# call there falls 30 minutes into 50.
UDDEN = 50 - 1.5 * (20000 - 50)
# The stop lies at x 349.9 so that 300 m is not hit exactly but nearly.
STOP = (349.9, 50)


def feed(folder):
    """28 departures 06-20 at Sörby: one way on the hour, the other at half
    past; and calls that must not count."""
    back = pyproj.Transformer.from_crs(3006, 4326, always_xy=True)
    stops = ['stop_id,stop_name,stop_lat,stop_lon,location_type,'
             'parent_station']
    for stop, name, (x, y), kind, parent in (
            ('S', 'Sörby', (0, 9000), 1, ''), ('S1', 'Sörby', STOP, 0, 'S'),
            ('T1', 'Tomten', (STOP[0], 20000), 0, ''),
            ('U1', 'Udden', (STOP[0], UDDEN), 0, '')):
        lon, lat = back.transform(X0 + x, Y0 + y)
        stops.append('%s,%s,%.12f,%.12f,%d,%s' % (stop, name, lat, lon, kind,
                                                  parent))
    trips = ['route_id,service_id,trip_id']
    times = ['trip_id,arrival_time,departure_time,stop_id,stop_sequence,'
             'pickup_type']

    def trip(name, calls, service='V'):
        trips.append('R,%s,%s' % (service, name))
        for k, (stop, at, pickup) in enumerate(calls):
            times.append('%s,%s,%s,%s,%d,%s' % (name, at, at, stop, k + 1,
                                                pickup))
    for h in range(6, 20):
        trip('ut%d' % h, [('S1', '%02d:00:00' % h, 0),
                          ('T1', '%02d:20:00' % h, 0)])
        # No time at Sörby: three fifths of the way, so half past.
        trip('in%d' % h, [('U1', '%02d:00:00' % h, 0), ('S1', '', ''),
                          ('T1', '%02d:50:00' % h, 0)])
    trip('dubbel', [('S1', '06:00:00', 0), ('T1', '06:20:00', 0)])
    trip('tidig', [('S1', '5:59:59', 0), ('T1', '6:20:00', 0)])
    trip('sen', [('S1', '20:00:00', 0), ('T1', '20:20:00', 0)])
    trip('sista', [('T1', '08:00:00', 0), ('S1', '08:20:00', 0)])
    trip('avstigning', [('S1', '09:10:00', 1), ('T1', '09:30:00', 0)])
    trip('anrop', [('S1', '10:10:00', 2), ('T1', '10:30:00', 0)])
    # The first Tuesday has one more trip, so Wednesday is the usual day.
    trip('extra', [('S1', '11:10:00', 0), ('T1', '11:30:00', 0)], 'X')
    days = ['service_id,date,exception_type', 'X,20240521,1']
    days += ['V,202405%02d,1' % d for d in (20, 21, 22, 23, 24, 27, 28, 29)]
    files = {'stops.txt': stops, 'trips.txt': trips, 'stop_times.txt': times,
             'calendar_dates.txt': days,
             'routes.txt': ['route_id,route_type', 'R,700']}
    with zipfile.ZipFile(os.path.join(folder, 'gtfs.zip'), 'w') as z:
        for name, lines in files.items():
            z.writestr(name, '\ufeff' + '\r\n'.join(lines))


def build(folder):
    save(folder, 'mark.json', PARCELS)
    save(folder, 'plan.json', PLANS)
    save(folder, 'anv.json', USES)
    save(folder, 'bygg.json', BUILDINGS)
    save(folder, 'pb.json', PLANBESKED)
    save(folder, 'op.json', OVERSIKTSPLAN)
    feed(folder)
    path = os.path.join(folder, 'markklar.yaml')
    with open(path, 'w', encoding='utf-8') as f:
        f.write(PROJECT)
    return path


# ------------------------------------------------------------- right answers
# An 8-segment buffer of a 20 m square by 10 m.
BUFFER = 400 + 4 * 20 * 10 + 16 * 100 * math.sin(math.pi / 16)
CORNER = 100 - 4 * 100 * math.sin(math.pi / 16)

# The squares of this world are 1 ha; a home leaves them out all the same.
o.HOME_PLOT_M2 = 10001

OMRADEN = [
    dict(area_m2=10000, industri_m2=5000, kontor_m2=2500, handel_m2=0,
         bland_m2=2500, planl_andel=1, plan_nr='LB1', planstatus='laga kraft',
         gf_lage='pågår', gf_slut='2024-05-31', bebyggd_m2=0,
         obebygg_m2=10000, hpl_namn='Sörby', hpl_m=299.9, avg_h=2.0,
         koll_klass='E', kolln_500=True, kolln_400=True, bedomning='bedömd',
         utesluten=None, poang=66.25, poang_max=66.25, p_plan=48.75,
         p_koll=17.5, basta_del=2),
    dict(area_m2=10000, industri_m2=5000, kontor_m2=0, bland_m2=0,
         plan_nr='LB0', gf_lage='utgången', gf_slut=None, hpl_m=99.9,
         poang=68.0, p_plan=50.5, basta_del=1),
    dict(planl_andel=0, planstatus='samråd', plan_nr=None, gf_lage=None,
         bebyggd_m2=400, obebygg_m2=10000 - BUFFER, bedomning='utesluten',
         utesluten='bostad (byggnad)', poang=None, industri_m2=0.0,
         hpl_m=50.1),
    dict(area_m2=5000, obebygg_m2=2500, planstatus='ej planlagt',
         industri_m2=0.0, koll_klass='E', hpl_m=250.1, poang=21.25,
         p_plan=3.75,
         p_koll=17.5, basta_del=None),
    dict(area_m2=10000, bedomning='utesluten', utesluten='samfällighet',
         poang=None, koll_klass='F', kolln_500=True, kolln_400=False),
    dict(bedomning='kan inte bedömas', utesluten='geometri saknas',
         poang=None),
    dict(industri_m2=10000, planstatus='laga kraft', gf_lage='pågår',
         gf_slut='2029-05-30', bebyggd_m2=6400, obebygg_m2=CORNER,
         koll_klass='G', kolln_500=False, hpl_m=650.1, basta_del=1),
    dict(planstatus='ej planlagt', planl_andel=.001, plan_nr=None,
         gf_lage=None, industri_m2=0.0, koll_klass=None, avg_h=2.0,
         hpl_m=850.1, basta_del=None),
    dict(planstatus='granskning', planl_andel=0, industri_m2=0.0,
         kontor_m2=0.0, hpl_m=1110.1, poang=30, basta_del=1),
]
DELOMRADEN = [
    dict(parent=0, del_nr=1, area_m2=2500, uses={'J'}, hinder=None,
         kolln_andl=1, koll_klass='F', poang=62.5),
    dict(parent=0, del_nr=2, area_m2=2500, uses={'J', 'K'}, hinder=None,
         kolln_andl=1, koll_klass='E', poang=66.25),
    dict(parent=1, del_nr=1, area_m2=5000, uses={'J'}, poang=68.0),
    dict(parent=2, del_nr=1, underlag='pågående detaljplan', uses={'H'},
         utesluten='bostad (byggnad)', poang=None),
    dict(parent=6, del_nr=1, area_m2=10000, uses={'Z'}, hinder='upptagen',
         kolln_andl=0),
    # over 1 km from a stop, so no points of transit; granskning 8 + kontor 16
    # + 4,000 m2: 40 -> 6; 3,000 m2: 30 -> 4.5, with J 20 more, and unknown up
    # to 20 more
    dict(parent=8, del_nr=1, underlag='pågående detaljplan', area_m2=4000,
         uses={'K'}, planstatus='granskning', kontor_m2=0.0, hinder=None,
         poang=30, poang_max=30),
    dict(parent=8, del_nr=2, underlag='planbesked', area_m2=3000, uses=None,
         planstatus='ej planlagt', poang=4.5, poang_max=24.5),
    dict(parent=8, del_nr=3, underlag='översiktsplan', area_m2=3000,
         uses={'J'}, planstatus='ej planlagt', poang=24.5, poang_max=24.5),
]

WORDS = [
    *((o.read_status(w), o.ANTAGEN) for w in (
        'Antagen, ej laga kraft', 'Ej vunnit laga kraft',
        'Antagen, har ännu inte vunnit laga kraft', 'Inväntar laga kraft',
        'Laga kraft ej vunnen', 'Före laga kraft', 'Antagande')),
    *((o.read_status(w), o.LAGA_KRAFT) for w in (
        'Lagakraftvunnen', 'Vunnit laga kraft', 'Gällande', 'Gäller',
        'Laga kraft före 2011', 'Gällande, ersätter LB12')),
    *((o.read_status(w), o.SAKNAS) for w in (
        'Ej gällande', 'ICKE GÄLLANDE', 'Gäller inte', 'Tidigare gällande',
        'Ej antagen', 'Historisk', '', None)),
    *((o.read_status(w), o.UPPHAVD) for w in (
        'Upphävd', 'Upphör att gälla 2020', 'Ersatt - avslutad',
        'Ersätts av LB40')),
    (o.read_status('Avslutad'), o.AVSLUTAD),
    (o.read_status('ÖVERPRÖVAD'), o.TILLSYN),
    (o.read_status('Överklagad, ej laga kraft'), o.OVERKLAGAD),
    (o.read_status('Pågående - samråd'), o.SAMRAD),
    (o.read_status('Utställning'), o.GRANSKNING),
    (o.read_status('Program'), o.PABORJAD),
    *((o.read_uses(t), set(want.split())) for t, want in (
        ('HJK e1', 'H J K'), ('B, C', 'B C'), ('GATA1', 'GATA'),
        ('Jm', 'Jm'), ('n1 prick', 'annan'), ('', ''), ('  ', ''),
        ('BC1', 'B C'), ('LOKALGATA', 'GATA'), ('GC-VÄG', 'GC-VÄG'),
        ('P-PLATS', 'P-PLATS'), ('Natur', 'NATUR'), ('vård', 'D'),
        ('Industri och kontor', 'J K'), ('Tillfällig  vistelse', 'O'),
        ('Tekniska anläggningar, handel', 'E H'), ('SKOLA', 'S'),
        ('Industri, ej handel', 'J'), ('EJ', 'E J'), ('GC-bana', 'annan'),
        ('Industriområde', 'J'), ('Bostadsändamål', 'B'),
        ('Industrigata', 'GATA'), ('Handelsträdgård', 'annan'),
        ('Område för hamn', 'V'), ('HM', 'annan'), ('FSKLUB', 'annan'))),
    (o.read_months('5'), 60),
    (o.read_months('180'), 180),
    (o.add_months(o.read_date('2023-08-31'), 6), o.read_date('2024-02-29')),
    (o.read_date('2019-05-02T00:00:00Z'), o.read_date('20190502')),
    (o.read_date('2019/13/02'), None),
    (o.rounded(0.25, 1), 0.3),
    (o.designation({'kommunnamn': 'LERUM', 'trakt': 'HALLSÅS', 'block': '2',
                    'enhet': '261'}), 'LERUM HALLSÅS 2:261'),
    (o.designation({'kommunnamn': 'LERUM', 'trakt': 'HALLSÅS',
                    'etikett': '(2:261)>3'}), 'LERUM HALLSÅS 2:261'),
    (o.designation({'etikett': '2:261'}), None),
    ([o.category(3, n) for n in (337, 336, 168, 167, 85, 84, 42, 41, 28, 27,
                                 14, 13, 8, 7)],
     [3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 0]),
    ([o.class_at(4, d) for d in (300, 300.01, 1250, 1250.01)],
     ['C', 'D', 'G', None]),
    (o.competition_rank([5, 7, 7, 9, 1]), [4, 2, 2, 1, 5]),
]


# ----------------------------------------------------------- publishing it
def published(oracle, folder, lonlat=False):
    """Write the two layers as the program would."""
    to_lonlat = pyproj.Transformer.from_crs(oracle.crs, 4326, always_xy=True)

    def move(x, y):
        if not lonlat:
            return x, y
        return tuple(round(v, 7) for v in to_lonlat.transform(x, y))
    decimals = dict(planl_andel=4, kolln_andl=4, avg_h=2, poang=2,
                    poang_max=2, p_plan=2, p_koll=2)
    left = [p for p in oracle.delomraden
            if not p['utesluten'] and p['hinder'] != 'upptagen']
    for piece, place in zip(left, o.competition_rank(
            [round(p['poang'], 2) for p in left])):
        piece['rang'] = place

    def properties(row):
        result = {}
        for name in [n for n, _ in o.LAND] + list(o.WORDS) + [
                'kolln_andl', 'basta_del', 'hinder', 'rang']:
            value = row.get(name)
            if name == 'poang' and value is not None:
                value = o.rounded(row['p_plan'], 2) + \
                    o.rounded(row['p_koll'], 2)
            if isinstance(value, float):
                value = o.rounded(value, decimals.get(name, 1))
            result[name] = value
        for name in oracle_beredskap.FIELDS:
            value = row.get(name)
            if isinstance(value, float):
                value = o.rounded(value, 1)
            result['hinder' if name == 'hindren' else name] = value
        plan = row.get('pag')
        result.update(
            pag_plan=(plan.akt or plan.nr) if plan else None,
            pag_skede=o.PLANSTATUS[plan.status] if plan else None,
            pag_anv=', '.join(sorted(plan.uses))
            if plan and plan.uses else None,
            fast_id=(row.get('texts') or {}).get('fast_id'),
            fastighet=o.designation(row.get('texts') or {}))
        if 'del_nr' in row:
            result['fast_delar'], area = oracle.property_of[row['parent']]
            result['fast_m2'] = o.rounded(area, 1)
            result['del_id'] = '%s %d' % (result['fastighet'], row['del_nr'])
            result['anvandning'] = ', '.join(sorted(row['uses'])) \
                if row['uses'] else None
        elif row.get('letters'):
            words = {'allman': 'GATA', 'vatten': 'W'}
            result['anvandning'] = ', '.join(
                sorted(words.get(u, u) for u in row['letters']))
        return result

    for name, rows in (('mark', oracle.omraden),
                       ('verksamhetsmark', oracle.delomraden)):
        features = []
        for row in rows:
            if name == 'mark' and row['shape'] is not None:
                o.settle_best(row, lambda p: p['poang'])
            features.append((properties(row), geometry(row['shape'], move)))
        save(folder, name + '.geojson', features,
             None if lonlat else oracle.crs.to_epsg())


def geometry(shape, move):
    """A GeoJSON MultiPolygon; move(x, y) gives the position to write."""
    if shape is None:
        return None
    return {'type': 'MultiPolygon', 'coordinates': [
        [[list(move(x, y)) for x, y in r.coords]
         for r in [p.exterior, *p.interiors]] for p in o.polygonal(shape)]}


# --------------------------------------------------------------------- faults
@contextlib.contextmanager
def patched(owner, name, value):
    old = vars(owner)[name]   # as stored: a staticmethod stays one
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, old)


def half_departures(self, day, real=o.Feed.departures):
    return {k: v[::2] for k, v in real(self, day).items()}


def with_last_call(self, day, real=o.Feed.departures):
    """Counts one more call at every area, as if last calls counted."""
    found = real(self, day)
    return {k: v + v[:1] for k, v in found.items()}


def oldest_first(plan, real=o.newer_first):
    stamp, name = real(plan)
    return -stamp, name


# What is computed wrongly, and a field that must be reported for it.
WRONG_RULES = [
    ('the oldest plan decides', o, 'newer_first', oldest_first,
     'industri_m2'),
    ('a genomförandetid ends a day early', o, 'not_after',
     lambda day, end: day < end, 'gf_lage'),
    ('laga kraft the day after', o, 'in_force_on',
     lambda lk, day: lk is None or lk < day, 'planstatus'),
    ('departures are halved', o.Feed, 'departures', half_departures, 'avg_h'),
    ('a trip\'s last call counts', o.Feed, 'departures', with_last_call,
     'avg_h'),
    ('the first class ring ends at 299 m', o, 'RINGS',
     (299, 500, 750, 1000, 1250), 'koll_klass'),
    ('an hourly interval is the next category', o, 'CATEGORY',
     tuple((b, b == 60 or s, c) for b, s, c in o.CATEGORY), 'koll_klass'),
    ('homes are not seen', o.Buildings, 'is_home',
     staticmethod(lambda texts: False), 'bedomning'),
    ('a sliver of 10 m2 covers', o, 'COVER_M2', 5, 'planstatus'),
    ('områdesbestämmelser are plans', o.Plan, 'other_kind',
     lambda self: False, 'planl_andel'),
    ('years of genomförandetid are months', o, 'read_months',
     lambda text: int(text) if text else None, 'gf_slut'),
    ('regional buses are trains', o, 'mode_of', lambda code: o.TAG,
     'koll_klass'),
    ('unbuilt land reaches to the walls', o.Buildings, 'buffer',
     lambda self, i: self.shapes[i], 'obebygg_m2'),
    ('the first Tuesday is the usual day', o, 'choose_day',
     lambda feeds, real=o.choose_day:
     (o.read_date('2024-05-21'), real(feeds)[1]), 'avg_h'),
    ('K is industri', o, 'LETTER_GROUP',
     dict(o.LETTER_GROUP, K='industri'), 'kontor_m2'),
    ('ranks are dense from 0', o, 'competition_rank',
     lambda p: [sorted(set(p), reverse=True).index(x) for x in p], 'rang'),
]


def change_rows(name, value):
    def change(features):
        features[0]['properties'][name] = value
    return change


def swap_axes(features):
    for f in features:
        if f['geometry']:
            f['geometry']['coordinates'] = [
                [[v[::-1] for v in r] for r in p]
                for p in f['geometry']['coordinates']]


def swap_rows(features):
    features[0], features[1] = features[1], features[0]


# What is done to the published file afterwards, and the field reported.
WRONG_FILES = [
    ('mark.geojson', 'axes are swapped', swap_axes, '(box)'),
    ('verksamhetsmark.geojson', 'axes are swapped', swap_axes, '(matched)'),
    ('mark.geojson', 'two rows change places', swap_rows, '(box)'),
    ('mark.geojson', 'a row is missing', lambda f: f.pop(), '(rows)'),
    ('verksamhetsmark.geojson', 'a delområde is missing', lambda f: f.pop(),
     '(matched)'),
    ('mark.geojson', 'an area is 0.1 m2 off', change_rows('area_m2', 10000.1),
     'area_m2'),
    ('mark.geojson', 'a distance is 0.1 m off', change_rows('hpl_m', 300.0),
     'hpl_m'),
    ('mark.geojson', 'a share is 0.0002 off',
     change_rows('planl_andel', .9998), 'planl_andel'),
    ('mark.geojson', 'points are 0.02 off', change_rows('poang', 66.27),
     'poang'),
    ('mark.geojson', 'the halves do not add up',
     change_rows('p_plan', 48.76), '(sum)'),
    ('mark.geojson', 'a flag is wrong', change_rows('kolln_400', False),
     'kolln_400'),
    ('mark.geojson', 'a date is missing', change_rows('gf_slut', None),
     'gf_slut'),
    ('mark.geojson', 'a field is left out',
     lambda f: f[2]['properties'].pop('industri_m2'), 'industri_m2'),
    ('mark.geojson', 'an unknown is 0',
     lambda f: f[2]['properties'].update(poang=0), 'poang'),
    ('mark.geojson', 'another fastighet', change_rows('fastighet', 'X 1:1'),
     'fastighet'),
    ('verksamhetsmark.geojson', 'a rank is wrong', change_rows('rang', 1),
     'rang'),
    ('verksamhetsmark.geojson', 'a use is missing',
     change_rows('anvandning', None), 'anvandning'),
    ('verksamhetsmark.geojson', 'a share of served land is off',
     change_rows('kolln_andl', .99), 'kolln_andl'),
]


class Trial:
    def __init__(self):
        self.count = self.failed = 0

    def expect(self, what, ok, detail=''):
        self.count += 1
        if not ok:
            self.failed += 1
            print('FAIL %s%s' % (what, ': ' + detail if detail else ''))


def same(a, b):
    if isinstance(b, float) or isinstance(b, int) and not isinstance(b, bool):
        return isinstance(a, (int, float)) and abs(a - b) < 1e-3
    return a == b


def try_answers(t, oracle):
    for found, wanted in WORDS:
        t.expect('a rule', found == wanted, '%r, should be %r' % (found,
                                                                  wanted))
    t.expect('the usual day', str(oracle.transit.day) == '2024-05-22',
             str(oracle.transit.day))
    t.expect('repairs', oracle.notes['invalid'] == 1
             and oracle.notes['empty'] == 1, str(oracle.notes))
    for row in oracle.omraden:
        if row['shape'] is not None:
            o.settle_best(row, lambda p: p['poang'])
    for kind, rows, answers in (('område', oracle.omraden, OMRADEN),
                                ('delområde', oracle.delomraden, DELOMRADEN)):
        t.expect('number of ' + kind, len(rows) == len(answers),
                 str(len(rows)))
        for k, (row, answer) in enumerate(zip(rows, answers)):
            for name, wanted in answer.items():
                t.expect('%s %d %s' % (kind, k, name),
                         same(row.get(name), wanted),
                         '%r, should be %r' % (row.get(name), wanted))
    ongoing = oracle.omraden[2]['pag']
    t.expect('the ongoing plan', ongoing is not None and ongoing.id == 'P3'
             and ongoing.uses == {'H'})


# A second feed for what the world's own does not have: a weekly calendar with
# an exception, a frequency, a trip of the day before, and the four ways in
# which stops come to be one area.
FEED = {
    'calendar.txt': '''
start_date,end_date,service_id,monday,tuesday,wednesday,thursday,friday,\
saturday,sunday
20240501,20240531,V,1,1,1,1,1,0,0
20240501,20240531,M,1,0,0,0,0,0,0
''',
    'calendar_dates.txt': '''
service_id,date,exception_type
V,20240522,2
''',
    'stops.txt': '''
stop_id,stop_name,stop_lat,stop_lon
9022001000001001,Station,57.0,12.0
9022001000001002,Station,57.0,12.001
X1,Torget,57.1,12.0
X2,Torget,57.1009,12.0
X3,Torget,57.12,12.0
Y1,Läge A,57.2,12.0
''',
    'stop_areas.txt': '''
area_id,stop_id
A1,Y1
''',
    'areas.txt': '''
area_id,area_name
A1,Navet
''',
    'routes.txt': '''
route_id,route_type
B,3
T,1501
''',
    'trips.txt': '''
route_id,service_id,trip_id
B,V,ofta
B,M,natt
T,V,taxi
B,V,lucka
''',
    'frequencies.txt': '''
trip_id,start_time,end_time,headway_secs
ofta,07:00:00,08:00:00,600
ofta,19:50:00,20:10:00,600
''',
    'stop_times.txt': '''
trip_id,arrival_time,departure_time,stop_id,stop_sequence
ofta,0:00:00,0:00:00,9022001000001001,1
ofta,0:05:00,0:06:00,9022001000001002,2
ofta,0:10:00,0:10:00,X1,3
natt,29:59:59,29:59:59,X1,1
natt,30:00:00,30:00:00,X2,2
natt,30:10:00,30:10:00,X3,3
natt,30:20:00,30:20:00,Y1,4
taxi,10:00:00,10:00:00,Y1,1
taxi,10:20:00,10:20:00,X1,2
lucka,11:00:00,11:00:00,Y1,1
lucka,11:10:00,11:10:00,okand,2
''',
}


def try_feed(t, folder):
    path = os.path.join(folder, 'andra')
    os.mkdir(path)
    for name, text in FEED.items():
        with open(os.path.join(path, name), 'w', encoding='utf-8') as f:
            f.write(text.lstrip())
    feed = o.Feed(path, 0)
    station = '9021001000001000'
    t.expect('areas', feed.area_name == {
        station: 'Station', 'X1': 'Torget', 'X3': 'Torget', 'A1': 'Navet'},
        str(feed.area_name))
    # ofta: 07:00-07:50 six times, then 19:50 and 20:00; the second platform
    # is left six minutes later, 19:56 and 20:06.
    wanted = {station: 6 + 1 + 6 + 1, 'X1': 1, 'X3': 1}
    found = {a: len(c) for a, c in
             feed.departures(o.read_date('2024-05-21')).items()}
    t.expect('departures on a Tuesday', found == wanted, str(found))
    found = feed.departures(o.read_date('2024-05-22'))
    t.expect('departures on a day taken out', not found, str(found))
    # The taxi and eight runs of ofta; lucka has one known stop. Mondays also
    # natt.
    counts = feed.trips_by_day()
    t.expect('trips of a Tuesday', counts[o.read_date('2024-05-21')] == 9,
             str(counts[o.read_date('2024-05-21')]))
    t.expect('trips of a Monday', counts[o.read_date('2024-05-20')] == 10,
             str(counts[o.read_date('2024-05-20')]))


def compared(oracle, folder):
    return o.compare(oracle, folder, io.StringIO())


def reported(oracle, folder):
    """Names of the fields that a comparison reports as wrong."""
    report = compared(oracle, folder)
    return {name for (_, name), s in report.fields.items() if s[3]}


def try_faults(t, path, folder):
    right = o.Oracle(o.Project(path))
    for what, owner, name, value, field in WRONG_RULES:
        with patched(owner, name, value):
            published(o.Oracle(o.Project(path)), folder)
        found = reported(right, folder)
        t.expect('not noticed: ' + what,
                 field in found,
                 str(sorted(found)))
    for name, what, change, field in WRONG_FILES:
        published(o.Oracle(o.Project(path)), folder)
        target = os.path.join(folder, name)
        with open(target, encoding='utf-8') as f:
            doc = json.load(f)
        change(doc['features'])
        with open(target, 'w', encoding='utf-8') as f:
            json.dump(doc, f)
        found = reported(right, folder)
        t.expect('not noticed: %s: %s' % (name, what), field in found,
                 str(sorted(found)))


def run():
    t = Trial()
    with tempfile.TemporaryDirectory() as folder:
        path = build(folder)
        oracle = o.Oracle(o.Project(path))
        try_answers(t, oracle)
        try_feed(t, folder)
        out = os.path.join(folder, 'ut')
        os.mkdir(out)
        published(oracle, out)
        found = reported(o.Oracle(o.Project(path)), out)
        t.expect('a right result is reported as wrong', not found,
                 str(sorted(found)))
        published(oracle, out, lonlat=True)
        found = reported(o.Oracle(o.Project(path)), out)
        t.expect('a right result in RFC 7946 is reported as wrong', not found,
                 str(sorted(found)))
        t.expect('exit 0 for a right result', quiet_main([path, out]) == 0)
        try_faults(t, path, out)
        t.expect('exit 1 for a wrong result', quiet_main([path, out]) == 1)
        oracle_beredskap_selftest.try_all(t, sys.modules[__name__], folder)
    print('%d expectations, %d failed' % (t.count, t.failed))
    return 1 if t.failed else 0


def quiet_main(argv):
    with contextlib.redirect_stdout(io.StringIO()):
        return o.main(argv)


if __name__ == '__main__':
    sys.exit(run())
