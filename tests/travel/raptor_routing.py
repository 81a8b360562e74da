#!/usr/bin/python3
"""raptor_routing.py TRAVEL_FEED DATA: tidytransit's published answers on its
small feed, to the second. Exit 77: the data is not here."""
import csv
import os
import subprocess
import sys

SOURCES = ('stop1a', 'stop1b')
HOUR = range(25200, 28801)


def ask(program, day, feed):
    run = subprocess.run([program, day, feed], stdout=subprocess.PIPE,
                         text=True, check=True)
    trips, arrive, ways = set(), {}, {}
    for line in run.stdout.splitlines():
        what, *cells = line.split('\t')
        if what == 'trips':
            trips.add(int(cells[0]))
        elif what == 'arrive':
            arrive[tuple(cells[:3])] = (int(cells[3]), int(cells[4]))
        else:
            ways.setdefault(tuple(cells[:3]), []).append(
                (int(cells[3]), int(cells[4])))
    return trips, arrive, ways


def shortest(ways, kind, sources, to):
    """The least time, and the ways that take it."""
    all_of = [(arrive - leave, leave, arrive) for source in sources
              for leave, arrive in ways.get((kind, source, to), [])
              if leave in HOUR]
    least = min(all_of)[0]
    return least, [way[1:] for way in all_of if way[0] == least]


def check(row, arrive, ways):
    """What markklar says in a published row, and what is published. Arrivals
    are said twice, by a search and by the profile that land is scored by."""
    value = row['value_s']
    if row['case'].startswith('shortest'):
        return shortest(ways, 'given', SOURCES, row['to'])[0], int(value)
    if row['case'].startswith('earliest arrival no transfers'):
        both = zip(*(arrive['none', s, row['to']] for s in SOURCES))
        return tuple(map(min, both)), (int(value),) * 2
    if row['case'].startswith('earliest arrival'):
        return arrive['given', row['from'], row['to']], (int(value),) * 2
    if row['case'].startswith('arrive mode'):
        want = tuple(map(int, value.split('/')))
        found = shortest(ways, 'given', [row['from']], row['to'])[1]
        return (want if want in found else found), want
    return None


# Only WEEK has trips: six, Monday to Friday but for the exceptions.
DAYS = {'2018-10-01': 6, '2018-10-02': 6, '2018-10-05': 6, '2018-10-06': 0,
        '2018-09-28': 0}


def main():
    program, data = sys.argv[1:]
    feed = os.path.join(data, 'raptor-routing', 'routing.zip')
    table = os.path.join(data, 'raptor-routing', 'expected_raptor.csv')
    if not os.path.exists(feed):
        print(f'skipped: no {feed}')
        return 77
    _, arrive, ways = ask(program, '20181001', feed)
    wrong = told = 0
    with open(table, encoding='utf-8', newline='') as text:
        for row in csv.DictReader(text):
            pair = check(row, arrive, ways)
            if pair is None:
                continue
            told += 1
            if pair[0] != pair[1]:
                wrong += 1
                print(f"{row['case']}: {row['from']} to {row['to']}: "
                      f'{pair[0]}, published {pair[1]}')
    for pair, (searched, drawn) in sorted(arrive.items()):
        if searched != drawn:
            wrong += 1
            print(f'{pair}: searched {searched}, drawn {drawn}')
    for day, want in DAYS.items():
        trips = ask(program, day.replace('-', ''), feed)[0]
        if trips != {want}:
            wrong += 1
            print(f'{day}: {trips} trips, not {want}')
    print(f'{told} published journeys, {wrong} answers differ')
    return int(bool(wrong or told < 29))


if __name__ == '__main__':
    sys.exit(main())
