"""Byggbar mark, beredskap and time reckoned again from what explain prints.

A delområde is read, from the text or from the JSON, into one plain dict;
problems() makes every figure of it again from its parts alone, by
docs/method.md §7, §9 and §11, and holds the outcome against what score
wrote. The arithmetic of time is tests/geodata/ready_time.py.
"""
import datetime
import functools
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'geodata'))
import ready_time  # noqa: E402

AXES = ('plan', 'rådighet', 'infrastruktur', 'utredning', 'tillstånd')
AX_FIELDS = ('ax_plan', 'ax_radigh', 'ax_infra', 'ax_utredn', 'ax_tillst')
CHAIN = ('väntan på planuppdrag', 'planarbete till antagande',
         'antagande till laga kraft')
BESIDE = ('markförvärv', 'utredningar')
AFTER = ('fastighetsbildning', 'utbyggnad av gata och VA')
START = 'genomförandetidens start'
# Names of the rows of the table in the text, by key under tid:.
ROWS = {'översiktsplan till planuppdrag': 'op',
        'planbesked till planuppdrag': 'planbesked',
        'planuppdrag till antagande': 'uppdrag',
        'samråd till antagande': 'samrad',
        'granskning till antagande': 'granskning',
        'antagande till laga kraft utan överklagande': 'antagen',
        'överklagande': 'overklagan',
        'länsstyrelsens prövning till laga kraft': 'tillsyn',
        'köp av en säljvillig ägare': 'saljvillig',
        'köp med option': 'option', 'utredningar': 'utredning',
        'fastighetsbildning': 'fastighetsbildning',
        'utbyggnad av gata eller VA som saknas': 'utbyggnad_saknas',
        'utbyggnad av gata eller VA som är planerad': 'utbyggnad_planerad'}
# What only the rule of a rung says, by axis and level (§9).
RUNGS = {('plan', 4): 'inga villkor väntar', ('plan', 3): 'är antagen',
         ('plan', 2): 'ett planbesked', ('plan', 1): 'översiktsplanen pekar',
         ('plan', 0): 'lämnar under 25 m²',
         ('rådighet', 4): 'bjuder ut', ('rådighet', 3): 'anmält intresse',
         ('rådighet', 2): 'reserverad', ('rådighet', 1): 'är markanvisad',
         ('rådighet', 0): 'marken är såld',
         ('infrastruktur', 4): 'el och fiber finns',
         ('infrastruktur', 3): 'el eller fiber saknas',
         ('infrastruktur', 2): 'planerat men inte byggt',
         ('infrastruktur', 1): 'avlopp saknas',
         ('utredning', 4): 'ingen är för gammal',
         ('utredning', 3): 'någon är för gammal',
         ('utredning', 2): 'någon utredning är gjord',
         ('utredning', 1): 'bara översiktliga',
         ('utredning', 0): 'inga utredningar',
         ('tillstånd', 4): 'tillståndet är klart',
         ('tillstånd', 3): 'är beviljat', ('tillstånd', 2): 'är sökt',
         ('tillstånd', 1): 'är inte sökt'}
BASES = {'procent av fastighetens area': 'procent',
         'm² på hela bestämmelsens område': 'm2',
         'm² för varje fastighet': 'fastighet'}


# ---- from the text -----------------------------------------------------------

def number(pattern, text):
    m = re.search(pattern + r' (-?[\d.]+)', text)
    return float(m[1]) if m else None


def day(pattern, text):
    m = re.search(pattern + r' (\d{4}-\d\d-\d\d)', text)
    return m[1] if m else None


def points_of(text):
    m = re.search(r'; minst ([\d.]+); P10 ([\d.]+); P50 ([\d.]+); '
                  r'P90 ([\d.]+); mest ([\d.]+); källa', text)
    return tuple(float(v) for v in m.groups()) if m else None


def left_of(text):
    m = re.search(r'kvar: P10 ([\d.]+); P50 ([\d.]+); P90 ([\d.]+) månader',
                  text)
    return tuple(float(v) for v in m.groups()) if m else None


def step_in_text(text):
    name = text.split(':')[0]
    row = re.search(r"tabellens rad: ([^;]+);", text)
    return {'name': 'överklagande' if name == 'kan överklagas' else name,
            'row': ROWS[row[1]] if row else None, 'points': points_of(text),
            'left': left_of(text), 'share': number('sannolikheten', text),
            'since': day('pågår sedan', text),
            'gone': number('månader som gått', text),
            'counted': number('räknas som', text),
            'until': day('väntar på', text),
            'months': number('månader dit', text)}


