"""Byggbar mark, beredskap, hinder and months to byggklar of every delområde,
recomputed for tests/oracle.py from docs/method.md §2.2 and §7-§11 alone.

Everything unknown is None. Areas may differ by 0.06 m2 (half the published
decimal and 0.01); words, axes and months not at all; slope and level
difference by 0.05. The shape of byggbar mark, published on a grid and in
degrees, may differ by 2 cm along its border.
"""
import datetime
import json
import math
import os
import re

import numpy
import oracle as o
import oracle_layers as ol
import oracle_time as ot
import pyproj
from osgeo import gdal
from shapely import vectorized
from shapely.geometry import MultiPolygon
from shapely.ops import transform as shp_transform
from shapely.ops import unary_union

# ---------------------------------------------------------------- READINGS
# Where method.md leaves room; a disagreement is settled there, then here.
BUILDABLE_M2 = 25.0    # §9: goes before "use unknown" on the plan axis
HALF = 0.5             # §8: one feature alone must cover half
PARTED = 0.95          # §9: avstyckad, by the published areas
# §4: "bostadshus" stands instead of "delvis bebyggd", and never on a
# delområde in a plan in force or one that is left out.
# §9: a study whose word is not read is of another kind than those named.
# §7: prickmark and the rest of an ongoing plan take nothing yet.
# §8: a fornlämning of no type takes land, as one that says so.
# §9: a power point of 0 MW hides no other that reaches the delområde.
# §10: risk class 3, 4 and none is no hinder, whatever the project says.
# §8: ties go by the class as read, in the order of the table.

AXES = ('plan', 'radigh', 'infra', 'utredn', 'tillst')
AXIS_WORDS = ('plan', 'rådighet', 'infrastruktur', 'utredning', 'tillstånd')
UNKNOWN = (0, 4)
FOUR = ('geoteknik', 'markmiljö', 'dagvatten', 'arkeologi')
NEEDS_PERMIT = ('strandskydd', 'natur', 'vattenskydd', 'fornlamning',
                'fororening')
NATURE = ('natur och kultur', 'länsstyrelse')
HINDER_OF = {                     # kind and who must act, by role
    'utfartsforbud': ('tillfart', 'kommun'),
    'fororening': ('förorening', 'markägare'),
    'oversvamning': ('markförhållanden', 'kommun'),
    'ras': ('markförhållanden', 'kommun'),
    'strandskydd': NATURE, 'natur': NATURE, 'vattenskydd': NATURE,
    'fornlamning': NATURE, 'riksintresse': NATURE, 'jordbruk': NATURE,
    'farligt_gods': ('risk', 'kommun'), 'kraftledning': ('risk', 'nätägare'),
    'byggnadsfritt': ('risk', 'väghållare'),
}
OTHER_HINDER = ('begränsning', 'kommun')
HINDER = ('upptagen', 'pågående plan', 'delvis bebyggd', 'bostadshus', 'plan',
          'rättsligt förfarande', 'ägande', 'tillfart', 'vatten och avlopp',
          'el', 'förorening', 'markförhållanden', 'natur och kultur', 'risk',
          'företagsreserv', 'begränsning')


# --------------------------------------------------------------- class words
OWNERS = {'kommun': 'kommun', 'stat': 'stat/region', 'region': 'stat/region',
          'privat': 'privat'}
WILLS = {'saljvillig': 'säljvillig', 'option': 'option',
         'utbjud': 'utbjuden'}
ALLOCATIONS = {'ledig': 'ledig', 'intresse': 'intresseanmälan',
               'reserver': 'reserverad', 'markanvis': 'markanvisad',
               'sald': 'såld', 'tomtratt': 'tomträtt/arrende',
               'arrende': 'tomträtt/arrende'}
SUPPLIES = {'utbygg': 'finns', 'planer': 'planerad', 'beslut': 'planerad'}
PERMITS = {'behov': 'behov', 'sokt': 'sökt', 'ansok': 'sökt',
           'bevilj': 'beviljat', 'laga': 'klart', 'klar': 'klart'}
