"""What the whole-program tests share: running markklar, small inputs, and
looking at a result folder.

    SCRIPT.py PROGRAM SOURCE_DIR [unittest arguments]

Each test gets a fresh folder of its own, removed afterwards.
"""
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
SOURCE = None
TIMEOUT = 120

# A corner of SWEREF 99 TM near Jönköping; everything small lies around it.
E0, N0 = 450000.0, 6400000.0

LAYERS = ["mark", "verksamhetsmark", "byggbar", "detaljplaner",
          "infrastruktur", "hallplatser", "brister_mark"]


def main():
    global PROGRAM, SOURCE
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    PROGRAM, SOURCE = (os.path.abspath(a) for a in sys.argv[1:3])
    # The scripts do `import harness`: they must see these very names.
    this = sys.modules["harness"]
    this.PROGRAM, this.SOURCE = PROGRAM, SOURCE
    unittest.main(module="__main__", argv=[sys.argv[0]] + sys.argv[3:],
                  verbosity=2)


def geodata(*names):
    return os.path.join(SOURCE, "geodata", *names)


def clean_env(**extra):
    """The caller's environment without what steers locale, time or GDAL."""
    env = {k: v for k, v in os.environ.items()
           if not k.startswith(("LC_", "GDAL_", "OGR_", "CPL_", "PROJ_",
                                "OMP_")) and k not in ("LANG", "LANGUAGE",
                                                       "TZ")}
    env.update(extra)
    return env


class Result:
    def __init__(self, code, out, err):
        self.code, self.raw_out, self.raw_err = code, out, err
        # Strict: what the program says is always UTF-8.
        self.out, self.err = out.decode("utf-8"), err.decode("utf-8")

    def __str__(self):
        return "exit %s\n--- stdout\n%s--- stderr\n%s" % (
            self.code, self.out[-3000:], self.err[-3000:])


def run(*args, env=None, cwd=None, preexec=None, prefix=()):
    p = subprocess.run(list(prefix) + [PROGRAM] + [os.fspath(a) for a in args],
                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, timeout=TIMEOUT, cwd=cwd,
                       env=clean_env() if env is None else env,
                       preexec_fn=preexec)
    return Result(p.returncode, p.stdout, p.stderr)


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="markklar-test-")
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def ok(self, *args, **kw):
        r = run(*args, **kw)
        self.assertEqual(r.code, 0, r)
        return r

    def fails(self, code, words, *args, **kw):
        """The program exits with `code` and says every one of `words`."""
        r = run(*args, **kw)
        self.assertEqual(r.code, code, r)
        for w in [words] if isinstance(words, str) else words:
            self.assertIn(w, r.err, r)
        return r


# ---- files and hashes

def xxh3(data):
    lib = ctypes.CDLL("libxxhash.so.0")
    lib.XXH3_64bits.restype = ctypes.c_uint64
    lib.XXH3_64bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    return "%016x" % lib.XXH3_64bits(data, len(data))


def read_bytes(path):
    with open(path, "rb") as f:
        return f.read()


def snapshot(folder):
    """name → bytes of every file in a folder, hidden ones too."""
    out = {}
    for at, _, names in os.walk(folder):
        for n in names:
            p = os.path.join(at, n)
            out[os.path.relpath(p, folder)] = read_bytes(p)
    return out


def data_files(folder):
    """A snapshot without tider.json, which alone may differ."""
    s = snapshot(folder)
    s.pop("tider.json", None)
    return s


def manifest_faults(folder):
    """What in a result folder is not as its korning.json says."""
    have = snapshot(folder)
    if "korning.json" not in have:
        return ["korning.json is missing"]
    said = {f["namn"]: f for f in
            json.loads(have["korning.json"].decode("utf-8"))["filer"]}
    faults = ["%s: not in korning.json" % n for n in have
              if n not in said and n not in ("korning.json", "tider.json")]
    for name, f in said.items():
        if name not in have:
            faults.append("%s: missing" % name)
        elif len(have[name]) != f["byte"]:
            faults.append("%s: %d bytes, said %d" % (name, len(have[name]),
                                                     f["byte"]))
        elif xxh3(have[name]) != f["xxh3"]:
            faults.append("%s: other bytes than said" % name)
    return faults


