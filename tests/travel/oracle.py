#!/usr/bin/python3
"""oracle.py TRAVEL_CASES COUNT: random small timetables, each searched as a
time-expanded graph by networkx, must give the journeys that markklar finds.

A node is "aboard vehicle v on leaving its call p, on ride k" or "off vehicle v
at call p after ride k"; what can be reached from a departure, or reaches a
deadline, is the library's answer. No label, round or sorting is shared with
the program."""
import random
import subprocess
import sys

import networkx as nx

NEVER = 2 ** 31 - 1
DAYS = 6
ANROP = 5


# ---- cases ------------------------------------------------------------------

def times(rng, base, n):
    at = max(0, base + 60 * rng.randrange(60) +
             rng.choice([0] * 6 + [86400, -86400, 82800, -82800]))
    out = []
    for k in range(n):
        arrive = at
        leave = arrive + rng.choice([0, 0, 0, 30, 60])
        out += [arrive, leave]
        at = leave + 60 * rng.randrange(0, 15)
    return out


def pattern(rng, base, nstops, nservices):
    n = rng.choice([1, 2, 3, 3, 4, 4, 5, 6])
    stops = [rng.randrange(nstops) for _ in range(n)]
    may = [(rng.choice([0] * 9 + [1, 2, 3]), rng.choice([0] * 9 + [1, 2, 3]))
           for _ in range(n)]
    trips = []
    for _ in range(rng.randrange(1, 5)):
        freq = (0, 0, 0)
        if not rng.randrange(6):
            start = base + 60 * rng.randrange(30)
            freq = (start, start + rng.randrange(1, 4000),
                    60 * rng.randrange(5, 25))
        trips.append((rng.randrange(nservices), freq, times(rng, base, n)))
    mode = ANROP if not rng.randrange(15) else 3
    return mode, stops, may, trips


def walks(rng, nstops):
    return [(s, rng.choice([0, 60, 90, 300, 600]))
            for s in rng.sample(range(nstops), rng.randrange(1, 3))]


