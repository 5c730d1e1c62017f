"""What `workerpool bench workers` runs: `workers.py ROLE`. Figures are printed as `FIGURE name value`."""

import os
import pathlib
import signal
import sys
import time

began = time.perf_counter()
import workerpool.multiprocessing as mp  # noqa: E402

IMPORT = time.perf_counter() - began
TASKS = 2000
CYCLES = 2000


def figure(name, value):
    print(f"FIGURE {name} {value:.6g}", flush=True)


def imported():
    """P10."""
    figure("import", IMPORT * 1000)


def square(n):
    return n * n


def fanout_main(name="fanout"):
    """P12: tasks and results through two queues, one item a task."""
    tasks, results, ready = queues()
    for _ in range(2):
        ready.get()
    start = time.perf_counter()
    tasks.put_all([*range(TASKS), None, None])
    tasks.join()
    got = set()
    while len(got) < TASKS:
        got.update(results.get_many(1000))
    figure(name, TASKS / (time.perf_counter() - start))
    assert got == {n * n for n in range(TASKS)}


def fanout_worker():
    tasks, results, ready = queues()
    ready.put(1)
    tasks.each(square, results, pill=None)


def fanout_two_main():
    fanout_main("fanout-two")


def fanout_two_worker():
    """The same by two requests a task."""
    tasks, results, ready = queues()
    ready.put(1)
    while (n := tasks.get()) is not None:
        tasks.task_done(then=(results, square(n)))
    tasks.task_done()


def queues():
    return (mp.JoinableQueue(name="tasks"), mp.Queue(name="results"), mp.Queue(name="ready"))


def pool_main():
    """P12: the same by Pool, an item a task, and as Pool cuts it."""
    with mp.Pool() as pool:
        pool.map(abs, range(20), chunksize=1)  # the workers are there
        start = time.perf_counter()
        assert len(pool.map(square, range(TASKS), chunksize=1)) == TASKS
        figure("pool-single", TASKS / (time.perf_counter() - start))
        start = time.perf_counter()
        assert pool.map(square, range(TASKS)) == [n * n for n in range(TASKS)]
        figure("pool-chunked", TASKS / (time.perf_counter() - start))
    mp.Queue(name="pool-tasks").shutdown()


def cycles():
    """put, get, task_done by one process, one after the other."""
    q = mp.JoinableQueue(name="tasks")
    rate("cycles-python", q)


def manager():
    """The same with what the standard library offers: in memory, on this machine only."""
    import multiprocessing

    with multiprocessing.Manager() as m:
        rate("cycles-manager", m.JoinableQueue())


def rate(name, q):
    for n in range(2 * CYCLES):
        if n == CYCLES:
            start = time.perf_counter()
        q.put(n)
        q.get()
        q.task_done()
    figure(name, CYCLES / (time.perf_counter() - start))


def killed():
    """P14: from a worker's death in a task until another worker, who was idle, starts the task."""
    q, ready = mp.JoinableQueue(name="tasks"), mp.Queue(name="ready")
    mark = pathlib.Path("killed")
    if os.environ["WORKERPOOL_KEY"] == "main":
        ready.get()
        for n in range(3):
            ready.get()  # the other one, or its successor
            time.sleep(0.5)
            mark.unlink(missing_ok=True)
            q.put(n)
            q.join()
        q.shutdown()
        return
    ready.put(1)
    while True:
        try:
            q.get()
        except mp.ShutDown:
            return
        if not mark.exists():
            mark.write_text(repr(time.monotonic()))
            os.kill(os.getpid(), signal.SIGKILL)
        figure("rerun", time.monotonic() - float(mark.read_text()))
        q.task_done()


def idle():
    """P13: two of these are idle."""
    mp.Queue(name="ready").put(1)
    try:
        mp.Queue(name="tasks").get()
    except mp.ShutDown:
        pass


def idle_main():
    for _ in range(2):
        mp.Queue(name="ready").get()
    time.sleep(2)
    print("FIGURE idle 0", flush=True)
    time.sleep(3)
    mp.Queue(name="tasks").shutdown()


if __name__ == "__main__":
    {f.__name__: f for f in (imported, fanout_main, fanout_worker, fanout_two_main, fanout_two_worker, pool_main, cycles, manager, killed, idle, idle_main)}[sys.argv[1]]()
