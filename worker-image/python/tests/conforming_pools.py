"""Conforming programs (see conforming.py): Pool, and what its workers run."""

import threading
import time

from answers import said


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


def pool_closedAtOnce_doesWhatItWasGiven(mp):
    pool = mp.Pool(2)
    many = pool.map_async(square, range(4), 1)
    results = pool.imap(square, [5, 6])
    one = pool.apply_async(add, (1,))
    pool.close()
    pool.join()
    return [many.get(0), list(results), one.get(0)]


def _waiting_for(call):
    yield call()


def pool_inputMayWaitForWhatCameBefore(mp):
    opened = threading.Event()
    with mp.Pool(2) as pool:
        results = [pool.imap(square, _waiting_for(opened.wait))]
        one = pool.apply_async(add, (1,))
        results.append(pool.imap(square, _waiting_for(lambda: one.get(10))))
        opened.set()
        return [list(result) for result in results]


def pool_callsThatAreNone(mp):
    answers, errors = [], []
    with mp.Pool(1) as pool:
        for args, kwds in ((5, {}), (None, {}), ((), None)):
            call = pool.apply_async(add, args, kwds, error_callback=errors.append)
            call.wait(20)
            answers.append(said(call.get, 20))
    return answers + [type(e).__name__ for e in errors]