def way_in_text(node):
    steps = [step_in_text(c.text) for c in node.children
             if not re.match('alla steg|steg som avgör|obs', c.text)]
    return {'steps': steps, 'all': left_of(node.value('alla steg tillsammans')),
            'binds': node.value('steg som avgör')}


def time_in_text(node):
    time = node.starting('Tid till byggklar')[0]
    if time.starting('tid: '):
        return None
    out = {'ways': {}, 'ready': {}, 'binds': time.value('steg som avgör tiden')}
    for key, start in (('vag', 'Det som är kvar'), ('vag_bast', 'Som bäst'),
                       ('vag_samst', 'Som sämst')):
        for way in time.starting(start):
            out['ways'][key] = way_in_text(way)
    for key, start in (('p10', 'byggklar tidigt'), ('p50', 'byggklar i mitt'),
                       ('p90', 'byggklar sent')):
        text = time.starting(start)[0].text
        m = re.search(r': (–|\d+ månader); datum (\S+);', text)
        out['ready'][key] = (None, None) if m[1] == '–' else (
            int(m[1].split()[0]), m[2])
    return out


def axis_in_text(node):
    level = node.number('nivå')
    if level is not None:
        return int(level), int(level)
    return int(node.number('lägst')), int(node.number('högst'))


def rules_in_text(node):
    exact = node.starting('nivå: ')[0].text != 'nivå: –'
    if exact:
        rule = node.value('regel (§9)')
        return rule, rule
    return (node.value('regel för lägst (§9)'),
            node.value('regel för högst (§9)'))


def fact_in_text(axis, name):
    """The first fact of that name that an axis goes by."""
    found = axis.starting('går efter')[0].starting(name + ': ')
    value = found[0].text[len(name) + 2:].split(';')[0] if found else None
    return None if value == '–' else value


def facts_in_text(axes):
    control = axes[1].starting('går efter')[0].children
    return {'owner': fact_in_text(axes[1], 'ägarklass'),
            'allocation': fact_in_text(axes[1], 'markanvisning'),
            'refuses': any('; ägaren vill inte sälja' in c.text
                           for c in control),
            'conditions': fact_in_text(axes[0], 'villkor för'),
            'permit': fact_in_text(axes[4], 'tillstånd')}


def identity(text):
    m = re.search(r'\bid ([^;]+)', text)
    return m and m[1]


def provisions_in_text(node):
    out = []
    for found in node.starting('Bestämmelser i den avgörande'):
        for c in found.children:
            if c.text == '–':
                continue
            m = re.search('lydelse ”(.*)”$', c.text)
            out.append({'id': identity(c.text), 'wording': m and m[1],
                        'm2': number('yta här', c.text),
                        'number': number('; tal', c.text)})
    return out


def part_in_text(text):
    return {'id': identity(text), 'number': number('; tal', text),
            'basis': BASES[re.search('räknat i ([^;]+);', text)[1]],
            'own': number('på ett område om', text),
            'here': number('varav här', text),
            'place': number('gäller på', text),
            'decides': number('avgör på', text), 'gives': number('= ger', text)}


def capacity_in_text(node):
    out = {}
    for found in node.starting('Hur mycket'):
        for key, start in (('bya', 'Största byggnadsarea'),
                           ('bta', 'Största bruttoarea')):
            part = found.starting(start)[0]
            out[key] = {'sum': part.number('= får byggas'),
                        'parts': [part_in_text(c.text) for c in part.children
                                  if '; = ger' in c.text]}
        high = found.value('högsta höjd')
        m = high and re.match(r'([\d.]+) (?:m|våningar); slag (\S+);', high)
        out['height'] = (float(m[1]), m[2]) if m else (None, None)
        out['height_id'] = identity(high) if high else None
    return out


