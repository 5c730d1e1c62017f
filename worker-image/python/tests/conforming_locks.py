"""Conforming programs (see conforming.py): what processes wait for besides queues."""

import threading
import time

from answers import in_threads, said


def event(mp):
    e = mp.Event()
    answers = [e.is_set(), e.wait(0.01), e.wait(0), e.wait(-1)]
    e.set()
    e.set()
    answers += [e.is_set(), e.wait(), e.wait(0)]
    e.clear()
    return answers + [e.is_set()]


def event_wakesAll(mp):
    e = mp.Event()
    timer = threading.Timer(0.1, e.set)
    timer.start()
    return in_threads(3, lambda n: e.wait(20))


def lock(mp):
    held = mp.Lock()
    answers = [
        repr(held),
        held.acquire(),
        repr(held),
        held.acquire(False),
        held.acquire(True, 0.01),
    ]
    answers += [held.acquire(block=True, timeout=-5), held.release(), said(held.release)]
    with held as got:
        answers += [got, held.acquire(False, 20)]
    return answers + [held.acquire(), *in_threads(1, lambda n: held.release()), held.acquire(False)]


def rlock(mp):
    held = mp.RLock()
    answers = [repr(held), said(held.release), held.acquire(), held.acquire(False), repr(held)]
    answers += in_threads(1, lambda n: held.acquire(False))
    answers += in_threads(1, lambda n: held.release())
    answers += [held.release(), repr(held), held.release(), said(held.release), repr(held)]
    with held, held:
        answers.append("in")
    return answers + in_threads(1, lambda n: (held.acquire(timeout=5), held.release()))


def semaphore(mp):
    slots = mp.Semaphore(2)
    answers = [
        slots.get_value(),
        slots.acquire(),
        slots.acquire(),
        slots.acquire(False),
        repr(slots),
    ]
    answers += [slots.acquire(timeout=0.01), slots.release(), slots.release(), slots.release()]
    return answers + [slots.get_value(), mp.Semaphore().get_value()]


def bounded_semaphore(mp):
    slots = mp.BoundedSemaphore(1)
    answers = [repr(slots), said(slots.release), slots.acquire(), slots.acquire(False)]
    return answers + [repr(slots), slots.release(), said(slots.release), slots.get_value()]


def condition_waitAndNotify(mp):
    condition, ready, woken = mp.Condition(), threading.Semaphore(0), []

    def wait(n):
        with condition:
            ready.release()
            woken.append(condition.wait(20))
        return woken[-1]

    def notify(n):
        for _ in range(2):
            ready.acquire()
        with condition:
            condition.notify_all()

    return in_threads(3, lambda n: notify(n) if n == 0 else wait(n))


def condition_misuse(mp):
    condition = mp.Condition(mp.Lock())
    answers = [said(condition.wait), said(condition.notify), said(condition.notify_all)]
    with condition:
        answers += [condition.wait(0.01), condition.wait(0), said(condition.notify)]
        answers += [said(condition.notify, n) for n in (-1, 0, 1.5, True, "1")]
        answers += [condition.wait_for(lambda: 7), condition.wait_for(lambda: [], 0.01)]
    return answers + [condition.acquire(False), condition.release()]


def condition_keepsTheDepthOfItsLock(mp):
    condition = mp.Condition()
    with condition, condition:
        waited = condition.wait(0.01)
        inner = in_threads(1, lambda n: condition.acquire(False))
    return [
        waited,
        inner,
        in_threads(1, lambda n: condition.acquire(False) and condition.release()),
    ]


def condition_isShownFree_whileSomebodyWaits(mp):
    condition, shown = mp.Condition(mp.Lock()), []

    def wait(n):
        with condition:
            return condition.wait(20)

    def show(n):
        while "None)>, 1" not in repr(condition) and len(shown) < 100:
            shown.append(time.sleep(0.05))
        with condition:
            condition.notify()
        return len(shown) < 100

    return in_threads(2, lambda n: wait(n) if n else show(n))


def barrier(mp):
    b = mp.Barrier(3)
    answers = [b.parties, b.n_waiting, b.broken]
    answers += in_threads(3, lambda n: b.wait(20))
    return answers + in_threads(3, lambda n: b.wait(20)) + [b.n_waiting, b.broken]


def barrier_action(mp):
    acted = []
    b = mp.Barrier(2, action=lambda: acted.append(1), timeout=20)
    return in_threads(2, lambda n: (b.wait(), len(acted))[1])


def barrier_broken(mp):
    b = mp.Barrier(2)
    answers = [said(b.wait, 0.01), b.broken, said(b.wait), b.reset(), b.broken, b.abort()]
    return answers + [b.broken, said(b.wait), said(mp.Barrier(1).wait)]
