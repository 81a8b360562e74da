#!/usr/bin/python3
"""time_oracle.py PROGRAM COUNT: judges what ready_cases judged, again.

From docs/method.md §9-§11 alone, with plain lists of masses: nothing here was
taken from the program. Every axis, level, unknown, hinder, month and binding
step must be the same in all cases; and the cases must hold something of
everything, or the test fails.
"""
import collections
import datetime
import json
import math
import subprocess
import sys

TODAY = datetime.date(2026, 11, 1)
SHARES = (0.0, 0.1, 0.5, 0.9, 1.0)
GRID, LAST = 4, 960
AXES = ("plan", "rådighet", "infrastruktur", "utredning", "tillstånd")
ONGOING = {"påbörjad": 2, "samråd": 2, "granskning": 3, "antagen": 3,
           "överklagad": 3, "tillsyn": 3}
FOUR = ("geoteknik", "markmiljö", "dagvatten", "arkeologi")


def date(text):
    return datetime.date.fromisoformat(text) if text else None


# ---- §9 ---------------------------------------------------------------------

def plan_axis(c):
    made_by, status = c["underlag"], c["planstatus"]
    if made_by == "detaljplan":
        if c["byggbar"] is not None and c["byggbar"] < 25:
            return 0, 0
        start = date(c["gf_start"])
        not_begun = start is not None and start > TODAY
        rung = 3 if not_begun or c["villkor"] else 4
        return (rung if c["anvandning_kand"] else 0), rung
    if made_by == "pågående detaljplan":
        return ONGOING[status], ONGOING[status]
    if status in ONGOING:               # covers, but its use is not known
        other = 0 if c["annan_plan_tar_bort"] else ONGOING[status]
    elif status == "planuppgift saknas":
        other = 4
    else:
        other = 0 if c["heltackande"] else 4
    if made_by == "planbesked":         # no plan in force allows it yet
        return 2, max(2, other if other < 4 else 2)
    if made_by == "översiktsplan":
        return 1, max(1, other)
    if status == "laga kraft":          # for another use
        return 0, 0
    return 0, other


def control(c):
    """Owner and allocation as they count."""
    deal, owner = c["markanv"], c["agare"]
    if deal == "reserverad" and c["till"] and date(c["till"]) < TODAY:
        deal = "ledig"
    if owner is None and deal not in (None, "?"):
        owner = "kommun"
    return owner, deal


def own_plot(c):
    return c["area"] >= 0.95 * c["omrade"]


def control_axis(c):
    owner, deal = control(c)
    first = {"såld": 0, "markanvisad": 1, "reserverad": 2,
             "tomträtt/arrende": 2}
    if deal in first:
        return first[deal], first[deal]
    if owner is None or deal == "?":
        return 0, 4
    if owner == "kommun":
        rung = 4 if own_plot(c) and deal != "intresseanmälan" else 3
        return rung, rung
    will = {"ej säljvillig": 0, "säljvillig": 1, "option": 2, "utbjuden": 4}
    rung = will.get(c["vilja"])
    return (0, 4) if rung is None else (rung, rung)


def infra_axis(c):
    def rung(unknown):
        gata, va, el, fiber = (c[k] or unknown
                               for k in ("gata", "va", "el", "fiber"))
        if "saknas" in (gata, va):
            return 1
        if "planerad" in (gata, va):
            return 2
        return 4 if el == fiber == "finns" else 3

    return rung("saknas"), rung("finns")


def later(day, months):
    y, m = divmod(day.year * 12 + day.month - 1 + months, 12)
    for d in (day.day, 30, 29, 28):
        try:
            return datetime.date(y, m + 1, min(d, day.day))
        except ValueError:
            pass
    raise ValueError(day)


def study_axis(c):
    """A register that is not said to be complete may lack what was done."""
    if not c["utredningar_givna"]:
        return 0, 4
    rung = studied(c)
    return (rung, rung) if c["utredningar_alla"] else (rung, 4)


def studied(c):
    done = c["utredningar"]
    if all(k in done for k in FOUR):
        valid = all(done[k] and later(date(done[k]), round(
            12 * c["giltig_ar"])) >= TODAY for k in FOUR)
        return 4 if valid else 3
    if any(k != "översiktlig" for k in done):
        return 2
    return 1 if done else 0


