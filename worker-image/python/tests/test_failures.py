"""What goes wrong between a process and its relay: nothing is lost, nothing happens twice."""

import queue
import threading
import unittest

import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub import Problem
from stub_case import TasksCase
from workerpool.transport import Transport


def after(problem):
    """The relay does it, and then answers so."""
    problem.more["after"] = True
    return problem


class Puts(TasksCase):
    def test_lostReply_storesOnce(self):
        self.relay.fail("POST /queues/tasks/items", "lose", "lose")
        self.q.put(1)
        self.q.put(2)
        self.assertEqual([1, 2], self.relay.values("tasks"))

    def test_outcomeUnknown_isRepeatedWithTheSameNumber(self):
        self.relay.fail("items", after(Problem(504, "outcome-unknown")))
        self.q.put(1)
        self.assertEqual([1], self.relay.values("tasks"))
        first, second = self.relay.seen("items")
        self.assertEqual(first[3], second[3])

    def test_overloadedAndStarting_areWaitedOut(self):
        faults = (
            Problem(429, "overloaded"),
            Problem(503, "not-leader"),
            Problem(503, "recovering"),
            Problem(502, ""),
            "drop",
        )
        self.relay.fail("items", *faults)
        self.q.put(1)
        self.assertEqual([1], self.relay.values("tasks"))
        # Retry-After: 1 with 429 and 503, else 50 ms doubled each time (the last: 0.8).
        self.assertEqual([1, 1, 1, 0.4], self.clock.slept[:4])

    def test_backPressure_isWaitedForAsAFullQueueIs(self):
        self.relay.fail("items", *[Problem(429, "overloaded", "the budget is spent")] * 700)
        self.q.put(1)
        self.assertEqual([1], self.relay.values("tasks"))
        self.assertGreater(self.clock.time, 1600)

    def test_silentRelay_isWaitedForBeyondTheTimeout(self):
        self.relay.fail("items", *[Problem(503, "not-leader")] * 20)
        self.q.put(1, timeout=3)
        self.assertEqual([1], self.relay.values("tasks"))

    def test_relayNeverReached_isUnavailable(self):
        self.relay.close()
        before = self.clock.time
        with self.assertRaises(mp.Unavailable) as raised:
            self.q.put(1, timeout=3)
        self.assertNotIsInstance(raised.exception, mp.OutcomeUnknown)
        self.assertAlmostEqual(300, self.clock.time - before, places=1)

    def test_neverAnswered_isOutcomeUnknown_andTheNextPutIsStored(self):
        self.relay.fail("items", *["lose"] * 999)
        with self.assertRaises(mp.OutcomeUnknown):
            self.q.put(1, timeout=3)
        self.relay.faults.clear()
        self.q.put(2)
        self.assertEqual([1, 2], self.relay.values("tasks"))

    def test_fullAfterAnUnansweredTry_isOutcomeUnknown_andItsNumberIsLeftBehind(self):
        self.relay.declare("small", 1)
        small = mp.Queue(name="small", codec="json")
        small.put("a")
        self.relay.fail("items", "drop")
        with self.assertRaises(mp.OutcomeUnknown):
            small.put_nowait("b")
        # The unanswered try is stored yet, late.
        import json

        late = json.loads(self.relay.seen("items")[-1][3])
        self.assertEqual("a", small.get())
        with self.relay.changed:
            self.relay.storage.on_items(self.relay.queues["small"], late, {}, True)
        self.assertEqual("b", small.get())
        small.put("c")
        self.assertEqual("c", small.get())

    def test_timeout_isKeptByARelayThatAnswers(self):
        self.relay.declare("small", 1)
        small = mp.Queue(name="small", codec="json")
        small.put("a")
        before = self.clock.time
        with self.assertRaises(queue.Full):
            small.put(1, timeout=47)
        self.assertAlmostEqual(47, self.clock.time - before, places=2)

    def test_standbyRelay_losesItsConnection(self):
        made = []
        original = Transport._connect
        Transport._connect = lambda *a: made.append(1) or original(*a)
        self.addCleanup(setattr, Transport, "_connect", original)
        self.q.put(1)
        self.relay.fail("items", Problem(503, "not-leader"))
        self.q.put(2)
        self.assertEqual(2, len(made))

    def test_nonBlockingPut_goesOnThroughATakeOver(self):
        self.relay.fail("items", *[Problem(503, "recovering")] * 20)
        self.q.put_nowait(1)
        self.assertEqual([1], self.relay.values("tasks"))

    def test_queueMadeAgain_takesPutsAgain(self):
        self.q.put(1)
        self.relay.declare("tasks")
        self.q.put(2)
        self.assertEqual([2], self.relay.values("tasks"))

    def test_putsOfManyThreads_areAllStoredOnce(self):
        self.relay.fail("items", *["lose", "drop"] * 10)
        threads = [threading.Thread(target=self.q.put, args=(n,)) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(list(range(20)), sorted(self.relay.values("tasks")))

    def test_putBlockedOnFullQueue_doesNotHoldUpOthers(self):
        self.relay.declare("small", 1)
        small = mp.Queue(name="small", codec="json")
        small.put("a")
        blocked, free = self.client.sender._borrow("small"), self.client.sender._borrow("small")
        self.assertNotEqual(blocked.name, free.name)


class Gets(TasksCase):
    def test_lostReply_bringsTheSameItem(self):
        self.relay.put_json("tasks", 1, 2)
        self.relay.fail("leases", "lose", "lose")
        self.assertEqual([1, 2], [self.q.get(), self.q.get()])
        self.q.close()
        self.assertEqual((2, 0, []), (self.tasks.done, len(self.tasks.leased), self.tasks.ready))

    def test_getGivenUp_isTakenUpByTheNext(self):
        self.relay.put_json("tasks", 1)
        self.relay.fail("leases", *["lose"] * 999)
        with self.assertRaises(mp.Unavailable):
            self.q.get(timeout=3)
        self.relay.faults.clear()
        self.assertEqual(1, len(self.tasks.leased))
        self.assertEqual(1, self.q.get(timeout=3))

    def test_getGivenUp_isGivenBackAtTheEnd(self):
        self.relay.put_json("tasks", 1)
        self.relay.fail("leases", *["lose"] * 999)
        with self.assertRaises(mp.Unavailable):
            self.q.get(timeout=3)
        self.relay.faults.clear()
        from workerpool import endings

        endings.leave(self.client, failed=False, known_to_relay=False)
        self.assertEqual((0, [1]), (self.tasks.done, self.relay.values("tasks")))

    def test_lostReplyToAnAcknowledgingGet_acknowledgesOnce(self):
        self.relay.put_json("tasks", 1, 2, 3)
        self.q.get()
        self.relay.fail("leases", "lose")
        self.assertEqual(2, self.q.get())
        self.assertEqual((1, 1), (self.tasks.done, len(self.tasks.leased)))

    def test_leaseLostMeanwhile_doesNotStopTheNextGet(self):
        self.relay.put_json("tasks", 1, 2)
        self.q.get()
        self.tasks.ready.append(self.tasks.leased.popitem()[1]["item"])
        with self.assertLogs("multiprocessing", "WARNING"):
            self.assertEqual(2, self.q.get())
        self.assertEqual([1], self.relay.values("tasks"))

    def test_taskDoneOfALostLease_warnsAndGoesOn(self):
        self.relay.put_json("tasks", 1)
        joinable = mp.JoinableQueue(name="tasks", codec="json")
        joinable.get()
        self.tasks.ready.append(self.tasks.leased.popitem()[1]["item"])
        with self.assertLogs("multiprocessing", "WARNING"):
            joinable.task_done()
        self.assertEqual((0, [1]), (self.tasks.done, self.relay.values("tasks")))

    def test_taskDoneNotAnswered_canBeRepeated(self):
        self.relay.put_json("tasks", 1)
        joinable = mp.JoinableQueue(name="tasks", codec="json")
        joinable.get()
        self.relay.fail("POST /leases", *[Problem(503, "recovering")] * 999)
        with self.assertRaises(mp.Unavailable):
            joinable.task_done()
        self.relay.faults.clear()
        joinable.task_done()
        self.assertEqual(1, self.tasks.done)


if __name__ == "__main__":
    unittest.main()
