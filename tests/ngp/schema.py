"""The deliveries of the tests are valid by Lantmäteriet's schema, and a fault
planted in one is not. Skipped (77) where the schemas are not at hand.

usage: schema.py SCHEMAS DATA
"""
import copy
import json
import os
import sys
import warnings

import delivery as d
import damage
import large

BASE = 'http://namespace.lantmateriet.se/distribution/'
GEOJSON = BASE + 'produkter/geojson/v1.1/geojson-1.1.json'
GEOMETRY = BASE + 'geodatakatalog/geometri/'

# What the schema asks of GeoJSON (RFC 7946), in our own words.
POSITION = {'type': 'array', 'minItems': 2, 'maxItems': 3,
            'items': {'type': 'number'}}


def nested(levels):
    shape = POSITION
    for _ in range(levels):
        shape = {'type': 'array', 'items': shape}
    return shape


def geometry(name, levels):
    return {'type': 'object', 'required': ['type', 'coordinates'],
            'properties': {'type': {'enum': [name]},
                           'coordinates': nested(levels)}}


STUB = {'$schema': 'http://json-schema.org/draft-04/schema#', 'definitions': {
    'featurecollection': {
        'type': 'object', 'required': ['type', 'features'],
        'properties': {'type': {'enum': ['FeatureCollection']},
                       'features': {'type': 'array'}}},
    'feature': {'type': 'object',
                'required': ['type', 'geometry', 'properties'],
                'properties': {'type': {'enum': ['Feature']}}},
    'point': geometry('Point', 0), 'linestring': geometry('LineString', 1),
    'polygon': geometry('Polygon', 2),
    'multipoint': geometry('MultiPoint', 1),
    'multilinestring': geometry('MultiLineString', 2),
    'multipolygon': geometry('MultiPolygon', 3),
    'geometrycollection': {
        'type': 'object', 'required': ['type', 'geometries'],
        'properties': {'type': {'enum': ['GeometryCollection']},
                       'geometries': {'type': 'array'}}},
}}


def validator(folder):
    import jsonschema
    store = {GEOJSON: STUB}
    for name in ('geometri-2.0.json', 'geometrimetadata-2.0.1.json'):
        with open(os.path.join(folder, name), encoding='utf-8') as f:
            schema = json.load(f)
        schema.pop('id')
        store[GEOMETRY + name] = schema
    with open(os.path.join(folder, 'detaljplan-4.1.json'),
              encoding='utf-8') as f:
        schema = json.load(f)
    schema.pop('id')
    here = BASE + 'detaljplan-4.1.json'
    store[here] = schema
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        resolver = jsonschema.RefResolver(here, schema, store=store)
        return jsonschema.Draft4Validator(schema, resolver=resolver)


def main(folder, data):
    if not os.path.isdir(folder):
        print(f'{folder} is not there: nothing to validate against')
        sys.exit(77)
    check = validator(folder)
    with open(os.path.join(data, 'rita.json'), encoding='utf-8') as f:
        rita = json.load(f)
    some = damage.whole()
    some['features'].append(d.prick('p', '9998-P25/3', damage.WEST))
    plain = large.one_plan(3, 6)
    for f in plain['features']:  # its metadata is bulk, not NGP's
        for key in ('plangeometri', 'bestammelsegeometri'):
            for item in f['properties'].get(key, []):
                item['geometrimetadata'] = {}
    for name, value in (('delivery.py', some), ('rita.json', rita),
                        ('large.py', plain)):
        for e in check.iter_errors(value):
            sys.exit(f'{name}: {"/".join(map(str, e.absolute_path))}: '
                     f'{e.message[:300]}')
    faults = [
        lambda v: v.pop('feature:mediatyp'),
        lambda v: v['features'][0]['properties'].__setitem__(
            'status', 'lagakraft'),
        lambda v: v['features'][0]['properties']['plangeometri'][0]
        ['geometri'].__setitem__('koordinatsystemPlan', 'EPSG:4326'),
        lambda v: v['features'][1]['properties'].pop('detaljplan'),
        lambda v: v['features'][0]['properties'].pop('beslutsinformation'),
    ]
    for i, fault in enumerate(faults):
        value = copy.deepcopy(some)
        fault(value)
        if check.is_valid(value):
            sys.exit(f'fault {i} is valid: the validator sees nothing')
    print('valid, and faults are seen')


if __name__ == '__main__':
    main(*sys.argv[1:])
