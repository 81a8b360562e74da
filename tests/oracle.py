#!/usr/bin/python3
"""Recompute markklar's published figures from the raw inputs and compare.

    oracle.py PROJECT.yaml OUTDIR [--limit N]
    oracle.py --facit FACIT.csv [--instead OTHER.csv] PROJECT.yaml
    oracle.py --selftest

Written from docs/method.md alone, with other libraries and other algorithms
than the program (OGR for reading, GEOS overlays through shapely for areas,
dictionaries for timetables), so that a shared mistake is unlikely.

Areas may differ by half a unit of the published decimal (the rounding) plus
1e-3 for float noise; shares by 1e-4, metres by 0.05 + 1e-3, points by 0.01;
words, flags, dates and departures not at all. Readiness has its own rules and
tolerances: oracle_beredskap.py, oracle_layers.py and oracle_time.py. Exit 0: all agree. Exit 1: a
table of the excesses has been printed. Exit 2: could not compare.

Places where method.md leaves room are collected under READINGS.
"""
import argparse
import collections
import csv
import datetime
import io
import json
import math
import os
import re
import sys
import time
import unicodedata
import warnings
import zipfile

import pyproj
import yaml
from osgeo import gdal, ogr
from shapely import wkb
from shapely.geometry import MultiPolygon, Point, Polygon, box
from shapely.ops import transform as shp_transform
from shapely.ops import unary_union
from shapely.strtree import STRtree

# shapely 1.8 announces what 2.0 changes in STRtree.
warnings.filterwarnings('ignore', message='STRtree')
gdal.UseExceptions()
ogr.UseExceptions()

# One copy of this module, also when it is the program that runs.
sys.modules['oracle'] = sys.modules[__name__]
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

# ---------------------------------------------------------------- READINGS
# How the oracle reads method.md where a sentence has two meanings. A
# disagreement with the program that comes from one of these is settled in
# method.md, then here.
COVER_M2 = 25.0        # "min(25 m2, half the område)": a fixed 25
OVERLAP_M2 = 0.01      # overlaps up to this are left alone
USE_NOISE_M2 = 1.0     # the same between different uses of one plan
HOME_PLOT_M2 = 10000   # a home leaves unplanned land out below this
# plan_* needs a plan that covers; an overlap below the cover rule names none.
PLAN_MUST_COVER = True
# An område left out for its objekttyp has no delområden.
OBJECT_TYPE_HAS_PIECES = False
# Building with no word on being the main one: the main one.
MAIN_BUILDING_DEFAULT = True

UNDERLAG = ['detaljplan', 'pågående detaljplan', 'planbesked',
            'översiktsplan']
PLANSTATUS = ['planuppgift saknas', 'ej planlagt', 'avslutad', 'upphävd',
              'påbörjad', 'samråd', 'granskning', 'antagen', 'överklagad',
              'tillsyn', 'laga kraft']
SAKNAS, EJ_PLANLAGT, AVSLUTAD, UPPHAVD, PABORJAD, SAMRAD, GRANSKNING, \
    ANTAGEN, OVERKLAGAD, TILLSYN, LAGA_KRAFT = range(11)

GROUPS = ['industri', 'kontor', 'handel', 'centrum', 'ovrnar']
LETTER_GROUP = {
    'J': 'industri', 'Z': 'industri', 'U': 'industri', 'Jm': 'industri',
    'K': 'kontor', 'H': 'handel', 'C': 'centrum',
    'G': 'ovrnar', 'O': 'ovrnar', 'R': 'ovrnar', 'N': 'ovrnar', 'V': 'ovrnar',
    'B': 'bostad', 'W': 'vatten',
}
OTHER_LETTERS = set('DSEPTFLQXYA')
PUBLIC_CODES = ('GATA', 'VÄG', 'GÅNG', 'CYKEL', 'GC-VÄG', 'GCVÄG', 'TORG',
                'PARK', 'NATUR', 'SKYDD', 'P-PLATS', 'ODLING', 'BEGRAVNING')
# method.md §2.6, the list of words; ' ' stands for "read as nothing".
USE_WORDS = {
    'J': 'industri industrier', 'Z': 'verksamhet verksamheter partihandel',
    'Jm': 'småindustri hantverk', 'U': 'upplag lager', 'K': 'kontor',
    'H': 'handel detaljhandel',
    'C': 'centrum centrumverksamhet centrumverksamheter',
    'G': 'drivmedel drivmedelsförsäljning bensinstation',
    'O': 'tillfällig_vistelse hotell',
    'R': 'besöksanläggning besöksanläggningar',
    'N': 'friluftsliv_och_camping friluftsliv camping',
    'V': 'hamn småbåtshamn',
    'B': 'bostad bostäder bostadshus flerbostadshus småhus',
    'W': 'vatten vattenområde', 'GATA': 'gata', 'VÄG': 'väg',
    'GÅNG': 'gång gångväg', 'CYKEL': 'cykel cykelväg',
    'GC-VÄG': 'gc-väg gång-_och_cykelväg', 'GCVÄG': 'gcväg', 'TORG': 'torg',
    'PARK': 'park lekpark stadspark', 'NATUR': 'natur naturmark',
    'SKYDD': 'skydd', 'P-PLATS': 'p-plats parkering,_allmän_plats',
    'ODLING': 'odling', 'BEGRAVNING': 'begravning begravningsplats',
    'A': 'allmänt_ändamål allmänna_ändamål', 'D': 'vård',
    'E': 'tekniska_anläggningar teknisk_anläggning transformatorstation '
         'nätstation',
    'F': 'flygtrafik flygplats', 'L': 'odling_och_djurhållning djurhållning',
    'P': 'parkering parkeringsplats parkeringshus p-hus garage',
    'Q': 'kulturreservat', 'S': 'skola skolor förskola',
    'T': 'trafik järnväg', 'X': 'begravning,_gångtrafik gångtrafik',
    'Y': 'idrott',
    ' ': 'område områden mark kvartersmark användning öppet',
}
BUSINESS = set(GROUPS)


# -------------------------------------------------------------- small things
def fold(text):
    """Lower case without accents: 'Överklagad' -> 'overklagad'."""
    parts = unicodedata.normalize('NFKD', str(text).casefold())
    return ''.join(c for c in parts if not unicodedata.combining(c))


def key_of(text):
    """A word as a key: letters and digits of the folded text."""
    return re.sub(r'[^a-z0-9]', '', fold(text))


def number(text):
    return float(str(text).strip().replace('\u00a0', '').replace(',', '.'))


def rounded(value, decimals):
    """Half away from zero."""
    scale = 10 ** decimals
    return math.copysign(math.floor(abs(value) * scale + 0.5), value) / scale


def byte_key(text):
    return (text or '').encode('utf-8')


def ares(m2):
    """Published square metres to the nearest are (100 m2)."""
    return 100 * rounded(rounded(m2, 1) / 100, 0)


def read_date(text):
    if text is None:
        return None
    m = re.match(r'\s*(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)', str(text))
    if not m:
        return None
    try:
        return datetime.date(int(m[1]), int(m[3]), int(m[4]))
    except ValueError:
        return None


def add_months(day, months):
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    after = datetime.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (after - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(day.day, last))


# ------------------------------------------------------------------- project
class Project:
    """What the figures need from markklar.yaml, defaults in place."""

    def __init__(self, path):
        # BaseLoader keeps every scalar as the text that was written.
        with open(path, encoding='utf-8-sig') as f:
            doc = yaml.load(f, Loader=yaml.BaseLoader) or {}
        self.dir = os.path.dirname(os.path.abspath(path))
        self.doc = doc
        indata = doc.get('indata') or {}
        self.layers = {role: self.layer(indata.get(role)) for role in
                       ('fastigheter', 'detaljplaner', 'anvandning',
                        'byggnader')}
        # Layers of land that is not planned yet: a block, or several.
        self.intents = {}
        for role in ('planbesked', 'oversiktsplan'):
            blocks = indata.get(role) or []
            blocks = blocks if isinstance(blocks, list) else [blocks]
            self.intents[role] = [self.layer(b) for b in blocks]
        feeds = indata.get('tidtabeller') or []
        if isinstance(feeds, (str, dict)):
            feeds = [feeds]
        self.feeds = [self.path(f['fil'] if isinstance(f, dict) else f)
                      for f in feeds]
        plans = self.layers['detaljplaner'] or {}
        self.streets = bool(indata.get('gator'))
        self.complete = plans.get('heltackande', 'nej') in ('ja', 'true')
        self.date = read_date(doc['referensdatum'])
        self.crs = doc.get('arbets_crs') or 'auto'

        transit = doc.get('kollektivtrafik') or {}
        day = transit.get('dag', 'auto')
        self.day = None if day == 'auto' else read_date(day)
        self.hourly = transit.get('kolln_variant') == 'varje_timme'

        limits = doc.get('troskelvarden') or {}
        self.min_piece = number(limits.get('delomrade_min_m2', 25))
        self.min_free = number(limits.get('ledig_min_m2', 1000))
        self.distance = number(limits.get('avstand_byggnad_m', 10))

        self.weights = {'planstatus': .20, 'anvandning': .20,
                        'ledig_mark': .15, 'genomforande': .05,
                        'klass': .25, 'turtathet': .15}
        for name, value in (doc.get('vikter') or {}).items():
            self.weights[name] = number(value)
        total = sum(self.weights.values())
        self.weights = {k: v / total for k, v in self.weights.items()}

        self.values = {
            'planstatus': {'lagakraft': 100, 'antagen': 70, 'tillsyn': 60,
                           'overklagad': 50, 'granskning': 40, 'samrad': 25,
                           'paborjad': 15},
            'anvandning': {'industri': 100, 'kontor': 80, 'handel': 60,
                           'centrum': 60, 'ovrnar': 40},
            'genomforande': {'pagar': 100, 'sannoliktutgangen': 60,
                             'utgangen': 60, 'ejborjat': 50},
            'klass': {'a': 100, 'b': 85, 'c': 70, 'd': 55, 'e': 40, 'f': 25,
                      'g': 10, 'utanfor': 0},
        }
        self.curves = {
            'ledig_mark': [(0, 0), (1000, 10), (5000, 50), (20000, 80),
                           (100000, 100)],
            'turtathet': [(0, 0), (1, 30), (2, 50), (4, 75), (8, 100)],
        }
        for name, table in (doc.get('varden') or {}).items():
            if name in self.curves:
                pairs = table.items() if isinstance(table, dict) else table
                self.curves[name] = sorted((number(x), number(y))
                                           for x, y in pairs)
            else:
                for word, value in table.items():
                    word = key_of(word)
                    if word.startswith('ovrig'):
                        word = 'ovrnar'
                    self.values[name][word] = number(value)

    def path(self, given):
        return os.path.join(self.dir, given)

    def layer(self, given):
        if not given:
            return None
        if isinstance(given, str):
            given = {'fil': given}
        given = dict(given)
        given['fil'] = self.path(given['fil'])
        return given


