import queue
import sys

import workerpool.multiprocessing as mp

words = mp.JoinableQueue(name="words")
filled, exit_flag = mp.Event(name="filled"), mp.Event(name="exit")


def process_data(name):
    filled.wait()
    while not exit_flag.is_set():
        try:
            number, word = words.get(timeout=0.2)
        except queue.Empty:
            continue
        print(f"{number} {name} processing {word}", flush=True)
        words.task_done()
    print("Exiting", name)


def main():
    for number, word in ((3, "Three"), (1, "One"), (5, "Five"), (2, "Two"), (4, "Four")):
        words.put((number, word), priority=number)
    filled.set()
    words.join()
    exit_flag.set()
    print("Exiting main")


if __name__ == "__main__":
    main() if sys.argv[1:] == ["main"] else process_data(mp.current_process().name)
