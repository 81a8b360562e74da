"""Other layers and provisions as the oracle reads them: docs/method.md §2.2
and §8, docs/projektfil.md. Written from the text alone, as oracle.py is.
"""
import collections
import fnmatch
import re

import oracle as o
from osgeo import gdal, ogr
from shapely import wkb
from shapely.geometry import MultiPolygon
from shapely.ops import transform as shp_transform
from shapely.ops import unary_union

# role: (distance in metres, effect, effect in a plan in force)
ROLES = {
    'kommunagd': (0, 'uppgift', None), 'markanvisning': (0, 'uppgift', None),
    'va_omrade': (0, 'uppgift', None), 'fiber': (50, 'uppgift', None),
    'el': (1000, 'uppgift', None), 'vag': (25, 'uppgift', None),
    'strandskydd': (0, 'utesluter', None), 'natur': (0, 'utesluter', None),
    'vattenskydd': (0, 'flaggar', None),
    'riksintresse': (0, 'flaggar', None),
    'oversvamning': (0, 'minskar', 'flaggar'), 'ras': (0, 'flaggar', None),
    'fororening': (50, 'flaggar', None),
    'fornlamning': (0, 'minskar', 'flaggar'),
    'jordbruk': (0, 'flaggar', 'uppgift'),
    'farligt_gods': (150, 'flaggar', None),
    'kraftledning': (20, 'minskar', None),
    'byggnadsfritt': (12, 'minskar', None),
    'utfartsforbud': (5, 'flaggar', None), 'tillstand': (0, 'uppgift', None),
    'utredning': (0, 'uppgift', None), 'begransningar': (0, None, None),
}
# What the class of a role may be called, besides `klass`.
OWN_WORD = {'kommunagd': 'agare', 'markanvisning': 'status',
            'va_omrade': 'status', 'fiber': 'status', 'tillstand': 'status',
            'strandskydd': 'typ', 'natur': 'typ', 'fornlamning': 'typ',
            'fororening': 'riskklass', 'utredning': 'slag'}


class AnySource(o.Source):
    """A layer whose points and lines are kept, not polygons alone."""

    def __init__(self, given):
        self.table = False
        super().__init__(given)

    def shape(self, geometry):
        if geometry is None or geometry.IsEmpty():
            return None
        geometry = geometry.GetLinearGeometry() \
            if geometry.HasCurveGeometry(1) else geometry.Clone()
        geometry.FlattenTo2D()
        shape = wkb.loads(bytes(geometry.ExportToWkb()))
        return o.usable(shape)[0] if shape.area > 0 else shape

    def to(self, crs):
        if self.crs.equals(crs, ignore_axis_order=True):
            return
        move = o.pyproj.Transformer.from_crs(self.crs, crs, always_xy=True)
        for row in self.rows:
            if row[1] is not None:
                shape = shp_transform(move.transform, row[1])
                row[1] = o.usable(shape)[0] if shape.area > 0 else shape


def layer_names(given):
    """The layers that a block names; `*` stands for any text."""
    name = given.get('lager')
    if not name or '*' not in name:
        return [name]
    data = gdal.OpenEx(given['fil'], gdal.OF_VECTOR)
    names = [data.GetLayer(i).GetName() for i in range(data.GetLayerCount())]
    plain = name.replace('[', '[[]').replace('?', '[?]')
    return sorted(n for n in names if fnmatch.fnmatchcase(n, plain))


def is_table(given):
    """Whether the layer has no geometry at all."""
    data = gdal.OpenEx(given['fil'], gdal.OF_VECTOR)
    name = given.get('lager')
    layer = data.GetLayerByName(name) if name else data.GetLayer(0)
    return layer.GetGeomType() == ogr.wkbNone


def blocks(project, role):
    """The blocks of a role, paths from the project file's folder."""
    given = (project.doc.get('indata') or {}).get(role) or []
    given = given if isinstance(given, list) else [given]
    return [project.layer(b) for b in given]