# ------------------------------------------------------------ vector reading
class Source:
    """One layer as read: rows of (texts by key, geometry), file's CRS."""

    def __init__(self, given):
        # The file is opened by its own path, so a .zip needs /vsizip/.
        path = given['fil']
        if path.lower().endswith('.zip'):
            path = '/vsizip/' + path
        options = []
        if given.get('teckenkodning'):
            options = ['ENCODING=' + given['teckenkodning']]
        data = gdal.OpenEx(path, gdal.OF_VECTOR, open_options=options) \
            if options else gdal.OpenEx(path, gdal.OF_VECTOR)
        name = given.get('lager')
        layer = data.GetLayerByName(name) if name else data.GetLayer(0)
        if layer is None:
            raise ValueError('no layer %s in %s' % (name, path))
        if given.get('urval'):
            layer.SetAttributeFilter(given['urval'])
        if given.get('crs'):
            self.crs = pyproj.CRS.from_user_input(given['crs'])
        else:
            ref = layer.GetSpatialRef()
            if ref is None:
                raise ValueError('no crs in ' + path)
            self.crs = pyproj.CRS.from_wkt(ref.ExportToWkt())
        fields = self.columns(layer.GetLayerDefn())
        entries = {key: self.entry(value, fields, path)
                   for key, value in (given.get('falt') or {}).items()}
        self.keys = set(entries)
        self.rows = []
        self.counts = collections.Counter()
        for feature in layer:
            texts = {key: get(feature) for key, get in entries.items()}
            self.rows.append([texts, self.shape(feature.GetGeometryRef())])
        self.swap_axes()

    @staticmethod
    def columns(definition):
        names = {}
        for i in range(definition.GetFieldCount()):
            names.setdefault(
                unicodedata.normalize('NFC',
                                      definition.GetFieldDefn(i).GetName()), i)
        return names

    @staticmethod
    def text(feature, i):
        if not feature.IsFieldSetAndNotNull(i):
            return None
        value = feature.GetFieldAsString(i)
        if isinstance(value, bytes):
            value = value.decode('cp1252', 'replace')
        elif any(0xDC80 <= ord(c) <= 0xDCFF for c in value):
            value = value.encode('utf-8', 'surrogateescape').decode('cp1252')
        return unicodedata.normalize('NFC', value).strip() or None

    def entry(self, given, fields, path):
        """A field map's entry as a function of a feature."""
        if isinstance(given, dict) and 'konstant' in given:
            return lambda feature: given['konstant']
        name = given['falt'] if isinstance(given, dict) else given
        name = unicodedata.normalize('NFC', name)
        if name not in fields:
            match = [n for n in fields if n.casefold() == name.casefold()]
            if not match:
                raise ValueError('no field %s in %s' % (name, path))
            name = match[0]
        column = fields[name]
        if not isinstance(given, dict) or 'varden' not in given:
            return lambda feature: self.text(feature, column)
        table = {fold(k.strip()): v for k, v in given['varden'].items()}

        def look_up(feature):
            value = self.text(feature, column)
            return table.get(fold(value or ''), given.get('annars', value))
        return look_up

    def shape(self, geometry):
        """A valid polygonal geometry, or None."""
        if geometry is None or geometry.IsEmpty():
            self.counts['empty'] += 1
            return None
        geometry = geometry.GetLinearGeometry() \
            if geometry.HasCurveGeometry(1) else geometry.Clone()
        geometry.FlattenTo2D()
        try:
            shape = wkb.loads(bytes(geometry.ExportToWkb()))
        except Exception:        # a ring of too few points, and the like
            self.counts['unusable'] += 1
            return None
        shape, was_valid = usable(shape)
        if not was_valid:
            self.counts['invalid'] += 1
        if shape is None:
            self.counts['unusable'] += 1
        return shape

    def swap_axes(self):
        """North before east in the file: turn the whole layer."""
        boxes = [g.bounds for _, g in self.rows if g is not None]
        if not boxes or self.crs.is_geographic:
            return
        if min(b[0] for b in boxes) > 5e6 and max(b[3] for b in boxes) < 1.1e6:
            for row in self.rows:
                if row[1] is not None:
                    row[1] = shp_transform(lambda x, y: (y, x), row[1])

    def extent(self):
        boxes = [g.bounds for _, g in self.rows if g is not None]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes),
                max(b[2] for b in boxes), max(b[3] for b in boxes))

    def to(self, crs):
        """Move every geometry into `crs`."""
        if self.crs.equals(crs, ignore_axis_order=True):
            return
        move = pyproj.Transformer.from_crs(self.crs, crs, always_xy=True)
        for row in self.rows:
            if row[1] is not None:
                row[1] = usable(shp_transform(move.transform, row[1]))[0]


def polygonal(shape):
    """The polygons in any geometry, as a list."""
    if shape.is_empty:
        return []
    if isinstance(shape, Polygon):
        return [shape]
    return [p for part in getattr(shape, 'geoms', []) for p in polygonal(part)]


def only_polygons(shape):
    """An overlay's result without the lines and points it may hold, valid
    again where nearly coinciding borders made it invalid."""
    if not isinstance(shape, (Polygon, MultiPolygon)):
        shape = MultiPolygon(polygonal(shape))
    return shape if shape.is_valid else usable(shape)[0] or MultiPolygon()


def usable(shape):
    """(valid polygonal shape or None, whether it was valid as it came)."""
    was_valid = shape.is_valid
    if not was_valid:
        repaired = ogr.CreateGeometryFromWkb(shape.wkb) \
            .MakeValid(['METHOD=STRUCTURE'])
        shape = wkb.loads(bytes(repaired.ExportToWkb()))
    parts = [p for p in polygonal(shape) if p.area > 0]
    if not parts:
        return None, was_valid
    return (parts[0] if len(parts) == 1 else
            MultiPolygon(parts) if was_valid else unary_union(parts)), \
        was_valid


def working_crs(project, parcels):
    if project.crs != 'auto':
        return pyproj.CRS.from_user_input(project.crs)
    if parcels.crs.is_projected and parcels.rows:
        x0, y0, x1, y1 = parcels.extent()
        back = pyproj.Transformer.from_crs(
            parcels.crs, parcels.crs.geodetic_crs, always_xy=True)
        proj = pyproj.Proj(parcels.crs)
        worst = 0
        for fx in (0, .5, 1):
            for fy in (0, .5, 1):
                lon, lat = back.transform(x0 + fx * (x1 - x0),
                                          y0 + fy * (y1 - y0))
                scale = proj.get_factors(lon, lat).areal_scale
                worst = max(worst, abs(scale - 1))
        if worst <= 0.002:
            return parcels.crs
    return pyproj.CRS.from_epsg(3006)


class Index:
    """Boxes of shapes; hits(shape) gives the numbers whose boxes meet it."""

    def __init__(self, shapes):
        self.shapes = shapes
        keep = [i for i, s in enumerate(shapes) if s is not None]
        self.tree = STRtree([shapes[i] for i in keep], keep) if keep else None

    def hits(self, shape):
        if self.tree is None:
            return []
        return sorted(self.tree.query_items(shape))


def meet(a, b):
    """The polygons of a ∩ b. (No intersects() before: unlike the overlay it
    throws where borders nearly coincide.)"""
    return only_polygons(a.intersection(b))


def common(a, b):
    return a.intersection(b).area


# --------------------------------------------------------------- plan rules
NEGATIONS = set('ej inte icke nej ingen inget saknar saknas annu vantar '
                'invantar avvaktar vantas invantas avvaktas'.split())
NOT_UNTIL = {'fore', 'innan'}


def read_status(text):
    """method.md §2.1; SAKNAS: not read."""
    whole = fold(text or '')
    words = re.findall(r'[^\W_]+', whole)
    said = set(words)
    if said & {'ersatt', 'ersatts', 'ersatta'} or \
            re.search('upphav|upphor', whole):
        return UPPHAVD
    for parts, status in (('avslut', AVSLUTAD), ('overklag', OVERKLAGAD),
                          ('overprov|tillsyn', TILLSYN)):
        if re.search(parts, whole):
            return status
    line = ' ' + ' '.join(words) + ' '
    m = re.search(' laga', line)
    if m:
        if set(line[:m.start()].split()) & (NEGATIONS | NOT_UNTIL):
            return ANTAGEN
        after = re.match(' laga ?kraft ([^ ]+)', line[m.start():])
        return ANTAGEN if after and after[1] in NEGATIONS else LAGA_KRAFT
    if said & (NEGATIONS | NOT_UNTIL):
        return SAKNAS
    if re.search(' (galla|galler)', line):
        return SAKNAS if said & {'tidigare', 'slutat', 'slutar'} \
            else LAGA_KRAFT
    for parts, status in (('antag', ANTAGEN), ('gransk|utstall', GRANSKNING),
                          ('samrad', SAMRAD),
                          ('uppdrag|paborj|paga|program', PABORJAD)):
        if re.search(parts, whole):
            return status
    return SAKNAS


def read_months(text):
    """A genomförandetid as months, or None."""
    m = re.search(r'\d+', text or '')
    if not m or int(m[0]) == 0:
        return None
    length = int(m[0])
    in_years = length <= 15 or re.search(r'\bar\b', fold(text))
    return length * 12 if in_years else length


def in_force_on(laga_kraft, day):
    return laga_kraft is None or laga_kraft <= day


