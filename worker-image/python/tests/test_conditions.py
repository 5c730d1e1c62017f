"""Conditions and barriers, where processes wait for each other; also when answers get lost."""

import threading
import unittest
from unittest import mock

import stub  # noqa: F401  (finds the package)
import workerpool.multiprocessing as mp
from stub_case import LocksCase


class Conditions(LocksCase):
    clock_stands = False

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


class Barriers(LocksCase):
    clock_stands = False

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

    def test_allHaveComeAsTimeRanOut_passes(self):
        barrier = mp.Barrier(2, timeout=0)
        arrive = self.locks.arrive

        def arrive_then_the_other(there, party, last):
            answer = arrive(there, party, last)
            self.locks.arrive = arrive
            arrive(there, ("other", "1"), True)
            return answer

        self.locks.arrive = arrive_then_the_other
        self.assertEqual(0, barrier.wait())
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


if __name__ == "__main__":
    unittest.main()
