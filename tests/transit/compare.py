#!/usr/bin/python3
"""Hold what the reader made of real feeds against a second reckoning.

The second one is written from docs/kollektivtrafik.md with csv and zipfile
alone and shares nothing with the C code. All stop areas are compared, every
mode of each. Usage: compare.py PROGRAM DATA_FOLDER
Exit 77: the data is not here.
"""
import collections
import csv
import datetime
import io
import math
import os
import subprocess
import sys
import zipfile

MODES = 7
RAIL, METRO, TRAM, BUS, FERRY, DEMAND, OTHER = range(MODES)


def mode_of(t):
    if t in (0, 5, 12, 405) or 900 <= t <= 906:
        return TRAM
    if t in (1, 401, 402, 500, 600):
        return METRO
    if t == 2 or 100 <= t <= 117 or 300 <= t < 400 or 400 <= t <= 404:
        return RAIL
    if t in (715, 717) or 1500 <= t <= 1507:
        return DEMAND
    if t in (3, 11, 800) or 700 <= t <= 716 or 200 <= t <= 209:
        return BUS
    if t in (4, 1200) or 1000 <= t <= 1021:
        return FERRY
    if 1100 <= t <= 1114:
        return None
    return OTHER


def metres(a, b):
    rad = math.pi / 180
    s = math.sin((b[1] - a[1]) * rad / 2)
    t = math.sin((b[0] - a[0]) * rad / 2)
    h = s * s + math.cos(a[1] * rad) * math.cos(b[1] * rad) * t * t
    return 2 * 6371008.8 * math.asin(math.sqrt(min(h, 1)))


def rows(archive, name):
    if name not in archive.namelist():
        return
    with archive.open(name) as raw:
        text = io.TextIOWrapper(raw, 'utf-8-sig', newline='')
        reader = csv.reader(text, skipinitialspace=True)
        header = [h.strip() for h in next(reader)]
        for row in reader:
            if row:
                yield collections.defaultdict(
                    str, zip(header, (v.strip() for v in row)))


def seconds(text):
    if not text:
        return None
    h, m, s = text.split(':')
    return int(h) * 3600 + int(m) * 60 + int(s)


def day(text):
    return datetime.datetime.strptime(text, '%Y%m%d').date()


def service_days(archive):
    days = collections.defaultdict(set)
    names = ('monday tuesday wednesday thursday friday saturday '
             'sunday').split()
    for r in rows(archive, 'calendar.txt'):
        d, end = day(r['start_date']), day(r['end_date'])
        days[r['service_id']]  # known, even when it never runs
        while d <= end:
            if r[names[d.weekday()]] == '1':
                days[r['service_id']].add(d)
            d += datetime.timedelta(1)
    for r in rows(archive, 'calendar_dates.txt'):
        if r['exception_type'] == '1':
            days[r['service_id']].add(day(r['date']))
        else:
            days[r['service_id']].discard(day(r['date']))
    return days


class Feed:
    def __init__(self, number, path):
        a = zipfile.ZipFile(path)
        self.days = service_days(a)
        mode = {r['route_id']: mode_of(int(r['route_type']))
                for r in rows(a, 'routes.txt')}
        self.routes = len(mode)
        self.locs = {}
        for r in rows(a, 'stops.txt'):
            self.locs.setdefault(r['stop_id'], r)
        self.at = {i: (float(r['stop_lon']), float(r['stop_lat']))
                   for i, r in self.locs.items()}
        trips = {r['trip_id']: (mode[r['route_id']], r['service_id'])
                 for r in rows(a, 'trips.txt')}
        freq = collections.defaultdict(list)
        for r in rows(a, 'frequencies.txt'):
            freq[r['trip_id']].append((seconds(r['start_time']),
                                       seconds(r['end_time']),
                                       int(r['headway_secs'])))
        calls = collections.defaultdict(list)
        self.dangling = 0
        for r in rows(a, 'stop_times.txt'):
            if r['stop_id'] not in self.locs:
                self.dangling += 1
                continue
            arr, dep = seconds(r['arrival_time']), seconds(r['departure_time'])
            arr = dep if arr is None else arr
            dep = arr if dep is None else dep
            calls[r['trip_id']].append([int(r['stop_sequence']), arr, dep,
                                        r['stop_id'],
                                        int(r['pickup_type'] or 0),
                                        int(r['drop_off_type'] or 0)])
        self.interpolated = 0
        self.trips = []  # (mode, service, calls, frequencies)
        for trip in sorted(trips):
            c = sorted(calls[trip], key=lambda x: x[0])
            if trips[trip][0] is not None and len(c) > 1 and self.mend(c):
                self.trips.append(trips[trip] + (c, sorted(freq[trip])))

    def mend(self, c):
        if c[0][1] is None or c[-1][1] is None:
            return False
        timed = [k for k in range(len(c)) if c[k][1] is not None]
        for p, q in zip(timed, timed[1:]):
            legs = [metres(self.at[c[k][3]], self.at[c[k + 1][3]])
                    for k in range(p, q)]
            gone = 0
            total = 0
            for leg in legs:
                total += leg
            for k in range(p + 1, q):
                gone += legs[k - 1 - p]
                share = gone / total if total else (k - p) / (q - p)
                t = c[p][2] + math.floor((c[q][1] - c[p][2]) * share + 0.5)
                c[k][1] = c[k][2] = t
                self.interpolated += 1
        flat = [t for k in c for t in (k[1], k[2])]
        return flat == sorted(flat)


