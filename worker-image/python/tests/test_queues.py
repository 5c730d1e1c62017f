"""Queues behave as CPython's, on a relay that behaves."""

import json
import pickle
import queue
import threading
import unittest

import stub
import workerpool.multiprocessing as mp
from workerpool import errors


class Case(unittest.TestCase):
    def setUp(self):
        self.clock = stub.FakeClock()
        self.relay = stub.StubRelay(self.clock)
        self.addCleanup(self.relay.close)
        self.relay.declare("tasks")
        self.client = self.enterContext(self.relay.used())

    def enterContext(self, manager):  # Python 3.11's, for 3.9
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value


class Values(Case):
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


class Names(Case):
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


class Waiting(Case):
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


class Figures(Case):
    def test_qsizeEmptyFull_countWhatIsReady(self):
        q = mp.Queue(2)
        self.assertEqual((0, True, False), (q.qsize(), q.empty(), q.full()))
        q.put(1)
        q.put(2)
        self.assertEqual((2, False, True), (q.qsize(), q.empty(), q.full()))
        q.get()
        self.assertEqual((1, False, False), (q.qsize(), q.empty(), q.full()))


class Closing(Case):
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


class Leases(Case):
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


class Orders(Case):
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


class Chains(Case):
    def setUp(self):
        super().setUp()
        self.relay.declare("results", 2)
        self.tasks, self.results = mp.JoinableQueue(name="tasks"), mp.Queue(name="results")

    def test_then_putsInTheSameCommit(self):
        self.tasks.put(3)
        self.tasks.get()
        self.relay.fail("POST /leases", "lose", "lose")
        self.tasks.task_done(then=(self.results, 9))
        self.assertEqual((1, 1), (self.relay.queues["tasks"].done, self.results.qsize()))
        self.assertEqual(9, self.results.get())
        self.assertEqual([], self.relay.seen("/queues/results/items"))

    def test_thenOfALostTask_putsNothing(self):
        self.tasks.put(3)
        self.tasks.get()
        self.relay.queues["tasks"].leased.clear()
        with self.assertRaises(mp.LeaseLost):
            self.tasks.task_done(then=(self.results, 9))
        self.assertEqual(0, self.results.qsize())

    def test_then_waitsForRoom(self):
        for n in range(2):
            self.results.put(n)
        self.tasks.put(3)
        self.tasks.get()

        looks, on_items = [], self.relay.on_items

        def room_at_last(queue, *more):
            looks.append(queue)
            if len(looks) == 4:  # the second request, at the latest
                self.relay.queues["results"].ready.clear()
            return on_items(queue, *more)

        self.relay.on_items = room_at_last
        self.tasks.task_done(then=(self.results, 9))
        self.assertEqual(1, self.results.qsize())

    def test_putsAfterAChain_areStoredToo(self):
        self.tasks.put(3)
        self.tasks.get()
        self.tasks.task_done(then=(self.results, 9))
        self.results.put(10)
        self.assertEqual([9, 10], [self.results.get(), self.results.get()])

    def test_taskFailed_givesTheItemBack(self):
        self.tasks.put(3)
        self.tasks.get()
        self.tasks.task_failed(delay=1.5, reason="not now")
        nack = json.loads(self.relay.seen("POST /leases")[0][3])["nack"][0]
        self.assertEqual((1.5, "not now"), (nack["delay"], nack["reason"]))
        self.assertEqual(3, self.tasks.get())
        self.tasks.task_failed(dead=True)
        self.assertEqual(1, len(self.relay.queues["tasks"].dead))
        with self.assertRaises(ValueError):
            self.tasks.task_failed()


class Simple(Case):
    def test_simpleQueue_hasItsFourMethods(self):
        q = mp.SimpleQueue()
        self.assertTrue(q.empty())
        q.put(1)
        self.assertFalse(q.empty())
        self.assertEqual(1, q.get())
        q.close()
        with self.assertRaises(ValueError):
            q.put(2)


if __name__ == "__main__":
    unittest.main()