def effect_here(c, role, effect):
    """§8: what a layer does at this place."""
    if role == "strandskydd" and c["strandskydd_upphavs"]:
        return "uppgift"
    if c["underlag"] == "detaljplan":
        if role == "jordbruk" and effect == "flaggar":
            return "uppgift"
        if role in ("oversvamning", "fornlamning") and effect == "minskar":
            return "flaggar"
    return effect


def permit_axis(c):
    steps = {"behov": 1, "sökt": 2, "beviljat": 3, "klart": 4}
    if c["tillstand"]:
        return steps[c["tillstand"]], steps[c["tillstand"]]
    for role, effect, code, typ in c["lager"]:
        if effect_here(c, role, effect) == "uppgift":
            continue
        if role in ("strandskydd", "natur", "vattenskydd") or \
                role == "fornlamning" and (not typ or "fornlämning"
                                           in typ.lower()) or \
                role == "fororening" and code in (1, 2):
            return 1, 1
    return (4, 4) if c["tillstand_givna"] else (1, 4)


# ---- §10 --------------------------------------------------------------------

LAYERS = [  # kind, actor, roles; in order of publication
    ("tillfart", {"utfartsforbud": "kommun"}),
    ("förorening", {"fororening": "markägare"}),
    ("markförhållanden", {"oversvamning": "kommun", "ras": "kommun"}),
    ("natur och kultur", dict.fromkeys(
        ("strandskydd", "natur", "vattenskydd", "fornlamning", "riksintresse",
         "jordbruk"), "länsstyrelse")),
    ("risk", {"farligt_gods": "kommun", "kraftledning": "nätägare",
              "byggnadsfritt": "väghållare"}),
]


def hinder(c, axes):
    out = []

    def say(holds, kind, actor):
        if holds:
            out.append([kind, actor, -1])

    def layers(kind):
        roles = dict(LAYERS)[kind]
        for i, (role, effect, code, _) in enumerate(c["lager"]):
            here = effect_here(c, role, effect)
            if role not in roles or here == "uppgift":
                continue
            if role == "fororening" and here == "flaggar" and \
                    code not in (1, 2):
                continue
            out.append([kind, roles[role], i])

    own = c["underlag"] == "pågående detaljplan"
    _, deal = control(c)
    say(c["upptagen"], "upptagen", "markägare")
    say(c["annan_plan_tar_bort"], "pågående plan", "kommun")
    say(c["bebyggd"], "delvis bebyggd", "markägare")
    built_out = c["upptagen"] and c["underlag"] == "detaljplan"
    say(axes[0][1] <= 2 and not built_out, "plan", "kommun")
    say(own and c["planstatus"] == "överklagad", "rättsligt förfarande",
        "domstol")
    say(own and c["planstatus"] == "tillsyn", "rättsligt förfarande",
        "länsstyrelse")
    say(c["villkor"], "rättsligt förfarande", "kommun")
    say(axes[1][1] <= 1 or deal == "reserverad", "ägande", "markägare")
    say(c["gata"] == "saknas", "tillfart", "väghållare")
    layers("tillfart")
    say(c["va"] in ("saknas", "planerad"), "vatten och avlopp", "kommun")
    say(c["el"] == "saknas", "el", "nätägare")
    layers("förorening")
    say(c["lutning"] is not None and math.floor(c["lutning"] * 10 + 0.5) > 100,
        "markförhållanden", "kommun")
    layers("markförhållanden")
    layers("natur och kultur")
    layers("risk")
    say(deal in ("markanvisad", "såld"), "företagsreserv", "företag")
    return out


# ---- §11 --------------------------------------------------------------------

def done_by(points, t):
    best = 0.0
    for (a, p), (b, q) in zip(zip(points, SHARES),
                              zip(points[1:], SHARES[1:])):
        if t >= b:
            best = q
        elif t >= a:
            best = p + (q - p) * (t - a) / (b - a)
    return best


def at(quarter):
    mass = [0.0] * (LAST + 1)
    mass[min(quarter, LAST)] = 1.0
    return mass


