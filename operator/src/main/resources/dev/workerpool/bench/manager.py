"""Cycles of put, get and task_done a second: `manager.py CLIENTS SECONDS`, by a queue of a Manager; prints the figure."""

import multiprocessing as mp
import sys
import time

ITEM = {"scene": "harbour-17", "frame": 1, "note": "x" * 150}


def client(queue, counts, begin, end):
    done = 0
    while (now := time.time()) < end:
        queue.put(ITEM)
        queue.get()
        queue.task_done()
        done += now >= begin
    counts.put(done)


def main(clients, seconds):
    with mp.Manager() as manager:
        queue, counts = manager.JoinableQueue(), mp.Queue()
        begin = time.time() + seconds / 3
        args = (queue, counts, begin, begin + seconds)
        processes = [mp.Process(target=client, args=args) for _ in range(clients)]
        for p in processes:
            p.start()
        print(sum(counts.get() for _ in processes) / seconds)
        for p in processes:
            p.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
