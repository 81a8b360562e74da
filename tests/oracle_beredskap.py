"""Byggbar mark, beredskap, hinder and months to byggklar of every delområde,
recomputed for tests/oracle.py from docs/method.md §2.2 and §7-§11 alone.

Everything unknown is None. Areas may differ by 0.06 m2 (half the published
decimal and 0.01) and what the program's grid of 1 mm can move along the
borders, 1e-4 m2 a metre; words, axes and months not at all; slope and level
difference by 0.05.
"""
import datetime
import json
import math
import os

import numpy
import oracle as o
import oracle_layers as ol
import oracle_time as ot
import pyproj
from osgeo import gdal, ogr
from shapely import vectorized
from shapely.geometry import MultiPolygon
from shapely.ops import transform as shp_transform
from shapely.ops import unary_union

# ---------------------------------------------------------------- READINGS
# Where method.md leaves room; a disagreement is settled there, then here.
# §7: what subtracts does so however little of it reaches in.
# §7: byggbar < 25 m2 goes before "use unknown" on the plan axis.
BUILDABLE_M2 = 25.0
# §8: one feature alone must cover half for ownership and markanvisning.
HALF = 0.5
# §9: avstyckad by the published areas of delområde and område.
PARTED = 0.95
# §9: el is what has mw > 0; a layer without mw counts whole.
# §9: only a fornlämning by its type needs a permit, no other remains.
# §10: "built out": less than 25 m2 is byggbar, but would be more without
# the buildings.
# §11: land held by an allocation takes no time of its own.
# §11: klar_steg goes by what is known to be left, unknown parts done; null
# too when no time is given or P50 is not.

AXES = ('plan', 'radigh', 'infra', 'utredn', 'tillst')
AXIS_WORDS = ('plan', 'rådighet', 'infrastruktur', 'utredning', 'tillstånd')
UNKNOWN = (0, 4)
FOUR = ('geoteknik', 'markmiljö', 'dagvatten', 'arkeologi')
NEEDS_PERMIT = ('strandskydd', 'natur', 'vattenskydd', 'fornlamning',
                'fororening')
HINDER_OF = {
    'utfartsforbud': 'tillfart', 'fororening': 'förorening',
    'oversvamning': 'markförhållanden', 'ras': 'markförhållanden',
    'strandskydd': 'natur och kultur', 'natur': 'natur och kultur',
    'vattenskydd': 'natur och kultur', 'fornlamning': 'natur och kultur',
    'riksintresse': 'natur och kultur', 'jordbruk': 'natur och kultur',
    'farligt_gods': 'risk', 'kraftledning': 'risk',
    'byggnadsfritt': 'risk', 'begransningar': 'begränsning',
}
HINDER = ('upptagen', 'pågående plan', 'delvis bebyggd', 'bostadshus', 'plan',
          'rättsligt förfarande', 'ägande', 'tillfart', 'vatten och avlopp',
          'el', 'förorening', 'markförhållanden', 'natur och kultur', 'risk',
          'företagsreserv', 'begränsning')


# --------------------------------------------------------------- class words
def first_word(text, table):
    """The value of the first entry whose beginning stands in the text."""
    text = o.fold(text or '')
    return next((value for part, value in table if part in text), None)


def owner_class(feature, keys):
    if not keys & {'agare', 'klass'}:
        return 'kommun'
    return first_word(feature.klass, (
        ('kommun', 'kommun'), ('stat', 'stat/region'),
        ('region', 'stat/region'), ('privat', 'privat')))


def will_class(feature):
    return first_word(feature.texts.get('vilja'), (
        ('ej salj', 'ej säljvillig'), ('inte salj', 'ej säljvillig'),
        ('utbjud', 'utbjuden'), ('option', 'option'),
        ('salj', 'säljvillig')))


def allocation_class(feature):
    return first_word(feature.klass, (
        ('tomtratt', 'tomträtt/arrende'), ('arrende', 'tomträtt/arrende'),
        ('reserv', 'reserverad'), ('intresse', 'intresseanmälan'),
        ('anvisad', 'markanvisad'), ('sald', 'såld'), ('ledig', 'ledig')))


def supply_class(feature):
    if not feature.klass:
        return 'finns'
    return first_word(feature.klass, (
        ('planer', 'planerad'), ('beslut', 'planerad'), ('', 'finns')))