def step(points, spent):
    if spent is None:
        s = gone = 0.0
    else:
        s = min(spent, (points[3] + points[4]) / 2)
        gone = done_by(points, s)
    if gone == 1:
        return at(0)
    mass, before = [], 0.0
    for i in range(LAST):
        now = (done_by(points, s + i / GRID) - gone) / (1 - gone)
        mass.append(now - before)
        before = now
    return mass + [1 - before]


def then(a, b):
    out = [0.0] * (LAST + 1)
    some = [(j, q) for j, q in enumerate(b) if q]
    for i, p in enumerate(a):
        if p:
            for j, q in some:
                out[i + j if i + j < LAST else LAST] += p * q
    return out


def running(mass):
    total, out = 0.0, []
    for m in mass:
        total += m
        out.append(total)
    return out


def beside(*parts):
    total, before, mass = [running(p) for p in parts], 0.0, []
    for at_once in zip(*total):
        now = math.prod(at_once)
        mass.append(now - before)
        before = now
    return mass


def quarter(mass, share):
    for i, f in enumerate(running(mass)):
        if f >= share - 1e-9:
            return i
    return LAST


def months_from(day, to):
    return (to.year - day.year) * 12 + to.month - day.month + \
        (to.day - day.day) / 30


def waited(day):
    return math.ceil(months_from(TODAY, day) * GRID - 1e-9)


STEP = {"ko": "väntan på planuppdrag", "plan": "planarbete till antagande",
        "kraft": "antagande till laga kraft", "mark": "markförvärv",
        "utredning": "utredningar", "fastighet": "fastighetsbildning",
        "utbyggnad": "utbyggnad av gata och VA",
        "start": "genomförandetidens start"}


def plan_steps(c):
    """[(step, row, or a day that is waited for)] and the months spent of the
    first."""
    tid, status, since = c["tid"], c["planstatus"], None
    if c["underlag"] == "detaljplan":
        return [], None
    if c["underlag"] == "pågående detaljplan":
        since = date(c["skede_datum"])
        day = date(c["laga_kraft"])
        chain = {"påbörjad": [("plan", "uppdrag"), ("kraft", "antagen")],
                 "samråd": [("plan", "samrad"), ("kraft", "antagen")],
                 "granskning": [("plan", "granskning"), ("kraft", "antagen")],
                 "antagen": [("kraft", "antagen")],
                 "överklagad": [("kraft", "overklagan")],
                 "tillsyn": [("kraft", "tillsyn")]}[status]
        if status == "antagen" and day and day > TODAY:
            return [("kraft", day)], None
    else:
        first = "op"
        if c["underlag"] == "planbesked":
            first, since = "planbesked", date(c["planbesked_datum"])
        chain = [("ko", first), ("plan", "uppdrag"), ("kraft", "antagen")]
    assert all(row in tid for _, row in chain)
    return chain, (months_from(since, TODAY) if since and since < TODAY
                   else None)


def way(c, land, study, works):
    """(quarters, the step that binds) of one way."""
    tid = c["tid"]
    chain, spent = plan_steps(c)
    plan, own = at(0), {}
    for i, (name, row) in enumerate(chain):
        if isinstance(row, datetime.date):
            mass = at(waited(row))
        else:
            mass = step(tid[row], spent if i == 0 else None)
            if row == "antagen":
                share = c["overklagan_andel"]
                appealed = then(mass, step(tid["overklagan"], None))
                mass = [(1 - share) * a + share * b
                        for a, b in zip(mass, appealed)]
        own[name] = quarter(mass, 0.5)
        plan = then(plan, mass)

    def single(name, row):
        mass = step(tid[row], None) if row else at(0)
        own[name] = quarter(mass, 0.5)
        return mass

    def longest(tracks):
        best = max(tracks, key=lambda t: quarter(t[0], 0.5))  # first of equals
        return best[1]

    first = [(plan, [n for n, _ in chain]), (single("mark", land), ["mark"]),
             (single("utredning", "utredning" if study else None),
              ["utredning"])]
    second = [(single("fastighet", None if own_plot(c)
                      else "fastighetsbildning"), ["fastighet"]),
              (single("utbyggnad", works), ["utbyggnad"])]
    total = then(beside(*[m for m, _ in first]),
                 beside(*[m for m, _ in second]))
    on_the_way = longest(first) + longest(second)
    bind, most = None, 0
    for name in on_the_way:
        if own[name] > most:
            bind, most = name, own[name]
    start = date(c["gf_start"])
    if start and start > TODAY:
        if waited(start) > quarter(total, 0.5):
            bind = "start"
        total = beside(total, at(waited(start)))
    return [quarter(total, p) for p in (0.1, 0.5, 0.9)], bind


