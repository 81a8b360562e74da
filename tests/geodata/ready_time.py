#!/usr/bin/python3
"""Months to byggklar, worked out from docs/method.md §11 and nothing else.

Written apart from the program, to stand beside the answers of
geodata/README.md that are too long for pencil: distributions as plain lists
of the mass at 0, 0.25, 0.5 … 240 months.

    ready_time.py            the ways of geodata/README.md and their answers
"""
STEPS = {                          # months at 0, 10, 50, 90 and 100 %
    "op": (6, 12, 24, 60, 96),
    "planbesked": (1, 4, 12, 30, 60),
    "uppdrag": (8, 12, 24, 42, 72),
    "samrad": (4, 7, 12, 24, 42),
    "granskning": (1, 2, 4, 9, 18),
    "antagen": (0.7, 0.7, 0.7, 1, 1.5),
    "overklagan": (2, 3, 5.3, 9, 18),
    "tillsyn": (1, 2, 5, 10, 18),
    "saljvillig": (2, 4, 9, 18, 36),
    "option": (0.5, 1, 2, 4, 8),
    "utredning": (2, 3, 6, 12, 18),
    "fastighetsbildning": (2, 3, 6, 12, 24),
    "utbyggnad_saknas": (6, 12, 18, 30, 48),
    "utbyggnad_planerad": (1, 3, 9, 12, 24),
}
SHARES = (0, 0.1, 0.5, 0.9, 1)
APPEALED = 1 / 3
GRID, LAST = 4, 960                # steps a month, last step


def share_by(points, t):
    """F(t): five points joined by straight lines; a jump where two stand on
    one month."""
    done = 0.0
    for (a, p), (b, q) in zip(zip(points, SHARES),
                              zip(points[1:], SHARES[1:])):
        if t >= b:
            done = q
        elif t > a:
            done = p + (q - p) * (t - a) / (b - a)
    return done


def step(name, spent=0.0):
    """The mass of one step, of which `spent` months have gone."""
    return step_of(STEPS[name], spent)


def step_of(points, spent=0.0):
    at_95 = points[3] + (points[4] - points[3]) * 0.5
    s = min(spent, at_95)
    gone = share_by(points, s)
    return masses([(share_by(points, s + i / GRID) - gone) / (1 - gone)
                   for i in range(LAST + 1)])


def masses(cumulative):
    out = [cumulative[0]] + [b - a for a, b in zip(cumulative,
                                                   cumulative[1:])]
    out[-1] += 1 - cumulative[-1]
    return out


def cumulate(mass):
    total, out = 0.0, []
    for m in mass:
        total += m
        out.append(total)
    return out


def then(*steps):
    """One after the other."""
    out = steps[0]
    for b in steps[1:]:
        both = [0.0] * (LAST + 1)
        for i, p in enumerate(out):
            if p:
                for j, q in enumerate(b):
                    if q:
                        both[min(i + j, LAST)] += p * q
        out = both
    return out


def beside(*steps):
    """At the same time: ready when the last is."""
    out = [1.0] * (LAST + 1)
    for s in steps:
        out = [a * b for a, b in zip(out, cumulate(s))]
    return masses(out)


def to_laga_kraft(spent=0.0):
    """From antagande: without an appeal, or with one after that."""
    quiet = step("antagen", spent)
    appealed = then(quiet, step("overklagan"))
    return [(1 - APPEALED) * a + APPEALED * b
            for a, b in zip(quiet, appealed)]


def months(mass, share):
    """The first time at which so much is done, in whole months."""
    for i, f in enumerate(cumulate(mass)):
        if f >= share - 1e-9:
            return -(-i // GRID)
    raise ValueError("the shares do not sum to one")


def answer(mass):
    return tuple(months(mass, p) for p in (0.1, 0.5, 0.9))


# What is left to do at the places of README.md, by fastighet and delområde.
# The two dates of a present stage are six months ago (2026-05-01, of
# 2026-11-01).
A = "EKÅSA ALVHULT "
WAYS = {
    (A + "3:4", 1): to_laga_kraft(),
    (A + "3:5", 1): step("overklagan"),
    (A + "3:6", 1): step("tillsyn"),
    (A + "3:7", 1): then(step("granskning"), to_laga_kraft()),
    (A + "3:8", 1): then(step("samrad"), to_laga_kraft()),
    (A + "3:9", 1): then(step("uppdrag"), to_laga_kraft()),
    (A + "4:2", 1): then(step("op"), step("uppdrag"), to_laga_kraft()),
    (A + "4:3", 1): then(step("planbesked", 6), step("uppdrag"),
                         to_laga_kraft()),
    (A + "5:6", 1): step("saljvillig"),
    (A + "5:8", 1): step("option"),
    (A + "6:4", 1): step("utbyggnad_saknas"),
    (A + "6:5", 1): step("utbyggnad_planerad"),
    (A + "6:8", 1): step("utredning"),
    (A + "1:1", 1): step("fastighetsbildning"),
    (A + "1:1", 2): beside(step("fastighetsbildning"),
                           step("utbyggnad_saknas")),
    (A + "1:1", 3): then(
        beside(then(step("samrad", 6), to_laga_kraft()), step("utredning")),
        beside(step("fastighetsbildning"), step("utbyggnad_planerad"))),
}
# The same way as another place.
LIKE = {
    (A + "4:2", 1): [(A + "4:5", 1)],
    (A + "6:8", 1): [(A + "6:9", 1), (A + "7:2", 1),
                     ("EKÅSA VÄSTERHULT 1:10", 1), ("EKÅSA EKÅSA 4:1", 1)],
    (A + "1:1", 1): [(A + "11:9", 1), ("EKÅSA ÄNGSVIK 2:1", 1),
                     ("EKÅSA ÄNGSVIK 5:1", 1), ("EKÅSA ÄNGSVIK 5:1", 2),
                     ("EKÅSA ÄNGSVIK 5:4", 1)],
}
# Where the owner's will is not known: the way with the land at hand, and
# with the worst of the table.
UNKNOWN = {
    ("EKÅSA LÅNGÖRED 2:1", 1): (
        then(step("utredning"), step("utbyggnad_saknas")),
        then(beside(step("utredning"), step("saljvillig")),
             step("utbyggnad_saknas"))),
}


def answers():
    """{(fastighet, delområde): (P10, P50, P90)}, None where not known."""
    out = {}
    for place, way in WAYS.items():
        for also in [place] + LIKE.get(place, []):
            out[also] = answer(way)
    for place, (best, worst) in UNKNOWN.items():
        low, high = answer(best), answer(worst)
        out[place] = (low[0], low[1] if low[1] == high[1] else None, high[2])
    worst = answer(step("saljvillig"))
    for unit in ("6:1", "6:2", "6:3"):     # nothing left but the land
        out[A + unit, 1] = (0, None, worst[2])
    # A condition of the plan or a permit is not met: only the best is known.
    for unit in ("3:1", "3:2", "7:4", "7:5"):
        out[A + unit, 1] = (0, None, None)
    out[A + "11:5", 1] = (worst[0], None, None)
    for unit in ("4:9", "5:2", "5:3", "5:5"):   # somebody else has it
        out[A + unit, 1] = (None, None, None)
    out[A + "3:3", 1] = (8, 8, 8)          # begins 2027-06-15: 7.5 months
    return out


if __name__ == "__main__":
    for (place, number), found in answers().items():
        print("%-24s del %d: P10 %4s  P50 %4s  P90 %4s" % (
            (place, number) + tuple("–" if m is None else m for m in found)))
