"""Locks, semaphores, conditions and barriers; also when the relay answers late or never."""

import pickle
import signal
import threading
import unittest
from unittest import mock

import stub
import workerpool.multiprocessing as mp
from stub import Problem
from workerpool import client as clients


class Case(unittest.TestCase):
    clock = None

    def setUp(self):
        self.relay = stub.StubRelay(self.clock and stub.FakeClock())
        self.addCleanup(self.relay.close)
        using = self.relay.used()
        self.client = using.__enter__()
        self.addCleanup(using.__exit__, None, None, None)
        self.locks = self.relay.locks

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

    def semaphore(self, name):
        return self.locks.semaphores[name]


class Fast(Case):
    clock = True


class Locks(Fast):
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


class Conditions(Case):
    def test_wait_releasesTheLockAndGetsItAgain(self):
        for lock in (mp.Lock(), mp.RLock(), None):
            with self.subTest(lock=lock):
                condition, order = mp.Condition(lock), []
                waits = threading.Event()

                def wait():
                    with condition:
                        waits.set()
                        order.append(condition.wait(20))

                thread = threading.Thread(target=wait)
                thread.start()
                waits.wait(20)
                with condition:
                    order.append("lock is free")
                    condition.notify()
                    order.append("notified")
                thread.join(20)
                self.assertEqual(["lock is free", "notified", True], order)

    def test_timeout_isFalse_andTheLockIsHeldAgain(self):
        condition = mp.Condition()
        with condition, condition:
            self.assertFalse(condition.wait(0.05))
            self.assertEqual(f"({mp.current_process().name}, 2)", repr(condition)[17:-5].strip(">"))
        with self.assertRaises(AssertionError):
            condition.wait()
        with self.assertRaises(AssertionError):
            condition.notify()

    def test_waitFor_looksAgainAfterEachNotification(self):
        condition, found = mp.Condition(), []

        def add():
            for n in range(3):
                with condition:
                    found.append(n)
                    condition.notify_all()

        thread = threading.Thread(target=add)
        with condition:
            thread.start()
            self.assertTrue(condition.wait_for(lambda: len(found) == 3, 20))
            self.assertFalse(condition.wait_for(lambda: found == [], 0.01))
        thread.join(20)

    def test_lostReply_waitsOnce(self):
        self.relay.fail("wait", "lose")
        condition = mp.Condition()
        with condition:
            self.assertFalse(condition.wait(0.2))
        self.assertEqual([], self.locks.conditions[condition.name].waiters)

    def test_waitThatNeverArrived_leavesTheLockHeld(self):
        for lock in (mp.Lock(), mp.RLock()):
            with self.subTest(lock=lock):
                condition = mp.Condition(lock)
                with condition:
                    self.relay.fail(f"POST /conditions/{condition.name}/wait", *["drop"] * 99)
                    with mock.patch.object(self.client.calls, "patience", self.at_once):
                        with self.assertRaises(mp.Unavailable):
                            condition.wait(0.05)
                    self.relay.faults.clear()
                    self.assertEqual(1, len(self.semaphore(lock.name).grants))
                self.assertEqual(1, self.semaphore(lock.name).value)
                self.assertTrue(lock.acquire(False))
                lock.release()

    def at_once(self):
        return self.client.calls.deadline(0.3)

    def test_notificationAtTheLastMoment_isNotLost(self):
        condition = mp.Condition()
        stubs = self.locks
        original = stubs.withdraw

        def notified_just_now(found, waiter):
            found.waiters.remove(waiter)
            found.notified.add(waiter)
            return original(found, waiter)

        stubs.withdraw = notified_just_now
        with condition:
            self.assertTrue(condition.wait(0.05))

    def test_named_usesItsDeclaredLock(self):
        mp.Semaphore(1)
        self.locks.on_semaphores("PUT", ["", "guard"], {"kind": "RLock", "value": 1}, True)
        self.locks.on_conditions("PUT", ["", "changed"], {"lock": "guard"}, {}, True)
        condition = mp.Condition(name="changed")
        with condition, condition:
            condition.notify_all()
        self.assertEqual("<Condition(<RLock(None, 0)>, 0)>", repr(condition))


class Barriers(Case):
    def all_wait(self, barrier, parties):
        results = []

        def wait():
            try:
                results.append(barrier.wait())
            except threading.BrokenBarrierError:
                results.append("broken")

        threads = [threading.Thread(target=wait) for _ in range(parties)]
        for thread in threads:
            thread.start()
        return threads, results

    def test_wait_givesEachAnotherNumber(self):
        barrier = mp.Barrier(3)
        for _ in range(2):
            threads, results = self.all_wait(barrier, 3)
            for thread in threads:
                thread.join(20)
            self.assertEqual([0, 1, 2], sorted(results))
        self.assertEqual((3, 0, False), (barrier.parties, barrier.n_waiting, barrier.broken))

    def test_action_isDoneByOneBeforeAnyGoesOn(self):
        acted = []
        barrier = mp.Barrier(2, action=lambda: acted.append(len(results)))
        threads, results = self.all_wait(barrier, 2)
        for thread in threads:
            thread.join(20)
        self.assertEqual(([0], [0, 1]), (acted, sorted(results)))

    def test_failingAction_breaksTheBarrier(self):
        barrier = mp.Barrier(1, action=lambda: 1 / 0)
        with self.assertRaises(ZeroDivisionError):
            barrier.wait()
        self.assertTrue(barrier.broken)

    def test_timeout_breaksItForAll(self):
        barrier = mp.Barrier(3, timeout=0.05)
        with self.assertRaises(threading.BrokenBarrierError):
            barrier.wait()
        with self.assertRaises(mp.BrokenBarrierError):
            barrier.wait()
        self.assertTrue(barrier.broken)
        barrier.reset()
        self.assertFalse(barrier.broken)

    def test_abort_wakesThoseWhoWait(self):
        barrier = mp.Barrier(3)
        threads, results = self.all_wait(barrier, 2)
        with self.relay.changed:
            waiting = self.locks.barriers[barrier.name].waiting
            self.assertTrue(self.relay.changed.wait_for(lambda: len(waiting) == 2, 20))
        barrier.abort()
        for thread in threads:
            thread.join(20)
        self.assertEqual(["broken", "broken"], results)

    def test_lostReply_countsOnce(self):
        self.relay.fail("wait", "lose", "lose")
        self.assertEqual(0, mp.Barrier(1).wait())


class Kills(Fast):
    def test_heartbeatThatSaysKill_isSigkill(self):
        self.client.session.open()
        self.relay.kills = True
        with mock.patch("os.kill") as kill:
            self.client.session.beat()
        self.assertEqual(signal.SIGKILL, kill.call_args[0][1])


if __name__ == "__main__":
    unittest.main()
