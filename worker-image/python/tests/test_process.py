"""What a process knows of itself: its place, its name, its processors, its log."""

import contextlib
import io
import logging
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import stub
import workerpool.multiprocessing as mp
from workerpool import client, environment, log, process
from workerpool.errors import NotInPool


class Place(unittest.TestCase):
    VARIABLES = {
        "WORKERPOOL_URL": "http://relay:80/",
        "WORKERPOOL_NAMESPACE": "default",
        "WORKERPOOL_CHANNEL": "consumers",
        "WORKERPOOL_TOKEN_FILE": "/token",
    }

    def test_variables_areRead(self):
        e = environment.Environment.of({**self.VARIABLES, "WORKERPOOL_NONCE": "ab"})
        self.assertEqual(("http://relay:80", "consumers", "ab"), (e.url, e.channel, e.nonce))

    def test_outsideAPool_namesWhatToSet(self):
        with self.assertRaisesRegex(NotInPool, "^WORKERPOOL_URL, WORKERPOOL_NAMESPACE.*not set"):
            environment.Environment.of({})
        with self.assertRaisesRegex(NotInPool, "^WORKERPOOL_TOKEN_FILE not set"):
            environment.Environment.of({**self.VARIABLES, "WORKERPOOL_TOKEN_FILE": ""})

    def test_whatIsNoUrl_isNamed(self):
        with self.assertRaisesRegex(NotInPool, "WORKERPOOL_URL.*'relay:80'"):
            environment.Environment.of({**self.VARIABLES, "WORKERPOOL_URL": "relay:80"})


class Current(unittest.TestCase):
    def test_identity_isTheEnvironments(self):
        variables = {
            "WORKERPOOL_PROCESS": "worker 1",
            "WORKERPOOL_KEY": "worker-1",
            "WORKERPOOL_ATTEMPT": "2",
            "WORKERPOOL_DAEMON": "true",
        }
        p = process.CurrentProcess(environment.Identity.of(variables))
        self.assertEqual(("worker 1", "worker-1", 2, True), (p.name, p.key, p.attempt, p.daemon))
        self.assertEqual("<CurrentProcess name='worker 1' started daemon>", repr(p))
        p.name = "other"
        self.assertEqual(("other", None, True), (p.name, p.exitcode, p.is_alive()))

    def test_outsideAPool_isCPythonsMainProcess(self):
        self.assertEqual("MainProcess", environment.Identity.of({}).name)

    def test_madeUpNames_areNames(self):
        from workerpool import names

        made = [names.checked(client.made_up_name("queue")) for _ in range(100)]
        self.assertEqual(100, len(set(made)))


class Processors(unittest.TestCase):
    def quota(self, **files):
        with tempfile.TemporaryDirectory() as root:
            for name, text in files.items():
                path = pathlib.Path(root, name.replace("__", "/").replace("_DOT_", "."))
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
            return process._quota(root)

    def test_quota_isReadOfBothVersions(self):
        self.assertEqual(1.5, self.quota(cpu_DOT_max="150000 100000\n"))
        self.assertIsNone(self.quota(cpu_DOT_max="max 100000\n"))
        v1 = {"cpu__cpu_DOT_cfs_quota_us": "50000\n", "cpu__cpu_DOT_cfs_period_us": "100000\n"}
        self.assertEqual(0.5, self.quota(**v1))
        self.assertIsNone(self.quota(**{**v1, "cpu__cpu_DOT_cfs_quota_us": "-1\n"}))
        self.assertIsNone(self.quota())

    def test_cpuCount_isRoundedUpAndAtLeastOne(self):
        original = process._quota
        self.addCleanup(setattr, process, "_quota", original)
        for quota, expected in ((0.1, 1), (1.0, 1), (1.5, 2)):
            process._quota = lambda quota=quota: quota
            self.assertLessEqual(mp.cpu_count(), expected)
            self.assertGreaterEqual(mp.cpu_count(), 1)


class Logging(unittest.TestCase):
    def test_logToStderr_printsLevelAndProcess(self):
        logger, err = mp.get_logger(), io.StringIO()
        before, level = list(logger.handlers), logger.level
        try:
            with contextlib.redirect_stderr(err):
                self.assertIs(logger, mp.log_to_stderr(logging.INFO))
            logger.info("doing %s", "some work")
            logger.debug("not this")
        finally:
            logger.handlers, logger.level = before, level
        name = mp.current_process().name
        self.assertEqual(f"[INFO/{name}] doing some work\n", err.getvalue())

    def test_levelOfTheEnvironment_logsToStderr(self):
        program = (
            "import workerpool.multiprocessing as mp\n"
            "mp.get_logger().info('done'); mp.get_logger().debug('not this'); mp.log_to_stderr()"
        )
        for level, expected in (
            ("INFO", "[INFO/w 1] done\n"),
            ("20", "[INFO/w 1] done\n"),
            ("x", ""),
        ):
            variables = {"WORKERPOOL_LOG_LEVEL": level, "WORKERPOOL_PROCESS": "w 1"}
            ended = subprocess.run(
                [sys.executable, "-c", program],
                env={**os.environ, **variables, "PYTHONPATH": str(stub.SOURCES)},
                capture_output=True,
                text=True,
            )
            self.assertEqual(expected, ended.stderr)

    def test_logger_isCPythons(self):
        self.assertEqual(
            ("multiprocessing", False), (log.get_logger().name, mp.get_logger().propagate)
        )


class Facade(unittest.TestCase):
    def test_everyPromisedName_isThere(self):
        for name in mp.__all__:
            self.assertIsNotNone(getattr(mp, name), name)

    def test_whatIsNotThere_saysWhatToDo_howeverItIsAskedFor(self):
        for name, instead in (("Process", "YAML"), ("get_context", "YAML"), ("Manager", "a Queue")):
            for kind, ask in (
                (AttributeError, lambda: getattr(mp, name)),
                (ImportError, lambda: exec(f"from workerpool.multiprocessing import {name}")),
            ):
                with self.assertRaisesRegex(kind, f"has no {name}: .*{instead}"):
                    ask()
            self.assertFalse(hasattr(mp, name))
        self.assertFalse(hasattr(mp, "nonsense"))


assert stub.SOURCES.exists()

if __name__ == "__main__":
    unittest.main()
