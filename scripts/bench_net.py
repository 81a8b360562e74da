#!/usr/bin/python3
"""Every stop's streets within 1,500 m, with pgRouting and with networkx.

    bench_net.py NET_BENCH FOLDER COLUMNS ROWS STOPS TIMES

NET_BENCH (tests/net/net_bench.c) lays a grid city, ties the stops to it,
searches with the functions that markklar uses, and writes the edges. The
others search the same edges from the node where each stop's edge begins, and
need not snap. Processor seconds: of this process, of the database's server
process, of NET_BENCH as it says. Reading and building a graph is counted for
none, but for what pgr_drivingDistance does with its edges on every call,
which is stated apart (one stop). In turn, TIMES times.

The database is a private one in FOLDER that listens on a socket there only;
it is stopped at the end.
"""
import csv
import os
import pwd
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

METRES = 1500
QUERY = '''SELECT count(*) FROM pgr_drivingDistance(
'SELECT id, source, target, cost, reverse_cost FROM edges',
ARRAY(SELECT node FROM stops {limit}), {metres}, true);
'''


def rows(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8') as f:
        return list(csv.DictReader(f))


def ours(argv):
    out = subprocess.run(argv, stdout=subprocess.PIPE, text=True,
                         check=True).stdout

    def figure(what):
        return float(re.search(what + r' +([\d.]+) s', out).group(1))
    return (figure('snap stops') + figure('search 1,500 m from stops'),
            figure('snap polygons'))


def networkx_search(folder):
    import networkx as nx
    g = nx.DiGraph()
    for r in rows(folder, 'edges.csv'):
        a, b = int(r['source']), int(r['target'])
        for u, v, w in ((a, b, r['cost']), (b, a, r['reverse_cost'])):
            w = float(w)
            if not g.has_edge(u, v) or g[u][v]['weight'] > w:
                g.add_edge(u, v, weight=w)
    stops = [int(r['node']) for r in rows(folder, 'stops.csv')]

    def once():
        start = time.process_time()
        found = sum(len(nx.single_source_dijkstra_path_length(
            g, s, cutoff=METRES)) for s in stops)
        return time.process_time() - start, found
    return once


class Database:
    """A cluster of our own, run as a user that is not root."""

    def __init__(self, folder):
        bin_at = subprocess.run(['pg_config', '--bindir'], text=True,
                                stdout=subprocess.PIPE).stdout.strip()
        for path in (bin_at, '/usr/lib/postgresql/15/bin'):
            if os.path.exists(os.path.join(path, 'initdb')):
                self.bin = path
                break
        else:
            sys.exit('bench_net: PostgreSQL is missing')
        self.folder = folder
        self.who = {}
        if os.getuid() == 0:
            user = pwd.getpwnam('postgres')
            self.who = {'user': user.pw_uid, 'group': user.pw_gid,
                        'extra_groups': []}
            os.chown(folder, user.pw_uid, user.pw_gid)
        self.data = os.path.join(folder, 'db')
        self.run('initdb', '-D', self.data, '-A', 'trust', '-U', 'bench',
                 '--no-sync')
        self.run('pg_ctl', '-D', self.data, '-w', '-l',
                 os.path.join(folder, 'log'), '-o',
                 f"-k {folder} -c listen_addresses='' -c fsync=off "
                 '-c shared_buffers=512MB -c jit=off', 'start')

    def run(self, program, *argv):
        subprocess.run([os.path.join(self.bin, program), *argv], check=True,
                       stdout=subprocess.DEVNULL, cwd=self.folder, **self.who)

    def session(self):
        return subprocess.Popen(
            ['psql', '-h', self.folder, '-U', 'bench', '-d', 'postgres',
             '-qAtX', '-v', 'ON_ERROR_STOP=1'], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, bufsize=1, cwd=self.folder,
            **self.who)

    def stop(self):
        self.run('pg_ctl', '-D', self.data, '-m', 'fast', '-w', 'stop')


def ask(psql, sql):
    psql.stdin.write(sql + '\n')
    psql.stdin.flush()
    answer = psql.stdout.readline()
    if not answer:
        sys.exit('bench_net: the database does not answer')
    return int(answer)


def cpu_of(pid):
    with open(f'/proc/{pid}/stat', encoding='ascii') as f:
        fields = f.read().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def pgrouting_search(db, folder):
    psql = db.session()
    for name, columns in (
            ('edges', 'id bigint, source bigint, target bigint, '
                      'cost float8, reverse_cost float8'),
            ('stops', 'node bigint')):
        shutil.copy(os.path.join(folder, name + '.csv'), db.folder)
        path = os.path.join(db.folder, name + '.csv')
        os.chmod(path, 0o644)
        psql.stdin.write(f'CREATE TABLE {name} ({columns});\n'
                         f"\\copy {name} FROM '{path}' CSV HEADER\n")
    psql.stdin.write('CREATE EXTENSION pgrouting CASCADE;\nANALYZE;\n')
    pid = ask(psql, 'SELECT pg_backend_pid();')

    def once(limit=''):
        start = cpu_of(pid)
        found = ask(psql, QUERY.format(limit=limit, metres=METRES))
        return cpu_of(pid) - start, found
    return once


def tell(name, values):
    print(f'{name:<36}' + ' '.join(f'{v:8.3f}' for v in values) +
          f'  median {statistics.median(values):8.3f}')


def main():
    program, folder, columns, lines, stops, times = sys.argv[1:]
    argv = [program, columns, lines, stops, '30000', folder]
    ours(argv)
    nx_once = networkx_search(folder)
    with tempfile.TemporaryDirectory(prefix='mk-bench-') as place:
        db = Database(place)
        try:
            pg_once = pgrouting_search(db, folder)
            pg_once()
            took = {'ours': [], 'pgRouting': [], 'networkx': []}
            load, found = [], {}
            for _ in range(int(times)):
                took['ours'].append(ours(argv)[0])
                for name, once in (('pgRouting', pg_once),
                                   ('networkx', nx_once)):
                    seconds, found[name] = once()
                    took[name].append(seconds)
                load.append(pg_once('LIMIT 1')[0])
        finally:
            db.stop()
    print(f'{stops} stops, {METRES} m; processor seconds; load '
          f'{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores')
    print('nodes found: ' + ', '.join(f'{k} {v}' for k, v in found.items()))
    tell('markklar, snapping and search', took['ours'])
    tell('pgRouting, all stops in one call', took['pgRouting'])
    tell('pgRouting, of which reading edges', load)
    tell('networkx, cutoff', took['networkx'])
    for name in ('pgRouting', 'networkx'):
        tell(f'{name} / markklar',
             [b / a for a, b in zip(took['ours'], took[name])])
    tell('pgRouting less reading / markklar',
         [(b - r) / a for a, b, r in zip(took['ours'], took['pgRouting'],
                                         load)])


if __name__ == '__main__':
    main()
