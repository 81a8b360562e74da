"""Errors planted in the program are found by the tests that should find them.

    planted.py NAME PROGRAM SOURCE_DIR BUILD_DIR COMPILER [FLAGS...]

NAME is a mutant below, or `true`: the program as it is, which every check
must pass. One source file is copied, changed in one place, compiled, and
linked before the library, so that it stands in for the member of the same
name. Exit 0 when every check named for the mutant fails (and, for `true`,
none does).
"""
import os
import subprocess
import sys
import tempfile

LIBS = ["-ljansson", "-lgdal", "-lproj", "-lgeos_c", "-lsqlite3", "-lyaml",
        "-lxxhash", "-lcmocka", "-lm", "-lpthread"]

# name: (file, text that stands there once, text instead, checks that fail)
MUTANTS = {
    "the_oldest_plan_decides": (
        "analysis/planbase.c",
        "return plans[a].laga_kraft > plans[b].laga_kraft;",
        "return plans[a].laga_kraft < plans[b].laga_kraft;",
        ["facit", "oracle"]),
    "a_plan_is_in_force_from_the_day_after": (
        "analysis/interpret.c",
        "p->laga_kraft > today",
        "p->laga_kraft >= today",
        ["facit"]),
    "a_genomforandetid_ends_the_day_before": (
        "analysis/interpret.c",
        "today <= end ?",
        "today < end ?",
        ["facit"]),
    "half_the_departures": (
        "analysis/departures.c",
        "    a->avg_h = mk_fix(a->dep_total",
        "    a->dep_total /= 2;\n    a->avg_h = mk_fix(a->dep_total",
        ["facit", "oracle"]),
    "swapped_axes_are_not_noticed": (
        "input/vector.c",
        "s->swap = true;",
        "s->swap = false;",
        ["axes"]),
    "axes_are_swapped_the_wrong_way": (
        "input/polygons.c",
        "double *x = s->swap ? xy + 1 : xy, *y = s->swap ? xy : xy + 1;",
        "double *x = xy, *y = xy + 1;",
        ["axes"]),
    "prickmark_is_dropped": (
        "analysis/byggbar.c",
        "p->kind == MK_PV_PRICKMARK ||",
        "false ||",
        ["byggbar:prickmark_over_part_leaves_the_rest"]),
    "a_building_on_prickmark_is_taken_twice": (
        "analysis/byggbar.c",
        "publish(r, m2, largest);",
        """for (uint32_t k = 0; j->in->buildings && k < j->found.n; k++)
            for (uint32_t i = 0; i < j->in->buildings->geom.n; i++) {
                const struct mk_poly p = mk_polyset_get(
                    &j->in->provisions->geom, j->found.v[k]);
                const struct mk_poly q =
                    mk_polyset_get(&j->in->buildings->geom, i);
                m2 -= mk_poly_common_area(&p, &q);
            }
        publish(r, m2, largest);""",
        ["byggbar:a_building_on_prickmark_is_taken_once"]),
}


def build(name, top, source, build_dir, compiler, flags):
    file, old, new, _ = MUTANTS[name]
    with open(os.path.join(source, "src", file), encoding="utf-8") as f:
        text = f.read()
    if text.count(old) != 1:
        sys.exit("planted: '%s' stands %d times in %s: the mutant must be "
                 "brought up to date" % (old, text.count(old), file))
    c = os.path.join(top, os.path.basename(file))
    with open(c, "w", encoding="utf-8") as f:
        f.write(text.replace(old, new))
    program = os.path.join(top, "markklar")
    objects = os.path.join(build_dir, "CMakeFiles", "markklar.dir", "src",
                           "cli")
    main = [os.path.join(objects, o) for o in sorted(os.listdir(objects))
            if o.endswith(".o")]
    obj = c[:-2] + ".o"
    subprocess.run([compiler, "-std=c17", "-O1", *flags, "-c", "-o", obj, c],
                   check=True)
    unit = os.path.join(build_dir, "tests", "CMakeFiles", "test_byggbar.dir",
                        "unit", "test_byggbar.c.o")
    test = os.path.join(top, "test_byggbar")
    for target, own in ((program, main), (test, [unit])):
        subprocess.run([compiler, *[f for f in flags if f.startswith("-fsan")],
                        "-o", target, *own, obj,
                        os.path.join(build_dir, "libmarkklar.a"), *LIBS],
                       check=True)
    return program, test


class Checks:
    def __init__(self, program, unit, source, top):
        self.program, self.unit, self.source = program, unit, source
        self.tests = os.path.join(source, "tests")
        self.project = os.path.join(source, "geodata", "markklar.yaml")
        self.top, self.out = top, None

    def result(self):
        if not self.out:
            self.out = os.path.join(self.top, "ut")
            subprocess.run([self.program, "score", self.project, "-q", "-o",
                            self.out, "--no-gpkg"], check=True,
                           env=dict(os.environ,
                                    ASAN_OPTIONS="detect_leaks=0"))
        return self.out

    def python(self, *args):
        p = subprocess.run(["/usr/bin/python3", *args],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           text=True)
        return p.returncode, p.stdout

    def facit(self):
        out = self.result()
        return self.python(os.path.join(self.tests, "geodata",
                                        "check_facit.py"),
                           os.path.join(out, "mark.geojson"),
                           os.path.join(out, "verksamhetsmark.geojson"))

    def oracle(self):
        return self.python(os.path.join(self.tests, "oracle.py"),
                           self.project, self.result())

    def axes(self):
        return self.python(
            os.path.join(self.tests, "program", "hostile.py"), self.program,
            self.source,
            "Systems.test_north_before_east_is_turned_and_said")

    def byggbar(self, named=None):
        """The unit tests of byggbar mark; that a named one fails."""
        p = subprocess.run([self.unit], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True)
        failed = "[  FAILED  ] %s\n" % named in p.stdout
        return 0 if p.returncode == 0 else 1 if failed else 2, p.stdout


def main(name, program, source, build_dir, compiler, *flags):
    faults = 0
    with tempfile.TemporaryDirectory(prefix="markklar-test-") as top:
        wanted = [] if name == "true" else MUTANTS[name][3]
        unit = os.path.join(build_dir, "tests", "test_byggbar")
        if name != "true":
            program, unit = build(name, top, source, build_dir, compiler,
                                  flags)
        checks = Checks(program, unit, source, top)
        for check in wanted or ["facit", "oracle", "axes", "byggbar"]:
            which, *named = check.split(":")
            code, said = getattr(checks, which)(*named)
            print("%s: %s exits %d" % (name, check, code))
            # 2 would be a check that could not be carried out.
            if code != (1 if wanted else 0):
                faults += 1
                print(said[-3000:])
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
