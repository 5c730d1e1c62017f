"""Who holds an item, and what becomes of it: acknowledged by a get, a task_done, or a chain."""

import json
import threading
import unittest

import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub_case import TasksCase


class Leases(TasksCase):
    def test_nextGet_acknowledgesTheOneBefore(self):
        q = mp.Queue(name="tasks")
        q.put(1)
        q.put(2)
        q.get()
        self.assertEqual(0, self.relay.queues["tasks"].done)
        mp.Queue(name="tasks").get()
        self.assertEqual(1, self.relay.queues["tasks"].done)

    def test_getOfAnotherThread_leavesThisThreadsItem(self):
        q = mp.Queue(name="tasks")
        for n in range(3):
            q.put(n)
        q.get()
        gone = threading.Thread(target=q.get)
        gone.start()
        gone.join()
        self.assertEqual((0, 2), self.done_and_leased())
        q.get()  # done with: our own, and that of the thread that has ended
        self.assertEqual((2, 1), self.done_and_leased())

    def test_taskDone_acknowledgesTheOldest(self):
        q = mp.JoinableQueue(name="tasks")
        q.put("a")
        q.put("b")
        q.get()
        q.get()
        self.assertEqual((0, 2), self.done_and_leased())
        q.task_done()
        left = [e["item"]["id"] for e in self.relay.queues["tasks"].leased.values()]
        self.assertTrue(left[0].split(":")[1].startswith("2"), left)
        q.task_done()
        self.assertEqual((2, 0), self.done_and_leased())

    def test_surplusTaskDone_raisesAsInCPython(self):
        q = mp.JoinableQueue(name="tasks")
        with self.assertRaisesRegex(ValueError, r"^task_done\(\) called too many times$"):
            q.task_done()

    def test_join_returnsWhenNothingIsUnfinished(self):
        q = mp.JoinableQueue(name="tasks")
        q.join()
        q.put(1)
        q.get()
        q.task_done()
        q.join()

    def done_and_leased(self):
        tasks = self.relay.queues["tasks"]
        return tasks.done, len(tasks.leased)


class Many(TasksCase):
    """Several by one get."""

    def test_getMany_bringsWhatIsThere_inOneRequest(self):
        self.q.put_all(range(5))
        self.assertEqual([0, 1, 2], self.q.get_many(3))
        self.assertEqual([3, 4], self.q.get_many(1000))
        self.assertEqual(2, len(self.relay.seen("/queues/tasks/leases")))
        with self.assertRaises(mp.Empty):
            self.q.get_many(10, timeout=3)
        for most in (0, 1001):
            with self.assertRaisesRegex(ValueError, "most is 1 to 1000"):
                self.q.get_many(most)

    def test_whatGetManyBrought_isDoneTogetherWithTheNextGet(self):
        self.q.put_all(range(4))
        self.q.get_many(3)
        self.assertEqual((0, 3), (self.tasks.done, len(self.tasks.leased)))
        self.q.get()
        self.assertEqual((3, 1), (self.tasks.done, len(self.tasks.leased)))

    def test_inAJoinableQueue_eachIsDoneByItself(self):
        q = mp.JoinableQueue(name="tasks")
        q.put_all("abc")
        q.get_many(3)
        for done in (1, 2, 3):
            q.task_done()
            self.assertEqual(done, self.tasks.done)
        with self.assertRaises(ValueError):
            q.task_done()

    def test_whatCantBeDecoded_isGivenBack_withAllAfterIt(self):
        self.q.put_all(["a", "b"])
        mp.Queue(name="tasks").put("pickled")
        self.q.put("c")
        self.assertEqual(["a", "b"], self.q.get_many(9))
        self.assertEqual((2, 2), (len(self.tasks.leased), len(self.tasks.ready)))

    def test_whereTheFirstCantBeDecoded_noneIsHeld(self):
        mp.Queue(name="tasks").put("pickled")
        self.q.put("c")
        with self.assertRaises(mp.CodecError):
            self.q.get_many(9)
        self.assertEqual((0, 2), (len(self.tasks.leased), len(self.tasks.ready)))

    def test_getManyThatWasNotAnswered_bringsTheSameAgain(self):
        self.unanswered(2)
        self.assertEqual([0, 1], self.q.get_many(2))
        self.assertEqual((0, 2), (self.tasks.done, len(self.tasks.leased)))

    def test_afterIt_anotherNumber_findsThemGivenBack(self):
        self.unanswered(2)
        self.assertIn(self.q.get(), (0, 1))
        self.assertEqual(
            (0, 1, 2), (self.tasks.done, len(self.tasks.leased), len(self.tasks.ready))
        )

    def unanswered(self, most):
        self.q.put_all(range(3))
        self.relay.fail("queues/tasks/leases", "lose", *["drop"] * 2000)
        with self.assertRaises(mp.OutcomeUnknown):
            self.q.get_many(most, block=False)
        self.assertEqual(2, len(self.tasks.leased))
        self.relay.faults.clear()


