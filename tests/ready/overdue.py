"""What lasts longer than its spread is noted once, however many delområden.

Planbesked 1 (industry) makes four delområden of the sample and plan EK64, in
samråd, one. The row planbesked → planuppdrag ends at 60 months and samråd →
antagande at 42 (docs/method.md §11); both are set to 2005, more than 250 months
before the reference date 2026-11-01. As delivered they began in May 2026.

usage: overdue.py MARKKLAR GEODATA
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from osgeo import ogr

ogr.UseExceptions()


def notes(program, folder):
    done = subprocess.run(
        [program, 'score', os.path.join(folder, 'markklar.yaml'), '-v',
         '--out', os.path.join(folder, 'resultat')],
        capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return sorted(re.findall(r'\[N305\] ([^:]+):', done.stdout + done.stderr))


def set_date(path, layer, where, field, year):
    ds = ogr.Open(path, 1)
    rows = ds.GetLayerByName(layer)
    rows.SetAttributeFilter(where)
    changed = 0
    for row in rows:
        row.SetField(field, year, 1, 1, 0, 0, 0, 0)
        rows.SetFeature(row)
        changed += 1
    assert changed == 1, (layer, where, changed)
    del rows, ds


def main(program, geodata):
    with tempfile.TemporaryDirectory() as top:
        folder = os.path.join(top, 'kopia')
        shutil.copytree(geodata, folder)
        assert notes(program, folder) == [], 'a note without a reason'
        shutil.rmtree(os.path.join(folder, 'resultat'))
        set_date(os.path.join(folder, 'lager', 'kommunen.gpkg'),
                 'planbesked', 'fid = 1', 'DATUM', 2005)
        set_date(os.path.join(folder, 'detaljplaner.shp'), 'detaljplaner',
                 "PLANNR = 'EK64'", 'SKEDE_DAT', 2005)
        got = notes(program, folder)
        want = ['detaljplaner EK64', 'planbesked planbesked rad 1']
        assert got == want, got


if __name__ == '__main__':
    main(*sys.argv[1:])