def from_text(node):
    land = node.starting('Byggbar mark')[0]
    ready = node.starting('Beredskap 1–5')[0]
    known = land.starting('delområdets area')
    lines = [re.match(r'(.*): tar (-?[\d.]+) m²; kvar ([\d.]+) m²', c.text)
             for c in land.children]
    kinds = [c.text.split(':')[0] for c in
             node.starting('Hinder (§10)')[0].children if c.text != '–']
    return {
        'area': node.number('area'),
        'from': land.number('delområdets area') if known else None,
        'lines': [(m[1], float(m[2]), float(m[3])) for m in lines if m],
        'byggbar': land.number('= byggbar mark'),
        'largest': land.number('största sammanhängande bit'),
        'capacity': capacity_in_text(node),
        'provisions': provisions_in_text(node),
        'axes': [axis_in_text(a) for a in ready.starting('Axel ')],
        'facts': facts_in_text(ready.starting('Axel ')),
        'rules': [rules_in_text(a) for a in ready.starting('Axel ')],
        'ber_min': ready.number('beredskap lägst'),
        'ber_max': ready.number('beredskap högst'),
        'ber_plan': ready.number('beredskap bara efter planen'),
        'weakest': (ready.value('svagast i det lägsta'),
                    ready.value('svagast i det högsta')),
        'okanda': ready.value('inte känt'),
        'underlag': node.value('underlag').split(';')[0],
        'hinder': node.value('hinder i korthet'), 'kinds': kinds,
        'time': time_in_text(node),
    }


# ---- from the JSON -----------------------------------------------------------

def left_in_json(o):
    if 'kvar_p10' not in o:
        return None
    return tuple(o['kvar_' + k] for k in ('p10', 'p50', 'p90'))


def step_in_json(s):
    points = tuple(s[k] for k in ('min', 'p10', 'p50', 'p90', 'max')) \
        if 'min' in s else None
    return {'name': s['steg'], 'row': s.get('rad'), 'points': points,
            'left': left_in_json(s), 'share': s.get('andel'),
            'since': s.get('sedan'), 'gone': s.get('gatt'),
            'counted': s.get('raknas_gatt'), 'until': s.get('vantar_pa'),
            'months': s.get('manader')}


def time_in_json(t):
    if 'ges_inte' in t:
        return None
    ways = {k: {'steps': [step_in_json(s) for s in t[k]['steg']],
                'all': left_in_json(t[k]['hela']), 'binds': t[k]['avgor']}
            for k in ('vag', 'vag_bast', 'vag_samst') if k in t}
    return {'ways': ways, 'binds': t['klar_steg'],
            'ready': {k: (t[k]['manader'], t[k]['datum'])
                      for k in ('p10', 'p50', 'p90')}}


def axis_in_json(a):
    if a['niva'] is not None:
        return a['niva'], a['niva']
    return a['niva_min'], a['niva_max']


def rules_in_json(a):
    if a['niva'] is not None:
        return a['regel'], a['regel']
    return a['regel_min'], a['regel_max']


def facts_in_json(axes):
    def fact(axis, name):
        return next((g['varde'] for g in axis['grund'] if g['vad'] == name
                     and 'varde' in g), None)
    return {'owner': fact(axes[1], 'agare'),
            'allocation': fact(axes[1], 'markanvisning'),
            'refuses': any(g.get('vilja') == 'vill inte sälja'
                           for g in axes[1]['grund']),
            'conditions': fact(axes[0], 'villkor'),
            'permit': fact(axes[4], 'tillstand')}


def provisions_in_json(v):
    return [{'id': b['id'], 'wording': b['lydelse'], 'm2': b['m2'],
             'number': b.get('tal')} for b in v or ()]


def capacity_in_json(c):
    if c is None:
        return {}
    high = c['hojd'] or {}
    out = {'height': (high.get('hojd_max'), high.get('hojd_slag')),
           'height_id': high.get('id')}
    for key in ('bya', 'bta'):
        out[key] = {'sum': c[key]['m2'], 'parts': [
            {'id': r['id'], 'number': r['tal'], 'basis': BASES[r['bas']],
             'own': r.get('eget_m2'), 'here': r.get('har_m2'),
             'place': r.get('galler_m2'), 'decides': r['avgor_m2'],
             'gives': r['ger_m2']} for r in c[key]['rader']]}
    return out


