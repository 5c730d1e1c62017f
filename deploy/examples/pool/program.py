import os
import signal

import workerpool.multiprocessing as mp


def square(n):
    return n * n


def fragile(n):
    if n == 3:
        raise ValueError(f"no {n}, please")
    return n


def killer(n):
    killed = mp.Event(name="killed")
    if n == 5 and not killed.is_set():
        killed.set()
        os.kill(os.getpid(), signal.SIGKILL)  # in the middle of a task
    return n


if __name__ == "__main__":
    with mp.Pool() as pool:
        squares = pool.map(square, range(1000))
        print("map:", squares[:5], "... in order:", squares == [n * n for n in range(1000)])
        try:
            pool.map(fragile, range(5))
        except ValueError as e:
            print("error:", e, "- with the worker's traceback:", "in fragile" in str(e.__cause__))
        print("killed:", pool.map(killer, range(10), chunksize=1))
        print("imap:", list(pool.imap(square, range(5))))
        pool.apply_async(square, (9,), callback=lambda n: print("callback:", n)).wait()
    mp.Queue(name="pool-tasks").shutdown()  # the workers' work is over: they exit with 0
