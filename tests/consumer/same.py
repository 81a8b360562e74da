"""Runs the consumer and compares what its four runs wrote.

    same.py CONSUMER SOURCE_DIR
"""
import os
import subprocess
import sys
import tempfile

CONSUMER, SOURCE = (os.path.abspath(a) for a in sys.argv[1:3])
sys.path.insert(0, os.path.join(SOURCE, "tests", "program"))
import harness as h  # noqa: E402

h.SOURCE = SOURCE


def main():
    with tempfile.TemporaryDirectory(prefix="markklar-test-") as top:
        project = h.demo_project(top, "omradesnummer = 1 AND block = '1'")
        p = subprocess.run([CONSUMER, project, top], env=h.clean_env(),
                           timeout=240)
        if p.returncode:
            return "the consumer exits %d" % p.returncode
        want = h.data_files(os.path.join(top, "a"))
        for run in "abcd":
            folder = os.path.join(top, run)
            faults = h.manifest_faults(folder)
            got = h.data_files(folder)
            faults += ["%s differs" % n for n in sorted(set(want) | set(got))
                       if want.get(n) != got.get(n)]
            if faults or len(want) < 10:
                return "run %s: %s" % (run, faults or sorted(want))
    return 0


if __name__ == "__main__":
    sys.exit(main())
