"""How programs end, each a process of its own: what becomes of the items they hold."""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

import functions
import stub
import workerpool.multiprocessing as mp

POD = {"WORKERPOOL_POD_UID": "3fa9c1de"}


class Case(unittest.TestCase):
    def setUp(self):
        self.relay = stub.StubRelay()
        self.addCleanup(self.relay.close)
        self.relay.declare("tasks")
        self.tasks = self.relay.queues["tasks"]
        self.relay.put_json("tasks", 1)

    def start(self, program, *arguments, **variables):
        source = "import workerpool.multiprocessing as mp\n" + textwrap.dedent(program)
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore::DeprecationWarning", *(arguments or ("-c", source))],
            env={
                **os.environ,
                **self.relay.variables(**variables),
                "PYTHONPATH": f"{stub.SOURCES}{os.pathsep}{os.path.dirname(__file__)}",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def run_program(self, program, *arguments, **variables):
        process = self.start(program, *arguments, **variables)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def assert_tasks(self, ready, leased, done):
        self.assertEqual(
            (ready, leased, done), (len(self.tasks.ready), len(self.tasks.leased), self.tasks.done)
        )


class Endings(Case):
    GET = "q = mp.Queue(name='tasks', codec='json'); q.get()\n"

    def test_goodEndOutsideAPod_isDoneWithItsItem(self):
        self.assertEqual(0, self.run_program(self.GET)[0])
        self.assert_tasks(ready=0, leased=0, done=1)
        self.assertEqual({}, self.relay.sessions)

    def test_goodEndInAPod_isLeftToTheExitCode(self):
        self.assertEqual(3, self.run_program(self.GET + "raise SystemExit(3)", **POD)[0])
        self.assert_tasks(ready=0, leased=1, done=0)

    def test_uncaughtException_givesTheItemBackAtOnce(self):
        code, _, err = self.run_program(self.GET + "1 / 0", **POD)
        self.assertEqual((1, True), (code, "ZeroDivisionError" in err))
        self.assert_tasks(ready=1, leased=0, done=0)

    def test_sigterm_givesTheItemBackAndEndsByTheSignal(self):
        process = self.start(
            self.GET + "print('got', flush=True)\nimport time\ntime.sleep(60)", **POD
        )
        self.assertEqual("got\n", process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(-signal.SIGTERM, process.wait(30))
        self.assert_tasks(ready=1, leased=0, done=0)

    def test_sigtermInAWaitingGet_endsByTheSignal(self):
        process = self.start(self.GET + "print('got', flush=True); q.get()", **POD)
        self.assertEqual("got\n", process.stdout.readline())
        while len(self.relay.seen("leases")) < 2:
            pass
        process.send_signal(signal.SIGTERM)
        self.assertEqual(-signal.SIGTERM, process.wait(30))

    def test_sigtermHandlerOfOnesOwn_isLeftAlone(self):
        program = (
            "import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
        )
        process = self.start(program + self.GET + "print('got', flush=True); time.sleep(60)", **POD)
        self.assertEqual("got\n", process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(7, process.wait(30))

    def test_relayGone_doesNotHoldUpTheEnd(self):
        process = self.start(self.GET + "print('got', flush=True); input()", **POD)
        process.stdout.readline()
        self.relay.server.shutdown()
        self.relay.server.server_close()
        self.assertNotEqual(None, process.wait(30))

    def test_outsideAnyPool_saysWhatToSet(self):
        _, _, err = self.run_program("mp.Queue()", WORKERPOOL_URL="")
        self.assertIn("NotInPool: WORKERPOOL_URL not set", err)
        code, _, err = self.run_program(
            "", "-m", "workerpool.pool_worker", WORKERPOOL_TOKEN_FILE=""
        )
        self.assertEqual((2, 1), (code, err.count("\n")))
        self.assertIn("WORKERPOOL_TOKEN_FILE not set", err)


class Forks(Case):
    def test_forkedChild_hasItsOwnSessionAndNumbers(self):
        code, _, err = self.run_program(
            """
            import os
            q = mp.Queue(name="tasks", codec="json")
            q.get()
            q.put("parent 1")
            if os.fork() == 0:
                q.get(), q.put("child 1"), q.put("child 2")
                os._exit(0)
            os.wait()
            q.put("parent 2")
            """,
            **POD,
        )
        self.assertEqual((0, ""), (code, err))
        self.assertEqual(["child 1", "child 2", "parent 2"], self.relay.values("tasks"))
        self.assertEqual(2, len(self.relay.sessions))

    CHILD = """
    import multiprocessing, sys
    import workerpool.multiprocessing as mp
    early = mp.Queue(3, name="early")  # a child that imports the program uses the channel there
    def work(divisor):
        mp.Queue(name="tasks", codec="json").get()
        1 / divisor
    if __name__ == "__main__":
        p = multiprocessing.get_context(sys.argv[1]).Process(target=work, args=(int(sys.argv[2]),))
        p.start()
        p.join()
    """

    def test_cpythonsChildProcess_saysHowItEnded(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = pathlib.Path(folder.name, "program.py")
        program.write_text(textwrap.dedent(self.CHILD))
        for method in ("fork", "spawn", "forkserver"):
            for divisor, expected in (("1", (0, 0, 1)), ("0", (1, 0, 0))):
                with self.subTest(f"{method} {divisor}"):
                    self.run_program("", str(program), method, divisor, **POD)
                    self.assert_tasks(*expected)
                self.tasks.done = 0
                self.tasks.ready.clear()
                self.tasks.leased.clear()
                self.relay.put_json("tasks", 1)

    def test_forkFromAThreadInTheMiddleOfAGet_works(self):
        code, out, err = self.run_program(
            """
            import os, threading, time
            q = mp.Queue(name="tasks", codec="json")
            q.get()
            threading.Thread(target=q.get, daemon=True).start()
            while threading.active_count() < 3: pass
            if os.fork() == 0:
                mp.Queue(name="tasks", codec="json").put("x")
                os._exit(0)
            print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
            os._exit(0)
            """
        )
        self.assertEqual(("0\n", ""), (out, err))


class PoolWorkers(Case):
    """What SIGTERM does to a worker of a Pool."""

    def setUp(self):
        super().setUp()
        self.relay.declare("pool-tasks")
        self.worker = self.start("", "-m", "workerpool.pool_worker")
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def test_idleWorker_endsByTheSignalAtOnce(self):
        self.assertTrue(wait_for(lambda: self.relay.seen("/queues/pool-tasks/leases")))
        self.worker.send_signal(signal.SIGTERM)
        self.worker.communicate(timeout=30)
        self.assertEqual(-signal.SIGTERM, self.worker.returncode)
        self.assertEqual({}, self.relay.sessions)

    def use(self, lines):
        """Runs a program that gives the worker work; its exit status and last words."""
        program = pathlib.Path(self.folder.name, "program.py")
        program.write_text("import workerpool.multiprocessing as mp\n" + textwrap.dedent(lines))
        code, _, err = self.run_program("", str(program))
        return code, err.splitlines()[-1]

    def test_programThatUsesAPoolWhenItIsImported_isTold(self):
        code, said = self.use(
            """
            def f(n): return n
            with mp.Pool() as pool: pool.map(f, [1])
            """
        )
        self.assertEqual(1, code)
        self.assertRegex(said, "^RuntimeError: .*if __name__ == .__main__.:")

    def test_poolWithinAPool_isTold(self):
        code, said = self.use(
            """
            def f(n):
                with mp.Pool() as pool: return pool.map(abs, [n])
            if __name__ == "__main__":
                with mp.Pool() as pool: pool.map(f, [1])
            """
        )
        self.assertEqual(1, code)
        self.assertRegex(said, "^AssertionError: .*on its own queue, pool-tasks")

    def test_busyWorker_finishesItsTaskAndTakesNoOther(self):
        begun = pathlib.Path(self.folder.name, "begun")
        go = pathlib.Path(self.folder.name, "go")
        with self.relay.used():
            pool = mp.Pool()
            first = pool.apply_async(functions.touch_and_wait, (str(begun), str(go)))
            self.assertTrue(wait_for(begun.exists))
            second = pool.apply_async(functions.square, (3,))
            self.assertTrue(wait_for(lambda: self.relay.queues["pool-tasks"].ready))
            self.worker.send_signal(signal.SIGTERM)
            go.touch()
            self.assertEqual("went", first.get(20))
            self.worker.communicate(timeout=30)
            self.assertEqual(-signal.SIGTERM, self.worker.returncode)
            tasks = self.relay.queues["pool-tasks"]
            self.assertEqual((1, 1, 0), (tasks.done, len(tasks.ready), len(tasks.leased)))
            self.assertFalse(second.ready())
            pool.terminate()


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


class Imports(unittest.TestCase):
    def test_import_loadsNothingHeavy(self):
        heavy = "http.client ssl logging dataclasses inspect asyncio multiprocessing email".split()
        out = subprocess.run(
            [
                sys.executable,
                "-S",
                "-c",
                "import sys, workerpool.multiprocessing\nprint(*sys.modules)",
            ],
            env={"PYTHONPATH": str(stub.SOURCES)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        self.assertEqual([], [name for name in heavy if name in out])


class Packaging(unittest.TestCase):
    ROOT = stub.SOURCES.parent

    def test_wheel_holdsThePackageAndIsTheSameEachTime(self):
        sys.path.insert(0, str(self.ROOT / "build_backend"))
        self.addCleanup(sys.path.remove, str(self.ROOT / "build_backend"))
        import zipfile

        import backend

        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            wheels = [pathlib.Path(d, backend.build_wheel(d)) for d in (one, two)]
            self.assertEqual(wheels[0].read_bytes(), wheels[1].read_bytes())
            names = zipfile.ZipFile(wheels[0]).namelist()
        for name in ("workerpool/multiprocessing.py", "workerpool/pool_worker.py"):
            self.assertIn(name, names)
        self.assertIn("workerpool/py.typed", names)

    def test_version_isTheSameEverywhere(self):
        import workerpool

        text = (self.ROOT / "pyproject.toml").read_text("utf-8")
        self.assertIn(f'\nversion = "{workerpool.__version__}"\n', text)


if __name__ == "__main__":
    unittest.main()
