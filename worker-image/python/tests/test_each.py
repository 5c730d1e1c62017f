"""``JoinableQueue.each``: one request a task, and what becomes of items when something fails."""

import json
import pathlib
import signal
import tempfile
import unittest

import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub_case import TasksCase
from test_endings import Case, wait_for


def square(n):
    return n * n


class Incomparable:
    """As an array is: == answers neither yes nor no."""

    def __eq__(self, other):
        raise ValueError("ambiguous")


class EachCase(TasksCase):
    def setUp(self):
        super().setUp()
        self.relay.declare("results")
        self.q = mp.JoinableQueue(name="tasks", codec="json")
        self.results = mp.Queue(name="results", codec="json")

    def ended(self, *tasks):
        """Those tasks, and nothing after them."""
        self.relay.put_json("tasks", *tasks)
        self.q.shutdown()
        self.relay.requests.clear()

    def assert_squares(self, count):
        self.assertEqual([n * n for n in range(count)], self.relay.values("results"))
        self.assertEqual((count, 0), (self.tasks.done, len(self.tasks.leased)))


class Loops(EachCase):
    def test_aTask_costsOneRequest(self):
        self.ended(*range(5))
        self.q.each(square, self.results)
        self.assert_squares(5)
        # The last one tells that it is closed: once more asked whether the result is there.
        self.assertEqual(5 + 1, len(self.relay.seen("/queues/tasks/leases")))
        self.assertEqual(1, len(self.relay.seen("POST /leases")))
        self.assertEqual([], self.relay.seen("/queues/results/items"))

    def test_withoutResults_tasksAreDone(self):
        seen = []
        self.ended(1, 2)
        self.q.each(seen.append)
        self.assertEqual(([1, 2], 2), (seen, self.tasks.done))

    def test_pill_endsIt_andIsDone(self):
        self.relay.put_json("tasks", 0, 1, None, 3)
        self.q.each(square, self.results, pill=None)
        self.assertEqual([0, 1], self.relay.values("results"))
        self.assertEqual((3, [3]), (self.tasks.done, self.relay.values("tasks")))

    def test_itemThatCannotBeCompared_isNoPill(self):
        q, seen = mp.JoinableQueue(name="tasks"), []
        for item in (Incomparable(), "pill", Incomparable()):
            q.put(item)
        q.each(seen.append, pill="pill")
        self.assertEqual([Incomparable], [type(item) for item in seen])

    def test_noneIsAnItemLikeAnother_withoutAPill(self):
        self.ended(None)
        self.q.each(lambda item: item is None, self.results)
        self.assertEqual([True], self.relay.values("results"))

    def test_whatWasClosedHere_isRefused(self):
        self.results.close()
        with self.assertRaises(ValueError):
            self.q.each(square, self.results)
        self.q.close()
        with self.assertRaises(ValueError):
            self.q.each(square)


class Failures(EachCase):
    def test_exception_givesTheItemBack_withItsReason_andTheLoopGoesOn(self):
        tries = []

        def fails_once(n):
            tries.append(n)
            if len(tries) == 1:
                raise ArithmeticError("no\nluck")
            return n * n

        self.ended(2, 3)
        with self.assertLogs("multiprocessing", "WARNING") as logs:
            self.q.each(fails_once, self.results, delay=2.5)
        self.assertIn("fails_once", logs.output[0])
        nack = json.loads(self.relay.seen("POST /leases")[0][3])["nack"][0]
        self.assertEqual(("ArithmeticError: no\nluck", 2.5), (nack["reason"], nack["delay"]))
        self.assertEqual([2, 2, 3], tries)
        self.assertEqual([4, 9], self.relay.values("results"))

    def test_reasonThatIsNoText_isTold(self):
        names = iter(["caf\udce9.txt"])  # as os.listdir() tells of a name in Latin-1

        def fails_once(_):
            for name in names:
                raise ValueError(name)

        self.ended(1)
        with self.assertLogs("multiprocessing", "WARNING"):
            self.q.each(fails_once)
        nack = json.loads(self.relay.seen("POST /leases")[0][3])["nack"][0]
        self.assertEqual("ValueError: caf\\udce9.txt", nack["reason"])

    def test_resultThatCanBeNoItem_makesADeadLetter(self):
        for result in (object(), "x" * 300_000):
            self.relay.put_json("tasks", 1)
            self.relay.put_json("tasks", None)
            with self.subTest(type(result)), self.assertLogs("multiprocessing", "WARNING"):
                self.q.each(lambda _, result=result: result, self.results, pill=None)
        self.assertEqual(2, len(self.tasks.dead))
        reasons = [json.loads(r[3])["nack"] for r in self.relay.seen("POST /leases")]
        self.assertRegex(reasons[0][0]["reason"], "^its result can be no item: TypeError: ")
        self.assertEqual([], self.relay.values("results"))

    def test_itemOfAnotherCodec_goesBackAndIsRaised(self):
        mp.Queue(name="tasks").put("pickled")
        with self.assertRaises(mp.CodecError):
            self.q.each(square, self.results)
        self.assertEqual((1, 0), (len(self.tasks.ready), len(self.tasks.leased)))

    def test_closedResults_givesTheItemBackAndRaises(self):
        self.relay.put_json("tasks", 1)
        self.results.shutdown()
        with self.assertRaises(mp.ShutDown):
            self.q.each(square, self.results)
        self.assertEqual(([1], 0), (self.relay.values("tasks"), self.tasks.done))

    def test_noSuchQueueOfResults_givesTheItemBackAndRaises(self):
        self.relay.put_json("tasks", 1)
        with self.assertRaises(mp.NotFound):
            self.q.each(square, mp.Queue(name="nope"))
        self.assertEqual(([1], 0), (self.relay.values("tasks"), self.tasks.done))

    def test_lostLease_putsNothing_andTheLoopGoesOn(self):
        self.ended(2, 3)

        def loses_the_first(n):
            if n == 2:
                self.tasks.leased.clear()  # to somebody who is done with it
            return n * n

        with self.assertLogs("multiprocessing", "WARNING"):
            self.q.each(loses_the_first, self.results)
        self.assertEqual([9], self.relay.values("results"))


