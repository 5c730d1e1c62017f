"""Test cases with a fake relay of their own, which objects of the package use meanwhile."""

import threading
import unittest

import stub
import workerpool.multiprocessing as mp
from workerpool import pool_worker


class RelayCase(unittest.TestCase):
    """``clock_stands``: sleeps and waits take no time, and time passes by them only."""

    clock_stands = True

    def setUp(self):
        self.clock = stub.FakeClock() if self.clock_stands else None
        self.relay = stub.StubRelay(self.clock)
        self.addCleanup(self.relay.close)
        using = self.relay.used()
        self.client = using.__enter__()
        self.addCleanup(using.__exit__, None, None, None)


class TasksCase(RelayCase):
    """With a queue ``tasks``: as the relay has it, and as a user of JSON has it."""

    def setUp(self):
        super().setUp()
        self.relay.declare("tasks")
        self.tasks = self.relay.queues["tasks"]
        self.q = mp.Queue(name="tasks", codec="json")


class LocksCase(RelayCase):
    def setUp(self):
        super().setUp()
        self.locks = self.relay.locks

    def semaphore(self, name):
        return self.locks.semaphores[name]


class PoolCase(RelayCase):
    """With threads that are a Pool's workers."""

    clock_stands = False

    def setUp(self):
        super().setUp()
        self.workers = []

    def pool(self, workers=2, **options):
        pool = mp.Pool(**options)
        for _ in range(workers):
            self.work()
        self.addCleanup(self.end)
        return pool

    def work(self):
        worker = pool_worker.Worker(self.relay.client(), "pool-tasks")
        thread = threading.Thread(target=worker.run, daemon=True)
        thread.start()
        self.workers.append(thread)

    def end(self):
        mp.Queue(name="pool-tasks").shutdown(immediate=True)
        for worker in self.workers:
            worker.join(20)
            self.assertFalse(worker.is_alive(), "a worker outlives its queue")
