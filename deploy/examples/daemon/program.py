import sys
import time

import workerpool.multiprocessing as mp


def daemon():
    print("Starting:", mp.current_process().name, flush=True)
    mp.Event(name="begun").set()
    time.sleep(600)
    print("Exiting :", mp.current_process().name)


def non_daemon():
    mp.Event(name="begun").wait()
    print("Starting:", mp.current_process().name)
    print("Exiting :", mp.current_process().name)


if __name__ == "__main__":
    {"daemon": daemon, "non_daemon": non_daemon}[sys.argv[1]]()
