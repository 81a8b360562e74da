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

# role: (distance in metres, effect, the same in a plan in force)
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
                                 'in_plan')


NEGATIONS = o.NEGATIONS | {'utan'}


def class_of(text, stems):
    """§8 Classes: the one class whose word begins a word of the text; None
    where there is a negation, none or several."""
    words = re.findall(r'[^\W_]+', o.fold(text or ''))
    if set(words) & NEGATIONS:
        return None
    found = {value for w in words for stem, value in stems.items()
             if w.startswith(stem)}
    return found.pop() if len(found) == 1 else None


class Layer:
    """Every feature of a role, widened, by id and place."""

    def __init__(self, project, crs, role):
        self.features, self.keys = [], set()
        given = blocks(project, role)
        self.given = bool(given)
        # "heltackande: ja" in every block; YAML may have made it a truth.
        self.complete = self.given and all(
            b.get('heltackande') in ('ja', True) for b in given)
        for block in given:
            for name in layer_names(block):
                self.add(dict(block, lager=name) if name else block, crs,
                         role)
        self.features.sort(key=lambda f: (
            o.byte_key(f.texts.get('id')), f.shape.bounds))
        self.index = o.Index([f.shape for f in self.features])

    def add(self, block, crs, role):
        reach, effect, in_plan = ROLES[role]
        if block.get('buffert_m') is not None:
            reach = o.number(block['buffert_m'])
        if block.get('verkan'):
            effect = block['verkan']
            # What the project says holds in a plan too, but minskar only
            # flags where the role's own does.
            in_plan = in_plan if effect == 'minskar' and \
                in_plan == 'flaggar' else None
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
                self.features.append(Feature(role, texts, klass, shape,
                                             effect, in_plan))

    def meeting(self, place):
        """(feature, overlap m2) of every feature that reaches in."""
        found = [(self.features[i], o.common(self.features[i].shape, place))
                 for i in self.index.hits(place)]
        return [(f, a) for f, a in found if a > 0]

    def counting(self, place):
        least = overlap_that_counts(place)
        return [(f, a) for f, a in self.meeting(place) if a >= least]

    def deciding(self, place, read, order=(), share=0.0):
        """The feature with the largest overlap and its class as read; ties:
        by the order of classes, not read last, then id and place."""
        found = [(f, read(f), a) for f, a in self.counting(place)
                 if a >= share * place.area]
        if not found:
            return None, None
        most = max(a for _, _, a in found)
        order = list(order)
        return min(((f, klass) for f, klass, a in found if a >= most - 1e-6),
                   key=lambda i: order.index(i[1]) if i[1] in order
                   else len(order))


def overlap_that_counts(place):
    return min(o.COVER_M2, place.area / 2)


# ---------------------------------------------------------------- provisions
# Table of §2.2, rows from the top: kind, code contains, kategori contains,
# beteckning, wording contains.
ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII']
KINDS = [
    ('villkor för lov', ('VillkorLov',), ('villkor för lov',), None,
     ('bygglov får inte ges', 'lov får inte ges')),
    ('villkor för startbesked', ('VillkorStart',),
     ('villkor för startbesked',), None, ('startbesked får inte ges',)),
    ('strandskydd upphävs', ('Strandskydd',), ('strandskydd',), None,
     ('strandskyddet är upphävt', 'strandskyddet ska vara upphävt',
      'strandskyddet upphävs', 'upphävande av strandskydd')),
    ('prickmark', ('Prickmark', '_Prick'), ('prickmark',), 'prickmark|prick',
     ('prickmark', 'punktprick', 'får inte förses med byggnad',
      'får inte bebyggas', 'byggnad får inte uppföras')),
    ('korsmark', ('Korsmark', '_Kors'), ('korsmark',), 'korsmark|kors',
     ('korsmark', 'endast förses med komplementbyggnad',
      'endast förses med uthus', 'endast komplementbyggnad', 'endast uthus',
      'annan byggnad än', 'andra byggnader än')),
    ('ringmark', ('Ringmark', '_Ring'), ('ringmark',), 'ringmark|ring',
     ('ringmark', 'endast förses med underjordisk',
      'endast byggas under mark', 'endast bebyggas under mark')),
    ('utnyttjandegrad', ('_Utnytt_',), ('utnyttjandegrad',), r'e\d*',
     ('utnyttjandegrad', 'byggnadsarea', 'bruttoarea', 'byggnadsyta',
      'våningsyta')),
    ('höjd', ('_Hojd_',), ('höjd på byggnad',),
     r'(h|nh|th|bh)\d*|' + '|'.join(ROMAN),
     ('nockhöjd', 'totalhöjd', 'byggnadshöjd', 'högsta höjd',
      'större höjd än', 'våning')),
    ('utfartsförbud', ('Utfart',), ('utfartsförbud',), 'utfartsförbud',
     ('utfart får inte', 'utfartsförbud')),
    ('markreservat', ('Markreservat',), ('markreservat',), r'[ulxztg]\d*',
     ('markreservat',)),
    ('fastighetsstorlek', ('Fastighetsstorlek',), ('fastighetsstorlek',),
     r'd\d*', ('minsta fastighetsstorlek', 'största fastighetsstorlek',
               'minsta tomtstorlek')),
    ('skydd', ('_Skydd_',), ('skydd mot störningar',), r'm\d*', ()),
    ('placering', ('Placering',), ('placering',), r'p\d*', ()),
]


