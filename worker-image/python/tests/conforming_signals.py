"""Conforming programs (see conforming.py): a signal comes while a call waits, and its handler makes calls
of its own, or raises. They need the main thread."""

import signal

from answers import said


def _while_called(handle, call, *args, **kwargs):
    """What a call says while a signal comes, soon."""
    before = signal.signal(signal.SIGALRM, lambda *_: handle())
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        return said(call, *args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise():
    raise KeyError("signal")


def handler_setsAnEvent(mp):
    q, e = mp.Queue(), mp.Event()
    answers = [_while_called(e.set, q.get, timeout=0.3), e.is_set()]
    q.put("x")
    return answers + [q.get(timeout=5)]


def handler_putsIntoTheQueueWaitedFor(mp):
    q = mp.Queue()
    answers = [_while_called(lambda: q.put("item"), q.get, timeout=5)]
    return answers + [said(q.get, timeout=0.1)]


def handler_putsElsewhere(mp):
    q, other = mp.Queue(), mp.Queue()
    answers = [_while_called(lambda: other.put("item"), q.get, timeout=0.3)]
    q.put("x")
    return answers + [q.get(timeout=5), other.get(timeout=5)]


def handler_releasesWhatIsWaitedFor(mp):
    slots = mp.Semaphore(0)
    return [_while_called(slots.release, slots.acquire, True, 5), slots.get_value()]


def handler_acquiresWhatIsWaitedFor(mp):
    slots, got = mp.Semaphore(0), []

    def handle():
        got.append(slots.acquire(False))
        slots.release()
        slots.release()
        got.append(slots.acquire(False))

    answers = [_while_called(handle, slots.acquire, True, 5)]
    return answers + got + [slots.get_value()]


def handler_raises(mp):
    q, full, e, held, condition = mp.Queue(), mp.Queue(1), mp.Event(), mp.Lock(), mp.Condition()
    full.put(0)
    held.acquire()
    answers = [_while_called(_raise, q.get, timeout=5), _while_called(_raise, full.put, 1, timeout=5)]
    answers += [_while_called(_raise, e.wait, 5), _while_called(_raise, held.acquire, True, 5)]
    with condition:
        answers += [_while_called(_raise, condition.wait, 5), condition.acquire(False)]
        condition.release()
    held.release()
    q.put("x")
    e.set()
    return answers + [q.get(timeout=5), full.get(timeout=5), e.wait(5), held.acquire(True, 5)]


def pickling_putsElsewhere(mp):
    q, other = mp.Queue(), mp.Queue()

    class Item:
        def __reduce__(self):
            other.put("from within")
            return str, ("item",)

    q.put(Item())
    return [q.get(timeout=5), other.get(timeout=5)]
