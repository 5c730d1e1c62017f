"""Another relay, none, and one that refuses: the caller goes on, or is told clearly."""

import queue
import unittest

import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub import Problem
from stub_case import TasksCase
from workerpool.transport import Transport


class TakeOvers(TasksCase):
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


class Callers(TasksCase):
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

    def test_tokenThatExpiredWhileTheMachineSlept_isTriedForSeconds(self):
        self.q.put(1)
        self.relay.fail("items", *[Problem(401, "unauthenticated", "expired")] * 5)
        self.q.put(2)
        self.assertEqual([1, 2], self.relay.values("tasks"))

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


class Closed(TasksCase):
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


class Connections(TasksCase):
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
