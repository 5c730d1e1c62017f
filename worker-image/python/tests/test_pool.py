"""Pool: results in order, errors with their traceback."""

import asyncio
import unittest

import functions
import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub_case import PoolCase
from workerpool import failures, tasks


class Calls(PoolCase):
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

    def test_imapOfAFailingIterable_raisesAfterTheResultsOfWhatItGave(self):
        def inputs():
            yield 2
            yield 3
            raise OSError("no more")

        with self.pool(workers=0) as pool:
            results = pool.imap(functions.square, inputs())
            while self.relay.queues["pool-tasks"].stats()["ready"] < 2:
                pass
            self.work()
            self.assertEqual([4, 9], [results.next(20), results.next(20)])
            with self.assertRaisesRegex(OSError, "no more"):
                results.next(20)
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


class Errors(PoolCase):
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

    def test_whatIsNoException_reachesTheCallerAndCostsNoWorker(self):
        pool = self.pool(workers=1)
        with self.assertRaises(asyncio.CancelledError) as raised:
            pool.apply_async(functions.cancelled, ("why",)).get(20)
        self.assertEqual(("why",), raised.exception.args)
        self.assertEqual(4, pool.apply_async(functions.square, (2,)).get(20))

    def test_whatCannotTravel_isMaybeEncodingError(self):
        with self.pool() as pool:
            for func, argument in (
                (functions.unpicklable, 1),
                (functions.awkward, 1),
                (functions.unshowable, 1),
                (functions.raises_unshowable, 1),
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


if __name__ == "__main__":
    unittest.main()