def permit_class(feature):
    return first_word(feature.klass, (
        ('behov', 'behov'), ('sokt', 'sökt'), ('ansok', 'sökt'),
        ('bevilj', 'beviljat'), ('laga', 'klart'), ('klar', 'klart')))


def study_kinds(feature):
    text = o.fold(feature.klass or '')
    words = (('geotekn', 'geoteknik'), ('markmilj', 'markmiljö'),
             ('fororen', 'markmiljö'), ('mifo', 'markmiljö'),
             ('dagvatten', 'dagvatten'), ('arkeolog', 'arkeologi'),
             ('natur', 'natur'), ('buller', 'buller'), ('risk', 'buller'),
             ('oversikt', 'översiktlig'), ('skrivbord', 'översiktlig'))
    return {kind for part, kind in words if part in text}


def protection_is_off(feature):
    return feature.role == 'strandskydd' and first_word(
        feature.klass, (('upphav', True), ('undantag', True),
                        ('avvisa', True))) is not None


def risk_digit(feature):
    text = (feature.klass or '').strip()
    return int(text[0]) if text[:1].isdigit() else None


def is_remains(feature):
    return 'fornlamning' in o.fold(feature.klass or '')


# -------------------------------------------------------------------- ground
class Ground:
    """Slope and level by Horn's 3 x 3 over the cells of a GeoTIFF."""

    def __init__(self, path, crs, own=None):
        data = gdal.Open(path)
        band = data.GetRasterBand(1)
        self.z = band.ReadAsArray().astype(float)
        empty = band.GetNoDataValue()
        if empty is not None:
            self.z[self.z == empty] = numpy.nan
        self.x0, self.dx, _, self.y0, _, self.dy = data.GetGeoTransform()
        raster = pyproj.CRS.from_user_input(own or data.GetProjection())
        self.move = None
        if not raster.equals(crs, ignore_axis_order=True):
            self.move = pyproj.Transformer.from_crs(crs, raster,
                                                    always_xy=True).transform
        self.slope = self.horn()

    def horn(self):
        z = numpy.pad(self.z, 1, constant_values=numpy.nan)
        rows, columns = self.z.shape

        def at(r, c):
            return z[1 + r:1 + r + rows, 1 + c:1 + c + columns]
        east = (at(-1, 1) + 2 * at(0, 1) + at(1, 1) -
                at(-1, -1) - 2 * at(0, -1) - at(1, -1)) / (8 * self.dx)
        south = (at(1, -1) + 2 * at(1, 0) + at(1, 1) -
                 at(-1, -1) - 2 * at(-1, 0) - at(-1, 1)) / (8 * self.dy)
        return 100 * numpy.hypot(east, south) + 0 * self.z

    def measure(self, place):
        """(mean slope, level difference), None where not half covered."""
        if self.move:
            place = shp_transform(self.move, place)
        x0, y0, x1, y1 = place.bounds
        c0 = math.floor((x0 - self.x0) / self.dx) - 1
        c1 = math.ceil((x1 - self.x0) / self.dx) + 1
        r0 = math.floor((y1 - self.y0) / self.dy) - 1
        r1 = math.ceil((y0 - self.y0) / self.dy) + 1
        rows, columns = numpy.mgrid[r0:r1, c0:c1]
        inside = vectorized.contains(place,
                                     self.x0 + (columns + .5) * self.dx,
                                     self.y0 + (rows + .5) * self.dy)
        rows, columns = rows[inside], columns[inside]
        return (self.figure(self.slope, rows, columns, numpy.mean),
                self.figure(self.z, rows, columns, numpy.ptp))

    def figure(self, values, rows, columns, how):
        held = (rows >= 0) & (rows < self.z.shape[0]) & (columns >= 0) & \
            (columns < self.z.shape[1])
        given = values[rows[held], columns[held]]
        # A cell counts where its slope can be told.
        known = ~numpy.isnan(self.slope[rows[held], columns[held]])
        given = given[known]
        if not len(given) or 2 * len(given) < len(rows):
            return None
        return float(how(given))