Feature = collections.namedtuple('Feature', 'role texts klass shape effect '
                                 'in_plan title')


class Layer:
    """Every feature of a role, widened, in the order ties go by."""

    def __init__(self, project, crs, role):
        self.features, self.keys = [], set()
        given = blocks(project, role)
        self.given = bool(given)
        for block in given:
            for name in layer_names(block):
                self.add(dict(block, lager=name) if name else block, crs,
                         role)
        self.features.sort(key=lambda f: (
            o.byte_key(f.klass), o.byte_key(f.texts.get('id')),
            f.shape.bounds))
        self.index = o.Index([f.shape for f in self.features])

    def add(self, block, crs, role):
        reach, effect, in_plan = ROLES[role]
        if block.get('buffert_m') is not None:
            reach = o.number(block['buffert_m'])
        if block.get('verkan'):
            effect, in_plan = block['verkan'], None
        source = AnySource(block)
        source.to(crs)
        self.keys |= source.keys
        off = block.get('ej_tillfart') or []
        off = {o.fold(w) for w in ([off] if isinstance(off, str) else off)}
        for texts, shape in source.rows:
            klass = texts.get('klass') or texts.get(OWN_WORD.get(role))
            if shape is None or o.fold(klass or '') in off:
                continue
            if reach:
                shape = shape.buffer(reach, resolution=8)
            if shape.area > 0:
                self.features.append(Feature(
                    role, texts, klass, shape, effect, in_plan,
                    block.get('namn')))

    def meeting(self, place):
        """(feature, overlap m2) of every feature that reaches in."""
        found = [(self.features[i], o.common(self.features[i].shape, place))
                 for i in self.index.hits(place)]
        return [(f, a) for f, a in found if a > 0]

    def counting(self, place):
        least = overlap_that_counts(place)
        return [(f, a) for f, a in self.meeting(place) if a >= least]

    def deciding(self, place, share=None, where=None):
        """The feature with the largest overlap; ties: the first in order."""
        found = self.counting(place)
        if share:
            found = [(f, a) for f, a in found if a >= share * place.area]
        if where:
            found = [(f, a) for f, a in found if where(f)]
        if not found:
            return None
        most = max(a for _, a in found)
        return next(f for f, a in found if a >= most - 1e-6)


def overlap_that_counts(place):
    return min(o.COVER_M2, place.area / 2)


# ---------------------------------------------------------------- provisions
# Table of §2.2: kind, code contains, kategori or wording contains, kategori
# alone contains, beteckning.
ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII']
KINDS = [
    ('prickmark', ('Prickmark', '_Prick'),
     ('prickmark', 'får inte förses med byggnad', 'får inte bebyggas',
      'byggnad får inte uppföras'), (), r'prickmark|prick'),
    ('korsmark', ('Korsmark', '_Kors'),
     ('korsmark', 'endast förses med komplementbyggnad',
      'endast komplementbyggnad', 'endast uthus'), (), r'korsmark|kors'),
    ('ringmark', ('Ringmark', '_Ring'),
     ('ringmark', 'endast förses med underjordisk',
      'endast byggas under mark'), (), r'ringmark|ring'),
    ('utnyttjandegrad', ('_Utnytt_',),
     ('utnyttjandegrad', 'byggnadsarea', 'bruttoarea'), (), r'e\d+'),
    ('höjd', ('_Hojd_',),
     ('nockhöjd', 'totalhöjd', 'byggnadshöjd', 'våning'), (),
     r'(h|nh|th|bh)\d+|' + '|'.join(ROMAN)),
    ('villkor för lov', ('VillkorLov',),
     ('bygglov får inte ges', 'lov får inte ges'), ('villkor för lov',),
     None),
    ('villkor för startbesked', ('VillkorStart',),
     ('startbesked får inte ges',), ('villkor för startbesked',), None),
    ('strandskydd upphävs', ('Strandskydd',),
     ('strandskyddet är upphävt', 'strandskyddet upphävs',
      'strandskydd upphävs'), (), None),
    ('utfartsförbud', ('Utfart',),
     ('utfart får inte', 'utfartsförbud', 'in- och utfart får inte'), (),
     None),
    ('markreservat', ('Markreservat',), ('markreservat',), (),
     r'[ulxztg]\d+'),
    ('fastighetsstorlek', ('Fastighetsstorlek',),
     ('minsta fastighetsstorlek', 'största fastighetsstorlek'), (), r'd\d+'),
    ('skydd', ('_Skydd_',), (), ('skydd mot störningar',), r'm\d+'),
    ('placering', ('Placering',), (), ('placering',), r'p\d+'),
]


