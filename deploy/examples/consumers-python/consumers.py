import sys
import time

import workerpool.multiprocessing as mp

tasks = mp.JoinableQueue(name="tasks", codec="json")
results = mp.Queue(name="results", codec="json")


def consumer():
    name = mp.current_process().name
    while (task := tasks.get()) is not None:
        a, b = task
        print(f"{name}: {a} * {b}", flush=True)
        time.sleep(0.1)  # pretend to take some time to do the work
        tasks.task_done(then=(results, f"{a} * {b} = {a * b}"))
    print(f"{name}: Exiting")
    tasks.task_done()


def main(consumers):
    for i in range(10):
        tasks.put([i, i])
    for _ in range(consumers):
        tasks.put(None)
    tasks.join()
    for _ in range(10):
        print("Result:", results.get())


if __name__ == "__main__":
    main(int(sys.argv[2])) if sys.argv[1:2] == ["main"] else consumer()
