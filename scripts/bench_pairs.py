#!/usr/bin/python3
"""Run two programs in turn and compare them pair by pair.

    bench_pairs.py FOLDER PAIRS [--geopandas | --gator | --restid]

One after the other in the same minute, so that what else the machine does
falls on both; the ratio of each pair is taken before any average. CPU is the
figure to trust: user and system seconds of the whole process, as the kernel
counts them (wait4). Peak memory is its resident set.
"""
import os
import shutil
import statistics
import sys
import time
from collections import namedtuple
from importlib.metadata import PackageNotFoundError, version

Cost = namedtuple('Cost', 'cpu_s wall_s peak_mib')
UNITS = {'cpu_s': 's', 'wall_s': 's', 'peak_mib': 'MiB'}
HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, '..', 'build', 'release', 'markklar')


def run(argv, log):
    quiet = [(os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT, 0o644),
             (os.POSIX_SPAWN_DUP2, 1, 2)]
    # Sizes and threads are said on the command line, not by the surroundings.
    env = {k: v for k, v in os.environ.items()
           if not k.startswith(('OMP_', 'GDAL_', 'OGR_'))}
    start = time.perf_counter()
    pid = os.posix_spawnp(argv[0], argv, env, file_actions=quiet)
    _, status, use = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        with open(log, encoding='utf-8', errors='replace') as f:
            sys.exit(f'bench: {argv[0]} ended with {code}\n{f.read()}')
    return Cost(use.ru_utime + use.ru_stime, wall, use.ru_maxrss / 1024)


class Job:
    """One program to be timed, its result removed before each run."""

    def __init__(self, name, made, argv):
        self.name, self.made, self.argv, self.costs = name, made, argv, []

    def once(self, log):
        if os.path.isdir(self.made):
            shutil.rmtree(self.made)
        elif os.path.exists(self.made):
            os.remove(self.made)
        self.costs.append(run(self.argv, log))

    def size_mb(self):
        names = [os.path.join(self.made, n) for n in os.listdir(self.made)] \
            if os.path.isdir(self.made) else [self.made]
        return sum(os.path.getsize(n) for n in names) / 1e6

    def report(self):
        print(f'{self.name}: {self.size_mb():.1f} MB written')
        for figure, unit in UNITS.items():
            v = [getattr(c, figure) for c in self.costs]
            print(f'  {figure.split("_")[0]:<5} {min(v):9.2f} '
                  f'{statistics.median(v):9.2f} {max(v):9.2f} {unit}')


def ratios(what, ours, theirs, figure):
    v = [getattr(a, figure) / getattr(b, figure)
         for a, b in zip(ours.costs, theirs.costs)]
    print(f'{what}: ' + ' '.join(f'{x:.3f}' for x in v) +
          f'; median {statistics.median(v):.3f}')


def differences(what, ours, theirs, figure, lands):
    v = [getattr(a, figure) - getattr(b, figure)
         for a, b in zip(ours.costs, theirs.costs)]
    middle = statistics.median(v)
    print(f'{what}: ' + ' '.join(f'{x:.2f}' for x in v) +
          f'; median {middle:.2f} s, {1e6 * middle / lands:.0f} us a row '
          f'of land')


def ours(data, threads, project='markklar', gpkg=False):
    out = os.path.join(data, f'ut-{project}-{threads}' + '-gpkg' * gpkg)
    return Job(f'markklar score {project}.yaml -j {threads}' +
               ', GeoPackage as well' * gpkg, out,
               [PROGRAM, 'score', os.path.join(data, project + '.yaml'),
                *(() if gpkg else ('--no-gpkg',)), '-j', str(threads),
                '--overwrite', '-q', '-o', out])


def warm(path):
    with open(path, 'rb') as f:
        while f.read(1 << 20):
            pass


