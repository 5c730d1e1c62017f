"""The same small programs, run by CPython's ``multiprocessing`` and by ours, answer the same.

Here on a fake relay; ``test_local_mode`` runs them on the real one.
"""

import inspect
import multiprocessing
import threading
import unittest

import conforming
import stub
import workerpool.multiprocessing as mp
from workerpool import pool_worker


class Programs(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.workers = []
        self.relay = stub.StubRelay()
        self.addCleanup(self.relay.close)
        using = self.relay.used()
        using.__enter__()
        self.addCleanup(using.__exit__, None, None, None)

    def test_programs_answerAsWithCPython(self):
        for program in conforming.PROGRAMS:
            with self.subTest(program.__name__):
                if program.__name__.startswith("pool_"):
                    self.work()
                self.assertEqual(program(multiprocessing), program(mp))

    def work(self):
        """Two workers for its Pools, until the test ends."""
        if "pool-tasks" in self.relay.queues:
            return
        self.relay.declare("pool-tasks")
        self.addCleanup(self.end_work)
        for _ in range(2):
            worker = pool_worker.Worker(self.relay.client(), "pool-tasks")
            self.workers.append(threading.Thread(target=worker.run, daemon=True))
            self.workers[-1].start()

    def end_work(self):
        mp.Queue(name="pool-tasks").shutdown(immediate=True)
        for worker in self.workers:
            worker.join(20)


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
