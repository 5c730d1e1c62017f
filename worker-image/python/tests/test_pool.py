"""Pool: results in order, errors with their traceback, workers that die."""

import threading
import unittest

import functions
import stub
import workerpool.multiprocessing as mp
from workerpool import failures, pool_worker, tasks, wire


class Case(unittest.TestCase):
    def setUp(self):
        self.relay = stub.StubRelay()
        self.addCleanup(self.relay.close)
        using = self.relay.used()
        self.client = using.__enter__()
        self.addCleanup(using.__exit__, None, None, None)
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


class Calls(Case):
    def test_map_givesResultsInOrder(self):
        with self.pool() as pool:
            self.assertEqual([n * n for n in range(100)], pool.map(functions.square, range(100)))
            self.assertEqual([0, 1, 4], pool.map(functions.square, range(3), chunksize=2))
            self.assertEqual([], pool.map(functions.square, []))

    def test_starmap_spreadsArguments(self):
        with self.pool() as pool:
            self.assertEqual([8, 9], pool.starmap(pow, [(2, 3), (3, 2)]))
            self.assertEqual([8], pool.starmap_async(pow, [(2, 3)]).get(20))

    def test_apply_passesArgumentsAndKeywords(self):
        with self.pool() as pool:
            self.assertEqual((1, 2), pool.apply(functions.keywords, (1,), {"b": 2}))

    def test_imap_givesResultsInOrderAndUnordered(self):
        with self.pool() as pool:
            self.assertEqual([0, 1, 4, 9], list(pool.imap(functions.square, range(4))))
            self.assertEqual([0, 1, 4, 9], list(pool.imap(functions.square, iter(range(4)), 3)))
            unordered = pool.imap_unordered(functions.square, range(4))
            self.assertEqual([0, 1, 4, 9], sorted(unordered))
            self.assertEqual([], list(pool.imap(functions.square, [])))

    def test_imapOfAFailingIterable_raisesAfterWhatWasThere(self):
        def inputs():
            yield 2
            raise OSError("no more")

        with self.pool() as pool:
            results = pool.imap(functions.square, inputs())
            with self.assertRaisesRegex(OSError, "no more"):
                list(results)
            with self.assertRaises(StopIteration):
                next(results)

    def test_callbacks_areExclusive(self):
        values, problems = [], []
        with self.pool() as pool:
            for n in (1, 2):
                pool.apply_async(
                    functions.odd, (n,), callback=values.append, error_callback=problems.append
                ).wait(20)
            pool.map_async(functions.square, [1, 2], callback=values.append).wait(20)
        self.assertEqual([1, [1, 4]], values)
        self.assertEqual([KeyError], [type(e) for e in problems])

    def test_initializer_runsOnceAWorker(self):
        functions.initialized.clear()
        with self.pool(1, initializer=functions.note, initargs=(1, 2)) as pool:
            pool.map(functions.square, range(9), chunksize=1)
            self.assertEqual([(1, 2)], pool.apply(functions.noted))


class Errors(Case):
    def test_error_reachesTheCallerWithItsTraceback(self):
        with self.pool() as pool:
            with self.assertRaisesRegex(KeyError, "no 4") as raised:
                pool.map(functions.odd, [1, 3, 4, 5, 2])
        self.assertIsInstance(raised.exception.__cause__, failures.RemoteTraceback)
        self.assertIn("functions.py", str(raised.exception.__cause__))

    def test_imapsError_isRaisedInItsPlace(self):
        with self.pool() as pool:
            results = pool.imap(functions.odd, [1, 2, 3])
            self.assertEqual(1, results.next(20))
            with self.assertRaises(KeyError):
                results.next(20)
            self.assertEqual(3, results.next(20))

    def test_sysExitInATask_isAnErrorAndNoEnd(self):
        with self.pool(1) as pool:
            with self.assertRaisesRegex(RuntimeError, r"sys.exit\(3\)"):
                pool.apply(functions.leave, (3,))
            self.assertEqual(4, pool.apply(functions.square, (2,)))

    def test_whatCannotTravel_isMaybeEncodingError(self):
        with self.pool() as pool:
            for func, argument in (
                (functions.unpicklable, 1),
                (functions.awkward, 1),
                (functions.huge, 300_000),
            ):
                with self.assertRaises(failures.MaybeEncodingError) as raised:
                    pool.apply(func, (argument,))
                self.assertIsInstance(raised.exception.__cause__, failures.RemoteTraceback)
                if func is functions.awkward:  # the worker noticed, and could still tell where
                    self.assertIn("functions.py", str(raised.exception.__cause__))

    def test_unpicklableFunction_raisesWhereTheResultIsAskedFor(self):
        with self.pool() as pool:
            for result in (
                pool.apply_async(lambda: 0),
                pool.map_async(lambda: 0, [1, 2]),
                pool.imap(lambda: 0, [1, 2]),
            ):
                with self.assertRaisesRegex(Exception, "lambda"):
                    (result.next if hasattr(result, "next") else result.get)(20)
            self.assertEqual([1], pool.map(functions.square, [1]))

    def test_unpicklableArgument_failsItsCallAlone(self):
        with self.pool() as pool:
            result = pool.map_async(functions.square, [1, lambda: 0], chunksize=1)
            with self.assertRaises(Exception):
                result.get(20)
            self.assertEqual([1], pool.map(functions.square, [1]))

    def test_functionThatIsNotThere_isAnErrorOfTheCall(self):
        with self.pool() as pool:
            func = functions.square
            task_of = tasks.Task._replace

            def missing(task, **fields):
                if "first" in fields:
                    fields["function"] = b"cnowhere_at_all\nf\n."
                return task_of(task, **fields)

            tasks.Task._replace = missing
            try:
                with self.assertRaises(ModuleNotFoundError):
                    pool.apply(func, (1,))
            finally:
                tasks.Task._replace = task_of

    def test_tooLargeArgument_failsItsCall(self):
        with self.pool() as pool, self.assertRaises(mp.TooLarge):
            pool.apply(len, (b"x" * 300_000,))

    def test_manyLargeArguments_areCutIntoItems(self):
        with self.pool() as pool:
            blobs = [bytes([n]) * 50_000 for n in range(40)]
            self.assertEqual(blobs, pool.map(bytes, blobs, chunksize=40))

    def test_boundedQueue_takesSmallerBatches(self):
        self.relay.declare("pool-tasks", 3)
        with self.pool() as pool:
            self.assertEqual(list(range(20)), pool.map(int, range(20), chunksize=1))


class Ends(Case):
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
        job = pool._jobs[result.number]
        for _ in range(2):
            job.accept(0, [(True, b"I5\n.")])
        job.accept(1, [(True, b"I6\n.")])
        self.assertEqual([[5, 6]], values)

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
