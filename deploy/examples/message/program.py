import sys

import workerpool.multiprocessing as mp


class MyFancyClass:
    def __init__(self, name):
        self.name = name

    def do_something(self):
        print(f"Doing something fancy in {mp.current_process().name} for {self.name}!")


def worker(q):
    obj = q.get()
    obj.do_something()


def main(q):
    q.put(MyFancyClass("Fancy Dan"))  # returns when the channel has it
    q.close()
    q.join_thread()


if __name__ == "__main__":
    (main if sys.argv[1:] == ["main"] else worker)(mp.Queue(name="queue"))
