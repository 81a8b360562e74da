"""Months to byggklar by docs/method.md §11, for the oracle.

The arithmetic of distributions is that of tests/geodata/ready_time.py, which
was written from the same text by another hand than the program's.
"""
import functools
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                'geodata'))
import ready_time as rt  # noqa: E402

DEFAULTS = dict(rt.STEPS)
APPEALED = rt.APPEALED
# Steps in the order of the table and the word published for each.
WORDS = {
    'op': 'väntan på planuppdrag', 'planbesked': 'väntan på planuppdrag',
    'uppdrag': 'planarbete till antagande',
    'samrad': 'planarbete till antagande',
    'granskning': 'planarbete till antagande',
    'antagen': 'antagande till laga kraft',
    'laga_kraft': 'antagande till laga kraft',
    'overklagan': 'antagande till laga kraft',
    'tillsyn': 'antagande till laga kraft',
    'saljvillig': 'markförvärv', 'option': 'markförvärv',
    'utredning': 'utredningar', 'fastighetsbildning': 'fastighetsbildning',
    'utbyggnad_saknas': 'utbyggnad av gata och VA',
    'utbyggnad_planerad': 'utbyggnad av gata och VA',
    'gf_start': 'genomförandetidens start',
}
ORDER = list(WORDS)
NOTHING = rt.masses([1.0] * (rt.LAST + 1))
# What is left of the plan by what there is.
CHAINS = {
    'översiktsplan': ('op', 'uppdrag', 'antagen'),
    'planbesked': ('planbesked', 'uppdrag', 'antagen'),
    'påbörjad': ('uppdrag', 'antagen'), 'samråd': ('samrad', 'antagen'),
    'granskning': ('granskning', 'antagen'), 'antagen': ('antagen',),
    'överklagad': ('overklagan',), 'tillsyn': ('tillsyn',),
    'laga kraft': (),
}


def use_times(given):
    """Take the steps of a project's `tid:`, the rest as the table has."""
    steps = dict(DEFAULTS)
    steps.update((k, tuple(v)) for k, v in given.items()
                 if k != 'overklagan_andel')
    appealed = given.get('overklagan_andel', APPEALED)
    if (steps, appealed) == (rt.STEPS, rt.APPEALED):
        return
    rt.STEPS.clear()
    rt.STEPS.update(steps)
    rt.APPEALED = appealed
    for cached in (mass_of, branch, answer):
        cached.cache_clear()


def grid_time(months):
    """The first grid step not before."""
    return min(rt.LAST, max(0, math.ceil(months * rt.GRID - 1e-9)))


def at(months):
    when = grid_time(months)
    return rt.masses([float(i >= when) for i in range(rt.LAST + 1)])


@functools.lru_cache(maxsize=None)
def mass_of(name, spent=0.0):
    """The mass of one step; antagen with the appeal that may follow."""
    if name == 'laga_kraft':           # a date to come: `spent` is the wait
        return at(spent)
    points = rt.STEPS[name]
    if rt.share_by(points, min(spent, sum(points[3:]) / 2)) == 1:
        return NOTHING
    mass = rt.step(name, spent)
    if name != 'antagen':
        return mass
    appealed = rt.then(mass, rt.step('overklagan'))
    return [(1 - rt.APPEALED) * a + rt.APPEALED * b
            for a, b in zip(mass, appealed)]


def grid_median(mass):
    """The first grid step at which half is done."""
    return next(i for i, f in enumerate(rt.cumulate(mass)) if f >= .5 - 1e-9)


@functools.lru_cache(maxsize=None)
def branch(steps, spent=0.0):
    """Steps one after the other; the first has gone on for `spent`."""
    if not steps:
        return NOTHING
    parts = [mass_of(steps[0], spent)] + [mass_of(s) for s in steps[1:]]
    return rt.then(*parts)


@functools.lru_cache(maxsize=None)
def answer(plan, spent, land, study, parting, building, begins):
    """((P10, P50, P90), binding step) of one way. Branches are tuples of
    steps, empty where nothing is left; begins: months until the
    genomförandetid begins."""
    start = grid_time(begins)
    first = [branch(plan, spent), branch(land), branch(study)]
    then = [branch(parting), branch(building)]
    way = rt.then(rt.beside(*first), rt.beside(*then))
    found = tuple(max(rt.months(way, p), -(-start // rt.GRID))
                  for p in (.1, .5, .9))
    if start > grid_median(way):
        return found, 'gf_start'
    spent_of = {plan[0]: spent} if plan else {}
    bind = larger(first, (plan, land, study)) + \
        larger(then, (parting, building))
    own = {s: grid_median(mass_of(s, spent_of.get(s, 0.0))) for s in bind}
    return found, max(bind, key=lambda s: (own[s], -ORDER.index(s)),
                      default=None)


def larger(masses, steps):
    """The steps of the branch with the larger P50; ties: the first."""
    medians = [grid_median(m) for m in masses]
    return steps[medians.index(max(medians))]