# ----------------------------------------------------------------- readiness
class Readiness:
    """All that §7-§11 need of one project, and the judging of delområden."""

    def __init__(self, oracle):
        project = oracle.project
        self.day = project.date
        self.oracle, self.buildings = oracle, oracle.buildings
        self.layers = {role: ol.Layer(project, oracle.crs, role)
                       for role in ol.ROLES}
        self.provisions = ol.Provisions(project, oracle.crs,
                                        oracle.plans.plans)
        self.ground = self.read_ground(project, oracle.crs)
        self.keep_kors = (project.doc.get('byggbar') or {}).get(
            'korsmark') in ('ja', 'true')
        years = (project.doc.get('beredskap') or {}).get(
            'utredning_giltig_ar', 10)
        self.oldest = o.add_months(self.day, -round(12 * o.number(years)))
        times = project.doc.get('tid') or {}
        ot.use_times({k: [o.number(x) for x in v] if isinstance(v, list)
                      else o.number(v) for k, v in times.items()})
        self.subtracts = any(
            layer.given and any(f.effect in ('utesluter', 'minskar')
                                for f in layer.features)
            for layer in self.layers.values())

    @staticmethod
    def read_ground(project, crs):
        given = (project.doc.get('indata') or {}).get('hojdmodell')
        if not given:
            return None
        given = project.layer(given)
        return Ground(given['fil'], crs, given.get('crs'))

    def judge(self, piece, parent):
        """Add every field of §7-§11 to a delområde."""
        place = piece['shape']
        seen = Seen(self, piece)
        piece.update(self.byggbar(piece, seen))
        piece['villkor'] = self.conditions(piece)
        piece['lutning'], piece['nivaskilln'] = \
            self.ground.measure(place) if self.ground else (None, None)
        parted = o.rounded(piece['area_m2'], 1) >= \
            PARTED * o.rounded(parent['area_m2'], 1)
        axes = dict(zip(AXES, (
            self.plan_axis(piece), land_axis(seen, parted),
            infra_axis(seen), self.study_axis(seen), permit_axis(seen))))
        low, high = min(a for a, _ in axes.values()), \
            min(b for _, b in axes.values())
        piece['ber_min'], piece['ber_max'] = 1 + low, 1 + high
        for name, pair in axes.items():
            piece['ax_' + name] = exact(pair)
        piece['ber_plan'] = None if piece['ax_plan'] is None \
            else 1 + piece['ax_plan']
        piece['okanda'] = self.unknown(piece)
        piece['agare'] = seen.owner
        piece['markanv'] = seen.allocation
        piece['pris_m2'] = seen.price
        piece['hindren'] = '; '.join(self.hinder(piece, seen)) or None
        piece.update(self.time(piece, seen, parted))

    # -- §7
    def subtracting(self, piece, seen):
        """What is taken off a delområde, apart from the buildings."""
        place, gone = piece['shape'], []
        kinds = ('prickmark',) if self.keep_kors else \
            ('prickmark', 'korsmark', 'ringmark')
        for p, _ in self.provisions.of(piece['plan'], place, kinds):
            gone.append(p.shape)
        for layer in self.layers.values():
            for feature, _ in layer.meeting(place):
                if seen.effect(feature) in ('utesluter', 'minskar'):
                    gone.append(seen.holding(feature))
        return gone

    def near_buildings(self, place):
        if self.buildings is None:
            return []
        d = self.buildings.distance
        x0, y0, x1, y1 = place.bounds
        around = o.box(x0 - d, y0 - d, x1 + d, y1 + d)
        return [self.buildings.buffer(i)
                for i in self.buildings.index.hits(around)]

    def byggbar(self, piece, seen):
        place = piece['shape']
        found = self.provisions.of(piece['plan'], place,
                                   ('utnyttjandegrad', 'höjd'))
        grad = [(p, s) for p, s in found if p.kind == 'utnyttjandegrad']
        height = [(p, s) for p, s in found if p.kind == 'höjd']
        row = {'bya_m2': ol.capacity(grad, place, 'bya'),
               'bta_m2': ol.capacity(grad, place, 'bta'),
               'byggbar': None, 'byggbar_m2': None, 'byggb_st_m2': None}
        row['hojd_max'], row['hojd_slag'] = ol.lowest_height(height, place)
        if self.buildings is None and not self.provisions.given \
                and not self.subtracts:
            return row
        gone = self.subtracting(piece, seen)
        row['without_buildings'] = left_of(place, gone).area
        left = left_of(place, gone + self.near_buildings(place))
        row['byggbar'], row['byggbar_m2'] = left, left.area
        row['byggb_st_m2'] = max((p.area for p in o.polygonal(left)),
                                 default=0.0)
        return row

    def conditions(self, piece):
        least = ol.overlap_that_counts(piece['shape'])
        found = self.provisions.of(piece['plan'], piece['shape'],
                                   ('villkor för lov',
                                    'villkor för startbesked'))
        words = {p.kind.split()[-1] for p, s in found if s.area >= least}
        return '; '.join(sorted(words)) or None

    # -- §9
    def plan_axis(self, piece):
        if piece['underlag'] == 'översiktsplan':
            return 1, 1
        if piece['underlag'] == 'planbesked':
            return 2, 2
        if piece['underlag'] == 'pågående detaljplan':
            early = piece['planstatus'] in ('samråd', 'påbörjad')
            return (2, 2) if early else (3, 3)
        if piece['byggbar_m2'] is not None and \
                o.rounded(piece['byggbar_m2'], 1) < BUILDABLE_M2:
            return 0, 0
        best = 3 if piece['gf_lage'] == 'ej börjat' or piece['villkor'] else 4
        return (0, best) if piece['uses'] is None else (best, best)

    def study_axis(self, seen):
        layer = self.layers['utredning']
        if not layer.given:
            return UNKNOWN
        newest = {}
        for feature, _ in layer.counting(seen.place):
            made = o.read_date(feature.texts.get('datum')) or \
                datetime.date.min
            for kind in study_kinds(feature):
                newest[kind] = max(made, newest.get(kind, made))
        if not newest:
            value = 0
        elif set(newest) == {'översiktlig'}:
            value = 1
        elif not set(FOUR) <= set(newest):
            value = 2
        else:
            fresh = all(newest[k] >= self.oldest for k in FOUR)
            value = 4 if fresh else 3
        return value, value

    def unknown(self, piece):
        words = [w for a, w in zip(AXES, AXIS_WORDS)
                 if piece['ax_' + a] is None]
        if piece['plan'] and id(piece['plan']) not in self.provisions.known:
            words.append('egenskapsbestämmelser')
        if self.buildings is None:
            words.append('byggnader')
        return '; '.join(words) or None

    # -- §10
    def hinder(self, piece, seen):
        found = {piece['hinder'], *(HINDER_OF.get(f.role)
                                    for f, _ in seen.flags)}
        if piece['ax_plan'] is not None and piece['ax_plan'] <= 2 and \
                not (piece['ax_plan'] == 0 and
                     piece['without_buildings'] >= BUILDABLE_M2):
            found.add('plan')
        if piece['planstatus'] in ('överklagad', 'tillsyn') and \
                piece['underlag'] == 'pågående detaljplan' or \
                piece['villkor']:
            found.add('rättsligt förfarande')
        if piece['ax_radigh'] is not None and piece['ax_radigh'] <= 1 or \
                seen.reserved():
            found.add('ägande')
        if seen.street == 'saknas':
            found.add('tillfart')
        if seen.water in ('saknas', 'planerad'):
            found.add('vatten och avlopp')
        if seen.power == 'saknas':
            found.add('el')
        if piece['lutning'] is not None and \
                o.rounded(piece['lutning'], 1) > 10:
            found.add('markförhållanden')
        if seen.allocation in ('markanvisad', 'såld'):
            found.add('företagsreserv')
        return [h for h in HINDER if h in found]

    # -- §11
    def time(self, piece, seen, parted):
        row = dict.fromkeys(('klar_m10', 'klar_m50', 'klar_m90', 'klar_p10',
                             'klar_p50', 'klar_p90', 'klar_steg'))
        if piece['ax_plan'] in (None, 0) or seen.never():
            return row
        stage = piece['planstatus'] if piece['plan'] else piece['underlag']
        plan = ot.CHAINS[stage]
        spent = self.spent(piece) if plan else 0.0
        parting = () if parted else ('fastighetsbildning',)
        begins = self.months_to_start(piece['plan'])
        best, worst = [
            ot.answer(plan, spent, seen.land_step(at_worst),
                      study_step(piece['ax_utredn'], at_worst), parting,
                      seen.building_step(at_worst), begins)
            for at_worst in (False, True)]
        months = [best[0][0], best[0][1] if best[0][1] == worst[0][1]
                  else None, worst[0][2]]
        for name, m in zip(('10', '50', '90'), months):
            row['klar_m' + name] = m
            row['klar_p' + name] = None if m is None else \
                o.add_months(self.day, m).isoformat()
        if months[1] is not None and best[1]:
            row['klar_steg'] = ot.WORDS[best[1]]
        return row

    def spent(self, piece):
        """Months in the present stage until the reference date."""
        date = piece['plan'].stage_date if piece['plan'] else \
            piece.get('intent_date')
        return months_between(date, self.day) if date else 0.0

    def months_to_start(self, plan):
        """Whole months until the genomförandetid begins, 0 when it has."""
        start = plan.gf_start if plan else None
        months = 0
        while start and o.add_months(self.day, months) < start:
            months += 1
        return months


