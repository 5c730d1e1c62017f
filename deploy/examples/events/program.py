import sys
import time

import workerpool.multiprocessing as mp

e = mp.Event(name="e")


def block():
    mp.Event(name="block-begun").set()
    print("wait_for_event: starting", flush=True)
    e.wait()
    print("wait_for_event: e.is_set()->", e.is_set())


def nonblock():
    mp.Event(name="nonblock-begun").set()
    print("wait_for_event_timeout: starting", flush=True)
    e.wait(2)
    print("wait_for_event_timeout: e.is_set()->", e.is_set())


def main():
    for name in ("block-begun", "nonblock-begun"):
        mp.Event(name=name).wait()
    print("main: waiting before calling Event.set()", flush=True)
    time.sleep(3)
    e.set()
    print("main: event is set")


if __name__ == "__main__":
    {"main": main, "block": block, "nonblock": nonblock}[sys.argv[1]]()
