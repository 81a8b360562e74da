"""Make NGP deliveries (Detaljplan 4.1 domain objects) of invented plans.

objektidentitet are made from names (uuid5); references into Boverket's
catalogue are real ones, or the nil uuid where none is known to the tests.
"""
import json
import uuid

MEDIATYP = 'application/vnd.lm.detaljplan.v4+json'
NIL = '00000000-0000-0000-0000-000000000000'

# Källa: Boverket, Planbestämmelsekatalogen (release 20251201).
REFERENCE = {
    'B': ('f9e056a6-cda8-4b92-a15d-dc70d61dfa36', 'Bostäder'),
    'C': ('5df5c910-50b0-4b57-80a4-d139115c3b73', 'Centrum'),
    'E': ('9b78a950-1bb2-4046-98cf-9efbd5868323', 'Tekniska anläggningar'),
    'J': ('a0f58fd5-a361-4002-a359-03474901c15f', 'Industri'),
    'J-lager': ('1eb32484-907c-4a85-aedd-1203f7c6cdc4', 'Lager'),
    'P': ('cea1a8c2-7fc9-4fb2-8b6f-944716a4aa55', 'Parkering'),
    'SKYDD': ('037d09ef-cac0-4d2e-bcc0-1e8dab8ee9ed', 'Översvämningsyta'),
    # replaced by the J above (its ersatter)
    'J-2014': ('6a078cd3-872c-4629-8719-62dbbbffb730', 'Industri'),
}
# The tests know no reference of these: the wording has to do.
WORDS = {
    'A': 'Allmänt ändamål', 'D': 'Vård', 'G': 'Drivmedel',
    'H': 'Detaljhandel', 'K': 'Kontor', 'L': 'Odling och djurhållning',
    'N': 'Friluftsliv och camping', 'O': 'Tillfällig vistelse',
    'R': 'Besöksanläggningar', 'S': 'Skola', 'T': 'Trafik', 'V': 'Hamn',
    'W': 'Vattenområde', 'Z': 'Verksamheter', 'GATA': 'Gata',
    'LOKALGATA': 'Lokalgata', 'INDUSTRIGATA': 'Industrigata',
    'NATUR': 'Natur', 'PARK': 'Park', 'TORG': 'Torg', 'VÄG': 'Väg',
    'Jm': 'Småindustri',
}


def ident(name):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, 'https://example.invalid/' + name))


def wording(letter):
    return REFERENCE[letter] if letter in REFERENCE \
        else (NIL, WORDS.get(letter, letter))


def square(x, y, w, h=None):
    h = w if h is None else h
    return {'type': 'Polygon', 'coordinates': [
        [[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]]}


def geometri(position, epsg=3007, typ='yta', dimension=2):
    return {
        'geometri': {'typ': typ, 'koordinatsystemPlan': f'EPSG:{epsg}',
                     'dimension': dimension, 'position': position},
        'geometrimetadata': {},
    }


def _feature(properties):
    return {'type': 'Feature', 'id': properties['objektidentitet'],
            'geometry': None, 'properties': properties}


def beslut(laga_kraft='2021-03-04', months=60, **more):
    b = {'beslutstyp': 'antagande av ny detaljplan',
         'datumAntagande': '2021-01-20'}
    if laga_kraft:
        b['datumLagakraft'] = [laga_kraft]
        b['genomforandetidStartar'] = laga_kraft
    if months:
        b['genomforandetid'] = months
    b.update(more)
    return {k: v for k, v in b.items() if v is not None}


def plan(name, areas, status='laga kraft', typ='detaljplan', decisions=None,
         **more):
    p = {
        'feature:typ': 'detaljplan',
        'objektidentitet': ident(name),
        'objektversion': 1,
        'versionGiltigFran': '2024-01-01T00:00:00+01:00',
        'kommun': 'Ekåsa',
        'beteckning': name,
        'namn': f'Detaljplan {name}',
        'syfte': 'Påhittad plan för prov.',
        'status': status,
        'datumStatusforandring': '2024-01-01',
        'typ': typ,
        'plangeometri': areas,
        'beslutsinformation': [beslut()] if decisions is None else decisions,
    }
    p.update(more)
    return _feature({k: v for k, v in p.items() if v is not ...})


def provision(name, of_plan, kind, reference, text, areas, **more):
    p = {
        'feature:typ': kind,
        'detaljplan': ident(of_plan),
        'objektidentitet': ident(name),
        'objektversion': 1,
        'versionGiltigFran': '2024-01-01T00:00:00+01:00',
        'planbestammelsekatalogreferens': reference,
        'bestammelseformulering': text,
        'bestammelsegeometri': areas,
    }
    p.update(more)
    return _feature({k: v for k, v in p.items() if v is not ...})


def use(name, of_plan, letter, areas, **more):
    reference, text = wording(letter)
    return provision(name, of_plan, 'användningsbestämmelse', reference, text,
                     areas, **more)


def prick(name, of_plan, areas, **more):
    return provision(
        name, of_plan, 'egenskapsbestämmelse', NIL,
        'Marken får inte förses med byggnad.', areas, **more)


def collection(*features, **more):
    return {'type': 'FeatureCollection', 'feature:mediatyp': MEDIATYP, **more,
            'features': list(features)}


def write(path, value):
    with open(path, 'w', encoding='utf-8') as f:
        if isinstance(value, str):
            f.write(value)
        else:
            json.dump(value, f, ensure_ascii=False, indent=1)
