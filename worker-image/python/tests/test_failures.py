"""What goes wrong between a process and its relay: nothing is lost, nothing happens twice."""

import queue
import threading
import unittest

import stub
import workerpool.multiprocessing as mp
from stub import Problem
from workerpool.transport import Transport


def after(problem):
    """The relay does it, and then answers so."""
    problem.more["after"] = True
    return problem


class Case(unittest.TestCase):
    def setUp(self):
        self.clock = stub.FakeClock()
        self.relay = stub.StubRelay(self.clock)
        self.addCleanup(self.relay.close)
        self.relay.declare("tasks")
        using = self.relay.used()
        self.client = using.__enter__()
        self.addCleanup(using.__exit__, None, None, None)
        self.tasks = self.relay.queues["tasks"]
        self.q = mp.Queue(name="tasks", codec="json")


class Puts(Case):
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
            self.relay.on_items(self.relay.queues["small"], late, {}, True)
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


class Gets(Case):
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


class TakeOvers(Case):
    def test_heldItem_isKeptThroughATakeOver(self):
        self.relay.put_json("tasks", 1, 2)
        joinable = mp.JoinableQueue(name="tasks", codec="json")
        joinable.get()
        self.relay.take_over()
        joinable.task_done()
        self.assertEqual((1, [2]), (self.tasks.done, self.relay.values("tasks")))

    def test_heartbeat_opensTheSessionAgainWithWhatIsHeld(self):
        self.relay.put_json("tasks", 1)
        self.q.get()
        self.relay.take_over()
        self.client.session.beat()
        self.assertEqual((1, []), (len(self.tasks.leased), self.tasks.ready))
        self.client.session.beat()
        self.assertEqual([1], list(self.relay.sessions.values()))

    def test_heartbeatNotAnswered_isNoMatter(self):
        self.relay.put_json("tasks", 1)
        self.q.get()
        self.relay.fail("heartbeat", "drop", "drop", Problem(503, "not-leader"))
        self.client.session.beat()
        self.client.session.beat()
        self.client.session.beat()

    def test_waitingGet_goesOnAtTheNextRelay(self):
        self.relay.put_json("tasks", 1)
        self.q.get()
        self.relay.take_over()
        self.relay.put_json("tasks", 2)
        self.assertEqual(2, self.q.get())
        self.assertEqual(1, self.tasks.done)

    def test_highestEpoch_isSentBack(self):
        self.q.put(1)
        self.relay.epoch = 9
        self.q.put(2)
        self.relay.epoch = 8
        self.q.put(3)
        self.q.put(4)
        epochs = [headers.get("Channel-Epoch") for *_, headers in self.relay.seen("items")]
        self.assertEqual([None, "7", "9", "9"], epochs)


class Callers(Case):
    def test_rotatedToken_isReadAnew(self):
        self.q.put(1)
        self.relay.tokens = {"next"}
        with open(self.relay.token_file.name, "w") as file:
            file.write("next")
        self.q.put(2)
        self.assertEqual([1, 2], self.relay.values("tasks"))

    def test_stranger_isIntroducedWithinSeconds(self):
        self.relay.fail("items", *[Problem(403, "forbidden", "no such pod yet")] * 5)
        self.q.put(1)
        self.relay.fail("items", Problem(403, "forbidden", "the pod has ended"))
        with self.assertRaisesRegex(mp.Forbidden, "has ended"):
            self.q.put(2)

    def test_wrongToken_isAClearError(self):
        self.relay.tokens = {"another"}
        with self.assertRaises(mp.Unauthenticated) as raised:
            self.q.put(1)
        self.assertIsInstance(raised.exception, PermissionError)

    def test_forbidden_isAClearError(self):
        detail = "pod default/x belongs to no pool that uses channel consumers"
        self.relay.fail("items", *[Problem(403, "forbidden", detail)] * 99)
        with self.assertRaisesRegex(mp.Forbidden, "belongs to no pool"):
            self.q.put(1)

    def test_missingTokenFile_namesIt(self):
        client = self.relay.client(WORKERPOOL_TOKEN_FILE="/nowhere/token")
        from workerpool import client as clients

        clients.use(client)
        with self.assertRaisesRegex(mp.NotInPool, "/nowhere/token"):
            self.q.put(1)


class Closed(Case):
    def test_channelGone_isAClearError(self):
        self.relay.fail("leases", Problem(404, "not-found", "no channel consumers"))
        with self.assertRaisesRegex(mp.NotFound, "no channel consumers"):
            self.q.get()

    def test_closedWhileWaiting_isShutDown(self):
        self.relay.fail("leases", Problem(410, "closed", "queue tasks is closed"))
        with self.assertRaisesRegex(mp.ShutDown, "tasks is closed"):
            self.q.get()

    def test_quotaUsedUp_isFull(self):
        self.relay.fail("items", Problem(507, "byte-quota", "channel holds 64 MiB"))
        with self.assertRaisesRegex(queue.Full, "64 MiB"):
            self.q.put_nowait(1)


class Connections(Case):
    def test_keptConnection_isUsedAgain(self):
        made = []
        original = Transport._connect

        def connect(transport, timeout):
            made.append(1)
            return original(transport, timeout)

        Transport._connect = connect
        self.addCleanup(setattr, Transport, "_connect", original)
        for n in range(5):
            self.q.put(n)
        self.assertEqual(1, len(made))

    def test_relayDown_isUnavailableForCallsWithoutTimeout(self):
        self.relay.close()
        with self.assertRaises(mp.Unavailable) as raised:
            self.q.qsize()
        self.assertIsInstance(raised.exception, ConnectionError)
        self.assertNotIsInstance(raised.exception, mp.OutcomeUnknown)


if __name__ == "__main__":
    unittest.main()
