"""Queues of other orders than first in, first out; and the simple one."""

import unittest

import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub_case import TasksCase


class Orders(TasksCase):
    def test_priorityQueue_givesTheLowestFirst(self):
        q = mp.PriorityQueue()
        for item in ((3, "c"), (1, "a"), 2, (1, "a again")):
            q.put(item)
        q.put("by itself", priority=-5)
        got = [q.get() for _ in range(5)]
        self.assertEqual(["by itself", (1, "a"), (1, "a again"), 2, (3, "c")], got)

    def test_priorityQueue_wantsANumber(self):
        q = mp.PriorityQueue(2)
        for item in ("word", ("a", 1), (), None, 1.5):
            with self.assertRaises(TypeError):
                q.put(item)
        with self.assertRaises(ValueError):
            q.put_nowait("too far", priority=2**31)

    def test_lifoQueue_givesTheNewestFirst(self):
        q = mp.LifoQueue()
        for n in range(3):
            q.put(n)
        self.assertEqual([2, 1, 0], [q.get() for _ in range(3)])

    def test_orderOfAJoinableQueue_isAskedFor(self):
        q = mp.JoinableQueue(order="Priority")
        q.put("b", priority=2)
        q.put("a", priority=1)
        self.assertEqual("a", q.get())
        with self.assertRaisesRegex(ValueError, "FIFO, LIFO, Priority"):
            mp.Queue(order="sorted")
        with self.assertRaises(mp.ExistsDifferently):
            mp.LifoQueue(1, name=q.name)

    def test_priorityInAPlainQueue_isRefused(self):
        with self.assertRaisesRegex(ValueError, "not of order Priority"):
            mp.Queue(name="tasks").put("x", priority=1)

    def test_delay_isAsked(self):
        q = mp.Queue(name="tasks", codec="json")
        q.put("later", delay=2.5)
        self.assertEqual(2.5, self.relay.queues["tasks"].ready[0]["delay"])
        with self.assertRaises(ValueError):
            q.put("never", delay=100_000)


class Simple(TasksCase):
    def test_simpleQueue_hasItsFourMethods(self):
        q = mp.SimpleQueue()
        self.assertTrue(q.empty())
        q.put(1)
        self.assertFalse(q.empty())
        self.assertEqual(1, q.get())
        q.close()
        q.close()
        for call in (lambda: q.put(2), q.get, q.empty):
            with self.assertRaisesRegex(OSError, "handle is closed"):  # as CPython's
                call()