class Chains(TasksCase):
    def setUp(self):
        super().setUp()
        self.relay.declare("results", 2)
        self.joinable, self.results = mp.JoinableQueue(name="tasks"), mp.Queue(name="results")

    def test_then_putsInTheSameCommit(self):
        self.joinable.put(3)
        self.joinable.get()
        self.relay.fail("POST /leases", "lose", "lose")
        self.joinable.task_done(then=(self.results, 9))
        self.assertEqual((1, 1), (self.relay.queues["tasks"].done, self.results.qsize()))
        self.assertEqual(9, self.results.get())
        self.assertEqual([], self.relay.seen("/queues/results/items"))

    def test_thenOfALostTask_putsNothing(self):
        self.joinable.put(3)
        self.joinable.get()
        self.relay.queues["tasks"].leased.clear()
        with self.assertRaises(mp.LeaseLost):
            self.joinable.task_done(then=(self.results, 9))
        self.assertEqual(0, self.results.qsize())

    def test_afterALostTask_theNextOneIsDone(self):
        for n in (3, 4):
            self.joinable.put(n)
            self.joinable.get()
        first = next(iter(self.relay.queues["tasks"].leased))
        del self.relay.queues["tasks"].leased[first]
        with self.assertRaises(mp.LeaseLost):
            self.joinable.task_done(then=(self.results, 9))
        self.joinable.task_done(then=(self.results, 16))
        self.assertEqual(16, self.results.get())

    def test_then_waitsForRoom(self):
        for n in range(2):
            self.results.put(n)
        self.joinable.put(3)
        self.joinable.get()

        looks, on_items = [], self.relay.storage.on_items

        def room_at_last(queue, *more):
            looks.append(queue)
            if len(looks) == 4:  # the second request, at the latest
                self.relay.queues["results"].ready.clear()
            return on_items(queue, *more)

        self.relay.storage.on_items = room_at_last
        self.joinable.task_done(then=(self.results, 9))
        self.assertEqual(1, self.results.qsize())

    def test_putsAfterAChain_areStoredToo(self):
        self.joinable.put(3)
        self.joinable.get()
        self.joinable.task_done(then=(self.results, 9))
        self.results.put(10)
        self.assertEqual([9, 10], [self.results.get(), self.results.get()])

    def test_taskFailed_givesTheItemBack(self):
        self.joinable.put(3)
        self.joinable.get()
        self.joinable.task_failed(delay=1.5, reason="not now")
        nack = json.loads(self.relay.seen("POST /leases")[0][3])["nack"][0]
        self.assertEqual((1.5, "not now"), (nack["delay"], nack["reason"]))
        self.assertEqual(3, self.joinable.get())
        self.joinable.task_failed(dead=True)
        self.assertEqual(1, len(self.relay.queues["tasks"].dead))
        with self.assertRaises(ValueError):
            self.joinable.task_failed()


if __name__ == "__main__":
    unittest.main()