def plain(text):
    """Folded wording with one word for each thing that is said in several."""
    text = ' '.join(o.fold(text or '').split())
    for said, meant in (('byggnadsverk', 'byggnad'),
                        (r'\b(far ej|far icke|ma ej)\b', 'far inte'),
                        (r'\b(beviljas|lamnas|meddelas)\b', 'ges')):
        text = re.sub(said, meant, text)
    return text


def worded(text, kind, phrases):
    """Whether the wording says it, and takes it not back."""
    for phrase in phrases:
        for m in re.finditer(re.escape(o.fold(phrase)), text):
            after = text[m.end():]
            if re.match(r'\w* (inte|ej|icke)\b', after):
                continue
            # "får inte uppföras närmare gräns än …" bans no building.
            if kind == 'prickmark' and re.match(r'[^.]*\ban\b', after):
                continue
            return True
    return False


def kind_of(sign, text, kategori, code):
    """§2.2: the first of code, kategori, beteckning and wording that fits."""
    def has(text, parts):
        return any(o.fold(p) in o.fold(text or '') for p in parts)
    for kind, codes, _, _, _ in KINDS:
        if has(code, codes):
            return kind
    for kind, _, kategorier, _, _ in KINDS:
        if has(kategori, kategorier):
            return kind
    for kind, _, _, signs, _ in KINDS:
        if signs and re.fullmatch(signs, sign or ''):
            return kind
    for kind, _, _, _, phrases in KINDS:
        if worded(plain(text), kind, phrases):
            return kind
    return 'övrig'


NUMBER = r'(?<![\d/+])(\d+(?: \d{3})*(?:[.,]\d+)?)(?!\d|/)'


def figure(text):
    m = re.search(NUMBER, ' '.join((text or '').split()))
    return float(m[1].replace(' ', '').replace(',', '.')) if m else None


def figure_with(text, unit):
    """The first number of a wording that has the unit after it."""
    m = re.search(NUMBER + ' ?(?:' + unit + ')', text)
    return float(m[1].replace(' ', '').replace(',', '.')) if m else None


def sign_and_value(text):
    """'e1 30 %' -> ('e1', '30 %'); 'nh 9,5' -> ('nh', '9,5')."""
    text = ' '.join((text or '').split())
    m = re.fullmatch(r'([a-zåäö]{1,2}\d*) (\d+(?:[.,]\d+)?(?: ?%)?)', text)
    return (m[1], m[2]) if m else (text, '')


SHARE, SQUARE, METRE = '%|procent', r'm2|kvm|kvadratmeter', r'm\b|meter'


