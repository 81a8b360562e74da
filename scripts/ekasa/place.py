"""What is drawn: parcels, plans with use areas, buildings."""
import math
import random

from ekasa.geometry import (centroid, mapped, parts, polygon, same, tidy,
                            union)


class Parcel:
    """One registerenhetsområde."""

    def __init__(self, geom, trakt, block, enhet, part=1,
                 kind="fastighetsområde"):
        self.geom, self.trakt, self.block = geom, trakt, block
        self.enhet, self.part, self.kind = enhet, part, kind
        self.parts = 1
        self.uncertain = False

    def key(self):
        return (self.trakt, self.block or "", self.enhet)


class Plan:
    def __init__(self, nr, akt, namn, typ, status, laga="", antagen="",
                 slut="", tid=None):
        self.nr, self.akt, self.namn, self.typ = nr, akt, namn, typ
        self.status, self.laga, self.antagen = status, laga, antagen
        self.slut, self.tid = slut, tid
        self.start = self.stage = ""   # genomförandetid, present stage
        self.uses, self.outline = [], None

    def use(self, letters, geom):
        self.uses.append((letters, geom))
        return self

    def area(self):
        return self.outline or union(g for _, g in self.uses)


class Provision:
    """A bestämmelse that is not a use."""

    def __init__(self, plan, code, text, geom, value, unit, kind, key):
        self.plan, self.code, self.text, self.geom = plan, code, text, geom
        self.value, self.unit, self.kind, self.key = value, unit, kind, key


class Ekasa:
    def __init__(self):
        self.rng = random.Random(9998)
        self.parcels, self.plans, self.buildings = [], {}, []
        self.counter = {}
        self.provisions = []
        self.no_exit = []              # utfartsförbud: (plan, line)
        self.layers = {}               # name: [(geometry, attributes)]

    # parcels

    def parcel(self, geom, trakt, designation=None, part=1,
               kind="fastighetsområde", block=None):
        """Add an område; without a designation the next free one."""
        if not (trakt == "HÖGÅSA" and (designation or "").startswith("9:")):
            geom = tidy(geom)
        if designation:
            block, enhet = designation.split(":")
        else:
            block = block or "1"
            self.counter[trakt, block] = self.counter.get((trakt, block),
                                                          100) + 1
            enhet = self.counter[trakt, block]
        p = Parcel(geom, trakt, block, int(enhet), part, kind)
        self.parcels.append(p)
        return p

    def plan(self, *args, **kw):
        p = Plan(*args, **kw)
        self.plans[p.nr] = p
        return p

    def count_parts(self):
        count = {}
        for p in self.parcels:
            count[p.key()] = count.get(p.key(), 0) + 1
        for p in self.parcels:
            p.parts = count[p.key()]

    def layer(self, name, geom, **attributes):
        self.layers.setdefault(name, []).append((geom, attributes))

    # buildings: (geometry, object type, purpose, main, position)

    def building(self, geom, typ, purpose, main=True, illustrative=False):
        self.buildings.append((geom, typ, purpose, main, illustrative))

    def house(self, poly, typ, purpose, share, inset):
        """A building inside a parcel, along its first edge."""
        x, y = centroid(poly)
        r = poly.GetGeometryRef(0)
        (ax, ay), (bx, by) = r.GetPoint_2D(0), r.GetPoint_2D(1)
        angle = math.atan2(by - ay, bx - ax)
        side = math.sqrt(poly.GetArea() * share)
        ratio = self.rng.uniform(1.1, 1.9)
        w, h = side * math.sqrt(ratio), side / math.sqrt(ratio)
        ca, sa = math.cos(angle), math.sin(angle)
        g = polygon([(x + dx * ca - dy * sa, y + dx * sa + dy * ca)
                     for dx, dy in ((-w / 2, -h / 2), (w / 2, -h / 2),
                                    (w / 2, h / 2), (-w / 2, h / 2))])
        inner = poly.Buffer(-inset)
        if not inner.IsEmpty() and not g.Within(inner):
            g = max(parts(g.Intersection(inner)), default=None,
                    key=lambda q: q.GetArea())
            if g is None or g.GetArea() < 20:
                return None
            g = parts(mapped(g, same))[0]
        self.building(g, typ, purpose)
        return g