def case(rng):
    nstops = rng.randrange(3, 8)
    nservices = rng.randrange(1, 4)
    day = rng.choice([0, 1, 1, 2, 3, 5])
    base = rng.choice([0, 1800, 27000, 82800, 84600])
    c = {'nstops': nstops, 'day': day,
         'step': [rng.choice([0, 86400, 86400, 82800, 90000])
                  for _ in range(DAYS)],
         'service': [rng.randrange(1, 2 ** DAYS) |
                     (rng.randrange(6) > 0) << day for _ in range(nservices)],
         'pattern': [pattern(rng, base, nstops, nservices)
                     for _ in range(rng.randrange(2, 10))],
         'transfer': {}, 'slack': rng.choice([0, 0, 60, 120]),
         'rides': rng.choice([0, 1, 2, 3, 4, 4, 4]),
         'longest': rng.choice([900, 1800, 3600, 7200, 7200])}
    for _ in range(rng.randrange(0, 8)):
        a, b = rng.randrange(nstops), rng.randrange(nstops)
        c['transfer'][a, b] = (rng.choice([0, 1, 2, 2, 2, 3]),
                               rng.choice([-1, 30, 60, 300, 600, 20000]))
    c['from'], c['to'] = walks(rng, nstops), walks(rng, nstops)
    c['depart'] = base + rng.randrange(1800)
    c['deadline'] = min(c['depart'] + rng.randrange(1800, 6000),
                        86400 + c['longest'])
    both = [w + x for s, w in c['from'] for t, x in c['to'] if s == t]
    c['walk'] = min(both, default=NEVER)
    c['minutes'] = min(rng.randrange(1, 25), (86459 - c['depart']) // 60)
    return c


def numbers(c):
    yield from (c['nstops'], c['day'], *c['step'])
    yield from (len(c['service']), *c['service'], len(c['pattern']))
    for mode, stops, may, trips in c['pattern']:
        yield from (mode, len(stops), *stops)
        for pair in may:
            yield from pair
        yield len(trips)
        for service, freq, at in trips:
            yield from (service, *freq, *at)
    yield len(c['transfer'])
    for (a, b), row in sorted(c['transfer'].items()):
        yield from (a, b, *row)
    yield from (c['slack'], c['rides'], c['longest'])
    for way in ('from', 'to'):
        yield len(c[way])
        for pair in c[way]:
            yield from pair
    yield from (c['depart'], c['deadline'], c['walk'], c['minutes'])


# ---- by graph ---------------------------------------------------------------

def noon(c, day):
    """Noon of a day after noon of day 0."""
    steps = [c['step'][d] or 86400 if 0 <= d < DAYS else 86400
             for d in range(min(day, 0) + 1, max(day, 0) + 1)]
    return sum(steps) if day > 0 else -sum(steps)


def vehicles(c):
    """(stop, arrival, departure, may board, may alight) of each call, on the
    clock of the day travelled."""
    for mode, stops, may, trips in c['pattern']:
        if mode == ANROP:
            continue
        for service, (start, end, headway), at in trips:
            leaving = range(start, end, headway) if headway else [at[1]]
            for day in range(DAYS):
                if not c['service'][service] >> day & 1:
                    continue
                move = noon(c, day) - noon(c, c['day'])
                for first in leaving:
                    by = move + first - at[1]
                    yield [(s, at[2 * k] + by, at[2 * k + 1] + by,
                            may[k][0] == 0, may[k][1] == 0)
                           for k, s in enumerate(stops)]


def changes(c):
    out = {(s, s): 0 for s in range(c['nstops'])}
    for (a, b), (kind, seconds) in c['transfer'].items():
        if a == b or kind == 3:
            continue
        out[a, b] = seconds if kind == 2 and seconds >= 0 else 0
    return {k: v for k, v in out.items() if v <= c['longest']}


def expand(c):
    """Rides and changes; k counts rides."""
    g = nx.DiGraph()
    calls = [(v, p, *call) for v, vehicle in enumerate(vehicles(c))
             for p, call in enumerate(vehicle)]
    at = changes(c)
    last = {}
    for v, p, *_ in calls:
        last[v] = p
    for k in range(1, c['rides'] + 1):
        for v, p, stop, arrive, leave, board, alight in calls:
            g.add_node(('on', v, p, k))
            if p < last[v]:
                g.add_edge(('on', v, p, k), ('call', v, p + 1, k))
                g.add_edge(('call', v, p, k), ('on', v, p, k))
            if alight and p:
                g.add_edge(('call', v, p, k), ('off', v, p, k))
    for v, p, stop, arrive, _, _, alight in calls:
        if not alight or not p:
            continue
        for w, q, other, _, leave, board, _ in calls:
            if (board and q < last[w] and (stop, other) in at and
                    arrive + at[stop, other] + c['slack'] <= leave):
                for k in range(1, c['rides']):
                    g.add_edge(('off', v, p, k), ('on', w, q, k + 1))
    return g, calls, last


def arrivals(c, g, calls, last, depart):
    """At each stop by vehicle."""
    g.add_node('door')
    for v, p, stop, _, leave, board, _ in calls:
        for s, walk in c['from']:
            if (c['rides'] and stop == s and board and p < last[v] and
                    depart + walk + c['slack'] <= leave):
                g.add_edge('door', ('on', v, p, 1))
    seen = nx.descendants(g, 'door')
    g.remove_node('door')
    out = [NEVER] * c['nstops']
    for v, p, stop, arrive, *_ in calls:
        if (arrive - depart <= c['longest'] and
                any(('off', v, p, k) in seen
                    for k in range(1, c['rides'] + 1))):
            out[stop] = min(out[stop], arrive)
    return out


def departures(c, g, calls, last, deadline):
    g.add_node('gate')
    for v, p, stop, arrive, _, _, alight in calls:
        for s, walk in c['to']:
            if stop == s and alight and p and arrive + walk <= deadline:
                for k in range(1, c['rides'] + 1):
                    g.add_edge(('off', v, p, k), 'gate')
    seen = nx.ancestors(g, 'gate')
    g.remove_node('gate')
    out = [-NEVER] * c['nstops']
    for v, p, stop, _, leave, board, _ in calls:
        leave -= c['slack']
        if (board and p < last[v] and ('on', v, p, 1) in seen and
                deadline - leave <= c['longest']):
            out[stop] = max(out[stop], leave)
    return out


def answer(c):
    g, calls, last = expand(c)
    ahead = arrivals(c, g, calls, last, c['depart'])
    back = departures(c, g, calls, last, c['deadline'])
    draws = []
    for minute in range(c['minutes']):
        depart = c['depart'] + 60 * minute
        at = arrivals(c, g, calls, last, depart)
        least = min([c['walk']] + [at[s] + w - depart for s, w in c['to']
                                   if at[s] < NEVER])
        draws.append(least if least <= c['longest'] else NEVER)
    for s, walk in c['from']:
        if walk <= c['longest']:
            ahead[s] = min(ahead[s], c['depart'] + walk)
    for s, walk in c['to']:
        if walk <= c['longest']:
            back[s] = max(back[s], c['deadline'] - walk)
    return ahead, back, draws


def main():
    program, count = sys.argv[1], int(sys.argv[2])
    rng = random.Random(20250303)
    cases = [case(rng) for _ in range(count)]
    text = '\n'.join(' '.join(map(str, numbers(c))) for c in cases)
    run = subprocess.run([program], input=text, stdout=subprocess.PIPE,
                         text=True, check=True)
    lines = [list(map(int, line.split())) for line in run.stdout.split('\n')]
    found = [0, 0, 0]
    for i, c in enumerate(cases):
        for k, want in enumerate(answer(c)):
            got = lines[3 * i + k]
            if got != want:
                which = ('arrivals', 'departures', 'draws')[k]
                sys.exit(f'case {i}: {which} {got}, by graph {want}\n{c}')
            walked = {c['depart'] + w for _, w in c['from']} if k == 0 else {
                c['deadline'] - w for _, w in c['to']} if k == 1 else {
                c['walk']}
            found[k] += sum(abs(v) < NEVER and v not in walked for v in want)
    print(f'{count} cases, by vehicle: {found[0]} arrivals, {found[1]} '
          f'departures, {found[2]} draws')
    if min(found) < count // 2:
        sys.exit('the cases have too few journeys to say anything')


if __name__ == '__main__':
    main()
