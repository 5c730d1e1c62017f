"""Queues behave as CPython's, on a relay that behaves."""

import pickle
import queue
import threading
import unittest

import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub_case import TasksCase
from workerpool import errors


class Values(TasksCase):
    def test_anyPicklableObject_comesBackEqual(self):
        q = mp.Queue(name="tasks")
        for value in ([42, None, "hello"], {"k": (1, 2)}, b"\x00", Words("a", "b")):
            q.put(value)
            self.assertEqual(value, q.get())

    def test_json_travelsAsJson(self):
        q = mp.Queue(name="tasks", codec="json")
        q.put({"a": [1, "é", None, 1.5]})
        self.assertEqual([{"a": [1, "é", None, 1.5]}], self.relay.values("tasks"))
        self.assertEqual({"a": [1, "é", None, 1.5]}, q.get())

    def test_itemOfAnotherCodec_raisesAndIsGivenBack(self):
        self.relay.put_json("tasks", 7)
        with self.assertRaises(mp.CodecError) as raised:
            mp.Queue(name="tasks").get()
        self.assertEqual("application/json", raised.exception.content_type)
        self.assertIn("application/json", str(raised.exception))
        self.assertEqual(7, mp.Queue(name="tasks", codec="json").get())

    def test_itemThatCannotBeUnpickled_raisesAndIsGivenBack(self):
        data = pickle.dumps(Words("a")).replace(b"test_queues", b"nowhere_at_")
        self.relay.put_bytes("tasks", data, "application/x-python-pickle")
        with self.assertRaises(ModuleNotFoundError):
            mp.Queue(name="tasks").get()
        self.assertEqual(1, mp.Queue(name="tasks").qsize())

    def test_unpicklable_raisesInPutAndSendsNothing(self):
        q = mp.Queue(name="tasks")
        with self.assertRaises((TypeError, AttributeError, pickle.PicklingError)):
            q.put(lambda: 0)
        self.assertEqual([], self.relay.requests)

    def test_notJson_raisesInPut(self):
        q = mp.Queue(name="tasks", codec="json")
        for value in (float("nan"), object()):
            with self.assertRaises((TypeError, ValueError)):
                q.put(value)
        self.assertTrue(q.empty())

    def test_tooLargeItem_raisesInPutAndSendsNothing(self):
        q = mp.Queue(name="tasks")
        with self.assertRaises(mp.TooLarge):
            q.put(b"x" * 2_000_000)
        self.assertEqual([], self.relay.seen("items"))

    def test_codecOfOnesOwn_isUsed(self):
        q = mp.Queue(name="tasks", codec=Shouting())
        q.put("hello")
        self.assertEqual("HELLO", pickle.loads(pickle.dumps(q)).get())

    def test_unknownCodec_isRefused(self):
        with self.assertRaisesRegex(ValueError, "pickle, json"):
            mp.Queue(name="tasks", codec="yaml")


class Words:
    def __init__(self, *words):
        self.words = words

    def __eq__(self, other):
        return self.words == other.words


class Shouting:
    content_type = "text/x-shout"

    def encode(self, value):
        from workerpool.wire import Body

        return Body(self.content_type, data=value.upper().encode())

    def decode(self, item):
        return item.data.decode()


class Names(TasksCase):
    def test_unnamed_isMadeAtOnceWithItsBound(self):
        q = mp.Queue(5)
        self.assertEqual(5, self.relay.queues[q.name].max_size)

    def test_unnamed_canBePassedInsideAnItem(self):
        tasks, answer = mp.Queue(name="tasks"), mp.Queue()
        tasks.put(("work", answer))
        tasks.get()[1].put("done")
        self.assertEqual("done", answer.get())

    def test_pickled_isItsNameOnly(self):
        q = pickle.loads(pickle.dumps(mp.JoinableQueue(name="tasks", codec="json")))
        self.assertEqual((mp.JoinableQueue, "tasks"), (type(q), q.name))
        q.put(1)
        self.assertEqual([1], self.relay.values("tasks"))

    def test_named_isOpenedWithoutAnyRequest(self):
        mp.Queue(name="nowhere")
        self.assertEqual([], self.relay.requests)

    def test_unknownName_isNotFoundAtFirstUse(self):
        for use in (lambda q: q.put(1), lambda q: q.get(), lambda q: q.qsize()):
            with self.assertRaises(mp.NotFound) as raised:
                use(mp.Queue(name="taks"))
            self.assertIsInstance(raised.exception, LookupError)

    def test_nameWithAnotherBound_isRefused(self):
        with self.assertRaises(mp.ExistsDifferently):
            mp.Queue(5, name="tasks")

    def test_whatIsNoName_isRefusedAtOnce(self):
        for name in ("", "Tasks", "a/b", "x" * 64, "-a"):
            with self.assertRaises(ValueError):
                mp.Queue(name=name)


