#!/usr/bin/python3
"""What a GIS analyst would write for the core of markklar's job.

    bench_geopandas.py FOLDER RESULT.geojson

Valid parcels, the share of each under each use letter, the nearest stop and
its departures on a Tuesday, as GeoJSON. It does less than markklar: no plan
that cuts an older one, no pieces of land, no score. Whatever GeoPandas and
shapely are installed are used, vectorised where they can be.
"""
import csv
import io
import sys
import zipfile
from collections import Counter

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.strtree import STRtree

VECTORISED = int(shapely.__version__.split('.')[0]) >= 2
DAY = '20261103'


def read_stops(path):
    """Platforms with their departures 06-20 on the day."""
    with zipfile.ZipFile(path) as z:
        def rows(name):
            return csv.DictReader(io.TextIOWrapper(z.open(name), 'utf-8'))

        runs = {r['service_id'] for r in rows('calendar_dates.txt')
                if r['date'] == DAY and r['exception_type'] == '1'}
        trips = {r['trip_id'] for r in rows('trips.txt')
                 if r['service_id'] in runs}
        departures = Counter(
            r['stop_id'] for r in rows('stop_times.txt')
            if r['trip_id'] in trips
            and '06:00:00' <= r['departure_time'] < '20:00:00')
        stops = pd.DataFrame([r for r in rows('stops.txt')
                              if r['location_type'] == '0'])
    stops['departures'] = stops['stop_id'].map(departures).fillna(0)
    return gpd.GeoDataFrame(
        stops[['stop_id', 'stop_name', 'departures']],
        geometry=gpd.points_from_xy(stops.stop_lon.astype(float),
                                    stops.stop_lat.astype(float)),
        crs=4326).to_crs(3006)


def make_valid(shapes):
    if VECTORISED:
        return gpd.GeoSeries(shapely.make_valid(shapes.values),
                             index=shapes.index, crs=shapes.crs)
    from shapely.validation import make_valid as one
    return shapes.map(lambda g: g if g.is_valid else one(g))


def overlaps(land, uses):
    """Indices of pairs whose boxes meet, and the area each has in common."""
    tree = STRtree(uses)
    if VECTORISED:
        i, j = tree.query(land)
        return i, j, shapely.area(shapely.intersection(land[i], uses[j]))
    i, j, area = [], [], []
    for k, parcel in enumerate(land):
        for u in tree.query_items(parcel):
            i.append(k)
            j.append(u)
            area.append(parcel.intersection(uses[u]).area)
    return np.array(i), np.array(j), np.array(area)


def nearest(land, points):
    tree = STRtree(points)
    if VECTORISED:
        found = tree.nearest(land)
        return found, shapely.distance(land, points[found])
    found = [tree.nearest_item(g) for g in land]
    return found, [g.distance(points[k]) for g, k in zip(land, found)]


def main():
    folder, result = sys.argv[1:]
    parcels = gpd.read_file(f'{folder}/fastigheter.gpkg')
    uses = gpd.read_file(f'{folder}/planer.gpkg', layer='anvandning')
    stops = read_stops(f'{folder}/tidtabell.zip')
    parcels['geometry'] = make_valid(parcels.geometry)
    land = parcels.geometry.values
    i, j, area = overlaps(land, uses.geometry.values)
    found = pd.DataFrame({
        'parcel': i, 'letter': uses['bokstav'].values[j], 'area': area})
    share = found.groupby(['parcel', 'letter'])['area'].sum().unstack(
        fill_value=0).reindex(range(len(parcels)), fill_value=0)
    parcels = parcels.join(
        share.div(parcels.area, axis=0).round(4).add_prefix('andel_'))
    parcels['area'] = parcels.area.round(1)
    k, metres = nearest(land, stops.geometry.values)
    parcels['hpl_namn'] = stops['stop_name'].values[k]
    parcels['hpl_avg'] = stops['departures'].values[k]
    parcels['hpl_m'] = np.round(metres, 1)
    parcels.to_crs(4326).to_file(result, driver='GeoJSON')


if __name__ == '__main__':
    main()