class Timetable:
    def __init__(self, paths):
        self.feeds = [Feed(k, p) for k, p in enumerate(paths)]
        self.drop_same()
        self.group()

    def drop_same(self):
        seen = set()
        for f in self.feeds:
            kept = []
            f.same = 0
            for mode, service, c, freq in f.trips:
                key = (mode, frozenset(f.days[service]), tuple(freq),
                       tuple((*x[1:], f.at[x[3]]) for x in c))
                if key in seen:
                    f.same += 1
                else:
                    seen.add(key)
                    kept.append((mode, service, c, freq))
            f.trips = kept

    def group(self):
        self.area = {}
        self.members = collections.defaultdict(list)
        loose = []
        for n, f in enumerate(self.feeds):
            for i in sorted(f.locs):
                r = f.locs[i]
                if r['location_type'] not in ('', '0'):
                    continue
                if r['parent_station'] in f.locs:
                    key = r['parent_station']
                elif len(i) == 16 and i.startswith('9022'):
                    key = '9021' + i[4:13] + '000'
                else:
                    loose.append((n, i))
                    continue
                self.area[n, i] = (n, key)
        # Single linkage by flooding, all pairs of one name.
        by_name = collections.defaultdict(list)
        for n, i in loose:
            by_name[self.feeds[n].locs[i]['stop_name']].append((n, i))
        for same in by_name.values():
            left = list(same)
            while left:
                first = left.pop(0)
                found = [first]
                for s in found:
                    near = [o for o in left if metres(
                        self.feeds[s[0]].at[s[1]],
                        self.feeds[o[0]].at[o[1]]) <= 150]
                    found += near
                    left = [o for o in left if o not in near]
                for s in found:
                    self.area[s] = first
        for s, a in self.area.items():
            self.members[a].append(s)

    def runs(self, freq):
        return sum(len(range(s, e, h)) for s, e, h in freq) if freq else 1

    def choose(self):
        count = collections.Counter()
        for f in self.feeds:
            per = collections.Counter()
            for _, service, _, freq in f.trips:
                per[service] += self.runs(freq)
            for service, n in per.items():
                for d in f.days[service]:
                    count[d] += n
        values = sorted(count.values())
        n = len(values)
        threshold = int(0.75 * values[max(int(0.9 * n), n - 30)])
        good = [d for d in count if count[d] >= threshold]
        window = [d for d in sorted(count) if min(good) <= d <= max(good)]
        mid = [d for d in window if d.weekday() in (1, 2, 3)]
        if not mid:
            best = max(window, key=lambda d: (count[d], -d.toordinal()))
        else:
            mode = collections.Counter(count[d] for d in mid)
            best = min(mid, key=lambda d: (-mode[count[d]], d))
        return best, count[best], max(values)

    def departures(self, d):
        dep = {a: [0] * MODES for a in self.members}
        for n, f in enumerate(self.feeds):
            for mode, service, c, freq in f.trips:
                merged = []
                for _, _, t, stop, pickup, _ in c:
                    if merged and merged[-1][0] == stop:
                        merged[-1][1] = t
                        merged[-1][2].add(pickup)
                    else:
                        merged.append([stop, t, {pickup}])
                if freq:
                    starts = [s for a, b, h in freq for s in range(a, b, h)]
                else:
                    starts = [c[0][2]]
                for back in range(45):
                    if d - datetime.timedelta(back) not in f.days[service]:
                        continue
                    for stop, t, pickup in merged[:-1]:
                        if pickup == {1}:
                            continue
                        m = mode if 0 in pickup else DEMAND
                        for s in starts:
                            x = t - c[0][2] + s - 86400 * back
                            if 6 * 3600 <= x < 20 * 3600:
                                dep[self.area[n, stop]][m] += 1
        return dep


failures = 0


def check(what, ours, theirs):
    global failures
    if ours != theirs:
        failures += 1
        print(f'{what}: program {ours}, second reckoning {theirs}')


def run(program, date, paths):
    out = subprocess.run([program, str(date)] + paths, capture_output=True,
                         check=True, text=True).stdout
    facts = collections.defaultdict(list)
    for line in out.splitlines():
        word, *rest = line.split('\t')
        facts[word].append(rest)
    return facts