class Provision:
    """One provision as read, before it is asked what it limits."""

    def __init__(self, texts, shape, plan):
        self.id, self.plan, self.shape = texts.get('id'), plan, shape
        self.sign, self.beside = sign_and_value(texts.get('beteckning'))
        self.text = plain(texts.get('text'))
        self.code = texts.get('kod') or ''
        self.kind = kind_of(self.sign, texts.get('text'),
                            texts.get('kategori'), self.code)
        self.stated = figure(texts.get('varde'))
        self.unit = plain(texts.get('enhet'))

    @property
    def minimum(self):
        return bool(re.search(r'\b(minsta|lagsta|min)\b', self.text)) or \
            bool(re.search('Minsta|Lagsta', self.code))

    @property
    def lesser(self):
        """A limit for small buildings alone."""
        return bool(re.search('komplementbyggnad|uthus|garage|carport',
                              self.text)) and not re.search(
            'huvudbyggnad|varav|inklusive|utover', self.text)

    # -- utnyttjandegrad
    @property
    def measure(self):
        return 'bta' if re.search('bruttoarea|vaningsyta', self.text) or \
            'brutto' in self.code.lower() else 'bya'

    def share(self):
        """The share of the land, None where it is no share."""
        if self.stated is not None:
            said = self.unit or self.text
            return self.stated if re.search(SHARE, said) else None
        value = figure_with(self.beside, SHARE)
        return figure_with(self.text, SHARE) if value is None else value

    def square_metres(self):
        if self.stated is not None:
            said = self.unit or self.text + ' ' + o.fold(self.code)
            return self.stated if re.search(SQUARE, said) else None
        return figure_with(self.text, SQUARE)

    @property
    def per_property(self):
        return bool(re.search('per (fastighet|tomt)', self.text))

    @property
    def for_use_area(self):
        return 'anvandningsomrade' in self.text or \
            self.code.endswith('Anv')

    # -- höjd
    @property
    def absolute(self):
        return bool(re.search(
            r'nollplan|rh ?2000|m\.o\.h|\+ ?\d|'
            r'meter over (?!\w*(mark|gata))', self.text))

    def height(self):
        """(metres or storeys, word), None when it limits nothing."""
        if self.absolute or self.minimum or self.lesser:
            return None
        word = self.height_word()
        if word == 'våningar':
            value = ROMAN.index(self.sign) + 1 if self.sign in ROMAN and \
                self.stated is None else self.stated
            if value is None:
                value = figure_with(self.text, 'vaning')
        else:
            value = self.stated if self.stated is not None else \
                figure(self.beside)
            if value is None:
                value = figure_with(self.text, METRE)
        return None if word is None or value is None else (value, word)

    def height_word(self):
        said = o.fold(self.code) + ' ' + self.text
        for phrase, word in (('nockhojd', 'nockhöjd'),
                             ('totalhojd', 'totalhöjd'),
                             ('byggnadshojd', 'byggnadshöjd'),
                             ('vaning', 'våningar')):
            if phrase in said:
                return word
        if self.sign in ROMAN:
            return 'våningar'
        return {'nh': 'nockhöjd', 'th': 'totalhöjd',
                'bh': 'byggnadshöjd'}.get(self.sign[:2])


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
            over = [p for p in plans if o.common(p.shape, shape) > 0]
            plan = max(over, default=None, key=lambda p: (
                p.in_force, o.common(p.shape, shape)))
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

    def holds(self, plan, place, kind):
        """Whether provisions of the kind hold on half of a place."""
        parts = [part for _, part in self.of(plan, place, (kind,))]
        return bool(parts) and \
            unary_union(parts).area >= place.area / 2


def capacity(found, place, measure):
    """m2 that utnyttjandegrad allows, None where a part has none."""
    least, rules = overlap_that_counts(place), []
    for p, part in found:
        if p.measure != measure or p.minimum or p.lesser:
            continue
        share, m2 = p.share(), p.square_metres()
        inside = part.area
        if p.for_use_area and inside >= least:
            part = place
        if share is not None:
            rules.append((share / 100, part))
        elif m2 is not None:
            allowed = m2 if p.per_property else m2 * inside / p.shape.area
            rules.append((allowed / part.area, part))
    total, taken = 0.0, MultiPolygon()
    for density, part in sorted(rules, key=lambda r: r[0]):
        total += density * part.difference(taken).area
        taken = unary_union([taken, part])
    bare = place.area - o.common(taken, place)
    return total if rules and bare < least else None


def lowest_height(found, place):
    """(height, word): metres before storeys."""
    least = overlap_that_counts(place)
    heights = [p.height() for p, part in found if part.area >= least]
    heights = [h for h in heights if h]
    metres = [h for h in heights if h[1] != 'våningar']
    return min(metres or heights, default=(None, None))