def from_json(d):
    land, ready = d['byggbar'], d['beredskap']
    return {
        'area': d['area_m2'], 'from': land.get('area_m2'),
        'lines': [(r['vad'], r['tar_m2'], r['kvar_m2'])
                  for r in land.get('rader', ())],
        'byggbar': land['byggbar_m2'], 'largest': land['byggb_st_m2'],
        'capacity': capacity_in_json(d.get('kapacitet')),
        'provisions': provisions_in_json(d.get('bestammelser')),
        'axes': [axis_in_json(a) for a in ready['axlar']],
        'facts': facts_in_json(ready['axlar']),
        'rules': [rules_in_json(a) for a in ready['axlar']],
        'ber_min': ready['ber_min'], 'ber_max': ready['ber_max'],
        'ber_plan': ready['ber_plan'],
        'weakest': (ready['svagast_min'], ready['svagast_max']),
        'okanda': ready['okanda'], 'underlag': d['underlag']['varde'],
        'hinder': d['hinder_slag'], 'kinds': [h['slag'] for h in d['hinder']],
        'time': time_in_json(d['tid']),
    }


# ---- reckoning again: land ---------------------------------------------------

def tenths(v):
    return None if v is None else round(v * 10)


def land_problems(d):
    if d['byggbar'] is None:
        if d['lines'] or d['from'] is not None:
            yield 'byggbar: lines without a figure'
        return
    if d['from'] != d['area']:
        yield f'byggbar begins with {d["from"]}, the area is {d["area"]}'
    left = tenths(d['from'])
    for what, takes, after in d['lines']:
        left -= tenths(takes)
        if takes < 0 or left != tenths(after):
            yield f'{what}: takes {takes}, {after} left, reckoned {left / 10}'
    if left != tenths(d['byggbar']):
        yield f'byggbar mark {d["byggbar"]}, the lines give {left / 10}'
    if not 0 <= d['largest'] <= d['byggbar']:
        yield f'largest piece {d["largest"]} of {d["byggbar"]}'


def gives(p):
    """What one provision allows where it decides (§7), and how far rounding
    of the printed areas may reach."""
    if p['basis'] == 'procent':
        density = p['number'] / 100
    else:
        m2 = p['number']
        if p['basis'] == 'm2':
            m2 *= min(p['here'] / p['own'], 1)
        density = m2 / p['place']
    least = min(v for v in (p['own'], p['here'], p['place'], 1e9) if v)
    return density * p['decides'], 0.06 + 0.06 * density + \
        p['gives'] * 0.2 / least


def provision_problems(d):
    """The number of a provision is one that its wording has, and the one that
    what it decides goes by."""
    for p in d['provisions']:
        said = re.findall(r'\d+(?:[.,]\d+)?', (p['wording'] or '').replace(
            '\u00a0', '').replace(' ', ''))
        if p['m2'] > d['area'] + 0.06:
            yield f'{p["id"]}: {p["m2"]} m² of {d["area"]}'
        if p['number'] is not None and said and p['number'] not in [
                float(n.replace(',', '.')) for n in said]:
            yield f'{p["id"]}: {p["number"]} is not in {p["wording"]}'
    # What comes first takes all that it lies on.
    for p in d['provisions']:
        if d['lines'] and p['id'] and f'({p["id"]})' in d['lines'][0][0] and \
                abs(d['lines'][0][1] - p['m2']) > 0.11:
            yield f'{p["id"]} lies on {p["m2"]}, takes {d["lines"][0][1]}'
    number_of = {p['id']: p['number'] for p in d['provisions'] if p['id']}
    c = d['capacity']
    used = [(p['id'], p['number']) for key in ('bya', 'bta') if c
            for p in c[key]['parts']]
    if c and c['height_id']:
        used.append((c['height_id'], c['height'][0]))
    for name, value in used:
        if name in number_of and number_of[name] != value:
            yield f'{name}: {number_of[name]}, goes by {value}'


def capacity_problems(d):
    for key in ('bya', 'bta'):
        c = d['capacity'].get(key)
        if not c:
            continue
        total = 0
        for p in c['parts']:
            want, near = gives(p)
            over = [v for v in (p['here'], p['place'], p['decides'])
                    if v and v > d['area'] + 0.06]
            if over or (p['own'] and p['here'] > p['own'] + 0.06):
                yield f'{key}: {p} is more than there is'
            if abs(want - p['gives']) > near:
                yield f'{key}: {p} gives {want}'
            total += p['gives']
        if c['sum'] is None:
            continue
        if not c['parts'] or abs(total - c['sum']) > 0.06 * len(c['parts']):
            yield f'{key} {c["sum"]}, the provisions give {total}'