RUNGS = {'behov': 1, 'sökt': 2, 'beviljat': 3, 'klart': 4}
STUDIES = {'geotekn': 'geoteknik', 'markmilj': 'markmiljö',
           'miljotekn': 'markmiljö', 'fororen': 'markmiljö',
           'mifo': 'markmiljö', 'dagvatten': 'dagvatten',
           'arkeolog': 'arkeologi', 'natur': 'natur', 'buller': 'buller',
           'risk': 'buller', 'oversikt': 'översiktlig',
           'skrivbord': 'översiktlig'}


def owner_class(feature, keys):
    if not keys & {'agare', 'klass'}:
        return 'kommun'
    return ol.class_of(feature.klass, OWNERS)


def will_class(feature):
    text = feature.texts.get('vilja')
    if re.fullmatch(r'(ej|inte|icke) saljvillig\w*', o.fold(text or '')):
        return 'ej säljvillig'
    return ol.class_of(text, WILLS)


def supply_class(feature):
    """'finns', 'planerad' or None: not known."""
    return ol.class_of(feature.klass, SUPPLIES) if feature.klass else 'finns'


def permit_rung(feature):
    """The furthest of the words, None where none is known."""
    words = re.findall(r'[^\W_]+', o.fold(feature.klass or ''))
    if set(words) & ol.NEGATIONS:
        return None
    return max((RUNGS[value] for w in words for stem, value in PERMITS.items()
                if w.startswith(stem)), default=None)


def study_kinds(feature):
    words = re.findall(r'[^\W_]+', o.fold(feature.klass or ''))
    if set(words) & ol.NEGATIONS:
        return set()
    kinds = {kind for w in words for stem, kind in STUDIES.items()
             if w.startswith(stem)}
    return kinds & {'översiktlig'} or kinds


def power_class(feature):
    mw = ol.figure(feature.texts.get('mw'))
    return None if mw is None else 'finns' if mw > 0 else 'saknas'


def protection_is_off(feature):
    return feature.role == 'strandskydd' and ol.class_of(
        feature.klass, {'upphav': True, 'undantag': True, 'avvisa': True}) \
        is not None


def risk_digit(feature):
    text = (feature.klass or '').strip()
    return int(text[0]) if text[:1].isdigit() else None


def takes_land(feature):
    return not feature.klass or ol.class_of(
        feature.klass, {'fornlamning': True}) is not None


