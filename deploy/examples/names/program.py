import os
import sys
import time

import workerpool.multiprocessing as mp


def work(seconds):
    name = mp.current_process().name
    print(name, "Starting")
    time.sleep(seconds)
    print(name, "Exiting")


if __name__ == "__main__":
    assert mp.current_process().name == os.environ["WORKERPOOL_PROCESS"]
    work(float(sys.argv[1]))
