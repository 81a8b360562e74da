#!/usr/bin/python3
"""Make geodata/: the invented municipality Ekåsa (9998).

    make_geodata.py FOLDER

Writes the parcels, plans, use areas, buildings, streets and timetable that
README.md in that folder describes.  Everything is drawn on the SWEREF 99 TM
grid from the point (326000, 6401000); plans and use areas are then stored in SWEREF
99 12 00, rounded to the millimetre, as a municipality keeps them.  The output
is the same byte for byte on every run with the same GDAL and SQLite.

No real property, plan, stop or person is in it.
"""
import os
import sys

sys.dont_write_bytecode = True     # the source tree stays as it is

from osgeo import gdal, ogr, osr  # noqa: E402

from ekasa import (alvhult, fabric, files, layers, ngp,  # noqa: E402
                   rights, streets, timetable)
from ekasa.geometry import union  # noqa: E402

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()


def check_fabric(k):
    """Parcels tile the land: no overlap beyond rounding."""
    good = [p for p in k.parcels if not p.geom.IsEmpty() and p.geom.IsValid()]
    total = sum(p.geom.GetArea() for p in good)
    cover = union(p.geom for p in good).GetArea()
    assert abs(total - cover) < 200, (total, cover)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_geodata.py FOLDER")
    folder = sys.argv[1]
    # what GDAL says about the geometry that is wrong on purpose
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    os.makedirs(folder, exist_ok=True)
    gdal.SetConfigOption("OGR_CURRENT_DATE", files.CURRENT_DATE)
    k = fabric.build()
    alvhult.draw(k)
    check_fabric(k)
    rights.draw(k)
    files.write_parcels(k, os.path.join(folder,
                                        "fastighetsindelning_kn9998.gpkg"))
    files.write_plans(k, folder)
    files.write_uses(k, os.path.join(folder, "anvandning.gpkg"))
    files.write_buildings(k, os.path.join(folder, "byggnader.gpkg"))
    layers.write_provisions(k, os.path.join(folder, "egenskaper.gpkg"))
    layers.write(k, os.path.join(folder, "lager"))
    streets.write(os.path.join(folder, "lager"))
    timetable.write_gtfs(os.path.join(folder, "gtfs_ekasa.zip"))
    ngp.write(os.path.join(folder, "ngp"))
    print("%d områden, %d planer, %d användningar, %d byggnader" % (
        len(k.parcels), len(k.plans),
        sum(len(p.uses) for p in k.plans.values()), len(k.buildings)))


if __name__ == "__main__":
    main()
