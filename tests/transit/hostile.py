#!/usr/bin/python3
"""Feeds made to break a reader: each is read or refused with the right code,
within memory and time that the reader's limits promise.

Usage: hostile.py PROGRAM [MEMORY_MIB]      0: no limit (sanitizers)
"""
import os
import resource
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile

CAL = ('service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,'
       'start_date,end_date\n')
GOOD = {
    'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\n'
                 'A,Alfa,58.0,12\nB,Beta,58.009,12\n',
    'routes.txt': 'route_id,route_type\nR,3\n',
    'trips.txt': 'route_id,service_id,trip_id\nR,V,T\n',
    'stop_times.txt': 'trip_id,arrival_time,departure_time,stop_id,'
                      'stop_sequence\nT,07:00:00,07:00:00,A,1\n'
                      'T,07:10:00,07:10:00,B,2\n',
    'calendar.txt': CAL + 'V,1,1,1,1,1,0,0,20250101,20250131\n',
}
ST = GOOD['stop_times.txt']
OK, INPUT, LIMIT = 'read', 'I', 'X002'
failures = 0


def feed(path, changes=(), method=zipfile.ZIP_DEFLATED):
    """A zip of the good feed with some files exchanged; text, bytes or an
    iterable of bytes. None: left out."""
    with zipfile.ZipFile(path, 'w', method) as z:
        for name, data in {**GOOD, **dict(changes)}.items():
            if data is None:
                continue
            if isinstance(data, (str, bytes)):
                data = [data.encode() if isinstance(data, str) else data]
            with z.open(name, 'w', force_zip64=True) as f:
                for part in data:
                    f.write(part)
    return path


def run(program, path, memory):
    def limit():
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory << 20,) * 2)
    p = subprocess.run([program, '0', path], capture_output=True, timeout=120,
                       preexec_fn=limit)
    lines = [x.split('\t') for x in
             p.stdout.decode('utf-8', 'replace').splitlines()]
    codes = {x[1] for x in lines if x[0] == 'note'}
    error = next((x[1] for x in lines if x[0] == 'error'), '')
    status = next((x[1] for x in lines if x[0] == 'status'), 'none')
    total = next((x[1:] for x in lines if x[0] == 'total'), [])
    return p.returncode, status, codes, error, total


def expect(name, got, error=None, notes='', trips=None):
    global failures
    code, status, codes, text, total = got
    wrong = []
    if code != 0:
        wrong.append(f'ended with {code}')
    if error is None and status != '0':
        wrong.append(f'not read: {text}')
    if error is not None and error not in text:
        wrong.append(f'error {text!r}, wanted {error}')
    missing = set(notes.split()) - codes
    if missing:
        wrong.append(f'without {sorted(missing)}, has {sorted(codes)}')
    if trips is not None and (not total or int(total[3]) != trips):
        wrong.append(f'trips {total}, wanted {trips}')
    failures += bool(wrong)
    print(f'{name}: {"; ".join(wrong) or "ok"}')


def many(head, row, n, step=100000):
    yield head
    for k in range(0, n, step):
        yield b''.join(row % i for i in range(k, min(n, k + step)))


# Small feeds: name, files, error, notes, trips.
TEXTS = [
    # A broken quote costs its line; the next one stands.
    ('quoted newlines', {'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\n'
                         'A,"Al\nfa\n\n",58,12\nB,"Be""ta",58.009,12\n'},
     None, '', 1),
    ('a quote never closed', {'stops.txt': GOOD['stops.txt'] +
                              'C,"Gamma,58.1,12\n'}, None, 'N406', 1),
    ('NUL bytes', {'stops.txt': GOOD['stops.txt'].replace('Alfa', 'Al\0fa')},
     None, 'N407', 1),
    ('lone CR', {k: v.replace('\n', '\r') for k, v in GOOD.items()}, None, '',
     1),
    ('negative times', {'stop_times.txt': ST + 'T,-1:00:00,07:20:00,A,3\n'},
     None, 'N401', 1),
    ('times beyond 999 h', {'stop_times.txt': ST +
                            'T,1000:00:00,1000:00:00,A,3\n'}, None, 'N401',
     1),
    ('stop_sequence', {'stop_times.txt': ST +
                       'T,08:00:00,08:00:00,A,-1\n'
                       'T,08:00:00,08:00:00,A,99999999999999999999\n'
                       'T,08:00:00,08:00:00,A,2147483647\n'}, None, 'N401',
     1),
    ('positions', {'stops.txt': GOOD['stops.txt'] + 'C,c,NaN,12\nD,d,inf,12\n'
                   'E,e,58,1e400\nF,f,-91,12\nG,g,58,-inf\n'}, None, 'N401',
     1),
    ('parents in a ring',
     {'stops.txt': 'stop_id,stop_lat,stop_lon,location_type,parent_station\n'
      'A,58,12,0,P\nB,58.009,12,0,B\nP,58,12,1,Q\nQ,58,12,1,P\n'}, None,
     'N420', 1),
    ('dates', {'calendar.txt': GOOD['calendar.txt'] +
               'W,1,1,1,1,1,0,0,20260230,20261301\n'}, None, 'N401', 1),
    ('a thousand years', {'calendar.txt': CAL +
                          'V,1,1,1,1,1,1,1,19000101,29991231\n'}, None,
     'N418', 1),
    ('headway 0', {'frequencies.txt':
                   'trip_id,start_time,end_time,headway_secs\n'
                   'T,06:00:00,07:00:00,0\n'}, None, 'N401', 1),
    ('a zone that is a path', {'agency.txt': 'agency_id,agency_timezone\n'
                               'X,../../../etc/passwd\n'}, None, 'N425', 1),
    ('UTF-16', {k: v.encode('utf-16') for k, v in GOOD.items()}, 'I404', '',
     None),
    ('empty files', {k: '' for k in GOOD}, 'I402', '', None),
    ('transfers', {'transfers.txt': 'from_stop_id,to_stop_id,transfer_type\n'
                   'A,B,9\nA,B,-1\nA,nix,0\n,,\n'}, None, 'N401 N403', 1),
]


