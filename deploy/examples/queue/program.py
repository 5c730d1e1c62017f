import sys

import workerpool.multiprocessing as mp


def f(q):
    q.put([42, None, "hello"])


if __name__ == "__main__":
    q = mp.Queue(name="q")
    if sys.argv[1:] == ["main"]:
        print(q.get())  # prints "[42, None, 'hello']"
    else:
        f(q)