def compare(program, paths):
    name = os.path.basename(paths[0])
    got = run(program, 0, paths)
    tt = Timetable(paths)
    d, active, most = tt.choose()
    check(f'{name} day', got['day'][0][:3],
          [d.strftime('%Y%m%d'), str(active), str(most)])
    for n, f in enumerate(tt.feeds):
        stops = sum(1 for k in tt.area if k[0] == n)
        run_days = set().union(*f.days.values())
        mine = [stops, f.routes, len(f.trips), sum(len(t[2]) for t in f.trips),
                f.interpolated, f.same, f.dangling]
        check(f'{name} feed {n}', got['feed'][n][1:8], [str(v) for v in mine])
        check(f'{name} feed {n} window', got['feed'][n][9:11],
              [min(run_days).strftime('%Y%m%d'),
               max(run_days).strftime('%Y%m%d')])
    theirs = sorted([a[1], str(len(tt.members[a]))] + [str(v) for v in dep]
                    for a, dep in tt.departures(d).items())
    ours = sorted([a[0]] + a[2:10] for a in got['area'])
    check(f'{name} areas', len(ours), len(theirs))
    for o, t in zip(ours, theirs):
        check(f'{name} area', o, t)
    total = sum(int(v) for a in ours for v in a[2:])
    print(f'{name}: day {d}, {active} trips, {len(ours)} areas, '
          f'{total} departures 06-20')
    return got


# Feed -> exit status, codes that must be noted, codes that must not.
BROKEN = {
    'bad_date_format': (0, 'N401 N403', 'A405'),
    'bad_eol.zip': (0, '', 'N401 N405 N406'),
    'bad_utf8': (0, 'N104', 'N401'),
    'contains_null': (0, 'N407', 'N401 N406'),
    'duplicate_schedule_id': (0, 'N402', 'N401'),
    'duplicate_stop': (0, '', 'N401 N402'),  # the same place, another id
    'duplicate_stop_sequence': (0, 'N410', 'N401 N412'),
    'empty_file': (0, 'N421', 'N401'),
    'extra_row_cells': (0, 'N405', 'N401'),
    'good_feed.zip': (0, '', 'N401 N402 N403 N405 N406'),
    'invalid_agency_ids': (0, '', 'N401'),
    'missing_agency': (0, '', 'N401 N403'),
    'missing_calendar': (4, '', ''),
    'missing_column': (0, '', 'N401'),  # of agency.txt, which is not needed
    'missing_endpoint_times': (0, 'N411', 'N401'),
    'only_calendar_dates': (0, '', 'N401 A402'),
    'sample-feed-bom.zip': (0, '', 'N401 N403'),
    'sample-feed-calendar_dates.zip': (0, 'N403', 'A402'),
    'sample-feed-fixed.zip': (0, '', 'N401 N403'),
    'sample-feed-invalid.zip': (4, '', ''),
    'sample-feed-plus.zip': (0, 'A402', ''),
    'test_broken_gtfs.zip': (0, 'A401 N408 N403 N420', ''),
}


def broken(program, folder):
    for name in sorted(os.listdir(folder)):
        got = run(program, 0, [os.path.join(folder, name)])
        if name not in BROKEN:
            check(f'{name}', 'present', 'not in the table')
            continue
        status, want, never = BROKEN[name]
        check(f'{name} status', got['status'], [[str(status)]])
        codes = {n[0] for n in got['note']}
        check(f'{name} missing notes', set(want.split()) - codes, set())
        check(f'{name} needless notes', set(never.split()) & codes, set())


def main():
    program, data = sys.argv[1:3]
    path = lambda *p: os.path.join(data, *p)  # noqa: E731
    if not os.path.isdir(path('gtfs-broken')):
        print(f'skipped: the real feeds are not in {data}')
        return 77
    compare(program, [path('gtfs-helsinki', 'helsinki_gtfs_2022.zip')])
    kalmar = compare(program, [path('gtfs-kalmar', 'minified-test-feed.zip')])
    # One trip is left of it, and nearly all its stops are without.
    check('kalmar notes', [n[0] for n in kalmar['note']], ['N402', 'A408'])
    compare(program, [path('porto-alegre', 'poa_eptc.zip'),
                      path('porto-alegre', 'poa_trensurb.zip')])
    compare(program, [path('gtfs-nyc-subway', 'nyc_subway.zip')])
    raw = run(program, 0,
              [path('cambridge', 'gtfs_mbta_commuter_rail.zip')])
    alarm = [n for n in raw['note'] if n[0] == 'A401']
    check('cambridge alarm', alarm[0][3][:37] if alarm else None,
          '19268 of 19268 stop_times (100 %) nam')
    broken(program, path('gtfs-broken'))
    return 1 if failures else 0


sys.exit(main())
