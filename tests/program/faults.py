"""Whatever happens to a run, the folder holds a whole set: the old one or the
new one. What goes wrong is said, and the exit code is not 0."""
import json
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

import harness as h

SEED = 7
WORK = ".markklar-arbete"

FEW = "omradesnummer = 1 AND block = '1'"


def hidden(folder):
    return [n for n in os.listdir(folder) if n.startswith(".")]


class Fault(h.Case):
    """A folder with an older set, and a project that makes another one."""
    where = FEW
    drop = ("anvandning", "byggnader", "tidtabeller")

    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.mkdtemp(prefix="markklar-test-")
        cls.project = h.demo_project(cls.top, cls.where, cls.drop)
        cls.kept = {}
        for name, more in (("old", ["--crs", "EPSG:3006"]), ("new", [])):
            out = os.path.join(cls.top, name)
            r = h.run("score", cls.project, "-o", out, *more)
            assert r.code == 0, r
            cls.kept[name] = h.data_files(out)
        assert cls.kept["old"] != cls.kept["new"]
        for name in ("byggbar.geojson", "byggbar.qml", "beredskap.qml"):
            assert name in cls.kept["old"] and name in cls.kept["new"], name

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top, ignore_errors=True)

    def old_set(self, out=None):
        out = out or self.path("out")
        shutil.copytree(os.path.join(self.top, "old"), out)
        return out

    def start(self, out, **kw):
        return subprocess.Popen(
            [h.PROGRAM, "score", self.project, "-o", out, "--overwrite"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=h.clean_env(), **kw)

    def is_set(self, out, name):
        self.assertEqual([], h.manifest_faults(out))
        self.assertTrue(h.data_files(out) == self.kept[name],
                        "not the %s set" % name)

    def which(self, out):
        """old or new; None when the folder does not claim to hold a set."""
        if not os.path.exists(os.path.join(out, "korning.json")):
            return None
        have = {n: b for n, b in h.data_files(out).items()
                if not n.startswith(WORK)}
        for name in ("old", "new"):
            if have == self.kept[name]:
                return name
        self.fail("korning.json stands over a mixture: %s" % sorted(have))

    def whole_afterwards(self, out):
        """What a stopped run left: one whole set. A run that may not even
        overwrite puts an interrupted move right before it stops."""
        state = self.which(out)
        r = self.fails(5, "--overwrite", "score", self.project, "-o", out)
        after = self.which(out)
        self.assertIn(after, ("old", "new"), r)
        if state:
            self.assertEqual(state, after, "a whole set was changed")
        self.assertEqual([], hidden(out))
        self.is_set(out, after)
        return state, after

    def next_run_succeeds(self, out):
        self.ok("score", self.project, "-o", out, "--overwrite")
        self.assertEqual([], hidden(out))
        self.is_set(out, "new")


class Killed(Fault):
    def span(self):
        out = self.old_set(self.path("span"))
        t = time.monotonic()
        self.assertEqual(0, self.start(out).wait())
        return time.monotonic() - t

    def test_killed_at_any_moment_the_old_or_the_new_set_is_whole(self):
        rng = random.Random(SEED)
        span = self.span()
        seen = []
        for i in range(10):
            out = self.old_set(self.path("out%d" % i))
            p = self.start(out)
            try:
                p.wait(rng.uniform(0.3, 1.0) * span)
            except subprocess.TimeoutExpired:
                pass
            p.send_signal(signal.SIGKILL)
            p.wait()
            seen.append(self.whole_afterwards(out) + (p.returncode,))
            if i == 3:
                self.next_run_succeeds(out)
            shutil.rmtree(out)
        self.assertIn(-signal.SIGKILL, [s[2] for s in seen],
                      "no run was killed before it was done")

    def test_killed_while_files_are_moved_the_next_run_puts_them_right(self):
        rng = random.Random(SEED)
        seen = []
        for i in range(10):
            out = self.old_set(self.path("out%d" % i))
            p = self.start(out)
            order = os.path.join(out, WORK, "ordning")
            while p.poll() is None and not os.path.exists(order):
                pass
            # The whole move takes a few ms; some kills come at once.
            until = time.monotonic() + rng.choice((0, 1, 1, 2)) * \
                rng.uniform(0, 0.0008)
            while time.monotonic() < until:
                pass
            p.send_signal(signal.SIGKILL)
            p.wait()
            seen.append(self.whole_afterwards(out) + (p.returncode,))
            if i == 3:
                self.next_run_succeeds(out)
            shutil.rmtree(out)
        self.assertIn("old", [s[1] for s in seen if s[2]])


def have_strace():
    return shutil.which("strace") is not None


class KilledAtEachStep(Fault):
    """strace kills at the n:th call that changes the folder, so that every
    step of the move is met, not those that chance picks."""
    @unittest.skipUnless(have_strace(), "strace is not installed")
    def test_killed_at_each_step_of_the_move(self):
        env = h.clean_env(ASAN_OPTIONS="detect_leaks=0")
        calls = "rename,renameat,renameat2,linkat,unlinkat,rmdir"
        states, n = [], 0
        # GDAL and SQLite change files too, before: start at the order file.
        out = self.old_set(self.path("count"))
        trace = self.path("trace")
        subprocess.run(["strace", "-f", "-qq", "-o", trace,
                        "-e",
                        "trace=" + calls, h.PROGRAM, "score", self.project,
                        "-o", out, "--overwrite"], check=True, env=env,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(trace) as f:
            lines = [s for s in f if s.split(None, 1)[1].startswith(
                tuple(c + "(" for c in calls.split(",")))]
        first = next(i for i, s in enumerate(lines, 1) if "ordning.ny" in s)
        kinds = [s.split(None, 1)[1].split("(")[0] for s in lines]
        # when= counts each call by itself: kill at the k:th of its kind.
        steps = [(kinds[i], kinds[:i + 1].count(kinds[i]))
                 for i in range(first - 1, len(kinds))]
        self.assertGreater(len(steps), 20)
        for kind, k in steps[::self.stride(len(steps))]:
            out = self.old_set(self.path("out"))
            p = subprocess.run(
                ["strace", "-f", "-qq", "-o", os.devnull,
                 "-e", "trace=" + kind, "-e",
                 "inject=%s:signal=KILL:when=%d" % (kind, k), h.PROGRAM,
                 "score", self.project, "-o", out, "--overwrite"], env=env,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.assertNotEqual(0, p.returncode, (kind, k))
            states.append(self.whole_afterwards(out))
            shutil.rmtree(out)
        self.assertIn((None, "old"), states)  # half-way: put back
        self.assertIn(("new", "new"), states)  # the move was over
        self.assertTrue(all(a for _, a in states))

    def stride(self, n):
        return max(1, n // 8)


class Stopped(Fault):
    drop = ("byggnader",)

    def test_interrupted_it_exits_by_the_signal_and_leaves_the_old_set(self):
        for sig in (signal.SIGTERM, signal.SIGINT):
            out = self.old_set(self.path("out%d" % sig))
            p = self.start(out)
            new = os.path.join(out, WORK, "ny", "mark.geojson")
            while p.poll() is None and not os.path.exists(new):
                time.sleep(0.001)
            p.send_signal(sig)
            self.assertNotEqual(0, p.wait(), "it was not stopped")
            self.assertEqual("old", self.whole_afterwards(out)[1])
            self.next_run_succeeds(out)

    def test_a_second_run_in_the_same_folder_is_refused(self):
        out = self.old_set()
        p = self.start(out)
        new = os.path.join(out, WORK, "ny", "mark.geojson")
        while p.poll() is None and not os.path.exists(new):
            time.sleep(0.001)
        p.send_signal(signal.SIGSTOP)
        try:
            self.fails(5, "O103", "score", self.project, "-o", out,
                       "--overwrite")
        finally:
            p.send_signal(signal.SIGCONT)
        self.assertEqual(0, p.wait())
        self.is_set(out, "new")
        self.assertEqual([], hidden(out))


class DiskFull(Fault):
    def left_alone(self, out):
        self.assertEqual([], hidden(out))
        self.is_set(out, "old")

    def test_files_may_not_grow_past_a_limit(self):
        sizes = [len(b) for b in self.kept["new"].values()]
        for limit in (0, 2000, max(sizes) - 1):
            def small():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            out = self.old_set(self.path("out%d" % limit))
            self.fails(5, "O1", "score", self.project, "-o", out,
                       "--overwrite", preexec=small)
            self.left_alone(out)

    def test_a_limit_that_kills_leaves_the_old_set_too(self):
        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        out = self.old_set()
        r = h.run("score", self.project, "-o", out, "--overwrite",
                  preexec=small)
        self.assertNotEqual(0, r.code, r)
        self.assertEqual("old", self.whole_afterwards(out)[1])

    def mounted(self, kb):
        at = self.path("disk%d" % kb)
        os.mkdir(at)
        p = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dk" % kb,
                            "none", at], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True)
        if p.returncode:
            self.skipTest("no small disk can be mounted (%s); the limit on "
                          "file size is the test that remains"
                          % p.stdout.strip())
        self.addCleanup(subprocess.run, ["umount", "-l", at])
        return at

    def test_a_small_disk_that_fills_up(self):
        need = sum(len(b) for b in self.kept["new"].values()) // 1024
        held = sum(len(b) for b in self.kept["old"].values()) // 1024
        for room in (8, need // 3, need * 3 // 4):
            disk = self.mounted(held + room + 60)
            out = self.old_set(os.path.join(disk, "out"))
            self.fails(5, "O1", "score", self.project, "-o", out,
                       "--overwrite")
            self.left_alone(out)

    def test_a_device_that_is_always_full_is_no_place_for_a_set(self):
        self.fails(5, "O102", "score", self.project, "-o", "/dev/full")
        out = self.old_set()
        os.unlink(os.path.join(out, "mark.geojson"))
        os.symlink("/dev/full", os.path.join(out, "mark.geojson"))
        # The link is replaced, not written through.
        self.next_run_succeeds(out)
        self.assertFalse(os.path.islink(os.path.join(out, "mark.geojson")))
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))

    def test_help_that_cannot_be_written_is_an_error(self):
        for args in (["help"], ["help", "score"], ["version"]):
            with open("/dev/full", "w") as full:
                p = subprocess.run([h.PROGRAM] + args, stdout=full,
                                   stderr=subprocess.PIPE)
            self.assertNotEqual(0, p.returncode, args)


class Places(Fault):
    def as_nobody(self):
        """Root may write anywhere; the test must not be root."""
        if os.geteuid() == 0:
            return lambda: (os.setgroups([]), os.setgid(65534),
                            os.setuid(65534))
        return None

    def reachable(self):
        """What another user than ours must be able to read."""
        for top in (self.dir, self.top):
            os.chmod(top, 0o755)
        return self.as_nobody()

    def test_what_stands_there_is_kept_without_overwrite(self):
        out = self.old_set()
        self.fails(5, ["O101", "--overwrite"], "score", self.project, "-o",
                   out)
        self.is_set(out, "old")
        self.fails(5, ["O101", "--overwrite", "already exists"], "score",
                   self.project, "-o", out, "--lang", "en")
        self.is_set(out, "old")
        self.assertEqual([], hidden(out))

    def test_a_file_is_not_a_folder(self):
        path = self.path("fil")
        with open(path, "w") as f:
            f.write("kvar")
        for target in (path, path + "/under"):
            self.fails(5, "O102", "score", self.project, "-o", target,
                       "--overwrite")
        self.assertEqual(b"kvar", h.read_bytes(path))

    def test_a_folder_stands_where_a_file_should(self):
        out = self.old_set()
        os.unlink(os.path.join(out, "mark.qml"))
        os.mkdir(os.path.join(out, "mark.qml"))
        before = h.snapshot(out)
        self.fails(5, "mark.qml", "score", self.project, "-o", out,
                   "--overwrite")
        self.assertTrue(before == h.snapshot(out))
        self.assertEqual([], hidden(out))

    def test_a_folder_one_may_not_write_in(self):
        out = self.old_set()
        nobody = self.reachable()
        try:
            os.chmod(out, 0o555)
            self.fails(5, "O102", "score", self.project, "-o", out,
                       "--overwrite", preexec=nobody)
            self.fails(5, "O102", "score", self.project, "-o",
                       os.path.join(out, "under"), preexec=nobody)
        finally:
            os.chmod(out, 0o755)
        self.is_set(out, "old")

    def test_a_disk_that_is_read_only(self):
        out = self.old_set()
        p = subprocess.run(["mount", "--bind", "-o", "ro", out, out],
                           stderr=subprocess.PIPE, text=True)
        if p.returncode:
            self.skipTest("cannot mount: " + p.stderr.strip())
        self.addCleanup(subprocess.run, ["umount", "-l", out])
        subprocess.run(["mount", "-o", "remount,bind,ro", out], check=True)
        self.fails(5, "O102", "score", self.project, "-o", out, "--overwrite")
        self.is_set(out, "old")

    def test_an_input_that_cannot_be_read_leaves_the_old_set(self):
        out = self.old_set()
        with open(self.path("in.geojson"), "w", encoding="utf-8") as f:
            f.write("{")
        project = h.write_project(self.dir, "in.geojson")
        self.fails(4, "in.geojson", "score", project, "-o", out,
                   "--overwrite")
        self.is_set(out, "old")
        self.assertEqual([], hidden(out))


if __name__ == "__main__":
    h.main()