def exact(pair):
    return pair[0] if pair[0] == pair[1] else None


def left_of(place, gone):
    """What is left of a place, pieces of 1 m2 and more."""
    left = place.difference(unary_union(gone)) if gone else place
    return MultiPolygon([p for p in o.polygonal(left) if p.area >= 1])


def months_between(start, end):
    """Months with a fraction by the days of the month begun."""
    whole = 0
    while o.add_months(start, whole + 1) <= end:
        whole += 1
    begun = o.add_months(start, whole)
    return max(0.0, whole + (end - begun).days /
               (o.add_months(start, whole + 1) - begun).days)


def study_step(axis, at_worst):
    if axis is None:
        return ('utredning',) if at_worst else ()
    return () if axis >= 3 else ('utredning',)


class Seen:
    """What the layers say of one delområde."""

    def __init__(self, readiness, piece):
        self.layers, self.place = readiness.layers, piece['shape']
        self.day = readiness.day
        self.planned = piece['underlag'] == 'detaljplan'
        self.repealed = [p.shape for p, _ in readiness.provisions.of(
            piece['plan'], self.place, ('strandskydd upphävs',))]
        self.read_land()
        self.read_supply()
        permit = self.layers['tillstand'].deciding(self.place)
        self.permit = permit_class(permit) if permit else None
        self.flags = self.read_flags()

    # -- effects of §8
    def effect(self, feature):
        if protection_is_off(feature):
            return 'uppgift'
        if feature.role == 'fororening' and risk_digit(feature) not in (1, 2):
            return 'uppgift'
        if self.planned and feature.in_plan:
            return feature.in_plan
        if feature.role == 'fornlamning' and feature.effect == 'minskar' \
                and not is_remains(feature):
            return 'flaggar'
        return feature.effect

    def holding(self, feature):
        """Where a feature holds: strandskydd not where it is repealed."""
        if feature.role == 'strandskydd' and self.repealed:
            return feature.shape.difference(unary_union(self.repealed))
        return feature.shape

    def read_flags(self):
        """(feature, overlap) of all that is in the way and counts."""
        found, least = [], ol.overlap_that_counts(self.place)
        for layer in self.layers.values():
            for feature, _ in layer.meeting(self.place):
                if self.effect(feature) == 'uppgift':
                    continue
                area = o.common(self.holding(feature), self.place)
                if area >= least:
                    found.append((feature, area))
        return found

    def needs_permit(self):
        return any(f.role in NEEDS_PERMIT and
                   (f.role != 'fornlamning' or is_remains(f))
                   for f, _ in self.flags)

    # -- ownership and allocation
    def read_land(self):
        layer = self.layers['kommunagd']
        feature = layer.deciding(self.place, HALF)
        self.owner = owner_class(feature, layer.keys) if feature else None
        self.will = will_class(feature) if feature else None
        feature = self.layers['markanvisning'].deciding(self.place, HALF)
        self.allocation = allocation_class(feature) if feature else None
        self.until = o.read_date(feature.texts.get('till')) \
            if feature else None
        price = feature.texts.get('pris') if feature else None
        self.price = int(o.rounded(o.number(price), 0)) if price else None

    def reserved(self):
        return self.allocation == 'reserverad' and \
            (self.until is None or self.until >= self.day)

    def is_municipal(self):
        """kommun, or allocated: only municipalities allocate."""
        return self.owner == 'kommun' or \
            self.owner is None and self.allocation is not None

    def never(self):
        """Land that is not to be had."""
        return self.allocation == 'såld' or \
            not self.held() and not self.is_municipal() and \
            self.will == 'ej säljvillig'

    def held(self):
        """An allocation that goes before the owner."""
        return self.reserved() or self.allocation in (
            'tomträtt/arrende', 'markanvisad', 'såld')

    def land_step(self, at_worst):
        if self.held() or self.is_municipal() or self.will == 'utbjuden':
            return ()
        if self.will == 'option':
            return ('option',)
        if self.will == 'säljvillig' or at_worst:
            return ('saljvillig',)
        return ()

    # -- infrastructure
    def supply(self, role, state=supply_class, where=None):
        layer = self.layers[role]
        if not layer.given:
            return None
        feature = layer.deciding(self.place, where=where)
        return state(feature) if feature else 'saknas'

    def read_supply(self):
        self.street = self.supply('vag', lambda f: 'finns')
        self.water = self.supply('va_omrade')
        self.fibre = self.supply('fiber')
        mapped = 'mw' in self.layers['el'].keys
        self.power = self.supply(
            'el', lambda f: 'finns', lambda f: not mapped or
            o.number(f.texts.get('mw') or 0) > 0)

    def building_step(self, at_worst):
        states = {self.street, self.water}
        if 'saknas' in states or None in states and at_worst:
            return ('utbyggnad_saknas',)
        return ('utbyggnad_planerad',) if 'planerad' in states else ()


