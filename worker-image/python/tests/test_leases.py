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