def is_remains(feature):
    """Fornlämning by its type, or with none said."""
    return not feature.klass or 'fornlamning' in o.fold(feature.klass)


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
        # §2.2: provisions count where their plan decides, so is in force.
        piece['decides'] = piece['plan'] \
            if piece['underlag'] == 'detaljplan' else None
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
        piece['axes'] = axes
        for name, pair in axes.items():
            piece['ax_' + name] = exact(pair)
        piece['ber_plan'] = None if piece['ax_plan'] is None \
            else 1 + piece['ax_plan']
        piece['okanda'] = self.unknown(piece)
        piece['agare'] = seen.owner
        piece['markanv'] = seen.allocation
        piece['pris_m2'] = seen.price
        piece['hinder_rows'] = self.hinder(piece, seen)
        kinds = dict.fromkeys(h[0] for h in piece['hinder_rows'])
        piece['hindren'] = '; '.join(kinds) or None
        piece.update(self.time(piece, seen, parted))

    # -- §7
    def subtracting(self, piece, seen):
        """What is taken off a delområde, apart from the buildings."""
        place, gone = piece['shape'], []
        kinds = ('prickmark',) if self.keep_kors else \
            ('prickmark', 'korsmark', 'ringmark')
        for p, _ in self.provisions.of(piece['decides'], place, kinds):
            gone.append(p.shape)
        for layer in self.layers.values():
            for feature, _ in layer.meeting(place):
                if seen.effect(feature) in ('utesluter', 'minskar'):
                    gone.append(feature.shape)
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
        found = self.provisions.of(piece['decides'], place,
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
        left = left_of(place, gone + self.near_buildings(place))
        row['byggbar'], row['byggbar_m2'] = left, left.area
        row['byggb_st_m2'] = max((p.area for p in o.polygonal(left)),
                                 default=0.0)
        return row

    def conditions(self, piece):
        words = [word for word in ('lov', 'startbesked')
                 if self.provisions.holds(piece['decides'], piece['shape'],
                                          'villkor för ' + word)]
        return '; '.join(words) or None

    # -- §9
    def plan_axis(self, piece):
        if piece['underlag'] == 'pågående detaljplan':
            return (rung(piece['plan']),) * 2
        if piece['underlag'] != 'detaljplan':
            return self.meant_axis(piece)
        if piece['byggbar_m2'] is not None and \
                o.rounded(piece['byggbar_m2'], 1) < BUILDABLE_M2:
            return 0, 0
        best = 3 if piece['gf_lage'] == 'ej börjat' or piece['villkor'] else 4
        return (0, best) if piece['uses'] is None else (best, best)

    def meant_axis(self, piece):
        """Planbesked 2, översiktsplan 1; what is not known may be more."""
        low = 2 if piece['underlag'] == 'planbesked' else 1
        high = [low] + [rung(p) for p, _ in piece['ongoing'] if not p.uses]
        status, complete = piece['planstatus'], self.oracle.project.complete
        if low == 1 and (status == 'planuppgift saknas' or not complete and
                         status in ('avslutad', 'upphävd')):
            high.append(4)
        return low, max(high)

    def study_axis(self, seen):
        layer = self.layers['utredning']
        if not layer.given:
            return UNKNOWN
        newest = {}
        for feature, _ in layer.counting(seen.place):
            made = o.read_date(feature.texts.get('datum')) or \
                datetime.date.min
            if made > self.day:
                continue
            for kind in study_kinds(feature) or {'annan'}:
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
        return value, value if layer.complete else 4

    def unknown(self, piece):
        words = [w for a, w in zip(AXES, AXIS_WORDS)
                 if piece['ax_' + a] is None]
        if piece['decides'] and \
                id(piece['decides']) not in self.provisions.known:
            words.append('egenskapsbestämmelser')
        if self.buildings is None:
            words.append('byggnader')
        return '; '.join(words) or None

    # -- §10
    def hinder(self, piece, seen):
        """[(kind, who must act, effect, m2)], one for each reason."""
        found = [(kind, who, 'uppgift', piece['area_m2'])
                 for kind, who in self.reasons(piece, seen)]
        for feature, area in seen.flags:
            kind, who = HINDER_OF.get(feature.role, OTHER_HINDER)
            found.append((kind, who, seen.effect(feature), area))
        return sorted(found, key=lambda h: HINDER.index(h[0]))

    @staticmethod
    def reasons(piece, seen):
        """Hinder that no layer's feature is."""
        early = piece['axes']['plan'][1] <= 2
        built_out = piece['decides'] and piece['hinder'] == 'upptagen'
        made_by = piece['planstatus'] \
            if piece['underlag'] == 'pågående detaljplan' else None
        held_up = piece['axes']['radigh'][1] <= 1 or seen.reserved()
        steep = piece['lutning'] is not None and \
            o.rounded(piece['lutning'], 1) > 10
        told = [
            (piece['hinder'], piece['hinder'], 'kommun' if piece['hinder'] ==
             'pågående plan' else 'markägare'),
            (early and not built_out, 'plan', 'kommun'),
            (made_by == 'överklagad', 'rättsligt förfarande', 'domstol'),
            (made_by == 'tillsyn', 'rättsligt förfarande', 'länsstyrelse'),
            (piece['villkor'], 'rättsligt förfarande', 'kommun'),
            (held_up, 'ägande', 'markägare'),
            (seen.street == 'saknas', 'tillfart', 'väghållare'),
            (seen.water in ('saknas', 'planerad'), 'vatten och avlopp',
             'kommun'),
            (seen.power == 'saknas', 'el', 'nätägare'),
            (steep, 'markförhållanden', 'kommun'),
            (seen.allocation in ('markanvisad', 'såld'), 'företagsreserv',
             'företag')]
        return [(kind, who) for holds, kind, who in told if holds]

    # -- §11
    def time(self, piece, seen, parted):
        row = dict.fromkeys(('klar_m10', 'klar_m50', 'klar_m90', 'klar_p10',
                             'klar_p50', 'klar_p90', 'klar_steg'))
        if piece['ax_plan'] in (None, 0) or seen.never():
            return row
        plan, spent = self.plan_steps(piece)
        parting = () if parted else ('fastighetsbildning',)
        begins = self.months_to_start(piece['plan'])
        best, worst = [
            ot.answer(plan, spent, seen.land_step(at_worst),
                      study_step(piece['ax_utredn'], at_worst), parting,
                      seen.building_step(at_worst), begins)
            for at_worst in (False, True)]
        months = [best[0][0], best[0][1] if best[0][1] == worst[0][1]
                  else None, worst[0][2]]
        # What a condition or a permit waits for takes nobody knows how long.
        waits = bool(piece['villkor']) or seen.permit in (1, 2)
        if waits:
            months[1:] = None, None
        for name, m in zip(('10', '50', '90'), months):
            row['klar_m' + name] = m
            row['klar_p' + name] = None if m is None else \
                o.add_months(self.day, m).isoformat()
        if not waits and best[1] and worst[1] and ot.WORDS[best[1]] == ot.WORDS[worst[1]]:
            row['klar_steg'] = ot.WORDS[best[1]]
        return row

    def plan_steps(self, piece):
        """The steps left of the plan, and months spent in the first."""
        plan = piece['plan']
        if plan is None:
            begun = piece['intent_date'] \
                if piece['underlag'] == 'planbesked' else None
            return ot.CHAINS[piece['underlag']], self.since(begun)
        if plan.status == o.ANTAGEN and plan.laga_kraft and \
                plan.laga_kraft > self.day:
            return ('laga_kraft',), months_between(self.day, plan.laga_kraft)
        return ot.CHAINS[o.PLANSTATUS[plan.status]], \
            self.since(plan.stage_date)

    def since(self, date):
        return max(0.0, months_between(date, self.day)) if date else 0.0

    def months_to_start(self, plan):
        """Months until the genomförandetid begins, 0 when it has."""
        start = plan.gf_start if plan else None
        return max(0.0, months_between(self.day, start)) if start else 0.0


def rung(plan):
    """The plan axis of an ongoing plan."""
    return 2 if plan.status in (o.SAMRAD, o.PABORJAD) else 3


def exact(pair):
    return pair[0] if pair[0] == pair[1] else None


def left_of(place, gone):
    """What is left of a place, pieces of 1 m2 and more."""
    left = place.difference(unary_union(gone)) if gone else place
    return MultiPolygon([p for p in o.polygonal(left) if p.area >= 1])


def months_between(start, end):
    """Months of the calendar and the days as thirtieths."""
    return (end.year - start.year) * 12 + end.month - start.month + \
        (end.day - start.day) / 30


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
        self.repealed = readiness.provisions.holds(
            piece['decides'], self.place, 'strandskydd upphävs')
        self.read_land()
        self.read_supply()
        rungs = [permit_rung(f) for f, _ in
                 self.layers['tillstand'].counting(self.place)]
        self.permit = min((r for r in rungs if r), default=None)
        self.flags = [(f, a) for layer in self.layers.values()
                      for f, a in layer.counting(self.place)
                      if self.effect(f) != 'uppgift']

    # -- effects of §8
    def effect(self, feature):
        if protection_is_off(feature) or \
                feature.role == 'strandskydd' and self.repealed:
            return 'uppgift'
        if feature.role == 'fororening' and risk_digit(feature) not in (1, 2):
            return 'uppgift'
        effect = feature.effect
        if self.planned and feature.in_plan:
            effect = feature.in_plan
        if feature.role == 'fornlamning' and effect != 'uppgift' \
                and not takes_land(feature):
            effect = 'flaggar'
        return effect

    def needs_permit(self):
        return any(f.role in NEEDS_PERMIT and
                   (f.role != 'fornlamning' or is_remains(f))
                   for f, _ in self.flags)

    # -- ownership and allocation
    def read_land(self):
        layer = self.layers['kommunagd']
        feature, self.owner = layer.deciding(
            self.place, lambda f: owner_class(f, layer.keys),
            dict.fromkeys(OWNERS.values()), HALF)
        self.will = will_class(feature) if self.owner else None
        feature, self.allocation = self.layers['markanvisning'].deciding(
            self.place, lambda f: ol.class_of(f.klass, ALLOCATIONS),
            dict.fromkeys(ALLOCATIONS.values()), HALF)
        self.unread = feature is not None and self.allocation is None
        self.until = o.read_date(feature.texts.get('till')) \
            if feature else None
        price = feature.texts.get('pris') if feature else None
        self.price = int(o.rounded(o.number(price), 0)) if price else None
        if self.allocation == 'reserverad' and self.until and \
                self.until < self.day:
            self.allocation = 'ledig'

    def reserved(self):
        return self.allocation == 'reserverad'

    def is_municipal(self):
        """kommun, or allocated: only municipalities allocate."""
        return self.owner == 'kommun' or \
            self.owner is None and self.allocation is not None

    def never(self):
        """Land that is not to be had, or that somebody else has."""
        return self.allocation in ('såld', 'markanvisad', 'reserverad',
                                   'tomträtt/arrende') or \
            not self.is_municipal() and self.will == 'ej säljvillig'

    def land_step(self, at_worst):
        if self.is_municipal() or self.will == 'utbjuden':
            return ()
        if self.will == 'option':
            return ('option',)
        if self.will == 'säljvillig' or at_worst:
            return ('saljvillig',)
        return ()

    # -- infrastructure: 'finns', 'planerad', 'saknas' or None
    def best_supply(self, role, state):
        """The best of what counts."""
        if not self.layers[role].given:
            return None
        states = [state(f) for f, _ in
                  self.layers[role].counting(self.place)]
        for word in ('finns', 'planerad', None):
            if word in states:
                return word
        return 'saknas'

    def read_supply(self):
        self.street = self.best_supply('vag', lambda f: 'finns')
        self.fibre = self.best_supply('fiber', supply_class)
        self.power = self.best_supply('el', power_class)
        self.water = None
        if self.layers['va_omrade'].given:
            feature, self.water = self.layers['va_omrade'].deciding(
                self.place, supply_class, dict.fromkeys(SUPPLIES.values()))
            if feature is None:
                self.water = 'saknas'

    def building_step(self, at_worst):
        states = {self.street, self.water}
        if 'saknas' in states or None in states and at_worst:
            return ('utbyggnad_saknas',)
        return ('utbyggnad_planerad',) if 'planerad' in states else ()


def land_axis(seen, parted):
    if seen.unread:
        return UNKNOWN
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
                 'ej säljvillig': 0}.get(seen.will)
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
    value = seen.permit
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
AREA_TOL, METRE_TOL, BORDER_M = 0.06, 0.05 + 1e-6, 0.02
FIELDS = ('hindren',) + WORDS + AREAS + METRES


