"""A project over Porto Alegre, with R5's settings written in its file.

Land is a square of 2 dm around each point (or hexagon centroid): markklar
measures from the nearest point of an area, so the square adds at most 0.14 m.
"""
import csv
import json
import math
import os
import subprocess
import sqlite3

from osgeo import osr

UTM = 31982  # SIRGAS 2000 / UTM 22S, which the city uses
HALF = 0.1

PROJECT = """\
markklar: 1
referensdatum: 2019-05-13
indata:
  fastigheter: {{fil: land.geojson, falt: {{fast_id: id}}}}
  tidtabeller: [{data}/poa_eptc.zip, {data}/poa_trensurb.zip]
  gator: {{fil: {data}/poa_osm.pbf, kalla: osm, storcirkel: ja}}
{people}gangnat: {{koppling_m: 0, minsta_del: 40, sok_m: 1600, intill_m: 0}}
kollektivtrafik: {{dag: 2019-05-13}}
restid:
  gang_kmh: 3.6
  pastigning_s: 60
  byte_max_m: 1000
  till_max_m: 3600
  fran_max_m: 2000
  max_resor: 3
  max_restid_min: 60
  avgang: "{depart}"
  fonster_min: {window}
  percentiler: [25, 50, 75]
  framme: "14:00"
  platser:
{places}
"""
PEOPLE = """\
  befolkning: {fil: people.geojson, falt: {antal: population}}
"""


def points(data):
    with open(os.path.join(data, "poa_points_of_interest.csv")) as f:
        return [(r["id"], float(r["lon"]), float(r["lat"]))
                for r in csv.DictReader(f)]


def hexagons(data):
    with open(os.path.join(data, "poa_hexgrid.csv")) as f:
        return [(r["id"], float(r["lon"]), float(r["lat"]),
                 float(r["population"])) for r in csv.DictReader(f)]


def collection(path, crs, features):
    with open(path, "w") as f:
        json.dump({"type": "FeatureCollection", "features": features,
                   "crs": {"type": "name", "properties": {
                       "name": "urn:ogc:def:crs:" + crs}}}, f)


def squares(path, land):
    wgs, utm = osr.SpatialReference(), osr.SpatialReference()
    wgs.ImportFromEPSG(4326)
    utm.ImportFromEPSG(UTM)
    for s in (wgs, utm):
        s.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    to = osr.CoordinateTransformation(wgs, utm)
    features = []
    for name, lon, lat in land:
        x, y, _ = to.TransformPoint(lon, lat)
        ring = [[x + a * HALF, y + b * HALF] for a, b in
                ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
        features.append({"type": "Feature", "properties": {"id": name},
                         "geometry": {"type": "Polygon",
                                      "coordinates": [ring]}})
    collection(path, "EPSG::%d" % UTM, features)


def people(path, hexes):
    collection(path, "OGC:1.3:CRS84", [
        {"type": "Feature", "properties": {"population": n},
         "geometry": {"type": "Point", "coordinates": [lon, lat]}}
        for _, lon, lat, n in hexes])


def run(markklar, data, folder, land, depart="14:00", window=10, places=None,
        with_people=False):
    """Score the land; returns the path of the GeoPackage."""
    squares(os.path.join(folder, "land.geojson"), land)
    if with_people:
        people(os.path.join(folder, "people.geojson"), hexagons(data))
    named = points(data) if places is None else places
    project = os.path.join(folder, "markklar.yaml")
    with open(project, "w") as f:
        f.write(PROJECT.format(
            data=os.path.abspath(data), depart=depart, window=window,
            people=PEOPLE if with_people else "",
            places="\n".join("    - {namn: %s, lon: %r, lat: %r}" % p
                             for p in named)))
    out = os.path.join(folder, "ut")
    subprocess.run([markklar, "score", project, "-o", out, "-q",
                    "--overwrite"], check=True)
    return os.path.join(out, "markklar.gpkg")


def minutes(gpkg, how, percent=None):
    """{(from, to): (whole minutes, minutes with a decimal)}, None unreached"""
    with sqlite3.connect(gpkg) as db:
        return {(a, b): (whole, exact) for a, b, whole, exact in db.execute(
            "SELECT fast_id, plats, hela_min, minuter FROM restider"
            " WHERE fardsatt = ? AND percentil IS ?", (how, percent))}