def run_pairs(data, jobs, pairs):
    log = os.path.join(data, 'log.txt')
    for turn in range(pairs + 1):
        print(f'pair {turn} of {pairs}' if turn else 'warming up',
              file=sys.stderr)
        for job in jobs:
            if os.path.exists(log):
                os.remove(log)
            job.once(log)
            if turn == 0:  # the first pages of a file are dear: not counted
                job.costs.clear()
    print(f'{pairs} pairs on {os.cpu_count()} cores, load '
          f'{os.getloadavg()[0]:.1f}; columns: least, median, most')
    for job in jobs:
        job.report()


def rows_of_land(job):
    """Each is a line of its own in the layers of land."""
    n = 0
    for name in ('mark.geojson', 'verksamhetsmark.geojson'):
        with open(os.path.join(job.made, name), 'rb') as f:
            n += sum(b'"Feature"' in line for line in f)
    return n


# Threads, and whether the GeoPackage is written: the job is timed without it,
# and as it is when nothing is said.
WAYS = ((1, False), (2, False), (2, True))


def with_streets(data, pairs):
    jobs = [ours(data, n, p, gpkg) for n, gpkg in WAYS
            for p in ('markklar', 'gator')]
    run_pairs(data, jobs, pairs)
    for i, (n, gpkg) in enumerate(WAYS):
        base, streets = jobs[2 * i:2 * i + 2]
        for figure in ('cpu_s', 'wall_s'):
            ratios(f'{figure}, with streets / without, -j {n}' +
                   ', GeoPackage as well' * gpkg, streets, base, figure)


def with_journeys(data, pairs):
    jobs = [ours(data, n, p) for n in (1, 2)
            for p in ('gator', 'arbetskraft', 'restid')]
    run_pairs(data, jobs, pairs)
    lands = rows_of_land(jobs[0])
    print(f'{lands} rows of land; added to the job along streets:')
    for n, (base, people, places) in ((1, jobs[:3]), (2, jobs[3:])):
        for figure in ('cpu_s', 'wall_s'):
            differences(f'{figure}, arbetskraft, -j {n}', people, base,
                        figure, lands)
            differences(f'{figure}, and two places, -j {n}', places, base,
                        figure, lands)


def main():
    data, pairs = sys.argv[1], int(sys.argv[2])
    parcels = os.path.join(data, 'fastigheter.gpkg')
    warm(parcels)  # all find the inputs in memory
    if '--gator' in sys.argv:
        with_streets(data, pairs)
        return
    if '--restid' in sys.argv:
        with_journeys(data, pairs)
        return
    copy = os.path.join(data, 'copy.geojson')
    floor = Job('ogr2ogr, parcels copied to GeoJSON', copy,
                ['ogr2ogr', '-f', 'GeoJSON', '-lco', 'RFC7946=YES', copy,
                 parcels])
    one, two = ours(data, 1), ours(data, 2)
    jobs = [floor, one, two]
    if '--geopandas' in sys.argv:
        # Named without being imported: a child's peak memory is never
        # counted lower than what its parent held when it was started.
        try:
            name = ', '.join(f'{p} {version(p)}'
                             for p in ('geopandas', 'shapely'))
        except PackageNotFoundError:
            sys.exit('bench: --geopandas needs python3-geopandas')
        made = os.path.join(data, 'geopandas.geojson')
        jobs.append(Job(name, made,
                        [sys.executable, '-B', '-W', 'ignore',
                         os.path.join(HERE, 'bench_geopandas.py'), data,
                         made]))
    run_pairs(data, jobs, pairs)
    ratios('CPU, markklar -j 1 / ogr2ogr', one, floor, 'cpu_s')
    ratios('wall, markklar -j 1 / ogr2ogr', one, floor, 'wall_s')
    ratios('wall, markklar -j 2 / ogr2ogr', two, floor, 'wall_s')
    ratios('wall, markklar -j 2 / -j 1', two, one, 'wall_s')
    for job in jobs[3:]:
        ratios(f'CPU, {job.name} / markklar -j 1', job, one, 'cpu_s')
        ratios(f'wall, {job.name} / markklar -j 1', job, one, 'wall_s')


if __name__ == '__main__':
    main()