def not_after(day, end):
    """End dates are inclusive."""
    return day <= end


def implementation(plan, day):
    """(state word, end date or None) on the reference date."""
    start = plan.gf_start or plan.laga_kraft
    end = plan.gf_slut
    if end is None and plan.gf_months and start:
        end = add_months(start, plan.gf_months) - datetime.timedelta(days=1)
    if plan.gf_start and day < plan.gf_start:
        return 'ej börjat', end
    if end is not None:
        return ('pågår' if not_after(day, end) else 'utgången'), end
    if key_of(plan.typ or '') in ('stadsplan', 'byggnadsplan',
                                  'avstyckningsplan'):
        return 'utgången', None
    if plan.laga_kraft:
        if day < add_months(plan.laga_kraft, 60):
            return 'pågår', None
        if day >= add_months(plan.laga_kraft, 180):
            return 'sannolikt utgången', None
    return 'okänd', None


WRITTEN = sorted(((fold(w).replace('_', ' '), code)
                  for code, ws in USE_WORDS.items() for w in ws.split()),
                 key=lambda pair: -len(pair[0]))
ONE_WORD = dict(WRITTEN)


def other_use(word):
    """(c) and (d) of method.md §2.6 for one word; None: neither."""
    low = fold(word)
    for end in ('omraden', 'omrade', 'andamal', 'mark'):
        if low.endswith(end):
            stem = low[:-len(end)]
            for form in (stem, stem[:-1] if stem.endswith('s') else stem):
                if form in ONE_WORD:
                    return ONE_WORD[form]
    ends = ['gata', 'vag', 'torg'] + ['park', 'natur'] * word.isupper()
    for end in ends:
        if low.endswith(end) and low != end:
            return ONE_WORD[end]
    return None


def read_uses(text):
    """method.md §2.6: 'HJK e1' -> {'H', 'J', 'K'}; 'Natur' -> {'NATUR'}."""
    text = unicodedata.normalize('NFC', ' '.join((text or '').split()))
    uses, silent, i = set(), False, 0
    while i < len(text):
        if not text[i].isalpha():
            silent = silent and text[i] not in ',;.:+/()'
            i += 1
            continue
        word = re.match(r'[^\W\d_]+', text[i:])[0]
        rest = text[i + len(word):]
        found = next(((w, c) for w, c in WRITTEN
                      if re.match(re.escape(w) + r'(?![^\W\d_])',
                                  fold(text[i:]))), None)
        hyphen = re.match(r'-[^\W\d_]+', rest)
        n = next((k for k, c in enumerate(word) if not c.isupper()),
                 len(word))
        small = next((k for k, c in enumerate(word[n:]) if c.isupper()),
                     len(word) - n)
        take, step = None, len(word)
        if found:
            take, step = {found[1]}, len(found[0])
        elif fold(word) in ('ej', 'inte', 'icke', 'utan') \
                and not word.isupper():
            silent = True
        elif other_use(word):
            take = {other_use(word)}
        elif n and small < 2 and not hyphen:
            head = word[:n]
            known = len(head) <= 5 and all(
                c in LETTER_GROUP or c in OTHER_LETTERS for c in head)
            take = {'Jm'} if head == 'J' and word[1:2] == 'm' else \
                set(head) if known else {'annan'}
            step = n + small
        else:
            take = {'annan'} if n else None
            step += len(hyphen[0]) if hyphen else 0
        if take and not silent:
            uses |= take - {' '}
        i += step
        i += len(re.match(r'([0-9][a-z0-9]*)?', text[i:])[0])
    return frozenset(uses) or frozenset({'annan'} if text else ())


def group_of(use):
    if use in LETTER_GROUP:
        return LETTER_GROUP[use]
    return 'allman' if use in PUBLIC_CODES else 'annan'


def groups_of(uses):
    return {group_of(u) for u in uses}


def newer_first(plan):
    """Sort key of precedence: newest laga kraft, undated last, lower id."""
    stamp = -plan.laga_kraft.toordinal() if plan.laga_kraft else 0
    return stamp, byte_key(plan.id)


class Plan:
    def __init__(self, texts, shape, row):
        get = texts.get
        self.akt, self.nr, self.namn = get('akt'), get('nr'), get('namn')
        self.id = get('id') or self.akt or self.nr or str(row)
        self.typ = get('typ')
        self.word = get('status')
        self.laga_kraft = read_date(get('laga_kraft'))
        self.gf_start = read_date(get('gf_start'))
        self.gf_slut = read_date(get('gf_slut'))
        self.gf_months = read_months(get('gf_tid'))
        self.stage_date = read_date(get('skede_datum'))
        self.shape = shape
        self.row = row
        self.uses = frozenset()
        self.use_shapes = []

    def other_kind(self):
        words = fold((self.typ or '') + ' ' + (self.word or ''))
        return any(w in words for w in ('omradesbest', 'planbesked',
                                        'fastighetsindel', 'tomtindel'))

    def settle(self, day):
        self.status = read_status(self.word)
        if not (self.word or '').strip() and self.laga_kraft:
            self.status = LAGA_KRAFT
        if self.status == LAGA_KRAFT and not in_force_on(self.laga_kraft, day):
            self.status = ANTAGEN
        self.in_force = self.status == LAGA_KRAFT
        self.ongoing = PABORJAD <= self.status <= TILLSYN
        self.gf, self.gf_end = implementation(self, day)


Cell = collections.namedtuple('Cell', 'plan uses shape')


class Plans:
    """Interpreted plans, the outlines that decide, and the use cells."""

    def __init__(self, plan_rows, use_rows, day):
        plans = [Plan(texts, shape, i)
                 for i, (texts, shape) in enumerate(plan_rows)]
        every = plans
        self.without_outline = sum(p.shape is None and not p.other_kind()
                                   for p in plans)
        plans = [p for p in plans if p.shape is not None
                 and not p.other_kind()]
        for plan in plans:
            plan.settle(day)
        plans.sort(key=lambda p: (byte_key(p.id), p.row))
        self.plans = plans
        self.unplaced_uses = 0
        self.give_uses(use_rows, every)

        force = sorted((p for p in plans if p.in_force), key=newer_first)
        self.cells = []
        index = Index([p.shape for p in force])
        order = {id(p): i for i, p in enumerate(force)}
        for plan in force:
            newer = [force[i].shape for i in index.hits(plan.shape)
                     if i < order[id(plan)]]
            cut = [s for s in newer if common(s, plan.shape) > OVERLAP_M2]
            plan.cut = only_polygons(unary_union(cut)) if cut else None
            plan.effective = self.less(plan.shape, plan.cut)
            self.cells += self.arrange(plan)
        self.force = force
        # §2.3 (a): ongoing plans for business, the strongest status first.
        self.later = []
        for plan in sorted((p for p in plans if p.ongoing
                            and groups_of(p.uses) & BUSINESS),
                           key=lambda p: (-p.status, byte_key(p.id))):
            plan.cut, plan.effective = None, plan.shape
            self.later.append([c for c in self.arrange(plan)
                               if groups_of(c.uses) & BUSINESS])
        # Parts one by one: boxes stay small and pieces stay contiguous.
        self.outline_parts = [(p, part) for p in force
                              for part in polygonal(p.effective)]
        self.outline_index = Index([s for _, s in self.outline_parts])
        self.cell_parts = [(c, part) for c in self.cells
                           for part in polygonal(c.shape)]
        self.cell_index = Index([s for _, s in self.cell_parts])
        self.others = [p for p in plans if not p.in_force]
        self.other_index = Index([p.shape for p in self.others])

    @staticmethod
    def less(shape, cut):
        return shape if cut is None else only_polygons(shape.difference(cut))

    def give_uses(self, use_rows, every):
        names = {}
        for kind in ('nr', 'akt', 'id'):   # the id has the last word
            for plan in every:
                if getattr(plan, kind):
                    names[getattr(plan, kind)] = plan
        index = Index([p.shape for p in self.plans])
        for texts, shape in use_rows:
            uses = read_uses(texts.get('bokstav'))
            if shape is None or not uses:
                continue
            name = texts.get('plan')
            if name:
                plan = names.get(name)
            else:
                best = sorted((-common(self.plans[i].shape, shape), i)
                              for i in index.hits(shape))
                plan = self.plans[best[0][1]] \
                    if best and best[0][0] < 0 else None
            if plan is None:
                self.unplaced_uses += 1
                continue
            plan.uses |= uses
            plan.use_shapes.append((uses, shape))

    def arrange(self, plan):
        """Cells of a plan in force: places with one set of uses each."""
        if not plan.use_shapes:
            return [Cell(plan, None, plan.effective)]
        done = []
        for uses, shape in plan.use_shapes:
            if shape.area - common(shape, plan.shape) > USE_NOISE_M2:
                shape = meet(shape, plan.shape)
            rest = self.less(shape, plan.cut)
            split = []
            for old_uses, old in done:
                noise = OVERLAP_M2 if old_uses == uses else USE_NOISE_M2
                if common(old, rest) > noise:
                    both = meet(old, rest)
                    split.append((old_uses | uses, both))
                    split.append((old_uses, self.less(old, rest)))
                    rest = self.less(rest, old)
                else:
                    split.append((old_uses, old))
            split.append((uses, rest))
            done = [(u, s) for u, s in split if s.area > 0]
        by_uses = collections.defaultdict(list)
        for uses, shape in done:
            by_uses[uses] += polygonal(shape)
        return [Cell(plan, uses, only_polygons(unary_union(shapes)))
                for uses, shapes in sorted(by_uses.items(),
                                           key=lambda i: sorted(i[0]))]


