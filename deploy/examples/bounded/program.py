import queue
import sys
import time

import workerpool.multiprocessing as mp

MESSAGES = 2


def getter():
    q, got = mp.Queue(name="q"), 0
    while got < MESSAGES:
        if q.empty():
            print("queue is empty", q.qsize(), flush=True)
            mp.Event(name="looked").set()
        else:
            print("get msg", q.get(), flush=True)
            got += 1
        time.sleep(1)


def putter():
    q = mp.Queue(name="q")
    mp.Event(name="looked").wait()  # pods start when they can; A is to see the queue empty
    for _ in range(MESSAGES):
        time.sleep(3)
        q.put("hello world")
        print("put; queue size", q.qsize(), flush=True)


def fast():
    narrow, largest = mp.Queue(name="narrow"), 0
    for n in range(5):
        narrow.put(n)
    try:
        narrow.put("no room", timeout=0.2)
    except queue.Full:
        print("Full at", narrow.qsize(), narrow.full(), flush=True)
    mp.Event(name="full").set()
    for n in range(5, 20):
        narrow.put(n)  # waits for room
        largest = max(largest, narrow.qsize())
    print("largest size seen:", "5 or less" if largest <= 5 else largest)
    narrow.put(None)


def slow():
    narrow, got = mp.Queue(name="narrow"), []
    mp.Event(name="full").wait()
    while (n := narrow.get()) is not None:
        got.append(n)
        time.sleep(0.02)
    print("in order:", got == list(range(20)))
    try:
        narrow.get(timeout=0.2)
    except queue.Empty:
        print("Empty")


if __name__ == "__main__":
    {"getter": getter, "putter": putter, "fast": fast, "slow": slow}[sys.argv[1]]()
