"""A producer and a consumer that go on whatever becomes of the relay, and say what they saw."""

import sys
import time

import workerpool.multiprocessing as mp

tasks = mp.JoinableQueue(name="tasks")
enough = mp.Event(name="enough")


def produce():
    number = 0
    while not enough.is_set():
        number += 1
        tasks.put(number)
        time.sleep(0.05)
    tasks.put(None)
    print("put", number, flush=True)


def consume():
    seen = []
    last = None
    worst = 0.0
    while True:
        number = tasks.get()
        now = time.monotonic()
        worst = max(worst, now - (last or now))
        last = now
        if number is not None:
            seen.append(number)
        tasks.task_done()
        if number is None:
            break
        if len(seen) % 10 == 0:
            print("got %d, worst gap %.1f s" % (len(seen), worst), flush=True)
            worst = 0.0
    print("doubled", len(seen) - len(set(seen)), "missing", max(seen) - len(set(seen)), flush=True)
    sys.exit(0 if sorted(seen) == list(range(1, len(seen) + 1)) else 1)


if __name__ == "__main__":
    {"producer": produce, "consumer": consume}[sys.argv[1]]()