def compare_fields(report, layer, where, ours, theirs):
    report.word(layer, 'hinder', where, ours['hindren'],
                theirs.get('hinder', o.ABSENT))
    for name in WORDS:
        report.word(layer, name, where, ours[name],
                    theirs.get(name, o.ABSENT))
    for name in AREAS:
        report.number(layer, name, AREA_TOL, where, ours[name],
                      theirs.get(name, o.ABSENT))
    for name in METRES:
        report.number(layer, name, METRE_TOL, where, ours[name],
                      theirs.get(name, o.ABSENT))


def compare_others(report, oracle, outdir, by_id):
    """The layers and tables beside; by_id: delområden by published del_id.
    What a run has not written is not compared."""
    path = os.path.join(outdir, 'byggbar.geojson')
    if os.path.exists(path):
        compare_byggbar(report, o.Published(path, oracle.crs), by_id)
    path = os.path.join(outdir, 'detaljplaner.geojson')
    if os.path.exists(path):
        with open(path, encoding='utf-8') as f:
            rows = [g['properties'] for g in json.load(f)['features']]
        compare_plans(report, oracle, rows)
    path = os.path.join(outdir, 'markklar.gpkg')
    if os.path.exists(path):
        compare_hinder(report, table(path, 'hinder'), by_id)
        compare_provisions(report, oracle, table(path, 'bestammelser'))


