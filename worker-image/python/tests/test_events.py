"""Events behave as CPython's."""

import pickle
import threading
import unittest

import stub
import workerpool.multiprocessing as mp
from stub import Problem
from stub_case import RelayCase


class Events(RelayCase):
    def test_event_isSetAndCleared(self):
        e = mp.Event()
        self.assertFalse(e.is_set())
        e.set()
        e.set()
        self.assertTrue(e.is_set())
        self.assertTrue(e.wait(0))
        e.clear()
        self.assertFalse(e.is_set())

    def test_wait_isFalseAfterTheTimeout(self):
        e, before = mp.Event(), self.clock.time
        self.assertFalse(e.wait(45))
        self.assertAlmostEqual(45, self.clock.time - before, places=1)

    def test_named_isTheSpecsOne(self):
        self.relay.events["ready"] = [True, 1]
        self.assertTrue(mp.Event(name="ready").is_set())
        with self.assertRaises(mp.NotFound):
            mp.Event(name="redy").is_set()

    def test_pickled_isItsName(self):
        e = mp.Event()
        pickle.loads(pickle.dumps(e)).set()
        self.assertTrue(e.is_set())

    def test_repr_tellsItsState(self):
        e = mp.Event()
        self.assertRegex(repr(e), "^<Event 'event-.*' unset>$")
        e.set()
        self.assertRegex(repr(e), " set>$")

    def test_repeatedSet_doesNotSetWhatWasClearedMeanwhile(self):
        e = mp.Event()
        self.relay.fail("PUT /events", "lose")
        relay_answer = self.relay.fault

        def clear_after_first_set(where):
            if self.relay.events[e.name][0]:
                self.relay.events[e.name][0] = False
            return relay_answer(where)

        self.relay.fault = clear_after_first_set
        e.set()
        self.assertEqual([False, 1], self.relay.events[e.name])

    def test_silentRelay_isWaitedForBeyondTheTimeout(self):
        e = mp.Event()
        self.relay.fail("GET", *[Problem(503, "recovering")] * 20)
        self.assertFalse(e.wait(3))
        self.relay.fail("GET", *[Problem(503, "recovering")] * 999)
        with self.assertRaises(mp.Unavailable):
            e.wait(3)


class RealWaits(unittest.TestCase):
    def test_setAndClearedAtOnce_stillWakes(self):
        relay = stub.StubRelay()
        self.addCleanup(relay.close)
        with relay.used():
            e = mp.Event()
            woken = []
            waiting = threading.Thread(target=lambda: woken.append(e.wait(20)))
            waiting.start()
            while len(relay.seen("GET /events")) < 2:
                pass
            with relay.changed:  # nobody gets to look in between
                relay.events[e.name] = [False, 1]
                relay.changed.notify_all()
            waiting.join()
        self.assertEqual([True], woken)


if __name__ == "__main__":
    unittest.main()