def land_axis(seen, parted):
    if seen.allocation == 'såld':
        value = 0
    elif seen.allocation == 'markanvisad':
        value = 1
    elif seen.allocation == 'tomträtt/arrende' or seen.reserved():
        value = 2
    elif seen.is_municipal():
        value = 4 if parted and seen.allocation != 'intresseanmälan' else 3
    else:
        value = {'utbjuden': 4, 'option': 2, 'säljvillig': 1,
                 'ej säljvillig': 0}.get(seen.will if seen.owner else None)
        if value is None:
            return UNKNOWN
    return value, value


def infra_axis(seen):
    """Lowest and highest over what the unknown parts may be."""
    def may_be(state):
        return [state] if state else ['finns', 'planerad', 'saknas']
    values = set()
    for street in may_be(seen.street):
        for water in may_be(seen.water):
            for power in may_be(seen.power):
                for fibre in may_be(seen.fibre):
                    values.add(infra_value({street, water},
                                           {power, fibre}))
    return min(values), max(values)


def infra_value(needed, further):
    if 'saknas' in needed:
        return 1
    if 'planerad' in needed:
        return 2
    return 4 if further == {'finns'} else 3


def permit_axis(seen):
    value = {'behov': 1, 'sökt': 2, 'beviljat': 3,
             'klart': 4}.get(seen.permit)
    if value is None and seen.needs_permit():
        value = 1
    if value is None:
        if not seen.layers['tillstand'].given:
            return 1, 4
        value = 4
    return value, value