class Troubles(EachCase):
    def test_lostAnswers_loseAndDoubleNothing(self):
        self.ended(*range(6))
        self.relay.fail("queues/tasks/leases", "lose", "lose", "drop", "lose")
        self.q.each(square, self.results)
        self.assert_squares(6)

    def test_anotherRelay_inTheMiddle(self):
        def taken_over(n):
            if n in (1, 2):
                self.relay.take_over()
            return n * n

        self.ended(*range(4))
        self.q.each(taken_over, self.results)
        self.assert_squares(4)

    def test_fullResults_areWaitedFor(self):
        self.relay.queues["results"].max_size = 1
        self.ended(0, 1)
        seen, on_items = [], self.relay.storage.on_items

        def room_at_last(queue, *more):
            if len(self.relay.values("results")) == 1 and len(self.relay.requests) > 4:
                seen.extend(self.relay.values("results"))
                queue.ready.clear()
            return on_items(queue, *more)

        self.relay.storage.on_items = room_at_last
        self.q.each(square, self.results)
        self.assertEqual([0, 1], seen + self.relay.values("results"))
        self.assertEqual(2, self.tasks.done)

    def test_forgottenProducer_isAnotherOne(self):
        self.ended(*range(3))

        def forgets(n):
            if n == 2:
                self.relay.queues["results"].producers.clear()
            return n * n

        self.q.each(forgets, self.results)
        self.assert_squares(3)


class Signals(Case):
    """SIGTERM, at a process of its own."""

    PROGRAM = """
    import pathlib, sys, time
    q = mp.JoinableQueue(name="tasks", codec="json")
    def work(n):
        print("works", flush=True)
        while not pathlib.Path(sys.argv[-1]).exists():
            time.sleep(0.01)
        return n * 10
    q.each(work, mp.Queue(name="results", codec="json"))
    """

    def setUp(self):
        super().setUp()
        self.relay.declare("results")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.go = pathlib.Path(folder.name, "go")
        program = pathlib.Path(folder.name, "program.py")
        lines = self.PROGRAM.replace("\n    ", "\n")
        program.write_text("import workerpool.multiprocessing as mp\n" + lines)
        self.process = self.start("", str(program), str(self.go), WORKERPOOL_POD_UID="3fa9c1de")
        self.assertEqual("works\n", self.process.stdout.readline())

    def test_sigterm_whileItWorks_finishesTheItem(self):
        self.relay.put_json("tasks", 2)
        self.process.send_signal(signal.SIGTERM)
        self.go.touch()
        self.assertEqual(-signal.SIGTERM, self.process.wait(30))
        self.assertEqual([10], self.relay.values("results"))
        self.assert_tasks(ready=1, leased=0, done=1)

    def test_sigterm_whileItWaits_endsItAtOnce(self):
        self.go.touch()
        self.assertTrue(wait_for(lambda: self.relay.values("results")))
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(-signal.SIGTERM, self.process.wait(12))  # sooner than a poll
        self.assertEqual([10], self.relay.values("results"))
        self.assert_tasks(ready=0, leased=0, done=1)
        self.assertEqual({}, self.relay.sessions)


if __name__ == "__main__":
    unittest.main()
