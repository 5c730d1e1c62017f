"""The same small programs, run by CPython's ``multiprocessing`` and by ours, answer the same.

Here on a fake relay; ``test_local_mode`` runs them on the real one.
"""

import inspect
import multiprocessing
import unittest

import conforming
import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub_case import PoolCase


class Programs(PoolCase):
    maxDiff = None

    def test_programs_answerAsWithCPython(self):
        for program in conforming.PROGRAMS:
            with self.subTest(program.__name__):
                if program.__name__.startswith("pool_"):
                    self.start_workers()
                self.assertEqual(program(multiprocessing), program(mp))

    def start_workers(self):
        """Two workers for its Pools, until the test ends."""
        if "pool-tasks" not in self.relay.queues:
            self.relay.declare("pool-tasks")
            self.addCleanup(self.end)
            for _ in range(2):
                self.work()


class Signatures(unittest.TestCase):
    """Ours take what CPython's take, in the same order and with the same defaults; what is more comes
    after, by keyword only."""

    def test_signatures_areCPythons(self):
        context = multiprocessing.get_context()
        for name in (
            "Queue JoinableQueue SimpleQueue Event Lock RLock Semaphore BoundedSemaphore "
            "Condition Barrier Pool current_process cpu_count get_logger log_to_stderr"
        ).split():
            self.assert_takes_the_same(name, getattr(context, name), getattr(mp, name))

    def test_methods_areCPythons(self):
        from multiprocessing import pool, queues, synchronize

        pairs = [
            (queues.Queue, mp.Queue),
            (queues.JoinableQueue, mp.JoinableQueue),
            (queues.SimpleQueue, mp.SimpleQueue),
            (synchronize.Event, mp.Event),
            (synchronize.Condition, mp.Condition),
            (synchronize.Barrier, mp.Barrier),
            (pool.Pool, mp.Pool),
            (pool.AsyncResult, type(self).async_result()),
        ]
        for theirs, ours in pairs:
            for name, method in inspect.getmembers(theirs, inspect.isfunction):
                if not name.startswith("_") and name not in ("Process",):
                    with self.subTest(f"{theirs.__name__}.{name}"):
                        self.assertTrue(hasattr(ours, name), f"{ours} has no {name}")
                        self.assert_takes_the_same(name, method, getattr(ours, name))

    @staticmethod
    def async_result():
        from workerpool.results import AsyncResult

        return AsyncResult

    def assert_takes_the_same(self, name, theirs, ours):
        def given(function):
            return [
                (p.name, p.default)
                for p in inspect.signature(function).parameters.values()
                if p.kind is not p.KEYWORD_ONLY and p.name not in ("self", "ctx", "context")
            ]

        with self.subTest(name):
            self.assertEqual(given(theirs), given(ours))


if __name__ == "__main__":
    unittest.main()