def no_constant(name):
    raise ValueError("%s is not JSON" % name)


def load(folder, name):
    """A GeoJSON layer, read strictly: UTF-8, no NaN, no name twice."""
    def pairs(items):
        d = dict(items)
        if len(d) != len(items):
            raise ValueError("a name twice in %r" % (items,))
        return d
    raw = read_bytes(os.path.join(folder, name))
    return json.loads(raw.decode("utf-8"), parse_constant=no_constant,
                      object_pairs_hook=pairs)


def features(folder, layer="mark"):
    return load(folder, layer + ".geojson")["features"]


def properties(folder, layer="mark"):
    return [f["properties"] for f in features(folder, layer)]


# ---- small inputs

def square(e, n, side=100.0):
    return [[[e, n], [e + side, n], [e + side, n + side], [e, n + side],
             [e, n]]]


def feature(geometry, **props):
    return {"type": "Feature", "properties": props, "geometry": geometry}


def polygon(rings):
    return {"type": "Polygon", "coordinates": rings}


def write_geojson(path, feats, epsg=3006, **more):
    doc = {"type": "FeatureCollection"}
    if epsg:
        doc["crs"] = {"type": "name", "properties":
                      {"name": "urn:ogc:def:crs:EPSG::%d" % epsg}}
    doc.update(more)
    doc["features"] = feats
    with open(path, "w", encoding="utf-8") as f:
        json.dump(doc, f, ensure_ascii=False)
    return path


def parcels(n=3):
    """n squares of 100 × 100 m in a row, Åby 1:1, 1:2 …"""
    return [feature(polygon(square(E0 + 100 * i, N0)), fast="Åby 1:%d" % (i + 1))
            for i in range(n)]


def quoted(text):
    return json.dumps(os.fspath(text), ensure_ascii=False)


def write_project(folder, fil="mark.geojson", extra="", falt=None,
                  name="markklar.yaml", more=""):
    """A project of one parcel layer; `extra` goes in under fastigheter:,
    `more` at the end of indata:."""
    falt = falt or {"fastighet": "fast"}
    text = ("markklar: 1\nkommun: {namn: Provby, kod: \"9998\"}\n"
            "referensdatum: 2026-11-01\nindata:\n  fastigheter:\n"
            "    fil: %s\n%s    falt: {%s}\n%s" % (
                quoted(fil), extra,
                ", ".join("%s: %s" % (k, quoted(v)) for k, v in falt.items()),
                more))
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def small_project(folder, n=3, **kw):
    write_geojson(os.path.join(folder, "mark.geojson"), parcels(n))
    return write_project(folder, **kw)


def demo_project(folder, where=None, drop=()):
    """geodata/markklar.yaml with absolute paths, fewer parcels (`where`) and
    without the inputs in `drop`: small enough to be run many times."""
    with open(geodata("markklar.yaml"), encoding="utf-8") as f:
        lines = f.read().split("\n")
    out, skipping = [], False
    for line in lines:
        if line.startswith("  ") and not line.startswith("   ") \
                and line.strip().endswith(":"):
            skipping = line.strip()[:-1] in drop
        elif line and not line.startswith(" "):
            skipping = False
        if skipping:
            continue
        head, _, name = line.partition("fil: ")
        if name and not head.strip():
            out.append("%sfil: %s" % (head, quoted(geodata(name.strip()))))
            if where and name.strip().startswith("fastighetsindelning"):
                out.append("%surval: %s" % (head, quoted(where)))
        elif line.strip().startswith("hojdmodell: "):
            out.append("  hojdmodell: %s" %
                       quoted(geodata(line.strip()[len("hojdmodell: "):])))
        elif line.strip().startswith("- ") and line.strip().endswith(".zip"):
            out.append("    - %s" % quoted(geodata(line.strip()[2:])))
        else:
            out.append(line)
    path = os.path.join(folder, "markklar.yaml")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out))
    return path
