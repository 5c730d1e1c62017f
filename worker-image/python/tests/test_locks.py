"""Locks and semaphores; also when the relay answers late or never."""

import pickle
import signal
import threading
import unittest
from unittest import mock

import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub import Problem
from stub_case import LocksCase
from workerpool import client as clients


class Locks(LocksCase):
    def elsewhere(self, call):
        """What ``call`` gives (or raises) in another thread."""
        results = []

        def run():
            try:
                results.append(call())
            except BaseException as e:
                results.append(e)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join(20)
        return results[0]

    def test_lock_isHeldByOne(self):
        lock = mp.Lock()
        self.assertTrue(lock.acquire())
        self.assertFalse(lock.acquire(False))
        self.assertFalse(lock.acquire(timeout=3))
        self.assertTrue(lock.locked())
        lock.release()
        with lock as got:
            self.assertTrue(got)
        self.assertFalse(lock.locked())

    def test_surplusRelease_isValueError(self):
        for made in (mp.Lock(), mp.BoundedSemaphore(2)):
            with self.assertRaisesRegex(ValueError, "released too many times"):
                made.release()
        free = mp.Semaphore(0)
        free.release()
        self.assertEqual(1, free.get_value())

    def test_anyThread_mayReleaseALock(self):
        lock = mp.Lock()
        lock.acquire()
        self.assertIsNone(self.elsewhere(lock.release))
        self.assertEqual(1, self.semaphore(lock.name).value)

    def test_releasedByAnotherProcess_isNotMistakenForWhatIsHeldNow(self):
        lock, other = mp.Lock(), self.relay.client()
        lock.acquire()
        other.grants.release(lock.name)
        lock.acquire()
        lock.release()
        self.assertFalse(lock.locked())
        with self.assertRaisesRegex(ValueError, "too many times"):
            lock.release()

    def test_semaphoreReleasedByAnotherProcess_stillCounts(self):
        slots, other = mp.Semaphore(1), self.relay.client()
        slots.acquire()
        other.grants.release(slots.name)
        slots.release()
        self.assertEqual(2, slots.get_value())

    def test_anotherProcess_mayReleaseALock(self):
        lock = mp.Lock()
        lock.acquire()
        other = self.relay.client()
        clients.use(other)
        lock.release()
        clients.use(self.client)
        self.assertTrue(lock.acquire(False))
        other.calls._transport.close()

    def test_rlock_isRecursiveForItsThreadOnly(self):
        lock = mp.RLock()
        again = pickle.loads(pickle.dumps(lock))
        with lock, again:
            self.assertEqual(f"<RLock({mp.current_process().name}, 2)>", repr(lock))
            self.assertFalse(self.elsewhere(lambda: lock.acquire(False)))
            self.assertIsInstance(self.elsewhere(lock.release), AssertionError)
        self.assertEqual("<RLock(None, 0)>", repr(lock))
        with self.assertRaises(AssertionError):
            lock.release()

    def test_semaphore_countsDown(self):
        slots = mp.BoundedSemaphore(2)
        self.assertTrue(slots.acquire() and slots.acquire())
        self.assertFalse(slots.acquire(False))
        self.assertEqual("<BoundedSemaphore(value=0, maxvalue=2)>", repr(slots))
        slots.release()
        self.assertEqual(1, slots.get_value())
        with self.assertRaises(ValueError):
            mp.Semaphore(-1)

    def test_named_opensWhatIsDeclared(self):
        with self.assertRaisesRegex(mp.NotFound, "printer"):
            mp.Lock(name="printer").acquire()
        mp.Semaphore(3, name="slots")
        self.assertEqual(3, mp.Semaphore(name="slots").get_value())
        with self.assertRaises(mp.ExistsDifferently):
            mp.Semaphore(4, name="slots")

    def test_lostReply_grantsOnce(self):
        slots = mp.Semaphore(3)
        self.relay.fail("acquire", "lose", "lose", Problem(503, "recovering"))
        slots.acquire()
        self.assertEqual(2, self.semaphore(slots.name).value)
        self.relay.fail("release", "lose", Problem(504, "outcome-unknown"))
        slots.release()
        self.assertEqual(3, self.semaphore(slots.name).value)

    def test_acquireGivenUp_isTakenUpByTheNext(self):
        lock = mp.Lock()
        self.relay.fail("acquire", *["lose"] * 999)
        with self.assertRaises(mp.Unavailable):
            lock.acquire()
        self.relay.faults.clear()
        self.assertEqual(0, self.semaphore(lock.name).value)
        self.assertTrue(lock.acquire(False))
        lock.release()
        self.assertEqual(1, self.semaphore(lock.name).value)

    def test_releaseNotAnswered_canBeRepeated(self):
        lock = mp.Lock()
        lock.acquire()
        self.relay.fail("release", *[Problem(503, "recovering")] * 999)
        with self.assertRaises(mp.Unavailable):
            lock.release()
        self.relay.faults.clear()
        lock.release()
        self.assertEqual(1, self.semaphore(lock.name).value)

    def test_end_freesWhatIsHeld(self):
        from workerpool import endings

        lock = mp.Lock()
        lock.acquire()
        endings.leave(self.client, failed=False, known_to_relay=False)
        self.assertEqual(1, self.semaphore(lock.name).value)

    def test_lock_travelsInsideAnItem(self):
        self.relay.declare("orders")
        mp.Queue(name="orders").put((mp.Lock(), mp.Semaphore(2), mp.Barrier(1), mp.Condition()))
        lock, slots, barrier, condition = mp.Queue(name="orders").get()
        with lock, condition:
            self.assertEqual((2, 0), (slots.get_value(), barrier.wait()))


class Kills(LocksCase):
    def test_heartbeatThatSaysKill_isSigkill(self):
        self.client.session.open()
        self.relay.kills = True
        with mock.patch("os.kill") as kill:
            self.client.session.beat()
        self.assertEqual(signal.SIGKILL, kill.call_args[0][1])


if __name__ == "__main__":
    unittest.main()