def table(path, name):
    data = gdal.OpenEx(path, gdal.OF_VECTOR)    # a layer needs it open
    layer = data.GetLayerByName(name)
    return [feature.items() for feature in layer] if layer else []


def compare_byggbar(report, layer, by_id):
    ours = {k: p for k, p in by_id.items()
            if p['byggbar'] is not None and p['byggbar'].area > 0}
    report.word('byggbar', '(rows)', 'file', sorted(ours),
                sorted(r['del_id'] for r in layer.rows))
    for row, shape in zip(layer.rows, layer.shapes):
        piece = ours.get(row['del_id'])
        if piece is None or shape is None:
            continue
        for name in AREAS:
            report.number('byggbar', name, AREA_TOL, row['del_id'],
                          piece[name], row.get(name, o.ABSENT))
        off = piece['byggbar'].symmetric_difference(shape).area
        report.number('byggbar', '(shape)',
                      BORDER_M * piece['byggbar'].length, row['del_id'], 0.0,
                      off)


def is_offered(piece):
    """Ranked (§6): somebody can have it, and build on it."""
    byggbar = piece['byggbar_m2']
    return not piece['utesluten'] and \
        'upptagen' not in (piece['hinder'] or '').split('; ') and \
        piece['markanv'] not in ('såld', 'markanvisad') and \
        not (byggbar is not None and o.rounded(byggbar, 1) < 25)