# ---------------------------------------------------------------- comparison
WORDS = ('underlag', 'ber_min', 'ber_max', 'ber_plan', 'ax_plan', 'ax_radigh',
         'ax_infra', 'ax_utredn', 'ax_tillst', 'okanda', 'agare', 'markanv',
         'pris_m2', 'villkor', 'hojd_slag', 'klar_m10', 'klar_m50',
         'klar_m90', 'klar_p10', 'klar_p50', 'klar_p90', 'klar_steg')
AREAS = ('byggbar_m2', 'byggb_st_m2', 'bya_m2', 'bta_m2')
METRES = ('hojd_max', 'lutning', 'nivaskilln')
AREA_TOL, GRID_TOL, METRE_TOL = 0.06, 1e-4, 0.05 + 1e-6


def compare_piece(report, layer, where, ours, theirs):
    wide = AREA_TOL + GRID_TOL * ours['shape'].length
    report.word(layer, 'hinder', where, ours['hindren'],
                theirs.get('hinder', o.ABSENT))
    for name in WORDS:
        report.word(layer, name, where, ours[name],
                    theirs.get(name, o.ABSENT))
    for name in AREAS:
        report.number(layer, name, wide, where, ours[name],
                      theirs.get(name, o.ABSENT))
    for name in METRES:
        report.number(layer, name, METRE_TOL, where, ours[name],
                      theirs.get(name, o.ABSENT))