def plain(text):
    """Folded wording in which ej is inte and byggnadsverk is byggnad."""
    text = ' '.join(o.fold(text or '').split())
    text = text.replace('far ej', 'far inte')
    return text.replace('byggnadsverk', 'byggnad')


def kind_of(sign, text, kategori, code):
    """§2.2: the first of code, kategori, beteckning and wording that fits."""
    def said(text, phrases):
        return any(o.fold(p) in plain(text) for p in phrases)
    for kind, codes, _, _, _ in KINDS:
        if any(c in (code or '') for c in codes):
            return kind
    for kind, _, both, own, _ in KINDS:
        if said(kategori, both + own):
            return kind
    for kind, _, _, _, signs in KINDS:
        if signs and re.fullmatch(signs, sign or ''):
            return kind
    for kind, _, both, _, _ in KINDS:
        if said(text, both):
            return kind
    return 'övrig'


def figure(text):
    m = re.search(r'\d[\d \u00a0]*(?:[.,]\d+)?', text or '')
    return float(re.sub(r'[ \u00a0]', '', m[0]).replace(',', '.')) \
        if m else None


def sign_and_value(text):
    """'e1 30 %' -> ('e1', '30 %'); 'nh 9,5' -> ('nh9', '9,5')."""
    text = ' '.join((text or '').split())
    m = re.fullmatch(r'([a-zåäö]{1,2}\d*) (\d+(?:[.,]\d+)?(?: ?%)?)', text)
    if not m:
        return text, ''
    numbered = re.search(r'\d', m[1])
    return m[1] if numbered else m[1] + re.match(r'\d+', m[2])[0], m[2]


class Provision:
    def __init__(self, texts, shape, plan):
        self.id, self.plan, self.shape = texts.get('id'), plan, shape
        self.sign, beside = sign_and_value(texts.get('beteckning'))
        self.text = plain(texts.get('text'))
        self.code = texts.get('kod') or ''
        self.kind = kind_of(self.sign, texts.get('text'),
                            texts.get('kategori'), self.code)
        self.value = figure(texts.get('varde'))
        if self.value is None:
            self.value = figure(beside)
        if self.value is None:
            self.value = figure(re.sub(r'^[a-z]+\d+ ', '', self.text))
        self.unit = plain(texts.get('enhet')) + beside
        self.minimum = bool(re.search(r'\bminsta\b|\blagsta\b', self.text)) \
            or 'Minsta' in self.code or 'Lagsta' in self.code

    @property
    def measure(self):
        return 'bta' if 'bruttoarea' in self.text or 'Brutto' in self.code \
            else 'bya'

    @property
    def share(self):
        return '%' in self.text or '%' in self.unit or \
            'procent' in self.unit

    @property
    def per_property(self):
        return 'per fastighet' in self.text or 'per tomt' in self.text

    def height(self):
        """(metres or storeys, word), None when absolute or not known."""
        if 'nollplan' in self.text or 'meter over' in self.text or \
                re.search(r'\+ ?\d', self.text) or self.minimum:
            return None
        for phrase, word in (('nockhojd', 'nockhöjd'),
                             ('totalhojd', 'totalhöjd'),
                             ('byggnadshojd', 'byggnadshöjd'),
                             ('vaning', 'våningar')):
            if phrase in self.text or phrase in o.fold(self.code):
                return (self.value, word) if self.value is not None else None
        if self.sign in ROMAN:
            return ROMAN.index(self.sign) + 1, 'våningar'
        by_sign = {'nh': 'nockhöjd', 'th': 'totalhöjd', 'bh': 'byggnadshöjd'}
        word = by_sign.get(self.sign[:2])
        return (self.value, word) if word and self.value is not None else None


