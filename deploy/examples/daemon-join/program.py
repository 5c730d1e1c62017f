import sys

import workerpool.multiprocessing as mp

# Who holds a lock until it ends can be joined: its end, even a kill, frees the lock.
daemon_lives = mp.Lock(name="daemon-lives")
non_daemon_lives = mp.Lock(name="non-daemon-lives")
begun = mp.Barrier(3, name="begun")
may_end = mp.Event(name="may-end")


def daemon():
    daemon_lives.acquire()
    print("Starting:", mp.current_process().name, flush=True)
    begun.wait()
    may_end.wait()
    print("Exiting :", mp.current_process().name, flush=True)


def non_daemon():
    non_daemon_lives.acquire()
    begun.wait()
    print("Starting:", mp.current_process().name)
    print("Exiting :", mp.current_process().name, flush=True)


def main():
    begun.wait()
    joined = daemon_lives.acquire(timeout=1)  # d.join(1)
    print("d.is_alive()", not joined, flush=True)
    may_end.set()
    daemon_lives.acquire()  # d.join()
    non_daemon_lives.acquire()  # n.join()
    print("joined both")


if __name__ == "__main__":
    {"main": main, "daemon": daemon, "non_daemon": non_daemon}[sys.argv[1]]()
