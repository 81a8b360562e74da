"""The same inputs give the same bytes: whatever the number of threads, the
batches, the locale, the time zone and the run."""
import os
import shutil
import subprocess
import sys
import unittest

import harness as h

sys.modules.setdefault("harness", h)

# Printed by a program that obeys LC_ALL: the decimal sign of 1.5, and what
# becomes of a small i made large.
ASK = r"""
import ctypes, locale
locale.setlocale(locale.LC_ALL, "")
libc = ctypes.CDLL(None)
b = ctypes.create_string_buffer(32)
libc.snprintf(b, 32, b"%.1f", ctypes.c_double(1.5))
libc.towupper.restype = ctypes.c_uint
print(b.value.decode(), hex(libc.towupper(ctypes.c_uint(ord("i")))))
"""


class SameEverywhere(h.Case):
    @classmethod
    def setUpClass(cls):
        import tempfile
        cls.top = tempfile.mkdtemp(prefix="markklar-test-")
        cls.locales = os.path.join(cls.top, "locales")
        os.mkdir(cls.locales)
        for name in ("sv_SE", "tr_TR"):
            made = subprocess.run(
                ["localedef", "-i", name, "-f", "UTF-8",
                 os.path.join(cls.locales, name + ".UTF-8")],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if not os.path.isdir(os.path.join(cls.locales, name + ".UTF-8")):
                raise AssertionError("localedef made no %s (package "
                                     "`locales`): %s" % (name, made.stdout))
        cls.first = os.path.join(cls.top, "first")
        r = h.run("score", h.geodata("markklar.yaml"), "-o", cls.first,
                  env=h.clean_env(LC_ALL="C", TZ="UTC"))
        if r.code:
            raise AssertionError(str(r))
        cls.said = r

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top, ignore_errors=True)

    def env(self, locale, zone):
        # glibc forgets its copy of LOCPATH; the leak is not the program's.
        with open(self.path("leaks"), "w") as f:
            f.write("leak:__argz_add_sep\nleak:argz_create_sep\n")
        return h.clean_env(LC_ALL=locale, LOCPATH=self.locales, TZ=zone,
                           LSAN_OPTIONS="print_suppressions=0:suppressions="
                           + self.path("leaks"))

    def asked(self, locale):
        return subprocess.run(["/usr/bin/python3", "-c", ASK], text=True,
                              stdout=subprocess.PIPE, check=True,
                              env=self.env(locale, "UTC")).stdout.split()

    def same(self, *args, **kw):
        out = self.path("out")
        r = self.ok("score", h.geodata("markklar.yaml"), "-o", out, *args,
                    **kw)
        want, got = h.data_files(self.first), h.data_files(out)
        self.assertEqual(sorted(want), sorted(got))
        for name in want:
            self.assertTrue(want[name] == got[name],
                            "%s differs with %s" % (name, args))
        # The last line names the folder, which is another one.
        self.assertEqual(self.said.err.replace(self.first, "UT"),
                         r.err.replace(out, "UT"))
        self.assertIn("UT/markklar.qlr", r.err.replace(out, "UT"))
        self.assertEqual(self.said.out, r.out)

    def test_0_the_locales_are_what_they_claim(self):
        self.assertEqual(["1.5", "0x49"], self.asked("C"))
        self.assertEqual(["1,5", "0x49"], self.asked("sv_SE.UTF-8"))
        self.assertEqual(["1,5", "0x130"], self.asked("tr_TR.UTF-8"))

    def test_1_again_with_other_clock_and_all_defaults(self):
        self.same(env=h.clean_env(TZ="America/St_Johns"))

    def test_2_one_thread_small_batches_far_east(self):
        self.same("-j", "1", "--batch-rows", "7",
                  env=self.env("sv_SE.UTF-8", "Pacific/Kiritimati"))

    def test_3_two_threads_small_batches_turkish(self):
        self.same("-j2", "--batch-rows=7",
                  env=self.env("tr_TR.UTF-8", "America/Los_Angeles"))

    def test_4_three_threads_swedish(self):
        self.same("--jobs", "3", env=self.env("sv_SE.UTF-8", "Asia/Kathmandu"))

    def test_5_eight_threads_from_another_folder(self):
        os.mkdir(self.path("elsewhere"))
        self.same("-j", "8", "--batch-rows", "64", cwd=self.path("elsewhere"),
                  env=self.env("tr_TR.UTF-8", "Europe/Stockholm"))

    def test_5_many_threads_with_batches_smaller_than_they_are(self):
        for jobs, locale in (("3", "tr_TR.UTF-8"), ("8", "sv_SE.UTF-8")):
            self.same("-j", jobs, "--batch-rows", "7", "--overwrite",
                      env=self.env(locale, "Asia/Kathmandu"))

    def test_6_the_figures_are_there_to_differ(self):
        mark = h.read_bytes(os.path.join(self.first, "mark.geojson"))
        self.assertGreater(mark.count(b"."), 1000)
        # Those of provisions, other layers and terrain too.
        pieces = h.properties(self.first, "verksamhetsmark")
        for name in ("byggbar_m2", "bya_m2", "hojd_max", "lutning", "hinder",
                     "agare", "pris_m2", "klar_p50"):
            self.assertGreater(len({p[name] for p in pieces}), 2, name)
        self.assertGreater(len(h.properties(self.first, "byggbar")), 100)
        self.assertEqual(["beredskap.qml", "byggbar.qml"], [
            n for n in sorted(h.snapshot(self.first))
            if n in ("beredskap.qml", "byggbar.qml")])
        self.assertEqual([], h.manifest_faults(self.first))


if __name__ == "__main__":
    h.main()