# ---- reckoning again: beredskap ----------------------------------------------

def at_the_bottom(levels):
    return ', '.join(a for a, v in zip(AXES, levels) if v == min(levels))


def ready_problems(d):
    if len(d['axes']) != len(AXES):
        yield f'{len(d["axes"])} axes'
        return
    low = [a for a, _ in d['axes']]
    high = [b for _, b in d['axes']]
    plan = d['axes'][0]
    for label, have, want in (
            ('ber_min', d['ber_min'], 1 + min(low)),
            ('ber_max', d['ber_max'], 1 + min(high)),
            ('ber_plan', d['ber_plan'],
             1 + plan[0] if plan[0] == plan[1] else None),
            ('weakest', d['weakest'], (at_the_bottom(low),
                                       at_the_bottom(high)))):
        if have != want:
            yield f'{label} {have}, the axes give {want}'
    for axis, levels, rules in zip(AXES, d['axes'], d['rules']):
        for level, rule in zip(levels, rules):
            fragment = RUNGS.get((axis, level))
            if fragment is None or fragment not in rule:
                yield f'{axis} {level}: not the rule of that rung: {rule}'
    said = (d['okanda'] or '').split('; ')
    for axis, (a, b) in zip(AXES, d['axes']):
        if (a != b) != (axis in said):
            yield f'okanda {said}, {axis} is {a} to {b}'
    kinds = list(dict.fromkeys(d['kinds']))
    if '; '.join(kinds) != (d['hinder'] or ''):
        yield f'hinder {d["hinder"]}, rows {kinds}'


# ---- reckoning again: time ---------------------------------------------------

def months_between(a, b):
    a, b = (datetime.date.fromisoformat(v) for v in (a, b))
    return (b.year - a.year) * 12 + b.month - a.month + (b.day - a.day) / 30


def add_months(text, months):
    d = datetime.date.fromisoformat(text)
    n = d.year * 12 + d.month - 1 + months
    year, month = divmod(n, 12)
    for last in (d.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last).isoformat()
        except ValueError:
            continue
    return None


def quarters(mass, share):
    for i, f in enumerate(ready_time.cumulate(mass)):
        if f >= share - 1e-9:
            return i
    return None


def printed(mass):
    return tuple(quarters(mass, p) / 4 for p in (0.1, 0.5, 0.9))


def at_once():
    return [1.0] + [0.0] * ready_time.LAST


@functools.lru_cache(maxsize=None)
def mass_of(points, gone, share, appeal):
    one = tuple(ready_time.step_of(points, gone))
    if share is None:
        return list(one)
    both = ready_time.then(list(one), list(ready_time.step_of(appeal)))
    return [(1 - share) * a + share * b for a, b in zip(one, both)]