# ----------------------------------------------------------------- buildings
class Buildings:
    def __init__(self, rows, distance):
        kept = [(t, s) for t, s in rows if s is not None
                and 'illustrativt' not in fold(t.get('lage') or '')]
        self.shapes = [s for _, s in kept]
        self.home = [self.is_home(t) for t, _ in kept]
        self.distance = distance
        self.index = Index(self.shapes)
        self.buffers = {}

    @staticmethod
    def is_home(texts):
        main = texts.get('huvudbyggnad')
        if main is None:
            main = MAIN_BUILDING_DEFAULT
        else:
            main = fold(main) in ('ja', 'j', '1', 'true', 't', 'sant', 'y',
                                  'yes', 'huvudbyggnad')
        return main and 'bostad' in fold(texts.get('typ') or '')

    def buffer(self, i):
        if i not in self.buffers:
            self.buffers[i] = self.shapes[i].buffer(self.distance,
                                                    resolution=8)
        return self.buffers[i]

    def built(self, shape):
        inside = [meet(self.shapes[i], shape)
                  for i in self.index.hits(shape)]
        return unary_union(inside).area if inside else 0.0

    def largest_free(self, shape):
        x0, y0, x1, y1 = shape.bounds
        d = self.distance
        near = [self.buffer(i)
                for i in self.index.hits(box(x0 - d, y0 - d, x1 + d, y1 + d))]
        free = shape.difference(unary_union(near)) if near else shape
        return max((p.area for p in polygonal(free)), default=0.0)

    def standing(self, shape):
        """Numbers of the buildings that stand on a piece of land."""
        return [i for i in self.index.hits(shape)
                if common(self.shapes[i], shape) >= self.shapes[i].area / 2]


# ----------------------------------------------------------------- timetable
TAG, TUNNELBANA, SPARVAGN, BUSS, FARJA, ANROP, OVRIG, FLYG = (
    'tag', 'tunnelbana', 'sparvagn', 'buss', 'farja', 'anrop', 'ovrig', 'flyg')


def mode_of(route_type):
    t = route_type
    if t in (0, 5, 12) or 900 <= t <= 906:
        return SPARVAGN
    if t in (1, 401, 402, 500, 600):
        return TUNNELBANA
    if t == 2 or 100 <= t <= 117 or t == 300 or 400 <= t <= 499:
        return TAG
    if t in (3, 11, 714, 716, 800) or 700 <= t <= 713 or 200 <= t <= 209:
        return BUSS
    if t == 4 or 1000 <= t <= 1021 or t == 1200:
        return FARJA
    if t in (715, 717) or 1500 <= t <= 1507:
        return ANROP
    if 1100 <= t <= 1114:
        return FLYG
    return OVRIG


def read_time(text):
    m = re.match(r'\s*(\d{1,3}):(\d\d):(\d\d)\s*$', text or '')
    return int(m[1]) * 3600 + int(m[2]) * 60 + int(m[3]) if m else None


def metres(a, b):
    """Great-circle distance of (lat, lon) pairs."""
    la, lo, lb, lp = map(math.radians, (a[0], a[1], b[0], b[1]))
    h = math.sin((lb - la) / 2) ** 2 + \
        math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 2 * 6371000 * math.asin(min(1, math.sqrt(h)))


class Feed:
    """One GTFS feed, zip or folder, as dictionaries."""

    def __init__(self, path, number_):
        self.number = number_
        self.path = path
        self.archive = None if os.path.isdir(path) else zipfile.ZipFile(path)
        self.services = self.read_services()
        self.read_stops()
        self.read_trips()

    def table(self, name):
        if self.archive is None:
            full = os.path.join(self.path, name)
            if not os.path.exists(full):
                return
            raw = open(full, 'rb')
        else:
            names = [n for n in self.archive.namelist()
                     if n.split('/')[-1] == name and '__MACOSX' not in n]
            if not names:
                return
            raw = self.archive.open(min(names, key=len))
        with raw:
            rows = csv.reader(io.TextIOWrapper(raw, 'utf-8-sig',
                                               errors='replace', newline=''))
            header = [c.strip() for c in next(rows, [])]
            for row in rows:
                if row:
                    yield dict(zip(header, (c.strip() for c in row)))

    def read_services(self):
        days = collections.defaultdict(set)
        week = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday',
                'saturday', 'sunday')
        for row in self.table('calendar.txt'):
            day = read_date(row['start_date'])
            last = read_date(row['end_date'])
            service = days[row['service_id']]
            while day and last and day <= last:
                if row[week[day.weekday()]] == '1':
                    service.add(day)
                day += datetime.timedelta(days=1)
        for row in self.table('calendar_dates.txt'):
            day = read_date(row['date'])
            if day and row['exception_type'] == '1':
                days[row['service_id']].add(day)
            elif day and row['exception_type'] == '2':
                days[row['service_id']].discard(day)
        return days

    def read_stops(self):
        self.stops = {}
        for row in self.table('stops.txt'):
            try:
                place = float(row['stop_lat']), float(row['stop_lon'])
            except (KeyError, ValueError):
                continue
            self.stops.setdefault(row['stop_id'], (
                row.get('stop_name', ''), place,
                row.get('location_type') or '0', row.get('parent_station')))
        listed = {}
        for row in self.table('stop_areas.txt'):
            listed.setdefault(row['stop_id'], row['area_id'])
        area_names = {row['area_id']: row.get('area_name', '')
                      for row in self.table('areas.txt')}
        self.area_of, self.area_name = {}, {}
        loose = collections.defaultdict(list)
        for stop, (name, _, kind, parent) in sorted(self.stops.items()):
            if kind in ('1', '2', '3'):
                continue
            if parent and parent in self.stops:
                area, name = parent, self.stops[parent][0] or name
            elif stop in listed:
                area = listed[stop]
                name = area_names.get(area) or name
            elif re.match(r'9022\d+$', stop):
                area = '9021' + stop[4:-3] + '000'
                if area in self.stops:
                    name = self.stops[area][0]
            else:
                loose[name].append(stop)
                continue
            self.area_of[stop] = area
            self.area_name.setdefault(area, name)
        for name, stops in loose.items():
            self.join_by_name(name, stops)

    def join_by_name(self, name, stops):
        """Same name within 150 m, chained; named by the lowest stop id."""
        left = list(stops)
        while left:
            group, queue = [], [left.pop(0)]
            while queue:
                stop = queue.pop()
                group.append(stop)
                near = [s for s in left if metres(self.stops[s][1],
                                                  self.stops[stop][1]) <= 150]
                left = [s for s in left if s not in near]
                queue += near
            area = min(group, key=byte_key)
            for stop in group:
                self.area_of[stop] = area
            self.area_name.setdefault(area, name)

    def read_trips(self):
        types = {}
        for row in self.table('routes.txt'):
            try:
                types[row['route_id']] = int(row['route_type'])
            except (KeyError, ValueError):
                continue
        calls = collections.defaultdict(list)
        for row in self.table('stop_times.txt'):
            stop = row['stop_id']
            if stop not in self.stops:
                continue
            if stop not in self.area_of:   # a call at a station itself
                self.area_of[stop] = stop
                self.area_name[stop] = self.stops[stop][0]
            arr = read_time(row.get('arrival_time'))
            dep = read_time(row.get('departure_time'))
            calls[row['trip_id']].append(
                [int(row['stop_sequence']), stop,
                 arr if arr is not None else dep,
                 dep if dep is not None else arr,
                 row.get('pickup_type') or '0'])
        repeats = collections.defaultdict(list)
        for row in self.table('frequencies.txt'):
            repeats[row['trip_id']].append(
                (read_time(row['start_time']), read_time(row['end_time']),
                 int(row['headway_secs'])))
        # Trips that are the same run share a signature and count once a day.
        self.runs = collections.defaultdict(list)
        for row in self.table('trips.txt'):
            route_type = types.get(row['route_id'])
            if route_type is None or row['trip_id'] not in calls:
                continue
            mode = mode_of(route_type)
            trip = self.timed(sorted(calls[row['trip_id']]))
            if mode == FLYG or trip is None:
                continue
            far = route_type in (101, 102, 103, 105)
            again = tuple(sorted(repeats.get(row['trip_id'], ())))
            self.runs[(mode, far, trip, again)].append(row['service_id'])

    def timed(self, trip):
        """Calls as ((stop, departure, pickup), ...), gaps interpolated by
        straight distance; None when it cannot be used."""
        if len(trip) < 2 or trip[0][3] is None or trip[-1][2] is None:
            return None
        k = 0
        while k < len(trip):
            if trip[k][3] is not None:
                k += 1
                continue
            first, last = k - 1, k
            while trip[last][2] is None:
                last += 1
            places = [self.stops[c[1]][1] for c in trip[first:last + 1]]
            along = [0.0]
            for a, b in zip(places, places[1:]):
                along.append(along[-1] + metres(a, b))
            start, end = trip[first][3], trip[last][2]
            for i in range(first + 1, last):
                share = along[i - first] / along[-1] if along[-1] else 0
                t = int(start + (end - start) * share + 0.5)
                trip[i][2] = trip[i][3] = t
            k = last
        return tuple((c[1], c[3], c[4]) for c in trip)

    def trips_by_day(self):
        counts = collections.Counter()
        for (_, _, _, again), services in self.runs.items():
            runs = sum(1 + (end - start - 1) // headway
                       for start, end, headway in again) if again else 1
            if len(services) == 1:
                days = self.services[services[0]]
            else:
                days = set().union(*(self.services[s] for s in services))
            for day in days:
                counts[day] += runs
        return counts

    def departures(self, day):
        """{area: [(mode, far, second of the day)]} scheduled, 06-20."""
        found = collections.defaultdict(list)
        for (mode, far, trip, again), services in self.runs.items():
            if mode == ANROP:
                continue
            for back in range(4):
                date = day - datetime.timedelta(days=back)
                if not any(date in self.services[s] for s in services):
                    continue
                starts = [0]
                if again:
                    first = trip[0][1]
                    starts = [t - first for start, end, headway in again
                              for t in range(start, end, headway)]
                for stop, t, pickup in trip[:-1]:
                    if pickup != '0':
                        continue
                    for start in starts:
                        at = t + start - back * 86400
                        if 6 * 3600 <= at < 20 * 3600:
                            found[self.area_of[stop]].append((mode, far, at))
        return found