SIGN = r'(?:[a-zåäö]{1,2}\d*|%s|prickmark|korsmark|ringmark)' % \
    '|'.join(reversed(ROMAN))


def taken_apart(texts):
    """A row with several beteckningar as as many rows (projektfil.md)."""
    signs = [s for s in re.split(r'[\s,;/+]+', texts.get('beteckning') or '')
             if s]
    if len(signs) < 2 or not all(re.fullmatch(SIGN, s) for s in signs):
        return [texts]
    rows = [dict(texts, beteckning=s) for s in signs]
    for key in ('text', 'varde'):
        whole = texts.get(key) or ''
        parts = [p.strip() for p in re.split(r'[;\n]', whole) if p.strip()]
        for i, row in enumerate(rows):
            if len(parts) == len(rows):
                row[key] = parts[i]
            elif re.search(r'\d', whole):
                row[key] = None
    return rows


class Provisions:
    """The layer `egenskaper`: provisions by plan."""

    def __init__(self, project, crs, plans):
        self.by_plan = collections.defaultdict(list)
        self.known, self.every, self.unplaced = set(), [], 0
        names = {}
        for kind in ('nr', 'akt', 'id'):
            names.update((getattr(p, kind), p) for p in plans
                         if getattr(p, kind))
        given = blocks(project, 'egenskaper')
        self.given = bool(given)
        for block in given:
            whole = is_table(block)
            source = AnySource(dict(block, crs=block.get('crs') or crs)
                               if whole else block)
            source.to(crs)
            for texts, shape in source.rows:
                self.add(texts, shape, plans, names, whole)

    def add(self, texts, shape, plans, names, whole):
        plan = names.get(texts.get('plan'))
        if plan is None and not texts.get('plan') and shape is not None:
            most = max(plans, key=lambda p: o.common(p.shape, shape),
                       default=None)
            if most and o.common(most.shape, shape) > 0:
                plan = most
        if plan is None:
            self.unplaced += 1
            return
        self.known.add(id(plan))
        if shape is None and whole:
            shape = plan.shape
        for row in taken_apart(texts):
            made = Provision(row, shape, plan)
            self.every.append(made)
            if shape is not None and shape.area > 0:
                self.by_plan[id(plan)].append(made)

    def of(self, plan, place, kinds):
        """(provision, its part of the place) for the deciding plan."""
        found = []
        for p in self.by_plan.get(id(plan), ()):
            if p.kind in kinds:
                part = o.meet(p.shape, place)
                if part.area > 0:
                    found.append((p, part))
        return found


def capacity(found, place, measure):
    """m2 that utnyttjandegrad allows, None where a part has none."""
    rules = [(p, part) for p, part in found if p.measure == measure
             and p.value is not None and not p.minimum]
    if not rules:
        return None

    def density(rule):
        p, part = rule
        if p.share:
            return p.value / 100
        return p.value / (part.area if p.per_property else p.shape.area)
    total, taken = 0.0, MultiPolygon()
    for p, part in sorted(rules, key=density):
        total += density((p, part)) * part.difference(taken).area
        taken = unary_union([taken, part])
    bare = place.area - o.common(taken, place)
    return total if bare < overlap_that_counts(place) else None


def lowest_height(found, place):
    """(height, word): metres before storeys."""
    least = overlap_that_counts(place)
    heights = [p.height() for p, part in found if part.area >= least]
    heights = [h for h in heights if h]
    metres = [h for h in heights if h[1] != 'våningar']
    return min(metres or heights, default=(None, None))
