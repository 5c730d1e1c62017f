import sys
import time

import workerpool.multiprocessing as mp


def exit_error():
    mp.Event(name="begun").wait()  # what is terminated shall have begun
    sys.exit(1)


def exit_ok():
    return


def return_value():
    return 1


def raises():
    raise RuntimeError("There was an error!")


def terminated():
    mp.Event(name="begun").set()
    time.sleep(600)


if __name__ == "__main__":
    targets = (exit_error, exit_ok, return_value, raises, terminated)
    {target.__name__: target for target in targets}[sys.argv[1]]()