def waits(months):
    mass = [0.0] * (ready_time.LAST + 1)
    at = int(-(-(months * 4 - 1e-9) // 1))
    mass[min(max(at, 0), ready_time.LAST)] = 1.0
    return mass


def thirds(share):
    """The printed share has six decimals; a third is meant as a third."""
    return 1 / 3 if share == 0.333333 else share


def masses(way, today):
    """Of each printed step, by name."""
    out = {}
    appeals = [s for s in way['steps'] if s['name'] == 'överklagande'
               and s['share'] is not None]
    for s in way['steps']:
        if s in appeals:
            continue
        if s['points'] is None:
            out[s['name']] = waits(months_between(today, s['until']))
            continue
        gone = months_between(s['since'], today) if s['since'] else 0.0
        own = appeals[0] if appeals and s['row'] == 'antagen' else None
        out[s['name']] = mass_of(s['points'], gone,
                                 thirds(own['share']) if own else None,
                                 own['points'] if own else None)
    return out


def track(names, found, binds, most):
    """Of branches beside each other, the steps of the first slowest; the
    longest of them, if longer than `most`."""
    slowest = max(names, key=lambda t: t[0])[1]
    for name in slowest:
        half = quarters(found.get(name, at_once()), 0.5)
        if half > most:
            binds, most = name, half
    return binds, most


def whole_way(way, today):
    found = masses(way, today)

    def at(name):
        return found.get(name, at_once())
    chain = ready_time.then(*[at(n) for n in CHAIN if n in found] or
                            [at_once()])
    first = ready_time.beside(chain, *[at(n) for n in BESIDE])
    after = ready_time.beside(*[at(n) for n in AFTER])
    total = ready_time.then(first, after)
    binds, most = track([(quarters(chain, 0.5), CHAIN)] +
                        [(quarters(at(n), 0.5), (n,)) for n in BESIDE],
                        found, None, 0)
    binds, most = track([(quarters(at(n), 0.5), (n,)) for n in AFTER],
                        found, binds, most)
    if START in found and quarters(found[START], 0.5) > quarters(total, 0.5):
        binds = START
    return found, ready_time.beside(total, at(START)), binds


def step_problems(s, found, today):
    if s['points'] and s['points'] != tuple(
            float(v) for v in ready_time.STEPS[s['row']]):
        yield f'{s["name"]}: {s["points"]} is not the row of the table'
    if s['left'] and s['left'] != printed(found[s['name']]):
        yield f'{s["name"]}: {s["left"]} left, {printed(found[s["name"]])}'
    if s['share'] is not None and \
            abs(s['share'] - ready_time.APPEALED) > 1e-6:
        yield f'{s["name"]}: share {s["share"]}'
    for key, months in (('since', 'gone'), ('until', 'months')):
        if s[key] and abs(abs(months_between(s[key], today)) -
                          s[months]) > 0.0051:
            yield f'{s["name"]}: {s[months]} months, {s[key]} to {today}'
    if s['counted'] is not None:
        at_95 = (s['points'][3] + s['points'][4]) / 2
        if s['counted'] != at_95 or s['gone'] < at_95:
            yield f'{s["name"]}: counted as {s["counted"]}, limit {at_95}'


def way_problems(way, today):
    found, total, binds = whole_way(way, today)
    for s in way['steps']:
        yield from step_problems(s, found, today)
    if way['all'] != printed(total):
        yield f'all steps {way["all"]}, reckoned {printed(total)}'
    if way['binds'] != binds:
        yield f'binds {way["binds"]}, reckoned {binds}'


def up(months):
    return int(-(-months // 1))


def somebody_else_has_it(f):
    return f['allocation'] in ('reserverad', 'markanvisad', 'tomträtt/arrende',
                               'såld') or \
        f['refuses'] and f['owner'] in ('privat', 'stat/region')


def waits_for_something(f):
    return f['conditions'] not in (None, 'inget', 'inte känt') or \
        f['permit'] in ('behövs', 'sökt')


def time_problems(d, today):
    t = d['time']
    plan, control = d['axes'][0], d['axes'][1]
    given = plan[0] == plan[1] and plan[1] > 0 and control[1] > 0 and \
        not somebody_else_has_it(d['facts'])
    if (t is not None) != given:
        yield f'time given: {t is not None}, by the axes {given}'
    if t is None:
        return
    for way in t['ways'].values():
        yield from way_problems(way, today)
    best = t['ways'].get('vag') or t['ways']['vag_bast']
    worst = t['ways'].get('vag') or t['ways']['vag_samst']
    low, high = [up(v) for v in best['all']], [up(v) for v in worst['all']]
    want = {'p10': low[0], 'p50': low[1] if low[1] == high[1] else None,
            'p90': high[2]}
    binds = best['binds'] if best['binds'] == worst['binds'] else None
    if waits_for_something(d['facts']):
        want['p50'] = want['p90'] = binds = None
    for key, months in want.items():
        if t['ready'][key] != (
                months, None if months is None else add_months(today, months)):
            yield f'{key} {t["ready"][key]}, the ways give {months}'
    if t['binds'] != binds:
        yield f'binds {t["binds"]}: {best["binds"]}, {worst["binds"]}'


# ---- the whole ---------------------------------------------------------------

def score_problems(d, p):
    """Against what score wrote of the same delområde."""
    t = d['time'] or {'binds': None, 'ready': {
        k: (None, None) for k in ('p10', 'p50', 'p90')}}
    have = {'underlag': d['underlag'], 'ber_min': d['ber_min'],
            'ber_max': d['ber_max'], 'ber_plan': d['ber_plan'],
            'okanda': d['okanda'], 'hinder': d['hinder'],
            'byggbar_m2': d['byggbar'], 'byggb_st_m2': d['largest'],
            'klar_steg': t['binds']}
    for field, (a, b) in zip(AX_FIELDS, d['axes']):
        have[field] = a if a == b else None
    for k in ('p10', 'p50', 'p90'):
        have['klar_m' + k[1:]], have['klar_' + k] = t['ready'][k]
    c = d['capacity']
    have['bya_m2'] = c['bya']['sum'] if c else None
    have['bta_m2'] = c['bta']['sum'] if c else None
    have['hojd_max'], have['hojd_slag'] = c['height'] if c else (None, None)
    for field, value in have.items():
        if value != p[field]:
            yield f'{field}: explain {value!r}, score {p[field]!r}'


def problems(d, p, today):
    try:
        yield from sound_problems(d, p, today)
    except (ArithmeticError, KeyError, TypeError, ValueError) as e:
        yield f'figures that cannot be reckoned: {e!r}'


def sound_problems(d, p, today):
    yield from land_problems(d)
    yield from provision_problems(d)
    yield from capacity_problems(d)
    yield from ready_problems(d)
    yield from time_problems(d, today)
    yield from score_problems(d, p)


# ---- planted errors ----------------------------------------------------------

def changed(v):
    """Another figure of the same kind; None where there is none."""
    if isinstance(v, bool):
        return None
    if isinstance(v, (int, float)):
        return v * 2 + 3
    if isinstance(v, str) and re.fullmatch(r'\d{4}-\d\d-\d\d', v):
        return v[:3] + str((int(v[3]) + 1) % 10) + v[4:]
    return None


def leaves(o, path=()):
    """Every figure, as the path of keys to it; not what an axis goes by,
    which is facts of layers and no reckoning."""
    items = o.items() if isinstance(o, dict) else enumerate(o)
    for k, v in items:
        if k == 'grund':
            continue
        if isinstance(v, (dict, list)):
            yield from leaves(v, path + (k,))
        elif changed(v) is not None:
            yield path + (k,)


def planted_in_json(d, p, today):
    """Paths of figures that can be changed without being found out, and how
    many were tried."""
    unseen, tried = [], 0
    for part in ('bestammelser', 'byggbar', 'kapacitet', 'beredskap', 'tid'):
        for path in leaves(d.get(part) or {}):
            o = d[part]
            for k in path[:-1]:
                o = o[k]
            was = o[path[-1]]
            o[path[-1]] = changed(was)
            if not list(problems(from_json(d), p, today)):
                unseen.append((part, *path))
            o[path[-1]] = was
            tried += 1
    return unseen, tried


# Figures in the text, by what stands before them.
IN_TEXT = (r'area: (\d+)', r'tar (\d+)', r'kvar (\d+)', r'byggbar mark: (\d+)',
           r'sammanhängande bit: (\d+)', r'; tal (\d+)', r'område om (\d+)',
           r'varav här (\d+)', r'gäller på (\d+)', r'avgör på (\d+)',
           r'= ger (\d+)', r'får byggas: (\d+)', r'högsta höjd: (\d+)',
           r'lägst: (\d)', r'högst: (\d)', r'efter planen: (\d)',
           r'nivå: (\d)', r'; minst (\d+)', r'P10 (\d+)', r'P50 (\d+)',
           r'P90 (\d+)', r'mest (\d+)', r'sedan (\d+)-', r'gått (\d+)',
           r'sannolikheten \d[.,](\d+)', r'väntar på (\d+)-', r'dit (\d+)',
           r'\(P\d0\): (\d+)', r'datum (\d+)-')


def planted_in_text(lines, parse):
    """Changes of one figure in the lines of a delområde that go unseen;
    parse() gives the problems of such lines. Each kind of figure is tried
    where it stands first."""
    unseen, tried, goes_by = [], 0, None
    kinds = set()
    for i, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if goes_by is not None and indent > goes_by:
            continue # facts of layers
        goes_by = indent if line.strip() == 'går efter' else None
        for pattern in IN_TEXT:
            m = re.search(pattern, line)
            kind = (pattern, line.split(':')[0])
            if not m or kind in kinds or goes_by is not None:
                continue
            kinds.add(kind)
            new = line[:m.start(1)] + str(int(m[1]) * 2 + 3) + \
                line[m.end(1):]
            if not parse(lines[:i] + [new] + lines[i + 1:]):
                unseen.append((pattern, line))
            tried += 1
    return unseen, tried