def choose_day(feeds):
    counts = sum((f.trips_by_day() for f in feeds), collections.Counter())
    days = sorted(d for d in counts if counts[d])
    if not days:
        return None, counts
    ordered = sorted(counts[d] for d in days)
    n = len(ordered)
    busy = ordered[min(n - 1, max(int(0.9 * n), n - 30))]
    major = [d for d in days if counts[d] >= 0.75 * busy]
    middle, day = [], major[0]
    while day <= major[-1]:
        if day.weekday() in (1, 2, 3):
            middle.append(day)
        day += datetime.timedelta(days=1)
    if not middle:
        return major[0], counts
    common_ = collections.Counter(counts[d] for d in middle)
    top = max(common_.values())
    return next(d for d in middle if common_[counts[d]] == top), counts


# ----------------------------------------------------------- access and class
# ÖROK 2017 tab. 1: upper bound of the interval, then category by column
# (long distance, rail, tram, bus); "strict" bounds exclude their value.
CATEGORY = ((5, True, (1, 1, 2, 3)), (10, False, (1, 2, 3, 3)),
            (20, True, (2, 3, 4, 4)), (40, False, (3, 4, 5, 5)),
            (60, False, (4, 5, 6, 6)), (120, False, (5, 6, 7, 7)),
            (210, False, (0, 7, 8, 8)))
# tab. 3: class by category (rows) within 300, 500, 750, 1000, 1250 m
CLASSES = ('AABCD', 'ABCDE', 'BCDEF', 'CDEFG', 'DEFGG', 'EFG--', 'FGG--',
           'GG---')
RINGS = (300, 500, 750, 1000, 1250)


def category(column, departures):
    if departures == 0:
        return 0
    for bound, strict, row in CATEGORY:
        # interval = 840 / (departures / 2); compared without dividing
        if 1680 < bound * departures or \
                (not strict and 1680 == bound * departures):
            return row[column]
    return 0


def class_at(cat, distance):
    for ring, letter in zip(RINGS, CLASSES[cat - 1]):
        if distance <= ring:
            return letter if letter != '-' else None
    return None


