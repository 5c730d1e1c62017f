"""Conforming programs (see conforming.py): queues."""

from answers import in_threads, said


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