def compare_plans(report, oracle, rows):
    """What is left to build on, and the soonest of its delområden."""
    areas, months = {}, {}
    for piece in oracle.delomraden:
        if piece['plan'] is None or not is_offered(piece):
            continue
        key = piece['plan'].akt, piece['plan'].nr
        if piece['byggbar_m2'] is not None:
            areas.setdefault(key, []).append(
                o.rounded(piece['byggbar_m2'], 1))
        if piece['klar_m50'] is not None:
            months.setdefault(key, []).append(piece['klar_m50'])
    for row in rows:
        key = row['plan_akt'], row['plan_nr']
        found = areas.get(key)
        report.number('detaljplaner', 'byggbar_m2',
                      AREA_TOL * len(found or [0]), key,
                      sum(found) if found else None, row.get('byggbar_m2'))
        report.word('detaljplaner', 'klar_m50', key,
                    min(months.get(key, ()), default=None),
                    row.get('klar_m50'))


def compare_hinder(report, rows, by_id):
    published = {}
    for row in rows:
        published.setdefault(row['del_id'], []).append(
            (row['slag'], row['aktor'], row['verkan'], row['area_m2']))
    report.word('hinder', '(del_id)', 'table', [],
                sorted(set(published) - set(by_id)))
    for del_id, piece in by_id.items():
        ours = sorted(piece['hinder_rows'])
        theirs = sorted(published.get(del_id, ()))
        report.word('hinder', 'slag', del_id, [r[:3] for r in ours],
                    [r[:3] for r in theirs])
        for a, b in zip(ours, theirs):
            report.number('hinder', 'area_m2', AREA_TOL, (del_id, a[0]), a[3],
                          b[3])


def compare_provisions(report, oracle, rows):
    def place(row):
        return tuple(text or '' for text in row[:3])
    ours = sorted(((p.plan.nr, p.id, p.kind,
                    p.shape.area if p.shape is not None else None)
                   for p in oracle.readiness.provisions.every), key=place)
    theirs = sorted(((r['plan_nr'], r['id'], r['slag'], r['area_m2'])
                     for r in rows), key=place)
    report.word('bestammelser', 'slag', 'table', [r[:3] for r in ours],
                [r[:3] for r in theirs])
    for a, b in zip(ours, theirs):
        report.number('bestammelser', 'area_m2', AREA_TOL, a[1], a[3], b[3])