def big(folder, go):
    p = os.path.join(folder, 'big.zip')
    # 300 MiB of one letter, a thousand times the archive.
    go('bomb', feed(p, {'stops.txt': (b'a' * (1 << 20)
                                      for _ in range(300))}), LIMIT)
    inner = zipfile.ZipFile(os.path.join(folder, 'inner.zip'), 'w')
    inner.writestr('stop_times.txt', ST)
    inner.close()
    with open(os.path.join(folder, 'inner.zip'), 'rb') as f:
        go('a zip in the zip', feed(p, {'stop_times.txt': f.read()}), 'I402')
    go('many files', feed(p, {f'd{k}/x{k}.txt': 'x' for k in range(20000)}),
       None, '', 1)
    go('header of 10^7 bytes',
       feed(p, {'stops.txt': b'stop_id,' + b'x' * 10**7 + b'\n'}), 'I402')
    go('10^6 columns', feed(p, {'stops.txt': GOOD['stops.txt'] + 'C,c,58,12' +
                                ',' * 10**6 + '\n'}), None, 'N405', 1)
    long = 'x' * 65536
    go('ids of 64 KiB', feed(p, {'stops.txt': GOOD['stops.txt'] +
                                 f'{long},c,58.1,12\n'}), None, 'N428', 1)
    go('ids beyond 64 KiB', feed(p, {'stops.txt': GOOD['stops.txt'] +
                                     f'{long}y,c,58.1,12\n'}), None, 'N406',
       1)
    go('unknown ids of 64 KiB',
       feed(p, {'stop_times.txt': many(
           ST.encode(), b'%07d' + b'y' * 60000 +
           b',08:00:00,08:00:00,A,1\n', 1500, 100)}), None, 'N403', 1)
    go('9 million distinct ids',
       feed(p, {'stops.txt': many(GOOD['stops.txt'].encode(),
                                  b'%07d,,58,12\n', 9 * 10**6)}), LIMIT)
    go('a second all day, many trips',
       feed(p, {'frequencies.txt':
                'trip_id,start_time,end_time,headway_secs\n' +
                'T,00:00:00,24:00:00,1\n' * 100000}), LIMIT)


def archives(folder, go):
    p = os.path.join(folder, 'a.zip')
    go('stored', feed(p, {}, zipfile.ZIP_STORED), None, '', 1)
    go('zip64', feed(p, {}), None, '', 1)
    with open(feed(p, {}), 'r+b') as f:
        f.truncate(os.path.getsize(p) - 60)
    go('truncated', p, INPUT)
    warnings.simplefilter('ignore')
    with zipfile.ZipFile(feed(p, {}), 'a') as z:
        z.writestr('stops.txt', 'nonsense')
    go('a name twice', p, None, '', 1)  # the first one
    # The directory's sizes of stop_times.txt: 4 KiB more, and 1 byte.
    for name, size, want in (('says too much', 5000, INPUT),
                             ('says too little', 1, INPUT)):
        feed(p, {})
        with open(p, 'rb') as f:
            data = bytearray(f.read())
        at = data.index(b'PK\1\2')
        while data[at + 46:at + 46 + 14] != b'stop_times.txt':
            at = data.index(b'PK\1\2', at + 4)
        struct.pack_into('<I', data, at + 24, size)
        with open(p, 'wb') as f:
            f.write(data)
        go(f'a directory that {name}', p, want)
    # Encrypted: marked so, and the packed bytes are like noise.
    feed(p, {})
    with open(p, 'rb') as f:
        data = bytearray(f.read())
    end = data.index(b'PK\1\2')
    at = data.index(b'stops.txt') + 40
    data[at:end] = bytes((b * 31 + k * 17 + 5) & 0xFF
                         for k, b in enumerate(data[at:end]))
    at = -1
    while (at := data.find(b'PK\1\2', at + 1)) >= 0:
        data[at + 8] |= 1
    with open(p, 'wb') as f:
        f.write(data)
    go('encrypted', p, INPUT)
    with open(p, 'wb') as f:
        f.write(os.urandom(5000))
    go('noise', p, 'I403')


def main():
    program = sys.argv[1]
    memory = int(sys.argv[2]) if len(sys.argv) > 2 else 4096
    with tempfile.TemporaryDirectory() as folder:
        def go(name, path, error=None, notes='', trips=None):
            expect(name, run(program, path, memory), error, notes, trips)
        for name, changes, error, notes, trips in TEXTS:
            go(name, feed(os.path.join(folder, 'text.zip'), changes), error,
               notes, trips)
        archives(folder, go)
        big(folder, go)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