class Area:
    """A stop area with its traffic and platforms."""

    def __init__(self, key, name, calls, points, hourly):
        self.key, self.name, self.points = key, name, points
        self.departures = len(calls)
        self.avg_h = rounded(self.departures / 14, 2)
        if hourly:
            self.served = len({at // 3600 for _, _, at in calls}) == 14
        else:
            self.served = self.departures >= 14
        by_mode = collections.Counter(mode for mode, _, _ in calls)
        far = sum(1 for mode, f, _ in calls if mode == TAG and f)
        column = {TAG: 1, TUNNELBANA: 1, SPARVAGN: 2, BUSS: 3, FARJA: 3,
                  OVRIG: 3}
        cats = [category(column[m], n) for m, n in by_mode.items()]
        cats.append(category(0, far))
        self.category = min((c for c in cats if c), default=0)


Access = collections.namedtuple(
    'Access', 'namn m avg_h klass k500 k400 straight connector along')
NO_ACCESS = Access(*[None] * 9)


class Transit:
    def __init__(self, feeds, day, hourly, crs, streets=None):
        move = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
        self.day, self.areas = day, []
        for feed in feeds:
            calls = feed.departures(day)
            platforms = collections.defaultdict(list)
            for stop, area in feed.area_of.items():
                lat, lon = feed.stops[stop][1]
                platforms[area].append(Point(*move.transform(lon, lat)))
            for area in sorted(platforms, key=byte_key):
                if calls.get(area):
                    self.areas.append(Area((feed.number, byte_key(area)),
                                           feed.area_name[area], calls[area],
                                           platforms[area], hourly))
        self.points = [(i, p) for i, a in enumerate(self.areas)
                       for p in a.points]
        self.index = Index([p for _, p in self.points])
        self.served_place = None
        self.walking = oracle_streets.Walking(streets, self.areas) \
            if streets else None

    def near(self, shape, reach):
        x0, y0, x1, y1 = shape.bounds
        around = box(x0 - reach, y0 - reach, x1 + reach, y1 + reach)
        found = {}
        for k in self.index.hits(around):
            i, point = self.points[k]
            d = shape.distance(point)
            found[i] = min(d, found.get(i, math.inf))
        return found

    def measure(self, shape):
        if not self.areas:
            return Access(None, None, None, None, False, False, None, None,
                          None)
        reach = 1250.0
        near = self.near(shape, reach)
        served = [d for k, d in near.items() if self.areas[k].served]
        flags = any(d <= 500 for d in served), any(d <= 400 for d in served)
        connector = None
        if self.walking:
            ways, connector = self.walking.measure(shape)
        else:
            ways = near
            while not ways or min(ways.values()) > reach:
                reach *= 3
                ways = self.near(shape, reach)
        letter = self.best_class(ways)
        how = 'gångväg' if self.walking else 'fågelväg'
        if not ways:
            return Access(None, None, None, letter, *flags, None, connector,
                          None)
        # Of areas equally far, to the millimetre of a street, the first.
        least = min(ways.values())
        i = min(i for i, d in ways.items()
                if d <= least + (0.002 if self.walking else 0))
        straight = min(shape.distance(p) for p in self.areas[i].points)
        return Access(self.areas[i].name, ways[i], self.areas[i].avg_h,
                      letter, *flags, straight, connector, how)

    def best_class(self, ways):
        letters = [class_at(self.areas[k].category, d)
                   for k, d in ways.items() if self.areas[k].category]
        return min((x for x in letters if x), default=None)

    def served_share(self, shape):
        if self.served_place is None:
            rings = [p.buffer(500, resolution=64) for a in self.areas
                     if a.served for p in a.points]
            self.served_place = unary_union(rings)
        return common(self.served_place, shape) / shape.area


# ------------------------------------------------------------------- scoring
def on_curve(points, x):
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def score(project, row, best_use):
    """(poang, poang_max, p_plan, p_koll) of a row. best_use: a (low, high)
    pair for the use criterion."""
    values = project.values
    bounds = {}
    status = row['planstatus']
    if status == PLANSTATUS[SAKNAS]:
        bounds['planstatus'] = bounds['genomforande'] = (0, 100)
    else:
        value = values['planstatus'].get(key_of(status), 0)
        bounds['planstatus'] = (value, value)
        bounds['genomforande'] = (0, 0)
        if status == PLANSTATUS[LAGA_KRAFT]:
            table = values['genomforande']
            state = key_of(row['gf_lage'])
            value = table.get(state)
            bounds['genomforande'] = (value, value) if state != 'okand' else \
                (min(table.values()), max(table.values()))
    bounds['anvandning'] = best_use
    curve = project.curves['ledig_mark']
    if row['obebygg_m2'] is None:
        bounds['ledig_mark'] = (0, on_curve(curve, ares(row['area_m2'])))
    else:
        value = on_curve(curve, ares(row['obebygg_m2']))
        bounds['ledig_mark'] = (value, value)
    if row['timetable']:
        value = values['klass'][(row['koll_klass'] or 'utanfor').lower()]
        bounds['klass'] = (value, value)
        value = 0
        if row['hpl_m'] is not None and rounded(row['hpl_m'], 1) <= 1000:
            value = on_curve(project.curves['turtathet'], row['avg_h'])
        bounds['turtathet'] = (value, value)
    else:
        bounds['klass'] = bounds['turtathet'] = (0, 100)

    def total(names, end):
        return sum(project.weights[n] * bounds[n][end] for n in names)
    plan_side = ('planstatus', 'anvandning', 'ledig_mark', 'genomforande')
    ride_side = ('klass', 'turtathet')
    p_plan, p_koll = total(plan_side, 0), total(ride_side, 0)
    return (p_plan + p_koll, total(plan_side + ride_side, 1), p_plan, p_koll)


def competition_rank(points):
    """1, 2, 2, 4: one more than the number of strictly better ones."""
    ordered = sorted(points, reverse=True)
    first = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
    return [first[p] for p in points]


# ------------------------------------------------------------ the computation
class Oracle:
    """Every published figure of one project."""

    def __init__(self, project, limit=None):
        self.project = project
        parcels = Source(project.layers['fastigheter'])
        self.notes = parcels.counts
        self.crs = working_crs(project, parcels)
        parcels.to(self.crs)
        self.parcels = parcels.rows[:limit]
        self.total = len(parcels.rows)

        def rows(role):
            if not project.layers[role]:
                return None
            source = Source(project.layers[role])
            source.to(self.crs)
            return source.rows
        plans = rows('detaljplaner')
        self.have_plans = plans is not None
        self.plans = Plans(plans or [], rows('anvandning') or [],
                           project.date)
        built = rows('byggnader')
        self.buildings = Buildings(built, project.distance) \
            if built is not None else None
        self.intents = []
        for underlag, role in (('planbesked', 'planbesked'),
                               ('översiktsplan', 'oversiktsplan')):
            found = []
            for given in project.intents[role]:
                found += self.intent(given, role)
            found.sort(key=lambda f: f[:4])
            self.intents += [(underlag, *rest) for *_, rest in found]
        self.transit = None
        self.day_trips = None
        if project.feeds:
            feeds = [Feed(p, i) for i, p in enumerate(project.feeds)]
            day, counts = choose_day(feeds)
            day = project.day or day
            self.day_trips = counts[day]
            streets = oracle_streets.Streets(project, self.crs) \
                if project.streets else None
            self.transit = Transit(feeds, day, project.hourly, self.crs,
                                   streets)

        self.property_of = self.properties(parcels.rows)
        self.omraden, self.delomraden = [], []
        for i, (texts, shape) in enumerate(self.parcels):
            self.assess(i, texts, shape)
        self.readiness = oracle_beredskap.Readiness(self)
        for piece in self.delomraden:
            self.readiness.judge(piece, self.omraden[piece['parent']])

    def intent(self, given, role):
        """Features of a layer of land that is not planned yet, with what
        they are ordered by."""
        source = Source(given)
        source.to(self.crs)
        wide = number(given.get('buffert_m', 0))
        found = []
        for texts, shape in source.rows:
            if shape is None:
                continue
            # A mapped `anvandning` that is blank states no use (projektfil).
            klass = texts.get('klass')
            uses = read_uses(texts.get('anvandning') if 'anvandning' in
                             source.keys else klass) - {'annan'}
            if uses and not groups_of(uses) & BUSINESS:
                continue
            if wide:
                shape = shape.buffer(wide, resolution=8)
            found.append((byte_key(given.get('namn') or role),
                          byte_key(texts.get('id')),
                          byte_key(klass),
                          shape.bounds, (uses or None, shape,
                                         read_date(texts.get('datum')))))
        return found

    @staticmethod
    def properties(rows):
        """(rows, area) of the fastighet of each row."""
        groups = collections.defaultdict(list)
        for i, (texts, _) in enumerate(rows):
            names = (texts.get('fast_id'), designation(texts))
            # A placeholder ("---", "ROAD") has no number and joins nothing.
            name = next((n for n in names if n and re.search(r'\d', n)), i)
            groups[name].append(i)
        result = {}
        for members in groups.values():
            area = sum(rows[i][1].area for i in members if rows[i][1])
            result.update(dict.fromkeys(members, (len(members), area)))
        return result

    # -- land and plans of any shape (område or delområde)
    def land(self, shape):
        project, plans = self.project, self.plans
        area = shape.area
        cover = min(COVER_M2, area / 2)
        row = {'area_m2': area, 'timetable': self.transit is not None}

        by_plan = collections.defaultdict(float)
        for k in plans.outline_index.hits(shape):
            plan, part = plans.outline_parts[k]
            by_plan[id(plan)] += common(part, shape)
        decided = sorted(((by_plan[id(p)], p) for p in plans.force
                          if by_plan.get(id(p), 0) > 0),
                         key=lambda i: (-i[0], byte_key(i[1].id)))
        # Areas within 1e-6 m2 are a tie for the lower id.
        top = [p for a, p in decided if a >= decided[0][0] - 1e-6]
        top.sort(key=lambda p: byte_key(p.id))
        plan = top[0] if top and (not PLAN_MUST_COVER or
                                  decided[0][0] >= cover) else None
        covered = any(a >= cover for a, _ in decided)
        inside = sum(a for a, _ in decided)
        row['planl_andel'] = min(1.0, inside / area) if self.have_plans \
            else None

        others = []
        for k in plans.other_index.hits(shape):
            other = plans.others[k]
            a = common(other.shape, shape)
            if a >= cover:
                others.append((a, other))
        if covered:
            status = LAGA_KRAFT
        elif others:
            status = max(p.status for _, p in others)
        elif self.have_plans and project.complete \
                and not plans.without_outline:
            status = EJ_PLANLAGT
        else:
            status = SAKNAS
        row['planstatus'] = PLANSTATUS[status]
        self.name_plan(row, plan)

        ongoing = sorted(((-p.status, -a, byte_key(p.id), p, a)
                          for a, p in others if p.ongoing),
                         key=lambda i: i[:3])
        row['pag'] = ongoing[0][3] if ongoing else None
        row['pag_area'] = ongoing[0][4] if ongoing else 0
        row['ongoing'] = [(p, a) for _, _, _, p, a in ongoing]

        cells = []
        for k in plans.cell_index.hits(shape):
            cell, part = plans.cell_parts[k]
            piece = meet(part, shape)
            if piece.area > 0:
                cells.append((cell, piece))
        known = [(c, p.area) for c, p in cells if c.uses is not None]
        use_known = any(a >= cover and p.use_shapes for a, p in decided)
        none_known = self.have_plans and project.complete and not covered \
            and not plans.without_outline \
            and all(p.status != SAKNAS for _, p in others)
        for group in GROUPS:
            total = sum(a for c, a in known if group in groups_of(c.uses))
            row[group + '_m2'] = min(total, shape.area) if use_known else \
                0.0 if none_known else None
        total = 0.0
        for cell, a in known:
            groups = groups_of(cell.uses) & (BUSINESS | {'bostad'})
            if len(groups) > 1 and groups & BUSINESS:
                total += a
        row['bland_m2'] = min(total, shape.area) if use_known else \
            0.0 if none_known else None
        row['letters'] = collections.Counter()
        for cell, a in known:
            for use in use_set(cell.uses):
                row['letters'][use] += a

        if self.buildings:
            row['bebyggd_m2'] = self.buildings.built(shape)
            row['obebygg_m2'] = self.buildings.largest_free(shape)
        else:
            row['bebyggd_m2'] = row['obebygg_m2'] = None
        return row, cells, known

    @staticmethod
    def name_plan(row, plan):
        row['plan_nr'] = plan.nr if plan else None
        row['plan_akt'] = plan.akt if plan else None
        row['plan_namn'] = plan.namn if plan else None
        row['lagakr_dat'] = plan.laga_kraft.isoformat() \
            if plan and plan.laga_kraft else None
        row['gf_lage'] = plan.gf if plan else None
        row['gf_slut'] = plan.gf_end.isoformat() \
            if plan and plan.gf_end else None

    def add_access(self, row, shape):
        a = self.transit.measure(shape) if self.transit else NO_ACCESS
        row.update(hpl_namn=a.namn, hpl_m=a.m, avg_h=a.avg_h,
                   koll_klass=a.klass, kolln_500=a.k500, kolln_400=a.k400,
                   hpl_fagel_m=a.straight, anslut_m=a.connector,
                   avst_slag=a.along)

    def add_score(self, row, best_use):
        names = ('poang', 'poang_max', 'p_plan', 'p_koll')
        points = (None,) * 4 if row['utesluten'] else \
            score(self.project, row, best_use)
        row.update(zip(names, points))

    # -- one område
    def assess(self, number_, texts, shape):
        if shape is None:
            self.omraden.append({'row': number_, 'shape': None,
                                 'bedomning': 'kan inte bedömas',
                                 'utesluten': 'geometri saknas', 'poang': None,
                                 'pieces': []})
            return
        row, cells, known = self.land(shape)
        row.update(row=number_, shape=shape, texts=texts)
        kind = fold(texts.get('objekttyp') or '')
        reason = 'samfällighet' if 'samf' in kind else \
            'järnvägsområde' if 'jarnvag' in kind else \
            'vattenområde' if 'vatten' in kind or 'fiske' in kind else None
        pieces = []
        if reason is None or OBJECT_TYPE_HAS_PIECES:
            pieces = self.pieces(row, cells)
        left = [p for p in pieces if not p['utesluten']]
        if reason is None and not left:
            reason = self.knock_out(shape, known,
                                    row['planstatus'] == 'laga kraft')
        # §4 bostadshus: judged, though a home stands on it.
        row['farm'] = reason is None and self.home_stands(shape)
        row['utesluten'] = reason
        row['bedomning'] = 'utesluten' if reason else 'bedömd'
        row['pieces'] = pieces
        self.add_access(row, shape)
        self.add_score(row, (0, 100) if row['industri_m2'] is None else (0, 0))
        self.omraden.append(row)
        self.delomraden += pieces

    def knock_out(self, shape, known, planned):
        half = shape.area / 2

        def holds(test):
            return sum(a for c, a in known if test(groups_of(c.uses))) >= half
        yards = BUSINESS | {'annan'}
        if holds(lambda g: 'vatten' in g):
            return 'vattenområde'
        if holds(lambda g: 'allman' in g):
            return 'allmän plats'
        if holds(lambda g: 'bostad' in g and not g & yards):
            return 'bostad (plan)'
        if holds(lambda g: g & {'bostad', 'annan'} and not g & BUSINESS):
            return 'annan användning'
        if self.home_stands(shape) and (planned or shape.area < HOME_PLOT_M2):
            return 'bostad (byggnad)'
        return None

    def home_stands(self, shape):
        return self.buildings is not None and any(
            self.buildings.home[i] for i in self.buildings.standing(shape))

    def pieces(self, parent, cells):
        found = []
        for cell, common_shape in cells:
            if cell.uses is not None and not groups_of(cell.uses) & BUSINESS:
                continue
            for part in polygonal(common_shape):
                if part.area >= self.project.min_piece:
                    found.append(self.piece(parent, cell, part))
        found += self.unplanned_pieces(parent)
        found.sort(key=lambda p: (UNDERLAG.index(p['underlag']),
                                  -rounded(p['area_m2'], 1),
                                  byte_key(p['plan'].id) if p['plan']
                                  else b'', p['feature'],
                                  sorted(p['uses'] or ()),
                                  p['shape'].bounds[0], p['shape'].bounds[1]))
        for k, piece in enumerate(found, 1):
            piece['del_nr'] = k
        return found

    def unplanned_pieces(self, parent):
        """method.md §2.3: what is meant where no plan is in force."""
        area = parent['shape']
        taken = [self.plans.outline_parts[k][1]
                 for k in self.plans.outline_index.hits(area)]
        meant = [('pågående detaljplan', -1, cells)
                 for cells in self.plans.later]
        meant += [(underlag, k, [Cell(None, uses, shape)])
                  for k, (underlag, uses, shape, _)
                  in enumerate(self.intents)]
        found = []
        for underlag, feature, cells in meant:
            own = []
            for cell in cells:
                if not cell.shape.intersects(area):
                    continue
                rest = meet(cell.shape, area)
                over = [t for t in taken if common(t, rest) > OVERLAP_M2]
                if over:
                    rest = Plans.less(rest, unary_union(over))
                own += [(cell, part) for part in polygonal(rest)]
            taken += [part for _, part in own]
            found += [self.piece(parent, cell, part, underlag, feature)
                      for cell, part in own
                      if part.area >= self.project.min_piece]
        return found

    def piece(self, parent, cell, shape, underlag='detaljplan', feature=-1):
        row, _, _ = self.land(shape)
        planned = underlag == 'detaljplan'
        row.update(parent=parent['row'], texts=parent['texts'], shape=shape,
                   plan=cell.plan, uses=cell.uses, underlag=underlag,
                   feature=feature, intent_date=None if feature < 0
                   else self.intents[feature][3])
        if cell.plan:
            row['planstatus'] = PLANSTATUS[cell.plan.status]
        if cell.plan and not planned:
            row['pag'] = cell.plan
        self.name_plan(row, cell.plan if planned else None)
        home = self.home_stands(shape)
        farm = home and not planned and shape.area >= HOME_PLOT_M2
        row['utesluten'] = 'bostad (byggnad)' if home and not farm else None
        row['bedomning'] = 'utesluten' if row['utesluten'] else 'bedömd'
        row['hinder'] = None
        stands = self.buildings and self.buildings.standing(shape)
        if stands and rounded(row['obebygg_m2'], 1) < self.project.min_free:
            row['hinder'] = 'upptagen'
        elif any(p.uses and not groups_of(p.uses) & BUSINESS
                 and a >= shape.area / 2 for p, a in row['ongoing']):
            row['hinder'] = 'pågående plan'
        elif stands:
            row['hinder'] = 'bostadshus' if farm else 'delvis bebyggd'
        self.add_access(row, shape)
        row['kolln_andl'] = self.transit.served_share(shape) \
            if self.transit else None
        if cell.uses is None:
            best = (0, 100)
        else:
            table = self.project.values['anvandning']
            value = max(table[g] for g in groups_of(cell.uses) & BUSINESS)
            best = (value, value)
        self.add_score(row, best)
        return row


FROM_BEST = ('hpl_namn', 'hpl_m', 'avg_h', 'koll_klass', 'kolln_500',
             'kolln_400', 'hpl_fagel_m', 'anslut_m', 'avst_slag', 'poang',
             'poang_max', 'p_plan', 'p_koll')


def settle_best(omrade, points):
    """Give an område its best delområde's access and score. points(piece):
    the published poang when there is one, so that a rounding of a hundredth
    does not choose another piece here than there."""
    left = [p for p in omrade['pieces'] if not p['utesluten']]
    omrade['basta_del'] = None
    omrade.update(dict.fromkeys(oracle_beredskap.FIELDS))
    omrade['hindren'] = 'bostadshus' if omrade['farm'] else None
    if omrade['utesluten'] or not left:
        return
    best = min(left, key=lambda p: (p['hinder'] == 'upptagen', -points(p),
                                    -rounded(p['area_m2'], 1), p['del_nr']))
    omrade['basta_del'] = best['del_nr']
    for name in FROM_BEST + oracle_beredskap.FIELDS:
        omrade[name] = best[name]


# ---------------------------------------------------------------- comparison
AREA_TOL, METRE_TOL, SHARE_TOL, POINT_TOL = 0.051, 0.051, 1e-4, 0.01
# Float comparisons of decimals: a tolerance of exactly 0.01 must admit 0.01.
EPS = 1e-9

LAND = [('area_m2', AREA_TOL)] + [(g + '_m2', AREA_TOL) for g in GROUPS] + [
    ('bland_m2', AREA_TOL), ('planl_andel', SHARE_TOL), ('bebyggd_m2',
                                                        AREA_TOL),
    ('obebygg_m2', AREA_TOL), ('hpl_m', METRE_TOL),
    ('hpl_fagel_m', METRE_TOL), ('anslut_m', METRE_TOL), ('avg_h', 0.0),
    ('poang', POINT_TOL), ('poang_max', POINT_TOL), ('p_plan', POINT_TOL),
    ('p_koll', POINT_TOL)]
WORDS = ('plan_nr', 'plan_akt', 'planstatus', 'gf_lage', 'gf_slut',
         'hpl_namn', 'koll_klass', 'kolln_500', 'kolln_400', 'bedomning',
         'utesluten', 'plan_namn', 'lagakr_dat', 'avst_slag')

ABSENT = 'absent'   # a field is null, never left out


class Report:
    def __init__(self):
        self.fields = collections.OrderedDict()

    def record(self, layer, name, diff, tol, where, ours, theirs):
        stat = self.fields.setdefault((layer, name), [0, 0.0, tol, 0, []])
        stat[0] += 1
        bad = diff > tol + EPS
        if diff != math.inf:
            stat[1] = max(stat[1], diff)
        if bad:
            stat[3] += 1
            stat[4].append((diff, where, ours, theirs))

    def number(self, layer, name, tol, where, ours, theirs):
        if theirs is ABSENT or (ours is None) != (theirs is None):
            diff = math.inf
        elif ours is None:
            diff = 0.0
        else:
            diff = abs(float(theirs) - ours)
        self.record(layer, name, diff, tol, where, ours, theirs)

    def word(self, layer, name, where, ours, theirs):
        if isinstance(ours, bool) and theirs in (0, 1):
            theirs = bool(theirs)
        same = ours == theirs
        self.record(layer, name, 0.0 if same else math.inf, 0.0, where, ours,
                    theirs)

    @property
    def excesses(self):
        return sum(s[3] for s in self.fields.values())

    def show(self, out):
        out.write('%-16s %-13s %8s %12s %10s %7s\n' % (
            'layer', 'field', 'compared', 'max diff', 'tolerance', 'excess'))
        for (layer, name), (n, worst, tol, bad, _) in self.fields.items():
            out.write('%-16s %-13s %8d %12.6g %10.4g %7d\n' % (
                layer, name, n, worst, tol, bad))
        for (layer, name), (_, _, _, bad, rows) in self.fields.items():
            rows.sort(key=lambda r: (-r[0], str(r[1])))
            for diff, where, ours, theirs in rows[:5]:
                out.write('EXCESS %s.%s %s: exact %r, published %r\n' % (
                    layer, name, where, ours, theirs))
            if bad > 5:
                out.write('EXCESS %s.%s ... and %d more\n' % (layer, name,
                                                              bad - 5))


class Published:
    """A published GeoJSON: properties as JSON has them, geometry moved into
    the working CRS."""

    def __init__(self, path, crs):
        with open(path, encoding='utf-8') as f:
            features = json.load(f)['features']
        data = gdal.OpenEx(path, gdal.OF_VECTOR)
        layer = data.GetLayer(0)
        own = pyproj.CRS.from_wkt(layer.GetSpatialRef().ExportToWkt())
        move = pyproj.Transformer.from_crs(own, crs, always_xy=True)
        self.rows = [f['properties'] for f in features]
        self.shapes, self.bounds = [], []
        for feature in features:
            self.add(feature['geometry'], move)

    def add(self, given, move):
        if not given or not given['coordinates']:
            self.shapes.append(None)
            self.bounds.append(None)
            return
        polygons = given['coordinates'] if given['type'] == 'MultiPolygon' \
            else [given['coordinates']]
        made = []
        for rings in polygons:
            rings = [[move.transform(*v[:2]) for v in ring] for ring in rings]
            made.append(Polygon(rings[0], rings[1:]))
        shape = made[0] if len(made) == 1 else MultiPolygon(made)
        # Seven decimals of a degree can fold a spike upon itself: mended for
        # overlays, but its box is that of the vertices written.
        self.bounds.append(shape.bounds)
        self.shapes.append(usable(shape)[0])


def compare_common(report, layer, where, ours, theirs):
    for name, tol in LAND:
        report.number(layer, name, tol, where, ours.get(name),
                      theirs.get(name, ABSENT))
    for name in WORDS:
        report.word(layer, name, where, ours.get(name),
                    theirs.get(name, ABSENT))
    compare_ongoing(report, layer, where, ours, theirs)
    if theirs.get('poang') is not None:
        # The published halves add up to the published whole, to the digit.
        report.word(layer, '(sum)', where, round(theirs['poang'] * 100),
                    round((theirs.get('p_plan') or 0) * 100) +
                    round((theirs.get('p_koll') or 0) * 100))


def compare_ongoing(report, layer, where, ours, theirs):
    plan = ours['pag']
    report.word(layer, 'pag_plan', where,
                plan.akt or plan.nr or plan.id if plan else None,
                theirs.get('pag_plan', ABSENT))
    report.word(layer, 'pag_skede', where,
                PLANSTATUS[plan.status] if plan else None,
                theirs.get('pag_skede'))
    report.word(layer, 'pag_anv', where,
                use_set(plan.uses) if plan and plan.uses else None,
                published_uses(theirs.get('pag_anv')))


def use_set(uses):
    """Uses for comparing: letters as they are, words by their group."""
    return sorted({u if len(u) <= 2 else group_of(u) for u in uses})


def published_uses(text):
    """The same of a published "B, C, annan"; None when null."""
    if not text:
        return None
    annan = {'annan'} if re.search(r'\bannan\b', text) else set()
    return use_set(read_uses(text) | annan)


def covering_letters(row):
    cover = min(COVER_M2, row['area_m2'] / 2)
    return {u for u, a in row['letters'].items() if a >= cover}


def compare_letters(report, layer, where, ours, theirs):
    """The uses of an område: those that cover must be named, those that only
    reach in may be."""
    must = covering_letters(ours)
    given = published_uses(theirs.get('anvandning')) or []
    fair = must <= set(given) <= set(ours['letters'])
    report.word(layer, 'anvandning', where,
                given if fair else sorted(must), given)


def last_number(text):
    """The number of a delområde at the end of its del_id."""
    m = re.search(r'(\d+)\s*$', str(text))
    return int(m[1]) if m else None


def box_difference(shape, bounds):
    if bounds is None:
        return None
    return max(abs(x - y) for x, y in zip(shape.bounds, bounds))


def designation(texts):
    """The full designation of a fastighet, composed when it is not given."""
    if texts.get('fastighet'):
        return texts['fastighet']
    unit = texts.get('blockenhet')
    if not unit and texts.get('block') and texts.get('enhet'):
        unit = '%s:%s' % (texts['block'], texts['enhet'])
    if not unit and texts.get('etikett'):
        unit = re.sub(r'[()]', '', texts['etikett']).split('>')[0].strip()
    if not unit or not texts.get('trakt'):
        return None
    return ' '.join(filter(None, (texts.get('kommunnamn'), texts['trakt'],
                                  unit)))


def same_name(text):
    return fold(' '.join(text.split())) if text else None


def match_pieces(pieces, published):
    """Pair each piece with the published one that overlaps it best; the same
    fastighet breaks ties between parcels that lie on each other."""
    index = Index(published.shapes)
    pairs, used = [], set()
    for piece in pieces:
        shape, best = piece['shape'], None
        names = {piece['texts'].get('fast_id'),
                 same_name(designation(piece['texts']))} - {None}
        for k in index.hits(shape):
            if k in used:
                continue
            other = published.shapes[k]
            both = common(shape, other)
            whole = shape.area + other.area - both
            if both < whole / 2:
                continue
            row = published.rows[k]
            same = bool(names & {row.get('fast_id'),
                                 same_name(row.get('fastighet'))})
            rank = (same, round(both / whole, 3))
            if best is None or rank > best[0]:
                best = (rank, k)
        if best is not None:
            used.add(best[1])
        pairs.append((piece, best[1] if best else None))
    return pairs, used


def compare(oracle, outdir, out, limited=False):
    mark = Published(os.path.join(outdir, 'mark.geojson'), oracle.crs)
    land = Published(os.path.join(outdir, 'verksamhetsmark.geojson'),
                     oracle.crs)
    report = Report()
    report.word('mark', '(rows)', 'file', oracle.total, len(mark.rows))

    pairs, used = match_pieces(oracle.delomraden, land)
    layer = 'verksamhetsmark'
    if not limited:
        report.word(layer, '(rows)', 'file', len(oracle.delomraden),
                    len(land.rows))
        for k in range(len(land.rows)):
            if k not in used:
                report.word(layer, '(unmatched)', land.rows[k].get('del_id'),
                            None, 'published, not expected')
    points, by_id = {}, {}
    for piece, k in pairs:
        where = 'row %d piece %d' % (piece['parent'], piece['del_nr'])
        report.word(layer, '(matched)', where, True, k is not None)
        if k is None:
            continue
        theirs = land.rows[k]
        points[id(piece)] = theirs.get('poang')
        by_id[theirs['del_id']] = piece
        compare_common(report, layer, where, piece, theirs)
        report.number(layer, 'kolln_andl', SHARE_TOL, where,
                      piece['kolln_andl'], theirs.get('kolln_andl'))
        report.word(layer, 'anvandning', where,
                    use_set(piece['uses']) if piece['uses'] else None,
                    published_uses(theirs.get('anvandning')))
        if 'ber_min' in theirs:
            oracle_beredskap.compare_fields(report, layer, where, piece,
                                            theirs)
        else:
            report.word(layer, 'hinder', where, piece['hinder'],
                        theirs.get('hinder'))
        report.number(layer, '(box)', METRE_TOL, where, 0.0,
                      box_difference(piece['shape'], land.bounds[k]))
        report.word(layer, 'del_id', where, piece['del_nr'],
                    last_number(theirs.get('del_id')))
        count, area = oracle.property_of[piece['parent']]
        report.word(layer, 'fast_delar', where, count,
                    theirs.get('fast_delar', ABSENT))
        report.number(layer, 'fast_m2', AREA_TOL * count, where, area,
                      theirs.get('fast_m2', ABSENT))
        ranked = oracle_beredskap.is_offered(piece)
        report.word(layer, '(ranked)', where, ranked,
                    theirs.get('rang') is not None)

    # Rank follows from the published points, which were compared above.
    ranked = [r for r in land.rows if r.get('rang') is not None]
    values = [r['poang'] for r in ranked]
    for row, place in zip(ranked, competition_rank(values)):
        report.word(layer, 'rang', row.get('del_id'), place, row['rang'])
        if 'rang_delad' in row:
            report.word(layer, 'rang_delad', row.get('del_id'),
                        values.count(row['poang']) > 1, row['rang_delad'])

    layer = 'mark'
    for ours in oracle.omraden:
        if ours['row'] >= len(mark.rows):
            break
        theirs = mark.rows[ours['row']]
        where = 'row %d %s' % (ours['row'], theirs.get('fastighet'))
        if ours['shape'] is None:
            report.word(layer, 'bedomning', where, ours['bedomning'],
                        theirs.get('bedomning'))
            report.word(layer, 'utesluten', where, ours['utesluten'],
                        theirs.get('utesluten'))
            report.word(layer, 'poang', where, None, theirs.get('poang'))
            continue

        def published_points(piece):
            given = points.get(id(piece))
            return given if given is not None else piece['poang']
        settle_best(ours, published_points)
        compare_common(report, layer, where, ours, theirs)
        report.word(layer, 'fast_id', where, ours['texts'].get('fast_id'),
                    theirs.get('fast_id'))
        report.word(layer, 'fastighet', where,
                    same_name(designation(ours['texts'])),
                    same_name(theirs.get('fastighet')))
        compare_letters(report, layer, where, ours, theirs)
        if 'ber_min' in theirs:
            oracle_beredskap.compare_fields(report, layer, where, ours,
                                            theirs)
        report.word(layer, 'basta_del', where, ours['basta_del'],
                    last_number(theirs.get('basta_del')) or None)
        report.number(layer, '(box)', METRE_TOL, where, 0.0,
                      box_difference(ours['shape'], mark.bounds[ours['row']]))
    if not limited and land.rows and 'ber_min' in land.rows[0]:
        oracle_beredskap.compare_others(report, oracle, outdir, by_id)
    report.show(out)
    out.write('compared %d områden and %d delområden; %d excesses\n' % (
        len(oracle.omraden), len(oracle.delomraden), report.excesses))
    return report


# ------------------------------------------------------- answers by hand
# Figures of a run as a whole, or only known as published.
NOT_HERE = {'rang', 'fast_delar', 'fast_m2', 'anm_koll', 'arbkr_30',
            'arbkr_45', 'arbkr_60', 'arbkr_skift', 'cykel_15', 'cykel_30',
            'trafikpl_namn', 'trafikpl_m', 'tpl_min', 'restid_p50',
            'restid_p85', 'bil_min', 'restidskvot'}
SPELLED = {'hinder': 'hindren'}


def own_answer(row, name):
    """A field as facit.csv writes it."""
    if name in ('pag_plan', 'pag_skede', 'pag_anv'):
        plan = row['pag']
        if plan is None:
            return None
        return {'pag_plan': plan.akt or plan.nr or plan.id,
                'pag_skede': PLANSTATUS[plan.status],
                'pag_anv': use_set(plan.uses) or None}[name]
    if name == 'anvandning':
        if 'letters' in row and 'uses' not in row:
            return sorted(covering_letters(row)) or None
        return use_set(row['uses']) if row['uses'] else None
    if name == 'basta_del' and row['basta_del']:
        return '%s-%d' % (row['title'], row['basta_del'])
    return row[SPELLED.get(name, name)]


def answers_agree(ours, line):
    """Whether our figure is the one worked out by hand."""
    wanted = line['varde']
    if wanted == 'null':
        return ours is None
    if ours is None:
        return False
    if wanted in ('true', 'false'):
        return ours is (wanted == 'true')
    if line['tolerans']:
        return abs(float(ours) - float(wanted)) <= \
            float(line['tolerans']) + 0.05 + EPS
    if line['falt'] in ('anvandning', 'pag_anv'):
        return ours == published_uses(wanted)
    if line['falt'] == 'basta_del':
        return last_number(ours) == last_number(wanted)
    return str(ours) == wanted


def read_facit(path, instead):
    """Lines of one table, or of the other where that has the same figure."""
    def lines(name):
        with open(name, encoding='utf-8', newline='') as f:
            return {(r['fastighet'], r['omr_nr'], r['del'], r['falt']): r
                    for r in csv.DictReader(f)}
    found = lines(path)
    found.update(lines(instead) if instead else {})
    return found.values()


def compare_facit(oracle, path, out, instead=None):
    """The oracle's own figures against answers worked out by hand. A figure
    here is not rounded, one there may be: 0.05 on top of its tolerance."""
    rows = {}
    for row in oracle.omraden:
        if row['shape'] is None:
            continue
        settle_best(row, lambda p: p['poang'])
        row['title'] = designation(row['texts'])
        name = row['title'], row['texts'].get('omr_nr') or ''
        rows[name + ('',)] = row
        for piece in row['pieces']:
            rows[name + (str(piece['del_nr']),)] = piece
    missed = met = passed = 0
    for line in read_facit(path, instead):
        row = rows.get((line['fastighet'], line['omr_nr'], line['del']))
        if line['falt'] in NOT_HERE or row is None and not line['del'] \
                and line['falt'] in ('bedomning', 'utesluten', 'poang'):
            passed += 1
            continue
        ours = own_answer(row, line['falt']) if row else 'missing'
        if row and answers_agree(ours, line):
            met += 1
            continue
        missed += 1
        out.write('FACIT %s %s %s %s: exact %r, by hand %s\n' % (
            line['fastighet'], line['omr_nr'], line['del'], line['falt'],
            ours, line['varde']))
    out.write('%d answers worked out by hand are met, %d are not; %d are '
              'not figures of the oracle\n' % (met, missed, passed))
    return missed == 0 and met > 0


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('project', nargs='?')
    parser.add_argument('outdir', nargs='?')
    parser.add_argument('--limit', type=int,
                        help='only the first N parcels')
    parser.add_argument('--facit',
                        help='compare with answers worked out by hand')
    parser.add_argument('--instead',
                        help='answers that take the place of those')
    parser.add_argument('--selftest', action='store_true',
                        help='test the oracle itself on hand-made cases')
    args = parser.parse_args(argv)
    if args.selftest:
        import oracle_selftest
        return oracle_selftest.run()
    if not args.project or not (args.outdir or args.facit):
        parser.error('PROJECT and OUTDIR are needed')
    start = time.monotonic()
    try:
        oracle = Oracle(Project(args.project), args.limit)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        print('oracle: %s' % error, file=sys.stderr)
        return 2
    print('working crs %s; %d parcels, %d of %d with repairs' % (
        oracle.crs.name, oracle.total, oracle.notes['invalid'], oracle.total))
    if oracle.transit:
        print('day %s, %d trips, %d stop areas with departures' % (
            oracle.transit.day, oracle.day_trips, len(oracle.transit.areas)))
    if oracle.plans.unplaced_uses:
        print('%d use areas name no plan' % oracle.plans.unplaced_uses)
    if args.facit:
        return 0 if compare_facit(
            oracle, args.facit, sys.stdout, args.instead) else 1
    report = compare(oracle, args.outdir, sys.stdout, args.limit is not None)
    print('%.1f s' % (time.monotonic() - start))
    return 1 if report.excesses else 0


import oracle_beredskap  # noqa: E402  (it builds on the names above)
import oracle_streets  # noqa: E402

if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