def time(c, axes):
    if axes[0][0] != axes[0][1] or axes[0][1] == 0 or axes[1][1] == 0:
        return [-1, -1, -1], False, None
    owner, deal = control(c)
    if deal in ("såld", "markanvisad", "reserverad", "tomträtt/arrende") or \
            owner not in (None, "kommun") and c["vilja"] == "ej säljvillig":
        return [-1, -1, -1], False, None

    def works(unknown):
        both = (c["gata"] or unknown, c["va"] or unknown)
        return "utbyggnad_saknas" if "saknas" in both else \
            "utbyggnad_planerad" if "planerad" in both else None

    land = (None, None)
    if owner != "kommun":
        will = c["vilja"] if owner else None
        land = {"säljvillig": ("saljvillig", "saljvillig"),
                "option": ("option", "option"), "utbjuden": (None, None),
                None: (None, "saljvillig")}.get(will, (None, None))
    low, high = axes[3]
    best, bind = way(c, land[0], high < 3, works("finns"))
    worst, bind_worst = way(c, land[1], low < 3, works("saknas"))
    m = [-(-q // GRID) for q in (best[0], best[1], worst[1], worst[2])]
    chain, spent = plan_steps(c)
    points = c["tid"][chain[0][1]] if spent is not None else None
    late = points is not None and spent > (points[3] + points[4]) / 2
    if c["villkor"] or c["tillstand"] in ("behov", "sökt"):
        return [m[0], -1, -1], late, None
    return [m[0], m[1] if m[1] == m[2] else -1, m[3]], late, \
        STEP[bind] if bind and bind == bind_worst else None


def judge(c):
    axes = [plan_axis(c), control_axis(c), infra_axis(c), study_axis(c),
            permit_axis(c)]
    plan = axes[0]
    unknown = [n for n, (lo, hi) in zip(AXES, axes) if lo != hi]
    if c["underlag"] == "detaljplan" and not c["egenskaper_kanda"]:
        unknown.append("egenskapsbestämmelser")
    if not c["byggnader_kanda"]:
        unknown.append("byggnader")
    months, late, bind = time(c, axes)
    return {"axlar": [list(a) for a in axes],
            "ber": [1 + min(a[0] for a in axes), 1 + min(a[1] for a in axes),
                    1 + plan[0] if plan[0] == plan[1] else 0],
            "okanda": unknown, "hinder": hinder(c, axes), "klar": months,
            "forsenad": late, "steg": bind}


# ---- the comparison ---------------------------------------------------------

def main(program, count):
    out = subprocess.run([program, count], stdout=subprocess.PIPE, check=True)
    cases = [json.loads(line) for line in out.stdout.splitlines()]
    met, wrong = collections.Counter(), 0
    for i, c in enumerate(cases):
        said, mine = c.pop("svar"), judge(c)
        for k, v in mine.items():
            if said[k] != v and wrong < 20:
                print("case %d: %s is %s, not %s\n  %s" % (
                    i, k, said[k], v, json.dumps(c, ensure_ascii=False)))
            wrong += said[k] != v
        met[mine["steg"]] += 1
        met["underlag", c["underlag"]] += 1
        met["förlängd"] += mine["forsenad"]
        met["ingen tid"] += mine["klar"][0] < 0
        met["p50 okänd"] += mine["klar"][0] >= 0 > mine["klar"][1]
        for n, a in zip(AXES, mine["axlar"]):
            met[n, tuple(a)] += 1
        for kind, _, _ in mine["hinder"]:
            met[kind] += 1
    for what in list(STEP.values()) + [
            None, "förlängd", "ingen tid", "p50 okänd"]:
        if not met[what]:
            print("no case of", what)
            wrong += 1
    assert len(cases) == int(count) and len(met) > 50
    print("%d cases, %d differ; %d without time" % (len(cases), wrong,
                                                    met["ingen tid"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