class Waiting(TasksCase):
    def test_getOnEmpty_raisesEmptyAfterTheTimeout(self):
        q = mp.Queue(name="tasks")
        before = self.clock.time
        with self.assertRaises(queue.Empty):
            q.get(timeout=50)
        self.assertAlmostEqual(50, self.clock.time - before, places=1)
        self.assertEqual(["20.000", "20.000", "10.000"], self.waits("leases"))

    def test_getWithoutBlocking_asksOnceAndDoesNotWait(self):
        q = mp.Queue(name="tasks")
        for get in (q.get_nowait, lambda: q.get(False, 50), lambda: q.get(timeout=-1)):
            with self.assertRaises(queue.Empty):
                get()
        self.assertEqual([None] * 3, self.waits("leases"))

    def test_putOnFull_raisesFullAfterTheTimeout(self):
        q = mp.Queue(1)
        q.put("a")
        before = self.clock.time
        with self.assertRaises(queue.Full):
            q.put("b", timeout=30)
        self.assertAlmostEqual(30, self.clock.time - before, places=1)
        with self.assertRaises(queue.Full):
            q.put_nowait("c")
        self.assertEqual((1, True), (q.qsize(), q.full()))

    def test_putAfterARefusedOne_isTaken(self):
        q = mp.Queue(1)
        q.put("a")
        with self.assertRaises(queue.Full):
            q.put_nowait("b")
        self.assertEqual("a", q.get())
        q.put("c")
        self.assertEqual("c", q.get())

    def test_putAll_isOneRequest_inOrder(self):
        q = mp.Queue(name="tasks")
        q.put_all(range(50))
        self.assertEqual(1, len(self.relay.seen("/queues/tasks/items")))
        self.assertEqual(list(range(50)), [q.get() for _ in range(50)])

    def test_putAllOfMoreThanOneRequestHolds_isSeveral(self):
        q = mp.Queue(name="tasks")
        q.put_all("x" * 120_000 for _ in range(5))
        self.assertEqual(2, len(self.relay.seen("/queues/tasks/items")))
        self.assertEqual(5, q.qsize())

    def test_putAllIntoASmallQueue_waitsForRoom(self):
        q = mp.Queue(2)
        putting = threading.Thread(target=q.put_all, args=(range(5),))
        putting.start()
        self.assertEqual([0, 1, 2, 3, 4], [q.get() for _ in range(5)])
        putting.join()

    def test_putAllIntoAPriorityQueue_takesItsItemsPriorities(self):
        q = mp.PriorityQueue()
        q.put_all([(3, "c"), (1, "a"), (2, "b")])
        self.assertEqual([(1, "a"), (2, "b"), (3, "c")], [q.get() for _ in range(3)])
        with self.assertRaises(TypeError):
            q.put_all([(0, "zero"), "no number"])
        self.assertEqual(0, q.qsize())

    def waits(self, where):
        return [query.get("wait") for _, _, query, _, _ in self.relay.seen(where)]


class Figures(TasksCase):
    def test_qsizeEmptyFull_countWhatIsReady(self):
        q = mp.Queue(2)
        self.assertEqual((0, True, False), (q.qsize(), q.empty(), q.full()))
        q.put(1)
        q.put(2)
        self.assertEqual((2, False, True), (q.qsize(), q.empty(), q.full()))
        q.get()
        self.assertEqual((1, False, False), (q.qsize(), q.empty(), q.full()))


class Closing(TasksCase):
    def test_closed_refusesPutAndGet(self):
        q = mp.Queue(name="tasks")
        q.close()
        q.close()
        for use in (lambda: q.put(1), q.get, q.get_nowait):
            with self.assertRaisesRegex(ValueError, "is closed"):
                use()
        with self.assertRaises(OSError):
            q.empty()
        mp.Queue(name="tasks").put("others go on")

    def test_joinThread_needsClose(self):
        q = mp.Queue(name="tasks")
        with self.assertRaises(AssertionError):
            q.join_thread()
        q.close()
        q.join_thread()
        q.cancel_join_thread()

    def test_close_acknowledgesWhatWasGot(self):
        q = mp.Queue(name="tasks")
        q.put(1)
        q.get()
        self.assertEqual(1, len(self.relay.queues["tasks"].leased))
        q.close()
        self.assertEqual((0, 1), (len(self.relay.queues["tasks"].leased), self.done()))

    def test_shutdown_refusesPutsAndDrainsGets(self):
        q = mp.Queue(name="tasks")
        q.put(1)
        q.shutdown()
        with self.assertRaises(mp.ShutDown) as raised:
            q.put(2)
        self.assertIsInstance(raised.exception, ValueError)
        self.assertEqual(1, q.get())
        with self.assertRaises(mp.ShutDown):
            q.get()
        self.assertEqual(1, self.done())

    def test_shutdownImmediate_dropsWhatIsReady(self):
        q = mp.Queue(name="tasks")
        q.put(1)
        q.shutdown(immediate=True)
        with self.assertRaises(errors.ShutDown):
            q.get()

    def done(self):
        return self.relay.queues["tasks"].done


if __name__ == "__main__":
    unittest.main()
