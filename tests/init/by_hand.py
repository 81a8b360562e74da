"""init on the sample municipality against the project file written by hand.

Every role that the hand-written file has must be found, with the same file and
fields, and score must give the same features, tables and all. What no file can
say is written into both alike, and is all that may differ (DIFFER).

usage: by_hand.py MARKKLAR GEODATA
"""
import fnmatch
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import yaml

# What a planner decides, by role and key: no layer says that it is complete,
# nor how far a station reaches. begransningar are the planner's own.
DIFFER = {('detaljplaner', 'heltackande'), ('utredning', 'heltackande'),
          ('el', 'buffert_m'), ('begransningar', None)}
LAYERS = ('mark', 'verksamhetsmark', 'infrastruktur', 'hallplatser',
          'byggbar', 'detaljplaner')
TABLES = ('hinder', 'bestammelser')


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f'{command}: {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout


def read(path):
    with open(path, encoding='utf-8') as f:
        return yaml.safe_load(f)


def write(path, project):
    project['referensdatum'] = str(project['referensdatum'])
    with open(path, 'w', encoding='utf-8') as f:
        yaml.safe_dump(project, f, allow_unicode=True)


def block(value):
    """A role's one block, whether written as one or as a list."""
    if isinstance(value, list):
        assert len(value) == 1, value
        value = value[0]
    return value if isinstance(value, dict) else {'fil': value}


def same_layer(hand, found):
    """A pattern of each fits the name or the pattern of the other."""
    a, b = hand.get('lager'), found.get('lager')
    return (a == b or a is None or b is None or
            fnmatch.fnmatch(a.replace('*', 'x'), b) or
            fnmatch.fnmatch(b, a))


def check_roles(hand, found):
    for role, value in hand.items():
        if (role, None) in DIFFER or role == 'tidtabeller':
            continue
        assert role in found, role
        a, b = block(value), block(found[role])
        assert a['fil'] == b['fil'] and same_layer(a, b), (role, a, b)
        for key, field in a.get('falt', {}).items():
            assert b['falt'].get(key) == field, (role, key, b['falt'])
        for key in set(a) - {'fil', 'lager', 'falt', 'urval'}:
            assert (role, key) in DIFFER or a[key] == b.get(key), (role, key)
    assert found['tidtabeller'] == hand['tidtabeller']
    more = set(found) - set(hand)
    # roads that the hand-written file has for access alone
    assert more <= {'gator'}, more
    assert set(found) - more == set(hand) - {'begransningar'}, set(found)


def decide(hand, found):
    """Give the found file what its planner would write by hand."""
    for role in set(found) - set(hand):
        del found[role]
    for role, key in DIFFER:
        if key is None:
            found[role] = hand[role]
        else:
            block(found[role])[key] = block(hand[role])[key]


def results(program, path, out):
    run(program, 'score', path, '--out', out)
    rows = []
    for layer in LAYERS:
        with open(os.path.join(out, layer + '.geojson'),
                  encoding='utf-8') as f:
            for one in json.load(f)['features']:
                rows.append((layer, json.dumps(one, sort_keys=True)))
    db = sqlite3.connect(os.path.join(out, 'markklar.gpkg'))
    for table in TABLES:
        for row in db.execute(f'SELECT * FROM {table}'):
            rows.append((table, repr(row)))
    return rows


def check_scores(program, top, want, name):
    got = results(program, os.path.join(top, name, 'markklar.yaml'),
                  os.path.join(top, 'out_' + name))
    for a, b in zip(want, got):
        if a != b:
            sys.exit(f'{name}:\n{a}\n{b}')
    assert len(want) == len(got), (len(want), len(got))
    print(f'{name}: {len(got)} features and rows agree')


def check_nested(program, top, plain):
    """The same files three folders down are the same layers."""
    deep = os.path.join(top, 'deep')
    under = 'data/2026/leverans'
    shutil.copytree(os.path.join(top, 'bare'), os.path.join(deep, under))
    run(program, 'init', deep)
    found = read(os.path.join(deep, 'markklar.yaml'))['indata']
    assert set(found) == set(plain), set(found) ^ set(plain)
    for role in set(plain) - {'tidtabeller'}:
        a, b = block(plain[role]), block(found[role])
        assert b['fil'] == f"{under}/{a['fil']}", (role, b['fil'])
        assert {**b, 'fil': a['fil']} == a, (role, a, b)
    print(f'nested: {len(found)} roles')


def main(program, geodata):
    with tempfile.TemporaryDirectory() as top:
        shutil.copytree(geodata, os.path.join(top, 'hand'))
        bare = os.path.join(top, 'bare')
        shutil.copytree(geodata, bare)
        os.remove(os.path.join(bare, 'markklar.yaml'))
        # without it the small project below is part of the folder
        os.remove(os.path.join(bare, 'ngp', 'markklar.yaml'))
        shutil.copytree(bare, os.path.join(top, 'found'))
        path = os.path.join(top, 'found', 'markklar.yaml')
        said = run(program, 'init', os.path.join(top, 'found'))
        hand = read(os.path.join(geodata, 'markklar.yaml'))
        found = read(path)
        check_roles(hand['indata'], found['indata'])
        # an own constraint is a guess, told but not written
        assert 'flyghinder: kan vara en begränsning' in said, said
        check_nested(program, top, found['indata'])
        decide(hand['indata'], found['indata'])
        # the rest of the file is settings, not layers
        for key in set(hand) - {'indata'}:
            found[key] = hand[key]
        write(path, found)
        want = results(program, os.path.join(top, 'hand', 'markklar.yaml'),
                       os.path.join(top, 'out_hand'))
        assert len(want) > 2000, len(want)
        check_scores(program, top, want, 'found')


if __name__ == '__main__':
    main(*sys.argv[1:])
