"""Small programs in the words of ``multiprocessing``, each a function of the module ``mp``.

They are run against CPython's and against ours, and must answer the same. What they answer is made of
plain values and of the names of exceptions.
"""

import threading
import time


KINDS = frozenset(
    "Empty Full BrokenBarrierError AssertionError TimeoutError ValueError TypeError KeyError StopIteration".split()
)


def said(call, *args, **kwargs):
    """What a call gives, or the exception it raises, as text."""
    try:
        return repr(call(*args, **kwargs))
    except Exception as e:
        names = {kind.__name__ for kind in type(e).__mro__}
        return " or ".join(sorted(names & KINDS))


def in_threads(count, call):
    """Sorted answers of as many threads."""
    answers = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(said(call, n)), daemon=True)
        for n in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(answers)


def queue_keepsValueTypeAndOrder(mp):
    q = mp.Queue()
    for item in ([42, None, "hello"], (1, 2.5), {"k": b"v"}, range(3)):
        q.put(item)
    return [q.get(timeout=5) for _ in range(4)]


def queue_timeouts(mp):
    q = mp.Queue(1)
    answers = [
        said(q.get, False),
        said(q.get, True, 0.01),
        said(q.get_nowait),
        said(q.get, True, -1),
    ]
    q.put(1)
    answers += [said(q.put, 2, False), said(q.put, 2, True, 0.01), said(q.put_nowait, 2)]
    answers += [said(q.put, 2, timeout=-1), said(q.get, timeout=5)]
    return answers


def queue_figures(mp):
    q = mp.Queue(2)
    before = [q.qsize(), q.empty(), q.full()]
    q.put("a")
    q.put("b")
    full = [q.qsize(), q.full()]
    got = [q.get(timeout=5), q.get(timeout=5)]
    return before + full + got + [q.qsize(), q.empty(), q.full()]


def sizes(mp):
    answers = [said(mp.Queue, size) for size in (2.5, "5", None)]
    answers += [said(mp.Semaphore, size) for size in (1.5, "1", None)]
    return answers + [mp.Semaphore(True).get_value(), mp.Queue(True).full()]


def queue_negativeMaxsize_isUnbounded(mp):
    q = mp.Queue(-1)
    for n in range(20):
        q.put(n, block=False)
    return [q.get(timeout=5) for n in range(20)]


def queue_closed(mp):
    q = mp.Queue()
    answers = [said(q.join_thread)]
    q.close()
    q.close()
    return answers + [
        said(q.put, 1),
        said(q.get, False),
        said(q.join_thread),
        said(q.put_nowait, 1),
    ]


def queue_noneIsAnItem(mp):
    q = mp.Queue()
    q.put(None)
    return said(q.get, timeout=5)


def joinable_taskDone(mp):
    q = mp.JoinableQueue(3)
    answers = [said(q.task_done)]
    for n in range(3):
        q.put(n)
    for _ in range(3):
        answers += [q.get(timeout=5), said(q.task_done)]
    return answers + [said(q.task_done), said(q.join)]


def joinable_joinWaits(mp):
    q, order = mp.JoinableQueue(), []
    q.put("task")

    def work(n):
        q.get(timeout=5)
        order.append("working")
        q.task_done()

    answers = in_threads(1, work)
    q.join()
    return answers + order + ["joined"]


def simple_queue(mp):
    q = mp.SimpleQueue()
    before = q.empty()
    q.put([1])
    answers = [before, q.empty(), q.get(), q.empty()]
    q.close()
    return answers + ["closed"]


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
        answers += [said(condition.notify, -1), said(condition.notify, 0)]
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


def process(mp):
    me = mp.current_process()
    answers = [me.name, me.daemon, me.is_alive(), me.exitcode, me.pid == __import__("os").getpid()]
    me.name = "renamed"
    answers.append(mp.current_process().name)
    me.name = answers[0]
    return answers + [said(setattr, me, "name", 3), mp.cpu_count() >= 1]


def square(n):
    return n * n


def odd(n):
    if n % 2:
        return n
    raise KeyError(n)


def gives_up():
    yield from (1, 2, 3)
    raise KeyError("no more")


def add(a, b=1):
    return a + b


def pool_maps(mp):
    with mp.Pool(2) as pool:
        answers = [
            pool.map(square, range(10)),
            pool.map(square, iter(range(5)), chunksize=2),
            pool.map(square, []),
            pool.starmap(add, [(1, 2), (3,)]),
            list(pool.imap(square, range(5))),
            sorted(pool.imap_unordered(square, range(5), chunksize=2)),
            pool.apply(add, (1,), {"b": 5}),
        ]
        many = pool.map_async(square, [1, 2])
        many.wait(20)
        return answers + [many.ready(), many.successful(), many.get(timeout=20)]


def pool_errors(mp):
    values, errors = [], []
    with mp.Pool(2) as pool:
        answers = [said(pool.map, odd, range(5)), said(pool.apply, odd, (2,))]
        try:
            pool.apply(odd, (4,))
        except KeyError as e:
            answers += [e.args, type(e.__cause__).__name__, "KeyError: 4" in str(e.__cause__)]
        results = pool.imap(odd, [1, 2, 3])
        answers += [said(next, results), said(next, results), said(next, results)]
        answers.append(said(lambda: list(results)))
        for size in (1, 2):  # an input that fails: raised in its place
            results = pool.imap(square, gives_up(), size)
            answers += [said(next, results) for _ in range(5)]
        for n in (1, 2):
            call = pool.apply_async(odd, (n,), callback=values.append, error_callback=errors.append)
            call.wait(20)
        answers += [call.successful(), said(call.get, 20)]
        unpicklable = pool.apply_async(lambda: 1)
        unpicklable.wait(20)
        answers += [unpicklable.successful(), said(unpicklable.get)]
        slow = pool.apply_async(time.sleep, (0.5,))
        answers += [said(slow.successful), said(slow.get, 0.01)]
    return answers + [values, [type(e).__name__ for e in errors]]


def pool_states(mp):
    answers = [said(mp.Pool, 0), said(mp.Pool, -3)]
    pool = mp.Pool(1)
    answers += [said(pool.join), said(pool.imap, square, [1], 0)]
    pool.close()
    answers += [said(pool.apply, square, (1,)), said(pool.map_async, square, [1]), said(pool.join)]
    pool.terminate()
    return answers + [said(pool.join)]


def logger(mp):
    import logging

    log = mp.get_logger()
    same = log is mp.get_logger() and log is logging.getLogger("multiprocessing")
    return (
        [log.name, log.propagate, same, mp.SUBDEBUG, mp.SUBWARNING]
        if hasattr(mp, "SUBDEBUG")
        else [log.name, log.propagate, same, 5, 25]
    )


PROGRAMS = [
    found
    for name, found in sorted(globals().items())
    if callable(found)
    and getattr(found, "__module__", None) == __name__
    and found.__code__.co_varnames[: found.__code__.co_argcount] == ("mp",)
]
