"""How a Pool, its calls and its workers end, and what is left over then."""

import itertools
import math
import pickle
import unittest

import functions
import stub
import workerpool.multiprocessing as mp
from stub_case import PoolCase
from workerpool import failures, pool_worker, tasks, wire


class Ends(PoolCase):
    def test_getInTime_orTimeoutError(self):
        pool = self.pool(workers=0)
        result = pool.apply_async(functions.square, (2,))
        with self.assertRaises(mp.TimeoutError):
            result.get(0)
        self.assertFalse(result.ready())
        with self.assertRaisesRegex(ValueError, "not ready"):
            result.successful()
        with self.assertRaises(mp.TimeoutError):
            pool.imap(functions.square, [1]).next(0)
        self.work()
        self.assertEqual(4, result.get(20))
        self.assertTrue(result.ready() and result.successful())

    def test_closed_takesNoMoreAndFinishesWhatItHas(self):
        pool = self.pool()
        with self.assertRaisesRegex(ValueError, "still running"):
            pool.join()
        result = pool.map_async(functions.square, range(50), chunksize=1)
        pool.close()
        with self.assertRaisesRegex(ValueError, "not running"):
            pool.apply(functions.square, (1,))
        pool.join()
        self.assertTrue(result.ready())

    def test_terminate_dropsWhatWaitsAndTellsWhoWaits(self):
        pool = self.pool(workers=0)
        result = pool.map_async(functions.square, range(9), chunksize=1)
        while self.relay.queues["pool-tasks"].stats()["ready"] < 9:
            pass
        pool.terminate()
        pool.join()
        with self.assertRaisesRegex(RuntimeError, "terminated"):
            result.get(20)
        self.assertEqual(0, self.relay.queues["pool-tasks"].stats()["ready"])

    def test_ended_leavesNoQueueOfResults(self):
        for end in (mp.Pool.terminate, mp.Pool.close):
            pool = self.pool(workers=1)
            given = pool.map_async(functions.square, [1])
            end(pool)
            pool.join()
            pool.terminate()
            self.assertTrue(given.ready())
            self.assertEqual(["pool-tasks"], list(self.relay.queues))

    def test_workerKilledInATask_isReplacedByAnother(self):
        pool = self.pool(workers=0)
        result = pool.map_async(functions.square, range(3), chunksize=1)
        dead = self.relay.client()
        taken = []
        while not taken:
            taken = dead.session.take(
                "pool-tasks", 1, attempt="a", until=dead.calls.deadline(20), poll=True
            )
        self.work()
        with self.relay.changed:  # the relay sees that its pod has ended
            queue = self.relay.queues["pool-tasks"]
            queue.ready.append(queue.leased.pop(taken[0].lease)["item"])
            self.relay.changed.notify_all()
        self.assertEqual([0, 1, 4], result.get(20))

    def test_resultSentTwice_countsOnce(self):
        values = []
        pool = self.pool(workers=0)
        result = pool.map_async(functions.square, [1, 2], chunksize=1, callback=values.append)
        job = pool._collector.job(result.number)
        for _ in range(2):
            job.accept(0, [(True, b"I5\n.")])
        job.accept(1, [(True, b"I6\n.")])
        self.assertEqual([[5, 6]], values)

    def test_jobThatComesWhileThePoolEnds_isRefusedAndNotForgotten(self):
        pool = self.pool(workers=0)
        waiting = pool.map_async(functions.square, [1])
        self.assertEqual([waiting], pool._collector.end(at_once=True))
        with self.assertRaisesRegex(ValueError, "not running"):
            pool.map_async(functions.square, [2])

    def test_taskThatKilledItsWorkers_isGivenUp(self):
        worker = pool_worker.Worker(self.client, "pool-tasks")
        task = tasks.Task("p", "r", 0, 0, "map", b"", [b""], None, tasks.MainModule(None, None))
        ((ok, data),) = worker._outcomes(task, deliveries=pool_worker.MAX_DELIVERIES + 1)
        self.assertFalse(ok)
        self.assertRegex(str(failures.unpacked(data)), "5 workers died of it")

    def test_resultNobodyWaitsFor_isDropped(self):
        self.relay.declare("pool-tasks")
        self.work()
        task = tasks.Task(
            "p",
            "gone",
            0,
            0,
            "map",
            b"cbuiltins\nabs\n.",
            [b"I1\n."],
            None,
            tasks.MainModule(None, None),
        )
        body = wire.Body("application/x-python-pickle", data=tasks.packed(task))
        self.client.sender.put(
            "pool-tasks", [wire.item_text(body)], self.client.calls.deadline(5), False
        )
        mp.Queue(name="pool-tasks").shutdown()
        self.workers[0].join(20)
        self.assertEqual(1, self.relay.queues["pool-tasks"].done)

    def test_resultsGone_failsWhatWaits_andWhatComesLater(self):
        pool = self.pool(workers=0)
        for _ in range(2):
            self.relay.fail("leases", stub.Problem(404, "not-found", "no queue results-1"))
            with self.assertRaisesRegex(mp.NotFound, "no queue results-1"):
                pool.apply_async(functions.square, (2,)).get(20)

    def test_programElsewhere_isNeededForItsOwnFunctionsOnly(self):
        worker = pool_worker.Worker(self.relay.client(), "pool-tasks")
        nowhere = tasks.MainModule(None, "nowhere/laptop.py"), tasks.MainModule("no.such", None)
        for main, function in itertools.product(nowhere, (math.sqrt, Ends)):
            pickled = pickle.dumps(function).replace(b"test_pool_ends", b"__main__")
            task = tasks.Task("p", "r", 0, 0, "map", pickled, [pickle.dumps(4)], None, main)
            ((ok, data),) = worker._outcomes(task, 1)
            self.assertEqual(function is math.sqrt, ok)
            if ok:
                self.assertEqual(2.0, pickle.loads(data))
            else:
                self.assertRegex(str(failures.unpacked(data)), "the program .* is not here")

    def test_whatIsNoTask_isDropped(self):
        self.relay.declare("pool-tasks")
        self.relay.put_json("pool-tasks", 1)
        mp.Queue(name="pool-tasks").shutdown()
        with self.assertLogs("multiprocessing", "WARNING"):
            pool_worker.Worker(self.client, "pool-tasks").run()
        self.assertEqual(1, self.relay.queues["pool-tasks"].done)

    def test_queueDropped_endsItsWorkers(self):
        self.relay.declare("pool-tasks")
        self.work()
        while not self.relay.seen("POST /queues/pool-tasks/leases"):
            pass
        with self.relay.changed:
            del self.relay.queues["pool-tasks"]
        self.relay.fail("leases", stub.Problem(404, "not-found"))

    def test_workerThatReplacesAnother_doesNotWaitForEverForAQueue(self):
        clock = stub.FakeClock()
        client = self.relay.client()
        client.clock = client.calls.clock = clock
        before = clock.time
        pool_worker.Worker(client, "pool-tasks", restarted=True).run()
        self.assertLess(pool_worker.RESTARTED_WAIT_SECONDS, clock.time - before + 3)

    def test_firstWorker_waitsForItsQueue(self):
        self.work()
        while len(self.relay.seen("POST /queues/pool-tasks/leases")) < 2:
            pass
        with mp.Pool() as pool:
            self.assertEqual([1], pool.map(abs, [-1]))
        self.end()

    def test_arguments_areChecked(self):
        for options, error in (
            ({"processes": 0}, ValueError),
            ({"initializer": 3}, TypeError),
            ({"maxtasksperchild": 0}, ValueError),
            ({"maxtasksperchild": 3}, NotImplementedError),
            ({"queue": "No Name"}, ValueError),
        ):
            with self.subTest(options), self.assertRaises(error):
                mp.Pool(**options)


if __name__ == "__main__":
    unittest.main()
